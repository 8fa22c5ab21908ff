//! How faults are told: folded for people, whole for programs, silenced where a project says so, and what counts
//! as one under `--strict`.

use std::path::Path;
use std::process::Stdio;

use crate::common::{Project, english};

/// A run of the program: exit code, standard output, standard error.
fn run(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    let mut command = english();
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).env_remove("NO_COLOR");
    let output = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

fn on(project: &Project, arguments: &[&str]) -> (i32, String, String) {
    run(arguments, project.folder.path())
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

const BARE: &str = "[cover]\nenabled = false\n[contents]\nenabled = false\n";

/// Links that say nothing, each on a line of its own.
fn silent_links(count: usize, config: &str) -> Project {
    let project = Project::with(&format!("{BARE}{config}"));
    project.chapter(&"Siehe [hier](https://a.example).\n\n".repeat(count));
    project
}

// What people read

#[test]
fn many_of_a_kind_are_one_message_with_a_count_and_the_first_places() {
    let (code, _, err) = on(&silent_links(30, ""), &["check"]);
    assert_eq!(code, 0);
    assert_eq!(err.matches("warning[link-text]").count(), 1, "{err}");
    assert!(err.contains("… and 29 more: chapters/01.md:7, chapters/01.md:9, "), "{err}");
    assert!(err.contains("--verbose shows each"), "{err}");
    assert!(err.ends_with("0 errors, 30 warnings\n  30 link-text\n"), "{err}");
}

#[test]
fn nothing_is_hidden_where_everything_is_asked_for() {
    let (_, _, err) = on(&silent_links(300, ""), &["check", "--verbose"]);
    assert_eq!(err.matches("warning[link-text]").count(), 300);
    assert!(!err.contains("more"), "{err}");
}

#[test]
fn a_few_of_a_kind_are_all_shown() {
    let (_, _, err) = on(&silent_links(3, ""), &["check"]);
    assert_eq!(err.matches("warning[link-text]").count(), 3, "{err}");
}

#[test]
fn the_end_counts_each_code_the_most_frequent_first() {
    let project = silent_links(2, "");
    project.chapter("[hier](https://a.example)\n\n[hier](https://a.example)\n\n[^1]: Note.\n");
    let (_, _, err) = on(&project, &["check"]);
    assert!(err.ends_with("0 errors, 3 warnings\n  2 link-text, 1 unused-note\n"), "{err}");
}

#[test]
fn what_is_to_be_typed_stands_in_quotation_marks_where_it_has_spaces() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, out, _) = run(&["new", "Mein Heft"], folder.path());
    assert!(out.contains("brochure build \"Mein Heft\""), "{out}");
    let (_, out, _) = run(&["new", "heft"], folder.path());
    assert!(out.contains("brochure build heft\n"), "{out}");
}

// Silenced

#[test]
fn warnings_can_be_silenced_by_code_and_are_counted() {
    let project = silent_links(3, "[warnings]\nallow = [\"link-text\"]\n");
    let (code, out, err) = on(&project, &["check", "--strict"]);
    assert_eq!((code, out.as_str()), (0, "nothing to complain about\n"));
    assert_eq!(err, "3 warnings of 1 kind are silenced by [warnings] allow: 3 link-text\n");
    let (code, _, _) = on(&project, &["build", "--strict"]);
    assert_eq!(code, 0);
    let (_, out, _) = on(&project, &["check", "--format", "json"]);
    let report = json(&out);
    assert_eq!(report["silenced"]["link-text"], 3);
    assert_eq!(report["warnings"], 0);
}

#[test]
fn what_preflight_warns_of_can_be_silenced_too() {
    let edition = "[edition.p]\nkind = \"print\"\nsafe-zone = \"40mm\"\n";
    let dated = |more: &str| {
        let project = Project::with(&format!("date = 2019-10-22\n{BARE}{edition}{more}"));
        project.chapter("Text.\n");
        on(&project, &["check", "--strict"])
    };
    assert!(dated("").2.contains("warning[safe-zone]"));
    let (code, _, err) = dated("[warnings]\nallow = [\"safe-zone\"]\n");
    assert_eq!(code, 0, "{err}");
}

#[test]
fn a_code_that_does_not_exist_comes_with_the_nearest_and_that_of_an_error_is_refused() {
    let (code, _, err) = on(&silent_links(1, "[warnings]\nallow = [\"link-txt\"]\n"), &["check"]);
    assert!(code == 1 && err.contains("did you mean \"link-text\"?"), "{err}");
    assert!(err.contains("brochure.toml:10:10"), "{err}");
    let (code, _, err) = on(&silent_links(1, "[warnings]\nallow = [\"missing-file\"]\n"), &["check"]);
    assert!(code == 1 && err.contains("\"missing-file\" is an error and cannot be silenced"), "{err}");
}

// Strict

#[test]
fn a_strict_build_with_warnings_leaves_the_last_files() {
    let project = silent_links(1, "");
    let file = project.path("dist/probe.pdf");
    assert_eq!(on(&project, &["build"]).0, 0);
    let before = std::fs::read(&file).expect("a file");
    project.chapter("Anders. [hier](https://a.example)\n");
    let (code, out, err) = on(&project, &["build", "--strict"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("0 errors, 1 warning; nothing was written, warnings count as errors"), "{err}");
    assert!(before == std::fs::read(&file).expect("a file"));
    project.chapter("Gut.\n");
    assert_eq!(on(&project, &["build", "--strict"]).0, 0);
    assert!(before != std::fs::read(&file).expect("a file"));
}

// Files of earlier runs

#[test]
fn files_that_no_edition_is_called_any_more_are_named_once_and_stay() {
    let project = silent_links(0, "");
    project.chapter("Text.\n");
    assert_eq!(on(&project, &["build"]).0, 0);
    project.file("brochure.toml", format!("[brochure]\ntitle = \"Neu\"\nlanguage = \"de\"\n{BARE}"));
    let (code, out, _) = on(&project, &["build", "--strict"]);
    assert_eq!(code, 0);
    assert!(out.contains("dist/probe.pdf of an earlier run stays"), "{out}");
    assert!(project.path("dist/probe.pdf").is_file());
    assert!(!on(&project, &["build"]).1.contains("probe.pdf"));
}

// For programs

/// A project with an error at a known place, and a warning.
fn faulty() -> Project {
    let project = Project::with(BARE);
    project.chapter("Ein [Wort](weg.md).\n\n[hier](https://a.example)\n");
    project
}

#[test]
fn json_lists_every_diagnostic_with_its_place_and_nothing_else_goes_to_stdout() {
    let (code, out, err) = on(&silent_links(30, ""), &["check", "--format", "json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(json(&out)["diagnostics"].as_array().expect("a list").len(), 30);
    let (code, out, err) = on(&faulty(), &["build", "--format", "json"]);
    assert_eq!((code, err.as_str()), (1, ""));
    let report = json(&out);
    assert_eq!((&report["schema"], &report["command"]), (&1.into(), &"build".into()));
    assert_eq!((&report["errors"], &report["warnings"]), (&1.into(), &1.into()));
    assert_eq!(report["products"], serde_json::json!([]));
    let first = &report["diagnostics"][0];
    assert_eq!(first["code"], "dangling-link");
    assert_eq!(first["severity"], "error");
    assert_eq!(first["file"], "chapters/01.md");
    let place =
        ["line", "column", "end_line", "end_column"].map(|key| first[key].as_u64().expect("a number"));
    assert_eq!(place, [5, 5, 5, 19]);
    assert!(first["help"].is_string() && first["message"].is_string());
}

#[test]
fn json_lists_what_was_written() {
    let project = silent_links(0, "");
    project.file("brochure.toml", "[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\ndate = 2019-10-22\n");
    project.chapter("Text.\n");
    let (_, out, _) = on(&project, &["build", "--format", "json"]);
    let report = json(&out);
    let product = &report["products"][0];
    let manifest = std::fs::read_to_string(project.path("dist/manifest.json")).expect("a list");
    assert_eq!(product["file"], "probe.pdf");
    assert_eq!(product["conformance"], serde_json::json!(["PDF/A-2a", "PDF/UA-1"]));
    assert_eq!(product["sha256"], json(&manifest)["artefacts"][0]["sha256"]);
    assert!(product["pages"].as_u64().is_some_and(|pages| pages > 0));
}

#[test]
fn sarif_names_rules_and_places() {
    let (code, out, err) = on(&faulty(), &["check", "--format", "sarif"]);
    assert_eq!((code, err.as_str()), (1, ""));
    let run = &json(&out)["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let result = &run["results"][0];
    let index = result["ruleIndex"].as_u64().expect("a number") as usize;
    assert_eq!((&result["ruleId"], &result["level"]), (&"dangling-link".into(), &"error".into()));
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "dangling-link");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "chapters/01.md");
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&5.into(), &5.into()));
}

#[test]
fn github_gets_a_command_for_each_diagnostic_seen_from_where_it_was_called() {
    let (code, out, err) = on(&faulty(), &["check", "--format", "github"]);
    assert_eq!((code, err.as_str()), (1, ""));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 2, "{out}");
    let begins = "::error file=chapters/01.md,line=5,endLine=5,col=5,endColumn=19,title=dangling-link::";
    assert!(lines[0].starts_with(begins), "{out}");
    assert!(lines[1].starts_with("::warning file=chapters/01.md,line=7,"), "{out}");
    let project = faulty();
    let name = project.folder.path().file_name().expect("a name").to_string_lossy().into_owned();
    let parent = project.folder.path().parent().expect("a folder");
    let (_, out, _) = run(&["check", &name, "--format", "github"], parent);
    assert!(out.starts_with(&format!("::error file={name}/chapters/01.md,line=5")), "{out}");
}

#[test]
fn no_word_of_an_author_becomes_a_command() {
    let project = Project::with(BARE);
    project.file("chapters/a,b::c.md", "# Titel\n\n[%0A::error::x](#nichts%25)\n");
    let (_, out, _) = on(&project, &["check", "--format", "github"]);
    assert!(out.contains("file=chapters/a%2Cb%3A%3Ac.md,"), "{out}");
    assert!(out.lines().all(|line| line.starts_with("::error file=") || line.starts_with("::warning file=")));
}

// Print editions

#[test]
fn a_fast_check_leaves_preflight_out_and_finds_the_rest() {
    let edition = "[edition.p]\nkind = \"print\"\nsafe-zone = \"40mm\"\n";
    let project = Project::with(&format!("date = 2019-10-22\n{BARE}{edition}"));
    project.chapter("[hier](https://a.example)\n");
    let (_, _, whole) = on(&project, &["check"]);
    assert!(whole.contains("warning[safe-zone]") && whole.contains("warning[link-text]"), "{whole}");
    let (_, _, fast) = on(&project, &["check", "--fast"]);
    assert!(!fast.contains("safe-zone") && fast.contains("warning[link-text]"), "{fast}");
    let undated = Project::with(&format!("{BARE}{edition}"));
    undated.chapter("Text.\n");
    assert!(on(&undated, &["check", "--fast"]).2.contains("error[print-date]"));
}

#[test]
fn a_new_project_with_a_date_and_a_print_edition_has_no_faults() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(run(&["new", "heft", "--like", "leer"], folder.path()).0, 0);
    let config = folder.path().join("heft/brochure.toml");
    let text = std::fs::read_to_string(&config).expect("a file");
    std::fs::write(&config, format!("{text}date = 2025-01-01\n\n[edition.p]\nkind = \"print\"\n"))
        .expect("written");
    let (code, _, err) = run(&["check", "--strict", "heft"], folder.path());
    assert_eq!((code, err.as_str()), (0, ""));
}

/// A picture of so many pixels, of several colours.
fn photo(width: u32, height: u32, opacity: u8) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let shade = |x: u32, y: u32| image::Rgba([(x % 256) as u8, (y % 256) as u8, 90, opacity]);
    let pixels = image::RgbaImage::from_fn(width, height, shade);
    pixels.write_to(&mut png, image::ImageFormat::Png).expect("a PNG");
    png.into_inner()
}

fn printed(edition: &str, more: &str, chapter: &str, picture: &[u8]) -> (i32, String, String) {
    let edition = format!("[edition.p]\nkind = \"print\"\nsafe-zone = \"1mm\"\n{edition}");
    let project = Project::with(&format!("date = 2019-10-22\n{more}{BARE}{edition}"));
    project.file("assets/bild.png", picture).chapter(chapter);
    on(&project, &["check"])
}

#[test]
fn a_coarse_picture_does_not_stop_a_print_edition_and_the_layout_is_content_with_what_it_set() {
    let chapter = "Text.\n\n![Ein Bild](../assets/bild.png)\n";
    let (code, _, err) = printed("", "", chapter, &photo(700, 400, 255));
    assert!(code == 0 && !err.contains("image-resolution"), "{err}");
    let (code, _, err) = printed("min-ppi = 600\n", "", chapter, &photo(700, 400, 255));
    assert!(code == 0 && err.contains("warning[image-resolution]"), "{err}");
    assert!(err.contains("chapters/01.md:7:1"), "{err}");
}

#[test]
fn what_is_transparent_is_blended_in_the_inks_of_the_output() {
    let chapter = "Text.\n\n![Ein Bild](../assets/bild.png)\n";
    let (code, _, err) = printed("", "", chapter, &photo(700, 400, 120));
    assert!(code == 0 && !err.contains("blend-space"), "{err}");
}

#[test]
fn a_finding_on_a_cover_of_its_own_names_the_line_of_its_picture() {
    let config = "[cover]\nimage = \"assets/bild.png\"\n[edition.p]\nkind = \"print\"\ncover = \"separate\"\nmin-ppi = 600\n";
    let project = Project::with(&format!("date = 2019-10-22\n{config}"));
    project.file("assets/bild.png", photo(420, 600, 255)).chapter("Text.\n");
    let (_, _, err) = on(&project, &["check"]);
    let at = err.find("warning[image-resolution]").unwrap_or_else(|| panic!("{err}"));
    assert!(err[at..].lines().nth(1).is_some_and(|line| line.contains("brochure.toml:7:9")), "{err}");
}

#[test]
fn the_spine_is_judged_by_the_paper_of_the_edition() {
    let spine = |weight: &str| {
        let config = format!(
            "date = 2019-10-22\n{BARE}[edition.p]\nkind = \"print\"\nbinding = \"perfect\"\npaper-weight = {weight}\n"
        );
        let project = Project::with(&config);
        project.chapter("Text.\n");
        on(&project, &["check"]).2
    };
    assert!(spine("100").contains("leaves of 0.11 mm, make a spine"), "{}", spine("100"));
    assert!(spine("200").contains("leaves of 0.22 mm"), "{}", spine("200"));
    assert!(spine("100").contains("; 48 pages at least") && spine("200").contains("; 24 pages at least"));
}
