//! Files of sheets for paper. Decides what they say of themselves, that each sheet is drawn by itself, and that single
//! pages for a print shop keep their tags, which PDF/X-4 permits: who proofreads them may not see.

use pdf_writer::{Name, Rect as PdfRect, Ref, TextStr};
use rayon::prelude::*;

use super::canvas::Canvas;
use super::deflate::deflated;
use super::elements::{Elements, pieces};
use super::items::Scene;
use super::marked::Marked;
use super::objects::{Objects, Trailer};
use super::paint::Painter;
use super::pdfx::{self, Condition};
use super::resources::{Resources, Shared};
use super::tags::Tags;
use super::xmp;
use crate::diag::Sink;
use crate::geom::Rect;
use crate::ids::NodeId;
use crate::node::Structure;
use crate::pages::Pages;
use crate::pdf::inks::Colours;
use crate::pdf::job::PdfJob;
use crate::pdf::sheets::{Sheet, items_of};
use crate::source::editions::Accessibility;

/// A sheet that was drawn.
struct Drawn {
    content: Vec<u8>,
    resources: Resources,
    /// To which node each stretch of marked content belongs.
    nodes: Vec<NodeId>,
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
    let structure = condition.map(|_| &pages.structure);
    let drawn: Vec<Drawn> = sheets.par_iter().map(|sheet| draw(sheet, structure, &scene, &painter)).collect();
    let nodes: Vec<Vec<NodeId>> = drawn.iter().map(|drawn| drawn.nodes.clone()).collect();
    let mut objects = Objects::default();
    let tree = objects.number();
    let see_through = scene.see_through();
    let shared = scene.write(&mut objects);
    let group = condition.is_some().then(|| painter.space());
    let kids: Vec<Ref> = drawn
        .into_iter()
        .zip(sheets)
        .enumerate()
        .map(|(index, (drawn, sheet))| {
            let group = group.filter(|_| drawn.resources.is_see_through(&see_through));
            let index = structure.map(|_| index);
            page(drawn, sheet, (tree, group, index), &shared, &mut objects)
        })
        .collect();
    objects.add_as(tree, |chunk, id| {
        chunk.pages(id).count(kids.len() as i32).kids(kids.iter().copied());
    });
    let tags = structure.map(|_| tags(pages, (&kids, &nodes), &job.language, &mut objects));
    finish(objects, (tree, tags), job, condition)
}

/// Adds the tags of sheets; their root.
fn tags(
    pages: &Pages,
    (sheets, nodes): (&[Ref], &[Vec<NodeId>]),
    language: &str,
    objects: &mut Objects,
) -> Ref {
    let pieces = pieces(&pages.structure, nodes, &vec![Vec::new(); nodes.len()]);
    let elements = Elements::new(&pages.structure, &pieces, Accessibility::Ua1, objects);
    Tags::new(pages, sheets, (&pieces, &elements), nodes).write(language, objects)
}

fn draw(sheet: &Sheet<'_>, structure: Option<&Structure>, scene: &Scene<'_>, painter: &Painter<'_>) -> Drawn {
    let mut canvas = Canvas::new(painter);
    let mut marked = structure.map(|structure| Marked::new(structure, Accessibility::Ua1, sheet.size));
    canvas.transform([1.0, 0.0, 0.0, -1.0, 0.0, sheet.size.1]);
    for placed in &sheet.placed {
        let window = placed.window;
        canvas.save();
        canvas.rect([window.x, window.y, window.w, window.h]);
        canvas.clip(false);
        canvas.transform(placed.matrix);
        match &mut marked {
            Some(marked) => marked.draw(&placed.items, scene, &mut canvas),
            None => placed.items.iter().for_each(|item| scene.draw(item, &mut canvas)),
        }
        canvas.restore();
    }
    let (content, resources) = canvas.finish();
    let nodes = marked.map(|marked| marked.nodes).unwrap_or_default();
    Drawn { content: deflated(&content), resources, nodes }
}

fn page(
    drawn: Drawn,
    sheet: &Sheet<'_>,
    (tree, group, index): (Ref, Option<&str>, Option<usize>),
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
        if let Some(index) = index {
            page.struct_parents(index as i32);
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
fn finish(
    mut objects: Objects,
    (tree, tags): (Ref, Option<Ref>),
    job: &PdfJob,
    condition: Option<&Condition<'_>>,
) -> Vec<u8> {
    let date = condition.map(|condition| condition.date).or(job.date);
    let info = xmp::info(job, date, condition.is_some(), &mut objects);
    let intent = condition.map(|condition| pdfx::output_intent(condition, &mut objects));
    let id = objects.digest();
    let metadata = condition.map(|_| xmp::metadata(job, date, (xmp::PRINT, &id), &mut objects));
    let root = objects.add(|chunk, id| {
        let mut catalogue = chunk.indirect(id).dict();
        catalogue.pair(Name(b"Type"), Name(b"Catalog")).pair(Name(b"Pages"), tree);
        catalogue.pair(Name(b"Lang"), TextStr(&job.language));
        if let Some(tags) = tags {
            catalogue.pair(Name(b"StructTreeRoot"), tags);
            catalogue.insert(Name(b"MarkInfo")).dict().pair(Name(b"Marked"), true);
        }
        if let Some(intent) = intent {
            catalogue.insert(Name(b"OutputIntents")).array().item(intent);
        }
        if let Some(metadata) = metadata {
            catalogue.pair(Name(b"Metadata"), metadata);
        }
    });
    objects.finish(&Trailer { version: "1.6", root, info: Some(info), id })
}
