//! Diagnostics. Decides what an error is made of and how it is rendered; nothing here prints. What is said
//! stands in `complaint/`, a table.

pub mod complaint;
mod sentence;
pub mod silence;
mod system;
mod typed;
mod wording;
pub mod words;

use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use complaint::Message;
pub use sentence::{Filling, Sentence};
use sentence::{Fillings, filled};
pub use system::reason;
pub use typed::typed;
pub use wording::{Stock, Wording, Words};
use words::command;

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
    /// Contents.
    pub text: Arc<str>,
    /// Bytes at which lines begin.
    line_starts: Vec<u32>,
    /// Where its parts come from, if it was put together from others.
    pieces: Vec<Piece>,
}

/// A part of a text that was put together from files.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// Where it begins in the text.
    pub at: u32,
    /// Where it comes from.
    pub from: Span,
    /// Whether it stands there byte by byte.
    pub exact: bool,
}

impl File {
    /// Whether it was put together from others.
    pub fn is_made(&self) -> bool {
        !self.pieces.is_empty()
    }

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
    /// Adds a file and returns its number; one that was read before keeps it.
    pub fn add(&mut self, name: String, text: String) -> FileId {
        let known = |file: &File| file.pieces.is_empty() && file.name == name && *file.text == *text;
        match self.0.iter().position(known) {
            Some(known) => FileId(known as u16),
            None => self.add_made(name, text, Vec::new()),
        }
    }

    /// Adds a text that was put together from parts of files, in order.
    pub fn add_made(&mut self, name: String, text: String, pieces: Vec<Piece>) -> FileId {
        let breaks = text.match_indices('\n').map(|(at, _)| at as u32 + 1);
        let line_starts = std::iter::once(0).chain(breaks).collect();
        self.0.push(File { name, text: text.into(), line_starts, pieces });
        FileId((self.0.len() - 1) as u16)
    }

    /// The number of a file that was read from that path.
    pub fn named(&self, name: &str) -> Option<FileId> {
        let is_it = |file: &File| file.pieces.is_empty() && file.name == name;
        self.0.iter().position(is_it).map(|n| FileId(n as u16))
    }

    /// The files as they were read, without those that were put together from others.
    pub fn read(&self) -> impl Iterator<Item = &File> {
        self.0.iter().filter(|file| file.pieces.is_empty())
    }

    /// The file with that number.
    pub fn get(&self, id: FileId) -> &File {
        &self.0[id.0 as usize]
    }

    /// Where a place comes from: itself, unless its text was put together from files.
    pub fn origin(&self, span: Span) -> Span {
        let pieces = &self.get(span.file).pieces;
        let before = pieces.partition_point(|piece| piece.at <= span.start);
        let Some(piece) = before.checked_sub(1).map(|n| pieces[n]) else { return span };
        if !piece.exact {
            return piece.from;
        }
        let place = |at: u32| (piece.from.start + at.saturating_sub(piece.at)).min(piece.from.end);
        Span { file: piece.from.file, start: place(span.start), end: place(span.end) }
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

impl Severity {
    /// Its name, which no language changes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Something the author should know. Its words are chosen when they are asked for.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Stable name, documented in docs/DIAGNOSTICS.md.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// Where.
    pub span: Option<Span>,
    /// What is said.
    said: &'static Message,
    /// What is filled in.
    parts: Fillings,
    /// What is said otherwise.
    other: Option<Box<Other>>,
}

/// Words of one diagnostic that are not those of its message.
#[derive(Debug, Clone, Default)]
struct Other {
    label: Option<Sentence>,
    help: Option<Sentence>,
    /// The only edition that it is true of.
    edition: Option<String>,
    /// The page of an edition that shows it.
    page: Option<usize>,
}

impl Diagnostic {
    /// What a message says of these parts, without place.
    fn new(said: &'static Message, parts: Fillings) -> Self {
        Self { code: said.code, severity: said.severity, span: None, said, parts, other: None }
    }

    /// Adds the place.
    pub fn at(mut self, span: impl Into<Option<Span>>) -> Self {
        self.span = span.into();
        self
    }

    /// Other words beside the place.
    pub fn with_label(mut self, label: Sentence) -> Self {
        self.other.get_or_insert_default().label = Some(label);
        self
    }

    /// Something else to do, if there is something.
    pub fn with_help(mut self, help: impl Into<Option<Sentence>>) -> Self {
        if let Some(help) = help.into() {
            self.other.get_or_insert_default().help = Some(help);
        }
        self
    }

    /// Says that it is true of one edition only.
    pub fn of_edition(mut self, name: &str) -> Self {
        self.other.get_or_insert_default().edition = Some(name.to_owned());
        self
    }

    /// Says that it is true of a translation only, perhaps of one of its editions.
    pub fn of_translation(mut self, tag: &str) -> Self {
        let edition = &mut self.other.get_or_insert_default().edition;
        *edition = Some(edition.as_ref().map_or_else(|| tag.to_owned(), |name| format!("{tag}/{name}")));
        self
    }

    /// What is filled in for a part.
    pub fn part(&self, name: &str) -> Option<&Filling> {
        self.parts.iter().find(|(part, _)| *part == name).map(|(_, filling)| filling)
    }

    /// Says on which page of the finished file it is seen.
    pub fn on_page(mut self, page: impl Into<Option<usize>>) -> Self {
        if let Some(page) = page.into() {
            self.other.get_or_insert_default().page = Some(page);
        }
        self
    }

    /// The page of the finished file, where that alone shows it.
    pub fn page(&self) -> Option<usize> {
        self.other.as_ref().and_then(|other| other.page)
    }

    /// What is wrong, whatever the edition.
    pub fn sentence(&self) -> Sentence {
        let key = format!("{}.{}", self.said.name, complaint::SAYS);
        Sentence::stored(Stock::Complaints, key, self.said.says, self.parts.clone())
    }

    /// What is wrong, in one sentence; in English.
    pub fn message(&self) -> String {
        self.message_in(Wording::english())
    }

    /// Words beside the marked place, in English.
    pub fn label(&self) -> String {
        self.label_in(Wording::english())
    }

    /// What to do, in English.
    pub fn help(&self) -> Option<String> {
        self.help_in(Wording::english())
    }

    /// What is wrong, in one sentence.
    pub fn message_in(&self, wording: &Wording) -> String {
        let message = self.filled(complaint::SAYS, self.said.says, wording);
        match self.other.as_ref().and_then(|other| other.edition.as_deref()) {
            Some(edition) => words::in_edition(message, edition).text_in(wording),
            None => message,
        }
    }

    /// Words beside the marked place.
    pub fn label_in(&self, wording: &Wording) -> String {
        let other = self.other.as_ref().and_then(|other| other.label.as_ref());
        let usual = || self.said.label.map(|label| self.filled(complaint::LABEL, label, wording));
        other.map(|label| label.text_in(wording)).or_else(usual).unwrap_or_default()
    }

    /// What to do.
    pub fn help_in(&self, wording: &Wording) -> Option<String> {
        let other = self.other.as_ref().and_then(|other| other.help.as_ref());
        let usual = || self.said.help.map(|help| self.filled(complaint::HELP, help, wording));
        other.map(|help| help.text_in(wording)).or_else(usual)
    }

    fn filled(&self, part: &str, english: &str, wording: &Wording) -> String {
        let key = format!("{}.{part}", self.said.name);
        filled(wording.of(Stock::Complaints, &key, english), &self.parts, wording)
    }
}

/// A list of diagnostics that is being filled.
pub type Sink = Vec<Diagnostic>;

/// Whether the list holds an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// Sorts by file and place, errors without place first, and drops repetitions. Places are of whole letters
/// then: those that layout finds in refined text may be a byte off.
pub fn tidy(diagnostics: &mut Sink, files: &Files) {
    for span in diagnostics.iter_mut().filter_map(|d| d.span.as_mut()) {
        *span = files.origin(*span);
        let text = &files.get(span.file).text;
        span.start = floor_boundary(text, span.start as usize) as u32;
        span.end = ceil_boundary(text, span.end as usize) as u32;
    }
    diagnostics.sort_by_cached_key(|d| (d.span, d.severity, d.code, d.message()));
    diagnostics.dedup_by(|a, b| a.span == b.span && a.code == b.code && a.message() == b.message());
}

/// Whether a character is not seen, or changes how the letters around it are seen: controls, directions of
/// writing, invisible marks. Joiners stay, words of some languages are spelt with them.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A string as it may be printed to a terminal or a log, in one line: what is not seen is escaped, and
/// nothing in it is a command of a forge (`::error::`, `##vso[…]`). Every string that is printed and may
/// hold words of an author comes through here.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.trim_start().starts_with("::") {
        out.push('\\');
    }
    push_clean(&mut out, text, 0..text.len(), false);
    out
}

/// Adds a part of a text as it may be printed; `lines` are kept where it is an excerpt.
fn push_clean(out: &mut String, text: &str, range: std::ops::Range<usize>, lines: bool) {
    let is_command = |at| text[..at].trim_end_matches(|c: char| c.is_ascii_alphabetic()).ends_with("##");
    for (at, c) in text[range.clone()].char_indices() {
        match c {
            '\r' if lines => {}
            '\n' | '\t' if lines => out.push(c),
            '[' if is_command(range.start + at) => out.push_str("\\["),
            c if is_unseen(c) => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
}

/// Longest line that is shown whole under a diagnostic, in bytes.
const LONGEST_EXCERPT_LINE: usize = 400;

/// The diagnostic as text: message, place, source line, label, hint.
pub fn render(diagnostic: &Diagnostic, files: &Files, wording: &Wording, colour: bool) -> String {
    // `error[code]` and `warning[code]` are the same in every language: programs look for them.
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(clean(&diagnostic.message_in(wording))).id(diagnostic.code);
    let mut group = match &diagnostic.span {
        Some(span) => {
            let excerpt = excerpt(files, *span);
            let annotation =
                AnnotationKind::Primary.span(excerpt.range).label(clean(&diagnostic.label_in(wording)));
            title.element(
                Snippet::source(excerpt.text)
                    .line_start(excerpt.first_line)
                    .path(clean(&files.get(span.file).name))
                    .annotation(annotation),
            )
        }
        None => Group::with_title(title),
    };
    if let Some(help) = diagnostic.help_in(wording) {
        // It may show how lines are to be written.
        let lines: Vec<String> = help.split('\n').map(clean).collect();
        let level = Level::HELP.with_name(command::a_help().text_in(wording));
        group = group.element(level.message(lines.join("\n")));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let rendered = renderer.render(&[group]);
    match diagnostic.span {
        Some(span) => with_place_in_file(rendered, files, span),
        None => rendered,
    }
}

/// Tells the place as it is in the file: the excerpt's own is that in a line that is cut and cleaned.
fn with_place_in_file(rendered: String, files: &Files, span: Span) -> String {
    let name = clean(&files.get(span.file).name);
    let (line, column) = files.line_column(span.file, span.start);
    let Some(at) = rendered.find(&format!("{name}:{line}:")) else { return rendered };
    let end = rendered[at..].find('\n').map_or(rendered.len(), |n| at + n);
    format!("{}{name}:{line}:{column}{}", &rendered[..at], &rendered[end..])
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
    let start = floor_boundary(text, span.start as usize);
    let end = ceil_boundary(text, span.end as usize).max(start);
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
    let end = end.clamp(start, to);
    let mut shown = String::new();
    push_clean(&mut shown, text, from..start, true);
    let first = shown.len();
    push_clean(&mut shown, text, start..end, true);
    let range = first..shown.len();
    push_clean(&mut shown, text, end..to, true);
    Excerpt { text: shown, first_line, range }
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
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
    fn other_words_take_the_place_of_those_of_the_message() {
        let usual = complaint::unknown_callout("tip", Filling::list(["a", "b"]));
        assert_eq!(usual.message(), "there is no callout \"tip\": it is set as a note of that name");
        assert!(usual.help().is_some_and(|help| help.starts_with("kinds: a, b; others")));
        let other = usual.with_help(words::meant_callout("a")).of_edition("gross");
        assert_eq!(other.help().as_deref(), Some("did you mean [!a]?"));
        assert_eq!(
            other.message(),
            "there is no callout \"tip\": it is set as a note of that name (edition gross)"
        );
    }

    #[test]
    fn rendering_shows_file_line_column_source_label_and_hint() {
        let mut files = Files::default();
        let file = files.add("a.md".into(), "eins\nzwei drei\n".into());
        let d = complaint::duplicate_anchor("drei", 1).at(Span::new(file, 10..14));
        let text = render(&d, &files, Wording::english(), false);
        let head = "warning[duplicate-anchor]: the anchor #drei exists twice in this chapter";
        for part in
            [head, "a.md:2:6", "zwei drei", "second time", "rename one of them; the first stands in line 1"]
        {
            assert!(text.contains(part), "{part} missing in\n{text}");
        }
    }

    #[test]
    fn what_is_printed_holds_no_commands_and_nothing_unseen() {
        assert_eq!(clean("a\n::warning::b\u{1b}[31m\u{9b}c"), "a\\n::warning::b\\u{1b}[31m\\u{9b}c");
        assert_eq!(clean("::error::x"), "\\::error::x");
        assert_eq!(clean(" ##vso[task]##[error] ## [Link] #[x]"), " ##vso\\[task]##\\[error] ## [Link] #[x]");
        assert_eq!(clean("\u{202e}dlrow\u{2066}"), "\\u{202e}dlrow\\u{2066}");
        assert_eq!(clean("„Bürger*innen“ می\u{200c}خواهم \u{ad}"), "„Bürger*innen“ می\u{200c}خواهم \u{ad}");
        let mut files = Files::default();
        let file = files.add("a\n::b.md".into(), "eins\r\nzw\u{1b}ei ##vso[drei\r\n".into());
        let d = complaint::missing_file("x\n::y")
            .at(Span::new(file, 12..18))
            .with_label(words::meant("\u{202e}"))
            .with_help(words::meant("\u{7}so:\n+++\n::z"));
        let text = render(&d, &files, Wording::english(), false);
        assert!(text.lines().any(|line| line.trim() == "+++"), "{text}");
        assert!(text.lines().all(|line| !line.trim_start().starts_with("::")), "{text}");
        assert!(text.chars().all(|c| c == '\n' || !is_unseen(c)) && !text.contains("##vso["), "{text}");
    }

    #[test]
    fn places_are_of_whole_letters() {
        let mut files = Files::default();
        let file = files.add("a.md".into(), "aäö".into());
        let mut sink = vec![complaint::missing_alt().at(Span::new(file, 2..99))];
        tidy(&mut sink, &files);
        assert_eq!(sink[0].span, Some(Span::new(file, 1..5)));
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let mut files = Files::default();
        let text = format!("{}X{}", "ä".repeat(5000), "ö".repeat(5000));
        let file = files.add("a.md".into(), text);
        let d = complaint::missing_alt().at(Span::new(file, 10_000..10_001));
        let text = render(&d, &files, Wording::english(), false);
        assert!(text.len() < 3000 && text.contains("a.md:1:5001\n"), "{text}");
    }
}
