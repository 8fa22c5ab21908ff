//! What is told of a run. Decides which forms there are, and what goes to which output: in a form for programs
//! the result alone goes to the standard output, as a whole.

mod fold;
mod github;
mod json;
mod sarif;
mod text;

use crate::diag::silence::Silenced;
use crate::diag::{Diagnostic, Files, Severity, Wording};
use crate::edition::Published;

/// What is known of a run.
pub struct Report<'a> {
    /// The command.
    pub command: &'static str,
    /// The sources.
    pub files: &'a Files,
    /// What was found, in order.
    pub told: &'a [Diagnostic],
    /// What the project does not want to hear.
    pub silenced: &'a Silenced,
    /// Whether warnings alone kept it from writing.
    pub strict: bool,
    /// What was written.
    pub published: &'a Published,
    /// The project's folder as seen from where the program was called, empty or with `/` at its end.
    pub base: String,
    /// The language.
    pub wording: &'a Wording,
}

/// A form in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Text(Verbosity),
    /// For programs.
    Json,
    /// SARIF 2.1.0, for platforms on which projects are checked.
    Sarif,
    /// Workflow commands of GitHub.
    Github,
}

/// How much people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verbosity {
    /// Errors.
    Quiet,
    /// Each kind of fault with its first places.
    Usual,
    /// Every occurrence with its line.
    Verbose,
}

impl Verbosity {
    /// As it was asked for.
    pub fn of(verbose: bool, quiet: bool) -> Self {
        match (verbose, quiet) {
            (_, true) => Self::Quiet,
            (true, _) => Self::Verbose,
            _ => Self::Usual,
        }
    }
}

/// What is printed.
pub struct Written {
    /// On the standard output.
    pub result: String,
    /// On the standard error.
    pub told: String,
}

/// The report in a form.
pub fn write(report: &Report<'_>, form: Form, colour: bool) -> Written {
    let (result, told) = match form {
        Form::Text(verbosity) => (text::result(report, verbosity), text::told(report, verbosity, colour)),
        Form::Json => (json::write(report), String::new()),
        Form::Sarif => (sarif::write(report), String::new()),
        Form::Github => (github::write(report), String::new()),
    };
    Written { result, told }
}

impl Report<'_> {
    fn count(&self, severity: Severity) -> usize {
        self.told.iter().filter(|d| d.severity == severity).count()
    }

    /// File, first and last line and column of a diagnostic that has a place.
    fn place(&self, diagnostic: &Diagnostic) -> Option<Place<'_>> {
        let span = diagnostic.span?;
        let at = |offset| self.files.line_column(span.file, offset);
        Some(Place { file: &self.files.get(span.file).name, from: at(span.start), to: at(span.end) })
    }
}

/// Where something stands: lines and columns from 1, the last column is the one behind it.
struct Place<'f> {
    /// Relative to the project's folder.
    file: &'f str,
    from: (usize, usize),
    to: (usize, usize),
}
