//! What a page paints, one thing after another: the hinge between the reader of content and the checks.

use std::rc::Rc;

use tiny_skia::{FillRule, Path};

use super::colour::Space;
use super::image::Image;
use super::matrix::Matrix;
use super::state::{Colour, State};
use crate::diag::Sentence;
use crate::diag::words::preflight as words;
use crate::geom::{Pt, Rect};

/// What is painted.
pub enum Kind<'p> {
    /// An area.
    Fill {
        /// Its outline.
        path: &'p Path,
        /// What is inside.
        rule: FillRule,
        /// The extent of each piece.
        pieces: &'p [Rect],
    },
    /// A line along a path.
    Stroke {
        /// The path.
        path: &'p Path,
        /// Width on the page, where it is thinnest.
        width: Pt,
    },
    /// A string of letters.
    Text {
        /// Size of the type on the page.
        size: Pt,
        /// Whether only the outlines are drawn.
        outlined: bool,
    },
    /// Pixels with colours, or a stencil in the current colour.
    Image {
        /// The image.
        image: &'p Image<'p>,
        /// From the unit square to the page.
        matrix: Matrix,
    },
    /// A shading over everything that is not clipped away.
    Shading,
}

/// Something that is painted.
pub struct Paint<'p> {
    /// What.
    pub kind: Kind<'p>,
    /// In which colour; images bring their own.
    pub colour: Option<&'p Colour>,
    /// Its extent in points from the trim's top left corner.
    pub extent: Rect,
    /// The graphics state.
    pub state: &'p State,
}

impl Paint<'_> {
    /// What it is called.
    pub fn name(&self) -> Sentence {
        match &self.kind {
            Kind::Fill { .. } => words::a_filled_area(),
            Kind::Stroke { .. } => words::a_line(),
            Kind::Text { .. } => words::some_text(),
            Kind::Image { image, .. } if image.is_stencil() => words::a_stencil(),
            Kind::Image { .. } => words::an_image(),
            Kind::Shading => words::a_shading(),
        }
    }

    /// What is left of its extent after clipping; `None` if nothing.
    pub fn visible(&self) -> Option<Rect> {
        intersection(&self.extent, &self.state.clip)
    }

    /// Its colour space.
    pub fn space(&self) -> Option<&Rc<Space>> {
        match (&self.kind, self.colour) {
            (Kind::Image { image, .. }, _) if !image.is_stencil() => image.space.as_ref(),
            (_, colour) => colour.map(|c| &c.space),
        }
    }

    /// Whether it is drawn by strokes, to which their own settings of overprint and opacity apply.
    pub fn is_stroked(&self) -> bool {
        matches!(self.kind, Kind::Stroke { .. } | Kind::Text { outlined: true, .. })
    }

    /// Whether it overprints.
    pub fn overprints(&self) -> bool {
        if self.is_stroked() { self.state.overprint_stroke } else { self.state.overprint_fill }
    }
}

/// What both have in common; `None` if nothing.
pub fn intersection(a: &Rect, b: &Rect) -> Option<Rect> {
    let common =
        Rect::between(a.x.max(b.x), a.y.max(b.y), a.right().min(b.right()), a.bottom().min(b.bottom()));
    (common.w >= 0.0 && common.h >= 0.0).then_some(common)
}

/// What PDF/X-4 bars inside of content streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barred {
    /// The operator `PS`.
    PostScript,
    /// An inline image in LZW.
    Lzw,
}

/// Looks at everything that is painted, in order.
pub trait Painter {
    /// Something is painted.
    fn paint(&mut self, paint: &Paint<'_>);
    /// A transparency group begins that is blended in this space.
    fn group(&mut self, space: &Rc<Space>);
    /// Something is met that has no place in a content stream for print.
    fn barred(&mut self, what: Barred);
    /// Something cannot be read.
    fn damaged(&mut self, what: Sentence);
}
