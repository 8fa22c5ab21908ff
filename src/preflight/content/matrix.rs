//! Matrices of PDF. Decides what they do to points and boxes.

use crate::geom::{self, Point, Rect, product};

/// `[a b c d e f]`: x' = a·x + c·y + e, y' = b·x + d·y + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matrix(pub geom::Matrix);

impl Matrix {
    /// Changes nothing.
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// A shift.
    pub fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This one first, then `next`.
    pub fn then(&self, next: &Self) -> Self {
        Self(product(self.0, next.0))
    }

    /// Where a point comes to lie.
    pub fn apply(&self, x: f64, y: f64) -> Point {
        let [a, b, c, d, e, f] = self.0;
        Point { x: a * x + c * y + e, y: b * x + d * y + f }
    }

    /// The upright rectangle around where a box (left, bottom, right, top) comes to lie.
    pub fn bounds(&self, [left, bottom, right, top]: [f64; 4]) -> Rect {
        let corners = [(left, bottom), (right, bottom), (right, top), (left, top)];
        let corners = corners.map(|(x, y)| self.apply(x, y));
        let (xs, ys) = (corners.map(|p| p.x), corners.map(|p| p.y));
        Rect::between(least(xs), least(ys), most(xs), most(ys))
    }

    /// How long a unit to the right becomes.
    pub fn x_scale(&self) -> f64 {
        (self.0[0] * self.0[0] + self.0[1] * self.0[1]).sqrt()
    }

    /// How long a unit upwards becomes.
    pub fn y_scale(&self) -> f64 {
        (self.0[2] * self.0[2] + self.0[3] * self.0[3]).sqrt()
    }

    /// The scale of the direction that shrinks most; 0 where everything falls on a line.
    pub fn smaller_scale(&self) -> f64 {
        if self.determinant().abs() < 1e-12 { 0.0 } else { self.x_scale().min(self.y_scale()) }
    }

    /// The way back, if there is one.
    pub fn inverse(&self) -> Option<Self> {
        let [a, b, c, d, e, f] = self.0;
        let det = self.determinant();
        let back = [d, -b, -c, a, c * f - d * e, b * e - a * f].map(|v| v / det);
        back.iter().all(|v| v.is_finite()).then_some(Self(back))
    }

    fn determinant(&self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        a * d - b * c
    }
}

fn least(values: [f64; 4]) -> f64 {
    values.into_iter().fold(f64::INFINITY, f64::min)
}

fn most(values: [f64; 4]) -> f64 {
    values.into_iter().fold(f64::NEG_INFINITY, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inverse_leads_back() {
        let matrix = Matrix([2.0, 1.0, -1.0, 3.0, 10.0, 20.0]);
        let point = matrix.apply(5.0, 7.0);
        let back = matrix.inverse().expect("a way back").apply(point.x, point.y);
        assert!((back.x - 5.0).abs() < 1e-9 && (back.y - 7.0).abs() < 1e-9, "{back:?}");
        assert_eq!(Matrix([1.0, 1.0, 1.0, 1.0, 0.0, 0.0]).inverse(), None);
    }

    #[test]
    fn the_first_matrix_comes_first() {
        let scaled = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]).then(&Matrix::shift(1.0, 0.0));
        assert_eq!(scaled.apply(1.0, 1.0), Point { x: 3.0, y: 2.0 });
    }
}
