//! The fuzz targets for libFuzzer. What they do stands in `bodies`, which `tests/fuzz.rs` shares.

pub mod bodies;

/// The main program of the target of that name.
#[macro_export]
macro_rules! fuzz {
    ($target:ident) => {
        libfuzzer_sys::fuzz_target!(|data: &[u8]| {
            $crate::bodies::targets::$target(data);
        });
        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, longest: usize, seed: u32| {
            $crate::mutate(stringify!($target), data, size, longest, seed)
        });
    };
}

/// Takes turns between libFuzzer's changes and ours, which know lines, numbers and the words of the target.
pub fn mutate(target: &str, data: &mut [u8], size: usize, longest: usize, seed: u32) -> usize {
    if seed.is_multiple_of(2) {
        return libfuzzer_sys::fuzzer_mutate(data, size, longest);
    }
    let dictionary = bodies::target(target).map_or("", |target| target.dictionary);
    let changed = bodies::Mutator::new(u64::from(seed), dictionary).mutate(&data[..size], longest);
    data[..changed.len()].copy_from_slice(&changed);
    changed.len()
}
