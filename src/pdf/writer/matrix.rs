//! Matrices: from points to other points.

use usvg::tiny_skia_path::Transform;

/// From a drawing's points to those around it: `x' = a x + c y + e`, `y' = b x + d y + f`.
pub type Matrix = [f64; 6];

/// Changes nothing.
pub const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `inner`, then `outer`.
pub fn product(inner: Matrix, outer: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = inner;
    let [oa, ob, oc, od, oe, of] = outer;
    [
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    ]
}

/// The matrix of a drawing's transform.
pub fn of(transform: Transform) -> Matrix {
    let Transform { sx, kx, ky, sy, tx, ty } = transform;
    [sx, ky, kx, sy, tx, ty].map(f64::from)
}
