//! Editions for printers of offices and homes. Decides what toner makes of colours.

use super::{Plan, Product, job};
use crate::colour::Palette;
use crate::diag::Sink;
use crate::pdf::inks::Inks;
use crate::pdf::sheets::{self, Sheet};
use crate::source::editions::Toner;

/// A file of sheets, front and back in turn.
pub fn product(
    plan: &Plan<'_>,
    palette: &Palette,
    sides: &[Sheet<'_>],
    toner: Toner,
    notes: Vec<String>,
    sink: &mut Sink,
) -> Option<Product> {
    let inks = match toner {
        Toner::Colour => Inks::Screen,
        Toner::Grey | Toner::Black => Inks::Grey,
    };
    let bytes = sheets::write(plan.pages, palette, sides, &job(plan.config), inks, sink)?;
    Some(Product {
        file: plan.file_names().remove(0),
        bytes,
        pages: sides.len(),
        size: sides.first().map_or(plan.pages.trim, |side| side.size),
        sheets: Some(sides.len().div_ceil(2)),
        conformance: &[],
        notes,
    })
}
