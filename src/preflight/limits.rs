//! What was ordered. Decides the limits that hold where the order names none.

use crate::geom::{MM, Pt, Rect};

/// How the pages are held together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Binding {
    /// Not known, or loose sheets.
    #[default]
    None,
    /// Folded sheets, stapled in the fold.
    SaddleStitch,
    /// Glued into a cover with a spine.
    Perfect,
}

/// The limits of a print order. Lengths are points.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Most ink on one spot, in percent of one full ink; `None` takes that of the printing condition.
    pub max_ink: Option<f64>,
    /// Fewest pixels per inch of an image, at the size at which it is printed.
    pub min_ppi: f64,
    /// Thinnest line.
    pub min_line: Pt,
    /// Text below this size counts as small: it must do with two inks.
    pub small_text: Pt,
    /// Text keeps this distance from the trim.
    pub safe_zone: Pt,
    /// What grounds reach beyond the trim.
    pub bleed: Pt,
    /// How the pages are held together.
    pub binding: Binding,
    /// Thickness of a leaf.
    pub leaf: Pt,
    /// Places by page, from the trim's top left corner, where text stands near the trim by design.
    pub designed: Vec<(usize, Rect)>,
    /// Width and height of the trimmed page; `None` takes that of the first page.
    pub trim: Option<(Pt, Pt)>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_ink: None,
            // a screen of 60 lines/cm shows no more than 300 ppi and forgives a sixth less
            min_ppi: 250.0,
            // 0.09 mm: thinner lines break up on the plate
            min_line: 0.25,
            // three inks are never exactly above one another: strokes of smaller letters blur
            small_text: 12.0,
            // guillotine and folds are off by up to 1.5 mm each
            safe_zone: 3.0 * MM,
            bleed: 3.0 * MM,
            binding: Binding::None,
            // 100 g/m² at 1.1 cm³/g
            leaf: 0.11 * MM,
            designed: Vec::new(),
            trim: None,
        }
    }
}

impl Limits {
    /// Whether text in this place of a page stands there by design.
    pub fn is_designed(&self, page: usize, place: &Rect) -> bool {
        let (x, y) = (place.x + place.w / 2.0, place.y + place.h / 2.0);
        let holds = |r: &Rect| (r.x..=r.right()).contains(&x) && (r.y..=r.bottom()).contains(&y);
        self.designed.iter().any(|(on, rect)| *on == page && holds(rect))
    }

    /// Most ink in percent under this printing condition.
    pub fn max_ink_for(&self, condition: Option<&str>) -> f64 {
        /// ISO 12647-2 asks for at most 350 % on coated paper; printers of today's conditions for 300 %.
        const SHEETFED: f64 = 300.0;
        /// ISO 12647-3, newspaper.
        const NEWSPAPER: f64 = 240.0;
        let newspaper = condition.is_some_and(|name| name.starts_with("IFRA"));
        self.max_ink.unwrap_or(if newspaper { NEWSPAPER } else { SHEETFED })
    }
}
