//! Translations by their messages. Decides what is looked up by what.

use std::collections::HashMap;

use super::po::{Catalogue, Entry, Key};
use crate::diag::{FileId, Span};
use crate::source::remnants::State;

/// The context of headings of parts.
pub const PART: &str = "part";

/// Translations by what they translate.
pub struct Messages<'c> {
    file: FileId,
    by_key: HashMap<&'c Key, &'c Entry>,
}

impl<'c> Messages<'c> {
    /// Those of a file.
    pub fn of(file: FileId, catalogue: &'c Catalogue) -> Self {
        let there = catalogue.entries.iter().filter(|entry| !entry.obsolete);
        Self { file, by_key: there.map(|entry| (&entry.key, entry)).collect() }
    }

    /// What there is of a message; its translation with its place, where it may be set.
    pub fn find(&self, context: &str, id: &str) -> (State, Option<(&'c str, Span)>) {
        let key = Key { context: Some(context.to_owned()), id: id.to_owned() };
        let Some(entry) = self.by_key.get(&key).copied().filter(|entry| entry.has_text()) else {
            return (State::Missing, None);
        };
        if entry.is_fuzzy() {
            return (State::Fuzzy, None);
        }
        (State::Done, Some((&entry.text, Span::new(self.file, entry.place.clone()))))
    }
}
