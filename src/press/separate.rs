//! Colours and pixels to inks. Decides how: a lattice over all RGB values is computed exactly, and
//! whatever lies between its nodes is found with whole numbers, so that every machine prints the same
//! bytes and a picture's ground has the very inks of the same colour beside it.

use rayon::prelude::*;

use super::black::Compensation;
use super::intent::Intent;
use super::profile::Profile;
use super::source::Source;

/// Nodes along each of R, G and B.
const NODES: usize = 33;
/// How far the next node of red, of green and of blue is.
const STRIDES: [usize; 3] = [NODES * NODES, NODES, 1];
/// Pixels that are separated at a time.
const PIECE: usize = 1 << 14;
/// What one node counts for in full, with all weight on it.
const FULL: u32 = 255 * 65535;
/// Inks of a node, up to 65535.
type Node = [u16; 4];

/// Turns the values of one source into inks of one press.
#[derive(Debug, Clone)]
pub struct Separator {
    nodes: Vec<Node>,
    /// Black ink for each level of grey.
    greys: Vec<u16>,
    grey_only: bool,
}

impl Separator {
    /// For sRGB.
    pub fn new(profile: &Profile, intent: Intent) -> Self {
        Self::from_source(profile, &Source::srgb(), intent)
    }

    /// For pictures with a profile of their own.
    pub fn from_source(profile: &Profile, source: &Source, intent: Intent) -> Self {
        let fit = Compensation::new(source, profile, intent);
        let table = match intent {
            Intent::Relative => &profile.relative,
            Intent::Perceptual => &profile.perceptual,
        };
        let node = |n: usize| {
            let rgb = STRIDES.map(|stride| (n / stride % NODES) as f64 / (NODES - 1) as f64);
            let inks = table.device(fit.apply(source.colour(rgb, intent)));
            limited(inks, profile.total_ink()).map(whole)
        };
        let mut nodes: Vec<Node> = (0..NODES * NODES * NODES).into_par_iter().map(node).collect();
        // White is the paper, even where a profile would put a dot of ink on it.
        nodes[NODES * NODES * NODES - 1] = [0; 4];
        Self { nodes, greys: greys(profile, source), grey_only: source.is_grey() }
    }

    /// Whether the source knows greys only: [`Self::grey`] is for it.
    pub fn is_grey(&self) -> bool {
        self.grey_only
    }

    /// Cyan, magenta, yellow and black in percent.
    pub fn colour(&self, rgb: [u8; 3]) -> [f64; 4] {
        self.between(rgb).map(|sum| f64::from(sum) * 100.0 / f64::from(FULL))
    }

    /// Cyan, magenta, yellow and black, a byte each, for pixels of three bytes; 255 is full ink.
    pub fn pixels(&self, rgb: &[u8]) -> Vec<u8> {
        let mut inks = vec![0; rgb.len() / 3 * 4];
        inks.par_chunks_mut(PIECE * 4).zip(rgb.par_chunks(PIECE * 3)).for_each(|(inks, rgb)| {
            let mut last = ([255; 3], [0; 4]); // paper takes no ink
            for (inks, rgb) in inks.as_chunks_mut().0.iter_mut().zip(rgb.as_chunks().0) {
                if last.0 != *rgb {
                    last = (*rgb, self.between(*rgb).map(|sum| ((sum + 32767) / 65535) as u8));
                }
                *inks = last.1;
            }
        });
        inks
    }

    /// Black ink alone, in percent, that looks as light as a grey.
    pub fn grey(&self, level: u8) -> f64 {
        f64::from(self.greys[usize::from(level)]) * 100.0 / 65535.0
    }

    /// Black ink alone for levels of grey; 255 is full ink.
    pub fn grey_pixels(&self, levels: &[u8]) -> Vec<u8> {
        let bytes: Vec<u8> = self.greys.iter().map(|k| ((u32::from(*k) + 128) / 257) as u8).collect();
        levels.iter().map(|level| bytes[usize::from(*level)]).collect()
    }

    /// The most ink in percent, all four together, that any colour gets.
    #[cfg(feature = "internals")]
    pub fn most_ink(&self) -> f64 {
        // Between nodes there is never more than at one of them.
        let sums = self.nodes.iter().map(|node| node.iter().map(|ink| u32::from(*ink)).sum::<u32>());
        f64::from(sums.max().unwrap_or(0)) * 100.0 / 65535.0
    }

    /// Inks, up to [`FULL`], by tetrahedral interpolation: from the node below, along the channel that
    /// lies farthest beyond it, then the next. Greys so only ever mix greys.
    fn between(&self, rgb: [u8; 3]) -> [u32; 4] {
        let mut at = 0;
        let mut steps = [(0, 0); 3];
        for n in 0..3 {
            let place = usize::from(rgb[n]) * (NODES - 1);
            let cell = (place / 255).min(NODES - 2);
            at += cell * STRIDES[n];
            steps[n] = ((place - cell * 255) as u32, STRIDES[n]);
        }
        sort(&mut steps);
        let mut sums = [0; 4];
        let mut left = 255;
        for (part, stride) in steps {
            add(&mut sums, &self.nodes[at], left - part);
            left = part;
            at += stride;
        }
        add(&mut sums, &self.nodes[at], left);
        sums
    }
}

/// The largest first.
fn sort(steps: &mut [(u32, usize); 3]) {
    for (a, b) in [(0, 1), (1, 2), (0, 1)] {
        if steps[a].0 < steps[b].0 {
            steps.swap(a, b);
        }
    }
}

fn add(sums: &mut [u32; 4], node: &Node, weight: u32) {
    for (sum, ink) in sums.iter_mut().zip(node) {
        *sum += weight * u32::from(*ink);
    }
}

fn whole(share: f64) -> u16 {
    (share * 65535.0).round() as u16
}

/// Takes cyan, magenta and yellow away in equal shares until the inks are within the limit; in the
/// shadows where that happens black covers the difference.
fn limited(inks: [f64; 4], percent: Option<f64>) -> [f64; 4] {
    // Each ink may be rounded up by half a byte.
    let limit = percent.map_or(4.0, |p| p / 100.0 - 2.0 / 255.0);
    let [c, m, y, k] = inks;
    let coloured = c + m + y;
    let share = if coloured + k > limit { ((limit - k) / coloured).max(0.0) } else { 1.0 };
    [c * share, m * share, y * share, k]
}

/// Black ink for each level: full ink at black, none at white, and each grey between as light in its
/// place as the source has it.
fn greys(profile: &Profile, source: &Source) -> Vec<u16> {
    let fit = Compensation::to_black_ink(source, profile);
    let light = |ink: f64| profile.look([0.0, 0.0, 0.0, ink])[1];
    let grey = |level: usize| {
        let [_, wanted, _] = fit.apply(source.colour([level as f64 / 255.0; 3], Intent::Relative));
        let (mut low, mut high) = (0.0, 100.0);
        for _ in 0..24 {
            let middle = (low + high) / 2.0;
            if light(middle) > wanted { low = middle } else { high = middle }
        }
        whole(low / 100.0)
    };
    let mut greys: Vec<u16> = (0..256).map(grey).collect();
    (greys[0], greys[255]) = (u16::MAX, 0);
    greys
}
