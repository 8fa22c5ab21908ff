//! Tables as rows. Decides the widths of columns, the rules, and what of a table stays together.

use super::super::fixed::ONE_LINE;
use super::super::galley::{Content, Continued, FORBIDDEN, Galley, Ground, Group, Row, Surplus};
use super::super::paragraph::{Paragraph, justify};
use super::super::setter::Setter;
use super::Column;
use super::text::calls_of;
use crate::colour::Colour;
use crate::diag::{Diagnostic, Span, complaint};
use crate::document::rich::{Rich, Run};
use crate::document::{Caption, ColumnAlign, Row as TableRow, RowKind, Table};
use crate::geom::{Point, Pt, Rect};
use crate::pages::{Artifact, Item, Owner};
use crate::source::theme::Align;
use crate::style::StyleId;
use crate::text::segment::RunStyle;

/// Rows that stay with the head of their group.
const ROWS_AFTER_GROUP: usize = 2;
/// A row that takes more of the type area may be broken.
pub(super) const UNBROKEN_ROW: f64 = 0.4;
/// Lines of a broken row that stand together at either side.
const KEPT_LINES: usize = 3;
/// Cost of a page that ends inside a row.
pub(super) const SPLIT_ROW: f64 = 60.0;
/// Cost of a page that ends inside a table.
pub(super) const SPLIT_TABLE: f64 = 25.0;

impl<'a> Setter<'a> {
    /// A table upright in columns, on turned pages, or row by row: as its author wants it, and as its words
    /// have room.
    pub(super) fn table(&self, table: &'a Table, span: Span, column: Column) -> Galley<'a> {
        let theme = &self.sheet.theme.table;
        let place = Span { end: span.start + 1, ..span };
        let has_many = table.columns.len() > theme.max_columns.0;
        if (has_many || table.landscape)
            && let Some(pages) = self.turned_table(table, column)
        {
            return pages;
        }
        if has_many {
            self.report(self.too_many_columns(table, column).at(place));
            return self.table_blocks(table, column);
        }
        let upright = self.widened(column, table.columns.len());
        let trial = self.trial();
        let grid = trial.grid(table, upright.width);
        let cut = grid.crowded && theme.blocks_from.0 == 0;
        if cut
            && !table.landscape
            && let Some(pages) = self.turned_table(table, column)
        {
            return pages;
        }
        self.adopt(&trial);
        if let Some(told) = self.stays_upright(&grid, column).filter(|_| table.landscape) {
            self.report(told.at(place));
        }
        if self.needs_blocks(&grid) || table.landscape && cut && self.can_turn(column) {
            return self.table_blocks(table, upright);
        }
        self.columns(&grid, upright)
    }

    /// What is said of a table that is set row by row for its columns.
    fn too_many_columns(&self, table: &Table, column: Column) -> Diagnostic {
        let (count, most) = (table.columns.len(), self.sheet.theme.table.max_columns.0);
        match self.can_turn(column) {
            true => complaint::table_columns_turned(count),
            false if column.boxed => complaint::table_columns_in_box(count, most),
            false => complaint::table_columns(count, most),
        }
    }

    /// What is said of a table that was to stand on turned pages and does not; nothing where pages lie across
    /// anyway, or the theme sets what has no room row by row.
    fn stays_upright(&self, grid: &Grid<'_>, column: Column) -> Option<Diagnostic> {
        match self.can_turn(column) {
            _ if column.boxed => Some(complaint::landscape_in_box()),
            true if self.needs_blocks(grid) => None,
            true if grid.crowded => Some(complaint::table_columns_turned(grid.table.columns.len())),
            true => Some(complaint::landscape_too_tall()),
            false => None,
        }
    }

    /// The column of a table, which reaches into the outer margin where it has many columns.
    fn widened(&self, column: Column, count: usize) -> Column {
        let page = &self.sheet.page;
        let roomy = !column.boxed && column.x == 0.0 && column.width == page.measure;
        let wide = if roomy && count >= self.sheet.theme.table.wide_from.0 { page.wide } else { 0.0 };
        Column { width: column.width + wide, wide: wide > 0.0, ..column }
    }

    /// The columns of a table in a width.
    pub(super) fn grid(&self, table: &'a Table, width: Pt) -> Grid<'a> {
        let decimals = self.decimals(table);
        let (widths, crowded) = self.column_widths(table, &decimals, width);
        Grid { table, widths, crowded, decimals, width }
    }

    /// A table in columns.
    pub(super) fn columns(&self, grid: &Grid<'a>, column: Column) -> Galley<'a> {
        let (theme, table) = (&self.sheet.theme.table, grid.table);
        let mut galley = Galley::default();
        let (first, head_height, repeated) = self.table_head(grid, &mut galley);
        galley.rows.push(Row { x: column.x, ..first });
        for n in 0..table.rows.len() {
            let row = self.body_row(grid, n);
            self.push_row(row, column, &mut galley);
        }
        let repeat_frame = galley.frame(repeated);
        self.group_rows(&mut galley, column, head_height, repeat_frame, table.caption.as_ref());
        galley.space(theme.space_above.0, theme.space_below.0);
        galley
    }

    /// The row of the caption and the head, the height of the head, and what of it is repeated.
    fn table_head(&self, grid: &Grid<'a>, galley: &mut Galley<'a>) -> (Row, Pt, Vec<Item>) {
        let table = grid.table;
        let mut items = Vec::new();
        let mut caption_height = 0.0;
        if let Some(caption) = &table.caption {
            let gap = self.sheet.theme.table.caption_gap.0;
            caption_height = self.caption(caption, grid.width, 0.0, &mut items) + gap;
        }
        let head = self.table_row(grid, &table.head);
        let head_items = self.head_rules(head.items, head.height, grid.width, 0.0);
        let repeated = head_items.iter().filter_map(Item::as_furniture).collect();
        items.extend(shifted(head_items, caption_height));
        let frame = galley.frame(items);
        let captions = table.caption.iter().flat_map(Caption::texts);
        let heads = table.head.cells.iter().map(|cell| &cell.text);
        let row = Row {
            calls: calls_of(captions.chain(heads).flat_map(|text| &text.runs)),
            anchors: table.caption.iter().filter_map(|caption| caption.anchor).collect(),
            ..Row::new(caption_height + head.height, Content::Frame(frame))
        };
        (row, head.height, repeated)
    }

    /// A row below the head, with the rule below it. The first and the last rows stay together, and those
    /// behind the head of a group.
    fn body_row(&self, grid: &Grid<'a>, n: usize) -> (SetRow, Row) {
        let rows = &grid.table.rows;
        let mut set = self.table_row(grid, &rows[n]);
        let (rule, colour) = self.rule_below(rows, n);
        let rect = Rect { x: 0.0, y: set.height, w: grid.width, h: rule };
        set.items.push(Item::Fill { rect, colour, owner: Owner::Artifact(Artifact::Layout) });
        set.height += rule;
        let keep = self.sheet.theme.table.keep_rows.0;
        let edge = n < keep || rows.len() - n < keep;
        let led = (1..=ROWS_AFTER_GROUP).any(|back| n >= back && rows[n - back].kind == RowKind::Group);
        let kept = edge || led || rows[n].kind == RowKind::Total;
        let row = Row {
            break_before: if kept { FORBIDDEN } else { SPLIT_TABLE },
            calls: calls_of(rows[n].cells.iter().flat_map(|cell| &cell.text.runs)),
            ..Row::new(set.height, Content::Frame(0))
        };
        (set, row)
    }

    /// Adds a row; one that takes much of a page may be broken between its lines, which all cells share.
    fn push_row(&self, (set, row): (SetRow, Row), column: Column, galley: &mut Galley<'a>) {
        let x = column.x;
        let leading = self.style(StyleId::TableCell).leading;
        let lines = (set.height / leading).floor() as usize;
        if set.height <= UNBROKEN_ROW * column.deep {
            let frame = galley.frame(set.items);
            galley.rows.push(Row { x, content: Content::Frame(frame), ..row });
            return;
        }
        for (n, items) in bands(set.items, leading, lines).into_iter().enumerate() {
            let height = if n + 1 == lines { set.height - leading * (lines - 1) as Pt } else { leading };
            let frame = galley.frame(items);
            let edge = n < KEPT_LINES || lines - n < KEPT_LINES;
            let break_before = match n {
                0 => SPLIT_TABLE,
                _ if edge => FORBIDDEN,
                _ => SPLIT_ROW,
            };
            let calls = if n == 0 { row.calls.clone() } else { 0..0 };
            galley.rows.push(Row { x, break_before, calls, ..Row::new(height, Content::Frame(frame)) });
        }
    }

    /// The rule below a row: heavy at the end, marked under group heads and over the total.
    fn rule_below(&self, rows: &[TableRow], row: usize) -> (Pt, Colour) {
        let theme = &self.sheet.theme.table;
        let total_next = row + 2 == rows.len() && rows[row + 1].kind == RowKind::Total;
        if row + 1 == rows.len() {
            (theme.rule_bottom.0, theme.rule_color)
        } else if rows[row].kind == RowKind::Group || total_next {
            (theme.rule_head.0, theme.rule_color)
        } else {
            (theme.rule_row.0, theme.rule_row_color)
        }
    }

    pub(super) fn group_rows(
        &self,
        galley: &mut Galley<'_>,
        column: Column,
        head: Pt,
        repeat_frame: u32,
        caption: Option<&Caption>,
    ) {
        let gap = self.sheet.theme.table.caption_gap.0;
        let line = self.style(StyleId::Caption).leading + gap;
        let label = caption.map_or_else(String::new, |caption| caption.label.text.clone());
        // A head as tall as the page is refused, and would fill each page that follows.
        let repeats = line + head < column.deep;
        let number = galley.groups.len() as u32;
        galley.groups.push(Group {
            parent: None,
            x: column.x,
            width: column.width,
            top: 0.0,
            bottom: line,
            repeat: if repeats { line + head } else { line },
            repeat_frame: repeats.then_some(repeat_frame),
            wide: column.wide,
            continued: Some(Continued { label, line, labels: column.labels }),
            ground: Ground::default(),
            mark: None,
        });
        for row in &mut galley.rows {
            row.group = Some(number);
            row.wide = column.wide;
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
    fn table_row(&self, grid: &Grid<'_>, row: &'a TableRow) -> SetRow {
        let theme = &self.sheet.theme.table;
        let (cells, kind) = (&row.cells[..], row.kind);
        let (head, style) = (kind == RowKind::Head, style_of(kind));
        let (top, bottom) = match kind {
            RowKind::Head => (theme.head_pad_top.0, theme.head_pad_bottom.0),
            RowKind::Group => (theme.group_pad_top.0, theme.cell_pad_bottom.0),
            RowKind::Body | RowKind::Total => (theme.cell_pad_top.0, theme.cell_pad_bottom.0),
        };
        // The head of a group runs over all columns.
        let cells = if kind == RowKind::Group { &cells[..1] } else { cells };
        let gap = theme.column_gap.0;
        let set: Vec<(Pt, Paragraph<'_>)> = cells
            .iter()
            .enumerate()
            .scan(0.0, |x, (n, cell)| {
                let at = *x;
                *x += grid.widths[n] + gap;
                let width = if kind == RowKind::Group { grid.width } else { grid.widths[n] };
                let after = if head {
                    0.0
                } else {
                    self.room_after(&cell.text, grid.decimals[n], grid.table.decimal)
                };
                // Decimals stand at the right of a number in all scripts.
                let at = if self.mirrored { at + after } else { at };
                Some((at, self.cell(&cell.text, grid.table.columns[n], style, width - after)))
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

    pub(super) fn cell(
        &self,
        cell: &'a Rich,
        align: ColumnAlign,
        style: StyleId,
        width: Pt,
    ) -> Paragraph<'a> {
        let mut setting = self.setting(self.style(style), width);
        setting.align = match align {
            ColumnAlign::Left => Align::Left,
            ColumnAlign::Center => Align::Center,
            ColumnAlign::Right => Align::Right,
        };
        if let Some((w, h)) = self.picture_in_cell(cell, width) {
            let style = self.style(style);
            setting.leading = h;
            setting.baseline = justify::foot_of_picture(style.size, h);
            let with = |run: &Run| RunStyle { picture: Some((w, h)), ..self.run_style(run, style) };
            return self.styled(cell, |rich| rich.runs.iter().map(with).collect(), setting);
        }
        self.styled(cell, |rich| self.run_styles(rich, self.style(style)), setting)
    }

    /// By column: the widest part of its numbers from the decimal sign on.
    fn decimals(&self, table: &Table) -> Vec<Pt> {
        let widest = |n: usize| {
            let cells = table.rows.iter().filter_map(|row| row.cells.get(n));
            cells.filter_map(|cell| self.decimal_width(&cell.text, table.decimal)).fold(0.0, f64::max)
        };
        let right = |n: &usize| table.columns[*n] == ColumnAlign::Right;
        (0..table.columns.len()).map(|n| if right(&n) { widest(n) } else { 0.0 }).collect()
    }

    fn decimal_width(&self, cell: &Rich, decimal: char) -> Option<Pt> {
        let at = decimals_at(&cell.text, decimal)?;
        let mut number = cell.clone();
        let tail = number.split_off(at, 0);
        if tail.text.is_empty() {
            return Some(0.0);
        }
        Some(self.text(&tail, self.style(StyleId::TableCell), ONE_LINE).extremes(self.shaper).0)
    }

    /// Room to the right of a number so that its decimal sign stands below the others.
    fn room_after(&self, cell: &Rich, widest: Pt, decimal: char) -> Pt {
        if widest == 0.0 {
            return 0.0;
        }
        self.decimal_width(cell, decimal).map_or(0.0, |own| (widest - own).max(0.0))
    }

    /// Widths from the content: what fits on one line gets it, the rest shares by need; heads go on to further
    /// lines before rows do. Also whether a word is wider than its column.
    fn column_widths(&self, table: &'a Table, decimals: &[Pt], measure: Pt) -> (Vec<Pt>, bool) {
        let count = table.columns.len();
        let available = measure - self.sheet.theme.table.column_gap.0 * (count as Pt - 1.0);
        let [mut widest, mut in_rows, mut longest] = [(); 3].map(|()| vec![0.0f64; count]);
        let rows = table.rows.iter().filter(|row| row.kind != RowKind::Group);
        for TableRow { cells, kind } in std::iter::once(&table.head).chain(rows) {
            for (n, cell) in cells.iter().map(|cell| &cell.text).enumerate().take(count) {
                // A picture asks for no more than its share.
                let room = if cell.images().next().is_some() { available / count as Pt } else { available };
                let set = self.cell(cell, table.columns[n], style_of(*kind), room);
                let (wide, long) = set.extremes(self.shaper);
                let after = if *kind == RowKind::Head {
                    0.0
                } else {
                    self.room_after(cell, decimals[n], table.decimal)
                };
                widest[n] = widest[n].max(wide + after + 0.02);
                longest[n] = longest[n].max(long + after + 0.02);
                if *kind != RowKind::Head {
                    in_rows[n] = in_rows[n].max(wide + after + 0.02);
                }
            }
        }
        for (rows, longest) in in_rows.iter_mut().zip(&longest) {
            *rows = rows.max(*longest);
        }
        let fits = |widths: &[Pt]| widths.iter().sum::<Pt>() <= available;
        let wanted = if !fits(&widest) && fits(&in_rows) { in_rows } else { widest };
        let crowded = longest.iter().sum::<Pt>() > available;
        (share_width(&wanted, &longest, available), crowded)
    }
}

/// A table while its rows are set.
pub(super) struct Grid<'t> {
    pub table: &'t Table,
    pub widths: Vec<Pt>,
    /// Whether a word is wider than its column.
    pub crowded: bool,
    /// By column: room for what stands after the decimal sign.
    decimals: Vec<Pt>,
    width: Pt,
}

/// The style of a row's words.
fn style_of(kind: RowKind) -> StyleId {
    match kind {
        RowKind::Head => StyleId::TableHead,
        RowKind::Group => StyleId::TableGroup,
        RowKind::Body | RowKind::Total => StyleId::TableCell,
    }
}

/// Where the decimals of a number begin, with the sign before them: `1 234,5 %`. Other words have none.
fn decimals_at(text: &str, decimal: char) -> Option<usize> {
    let number = text.trim_end_matches(['%', '٪', '€', ' ', '\u{a0}', '\u{202f}']);
    let digits = number.trim_start_matches(['-', '−', '–', '+']);
    let inside = |c: char| c.is_numeric() || matches!(c, ',' | '.' | '٫' | '٬' | ' ' | '\u{a0}' | '\u{202f}');
    if !digits.starts_with(char::is_numeric) || !digits.chars().all(inside) {
        return None;
    }
    Some(number.rfind([decimal, '٫']).unwrap_or(number.len()))
}

/// A row that was set.
struct SetRow {
    items: Vec<Item>,
    height: Pt,
}

/// The items of a row by the lines that they stand on, each from the top of its line.
fn bands(items: Vec<Item>, leading: Pt, lines: usize) -> Vec<Vec<Item>> {
    let mut bands: Vec<Vec<Item>> = (0..lines).map(|_| Vec::new()).collect();
    for mut item in items {
        let y = match &item {
            Item::Text(run) => run.at.y,
            other => other.bounds().map_or(0.0, |rect| rect.y + rect.h / 2.0),
        };
        let line = ((y / leading).floor().max(0.0) as usize).min(lines - 1);
        item.shift(0.0, -leading * line as Pt);
        bands[line].push(item);
    }
    bands
}

pub(super) fn shifted(mut items: Vec<Item>, dy: Pt) -> Vec<Item> {
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
        return capped(longest, available);
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

/// What columns need, the widest cut down until all fit: short words like „Nr.“ stay whole.
fn capped(longest: &[Pt], available: Pt) -> Vec<Pt> {
    let mut sorted = longest.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (mut left, mut open) = (available, sorted.len());
    for need in sorted {
        if need * open as Pt > left {
            break;
        }
        left -= need;
        open -= 1;
    }
    let cap = left / open.max(1) as Pt;
    longest.iter().map(|need| need.min(cap)).collect()
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
    fn what_does_not_fit_is_taken_from_the_widest() {
        assert_eq!(share_width(&[300.0, 300.0], &[300.0, 80.0], 200.0), [120.0, 80.0]);
        assert_eq!(share_width(&[300.0, 300.0, 20.0], &[300.0, 150.0, 20.0], 200.0), [90.0, 90.0, 20.0]);
    }
}
