//! Pictures of a few pixels, in every format, depth and space that is read.

use std::io::Cursor;

use image::codecs::{jpeg::JpegEncoder, png::PngEncoder};
use image::{DynamicImage, ImageEncoder, ImageFormat};

use super::icc;

pub fn all() -> Vec<Vec<u8>> {
    let rgba = image::RgbaImage::from_fn(9, 6, |x, y| {
        image::Rgba([(x * 28) as u8, (y * 40) as u8, 90, (x * y * 5) as u8])
    });
    let rgba = DynamicImage::from(rgba);
    let kinds: [DynamicImage; 6] = [
        rgba.to_rgb8().into(),
        rgba.to_luma8().into(),
        rgba.to_luma_alpha8().into(),
        rgba.to_rgb16().into(),
        rgba.to_rgba16().into(),
        rgba,
    ];
    let mut all: Vec<Vec<u8>> = kinds.iter().map(|kind| encoded(kind, ImageFormat::Png)).collect();
    all.extend([&kinds[0], &kinds[5]].map(|kind| encoded(kind, ImageFormat::WebP)));
    all.extend([&kinds[0], &kinds[1]].map(|kind| encoded(kind, ImageFormat::Jpeg)));
    let upright = all[8].clone();
    all.push([&upright[..2], &orientation(), &upright[2..]].concat());
    all.extend(icc::all().into_iter().skip(3).flat_map(|profile| with_profile(&kinds[0], profile)));
    all
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).expect("a picture");
    bytes
}

/// An Exif segment that lays the picture on its side.
fn orientation() -> Vec<u8> {
    let tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    [b"\xFF\xE1\0\x22Exif\0\0".as_slice(), tiff].concat()
}

fn with_profile(picture: &DynamicImage, profile: Vec<u8>) -> [Vec<u8>; 2] {
    let (mut png, mut jpeg) = (Vec::new(), Vec::new());
    let mut encoder = PngEncoder::new(&mut png);
    encoder.set_icc_profile(profile.clone()).expect("PNG takes profiles");
    picture.write_with_encoder(encoder).expect("a picture");
    let mut encoder = JpegEncoder::new(&mut jpeg);
    encoder.set_icc_profile(profile).expect("JPEG takes profiles");
    picture.write_with_encoder(encoder).expect("a picture");
    [png, jpeg]
}
