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

/// The side of the spread a page lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    fn page_one_is_a_recto() {
        assert_eq!(Side::of(1), Side::Recto);
        assert_eq!(Side::of(2), Side::Verso);
    }
}
