//! The lists beside the editions. Decides what `manifest.json` and `SHA256SUMS` say of each file.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::output::Output;
use super::{Artefact, editions, names};
use crate::diag::{Sink, complaint};
use crate::geom::MM;
use crate::json::quoted;
use crate::source::config::Config;
use crate::source::editions::{MANIFEST, SUMS};

/// Largest manifest that is read, in bytes.
const LARGEST_MANIFEST: u64 = 1 << 20;
/// Largest edition whose sum is compared, in bytes.
const LARGEST_EDITION: u64 = 1 << 30;

/// A file in both lists.
struct Entry {
    file: String,
    sha256: String,
    /// Its line in the manifest.
    line: String,
}

/// Both lists as files: what was made now, in the order of the editions. Another edition keeps its entry
/// while its file is still the one that the last manifest describes.
pub fn lists(made: &[Artefact], config: &Config, output: &Output, sink: &mut Sink) -> [(String, Vec<u8>); 2] {
    let old = output.read(MANIFEST, LARGEST_MANIFEST).unwrap_or_default();
    let old = String::from_utf8(old).unwrap_or_default();
    let mut entries = Vec::new();
    for (name, edition) in editions(config) {
        let now = made.iter().filter(|a| a.edition == name).map(entry);
        let before = entries.len();
        entries.extend(now);
        if entries.len() == before {
            let files = names::of_edition(&name, &edition, config);
            entries.extend(files.into_iter().filter_map(|file| kept(&name, file, output, &old, sink)));
        }
    }
    let lines: Vec<&str> = entries.iter().map(|e| e.line.as_str()).collect();
    let json = format!("{{\n  \"artefacts\": [\n{}\n  ]\n}}\n", lines.join(",\n"));
    let sums: String = entries.iter().map(|e| format!("{}  {}\n", e.sha256, e.file)).collect();
    [(MANIFEST.to_owned(), json.into_bytes()), (SUMS.to_owned(), sums.into_bytes())]
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

/// The entry of a file that was not made now, if it is still the one that the last manifest describes.
fn kept(edition: &str, file: String, output: &Output, old: &str, sink: &mut Sink) -> Option<Entry> {
    let head = line_head(&file, edition);
    let line = old.lines().find(|line| line.starts_with(&head))?;
    let sha256 = sum(&output.read(&file, LARGEST_EDITION)?);
    if !line.contains(&sum_field(&sha256)) {
        sink.push(complaint::output_changed(output.path(&file).display(), MANIFEST, edition));
        return None;
    }
    Some(Entry { file, sha256, line: line.trim_end_matches(',').to_owned() })
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
