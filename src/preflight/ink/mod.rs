//! Ink on paper. In: everything that is painted, in order. Out: how much ink lies where. Decides what is
//! estimated: where ink cannot be told exactly, the heavier possibility counts.

mod area;
mod jpeg;
mod pixels;
mod planes;

use super::content::colour::{Inks, Space};
use super::content::matrix::Matrix;
use super::content::paint::{Kind, Paint};
use super::content::state::Blend;
use super::file::Pdf;
use crate::geom::{MM, Point, Rect};
use area::{Area, Grid};
use pixels::{Coverage, Pixels};
use planes::{Brush, Planes};

/// Most pixels that are painted for one file.
pub const MOST_PAINTED: u64 = 4_000_000_000;
/// A pixel of an image takes as much time as so many of an area.
const PIXELS_OF_AN_IMAGE: u64 = 8;

/// The ink of one page.
pub struct InkMap {
    grid: Grid,
    planes: Planes,
    /// Pixels that may still be painted.
    pub allowance: u64,
    /// Whether the ink of something is not known.
    pub unmeasured: bool,
}

/// Where there is too much ink.
#[derive(Debug, PartialEq)]
pub struct Excess {
    /// The extent of all such places, in points from the trim's top left corner.
    pub extent: Rect,
    /// Their area in square millimetres.
    pub area: f64,
}

/// Rounding of tones to 8 bits in each of four inks is no excess, in percent.
const ROUNDING: f64 = 1.0;

impl InkMap {
    /// Blank paper of this extent, in points from the trim's top left corner.
    pub fn new(extent: Rect, allowance: u64) -> Self {
        let grid = Grid::new(extent);
        Self { grid, planes: Planes::new(grid.width * grid.height), allowance, unmeasured: false }
    }

    /// Paints something.
    pub fn paint(&mut self, pdf: &Pdf, paint: &Paint<'_>) {
        let Some(visible) = paint.visible().filter(|_| !paint.state.in_cell) else { return };
        let window = self.grid.window(&visible);
        if window.pixels() == 0 {
            return;
        }
        let clip = paint.state.clip_path.as_deref();
        let weight = if matches!(paint.kind, Kind::Image { .. }) { PIXELS_OF_AN_IMAGE } else { 1 };
        let cost = window.pixels() * weight + clip.map_or(0, |c| self.grid.clip_cost(c));
        let Some(left) = self.allowance.checked_sub(cost) else {
            self.unmeasured = true;
            return;
        };
        self.allowance = left;
        let clip = clip.and_then(|c| self.grid.clip_mask(c));
        let area = match &paint.kind {
            Kind::Fill { path, rule, .. } => Area::of_path(&self.grid, window, path, *rule),
            Kind::Stroke { path, .. } => {
                let [a, b, c, d, ..] = paint.state.ctm.0;
                let width = paint.state.line_width * (a * d - b * c).abs().sqrt();
                Area::of_line(&self.grid, window, path, width)
            }
            Kind::Image { image, matrix } => {
                let pixels = Pixels::read(pdf, image);
                return self.paint_image(paint, pixels.as_ref(), matrix, &Area::whole(window).clipped(clip));
            }
            Kind::Text { .. } | Kind::Shading => Area::whole(window),
        };
        let Some(colour) = paint.colour else { return };
        self.unmeasured |= colour.inks.unknown;
        let mut brush = self.brush(paint, &colour.inks, &colour.space);
        brush.heavier |= colour.pattern || matches!(paint.kind, Kind::Text { .. } | Kind::Shading);
        let area = area.clipped(clip);
        area.each(&self.grid, |index, _| self.planes.put(index, &brush));
    }

    fn paint_image(&mut self, paint: &Paint<'_>, pixels: Option<&Pixels>, matrix: &Matrix, area: &Area<'_>) {
        let (Some(pixels), Some(back)) = (pixels, matrix.inverse()) else {
            self.paint_unread(paint, area);
            return;
        };
        let Some(space) = paint.space().cloned() else { return };
        let stencil = paint.colour.map(|colour| self.brush(paint, &colour.inks, &colour.space));
        self.unmeasured |= *space == Space::Unknown;
        let grid = self.grid;
        let mut values = [0.0; pixels::MOST_COMPONENTS];
        area.each(&grid, |index, at: Point| {
            let unit = back.apply(at.x, at.y);
            match (pixels.at(unit.x, unit.y, &mut values), &stencil) {
                (Coverage::Nothing, _) => {}
                (Coverage::Stencil, Some(brush)) => self.planes.put(index, brush),
                (Coverage::Stencil, None) => {}
                (Coverage::Colour(values, alpha), _) => {
                    let mut brush = self.brush(paint, &space.inks(values), &space);
                    brush.alpha *= alpha;
                    self.planes.put(index, &brush);
                }
            }
        });
    }

    /// An image that cannot be read: a stencil may cover its whole extent, of others nothing is known.
    fn paint_unread(&mut self, paint: &Paint<'_>, area: &Area<'_>) {
        let Some(colour) = paint.colour else {
            self.unmeasured = true;
            return;
        };
        let mut brush = self.brush(paint, &colour.inks, &colour.space);
        brush.heavier = true;
        area.each(&self.grid, |index, _| self.planes.put(index, &brush));
    }

    fn brush(&mut self, paint: &Paint<'_>, inks: &Inks, space: &Space) -> Brush {
        let state = paint.state;
        let alpha = if paint.is_stroked() { state.alpha_stroke } else { state.alpha_fill };
        let blend = if state.blend == Blend::Normal { state.group.blend } else { state.blend };
        let mut brush = self.planes.brush(inks);
        if paint.overprints() {
            match space {
                Space::Spot { names, .. } => brush.keep_all_but(&self.planes, names),
                Space::Cmyk if state.overprint_zero && paint.colour.is_some() => brush.keep_zero_inks(),
                _ => brush.keep_spots(),
            }
        }
        brush.alpha = (alpha * state.group.alpha) as f32;
        brush.multiply = blend == Blend::Multiply;
        brush.heavier = state.masked || state.group.masked || blend == Blend::Other || inks.unknown;
        brush
    }

    /// The area that ink covers, in square points of one full ink.
    pub fn covered(&self) -> f64 {
        let pixel = self.grid.scale * self.grid.scale;
        self.planes.totals().map(planes::percent).sum::<f64>() / 100.0 / pixel
    }

    /// The highest total in percent.
    pub fn highest(&self) -> f64 {
        self.planes.totals().max().map_or(0.0, planes::percent)
    }

    /// Where there is more than `limit` percent.
    pub fn excess(&self, limit: f64) -> Option<Excess> {
        let above = |total: u32| planes::percent(total) > limit + ROUNDING;
        let mut extent: Option<Rect> = None;
        let mut count = 0_usize;
        for (index, _) in self.planes.totals().enumerate().filter(|(_, total)| above(*total)) {
            let pixel = self.grid.pixel(index);
            extent = Some(extent.map_or(pixel, |e| e.union(&pixel)));
            count += 1;
        }
        let side = 1.0 / self.grid.scale / MM;
        extent.map(|extent| Excess { extent, area: count as f64 * side * side })
    }

    /// The share of a rectangle on which there is ink, from 0 to 1.
    pub fn inked_share(&self, rect: &Rect) -> f64 {
        let (mut inked, mut all) = (0_usize, 0_usize);
        Area::whole(self.grid.window(rect)).each(&self.grid, |index, _| {
            all += 1;
            inked += usize::from(planes::percent(self.planes.total(index)) >= 1.0);
        });
        if all == 0 { 0.0 } else { inked as f64 / all as f64 }
    }
}
