//! `brochure preflight`. Decides which files are looked at.

use std::path::Path;

use super::print::{Progress, print_error, print_out};
use super::{ERRORS, MISUSE, speech};
use crate::diag::Files;
use crate::diag::words::command as words;
use crate::fault;
use crate::preflight::format::{self, Format, Telling};
use crate::preflight::{self, Limits};
use crate::source::paths;

/// Largest PDF that preflight reads, in bytes.
const LARGEST_PDF: u64 = 1 << 30;

/// Looks at a PDF as a print shop does.
pub fn preflight_file(path: &Path, form: Format, limits: &Limits) -> u8 {
    let name = path.to_string_lossy();
    speak_as_its_brochure(path);
    let bytes = match paths::read_named(path, LARGEST_PDF) {
        Ok(bytes) => bytes,
        Err(refusal) => {
            print_error(refusal.complaint(&name, None).sentence());
            return MISUSE;
        }
    };
    let report = Progress::new(false)
        .watch(words::checking(), || fault::working_on(&name, || preflight::inspect(&bytes, limits)));
    let text = format::write(
        &report,
        &name,
        Telling { files: &Files::default(), wording: speech::wording(), format: form },
    );
    let printed = print_out(text.as_bytes());
    if report.count(preflight::Severity::Error) > 0 { ERRORS } else { printed }
}

/// Speaks as the brochure does that a file was built from; of other files nothing tells the language but `--lang`.
fn speak_as_its_brochure(path: &Path) {
    let outputs = path.ancestors().skip(1).take(2).find(|folder| folder.ends_with("dist"));
    speech::speak("en");
    if let Some(project) = outputs.and_then(Path::parent) {
        speech::speak_as_in(&Path::new(".").join(project));
    }
}
