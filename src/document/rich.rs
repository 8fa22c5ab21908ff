//! Text with marks: the paragraphs of the document. Decides how text, marks and source places are
//! kept together while typography changes the letters.

use std::borrow::Cow;

use crate::diag::{FileId, Span};
use crate::language::LanguageTag;
use crate::node::NodeId;

/// What is marked on a piece of text, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Marks(pub u8);

impl Marks {
    /// `*kursiv*`
    pub const EMPHASIS: Self = Self(1);
    /// `**fett**`
    pub const STRONG: Self = Self(2);
    /// `~~gestrichen~~`
    pub const STRIKE: Self = Self(4);
    /// `~tief~`
    pub const SUBSCRIPT: Self = Self(8);
    /// `^hoch^`
    pub const SUPERSCRIPT: Self = Self(16);
    /// `` `Code` ``
    pub const CODE: Self = Self(32);
    /// The call of a note.
    pub const CALL: Self = Self(64);
    /// Typed behind a backslash: means nothing but itself.
    pub const LITERAL: Self = Self(128);

    /// Whether all of `other` is set.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Without those of `other`.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Both.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Number of a link in [`super::Document::links`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

/// Number of an anchor in [`super::Document::anchors`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnchorId(pub u32);

/// A stretch of text with the same marks; it ends where the next begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// First byte in the text.
    pub start: u32,
    /// Marks.
    pub marks: Marks,
    /// The link it belongs to.
    pub link: Option<LinkId>,
    /// Its text is the page number of this anchor.
    pub page_of: Option<AnchorId>,
    /// The note it calls (number in the chapter, from 0).
    pub note: Option<u32>,
    /// Its language, where it is not the brochure's.
    pub language: Option<LanguageTag>,
    /// Where it hangs in the structure.
    pub node: NodeId,
}

impl Run {
    /// Text without marks.
    pub fn plain(node: NodeId) -> Self {
        Self {
            start: 0,
            marks: Marks::default(),
            link: None,
            page_of: None,
            note: None,
            language: None,
            node,
        }
    }
}

/// A text on one line, without soft hyphens.
pub fn plain_words(text: &str) -> String {
    text.replace('\n', " ").replace('\u{ad}', "")
}

/// A text with marks. Hard breaks are `\n`.
#[derive(Debug, Clone, Default)]
pub struct Rich {
    /// The text, typographically finished.
    pub text: String,
    /// Marks, sorted by start; covers the text.
    pub runs: Vec<Run>,
    /// Where text stands in the source: (byte in text, byte in file), sorted.
    pub map: Vec<(u32, u32)>,
    /// The source file.
    pub file: FileId,
}

impl Rich {
    /// Plain text in one run.
    pub fn plain(text: impl Into<String>, node: NodeId) -> Self {
        Self { text: text.into(), runs: vec![Run::plain(node)], map: Vec::new(), file: FileId(0) }
    }

    /// The words on one line, without soft hyphens and calls of notes: for bookmarks and running heads.
    pub fn words(&self) -> String {
        let pieces = self.pieces().filter(|(_, run)| !run.marks.has(Marks::CALL));
        plain_words(&pieces.map(|(range, _)| &self.text[range]).collect::<String>())
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The place in the source of a byte of the text.
    pub fn span_at(&self, at: usize, len: usize) -> Option<Span> {
        let n = self.map.partition_point(|(t, _)| *t as usize <= at);
        let (text, source) = *self.map.get(n.checked_sub(1)?)?;
        let mut start = source as usize + at - text as usize;
        if let Some((_, next)) = self.map.get(n)
            && *next >= source
        {
            start = start.min(*next as usize);
        }
        Some(Span::new(self.file, start..start + len))
    }

    /// The place of the whole text.
    pub fn span(&self) -> Option<Span> {
        let (_, start) = *self.map.first()?;
        let (text, source) = *self.map.last()?;
        let end = source as usize + self.text.len().saturating_sub(text as usize);
        Some(Span::new(self.file, start as usize..end.max(start as usize)))
    }

    /// A string of brochure.toml or front matter, with its place.
    pub fn written(text: impl Into<String>, span: Span, node: NodeId) -> Self {
        Self { map: vec![(0, span.start + 1)], file: span.file, ..Self::plain(text, node) }
    }

    /// Cuts `len` bytes off the front.
    pub fn cut_front(&mut self, len: usize) {
        *self = self.split_off(0, len);
    }

    /// Cuts the text at `at`; returns what follows after another `skip` bytes.
    pub fn split_off(&mut self, at: usize, skip: usize) -> Self {
        let from = at + skip;
        let shift = |n: u32| n.saturating_sub(from as u32);
        let first = self.runs.iter().rposition(|r| r.start as usize <= from).unwrap_or(0);
        let runs = self.runs[first..].iter().map(|r| Run { start: shift(r.start), ..r.clone() }).collect();
        let mapped = self.map.iter().rposition(|(t, _)| *t as usize <= from).unwrap_or(0);
        let map = self.map[mapped..]
            .iter()
            .map(|(t, s)| (shift(*t), s + (from as u32).saturating_sub(*t)))
            .collect();
        let rest = Self { text: self.text[from..].to_owned(), runs, map, file: self.file };
        self.text.truncate(at);
        self.runs.retain(|r| r.start == 0 || (r.start as usize) < at);
        self.map.retain(|(t, _)| (*t as usize) < at || *t == 0);
        rest
    }

    /// The run that a byte belongs to.
    pub fn run_at(&self, at: usize) -> Option<&Run> {
        let behind = self.runs.partition_point(|run| run.start as usize <= at);
        behind.checked_sub(1).map(|n| &self.runs[n])
    }

    /// The runs with their byte ranges.
    pub fn pieces(&self) -> impl Iterator<Item = (std::ops::Range<usize>, &Run)> {
        let ends = self.runs.iter().skip(1).map(|r| r.start as usize).chain([self.text.len()]);
        self.runs.iter().zip(ends).map(|(run, end)| (run.start as usize..end, run))
    }

    /// The text with the page numbers put in.
    pub fn with_pages(&self, page: &dyn Fn(AnchorId) -> Option<usize>) -> Cow<'_, Self> {
        if self.runs.iter().all(|r| r.page_of.is_none()) {
            return Cow::Borrowed(self);
        }
        let mut filled = Self { text: String::new(), runs: Vec::new(), map: Vec::new(), file: self.file };
        let mut map = self.map.iter().peekable();
        for (range, run) in self.pieces() {
            let start = filled.text.len() as u32;
            filled.runs.push(Run { start, ..run.clone() });
            while let Some((text, source)) = map.next_if(|(text, _)| (*text as usize) < range.end) {
                filled.map.push((start + text - range.start as u32, *source));
            }
            match run.page_of.and_then(page) {
                Some(number) => filled.text.push_str(&number.to_string()),
                None => filled.text.push_str(&self.text[range]),
            }
        }
        Cow::Owned(filled)
    }
}
