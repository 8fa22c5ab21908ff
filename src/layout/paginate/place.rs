//! Placing. Decides the final height of each row of a page that the search has chosen, and shares
//! out what is left when blocks are snapped to the grid.

use super::super::galley::{Content, Surplus};
use super::PageBreak;
use super::levers::{Lever, Levers, stands_on_grid};
use super::walk::{GoingOn, PageNotes, Pen, Walk, merge_calls};
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
    /// What gives for it.
    pub levers: Vec<Lever>,
    /// Lowest edge of the text.
    pub used: Pt,
    /// Foot of the area for text and notes, from the top of the page's own area.
    pub floor: Pt,
}

impl PlacedPage {
    /// Lines that levers add above a row.
    fn lines_above(&self, number: usize) -> f64 {
        self.levers.iter().filter(|lever| **lever == Lever::Space(number)).count() as f64
    }
}

/// Places everything on a page.
pub fn place(walk: &Walk<'_, '_>, cut: &PageBreak) -> PlacedPage {
    let galley = walk.galley;
    let leading = walk.frame.leading;
    let mut plan = PlacedPage { levers: Levers::used_by(walk, cut), ..PlacedPage::default() };
    place_floats(walk, cut, &mut plan);
    let (mut pen, _) = walk.open(&cut.start);
    let waiting = walk.waiting(&cut.end);
    let mut loose = 0; // first placed row since the text was last on the grid
    let mut head_of_page = cut.start.waiting == 0;
    let mut calls = 0..0;
    for number in cut.start.row..cut.end.row {
        let row = &galley.rows[number];
        if walk.float_of(row).is_some_and(|float| waiting.contains(&float)) {
            continue;
        }
        // Before a line is left out: its words, and the notes they call, stand on those before it.
        merge_calls(&mut calls, &row.calls);
        let set = lines_set(walk, &plan.levers, number);
        if set == 0 {
            continue;
        }
        let before = pen;
        pen.y += leading * plan.lines_above(number);
        let top = pen.add(row, leading);
        if row.snap {
            let least = before.y + if before.empty { 0.0 } else { row.above };
            spread_surplus(walk, &mut plan.rows[loose..], top - row.pad_above - least, head_of_page);
        }
        plan.rows.push(Placed { row: number, content: row.content, y: top });
        if let (2, Content::Line { paragraph, line }) = (set, row.content) {
            let extra = pen.y;
            pen.y += row.height;
            plan.rows.push(Placed {
                row: number,
                content: Content::Line { paragraph, line: line + 1 },
                y: extra,
            });
        }
        if stands_on_grid(walk, number) {
            loose = plan.rows.len();
            head_of_page = false;
        }
    }
    let more = leading * plan.lines_above(cut.end.row);
    pen.y += more;
    plan.rows[loose..].iter_mut().for_each(|placed| placed.y += more);
    plan.floor = walk.depth(&cut.start);
    plan.used = pen.y + walk.closing(cut.end.row);
    let room = walk.depth(&cut.start) - plan.used;
    let ways = [GoingOn::LastOnly, GoingOn::Several, GoingOn::Anyhow];
    let set = ways.into_iter().filter_map(|way| walk.notes(cut.start.note, calls.clone(), room, way));
    let mut set = set.filter(|notes| notes.carry == cut.end.note);
    plan.notes = set.next().unwrap_or_default();
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

/// How many lines of its paragraph a row stands for: none where the paragraph is set shorter and ends before, two where
/// it is set longer and this is its last row.
fn lines_set(walk: &Walk<'_, '_>, levers: &[Lever], number: usize) -> u8 {
    let Content::Line { paragraph, line } = walk.galley.rows[number].content else { return 1 };
    if line as usize + 1 < walk.galley.paragraphs[paragraph as usize].lines.len() {
        return 1;
    }
    if levers.contains(&Lever::Longer(paragraph)) {
        return 2;
    }
    u8::from(!levers.contains(&Lever::Shorter(paragraph)))
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
