//! Items of pages to streams. Decides nothing of where they stand: draws what is settled.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::canvas::{Canvas, Line, Stroke};
use super::copied::Copied;
use super::drawing;
use super::glyphs::{self, Fonts, Gathered};
use super::matrix::Matrix;
use super::objects::Objects;
use super::paint::Painter;
use super::pixels::{drawn, wanted_width};
use super::raster::Raster;
use super::resources::{Form, Shared};
use crate::diag::{Sink, complaint};
use crate::geom::{Point, Pt, Rect};
use crate::pages::{Glyph, Item, Pages, Path, Pen, Step, TextRun, Turn};
use crate::pdf::inks::Inks;
use crate::source::assets::{Picture, PictureKind, Tones};

/// A picture that is ready to be written.
enum Made {
    /// A drawing.
    Form(Box<Form>),
    /// Pixels.
    Raster(Raster),
}

impl Made {
    fn is_see_through(&self) -> bool {
        match self {
            Self::Form(form) => form.resources.is_see_through(&[]),
            Self::Raster(raster) => raster.is_see_through(),
        }
    }
}

/// A picture at a printed width: its file, and its pixels across, 0 for drawings.
type Key = (String, u32);

/// What is drawn with, on all pages.
pub struct Scene<'a> {
    painter: &'a Painter<'a>,
    max_ppi: f64,
    fonts: Fonts,
    numbers: BTreeMap<Key, usize>,
    /// By number; whether it is a drawing.
    drawings: Vec<bool>,
    /// Pictures, by number; those that cannot be drawn are none.
    made: Vec<Option<Made>>,
}

impl<'a> Scene<'a> {
    /// Gathers and makes what the items of pages draw with; complaints go to `sink`.
    pub fn of(pages: &Pages, painter: &'a Painter<'a>, items: &[&[Item]], sink: &mut Sink) -> Self {
        let mut numbers = BTreeMap::new();
        let mut pictures: Vec<(&Picture, u32)> = Vec::new();
        for item in items.iter().copied().flatten() {
            if let Item::Picture { rect, turn, picture, .. } = item {
                let key = key(picture, width(rect, *turn), pages.max_ppi, painter.inks());
                numbers.entry(key.clone()).or_insert_with(|| {
                    pictures.push((picture, key.1));
                    pictures.len() - 1
                });
            }
        }
        let gathered = || {
            let mut all = Gathered::new(pages.fonts.len());
            let of_pages = items.par_iter().map(|items| gathered(pages, items)).collect::<Vec<_>>();
            of_pages.into_iter().for_each(|page| all.join(page));
            all
        };
        let ((fonts, mut complaints), made) = rayon::join(
            || gathered().embed(&pages.fonts),
            || pictures.par_iter().map(|(picture, width)| make(picture, *width, painter)).collect::<Vec<_>>(),
        );
        sink.append(&mut complaints);
        let mut drawn = Vec::new();
        for (picture, mut complaints) in made {
            sink.append(&mut complaints);
            drawn.push(picture);
        }
        let drawings = drawn.iter().map(|made| matches!(made, Some(Made::Form(_)))).collect();
        Self { painter, max_ppi: pages.max_ppi, fonts, numbers, drawings, made: drawn }
    }

    /// Which pictures let something shine through, by number.
    pub fn see_through(&self) -> Vec<bool> {
        self.made.iter().map(|made| made.as_ref().is_some_and(Made::is_see_through)).collect()
    }

    /// Adds fonts and pictures.
    pub fn write(self, objects: &mut Objects) -> Shared<'a> {
        let (fonts, painter) = (self.fonts.write(objects), self.painter);
        let mut shared = Shared { fonts, pictures: Vec::new(), painter, spots: Default::default() };
        for made in self.made {
            let id = made.map(|made| match made {
                Made::Form(form) => form.write(objects, &shared),
                Made::Raster(raster) => raster.write(objects),
            });
            shared.pictures.push(id);
        }
        shared
    }

    /// Draws an item.
    pub fn draw(&self, item: &Item, canvas: &mut Canvas<'_>) {
        match item {
            Item::Text(run) => self.text(run, 0, run.glyphs.len(), canvas),
            Item::Fill { rect, colour, .. } => {
                canvas.colour(self.painter.colour(*colour), Stroke::Fill);
                canvas.rect([rect.x, rect.y, rect.w, rect.h]);
                canvas.paint(Stroke::Fill);
            }
            Item::Modules { rect, rows, colour, .. } => {
                canvas.colour(self.painter.colour(*colour), Stroke::Fill);
                modules(rect, rows, canvas);
                canvas.paint(Stroke::Fill);
            }
            Item::Stroke { rect, width, colour, .. } if *width > 0.0 => {
                canvas.colour(self.painter.colour(*colour), Stroke::Line);
                canvas.line(&Line::plain(*width));
                canvas.rect([rect.x, rect.y, rect.w, rect.h]);
                canvas.paint(Stroke::Line);
            }
            Item::Path(path) => self.path(path, canvas),
            Item::Picture { rect, clip, turn, picture, .. } => {
                self.picture((rect, *turn), clip.as_ref(), picture, canvas);
            }
            Item::Stroke { .. } | Item::Link { .. } => {}
        }
    }

    /// Draws glyphs of a run from one to another.
    pub fn text(&self, run: &TextRun, from: usize, to: usize, canvas: &mut Canvas<'_>) {
        let (face, glyphs) = (run.face.0, &run.glyphs[from..to]);
        if !self.fonts.has(face) || glyphs.is_empty() {
            return;
        }
        canvas.colour(self.painter.colour(run.colour), Stroke::Fill);
        let before: f64 = run.glyphs[..from].iter().map(|glyph| f64::from(glyph.advance)).sum();
        let Point { x, y } = run.at;
        let behind = before * run.size;
        // Glyphs stand upright on pages whose points go down.
        let matrix = match run.turn {
            Turn::Upright => [1.0, 0.0, 0.0, -1.0, x + behind, y],
            Turn::Left => [0.0, -1.0, -1.0, 0.0, x, y - behind],
        };
        let copied = Copied::new(&run.text);
        let letters = |glyph: &Glyph| copied.letters(glyph);
        self.fonts.draw(&glyphs::Line { face, size: run.size, matrix, glyphs, letters: &letters }, canvas);
    }

    fn path(&self, path: &Path, canvas: &mut Canvas<'_>) {
        if let Some(colour) = path.fill {
            canvas.colour(self.painter.colour(colour), Stroke::Fill);
            outline(path, canvas);
            canvas.paint(Stroke::Fill);
        }
        if let Some(Pen { width, colour, dash }) = &path.pen {
            canvas.colour(self.painter.colour(*colour), Stroke::Line);
            canvas.line(&Line { dash: dash.clone(), ..Line::plain(*width) });
            outline(path, canvas);
            canvas.paint(Stroke::Line);
        }
    }

    fn picture(
        &self,
        (rect, turn): (&Rect, Turn),
        clip: Option<&Rect>,
        picture: &Picture,
        canvas: &mut Canvas<'_>,
    ) {
        let key = key(picture, width(rect, turn), self.max_ppi, self.painter.inks());
        let Some(number) = self.numbers.get(&key).copied().filter(|number| self.made[*number].is_some())
        else {
            return;
        };
        canvas.save();
        if let Some(clip) = clip {
            canvas.rect([clip.x, clip.y, clip.w, clip.h]);
            canvas.clip(false);
        }
        canvas.transform(placed(rect, turn));
        if !self.drawings[number] {
            // Pictures of pixels stand on their lower edge.
            canvas.transform([1.0, 0.0, 0.0, -1.0, 0.0, 1.0]);
        }
        canvas.picture(number);
        canvas.restore();
    }
}

/// The glyphs of a page.
fn gathered(pages: &Pages, items: &[Item]) -> Gathered {
    let mut gathered = Gathered::new(pages.fonts.len());
    for item in items {
        if let Item::Text(run) = item {
            let copied = Copied::new(&run.text);
            gathered.take(run.face.0, &run.glyphs, |glyph| copied.letters(glyph));
        }
    }
    gathered
}

/// From a square of one point, with its top left corner at the origin, to the place of a picture.
fn placed(rect: &Rect, turn: Turn) -> Matrix {
    match turn {
        Turn::Upright => [rect.w, 0.0, 0.0, rect.h, rect.x, rect.y],
        Turn::Left => [0.0, -rect.h, rect.w, 0.0, rect.x, rect.bottom()],
    }
}

/// The width of a picture as it stands upright.
fn width(rect: &Rect, turn: Turn) -> Pt {
    match turn {
        Turn::Upright => rect.w,
        Turn::Left => rect.h,
    }
}

fn key(picture: &Picture, width: Pt, max_ppi: f64, inks: Inks<'_>) -> Key {
    // A drawing with pixels in it is drawn as pixels where its light becomes ink.
    let pixels_become_ink = || picture.drawing_with_pixels().is_some() && !matches!(inks, Inks::Screen);
    let pixels = match &picture.kind {
        PictureKind::Svg(_) if pixels_become_ink() || has_filters(picture) => {
            (width / 72.0 * max_ppi).ceil().max(1.0) as u32
        }
        PictureKind::Svg(_) => 0,
        PictureKind::Jpeg(pixels) | PictureKind::Raster(pixels) if pixels.tones == Tones::Lines => {
            pixels.width
        }
        PictureKind::Jpeg(pixels) | PictureKind::Raster(pixels) => wanted_width(pixels, width, max_ppi),
    };
    (picture.path.clone(), pixels)
}

fn has_filters(picture: &Picture) -> bool {
    matches!(&picture.kind, PictureKind::Svg(tree) if !tree.filters().is_empty())
}

fn make(picture: &Picture, width: u32, painter: &Painter<'_>) -> (Option<Made>, Sink) {
    let mut complaints = Sink::new();
    let inks: Inks<'_> = painter.inks();
    let made = match &picture.kind {
        PictureKind::Svg(tree) if width == 0 => Some(Made::Form(Box::new(drawing::form(tree, painter)))),
        PictureKind::Svg(tree) => drawn(tree, f64::from(width)).and_then(|pixels| {
            Raster::new(picture, &pixels, pixels.width, inks, &mut complaints).map(Made::Raster)
        }),
        PictureKind::Jpeg(pixels) | PictureKind::Raster(pixels) => {
            Raster::new(picture, pixels, width, inks, &mut complaints).map(Made::Raster)
        }
    };
    if made.is_none() {
        complaints.push(complaint::picture_not_written(&picture.path).at(picture.span));
    }
    (made, complaints)
}

fn outline(path: &Path, canvas: &mut Canvas<'_>) {
    for step in &path.steps {
        match step {
            Step::Move(p) => canvas.move_to(p.x, p.y),
            Step::Line(p) => canvas.line_to(p.x, p.y),
            Step::Curve(a, b, p) => canvas.curve_to([a.x, a.y, b.x, b.y, p.x, p.y]),
            Step::Close => canvas.close(),
        }
    }
}

/// All modules in one path, so that no viewer shows seams between them.
fn modules(rect: &Rect, rows: &[Box<[bool]>], canvas: &mut Canvas<'_>) {
    let side = rect.w / rows.len() as f64;
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|dark| **dark).count();
            if run > 0 {
                canvas.rect([rect.x + x as f64 * side, rect.y + y as f64 * side, run as f64 * side, side]);
            }
            x += run.max(1);
        }
    }
}
