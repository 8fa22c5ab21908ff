//! Black points. Decides how the darkest tones of a picture are fitted to what the press can print
//! (black point compensation, ISO 18619): scaled in XYZ from the one's black to the other's.

use super::intent::Intent;
use super::pcs::{D50, Lab, Xyz, lab, xyz};
use super::profile::Profile;
use super::source::Source;
use super::table::Table;

/// Black points are not taken lighter than this L*.
const LIGHTEST: f64 = 50.0;
/// The black of perceptual tables of version 4 (ICC.1:2010, 6.3.3).
const FIXED: Xyz = [0.00336, 0.003_473_1, 0.00287];
/// Steps of the ramp that is printed and measured.
const STEPS: usize = 256;

/// Moves colours so that one black becomes another; white stays.
#[derive(Debug, Clone, Copy)]
pub struct Compensation {
    scale: Xyz,
    plus: Xyz,
}

impl Compensation {
    /// Leaves colours as they are.
    const NONE: Self = Self { scale: [1.0; 3], plus: [0.0; 3] };

    /// What an intent asks for: relative always compensates, perceptual between profiles of version 4,
    /// whose tables agree on a black. Those of version 2 do it themselves.
    pub fn new(source: &Source, profile: &Profile, intent: Intent) -> Self {
        match intent {
            Intent::Relative => Self::between(of_source(source, intent), of_press(profile)),
            Intent::Perceptual if profile.version == 4 => Self::between(of_source(source, intent), FIXED),
            Intent::Perceptual => Self::NONE,
        }
    }

    /// From one black to another.
    fn between(from: Xyz, to: Xyz) -> Self {
        let part = |n: usize| (D50[n] - to[n]) / (D50[n] - from[n]);
        let scale = [part(0), part(1), part(2)];
        Self { scale, plus: [0, 1, 2].map(|n| D50[n] * (1.0 - scale[n])) }
    }

    /// From the black of a picture to that of black ink alone.
    pub fn to_black_ink(source: &Source, profile: &Profile) -> Self {
        let ink = neutral(lab(profile.look([0.0, 0.0, 0.0, 100.0]))[0]);
        Self::between(of_source(source, Intent::Relative), ink)
    }

    /// From the darkest of a press to the black of a screen.
    pub fn from_press(profile: &Profile) -> Self {
        Self::between(of_press(profile), [0.0; 3])
    }

    /// The colour as it is shown or printed.
    pub fn apply(&self, colour: Xyz) -> Xyz {
        [0, 1, 2].map(|n| colour[n] * self.scale[n] + self.plus[n])
    }
}

fn neutral(lightness: f64) -> Xyz {
    xyz([lightness.clamp(0.0, LIGHTEST), 0.0, 0.0])
}

/// The darkest colour of a picture.
fn of_source(source: &Source, intent: Intent) -> Xyz {
    if source.fixed_black && intent == Intent::Perceptual {
        return FIXED;
    }
    neutral(lab(source.colour([0.0; 3], intent))[0])
}

/// The darkest neutral colour of a press (ISO 18619, 4.2.5). The tables for colorimetric printing often
/// are flat or noisy near black; so unless the whole ramp is straight, it is found by a curve.
fn of_press(profile: &Profile) -> Xyz {
    let printed = |table: &Table, colour: Lab| lab(profile.look.colour(&table.device(xyz(colour))))[0];
    let darkest = neutral(printed(&profile.perceptual, [0.0; 3]));
    let wanted = |n: usize| n as f64 * 100.0 / (STEPS - 1) as f64;
    let mut ramp: Vec<f64> = (0..STEPS).map(|n| printed(&profile.relative, [wanted(n), 0.0, 0.0])).collect();
    for n in (0..STEPS - 1).rev() {
        ramp[n] = ramp[n].min(ramp[n + 1]);
    }
    let (low, range) = (ramp[0], ramp[STEPS - 1] - ramp[0]);
    if range <= 0.0 {
        return neutral(0.0);
    }
    let straight = |(n, l): (usize, &f64)| wanted(n) <= low + 0.2 * range || (wanted(n) - l).abs() < 4.0;
    if ramp.iter().enumerate().all(straight) {
        return darkest;
    }
    let height = |n: usize| (ramp[n] - low) / range;
    let shadows = (0..STEPS).filter(|n| (0.1..0.5).contains(&height(*n)));
    neutral(foot(&shadows.map(|n| (wanted(n), height(n))).collect::<Vec<_>>()))
}

/// Where a parabola, fitted to points by least squares, rises from zero; 0 where there is none.
fn foot(points: &[(f64, f64)]) -> f64 {
    if points.len() < 4 {
        return 0.0;
    }
    let sum = |f: &dyn Fn(f64, f64) -> f64| points.iter().map(|(x, y)| f(*x, *y)).sum::<f64>();
    let [s1, s2, s3, s4] = [1, 2, 3, 4].map(|power| sum(&|x, _| (0..power).fold(1.0, |p, _| p * x)));
    let rows = [[points.len() as f64, s1, s2], [s1, s2, s3], [s2, s3, s4]];
    let right = [sum(&|_, y| y), sum(&|x, y| x * y), sum(&|x, y| x * x * y)];
    let whole = determinant(rows);
    let [c, b, a] = [0, 1, 2].map(|column| {
        let mut replaced = rows;
        for (row, value) in replaced.iter_mut().zip(right) {
            row[column] = value;
        }
        determinant(replaced) / whole
    });
    let inside = b * b - 4.0 * a * c;
    let root = (inside.sqrt() - b) / (2.0 * a);
    if inside > 0.0 && root.is_finite() { root } else { 0.0 }
}

fn determinant([a, b, c]: [[f64; 3]; 3]) -> f64 {
    a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0])
        + a[2] * (b[0] * c[1] - b[1] * c[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_becomes_the_other_black_and_white_stays() {
        let to = neutral(12.0);
        let fit = Compensation::between([0.0; 3], to);
        for n in 0..3 {
            assert!((fit.apply([0.0; 3])[n] - to[n]).abs() < 1e-12);
            assert!((fit.apply(D50)[n] - D50[n]).abs() < 1e-12);
        }
    }

    #[test]
    fn the_foot_of_a_parabola() {
        let points: Vec<(f64, f64)> = (10..60).map(f64::from).map(|x| (x, (x - 7.0) * (x + 90.0))).collect();
        assert!((foot(&points) - 7.0).abs() < 1e-6, "{}", foot(&points));
        assert_eq!(foot(&points[..3]), 0.0);
        assert_eq!(foot(&[(1.0, 1.0); 9]), 0.0);
    }

    #[test]
    fn the_black_of_coated_paper() {
        let [l, a, b] = lab(of_press(&Profile::fogra39()));
        assert!((5.0..12.0).contains(&l) && a.abs() < 1e-9 && b.abs() < 1e-9, "{l} {a} {b}");
    }
}
