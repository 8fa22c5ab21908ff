//! Letters to glyphs. In: text with marks and styles. Out: shaped words and the places where lines
//! may end. Never: positions on a page.

use std::ops::Range;

pub mod blackness;
pub mod embed;
mod font_file;
pub mod fonts;
pub mod hyphenate;
mod isolates;
mod joints;
pub mod margins;
mod opportunities;
pub mod outline;
pub mod scripts;
pub mod segment;
mod sfnt;
pub mod shape;
mod web_font;

/// A glyph of a shaped word. Lengths are in em, so that one word serves every size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Number in the font.
    pub id: u16,
    /// First byte of its cluster in the word or run.
    pub start: u16,
    /// Byte after its cluster.
    pub end: u16,
    /// Advance.
    pub advance: f32,
    /// Offset across.
    pub dx: Offset,
    /// Offset up.
    pub dy: Offset,
}

/// How far a glyph stands from its place, in steps of an 8192nd of an em, up to four ems: finer than anything that can
/// be seen. Books have millions of glyphs, and most have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Offset(i16);

impl Offset {
    const STEPS: f32 = 8192.0;

    /// The nearest to a length in em.
    pub fn of(ems: f32) -> Self {
        Self((ems * Self::STEPS).round() as i16)
    }

    /// In em.
    pub fn ems(self) -> f32 {
        f32::from(self.0) / Self::STEPS
    }
}

/// A place where a word may be broken with a hyphen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HyphenPoint {
    /// Byte in the word.
    pub at: u16,
    /// Width of what stands before, in em.
    pub x: f32,
    /// How far what stands behind begins before the edge, in em.
    pub lead: f32,
    /// How good a break it is.
    pub rank: Rank,
}

/// How good a place for a hyphen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The joint of a compound.
    Joint,
    /// Between syllables.
    Syllable,
    /// Between syllables, but nearer to the word's end than the limits want.
    Weak,
    /// Where there is no other way: in long names with capitals inside.
    Last,
}

/// Whether a line may end after a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// No.
    Keep,
    /// Yes: a word space, or a dash.
    Free,
    /// After a hyphen or slash that is written.
    Joint,
    /// Between letters or words of a script without spaces.
    Letter,
    /// At the joint of an address or path.
    Url,
    /// Inside a word too long for any line.
    Emergency,
}

/// A word, shaped.
#[derive(Debug, Clone, PartialEq)]
pub struct ShapedWord {
    /// Glyphs from left to right.
    pub glyphs: Box<[Glyph]>,
    /// Width in em.
    pub width: f32,
    /// How far its first and its last glyph stand out of the edges of a column, in em.
    pub edges: (f32, f32),
    /// Where it may be broken.
    pub points: Box<[HyphenPoint]>,
}

impl ShapedWord {
    /// The glyphs of a part of the word; none where one of them reaches over its ends.
    pub fn share(&self, part: &Range<usize>) -> Option<Self> {
        let (from, to) = (part.start as u16, part.end as u16);
        let before = |glyph: &&Glyph| glyph.end <= from;
        let inside = |glyph: &&Glyph| glyph.start >= from && glyph.end <= to;
        let apart = |glyph: &Glyph| glyph.end <= from || glyph.start >= to || inside(&glyph);
        if !self.glyphs.iter().all(apart) {
            return None;
        }
        let left: f32 = self.glyphs.iter().filter(before).map(|g| g.advance).sum();
        let moved = |g: &Glyph| Glyph { start: g.start - from, end: g.end - from, ..*g };
        let glyphs: Box<[Glyph]> = self.glyphs.iter().filter(inside).map(moved).collect();
        let points = self.points.iter().filter(|point| from < point.at && point.at < to);
        let points = points.map(|p| HyphenPoint { at: p.at - from, x: p.x - left, ..*p });
        let width = glyphs.iter().map(|g| g.advance).sum();
        let is_last = self.glyphs.iter().all(|glyph| glyph.end <= to);
        let edges = (if from == 0 { self.edges.0 } else { 0.0 }, if is_last { self.edges.1 } else { 0.0 });
        Some(Self { points: points.collect(), width, edges, glyphs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_as_fine_as_fonts_draw_and_end_at_four_ems() {
        for ems in [0.0, 0.5, -0.313, 1.0 / 2048.0, -3.9] {
            assert!((Offset::of(ems).ems() - ems).abs() < 1e-4, "{ems}");
        }
        assert!((Offset::of(1e9).ems() - 4.0).abs() < 1e-3 && (Offset::of(-1e9).ems() + 4.0).abs() < 1e-3);
        assert_eq!(size_of::<Glyph>(), 16, "a book has millions of them");
    }
}
