//! Outlines of glyphs as data of SVG paths. Decides that they are whole units of the font, each step told from the one
//! before, so that a line of glyphs is a row of such pieces.

use std::fmt::Write;

use foldhash::{HashMap, HashMapExt};
use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{Font, GlyphId};

use super::fonts::Embedded;
use crate::geom::nearest;

/// The outlines of a font, made when they are asked for.
pub struct Outlines {
    /// None if it cannot be read.
    font: Option<Font>,
    /// Units per em.
    pub units: f64,
    known: HashMap<u16, Box<str>>,
}

impl Outlines {
    /// Of a font at its place.
    pub fn of(embedded: &Embedded) -> Self {
        let font = embedded.font();
        let units = font.as_ref().map_or(1, Font::units_per_em);
        Self { font, units: f64::from(units.max(1)), known: HashMap::new() }
    }

    /// The outline of a glyph, y up, from its origin on; empty where it has none.
    pub fn glyph(&mut self, id: u16) -> &str {
        let font = &self.font;
        self.known.entry(id).or_insert_with(|| {
            let drawn = font.as_ref().and_then(|font| drawn(font, id));
            drawn.unwrap_or_default().into()
        })
    }
}

fn drawn(font: &Font, id: u16) -> Option<String> {
    let glyph = font.outline_glyphs().get(GlyphId::new(u32::from(id)))?;
    let mut pen = Pen::default();
    glyph.draw(&DrawOptions::new(), DrawMemory::default(), &mut pen).ok()?;
    Some(pen.data)
}

/// Writes steps from where the last one ended.
#[derive(Default)]
struct Pen {
    data: String,
    at: (i64, i64),
    /// Where the part began.
    began: (i64, i64),
}

impl Pen {
    fn step(&mut self, letter: char, points: &[(f32, f32)]) {
        self.data.push(letter);
        let mut end = self.at;
        for (n, (x, y)) in points.iter().enumerate() {
            end = (nearest(f64::from(*x)), nearest(f64::from(*y)));
            let (dx, dy) = (end.0 - self.at.0, end.1 - self.at.1);
            // A minus sign parts numbers, too.
            let gap = if n > 0 && dx >= 0 { " " } else { "" };
            let between = if dy < 0 { "" } else { " " };
            let _ = write!(self.data, "{gap}{dx}{between}{dy}");
        }
        self.at = end;
    }
}

impl PathSink for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.step('m', &[(x, y)]);
        self.began = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.step('l', &[(x, y)]);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.step('q', &[(cx0, cy0), (x, y)]);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.step('c', &[(cx0, cy0), (cx1, cy1), (x, y)]);
    }

    fn close(&mut self) {
        self.data.push('z');
        self.at = self.began;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_told_from_the_one_before_in_whole_units() {
        let mut pen = Pen::default();
        pen.move_to(10.4, 20.0);
        pen.line_to(5.0, 30.0);
        pen.quad_to(6.0, 29.0, 7.0, 31.0);
        pen.close();
        pen.move_to(10.0, 20.0);
        assert_eq!(pen.data, "m10 20l-5 10q1-1 2 1zm0 0");
    }
}
