//! Preflight of what we made. Decides by which limits a print edition is judged, and which line of the
//! author a finding belongs to.

use crate::diag::{self, Diagnostic, Sink, Span, complaint, words};
use crate::geom::{Pt, Rect};
use crate::node::Structure;
use crate::pages::{Artifact, Item, Owner, Page, Pages};
use crate::preflight::budget::Budget;
use crate::preflight::rules::IMAGE_RESOLUTION;
use crate::preflight::{self, Finding, Limits, Report, Severity};
use crate::source::editions::{self, Print};

/// Pixels per inch that a print edition asks of pictures by itself, unless the layout is content with fewer.
const USUAL_PPI: f64 = 225.0;

/// The pages on a side of a sheet, each with its left edge from that of the trim.
pub type Side<'p> = Vec<(&'p Page, Pt)>;

/// A file for a print shop as it was put together.
pub struct Printed<'a> {
    /// What was ordered.
    pub print: &'a Print,
    /// The brochure.
    pub pages: &'a Pages,
    /// Width and height of the trim.
    pub trim: (Pt, Pt),
    /// What lies on each side, in order.
    pub sides: &'a [Side<'a>],
    /// Whether the sides are bound; a cover of its own is neither stapled nor glued to itself.
    pub bound: bool,
}

impl Printed<'_> {
    /// Looks at the file as the print shop will.
    pub fn inspect(&self, bytes: &[u8]) -> Report {
        let mut report = preflight::inspect_within(bytes, &self.limits(), Budget::of_own(self.sides.len()));
        report.locate(|number, place| {
            let (page, place) = self.at(number, place)?;
            source_at(page, &place, &self.pages.structure)
        });
        for finding in &mut report.findings {
            // What is coarse can be printed: whoever sends it to the print shop decides.
            if finding.rule == IMAGE_RESOLUTION {
                finding.severity = Severity::Warning;
            }
        }
        report
    }

    fn limits(&self) -> Limits {
        let Self { print, pages, .. } = *self;
        Limits {
            max_ink: Some(print.max_ink.0),
            min_ppi: print.min_ppi.map_or(pages.min_ppi.min(USUAL_PPI), |least| least.0),
            safe_zone: print.safe_zone.0,
            bleed: pages.bleed,
            binding: self.binding(),
            leaf: editions::leaf(print),
            trim: Some(self.trim),
            designed: self.designed(),
            ..Limits::default()
        }
    }

    fn binding(&self) -> preflight::Binding {
        match self.print.binding {
            _ if !self.bound => preflight::Binding::None,
            editions::Binding::SaddleStitch => preflight::Binding::SaddleStitch,
            editions::Binding::Perfect => preflight::Binding::Perfect,
        }
    }

    /// Letters that the theme sets near the edge: the numbers of its thumb index.
    fn designed(&self) -> Vec<(usize, Rect)> {
        let sides = self.sides.iter().enumerate();
        let items = sides.flat_map(|(n, side)| side.iter().map(move |(page, x)| (n + 1, page, *x)));
        let designed = |item: &Item, x: Pt| match item {
            Item::Text(run) if run.owner == Owner::Artifact(Artifact::Layout) => {
                let rect = extent(item);
                Some(Rect { x: rect.x + x, ..rect })
            }
            _ => None,
        };
        items
            .flat_map(|(n, page, x)| page.items.iter().filter_map(move |i| Some((n, designed(i, x)?))))
            .collect()
    }

    /// The page that a place on a side lies on, and the place there.
    fn at(&self, number: usize, place: Rect) -> Option<(&Page, Rect)> {
        let side = self.sides.get(number - 1)?;
        let (page, x) = side.iter().rev().find(|(_, x)| *x <= place.x + place.w / 2.0).or(side.first())?;
        Some((page, Rect { x: place.x - x, ..place }))
    }

    /// Tells findings: each with the line that made it, else with the file of the artwork.
    pub fn tell(&self, report: &Report, edition: &str, sink: &mut Sink) {
        for finding in &report.findings {
            let severity = match finding.severity {
                Severity::Error => diag::Severity::Error,
                Severity::Warning => diag::Severity::Warning,
                Severity::Note => continue,
            };
            let artwork = self.artwork(finding);
            sink.push(as_diagnostic(finding, edition, artwork, severity));
        }
    }

    /// The file of a picture that no line of the author names.
    fn artwork(&self, finding: &Finding) -> Option<&str> {
        let (page, place) = self.at(finding.page?, finding.place.filter(|_| finding.source.is_none())?)?;
        let pictures = page.items.iter().filter_map(|item| match item {
            Item::Picture { picture, .. } => Some((shared(&extent(item), &place), &*picture.path)),
            _ => None,
        });
        let best = pictures.filter(|(area, _)| *area > 0.0).max_by(|a, b| a.0.total_cmp(&b.0));
        best.map(|(_, path)| path)
    }
}

/// Adds what was found in an edition. What layout has said of a picture is not said again.
pub fn join(found: Sink, sink: &mut Sink) {
    let told = |sink: &Sink, new: &Diagnostic| {
        let coarse = new.code == IMAGE_RESOLUTION.code && new.span.is_some();
        coarse && sink.iter().any(|d| d.code == new.code && d.span == new.span)
    };
    for new in found {
        if !told(sink, &new) {
            sink.push(new);
        }
    }
}

/// Adds what was found in an edition of a translation: what is true of the brochure, too, is not said again.
pub fn join_of_translation(tag: &str, found: Sink, sink: &mut Sink) {
    let is_told = |new: &Diagnostic, sink: &Sink| {
        sink.iter().any(|d| d.code == new.code && d.span == new.span && d.message() == new.message())
    };
    let new: Sink = found.into_iter().filter(|new| !is_told(new, sink)).collect();
    join(new.into_iter().map(|new| new.of_translation(tag)).collect(), sink);
}

/// Where that is written which covers most of a place.
fn source_at(page: &Page, place: &Rect, structure: &Structure) -> Option<Span> {
    let sources = page.items.iter().filter_map(|item| Some((item, source_of(item, structure)?)));
    let covering = sources.map(|(item, span)| (shared(&extent(item), place), span));
    let best = covering.filter(|(area, _)| *area > 0.0).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, span)| span)
}

fn source_of(item: &Item, structure: &Structure) -> Option<Span> {
    let of_node = |owner: &Owner| match owner {
        Owner::Node(node) => structure.get(*node).span,
        Owner::Artifact(_) => None,
    };
    match item {
        Item::Text(run) => run.first_place().or_else(|| of_node(&run.owner)),
        Item::Picture { picture, owner, .. } => {
            of_node(owner).or_else(|| Some(picture.span).filter(|span| span.end > 0))
        }
        Item::Fill { owner, .. } | Item::Stroke { owner, .. } | Item::Modules { owner, .. } => of_node(owner),
        Item::Path(path) => of_node(&path.owner),
        Item::Link { .. } => None,
    }
}

/// Where an item lies, about: of letters the box from ascenders to descenders.
fn extent(item: &Item) -> Rect {
    match item {
        Item::Text(run) => run.strip(0.8, 0.3),
        Item::Fill { rect, .. }
        | Item::Stroke { rect, .. }
        | Item::Modules { rect, .. }
        | Item::Picture { rect, .. }
        | Item::Link { rect, .. } => *rect,
        Item::Path(path) => path.bounds(),
    }
}

/// The area that two rectangles share; of a line its length counts.
fn shared(a: &Rect, b: &Rect) -> f64 {
    let w = a.right().min(b.right()) - a.x.max(b.x);
    let h = a.bottom().min(b.bottom()) - a.y.max(b.y);
    if w < 0.0 || h < 0.0 { 0.0 } else { w.max(0.01) * h.max(0.01) }
}

fn as_diagnostic(
    finding: &Finding,
    edition: &str,
    artwork: Option<&str>,
    severity: diag::Severity,
) -> Diagnostic {
    let said = match artwork {
        Some(path) => words::in_artwork(finding.message.clone(), path),
        None => finding.message.clone(),
    };
    let told = match finding.page {
        None => words::found(edition, said),
        Some(page) => words::found_on_page(edition, page, said),
    };
    complaint::preflight::found(finding.rule.code, severity, told, finding.rule.what_to_do())
        .at(finding.source)
        .on_page(finding.page)
}
