//! The texts of brochure.toml. Decides which of its values are words that are translated.

use crate::source::themes::inner_mut;
use crate::tree::{Kind, Table, Value};

/// Keys of words, each with its table.
const WORDS: &[(&str, &[&str])] = &[
    ("brochure", &["title", "subtitle", "kicker", "edition-note", "description", "keywords"]),
    ("publisher", &["name", "short-name", "logo-alt"]),
    ("cover", &["publishers-label", "image-alt"]),
    ("back", &["kicker", "claim", "blurb", "qr-label"]),
    ("imprint", &["responsible", "row"]),
];
/// Keys of a row of the imprint.
const OF_ROW: &[&str] = &["label", "text"];
/// Tables that hold words only.
pub const OF_WORDS: &[&str] = &["labels", "abbreviations"];
/// Tables that belong to the brochure's own language.
pub const OF_LANGUAGE: &[&str] = &["hyphenation", "spoken"];
/// What begins the heading of a part in `[chapters] order`.
pub const PART: &str = "# ";

/// A text: its way from the root, with numbers of lists in it, and the value.
pub struct Text<'v> {
    /// `publisher.0.name`
    pub way: String,
    /// What translators are told: `publisher.name`.
    pub context: String,
    /// The value, which is a text.
    pub value: &'v mut Value,
}

/// Visits the texts of brochure.toml in order.
pub fn each(tree: &mut Table, visit: &mut dyn FnMut(Text<'_>)) {
    for (table, keys) in WORDS {
        let Some(entry) = tree.0.iter_mut().find(|entry| entry.key == *table) else { continue };
        match &mut entry.value.kind {
            Kind::List(list) => {
                for (n, value) in list.iter_mut().enumerate() {
                    if let Kind::Table(inside) = &mut value.kind {
                        of_keys(&format!("{table}.{n}"), table, inside, keys, visit);
                    }
                }
            }
            Kind::Table(inside) => of_keys(table, table, inside, keys, visit),
            _ => {}
        }
    }
    for table in OF_WORDS {
        if let Some(inside) = inner_mut(tree, table) {
            all(table, inside, visit);
        }
    }
    let kinds = inner_mut(tree, "callout").into_iter().flat_map(|kinds| &mut kinds.0);
    for kind in kinds {
        if let Kind::Table(inside) = &mut kind.value.kind {
            of_keys(
                &format!("callout.{}", kind.key),
                &format!("callout.{}", kind.key),
                inside,
                &["label"],
                visit,
            );
        }
    }
}

fn of_keys(way: &str, context: &str, table: &mut Table, keys: &[&str], visit: &mut dyn FnMut(Text<'_>)) {
    for entry in table.0.iter_mut().filter(|entry| keys.contains(&entry.key.as_str())) {
        let (way, context) = (format!("{way}.{}", entry.key), format!("{context}.{}", entry.key));
        value(way, context, &mut entry.value, visit);
    }
}

fn value(way: String, context: String, value: &mut Value, visit: &mut dyn FnMut(Text<'_>)) {
    match &mut value.kind {
        Kind::Text(words) if words.chars().any(char::is_alphabetic) => visit(Text { way, context, value }),
        Kind::List(list) => {
            for (n, inside) in list.iter_mut().enumerate() {
                match &mut inside.kind {
                    Kind::Table(row) => of_keys(&format!("{way}.{n}"), &context, row, OF_ROW, visit),
                    _ => self::value(format!("{way}.{n}"), context.clone(), inside, visit),
                }
            }
        }
        _ => {}
    }
}

/// All texts of a table and those in it.
fn all(way: &str, table: &mut Table, visit: &mut dyn FnMut(Text<'_>)) {
    for entry in &mut table.0 {
        let way = format!("{way}.{}", entry.key);
        match &mut entry.value.kind {
            Kind::Table(inside) => all(&way, inside, visit),
            _ => value(way.clone(), way, &mut entry.value, visit),
        }
    }
}

/// The headings of parts in `[chapters] order`.
pub fn each_part(tree: &mut Table, visit: &mut dyn FnMut(&str, &mut Value)) {
    let order = inner_mut(tree, "chapters").and_then(|table| table.0.iter_mut().find(|e| e.key == "order"));
    let Some(Kind::List(order)) = order.map(|entry| &mut entry.value.kind) else { return };
    for value in order {
        if let Kind::Text(words) = &value.kind
            && let Some(title) = words.strip_prefix(PART).map(|title| title.trim().to_owned())
        {
            visit(&title, value);
        }
    }
}
