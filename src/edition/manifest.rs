//! The lists beside the editions. Decides what `manifest.json` and `SHA256SUMS` say of each file.

use std::fmt::Write;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::output::Output;
use super::{Artefact, Delivery, editions, names};
use crate::diag::{Sink, Wording, complaint, typed};
use crate::geom::MM;
use crate::json::quoted;
use crate::language::LanguageTag;
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

/// The lists, and what they do not name any more.
pub struct Lists {
    /// As files.
    pub files: [(String, Vec<u8>); 2],
    /// Files that the last manifest names and no edition makes now; they are still there.
    pub left: Vec<PathBuf>,
}

/// Both lists: what was made now, in the order of the editions. Another edition keeps its entry while its file
/// is still the one that the last manifest describes.
pub fn lists(made: &[Artefact], delivery: &Delivery<'_>, sink: &mut Sink) -> Lists {
    let Delivery { config, output, languages, wording, .. } = *delivery;
    let old = output.read(MANIFEST, LARGEST_MANIFEST).unwrap_or_default();
    let old = String::from_utf8(old).unwrap_or_default();
    let mut entries = Vec::new();
    let mut called = Vec::new();
    let of_languages = languages.iter().map(|language| (format!("{}/", language.tag), language.config));
    for (folder, config) in std::iter::once((String::new(), Some(config))).chain(of_languages) {
        let Some(config) = config else {
            // What it is called in this language was not read.
            for (file, edition) in named_in(&old, &folder) {
                called.push(quoted(&file));
                entries.extend(kept(&edition, file, output, &old, sink));
            }
            continue;
        };
        for (name, edition) in editions(config) {
            let files = names::of_edition(&name, &edition, config);
            let files: Vec<String> = files.into_iter().map(|file| folder.clone() + &file).collect();
            called.extend(files.iter().map(|file| quoted(file)));
            let before = entries.len();
            let now = made.iter().filter(|a| a.edition == name && files.contains(&a.file));
            entries.extend(now.map(|made| entry(made, wording)));
            if entries.len() == before {
                entries.extend(files.into_iter().filter_map(|file| kept(&name, file, output, &old, sink)));
            }
        }
    }
    let lines: Vec<&str> = entries.iter().map(|e| e.line.as_str()).collect();
    let json = format!("{{\n  \"artefacts\": [\n{}\n  ]\n}}\n", lines.join(",\n"));
    let sums: String = entries.iter().map(|e| format!("{}  {}\n", e.sha256, e.file)).collect();
    let files = [(MANIFEST.to_owned(), json.into_bytes()), (SUMS.to_owned(), sums.into_bytes())];
    Lists { files, left: left(&old, &called, output) }
}

/// Files that the last manifest names, that no edition is called now, and that are there.
fn left(old: &str, now: &[String], output: &Output) -> Vec<PathBuf> {
    let named = old.lines().filter_map(|line| Some(file_and_edition(line)?.0));
    let gone = named.filter(|file| !now.iter().any(|name| name == file));
    let plain = gone.map(|file| file.trim_matches('"')).filter(|file| is_ours(file));
    plain.filter(|file| output.holds(file)).map(|file| output.path(file)).collect()
}

/// The file of a line and what follows behind the key of its edition, both as they are written.
fn file_and_edition(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix(LINE_BEGINS)?.split_once(", \"edition\": ")
}

/// Files and editions that the last manifest names in the folder of a language.
fn named_in(old: &str, folder: &str) -> Vec<(String, String)> {
    let plain = |text: &str| text.trim_matches('"').to_owned();
    let named = old.lines().filter_map(file_and_edition).filter_map(|(file, rest)| {
        let edition = &rest[..rest.find(", ")?];
        Some((plain(file), plain(edition)))
    });
    named.filter(|(file, edition)| file.starts_with(folder) && is_ours(file) && is_ours(edition)).collect()
}

/// Whether a name may be of ours: what needs an escape, or lies deeper than in the folder of a language, was none.
fn is_ours(file: &str) -> bool {
    let name = match file.split_once('/') {
        Some((folder, name)) if LanguageTag::parse(folder).is_some() => name,
        _ => file,
    };
    !name.contains(['\\', '/'])
}

fn entry(artefact: &Artefact, wording: &Wording) -> Entry {
    let line = format!("    {{{}}}", fields(artefact, wording));
    Entry { file: artefact.file.clone(), sha256: artefact.sha256.clone(), line }
}

/// What is listed of a file.
pub fn fields(artefact: &Artefact, wording: &Wording) -> String {
    let Artefact { edition, kind, pages, size, sheets, bytes, sha256, .. } = artefact;
    let sheets = sheets.map_or(String::new(), |sheets| format!("\"sheets\": {sheets}, "));
    format!(
        "{}{}\"kind\": \"{kind}\", \"pages\": {pages}, \"size_mm\": [{:.1}, {:.1}], {sheets}\"bytes\": {bytes}, \
         {}, {}",
        named(&artefact.file, edition),
        language(artefact),
        size.0 / MM,
        size.1 / MM,
        sum_field(sha256),
        conformance(artefact, wording)
    )
}

/// The fields of the language of a file, and of how far the translation is if it is one.
fn language(artefact: &Artefact) -> String {
    let (language, completeness) = &artefact.language;
    let blocks = completeness.map_or(String::new(), |blocks| {
        format!("\"translated\": {}, \"blocks\": {}, ", blocks.done(), blocks.all)
    });
    format!("\"language\": {}, {blocks}", quoted(language))
}

/// The fields of the standards that a file keeps, and of those that it was to keep.
fn conformance(artefact: &Artefact, wording: &Wording) -> String {
    let strings = |list: &mut dyn Iterator<Item = &str>| list.map(quoted).collect::<Vec<_>>().join(", ");
    let kept = strings(&mut artefact.conformance.iter().copied());
    let missed = artefact.missed.iter().map(|missed| {
        let why: Vec<String> = missed.why.iter().map(|why| why.text_in(wording)).collect();
        let why = strings(&mut why.iter().map(String::as_str));
        format!("{{\"standard\": {}, \"why\": [{why}]}}", quoted(missed.standard))
    });
    let missed: Vec<String> = missed.collect();
    let missed =
        if missed.is_empty() { String::new() } else { format!(", \"not_claimed\": [{}]", missed.join(", ")) };
    format!("\"conformance\": [{kept}]{missed}")
}

/// The entry of a file that was not made now, if it is still the one that the last manifest describes.
fn kept(edition: &str, file: String, output: &Output, old: &str, sink: &mut Sink) -> Option<Entry> {
    let head = line_head(&file, edition);
    let line = old.lines().find(|line| line.starts_with(&head))?;
    let sha256 = sum(&output.read(&file, LARGEST_EDITION)?);
    if !line.contains(&sum_field(&sha256)) {
        sink.push(complaint::output_changed(output.path(&file).display(), MANIFEST, typed(edition)));
        return None;
    }
    Some(Entry { file, sha256, line: line.trim_end_matches(',').to_owned() })
}

/// The beginning of an entry, by which it is found again.
fn line_head(file: &str, edition: &str) -> String {
    format!("    {{{}", named(file, edition))
}

/// The fields that every entry begins with.
fn named(file: &str, edition: &str) -> String {
    format!("\"file\": {}, \"edition\": {}, ", quoted(file), quoted(edition))
}

/// How an entry begins.
const LINE_BEGINS: &str = "    {\"file\": ";

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
