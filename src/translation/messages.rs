//! The messages of a brochure and their translations. Decides what is looked up by what.

use std::collections::{BTreeMap, HashMap};

use super::blocks::{self, place};
use super::po::{Catalogue, Entry, Key};
use super::texts;
use crate::diag::{FileId, Files, Span};
use crate::document::markdown::units;
use crate::source::Project;
use crate::source::remnants::State;
use crate::tree::Kind;

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

/// All messages of a brochure, with the places where each stands.
pub fn template(project: &Project, files: &Files) -> Vec<Entry> {
    let mut template = Template { files, entries: Vec::new(), known: BTreeMap::new() };
    if let Kind::Table(tree) = &project.written.kind {
        texts::each(&mut tree.clone(), &mut |text| {
            if let Kind::Text(words) = &text.value.kind {
                template.add(&text.context, words, text.value.span);
            }
        });
    }
    project.parts.iter().for_each(|part| template.add(PART, &part.title.value, part.title.span));
    for file in &project.chapters {
        template.add_all(*file, blocks::of_chapter);
    }
    project.imprint.iter().for_each(|file| template.add_all(*file, units::of_text));
    template.entries
}

struct Template<'f> {
    files: &'f Files,
    entries: Vec<Entry>,
    /// Numbers of the entries.
    known: BTreeMap<Key, usize>,
}

impl Template<'_> {
    fn add_all(&mut self, file: FileId, read: blocks::Reader) {
        for unit in read(&self.files.get(file).text) {
            self.add(unit.kind.name(), &unit.message, Span::new(file, unit.range));
        }
    }

    fn add(&mut self, context: &str, words: &str, span: Span) {
        let key = Key { context: Some(context.to_owned()), id: words.to_owned() };
        let reference = place(self.files, span);
        let at = *self.known.entry(key.clone()).or_insert(self.entries.len());
        if at == self.entries.len() {
            self.entries.push(Entry { key, ..Entry::default() });
        }
        let references = &mut self.entries[at].references;
        if references.last() != Some(&reference) {
            references.push(reference);
        }
    }
}
