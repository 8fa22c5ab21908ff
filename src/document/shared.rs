//! What all chapters share while they are read.

use super::anchors::Survey;
use super::codes::{Code, Wishes};
use super::inlines::Inlines;
use super::rich::Rich;
use super::words::Words;
use super::{Link, Target};
use crate::diag::{FileId, Sink, Span};
use crate::ids::{ByPart, Ids, LinkId};
use crate::language::{Labels, Language};

/// A kind of callout: its name and whether it is set as a quotation.
pub type CalloutKinds = [(String, bool)];

/// What all chapters share while they are read.
pub struct Shared<'a> {
    /// The first reading.
    pub survey: &'a Survey,
    /// Words of the brochure's language.
    pub labels: &'a Labels,
    /// That language, if it has a file.
    pub language: Option<Language>,
    /// Words that are read otherwise than they are written.
    pub words: Words,
    /// Kinds of callouts.
    pub kinds: &'a CalloutKinds,
    /// Folder of the chapters below the project.
    pub folder: &'a str,
    /// Complaints.
    pub sink: &'a mut Sink,
    /// Ids of the part that is read.
    pub ids: Ids,
    /// All links.
    pub links: &'a mut ByPart<LinkId, Link>,
    /// Numbers given so far: tables, figures.
    pub counters: (u32, u32),
    /// How the brochure wants its QR codes.
    pub wishes: Wishes,
    /// QR codes in the order of their links.
    pub codes: Vec<Code>,
    /// References that show a page number.
    pub page_references: usize,
    /// Links that led nowhere so far.
    pub lost_links: usize,
}

impl Shared<'_> {
    /// The finished text of what was collected in a file.
    pub(super) fn finish(&mut self, inlines: Inlines, file: FileId) -> Rich {
        let mut rich = inlines.refined(file, self.language, &self.words, self.sink);
        rich.number(&mut self.ids);
        rich
    }

    /// Adds a link to the part that is read.
    pub(super) fn add_link(&mut self, target: Target, words: String, span: Span) -> LinkId {
        let node = self.ids.node();
        self.links.push(self.ids.part(), Link { target, words, span: Some(span), node })
    }
}
