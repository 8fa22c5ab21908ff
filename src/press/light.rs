//! From a picture's own colours to light. Decides how inks, and values of other screens and cameras, look in sRGB.

use std::sync::OnceLock;

use super::black::Compensation;
use super::curve::Curve;
use super::intent::Intent;
use super::lattice::Lattice;
use super::pcs::Xyz;
use super::profile::Profile;
use super::source::{SRGB, Source};

/// Light of inks: cyan, magenta, yellow, black to sRGB.
pub type OfInks = Lattice<4, 3, 17>;
/// Light of values of RGB or of grey to sRGB.
pub type OfValues = Lattice<3, 3, 33>;

/// What inks look like by a profile: the paper is white, and the darkest of the press is black.
pub fn of_inks(profile: &Profile) -> OfInks {
    let fit = Compensation::from_press(profile);
    let back = inverse(SRGB);
    Lattice::new(|inks: [f64; 4]| match inks.iter().all(|ink| *ink == 0.0) {
        true => [1.0; 3],
        false => values(&back, fit.apply(profile.look(inks.map(|ink| ink * 100.0)))),
    })
}

/// What inks look like of which nobody says how they are printed: as on coated paper.
pub fn of_unknown_inks() -> &'static OfInks {
    static COATED: OnceLock<OfInks> = OnceLock::new();
    COATED.get_or_init(|| of_inks(&Profile::fogra39()))
}

/// What the values of a picture with a profile look like.
pub fn of_source(source: &Source) -> OfValues {
    let back = inverse(SRGB);
    Lattice::new(|rgb| values(&back, source.colour(rgb, Intent::Relative)))
}

/// sRGB, from 0 to 1, of a colour; what no screen shows lies at the edge.
fn values(back: &[Xyz; 3], colour: Xyz) -> [f64; 3] {
    [0, 1, 2].map(|n| Curve::encode_srgb((0..3).map(|c| back[c][n] * colour[c]).sum()))
}

/// The inverse of a matrix, by its cofactors.
fn inverse(m: [Xyz; 3]) -> [Xyz; 3] {
    let cofactor = |r: usize, c: usize| {
        let at = |down: usize, right: usize| m[(r + down) % 3][(c + right) % 3];
        at(1, 1) * at(2, 2) - at(1, 2) * at(2, 1)
    };
    let determinant: f64 = (0..3).map(|c| m[0][c] * cofactor(0, c)).sum();
    [0, 1, 2].map(|r| [0, 1, 2].map(|c| cofactor(c, r) / determinant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn srgb_stays_as_it_is() {
        let light = of_source(&Source::srgb());
        let colours = [[0, 0, 0], [255, 255, 255], [255, 0, 0], [12, 130, 200], [90, 90, 90]];
        let found = light.pixels(colours.as_flattened());
        for (found, expected) in found.iter().zip(colours.as_flattened()) {
            assert!(found.abs_diff(*expected) <= 1, "{found}, not {expected}");
        }
    }

    #[test]
    fn inks_on_paper_look_like_inks_on_paper() {
        let look = |inks: [u8; 4]| {
            let [r, g, b] = of_unknown_inks().pixels(&inks)[..] else { panic!("one pixel") };
            [r, g, b]
        };
        assert_eq!(look([0; 4]), [255; 3]);
        let [r, g, b] = look([255, 0, 0, 0]);
        assert!(r < 20 && (130..190).contains(&g) && b > 200, "cyan: {r} {g} {b}");
        let [r, g, b] = look([0, 255, 255, 0]);
        assert!(r > 200 && g < 60 && b < 70, "red: {r} {g} {b}");
        let [r, g, b] = look([0, 0, 0, 255]);
        assert!([r, g, b].iter().all(|v| (10..60).contains(v)), "black: {r} {g} {b}");
        let [r, g, b] = look([230, 210, 210, 255]);
        assert!([r, g, b].iter().all(|v| *v < 25), "darkest: {r} {g} {b}");
    }
}
