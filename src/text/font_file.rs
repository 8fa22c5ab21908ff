//! Font files as bytes. Decides which are taken, and says of others what they are.

use std::borrow::Cow;

use super::sfnt::{has, number, remove, replace, table};
use crate::diag::{Sentence, words};

/// Units per em that OpenType allows.
const UNITS: std::ops::RangeInclusive<u16> = 16..=16384;
/// Most axes of a variable font: twice what the richest have.
const MOST_AXES: u16 = 64;
/// Longest copyright and name that are kept, in UTF-16.
const LONGEST_NAME: usize = 2000;
/// Tables with pictures of letters, in colour or in pixels.
const PICTURES: [[u8; 4]; 8] =
    [*b"COLR", *b"CPAL", *b"SVG ", *b"sbix", *b"CBDT", *b"CBLC", *b"EBDT", *b"EBLC"];
/// Those in colour.
const COLOURED: [[u8; 4]; 4] = [*b"COLR", *b"SVG ", *b"sbix", *b"CBDT"];
/// Highest ascent and deepest descent in em: several times what the tallest scripts need.
const TALLEST: f64 = 5.0;

/// Whether a file is a font by its name.
pub fn is_named_as_font(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    extension.is_some_and(|extension| matches!(&*extension, "ttf" | "otf" | "woff2" | "woff"))
}

/// Whether letters of a font are pictures in colour.
pub fn is_coloured(bytes: &[u8]) -> bool {
    COLOURED.iter().any(|tag| has(bytes, *tag))
}

/// The font with the outlines of its letters alone: on paper colours are inks, and black prints over all.
pub fn outlines_only(bytes: Cow<'static, [u8]>) -> Cow<'static, [u8]> {
    if !PICTURES.iter().any(|tag| has(&bytes, *tag)) {
        return bytes;
    }
    let mut bytes = bytes.into_owned();
    remove(&mut bytes, &PICTURES);
    bytes.into()
}

/// The font with a `name` table that holds its copyright and the name under which it is embedded, in ASCII:
/// each face of a variable font has one of its own, or they are mixed up when files are put together.
pub fn renamed(mut bytes: Vec<u8>, name: &str, copyright: &str) -> Vec<u8> {
    const COPYRIGHT: u16 = 0;
    const POSTSCRIPT: u16 = 6;
    let (mut records, mut texts) = (Vec::new(), Vec::new());
    for (id, text) in [(COPYRIGHT, copyright), (POSTSCRIPT, name)] {
        let text: Vec<u8> = text.encode_utf16().take(LONGEST_NAME).flat_map(u16::to_be_bytes).collect();
        // Windows, Unicode, English
        records.extend([3, 1, 0x409, id, text.len() as u16, texts.len() as u16]);
        texts.extend(text);
    }
    let head = [0, 2, 6 + 2 * records.len() as u16];
    let head = head.into_iter().chain(records).flat_map(u16::to_be_bytes);
    replace(&mut bytes, *b"name", &head.chain(texts).collect::<Vec<u8>>());
    bytes
}

/// The font with letters of another size, so many times their own: a face beside others that look larger. None where
/// its outlines are PostScript, which carry their size with them.
pub fn scaled(bytes: &[u8], scale: f64) -> Option<Vec<u8>> {
    /// Where the table says how many units an em has.
    const UNITS_PER_EM: std::ops::Range<usize> = 18..20;
    let mut head = table(bytes, *b"head")?.to_vec();
    let units = f64::from(number(head.get(UNITS_PER_EM)?)) / scale;
    if !has(bytes, *b"glyf") {
        return None;
    }
    head.get_mut(UNITS_PER_EM)?.copy_from_slice(&(units.round() as u16).to_be_bytes());
    let mut bytes = bytes.to_vec();
    replace(&mut bytes, *b"head", &head);
    Some(bytes)
}

/// What a file is that is no single font in TrueType or OpenType; nothing where it may be one.
pub fn foreign(bytes: &[u8]) -> Option<Sentence> {
    let begins = |magic: &[u8]| bytes.starts_with(magic);
    if begins(b"ttcf") {
        return Some(words::collection());
    }
    if begins(b"%!") || begins(&[0x80, 1]) {
        return Some(words::type_1());
    }
    let axes = table(bytes, *b"fvar").and_then(|fvar| fvar.get(8..10)).map(number);
    if axes.is_some_and(|axes| axes > MOST_AXES) {
        return Some(words::too_many_axes(MOST_AXES));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_no_single_font_say_what_they_are() {
        for (bytes, told) in [
            (&b"ttcf\0\x01"[..], "collection"),
            (b"%!PS-AdobeFont-1.0", "Type 1"),
            (b"\0\x01\0\0\0\x01\0\0\0\0\0\0fvar\0\0\0\0\0\0\0\x1c\0\0\0\x0a12345678\0\x41", "axes"),
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
