//! Charts as data. Decides the keys of a `chart` block, what of it can be drawn, and how it is read
//! aloud.

use std::ops::Range;

use super::Caption;
use super::delimited::{OfFile, number};
use super::rich::Rich;
use crate::colour::Palette;
use crate::diag::{Diagnostic, FileId, Sink, Span, complaint, nearest, words};
use crate::ids::NodeId;
use crate::language::Labels;
use crate::tree::shape::Shape;
use crate::tree::{Decode, Decoder, Kind, Spanned, Table, Value, decoded_enum, key_of, parse};

/// The word behind the fence.
pub const INFO: &str = "chart";
/// Most series: so many fills are told apart in black and white.
const MOST_SERIES: usize = 5;
/// Most labels.
const MOST_LABELS: usize = 24;
/// Values from here on are too long to be printed.
const TOO_LARGE: f64 = 1e12;
/// Most decimals of a value.
const MOST_DECIMALS: usize = 6;
/// Values on an axis that are aimed at, besides nought.
const TICKS: f64 = 4.0;
/// A unit of so many characters stands behind each value; a longer one is said once.
const SIGN: usize = 2;

decoded_enum! {
    /// What a chart is drawn as.
    pub enum ChartKind {
        /// Bars, with a field for each series.
        Bar = "bar",
        /// Bars whose parts are the series.
        Stacked = "stacked",
        /// Lines over an axis.
        Line = "line",
    }
}

/// A figure drawn from numbers.
#[derive(Debug, PartialEq)]
pub struct Chart {
    /// What it is drawn as.
    pub kind: ChartKind,
    /// The unit, where it is said once.
    pub unit: Option<Rich>,
    /// Names of the values, from top to bottom or left to right.
    pub labels: Vec<Rich>,
    /// Rows of values, one for each label.
    pub series: Vec<Series>,
    /// Values on the axis of lines, from the lowest.
    pub scale: Vec<Datum>,
    /// The chart in the structure.
    pub node: NodeId,
    /// How it is read aloud.
    pub alt: String,
    /// Caption.
    pub caption: Caption,
}

/// A row of values.
#[derive(Debug, PartialEq)]
pub struct Series {
    /// Its name; blank where there is only one.
    pub name: Rich,
    /// Values by label.
    pub values: Vec<Datum>,
}

/// A value.
#[derive(Debug, PartialEq)]
pub struct Datum {
    /// The number.
    pub number: f64,
    /// As it is printed.
    pub text: Rich,
    /// Words beside it.
    pub note: Option<Rich>,
}

/// A chart block as written.
pub struct Written {
    /// What it is drawn as.
    pub kind: ChartKind,
    /// Words of the caption.
    pub title: Spanned<String>,
    /// Second line of the caption.
    pub source: Option<Spanned<String>>,
    /// What the values count.
    pub unit: Option<Spanned<String>>,
    /// Alternative text, instead of the program's.
    pub alt: Option<Spanned<String>>,
    /// Names of the values.
    pub labels: Vec<Words>,
    /// `[[series]]`
    pub series: Vec<WrittenSeries>,
}

/// Words that stand in the block, or in a cell of its file: by row and column.
pub enum Words {
    /// In the block.
    Here(Spanned<String>),
    /// In the file.
    Cell(usize, usize),
}

/// A series as written.
pub struct WrittenSeries {
    /// Its name.
    pub name: Option<Words>,
    /// The numbers.
    pub values: Vec<Spanned<f64>>,
    /// Words beside the bars.
    pub notes: Vec<Spanned<String>>,
}

impl Written {
    /// The unit, if it is short enough to stand behind each value.
    pub fn sign(&self) -> Option<&str> {
        self.unit.as_ref().map(|u| u.value.as_str()).filter(|u| u.chars().count() <= SIGN)
    }
}

/// Text of a fenced block while it is collected: each piece stays at its byte, all else is blank.
pub struct Fenced {
    /// First byte of the block.
    start: usize,
    bytes: Vec<u8>,
}

impl Fenced {
    /// For a block at `range` of the text.
    pub fn new(range: &Range<usize>) -> Self {
        Self { start: range.start, bytes: vec![b' '; range.len()] }
    }

    /// Adds the piece that stands at `range`.
    pub fn push(&mut self, piece: &str, range: &Range<usize>) {
        let from = range.start - self.start;
        if let Some(slot) = self.bytes.get_mut(from..from + piece.len().min(range.len())) {
            slot.copy_from_slice(&piece.as_bytes()[..slot.len()]);
        }
    }

    /// The text.
    pub fn finish(self) -> String {
        String::from_utf8(self.bytes).unwrap_or_default()
    }

    /// The text, and the byte at which it begins.
    pub fn placed(self) -> (usize, String) {
        (self.start, self.finish())
    }
}

/// Anchor and title of a chart block, as far as they can be read.
pub fn anchor(toml: &str) -> Option<(String, String)> {
    let value = parse(toml, FileId(0), 0, &mut Sink::new());
    let Kind::Table(table) = value.kind else { return None };
    let text = |key| match table.get(key).map(|v| &v.kind) {
        Some(Kind::Text(text)) => Some(text.clone()),
        _ => None,
    };
    text("id").filter(|id| is_id(id)).map(|id| (id, text("title").unwrap_or_default()))
}

/// The path of the file that a chart block takes its values from, as far as it can be read.
pub fn file_of(toml: &str, file: FileId, offset: usize) -> Option<Spanned<String>> {
    let value = parse(toml, file, offset, &mut Sink::new());
    let Kind::Table(table) = value.kind else { return None };
    match table.get("file")? {
        Value { kind: Kind::Text(path), span } => Some(Spanned { value: path.clone(), span: *span }),
        _ => None,
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && !id.contains(char::is_whitespace)
}

/// Reads a chart block that begins at byte `offset` of the file; all that is wrong goes to `sink`. `values` are
/// those of the file that it names, with the usual decimal sign.
pub fn read(
    toml: &str,
    file: FileId,
    offset: usize,
    values: Option<(&OfFile, char)>,
    sink: &mut Sink,
) -> Option<Written> {
    let before = sink.len();
    let value = parse(toml, file, offset, sink);
    let written = if sink.len() == before { decode(&value, values, sink) } else { None };
    for fault in &mut sink[before..] {
        fault.code = "chart";
        let in_block = |span: Span| if span.file == file { first_line(span, toml, offset) } else { span };
        fault.span = fault.span.map(in_block);
    }
    written.filter(|_| sink.len() == before)
}

/// A place without the lines below its first.
fn first_line(span: Span, toml: &str, offset: usize) -> Span {
    let skipped = |text: &str| text.len() - text.trim_start().len();
    let from = span.start as usize - offset;
    let text = toml.get(from..span.end as usize - offset).unwrap_or("");
    let from = from + skipped(text);
    let line = text.trim_start().lines().next().unwrap_or("").trim_end();
    Span::new(span.file, from + offset..from + offset + line.len())
}

fn decode(value: &Value, values: Option<(&OfFile, char)>, sink: &mut Sink) -> Option<Written> {
    let mut palette = Palette::default();
    let mut keys = Keys { value, cx: Decoder { sink, leading: 0.0, palette: &mut palette } };
    keys.check(&["kind", "title", "source", "unit", "alt", "id", "file", "labels", "series"]);
    let kind: Option<ChartKind> = keys.required("kind");
    let title: Option<Spanned<String>> = keys.required("title");
    let (source, unit) = (keys.optional("source"), keys.optional("unit"));
    let (alt, id) = (keys.optional("alt"), keys.optional("id"));
    let _: Option<Spanned<String>> = keys.optional("file");
    let (labels, series) = match values {
        Some((values, decimal)) => (Some(keys.labels_of(values)), keys.series_of(values, decimal)),
        None => (keys.labels(), keys.series()),
    };
    let names = keys.table().get("labels").or_else(|| keys.table().get("file"));
    let labels_span = names.map_or(value.span, |v| v.span);
    let mut faults = Faults { sink: keys.cx.sink, kind };
    faults.words(title.as_ref(), id.as_ref());
    if let Some(labels) = &labels {
        faults.labels(labels.len(), labels_span);
        series.iter().for_each(|s| faults.series(s, labels.len(), series.len()));
    }
    faults.count(&series, value.span);
    let series = series.into_iter().map(|s| s.written).collect();
    Some(Written { kind: kind?, title: title?, source, unit, alt, labels: labels?, series })
}

/// A series with the places that faults are reported at.
struct Placed {
    written: WrittenSeries,
    named: bool,
    span: Span,
    values: Option<Span>,
    notes: Option<Span>,
}

/// A table while its keys are read, each for itself: one fault hides no other.
struct Keys<'v, 's> {
    value: &'v Value,
    cx: Decoder<'s>,
}

impl<'v> Keys<'v, '_> {
    fn table(&self) -> &'v Table {
        const EMPTY: &Table = &Table(Vec::new());
        match &self.value.kind {
            Kind::Table(table) => table,
            _ => EMPTY,
        }
    }

    fn check(&mut self, known: &[&str]) {
        let known: Vec<String> = known.iter().map(|key| key_of(key)).collect();
        self.cx.check_keys(self.table(), &known);
    }

    fn optional<T: Decode>(&mut self, key: &str) -> Option<T> {
        self.table().get(key).and_then(|value| T::decode(value, &mut self.cx))
    }

    fn required<T: Decode>(&mut self, key: &str) -> Option<T> {
        match self.table().get(key) {
            Some(value) => T::decode(value, &mut self.cx),
            None => self.cx.missing(self.value, key),
        }
    }

    fn series(&mut self) -> Vec<Placed> {
        let Some(value) = self.table().get("series") else { return Vec::new() };
        let Kind::List(list) = &value.kind else {
            let _: Option<()> = self.cx.wrong(value, complaint::no_list_of_series);
            return Vec::new();
        };
        list.iter().map(|value| self.of_series(value).one_series()).collect()
    }

    /// The keys of a series.
    fn of_series<'k>(&'k mut self, value: &'v Value) -> Keys<'v, 'k> {
        let _ = self.cx.table(value);
        let cx = Decoder { sink: &mut *self.cx.sink, leading: 0.0, palette: &mut *self.cx.palette };
        let mut keys = Keys { value, cx };
        keys.check(&["name", "values", "notes"]);
        keys
    }

    fn one_series(&mut self) -> Placed {
        let name: Option<Spanned<String>> = self.optional("name");
        let named = name.as_ref().is_some_and(|name| !name.value.trim().is_empty());
        let values: Option<Numbers> = self.required("values");
        let span = values.as_ref().and(self.table().get("values").map(|v| v.span));
        let values = values.unwrap_or_default().0;
        Placed { values: span, ..self.placed(name.map(Words::Here), named, values) }
    }

    /// A series with the notes beside its values.
    fn placed(&mut self, name: Option<Words>, named: bool, values: Vec<Spanned<f64>>) -> Placed {
        let notes: Vec<Spanned<String>> = self.optional("notes").unwrap_or_default();
        let notes_span = self.table().get("notes").map(|v| v.span);
        let written = WrittenSeries { name, values, notes };
        Placed { written, named, span: self.value.span, values: None, notes: notes_span }
    }

    fn labels(&mut self) -> Option<Vec<Words>> {
        let labels: Option<Vec<Spanned<String>>> = self.required("labels");
        Some(labels?.into_iter().map(Words::Here).collect())
    }

    /// The cells of the first column below its head.
    fn labels_of(&mut self, values: &OfFile) -> Vec<Words> {
        self.only_in_file("labels");
        (1..values.records.rows.len()).map(|row| Words::Cell(row, 0)).collect()
    }

    /// What stands in a file cannot stand in the block, too.
    fn only_in_file(&mut self, key: &'static str) {
        if let Some(value) = self.table().get(key) {
            self.cx.sink.push(complaint::values_twice(key).at(value.span));
        }
    }

    /// The columns of a file behind the first: those that series name, or all.
    fn series_of(&mut self, values: &OfFile, usual: char) -> Vec<Placed> {
        let mut series: Vec<(Placed, Option<usize>)> = match self.table().get("series") {
            None => self.all_columns(values),
            Some(Value { kind: Kind::List(list), .. }) => {
                list.iter().map(|one| self.of_series(one).chosen_column(values)).collect()
            }
            Some(_) => return self.series(),
        };
        let columns: Vec<usize> = series.iter().filter_map(|(_, column)| *column).collect();
        let decimal = values.records.decimal(&columns, usual);
        for (placed, column) in &mut series {
            placed.written.values = column.map_or_else(Vec::new, |column| numbers(values, column, decimal));
        }
        series.into_iter().map(|(placed, _)| placed).collect()
    }

    /// A series without its values for each column; the title says what a single one is.
    fn all_columns(&mut self, values: &OfFile) -> Vec<(Placed, Option<usize>)> {
        let head = values.records.rows.first().map_or(&[][..], |row| &row[..]);
        let span = self.table().get("file").map_or(self.value.span, |file| file.span);
        let series = (1..head.len()).map(|n| {
            let name = (head.len() > 2).then_some(Words::Cell(0, n));
            let written = WrittenSeries { name, values: Vec::new(), notes: Vec::new() };
            let named = !head[n].text.trim().is_empty();
            (Placed { written, named, span, values: None, notes: None }, Some(n))
        });
        series.collect()
    }

    /// A series without its values, and the column that it names.
    fn chosen_column(&mut self, values: &OfFile) -> (Placed, Option<usize>) {
        self.only_in_file("values");
        let name: Option<Spanned<String>> = self.required("name");
        let names = || values.records.rows.first().into_iter().flatten().skip(1).map(|cell| cell.text.trim());
        let found = name.as_ref().and_then(|name| names().position(|other| other == name.value.trim()));
        if let Some(name) = name.as_ref().filter(|_| found.is_none()) {
            let meant = nearest(&name.value, names()).map(words::meant_value);
            self.cx.sink.push(complaint::no_column(&name.value).at(name.span).with_help(meant));
        }
        (self.placed(name.map(Words::Here), true, Vec::new()), found.map(|n| n + 1))
    }
}

/// The numbers of a column; what is none is told where all are looked at.
fn numbers(values: &OfFile, column: usize, decimal: char) -> Vec<Spanned<f64>> {
    let cells = values.records.rows.iter().skip(1).filter_map(|row| row.get(column));
    let value = |text: &str| number(text, decimal).unwrap_or(f64::NAN);
    cells.map(|field| Spanned { value: value(&field.text), span: values.span(&field.range) }).collect()
}

/// Numbers of any size: whether they can be drawn is seen later.
#[derive(Default)]
struct Numbers(Vec<Spanned<f64>>);

impl Decode for Numbers {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        let Kind::List(list) = &value.kind else {
            return cx.wrong(value, complaint::no_list_of_numbers);
        };
        let number = |value: &Value, cx: &mut Decoder<'_>| match value.kind {
            Kind::Number(number) => Some(Spanned { value: number, span: value.span }),
            _ => cx.wrong(value, complaint::no_number),
        };
        let numbers: Vec<_> = list.iter().map(|value| number(value, cx)).collect();
        numbers.into_iter().collect::<Option<Vec<_>>>().map(Self)
    }

    fn shape() -> Shape {
        Shape::list(Shape::Number(f64::NEG_INFINITY, f64::INFINITY))
    }
}

/// What cannot be drawn.
struct Faults<'s> {
    sink: &'s mut Sink,
    kind: Option<ChartKind>,
}

impl Faults<'_> {
    fn report(&mut self, span: Span, told: Diagnostic) {
        self.sink.push(told.at(span));
    }

    fn words(&mut self, title: Option<&Spanned<String>>, id: Option<&Spanned<String>>) {
        if let Some(title) = title.filter(|title| title.value.trim().is_empty()) {
            self.report(title.span, complaint::chart_title_empty());
        }
        if let Some(id) = id.filter(|id| !is_id(&id.value)) {
            self.report(id.span, complaint::chart_anchor());
        }
    }

    fn labels(&mut self, count: usize, span: Span) {
        match count {
            0 => self.report(span, complaint::chart_without_labels()),
            1 if self.kind == Some(ChartKind::Line) => self.report(span, complaint::chart_of_one_point()),
            n if n > MOST_LABELS => self.report(span, complaint::chart_of_many_labels(n, MOST_LABELS)),
            _ => {}
        }
    }

    fn count(&mut self, series: &[Placed], whole: Span) {
        if series.is_empty() {
            self.report(whole, complaint::chart_without_values());
        }
        if let Some(surplus) = series.get(MOST_SERIES) {
            self.report(surplus.span, complaint::chart_of_many_series(series.len(), MOST_SERIES));
        }
    }

    fn series(&mut self, series: &Placed, labels: usize, count: usize) {
        if count > 1 && !series.named {
            self.report(series.span, complaint::series_without_name());
        }
        let (values, notes) = (series.written.values.len(), series.written.notes.len());
        if let Some(span) = series.values.filter(|_| values != labels) {
            self.report(span, complaint::values_for_labels(values, labels));
        }
        if let Some(span) = series.notes.filter(|_| notes != labels) {
            self.report(span, complaint::notes_for_labels(notes, labels));
        }
        if let Some(span) = series.notes.filter(|_| self.kind.is_some_and(|kind| kind != ChartKind::Bar)) {
            self.report(span, complaint::notes_beside_no_bars());
        }
        series.written.values.iter().for_each(|value| self.value(value));
    }

    fn value(&mut self, value: &Spanned<f64>) {
        let number = value.value;
        let decimals = number.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
        if !number.is_finite() {
            self.report(value.span, complaint::value_no_number());
        } else if number.abs() >= TOO_LARGE || decimals > MOST_DECIMALS {
            self.report(value.span, complaint::value_too_long());
        } else if number < 0.0 && self.kind.is_some_and(|kind| kind != ChartKind::Line) {
            self.report(value.span, complaint::value_below_nothing());
        }
    }
}

/// Round values for an axis that holds nought and all values, from the lowest.
pub fn axis(values: impl Iterator<Item = f64> + Clone) -> Vec<f64> {
    let low = values.clone().fold(0.0, f64::min);
    let high = values.fold(0.0, f64::max);
    let (mut unit, mut inverse) = (1.0, 1.0);
    let wanted = if high > low { (high - low) / TICKS } else { 1.0 };
    while wanted > 10.0 * unit {
        unit *= 10.0;
    }
    while wanted < 1.0 / inverse {
        inverse *= 10.0;
    }
    // Whole numbers times a power of ten: no noise behind the decimals.
    let value = |n: f64| n * unit / inverse;
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|step| value(*step) >= wanted).unwrap_or(10.0);
    let (first, last) = ((low / value(step)).floor(), (high / value(step)).ceil());
    let last = if last > first { last } else { first + 1.0 };
    (0..=(last - first) as usize).map(|n| value((first + n as f64) * step)).collect()
}

/// How a chart is read aloud: title and all values.
pub fn alternative(chart: &Chart, unit: Option<&str>, labels: &Labels) -> String {
    let kind = match chart.kind {
        ChartKind::Bar => labels.chart.bar(),
        ChartKind::Stacked => labels.chart.stacked(),
        ChartKind::Line => labels.chart.line(),
    };
    let mut words = format!("{kind}: {}.", chart.caption.text.words().trim_end_matches('.'));
    for series in &chart.series {
        let name = series.name.words();
        words += if name.is_empty() { " " } else { " – " };
        if !name.is_empty() {
            words += &format!("{name}: ");
        }
        let values: Vec<String> = series
            .values
            .iter()
            .zip(&chart.labels)
            .map(|(value, label)| {
                let unit = unit.map_or(String::new(), |unit| format!("\u{a0}{unit}"));
                let note = value.note.as_ref().map_or(String::new(), |note| format!(" ({})", note.words()));
                format!("{}: {}{unit}{note}", label.words(), value.text.words())
            })
            .collect();
        words += &values.join("; ");
        words.push('.');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_hold_nought_and_round_values() {
        let axis = |values: &[f64]| super::axis(values.iter().copied());
        assert_eq!(axis(&[3.0, 17.0]), [0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(axis(&[0.1, 0.35]), [0.0, 0.1, 0.2, 0.3, 0.4]);
        assert_eq!(axis(&[-30.0, 60.0]), [-50.0, 0.0, 50.0, 100.0]);
        assert_eq!(axis(&[-4.0, -2.0]), [-4.0, -3.0, -2.0, -1.0, 0.0]);
        assert_eq!(axis(&[0.0]), [0.0, 1.0]);
        assert_eq!(axis(&[2_035.0]), [0.0, 1_000.0, 2_000.0, 3_000.0]);
    }

    #[test]
    fn pieces_of_a_block_keep_their_bytes() {
        let text = "> ```chart\n> id = \"ä\"\n> ```";
        let mut fenced = Fenced::new(&(2..text.len()));
        fenced.push("id = \"ä\"\n", &(13..23));
        let toml = fenced.finish();
        assert_eq!(toml.len(), text.len() - 2);
        assert_eq!(toml.find("id"), text.find("id").map(|at| at - 2));
        assert_eq!(anchor(&toml), Some(("ä".to_owned(), String::new())));
    }
}
