//! Turns a folder of Markdown chapters into a finished brochure.
//!
//! The folders are the pipeline: `source` (what is on disk) → `document` (what the author means) →
//! `layout` (with `style` and `text`) → `pages` (finished pages, plain data) → `pdf` → `edition`.
//! Beside the pipeline, `preflight` looks at any finished PDF as a print shop does.
//!
//! From folder to PDF in three calls:
//!
//! ```
//! use brochure::diag::{Files, Sink};
//! # let folder = tempfile::tempdir().expect("a folder");
//! # std::fs::create_dir(folder.path().join("chapters")).expect("a folder");
//! # let config = "[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\n";
//! # std::fs::write(folder.path().join("brochure.toml"), config).expect("written");
//! # std::fs::write(folder.path().join("chapters/01.md"), "# Eins\n\nText.\n").expect("written");
//! # let folder = folder.path();
//! let (mut files, mut complaints) = (Files::default(), Sink::new());
//! let brochure = brochure::open(folder, &mut files, &mut complaints).expect("a brochure without errors");
//! let screen = &brochure.plans()[0];
//! let products = brochure::render(screen, &mut complaints).expect("a PDF that keeps its standards");
//! assert!(products[0].bytes.starts_with(b"%PDF-"));
//! ```
//!
//! A [`Workspace`] builds a project again and again, unsaved text too, and only the editions that are asked
//! for. The modules are public for the program's own tests; they change with it.

#![forbid(unsafe_code)]

pub mod brochure;
pub mod cli;
pub mod colour;
pub mod diag;
pub mod document;
pub mod edition;
pub mod fault;
pub mod geom;
pub mod ids;
pub mod json;
pub mod language;
pub mod layout;
pub mod marks;
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

pub use brochure::{Brochure, Workspace, open};
pub use edition::render;
