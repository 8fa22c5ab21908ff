//! A PDF that is being read. Decides how objects are reached, and how much is unpacked before reading
//! stops. Missing and wrong entries read as `None`: what that means is up to the checks.

use std::cell::Cell;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};

/// Most bytes that one stream may have when it is unpacked.
const LARGEST_STREAM: usize = 256 << 20;
/// Most bytes that are unpacked from one file.
const MOST_BYTES: usize = 8 << 30;
/// Most pages that are looked at.
const MOST_PAGES: usize = 4000;
/// Deepest tree of pages.
const DEEPEST_TREE: usize = 64;

/// Why a file cannot be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It asks for a password.
    Locked,
    /// It is no PDF, or broken.
    Broken,
}

/// An open file.
pub struct Pdf {
    document: Document,
    pages: Vec<ObjectId>,
    /// Bytes that may still be unpacked.
    allowance: Cell<usize>,
}

impl Pdf {
    /// Reads the objects of a file.
    pub fn open(bytes: &[u8]) -> Result<Self, Unreadable> {
        let options = LoadOptions::with_max_decompressed_size(LARGEST_STREAM);
        let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
            lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => Unreadable::Locked,
            _ => Unreadable::Broken,
        })?;
        if document.is_encrypted() {
            return Err(Unreadable::Locked);
        }
        let is_page = |id: &ObjectId| document.get_dictionary(*id).is_ok();
        let pages: Vec<ObjectId> = document.page_iter().filter(is_page).take(MOST_PAGES).collect();
        if pages.is_empty() {
            return Err(Unreadable::Broken);
        }
        Ok(Self { document, pages, allowance: Cell::new(MOST_BYTES) })
    }

    /// Whether it was encrypted, with an empty password.
    pub fn was_encrypted(&self) -> bool {
        self.document.was_encrypted()
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
        self.pages.iter().filter_map(|id| self.document.get_dictionary(*id).ok())
    }

    /// The object of each page with the page's number.
    pub fn page_numbers(&self) -> impl Iterator<Item = (ObjectId, usize)> {
        self.pages.iter().enumerate().map(|(index, id)| (*id, index + 1))
    }

    /// All objects, by number.
    pub fn objects(&self) -> impl Iterator<Item = (ObjectId, &Object)> {
        self.document.objects.iter().map(|(id, object)| (*id, object))
    }

    /// An entry of a page that it may inherit.
    pub fn inherited<'a>(&'a self, page: &'a Dictionary, key: &str) -> Option<&'a Object> {
        let mut node = page;
        for _ in 0..DEEPEST_TREE {
            if let Some(found) = self.get(node, key) {
                return Some(found);
            }
            node = self.dict(node, "Parent")?;
        }
        None
    }

    /// The object itself where there is a reference to it; nothing where there is none.
    pub fn resolve<'a>(&'a self, object: &'a Object) -> Option<&'a Object> {
        let (_, object) = self.document.dereference(object).ok()?;
        (!object.is_null()).then_some(object)
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

    /// A name, if it is plain text.
    pub fn as_name<'a>(&'a self, object: &'a Object) -> Option<&'a str> {
        std::str::from_utf8(self.resolve(object)?.as_name().ok()?).ok()
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

    /// The numbers of an array; `None` if something else is among them.
    pub fn as_numbers(&self, object: &Object) -> Option<Vec<f64>> {
        self.resolve(object)?.as_array().ok()?.iter().map(|o| self.as_number(o)).collect()
    }

    /// The numbers of an array in a dictionary.
    pub fn numbers(&self, dict: &Dictionary, key: &str) -> Option<Vec<f64>> {
        self.as_numbers(dict.get(key.as_bytes()).ok()?)
    }

    /// `N` numbers of an array in a dictionary.
    pub fn tuple<const N: usize>(&self, dict: &Dictionary, key: &str) -> Option<[f64; N]> {
        self.numbers(dict, key)?.try_into().ok()
    }

    /// A text in a dictionary, in UTF-16 or one byte a letter; names too.
    pub fn text(&self, dict: &Dictionary, key: &str) -> Option<String> {
        match self.get(dict, key)? {
            Object::String(bytes, _) => Some(decode_text(bytes)),
            Object::Name(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        }
    }

    /// What a stream holds, unpacked; `None` if it is broken or too large.
    pub fn data(&self, stream: &Stream) -> Option<Vec<u8>> {
        let most = LARGEST_STREAM.min(self.allowance.get());
        let data = stream.get_plain_content_with_limit(most).ok();
        // what was refused took time too
        self.spend(data.as_ref().map_or(most / 8, Vec::len));
        data
    }

    /// Counts bytes that others unpacked; whether there was room for them.
    pub fn spend(&self, bytes: usize) -> bool {
        let left = self.allowance.get().checked_sub(bytes);
        self.allowance.set(left.unwrap_or(0));
        left.is_some()
    }

    /// The names of a stream's filters.
    pub fn filters<'a>(&'a self, dict: &'a Dictionary) -> Vec<&'a str> {
        match self.get(dict, "Filter") {
            Some(Object::Array(all)) => all.iter().filter_map(|o| self.as_name(o)).collect(),
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
            assert_eq!(Pdf::open(bytes).err(), Some(Unreadable::Broken));
        }
    }
}
