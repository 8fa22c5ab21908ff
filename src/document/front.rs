//! Front matter: what stands between `+++` (TOML) or `---` (YAML) at the head of a chapter. Decides its keys, and
//! what is no front matter but text.

use std::ops::Range;

use super::markdown::html::tags::decoded;
use super::yaml;
use crate::diag::{FileId, Filling, Sink, Span, complaint, nearest, words};
use crate::source::config::Start;
use crate::tree::shape::{Field, Shape, said};
use crate::tree::{Decode, Entry, Kind, Spanned, Table, Value, Words, decoded_enum, parse};

/// Longest front matter in YAML, in bytes: further down a line `---` is no end of it.
const LONGEST_YAML: usize = 64 << 10;

decoded_enum! {
    /// What a chapter file is.
    pub enum ChapterKind {
        /// A numbered chapter, with an opening page where it has a summary or key points.
        Chapter = "chapter",
        /// A foreword: no number, no opening page.
        Foreword = "foreword",
        /// A glossary: terms in two columns.
        Glossary = "glossary",
        /// Anything else without a number.
        Appendix = "appendix",
    }
}

#[expect(clippy::derivable_impls, reason = "decoded_enum! takes doc comments and words only")]
impl Default for ChapterKind {
    fn default() -> Self {
        Self::Chapter
    }
}

/// Keys of other programs, squeezed. They are near to none of ours, and a block that has one is front matter.
const KEYS_OF_OTHERS: &[&str] = &[
    "aliases",
    "author",
    "authors",
    "categories",
    "category",
    "class",
    "comments",
    "cover",
    "created",
    "data",
    "date",
    "draft",
    "excerpt",
    "haschildren",
    "icon",
    "id",
    "image",
    "images",
    "keywords",
    "lastmod",
    "layout",
    "linktitle",
    "locale",
    "menu",
    "modified",
    "name",
    "navorder",
    "order",
    "output",
    "parent",
    "permalink",
    "position",
    "published",
    "redirectfrom",
    "related",
    "series",
    "sidebarlabel",
    "sidebarposition",
    "slug",
    "state",
    "status",
    "subtitle",
    "tag",
    "tags",
    "template",
    "theme",
    "time",
    "toc",
    "type",
    "updated",
    "url",
    "version",
    "weight",
];

/// Declares front matter: its fields with the keys that are used for each, of which the first comes first.
macro_rules! front_matter {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[doc = $doc:literal])+ $field:ident : $ty:ty = $($key:literal)|+),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name { $($(#[doc = $doc])+ pub $field: $ty,)* }

        /// Keys that are used. They are found in other spellings too: `short_title`, `shortTitle`.
        const KEYS: &[&str] = &[$($($key),+),*];

        impl $name {
            fn of(table: &Table, reader: &mut Reader<'_, '_>) -> Self {
                Self { $($field: <$ty as FrontValue>::read(reader, table, &[$($key),+])),* }
            }

            /// What front matter may hold, beside keys of other programs.
            pub fn shape() -> Shape {
                let fields = [$(fields::<$ty>(&[$($key),+], &[$($doc),+])),*];
                Shape::Table(fields.into_iter().flatten().collect())
            }
        }
    };
}

front_matter! {
    /// What an author says of a chapter.
    pub struct FrontMatter {
        /// Title; without it the first heading is taken.
        title: Option<Spanned<String>> = "title",
        /// Title for running heads.
        short_title: Option<Spanned<String>> = "short-title",
        /// Standfirst under the title, on an opening page.
        summary: Option<Spanned<String>> = "summary",
        /// Standfirst that asks for no opening page: what wikis and sites call a description.
        description: Option<Spanned<String>> = "description",
        /// Line under the title in the contents, of numbered chapters only.
        toc_summary: Option<Spanned<String>> = "toc-summary",
        /// „Auf einen Blick“ on the opening page, of numbered chapters only.
        key_points: Vec<Spanned<String>> = "key-points",
        /// What the file is.
        kind: ChapterKind = "kind",
        /// Language code of the whole chapter; without it that of the brochure.
        language: Option<Spanned<String>> = "language" | "lang",
        /// Where the chapter begins; without it that of `[chapters]`.
        start: Option<Start> = "start",
    }
}

/// A value of front matter.
trait FrontValue: Sized {
    /// Reads it from the first of these keys that has one.
    fn read(reader: &mut Reader<'_, '_>, table: &Table, keys: &[&'static str]) -> Self;

    /// What is read.
    fn shape() -> Shape;

    /// What holds without it, as it is written.
    fn usual() -> Option<Kind> {
        None
    }
}

/// The keys of a value.
fn fields<T: FrontValue>(keys: &[&str], says: &[&str]) -> Vec<Field> {
    let field = |key: &&str| Field {
        key: (*key).to_owned(),
        says: said(says),
        shape: T::shape(),
        required: false,
        default: T::usual(),
    };
    keys.iter().map(field).collect()
}

impl FrontValue for Option<Spanned<String>> {
    fn read(reader: &mut Reader<'_, '_>, table: &Table, keys: &[&'static str]) -> Self {
        keys.iter().find_map(|key| reader.words(table, key))
    }

    fn shape() -> Shape {
        Shape::Words
    }
}

impl FrontValue for Vec<Spanned<String>> {
    fn read(reader: &mut Reader<'_, '_>, table: &Table, keys: &[&'static str]) -> Self {
        keys.iter().find_map(|key| reader.points(table, key)).unwrap_or_default()
    }

    fn shape() -> Shape {
        Shape::Either(vec![Shape::list(Shape::Words), Shape::Words])
    }
}

impl FrontValue for Option<Start> {
    fn read(reader: &mut Reader<'_, '_>, table: &Table, keys: &[&'static str]) -> Self {
        keys.iter().find_map(|key| reader.one_of(table, key))
    }

    fn shape() -> Shape {
        Start::choice()
    }
}

impl FrontValue for ChapterKind {
    fn read(reader: &mut Reader<'_, '_>, table: &Table, keys: &[&'static str]) -> Self {
        keys.iter().find_map(|key| reader.one_of(table, key)).unwrap_or_default()
    }

    fn shape() -> Shape {
        Self::choice()
    }

    fn usual() -> Option<Kind> {
        Self::default().written()
    }
}

/// The front matter of a chapter and the byte at which its text begins.
pub fn read(text: &str, file: FileId, sink: &mut Sink) -> (FrontMatter, usize) {
    let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let head = text[bom..].lines().next().unwrap_or("");
    if head.trim_end() != "+++" {
        return read_yaml(text, bom, file, sink).unwrap_or((FrontMatter::default(), bom));
    }
    let start = (bom + head.len() + 1).min(text.len());
    if let Some((inside, after)) = block(text, start, &["+++"]) {
        let mut faults = Sink::new();
        let value = parse(&text[inside.clone()], file, inside.start, &mut faults);
        let faults = faults.iter().map(|fault| complaint::front_matter_toml(fault.sentence()).at(fault.span));
        sink.extend(faults);
        let Kind::Table(table) = value.kind else { return (FrontMatter::default(), after) };
        return (Reader { text, sink, yaml: false }.front_matter(&table), after);
    }
    sink.push(complaint::front_matter_open().at(Span::new(file, bom..bom + 3)));
    (FrontMatter::default(), text.len())
}

/// What stands from byte `start` up to a line that is one of these, and the byte behind that line.
fn block(text: &str, start: usize, ends: &[&str]) -> Option<(Range<usize>, usize)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if ends.contains(&line.trim_end()) {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Front matter in YAML; `None` if the text begins with something else, or with a thematic break.
fn read_yaml(text: &str, bom: usize, file: FileId, sink: &mut Sink) -> Option<(FrontMatter, usize)> {
    let open = bom + text[bom..].find(|c: char| !c.is_whitespace())?;
    let begins_line = text[bom..open].chars().next_back().is_none_or(|c| c == '\n');
    let line = text[open..].lines().next()?;
    if !begins_line || line.trim_end() != "---" {
        return None;
    }
    let start = (open + line.len() + text[open + line.len()..].find('\n')? + 1).min(text.len());
    let (inside, after) = block(text, start, &["---", "..."])?;
    if inside.len() > LONGEST_YAML {
        return None;
    }
    let yaml = &text[inside.clone()];
    let mark = Span::new(file, open..open + 3);
    match yaml::read(yaml, file, inside.start) {
        Ok(Some(table)) => {
            if !table.0.iter().any(|entry| is_known(&entry.key)) {
                sink.push(complaint::front_matter_of_nothing().at(mark));
            }
            Some((Reader { text, sink, yaml: true }.front_matter(&table), after))
        }
        Ok(None) => yaml.trim().is_empty().then(|| (FrontMatter::default(), after)),
        Err(fault) if looks_like_yaml(yaml) => {
            let at = fault.at.min(text.len());
            sink.push(complaint::front_matter_yaml(fault.what).at(Span::new(file, at..at + 1)));
            Some((FrontMatter::default(), after))
        }
        Err(_) => None,
    }
}

/// Whether a text that is no YAML was meant to be: its first line names a known key, or most of its lines are
/// keys, items or what belongs to them.
fn looks_like_yaml(text: &str) -> bool {
    let lines = || text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let key = |line: &str| {
        let (key, rest) = line.split_once(':')?;
        let one_word = !key.is_empty() && !key.contains(char::is_whitespace);
        (one_word && (rest.is_empty() || rest.starts_with(char::is_whitespace))).then(|| key.to_owned())
    };
    let Some(first) = lines().next().and_then(key) else { return false };
    let part = |line: &&str| {
        line.starts_with([' ', '\t', ']', '}']) || line.starts_with("- ") || key(line).is_some()
    };
    is_known(&first) || 2 * lines().filter(part).count() > lines().count()
}

/// A key without its case and its joints.
fn squeezed(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

fn is_known(key: &str) -> bool {
    let key = squeezed(key);
    KEYS.iter().any(|known| squeezed(known) == key) || KEYS_OF_OTHERS.contains(&key.as_str())
}

/// The key that was probably meant by one that is not known: one letter differs, or their order.
fn meant(key: &str) -> Option<&'static str> {
    let letters = |key: &str| {
        let mut letters: Vec<char> = squeezed(key).chars().collect();
        letters.sort_unstable();
        letters
    };
    let near = |known: &&&str| {
        let (a, b): (Vec<char>, Vec<char>) =
            (squeezed(key).chars().collect(), squeezed(known).chars().collect());
        let same = |a: &mut dyn Iterator<Item = &char>, b: &mut dyn Iterator<Item = &char>| {
            a.zip(b).take_while(|(a, b)| a == b).count()
        };
        let head = same(&mut a.iter(), &mut b.iter());
        let tail = same(&mut a[head..].iter().rev(), &mut b[head.min(b.len())..].iter().rev());
        a.len().max(b.len()) - head - tail <= 1 || letters(key) == letters(known)
    };
    KEYS.iter().find(near).copied()
}

/// Reads values. What is of a kind that a key cannot have is told and passed over.
struct Reader<'t, 's> {
    text: &'t str,
    sink: &'s mut Sink,
    /// Other programs' front matter is YAML: words that are none of ours are theirs.
    yaml: bool,
}

impl Reader<'_, '_> {
    fn front_matter(mut self, table: &Table) -> FrontMatter {
        for entry in table.0.iter().filter(|entry| !is_known(&entry.key)) {
            if let Some(near) = meant(&entry.key) {
                let told = complaint::front_matter_key(&entry.key).at(entry.key_span);
                self.sink.push(told.with_help(words::meant_key(near)));
            }
        }
        FrontMatter::of(table, &mut self)
    }

    fn entry<'v>(&self, table: &'v Table, key: &str) -> Option<&'v Entry> {
        let exact = table.0.iter().find(|entry| entry.key == key);
        exact.or_else(|| table.0.iter().find(|entry| squeezed(&entry.key) == squeezed(key)))
    }

    /// Words on one line, with the letters that entities of HTML stand for; numbers and dates as they are
    /// written.
    fn text(&self, value: &Value) -> Option<Spanned<String>> {
        let written = match &value.kind {
            Kind::Text(text) if self.yaml => decoded(&text.split_whitespace().collect::<Vec<_>>().join(" ")),
            Kind::Text(text) => decoded(text),
            Kind::List(_) | Kind::Table(_) => return None,
            Kind::Date(_) | Kind::Number(_) | Kind::Bool(_) => {
                self.text.get(value.span.start as usize..value.span.end as usize)?.to_owned()
            }
        };
        Some(Spanned { value: written, span: value.span })
    }

    fn words(&mut self, table: &Table, key: &str) -> Option<Spanned<String>> {
        let entry = self.entry(table, key)?;
        let words = self.text(&entry.value);
        if words.is_none() {
            self.sink.push(complaint::front_matter_no_text(key).at(entry.value.span));
        }
        words.filter(|words| !words.value.trim().is_empty())
    }

    /// A list; a single text is a list of one.
    fn points(&mut self, table: &Table, key: &str) -> Option<Vec<Spanned<String>>> {
        let entry = self.entry(table, key)?;
        let values = match &entry.value.kind {
            Kind::List(values) => values.iter().collect(),
            _ => vec![&entry.value],
        };
        let (texts, others): (Vec<_>, Vec<_>) =
            values.into_iter().map(|value| (value, self.text(value))).partition(|(_, text)| text.is_some());
        for (value, _) in others {
            self.sink.push(complaint::front_matter_no_points().at(value.span));
        }
        let texts = texts.into_iter().filter_map(|(_, text)| text);
        Some(texts.filter(|text| !text.value.trim().is_empty()).collect())
    }

    fn one_of<T: Words>(&mut self, table: &Table, key: &str) -> Option<T> {
        let words = self.words(table, key)?;
        if let Some(value) = T::of(&words.value) {
            return Some(value);
        }
        let near = nearest(&words.value, T::words());
        if near.is_some() || !self.yaml {
            let told = complaint::front_matter_value(&words.value, Filling::list(T::words())).at(words.span);
            self.sink.push(told.with_help(near.map(words::meant_value)));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(sink: &Sink) -> Vec<&'static str> {
        sink.iter().map(|d| d.code).collect()
    }

    fn title(text: &str) -> (Option<String>, &str, Vec<&'static str>) {
        let mut sink = Sink::new();
        let (front, at) = read(text, FileId(0), &mut sink);
        (front.title.map(|title| title.value), &text[at..], codes(&sink))
    }

    #[test]
    fn front_matter_is_split_from_the_text() {
        for text in [
            "+++\ntitle = \"A\"\n+++\nText",
            "---\ntitle: A\n---\nText",
            "\u{feff}---\r\ntitle: 'A'\r\nlayout: post\r\ntags: [x, y]\r\n...\r\nText",
            "\n\n---\nTitle: >\n  A\n---   \nText",
        ] {
            assert_eq!(title(text), (Some("A".into()), "Text", vec![]), "{text:?}");
        }
        assert_eq!(title("---\n---\nText"), (None, "Text", vec![]));
    }

    #[test]
    fn a_rule_at_the_head_stays_one() {
        for text in [
            "---\n\nText.\n",
            "---\nEin Satz.\n---\nText",
            "---\nHinweis: Dies gilt.\n\nUnd: dies: auch.\nText ohne Schl\u{fc}ssel.\nMehr.\n\n---\n",
            "---\n- a\n- b\n---\n",
            "----\ntitle: A\n----\n",
            "    ---\ntitle: A\n---\n",
        ] {
            assert_eq!(title(text), (None, text, vec![]), "{text:?}");
        }
    }

    #[test]
    fn yaml_that_is_broken_is_told_at_its_line_and_not_set() {
        let mut sink = Sink::new();
        let text = "---\nlayout: x\ntitle: A: B\n---\nText";
        let (front, at) = read(text, FileId(0), &mut sink);
        assert!(front.title.is_none() && &text[at..] == "Text");
        let place = sink[0].span.expect("a place").start as usize;
        assert_eq!((sink[0].code, text[..place].matches('\n').count()), ("front-matter", 2));
        assert_eq!(title("---\nfoo: bar\n---\nText").2, ["front-matter"], "taken for front matter, and told");
    }

    #[test]
    fn keys_of_others_pass_and_slips_are_told() {
        let others =
            "---\ntime: 1\nlink: x\nstate: y\nauthor: A\nkind: page\nnav_order: 3\ndate: 2024-01-01\n---\n";
        assert_eq!(title(others).2, [""; 0]);
        for slip in ["titel", "sumary", "keypoint", "short-titel", "Kin"] {
            assert_eq!(title(&format!("+++\n{slip} = \"A\"\n+++\n")).2, ["unknown-key"], "{slip}");
            assert_eq!(title(&format!("---\ntitle: B\n{slip}: A\n---\n")).2, ["unknown-key"], "{slip}");
        }
    }

    #[test]
    fn entities_are_the_letters_that_they_stand_for() {
        let title = |text: &str| title(text).0.expect("a title");
        assert_eq!(title("---\ntitle: En C&oacute;digo &amp; m&#225;s & m\n---\n"), "En Código & más & m");
        assert_eq!(title("+++\ntitle = \"A &amp; B\"\n+++\n"), "A & B");
    }

    #[test]
    fn keys_are_known_in_other_spellings_and_values_as_they_are_written() {
        let mut sink = Sink::new();
        let text = "---\nshort_title: B\nkeyPoints: one\nlang: de\ntitle: 2024-05-06\nstart: run-on\n---\n";
        let (front, _) = read(text, FileId(0), &mut sink);
        assert_eq!(front.title.expect("a title").value, "2024-05-06");
        assert_eq!(front.short_title.expect("one").value, "B");
        assert_eq!(front.key_points.len(), 1);
        assert_eq!(front.language.expect("one").value, "de");
        assert_eq!(front.start, Some(Start::RunOn));
        let (front, _) = read("+++\ntitle = 2024-05-06\n+++\n", FileId(0), &mut sink);
        assert_eq!(front.title.expect("a title").value, "2024-05-06");
        assert!(sink.is_empty());
    }

    #[test]
    fn faults_stand_at_their_place() {
        let mut sink = Sink::new();
        read("+++\ntitel = \"A\"\nkind = \"gloss\"\ntitle = [1]\n+++\n", FileId(0), &mut sink);
        assert_eq!(codes(&sink), ["unknown-key", "front-matter", "front-matter"]);
        assert_eq!(sink[0].span.map(|s| (s.start, s.end)), Some((4, 9)));
    }

    #[test]
    fn unclosed_front_matter_is_an_error() {
        assert_eq!(title("+++\ntitle = \"A\"\n").2, ["front-matter"]);
    }
}
