//! Letters of a text while it is collected, each with what is known of it. Decides what is one letter.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::rich::Content;
use crate::ids::LinkId;
use crate::language::{Language, LanguageTag};
use crate::marks::Marks;

/// A character of a paragraph while it is refined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// The character.
    pub c: char,
    /// Its byte in the source file.
    pub source: u32,
    /// Its raw_run.
    pub run: u32,
    /// Its marks.
    pub marks: Marks,
    /// The rules of its language; without any it is left alone.
    pub language: Option<Language>,
}

impl Cell {
    /// The rules that apply to it: none to code.
    pub fn rules(&self) -> Option<Language> {
        self.language.filter(|_| !self.marks.has(Marks::CODE))
    }
}

/// A stretch of text with the same marks while it is collected.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawRun {
    /// Its marks.
    pub marks: Marks,
    /// What it is.
    pub content: Content,
    /// The link or call that it belongs to.
    pub link: Option<LinkId>,
    /// Its language, where it is not the brochure's.
    pub language: Option<LanguageTag>,
    /// The innermost passage it stands in.
    pub passage: Option<usize>,
    /// The picture that it is, by its number in the text.
    pub picture: Option<u32>,
    /// What it stands for, by its number in the text.
    pub expansion: Option<u32>,
}

/// A letter typed with marks behind it (`u` and U+0308) becomes the one that fonts, hyphenation and search
/// know (`ü`), where there is one. It stands where its first character was typed.
pub fn compose(cells: &mut Vec<Cell>) {
    if !cells.iter().any(|cell| joins(cell.c)) {
        return;
    }
    let mut kept: Vec<Cell> = Vec::with_capacity(cells.len());
    let mut rest = cells.as_slice();
    while let Some(first) = rest.first() {
        let same = |cell: &&Cell| joins(cell.c) && cell.run == first.run && cell.marks == first.marks;
        let (letter, behind) = rest.split_at(1 + rest[1..].iter().take_while(same).count());
        let composed: Vec<char> = letter.iter().map(|cell| cell.c).nfc().collect();
        if composed.len() < letter.len() {
            let marks = letter.len() + 1 - composed.len();
            let from = std::iter::once(first).chain(&letter[marks..]);
            kept.extend(composed.into_iter().zip(from).map(|(c, cell)| Cell { c, ..*cell }));
        } else {
            kept.extend(letter);
        }
        rest = behind;
    }
    *cells = kept;
}

/// Whether a character may join the letter before it: marks, and vowels and finals of Hangul.
fn joins(c: char) -> bool {
    c >= '\u{300}' && (canonical_combining_class(c) > 0 || matches!(c, '\u{1160}'..='\u{11ff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn composed(text: &str) -> Vec<(char, u32)> {
        let cell = |(n, c)| Cell { c, source: n as u32, run: 0, marks: Marks::default(), language: None };
        let mut cells: Vec<Cell> = text.char_indices().map(cell).collect();
        compose(&mut cells);
        cells.iter().map(|cell| (cell.c, cell.source)).collect()
    }

    #[test]
    fn letters_and_their_marks_become_one_at_its_place() {
        assert_eq!(composed("u\u{308}x"), [('ü', 0), ('x', 3)]);
        assert_eq!(composed("o\u{302}\u{323}n"), [('ộ', 0), ('n', 5)], "marks in either order");
        assert_eq!(composed("q\u{308}u\u{308}"), [('q', 0), ('\u{308}', 1), ('ü', 3)]);
        assert_eq!(composed("\u{1112}\u{1161}\u{11ab}"), [('한', 0)]);
    }

    #[test]
    fn other_characters_stay_as_typed() {
        for text in ["\u{308}a", "\u{212b}", "\u{fb2a}\u{5b0}"] {
            assert!(composed(text).iter().map(|(c, _)| *c).eq(text.chars()), "{text}");
        }
    }
}
