//! The content of pages. In: content streams. Out: everything that is painted, with its place, colour and
//! state. Never judges.

pub mod colour;
pub mod font;
pub mod image;
pub mod interpreter;
pub mod matrix;
pub mod paint;
pub mod path;
pub mod shading;
pub mod state;
pub mod text;
