//! Charts: a fenced block of numbers becomes a figure. Decides what of it is text, and in which form.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::super::chart::{self, Chart, ChartKind, Datum, Fenced, Series, Words, Written, WrittenSeries};
use super::super::delimited::OfFile;
use super::super::inlines::{Inlines, placed_pieces};
use super::super::rich::Rich;
use super::super::{BlockKind, Caption, stars};
use super::Reader;
use crate::diag::Span;
use crate::language::Numbers;
use crate::marks::Marks;
use crate::tree::Spanned;

/// The block's own text, the byte of the file it begins at, and the values of the file that it names.
struct Source {
    toml: String,
    start: usize,
    values: Option<OfFile>,
}

impl Source {
    fn raw(&self, span: Span) -> &str {
        self.toml.get(span.start as usize - self.start..span.end as usize - self.start).unwrap_or("")
    }
}

impl Reader<'_, '_, '_> {
    pub(super) fn chart(&mut self, range: &Range<usize>) -> Option<BlockKind> {
        let source = Source { toml: self.fenced(range), start: self.source(range).start, values: None };
        let values = match chart::file_of(&source.toml, self.file, source.start) {
            Some(path) => Some(self.values_of(&self.path_of(&path.value), path.span)?),
            None => None,
        };
        let of_file = values.as_ref().map(|values| (values, self.numbers().decimal));
        let sink = &mut self.reading.sink;
        let written = chart::read(&source.toml, self.file, source.start, of_file, sink)?;
        let node = self.reading.ids.node();
        let text = self.written(&source, &written.title);
        let line = written.source.as_ref().map(|line| self.written(&source, line));
        let anchor = self.reading.shared.survey.by_place.get(&(self.chapter, source.start as u32)).copied();
        let source_line = line.filter(|line| !line.is_blank());
        let caption = Caption { text, source: source_line, anchor, ..Caption::default() };
        let source = Source { values, ..source };
        let labels = written.labels.iter().map(|label| self.words(&source, label)).collect();
        let series = written.series.iter().map(|s| self.series(&source, s, written.sign())).collect();
        let said_once = written.unit.as_ref().filter(|_| written.sign().is_none());
        let unit = said_once.map(|unit| self.written(&source, unit));
        let scale = self.scale(&written);
        let alt = String::new();
        let mut chart = Chart { kind: written.kind, unit, labels, series, scale, node, alt, caption };
        chart.alt = self.alternative(&chart, &written);
        Some(BlockKind::Chart(Box::new(chart)))
    }

    fn fenced(&mut self, range: &Range<usize>) -> String {
        let mut fenced = Fenced::new(range);
        while let Some((event, part)) = self.next() {
            match event {
                Event::Text(text) => fenced.push(&stars::show(&text), &part),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        fenced.finish()
    }

    /// Words of the block or its file, refined.
    fn words(&mut self, source: &Source, words: &Words) -> Rich {
        match (words, &source.values) {
            (Words::Here(text), _) => self.written(source, text),
            (Words::Cell(row, column), Some(values)) => {
                let field = values.records.rows.get(*row).and_then(|row| row.get(*column));
                field.map(|field| self.cell_of_file(values, field)).unwrap_or_default()
            }
            (Words::Cell(..), None) => Rich::default(),
        }
    }

    /// A string of the block, refined.
    fn written(&mut self, source: &Source, text: &Spanned<String>) -> Rich {
        let mut inlines = Inlines::default();
        let start = text.span.start as usize;
        for (piece, at) in placed_pieces(source.raw(text.span), &text.value) {
            let place = start + at..start + at + piece.len();
            inlines.text(piece, &place, Marks::default(), None);
        }
        self.reading.finish(inlines, self.file)
    }

    fn series(&mut self, source: &Source, series: &WrittenSeries, sign: Option<&str>) -> Series {
        let name = series.name.as_ref().map(|name| self.words(source, name)).unwrap_or_default();
        let mut notes = series.notes.iter();
        let values = series.values.iter().map(|value| {
            let note = notes.next().map(|note| self.written(source, note));
            let text = self.numbers().quantity(value.value, sign, self.reading.tongue.digits);
            let map = vec![(0, value.span.start)];
            let text = Rich { map, file: value.span.file, ..Rich::plain(text, self.reading.ids.node()) };
            Datum { number: value.value, text, note: note.filter(|note| !note.is_blank()) }
        });
        let values = values.collect();
        Series { name, values }
    }

    /// Values on the axis of a line chart.
    fn scale(&mut self, written: &Written) -> Vec<Datum> {
        if written.kind != ChartKind::Line {
            return Vec::new();
        }
        let values = written.series.iter().flat_map(|s| s.values.iter().map(|v| v.value));
        let numbers = self.numbers();
        let datum = |number| {
            let text = numbers.quantity(number, written.sign(), self.reading.tongue.digits);
            Datum { number, text: Rich::plain(text, self.reading.ids.node()), note: None }
        };
        chart::axis(values).into_iter().map(datum).collect()
    }

    /// How numbers of the chapter's language are written.
    pub(super) fn numbers(&self) -> &'static Numbers {
        self.reading.tongue.rules.map_or(&Numbers::USUAL, |language| &language.file().numbers)
    }

    fn alternative(&self, chart: &Chart, written: &Written) -> String {
        let own = written.alt.as_ref().map(|alt| alt.value.trim()).filter(|alt| !alt.is_empty());
        let unit = chart.unit.as_ref().map(Rich::words);
        own.map_or_else(|| chart::alternative(chart, unit.as_deref(), self.reading.labels()), str::to_owned)
    }
}
