//! Editions for printers of offices and homes. Decides what toner makes of colours.

use super::{Plan, Product, job, saver, toner};
use crate::colour::Palette;
use crate::diag::words::command as words;
use crate::diag::{Sentence, Sink};
use crate::geom::Rect;
use crate::pages::Pages;
use crate::pdf::inks::{Colours, Inks};
use crate::pdf::sheets::{Placed, Sheet};
use crate::pdf::writer::{self, sheets};
use crate::source::editions::Toner;

/// Makes an edition from pages that suit the toner.
pub fn saving<T>(plan: &Plan<'_>, toner: Toner, make: impl FnOnce(&Plan<'_>) -> T) -> T {
    match saver::save(plan.pages, toner) {
        None => make(plan),
        Some(pages) => {
            let Plan { name, edition, profile, config, translation, .. } = plan;
            make(&Plan {
                name: name.clone(),
                edition: edition.clone(),
                pages: &pages,
                profile: *profile,
                config,
                translation: *translation,
            })
        }
    }
}

/// The pages one by one, without what is cut off.
pub fn single(pages: &Pages) -> Vec<Sheet<'_>> {
    let (w, h) = pages.trim;
    let whole = Rect { x: 0.0, y: 0.0, w, h };
    let sheets = pages.pages.iter().map(|page| Sheet {
        size: (w, h),
        boxes: None,
        placed: vec![Placed::at(&page.items, (0.0, 0.0), 1.0, whole)],
    });
    sheets.collect()
}

/// The pages one by one.
fn copies(plan: &Plan<'_>, toner: Toner, sink: &mut Sink) -> Option<Product> {
    let sides = single(plan.pages);
    product(plan, &sides, (&plan.pages.palette, toner), Vec::new(), sink)
}

/// Tells what stands against copies of the pages, without making them.
pub fn check(plan: &Plan<'_>, toner: Toner, sink: &mut Sink) {
    saving(plan, toner, |copy| {
        writer::check(copy.pages, inks(toner), &copy.pages.items(), sink);
    });
}

/// The pages one by one for a copier, with what that spares against copies of the coloured pages.
pub fn sparing(plan: &Plan<'_>, toner: Toner, sink: &mut Sink) -> Option<Vec<Product>> {
    saving(plan, toner, |copy| {
        let mut product = copies(copy, toner, sink)?;
        let (before, after) = toner::areas(plan.pages, copy.pages);
        if after < before {
            let share = 100.0 * (1.0 - after / before);
            let note = words::spares_toner(format_args!("{share:.0}"));
            product.notes.push(note);
        }
        Some(vec![product])
    })
}

/// A file of sheets, front and back in turn.
pub fn product(
    plan: &Plan<'_>,
    sides: &[Sheet<'_>],
    (palette, toner): (&Palette, Toner),
    notes: Vec<Sentence>,
    sink: &mut Sink,
) -> Option<Product> {
    let colours = Colours { palette, inks: inks(toner) };
    let bytes = sheets::write(plan.pages, sides, colours, (&job(plan.config), None), sink);
    Some(Product {
        file: plan.file_names().remove(0),
        bytes,
        pages: sides.len(),
        size: sides.first().map_or(plan.pages.trim, |side| side.size),
        sheets: Some(sides.len().div_ceil(2)),
        conformance: Vec::new(),
        missed: Vec::new(),
        notes,
        report: None,
    })
}

fn inks(toner: Toner) -> Inks<'static> {
    match toner {
        Toner::Colour => Inks::Screen,
        Toner::Grey | Toner::Black => Inks::Grey,
    }
}
