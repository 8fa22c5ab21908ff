//! Font files for tests: those of the program with other tables, and a small variable one.

#![allow(dead_code, reason = "each test file uses a part")]

use brochure::source::builtin;
use std::collections::BTreeSet;

/// A font with axes for weight (300 to 700) and slant (-15 to 0), for few letters: `a` to `v`, `H E W ä . -`.
pub const VARIABLE: &[u8] = include_bytes!("../../fonts/Recursive.ttf");
/// The same as WOFF2.
pub const WOFF2: &[u8] = include_bytes!("../../fonts/Recursive.woff2");

type Table = ([u8; 4], Vec<u8>);

/// A font of the program.
pub fn of_program(name: &str) -> &'static [u8] {
    builtin::find(builtin::FONTS, name).expect("a font of the program")
}

/// The tables of a font.
pub fn tables(font: &[u8]) -> Vec<Table> {
    let long = |at: usize| u32::from_be_bytes(font[at..at + 4].try_into().expect("four bytes")) as usize;
    let records = (12..).step_by(16).take(usize::from(font[5]));
    let table = |at: usize| font[long(at + 8)..long(at + 8) + long(at + 12)].to_vec();
    records.map(|at| (font[at..at + 4].try_into().expect("a tag"), table(at))).collect()
}

/// A font of these tables.
pub fn font(mut tables: Vec<Table>) -> Vec<u8> {
    tables.sort();
    let mut head = [&[0, 1, 0, 0, 0, tables.len() as u8][..], &[0; 6]].concat();
    let mut body = Vec::new();
    for (tag, bytes) in &tables {
        let place = 12 + 16 * tables.len() + body.len();
        head.extend_from_slice(tag);
        head.extend([0, place, bytes.len()].iter().flat_map(|n| (*n as u32).to_be_bytes()));
        body.extend_from_slice(bytes);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    [head, body].concat()
}

/// A font with other tables added.
pub fn with(font: &[u8], added: impl IntoIterator<Item = Table>) -> Vec<u8> {
    self::font(tables(font).into_iter().chain(added).collect())
}

/// A font without tables.
pub fn without(font: &[u8], tags: &[&[u8; 4]]) -> Vec<u8> {
    self::font(tables(font).into_iter().filter(|(tag, _)| !tags.contains(&tag)).collect())
}

/// Tables that paint a letter in white instead of its outline, as far as it is a colour.
pub fn in_white(font: &[u8], letter: char) -> [Table; 2] {
    let glyph = glyph(font, letter);
    let colr = [0, 1, 0, 14, 0, 20, 1, glyph, 0, 1, glyph, 0].map(u16::to_be_bytes).concat();
    let cpal = [&[0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 14, 0, 0][..], &[255; 4]].concat();
    [(*b"COLR", colr), (*b"CPAL", cpal)]
}

/// A table that has a picture of red pixels instead of a letter.
pub fn in_pixels(font: &[u8], letter: char) -> Table {
    let (glyph, count) = (glyph(font, letter), shaped(font).num_glyphs() as u16);
    let picture = [&[0; 4][..], b"png ", &red()].concat();
    let first = 4 + 4 * (u32::from(count) + 1);
    let end = first + picture.len() as u32;
    let mut sbix = [&[0, 1, 0, 1][..], &[0, 0, 0, 1, 0, 0, 0, 12, 0, 20, 0, 72]].concat();
    sbix.extend((0..=count).flat_map(|n| (if n <= glyph { first } else { end }).to_be_bytes()));
    (*b"sbix", [sbix, picture].concat())
}

/// A table that sets two characters, one behind the other, as a third.
pub fn joined(font: &[u8], pair: [char; 2], as_one: char) -> Table {
    let ([first, second], one) = (pair.map(|letter| glyph(font, letter)), glyph(font, as_one));
    let tag = |text: &[u8; 4]| [[text[0], text[1]], [text[2], text[3]]].map(u16::from_be_bytes);
    let (script, feature) = (tag(b"DFLT"), tag(b"ccmp"));
    let scripts = [1, script[0], script[1], 8, 4, 0, 0, 0xffff, 1, 0];
    let features = [1, feature[0], feature[1], 8, 0, 1, 0];
    let lookups = [1, 4, 4, 0, 1, 8, 1, 18, 1, 8, 1, 4, one, 2, second, 1, 1, first];
    let gsub = [&[1, 0, 10, 30, 44][..], &scripts, &features, &lookups].concat();
    (*b"GSUB", gsub.into_iter().flat_map(u16::to_be_bytes).collect())
}

/// A font in which all these characters beside ASCII are drawn as an n, and no others are known.
pub fn with_letters(font: &[u8], letters: &str) -> Vec<u8> {
    let known: BTreeSet<u32> = letters.chars().filter(|c| !c.is_ascii()).map(u32::from).collect();
    let glyph = u32::from(glyph(font, 'n'));
    let groups = known.iter().flat_map(|code| [*code, *code, glyph]);
    let length = 16 + 12 * known.len() as u32;
    let head = [&[0, 0, 0, 1, 0, 3, 0, 10][..], &[0, 0, 0, 12, 0, 12, 0, 0]].concat();
    let rest = [length, 0, known.len() as u32].into_iter().chain(groups).flat_map(u32::to_be_bytes);
    with(&without(font, &[b"cmap"]), [(*b"cmap", head.into_iter().chain(rest).collect())])
}

fn red() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_pixel(8, 8, image::Rgb([220, 20, 20]));
    pixels.write_to(&mut png, image::ImageFormat::Png).expect("a PNG");
    png.into_inner()
}

fn shaped(font: &[u8]) -> harfrust::Font {
    harfrust::Font::new(font.to_vec(), 0).expect("a font")
}

fn glyph(font: &[u8], letter: char) -> u16 {
    shaped(font).charmap().map_unicode(letter).expect("a glyph").to_u32() as u16
}
