//! Comma-separated values. Decides which sign parts the cells, what quotation marks mean, what is a row, and
//! which columns hold numbers. Every cell keeps its place.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};

use super::places::Places;
use crate::diag::{Diagnostic, FileId, Sentence, Severity, Span, complaint, words};

/// Signs that part cells. The first of those that serve alike is taken: a comma stands in numbers, too.
const SIGNS: [u8; 4] = [b';', b'\t', b'|', b','];
/// Rows by which the sign is found.
const LOOKED_AT: usize = 200;
/// Most rows of a table, its head included.
const MOST_ROWS: usize = 5000;
/// Most cells of a row.
const MOST_COLUMNS: usize = 100;
/// Stands in no text: parts the cells of a table of one column.
const NO_SIGN: u8 = 0x1f;

/// What is said of a text, with its place in it.
pub type Told = Vec<(Diagnostic, Range<usize>)>;

/// The cells of a text.
#[derive(Default)]
pub struct Records {
    /// Rows; the first is the head, no other is shorter.
    pub rows: Vec<Vec<Field>>,
    /// What is to be said.
    pub told: Told,
}

/// The cells of a file.
pub struct OfFile {
    /// The file.
    pub file: FileId,
    /// Byte of it that the places of the cells count from.
    pub offset: usize,
    /// The cells.
    pub records: Records,
}

impl OfFile {
    /// Where a part of the values stands.
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, self.offset + range.start..self.offset + range.end)
    }
}

/// A cell.
pub struct Field {
    /// Its text, without the quotation marks around it.
    pub text: String,
    /// Where it stands, with its quotation marks.
    pub range: Range<usize>,
    /// Where its pieces stand.
    places: Places,
}

impl Field {
    /// Where a part of its text stands.
    pub fn place(&self, part: &Range<usize>) -> Range<usize> {
        self.places.range(part)
    }

    /// The pieces of its text, each with its place.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, usize)> {
        self.places.pieces(&self.text)
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// An empty cell behind the last one of a row.
    fn empty(at: usize) -> Self {
        let mut places = Places::default();
        places.add(0, at);
        Self { text: String::new(), range: at..at, places }
    }
}

/// A row while it is read: its cells up to the last one with words, and how many were written.
struct Row {
    fields: Vec<Field>,
    written: usize,
    start: usize,
}

/// Reads a text; `tabs` says that its name promises tabs between cells.
pub fn read(text: &str, tabs: bool) -> Records {
    match read_with(text, tabs, true) {
        Ok(records) => records,
        Err(open) => {
            // All behind it would be one cell.
            let mut records = read_with(text, tabs, false).unwrap_or_default();
            records.told.push((complaint::csv_quote_open(), open..open + 1));
            records
        }
    }
}

/// Reads a text in which quotation marks hold cells together, if `quoting`; where one stands that is never closed.
fn read_with(text: &str, tabs: bool, quoting: bool) -> Result<Records, usize> {
    let mut told = Told::new();
    let (named, from) = named_sign(text);
    let sign = named.unwrap_or_else(|| found_sign(text, tabs, quoting, &mut told));
    let mut reading = Reading { text, sign, quoting, rows: Vec::new(), told };
    reading.rows(from)?;
    let Reading { rows, told, .. } = reading;
    let refused = told.iter().any(|(told, _)| told.severity == Severity::Error);
    Ok(if refused { Records { rows: Vec::new(), told } } else { records(rows, sign, text.len(), told) })
}

/// The sign that a first line `sep=;` names, and where the cells begin: spreadsheets write it.
fn named_sign(text: &str) -> (Option<u8>, usize) {
    let line = text.lines().next().unwrap_or("");
    let bare = line.trim_matches('"');
    let name = bare.get(..4).filter(|name| name.eq_ignore_ascii_case("sep="));
    match name.and_then(|_| bare.as_bytes().get(4..)) {
        Some([sign]) if sign.is_ascii_punctuation() || *sign == b'\t' => (Some(*sign), line.len()),
        _ => (None, 0),
    }
}

/// How rows look if a sign parts their cells.
struct Fit {
    sign: u8,
    rows: usize,
    /// Rows of several cells.
    parted: usize,
    /// Of those, the rows with the number of cells that most have.
    alike: usize,
    /// Cells of the first row.
    head: usize,
}

impl Fit {
    fn of(text: &str, sign: u8, quoting: bool) -> Self {
        let records = builder(sign, quoting).from_reader(text.as_bytes()).into_records();
        let counts: Vec<usize> = records.take(LOOKED_AT).flatten().map(|row| row.len()).collect();
        let parted = || counts.iter().filter(|count| **count > 1);
        let alike = |count: &usize| counts.iter().filter(|other| *other == count).count();
        Self {
            sign,
            rows: counts.len(),
            parted: parted().count(),
            alike: parted().map(alike).max().unwrap_or(0),
            head: counts.first().copied().unwrap_or(0),
        }
    }

    /// Whether it parts most rows; commas part the head, too: „1,5“ is one number.
    fn serves(&self) -> bool {
        self.parted > 0 && 2 * self.parted >= self.rows && (self.sign != b',' || self.head > 1)
    }

    fn serves_all(&self) -> bool {
        self.rows > 0 && self.alike == self.rows
    }
}

fn builder(sign: u8, quoting: bool) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(sign).quoting(quoting);
    builder
}

/// The sign that parts the cells of a text; where another may be meant, that is told.
fn found_sign(text: &str, tabs: bool, quoting: bool, told: &mut Told) -> u8 {
    let mut fits: Vec<Fit> = SIGNS.iter().map(|sign| Fit::of(text, *sign, quoting)).collect();
    if tabs {
        fits.sort_by_key(|fit| fit.sign != b'\t');
    }
    // The first of the best: `max_by_key` takes the last.
    let best = fits.iter().rev().filter(|fit| fit.serves()).max_by_key(|fit| fit.alike);
    let head = 0..text.lines().next().unwrap_or("").trim_end().len();
    let Some(best) = best else {
        if fits.iter().any(|fit| fit.head > 1) {
            told.push((complaint::csv_one_column(), head));
        }
        return NO_SIGN;
    };
    let rival = |fit: &Fit| fit.sign != best.sign && fit.sign != b',' && fit.serves_all();
    if tabs && best.sign != b'\t' || fits.iter().any(rival) {
        told.push((complaint::csv_separator(called(best.sign)), head));
    }
    best.sign
}

/// What a sign is called.
fn called(sign: u8) -> Sentence {
    match sign {
        b';' => words::semicolons(),
        b'\t' => words::tabs(),
        b'|' => words::strokes(),
        b',' => words::commas(),
        NO_SIGN => words::line_ends(),
        other => words::signs(char::from(other)),
    }
}

struct Reading<'t> {
    text: &'t str,
    sign: u8,
    quoting: bool,
    rows: Vec<Row>,
    told: Told,
}

impl Reading<'_> {
    /// Reads the rows from a byte on; where a quotation mark stands that is never closed.
    fn rows(&mut self, from: usize) -> Result<(), usize> {
        let mut reader = builder(self.sign, self.quoting).from_reader(&self.text.as_bytes()[from..]);
        let mut record = StringRecord::new();
        // The text is in memory and UTF-8, and rows may differ: nothing can fail.
        while reader.read_record(&mut record).unwrap_or(false) {
            let at = record.position().map_or(0, |position| position.byte() as usize);
            let rest = &self.text[from + at..];
            let mark = if at == 0 && rest.starts_with('\u{feff}') { 3 } else { 0 };
            let line_ends = rest.len() - mark - rest[mark..].trim_start_matches(['\r', '\n']).len();
            let row = self.row(&record, from + at + mark + line_ends)?;
            if row.fields.is_empty() {
                continue;
            }
            let too_much = if row.fields.len() > MOST_COLUMNS {
                complaint::csv_columns(row.fields.len(), MOST_COLUMNS)
            } else if self.rows.len() == MOST_ROWS {
                complaint::csv_rows(MOST_ROWS)
            } else {
                self.rows.push(row);
                continue;
            };
            self.told.push((too_much, row.start..row.start + 1));
            break;
        }
        Ok(())
    }

    /// A row that begins at a byte; where a quotation mark stands that is never closed.
    fn row(&mut self, record: &StringRecord, start: usize) -> Result<Row, usize> {
        let mut fields = Vec::with_capacity(record.len());
        let mut at = start;
        for text in record {
            let field = self.field(text, at)?;
            at = field.range.end + 1;
            fields.push(field);
        }
        while fields.last().is_some_and(Field::is_blank) {
            fields.pop();
        }
        Ok(Row { fields, written: record.len(), start })
    }

    /// A cell that begins at a byte. The parser says what its text is; this, where the letters of it stand.
    fn field(&mut self, text: &str, start: usize) -> Result<Field, usize> {
        let bytes = self.text.as_bytes();
        let is_quote = |at: usize| bytes.get(at) == Some(&b'"');
        let mut open = self.quoting && is_quote(start);
        let quoted = open;
        let mut at = start + usize::from(open);
        let mut places = Places::default();
        places.add(0, at);
        for (n, c) in text.char_indices() {
            if open && is_quote(at) {
                let doubled = c == '"' && is_quote(at + 1);
                if !doubled {
                    open = false;
                    self.told.push((complaint::csv_quote_inside(), at..at + 1));
                }
                at += 1;
                places.add(n, at);
            }
            at += c.len_utf8();
        }
        if open && is_quote(at) {
            open = false;
            at += 1;
        }
        if quoted && open {
            Err(start)
        } else {
            Ok(Field { text: text.to_owned(), range: start..at, places })
        }
    }
}

/// The rows of a table, all as long as its head at least; says what is wrong with them.
fn records(rows: Vec<Row>, sign: u8, end: usize, mut told: Told) -> Records {
    let Some(head) = rows.first() else {
        told.push((complaint::csv_empty(), 0..end.min(1)));
        return Records { rows: Vec::new(), told };
    };
    let widest = rows.iter().map(|row| row.fields.len()).max().unwrap_or(0);
    let columns = head.written.min(widest);
    if rows.len() == 1 {
        told.push((complaint::csv_head_only(), head.start..head.start + 1));
    }
    let mut made = Vec::with_capacity(rows.len());
    for Row { mut fields, written, start } in rows {
        let end = fields.last().map_or(start, |field| field.range.end);
        if fields.len() > columns {
            let told_of = complaint::csv_row_long(fields.len(), columns, called(sign));
            told.push((told_of, fields[columns].range.start..end));
        } else if written < columns {
            told.push((complaint::csv_row_short(written, columns, called(sign)), start..end));
        }
        fields.resize_with(fields.len().max(columns), || Field::empty(end));
        made.push(fields);
    }
    Records { rows: made, told }
}

impl Records {
    /// By column of the head: whether it holds numbers below the head. A first column of figures that are all
    /// of one length names its rows: years, keys.
    pub fn numbers(&self) -> Vec<bool> {
        let below = |n: usize| self.rows.iter().skip(1).filter_map(move |row| row.get(n));
        let is_number = |text: &str| {
            let bare = text.trim_matches('*'); // a sum in bold
            number(bare, ',').or_else(|| number(bare, '.')).is_some()
        };
        let of = |n: usize| {
            let mut words = below(n).map(|field| field.text.trim()).filter(|text| !is_blank_of_numbers(text));
            let any = words.clone().next().is_some();
            any && words.all(is_number) && !(n == 0 && self.begins_with_keys())
        };
        (0..self.rows.first().map_or(0, Vec::len)).map(of).collect()
    }

    /// The decimal sign of the numbers in some columns: the usual one, unless only the other fits them all.
    pub fn decimal(&self, columns: &[usize], usual: char) -> char {
        let other = if usual == ',' { '.' } else { ',' };
        let cells = self.rows.iter().skip(1).flat_map(|row| columns.iter().filter_map(|n| row.get(*n)));
        let all = |decimal| cells.clone().all(|field| number(&field.text, decimal).is_some());
        if !all(usual) && all(other) { other } else { usual }
    }

    fn begins_with_keys(&self) -> bool {
        let mut first = self.rows.iter().skip(1).filter_map(|row| Some(row.first()?.text.trim()));
        let length = first.clone().next().map(str::len);
        first.all(|text| Some(text.len()) == length && text.bytes().all(|b| b.is_ascii_digit()))
    }
}

/// What stands in place of a number that is not known, or nothing.
fn is_blank_of_numbers(text: &str) -> bool {
    matches!(text, "" | "-" | "−" | "–" | "—" | "." | "…" | "..." | "/" | "x" | "X")
}

/// A number as people write it: with that decimal sign, thousands perhaps grouped by another sign, and `%` or a
/// currency behind.
pub fn number(text: &str, decimal: char) -> Option<f64> {
    let is_space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}');
    let bare = text.trim().trim_end_matches(|c: char| is_space(c) || matches!(c, '%' | '‰' | '€' | '$'));
    let figures = bare.strip_prefix(['-', '−', '–', '+']).unwrap_or(bare);
    let (whole, decimals) = figures.split_once(decimal).unwrap_or((figures, "0"));
    let all_figures = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let sign = whole.chars().find(|c| !c.is_ascii_digit());
    let sign = sign.filter(|c| *c != decimal && (is_space(*c) || matches!(c, '.' | ',' | '\'' | '’')));
    let grouped = |sign: char| {
        let mut groups = whole.split(sign);
        let first = groups.next().is_some_and(|first| all_figures(first) && first.len() <= 3);
        first && groups.all(|group| group.len() == 3 && all_figures(group))
    };
    if !all_figures(decimals) || !sign.map_or_else(|| all_figures(whole), grouped) {
        return None;
    }
    let below_nought = figures.len() < bare.len() && !bare.starts_with('+');
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let value: f64 = format!("{whole}.{decimals}").parse().ok()?;
    Some(if below_nought { -value } else { value })
}
