//! Files of sheets for paper. Decides what they say of themselves, and that each sheet is drawn by itself.

use pdf_writer::{Name, Rect as PdfRect, Ref, TextStr};
use rayon::prelude::*;

use super::canvas::Canvas;
use super::deflate::deflated;
use super::items::Scene;
use super::objects::{Objects, Trailer};
use super::paint::Painter;
use super::pdfx::{self, Condition};
use super::resources::{Resources, Shared};
use super::xmp;
use crate::diag::Sink;
use crate::geom::Rect;
use crate::pages::Pages;
use crate::pdf::inks::Colours;
use crate::pdf::job::PdfJob;
use crate::pdf::sheets::{Sheet, items_of};

/// A sheet that was drawn.
struct Drawn {
    content: Vec<u8>,
    resources: Resources,
}

/// Writes sheets as a PDF 1.6; for a printing condition as a PDF/X-4.
pub fn write(
    pages: &Pages,
    sheets: &[Sheet<'_>],
    colours: Colours<'_>,
    (job, condition): (&PdfJob, Option<&Condition<'_>>),
    sink: &mut Sink,
) -> Vec<u8> {
    // Drawings know the brochure's own colours only, not those of marks.
    let painter = Painter::new(colours, pages.palette.0.len());
    let scene = Scene::of(pages, &painter, &items_of(sheets), sink);
    let drawn: Vec<Drawn> = sheets.par_iter().map(|sheet| draw(sheet, &scene, &painter)).collect();
    let mut objects = Objects::default();
    let tree = objects.number();
    let see_through = scene.see_through();
    let shared = scene.write(&mut objects);
    let group = condition.is_some().then(|| painter.space());
    let kids: Vec<Ref> = drawn
        .into_iter()
        .zip(sheets)
        .map(|(drawn, sheet)| {
            let group = group.filter(|_| drawn.resources.is_see_through(&see_through));
            page(drawn, sheet, (tree, group), &shared, &mut objects)
        })
        .collect();
    objects.add_as(tree, |chunk, id| {
        chunk.pages(id).count(kids.len() as i32).kids(kids.iter().copied());
    });
    finish(objects, tree, job, condition)
}

fn draw(sheet: &Sheet<'_>, scene: &Scene<'_>, painter: &Painter<'_>) -> Drawn {
    let mut canvas = Canvas::new(painter);
    canvas.transform([1.0, 0.0, 0.0, -1.0, 0.0, sheet.size.1]);
    for placed in &sheet.placed {
        let window = placed.window;
        canvas.save();
        canvas.rect([window.x, window.y, window.w, window.h]);
        canvas.clip(false);
        canvas.transform(placed.matrix);
        placed.items.iter().for_each(|item| scene.draw(item, &mut canvas));
        canvas.restore();
    }
    let (content, resources) = canvas.finish();
    Drawn { content: deflated(&content), resources }
}

fn page(
    drawn: Drawn,
    sheet: &Sheet<'_>,
    (tree, group): (Ref, Option<&str>),
    shared: &Shared<'_>,
    objects: &mut Objects,
) -> Ref {
    let content = objects.packed(&drawn.content);
    let named = drawn.resources.write(objects, shared);
    let (width, height) = sheet.size;
    let placed = |r: &Rect| {
        PdfRect::new(r.x as f32, (height - r.bottom()) as f32, r.right() as f32, (height - r.y) as f32)
    };
    objects.add(|chunk, id| {
        let mut page = chunk.page(id);
        page.parent(tree).contents(content).media_box(PdfRect::new(0.0, 0.0, width as f32, height as f32));
        if let Some(boxes) = &sheet.boxes {
            page.trim_box(placed(&boxes.trim)).bleed_box(placed(&boxes.bleed));
        }
        if let Some(space) = group {
            let mut group = page.insert(Name(b"Group")).dict();
            group.pair(Name(b"Type"), Name(b"Group")).pair(Name(b"S"), Name(b"Transparency"));
            group.pair(Name(b"CS"), Name(space.as_bytes()));
        }
        named.fill(page.insert(Name(b"Resources")).dict());
    })
}

/// Adds what the file says of itself.
fn finish(mut objects: Objects, tree: Ref, job: &PdfJob, condition: Option<&Condition<'_>>) -> Vec<u8> {
    let date = condition.map(|condition| condition.date).or(job.date);
    let info = xmp::info(job, date, condition.is_some(), &mut objects);
    let intent = condition.map(|condition| pdfx::output_intent(condition, &mut objects));
    let id = objects.digest();
    let metadata = condition.map(|_| xmp::metadata(job, date, (xmp::PRINT, &id), &mut objects));
    let root = objects.add(|chunk, id| {
        let mut catalogue = chunk.indirect(id).dict();
        catalogue.pair(Name(b"Type"), Name(b"Catalog")).pair(Name(b"Pages"), tree);
        catalogue.pair(Name(b"Lang"), TextStr(&job.language));
        if let Some(intent) = intent {
            catalogue.insert(Name(b"OutputIntents")).array().item(intent);
        }
        if let Some(metadata) = metadata {
            catalogue.pair(Name(b"Metadata"), metadata);
        }
    });
    objects.finish(&Trailer { version: "1.6", root, info: Some(info), id })
}
