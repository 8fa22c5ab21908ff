//! The table of diagnostics: docs/DIAGNOSTICS.md is made from it, and every code can be provoked.
//! `BROCHURE_BLESS=1 cargo test --test suite diagnostics` writes the document anew.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Cursor;
use std::sync::Arc;

use crate::common::{self, Project, build, filler, fonts};
use crate::translations::told_of;
use brochure::brochure::{Workspace, open};
use brochure::diag::complaint::{self, Code, Example, Place};
use brochure::diag::words::command as words;
use brochure::diag::{Files, Severity, Sink, Stock, Wording};
use brochure::document::Document;
use brochure::edition::output::Output;
use brochure::edition::render_all;
use brochure::layout::targets::report_lost;
use brochure::source::paths::Refusal;
use brochure::source::store::{Disk, Sources};
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, RgbImage};

// The document

const INTRODUCTION: &str = "# Diagnostics

Every error and warning, by code. An *error* stops the brochure: nothing is written. A *warning* is
poor but printable; `brochure check --strict` counts it as an error. How a diagnostic looks is shown
in the [Manual](MANUAL.md#diagnostics). This page is made from `src/diag/complaint/`.

| Code | Severity | What it means | What to do |
|:--|:--|:--|:--|
";

const MESSAGES: &str = "
## What is said

Words in braces are filled in. Where something was probably meant, that is suggested instead of the help.

| Code | Message | Help |
|:--|:--|:--|
";

const EXAMPLES: &str = "
## Examples

What provokes each code, and how it is mended; where no text shows it, a case. `brochure explain CODE` says the same in
the terminal.
";

/// The same in German.
const GERMAN: [&str; 3] = [
    "# Diagnosen

Alle Fehler und Warnungen, nach ihrer Kennung. Ein *Fehler* hält die Broschüre auf: Es wird nichts geschrieben. Eine
*Warnung* ist schlecht, aber druckbar; für `brochure check --strict` zählt sie als Fehler. Wie eine Meldung aussieht, zeigt
das [Handbuch](HANDBUCH.md#meldungen). Auf Englisch: [DIAGNOSTICS.md](../DIAGNOSTICS.md). Diese Seite wird aus
`assets/messages/` gemacht.

| Kennung | Art | Was sie bedeutet | Was tun |
|:--|:--|:--|:--|
",
    "
## Was gesagt wird

Wörter in geschweiften Klammern werden eingesetzt. Wo wahrscheinlich etwas anderes gemeint war, steht das statt der Hilfe.

| Kennung | Meldung | Hilfe |
|:--|:--|:--|
",
    "
## Beispiele

Was zu jeder Kennung führt, und wie es richtig ist; wo kein Text es zeigt, ein Fall. `brochure explain KENNUNG` sagt im
Terminal dasselbe.
",
];

/// The document in a language, of which these are the words around the table.
fn document(wording: &Wording, [introduction, messages, examples]: [&str; 3]) -> String {
    let mut codes: Vec<&Code> = complaint::all().collect();
    codes.sort_by_key(|code| (code.name, code.severity));
    let row = |code: &&Code| {
        let [means, advice] = [code.meaning(), code.what_to_do()].map(|said| said.text_in(wording));
        format!("| `{}` | {} | {means} | {advice} |\n", code.name, severity(code, wording))
    };
    let rows: String = codes.iter().map(row).collect();
    let said = codes.iter().flat_map(|code| code.messages).map(|message| {
        let part = |part: &str, english| {
            verbatim(wording.of(Stock::Complaints, &format!("{}.{part}", message.name), english))
        };
        let help = message.help.map(|help| part("help", help)).unwrap_or_default();
        format!("| `{}` | {} | {help} |\n", message.code, part("says", message.says))
    });
    let shown: String = codes.iter().map(|code| example_of(code, wording)).collect();
    format!("{introduction}{rows}{messages}{}{examples}{shown}", said.collect::<String>())
}

fn severity(code: &Code, wording: &Wording) -> String {
    let said = if code.severity == Severity::Error { words::an_error() } else { words::a_warning() };
    said.text_in(wording)
}

/// What provokes a code, and how it is mended.
fn example_of(code: &Code, wording: &Wording) -> String {
    let head = format!("\n### {} ({})\n", code.name, severity(code, wording));
    match code.example {
        Example::Unshown(case) => format!("{head}\n{}\n", code.case(case).text_in(wording)),
        Example::Shown { place, wrong, mended } => {
            let word = if matches!(place, Place::Config) { "toml" } else { "markdown" };
            let block = |text: &str| format!("````{word}\n{text}\n````\n");
            let between = words::mended().text_in(wording);
            format!("{head}\n{}\n{between}\n\n{}", block(wrong), block(mended))
        }
    }
}

/// Words in Markdown that are shown as they are, in a cell of a table.
fn verbatim(words: &str) -> String {
    let fence = if words.contains('`') { "``" } else { "`" };
    let space = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", words.replace('\n', " ⏎ ").replace('|', "\\|"))
}

#[test]
fn the_documents_are_made_from_the_table() {
    for (tag, name, around) in [
        ("en", "docs/DIAGNOSTICS.md", [INTRODUCTION, MESSAGES, EXAMPLES]),
        ("de", "docs/de/DIAGNOSEN.md", GERMAN),
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let document = document(Wording::for_tag(tag), around);
        if std::env::var_os("BROCHURE_BLESS").is_some() {
            std::fs::write(&path, &document).expect("written");
        }
        let written = std::fs::read_to_string(path).expect("a file");
        let differs = written.lines().zip(document.lines()).find(|(written, made)| written != made);
        assert!(written == document, "{name} is not up to date: {differs:?}");
    }
}

#[test]
fn every_code_stands_in_the_table_once_and_says_something() {
    let mut seen = BTreeSet::new();
    let mut names = BTreeSet::new();
    for code in complaint::all() {
        assert!(seen.insert((code.name, code.severity)), "{} stands there twice", code.name);
        assert!(
            !code.means.is_empty() && !code.advice.is_empty() && !code.messages.is_empty(),
            "{}",
            code.name
        );
        for message in code.messages {
            assert!(names.insert(message.name), "{}", message.name);
            assert!(!message.says.ends_with('.') && !message.says.is_empty(), "{}", message.says);
        }
    }
    assert!(seen.len() > 80 && names.len() > 150);
}

// Examples

/// A project with all files that examples name, and one of them in its place.
fn example(place: Place, text: &str) -> Project {
    let project = Project::shipped("");
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'><path d='M0 0h9v9z'/></svg>";
    project.file("assets/plan.svg", svg);
    project.file("assets/foto.png", pixels(300, 300, None));
    project.file("daten/plaetze.csv", "Jahr;Plätze\n2017;1204\n2018;1310\n");
    project.file("impressum.md", "Dank an alle.\n");
    project.file("chapters/02-miete.md", "# Miete\n\nWas gilt.\n\n## Kosten {#kosten}\n\nWas sie kostet.\n");
    project.file("chapters/01.md", "# Mitreden\n\nDas GG gilt.\n\n```\nKonto\n```\n");
    match place {
        Place::Chapter => project.file("chapters/01.md", format!("# Mitreden\n\n{text}\n")),
        Place::File => project.file("chapters/01.md", format!("{text}\n")),
        Place::Config => project.file("brochure.toml", completed(text)),
    };
    project
}

/// A part of brochure.toml with what must be there.
fn completed(part: &str) -> String {
    let missing = [("title", "title = \"Probe\"\n"), ("language", "language = \"de\"\n")];
    let said = |key: &str| part.lines().any(|line| line.starts_with(&format!("{key} = ")));
    let rest: String = missing.iter().filter(|(key, _)| !said(key)).map(|(_, line)| *line).collect();
    match part.strip_prefix("[brochure]\n") {
        Some(behind) => format!("[brochure]\n{rest}{behind}\n"),
        None => format!("[brochure]\n{rest}{part}\n"),
    }
}

/// Whether an example is told with a code, also when its editions are made.
fn tells(code: &Code, place: Place, text: &str) -> (bool, String) {
    let outcome = example(place, text).layout();
    let mut sink = outcome.diagnostics.clone();
    if let (Some(brochure), true) = (&outcome.brochure, text.contains("[edition.")) {
        render_all(&brochure.plans(), &|_, _| (), &mut sink);
    }
    let told = sink.iter().any(|d| (d.code, d.severity) == (code.name, code.severity));
    let codes: Vec<_> = sink.iter().map(|d| (d.severity, d.code)).collect();
    (told, format!("{} {:?}\n{text}\n{codes:?}", code.name, code.severity))
}

#[test]
fn examples_provoke_their_codes_and_mended_ones_do_not() {
    let (mut shown, mut wrong_ones) = (0, Vec::new());
    for code in complaint::all() {
        let Example::Shown { place, wrong, mended } = code.example else { continue };
        let (told, silent) = (tells(code, place, wrong), tells(code, place, mended));
        wrong_ones.extend((!told.0).then_some(told.1));
        wrong_ones.extend(silent.0.then_some(silent.1));
        shown += 1;
    }
    assert!(wrong_ones.is_empty(), "{}", wrong_ones.join("\n\n"));
    assert!(shown > 60, "{shown}");
}

// Every code

/// The first chapter of a bare project.
fn chapter(text: &str) -> Sink {
    common::layout(text).diagnostics
}

/// A project with further lines in brochure.toml; without contents and cover unless the lines hold them.
fn config(lines: &str) -> Sink {
    let project = Project::with(lines);
    project.chapter("Text\n");
    project.layout().diagnostics
}

fn with_file(lines: &str, name: &str, contents: impl AsRef<[u8]>, text: &str) -> Sink {
    let project = Project::with(lines);
    project.file(name, contents).chapter(text);
    project.layout().diagnostics
}

/// A font with a letter in colour.
fn in_colour() -> Vec<u8> {
    let sans = fonts::of_program("SourceSans3-Regular.ttf");
    fonts::with(sans, fonts::in_white(sans, 'a'))
}

/// A whole file of a chapter.
fn file(text: &str) -> Sink {
    let project = Project::bare();
    project.file("chapters/01.md", text);
    project.layout().diagnostics
}

fn picture(text: &str) -> Sink {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'><path d='M0 0h9v9z'/></svg>";
    with_file("", "assets/a.svg", svg, text)
}

fn drawing(body: &str) -> Sink {
    let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'>{body}</svg>");
    with_file("", "assets/a.svg", svg, "![Bild](../assets/a.svg)\n")
}

/// A picture of so many pixels, with a colour profile.
fn pixels(width: u32, height: u32, profile: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = PngEncoder::new(&mut bytes);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile.to_vec()).expect("a profile");
    }
    let image = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 9]));
    encoder.write_image(&image, width, height, ExtendedColorType::Rgb8).expect("a picture");
    bytes.into_inner()
}

/// What is found when the editions are made.
fn made(project: Project) -> Sink {
    let outcome = project.layout();
    let mut sink = outcome.diagnostics.clone();
    let brochure = outcome.brochure.as_ref().unwrap_or_else(|| panic!("refused:\n{}", outcome.rendered()));
    render_all(&brochure.plans(), &|_, _| (), &mut sink);
    sink
}

fn editions(lines: &str, text: &str) -> Sink {
    let project = Project::with(lines);
    project.chapter(text);
    made(project)
}

/// Two runs that write; in between something is done to the folder.
fn written_twice(only: &str, meddle: fn(&std::path::Path)) -> Sink {
    let project = Project::with("[edition.a]\nkind = \"screen\"\n[edition.b]\nkind = \"screen\"\n");
    project.chapter("Text\n");
    let folder = project.path("aus");
    let outcome = project.layout();
    let brochure = outcome.brochure.as_ref().expect("laid out");
    let mut sink = Sink::new();
    let output = Output::at(folder.clone());
    build(&brochure.plans(), &brochure.config, &output, &mut sink);
    meddle(&folder);
    let mut plans = brochure.plans();
    plans.retain(|plan| plan.name == only);
    build(&plans, &brochure.config, &output, &mut sink);
    sink
}

/// A project with a chapter whose name is not UTF-8.
struct Odd(Disk);

impl Sources for Odd {
    fn name(&self) -> String {
        self.0.name()
    }

    fn list(&self, folder: &str) -> Result<Vec<OsString>, Refusal> {
        use std::os::unix::ffi::OsStringExt;
        let mut names = self.0.list(folder)?;
        names.push(OsString::from_vec(b"\xff.md".to_vec()));
        Ok(names)
    }

    fn is_folder(&self, path: &str) -> bool {
        self.0.is_folder(path)
    }

    fn read(&self, base: &str, written: &str, most: u64) -> Result<Vec<u8>, Refusal> {
        self.0.read(base, written, most)
    }
}

fn odd_name() -> Sink {
    let project = Project::bare();
    project.chapter("Text\n");
    let workspace = Workspace::new(Odd(Disk::open(project.folder.path()).expect("a folder")));
    let mut sink = Sink::new();
    workspace.open(&mut Files::default(), &mut sink);
    sink
}

/// Finished pages that lost a place.
fn lost() -> Sink {
    let project = Project::bare();
    project.chapter("Text\n\n## Ziel\n\nText\n");
    let (mut files, mut sink) = (Files::default(), Sink::new());
    let workspace = Workspace::on_disk(project.folder.path()).expect("a folder");
    let project = workspace.project(&mut files, &mut sink).expect("a project");
    let document = Document::read(&project, &project.look.theme, &files, &|_| false, &mut sink);
    let brochure = workspace.lay_out(project, &[], &files, &mut sink).expect("laid out");
    let mut pages = brochure.own.expect("pages");
    pages.anchors.clear();
    report_lost(&pages, &document, &mut sink);
    sink
}

/// A reference that is longer with „10“ than with „11“, so that what it leads to stands on the other page.
fn restless() -> Sink {
    let page = "[page]\nformat = \"74mm x 105mm\"\nmargin-inner = \"10mm\"\nmargin-outer = \"10mm\"\n\
                margin-head = \"14mm\"\nmargin-foot = \"14mm\"\nwide = \"0mm\"\n[tab]\nmax-chapters = 0\n\
                [cover]\nenabled = false\n[contents]\nenabled = false\n[grid]\nleading = \"13pt\"\n\
                [style.body]\nsize = \"9.4pt\"\nleading = \"13pt\"\n";
    let text = |(i, t): (usize, usize), lines: usize| {
        let (word, lines) = ("i".repeat(i) + &"t".repeat(t), vec!["a"; lines].join("\\\n"));
        format!("und der mit zum zum {word} [](#ziel).\n\n{lines}\n\n## Ziel\n\nText\n")
    };
    let words = (1..12).flat_map(|i| (0..6).map(move |t| (i, t)));
    let tries = words.flat_map(|letters| (140..165).map(move |lines| (letters, lines)));
    let sinks = tries.map(|(letters, lines)| {
        let project = Project::with(page);
        project.chapter(&text(letters, lines));
        project.layout().diagnostics
    });
    sinks.into_iter().find(|sink| sink.iter().any(|d| d.code == "restless-pages")).unwrap_or_default()
}

/// A profile for print that does not say for which condition.
fn nameless_profile() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/icc/FOGRA39L_coated.icc");
    let mut profile = std::fs::read(path).expect("a profile");
    for at in 0..profile.len() - 7 {
        if profile[at..].to_ascii_uppercase().starts_with(b"FOGRA") {
            profile[at..at + 5].copy_from_slice(b"XXXXX");
        }
    }
    profile
}

const CHART: &str = "```chart\nkind = \"stacked\"\ntitle = \"T\"\nlabels = [\"a\"]\n[[series]]\nname = \"x\"\n\
                     values = [1]\n[[series]]\nname = \"y\"\nvalues = [1000000]\n```\n";

/// A code with what provokes it.
type Case = (&'static str, fn() -> Sink);

/// Files and brochure.toml.
const OF_FILES: &[Case] = &[
    ("no-project", || {
        let (folder, mut sink) = (tempfile::tempdir().expect("a folder"), Sink::new());
        open(folder.path(), &mut Files::default(), &mut sink);
        sink
    }),
    ("path-outside", || config("[imprint]\nfile = \"../x.md\"\n")),
    ("missing-file", || chapter("![Bild](../assets/x.png)")),
    ("file-spelling", || with_file("", "assets/a.PNG", pixels(9, 9, None), "![Bild](../assets/a.png)")),
    ("file-read", || with_file("", "chapters/02.md/x", "", "Text")),
    ("file-size", || config(&"# lang\n".repeat((1 << 20) / 7 + 1))),
    ("file-name", odd_name),
    ("not-utf8", || with_file("", "chapters/02.md", b"\xff\0", "Text")),
    ("encoding", || with_file("", "chapters/02.md", b"# Gr\xfc\xdfe\n\nText\n", "Text")),
    ("passed-over", || with_file("", "chapters/02.txt", "Text", "Text")),
    ("chapter-order", || {
        with_file("[chapters]\norder = [\"01.md\"]\n", "chapters/02.md", "# A\n\nText", "Text")
    }),
    ("no-chapters", || Project::bare().layout().diagnostics),
    ("toml-syntax", || config("x = \n")),
    ("config-type", || config("[cover]\nenabled = 3\n")),
    ("config-value", || config("[edition.a]\nkind = \"x\"\n")),
    ("missing-key", || config("[[publisher]]\nurl = \"https://a.example\"\n")),
    ("unknown-key", || config("[covr]\nenabled = true\n")),
    ("language", || chapter("[x]{lang=xx}")),
    ("unknown-warning", || config("[warnings]\nallow = [\"lose-line\"]\n")),
    ("placeholder", || config("[imprint]\nresponsible = \"[Name]\"\n")),
    ("word", || config("[abbreviations]\nGG = \"\"\n")),
    ("unused-word", || config("[abbreviations]\nGG = \"Grundgesetz\"\n")),
    ("hyphenation-exception", || config("[hyphenation]\nexceptions = [\"zwei worte\"]\n")),
    ("unknown-theme", || config("theme = \"x\"\n")),
    ("page-format", || config("[page]\nformat = \"A9\"\n")),
    ("unknown-font", || config("[style.body]\nfont = \"x\"\n")),
    ("font-invalid", || with_file("[fonts.sans]\nregular = \"x.ttf\"\n", "fonts/x.ttf", "x", "Text")),
    ("font-colour", || with_file("[fonts.sans]\nregular = \"x.ttf\"\n", "fonts/x.ttf", in_colour(), "Text")),
    ("unknown-colour", || config("[tab]\nfill = \"x\"\n")),
    ("contrast", || config("[style.body]\ncolor = \"#EEEEEE\"\n")),
    ("tight-lines", || config("[style.body]\nsize = \"20pt\"\nleading = \"13pt\"\n")),
];

/// Chapters.
const OF_CHAPTERS: &[Case] = &[
    ("no-title", || file("Text\n")),
    ("no-title", || with_file("", "brochure.toml", "[brochure]\ntitle = \" \"\nlanguage = \"de\"\n", "Text")),
    ("chapter-language", || file("---\nlang: Elvish\n---\n\n# Title\n\nText\n")),
    ("title-place", || file("Text\n\n# Titel\n\nText\n")),
    ("unknown-key", || file("---\ntitel: x\n---\n\n# Titel\n\nText\n")),
    ("empty-chapter", || file("+++\ntitle = \"x\"\n+++\n")),
    ("front-matter", || file("+++\ntitle = \"x\"\n")),
    ("front-matter", || file("---\ntitle: x: y\n---\n\n# Titel\n\nText\n")),
    ("control-character", || chapter("a\u{1}b")),
    ("title-length", || chapter(&format!("## {}\n\nText", "a".repeat(1001)))),
    ("empty-heading", || chapter("##\n\nText")),
    ("list-number", || chapter("1. a\n2. b\n2. c\n")),
    ("heading-level", || chapter("## A\n\nText\n\n#### B\n\nText")),
    ("unknown-class", || chapter("## A {.x}\n\nText")),
    ("duplicate-anchor", || chapter("## A {#a}\n\nText\n\n## B {#a}\n\nText")),
    ("nesting", || chapter(&format!("{}x", "> ".repeat(14)))),
    ("html", || chapter("<font>x</font>")),
    ("html-comment", || chapter("<!-- x")),
    ("dialect", || chapter("{{ name }}")),
    ("image-missing", || chapter("![Bild](mein bild.png)")),
    ("bold-line", || chapter("**Ein Titel**\n\nText")),
    ("stray-markup", || chapter("Das ist ** wichtig**.")),
    ("passage", || chapter("[x]{lang=en")),
    ("unknown-callout", || chapter("> [!x]\n> y")),
    ("dangling-link", || chapter("[x](#y)")),
    ("dangling-link", || chapter("[x](99.md)")),
    ("link-scheme", || config("[[publisher]]\nname = \"A\"\nurl = \"a.example\"\n")),
    ("link-scheme", || chapter("[x](ftp://a.example)")),
    ("link-address", || chapter("[x](https://)")),
    ("link-text", || chapter("[hier](https://a.example)")),
    ("link-without-text", || chapter("[](https://a.example)")),
    ("dangling-note", || chapter("x[^a]")),
    ("note-twice", || chapter("x[^a]\n\n[^a]: y\n\n[^a]: z")),
    ("note-in-note", || chapter("x[^a]\n\n[^a]: y[^a]")),
    ("note-content", || chapter("x[^a]\n\n[^a]: y\n\n    | a |\n    |---|\n    | b |\n")),
    ("unused-note", || chapter("x\n\n[^a]: y")),
    ("missing-alt", || picture("![](../assets/a.svg)")),
    ("alt-file-name", || picture("![a.svg](../assets/a.svg)")),
    ("decorative", || picture("![Bild](../assets/a.svg){.decorative}")),
    ("image-inline", || {
        with_file("", "assets/a.png", pixels(300, 300, None), "x ![Bild](../assets/a.png) y")
    }),
    ("image-web", || chapter("![Bild](https://a.example/x.png)")),
    ("table-cells", || chapter("| a | b |\n|--|--|\n| c | d | e |\n")),
    ("landscape", || chapter("{.landscape}\n\nText")),
    ("csv", || chapter("```csv\n```\n")),
    ("csv-rows", || chapter("```csv\na;b\n1\n```\n")),
    ("csv-separator", || chapter("```tsv\na;b\n1;2\n```\n")),
    ("csv-quotes", || chapter("```csv\na;b\n\"1;2\n```\n")),
    ("csv-place", || with_file("", "a.csv", "a;b\n1;2\n", "x ![T](../a.csv) y")),
    ("table-without-head", || chapter("| | |\n|--|--|\n| a | b |\n")),
    ("empty-header", || chapter("| a | |\n|--|--|\n| b | c |\n")),
    ("capitals", || chapter("ALLES WIRD LAUTER")),
    ("chart", || chapter("```chart\nkind = \"bar\"\n```\n")),
    ("chart", || chapter(CHART)),
];

/// Pictures and pages.
const OF_PAGES: &[Case] = &[
    ("image-corrupt", || with_file("", "assets/a.png", "x", "![Bild](../assets/a.png)")),
    ("image-corrupt", || with_file("[[publisher]]\nname = \"A\"\nlogo = \"a.png\"\n", "a.png", "x", "Text")),
    ("image-format", || with_file("", "assets/a.heic", "x", "![Bild](../assets/a.heic)")),
    ("image-size", || with_file("", "assets/a.png", pixels(20_001, 1, None), "![Bild](../assets/a.png)")),
    ("image-profile", || {
        let project = Project::with("date = 2019-10-22\n[edition.a]\nkind = \"print\"\n");
        project.file("assets/a.png", pixels(300, 300, Some(b"x"))).chapter("![Bild](../assets/a.png)");
        made(project)
    }),
    ("image-resolution", || {
        let coarse = "[figure]\nmin-ppi = 250\n";
        with_file(coarse, "assets/a.png", pixels(300, 300, None), "![Bild](../assets/a.png){width=100%}")
    }),
    ("svg-invalid", || drawing("<image/>")),
    ("svg-invalid", || with_file("[[publisher]]\nname = \"A\"\nlogo = \"a.svg\"\n", "a.svg", "x", "Text")),
    ("svg-size", || drawing(&"<g>".repeat(1000))),
    ("running-head", || file(&format!("# {}\n\nText. {}", filler(30), filler(400)))),
    ("missing-glyph", || chapter("\u{13000}")),
    ("missing-glyph", || drawing("<text y='4'>\u{13000}</text>")),
    ("too-narrow", || with_file("[code]\npad = \"500pt\"\n", "x", "", "```\nWort\n```")),
    ("leaves-box", || config("[running]\nfolio-gap = \"27.5mm\"\n")),
    ("too-tall", || {
        file(&format!("+++\ntitle = \"G\"\nkind = \"glossary\"\n+++\n\nRat\n: {}\n", filler(900)))
    }),
    ("overlong-word", || chapter(&"x".repeat(300))),
    ("loose-line", || chapter(&format!("{} a b c ", "W".repeat(20)).repeat(40))),
    ("table-columns", || chapter(&format!("{0}\n{1}\n{0}\n", "| a ".repeat(90), "|--".repeat(90)))),
    ("glossary-content", || file("+++\ntitle = \"G\"\nkind = \"glossary\"\n+++\n\nRat\n: - Gremium\n")),
    ("quote-content", || chapter("> [!zitat]\n> - x")),
    ("imprint-content", || with_file("[imprint]\nfile = \"i.md\"\n", "i.md", "- x", "Text")),
    ("imprint-full", || config(&"[[imprint.row]]\nlabel = \"a\"\ntext = \"b\"\n".repeat(60))),
    ("cover-full", || config(&format!("subtitle = \"{}\"\n", filler(200)))),
    ("opener-full", || file(&format!("+++\ntitle = \"T\"\nsummary = \"{}\"\n+++\n\nText\n", filler(400)))),
    ("qr-room", || {
        let project = Project::with("[page]\nmargin-outer = \"16mm\"\n");
        project.chapter("[Text](https://a.example \"QR\")");
        project.layout().diagnostics
    }),
    ("qr-size", || chapter(&format!("[Text](https://a.example/{} \"QR\")", "abcdefgh/".repeat(30)))),
    ("off-page", || config("[cover]\ntitle-baseline = \"900mm\"\n")),
    ("lost-place", lost),
    ("restless-pages", restless),
    ("page-count", || config("pages = 2\n")),
];

/// Editions and the files that are written.
const OF_EDITIONS: &[Case] = &[
    ("edition-value", || config("[edition.a]\nkind = \"n-up\"\npages = 7\n")),
    ("edition-file", || config("[edition.a]\nkind = \"screen\"\nfile = \"manifest.json\"\n")),
    ("booklet-scaled", || editions("[edition.a]\nkind = \"booklet\"\nsheet = \"A5\"\n", "Text")),
    ("print-date", || editions("[edition.a]\nkind = \"print\"\n", "Text")),
    ("print-condition", || {
        let project =
            Project::with("date = 2019-10-22\n[edition.a]\nkind = \"print\"\nprofile = \"p.icc\"\n");
        project.file("p.icc", nameless_profile()).chapter("Text");
        made(project)
    }),
    ("print-profile", || config("[edition.a]\nkind = \"print\"\nprofile = \"brochure.toml\"\n")),
    ("conformance", || editions("date = 2019-10-22\n", "`\u{e0a0}`")),
    ("pdf", || {
        let project = Project::with("[edition.heft]\nkind = \"booklet\"\n");
        project.chapter("Text\n");
        let mut brochure = project.layout().brochure.expect("laid out");
        let pages = brochure.own.as_mut().expect("pages");
        pages.fonts.iter_mut().for_each(|font| font.embedded.bytes = Arc::new(*b"x"));
        let mut sink = Sink::new();
        render_all(&brochure.plans(), &|_, _| (), &mut sink);
        sink
    }),
    ("output", || {
        let (folder, mut sink) = (tempfile::tempdir().expect("a folder"), Sink::new());
        let taken = folder.path().join("x");
        std::fs::write(&taken, "x").expect("written");
        Output::at(taken).publish(&[("a".to_owned(), Vec::new())], &mut sink);
        sink
    }),
    ("output-changed", || {
        written_twice("a", |folder| std::fs::write(folder.join("probe-b.pdf"), "x").expect("written"))
    }),
    ("output-unfinished", || {
        written_twice("a", |folder| std::fs::create_dir(folder.join(".brochure-x.part")).expect("a folder"))
    }),
];

/// Translations.
const OF_TRANSLATIONS: &[Case] = &[
    ("translation-file", || told_of("# Eins\n\nText.\n", "msgid \"a\n", false)),
    ("translation-mark", || {
        let po = "msgctxt \"paragraph\"\nmsgid \"Text.[^a]\"\nmsgstr \"Текст.\"\n";
        told_of("# Eins\n\nText.[^a]\n\n[^a]: Beleg.\n", po, false)
    }),
    ("translation-incomplete", || told_of("# Eins\n\nText.\n", "", false)),
    ("translation-incomplete", || told_of("# Eins\n\nText.\n", "", true)),
    ("translation-language", || config("[translation.de]\n")),
];

#[test]
fn every_code_can_be_provoked() {
    let (mut provoked, mut silent) = (BTreeSet::new(), Vec::new());
    for (code, provoke) in
        [OF_FILES, OF_CHAPTERS, OF_PAGES, OF_EDITIONS, OF_TRANSLATIONS].into_iter().flatten()
    {
        let sink = provoke();
        let codes: BTreeSet<_> = sink.iter().map(|d| (d.code, d.severity)).collect();
        if !codes.iter().any(|(found, _)| found == code) {
            silent.push(format!("{code}: {codes:?}"));
        }
        provoked.extend(codes);
    }
    assert!(silent.is_empty(), "{silent:#?}");
    let known: BTreeSet<_> = complaint::all().map(|code| (code.name, code.severity)).collect();
    let missing: Vec<_> = known.difference(&provoked).collect();
    assert!(missing.is_empty(), "{missing:?}");
    // What a print shop would send back has a table of its own.
    let of_preflight = |code: &str| brochure::preflight::rules::ALL.iter().any(|rule| rule.code == code);
    let unknown: Vec<_> = provoked.difference(&known).filter(|(code, _)| !of_preflight(code)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
