//! The body: chapters become galleys, galleys pages. Decides how a chapter begins and what of its
//! rows is drawn where.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::blocks::Column;
use super::blocks::text::calls_of;
use super::choice::{Offer, Offers};
use super::codes;
use super::fixed::{Canvas, Slot, checklist, opener};
use super::furniture;
use super::galley::{Content, Continued, FORBIDDEN, FloatBox, Frame, Galley, Turned};
use super::paginate::levers::Lever;
use super::paginate::place::{GroupPart, Placed, PlacedPage, place};
use super::paginate::search::{Chain, best_pages, chains};
use super::paginate::walk::Walk;
use super::paginate::{self, PageBreak};
use super::setter::Setter;
use crate::diag::complaint;
use crate::document::front::ChapterKind;
use crate::document::{Chapter, Checklist, Document, Note, Rich};
use crate::fault::working_on;
use crate::geom::{Point, Pt, Rect, Side, fits};
use crate::ids::{AnchorId, LinkId, NodeId};
use crate::pages::{Artifact, Bookmark, Item, Owner, Page, Place, Room};
use crate::source::config::Start;
use crate::style::StyleId;

/// A chapter's text: the running part, and the checklists that end it.
pub struct ChapterGalleys<'a> {
    main: Galley<'a>,
    checklists: Vec<(&'a Checklist, Galley<'a>)>,
}

impl<'a> ChapterGalleys<'a> {
    /// The running part.
    #[cfg(feature = "internals")]
    pub fn main(&self) -> &Galley<'a> {
        &self.main
    }

    /// Sets a chapter, with its title where it runs on below the one before.
    pub fn make(setter: &Setter<'a>, chapter: &'a Chapter, runs_on: bool) -> Self {
        let measure = setter.sheet.page.measure;
        let page = Column { labels: chapter.tongue.labels, ..Column::page(&setter.sheet.page) };
        let text = &chapter.blocks;
        let mut main = match chapter.front.kind {
            ChapterKind::Glossary => setter.glossary(text, page),
            _ => setter.chapter(text, page),
        };
        main.keep_headings();
        if let Some(heading) = &chapter.further {
            main.append(setter.further(heading, &chapter.codes, page));
        }
        if runs_on {
            let mut text = std::mem::replace(&mut main, setter.running_title(chapter, page));
            let kept = usize::from(!text.is_turned(0));
            text.rows.iter_mut().take(kept).for_each(|first| first.break_before = FORBIDDEN);
            main.append(text);
            main.keep_headings();
        } else {
            if (main.rows.is_empty() || main.is_turned(0)) && !opens_on_its_own_page(chapter) {
                main.hold_page(); // of the title
            }
            main.call_from_head(&chapter.title);
        }
        setter.notes(&chapter.notes, measure, &mut main);
        let checklists =
            chapter.checklists.iter().map(|list| (list, checklist_galley(setter, list, chapter)));
        Self { main, checklists: checklists.collect() }
    }
}

/// Sets what is to be ticked off.
fn checklist_galley<'a>(setter: &Setter<'a>, list: &'a Checklist, chapter: &'a Chapter) -> Galley<'a> {
    let measure = setter.sheet.page.measure;
    let style = StyleId::ChecklistItem;
    let labels = chapter.tongue.labels;
    let column = Column { text: style, list: style, boxed: true, labels, ..Column::page(&setter.sheet.page) };
    let mut galley = setter.blocks(&list.blocks, column);
    if galley.rows.is_empty() {
        galley.hold_page(); // of the heading, and of lines to write on
    }
    galley.call_from_head(&list.title);
    setter.notes(&chapter.notes, measure, &mut galley);
    galley
}

impl Galley<'_> {
    /// Notes that a title above the galley calls stand on the page of its first row.
    fn call_from_head(&mut self, title: &Rich) {
        let called = calls_of(title.runs.iter());
        if let Some(first) = self.rows.first_mut() {
            let both = [called, first.calls.clone()].into_iter().filter(|c| c.start < c.end);
            first.calls = both.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or(0..0);
        }
    }
}

/// Galleys of the chapters, on all cores.
#[cfg(feature = "internals")]
pub fn galleys<'a>(setter: &Setter<'a>, document: &'a Document) -> Vec<ChapterGalleys<'a>> {
    let all: Vec<usize> = (0..document.chapters.len()).collect();
    galleys_of(setter, document, &all)
}

/// Galleys of some chapters, on all cores.
fn galleys_of<'a>(
    setter: &Setter<'a>,
    document: &'a Document,
    chapters: &[usize],
) -> Vec<ChapterGalleys<'a>> {
    let set = |n: &usize| {
        let chapter = &document.chapters[*n];
        working_on(&chapter.name, || ChapterGalleys::make(setter, chapter, runs_on(document, *n)))
    };
    chapters.par_iter().map(set).collect()
}

/// The chapters by their numbers; those that run on, one below the other, stand together.
pub fn runs(document: &Document) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for n in 0..document.chapters.len() {
        match runs.last_mut().filter(|_| runs_on(document, n)) {
            Some(run) => run.push(n),
            None => runs.push(vec![n]),
        }
    }
    runs
}

/// Whether a chapter begins below the one before: one that has an opening page, or follows a checklist, does not.
fn runs_on(document: &Document, n: usize) -> bool {
    let chapter = &document.chapters[n];
    let before = n.checked_sub(1).map(|before| &document.chapters[before]);
    chapter.start == Start::RunOn
        && !opens_on_its_own_page(chapter)
        && before.is_some_and(|before| before.checklists.is_empty())
}

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

/// Chapters that run on, one below the other in one galley.
struct Run<'a> {
    chapters: Vec<Begun<'a>>,
    /// The notes of all.
    notes: Vec<&'a Note>,
}

/// A chapter, its running head, and the row at which it begins.
struct Begun<'a> {
    chapter: &'a Chapter,
    running: Cow<'a, Rich>,
    row: usize,
}

impl<'a> Run<'a> {
    /// The chapter that a row belongs to.
    fn chapter_at(&self, row: usize) -> &Begun<'a> {
        let behind = self.chapters.partition_point(|begun| begun.row <= row);
        &self.chapters[behind.saturating_sub(1)]
    }

    /// The last chapter: the checklists are its.
    fn last(&self) -> &Begun<'a> {
        &self.chapters[self.chapters.len() - 1]
    }

    /// The chapter that goes on or begins at the head of a page, and whether its title stands there.
    fn at_head(&self, galley: &Galley<'_>, plan: &PlacedPage) -> (&Begun<'a>, bool) {
        let float = plan.floats.first().map(|(float, _)| galley.floats[*float as usize].row);
        let row = plan.rows.first().map(|placed| placed.row).or(float).unwrap_or(0);
        let begins = self.chapters.iter().skip(1).any(|begun| begun.row == row);
        (self.chapter_at(row), begins)
    }
}

/// Chapters that run on, set in one galley, with the checklists that end them.
pub struct RunGalley<'a> {
    run: Run<'a>,
    main: Galley<'a>,
    /// Room that the title takes on the first page of the text.
    head: Pt,
    checklists: Checklists<'a>,
    /// Ways to cut the text into pages.
    chains: Vec<Chain>,
}

type Checklists<'a> = Vec<(&'a Checklist, Galley<'a>)>;

impl<'a> RunGalley<'a> {
    /// Sets the chapters with these numbers.
    pub fn make(setter: &Setter<'a>, document: &'a Document, chapters: &[usize]) -> Self {
        let mut whole: Option<Self> = None;
        for (n, galleys) in chapters.iter().zip(galleys_of(setter, document, chapters)) {
            let ChapterGalleys { main, checklists } = galleys;
            let chapter = &*document.chapters[*n];
            let running = furniture::running_words(setter, chapter);
            let notes = chapter.notes.iter();
            match &mut whole {
                Some(Self { run, main: galley, checklists: last, .. }) => {
                    run.chapters.push(Begun { chapter, running, row: galley.rows.len() });
                    run.notes.extend(notes);
                    galley.append_chapter(main);
                    *last = checklists;
                }
                None => {
                    let run =
                        Run { chapters: vec![Begun { chapter, running, row: 0 }], notes: notes.collect() };
                    let opens = opens_on_its_own_page(chapter);
                    let head = if opens { 0.0 } else { title_height(setter, chapter) };
                    whole = Some(Self { run, main, head, checklists, chains: Vec::new() });
                }
            }
        }
        whole.expect("a run has a chapter")
    }

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
            for (list, galley) in &self.checklists {
                let side = if pages.is_multiple_of(2) { side } else { side.other() };
                pages += ListPages::of(setter, list, galley, side).cuts.len();
            }
            Offer { pages, ..text }
        };
        texts.into_iter().map(with_lists).collect()
    }

    fn search(&mut self, setter: &Setter<'_>, sides: &[Side]) {
        self.chains = chains(&Walk::new(&self.main, frame(setter, self.head, 0.0), setter), sides);
    }

    /// Cuts it into so many pages, the first of which has that number; so many chapters have a tab.
    pub fn pages(mut self, setter: &Setter<'a>, (first, count): (usize, usize), tabs: usize) -> BodyPages {
        let side = Side::of(first);
        if self.chains.is_empty() {
            self.search(setter, &[self.text_side(side)]);
        }
        let offers = self.offers_on(setter, side);
        let nth = offers.iter().position(|offer| offer.pages == count).unwrap_or(0);
        let begins = self.text_side(side);
        let chain = self.chains.iter().filter(|chain| chain.side == begins).nth(nth);
        let cuts = chain.map(|chain| chain.pages.clone());
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

/// The type area of pages, less a head on the first and a foot on all.
fn frame(setter: &Setter<'_>, first_head: Pt, foot: Pt) -> paginate::Frame {
    let page = &setter.sheet.page;
    paginate::Frame { depth: page.depth(), first_head, foot, leading: page.leading }
}

/// Room that the title takes on the first text page of a chapter without an opening.
fn title_height(setter: &Setter<'_>, chapter: &Chapter) -> Pt {
    let style = setter.style(StyleId::Heading1);
    let (leading, measure) = (setter.sheet.page.leading, setter.sheet.page.measure);
    let trial = setter.trial();
    let lines = trial.balanced(&chapter.title, style, measure).lines.len();
    let mut height = lines as Pt * style.leading;
    if let Some(summary) = &chapter.summary {
        let style = setter.style(StyleId::Standfirst);
        height += style.space_above + trial.text(summary, style, measure).height();
    }
    crate::geom::snap_up(height, leading) + TITLE_SPACE * leading
}

/// The pages of a checklist.
struct ListPages {
    cuts: Vec<PageBreak>,
    /// Room that the title takes on the first.
    head: Pt,
    /// Lines to write on; where the list has several pages they are counted on the last.
    lines: usize,
    /// The most of them that are wanted.
    most: usize,
}

impl ListPages {
    /// A checklist is made to be copied: lines to write on go before it takes a second page. Where nothing else stands
    /// they fill the page.
    fn of(setter: &Setter<'_>, list: &Checklist, galley: &Galley<'_>, side: Side) -> Self {
        let head = checklist::head_height(setter, &list.title);
        let foot = |lines: usize| checklist::foot_height(setter, lines);
        let below_head = setter.sheet.page.depth() - head;
        let has_content = galley.rows.iter().any(|row| row.height > 0.0);
        let wanted = if has_content { setter.sheet.theme.checklist.lines.0 } else { FULL_OF_LINES };
        let most = (0..=wanted).rev().find(|lines| fits(foot(*lines), below_head)).unwrap_or(0);
        let cuts = |lines: usize| {
            best_pages(&Walk::new(galley, frame(setter, head, foot(lines)), setter), side).unwrap_or_default()
        };
        let fitting = (0..=most).rev().map(|lines| (lines, cuts(lines))).find(|(_, cuts)| cuts.len() == 1);
        let (lines, cuts) = fitting.unwrap_or_else(|| (0, cuts(0)));
        Self { cuts, head, lines, most }
    }

    fn frame(&self, setter: &Setter<'_>) -> paginate::Frame {
        frame(setter, self.head, checklist::foot_height(setter, self.lines))
    }

    /// Lines to write on: on a second page they come back as far as the text leaves room.
    fn lines_on(&self, setter: &Setter<'_>, plans: &[PlacedPage]) -> usize {
        if plans.len() < 2 {
            return self.lines;
        }
        let last = plans.last().filter(|plan| plan.notes.parts.is_empty());
        let room = last.map_or(0.0, |plan| plan.floor - plan.used);
        let foot = |lines: usize| checklist::foot_height(setter, lines);
        (0..=self.most).rev().find(|lines| fits(foot(*lines), room)).unwrap_or(0)
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

/// More lines to write on than a page has.
const FULL_OF_LINES: usize = 200;
/// Space between a title that stands on a text page and the text, in lines.
const TITLE_SPACE: Pt = 1.0;

impl<'a> ChapterPages<'_, 'a, '_> {
    fn next_number(&self) -> usize {
        self.first + self.body.pages.len()
    }

    fn make(
        &mut self,
        (empty, opening): (bool, bool),
        (galley, head, cuts): (Galley<'a>, Pt, Option<&[PageBreak]>),
        checklists: &Checklists<'a>,
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
        for (list, galley) in checklists {
            let here = self.place(Point { x: 0.0, y: 0.0 });
            self.body.anchors.insert(list.anchor, here);
            self.bookmarks.push((2, bookmark(list.title.words(), here, Some(list.anchor))));
            self.checklist_pages(list, galley);
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
        let plans = self.plans(&Walk::new(galley, frame(self.setter, head, 0.0), self.setter), cuts);
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
                    draw_title(&mut canvas, begun.chapter);
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

    fn checklist_pages(&mut self, list: &Checklist, galley: &Galley<'a>) {
        let pages = ListPages::of(self.setter, list, galley, Side::of(self.next_number()));
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

/// Whether a numbered chapter has a page of its own to open it: it needs words for it.
fn opens_on_its_own_page(chapter: &Chapter) -> bool {
    chapter.number.is_some() && (chapter.front.summary.is_some() || chapter.glance.is_some())
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

/// The title of a chapter without an opening, at the head of its text.
fn draw_title(canvas: &mut Canvas<'_, '_>, chapter: &Chapter) {
    let setter = canvas.setter;
    let style = *setter.style(StyleId::Heading1);
    let (left, measure) = (canvas.left(), setter.sheet.page.measure);
    let y = setter.sheet.page.top + setter.sheet.theme.toc.heading_baseline.0;
    let last = canvas.text(&chapter.title, &style, Point { x: left, y }, measure, true);
    if let Some(summary) = &chapter.summary {
        let style = *setter.style(StyleId::Standfirst);
        canvas.text(
            summary,
            &style,
            Point { x: left, y: last + style.space_above + style.leading },
            measure,
            false,
        );
    }
}

/// Draws the rows, boxes, floats and notes of a page into the area that they fill.
pub(super) fn draw_plan(
    canvas: &mut Canvas<'_, '_>,
    galley: &Galley<'_>,
    plan: &PlacedPage,
    area: Rect,
    notes: &[&Note],
) {
    let origin = Point { x: area.x, y: area.y };
    for part in &plan.groups {
        draw_group(canvas, galley, part, origin);
    }
    let above_notes = Rect { h: plan.floor - plan.notes.height, ..area };
    for (float, y) in &plan.floats {
        let FloatBox { row, frame, .. } = galley.floats[*float as usize];
        let from = canvas.items.len();
        draw_frame(canvas, galley, frame, origin.x, origin.y + y);
        canvas.confine(from, room_of(canvas, galley, row, above_notes));
    }
    for placed in &plan.rows {
        let from = canvas.items.len();
        draw_row(canvas, galley, plan, placed, origin);
        canvas.confine(from, room_of(canvas, galley, placed.row, above_notes));
    }
    let foot = Rect { y: above_notes.bottom(), h: plan.notes.height, ..area };
    draw_notes(canvas, galley, plan, foot, notes);
}

/// What a row must stay in: the area above the notes, and the boxes around the row.
fn room_of(canvas: &Canvas<'_, '_>, galley: &Galley<'_>, row: usize, area: Rect) -> Room {
    let overhang = canvas.setter.sheet.page.wide;
    let across = |x: Pt, width: Pt, wide: bool| {
        let before = if wide && canvas.side == Side::Verso { overhang } else { 0.0 };
        Room::from(Rect { x: area.x + x - before, w: width, ..area })
    };
    let wide = galley.rows[row].wide;
    let column = across(0.0, area.w + if wide { overhang } else { 0.0 }, wide);
    let groups = galley.groups_of(row).map(|group| &galley.groups[group as usize]);
    groups.fold(column, |room, group| room.within(across(group.x, group.width, group.wide)))
}

fn draw_row(
    canvas: &mut Canvas<'_, '_>,
    galley: &Galley<'_>,
    plan: &PlacedPage,
    placed: &Placed,
    origin: Point,
) {
    let row = &galley.rows[placed.row];
    let setter = canvas.setter;
    let overhang = if row.wide && canvas.side == Side::Verso { setter.sheet.page.wide } else { 0.0 };
    let (x, y) = (origin.x + row.x - overhang, origin.y + placed.y);
    match placed.content {
        Content::Line { paragraph, line } => {
            let set = &galley.paragraphs[paragraph as usize];
            let variant = plan.levers.iter().find_map(|lever| match lever {
                Lever::Longer(changed) if *changed == paragraph => set.longer.as_ref(),
                Lever::Shorter(changed) if *changed == paragraph => set.shorter.as_ref(),
                _ => None,
            });
            let lines = variant.map_or(&set.lines, |variant| &variant.lines);
            if let Some(spec) = lines.get(line as usize) {
                let at = Point { x, y: y + set.setting.baseline };
                setter.tools().set_line(set, line as usize, spec, at, &mut canvas.items);
            }
        }
        Content::Frame(frame) => draw_frame(canvas, galley, frame, x, y),
        Content::Float(float) => draw_frame(canvas, galley, galley.floats[float as usize].frame, x, y),
    }
    let first_line = !matches!(placed.content, Content::Line { line, .. } if line > 0);
    if let Some(marker) = row.marker.filter(|_| first_line) {
        draw_frame(canvas, galley, marker, x, y);
    }
}

fn draw_frame(canvas: &mut Canvas<'_, '_>, galley: &Galley<'_>, frame: u32, x: Pt, y: Pt) {
    match &galley.frames[frame as usize] {
        Frame::Items(items) => {
            for item in items {
                let mut item = item.clone();
                item.shift(x, y);
                canvas.items.push(item);
            }
        }
        Frame::Turned(turned, cut) => draw_turned(canvas, turned, cut, Point { x, y }),
    }
}

/// A page of a galley that lies across: its head comes to stand at the left edge of the type area.
fn draw_turned(canvas: &mut Canvas<'_, '_>, turned: &Turned<'_>, cut: &PageBreak, at: Point) {
    let setter = canvas.setter;
    let plan = place(&turned.walk(setter), cut);
    let notes: Vec<&Note> = turned.notes.iter().collect();
    let mut across = Canvas::new(setter, canvas.number);
    let area = Rect { x: 0.0, y: 0.0, w: turned.width, h: setter.sheet.page.measure };
    draw_plan(&mut across, &turned.galley, &plan, area, &notes);
    let (mirrored, width) = (setter.mirrored, setter.sheet.page.width);
    let left = if mirrored { width - at.x - setter.sheet.page.measure } else { at.x };
    let foot = Point { x: left, y: at.y + turned.width };
    canvas.items.extend(across.items.into_iter().map(|mut item| {
        // It is turned as it will be read, and the page mirrored later.
        if mirrored {
            item.mirror(turned.width);
        }
        let mut item = item.turned(foot);
        if mirrored {
            item.mirror(width);
        }
        item
    }));
}

/// Ground, bar, outline, icon or repeated head of a box's part.
fn draw_group(canvas: &mut Canvas<'_, '_>, galley: &Galley<'_>, part: &GroupPart, origin: Point) {
    let group = &galley.groups[part.group as usize];
    let overhang = if group.wide && canvas.side == Side::Verso { canvas.setter.sheet.page.wide } else { 0.0 };
    let rect = Rect {
        x: origin.x + group.x - overhang,
        y: origin.y + part.top,
        w: group.width,
        h: part.bottom - part.top,
    };
    let owner = Owner::Artifact(Artifact::Layout);
    let ground = &group.ground;
    let first = canvas.items.len();
    if let Some(colour) = ground.fill {
        canvas.items.push(Item::Fill { rect, colour, owner: Owner::Artifact(Artifact::Background) });
    }
    if let Some((width, colour)) = ground.frame {
        let inner =
            Rect { x: rect.x + width / 2.0, y: rect.y + width / 2.0, w: rect.w - width, h: rect.h - width };
        canvas.items.push(Item::Stroke { rect: inner, width, colour, owner });
    }
    if let Some((width, colour)) = ground.bar {
        canvas.items.push(Item::Fill { rect: Rect { w: width, ..rect }, colour, owner });
    }
    if let Some((width, colour)) = ground.rules {
        for y in [rect.y, rect.bottom() - width] {
            canvas.items.push(Item::Fill { rect: Rect { y, h: width, ..rect }, colour, owner });
        }
    }
    let from = canvas.items.len();
    if let Some(mark) = group.mark.filter(|_| part.begins) {
        draw_frame(canvas, galley, mark, rect.x, rect.y);
    }
    if ground.mirrored {
        canvas.items[first..].iter_mut().for_each(|item| item.mirror(2.0 * rect.x + rect.w));
    }
    let above = group.continued.as_ref().map_or(0.0, |continued| continued.line);
    if let Some(repeat) = group.repeat_frame.filter(|_| !part.begins) {
        draw_frame(canvas, galley, repeat, rect.x, rect.y + above);
    }
    if let Some(continued) = &group.continued {
        draw_continued(canvas, continued, part, rect);
    }
    canvas.confine(from, rect.into());
}

/// „Tabelle 3 Fortsetzung von Seite 7“ above, „Fortsetzung auf Seite 9“ below.
fn draw_continued(canvas: &mut Canvas<'_, '_>, continued: &Continued, part: &GroupPart, rect: Rect) {
    let setter = canvas.setter;
    let digits = setter.digits_in(continued.labels);
    let owner = Owner::Artifact(Artifact::Layout);
    let (label, words, source) = (
        *setter.style(StyleId::CaptionLabel),
        *setter.style(StyleId::Caption),
        *setter.style(StyleId::CaptionSource),
    );
    if !part.begins {
        let y = rect.y + words.baseline;
        let named = !continued.label.is_empty();
        let whole = Slot::from(rect.x, rect.w);
        let width = if named { canvas.line(&continued.label, owner, &label, whole, y) } else { 0.0 };
        let taken = if named { width + label.size } else { 0.0 };
        let text = setter.labels_in(continued.labels).continued_from(digits.write(canvas.number - 1));
        canvas.line(&text, owner, &words, Slot::from(rect.x + taken, rect.w - taken), y);
    }
    if !part.ends {
        let y = rect.bottom() - source.leading + source.baseline;
        let text = setter.labels_in(continued.labels).continued_on(digits.write(canvas.number + 1));
        canvas.line(&text, owner, &source, Slot::up_to(rect.right(), rect.w), y);
    }
}

/// The notes at the foot of a page, which fill an area.
fn draw_notes(
    canvas: &mut Canvas<'_, '_>,
    galley: &Galley<'_>,
    plan: &PlacedPage,
    area: Rect,
    notes: &[&Note],
) {
    if plan.notes.parts.is_empty() {
        return;
    }
    let setter = canvas.setter;
    let theme = &setter.sheet.theme.footnotes;
    let left = area.x;
    let from = canvas.items.len();
    let mut y = area.y + theme.space_above.0;
    let rule = Rect { x: left, y, w: theme.rule_width.0, h: theme.rule.0 };
    let colour = setter.style(StyleId::Footnote).colour;
    canvas.items.push(Item::Fill { rect: rule, colour, owner: Owner::Artifact(Artifact::Layout) });
    y += theme.rule.0 + theme.space_below.0;
    for (n, (note, from, to)) in plan.notes.parts.iter().enumerate() {
        let set = &galley.notes[*note as usize];
        let text = set.lines.first().map(|(paragraph, _)| &galley.paragraphs[*paragraph as usize]);
        let along = text.is_none_or(|text| text.setting.begins == setter.start());
        if n > 0 {
            y += theme.gap.0;
        }
        if let Some(note) = notes.get(*note as usize).filter(|_| *from == 0) {
            let style = *setter.style(StyleId::FootnoteNumber);
            let text = setter.style(StyleId::Footnote);
            let number = format!("{} ", setter.digits.write(set.number));
            let slot =
                if along { Slot::from(left, set.indent) } else { Slot::up_to(area.right(), set.indent) };
            canvas.line(&number, Owner::Node(note.label), &style, slot, y + text.baseline);
            let rect = Rect { x: slot.left, y, w: set.indent, h: set.leading };
            canvas.items.push(Item::Link { rect, link: note.back });
        }
        for (paragraph, line) in &set.lines[*from as usize..*to as usize] {
            let p = &galley.paragraphs[*paragraph as usize];
            let x = if along { left + set.indent } else { left };
            let at = Point { x, y: y + p.setting.baseline };
            let spec = &p.lines[*line as usize];
            setter.tools().set_line(p, *line as usize, spec, at, &mut canvas.items);
            y += set.leading;
        }
    }
    canvas.confine(from, Room::from(area));
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
