//! One object of a file, from its bytes (ISO 32000-1, 7.3). Decides where a stream ends whose length is wrong.

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::super::budget::Share;
use super::super::lexer::{Lexer, is_space};

/// Steps for a byte of an object, and for a value made of them.
const STEPS_OF_A_BYTE: u64 = 5;
const STEPS_OF_A_VALUE: u64 = 150;

/// An object where it was found.
pub struct Found {
    /// Its number and generation, as its header says.
    pub id: ObjectId,
    /// Itself; a stream without its bytes.
    pub object: Object,
    /// The bytes of a stream.
    pub content: Option<std::ops::Range<usize>>,
    /// Behind its last byte.
    pub end: usize,
    /// Whether the length of the stream is not what the file says.
    pub mended: bool,
}

/// Reads objects of a file and counts the work.
pub struct Source<'a> {
    /// The file from its header on.
    pub bytes: &'a [u8],
    /// What may be spent on it.
    pub budget: &'a Share,
    /// How many more values may be kept.
    pub room: usize,
}

impl Source<'_> {
    /// The value at a place within `bytes`, which may be an object stream, with the keyword behind it and
    /// where that ends.
    pub fn value<'b>(&mut self, bytes: &'b [u8], at: usize) -> Option<(Object, &'b [u8], usize)> {
        if self.budget.is_spent() {
            return None;
        }
        let mut lexer = Lexer::with_room(bytes, at, self.room);
        let (value, word) = (lexer.value(), lexer.word());
        let (made, passed) = (self.room - lexer.room(), lexer.position().saturating_sub(at));
        self.budget.spend(made as u64 * STEPS_OF_A_VALUE + passed as u64 * STEPS_OF_A_BYTE + 100);
        self.room = lexer.room();
        if lexer.make_room(0) {
            // no room for what the file holds: the rest is not looked at
            self.budget.spend(u64::MAX);
            return None;
        }
        Some((value?, word, lexer.position()))
    }

    /// The object whose header stands at a place; `length` tells what number another object is.
    pub fn object(&mut self, at: usize, length: &dyn Fn(ObjectId) -> Option<usize>) -> Option<Found> {
        let (id, body) = header(self.bytes, at)?;
        let bytes = self.bytes;
        let (mut object, keyword, end) = self.value(bytes, body)?;
        let mut found = Found { id, object: Object::Null, content: None, end, mended: false };
        if keyword == b"stream"
            && let Object::Dictionary(dict) = object
        {
            let start = end_of_line(self.bytes, end);
            let (stop, mended) = self.stream_end(start, &dict, length)?;
            found.content = Some(start..stop);
            (found.end, found.mended) = (stop, mended);
            object = Object::Stream(Stream::new(dict, Vec::new()));
        }
        found.object = object;
        Some(found)
    }

    /// Where the data of a stream ends, and whether its length says something else.
    fn stream_end(
        &self,
        start: usize,
        dict: &Dictionary,
        length: &dyn Fn(ObjectId) -> Option<usize>,
    ) -> Option<(usize, bool)> {
        let told = match dict.get(b"Length") {
            Ok(Object::Reference(id)) => length(*id),
            Ok(Object::Integer(n)) => usize::try_from(*n).ok(),
            Ok(Object::Real(n)) => Some(*n as usize),
            _ => None,
        };
        let stop = told.and_then(|length| start.checked_add(length)).filter(|stop| *stop <= self.bytes.len());
        if let Some(stop) = stop
            && self.bytes[skip_space(self.bytes, stop)..].starts_with(b"endstream")
        {
            return Some((stop, false));
        }
        let rest = self.bytes.get(start..)?;
        let end = find(rest, b"endstream").or_else(|| find(rest, b"endobj"));
        self.budget.spend(end.unwrap_or(2 * rest.len()) as u64);
        let mut stop = end.unwrap_or(rest.len());
        // the line end before the keyword is not part of the data
        stop -= usize::from(stop > 0 && rest[stop - 1] == b'\n');
        stop -= usize::from(stop > 0 && rest[stop - 1] == b'\r');
        // a length in an object stream is not known yet; the keyword tells the same
        let unknown = told.is_none() && matches!(dict.get(b"Length"), Ok(Object::Reference(_)));
        Some((start + stop, !unknown || end.is_none()))
    }
}

/// `12 0 obj` behind white space: the object's number, and the place behind it.
pub fn header(bytes: &[u8], at: usize) -> Option<(ObjectId, usize)> {
    let (number, at) = digits(bytes, skip_space(bytes, at))?;
    let (generation, at) = digits(bytes, skip_space(bytes, at))?;
    let at = skip_space(bytes, at);
    let id = (u32::try_from(number).ok()?, u16::try_from(generation).ok()?);
    bytes.get(at..)?.starts_with(b"obj").then_some((id, at + 3))
}

fn digits(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let rest = bytes.get(at..)?;
    let count = rest.iter().take(12).take_while(|b| b.is_ascii_digit()).count();
    Some((std::str::from_utf8(&rest[..count]).ok()?.parse().ok()?, at + count))
}

/// The next place without white space.
pub fn skip_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    // more than a few are padding, behind which nothing is expected
    at + rest.iter().take(1024).take_while(|b| is_space(**b)).count()
}

/// Behind the line end after `stream`.
fn end_of_line(bytes: &[u8], at: usize) -> usize {
    let blanks = bytes[at..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    match bytes.get(at + blanks..).unwrap_or_default() {
        [b'\r', b'\n', ..] => at + blanks + 2,
        [b'\r' | b'\n', ..] => at + blanks + 1,
        _ => at,
    }
}

/// Where a word stands first.
pub fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::super::super::budget::Budget;
    use super::*;

    fn stream(bytes: &[u8]) -> (Vec<u8>, bool) {
        let budget = Budget::new(0);
        let mut source = Source { bytes, budget: &budget.reading, room: 100 };
        let found = source.object(0, &|_| Some(3)).expect("an object");
        (bytes[found.content.expect("a stream")].to_vec(), found.mended)
    }

    #[test]
    fn streams_end_where_their_length_or_their_keyword_says() {
        let plain = b"1 0 obj << /Length 3 >> stream\r\nabc\nendstream endobj";
        assert_eq!(stream(plain), (b"abc".to_vec(), false));
        assert_eq!(stream(b"1 0 obj<</Length 9 0 R>>stream\nabcendstream"), (b"abc".to_vec(), false));
        for wrong in ["0", "2", "99999999999999", "-1", "/N"] {
            let text = format!("1 0 obj << /Length {wrong} >> stream\nabc\r\nendstream\nendobj");
            assert_eq!(stream(text.as_bytes()), (b"abc".to_vec(), true), "{wrong}");
        }
        assert_eq!(stream(b"1 0 obj << >> stream\nabc\nendobj"), (b"abc".to_vec(), true));
        assert_eq!(stream(b"1 0 obj << /Length 8 >> stream\nab"), (b"ab".to_vec(), true));
    }

    #[test]
    fn headers_are_two_numbers_and_a_word() {
        assert_eq!(header(b"\n 12 0 obj<<", 0), Some(((12, 0), 10)));
        for wrong in [&b"12 0 R"[..], b"x 0 obj", b"", b"99999999999 0 obj", b"1 70000 obj", b"1 0"] {
            assert_eq!(header(wrong, 0), None);
        }
    }

    #[test]
    fn a_spent_budget_reads_nothing() {
        let budget = Budget::new(0);
        let mut source = Source { bytes: b"1 0 obj [1 2 3] endobj", budget: &budget.reading, room: 3 };
        assert!(source.object(0, &|_| None).is_none(), "four values");
        assert!(budget.reading.is_spent());
    }
}
