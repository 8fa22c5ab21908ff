//! Toner. Decides how much of it pages take when they are copied: the page is laid out in coarse cells, and what lies
//! over others takes their place by the share of a cell that it covers.

use std::collections::BTreeMap;

use crate::colour::{Colour, Palette};
use crate::geom::{Enclosed, Point, Pt, Rect};
use crate::pages::{Blackness, Item, Page, Pages, Path, Pen, Step, TextRun, Turn};
use crate::pdf::inks::lightness;
use crate::pdf::writer::Shades;
use crate::source::assets::Picture;

/// Side of a cell, at most: what is finer counts by its share.
const CELL: Pt = 4.0;
/// Letters lie in a strip from their baseline to so many sizes of the type above it.
const STRIP: f64 = 0.7;

/// The areas that toner covers when two versions of the same pages are copied, in square points of full black.
pub fn areas(plain: &Pages, saving: &Pages) -> (f64, f64) {
    let mut scales = Scales::of(plain);
    (scales.area(plain), scales.area(saving))
}

/// Weighs what lies on pages.
struct Scales {
    /// By the number of the face.
    letters: Vec<Blackness>,
    /// Pictures by path and cells across; those that cannot be read are none.
    pictures: BTreeMap<(String, u32), Option<Shades>>,
}

impl Scales {
    fn of(pages: &Pages) -> Self {
        let letters = pages.fonts.iter().map(|font| Blackness::of(&font.embedded)).collect();
        Self { letters, pictures: BTreeMap::new() }
    }

    fn area(&mut self, pages: &Pages) -> f64 {
        pages.pages.iter().map(|page| self.page(page, pages)).sum()
    }

    fn page(&mut self, page: &Page, pages: &Pages) -> f64 {
        let mut paper = Paper::new(pages.trim);
        let dark = |colour: &Colour| darkness(&pages.palette, *colour);
        for item in &page.items {
            match item {
                Item::Text(run) => paper.cover(&run.strip(STRIP, 0.0), self.covered(run), dark(&run.colour)),
                Item::Fill { rect, colour, .. } => paper.lay(rect, |_| (dark(colour), 1.0)),
                Item::Stroke { rect, width, colour, .. } => {
                    sides(rect, *width).iter().for_each(|side| paper.lay(side, |_| (dark(colour), 1.0)));
                }
                Item::Modules { rect, rows, colour, .. } => {
                    let count = rows.iter().flat_map(|row| row.iter()).filter(|module| **module).count();
                    let share = count as f64 / (rows.len() * rows.len()).max(1) as f64;
                    paper.lay(rect, |_| (dark(colour), share as f32));
                }
                Item::Path(path) => shape(path, &mut paper, &pages.palette),
                Item::Picture { rect, clip, turn, picture, .. } => {
                    self.picture((rect, *turn), clip.as_ref(), picture, &mut paper);
                }
                Item::Link { .. } => {}
            }
        }
        paper.area()
    }

    /// The area of the letters of a run.
    fn covered(&mut self, run: &TextRun) -> f64 {
        let Some(letters) = self.letters.get_mut(usize::from(run.face.0)) else { return 0.0 };
        run.glyphs.iter().map(|glyph| letters.glyph(glyph.id)).sum::<f64>() * run.size * run.em()
    }

    fn picture(
        &mut self,
        (rect, turn): (&Rect, Turn),
        clip: Option<&Rect>,
        picture: &Picture,
        paper: &mut Paper,
    ) {
        let columns = (turn.width(rect) / CELL).ceil().max(1.0) as u32;
        let shades = self.pictures.entry((picture.path.clone(), columns));
        let Some(shades) = shades.or_insert_with(|| Shades::of(picture, columns)) else { return };
        let seen = clip.map_or(*rect, |clip| common(rect, clip));
        paper.lay(&seen, |Point { x, y }| {
            let (across, down) = ((x - rect.x) / rect.w, (y - rect.y) / rect.h);
            match turn {
                Turn::Upright => shades.at(across, down),
                Turn::Left => shades.at(1.0 - down, across),
                Turn::Mirrored => shades.at(1.0 - across, down),
            }
        });
    }
}

/// How dark a colour is in a copy, from 0 to 1.
fn darkness(palette: &Palette, colour: Colour) -> f32 {
    1.0 - f32::from(lightness(palette.ink(colour).rgb)) / 255.0
}

/// What both rectangles hold; nothing is as wide or as high as less than nothing.
fn common(a: &Rect, b: &Rect) -> Rect {
    Rect::between(a.x.max(b.x), a.y.max(b.y), a.right().min(b.right()), a.bottom().min(b.bottom()))
}

/// The lines around a rectangle, centred on its edge.
fn sides(rect: &Rect, width: Pt) -> [Rect; 4] {
    let half = width / 2.0;
    let across = |y: Pt| Rect::between(rect.x - half, y - half, rect.right() + half, y + half);
    let down = |x: Pt| Rect::between(x - half, rect.y + half, x + half, rect.bottom() - half);
    [across(rect.y), across(rect.bottom()), down(rect.x), down(rect.right())]
}

/// Lays a shape on paper: spread over its box.
fn shape(path: &Path, paper: &mut Paper, palette: &Palette) {
    let bounds = path.bounds();
    let (mut outline, mut line) = (Enclosed::default(), Length::default());
    for step in &path.steps {
        line.step(step);
        match *step {
            Step::Move(p) => outline.move_to(p),
            Step::Line(p) => outline.line_to(p),
            Step::Curve(a, b, p) => outline.curve_to(a, b, p),
            Step::Close => outline.close(),
        }
    }
    if let Some(colour) = path.fill {
        paper.cover(&bounds, outline.area(), darkness(palette, colour));
    }
    if let Some(Pen { width, colour, dash }) = &path.pen {
        let half = width / 2.0;
        let around =
            Rect::between(bounds.x - half, bounds.y - half, bounds.right() + half, bounds.bottom() + half);
        paper.cover(&around, line.length * width * drawn_share(dash), darkness(palette, *colour));
    }
}

/// The share of a line that its dashes take.
fn drawn_share(dash: &[Pt]) -> f64 {
    let all: Pt = dash.iter().sum();
    // An odd number of lengths is gone through twice, and each is a dash once (ISO 32000-1, 8.4.3.6).
    if all <= 0.0 || dash.len() % 2 == 1 {
        return if all > 0.0 { 0.5 } else { 1.0 };
    }
    dash.iter().step_by(2).sum::<Pt>() / all
}

/// The length of an outline; of curves between that of their chord and that of the way over their handles.
#[derive(Default)]
struct Length {
    length: Pt,
    start: Point,
    at: Point,
}

impl Length {
    fn step(&mut self, step: &Step) {
        let between = |a: Point, b: Point| ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).sqrt();
        let from = self.at;
        self.at = match *step {
            Step::Move(p) => {
                self.start = p;
                p
            }
            Step::Line(p) | Step::Curve(_, _, p) => p,
            Step::Close => self.start,
        };
        self.length += match *step {
            Step::Move(_) => 0.0,
            Step::Line(_) | Step::Close => between(from, self.at),
            Step::Curve(a, b, p) => {
                (between(from, p) + between(from, a) + between(a, b) + between(b, p)) / 2.0
            }
        };
    }
}

/// A page as cells.
struct Paper {
    /// Cells across and down.
    count: (usize, usize),
    /// Width and height of a cell: a page is whole cells.
    cell: (Pt, Pt),
    /// How dark each is, from 0 to 1.
    cells: Vec<f32>,
}

impl Paper {
    fn new((w, h): (Pt, Pt)) -> Self {
        let count = |length: Pt| (length / CELL).ceil().max(1.0) as usize;
        let (columns, rows) = (count(w), count(h));
        let cell = (w / columns as f64, h / rows as f64);
        Self { count: (columns, rows), cell, cells: vec![0.0; columns * rows] }
    }

    /// Lays as much of a colour as covers an area evenly on a rectangle.
    fn cover(&mut self, rect: &Rect, area: f64, dark: f32) {
        let all = rect.w * rect.h;
        if area > 0.0 && all > 0.0 {
            let share = (area / all).min(1.0) as f32;
            self.lay(rect, |_| (dark, share));
        }
    }

    /// Lays something on a rectangle: `paint` tells its darkness and its opacity at a place.
    fn lay(&mut self, rect: &Rect, paint: impl Fn(Point) -> (f32, f32)) {
        let (across, down) = (
            Stretch::of(rect.x, rect.right(), self.cell.0, self.count.0),
            Stretch::of(rect.y, rect.bottom(), self.cell.1, self.count.1),
        );
        for row in down.cells() {
            let high = down.share(row);
            for column in across.cells() {
                let middle =
                    Point { x: (column as f64 + 0.5) * self.cell.0, y: (row as f64 + 0.5) * self.cell.1 };
                let (dark, opacity) = paint(middle);
                let cell = &mut self.cells[row * self.count.0 + column];
                *cell += (dark - *cell) * opacity * high * across.share(column);
            }
        }
    }

    fn area(&self) -> f64 {
        self.cells.iter().map(|dark| f64::from(*dark)).sum::<f64>() * self.cell.0 * self.cell.1
    }
}

/// A stretch of a row or a column of cells, in cells.
struct Stretch {
    from: f64,
    to: f64,
}

impl Stretch {
    fn of(from: Pt, to: Pt, cell: Pt, count: usize) -> Self {
        let count = count as f64;
        Self { from: (from / cell).clamp(0.0, count), to: (to / cell).clamp(0.0, count) }
    }

    /// The cells that it touches.
    fn cells(&self) -> std::ops::Range<usize> {
        if self.from < self.to { self.from as usize..self.to.ceil() as usize } else { 0..0 }
    }

    /// The share of a cell that it covers.
    fn share(&self, cell: usize) -> f32 {
        let first = cell as f64;
        (self.to.min(first + 1.0) - self.from.max(first)) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Paper {
        Paper::new((402.0, 398.0))
    }

    #[test]
    fn toner_is_the_area_of_black() {
        let mut paper = paper();
        paper.lay(&Rect { x: 1.0, y: 2.0, w: 100.0, h: 100.5 }, |_| (1.0, 1.0));
        paper.lay(&Rect { x: 200.0, y: 200.0, w: 50.0, h: 50.0 }, |_| (0.5, 1.0));
        assert!((paper.area() - 11_300.0).abs() < 1.0, "{}", paper.area());
        // what reaches beyond the page is cut off, what lies over others takes their place
        paper.lay(&Rect { x: -10.0, y: -10.0, w: 500.0, h: 500.0 }, |_| (0.0, 1.0));
        assert!(paper.area().abs() < 1e-3, "{}", paper.area());
        paper.lay(&Rect { x: 500.0, y: 10.0, w: 10.0, h: 10.0 }, |_| (1.0, 1.0));
        assert!(paper.area().abs() < 1e-3);
    }

    #[test]
    fn white_letters_take_black_away() {
        let mut paper = paper();
        paper.lay(&Rect { x: 0.0, y: 0.0, w: 100.0, h: 100.0 }, |_| (1.0, 1.0));
        paper.cover(&Rect { x: 8.0, y: 8.0, w: 50.0, h: 10.0 }, 100.0, 0.0);
        assert!((paper.area() - 9_900.0).abs() < 1.0, "{}", paper.area());
    }

    #[test]
    fn lines_count_by_their_length_and_their_dashes() {
        let owner = crate::pages::Owner::Artifact(crate::pages::Artifact::Layout);
        let palette = Palette(vec![crate::colour::Ink {
            name: "black".into(),
            rgb: [0; 3],
            cmyk: None,
            span: crate::diag::Span::default(),
        }]);
        let area = |dash: &[Pt]| {
            let mut paper = paper();
            let pen = Pen { width: 2.0, colour: Colour(0), dash: dash.to_vec() };
            shape(&Path::circle(Point { x: 100.0, y: 100.0 }, 50.0, pen, owner), &mut paper, &palette);
            paper.area()
        };
        let whole = 2.0 * std::f64::consts::PI * 50.0 * 2.0;
        for (dash, share) in [(&[][..], 1.0), (&[1.0, 3.0], 0.25), (&[2.0], 0.5), (&[0.0], 1.0)] {
            assert!((area(dash) / whole / share - 1.0).abs() < 0.03, "{dash:?}: {} of {whole}", area(dash));
        }
    }
}
