//! Comma-separated values in a chapter. Decides that such a block is a table like one in strokes, with Markdown
//! in its cells.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::marked::{labels, marked_words};
use super::syntax::{Placed, is_csv};
use crate::document::delimited::{self, Field, Told};
use crate::document::places::Places;

/// Makes tables of the blocks of values among the events.
pub(super) fn translated<'t>(events: Vec<Placed<'t>>) -> (Vec<Placed<'t>>, Told) {
    let tabs = |event: &Event<'_>| match event {
        Event::Start(Tag::CodeBlock(kind)) => is_csv(kind),
        _ => None,
    };
    if !events.iter().any(|(event, _)| tabs(event).is_some()) {
        return (events, Told::new());
    }
    let mut translator = Translator { labels: labels(&events), out: Vec::new(), told: Told::new() };
    let mut events = events.into_iter();
    while let Some((event, range)) = events.next() {
        let Some(tabs) = tabs(&event) else {
            translator.out.push((event, range));
            continue;
        };
        let (mut text, mut places) = (String::new(), Places::default());
        let inside = events.by_ref().take_while(|(event, _)| *event != Event::End(TagEnd::CodeBlock));
        for (event, place) in inside {
            if let Event::Text(piece) = event {
                places.add(text.len(), place.start);
                text.push_str(&piece);
            }
        }
        translator.table(&text, &places, range, tabs);
    }
    (translator.out, translator.told)
}

struct Translator<'t> {
    /// Labels of the notes that are defined.
    labels: BTreeSet<String>,
    out: Vec<Placed<'t>>,
    told: Told,
}

impl Translator<'_> {
    /// A table of the values in `text`, whose pieces stand at `places`; the whole block at `block`.
    fn table(&mut self, text: &str, places: &Places, block: Range<usize>, tabs: bool) {
        let records = delimited::read(text, tabs);
        let fence = block.start..block.start + 1;
        self.told.extend(records.told.iter().map(|(told, range)| {
            let place = if text.is_empty() { fence.clone() } else { places.range(range) };
            (told.clone(), place)
        }));
        if records.rows.is_empty() {
            return;
        }
        let numbers = records.numbers();
        let align = |number: &bool| if *number { Alignment::Right } else { Alignment::None };
        let columns = numbers.iter().map(align).collect();
        self.out.push((Event::Start(Tag::Table(columns)), block.clone()));
        for (n, row) in records.rows.iter().enumerate() {
            let (start, end) = match n {
                0 => (Tag::TableHead, TagEnd::TableHead),
                _ => (Tag::TableRow, TagEnd::TableRow),
            };
            let at = row.first().map_or(0, |field| places.range(&field.range).start);
            self.out.push((Event::Start(start), at..at));
            row.iter().for_each(|field| self.cell(field, places));
            self.out.push((Event::End(end), at..at));
        }
        self.out.push((Event::End(TagEnd::Table), block));
    }

    fn cell(&mut self, field: &Field, places: &Places) {
        let whole = places.range(&field.range);
        self.out.push((Event::Start(Tag::TableCell), whole.clone()));
        let mut at = 0;
        for line in field.text.split_inclusive('\n') {
            let words = line.trim();
            let from = at + (line.len() - line.trim_start().len()).min(line.trim_end().len());
            self.words(words, |part| places.range(&field.place(&(from + part.start..from + part.end))));
            at += line.len();
            if line.ends_with('\n') {
                self.out.push((Event::HardBreak, places.range(&field.place(&(at - 1..at)))));
            }
        }
        self.out.push((Event::End(TagEnd::TableCell), whole));
    }

    /// A line of a cell. What would begin a block of Markdown is text.
    fn words(&mut self, words: &str, place: impl Fn(Range<usize>) -> Range<usize>) {
        if words.is_empty() {
            return;
        }
        match marked_words(words, &self.labels) {
            Some(inside) => self.out.extend(inside.into_iter().map(|(event, range)| (event, place(range)))),
            None => self.out.push((Event::Text(words.to_owned().into()), place(0..words.len()))),
        }
    }
}
