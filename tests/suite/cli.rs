//! The command line: exit codes, what is written where, and that the same input gives the same bytes.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::common::{Project, english, filler};

const PROGRAM: &str = env!("CARGO_BIN_EXE_brochure");
/// Every command.
const COMMANDS: [&str; 9] =
    ["build", "check", "dump", "preflight", "explain", "schema", "new", "man", "completions"];

/// How a run ended and what it said.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// The program, without the settings of whoever runs the tests.
fn program() -> Command {
    let mut command = english();
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env("RUST_BACKTRACE", "0");
    command.stdin(Stdio::null());
    command
}

fn ran(command: &mut Command) -> Ran {
    let Output { status, stdout, stderr } = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    let (out, err) = (text(stdout), text(stderr));
    let code = status.code().unwrap_or_else(|| panic!("the program died: {status}\n{err}"));
    assert!(!err.contains("panicked"), "{err}");
    Ran { code, out, err }
}

fn run(arguments: &[&str]) -> Ran {
    ran(program().args(arguments))
}

/// Runs a command on a project, with further arguments.
fn on(project: &Project, command: &str, arguments: &[&str]) -> Ran {
    ran(program().arg(command).arg(project.folder.path()).args(arguments))
}

/// A project without faults.
fn good() -> Project {
    let project = Project::bare();
    project.chapter("Ein Absatz.[^1]\n\n[^1]: Eine Anmerkung.\n");
    project
}

/// A project with a warning.
fn poor() -> Project {
    let project = Project::bare();
    project.chapter("Ein Absatz.\n\n[^1]: Eine Anmerkung, die niemand ruft.\n");
    project
}

/// A project with an error.
fn bad() -> Project {
    let project = Project::bare();
    project.chapter("Ein [Verweis](weg.md) und [einer](fort.md).\n");
    project
}

/// A project with cover, contents, pictures, tables and notes on several pages.
fn rich() -> Project {
    let project = Project::with(
        "date = 2019-10-22\nkeywords = [\"a\", \"b\"]\n\
         [[publisher]]\nname = \"Rat\"\nlogo = \"logo.svg\"\nurl = \"https://example.org\"\n",
    );
    let shade = |x: u32, y: u32| image::Rgb([x as u8, y as u8, (x ^ y) as u8]);
    let mut picture = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(900, 400, shade)
        .write_to(&mut picture, image::ImageFormat::Png)
        .expect("a picture can be encoded");
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 40'>\
                   <rect width='80' height='30' fill='#a03020'/><text y='20'>Rat</text></svg>";
    project.file("logo.svg", drawing).file("bild.png", picture.into_inner());
    for number in 1..=6 {
        let text = format!(
            "# Kapitel {number}\n\n{0}\n\n## Abschnitt\n\n{0}[^1] Siehe [](#abschnitt).\n\n\
             ![Bild](../bild.png \"Ein Bild. Quelle: wir\")\n\n| a | b |\n|---|--:|\n| eins | 2 |\n\n\
             > [!praxistipp] Rat\n> {0}\n\n[^1]: Anmerkung.\n",
            filler(150)
        );
        project.file(&format!("chapters/{number:02}.md"), text);
    }
    project
}

/// The bytes of the only PDF in dist/.
fn pdf(project: &Project) -> Vec<u8> {
    let name = pdfs(&project.path("dist"));
    assert_eq!(name.len(), 1, "{name:?}");
    std::fs::read(project.path("dist").join(&name[0])).expect("the PDF")
}

/// Builds the project, with further environment; the bytes of its PDF.
fn built(project: &Project, environment: &[(&str, &str)]) -> Vec<u8> {
    let mut command = program();
    command.arg("build").arg(project.folder.path()).envs(environment.iter().copied());
    let ran = ran(&mut command);
    assert_eq!(ran.code, 0, "{}", ran.err);
    pdf(project)
}

/// Names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder");
    let name = |e: std::io::Result<std::fs::DirEntry>| e.expect("an entry").file_name();
    let mut names: Vec<String> = entries.map(|e| name(e).into_string().expect("a name in UTF-8")).collect();
    names.sort();
    names
}

/// Names of the PDFs in a folder, sorted.
fn pdfs(folder: &Path) -> Vec<String> {
    names(folder).into_iter().filter(|name| name.ends_with(".pdf")).collect()
}

/// All files below a folder with their contents, sorted.
fn snapshot(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            files.push((name.clone(), Vec::new()));
            files.extend(snapshot(&path).into_iter().map(|(n, b)| (format!("{name}/{n}"), b)));
        } else {
            files.push((name, std::fs::read(path).expect("the file")));
        }
    }
    files
}

/// No half-written file lies anywhere in the project.
fn assert_no_part(project: &Project) {
    let left: Vec<String> = snapshot(project.folder.path()).into_iter().map(|(n, _)| n).collect();
    assert!(!left.iter().any(|name| name.contains(".part")), "{left:?}");
}

// ---------------------------------------------------------------------------------------------
// Calls

#[test]
fn help_and_version_are_fine_and_go_to_stdout() {
    for flag in ["--help", "-h", "--version", "help"] {
        let ran = run(&[flag]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{flag}");
        assert!(ran.out.contains("brochure"), "{}", ran.out);
    }
}

#[test]
fn help_explains_the_exit_codes() {
    let help = run(&["--help"]).out;
    assert!(help.contains("Exit codes: 0") && COMMANDS.iter().all(|c| help.contains(c)), "{help}");
}

#[test]
fn help_of_every_command_mentions_its_options() {
    let options: [(&str, &[&str]); 9] = [
        ("build", &["FOLDER", "--edition", "--out", "--strict", "--format", "--verbose", "--quiet", "-q"]),
        ("check", &["FOLDER", "--strict", "--fast", "--format", "--verbose", "-v"]),
        ("dump", &["FOLDER", "--edition", "--page"]),
        ("preflight", &["FILE", "--format", "--max-ink", "--min-ppi", "--safe-zone", "--binding", "--trim"]),
        ("explain", &["CODE"]),
        ("schema", &["FILES", "theme", "front-matter"]),
        ("new", &["FOLDER", "--like", "--language", "--title", "guide", "annual-report"]),
        ("man", &["FOLDER"]),
        ("completions", &["SHELL", "bash", "zsh", "fish", "powershell"]),
    ];
    for (command, options) in options {
        let ran = run(&[command, "--help"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{command}");
        for option in options {
            assert!(ran.out.contains(option), "{command} --help lacks {option}:\n{}", ran.out);
        }
    }
}

#[test]
fn a_call_without_command_is_misuse() {
    let ran = run(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("Usage"), "{}", ran.err);
}

#[test]
fn an_unknown_command_is_misuse_and_comes_with_the_nearest_one() {
    let ran = run(&["biuld"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("'build'"), "{}", ran.err);
}

#[test]
fn an_unknown_flag_is_misuse() {
    for command in COMMANDS {
        let ran = run(&[command, "--frobnicate"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{command}");
        assert!(ran.err.contains("--frobnicate"), "{}", ran.err);
    }
}

#[test]
fn a_page_that_is_no_number_is_misuse() {
    let ran = on(&good(), "dump", &["--page", "eins"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
}

#[test]
fn a_folder_that_does_not_exist_is_an_error_with_a_hint() {
    for command in ["build", "check", "dump"] {
        let ran = run(&[command, "/nowhere/at/all"]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{command}");
        assert!(ran.err.contains("/nowhere/at/all"), "{}", ran.err);
        assert!(ran.err.contains("brochure new"), "{}", ran.err);
    }
}

#[test]
fn completions_are_made_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let ran = run(&["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{shell}");
        for word in ["brochure", "build", "edition", "strict"] {
            assert!(ran.out.contains(word), "{shell} lacks {word}");
        }
    }
    assert_eq!(run(&["completions", "cobol"]).code, 2);
    assert_eq!(run(&["completions"]).code, 2);
}

#[test]
fn a_code_is_explained_with_an_example() {
    let ran = run(&["explain", "duplicate-anchor"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for words in
        ["warning[duplicate-anchor]", "What to do: Rename one.", "    ## Wege {#ziel}", "    ## Wege {#wege}"]
    {
        assert!(ran.out.contains(words), "{}", ran.out);
    }
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
}

#[test]
fn a_code_that_is_error_and_warning_or_of_preflight_too_is_explained_with_all() {
    let twice = run(&["explain", "dangling-link"]).out;
    assert!(twice.contains("error[dangling-link]") && twice.contains("warning[dangling-link]"), "{twice}");
    let both = run(&["explain", "image-resolution"]).out;
    assert!(both.contains("warning[image-resolution]\n") && both.contains(", found by preflight"), "{both}");
    let found = run(&["explain", "hairline"]).out;
    assert!(found.contains("Why it matters: Thinner lines break up"), "{found}");
}

#[test]
fn all_codes_are_listed_and_an_unknown_one_is_misuse() {
    let list = run(&["explain"]);
    assert!(
        list.code == 0 && list.out.contains("missing-alt") && list.out.contains("hairline"),
        "{}",
        list.out
    );
    let ran = run(&["explain", "missing-al"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("did you mean missing-alt?"), "{}", ran.err);
    let ran = run(&["explain", "quatsch\u{1b}[31m"]);
    assert!(
        ran.code == 2 && ran.err.contains("brochure explain") && !ran.err.contains('\u{1b}'),
        "{}",
        ran.err
    );
}

#[test]
fn schemas_are_printed_for_each_kind_of_file() {
    let schema = run(&["schema"]);
    assert_eq!((schema.code, schema.err.as_str()), (0, ""));
    assert_eq!(run(&["schema", "brochure"]).out, schema.out);
    for (files, key) in [("theme", "\"base\":"), ("front-matter", "\"key-points\":")] {
        let other = run(&["schema", files]);
        assert!(other.code == 0 && other.out.contains(key) && !schema.out.contains(key), "{files}");
    }
    assert_eq!(run(&["schema", "chapters"]).code, 2);
}

#[test]
fn a_page_for_man_is_written_for_every_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = run(&["man", folder.path().join("man").to_str().expect("UTF-8")]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    for command in COMMANDS {
        let page = folder.path().join(format!("man/brochure-{command}.1"));
        let page = std::fs::read_to_string(page).expect("a page");
        assert!(page.contains(".SH DESCRIPTION"), "{command}: {page}");
    }
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("a file");
    assert_eq!(run(&["man", file.to_str().expect("UTF-8")]).code, 1);
}

#[test]
fn a_verbose_run_tells_the_time_of_each_stage() {
    let project = rich();
    let ran = on(&project, "build", &["-v"]);
    let times = ran.err.lines().find(|line| line.starts_with("times: ")).expect("times");
    let stages = ["reading ", "laying out ", "screen ", "writing "].map(|stage| times.find(stage));
    assert!(stages.iter().all(Option::is_some) && stages.is_sorted(), "{times}");
    assert!(!on(&project, "build", &[]).err.contains("times:"));
    assert!(!on(&project, "build", &["-v", "--format", "json"]).err.contains("times:"));
}

#[cfg(unix)]
#[test]
fn shells_understand_their_completions() {
    let folder = tempfile::tempdir().expect("a folder");
    for shell in ["bash", "zsh", "fish"] {
        let script = folder.path().join(shell);
        std::fs::write(&script, run(&["completions", shell]).out).expect("a file");
        // A shell that is not installed is passed over.
        if let Ok(checked) = Command::new(shell).arg("-n").arg(&script).output() {
            assert!(checked.status.success(), "{shell}: {checked:?}");
        }
    }
}

// ---------------------------------------------------------------------------------------------
// build

#[test]
fn build_writes_a_pdf_and_prints_its_path_and_page_count() {
    let project = rich();
    let ran = on(&project, "build", &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let path = project.path("dist/probe.pdf");
    let pages = lopdf::Document::load(&path).expect("a PDF").get_pages().len();
    assert!(pages > 6, "{pages} pages");
    assert!(ran.out.contains(&path.display().to_string()), "{}", ran.out);
    assert!(ran.out.contains(&format!("{pages} pages")), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert_eq!(pdfs(&project.path("dist")), ["probe.pdf"]);
}

#[test]
fn build_takes_the_folder_it_is_called_in() {
    let project = good();
    let ran = ran(program().arg("build").current_dir(project.folder.path()));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(pdf(&project).starts_with(b"%PDF-"));
}

#[test]
fn build_writes_where_it_is_told() {
    let project = good();
    let out = project.path("anders/wo");
    let ran = on(&project, "build", &["--out", out.to_str().expect("a path in UTF-8")]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(names(&out), ["SHA256SUMS", "manifest.json", "probe.pdf"]);
    assert!(!project.path("dist").exists());
}

#[test]
fn build_says_nothing_where_it_is_told_to_be_quiet() {
    let project = poor();
    let ran = on(&project, "build", &["--quiet"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert!(pdf(&project).starts_with(b"%PDF-"));
}

#[test]
fn a_quiet_build_still_says_its_errors() {
    let ran = on(&bad(), "build", &["-q"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("error[dangling-link]"), "{}", ran.err);
}

#[test]
fn build_with_warnings_writes_and_is_fine() {
    let project = poor();
    let ran = on(&project, "build", &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("warning[unused-note]"), "{}", ran.err);
    assert!(ran.err.contains("0 errors, 1 warning"), "{}", ran.err);
    assert!(pdf(&project).starts_with(b"%PDF-"));
}

#[test]
fn build_with_errors_writes_nothing() {
    let project = bad();
    let before = snapshot(project.folder.path());
    let ran = on(&project, "build", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("error[dangling-link]"), "{}", ran.err);
    assert!(ran.err.contains("chapters/01.md:5:5"), "{}", ran.err);
    assert!(ran.err.contains("2 errors, 0 warnings; nothing was written"), "{}", ran.err);
    assert_eq!(snapshot(project.folder.path()), before);
}

#[test]
fn build_with_errors_leaves_the_old_pdf_untouched() {
    let project = good();
    let old = built(&project, &[]);
    project.chapter("Ein [Fehler](weg.md).\n");
    assert_eq!(on(&project, "build", &[]).code, 1);
    assert_eq!(pdf(&project), old);
}

#[test]
fn build_replaces_the_old_pdf() {
    let project = good();
    project.file("dist/probe.pdf", "alt");
    assert!(built(&project, &[]).starts_with(b"%PDF-"));
    assert_no_part(&project);
}

// ---------------------------------------------------------------------------------------------
// Editions

/// A good project with two editions.
fn two_editions(files: [&str; 2]) -> Project {
    let project = Project::with(&format!(
        "[edition.eins]\nkind = \"screen\"\nfile = \"{}\"\n\
         [edition.zwei]\nkind = \"screen\"\nfile = \"{}\"\n",
        files[0], files[1]
    ));
    project.chapter("Text.");
    project
}

#[test]
fn build_makes_all_editions_or_those_that_are_named() {
    let project = two_editions(["a.pdf", "b.pdf"]);
    assert_eq!(on(&project, "build", &["--edition", "zwei"]).code, 0);
    assert_eq!(pdfs(&project.path("dist")), ["b.pdf"]);
    let ran = on(&project, "build", &[]);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 2), "{}", ran.err);
    assert_eq!(pdfs(&project.path("dist")), ["a.pdf", "b.pdf"]);
}

#[test]
fn an_unknown_edition_is_misuse_with_a_hint() {
    let project = two_editions(["a.pdf", "b.pdf"]);
    let near = on(&project, "build", &["--edition", "zwai"]);
    assert_eq!((near.code, near.out.as_str()), (2, ""));
    assert!(near.err.contains("did you mean zwei?"), "{}", near.err);
    let far = on(&project, "build", &["--edition", "druckerei"]);
    assert_eq!((far.code, far.out.as_str()), (2, ""));
    assert!(far.err.contains("eins, zwei"), "{}", far.err);
    assert!(!project.path("dist").exists());
}

#[test]
fn the_only_edition_of_a_brochure_that_names_none_is_told() {
    let ran = on(&good(), "build", &["--edition", "druckerei"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("screen"), "{}", ran.err);
}

#[test]
fn two_editions_of_the_same_file_are_an_error() {
    let project = two_editions(["a.pdf", "a.pdf"]);
    for command in ["check", "build"] {
        let ran = on(&project, command, &[]);
        assert_eq!(ran.code, 1, "{command}");
        assert!(ran.err.contains("a.pdf"), "{}", ran.err);
    }
    assert!(!project.path("dist").exists());
}

#[test]
fn an_edition_outside_of_its_folder_is_an_error_that_check_finds() {
    for file in ["../a.pdf", "/tmp/a.pdf", "", ".a.pdf", "a\\n.pdf"] {
        let project = two_editions([file, "b.pdf"]);
        for command in ["check", "build"] {
            let ran = on(&project, command, &[]);
            assert_eq!(ran.code, 1, "{command} {file:?}");
            assert!(ran.err.contains("error[path-outside]"), "{}", ran.err);
            assert!(ran.err.contains("brochure.toml:7:8"), "{}", ran.err);
        }
    }
}

// ---------------------------------------------------------------------------------------------
// The lists of editions

/// What a list in dist/ says.
fn list(project: &Project, name: &str) -> String {
    std::fs::read_to_string(project.path("dist").join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The entries of the manifest.
fn entries(project: &Project) -> Vec<String> {
    let lines = list(project, "manifest.json");
    lines.lines().filter(|l| l.contains("\"file\"")).map(|l| l.trim_end_matches(',').to_owned()).collect()
}

/// Each line of SHA256SUMS stands in the manifest too; `sha256sum`, where there is one, agrees.
fn assert_sums(project: &Project, files: &[&str]) {
    let sums = list(project, "SHA256SUMS");
    let (entries, lines) = (entries(project), sums.lines());
    assert_eq!(lines.clone().map(|l| &l[66..]).collect::<Vec<_>>(), files);
    for (line, entry) in lines.zip(&entries) {
        assert!(entry.contains(&format!("\"sha256\": \"{}\"", &line[..64])), "{entry}");
        assert_eq!(&line[64..66], "  ");
    }
    assert_eq!(entries.len(), files.len());
    let mut check = Command::new("sha256sum");
    if let Ok(checked) = check.args(["-c", "SHA256SUMS"]).current_dir(project.path("dist")).output() {
        assert!(checked.status.success(), "{checked:?}");
    }
}

#[test]
fn the_lists_name_every_edition_with_its_sum() {
    let project = two_editions(["a.pdf", "Für „alle“ hier.pdf"]);
    assert_eq!(on(&project, "build", &[]).code, 0);
    assert_sums(&project, &["a.pdf", "Für „alle“ hier.pdf"]);
    let bytes = std::fs::metadata(project.path("dist/a.pdf")).expect("the PDF").len();
    let entries = entries(&project);
    let first = "    {\"file\": \"a.pdf\", \"edition\": \"eins\", \"language\": \"de\", \"kind\": \"screen\", \"pages\": 6, \"size_mm\": [148.0, 210.0], ";
    assert!(entries[0].starts_with(&format!("{first}\"bytes\": {bytes}, \"sha256\": \"")), "{entries:?}");
    assert!(entries[0].ends_with("\"conformance\": [\"PDF/UA-1\"]}"), "{entries:?}");
    assert!(entries[1].contains("\"file\": \"Für „alle“ hier.pdf\", \"edition\": \"zwei\""), "{entries:?}");
    assert_no_part(&project);
}

#[test]
fn the_lists_are_the_same_after_every_build() {
    let project = rich();
    let lists = || ["manifest.json", "SHA256SUMS"].map(|name| list(&project, name));
    assert_eq!(on(&project, "build", &[]).code, 0);
    let first = lists();
    assert!(first[0].contains("\"conformance\": [\"PDF/A-2a\", \"PDF/UA-1\"]"), "{}", first[0]);
    assert_eq!(on(&project, "build", &["--edition", "screen"]).code, 0);
    assert_eq!(first, lists());
}

#[test]
fn a_pdf_that_does_not_conform_is_written_and_does_not_say_that_it_does() {
    let project = Project::with("date = 2019-10-22\n");
    project.chapter("`\u{e0a0}`\n");
    let ran = on(&project, "build", &[]);
    assert!(ran.code == 0 && ran.err.contains("warning[conformance]"), "{}", ran.err);
    assert!(ran.err.contains("chapters/01.md:5:2"), "{}", ran.err);
    let claims =
        "PDF/A-2u and PDF/UA-1; not PDF/A-2a: the character U+E0A0 means nothing outside of its font";
    assert!(ran.out.contains(claims), "{}", ran.out);
    let entry = &entries(&project)[0];
    let claims = "\"conformance\": [\"PDF/A-2u\", \"PDF/UA-1\"], \"not_claimed\": [{\"standard\": \"PDF/A-2a\", \
                  \"why\": [\"the character U+E0A0";
    assert!(entry.contains(claims), "{entry}");
}

#[test]
fn an_edition_that_was_not_made_stays_listed_while_its_file_does() {
    let project = two_editions(["a.pdf", "b.pdf"]);
    let second = |project: &Project| assert_eq!(on(project, "build", &["--edition", "zwei"]).code, 0);
    second(&project);
    assert_sums(&project, &["b.pdf"]);
    assert_eq!(on(&project, "build", &[]).code, 0);
    let all = entries(&project);
    project.chapter("Anderer Text.");
    second(&project);
    assert_sums(&project, &["a.pdf", "b.pdf"]);
    assert_eq!(entries(&project)[0], all[0]);
    assert_ne!(entries(&project)[1], all[1]);
    project.file("dist/a.pdf", "etwas anderes");
    second(&project);
    assert_sums(&project, &["b.pdf"]);
}

#[test]
fn with_errors_no_list_is_written() {
    let project = two_editions(["a.pdf", "b.pdf"]);
    std::fs::create_dir_all(project.path("dist/b.pdf")).expect("a folder");
    assert_eq!(on(&project, "build", &[]).code, 1);
    assert!(!project.path("dist/manifest.json").exists() && !project.path("dist/SHA256SUMS").exists());
}

#[test]
fn a_list_that_cannot_be_written_is_an_error_that_names_it() {
    let project = good();
    std::fs::create_dir_all(project.path("dist/manifest.json")).expect("a folder");
    let ran = on(&project, "build", &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("error[output]") && ran.err.contains("manifest.json"), "{}", ran.err);
    assert_no_part(&project);
}

#[test]
fn no_edition_may_take_the_name_of_a_list() {
    for file in ["manifest.json", "sha256sums"] {
        let ran = on(&two_editions([file, "b.pdf"]), "check", &[]);
        assert_eq!(ran.code, 1, "{file}");
        assert!(ran.err.contains("error[edition-file]"), "{}", ran.err);
        assert!(ran.err.contains("brochure.toml:7:8"), "{}", ran.err);
    }
}

// ---------------------------------------------------------------------------------------------
// Output that cannot be written

#[test]
fn a_file_in_place_of_the_output_folder_is_an_error_that_names_it() {
    let project = good();
    project.file("dist", "Ich bin eine Datei.");
    let ran = on(&project, "build", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("error[output]"), "{}", ran.err);
    let path = project.path("dist/probe.pdf");
    assert!(ran.err.contains(&path.display().to_string()), "{}", ran.err);
    assert!(ran.err.contains("help:"), "{}", ran.err);
    assert_no_part(&project);
}

#[test]
fn a_folder_in_place_of_the_pdf_is_an_error_that_names_it() {
    let project = good();
    std::fs::create_dir_all(project.path("dist/probe.pdf")).expect("a folder");
    let ran = on(&project, "build", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("dist/probe.pdf"), "{}", ran.err);
    assert_no_part(&project);
}

#[test]
fn a_build_that_wrote_one_of_two_editions_does_not_say_that_nothing_was_written() {
    let project = two_editions(["a.pdf", "b.pdf"]);
    std::fs::create_dir_all(project.path("dist/b.pdf")).expect("a folder");
    let ran = on(&project, "build", &[]);
    assert_eq!(ran.code, 1);
    let wrote = project.path("dist/a.pdf").exists();
    assert_eq!(ran.err.contains("nothing was written"), !wrote, "{}", ran.err);
    assert_eq!(ran.out.contains("a.pdf"), wrote, "{}", ran.out);
    assert_no_part(&project);
}

#[cfg(unix)]
#[test]
fn a_read_only_output_folder_is_an_error_that_names_it() {
    use std::os::unix::fs::PermissionsExt;
    let project = good();
    project.file("dist/probe.pdf", "alt");
    let dist = project.path("dist");
    let allow = |mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&dist, permissions).expect("permissions can be set");
    };
    allow(0o555);
    // Root may write everywhere: nothing to see then.
    let is_root = std::fs::write(dist.join("versuch"), "").is_ok();
    let ran = (!is_root).then(|| on(&project, "build", &[]));
    allow(0o755);
    if let Some(ran) = ran {
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains("dist/probe.pdf"), "{}", ran.err);
        assert_eq!(pdf(&project), b"alt");
    }
}

/// A disk that fills up while the file is written. No folder of a small tmpfs can be mounted
/// without privileges; a limit on the size of files ends the writing in the same way.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_leaves_the_old_pdf_and_no_part_of_the_new_one() {
    let project = rich();
    project.file("dist/probe.pdf", "alt");
    let script = "trap '' XFSZ; ulimit -f 8 || exit 77; exec \"$0\" --lang en build \"$1\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", script, PROGRAM]).arg(project.folder.path());
    let ran = ran(&mut shell);
    if ran.code == 77 {
        return; // the shell may not set limits
    }
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    assert!(ran.err.contains("error[output]"), "{}", ran.err);
    assert!(ran.err.contains("dist/probe.pdf"), "{}", ran.err);
    assert_eq!(pdf(&project), b"alt");
}

/// Runs a command whose stdout is always full.
#[cfg(target_os = "linux")]
fn into_a_full_disk(arguments: &[&str]) -> Ran {
    let full = std::fs::File::create("/dev/full").expect("/dev/full");
    ran(program().args(arguments).stdout(full))
}

#[cfg(target_os = "linux")]
#[test]

fn a_dump_that_cannot_be_printed_is_an_error() {
    let project = good();
    let folder = project.folder.path().to_str().expect("a path in UTF-8");
    let ran = into_a_full_disk(&["dump", folder]);
    assert_eq!(ran.code, 1, "nothing was printed and all is fine");
}

#[cfg(target_os = "linux")]
#[test]

fn completions_that_cannot_be_printed_do_not_panic() {
    assert_eq!(into_a_full_disk(&["completions", "bash"]).code, 1);
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let project = rich();
    let mut command = program();
    command.arg("dump").arg(project.folder.path());
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("the program ends");
    assert!(!String::from_utf8_lossy(&ended.stderr).contains("panicked"), "{ended:?}");
}

// ---------------------------------------------------------------------------------------------
// check

#[test]
fn check_of_a_good_project_is_fine_and_writes_nothing() {
    let project = good();
    let before = snapshot(project.folder.path());
    let ran = on(&project, "check", &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(!ran.out.is_empty());
    assert_eq!(snapshot(project.folder.path()), before);
}

#[test]
fn check_of_a_bad_project_reports_and_writes_nothing() {
    let project = bad();
    let before = snapshot(project.folder.path());
    let ran = on(&project, "check", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    for part in ["error[dangling-link]", "chapters/01.md:5:5", "[Verweis](weg.md)", "help:", "2 errors"] {
        assert!(ran.err.contains(part), "{part} missing in\n{}", ran.err);
    }
    assert_eq!(snapshot(project.folder.path()), before);
}

#[test]
fn strict_counts_warnings_as_errors() {
    let project = poor();
    let (mild, strict) = (on(&project, "check", &[]), on(&project, "check", &["--strict"]));
    assert_eq!((mild.code, strict.code), (0, 1));
    assert!(strict.err.contains("warning[unused-note]"), "{}", strict.err);
    assert_eq!(on(&good(), "check", &["--strict"]).code, 0);
    assert_eq!(on(&bad(), "check", &["--strict"]).code, 1);
}

// ---------------------------------------------------------------------------------------------
// dump

#[test]
fn dump_is_the_same_twice_and_writes_nothing() {
    let project = rich();
    let before = snapshot(project.folder.path());
    let (first, second) = (on(&project, "dump", &[]), on(&project, "dump", &[]));
    assert_eq!((first.code, second.code), (0, 0), "{}", first.err);
    assert!(first.out.contains("page 1 "), "{}", first.out);
    assert!(first.out == second.out, "two dumps differ");
    assert_eq!(snapshot(project.folder.path()), before);
}

#[test]
fn dump_does_not_depend_on_threads() {
    let project = rich();
    let dump = |threads: &str| {
        let mut command = program();
        command.arg("dump").arg(project.folder.path()).env("RAYON_NUM_THREADS", threads);
        ran(&mut command).out
    };
    assert!(dump("1") == dump("4"), "the dumps differ");
}

#[test]
fn dump_prints_the_pages_that_are_named() {
    let project = rich();
    let heads = |arguments: &[&str]| -> Vec<String> {
        let ran = on(&project, "dump", arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let heads = ran.out.lines().filter(|line| line.starts_with("page "));
        heads.map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
    };
    assert_eq!(heads(&["--page", "2"]), ["page 2"]);
    assert_eq!(heads(&["--page", "3", "--page", "1"]), ["page 1", "page 3"]);
    assert!(heads(&[]).len() > 6);
}

#[test]
fn dump_prints_the_pages_of_the_edition_that_is_named() {
    let project =
        Project::with("[edition.screen]\nkind = \"screen\"\n[edition.gross]\nkind = \"large-print\"\n");
    project.chapter("Text.");
    let dumped = |arguments: &[&str]| on(&project, "dump", arguments).out;
    assert!(dumped(&[]).starts_with("page 1 Recto cover trim 419.5x595.3"), "{}", dumped(&[]));
    assert!(dumped(&[]) == dumped(&["--edition", "screen"]));
    assert!(dumped(&["--edition", "gross"]).starts_with("page 1 Recto cover trim 595.3x841.9"));
    let ran = on(&project, "dump", &["--edition", "gros"]);
    assert_eq!((ran.code, ran.err.as_str()), (2, "error: there is no edition gros; did you mean gross?\n"));
}

#[test]

fn dump_of_a_page_that_does_not_exist_is_misuse() {
    let ran = on(&good(), "dump", &["--page", "99"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("99"), "{}", ran.err);
}

#[test]
fn dump_of_a_bad_project_prints_nothing() {
    let ran = on(&bad(), "dump", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("error[dangling-link]"), "{}", ran.err);
}

// ---------------------------------------------------------------------------------------------
// new

#[test]
fn a_new_project_builds_at_once_and_has_no_faults() {
    let folder = tempfile::tempdir().expect("a folder");
    let project = folder.path().join("neu/projekt");
    let name = project.to_str().expect("a path in UTF-8");
    let made = run(&["new", name]);
    assert_eq!((made.code, made.err.as_str()), (0, ""));
    assert!(made.out.contains("brochure build"), "{}", made.out);
    let checked = run(&["check", "--strict", name]);
    assert_eq!(checked.code, 0, "{}", checked.err);
    let built = run(&["build", name]);
    assert_eq!(built.code, 0, "{}", built.err);
    assert_eq!(pdfs(&project.join("dist")).len(), 4);
}

#[test]
fn new_takes_an_empty_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = ran(program().arg("new").arg(folder.path()));
    assert_eq!(made.code, 0, "{}", made.err);
    assert_eq!(names(folder.path()), [".brochure", "assets", "brochure.toml", "chapters"]);
}

#[test]
fn new_refuses_a_folder_that_is_not_empty_and_leaves_it_alone() {
    let project = good();
    let before = snapshot(project.folder.path());
    let ran = on(&project, "new", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("not empty"), "{}", ran.err);
    assert_eq!(snapshot(project.folder.path()), before);
}

#[test]
fn new_refuses_a_place_below_a_file() {
    let project = good();
    let place = project.path("brochure.toml/neu");
    let ran = ran(program().arg("new").arg(&place));
    assert_ne!(ran.code, 0);
    assert!(ran.err.contains(&place.display().to_string()), "{}", ran.err);
}

#[test]
fn new_needs_a_folder() {
    assert_eq!(run(&["new"]).code, 2);
}

// ---------------------------------------------------------------------------------------------
// The same bytes

#[test]
fn the_same_project_in_different_folders_gives_the_same_bytes() {
    assert!(built(&rich(), &[]) == built(&rich(), &[]), "the PDFs differ");
}

#[test]
fn a_second_build_in_the_same_folder_gives_the_same_bytes() {
    let project = rich();
    let first = built(&project, &[]);
    let ran = ran(program().args(["build", "."]).current_dir(project.folder.path()));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(first == pdf(&project), "the PDFs differ");
}

#[test]
fn the_number_of_threads_does_not_change_the_bytes() {
    let project = rich();
    let one = built(&project, &[("RAYON_NUM_THREADS", "1")]);
    let four = built(&project, &[("RAYON_NUM_THREADS", "4")]);
    assert!(one == four, "the PDFs differ");
}

#[test]
fn time_zone_and_language_of_the_user_do_not_change_the_bytes() {
    let project = rich();
    let here = built(&project, &[("TZ", "UTC"), ("LANG", "C"), ("LC_ALL", "C")]);
    let there = [("TZ", "Pacific/Auckland"), ("LANG", "de_DE.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")];
    assert!(here == built(&project, &there), "the PDFs differ");
}

#[test]
fn the_clock_and_the_home_of_the_user_do_not_change_the_bytes() {
    let project = rich();
    let here = built(&project, &[("SOURCE_DATE_EPOCH", "0"), ("HOME", "/nowhere")]);
    let there = built(&project, &[("SOURCE_DATE_EPOCH", "1700000000"), ("HOME", "/tmp")]);
    assert!(here == there, "the PDFs differ");
}

// ---------------------------------------------------------------------------------------------
// Where words go

#[test]
fn results_go_to_stdout_and_messages_to_stderr() {
    let build = on(&poor(), "build", &[]);
    assert!(build.out.contains("probe.pdf") && !build.out.contains("warning"), "{build:?}");
    assert!(build.err.contains("warning[") && !build.err.contains("probe.pdf"), "{build:?}");
    let dump = on(&good(), "dump", &[]);
    assert!(dump.out.starts_with("page 1 ") && dump.err.is_empty(), "{dump:?}");
    let check = on(&bad(), "check", &[]);
    assert!(check.out.is_empty() && check.err.contains("error["), "{check:?}");
}

#[test]
fn without_a_terminal_there_are_no_escape_codes() {
    for ran in [
        on(&bad(), "build", &[]),
        on(&poor(), "build", &[]),
        on(&rich(), "dump", &[]),
        run(&["--help"]),
        run(&["biuld"]),
    ] {
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{ran:?}");
    }
}

/// What the program writes to a terminal; `None` where there is no `script` to make one.
#[cfg(target_os = "linux")]
fn in_a_terminal(project: &Project, command: &str, no_color: bool) -> Option<String> {
    let call = format!("'{PROGRAM}' --lang en {command} '{}'", project.folder.path().display());
    let mut script = Command::new("script");
    script.args(["-qec", &call, "/dev/null"]).stdin(Stdio::null());
    script.env("TERM", "xterm-256color").env_remove("NO_COLOR").env_remove("CLICOLOR");
    if no_color {
        script.env("NO_COLOR", "1");
    }
    let output = script.output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn in_a_terminal_errors_are_coloured_unless_no_color_is_set() {
    let project = bad();
    if let Some(coloured) = in_a_terminal(&project, "check", false)
        && let Some(plain) = in_a_terminal(&project, "check", true)
    {
        assert!(coloured.contains('\u{1b}'), "{coloured}");
        assert!(plain.contains("error[dangling-link]") && !plain.contains('\u{1b}'), "{plain}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn in_a_terminal_no_color_holds_for_misuse_as_well() {
    if let Some(plain) = in_a_terminal(&good(), "check --frobnicate", true) {
        assert!(plain.contains("--frobnicate") && !plain.contains('\u{1b}'), "{plain}");
    }
}
