//! Lines that are too thin and images with too few pixels.

use super::super::content::paint::{Kind, Paint, intersection};
use super::super::limits::Limits;
use super::super::report::Finding;
use super::super::rules::{HAIRLINE, IMAGE_RESOLUTION, THIN_AREA};
use crate::diag::Filling;
use crate::diag::words::preflight as words;
use crate::geom::Pt;

/// Rounding of widths in files, in points.
const ROUNDING: Pt = 1e-3;
/// Thin areas shorter than this are details of a drawing, in points.
const SHORT: Pt = 2.0;
/// Rounding of sizes: half a percent of resolution.
const NEARLY: f64 = 0.995;
/// Points in an inch.
const INCH: f64 = 72.0;

/// A line that is too thin.
pub fn hairline(paint: &Paint<'_>, limits: &Limits) -> Option<Finding> {
    let Kind::Stroke { width, .. } = paint.kind else { return None };
    let excess = limits.min_line - width;
    (excess > ROUNDING)
        .then(|| Finding::new(HAIRLINE, words::thin_line(Filling::measure(width, 2))).excess(excess))
}

/// A filled area as thin as a hairline.
pub fn thin_area(paint: &Paint<'_>, limits: &Limits) -> Option<Finding> {
    let Kind::Fill { pieces, .. } = paint.kind else { return None };
    let seen = pieces.iter().filter_map(|piece| Some((piece, intersection(piece, &paint.state.clip)?)));
    let thin = seen.filter(|(piece, _)| {
        piece.w.min(piece.h) < limits.min_line - ROUNDING && piece.w.max(piece.h) > SHORT
    });
    let (piece, place) = thin.min_by(|(a, _), (b, _)| a.w.min(a.h).total_cmp(&b.w.min(b.h)))?;
    let width = piece.w.min(piece.h);
    let message = words::thin_area(Filling::measure(width, 2));
    Some(Finding::new(THIN_AREA, message).place(place).excess(limits.min_line - width))
}

/// An image with too few pixels.
pub fn resolution(paint: &Paint<'_>, limits: &Limits) -> Option<Finding> {
    let Kind::Image { image, matrix } = &paint.kind else { return None };
    let (width, height) = (matrix.x_scale() / INCH, matrix.y_scale() / INCH);
    // a single pixel is a plain ground
    if width <= 0.0 || height <= 0.0 || image.width * image.height == 1 {
        return None;
    }
    let ppi = (image.width as f64 / width).min(image.height as f64 / height);
    let least = limits.min_ppi;
    let message = || words::coarse_image(format_args!("{ppi:.0}"), format_args!("{least:.0}"));
    (ppi < least * NEARLY).then(|| Finding::new(IMAGE_RESOLUTION, message()).excess(least - ppi))
}
