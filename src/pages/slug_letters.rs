//! A case of type: letters one by one. Decides how a line is put together that is known only when
//! sheets are made, such as the slug.

use std::collections::BTreeMap;

use super::{Artifact, Item, Owner, Room, TextRun, Turn};
use crate::colour::Colour;
use crate::geom::{Point, Pt};
use crate::text::Glyph;
use crate::text::fonts::FaceId;

/// Width of a space between words, in em.
const SPACE: Pt = 0.22;

/// The sorts that lines are put together from. What it has no sort for, other than a space, is left out.
#[derive(Debug, Clone, Default)]
pub struct SlugLetters(pub BTreeMap<char, Sort>);

/// A letter with its font.
#[derive(Debug, Clone)]
pub struct Sort {
    /// The font.
    pub face: FaceId,
    /// Its glyphs, mostly one.
    pub glyphs: Vec<Glyph>,
}

impl SlugLetters {
    /// A line of these words with the left end of its baseline there.
    pub fn line(&self, words: &str, at: Point, size: Pt, colour: Colour) -> Vec<Item> {
        let mut items = Vec::new();
        let mut x = at.x;
        for word in words.split_inclusive(char::is_whitespace) {
            for run in self.runs(word.trim_end(), size, colour) {
                let width = run.width();
                let room = Room::across(x, width);
                items.push(Item::Text(TextRun { at: Point { x, y: at.y }, room, ..run }));
                x += width;
            }
            x += SPACE * size;
        }
        items
    }

    /// Width of a line of these words.
    pub fn width(&self, words: &str, size: Pt) -> Pt {
        let letter = |c: char| match self.0.get(&c) {
            Some(sort) => sort.glyphs.iter().map(|glyph| f64::from(glyph.advance)).sum(),
            None if c.is_whitespace() => SPACE,
            None => 0.0,
        };
        words.chars().map(letter).sum::<Pt>() * size
    }

    /// The word in runs of one font each.
    fn runs(&self, word: &str, size: Pt, colour: Colour) -> Vec<TextRun> {
        let mut runs: Vec<TextRun> = Vec::new();
        for c in word.chars() {
            let Some(sort) = self.0.get(&c) else { continue };
            let full = |run: &TextRun| run.text.len() + c.len_utf8() > usize::from(u16::MAX);
            if runs.last().is_none_or(|run| run.face != sort.face || full(run)) {
                runs.push(TextRun {
                    at: Point::default(),
                    turn: Turn::Upright,
                    room: Room::across(0.0, 0.0),
                    face: sort.face,
                    size,
                    stretch: 1.0,
                    colour,
                    text: String::new(),
                    glyphs: Vec::new(),
                    read_as: Vec::new(),
                    source: None,
                    owner: Owner::Artifact(Artifact::Layout),
                });
            }
            let Some(run) = runs.last_mut() else { continue };
            let start = run.text.len() as u16;
            run.text.push(c);
            let end = run.text.len() as u16;
            run.glyphs.extend(sort.glyphs.iter().map(|glyph| Glyph { start, end, ..*glyph }));
        }
        runs
    }
}
