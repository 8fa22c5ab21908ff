//! Editions: which PDFs are made and where they go. In: pages. Out: files below `dist/`, whole or
//! not at all.

pub mod booklet;
mod cover;
mod findings;
pub mod gathering;
pub mod imposition;
pub mod manifest;
mod marks;
mod n_up;
mod office;
mod outlines;
pub mod print;
pub mod saver;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::diag::{Diagnostic, Sink, has_errors};
use crate::document::rich::plain_words;
use crate::geom::Pt;
use crate::pages::Pages;
use crate::pdf::{self, PdfJob};
use crate::preflight::Report;
use crate::press::profile::Profile;
use crate::source::config::Config;
use crate::source::editions::{CoverFile, Edition, EditionKind};

/// An edition with all it is made of.
pub struct Plan<'a> {
    /// Its name in brochure.toml.
    pub name: String,
    /// What it is to be.
    pub edition: Edition,
    /// Its pages.
    pub pages: &'a Pages,
    /// The printing condition of a print edition.
    pub profile: Option<&'a Profile>,
    /// brochure.toml.
    pub config: &'a Config,
}

/// A file that is not written yet.
pub struct Product {
    /// File name.
    pub file: String,
    /// The PDF.
    pub bytes: Vec<u8>,
    /// Pages of the PDF.
    pub pages: usize,
    /// Width and height of its pages after cutting.
    pub size: (Pt, Pt),
    /// Sheets of paper where it is printed; none for the screen.
    pub sheets: Option<usize>,
    /// The standards it claims to keep.
    pub conformance: &'static [&'static str],
    /// What whoever makes it may want to know.
    pub notes: Vec<String>,
    /// What preflight found in a file for a print shop.
    pub report: Option<Report>,
}

/// A file that was written.
#[derive(Debug)]
pub struct Artefact {
    /// Name of the edition.
    pub edition: String,
    /// What it is for.
    pub kind: &'static str,
    /// Path.
    pub path: PathBuf,
    /// Number of pages.
    pub pages: usize,
    /// Width and height of the pages.
    pub size: (Pt, Pt),
    /// Sheets of paper.
    pub sheets: Option<usize>,
    /// Size in bytes.
    pub bytes: usize,
    /// SHA-256.
    pub sha256: String,
    /// The standards it claims to keep.
    pub conformance: &'static [&'static str],
    /// What whoever makes it may want to know.
    pub notes: Vec<String>,
}

impl Plan<'_> {
    /// Names of the files it comes as.
    pub fn file_names(&self) -> Vec<String> {
        file_names(&self.name, &self.edition, self.config)
    }
}

/// The editions of a brochure: those it names, or the download edition alone.
pub fn editions(config: &Config) -> Vec<(String, Edition)> {
    let named = &config.edition;
    if named.0.is_empty() {
        return vec![("screen".to_owned(), Edition { kind: EditionKind::Screen, file: None })];
    }
    named.0.iter().map(|(name, _, edition)| (name.clone(), edition.clone())).collect()
}

/// Makes an edition without writing it.
pub fn render(plan: &Plan<'_>, sink: &mut Sink) -> Option<Vec<Product>> {
    match &plan.edition.kind {
        EditionKind::Screen | EditionKind::LargePrint(_) => {
            let written = pdf::write(plan.pages, &job(plan.config), sink)?;
            Some(vec![Product {
                file: plan.file_names().remove(0),
                bytes: written.bytes,
                pages: plan.pages.pages.len(),
                size: plan.pages.trim,
                sheets: None,
                conformance: written.conformance,
                notes: Vec::new(),
                report: None,
            }])
        }
        EditionKind::Print(print) => print::make(plan, print, sink),
        EditionKind::Booklet(booklet) => {
            office::saving(plan, booklet.toner, |plan| booklet::make(plan, booklet, sink))
        }
        EditionKind::NUp(n_up) => office::saving(plan, n_up.toner, |plan| n_up::make(plan, n_up, sink)),
        EditionKind::InkSaver(saver) => office::sparing(plan, saver.toner, sink),
    }
}

/// What came of a build.
#[derive(Default)]
pub struct Built {
    /// Files that were written.
    pub made: Vec<Artefact>,
    /// What preflight found, by file; also in files that were not written for it.
    pub reports: Vec<(PathBuf, Report)>,
}

/// Makes editions, several at a time, and writes them to `folder`, if nothing stands against any.
pub fn build(plans: &[Plan<'_>], folder: &Path, sink: &mut Sink) -> Built {
    let Built { mut made, mut reports } = Built::default();
    let rendered = render_all(plans, sink);
    let refused = has_errors(sink);
    for (plan, products) in plans.iter().zip(rendered) {
        for product in products {
            reports.extend(product.report.map(|report| (folder.join(&product.file), report)));
            if refused {
                continue;
            }
            let path = folder.join(&product.file);
            if write_or_report(&path, &product.bytes, sink) {
                made.push(Artefact {
                    edition: plan.name.clone(),
                    kind: plan.edition.kind.name(),
                    path,
                    pages: product.pages,
                    size: product.size,
                    sheets: product.sheets,
                    bytes: product.bytes.len(),
                    sha256: manifest::sum(&product.bytes),
                    conformance: product.conformance,
                    notes: product.notes,
                });
            }
        }
    }
    Built { made, reports }
}

/// Renders plans on all cores, in threads of their own: the PDF writer waits for work it gives to the
/// pool, so that it must not wait inside of the pool.
pub fn render_all(plans: &[Plan<'_>], sink: &mut Sink) -> Vec<Vec<Product>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let done: Vec<Mutex<(Vec<Product>, Sink)>> = plans.iter().map(|_| Mutex::default()).collect();
    let work = || {
        while let Some(at) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < plans.len()) {
            let mut complaints = Sink::new();
            let products = render(&plans[at], &mut complaints).unwrap_or_default();
            *done[at].lock().unwrap_or_else(PoisonError::into_inner) = (products, complaints);
        }
    };
    std::thread::scope(|scope| {
        (0..cores.min(plans.len())).for_each(|_| {
            scope.spawn(work);
        });
    });
    let results = done.into_iter().map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner));
    results
        .map(|(products, mut complaints)| {
            sink.append(&mut complaints);
            products
        })
        .collect()
}

/// Writes a file; whether it was written.
pub fn write_or_report(path: &Path, bytes: &[u8], sink: &mut Sink) -> bool {
    let written = write_whole(path, bytes);
    if let Err(error) = &written {
        sink.push(
            Diagnostic::error("output", format!("cannot write {}: {error}", path.display()))
                .hint("is the folder writable, is there room on the disk? The last file was left as it was"),
        );
    }
    written.is_ok()
}

/// What a PDF says of itself.
fn job(config: &Config) -> PdfJob {
    let brochure = &config.brochure;
    PdfJob {
        title: plain_words(&brochure.title.value.replace(" | ", " ")),
        description: brochure.description.clone().or_else(|| brochure.subtitle.clone()),
        keywords: brochure.keywords.clone(),
        authors: config.publisher.iter().map(|p| p.name.clone()).collect(),
        language: brochure.language.value.clone(),
        date: brochure.date.as_ref().map(|d| d.value),
    }
}

/// The files' names: as the edition says, or from title and edition; the cover's is the same with
/// `-cover`.
fn file_names(name: &str, edition: &Edition, config: &Config) -> Vec<String> {
    let title = slug(&plain_words(&config.brochure.title.value));
    let file = match &edition.file {
        Some(file) => file.value.clone(),
        None if name == "screen" => format!("{title}.pdf"),
        None => format!("{title}-{}.pdf", slug(name)),
    };
    match &edition.kind {
        EditionKind::Print(print) if print.cover == CoverFile::Separate => {
            let cover = format!("{}-cover.pdf", file.trim_end_matches(".pdf"));
            vec![file, cover]
        }
        _ => vec![file],
    }
}

/// Lower case, ASCII, hyphens for the rest.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "brochure".to_owned() } else { slug.chars().take(80).collect() }
}

/// Writes beside the target and renames: the old file stays until the new one is whole.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = std::fs::File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let done = written.and_then(|()| std::fs::rename(&part, path));
    if done.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_come_from_titles() {
        assert_eq!(slug("Integration findet vor Ort statt"), "integration-findet-vor-ort-statt");
        assert_eq!(slug("Für Bürger*innen – § 60a"), "fuer-buerger-innen-60a");
        assert_eq!(slug("…"), "brochure");
    }

    #[test]
    fn a_failed_write_leaves_the_old_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.pdf");
        write_whole(&path, b"old").expect("written");
        assert!(write_whole(&path.join("below"), b"new").is_err());
        assert_eq!(std::fs::read(&path).expect("read"), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1);
    }
}
