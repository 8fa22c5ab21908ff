//! Lists. Decides what an item is, and that a line which only looks like one stays text with its number:
//! `9. November`, `1848. Das Jahr`.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::inlines::Inlines;
use super::super::{Block, BlockKind, Item, Task};
use super::Reader;
use super::syntax::is_block;
use crate::diag::complaint;
use crate::language::Language;
use crate::marks::Marks;

/// A number from which it is a year.
const YEAR: u64 = 1000;

/// The same where it does not come close behind the number before: no day of a month.
const NO_DAY: u64 = 32;

/// How far from the number before it a number is still one of the list, typed wrong.
const LARGEST_SLIP: u64 = 5;

/// The number of an item as it was typed.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    number: u64,
    /// The number with its stop, and where it stands.
    written: String,
    at: Range<usize>,
    /// The word behind.
    word: String,
    /// Whether a month, a century or „und 6.“ follows: an ordinal number.
    ordinal: bool,
}

impl Reader<'_, '_, '_> {
    /// A list that was just opened: blocks of it, and of text between them that was none of its items.
    pub(super) fn list(&mut self, start: Option<u64>, depth: usize, blocks: &mut Vec<Block>) {
        let typed = if start.is_some() { self.typed_numbers() } else { Vec::new() };
        let texts = texts(&typed);
        let (mut items, mut range, mut first, mut n) = (Vec::new(), 0..0, 0, 0);
        let mut tight = true;
        while let Some((event, item)) = self.next() {
            match event {
                Event::Start(Tag::Item) if texts.get(n).is_some_and(|text| *text) => {
                    self.close_list(&mut items, &typed[first..n], start, &range, blocks);
                    self.text_with_number(&typed[n], depth, blocks);
                    (n, first) = (n + 1, n + 1);
                }
                Event::Start(Tag::Item) => {
                    range = if items.is_empty() { item } else { range.start..item.end };
                    items.push(self.item(depth, &mut tight));
                    n += 1;
                }
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        let rest = typed.get(first..).unwrap_or_default();
        self.close_list(&mut items, rest, start, &range, blocks);
    }

    /// Makes a list of the items that were read, and tells of numbers that will not be those typed.
    fn close_list(
        &mut self,
        items: &mut Vec<Item>,
        typed: &[Typed],
        start: Option<u64>,
        range: &Range<usize>,
        blocks: &mut Vec<Block>,
    ) {
        if items.is_empty() {
            return;
        }
        let start = start.map(|start| typed.first().map_or(start, |typed| typed.number));
        if !typed.iter().all(|item| item.number == 1) {
            for (item, set) in typed.iter().zip(start.unwrap_or(1)..) {
                if item.number != set {
                    let span = self.span(&item.at);
                    let (digits, word) = (item.number, item.word.as_str());
                    self.report(
                        complaint::list_number(digits, set, format_args!("{digits}\\. {word}")).at(span),
                    );
                }
            }
        }
        let span = self.span(range);
        blocks.push(Block { kind: BlockKind::List { start, items: std::mem::take(items) }, span });
    }

    /// The content of an item as text, behind its number.
    fn text_with_number(&mut self, typed: &Typed, depth: usize, blocks: &mut Vec<Block>) {
        self.number = Some((format!("{} ", typed.written), typed.at.clone()));
        let outer = std::mem::take(&mut self.tight);
        let text = self.blocks(depth + 1, Some(TagEnd::Item));
        self.tight = outer;
        if self.number.is_some() {
            let inlines = self.begun();
            let rich = self.refined(inlines);
            blocks.push(Block { kind: BlockKind::Paragraph(rich), span: self.span(&typed.at) });
        }
        blocks.extend(text);
    }

    /// A text that is about to be collected: empty, or with the number that was no item's.
    pub(super) fn begun(&mut self) -> Inlines {
        let mut inlines = Inlines::default();
        if let Some((number, at)) = self.number.take() {
            let start = self.source(&at).start;
            let source = start..start + number.len();
            inlines.text(&number, &source, Marks::default(), None);
        }
        inlines
    }

    /// Goes on with a paragraph whose next line was taken for a list: „bis zum“, `1. September`.
    pub(super) fn line_with_date(&mut self, inlines: &mut Inlines) {
        let Some((Event::Start(Tag::List(Some(1))), list)) = self.events.get(self.at).cloned() else {
            return;
        };
        let before = self.text[..list.start].trim_end_matches([' ', '\t', '>']);
        let Some(line) = before.strip_suffix('\n') else { return };
        let line = line.trim_end_matches([' ', '\t', '\r', '>']);
        if line.ends_with(['\n', '.', ':', ';', '!', '?']) {
            return;
        }
        let inside = &self.events[self.at + 2..];
        let Some(len) = inside.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Item))) else {
            return;
        };
        let alone = matches!(inside.get(len + 1), Some((Event::End(TagEnd::List(_)), _)));
        let loose = |(event, _): &(Event<'_>, _)| !matches!(event, Event::Start(tag) if is_block(tag));
        if !alone || !inside[..len].iter().all(loose) {
            return;
        }
        self.at += 1;
        let typed = self.typed_numbers();
        let Some(typed) = typed.first().filter(|typed| typed.ordinal) else {
            self.at -= 1;
            return;
        };
        self.at += 1;
        let written = self.source(&typed.at);
        let source = written.start..written.end + 1;
        let before = source.start..source.start;
        inlines.text(" ", &before, Marks::default(), None);
        inlines.text(&format!("{} ", typed.written), &source, Marks::default(), None);
        self.inlines_into(inlines, TagEnd::Item);
        self.at += 1;
    }

    /// The numbers of the items of a list that was just opened.
    fn typed_numbers(&self) -> Vec<Typed> {
        let language = self.reading.tongue.rules;
        let (mut depth, mut typed) = (0, Vec::new());
        for (event, range) in &self.events[self.at..] {
            match event {
                Event::Start(Tag::List(_)) => depth += 1,
                Event::End(TagEnd::List(_)) if depth == 0 => break,
                Event::End(TagEnd::List(_)) => depth -= 1,
                Event::Start(Tag::Item) if depth == 0 => match typed_number(self.text, range, language) {
                    Some(number) => typed.push(number),
                    None => return Vec::new(),
                },
                _ => {}
            }
        }
        typed
    }

    fn item(&mut self, depth: usize, tight: &mut bool) -> Item {
        let label = self.reading.ids.node();
        if matches!(self.events.get(self.at), Some((Event::Start(Tag::Paragraph), _))) {
            *tight = false;
        }
        let marker_at = self.at + usize::from(!*tight);
        let mut task = None;
        if let Some((Event::TaskListMarker(done), _)) = self.events.get(marker_at) {
            let done = *done;
            let labels = self.reading.labels();
            let words = if done { labels.done_box() } else { labels.open_box() };
            task = Some(Task { done, words: words.to_owned() });
            self.events.swap(self.at, marker_at);
            self.at += 1;
        }
        let (tight, blocks) = self.body(depth, TagEnd::Item);
        Item { label, task, tight, blocks }
    }
}

/// Which items are text: dates and years that do not count on.
fn texts(typed: &[Typed]) -> Vec<bool> {
    let first = typed.first().map_or(0, |item| item.number);
    let counts_on = typed.iter().zip(first..).all(|(item, number)| item.number == number);
    let alone = typed.len() == 1;
    let habit = !alone && typed.iter().all(|item| item.number == 1);
    let ordinals = typed.iter().all(|item| item.ordinal);
    let any = (alone || !counts_on) && (!habit || ordinals);
    let mut before = None;
    let is_text = |item: &Typed| {
        let slip = before.replace(item.number).is_some_and(|n| item.number.abs_diff(n) <= LARGEST_SLIP);
        let year = item.number >= YEAR || item.number >= NO_DAY && !slip;
        any && item.written.ends_with('.') && !item.word.is_empty() && (item.ordinal || year)
    };
    typed.iter().map(is_text).collect()
}

/// The number that an item begins with.
fn typed_number(text: &str, item: &Range<usize>, language: Option<Language>) -> Option<Typed> {
    let inside = &text[item.clone()];
    let start = inside.len() - inside.trim_start_matches([' ', '\t', '>']).len();
    let digits = inside[start..].bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return None; // an item of HTML
    }
    let behind = &inside[start + digits..];
    let at = item.start + start..item.start + start + digits + 1;
    let line = behind.get(1..)?.lines().next().unwrap_or("").trim_start();
    let word = line.split_whitespace().next().unwrap_or("");
    let begins_text =
        |c: char| c.is_alphanumeric() || matches!(c, '„' | '"' | '“' | '»' | '(' | '*' | '_' | '–');
    let word = if word.starts_with(begins_text) { word } else { "" };
    let number = inside[start..start + digits].parse().ok()?;
    let ordinal = language.is_some_and(|language| is_dated(word, language)) || goes_on_counting(line);
    Some(Typed { number, written: text.get(at.clone())?.to_owned(), at, word: word.to_owned(), ordinal })
}

/// `und 6. Klasse`
fn goes_on_counting(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let lower = words.next().is_some_and(|word| word.chars().all(char::is_lowercase));
    let number = words.next().and_then(|word| word.strip_suffix('.'));
    lower && number.is_some_and(|n| n.parse::<u8>().is_ok())
}

/// Whether a word is a month or a century.
fn is_dated(word: &str, language: Language) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let spaces = &language.spaces;
    let short = spaces.months.iter().chain(&spaces.after_ordinal).map(|word| word.trim_end_matches('.'));
    !word.is_empty()
        && language.labels.months.iter().map(String::as_str).chain(short).any(|listed| listed == word)
}
