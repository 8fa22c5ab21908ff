//! Workflow commands of GitHub: an annotation for each diagnostic. Decides what is escaped, so that no word of
//! an author becomes a command or a property.

use std::fmt::Write;

use super::Report;
use crate::diag::{Diagnostic, clean};

/// A line for each diagnostic.
pub fn write(report: &Report<'_>) -> String {
    report.told.iter().fold(String::new(), |mut out, diagnostic| {
        let _ = writeln!(out, "{}", annotation(diagnostic, report));
        out
    })
}

fn annotation(diagnostic: &Diagnostic, report: &Report<'_>) -> String {
    let mut properties = Vec::new();
    if let Some(place) = report.place(diagnostic) {
        let ((line, column), (end_line, end_column)) = (place.from, place.to);
        properties.push(format!("file={}", property(&format!("{}{}", report.base, place.file))));
        properties.push(format!("line={line},endLine={end_line},col={column}"));
        // Columns are of one line: the end is that of another.
        properties.extend((line == end_line).then(|| format!("endColumn={end_column}")));
    }
    properties.push(format!("title={}", property(diagnostic.code)));
    let help = diagnostic.help_in(report.wording).map(|help| format!("\n{help}")).unwrap_or_default();
    let said = data(&format!("{}{help}", diagnostic.message_in(report.wording)));
    format!("::{} {}::{said}", diagnostic.severity.name(), properties.join(","))
}

/// Words behind the second `::`.
fn data(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| clean(line).replace('%', "%25")).collect();
    lines.join("%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    clean(text).replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_authors_are_no_commands_and_no_properties() {
        assert_eq!(data("100 %\n::error::x"), "100 %25%0A\\::error::x");
        assert_eq!(property("a,line=9::b.md"), "a%2Cline=9%3A%3Ab.md");
        assert!(!data("a\r\u{1b}[31m").contains(['\r', '\u{1b}']));
    }
}
