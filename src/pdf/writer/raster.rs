//! Pictures of pixels. Decides what is passed on as it is, what is scaled down, and in which colours pixels are kept.

use std::io::Cursor;
use std::sync::Arc;

use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Rgba};
use pdf_writer::{Filter, Finish, Name, Ref};

use super::deflate::deflated;
use super::objects::Objects;
use crate::diag::{Diagnostic, Sink};
use crate::pdf::images::{at_width, components, decoded, is_in_inks, turn};
use crate::pdf::inks::{Inks, Press, lightness};
use crate::press::{Plates, Separator, Source, picture};
use crate::source::assets::{Picture, Pixels};

/// A picture as it is written.
pub struct Raster {
    size: (u32, u32),
    bits: i32,
    space: Space,
    data: Data,
    /// How opaque each pixel is, packed; none if all are wholly.
    opacity: Option<Vec<u8>>,
    /// Whether full tones are written as 0.
    inverted: bool,
}

enum Data {
    /// A JPEG file.
    Jpeg(Arc<Vec<u8>>),
    /// Packed samples.
    Packed(Vec<u8>),
}

enum Space {
    Device(&'static str),
    /// Of so many colours, as a profile says.
    Profiled(Vec<u8>, u8),
}

impl Raster {
    /// A picture of so many pixels across, in inks; complaints go to `sink`.
    pub fn new(
        picture: &Picture,
        pixels: &Pixels,
        width: u32,
        inks: Inks<'_>,
        sink: &mut Sink,
    ) -> Option<Self> {
        if let Some(lines) = Self::of_lines(pixels) {
            return Some(lines);
        }
        match inks {
            Inks::Screen => Self::in_light(pixels, width),
            Inks::Grey => Self::in_grey(pixels, width),
            Inks::Press(press) => Self::in_inks(picture, pixels, width, press, sink),
        }
    }

    /// Line art: its pixels are black or white, and stay as fine as they are.
    fn of_lines(pixels: &Pixels) -> Option<Self> {
        let reader = ImageReader::with_format(Cursor::new(&**pixels.bytes), pixels.format);
        let decoder = reader.into_decoder().ok()?;
        if decoder.original_color_type() != ExtendedColorType::L1 {
            return None;
        }
        let image = DynamicImage::from_decoder(decoder).ok()?.into_luma8();
        let row = |row: &[u8]| {
            row.chunks(8)
                .map(|eight| {
                    eight
                        .iter()
                        .enumerate()
                        .fold(0, |byte, (at, tone)| byte | u8::from(*tone > 127) << (7 - at))
                })
                .collect::<Vec<u8>>()
        };
        let bits: Vec<u8> = image.as_raw().chunks(image.width().max(1) as usize).flat_map(row).collect();
        let size = image.dimensions();
        Some(Self { bits: 1, ..Self::packed(size, "DeviceGray", &bits, None) })
    }

    /// Samples of eight bits.
    fn packed(size: (u32, u32), space: &'static str, samples: &[u8], opacity: Option<&[u8]>) -> Self {
        Self {
            size,
            bits: 8,
            space: Space::Device(space),
            data: Data::Packed(deflated(samples)),
            opacity: opacity.map(deflated),
            inverted: false,
        }
    }

    fn in_light(pixels: &Pixels, width: u32) -> Option<Self> {
        let reader = ImageReader::with_format(Cursor::new(&**pixels.bytes), pixels.format);
        let profile = reader.into_decoder().ok()?.icc_profile().ok().flatten();
        let is_jpeg = pixels.format == ImageFormat::Jpeg && !is_in_inks(pixels);
        let mut made = if is_jpeg && width >= pixels.width {
            let space = if components(&pixels.bytes) == Some(1) { "DeviceGray" } else { "DeviceRGB" };
            let empty = Self::packed((pixels.width, pixels.height), space, &[], None);
            Self { data: Data::Jpeg(pixels.bytes.clone()), ..empty }
        } else {
            Self::scaled_light(pixels, width)?
        };
        let count = if matches!(made.space, Space::Device("DeviceGray")) { 1 } else { 3 };
        if let Some(profile) = profile.filter(|_| !is_in_inks(pixels)).filter(|p| channels(p) == Some(count))
        {
            made.space = Space::Profiled(profile, count);
        }
        Some(made)
    }

    fn scaled_light(pixels: &Pixels, width: u32) -> Option<Self> {
        let turn = turn(pixels);
        let image = at_width(decoded(pixels)?, pixels, width);
        drop(turn);
        let size = (image.width(), image.height());
        let opacity: Option<Vec<u8>> =
            image.color().has_alpha().then(|| image.to_rgba8().pixels().map(|p| p.0[3]).collect());
        let opacity = opacity.filter(|opacity| opacity.iter().any(|a| *a < 255));
        Some(if image.color().has_color() {
            Self::packed(size, "DeviceRGB", image.to_rgb8().as_raw(), opacity.as_deref())
        } else {
            Self::packed(size, "DeviceGray", image.to_luma8().as_raw(), opacity.as_deref())
        })
    }

    /// In grey, on white where it is transparent.
    fn in_grey(pixels: &Pixels, width: u32) -> Option<Self> {
        let turn = turn(pixels);
        let image = at_width(decoded(pixels)?, pixels, width).to_rgba8();
        drop(turn);
        let grey = |pixel: &Rgba<u8>| {
            let [r, g, b, a] = pixel.0;
            let (luma, a) = (u32::from(lightness([r, g, b])), u32::from(a));
            ((luma * a + 255 * (255 - a) + 127) / 255) as u8
        };
        let samples: Vec<u8> = image.pixels().map(grey).collect();
        Some(Self::packed(image.dimensions(), "DeviceGray", &samples, None))
    }

    /// In inks, from the colours that its own profile gives its values.
    fn in_inks(
        picture: &Picture,
        pixels: &Pixels,
        width: u32,
        press: &Press<'_>,
        sink: &mut Sink,
    ) -> Option<Self> {
        let reader = ImageReader::with_format(Cursor::new(&**pixels.bytes), pixels.format);
        let mut decoder = reader.into_decoder().ok()?;
        let profile = decoder.icc_profile().ok().flatten();
        let turn = turn(pixels);
        let image = at_width(DynamicImage::from_decoder(decoder).ok()?, pixels, width);
        drop(turn);
        let mut tell = |wrong: Diagnostic| sink.push(wrong.at(picture.span));
        let source = profile.and_then(|bytes| Source::read(&picture.path, &bytes).map_err(&mut tell).ok());
        let own = source.map(|source| Separator::from_source(press.profile, &source, press.intent));
        let plates = Plates::new(&picture.path, &image, own.as_ref().unwrap_or(press.separator));
        // What its profile cannot tell, it has in sRGB, as pictures without a profile do.
        let plates =
            plates.map_err(&mut tell).or_else(|()| Plates::new(&picture.path, &image, press.separator));
        let Plates { width, height, inks, opacity } = plates.map_err(tell).ok()?;
        let (space, samples) = match inks {
            picture::Inks::Process(samples) => ("DeviceCMYK", samples),
            picture::Inks::Black(samples) => {
                ("DeviceGray", samples.into_iter().map(|ink| 255 - ink).collect())
            }
        };
        Some(Self::packed((width, height), space, &samples, opacity.as_deref()))
    }

    /// Whether what lies below shines through.
    pub fn is_see_through(&self) -> bool {
        self.opacity.is_some()
    }

    /// Adds the picture.
    pub fn write(self, objects: &mut Objects) -> Ref {
        let (width, height) = (self.size.0 as i32, self.size.1 as i32);
        let mask = self.opacity.as_ref().map(|opacity| {
            objects.stream(|chunk, id| {
                let mut mask = chunk.image_xobject(id, opacity);
                mask.filter(Filter::FlateDecode);
                mask.width(width).height(height).bits_per_component(8);
                mask.color_space_name(Name(b"DeviceGray"));
            })
        });
        let profile = match &self.space {
            Space::Device(_) => None,
            Space::Profiled(bytes, count) => {
                let packed = deflated(bytes);
                Some(objects.stream(|chunk, id| {
                    let mut profile = chunk.stream(id, &packed);
                    profile.filter(Filter::FlateDecode);
                    profile.pair(Name(b"N"), i32::from(*count));
                }))
            }
        };
        let (bytes, filter): (&[u8], _) = match &self.data {
            Data::Jpeg(file) => (file, Filter::DctDecode),
            Data::Packed(bytes) => (bytes, Filter::FlateDecode),
        };
        objects.stream(|chunk, id| {
            let mut image = chunk.image_xobject(id, bytes);
            image.filter(filter);
            image.width(width).height(height).bits_per_component(self.bits);
            match (&self.space, profile) {
                (_, Some(profile)) => {
                    let mut space = image.insert(Name(b"ColorSpace")).array();
                    space.item(Name(b"ICCBased")).item(profile);
                }
                (Space::Device(name), None) => drop(image.color_space_name(Name(name.as_bytes()))),
                (Space::Profiled(..), None) => {}
            }
            if self.inverted {
                image.insert(Name(b"Decode")).array().items([1, 0, 1, 0, 1, 0, 1, 0]);
            }
            if let Some(mask) = mask {
                image.s_mask(mask);
            }
            image.finish();
        })
    }
}

/// How many colours a profile is for, from its header (ICC.1, 7.2.6).
fn channels(profile: &[u8]) -> Option<u8> {
    match profile.get(16..20)? {
        b"GRAY" => Some(1),
        b"RGB " => Some(3),
        _ => None,
    }
}
