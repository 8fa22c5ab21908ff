//! Fuzzing: bodies of the targets, their seeds and a mutator that knows their words. Decides which targets
//! there are. Also compiled on stable, as a part of `tests/fuzz.rs`.

mod holds;
mod mutate;
mod project;
pub mod seeds;
mod streams;
pub mod targets;

pub use mutate::Mutator;

/// A part of the program that reads what strangers send.
pub struct Target {
    /// Its name, also of its dictionary and its folder of seeds.
    pub name: &'static str,
    /// Takes any bytes and tells whether they got through; panics where something does not hold that must.
    pub body: fn(&[u8]) -> bool,
    /// Inputs to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words of its language, in the form of libFuzzer.
    pub dictionary: &'static str,
}

macro_rules! targets {
    ($($name:ident),* $(,)?) => {
        /// All targets.
        pub const TARGETS: &[Target] = &[$(Target {
            name: stringify!($name),
            body: targets::$name,
            seeds: seeds::$name,
            dictionary: include_str!(concat!("../../dict/", stringify!($name), ".dict")),
        }),*];
    };
}

targets!(chapters, config, svg, drawings, pictures, fonts, profiles, preflight, requests);

/// The target of that name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
