//! The report for programs. Decides the keys, which docs/PREFLIGHT.md lists.

use super::super::report::{Finding, Report};
use super::super::rules::Severity;
use super::{Telling, millimetres, source};
use crate::json::quoted;

pub fn write(report: &Report, name: &str, telling: Telling<'_>) -> String {
    let findings: Vec<String> =
        report.findings.iter().map(|f| format!("    {}", finding(f, telling))).collect();
    let ink: Vec<String> =
        report.ink.iter().map(|i| i.map_or("null".to_owned(), |ink| format!("{ink:.1}"))).collect();
    format!(
        "{{\n  \"file\": {},\n  \"pages\": {},\n  \"errors\": {},\n  \"warnings\": {},\n  \"notes\": {},\n  \
         \"ink\": [{}],\n  \"findings\": [\n{}\n  ]\n}}\n",
        quoted(name),
        report.pages(),
        report.count(Severity::Error),
        report.count(Severity::Warning),
        report.count(Severity::Note),
        ink.join(", "),
        findings.join(",\n"),
    )
}

fn finding(finding: &Finding, Telling { files, wording, .. }: Telling<'_>) -> String {
    let mut fields = vec![
        format!("\"code\": {}", quoted(finding.rule.code)),
        format!("\"severity\": \"{}\"", finding.severity.name()),
    ];
    fields.extend(finding.page.map(|page| format!("\"page\": {page}")));
    fields.extend(millimetres(finding).map(|[x, y, w, h]| {
        format!("\"place\": {{\"x\": {x:.1}, \"y\": {y:.1}, \"width\": {w:.1}, \"height\": {h:.1}}}")
    }));
    fields.push(format!("\"count\": {}", finding.count));
    fields.push(format!("\"message\": {}", quoted(&finding.message.text_in(wording))));
    fields.push(format!("\"help\": {}", quoted(&finding.rule.what_to_do().text_in(wording))));
    fields.extend(source(finding, files).map(|(file, line, column)| {
        format!("\"source\": {{\"file\": {}, \"line\": {line}, \"column\": {column}}}", quoted(file))
    }));
    format!("{{{}}}", fields.join(", "))
}
