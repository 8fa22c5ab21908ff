//! The writer of PDF: items to objects. In: what stands where, and what colours are made of. Out: the bytes of a file.
//! Never: what a page holds.

mod canvas;
mod copied;
mod deflate;
mod drawing;
mod elements;
mod glyphs;
mod gradient;
mod items;
mod links;
mod marked;
mod matrix;
mod objects;
mod packing;
mod paint;
pub mod pdfx;
pub mod pixels;
mod raster;
pub mod reading;
mod resources;
mod roles;
pub mod sheets;
mod srgb;
mod tags;
mod xmp;

pub use copied::Copied;
pub use drawing::depth as depth_of_drawing;
pub use items::check;
pub use pixels::Shades;
