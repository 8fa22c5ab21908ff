//! Rendering intents. Decides which a profile is asked for.

/// How colours that the press cannot print are fitted to those it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// Printable colours stay as they are; black becomes the black of the press. For most pictures.
    Relative,
    /// All colours move as the maker of the profile thought best.
    Perceptual,
}
