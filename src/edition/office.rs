//! Editions for printers of offices and homes, and for copiers. Decides what is printed with which
//! toner; the pages one by one are such an edition too.

use super::saver::{self, Saved};
use super::{Plan, Product, job};
use crate::colour::Palette;
use crate::diag::Sink;
use crate::geom::Rect;
use crate::pages::{Handout, Page, Pages};
use crate::pdf::inks::Inks;
use crate::pdf::sheets::{self, Placed, Sheet};
use crate::source::editions::{InkSaver, Toner};

/// Pages as a toner prints them.
pub struct Toned<'p> {
    pages: &'p Pages,
    saved: Option<Saved>,
}

impl<'p> Toned<'p> {
    /// The pages of a brochure in a toner.
    pub fn new(pages: &'p Pages, toner: Toner) -> Self {
        Self { pages, saved: saver::save(pages, toner) }
    }

    /// The pages.
    pub fn pages(&self) -> &[Page] {
        self.saved.as_ref().map_or(&self.pages.pages, |saved| &saved.pages)
    }

    /// The handout of an edition.
    pub fn handout(&self, edition: &str) -> Option<&Handout> {
        let handouts = self.saved.as_ref().map_or(&self.pages.handouts, |saved| &saved.handouts);
        handouts.iter().find(|handout| handout.edition == edition)
    }

    /// Their colours.
    pub fn palette(&self) -> &Palette {
        self.saved.as_ref().map_or(&self.pages.palette, |saved| &saved.palette)
    }

    /// A file of sheets, front and back in turn.
    pub fn product(
        &self,
        plan: &Plan<'_>,
        palette: &Palette,
        sides: &[Sheet<'_>],
        notes: Vec<String>,
        sink: &mut Sink,
    ) -> Option<Vec<Product>> {
        let inks = if self.saved.is_some() { Inks::Grey } else { Inks::Screen };
        let bytes = sheets::write(self.pages, palette, sides, &job(plan.config), inks, sink)?;
        Some(vec![Product {
            file: plan.file_names().remove(0),
            bytes,
            pages: sides.len(),
            size: sides.first().map_or(self.pages.trim, |side| side.size),
            sheets: Some(sides.len().div_ceil(2)),
            conformance: &[],
            notes,
        }])
    }
}

/// The pages one by one, for a copier.
pub fn copies(plan: &Plan<'_>, ink_saver: &InkSaver, sink: &mut Sink) -> Option<Vec<Product>> {
    let toned = Toned::new(plan.pages, ink_saver.toner);
    let (w, h) = plan.pages.trim;
    let whole = Rect { x: 0.0, y: 0.0, w, h };
    let mut sides = Vec::new();
    for page in toned.pages() {
        let placed = vec![Placed::at(&page.items, (0.0, 0.0), 1.0, whole)];
        sides.push(Sheet { size: (w, h), boxes: None, placed });
    }
    toned.product(plan, toned.palette(), &sides, Vec::new(), sink)
}
