//! A run in SARIF 2.1.0 (OASIS). Decides what is said of a rule: what the table of its code says.

use std::collections::BTreeSet;

use super::Report;
use crate::diag::complaint;
use crate::diag::{Diagnostic, Severity, Wording};
use crate::json::quoted;
use crate::preflight::{format, rules};
use crate::uri;

/// The whole run.
pub fn write(report: &Report<'_>) -> String {
    let codes: BTreeSet<&str> = report.told.iter().map(|d| d.code).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let rules: Vec<String> =
        codes.iter().map(|code| format!("        {}", rule(code, report.wording))).collect();
    let results: Vec<String> =
        report.told.iter().map(|d| format!("      {}", result(d, &codes, report))).collect();
    format!(
        "{{\n  \"$schema\": \"{}\",\n  \"version\": \"2.1.0\",\n  \"runs\": [{{\n    \"tool\": {{\"driver\": {{\n      \
         \"name\": \"brochure\",\n      \"version\": \"{}\",\n      \"rules\": [\n{}\n      ]\n    }}}},\n    \
         \"invocations\": [{{\"executionSuccessful\": {}}}],\n    \"columnKind\": \"unicodeCodePoints\",\n    \
         \"results\": [\n{}\n    ]\n  }}]\n}}\n",
        format::SARIF_SCHEMA,
        env!("CARGO_PKG_VERSION"),
        rules.join(",\n"),
        report.count(Severity::Error) == 0 && !report.strict,
        results.join(",\n"),
    )
}

/// What a code means and what to do, from its table.
fn rule(code: &str, wording: &Wording) -> String {
    let of_table = complaint::all().find(|c| c.name == code).map(|c| (c.meaning(), c.what_to_do()));
    let of_preflight = || rules::ALL.iter().find(|r| r.code == code).map(|r| (r.titled(), r.what_to_do()));
    let said = of_table
        .or_else(of_preflight)
        .map(|(means, advice)| (means.text_in(wording), advice.text_in(wording)));
    let (means, advice) = said.unwrap_or_default();
    format!(
        "{{\"id\": {}, \"shortDescription\": {{\"text\": {}}}, \"help\": {{\"text\": {}}}}}",
        quoted(code),
        quoted(&means),
        quoted(&advice)
    )
}

fn result(diagnostic: &Diagnostic, codes: &[&str], report: &Report<'_>) -> String {
    let index = codes.iter().position(|code| *code == diagnostic.code).unwrap_or_default();
    let help = diagnostic.help_in(report.wording).map(|help| format!("\n{help}")).unwrap_or_default();
    let location = report.place(diagnostic).map(|place| {
        let ((line, column), (end_line, end_column)) = (place.from, place.to);
        format!(
            "{{\"physicalLocation\": {{\"artifactLocation\": {{\"uri\": {}}}, \"region\": {{\"startLine\": {line}, \
             \"startColumn\": {column}, \"endLine\": {end_line}, \"endColumn\": {end_column}}}}}}}",
            quoted(&uri::of_path(&format!("{}{}", report.base, place.file)))
        )
    });
    format!(
        "{{\"ruleId\": {}, \"ruleIndex\": {index}, \"level\": \"{}\", \"message\": {{\"text\": {}}}, \
         \"locations\": [{}]}}",
        quoted(diagnostic.code),
        diagnostic.severity.name(),
        quoted(&format!("{}{help}", diagnostic.message_in(report.wording))),
        location.unwrap_or_default(),
    )
}
