//! Reports as text, JSON and SARIF. Decides what all of them have in common: how a place is told.

mod json;
mod sarif;
mod text;

use super::report::{Finding, Report};
use super::rules::Severity;
use crate::diag::Files;
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

/// The report on a file of that name; `files` resolves the lines of the source that are named.
pub fn write(report: &Report, name: &str, files: &Files, format: Format) -> String {
    match format {
        Format::Text => text::write(report, name, files),
        Format::Json => json::write(report, name, files),
        Format::Sarif => sarif::write(report, name, files),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Left, top, width, height in millimetres from the trim's top left corner.
fn millimetres(finding: &Finding) -> Option<[f64; 4]> {
    let place = finding.place?;
    // no minus before a zero
    Some([place.x, place.y, place.w, place.h].map(|v| (v / MM * 10.0).round() / 10.0 + 0.0))
}

/// `page 3, x 12.0 mm, y 40.0 mm, 50.0 × 30.0 mm`
fn place(finding: &Finding) -> Option<String> {
    let page = format!("page {}", finding.page?);
    Some(match millimetres(finding) {
        Some([x, y, w, h]) => format!("{page}, x {x:.1} mm, y {y:.1} mm, {w:.1} × {h:.1} mm"),
        None => page,
    })
}

/// File, line and column of the source.
fn source<'f>(finding: &Finding, files: &'f Files) -> Option<(&'f str, usize, usize)> {
    let span = finding.source?;
    let (line, column) = files.line_column(span.file, span.start);
    Some((&files.get(span.file).name, line, column))
}
