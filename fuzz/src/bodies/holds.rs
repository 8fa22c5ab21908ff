//! What must be true whatever the input is.

use brochure::diag::{Files, Sink, Wording, render};
use brochure::edition::Product;
use brochure::geom::{Point, Rect};
use brochure::pages::{Bookmark, Item, Pages, Place, TextRun};
use brochure::preflight::Report;
use brochure::preflight::format::{self, Format, Telling};
use lopdf::Document;

/// Nothing on a page lies or reaches farther than that, in points: ten times the largest page.
const FARTHEST: f64 = 30_000.0;

/// Every complaint names a place inside of its file, and can be shown.
pub fn diagnostics(sink: &Sink, files: &Files) {
    for complaint in sink {
        if let Some(span) = complaint.span {
            let text = &files.get(span.file).text;
            let (start, end) = (span.start as usize, span.end as usize);
            // What is told of a glyph stands near to its letter, where typography changed others before it.
            let near = complaint.code == "conformance";
            let inside = start <= end && text.is_char_boundary(start) && text.is_char_boundary(end);
            assert!(near || inside, "{complaint:?} has no place in {} bytes", text.len());
        }
        let shown = render(complaint, files, Wording::english(), false);
        assert!(shown.contains(complaint.code), "{shown}");
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
    }
}

/// Everything on the pages has a place near to its page, and what leads somewhere arrives.
pub fn pages(pages: &Pages) {
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Some(rect) = item.bounds() {
            near(rect);
        }
        match item {
            Item::Text(run) => glyphs(run),
            Item::Link { rect, link } => {
                near(*rect);
                assert!(pages.links.get(*link).is_some(), "{link:?} leads nowhere");
            }
            _ => {}
        }
    }
    let anchors = pages.anchors.values();
    let ends = pages.links.values().filter_map(|link| link.place.as_ref());
    anchors.chain(ends).for_each(|place| on_a_page(place, pages));
    bookmarks(&pages.bookmarks, pages);
}

fn bookmarks(list: &[Bookmark], pages: &Pages) {
    for bookmark in list {
        on_a_page(&bookmark.place, pages);
        bookmarks(&bookmark.children, pages);
    }
}

fn on_a_page(place: &Place, pages: &Pages) {
    assert!(place.page < pages.pages.len(), "{place:?} of {} pages", pages.pages.len());
    let Point { x, y } = place.point;
    near(Rect { x, y, w: 0.0, h: 0.0 });
}

fn near(rect: Rect) {
    let Rect { x, y, w, h } = rect;
    assert!([x, y, w, h].iter().all(|v| v.abs() < FARTHEST), "{rect:?}");
}

fn glyphs(run: &TextRun) {
    let numbers = run.glyphs.iter().flat_map(|g| [g.advance, g.dx.ems(), g.dy.ems()]);
    assert!(run.size > 0.0 && numbers.into_iter().all(f32::is_finite), "{run:?}");
    let glyphs = run.glyphs.iter().map(|g| (g.start, g.end));
    for (start, end) in glyphs.chain(run.read_as.iter().map(|read| (read.start, read.end))) {
        assert!(run.text.get(usize::from(start)..usize::from(end)).is_some(), "{start}..{end} of {run:?}");
    }
}

/// A PDF that others can open, with all its pages.
pub fn product(product: &Product, files: &Files) {
    let pdf = open(product);
    assert_eq!(pdf.get_pages().len(), product.pages, "pages of {}", product.file);
    if let Some(found) = &product.report {
        report(found, files);
    }
}

/// What is set on a page is written in the file.
pub fn text(product: &Product, pages: &Pages) {
    let has_text = |item: &Item| matches!(item, Item::Text(run) if !run.text.trim().is_empty());
    let Some(at) = pages.pages.iter().position(|page| page.items.iter().any(has_text)) else { return };
    let pdf = open(product);
    let page = *pdf.get_pages().values().nth(at).expect("a page");
    let content = pdf.get_page_content(page);
    let shown = content.windows(2).any(|word| matches!(word, b"Tj" | b"TJ"));
    assert!(shown, "page {} of {} shows no text", at + 1, product.file);
}

fn open(product: &Product) -> Document {
    Document::load_mem(&product.bytes).expect("a PDF that can be opened")
}

/// A report can be told in all forms, and its places are numbers.
pub fn report(report: &Report, files: &Files) {
    for finding in &report.findings {
        if let Some(Rect { x, y, w, h }) = finding.place {
            assert!([x, y, w, h].iter().all(|v| v.is_finite()), "{finding:?}");
        }
        assert!(finding.page.is_none_or(|page| (1..=report.pages()).contains(&page)), "{finding:?}");
    }
    assert!(report.ink.iter().flatten().all(|ink| ink.is_finite() && *ink >= 0.0), "{:?}", report.ink);
    let telling = |format| Telling { files, wording: Wording::english(), format };
    let text = format::write(report, "a.pdf", telling(Format::Text));
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
    for form in [Format::Json, Format::Sarif] {
        let told = format::write(report, "a.pdf", telling(form));
        assert!(serde_json::from_str::<serde_json::Value>(&told).is_ok(), "{told}");
    }
}
