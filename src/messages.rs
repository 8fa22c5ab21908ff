//! Languages in which the program speaks. Decides which ones there are, and which of them a tag asks for: German for
//! `de` and `de-*`, else English. The words of German are data, `assets/messages/`.

use crate::diag::{FileId, Sink, Stock, Wording, Words};
use crate::tree::{Entry, Kind, Table, parse};

static GERMAN: Wording = Wording::new("de", ',', Some(german));

impl Wording {
    /// The language that serves a tag.
    pub fn for_tag(tag: &str) -> &'static Self {
        let language = tag.split('-').next().unwrap_or(tag);
        if language.eq_ignore_ascii_case(GERMAN.tag) { &GERMAN } else { Self::english() }
    }
}

fn german(stock: Stock) -> Words {
    read(match stock {
        Stock::Sentences => include_str!("../assets/messages/sentences-de.toml"),
        Stock::Complaints => include_str!("../assets/messages/complaints-de.toml"),
        Stock::Codes => include_str!("../assets/messages/codes-de.toml"),
        Stock::Rules => include_str!("../assets/messages/rules-de.toml"),
        Stock::Calls => include_str!("../assets/messages/calls-de.toml"),
        Stock::Preview => include_str!("../assets/messages/preview-de.toml"),
    })
}

/// All texts of a file, by the names of their tables and their own with points between.
fn read(text: &str) -> Words {
    let mut words = Words::new();
    if let Kind::Table(table) = parse(text, FileId::default(), 0, &mut Sink::new()).kind {
        add(table, "", &mut words);
    }
    words
}

fn add(table: Table, above: &str, words: &mut Words) {
    for Entry { key, value, .. } in table.0 {
        let key = format!("{above}{key}");
        match value.kind {
            Kind::Table(inner) => add(inner, &format!("{key}."), words),
            Kind::Text(text) => drop(words.insert(key, text)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_is_spoken_in_all_countries_and_english_else() {
        let tag = |tag| Wording::for_tag(tag).tag;
        assert_eq!(["de", "de-AT", "DE-ch"].map(tag), ["de"; 3]);
        assert_eq!(["en", "fr", "den", "d", ""].map(tag), ["en"; 5]);
    }

    #[test]
    fn words_stand_by_table_and_name() {
        let words = read("a = \"1\"\n[x-y.z]\nb = \"2\"\n");
        assert_eq!(
            words,
            Words::from([("a", "1"), ("x-y.z.b", "2")].map(|(k, w)| (k.to_owned(), w.to_owned())))
        );
    }
}
