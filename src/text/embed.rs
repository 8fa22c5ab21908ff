//! Fonts to embed. Decides which tables of a font a file holds, and what it says of the font (ISO 32000-1, 9.8).

use subsetter::{GlyphRemapper, Tag, subset_with_variations};

use super::fonts::Embedded;
use super::sfnt::{has, number, table};
use crate::diag::{Filling, words};

/// Units per em of a PDF.
pub const UNITS: f32 = 1000.0;
/// Longest name of a font, in letters.
const LONGEST_NAME: usize = 63;
/// Record of the `name` table: the name without spaces.
const POSTSCRIPT: u16 = 6;

/// A font with the glyphs that a file uses. Lengths are in thousandths of an em.
pub struct Subset {
    /// The font program.
    pub program: Vec<u8>,
    /// Whether its outlines are cubic (CFF).
    pub is_cubic: bool,
    /// Advances, by code.
    pub widths: Vec<f32>,
    /// Name without spaces.
    pub name: String,
    /// Whether all its glyphs are as wide.
    pub is_fixed: bool,
    /// Slope in degrees, negative to the right.
    pub angle: f32,
    /// Left, bottom, right and top of the largest glyph.
    pub bounds: [f32; 4],
    /// Height above the baseline, depth below it (negative), height of capitals.
    pub heights: [f32; 3],
    /// Weight from 1 to 1000.
    pub weight: f32,
}

impl Embedded {
    /// Whether its maker forbids embedding.
    pub fn is_restricted(&self) -> bool {
        let kind = table((*self.bytes).as_ref(), *b"OS/2").and_then(|os2| number_of(os2.get(8..)?));
        // Of these bits the least restrictive counts.
        kind.is_some_and(|kind| kind & 0xf == 2)
    }

    /// Whether it can be embedded; one without outlines never is.
    pub fn is_usable(&self) -> bool {
        let has_outlines = [*b"glyf", *b"CFF ", *b"CFF2"].iter().any(|tag| has((*self.bytes).as_ref(), *tag));
        !has_outlines || self.subset(&[1]).is_ok()
    }

    /// The font with these glyphs: their codes are their places, from 1 on. An error says what cannot be read.
    pub fn subset(&self, glyphs: &[u16]) -> Result<Subset, Filling> {
        let bytes = (*self.bytes).as_ref();
        let mut codes = GlyphRemapper::new();
        for glyph in glyphs {
            codes.remap(*glyph);
        }
        let axes: Vec<(Tag, f32)> =
            self.location.0.iter().map(|(tag, value)| (Tag::new(tag), *value)).collect();
        let program = subset_with_variations(bytes, 0, &axes, &codes).map_err(Filling::from)?;
        let cubic = table(&program, *b"CFF ").map(<[u8]>::to_vec);
        let missing = || Filling::from(words::font_without_measures());
        let measures = Measures::of(bytes).ok_or_else(missing)?;
        let widths = widths(&program, glyphs.len() + 1).ok_or_else(missing)?;
        Ok(Subset { is_cubic: cubic.is_some(), widths, program: cubic.unwrap_or(program), ..measures.told() })
    }
}

/// Advances of the first glyphs.
fn widths(font: &[u8], count: usize) -> Option<Vec<f32>> {
    let units = f32::from(number(table(font, *b"head")?.get(18..20)?));
    let given = usize::from(number(table(font, *b"hhea")?.get(34..36)?));
    let advances = table(font, *b"hmtx")?;
    // Glyphs behind the last that is given are as wide as that.
    let width = |glyph: usize| advances.get(4 * glyph.min(given.checked_sub(1)?)..).map(number_of);
    (0..count).map(|glyph| Some(f32::from(width(glyph)??) * UNITS / units)).collect()
}

fn number_of(bytes: &[u8]) -> Option<u16> {
    bytes.get(..2).map(number)
}

/// Tables that tell the measures of a font.
struct Measures<'f> {
    head: &'f [u8],
    hhea: &'f [u8],
    post: &'f [u8],
    os2: &'f [u8],
    name: String,
}

impl<'f> Measures<'f> {
    fn of(font: &'f [u8]) -> Option<Self> {
        Some(Self {
            head: table(font, *b"head").filter(|head| head.len() >= 44)?,
            hhea: table(font, *b"hhea").filter(|hhea| hhea.len() >= 8)?,
            post: table(font, *b"post").unwrap_or_default(),
            os2: table(font, *b"OS/2").unwrap_or_default(),
            name: postscript_name(table(font, *b"name").unwrap_or_default()),
        })
    }

    fn told(self) -> Subset {
        let units = f32::from(number(&self.head[18..]));
        let signed =
            |table: &[u8], at: usize| table.get(at..).and_then(number_of).map(|n| f32::from(n as i16));
        let length = |table: &[u8], at: usize| signed(table, at).map(|n| n * UNITS / units);
        let ascent = length(self.hhea, 4).unwrap_or(UNITS);
        let capitals = length(self.os2, 88).filter(|height| *height > 0.0);
        Subset {
            program: Vec::new(),
            is_cubic: false,
            widths: Vec::new(),
            name: self.name,
            is_fixed: self.post.get(12..16).is_some_and(|flag| flag != [0; 4]),
            angle: signed(self.post, 4).unwrap_or(0.0),
            bounds: [36, 38, 40, 42].map(|at| length(self.head, at).unwrap_or(0.0)),
            heights: [ascent, length(self.hhea, 6).unwrap_or(0.0), capitals.unwrap_or(ascent)],
            weight: signed(self.os2, 4).unwrap_or(400.0),
        }
    }
}

/// The name of a font without spaces, in letters that any reader takes.
fn postscript_name(names: &[u8]) -> String {
    let short = |at: usize| names.get(at..).and_then(number_of);
    let (count, texts) = (short(2).unwrap_or(0), short(4).unwrap_or(0));
    let text = |record: usize| {
        let at = 6 + 12 * record;
        let (length, from) = (usize::from(short(at + 8)?), usize::from(texts) + usize::from(short(at + 10)?));
        (short(at + 6)? == POSTSCRIPT).then(|| names.get(from..from + length)).flatten()
    };
    let name = (0..usize::from(count)).find_map(text).unwrap_or(b"Font");
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
    let name: String = name.iter().copied().filter(plain).map(char::from).take(LONGEST_NAME).collect();
    if name.is_empty() { "Font".to_owned() } else { name }
}
