//! Items of pages to streams. Decides nothing of where they stand: draws what is settled.

use std::collections::BTreeMap;

use rayon::prelude::*;
use usvg::Tree;

use super::canvas::{Canvas, Line, Stroke};
use super::copied::Copied;
use super::drawing;
use super::glyphs::{self, Fonts, Gathered};
use super::objects::Objects;
use super::packing::Samples;
use super::paint::Painter;
use super::pixels::{self, wanted_width};
use super::raster::Raster;
use super::resources::{Form, Shared};
use crate::diag::{Sink, complaint};
use crate::geom::{Point, Pt, Rect};
use crate::pages::{Glyph, Item, Pages, Path, Pen, Step, TextRun, Turn, dark_modules};
use crate::pdf::inks::Inks;
use crate::source::assets::{Picture, PictureKind, Pixels, Tones};

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

/// What items draw with.
struct Needs<'i> {
    glyphs: Gathered,
    numbers: BTreeMap<Key, usize>,
    /// Pictures with their pixels across, by number.
    pictures: Vec<(&'i Picture, u32)>,
}

impl<'i> Needs<'i> {
    fn of(pages: &Pages, inks: Inks<'_>, items: &[&'i [Item]]) -> Self {
        let mut numbers = BTreeMap::new();
        let mut pictures = Vec::new();
        for item in items.iter().copied().flatten() {
            if let Item::Picture { rect, turn, picture, .. } = item {
                let key = key(picture, turn.width(rect), pages.max_ppi, inks);
                numbers.entry(key.clone()).or_insert_with(|| {
                    pictures.push((picture, key.1));
                    pictures.len() - 1
                });
            }
        }
        let mut glyphs = Gathered::new(pages.fonts.len());
        let of_pages = items.par_iter().map(|items| gathered(pages, items)).collect::<Vec<_>>();
        of_pages.into_iter().for_each(|page| glyphs.join(page));
        Self { glyphs, numbers, pictures }
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

/// Embeds fonts and draws pictures, side by side; `keep` takes each picture, or none where it cannot be drawn.
fn drawn<'i, T: Send>(
    (glyphs, pages): (Gathered, &Pages),
    pictures: &[(&'i Picture, u32)],
    inks: Inks<'_>,
    keep: impl Fn(Option<Drawn<'i>>) -> T + Sync,
    sink: &mut Sink,
) -> (Fonts, Vec<T>) {
    let draw = |(picture, width): &(&'i Picture, u32)| {
        let mut complaints = Sink::new();
        let drawn = Drawn::new(picture, *width, inks, &mut complaints);
        (keep(drawn), complaints)
    };
    let ((fonts, mut complaints), drawn) =
        rayon::join(|| glyphs.embed(&pages.fonts), || pictures.par_iter().map(draw).collect::<Vec<_>>());
    sink.append(&mut complaints);
    let kept = drawn.into_iter().map(|(kept, mut complaints)| {
        sink.append(&mut complaints);
        kept
    });
    let kept = kept.collect();
    (fonts, kept)
}

/// Tells what stands against drawing items, of which nothing is kept.
pub fn check(pages: &Pages, inks: Inks<'_>, items: &[&[Item]], sink: &mut Sink) {
    let Needs { glyphs, pictures, .. } = Needs::of(pages, inks, items);
    drawn((glyphs, pages), &pictures, inks, drop, sink);
}

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
        let Needs { glyphs, numbers, pictures } = Needs::of(pages, painter.inks(), items);
        let pack = |picture: Option<Drawn<'_>>| picture.map(|drawn| drawn.make(painter));
        let (fonts, made) = drawn((glyphs, pages), &pictures, painter.inks(), pack, sink);
        let drawings = made.iter().map(|made| matches!(made, Some(Made::Form(_)))).collect();
        Self { painter, max_ppi: pages.max_ppi, fonts, numbers, drawings, made }
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
                // All in one path, so that no viewer shows seams between them.
                for Rect { x, y, w, h } in dark_modules(rect, rows) {
                    canvas.rect([x, y, w, h]);
                }
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
        let behind = before * run.em();
        // Glyphs stand upright on pages whose points go down.
        let matrix = match run.turn {
            Turn::Upright | Turn::Mirrored => [1.0, 0.0, 0.0, -1.0, x + behind, y],
            Turn::Left => [0.0, -1.0, -1.0, 0.0, x, y - behind],
        };
        let copied = Copied::new(&run.text);
        let letters = |glyph: &Glyph| copied.letters(glyph);
        let (size, stretch) = (run.size, run.stretch);
        self.fonts.draw(&glyphs::Line { face, size, stretch, matrix, glyphs, letters: &letters }, canvas);
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
        let key = key(picture, turn.width(rect), self.max_ppi, self.painter.inks());
        let Some(number) = self.numbers.get(&key).copied().filter(|number| self.made[*number].is_some())
        else {
            return;
        };
        canvas.save();
        if let Some(clip) = clip {
            canvas.rect([clip.x, clip.y, clip.w, clip.h]);
            canvas.clip(false);
        }
        canvas.transform(turn.placed(rect));
        if !self.drawings[number] {
            // Pictures of pixels stand on their lower edge.
            canvas.transform([1.0, 0.0, 0.0, -1.0, 0.0, 1.0]);
        }
        canvas.picture(number);
        canvas.restore();
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

/// A picture that was drawn but is not packed yet.
enum Drawn<'i> {
    Vectors(&'i Tree),
    Pixels(Box<Raster<Samples>>),
}

impl<'i> Drawn<'i> {
    /// A picture of so many pixels across, 0 for drawings; complaints go to `sink`.
    fn new(picture: &'i Picture, width: u32, inks: Inks<'_>, sink: &mut Sink) -> Option<Self> {
        let mut raster = |pixels: &Pixels, width: u32| Raster::new(picture, pixels, width, inks, sink);
        let raster = match &picture.kind {
            PictureKind::Svg(tree) if width == 0 => return Some(Self::Vectors(tree)),
            PictureKind::Svg(tree) => {
                pixels::drawn(tree, f64::from(width)).and_then(|pixels| raster(&pixels, pixels.width))
            }
            PictureKind::Jpeg(pixels) | PictureKind::Raster(pixels) => raster(pixels, width),
        };
        if raster.is_none() {
            sink.push(complaint::picture_not_written(&picture.path).at(picture.span));
        }
        Some(Self::Pixels(Box::new(raster?)))
    }

    fn make(self, painter: &Painter<'_>) -> Made {
        match self {
            Self::Vectors(tree) => Made::Form(Box::new(drawing::form(tree, painter))),
            Self::Pixels(raster) => Made::Raster(raster.pack()),
        }
    }
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
