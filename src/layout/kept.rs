//! Chapters that were laid out before. Decides that their pages are taken again where all that enters them is the same:
//! their text, their pictures, the number of their first page, and the page numbers that they read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::body::{self, BodyPages, RunGalley};
use super::complaints::Complaints;
use super::{Known, Stage, boxes, calls};
use crate::diag::Sink;
use crate::document::{Chapter, Document};
use crate::ids::{AnchorId, LinkId, NodeId};
use crate::pages::{Bookmark, Page, Place};
use crate::source::assets::Picture;

/// Chapters of one look in one language, from pass to pass and from build to build. All else that they are made of is
/// the same as long as these are kept.
#[derive(Default)]
pub struct KeptChapters {
    entries: Mutex<Vec<Entry>>,
}

/// Chapters that run on, as they were laid out.
struct Entry {
    chapters: Vec<Arc<Chapter>>,
    /// Pictures that they name, where they are there.
    pictures: Vec<Option<Picture>>,
    /// Number of the first page.
    first: usize,
    /// How many chapters have a tab.
    tabs: usize,
    /// Page numbers that were read.
    read: Vec<(AnchorId, Option<usize>)>,
    set: Arc<SetRun>,
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
        let entries = self.lock();
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

    /// Forgets chapters that did not serve since this was called last.
    pub fn forget_unused(&self) {
        self.lock().retain_mut(|entry| std::mem::take(&mut entry.used));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lays out the chapters of a stage from that page number on, as far as they are not known.
    pub(super) fn body(&self, stage: &Stage<'_>, known: &Known, first: usize) -> Body {
        let document = stage.document;
        let tabs = document.chapters.iter().filter(|c| c.number.is_some()).count();
        let runs: Vec<Chapters> =
            body::runs(document).into_iter().map(|run| Chapters::of(run, stage, tabs)).collect();
        let readers: Vec<Reader<'_>> =
            runs.iter().map(|_| Reader { known, read: Mutex::default() }).collect();
        let page_ofs: Vec<_> = readers.iter().map(|reader| |anchor| reader.page_of(anchor)).collect();
        let setters: Vec<_> = page_ofs.iter().map(|page_of| Stage { ..*stage }.setter(page_of)).collect();
        let galley = |n: usize| RunGalley::make(&setters[n], document, &runs[n].numbers);
        let mut galleys: Vec<Option<RunGalley<'_>>> = (0..runs.len())
            .into_par_iter()
            .map(|n| (!self.may_know(&runs[n], known)).then(|| galley(n)))
            .collect();
        let mut body = Body::default();
        for (n, run) in runs.iter().enumerate() {
            let number = first + body.pages.len();
            if galleys[n].is_none() {
                if let Some(set) = self.take(run, number, known) {
                    body.add(&set);
                    continue;
                }
                // Pages have moved, and with them most of those behind.
                let missing = galleys[n..].par_iter_mut().enumerate().filter(|(_, galley)| galley.is_none());
                missing.for_each(|(behind, missing)| *missing = Some(galley(n + behind)));
            }
            let Some(galley) = galleys[n].take() else { continue };
            let pages = galley.pages(&setters[n], number, tabs);
            let set = Arc::new(SetRun::of(pages, setters[n].told(), stage));
            body.add(&set);
            self.keep(run, number, readers[n].read(), set);
        }
        body.bookmarks = body::under_parts(document, body.bookmarks);
        body
    }

    /// Whether chapters were laid out before that read the same numbers, on whatever page they began.
    fn may_know(&self, run: &Chapters, known: &Known) -> bool {
        self.lock().iter().any(|entry| entry.is_of(run, known))
    }

    /// Chapters as they were laid out before.
    fn take(&self, run: &Chapters, first: usize, known: &Known) -> Option<Arc<SetRun>> {
        let mut entries = self.lock();
        let entry = entries.iter_mut().find(|entry| entry.first == first && entry.is_of(run, known))?;
        entry.used = true;
        Some(entry.set.clone())
    }

    fn keep(&self, run: &Chapters, first: usize, read: Vec<(AnchorId, Option<usize>)>, set: Arc<SetRun>) {
        let Chapters { chapters, pictures, tabs, .. } = run;
        let (chapters, pictures, tabs) = (chapters.clone(), pictures.clone(), *tabs);
        self.lock().push(Entry { chapters, pictures, first, tabs, read, set, used: true });
    }
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

impl Entry {
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
