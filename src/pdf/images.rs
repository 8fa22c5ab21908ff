//! Pixels for the PDF. Decides what is passed on as it is and what is scaled down first.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Rgba};
use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};
use tiny_skia::{Pixmap, Transform};
use usvg::Tree;

use super::inks::{Inks, Press, lightness};
use crate::diag::{Diagnostic, Sink};
use crate::geom::Pt;
use crate::press::{Plates, Separator, Source, picture};
use crate::source::assets::{Picture, Pixels};

/// Pictures are scaled down when they have this many times the pixels they need.
const SPARE: f64 = 1.34;
/// From this many pixels on pictures are decoded one after another, whatever the number of editions.
const LARGE: u64 = 8_000_000;
/// Quality of JPEG files that are written anew.
const JPEG_QUALITY: u8 = 90;

/// Most pixels of a side of a drawing that is drawn as pixels.
const MOST_DRAWN: f64 = 8_000.0;

/// Images by file and pixels, made once.
pub struct Images<'a> {
    max_ppi: f64,
    inks: Inks<'a>,
    /// What stands against pictures.
    pub complaints: Sink,
    made: HashMap<(String, u32), Option<Image>>,
}

impl<'a> Images<'a> {
    /// With the most pixels per inch.
    pub fn new(max_ppi: f64, inks: Inks<'a>) -> Self {
        Self { max_ppi, inks, complaints: Sink::new(), made: HashMap::new() }
    }

    /// A drawing in which pictures stand as an image at a printed width, where their light must become ink.
    pub fn drawing(&mut self, picture: &Picture, width: Pt) -> Option<Image> {
        if matches!(self.inks, Inks::Screen) {
            return None;
        }
        let pixels = drawn(picture.drawing_with_pixels()?, width / 72.0 * self.max_ppi)?;
        self.get(picture, &pixels, width)
    }

    /// The image at a printed width.
    pub fn get(&mut self, picture: &Picture, pixels: &Pixels, width: Pt) -> Option<Image> {
        let needed = (width / 72.0 * self.max_ppi).ceil().max(1.0);
        let wanted = if f64::from(pixels.width) > needed * SPARE { needed as u32 } else { pixels.width };
        self.made
            .entry((picture.path.clone(), wanted))
            .or_insert_with(|| match self.inks {
                Inks::Screen => make(pixels, wanted),
                Inks::Grey => grey(pixels, wanted),
                Inks::Press(press) => separated(pixels, wanted, press, picture, &mut self.complaints),
            })
            .clone()
    }
}

/// A drawing as pixels at a printed width.
fn drawn(tree: &Tree, needed: f64) -> Option<Pixels> {
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

fn make(pixels: &Pixels, width: u32) -> Option<Image> {
    let whole = width >= pixels.width;
    let bytes = match pixels.format {
        _ if !whole || is_in_inks(pixels) => scaled(pixels, width)?,
        ImageFormat::Jpeg | ImageFormat::Png => pixels.bytes.to_vec(),
        _ => png(&decoded(pixels)?)?,
    };
    match pixels.format {
        ImageFormat::Jpeg => Image::from_jpeg(bytes.into(), false).ok(),
        _ => Image::from_png(bytes.into(), false).ok(),
    }
}

/// Whether a picture is in CMYK, which screens and PDF/A do not know.
fn is_in_inks(pixels: &Pixels) -> bool {
    pixels.format == ImageFormat::Jpeg && components(&pixels.bytes) == Some(4)
}

/// How many colours each pixel of a JPEG file has, from its frame header (ITU-T T.81, B.2.2).
fn components(jpeg: &[u8]) -> Option<u8> {
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
fn turn(pixels: &Pixels) -> Option<MutexGuard<'static, ()>> {
    static TURN: Mutex<()> = Mutex::new(());
    let is_large = u64::from(pixels.width) * u64::from(pixels.height) >= LARGE;
    is_large.then(|| TURN.lock().unwrap_or_else(PoisonError::into_inner))
}

fn decoded(pixels: &Pixels) -> Option<DynamicImage> {
    image::load_from_memory_with_format(&pixels.bytes, pixels.format).ok()
}

fn png(image: &DynamicImage) -> Option<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

fn at_width(image: DynamicImage, pixels: &Pixels, width: u32) -> DynamicImage {
    if width >= pixels.width {
        return image;
    }
    let height = (f64::from(pixels.height) * f64::from(width) / f64::from(pixels.width)).round().max(1.0);
    image.resize_exact(width, height as u32, FilterType::CatmullRom)
}

fn scaled(pixels: &Pixels, width: u32) -> Option<Vec<u8>> {
    let turn = turn(pixels);
    let small = at_width(decoded(pixels)?, pixels, width);
    drop(turn);
    if pixels.format != ImageFormat::Jpeg {
        return png(&small);
    }
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    DynamicImage::from(small.to_rgb8()).write_with_encoder(encoder).ok()?;
    Some(bytes)
}

/// The image in grey, on white where it is transparent.
fn grey(pixels: &Pixels, width: u32) -> Option<Image> {
    let turn = turn(pixels);
    let image = at_width(decoded(pixels)?, pixels, width).to_rgba8();
    drop(turn);
    let grey = |pixel: &Rgba<u8>| {
        let [r, g, b, a] = pixel.0;
        let (luma, a) = (u32::from(lightness([r, g, b])), u32::from(a));
        ((luma * a + 255 * (255 - a) + 127) / 255) as u8
    };
    let samples = image.pixels().map(grey).collect();
    Samples { space: ImageColorspace::Luma, size: image.dimensions(), samples, opacity: None }.image()
}

/// The image in inks, from the colours that its own profile gives its values.
fn separated(
    pixels: &Pixels,
    width: u32,
    press: &Press<'_>,
    picture: &Picture,
    sink: &mut Sink,
) -> Option<Image> {
    let mut decoder =
        ImageReader::with_format(Cursor::new(&**pixels.bytes), pixels.format).into_decoder().ok()?;
    let profile = decoder.icc_profile().ok().flatten();
    let turn = turn(pixels);
    let image = at_width(DynamicImage::from_decoder(decoder).ok()?, pixels, width);
    drop(turn);
    let mut tell = |wrong: Diagnostic| sink.push(wrong.at(picture.span));
    let source = profile.and_then(|bytes| Source::read(&picture.path, &bytes).map_err(&mut tell).ok());
    let own = source.map(|source| Separator::from_source(press.profile, &source, press.intent));
    let plates = Plates::new(&picture.path, &image, own.as_ref().unwrap_or(press.separator));
    // What its profile cannot tell, it has in sRGB, as pictures without a profile do.
    let plates = plates.map_err(&mut tell).or_else(|()| Plates::new(&picture.path, &image, press.separator));
    let Plates { width, height, inks, opacity } = plates.map_err(tell).ok()?;
    let (space, samples) = match inks {
        picture::Inks::Process(samples) => (ImageColorspace::Cmyk, samples),
        picture::Inks::Black(samples) => {
            (ImageColorspace::Luma, samples.into_iter().map(|ink| 255 - ink).collect())
        }
    };
    Samples { space, size: (width, height), samples: samples.into(), opacity: opacity.map(Arc::from) }.image()
}

/// Samples of eight bits.
#[derive(Clone, Hash)]
struct Samples {
    space: ImageColorspace,
    size: (u32, u32),
    samples: Arc<[u8]>,
    opacity: Option<Arc<[u8]>>,
}

impl Samples {
    fn image(self) -> Option<Image> {
        Image::from_custom(self, false).ok()
    }
}

impl CustomImage for Samples {
    fn color_channel(&self) -> &[u8] {
        &self.samples
    }
    fn alpha_channel(&self) -> Option<&[u8]> {
        self.opacity.as_deref()
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
