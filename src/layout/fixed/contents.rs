//! The contents: a row for each chapter, level with its tab where there is room.

use super::super::setter::Setter;
use super::Sheet;
use crate::document::rich::{AnchorId, LinkId, Rich};
use crate::document::{Document, Link, Target};
use crate::geom::{Point, Pt, Rect, Side};
use crate::node::{NodeId, Role, Structure};
use crate::pages::{Item, Owner, Page};
use crate::source::tree::Spanned;
use crate::style::StyleId;

/// An entry.
pub struct Entry {
    /// Number of the chapter.
    pub number: Option<usize>,
    /// Level: 1 a chapter, 2 a section.
    pub level: u8,
    /// Its words.
    pub title: String,
    /// A line below.
    pub summary: Option<Spanned<String>>,
    /// Where it leads.
    pub anchor: AnchorId,
}

/// The entries down to a level.
pub fn entries(document: &Document, depth: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    for chapter in &document.chapters {
        entries.push(Entry {
            number: chapter.number,
            level: 1,
            title: chapter.title.text.clone(),
            summary: chapter.toc_summary.clone().filter(|_| chapter.number.is_some()),
            anchor: chapter.anchor,
        });
        if depth < 2 {
            continue;
        }
        for block in &chapter.blocks {
            if let crate::document::BlockKind::Heading { level: 2, text, anchor, .. } = &block.kind {
                entries.push(Entry {
                    number: None,
                    level: 2,
                    title: text.text.clone(),
                    summary: None,
                    anchor: *anchor,
                });
            }
        }
    }
    entries
}

/// Where a row stands.
struct Row {
    page: usize,
    top: Pt,
    height: Pt,
}

/// A layout of the rows: their places, and whether they keep the pitch of the tabs.
pub struct Plan {
    rows: Vec<Row>,
    /// Number of pages.
    pub pages: usize,
    pitched: bool,
}

/// Measures all rows: with the pitch of the tabs if every chapter fits, else flowing.
pub fn plan(entries: &[Entry], setter: &Setter<'_>) -> Plan {
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
    Plan { rows, pages, pitched }
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
        let gap = if entry.level == 1 { toc.row_gap.0 } else { 0.0 };
        let with_next = match heights.get(n + 1) {
            Some(next) if entry.level == 1 && entries[n + 1].level == 2 => *next,
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
    let pad = if entry.number.is_some() { toc.pad_top.0 } else { toc.extra_pad.0 };
    let below = if entry.level == 1 { 2.0 } else { 0.0 };
    pad + title + summary + below
}

/// Heights of title and summary.
fn lines(entry: &Entry, setter: &Setter<'_>) -> (Pt, Pt) {
    let width = title_width(setter);
    let style = setter.style(title_style(entry));
    let title = setter.balanced(&Rich::plain(entry.title.clone(), Structure::ROOT), style, width).height();
    let summary = entry.summary.as_ref().map_or(0.0, |text| {
        let style = setter.style(StyleId::TocSummary);
        style.space_above
            + setter
                .text(&Rich::written(text.value.clone(), text.span, Structure::ROOT), style, width)
                .height()
    });
    (title, summary)
}

fn title_style(entry: &Entry) -> StyleId {
    if entry.number.is_some() { StyleId::TocTitle } else { StyleId::TocExtra }
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

/// Makes the pages; the first has number `first`. Returns what the tabs on them should be.
pub fn contents(
    setter: &Setter<'_>,
    plan: &Plan,
    entries: &[Entry],
    first: usize,
    tree: &mut Structure,
    links: &mut Vec<Link>,
) -> Vec<Page> {
    let section = tree.add(Structure::ROOT, Role::Section);
    let words = setter.labels.contents();
    let heading = tree.add(section, Role::Heading(1, words.to_owned()));
    let heading = tree.add(heading, Role::Text);
    let toc = tree.add(section, Role::Toc);
    let mut sheets: Vec<Sheet<'_, '_>> = (0..plan.pages).map(|n| Sheet::new(setter, first + n)).collect();
    let style = *setter.style(StyleId::Heading1);
    let y = setter.sheet.page.top + setter.sheet.theme.toc.heading_baseline.0;
    let left = text_left(&sheets[0]);
    sheets[0].line(words, Owner::Node(heading), &style, left, y, 0.0);
    for (entry, row) in entries.iter().zip(&plan.rows) {
        let tabs = plan.pitched && entry.number.is_some();
        place_row(&mut sheets[row.page], entry, row, tabs, toc, tree, links);
    }
    sheets.into_iter().map(|s| s.finish("contents")).collect()
}

/// Whether the tabs of all chapters are printed on the contents.
pub fn shows_tabs(plan: &Plan) -> bool {
    plan.pitched
}

/// Left edge of the rows: they reach into the outer margin.
fn text_left(sheet: &Sheet<'_, '_>) -> Pt {
    match sheet.side {
        Side::Recto => sheet.left(),
        Side::Verso => sheet.left() - sheet.setter.sheet.page.wide,
    }
}

#[allow(clippy::too_many_arguments, reason = "a row, its place and two trees")]
fn place_row(
    sheet: &mut Sheet<'_, '_>,
    entry: &Entry,
    row: &Row,
    to_tab: bool,
    toc: NodeId,
    tree: &mut Structure,
    links: &mut Vec<Link>,
) {
    let setter = sheet.setter;
    let theme = &setter.sheet.theme.toc;
    let (left, width) = (text_left(sheet), wide(setter));
    let y = setter.sheet.page.top + row.top;
    let title_style = *setter.style(title_style(entry));
    let pad = if entry.number.is_some() {
        theme.pad_top.0
    } else if entry.level == 1 {
        theme.extra_pad.0
    } else {
        0.0
    };
    if entry.level == 1 {
        let reach = if to_tab {
            setter.sheet.page.outer - setter.sheet.page.wide - setter.sheet.theme.tab.width.0
        } else {
            0.0
        };
        let x = if sheet.side == Side::Recto { left } else { left - reach };
        sheet.rule(Rect { x, y, w: width + reach, h: theme.rule.0 }, theme.rule_color);
    }
    let item = tree.add(toc, Role::TocItem);
    let link_node = tree.add(item, Role::Link(entry.title.clone()));
    let mut leaf = || tree.add(link_node, Role::Text);
    let (number_node, title_node, page_node) = (leaf(), leaf(), leaf());
    let summary_node = leaf();
    let base = y + pad + title_style.baseline;
    if let Some(number) = entry.number {
        let style = *setter.style(StyleId::TocNumber);
        sheet.line(&format!("{number} "), Owner::Node(number_node), &style, left, base, 0.0);
    }
    // Spaces at the ends keep the parts of an entry apart when it is read.
    let title = Rich::plain(format!("{} ", entry.title), title_node);
    let set = setter.balanced(&title, &title_style, title_width(setter));
    let indent = theme.number_width.0 + if entry.level > 1 { 12.0 } else { 0.0 };
    let mut height = setter.place(&set, Point { x: left + indent, y: y + pad }, &mut sheet.items);
    if let Some(summary) = &entry.summary {
        let style = setter.style(StyleId::TocSummary);
        height += style.space_above;
        let rich = Rich::written(summary.value.clone(), summary.span, summary_node);
        let set = setter.text(&rich, style, title_width(setter));
        setter.place(&set, Point { x: left + indent, y: y + pad + height }, &mut sheet.items);
    }
    if let Some(page) = (setter.page_of)(entry.anchor) {
        let style = *setter.style(if entry.number.is_some() { StyleId::TocPage } else { StyleId::TocExtra });
        sheet.line(&format!("{page} "), Owner::Node(page_node), &style, left + width, base, 1.0);
    }
    let id = LinkId(links.len() as u32);
    links.push(Link { target: Target::Anchor(entry.anchor), span: Default::default(), node: link_node });
    let rect = Rect { x: left, y, w: width, h: row.height };
    sheet.items.push(Item::Link { rect, link: id });
}
