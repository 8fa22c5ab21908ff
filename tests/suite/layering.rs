//! The folders are layers: each imports only what stands before it in the pipeline, no two files import
//! each other, and each library with a say in the architecture, the file system among them, is named in
//! one place only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Files directly below `src/` that may be imported everywhere; each imports only those before it.
const BASE: &[&str] = &[
    "geom", "json", "jpeg", "template", "diag", "fault", "uri", "ids", "marks", "colour", "tree", "messages",
    "schema", "language", "node",
];

/// Folders in the order of the pipeline, and the folders that each may import.
const ALLOWED: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("text", &["source"]),
    ("style", &["source", "text"]),
    ("document", &["source"]),
    ("pages", &["source", "text", "document"]),
    ("layout", &["source", "text", "style", "document", "pages"]),
    ("press", &[]),
    ("preflight", &[]), // any PDF, whoever made it
    ("pdf", &["source", "document", "pages", "press"]),
    ("translation", &["source", "document"]),
    ("edition", &["source", "document", "pages", "press", "preflight", "pdf"]),
    ("schemas", &["source", "document", "edition"]),
    ("starters", &["schemas"]),
    ("production", &["source", "preflight", "edition", "brochure"]),
    (
        "preview",
        &[
            "source",
            "text",
            "style",
            "document",
            "pages",
            "layout",
            "press",
            "preflight",
            "pdf",
            "translation",
            "edition",
            "brochure",
            "production",
            "starters",
        ],
    ),
];

/// What stands above the folders.
const TOP: &[&str] = &["lib", "main", "brochure", "cli"];

/// Libraries and the only places that may name them.
const OWNERS: &[(&str, &[&str])] = &[
    ("pdf_writer::", &["pdf/writer/"]),
    ("subsetter::", &["text/embed.rs"]),
    ("pulldown_cmark::", &["document/markdown/", "document/anchors.rs"]),
    ("hypher::", &["text/hyphenate.rs"]),
    ("wuff::", &["text/web_font.rs"]),
    ("icu_segmenter::", &["text/opportunities.rs"]),
    ("deunicode::", &["edition/names.rs"]),
    ("toml::", &["tree/mod.rs"]),
    ("saphyr_parser::", &["document/yaml.rs"]),
    ("csv::", &["document/delimited.rs"]),
    ("idna::", &["uri.rs"]),
    ("clap::", &["cli/mod.rs", "cli/call.rs", "cli/man.rs"]),
    ("lopdf::", &["preflight/"]),
    ("libm::", &["press/"]),
    ("sha2::", &["edition/", "pdf/writer/", "preview/"]),
    ("httparse::", &["preview/http.rs"]),
    ("notify::", &["preview/watch.rs"]),
    ("getrandom::", &["preview/gate.rs"]),
    ("tiny_skia::", &["preflight/ink/", "preflight/content/", "pdf/writer/pixels.rs"]),
    ("resvg::", &["pdf/"]),
    ("zune_jpeg::", &["jpeg.rs"]),
    ("tiff::", &["source/inked.rs"]),
    ("annotate_snippets::", &["diag/"]),
    // reading and writing have one door each; starters and `man` fill folders, the preview changes what its user
    // changes, and tells other previews where it is
    (
        "std::fs",
        &[
            "source/paths.rs",
            "edition/output.rs",
            "starters/write.rs",
            "cli/man.rs",
            "preview/disk.rs",
            "preview/neighbours.rs",
        ],
    ),
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

/// A source without its comments and tests.
fn code(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
    source.lines().map(|line| line.split("//").next().unwrap_or("").to_owned() + "\n").collect()
}

/// Paths that a source names from `crate` or `super` on, trees of `use` expanded.
fn paths(source: &str) -> Vec<Vec<String>> {
    let code = code(source);
    let starts = ["crate::", "super::"].iter().flat_map(|root| code.match_indices(root).map(|(at, _)| at));
    let begins = |at: &usize| {
        let before = code[..*at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
    };
    starts.filter(begins).flat_map(|at| expanded(&code[at..], &[])).collect()
}

/// The paths of a tree such as `a::{b, c::d}`, behind a prefix.
fn expanded(tree: &str, before: &[String]) -> Vec<Vec<String>> {
    let mut path = before.to_vec();
    let mut rest = tree.trim_start();
    loop {
        let len = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        path.extend(Some(rest[..len].to_owned()).filter(|name| !name.is_empty()));
        match rest[len..].strip_prefix("::") {
            Some(after) if after.starts_with('{') => return branches(&after[1..], &path),
            Some(after) => rest = after,
            None => return vec![path],
        }
    }
}

/// The paths of what stands between braces.
fn branches(inside: &str, before: &[String]) -> Vec<Vec<String>> {
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                found.extend(
                    Some(&inside[from..at]).filter(|t| !t.trim().is_empty()).map(|t| expanded(t, before)),
                );
                from = at + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    found.into_iter().flatten().collect()
}

/// The module of a file: `layout::blocks` for `layout/blocks/mod.rs`.
fn module(file: &str) -> String {
    file.trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::")
}

/// For each module those that it imports.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let sources = sources();
    let modules: BTreeSet<String> = sources.iter().map(|(name, _)| module(name)).collect();
    let of = |(name, text): &(String, String)| {
        let own = module(name);
        let targets = paths(text).into_iter().filter_map(|path| resolved(&path, &own, &modules));
        let targets = targets.filter(|target| *target != own).collect();
        (own.clone(), targets)
    };
    sources.iter().map(of).collect()
}

/// The module that a path named in `own` leads into.
fn resolved(path: &[String], own: &str, modules: &BTreeSet<String>) -> Option<String> {
    let supers = path.iter().take_while(|name| *name == "super").count();
    let own: Vec<&str> = own.split("::").collect();
    let mut full: Vec<&str> =
        if supers > 0 { own[..own.len().checked_sub(supers)?].to_vec() } else { Vec::new() };
    full.extend(path[supers.max(1)..].iter().map(String::as_str));
    (1..=full.len()).rev().map(|len| full[..len].join("::")).find(|module| modules.contains(module))
}

#[test]
fn trees_of_imports_are_seen() {
    let seen = |text: &str| paths(text).into_iter().map(|path| path.join("::")).collect::<Vec<_>>();
    assert_eq!(
        seen("use crate::{layout::{a, b::C}, pdf};"),
        ["crate::layout::a", "crate::layout::b::C", "crate::pdf"]
    );
    assert_eq!(seen("let x = super::super::text::f();"), ["super::super::text::f"]);
    assert_eq!(seen("// crate::layout\n#[cfg(test)]\nmod tests { use crate::pdf; }"), [""; 0]);
    let modules = BTreeSet::from(["text".to_owned(), "layout::blocks".to_owned()]);
    let to = |path: &[&str]| {
        resolved(&path.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>(), "layout::blocks", &modules)
    };
    assert_eq!(to(&["super", "super", "text", "f"]).as_deref(), Some("text"));
    assert_eq!(to(&["crate", "layout", "blocks", "Column"]).as_deref(), Some("layout::blocks"));
}

#[test]
fn folders_and_base_files_import_only_what_stands_before_them() {
    let layer = |module: &str| module.split("::").next().unwrap_or("").to_owned();
    let mut wrong = Vec::new();
    for (module, targets) in imports() {
        let own = layer(&module);
        let base = BASE.iter().position(|name| *name == own);
        let folder = ALLOWED.iter().find(|(name, _)| *name == own).map(|(_, allowed)| *allowed);
        assert!(
            base.is_some() || folder.is_some() || TOP.contains(&&*own),
            "{own} has no place in the pipeline"
        );
        for target in targets.iter().filter(|target| layer(target) != own) {
            let to = layer(target);
            let fine = match (base, folder) {
                (Some(at), _) => BASE[..at].contains(&&*to),
                (None, Some(allowed)) => BASE.contains(&&*to) || allowed.contains(&&*to),
                (None, None) => true,
            };
            wrong.extend((!fine).then(|| format!("{module} imports {target}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A folder's `mod.rs` is its front door: what stands behind it may be named by it, and it by them.
#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut left = imports();
    for (module, targets) in &mut left {
        let behind =
            |one: &str, other: &str| other.strip_prefix(one).is_some_and(|rest| rest.starts_with("::"));
        targets.retain(|target| !behind(module, target) && !behind(target, module) && target != "lib");
    }
    // What imports nothing that is left stands in no circle.
    loop {
        let free: Vec<String> = left.iter().filter(|(_, t)| t.is_empty()).map(|(m, _)| m.clone()).collect();
        if free.is_empty() {
            break;
        }
        left.retain(|module, _| !free.contains(module));
        left.values_mut().for_each(|targets| targets.retain(|target| !free.contains(target)));
    }
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn libraries_are_named_by_their_owners_only() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let text = code(&text);
        for (library, owners) in OWNERS {
            if text.contains(library) && !owners.iter().any(|o| name.starts_with(o)) {
                wrong.push(format!("{name} names {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
