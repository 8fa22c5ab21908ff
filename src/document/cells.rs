//! Letters of a text while it is collected, each with what is known of it.

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
}
