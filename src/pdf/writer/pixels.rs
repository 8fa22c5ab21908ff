//! Pixels for the PDF. Decides what is passed on as it is and what is scaled down first.

use std::io::Cursor;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, RgbImage, RgbaImage};
use tiny_skia::{Pixmap, Transform};
use usvg::Tree;

use crate::geom::Pt;
use crate::pdf::inks::lightness;
use crate::press::{Profile, light};
use crate::source::assets::{Picture, PictureKind, Pixels, Tones};

/// Pictures are scaled down when they have this many times the pixels they need.
const SPARE: f64 = 1.34;
/// From this many pixels on pictures are decoded one after another, whatever the number of editions.
const LARGE: u64 = 8_000_000;

/// Most pixels of a side of a drawing that is drawn as pixels.
const MOST_DRAWN: f64 = 8_000.0;

/// How many pixels across a picture keeps at a printed width.
pub fn wanted_width(pixels: &Pixels, width: Pt, max_ppi: f64) -> u32 {
    let needed = (width / 72.0 * max_ppi).ceil().max(1.0);
    if f64::from(pixels.width) > needed * SPARE { needed as u32 } else { pixels.width }
}

/// A drawing as pixels at a printed width.
pub fn drawn(tree: &Tree, needed: f64) -> Option<Pixels> {
    let image = rendered(tree, needed)?;
    let (width, height) = image.dimensions();
    let bytes = Arc::new(png(&image.into())?);
    Some(Pixels { width, height, bytes, format: ImageFormat::Png, tones: Tones::Light })
}

/// A drawing so many pixels across.
fn rendered(tree: &Tree, needed: f64) -> Option<RgbaImage> {
    let size = tree.size();
    let longest = f64::from(size.width().max(size.height()));
    let scale = (needed / f64::from(size.width())).min(MOST_DRAWN / longest) as f32;
    let side = |length: f32| (length * scale).round().max(1.0) as u32;
    let mut pixmap = Pixmap::new(side(size.width()), side(size.height()))?;
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let plain = pixmap.pixels().iter().map(|pixel| pixel.demultiply());
    let samples = plain.flat_map(|p| [p.red(), p.green(), p.blue(), p.alpha()]).collect();
    RgbaImage::from_raw(pixmap.width(), pixmap.height(), samples)
}

/// How dark a picture is when it is copied, part by part.
pub struct Shades {
    /// Parts across.
    columns: usize,
    /// Parts down.
    rows: usize,
    /// Darkness and opacity of each, from 0 to 1.
    parts: Vec<(f32, f32)>,
}

impl Shades {
    /// Of a picture, so many parts across.
    pub fn of(picture: &Picture, columns: u32) -> Option<Self> {
        let image = match &picture.kind {
            PictureKind::Svg(tree) => rendered(tree, f64::from(columns))?,
            PictureKind::Jpeg(pixels) | PictureKind::Raster(pixels) => {
                in_light(picture, pixels, columns)?.into_rgba8()
            }
        };
        let share = |tone: u8| f32::from(tone) / 255.0;
        let parts = image.pixels().map(|pixel| {
            let [r, g, b, opacity] = pixel.0;
            (1.0 - share(lightness([r, g, b])), share(opacity))
        });
        Some(Self { columns: image.width() as usize, rows: image.height() as usize, parts: parts.collect() })
    }

    /// Darkness and opacity at a place of the picture, from 0 to 1 across and down.
    pub fn at(&self, across: f64, down: f64) -> (f32, f32) {
        let part = |at: f64, count: usize| ((at * count as f64).max(0.0) as usize).min(count - 1);
        self.parts[part(down, self.rows) * self.columns + part(across, self.columns)]
    }
}

/// Waits until no other edition decodes a large picture: so memory is bounded by one of them.
fn turn(pixels: &Pixels) -> Option<MutexGuard<'static, ()>> {
    static TURN: Mutex<()> = Mutex::new(());
    let is_large = u64::from(pixels.width) * u64::from(pixels.height) >= LARGE;
    is_large.then(|| TURN.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The profile in a picture's file.
pub fn profile(pixels: &Pixels) -> Option<Vec<u8>> {
    let reader = ImageReader::with_format(Cursor::new(&**pixels.bytes), pixels.format);
    reader.into_decoder().ok()?.icc_profile().ok().flatten()
}

/// How many colours a profile is for, from its header (ICC.1, 7.2.6); none for those that pictures in light have not.
pub fn colours(profile: &[u8]) -> Option<u8> {
    match profile.get(16..20)? {
        b"GRAY" => Some(1),
        b"RGB " => Some(3),
        _ => None,
    }
}

/// A picture in light, so many pixels across.
pub fn in_light(picture: &Picture, pixels: &Pixels, width: u32) -> Option<DynamicImage> {
    if let Some(inks) = in_inks(pixels, width) {
        return light_of(picture, pixels, &inks).map(DynamicImage::from);
    }
    let turn = turn(pixels);
    let image = image::load_from_memory_with_format(&pixels.bytes, pixels.format).ok()?;
    let small = at_width(image, pixels, width);
    drop(turn);
    Some(small)
}

/// A picture's own inks, so many pixels across; none if it is made of light.
pub fn in_inks(pixels: &Pixels, width: u32) -> Option<RgbaImage> {
    let turn = turn(pixels);
    let small = at_width(pixels.inks()?.into(), pixels, width);
    drop(turn);
    Some(small.into_rgba8())
}

/// What inks look like by the picture's own profile, or as on coated paper.
fn light_of(picture: &Picture, pixels: &Pixels, inks: &RgbaImage) -> Option<RgbImage> {
    let own = profile(pixels).and_then(|bytes| Profile::read(&picture.path, bytes).ok());
    let samples = match own {
        Some(profile) => light::of_inks(&profile).pixels(inks),
        None => light::of_unknown_inks().pixels(inks),
    };
    RgbImage::from_raw(inks.width(), inks.height(), samples)
}

fn png(image: &DynamicImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    image.write_with_encoder(PngEncoder::new(&mut bytes)).ok()?;
    Some(bytes)
}

/// A picture as browsers read it, with the name of its format: photos with little loss, others without.
pub fn for_browsers(image: &DynamicImage, is_photo: bool) -> Option<(&'static str, Vec<u8>)> {
    if !is_photo {
        return png(image).map(|bytes| ("png", bytes));
    }
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    image.to_rgb8().write_with_encoder(encoder).ok()?;
    Some(("jpeg", bytes))
}

/// Quality of photos for browsers.
const JPEG_QUALITY: u8 = 85;

fn at_width(image: DynamicImage, pixels: &Pixels, width: u32) -> DynamicImage {
    if width >= pixels.width {
        return image;
    }
    let height = (f64::from(pixels.height) * f64::from(width) / f64::from(pixels.width)).round().max(1.0);
    image.resize_exact(width, height as u32, FilterType::CatmullRom)
}
