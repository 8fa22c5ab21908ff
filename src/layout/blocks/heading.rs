//! Headings as rows: balanced, hyphenated only where a word is wider than the line, never without what follows.

use super::super::galley::{FORBIDDEN, Galley, Surplus};
use super::super::setter::Setter;
use super::Column;
use crate::document::Chapter;
use crate::document::rich::Rich;
use crate::ids::AnchorId;
use crate::style::StyleId;

/// Share of its space that a heading keeps right after another heading.
const AFTER_HEADING: f64 = 0.7;

/// Space above the title of a chapter that runs on below another, and between it and its text, in lines.
const TITLE_SPACE: (f64, f64) = (3.0, 1.0);

impl<'a> Setter<'a> {
    /// The title of a chapter that runs on below the one before, with its standfirst.
    pub fn running_title(&self, chapter: &'a Chapter, column: Column) -> Galley<'a> {
        let leading = self.sheet.page.leading;
        let mut galley = Galley::default();
        let style = self.style(StyleId::Heading1);
        galley.push_lines(self.balanced(&chapter.title, style, column.width), column.x, false);
        if let Some(summary) = &chapter.summary {
            let style = self.style(StyleId::Standfirst);
            let mut below = Galley::default();
            below.push_lines(self.text(summary, style, column.width), column.x, false);
            below.space(style.space_above, 0.0);
            galley.append(below);
        }
        for (n, row) in galley.rows.iter_mut().enumerate() {
            row.surplus = Surplus::Above;
            row.break_before = if n == 0 { 0.0 } else { FORBIDDEN };
            row.span = row.span.or(Some(chapter.title_span));
        }
        if let Some(first) = galley.rows.first_mut() {
            first.anchors.push(chapter.anchor);
            first.bookmark = Some((1, chapter.bookmark()));
        }
        galley.space(TITLE_SPACE.0 * leading, TITLE_SPACE.1 * leading);
        galley
    }

    pub(super) fn heading(
        &self,
        level: u8,
        text: &'a Rich,
        anchor: AnchorId,
        close: bool,
        column: Column,
    ) -> Galley<'a> {
        let style = self.style(match level {
            2 => StyleId::Heading2,
            3 => StyleId::Heading3,
            _ => StyleId::Heading4,
        });
        let mut galley = Galley::default();
        galley.push_lines(self.balanced(text, style, column.width), column.x, false);
        for (n, row) in galley.rows.iter_mut().enumerate() {
            row.surplus = Surplus::Above;
            row.break_before = if n == 0 { 0.0 } else { FORBIDDEN };
        }
        if let Some(first) = galley.rows.first_mut() {
            first.anchors.push(anchor);
            first.bookmark = Some((level, text.words()));
        }
        let in_checklist = column.list == StyleId::ChecklistItem;
        let to_boxes = if in_checklist { self.sheet.theme.checklist.below_headings.0 } else { 0.0 };
        let above = style.space_above * if close { AFTER_HEADING } else { 1.0 };
        galley.space(above, style.space_below + to_boxes);
        galley
    }
}
