//! The preview: a brochure that is looked at, and mended, while it is written. In: a project folder. Out: a page on this
//! machine. Never: how pages are laid out.

mod art;
pub mod drawing;
pub mod session;
mod snapshot;
mod spot;
pub mod view;
