//! Font files as bytes. Decides which are taken, and says of others what they are.

use crate::diag::{Sentence, words};

/// Units per em that OpenType allows.
const UNITS: std::ops::RangeInclusive<u16> = 16..=16384;
/// Highest ascent and deepest descent in em: several times what the tallest scripts need.
const TALLEST: f64 = 5.0;

/// What a file is that is no single static font in TrueType or OpenType; nothing where it may be one.
pub fn foreign(bytes: &[u8]) -> Option<Sentence> {
    let begins = |magic: &[u8]| bytes.starts_with(magic);
    if begins(b"wOFF") || begins(b"wOF2") {
        return Some(words::web_font());
    }
    if begins(b"ttcf") {
        return Some(words::collection());
    }
    if begins(b"%!") || begins(&[0x80, 1]) {
        return Some(words::type_1());
    }
    if record(bytes, *b"fvar").is_some() {
        return Some(words::variable_font());
    }
    // Where the file gives no size, some libraries take 1000 units and others fail.
    let units = table(bytes, *b"head").and_then(|head| head.get(18..20)).map(number);
    if units.is_some_and(|units| !UNITS.contains(&units)) {
        return Some(words::font_without_size());
    }
    if table(bytes, *b"post").is_some_and(names_are_cut) {
        return Some(words::font_with_cut_names());
    }
    None
}

/// Whether a `post` table of version 2 ends before the names that it counts: the libraries that read it rely
/// on them.
fn names_are_cut(post: &[u8]) -> bool {
    /// Names that have numbers of their own, without standing in the table.
    const STANDARD: u16 = 258;
    if !post.starts_with(&[0, 2, 0, 0]) {
        return false;
    }
    let end = post.get(32..34).map_or(usize::MAX, |count| 34 + 2 * usize::from(number(count)));
    let Some(numbers) = post.get(34..end) else { return true };
    post.len() == end && numbers.chunks_exact(2).any(|name| number(name) >= STANDARD)
}

/// Why measures of a font cannot be set with; nothing where they can.
pub fn absurd(units_per_em: u16, (ascent, descent): (f64, f64)) -> Option<Sentence> {
    if !UNITS.contains(&units_per_em) {
        return Some(words::font_without_size());
    }
    let tall = |height: f64| height.abs() > TALLEST;
    (tall(ascent) || tall(descent) || ascent + descent <= 0.0).then(words::font_without_height)
}

/// A number of two bytes.
fn number(bytes: &[u8]) -> u16 {
    u16::from_be_bytes([bytes[0], bytes[1]])
}

/// What the directory of a font says of a table.
fn record(bytes: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let count = bytes.get(4..6).map_or(0, |n| usize::from(number(n)));
    let mut records = bytes.get(12..).unwrap_or_default().chunks_exact(16).take(count);
    records.find(|record| record.starts_with(&tag))
}

/// A table of a font.
fn table(bytes: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let record = record(bytes, tag)?;
    let number = |at: usize| u32::from_be_bytes([0, 1, 2, 3].map(|n| record[at + n])) as usize;
    let (from, length) = (number(8), number(12));
    bytes.get(from..from.checked_add(length)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_no_single_font_say_what_they_are() {
        for (bytes, told) in [
            (&b"wOF2...."[..], "web font"),
            (b"wOFF....", "web font"),
            (b"ttcf\0\x01", "collection"),
            (b"%!PS-AdobeFont-1.0", "Type 1"),
            (b"\0\x01\0\0\0\x01\0\0\0\0\0\0fvar\0\0\0\0\0\0\0\0\0\0\0\0", "variable"),
        ] {
            assert!(foreign(bytes).is_some_and(|what| what.text().contains(told)), "{told}");
        }
        for bytes in [&b""[..], b"OTTO", b"\0\x01\0\0\xff\xff\0\0\0\0\0\0"] {
            assert_eq!(foreign(bytes), None);
        }
    }

    #[test]
    fn a_font_whose_file_gives_no_size_is_told() {
        let head = b"\0\x01\0\0\0\x01\0\0\0\0\0\0head\0\0\0\0\0\0\0\x1c\0\0\0\x14";
        let font = |units: [u8; 2]| [&head[..], &[0; 18], &units].concat();
        assert!(foreign(&font([0, 0])).is_some_and(|what| what.text().contains("size")));
        assert_eq!(foreign(&font([3, 232])), None);
    }

    #[test]
    fn names_that_are_cut_off_are_told() {
        let font = |post: &[u8]| {
            let length = u8::try_from(post.len()).expect("a short table");
            let head = b"\0\x01\0\0\0\x01\0\0\0\0\0\0post\0\0\0\0\0\0\0\x1c\0\0\0";
            [&head[..], &[length], post].concat()
        };
        let post = |names: &[u8]| [&[0, 2, 0, 0][..], &[0; 28], names].concat();
        for cut in [&b""[..], b"\0", b"\0\x01", b"\0\x01\0", b"\0\x01\x01\x02", b"\0\x02\0\x01"] {
            assert!(foreign(&font(&post(cut))).is_some_and(|what| what.text().contains("names")), "{cut:?}");
        }
        for whole in [&b"\0\0"[..], b"\0\x01\0\x01", b"\0\x01\x01\x02\x01a"] {
            assert_eq!(foreign(&font(&post(whole))), None, "{whole:?}");
        }
        assert_eq!(foreign(&font(&[0, 3, 0, 0])), None);
    }

    #[test]
    fn absurd_measures_are_told() {
        assert_eq!(absurd(1000, (0.9, 0.3)), None);
        assert_eq!([absurd(16, (5.0, 5.0)), absurd(16384, (0.1, 0.0))], [None, None]);
        for (units, extents) in
            [(15, (0.9, 0.3)), (16385, (0.9, 0.3)), (1000, (5.1, 0.3)), (1000, (-0.3, 0.3))]
        {
            assert!(absurd(units, extents).is_some(), "{units} {extents:?}");
        }
    }
}
