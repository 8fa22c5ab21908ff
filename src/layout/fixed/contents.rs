//! The contents: a row for each chapter, level with its tab where there is room.

use super::super::setter::Setter;
use super::{Canvas, Slot};
use crate::document::Contents;
use crate::document::matter::Entry;
use crate::geom::{Point, Pt, Rect, Side};
use crate::ids::NodeId;
use crate::pages::{Item, Owner, Page};
use crate::style::{StyleId, TextStyle};

/// Room above the heading of a part, in lines.
const PART_PAD: f64 = 0.8;

/// Where a row stands.
struct Row {
    page: usize,
    top: Pt,
    height: Pt,
}

/// A layout of the rows: their places, and whether they keep the pitch of the tabs.
pub struct Arrangement {
    rows: Vec<Row>,
    /// Number of pages.
    pub pages: usize,
    pitched: bool,
}

/// Measures all rows: with the pitch of the tabs if every chapter fits, else flowing.
pub fn plan(entries: &[Entry], setter: &Setter<'_>) -> Arrangement {
    let theme = &setter.sheet.theme;
    let heights: Vec<Pt> = entries.iter().map(|e| row_height(e, setter)).collect();
    let numbered = entries.iter().filter(|e| e.number.is_some()).count();
    let fits = entries.iter().zip(&heights).all(|(e, h)| match e.number {
        Some(_) => *h <= theme.toc.row_pitch.0 + 0.5,
        None => e.level == 1 && *h <= theme.toc.extra_height.0 + 0.5,
    });
    let before = entries.iter().take_while(|e| e.number.is_none()).count();
    let after = entries.len() - before - numbered;
    let in_order = entries[before..entries.len() - after].iter().all(|e| e.number.is_some());
    let depth = setter.sheet.page.depth();
    let end = theme.toc.first_row.0
        + numbered as Pt * theme.toc.row_pitch.0
        + after as Pt * theme.toc.extra_height.0;
    let pitched = fits
        && in_order
        && before <= 1
        && numbered > 0
        && numbered <= theme.tab.max_chapters.0
        && end <= depth + setter.sheet.page.leading + 0.5;
    let rows = if pitched { pitched_rows(entries, setter) } else { flowing_rows(entries, &heights, setter) };
    let pages = rows.iter().map(|r| r.page + 1).max().unwrap_or(1);
    Arrangement { rows, pages, pitched }
}

fn pitched_rows(entries: &[Entry], setter: &Setter<'_>) -> Vec<Row> {
    let toc = &setter.sheet.theme.toc;
    let extra = toc.extra_height.0;
    let mut after = toc.first_row.0;
    entries
        .iter()
        .map(|entry| match entry.number {
            Some(n) => {
                let top = toc.first_row.0 + toc.row_pitch.0 * (n as Pt - 1.0);
                after = top + toc.row_pitch.0;
                Row { page: 0, top, height: toc.row_pitch.0 }
            }
            None if after == toc.first_row.0 => Row { page: 0, top: toc.first_row.0 - extra, height: extra },
            None => {
                let top = after;
                after += extra;
                Row { page: 0, top, height: extra }
            }
        })
        .collect()
}

fn flowing_rows(entries: &[Entry], heights: &[Pt], setter: &Setter<'_>) -> Vec<Row> {
    let toc = &setter.sheet.theme.toc;
    let depth = setter.sheet.page.depth();
    let (mut page, mut y) = (0, toc.first_row.0);
    let mut rows = Vec::new();
    for (n, (entry, height)) in entries.iter().zip(heights).enumerate() {
        let gap = if entry.level < 2 { toc.row_gap.0 } else { 0.0 };
        let with_next = match heights.get(n + 1) {
            Some(next) if entry.level < 2 && entries[n + 1].level > entry.level => *next,
            _ => 0.0,
        };
        if y + height + with_next > depth && y > toc.first_row.0 {
            page += 1;
            y = 0.0;
        }
        rows.push(Row { page, top: y, height: height + gap });
        y += height + gap;
    }
    rows
}

fn row_height(entry: &Entry, setter: &Setter<'_>) -> Pt {
    let toc = &setter.sheet.theme.toc;
    let (title, summary) = lines(entry, setter);
    let pad = match entry.level {
        0 => PART_PAD * setter.sheet.page.leading,
        _ if entry.number.is_some() => toc.pad_top.0,
        _ => toc.extra_pad.0,
    };
    let below = if entry.level < 2 { 2.0 } else { 0.0 };
    pad + title + summary + below
}

/// Heights of title and summary.
fn lines(entry: &Entry, setter: &Setter<'_>) -> (Pt, Pt) {
    let width = title_width(setter);
    let style = setter.style(title_style(entry));
    let title = setter.balanced(&entry.title, style, width).height();
    let summary = entry.summary.as_ref().map_or(0.0, |text| {
        let style = setter.style(StyleId::TocSummary);
        style.space_above + setter.text(text, style, width).height()
    });
    (title, summary)
}

fn title_style(entry: &Entry) -> StyleId {
    match entry.level {
        0 => StyleId::Heading3,
        _ if entry.number.is_some() => StyleId::TocTitle,
        _ => StyleId::TocExtra,
    }
}

fn wide(setter: &Setter<'_>) -> Pt {
    setter.sheet.page.measure + setter.sheet.page.wide
}

fn title_width(setter: &Setter<'_>) -> Pt {
    let toc = &setter.sheet.theme.toc;
    let number = toc.number_width.0;
    let scaled = toc.title_width.0 * setter.sheet.page.scale.0;
    scaled.min(wide(setter) - number - 24.0)
}

/// Makes the pages; the first has number `first`.
pub fn contents(setter: &Setter<'_>, plan: &Arrangement, contents: &Contents, first: usize) -> Vec<Page> {
    let mut canvases: Vec<Canvas<'_, '_>> = (0..plan.pages).map(|n| Canvas::new(setter, first + n)).collect();
    let style = *setter.style(StyleId::Heading1);
    let y = setter.sheet.page.top + setter.sheet.theme.toc.heading_baseline.0;
    let left = text_left(&canvases[0]);
    canvases[0].rich_line(&contents.heading, &style, Slot::from(left, wide(setter)), y);
    for (entry, row) in contents.entries.iter().zip(&plan.rows) {
        let tabs = plan.pitched && entry.number.is_some();
        place_row(&mut canvases[row.page], entry, row, tabs);
    }
    canvases.into_iter().map(|s| s.finish("contents")).collect()
}

/// Whether the tabs of all chapters are printed on the contents.
pub fn shows_tabs(plan: &Arrangement) -> bool {
    plan.pitched
}

/// Left edge of the rows: they reach into the outer margin.
fn text_left(canvas: &Canvas<'_, '_>) -> Pt {
    match canvas.side {
        Side::Recto => canvas.left(),
        Side::Verso => canvas.left() - canvas.setter.sheet.page.wide,
    }
}

/// Draws an entry; its rule reaches to the tab if it is level `to_tab`.
fn place_row(canvas: &mut Canvas<'_, '_>, entry: &Entry, row: &Row, to_tab: bool) {
    let setter = canvas.setter;
    let theme = &setter.sheet.theme.toc;
    let (left, width) = (text_left(canvas), wide(setter));
    let y = setter.sheet.page.top + row.top;
    let title_style = *setter.style(title_style(entry));
    let pad = match entry.level {
        0 => PART_PAD * setter.sheet.page.leading,
        _ if entry.number.is_some() => theme.pad_top.0,
        1 => theme.extra_pad.0,
        _ => 0.0,
    };
    if entry.level == 1 {
        let reach = if to_tab {
            setter.sheet.page.outer - setter.sheet.page.wide - setter.sheet.theme.tab.width.0
        } else {
            0.0
        };
        let x = if canvas.side == Side::Recto { left } else { left - reach };
        canvas.rule(Rect { x, y, w: width + reach, h: theme.rule.0 }, theme.rule_color);
    }
    let base = y + pad + title_style.baseline;
    if let Some(number) = entry.number {
        let style = *setter.style(StyleId::TocNumber);
        let slot = Slot::from(left, theme.number_width.0);
        place_number(canvas, (number, entry.number_node), &style, slot, base);
    }
    let mut set = setter.balanced(&entry.title, &title_style, title_width(setter));
    set.setting.begins = setter.start();
    let indent = match entry.level {
        0 => 0.0,
        1 => theme.number_width.0,
        _ => theme.number_width.0 + 12.0,
    };
    let mut height = setter.place(&set, Point { x: left + indent, y: y + pad }, &mut canvas.items);
    if let Some(summary) = &entry.summary {
        let style = setter.style(StyleId::TocSummary);
        height += style.space_above;
        let mut set = setter.text(summary, style, title_width(setter));
        set.setting.begins = setter.start();
        setter.place(&set, Point { x: left + indent, y: y + pad + height }, &mut canvas.items);
    }
    if let Some(page) = (setter.page_of)(entry.anchor).filter(|_| entry.level > 0) {
        let style = *setter.style(if entry.number.is_some() { StyleId::TocPage } else { StyleId::TocExtra });
        let slot = Slot::up_to(left + width, width - indent - title_width(setter));
        place_number(canvas, (page, entry.page_node), &style, slot, base);
    }
    let rect = Rect { x: left, y, w: width, h: row.height };
    canvas.items.push(Item::Link { rect, link: entry.link });
}

/// A number with a space, which keeps it apart from what is read behind it.
fn place_number(
    canvas: &mut Canvas<'_, '_>,
    (number, node): (usize, NodeId),
    style: &TextStyle,
    slot: Slot,
    y: Pt,
) {
    let text = format!("{} ", canvas.setter.digits.write(number));
    canvas.line(&text, Owner::Node(node), style, slot, y);
}
