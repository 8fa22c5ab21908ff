//! Hyphenation. Decides where words may be broken: patterns, corrected by the lists of the language.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt};
use hypher::Lang;

use super::joints::joints;
use crate::diag::{Sink, complaint};
use crate::language::{Compounds, Language};
use crate::source::theme::HyphenLimits;
use crate::tree::Spanned;

/// A break of a word: byte position, and whether it is the joint of a compound.
pub type WordBreak = (usize, bool);

/// The hyphenator of a brochure.
#[derive(PartialEq)]
pub struct Hyphenator {
    lang: Option<Lang>,
    /// Words in lower case with their breaks.
    entries: HashMap<String, Vec<WordBreak>>,
    longest_entry: usize,
    language: Option<Language>,
}

impl Hyphenator {
    /// For a language (BCP 47) with the author's exceptions.
    pub fn new(tag: &str, exceptions: &[Spanned<String>], sink: &mut Sink) -> Self {
        let language = Language::of(tag);
        let primary = tag.split('-').next().unwrap_or_default();
        let patterns = language.map_or(primary, |language| &language.file().hyphenation.patterns);
        let lang = <[u8; 2]>::try_from(patterns.as_bytes()).ok().and_then(Lang::from_iso);
        let mut new = Self { lang, entries: HashMap::new(), longest_entry: 0, language };
        if let Some(language) = language.map(Language::file) {
            language.hyphenation.exceptions.iter().for_each(|word| new.add(word));
        }
        for exception in exceptions {
            let word = &exception.value;
            if word.is_empty() || !word.chars().all(|c| c.is_alphabetic() || c == '-' || c == '=') {
                sink.push(complaint::hyphenation_exception(word).at(exception.span));
            } else {
                new.add(word);
            }
        }
        new
    }

    fn add(&mut self, word: &str) {
        let mut plain = String::new();
        let mut breaks = Vec::new();
        for c in word.chars() {
            match c {
                '-' | '=' => breaks.push((plain.len(), c == '=')),
                c => plain.extend(c.to_lowercase()),
            }
        }
        self.longest_entry = self.longest_entry.max(plain.len());
        self.entries.insert(plain, breaks);
    }

    /// The breaks of a word of letters, in order.
    pub fn breaks(&self, word: &str, limits: &HyphenLimits) -> Vec<WordBreak> {
        let letters = word.chars().count();
        let willing = self.willing(word);
        if letters < limits.word.0 || word.len() > 200 || willing == Willing::Never {
            return Vec::new();
        }
        let lower = word.to_lowercase();
        if lower.len() != word.len() {
            return Vec::new();
        }
        let mut breaks = match self.entries.get(&lower) {
            Some(entry) => entry.clone(),
            None => self.by_parts(word, &lower),
        };
        breaks.retain(|(at, _)| {
            word[..*at].chars().count() >= limits.left.0 && word[*at..].chars().count() >= limits.right.0
        });
        breaks
    }

    /// How willingly a word is broken.
    pub fn willing(&self, word: &str) -> Willing {
        if !word.chars().skip(1).any(char::is_uppercase) || self.inner_ending(word).is_some() {
            Willing::Freely
        } else if word.chars().count() >= LONG_NAME {
            Willing::InNeed
        } else {
            Willing::Never
        }
    }

    /// Of a word such as `BürgerInnenrat` the part `Innen`.
    fn inner_ending(&self, word: &str) -> Option<Range<usize>> {
        let language = self.language?.file();
        let mut capitals = inner_capitals(word);
        let at = capitals.next().filter(|at| word[..*at].chars().count() > 2 && capitals.next().is_none())?;
        let rest = word[at..].to_lowercase();
        let whole = language.gender.whole.iter().find(|ending| rest.starts_with(&***ending))?;
        language.gender.begins(&rest).then(|| at..at + whole.len())
    }

    /// Breaks of a word whose parts begin with capitals; the ending of a gendered word stays whole.
    fn by_parts(&self, word: &str, lower: &str) -> Vec<WordBreak> {
        let ending = self.inner_ending(word);
        let mut joints: Vec<usize> = match &ending {
            Some(ending) => vec![ending.start, ending.end],
            None => inner_capitals(word).collect(),
        };
        joints.push(word.len());
        let (mut breaks, mut from) = (Vec::new(), 0);
        for joint in joints {
            let (part, whole) = (&lower[from..joint], ending == Some(from..joint));
            let entry = self.entries.get(part);
            let inside = || entry.map_or_else(|| self.by_patterns(part, part), Vec::clone);
            let inside = if whole { Vec::new() } else { inside() };
            breaks.extend(inside.into_iter().map(|(at, joint)| (from + at, joint)));
            if joint < word.len() {
                breaks.push((joint, ending.as_ref().is_none_or(|ending| ending.end == joint)));
            }
            from = joint;
        }
        breaks
    }

    /// Of a language that has words made of words.
    fn compounds(&self) -> Option<&'static Compounds> {
        self.language.and_then(|language| language.file().compounds.as_ref())
    }

    /// Whether a ligature may not reach across this break: f and what follows belong to two parts of
    /// the word (`auf-forderung`, `wohnsitzauf-lage`, `beruf-lich`; but `schif-fe`).
    pub fn splits_ligature(&self, lower: &str, at: usize) -> bool {
        let Some(compounds) = self.compounds() else { return false };
        let (before, after) = lower.split_at(at);
        let next = after.chars().next();
        let ends = || compounds.ligature_parts.iter().any(|part| before.ends_with(&**part));
        before.ends_with('f')
            && next.is_some_and(|next| compounds.ligature_stops.contains(&next) || next == 'f' && ends())
    }

    /// How much of what stands behind a gender star is never broken.
    pub fn whole_after_star(&self, run: &str) -> usize {
        let whole = self.language.into_iter().flat_map(|language| &language.file().gender.whole);
        whole.into_iter().find(|ending| run.starts_with(&***ending)).map_or(run.len(), String::len)
    }

    /// Whether a typed hyphen at the end of a line is written at the beginning of the next one, too.
    pub fn repeats_hyphens(&self) -> bool {
        self.language.is_some_and(|language| language.file().hyphenation.repeated)
    }

    /// Whether broken words have no hyphen.
    pub fn breaks_without_sign(&self) -> bool {
        self.language.is_some_and(|language| language.file().hyphenation.without_sign)
    }

    /// Whether letters behind an underscore are the ending of a gendered word.
    pub fn is_gendered(&self, letters: &str) -> bool {
        self.language.is_some_and(|language| language.file().gender.begins(letters))
    }

    /// Syllables and joints. A syllable that ends one letter beside a joint is none: `auf-nah-megesetz`.
    fn by_patterns(&self, word: &str, lower: &str) -> Vec<WordBreak> {
        let Some(lang) = self.lang else { return Vec::new() };
        let joints = if self.compounds().is_some() { joints(lower) } else { Vec::new() };
        let beside = |at: &usize| joints.iter().any(|joint| letters_between(lower, *at, *joint) <= 1);
        let ends = hypher::hyphenate(word, lang).scan(0, |at, syllable| {
            *at += syllable.len();
            Some(*at)
        });
        let syllables = ends.filter(|at| *at < word.len() && !beside(at)).map(|at| (at, false));
        let mut breaks: Vec<WordBreak> = syllables.chain(joints.iter().map(|at| (*at, true))).collect();
        breaks.sort_unstable();
        // The longest entry that begins the word rules that part of it, and one that ends it too.
        let reach = self.longest_entry.min(lower.len());
        let ends = (4..=reach).rev().filter(|n| lower.is_char_boundary(*n));
        if let Some((len, entry)) = ends.clone().find_map(|n| Some((n, self.entries.get(&lower[..n])?))) {
            let last = entry.last().map_or(len, |(at, _)| *at);
            breaks.retain(|(at, _)| *at > last);
            breaks.splice(0..0, entry.iter().copied());
        }
        let starts = (4..=reach).rev().map(|n| lower.len() - n).filter(|n| lower.is_char_boundary(*n));
        if let Some((from, entry)) = starts.clone().find_map(|n| Some((n, self.entries.get(&lower[n..])?))) {
            for (at, joint) in &mut breaks {
                *joint |= *at == from;
            }
            breaks.retain(|(at, _)| *at <= from);
            breaks.extend(entry.iter().map(|(at, joint)| (at + from, *joint)));
        }
        breaks
    }
}

fn letters_between(word: &str, one: usize, other: usize) -> usize {
    word[one.min(other)..one.max(other)].chars().count()
}

/// How willingly a word is broken: one in capitals or with capitals inside is a name or an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Willing {
    /// Like any other.
    Freely,
    /// Where it is too long for its line.
    InNeed,
    /// It is short.
    Never,
}

/// Letters from which a name is broken rather than cut.
const LONG_NAME: usize = 16;

/// Where a capital follows a small letter.
fn inner_capitals(word: &str) -> impl Iterator<Item = usize> {
    let letters = word.char_indices().zip(word.char_indices().skip(1));
    letters.filter(|((_, before), (_, c))| before.is_lowercase() && c.is_uppercase()).map(|(_, (at, _))| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Count;

    const LIMITS: HyphenLimits = HyphenLimits { word: Count(5), left: Count(2), right: Count(2) };

    fn shown(word: &str) -> String {
        let hyphenator = Hyphenator::new("de", &[], &mut Sink::new());
        let mut text = String::new();
        let mut last = 0;
        for (at, joint) in hyphenator.breaks(word, &LIMITS) {
            text += &word[last..at];
            text.push(if joint { '=' } else { '-' });
            last = at;
        }
        text + &word[last..]
    }

    #[test]
    fn lists_correct_the_patterns() {
        assert_eq!(shown("Initiativausschuss"), "Ini-ti-a-tiv=aus-schuss");
        assert_eq!(shown("Initiativen"), "Ini-ti-a-ti-ven");
        assert_eq!(shown("Aufenthaltsgestattungen"), "Auf-ent-halts=ge-stat-tun-gen");
        assert_eq!(shown("Migrationsberatung"), "Mi-gra-ti-ons=be-ra-tung");
    }

    #[test]
    fn names_in_capitals_and_short_words_stay_whole() {
        for word in ["AsylbLG", "AGARP", "AufenthG", "Haus"] {
            assert_eq!(shown(word), word);
        }
    }

    #[test]
    fn gendered_words_with_a_capital_inside_are_broken_in_their_parts() {
        for word in ["Bür-ger-Innen", "Mit-ar-bei-ter-Innen=ver-tre-tung", "Rats=mit-glie-der-Innen"] {
            assert!(shown(&word.replace(['-', '='], "")).contains("-Innen"), "{word}");
        }
        assert_eq!(shown("BürgerInnenbegehren"), "Bür-ger-Innen=be-geh-ren");
        assert_eq!(shown("MitarbeiterIn"), "Mit-ar-bei-ter-In");
    }

    #[test]
    fn long_names_are_broken_in_need() {
        let hyphenator = Hyphenator::new("de", &[], &mut Sink::new());
        assert_eq!(shown("WohngeldScheinAmt"), "Wohn=geld=Schein=Amt");
        for (word, willing) in [
            ("WOHNBERECHTIGUNGSSCHEIN", Willing::InNeed),
            ("OpenStreetMap", Willing::Never),
            ("BürgerInnen", Willing::Freely),
        ] {
            assert_eq!(hyphenator.willing(word), willing, "{word}");
        }
    }

    #[test]
    fn limits_are_kept() {
        let hyphenator = Hyphenator::new("de", &[], &mut Sink::new());
        let limits = HyphenLimits { word: Count(9), left: Count(4), right: Count(4) };
        for (at, _) in hyphenator.breaks("Ausländerbehörde", &limits) {
            assert!((4..=13).contains(&at));
        }
        assert!(hyphenator.breaks("Behörden", &limits).is_empty());
    }

    #[test]
    fn ligatures_stay_inside_the_parts_of_a_word() {
        let hyphenator = |tag| Hyphenator::new(tag, &[], &mut Sink::new());
        for (word, at) in [("wohnsitzauflage", 11), ("aufforderung", 3), ("beruflich", 5)] {
            assert!(hyphenator("de").splits_ligature(word, at), "{word}");
            assert!(!hyphenator("en").splits_ligature(word, at), "{word}");
        }
        assert!(!hyphenator("de").splits_ligature("schiffe", 5));
    }

    #[test]
    fn exceptions_must_be_words() {
        let mut sink = Sink::new();
        let bad = Spanned { value: "zwei wörter".to_owned(), span: Default::default() };
        Hyphenator::new("de", &[bad], &mut sink);
        assert_eq!(sink[0].code, "hyphenation-exception");
    }

    #[test]
    fn joints_are_breaks_and_no_syllable_ends_beside_them() {
        assert_eq!(shown("Bundesteile"), "Bun-des=tei-le");
        assert_eq!(shown("Beteiligung"), "Be-tei-li-gung");
        assert_eq!(shown("Bundesfamilienministerium"), "Bun-des=fa-mi-li-en=mi-nis-te-ri-um");
        assert_eq!(shown("Aufnahmegesetz"), "Auf-nah-me=ge-setz");
        assert_eq!(shown("Wissensdatenbank"), "Wis-sens=da-ten=bank");
    }

    #[test]
    fn a_listed_word_begins_with_a_joint_inside_another() {
        assert_eq!(shown("Landesintegration"), "Lan-des=in-te-gra-ti-on");
    }
}
