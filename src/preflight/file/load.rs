//! Opens a file. Decides when it is repaired: where its cross-reference does not lead to its objects, they are
//! searched, as qpdf does.

use crate::diag::Sentence;
use crate::diag::words::preflight as words;
use std::collections::{BTreeMap, BTreeSet};

use lopdf::encryption::decrypt_object;
use lopdf::{Dictionary, Document, EncryptionState, Object, ObjectId, Stream};

use super::super::budget::Share;
use super::object::{Source, header};
use super::unpack::unpack;
use super::xref::{self, Entry, Table};
use super::{Unreadable, members, pages};

/// Most values of all objects together: one takes up to 400 bytes of memory.
const MOST_VALUES: usize = 1_400_000;
/// Steps in which a byte is decrypted, and for a string or stream.
const STEPS_TO_DECRYPT: (u64, u64) = (12, 2000);

/// An open file and what was wrong with it.
pub struct Loaded {
    /// Its objects.
    pub document: Document,
    /// Whether it was encrypted, with an empty password.
    pub encrypted: bool,
    /// Damage that was repaired.
    pub mended: BTreeSet<Sentence>,
    /// How many objects cannot be read.
    pub lost: usize,
    /// How many more values may be kept.
    room: usize,
}

/// Reads all objects of a file.
pub fn load(bytes: &[u8], budget: &Share) -> Result<Loaded, Unreadable> {
    let begin = xref::file_header(bytes);
    let mut source = Source { bytes: &bytes[begin.unwrap_or(0)..], budget, room: MOST_VALUES };
    let mut mended = BTreeSet::new();
    if begin.is_none() {
        mended.insert(words::header_missing());
    }
    let mut table = None;
    // some count places from the beginning of the file, although something stands before the header
    for from in [begin.unwrap_or(0), 0] {
        if table.is_none() {
            source.bytes = &bytes[from..];
            table = xref::read(&mut source).filter(|t| is_sound(&source, t));
        }
    }
    let version = version(&bytes[begin.unwrap_or(0)..]);
    let mut room = MOST_VALUES;
    let mut first = None;
    if let Some(table) = table {
        let loaded = Loader::new(source, table, mended.clone()).run(&version)?;
        if pages::is_whole(&loaded.document) || budget.is_spent() {
            return Ok(loaded);
        }
        // the first object or a page is not where it should be: perhaps the cross-reference forgot it
        room = loaded.room;
        first = Some(loaded);
    }
    let mut source = Source { bytes: &bytes[begin.unwrap_or(0)..], budget, room };
    let table = xref::search(&mut source);
    mended.insert(words::cross_reference_searched());
    let searched = Loader::new(source, table, mended).run(&version)?;
    let pages = |loaded: &Loaded| pages::count(&loaded.document);
    let best = first.filter(|first| pages(first) >= pages(&searched)).unwrap_or(searched);
    // the budget is to blame, not the file, where it is spent
    if pages(&best) > 0 || budget.is_spent() { Ok(best) } else { Err(Unreadable::Broken) }
}

/// Whether every entry leads to its object, and the first object is there.
fn is_sound(source: &Source<'_>, table: &Table) -> bool {
    let leads = |(number, entry): (&u32, &Entry)| match entry {
        Entry::At(at) => xref::leads_to(source.bytes, *at, *number),
        Entry::In(container) => matches!(table.entries.get(container), Some(Entry::At(_))),
        Entry::Free => true,
    };
    let root = table.trailer.get(b"Root").and_then(Object::as_reference).ok();
    root.is_some_and(|(number, _)| table.entries.contains_key(&number)) && table.entries.iter().all(leads)
}

/// The version in the header.
fn version(bytes: &[u8]) -> String {
    let rest = bytes.strip_prefix(b"%PDF-").unwrap_or_default().iter().take(8);
    rest.take_while(|b| b.is_ascii_digit() || **b == b'.').map(|b| char::from(*b)).collect()
}

/// Reads the objects that a table names.
struct Loader<'a> {
    source: Source<'a>,
    table: Table,
    loaded: Loaded,
    /// Bytes of streams that may still be copied: no two streams share any.
    content: usize,
}

impl<'a> Loader<'a> {
    fn new(source: Source<'a>, table: Table, mended: BTreeSet<Sentence>) -> Self {
        let content = source.bytes.len();
        let loaded = Loaded { document: Document::new(), encrypted: false, mended, lost: 0, room: 0 };
        Self { source, table, loaded, content }
    }

    fn run(mut self, version: &str) -> Result<Loaded, Unreadable> {
        self.loaded.document.version = version.to_owned();
        self.loaded.document.trailer = std::mem::take(&mut self.table.trailer);
        let entries: Vec<(u32, Entry)> = self.table.entries.iter().map(|(n, e)| (*n, *e)).collect();
        let mut containers: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for (number, entry) in entries {
            match entry {
                Entry::At(at) => self.read(at),
                Entry::In(container) => drop(containers.entry(container).or_default().insert(number)),
                Entry::Free => {}
            }
        }
        self.decrypt()?;
        for (container, numbers) in containers {
            self.read_members(container, &numbers);
        }
        self.find_root();
        self.loaded.room = self.source.room;
        Ok(self.loaded)
    }

    /// Where the trailer does not lead to the root of all objects, the last one of its type is taken.
    fn find_root(&mut self) {
        let document = &mut self.loaded.document;
        let is_root = |object: &Object| object.as_dict().is_ok_and(|dict| dict.has_type(b"Catalog"));
        if document.catalog().is_err()
            && !self.source.budget.is_spent()
            && let Some((id, _)) = document.objects.iter().rev().find(|(_, object)| is_root(object))
        {
            let id = *id;
            document.trailer.set("Root", id);
            self.loaded.mended.insert(words::trailer_searched());
        }
    }

    /// Reads the object at a place.
    fn read(&mut self, at: usize) {
        let (bytes, entries) = (self.source.bytes, &self.table.entries);
        let length = |id: ObjectId| match entries.get(&id.0) {
            Some(Entry::At(at)) => {
                let (_, behind) = header(bytes, *at)?;
                let end = (behind + 32).min(bytes.len());
                let number = super::super::lexer::Lexer::new(&bytes[behind..end]).value()?;
                usize::try_from(number.as_i64().ok()?).ok()
            }
            _ => None,
        };
        let Some(found) = self.source.object(at, &length) else {
            self.loaded.lost += 1;
            return;
        };
        let mut object = found.object;
        if let (Object::Stream(stream), Some(content)) = (&mut object, found.content) {
            let Some(left) = self.content.checked_sub(content.len()) else {
                self.loaded.lost += 1;
                return;
            };
            self.content = left;
            self.source.budget.spend(content.len() as u64 / 4);
            *stream = Stream::new(std::mem::take(&mut stream.dict), bytes[content].to_vec());
        }
        if found.mended {
            self.loaded.mended.insert(words::length_wrong());
        }
        self.loaded.document.objects.insert(found.id, object);
    }

    /// Decrypts all that was read, if an empty password does.
    fn decrypt(&mut self) -> Result<(), Unreadable> {
        let document = &mut self.loaded.document;
        match document.trailer.get(b"Encrypt") {
            Err(_) | Ok(Object::Null) => return Ok(()),
            Ok(Object::Dictionary(direct)) => {
                let id = document.add_object(direct.clone());
                document.trailer.set("Encrypt", id);
            }
            Ok(_) => {}
        }
        document.authenticate_password("").map_err(|_| Unreadable::Locked)?;
        let state = EncryptionState::decode(document, b"").map_err(|_| Unreadable::Locked)?;
        let dictionary = document.trailer.get(b"Encrypt").and_then(Object::as_reference).ok();
        for (id, object) in &mut document.objects {
            if Some(*id) == dictionary || !self.source.budget.spend(cost_to_decrypt(object)) {
                continue;
            }
            if decrypt_object(&state, *id, object).is_err() {
                self.loaded.lost += 1;
            }
        }
        if let Some(id) = dictionary {
            document.objects.remove(&id);
        }
        document.trailer.remove(b"Encrypt");
        self.loaded.encrypted = true;
        Ok(())
    }

    /// Reads those objects of an object stream that the table looks for in it.
    fn read_members(&mut self, container: u32, numbers: &BTreeSet<u32>) {
        let document = &mut self.loaded.document;
        let first = document.objects.range((container, 0)..=(container, u16::MAX)).next();
        let Some(Object::Stream(stream)) = first.map(|(_, object)| object) else {
            self.loaded.lost += numbers.len();
            return;
        };
        let objects = &document.objects;
        let resolve = |object| match object {
            &Object::Reference(id) => objects.get(&id),
            direct => Some(direct),
        };
        let data = unpack(&stream.content, &stream.dict, self.source.budget, &resolve).unwrap_or_default();
        let directory = members::directory(&stream.dict, &data, self.source.budget);
        let mut read = BTreeMap::new();
        for (number, place) in directory.into_iter().filter(|(number, _)| numbers.contains(number)) {
            if let Some((value, ..)) = self.source.value(&data, place) {
                read.insert((number, 0), value);
            }
        }
        self.loaded.lost += numbers.len() - read.len();
        self.loaded.document.objects.append(&mut read);
    }
}

/// Steps to decrypt the strings of an object, and its bytes.
fn cost_to_decrypt(object: &Object) -> u64 {
    let (mut steps, mut open) = (0, vec![object]);
    let of = |bytes: usize| STEPS_TO_DECRYPT.0 * bytes as u64 + STEPS_TO_DECRYPT.1;
    while let Some(object) = open.pop() {
        let dict: &Dictionary = match object {
            Object::String(text, _) => {
                steps += of(text.len());
                continue;
            }
            Object::Array(items) => {
                open.extend(items);
                continue;
            }
            Object::Dictionary(dict) => dict,
            Object::Stream(stream) => {
                steps += of(stream.content.len());
                &stream.dict
            }
            _ => continue,
        };
        open.extend(dict.iter().map(|(_, value)| value));
    }
    steps
}
