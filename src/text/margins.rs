//! Optical margins. Decides how far letters stand out of the edge of a column, so that the edge looks straight.
//!
//! After Thành, "Micro-typographic extensions to the TeX typesetting system" (2000), where a table by hand says it for
//! each letter; here it is what a letter has more white at its side than an upright stem has, from its outline.

use std::sync::{Mutex, PoisonError};

use foldhash::{HashMap, HashMapExt};
use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{Font, GlyphId};

/// Heights at which the white beside a letter is measured, between the baseline and the top of its kind.
const ROWS: usize = 24;
/// Most white that counts, in em: beyond, the eye follows the letters around.
const FAR: f64 = 0.25;
/// Share of the white that stands out, of a sign with hardly any ink and of one as high as the line.
const SHARES: (f64, f64) = (0.7, 0.3);
/// Most of a glyph that stands out, as a share of its width.
const MOST: f64 = 0.5;
/// Less is not worth a step, in em.
const LEAST: f64 = 0.004;

/// How far the glyphs of a face stand out, worked out when they are asked for.
pub struct Margins {
    /// White beside an upright stem, at the left and at the right, of letters as high as x and of higher ones.
    stems: [(f64, f64); 2],
    /// Height of x, and of capitals.
    heights: (f64, f64),
    known: Mutex<HashMap<u16, (f32, f32)>>,
}

impl Margins {
    /// Of a font.
    pub fn of(font: &Font) -> Self {
        let glyph = |c: char| font.charmap().map_unicode(c).map_or(0, |glyph| glyph.to_u32() as u16);
        let top = |c: char| Profile::of(font, glyph(c)).map(|profile| profile.top());
        let heights = (top('x').unwrap_or(0.5), top('H').unwrap_or(0.7));
        let white = |c: char, height: f64| Profile::of(font, glyph(c)).map(|profile| profile.white(height).0);
        let stems = [white('n', heights.0), white('H', heights.1)].map(Option::unwrap_or_default);
        Self { stems, heights, known: Mutex::new(HashMap::new()) }
    }

    /// How far a glyph stands out at the left and at the right, in em.
    pub fn glyph(&self, font: &Font, id: u16) -> (f32, f32) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry(id).or_insert_with(|| self.measured(font, id).unwrap_or_default())
    }

    fn measured(&self, font: &Font, id: u16) -> Option<(f32, f32)> {
        let profile = Profile::of(font, id)?;
        let is_high = profile.top() > 1.15 * self.heights.0;
        let height = if is_high { self.heights.1 } else { self.heights.0 };
        let ((left, right), inked) = profile.white(height);
        let stem = self.stems[usize::from(is_high)];
        let share = SHARES.0 + (SHARES.1 - SHARES.0) * inked;
        let out = |white: f64, usual: f64| {
            let out = (share * (white - usual)).min(MOST * profile.advance);
            if out < LEAST { 0.0 } else { out as f32 }
        };
        Some((out(left, stem.0), out(right, stem.1)))
    }
}

/// The outline of a glyph as straight strokes, in em.
struct Profile {
    advance: f64,
    units: f64,
    strokes: Vec<[(f64, f64); 2]>,
    began: (f64, f64),
    at: (f64, f64),
}

impl Profile {
    fn of(font: &Font, id: u16) -> Option<Self> {
        let id = GlyphId::new(u32::from(id));
        let units = f64::from(font.units_per_em().max(1));
        let advance = f64::from(harfrust::ShaperFont::new(font).glyph_h_advance(id)) / units;
        let nothing = (0.0, 0.0);
        let mut profile = Self { advance, units, strokes: Vec::new(), began: nothing, at: nothing };
        let glyph = font.outline_glyphs().get(id)?;
        glyph.draw(&DrawOptions::new(), DrawMemory::default(), &mut profile).ok()?;
        (!profile.strokes.is_empty()).then_some(profile)
    }

    fn top(&self) -> f64 {
        self.strokes.iter().flatten().map(|(_, y)| *y).fold(0.0, f64::max)
    }

    /// Mean white at the left and at the right up to a height, and the share of the rows that hold ink.
    fn white(&self, height: f64) -> ((f64, f64), f64) {
        let (mut left, mut right, mut inked) = (0.0, 0.0, 0);
        for row in 0..ROWS {
            let y = height * (row as f64 + 0.5) / ROWS as f64;
            match self.ink(y) {
                Some((from, to)) => {
                    inked += 1;
                    left += from.clamp(0.0, FAR);
                    right += (self.advance - to).clamp(0.0, FAR);
                }
                None => {
                    left += FAR;
                    right += FAR;
                }
            }
        }
        let rows = ROWS as f64;
        ((left / rows, right / rows), f64::from(inked) / rows)
    }

    /// Where the ink begins and ends at a height.
    fn ink(&self, y: f64) -> Option<(f64, f64)> {
        let crossing = |[(x0, y0), (x1, y1)]: &[(f64, f64); 2]| {
            let crosses = (*y0 <= y) != (*y1 <= y);
            crosses.then(|| x0 + (x1 - x0) * (y - y0) / (y1 - y0))
        };
        self.strokes.iter().filter_map(crossing).fold(None, |ink: Option<(f64, f64)>, x| {
            let (from, to) = ink.unwrap_or((x, x));
            Some((from.min(x), to.max(x)))
        })
    }

    fn ems(&self, x: f32, y: f32) -> (f64, f64) {
        (f64::from(x) / self.units, f64::from(y) / self.units)
    }

    fn stroke(&mut self, to: (f64, f64)) {
        self.strokes.push([self.at, to]);
        self.at = to;
    }

    /// A curve through points that are told by how far along it they are.
    fn curve(&mut self, point: impl Fn(f64) -> (f64, f64)) {
        const PARTS: u32 = 6;
        for part in 1..=PARTS {
            self.stroke(point(f64::from(part) / f64::from(PARTS)));
        }
    }
}

impl PathSink for Profile {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.ems(x, y);
        self.began = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.stroke(self.ems(x, y));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let (a, b, c) = (self.at, self.ems(cx0, cy0), self.ems(x, y));
        let mix = |t: f64, a: f64, b: f64, c: f64| (1.0 - t) * ((1.0 - t) * a + 2.0 * t * b) + t * t * c;
        self.curve(|t| (mix(t, a.0, b.0, c.0), mix(t, a.1, b.1, c.1)));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (a, b, c, d) = (self.at, self.ems(cx0, cy0), self.ems(cx1, cy1), self.ems(x, y));
        let mix = |t: f64, a: f64, b: f64, c: f64, d: f64| {
            let s = 1.0 - t;
            s * s * s * a + 3.0 * s * t * (s * b + t * c) + t * t * t * d
        };
        self.curve(|t| (mix(t, a.0, b.0, c.0, d.0), mix(t, a.1, b.1, c.1, d.1)));
    }

    fn close(&mut self) {
        self.stroke(self.began);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::builtin;

    fn margins(letters: &str) -> Vec<(f32, f32)> {
        let bytes =
            builtin::find(builtin::FONTS, "SourceSerif4SmText-Regular.ttf").expect("a font of the program");
        let font = Font::new(bytes, 0).expect("a font");
        let margins = Margins::of(&font);
        let glyph = |c: char| font.charmap().map_unicode(c).map_or(0, |glyph| glyph.to_u32() as u16);
        letters.chars().map(|c| margins.glyph(&font, glyph(c))).collect()
    }

    #[test]
    fn upright_stems_stand_at_the_edge_and_slopes_and_bars_before_it() {
        let [n, capital, slope, bar] = margins("nHAT")[..] else { panic!("four letters") };
        assert_eq!([n.0, capital.0], [0.0, 0.0]);
        for (left, right) in [slope, bar] {
            assert!(left > 0.01 && left < 0.05 && right > 0.01 && right < 0.05, "{left} {right}");
        }
    }

    #[test]
    fn stops_and_quotes_stand_out_by_more_than_letters() {
        for ((left, right), c) in margins(".,-„“").into_iter().zip(".,-„“".chars()) {
            assert!(right > 0.035 && left > 0.035, "{c} {left} {right}");
        }
    }

    #[test]
    fn what_has_no_ink_stands_nowhere() {
        assert_eq!(margins(" "), [(0.0, 0.0)]);
    }
}
