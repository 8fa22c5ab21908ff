//! Languages. Decides which ones the program knows, and which of them serves a tag. A language is a file of
//! `assets/languages`, named here, and nothing else.

mod digits;
mod direction;
mod file;
pub mod labels;
mod letters;
mod tag;

use std::ops::Deref;
use std::sync::{LazyLock, OnceLock};

use crate::colour::Palette;
use crate::diag::{FileId, Sink};
use crate::tree::{Decode, Decoder, Kind, Table, Value, parse};
pub use digits::Digits;
pub use direction::{Direction, may_run_right_to_left};
pub use file::{Captions, Compounds, File, Lines, Numbers};
pub use labels::Labels;
pub use letters::{has_no_spaces, is_hangul, is_square, runs_on};
pub use tag::LanguageTag;

macro_rules! files {
    ($($code:literal),* $(,)?) => {
        &[$(($code, include_str!(concat!("../../assets/languages/", $code, ".toml")))),*]
    };
}

/// The files by the tags they are for: a language, or one of its scripts or countries.
const FILES: &[(&str, &str)] = files![
    "am", "ar", "az", "be", "bg", "bn", "bs", "ckb", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi",
    "fr", "fr-CH", "he", "hi", "hr", "hu", "hy", "it", "ja", "ka", "kmr", "ko", "lt", "lv", "mk", "nb", "nl",
    "pl", "prs", "ps", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sr", "sr-Latn", "sv", "sw", "ta", "th",
    "ti", "tr", "uk", "ur", "vi", "zh", "zh-Hant",
];

/// Countries whose script is another one than that of the language's file (CLDR, likely subtags).
const SCRIPTS: &[(&str, &str)] = &[("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-MO", "zh-Hant")];

/// The language whose words are printed where a brochure's own has no file.
const USUAL: &str = "en";

/// A file that was read.
struct Known {
    file: File,
    /// Its `[labels]`, to lay others over.
    labels: Table,
    /// What a word that binds another one ends with.
    binding_ends: Vec<char>,
}

/// The files, each read when it is asked for: a brochure needs one or two.
static KNOWN: [OnceLock<Known>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];

/// What begins captions in all languages.
static CAPTIONS: LazyLock<Vec<Captions>> =
    LazyLock::new(|| FILES.iter().filter_map(|(_, text)| captions_of(text)).collect());

/// What begins captions, without reading the rest of a file; none in one that changes another.
fn captions_of(text: &str) -> Option<Captions> {
    let (_, rest) = text.split_once("\n[captions]\n")?;
    let table = rest.split("\n[").next().unwrap_or(rest);
    let mut sink = Sink::new();
    let value = parse(table, FileId::default(), 0, &mut sink);
    Captions::decode(&value, &mut Decoder { sink: &mut sink, leading: 0.0, palette: &mut Palette::default() })
}

/// A file as a tree; one with `base` lies over that other file.
fn tree(text: &str, sink: &mut Sink) -> Value {
    let mut value = parse(text, FileId::default(), 0, sink);
    if let Kind::Table(table) = &mut value.kind
        && let Some(Value { kind: Kind::Text(base), .. }) = table.split_off(&["base"]).get("base")
        && let Some((_, base)) = FILES.iter().find(|(tag, _)| tag == base)
        && let Kind::Table(mut under) = parse(base, FileId::default(), 0, sink).kind
    {
        under.overlay(std::mem::take(table));
        *table = under;
    }
    value
}

/// Reads a file; what is wrong with it goes to `sink`.
fn read(text: &str, sink: &mut Sink) -> (Option<File>, Table) {
    let value = tree(text, sink);
    let labels = match &value.kind {
        Kind::Table(table) => table.get("labels"),
        _ => None,
    };
    let labels = match labels {
        Some(Value { kind: Kind::Table(labels), .. }) => labels.clone(),
        _ => Table::default(),
    };
    let mut palette = Palette::default();
    (File::decode(&value, &mut Decoder { sink, leading: 0.0, palette: &mut palette }), labels)
}

/// A language that has a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Language(u8);

impl Language {
    /// The one that serves a tag: `de-AT` is served by that file, else by `de`.
    pub fn of(tag: &str) -> Option<Self> {
        let tag = SCRIPTS.iter().find(|(country, _)| *country == tag).map_or(tag, |(_, script)| script);
        let serves =
            |file: &str| tag.strip_prefix(file).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        let serving = FILES.iter().enumerate().filter(|(_, (file, _))| serves(file));
        serving.max_by_key(|(_, (file, _))| file.len()).map(|(n, _)| Self(n as u8))
    }

    /// All of them.
    #[cfg(any(test, feature = "internals"))]
    pub fn all() -> impl Iterator<Item = Self> {
        (0..KNOWN.len()).map(|n| Self(n as u8))
    }

    /// What begins captions in all of them: authors keep the words that they know.
    pub fn captions() -> &'static [Captions] {
        &CAPTIONS
    }

    /// The one whose words are printed where a brochure's own has no file.
    pub fn usual() -> Self {
        Self::of(USUAL).expect("a test reads every file")
    }

    /// Its tag.
    #[cfg(feature = "internals")]
    pub fn tag(self) -> &'static str {
        FILES[usize::from(self.0)].0
    }

    /// Its labels as they are written, to lay others over.
    pub fn written_labels(self) -> &'static Table {
        &self.known().labels
    }

    /// Whether a word that ends with this character may bind any other behind it.
    pub fn may_bind(self, end: char) -> bool {
        self.known().binding_ends.contains(&end)
    }

    /// Whether a mark has spaces of its own.
    pub fn has_spaced(self, mark: char) -> bool {
        let marks = &self.file().marks;
        let listed = |list: &[[char; 2]]| list.iter().any(|[listed, _]| *listed == mark);
        listed(&marks.spaces_before) || listed(&marks.spaces_behind) || marks.stay_behind.contains(&mark)
    }

    /// The words that the program prints in it.
    pub fn labels(self) -> &'static Labels {
        &self.file().labels
    }

    /// What it holds.
    pub fn file(self) -> &'static File {
        &self.known().file
    }

    fn known(self) -> &'static Known {
        KNOWN[usize::from(self.0)].get_or_init(|| {
            let (file, labels) = read(FILES[usize::from(self.0)].1, &mut Sink::new());
            let file = file.expect("a test reads every file");
            Known { binding_ends: file.spaces.binding_ends(), file, labels }
        })
    }
}

impl Deref for Language {
    type Target = File;

    fn deref(&self) -> &File {
        self.file()
    }
}

/// What a part of the brochure is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tongue {
    /// Its language, where it is not the brochure's.
    pub tag: Option<LanguageTag>,
    /// The rules that its letters follow; without any they are left alone.
    pub rules: Option<Language>,
    /// Whose words the program prints in it, where they are not the brochure's.
    pub labels: Option<Language>,
    /// The figures of its numbers.
    pub digits: Digits,
}

impl Tongue {
    /// The brochure's own, which perhaps has a file.
    pub fn own(rules: Option<Language>, digits: Digits) -> Self {
        Self { rules, digits, ..Self::default() }
    }

    /// A part in another language, in a brochure whose own has, perhaps, the file `own`.
    pub fn other(tag: LanguageTag, own: Option<Language>) -> Self {
        let rules = Language::of(tag.as_str());
        let digits = rules.map(|rules| rules.numbers.digits).unwrap_or_default();
        Self { tag: Some(tag), rules, labels: rules.filter(|_| rules != own), digits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_decodes_completely() {
        for (tag, text) in FILES {
            let mut sink = Sink::new();
            let (file, labels) = read(text, &mut sink);
            assert!(file.is_some() && sink.is_empty() && !labels.0.is_empty(), "{tag}: {sink:#?}");
            assert!(LanguageTag::parse(tag).is_some(), "{tag}");
        }
    }

    #[test]
    fn captions_are_those_of_the_whole_file() {
        for language in Language::all() {
            let same = |other: &Captions| {
                other.table == language.captions.table && other.source == language.captions.source
            };
            assert!(Language::captions().iter().any(same), "{}", language.tag());
        }
    }

    #[test]
    fn a_file_that_lacks_a_key_is_not_taken() {
        let (_, english) = FILES.iter().find(|(tag, _)| *tag == USUAL).expect("a file");
        for (line, code) in [
            ("dash = \"–\"\n", "missing-key"),
            ("glance = \"At a glance\"\n", "missing-key"),
            ("decimal = \".\"\n", "missing-key"),
        ] {
            let mut sink = Sink::new();
            assert!(english.contains(line) && read(&english.replace(line, ""), &mut sink).0.is_none());
            assert_eq!(sink[0].code, code);
        }
    }

    #[test]
    fn no_label_is_empty() {
        fn texts<'t>(value: &'t Value, found: &mut Vec<&'t str>) {
            match &value.kind {
                Kind::Text(text) => found.push(text),
                Kind::List(list) => list.iter().for_each(|value| texts(value, found)),
                Kind::Table(table) => table.0.iter().for_each(|entry| texts(&entry.value, found)),
                _ => panic!("a label is text"),
            }
        }
        for language in Language::all() {
            let mut found = Vec::new();
            language.written_labels().0.iter().for_each(|entry| texts(&entry.value, &mut found));
            assert!(found.len() > 80, "{} has {} labels", language.tag(), found.len());
            assert!(found.iter().all(|text| !text.trim().is_empty()), "{}", language.tag());
        }
    }

    #[test]
    fn the_nearest_file_serves_a_tag() {
        let serving = |tag| Language::of(tag).map(Language::tag);
        assert_eq!(serving("de"), Some("de"));
        assert_eq!(serving("de-AT"), Some("de"));
        assert_eq!([serving("sr-Latn"), serving("sr-RS")], [Some("sr-Latn"), Some("sr")]);
        assert_eq!(
            ["zh-TW", "zh-Hant-HK", "zh-CN", "zh-Hans-TW"].map(serving).map(Option::unwrap_or_default),
            ["zh-Hant", "zh-Hant", "zh", "zh"]
        );
        for none in ["den", "d", "", "eo", "DE"] {
            assert_eq!(serving(none), None, "{none}");
        }
        assert_eq!(Language::usual().tag(), USUAL);
    }

    #[test]
    fn a_file_may_change_another() {
        let [french, swiss] = ["fr-FR", "fr-CH"].map(|tag| Language::of(tag).expect("a file"));
        assert_eq!(french.labels.contents(), swiss.labels.contents());
        assert_ne!(french.marks.spaces_before, swiss.marks.spaces_before);
    }
}
