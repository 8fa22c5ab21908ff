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
        let theme = &self.sheet.theme.footnotes;
        let style = self.style(StyleId::Footnote);
        let indent = if notes.len() >= TWO_FIGURES { theme.indent_wide.0 } else { theme.indent.0 };
        let indent =
            indent.max(self.room_for_number(notes.len() as u64, self.style(StyleId::FootnoteNumber)));
        for (n, note) in notes.iter().enumerate() {
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
            galley.notes.push(NoteBox { lines, leading: style.leading, indent, number: n as u32 + 1 });
        }
    }
}
