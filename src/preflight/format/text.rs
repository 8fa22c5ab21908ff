//! The report for people: each fault once, with the places where it was found and what to do.

use std::fmt::Write;

use super::super::report::{Finding, Report};
use super::super::rules::Severity;
use super::{place, severity, source};
use crate::diag::{Files, clean};

/// Most places that are listed for one fault.
const MOST_PLACES: usize = 12;

pub fn write(report: &Report, name: &str, files: &Files) -> String {
    let mut out = String::new();
    for level in [Severity::Error, Severity::Warning, Severity::Note] {
        let mut rules: Vec<&'static str> = Vec::new();
        let all = report.findings.iter().filter(|f| f.severity == level);
        for finding in all.clone() {
            if !rules.contains(&finding.rule.code) {
                rules.push(finding.rule.code);
                let same: Vec<&Finding> = all.clone().filter(|f| f.rule.code == finding.rule.code).collect();
                write_fault(&same, files, &mut out);
            }
        }
    }
    let _ = writeln!(out, "{}: {}", clean(name), summary(report));
    out
}

/// One fault with all its places.
fn write_fault(findings: &[&Finding], files: &Files, out: &mut String) {
    let rule = findings[0].rule;
    let _ = writeln!(out, "{}[{}]: {}", severity(findings[0].severity), rule.code, rule.title);
    let groups: Vec<&[&Finding]> = findings.chunk_by(|a, b| alike(a, b)).collect();
    for group in groups.iter().take(MOST_PLACES) {
        write_place(group, files, out);
    }
    if let Some(rest) = groups.get(MOST_PLACES..).filter(|rest| !rest.is_empty()) {
        let rest = rest.concat();
        let _ = writeln!(out, "  … and {} more: {}", rest.len(), pages(&rest));
    }
    let _ = writeln!(out, "  why:  {}\n  help: {}\n", rule.reason, rule.help);
}

/// Whether two findings say the same of whole pages.
fn alike(a: &Finding, b: &Finding) -> bool {
    let whole = |f: &Finding| f.page.is_some() && f.place.is_none() && f.count == 1;
    whole(a) && whole(b) && a.message == b.message
}

fn write_place(findings: &[&Finding], files: &Files, out: &mut String) {
    let finding = findings[0];
    let times = if finding.count > 1 { format!(" ({} times)", finding.count) } else { String::new() };
    let place = match findings.len() {
        1 => place(finding).unwrap_or_else(|| "file".to_owned()),
        _ => pages(findings),
    };
    let _ = writeln!(out, "  {place}: {}{times}", clean(&finding.message));
    if let Some((file, line, column)) = source(finding, files) {
        let _ = writeln!(out, "    --> {}:{line}:{column}", clean(file));
    }
}

/// `pages 3–5, 9`
fn pages(findings: &[&Finding]) -> String {
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
    format!("pages {}", runs.iter().map(run).collect::<Vec<_>>().join(", "))
}

/// Counts, pages, and where most ink lies.
fn summary(report: &Report) -> String {
    let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let mut words = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
        .map(|(severity, word)| count(report.count(severity), word))
        .join(", ");
    if report.pages() > 0 {
        let _ = write!(words, "; {}", count(report.pages(), "page"));
    }
    if let Some((page, ink)) = report.most_ink() {
        let _ = write!(words, "; most ink {ink:.0} % on page {page}");
    }
    words
}
