//! A project that is built again and again: unsaved text, editions one by one, words that are kept.

use crate::common;

use crate::common::Project;
use brochure::brochure::{Brochure, Workspace};
use brochure::diag::{Files, Sink};
use brochure::source::store::{Disk, Memory, Sources};

const EDITIONS: &str = "[edition.schirm]\nkind = \"screen\"\n[edition.heft]\nkind = \"booklet\"\n\
                        [edition.gross]\nkind = \"large-print\"\n[edition.druck]\nkind = \"print\"\nprofile = \"none.icc\"\n";

fn lay_out<S: Sources>(workspace: &Workspace<S>, editions: &[&str]) -> Result<Brochure, Sink> {
    let (mut files, mut sink) = (Files::default(), Sink::new());
    let names: Vec<String> = editions.iter().map(|name| (*name).to_owned()).collect();
    let project = workspace.project(&mut files, &mut sink).ok_or_else(|| sink.clone())?;
    workspace.lay_out(project, &names, &files, &mut sink).ok_or(sink)
}

fn text(brochure: &Brochure) -> String {
    let pages = brochure.pages().pages.iter();
    pages.flat_map(|page| common::runs_of(page)).map(|run| run.text.as_str()).collect()
}

#[test]
fn only_what_the_wanted_editions_need_is_made() {
    let project = Project::with(&format!("[cover]\nenabled = false\n{EDITIONS}"));
    project.chapter("Ein Satz.");
    let workspace = Workspace::on_disk(project.folder.path()).expect("a folder");
    let made = |editions: &[&str]| {
        let brochure = lay_out(&workspace, editions).unwrap_or_else(|sink| panic!("{sink:#?}"));
        let plans: Vec<String> = brochure.plans().into_iter().map(|plan| plan.name).collect();
        (brochure.own.is_some(), brochure.apart.len(), plans.join(" "))
    };
    assert_eq!(made(&["heft"]), (true, 0, "schirm heft druck".to_owned()));
    assert_eq!(made(&["gross"]), (false, 1, "gross".to_owned()));
    assert_eq!(made(&["gross", "schirm"]), (true, 1, "schirm heft gross druck".to_owned()));
    // The profile that is missing belongs to the edition for print alone.
    let refused = lay_out(&workspace, &["druck"]).err().expect("an error");
    assert_eq!(refused.iter().map(|d| d.code).collect::<Vec<_>>(), ["missing-file"]);
    assert!(lay_out(&workspace, &[]).is_err());
}

#[test]
fn unsaved_text_is_set_in_place_of_what_is_saved() {
    let project = Project::bare();
    project.chapter("Gespeichert.");
    let disk = Disk::open(project.folder.path()).expect("a folder");
    let mut workspace = Workspace::new(Memory::before(disk));
    let set = |workspace: &Workspace<Memory>| {
        text(&lay_out(workspace, &[]).unwrap_or_else(|sink| panic!("{sink:#?}")))
    };
    assert!(set(&workspace).contains("Gespeichert."));
    workspace.sources.put("chapters/01.md", "# Kapitel\n\nGetippt.\n");
    workspace.sources.put("chapters/02.md", "# Neu\n\nAuch [hier](01.md).\n");
    let both = set(&workspace);
    assert!(
        both.contains("Getippt.") && both.contains("Auch hier") && !both.contains("Gespeichert."),
        "{both}"
    );
}

#[test]
fn pages_are_the_same_whatever_was_built_before() {
    let dump = |brochure: &Brochure| brochure::pages::dump::dump(brochure.pages());
    let mut memory = Memory::default();
    let config = |exceptions: &str| {
        format!(
            "[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\n[hyphenation]\nexceptions = [{exceptions}]\n"
        )
    };
    memory.put("brochure.toml", config(""));
    memory.put(
        "chapters/01.md",
        format!("# Kapitel\n\n{}\n", "Unterbringungskonzepte und Ratsmitglieder. ".repeat(40)),
    );
    let mut workspace = Workspace::new(memory.clone());
    let first = dump(&lay_out(&workspace, &[]).unwrap_or_else(|sink| panic!("{sink:#?}")));
    assert_eq!(dump(&lay_out(&workspace, &[]).unwrap_or_else(|sink| panic!("{sink:#?}"))), first);
    // Words that are kept must not outlive the rules that they were broken by.
    let other = config("\"Unterbringungskonzepte\", \"Rats=mitglieder\"");
    workspace.sources.put("brochure.toml", other.clone());
    memory.put("brochure.toml", other);
    let kept = dump(&lay_out(&workspace, &[]).unwrap_or_else(|sink| panic!("{sink:#?}")));
    let fresh = dump(&lay_out(&Workspace::new(memory), &[]).unwrap_or_else(|sink| panic!("{sink:#?}")));
    assert!(kept == fresh && kept != first);
}
