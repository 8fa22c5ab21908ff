//! YAML of front matter with places. Decides how it becomes the tables that TOML becomes: every scalar is text
//! as it is written, for a title may be `2024` or `no`.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Place};

use crate::diag::{FileId, Span};
use crate::tree::{Entry, Kind, Table, Value};

/// Deepest nesting of lists and mappings.
const DEEPEST: usize = 32;

/// Why a text is no YAML.
#[derive(Debug)]
pub struct Fault {
    /// The first byte in the file that is wrong.
    pub at: usize,
    /// What is wrong.
    pub what: String,
}

/// Reads a text that begins at byte `offset` of a file; `None` if it is YAML, but no mapping.
pub fn read(text: &str, file: FileId, offset: usize) -> Result<Option<Table>, Fault> {
    let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    let byte = |index: usize| offset + bytes.get(index).copied().unwrap_or(text.len());
    let span = |place: Place| Span::new(file, byte(place.start.index())..byte(place.end.index()));
    let mut tree = Tree::default();
    for event in Parser::new_from_str(text) {
        let (event, place) =
            event.map_err(|e| Fault { at: byte(e.marker().index()), what: e.info().to_owned() })?;
        let span = span(place);
        match event {
            Event::MappingStart(..) => tree.open.push((span, Open::Mapping(Vec::new(), None))),
            Event::SequenceStart(..) => tree.open.push((span, Open::List(Vec::new()))),
            Event::MappingEnd | Event::SequenceEnd => tree.close(),
            Event::Scalar(words, style, anchor, _) => {
                let words = if is_nothing(&words, style) { String::new() } else { words.into_owned() };
                if anchor > 0 {
                    tree.named.insert(anchor, words.clone());
                }
                tree.add(Value { span, kind: Kind::Text(words) });
            }
            // What stands for a list or a mapping is left out, so nothing can multiply.
            Event::Alias(anchor) => {
                let words = tree.named.get(&anchor).cloned().unwrap_or_default();
                tree.add(Value { span, kind: Kind::Text(words) });
            }
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
        if tree.open.len() > DEEPEST {
            return Err(Fault { at: span.start as usize, what: format!("nested more than {DEEPEST} deep") });
        }
    }
    Ok(match tree.whole.map(|value| value.kind) {
        Some(Kind::Table(table)) => Some(table),
        _ => None,
    })
}

/// Whether a scalar is written as nothing.
fn is_nothing(words: &str, style: ScalarStyle) -> bool {
    style == ScalarStyle::Plain && matches!(words, "~" | "null" | "Null" | "NULL")
}

/// A value that is not closed yet.
enum Open {
    List(Vec<Value>),
    /// Entries, and the key whose value is still to come.
    Mapping(Vec<Entry>, Option<(String, Span)>),
}

/// The values while they are read.
#[derive(Default)]
struct Tree {
    open: Vec<(Span, Open)>,
    /// Texts that aliases stand for.
    named: HashMap<usize, String>,
    whole: Option<Value>,
}

impl Tree {
    fn close(&mut self) {
        let Some((span, open)) = self.open.pop() else { return };
        let kind = match open {
            Open::List(values) => Kind::List(values),
            Open::Mapping(entries, _) => Kind::Table(Table(entries)),
        };
        self.add(Value { span, kind });
    }

    fn add(&mut self, value: Value) {
        match self.open.last_mut().map(|(_, open)| open) {
            None => self.whole = Some(value),
            Some(Open::List(values)) => values.push(value),
            Some(Open::Mapping(entries, key)) => match key.take() {
                Some((key, key_span)) => entries.push(Entry { key, key_span, value }),
                None => {
                    let words = if let Kind::Text(words) = value.kind { words } else { String::new() };
                    *key = Some((words, value.span));
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        read(text, FileId(0), 10).expect("YAML").expect("a mapping")
    }

    #[test]
    fn scalars_are_text_as_written_and_know_their_place() {
        let text = "\u{e4}: x\r\ntitle: 2024\nno: no\nlist:\n  - a\n  - \"b\"\n";
        let table = table(text);
        let title = table.get("title").expect("a title");
        assert!(matches!(&title.kind, Kind::Text(words) if words == "2024"));
        let at = 10 + text.find("2024").expect("there");
        assert_eq!((title.span.start as usize, title.span.end as usize), (at, at + 4));
        assert!(matches!(&table.get("list").expect("a list").kind, Kind::List(list) if list.len() == 2));
        assert!(matches!(&table.get("no").expect("a text").kind, Kind::Text(words) if words == "no"));
    }

    #[test]
    fn what_is_no_mapping_is_none_and_what_is_no_yaml_has_a_place() {
        assert!(read("Text.\n", FileId(0), 0).expect("YAML").is_none());
        assert!(read("", FileId(0), 0).expect("YAML").is_none());
        let fault = read("a: b\ntitle: A: B\n", FileId(0), 4).expect_err("no YAML");
        assert!((4 + 5..4 + 17).contains(&fault.at), "{fault:?}");
    }

    #[test]
    fn aliases_multiply_nothing_and_depth_is_bounded() {
        let bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\ntitle: &t T\nsummary: *t\n";
        let table = table(bomb);
        assert!(matches!(&table.get("summary").expect("there").kind, Kind::Text(words) if words == "T"));
        assert!(matches!(&table.get("c").expect("there").kind, Kind::List(list) if list.len() == 2));
        assert!(read(&"- ".repeat(30_000), FileId(0), 0).is_err());
        assert!(read(&"[".repeat(30_000), FileId(0), 0).is_err());
    }
}
