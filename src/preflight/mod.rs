//! Preflight: what a print shop would send back. In: the bytes of any PDF and the limits of the order. Out:
//! a report. Never changes the file, never prints, never panics, and stops at limits of its own where a
//! file is made to take time and memory.

pub mod budget;
mod checks;
mod content;
mod file;
pub mod format;
mod icc;
mod ink;
pub mod lexer;
pub mod limits;
pub mod report;
pub mod rules;

use crate::diag::words::preflight as words;
use budget::Budget;
use checks::boxes::PageBoxes;
use checks::intent::Intent;
use checks::page::Inspection;
use checks::{binding, boxes, document, intent, interactive, metadata, objects};
use content::colour::Spaces;
use file::{Damage, Pdf, Unreadable};
pub use limits::{Binding, Limits};
use report::Findings;
pub use report::{Finding, Report};
pub use rules::Severity;

/// Looks at a PDF as a print shop does.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Report {
    inspect_within(bytes, limits, Budget::new(bytes.len()))
}

/// The same with another budget than the usual one.
pub fn inspect_within(bytes: &[u8], limits: &Limits, budget: Budget) -> Report {
    let mut found = Findings::default();
    let ink = match Pdf::open_within(bytes, budget) {
        Ok(pdf) => inspect_file(&pdf, limits, &mut found),
        Err(Unreadable::Locked) => {
            found.add(Finding::new(rules::ENCRYPTED, words::asks_for_password()));
            Vec::new()
        }
        Err(Unreadable::Broken) => {
            found.add(Finding::new(rules::UNREADABLE, words::no_pdf()));
            Vec::new()
        }
    };
    Report { findings: found.into_list(), ink }
}

/// All checks; the highest ink coverage of each page.
fn inspect_file(pdf: &Pdf, limits: &Limits, found: &mut Findings) -> Vec<Option<f64>> {
    tell_damage(pdf, found);
    let intent = Intent::read(pdf);
    document::check(pdf, found);
    metadata::check(pdf, found);
    intent::check(pdf, &intent, found);
    interactive::check_catalog(pdf, found);
    objects::check(pdf, found);
    let inspection = Inspection {
        pdf,
        spaces: Spaces::new(pdf, intent.data.as_deref()),
        intent: &intent,
        limits,
        max_ink: limits.max_ink_for(intent.condition.as_deref()),
    };
    let (mut first, mut unchecked) = (None, None);
    let mut coverage = vec![None; pdf.pages().count()];
    for (index, page) in pdf.pages().enumerate() {
        let (number, shape) = (index + 1, PageBoxes::read(pdf, page));
        let first = *first.get_or_insert((shape.width, shape.height));
        boxes::check(&shape, number, first, limits, found);
        interactive::check_page(pdf, page, number, &shape, found);
        coverage[index] = inspection.page(page, number, &shape, found);
        if pdf.budget().reading.is_spent() {
            unchecked = Some(number);
            break;
        }
    }
    if pdf.budget().reading.is_spent() {
        let rest = match unchecked {
            Some(page) => words::pages_unchecked_from(page),
            None => words::objects_unread(),
        };
        found.add(Finding::new(rules::TOO_COMPLEX, words::takes_too_much_work(rest)));
    }
    if pdf.has_more_pages() {
        let message = words::first_pages_checked(coverage.len());
        found.add(Finding::new(rules::TOO_COMPLEX, message));
    }
    binding::check(coverage.len(), limits, found);
    coverage
}

/// What is wrong with the file itself, each as a finding of its own.
fn tell_damage(pdf: &Pdf, found: &mut Findings) {
    for (n, damage) in pdf.damage().iter().enumerate() {
        let finding = match damage {
            Damage::Mended(what) => Finding::new(rules::FILE_REPAIRED, what.clone()),
            Damage::Lost(what) => Finding::new(rules::CONTENT_DAMAGED, what.clone()),
        };
        found.add(finding.subject(n as u32));
    }
}
