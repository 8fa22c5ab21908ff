//! Tables whose columns have no room for their words: each row becomes a block of lines „Column:
//! value“. Decides when, and how a block is set. For who hears it, it stays a table.

use std::ops::Range;

use super::super::galley::{Content, FORBIDDEN, Galley, Row};
use super::super::setter::Setter;
use super::Column;
use super::table::{Grid, SPLIT_ROW, SPLIT_TABLE, UNBROKEN_ROW, shifted};
use super::text::calls_of;
use crate::document::rich::Rich;
use crate::document::{Cell, Row as TableRow, RowKind, Table};
use crate::geom::{Point, Pt, Rect};
use crate::ids::NodeId;
use crate::pages::{Artifact, Item, Owner};
use crate::style::StyleId;

/// A column that is no wider holds letters, not words; in em.
const COLUMN_OF_LETTERS: f64 = 2.0;

/// A line of a block.
struct Entry {
    items: Vec<Item>,
    height: Pt,
    calls: Range<u32>,
}

impl<'a> Setter<'a> {
    /// Whether a word is wider than its column, or a cell takes too many lines.
    pub(super) fn needs_blocks(&self, grid: &Grid<'a>) -> bool {
        let from = self.sheet.theme.table.blocks_from.0;
        let long = |row: &'a TableRow| {
            let mut columns = row.cells.iter().zip(&grid.table.columns).zip(&grid.widths);
            columns.any(|((cell, align), width)| {
                self.cell(&cell.text, *align, StyleId::TableCell, *width).lines.len() >= from
            })
        };
        let mut rows = grid.table.rows.iter().filter(|row| row.kind != RowKind::Group);
        let has_rows = !grid.table.rows.is_empty();
        let widest = grid.widths.iter().copied().fold(0.0, f64::max);
        let of_letters = grid.crowded && widest < COLUMN_OF_LETTERS * self.style(StyleId::TableCell).size;
        has_rows && (of_letters || from > 0 && (grid.crowded || rows.any(long)))
    }

    /// The caption, and a block for each row.
    pub(super) fn table_blocks(&self, table: &'a Table, column: Column) -> Galley<'a> {
        let theme = &self.sheet.theme.table;
        let mut galley = Galley::default();
        if let Some(caption) = &table.caption {
            let mut items = Vec::new();
            let height = self.caption(caption, column.width, 0.0, &mut items) + theme.caption_gap.0;
            let frame = galley.frame(items);
            let runs = caption.texts().flat_map(|text| &text.runs);
            galley.rows.push(Row {
                x: column.x,
                calls: calls_of(runs),
                anchors: caption.anchor.into_iter().collect(),
                ..Row::new(height, Content::Frame(frame))
            });
        }
        let mut said = vec![false; table.columns.len()];
        let mut after_head = true;
        for (n, row) in table.rows.iter().enumerate() {
            let mut block = match row.kind {
                RowKind::Group => vec![self.group_head(&row.cells[0].text, column.width)],
                RowKind::Head | RowKind::Body | RowKind::Total => {
                    self.entries(table, &row.cells, column.width, &mut said)
                }
            };
            let rules = (n == 0, n + 1 == table.rows.len());
            self.rule_block(&mut block, column.width, rules);
            let before = if after_head { FORBIDDEN } else { SPLIT_TABLE };
            let height: Pt = block.iter().map(|entry| entry.height).sum();
            let is_long = height > UNBROKEN_ROW * self.sheet.page.depth();
            let inside = if is_long { SPLIT_ROW } else { FORBIDDEN };
            for (at, entry) in block.into_iter().enumerate() {
                let frame = galley.frame(entry.items);
                galley.rows.push(Row {
                    x: column.x,
                    break_before: if at == 0 { before } else { inside },
                    calls: entry.calls,
                    ..Row::new(entry.height, Content::Frame(frame))
                });
            }
            after_head = row.kind == RowKind::Group;
        }
        let nothing = galley.frame(Vec::new());
        self.group_rows(&mut galley, column, 0.0, nothing, table.caption.as_ref());
        galley.space(theme.space_above.0, theme.space_below.0);
        galley
    }

    /// The cells of a row, each behind the head of its column; the first names the block. The head of a
    /// column is tagged where it is `said` first, else it is only seen.
    fn entries(&self, table: &'a Table, cells: &'a [Cell], width: Pt, said: &mut [bool]) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (n, cell) in cells.iter().map(|cell| &cell.text).enumerate().filter(|(_, cell)| !cell.is_blank())
        {
            let head = &table.head.cells[n].text;
            let label = if said[n] { without_calls(head) } else { head.clone() };
            let style = if n == 0 { StyleId::TableGroup } else { StyleId::TableCell };
            let mut entry = self.entry(label, cell, style, width);
            if said[n] {
                let owners: Vec<Owner> = head.runs.iter().map(|run| Owner::Node(run.node)).collect();
                for item in &mut entry.items {
                    if let Item::Text(run) = item
                        && owners.contains(&run.owner)
                    {
                        run.owner = Owner::Artifact(Artifact::Layout);
                    }
                }
            }
            said[n] = true;
            entries.push(entry);
        }
        if entries.is_empty() {
            entries.push(Entry { items: Vec::new(), height: 0.0, calls: 0..0 });
        }
        entries
    }

    /// „Column: value“, further lines indented.
    fn entry(&self, label: Rich, value: &Rich, style: StyleId, width: Pt) -> Entry {
        let (head, text) = (self.style(StyleId::TableHead), self.style(style));
        let mut rich = label;
        if let Some(node) = rich.runs.first().map(|run| run.node).filter(|_| !rich.is_blank()) {
            rich.append(&Rich::plain(separator(&rich.text), node));
        }
        let from = rich.runs.len();
        rich.append(value);
        let styles = |rich: &Rich| {
            let mut styles = self.run_styles(rich, head);
            let words = self.run_styles(rich, text);
            styles[from..].copy_from_slice(&words[from..]);
            styles
        };
        let hang = self.sheet.theme.list.indent.0;
        let mut setting = self.setting(text, width - hang);
        setting.indent = -hang;
        let calls = calls_of(rich.runs.iter());
        let set = self.owned(rich, styles, setting);
        let mut items = Vec::new();
        let height = self.place(&set, Point { x: hang, y: 0.0 }, &mut items);
        Entry { items, height, calls }
    }

    fn group_head(&self, cell: &Rich, width: Pt) -> Entry {
        let set = self.text(cell, self.style(StyleId::TableGroup), width);
        let mut items = Vec::new();
        let height = self.place(&set, Point::default(), &mut items);
        Entry { items, height, calls: calls_of(cell.runs.iter()) }
    }

    /// Space and rules around the entries of a block, which may be the `first` and the `last`.
    fn rule_block(&self, block: &mut [Entry], width: Pt, (first, last): (bool, bool)) {
        let theme = &self.sheet.theme.table;
        let owner = Owner::Artifact(Artifact::Layout);
        let line = |y: Pt, h: Pt, colour| Item::Fill { rect: Rect { x: 0.0, y, w: width, h }, colour, owner };
        for entry in block.iter_mut() {
            entry.height += theme.cell_pad_bottom.0;
        }
        if let Some(entry) = block.first_mut() {
            let (rule, colour) = if first {
                (theme.rule_top.0, theme.rule_color)
            } else {
                (theme.rule_row.0, theme.rule_row_color)
            };
            let down = rule + theme.head_pad_top.0;
            entry.items = shifted(std::mem::take(&mut entry.items), down);
            entry.items.push(line(0.0, rule, colour));
            entry.height += down;
        }
        if let Some(entry) = block.last_mut() {
            entry.height += theme.head_pad_bottom.0 - theme.cell_pad_bottom.0;
            if last {
                entry.items.push(line(entry.height, theme.rule_bottom.0, theme.rule_color));
                entry.height += theme.rule_bottom.0;
            }
        }
    }
}

/// What stands between the head of a column and a value.
fn separator(head: &str) -> &'static str {
    if head.ends_with([':', '?', '!']) { " " } else { ": " }
}

/// The words of a head without calls of notes.
fn without_calls(head: &Rich) -> Rich {
    let words: String =
        head.pieces().filter(|(_, run)| run.call().is_none()).map(|(part, _)| &head.text[part]).collect();
    Rich::plain(words, head.runs.first().map_or(NodeId::ROOT, |run| run.node))
}
