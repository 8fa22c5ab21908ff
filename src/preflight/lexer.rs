//! Content streams as operators with their operands (ISO 32000-1, 7.8.2); objects of a file are read alike,
//! `endobj` and `stream` being the operators behind them. Decides how broken ones are read: what is no token
//! is passed over.

use lopdf::{Dictionary, Object, Stream, StringFormat};

/// Most operands that are kept; PDF has no operator with more than 33.
const MOST_OPERANDS: usize = 64;
/// Deepest nesting of arrays and dictionaries.
const DEEPEST: usize = 100;
/// Most values within the operands of one operator of a content stream.
pub const MOST_VALUES: usize = 100_000;
/// Longest data of an inline image (ISO 32000-1, 8.9.7 asks for 4 KB).
const LONGEST_INLINE: usize = 16 << 20;

/// Reads operator by operator.
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Values that may still be kept.
    room: usize,
    /// Whether something was left out because there was no room.
    crowded: bool,
}

/// An operator and what stands before it.
#[derive(Debug)]
pub struct Operation<'a> {
    /// `re`, `f`, `Tj`; `BI` for an inline image, with the image as the only operand; empty at the end of
    /// the bytes.
    pub operator: &'a [u8],
    /// Its operands.
    pub operands: Vec<Object>,
}

enum Token<'a> {
    Operand(Object),
    Keyword(&'a [u8]),
    /// `]`, `>>`, or a bracket that was never opened.
    Close,
}

impl<'a> Lexer<'a> {
    /// Begins at the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self::with_room(bytes, 0, MOST_VALUES)
    }

    /// Begins at that byte, or at the end if that is nearer, and keeps so many values.
    pub fn with_room(bytes: &'a [u8], at: usize, room: usize) -> Self {
        Self { bytes, at: at.min(bytes.len()), room, crowded: false }
    }

    /// The byte behind what was read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// How many more values may be kept.
    pub fn room(&self) -> usize {
        self.room
    }

    /// Gives room for that many values again; whether some were left out until now.
    pub fn make_room(&mut self, room: usize) -> bool {
        self.room = room;
        std::mem::take(&mut self.crowded)
    }

    /// One value of a file: an operand, or a reference.
    pub fn value(&mut self) -> Option<Object> {
        let Some(Token::Operand(value)) = self.token(0) else { return None };
        let mut values = Vec::with_capacity(1);
        self.keep(&mut values, value);
        if let [Object::Integer(number)] = values[..]
            && let Ok(number) = u32::try_from(number)
            && let Some((generation, end)) = self.reference_behind()
        {
            self.at = end;
            return Some(Object::Reference((number, generation)));
        }
        values.pop()
    }

    /// `0 R`, where they stand next.
    fn reference_behind(&self) -> Option<(u16, usize)> {
        let rest = self.bytes.get(self.at..)?;
        let blank = |bytes: &[u8]| bytes.iter().take(16).take_while(|b| is_space(**b)).count();
        let from = blank(rest);
        let to = from + rest[from..].iter().take(5).take_while(|b| b.is_ascii_digit()).count();
        let generation = std::str::from_utf8(&rest[from..to]).ok()?.parse().ok()?;
        let end = to + blank(&rest[to..]);
        let ends = |b: &u8| is_space(*b) || is_delimiter(*b);
        (rest.get(end) == Some(&b'R') && rest.get(end + 1).is_none_or(ends))
            .then_some((generation, self.at + end + 1))
    }

    /// The word that stands next; empty if something else does.
    pub fn word(&mut self) -> &'a [u8] {
        self.skip_space();
        self.regular(self.at)
    }

    /// Keeps a value, if there is room.
    fn keep(&mut self, values: &mut Vec<Object>, value: Object) {
        if self.room > 0 {
            self.room -= 1;
            values.push(value);
        } else {
            self.crowded = true;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn token(&mut self, depth: usize) -> Option<Token<'a>> {
        self.skip_space();
        let byte = self.peek()?;
        let start = self.at;
        self.at += 1;
        Some(match byte {
            b'/' => Token::Operand(Object::Name(self.name())),
            b'(' => Token::Operand(Object::String(self.string(), StringFormat::Literal)),
            b'<' if self.peek() == Some(b'<') => {
                self.at += 1;
                Token::Operand(Object::Dictionary(self.dictionary(depth)))
            }
            b'<' => Token::Operand(Object::String(self.hexadecimal(), StringFormat::Hexadecimal)),
            b'[' => Token::Operand(Object::Array(self.list(depth))),
            b'>' => {
                self.at += usize::from(self.peek() == Some(b'>'));
                Token::Close
            }
            b']' | b')' | b'{' | b'}' => Token::Close,
            b'0'..=b'9' | b'+' | b'-' | b'.' => Token::Operand(self.number(start)),
            _ => self.keyword(start),
        })
    }

    fn regular(&mut self, start: usize) -> &'a [u8] {
        while self.peek().is_some_and(|b| !is_space(b) && !is_delimiter(b)) {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    fn keyword(&mut self, start: usize) -> Token<'a> {
        match self.regular(start) {
            b"true" => Token::Operand(Object::Boolean(true)),
            b"false" => Token::Operand(Object::Boolean(false)),
            b"null" => Token::Operand(Object::Null),
            word => Token::Keyword(word),
        }
    }

    fn number(&mut self, start: usize) -> Object {
        let text = std::str::from_utf8(self.regular(start)).unwrap_or_default();
        if let Ok(whole) = text.parse::<i64>() {
            return Object::Integer(whole);
        }
        // letters behind a number, `1e5` too, are no number in PDF
        let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
        let real = text.parse::<f32>().ok().filter(|n| plain && n.is_finite());
        Object::Real(real.unwrap_or(0.0))
    }

    fn name(&mut self) -> Vec<u8> {
        let raw = self.regular(self.at);
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let [first, tail @ ..] = rest {
            match (first, tail) {
                (b'#', [high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                    name.push(hex(*high).unwrap_or(0) << 4 | hex(*low).unwrap_or(0));
                    rest = after;
                }
                _ => {
                    name.push(*first);
                    rest = tail;
                }
            }
        }
        name
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let mut digits = Vec::new();
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            digits.extend(hex(byte));
        }
        digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
    }

    fn string(&mut self) -> Vec<u8> {
        let (mut text, mut depth) = (Vec::new(), 1);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.escape(&mut text),
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if byte != b'\\' {
                text.push(byte);
            }
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                text.push(code as u8);
            }
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'\n' => {}
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            other => text.push(other),
        }
    }

    fn list(&mut self, depth: usize) -> Vec<Object> {
        let mut items = Vec::new();
        if depth >= DEEPEST {
            return items;
        }
        while let Some(token) = self.token(depth + 1) {
            match token {
                Token::Operand(object) => self.keep(&mut items, object),
                Token::Close => break,
                Token::Keyword(b"R") => fold_reference(&mut items),
                Token::Keyword(word @ (b"obj" | b"endobj" | b"stream" | b"endstream")) => {
                    // never closed: the object ends all the same
                    self.at -= word.len();
                    break;
                }
                Token::Keyword(_) => {}
            }
        }
        items.shrink_to_fit();
        items
    }

    fn dictionary(&mut self, depth: usize) -> Dictionary {
        pairs(self.list(depth))
    }

    /// An inline image from behind `BI` to behind `EI`.
    fn inline_image(&mut self) -> Object {
        let mut entries = Vec::new();
        while let Some(token) = self.token(0) {
            match token {
                Token::Operand(object) => self.keep(&mut entries, object),
                Token::Keyword(b"ID") => break,
                _ => {}
            }
        }
        self.at = (self.at + 1).min(self.bytes.len());
        let dict = pairs(entries);
        let data = &self.bytes[self.at..];
        let least = uncompressed_length(&dict).unwrap_or(0).min(data.len());
        let end = (least..data.len())
            .find(|&n| {
                data[n..].starts_with(b"EI")
                    && (n == 0 || is_space(data[n - 1]) || n == least)
                    && data.get(n + 2).is_none_or(|b| is_space(*b))
            })
            .unwrap_or(data.len());
        self.at = (self.at + end + 2).min(self.bytes.len());
        Object::Stream(Stream::new(dict, data[..end.min(LONGEST_INLINE)].to_vec()))
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Operation<'a>;

    fn next(&mut self) -> Option<Operation<'a>> {
        let mut operands = Vec::new();
        loop {
            match self.token(0) {
                Some(Token::Operand(object)) if operands.len() < MOST_OPERANDS => {
                    self.keep(&mut operands, object);
                }
                Some(Token::Keyword(b"BI")) => {
                    return Some(Operation { operator: b"BI", operands: vec![self.inline_image()] });
                }
                Some(Token::Keyword(b"R")) => fold_reference(&mut operands),
                Some(Token::Keyword(operator)) => return Some(Operation { operator, operands }),
                Some(Token::Operand(_) | Token::Close) => {}
                None if operands.is_empty() => return None,
                None => return Some(Operation { operator: b"", operands }),
            }
        }
    }
}

/// `12 0 R`: two numbers become a reference.
fn fold_reference(values: &mut Vec<Object>) {
    if let [.., Object::Integer(number), Object::Integer(generation)] = values[..]
        && let (Ok(number), Ok(generation)) = (u32::try_from(number), u16::try_from(generation))
    {
        values.truncate(values.len() - 2);
        values.push(Object::Reference((number, generation)));
    }
}

/// Keys and values in turn, as a dictionary.
fn pairs(items: Vec<Object>) -> Dictionary {
    let mut dict = Dictionary::new();
    let mut items = items.into_iter();
    while let Some(key) = items.next() {
        if let Object::Name(key) = key
            && let Some(value) = items.next()
        {
            dict.set(key, value);
        }
    }
    dict
}

/// Bytes of an inline image without filter: in them `EI` may occur by chance.
fn uncompressed_length(dict: &Dictionary) -> Option<usize> {
    let entry = |short: &str, long: &str| {
        dict.get(short.as_bytes()).or_else(|_| dict.get(long.as_bytes())).ok().cloned()
    };
    if entry("F", "Filter").is_some() {
        return None;
    }
    let number = |short, long| usize::try_from(entry(short, long)?.as_i64().ok()?).ok();
    let components = match entry("CS", "ColorSpace").as_ref().and_then(|o| o.as_name().ok()) {
        Some(b"RGB" | b"DeviceRGB") => 3,
        Some(b"CMYK" | b"DeviceCMYK") => 4,
        _ => 1,
    };
    let bits = number("BPC", "BitsPerComponent").unwrap_or(1);
    let row = number("W", "Width")?.checked_mul(components)?.checked_mul(bits)?.div_ceil(8);
    row.checked_mul(number("H", "Height")?)
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// White space of PDF (ISO 32000-1, table 1).
pub fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operators(text: &[u8]) -> Vec<String> {
        Lexer::new(text).map(|o| String::from_utf8_lossy(o.operator).into_owned()).collect()
    }

    #[test]
    fn operands_stand_before_their_operator() {
        let all: Vec<Operation> =
            Lexer::new(b"1 -.5 +2. rg % rg\n[(a\\)\\101) -20 <4 1>] TJ /A#42 gs").collect();
        assert_eq!(all[0].operands, [Object::Integer(1), Object::Real(-0.5), Object::Real(2.0)]);
        let parts = all[1].operands[0].as_array().expect("an array");
        assert_eq!(parts[0].as_str().expect("a string"), b"a)A");
        assert_eq!(parts[2].as_str().expect("a string"), b"A");
        assert_eq!(all[2].operands, [Object::Name(b"AB".to_vec())]);
    }

    #[test]
    fn an_inline_image_ends_where_its_pixels_end() {
        let image = b"q BI /W 3 /H 1 /BPC 8 /CS /G ID  EI EI Q";
        assert_eq!(operators(image), ["q", "BI", "Q"]);
        let data = Lexer::new(image).nth(1).expect("an image").operands.remove(0);
        assert_eq!(&data.as_stream().expect("a stream").content[..3], b" EI");
    }

    #[test]
    fn references_are_values() {
        let object = Lexer::new(b"<< /A [1 0 R 2 3 0 R] /B 4 0 R >> endobj").next().expect("an object");
        assert_eq!(object.operator, b"endobj");
        let dict = object.operands[0].as_dict().expect("a dictionary");
        let list = dict.get(b"A").and_then(Object::as_array).expect("an array");
        assert_eq!(list[..], [Object::Reference((1, 0)), Object::Integer(2), Object::Reference((3, 0))]);
        assert_eq!(dict.get(b"B").expect("a value"), &Object::Reference((4, 0)));
    }

    #[test]
    fn values_are_read_one_by_one() {
        let mut lexer = Lexer::with_room(b" 7 12 0 R(x) 5 0 Rest endobj", 0, 100);
        assert_eq!(lexer.value(), Some(Object::Integer(7)));
        assert_eq!(lexer.value(), Some(Object::Reference((12, 0))));
        assert_eq!(lexer.value(), Some(Object::string_literal("x")));
        assert_eq!(lexer.value(), Some(Object::Integer(5)), "the word is another");
        assert_eq!(lexer.value(), Some(Object::Integer(0)));
        assert_eq!((lexer.word(), lexer.word()), (&b"Rest"[..], &b"endobj"[..]));
    }

    #[test]
    fn what_is_never_closed_ends_with_its_object() {
        assert_eq!(operators(b"<< /A [ (x) << /B /C endobj 7 0 obj 1 endobj"), ["endobj", "obj", "endobj"]);
    }

    #[test]
    fn values_beyond_the_limit_are_left_out_and_told() {
        let mut text = b"[".to_vec();
        text.extend(b"0 ".repeat(MOST_VALUES));
        text.extend(b"] TJ q");
        let mut lexer = Lexer::new(&text);
        assert_eq!(lexer.next().expect("an operation").operator, b"TJ");
        assert!(lexer.make_room(MOST_VALUES), "the array itself is one more");
        assert_eq!(lexer.next().expect("an operation").operator, b"q");
        assert!(!lexer.make_room(MOST_VALUES));
    }

    #[test]
    fn broken_streams_are_read_to_their_end() {
        assert_eq!(operators(b"q ] >> ) 1 2 m (never closed"), ["q", "m", ""]);
        assert_eq!(operators(&[b'['; 100_000]), [""]);
        assert_eq!(operators(b"BI /W 99999999999 /H 9 ID x"), ["BI"]);
        assert_eq!(operators(b"BI"), ["BI"]);
    }
}
