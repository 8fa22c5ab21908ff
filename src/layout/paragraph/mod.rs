//! Paragraphs: rich text to lines. In: text with styles and a measure. Out: [`Paragraph`], the best
//! lines and, for the paginator, the best with one line more and one fewer.

pub mod breaker;
pub mod demerits;
pub mod fill;
pub mod items;
pub mod justify;
mod pieces;
pub mod reading;
mod sense;

use std::borrow::Cow;

use demerits::{COSTS, Costs};

use crate::document::rich::Rich;
use crate::geom::Pt;
use crate::language::Direction;
use crate::source::theme::Align;
use crate::style::TextStyle;
use crate::text::segment::{Missing, RunStyle, Seg, segment};
use crate::text::shape::Shaper;

/// How lines are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Both edges straight.
    Justified,
    /// One edge straight.
    Ragged,
    /// Lines of like length, as few as possible: headings.
    Balanced,
}

/// What a paragraph is set into.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Width of the lines.
    pub measure: Pt,
    /// Indent of the first line.
    pub indent: Pt,
    /// Indent of lines that go on where none was typed, beyond the spaces that the typed line begins with;
    /// with a sign in it. Nought for text.
    pub turnover: Pt,
    /// How lines are chosen.
    pub shape: Shape,
    /// Where they stand; what is aligned at the left stands where lines begin.
    pub align: Align,
    /// The order of their words.
    pub direction: Direction,
    /// Where they begin.
    pub begins: Direction,
    /// Shrink and stretch of word spaces as shares of their width.
    pub glue: (f64, f64),
    /// Most that letters move apart or together before the spaces do the rest, in em.
    pub tracking: f64,
    /// Most that letters are made wider or narrower with it, as a share of their width.
    pub scaling: f64,
    /// Whether letters stand out of the edges as far as makes these look straight.
    pub optical: bool,
    /// Shares of hyphen and stop that hang beyond the right edge.
    pub hang: (f64, f64),
    /// Narrowest last line.
    pub last_line: Pt,
    /// Size of the text, for the rag.
    pub size: Pt,
    /// Distance of baselines.
    pub leading: Pt,
    /// Top of a line to its baseline.
    pub baseline: Pt,
    /// What lines cost.
    pub costs: &'static Costs,
}

/// A place in a paragraph: a segment and a byte inside its range (0 at its start).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Breakpoint {
    /// Number of the segment.
    pub seg: u32,
    /// Byte inside the segment.
    pub byte: u16,
}

/// A line of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Where it begins.
    pub from: Breakpoint,
    /// Where it ends; trailing spaces lie outside.
    pub to: Breakpoint,
    /// Whether it ends with a hyphen of ours.
    pub hyphen: bool,
    /// Stretch (positive) or shrink of its spaces.
    pub ratio: f32,
    /// Room between its end and the measure, before stretching.
    pub slack: f32,
    /// Part of its last character that hangs beyond the edge.
    pub hang: f32,
    /// Part of its first character that stands before the edge.
    pub lead: f32,
    /// Whether its right end is brought to the edge.
    pub filled: bool,
    /// Its indent, where it goes on with a typed line.
    pub turnover: f32,
}

/// Other lines for the same paragraph.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The lines.
    pub lines: Vec<Line>,
    /// What they cost more than the best, from 0.
    pub cost: f64,
}

/// A paragraph, broken into lines.
pub struct Paragraph<'d> {
    /// The text.
    pub rich: Cow<'d, Rich>,
    /// Its pieces.
    pub segs: Vec<Seg>,
    /// Style by run.
    pub styles: Vec<RunStyle>,
    /// What it is set into.
    pub setting: Setting,
    /// The best lines.
    pub lines: Vec<Line>,
    /// With one line more.
    pub longer: Option<Variant>,
    /// With one line fewer.
    pub shorter: Option<Variant>,
    /// Characters that no font has.
    pub missing: Vec<Missing>,
}

/// Widest space of a filled line from right to left, in natural spaces.
const LOOSEST: f64 = 2.0;

impl<'d> Paragraph<'d> {
    /// Breaks a text into lines.
    pub fn new(rich: Cow<'d, Rich>, styles: Vec<RunStyle>, setting: Setting, shaper: &Shaper) -> Self {
        let mut missing = Vec::new();
        let ends: Vec<usize> = rich.pieces().map(|(range, _)| range.end).collect();
        let segs = segment((&rich.text, setting.direction), &ends, &styles, shaper, &mut missing);
        let mut paragraph =
            Self { rich, segs, styles, setting, lines: Vec::new(), longer: None, shorter: None, missing };
        let breaks = breaker::best_lines(&paragraph, shaper);
        paragraph.lines = breaks.best;
        paragraph.longer = breaks.longer;
        paragraph.shorter = breaks.shorter;
        if setting.begins == Direction::RightToLeft {
            paragraph.leave_loose_lines_short(shaper);
        }
        paragraph
    }

    /// Words from right to left are not broken: a line that would gape before a long one ends before the edge.
    fn leave_loose_lines_short(&mut self, shaper: &Shaper) {
        let mut chosen = std::mem::take(&mut self.lines);
        let mut longer = self.longer.take();
        let mut shorter = self.shorter.take();
        let variants =
            [&mut longer, &mut shorter].into_iter().flatten().flat_map(|variant| &mut variant.lines);
        for line in chosen.iter_mut().chain(variants).filter(|line| line.filled && line.ratio > 0.0) {
            if fill::space_factor(self, line, shaper) > LOOSEST {
                (line.filled, line.ratio) = (false, 0.0);
            }
        }
        (self.lines, self.longer, self.shorter) = (chosen, longer, shorter);
    }

    /// Whether a line ends with a hyphen, typed or not.
    pub fn is_dashed(&self, line: &Line) -> bool {
        let last = line.to.seg.checked_sub(1).filter(|_| line.to.byte == 0);
        let typed = |n: u32| self.segs.get(n as usize).is_some_and(|seg| items::ends_dashed(self, seg));
        line.hyphen || last.is_some_and(typed)
    }

    /// Height of all lines.
    pub fn height(&self) -> Pt {
        self.lines.len() as Pt * self.setting.leading
    }

    /// Widths of the text on one line, and of its longest part that cannot be broken.
    pub fn extremes(&self, shaper: &Shaper) -> (Pt, Pt) {
        items::extremes(self, shaper)
    }
}

impl Setting {
    /// For a style in a measure.
    pub fn of(style: &TextStyle, measure: Pt) -> Self {
        let shape = if style.align == Align::Justify { Shape::Justified } else { Shape::Ragged };
        Self {
            measure,
            indent: 0.0,
            turnover: 0.0,
            shape,
            align: style.align,
            direction: Direction::LeftToRight,
            begins: Direction::LeftToRight,
            glue: (0.2, 0.33),
            tracking: 0.0,
            scaling: 0.0,
            optical: false,
            hang: (0.0, 0.0),
            last_line: 0.0,
            size: style.size,
            leading: style.leading,
            baseline: style.baseline,
            costs: &COSTS,
        }
    }
}

#[cfg(test)]
mod tests;
