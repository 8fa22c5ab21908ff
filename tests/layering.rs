//! The folders are layers: each imports only what stands before it in the pipeline, and each library
//! with a say in the architecture, the file system among them, is named in one place only.

use std::path::{Path, PathBuf};

/// Folder and the folders it may import; base files may be imported everywhere.
const ALLOWED: &[(&str, &[&str])] = &[
    ("source", &["style"]), // the project holds the decoded theme, whose schema is style's
    ("document", &["source", "style", "text"]),
    ("style", &["source", "text"]),
    ("text", &["source", "style", "document"]),
    ("pages", &["document", "source", "text"]),
    ("layout", &["source", "document", "style", "text", "pages"]),
    ("press", &[]),
    ("preflight", &[]), // any PDF, whoever made it
    ("pdf", &["pages", "document", "source", "press"]),
    ("language", &[]), // files of data, read by the decoder of TOML
    ("edition", &["source", "document", "pages", "pdf", "press", "preflight"]),
];

/// Files that every folder may import.
const BASE: &[&str] =
    &["colour", "diag", "fault", "geom", "ids", "json", "language", "node", "template", "tree", "uri"];

/// Libraries and the only places that may name them.
const OWNERS: &[(&str, &[&str])] = &[
    ("krilla::", &["pdf/", "text/fonts.rs"]),
    ("krilla_svg::", &["pdf/"]),
    ("pulldown_cmark::", &["document/markdown/", "document/anchors.rs"]),
    ("hypher::", &["text/hyphenate.rs"]),
    ("toml::", &["tree.rs"]),
    ("idna::", &["uri.rs"]),
    ("clap::", &["cli.rs"]),
    ("lopdf::", &["pdf/", "preflight/"]),
    ("libm::", &["press/"]),
    ("sha2::", &["edition/"]),
    ("tiny_skia::", &["preflight/ink/", "preflight/content/"]),
    ("zune_jpeg::", &["preflight/ink/"]),
    ("annotate_snippets::", &["diag.rs"]),
    // reading and writing have one door each; `new` fills an empty folder
    ("std::fs", &["source/paths.rs", "edition/output.rs", "cli.rs"]),
];

fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    found.sort();
    found
        .iter()
        .map(|p| {
            let name = p.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
            (name, std::fs::read_to_string(p).expect("a source"))
        })
        .collect()
}

#[test]
fn folders_import_only_what_stands_before_them() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some((folder, _)) = name.split_once('/') else { continue };
        let allowed = ALLOWED.iter().find(|(f, _)| *f == folder).map(|(_, a)| *a);
        let allowed = allowed.unwrap_or_else(|| panic!("the folder {folder} has no place in the pipeline"));
        for (at, _) in text.match_indices("crate::") {
            let target: String =
                text[at + 7..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            let fine = target == folder
                || target.is_empty()
                || BASE.contains(&target.as_str())
                || allowed.contains(&target.as_str());
            if !fine {
                wrong.push(format!("{name} imports {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn libraries_are_named_by_their_owners_only() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for (library, owners) in OWNERS {
            if text.contains(library) && !owners.iter().any(|o| name.starts_with(o)) {
                wrong.push(format!("{name} names {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
