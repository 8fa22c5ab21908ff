//! Pages and binding. Decides how many pages go with which binding.

use super::super::limits::Binding;
use super::super::report::{Finding, Findings};
use super::super::rules::{PAGE_COUNT, SPINE};

/// More pages do not lie flat when they are stapled in the fold (80 g/m² to 90 g/m²).
const MOST_STAPLED: usize = 72;
/// Fewer pages make a spine under 2.5 mm, to which glue does not hold.
const FEWEST_GLUED: usize = 48;
/// Thickness of a leaf of 90 g/m² offset paper in millimetres.
const LEAF: f64 = 0.11;

/// Checks the number of pages.
pub fn check(pages: usize, binding: Binding, found: &mut Findings) {
    let multiple = match binding {
        Binding::None => return,
        Binding::SaddleStitch => 4,
        Binding::Perfect => 2,
    };
    if !pages.is_multiple_of(multiple) {
        let missing = multiple - pages % multiple;
        let message = format!("{pages} pages are no multiple of {multiple}: {missing} more are needed");
        found.add(Finding::new(PAGE_COUNT, message));
    }
    if binding == Binding::SaddleStitch && pages > MOST_STAPLED {
        let message = format!("{pages} pages are too many for staples; {MOST_STAPLED} at most");
        found.add(Finding::new(SPINE, message));
    }
    if binding == Binding::Perfect && pages < FEWEST_GLUED {
        let spine = pages as f64 / 2.0 * LEAF;
        let message =
            format!("{pages} pages make a spine of about {spine:.1} mm; {FEWEST_GLUED} pages at least");
        found.add(Finding::new(SPINE, message));
    }
}
