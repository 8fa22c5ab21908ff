//! The glossary: terms and definitions in two columns or below one another, a rule above each.

use super::super::galley::{Content, Galley, Row};
use super::super::setter::Setter;
use super::Column;
use crate::diag::complaint;
use crate::document::rich::Rich;
use crate::document::{Block, BlockKind, Definition};
use crate::geom::{Point, Rect};
use crate::pages::{Artifact, Item, Owner};
use crate::style::StyleId;
use crate::text::segment::RunStyle;

impl<'a> Setter<'a> {
    /// Blocks of a glossary: its definition lists in two columns, everything else as usual.
    pub fn glossary(&self, blocks: &'a [Block], column: Column) -> Galley<'a> {
        let mut galley = Galley::default();
        for (n, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Definitions(definitions) => {
                    for (n, definition) in definitions.iter().enumerate() {
                        let last = n + 1 == definitions.len();
                        galley.append(self.glossary_row(definition, last, column));
                    }
                    galley.below = self.sheet.page.leading;
                }
                _ => galley.append(self.nth(blocks, n, column)),
            }
        }
        galley
    }

    /// A term with its definition below a rule; the last stands between two.
    fn glossary_row(&self, definition: &'a Definition, last: bool, column: Column) -> Galley<'a> {
        let theme = &self.sheet.theme.glossary;
        let rule = |y| {
            let rect = Rect { x: 0.0, y, w: column.width, h: theme.rule.0 };
            let owner = Owner::Artifact(Artifact::Layout);
            Item::Fill { rect, colour: theme.rule_color, owner }
        };
        let mut items = vec![rule(0.0)];
        let top = theme.pad_top.0;
        let stacked = theme.definition_x.0 == 0.0;
        let term_width = if stacked { column.width } else { theme.term_width.0 };
        let term = self.balanced(&definition.term, self.style(StyleId::Term), term_width);
        let mut left = self.place(&term, Point { x: 0.0, y: top }, &mut items);
        let style = self.style(StyleId::Definition);
        let width = column.width - theme.definition_x.0;
        let mut right = if stacked { left } else { 0.0 };
        let mut runs: Vec<_> = definition.term.runs.iter().collect();
        for block in &definition.blocks {
            let BlockKind::Paragraph(rich) = &block.kind else {
                self.report(complaint::glossary_content().at(block.span));
                continue;
            };
            let (words, reference) = split_reference(rich);
            runs.extend(&rich.runs);
            let set = self.text(&words, style, width);
            right += self.place(&set, Point { x: theme.definition_x.0, y: top + right }, &mut items);
            if let Some(reference) = reference {
                // Where it stands says that it leads there.
                let style = self.style(StyleId::FieldLabel);
                let plain = |rich: &Rich| {
                    let styles = self.run_styles(rich, style).into_iter();
                    styles.map(|style| RunStyle { shows_link: false, ..style }).collect()
                };
                let set = self.styled(&reference, plain, self.setting(style, term_width));
                let below = if stacked { &mut right } else { &mut left };
                *below += self.place(&set, Point { x: 0.0, y: top + *below }, &mut items);
            }
        }
        let mut height = top + left.max(right) + theme.pad_bottom.0;
        if last {
            items.push(rule(height));
            height += theme.rule.0;
        }
        let mut galley = Galley::default();
        let frame = galley.frame(items);
        galley.rows.push(Row {
            x: column.x,
            calls: super::text::calls_of(runs.into_iter()),
            ..Row::new(height, Content::Frame(frame))
        });
        galley
    }
}

/// A definition that ends with a link: the words, and the link for the other column.
fn split_reference(rich: &Rich) -> (Rich, Option<Rich>) {
    let mut words = rich.clone();
    let Some(last) = rich.runs.last().filter(|r| r.link.is_some() && r.start > 0 && r.call().is_none())
    else {
        return (words, None);
    };
    let first = rich.runs.iter().rposition(|r| r.link != last.link).map_or(0, |n| n + 1);
    let at = rich.runs[first].start as usize;
    if at == 0 {
        return (words, None);
    }
    let reference = words.split_off(at, 0);
    let kept = words.text.trim_end_matches([' ', '\u{a0}']).len();
    words.text.truncate(kept);
    (words, Some(reference))
}
