//! Toner. Decides how much of it a file takes when it is copied, to compare one file with another.

use std::rc::Rc;

use super::budget::Budget;
use super::checks::boxes::PageBoxes;
use super::content::colour::{Space, Spaces};
use super::content::interpreter::Reader;
use super::content::paint::{Barred, Kind, Paint, Painter};
use super::content::state::State;
use super::file::{MOST_PAGES, Pdf};
use super::ink::InkMap;

/// Of the box of a line of text, from baseline to cap height, about so much is covered by letters.
const LETTERS: f64 = 0.25;

/// The area that toner covers, in square points of full black; none if the file cannot be read.
pub fn area(bytes: &[u8]) -> Option<f64> {
    let pdf = Pdf::open_within(bytes, Budget::of_own(MOST_PAGES)).ok()?;
    let spaces = Spaces::new(&pdf, None);
    let mut sum = 0.0;
    for page in pdf.pages() {
        let boxes = PageBoxes::read(&pdf, page);
        let mut scales = Scales { pdf: &pdf, ink: InkMap::new(boxes.bleed, &pdf.budget().ink), letters: 0.0 };
        let state = State::new(boxes.matrix, boxes.media);
        Reader::new(&pdf, &spaces, &mut scales).page(page, &state);
        sum += scales.ink.covered() + scales.letters;
    }
    Some(sum)
}

/// Weighs what is painted on a page.
struct Scales<'p> {
    pdf: &'p Pdf,
    ink: InkMap<'p>,
    letters: f64,
}

impl Painter for Scales<'_> {
    fn paint(&mut self, paint: &Paint<'_>) {
        match (&paint.kind, paint.colour, paint.visible()) {
            (Kind::Text { .. }, Some(colour), Some(place)) => {
                let dark: f32 = colour.inks.process.iter().sum();
                self.letters += LETTERS * f64::from(dark.min(1.0)) * place.w * place.h;
            }
            _ => self.ink.paint(self.pdf, paint),
        }
    }

    fn group(&mut self, _: &Rc<Space>) {}
    fn barred(&mut self, _: Barred) {}
    fn damaged(&mut self, _: &str) {}
}
