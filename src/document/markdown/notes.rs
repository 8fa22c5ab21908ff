//! Notes. Decides their numbers, binds definitions to calls, reports what dangles.

use super::super::inlines::Inlines;
use super::super::rich::Rich;
use super::super::{Note, Target};
use super::{Draft, Reader};
use crate::diag::{Span, complaint};
use crate::marks::Marks;
use pulldown_cmark::{CowStr, TagEnd};
use std::ops::Range;

/// Longest label of a note, in characters.
const LONGEST_LABEL: usize = 60;

impl<'t> Reader<'_, '_, 't> {
    pub(super) fn draft(&mut self, label: &str) -> &mut Draft {
        let ids = &mut self.reading.ids;
        self.notes.entry(label.to_owned()).or_insert_with(|| Draft {
            node: ids.node(),
            label: ids.node(),
            call: None,
            definition: None,
        })
    }

    pub(super) fn call(&mut self, label: &CowStr<'_>, range: &Range<usize>, inlines: &mut Inlines) {
        let label = label.to_string();
        let span = self.span(range);
        if let Some(inside) = &self.in_note {
            let itself = *inside == label;
            let told = if itself { complaint::note_calls_itself() } else { complaint::note_calls_another() };
            self.report(told.at(span));
            return;
        }
        let draft = self.draft(&label);
        if draft.call.is_some() {
            self.report(complaint::note_called_twice(label).at(span));
            return;
        }
        let target = Target::Note(draft.node);
        let note = self.calls.len() as u32;
        let words = self.reading.shared.labels.note(note + 1);
        let link = self.reading.add_link(target, words, span);
        self.draft(&label).call = Some((link, span));
        self.calls.push(label);
        let source = range.start + self.body..range.end + self.body;
        inlines.call(note, &source, link);
    }

    pub(super) fn note_definition(&mut self, label: &CowStr<'_>, range: &Range<usize>) {
        let label = label.to_string();
        let span = self.span(range);
        if self.in_note.is_some() {
            self.report(complaint::note_defined_in_note().at(Span { end: span.start + 1, ..span }));
            return self.skip();
        }
        self.in_note = Some(label.clone());
        let blocks = self.blocks(1, Some(TagEnd::FootnoteDefinition));
        self.in_note = None;
        if self.draft(&label).definition.is_some() {
            self.report(complaint::note_defined_twice(label).at(span));
            return;
        }
        self.draft(&label).definition = Some((blocks, span));
    }

    pub(super) fn finish_notes(&mut self) -> Vec<Note> {
        let mut unused: Vec<(Span, String)> = self
            .notes
            .iter()
            .filter(|(_, d)| d.call.is_none())
            .filter_map(|(label, d)| Some((d.definition.as_ref()?.1, label.clone())))
            .collect();
        unused.sort();
        for (span, label) in unused {
            self.report(complaint::unused_note(label).at(span));
        }
        let calls = std::mem::take(&mut self.calls);
        let mut notes = Vec::new();
        for label in calls {
            let Some(draft) = self.notes.remove(&label) else { continue };
            let Some((call, place)) = draft.call else { continue };
            let (blocks, span) = draft.definition.unwrap_or((Vec::new(), place));
            if blocks.is_empty() {
                self.report(complaint::empty_note(label).at(place));
            }
            let words = self.reading.shared.labels.back().to_owned();
            let back = self.reading.add_link(Target::Call(call), words, span);
            notes.push(Note { node: draft.node, label: draft.label, back, blocks, span });
        }
        notes
    }

    /// The parser leaves calls without a definition as text.
    pub(super) fn check_dangling_notes(&mut self, rich: &Rich) {
        for (at, _) in rich.text.match_indices("[^") {
            let behind = &rich.text[at + 2..];
            let far = behind.char_indices().nth(LONGEST_LABEL + 1).map_or(behind.len(), |(far, _)| far);
            let Some(len) = behind[..far].find([']', '[']).filter(|len| behind[*len..].starts_with(']'))
            else {
                continue;
            };
            let label = &behind[..len];
            let code = rich.run_at(at).is_some_and(|run| run.marks.has(Marks::CODE));
            let escaped = rich.span_at(at, 1).is_some_and(|s| {
                (s.start as usize)
                    .checked_sub(self.body + 1)
                    .is_some_and(|b| self.text.as_bytes().get(b) == Some(&b'\\'))
            });
            if !code && !escaped && !label.is_empty() {
                let span = rich.span_at(at, len + 3);
                self.report(complaint::no_note(label).at(span));
            }
        }
    }
}
