//! Sheets for paper: finished pages seen through windows, without links.

use std::borrow::Cow;

use crate::geom::{Pt, Rect};
use crate::pages::Item;

/// A side of paper as it leaves the printer.
pub struct Sheet<'p> {
    /// Width and height.
    pub size: (Pt, Pt),
    /// Where it is cut, and how far ink reaches; none for sheets that are not cut.
    pub boxes: Option<Boxes>,
    /// What lies on it, in order of painting.
    pub placed: Vec<Placed<'p>>,
}

/// Boxes of a sheet, from its top left corner.
#[derive(Debug, Clone, Copy)]
pub struct Boxes {
    /// The finished page.
    pub trim: Rect,
    /// With what is cut off.
    pub bleed: Rect,
}

/// Items on a sheet.
pub struct Placed<'p> {
    /// The items: of a page, or made for the sheet.
    pub items: Cow<'p, [Item]>,
    /// From the items' points to the sheet's: `x' = a x + c y + e`, `y' = b x + d y + f`.
    pub matrix: [f64; 6],
    /// What is seen, in points of the sheet.
    pub window: Rect,
}

impl<'p> Placed<'p> {
    /// Items upright and scaled, with their origin there.
    pub fn at(items: &'p [Item], (x, y): (Pt, Pt), scale: f64, window: Rect) -> Self {
        Self { items: Cow::Borrowed(items), matrix: [scale, 0.0, 0.0, scale, x, y], window }
    }

    /// Items that were made for a sheet of that size.
    pub fn marks(items: Vec<Item>, (w, h): (Pt, Pt)) -> Self {
        let window = Rect { x: 0.0, y: 0.0, w, h };
        Self { items: Cow::Owned(items), matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], window }
    }

    /// The same on a sheet of that size that is turned upside down.
    pub fn turned(mut self, (width, height): (Pt, Pt)) -> Self {
        let [a, b, c, d, e, f] = self.matrix;
        self.matrix = [-a, -b, -c, -d, width - e, height - f];
        let Rect { x, y, w, h } = self.window;
        self.window = Rect { x: width - x - w, y: height - y - h, w, h };
        self
    }
}

/// What lies on sheets, page by page.
pub fn items_of<'s>(sheets: &'s [Sheet<'_>]) -> Vec<&'s [Item]> {
    sheets.iter().flat_map(|sheet| &sheet.placed).map(|placed| &*placed.items).collect()
}
