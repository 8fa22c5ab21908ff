//! Pages to bytes. In: [`Pages`] and a [`PdfJob`]. Out: a PDF. The only folder that names krilla's
//! document interface. Never: layout.

mod draw;
mod errors;
mod images;
pub mod inks;
mod location;
pub mod pdfx;
pub mod sheets;
mod standards;
mod tags;
pub mod writer;

use krilla::destination::XyzDestination;
use krilla::error::{KrillaError, KrillaResult};
use krilla::geom::Point as KPoint;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{NumberingStyle, PageLabel, PageSettings};
use krilla::{Document, SerializeSettings};

use crate::diag::Sink;
use crate::pages::{Bookmark, Pages, Place};
use crate::source::config::Date;
use standards::Standards;

/// What a PDF is to be besides its pages.
pub struct PdfJob {
    /// Title, shown in the window bar.
    pub title: String,
    /// Subject.
    pub description: Option<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Authors: the publishers.
    pub authors: Vec<String>,
    /// Language (BCP 47).
    pub language: String,
    /// The only date.
    pub date: Option<Date>,
}

/// A PDF.
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// The standards it claims to keep.
    pub conformance: Vec<&'static str>,
    /// Those that it does not claim although it was to keep them.
    pub missed: Vec<Missed>,
}

/// A standard that is not claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Its name.
    pub standard: &'static str,
    /// What stands against it.
    pub why: Vec<String>,
}

/// Writes a PDF 1.7. It is to be PDF/UA-1, with a date also PDF/A-2a; what stands against one is a warning, and
/// the file claims the others.
pub fn write(pages: &Pages, job: &PdfJob, sink: &mut Sink) -> Option<Written> {
    let mut standards = Standards::wanted(job.date.is_some());
    let mut missed = Vec::new();
    loop {
        let settings = settings(standards);
        let written = bytes(pages, job, settings.clone(), false);
        // Once more with the place of every letter, to say where it is wrong.
        let written = written.or_else(|_| bytes(pages, job, settings.clone(), true));
        let error = match written {
            Ok(bytes) => return Some(Written { bytes, conformance: standards.names(), missed }),
            Err(error) => error,
        };
        let scene = errors::Scene { pages, job, settings: &settings };
        let KrillaError::Validation(found) = &error else {
            sink.push(scene.failure(&error));
            return None;
        };
        let violations: Vec<_> = found.iter().map(|(violation, _)| violation.clone()).collect();
        sink.extend(violations.iter().flat_map(|violation| scene.diagnostics(violation)));
        let kept = standards.without(&violations);
        // Where the writer refuses something that no standard forbids, none is claimed.
        let kept = if kept == standards { Standards::NONE } else { kept };
        for lost in standards.each().filter(|one| !kept.each().any(|other| other == *one)) {
            let against = violations.iter().filter(|violation| lost.forbids(violation));
            let mut why: Vec<String> =
                against.map(|violation| scene.complaint(violation).message()).collect();
            why.dedup();
            missed.extend(lost.names().into_iter().map(|standard| Missed { standard, why: why.clone() }));
        }
        standards = kept;
    }
}

fn settings(standards: Standards) -> SerializeSettings {
    SerializeSettings { configuration: standards.configuration(), ..SerializeSettings::default() }
}

fn bytes(pages: &Pages, job: &PdfJob, settings: SerializeSettings, located: bool) -> KrillaResult<Vec<u8>> {
    let mut document = Document::new_with(settings);
    let mut drawn = draw::Drawn::new(pages);
    drawn.located = located;
    for page in &pages.pages {
        let (w, h) = (pages.trim.0 as f32, pages.trim.1 as f32);
        let number = std::num::NonZeroU32::new(page.number as u32);
        let label = PageLabel::new(Some(NumberingStyle::Arabic), None, number);
        let settings = PageSettings::from_wh(w, h).expect("a page has a size").with_page_label(label);
        draw::page(&mut document.start_page_with(settings), page, &mut drawn);
    }
    document.set_tag_tree(tags::tree(pages, &drawn.identifiers, &job.language));
    document.set_outline(outline(&pages.bookmarks));
    document.set_metadata(metadata(job));
    document.finish()
}

fn outline(bookmarks: &[Bookmark]) -> Outline {
    let mut outline = Outline::new();
    bookmarks.iter().for_each(|b| outline.push_child(node(b)));
    outline
}

fn node(bookmark: &Bookmark) -> OutlineNode {
    let mut node = OutlineNode::new(bookmark.title.clone(), destination(&bookmark.place)).with_open(false);
    bookmark.children.iter().for_each(|b| node.push_child(self::node(b)));
    node
}

fn destination(place: &Place) -> XyzDestination {
    XyzDestination::new(place.page, KPoint::from_xy(place.point.x as f32, place.point.y as f32))
}

fn metadata(job: &PdfJob) -> Metadata {
    let mut metadata = Metadata::new()
        .title(job.title.clone())
        .language(job.language.clone())
        .keywords(job.keywords.clone())
        .authors(job.authors.clone())
        .creator(concat!("brochure ", env!("CARGO_PKG_VERSION")).to_owned());
    if let Some(description) = &job.description {
        metadata = metadata.description(description.clone());
    }
    if let Some(date) = job.date {
        let day = DateTime::new(date.year).month(date.month).day(date.day);
        metadata =
            metadata.creation_date(day.hour(0).minute(0).second(0).utc_offset_hour(0).utc_offset_minute(0));
    }
    metadata
}
