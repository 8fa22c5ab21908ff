//! Shaping. Decides how a word becomes glyphs: features, ligatures, one result for each distinct word.

use std::hash::BuildHasher;
use std::sync::{Arc, Mutex};

use foldhash::HashMap;
use foldhash::fast::RandomState;
use harfrust::{Buffer, Direction, Feature, Language, ShapeOptions, ShapePlan, ShaperFont, Tag};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::{Face, FaceId, FontBook};
use super::hyphenate::{Hyphenator, Willing};
use super::opportunities::may_have_no_spaces;
use super::{Glyph, HyphenPoint, Offset, Rank, ShapedWord};
use crate::diag::Sink;
use crate::language::{self, LanguageTag};
use crate::source::theme::{Figures, HyphenLimits, Hyphenate, Paragraph};
use crate::tree::Count;

/// OpenType features of a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Features {
    /// Shape of the figures.
    pub figures: Figures,
    /// Small capitals for lower case.
    pub small_caps: bool,
}

/// What besides its letters decides how a word is shaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WordKey {
    /// The face.
    pub face: FaceId,
    /// Figures and capitals.
    pub features: Features,
    /// Where it may break.
    pub hyphenate: Hyphenate,
    /// Right to left.
    pub rtl: bool,
    /// Its language, where it is not the brochure's.
    pub language: Option<LanguageTag>,
}

impl std::hash::Hash for Hyphenate {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (*self as u8).hash(state);
    }
}

/// Words that were shaped, by the hash of what they were shaped from.
type Words = HashTable<Known>;

/// A word that was shaped.
struct Known {
    key: WordKey,
    text: Box<str>,
    word: Arc<ShapedWord>,
}

impl Known {
    fn is_of(&self, key: &WordKey, text: &str) -> bool {
        self.key == *key && *self.text == *text
    }
}

type PlanKey = (FaceId, Features, bool, Option<harfrust::Script>, Option<LanguageTag>);

/// Fewest letters before a break of the last resort.
const WEAK: usize = 2;
/// Fewest letters after it.
const WEAK_RIGHT: usize = 3;

/// Number of locks over the word cache: paragraphs are shaped on all cores.
const SHARDS: usize = 16;

/// Fewest letters of words and their parts that are hyphenated.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Limits {
    text: HyphenLimits,
    small: HyphenLimits,
}

/// Shapes words and remembers them.
pub struct Shaper {
    /// The fonts.
    pub fonts: Arc<FontBook>,
    hyphenator: Hyphenator,
    limits: Limits,
    language: Option<Language>,
    /// The brochure's language.
    pub tag: Option<LanguageTag>,
    /// Where the lines of the brochure begin.
    pub direction: language::Direction,
    /// The brochure's language without script and region.
    primary: String,
    /// Hyphenators of passages in other languages.
    foreign: Mutex<HashMap<LanguageTag, Arc<Hyphenator>>>,
    words: [Mutex<Words>; SHARDS],
    hasher: RandomState,
    plans: Mutex<HashMap<PlanKey, Arc<ShapePlan>>>,
}

impl Shaper {
    /// For a language (ISO 639-1).
    pub fn new(fonts: Arc<FontBook>, hyphenator: Hyphenator, rules: &Paragraph, language: &str) -> Self {
        let limits = Limits { text: rules.text_hyphens, small: rules.small_hyphens };
        let tag = LanguageTag::parse(language);
        let direction = tag.map_or(language::Direction::LeftToRight, |tag| language::Direction::of(&tag));
        Self {
            fonts,
            hyphenator,
            limits,
            language: Language::new(language),
            tag,
            direction,
            primary: language.split('-').next().unwrap_or_default().to_owned(),
            foreign: Mutex::default(),
            words: std::array::from_fn(|_| Mutex::new(HashTable::new())),
            hasher: RandomState::default(),
            plans: Mutex::default(),
        }
    }

    /// Whether it gives the very glyphs and breaks of another, so that its words can be kept.
    pub fn serves_as(&self, other: &Self) -> bool {
        self.primary == other.primary
            && self.language == other.language
            && self.limits == other.limits
            && self.hyphenator == other.hyphenator
            && self.fonts == other.fonts
    }

    /// The word as glyphs.
    pub fn word(&self, text: &str, key: WordKey) -> Arc<ShapedWord> {
        let hash = self.hasher.hash_one((key, text));
        let shard = &self.words[(hash >> 32) as usize % SHARDS];
        let lock = || shard.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(known) = lock().find(hash, |known| known.is_of(&key, text)) {
            return known.word.clone();
        }
        let word = Arc::new(self.shape_word(text, key));
        let rehash = |known: &Known| self.hasher.hash_one((known.key, &*known.text));
        match lock().entry(hash, |known| known.is_of(&key, text), rehash) {
            Entry::Occupied(known) => known.get().word.clone(),
            Entry::Vacant(place) => {
                place.insert(Known { key, text: text.into(), word: word.clone() });
                word
            }
        }
    }

    /// A part of a broken word: shaped like the whole, never broken again.
    pub fn part(&self, text: &str, key: WordKey) -> Arc<ShapedWord> {
        self.word(text, WordKey { hyphenate: Hyphenate::None, ..key })
    }

    fn shape_word(&self, text: &str, key: WordKey) -> ShapedWord {
        let face = self.fonts.face(key.face);
        let foreign = self.foreign(key.language);
        let hyphenator = foreign.as_deref().unwrap_or(&self.hyphenator);
        let breaks = self.word_breaks(text, key, hyphenator);
        let mut glyphs = Vec::new();
        let lower = text.to_lowercase();
        let mut from = 0;
        if !key.rtl && lower.len() == text.len() && text.contains('f') {
            for at in self.ligature_joints(text, &lower, hyphenator) {
                self.shape_into(&text[from..at], from, face, key, &mut glyphs);
                from = at;
            }
        }
        self.shape_into(&text[from..], from, face, key, &mut glyphs);
        let width = glyphs.iter().map(|g| g.advance).sum();
        let out = |glyph: Option<&Glyph>| glyph.map_or((0.0, 0.0), |glyph| face.margins(glyph.id));
        let edges = (out(glyphs.first()).0, out(glyphs.last()).1);
        let points = points(&glyphs, breaks, |glyph| face.margins(glyph).0);
        ShapedWord { glyphs: glyphs.into(), width, edges, points }
    }

    /// Where ligatures must not form, whatever the limits of hyphenation.
    fn ligature_joints(&self, text: &str, lower: &str, hyphenator: &Hyphenator) -> Vec<usize> {
        const ALL: HyphenLimits = HyphenLimits { word: Count(4), left: Count(2), right: Count(2) };
        letter_runs(text)
            .flat_map(|(start, run)| hyphenator.breaks(run, &ALL).into_iter().map(move |(at, _)| start + at))
            .filter(|at| hyphenator.splits_ligature(lower, *at))
            .collect()
    }

    /// The hyphenator of a language, where it is not the brochure's.
    fn foreign(&self, language: Option<LanguageTag>) -> Option<Arc<Hyphenator>> {
        let language = language.filter(|language| language.primary() != self.primary)?;
        let mut foreign = self.foreign.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let new = || Arc::new(Hyphenator::new(language.as_str(), &[], &mut Sink::new()));
        Some(foreign.entry(language).or_insert_with(new).clone())
    }

    /// Whether a typed hyphen at the end of a line is written at the beginning of the next one, too.
    pub fn repeats_hyphens(&self, language: Option<LanguageTag>) -> bool {
        self.foreign(language).as_deref().unwrap_or(&self.hyphenator).repeats_hyphens()
    }

    /// Whether broken words of a language have no hyphen.
    pub fn breaks_without_sign(&self, language: Option<LanguageTag>) -> bool {
        self.foreign(language).as_deref().unwrap_or(&self.hyphenator).breaks_without_sign()
    }

    /// Whether letters behind an underscore are the ending of a gendered word, in a language.
    pub fn is_gendered(&self, letters: &str, language: Option<LanguageTag>) -> bool {
        self.foreign(language).as_deref().unwrap_or(&self.hyphenator).is_gendered(letters)
    }

    /// Breaks inside a word: its runs of letters by the hyphenator, soft hyphens as they stand.
    fn word_breaks(&self, text: &str, key: WordKey, hyphenator: &Hyphenator) -> Vec<(usize, Rank)> {
        if key.hyphenate == Hyphenate::None {
            return Vec::new();
        }
        if text.contains('\u{ad}') {
            return text
                .match_indices('\u{ad}')
                .map(|(at, _)| (at, Rank::Joint))
                .filter(|(at, _)| *at > 0)
                .collect();
        }
        let limits = match key.hyphenate {
            Hyphenate::Text => &self.limits.text,
            Hyphenate::Small | Hyphenate::LongWords | Hyphenate::Soft => &self.limits.small,
            Hyphenate::None => return Vec::new(),
        };
        let mut breaks = Vec::new();
        for (start, run) in letter_runs(text) {
            let starred = text[..start].ends_with(['*', ':', '_']) && start > 1;
            let skip = if starred { hyphenator.whole_after_star(run) } else { 0 };
            let run = &run[skip..];
            if skip > 0 && run.chars().count() >= limits.right.0 {
                breaks.push((start + skip, Rank::Joint));
            }
            let before_star = text[start + skip + run.len()..].starts_with(['*', ':', '_']);
            // The suffix behind a star counts for the word.
            let word = if before_star { limits.word.0.saturating_sub(4) } else { limits.word.0 };
            let right = if before_star { 2 } else { limits.right.0 };
            let (left, weak_right) = (WEAK.min(limits.left.0), WEAK_RIGHT.min(right));
            let widest = HyphenLimits { word: Count(word), left: Count(left), right: Count(weak_right) };
            for (at, joint) in hyphenator.breaks(run, &widest) {
                let letters = |part: &str| part.chars().count();
                let near = letters(&run[..at]) < limits.left.0 || letters(&run[at..]) < right;
                let rank = if hyphenator.willing(run) == Willing::InNeed {
                    Rank::Last
                } else if near {
                    Rank::Weak
                } else if joint {
                    Rank::Joint
                } else {
                    Rank::Syllable
                };
                breaks.push((start + skip + at, rank));
            }
        }
        if !breaks.is_empty() && may_have_no_spaces(text) {
            let whole: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
            breaks.retain(|(at, _)| whole.binary_search(at).is_ok());
        }
        breaks
    }

    fn shape_into(&self, text: &str, offset: usize, face: &Face, key: WordKey, glyphs: &mut Vec<Glyph>) {
        if text.is_empty() {
            return;
        }
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let script = buffer.script();
        buffer.set_direction(if key.rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        let language = self.language_of(key);
        buffer.set_language(language.clone());
        let features = open_type_features(key.features, face.is_coloured && script.is_none());
        let plan = self.plan(face, key, script, language.as_ref(), &features);
        let font = ShaperFont::new(&face.font);
        let options = ShapeOptions::new().features(&features).plan(Some(&plan));
        if harfrust::shape(&font, &mut buffer, options).is_err() {
            return;
        }
        let infos = buffer.glyph_infos();
        let ends = cluster_ends(infos.iter().map(|i| i.cluster as usize), text.len());
        let em = |units: i32| units as f32 / face.upem;
        for ((info, position), end) in infos.iter().zip(buffer.glyph_positions()).zip(ends) {
            if info.glyph_id == 0 {
                continue; // told of, and left out
            }
            glyphs.push(Glyph {
                id: info.glyph_id as u16,
                start: (offset + info.cluster as usize) as u16,
                end: (offset + end) as u16,
                advance: em(position.x_advance),
                dx: Offset::of(em(position.x_offset)),
                dy: Offset::of(em(position.y_offset)),
            });
        }
    }

    fn language_of(&self, key: WordKey) -> Option<Language> {
        key.language.map_or_else(|| self.language.clone(), |language| Language::new(language.as_str()))
    }

    fn plan(
        &self,
        face: &Face,
        key: WordKey,
        script: Option<harfrust::Script>,
        language: Option<&Language>,
        features: &[Feature],
    ) -> Arc<ShapePlan> {
        let direction = if key.rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let mut plans = self.plans.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        plans
            .entry((key.face, key.features, key.rtl, script, key.language))
            .or_insert_with(|| Arc::new(ShapePlan::new(&face.font, direction, script, language, features)))
            .clone()
    }
}

/// The words are many and small: they are freed beside what comes next.
impl Drop for Shaper {
    fn drop(&mut self) {
        let none = std::array::from_fn(|_| Mutex::new(HashTable::new()));
        let words = std::mem::replace(&mut self.words, none);
        rayon::spawn(move || drop(words));
    }
}

/// What joins emoji: a sequence may be a picture without an outline where its parts have one.
const LIGATURES: [&[u8; 4]; 4] = [b"ccmp", b"rlig", b"liga", b"clig"];

fn open_type_features(features: Features, in_parts: bool) -> Vec<Feature> {
    let tags: &[&[u8; 4]] = match features.figures {
        Figures::Old => &[b"onum", b"pnum"],
        Figures::Lining => &[b"lnum", b"pnum"],
        Figures::Tabular => &[b"lnum", b"tnum"],
    };
    let caps: &[&[u8; 4]] = if features.small_caps { &[b"smcp"] } else { &[] };
    let off: &[&[u8; 4]] = if in_parts { &LIGATURES } else { &[] };
    let on = tags.iter().chain(caps).map(|tag| (tag, 1));
    on.chain(off.iter().map(|tag| (tag, 0)))
        .map(|(tag, value)| Feature::new(Tag::new(tag), value, ..))
        .collect()
}

/// The end of each glyph's cluster, in either direction of reading.
fn cluster_ends(clusters: impl Iterator<Item = usize> + Clone, len: usize) -> Vec<usize> {
    let mut starts: Vec<usize> = clusters.clone().collect();
    starts.sort_unstable();
    starts.dedup();
    clusters
        .map(|c| {
            let next = starts.partition_point(|s| *s <= c);
            starts.get(next).copied().unwrap_or(len)
        })
        .collect()
}

/// Breaks with the widths before them; a ligature over one is divided evenly.
fn points(glyphs: &[Glyph], breaks: Vec<(usize, Rank)>, lead: impl Fn(u16) -> f32) -> Box<[HyphenPoint]> {
    // What ends before a break ends before the next one, too: where glyphs run as letters do, they stand first.
    let (mut passed, mut width) = (0, 0.0);
    let point = |(at, rank): (usize, Rank)| {
        let is_before = |glyph: &&Glyph| usize::from(glyph.end) <= at;
        for glyph in glyphs[passed..].iter().take_while(is_before) {
            (passed, width) = (passed + 1, width + glyph.advance);
        }
        let next = glyphs.get(passed).filter(|glyph| usize::from(glyph.start) >= at);
        let lead = next.map_or(0.0, |glyph| lead(glyph.id));
        HyphenPoint { at: at as u16, x: width_before(width, &glyphs[passed..], at), lead, rank }
    };
    breaks.into_iter().map(point).collect()
}

/// A width, and that of the glyphs before a byte.
fn width_before(width: f32, glyphs: &[Glyph], at: usize) -> f32 {
    glyphs.iter().fold(width, |width, glyph| {
        let (start, end) = (usize::from(glyph.start), usize::from(glyph.end));
        if end <= at {
            width + glyph.advance
        } else if start < at {
            width + glyph.advance * (at - start) as f32 / (end - start) as f32
        } else {
            width
        }
    })
}

/// Marks of the scripts of India that Unicode does not count among letters, such as those of a missing vowel.
fn is_indic_mark(c: char) -> bool {
    matches!(c, '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{a3c}' | '\u{a4d}' | '\u{abc}' | '\u{acd}')
        || matches!(c, '\u{b3c}' | '\u{b4d}' | '\u{bcd}' | '\u{c4d}' | '\u{cbc}' | '\u{ccd}' | '\u{d4d}')
        || c == '\u{dca}'
}

/// Stretches of letters in a word with their first byte.
fn letter_runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphabetic() && !is_indic_mark(c))
        .filter(|run| !run.is_empty())
        .map(move |run| (run.as_ptr() as usize - text.as_ptr() as usize, run))
}
