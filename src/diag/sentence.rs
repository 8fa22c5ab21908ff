//! Sentences with what is filled in. Decides that words are chosen when they are printed, not when something
//! is found: what was found says only which sentence, and its parts.

use std::borrow::Cow;
use std::fmt::Display;

use super::wording::{Stock, Wording};
use crate::template::fill_with;

/// A sentence of the program.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sentence {
    stock: Stock,
    /// By which words of other languages are found.
    key: Cow<'static, str>,
    words: &'static str,
    parts: Fillings,
}

/// What is filled in, by name.
pub type Fillings = Vec<(&'static str, Filling)>;

/// What is filled in to a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filling {
    /// Words that are not of the program: names, whole numbers, what the author or the system wrote.
    Text(String),
    /// A number with decimals, that are written as the language does.
    Measure(String),
    /// Words of the program.
    Sentence(Sentence),
    /// Several, with commas between.
    List(Vec<Filling>),
}

impl Sentence {
    /// Of these words, by the name of their function.
    pub(super) fn new(name: &'static str, words: &'static str, parts: Fillings) -> Self {
        Self::stored(Stock::Sentences, name, words, parts)
    }

    /// Words of a table.
    pub fn stored(
        stock: Stock,
        key: impl Into<Cow<'static, str>>,
        words: &'static str,
        parts: Fillings,
    ) -> Self {
        Self { stock, key: key.into(), words, parts }
    }

    /// The words with their parts, in English.
    pub fn text(&self) -> String {
        self.text_in(Wording::english())
    }

    /// The words with their parts.
    pub fn text_in(&self, wording: &Wording) -> String {
        filled(wording.of(self.stock, &self.key, self.words), &self.parts, wording)
    }
}

/// Words with their parts.
pub(super) fn filled(words: &str, parts: &Fillings, wording: &Wording) -> String {
    fill_with(words, |name| {
        parts.iter().find(|(part, _)| *part == name).map(|(_, part)| part.text_in(wording))
    })
}

impl Filling {
    /// Several parts.
    pub fn list(parts: impl IntoIterator<Item = impl Into<Self>>) -> Self {
        Self::List(parts.into_iter().map(Into::into).collect())
    }

    /// A number with so many decimals.
    pub fn measure(number: f64, decimals: usize) -> Self {
        Self::Measure(format!("{number:.decimals$}"))
    }

    /// A number with as many decimals as it has.
    pub fn number(number: f64) -> Self {
        Self::Measure(number.to_string())
    }

    fn text_in(&self, wording: &Wording) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Measure(number) => wording.number(number).into_owned(),
            Self::Sentence(sentence) => sentence.text_in(wording),
            Self::List(parts) => {
                parts.iter().map(|part| part.text_in(wording)).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

impl<T: Display> From<T> for Filling {
    fn from(text: T) -> Self {
        Self::Text(text.to_string())
    }
}

impl From<Sentence> for Filling {
    fn from(sentence: Sentence) -> Self {
        Self::Sentence(sentence)
    }
}

/// Declares sentences: a function for each, whose arguments are the parts, and `ALL`, a list of their names and words.
macro_rules! sentences {
    ($($(#[$meta:meta])* $name:ident($($part:ident),*) $words:literal;)*) => {
        $(
            $(#[$meta])*
            #[doc = $words]
            pub fn $name($($part: impl Into<$crate::diag::Filling>),*) -> $crate::diag::Sentence {
                const {
                    let parts: &[&str] = &[$(stringify!($part)),*];
                    let used = $crate::template::used($words, parts);
                    assert!(matches!(used, Some(used) if used == (1 << parts.len()) - 1));
                }
                let parts = vec![$((stringify!($part), $part.into())),*];
                $crate::diag::Sentence::new(stringify!($name), $words, parts)
            }
        )*

        /// Names and words of all.
        #[cfg(any(test, feature = "internals"))]
        pub const ALL: &[(&str, &str)] = &[$((stringify!($name), $words)),*];
    };
}
pub(in crate::diag) use sentences;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::wording::Words;

    #[test]
    fn parts_are_words_sentences_measures_and_lists() {
        let inner = Sentence::new("inner", "„{word}“", vec![("word", "{a}".into())]);
        let (list, measure) = (Filling::list(["x", "y"]), Filling::measure(2.5, 2));
        let parts = vec![("a", list), ("b", inner.into()), ("c", 3.into()), ("m", measure)];
        let outer = Sentence::new("outer", "{a}: {b}, {c}, {d} {m}", parts);
        assert_eq!(outer.text(), "x, y: „{a}“, 3, {d} 2.50");
        let read =
            |_| Words::from([("inner", "‚{word}‘"), ("outer", "{m} {b}")].map(|(k, w)| (k.into(), w.into())));
        assert_eq!(outer.text_in(&Wording::new("de", ',', Some(read))), "2,50 ‚{a}‘");
    }
}
