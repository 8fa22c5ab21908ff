//! The language in which the program speaks. Decides that English stands in the code, that other languages are tables
//! of words beside it, and that what such a table lacks is said in English.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What words are of; each is a file of a language (`assets/messages/`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stock {
    /// Sentences of `diag/words/`, by the names of their functions.
    Sentences,
    /// Complaints, by the names of their functions: `says`, `label`, `help`.
    Complaints,
    /// Codes of complaints, with their severity: `means`, `advice`, `case`.
    Codes,
    /// Rules of preflight, by their codes: `title`, `reason`, `help`.
    Rules,
    /// The command line, by command and argument.
    Calls,
    /// The page of the preview, by the keys of its words.
    Preview,
}

impl Stock {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 6] =
        [Self::Sentences, Self::Complaints, Self::Codes, Self::Rules, Self::Calls, Self::Preview];
}

/// Words by their keys: `meant`, `image_corrupt.help`, `missing-alt.warning.means`.
pub type Words = BTreeMap<String, String>;

/// What the program says in a language.
#[derive(Debug)]
pub struct Wording {
    /// The language's tag.
    pub tag: &'static str,
    /// Stands before decimals.
    pub decimal: char,
    /// Reads the words of a stock; none for the language of the code.
    read: Option<fn(Stock) -> Words>,
    /// Each is read when it is asked for.
    stocks: [OnceLock<Words>; Stock::ALL.len()],
}

/// The language of the code.
static ENGLISH: Wording = Wording::new("en", '.', None);

impl Wording {
    /// A language, with what reads its words.
    pub const fn new(tag: &'static str, decimal: char, read: Option<fn(Stock) -> Words>) -> Self {
        Self { tag, decimal, read, stocks: [const { OnceLock::new() }; Stock::ALL.len()] }
    }

    /// The words as they stand in the code.
    pub fn english() -> &'static Self {
        &ENGLISH
    }

    /// All words of a stock.
    pub fn stock(&self, stock: Stock) -> &Words {
        self.stocks[stock as usize].get_or_init(|| self.read.map(|read| read(stock)).unwrap_or_default())
    }

    /// The words of a key, where there are some.
    pub fn get(&self, stock: Stock, key: &str) -> Option<&str> {
        self.stock(stock).get(key).map(String::as_str)
    }

    /// The words of a key, or those of the code.
    pub fn of<'w>(&'w self, stock: Stock, key: &str, english: &'w str) -> &'w str {
        self.get(stock, key).unwrap_or(english)
    }

    /// A number as it is written in a sentence: `2.50` with a decimal comma where the language has one.
    pub fn number<'t>(&self, written: &'t str) -> Cow<'t, str> {
        match self.decimal {
            '.' => written.into(),
            decimal => written.replace('.', decimal.encode_utf8(&mut [0; 4])).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_words_is_said_in_english() {
        let read = |stock| match stock {
            Stock::Sentences => Words::from([("a".to_owned(), "A de".to_owned())]),
            _ => Words::new(),
        };
        let german = Wording::new("de", ',', Some(read));
        assert_eq!(german.of(Stock::Sentences, "a", "A"), "A de");
        assert_eq!(german.of(Stock::Complaints, "a", "A"), "A");
        assert_eq!(Wording::english().of(Stock::Sentences, "a", "A"), "A");
        assert_eq!(
            (german.number("2.50"), Wording::english().number("2.50")),
            ("2,50".into(), "2.50".into())
        );
    }

    #[test]
    fn groups_have_places_of_their_own() {
        assert!(Stock::ALL.iter().enumerate().all(|(n, stock)| *stock as usize == n));
    }
}
