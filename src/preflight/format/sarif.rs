//! The report in SARIF 2.1.0 (OASIS). Decides what a result is located by: the line of the source where it
//! is known, always the page.

use super::super::report::{Finding, Report};
use super::super::rules::{ALL, Rule};
use super::{Telling, place, source};
use crate::diag::Wording;
use crate::diag::words::preflight as words;
use crate::json::quoted;
use crate::uri;

/// Where the schema lies.
pub const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub fn write(report: &Report, name: &str, telling: Telling<'_>) -> String {
    let rules: Vec<String> = ALL.iter().map(|r| format!("        {}", rule(r, telling.wording))).collect();
    let results: Vec<String> =
        report.findings.iter().map(|f| format!("      {}", result(f, name, telling))).collect();
    format!(
        "{{\n  \"$schema\": \"{SCHEMA}\",\n  \"version\": \"2.1.0\",\n  \"runs\": [{{\n    \"tool\": {{\"driver\": {{\n      \
         \"name\": \"brochure preflight\",\n      \"version\": \"{}\",\n      \"rules\": [\n{}\n      ]\n    }}}},\n    \
         \"artifacts\": [{{\"location\": {{\"uri\": {}}}}}],\n    \"columnKind\": \"unicodeCodePoints\",\n    \
         \"results\": [\n{}\n    ]\n  }}]\n}}\n",
        env!("CARGO_PKG_VERSION"),
        rules.join(",\n"),
        quoted(&uri::of_path(name)),
        results.join(",\n"),
    )
}

fn rule(rule: &Rule, wording: &Wording) -> String {
    format!(
        "{{\"id\": {}, \"shortDescription\": {{\"text\": {}}}, \"fullDescription\": {{\"text\": {}}}, \
         \"help\": {{\"text\": {}}}, \"defaultConfiguration\": {{\"level\": \"{}\"}}}}",
        quoted(rule.code),
        quoted(&rule.titled().text_in(wording)),
        quoted(&rule.why().text_in(wording)),
        quoted(&rule.what_to_do().text_in(wording)),
        rule.severity.name(),
    )
}

fn result(finding: &Finding, name: &str, Telling { files, wording, .. }: Telling<'_>) -> String {
    let index = ALL.iter().position(|r| r.code == finding.rule.code).unwrap_or_default();
    let message = match place(finding) {
        Some(place) => words::finding_at(finding.message.clone(), place),
        None => finding.message.clone(),
    };
    let page = finding.page.map_or_else(words::whole_file, words::at_page).text_in(wording);
    let logical = format!(
        "\"logicalLocations\": [{{\"name\": {}, \"fullyQualifiedName\": {}, \"kind\": \"page\"}}]",
        quoted(&page),
        quoted(&format!("{name}, {page}"))
    );
    let physical = source(finding, files).map_or(String::new(), |(file, line, column)| {
        format!(
            "\"physicalLocation\": {{\"artifactLocation\": {{\"uri\": {}}}, \
             \"region\": {{\"startLine\": {line}, \"startColumn\": {column}}}}}, ",
            quoted(&uri::of_path(file))
        )
    });
    format!(
        "{{\"ruleId\": {}, \"ruleIndex\": {index}, \"level\": \"{}\", \"message\": {{\"text\": {}}}, \
         \"occurrenceCount\": {}, \"locations\": [{{{physical}{logical}}}]}}",
        quoted(finding.rule.code),
        finding.severity.name(),
        quoted(&message.text_in(wording)),
        finding.count,
    )
}
