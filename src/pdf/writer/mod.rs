//! The writer of PDF: items to objects. In: what stands where, and what colours are made of. Out: the bytes of a file.
//! Never: what a page holds.

mod canvas;
mod deflate;
mod drawing;
mod glyphs;
mod gradient;
mod items;
mod objects;
mod packing;
mod paint;
mod raster;
mod resources;
pub mod sheets;

pub use deflate::deflated;
pub use objects::Objects;
