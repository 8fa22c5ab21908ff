//! The files of the chapters. Decides which files in their folder are chapters, and in which order they are set.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;

use super::config::Config;
use super::encoding::{TextFile, read_markdown, read_utf8};
use super::paths::{self, Refusal};
use super::store::Sources;
use crate::diag::{FileId, Files, Sink, Span, complaint};
use crate::tree::Spanned;
use crate::uri;

/// Most chapters of a brochure.
const MOST_CHAPTERS: usize = 2000;
/// Most files and folders that are looked at.
const MOST_ENTRIES: usize = 20_000;
/// Deepest folders of chapters.
const DEEPEST: usize = 8;
/// Largest source file in bytes: some 4000 pages.
pub const LARGEST_TEXT: u64 = 8 << 20;
/// Most bytes of all chapters together.
pub const LARGEST_TEXTS: usize = 16 << 20;
/// Longest title, heading or caption with an anchor, heading of a part, in characters: it stands on every page or
/// in every link that leads to it.
pub const LONGEST_TITLE: usize = 1000;
/// So many files that are passed over are named.
const NAMED: usize = 12;

/// Endings of Markdown files, in any case.
const MARKDOWN: [&str; 5] = [".md", ".markdown", ".mdown", ".mkd", ".mkdn"];
/// Endings of what chapters show: it lies among them without being one.
const SHOWN: [&str; 15] = [
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".tif", ".tiff", ".avif", ".heic", ".bmp", ".pdf",
    ".csv", ".tsv", ".json",
];
/// What systems leave in folders.
const LEFT_BY_SYSTEMS: [&str; 2] = ["thumbs.db", "desktop.ini"];
/// Folders of a project that hold no chapters, where the chapters lie in the project's own folder.
const OTHER_FOLDERS: [&str; 4] = ["assets", "dist", "fonts", "target"];
/// Files that stand first in their folder, and speak for it.
const FIRST: [&str; 3] = ["readme", "index", "_index"];
/// The contents of a book for mdBook: its chapters in order.
const SUMMARY: &str = "SUMMARY.md";
/// What the heading of a part begins with.
const PART: &str = "# ";

/// The chapters that were found.
#[derive(Default)]
pub struct Chapters {
    /// Their files in order.
    pub files: Vec<FileId>,
    /// Markdown files that are not set.
    pub passed_over: Vec<String>,
    /// Parts in order.
    pub parts: Vec<Part>,
}

/// Chapters under a common heading.
#[derive(Debug, Clone)]
pub struct Part {
    /// The heading.
    pub title: Spanned<String>,
    /// Their files.
    pub files: Vec<FileId>,
}

/// Finds, orders and reads the chapters.
pub fn read(sources: &dyn Sources, config: &Config, files: &mut Files, sink: &mut Sink) -> Chapters {
    let folder = &config.brochure.chapters;
    let span = (folder.span != Span::default()).then_some(folder.span);
    let top = paths::join("", &folder.value).unwrap_or_default();
    let imprint = config.imprint.file.as_ref().and_then(|file| paths::join("", &file.value));
    let mut walk = Walk { sources, span, imprint, found: Vec::new(), passed: Vec::new(), entries: 0, sink };
    match sources.list(&folder.value) {
        Ok(_) => walk.folder(&top, 0),
        Err(refusal @ (Refusal::Outside | Refusal::Hidden)) => {
            sink.push(refusal.complaint(&folder.value, span));
            return Chapters::default();
        }
        Err(_) => {
            sink.push(complaint::no_chapters_folder(&folder.value).at(span));
            return Chapters::default();
        }
    }
    let Walk { found, passed, entries, .. } = walk;
    if entries > MOST_ENTRIES {
        sink.push(complaint::too_many_files(MOST_ENTRIES).at(span));
        return Chapters::default();
    }
    let mut order = Order { sources, top: &top, span, found, passed, parts: Vec::new(), sink };
    let chosen = order.chosen(&config.chapters.order, files);
    let Order { passed, mut parts, .. } = order;
    if chosen.is_empty() {
        sink.push(complaint::no_chapters(&folder.value).at(span));
    }
    if chosen.len() > MOST_CHAPTERS {
        sink.push(complaint::too_many_chapters(chosen.len(), MOST_CHAPTERS).at(span));
        return Chapters::default();
    }
    report_passed_over(&passed, &top, span, sink);
    let passed_over = passed.into_iter().filter(|name| is_markdown(name)).collect();
    let read = read_all(sources, &chosen, files, sink);
    for (file, part) in &read {
        if let Some(part) = part.and_then(|part| parts.get_mut(part)) {
            part.files.push(*file);
        }
    }
    let is_empty = |part: &&Part| part.files.is_empty();
    if let Some(first) = parts.iter().find(is_empty) {
        let count = parts.iter().filter(is_empty).count();
        sink.push(complaint::part_without_chapters(&first.title.value, count).at(first.title.span));
    }
    parts.retain(|part| !is_empty(&part));
    Chapters { files: read.into_iter().map(|(file, _)| file).collect(), passed_over, parts }
}

/// Reads the chapters' files; each with the number of its part.
fn read_all(
    sources: &dyn Sources,
    chosen: &[Named],
    files: &mut Files,
    sink: &mut Sink,
) -> Vec<(FileId, Option<usize>)> {
    let mut chapters = Vec::new();
    let mut bytes = 0;
    for Named { path, span, part } in chosen {
        let file = TextFile { name: path, most: LARGEST_TEXT, span: *span };
        let Some(file) = read_markdown(sources, file, files, sink) else { continue };
        chapters.push((file, *part));
        bytes += files.get(file).text.len();
        if bytes > LARGEST_TEXTS {
            let most = format_args!("{} MiB", LARGEST_TEXTS >> 20);
            sink.push(complaint::chapters_too_large(path, most).at(*span));
            break;
        }
    }
    chapters
}

/// Names once what lies among the chapters and is not set.
fn report_passed_over(passed: &[String], top: &str, span: Option<Span>, sink: &mut Sink) {
    if passed.is_empty() {
        return;
    }
    let inside = |path: &String| path.strip_prefix(top).unwrap_or(path).trim_start_matches('/').to_owned();
    let mut names = passed.iter().take(NAMED).map(inside).collect::<Vec<_>>().join(", ");
    if passed.len() > NAMED {
        names += ", …";
    }
    let told = match passed.len() {
        1 => complaint::file_passed_over(names),
        count => complaint::files_passed_over(count, names),
    };
    sink.push(told.at(span));
}

/// Whether a name is that of a Markdown file.
pub fn is_markdown(name: &str) -> bool {
    has_ending(name, &MARKDOWN)
}

/// Whether a file of that name, without its ending, speaks for its folder.
pub fn is_index(stem: &str) -> bool {
    FIRST.contains(&&*stem.to_lowercase())
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

/// A chapter's file, and where it is named if it is.
#[derive(Debug, PartialEq)]
struct Named {
    path: String,
    span: Option<Span>,
    /// Number of the part it stands in.
    part: Option<usize>,
}

/// All that lies in the folder of chapters.
struct Walk<'s> {
    sources: &'s dyn Sources,
    span: Option<Span>,
    /// The imprint's file: it is set, though it may be no chapter.
    imprint: Option<String>,
    /// Markdown files in the order of their names.
    found: Vec<String>,
    /// What is passed over.
    passed: Vec<String>,
    entries: usize,
    sink: &'s mut Sink,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &str, depth: usize) {
        let Ok(entries) = self.sources.list(folder) else { return };
        let mut names: Vec<(String, bool)> = Vec::new();
        for name in entries {
            self.entries += 1;
            match name.into_string() {
                Ok(name) => {
                    let is_folder = !is_markdown(&name) && self.sources.is_folder(&below(folder, &name));
                    names.push((name, is_folder));
                }
                Err(name) if is_markdown(&name.to_string_lossy()) => {
                    self.sink.push(complaint::file_name(name.to_string_lossy()).at(self.span));
                }
                Err(name) => self.passed.push(below(folder, &name.to_string_lossy())),
            }
        }
        names.sort_by(by_name);
        for (name, is_folder) in names {
            if self.entries > MOST_ENTRIES {
                return;
            }
            self.entry(folder, &name, is_folder, depth);
        }
    }

    fn entry(&mut self, folder: &str, name: &str, is_folder: bool, depth: usize) {
        let path = below(folder, name);
        let apart = folder.is_empty() && (OTHER_FOLDERS.contains(&name) || has_ending(name, &[".toml"]));
        if apart || self.imprint.as_ref() == Some(&path) && name.starts_with(['.', '_']) {
            return;
        }
        let is_index = name.to_ascii_lowercase().starts_with("_index.");
        match (name.starts_with('.'), name.starts_with('_') && !is_index) {
            (true, _) if is_folder || !is_markdown(name) => {}
            (true, _) => self.passed.push(path),
            (_, true) => self.passed.push(if is_folder { path + "/" } else { path }),
            _ if is_folder && depth < DEEPEST => self.folder(&path, depth + 1),
            _ if is_folder => self.passed.push(path + "/"),
            _ if is_markdown(name) => self.found.push(path),
            _ if has_ending(name, &SHOWN) || LEFT_BY_SYSTEMS.contains(&&*name.to_ascii_lowercase()) => {}
            _ => self.passed.push(path),
        }
    }
}

/// A path below a folder, which may be the project's own.
fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The order of names in a folder: a README first, numbers by their value. A folder stands behind a file of its
/// name.
fn by_name(a: &(String, bool), b: &(String, bool)) -> Ordering {
    let is_later = |(name, is_folder): &(String, bool)| {
        *is_folder || !is_markdown(name) || !is_index(name.rsplit_once('.').map_or("", |(stem, _)| stem))
    };
    let full =
        |(name, is_folder): &(String, bool)| if *is_folder { format!("{name}/") } else { name.clone() };
    let (full_a, full_b) = (full(a), full(b));
    is_later(a).cmp(&is_later(b)).then_with(|| natural(&full_a, &full_b)).then_with(|| full_a.cmp(&full_b))
}

/// Compares names; rows of figures are compared as numbers, so `2-` stands before `10-`.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (figures_a, figures_b) = (figures(a), figures(b));
        if !figures_a.is_empty() && !figures_b.is_empty() {
            let value = |figures: &str| figures.trim_start_matches('0').to_owned();
            let (value_a, value_b) = (value(figures_a), value(figures_b));
            let order = value_a.len().cmp(&value_b.len()).then_with(|| value_a.cmp(&value_b));
            if order != Ordering::Equal {
                return order;
            }
            (a, b) = (&a[figures_a.len()..], &b[figures_b.len()..]);
            continue;
        }
        let (mut rest_a, mut rest_b) = (a.chars(), b.chars());
        match (rest_a.next(), rest_b.next()) {
            (Some(x), Some(y)) if x == y => (a, b) = (rest_a.as_str(), rest_b.as_str()),
            (x, y) => return x.cmp(&y),
        }
    }
}

/// The figures that a text begins with.
fn figures(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())]
}

/// Puts the files that were found into the order that is asked for.
struct Order<'s> {
    sources: &'s dyn Sources,
    /// Folder of the chapters.
    top: &'s str,
    span: Option<Span>,
    found: Vec<String>,
    passed: Vec<String>,
    parts: Vec<Part>,
    sink: &'s mut Sink,
}

impl Order<'_> {
    /// The chapters in order: that of brochure.toml, else of mdBook's summary, else of their names.
    fn chosen(&mut self, order: &[Spanned<String>], files: &mut Files) -> Vec<Named> {
        let summary = self.summary(files);
        if !order.is_empty() {
            self.parts.clear(); // of the summary
            return self.ordered(order);
        }
        let Some(entries) = summary else {
            let span = self.span;
            return std::mem::take(&mut self.found)
                .into_iter()
                .map(|path| Named { path, span, part: None })
                .collect();
        };
        let (chosen, rest) = self.choose(entries);
        self.passed.extend(rest);
        chosen
    }

    /// The files that are meant, each once and by the name under which it was found, however its letters are
    /// encoded; and those that are not meant.
    fn choose(&self, meant: Vec<Named>) -> (Vec<Named>, Vec<String>) {
        let composed = |path: &str| path.nfc().collect::<String>();
        let by_name: HashMap<String, &String> =
            self.found.iter().rev().map(|found| (composed(found), found)).collect();
        let mut names = BTreeSet::new();
        let mut chosen = Vec::new();
        for Named { path, span, part } in meant {
            let path = by_name.get(&composed(&path)).map_or(path, |found| (*found).clone());
            if names.insert(path.clone()) {
                chosen.push(Named { path, span, part });
            }
        }
        let rest = self.found.iter().filter(|path| !names.contains(*path)).cloned().collect();
        (chosen, rest)
    }

    /// Begins a part.
    fn part(&mut self, title: &str, span: Span) -> Option<usize> {
        let mut title = title.trim().to_owned();
        if let Some((end, _)) = title.char_indices().nth(LONGEST_TITLE) {
            title.truncate(end);
            self.sink.push(complaint::title_too_long(LONGEST_TITLE).at(span));
        }
        self.parts.push(Part { title: Spanned { value: title, span }, files: Vec::new() });
        Some(self.parts.len() - 1)
    }

    /// `[chapters] order`: files, or folders with all that is in them, and `# …` for a part. What it leaves out
    /// stands behind.
    fn ordered(&mut self, order: &[Spanned<String>]) -> Vec<Named> {
        let mut meant: Vec<Named> = Vec::new();
        let mut part = None;
        for entry in order {
            if let Some(title) = entry.value.strip_prefix(PART) {
                part = self.part(title, entry.span);
                continue;
            }
            let path = paths::join(self.top, &entry.value).unwrap_or_else(|| entry.value.clone());
            let within =
                |found: &&String| found.strip_prefix(&path).is_some_and(|rest| rest.starts_with('/'));
            let named = |path: String| Named { path, span: Some(entry.span), part };
            let before = meant.len();
            meant.extend(self.found.iter().filter(within).cloned().map(named));
            if meant.len() == before {
                meant.push(named(path));
            }
        }
        let (mut chosen, rest) = self.choose(meant);
        if let (Some(first), Some(place)) = (rest.first(), order.last()) {
            let name = first.strip_prefix(self.top).unwrap_or(first).trim_start_matches('/');
            self.sink.push(complaint::not_in_order(name, rest.len()).at(place.span));
        }
        chosen.extend(rest.into_iter().map(|path| Named { path, span: self.span, part: None }));
        chosen
    }

    /// The entries of mdBook's summary, if there is one: in the folder of chapters, or in the project's. It is no
    /// chapter then.
    fn summary(&mut self, files: &mut Files) -> Option<Vec<Named>> {
        let own = below(self.top, SUMMARY);
        let among = self.found.iter().position(|path| *path == own);
        let (path, folder) = if among.is_some() { (own.as_str(), self.top) } else { (SUMMARY, "") };
        if among.is_none() && self.sources.read("", SUMMARY, LARGEST_TEXT).is_err() {
            return None;
        }
        let file = TextFile { name: path, most: LARGEST_TEXT, span: self.span };
        let file = read_utf8(self.sources, file, files, &mut Sink::new())?;
        let text = files.get(file).text.clone();
        let mut entries = Vec::new();
        let mut part = None;
        for (range, line) in lines(&text) {
            let span = Span::new(file, range);
            let destination = match line {
                Line::Chapter(destination) => destination,
                Line::Part(title) => {
                    part = self.part(&title, span);
                    continue;
                }
                Line::Apart => {
                    part = None;
                    continue;
                }
            };
            match paths::join(folder, &destination) {
                Some(path) => entries.push(Named { path, span: Some(span), part }),
                None => self.sink.push(complaint::outside(destination).at(span)),
            }
        }
        if entries.is_empty() {
            self.parts.clear();
            return None;
        }
        among.map(|at| self.found.remove(at));
        Some(entries)
    }
}

/// What a line of a summary means.
#[derive(Debug, PartialEq)]
enum Line {
    /// A part begins.
    Part(String),
    /// What follows stands in no part: behind a rule, or at the left edge without being an item.
    Apart,
    /// A chapter.
    Chapter(String),
}

/// The lines of a summary that mean something, with their places. The heading at its head is its own.
fn lines(text: &str) -> Vec<(std::ops::Range<usize>, Line)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut behind = false;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if let Some(title) = words.strip_prefix(PART).filter(|_| behind) {
            found.push((at..at + words.len(), Line::Part(title.trim_end_matches('#').trim().to_owned())));
        } else if words.len() >= 3 && words.bytes().all(|b| b == b'-') || words.starts_with('[') {
            found.push((at..at + words.len(), Line::Apart));
        }
        if let Some((range, path)) = link(line) {
            found.push((at + range.start..at + range.end, Line::Chapter(path)));
        }
        behind |= !words.is_empty();
        at += line.len();
    }
    found
}

/// The link to a chapter that begins a line of a summary, or an item of a list there.
fn link(line: &str) -> Option<(std::ops::Range<usize>, String)> {
    let item = line.trim_start().trim_start_matches(['-', '*', '+']).trim_start();
    let open = item.starts_with('[').then(|| line.find("](")).flatten()? + 2;
    let close = open + line[open..].find(')')?;
    let written = line[open..close].trim().trim_start_matches('<').trim_end_matches('>');
    let path = uri::decoded(written.split('#').next().unwrap_or(""));
    (is_markdown(&path) && !path.contains("://")).then_some((open..close, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_as_people_count() {
        let mut names: Vec<(String, bool)> =
            ["10-z.md", "2-a.md", "01.md", "01-a.md", "b.md", "README.md", "02-b.md", "b"]
                .map(|name| (name.to_owned(), name == "b"))
                .into();
        names.sort_by(by_name);
        let names: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["README.md", "01-a.md", "01.md", "2-a.md", "02-b.md", "10-z.md", "b.md", "b"]);
        assert_eq!(natural(&"9".repeat(400), &"1".repeat(401)), Ordering::Less);
    }

    #[test]
    fn lines_of_a_summary_are_found_at_their_place() {
        let text = "# Summary\n\n[Vorwort](vor%20wort.md)\n# Teil 1 #\n- [A](./a.md#x)\n    * [B](<b/c.md>)\n- [Entwurf]()\n\
                    Siehe [hier](d.md)\n---\n";
        let found = lines(text);
        let chapter = |path: &str| Line::Chapter(path.to_owned());
        let part = Line::Part("Teil 1".to_owned());
        let meant =
            [Line::Apart, chapter("vor wort.md"), part, chapter("./a.md"), chapter("b/c.md"), Line::Apart];
        assert!(found.iter().map(|(_, line)| line).eq(&meant), "{found:?}");
        assert_eq!(&text[found[3].0.clone()], "./a.md#x");
        assert_eq!(lines("# Teil 1\n"), [], "the summary's own");
    }
}
