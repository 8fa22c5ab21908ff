//! The edition to print, fold and staple. Decides where two pages lie on a sheet: centred at the fold,
//! moved inwards as they creep, the back turned as the printer turns it; and the marks for hands.

use super::imposition::{self, FoldedSheet};
use super::marks::{self, Line};
use super::{Plan, Product, gathering, office};
use crate::colour::Palette;
use crate::diag::{Sink, complaint};
use crate::geom::{MM, Point, Pt, Rect};
use crate::language::Direction;
use crate::pages::{Handout, Item, Page, Pages};
use crate::pdf::sheets::{Placed, Sheet};
use crate::source::editions::{Booklet, BookletMark};
use crate::source::paper::Paper;

/// Length of the ticks on the fold; printers leave the outer 4 mm of a sheet white.
const TICK: Pt = 8.0 * MM;
/// Width of a staple (24/6 and 26/6).
const STAPLE: Pt = 12.0 * MM;
/// Crop marks keep this far from the page.
const CROP_OFFSET: Pt = 2.0 * MM;

/// Makes the file.
pub fn make(plan: &Plan<'_>, booklet: &Booklet, sink: &mut Sink) -> Option<Vec<Product>> {
    check(plan, booklet, sink);
    let mut palette = plan.pages.palette.clone();
    let sheets = sheets(plan, booklet, &mut palette);
    let notes = gathering::notes(plan.pages, &gathering::filled(plan.pages, 4));
    office::product(plan, &sheets, (&palette, booklet.toner), notes, sink).map(|product| vec![product])
}

/// Front and back of each sheet in turn; the inks of their marks are added to the palette.
pub fn sheets<'p>(plan: &'p Plan<'_>, booklet: &Booklet, palette: &mut Palette) -> Vec<Sheet<'p>> {
    let pages = plan.pages;
    let order = gathering::filled(pages, 4);
    let spread = Spread::new(booklet, pages, palette);
    let handout = pages.handouts.iter().find(|h| h.edition == plan.name && booklet.help);
    let mut sheets: Vec<Sheet<'_>> = handout.map(|h| spread.handout(h)).into_iter().flatten().collect();
    for folded in imposition::folded(order.len(), booklet.signature.map(|s| s.0)) {
        sheets.extend(spread.sides(&folded, &order));
    }
    sheets
}

/// Reports what stands against the sheet, without drawing it.
pub fn check(plan: &Plan<'_>, booklet: &Booklet, sink: &mut Sink) {
    Spread::new(booklet, plan.pages, &mut plan.pages.palette.clone()).report_scale(plan, sink);
}

/// Two pages on a sheet.
struct Spread<'a> {
    booklet: &'a Booklet,
    paper: Paper,
    /// By how much pages are scaled down; 1 where they fit.
    scale: f64,
    /// The pages as printed on the outermost sheet.
    trim: Rect,
    /// Bleed as printed.
    bleed: Pt,
    /// Whether the back is printed upside down.
    turned: bool,
    /// Whether the fold lies at the right of the first page.
    bound_right: bool,
    line: Line,
}

impl<'a> Spread<'a> {
    fn new(booklet: &'a Booklet, pages: &Pages, palette: &mut Palette) -> Self {
        let (w, h) = pages.trim;
        let paper = Paper::of_booklet(booklet, pages.trim);
        let scale = if paper.holds((2.0 * w, h)) { 1.0 } else { paper.scale((2.0 * w, h)) };
        let (w, h) = (2.0 * w * scale, h * scale);
        let trim = Rect { x: (paper.width - w) / 2.0, y: (paper.height - h) / 2.0, w, h };
        Self {
            booklet,
            paper,
            scale,
            trim,
            bleed: pages.bleed * scale,
            turned: paper.turns_back(booklet.duplex),
            bound_right: pages.direction == Direction::RightToLeft,
            line: Line::black(palette),
        }
    }

    fn size(&self) -> (Pt, Pt) {
        (self.paper.width, self.paper.height)
    }

    fn fold(&self) -> Pt {
        self.paper.width / 2.0
    }

    fn report_scale(&self, plan: &Plan<'_>, sink: &mut Sink) {
        if self.scale < 1.0 {
            let (w, h) = (plan.pages.trim.0 / MM, plan.pages.trim.1 / MM);
            let whole = |number: f64| format!("{number:.0}");
            let percent = whole(self.scale * 100.0);
            let told = complaint::booklet_scaled(whole(w), whole(h), self.paper.name(), percent);
            sink.push(told.at(self.booklet.sheet.as_ref().map(|sheet| sheet.span)));
        }
    }

    /// Both sides of a folded sheet, the outer one first.
    fn sides<'p>(&self, folded: &FoldedSheet, order: &[Option<&'p Page>]) -> [Sheet<'p>; 2] {
        let creep = folded.depth as Pt * self.booklet.paper.0;
        let mut outside = self.pair(folded.outside.map(|n| order[n]), creep);
        outside.push(Placed::marks(self.marks(folded.depth), self.size()));
        let inside = self.pair(folded.inside.map(|n| order[n]), creep);
        self.front_and_back(outside, inside)
    }

    fn front_and_back<'p>(&self, front: Vec<Placed<'p>>, back: Vec<Placed<'p>>) -> [Sheet<'p>; 2] {
        let turned = |placed: Placed<'p>| if self.turned { placed.turned(self.size()) } else { placed };
        let back = back.into_iter().map(turned).collect();
        [front, back].map(|placed| Sheet { size: self.size(), boxes: None, placed })
    }

    /// Two pages in the order in which they lie where lines begin at the left; each is cut off at the fold, so that
    /// none bleeds into the other.
    fn pair<'p>(&self, [first, second]: [Option<&'p Page>; 2], creep: Pt) -> Vec<Placed<'p>> {
        let [left, right] = if self.bound_right { [second, first] } else { [first, second] };
        let (head, foot) = (self.trim.y - self.bleed, self.trim.bottom() + self.bleed);
        let placed = |page: &'p Page, x: Pt, from: Pt, to: Pt| {
            Placed::at(&page.items, (x, self.trim.y), self.scale, Rect::between(from, head, to, foot))
        };
        let (fold, bleed) = (self.fold(), self.bleed);
        let x = self.trim.x + creep;
        let left = left.map(|page| placed(page, x, x - bleed, fold));
        let x = fold - creep;
        let right = right.map(|page| placed(page, x, fold, x + self.trim.w / 2.0 + bleed));
        left.into_iter().chain(right).collect()
    }

    /// The sheet that tells how the others are made.
    fn handout<'p>(&self, handout: &'p Handout) -> [Sheet<'p>; 2] {
        let scale = self.paper.scale(Handout::SIZE);
        let (w, h) = (Handout::SIZE.0 * scale, Handout::SIZE.1 * scale);
        let at = ((self.paper.width - w) / 2.0, (self.paper.height - h) / 2.0);
        let whole = Rect { x: 0.0, y: 0.0, w: self.paper.width, h: self.paper.height };
        let placed = |items: &'p [Item]| Placed::at(items, at, scale, whole);
        let [front, back] = &handout.sides;
        self.front_and_back(vec![placed(front)], vec![placed(back)])
    }

    /// Marks on the outside of a sheet. Only the outermost is stapled and cut.
    fn marks(&self, depth: usize) -> Vec<Item> {
        let wants = |mark| self.booklet.marks.contains(&mark);
        let mut items = Vec::new();
        if wants(BookletMark::Fold) {
            self.fold_ticks(&mut items);
        }
        if wants(BookletMark::Staple) && depth == 0 {
            self.staples(&mut items);
        }
        if wants(BookletMark::Crop) && depth == 0 {
            items.extend(marks::crop(self.trim, self.bleed.max(CROP_OFFSET), &self.line));
        }
        items
    }

    /// Dashes on the fold at head and foot: outside of the pages where there is room.
    fn fold_ticks(&self, items: &mut Vec<Item>) {
        let offset = self.bleed.max(CROP_OFFSET);
        let above = self.trim.y - offset;
        let (from, to) =
            if above >= TICK { (above - TICK, above) } else { (self.trim.y, self.trim.y + TICK) };
        for (from, to) in [(from, to), (self.paper.height - to, self.paper.height - from)] {
            let ends = [from, to].map(|y| Point { x: self.fold(), y });
            items.extend(self.line.visible(&ends, &marks::DASH));
        }
    }

    /// Where the staples go: a line as long as one, with its ends.
    fn staples(&self, items: &mut Vec<Item>) {
        let x = self.fold();
        for share in [0.25, 0.75] {
            let middle = self.trim.y + share * self.trim.h;
            let (top, bottom) = (middle - STAPLE / 2.0, middle + STAPLE / 2.0);
            items.extend(self.line.visible(&[Point { x, y: top }, Point { x, y: bottom }], &[]));
            for y in [top, bottom] {
                let ends = [x - MM, x + MM].map(|x| Point { x, y });
                items.extend(self.line.visible(&ends, &[]));
            }
        }
    }
}
