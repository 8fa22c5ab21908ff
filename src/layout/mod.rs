//! Layout: document and style become pages. In: the document, styles, glyphs, pictures. Out:
//! [`Pages`]. Never: files, output formats.

pub mod blocks;
pub mod body;
pub mod case;
pub mod codes;
pub mod fixed;
pub mod furniture;
pub mod galley;
pub mod handout;
pub mod paginate;
pub mod paragraph;
pub mod setter;
pub mod targets;

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::diag::{Diagnostic, Sink};
use crate::document::rich::{AnchorId, LinkId};
use crate::document::{Document, Link, Target};
use crate::geom::Point;
use crate::language::Labels;
use crate::node::{NodeId, Structure};
use crate::pages::{Bookmark, FontFile, Item, LinkEnd, Page, Pages, Place};
use crate::source::config::Config;
use crate::style::StyleSheet;
use crate::text::shape::Shaper;
use body::{BodyPages, ChapterGalleys};
use fixed::{Sheet, back, contents, cover, imprint};
use setter::{Pictures, Setter};

/// Most passes until the page numbers in references stand still.
const MOST_PASSES: usize = 4;

/// Lays out the brochure. `structure` and `links` were made with the document.
pub fn layout(
    config: &Config,
    mut document: Document,
    sheet: &StyleSheet,
    shaper: &Shaper<'_>,
    pictures: &Pictures,
    sink: &mut Sink,
) -> Pages {
    let mut structure = std::mem::take(&mut document.structure);
    let mut links = std::mem::take(&mut document.links);
    let labels = &config.labels;
    let refers = refers_to_pages(&document);
    let mut known: BTreeMap<AnchorId, usize> = BTreeMap::new();
    let mut body = BodyPages::default();
    let mut complaints = Sink::new();
    for pass in 0..MOST_PASSES {
        let page_of = |anchor: AnchorId| known.get(&anchor).copied();
        let setter = new_setter(sheet, shaper, pictures, &document, labels, &page_of);
        let first = first_body_page(config, &document, &setter);
        body = BodyPages::make(&setter, &document, first, &mut structure);
        complaints = setter.complaints.into_inner().unwrap_or_else(|p| p.into_inner());
        let found: BTreeMap<AnchorId, usize> = body.anchors.iter().map(|(a, p)| (*a, p.page + 1)).collect();
        let still = found == known;
        known = found;
        if still || !refers {
            break;
        }
        if pass + 1 < MOST_PASSES {
            body.forget_nodes(&mut structure);
        }
    }
    let page_of = |anchor: AnchorId| known.get(&anchor).copied();
    let setter = new_setter(sheet, shaper, pictures, &document, labels, &page_of);
    let front = front_pages(config, &document, &setter, &mut structure, &mut links);
    let mut pages = front.pages;
    pages.append(&mut body.pages);
    if config.back.enabled && has_cover(config) {
        if pages.len().is_multiple_of(2) {
            pages.push(Sheet::new(&setter, pages.len() + 1).finish("blank"));
        }
        let sheet = Sheet::new(&setter, pages.len() + 1);
        pages.push(back::back(sheet, config, &mut structure, &mut links));
    }
    let handouts = handout::all(&setter, config, pages.len());
    let (case, spine) = (case::type_case(&setter, config), case::spine(&setter, config));
    sink.append(&mut complaints);
    let mut bookmarks = front.bookmarks;
    bookmarks.append(&mut body.bookmarks);
    sink.append(&mut setter.complaints.into_inner().unwrap_or_else(|p| p.into_inner()));
    let mut anchors = vec![None; document.anchors.len()];
    for (anchor, place) in &body.anchors {
        anchors[anchor.0 as usize] = Some(*place);
    }
    report_lost_links(&links, &anchors, sink);
    let calls = calls(&pages);
    let pages = Pages {
        pages,
        trim: (sheet.page.width, sheet.page.height),
        bleed: sheet.page.bleed,
        max_ppi: sheet.theme.figure.max_ppi.0,
        palette: sheet.palette.clone(),
        fonts: shaper
            .fonts
            .faces()
            .iter()
            .map(|f| FontFile { name: f.file.clone(), bytes: f.bytes.clone() })
            .collect(),
        structure,
        links: link_ends(links, &calls, &body.notes),
        anchors,
        bookmarks,
        handouts,
        case,
        spine,
    };
    targets::report_lost(&pages, &document, sink);
    pages
}

fn new_setter<'a>(
    sheet: &'a StyleSheet,
    shaper: &'a Shaper<'a>,
    pictures: &'a Pictures,
    document: &'a Document,
    labels: &'a Labels,
    page_of: &'a (dyn Fn(AnchorId) -> Option<usize> + Sync),
) -> Setter<'a> {
    Setter { sheet, shaper, pictures, document, labels, page_of, complaints: Mutex::default() }
}

/// Whether a reference anywhere shows a page number.
fn refers_to_pages(document: &Document) -> bool {
    document.page_references > 0
}

/// Links to anchors that stand on no page.
fn report_lost_links(links: &[Link], anchors: &[Option<Place>], sink: &mut Sink) {
    for link in links {
        if let Target::Anchor(anchor) = link.target
            && anchors[anchor.0 as usize].is_none()
        {
            sink.push(
                Diagnostic::error("dangling-link", "this link leads to a place that is not set on any page")
                    .at((link.span.end > 0).then_some(link.span))
                    .hint("link to the heading above it"),
            );
        }
    }
}

/// Where the text lies that each link stands on: its first line.
fn calls(pages: &[Page]) -> BTreeMap<LinkId, Place> {
    let mut calls = BTreeMap::new();
    for (page, items) in pages.iter().map(|page| &page.items).enumerate() {
        for item in items {
            if let Item::Link { rect, link } = item {
                calls.entry(*link).or_insert(Place { page, point: Point { x: 0.0, y: rect.y } });
            }
        }
    }
    calls
}

fn link_ends(
    links: Vec<Link>,
    calls: &BTreeMap<LinkId, Place>,
    notes: &BTreeMap<NodeId, Place>,
) -> Vec<LinkEnd> {
    links
        .into_iter()
        .map(|link| {
            let place = match link.target {
                Target::Note(node) => notes.get(&node).copied(),
                Target::Call(link) => calls.get(&link).copied(),
                _ => None,
            };
            LinkEnd { target: link.target, node: link.node, place }
        })
        .collect()
}

/// Whether there are covers, front and back.
fn has_cover(config: &Config) -> bool {
    config.cover.enabled
}

struct Front {
    pages: Vec<Page>,
    bookmarks: Vec<Bookmark>,
}

/// Number of the first page after the front matter.
fn first_body_page(config: &Config, document: &Document, setter: &Setter<'_>) -> usize {
    let mut number = 1;
    if has_cover(config) {
        number += 1;
    }
    if has_imprint(config) {
        number += 1;
    }
    if config.contents.enabled {
        let entries = contents::entries(document, config.contents.depth.0);
        number += contents::plan(&entries, setter).pages;
    }
    number
}

fn has_imprint(config: &Config) -> bool {
    let imprint = &config.imprint;
    let said = imprint.responsible.is_some()
        || !imprint.row.is_empty()
        || imprint.file.is_some()
        || !config.publisher.is_empty();
    imprint.enabled && (said || has_cover(config))
}

fn front_pages(
    config: &Config,
    document: &Document,
    setter: &Setter<'_>,
    tree: &mut Structure,
    links: &mut Vec<Link>,
) -> Front {
    let mut front = Front { pages: Vec::new(), bookmarks: Vec::new() };
    let mut sections = 0;
    let mark = |front: &mut Front, title: &str| {
        let place = Place { page: front.pages.len(), point: Point::default() };
        let title = title.to_owned();
        front.bookmarks.push(Bookmark { title, place, anchor: None, children: Vec::new() });
    };
    let mut moved = |tree: &mut Structure| {
        tree.move_last_section(sections);
        sections += 1;
    };
    if has_cover(config) {
        mark(&mut front, setter.labels.cover());
        front.pages.push(cover::cover(Sheet::new(setter, 1), config, tree));
        moved(tree);
    }
    if has_imprint(config) {
        mark(&mut front, setter.labels.imprint());
        let mut sheet = Sheet::new(setter, front.pages.len() + 1);
        furniture::folio(&mut sheet, None);
        front.pages.push(imprint::imprint(sheet, config, document, tree));
        moved(tree);
    }
    if config.contents.enabled {
        mark(&mut front, setter.labels.contents());
        let entries = contents::entries(document, config.contents.depth.0);
        let plan = contents::plan(&entries, setter);
        let chapters = document.chapters.iter().filter(|c| c.number.is_some()).count();
        let first = front.pages.len() + 1;
        for mut page in contents::contents(setter, &plan, &entries, first, tree, links) {
            let mut sheet = Sheet::new(setter, page.number);
            furniture::folio(&mut sheet, None);
            if contents::shows_tabs(&plan) {
                (1..=chapters).for_each(|n| furniture::tab(&mut sheet, n, chapters, false));
            }
            page.items.append(&mut sheet.items);
            front.pages.push(page);
        }
        moved(tree);
    }
    front
}

/// Galleys of the chapters, for benchmarks.
pub fn galleys<'a>(setter: &Setter<'a>, document: &'a Document) -> Vec<ChapterGalleys<'a>> {
    document.chapters.iter().map(|c| ChapterGalleys::make(setter, c)).collect()
}
