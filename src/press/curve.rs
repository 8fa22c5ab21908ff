//! Tone curves of profiles: `curveType` and `parametricCurveType`, and the tables of old `lut` types.

use super::icc::Bytes;

/// A curve from 0…1 to 0…1.
#[derive(Debug, Clone)]
pub enum Curve {
    /// Values at even distances, joined by lines.
    Samples(Vec<u16>),
    /// From `split` on `(scale · x + shift)^gamma + lift`, below it `slope · x + foot`.
    Power { gamma: f64, scale: f64, shift: f64, split: f64, lift: f64, slope: f64, foot: f64 },
}

impl Curve {
    /// Leaves values as they are.
    pub fn identity() -> Self {
        Self::Samples(vec![0, u16::MAX])
    }

    /// The curve of sRGB (IEC 61966-2-1).
    pub fn srgb() -> Self {
        let (gamma, scale, split) = (2.4, 1.0 / 1.055, 0.04045);
        Self::Power { gamma, scale, shift: 0.055 / 1.055, split, lift: 0.0, slope: 1.0 / 12.92, foot: 0.0 }
    }

    /// The other way: the value of sRGB for so much light.
    pub fn encode_srgb(light: f64) -> f64 {
        let light = light.clamp(0.0, 1.0);
        if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * libm::pow(light, 1.0 / 2.4) - 0.055 }
    }

    fn gamma(gamma: f64) -> Self {
        Self::Power { gamma, scale: 1.0, shift: 0.0, split: 0.0, lift: 0.0, slope: 0.0, foot: 0.0 }
    }

    /// Reads a curve of a tag, and the bytes that it takes.
    pub fn read(bytes: Bytes<'_>) -> Option<(Self, usize)> {
        match &bytes.signature(0)? {
            b"curv" => {
                let count = bytes.u32(8)?;
                let values = bytes.part(12, count.checked_mul(2)?)?;
                let curve = match count {
                    0 => Self::identity(),
                    1 => Self::gamma(f64::from(values.u16(0)?) / 256.0),
                    _ => Self::Samples(words(values)),
                };
                Some((curve, 12 + 2 * count))
            }
            b"para" => Self::parametric(bytes),
            _ => None,
        }
    }

    /// ICC.1:2010, table 65.
    fn parametric(bytes: Bytes<'_>) -> Option<(Self, usize)> {
        let kind = bytes.u16(8)?;
        let count = *[1, 3, 4, 5, 7].get(usize::from(kind))?;
        let p = (0..count).map(|n| bytes.fixed(12 + 4 * n)).collect::<Option<Vec<f64>>>()?;
        let at = |n: usize| p.get(n).copied().unwrap_or(0.0);
        let (gamma, scale, shift) = (at(0), at(1), at(2));
        let split = -shift / scale;
        let power = |split, lift, slope, foot| Self::Power { gamma, scale, shift, split, lift, slope, foot };
        let curve = match kind {
            0 => Self::gamma(gamma),
            1 | 2 if scale == 0.0 => return None,
            1 | 2 => power(split, at(3), 0.0, at(3)),
            3 => power(at(4), 0.0, at(3), 0.0),
            _ => power(at(4), at(5), at(3), at(6)),
        };
        Some((curve, 12 + 4 * count))
    }

    /// The value at `x`; what lies outside counts as the end.
    pub fn at(&self, x: f64) -> f64 {
        let x = x.clamp(0.0, 1.0);
        match self {
            Self::Samples(values) => {
                let (cell, part) = cell(x, values.len());
                let [low, high] = [cell, cell + 1].map(|n| f64::from(values[n]));
                (low + (high - low) * part) / 65535.0
            }
            Self::Power { gamma, scale, shift, split, lift, slope, foot } => {
                let y = if x >= *split {
                    libm::pow((scale * x + shift).max(0.0), *gamma) + lift
                } else {
                    slope * x + foot
                };
                y.clamp(0.0, 1.0)
            }
        }
    }
}

/// The cell of a row of `count` ≥ 2 nodes that `x` lies in, and how far it lies in it.
pub fn cell(x: f64, count: usize) -> (usize, f64) {
    let place = x * (count - 1) as f64;
    let cell = (place as usize).min(count - 2);
    (cell, place - cell as f64)
}

/// Numbers of 16 bits.
pub fn words(bytes: Bytes<'_>) -> Vec<u16> {
    bytes.0.chunks_exact(2).map(|c| u16::from_be_bytes([c[0], c[1]])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: &[u8; 4], body: &[u8]) -> Option<Curve> {
        let bytes = [kind.as_slice(), &[0; 4], body].concat();
        Curve::read(Bytes(&bytes)).map(|(curve, length)| {
            assert_eq!(length, bytes.len());
            curve
        })
    }

    fn close(curve: &Curve, x: f64, expected: f64) {
        assert!((curve.at(x) - expected).abs() < 1e-5, "{curve:?} at {x}: {}", curve.at(x));
    }

    #[test]
    fn sampled_curves_are_joined_by_lines() {
        let curve = read(b"curv", &[0, 0, 0, 3, 0, 0, 0x40, 0, 0xFF, 0xFF]).unwrap();
        close(&curve, 0.25, 0.125);
        close(&curve, 1.0, 1.0);
        close(&curve, 7.0, 1.0);
        close(&read(b"curv", &[0; 4]).unwrap(), 0.3, 0.3);
        close(&read(b"curv", &[0, 0, 0, 1, 2, 0]).unwrap(), 0.5, 0.25);
        assert!(read(b"curv", &[0, 0, 0, 9, 0, 0]).is_none());
    }

    #[test]
    fn the_parametric_curve_of_srgb() {
        let numbers = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];
        let fixed = numbers.map(|v: f64| ((v * 65536.0).round() as i32).to_be_bytes());
        let curve = read(b"para", &[&[0, 3, 0, 0], fixed.as_flattened()].concat()).unwrap();
        for x in [0.0, 0.02, 0.04, 0.05, 0.5, 1.0] {
            assert!((curve.at(x) - Curve::srgb().at(x)).abs() < 3e-5, "{x}");
        }
        close(&Curve::srgb(), 0.5, 0.214041);
        assert!(read(b"para", &[0, 9, 0, 0]).is_none());
    }
}
