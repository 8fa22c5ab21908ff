//! Notes: set once at full measure; the paginator only counts their lines.

use super::super::galley::{Galley, NoteBox};
use super::super::setter::Setter;
use crate::diag::complaint;
use crate::document::{BlockKind, Note};
use crate::geom::Pt;
use crate::style::StyleId;

/// From this number on the text of notes is set deeper.
const TWO_FIGURES: usize = 10;

impl<'a> Setter<'a> {
    /// Sets the notes of a chapter into its galley.
    pub fn notes(&self, notes: &'a [Note], width: Pt, galley: &mut Galley<'a>) {
        let indent = self.indent_of_notes(notes);
        for (number, note) in (1..).zip(notes) {
            self.note(note, number, (indent, width), galley);
        }
    }

    /// How deep the text of a chapter's notes is set.
    pub fn indent_of_notes(&self, notes: &[Note]) -> Pt {
        let theme = &self.sheet.theme.footnotes;
        let indent = if notes.len() >= TWO_FIGURES { theme.indent_wide.0 } else { theme.indent.0 };
        indent.max(self.room_for_number(notes.len() as u64, self.style(StyleId::FootnoteNumber)))
    }

    /// Sets a note into a galley, with an indent in a width.
    pub fn note(&self, note: &'a Note, number: u32, (indent, width): (Pt, Pt), galley: &mut Galley<'a>) {
        let style = self.style(StyleId::Footnote);
        let mut lines = Vec::new();
        for block in &note.blocks {
            match &block.kind {
                BlockKind::Paragraph(rich) => {
                    let set = self.text(rich, style, width - indent);
                    let count = set.lines.len() as u32;
                    let number = galley.paragraph(set);
                    lines.extend((0..count).map(|l| (number, l)));
                }
                _ => self.report(complaint::note_content().at(block.span)),
            }
        }
        galley.notes.push(NoteBox { lines, leading: style.leading, indent, number });
    }
}
