//! The cross-reference of a file (ISO 32000-1, 7.5.4 and 7.5.8): where its objects lie. Decides which of
//! several sections holds: the newest.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object};

use super::super::lexer::{Lexer, is_space};
use super::object::{Source, find, header, skip_space};
use super::unpack::{direct, unpack};

/// Most objects of a file.
pub const MOST_OBJECTS: usize = 1_000_000;
/// Steps for an entry of the table.
const STEPS_OF_AN_ENTRY: u64 = 300;
/// `startxref` stands in the last bytes of a file.
const TAIL: usize = 2048;

/// Where an object lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Nowhere: it was deleted.
    Free,
    /// At this byte.
    At(usize),
    /// In the object stream of this number.
    In(u32),
}

/// All objects, and the dictionary that leads to the first.
#[derive(Debug, Default)]
pub struct Table {
    /// Objects by number.
    pub entries: BTreeMap<u32, Entry>,
    /// The trailer.
    pub trailer: Dictionary,
}

impl Table {
    /// Adds what is not known from a newer section.
    fn add(&mut self, number: u32, entry: Entry) {
        if self.entries.len() < MOST_OBJECTS {
            self.entries.entry(number).or_insert(entry);
        }
    }

    /// Takes entries of a trailer that newer ones lack.
    pub fn add_trailer(&mut self, trailer: &Dictionary) {
        for (key, value) in trailer {
            if !self.trailer.has(key) {
                self.trailer.set(key.clone(), value.clone());
            }
        }
    }
}

/// One section: entries in its order, and its trailer.
struct Section {
    entries: Vec<(u32, Entry)>,
    trailer: Dictionary,
}

/// Reads all sections from the newest to the oldest; `None` if one of them is broken.
pub fn read(source: &mut Source<'_>) -> Option<Table> {
    let mut table = Table::default();
    let mut seen = BTreeSet::new();
    let mut next = Some(start(source.bytes)?);
    while let Some(at) = next.filter(|at| seen.insert(*at)) {
        let section = section(source, at)?;
        let link = |key: &[u8]| match section.trailer.get(key) {
            Ok(Object::Integer(at)) => usize::try_from(*at).ok(),
            _ => None,
        };
        let (free, used): (Vec<_>, Vec<_>) = section.entries.iter().partition(|(_, e)| *e == Entry::Free);
        used.into_iter().for_each(|(number, entry)| table.add(number, entry));
        // what a hybrid file hides from old readers counts as free in its table
        if let Some(at) = link(b"XRefStm").filter(|at| seen.insert(*at)) {
            let hidden = self::section(source, at)?;
            hidden.entries.into_iter().for_each(|(number, entry)| table.add(number, entry));
        }
        free.into_iter().for_each(|(number, entry)| table.add(number, entry));
        next = link(b"Prev");
        table.add_trailer(&section.trailer);
    }
    table.trailer.has(b"Root").then_some(table)
}

/// The place that `startxref` names.
fn start(bytes: &[u8]) -> Option<usize> {
    // some files are padded
    let end = bytes.iter().rposition(|b| !is_space(*b))? + 1;
    let tail = end.saturating_sub(TAIL);
    let word = b"startxref";
    let at = bytes[tail..end].windows(word.len()).rposition(|w| w == word)?;
    let number = Lexer::new(&bytes[tail + at + word.len()..]).next()?.operands.into_iter().next()?;
    usize::try_from(number.as_i64().ok()?).ok()
}

fn section(source: &mut Source<'_>, at: usize) -> Option<Section> {
    let at = skip_space(source.bytes, at);
    if source.bytes.get(at..)?.starts_with(b"xref") {
        plain_section(source, at + 4)
    } else {
        packed_section(source, at)
    }
}

/// A table in plain text. To the lexer `n` and `f` are operators, the place and the generation operands.
fn plain_section(source: &mut Source<'_>, at: usize) -> Option<Section> {
    let mut lexer = Lexer::with_room(source.bytes, at, usize::MAX);
    let (mut entries, mut number) = (Vec::new(), 0_u32);
    loop {
        let operation = lexer.next()?;
        let values: Option<Vec<i64>> = operation.operands.iter().map(|o| o.as_i64().ok()).collect();
        let place = match (operation.operator, &values?[..]) {
            (b"n" | b"f", [place, _]) => *place,
            (b"n" | b"f", [first, _, place, _]) => {
                number = u32::try_from(*first).ok()?;
                *place
            }
            // a subsection without entries may stand before
            (b"trailer", _) => break,
            _ => return None,
        };
        let place = usize::try_from(place).ok().filter(|place| operation.operator == b"n" && *place > 0);
        if entries.len() >= MOST_OBJECTS || !source.budget.spend(STEPS_OF_AN_ENTRY) {
            return None;
        }
        entries.push((number, place.map_or(Entry::Free, Entry::At)));
        number = number.checked_add(1)?;
    }
    let bytes = source.bytes;
    let (trailer, ..) = source.value(bytes, lexer.position())?;
    Some(Section { entries, trailer: trailer.as_dict().ok()?.clone() })
}

/// A table as a stream.
fn packed_section(source: &mut Source<'_>, at: usize) -> Option<Section> {
    let found = source.object(at, &|_| None)?;
    let Object::Stream(stream) = found.object else { return None };
    section_of_stream(source, &stream.dict, &source.bytes[found.content?])
}

fn section_of_stream(source: &Source<'_>, dict: &Dictionary, content: &[u8]) -> Option<Section> {
    if !dict.has_type(b"XRef") {
        return None;
    }
    let data = unpack(content, dict, source.budget, &direct)?;
    let numbers = |key: &[u8]| -> Option<Vec<usize>> {
        let all = dict.get(key).ok()?.as_array().ok()?.iter();
        all.map(|o| usize::try_from(o.as_i64().ok()?).ok()).collect()
    };
    let widths: [usize; 3] = numbers(b"W")?.get(..3)?.try_into().ok()?;
    let size = usize::try_from(dict.get(b"Size").ok()?.as_i64().ok()?).ok()?;
    let index = numbers(b"Index").unwrap_or(vec![0, size]);
    let width = widths.iter().try_fold(0_usize, |sum, w| (*w <= 8).then_some(sum + w)).filter(|w| *w > 0)?;
    let mut rows = data.chunks_exact(width);
    let mut entries = Vec::new();
    for part in index.chunks_exact(2) {
        for (row, number) in rows.by_ref().take(part[1]).zip(part[0]..) {
            if entries.len() >= MOST_OBJECTS || !source.budget.spend(STEPS_OF_AN_ENTRY) {
                return None;
            }
            let field = |from: usize, width: usize| {
                row[from..from + width].iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte))
            };
            let kind = if widths[0] == 0 { 1 } else { field(0, widths[0]) };
            let place = field(widths[0], widths[1]);
            let entry = match kind {
                1 if place > 0 => Entry::At(usize::try_from(place).ok()?),
                2 => Entry::In(u32::try_from(place).ok()?),
                _ => Entry::Free,
            };
            entries.push((u32::try_from(number).ok()?, entry));
        }
    }
    Some(Section { entries, trailer: dict.clone() })
}

/// Searches the whole file for objects, whatever its cross-reference says; of several copies the last holds.
/// Trailers and object streams are taken as they come.
pub fn search(source: &mut Source<'_>) -> Table {
    let bytes = source.bytes;
    let (mut table, mut at) = (Table::default(), 0);
    let mut trailers = Vec::new();
    while let Some(next) =
        bytes.get(at..).and_then(|rest| rest.windows(3).position(|w| w == b"obj" || w == b"tra"))
    {
        if !source.budget.spend(next as u64 + 20) {
            break;
        }
        at += next;
        if bytes[at..].starts_with(b"trailer") {
            let dict = source.value(bytes, at + 7).and_then(|(value, ..)| value.as_dict().ok().cloned());
            trailers.extend(dict.filter(|dict| dict.has(b"Root")));
        } else if let Some(begin) = header_before(bytes, at)
            && let Some(found) = source.object(begin, &|_| None)
        {
            // what looks like an object within a stream is none
            at = note(source, begin, found, &mut table, &mut trailers).max(at);
        }
        at += 3;
    }
    trailers.iter().rev().for_each(|trailer| table.add_trailer(trailer));
    table
}

/// Enters an object that was found by searching; tells where the search goes on.
fn note(
    source: &mut Source<'_>,
    begin: usize,
    found: super::object::Found,
    table: &mut Table,
    trailers: &mut Vec<Dictionary>,
) -> usize {
    let number = found.id.0;
    if table.entries.len() < MOST_OBJECTS {
        table.entries.insert(number, Entry::At(begin));
    }
    let Some(content) = found.content else {
        return begin;
    };
    if let Object::Stream(stream) = &found.object {
        if stream.dict.has_type(b"XRef") && stream.dict.has(b"Root") {
            trailers.push(stream.dict.clone());
        }
        if stream.dict.has_type(b"ObjStm") {
            for member in members(source, &stream.dict, &source.bytes[content]) {
                table.entries.insert(member, Entry::In(number));
            }
        }
    }
    found.end
}

/// The numbers of the objects in an object stream that is not encrypted.
fn members(source: &Source<'_>, dict: &Dictionary, content: &[u8]) -> Vec<u32> {
    let Some(data) = unpack(content, dict, source.budget, &direct) else { return Vec::new() };
    super::members::directory(dict, &data, source.budget).into_iter().map(|(number, _)| number).collect()
}

/// The header of an object whose `obj` stands at a place: where its number begins.
fn header_before(bytes: &[u8], at: usize) -> Option<usize> {
    let back =
        |at: usize, is: fn(&u8) -> bool| at - bytes[..at].iter().rev().take(20).take_while(|b| is(b)).count();
    let space = |at| back(at, |b| is_space(*b));
    let digits = |at| back(at, u8::is_ascii_digit);
    let begin = digits(space(digits(space(at))));
    header(bytes, begin).filter(|(_, end)| *end == at + 3).map(|_| begin)
}

/// Whether a place holds the header of that object.
pub fn leads_to(bytes: &[u8], at: usize, number: u32) -> bool {
    header(bytes, at).is_some_and(|((found, _), _)| found == number)
}

/// Where the header of a file stands.
pub fn file_header(bytes: &[u8]) -> Option<usize> {
    find(bytes, b"%PDF-")
}
