//! The edition for a print shop. Decides which pages lie on which sheets, their boxes, and that the
//! file is a PDF/X-4.

use super::{Plan, Product, gathering, job};
use crate::colour::Palette;
use crate::diag::{Diagnostic, Sink};
use crate::geom::{MM, Pt, Rect};
use crate::pages::{Item, Page, Pages};
use crate::pdf::inks::{Inks, Press};
use crate::pdf::sheets::{Boxes, Placed, Sheet};
use crate::pdf::{self, PdfJob};
use crate::press::{Intent, Profile, Separator};
use crate::source::config::Date;
use crate::source::editions::{self, Binding, CoverFile, Print};

/// Makes the file for the print shop, or two where the cover is one of its own.
pub fn make(plan: &Plan<'_>, print: &Print, sink: &mut Sink) -> Option<Vec<Product>> {
    let date = date_or_report(plan, sink);
    let profile = plan.profile.expect("a print edition has a printing condition");
    let profile = &profile.clone().with_total_ink(print.max_ink.value);
    let intent = match print.intent {
        editions::Intent::Relative => Intent::Relative,
        editions::Intent::Perceptual => Intent::Perceptual,
    };
    let separator = Separator::new(profile, intent);
    let order = Order { plan, print, profile, intent, separator, date: date? };
    let pages = plan.pages;
    let files = plan.file_names();
    let leaves = gathering::filled(pages, leaves_of(print.binding));
    let cover = gathering::cover_of(&leaves).filter(|_| print.cover == CoverFile::Separate);
    let Some(cover) = cover else {
        let sheets: Vec<Sheet<'_>> = leaves.iter().map(|page| leaf(pages, *page)).collect();
        return Some(vec![order.product(files[0].clone(), &sheets, pages.trim, &pages.palette, sink)?]);
    };
    let block = &leaves[2..leaves.len() - 2];
    let spine = spine(print, block.len());
    let ground = spine_items(pages, spine, cover.front);
    let spreads = cover_spreads(pages, &cover, spine, &ground);
    let inside: Vec<Sheet<'_>> = block.iter().map(|page| leaf(pages, *page)).collect();
    let spread = (2.0 * pages.trim.0 + spine, pages.trim.1);
    Some(vec![
        order.product(files[0].clone(), &inside, pages.trim, &pages.palette, sink)?,
        order.product(files[1].clone(), &spreads, spread, &pages.palette, sink)?,
    ])
}

/// Pages come in multiples of this: two sides of a leaf, four of a folded sheet.
fn leaves_of(binding: Binding) -> usize {
    match binding {
        Binding::SaddleStitch => 4,
        Binding::Perfect => 2,
    }
}

fn date_or_report(plan: &Plan<'_>, sink: &mut Sink) -> Option<Date> {
    let date = plan.config.brochure.date.as_ref().map(|d| d.value);
    if date.is_none() {
        sink.push(
            Diagnostic::error("print-date", format!("the edition {} needs a date", plan.name))
                .at(plan.config.brochure.title.span)
                .hint("PDF/X-4 tells when a file was made; add to [brochure]: date = 2019-10-22"),
        );
    }
    date
}

/// The registered name of the printing condition: the author's, or what the profile says.
fn condition_or_report<'a>(print: &'a Print, profile: &'a Profile, sink: &mut Sink) -> Option<&'a str> {
    let condition = print.condition.as_ref().map(|c| c.value.as_str()).or_else(|| profile.condition());
    if condition.is_none() {
        sink.push(
            Diagnostic::error("print-condition", "the profile does not say which printing condition it is for")
                .at(print.profile.as_ref().map(|p| p.span))
                .hint("ask the print shop for its registered name and add it to the edition: condition = \"FOGRA51\""),
        );
    }
    condition
}

/// What all files of a print edition share.
struct Order<'a> {
    plan: &'a Plan<'a>,
    print: &'a Print,
    profile: &'a Profile,
    intent: Intent,
    separator: Separator,
    date: Date,
}

impl Order<'_> {
    fn product(
        &self,
        file: String,
        sheets: &[Sheet<'_>],
        size: (Pt, Pt),
        palette: &Palette,
        sink: &mut Sink,
    ) -> Option<Product> {
        let press = Press {
            profile: self.profile,
            intent: self.intent,
            separator: &self.separator,
            spots: &self.print.spot,
        };
        let inks = Inks::Press(&press);
        let job: PdfJob = job(self.plan.config);
        let drawn = pdf::sheets::write(self.plan.pages, palette, sheets, &job, inks, sink)?;
        let condition = condition_or_report(self.print, self.profile, sink)?;
        let bytes = pdf::pdfx::finish(&drawn, palette, inks, &job, self.date, condition, self.profile, sink)?;
        let sheets_of_paper = sheets.len().div_ceil(2);
        Some(Product {
            file,
            bytes,
            pages: sheets.len(),
            size,
            sheets: Some(sheets_of_paper),
            conformance: &["PDF/X-4"],
        })
    }
}

/// One page on a sheet of its own.
fn leaf<'p>(pages: &'p Pages, page: Option<&'p Page>) -> Sheet<'p> {
    let (w, h) = pages.trim;
    let bleed = pages.bleed;
    let trim = Rect { x: bleed, y: bleed, w, h };
    let whole = Rect { x: 0.0, y: 0.0, w: w + 2.0 * bleed, h: h + 2.0 * bleed };
    let placed = page.map(|page| at(&page.items, (bleed, bleed), whole));
    Sheet {
        size: (whole.w, whole.h),
        boxes: Some(Boxes { trim, bleed: whole }),
        placed: placed.into_iter().collect(),
    }
}

/// Items upright, with their origin there.
fn at(items: &[Item], (x, y): (Pt, Pt), window: Rect) -> Placed<'_> {
    Placed { items, matrix: [1.0, 0.0, 0.0, 1.0, x, y], window }
}

/// Thickness of the text block: leaves of weight times volume; none where it is stapled.
fn spine(print: &Print, pages: usize) -> Pt {
    const GRAMS_TO_MM: f64 = 1000.0;
    match print.binding {
        Binding::SaddleStitch => 0.0,
        Binding::Perfect => {
            let leaf = print.paper_weight.value * print.paper_volume.value / GRAMS_TO_MM;
            (pages as f64 / 2.0 * leaf * 10.0).round() / 10.0 * MM
        }
    }
}

/// The ground of the front cover, led on over the spine.
fn spine_items(pages: &Pages, spine: Pt, front: Option<&Page>) -> Vec<Item> {
    let (w, h) = pages.trim;
    let ground = front.and_then(|page| {
        page.items.iter().find_map(|item| match item {
            Item::Fill { rect, colour, owner } if rect.w >= w && rect.h >= h => Some((*colour, *owner)),
            _ => None,
        })
    });
    let rect = Rect { x: 0.0, y: -pages.bleed, w: spine, h: h + 2.0 * pages.bleed };
    ground
        .filter(|_| spine > 0.0)
        .map(|(colour, owner)| Item::Fill { rect, colour, owner })
        .into_iter()
        .collect()
}

/// The cover outside and inside: back, spine, front; front's inside, spine, back's inside.
fn cover_spreads<'p>(
    pages: &'p Pages,
    cover: &gathering::Cover<'p>,
    spine: Pt,
    ground: &'p [Item],
) -> Vec<Sheet<'p>> {
    let (w, h) = pages.trim;
    let b = pages.bleed;
    let whole = Rect { x: 0.0, y: 0.0, w: 2.0 * w + spine + 2.0 * b, h: h + 2.0 * b };
    let trim = Rect { x: b, y: b, w: 2.0 * w + spine, h };
    let left = Rect { w: b + w, ..whole };
    let right = Rect { x: b + w + spine, w: w + b, ..whole };
    let between = Rect { x: b + w, w: spine, ..whole };
    let spread = |pair: [Option<&'p Page>; 2], ground: &'p [Item]| {
        let mut placed = vec![at(ground, (b + w, b), between)];
        placed.extend(pair[0].map(|page| at(&page.items, (b, b), left)));
        placed.extend(pair[1].map(|page| at(&page.items, (b + w + spine, b), right)));
        Sheet { size: (whole.w, whole.h), boxes: Some(Boxes { trim, bleed: whole }), placed }
    };
    vec![spread([cover.back, cover.front], ground), spread([cover.front_inside, cover.back_inside], &[])]
}
