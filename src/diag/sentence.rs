//! Sentences with what is filled in. Decides that words are chosen when they are printed, not when something
//! is found: what was found says only which sentence, and its parts.

use std::fmt::Display;

use crate::template::fill_with;

/// A sentence of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    words: &'static str,
    parts: Fillings,
}

/// What is filled in, by name.
pub type Fillings = Vec<(&'static str, Filling)>;

/// What is filled in to a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filling {
    /// Words that are not of the program: names, numbers, what the author or the system wrote.
    Text(String),
    /// Words of the program.
    Sentence(Sentence),
    /// Several, with commas between.
    List(Vec<Filling>),
}

impl Sentence {
    /// Of these words.
    pub(super) fn new(words: &'static str, parts: Fillings) -> Self {
        Self { words, parts }
    }

    /// The words with their parts.
    pub fn text(&self) -> String {
        filled(self.words, &self.parts)
    }
}

/// Words with their parts.
pub(super) fn filled(words: &str, parts: &Fillings) -> String {
    fill_with(words, |name| parts.iter().find(|(part, _)| *part == name).map(|(_, part)| part.text()))
}

impl Filling {
    /// Several parts.
    pub fn list(parts: impl IntoIterator<Item = impl Into<Self>>) -> Self {
        Self::List(parts.into_iter().map(Into::into).collect())
    }

    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Sentence(sentence) => sentence.text(),
            Self::List(parts) => parts.iter().map(Self::text).collect::<Vec<_>>().join(", "),
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

/// Declares sentences: a function for each, whose arguments are the parts.
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
                $crate::diag::Sentence::new($words, vec![$((stringify!($part), $part.into())),*])
            }
        )*
    };
}
pub(in crate::diag) use sentences;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_words_sentences_and_lists() {
        let inner = Sentence::new("„{word}“", vec![("word", "{a}".into())]);
        let parts = vec![("a", Filling::list(["x", "y"])), ("b", inner.into()), ("c", 3.into())];
        assert_eq!(Sentence::new("{a}: {b}, {c}, {d}", parts).text(), "x, y: „{a}“, 3, {d}");
    }
}
