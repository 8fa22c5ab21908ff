//! What `brochure new` makes: each starter is a finished brochure in all its editions.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::common::english;

/// The starters, with their other names.
const STARTERS: [(&str, &str); 4] =
    [("ratgeber", "guide"), ("faltblatt", "leaflet"), ("jahresbericht", "annual-report"), ("leer", "empty")];
const LANGUAGES: [&str; 2] = ["de", "en"];

/// Runs the program in a folder: exit code, standard output, standard error.
fn run(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    let mut command = english();
    let output = command.args(arguments).current_dir(folder).env_remove("NO_COLOR").output();
    let output = output.expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

/// Makes a starter in the folder `heft`; what the program said.
fn made(arguments: &[&str], folder: &Path) -> String {
    let (code, out, err) = run(&[&["new", "heft"], arguments].concat(), folder);
    assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
    out
}

/// All files below a folder, by their paths in it.
fn files(root: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(root).expect("below the root").to_owned());
            }
        }
    }
    found
}

fn config(project: &Path) -> String {
    std::fs::read_to_string(project.join("brochure.toml")).expect("a brochure.toml")
}

/// What a string behind `title = ` says, in brochure.toml and front matter.
fn title(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.strip_prefix("title = ")).map(|title| title.trim_matches('"'))
}

/// The words of a PDF, spaces and line ends aside.
fn words(pdf: &Path) -> String {
    let pdf = lopdf::Document::load(pdf).expect("a PDF");
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    pdf.extract_text(&pages).expect("text").split_whitespace().collect()
}

#[test]
fn every_starter_is_finished_in_all_its_editions() {
    for (kind, _) in STARTERS {
        for language in LANGUAGES {
            let folder = tempfile::tempdir().expect("a folder");
            made(&["--like", kind, "--language", language], folder.path());
            let project = folder.path().join("heft");
            assert!(config(&project).contains(&format!("\nlanguage = \"{language}\"")), "{kind} {language}");
            let (code, out, err) = run(&["build", "--strict", "heft"], folder.path());
            assert_eq!((code, err.as_str()), (0, ""), "{kind} {language}");
            assert!(!out.contains("empty"), "{kind} {language}: pages are empty\n{out}");
            let editions = config(&project).matches("\n[edition.").count().max(1);
            assert_eq!(out.matches(".pdf: ").count(), editions, "{kind} {language}: {out}");
            let (code, out, err) = run(&["check", "--strict", "heft"], folder.path());
            assert_eq!((code, out.as_str(), err.as_str()), (0, "nothing to complain about\n", ""));
            titles_can_be_found(&project, &out);
        }
    }
}

/// The titles of brochure and chapters are words of the PDF for the screen.
fn titles_can_be_found(project: &Path, told: &str) {
    let pdfs =
        files(&project.join("dist")).into_iter().filter(|path| path.extension().is_some_and(|e| e == "pdf"));
    let screen = pdfs.min_by_key(|path| path.as_os_str().len()).unwrap_or_else(|| panic!("no PDF: {told}"));
    let words = words(&project.join("dist").join(screen));
    let chapters = files(&project.join("chapters"));
    let texts = chapters
        .iter()
        .map(|path| std::fs::read_to_string(project.join("chapters").join(path)).expect("text"));
    let mut seen = 0;
    for text in texts.chain([config(project)]) {
        let heading = text.lines().find_map(|line| line.strip_prefix("# "));
        if let Some(title) = title(&text).or(heading) {
            let title: String = title.split_whitespace().collect();
            assert!(words.contains(&title), "{title} is not in {words}");
            seen += 1;
        }
    }
    assert_eq!(seen, chapters.len() + 1);
}

#[test]
fn a_starter_has_all_its_files_and_names_them() {
    for (kind, other) in STARTERS {
        for language in LANGUAGES {
            let folder = tempfile::tempdir().expect("a folder");
            let told = made(&["--like", other, "--language", language], folder.path());
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/new").join(kind).join(language);
            let mut there = files(&folder.path().join("heft"));
            assert!(there.remove(Path::new(".brochure/schema.json")));
            assert_eq!(there, files(&root));
            for file in files(&root) {
                assert!(told.contains(&format!("  {}\n", file.display())), "{}: {told}", file.display());
            }
        }
    }
}

#[test]
fn without_options_it_is_a_guide_in_german() {
    let folder = tempfile::tempdir().expect("a folder");
    made(&[], folder.path());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/new/ratgeber/de/brochure.toml");
    let config = config(&folder.path().join("heft"));
    let (_, config) = config.split_once('\n').expect("a line that names the schema");
    assert_eq!(config, std::fs::read_to_string(root).expect("a file"));
}

#[test]
fn the_title_is_any_text() {
    for (typed, shown) in [
        (r#"Wir sagen: "Ja" \ oder #nein"#, r#"Wir sagen: "Ja" \ oder #nein"#),
        ("  Zwei\n Zeilen\u{7f}\t", "Zwei Zeilen"),
        ("'''", "'''"),
    ] {
        for (kind, _) in STARTERS {
            let folder = tempfile::tempdir().expect("a folder");
            made(&["--like", kind, "--title", typed], folder.path());
            let text = config(&folder.path().join("heft"));
            let table = toml::de::DeTable::parse(&text).expect("TOML").into_inner();
            assert_eq!(table["brochure"].get_ref()["title"].get_ref().as_str(), Some(shown), "{kind}");
        }
    }
}

#[test]
fn a_title_without_words_is_misuse() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, _, err) = run(&["new", "heft", "--title", " \n"], folder.path());
    assert_eq!(code, 2);
    assert!(err.contains("write a title"), "{err}");
    assert!(!folder.path().join("heft").exists());
}

#[test]
fn an_unknown_starter_is_misuse_and_the_known_ones_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, _, err) = run(&["new", "heft", "--like", "plakat"], folder.path());
    assert_eq!(code, 2);
    assert!(STARTERS.iter().all(|(kind, _)| err.contains(kind)), "{err}");
}

#[test]
fn editors_find_the_schema_that_the_first_line_names() {
    let folder = tempfile::tempdir().expect("a folder");
    made(&["--like", "leer", "--title", "Heft"], folder.path());
    let project = folder.path().join("heft");
    let config = config(&project);
    let named = config.lines().next().and_then(|line| line.strip_prefix("#:schema ")).expect("a schema");
    let (_, schema, _) = run(&["schema"], folder.path());
    assert_eq!(std::fs::read_to_string(project.join(named)).expect("a file"), schema);
}
