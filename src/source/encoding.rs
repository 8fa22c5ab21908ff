//! Encodings. Decides how the bytes of a file become text: brochure.toml and themes are UTF-8, Markdown and
//! values may be something else, which is told.

use std::string::FromUtf8Error;

use super::paths::Refusal;
use super::store::Sources;
use crate::diag::{FileId, Files, Sink, Span, complaint};

/// Letters of Windows-1252 from 0x80 to 0x9F; all others are those of Unicode. What it leaves free is a control.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Bytes by which an encoding without a mark is told.
const LOOKED_AT: usize = 4096;

/// A text file of the project.
#[derive(Clone, Copy)]
pub struct TextFile<'a> {
    /// Its path below the project.
    pub name: &'a str,
    /// Most bytes that are read of it.
    pub most: u64,
    /// Where it is named.
    pub span: Option<Span>,
}

/// Reads a file in UTF-8.
pub fn read_utf8(
    sources: &dyn Sources,
    file: TextFile<'_>,
    files: &mut Files,
    sink: &mut Sink,
) -> Option<FileId> {
    add_utf8(file.name, read(sources, file, sink)?, files, sink)
}

/// Adds the bytes of a file in UTF-8.
pub fn add_utf8(name: &str, bytes: Vec<u8>, files: &mut Files, sink: &mut Sink) -> Option<FileId> {
    match String::from_utf8(bytes) {
        Ok(text) => Some(files.add(name.to_owned(), text)),
        Err(error) => {
            report_not_utf8(name, &error, files, sink);
            None
        }
    }
}

/// Reads a Markdown file, in UTF-8 or another encoding.
pub fn read_markdown(
    sources: &dyn Sources,
    file: TextFile<'_>,
    files: &mut Files,
    sink: &mut Sink,
) -> Option<FileId> {
    add_text(file.name, read(sources, file, sink)?, files, sink)
}

/// Adds what was read from a file as text, in UTF-8 or another encoding.
pub fn add_text(name: &str, bytes: Vec<u8>, files: &mut Files, sink: &mut Sink) -> Option<FileId> {
    match decode(bytes) {
        Decoded::Utf8(text) => Some(files.add(name.to_owned(), text)),
        Decoded::Other(text, encoding, at) => {
            let letter = text[at..].chars().next().map_or(0, char::len_utf8);
            let file = files.add(name.to_owned(), text);
            sink.push(complaint::other_encoding(name, encoding).at(Span::new(file, at..at + letter)));
            Some(file)
        }
        Decoded::Binary(error) => {
            report_not_utf8(name, &error, files, sink);
            None
        }
    }
}

/// The text that bytes are, in UTF-8 or another encoding; none if they are no text.
pub fn text_of(bytes: Vec<u8>) -> Option<String> {
    match decode(bytes) {
        Decoded::Utf8(text) | Decoded::Other(text, ..) => Some(text),
        Decoded::Binary(_) => None,
    }
}

/// The bytes of a file.
fn read(
    sources: &dyn Sources,
    TextFile { name, most, span }: TextFile<'_>,
    sink: &mut Sink,
) -> Option<Vec<u8>> {
    let refused = |refusal: Refusal| refusal.complaint(name, span);
    sources.read("", name, most).map_err(|refusal| sink.push(refused(refusal))).ok()
}

fn report_not_utf8(name: &str, error: &FromUtf8Error, files: &mut Files, sink: &mut Sink) {
    let at = error.utf8_error().valid_up_to();
    let file = files.add(name.to_owned(), String::from_utf8_lossy(error.as_bytes()).into_owned());
    sink.push(complaint::not_utf8(name).at(Span::new(file, at..at + 1)));
}

/// What bytes are.
enum Decoded {
    /// UTF-8.
    Utf8(String),
    /// Another encoding: the text, the name, and the first byte of the text that was another one.
    Other(String, &'static str, usize),
    /// No text.
    Binary(FromUtf8Error),
}

/// Reads bytes as text.
fn decode(bytes: Vec<u8>) -> Decoded {
    if let Some((little, bare)) = utf_16(&bytes) {
        let unit = |pair: &[u8]| {
            let pair = [pair[0], pair.get(1).copied().unwrap_or_default()];
            if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
        };
        let units = bytes[bare..].chunks(2).map(unit);
        let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        return Decoded::Other(text, "UTF-16", 0);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Decoded::Utf8(text),
        Err(error) if is_binary(error.as_bytes()) => Decoded::Binary(error),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Decoded::Other(windows_1252(error.as_bytes()), "Windows-1252", at)
        }
    }
}

/// Whether the bytes are UTF-16: little-endian or not, and how long the mark is. Without one, every second
/// byte of plain text is nothing.
fn utf_16(bytes: &[u8]) -> Option<(bool, usize)> {
    match bytes {
        [0xff, 0xfe, ..] => return Some((true, 2)),
        [0xfe, 0xff, ..] => return Some((false, 2)),
        _ => {}
    }
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let plain = |zeros: usize| zeros >= 2 && zeros * 4 >= head.len();
    let one_sided = even.min(odd) * 8 <= even.max(odd); // an emoji has one on the other side
    (bytes.len().is_multiple_of(2) && one_sided && plain(even.max(odd))).then_some((even < odd, 0))
}

/// Whether bytes that are not UTF-8 are no text in any encoding.
fn is_binary(bytes: &[u8]) -> bool {
    let control = |byte: &&u8| **byte < 0x20 && !b"\t\n\r\x0c".contains(byte) || **byte == 0x7f;
    let controls = bytes.iter().filter(control).count();
    bytes.contains(&0) || controls * 50 > bytes.len()
}

/// Letters of UTF-8 stay, each other byte is one of Windows-1252: files are often pasted together.
fn windows_1252(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| match byte {
            0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
            other => char::from(*other),
        }));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(bytes: &[u8]) -> Option<(String, &'static str, usize)> {
        match decode(bytes.to_vec()) {
            Decoded::Other(text, name, at) => Some((text, name, at)),
            Decoded::Utf8(_) | Decoded::Binary(_) => None,
        }
    }

    #[test]
    fn windows_1252_is_read_also_among_utf_8() {
        let read = other(b"Gr\xfc\xdfe \x84A\x93 \x80 \xc3\xa4").expect("read");
        assert_eq!(read, ("Gr\u{fc}\u{df}e „A“ € \u{e4}".to_owned(), "Windows-1252", 2));
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        let text = "# Größe\n\nText 😀.\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        for bytes in [&marked(b"\xff\xfe", &little), &marked(b"\xfe\xff", &big), &little, &big] {
            assert_eq!(other(bytes).map(|(text, name, _)| (text, name)), Some((text.to_owned(), "UTF-16")));
        }
    }

    #[test]
    fn utf_8_is_utf_8_and_a_picture_is_no_text() {
        assert!(matches!(decode("Größe".into()), Decoded::Utf8(_)));
        assert!(matches!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff".to_vec()), Decoded::Binary(_)));
        assert!(matches!(decode(Vec::new()), Decoded::Utf8(_)));
    }
}
