//! Sheets of paper for printers. Decides which sheet two pages are printed on side by side, how it
//! lies, and on which side of it the back stands on its head.

use super::editions::{Booklet, Duplex};
use super::format::parse_format;
use crate::geom::{MM, Pt, fits};

/// Sheets of ISO 216 that printers take: name, short and long side in millimetres.
const SHEETS: [(&str, f64, f64); 6] = [
    ("A5", 148.0, 210.0),
    ("A4", 210.0, 297.0),
    ("A3", 297.0, 420.0),
    ("A2", 420.0, 594.0),
    ("A1", 594.0, 841.0),
    ("A0", 841.0, 1189.0),
];

/// A sheet as it lies before the reader.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// Width.
    pub width: Pt,
    /// Height.
    pub height: Pt,
}

impl Paper {
    /// The sheet of a booklet with pages of that size: the one it names, or the smallest that holds
    /// two of them. It lies across, unless the pages are larger on an upright one.
    pub fn of_booklet(booklet: &Booklet, (w, h): (Pt, Pt)) -> Self {
        let spread = (2.0 * w, h);
        let named = booklet.sheet.as_ref().and_then(|sheet| parse_format(&sheet.value));
        let mut known = SHEETS.iter().map(|(_, short, long)| (short * MM, long * MM));
        let holds = |sheet: &(Pt, Pt)| Self::across(*sheet, spread).holds(spread);
        Self::across(named.or_else(|| known.find(holds)).unwrap_or(spread), spread)
    }

    fn across(sides: (Pt, Pt), spread: (Pt, Pt)) -> Self {
        let (short, long) = (sides.0.min(sides.1), sides.0.max(sides.1));
        let (lying, upright) = (Self { width: long, height: short }, Self { width: short, height: long });
        if upright.scale(spread).min(1.0) > lying.scale(spread).min(1.0) { upright } else { lying }
    }

    /// Whether something of that size lies on the sheet.
    pub fn holds(&self, (w, h): (Pt, Pt)) -> bool {
        fits(w, self.width) && fits(h, self.height)
    }

    /// By how much something must be scaled to fill the sheet.
    pub fn scale(&self, (w, h): (Pt, Pt)) -> f64 {
        (self.width / w).min(self.height / h)
    }

    /// Whether the back is printed upside down, so that it is upright when the printer has turned the
    /// sheet: over a horizontal edge, head and foot change places.
    pub fn turns_back(&self, duplex: Duplex) -> bool {
        let lies_across = self.width >= self.height;
        match duplex {
            Duplex::ShortEdge => !lies_across,
            Duplex::LongEdge => lies_across,
        }
    }

    /// „A4“ or „320 × 450 mm“.
    pub fn name(&self) -> String {
        let (short, long) = (self.width.min(self.height) / MM, self.width.max(self.height) / MM);
        let same = |a: f64, b: f64| (a - b).abs() < 0.5;
        match SHEETS.iter().find(|(_, w, h)| same(*w, short) && same(*h, long)) {
            Some((name, ..)) => (*name).to_owned(),
            None => format!("{short:.0} × {long:.0} mm"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;
    use crate::tree::{Length, Spanned};

    fn paper(page: &str, sheet: Option<&str>) -> String {
        let booklet = Booklet {
            sheet: sheet.map(|s| Spanned { value: s.to_owned(), span: Span::default() }),
            duplex: Duplex::ShortEdge,
            paper: Length(0.0),
            signature: None,
            marks: Vec::new(),
            help: false,
            toner: crate::source::editions::Toner::Colour,
        };
        let paper = Paper::of_booklet(&booklet, parse_format(page).expect("a format"));
        let way = if paper.width > paper.height { "across" } else { "upright" };
        format!("{} {way}", paper.name())
    }

    #[test]
    fn a_booklet_takes_the_smallest_sheet_that_holds_two_pages() {
        for (page, sheet) in [
            ("A6", "A5 across"),
            ("A5", "A4 across"),
            ("A4", "A3 across"),
            ("DIN lang", "A4 across"),
            ("99mm x 250mm", "A4 upright"),
            ("150mm x 150mm", "A3 across"),
            ("1000mm x 1000mm", "1000 × 2000 mm across"),
        ] {
            assert_eq!(paper(page, None), sheet, "{page}");
        }
    }

    #[test]
    fn a_named_sheet_is_taken_and_lies_so_that_pages_are_largest() {
        assert_eq!(paper("A5", Some("320mm x 450mm")), "320 × 450 mm across");
        assert_eq!(paper("A5", Some("A5")), "A5 across");
        assert_eq!(paper("50mm x 200mm", Some("A5")), "A5 upright");
    }

    #[test]
    fn the_back_is_turned_when_the_sheet_is_turned_over_head() {
        let across = Paper { width: 842.0, height: 595.0 };
        let upright = Paper { width: 595.0, height: 842.0 };
        assert!(!across.turns_back(Duplex::ShortEdge) && across.turns_back(Duplex::LongEdge));
        assert!(upright.turns_back(Duplex::ShortEdge) && !upright.turns_back(Duplex::LongEdge));
    }
}
