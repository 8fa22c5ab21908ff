//! `brochure dump`. Decides which pages are printed.

use std::path::Path;

use super::print::{print_error, print_out};
use super::report::{Form, Verbosity};
use super::run::{open, report};
use super::{ERRORS, MISUSE};
use crate::diag::words::command as words;
use crate::edition::Published;
use crate::pages::dump;
use crate::production::{Languages, Run, Wanted};

/// Prints pages of an edition as text, in the brochure's own language or another.
pub fn dump_pages(folder: &Path, edition: Option<&str>, translation: Option<&str>, only: &[usize]) -> u8 {
    let mut run = Run::new(folder);
    let editions: Vec<String> = edition.map(str::to_owned).into_iter().collect();
    let tags: Vec<String> = translation.map(str::to_owned).into_iter().collect();
    let languages = if tags.is_empty() { Languages::Own } else { Languages::These(&tags) };
    let brochures = match open(&mut run, &Wanted { editions: &editions, languages, required: false }) {
        Ok(brochures) => brochures,
        Err(code) => return code,
    };
    let brochure = brochures.iter().flat_map(|all| all.own.iter().chain(&all.translated)).next();
    let Some(brochure) = brochure else {
        report(&mut run, "dump", Form::Text(Verbosity::Usual), &Published::default());
        return ERRORS;
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
