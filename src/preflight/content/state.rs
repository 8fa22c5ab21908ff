//! The graphics state (ISO 32000-1, 8.4), as far as preflight needs it. Decides what overprints, shines
//! through and is clipped.

use std::cell::OnceCell;
use std::rc::Rc;

use lopdf::{Dictionary, Object};
use tiny_skia::{FillRule, Path};

use super::super::file::Pdf;
use super::colour::{Inks, Space};
use super::font::Font;
use super::matrix::Matrix;
use crate::geom::Rect;

/// A chosen colour.
#[derive(Debug, Clone)]
pub struct Colour {
    /// Its space; that of the shading for shading patterns.
    pub space: Rc<Space>,
    /// What it puts on paper; of a pattern, where it is heaviest.
    pub inks: Rc<Inks>,
    /// Whether it is a pattern.
    pub pattern: bool,
}

impl Colour {
    /// A plain colour.
    pub fn plain(space: Rc<Space>, values: &[f64]) -> Self {
        let inks = Rc::new(space.inks(values));
        Self { space, inks, pattern: false }
    }

    /// Whether it leaves the paper blank.
    pub fn is_white(&self) -> bool {
        !self.pattern && self.inks.is_white()
    }
}

/// How colours mix with those below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blend {
    /// The upper one covers.
    Normal,
    /// Inks add up.
    Multiply,
    /// Any other; the heavier of the two is reckoned with.
    Other,
}

/// For each pixel of a page whether it is painted.
pub type Mask = Vec<bool>;

/// A clipping path that is no upright rectangle, and those before it.
#[derive(Debug)]
pub struct ClipPath {
    /// The area.
    pub path: Path,
    /// What is inside.
    pub rule: FillRule,
    /// The clip before; both hold.
    pub outer: Option<Rc<ClipPath>>,
    /// How many clips there are.
    pub depth: usize,
    /// The pixels that are left, once somebody asked.
    pub mask: OnceCell<Option<Mask>>,
}

/// What holds for a whole transparency group.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// Opacity.
    pub alpha: f64,
    /// Mixing.
    pub blend: Blend,
    /// Whether a soft mask thins it out.
    pub masked: bool,
}

/// Text state.
#[derive(Debug, Clone)]
pub struct TextState {
    /// The font.
    pub font: Option<Rc<Font>>,
    /// Size in text space.
    pub size: f64,
    /// Space after each character.
    pub char_space: f64,
    /// More space after each blank.
    pub word_space: f64,
    /// Horizontal scale, 1 is natural.
    pub scale: f64,
    /// From line to line.
    pub leading: f64,
    /// Above the baseline.
    pub rise: f64,
    /// 0 fill, 1 stroke, 2 both, 3 neither; 4 to 7 clip too.
    pub mode: i64,
}

/// The graphics state.
#[derive(Debug, Clone)]
pub struct State {
    /// From user space to points from the trim's top left corner.
    pub ctm: Matrix,
    /// Colour of areas.
    pub fill: Colour,
    /// Colour of lines.
    pub stroke: Colour,
    /// Width of lines in user space. Dashes count as whole lines; ends and corners change no finding.
    pub line_width: f64,
    /// Text.
    pub text: TextState,
    /// Whether areas overprint.
    pub overprint_fill: bool,
    /// Whether lines overprint.
    pub overprint_stroke: bool,
    /// Whether inks that are zero in CMYK overprint too (OPM 1).
    pub overprint_zero: bool,
    /// Opacity of areas.
    pub alpha_fill: f64,
    /// Opacity of lines.
    pub alpha_stroke: f64,
    /// Mixing.
    pub blend: Blend,
    /// Whether a soft mask is set.
    pub masked: bool,
    /// The groups around, as one.
    pub group: Group,
    /// What is visible at most.
    pub clip: Rect,
    /// What else clips.
    pub clip_path: Option<Rc<ClipPath>>,
    /// Inside of a pattern's cell or a glyph's procedure, which has no place of its own on the page.
    pub in_cell: bool,
}

impl State {
    /// At the beginning of a page.
    pub fn new(ctm: Matrix, clip: Rect) -> Self {
        let black = Colour::plain(Rc::new(Space::Gray), &[0.0]);
        Self {
            ctm,
            fill: black.clone(),
            stroke: black,
            line_width: 1.0,
            text: TextState {
                font: None,
                size: 0.0,
                char_space: 0.0,
                word_space: 0.0,
                scale: 1.0,
                leading: 0.0,
                rise: 0.0,
                mode: 0,
            },
            overprint_fill: false,
            overprint_stroke: false,
            overprint_zero: false,
            alpha_fill: 1.0,
            alpha_stroke: 1.0,
            blend: Blend::Normal,
            masked: false,
            group: Group { alpha: 1.0, blend: Blend::Normal, masked: false },
            clip,
            clip_path: None,
            in_cell: false,
        }
    }

    /// Takes over an ExtGState, but for its font.
    pub fn apply(&mut self, pdf: &Pdf, gs: &Dictionary) {
        if let Some(on) = pdf.flag(gs, "OP") {
            (self.overprint_stroke, self.overprint_fill) = (on, on);
        }
        self.overprint_fill = pdf.flag(gs, "op").unwrap_or(self.overprint_fill);
        self.overprint_zero = pdf.number(gs, "OPM").map_or(self.overprint_zero, |mode| mode == 1.0);
        self.alpha_fill = pdf.number(gs, "ca").unwrap_or(self.alpha_fill).clamp(0.0, 1.0);
        self.alpha_stroke = pdf.number(gs, "CA").unwrap_or(self.alpha_stroke).clamp(0.0, 1.0);
        self.line_width = pdf.number(gs, "LW").unwrap_or(self.line_width).abs();
        if let Some(mode) = pdf.get(gs, "BM") {
            let first = mode.as_array().ok().and_then(|all| all.first()).unwrap_or(mode);
            self.blend = match pdf.as_name(first) {
                Some("Normal" | "Compatible") => Blend::Normal,
                Some("Multiply" | "Darken") => Blend::Multiply,
                _ => Blend::Other,
            };
        }
        if let Some(mask) = pdf.get(gs, "SMask") {
            self.masked = !matches!(mask, Object::Name(_));
        }
    }

    /// Enters a transparency group: what holds now holds for the group as a whole.
    pub fn enter_group(&mut self) {
        self.group = Group {
            alpha: self.group.alpha * self.alpha_fill,
            blend: if self.blend == Blend::Normal { self.group.blend } else { self.blend },
            masked: self.group.masked || self.masked,
        };
        (self.alpha_fill, self.alpha_stroke) = (1.0, 1.0);
        (self.blend, self.masked) = (Blend::Normal, false);
    }

    /// Whether what is painted now lets something through.
    pub fn is_transparent(&self) -> bool {
        let plain = self.alpha_fill >= 1.0 && self.alpha_stroke >= 1.0 && self.group.alpha >= 1.0;
        let normal = self.blend == Blend::Normal && self.group.blend == Blend::Normal;
        !plain || !normal || self.masked || self.group.masked
    }
}
