//! Sheets for paper. Decides nothing of where pages lie on them: draws finished pages through windows,
//! without tags and links.

use std::borrow::Cow;

use krilla::Document;
use krilla::SerializeSettings;
use krilla::configure::{ConfigurationBuilder, PdfVersion};
use krilla::geom::{PathBuilder, Rect as KRect, Transform};
use krilla::page::PageSettings;
use krilla::paint::FillRule;

use super::inks::{Colours, Inks};
use super::{PdfJob, draw, errors, metadata, separations};
use crate::diag::Sink;
use crate::geom::{Pt, Rect};
use crate::pages::{Item, Pages};

/// A side of paper as it leaves the printer.
pub struct Sheet<'p> {
    /// Width and height.
    pub size: (Pt, Pt),
    /// Where it is cut, and how far ink reaches; none for sheets that are not cut.
    pub boxes: Option<Boxes>,
    /// What lies on it, in order of painting.
    pub placed: Vec<Placed<'p>>,
}

/// Boxes of a sheet, from its top left corner.
#[derive(Debug, Clone, Copy)]
pub struct Boxes {
    /// The finished page.
    pub trim: Rect,
    /// With what is cut off.
    pub bleed: Rect,
}

/// Items on a sheet.
pub struct Placed<'p> {
    /// The items: of a page, or made for the sheet.
    pub items: Cow<'p, [Item]>,
    /// From the items' points to the sheet's: `x' = a x + c y + e`, `y' = b x + d y + f`.
    pub matrix: [f64; 6],
    /// What is seen, in points of the sheet.
    pub window: Rect,
}

impl<'p> Placed<'p> {
    /// Items upright and scaled, with their origin there.
    pub fn at(items: &'p [Item], (x, y): (Pt, Pt), scale: f64, window: Rect) -> Self {
        Self { items: Cow::Borrowed(items), matrix: [scale, 0.0, 0.0, scale, x, y], window }
    }

    /// Items that were made for a sheet of that size.
    pub fn marks(items: Vec<Item>, (w, h): (Pt, Pt)) -> Self {
        let window = Rect { x: 0.0, y: 0.0, w, h };
        Self { items: Cow::Owned(items), matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], window }
    }

    /// The same on a sheet of that size that is turned upside down.
    pub fn turned(mut self, (width, height): (Pt, Pt)) -> Self {
        let [a, b, c, d, e, f] = self.matrix;
        self.matrix = [-a, -b, -c, -d, width - e, height - f];
        let Rect { x, y, w, h } = self.window;
        self.window = Rect { x: width - x - w, y: height - y - h, w, h };
        self
    }
}

/// Writes sheets as a PDF 1.6. For a press it is to be finished as PDF/X.
pub fn write(
    pages: &Pages,
    sheets: &[Sheet<'_>],
    colours: Colours<'_>,
    job: &PdfJob,
    sink: &mut Sink,
) -> Option<Vec<u8>> {
    let configuration =
        ConfigurationBuilder::new().with_version(PdfVersion::Pdf16).finish().expect("PDF 1.6 alone is fine");
    let settings = SerializeSettings { configuration, enable_tagging: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings.clone());
    let mut drawn = draw::Drawn::new(pages, colours);
    for sheet in sheets {
        let mut page = document.start_page_with(settings_of(sheet));
        let mut surface = page.surface();
        for placed in &sheet.placed {
            let Some(window) = window(&placed.window) else { continue };
            surface.push_clip_path(&window, &FillRule::NonZero);
            let [a, b, c, d, e, f] = placed.matrix.map(|n| n as f32);
            surface.push_transform(&Transform::from_row(a, b, c, d, e, f));
            placed.items.iter().for_each(|item| draw::artwork(&mut surface, item, &mut drawn));
            surface.pop();
            surface.pop();
        }
        surface.finish();
        page.finish();
    }
    sink.append(&mut drawn.complaints());
    document.set_metadata(metadata(job));
    let drawn = document.finish();
    let scene = errors::Scene { pages, job, settings: &settings };
    let drawn = drawn.map_err(|error| sink.push(scene.failure(&error))).ok()?;
    match colours.inks {
        Inks::Grey => separations::in_grey(&drawn, colours.palette, sink),
        _ => Some(drawn),
    }
}

fn settings_of(sheet: &Sheet<'_>) -> PageSettings {
    let (w, h) = sheet.size;
    let settings = PageSettings::from_wh(w as f32, h as f32).expect("a sheet has a size");
    match &sheet.boxes {
        Some(boxes) => settings.with_trim_box(krect(&boxes.trim)).with_bleed_box(krect(&boxes.bleed)),
        None => settings,
    }
}

fn krect(rect: &Rect) -> Option<KRect> {
    KRect::from_xywh(rect.x as f32, rect.y as f32, rect.w as f32, rect.h as f32)
}

fn window(rect: &Rect) -> Option<krilla::geom::Path> {
    let mut builder = PathBuilder::new();
    builder.push_rect(krect(rect)?);
    builder.finish()
}
