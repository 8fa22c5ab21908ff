//! The report for people: each fault once, with the places where it was found and what to do.

use std::fmt::Write;

use super::super::report::{Finding, Report};
use super::super::rules::Severity;
use super::{Telling, place, source};
use crate::diag::words::{command, preflight as words};
use crate::diag::{Filling, Sentence, clean};

/// Most places that are listed for one fault.
const MOST_PLACES: usize = 12;

pub fn write(report: &Report, name: &str, telling: Telling<'_>) -> String {
    let mut out = String::new();
    for level in [Severity::Error, Severity::Warning, Severity::Note] {
        let mut rules: Vec<&'static str> = Vec::new();
        let all = report.findings.iter().filter(|f| f.severity == level);
        for finding in all.clone() {
            if !rules.contains(&finding.rule.code) {
                rules.push(finding.rule.code);
                let same: Vec<&Finding> = all.clone().filter(|f| f.rule.code == finding.rule.code).collect();
                write_fault(&same, telling, &mut out);
            }
        }
    }
    say(words::file_summary(name, summary(report)), telling, &mut out);
    out
}

/// A line.
fn say(sentence: Sentence, telling: Telling<'_>, out: &mut String) {
    let _ = writeln!(out, "{}", clean(&sentence.text_in(telling.wording)));
}

/// One fault with all its places.
fn write_fault(findings: &[&Finding], telling: Telling<'_>, out: &mut String) {
    let rule = findings[0].rule;
    say(words::fault_title(findings[0].severity.name(), rule.code, rule.titled()), telling, out);
    let groups: Vec<&[&Finding]> = findings.chunk_by(|a, b| alike(a, b)).collect();
    for group in groups.iter().take(MOST_PLACES) {
        write_place(group, telling, out);
    }
    if let Some(rest) = groups.get(MOST_PLACES..).filter(|rest| !rest.is_empty()) {
        let rest = rest.concat();
        say(words::more_at(rest.len(), pages(&rest)), telling, out);
    }
    let _ =
        writeln!(out, "{}\n", words::why_and_help(rule.why(), rule.what_to_do()).text_in(telling.wording));
}

/// Whether two findings say the same of whole pages.
fn alike(a: &Finding, b: &Finding) -> bool {
    let whole = |f: &Finding| f.page.is_some() && f.place.is_none() && f.count == 1;
    whole(a) && whole(b) && a.message == b.message
}

fn write_place(findings: &[&Finding], telling: Telling<'_>, out: &mut String) {
    let finding = findings[0];
    let place = match findings.len() {
        1 => place(finding).unwrap_or_else(words::whole_file),
        _ => pages(findings),
    };
    let message = finding.message.clone();
    let line = match finding.count {
        ..=1 => words::fault_at(place, message),
        count => words::fault_often(place, message, count),
    };
    say(line, telling, out);
    if let Some((file, line, column)) = source(finding, telling.files) {
        let _ = writeln!(out, "    --> {}:{line}:{column}", clean(file));
    }
}

/// `pages 3–5, 9`
fn pages(findings: &[&Finding]) -> Sentence {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for page in findings.iter().filter_map(|f| f.page) {
        match runs.last_mut() {
            Some((_, last)) if page == *last || page == *last + 1 => *last = page,
            _ => runs.push((page, page)),
        }
    }
    let run = |(first, last): &(usize, usize)| {
        if first == last { format!("{first}") } else { format!("{first}–{last}") }
    };
    words::at_pages(Filling::list(runs.iter().map(run)))
}

/// Counts, pages, and where most ink lies.
fn summary(report: &Report) -> Sentence {
    let notes = match report.count(Severity::Note) {
        1 => words::one_note(),
        count => words::count_of_notes(count),
    };
    let errors = command::count_of_errors(report.count(Severity::Error));
    let warnings = command::count_of_warnings(report.count(Severity::Warning));
    let mut told = words::summary(errors, warnings, notes);
    if report.pages() > 0 {
        let pages = if report.pages() == 1 { words::a_page() } else { words::count_of_pages(report.pages()) };
        told = words::summary_with_pages(told, pages);
    }
    if let Some((page, ink)) = report.most_ink() {
        told = words::summary_with_ink(told, format_args!("{ink:.0}"), page);
    }
    told
}
