//! What the manuals say: their examples are set, they name every key, option and command that there is, and the
//! German one says what the English one says.

use std::collections::BTreeSet;
use std::process::Command;

use crate::common::{Outcome, Project, english};
use brochure::diag::complaint;
use brochure::document::FrontMatter;
use brochure::source::config::SHARED;

pub const README: &str = include_str!("../../README.md");
pub const MANUAL: &str = include_str!("../../docs/MANUAL.md");
pub const HANDBUCH: &str = include_str!("../../docs/de/HANDBUCH.md");
pub const PRINT: &str = include_str!("../../docs/PRINT.md");
const BOTH: [(&str, &str); 2] = [("MANUAL.md", MANUAL), ("HANDBUCH.md", HANDBUCH)];

/// Which key there is not.
const STRANGER: &str = "qqqqqqqq";

/// What stands between two headings.
pub struct Section<'t> {
    level: usize,
    pub title: &'t str,
    /// Lines that are no code.
    lines: Vec<&'t str>,
    pub blocks: Vec<Block>,
}

/// A fenced block of code.
#[derive(Debug, PartialEq)]
pub struct Block {
    /// The word behind the fence.
    word: String,
    pub code: String,
}

pub fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let level = line.len() - line.trim_start_matches('#').len();
        if level > 0 {
            let title = line[level..].trim();
            sections.push(Section { level, title, lines: Vec::new(), blocks: Vec::new() });
            continue;
        }
        let section = sections.last_mut().expect("a document begins with a heading");
        let inner = line.trim_start();
        let fence = &inner[..inner.len() - inner.trim_start_matches('`').len()];
        if fence.len() < 3 || inner[fence.len()..].contains('`') {
            section.lines.push(line);
            continue;
        }
        let indent = line.len() - inner.len();
        let inside = lines.by_ref().take_while(|line| line.trim() != fence);
        let code = inside.map(|line| line.get(indent..).unwrap_or("").to_owned() + "\n").collect();
        section.blocks.push(Block { word: inner[fence.len()..].to_owned(), code });
    }
    sections
}

pub fn blocks(text: &str, word: &str) -> Vec<String> {
    let blocks = sections(text).into_iter().flat_map(|section| section.blocks);
    blocks.filter(|block| block.word == word).map(|block| block.code).collect()
}

/// The cells of a row of a table.
pub fn cells(line: &str) -> Option<Vec<String>> {
    let row = line.strip_prefix("| ")?.strip_suffix(" |")?;
    Some(row.replace("\\|", "\u{1}").split(" | ").map(|cell| cell.replace('\u{1}', "\\|")).collect())
}

/// What stands between backticks.
pub fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// What does not depend on the language: what is typed, and keys with their types and defaults.
fn shape(section: &Section) -> Vec<Vec<String>> {
    let typed = |line: &&str| {
        let cells = cells(line)?;
        let same = if cells.len() == 4 { 3 } else { 1 };
        let found: Vec<String> =
            cells[..same].iter().flat_map(|cell| quoted(cell)).map(str::to_owned).collect();
        Some(found)
    };
    section.lines.iter().filter_map(typed).collect()
}

#[test]
fn both_manuals_say_the_same() {
    let (english, german) = (sections(MANUAL), sections(HANDBUCH));
    let outline = |sections: &[Section]| sections.iter().map(|s| s.level).collect::<Vec<_>>();
    for (ours, theirs) in english.iter().zip(&german) {
        let place = format!("{} / {}", ours.title, theirs.title);
        assert_eq!(ours.level, theirs.level, "{place}");
        // What the program says, it says in the language of the manual.
        let same =
            |(ours, theirs): (&Block, &Block)| ours == theirs || [&ours.word, &theirs.word] == ["text"; 2];
        let number = (ours.blocks.len(), theirs.blocks.len());
        assert!(number.0 == number.1 && ours.blocks.iter().zip(&theirs.blocks).all(same), "{place}");
        assert_eq!(shape(ours), shape(theirs), "{place}");
        let items = |s: &Section| s.lines.iter().filter(|line| line.starts_with("- ")).count();
        let paragraphs =
            |s: &Section| s.lines.split(|line| line.is_empty()).filter(|p| !p.is_empty()).count();
        if ours.level > 1 {
            assert_eq!((items(ours), paragraphs(ours)), (items(theirs), paragraphs(theirs)), "{place}");
        }
    }
    assert_eq!(outline(&english), outline(&german));
    assert!(english.len() > 60, "{}", english.len());
}

// Examples

/// The keys of `[brochure]` that an example may leave out.
const KEYS: [(&str, &str); 3] =
    [("title", "title = \"Probe\"\n"), ("language", "language = \"de\"\n"), ("date", "date = 2025-03-01\n")];

/// A brochure.toml of which an example may be a part only.
pub fn whole(example: &str) -> String {
    let said = |key: &str| example.lines().any(|line| line.starts_with(&format!("{key} = ")));
    let rest: String = KEYS.iter().filter(|(key, _)| !said(key)).map(|(_, line)| *line).collect();
    match example.split_once("[brochure]\n") {
        Some((before, behind)) => format!("{before}[brochure]\n{rest}{behind}"),
        None => format!("[brochure]\n{}{example}", KEYS.map(|(_, line)| line).concat()),
    }
}

/// The name of the theme file that an example is, as its first line says: `# theme.toml`.
pub fn theme_file(example: &str) -> Option<&str> {
    example.lines().next()?.strip_prefix("# ").filter(|name| name.ends_with(".toml"))
}

/// A project with all files that examples name, and this brochure.toml.
fn project(config: &str) -> Project {
    let project = Project::shipped("");
    project.file("brochure.toml", config);
    for (name, title) in [
        ("03-partizipation.md", "Partizipation"),
        ("04-unterbringung.md", "Unterbringung\n\n## Ein Konzept mit Zielen {#konzept}"),
        ("vorwort.md", "Vorwort"),
        ("teil-1/ziele.md", "Ziele"),
        ("teil-2/anhang.md", "Anhang"),
    ] {
        project.file(&format!("chapters/{name}"), format!("# {title}\n\n{WORDS}\n"));
    }
    project.file("assets/plaetze.svg", DRAWING);
    project.file("daten/plaetze.csv", "Jahr;Plätze;Belegt\n2017;1.204;951\n2018;1.310;996\n");
    project.file("daten/pauschale.csv", "Jahr;Anteil des Landes;Rest\n2016;96;0\n2018;58,44;9\n");
    for name in ["Inter.woff2", "Inter-Italic.woff2"] {
        project.file(&format!("fonts/{name}"), include_bytes!("../fonts/Recursive.woff2"));
    }
    let themes = blocks(MANUAL, "toml");
    for (name, theme) in themes.iter().filter_map(|theme| Some((theme_file(theme)?, theme))) {
        project.file(name, theme);
    }
    project
}

/// Words that examples of `[abbreviations]` and `[spoken]` name.
const WORDS: &str = "Das AsylbLG und das SGB X gelten z. B. für Bürger*innen.";
const DRAWING: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 60 20'><path d='M0 0h60v20z'/></svg>";

/// Nothing is said of it.
fn quiet(outcome: &Outcome, example: &str, allowed: &[&str]) {
    let said = outcome.codes().into_iter().find(|code| !allowed.contains(code));
    assert!(outcome.brochure.is_some() && said.is_none(), "{example}\n{}", outcome.rendered());
}

#[test]
fn every_example_of_brochure_toml_opens() {
    let mut count = 0;
    for text in [README, MANUAL, PRINT] {
        for example in blocks(text, "toml").iter().filter(|example| theme_file(example).is_none()) {
            // The order of an example names a part of the chapters.
            let allowed: &[&str] = if example.starts_with("[chapters]") { &["chapter-order"] } else { &[] };
            quiet(&project(&whole(example)).layout(), example, allowed);
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn every_theme_file_of_an_example_is_named_by_another() {
    let examples = blocks(MANUAL, "toml");
    for name in examples.iter().filter_map(|example| theme_file(example)) {
        let named = format!("theme = \"{name}\"");
        assert!(examples.iter().any(|example| example.lines().any(|line| line == named)), "{name}");
    }
}

#[test]
fn every_example_of_markdown_is_set_without_a_warning() {
    let own_kinds = blocks(MANUAL, "toml").into_iter().filter(|example| example.starts_with("[callout."));
    let config = whole(&own_kinds.collect::<String>());
    let examples = blocks(MANUAL, "markdown");
    assert!(examples.len() > 18, "{}", examples.len());
    for example in examples {
        let begins = ["+++", "---"].iter().any(|mark| example.starts_with(mark));
        let text = if begins { example } else { format!("# Titel\n\n{example}") };
        let project = project(&config);
        project.file("chapters/05-beispiel.md", &text);
        quiet(&project.layout(), &text, &[]);
    }
}

/// What `brochure check` says of a project.
fn said(project: &Project, mut check: Command) -> String {
    let output = check.arg("check").arg(project.folder.path()).env("NO_COLOR", "1").output();
    String::from_utf8(output.expect("the program starts").stderr).expect("UTF-8")
}

#[test]
fn messages_in_the_manuals_are_those_of_the_program() {
    let project = Project::shipped("");
    project.file("assets/plaetze.svg", DRAWING);
    project.file("chapters/01.md", "# Wohnen\n\n![](../assets/plaetze.svg)\n");
    are_shown(&project, "missing-alt");
    let project = Project::shipped("");
    let text = "# Wohnen\n\nText.\n\nWas gilt, steht in [](02-mieten.md).\n\n> [!praxistip]\n> Text.\n";
    project.file("chapters/01-wohnen.md", text);
    project.file("chapters/02-miete.md", "# Miete\n\nText.\n");
    are_shown(&project, "dangling-link");
}

/// Messages of a project, which is German, stand in both manuals.
fn are_shown(project: &Project, code: &str) {
    let german = Command::new(env!("CARGO_BIN_EXE_brochure"));
    for (manual, program) in [(MANUAL, english()), (HANDBUCH, german)] {
        let shown = blocks(manual, "text");
        let first =
            |block: &String| block.lines().next().is_some_and(|line| line.contains(&format!("[{code}]")));
        let shown = shown.iter().find(|block| first(block)).expect("a block").trim();
        assert_eq!(said(project, program).trim(), shown);
    }
}

// Names

/// The keys that a table of brochure.toml may have, as the complaint about another one names them.
fn keys(config: &str) -> BTreeSet<String> {
    let project = Project::shipped("");
    project.chapter(WORDS);
    let own = config.contains("[brochure]\n");
    let head = if own { "" } else { "[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\n" };
    project.file("brochure.toml", format!("{head}{config}{STRANGER} = 1\n"));
    listed(&project.layout(), "known keys: ")
}

/// What the help of a complaint lists behind these words.
fn listed(outcome: &Outcome, behind: &str) -> BTreeSet<String> {
    let helps = outcome.diagnostics.iter().filter_map(|found| found.help());
    let help = helps.into_iter().find(|help| help.starts_with(behind));
    let help = help.unwrap_or_else(|| panic!("nothing is known:\n{}", outcome.rendered()));
    help[behind.len()..].split(", ").map(str::to_owned).collect()
}

/// The keys in the tables of a manual whose head names this table: „Key of `[page]`“.
fn described(text: &str, table: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut inside = false;
    for line in sections(text).iter().flat_map(|section| section.lines.clone()) {
        let Some(cells) = cells(line) else {
            inside &= line.starts_with("|:");
            continue;
        };
        if cells[0].split(", ").any(|head| head.ends_with(&format!("`{table}`"))) && cells.len() > 2 {
            inside = true;
        } else if inside {
            keys.extend(quoted(&cells[0]).into_iter().map(str::to_owned));
        }
    }
    keys
}

/// Kinds of editions.
const KINDS: [&str; 6] = ["screen", "large-print", "print", "booklet", "n-up", "ink-saver"];

fn described_by_both(table: &str, keys: &BTreeSet<String>) {
    for (name, text) in BOTH {
        assert_eq!(&described(text, table), keys, "{name}: {table}");
    }
}

#[test]
fn every_key_of_brochure_toml_is_described() {
    let own = |table: &str| {
        let (_, keys) = SHARED.iter().find(|(name, _)| *name == table).expect("a table");
        keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<_>>()
    };
    for table in ["cover", "back", "imprint"] {
        described_by_both(&format!("[{table}]"), &own(table));
    }
    for table in [
        "[chapters]",
        "[[publisher]]",
        "[[imprint.row]]",
        "[contents]",
        "[hyphenation]",
        "[spoken]",
        "[warnings]",
    ] {
        described_by_both(table, &keys(&format!("{table}\n")));
    }
    described_by_both("[brochure]", &keys("[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\n"));
    for kind in KINDS {
        let kind = format!("kind = \"{kind}\"");
        described_by_both(&kind, &keys(&format!("[edition.a]\n{kind}\n")));
    }
    described_by_both("[edition.NAME]", &["kind", "file"].map(str::to_owned).into());
}

#[test]
fn every_kind_of_edition_is_described() {
    let project = Project::shipped(&format!("[edition.a]\nkind = \"{STRANGER}\"\n"));
    project.chapter(WORDS);
    let kinds = listed(&project.layout(), "one of: ");
    for (name, text) in BOTH {
        for kind in &kinds {
            assert!(text.contains(&format!("| `\"{kind}\"` |")), "{name}: {kind}");
        }
    }
}

#[test]
fn every_table_of_brochure_toml_is_named() {
    let project = Project::shipped(&format!("[{STRANGER}]\n"));
    project.chapter(WORDS);
    let tables = listed(&project.layout(), "tables: ");
    for (name, text) in BOTH {
        for table in &tables {
            let forms = [format!("[{table}]"), format!("[{table}.")];
            assert!(forms.iter().any(|form| text.contains(form)), "{name}: [{table}]");
        }
    }
}

#[test]
fn every_key_of_what_authors_change_most_in_a_theme_is_described() {
    for (table, config) in [
        ("[page]", "[page]\n"),
        ("[style.NAME]", "[style.body]\n"),
        ("[fonts.NAME]", "[fonts.neu]\n"),
        ("[callout.NAME]", "[callout.neu]\n"),
    ] {
        described_by_both(table, &keys(config));
    }
}

#[test]
fn every_key_of_front_matter_and_of_charts_is_described() {
    let front: BTreeSet<String> = FrontMatter::shape().fields().into_iter().map(|field| field.key).collect();
    let chart = |keys: &str| {
        let series = if keys.contains("[[series]]") { "" } else { "[[series]]\nvalues = [1]\n" };
        let project = Project::bare();
        project.chapter(&format!(
            "```chart\nkind = \"bar\"\ntitle = \"T\"\nlabels = [\"a\"]\n{keys}{STRANGER} = 1\n{series}```\n"
        ));
        listed(&project.layout(), "known keys: ")
    };
    let (mut whole, series) = (chart(""), chart("[[series]]\nvalues = [1]\n"));
    assert!(whole.remove("series"), "{whole:?}");
    for (text, head, in_front) in
        [(MANUAL, "a chart", "the front matter"), (HANDBUCH, "eines Diagramms", "am Anfang der Datei")]
    {
        assert_eq!(titled(text, in_front), front);
        assert_eq!(titled(text, head), whole);
        assert_eq!(described(text, "[[series]]"), series);
    }
}

/// The keys in the table whose head ends with these words.
fn titled(text: &str, head: &str) -> BTreeSet<String> {
    let rows = text.lines().skip_while(|line| !cells(line).is_some_and(|cells| cells[0].ends_with(head)));
    let rows = rows.skip(2).map_while(cells);
    rows.flat_map(|cells| quoted(&cells[0]).into_iter().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn every_command_and_option_is_described() {
    let help = |command: &str| {
        let output = english().args(["help", command]).output();
        String::from_utf8(output.expect("the program starts").stdout).expect("UTF-8")
    };
    let commands = [
        "build",
        "check",
        "preview",
        "dump",
        "translate",
        "preflight",
        "explain",
        "schema",
        "new",
        "man",
        "completions",
    ];
    let listed = english().arg("help").output().expect("the program starts");
    let listed = String::from_utf8(listed.stdout).expect("UTF-8");
    let list =
        listed.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // Further lines of a description are set in.
    let named = list.filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' ')));
    let there: BTreeSet<&str> = named.filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(there, commands.into_iter().chain(["help"]).collect());
    for command in commands {
        let text = help(command);
        let options = text.split_whitespace().map(|word| word.trim_end_matches(['.', ',', ')', ']']));
        let options: BTreeSet<&str> = options.filter(|word| word.starts_with("--")).collect();
        for (name, manual) in BOTH {
            assert!(manual.contains(&format!("| `brochure {command} ")), "{name}: {command}");
            let told = |option: &str| {
                let names = |cells: &[String]| {
                    cells[0].contains(&format!("`{option}"))
                        && (cells[1].contains(command) || cells[1].starts_with('a'))
                };
                manual.lines().filter_map(cells).any(|cells| cells.len() == 3 && names(&cells))
            };
            for option in &options {
                assert!(told(option), "{name}: {option} of {command}");
            }
        }
    }
}

#[test]
fn codes_that_are_shown_are_there() {
    let known: BTreeSet<&str> = complaint::all().map(|code| code.name).collect();
    for (name, text) in BOTH {
        let shown = ["warning[", "error["].iter().flat_map(|mark| text.split(mark).skip(1));
        let mut codes: Vec<&str> = shown.filter_map(|rest| rest.split(']').next()).collect();
        codes.extend(
            text.split("(`").skip(1).filter_map(|rest| rest.split("`)").next()).filter(|code| {
                code.contains('-') && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
            }),
        );
        assert!(codes.len() > 3, "{name}: {codes:?}");
        for code in codes {
            assert!(known.contains(code), "{name}: {code}");
        }
    }
}

// Defaults

/// Lines that give the keys of a table the defaults that the manual names, where these are values.
fn defaults(table: &str) -> String {
    let rows = MANUAL.lines().skip_while(|line| {
        !cells(line).is_some_and(|cells| cells[0] == format!("Key of `{table}`") && cells.len() == 4)
    });
    let mut lines = String::new();
    for row in rows.skip(2).map_while(cells) {
        let (keys, values) = (quoted(&row[0]), quoted(&row[2]));
        let is_value = |value: &&str| {
            value.starts_with(|c: char| c == '"' || c.is_ascii_digit()) || ["true", "false"].contains(value)
        };
        let only = row[2].split(", ").all(|part| part.starts_with('`') && part.ends_with('`'));
        // A theme that is named is another one than none, though it is the same.
        if only && values.iter().all(is_value) && (table, keys[0]) != ("[brochure]", "theme") {
            assert_eq!(keys.len(), values.len(), "{row:?}");
            lines.extend(keys.iter().zip(values).map(|(key, value)| format!("{key} = {value}\n")));
        }
    }
    lines
}

/// A brochure with every table and with what these lines say in each: its settings without their places, and its
/// pages.
fn outcome_of(lines: impl Fn(&str) -> String) -> (String, String) {
    let mut config = String::new();
    for (table, required) in [
        ("[brochure]", "title = \"Probe\"\nlanguage = \"de\"\ndate = 2025-03-01\n"),
        ("[chapters]", ""),
        ("[[publisher]]", "name = \"Amt\"\n"),
        ("[cover]", ""),
        ("[back]", "claim = \"Klar\"\n"),
        ("[imprint]", "responsible = \"Amt\"\n"),
        ("[contents]", ""),
        ("[spoken]", ""),
        ("[page]", ""),
    ] {
        config.push_str(&format!("{table}\n{required}{}", lines(table)));
    }
    for kind in KINDS {
        let kind = format!("kind = \"{kind}\"");
        config.push_str(&format!("[edition.{}]\n{kind}\n{}", kind.len(), lines(&kind)));
    }
    let project = project(&config);
    let outcome = project.layout();
    let pages = brochure::pages::dump::dump(outcome.pages());
    let settings = format!("{:?}", outcome.brochure.as_ref().expect("pages").config);
    let mut parts = settings.split("Span {");
    let mut placeless = parts.next().unwrap_or_default().to_owned();
    parts.for_each(|part| placeless.push_str(part.split_once('}').map_or(part, |(_, rest)| rest)));
    (placeless, pages)
}

#[test]
fn defaults_in_the_manual_are_those_of_the_program() {
    let tables = ["[brochure]", "[page]", "kind = \"print\"", "kind = \"booklet\""];
    let counts: Vec<usize> = tables.iter().map(|table| defaults(table).lines().count()).collect();
    assert_eq!(counts, [1, 8, 7, 4]);
    let (without, with) = (outcome_of(|_| String::new()), outcome_of(defaults));
    assert_eq!(without.0, with.0);
    assert_eq!(without.1, with.1);
}
