//! The body: galleys become pages. Decides how a chapter begins, which numbers of pages it can come to, and what stands
//! beside its text.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::checklists::ListGalley;
use super::choice::{Offer, Offers};
use super::codes;
use super::fixed::{Canvas, checklist, opener, title};
use super::furniture;
use super::galley::{Content, Frame, Galley, Turned};
use super::galleys::{Run, RunGalley, opens_on_its_own_page};
use super::paginate::place::{PlacedPage, place};
use super::paginate::search::chains;
use super::paginate::walk::Walk;
use super::paginate::{self, PageBreak};
use super::plan::draw_plan;
use super::setter::Setter;
use crate::diag::complaint;
use crate::document::{Chapter, Document, Note};
use crate::fault::working_on;
use crate::geom::{Point, Pt, Side, fits};
use crate::ids::{AnchorId, LinkId, NodeId};
use crate::pages::{Bookmark, Page, Place};
use crate::source::config::Start;
use crate::style::StyleId;

/// Pages of chapters.
#[derive(Default)]
pub struct BodyPages {
    /// Pages in order.
    pub pages: Vec<Page>,
    /// Where anchors lie; page indices count from the brochure's first page.
    pub anchors: BTreeMap<AnchorId, Place>,
    /// Where notes lie.
    pub notes: BTreeMap<NodeId, Place>,
    /// Bookmarks.
    pub bookmarks: Vec<Bookmark>,
    /// Links whose QR code stands already.
    coded: BTreeSet<LinkId>,
}

impl<'a> RunGalley<'a> {
    /// The first chapter.
    fn chapter(&self) -> &'a Chapter {
        self.run.chapters[0].chapter
    }

    /// Pages before the text, the first of which lies on a side: an empty one where chapters begin on right-hand pages,
    /// and that of the opening.
    fn pages_before(&self, side: Side) -> (bool, bool) {
        let empty = self.chapter().start == Start::Recto && side == Side::Verso;
        (empty, opens_on_its_own_page(self.chapter()))
    }

    /// The side on which the text begins.
    fn text_side(&self, first: Side) -> Side {
        let (empty, opening) = self.pages_before(first);
        if empty == opening { first } else { first.other() }
    }

    /// The numbers of pages that it can come to where it begins on these sides, and what they cost.
    pub fn offers(&mut self, setter: &Setter<'a>, sides: &[Side]) -> Offers {
        let mut begin: Vec<Side> = sides.iter().map(|side| self.text_side(*side)).collect();
        begin.dedup();
        self.search(setter, &begin);
        let on = |side| if sides.contains(&side) { self.offers_on(setter, side) } else { Vec::new() };
        Offers { recto: on(Side::Recto), verso: on(Side::Verso) }
    }

    fn offers_on(&self, setter: &Setter<'a>, side: Side) -> Vec<Offer> {
        let (empty, opening) = self.pages_before(side);
        let before = usize::from(empty) + usize::from(opening);
        let begins = self.text_side(side);
        let chains = self.chains.iter().filter(|chain| chain.side == begins);
        let mut texts: Vec<Offer> =
            chains.map(|chain| Offer { pages: chain.pages.len(), cost: chain.cost }).collect();
        if texts.is_empty() {
            texts.push(Offer { pages: 0, cost: 0.0 }); // which is told when the pages are made
        }
        let with_lists = |text: Offer| {
            let mut pages = before + text.pages;
            for list in &self.checklists {
                let side = if pages.is_multiple_of(2) { side } else { side.other() };
                pages += list.pages(setter, side).cuts.len();
            }
            Offer { pages, ..text }
        };
        texts.into_iter().map(with_lists).collect()
    }

    fn search(&mut self, setter: &Setter<'_>, sides: &[Side]) {
        self.chains = chains(
            &Walk::new(&self.main, paginate::Frame::of(&setter.sheet.page, self.head, 0.0), setter),
            sides,
        );
    }

    /// Cuts it into so many pages, the first of which has that number; so many chapters have a tab.
    pub fn pages(mut self, setter: &Setter<'a>, (first, count): (usize, usize), tabs: usize) -> BodyPages {
        let side = Side::of(first);
        if self.chains.is_empty() {
            self.search(setter, &[self.text_side(side)]);
        }
        let begins = self.text_side(side);
        let chains = self.chains.iter().filter(|chain| chain.side == begins);
        let offered = self.offers_on(setter, side).into_iter().zip(chains);
        let wanted = offered.filter(|(offer, _)| offer.pages == count);
        let cheapest = wanted.min_by(|(a, _), (b, _)| a.cost.total_cmp(&b.cost));
        let cuts = cheapest.map(|(_, chain)| chain.pages.clone());
        let before = self.pages_before(side);
        let Self { run, main, head, checklists, .. } = self;
        let mut body = BodyPages::default();
        let (chapter, bookmarks) = (run.chapters[0].chapter, Vec::new());
        let mut maker =
            ChapterPages { setter, chapter, run, chapters: tabs, first, body: &mut body, bookmarks };
        working_on(&chapter.name, || maker.make(before, (main, head, cuts.as_deref()), &checklists));
        body
    }
}

struct ChapterPages<'s, 'a, 'b> {
    setter: &'s Setter<'a>,
    /// The chapter, and those that run on behind it.
    run: Run<'a>,
    /// The first of them.
    chapter: &'a Chapter,
    chapters: usize,
    /// Number of its first page.
    first: usize,
    body: &'b mut BodyPages,
    bookmarks: Vec<(u8, Bookmark)>,
}

impl<'a> ChapterPages<'_, 'a, '_> {
    fn next_number(&self) -> usize {
        self.first + self.body.pages.len()
    }

    fn make(
        &mut self,
        (empty, opening): (bool, bool),
        (galley, head, cuts): (Galley<'a>, Pt, Option<&[PageBreak]>),
        checklists: &[ListGalley<'a>],
    ) {
        if empty {
            let blank = Canvas::new(self.setter, self.next_number()).finish("blank");
            self.body.pages.push(blank);
        }
        let start = self.place(Point { x: 0.0, y: 0.0 });
        self.body.anchors.insert(self.chapter.anchor, start);
        if let Some(number) = self.chapter.number.filter(|_| opening) {
            let page = self::opening(self.setter, self.next_number(), self.chapter, number, self.chapters);
            self.body.pages.push(page);
        }
        self.bookmarks.push((1, bookmark(self.chapter.bookmark(), start, Some(self.chapter.anchor))));
        self.galley_pages(&galley, head, cuts);
        for list in checklists {
            let (here, anchor) = (self.place(Point { x: 0.0, y: 0.0 }), list.list.anchor);
            self.body.anchors.insert(anchor, here);
            self.bookmarks.push((2, bookmark(list.list.title.words(), here, Some(anchor))));
            self.checklist_pages(list);
        }
        self.body.bookmarks.append(&mut nest(std::mem::take(&mut self.bookmarks)));
        // A long chapter has many paragraphs of many words: all cores let go of them.
        galley.paragraphs.into_par_iter().for_each(drop);
    }

    /// A place on the page that comes next.
    fn place(&self, point: Point) -> Place {
        Place { page: self.next_number() - 1, point }
    }

    fn galley_pages(&mut self, galley: &Galley<'a>, head: Pt, cuts: Option<&[PageBreak]>) {
        let frame = paginate::Frame::of(&self.setter.sheet.page, head, 0.0);
        let plans = self.plans(&Walk::new(galley, frame, self.setter), cuts);
        let number = self.next_number();
        let pages: Vec<Page> = plans
            .par_iter()
            .enumerate()
            .map(|(n, plan)| {
                let mut canvas = Canvas::new(self.setter, number + n);
                let top = if n == 0 { head } else { 0.0 };
                let area = canvas.type_area(top);
                draw_plan(&mut canvas, galley, plan, area, &self.run.notes);
                let (begun, begins) = self.run.at_head(galley, plan);
                if n == 0 && head > 0.0 {
                    title::draw(&mut canvas, &begun.chapter.title, begun.chapter.summary.as_ref());
                } else if !begins {
                    furniture::running_head(&mut canvas, &begun.running, None);
                }
                furniture::folio(&mut canvas, None);
                if let Some(chapter) = begun.chapter.number {
                    furniture::tab(&mut canvas, chapter, self.chapters, false);
                }
                canvas.finish("text")
            })
            .collect();
        let notes = std::mem::take(&mut self.run.notes);
        for (n, (plan, mut page)) in plans.iter().zip(pages).enumerate() {
            codes::margin(self.setter, &mut page, &mut self.body.coded);
            self.collect(galley, plan, if n == 0 { head } else { 0.0 }, &notes);
            self.body.pages.push(page);
        }
    }

    fn plans(&self, walk: &Walk<'_, '_>, cuts: Option<&[PageBreak]>) -> Vec<PlacedPage> {
        let Some(cuts) = cuts else {
            self.setter.report(complaint::note_too_tall().at(self.chapter.title.span()));
            return Vec::new();
        };
        let plans: Vec<PlacedPage> = cuts.iter().map(|cut| place(walk, cut)).collect();
        for (n, plan) in plans.iter().enumerate().filter(|(_, p)| !fits(p.used, p.floor)) {
            let page = self.next_number() + n;
            let row_of = |float: u32| &walk.galley.rows[walk.galley.floats[float as usize].row];
            let waited = plan.floats.first().and_then(|(float, _)| row_of(*float).span);
            let near = plan.rows.iter().rev().find_map(|row| walk.galley.rows[row.row].span).or(waited);
            self.setter.report(complaint::too_tall(page).at(near.or(self.chapter.title.span())));
        }
        plans
    }

    fn checklist_pages(&mut self, set: &ListGalley<'a>) {
        let (list, galley) = (set.list, &set.galley);
        let pages = set.pages(self.setter, Side::of(self.next_number()));
        let notes: Vec<&Note> = self.run.last().chapter.notes.iter().collect();
        let cuts = (!pages.cuts.is_empty()).then_some(&pages.cuts[..]);
        let plans = self.plans(&Walk::new(galley, pages.frame(self.setter), self.setter), cuts);
        let (head, lines) = (pages.head, pages.lines_on(self.setter, &plans));
        let colour = self.setter.style(StyleId::Folio).colour;
        for (n, plan) in plans.iter().enumerate() {
            self.collect(galley, plan, if n == 0 { head } else { 0.0 }, &notes);
            let mut canvas = Canvas::new(self.setter, self.next_number());
            if n == 0 {
                checklist::head(&mut canvas, &list.title, self.run.last().chapter.tongue.labels);
            }
            let area = canvas.type_area(if n == 0 { head } else { 0.0 });
            draw_plan(&mut canvas, galley, plan, area, &notes);
            if n + 1 == plans.len() {
                checklist::foot(&mut canvas, lines, &list.fields);
            }
            let on_band = (n == 0).then_some(colour);
            furniture::running_head(&mut canvas, &self.run.last().running, on_band);
            furniture::folio(&mut canvas, on_band);
            if let Some(chapter) = self.run.last().chapter.number {
                furniture::tab(&mut canvas, chapter, self.chapters, false);
            }
            let mut page = canvas.finish("checklist");
            codes::margin(self.setter, &mut page, &mut self.body.coded);
            self.body.pages.push(page);
        }
    }

    /// Remembers where the anchors, bookmarks and notes of a page lie.
    fn collect(&mut self, galley: &Galley<'_>, plan: &PlacedPage, head: Pt, notes: &[&Note]) {
        let page = &self.setter.sheet.page;
        let index = self.next_number() - 1;
        let at = |y: Pt| Place {
            page: index,
            point: Point { x: 0.0, y: (page.top + head + y - page.leading).max(0.0) },
        };
        for (float, y) in &plan.floats {
            let row = &galley.rows[galley.floats[*float as usize].row];
            self.body.anchors.extend(row.anchors.iter().map(|anchor| (*anchor, at(*y))));
        }
        for placed in &plan.rows {
            let row = &galley.rows[placed.row];
            for anchor in &row.anchors {
                self.body.anchors.insert(*anchor, at(placed.y));
            }
            if let Some((level, title)) = &row.bookmark {
                let anchor = row.anchors.first().copied();
                self.bookmarks.push((*level, bookmark(title.clone(), at(placed.y), anchor)));
            }
        }
        for (turned, cut) in turned_on(galley, plan) {
            let begun = place(&turned.walk(self.setter), cut).notes.parts;
            let begun = begun.iter().filter(|(_, from, _)| *from == 0);
            let nodes = begun.map(|(note, ..)| turned.notes[*note as usize].node);
            self.body.notes.extend(nodes.map(|node| (node, at(0.0))));
        }
        let mut y = plan.floor - plan.notes.height;
        for (note, from, to) in &plan.notes.parts {
            if *from == 0
                && let Some(note) = notes.get(*note as usize)
            {
                self.body.notes.insert(note.node, at(y + page.leading));
            }
            y += galley.notes[*note as usize].height((to - from) as usize);
        }
    }
}

/// The turned pages that a page shows: one, if any.
fn turned_on<'g, 'd>(
    galley: &'g Galley<'d>,
    plan: &'g PlacedPage,
) -> impl Iterator<Item = (&'g Turned<'d>, &'g PageBreak)> {
    let floats = plan.floats.iter().map(|(float, _)| Content::Float(*float));
    let shown = floats.chain(plan.rows.iter().map(|placed| placed.content));
    shown.filter_map(|content| match galley.frame_of(content)? {
        Frame::Turned(turned, cut) => Some((&**turned, cut)),
        Frame::Items(_) => None,
    })
}

/// The opening page with its folio and tab.
fn opening(
    setter: &Setter<'_>,
    page_number: usize,
    chapter: &Chapter,
    number: usize,
    chapters: usize,
) -> Page {
    let mut page = opener::opener(Canvas::new(setter, page_number), chapter, number);
    let mut over = Canvas::new(setter, page_number);
    let white = over.setter.style(StyleId::TabNumber).colour;
    furniture::folio(&mut over, Some(white));
    furniture::tab(&mut over, number, chapters, true);
    page.items.append(&mut over.items);
    page
}

fn bookmark(title: String, place: Place, anchor: Option<AnchorId>) -> Bookmark {
    Bookmark { title, place, anchor, children: Vec::new() }
}

/// Puts the bookmarks of chapters below those of their parts.
pub fn under_parts(document: &Document, chapters: Vec<Bookmark>) -> Vec<Bookmark> {
    let part_of: BTreeMap<AnchorId, usize> =
        document.chapters.iter().filter_map(|chapter| Some((chapter.anchor, chapter.part?))).collect();
    let mut bookmarks: Vec<Bookmark> = Vec::new();
    let mut last = None;
    for chapter in chapters {
        let part = chapter.anchor.and_then(|anchor| part_of.get(&anchor).copied());
        let begins = part != last;
        last = part;
        match (part, bookmarks.last_mut()) {
            (Some(_), Some(open)) if !begins => open.children.push(chapter),
            (Some(part), _) => {
                let title = document.parts[part].clone();
                let (place, anchor) = (chapter.place, chapter.anchor);
                bookmarks.push(Bookmark { title, place, anchor, children: vec![chapter] });
            }
            (None, _) => bookmarks.push(chapter),
        }
    }
    bookmarks
}

/// Bookmarks by level become a tree.
fn nest(flat: Vec<(u8, Bookmark)>) -> Vec<Bookmark> {
    let mut roots = Vec::new();
    let mut rest = flat.into_iter().peekable();
    while let Some((level, mut mark)) = rest.next() {
        let mut below = Vec::new();
        while let Some(next) = rest.next_if(|(l, _)| *l > level) {
            below.push(next);
        }
        mark.children = nest(below);
        roots.push(mark);
    }
    roots
}
