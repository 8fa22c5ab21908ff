//! A lattice over all colours of a space. Decides how whatever lies between its nodes is found: with whole numbers,
//! so that every machine gives the same bytes and a picture's ground has the very values of the same colour beside it.

use rayon::prelude::*;

/// Pixels that are converted at a time.
const PIECE: usize = 1 << 14;
/// What one node counts for in full, with all weight on it.
pub const FULL: u32 = 255 * 65535;

/// Values of `OUT` channels, up to 65535, at `ALONG` nodes along each of `IN` channels; the last varies fastest.
#[derive(Debug, Clone)]
pub struct Lattice<const IN: usize, const OUT: usize, const ALONG: usize>(Vec<[u16; OUT]>);

impl<const IN: usize, const OUT: usize, const ALONG: usize> Lattice<IN, OUT, ALONG> {
    /// Asks for the values, from 0 to 1, at each node.
    pub fn new(at: impl Fn([f64; IN]) -> [f64; OUT] + Sync) -> Self {
        let node = |n: usize| {
            let place = |channel| (n / stride(IN, ALONG, channel) % ALONG) as f64 / (ALONG - 1) as f64;
            at(std::array::from_fn(place)).map(|share| (share * 65535.0).round() as u16)
        };
        Self((0..ALONG.pow(IN as u32)).into_par_iter().map(node).collect())
    }

    /// The values at the nodes.
    #[cfg(feature = "internals")]
    pub fn nodes(&self) -> &[[u16; OUT]] {
        &self.0
    }

    /// Values up to [`FULL`], by interpolation in a simplex: from the node below, along the channel that lies farthest
    /// beyond it, then the next. Greys so only ever mix greys.
    pub fn between(&self, value: [u8; IN]) -> [u32; OUT] {
        let mut at = 0;
        let mut steps = [(0, 0); IN];
        for n in 0..IN {
            let place = usize::from(value[n]) * (ALONG - 1);
            let cell = (place / 255).min(ALONG - 2);
            let stride = stride(IN, ALONG, n);
            at += cell * stride;
            steps[n] = ((place - cell * 255) as u32, stride);
        }
        sort(&mut steps);
        let mut sums = [0; OUT];
        let mut left = 255;
        for (part, stride) in steps {
            add(&mut sums, &self.0[at], left - part);
            left = part;
            at += stride;
        }
        add(&mut sums, &self.0[at], left);
        sums
    }

    /// Pixels of `OUT` bytes for pixels of `IN` bytes.
    pub fn pixels(&self, from: &[u8]) -> Vec<u8> {
        let mut to = vec![0; from.len() / IN * OUT];
        to.par_chunks_mut(PIECE * OUT).zip(from.par_chunks(PIECE * IN)).for_each(|(to, from)| {
            let round = |value: [u8; IN]| self.between(value).map(|sum| ((sum + 32767) / 65535) as u8);
            let mut last = ([255; IN], round([255; IN]));
            for (to, from) in to.as_chunks_mut().0.iter_mut().zip(from.as_chunks().0) {
                if last.0 != *from {
                    last = (*from, round(*from));
                }
                *to = last.1;
            }
        });
        to
    }
}

/// How far the next node of a channel is.
fn stride(channels: usize, along: usize, channel: usize) -> usize {
    along.pow((channels - 1 - channel) as u32)
}

/// The largest first. There are three or four: no sort of the library is as fast.
fn sort<const IN: usize>(steps: &mut [(u32, usize); IN]) {
    for end in (1..IN).rev() {
        for n in 0..end {
            if steps[n].0 < steps[n + 1].0 {
                steps.swap(n, n + 1);
            }
        }
    }
}

fn add<const OUT: usize>(sums: &mut [u32; OUT], node: &[u16; OUT], weight: u32) {
    for (sum, value) in sums.iter_mut().zip(node) {
        *sum += weight * u32::from(*value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_straight_stays_straight() {
        let lattice = Lattice::<4, 2, 5>::new(|[a, b, c, d]| [(a + b) / 2.0, (c + d) / 2.0]);
        let colours = [[0, 0, 0, 0], [255; 4], [17, 200, 3, 254], [64, 64, 128, 191]];
        let found = lattice.pixels(colours.as_flattened());
        for ([a, b, c, d], found) in colours.iter().zip(found.as_chunks::<2>().0) {
            let half = |x: &u8, y: &u8| (f64::from(*x) + f64::from(*y)) / 2.0;
            for (found, expected) in found.iter().zip([half(a, b), half(c, d)]) {
                assert!((f64::from(*found) - expected).abs() <= 0.51, "{found}, not {expected}");
            }
        }
    }
}
