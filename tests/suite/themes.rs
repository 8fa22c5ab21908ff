//! Themes: the second one of the program, and themes of a project.

use crate::common::{Outcome, Project, ROUND, filler, runs_of};
use brochure::brochure::open;
use brochure::diag::{FileId, Files, Sink};
use brochure::geom::{MM, Pt, Side};
use brochure::pages::{Item, Page, TextRun};
use brochure::tree::{Kind, Value, parse};

/// A project with every kind of page, in this theme.
fn themed(theme: &str) -> Outcome {
    let project = Project::with(&format!(
        "subtitle = \"Eine Zeile\"\ntheme = \"{theme}\"\n[[publisher]]\nname = \"Verein\"\n[back]\nclaim = \"Ein Satz.\"\n"
    ));
    let text = filler(70);
    let body = format!(
        "{text}[^n]\n\n{text}\n\n## Abschnitt\n\n{text}\n\n### Unten\n\n- Punkt\n- Punkt\n\n> [!praxistipp]\n> {text}\n\n\
         > [!achtung]\n> Frist.\n\n| A | B |\n|:--|:--|\n| 1 | 2 |\n\n{text}\n\n{text}\n\n{text}\n\n[^n]: Note.\n\n\
         ## Was tun? {{.checklist}}\n\n- [ ] Fragen.\n"
    );
    for n in 1..=3 {
        let front = "summary = \"Worum es geht.\"\nkey-points = [\"Eins\", \"Zwei\"]";
        project
            .file(&format!("chapters/0{n}.md"), format!("+++\ntitle = \"Kapitel\"\n{front}\n+++\n\n{body}"));
    }
    project.layout()
}

/// A project with this theme file.
fn own_theme(toml: &str) -> Outcome {
    let project = Project::with("theme = \"thema/eigen.toml\"\n");
    project.file("thema/eigen.toml", toml).chapter("Text.");
    project.layout()
}

fn font<'o>(outcome: &'o Outcome, run: &TextRun) -> &'o str {
    &outcome.pages().fonts[run.face.0 as usize].name
}

fn text_pages(outcome: &Outcome) -> impl Iterator<Item = &Page> {
    outcome.pages().pages.iter().map(|p| &**p).filter(|p| p.kind == "text")
}

/// Filled areas that reach the fore-edge.
fn tabs(page: &Page, width: Pt) -> usize {
    let at_edge = |item: &&Item| match item {
        Item::Fill { rect, .. } if page.side == Side::Recto => rect.right() >= width,
        Item::Fill { rect, .. } => rect.x <= 0.0,
        _ => false,
    };
    page.items.iter().filter(at_edge).count()
}

/// Every key of a theme but the names of colours, as a path.
fn keys(theme: &str) -> Vec<String> {
    let mut keys = Vec::new();
    gather(&parse(theme, FileId(0), 0, &mut Sink::new()), "", &mut keys);
    keys.retain(|key| !key.starts_with(".color."));
    keys
}

fn gather(value: &Value, path: &str, keys: &mut Vec<String>) {
    match &value.kind {
        Kind::Table(table) => {
            table.0.iter().for_each(|entry| gather(&entry.value, &format!("{path}.{}", entry.key), keys));
        }
        _ => keys.push(path.to_owned()),
    }
}

#[test]
fn the_theme_of_the_tests_takes_nothing_from_the_house_style() {
    let own = keys(ROUND);
    let mut taken = keys(include_str!("../../assets/themes/ortsplan.toml"));
    taken.retain(|key| !own.contains(key));
    assert_eq!(taken, Vec::<String>::new(), "tests/themes/round.toml needs a value of its own");
}

#[test]
fn the_second_theme_says_nothing_that_the_first_does_not() {
    for theme in ["ortsplan", "kanzlei"] {
        let outcome = themed(theme);
        assert!(outcome.brochure.is_some() && outcome.diagnostics.is_empty(), "{}", outcome.rendered());
    }
}

#[test]
fn the_second_theme_is_a4_without_tabs() {
    let (first, second) = (themed("ortsplan"), themed("kanzlei"));
    assert_eq!(second.pages().trim, (210.0 * MM, 297.0 * MM));
    assert!(text_pages(&first).all(|p| tabs(p, first.pages().trim.0) == 1));
    assert!(text_pages(&second).all(|p| tabs(p, second.pages().trim.0) == 0));
}

#[test]
fn the_second_theme_sets_headings_in_the_serif_and_text_in_the_sans() {
    let outcome = themed("kanzlei");
    assert_eq!(font(&outcome, outcome.run("Abschnitt").1), "SourceSerif4Subhead-Regular.ttf");
    assert_eq!(font(&outcome, outcome.run("Die Gemeinde").1), "SourceSans3-Regular.ttf");
}

#[test]
fn body_lines_of_the_second_theme_lie_on_its_grid() {
    let outcome = themed("kanzlei");
    let (top, leading) = (30.0 * MM, 14.0);
    let is_body = |run: &&TextRun| run.size == 10.5 && font(&outcome, run) == "SourceSans3-Regular.ttf";
    let is_box = |page: &Page, run: &TextRun| {
        let left = if page.side == Side::Recto { 27.0 } else { 63.0 } * MM;
        run.at.x > left + 14.5
    };
    let mut counted = 0;
    for page in text_pages(&outcome) {
        for run in runs_of(page).filter(is_body).filter(|r| r.text.len() > 20 && !is_box(page, r)) {
            // Source Sans 3: 1.000 em above, 0.326 em below the baseline.
            let baseline = (leading - 1.326 * 10.5) / 2.0 + 10.5;
            let steps = (run.at.y - top - baseline) / leading;
            assert!((steps - steps.round()).abs() * leading < 0.1, "page {}: {}", page.number, run.text);
            counted += 1;
        }
    }
    assert!(counted > 40, "{counted} lines");
}

#[test]
fn the_brochure_of_the_repository_builds_in_the_second_theme() {
    let said = |theme: &str| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let project = Project::bare();
        copy(&root.join("chapters"), &project.path("chapters"));
        copy(&root.join("assets"), &project.path("assets"));
        let toml = std::fs::read_to_string(root.join("brochure.toml")).expect("brochure.toml");
        assert!(!toml.contains("\ntheme"), "the key is set below");
        let key = format!("language = \"de\"\ntheme = \"{theme}\"");
        project.file("brochure.toml", toml.replace("language = \"de\"", &key));
        let (mut files, mut sink) = (Files::default(), Sink::new());
        assert!(open(project.folder.path(), &mut files, &mut sink).is_some());
        sink.into_iter().map(|d| (d.code, d.message())).collect::<Vec<_>>()
    };
    let (first, second) = (said("ortsplan"), said("kanzlei"));
    assert!(second.iter().all(|d| first.contains(d)), "{second:#?}");
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a copy");
        }
    }
}

#[test]
fn a_theme_of_the_project_holds_what_differs() {
    let outcome = own_theme("base = \"kanzlei\"\n[page]\nformat = \"A5\"\n[style.body]\nsize = \"9pt\"\n");
    assert_eq!(outcome.pages().trim, (148.0 * MM, 210.0 * MM));
    let run = outcome.run("Text.").1;
    assert_eq!((run.size, font(&outcome, run)), (9.0, "SourceSans3-Regular.ttf"));
    let usual = own_theme("[style.body]\nsize = \"9pt\"\n");
    assert_eq!(font(&usual, usual.run("Text.").1), "SourceSerif4SmText-Regular.ttf");
}

#[test]
fn brochure_toml_is_laid_over_a_theme_of_the_project() {
    let project = Project::with("theme = \"eigen.toml\"\n[style.body]\nsize = \"8pt\"\n");
    project.file("eigen.toml", "[style.body]\nsize = \"9pt\"\ncolor = \"#BBBBBB\"\n").chapter("Text.");
    let outcome = project.layout();
    assert_eq!(outcome.run("Text.").1.size, 8.0);
    assert_eq!(outcome.place("contrast"), "eigen.toml:3:9");
}

#[test]
fn artwork_may_be_left_out() {
    let project = Project::with("[cover]\nart = \"\"\n[back]\nart = \"\"\n[opener]\nart = \"\"\n");
    project.file("chapters/01.md", "+++\ntitle = \"K\"\nsummary = \"S.\"\n+++\n\nText.");
    let outcome = project.layout();
    let mut items = outcome.pages().pages.iter().flat_map(|p| &p.items);
    assert!(!items.any(|i| matches!(i, Item::Picture { .. })), "{}", outcome.rendered());
}

#[test]
fn faults_of_a_theme_stand_where_they_are() {
    let cases = [
        ("base = \"kanzlie\"\n", "unknown-theme", "thema/eigen.toml:1:8", "\"kanzlei\""),
        ("base = 3\n", "config-type", "thema/eigen.toml:1:8", "base ="),
        ("[style.bodie]\nsize = \"9pt\"\n", "unknown-key", "thema/eigen.toml:1:8", "`body`"),
        ("[page]\nbled = \"3mm\"\n", "unknown-key", "thema/eigen.toml:2:1", "`bleed`"),
        ("[page]\ndrawn-for = \"A9\"\n", "page-format", "thema/eigen.toml:2:13", "A4"),
        ("[page\n", "toml-syntax", "thema/eigen.toml:1:6", "brackets"),
    ];
    for (toml, code, place, hint) in cases {
        let outcome = own_theme(toml);
        assert!(outcome.brochure.is_none(), "{toml}");
        assert_eq!(outcome.place(code), place, "{toml}\n{}", outcome.rendered());
        assert!(
            outcome.find(code).help().as_ref().is_some_and(|h| h.contains(hint)),
            "{}",
            outcome.rendered()
        );
    }
}

#[test]
fn a_theme_file_lies_in_the_project() {
    let said = |name: &str| {
        let project = Project::with(&format!("theme = \"{name}\"\n"));
        project.chapter("Text.");
        let outcome = project.layout();
        (outcome.codes(), outcome.diagnostics[0].help().unwrap_or_default())
    };
    assert_eq!(said("../fremd.toml").0, ["path-outside"]);
    assert_eq!(said("fehlt.toml").0, ["missing-file"]);
    let (codes, hint) = said("kanzley");
    assert_eq!(codes, ["unknown-theme"]);
    assert!(hint.starts_with("did you mean \"kanzlei\"?"), "{hint}");
}
