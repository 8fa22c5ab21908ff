//! The schemas that are printed. Decides which files have one, and what it is called.

use crate::document::front::FrontMatter;
use crate::edition::allowed;
use crate::schema::{Others, schema};
use crate::source::keys;

/// The schema of brochure.toml.
pub fn brochure() -> String {
    schema("brochure.toml", &keys::brochure(allowed::choices()), Others::Refused)
}

/// The schema of theme files.
pub fn theme() -> String {
    schema("brochure: theme", &keys::theme(), Others::Refused)
}

/// The schema of front matter; keys of other programs pass.
pub fn front_matter() -> String {
    schema("brochure: front matter", &FrontMatter::shape(), Others::Pass)
}
