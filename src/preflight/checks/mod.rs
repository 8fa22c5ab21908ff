//! The checks. In: a file, or what its pages paint. Out: findings. A file for each thing that is judged.

pub mod binding;
pub mod boxes;
pub mod colours;
pub mod document;
pub mod fonts;
pub mod intent;
pub mod interactive;
pub mod margins;
pub mod metadata;
pub mod objects;
pub mod page;
pub mod shapes;
