//! A PDF that is being read. Decides how objects are reached. Missing and wrong entries read as `None`:
//! what that means is up to the checks.

mod load;
mod members;
mod object;
mod pages;
mod unpack;
mod xref;

use crate::diag::Sentence;
use crate::diag::words::preflight as words;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::budget::{Budget, Share};
use pages::Pages;

/// Deepest tree of pages.
const DEEPEST_TREE: usize = 64;
/// Most references that lead from one to the next.
const MOST_HOPS: usize = 8;
/// Longest name (ISO 32000-1, annex C: 127 bytes), and longest text.
const LONGEST_NAME: usize = 256;
const LONGEST_TEXT: usize = 64 << 10;
/// Most filters of a stream whose names are looked at.
const MOST_NAMES: usize = 16;
/// Most missing pages that are told one by one.
const MOST_MISSING: usize = 50;
/// Most numbers of an array.
const MOST_NUMBERS: usize = 4096;
/// Steps to look up an entry that a page may inherit, and for a number of an array.
const STEPS_OF_A_LEVEL: u64 = 300;
const STEPS_OF_A_NUMBER: u64 = 15;

/// Why a file cannot be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It asks for a password.
    Locked,
    /// It is no PDF, or broken.
    Broken,
}

/// Something in the file itself that is not as it should be.
#[derive(Debug, PartialEq, Eq)]
pub enum Damage {
    /// It was repaired.
    Mended(Sentence),
    /// It cannot be read.
    Lost(Sentence),
}

/// An open file.
pub struct Pdf {
    document: Document,
    encrypted: bool,
    pages: Pages,
    damage: Vec<Damage>,
    budget: Budget,
}

impl Pdf {
    /// Reads the objects of a file, as far as the budget reaches.
    pub fn open_within(bytes: &[u8], budget: Budget) -> Result<Self, Unreadable> {
        let loaded = load::load(bytes, &budget.reading)?;
        let pages = pages::find(&loaded.document);
        let mut damage: Vec<Damage> = loaded.mended.into_iter().map(Damage::Mended).collect();
        if loaded.lost > 0 && !budget.reading.is_spent() {
            damage.push(Damage::Lost(match loaded.lost {
                1 => words::one_object_lost(),
                count => words::objects_lost(count),
            }));
        }
        if pages.searched {
            damage.push(Damage::Mended(words::page_tree_searched()));
        }
        damage.extend(pages.missing.iter().take(MOST_MISSING).map(|before| {
            Damage::Lost(match before {
                0 => words::first_page_lost(),
                n => words::page_lost_behind(n),
            })
        }));
        if let Some(more) = pages.missing.len().checked_sub(MOST_MISSING + 1) {
            damage.push(Damage::Lost(words::more_pages_lost(more + 1)));
        }
        Ok(Self { document: loaded.document, encrypted: loaded.encrypted, pages, damage, budget })
    }

    /// What is wrong with the file itself.
    pub fn damage(&self) -> &[Damage] {
        &self.damage
    }

    /// Whether it has more pages than are looked at.
    pub fn has_more_pages(&self) -> bool {
        self.pages.more
    }

    /// What may still be done for it.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// Whether it was encrypted, with an empty password.
    pub fn was_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Version in the header, or the catalog's if that is later.
    pub fn version(&self) -> String {
        let catalog = self.name(self.catalog(), "Version").unwrap_or_default();
        self.document.version.clone().max(catalog.to_owned())
    }

    /// The dictionary at the end of the file.
    pub fn trailer(&self) -> &Dictionary {
        &self.document.trailer
    }

    /// The root of all objects.
    pub fn catalog(&self) -> &Dictionary {
        self.dict(self.trailer(), "Root").unwrap_or(self.trailer())
    }

    /// The dictionaries of all pages, in order.
    pub fn pages(&self) -> impl Iterator<Item = &Dictionary> {
        self.pages.found.iter().filter_map(|id| self.document.get_dictionary(*id).ok())
    }

    /// The object of each page with the page's number.
    pub fn page_numbers(&self) -> impl Iterator<Item = (ObjectId, usize)> {
        self.pages.found.iter().enumerate().map(|(index, id)| (*id, index + 1))
    }

    /// All objects, by number.
    pub fn objects(&self) -> impl Iterator<Item = (ObjectId, &Object)> {
        self.document.objects.iter().map(|(id, object)| (*id, object))
    }

    /// An entry of a page that it may inherit.
    pub fn inherited<'a>(&'a self, page: &'a Dictionary, key: &str) -> Option<&'a Object> {
        let mut node = page;
        for _ in 0..DEEPEST_TREE {
            self.budget.reading.spend(STEPS_OF_A_LEVEL);
            if let Some(found) = self.get(node, key) {
                return Some(found);
            }
            node = self.dict(node, "Parent")?;
        }
        None
    }

    /// The object itself where there is a reference to it; nothing where there is none.
    pub fn resolve<'a>(&'a self, mut object: &'a Object) -> Option<&'a Object> {
        for _ in 0..MOST_HOPS {
            match object {
                Object::Reference(id) => object = self.document.objects.get(id)?,
                Object::Null => return None,
                found => return Some(found),
            }
        }
        None
    }

    /// An entry of a dictionary.
    pub fn get<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a Object> {
        self.resolve(dict.get(key.as_bytes()).ok()?)
    }

    /// A dictionary, or that of a stream.
    pub fn as_dict<'a>(&'a self, object: &'a Object) -> Option<&'a Dictionary> {
        match self.resolve(object)? {
            Object::Dictionary(dict) => Some(dict),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    /// A dictionary in a dictionary.
    pub fn dict<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
        self.as_dict(dict.get(key.as_bytes()).ok()?)
    }

    /// A stream in a dictionary.
    pub fn stream<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a Stream> {
        self.get(dict, key)?.as_stream().ok()
    }

    /// An array in a dictionary; empty where there is none.
    pub fn array<'a>(&'a self, dict: &'a Dictionary, key: &str) -> &'a [Object] {
        self.get(dict, key).and_then(|o| o.as_array().ok()).map_or(&[], Vec::as_slice)
    }

    /// A name, if it is plain text of a sensible length.
    pub fn as_name<'a>(&'a self, object: &'a Object) -> Option<&'a str> {
        let name = self.resolve(object)?.as_name().ok().filter(|name| name.len() <= LONGEST_NAME)?;
        std::str::from_utf8(name).ok()
    }

    /// A name in a dictionary.
    pub fn name<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a str> {
        self.as_name(dict.get(key.as_bytes()).ok()?)
    }

    /// A number.
    pub fn as_number(&self, object: &Object) -> Option<f64> {
        match self.resolve(object)? {
            Object::Integer(n) => Some(*n as f64),
            Object::Real(n) => Some(f64::from(*n)).filter(|n| n.is_finite()),
            _ => None,
        }
    }

    /// A number in a dictionary.
    pub fn number(&self, dict: &Dictionary, key: &str) -> Option<f64> {
        self.as_number(dict.get(key.as_bytes()).ok()?)
    }

    /// True or false in a dictionary.
    pub fn flag(&self, dict: &Dictionary, key: &str) -> Option<bool> {
        self.get(dict, key)?.as_bool().ok()
    }

    /// The numbers of an array; `None` if something else is among them, or far too many.
    pub fn as_numbers(&self, object: &Object) -> Option<Vec<f64>> {
        let numbers = self.resolve(object)?.as_array().ok().filter(|all| all.len() <= MOST_NUMBERS)?;
        self.budget.reading.spend(numbers.len() as u64 * STEPS_OF_A_NUMBER);
        numbers.iter().map(|o| self.as_number(o)).collect()
    }

    /// The numbers of an array in a dictionary.
    pub fn numbers(&self, dict: &Dictionary, key: &str) -> Option<Vec<f64>> {
        self.as_numbers(dict.get(key.as_bytes()).ok()?)
    }

    /// `N` numbers of an array in a dictionary.
    pub fn tuple<const N: usize>(&self, dict: &Dictionary, key: &str) -> Option<[f64; N]> {
        self.numbers(dict, key)?.try_into().ok()
    }

    /// A text in a dictionary, in UTF-16 or one byte a letter; names too. Of overlong ones the beginning.
    pub fn text(&self, dict: &Dictionary, key: &str) -> Option<String> {
        let (Object::String(bytes, _) | Object::Name(bytes)) = self.get(dict, key)? else { return None };
        let bytes = &bytes[..bytes.len().min(LONGEST_TEXT)];
        self.budget.reading.spend(5 * bytes.len() as u64);
        Some(match self.get(dict, key)? {
            Object::String(..) => decode_text(bytes),
            _ => String::from_utf8_lossy(bytes).into_owned(),
        })
    }

    /// What a stream holds, unpacked; `None` if it is broken or too large.
    pub fn data(&self, stream: &Stream) -> Option<Vec<u8>> {
        self.unpacked(&stream.content, &stream.dict, &self.budget.reading)
    }

    /// The same, for the pixels of an image.
    pub fn pixels(&self, stream: &Stream) -> Option<Vec<u8>> {
        self.unpacked(&stream.content, &stream.dict, &self.budget.ink)
    }

    fn unpacked(&self, content: &[u8], dict: &Dictionary, budget: &Share) -> Option<Vec<u8>> {
        unpack::unpack(content, dict, budget, &|object| self.resolve(object))
    }

    /// The names of a stream's filters.
    pub fn filters<'a>(&'a self, dict: &'a Dictionary) -> Vec<&'a str> {
        match self.get(dict, "Filter") {
            Some(Object::Array(all)) => all.iter().take(MOST_NAMES).filter_map(|o| self.as_name(o)).collect(),
            Some(one) => self.as_name(one).into_iter().collect(),
            None => Vec::new(),
        }
    }
}

/// A text string of ISO 32000-1, 7.9.2: UTF-16 or UTF-8 behind a mark, else one byte a letter.
fn decode_text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest.chunks_exact(2).map(|p| u16::from_be_bytes([p[0], p[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // PDFDocEncoding is Latin-1 in all letters of German
        _ => bytes.iter().map(|b| char::from(*b)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_in_every_encoding() {
        assert_eq!(decode_text(b"\xfe\xff\0B\0r\0\xfc"), "Brü");
        assert_eq!(decode_text("\u{feff}Brü".as_bytes()), "Brü");
        assert_eq!(decode_text(b"Br\xfc"), "Brü");
    }

    #[test]
    fn what_is_no_pdf_is_broken() {
        for bytes in [&b""[..], b"%PDF-1.6", b"{}", &[0; 1000]] {
            assert_eq!(Pdf::open_within(bytes, Budget::new(0)).err(), Some(Unreadable::Broken));
        }
    }
}
