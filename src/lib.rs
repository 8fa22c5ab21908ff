//! Turns a folder of Markdown chapters into a finished brochure.
//!
//! The folders are the pipeline: `source` (what is on disk) → `document` (what the author means) →
//! `layout` (with `style` and `text`) → `pages` (finished pages, plain data) → `pdf` → `edition`.
//! Beside the pipeline, `preflight` looks at any finished PDF as a print shop does.

#![forbid(unsafe_code)]

pub mod brochure;
pub mod cli;
pub mod colour;
pub mod diag;
pub mod document;
pub mod edition;
pub mod fault;
pub mod geom;
pub mod json;
pub mod language;
pub mod layout;
pub mod node;
pub mod pages;
pub mod pdf;
pub mod preflight;
pub mod press;
pub mod source;
pub mod style;
pub mod template;
pub mod text;
pub mod tree;
pub mod uri;
