//! Areas as pixels. Decides the resolution, and which pixels belong to an area: those whose middle lies
//! in it.

use std::rc::Rc;

use tiny_skia::{FillRule, Mask, Path, Stroke, Transform};

use super::super::content::path::{bounds, is_upright_rectangle};
use super::super::content::state::ClipPath;
use crate::geom::{Point, Rect};

/// Most pixels of a page; larger pages are looked at more coarsely.
const MOST_PIXELS: f64 = 1_500_000.0;
/// Pixels in a point: 72 ppi shows every place that is large enough to smear.
const FINEST: f64 = 1.0;

/// The pixels of a page.
#[derive(Debug, Clone, Copy)]
pub struct Grid {
    left: f64,
    top: f64,
    /// Pixels in a point.
    pub scale: f64,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

/// A rectangle of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Window {
    /// How many there are.
    pub fn pixels(&self) -> u64 {
        (self.right - self.left) as u64 * (self.bottom - self.top) as u64
    }
}

impl Grid {
    /// Pixels for a part of the page.
    pub fn new(extent: Rect) -> Self {
        let (w, h) = (extent.w.clamp(1.0, 1e6), extent.h.clamp(1.0, 1e6));
        let scale = (MOST_PIXELS / (w * h)).sqrt().min(FINEST);
        let count = |length: f64| ((length * scale).ceil().clamp(1.0, MOST_PIXELS)) as usize;
        Self { left: extent.x, top: extent.y, scale, width: count(w), height: count(h) }
    }

    /// The pixels whose middle lies in a rectangle.
    pub fn window(&self, rect: &Rect) -> Window {
        let column = |x: f64| ((x - self.left) * self.scale).round().clamp(0.0, self.width as f64) as usize;
        let row = |y: f64| ((y - self.top) * self.scale).round().clamp(0.0, self.height as f64) as usize;
        let (left, top) = (column(rect.x), row(rect.y));
        Window { left, top, right: column(rect.right()).max(left), bottom: row(rect.bottom()).max(top) }
    }

    /// The place of a pixel on the page.
    pub fn pixel(&self, index: usize) -> Rect {
        let (column, row) = (index % self.width, index / self.width);
        let side = 1.0 / self.scale;
        Rect { x: self.left + column as f64 * side, y: self.top + row as f64 * side, w: side, h: side }
    }

    fn transform(&self, window: &Window) -> Transform {
        let scale = self.scale as f32;
        let shift = |edge: f64, first: usize| (-edge * self.scale - first as f64) as f32;
        Transform::from_row(
            scale,
            0.0,
            0.0,
            scale,
            shift(self.left, window.left),
            shift(self.top, window.top),
        )
    }

    /// How many pixels must be painted before the mask of a clip is there.
    pub fn clip_cost(&self, clip: &ClipPath) -> u64 {
        let chain = std::iter::successors(Some(clip), |c| c.outer.as_deref());
        let open = chain.take_while(|c| c.mask.get().is_none()).count();
        (open * self.width * self.height) as u64
    }

    /// The pixels of the page that a clipping path leaves, with all those around it.
    pub fn clip_mask<'c>(&self, clip: &'c ClipPath) -> Option<&'c Mask> {
        let mask = clip.mask.get_or_init(|| {
            let whole = Window { left: 0, top: 0, right: self.width, bottom: self.height };
            let mut mask = self.fill(&whole, &clip.path, clip.rule)?;
            let outer: Option<&Rc<ClipPath>> = clip.outer.as_ref();
            if let Some(outer) = outer.and_then(|o| self.clip_mask(o)) {
                for (pixel, kept) in mask.data_mut().iter_mut().zip(outer.data()) {
                    *pixel = (*pixel).min(*kept);
                }
            }
            Some(mask)
        });
        mask.as_ref()
    }

    fn fill(&self, window: &Window, path: &Path, rule: FillRule) -> Option<Mask> {
        let side = |from: usize, to: usize| u32::try_from(to - from).ok();
        let mut mask = Mask::new(side(window.left, window.right)?, side(window.top, window.bottom)?)?;
        let path = path.clone().transform(self.transform(window))?;
        mask.fill_path(&path, rule, false, Transform::identity());
        Some(mask)
    }
}

/// Pixels that are painted.
pub struct Area<'c> {
    window: Window,
    /// Of the window.
    mask: Option<Mask>,
    /// Of the page.
    clip: Option<&'c Mask>,
}

impl<'c> Area<'c> {
    /// All of a window.
    pub fn whole(window: Window) -> Self {
        Self { window, mask: None, clip: None }
    }

    fn none(window: Window) -> Self {
        Self::whole(Window { right: window.left, ..window })
    }

    /// What a path encloses.
    pub fn of_path(grid: &Grid, window: Window, path: &Path, rule: FillRule) -> Self {
        if is_upright_rectangle(path) {
            let inner = grid.window(&bounds(path));
            return Self::whole(Window {
                left: window.left.max(inner.left),
                top: window.top.max(inner.top),
                right: window.right.min(inner.right).max(window.left.max(inner.left)),
                bottom: window.bottom.min(inner.bottom).max(window.top.max(inner.top)),
            });
        }
        match grid.fill(&window, path, rule) {
            Some(mask) => Self { window, mask: Some(mask), clip: None },
            None => Self::none(window),
        }
    }

    /// What a line of this width covers.
    pub fn of_line(grid: &Grid, window: Window, path: &Path, width: f64) -> Self {
        let stroke = Stroke { width: width.min(1e5) as f32, ..Stroke::default() };
        match path.stroke(&stroke, grid.scale as f32) {
            Some(outline) => Self::of_path(grid, window, &outline, FillRule::Winding),
            None => Self::none(window),
        }
    }

    /// Without what is clipped away.
    pub fn clipped(mut self, clip: Option<&'c Mask>) -> Self {
        self.clip = clip;
        self
    }

    /// Visits each pixel: its number in the grid and its middle on the page.
    pub fn each(&self, grid: &Grid, mut visit: impl FnMut(usize, Point)) {
        let Window { left, top, right, bottom } = self.window;
        let side = 1.0 / grid.scale;
        for row in top..bottom {
            for column in left..right {
                let index = row * grid.width + column;
                let inside = (row - top) * (right - left) + (column - left);
                let masked = self.mask.as_ref().is_some_and(|m| m.data()[inside] == 0);
                if masked || self.clip.is_some_and(|m| m.data()[index] == 0) {
                    continue;
                }
                let middle = Point {
                    x: grid.left + (column as f64 + 0.5) * side,
                    y: grid.top + (row as f64 + 0.5) * side,
                };
                visit(index, middle);
            }
        }
    }
}
