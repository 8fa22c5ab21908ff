//! The work that one file may cost. Decides how much of it is done: counted in steps, not by a clock, so the
//! same file gives the same report on every machine.

use std::cell::Cell;

/// Steps for reading a file: its objects, content streams, fonts, annotations. A step takes about a
/// nanosecond, so both shares together stay below the 5 seconds that a file of 50 MB may take.
pub const READING: u64 = 1_200_000_000;
/// Steps for weighing ink: unpacking images, painting pixels.
pub const INK: u64 = 2_400_000_000;
/// Up to this size every file has the same budget; larger ones get as many times more.
const USUAL_SIZE: u64 = 50 << 20;

/// One kind of work, with what may still be spent on it.
#[derive(Debug)]
pub struct Share(Cell<u64>);

impl Share {
    fn new(steps: u64) -> Self {
        Self(Cell::new(steps))
    }

    /// Takes steps; whether there were as many left. What was refused leaves nothing, so a file is not
    /// checked in patches.
    pub fn spend(&self, steps: u64) -> bool {
        let left = self.0.get().checked_sub(steps);
        self.0.set(left.unwrap_or(0));
        left.is_some()
    }

    /// How many steps are left.
    pub fn left(&self) -> u64 {
        self.0.get()
    }

    /// Whether nothing is left.
    pub fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

/// What may still be done for a file.
#[derive(Debug)]
pub struct Budget {
    /// For reading it.
    pub reading: Share,
    /// For its ink.
    pub ink: Share,
}

impl Budget {
    /// For a file of so many bytes.
    pub fn new(size: usize) -> Self {
        let times = (size as u64).div_ceil(USUAL_SIZE).max(1);
        Self::of(READING * times, INK * times)
    }

    /// For a file that this program made itself, out of what was bounded before: as much again for each
    /// hundred pages.
    pub fn of_own(pages: usize) -> Self {
        let times = pages.div_ceil(100).max(1) as u64;
        Self::of(READING * times, INK * times)
    }

    /// Of so many steps.
    pub fn of(reading: u64, ink: u64) -> Self {
        Self { reading: Share::new(reading), ink: Share::new(ink) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_can_be_spent_to_its_last_step() {
        let share = Share::new(10);
        assert!(share.spend(10) && share.is_spent());
        assert!(!share.spend(1));
        let share = Share::new(10);
        assert!(!share.spend(11) && share.is_spent(), "a refusal ends it");
    }

    #[test]
    fn large_files_may_take_longer() {
        assert_eq!(Budget::new(0).reading.left(), READING);
        assert_eq!(Budget::new(50 << 20).ink.left(), INK);
        assert_eq!(Budget::new((50 << 20) + 1).ink.left(), 2 * INK);
        assert_eq!(Budget::of_own(100).reading.left(), READING);
        assert_eq!(Budget::of_own(101).reading.left(), 2 * READING);
    }
}
