//! Walking down a page. Decides how high rows stand when a page begins at a given row: spaces vanish
//! at its head, body text snaps to the grid, boxes open and close, floats wait, notes take room.

use std::ops::Range;

use super::super::galley::{Content, Galley, Row};
use super::super::setter::Setter;
use super::{Carried, Frame, NoteRules, Start};
use crate::geom::{Pt, fits, snap_up};

/// The pen on its way down a page.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pen {
    /// Depth reached.
    pub y: Pt,
    /// Whether nothing stands on the page yet.
    pub empty: bool,
}

impl Pen {
    /// Moves over a row; returns the top of its content.
    pub fn add(&mut self, row: &Row, leading: Pt) -> Pt {
        let mut y = self.y + if self.empty { 0.0 } else { row.above };
        if row.snap {
            y = snap_up(y, leading);
        }
        let top = y + row.pad_above;
        self.y = top + row.height + row.pad_below;
        self.empty = false;
        top
    }
}

/// What notes may go on on the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoingOn {
    /// The last of them, if it is long.
    LastOnly,
    /// Others, too: notes may begin on the page behind their calls.
    Several,
    /// Whatever does not fit, by lines.
    Anyhow,
}

/// Notes of a page: which, from which line, up to which.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageNotes {
    /// Number of the note, first line, line after the last.
    pub parts: Vec<(u32, u32, u32)>,
    /// Height with rule and spaces; 0 without notes.
    pub height: Pt,
    /// Notes that go on.
    pub carry: Option<Carried>,
}

impl PageNotes {
    /// Notes that begin on a later page than their calls.
    pub fn deferred(&self) -> u32 {
        self.carry.map_or(0, |carry| carry.end - carry.note - u32::from(carry.line > 0))
    }
}

/// A galley with the rules of its pages.
pub struct Walk<'g, 'd> {
    /// The galley.
    pub galley: &'g Galley<'d>,
    /// Its pages.
    pub frame: Frame,
    /// Room for notes.
    pub notes: NoteRules,
}

/// Adds the notes that a row calls to those of its page.
pub fn merge_calls(calls: &mut std::ops::Range<u32>, more: &std::ops::Range<u32>) {
    if more.start < more.end {
        *calls = if calls.start == calls.end {
            more.clone()
        } else {
            calls.start.min(more.start)..calls.end.max(more.end)
        };
    }
}

impl<'g, 'd> Walk<'g, 'd> {
    /// With the theme's rules for notes.
    pub fn new(galley: &'g Galley<'d>, frame: Frame, setter: &Setter<'_>) -> Self {
        let theme = &setter.sheet.theme.footnotes;
        let notes = NoteRules {
            above: theme.space_above.0,
            below: theme.space_below.0 + theme.rule.0,
            gap: theme.gap.0,
            split_from: theme.split_from.0,
            split_keep: theme.split_keep.0,
            max_share: theme.max_share.0,
        };
        Self { galley, frame, notes }
    }

    /// Height of the type area of a page that begins there.
    pub fn depth(&self, start: &Start) -> Pt {
        let head = if *start == Start::default() { self.frame.first_head } else { 0.0 };
        self.frame.depth - self.frame.foot - head
    }

    /// The floats that wait where a page begins.
    pub fn waiting(&self, start: &Start) -> Range<u32> {
        let end = self.galley.floats.partition_point(|float| float.row < start.row) as u32;
        end - start.waiting..end
    }

    /// The pen at the head of a page: waiting floats placed as far as they fit, boxes opened again.
    /// Returns how many floats still wait, too.
    pub fn open(&self, start: &Start) -> (Pen, u32) {
        let depth = self.depth(start);
        let mut pen = Pen { y: 0.0, empty: true };
        let mut waiting = self.waiting(start);
        while let Some(float) = waiting.clone().next() {
            let f = &self.galley.floats[float as usize];
            let top = if pen.empty { 0.0 } else { pen.y + f.space.0 };
            if !pen.empty && !fits(top + f.height, depth) {
                break;
            }
            // The space below the last one may hang over the foot.
            let foot = top + f.height;
            pen = Pen { y: (foot + f.space.1).min(depth.max(foot)), empty: false };
            waiting.next();
        }
        if !pen.empty && pen.y < depth && start.row < self.galley.rows.len() {
            pen.y = snap_up(pen.y, self.frame.leading).min(depth);
        }
        for group in self.galley.open_across(start.row) {
            pen.y += self.galley.groups[group as usize].repeat;
            pen.empty = false;
        }
        (pen, waiting.len() as u32)
    }

    /// Room that boxes need below when the page ends before `row`.
    pub fn closing(&self, row: usize) -> Pt {
        if self.galley.rows.get(row).is_none_or(|r| r.group.is_none()) {
            return 0.0;
        }
        self.galley.open_across(row).iter().map(|g| self.galley.groups[*g as usize].bottom).sum()
    }

    /// Sets the notes of a page into the room that the text leaves. `calls` are the notes called on
    /// it. `None` if they do not fit.
    pub fn notes(
        &self,
        carried: Option<Carried>,
        calls: Range<u32>,
        room: Pt,
        going_on: GoingOn,
    ) -> Option<PageNotes> {
        let from = carried.map_or(calls.start, |c| c.note);
        let end = if calls.start < calls.end { calls.end } else { carried.map_or(from, |c| c.end) };
        if from >= end {
            return Some(PageNotes::default());
        }
        let mut notes = PageNotes { height: self.notes.above + self.notes.below, ..PageNotes::default() };
        for number in from..end {
            let first = carried.filter(|c| c.note == number).map_or(0, |c| c.line);
            let note = self.galley.notes.get(number as usize)?;
            let lines = note.lines.len() as u32;
            let gap = if number > from { self.notes.gap } else { 0.0 };
            let whole = gap + note.height((lines - first) as usize);
            if fits(notes.height + whole, room) {
                notes.height += whole;
                notes.parts.push((number, first, lines));
                continue;
            }
            let anyhow = going_on == GoingOn::Anyhow;
            let mut fit = self.lines_that_fit(number, first, room - notes.height - gap, anyhow);
            let may_split = lines as usize >= self.notes.split_from && fit >= self.notes.split_keep as u32;
            let legal = match going_on {
                GoingOn::LastOnly => number + 1 == end && may_split,
                GoingOn::Several => may_split || number > from,
                GoingOn::Anyhow => true,
            };
            if !legal {
                return None;
            }
            if !may_split && !anyhow {
                fit = 0;
            }
            if fit > 0 {
                notes.height += gap + note.height(fit as usize);
                notes.parts.push((number, first, first + fit));
            }
            notes.carry = Some(Carried { note: number, line: first + fit, end });
            break;
        }
        if notes.parts.is_empty() {
            notes.height = 0.0;
        }
        Some(notes)
    }

    /// How many lines of a note stand in some room; what is left keeps together.
    fn lines_that_fit(&self, number: u32, first: u32, room: Pt, anyhow: bool) -> u32 {
        let note = &self.galley.notes[number as usize];
        let fit = (room / note.leading + 1e-6).floor().max(0.0) as u32;
        let left = note.lines.len() as u32 - first;
        let keep = if anyhow { 0 } else { self.notes.split_keep as u32 };
        fit.min(left.saturating_sub(keep))
    }

    /// The float that a row stands for.
    pub fn float_of(&self, row: &Row) -> Option<u32> {
        match row.content {
            Content::Float(float) => Some(float),
            _ => None,
        }
    }
}
