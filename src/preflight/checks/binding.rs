//! Pages and binding. Decides how many pages go with which binding.

use super::super::limits::{Binding, Limits};
use super::super::report::{Finding, Findings};
use super::super::rules::{PAGE_COUNT, SPINE};
use crate::diag::Filling;
use crate::diag::words::preflight as words;
use crate::geom::{MM, Pt};

/// What is thicker does not lie flat when it is stapled in the fold: 72 pages of usual paper.
const THICKEST_STAPLED: Pt = 36.0 * 0.11 * MM;
/// To a thinner spine glue does not hold: 48 pages of usual paper.
const THINNEST_GLUED: Pt = 24.0 * 0.11 * MM;
/// Rounding of thicknesses, in leaves.
const ROUNDING: f64 = 1e-6;

/// Checks the number of pages.
pub fn check(pages: usize, limits: &Limits, found: &mut Findings) {
    let multiple = match limits.binding {
        Binding::None => return,
        Binding::SaddleStitch => 4,
        Binding::Perfect => 2,
    };
    if !pages.is_multiple_of(multiple) {
        let missing = multiple - pages % multiple;
        let message = words::no_multiple(pages, multiple, missing);
        found.add(Finding::new(PAGE_COUNT, message));
    }
    let leaf = Filling::measure(limits.leaf / MM, 2);
    let most = 2 * (THICKEST_STAPLED / limits.leaf + ROUNDING) as usize / 4 * 4;
    if limits.binding == Binding::SaddleStitch && pages > most {
        let message = words::too_thick(pages, leaf.clone(), most);
        found.add(Finding::new(SPINE, message));
    }
    let fewest = 2 * (THINNEST_GLUED / limits.leaf - ROUNDING).ceil() as usize;
    if limits.binding == Binding::Perfect && pages < fewest {
        let spine = pages as f64 / 2.0 * limits.leaf / MM;
        let message = words::too_thin(pages, leaf, Filling::measure(spine, 1), fewest);
        found.add(Finding::new(SPINE, message));
    }
}
