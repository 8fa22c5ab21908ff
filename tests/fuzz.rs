//! The fuzz targets on stable: all seeds, and each changed in ways that are fixed by number. The bodies and
//! what they hold stand in `fuzz/`.
//!
//! BROCHURE_FUZZ_CHANGES=COUNT sets how many changed inputs a target gets; BROCHURE_FUZZ_SEEDS=FOLDER writes
//! the seeds there, for libFuzzer.

#[path = "../fuzz/src/bodies/mod.rs"]
mod bodies;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use bodies::{Mutator, TARGETS, Target};

/// Changed inputs of a target in an ordinary run.
const CHANGES: usize = 50;
/// No input gets longer, in bytes.
const LONGEST: usize = 32 << 10;

/// From one changed seed to the next: a prime, so that few changes are spread over many seeds.
const STEP: usize = 7919;

/// The seeds, then seeds with changes.
fn input(target: &Target, seeds: &[Vec<u8>], number: usize) -> Vec<u8> {
    if let Some(seed) = seeds.get(number) {
        return seed.clone();
    }
    let seed = &seeds[number * STEP % seeds.len()];
    Mutator::new(number as u64, target.dictionary).mutate(seed, LONGEST)
}

fn run(name: &str) {
    let target = bodies::target(name).expect("a target");
    let seeds = (target.seeds)();
    let changes =
        std::env::var("BROCHURE_FUZZ_CHANGES").map_or(CHANGES, |count| count.parse().expect("a number"));
    let (next, through) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        let numbers = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        for number in numbers.take_while(|number| *number < seeds.len() + changes) {
            let input = input(target, &seeds, number);
            match std::panic::catch_unwind(|| (target.body)(&input)) {
                Ok(accepted) => {
                    through.fetch_add(usize::from(accepted && number < seeds.len()), Ordering::Relaxed)
                }
                // What it was is told above, by the panic itself.
                Err(_) => panic!("{name}: input {number}: {:?}", String::from_utf8_lossy(&input)),
            };
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    // A target whose seeds are refused would try nothing but the refusal.
    let through = through.into_inner();
    assert!(2 * through > seeds.len(), "{name}: {through} of {} seeds", seeds.len());
}

macro_rules! tests {
    ($($name:ident),*) => {
        $(#[test] fn $name() { run(stringify!($name)); })*

        #[test]
        fn every_target_is_run() {
            assert!(TARGETS.iter().map(|target| target.name).eq([$(stringify!($name)),*]));
        }
    };
}

tests!(chapters, config, svg, drawings, pictures, fonts, profiles, preflight, requests);

#[test]
fn seeds_for_libfuzzer() {
    let Some(folder) = std::env::var_os("BROCHURE_FUZZ_SEEDS") else { return };
    for target in TARGETS {
        let folder = Path::new(&folder).join(target.name);
        std::fs::create_dir_all(&folder).expect("a folder");
        for (number, seed) in (target.seeds)().iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number:03}")), seed).expect("a file");
        }
    }
}
