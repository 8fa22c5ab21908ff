//! Diagnostics. Decides what an error is made of and how it is rendered; nothing here prints.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// Number of a source file in [`Files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u16);

/// A byte range of a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Span {
    /// A span of `range` in `file`.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        Self { file, start: range.start as u32, end: range.end as u32 }
    }
}

/// A source file that was read.
#[derive(Debug, Clone)]
pub struct File {
    /// Path relative to the project folder, with `/`.
    pub name: String,
    /// Full path.
    pub path: PathBuf,
    /// Contents.
    pub text: Arc<str>,
    /// Bytes at which lines begin.
    line_starts: Vec<u32>,
}

impl File {
    /// Line from 1, and the byte at which it begins.
    fn line_at(&self, offset: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|s| *s as usize <= offset);
        (line, self.line_starts[line - 1] as usize)
    }
}

/// All source files of a run, in the order in which they were read.
#[derive(Debug, Clone, Default)]
pub struct Files(Vec<File>);

impl Files {
    /// Adds a file and returns its number.
    pub fn add(&mut self, name: String, path: &Path, text: String) -> FileId {
        let breaks = text.match_indices('\n').map(|(at, _)| at as u32 + 1);
        let line_starts = std::iter::once(0).chain(breaks).collect();
        self.0.push(File { name, path: path.to_owned(), text: text.into(), line_starts });
        FileId((self.0.len() - 1) as u16)
    }

    /// The file with that number.
    pub fn get(&self, id: FileId) -> &File {
        &self.0[id.0 as usize]
    }

    /// Line and column (both from 1, columns in characters) of a byte offset.
    pub fn line_column(&self, file: FileId, offset: u32) -> (usize, usize) {
        let file = self.get(file);
        let end = floor_boundary(&file.text, offset as usize);
        let (line, start) = file.line_at(end);
        let column = file.text[start..end].trim_start_matches('\u{feff}').chars().count() + 1;
        (line, column)
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Poor but printable.
    Warning,
}

/// Something the author should know.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Stable name, documented in docs/DIAGNOSTICS.md.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where.
    pub span: Option<Span>,
    /// Words beside the marked place.
    pub label: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error without place.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            span: None,
            label: String::new(),
            hint: None,
        }
    }

    /// A warning without place.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Adds the place.
    pub fn at(mut self, span: impl Into<Option<Span>>) -> Self {
        self.span = span.into();
        self
    }

    /// Adds words beside the place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A list of diagnostics that is being filled.
pub type Sink = Vec<Diagnostic>;

/// Whether the list holds an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// Sorts by file and place, errors without place first, and drops repetitions.
pub fn tidy(diagnostics: &mut Sink) {
    diagnostics.sort_by(|a, b| {
        (a.span, a.severity, a.code, &a.message).cmp(&(b.span, b.severity, b.code, &b.message))
    });
    diagnostics.dedup_by(|a, b| a.span == b.span && a.code == b.code && a.message == b.message);
}

/// Longest line that is shown whole under a diagnostic, in bytes.
const LONGEST_EXCERPT_LINE: usize = 400;

/// The diagnostic as text: message, place, source line, label, hint.
pub fn render(diagnostic: &Diagnostic, files: &Files, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&*diagnostic.message).id(diagnostic.code);
    let mut group = match &diagnostic.span {
        Some(span) => {
            let excerpt = excerpt(files, *span);
            let file = files.get(span.file);
            let annotation = AnnotationKind::Primary.span(excerpt.range).label(&*diagnostic.label);
            title.element(
                Snippet::source(excerpt.text)
                    .line_start(excerpt.first_line)
                    .path(&*file.name)
                    .annotation(annotation),
            )
        }
        None => Group::with_title(title),
    };
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(&**hint));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

struct Excerpt {
    text: String,
    first_line: usize,
    range: std::ops::Range<usize>,
}

/// The lines that the span touches, three at most, long ones cut around the place.
fn excerpt(files: &Files, span: Span) -> Excerpt {
    let file = files.get(span.file);
    let text = &file.text;
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    start = start.min(text.len());
    end = end.clamp(start, text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let (first_line, mut from) = file.line_at(start);
    if from == 0 && text.starts_with('\u{feff}') && start >= 3 {
        from = 3; // a byte order mark counts for no column
    }
    let third = text[start..end].match_indices('\n').nth(2).map(|(n, _)| start + n);
    let end = third.unwrap_or(end);
    let mut to = text[end..].find('\n').map_or(text.len(), |n| end + n);
    if start - from > LONGEST_EXCERPT_LINE {
        from = floor_boundary(text, start - 60);
    }
    if to - start > LONGEST_EXCERPT_LINE {
        to = floor_boundary(text, (start + LONGEST_EXCERPT_LINE).max(end.min(start + 1000)));
    }
    let range = start - from..end.clamp(start, to) - from;
    Excerpt { text: text[from..to].to_owned(), first_line, range }
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Longest words that are compared, in bytes: the cost grows with the product of both lengths.
const LONGEST_COMPARED: usize = 100;

/// The candidate nearest to `word` by edit distance, if it is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let short = |word: &str| word.len() <= LONGEST_COMPARED;
    candidates
        .into_iter()
        .filter(|c| short(word) && short(c))
        .map(|c| (distance(word, c), c))
        .filter(|(d, c)| *d <= 1 + c.chars().count().max(word.chars().count()) / 4)
        .min()
        .map(|(_, c)| c)
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &cb) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_typos_and_leaves_strangers_alone() {
        assert_eq!(nearest("titel", ["title", "subtitle", "date"]), Some("title"));
        assert_eq!(nearest("colour", ["title", "date"]), None);
        for (length, found) in [(LONGEST_COMPARED, true), (LONGEST_COMPARED + 1, false)] {
            let word = "x".repeat(length);
            assert_eq!(nearest(&word[1..], [word.as_str()]).is_some(), found);
        }
    }

    #[test]
    fn rendering_shows_file_line_column_source_label_and_hint() {
        let mut files = Files::default();
        let file = files.add("a.md".into(), Path::new("/a.md"), "eins\nzwei drei\n".into());
        let d = Diagnostic::error("demo", "something is off")
            .at(Span::new(file, 10..14))
            .label("here")
            .hint("mend it");
        let text = render(&d, &files, false);
        for part in ["error[demo]", "something is off", "a.md:2:6", "zwei drei", "here", "mend it"] {
            assert!(text.contains(part), "{part} missing in\n{text}");
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let mut files = Files::default();
        let text = format!("{}X{}", "ä".repeat(5000), "ö".repeat(5000));
        let file = files.add("a.md".into(), Path::new("/a.md"), text);
        let d = Diagnostic::error("demo", "m").at(Span::new(file, 10_000..10_001));
        assert!(render(&d, &files, false).len() < 3000);
    }
}
