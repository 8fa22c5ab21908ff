//! JPEG with its own components. Decides that inks stay inks: no conversion to RGB takes place.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// How often a JPEG file passes over its pixels (markers SOS of ITU-T T.81).
pub fn scans(data: &[u8]) -> u64 {
    data.windows(2).filter(|pair| *pair == [0xff, 0xda]).count() as u64
}

/// The pixels of a JPEG file, if it has that size and number of components.
pub fn decode(data: &[u8], width: usize, height: usize, components: usize) -> Option<Vec<u8>> {
    let options = DecoderOptions::default().set_max_width(width).set_max_height(height);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(data), options);
    decoder.decode_headers().ok()?;
    let wanted = match (components, decoder.input_colorspace()?) {
        (1, _) => ColorSpace::Luma,
        (3, _) => ColorSpace::RGB,
        (4, four @ (ColorSpace::CMYK | ColorSpace::YCCK)) => four,
        _ => return None,
    };
    decoder.set_options(options.jpeg_set_out_colorspace(wanted));
    let mut pixels = decoder.decode().ok()?;
    if wanted == ColorSpace::YCCK {
        pixels.chunks_exact_mut(4).for_each(ycck_to_cmyk);
    }
    (decoder.dimensions()? == (width, height)).then_some(pixels)
}

/// The first three are stored as luminance and colour differences (ITU-R BT.601), black as it is.
fn ycck_to_cmyk(pixel: &mut [u8]) {
    let [y, blue, red] = [pixel[0], pixel[1], pixel[2]].map(f64::from);
    let (blue, red) = (blue - 128.0, red - 128.0);
    let inks = [y + 1.402 * red, y - 0.344_136 * blue - 0.714_136 * red, y + 1.772 * blue];
    for (ink, value) in pixel.iter_mut().zip(inks) {
        *ink = value.round().clamp(0.0, 255.0) as u8;
    }
}
