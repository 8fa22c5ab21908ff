//! From RGB to the inks of a printing condition. Decides how colours and pictures are separated.
//!
//! `icc` reads the container, `curve` and `table` what is computed with it, `pcs` holds the space in
//! between. From these come a `source` (what RGB values mean) and a `profile` (what the press prints).
//! `black` fits the one's black to the other's, `separate` joins all to one `lattice`, `picture` sends
//! images through it. `light` goes the other way: what a picture's own colours look like on a screen.

mod black;
mod curve;
mod icc;
mod intent;
mod lattice;
pub mod light;
mod pcs;
pub mod picture;
pub mod profile;
pub mod separate;
pub mod source;
mod table;

pub use intent::Intent;
pub use picture::Plates;
pub use profile::Profile;
pub use separate::Separator;
pub use source::Source;
