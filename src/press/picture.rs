//! Pictures to plates. Decides what becomes of greys and of transparency: a picture without colour is
//! printed in black ink alone, and transparency is kept beside the inks.

use image::DynamicImage;

use super::separate::Separator;
use crate::diag::{Diagnostic, complaint};

/// A picture as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plates {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The inks.
    pub inks: Inks,
    /// How opaque each pixel is, 255 fully; none if all are.
    pub opacity: Option<Vec<u8>>,
}

/// Inks pixel by pixel, 255 is full ink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inks {
    /// Cyan, magenta, yellow, black: four bytes a pixel.
    Process(Vec<u8>),
    /// Black alone: one byte a pixel.
    Black(Vec<u8>),
}

impl Plates {
    /// Separates a picture; deeper channels are rounded to eight bits. `name` is for the diagnostic,
    /// which has no place: a coloured picture claims to be grey.
    pub fn new(name: &str, picture: &DynamicImage, separator: &Separator) -> Result<Self, Diagnostic> {
        let (width, height) = (picture.width(), picture.height());
        let (mut rgb, opacity) = channels(picture);
        if let Some(opacity) = &opacity {
            hide(&mut rgb, opacity);
        }
        let inks = if rgb.as_chunks().0.iter().all(|[r, g, b]| r == g && g == b) {
            let levels: Vec<u8> = rgb.iter().step_by(3).copied().collect();
            Inks::Black(separator.grey_pixels(&levels))
        } else if separator.is_grey() {
            return Err(complaint::grey_profile_of_colours(name));
        } else {
            Inks::Process(separator.pixels(&rgb))
        };
        Ok(Self { width, height, inks, opacity })
    }
}

/// Three bytes a pixel, and the opacity where it is not full everywhere.
pub fn channels(picture: &DynamicImage) -> (Vec<u8>, Option<Vec<u8>>) {
    if !picture.color().has_alpha() {
        return (picture.to_rgb8().into_raw(), None);
    }
    let rgba = picture.to_rgba8().into_raw();
    let pixels = rgba.as_chunks::<4>().0;
    let rgb = pixels.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
    let opacity: Vec<u8> = pixels.iter().map(|[.., a]| *a).collect();
    (rgb, opacity.iter().any(|a| *a < 255).then_some(opacity))
}

/// Makes white what cannot be seen: its colour is often chance.
fn hide(rgb: &mut [u8], opacity: &[u8]) {
    for (pixel, opacity) in rgb.as_chunks_mut::<3>().0.iter_mut().zip(opacity) {
        if *opacity == 0 {
            *pixel = [255; 3];
        }
    }
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, ImageBuffer, Luma, LumaA, Rgb, RgbImage, Rgba, RgbaImage};

    use super::super::intent::Intent;
    use super::super::source::tests::{GAMMA, sample};
    use super::super::{Profile, Source};
    use super::*;

    fn srgb() -> Separator {
        Separator::new(&Profile::fogra39(), Intent::Relative)
    }

    fn plates(picture: impl Into<DynamicImage>) -> Plates {
        Plates::new("p.png", &picture.into(), &srgb()).expect("plates")
    }

    #[test]
    fn pictures_without_colour_are_printed_in_black_however_they_are_stored() {
        let luma = plates(GrayImage::from_fn(256, 1, |x, _| Luma([x as u8])));
        let Inks::Black(inks) = &luma.inks else { panic!("{:?}", luma.inks) };
        assert_eq!((inks[0], inks[255]), (255, 0));
        assert!(inks.is_sorted_by(|a, b| a >= b), "{inks:?}");
        assert_eq!(luma, plates(RgbImage::from_fn(256, 1, |x, _| Rgb([x as u8; 3]))));
        let deep: ImageBuffer<Luma<u16>, _> = ImageBuffer::from_fn(256, 1, |x, _| Luma([x as u16 * 257]));
        assert_eq!(luma, plates(deep));
    }

    #[test]
    fn one_coloured_pixel_makes_a_coloured_picture() {
        let picture = RgbImage::from_fn(2, 2, |x, y| Rgb([90, 90, if x + y == 2 { 91 } else { 90 }]));
        assert!(matches!(plates(picture).inks, Inks::Process(inks) if inks.len() == 16));
    }

    #[test]
    fn transparency_is_kept_and_the_invisible_takes_no_ink() {
        let (red, seen) = (Rgba([200, 0, 0, 255]), Rgba([200, 0, 0, 128]));
        let picture = plates(RgbaImage::from_fn(3, 1, |x, _| [red, seen, Rgba([0, 0, 0, 0])][x as usize]));
        assert_eq!(picture.opacity.as_deref(), Some([255, 128, 0].as_slice()));
        let Inks::Process(inks) = picture.inks else { panic!("black only") };
        assert_eq!(inks[0..4], inks[4..8]);
        assert_eq!(inks[8..12], [0; 4]);
        let opaque: ImageBuffer<LumaA<u16>, _> = ImageBuffer::from_pixel(2, 2, LumaA([700, 65535]));
        assert_eq!(plates(opaque).opacity, None);
    }

    #[test]
    fn a_profile_for_grey_does_not_fit_colours() {
        let grey = Source::read("p.png", &sample(b"GRAY", &[(b"kTRC", GAMMA)])).expect("a profile");
        let separator = Separator::from_source(&Profile::fogra39(), &grey, Intent::Relative);
        let separate = |pixel| Plates::new("p.png", &RgbImage::from_pixel(2, 2, pixel).into(), &separator);
        assert!(separate(Rgb([9, 9, 9])).is_ok());
        let refused = separate(Rgb([9, 8, 7])).expect_err("a refusal");
        assert_eq!(refused.message(), "the colour profile in p.png is for grey, but the picture has colours");
    }
}
