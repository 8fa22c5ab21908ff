//! The pixels of images. Decides which compressions are read: all but JPEG 2000, JBIG2 and fax.

use std::borrow::Cow;

use lopdf::{Object, Stream};

use super::super::content::image::Image;
use super::super::file::Pdf;
use crate::jpeg;

/// Most bytes of an image's pixels: an A2 in four inks at 300 ppi.
const LARGEST: usize = 160 << 20;
/// The same for JPEG, which takes three times as much memory: an A3 and its bleed.
const LARGEST_JPEG: usize = 100 << 20;
/// Steps for a component of a pixel of a JPEG; each of its scans beyond the first few takes as many again.
const STEPS_OF_A_SAMPLE: u64 = 9;
const SCANS_AT_ONCE: u64 = 4;
/// Most components of a pixel.
pub const MOST_COMPONENTS: usize = 32;

/// An image that was unpacked.
pub struct Pixels {
    samples: Samples,
    decode: Vec<(f64, f64)>,
    stencil: bool,
    mask: Option<Samples>,
}

/// What lies at a place of an image.
pub enum Coverage<'v> {
    /// Nothing: beside it, or masked.
    Nothing,
    /// The current colour.
    Stencil,
    /// A colour of its own with its opacity.
    Colour(&'v [f64], f32),
}

struct Samples {
    raster: Raster,
    data: Vec<u8>,
}

/// How samples lie in their bytes: row by row, each row from a whole byte on.
#[derive(Clone, Copy)]
struct Raster {
    width: usize,
    height: usize,
    components: usize,
    /// Of a component.
    bits: usize,
}

impl Raster {
    fn bytes_of_row(&self) -> usize {
        (self.width * self.components * self.bits).div_ceil(8)
    }
}

impl Pixels {
    /// Unpacks an image; `None` if its compression or size is beyond what is read.
    pub fn read(pdf: &Pdf, image: &Image<'_>) -> Option<Self> {
        let components = image.space.as_ref().map_or(1, |s| s.size());
        let (width, height, bits) = (image.width, image.height, image.bits as usize);
        let samples = Samples::read(pdf, image.stream, Raster { width, height, components, bits })?;
        let mask = match image.soft_mask {
            None => None,
            Some(mask) => Some(Samples::of_mask(pdf, mask)?),
        };
        let (decode, stencil) = (image.decode.clone(), image.is_stencil());
        Some(Self { samples, decode, stencil, mask }).filter(|_| !image.masked)
    }

    /// What lies at a place of the unit square.
    pub fn at<'v>(&self, x: f64, y: f64, values: &'v mut [f64; MOST_COMPONENTS]) -> Coverage<'v> {
        if !(0.0..=1.0).contains(&x) || !(0.0..=1.0).contains(&y) {
            return Coverage::Nothing;
        }
        let components = self.samples.raster.components;
        for (n, (low, high)) in self.decode.iter().enumerate().take(components) {
            values[n] = low + self.samples.at(x, y, n) * (high - low);
        }
        if self.stencil {
            return if values[0] < 0.5 { Coverage::Stencil } else { Coverage::Nothing };
        }
        let alpha = self.mask.as_ref().map_or(1.0, |m| m.at(x, y, 0)) as f32;
        if alpha > 0.0 { Coverage::Colour(&values[..components], alpha) } else { Coverage::Nothing }
    }
}

impl Samples {
    fn read(pdf: &Pdf, stream: &Stream, mut raster: Raster) -> Option<Self> {
        let Raster { width, height, components, bits } = raster;
        if !matches!(bits, 1 | 2 | 4 | 8 | 16) || !(1..=MOST_COMPONENTS).contains(&components) {
            return None;
        }
        let mut filters = pdf.filters(&stream.dict);
        let filter = filters.pop();
        let size = size(width, height, components * bits, filter)?;
        let data = match filter {
            Some("DCTDecode") => {
                let packed = packed(pdf, stream, &filters)?;
                let scans = 1 + jpeg::scans(&packed) / SCANS_AT_ONCE;
                let steps = (size as u64 * STEPS_OF_A_SAMPLE).saturating_mul(scans);
                let afforded = pdf.budget().ink.spend(steps + 4 * packed.len() as u64);
                if !afforded {
                    return None;
                }
                raster.bits = 8;
                jpeg::decode(&packed, width, height, components)?
            }
            Some("JPXDecode" | "JBIG2Decode" | "CCITTFaxDecode") => return None,
            _ => pdf.pixels(stream)?,
        };
        let whole = data.len() >= raster.bytes_of_row() * height && data.len() <= LARGEST.max(size);
        whole.then_some(Self { raster, data })
    }

    fn of_mask(pdf: &Pdf, stream: &Stream) -> Option<Self> {
        let number = |key| pdf.number(&stream.dict, key).map(|n| n.clamp(0.0, 1e6) as usize);
        let bits = number("BitsPerComponent").unwrap_or(8);
        let (width, height) = (number("Width")?, number("Height")?);
        Self::read(pdf, stream, Raster { width, height, components: 1, bits })
    }

    /// A component at a place of the unit square, from 0 to 1; the first row is at the top. Components of
    /// indexed images are numbers of colours, which `decode` brings back to whole numbers.
    fn at(&self, x: f64, y: f64, component: usize) -> f64 {
        let Raster { width, height, components, bits } = self.raster;
        let column = ((x * width as f64) as usize).min(width - 1);
        let row = (((1.0 - y) * height as f64) as usize).min(height - 1);
        let row_bytes = self.raster.bytes_of_row();
        let bit = (column * components + component) * bits;
        let byte = |n: usize| f64::from(self.data.get(row * row_bytes + bit / 8 + n).copied().unwrap_or(0));
        match bits {
            16 => (byte(0) * 256.0 + byte(1)) / 65_535.0,
            8 => byte(0) / 255.0,
            bits => {
                let shift = 8 - bits - bit % 8;
                let highest = (1_u32 << bits) - 1;
                f64::from((byte(0) as u32 >> shift) & highest) / f64::from(highest)
            }
        }
    }
}

/// Bytes of so many pixels, unless they are too many for how they are packed.
fn size(width: usize, height: usize, bits: usize, filter: Option<&str>) -> Option<usize> {
    let most = if filter == Some("DCTDecode") { LARGEST_JPEG } else { LARGEST };
    let row = width.checked_mul(bits)?.div_ceil(8);
    row.checked_mul(height).filter(|size| *size <= most)
}

/// The JPEG file within other filters.
fn packed<'s>(pdf: &Pdf, stream: &'s Stream, outer: &[&str]) -> Option<Cow<'s, [u8]>> {
    if outer.is_empty() {
        return Some(Cow::Borrowed(&stream.content));
    }
    let mut around = Stream::new(stream.dict.clone(), stream.content.clone());
    let names = outer.iter().map(|name| Object::Name(name.as_bytes().to_vec()));
    around.dict.set("Filter", Object::Array(names.collect()));
    pdf.pixels(&around).map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_unpacked_up_to_a_size() {
        for (filter, megabytes) in [(None, 160), (Some("FlateDecode"), 160), (Some("DCTDecode"), 100)] {
            let size = |height: usize, bits: usize| size(1 << 13, height, bits, filter);
            // rows of 8192 pixels in four inks
            assert_eq!(size(32 * megabytes, 32), Some(megabytes << 20), "{filter:?}");
            assert_eq!(size(32 * megabytes + 1, 32), None, "{filter:?}");
            assert_eq!(size(1024 * megabytes, 1), Some(megabytes << 20), "{filter:?}");
        }
        assert_eq!(size(1, LARGEST, 1, None), Some(LARGEST), "a row is whole bytes");
        assert_eq!(size(9, LARGEST / 2 + 1, 1, None), None);
        assert_eq!(size(usize::MAX, 1, 8, None), None);
    }
}
