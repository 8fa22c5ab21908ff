//! The drawings of the handout and the marks of its test, made of lines.

use super::super::setter::Setter;
use super::FURNITURE;
use crate::colour::Colour;
use crate::geom::{MM, Point, Pt, Rect};
use crate::pages::{Handout, Item, Path, Pen, Step};
use crate::style::StyleId;

/// A side of the handout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Front,
    Back,
}

/// Distance of the test marks from the edges; printers reach so far.
const INSET: Pt = 14.0 * MM;
const FINE: Pt = 0.5;
const STRONG: Pt = 1.1;

/// Places of the crosses A, B, C, D. Those of the back lie behind those of the front.
pub fn corners(side: Side) -> [Point; 4] {
    let (width, height) = Handout::SIZE;
    let (first, second) = match side {
        Side::Front => (INSET, width - INSET),
        Side::Back => (width - INSET, INSET),
    };
    let (head, foot) = (INSET, height - INSET);
    [(first, head), (second, head), (first, foot), (second, foot)].map(|(x, y)| Point { x, y })
}

/// Draws lines into items.
pub struct Drawing<'d> {
    items: &'d mut Vec<Item>,
    ink: Colour,
    accent: Colour,
}

impl<'d> Drawing<'d> {
    pub fn new(setter: &Setter<'_>, items: &'d mut Vec<Item>) -> Self {
        let colour = |id| setter.style(id).colour;
        Self { items, ink: colour(StyleId::BoxText), accent: colour(StyleId::Heading2) }
    }

    /// The sheet with its fold, and the way in which the printer turns it.
    pub fn turned_sheet(&mut self, area: Rect, over_head: bool) {
        let sheet = middle(area, 34.0, 24.0);
        self.rect(sheet, STRONG);
        for page in halves(sheet) {
            self.lines_of_text(page);
        }
        self.dashed(sheet.x + sheet.w / 2.0, sheet.y, sheet.bottom());
        let arrow = if over_head {
            let x = sheet.right() + 1.5 * MM;
            let (from, to) = (point(x, sheet.bottom() - 2.0 * MM), point(x, sheet.y + 2.0 * MM));
            [from, point(x + 7.0 * MM, from.y), point(x + 7.0 * MM, to.y), to]
        } else {
            let y = sheet.y - 1.5 * MM;
            let (from, to) = (point(sheet.right() - 3.0 * MM, y), point(sheet.x + 3.0 * MM, y));
            [from, point(from.x, y - 7.0 * MM), point(to.x, y - 7.0 * MM), to]
        };
        self.curved_arrow(arrow);
    }

    /// A sheet with a cross and a lamp behind it.
    pub fn sheet_in_the_light(&mut self, area: Rect) {
        let sheet = middle(area, 34.0, 24.0);
        let sheet = Rect { x: sheet.x - 6.0 * MM, y: sheet.y + 2.0 * MM, ..sheet };
        self.rect(sheet, STRONG);
        let centre = point(sheet.x + sheet.w / 2.0, sheet.y + sheet.h / 2.0);
        self.cross(centre, 6.0 * MM, FINE);
        self.cross(point(centre.x + 0.8 * MM, centre.y - 0.7 * MM), 6.0 * MM, FINE);
        self.circle(centre, 2.6 * MM, FINE);
        let lamp = point(sheet.right() + 7.0 * MM, sheet.y - 3.0 * MM);
        self.circle(lamp, 2.6 * MM, STRONG);
        const ROOT: f64 = std::f64::consts::FRAC_1_SQRT_2;
        for (dx, dy) in [
            (1.0, 0.0),
            (ROOT, ROOT),
            (0.0, 1.0),
            (-ROOT, ROOT),
            (-1.0, 0.0),
            (-ROOT, -ROOT),
            (0.0, -1.0),
            (ROOT, -ROOT),
        ] {
            let at = |far: Pt| point(lamp.x + dx * far * MM, lamp.y + dy * far * MM);
            self.line(&[at(4.0), at(5.8)], STRONG, false);
        }
    }

    /// Sheets on each other, the left half lifted over the fold.
    pub fn folded_sheets(&mut self, area: Rect) {
        let fold = [
            point(area.x + 20.0 * MM, area.bottom() - 5.0 * MM),
            point(area.x + 27.0 * MM, area.y + 17.0 * MM),
        ];
        for layer in 0..4 {
            let down = Pt::from(layer) * 0.9 * MM;
            let near = point(fold[0].x, fold[0].y + down);
            let (right, far) =
                (point(near.x + 21.0 * MM, near.y), point(fold[1].x + 21.0 * MM, fold[1].y + down));
            if layer == 0 {
                self.line(&[near, right, far, fold[1]], STRONG, false);
            } else {
                self.line(&[near, right, far], FINE, false);
            }
        }
        let lifted = |p: Point| point(p.x - 11.0 * MM, p.y - 17.0 * MM);
        self.line(&[fold[0], lifted(fold[0]), lifted(fold[1]), fold[1]], STRONG, false);
        self.line(&fold, FINE, true);
        let from = point(lifted(fold[1]).x + 3.0 * MM, lifted(fold[1]).y - 1.0 * MM);
        let to = point(fold[1].x + 13.0 * MM, fold[1].y + 3.0 * MM);
        self.curved_arrow([
            from,
            point(from.x + 8.0 * MM, from.y - 2.0 * MM),
            point(to.x, to.y - 12.0 * MM),
            to,
        ]);
    }

    /// The booklet from outside with two staples, at a quarter and three quarters of its height.
    pub fn stapled_booklet(&mut self, area: Rect) {
        let booklet = middle(area, 40.0, 28.0);
        self.rect(booklet, STRONG);
        let fold = booklet.x + booklet.w / 2.0;
        self.dashed(fold, booklet.y, booklet.bottom());
        let right = booklet.right() + 3.0 * MM;
        for share in [0.25, 0.75] {
            let y = booklet.y + share * booklet.h;
            self.line(&[point(fold, y - 2.2 * MM), point(fold, y + 2.2 * MM)], 3.0, false);
            self.line(&[point(fold + 2.0 * MM, y), point(right, y)], FINE, true);
        }
        self.line(&[point(right, booklet.y), point(right, booklet.bottom())], FINE, false);
        for share in [0.0, 0.25, 0.75, 1.0] {
            let y = booklet.y + share * booklet.h;
            self.line(&[point(right - 1.0 * MM, y), point(right + 1.0 * MM, y)], FINE, false);
        }
    }

    /// What is seen against the light, by the number of the outcome.
    pub fn outcome(&mut self, area: Rect, number: usize) {
        let sheet = Rect { w: 31.0 * MM, ..area };
        let (left, right) = (sheet.x + 5.0 * MM, sheet.right() - 5.0 * MM);
        let centre = point(sheet.x + sheet.w / 2.0, sheet.y + sheet.h / 2.0);
        match number {
            0 | 1 => {
                self.rect(sheet, FINE);
                self.arrow(point(left, centre.y), 12.0 * MM, true);
                self.arrow(point(right, centre.y), if number == 0 { 12.0 } else { -12.0 } * MM, false);
            }
            2 => {
                self.rect(sheet, FINE);
                self.circle(centre, 4.0 * MM, FINE);
                self.cross(centre, 6.0 * MM, FINE);
                let shifted = point(centre.x + 5.0 * MM, centre.y + 2.5 * MM);
                self.cross(shifted, 6.0 * MM, STRONG);
            }
            _ => {
                let back = Rect { x: sheet.x + 7.0 * MM, w: 24.0 * MM, h: 17.0 * MM, ..sheet };
                let front = Rect { x: sheet.x, y: sheet.y + 5.0 * MM, ..back };
                let (x, y) = (back.right(), back.y);
                self.line(
                    &[
                        point(back.x, front.y),
                        point(back.x, y),
                        point(x, y),
                        point(x, back.bottom()),
                        point(front.right(), back.bottom()),
                    ],
                    FINE,
                    false,
                );
                self.rect(front, FINE);
                self.lines_of_text(front);
            }
        }
    }

    /// A line of that length with a tick at each step.
    pub fn ruler(&mut self, from: Point, length: Pt, step: Pt) {
        self.line(&[from, point(from.x + length, from.y)], FINE, false);
        let steps = (length / step).round() as usize;
        for n in 0..=steps {
            let x = from.x + n as Pt * step;
            let tick = if n == 0 || n == steps { 3.0 } else { 1.5 } * MM;
            self.line(&[point(x, from.y - tick), point(x, from.y)], FINE, false);
        }
    }

    /// Crosses with circles in the corners and arrows that point up at both sides: outlines on the
    /// front, filled and smaller on the back, so that both are seen when they lie on each other.
    pub fn test_marks(&mut self, side: Side, tolerance: Pt) {
        for corner in corners(side) {
            self.cross(corner, 6.0 * MM, FINE);
            self.circle(corner, tolerance, FINE);
        }
        let (width, height) = Handout::SIZE;
        for x in [INSET, width - INSET] {
            let (length, filled) = if side == Side::Front { (44.0, false) } else { (34.0, true) };
            self.arrow(point(x, height / 2.0), length * MM, filled);
        }
    }

    /// An arrow around its middle; upwards, or downwards where the length is negative.
    fn arrow(&mut self, middle: Point, length: Pt, filled: bool) {
        let (half, wide) = (length / 2.0, length.abs() * 0.16);
        let at = |x: f64, y: f64| point(middle.x + x * wide, middle.y + y * half);
        let outline = [
            at(0.0, -1.0),
            at(1.0, -0.45),
            at(0.4, -0.45),
            at(0.4, 1.0),
            at(-0.4, 1.0),
            at(-0.4, -0.45),
            at(-1.0, -0.45),
        ];
        self.closed(&outline, filled);
    }

    fn curved_arrow(&mut self, [from, a, b, to]: [Point; 4]) {
        let pen = Pen { width: STRONG, colour: self.accent, dash: Vec::new() };
        let steps = vec![Step::Move(from), Step::Curve(a, b, to)];
        self.items.push(Item::Path(Path { steps, fill: None, pen: Some(pen), owner: FURNITURE }));
        let (dx, dy) = (to.x - b.x, to.y - b.y);
        let length = (dx * dx + dy * dy).sqrt();
        let (dx, dy) = (dx / length * MM, dy / length * MM);
        let barb = |side: f64| point(to.x - 1.6 * dx + side * dy, to.y - 1.6 * dy - side * dx);
        let tip = point(to.x + 1.4 * dx, to.y + 1.4 * dy);
        self.closed(&[tip, barb(1.4), barb(-1.4)], true);
    }

    /// Rules that stand for the text of a page.
    fn lines_of_text(&mut self, page: Rect) {
        let inner = middle(page, page.w / MM * 0.62, page.h / MM * 0.56);
        for n in 0..4 {
            let y = inner.y + Pt::from(n) * inner.h / 3.0;
            let right = if n == 3 { inner.x + inner.w * 0.6 } else { inner.right() };
            self.line(&[point(inner.x, y), point(right, y)], FINE, false);
        }
    }

    fn cross(&mut self, at: Point, arm: Pt, width: Pt) {
        self.line(&[point(at.x - arm, at.y), point(at.x + arm, at.y)], width, false);
        self.line(&[point(at.x, at.y - arm), point(at.x, at.y + arm)], width, false);
    }

    fn circle(&mut self, at: Point, radius: Pt, width: Pt) {
        let pen = self.pen(width);
        self.items.push(Item::Path(Path::circle(at, radius, pen, FURNITURE)));
    }

    fn rect(&mut self, rect: Rect, width: Pt) {
        let (colour, owner) = (self.ink, FURNITURE);
        self.items.push(Item::Stroke { rect, width, colour, owner });
    }

    fn dashed(&mut self, x: Pt, top: Pt, bottom: Pt) {
        self.line(&[point(x, top), point(x, bottom)], FINE, true);
    }

    fn line(&mut self, points: &[Point], width: Pt, dashed: bool) {
        let dash = if dashed { vec![1.2 * MM, 0.8 * MM] } else { Vec::new() };
        let pen = Pen { dash, ..self.pen(width) };
        self.items.push(Item::Path(Path::line(points, pen, FURNITURE)));
    }

    fn pen(&self, width: Pt) -> Pen {
        Pen { width, colour: self.ink, dash: Vec::new() }
    }

    /// A shape, filled or as a fine line.
    fn closed(&mut self, points: &[Point], filled: bool) {
        let mut path = Path::line(points, self.pen(FINE), FURNITURE);
        path.steps.push(Step::Close);
        if filled {
            (path.fill, path.pen) = (Some(self.accent), None);
        }
        self.items.push(Item::Path(path));
    }
}

fn point(x: Pt, y: Pt) -> Point {
    Point { x, y }
}

/// A rectangle of so many millimetres in the middle of an area.
fn middle(area: Rect, width: f64, height: f64) -> Rect {
    let (w, h) = (width * MM, height * MM);
    Rect { x: area.x + (area.w - w) / 2.0, y: area.y + (area.h - h) / 2.0, w, h }
}

fn halves(sheet: Rect) -> [Rect; 2] {
    let half = Rect { w: sheet.w / 2.0, ..sheet };
    [half, Rect { x: sheet.x + half.w, ..half }]
}
