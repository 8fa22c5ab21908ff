//! Matrices: from points to other points.

use usvg::tiny_skia_path::Transform;

pub use crate::geom::{Matrix, product};

/// Changes nothing.
pub const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The matrix of a drawing's transform.
pub fn of(transform: Transform) -> Matrix {
    let Transform { sx, kx, ky, sy, tx, ty } = transform;
    [sx, ky, kx, sy, tx, ty].map(f64::from)
}
