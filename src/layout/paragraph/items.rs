//! Line ends. Decides every place where a line of a paragraph may end and what it measures there.

use super::demerits;
use super::sense::sense_at;
use super::{Breakpoint, Paragraph, Setting, Shape};
use crate::geom::Pt;
use crate::source::theme::Hyphenate;
use crate::text::fonts::FaceId;
use crate::text::segment::{After, RunStyle, Seg, SegKind, beside_star, may_be_spaced};
use crate::text::shape::Shaper;
use crate::text::{HyphenPoint, Rank, ShapedWord};

/// A sum of widths from the paragraph's start.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sum {
    /// Natural width.
    pub width: Pt,
    /// How much spaces can stretch.
    pub stretch: Pt,
    /// How much spaces can shrink.
    pub shrink: Pt,
    /// How much letters can stretch, or shrink: each, and the room between them.
    pub give: Pt,
}

/// How much the letters of a word of that width can stretch, or shrink.
fn give(seg: &Seg, style: &RunStyle, width: Pt, setting: &Setting) -> Pt {
    match &seg.kind {
        SegKind::Word(word) if may_be_spaced(seg.level) && setting.shape == Shape::Justified => {
            word.glyphs.len() as Pt * style.size * setting.tracking + width * setting.scaling
        }
        _ => 0.0,
    }
}

/// A place where a line may end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineEnd {
    /// Where the line ends.
    pub to: Breakpoint,
    /// Where the next begins.
    pub next: Breakpoint,
    /// Up to the end of the line, hyphen included.
    pub end: Sum,
    /// Up to the beginning of the next, less its indent, and with what stands before the edge.
    pub start: Sum,
    /// Indent of the next line, if it goes on with a typed one.
    pub turnover: Pt,
    /// Width of the hyphen.
    pub hyphen: Pt,
    /// Part of the last character that may hang beyond the edge.
    pub hang: Pt,
    /// Part of the first character of the next line that stands before the edge; it is part of `start`.
    pub lead: Pt,
    /// Whether the line ends with a hyphen, written or ours.
    pub dashed: bool,
    /// Cost of ending here.
    pub penalty: f64,
    /// Whether the line must end here.
    pub forced: bool,
    /// Letters of the word that would stand alone if the paragraph ended after it.
    pub word_letters: usize,
    /// In headings: how ill a line ends here by the sense of the words, as a square of a share of the measure.
    pub sense: f64,
    /// The first segment of the last word; at the end of the paragraph only.
    pub last_word: u32,
    /// Tells the last word of the line from others; 0 where there is none.
    pub word_before: u32,
    /// The same for the first word of the next one.
    pub word_behind: u32,
}

/// Width of a segment.
pub fn seg_width(seg: &Seg, style: &RunStyle, shaper: &Shaper) -> Pt {
    match &seg.kind {
        SegKind::Word(word) => {
            (f64::from(word.width) + seg.tracking(style) * word.glyphs.len() as f64) * style.size
        }
        SegKind::Space => space_width(seg, style, shaper),
        SegKind::Break => 0.0,
        SegKind::Picture => style.picture.map_or(0.0, |(width, _)| width),
    }
}

/// Width of a word space of a segment's font.
pub fn space_width(seg: &Seg, style: &RunStyle, shaper: &Shaper) -> Pt {
    (f64::from(shaper.fonts.face(seg.face).space) + seg.tracking(style)) * style.size
}

/// Most line ends at one place: characters without width may have as many as there are.
const MOST_AT_ONE_PLACE: usize = 8;

/// Most indent of a line that goes on, as a share of the measure.
const MOST_TURNOVER: f64 = 0.4;

/// Line ends while they are gathered.
struct Ends {
    all: Vec<LineEnd>,
    /// Where the typed line begins, until its first word comes.
    lead: Option<(u32, Sum)>,
    /// Indent of lines that go on with it.
    turnover: Pt,
}

impl Ends {
    fn of(paragraph: &Paragraph<'_>) -> Self {
        let lead = Some((0, Sum { width: paragraph.setting.indent, ..Sum::default() }));
        Self { all: Vec::with_capacity(paragraph.segs.len()), lead, turnover: 0.0 }
    }

    /// A typed line ends.
    fn typed_line(&mut self, end: LineEnd) {
        self.push(LineEnd { forced: true, ..end });
        (self.lead, self.turnover) = (Some((end.next.seg, end.start)), 0.0);
    }

    /// Word `n` comes at `at`. Where many spaces stand before it, it may begin a line without them.
    fn word(&mut self, n: usize, at: Sum, setting: &Setting) {
        let Some((first, from)) = self.lead.take().filter(|_| setting.turnover > 0.0) else { return };
        let (lead, most) = (at.width - from.width, MOST_TURNOVER * setting.measure);
        self.turnover = (lead + setting.turnover).min(most);
        if lead > most {
            self.push(LineEnd { penalty: demerits::EMERGENCY, ..LineEnd::at(first, n as u32, from, at) });
        }
    }

    fn push(&mut self, mut end: LineEnd) {
        if !end.forced {
            end.turnover = self.turnover;
            end.start.width -= self.turnover;
        }
        let before = self.all.len().checked_sub(MOST_AT_ONE_PLACE).map(|n| self.all[n].start.width);
        if end.forced || before != Some(end.start.width) {
            self.all.push(end);
        }
    }
}

impl LineEnd {
    /// An end between segments, with the widths on both sides of it.
    pub(super) fn at(to: u32, next: u32, end: Sum, start: Sum) -> Self {
        Self {
            to: Breakpoint { seg: to, byte: 0 },
            next: Breakpoint { seg: next, byte: 0 },
            end,
            start,
            turnover: 0.0,
            hyphen: 0.0,
            hang: 0.0,
            lead: 0.0,
            dashed: false,
            penalty: 0.0,
            forced: false,
            word_letters: 0,
            sense: demerits::SENSE_BETWEEN,
            last_word: u32::MAX,
            word_before: 0,
            word_behind: 0,
        }
    }

    /// The same where the next line begins so far before the edge.
    fn led(mut self, lead: Pt) -> Self {
        self.lead = lead;
        self.start.width += lead;
        self
    }
}

/// Where the first line begins.
pub fn start_of(paragraph: &Paragraph<'_>) -> LineEnd {
    let lead = if paragraph.setting.indent < 0.0 { 0.0 } else { lead_of(paragraph, 0) };
    let start = LineEnd::at(0, 0, Sum::default(), Sum::default());
    LineEnd { word_behind: word_at(paragraph, 0), ..start.led(lead) }
}

/// Every place where a line may end, in order; the last is the paragraph's end.
pub fn line_ends(paragraph: &Paragraph<'_>, shaper: &Shaper) -> Vec<LineEnd> {
    let mut ends = Ends::of(paragraph);
    let mut sum = Sum { width: paragraph.setting.indent, ..Sum::default() };
    let last_token = last_token(paragraph);
    let mut tied = Tied::default();
    for (n, seg) in paragraph.segs.iter().enumerate() {
        let style = &paragraph.styles[seg.run as usize];
        let width = seg_width(seg, style, shaper);
        match &seg.kind {
            SegKind::Word(_) => {
                // A hyphen in the last word leaves a line of half a word.
                let is_last = last_token.is_some_and(|token| n >= token);
                let extra = if is_last { demerits::HYPHEN_IN_LAST_WORD } else { 0.0 };
                ends.word(n, sum, &paragraph.setting);
                inside_word(paragraph, n, (sum, width, extra), shaper, &mut ends);
                sum.add_word(seg, style, width, &paragraph.setting);
                let before = sum;
                sum.add_gap(seg, style, &paragraph.setting);
                behind_word(paragraph, n, (before, sum), shaper, &mut ends);
            }
            SegKind::Space => {
                let before = sum;
                sum.add_space(width, &paragraph.setting);
                let in_lead = ends.lead.is_some() && paragraph.setting.turnover > 0.0;
                if !in_lead {
                    at_space(paragraph, n, (before, sum), shaper, &mut ends);
                }
                let wide_gap = !in_lead && is_behind_wide_gap(paragraph, n, shaper);
                let tied = if seg.after == After::Keep { tied.penalty(paragraph, n, shaper) } else { None };
                if let Some(penalty) = tied.or(wide_gap.then_some(demerits::EMERGENCY)) {
                    ends.push(LineEnd { penalty, ..LineEnd::at(n as u32, n as u32 + 1, before, sum) });
                }
            }
            SegKind::Picture => {
                sum.width += width;
                behind_word(paragraph, n, (sum, sum), shaper, &mut ends);
            }
            SegKind::Break => {
                let end = LineEnd::at(n as u32, n as u32 + 1, sum, sum);
                ends.typed_line(end.led(lead_of(paragraph, n + 1)));
            }
        }
    }
    let last = paragraph.segs.len();
    ends.push(LineEnd {
        forced: true,
        hang: last.checked_sub(1).map_or(0.0, |n| hang_of(paragraph, n)),
        word_letters: letters_before(paragraph, last),
        last_word: last_token.unwrap_or(0) as u32,
        ..LineEnd::at(last as u32, last as u32, sum, sum)
    });
    ends.all
}

/// Words that protected spaces tie together.
#[derive(Default)]
struct Tied {
    /// Where they end.
    end: usize,
    too_wide: bool,
    /// Whether they are parted in need behind a number: `§ 28 Abs. 2 Satz 1 AufenthG`.
    is_chain: bool,
}

/// Words from which those that are tied together are a chain.
const CHAIN_WORDS: usize = 4;

impl Tied {
    /// What it costs to part those around a protected space; none where they stay together whatever happens.
    fn penalty(&mut self, paragraph: &Paragraph<'_>, n: usize, shaper: &Shaper) -> Option<f64> {
        if n >= self.end {
            let ends = |seg: &Seg| match seg.kind {
                SegKind::Break => true,
                SegKind::Space => seg.after == After::Free,
                SegKind::Word(_) | SegKind::Picture => false,
            };
            let tied = |seg: &&Seg| !ends(seg);
            let from = n - paragraph.segs[..n].iter().rev().take_while(tied).count();
            self.end = n + paragraph.segs[n..].iter().take_while(tied).count();
            let width = |seg: &Seg| seg_width(seg, &paragraph.styles[seg.run as usize], shaper);
            let width: Pt = paragraph.segs[from..self.end].iter().map(width).sum();
            self.too_wide = width > paragraph.setting.measure;
            let is_space = |seg: &&Seg| matches!(seg.kind, SegKind::Space);
            self.is_chain = paragraph.segs[from..self.end].iter().filter(is_space).count() >= CHAIN_WORDS - 1;
        }
        let before = n.checked_sub(1).map(|n| &paragraph.segs[n].range);
        let before =
            before.map_or("", |range| &paragraph.rich.text[range.start as usize..range.end as usize]);
        match (self.too_wide, self.is_chain) {
            (true, _) => Some(demerits::EMERGENCY),
            (_, true) if before.starts_with(|c: char| c.is_ascii_digit()) => Some(demerits::CHAIN),
            _ => None,
        }
    }
}

/// Whether a space is the last of several that go with the word behind them into no line, as in code:
/// lines end at the first of them.
fn is_behind_wide_gap(paragraph: &Paragraph<'_>, n: usize, shaper: &Shaper) -> bool {
    let is_space = |seg: &&Seg| matches!(seg.kind, SegKind::Space) && seg.after == After::Free;
    let is_word = |seg: &&Seg| matches!(seg.kind, SegKind::Word(_));
    let (gap, behind) = paragraph.segs.split_at(n + 1);
    let spaces = gap.iter().rev().take_while(is_space).count();
    if spaces < 2 || !behind.first().is_some_and(|seg| is_word(&seg)) {
        return false;
    }
    let width = |seg: &Seg| seg_width(seg, &paragraph.styles[seg.run as usize], shaper);
    let gap: Pt = gap[n + 2 - spaces..].iter().map(width).sum();
    gap + behind.iter().take_while(is_word).map(width).sum::<Pt>() > paragraph.setting.measure
}

/// The first segment of what stands behind the last space.
fn last_token(paragraph: &Paragraph<'_>) -> Option<usize> {
    let word = paragraph.segs.iter().rposition(|s| matches!(s.kind, SegKind::Word(_)))?;
    let space = |s: &Seg| matches!(s.kind, SegKind::Space | SegKind::Break);
    Some(paragraph.segs[..word].iter().rposition(space).map_or(0, |s| s + 1))
}

impl Sum {
    fn add_word(&mut self, seg: &Seg, style: &RunStyle, width: Pt, setting: &Setting) {
        self.width += width;
        self.give += give(seg, style, width, setting);
    }

    /// Room that opens between letters of scripts without spaces; none behind the last of a line.
    fn add_gap(&mut self, seg: &Seg, style: &RunStyle, setting: &Setting) {
        if setting.shape == Shape::Justified && seg.after == After::Letter {
            self.stretch += style.size * demerits::LETTER_GAP;
        }
    }

    fn add_space(&mut self, width: Pt, setting: &Setting) {
        self.width += width;
        if setting.shape == Shape::Justified {
            self.shrink += width * setting.glue.0;
            self.stretch += width * setting.glue.1;
        }
    }
}

/// The end behind a word that no space follows, with what stands before and behind it: after a hyphen, in an
/// address, between letters, or nowhere.
fn behind_word(
    paragraph: &Paragraph<'_>,
    n: usize,
    (before, mut behind): (Sum, Sum),
    shaper: &Shaper,
    ends: &mut Ends,
) {
    let seg = &paragraph.segs[n];
    let penalty = match seg.after {
        After::Joint => demerits::JOINT,
        After::Letter => 0.0,
        After::Url => demerits::URL,
        After::Emergency => demerits::EMERGENCY,
        After::Free => 0.0,
        After::Keep => return,
    };
    let next = n as u32 + 1;
    let repeated = repeated_hyphen(paragraph, n, shaper);
    behind.width -= repeated.unwrap_or_default();
    let lead = if repeated.is_some() { 0.0 } else { lead_of(paragraph, n + 1) };
    let (hang, dashed) = (hang_of(paragraph, n), ends_dashed(paragraph, seg));
    ends.push(LineEnd { hang, dashed, penalty, ..LineEnd::at(next, next, before, behind).led(lead) });
}

/// Width of the hyphen that a line begins with behind segment `n`, where it ends with a typed one that the
/// language repeats.
pub fn repeated_hyphen(paragraph: &Paragraph<'_>, n: usize, shaper: &Shaper) -> Option<Pt> {
    let seg = &paragraph.segs[n];
    let style = &paragraph.styles[seg.run as usize];
    let typed = seg.after == After::Joint && ends_dashed(paragraph, seg);
    (typed && shaper.repeats_hyphens(style.language)).then(|| hyphen_width(seg, style, shaper))
}

fn hyphen_width(seg: &Seg, style: &RunStyle, shaper: &Shaper) -> Pt {
    (f64::from(shaper.fonts.face(hyphen_face(seg, style, shaper)).hyphen) + seg.tracking(style)) * style.size
}

/// The face of the hyphen behind a segment: its own, or that of the style where it holds nothing but letters.
pub fn hyphen_face(seg: &Seg, style: &RunStyle, shaper: &Shaper) -> FaceId {
    if shaper.fonts.face(seg.face).covers('-') { seg.face } else { style.face }
}

/// The end at a space, which is left out with it; of several spaces the first.
fn at_space(
    paragraph: &Paragraph<'_>,
    n: usize,
    (before, behind): (Sum, Sum),
    shaper: &Shaper,
    ends: &mut Ends,
) {
    let Some(previous) = n.checked_sub(1).map(|n| &paragraph.segs[n]) else { return };
    if paragraph.segs[n].after == After::Free && !matches!(previous.kind, SegKind::Space) {
        ends.push(LineEnd {
            hang: hang_of(paragraph, n - 1),
            dashed: ends_dashed(paragraph, previous),
            sense: sense_at(paragraph, n, shaper),
            word_before: word_at(paragraph, n - 1),
            word_behind: word_at(paragraph, n + 1),
            ..LineEnd::at(n as u32, n as u32 + 1, before, behind).led(lead_of(paragraph, n + 1))
        });
    }
}

fn letters_before(paragraph: &Paragraph<'_>, n: usize) -> usize {
    let mut letters = 0;
    for seg in paragraph.segs[..n].iter().rev() {
        if !matches!(seg.kind, SegKind::Word(_)) {
            break;
        }
        letters += seg.range.len();
    }
    letters
}

/// Longest unit that stays whole behind its number, in bytes.
const LONGEST_UNIT: usize = 16;

/// Whether a segment is a unit that is tied to the number before it, or a month to its day.
fn is_tied_unit(paragraph: &Paragraph<'_>, n: usize) -> bool {
    let [.., number, space, unit] = &paragraph.segs[..=n] else { return false };
    let text = |seg: &Seg| &paragraph.rich.text[seg.range.start as usize..seg.range.end as usize];
    let tied = matches!(space.kind, SegKind::Space) && space.after == After::Keep;
    let figures = |seg| text(seg).trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit());
    tied && unit.range.len() <= LONGEST_UNIT && figures(number)
}

/// Hyphenation points of a word, and cuts at every letter of a piece that is wider than the measure.
fn inside_word(
    paragraph: &Paragraph<'_>,
    n: usize,
    (before, width, extra): (Sum, Pt, f64),
    shaper: &Shaper,
    ends: &mut Ends,
) {
    let seg = &paragraph.segs[n];
    let style = &paragraph.styles[seg.run as usize];
    let SegKind::Word(word) = &seg.kind else { return };
    let signless = shaper.breaks_without_sign(style.language);
    let hyphen = if signless { 0.0 } else { hyphen_width(seg, style, shaper) };
    let measure = paragraph.setting.measure - ends.turnover;
    let mut push = |place: &Place, hyphen: Pt, penalty: f64| {
        let cut = Breakpoint { seg: n as u32, byte: place.byte };
        let share = Pt::from(place.byte) / seg.range.len().max(1) as Pt;
        let give = before.give + give(seg, style, width, &paragraph.setting) * share;
        let start = Sum { width: before.width + place.x, give, ..before };
        let end = Sum { width: start.width + hyphen, ..start };
        let hang = hyphen * paragraph.setting.hang.0;
        let here = LineEnd { to: cut, next: cut, ..LineEnd::at(0, 0, end, start) }.led(place.lead);
        ends.push(LineEnd { hyphen, hang, dashed: hyphen > 0.0, penalty, ..here });
    };
    let mut places = hyphens(paragraph, n, word, width);
    if width > measure {
        cuts(paragraph, seg, (word, hyphen, measure), &mut places);
    }
    for place in &places {
        let (hyphen, extra) = if place.hyphenated { (hyphen, extra) } else { (0.0, 0.0) };
        push(place, hyphen, place.penalty + extra);
    }
}

/// A place inside a word where a line may end.
struct Place {
    byte: u16,
    /// Width of what stands before.
    x: Pt,
    /// Part of what stands behind that begins before the edge.
    lead: Pt,
    penalty: f64,
    hyphenated: bool,
}

/// Whether a word is hyphenated only where it is wider than its line.
fn stays_whole(paragraph: &Paragraph<'_>, seg: &Seg, style: &RunStyle) -> bool {
    let word = || &paragraph.rich.text[seg.range.start as usize..seg.range.end as usize];
    match style.hyphenate {
        Hyphenate::LongWords => true,
        Hyphenate::Soft => !word().contains('\u{ad}'),
        Hyphenate::Text | Hyphenate::Small | Hyphenate::None => false,
    }
}

/// The hyphenation points of a word, in order.
fn hyphens(paragraph: &Paragraph<'_>, n: usize, word: &ShapedWord, width: Pt) -> Vec<Place> {
    let seg = &paragraph.segs[n];
    let style = &paragraph.styles[seg.run as usize];
    let whole = stays_whole(paragraph, seg, style) && width <= paragraph.setting.measure;
    if word.points.is_empty() || whole || seg.level % 2 == 1 {
        return Vec::new();
    }
    let per_byte = seg.tracking(style) * word.glyphs.len() as f64 / seg.range.len().max(1) as f64;
    let tied = is_tied_unit(paragraph, n);
    let costs = paragraph.setting.costs;
    let place = |point: &HyphenPoint| Place {
        byte: point.at,
        x: (f64::from(point.x) + per_byte * f64::from(point.at)) * style.size,
        lead: if paragraph.setting.optical { f64::from(point.lead) * style.size } else { 0.0 },
        penalty: match point.rank {
            _ if tied => demerits::HYPHEN_LAST,
            Rank::Joint => costs.hyphen * costs.at_joint,
            Rank::Syllable => costs.hyphen,
            Rank::Weak => costs.hyphen * costs.weak,
            Rank::Last => demerits::HYPHEN_LAST,
        },
        hyphenated: true,
    };
    word.points.iter().map(place).collect()
}

/// Adds cuts between the letters of those pieces of a word that are wider than the measure.
fn cuts(
    paragraph: &Paragraph<'_>,
    seg: &Seg,
    (word, hyphen, measure): (&ShapedWord, Pt, Pt),
    places: &mut Vec<Place>,
) {
    let style = &paragraph.styles[seg.run as usize];
    let mut cuts = Vec::new();
    let (mut x, mut next, mut from) = (0.0, 0, 0.0);
    let is_rtl = seg.level % 2 == 1;
    let in_order = |n: usize| &word.glyphs[if is_rtl { word.glyphs.len() - 1 - n } else { n }];
    for glyph in (0..word.glyphs.len()).map(in_order) {
        while places.get(next).is_some_and(|place| place.byte <= glyph.start) {
            from = places[next].x;
            next += 1;
        }
        let (end, hyphen) = places.get(next).map_or((f64::INFINITY, 0.0), |place| (place.x, hyphen));
        let end =
            end.min((f64::from(word.width) + seg.tracking(style) * word.glyphs.len() as f64) * style.size);
        let at = seg.range.start as usize + usize::from(glyph.start);
        let inside = glyph.start > 0 && x > from && !beside_star(&paragraph.rich.text, at);
        if inside && end - from + hyphen > measure {
            let (byte, penalty) = (glyph.start, demerits::EMERGENCY);
            cuts.push(Place { byte, x, lead: 0.0, penalty, hyphenated: false });
        }
        x += (f64::from(glyph.advance) + seg.tracking(style)) * style.size;
    }
    places.extend(cuts);
    places.sort_by_key(|place| place.byte);
}

/// Whether a segment ends with a typed hyphen.
pub fn ends_dashed(paragraph: &Paragraph<'_>, seg: &Seg) -> bool {
    paragraph.rich.text[seg.range.start as usize..seg.range.end as usize].ends_with(['-', '\u{2010}'])
}

/// How far the first letter of segment `n` stands before the edge where a line begins with it.
fn lead_of(paragraph: &Paragraph<'_>, n: usize) -> Pt {
    let Some(seg) = paragraph.segs.get(n).filter(|seg| paragraph.setting.optical && seg.level == 0) else {
        return 0.0;
    };
    let SegKind::Word(word) = &seg.kind else { return 0.0 };
    f64::from(word.edges.0) * paragraph.styles[seg.run as usize].size
}

/// Tells the word of segment `n` from others; 0 where it is none, or has a single letter.
fn word_at(paragraph: &Paragraph<'_>, n: usize) -> u32 {
    let Some(seg) = paragraph.segs.get(n).filter(|seg| matches!(seg.kind, SegKind::Word(_))) else {
        return 0;
    };
    let text = &paragraph.rich.text[seg.range.start as usize..seg.range.end as usize];
    let letters = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase);
    // FNV-1a, with as many letters as were taken in
    let (sum, count) = letters.fold((0x811c_9dc5_u32, 0), |(sum, count), c| {
        ((sum ^ u32::from(c)).wrapping_mul(0x0100_0193), count + 1)
    });
    if count > 1 { sum.max(1) } else { 0 }
}

/// How far the last character before segment end may hang out.
fn hang_of(paragraph: &Paragraph<'_>, n: usize) -> Pt {
    let (hyphen, stop) = paragraph.setting.hang;
    let seg = &paragraph.segs[n];
    if seg.level % 2 == 1 {
        return 0.0;
    }
    let SegKind::Word(word) = &seg.kind else { return 0.0 };
    let text = &paragraph.rich.text[seg.range.start as usize..seg.range.end as usize];
    let style = &paragraph.styles[seg.run as usize];
    let Some(last) = word.glyphs.last() else { return 0.0 };
    let share = match text.chars().next_back() {
        Some('-' | '\u{2010}' | '–') => hyphen,
        Some('.' | ',' | ':' | ';' | '“' | '‘' | '”' | '’') => stop,
        // The right half of their square is empty.
        Some('。' | '，' | '、' | '．' | '」' | '』' | '）' | '》' | '〉' | '】') => stop.min(0.5),
        _ if paragraph.setting.optical => return f64::from(word.edges.1) * style.size,
        _ => return 0.0,
    };
    f64::from(last.advance) * style.size * share
}

/// Widths of the whole text on one line and of its widest part that cannot be broken.
pub fn extremes(paragraph: &Paragraph<'_>, shaper: &Shaper) -> (Pt, Pt) {
    let (mut widest, mut longest) = (0.0f64, 0.0f64);
    let (mut line, mut part) = (0.0, 0.0);
    for (n, seg) in paragraph.segs.iter().enumerate() {
        let style = &paragraph.styles[seg.run as usize];
        let width = seg_width(seg, style, shaper);
        line += width;
        match &seg.kind {
            SegKind::Word(word) => {
                let face = shaper.fonts.face(hyphen_face(seg, style, shaper));
                let hyphen = f64::from(face.hyphen) * style.size;
                let mut from = 0.0;
                let whole = stays_whole(paragraph, seg, style) || is_tied_unit(paragraph, n);
                for point in word.points.iter().filter(|_| !whole) {
                    let x = f64::from(point.x) * style.size;
                    longest = longest.max(part + x - from + hyphen);
                    (part, from) = (0.0, x);
                }
                part += width - from;
                longest = longest.max(part);
            }
            SegKind::Picture => {
                part += width;
                longest = longest.max(part);
            }
            SegKind::Space if seg.after == After::Keep => part += width,
            SegKind::Space => part = 0.0,
            SegKind::Break => {
                widest = widest.max(line);
                (line, part) = (0.0, 0.0);
            }
        }
        let between_pictures = matches!(seg.kind, SegKind::Picture) && seg.after == After::Free;
        let is_word = matches!(seg.kind, SegKind::Word(_));
        if between_pictures || is_word && seg.after != After::Keep {
            part = if is_word { repeated_hyphen(paragraph, n, shaper).unwrap_or_default() } else { 0.0 };
        }
    }
    (widest.max(line), longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(width: Pt, forced: bool) -> LineEnd {
        let sum = Sum { width, ..Sum::default() };
        LineEnd { forced, ..LineEnd::at(0, 0, sum, sum) }
    }

    #[test]
    fn at_one_place_lines_end_in_so_many_ways() {
        let mut ends = Ends { all: Vec::new(), lead: None, turnover: 0.0 };
        (0..2 * MOST_AT_ONE_PLACE).for_each(|_| ends.push(end(5.0, false)));
        assert_eq!(ends.all.len(), MOST_AT_ONE_PLACE);
        ends.push(end(6.0, false));
        assert_eq!(ends.all.len(), MOST_AT_ONE_PLACE + 1, "another place");
        (0..2 * MOST_AT_ONE_PLACE).for_each(|_| ends.push(end(6.0, true)));
        assert_eq!(ends.all.len(), 3 * MOST_AT_ONE_PLACE + 1, "where lines must end");
    }
}
