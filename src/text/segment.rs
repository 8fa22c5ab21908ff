//! Segments. Decides where the text of a paragraph is cut: words, spaces, changes of style, font and
//! direction, and where a line may end without a hyphen.

use std::ops::Range;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

pub use super::After;
use super::ShapedWord;
use super::fonts::FaceId;
use super::isolates;
use super::opportunities::{Opportunities, may_have_no_spaces};
use super::shape::{Features, Shaper, WordKey};
use crate::colour::Colour;
use crate::geom::Pt;
use crate::ids::{LinkId, NodeId};
use crate::language::{Direction, LanguageTag, has_no_spaces, is_hangul};
use crate::marks::Marks;
use crate::source::theme::Hyphenate;
use crate::uri::is_address;

/// How a run of text is set.
#[derive(Debug, Clone, Copy)]
pub struct RunStyle {
    /// The wanted face.
    pub face: FaceId,
    /// Size.
    pub size: Pt,
    /// Colour.
    pub colour: Colour,
    /// Figures and capitals.
    pub features: Features,
    /// Where words break.
    pub hyphenate: Hyphenate,
    /// Space after each letter, in em.
    pub tracking: f64,
    /// Height above the baseline.
    pub raise: Pt,
    /// Marks.
    pub marks: Marks,
    /// The link it belongs to.
    pub link: Option<LinkId>,
    /// Whether a line below it shows that it is one.
    pub shows_link: bool,
    /// Its language, where it is not the brochure's.
    pub language: Option<LanguageTag>,
    /// Its node.
    pub node: NodeId,
    /// Width and height of the picture that it is.
    pub picture: Option<(Pt, Pt)>,
}

impl RunStyle {
    /// Whether it differs in its node only: words may reach over from one run to the other.
    fn looks_like(&self, other: &Self) -> bool {
        self.face == other.face
            && self.size == other.size
            && self.colour == other.colour
            && self.features == other.features
            && self.hyphenate == other.hyphenate
            && self.tracking == other.tracking
            && self.raise == other.raise
            && self.marks == other.marks
            && self.link == other.link
            && self.shows_link == other.shows_link
            && self.language == other.language
            && self.picture.is_none()
            && other.picture.is_none()
    }
}

/// A piece of a paragraph.
#[derive(Debug, Clone)]
pub struct Seg {
    /// Bytes of the paragraph's text.
    pub range: Range<u32>,
    /// Number of its run.
    pub run: u32,
    /// The face that has its letters.
    pub face: FaceId,
    /// Bidi level.
    pub level: u8,
    /// What it is.
    pub kind: SegKind,
    /// Whether a line may end after it.
    pub after: After,
}

/// Whether letters of a bidi level may be set apart: those that run from right to left are joined, or carry marks.
pub fn may_be_spaced(level: u8) -> bool {
    level.is_multiple_of(2)
}

impl Seg {
    /// What is added to each of its letters, in em.
    pub fn tracking(&self, style: &RunStyle) -> f64 {
        if may_be_spaced(self.level) { style.tracking } else { 0.0 }
    }
}

/// What a segment is.
#[derive(Debug, Clone)]
pub enum SegKind {
    /// Letters.
    Word(Arc<ShapedWord>),
    /// A word space.
    Space,
    /// A forced end of line.
    Break,
    /// A picture, as wide as its style says.
    Picture,
}

/// A character that no font has, with its byte.
pub type Missing = (usize, char);

/// Longest piece of a word in bytes; longer ones are cut so that a line can end. No segment comes to much
/// more than two of them: places inside of one are counted in 16 bits.
const LONGEST_PIECE: usize = 120;

/// Cuts a text whose lines begin at one side into segments. Its runs end at `ends`; `styles` has an entry for each.
pub fn segment(
    (text, direction): (&str, Direction),
    ends: &[usize],
    styles: &[RunStyle],
    shaper: &Shaper,
    missing: &mut Vec<Missing>,
) -> Vec<Seg> {
    let parts = ends.iter().zip(styles).map(|(end, style)| isolates::Part {
        end: *end,
        marks: style.marks,
        language: style.language,
        link: style.link,
    });
    let levels = isolates::levels(text, direction, parts);
    let mut segs: Vec<Seg> = Vec::with_capacity(text.len() / 3 + 4);
    let levels = levels.as_deref();
    let spaceless = may_have_no_spaces(text);
    let mut cutter = Cutter { text, ends, levels, shaper, missing, segs: &mut segs, plain: false, spaceless };
    let (mut token, mut run) = (0, 0);
    let breaks = Opportunities::new(text);
    // Walk token by token: a token ends at a space or hard break; runs cut it further.
    while token < text.len() {
        let rest = &text[token..];
        let len = rest.find([' ', '\u{a0}', '\n']).unwrap_or(rest.len());
        let end = token + len;
        run = cutter.run_at(token, run);
        let kind = cutter.kind(&text[token..end], styles[run].language);
        cutter.plain = kind != Token::Words;
        let mut joints = token_breaks(text, token..end, kind, &breaks);
        if !parts_words(styles[run].hyphenate) {
            joints.retain(|(at, _)| !inside_korean(text, *at));
        }
        let mut at = token;
        while at < end {
            run = cutter.run_at(at, run);
            let mut last = run;
            while ends[last] < end && styles.get(last + 1).is_some_and(|next| next.looks_like(&styles[run])) {
                last += 1;
            }
            let stop = end.min(ends[last]);
            match styles[run].picture {
                Some(_) => cutter.picture(at..stop, run, styles),
                None => cutter.word(at..stop, run, &styles[run], &joints),
            }
            at = stop;
        }
        let Some(space) = text[end..].chars().next() else { break };
        run = cutter.run_at(end, run);
        cutter.space(end, space, run, &styles[run]);
        token = end + space.len_utf8();
    }
    segs.shrink_to_fit();
    segs
}

/// What stands between two spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// Words.
    Words,
    /// An address. It gets no hyphen of ours, which would seem a part of it.
    Address,
    /// The name of a file or field, or a tag: `bericht_2024_v2.pdf`, `#WirSindMehr`. Nor does it.
    Name,
}

/// Where a line may end inside a token without a hyphen of ours.
fn token_breaks(text: &str, range: Range<usize>, kind: Token, all: &Opportunities) -> Vec<(usize, After)> {
    let token = &text[range.clone()];
    let url = |joints: Vec<usize>| joints.into_iter().map(|at| (range.start + at, After::Url)).collect();
    let mut breaks: Vec<(usize, After)> = match kind {
        Token::Address => url(address_joints(token)),
        Token::Name => url(name_joints(token)),
        Token::Words => all
            .within(&range)
            .iter()
            .filter(|(at, _)| word_may_end(token, *at - range.start))
            .copied()
            .collect(),
    };
    if range.len() <= LONGEST_PIECE {
        return breaks;
    }
    let mut from = range.start;
    let ends: Vec<usize> = breaks.iter().map(|(at, _)| *at).chain([range.end]).collect();
    for end in ends {
        if end - from > LONGEST_PIECE {
            let cuts = emergency_cuts(text, from..end);
            breaks.extend(cuts.into_iter().map(|at| (at, After::Emergency)));
        }
        from = end;
    }
    breaks.sort_unstable_by_key(|(at, _)| *at);
    breaks
}

/// Whether words of such a style are parted although they fit on a line.
fn parts_words(hyphenate: Hyphenate) -> bool {
    matches!(hyphenate, Hyphenate::Text | Hyphenate::Small)
}

/// Whether a place is inside of a Korean word. As in Korean books, text is parted there between syllables;
/// headings and large print are not.
fn inside_korean(text: &str, at: usize) -> bool {
    text[..at].ends_with(is_hangul) && text[at..].starts_with(is_hangul)
}

/// Cuts of a piece that is too long: between letters that are not beside a star, or where it would stay
/// too long without.
fn emergency_cuts(text: &str, piece: Range<usize>) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut last = piece.start;
    for (letter, signs) in text[piece.clone()].grapheme_indices(true) {
        for sign in signs.char_indices().map(|(sign, _)| sign) {
            let at = piece.start + letter + sign;
            let uncut = at - last;
            let fine = sign == 0 && (!beside_star(text, at) || uncut >= LONGEST_PIECE);
            if at > piece.start && (fine || uncut >= 2 * LONGEST_PIECE) {
                cuts.push(at);
                last = at;
            }
        }
    }
    cuts
}

/// Whether a gender star stands right before or after a byte.
pub fn beside_star(text: &str, at: usize) -> bool {
    text[at..].starts_with(['*', ':', '_']) || text[..at].ends_with(['*', ':', '_'])
}

/// House rules over UAX #14: no star, slash-hyphen, single letter or range loses its partner.
fn word_may_end(token: &str, at: usize) -> bool {
    let (before, after) = token.split_at(at);
    let (last, next) = (before.chars().next_back(), after.chars().next());
    let (Some(last), Some(next)) = (last, next) else { return false };
    let star = |c| matches!(c, '*' | ':' | '_');
    if star(last) || star(next) || before.ends_with("/-") || last == '\u{ad}' {
        return false;
    }
    match last {
        '-' | '\u{2010}' => {
            let first = before[..before.len() - last.len_utf8()]
                .chars()
                .rev()
                .take(2)
                .take_while(|c| c.is_alphanumeric())
                .count();
            let second = after.chars().take(3).take_while(|c| c.is_alphabetic()).count();
            first == 2 && second == 3
        }
        '/' => next.is_alphabetic() && before.chars().nth(3).is_some() && after.chars().nth(2).is_some(),
        '–' | '—' => !next.is_ascii_digit() && !next.is_whitespace(),
        _ => true,
    }
}

/// After a slash, before a dot, hyphen, question mark and the like; never in the first three letters.
fn address_joints(token: &str) -> Vec<usize> {
    let mut joints = Vec::new();
    let mut previous = ' ';
    // Two letters or figures stay behind each joint.
    let behind = token.char_indices().rev().filter(|(_, c)| c.is_alphanumeric()).nth(1);
    let last = behind.map_or(0, |(at, _)| at);
    for (at, c) in token.char_indices() {
        let joint = match c {
            '.' | '?' | '&' | '=' | '#' | '@' | '_' | '-' => previous.is_alphanumeric(),
            _ => previous == '/' && c != '/' && !token[..at].ends_with("://"),
        };
        if joint && at > 3 && at <= last {
            joints.push(at);
        }
        previous = c;
    }
    joints
}

/// Whether a token is a name in one piece: words joined by underscores that are no gendered word, or a tag.
fn is_name(token: &str, is_gendered: impl Fn(&str) -> bool) -> bool {
    let word = token.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '@'));
    if let Some(tag) = word.strip_prefix(['#', '@']) {
        return tag.starts_with(char::is_alphabetic);
    }
    token.match_indices('_').any(|(at, _)| {
        let (before, behind) = (&token[..at], &token[at + 1..]);
        let letters = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
        let gendered = before.ends_with(char::is_alphabetic) && is_gendered(&behind[..letters]);
        before.ends_with(char::is_alphanumeric) && behind.starts_with(char::is_alphanumeric) && !gendered
    })
}

/// Behind `_`, slash, dot, hyphen and `@`, in a tag before capitals; with two letters on each side at least.
fn name_joints(token: &str) -> Vec<usize> {
    let tag = token.contains(['#', '@']);
    let mut joints = Vec::new();
    let mut previous = ' ';
    let letters = |part: &str| part.chars().take(2).filter(|c| c.is_alphanumeric()).count() == 2;
    for (at, c) in token.char_indices() {
        let behind = matches!(previous, '_' | '/' | '.' | '-' | '@') && c.is_alphanumeric();
        let joint = behind || tag && previous.is_lowercase() && c.is_uppercase();
        if joint && token[..at].chars().nth(2).is_some() && letters(&token[at..]) {
            joints.push(at);
        }
        previous = c;
    }
    joints
}

fn joint_at(joints: &[(usize, After)], at: usize) -> Option<After> {
    joints.binary_search_by_key(&at, |(j, _)| *j).ok().map(|n| joints[n].1)
}

struct Cutter<'a> {
    text: &'a str,
    /// Where each run ends.
    ends: &'a [usize],
    levels: Option<&'a [u8]>,
    shaper: &'a Shaper,
    missing: &'a mut Vec<Missing>,
    segs: &'a mut Vec<Seg>,
    /// Whether the token is an address or a name: its parts are never hyphenated.
    plain: bool,
    /// Whether the text may hold letters of scripts without spaces.
    spaceless: bool,
}

impl Cutter<'_> {
    fn level(&self, at: usize) -> u8 {
        self.levels.map_or(0, |levels| levels[at])
    }

    fn kind(&self, token: &str, language: Option<LanguageTag>) -> Token {
        if is_address(token) {
            Token::Address
        } else if token.contains(['_', '#', '@'])
            && is_name(token, |letters| self.shaper.is_gendered(letters, language))
        {
            Token::Name
        } else {
            Token::Words
        }
    }

    /// The run that a byte belongs to, which is `from` or a later one.
    fn run_at(&self, at: usize, from: usize) -> usize {
        let past = self.ends[from..].iter().take_while(|end| **end <= at).count();
        (from + past).min(self.ends.len() - 1)
    }

    fn space(&mut self, at: usize, c: char, run: usize, style: &RunStyle) {
        let range = at as u32..(at + c.len_utf8()) as u32;
        let (kind, after) = match c {
            '\n' => (SegKind::Break, After::Keep),
            '\u{a0}' => (SegKind::Space, After::Keep),
            _ => (SegKind::Space, After::Free),
        };
        let level = self.level(at);
        let face = self.face_of_space(level, run, style);
        self.segs.push(Seg { range, run: run as u32, face, level, kind, after });
    }

    /// Among words from right to left a space is that of their font.
    fn face_of_space(&self, level: u8, run: usize, style: &RunStyle) -> FaceId {
        let before = self.segs.last().filter(|seg| !may_be_spaced(level) && seg.run as usize == run);
        let covers = |face: &FaceId| self.shaper.fonts.face(*face).covers(' ');
        before.map(|seg| seg.face).filter(covers).unwrap_or(style.face)
    }

    /// A picture; a line may end between two of them.
    fn picture(&mut self, range: Range<usize>, run: usize, styles: &[RunStyle]) {
        let next = styles.get(run + 1).filter(|_| self.ends[run] == range.end);
        let after = if next.is_some_and(|next| next.picture.is_some()) { After::Free } else { After::Keep };
        let (face, level) = (styles[run].face, self.level(range.start));
        let range = range.start as u32..range.end as u32;
        self.segs.push(Seg { range, run: run as u32, face, level, kind: SegKind::Picture, after });
    }

    /// Cuts letters of runs that look alike at joints, levels and fonts; `run` is the first.
    fn word(&mut self, range: Range<usize>, run: usize, style: &RunStyle, joints: &[(usize, After)]) {
        let own = self.shaper.fonts.face(style.face);
        if !self.spaceless
            && joints.is_empty()
            && self.levels.is_none()
            && self.text[range.clone()].chars().all(|c| own.covers(c))
        {
            return self.push(range, run, style, style.face, After::Keep);
        }
        let mut start = range.start;
        let mut face = None;
        let companion = self.companion(&range, style);
        for (at, c) in self.text[range.clone()].char_indices().map(|(n, c)| (range.start + n, c)) {
            let wanted = match companion.filter(|_| !may_be_spaced(self.level(at)) && !c.is_alphanumeric()) {
                Some(companion) if self.shaper.fonts.face(companion).covers(c) => companion,
                _ => self.face_of(at, c, face, style),
            };
            let joint = joint_at(joints, at);
            let change =
                face.is_some_and(|f| f != wanted) || (at > start && self.level(at) != self.level(start));
            if at > start && (joint.is_some() || change) {
                self.push(start..at, run, style, face.unwrap_or(wanted), joint.unwrap_or(After::Keep));
                start = at;
            }
            face = Some(wanted);
        }
        let after = joint_at(joints, range.end).unwrap_or(After::Keep);
        self.push(start..range.end, run, style, face.unwrap_or(style.face), after);
    }

    /// The face of the letters of a word that its own face lacks, where they run from right to left: signs beside them
    /// are taken from it, too.
    fn companion(&self, range: &Range<usize>, style: &RunStyle) -> Option<FaceId> {
        self.levels?;
        let fonts = &self.shaper.fonts;
        let lacked = |c: &char| c.is_alphabetic() && !fonts.face(style.face).covers(*c);
        fonts.face_for(style.face, self.text[range.clone()].chars().find(lacked)?)
    }

    /// The face that sets a character; marks and joiners stay with the letter before them.
    fn face_of(&mut self, at: usize, c: char, before: Option<FaceId>, style: &RunStyle) -> FaceId {
        let fonts = &self.shaper.fonts;
        if self.spaceless
            && let Some(face) = self.square_face(at, c, style)
        {
            return face;
        }
        if fonts.face(style.face).covers(c) {
            return style.face;
        }
        if is_invisible(c) {
            return before.unwrap_or(style.face);
        }
        match fonts.face_for(style.face, c) {
            Some(face) => face,
            None => {
                self.missing.push((at, c));
                style.face
            }
        }
    }

    /// For a mark that Latin and Chinese share, in full width the face of the letter beside it.
    fn square_face(&self, at: usize, c: char, style: &RunStyle) -> Option<FaceId> {
        if !matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·') {
            return None;
        }
        let fonts = &self.shaper.fonts;
        let before = self.text[..at].chars().next_back().filter(|c| has_no_spaces(*c));
        let behind = || self.text[at + c.len_utf8()..].chars().next().filter(|c| has_no_spaces(*c));
        let face = fonts.face_for(style.face, before.or_else(behind)?)?;
        fonts.face(face).covers(c).then_some(face)
    }

    fn push(&mut self, range: Range<usize>, run: usize, style: &RunStyle, face: FaceId, after: After) {
        let text = &self.text[range.clone()];
        let level = self.level(range.start);
        let plain = style.marks.has(Marks::CODE) || self.plain;
        let key = WordKey {
            face,
            features: style.features,
            hyphenate: if plain { Hyphenate::None } else { style.hyphenate },
            rtl: level % 2 == 1,
            language: style.language,
        };
        let whole = self.shaper.word(text, key);
        let mut run = self.run_at(range.start, run);
        let mut start = range.start;
        while start < range.end {
            let end = range.end.min(self.ends[run]);
            let part = start - range.start..end - range.start;
            let word = match part.len() == text.len() {
                true => whole.clone(),
                false => whole.share(&part).map_or_else(|| self.shaper.word(&text[part], key), Arc::new),
            };
            let after = if end == range.end { after } else { After::Keep };
            let range = start as u32..end as u32;
            self.segs.push(Seg { range, run: run as u32, face, level, kind: SegKind::Word(word), after });
            start = end;
            run = self.run_at(start, run);
        }
    }
}

/// Characters that need no glyph: joiners, direction marks, soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(token: &str) -> Vec<String> {
        let all = Opportunities::new(token);
        let mut parts = Vec::new();
        let mut last = 0;
        let kind = match (is_address(token), is_name(token, |letters| letters.starts_with("innen"))) {
            (true, _) => Token::Address,
            (_, true) => Token::Name,
            _ => Token::Words,
        };
        for (at, _) in token_breaks(token, 0..token.len(), kind, &all) {
            parts.push(token[last..at].to_owned());
            last = at;
        }
        parts.push(token[last..].to_owned());
        parts
    }

    #[test]
    fn stars_and_slashes_never_lose_their_word() {
        for word in ["Bürger*innen", "Bürger:innen", "Bürger_innen", "Schüler/-innen", "E-Mail", "2016–2019"]
        {
            assert_eq!(ends(word), [word]);
        }
    }

    #[test]
    fn written_hyphens_and_slashes_may_end_a_line() {
        assert_eq!(ends("Asyl-Flüchtlingsrat"), ["Asyl-", "Flüchtlingsrat"]);
        assert_eq!(ends("Städte/Kreise"), ["Städte/", "Kreise"]);
        assert_eq!(ends("Nicht-EU-Staaten"), ["Nicht-EU-", "Staaten"]);
    }

    #[test]
    fn addresses_break_at_their_joints() {
        assert_eq!(
            ends("https://www.example.org/a/lange-seite"),
            ["https://www", ".example", ".org/", "a/", "lange", "-seite"]
        );
        assert!(is_address("kommunalbrevier.de") && is_address("kontakt@rat.example"));
        for word in ["z.B.", "e.V.", "und/oder", "1.000", "Nr.5", "usw."] {
            assert!(!is_address(word), "{word}");
        }
    }

    #[test]
    fn names_break_behind_their_joints() {
        assert_eq!(ends("bericht_2024_v2-neu.pdf"), ["bericht_", "2024_", "v2-", "neu.", "pdf"]);
        assert_eq!(ends("(ANTRAG_NR)"), ["(ANTRAG_", "NR)"]);
        assert_eq!(ends("#WirSindMehr"), ["#Wir", "Sind", "Mehr"]);
        assert_eq!(ends("Schüler_innenrat"), ["Schüler_innenrat"]);
        assert_eq!(ends("_____"), ["_____"]);
    }

    #[test]
    fn endless_words_can_be_cut_anywhere() {
        let word = "x".repeat(5000);
        assert!(ends(&word).len() > 4000);
    }

    #[test]
    fn long_pieces_are_cut_between_letters_else_beside_stars_else_within_a_letter() {
        let lengths = |word: String| ends(&word).iter().map(String::len).collect::<Vec<_>>();
        assert_eq!(lengths("x".repeat(LONGEST_PIECE)), [LONGEST_PIECE]);
        assert_eq!(lengths("x".repeat(LONGEST_PIECE + 1)), [1; LONGEST_PIECE + 1]);
        assert_eq!(lengths("*".repeat(LONGEST_PIECE)), [LONGEST_PIECE]);
        assert_eq!(lengths("*".repeat(LONGEST_PIECE + 1)), [LONGEST_PIECE, 1]);
        let accents = |count: usize| format!("a{}", "\u{301}".repeat(count));
        assert_eq!(lengths(accents(LONGEST_PIECE)), [2 * LONGEST_PIECE + 1]);
        assert_eq!(lengths(accents(LONGEST_PIECE + 1)), [2 * LONGEST_PIECE + 1, 2]);
    }

    #[test]
    fn no_piece_is_longer_than_glyphs_can_count() {
        for word in ["a:".repeat(50_000), format!("a{}", "\u{301}".repeat(50_000)), "/-".repeat(50_000)] {
            let longest = ends(&word).iter().map(String::len).max();
            assert!(longest <= Some(2 * LONGEST_PIECE + 4), "{longest:?} bytes of {}", &word[..2]);
        }
    }
}
