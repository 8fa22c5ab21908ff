//! Layout: document and style become pages. In: the document, styles, glyphs, pictures. Out:
//! [`Pages`]. Never: files, output formats.

pub mod blocks;
pub mod body;
pub mod boxes;
pub mod checklists;
pub mod choice;
pub mod codes;
pub mod complaints;
pub mod fillers;
pub mod fixed;
pub mod furniture;
pub mod galley;
pub mod galleys;
pub mod handout;
pub mod kept;
pub mod paginate;
pub mod paragraph;
pub mod pictures;
pub mod plan;
pub mod setter;
mod sizes;
pub mod slug_letters;
pub mod targets;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::diag::{Sink, complaint, has_errors};
use crate::document::{Contents, Cover, Document, Imprint, Link, Target};
use crate::geom::Point;
use crate::ids::{AnchorId, ByPart, LinkId, NodeId};
use crate::language::Direction;
use crate::pages::{Bookmark, FontFile, Item, LinkEnd, Page, Pages, Place};
use crate::source::config::{Config, PageCount};
use crate::style::StyleSheet;
use crate::text::shape::Shaper;
use complaints::Complaints;
use fixed::{Canvas, back, contents, cover, imprint};
#[cfg(feature = "internals")]
pub use galleys::galleys;
use kept::{Body, KeptChapters};
use setter::{Pictures, Setter};

/// Most passes until the page numbers in references stand still.
const MOST_PASSES: usize = 4;

/// What is laid out, and with what.
#[derive(Clone, Copy)]
pub struct Stage<'a> {
    /// brochure.toml.
    pub config: &'a Config,
    /// The text.
    pub document: &'a Document,
    /// Its styles.
    pub sheet: &'a StyleSheet,
    /// Its glyphs.
    pub shaper: &'a Shaper,
    /// Its pictures.
    pub pictures: &'a Pictures,
    /// Chapters that were laid out before with all of that.
    pub kept: &'a KeptChapters,
    /// How many pages it is to have.
    pub wanted: PageCount,
}

impl<'a> Stage<'a> {
    /// Lays out the brochure.
    pub fn layout(&self, sink: &mut Sink) -> Pages {
        let Self { config, document, sheet, shaper, .. } = *self;
        let (body, known, mut complaints) = self.settled_body();
        let page_of = |anchor: AnchorId| known.get(&anchor).copied();
        let setter = self.setter(&page_of);
        let mut front = front_pages(document, &setter);
        let behind = front.pages.len() + body.pages.len() + 1;
        let mut fillers = fillers::pages(&setter, behind, body.choice.fill);
        let last = behind + fillers.pages.len();
        let back = document.back.as_ref().map(|back| back::back(Canvas::new(&setter, last), back));
        let mut back = back.into_iter().collect::<Vec<Page>>();
        self.mirror(&mut front.pages);
        self.mirror(&mut fillers.pages);
        self.mirror(&mut back);
        let mut calls = self::calls(&front.pages);
        calls.extend(self::calls(&fillers.pages));
        calls.extend(self::calls(&back));
        calls.extend(body.calls);
        let trim = (sheet.page.width, sheet.page.height);
        let mut leaving = body.leaving;
        leaving.extend(
            [&front.pages, &fillers.pages, &back].into_iter().flat_map(|pages| boxes::left(pages, trim)),
        );
        let shared = |pages: Vec<Page>| pages.into_iter().map(Arc::new);
        let mut pages: Vec<Arc<Page>> = shared(front.pages).collect();
        pages.extend(body.pages);
        pages.extend(shared(fillers.pages));
        pages.extend(shared(back));
        if let Some(wanted) = config.brochure.pages.as_ref().filter(|_| body.choice.misses) {
            sink.push(complaint::more_pages_than_wanted(pages.len()).at(wanted.span));
        }
        let handouts = handout::all(&setter, config, pages.len());
        let (slug_letters, spine) =
            (slug_letters::set(&setter, config), slug_letters::spine(&setter, config));
        let mut bookmarks = front.bookmarks;
        bookmarks.extend(body.bookmarks);
        bookmarks.extend(fillers.bookmarks);
        complaints.append(setter.told());
        sink.append(&mut complaints.into_sink());
        report_lost_links(&document.links, &body.anchors, sink);
        let pages = Pages {
            pages,
            direction: shaper.direction,
            trim,
            bleed: sheet.page.bleed,
            max_ppi: sheet.theme.figure.max_ppi.0,
            min_ppi: sheet.theme.figure.min_ppi.0,
            shifted: body.shifted,
            palette: sheet.palette.clone(),
            fonts: shaper
                .fonts
                .faces()
                .iter()
                .map(|f| FontFile { name: f.file.clone(), embedded: f.embedded.clone() })
                .collect(),
            structure: document.structure(&fillers.shown),
            links: document.links.map(|link| link_end(link, &calls, &body.notes)),
            anchors: body.anchors,
            bookmarks,
            handouts,
            slug_letters,
            spine,
        };
        targets::report_lost(&pages, document, sink);
        leaving.extend(pages.handouts.iter().flat_map(boxes::left_on_handout));
        // After other errors it is not told: they may be why.
        if !has_errors(sink) {
            sink.append(&mut leaving);
        }
        pages
    }

    fn mirror(&self, pages: &mut [Page]) {
        if self.is_mirrored() {
            let items = pages.iter_mut().flat_map(|page| &mut page.items);
            items.for_each(|item| item.mirror(self.sheet.page.width));
        }
    }

    /// A book whose lines begin at the right is laid out as if they began at the left; then its pages are mirrored.
    fn is_mirrored(&self) -> bool {
        self.shaper.direction == Direction::RightToLeft
    }

    fn setter(&self, page_of: &'a (dyn Fn(AnchorId) -> Option<usize> + Sync)) -> Setter<'a> {
        let Self { config, document, sheet, shaper, pictures, .. } = *self;
        let labels = &config.labels;
        let (digits, mirrored) = (config.digits(), self.is_mirrored());
        Setter {
            sheet,
            shaper,
            pictures,
            document,
            labels,
            page_of,
            digits,
            mirrored,
            costs: &paragraph::demerits::COSTS,
            complaints: Mutex::default(),
        }
    }

    /// The body, the pages of its anchors, and what is wrong with it.
    fn settled_body(&self) -> (Body, Known, Complaints) {
        let (mut body, known, moved) = settle(self.document.shows_pages, |known| {
            let body = self.body(known);
            let found = body.anchors.iter().map(|(anchor, place)| (*anchor, place.page + 1)).collect();
            (body, found)
        });
        let mut complaints = std::mem::take(&mut body.complaints);
        moved.into_iter().for_each(|anchor| complaints.push(self.restless(anchor)));
        (body, known, complaints)
    }

    fn body(&self, known: &Known) -> Body {
        let page_of = |anchor: AnchorId| known.get(&anchor).copied();
        let setter = Stage { ..*self }.setter(&page_of);
        let before = Prelims::new(self.document, &setter).pages();
        let goal = choice::Goal { before, back: self.document.back.is_some(), wanted: self.wanted };
        self.kept.body(self, known, goal)
    }

    fn restless(&self, anchor: AnchorId) -> crate::diag::Diagnostic {
        complaint::restless_pages().at(self.document.anchors.get(anchor).map(|anchor| anchor.span))
    }
}

/// Numbers of pages of anchors.
type Known = BTreeMap<AnchorId, usize>;

/// Lays out until the numbers that references show stand still; without references, once. Returns what was
/// laid out last, its numbers, and an anchor whose number still changed then.
fn settle<T>(refers: bool, mut pass: impl FnMut(&Known) -> (T, Known)) -> (T, Known, Option<AnchorId>) {
    let mut known = Known::new();
    for number in 1.. {
        let (made, found) = pass(&known);
        let moved = found.iter().find(|(anchor, page)| known.get(anchor) != Some(page)).map(|(a, _)| *a);
        let moved = moved.filter(|_| refers);
        if moved.is_none() || number == MOST_PASSES {
            return (made, found, moved);
        }
        known = found;
    }
    unreachable!("the last pass returns")
}

/// Links to anchors that stand on no page.
fn report_lost_links(links: &ByPart<LinkId, Link>, anchors: &BTreeMap<AnchorId, Place>, sink: &mut Sink) {
    for link in links.values() {
        if let Target::Anchor(anchor) = link.target
            && !anchors.contains_key(&anchor)
        {
            sink.push(complaint::link_to_no_page().at(link.span));
        }
    }
}

/// Where the text lies that each link of pages stands on: its first line.
fn calls(pages: &[Page]) -> BTreeMap<LinkId, Place> {
    let mut calls = BTreeMap::new();
    for page in pages {
        for item in &page.items {
            let page = page.number - 1;
            if let Item::Link { rect, link } = item {
                calls.entry(*link).or_insert(Place { page, point: Point { x: 0.0, y: rect.y } });
            }
        }
    }
    calls
}

fn link_end(link: &Link, calls: &BTreeMap<LinkId, Place>, notes: &BTreeMap<NodeId, Place>) -> LinkEnd {
    let place = match link.target {
        Target::Note(node) => notes.get(&node).copied(),
        Target::Call(link) => calls.get(&link).copied(),
        Target::Url(_) | Target::Anchor(_) | Target::Nowhere => None,
    };
    LinkEnd { target: link.target.clone(), node: link.node, place }
}

/// The pages before the chapters: what stands on them, and so how many they are.
struct Prelims<'d> {
    cover: Option<&'d Cover>,
    imprint: Option<&'d Imprint>,
    contents: Option<(&'d Contents, contents::Arrangement)>,
}

impl<'d> Prelims<'d> {
    fn new(document: &'d Document, setter: &Setter<'_>) -> Self {
        Self {
            cover: document.cover.as_ref(),
            imprint: document.imprint.as_ref(),
            contents: document.contents.as_ref().map(|c| (c, contents::plan(&c.entries, setter))),
        }
    }

    fn pages(&self) -> usize {
        let contents = self.contents.as_ref().map_or(0, |(_, plan)| plan.pages);
        usize::from(self.cover.is_some()) + usize::from(self.imprint.is_some()) + contents
    }
}

struct Front {
    pages: Vec<Page>,
    bookmarks: Vec<Bookmark>,
}

impl Front {
    /// A bookmark of the page that comes next.
    fn mark(&mut self, title: &str) {
        let place = Place { page: self.pages.len(), point: Point::default() };
        self.bookmarks.push(Bookmark { title: title.to_owned(), place, anchor: None, children: Vec::new() });
    }
}

fn front_pages(document: &Document, setter: &Setter<'_>) -> Front {
    let plan = Prelims::new(document, setter);
    let mut front = Front { pages: Vec::new(), bookmarks: Vec::new() };
    if let Some(cover) = plan.cover {
        front.mark(setter.labels.cover());
        front.pages.push(cover::cover(Canvas::new(setter, 1), cover));
    }
    if let Some(imprint) = plan.imprint {
        front.mark(setter.labels.imprint());
        let mut sheet = Canvas::new(setter, front.pages.len() + 1);
        furniture::folio(&mut sheet, None);
        front.pages.push(imprint::imprint(sheet, imprint));
    }
    if let Some((contents, plan)) = &plan.contents {
        front.mark(setter.labels.contents());
        let chapters = document.chapters.iter().filter(|c| c.number.is_some()).count();
        let first = front.pages.len() + 1;
        for mut page in contents::contents(setter, plan, contents, first) {
            let mut sheet = Canvas::new(setter, page.number);
            furniture::folio(&mut sheet, None);
            if contents::shows_tabs(plan) {
                (1..=chapters).for_each(|n| furniture::tab(&mut sheet, n, chapters, false));
            }
            page.items.append(&mut sheet.items);
            front.pages.push(page);
        }
    }
    front
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Part;

    /// Lays out with an anchor whose page is the next of these in each pass.
    fn passes(refers: bool, pages: &[usize]) -> (usize, bool) {
        let anchor = AnchorId { part: Part::chapter(0), n: 0 };
        let mut pass = 0;
        let (_, _, moved) = settle(refers, |_| {
            pass += 1;
            ((), Known::from([(anchor, pages[(pass - 1) % pages.len()])]))
        });
        (pass, moved.is_some())
    }

    #[test]
    fn numbers_are_told_that_do_not_come_to_rest() {
        assert_eq!(passes(true, &[7, 8, 8]), (3, false));
        assert_eq!(passes(true, &[7, 8]), (MOST_PASSES, true));
        assert_eq!(passes(false, &[7, 8]), (1, false));
    }
}
