//! Lengths, points, boxes and matrices. Decides the unit (PDF points, y down from the trim's top left corner).

/// A length in PDF points (1/72 inch). `f64`, because `+ - * / sqrt` are deterministic everywhere.
pub type Pt = f64;

/// Points in a millimetre.
pub const MM: Pt = 72.0 / 25.4;

/// Rounding noise below which two lengths are the same: the only tolerance of the program.
pub const EPSILON: Pt = 0.01;

/// Whether something `need` long goes into `room`.
pub fn fits(need: Pt, room: Pt) -> bool {
    need <= room + EPSILON
}

/// The nearest whole number, halves away from zero. Where there is no instruction for it, `f64::round` is a call.
pub fn nearest(value: f64) -> i64 {
    (value + 0.5_f64.copysign(value)) as i64
}

/// The smallest multiple of `step` that holds `length`.
pub fn snap_up(length: Pt, step: Pt) -> Pt {
    ((length - EPSILON) / step).ceil().max(0.0) * step
}

/// From points to other points, as PDF writes it: `x' = a x + c y + e`, `y' = b x + d y + f`.
pub type Matrix = [f64; 6];

/// The matrix that does what `first` does, then what `next` does (ISO 32000-1, 8.3.4).
pub fn product(first: Matrix, next: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [p, q, r, s, t, u] = next;
    [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u]
}

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Distance from the left edge of the trim.
    pub x: Pt,
    /// Distance from the top edge of the trim.
    pub y: Pt,
}

/// An upright rectangle on a page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: Pt,
    /// Top edge.
    pub y: Pt,
    /// Width.
    pub w: Pt,
    /// Height.
    pub h: Pt,
}

impl Rect {
    /// The rectangle between two corners.
    pub fn between(left: Pt, top: Pt, right: Pt, bottom: Pt) -> Self {
        Self { x: left, y: top, w: right - left, h: bottom - top }
    }

    /// Right edge.
    pub fn right(&self) -> Pt {
        self.x + self.w
    }

    /// Bottom edge.
    pub fn bottom(&self) -> Pt {
        self.y + self.h
    }

    /// The smallest rectangle that holds both.
    pub fn union(&self, other: &Self) -> Self {
        Self::between(
            self.x.min(other.x),
            self.y.min(other.y),
            self.right().max(other.right()),
            self.bottom().max(other.bottom()),
        )
    }
}

/// The area that an outline encloses, summed up while it is drawn: parts that run the other way are holes.
#[derive(Debug, Clone, Default)]
pub struct Enclosed {
    twice: f64,
    start: Point,
    at: Point,
}

impl Enclosed {
    /// The area.
    pub fn area(&self) -> f64 {
        // A part that is not closed is filled as if it were.
        (self.twice + cross(self.at, self.start)).abs() / 2.0
    }

    /// Begins a part there.
    pub fn move_to(&mut self, to: Point) {
        self.close();
        (self.start, self.at) = (to, to);
    }

    /// A straight line to there.
    pub fn line_to(&mut self, to: Point) {
        self.twice += cross(self.at, to);
        self.at = to;
    }

    /// A quadratic curve: its handle and its end.
    pub fn quad_to(&mut self, handle: Point, to: Point) {
        // The handles of the cubic curve of the same form lie two thirds on the way to the one of this.
        let third = |from: Pt, to: Pt| from + (to - from) * 2.0 / 3.0;
        let toward = |from: Point| Point { x: third(from.x, handle.x), y: third(from.y, handle.y) };
        self.curve_to(toward(self.at), toward(to), to);
    }

    /// A cubic curve: two handles and its end.
    pub fn curve_to(&mut self, a: Point, b: Point, to: Point) {
        let from = self.at;
        // The integral of x dy - y dx along the curve.
        let ends = cross(from, to) + 6.0 * (cross(from, a) + cross(b, to));
        self.twice += (ends + 3.0 * (cross(from, b) + cross(a, b) + cross(a, to))) / 10.0;
        self.at = to;
    }

    /// Back to where the part began.
    pub fn close(&mut self) {
        self.line_to(self.start);
    }
}

fn cross(a: Point, b: Point) -> f64 {
    a.x * b.y - a.y * b.x
}

/// The side of the spread a page lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// A right-hand page (odd folio).
    Recto,
    /// A left-hand page (even folio).
    Verso,
}

impl Side {
    /// The side of the page with this number; page 1 is a recto.
    pub fn of(number: usize) -> Self {
        if number % 2 == 1 { Self::Recto } else { Self::Verso }
    }

    /// The side of the pages before and behind.
    pub fn other(self) -> Self {
        if self == Self::Recto { Self::Verso } else { Self::Recto }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snapping_keeps_a_length_that_is_on_the_grid() {
        assert_eq!(snap_up(26.0, 13.0), 26.0);
        assert_eq!(snap_up(26.001, 13.0), 26.0);
        assert_eq!(snap_up(27.0, 13.0), 39.0);
        assert_eq!(snap_up(0.0, 13.0), 0.0);
    }

    #[test]
    fn outlines_enclose_areas_with_holes() {
        let p = |x: f64, y: f64| Point { x: 100.0 + x, y: 70.0 + y };
        let mut outline = Enclosed::default();
        outline.move_to(p(0.0, 0.0));
        [p(10.0, 0.0), p(10.0, 10.0), p(0.0, 10.0)].into_iter().for_each(|to| outline.line_to(to));
        assert!((outline.area() - 100.0).abs() < 1e-9, "{outline:?}");
        outline.close();
        outline.move_to(p(2.0, 2.0));
        // under the parabola over a side of 4, 3 high: two thirds of 12
        outline.line_to(p(2.0, 2.0));
        outline.quad_to(p(4.0, 8.0), p(6.0, 2.0));
        outline.close();
        assert!((outline.area() - 92.0).abs() < 1e-9, "{outline:?}");
    }

    #[test]
    fn page_one_is_a_recto() {
        assert_eq!(Side::of(1), Side::Recto);
        assert_eq!(Side::of(2), Side::Verso);
    }
}
