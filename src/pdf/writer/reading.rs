//! Files for reading. Decides how pages, links, bookmarks and tags come together, and what a file says of itself.

use pdf_writer::{Name, Rect as PdfRect, Ref, TextStr};
use rayon::prelude::*;

use super::canvas::Canvas;
use super::deflate::deflated;
use super::elements::{Elements, pieces};
use super::items::Scene;
use super::links::{self, Destinations, Link};
use super::marked::Marked;
use super::objects::{Objects, Trailer};
use super::paint::Painter;
use super::resources::{Resources, Shared};
use super::tags::Tags;
use super::{srgb, xmp};
use crate::diag::Sink;
use crate::geom::Pt;
use crate::ids::NodeId;
use crate::language::Direction;
use crate::pages::{Bookmark, Page, Pages};
use crate::pdf::inks::{Colours, Inks};
use crate::pdf::job::PdfJob;
use crate::pdf::standards::Standards;
use crate::source::editions::Accessibility;

/// A page that was drawn.
struct Drawn<'p> {
    content: Vec<u8>,
    resources: Resources,
    /// To which node each stretch of marked content belongs.
    nodes: Vec<NodeId>,
    links: Vec<Link<'p>>,
}

/// Writes pages as a PDF that says it keeps these standards: a PDF 1.7, or a PDF 2.0 for PDF/UA-2.
pub fn write(pages: &Pages, job: &PdfJob, standards: Standards, sink: &mut Sink) -> Vec<u8> {
    let colours = Colours { palette: &pages.palette, inks: Inks::Screen };
    let painter = Painter::new(colours, pages.palette.0.len());
    let scene = Scene::of(pages, &painter, &pages.items(), sink);
    let drawn: Vec<Drawn<'_>> =
        pages.pages.par_iter().map(|page| draw(page, (pages, standards), &scene, &painter)).collect();
    let mut objects = Objects::default();
    let tree = objects.number();
    let shared = scene.write(&mut objects);
    let refs: Vec<Ref> = drawn.iter().map(|_| objects.number()).collect();
    let mut keys = refs.len() as i32..;
    let numbered = |drawn: &Drawn<'_>| {
        let link = |link: &Link<'_>| (link.node, objects.number(), keys.next().unwrap_or_default());
        drawn.links.iter().map(link).collect::<Vec<_>>()
    };
    let numbers: Vec<Vec<(NodeId, Ref, i32)>> = drawn.iter().map(numbered).collect();
    let marked: Vec<Vec<NodeId>> = drawn.iter().map(|drawn| drawn.nodes.clone()).collect();
    let all = pieces(&pages.structure, &marked, &numbers);
    let elements = Elements::new(&pages.structure, &all, standards.tags(), &mut objects);
    let places = Destinations {
        refs: &refs,
        height: pages.trim.1,
        structure: &pages.structure,
        elements: &elements,
        marked: &marked,
    };
    for (drawn, links) in drawn.iter().zip(&numbers) {
        for (link, (_, id, key)) in drawn.links.iter().zip(links) {
            link.write(*id, *key, &places, &mut objects);
        }
    }
    for (index, drawn) in drawn.into_iter().enumerate() {
        let links: Vec<Ref> = numbers[index].iter().map(|(_, id, _)| *id).collect();
        page(drawn, (refs[index], index, tree), (pages.trim, &links), &shared, &mut objects);
    }
    objects.add_as(tree, |chunk, id| {
        chunk.pages(id).count(refs.len() as i32).kids(refs.iter().copied());
    });
    let tags = Tags::new(pages, &refs, (&all, &elements), &marked).on_pages();
    let tags = tags.write(&job.language, &mut objects);
    let outline = outline(&pages.bookmarks, &places, &mut objects);
    let parts = Parts { tree, tags, outline };
    finish(objects, &parts, (pages, job), standards)
}

fn draw<'p>(
    page: &Page,
    (pages, standards): (&'p Pages, Standards),
    scene: &Scene<'_>,
    painter: &Painter<'_>,
) -> Drawn<'p> {
    let mut canvas = Canvas::new(painter);
    canvas.transform([1.0, 0.0, 0.0, -1.0, 0.0, pages.trim.1]);
    let mut marked = Marked::new(&pages.structure, standards.tags(), pages.trim);
    marked.draw(&page.items, scene, &mut canvas);
    let (content, resources) = canvas.finish();
    Drawn { content: deflated(&content), resources, nodes: marked.nodes, links: links::of(page, pages) }
}

fn page(
    drawn: Drawn<'_>,
    (id, index, tree): (Ref, usize, Ref),
    ((width, height), links): ((Pt, Pt), &[Ref]),
    shared: &Shared<'_>,
    objects: &mut Objects,
) {
    let content = objects.packed(&drawn.content);
    let named = drawn.resources.write(objects, shared);
    objects.add_as(id, |chunk, id| {
        let mut page = chunk.indirect(id).dict();
        page.pair(Name(b"Type"), Name(b"Page")).pair(Name(b"Parent"), tree).pair(Name(b"Contents"), content);
        page.pair(Name(b"MediaBox"), PdfRect::new(0.0, 0.0, width as f32, height as f32));
        page.pair(Name(b"StructParents"), index as i32).pair(Name(b"Tabs"), Name(b"S"));
        if !links.is_empty() {
            page.insert(Name(b"Annots")).array().items(links.iter().copied());
        }
        named.fill(page.insert(Name(b"Resources")).dict());
    });
}

/// Adds bookmarks, closed; their root.
fn outline(bookmarks: &[Bookmark], places: &Destinations<'_>, objects: &mut Objects) -> Option<Ref> {
    if bookmarks.is_empty() {
        return None;
    }
    let root = objects.number();
    let (first, last) = bookmarks_below(bookmarks, root, places, objects)?;
    objects.add_as(root, |chunk, id| {
        let mut dict = chunk.indirect(id).dict();
        dict.pair(Name(b"Type"), Name(b"Outlines")).pair(Name(b"Count"), bookmarks.len() as i32);
        dict.pair(Name(b"First"), first).pair(Name(b"Last"), last);
    });
    Some(root)
}

/// Adds bookmarks below another; the first and the last.
fn bookmarks_below(
    bookmarks: &[Bookmark],
    parent: Ref,
    places: &Destinations<'_>,
    objects: &mut Objects,
) -> Option<(Ref, Ref)> {
    let ids: Vec<Ref> = bookmarks.iter().map(|_| objects.number()).collect();
    for (at, bookmark) in bookmarks.iter().enumerate() {
        let below = bookmarks_below(&bookmark.children, ids[at], places, objects);
        objects.add_as(ids[at], |chunk, id| {
            let mut item = chunk.indirect(id).dict();
            item.pair(Name(b"Title"), TextStr(&bookmark.title)).pair(Name(b"Parent"), parent);
            if at > 0 {
                item.pair(Name(b"Prev"), ids[at - 1]);
            }
            if let Some(next) = ids.get(at + 1) {
                item.pair(Name(b"Next"), *next);
            }
            if let Some((first, last)) = below {
                item.pair(Name(b"First"), first).pair(Name(b"Last"), last);
                item.pair(Name(b"Count"), -(bookmark.children.len() as i32));
            }
            let node = bookmark.anchor.and_then(|anchor| places.structure.at_anchor(anchor));
            places.lead(&mut item, &bookmark.place, node);
        });
    }
    Some((*ids.first()?, *ids.last()?))
}

/// What the catalogue names.
struct Parts {
    tree: Ref,
    tags: Ref,
    outline: Option<Ref>,
}

/// Adds what the file says of itself.
fn finish(
    mut objects: Objects,
    parts: &Parts,
    (pages, job): (&Pages, &PdfJob),
    standards: Standards,
) -> Vec<u8> {
    let is_new = standards.tags() == Accessibility::Ua2;
    // PDF/A-4 has all of it in the metadata (ISO 19005-4, 6.1.3).
    let info = (!is_new).then(|| xmp::info(job, job.date, false, &mut objects));
    let id = objects.digest();
    let metadata = xmp::metadata(job, job.date, (&standards.told(), &id), &mut objects);
    let intent = standards.is_archival().then(|| intent(&mut objects));
    let first = pages.pages.first().map_or(1, |page| page.number);
    let root = objects.add(|chunk, id| {
        let mut root = chunk.indirect(id).dict();
        root.pair(Name(b"Type"), Name(b"Catalog")).pair(Name(b"Pages"), parts.tree);
        root.pair(Name(b"Metadata"), metadata).pair(Name(b"Lang"), TextStr(&job.language));
        root.pair(Name(b"StructTreeRoot"), parts.tags);
        let mut marks = root.insert(Name(b"MarkInfo")).dict();
        marks.pair(Name(b"Marked"), true);
        if !is_new {
            marks.pair(Name(b"Suspects"), false);
        }
        drop(marks);
        let mut viewer = root.insert(Name(b"ViewerPreferences")).dict();
        viewer.pair(Name(b"DisplayDocTitle"), true);
        if pages.direction == Direction::RightToLeft {
            viewer.pair(Name(b"Direction"), Name(b"R2L"));
        }
        drop(viewer);
        if let Some(outline) = parts.outline {
            root.pair(Name(b"Outlines"), outline);
        }
        if let Some(intent) = intent {
            root.insert(Name(b"OutputIntents")).array().item(intent);
        }
        let mut labels = root.insert(Name(b"PageLabels")).dict();
        let mut numbers = labels.insert(Name(b"Nums")).array();
        numbers.item(0);
        numbers.push().dict().pair(Name(b"S"), Name(b"D")).pair(Name(b"St"), first as i32);
    });
    objects.finish(&Trailer { version: if is_new { "2.0" } else { "1.7" }, root, info, id })
}

/// Adds what device colours mean: sRGB.
fn intent(objects: &mut Objects) -> Ref {
    let profile = objects.profile(&srgb::profile(), 3);
    objects.add(|chunk, id| {
        let mut intent = chunk.indirect(id).dict();
        intent.pair(Name(b"Type"), Name(b"OutputIntent")).pair(Name(b"S"), Name(b"GTS_PDFA1"));
        intent.pair(Name(b"OutputConditionIdentifier"), TextStr("sRGB")).pair(Name(b"Info"), TextStr("sRGB"));
        intent.pair(Name(b"DestOutputProfile"), profile);
    })
}
