//! Preflight of what we made. Decides by which limits a print edition is judged, and which line of the
//! author a finding belongs to.

use std::collections::BTreeMap;

use crate::diag::{self, Diagnostic, Sink, Span, complaint, words};
use crate::geom::{Pt, Rect};
use crate::node::Structure;
use crate::pages::{Item, Owner, Page};
use crate::preflight::budget::Budget;
use crate::preflight::{self, Finding, Limits, Report, Severity};
use crate::source::editions::{self, Print};

/// Looks at a file as the print shop will; `pages` are those on its sheets, in order.
pub fn inspect(
    bytes: &[u8],
    print: &Print,
    (trim, bleed): ((Pt, Pt), Pt),
    pages: &[Option<&Page>],
    structure: &Structure,
) -> Report {
    let limits = Limits {
        max_ink: Some(print.max_ink.0),
        min_ppi: print.min_ppi.0,
        safe_zone: print.safe_zone.0,
        bleed,
        binding: binding(print, pages),
        trim: Some(trim),
        ..Limits::default()
    };
    let mut report = preflight::inspect_within(bytes, &limits, Budget::of_own(pages.len()));
    report.locate(|number, place| {
        let page = pages.get(number - 1).copied().flatten()?;
        source_at(page, &place, structure)
    });
    report
}

/// A cover on spreads is neither stapled nor glued to itself.
fn binding(print: &Print, pages: &[Option<&Page>]) -> preflight::Binding {
    match print.binding {
        _ if pages.is_empty() => preflight::Binding::None,
        editions::Binding::SaddleStitch => preflight::Binding::SaddleStitch,
        editions::Binding::Perfect => preflight::Binding::Perfect,
    }
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
        Item::Text(run) => run.source.or_else(|| of_node(&run.owner)),
        Item::Picture { picture, owner, .. } => {
            Some(picture.span).filter(|span| span.end > 0).or_else(|| of_node(owner))
        }
        Item::Fill { owner, .. } | Item::Stroke { owner, .. } | Item::Modules { owner, .. } => of_node(owner),
        Item::Path(path) => of_node(&path.owner),
        Item::Link { .. } => None,
    }
}

/// Where an item lies, about: of letters the box from ascenders to descenders.
fn extent(item: &Item) -> Rect {
    match item {
        Item::Text(run) => {
            Rect { x: run.at.x, y: run.at.y - 0.8 * run.size, w: run.width(), h: 1.1 * run.size }
        }
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

/// Tells findings as diagnostics: errors one by one, warnings of a rule together.
pub fn tell(report: &Report, edition: &str, sink: &mut Sink) {
    let mut warnings: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        match finding.severity {
            Severity::Error => sink.push(as_diagnostic(finding, edition, diag::Severity::Error, 0)),
            Severity::Warning => warnings.entry(finding.rule.code).or_default().push(finding),
            Severity::Note => {}
        }
    }
    for findings in warnings.values() {
        sink.push(as_diagnostic(findings[0], edition, diag::Severity::Warning, findings.len() - 1));
    }
}

/// A finding, and on how many more pages there is the like.
fn as_diagnostic(finding: &Finding, edition: &str, severity: diag::Severity, more: usize) -> Diagnostic {
    let said = &finding.message;
    let told = match (finding.page, more) {
        (None, 0) => words::found(edition, said),
        (Some(page), 0) => words::found_on_page(edition, page, said),
        (None, more) => words::found_on_more(edition, said, more),
        (Some(page), more) => words::found_on_page_and_more(edition, page, said, more),
    };
    complaint::preflight::found(finding.rule.code, severity, told, finding.rule.help).at(finding.source)
}
