//! Turns a folder of Markdown chapters into a finished brochure.
//!
//! The folders are the pipeline: `source` (what is on disk) → `document` (what the author means) →
//! `layout` (with `style` and `text`) → `pages` (finished pages, plain data) → `pdf` → `edition`.
//! Beside the pipeline, `preflight` looks at any finished PDF as a print shop does.
//!
//! From folder to PDF in three calls:
//!
//! ```
//! use brochure::{Files, Sink};
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
//! for. All else is the program's own.

#![forbid(unsafe_code)]

pub use crate::brochure::{Brochure, Workspace, open};
pub use diag::{Diagnostic, FileId, Files, Severity, Sink, Span, Wording, render as tell};
pub use edition::{Plan, Product, render};
pub use source::store::{Disk, Memory, Sources};

/// The whole program, for `main`: arguments in, exit code out.
#[doc(hidden)]
pub use cli::run;

cfg_if::cfg_if! {
    // Tests, benchmark and fuzz targets reach into the modules; nobody else does.
    if #[cfg(feature = "internals")] {
        #[doc(hidden)]
        pub mod brochure;
        #[doc(hidden)]
        pub mod cli;
        #[doc(hidden)]
        pub mod colour;
        #[doc(hidden)]
        pub mod diag;
        #[doc(hidden)]
        pub mod document;
        #[doc(hidden)]
        pub mod edition;
        #[doc(hidden)]
        pub mod fault;
        #[doc(hidden)]
        pub mod geom;
        #[doc(hidden)]
        pub mod ids;
        #[doc(hidden)]
        pub mod jpeg;
        #[doc(hidden)]
        pub mod json;
        #[doc(hidden)]
        pub mod language;
        #[doc(hidden)]
        pub mod layout;
        #[doc(hidden)]
        pub mod marks;
        #[doc(hidden)]
        pub mod messages;
        #[doc(hidden)]
        pub mod node;
        #[doc(hidden)]
        pub mod pages;
        #[doc(hidden)]
        pub mod pdf;
        #[doc(hidden)]
        pub mod preflight;
        #[doc(hidden)]
        pub mod press;
        #[doc(hidden)]
        pub mod preview;
        #[doc(hidden)]
        pub mod production;
        #[doc(hidden)]
        pub mod schema;
        #[doc(hidden)]
        pub mod schemas;
        #[doc(hidden)]
        pub mod source;
        #[doc(hidden)]
        pub mod starters;
        #[doc(hidden)]
        pub mod style;
        #[doc(hidden)]
        pub mod template;
        #[doc(hidden)]
        pub mod text;
        #[doc(hidden)]
        pub mod translation;
        #[doc(hidden)]
        pub mod tree;
        #[doc(hidden)]
        pub mod uri;
    } else {
        mod brochure;
        mod cli;
        mod colour;
        mod diag;
        mod document;
        mod edition;
        mod fault;
        mod geom;
        mod ids;
        mod jpeg;
        mod json;
        mod language;
        mod layout;
        mod marks;
        mod messages;
        mod node;
        mod pages;
        mod pdf;
        mod preflight;
        mod press;
        mod preview;
        mod production;
        mod schema;
        mod schemas;
        mod source;
        mod starters;
        mod style;
        mod template;
        mod text;
        mod translation;
        mod tree;
        mod uri;
    }
}
