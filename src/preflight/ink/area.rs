//! Areas as pixels. Decides the resolution, and which pixels belong to an area: those whose middle lies
//! in it.

use std::ops::Range;

use tiny_skia::{FillRule, Path, PathSegment, Point as Corner, Stroke};

use super::super::budget::Share;
use super::super::content::path::{bounds, is_upright_rectangle};
use super::super::content::state::{ClipPath, Mask};
use crate::geom::{Point, Rect};

/// Most pixels of a page; larger pages are looked at more coarsely.
const MOST_PIXELS: f64 = 1_500_000.0;
/// Pixels in a point: 72 ppi shows every place that is large enough to smear.
const FINEST: f64 = 1.0;
/// Curves become lines that differ from them by less than this, in pixels.
const FLATNESS: f32 = 0.05;
/// Most lines of one curve.
const MOST_LINES: f32 = 400.0;
/// Steps for an edge of an area, for each row it crosses, and for eight pixels of a mask.
const STEPS_OF_AN_EDGE: u64 = 20;
const STEPS_OF_A_CROSSING: u64 = 6;
const STEPS_OF_8_PIXELS: u64 = 16;
/// Steps to lay the outline of a line around a straight piece of its path, and around a curve.
const STEPS_OF_A_STROKE: u64 = 400;
const STEPS_OF_A_STROKED_CURVE: u64 = 10_000;

/// The pixels of a page.
#[derive(Debug, Clone, Copy)]
pub struct Grid {
    left: f64,
    top: f64,
    /// Pixels in a point.
    pub scale: f64,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

/// A rectangle of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Window {
    /// How many there are.
    pub fn pixels(&self) -> u64 {
        (self.right - self.left) as u64 * (self.bottom - self.top) as u64
    }

    /// Its rows.
    pub fn rows(&self) -> Range<usize> {
        self.top..self.bottom
    }

    /// What both have in common; no pixels if nothing.
    fn common(&self, other: &Self) -> Self {
        let (left, top) = (self.left.max(other.left), self.top.max(other.top));
        let (right, bottom) = (self.right.min(other.right), self.bottom.min(other.bottom));
        Self { left, top, right: right.max(left), bottom: bottom.max(top) }
    }
}

impl Grid {
    /// Pixels for a part of the page.
    pub fn new(extent: Rect) -> Self {
        let (w, h) = (extent.w.clamp(1.0, 1e6), extent.h.clamp(1.0, 1e6));
        let scale = (MOST_PIXELS / (w * h)).sqrt().min(FINEST);
        let count = |length: f64| ((length * scale).ceil().clamp(1.0, MOST_PIXELS)) as usize;
        Self { left: extent.x, top: extent.y, scale, width: count(w), height: count(h) }
    }

    /// The pixels whose middle lies in a rectangle.
    pub fn window(&self, rect: &Rect) -> Window {
        let column = |x: f64| ((x - self.left) * self.scale).round().clamp(0.0, self.width as f64) as usize;
        let row = |y: f64| ((y - self.top) * self.scale).round().clamp(0.0, self.height as f64) as usize;
        let (left, top) = (column(rect.x), row(rect.y));
        Window { left, top, right: column(rect.right()).max(left), bottom: row(rect.bottom()).max(top) }
    }

    /// All pixels that a rectangle touches, and those around it.
    fn window_around(&self, rect: &Rect) -> Window {
        let side = 1.0 / self.scale;
        self.window(&Rect {
            x: rect.x - side,
            y: rect.y - side,
            w: rect.w + 2.0 * side,
            h: rect.h + 2.0 * side,
        })
    }

    /// The middle of a pixel on the page.
    pub fn middle(&self, index: usize) -> Point {
        let (column, row) = ((index % self.width) as f64 + 0.5, (index / self.width) as f64 + 0.5);
        let side = 1.0 / self.scale;
        Point { x: self.left + column * side, y: self.top + row * side }
    }

    /// The place of a pixel on the page.
    pub fn pixel(&self, index: usize) -> Rect {
        let (column, row) = (index % self.width, index / self.width);
        let side = 1.0 / self.scale;
        Rect { x: self.left + column as f64 * side, y: self.top + row as f64 * side, w: side, h: side }
    }

    /// The pixels of the page that a clipping path leaves, with all those around it; nothing where the
    /// budget does not reach.
    pub fn clip_mask<'c>(&self, clip: &'c ClipPath, budget: &Share) -> Option<&'c Mask> {
        let mask = clip.mask.get_or_init(|| {
            let whole = Window { left: 0, top: 0, right: self.width, bottom: self.height };
            let mut mask = self.fill(&whole, &clip.path, clip.rule, budget)?;
            if let Some(outer) = &clip.outer {
                for (pixel, kept) in mask.iter_mut().zip(self.clip_mask(outer, budget)?) {
                    *pixel &= *kept;
                }
            }
            Some(mask)
        });
        mask.as_ref()
    }

    /// Which pixels of a window an area covers; `None` where the budget does not reach.
    ///
    /// Each edge leaves its direction beside every row that it crosses, at the first pixel whose middle lies
    /// to its right; summed up along the row these are the winding numbers. So the work grows with the rows
    /// that edges cross, however many of them there are in a row.
    fn fill(&self, window: &Window, path: &Path, rule: FillRule, budget: &Share) -> Option<Mask> {
        let (columns, rows) = (window.right - window.left, window.bottom - window.top);
        if !budget.spend(window.pixels() * STEPS_OF_8_PIXELS / 8) {
            return None;
        }
        let mut turns = Turns { columns, rows, turns: vec![0; columns * rows], budget };
        let scale = self.scale as f32;
        let shift = |edge: f64, first: usize| (-edge * self.scale - first as f64) as f32;
        let (dx, dy) = (shift(self.left, window.left), shift(self.top, window.top));
        let place = |p: Corner| Corner { x: p.x * scale + dx, y: p.y * scale + dy };
        let (mut start, mut at) = (Corner::zero(), Corner::zero());
        for segment in path.segments() {
            let fits = match segment {
                PathSegment::MoveTo(p) => {
                    let closed = turns.edge(at, start);
                    (start, at) = (place(p), place(p));
                    closed
                }
                PathSegment::LineTo(p) => turns.edge(std::mem::replace(&mut at, place(p)), place(p)),
                PathSegment::QuadTo(a, p) => {
                    let (a, p) = (place(a), place(p));
                    // the same curve with two handles
                    let toward = |end: Corner| Corner {
                        x: end.x + (a.x - end.x) * 2.0 / 3.0,
                        y: end.y + (a.y - end.y) * 2.0 / 3.0,
                    };
                    let from = std::mem::replace(&mut at, p);
                    turns.curve(from, toward(from), toward(p), p)
                }
                PathSegment::CubicTo(a, b, p) => {
                    let p = place(p);
                    turns.curve(std::mem::replace(&mut at, p), place(a), place(b), p)
                }
                PathSegment::Close => turns.edge(std::mem::replace(&mut at, start), start),
            };
            if !fits {
                return None;
            }
        }
        turns.edge(at, start).then(|| turns.into_mask(rule))
    }
}

/// Where edges cross the rows of a window.
struct Turns<'b> {
    columns: usize,
    rows: usize,
    /// For each pixel how many edges pass between its middle and that of its left neighbour: those that go
    /// down less those that go up.
    turns: Vec<i32>,
    budget: &'b Share,
}

impl Turns<'_> {
    /// Enters a straight edge; whether the budget reached.
    fn edge(&mut self, from: Corner, to: Corner) -> bool {
        let (upper, lower, turn) = if from.y <= to.y { (from, to, 1) } else { (to, from, -1) };
        let row = |y: f32| (y - 0.5).ceil().clamp(0.0, self.rows as f32) as usize;
        let (first, last) = (row(upper.y), row(lower.y));
        if !self.budget.spend(STEPS_OF_AN_EDGE + (last - first) as u64 * STEPS_OF_A_CROSSING) {
            return false;
        }
        let (x, y) = (f64::from(upper.x), f64::from(upper.y));
        let slope = (f64::from(lower.x) - x) / (f64::from(lower.y) - y);
        for row in first..last {
            let crossing = x + (row as f64 + 0.5 - y) * slope;
            let column = (crossing - 0.5).ceil().max(0.0) as usize;
            if column < self.columns {
                self.turns[row * self.columns + column] += turn;
            }
        }
        true
    }

    /// Enters a Bézier curve as lines; whether the budget reached.
    fn curve(&mut self, from: Corner, a: Corner, b: Corner, to: Corner) -> bool {
        // Wang's formula: so many pieces keep within the flatness
        let bend =
            |p: Corner, q: Corner, r: Corner| Corner { x: p.x - 2.0 * q.x + r.x, y: p.y - 2.0 * q.y + r.y };
        let most = bend(from, a, b).length().max(bend(a, b, to).length());
        let lines = (0.75 * most / FLATNESS).sqrt().ceil().clamp(1.0, MOST_LINES);
        let mut at = from;
        (1..=lines as u32).all(|n| {
            let (t, u) = (n as f32 / lines, 1.0 - n as f32 / lines);
            let part = |p: f32, q: f32, r: f32, s: f32| {
                u * u * u * p + 3.0 * u * u * t * q + 3.0 * u * t * t * r + t * t * t * s
            };
            let next = if n == lines as u32 {
                to
            } else {
                Corner { x: part(from.x, a.x, b.x, to.x), y: part(from.y, a.y, b.y, to.y) }
            };
            self.edge(std::mem::replace(&mut at, next), next)
        })
    }

    fn into_mask(self, rule: FillRule) -> Mask {
        let mut mask = Vec::with_capacity(self.turns.len());
        for row in self.turns.chunks_exact(self.columns.max(1)) {
            let mut winding = 0;
            mask.extend(row.iter().map(|turn| {
                winding += turn;
                match rule {
                    FillRule::Winding => winding != 0,
                    FillRule::EvenOdd => winding & 1 != 0,
                }
            }));
        }
        mask
    }
}

/// Pixels that are painted.
pub struct Area<'c> {
    window: Window,
    /// Of the window.
    mask: Option<Mask>,
    /// Of the page.
    clip: Option<&'c Mask>,
}

impl<'c> Area<'c> {
    /// All of a window.
    pub fn whole(window: Window) -> Self {
        Self { window, mask: None, clip: None }
    }

    fn none(window: Window) -> Self {
        Self::whole(Window { right: window.left, ..window })
    }

    /// What a path encloses.
    pub fn of_path(grid: &Grid, window: Window, path: &Path, rule: FillRule, budget: &Share) -> Option<Self> {
        if is_upright_rectangle(path) {
            return Some(Self::whole(window.common(&grid.window(&bounds(path)))));
        }
        // beyond its extent there is nothing to look at
        let window = window.common(&grid.window_around(&bounds(path)));
        Some(Self { window, mask: Some(grid.fill(&window, path, rule, budget)?), clip: None })
    }

    /// What a line of this width covers.
    pub fn of_line(grid: &Grid, window: Window, path: &Path, width: f64, budget: &Share) -> Option<Self> {
        let stroke = Stroke { width: width.min(1e5) as f32, ..Stroke::default() };
        let straight = |s: &PathSegment| !matches!(s, PathSegment::QuadTo(..) | PathSegment::CubicTo(..));
        let lines = path.segments().filter(straight).count() as u64;
        let curves = path.len() as u64 - lines;
        if !budget.spend(lines * STEPS_OF_A_STROKE + curves * STEPS_OF_A_STROKED_CURVE) {
            return None;
        }
        match path.stroke(&stroke, grid.scale as f32) {
            Some(outline) => Self::of_path(grid, window, &outline, FillRule::Winding, budget),
            None => Some(Self::none(window)),
        }
    }

    /// The pixels among which it lies.
    pub fn window(&self) -> Window {
        self.window
    }

    /// Without what is clipped away.
    pub fn clipped(mut self, clip: Option<&'c Mask>) -> Self {
        self.clip = clip;
        self
    }

    /// Visits what is painted, as runs of pixels in the grid's order that lie in one row.
    pub fn runs(&self, grid: &Grid, mut visit: impl FnMut(Range<usize>)) {
        let Window { left, top, right, bottom } = self.window;
        for row in top..bottom {
            let begin = row * grid.width;
            let inner = (row - top) * (right - left);
            let seen = |column: usize| {
                self.mask.as_ref().is_none_or(|m| m[inner + column - left])
                    && self.clip.is_none_or(|m| m[begin + column])
            };
            if self.mask.is_none() && self.clip.is_none() {
                visit(begin + left..begin + right);
                continue;
            }
            let mut column = left;
            while column < right {
                let from = column;
                while column < right && seen(column) {
                    column += 1;
                }
                if column > from {
                    visit(begin + from..begin + column);
                }
                column += 1;
            }
        }
    }

    /// Visits each pixel: its number in the grid and its middle on the page.
    pub fn each(&self, grid: &Grid, mut visit: impl FnMut(usize, Point)) {
        self.runs(grid, |run| run.for_each(|index| visit(index, grid.middle(index))));
    }
}

#[cfg(test)]
mod tests {
    use tiny_skia::PathBuilder;

    use super::super::super::budget::Budget;
    use super::*;

    const GRID: Grid = Grid { left: 0.0, top: 0.0, scale: 1.0, width: 100, height: 100 };
    const WHOLE: Window = Window { left: 0, top: 0, right: 100, bottom: 100 };

    fn covered(path: &Path, rule: FillRule) -> usize {
        let budget = Budget::new(0);
        let area = Area::of_path(&GRID, WHOLE, path, rule, &budget.ink).expect("enough budget");
        let mut count = 0;
        area.runs(&GRID, |run| count += run.len());
        count
    }

    fn drawn(draw: impl FnOnce(&mut PathBuilder)) -> Path {
        let mut builder = PathBuilder::new();
        draw(&mut builder);
        builder.finish().expect("a path")
    }

    #[test]
    fn pixels_belong_to_what_holds_their_middle() {
        let triangle = drawn(|b| {
            b.move_to(0.0, 0.0);
            b.line_to(10.0, 0.0);
            b.line_to(0.0, 10.0);
        });
        assert_eq!(covered(&triangle, FillRule::Winding), 45);
        let circle = PathBuilder::from_circle(50.0, 50.0, 40.0).expect("a circle");
        let area = covered(&circle, FillRule::Winding) as f64;
        assert!((area - 1600.0 * std::f64::consts::PI).abs() < 12.0, "{area}");
        let beyond = PathBuilder::from_circle(50.0, 50.0, 4000.0).expect("a circle");
        assert_eq!(covered(&beyond, FillRule::Winding), 10_000);
    }

    #[test]
    fn holes_are_told_by_the_rule() {
        let rings = drawn(|b| {
            for side in [80.0, 40.0] {
                b.move_to(10.0, 10.0);
                b.line_to(10.0 + side, 10.0);
                b.line_to(10.0 + side, 10.0 + side);
                b.line_to(10.0, 10.0 + side);
                b.close();
            }
        });
        assert_eq!(covered(&rings, FillRule::Winding), 6400);
        assert_eq!(covered(&rings, FillRule::EvenOdd), 4800);
    }

    #[test]
    fn the_work_grows_with_the_number_of_edges() {
        let steps = |corners: u32| {
            let path = drawn(|b| {
                b.move_to(0.0, 0.0);
                (0..corners).for_each(|n| b.line_to((n * 37 % 100) as f32, (n * 61 % 100) as f32));
            });
            let budget = Budget::new(0);
            let before = budget.ink.left();
            assert!(Area::of_line(&GRID, WHOLE, &path, 1.0, &budget.ink).is_some());
            before - budget.ink.left()
        };
        let (some, many) = (steps(1000), steps(8000));
        assert!((some * 7..some * 9).contains(&many), "{some} {many}");
    }
}
