//! A run for programs. Decides the keys, which docs/OUTPUT.md lists; they change with the number of the schema
//! only.

use super::Report;
use crate::diag::{Diagnostic, Severity, Wording};
use crate::edition::{Artefact, manifest};
use crate::json::quoted;

/// Number of the schema.
const SCHEMA: usize = 1;

/// The whole run.
pub fn write(report: &Report<'_>) -> String {
    let told = report.told.iter().map(|d| format!("    {}", diagnostic(d, report)));
    let products = report.published.artefacts.iter().map(|a| format!("    {}", product(a, report.wording)));
    let left = report.published.left.iter().map(|path| quoted(&path.to_string_lossy()));
    let catalogues = report.published.catalogues.iter().map(|path| quoted(&path.to_string_lossy()));
    let translations = report.published.translations.iter().map(|(tag, blocks)| {
        format!(
            "    {{\"language\": {}, \"blocks\": {}, \"translated\": {}, \"missing\": {}, \"fuzzy\": {}}}",
            quoted(tag),
            blocks.all,
            blocks.done(),
            blocks.missing,
            blocks.fuzzy
        )
    });
    let silenced = report.silenced.by_code().map(|(code, count)| format!("{}: {count}", quoted(code)));
    format!(
        "{{\n  \"schema\": {SCHEMA},\n  \"version\": \"{}\",\n  \"command\": \"{}\",\n  \"errors\": {},\n  \
         \"warnings\": {},\n  \"silenced\": {{{}}},\n  \"diagnostics\": {},\n  \"products\": {},\n  \
         \"left\": [{}],\n  \"catalogues\": [{}],\n  \"translations\": {}\n}}\n",
        env!("CARGO_PKG_VERSION"),
        report.command,
        report.count(Severity::Error),
        report.count(Severity::Warning),
        joined(silenced),
        list(told),
        list(products),
        joined(left),
        joined(catalogues),
        list(translations),
    )
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn list(lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n  ]", lines.join(",\n")) }
}

fn diagnostic(diagnostic: &Diagnostic, report: &Report<'_>) -> String {
    let mut fields = vec![
        format!("\"code\": {}", quoted(diagnostic.code)),
        format!("\"severity\": \"{}\"", diagnostic.severity.name()),
        format!("\"message\": {}", quoted(&diagnostic.message_in(report.wording))),
    ];
    fields.extend(diagnostic.help_in(report.wording).map(|help| format!("\"help\": {}", quoted(&help))));
    fields.extend(report.place(diagnostic).map(|place| {
        let ((line, column), (end_line, end_column)) = (place.from, place.to);
        format!(
            "\"file\": {}, \"line\": {line}, \"column\": {column}, \"end_line\": {end_line}, \
             \"end_column\": {end_column}",
            quoted(place.file)
        )
    }));
    fields.extend(diagnostic.page().map(|page| format!("\"page\": {page}")));
    format!("{{{}}}", fields.join(", "))
}

fn product(artefact: &Artefact, wording: &Wording) -> String {
    let notes = joined(artefact.notes.iter().map(|note| quoted(&note.text_in(wording))));
    let path = quoted(&artefact.path.to_string_lossy());
    format!("{{{}, \"path\": {path}, \"notes\": [{notes}]}}", manifest::fields(artefact, wording))
}
