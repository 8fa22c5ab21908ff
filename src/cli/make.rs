//! `brochure build` and `brochure check`. Decides when nothing is written, and which exit code that gives.

use std::time::Instant;

use super::print::Progress;
use super::report::Verbosity;
use super::run::{Languages, Run, Wanted};
use super::{Build, Check, ERRORS, speech};
use crate::brochure::Brochures;
use crate::diag::Sink;
use crate::diag::words::command as words;
use crate::edition::output::Output;
use crate::edition::{self, Delivery, Done, Published};
use crate::preflight::format::Telling;

/// Makes editions and writes them.
pub fn build(call: Build) -> u8 {
    let verbosity = Verbosity::of(call.verbose, call.quiet);
    let form = call.format.form(verbosity);
    let progress = Progress::new(call.quiet);
    let mut run = Run::new("build", &call.folder);
    let output = match call.out.clone() {
        Some(out) => Ok(Output::at(out)),
        None => Output::of_project(&call.folder),
    };
    let output = output.map_err(|refused| run.sink.push(refused)).ok();
    let languages = Languages::named(&call.translation);
    let wanted = Wanted { editions: &call.edition, languages, required: call.require_complete };
    let brochure = match progress.watch(words::laying_out(), || run.open(&wanted)) {
        Ok(brochure) => brochure,
        Err(code) => return code,
    };
    let (Some(brochure), Some(output)) = (brochure, output) else {
        run.report(form, &Published::default());
        return ERRORS;
    };
    let (published, bad) =
        progress.watch(words::writing(), || written(&call, &mut run, (&brochure, &progress), &output));
    let printed = run.report(form, &published);
    // The program ends here: the system takes the pages back at once, not run by run.
    std::mem::forget(brochure);
    if bad { ERRORS } else { printed }
}

/// Makes what was asked for and writes it, unless something stands against it: whether something does.
fn written(
    call: &Build,
    run: &mut Run,
    (brochure, progress): (&Brochures, &Progress),
    output: &Output,
) -> (Published, bool) {
    let mut plans = brochure.plans();
    plans.retain(|plan| call.edition.is_empty() || call.edition.contains(&plan.name));
    let rendered = run.making(progress, |done, sink| edition::render_all(&plans, done, sink));
    run.sift();
    let refused = run.is_bad(call.strict);
    run.strict = refused && !run.is_bad(false);
    let (files, wording) = (&run.files, speech::wording());
    let reports = call.preflight_report.map(|form| Telling { files, wording, format: form.format() });
    let languages = brochure.languages();
    let config = &brochure.config;
    let delivery = Delivery { plans: &plans, config, languages: &languages, output, reports, wording };
    // What an earlier run left in the folder is told, but is no fault of the brochure.
    let began = Instant::now();
    let mut published = delivery.publish(rendered, refused, &mut run.sink);
    published.translations = brochure.completeness();
    run.took(words::writing(), began);
    (published, refused || run.is_bad(false))
}

/// Reports what is wrong or poor.
pub fn check(call: &Check) -> u8 {
    let form = call.format.form(Verbosity::of(call.verbose, false));
    let progress = Progress::new(false);
    let mut run = Run::new("check", &call.folder);
    let languages = Languages::named(&call.translation);
    let wanted = Wanted { editions: &[], languages, required: call.require_complete };
    let brochure = match progress.watch(words::laying_out(), || run.open(&wanted)) {
        Ok(brochure) => brochure,
        Err(code) => return code,
    };
    if let Some(laid_out) = &brochure {
        let check =
            |done: Done<'_>, sink: &mut Sink| edition::check(&laid_out.plans(), !call.fast, done, sink);
        progress.watch(words::checking(), || run.making(&progress, check));
    }
    let translations = brochure.as_ref().map(Brochures::completeness).unwrap_or_default();
    let printed = run.report(form, &Published { translations, ..Published::default() });
    let bad = brochure.is_none() || run.is_bad(call.strict);
    std::mem::forget(brochure);
    if bad { ERRORS } else { printed }
}
