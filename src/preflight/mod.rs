//! Preflight: what a print shop would send back. In: the bytes of any PDF and the limits of the order. Out:
//! a report. Never changes the file, never prints, never panics, and stops at limits of its own where a
//! file is made to take time and memory.

mod checks;
mod content;
mod file;
pub mod format;
mod icc;
mod ink;
pub mod limits;
pub mod report;
pub mod rules;
pub mod toner;

use checks::boxes::PageBoxes;
use checks::intent::Intent;
use checks::page::Inspection;
use checks::{binding, boxes, document, intent, interactive, metadata, objects};
use content::colour::Spaces;
use content::interpreter::MOST_OPERATORS;
use file::{Pdf, Unreadable};
pub use limits::{Binding, Limits};
use report::Findings;
pub use report::{Finding, Report, Severity};

/// Looks at a PDF as a print shop does.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Report {
    let mut found = Findings::default();
    let ink = match Pdf::open(bytes) {
        Ok(pdf) => inspect_file(&pdf, limits, &mut found),
        Err(Unreadable::Locked) => {
            found.add(Finding::new(rules::ENCRYPTED, "the file asks for a password; nothing was checked"));
            Vec::new()
        }
        Err(Unreadable::Broken) => {
            found.add(Finding::new(
                rules::UNREADABLE,
                "the file is no PDF, or it is broken; nothing was checked",
            ));
            Vec::new()
        }
    };
    Report { findings: found.into_list(), ink }
}

/// All checks; the highest ink coverage of each page.
fn inspect_file(pdf: &Pdf, limits: &Limits, found: &mut Findings) -> Vec<Option<f64>> {
    let intent = Intent::read(pdf);
    document::check(pdf, found);
    metadata::check(pdf, found);
    intent::check(pdf, &intent, found);
    interactive::check_catalog(pdf, found);
    objects::check(pdf, found);
    let mut inspection = Inspection {
        pdf,
        spaces: Spaces::new(pdf, intent.data.as_deref()),
        intent: &intent,
        limits,
        max_ink: limits.max_ink_for(intent.condition.as_deref()),
        operators: MOST_OPERATORS,
        pixels: ink::MOST_PAINTED,
    };
    let mut first = None;
    let mut coverage = Vec::new();
    for (index, page) in pdf.pages().enumerate() {
        let (number, shape) = (index + 1, PageBoxes::read(pdf, page));
        let first = *first.get_or_insert((shape.width, shape.height));
        boxes::check(pdf, page, number, &shape, first, limits, found);
        interactive::check_page(pdf, page, number, &shape, found);
        coverage.push(inspection.page(page, number, &shape, found));
    }
    binding::check(coverage.len(), limits.binding, found);
    coverage
}
