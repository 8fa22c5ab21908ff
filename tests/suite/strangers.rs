//! Input from strangers: what lies in a project can neither show what lies outside, nor write there, nor
//! stop the program, nor speak in its name.

#![cfg(unix)]

use crate::common;

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::common::{Project, english};

/// How a run ended and what it said.
struct Ran {
    code: Option<i32>,
    said: String,
}

fn brochure(arguments: &[&str], project: &Path) -> Ran {
    let mut command = english();
    command.args(arguments).arg(project).env("RUST_BACKTRACE", "0").stdin(Stdio::null());
    let Output { status, stdout, stderr } = command.output().expect("the program starts");
    let said = [stdout, stderr].map(|said| String::from_utf8(said).expect("UTF-8")).concat();
    Ran { code: status.code(), said }
}

fn build(project: &Project) -> Ran {
    brochure(&["build"], project.folder.path())
}

fn good() -> Project {
    let project = Project::bare();
    project.chapter("Ein Absatz.");
    project
}

fn pipe(project: &Project, name: &str) {
    std::fs::create_dir_all(project.path(name).parent().expect("a parent")).expect("a folder");
    let made = Command::new("mkfifo").arg(project.path(name)).status().expect("mkfifo starts");
    assert!(made.success(), "{name}");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> = entries.map(|e| e.file_name().into_string().expect("a name")).collect();
    names.sort();
    names
}

// ---------------------------------------------------------------------------------------------
// Reading

#[test]
fn a_brochure_toml_that_is_a_link_outside_shows_none_of_its_lines() {
    let outside = tempfile::tempdir().expect("a folder");
    std::fs::write(outside.path().join("secret"), "TOKEN=geheim\n").expect("written");
    let project = good();
    std::fs::remove_file(project.path("brochure.toml")).expect("removed");
    symlink(outside.path().join("secret"), project.path("brochure.toml")).expect("a link");
    for command in ["build", "check", "dump"] {
        let ran = brochure(&[command], project.folder.path());
        assert_eq!(ran.code, Some(1));
        assert!(ran.said.contains("error[path-outside]") && !ran.said.contains("geheim"), "{}", ran.said);
    }
}

#[test]
fn hidden_files_are_not_read_by_name_or_link() {
    let secret = "[core]\n\ttoken = geheim\n";
    for (config, link) in [
        ("[imprint]\nfile = \".git/config\"\n", ""),
        ("theme = \".git/x.toml\"\n", ""),
        ("chapters = \".git\"\n", ""),
        ("", "chapters/02.md"),
    ] {
        let project = Project::with(config);
        project.chapter("Text.").file(".git/config", secret).file(".git/x.toml", secret);
        project.file(".git/03.md", secret);
        if !link.is_empty() {
            symlink(project.path(".git/config"), project.path(link)).expect("a link");
        }
        let ran = build(&project);
        assert_eq!(ran.code, Some(1), "{config}{link}");
        assert!(ran.said.contains("is a hidden file") && !ran.said.contains("geheim"), "{}", ran.said);
    }
}

#[test]
fn no_file_that_is_named_may_be_a_pipe() {
    let figure = "![Ein Bild](../bild.svg)";
    let cases: &[(&str, &str, &str)] = &[
        ("fonts/eigen.ttf", "[fonts.sans]\nregular = \"eigen.ttf\"\n", ""),
        ("fonts/SourceSans3-Regular.ttf", "", ""),
        ("assets/art/cover.svg", "", ""),
        ("assets/icons/praxistipp.svg", "", "> [!praxistipp] Rat\n> Text."),
        ("logo.svg", "[[publisher]]\nname = \"Rat\"\nlogo = \"logo.svg\"\n", ""),
        ("bild.svg", "", figure),
        ("eigen.toml", "theme = \"eigen.toml\"\n", ""),
        ("impressum.md", "[imprint]\nfile = \"impressum.md\"\n", ""),
        ("press.icc", "date = 2020-01-01\n[edition.d]\nkind = \"print\"\nprofile = \"press.icc\"\n", ""),
    ];
    for (name, config, text) in cases {
        let project = Project::with(config);
        project.chapter(&format!("Ein Absatz.\n\n{text}"));
        pipe(&project, name);
        let ran = build(&project);
        assert_eq!(ran.code, Some(1), "{name}: {}", ran.said);
        assert!(ran.said.contains(&format!("{name} is not a file")), "{name}: {}", ran.said);
    }
    let project = Project::bare();
    std::fs::remove_file(project.path("brochure.toml")).expect("removed");
    pipe(&project, "brochure.toml");
    assert_eq!(build(&project).code, Some(1));
    let project = Project::bare();
    pipe(&project, "a.pdf");
    let ran = brochure(&["preflight"], &project.path("a.pdf"));
    assert!(ran.code == Some(2) && ran.said.contains("is not a file"), "{}", ran.said);
}

#[test]
fn an_own_font_or_drawing_that_cannot_be_read_is_not_replaced_in_silence() {
    for (name, config) in [("fonts/SourceSans3-Regular.ttf", ""), ("assets/art/cover.svg", "")] {
        let project = Project::with(config);
        project.chapter("Ein Absatz.");
        std::fs::create_dir_all(project.path(name)).expect("a folder in its place");
        let ran = build(&project);
        assert!(ran.code == Some(1) && ran.said.contains(name), "{}", ran.said);
    }
}

#[test]
fn texts_are_read_up_to_their_limits() {
    let text = |bytes: usize| format!("# Kapitel\n\n<!-- {} -->\n\nText.\n", "x".repeat(bytes));
    let project = Project::bare();
    project.file("chapters/01.md", text((8 << 20) + 1));
    let ran = brochure(&["check"], project.folder.path());
    assert!(ran.said.contains("chapters/01.md is larger than 8 MiB"), "{}", ran.said);
    let project = Project::bare();
    for number in 1..=3 {
        project.file(&format!("chapters/0{number}.md"), text(7 << 20));
    }
    let ran = brochure(&["check"], project.folder.path());
    assert!(ran.said.contains("with chapters/03.md the chapters have more than 16 MiB"), "{}", ran.said);
}

// ---------------------------------------------------------------------------------------------
// Writing

#[test]
fn a_dist_that_is_a_link_is_refused_unless_it_is_named() {
    let outside = tempfile::tempdir().expect("a folder");
    let project = good();
    symlink(outside.path(), project.path("dist")).expect("a link");
    let ran = build(&project);
    assert!(ran.code == Some(1) && ran.said.contains("error[path-outside]"), "{}", ran.said);
    assert!(names(outside.path()).is_empty());
    let out = outside.path().to_str().expect("a path");
    assert_eq!(brochure(&["build", "--out", out], project.folder.path()).code, Some(0));
    assert_eq!(names(outside.path()), ["SHA256SUMS", "manifest.json", "probe.pdf"]);
}

#[test]
fn pipes_and_links_in_place_of_what_is_written_are_replaced() {
    let project = good();
    let outside = project.path("outside");
    std::fs::write(&outside, "theirs").expect("written");
    pipe(&project, "dist/manifest.json");
    symlink(&outside, project.path("dist/probe.pdf")).expect("a link");
    symlink(&outside, project.path("dist/SHA256SUMS")).expect("a link");
    let ran = build(&project);
    assert_eq!(ran.code, Some(0), "{}", ran.said);
    assert_eq!(std::fs::read_to_string(&outside).expect("read"), "theirs");
    for name in names(&project.path("dist")) {
        let found = std::fs::symlink_metadata(project.path("dist").join(&name)).expect("a file");
        assert!(found.is_file(), "{name}");
    }
}

/// Whatever moment a run is killed in, the next one leaves whole files and lists that match.
#[test]
fn the_next_run_mends_what_a_killed_one_left() {
    let config = "[edition.a]\nkind = \"screen\"\nfile = \"a.pdf\"\n[edition.b]\nkind = \"booklet\"\nfile = \"b.pdf\"\n";
    let project = Project::with(config);
    for number in 0..12u64 {
        project.chapter(&format!("Fassung {number}. {}", common::filler(200)));
        let mut command = english();
        command.args(["build", "-q"]).arg(project.folder.path()).stderr(Stdio::null());
        let mut run = command.spawn().expect("the program starts");
        std::thread::sleep(std::time::Duration::from_millis(number * 17));
        let _ = run.kill();
        run.wait().expect("it ends");
        let ran = build(&project);
        assert_eq!(ran.code, Some(0), "{}", ran.said);
        assert_eq!(names(&project.path("dist")), ["SHA256SUMS", "a.pdf", "b.pdf", "manifest.json"]);
        let sums = std::fs::read_to_string(project.path("dist/SHA256SUMS")).expect("the sums");
        for line in sums.lines() {
            let (sum, file) = line.split_once("  ").expect("a sum and a file");
            let bytes = std::fs::read(project.path("dist").join(file)).expect("the file");
            assert_eq!(brochure::edition::manifest::sum(&bytes), sum, "{file}");
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Names of files

fn two(files: [&str; 2], more: &str) -> Ran {
    let [a, b] = files;
    let project = Project::with(&format!(
        "date = 2020-01-01\n[edition.eins]\nkind = \"screen\"\nfile = \"{a}\"\n[edition.zwei]\nkind = \"print\"\nfile = \"{b}\"\n{more}"
    ));
    project.chapter("Ein Absatz.");
    brochure(&["check"], project.folder.path())
}

#[test]
fn no_two_editions_are_one_file_on_any_system() {
    let separate = "cover = \"separate\"\n";
    for (files, more) in [
        (["x.pdf", "x.pdf"], ""),
        (["x.pdf", "X.PDF"], ""),
        (["stra\u{df}e.pdf", "STRASSE.pdf"], ""),
        (["\u{fc}.pdf", "u\u{308}.pdf"], ""),
        (["x-cover.pdf", "x.pdf"], separate),
        (["X-Cover.pdf", "x.pdf"], separate),
        (["x.preflight.sarif", "x.pdf"], ""),
        (["x-cover.preflight.txt", "x.pdf"], separate),
    ] {
        let ran = two(files, more);
        assert_eq!(ran.code, Some(1), "{files:?}");
        for line in ["brochure.toml:8:8", "brochure.toml:11:8"] {
            assert!(ran.said.contains(line), "{files:?}: {}", ran.said);
        }
    }
    assert_eq!(two(["x.pdf", "y.pdf"], separate).code, Some(0));
}

#[test]
fn editions_whose_names_slug_alike_are_told_at_both_lines() {
    let project =
        Project::with("[edition.\"a b\"]\nkind = \"screen\"\n[edition.\"a-b\"]\nkind = \"screen\"\n");
    project.chapter("Ein Absatz.");
    let ran = build(&project);
    assert!(
        ran.said.contains("brochure.toml:5:10") && ran.said.contains("brochure.toml:7:10"),
        "{}",
        ran.said
    );
    assert!(!project.path("dist").exists());
}

#[test]
fn names_that_one_system_keeps_for_itself_are_refused_on_all() {
    for name in ["con", "AUX.pdf", "com1.pdf", "a:b.pdf", "a?.pdf", "a.", "a .pdf ", "a\\u202eb.pdf", "..pdf"]
    {
        let ran = two([name, "b.pdf"], "");
        assert!(ran.code == Some(1) && ran.said.contains("brochure.toml:8:8"), "{name}: {}", ran.said);
    }
    assert_eq!(two([&"n".repeat(200), "b.pdf"], "").code, Some(0));
    assert_eq!(two([&"n".repeat(201), "b.pdf"], "").code, Some(1));
    let project = Project::with("");
    project.file("brochure.toml", "[brochure]\ntitle = \"Nul\"\nlanguage = \"de\"\n").chapter("Text.");
    assert_eq!(build(&project).code, Some(0));
    assert!(project.path("dist/nul-brochure.pdf").exists());
}

// ---------------------------------------------------------------------------------------------
// Words that act

#[test]
fn nothing_of_an_author_speaks_in_the_programs_name() {
    let evil = "x\n::warning::falsch\u{1b}[31m\u{9b}\u{202e}";
    let project = Project::with("");
    project.file(&format!("chapters/01{evil}.md"), "# Kapitel\n\nText <b>\u{1b}]0;x\u{7}</b> ##vso[x]\n");
    project.file(&format!("assets/{evil}.svg"), "kein Bild");
    project.file(
        "chapters/02.md",
        "# \u{202e}Zwei\n\n![::error::](<../assets/\u{202e}.svg>)\n\n> [!\u{1b}x]\n> y\n",
    );
    for command in ["build", "check"] {
        let ran = brochure(&[command], project.folder.path());
        assert!(ran.said.lines().all(|line| !line.trim_start().starts_with("::")), "{}", ran.said);
        assert!(!ran.said.contains("##vso["), "{}", ran.said);
        let seen = |c: char| c == '\n' || !brochure::diag::is_unseen(c);
        assert!(ran.said.chars().all(seen), "{:?}", ran.said);
    }
}
