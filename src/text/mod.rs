//! Letters to glyphs. In: text with marks and styles. Out: shaped words and the places where lines
//! may end. Never: positions on a page.

use std::ops::Range;

pub mod blackness;
pub mod embed;
mod font_file;
pub mod fonts;
pub mod hyphenate;
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
    pub dx: f32,
    /// Offset up.
    pub dy: f32,
}

/// A place where a word may be broken with a hyphen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HyphenPoint {
    /// Byte in the word.
    pub at: u16,
    /// Width of what stands before, in em.
    pub x: f32,
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

/// A word, shaped.
#[derive(Debug, Clone, PartialEq)]
pub struct ShapedWord {
    /// Glyphs from left to right.
    pub glyphs: Box<[Glyph]>,
    /// Width in em.
    pub width: f32,
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
        let points = points.map(|p| HyphenPoint { at: p.at - from, x: p.x - left, rank: p.rank });
        let width = glyphs.iter().map(|g| g.advance).sum();
        Some(Self { points: points.collect(), width, glyphs })
    }
}
