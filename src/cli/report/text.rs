//! What people are told: each kind of fault with its lines, then a count; and a line for each file that was
//! written.

use std::fmt::Write;

use super::fold::{Alike, Kind, kinds};
use super::{Report, Verbosity};
use crate::diag::silence::Silenced;
use crate::diag::words::command as words;
use crate::diag::{Diagnostic, Filling, Sentence, Severity, clean, render};
use crate::edition::Artefact;
use crate::geom::{MM, Pt};
use crate::pdf::Missed;

/// Most places that are named in a line.
const MOST_PLACES: usize = 8;
/// Most lines of what is said otherwise.
const MOST_LINES: usize = 12;

/// The files that were written, or that there is nothing to say.
pub fn result(report: &Report<'_>, verbosity: Verbosity) -> String {
    let mut out = String::new();
    if verbosity == Verbosity::Quiet {
        return out;
    }
    let mut say = |sentence: Sentence| {
        let _ = writeln!(out, "{}", clean(&sentence.text_in(report.wording)));
    };
    for artefact in &report.published.artefacts {
        say(summary(artefact));
        artefact.notes.iter().for_each(|note| say(words::note(note.clone())));
    }
    report.published.catalogues.iter().for_each(|path| say(words::catalogue(path.display())));
    for (tag, blocks) in report.published.translations.iter().filter(|_| report.command == "translate") {
        say(words::translated(tag, blocks.done(), blocks.all, blocks.missing, blocks.fuzzy));
    }
    report.published.left.iter().for_each(|path| say(words::left(path.display())));
    if report.command == "check" && report.told.is_empty() {
        say(words::nothing_to_complain_about());
    }
    out
}

/// Diagnostics and a closing count.
pub fn told(report: &Report<'_>, verbosity: Verbosity, colour: bool) -> String {
    let quiet = verbosity == Verbosity::Quiet;
    let mut out = String::new();
    let shown = report.told.iter().filter(|d| !quiet || d.severity == Severity::Error);
    for kind in kinds(shown, verbosity == Verbosity::Verbose) {
        write_kind(&kind, report, colour, &mut out);
    }
    let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
    if errors > 0 || (warnings > 0 && (!quiet || report.strict)) {
        let total = total(errors, warnings);
        let published = report.published;
        let unwritten = published.artefacts.is_empty() && published.catalogues.is_empty();
        let total = match (errors > 0 && unwritten, report.strict) {
            (_, true) => words::nothing_written_strictly(total),
            (true, _) => words::nothing_written(total),
            _ => total,
        };
        let _ = writeln!(out, "{}", total.text_in(report.wording));
        let _ = writeln!(out, "{}", words::by_code(counts(report.told)).text_in(report.wording));
    }
    if report.silenced.count() > 0 && !quiet {
        let _ = writeln!(out, "{}", silenced(report.silenced).text_in(report.wording));
    }
    out
}

/// What the project does not want to hear, in a line.
fn silenced(silenced: &Silenced) -> Sentence {
    let codes = Filling::list(silenced.by_code().map(|(code, n)| format!("{n} {code}")));
    let kinds = match silenced.by_code().len() {
        1 => words::one_kind(),
        count => words::kinds(count),
    };
    match silenced.count() {
        1 => words::silenced_one(words::one_warning(), kinds, codes),
        count => words::silenced(words::warnings(count), kinds, codes),
    }
}

/// Codes with their counts, the most frequent first.
fn counts(told: &[Diagnostic]) -> Filling {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for diagnostic in told {
        match counts.iter_mut().find(|(code, _)| *code == diagnostic.code) {
            Some((_, count)) => *count += 1,
            None => counts.push((diagnostic.code, 1)),
        }
    }
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    Filling::list(counts.iter().map(|(code, count)| format!("{count} {code}")))
}

fn write_kind(kind: &Kind<'_>, report: &Report<'_>, colour: bool, out: &mut String) {
    for (n, diagnostic) in kind.shown.iter().enumerate() {
        let _ = writeln!(out, "{}", render(diagnostic, report.files, report.wording, colour));
        if n + 1 < kind.shown.len() || kind.more.is_empty() {
            out.push('\n');
        }
    }
    if kind.more.is_empty() {
        return;
    }
    let count = kind.more.iter().map(|alike| alike.all.len()).sum::<usize>();
    let lines: Vec<&Alike<'_>> = kind.more.iter().collect();
    let line = match lines.as_slice() {
        [alike] if alike.is_said => words::and_more_at(count, places(alike, report)),
        _ => words::and_more(count),
    };
    let _ = writeln!(out, "  {}", clean(&line.text_in(report.wording)));
    if lines.len() > 1 || !lines[0].is_said {
        for alike in lines.iter().take(MOST_LINES) {
            let line = words::said_at(places(alike, report), alike.all[0].message_in(report.wording));
            let _ = writeln!(out, "    {}", clean(&line.text_in(report.wording)));
        }
    }
    let whole = lines.len() <= MOST_LINES && lines.iter().all(|alike| alike.all.len() <= MOST_PLACES);
    if !whole {
        let rest = lines.iter().skip(MOST_LINES).map(|alike| alike.all.len()).sum::<usize>();
        let line = if rest > 0 { words::rest_is_hidden(rest) } else { words::places_are_hidden() };
        let _ = writeln!(out, "    {}", line.text_in(report.wording));
    }
    out.push('\n');
}

/// `03.md:12, 03.md:40`, or pages where nothing else is known.
fn places(alike: &Alike<'_>, report: &Report<'_>) -> Filling {
    let place = |d: &&Diagnostic| match (report.place(d), d.page()) {
        (Some(place), _) => Some(format!("{}:{}", place.file, place.from.0)),
        (None, Some(page)) => Some(words::on_page(page).text_in(report.wording)),
        (None, None) => None,
    };
    let mut places: Vec<String> = alike.all.iter().filter_map(place).collect();
    places.dedup();
    if places.len() > MOST_PLACES {
        places.truncate(MOST_PLACES);
        places.push("…".to_owned());
    }
    if places.is_empty() { words::everywhere().into() } else { Filling::list(places) }
}

/// How many complaints there were.
fn total(errors: usize, warnings: usize) -> Sentence {
    words::total(words::count_of_errors(errors), words::count_of_warnings(warnings))
}

/// What was written, in a line.
fn summary(artefact: &Artefact) -> Sentence {
    let mm = |length: Pt| format!("{:.0}", length / MM);
    let (width, height) = (mm(artefact.size.0), mm(artefact.size.1));
    let path = artefact.path.display();
    let line = words::written(path, artefact.pages, width, height, size(artefact.bytes));
    let line = match artefact.sheets {
        None => line,
        Some(1) => words::on_one_sheet(line),
        Some(sheets) => words::on_sheets(line, sheets),
    };
    let line = match artefact.conformance[..] {
        [] => line,
        [first, second] => words::keeping_both(line, first, second),
        ref standards => words::keeping(line, Filling::list(standards)),
    };
    artefact.missed.chunk_by(|a, b| a.why == b.why).fold(line, |line, alike| {
        let standards = Filling::list(alike.iter().map(|missed| missed.standard));
        words::not_claimed(line, standards, why_of(&alike[0]))
    })
}

/// What stands against a standard.
fn why_of(missed: &Missed) -> Sentence {
    let mut why = missed.why.iter().cloned();
    let first = why.next().unwrap_or_else(words::everywhere);
    why.fold(first, words::also)
}

fn size(bytes: usize) -> Sentence {
    if bytes < 1 << 20 {
        words::kibibytes(bytes.div_ceil(1024))
    } else {
        words::mebibytes(Filling::measure(bytes as f64 / f64::from(1 << 20), 1))
    }
}
