//! Projects that nobody would write: what holds for every brochure holds for them.
//!
//! With BROCHURE_RANDOM_OUT=FOLDER the PDFs of a hundred of them are written there, for validators.

use crate::common;

use std::collections::BTreeSet;

use crate::common::Project;
use crate::common::author::{Author, random, torture};
use brochure::diag::has_errors;
use brochure::edition::render;
use brochure::ids::NodeId;
use brochure::node::{Role, Structure};
use brochure::pages::{Owner, Pages, TextRun};
use brochure::source::editions::{Accessibility, EditionKind, Screen};

const THEMES: [&str; 2] = ["ortsplan", "kanzlei"];
/// How many are made in an ordinary run, and for validators.
const FEW: u64 = 16;
const MANY: u64 = 100;

/// Lays a project out, writes it, and checks all that must hold; the file, and the one of PDF 2.0.
fn check((project, author): (Project, Author), name: &str) -> [Vec<u8>; 2] {
    let mut outcome = project.layout();
    let Some(brochure) = &outcome.brochure else { panic!("{name} refused:\n{}", outcome.rendered()) };
    let mut plan = brochure.plans().remove(0);
    let mut complaints = Vec::new();
    let mut write = || render(&plan, &mut complaints).map(|mut files| files.remove(0).bytes);
    let (first, second) = (write(), write());
    plan.edition.kind = EditionKind::Screen(Screen { standard: Accessibility::Ua2 });
    let newer = render(&plan, &mut complaints).map(|mut files| files.remove(0).bytes);
    assert!(first == second, "{name}: two files differ");
    assert_text(brochure.pages(), &author, name);
    assert_tree(brochure.pages(), name);
    outcome.diagnostics.append(&mut complaints);
    assert!(!has_errors(&outcome.diagnostics), "{name}:\n{}", outcome.rendered());
    [first, newer].map(|file| file.unwrap_or_else(|| panic!("{name} was not written")))
}

/// No word of the author is lost.
fn assert_text(pages: &Pages, author: &Author, name: &str) {
    let text: String = pages
        .pages
        .iter()
        .flat_map(|page| common::runs_of(page))
        .map(common::read)
        .collect::<Vec<_>>()
        .join("\n");
    let found: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    let lost: Vec<&String> = author.words.iter().filter(|w| !found.contains(w.as_str())).collect();
    assert!(lost.is_empty(), "{name} lost {lost:?} in\n{text}");
}

/// Everything drawn hangs in the tree once, and no level of headings is left out.
fn assert_tree(pages: &Pages, name: &str) {
    let (mut seen, mut level) = (BTreeSet::new(), 0);
    visit(&pages.structure, NodeId::ROOT, &mut |id, role| {
        assert!(seen.insert(id), "{name}: {id:?} hangs in the tree twice");
        if let Role::Heading(here, words) = role {
            assert!(*here <= level + 1, "{name}: {words} has level {here} after {level}");
            level = *here;
        }
    });
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let brochure::pages::Item::Text(TextRun { owner: Owner::Node(node), text, .. }) = item {
            assert!(seen.contains(node), "{name}: {text:?} is in no part of the tree");
        }
    }
}

fn visit(tree: &Structure, id: NodeId, see: &mut dyn FnMut(NodeId, &Role)) {
    see(id, &tree.get(id).role);
    tree.get(id).children.iter().for_each(|child| visit(tree, *child, see));
}

/// Keeps files for validators, if they ask for them.
fn keep(files: &[Vec<u8>; 2], name: &str) {
    if let Some(folder) = std::env::var_os("BROCHURE_RANDOM_OUT") {
        std::fs::create_dir_all(&folder).expect("a folder");
        for (bytes, end) in files.iter().zip(["", "-ua-2"]) {
            let path = std::path::Path::new(&folder).join(format!("{name}{end}.pdf"));
            std::fs::write(path, bytes).expect("a file");
        }
    }
}

#[test]
fn every_element_inside_every_other() {
    for theme in THEMES {
        let files = check(torture(theme), theme);
        keep(&files, &format!("torture-{theme}"));
    }
}

#[test]
fn projects_at_random() {
    let count = if std::env::var_os("BROCHURE_RANDOM_OUT").is_some() { MANY } else { FEW };
    for number in 1..=count {
        let name = format!("random-{number:03}");
        let files = check(random(number, THEMES[number as usize % 2]), &name);
        keep(&files, &name);
    }
}

#[test]
fn a_note_called_in_the_last_line_of_a_paragraph_set_a_line_shorter_is_set() {
    check(random(7, "ortsplan"), "random-007");
}
