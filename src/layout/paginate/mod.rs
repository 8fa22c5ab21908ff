//! Pages: the galley is cut. In: a galley and the height of the type area. Out: [`PlacedPage`]s, what
//! stands where on each page. Never: furniture, sides of the trim.

pub mod cost;
pub mod ends;
pub mod levers;
pub mod place;
pub mod search;
pub mod walk;

use crate::geom::Pt;
use crate::style::PageGeometry;

/// Notes that did not fit on the page of their calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Carried {
    /// The first of them.
    pub note: u32,
    /// Its first line that is left.
    pub line: u32,
    /// The note after the last of them.
    pub end: u32,
}

/// Where a page begins: what is left to set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Start {
    /// First row.
    pub row: usize,
    /// Notes that go on.
    pub note: Option<Carried>,
    /// How many floats wait: floats keep their order, so they are the last ones before the row.
    pub waiting: u32,
}

/// The page chosen by the search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageBreak {
    /// Where it begins.
    pub start: Start,
    /// Where the next begins.
    pub end: Start,
    /// Lines that its levers add to it, or take from it.
    pub lines: i8,
}

/// The type area of the pages of a galley.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// Height of the type area.
    pub depth: Pt,
    /// Room at the head of the first page that is not the galley's.
    pub first_head: Pt,
    /// Room at the foot of every page that is not the galley's.
    pub foot: Pt,
    /// Grid step.
    pub leading: Pt,
}

impl Frame {
    /// Of pages, less a head on the first and a foot on all.
    pub fn of(page: &PageGeometry, first_head: Pt, foot: Pt) -> Self {
        Self { depth: page.depth(), first_head, foot, leading: page.leading }
    }
}

/// Heights around notes.
#[derive(Debug, Clone, Copy)]
pub struct NoteRules {
    /// Least space above the rule.
    pub above: Pt,
    /// Space below the rule.
    pub below: Pt,
    /// Space between notes.
    pub gap: Pt,
    /// Lines from which a note may break.
    pub split_from: usize,
    /// Lines that stay together.
    pub split_keep: usize,
    /// Largest share of the type area that costs nothing.
    pub max_share: f64,
}

#[cfg(test)]
mod tests;
