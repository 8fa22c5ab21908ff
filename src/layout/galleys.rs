//! Chapters become galleys. Decides which chapters stand in one, one below the other, and what of them.

use std::borrow::Cow;

use rayon::prelude::*;

use super::blocks::Column;
use super::blocks::text::calls_of;
use super::checklists::ListGalley;
use super::fixed::title;
use super::furniture;
use super::galley::{FORBIDDEN, Galley};
use super::paginate::place::PlacedPage;
use super::paginate::search::Chain;
use super::setter::Setter;
use crate::document::front::ChapterKind;
use crate::document::{Chapter, Document, Note, Rich};
use crate::fault::working_on;
use crate::geom::Pt;
use crate::source::config::Start;

/// A chapter's text: the running part, and the checklists that end it.
pub struct ChapterGalleys<'a> {
    main: Galley<'a>,
    checklists: Vec<ListGalley<'a>>,
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
        let checklists = chapter.checklists.iter().map(|list| ListGalley::make(setter, list, chapter));
        Self { main, checklists: checklists.collect() }
    }
}

impl Galley<'_> {
    /// Notes that a title above the galley calls stand on the page of its first row.
    pub(super) fn call_from_head(&mut self, title: &Rich) {
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

/// Chapters that run on, one below the other in one galley.
pub struct Run<'a> {
    /// Each with its place.
    pub chapters: Vec<Begun<'a>>,
    /// The notes of all.
    pub notes: Vec<&'a Note>,
}

/// A chapter, its running head, and the row at which it begins.
pub struct Begun<'a> {
    /// The chapter.
    pub chapter: &'a Chapter,
    /// Words of its running head.
    pub running: Cow<'a, Rich>,
    row: usize,
}

impl<'a> Run<'a> {
    /// The chapter that a row belongs to.
    fn chapter_at(&self, row: usize) -> &Begun<'a> {
        let behind = self.chapters.partition_point(|begun| begun.row <= row);
        &self.chapters[behind.saturating_sub(1)]
    }

    /// The last chapter: the checklists are its.
    pub fn last(&self) -> &Begun<'a> {
        &self.chapters[self.chapters.len() - 1]
    }

    /// The chapter that goes on or begins at the head of a page, and whether its title stands there.
    pub fn at_head(&self, galley: &Galley<'_>, plan: &PlacedPage) -> (&Begun<'a>, bool) {
        let float = plan.floats.first().map(|(float, _)| galley.floats[*float as usize].row);
        let row = plan.rows.first().map(|placed| placed.row).or(float).unwrap_or(0);
        let begins = self.chapters.iter().skip(1).any(|begun| begun.row == row);
        (self.chapter_at(row), begins)
    }
}

/// Chapters that run on, set in one galley, with the checklists that end them.
pub struct RunGalley<'a> {
    /// The chapters.
    pub run: Run<'a>,
    /// The text.
    pub main: Galley<'a>,
    /// Room that the title takes on the first page of the text.
    pub head: Pt,
    /// The checklists of the last.
    pub checklists: Vec<ListGalley<'a>>,
    /// Ways to cut the text into pages.
    pub chains: Vec<Chain>,
}

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
                    let summary = chapter.summary.as_ref();
                    let head = if opens { 0.0 } else { title::height(setter, &chapter.title, summary) };
                    whole = Some(Self { run, main, head, checklists, chains: Vec::new() });
                }
            }
        }
        whole.expect("a run has a chapter")
    }
}

/// Whether a numbered chapter has a page of its own to open it: it needs words for it.
pub fn opens_on_its_own_page(chapter: &Chapter) -> bool {
    chapter.number.is_some() && (chapter.front.summary.is_some() || chapter.glance.is_some())
}
