//! Placing. Decides the final height of each row of a page that the search has chosen, and shares
//! out what is left when blocks are snapped to the grid.

use super::super::galley::{Content, Surplus};
use super::walk::{PageNotes, Pen, Walk, merge_calls};
use super::{Change, PageBreak};
use crate::geom::Pt;

/// A row at its place.
#[derive(Debug, Clone, Copy)]
pub struct Placed {
    /// The row; of a longer paragraph the last row stands for its last lines.
    pub row: usize,
    /// What it shows.
    pub content: Content,
    /// Top of its content below the top of the type area.
    pub y: Pt,
}

/// The part of a group that lies on a page.
#[derive(Debug, Clone, Copy)]
pub struct GroupPart {
    /// The group.
    pub group: u32,
    /// Top edge.
    pub top: Pt,
    /// Bottom edge.
    pub bottom: Pt,
    /// Whether it begins here.
    pub begins: bool,
    /// Whether it ends here.
    pub ends: bool,
}

/// A page of a galley with everything at its height.
#[derive(Debug, Default)]
pub struct PlacedPage {
    /// Rows from top to bottom.
    pub rows: Vec<Placed>,
    /// Floats that waited, with their tops.
    pub floats: Vec<(u32, Pt)>,
    /// Groups, outer before inner.
    pub groups: Vec<GroupPart>,
    /// Notes.
    pub notes: PageNotes,
    /// Paragraph that is set longer or shorter.
    pub change: Option<(u32, Change)>,
    /// Lowest edge of the text.
    pub used: Pt,
    /// Foot of the area for text and notes, from the top of the page's own area.
    pub floor: Pt,
}

/// Places everything on a page.
pub fn place(walk: &Walk<'_, '_>, cut: &PageBreak) -> PlacedPage {
    let galley = walk.galley;
    let leading = walk.frame.leading;
    let mut plan = PlacedPage { change: cut.change, ..PlacedPage::default() };
    place_floats(walk, cut, &mut plan);
    let (mut pen, _) = walk.open(&cut.start);
    let waiting = walk.waiting(&cut.end);
    let mut loose = 0; // first placed row since the text was last on the grid
    let mut head_of_page = pen.empty;
    let mut calls = 0..0;
    for number in cut.start.row..cut.end.row {
        let row = &galley.rows[number];
        if walk.float_of(row).is_some_and(|float| waiting.contains(&float)) {
            continue;
        }
        // Before a line is left out: its words, and the notes they call, stand on those before it.
        merge_calls(&mut calls, &row.calls);
        let skipped = changed_lines(walk, cut, number);
        if skipped == Some(0) {
            continue;
        }
        let before = pen;
        let top = pen.add(row, leading);
        if row.snap {
            let least = before.y + if before.empty { 0.0 } else { row.above };
            spread_surplus(walk, &mut plan.rows[loose..], top - row.pad_above - least, head_of_page);
        }
        plan.rows.push(Placed { row: number, content: row.content, y: top });
        if let Some(2) = skipped {
            let Content::Line { paragraph, line } = row.content else { continue };
            let extra = pen.y;
            pen.y += row.height;
            plan.rows.push(Placed {
                row: number,
                content: Content::Line { paragraph, line: line + 1 },
                y: extra,
            });
        }
        if is_body(walk, number) {
            loose = plan.rows.len();
            head_of_page = false;
        }
    }
    plan.floor = walk.depth(&cut.start);
    plan.used = pen.y + walk.closing(cut.end.row);
    let room = walk.depth(&cut.start) - plan.used;
    let legal = walk.notes(cut.start.note, calls.clone(), room, false);
    let set = legal.or_else(|| walk.notes(cut.start.note, calls, room, true));
    plan.notes = set.unwrap_or_default();
    plan.groups = group_parts(walk, cut, &plan);
    plan
}

fn place_floats(walk: &Walk<'_, '_>, cut: &PageBreak, plan: &mut PlacedPage) {
    let mut pen = Pen { y: 0.0, empty: true };
    let waiting = walk.waiting(&cut.end);
    for float in walk.waiting(&cut.start).filter(|float| !waiting.contains(float)) {
        let f = &walk.galley.floats[float as usize];
        let top = if pen.empty { 0.0 } else { pen.y + f.space.0 };
        plan.floats.push((float, top));
        pen = Pen { y: top + f.height + f.space.1, empty: false };
    }
}

/// For a row of the paragraph that is set longer or shorter: how many lines it stands for.
/// 0: its line is gone; 2: one line is added behind it.
fn changed_lines(walk: &Walk<'_, '_>, cut: &PageBreak, number: usize) -> Option<u8> {
    let (changed, change) = cut.change?;
    let Content::Line { paragraph, line } = walk.galley.rows[number].content else { return None };
    if paragraph != changed {
        return None;
    }
    let count = walk.galley.paragraphs[paragraph as usize].lines.len();
    let last = line as usize + 1 == count;
    match change {
        Change::Longer if last => Some(2),
        Change::Shorter if last => Some(0),
        _ => Some(1),
    }
}

fn is_body(walk: &Walk<'_, '_>, number: usize) -> bool {
    let row = &walk.galley.rows[number];
    match row.content {
        Content::Line { paragraph, .. } => {
            row.snap || {
                let p = &walk.galley.paragraphs[paragraph as usize];
                row.group.is_none() && p.setting.leading == walk.frame.leading && starts_on_grid(walk, number)
            }
        }
        _ => false,
    }
}

/// Whether the first line of the row's paragraph lies on the grid.
fn starts_on_grid(walk: &Walk<'_, '_>, number: usize) -> bool {
    let Content::Line { line, .. } = walk.galley.rows[number].content else { return false };
    number.checked_sub(line as usize).is_some_and(|first| walk.galley.rows[first].snap)
}

/// Moves the blocks above a snapped row down by their share of the room that snapping left.
fn spread_surplus(walk: &Walk<'_, '_>, rows: &mut [Placed], surplus: Pt, head_of_page: bool) {
    let Some(first) = rows.first() else { return };
    if surplus <= crate::geom::EPSILON {
        return;
    }
    let kind = |row: &Placed| walk.galley.rows[row.row].surplus;
    let share = match kind(first) {
        Surplus::Above => surplus,
        Surplus::Split if !head_of_page => surplus / 2.0,
        _ => 0.0,
    };
    // Headings right above the text move with it, whatever stands over them.
    let headings = rows.iter().rev().take_while(|row| kind(row) == Surplus::Above).count();
    let from = rows.len() - headings;
    for (n, row) in rows.iter_mut().enumerate() {
        row.y += if n < from { share } else { surplus };
    }
}

/// The parts of groups on a page, from the rows that lie in them.
fn group_parts(walk: &Walk<'_, '_>, cut: &PageBreak, plan: &PlacedPage) -> Vec<GroupPart> {
    let galley = walk.galley;
    let continued = galley.open_across(cut.start.row);
    let goes_on = if cut.end.row > cut.start.row { galley.open_across(cut.end.row) } else { Vec::new() };
    let mut parts: Vec<GroupPart> = Vec::new();
    for placed in &plan.rows {
        let row = &galley.rows[placed.row];
        let mut reopened = 0.0;
        for group in galley.groups_of(placed.row) {
            let bottom = placed.y + row.height;
            if continued.contains(&group) {
                reopened += galley.groups[group as usize].repeat;
            }
            match parts.iter_mut().find(|p| p.group == group) {
                Some(part) => part.bottom = part.bottom.max(bottom),
                None => {
                    let begins = !continued.contains(&group);
                    let above = if begins { galley.groups[group as usize].top } else { reopened };
                    parts.push(GroupPart {
                        group,
                        top: placed.y - above,
                        bottom,
                        begins,
                        ends: !goes_on.contains(&group),
                    });
                }
            }
        }
    }
    for part in &mut parts {
        let group = &galley.groups[part.group as usize];
        part.bottom += group.bottom;
    }
    parts.sort_by_key(|p| std::cmp::Reverse(p.group));
    parts
}
