//! Pictures in four inks. Decides which files have them, and that they are read as they are in the file.

use std::io::Cursor;

use image::{ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, RgbaImage};
use tiff::TiffError;
use tiff::decoder::{Decoder, DecodingResult, Limits};

use super::refused;
use crate::diag::{Filling, words};
use crate::jpeg;

/// Channels of a pixel: cyan, magenta, yellow, black.
const INKS: usize = 4;
/// Most bytes of a TIFF that is decoded: as many pixels as a picture may have, in 16 bits.
const MOST_BYTES: usize = 60_000_000 * 2 * INKS;

/// Whether a picture is in inks.
pub fn is_inked(bytes: &[u8], decoder: &impl ImageDecoder, format: ImageFormat) -> bool {
    match format {
        ImageFormat::Jpeg => jpeg::is_inked(bytes),
        _ => matches!(decoder.original_color_type(), ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16),
    }
}

/// Its inks in the place of the four channels, 255 is full ink; deeper ones are rounded to eight bits.
pub fn decode(bytes: &[u8], format: ImageFormat) -> Result<RgbaImage, Filling> {
    let ((width, height), samples) =
        if format == ImageFormat::Jpeg { of_jpeg(bytes) } else { of_tiff(bytes) }?;
    RgbaImage::from_raw(width, height, samples).ok_or_else(|| words::ends_early().into())
}

/// Width, height and samples, or the reason why there are none.
type Decoded = Result<((u32, u32), Vec<u8>), Filling>;

fn of_jpeg(bytes: &[u8]) -> Decoded {
    let reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg);
    let (width, height) = reader.into_dimensions().map_err(|e| refused::pixels(&e))?;
    let samples = jpeg::decode(bytes, width as usize, height as usize, INKS);
    let mut samples = samples.ok_or_else(words::ends_early)?;
    if jpeg::is_inverted(bytes) {
        samples.iter_mut().for_each(|sample| *sample = 255 - *sample);
    }
    Ok(((width, height), samples))
}

fn of_tiff(bytes: &[u8]) -> Decoded {
    let mut limits = Limits::default();
    limits.decoding_buffer_size = MOST_BYTES;
    limits.intermediate_buffer_size = MOST_BYTES;
    let read = || {
        let mut decoder = Decoder::new(Cursor::new(bytes))?.with_limits(limits);
        let (size, mut samples) = (decoder.dimensions()?, DecodingResult::U8(Vec::new()));
        let layout = decoder.read_image_to_buffer(&mut samples)?;
        Ok((size, samples, layout.planes))
    };
    let (size, samples, planes) = read().map_err(|e: TiffError| words::data_damaged(e))?;
    let samples = match samples {
        DecodingResult::U8(samples) => samples,
        DecodingResult::U16(samples) => {
            samples.into_iter().map(|s| ((u32::from(s) + 128) / 257) as u8).collect()
        }
        _ => return Err(words::unknown_format().into()),
    };
    Ok((size, if planes > 1 { interleaved(&samples) } else { samples }))
}

/// Pixel by pixel what is stored ink by ink.
fn interleaved(planes: &[u8]) -> Vec<u8> {
    let of_a_plane = planes.len() / INKS;
    (0..of_a_plane).flat_map(|n| (0..INKS).map(move |ink| planes[ink * of_a_plane + n])).collect()
}
