//! Ink on paper. In: everything that is painted, in order. Out: how much ink lies where. Decides what is
//! estimated: where ink cannot be told exactly, the heavier possibility counts.

mod area;
mod pixels;
mod planes;

use std::ops::Range;

use super::budget::Share;
use super::content::colour::{Inks, Space};
use super::content::matrix::Matrix;
use super::content::paint::{Kind, Paint};
use super::content::state::Blend;
use super::file::Pdf;
use crate::geom::{MM, Point, Rect};
use area::{Area, Grid, Window};
use pixels::{Coverage, Pixels};
use planes::{Brush, Planes};

/// Steps for a page, and for something that is painted on it.
const STEPS_OF_A_PAGE: u64 = 20_000;
const STEPS_OF_A_PAINT: u64 = 100;
/// Steps to find the colour of a pixel of an image, and for each of its components.
const STEPS_OF_A_PIXEL: u64 = 30;
const STEPS_OF_A_COMPONENT: u64 = 20;

/// The ink of one page.
pub struct InkMap<'b> {
    grid: Grid,
    planes: Planes,
    budget: &'b Share,
    /// Rows on which something was painted.
    rows: Range<usize>,
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

impl<'b> InkMap<'b> {
    /// Blank paper of this extent, in points from the trim's top left corner.
    pub fn new(extent: Rect, budget: &'b Share) -> Self {
        let grid = Grid::new(extent);
        let pixels = grid.width * grid.height;
        let unmeasured = !budget.spend(STEPS_OF_A_PAGE + pixels as u64);
        // without a budget nothing will be painted
        let pixels = if unmeasured { 0 } else { pixels };
        Self { grid, planes: Planes::new(pixels), budget, rows: 0..0, unmeasured }
    }

    /// Paints something.
    pub fn paint(&mut self, pdf: &Pdf, paint: &Paint<'_>) {
        let Some(visible) = paint.visible().filter(|_| !paint.state.in_cell) else { return };
        let window = self.grid.window(&visible);
        if window.pixels() > 0 && self.try_paint(pdf, paint, window).is_none() {
            self.unmeasured = true;
        }
    }

    /// Paints what can be seen in a window; `None` where the budget does not reach.
    fn try_paint(&mut self, pdf: &Pdf, paint: &Paint<'_>, window: Window) -> Option<()> {
        if !self.budget.spend(STEPS_OF_A_PAINT) {
            return None;
        }
        let clip = match paint.state.clip_path.as_deref() {
            Some(clip) => Some(self.grid.clip_mask(clip, self.budget)?),
            None => None,
        };
        let area = match &paint.kind {
            Kind::Fill { path, rule, .. } => Area::of_path(&self.grid, window, path, *rule, self.budget)?,
            Kind::Stroke { path, .. } => {
                let [a, b, c, d, ..] = paint.state.ctm.0;
                let width = paint.state.line_width * (a * d - b * c).abs().sqrt();
                Area::of_line(&self.grid, window, path, width, self.budget)?
            }
            Kind::Image { image, matrix } => {
                let pixels = Pixels::read(pdf, image);
                return self.paint_image(paint, pixels.as_ref(), matrix, &Area::whole(window).clipped(clip));
            }
            Kind::Text { .. } | Kind::Shading => Area::whole(window),
        };
        let Some(colour) = paint.colour else { return Some(()) };
        self.unmeasured |= colour.inks.unknown;
        let mut brush = self.brush(paint, &colour.inks, &colour.space)?;
        brush.heavier |= colour.pattern || matches!(paint.kind, Kind::Text { .. } | Kind::Shading);
        self.put(&area.clipped(clip), &brush)
    }

    /// Paints an area in one colour.
    fn put(&mut self, area: &Area<'_>, brush: &Brush) -> Option<()> {
        let window = area.window();
        if !self.budget.spend(window.pixels() * (self.planes.cost(brush) + 1)) {
            return None;
        }
        self.touch(window);
        area.runs(&self.grid, |run| self.planes.put_run(run, brush));
        Some(())
    }

    fn touch(&mut self, window: Window) {
        let rows = window.rows();
        self.rows = if self.rows.is_empty() {
            rows
        } else {
            self.rows.start.min(rows.start)..self.rows.end.max(rows.end)
        };
    }

    fn paint_image(
        &mut self,
        paint: &Paint<'_>,
        pixels: Option<&Pixels>,
        matrix: &Matrix,
        area: &Area<'_>,
    ) -> Option<()> {
        let (Some(pixels), Some(back)) = (pixels, matrix.inverse()) else {
            return self.paint_unread(paint, area);
        };
        let space = paint.space().cloned()?;
        let stencil = match paint.colour {
            Some(colour) => Some(self.brush(paint, &colour.inks, &colour.space)?),
            None => None,
        };
        self.unmeasured |= *space == Space::Unknown;
        // every pixel has a colour of its own
        let names = space.spots() as u64;
        let of_a_pixel = STEPS_OF_A_PIXEL
            + space.all_components() as u64 * STEPS_OF_A_COMPONENT
            + self.planes.cost_of_a_brush(space.spots())
            + 12
            + 8 * (names + self.planes.spots() as u64);
        if !self.budget.spend(area.window().pixels() * of_a_pixel) {
            return None;
        }
        self.touch(area.window());
        let grid = self.grid;
        let mut values = [0.0; pixels::MOST_COMPONENTS];
        area.each(&grid, |index, at: Point| {
            let unit = back.apply(at.x, at.y);
            match (pixels.at(unit.x, unit.y, &mut values), &stencil) {
                (Coverage::Nothing, _) => {}
                (Coverage::Stencil, Some(brush)) => self.planes.put(index, brush),
                (Coverage::Stencil, None) => {}
                (Coverage::Colour(values, alpha), _) => {
                    let mut brush = self.brush_of(paint, &space.inks(values), &space);
                    brush.alpha *= alpha;
                    self.planes.put(index, &brush);
                }
            }
        });
        Some(())
    }

    /// An image that cannot be read: a stencil may cover its whole extent, of others nothing is known.
    fn paint_unread(&mut self, paint: &Paint<'_>, area: &Area<'_>) -> Option<()> {
        let colour = paint.colour?;
        let mut brush = self.brush(paint, &colour.inks, &colour.space)?;
        brush.heavier = true;
        self.put(area, &brush)
    }

    /// A brush, if the budget reaches.
    fn brush(&mut self, paint: &Paint<'_>, inks: &Inks, space: &Space) -> Option<Brush> {
        let names = inks.spots.len() + space.spots();
        let afforded = self.budget.spend(self.planes.cost_of_a_brush(names));
        afforded.then(|| self.brush_of(paint, inks, space))
    }

    fn brush_of(&mut self, paint: &Paint<'_>, inks: &Inks, space: &Space) -> Brush {
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

    /// The pixels that may have ink.
    fn inked(&self) -> Range<usize> {
        self.rows.start * self.grid.width..self.rows.end * self.grid.width
    }

    /// Whether all ink of the page is known.
    pub fn is_known(&self) -> bool {
        !self.unmeasured && !self.budget.is_spent()
    }

    /// The highest total in percent.
    pub fn highest(&self) -> f64 {
        let pixels = self.inked();
        if !self.budget.spend(pixels.len() as u64 * self.planes.cost_of_a_total()) {
            return 0.0;
        }
        self.planes.totals(pixels).max().map_or(0.0, planes::percent)
    }

    /// Where there is more than `limit` percent; `highest` is known.
    pub fn excess(&self, highest: f64, limit: f64) -> Option<Excess> {
        let above = |percent: f64| percent > limit + ROUNDING;
        let pixels = self.inked();
        if !above(highest) || !self.budget.spend(pixels.len() as u64 * self.planes.cost_of_a_total()) {
            return None;
        }
        let mut extent: Option<Rect> = None;
        let mut count = 0_usize;
        let above = |total: u32| above(planes::percent(total));
        let heavy = pixels.clone().zip(self.planes.totals(pixels)).filter(|(_, total)| above(*total));
        for (index, _) in heavy {
            let pixel = self.grid.pixel(index);
            extent = Some(extent.map_or(pixel, |e| e.union(&pixel)));
            count += 1;
        }
        let side = 1.0 / self.grid.scale / MM;
        extent.map(|extent| Excess { extent, area: count as f64 * side * side })
    }

    /// The share of a rectangle on which there is ink, from 0 to 1.
    pub fn inked_share(&self, rect: &Rect) -> f64 {
        let window = self.grid.window(rect);
        let (mut inked, all) = (0_usize, window.pixels());
        if all == 0 || !self.budget.spend(all * self.planes.cost_of_a_total() + STEPS_OF_A_PAINT) {
            return 0.0;
        }
        Area::whole(window).runs(&self.grid, |run| {
            inked += self.planes.totals(run).filter(|total| planes::percent(*total) >= 1.0).count();
        });
        inked as f64 / all as f64
    }
}
