//! Headings as rows: balanced, hyphenated only where a word is wider than the line, never without what follows.

use super::super::galley::{FORBIDDEN, Galley, Surplus};
use super::super::setter::Setter;
use super::Column;
use crate::document::rich::Rich;
use crate::ids::AnchorId;
use crate::style::StyleId;

/// Share of its space that a heading keeps right after another heading.
const AFTER_HEADING: f64 = 0.7;

impl<'a> Setter<'a> {
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
        galley.space(style.space_above * if close { AFTER_HEADING } else { 1.0 }, style.space_below);
        galley
    }
}
