//! The messages of a brochure. Decides their order, and that equal words of one kind are one message.

use std::collections::BTreeMap;

use super::blocks::{self, place};
use super::messages::PART;
use super::po::{Entry, Key};
use super::texts;
use crate::diag::{FileId, Files, Span};
use crate::document::markdown::units;
use crate::source::Project;
use crate::tree::Kind;

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
    let read = blocks::of_chapters(&project.config.brochure.language.value);
    project.chapters.iter().for_each(|file| template.add_all(*file, &read));
    project.imprint.iter().for_each(|file| template.add_all(*file, &units::of_text));
    template.entries
}

struct Template<'f> {
    files: &'f Files,
    entries: Vec<Entry>,
    /// Numbers of the entries.
    known: BTreeMap<Key, usize>,
}

impl Template<'_> {
    fn add_all(&mut self, file: FileId, read: blocks::Reader<'_>) {
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
