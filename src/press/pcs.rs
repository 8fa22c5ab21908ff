//! The connection space: XYZ and L*a*b* under D50, white paper at Y = 1. Decides the formulas and how
//! profiles write such values.

/// X, Y, Z; the white of the medium is [`D50`].
pub type Xyz = [f64; 3];
/// L* from 0 to 100, a*, b*.
pub type Lab = [f64; 3];

/// The white of the connection space (ICC.1:2010, 7.2.16).
pub const D50: Xyz = [0.9642, 1.0, 0.8249];

/// Where the cube root of L*a*b* becomes a line (CIE 15:2004, 8.2.1.1).
const KNEE: f64 = 24.0 / 116.0;

/// How values from 0 to 1 of a profile stand for colours (ICC.1:2010, 6.3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// X, Y, Z up to almost 2.
    Xyz,
    /// L*a*b* of `lut8Type` and of version 4.
    Lab,
    /// L*a*b* of `lut16Type`: white lies at FF00.
    OldLab,
}

impl Encoding {
    /// The colour that a profile means.
    pub fn decode(self, v: [f64; 3]) -> Xyz {
        match self {
            Self::Xyz => v.map(|v| v * XYZ_RANGE),
            Self::Lab => xyz([v[0] * 100.0, v[1] * 255.0 - 128.0, v[2] * 255.0 - 128.0]),
            Self::OldLab => xyz([v[0] * OLD_LIGHTNESS, v[1] * OLD_RANGE - 128.0, v[2] * OLD_RANGE - 128.0]),
        }
    }

    /// The colour as a profile writes it; what lies outside is left outside.
    pub fn encode(self, colour: Xyz) -> [f64; 3] {
        if self == Self::Xyz {
            return colour.map(|v| v / XYZ_RANGE);
        }
        let [l, a, b] = lab(colour);
        match self {
            Self::OldLab => [l / OLD_LIGHTNESS, (a + 128.0) / OLD_RANGE, (b + 128.0) / OLD_RANGE],
            _ => [l / 100.0, (a + 128.0) / 255.0, (b + 128.0) / 255.0],
        }
    }
}

/// What FFFF stands for in XYZ, in L* and in a* and b* of `lut16Type`.
const XYZ_RANGE: f64 = 65535.0 / 32768.0;
const OLD_LIGHTNESS: f64 = 100.0 * 65535.0 / 65280.0;
const OLD_RANGE: f64 = 65535.0 / 256.0;

/// XYZ to L*a*b*.
pub fn lab(colour: Xyz) -> Lab {
    let f = |n: usize| {
        let t = colour[n] / D50[n];
        if t <= KNEE * KNEE * KNEE { t * (841.0 / 108.0) + 16.0 / 116.0 } else { libm::cbrt(t) }
    };
    let (x, y, z) = (f(0), f(1), f(2));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// L*a*b* to XYZ.
pub fn xyz([l, a, b]: Lab) -> Xyz {
    let y = (l + 16.0) / 116.0;
    let f = |t: f64| if t <= KNEE { (t - 16.0 / 116.0) * (108.0 / 841.0) } else { t * t * t };
    [f(y + a / 500.0) * D50[0], f(y) * D50[1], f(y - b / 200.0) * D50[2]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lab_and_back() {
        for colour in [[0.0, 0.0, 0.0], [100.0, 0.0, 0.0], [50.0, 60.0, -70.0], [3.0, -2.0, 1.0]] {
            let back = lab(xyz(colour));
            for n in 0..3 {
                assert!((back[n] - colour[n]).abs() < 1e-9, "{colour:?} {back:?}");
            }
        }
        assert_eq!(lab(D50), [100.0, 0.0, 0.0]);
    }

    #[test]
    fn white_as_profiles_write_it() {
        assert_eq!(Encoding::OldLab.encode(D50).map(|v| (v * 65535.0).round()), [65280.0, 32768.0, 32768.0]);
        assert_eq!(Encoding::Lab.encode(D50).map(|v| (v * 255.0).round()), [255.0, 128.0, 128.0]);
        for encoding in [Encoding::Xyz, Encoding::Lab, Encoding::OldLab] {
            let back = encoding.decode(encoding.encode([0.3, 0.2, 0.1]));
            assert!((back[0] - 0.3).abs() < 1e-12, "{encoding:?} {back:?}");
        }
    }
}
