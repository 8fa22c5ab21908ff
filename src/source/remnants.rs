//! What of a translation still stands in the brochure's own language. Decides by its place which language words
//! are in.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diag::FileId;
use crate::language::LanguageTag;

/// How far a translation is, in blocks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Completeness {
    /// All that are to be translated.
    pub all: usize,
    /// Those without translation.
    pub missing: usize,
    /// Those whose translation is to be looked at again.
    pub fuzzy: usize,
}

impl Completeness {
    /// Those that are translated.
    pub fn done(self) -> usize {
        self.all - self.missing - self.fuzzy
    }

    /// Adds a block by what there is of it.
    pub fn add(&mut self, state: State) {
        self.all += 1;
        match state {
            State::Done => {}
            State::Missing => self.missing += 1,
            State::Fuzzy => self.fuzzy += 1,
        }
    }
}

/// What there is of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its translation.
    Done,
    /// Nothing.
    Missing,
    /// A translation that is to be looked at again.
    Fuzzy,
}

/// What of a translation is not translated; nothing in the brochure itself.
#[derive(Debug, Clone, Default)]
pub struct Remnants {
    /// The brochure's own language, in a translation.
    pub language: Option<LanguageTag>,
    /// How far the translation is.
    pub completeness: Completeness,
    /// Parts of chapters that stand in it, in order.
    parts: BTreeMap<FileId, Vec<Range<u32>>>,
    /// Texts of brochure.toml that do.
    texts: BTreeSet<String>,
    /// The chapters that those of the translation were made of, in order.
    pub originals: Vec<FileId>,
}

impl Remnants {
    /// Of a brochure in that language.
    pub fn of(language: Option<LanguageTag>) -> Self {
        Self { language, ..Self::default() }
    }

    /// Adds a part of a file; those of a file come in order.
    pub fn add_part(&mut self, file: FileId, part: Range<usize>) {
        self.parts.entry(file).or_default().push(part.start as u32..part.end as u32);
    }

    /// Adds a text of brochure.toml.
    pub fn add_text(&mut self, text: &str) {
        // As covers and imprint set it.
        self.texts.extend([text.to_owned(), text.replace(" | ", "\n"), text.replace(" | ", " ")]);
    }

    /// The language of what stands at a byte, where that is not the translation's.
    pub fn at(&self, file: FileId, byte: u32) -> Option<LanguageTag> {
        let parts = self.parts.get(&file)?;
        let before = parts.partition_point(|part| part.start <= byte);
        parts[..before].last().filter(|part| byte < part.end).and(self.language)
    }

    /// The language of a text of brochure.toml, where that is not the translation's.
    pub fn of_text(&self, text: &str) -> Option<LanguageTag> {
        self.texts.contains(text).then_some(self.language).flatten()
    }
}
