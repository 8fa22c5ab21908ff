//! The tables of translations in brochure.toml. Decides how they are laid over the brochure's own keys.

use std::marker::PhantomData;

use crate::diag::{Sink, complaint};
use crate::language::LanguageTag;
use crate::tree::shape::Shape;
use crate::tree::{Decode, Decoder, Entry, Kind, Named, Table, Value};

/// Most languages that a brochure is translated into.
pub const MOST_TRANSLATIONS: usize = 16;
/// The table of all translations.
pub const TABLE: &str = "translation";
/// Keys of `[brochure]` that stand in the table of a translation itself.
const OF_BROCHURE: &[&str] =
    &["title", "subtitle", "edition-note", "kicker", "keywords", "description", "theme"];
/// The folder of translated chapters, which lies over that of `[brochure]`.
const FOLDER: &str = "chapters";
/// Keys that say where the translation of the chapters is.
const OWN: &[&str] = &[FOLDER, "po"];

/// Keys that are laid over those of a table: what they hold is read with that table.
#[derive(Debug, Clone)]
pub struct Laid<T>(PhantomData<T>);

impl<T> Default for Laid<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T: Decode> Decode for Laid<T> {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        cx.table(value).map(|_| Self::default())
    }

    fn shape() -> Shape {
        T::shape().laid_over()
    }
}

/// Reports tables that are named for no language, or for the brochure's own.
pub fn validate<T>(translations: &Named<T>, own: &str, sink: &mut Sink) {
    for (tag, span, _) in &translations.0 {
        if LanguageTag::parse(tag).is_none() {
            sink.push(complaint::no_translation_language(tag).at(*span));
        } else if tag == own {
            sink.push(complaint::translation_of_itself(tag).at(*span));
        }
    }
    if let Some((_, span, _)) = translations.0.get(MOST_TRANSLATIONS) {
        sink.push(complaint::too_many_translations(MOST_TRANSLATIONS).at(*span));
    }
}

/// Lays the table of a language over brochure.toml, and names the language.
pub fn lay_over(tree: &mut Table, tag: &str) {
    let all = tree.split_off(&[TABLE]);
    let of_tag = all.0.into_iter().next().and_then(|entry| match entry.value.kind {
        Kind::Table(languages) => languages.0.into_iter().find(|entry| entry.key == tag),
        _ => None,
    });
    let mut over = Table::default();
    let mut brochure = Table::default();
    let mut spans = None;
    if let Some(Entry { key_span, value: Value { kind: Kind::Table(mut table), span }, .. }) = of_tag {
        spans = Some((key_span, span));
        brochure = table.split_off(OF_BROCHURE);
        let own = table.split_off(OWN);
        brochure.0.extend(own.0.into_iter().filter(|entry| entry.key == FOLDER));
        if let Some(at) = table.0.iter().position(|entry| entry.key == "publisher") {
            lay_over_publishers(tree, table.0.remove(at).value);
        }
        over = table;
    }
    let (key_span, span) = spans.unwrap_or_default();
    let language = Value { span: key_span, kind: Kind::Text(tag.to_owned()) };
    brochure.0.push(Entry { key: "language".to_owned(), key_span, value: language });
    let brochure = Value { span, kind: Kind::Table(brochure) };
    over.0.push(Entry { key: "brochure".to_owned(), key_span, value: brochure });
    tree.overlay(over);
}

/// Lays tables over those of the publishers, the first over the first.
fn lay_over_publishers(tree: &mut Table, over: Value) {
    let under = tree.0.iter_mut().find(|entry| entry.key == "publisher").map(|entry| &mut entry.value.kind);
    let (Some(Kind::List(under)), Kind::List(over)) = (under, over.kind) else { return };
    for (at, over) in over.into_iter().enumerate() {
        match (under.get_mut(at).map(|value| &mut value.kind), over) {
            (Some(Kind::Table(under)), Value { kind: Kind::Table(over), .. }) => under.overlay(over),
            (None, over) => under.push(over),
            _ => {}
        }
    }
}
