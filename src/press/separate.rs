//! Colours and pixels to inks. Decides how: a lattice over all RGB values is computed exactly, with the limit of
//! total ink, and greys in black alone beside it.

use super::black::Compensation;
use super::intent::Intent;
use super::lattice::{FULL, Lattice};
use super::profile::Profile;
use super::source::Source;

/// Nodes along each of R, G and B.
const NODES: usize = 33;

/// Turns the values of one source into inks of one press.
#[derive(Debug, Clone)]
pub struct Separator {
    lattice: Lattice<3, 4, NODES>,
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
        let inks = |rgb: [f64; 3]| {
            // White is the paper, even where a profile would put a dot of ink on it.
            if rgb == [1.0; 3] {
                return [0.0; 4];
            }
            limited(table.device(fit.apply(source.colour(rgb, intent))), profile.total_ink())
        };
        Self { lattice: Lattice::new(inks), greys: greys(profile, source), grey_only: source.is_grey() }
    }

    /// Whether the source knows greys only: [`Self::grey`] is for it.
    pub fn is_grey(&self) -> bool {
        self.grey_only
    }

    /// Cyan, magenta, yellow and black in percent.
    pub fn colour(&self, rgb: [u8; 3]) -> [f64; 4] {
        self.lattice.between(rgb).map(|sum| f64::from(sum) * 100.0 / f64::from(FULL))
    }

    /// Cyan, magenta, yellow and black, a byte each, for pixels of three bytes; 255 is full ink.
    pub fn pixels(&self, rgb: &[u8]) -> Vec<u8> {
        self.lattice.pixels(rgb)
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
        let sums =
            self.lattice.nodes().iter().map(|node| node.iter().map(|ink| u32::from(*ink)).sum::<u32>());
        f64::from(sums.max().unwrap_or(0)) * 100.0 / 65535.0
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
