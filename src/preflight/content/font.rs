//! Fonts of a PDF as far as the room that text takes is concerned. Decides the height of letters:
//! glyphs themselves are not read.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};

use super::super::file::Pdf;
use super::matrix::Matrix;

/// Most widths that are read of a font.
const MOST_WIDTHS: usize = 65_536;
/// Steps for a font, and for each width.
const STEPS_OF_A_FONT: u64 = 3000;
const STEPS_OF_A_WIDTH: u64 = 150;
/// Advance where the font names none, in em.
const USUAL_ADVANCE: f64 = 0.5;
/// Letters rise at least and at most so far above the baseline, in em.
const RISE: (f64, f64) = (0.5, 0.75);
/// Descenders reach at most so far below, in em.
const DEPTH: f64 = 0.25;

/// Advances and heights of a font.
#[derive(Debug)]
pub struct Font {
    /// Whether a character is two bytes.
    pub wide: bool,
    advances: BTreeMap<u32, f64>,
    usual_advance: f64,
    /// Top of capitals above the baseline, in em.
    pub top: f64,
    /// Lowest descenders, in em; negative.
    pub bottom: f64,
    /// For glyphs that are drawn by content streams: their unit.
    pub procedures: Option<Matrix>,
}

impl Font {
    /// Reads a font dictionary.
    pub fn read(pdf: &Pdf, dict: &Dictionary) -> Self {
        let kind = pdf.name(dict, "Subtype").unwrap_or_default();
        let descendant = pdf.array(dict, "DescendantFonts").first().and_then(|o| pdf.as_dict(o));
        let inner = descendant.filter(|_| kind == "Type0").unwrap_or(dict);
        let descriptor = pdf.dict(inner, "FontDescriptor");
        let measure =
            |key| descriptor.and_then(|d| pdf.number(d, key)).filter(|v| *v != 0.0).map(|v| v / 1000.0);
        let unit = pdf.tuple::<6>(dict, "FontMatrix").map(Matrix).filter(|_| kind == "Type3");
        // widths of Type 3 are in the unit of its own matrix
        let scale = unit.map_or(0.001, |m| m.0[0].abs());
        let (advances, usual_advance) = if kind == "Type0" {
            (wide_advances(pdf, inner), pdf.number(inner, "DW").map_or(1.0, |w| w / 1000.0))
        } else {
            (simple_advances(pdf, inner, scale), measure("MissingWidth").unwrap_or(USUAL_ADVANCE))
        };
        pdf.budget().reading.spend(STEPS_OF_A_FONT + advances.len() as u64 * STEPS_OF_A_WIDTH);
        Self {
            wide: kind == "Type0",
            advances,
            usual_advance,
            top: measure("CapHeight").or(measure("Ascent")).unwrap_or(RISE.1).clamp(RISE.0, RISE.1),
            bottom: measure("Descent").unwrap_or(-DEPTH).clamp(-DEPTH, 0.0),
            procedures: unit,
        }
    }

    /// How far a character moves on, in em.
    pub fn advance(&self, code: u32) -> f64 {
        self.advances.get(&code).copied().unwrap_or(self.usual_advance)
    }

    /// The characters of a shown string.
    pub fn codes<'t>(&self, text: &'t [u8]) -> impl Iterator<Item = u32> + use<'t> {
        let size = if self.wide { 2 } else { 1 };
        text.chunks(size).map(|bytes| bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)))
    }
}

fn simple_advances(pdf: &Pdf, dict: &Dictionary, scale: f64) -> BTreeMap<u32, f64> {
    let first = pdf.number(dict, "FirstChar").unwrap_or(0.0).clamp(0.0, 255.0) as u32;
    let widths = pdf.array(dict, "Widths").iter().take(256);
    widths.enumerate().filter_map(|(n, w)| Some((first + n as u32, pdf.as_number(w)? * scale))).collect()
}

/// `/W`: `first [w w w]` or `first last w`, over and over (ISO 32000-1, 9.7.4.3).
fn wide_advances(pdf: &Pdf, dict: &Dictionary) -> BTreeMap<u32, f64> {
    let mut advances = BTreeMap::new();
    let mut items = pdf.array(dict, "W").iter();
    let code = |object: &Object| pdf.as_number(object).map(|n| n.clamp(0.0, 65_535.0) as u32);
    let mut room = MOST_WIDTHS;
    while room > 0
        && let (Some(first), Some(second)) = (items.next().and_then(code), items.next())
    {
        let before = room;
        match pdf.resolve(second) {
            Some(Object::Array(widths)) => {
                room -= widths.len().clamp(1, room);
                let widths = widths.iter().take(before).map(|w| pdf.as_number(w).unwrap_or(0.0));
                advances.extend((first..).zip(widths.map(|w| w / 1000.0)));
            }
            _ => {
                let (Some(last), Some(width)) = (code(second), items.next().and_then(|w| pdf.as_number(w)))
                else {
                    break;
                };
                let count = (last.saturating_sub(first) as usize + 1).min(room);
                room -= count;
                advances.extend((first..=last).take(count).map(|code| (code, width / 1000.0)));
            }
        }
    }
    advances
}
