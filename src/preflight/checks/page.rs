//! One page: everything that is painted goes past all checks, then the ink is weighed.

use std::rc::Rc;

use lopdf::Dictionary;

use super::super::content::colour::{Space, Spaces};
use super::super::content::interpreter::Reader;
use super::super::content::paint::{Barred, Kind, Paint, Painter};
use super::super::content::state::State;
use super::super::file::Pdf;
use super::super::ink::InkMap;
use super::super::limits::Limits;
use super::super::report::{Finding, Findings};
use super::super::rules::Severity;
use super::super::rules::{
    BLEND_SPACE, CONTENT_DAMAGED, INK_COVERAGE, INK_UNMEASURED, LZW, POSTSCRIPT, TRANSPARENCY,
};
use super::boxes::PageBoxes;
use super::intent::Intent;
use super::{colours, margins, shapes};
use crate::diag::words::preflight as words;
use crate::diag::{Filling, Sentence};
use crate::geom::Rect;

/// Steps for something that is found, or found again.
const STEPS_OF_A_FINDING: u64 = 400;

/// What all pages of a file share.
pub struct Inspection<'a> {
    /// The file.
    pub pdf: &'a Pdf,
    /// Its colour spaces.
    pub spaces: Spaces<'a>,
    /// The press it is made for.
    pub intent: &'a Intent,
    /// The order.
    pub limits: &'a Limits,
    /// Most ink in percent.
    pub max_ink: f64,
}

impl<'a> Inspection<'a> {
    /// Looks at the content of a page; gives its highest ink coverage in percent, if all of it is known.
    pub fn page(
        &self,
        page: &'a Dictionary,
        number: usize,
        boxes: &PageBoxes,
        found: &mut Findings,
    ) -> Option<f64> {
        let (pdf, intent, limits) = (self.pdf, self.intent, self.limits);
        let mut inspector = Inspector {
            pdf,
            intent,
            limits,
            number,
            boxes,
            found,
            ink: InkMap::new(boxes.bleed, &pdf.budget().ink),
            grounds: margins::Grounds::default(),
            transparent: false,
            images: 0,
        };
        let state = State::new(boxes.matrix, boxes.media);
        Reader::new(pdf, &self.spaces, &mut inspector).page(page, &state);
        inspector.page_group(page, &self.spaces);
        inspector.weigh(self.max_ink)
    }
}

struct Inspector<'i> {
    pdf: &'i Pdf,
    intent: &'i Intent,
    limits: &'i Limits,
    number: usize,
    boxes: &'i PageBoxes,
    found: &'i mut Findings,
    ink: InkMap<'i>,
    grounds: margins::Grounds,
    transparent: bool,
    /// Images that were met.
    images: u32,
}

impl Inspector<'_> {
    fn add(&mut self, finding: Finding, place: Option<Rect>) {
        self.pdf.budget().reading.spend(STEPS_OF_A_FINDING);
        let mut finding = finding.page(self.number);
        finding.place = finding.place.or(place);
        self.found.add(finding);
    }

    /// The space in which the page is blended, if anything on it is transparent.
    fn page_group(&mut self, page: &Dictionary, spaces: &Spaces<'_>) {
        let group = self.pdf.dict(page, "Group");
        let none = Dictionary::new();
        let resources =
            self.pdf.inherited(page, "Resources").and_then(|o| self.pdf.as_dict(o)).unwrap_or(&none);
        match group.and_then(|g| g.get(b"CS").ok()).map(|o| spaces.read(o, resources)) {
            Some(space) => self.group(&space),
            None if self.transparent => {
                let message = words::blended_unsaid();
                self.add(Finding::new(BLEND_SPACE, message).severity(Severity::Warning), None);
            }
            None => {}
        }
        if self.transparent {
            self.add(Finding::new(TRANSPARENCY, words::has_transparency()), None);
        }
    }

    /// Reports too much ink and missing bleed; the highest coverage, if all of it is known.
    fn weigh(&mut self, max_ink: f64) -> Option<f64> {
        let highest = self.ink.highest();
        if let Some(excess) = self.ink.excess(highest, max_ink) {
            let (ink, most) = (format_args!("{highest:.0}"), format_args!("{max_ink:.0}"));
            let message = words::ink_coverage(ink, most, Filling::measure(excess.area, 1));
            self.add(Finding::new(INK_COVERAGE, message), Some(excess.extent));
        }
        for finding in self.grounds.without_bleed(&self.ink) {
            self.add(finding, None);
        }
        if self.pdf.budget().ink.is_spent() {
            let message = words::ink_not_measured();
            self.add(Finding::new(INK_UNMEASURED, message).severity(Severity::Warning), None);
        } else if !self.ink.is_known() {
            self.add(Finding::new(INK_UNMEASURED, words::ink_unknown()), None);
        }
        self.ink.is_known().then_some(highest)
    }
}

impl Painter for Inspector<'_> {
    fn paint(&mut self, paint: &Paint<'_>) {
        // what stands in a pattern's cell is seen somewhere
        let place = paint.visible();
        if place.is_none() && !paint.state.in_cell {
            return;
        }
        let place = place.filter(|_| !paint.state.in_cell);
        for finding in colours::spaces(paint, self.intent) {
            self.add(finding, place);
        }
        let checks = [
            colours::small_text(paint, self.limits),
            colours::white_overprint(paint),
            shapes::hairline(paint, self.limits),
            shapes::thin_area(paint, self.limits),
            margins::text(paint, self.number, self.boxes, self.limits),
        ];
        for finding in checks.into_iter().flatten() {
            self.add(finding, place);
        }
        if let Kind::Image { image, .. } = &paint.kind {
            self.images += 1;
            self.transparent |= image.is_transparent();
            if let Some(finding) = shapes::resolution(paint, self.limits) {
                self.add(finding.subject(self.images), place);
            }
        }
        self.transparent |= paint.state.is_transparent();
        self.grounds.look(paint, self.boxes, self.limits);
        self.ink.paint(self.pdf, paint);
    }

    fn group(&mut self, space: &Rc<Space>) {
        if let Some(finding) = colours::blending(space, self.intent) {
            self.add(finding, None);
        }
    }

    fn barred(&mut self, what: Barred) {
        let finding = match what {
            Barred::PostScript => Finding::new(POSTSCRIPT, words::postscript_operator()),
            Barred::Lzw => Finding::new(LZW, words::lzw_image()),
        };
        self.add(finding, None);
    }

    fn damaged(&mut self, what: Sentence) {
        if self.pdf.budget().reading.is_spent() {
            return; // not the file is to blame, but that it is not read to its end
        }
        self.add(Finding::new(CONTENT_DAMAGED, what), None);
    }
}
