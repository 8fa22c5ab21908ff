//! A content stream as operators with their operands (ISO 32000-1, 7.8.2). Decides how broken streams
//! are read: what is no token is passed over.

use lopdf::{Dictionary, Object, Stream, StringFormat};

/// Most operands that are kept; PDF has no operator with more than 33.
const MOST_OPERANDS: usize = 64;
/// Deepest nesting of arrays and dictionaries in operands.
const DEEPEST: usize = 16;

/// Reads operator by operator.
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// An operator and what stands before it.
#[derive(Debug)]
pub struct Operation<'a> {
    /// `re`, `f`, `Tj`; `BI` for an inline image, with the image as the only operand.
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
        Self { bytes, at: 0 }
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
                Token::Operand(object) => items.push(object),
                Token::Close => break,
                Token::Keyword(_) => {}
            }
        }
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
                Token::Operand(object) => entries.push(object),
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
        Object::Stream(Stream::new(dict, data[..end].to_vec()))
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Operation<'a>;

    fn next(&mut self) -> Option<Operation<'a>> {
        let mut operands = Vec::new();
        loop {
            match self.token(0)? {
                Token::Operand(object) if operands.len() < MOST_OPERANDS => operands.push(object),
                Token::Keyword(b"BI") => {
                    return Some(Operation { operator: b"BI", operands: vec![self.inline_image()] });
                }
                Token::Keyword(operator) => return Some(Operation { operator, operands }),
                Token::Operand(_) | Token::Close => {}
            }
        }
    }
}

/// Keys and values in turn, as a dictionary.
fn pairs(items: Vec<Object>) -> Dictionary {
    let mut dict = Dictionary::new();
    let mut items = items.into_iter();
    while let (Some(key), Some(value)) = (items.next(), items.next()) {
        if let Object::Name(key) = key {
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

fn is_space(byte: u8) -> bool {
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
    fn broken_streams_are_read_to_their_end() {
        assert_eq!(operators(b"q ] >> ) 1 2 m (never closed"), ["q", "m"]);
        assert_eq!(operators(&[b'['; 100_000]), Vec::<String>::new());
        assert_eq!(operators(b"BI /W 99999999999 /H 9 ID x"), ["BI"]);
        assert_eq!(operators(b"BI"), ["BI"]);
    }
}
