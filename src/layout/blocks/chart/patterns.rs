//! Fills of bars and looks of lines that are told apart without colour. Decides which series gets which,
//! and where each stroke of hatching ends.

use super::Canvas;
use crate::colour::Colour;
use crate::geom::{Point, Pt, Rect};
use crate::pages::{Item, Owner, Path, Pen, Step};
use crate::source::theme::ChartTheme;

/// How a bar is filled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pattern {
    /// One colour.
    Solid(Colour),
    /// Lines in a frame.
    Hatch,
    /// Dots in a frame.
    Dots,
    /// A frame.
    Open,
}

/// Circles are drawn with four curves; this is the length of their handles at radius 1.
const HANDLE: f64 = 0.552_284_749_8;
/// Distance of staggered rows of dots: half the root of three.
const STAGGER: f64 = 0.866_025_403_8;
/// Shortest stroke of hatching.
const SPECK: Pt = 0.3;

impl Pattern {
    /// The fill of a series.
    pub fn of(series: usize, theme: &ChartTheme) -> Self {
        match series {
            0 => Self::Solid(theme.fill),
            1 => Self::Hatch,
            2 => Self::Solid(theme.second_fill),
            3 => Self::Dots,
            _ => Self::Open,
        }
    }
}

impl Canvas<'_, '_> {
    /// A bar; a pattern leaves out what lies outside of `free`, where the value stands.
    pub fn bar(&mut self, rect: Rect, pattern: Pattern, free: Rect) {
        let (theme, owner) = (self.theme, self.owner);
        let frame = theme.frame.0;
        let inner = inset(rect, frame);
        match pattern {
            Pattern::Solid(colour) => return self.items.push(Item::Fill { rect, colour, owner }),
            _ if inner.w <= 0.0 => {
                return self.items.push(Item::Fill { rect, colour: theme.frame_color, owner });
            }
            Pattern::Hatch => self.hatch(overlap(inner, free), rect),
            Pattern::Dots => self.dots(overlap(inner, free)),
            Pattern::Open => {}
        }
        let edge = inset(rect, frame / 2.0);
        self.items.push(Item::Stroke { rect: edge, width: frame, colour: theme.frame_color, owner });
    }

    fn hatch(&mut self, area: Rect, bar: Rect) {
        let theme = self.theme;
        let steps = hatching(area, bar, theme.hatch_pitch.0 * std::f64::consts::SQRT_2);
        let pen = Pen { width: theme.hatch.0, colour: theme.hatch_color, dash: Vec::new() };
        self.path(steps, None, Some(pen));
    }

    fn dots(&mut self, area: Rect) {
        let (radius, pitch) = (self.theme.dot.0 / 2.0, self.theme.dot_pitch.0);
        let steps = dots(area, radius, pitch).into_iter().flat_map(|at| circle(at, radius)).collect();
        self.path(steps, Some(self.theme.dot_color), None);
    }

    /// Adds a shape, if there is one.
    pub fn path(&mut self, steps: Vec<Step>, fill: Option<Colour>, pen: Option<Pen>) {
        if !steps.is_empty() {
            self.items.push(Item::Path(Path { steps, fill, pen, owner: self.owner }));
        }
    }

    /// The mark of a series at a point of its line.
    pub fn marker(&mut self, series: usize, at: Point) {
        let theme = self.theme;
        let (radius, colour) = (theme.marker.0 / 2.0, self.line_colour(series));
        let steps = match series {
            0 | 4 => circle(at, radius).to_vec(),
            1 => corners(at, radius, &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
            2 => corners(at, radius, &[(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)]),
            _ => corners(at, radius, &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]),
        };
        let open = matches!(series, 1 | 4);
        let fill = if open { theme.value_color } else { colour };
        let pen = Pen { width: theme.line.0 * 0.8, colour, dash: Vec::new() };
        self.path(steps, Some(fill), open.then_some(pen));
    }

    /// Colour of a line.
    pub fn line_colour(&self, series: usize) -> Colour {
        if series == 2 { self.theme.second_fill } else { self.theme.fill }
    }

    /// Owner of what is drawn.
    pub fn owner(&self) -> Owner {
        self.owner
    }
}

fn inset(rect: Rect, by: Pt) -> Rect {
    Rect { x: rect.x + by, y: rect.y + by, w: rect.w - 2.0 * by, h: rect.h - 2.0 * by }
}

fn overlap(a: Rect, b: Rect) -> Rect {
    let (left, top) = (a.x.max(b.x), a.y.max(b.y));
    Rect::between(left, top, a.right().min(b.right()), a.bottom().min(b.bottom()))
}

/// Lines that rise to the right inside `area`, `step` apart on the level, counted from the bar's corner.
fn hatching(area: Rect, bar: Rect, step: Pt) -> Vec<Step> {
    let mut steps = Vec::new();
    if area.w <= 0.0 || area.h <= 0.0 {
        return steps;
    }
    // On a line x + y is the same everywhere.
    let first = ((area.x + area.y - bar.x - bar.y) / step).floor();
    let mut sum = bar.x + bar.y + first * step;
    while sum < area.right() + area.bottom() {
        let (left, right) = (area.x.max(sum - area.bottom()), area.right().min(sum - area.y));
        if right - left > SPECK {
            steps.push(Step::Move(Point { x: left, y: sum - left }));
            steps.push(Step::Line(Point { x: right, y: sum - right }));
        }
        sum += step;
    }
    steps
}

/// Centres of dots in staggered rows, all of them wholly inside `area`.
fn dots(area: Rect, radius: Pt, pitch: Pt) -> Vec<Point> {
    let mut centres = Vec::new();
    let (room_x, room_y) = (area.w - 4.0 * radius, area.h - 3.0 * radius);
    if room_x < 0.0 || room_y < 0.0 {
        return centres;
    }
    let rows = (room_y / (pitch * STAGGER)).floor() as usize + 1;
    let top = area.y + (area.h - (rows as Pt - 1.0) * pitch * STAGGER) / 2.0;
    for row in 0..rows {
        let mut x = area.x + 2.0 * radius + if row % 2 == 1 { pitch / 2.0 } else { 0.0 };
        while x <= area.right() - 2.0 * radius {
            centres.push(Point { x, y: top + row as Pt * pitch * STAGGER });
            x += pitch;
        }
    }
    centres
}

fn circle(at: Point, r: Pt) -> [Step; 6] {
    let h = r * HANDLE;
    let p = |dx: Pt, dy: Pt| Point { x: at.x + dx, y: at.y + dy };
    [
        Step::Move(p(r, 0.0)),
        Step::Curve(p(r, h), p(h, r), p(0.0, r)),
        Step::Curve(p(-h, r), p(-r, h), p(-r, 0.0)),
        Step::Curve(p(-r, -h), p(-h, -r), p(0.0, -r)),
        Step::Curve(p(h, -r), p(r, -h), p(r, 0.0)),
        Step::Close,
    ]
}

fn corners(at: Point, radius: Pt, corners: &[(f64, f64)]) -> Vec<Step> {
    let mut steps: Vec<Step> = corners
        .iter()
        .map(|(dx, dy)| Step::Line(Point { x: at.x + dx * radius, y: at.y + dy * radius }))
        .collect();
    if let Some(Step::Line(first)) = steps.first().copied() {
        steps[0] = Step::Move(first);
    }
    steps.push(Step::Close);
    steps
}
