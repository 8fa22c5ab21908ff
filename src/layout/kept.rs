//! Chapters that were laid out before. Decides that their pages are taken again where all that enters them is the same:
//! their text, their pictures, the number of their first page, how many they are, and the page numbers that they read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::body::{self, BodyPages};
use super::choice::{self, Choice, Offers};
use super::complaints::Complaints;
use super::galleys::{RunGalley, runs};
use super::{Known, Stage, boxes, calls};
use crate::diag::Sink;
use crate::document::{Chapter, Document};
use crate::geom::Side;
use crate::ids::{AnchorId, LinkId, NodeId};
use crate::pages::{Bookmark, Page, Place};
use crate::source::assets::Picture;

/// Chapters of one look in one language, from pass to pass and from build to build. All else that they are made of is
/// the same as long as these are kept.
#[derive(Default)]
pub struct KeptChapters {
    /// What they offer.
    offers: Mutex<Vec<Entry<Arc<Offers>>>>,
    /// Their pages.
    pages: Mutex<Vec<Entry<Cut>>>,
}

/// Chapters cut into pages.
struct Cut {
    /// Number of the first page.
    first: usize,
    /// How many there are.
    count: usize,
    set: Arc<SetRun>,
}

/// What was made of chapters that run on.
struct Entry<T> {
    chapters: Vec<Arc<Chapter>>,
    /// Pictures that they name, where they are there.
    pictures: Vec<Option<Picture>>,
    /// How many chapters have a tab.
    tabs: usize,
    /// Page numbers that were read.
    read: Vec<(AnchorId, Option<usize>)>,
    made: T,
    /// Whether it served since those that did not were forgotten.
    used: bool,
}

/// What chapters came to.
#[derive(Default)]
pub struct SetRun {
    pages: Vec<Arc<Page>>,
    anchors: BTreeMap<AnchorId, Place>,
    notes: BTreeMap<NodeId, Place>,
    bookmarks: Vec<Bookmark>,
    calls: BTreeMap<LinkId, Place>,
    complaints: Complaints,
    leaving: Sink,
}

/// The pages of all chapters.
#[derive(Default)]
pub struct Body {
    /// Pages in order.
    pub pages: Vec<Arc<Page>>,
    /// Where anchors lie; page indices count from the brochure's first page.
    pub anchors: BTreeMap<AnchorId, Place>,
    /// Where notes lie.
    pub notes: BTreeMap<NodeId, Place>,
    /// Bookmarks.
    pub bookmarks: Vec<Bookmark>,
    /// Where the text lies that each link stands on.
    pub calls: BTreeMap<LinkId, Place>,
    /// What is wrong with them.
    pub complaints: Complaints,
    /// What leaves its box.
    pub leaving: Sink,
    /// How many pages were chosen.
    pub choice: Choice,
    /// Chapters that have more or fewer pages than they would by themselves, and by how many.
    pub shifted: Vec<(String, i32)>,
}

impl Body {
    fn add(&mut self, run: &SetRun) {
        self.pages.extend(run.pages.iter().cloned());
        self.anchors.extend(run.anchors.iter().map(|(anchor, place)| (*anchor, *place)));
        self.notes.extend(run.notes.iter().map(|(note, place)| (*note, *place)));
        self.bookmarks.extend(run.bookmarks.iter().cloned());
        self.calls.extend(run.calls.iter().map(|(link, place)| (*link, *place)));
        self.complaints.append(run.complaints.clone());
        self.leaving.extend(run.leaving.iter().cloned());
    }
}

/// Tells page numbers, and remembers which were asked for.
struct Reader<'k> {
    known: &'k Known,
    read: Mutex<BTreeSet<AnchorId>>,
}

impl Reader<'_> {
    fn page_of(&self, anchor: AnchorId) -> Option<usize> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(anchor);
        self.known.get(&anchor).copied()
    }

    fn read(&self) -> Vec<(AnchorId, Option<usize>)> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.iter().map(|anchor| (*anchor, self.known.get(anchor).copied())).collect()
    }
}

impl KeptChapters {
    /// Puts the chapters of the last build in the place of equal ones, so that they are known to be the same.
    pub fn recognise(&self, document: &mut Document) {
        let entries = lock(&self.pages);
        let old: BTreeMap<&str, &Arc<Chapter>> = entries
            .iter()
            .flat_map(|entry| &entry.chapters)
            .map(|chapter| (chapter.name.as_str(), chapter))
            .collect();
        document.chapters.par_iter_mut().for_each(|chapter| {
            if let Some(old) = old.get(chapter.name.as_str()).filter(|old| ***old == *chapter) {
                *chapter = Arc::clone(old);
            }
        });
    }

    /// Forgets what did not serve since this was called last.
    pub fn forget_unused(&self) {
        lock(&self.offers).retain_mut(|entry| std::mem::take(&mut entry.used));
        lock(&self.pages).retain_mut(|entry| std::mem::take(&mut entry.used));
    }

    /// Lays out the chapters of a stage between what surrounds them, as far as they are not known.
    pub(super) fn body(&self, stage: &Stage<'_>, known: &Known, goal: choice::Goal) -> Body {
        let document = stage.document;
        let tabs = document.chapters.iter().filter(|c| c.number.is_some()).count();
        let runs: Vec<Chapters> =
            runs(document).into_iter().map(|run| Chapters::of(run, stage, tabs)).collect();
        let readers: Vec<Reader<'_>> =
            runs.iter().map(|_| Reader { known, read: Mutex::default() }).collect();
        let page_ofs: Vec<_> = readers.iter().map(|reader| |anchor| reader.page_of(anchor)).collect();
        let setters: Vec<_> = page_ofs.iter().map(|page_of| Stage { ..*stage }.setter(page_of)).collect();
        let galley = |n: usize| RunGalley::make(&setters[n], document, &runs[n].numbers);
        // The first chapters begin where the pages before them end, others on either side.
        let sides = [Side::of(goal.before + 1), Side::of(goal.before + 2)];
        let offered: Vec<(Arc<Offers>, Option<RunGalley<'_>>)> = (0..runs.len())
            .into_par_iter()
            .map(|n| {
                let sides = if n == 0 { &sides[..1] } else { &sides };
                let there = |offers: &Arc<Offers>| offers.are_on(sides).then(|| offers.clone());
                if let Some(offers) = take(&self.offers, &runs[n], known, there) {
                    return (offers, None);
                }
                let mut galley = galley(n);
                let offers = Arc::new(galley.offers(&setters[n], sides));
                keep(&self.offers, &runs[n], readers[n].read(), offers.clone());
                (offers, Some(galley))
            })
            .collect();
        let (offers, galleys): (Vec<Arc<Offers>>, Vec<_>) = offered.into_iter().unzip();
        let choice = choice::choose(&offers.iter().map(|offers| &**offers).collect::<Vec<_>>(), goal);
        let firsts = choice.pages.iter().scan(goal.before + 1, |next, pages| {
            *next += pages;
            Some(*next - pages)
        });
        let places: Vec<(usize, usize)> = firsts.zip(choice.pages.iter().copied()).collect();
        let sets = galleys.into_par_iter().enumerate().map(|(n, made)| {
            let (first, count) = places[n];
            let there = |cut: &Cut| (cut.first == first && cut.count == count).then(|| cut.set.clone());
            if let Some(set) = take(&self.pages, &runs[n], known, there) {
                return set;
            }
            let pages = made.unwrap_or_else(|| galley(n)).pages(&setters[n], (first, count), tabs);
            let set = Arc::new(SetRun::of(pages, setters[n].told(), stage));
            keep(&self.pages, &runs[n], readers[n].read(), Cut { first, count, set: set.clone() });
            set
        });
        let sets: Vec<Arc<SetRun>> = sets.collect();
        let shifted = runs.iter().zip(&choice.changes).filter(|(_, change)| **change != 0);
        let shifted = shifted.map(|(run, change)| (run.chapters[0].name.clone(), *change)).collect();
        let mut body = Body { choice, shifted, ..Body::default() };
        sets.iter().for_each(|set| body.add(set));
        body.bookmarks = body::under_parts(document, body.bookmarks);
        body
    }
}

fn lock<T>(entries: &Mutex<Vec<T>>) -> MutexGuard<'_, Vec<T>> {
    entries.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was made of chapters before, if they read the same numbers and it is `wanted`.
fn take<T, W>(
    entries: &Mutex<Vec<Entry<T>>>,
    run: &Chapters,
    known: &Known,
    wanted: impl Fn(&T) -> Option<W>,
) -> Option<W> {
    let mut entries = lock(entries);
    let mut found = entries.iter_mut().filter(|entry| entry.is_of(run, known));
    found.find_map(|entry| {
        let made = wanted(&entry.made)?;
        entry.used = true;
        Some(made)
    })
}

fn keep<T>(entries: &Mutex<Vec<Entry<T>>>, run: &Chapters, read: Vec<(AnchorId, Option<usize>)>, made: T) {
    let Chapters { chapters, pictures, tabs, .. } = run;
    let (chapters, pictures, tabs) = (chapters.clone(), pictures.clone(), *tabs);
    lock(entries).push(Entry { chapters, pictures, tabs, read, made, used: true });
}

/// Chapters that run on, with what they are made of.
struct Chapters {
    /// Their numbers in the document.
    numbers: Vec<usize>,
    chapters: Vec<Arc<Chapter>>,
    pictures: Vec<Option<Picture>>,
    tabs: usize,
}

impl Chapters {
    fn of(numbers: Vec<usize>, stage: &Stage<'_>, tabs: usize) -> Self {
        let chapters: Vec<Arc<Chapter>> =
            numbers.iter().map(|n| stage.document.chapters[*n].clone()).collect();
        let images = chapters.iter().flat_map(|chapter| chapter.images());
        let pictures = images.map(|image| stage.pictures.files.get(&image.path).cloned()).collect();
        Self { numbers, chapters, pictures, tabs }
    }
}

impl<T> Entry<T> {
    fn is_of(&self, run: &Chapters, known: &Known) -> bool {
        let same = |(a, b): (&Arc<Chapter>, &Arc<Chapter>)| Arc::ptr_eq(a, b);
        self.chapters.len() == run.chapters.len()
            && self.chapters.iter().zip(&run.chapters).all(same)
            && self.tabs == run.tabs
            && self.pictures.iter().zip(&run.pictures).all(|pair| match pair {
                (Some(a), Some(b)) => a.is_same(b),
                (None, None) => true,
                _ => false,
            })
            && self.read.iter().all(|(anchor, page)| known.get(anchor).copied() == *page)
    }
}

impl SetRun {
    /// Pages as they were laid out, mirrored where the stage's are.
    fn of(body: BodyPages, complaints: Complaints, stage: &Stage<'_>) -> Self {
        let BodyPages { mut pages, anchors, notes, bookmarks, .. } = body;
        stage.mirror(&mut pages);
        let leaving = boxes::left(&pages, (stage.sheet.page.width, stage.sheet.page.height));
        let calls = calls(&pages);
        let pages = pages.into_iter().map(Arc::new).collect();
        Self { pages, anchors, notes, bookmarks, calls, complaints, leaving }
    }
}
