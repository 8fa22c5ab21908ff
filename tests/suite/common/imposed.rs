//! Brochures whose pages carry their number in a code, so that a machine reads what lies on a sheet
//! and which way up.

#![allow(dead_code, reason = "each test file uses a part")]

use std::sync::Arc;

use brochure::brochure::Brochure;
use brochure::colour::Colour;
use brochure::edition::{Product, render};
use brochure::geom::{MM, Rect, Side};
use brochure::pages::{Artifact, Item, Owner, Page};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::common::raster::Raster;
use crate::common::{Outcome, Project};

/// A brochure with these editions and so many empty pages; `config` follows `[page]` or other tables.
pub fn empty(config: &str, pages: usize) -> Outcome {
    let project = Project::with(&format!("date = 2019-10-22\n[cover]\nenabled = false\n{config}"));
    project.chapter("Ein Satz.");
    let mut outcome = project.layout();
    let brochure = brochure_of(&mut outcome);
    let own = brochure.own.as_mut().expect("pages");
    own.pages = (1..=pages)
        .map(|number| Page { number, side: Side::of(number), kind: "body", items: Vec::new() }.into())
        .collect();
    outcome
}

/// The same with a code on each page: its number from 1.
pub fn numbered(config: &str, pages: usize) -> Outcome {
    let mut outcome = empty(config, pages);
    let brochure = brochure_of(&mut outcome);
    let own = brochure.own.as_mut().expect("pages");
    let (w, h) = own.trim;
    for page in &mut own.pages {
        let code = QrCode::encode_text(&page.number.to_string(), QrCodeEcc::High).expect("a code");
        let row = |y| (0..code.size()).map(|x| code.get_module(x, y)).collect();
        let rows: Arc<[Box<[bool]>]> = (0..code.size()).map(row).collect();
        let side = 0.6 * w.min(h);
        let rect = Rect { x: (w - side) / 2.0, y: (h - side) / 2.0, w: side, h: side };
        Arc::make_mut(page).items.push(Item::Modules { rect, rows, colour: Colour(0), owner: OWNER });
    }
    outcome
}

pub const OWNER: Owner = Owner::Artifact(Artifact::Layout);

pub fn brochure_of(outcome: &mut Outcome) -> &mut Brochure {
    if outcome.brochure.is_none() {
        panic!("refused:\n{}", outcome.rendered());
    }
    outcome.brochure.as_mut().expect("it was looked at")
}

/// The files of the first edition.
pub fn products(outcome: &Outcome) -> (Vec<Product>, brochure::diag::Sink) {
    let brochure = outcome.brochure.as_ref().expect("a brochure");
    let mut sink = brochure::diag::Sink::new();
    let made = render(&brochure.plans()[0], &mut sink);
    (made.unwrap_or_else(|| panic!("no file: {sink:?}")), sink)
}

/// A code that was found: what it says, and whether it stands upright.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub number: usize,
    pub upright: bool,
}

/// The codes in cells of a side, row by row; each cell holds one or none.
pub fn codes(side: &Raster, (columns, rows): (usize, usize)) -> Vec<Option<Found>> {
    let (w, h) = (side.width / columns, side.height / rows);
    (0..columns * rows).map(|n| code(side, (n % columns * w, n / columns * h), (w, h))).collect()
}

fn code(side: &Raster, (left, top): (usize, usize), (w, h): (usize, usize)) -> Option<Found> {
    let grey = |x: usize, y: usize| side.grey[(top + y) * side.width + left + x];
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(w, h, grey);
    let grids = image.detect_grids();
    assert!(grids.len() <= 1, "one code in a cell");
    let grid = grids.first()?;
    let number = grid.decode().expect("a code that can be read").1.parse().expect("a number");
    let [first, _, last, _] = grid.bounds;
    Some(Found { number, upright: first.x < last.x && first.y < last.y })
}

/// What one sees when the sheet is turned by half.
pub fn turned(side: &Raster) -> Raster {
    Raster { grey: side.grey.iter().rev().copied().collect(), ..*side }
}

/// Darkness at a place given in millimetres, 0 to 255.
pub fn dark(side: &Raster, dpi: f64, x: f64, y: f64) -> u8 {
    let at = |mm: f64| (mm * MM * dpi / 72.0) as usize;
    255 - side.grey[at(y).min(side.height - 1) * side.width + at(x).min(side.width - 1)]
}
