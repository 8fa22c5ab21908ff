//! `brochure build` and `brochure check`. Decides which exit code what was found gives.

use super::print::Progress;
use super::report::Verbosity;
use super::run::{open, report};
use super::{Build, Check, ERRORS, speech};
use crate::brochure::Brochures;
use crate::diag::words::command as words;
use crate::edition::Published;
use crate::edition::output::Output;
use crate::production::{Languages, Order, Run, Wanted};

/// Makes editions and writes them.
pub fn build(call: Build) -> u8 {
    let verbosity = Verbosity::of(call.verbose, call.quiet);
    let form = call.format.form(verbosity);
    let progress = Progress::new(call.quiet);
    let mut run = Run::new(&call.folder);
    let output = match call.out.clone() {
        Some(out) => Ok(Output::at(out)),
        None => Output::of_project(&call.folder),
    };
    let output = output.map_err(|refused| run.sink.push(refused)).ok();
    let languages = Languages::named(&call.translation);
    let wanted = Wanted { editions: &call.edition, languages, required: call.require_complete };
    let brochure = match progress.watch(words::laying_out(), || open(&mut run, &wanted)) {
        Ok(brochure) => brochure,
        Err(code) => return code,
    };
    let (Some(brochure), Some(output)) = (brochure, output) else {
        report(&mut run, "build", form, &Published::default());
        return ERRORS;
    };
    let order = Order {
        editions: &call.edition,
        strict: call.strict,
        reports: call.preflight_report.map(|form| form.format()),
        output: &output,
        wording: speech::wording(),
    };
    let done = |name: &str, took| progress.done(name, took);
    let (published, bad) = progress.watch(words::writing(), || run.make(&brochure, &order, &done));
    let printed = report(&mut run, "build", form, &published);
    // The program ends here: the system takes the pages back at once, not run by run.
    std::mem::forget(brochure);
    if bad { ERRORS } else { printed }
}

/// Reports what is wrong or poor.
pub fn check(call: &Check) -> u8 {
    let form = call.format.form(Verbosity::of(call.verbose, false));
    let progress = Progress::new(false);
    let mut run = Run::new(&call.folder);
    let languages = Languages::named(&call.translation);
    let wanted = Wanted { editions: &[], languages, required: call.require_complete };
    let brochure = match progress.watch(words::laying_out(), || open(&mut run, &wanted)) {
        Ok(brochure) => brochure,
        Err(code) => return code,
    };
    if let Some(laid_out) = &brochure {
        let done = |name: &str, took| progress.done(name, took);
        progress.watch(words::checking(), || run.check(&laid_out.plans(), !call.fast, &done));
    }
    let translations = brochure.as_ref().map(Brochures::completeness).unwrap_or_default();
    let printed = report(&mut run, "check", form, &Published { translations, ..Published::default() });
    let bad = brochure.is_none() || run.is_bad(call.strict);
    std::mem::forget(brochure);
    if bad { ERRORS } else { printed }
}
