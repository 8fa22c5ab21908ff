//! JPEG files with components of their own. Decides that inks stay inks: no conversion to RGB takes place.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// How often a JPEG file passes over its pixels (markers SOS of ITU-T T.81).
pub fn scans(data: &[u8]) -> u64 {
    data.windows(2).filter(|pair| *pair == [0xff, 0xda]).count() as u64
}

/// How many components each pixel has, from the frame header (ITU-T T.81, B.2.2).
pub fn components(data: &[u8]) -> Option<u8> {
    segments(data).find(|(marker, _)| is_frame(*marker)).and_then(|(_, frame)| frame.get(5).copied())
}

/// Whether full tones are stored as 0: Adobe's programs do so in files of four inks, and leave their mark.
pub fn is_inverted(data: &[u8]) -> bool {
    segments(data)
        .take_while(|(marker, _)| *marker != 0xda)
        .any(|(marker, text)| marker == 0xee && text.starts_with(b"Adobe"))
}

/// Markers with what follows them, up to the first scan.
fn segments(data: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = data.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        while let [0xff, 0xff, ..] = rest {
            rest = &rest[1..];
        }
        let [0xff, marker, high, low, ..] = *rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let text = rest.get(4..2 + length)?;
        rest = &rest[2 + length..];
        Some((marker, text))
    })
}

/// Start of a frame: not the tables C4 and CC, nor JPG, which is reserved.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

/// Whether a pixel is four inks.
pub fn is_inked(data: &[u8]) -> bool {
    components(data) == Some(4) && opened(data, None).is_some_and(|(_, space)| space.is_some())
}

/// The pixels of a JPEG file as they are stored, if it has that size and number of components.
pub fn decode(data: &[u8], width: usize, height: usize, components: usize) -> Option<Vec<u8>> {
    let (mut decoder, inks) = opened(data, Some((width, height)))?;
    let wanted = match (components, inks) {
        (1, _) => ColorSpace::Luma,
        (3, _) => ColorSpace::RGB,
        (4, Some(inks)) => inks,
        _ => return None,
    };
    decoder.set_options(decoder.options().jpeg_set_out_colorspace(wanted));
    let mut pixels = decoder.decode().ok()?;
    if wanted == ColorSpace::YCCK {
        pixels.as_chunks_mut().0.iter_mut().for_each(ycck_to_cmyk);
    }
    (decoder.dimensions()? == (width, height)).then_some(pixels)
}

/// A decoder that has read the headers, and the space of inks.
type Opened<'d> = (JpegDecoder<ZCursor<&'d [u8]>>, Option<ColorSpace>);

/// Opens a file that is at most so large.
fn opened(data: &[u8], most: Option<(usize, usize)>) -> Option<Opened<'_>> {
    let (width, height) = most.unwrap_or((usize::MAX, usize::MAX));
    let options = DecoderOptions::default().set_max_width(width).set_max_height(height);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(data), options);
    decoder.decode_headers().ok()?;
    let space = decoder.input_colorspace()?;
    Some((decoder, Some(space).filter(|space| matches!(space, ColorSpace::CMYK | ColorSpace::YCCK))))
}

/// The first three are stored as luminance and differences of the light that they leave (ITU-R BT.601; Adobe's
/// technical note 5116), black as it is.
fn ycck_to_cmyk(pixel: &mut [u8; 4]) {
    let [y, blue, red] = [pixel[0], pixel[1], pixel[2]].map(f64::from);
    let (blue, red) = (blue - 128.0, red - 128.0);
    let light = [y + 1.402 * red, y - 0.344_136 * blue - 0.714_136 * red, y + 1.772 * blue];
    for (ink, light) in pixel.iter_mut().zip(light) {
        *ink = 255 - light.round().clamp(0.0, 255.0) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header with these segments, then a scan.
    fn file(segments: &[(u8, &[u8])]) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        for (marker, text) in segments.iter().chain([&(0xda, [0].as_slice())]) {
            bytes.extend([0xff, 0xff, *marker, 0, text.len() as u8 + 2]);
            bytes.extend_from_slice(text);
        }
        bytes
    }

    const TABLE: (u8, &[u8]) = (0xc4, &[9; 9]);
    const FRAME: (u8, &[u8]) = (0xc2, &[8, 0, 1, 0, 1, 4]);

    #[test]
    fn components_are_those_of_the_frame() {
        assert_eq!(components(&file(&[TABLE, FRAME])), Some(4));
        assert_eq!(components(&file(&[TABLE])), None);
        assert_eq!(components(b"\xff\xd8\xff\xc0\0\x01"), None, "a length that is none");
        assert_eq!(components(b""), None);
    }

    #[test]
    fn files_of_adobe_are_inverted() {
        let mark: (u8, &[u8]) = (0xee, b"Adobe\0\x64\0\0\0\0\0");
        assert!(is_inverted(&file(&[TABLE, mark, FRAME])));
        assert!(!is_inverted(&file(&[TABLE, FRAME])));
        assert!(!is_inverted(&file(&[(0xee, b"Ducky"), (0xe1, b"Adobe"), FRAME])));
    }

    #[test]
    fn luminance_is_that_of_what_the_inks_leave() {
        let inks = |mut stored: [u8; 4]| {
            ycck_to_cmyk(&mut stored);
            stored
        };
        assert_eq!(inks([255, 128, 128, 7]), [0, 0, 0, 7]);
        assert_eq!(inks([76, 85, 255, 0]), [1, 255, 255, 0]);
    }
}
