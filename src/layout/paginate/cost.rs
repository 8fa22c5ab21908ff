//! What a page costs. Every constant of the paginator is here; the unit is a tenth of an unused line.

/// Unused lines at the foot of a page that is not the last of its chapter.
pub fn underfill(lines: usize) -> f64 {
    match lines {
        0 => 0.0,
        1 => 6.0,
        2 => 24.0,
        3 => 110.0,
        n => 110.0 + 60.0 * ((n - 3) * (n - 3)) as f64,
    }
}

/// Facing pages of different depth, per line of difference, squared.
pub const UNEVEN_SPREAD: f64 = 5.0;
/// A broken word at the foot of a right-hand page: the reader must turn over inside it.
pub const HYPHEN_AT_TURN: f64 = 1_000.0;
/// The same at the foot of a left-hand page.
pub const HYPHEN_AT_FOOT: f64 = 25.0;
/// A paragraph set one line longer or shorter than it wants.
pub const VARIANT: f64 = 8.0;
/// What one such paragraph may cost its own lines, in demerits per unit here.
pub const VARIANT_DEMERITS: f64 = 6_000.0;
/// Widest stretch of a line in a paragraph that was set longer, in units of what it gives.
pub const VARIANT_STRETCH: f32 = 2.2;
/// Most room that a line of such a paragraph may leave in ragged text, as a share of the measure.
pub const VARIANT_RAG: f32 = 0.15;
/// A note that goes on at the foot of the next page.
pub const SPLIT_NOTE: f64 = 35.0;
/// A note that begins on the page behind its call.
pub const DEFERRED_NOTE: f64 = 40.0;
/// A figure that moves to the next page.
pub const DEFERRED_FLOAT: f64 = 30.0;
/// A line more above a heading.
pub const SPACE_ABOVE_HEADING: f64 = 4.0;
/// A line more around a box, a table or a figure, half of it above and half below.
pub const SPACE_AROUND_BLOCK: f64 = 5.0;
/// A second one.
pub const MORE_SPACE_AROUND_BLOCK: f64 = 12.0;
/// A line more below a list, or below a block that begins the page.
pub const SPACE_BELOW_BLOCK: f64 = 9.0;

/// The last page of a chapter with so many lines of `depth`.
pub fn short_last_page(lines: f64, depth: f64) -> f64 {
    let wanted = depth * LAST_PAGE_SHARE;
    if lines.round() < LAST_PAGE_LINES {
        SHORT_LAST_PAGE
    } else if lines + 0.5 < wanted {
        THIN_LAST_PAGE.0 + THIN_LAST_PAGE.1 * (1.0 - lines / wanted)
    } else {
        0.0
    }
}

/// The last page of a chapter with fewer lines than [`LAST_PAGE_LINES`].
const SHORT_LAST_PAGE: f64 = 150.0;
/// Fewest lines of a chapter's last page.
const LAST_PAGE_LINES: f64 = 5.0;
/// Share of the type area that it should fill.
const LAST_PAGE_SHARE: f64 = 1.0 / 3.0;
/// Price of one that does not, and what it costs more where it is all but empty.
const THIN_LAST_PAGE: (f64, f64) = (20.0, 40.0);
/// Notes that take more than their share of a page, for each line over it.
pub const NOTES_OVER_SHARE: f64 = 4.0;
/// A break that no rule allows, where there is no other.
pub const ILLEGAL: f64 = 5_000.0;
/// A page filled behind the chapters, for the number of pages that is wanted.
pub const FILLED_PAGE: f64 = 30.0;
/// A page more than the number that is wanted.
pub const MISSED_PAGE: f64 = 10_000.0;
