//! Pages of a PDF as pixels, for codes that must be read and for small reference images.

#![allow(dead_code, reason = "each test file uses a part")]

use brochure::edition::render;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render as draw};

use crate::common::Outcome;

/// A page in shades of grey.
#[derive(Clone)]
pub struct Raster {
    pub width: usize,
    pub height: usize,
    pub grey: Vec<u8>,
}

impl Outcome {
    /// The bytes of the first edition.
    pub fn pdf(&self) -> Vec<u8> {
        let brochure = self.brochure.as_ref().unwrap_or_else(|| panic!("refused:\n{}", self.rendered()));
        let mut sink = brochure::diag::Sink::new();
        render(&brochure.plans()[0], &mut sink).expect("a PDF").remove(0).bytes
    }
}

/// All pages at a resolution in dots per inch.
pub fn rasters(pdf: Vec<u8>, dpi: f32) -> Vec<Raster> {
    let pdf = Pdf::new(pdf).expect("a PDF that can be read");
    let cache = RenderCache::new();
    let scale = dpi / 72.0;
    let settings = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: hayro::vello_cpu::color::palette::css::WHITE,
    };
    let page = |page| {
        let pixmap =
            draw(page, &cache, &InterpreterSettings::default(), &RenderSettings::default(), &settings);
        let grey = pixmap.data_as_u8_slice().chunks_exact(4).map(luma).collect();
        Raster { width: usize::from(pixmap.width()), height: usize::from(pixmap.height()), grey }
    };
    pdf.pages().iter().map(page).collect()
}

fn luma(rgba: &[u8]) -> u8 {
    ((u32::from(rgba[0]) * 54 + u32::from(rgba[1]) * 183 + u32::from(rgba[2]) * 19) >> 8) as u8
}
