//! `brochure dump`. Decides which pages are printed.

use std::path::Path;

use super::print::{print_error, print_out};
use super::report::Verbosity;
use super::run::Run;
use super::{ERRORS, MISUSE};
use crate::diag::words::command as words;
use crate::pages::dump;

/// Prints pages of an edition as text.
pub fn dump_pages(folder: &Path, edition: Option<&str>, only: &[usize]) -> u8 {
    let mut run = Run::new("dump", folder);
    let wanted: Vec<String> = edition.map(str::to_owned).into_iter().collect();
    let brochure = match run.open(&wanted) {
        Ok(Some(brochure)) => brochure,
        Ok(None) => {
            run.tell(Verbosity::Usual);
            return ERRORS;
        }
        Err(code) => return code,
    };
    let pages = brochure.pages();
    let count = pages.pages.len();
    if let Some(page) = only.iter().find(|n| !(1..=count).contains(*n)) {
        print_error(words::no_page(page, count));
        return MISUSE;
    }
    let mut text = String::new();
    for page in pages.pages.iter().filter(|p| only.is_empty() || only.contains(&p.number)) {
        dump::dump_page(page, pages, &mut text);
    }
    print_out(text.as_bytes())
}
