//! One plane for each ink. Decides how a colour changes what lies below it: knock-out, overprint
//! (ISO 32000-1, 8.6.7), opacity, multiplication.

use std::ops::Range;
use std::rc::Rc;

use super::super::content::colour::Inks;

/// A full ink.
const FULL: f32 = 10_000.0;
/// Most spot inks that have planes of their own; further ones share the last.
const MOST_SPOTS: usize = 12;

/// Percent of one full ink.
pub fn percent(total: u32) -> f64 {
    f64::from(total) / 100.0
}

/// The inks of a page.
pub struct Planes {
    process: Vec<[u16; 4]>,
    spots: Vec<(Rc<str>, Vec<u16>)>,
}

/// A colour with the way in which it is laid on.
#[derive(Debug, Clone)]
pub struct Brush {
    process: [u16; 4],
    /// Process inks below that stay as they are.
    keep_process: [bool; 4],
    spots: Vec<(usize, u16)>,
    /// Whether spot inks below stay that this colour does not name.
    keep_spots: bool,
    /// Opacity.
    pub alpha: f32,
    /// Inks add up like glazes.
    pub multiply: bool,
    /// Covers only a part of the pixel, or nobody knows: the pixel keeps the heavier of the two.
    pub heavier: bool,
}

impl Brush {
    /// Whether it replaces inks, or leaves them, and mixes none.
    fn is_plain(&self) -> bool {
        self.alpha >= 1.0 && !self.multiply && !self.heavier
    }

    /// Overprints with spot inks: inks of other names stay.
    pub fn keep_all_but(&mut self, planes: &Planes, names: &[Rc<str>]) {
        let process = ["Cyan", "Magenta", "Yellow", "Black"];
        self.keep_process = process.map(|ink| !names.iter().any(|n| &**n == ink || &**n == "All"));
        self.keep_spots = true;
        // an ink that is named with zero is taken away
        for name in names {
            if let Some(plane) = planes.spots.iter().position(|(n, _)| n == name)
                && !self.spots.iter().any(|(p, _)| *p == plane)
            {
                self.spots.push((plane, 0));
            }
        }
    }

    /// Overprints with those process inks that are not zero.
    pub fn keep_zero_inks(&mut self) {
        self.keep_process = self.process.map(|ink| ink == 0);
        self.keep_spots = true;
    }

    /// Overprints spot inks only.
    pub fn keep_spots(&mut self) {
        self.keep_spots = true;
    }
}

impl Planes {
    /// Blank paper of so many pixels.
    pub fn new(pixels: usize) -> Self {
        Self { process: vec![[0; 4]; pixels], spots: Vec::new() }
    }

    /// A colour that knocks out everything below.
    pub fn brush(&mut self, inks: &Inks) -> Brush {
        let mut spots = Vec::new();
        for (name, value) in &inks.spots {
            spots.push((self.plane(name), (value * FULL) as u16));
        }
        Brush {
            process: inks.process.map(|v| (v * FULL) as u16),
            keep_process: [false; 4],
            spots,
            keep_spots: false,
            alpha: 1.0,
            multiply: false,
            heavier: false,
        }
    }

    fn plane(&mut self, name: &Rc<str>) -> usize {
        if let Some(known) = self.spots.iter().position(|(n, _)| n == name) {
            return known;
        }
        if self.spots.len() < MOST_SPOTS {
            self.spots.push((name.clone(), vec![0; self.process.len()]));
        }
        self.spots.len() - 1
    }

    /// How many spot inks have planes.
    pub fn spots(&self) -> usize {
        self.spots.len()
    }

    /// Steps to paint a pixel with this brush.
    pub fn cost(&self, brush: &Brush) -> u64 {
        let spots = self.spots.len() as u64;
        if brush.is_plain() { 5 + spots } else { 12 + 8 * spots }
    }

    /// Steps to sum up a pixel.
    pub fn cost_of_a_total(&self) -> u64 {
        1 + self.spots.len() as u64
    }

    /// Steps to make a brush of a colour with so many names.
    pub fn cost_of_a_brush(&self, names: usize) -> u64 {
        let names = names as u64;
        30 + names * (60 + 10 * self.spots.len() as u64)
    }

    /// Paints neighbouring pixels.
    pub fn put_run(&mut self, run: Range<usize>, brush: &Brush) {
        if !brush.is_plain() {
            run.for_each(|index| self.put(index, brush));
            return;
        }
        if brush.keep_process == [false; 4] {
            self.process[run.clone()].fill(brush.process);
        } else {
            for pixel in &mut self.process[run.clone()] {
                for ((ink, value), keep) in pixel.iter_mut().zip(brush.process).zip(brush.keep_process) {
                    *ink = if keep { *ink } else { value };
                }
            }
        }
        for (plane, (_, values)) in self.spots.iter_mut().enumerate() {
            match brush.spots.iter().find(|(p, _)| *p == plane) {
                None if brush.keep_spots => {}
                named => values[run.clone()].fill(named.map_or(0, |(_, value)| *value)),
            }
        }
    }

    /// Paints one pixel.
    pub fn put(&mut self, index: usize, brush: &Brush) {
        let below = self.process[index];
        let mut process = below;
        for ink in 0..4 {
            if !brush.keep_process[ink] {
                process[ink] = mixed(below[ink], brush.process[ink], brush);
            }
        }
        if self.spots.is_empty() {
            if !brush.heavier || sum(process) > sum(below) {
                self.process[index] = process;
            }
            return;
        }
        let mut total = sum(process);
        let mut spots = [0; MOST_SPOTS];
        for (plane, (_, values)) in self.spots.iter().enumerate() {
            let named = brush.spots.iter().find(|(p, _)| *p == plane).map(|(_, value)| *value);
            spots[plane] = match named {
                None if brush.keep_spots => values[index],
                value => mixed(values[index], value.unwrap_or(0), brush),
            };
            total += u32::from(spots[plane]);
        }
        if !brush.heavier || total > self.total(index) {
            self.process[index] = process;
            for ((_, values), value) in self.spots.iter_mut().zip(spots) {
                values[index] = value;
            }
        }
    }

    /// All inks of a pixel together.
    pub fn total(&self, index: usize) -> u32 {
        sum(self.process[index]) + self.spots.iter().map(|(_, values)| u32::from(values[index])).sum::<u32>()
    }

    /// All inks of each of these pixels together.
    pub fn totals(&self, pixels: Range<usize>) -> impl Iterator<Item = u32> {
        pixels.map(|index| self.total(index))
    }
}

fn sum(inks: [u16; 4]) -> u32 {
    inks.iter().map(|ink| u32::from(*ink)).sum()
}

fn mixed(below: u16, above: u16, brush: &Brush) -> u16 {
    if brush.alpha >= 1.0 && !brush.multiply {
        return above;
    }
    let (below, above) = (f32::from(below), f32::from(above));
    let laid = if brush.multiply { below + above - below * above / FULL } else { above };
    (below + (laid - below) * brush.alpha) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inks(process: [f32; 4]) -> Inks {
        Inks { process, ..Inks::default() }
    }

    fn spot(name: &str, value: f32) -> Inks {
        Inks { spots: vec![(name.into(), value)], ..Inks::default() }
    }

    /// Percent after one colour was laid over another.
    fn over(below: &Inks, above: &Inks, change: impl Fn(&mut Brush, &Planes)) -> f64 {
        let mut planes = Planes::new(1);
        let brush = planes.brush(below);
        planes.put(0, &brush);
        let mut brush = planes.brush(above);
        change(&mut brush, &planes);
        planes.put(0, &brush);
        percent(planes.total(0))
    }

    #[test]
    fn colours_knock_out_what_lies_below() {
        let ground = inks([1.0, 1.0, 0.0, 0.0]);
        assert_eq!(over(&ground, &inks([0.0, 0.0, 0.0, 1.0]), |_, _| ()), 100.0);
        assert_eq!(over(&spot("Gold", 1.0), &inks([0.0, 0.0, 0.5, 0.0]), |_, _| ()), 50.0);
    }

    #[test]
    fn overprinting_colours_add_up() {
        let ground = inks([1.0, 1.0, 0.0, 0.0]);
        let black = inks([0.0, 0.0, 0.0, 1.0]);
        assert_eq!(over(&ground, &black, |b, _| b.keep_zero_inks()), 300.0);
        assert_eq!(over(&ground, &black, |b, _| b.keep_spots()), 100.0);
        let gold: [Rc<str>; 1] = ["Gold".into()];
        assert_eq!(over(&ground, &spot("Gold", 0.5), |b, p| b.keep_all_but(p, &gold)), 250.0);
        assert_eq!(over(&spot("Gold", 1.0), &spot("Gold", 0.5), |b, p| b.keep_all_but(p, &gold)), 50.0);
    }

    #[test]
    fn opacity_and_multiplication_mix() {
        let (ground, black) = (inks([1.0, 0.0, 0.0, 0.0]), inks([0.5, 0.0, 0.0, 1.0]));
        assert_eq!(over(&ground, &black, |b, _| b.alpha = 0.5), 125.0);
        assert_eq!(over(&ground, &black, |b, _| b.multiply = true), 200.0);
    }

    #[test]
    fn runs_are_painted_as_their_pixels() {
        let gold: [Rc<str>; 1] = ["Gold".into()];
        let ground = Inks {
            process: [0.2, 0.4, 0.0, 0.0],
            spots: vec![("Gold".into(), 0.5), ("Lack".into(), 0.25)],
            ..Inks::default()
        };
        let change = |brush: &mut Brush, planes: &Planes, which: usize| match which {
            0 => (),
            1 => brush.keep_zero_inks(),
            2 => brush.keep_spots(),
            3 => brush.keep_all_but(planes, &gold),
            4 => brush.alpha = 0.5,
            _ => brush.heavier = true,
        };
        for which in 0..6 {
            let (mut one, mut run) = (Planes::new(3), Planes::new(3));
            for planes in [&mut one, &mut run] {
                let brush = planes.brush(&ground);
                planes.put_run(0..3, &brush);
            }
            let mut brush = one.brush(&Inks {
                process: [0.0, 0.0, 1.0, 0.0],
                spots: vec![("Lack".into(), 1.0)],
                ..Inks::default()
            });
            change(&mut brush, &one, which);
            one.put(1, &brush);
            run.put_run(1..2, &brush);
            assert_eq!(one.process, run.process);
            assert_eq!(one.spots, run.spots);
        }
    }

    #[test]
    fn of_text_and_ground_the_heavier_counts() {
        let (heavy, light) = (inks([1.0, 1.0, 1.0, 0.0]), inks([0.0, 0.0, 0.0, 1.0]));
        assert_eq!(over(&heavy, &light, |b, _| b.heavier = true), 300.0);
        assert_eq!(over(&light, &heavy, |b, _| b.heavier = true), 300.0);
    }
}
