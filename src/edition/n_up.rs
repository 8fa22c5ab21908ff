//! The edition with several pages on a side, in reading order. Decides how the cells lie.

use std::sync::Arc;

use super::marks::Line;
use super::{Plan, Product, office};
use crate::colour::Palette;
use crate::diag::Sink;
use crate::geom::{MM, Pt, Rect};
use crate::language::Direction;
use crate::pages::{Item, Page, Pages};
use crate::pdf::sheets::{Placed, Sheet};
use crate::source::editions::NUp;
use crate::source::format::parse_format;

/// White around the cells: printers do not reach the edge.
const MARGIN: Pt = 6.0 * MM;
/// White between pages.
const GAP: Pt = 4.0 * MM;

/// Makes the file.
pub fn make(plan: &Plan<'_>, n_up: &NUp, sink: &mut Sink) -> Option<Vec<Product>> {
    let mut palette = plan.pages.palette.clone();
    let sides = sheets(plan.pages, n_up, &mut palette);
    office::product(plan, &sides, (&palette, n_up.toner), Vec::new(), sink).map(|product| vec![product])
}

/// The sides; the inks of their frames are added to the palette.
pub fn sheets<'p>(pages: &'p Pages, n_up: &NUp, palette: &mut Palette) -> Vec<Sheet<'p>> {
    let line = Line::black(palette);
    let sheet = parse_format(&n_up.sheet.value).unwrap_or(pages.trim);
    let from_right = pages.direction == Direction::RightToLeft;
    let grid = Grid { from_right, ..Grid::best(n_up.pages.value.0, sheet, pages.trim) };
    pages.pages.chunks(n_up.pages.value.0.max(1)).map(|side| grid.side(side, &line)).collect()
}

/// Cells on a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Grid {
    sheet: (Pt, Pt),
    columns: usize,
    rows: usize,
    /// By how much pages are scaled.
    scale: f64,
    trim: (Pt, Pt),
    /// Whether rows begin at the right.
    from_right: bool,
}

impl Grid {
    /// The grid with the largest pages, the sheet upright or across.
    fn best(pages: usize, (a, b): (Pt, Pt), trim: (Pt, Pt)) -> Self {
        let (short, long) = (a.min(b), a.max(b));
        let columns = (1..=pages).filter(|columns| pages.is_multiple_of(*columns));
        let grids = columns.flat_map(|columns| {
            [(short, long), (long, short)].map(|sheet| Self::new(sheet, columns, pages / columns, trim))
        });
        let first = Self::new((short, long), 1, pages, trim);
        grids.fold(first, |best, grid| if grid.scale > best.scale { grid } else { best })
    }

    fn new(sheet: (Pt, Pt), columns: usize, rows: usize, trim: (Pt, Pt)) -> Self {
        let room = |length: Pt, cells: usize| (length - 2.0 * MARGIN - (cells - 1) as Pt * GAP) / cells as Pt;
        let scale = (room(sheet.0, columns) / trim.0).min(room(sheet.1, rows) / trim.1);
        Self { sheet, columns, rows, scale, trim, from_right: false }
    }

    /// Where the page in a cell lies; the pages are centred on the sheet.
    fn cell(&self, n: usize) -> Rect {
        let (w, h) = (self.trim.0 * self.scale, self.trim.1 * self.scale);
        let start = |length: Pt, size: Pt, cells: usize| {
            (length - cells as Pt * size - (cells - 1) as Pt * GAP) / 2.0
        };
        let (nth, row) = (n % self.columns, n / self.columns);
        let column = if self.from_right { self.columns - 1 - nth } else { nth };
        let x = start(self.sheet.0, w, self.columns) + column as Pt * (w + GAP);
        let y = start(self.sheet.1, h, self.rows) + row as Pt * (h + GAP);
        Rect { x, y, w, h }
    }

    fn side<'p>(&self, pages: &'p [Arc<Page>], line: &Line) -> Sheet<'p> {
        let mut placed = Vec::new();
        let mut frames = Vec::new();
        for (n, page) in pages.iter().enumerate() {
            let cell = self.cell(n);
            placed.push(Placed::at(&page.items, (cell.x, cell.y), self.scale, cell));
            if !has_ground(page, self.trim) {
                frames.push(line.frame(cell));
            }
        }
        placed.push(Placed::marks(frames, self.sheet));
        Sheet { size: self.sheet, boxes: None, placed }
    }
}

/// Whether something fills the page, so that its edge is seen.
fn has_ground(page: &Page, (w, h): (Pt, Pt)) -> bool {
    page.items.iter().any(|item| match item {
        Item::Fill { rect, .. } | Item::Picture { rect, .. } => rect.w >= w && rect.h >= h,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const A5: (Pt, Pt) = (148.0 * MM, 210.0 * MM);
    const A4: (Pt, Pt) = (210.0 * MM, 297.0 * MM);

    fn grid(pages: usize, trim: (Pt, Pt)) -> (usize, usize, bool) {
        let grid = Grid::best(pages, A4, trim);
        (grid.columns, grid.rows, grid.sheet.0 > grid.sheet.1)
    }

    #[test]
    fn cells_are_as_large_as_can_be() {
        assert_eq!(grid(2, A5), (2, 1, true));
        assert_eq!(grid(4, A5), (2, 2, false));
        assert_eq!(grid(6, A5), (3, 2, true));
        assert_eq!(grid(8, A5), (4, 2, true));
        assert_eq!(grid(9, A5), (3, 3, false));
        let lying = (A5.1, A5.0);
        assert_eq!(grid(2, lying), (1, 2, false));
        assert_eq!(grid(6, lying), (2, 3, false));
    }

    #[test]
    fn cells_lie_in_reading_order_within_the_margin() {
        for pages in crate::source::editions::PAGES_ON_A_SIDE {
            let grid = Grid::best(pages, A4, A5);
            let cells: Vec<Rect> = (0..pages).map(|n| grid.cell(n)).collect();
            for pair in cells.windows(2) {
                let same_row = (pair[0].y - pair[1].y).abs() < 0.01;
                assert!(if same_row {
                    pair[1].x >= pair[0].right() + GAP - 0.01
                } else {
                    pair[1].y > pair[0].bottom()
                });
            }
            for cell in cells {
                assert!(cell.x > MARGIN - 0.01 && cell.right() < grid.sheet.0 - MARGIN + 0.01);
                assert!(cell.y > MARGIN - 0.01 && cell.bottom() < grid.sheet.1 - MARGIN + 0.01);
            }
        }
    }
}
