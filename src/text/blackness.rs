//! Blackness of letters. Decides how much of its em a glyph covers: the area of its outline.

use std::collections::BTreeMap;

use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{Font, GlyphId};

use super::fonts::Embedded;
use crate::geom::{Enclosed, Point};

/// The areas of a font's glyphs.
pub struct Blackness {
    /// None if it cannot be read.
    font: Option<Font>,
    units: f64,
    known: BTreeMap<u16, f64>,
}

impl Blackness {
    /// Of a font at its place.
    pub fn of(embedded: &Embedded) -> Self {
        let font = embedded.font();
        let units = font.as_ref().map_or(1, Font::units_per_em);
        Self { font, units: f64::from(units.max(1)), known: BTreeMap::new() }
    }

    /// The area of a glyph, in squares of an em; 0 where it has no outline.
    pub fn glyph(&mut self, id: u16) -> f64 {
        let (font, units) = (&self.font, self.units);
        *self.known.entry(id).or_insert_with(|| {
            let area = font.as_ref().and_then(|font| outlined(font, id));
            area.map_or(0.0, |area| area / units / units)
        })
    }
}

/// The area of a glyph in the font's units.
fn outlined(font: &Font, id: u16) -> Option<f64> {
    let glyph = font.outline_glyphs().get(GlyphId::new(u32::from(id)))?;
    let mut outline = Outline::default();
    glyph.draw(&DrawOptions::new(), DrawMemory::default(), &mut outline).ok()?;
    Some(outline.0.area()).filter(|area| area.is_finite())
}

/// An outline as its font draws it.
#[derive(Default)]
struct Outline(Enclosed);

fn at(x: f32, y: f32) -> Point {
    Point { x: f64::from(x), y: f64::from(y) }
}

impl PathSink for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(at(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(at(x, y));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.0.quad_to(at(cx0, cy0), at(x, y));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.curve_to(at(cx0, cy0), at(cx1, cy1), at(x, y));
    }

    fn close(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::fonts::{Embedded, Location};
    use super::*;
    use crate::source::builtin;

    fn glyph(file: &str, letter: char) -> f64 {
        let bytes = builtin::find(builtin::FONTS, file).expect("a font of the program");
        let id = Font::new(bytes, 0).and_then(|font| font.charmap().map_unicode(letter)).expect("a letter");
        let embedded = Embedded { bytes: Arc::new(bytes), location: Location(Vec::new()) };
        Blackness::of(&embedded).glyph(id.to_u32() as u16)
    }

    #[test]
    fn heavier_letters_are_blacker_and_holes_are_white() {
        let regular = |letter| glyph("SourceSans3-Regular.ttf", letter);
        assert!(regular('m') > 1.5 * regular('n') * 0.9 && regular('.') < 0.02);
        assert!(glyph("SourceSans3-Bold.ttf", 'n') > 1.3 * regular('n'));
        // its outer outline alone is a good third of an em
        assert!((0.08..0.16).contains(&regular('O')), "{}", regular('O'));
        assert_eq!(regular(' '), 0.0);
    }
}
