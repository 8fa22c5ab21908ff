//! Pixels for the PDF. Decides what is passed on as it is and what is scaled down first.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, RgbaImage};
use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};

use super::inks::{Inks, lightness};
use crate::geom::Pt;
use crate::source::assets::Pixels;

/// Pictures are scaled down when they have this many times the pixels they need.
const SPARE: f64 = 1.34;
/// Quality of JPEG files that are written anew.
const JPEG_QUALITY: u8 = 90;

/// Images by file and pixels, made once.
pub struct Images<'a> {
    max_ppi: f64,
    inks: Inks<'a>,
    made: HashMap<(String, u32), Option<Image>>,
}

impl<'a> Images<'a> {
    /// With the most pixels per inch.
    pub fn new(max_ppi: f64, inks: Inks<'a>) -> Self {
        Self { max_ppi, inks, made: HashMap::new() }
    }

    /// The image at a printed width.
    pub fn get(&mut self, path: &str, pixels: &Pixels, width: Pt) -> Option<Image> {
        let needed = (width / 72.0 * self.max_ppi).ceil().max(1.0);
        let wanted = if f64::from(pixels.width) > needed * SPARE { needed as u32 } else { pixels.width };
        self.made
            .entry((path.to_owned(), wanted))
            .or_insert_with(|| match self.inks {
                Inks::Screen => make(pixels, wanted),
                inks => separated(pixels, wanted, inks),
            })
            .clone()
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

fn at_width(pixels: &Pixels, width: u32) -> Option<DynamicImage> {
    let image = decoded(pixels)?;
    if width >= pixels.width {
        return Some(image);
    }
    let height = (f64::from(pixels.height) * f64::from(width) / f64::from(pixels.width)).round().max(1.0);
    Some(image.resize_exact(width, height as u32, FilterType::CatmullRom))
}

fn scaled(pixels: &Pixels, width: u32) -> Option<Vec<u8>> {
    let small = at_width(pixels, width)?;
    if pixels.format != ImageFormat::Jpeg {
        return png(&small);
    }
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    DynamicImage::from(small.to_rgb8()).write_with_encoder(encoder).ok()?;
    Some(bytes)
}

/// The image in inks or in grey, on white where it is transparent.
fn separated(pixels: &Pixels, width: u32, inks: Inks<'_>) -> Option<Image> {
    let image = at_width(pixels, width)?;
    let image = on_white(&image.to_rgba8());
    let (space, samples) = match inks {
        Inks::Press(separator, _) => (ImageColorspace::Cmyk, separator.pixels(image.as_raw())),
        _ => (ImageColorspace::Luma, image.pixels().map(|p| lightness(p.0)).collect()),
    };
    let size = image.dimensions();
    Image::from_custom(Samples { space, size, samples: samples.into() }, false).ok()
}

fn on_white(image: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [r, g, b, a] = image.get_pixel(x, y).0.map(u32::from);
        Rgb([r, g, b].map(|c| ((c * a + 255 * (255 - a) + 127) / 255) as u8))
    })
}

/// Samples of eight bits.
#[derive(Clone, Hash)]
struct Samples {
    space: ImageColorspace,
    size: (u32, u32),
    samples: Arc<[u8]>,
}

impl CustomImage for Samples {
    fn color_channel(&self) -> &[u8] {
        &self.samples
    }
    fn alpha_channel(&self) -> Option<&[u8]> {
        None
    }
    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }
    fn size(&self) -> (u32, u32) {
        self.size
    }
    fn icc_profile(&self) -> Option<&[u8]> {
        None
    }
    fn color_space(&self) -> ImageColorspace {
        self.space
    }
}
