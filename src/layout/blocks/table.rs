//! Tables as rows. Decides the widths of columns, the rules, and what of a table stays together.

use super::super::galley::{Content, FORBIDDEN, Galley, Ground, Group, Row, Surplus};
use super::super::paragraph::Paragraph;
use super::super::setter::Setter;
use super::Column;
use super::text::calls_of;
use crate::diag::{Diagnostic, Span};
use crate::document::rich::Rich;
use crate::document::{ColumnAlign, Table};
use crate::geom::{Point, Pt, Rect};
use crate::pages::{Artifact, Item, Owner};
use crate::style::StyleId;
use crate::style::theme::Align;

/// Cost of a page that ends inside a table.
const SPLIT_TABLE: f64 = 25.0;

impl<'a> Setter<'a> {
    pub(super) fn table(&self, table: &'a Table, span: Span, column: Column) -> Galley<'a> {
        let theme = &self.sheet.theme.table;
        let mut galley = Galley::default();
        let count = table.columns.len();
        if count > theme.max_columns {
            self.report(
                Diagnostic::error(
                    "table-columns",
                    format!("a table of {count} columns does not fit on the page"),
                )
                .at(Span { end: span.start + 1, ..span })
                .hint(format!("at most {} columns can be read; split it or turn it", theme.max_columns)),
            );
            return galley;
        }
        let widths = self.column_widths(table, column.width);
        let mut items = Vec::new();
        let mut caption_height = 0.0;
        if let Some(caption) = &table.caption {
            caption_height = self.caption(caption, column.width, 0.0, &mut items) + theme.caption_gap.0;
        }
        let head = self.table_row(table, &table.head, &widths, StyleId::TableHead);
        let head_items = self.head_rules(head.items, head.height, column.width, 0.0);
        let repeated: Vec<Item> = head_items.iter().filter_map(Item::as_furniture).collect();
        items.extend(shifted(head_items, caption_height));
        let frame = galley.frame(items);
        let mut first = Row::new(caption_height + head.height, Content::Frame(frame));
        let captions = table
            .caption
            .iter()
            .flat_map(|c| c.text.runs.iter().chain(c.source.iter().flat_map(|s| &s.runs)));
        first.calls = calls_of(captions.chain(table.head.iter().flat_map(|c| &c.runs)));
        first.anchors.extend(table.caption.as_ref().and_then(|c| c.anchor));
        galley.rows.push(Row { x: column.x, ..first });
        for (n, cells) in table.rows.iter().enumerate() {
            let row = self.table_row(table, cells, &widths, StyleId::TableCell);
            let last = n + 1 == table.rows.len();
            let mut items = row.items;
            let (rule, colour) = if last {
                (theme.rule_bottom.0, theme.rule_color)
            } else {
                (theme.rule_row.0, theme.rule_row_color)
            };
            let rect = Rect { x: 0.0, y: row.height, w: column.width, h: rule };
            items.push(Item::Fill { rect, colour, owner: Owner::Artifact(Artifact::Layout) });
            let frame = galley.frame(items);
            let edge = n < theme.keep_rows || table.rows.len() - n < theme.keep_rows;
            galley.rows.push(Row {
                x: column.x,
                break_before: if edge { FORBIDDEN } else { SPLIT_TABLE },
                calls: calls_of(cells.iter().flat_map(|c| &c.runs)),
                ..Row::new(row.height + rule, Content::Frame(frame))
            });
        }
        let repeat_frame = galley.frame(repeated);
        self.group_rows(&mut galley, column, head.height, repeat_frame);
        galley.space(theme.space_above.0, theme.space_below.0);
        galley
    }

    fn group_rows(&self, galley: &mut Galley<'_>, column: Column, repeat: Pt, repeat_frame: u32) {
        let number = galley.groups.len() as u32;
        galley.groups.push(Group {
            parent: None,
            x: column.x,
            width: column.width,
            top: 0.0,
            bottom: 0.0,
            repeat,
            repeat_frame: Some(repeat_frame),
            ground: Ground::default(),
            mark: None,
        });
        for row in &mut galley.rows {
            row.group = Some(number);
            row.surplus = Surplus::Split;
        }
    }

    fn head_rules(&self, mut items: Vec<Item>, height: Pt, width: Pt, y: Pt) -> Vec<Item> {
        let theme = &self.sheet.theme.table;
        let owner = Owner::Artifact(Artifact::Layout);
        for (top, h) in [(y, theme.rule_top.0), (y + height - theme.rule_head.0, theme.rule_head.0)] {
            let rect = Rect { x: 0.0, y: top, w: width, h };
            items.push(Item::Fill { rect, colour: theme.rule_color, owner });
        }
        items
    }

    /// Sets the cells of a row next to each other: heads stand on their last line, cells hang from the first.
    fn table_row(&self, table: &Table, cells: &'a [Rich], widths: &[Pt], style: StyleId) -> SetRow {
        let theme = &self.sheet.theme.table;
        let head = style == StyleId::TableHead;
        let (top, bottom) = if head {
            (theme.head_pad_top.0, theme.head_pad_bottom.0)
        } else {
            (theme.cell_pad_top.0, theme.cell_pad_bottom.0)
        };
        let gap = theme.column_gap.0;
        let set: Vec<(Pt, Paragraph<'_>)> = cells
            .iter()
            .zip(&table.columns)
            .zip(widths)
            .scan(0.0, |x, ((cell, align), width)| {
                let at = *x;
                *x += width + gap;
                Some((at, self.cell(cell, *align, style, *width)))
            })
            .collect();
        let tallest = set.iter().map(|(_, p)| p.height()).fold(self.style(style).leading, f64::max);
        let mut items = Vec::new();
        for (x, paragraph) in &set {
            let drop = if head { tallest - paragraph.height() } else { 0.0 };
            self.place(paragraph, Point { x: *x, y: top + drop }, &mut items);
        }
        SetRow { items, height: top + tallest + bottom }
    }

    fn cell(&self, cell: &'a Rich, align: ColumnAlign, style: StyleId, width: Pt) -> Paragraph<'a> {
        let mut setting = self.setting(self.style(style), width);
        setting.align = match align {
            ColumnAlign::Left => Align::Left,
            ColumnAlign::Center => Align::Center,
            ColumnAlign::Right => Align::Right,
        };
        self.styled(cell, |rich| self.run_styles(rich, self.style(style)), setting)
    }

    /// Widths from the content: what fits on one line gets it, the rest shares by need.
    fn column_widths(&self, table: &'a Table, measure: Pt) -> Vec<Pt> {
        let count = table.columns.len();
        let available = measure - self.sheet.theme.table.column_gap.0 * (count as Pt - 1.0);
        let (mut widest, mut longest) = (vec![0.0f64; count], vec![0.0f64; count]);
        let rows = table.rows.iter().map(|r| (r, StyleId::TableCell));
        for (cells, style) in std::iter::once((&table.head, StyleId::TableHead)).chain(rows) {
            for (n, cell) in cells.iter().enumerate().take(count) {
                let (wide, long) = self.cell(cell, table.columns[n], style, available).extremes(self.shaper);
                widest[n] = widest[n].max(wide + 0.02);
                longest[n] = longest[n].max(long + 0.02);
            }
        }
        share_width(&widest, &longest, available)
    }
}

/// A row that was set.
struct SetRow {
    items: Vec<Item>,
    height: Pt,
}

fn shifted(mut items: Vec<Item>, dy: Pt) -> Vec<Item> {
    items.iter_mut().for_each(|i| i.shift(0.0, dy));
    items
}

/// Shares a width among columns that would like `widest` and need `longest`.
fn share_width(widest: &[Pt], longest: &[Pt], available: Pt) -> Vec<Pt> {
    let wanted: Pt = widest.iter().sum();
    let needed: Pt = longest.iter().sum();
    if wanted <= available {
        let spare = (available - wanted) / widest.len().max(1) as Pt;
        return widest.iter().map(|w| w + spare).collect();
    }
    if needed >= available {
        return longest.iter().map(|l| l * available / needed).collect();
    }
    // Narrow columns get what they want, the widest share the rest alike, none goes below its need.
    let mut widths = longest.to_vec();
    let mut open: Vec<usize> = (0..widest.len()).collect();
    while !open.is_empty() {
        let taken: Pt = (0..widest.len()).filter(|n| !open.contains(n)).map(|n| widths[n]).sum();
        let share = (available - taken) / open.len() as Pt;
        let settled: Vec<usize> =
            open.iter().copied().filter(|n| widest[*n] <= share || longest[*n] >= share).collect();
        for n in &open {
            widths[*n] = share.clamp(longest[*n], widest[*n].max(longest[*n]));
        }
        // Needs above the share come first: they lower it for the others.
        let pressing: Vec<usize> = settled.iter().copied().filter(|n| longest[*n] >= share).collect();
        let done = if pressing.is_empty() { settled } else { pressing };
        if done.is_empty() {
            break;
        }
        open.retain(|n| !done.contains(n));
    }
    let spare = (available - widths.iter().sum::<Pt>()) / widths.len() as Pt;
    widths.iter().map(|w| w + spare).collect()
}

#[cfg(test)]
mod tests {
    use super::share_width;

    #[test]
    fn widths_fill_the_measure_and_never_go_below_need() {
        for (widest, longest) in [
            (vec![50.0, 30.0], vec![20.0, 20.0]),
            (vec![500.0, 30.0, 80.0], vec![40.0, 30.0, 30.0]),
            (vec![900.0, 900.0], vec![60.0, 90.0]),
        ] {
            let widths = share_width(&widest, &longest, 300.0);
            let sum: f64 = widths.iter().sum();
            assert!((sum - 300.0).abs() < 0.01, "{widths:?}");
            assert!(widths.iter().zip(&longest).all(|(w, l)| w >= l));
        }
    }

    #[test]
    fn what_does_not_fit_is_narrowed_in_proportion() {
        assert_eq!(share_width(&[300.0, 300.0], &[300.0, 100.0], 200.0), [150.0, 50.0]);
    }
}
