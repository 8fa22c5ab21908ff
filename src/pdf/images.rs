//! Pixels for the PDF. Decides what is passed on as it is and what is scaled down first.

use std::collections::HashMap;
use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat};
use krilla::image::Image;

use crate::geom::Pt;
use crate::source::assets::Pixels;

/// Pictures are scaled down when they have this many times the pixels they need.
const SPARE: f64 = 1.34;
/// Quality of JPEG files that are written anew.
const JPEG_QUALITY: u8 = 90;

/// Images by file and pixels, made once.
pub struct Images {
    max_ppi: f64,
    made: HashMap<(String, u32), Option<Image>>,
}

impl Images {
    /// With the most pixels per inch.
    pub fn new(max_ppi: f64) -> Self {
        Self { max_ppi, made: HashMap::new() }
    }

    /// The image at a printed width.
    pub fn get(&mut self, path: &str, pixels: &Pixels, width: Pt) -> Option<Image> {
        let needed = (width / 72.0 * self.max_ppi).ceil().max(1.0);
        let wanted = if f64::from(pixels.width) > needed * SPARE { needed as u32 } else { pixels.width };
        self.made.entry((path.to_owned(), wanted)).or_insert_with(|| make(pixels, wanted)).clone()
    }
}

fn make(pixels: &Pixels, width: u32) -> Option<Image> {
    let whole = width >= pixels.width;
    let bytes = match pixels.format {
        _ if !whole => scaled(pixels, width)?,
        ImageFormat::Jpeg | ImageFormat::Png => pixels.bytes.to_vec(),
        _ => png(&decoded(pixels)?)?,
    };
    match pixels.format {
        ImageFormat::Jpeg => Image::from_jpeg(bytes.into(), false).ok(),
        _ => Image::from_png(bytes.into(), false).ok(),
    }
}

fn decoded(pixels: &Pixels) -> Option<DynamicImage> {
    image::load_from_memory_with_format(&pixels.bytes, pixels.format).ok()
}

fn png(image: &DynamicImage) -> Option<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

fn scaled(pixels: &Pixels, width: u32) -> Option<Vec<u8>> {
    let height = (f64::from(pixels.height) * f64::from(width) / f64::from(pixels.width)).round().max(1.0);
    let small = decoded(pixels)?.resize_exact(width, height as u32, FilterType::CatmullRom);
    if pixels.format != ImageFormat::Jpeg {
        return png(&small);
    }
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    DynamicImage::from(small.to_rgb8()).write_with_encoder(encoder).ok()?;
    Some(bytes)
}
