//! A project in a temporary folder, laid out or refused.

#![allow(dead_code, reason = "each test file uses a part")]

pub mod author;
pub mod fonts;
pub mod galley;
pub mod imposed;
pub mod jpeg;
pub mod print;
pub mod random;
pub mod raster;

use std::process::Command;

use brochure::brochure::{Brochure, open};
use brochure::diag::{Diagnostic, Files, Sink, Wording, has_errors, render};
use brochure::edition::output::Output;
use brochure::edition::{Artefact, Delivery, Plan, render_all};
use brochure::pages::{Item, Page, Pages, TextRun};
use brochure::source::config::Config;

/// The theme of the tests: whoever changes the house style changes none of its measures.
pub const ROUND: &str = include_str!("../../themes/round.toml");

/// Names the theme of the tests in `[brochure]`; its file lies in every project of [`Project::with`].
pub const THEME: &str = "theme = \"round.toml\"\n";

/// Whether the keys of `[brochure]`, which come first, name a theme.
fn names_a_theme(config: &str) -> bool {
    config.lines().take_while(|line| !line.starts_with('[')).any(|line| line.starts_with("theme"))
}

/// A project while it is put together.
pub struct Project {
    pub folder: tempfile::TempDir,
}

/// What came of it.
pub struct Outcome {
    pub brochure: Option<Brochure>,
    pub diagnostics: Sink,
    pub files: Files,
    /// Keeps the folder alive.
    pub folder: tempfile::TempDir,
}

impl Project {
    /// With a brochure.toml of a title and language only, no cover, no contents.
    pub fn bare() -> Self {
        Self::with("[cover]\nenabled = false\n[contents]\nenabled = false\n")
    }

    /// With further lines in brochure.toml, in the theme of the tests unless these name another.
    pub fn with(config: &str) -> Self {
        if names_a_theme(config) {
            return Self::shipped(config);
        }
        let project = Self::shipped(&format!("{THEME}{config}"));
        project.file("round.toml", ROUND);
        project
    }

    /// With further lines in brochure.toml, in the theme of the program: for what is about the house style.
    pub fn shipped(config: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let project = Self { folder };
        project.file("brochure.toml", format!("[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\n{config}"));
        std::fs::create_dir_all(project.path("chapters")).expect("a folder for chapters");
        project
    }

    /// The same in another language.
    pub fn in_language(self, tag: &str) -> Self {
        let config = std::fs::read_to_string(self.path("brochure.toml")).expect("brochure.toml");
        self.file("brochure.toml", config.replacen("language = \"de\"", &format!("language = \"{tag}\""), 1));
        self
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    pub fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, contents).expect("a file");
        self
    }

    /// A chapter `chapters/01.md` with a title and this text.
    pub fn chapter(&self, text: &str) -> &Self {
        self.file("chapters/01.md", format!("+++\ntitle = \"Kapitel\"\n+++\n\n{text}"))
    }

    /// Lays it out.
    pub fn layout(self) -> Outcome {
        let (mut files, mut diagnostics) = (Files::default(), Sink::new());
        let brochure = open(self.folder.path(), &mut files, &mut diagnostics);
        Outcome { brochure, diagnostics, files, folder: self.folder }
    }
}

/// The program, which speaks English whatever the language of the brochure.
pub fn english() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brochure"));
    command.args(["--lang", "en"]);
    command
}

/// Makes editions and writes them with their lists, if nothing stands against any.
pub fn build(plans: &[Plan<'_>], config: &Config, output: &Output, sink: &mut Sink) -> Vec<Artefact> {
    let products = render_all(plans, &|_, _| (), sink);
    let refused = has_errors(sink);
    let wording = Wording::english();
    Delivery { plans, config, languages: &[], output, reports: None, wording }
        .publish(products, refused, sink)
        .artefacts
}

/// Lays out one chapter in a bare project.
pub fn layout(text: &str) -> Outcome {
    let project = Project::bare();
    project.chapter(text);
    project.layout()
}

impl Outcome {
    /// The pages; panics with all diagnostics where there are none.
    pub fn pages(&self) -> &Pages {
        match &self.brochure {
            Some(brochure) => brochure.pages(),
            None => panic!("refused:\n{}", self.rendered()),
        }
    }

    pub fn rendered(&self) -> String {
        self.diagnostics.iter().map(|d| render(d, &self.files, Wording::english(), false) + "\n").collect()
    }

    pub fn codes(&self) -> Vec<&'static str> {
        self.diagnostics.iter().map(|d| d.code).collect()
    }

    /// The diagnostic with that code; panics if there is none.
    pub fn find(&self, code: &str) -> &Diagnostic {
        match self.diagnostics.iter().find(|d| d.code == code) {
            Some(d) => d,
            None => panic!("no {code} in {:?}\n{}", self.codes(), self.rendered()),
        }
    }

    /// `file:line:column` of the diagnostic with that code.
    pub fn place(&self, code: &str) -> String {
        let span = self.find(code).span.expect("a place");
        let (line, column) = self.files.line_column(span.file, span.start);
        format!("{}:{line}:{column}", self.files.get(span.file).name)
    }

    /// All text runs of all pages.
    pub fn runs(&self) -> Vec<&TextRun> {
        self.pages().pages.iter().flat_map(|page| runs_of(page)).collect()
    }

    /// The run that contains these words, with its page.
    pub fn run(&self, words: &str) -> (&Page, &TextRun) {
        let found = self
            .pages()
            .pages
            .iter()
            .flat_map(|p| runs_of(p).map(move |r| (&**p, r)))
            .find(|(_, r)| r.text.contains(words));
        found.unwrap_or_else(|| {
            panic!("no run with {words:?} in\n{}", brochure::pages::dump::dump(self.pages()))
        })
    }

    /// All text, runs joined, line ends and hyphens of ours removed.
    pub fn text(&self) -> String {
        self.runs().iter().map(|r| r.text.as_str()).collect::<String>().replace('\u{ad}', "")
    }

    /// Lines of a page: runs with the same baseline, from the top, joined.
    pub fn lines(&self, page: usize) -> Vec<String> {
        lines_of(&self.pages().pages[page - 1])
    }
}

/// What kind of item it is.
pub fn kind_of(item: &Item) -> &'static str {
    match item {
        Item::Text(_) => "text",
        Item::Fill { .. } => "fill",
        Item::Stroke { .. } => "stroke",
        Item::Modules { .. } => "code",
        Item::Picture { .. } => "picture",
        Item::Path(_) => "path",
        Item::Link { .. } => "link",
    }
}

pub fn runs_of(page: &Page) -> impl Iterator<Item = &TextRun> {
    page.items.iter().filter_map(|item| match item {
        Item::Text(run) => Some(run),
        _ => None,
    })
}

/// A run as it is read: words over two lines where they begin.
pub fn read(run: &TextRun) -> String {
    let mut text = run.text.clone();
    for part in run.read_as.iter().rev() {
        text.replace_range(usize::from(part.start)..usize::from(part.end), &part.words);
    }
    text
}

/// Text lines of a page from top to bottom; raised text counts for its line.
pub fn lines_of(page: &Page) -> Vec<String> {
    let mut lines: Vec<(f64, Vec<&TextRun>)> = Vec::new();
    for run in runs_of(page) {
        match lines.iter_mut().find(|(y, _)| (*y - run.at.y).abs() < 4.0) {
            Some((_, runs)) => runs.push(run),
            None => lines.push((run.at.y, vec![run])),
        }
    }
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    lines
        .into_iter()
        .map(|(_, mut runs)| {
            runs.sort_by(|a, b| a.at.x.total_cmp(&b.at.x));
            runs.iter().map(|r| r.text.as_str()).collect()
        })
        .collect()
}

/// Words enough for `count` lines or more.
pub fn filler(words: usize) -> String {
    const TEXT: &str = "Die Gemeinde entscheidet im Rahmen der Gesetze über ihre Angelegenheiten und beteiligt dabei die Menschen am Ort";
    TEXT.split(' ').cycle().take(words).collect::<Vec<_>>().join(" ") + "."
}
