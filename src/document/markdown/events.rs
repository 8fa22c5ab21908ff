//! The parser. Decides in which order a text becomes events: Markdown, then tables of values, HTML, notes and
//! addresses in it.

use std::ops::Range;

use super::html::{self, Found};
use super::marked::marked_up;
use super::syntax::Placed;
use super::{addresses, csv_blocks, inline_notes};
use crate::document::delimited::Told;

/// A text as the parser sees it.
pub struct Parsed<'t> {
    /// Events with their places in the text.
    pub events: Vec<Placed<'t>>,
    /// HTML that is not set as a browser would.
    pub found: Vec<(Found, Range<usize>)>,
    /// What is to be said of comma-separated values.
    pub told: Told,
}

/// Parses a prepared text.
pub fn parsed(text: &str) -> Parsed<'_> {
    let (events, told) = csv_blocks::translated(marked_up(text).collect());
    let (events, found) = html::translated(events);
    Parsed { events: addresses::linked(inline_notes::taken(events)), found, told }
}
