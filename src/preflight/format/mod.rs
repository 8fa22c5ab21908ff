//! Reports as text, JSON and SARIF. Decides what all of them have in common: how a place is told.

mod json;
mod sarif;
mod text;

use super::report::{Finding, Report};
use crate::diag::words::preflight as words;
use crate::diag::{Files, Filling, Sentence, Wording};
use crate::geom::MM;
pub use sarif::SCHEMA as SARIF_SCHEMA;

/// A form in which a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// SARIF 2.1.0, for the platforms on which projects are checked.
    Sarif,
}

impl Format {
    /// All forms.
    pub const ALL: [Self; 3] = [Self::Text, Self::Json, Self::Sarif];

    /// How the name of a file in it ends, without the point.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Json => "json",
            Self::Sarif => "sarif",
        }
    }
}

/// What a report is told with.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// Resolve the lines of the source that are named.
    pub files: &'a Files,
    /// The language.
    pub wording: &'a Wording,
    /// The form.
    pub format: Format,
}

/// The report on a file of that name.
pub fn write(report: &Report, name: &str, telling: Telling<'_>) -> String {
    match telling.format {
        Format::Text => text::write(report, name, telling),
        Format::Json => json::write(report, name, telling),
        Format::Sarif => sarif::write(report, name, telling),
    }
}

/// Left, top, width, height in millimetres from the trim's top left corner.
fn millimetres(finding: &Finding) -> Option<[f64; 4]> {
    let place = finding.place?;
    // no minus before a zero
    Some([place.x, place.y, place.w, place.h].map(|v| (v / MM * 10.0).round() / 10.0 + 0.0))
}

/// `page 3, x 12.0 mm, y 40.0 mm, 50.0 × 30.0 mm`
fn place(finding: &Finding) -> Option<Sentence> {
    let page = finding.page?;
    Some(match millimetres(finding) {
        Some(place) => {
            let [x, y, w, h] = place.map(|length| Filling::measure(length, 1));
            words::at_place(page, x, y, w, h)
        }
        None => words::at_page(page),
    })
}

/// File, line and column of the source.
fn source<'f>(finding: &Finding, files: &'f Files) -> Option<(&'f str, usize, usize)> {
    let span = finding.source?;
    let (line, column) = files.line_column(span.file, span.start);
    Some((&files.get(span.file).name, line, column))
}
