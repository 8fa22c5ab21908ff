//! Pictures of pixels. Decides what is passed on as it is, what is scaled down, and in which colours pixels are kept.

use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat};
use pdf_writer::{Filter, Finish, Name, Ref};

use super::objects::Objects;
use super::packing::{Packed, Samples};
use super::pixels::{self, in_inks, in_light, profile};
use crate::diag::{Diagnostic, Sink};
use crate::jpeg;
use crate::pdf::inks::{Inks, Press, lightness};
use crate::press::{Plates, Separator, Source, light, picture};
use crate::source::assets::{Picture, Pixels, Tones};

/// Quality of JPEG files that are written anew.
const JPEG_QUALITY: u8 = 90;

/// A picture in the colours of a file, and how its values are kept: as they are made, or packed.
pub struct Raster<Kept = Packed> {
    size: (u32, u32),
    bits: i32,
    space: Space,
    data: Data<Kept>,
    /// How opaque each pixel is; none if all are wholly.
    opacity: Option<Kept>,
    /// Whether full tones are written as 0.
    inverted: bool,
}

enum Data<Kept> {
    /// A JPEG file.
    Jpeg(Arc<Vec<u8>>),
    /// Values.
    Values(Kept),
}

enum Space {
    Device(&'static str),
    /// Of so many colours, as a profile says.
    Profiled(Vec<u8>, u8),
}

impl Raster<Samples> {
    /// A picture of so many pixels across, in inks; complaints go to `sink`.
    pub fn new(
        picture: &Picture,
        pixels: &Pixels,
        width: u32,
        inks: Inks<'_>,
        sink: &mut Sink,
    ) -> Option<Self> {
        match (pixels.tones, inks) {
            (Tones::Lines, _) => Self::lines(picture, pixels),
            (_, Inks::Screen) => Self::light(picture, pixels, width),
            (_, Inks::Grey) => Self::grey(picture, pixels, width, sink),
            (Tones::Inks(orientation), Inks::Press(_)) => Self::own_inks(pixels, orientation, width),
            (Tones::Light, Inks::Press(press)) => Self::plates(picture, pixels, width, press, sink),
        }
    }

    /// Line art: its pixels are black or white, and stay as fine as they are.
    fn lines(picture: &Picture, pixels: &Pixels) -> Option<Self> {
        let image = in_light(picture, pixels, pixels.width)?.into_luma8();
        let byte = |eight: &[u8]| {
            let bits = eight.iter().enumerate();
            bits.fold(0, |byte, (at, tone)| byte | u8::from(*tone > 127) << (7 - at))
        };
        let rows = image.as_raw().chunks(image.width().max(1) as usize);
        let bits: Vec<u8> = rows.flat_map(|row| row.chunks(8).map(byte)).collect();
        let data = Samples::plain(bits);
        Some(Self { bits: 1, ..Self::new_as(image.dimensions(), "DeviceGray", Data::Values(data)) })
    }

    fn new_as(size: (u32, u32), space: &'static str, data: Data<Samples>) -> Self {
        Self { size, bits: 8, space: Space::Device(space), data, opacity: None, inverted: false }
    }

    /// Samples of eight bits.
    fn sampled(size: (u32, u32), space: &'static str, samples: Vec<u8>, opacity: Option<Vec<u8>>) -> Self {
        let across = size.0 as usize;
        let data = Samples::new(samples, across, colours(space));
        let opacity = opacity.map(|opacity| Samples::new(opacity, across, 1));
        Self { opacity, ..Self::new_as(size, space, Data::Values(data)) }
    }

    /// In the colours that it has.
    fn light(picture: &Picture, pixels: &Pixels, width: u32) -> Option<Self> {
        let is_light = pixels.tones == Tones::Light;
        let mut made = if pixels.format == ImageFormat::Jpeg && is_light && width >= pixels.width {
            let is_grey = jpeg::components(&pixels.bytes) == Some(1);
            let space = if is_grey { "DeviceGray" } else { "DeviceRGB" };
            Self::new_as((pixels.width, pixels.height), space, Data::Jpeg(pixels.bytes.clone()))
        } else {
            let image = in_light(picture, pixels, width)?;
            if pixels.format == ImageFormat::Jpeg { Self::photo(&image)? } else { Self::scaled_light(&image) }
        };
        let count = if matches!(made.space, Space::Device("DeviceGray")) { 1 } else { 3 };
        let own = profile(pixels).filter(|profile| is_light && pixels::colours(profile) == Some(count));
        if let Some(profile) = own {
            made.space = Space::Profiled(profile, count);
        }
        Some(made)
    }

    /// A photo that was scaled down or came in inks, as a JPEG again.
    fn photo(image: &DynamicImage) -> Option<Self> {
        let mut bytes = Vec::new();
        let space = if image.color().has_color() { "DeviceRGB" } else { "DeviceGray" };
        image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)).ok()?;
        Some(Self::new_as((image.width(), image.height()), space, Data::Jpeg(Arc::new(bytes))))
    }

    /// A picture in a drawing, as it is, for the screen.
    pub fn embedded(bytes: &Arc<Vec<u8>>, format: ImageFormat) -> Option<Self> {
        let image = image::load_from_memory_with_format(bytes, format).ok()?;
        if format == ImageFormat::Jpeg && jpeg::components(bytes) != Some(4) {
            let space = if image.color().has_color() { "DeviceRGB" } else { "DeviceGray" };
            return Some(Self::new_as((image.width(), image.height()), space, Data::Jpeg(bytes.clone())));
        }
        Some(Self::scaled_light(&image))
    }

    fn scaled_light(image: &DynamicImage) -> Self {
        let size = (image.width(), image.height());
        let opacity: Option<Vec<u8>> =
            image.color().has_alpha().then(|| image.to_rgba8().pixels().map(|p| p.0[3]).collect());
        let opacity = opacity.filter(|opacity| opacity.iter().any(|a| *a < 255));
        if image.color().has_color() {
            Self::sampled(size, "DeviceRGB", image.to_rgb8().into_raw(), opacity)
        } else {
            Self::sampled(size, "DeviceGray", image.to_luma8().into_raw(), opacity)
        }
    }

    /// In grey, as its own profile shows its colours, on white where it is transparent.
    fn grey(picture: &Picture, pixels: &Pixels, width: u32, sink: &mut Sink) -> Option<Self> {
        let image = in_light(picture, pixels, width)?;
        let own = source(picture, pixels, sink);
        let own = own.filter(|source| !source.is_grey() || !image.color().has_color());
        let (rgb, opacity) = picture::channels(&image);
        let rgb = own.map_or_else(|| rgb.clone(), |own| light::of_source(&own).pixels(&rgb));
        let on_white = |(n, pixel): (usize, &[u8; 3])| {
            let a = opacity.as_ref().map_or(255, |opacity| u32::from(opacity[n]));
            ((u32::from(lightness(*pixel)) * a + 255 * (255 - a) + 127) / 255) as u8
        };
        let samples: Vec<u8> = rgb.as_chunks().0.iter().enumerate().map(on_white).collect();
        Some(Self::sampled((image.width(), image.height()), "DeviceGray", samples, None))
    }

    /// In the inks that it has, of which none is changed.
    fn own_inks(pixels: &Pixels, orientation: Orientation, width: u32) -> Option<Self> {
        let is_upright = orientation == Orientation::NoTransforms;
        if pixels.format == ImageFormat::Jpeg && is_upright && width >= pixels.width {
            let data = Data::Jpeg(pixels.bytes.clone());
            let made = Self::new_as((pixels.width, pixels.height), "DeviceCMYK", data);
            return Some(Self { inverted: jpeg::is_inverted(&pixels.bytes), ..made });
        }
        let image = in_inks(pixels, width)?;
        Some(Self::sampled(image.dimensions(), "DeviceCMYK", image.into_raw(), None))
    }

    /// In the inks of the press, from the colours that its own profile gives its values.
    fn plates(
        picture: &Picture,
        pixels: &Pixels,
        width: u32,
        press: &Press<'_>,
        sink: &mut Sink,
    ) -> Option<Self> {
        let image = in_light(picture, pixels, width)?;
        let own = source(picture, pixels, sink)
            .map(|source| Separator::from_source(press.profile, &source, press.intent));
        let mut tell = |wrong: Diagnostic| sink.push(wrong.at(picture.span));
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
        Some(Self::sampled((width, height), space, samples, opacity))
    }

    /// The picture as it is written.
    pub fn pack(self) -> Raster {
        let data = match self.data {
            Data::Jpeg(file) => Data::Jpeg(file),
            Data::Values(samples) => Data::Values(samples.pack()),
        };
        let Self { size, bits, space, opacity, inverted, .. } = self;
        Raster { size, bits, space, data, opacity: opacity.map(Samples::pack), inverted }
    }
}

impl Raster {
    /// Whether what lies below shines through.
    pub fn is_see_through(&self) -> bool {
        self.opacity.is_some()
    }

    /// Adds the picture.
    pub fn write(self, objects: &mut Objects) -> Ref {
        let (width, height) = (self.size.0 as i32, self.size.1 as i32);
        let mask = self.opacity.as_ref().map(|opacity| {
            objects.stream(|chunk, id| {
                let mut mask = chunk.image_xobject(id, &opacity.bytes);
                opacity.describe(&mut mask);
                mask.width(width).height(height).bits_per_component(8);
                mask.color_space_name(Name(b"DeviceGray"));
            })
        });
        let profile = match &self.space {
            Space::Device(_) => None,
            Space::Profiled(bytes, count) => Some(objects.profile(bytes, *count)),
        };
        objects.stream(|chunk, id| {
            let bytes: &[u8] = match &self.data {
                Data::Jpeg(file) => file,
                Data::Values(packed) => &packed.bytes,
            };
            let mut image = chunk.image_xobject(id, bytes);
            match &self.data {
                Data::Jpeg(_) => drop(image.filter(Filter::DctDecode)),
                Data::Values(packed) => packed.describe(&mut image),
            }
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

/// What a picture's own profile says of its values; complaints go to `sink`.
fn source(picture: &Picture, pixels: &Pixels, sink: &mut Sink) -> Option<Source> {
    let bytes = profile(pixels).filter(|_| pixels.tones == Tones::Light)?;
    Source::read(&picture.path, &bytes).map_err(|wrong| sink.push(wrong.at(picture.span))).ok()
}

/// How many colours the device's own space has.
fn colours(space: &str) -> usize {
    match space {
        "DeviceGray" => 1,
        "DeviceRGB" => 3,
        _ => 4,
    }
}
