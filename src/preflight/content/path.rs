//! Paths in page space. Decides which clips are upright rectangles.

use tiny_skia::{Path, PathBuilder, PathSegment};

use super::matrix::Matrix;
use crate::geom::{EPSILON, Pt, Rect};

/// Beyond this distance from the trim nothing matters, and the rasteriser would lose its precision.
const FARTHEST: f64 = 15_000.0;
/// Most segments of a path.
pub const MOST_SEGMENTS: usize = 1_000_000;
/// Most pieces of a path that are looked at one by one.
const MOST_PIECES: usize = 10_000;

/// A path while it is drawn.
pub struct PathPen {
    builder: PathBuilder,
    /// Current point in user space.
    at: (f64, f64),
    start: (f64, f64),
    /// The extent of each piece.
    pieces: Vec<Rect>,
    /// Whether segments were left out.
    cut: bool,
}

impl Default for PathPen {
    fn default() -> Self {
        // not the builder's own default, with which a path may begin without a point
        let builder = PathBuilder::new();
        Self { builder, at: (0.0, 0.0), start: (0.0, 0.0), pieces: Vec::new(), cut: false }
    }
}

/// A path that was drawn.
pub struct Drawn {
    /// Its outline, in points from the trim's top left corner.
    pub path: Path,
    /// The extent of each piece.
    pub pieces: Vec<Rect>,
    /// Whether segments were left out, because there are too many.
    pub cut: bool,
}

impl PathPen {
    fn point(&mut self, matrix: &Matrix, x: f64, y: f64, begins: bool) -> (f32, f32) {
        let point = matrix.apply(x, y);
        let (x, y) = (tame(point.x), tame(point.y));
        let here = Rect { x, y, w: 0.0, h: 0.0 };
        let room = self.pieces.len() < MOST_PIECES;
        match self.pieces.last_mut() {
            Some(piece) if !begins => *piece = piece.union(&here),
            _ if room => self.pieces.push(here),
            _ => {}
        }
        (x as f32, y as f32)
    }

    /// Whether one more segment may follow.
    fn has_room(&mut self) -> bool {
        let room = self.builder.len() < MOST_SEGMENTS;
        self.cut |= !room;
        room
    }

    /// `m`
    pub fn move_to(&mut self, matrix: &Matrix, x: f64, y: f64) {
        if !self.has_room() {
            return;
        }
        let (px, py) = self.point(matrix, x, y, true);
        self.builder.move_to(px, py);
        (self.at, self.start) = ((x, y), (x, y));
    }

    /// `l`; nothing without a current point, as in all that follow.
    pub fn line_to(&mut self, matrix: &Matrix, x: f64, y: f64) {
        if self.builder.is_empty() || !self.has_room() {
            return;
        }
        let (px, py) = self.point(matrix, x, y, false);
        self.builder.line_to(px, py);
        self.at = (x, y);
    }

    /// `c`
    pub fn curve_to(&mut self, matrix: &Matrix, [x1, y1, x2, y2, x, y]: [f64; 6]) {
        if self.builder.is_empty() || !self.has_room() {
            return;
        }
        let (ax, ay) = self.point(matrix, x1, y1, false);
        let (bx, by) = self.point(matrix, x2, y2, false);
        let (px, py) = self.point(matrix, x, y, false);
        self.builder.cubic_to(ax, ay, bx, by, px, py);
        self.at = (x, y);
    }

    /// `v`: the first handle is the current point.
    pub fn curve_from(&mut self, matrix: &Matrix, [x2, y2, x, y]: [f64; 4]) {
        self.curve_to(matrix, [self.at.0, self.at.1, x2, y2, x, y]);
    }

    /// `re`
    pub fn rectangle(&mut self, matrix: &Matrix, [x, y, w, h]: [f64; 4]) {
        self.move_to(matrix, x, y);
        self.line_to(matrix, x + w, y);
        self.line_to(matrix, x + w, y + h);
        self.line_to(matrix, x, y + h);
        self.close();
    }

    /// `h`
    pub fn close(&mut self) {
        self.builder.close();
        self.at = self.start;
    }

    /// Ends the path; `None` if there is nothing of it.
    pub fn finish(&mut self) -> Option<Drawn> {
        let done = std::mem::take(self);
        Some(Drawn { path: done.builder.finish()?, pieces: done.pieces, cut: done.cut })
    }
}

fn tame(value: Pt) -> Pt {
    if value.is_nan() { 0.0 } else { value.clamp(-FARTHEST, FARTHEST) }
}

/// The extent of a path.
pub fn bounds(path: &Path) -> Rect {
    let b = path.bounds();
    Rect::between(b.left().into(), b.top().into(), b.right().into(), b.bottom().into())
}

/// Whether the path is one upright rectangle.
pub fn is_upright_rectangle(path: &Path) -> bool {
    if !(4..=5).contains(&path.points().len()) {
        return false;
    }
    let bounds = bounds(path);
    let near = |a: f32, b: f64| (f64::from(a) - b).abs() < EPSILON;
    let corner = |p: &tiny_skia::Point| {
        (near(p.x, bounds.x) || near(p.x, bounds.right()))
            && (near(p.y, bounds.y) || near(p.y, bounds.bottom()))
    };
    let straight =
        |s: PathSegment| matches!(s, PathSegment::MoveTo(_) | PathSegment::LineTo(_) | PathSegment::Close);
    let moves = path.segments().filter(|s| matches!(s, PathSegment::MoveTo(_))).count();
    moves == 1 && path.segments().all(straight) && path.points().iter().all(corner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_are_told_from_other_paths() {
        let rectangle = |matrix: Matrix| {
            let mut pen = PathPen::default();
            pen.rectangle(&matrix, [1.0, 2.0, 30.0, 40.0]);
            is_upright_rectangle(&pen.finish().expect("a path").path)
        };
        assert!(rectangle(Matrix::IDENTITY));
        assert!(rectangle(Matrix([0.0, 1.0, -1.0, 0.0, 5.0, 5.0])), "a quarter turn");
        assert!(!rectangle(Matrix([1.0, 0.2, 0.0, 1.0, 0.0, 0.0])), "slanted");
    }

    #[test]
    fn pieces_of_a_path_have_extents_of_their_own() {
        let mut pen = PathPen::default();
        pen.rectangle(&Matrix::IDENTITY, [0.0, 0.0, 100.0, 0.1]);
        pen.rectangle(&Matrix::IDENTITY, [0.0, 50.0, 100.0, 10.0]);
        let drawn = pen.finish().expect("a path");
        assert_eq!(drawn.pieces.iter().map(|p| p.h).collect::<Vec<_>>(), [0.1, 10.0]);
    }

    #[test]
    fn segments_beyond_the_limit_are_left_out_and_told() {
        let mut pen = PathPen::default();
        pen.move_to(&Matrix::IDENTITY, 0.0, 0.0);
        (1..MOST_SEGMENTS).for_each(|n| pen.line_to(&Matrix::IDENTITY, (n % 7) as f64, 1.0));
        assert!(!pen.finish().expect("a path").cut);
        pen.move_to(&Matrix::IDENTITY, 0.0, 0.0);
        (0..MOST_SEGMENTS).for_each(|n| pen.line_to(&Matrix::IDENTITY, (n % 7) as f64, 1.0));
        let drawn = pen.finish().expect("a path");
        assert!(drawn.cut);
        assert_eq!(drawn.path.len(), MOST_SEGMENTS);
    }

    #[test]
    fn points_at_infinity_are_brought_near() {
        let mut pen = PathPen::default();
        pen.rectangle(&Matrix::IDENTITY, [f64::NAN, -1e300, 1e300, f64::INFINITY]);
        assert!(pen.finish().is_none_or(|d| bounds(&d.path).w <= 2.0 * FARTHEST));
    }
}
