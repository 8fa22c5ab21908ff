//! What the RGB or grey values of a picture mean. Decides which embedded profiles are followed: those
//! of three channels with curves and colorants or with tables, and those of grey with a curve.

use super::curve::Curve;
use super::icc::{Icc, Signature};
use super::intent::Intent;
use super::pcs::{D50, Xyz};
use super::table::{Table, Way};
use crate::diag::{Diagnostic, Sentence, complaint, words};

/// The primaries of sRGB, adapted to D50 (IEC 61966-2-1, as in the profiles of ICC and HP): red, green,
/// blue in X, Y, Z.
pub(super) const SRGB: [Xyz; 3] =
    [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.7141]];

/// A space of RGB or grey values.
#[derive(Debug, Clone)]
pub struct Source {
    kind: Kind,
    /// It has tables of version 4, whose perceptual black is fixed.
    pub(super) fixed_black: bool,
}

#[derive(Debug, Clone)]
enum Kind {
    Colorants { curves: [Curve; 3], colorants: [Xyz; 3] },
    Tables { perceptual: Table, relative: Table },
    Grey(Curve),
}

impl Source {
    /// sRGB: pictures without profile and colours of the theme.
    pub fn srgb() -> Self {
        let curves = [Curve::srgb(), Curve::srgb(), Curve::srgb()];
        Self { kind: Kind::Colorants { curves, colorants: SRGB }, fixed_black: false }
    }

    /// The profile embedded in a picture; `name` is the picture. The diagnostic has no place.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Diagnostic> {
        Self::decode(bytes).map_err(|why| complaint::image_profile(name, why))
    }

    fn decode(bytes: &[u8]) -> Result<Self, Sentence> {
        let icc = Icc::read(bytes)?;
        let device = matches!(&icc.class, b"mntr" | b"scnr" | b"prtr" | b"spac");
        match &icc.space {
            b"RGB " if device => Self::rgb(&icc),
            b"GRAY" if device => {
                let kind = Kind::Grey(curve(&icc, b"kTRC")?);
                Ok(Self { kind, fixed_black: false })
            }
            _ => Err(words::not_for_pictures()),
        }
    }

    fn rgb(icc: &Icc<'_>) -> Result<Self, Sentence> {
        let table = |name| Table::read(icc, name, Way::In(3));
        if let Some(perceptual) = table(b"A2B0")? {
            let relative = table(b"A2B1")?.unwrap_or_else(|| perceptual.clone());
            return Ok(Self { kind: Kind::Tables { perceptual, relative }, fixed_black: icc.version == 4 });
        }
        let colorant = |name| icc.tag(name).and_then(|tag| tag.xyz()).ok_or_else(|| missing(name));
        let colorants = [colorant(b"rXYZ")?, colorant(b"gXYZ")?, colorant(b"bXYZ")?];
        let curves = [curve(icc, b"rTRC")?, curve(icc, b"gTRC")?, curve(icc, b"bTRC")?];
        Ok(Self { kind: Kind::Colorants { curves, colorants }, fixed_black: false })
    }

    /// Whether it knows greys only.
    pub fn is_grey(&self) -> bool {
        matches!(self.kind, Kind::Grey(_))
    }

    /// The colour of values from 0 to 1; of grey, all three are the same.
    pub(super) fn colour(&self, rgb: [f64; 3], intent: Intent) -> Xyz {
        match &self.kind {
            Kind::Colorants { curves, colorants } => {
                let light = [0, 1, 2].map(|n| curves[n].at(rgb[n]));
                [0, 1, 2].map(|n| (0..3).map(|c| light[c] * colorants[c][n]).sum())
            }
            Kind::Tables { perceptual, .. } if intent == Intent::Perceptual => perceptual.colour(&rgb),
            Kind::Tables { relative, .. } => relative.colour(&rgb),
            Kind::Grey(curve) => {
                let light = curve.at(rgb[1]);
                D50.map(|v| v * light)
            }
        }
    }
}

fn curve(icc: &Icc<'_>, name: &Signature) -> Result<Curve, Sentence> {
    icc.tag(name).and_then(Curve::read).map(|(curve, _)| curve).ok_or_else(|| missing(name))
}

fn missing(name: &Signature) -> Sentence {
    words::tag_missing(String::from_utf8_lossy(name))
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::pcs::lab;
    use super::*;

    /// A curve of gamma 2.2.
    pub const GAMMA: &[u8] = b"curv\0\0\0\0\0\0\0\x01\x02\x33";

    /// A profile of a screen with these tags.
    pub fn sample(space: &Signature, tags: &[(&Signature, &[u8])]) -> Vec<u8> {
        let mut header = vec![0; 128];
        header[8] = 2;
        header[12..24].copy_from_slice(&[b"mntr", space.as_slice(), b"XYZ "].concat());
        header[36..40].copy_from_slice(b"acsp");
        let (mut list, mut data) = ((tags.len() as u32).to_be_bytes().to_vec(), Vec::new());
        for (name, contents) in tags {
            let at = (132 + 12 * tags.len() + data.len()) as u32;
            list.extend(
                [name.as_slice(), &at.to_be_bytes(), &(contents.len() as u32).to_be_bytes()].concat(),
            );
            data.extend_from_slice(contents);
        }
        let mut bytes = [header, list, data].concat();
        let length = bytes.len() as u32;
        bytes[0..4].copy_from_slice(&length.to_be_bytes());
        bytes
    }

    fn xyz(values: Xyz) -> Vec<u8> {
        let numbers = values.map(|v| ((v * 65536.0).round() as i32).to_be_bytes());
        [b"XYZ \0\0\0\0", numbers.as_flattened()].concat()
    }

    #[test]
    fn curves_and_colorants() {
        let [red, green, blue] = SRGB.map(xyz);
        let colorants: [(&Signature, &[u8]); 3] = [(b"rXYZ", &red), (b"gXYZ", &green), (b"bXYZ", &blue)];
        let curves: [(&Signature, &[u8]); 3] = [(b"rTRC", GAMMA), (b"gTRC", GAMMA), (b"bTRC", GAMMA)];
        let bytes = sample(b"RGB ", &[colorants, curves].concat());
        let (own, srgb) = (Source::read("p.png", &bytes).expect("a profile"), Source::srgb());
        for rgb in [[1.0; 3], [0.5; 3], [0.9, 0.4, 0.3], [0.4, 0.5, 0.8]] {
            let [a, b] = [&own, &srgb].map(|s| lab(s.colour(rgb, Intent::Relative)));
            // Gamma 2.2 and the curve of sRGB are about the same.
            assert!((0..3).all(|n| (a[n] - b[n]).abs() < 1.5), "{rgb:?}: {a:?} {b:?}");
        }
        let white = lab(srgb.colour([1.0; 3], Intent::Relative));
        assert!(
            (white[0] - 100.0).abs() < 0.01 && white[1].abs() < 0.05 && white[2].abs() < 0.05,
            "{white:?}"
        );
        let refused = Source::read("p.png", &sample(b"RGB ", &colorants)).expect_err("a refusal");
        assert_eq!(refused.message(), "the colour profile in p.png lacks rTRC");
    }

    #[test]
    fn profiles_that_do_not_fit_pictures_are_refused() {
        let why = |bytes: &[u8]| Source::read("p.png", bytes).expect_err("a refusal").message();
        assert_eq!(why(&sample(b"CMYK", &[])), "the colour profile in p.png is neither for RGB nor for grey");
        assert_eq!(why(b"no profile"), "the colour profile in p.png is no ICC profile");
        let cut = &sample(b"GRAY", &[(b"kTRC", GAMMA)])[..150];
        assert_eq!(why(cut), "the colour profile in p.png is cut off or damaged");
    }
}
