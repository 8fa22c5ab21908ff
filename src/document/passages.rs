//! Passages in another language: `[مرحبا]{lang=ar}`. Decides where they begin and end.

use std::ops::Range;

use super::cells::{Cell, RawRun};
use crate::diag::{Diagnostic, FileId, Sink, Span, complaint, words};
use crate::ids::LinkId;
use crate::language::LanguageTag;
use crate::marks::Marks;

/// Deepest nesting of passages.
const DEEPEST: usize = 8;

/// Longest `{lang=…}` that is looked for, in characters.
const LONGEST_MARK: usize = 60;

/// Words in another language.
#[derive(Debug, Clone, Copy)]
pub struct Passage {
    /// Their language.
    pub language: LanguageTag,
    /// The passage around them.
    pub outer: Option<usize>,
    /// The link they stand in.
    pub link: Option<LinkId>,
}

/// A passage with its brackets, as places of cells.
struct Bracketed {
    open: usize,
    close: usize,
    /// Behind the closing brace.
    end: usize,
    language: LanguageTag,
}

/// What follows a passage: `{lang=ar}`.
struct Mark {
    /// The tag.
    tag: Range<usize>,
    /// Behind the closing brace, or where one is missing.
    end: usize,
    closed: bool,
    /// Whether something else stands between the braces too.
    crowded: bool,
}

/// Takes the brackets of passages out of the cells and puts what is inside on raw_runs of its own.
pub(super) fn take(
    cells: &mut Vec<Cell>,
    raw_runs: &mut Vec<RawRun>,
    file: FileId,
    sink: &mut Sink,
) -> Vec<Passage> {
    if !cells.iter().any(|cell| cell.c == '{') {
        return Vec::new();
    }
    let found = find(cells, raw_runs, file, sink);
    if let Some(deep) = too_deep(&found) {
        let at = cells[deep].source as usize;
        sink.push(complaint::passages_too_deep(DEEPEST).at(Span::new(file, at..at + 1)));
        return Vec::new();
    }
    let mut passages: Vec<Passage> = Vec::new();
    let mut open: Vec<(usize, &Bracketed)> = Vec::new();
    let mut kept = Vec::with_capacity(cells.len());
    let mut next = found.iter().peekable();
    for (at, mut cell) in cells.drain(..).enumerate() {
        if let Some(bracketed) = next.next_if(|bracketed| bracketed.open == at) {
            let outer = open.last().map(|(n, _)| *n);
            let link = raw_runs[cell.run as usize].link;
            open.push((passages.len(), bracketed));
            passages.push(Passage { language: bracketed.language, outer, link });
            continue;
        }
        if let Some((passage, bracketed)) = open.last() {
            if at >= bracketed.close {
                if at + 1 == bracketed.end {
                    open.pop();
                }
                continue;
            }
            cell.run = raw_run_of(*passage, bracketed.language, cell.run, raw_runs);
        }
        kept.push(cell);
    }
    *cells = kept;
    passages
}

/// Puts a whole text into a passage, with those that stand in it.
pub(super) fn put_into(language: LanguageTag, passages: &mut Vec<Passage>, raw_runs: &mut [RawRun]) {
    let around = passages.len();
    passages.iter_mut().filter(|passage| passage.outer.is_none()).for_each(|p| p.outer = Some(around));
    passages.push(Passage { language, outer: None, link: None });
    for run in raw_runs {
        run.passage.get_or_insert(around);
        run.language.get_or_insert(language);
    }
}

/// The first bracket that opens a passage inside too many others.
fn too_deep(found: &[Bracketed]) -> Option<usize> {
    let mut ends: Vec<usize> = Vec::new();
    for bracketed in found {
        while ends.last().is_some_and(|end| *end <= bracketed.open) {
            ends.pop();
        }
        if ends.len() == DEEPEST {
            return Some(bracketed.open);
        }
        ends.push(bracketed.end);
    }
    None
}

/// The raw_run like `old` inside a passage.
fn raw_run_of(passage: usize, language: LanguageTag, old: u32, raw_runs: &mut Vec<RawRun>) -> u32 {
    let mut raw_run = raw_runs[old as usize].clone();
    (raw_run.passage, raw_run.language) = (Some(passage), Some(language));
    if raw_runs.last() != Some(&raw_run) {
        raw_runs.push(raw_run);
    }
    (raw_runs.len() - 1) as u32
}

/// Pairs brackets that stand in the same link; complains about languages without their passage.
fn find(cells: &[Cell], raw_runs: &[RawRun], file: FileId, sink: &mut Sink) -> Vec<Bracketed> {
    let link = |at: usize| raw_runs[cells[at].run as usize].link;
    let mut found = Vec::new();
    let mut brackets: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < cells.len() {
        let begins = (cells[at].c == ']' && is_sign(&cells[at])).then_some(at + 1);
        let open = begins.and_then(|_| closing(&mut brackets, link(at), link));
        if cells[at].c == '[' && is_sign(&cells[at]) {
            brackets.push(at);
        }
        let mark_at = begins.unwrap_or(at);
        match mark(cells, mark_at) {
            Some(mark) => {
                let bracketed = open.map(|open| open..at);
                match passage(cells, bracketed, mark_at, &mark, file) {
                    Ok(passage) => found.push(passage),
                    Err(diagnostic) => sink.push(*diagnostic),
                }
                at = mark.end;
            }
            None => at += 1,
        }
    }
    found.sort_by_key(|bracketed| bracketed.open);
    found
}

/// The bracket that one in `link` closes. Brackets of other links that ended meanwhile are dropped.
fn closing(
    brackets: &mut Vec<usize>,
    link: Option<LinkId>,
    link_of: impl Fn(usize) -> Option<LinkId>,
) -> Option<usize> {
    while let Some(open) = brackets.last().copied() {
        let of = link_of(open);
        if of.is_none() && link.is_some() {
            return None;
        }
        brackets.pop();
        if of == link {
            return Some(open);
        }
    }
    None
}

/// What stands between brackets and before a mark, as a passage.
fn passage(
    cells: &[Cell],
    bracketed: Option<Range<usize>>,
    mark_at: usize,
    mark: &Mark,
    file: FileId,
) -> Result<Bracketed, Box<Diagnostic>> {
    let span = |range: Range<usize>| {
        let last = &cells[range.end - 1];
        Span::new(file, cells[range.start].source as usize..last.source as usize + last.c.len_utf8())
    };
    let wrong = |told: Diagnostic, range: Range<usize>| Err(Box::new(told.at(span(range))));
    if !mark.closed {
        return wrong(complaint::passage_open(), mark_at..mark.end);
    }
    let Some(range) = bracketed else {
        return wrong(complaint::passage_without_brackets(), mark_at..mark.end);
    };
    if mark.crowded {
        return wrong(complaint::passage_crowded(), mark_at..mark.end);
    }
    let tag: String = cells[mark.tag.clone()].iter().map(|cell| cell.c).collect();
    let Some(language) = LanguageTag::parse(&tag) else {
        let place = if tag.is_empty() { mark_at..mark.end } else { mark.tag.clone() };
        let meant = LanguageTag::meant(&tag).map(words::meant_language);
        return wrong(complaint::no_language_of_passage(tag).with_help(meant), place);
    };
    let inside = &cells[range.start + 1..range.end];
    if inside.iter().all(|cell| cell.c.is_whitespace()) {
        return wrong(complaint::passage_without_words(), range.start..mark.end);
    }
    Ok(Bracketed { open: range.start, close: range.end, end: mark.end, language })
}

/// `{lang=…}` at `at`.
fn mark(cells: &[Cell], at: usize) -> Option<Mark> {
    cells.get(at).filter(|cell| cell.c == '{' && is_sign(cell))?;
    let rest = &cells[at + 1..cells.len().min(at + LONGEST_MARK)];
    let inside: Vec<char> =
        rest.iter().map(|cell| cell.c).take_while(|c| !matches!(c, '}' | '{' | '[' | ']' | '\n')).collect();
    let blank = |from: usize| inside[from..].iter().take_while(|c| **c == ' ').count();
    let word = ['l', 'a', 'n', 'g'];
    let from =
        (0..inside.len()).find(|n| inside[*n..].starts_with(&word) && (*n == 0 || inside[n - 1] == ' '))?;
    let equals = from + word.len() + blank(from + word.len());
    if inside.get(equals) != Some(&'=') {
        return None;
    }
    let start = equals + 1 + blank(equals + 1);
    let len = inside[start..].iter().take_while(|c| **c != ' ').count();
    let crowded = blank(0) < from || start + len + blank(start + len) < inside.len();
    let closed = rest.get(inside.len()).is_some_and(|cell| cell.c == '}');
    let first = at + 1;
    Some(Mark {
        tag: first + start..first + start + len,
        end: first + inside.len() + usize::from(closed),
        closed,
        crowded,
    })
}

/// Whether a bracket or brace means more than itself.
fn is_sign(cell: &Cell) -> bool {
    !cell.marks.has(Marks::CODE) && !cell.marks.has(Marks::LITERAL)
}
