//! Packed samples. Decides whether pixels are packed as they are or as differences to those beside and above, and which
//! differences each row has.

use pdf_writer::types::Predictor;
use pdf_writer::writers::ImageXObject;
use pdf_writer::{Filter, Finish};
use rayon::prelude::*;

use super::deflate::deflated;

/// Rows that are tried, and how many are passed over for each that is.
const TRIED: usize = 64;
const PASSED: usize = 7;
/// What packs to so small a part as it is, has large areas of one colour: differences make it larger.
const FLAT: usize = 8;
/// Differences of rows by their number in PNG: none, to the left, to what lies above, Paeth's. The mean of left and
/// above gains nothing beside them.
const KINDS: [u8; 4] = [0, 1, 2, 4];

/// Samples as they stand in a stream.
pub struct Packed {
    /// Packed.
    pub bytes: Vec<u8>,
    /// How its rows lie, where they are packed as differences.
    differences: Option<Rows>,
}

/// Rows of samples of eight bits.
#[derive(Clone, Copy)]
struct Rows {
    /// Pixels across.
    across: usize,
    /// Samples of a pixel.
    colours: usize,
}

/// Samples that are not packed yet.
pub struct Samples {
    bytes: Vec<u8>,
    /// How its rows lie, where differences between them may be packed smaller.
    rows: Option<Rows>,
}

impl Samples {
    /// Bytes that are packed as they are.
    pub fn plain(bytes: Vec<u8>) -> Self {
        Self { bytes, rows: None }
    }

    /// Samples of eight bits: so many pixels across, of so many colours.
    pub fn new(bytes: Vec<u8>, across: usize, colours: usize) -> Self {
        Self { bytes, rows: Some(Rows { across, colours }) }
    }

    /// Packs them, in the smaller of both ways.
    pub fn pack(self) -> Packed {
        let differences = self.rows.filter(|rows| rows.gain_by_differences(&self.bytes));
        let bytes = match differences {
            Some(rows) => deflated(&rows.differences(&self.bytes)),
            None => deflated(&self.bytes),
        };
        Packed { bytes, differences }
    }
}

impl Packed {
    /// Says how they are packed.
    pub fn describe(&self, image: &mut ImageXObject<'_>) {
        image.filter(Filter::FlateDecode);
        if let Some(Rows { across, colours }) = self.differences {
            let mut parameters = image.decode_parms();
            parameters.predictor(Predictor::PngOptimum).colors(colours as i32).columns(across as i32);
            parameters.bits_per_component(8).finish();
        }
    }
}

impl Rows {
    fn length(self) -> usize {
        self.across * self.colours
    }

    /// Whether differences of some rows are packed smaller: photos are, drawings and screenshots are not.
    fn gain_by_differences(self, samples: &[u8]) -> bool {
        let tried = samples.chunks(TRIED * self.length().max(1)).step_by(1 + PASSED);
        let (mut all, mut plain, mut differences) = (0, 0, 0);
        for rows in tried {
            let packed = deflated(rows).len();
            (all, plain) = (all + rows.len(), plain + packed);
            let is_flat = packed * FLAT < rows.len();
            differences += if is_flat { packed } else { deflated(&self.differences(rows)).len() };
        }
        plain * FLAT >= all && differences < plain
    }

    /// Each row as that kind of difference whose values are least, behind the number of the kind (ISO/IEC 15948, 9
    /// and 12.8).
    fn differences(self, samples: &[u8]) -> Vec<u8> {
        let length = self.length();
        let nothing = vec![0; length];
        let mut out = vec![0; samples.len() + samples.len() / length];
        out.par_chunks_mut(1 + length).enumerate().for_each(|(n, out)| {
            let row = &samples[n * length..(n + 1) * length];
            let above = if n == 0 { &nothing } else { &samples[(n - 1) * length..n * length] };
            let size = |kind: &u8| {
                let sizes = self.row(*kind, row, above).map(|d| u64::from(d.cast_signed().unsigned_abs()));
                sizes.sum::<u64>()
            };
            let kind = KINDS.into_iter().min_by_key(size).unwrap_or_default();
            out[0] = kind;
            out[1..].iter_mut().zip(self.row(kind, row, above)).for_each(|(out, d)| *out = d);
        });
        out
    }

    fn row(self, kind: u8, row: &[u8], above: &[u8]) -> impl Iterator<Item = u8> {
        let before = move |row: &[u8], n: usize| if n < self.colours { 0 } else { row[n - self.colours] };
        (0..row.len()).map(move |n| {
            let expected = match kind {
                1 => before(row, n),
                2 => above[n],
                4 => paeth(before(row, n), above[n], before(above, n)),
                _ => 0,
            };
            row[n].wrapping_sub(expected)
        })
    }
}

/// Of left, above and their corner that which is nearest to left and above without the corner.
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let [l, a, c] = [left, above, corner].map(i16::from);
    let (to_left, to_above, to_corner) = ((a - c).abs(), (l - c).abs(), (l + a - 2 * c).abs());
    if to_left <= to_above && to_left <= to_corner {
        left
    } else if to_above <= to_corner {
        above
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// Reads rows as ISO/IEC 15948 says, clause 9.2.
    fn unpacked(packed: &Packed) -> Vec<u8> {
        let mut plain = Vec::new();
        flate2::read::ZlibDecoder::new(&packed.bytes[..]).read_to_end(&mut plain).expect("whole");
        let Some(rows) = packed.differences else { return plain };
        let mut above = vec![0; rows.length()];
        let mut out = Vec::new();
        for row in plain.chunks(1 + rows.length()) {
            let mut samples: Vec<u8> = Vec::new();
            for (n, difference) in row[1..].iter().enumerate() {
                let back = n.checked_sub(rows.colours);
                let (left, corner) = back.map_or((0, 0), |back| (samples[back], above[back]));
                let expected = match row[0] {
                    0 => 0,
                    1 => left,
                    2 => above[n],
                    4 => paeth(left, above[n], corner),
                    kind => panic!("kind {kind}"),
                };
                samples.push(difference.wrapping_add(expected));
            }
            out.extend_from_slice(&samples);
            above = samples;
        }
        out
    }

    /// Tones that go over into one another, with some grain.
    fn photo(across: usize, down: usize, colours: usize) -> Vec<u8> {
        let grain = |n: usize| (n.wrapping_mul(2_654_435_761) >> 13) % 7;
        let tone = |n: usize| {
            let (x, y, colour) = (n / colours % across, n / colours / across, n % colours);
            (x * (colour + 1) / 3 + y + grain(n)) as u8
        };
        (0..across * down * colours).map(tone).collect()
    }

    #[test]
    fn photos_are_packed_as_differences_and_come_out_as_they_were() {
        for (colours, down) in [(1, 100), (3, 5), (4, 700)] {
            let samples = photo(200, down, colours);
            let packed = Samples::new(samples.clone(), 200, colours).pack();
            assert!(packed.differences.is_some() && unpacked(&packed) == samples, "{colours}");
            let plain = deflated(&samples).len();
            assert!(packed.bytes.len() * 4 < plain * 3, "{} of {plain}", packed.bytes.len());
        }
    }

    #[test]
    fn drawings_are_packed_as_they_are() {
        let letters = |n: usize| if (n / 7 * 31 + n / 1600 * 17).is_multiple_of(11) { 40 } else { 245 };
        let screenshot: Vec<u8> = (0..800 * 600).map(letters).collect();
        for samples in [screenshot, vec![9; 800 * 600], Vec::new()] {
            let packed = Samples::new(samples.clone(), 800, 1).pack();
            assert!(packed.differences.is_none() && unpacked(&packed) == samples);
        }
    }

    #[test]
    fn the_nearest_of_three_neighbours() {
        assert_eq!(
            [paeth(10, 20, 10), paeth(20, 10, 10), paeth(10, 30, 20), paeth(5, 5, 200)],
            [20, 20, 20, 5]
        );
    }
}
