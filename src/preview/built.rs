//! What a build gave. Decides what of pages and bookmarks a view shows.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::drawing::Drawer;
use super::view::{self, Laid, Offer, View};
use crate::brochure::Brochures;
use crate::diag::{Files, Sentence, Sink};
use crate::language::Direction;
use crate::pages::Bookmark;
use crate::source::config::Config;

/// What a build gave.
#[derive(Default)]
pub struct Built {
    /// brochure.toml, if it could be read.
    pub config: Option<Config>,
    /// All views.
    pub offers: Vec<Offer>,
    /// Those that were to be built.
    pub views: Vec<View>,
    /// Their pages; none if there were errors.
    pub laid: Option<Vec<(View, Build)>>,
    /// The files that were read.
    pub files: Arc<Files>,
    /// What was found.
    pub sink: Sink,
    /// Times by stage.
    pub took: Vec<(&'static str, Duration)>,
    /// What the program itself is at fault of.
    pub fault: Option<Sentence>,
}

impl Built {
    /// A build that the program itself broke.
    pub fn failed(fault: Sentence) -> Self {
        Self { fault: Some(fault), ..Self::default() }
    }
}

/// A view of a brochure that was built.
pub struct Build {
    /// Its leaves.
    pub laid: Arc<Laid>,
    /// Headings with their level and leaf.
    pub contents: Vec<(String, usize, usize)>,
    /// Chapters: file, title and leaf.
    pub chapters: Vec<(String, String, Option<usize>)>,
    /// Whether its lines begin at the right.
    pub is_mirrored: bool,
}

impl Build {
    /// Of a brochure that was laid out; `chapters` are its files in order.
    pub fn of(view: &View, brochures: &Brochures, chapters: &[String], drawer: &Drawer) -> Option<Self> {
        let laid = view::laid(view, brochures, drawer)?;
        let own = brochures.own.iter().chain(&brochures.translated).find(|brochure| {
            brochure.translation.as_ref().map(|(tag, _)| tag) == view.translation.as_ref()
        })?;
        let plans = own.plans();
        let pages = plans.iter().find(|plan| plan.name == view.edition)?.pages;
        let leaf_of = laid.leaves_of_pages();
        let mut contents = Vec::new();
        flatten(&pages.bookmarks, 1, &leaf_of, &mut contents);
        let marks = chapter_marks(&pages.bookmarks);
        let chapters = chapters.iter().enumerate().map(|(n, file)| {
            let mark = marks.iter().find(|(chapter, _)| *chapter == n).map(|(_, mark)| *mark);
            let title = mark.map_or_else(|| file.clone(), |mark| mark.title.clone());
            (file.clone(), title, mark.and_then(|mark| leaf_of.get(&mark.place.page).copied()))
        });
        let chapters = chapters.collect();
        let is_mirrored = pages.direction == Direction::RightToLeft;
        Some(Self { laid: laid.into(), contents, chapters, is_mirrored })
    }
}

fn flatten(
    marks: &[Bookmark],
    level: usize,
    leaf_of: &BTreeMap<usize, usize>,
    contents: &mut Vec<(String, usize, usize)>,
) {
    for mark in marks {
        if let Some(leaf) = leaf_of.get(&mark.place.page).copied() {
            contents.push((mark.title.clone(), level, leaf));
        }
        flatten(&mark.children, level + 1, leaf_of, contents);
    }
}

/// The first bookmark of each chapter, by its index.
fn chapter_marks(marks: &[Bookmark]) -> Vec<(usize, &Bookmark)> {
    let mut found: Vec<(usize, &Bookmark)> = Vec::new();
    for mark in marks {
        let of = mark.anchor.and_then(|anchor| anchor.part.index());
        // A part has the anchor of its first chapter, which stands below it.
        let is_part = mark.children.first().is_some_and(|child| child.anchor == mark.anchor);
        if let Some(of) = of.filter(|_| !is_part) {
            found.push((of, mark));
        } else {
            found.extend(chapter_marks(&mark.children));
        }
    }
    found
}
