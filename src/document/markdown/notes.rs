//! Notes. Decides their numbers, binds definitions to calls, reports what dangles.

use super::super::inlines::Inlines;
use super::super::rich::Rich;
use super::super::{Block, BlockKind, Note, Target};
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
            if *inside == label {
                return self.report(complaint::note_calls_itself().at(span));
            }
            self.report(complaint::note_calls_another(&label).at(span));
            return inlines.text(&format!("[^{label}]"), &self.source(range), Marks::LITERAL, None);
        }
        let draft = self.draft(&label);
        let target = Target::Note(draft.node);
        if draft.call.is_some() {
            return self.call_again(&label, target, range, inlines);
        }
        let note = self.calls.len() as u32;
        let words = self.reading.labels().note(note + 1);
        let link = self.reading.add_link(target, words, span);
        self.draft(&label).call = Some((link, span));
        self.calls.push(label);
        let source = self.source(range);
        inlines.call(note, &source, link);
    }

    /// Calls a note that was called before: its number again, which leads to the same note.
    fn call_again(&mut self, label: &str, target: Target, range: &Range<usize>, inlines: &mut Inlines) {
        let Some(note) = self.calls.iter().position(|called| called == label) else { return };
        let words = self.reading.labels().note(note as u32 + 1);
        let link = self.reading.add_link(target, words, self.span(range));
        inlines.call_again(note as u32, &self.source(range), link);
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
        let blocks = self.paragraphs_of(blocks);
        self.in_note = None;
        if self.draft(&label).definition.is_some() {
            self.report(complaint::note_defined_twice(label).at(span));
            return;
        }
        self.draft(&label).definition = Some((blocks, span));
    }

    /// The blocks of a note as paragraphs, which are all that stands at the foot of a page.
    fn paragraphs_of(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        let mut paragraphs = Vec::new();
        for block in blocks {
            let span = block.span;
            let paragraph = |rich| Block { kind: BlockKind::Paragraph(rich), span };
            match block.kind {
                BlockKind::Paragraph(rich)
                | BlockKind::Heading { text: rich, .. }
                | BlockKind::Code { text: rich } => {
                    paragraphs.push(paragraph(rich));
                }
                BlockKind::List { start, items } => {
                    for (n, item) in items.into_iter().enumerate() {
                        let marker =
                            start.map_or_else(|| "–".to_owned(), |start| format!("{}.", start + n as u64));
                        let mut inside = self.paragraphs_of(item.blocks);
                        if let Some(Block { kind: BlockKind::Paragraph(rich), .. }) = inside.first_mut() {
                            rich.put_before(&format!("{marker}\u{a0}"));
                        }
                        paragraphs.append(&mut inside);
                    }
                }
                BlockKind::Definitions(definitions) => {
                    for definition in definitions {
                        paragraphs.push(paragraph(definition.term));
                        paragraphs.append(&mut self.paragraphs_of(definition.blocks));
                    }
                }
                BlockKind::Quote(inner) => paragraphs.append(&mut self.paragraphs_of(inner)),
                BlockKind::Callout(callout) => {
                    paragraphs.extend(callout.title.map(paragraph));
                    paragraphs.append(&mut self.paragraphs_of(callout.blocks));
                    paragraphs.extend(callout.attribution.map(paragraph));
                }
                BlockKind::Table(table) => {
                    self.report(complaint::note_content().at(span));
                    let rows = std::iter::once(table.head).chain(table.rows);
                    paragraphs.extend(rows.flat_map(|row| row.cells).map(|cell| paragraph(cell.text)));
                }
                BlockKind::Figure(_) | BlockKind::Chart(_) => self.report(complaint::note_content().at(span)),
                BlockKind::Rule | BlockKind::PageBreak => {}
            }
        }
        paragraphs
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
            let words = self.reading.labels().back().to_owned();
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
            let is = |mark| rich.run_at(at).is_some_and(|run| run.marks.has(mark));
            if !is(Marks::CODE) && !is(Marks::LITERAL) && !label.is_empty() {
                let span = rich.span_at(at, len + 3);
                self.report(complaint::no_note(label).at(span));
            }
        }
    }
}
