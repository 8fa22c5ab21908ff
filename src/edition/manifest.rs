//! The lists beside the editions. Decides what `manifest.json` and `SHA256SUMS` say of each file.

use std::fmt::Write;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Artefact, editions, file_names, write_or_report};
use crate::diag::Sink;
use crate::geom::MM;
use crate::json::quoted;
use crate::source::config::Config;
use crate::source::editions::{Edition, MANIFEST, SUMS};

/// A file in both lists.
struct Entry {
    file: String,
    sha256: String,
    /// Its line in the manifest.
    line: String,
}

/// Writes both lists: what was made now, in the order of the editions. Another edition keeps its entry
/// while its file is still the one that the last manifest describes.
pub fn write(made: &[Artefact], config: &Config, folder: &Path, sink: &mut Sink) {
    let old = std::fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    let entries: Vec<Entry> = editions(config)
        .iter()
        .flat_map(|(name, edition)| {
            let files: Vec<Entry> = made.iter().filter(|a| a.edition == *name).map(entry).collect();
            if files.is_empty() { kept(name, edition, config, folder, &old) } else { files }
        })
        .collect();
    let lines: Vec<&str> = entries.iter().map(|e| e.line.as_str()).collect();
    let json = format!("{{\n  \"artefacts\": [\n{}\n  ]\n}}\n", lines.join(",\n"));
    let sums: String = entries.iter().map(|e| format!("{}  {}\n", e.sha256, e.file)).collect();
    write_or_report(&folder.join(MANIFEST), json.as_bytes(), sink);
    write_or_report(&folder.join(SUMS), sums.as_bytes(), sink);
}

fn entry(artefact: &Artefact) -> Entry {
    let Artefact { edition, kind, pages, size, sheets, bytes, sha256, conformance, .. } = artefact;
    let file = artefact.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let conformance: Vec<String> = conformance.iter().map(|name| quoted(name)).collect();
    let sheets = sheets.map_or(String::new(), |sheets| format!("\"sheets\": {sheets}, "));
    let line = format!(
        "{}\"kind\": \"{kind}\", \"pages\": {pages}, \"size_mm\": [{:.1}, {:.1}], {sheets}\"bytes\": {bytes}, \
         {}, \"conformance\": [{}]}}",
        line_head(&file, edition),
        size.0 / MM,
        size.1 / MM,
        sum_field(sha256),
        conformance.join(", ")
    );
    Entry { file, sha256: sha256.clone(), line }
}

/// Entries of an edition that was not made now, whose files are still those of the last manifest.
fn kept(name: &str, edition: &Edition, config: &Config, folder: &Path, old: &str) -> Vec<Entry> {
    let unchanged = |file: String| {
        let sha256 = sum(&std::fs::read(folder.join(&file)).ok()?);
        let (head, field) = (line_head(&file, name), sum_field(&sha256));
        let line = old.lines().find(|line| line.starts_with(&head) && line.contains(&field))?;
        Some(Entry { file, sha256, line: line.trim_end_matches(',').to_owned() })
    };
    file_names(name, edition, config).into_iter().filter_map(unchanged).collect()
}

/// The beginning of an entry, by which it is found again.
fn line_head(file: &str, edition: &str) -> String {
    format!("    {{\"file\": {}, \"edition\": {}, ", quoted(file), quoted(edition))
}

fn sum_field(sha256: &str) -> String {
    format!("\"sha256\": \"{sha256}\"")
}

/// SHA-256 in hexadecimal digits.
pub fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_standard() {
        assert_eq!(sum(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
