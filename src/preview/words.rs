//! What the page says, in English.

/// Words by their keys; `{name}` is filled in by the page.
pub const WORDS: &[(&str, &str)] = &[("save", "Save"), ("title", "Preview")];
