//! The pictures that pages are set with.

use std::collections::HashMap;

use crate::source::assets::Picture;

/// Pictures that are loaded.
#[derive(Clone, Default)]
pub struct Pictures {
    /// Files of the author by their paths.
    pub files: HashMap<String, Picture>,
    /// Artwork and icons of the theme by their names.
    pub artwork: HashMap<String, Picture>,
}
