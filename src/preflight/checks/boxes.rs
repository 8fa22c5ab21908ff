//! The boxes of a page (ISO 32000-1, 14.11.2). Decides where its trim lies, from which every place is told.

use lopdf::Dictionary;

use super::super::content::matrix::Matrix;
use super::super::file::Pdf;
use super::super::limits::Limits;
use super::super::report::{Finding, Findings};
use super::super::rules::Severity;
use super::super::rules::{BLEED_BOX, BOX_NESTING, PAGE_ROTATED, PAGE_SIZE, TRIM_BOX, TRIM_SIZE};
use crate::diag::words::preflight as words;
use crate::diag::{Filling, Sentence};
use crate::geom::{EPSILON, MM, Pt, Rect};

/// Sizes that differ less than this are the same: 0.1 mm.
const SAME: Pt = 0.1 * MM;
/// The page when a file says nothing: A4.
const USUAL: [f64; 4] = [0.0, 0.0, 595.276, 841.89];
/// The largest page of PDF, 200 inch, and more.
const LARGEST: f64 = 100_000.0;

/// Left, bottom, right, top in user space.
type PdfBox = [f64; 4];

/// The boxes of a page, in points from the trim's top left corner as the page is read.
#[derive(Debug, Clone, Copy)]
pub struct PageBoxes {
    /// From user space to there.
    pub matrix: Matrix,
    /// Width of the trimmed page.
    pub width: Pt,
    /// Height of the trimmed page.
    pub height: Pt,
    /// The whole sheet.
    pub media: Rect,
    /// The trim with its bleed.
    pub bleed: Rect,
    /// Whether the page says where it is cut.
    pub has_trim: bool,
    /// Whether it says so twice.
    trimmed_twice: bool,
    /// Whether it says how far ink reaches.
    has_bleed: bool,
    /// What viewers show, if the page says so.
    crop: Option<Rect>,
    /// Clockwise turn when shown: 0, 90, 180, 270.
    rotation: i64,
}

impl PageBoxes {
    /// Reads the boxes of a page.
    pub fn read(pdf: &Pdf, page: &Dictionary) -> Self {
        let media = media(pdf, page).unwrap_or(USUAL);
        let (trim, art) = (own(pdf, page, "TrimBox"), own(pdf, page, "ArtBox"));
        let (given, trimmed_twice) = (trim.or(art), trim.is_some() && art.is_some());
        let crop = crop(pdf, page);
        let trim = given.or(crop).unwrap_or(media);
        let unit = pdf.number(page, "UserUnit").filter(|u| (0.01..=1000.0).contains(u)).unwrap_or(1.0);
        let rotation = rotation(pdf, page);
        let matrix = to_trim(trim, rotation, unit);
        let Rect { w, h, .. } = matrix.bounds(trim);
        let bleed = own(pdf, page, "BleedBox");
        Self {
            matrix,
            width: w,
            height: h,
            media: matrix.bounds(media),
            bleed: matrix.bounds(bleed.unwrap_or(trim)),
            has_trim: given.is_some(),
            trimmed_twice,
            has_bleed: bleed.is_some(),
            crop: crop.map(|b| matrix.bounds(b)),
            rotation,
        }
    }

    /// The trimmed page.
    pub fn trim(&self) -> Rect {
        Rect { x: 0.0, y: 0.0, w: self.width, h: self.height }
    }

    /// What the bleed box leaves on the narrowest side.
    fn least_bleed(&self) -> Pt {
        let b = self.bleed;
        (-b.x).min(-b.y).min(b.right() - self.width).min(b.bottom() - self.height)
    }
}

/// A box, corners in order; `None` if it is none or beyond every sheet.
fn ordered([a, b, c, d]: PdfBox) -> Option<PdfBox> {
    let ordered = [a.min(c), b.min(d), a.max(c), b.max(d)];
    (ordered.iter().all(|v| v.abs() <= LARGEST) && a != c && b != d).then_some(ordered)
}

fn own(pdf: &Pdf, page: &Dictionary, key: &str) -> Option<PdfBox> {
    ordered(pdf.tuple(page, key)?)
}

fn media(pdf: &Pdf, page: &Dictionary) -> Option<PdfBox> {
    ordered(pdf.as_numbers(pdf.inherited(page, "MediaBox")?)?.try_into().ok()?)
}

fn crop(pdf: &Pdf, page: &Dictionary) -> Option<PdfBox> {
    ordered(pdf.as_numbers(pdf.inherited(page, "CropBox")?)?.try_into().ok()?)
}

/// Clockwise turn when shown: 0, 90, 180, 270.
fn rotation(pdf: &Pdf, page: &Dictionary) -> i64 {
    let turn = pdf.inherited(page, "Rotate").and_then(|o| pdf.as_number(o)).unwrap_or(0.0);
    (turn as i64).rem_euclid(360)
}

fn to_trim([left, bottom, right, top]: PdfBox, rotation: i64, unit: f64) -> Matrix {
    let turned = match rotation {
        90 => [0.0, 1.0, 1.0, 0.0, -bottom, -left],
        180 => [-1.0, 0.0, 0.0, 1.0, right, -bottom],
        270 => [0.0, -1.0, -1.0, 0.0, top, right],
        _ => [1.0, 0.0, 0.0, -1.0, -left, top],
    };
    Matrix(turned.map(|v| v * unit))
}

/// Checks boxes and size of a page; `first` is the size of the first page.
pub fn check(boxes: &PageBoxes, number: usize, first: (Pt, Pt), limits: &Limits, found: &mut Findings) {
    let mut add = |rule, message: Sentence| found.add(Finding::new(rule, message).page(number));
    if !boxes.has_trim {
        add(TRIM_BOX, words::no_trim_box());
        return;
    }
    if boxes.trimmed_twice {
        add(TRIM_BOX, words::two_trim_boxes());
    }
    let (trim, bleed) = (boxes.trim(), boxes.has_bleed.then_some(boxes.bleed));
    let nested = [
        (Some(boxes.media), Some(trim), ("TrimBox", "MediaBox")),
        (Some(boxes.media), bleed, ("BleedBox", "MediaBox")),
        (bleed, Some(trim), ("TrimBox", "BleedBox")),
        (boxes.crop, Some(trim), ("TrimBox", "CropBox")),
    ];
    let mut nests = true;
    for (outer, inner, names) in nested {
        if let (Some(outer), Some(inner)) = (outer, inner)
            && !holds(&outer, &inner)
        {
            nests = false;
            add(BOX_NESTING, words::box_beyond(names.0, names.1));
        }
    }
    let size = (boxes.width, boxes.height);
    match limits.trim {
        Some(ordered) if !same_size(size, ordered) => {
            add(TRIM_SIZE, words::not_as_ordered(millimetres(size), millimetres(ordered)));
        }
        None if !same_size(size, first) => {
            add(PAGE_SIZE, words::not_as_first(millimetres(size), millimetres(first)));
        }
        _ => {}
    }
    let least = boxes.least_bleed();
    if bleed.is_none() && limits.bleed > 0.0 {
        add(BLEED_BOX, words::no_bleed_box());
    } else if nests && least < limits.bleed - SAME {
        add(BLEED_BOX, words::narrow_bleed(Filling::measure(least.max(0.0) / MM, 1)));
    }
    if boxes.rotation != 0 {
        let message = words::turned_page(boxes.rotation);
        found.add(Finding::new(PAGE_ROTATED, message).severity(Severity::Warning).page(number));
    }
}

fn holds(outer: &Rect, inner: &Rect) -> bool {
    inner.x >= outer.x - EPSILON
        && inner.y >= outer.y - EPSILON
        && inner.right() <= outer.right() + EPSILON
        && inner.bottom() <= outer.bottom() + EPSILON
}

fn same_size(a: (Pt, Pt), b: (Pt, Pt)) -> bool {
    (a.0 - b.0).abs() <= SAME && (a.1 - b.1).abs() <= SAME
}

fn millimetres((width, height): (Pt, Pt)) -> Sentence {
    words::size_in_mm(Filling::measure(width / MM, 1), Filling::measure(height / MM, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_page_has_its_origin_where_it_is_read() {
        let trim = [10.0, 20.0, 110.0, 220.0];
        for (rotation, corner) in
            [(0, (10.0, 220.0)), (90, (10.0, 20.0)), (180, (110.0, 20.0)), (270, (110.0, 220.0))]
        {
            let matrix = to_trim(trim, rotation, 1.0);
            let origin = matrix.apply(corner.0, corner.1);
            assert_eq!((origin.x, origin.y), (0.0, 0.0), "turned by {rotation}");
            let bounds = matrix.bounds(trim);
            let sides = if rotation % 180 == 0 { (100.0, 200.0) } else { (200.0, 100.0) };
            assert_eq!((bounds.x, bounds.y, (bounds.w, bounds.h)), (0.0, 0.0, sides), "turned by {rotation}");
        }
    }
}
