//! A part of the brochure while it is read. Decides what its reading knows of the others, so that all are
//! read side by side.

use super::anchors::Survey;
use super::codes::{Code, Wishes};
use super::inlines::Inlines;
use super::rich::Rich;
use super::words::Words;
use super::{Link, Target};
use crate::diag::{FileId, Files, Sink, Span};
use crate::ids::{Ids, LinkId, Part};
use crate::language::{Labels, Tongue};
use crate::source::config::Start;
use crate::source::remnants::Remnants;
use crate::source::values::ValueFiles;

/// Kinds of callouts: name and whether it is set as a quotation.
pub type CalloutKinds = [(String, bool)];

/// What all parts know; none changes it.
pub struct Shared<'a> {
    /// The files.
    pub files: &'a Files,
    /// The first reading.
    pub survey: &'a Survey,
    /// Words of the brochure's language.
    pub labels: &'a Labels,
    /// That language.
    pub tongue: Tongue,
    /// Words that are read otherwise than they are written.
    pub words: &'a Words,
    /// Kinds of callouts.
    pub kinds: &'a CalloutKinds,
    /// Folder of the chapters below the project.
    pub folder: &'a str,
    /// Where chapters begin that do not say it themselves.
    pub start: Start,
    /// How the brochure wants its QR codes.
    pub wishes: Wishes,
    /// Whether the picture at a path is too large for a line.
    pub is_large: &'a IsLarge<'a>,
    /// Files of values that texts name.
    pub values: &'a ValueFiles,
    /// What of a translation is in the brochure's own language still.
    pub remnants: &'a Remnants,
}

/// Tells of a path below the project folder whether the picture there is too large for a line.
pub type IsLarge<'a> = dyn Fn(&str) -> bool + Sync + 'a;

/// A part while it is read, and what came of it beside its text.
pub struct Reading<'a> {
    /// What all parts know.
    pub shared: &'a Shared<'a>,
    /// What it is written in.
    pub tongue: Tongue,
    /// Complaints.
    pub sink: Sink,
    /// Ids of its nodes.
    pub ids: Ids,
    /// Its links.
    pub links: Vec<Link>,
    /// Its QR codes in the order of their links.
    pub codes: Vec<Code>,
    /// Whether a reference shows a page number.
    pub shows_pages: bool,
    /// Links that led nowhere so far.
    pub lost_links: usize,
}

impl<'a> Reading<'a> {
    /// Of a part in the brochure's language, at its beginning.
    pub fn of(part: Part, shared: &'a Shared<'a>) -> Self {
        Self {
            shared,
            tongue: shared.tongue,
            sink: Sink::new(),
            ids: Ids::of(part),
            links: Vec::new(),
            codes: Vec::new(),
            shows_pages: false,
            lost_links: 0,
        }
    }

    /// The finished text of what was collected in a file.
    pub(super) fn finish(&mut self, inlines: Inlines, file: FileId) -> Rich {
        let inlines = inlines.in_language_of(file, self.shared.remnants);
        let mut rich = inlines.refined(file, self.tongue, self.shared.words, &mut self.sink);
        rich.number(&mut self.ids);
        rich
    }

    /// Words that the program prints in it.
    pub fn labels(&self) -> &'a Labels {
        self.tongue.labels.map_or(self.shared.labels, |language| language.labels())
    }

    /// The folder below the project that paths of a chapter are seen from. The imprint's are seen from the
    /// chapters' folder.
    pub fn folder_of(&self, chapter: usize) -> &'a str {
        self.shared.survey.chapters.get(chapter).map_or(self.shared.folder, |chapter| &chapter.folder)
    }

    /// Adds a link.
    pub(super) fn add_link(&mut self, target: Target, words: String, span: Span) -> LinkId {
        let node = self.ids.node();
        self.links.push(Link { target, words, span: Some(span), node });
        LinkId { part: self.ids.part(), n: self.links.len() as u32 - 1 }
    }
}
