//! Pages to bytes. In: [`Pages`] and a [`PdfJob`]. Out: a PDF. Never: layout.

pub mod inks;
pub mod job;
mod rules;
pub mod sheets;
mod standards;
pub mod writer;

use crate::diag::{Sentence, Sink};
use crate::pages::Pages;
use crate::source::editions::Accessibility;
use inks::Inks;
use job::PdfJob;
use rules::{Broken, Rule};
use standards::Standards;
use writer::reading;

/// A PDF.
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// The standards it claims to keep.
    pub conformance: Vec<&'static str>,
    /// Those that it does not claim although it was to keep them.
    pub missed: Vec<Missed>,
}

/// A standard that is not claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Its name.
    pub standard: &'static str,
    /// What stands against it.
    pub why: Vec<Sentence>,
}

/// Writes a PDF for reading. It is to keep that standard, with a date also the PDF/A of its time; what stands against
/// one is a warning, and the file claims the others.
pub fn write(pages: &Pages, job: &PdfJob, standard: Accessibility, sink: &mut Sink) -> Written {
    let wanted = Standards::wanted(standard, job.date.is_some());
    let broken = broken(pages, job, wanted);
    let rules: Vec<Rule> = broken.iter().map(|(rule, _)| *rule).collect();
    let kept = wanted.without(&rules);
    let lost = wanted.each().filter(|(name, _)| !kept.names().contains(name));
    let missed = lost.map(|(standard, one)| {
        let against = broken.iter().filter(|(rule, _)| one.forbids(*rule));
        let mut why: Vec<Sentence> = against.map(|(_, told)| told.sentence()).collect();
        why.dedup();
        Missed { standard, why }
    });
    let missed = missed.collect();
    sink.extend(broken.into_iter().map(|(_, told)| told));
    Written { bytes: reading::write(pages, job, kept, sink), conformance: kept.names(), missed }
}

/// Tells the same without writing.
pub fn check(pages: &Pages, job: &PdfJob, standard: Accessibility, sink: &mut Sink) {
    let broken = broken(pages, job, Standards::wanted(standard, job.date.is_some()));
    sink.extend(broken.into_iter().map(|(_, told)| told));
    writer::check(pages, Inks::Screen, &pages.items(), sink);
}

fn broken(pages: &Pages, job: &PdfJob, wanted: Standards) -> Vec<Broken> {
    rules::broken(pages, job).into_iter().filter(|(rule, _)| wanted.forbids(*rule)).collect()
}
