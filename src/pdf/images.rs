//! Pixels for the PDF. Decides what is passed on as it is and what is scaled down first.

use std::io::Cursor;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat};
use tiny_skia::{Pixmap, Transform};
use usvg::Tree;

use crate::geom::Pt;
use crate::source::assets::Pixels;

/// Pictures are scaled down when they have this many times the pixels they need.
const SPARE: f64 = 1.34;
/// From this many pixels on pictures are decoded one after another, whatever the number of editions.
const LARGE: u64 = 8_000_000;

/// Most pixels of a side of a drawing that is drawn as pixels.
const MOST_DRAWN: f64 = 8_000.0;

/// How many pixels across a picture keeps at a printed width.
pub(super) fn wanted_width(pixels: &Pixels, width: Pt, max_ppi: f64) -> u32 {
    let needed = (width / 72.0 * max_ppi).ceil().max(1.0);
    if f64::from(pixels.width) > needed * SPARE { needed as u32 } else { pixels.width }
}

/// A drawing as pixels at a printed width.
pub(super) fn drawn(tree: &Tree, needed: f64) -> Option<Pixels> {
    let size = tree.size();
    let longest = f64::from(size.width().max(size.height()));
    let scale = (needed / f64::from(size.width())).min(MOST_DRAWN / longest) as f32;
    let side = |length: f32| (length * scale).round().max(1.0) as u32;
    let mut pixmap = Pixmap::new(side(size.width()), side(size.height()))?;
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let (width, height) = (pixmap.width(), pixmap.height());
    let plain = pixmap.pixels().iter().map(|pixel| pixel.demultiply());
    let samples = plain.flat_map(|p| [p.red(), p.green(), p.blue(), p.alpha()]).collect();
    let image = image::RgbaImage::from_raw(width, height, samples)?;
    let bytes = Arc::new(png(&image.into())?);
    Some(Pixels { width, height, bytes, format: ImageFormat::Png })
}

/// Whether a picture is in CMYK, which screens and PDF/A do not know.
pub(super) fn is_in_inks(pixels: &Pixels) -> bool {
    pixels.format == ImageFormat::Jpeg && components(&pixels.bytes) == Some(4)
}

/// How many colours each pixel of a JPEG file has, from its frame header (ITU-T T.81, B.2.2).
pub(super) fn components(jpeg: &[u8]) -> Option<u8> {
    let mut rest = jpeg.get(2..)?;
    loop {
        match *rest {
            [0xff, 0xff, ..] => rest = &rest[1..],
            [0xff, 0xc4 | 0xc8 | 0xcc, high, low, ..] | [0xff, 0xd0..=0xff | 0x01..=0xbf, high, low, ..] => {
                rest = rest.get(2 + usize::from(u16::from_be_bytes([high, low]))..)?;
            }
            [0xff, 0xc0..=0xcf, _, _, _, _, _, _, _, count, ..] => return Some(count),
            _ => return None,
        }
    }
}

/// Waits until no other edition decodes a large picture: so memory is bounded by one of them.
pub(super) fn turn(pixels: &Pixels) -> Option<MutexGuard<'static, ()>> {
    static TURN: Mutex<()> = Mutex::new(());
    let is_large = u64::from(pixels.width) * u64::from(pixels.height) >= LARGE;
    is_large.then(|| TURN.lock().unwrap_or_else(PoisonError::into_inner))
}

pub(super) fn decoded(pixels: &Pixels) -> Option<DynamicImage> {
    image::load_from_memory_with_format(&pixels.bytes, pixels.format).ok()
}

fn png(image: &DynamicImage) -> Option<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

pub(super) fn at_width(image: DynamicImage, pixels: &Pixels, width: u32) -> DynamicImage {
    if width >= pixels.width {
        return image;
    }
    let height = (f64::from(pixels.height) * f64::from(width) / f64::from(pixels.width)).round().max(1.0);
    image.resize_exact(width, height as u32, FilterType::CatmullRom)
}
