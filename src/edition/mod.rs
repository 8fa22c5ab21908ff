//! Editions: which PDFs are made and where they go. In: pages. Out: files below `dist/`, whole or
//! not at all.

pub mod manifest;

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Sink};
use crate::document::rich::plain_words;
use crate::pages::Pages;
use crate::pdf::{self, PdfJob, Written};
use crate::source::config::{Config, Edition, EditionKind};
use crate::source::tree::Named;

/// A file that was written.
#[derive(Debug)]
pub struct Artefact {
    /// Name of the edition.
    pub edition: String,
    /// What it is for.
    pub kind: EditionKind,
    /// Path.
    pub path: PathBuf,
    /// Number of pages.
    pub pages: usize,
    /// Size in bytes.
    pub bytes: usize,
    /// SHA-256.
    pub sha256: String,
    /// The standards it claims to keep.
    pub conformance: &'static [&'static str],
}

/// The editions of a brochure: those it names, or the download edition alone.
pub fn editions(config: &Config) -> Vec<(String, Edition)> {
    let named: &Named<Edition> = &config.edition;
    if named.0.is_empty() {
        return vec![("screen".to_owned(), Edition { kind: EditionKind::Screen, file: None })];
    }
    named.0.iter().map(|(name, _, edition)| (name.clone(), edition.clone())).collect()
}

/// Makes an edition without writing it.
pub fn render(
    edition: &Edition,
    pages: &Pages,
    config: &Config,
    max_ppi: f64,
    sink: &mut Sink,
) -> Option<Written> {
    match edition.kind {
        EditionKind::Screen => pdf::write(pages, &job(config, max_ppi), sink),
    }
}

/// Makes an edition and writes it to `folder`.
pub fn build(
    name: &str,
    edition: &Edition,
    pages: &Pages,
    config: &Config,
    max_ppi: f64,
    folder: &Path,
    sink: &mut Sink,
) -> Option<Artefact> {
    let Written { bytes, conformance } = render(edition, pages, config, max_ppi, sink)?;
    let path = folder.join(file_name(name, edition, config));
    let (written, sha256) = rayon::join(|| write_or_report(&path, &bytes, sink), || manifest::sum(&bytes));
    written.then(|| Artefact {
        edition: name.to_owned(),
        kind: edition.kind,
        path,
        pages: pages.pages.len(),
        bytes: bytes.len(),
        sha256,
        conformance,
    })
}

/// Writes a file; whether it was written.
fn write_or_report(path: &Path, bytes: &[u8], sink: &mut Sink) -> bool {
    let written = write_whole(path, bytes);
    if let Err(error) = &written {
        sink.push(
            Diagnostic::error("output", format!("cannot write {}: {error}", path.display()))
                .hint("is the folder writable, is there room on the disk? The last file was left as it was"),
        );
    }
    written.is_ok()
}

fn job(config: &Config, max_ppi: f64) -> PdfJob {
    let brochure = &config.brochure;
    PdfJob {
        title: plain_words(&brochure.title.value.replace(" | ", " ")),
        description: brochure.description.clone().or_else(|| brochure.subtitle.clone()),
        keywords: brochure.keywords.clone(),
        authors: config.publisher.iter().map(|p| p.name.clone()).collect(),
        language: brochure.language.value.clone(),
        date: brochure.date.as_ref().map(|d| d.value),
        max_ppi,
    }
}

/// The file's name: as the edition says, or from title and edition.
fn file_name(name: &str, edition: &Edition, config: &Config) -> String {
    if let Some(file) = &edition.file {
        return file.value.clone();
    }
    let title = slug(&plain_words(&config.brochure.title.value));
    if name == "screen" { format!("{title}.pdf") } else { format!("{title}-{}.pdf", slug(name)) }
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
