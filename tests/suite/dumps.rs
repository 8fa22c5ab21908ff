//! Three documents as they are laid out, against how they were. Rules have tests of their own; these hold
//! what lines and pages come to when all costs are weighed. `BROCHURE_BLESS=1 cargo test --test suite dumps` takes
//! today's layout as the new reference: only where it was meant to change.

use std::path::{Path, PathBuf};

use crate::common::Project;
use brochure::pages::dump::dump;

/// Drawings by name, with width and height.
const DRAWINGS: &[(&str, u32, u32)] = &[
    ("plan", 260, 120),
    ("brett", 200, 60),
    ("beete", 280, 150),
    ("mauer", 240, 110),
    ("schluessel", 120, 80),
    ("blatt", 220, 90),
];

/// Lays out a document of `tests/dumps/` on pages like these.
fn document(name: &str, page: &str) -> String {
    let config = format!("[cover]\nenabled = false\n[contents]\nenabled = false\n[page]\n{page}");
    let project = Project::shipped(&config);
    for (name, width, height) in DRAWINGS {
        let drawing = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'>\
             <rect width='{width}' height='{height}' fill='#d0d0d0'/></svg>"
        );
        project.file(&format!("chapters/{name}.svg"), drawing);
    }
    let text = std::fs::read_to_string(folder().join(format!("{name}.md"))).expect("a document");
    project.file("chapters/01.md", text);
    let outcome = project.layout();
    without_ids(&dump(outcome.pages()))
}

/// Without the numbers of nodes, anchors and links: they say nothing about the layout.
fn without_ids(dump: &str) -> String {
    let mut text = dump.to_owned();
    for before in [" node ", "Part(", " n: "] {
        let parts = text.split(before).enumerate();
        let digit = |c: char| c.is_ascii_digit() || c == '.';
        let parts = parts.map(|(n, part)| if n == 0 { part } else { part.trim_start_matches(digit) });
        text = parts.collect::<Vec<_>>().join(before);
    }
    text
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dumps")
}

fn page_of<'l>(lines: &[&'l str], at: usize) -> &'l str {
    lines.iter().take(at + 1).rev().find(|line| line.starts_with("page ")).copied().unwrap_or("no page")
}

/// Fails at the first line that is not as it was.
fn compare(name: &str, page: &str) {
    let today = document(name, page);
    let path = folder().join(format!("{name}.txt"));
    if std::env::var_os("BROCHURE_BLESS").is_some() {
        std::fs::write(&path, today).expect("a reference that can be written");
        return;
    }
    let before = std::fs::read_to_string(&path).expect("a reference");
    let (before, today): (Vec<&str>, Vec<&str>) = (before.lines().collect(), today.lines().collect());
    let same = before.iter().zip(&today).take_while(|(a, b)| a == b).count();
    assert!(
        before.len() == same && today.len() == same,
        "{name}.txt, line {}, on {}\nbefore: {}\nnow:    {}",
        same + 1,
        page_of(&before, same),
        before.get(same).unwrap_or(&"nothing"),
        today.get(same).unwrap_or(&"nothing"),
    );
}

#[test]
fn running_text_with_notes_figures_and_tables_is_laid_out_as_before() {
    compare("fliesstext", "margin-head = \"24mm\"\nmargin-foot = \"64mm\"\n");
}

#[test]
fn long_words_quotes_and_ligatures_are_set_as_before() {
    compare("woerter", "margin-inner = \"34mm\"\nmargin-outer = \"42mm\"\n");
}

#[test]
fn tables_lists_and_callouts_are_set_as_before() {
    compare("tafeln", "margin-foot = \"50mm\"\n");
}
