//! The file as a whole: version, encryption, identifier, areas to print.

use crate::diag::words::preflight as words;
use lopdf::Object;

use super::super::file::Pdf;
use super::super::report::{Finding, Findings};
use super::super::rules::{ENCRYPTED, FILE_ID, PDF_VERSION, PRINT_AREA};

/// PDF/X-4 is based on it (ISO 15930-7).
const VERSION: &str = "1.6";

/// Checks what belongs to no page.
pub fn check(pdf: &Pdf, found: &mut Findings) {
    let version = pdf.version();
    if version != VERSION {
        let told = match version.is_empty() {
            true => words::version_untold(VERSION),
            false => words::wrong_version(version, VERSION),
        };
        found.add(Finding::new(PDF_VERSION, told));
    }
    if pdf.was_encrypted() {
        found.add(Finding::new(ENCRYPTED, words::encrypted()));
    }
    let parts = pdf.array(pdf.trailer(), "ID");
    let whole = |part: &Object| pdf.resolve(part).is_some_and(|o| o.as_str().is_ok_and(|id| !id.is_empty()));
    if parts.len() != 2 || !parts.iter().all(whole) {
        found.add(Finding::new(FILE_ID, words::no_identifier()));
    }
    let Some(preferences) = pdf.dict(pdf.catalog(), "ViewerPreferences") else { return };
    for key in ["ViewArea", "ViewClip", "PrintArea", "PrintClip"] {
        if let Some(area) = pdf.name(preferences, key)
            && !matches!(area, "MediaBox" | "BleedBox")
        {
            found.add(Finding::new(PRINT_AREA, words::print_area(key, area)));
        }
    }
}
