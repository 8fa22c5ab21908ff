//! Brochures in other languages: what translators get, what becomes of it when a text changes, what is set where there
//! is no translation, and what a translation may not do.

use proptest::prelude::*;

use crate::common::author::torture;
use crate::common::{self, Project};
use brochure::brochure::{Brochures, Workspace};
use brochure::diag::{Diagnostic, Files, Severity, Sink};
use brochure::document::markdown::units::{self, UnitKind};
use brochure::source::remnants::Completeness;
use brochure::translation;
use brochure::translation::merge::{self, About};
use brochure::translation::po::{self, Catalogue, Entry, Key};

const ABOUT: About<'_> = About { title: "Probe", date: None, language: Some("uk") };

/// A project with a Ukrainian translation.
fn project(config: &str, chapters: &[&str]) -> Project {
    let project = Project::with(&format!("[contents]\nenabled = false\n{config}"));
    for (n, text) in chapters.iter().enumerate() {
        project.file(&format!("chapters/{:02}.md", n + 1), text);
    }
    project
}

/// The messages of a project.
fn messages(project: &Project) -> Vec<Entry> {
    let workspace = Workspace::on_disk(project.folder.path()).expect("a folder");
    let (mut files, mut sink) = (Files::default(), Sink::new());
    let read = workspace.project(&mut files, &mut sink).unwrap_or_else(|| panic!("{sink:#?}"));
    translation::template(&read, &files)
}

fn key(context: &str, id: &str) -> Key {
    Key { context: Some(context.to_owned()), id: id.to_owned() }
}

fn entry(context: &str, id: &str, text: &str) -> Entry {
    Entry { key: key(context, id), text: text.to_owned(), ..Entry::default() }
}

fn file(entries: Vec<Entry>) -> String {
    po::write(&Catalogue { header: None, entries })
}

/// What came of a build in all languages.
struct Built {
    brochures: Option<Brochures>,
    sink: Sink,
    files: Files,
}

fn build_with(project: &Project, required: bool) -> Built {
    let workspace = Workspace::on_disk(project.folder.path()).expect("a folder");
    let (mut files, mut sink) = (Files::default(), Sink::new());
    let Some(own) = workspace.project(&mut files, &mut sink) else {
        return Built { brochures: None, sink, files };
    };
    let tags: Vec<String> = own.config.translation.names().map(str::to_owned).collect();
    let translated = workspace.translations(&own, (&tags, required), &mut files, &mut sink);
    let brochures = workspace.lay_out_all((own, true), translated, &[], &files, &mut sink);
    Built { brochures, sink, files }
}

fn build(project: &Project) -> Built {
    build_with(project, false)
}

/// What is told of a chapter and a file of its translation into Ukrainian.
pub fn told_of(chapter: &str, po: &str, required: bool) -> Sink {
    let project = project("[translation.uk]\n", &[chapter]);
    project.file("po/uk.po", po);
    build_with(&project, required).sink
}

impl Built {
    fn told(&self) -> String {
        self.sink
            .iter()
            .map(|d| brochure::diag::render(d, &self.files, brochure::diag::Wording::english(), false) + "\n")
            .collect()
    }

    fn translated(&self) -> &brochure::brochure::Brochure {
        match &self.brochures {
            Some(brochures) => &brochures.translated[0],
            None => panic!("{}", self.told()),
        }
    }

    fn completeness(&self) -> Completeness {
        self.translated().translation.as_ref().expect("a translation").1
    }

    /// All text of the translation.
    fn text(&self) -> String {
        let pages = self.translated().pages().pages.iter();
        pages
            .flat_map(|page| common::runs_of(page))
            .map(|run| run.text.as_str())
            .collect::<String>()
            .replace('\u{ad}', "")
    }

    fn find(&self, code: &str) -> &Diagnostic {
        self.sink.iter().find(|d| d.code == code).unwrap_or_else(|| panic!("no {code}: {}", self.told()))
    }

    /// `file:line` of a diagnostic.
    fn place(&self, code: &str) -> String {
        let span = self.find(code).span.expect("a place");
        format!("{}:{}", self.files.get(span.file).name, self.files.line_column(span.file, span.start).0)
    }
}

// What translators get

const EACH: &str = "+++\ntitle = \"Anfang\"\nsummary = \"Kurz: \\\"alles\\\"\"\nkey-points = [\"Punkt\"]\n+++\n\n\
Ein Absatz\nüber zwei Zeilen[^a] mit [Link](#oben).\n\n[^a]: Beleg.\n\n## Überschrift {#oben}\n\n\
> [!note] Ein Titel\n> Im Kasten,\n> zweite Zeile.\n>\n> - Punkt eins\n>   weiter\n\n- [ ] Aufgabe\n\n\
Tabelle: Sätze {#saetze}\nQuelle: Amt\n\n| Kopf | Zahl |\n|:--|--:|\n| Eins \\| zwei | 12 |\n\n\
Begriff\n: Erklärung\n\n::: tip Ein Tipp\nIm Tipp.\n:::\n\n> Zitat\n\n\
![Ein Haus](../assets/haus.svg \"Das Haus. Quelle: Amt\"){#haus}\n\nEin ![Knopf](../assets/knopf.svg) im Text.\n\n\
```\nCode\n  zwei\n```\n\n```csv\nName;Wert\n\"Ein \"\"Wort\"\"\";3\n```\n\n\
```chart\nkind = \"bar\"\ntitle = \"Verlauf\"\nlabels = [\"Jan\", \"2020\"]\n[[series]]\nvalues = [1, 2]\n```\n\n\
Eine Zeile\\\nund noch eine  \nund die dritte.\n\nVerein\nWeg 1\n55116 Mainz\n\n<p>HTML</p>\n";

#[test]
fn each_kind_of_block_is_a_message_at_its_place() {
    let (units, language) = units::of_chapter(EACH);
    assert_eq!(language, None);
    let found: Vec<(UnitKind, &str)> = units.iter().map(|unit| (unit.kind, unit.message.as_str())).collect();
    use UnitKind::*;
    assert_eq!(
        found,
        [
            (Title, "Anfang"),
            (Summary, "Kurz: \"alles\""),
            (KeyPoint, "Punkt"),
            (Paragraph, "Ein Absatz über zwei Zeilen[^a] mit [Link](#oben)."),
            (Note, "Beleg."),
            (Heading, "Überschrift"),
            (CalloutTitle, "Ein Titel"),
            (Quote, "Im Kasten, zweite Zeile."),
            (Item, "Punkt eins weiter"),
            (Item, "Aufgabe"),
            (Caption, "Tabelle: Sätze {#saetze}\nQuelle: Amt"),
            (Cell, "Kopf"),
            (Cell, "Zahl"),
            (Cell, "Eins | zwei"),
            (Term, "Begriff"),
            (Definition, "Erklärung"),
            (CalloutTitle, "Ein Tipp"),
            (Quote, "Im Tipp."),
            (Quote, "Zitat"),
            (Alt, "Ein Haus"),
            (Caption, "Das Haus. Quelle: Amt"),
            (Paragraph, "Ein ![Knopf](../assets/knopf.svg) im Text."),
            (Code, "Code\n  zwei"),
            (Cell, "Name"),
            (Cell, "Wert"),
            (Cell, "Ein \"Wort\""),
            (Chart, "Verlauf"),
            (Chart, "Jan"),
            (Paragraph, "Eine Zeile\\\nund noch eine\\\nund die dritte."),
            (Paragraph, "Verein\nWeg 1\n55116 Mainz"),
            (Paragraph, "HTML"),
        ]
    );
    let paragraph = &units[3];
    assert_eq!(&EACH[paragraph.range.clone()], "Ein Absatz\nüber zwei Zeilen[^a] mit [Link](#oben).");
    assert_eq!(paragraph.marks, ["(#oben)", "[^a]"]);
}

/// What stands in a text after each of its units was written anew: the same units.
fn written_anew(text: &str, translate: impl Fn(&str) -> String) -> String {
    let (units, _) = units::of_chapter(text);
    let mut out = String::new();
    let mut at = 0;
    for unit in &units {
        out += &text[at..unit.range.start];
        out += &unit.written(text, &translate(&unit.message));
        at = unit.range.end;
    }
    out + &text[at..]
}

#[test]
fn units_that_are_written_anew_are_found_again() {
    let messages = |text: &str| {
        units::of_chapter(text).0.into_iter().map(|unit| (unit.kind, unit.message)).collect::<Vec<_>>()
    };
    let same = written_anew(EACH, str::to_owned);
    assert_eq!(messages(&same), messages(EACH));
    assert_eq!(written_anew(&same, str::to_owned), same, "the second time changes nothing");
    // YAML has strings of its own.
    for yaml in [
        "---\ntitle: Ohne Zeichen\nsummary: 'einfach: gut'\n---\n\nText.\n",
        "---\ntitle: \"Mit \\\"Zeichen\\\"\"\nkey-points:\n  - eins\n  - zwei\n---\n\nText.\n",
        "---\nsummary: >\n  Über zwei\n  Zeilen\ntitle: Danach\n---\n\nText.\n",
        "---\nsummary: |\n  Eins\ntitle: Danach\n---\n\nText.\n",
    ] {
        assert!(!messages(yaml).is_empty());
        let again = written_anew(yaml, str::to_owned);
        assert_eq!(messages(&again), messages(yaml), "{again}");
    }
    let marked = written_anew(EACH, |message| format!("{message} \"x\" | y"));
    assert_eq!(messages(&marked).len(), messages(EACH).len(), "{marked}");
    assert!(
        marked.contains("Eins \\| zwei \"x\" \\| y") && marked.contains("\"Ein \"\"Wort\"\" \"\"x\"\" | y\"")
    );
}

#[test]
fn texts_of_brochure_toml_are_messages_and_equal_words_of_other_kinds_stand_apart() {
    let config = "kicker = \"Wohnen\"\n[[publisher]]\nname = \"Verein\"\naddress = [\"Weg 1\"]\n\
                  [labels]\ncontents = \"Übersicht\"\n[abbreviations]\nRLP = \"Rheinland-Pfalz\"\n\
                  [[imprint.row]]\nlabel = \"Stand\"\ntext = \"Mai\"\n[chapters]\norder = [\"# Teil\", \"01.md\"]\n";
    let project = project("", &["# Wohnen\n\nWohnen\n\n## Wohnen\n\n- Wohnen\n- Wohnen\n"]);
    project.file("brochure.toml", format!("[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\n{config}"));
    let messages = messages(&project);
    let found: Vec<(&str, &str, usize)> = messages
        .iter()
        .map(|m| (m.key.context.as_deref().unwrap_or(""), m.key.id.as_str(), m.references.len()))
        .collect();
    assert_eq!(
        found,
        [
            ("brochure.title", "Probe", 1),
            ("brochure.kicker", "Wohnen", 1),
            ("publisher.name", "Verein", 1),
            ("imprint.row.label", "Stand", 1),
            ("imprint.row.text", "Mai", 1),
            ("labels.contents", "Übersicht", 1),
            ("abbreviations.RLP", "Rheinland-Pfalz", 1),
            ("part", "Teil", 1),
            ("heading", "Wohnen", 2),
            ("paragraph", "Wohnen", 1),
            ("item", "Wohnen", 2),
        ]
    );
    assert_eq!(messages[10].references, ["chapters/01.md:7", "chapters/01.md:8"]);
}

#[test]
fn chapters_in_another_language_stay_and_those_that_name_their_own_do_not() {
    let chapter = |tag: &str| format!("---\nlang: {tag}\n---\n\n# Eins\n\nEin \"Satz\".\n");
    let project = project("[translation.uk]\n", &[&chapter("de"), &chapter("en")]);
    let found = messages(&project);
    assert_eq!(found.iter().map(|m| m.references.len()).collect::<Vec<_>>(), [1, 1, 1], "{found:#?}");
    project.file(
        "po/uk.po",
        file(vec![entry("heading", "Eins", "Один"), entry("paragraph", "Ein \"Satz\".", "\"Так\".")]),
    );
    let text = build(&project).text();
    assert!(text.contains("«Так»") && text.contains("“Satz”"), "{text}");
}

// Merging

#[test]
fn merging_keeps_what_is_unchanged_marks_what_changed_and_puts_away_what_is_gone() {
    let old = Catalogue {
        header: None,
        entries: vec![
            Entry { comments: vec!["gut".into()], ..entry("paragraph", "Bleibt wie es war.", "A") },
            entry("paragraph", "Der Rat tagt jeden zweiten Montag im Monat.", "B"),
            entry("paragraph", "Das hier fällt ganz weg.", "C"),
            entry("cell", "Nie übersetzt", ""),
        ],
    };
    let new = [
        entry("paragraph", "Bleibt wie es war.", ""),
        entry("paragraph", "Der Rat tagt jeden ersten Montag im Monat.", ""),
        entry("heading", "Ganz neu", ""),
    ];
    let merged = merge::merged(old, &new, &ABOUT);
    let texts: Vec<(&str, bool, bool)> =
        merged.entries.iter().map(|e| (e.text.as_str(), e.is_fuzzy(), e.obsolete)).collect();
    assert_eq!(texts, [("A", false, false), ("B", true, false), ("", false, false), ("C", false, true)]);
    assert_eq!(merged.entries[0].comments, ["gut"]);
    let previous = merged.entries[1].previous.as_ref().expect("what it was");
    assert_eq!(previous.id, "Der Rat tagt jeden zweiten Montag im Monat.");
    let written = po::write(&merged);
    assert!(written.contains("#, fuzzy\n#| msgctxt \"paragraph\"\n#| msgid \"Der Rat tagt jeden zweiten"));
    assert!(written.contains("#~ msgid \"Das hier fällt ganz weg.\"") && !written.contains("Nie übersetzt"));
    // What comes back has its translation again.
    let mut sink = Sink::new();
    let read = po::read(&written, Default::default(), &mut sink);
    assert!(sink.is_empty(), "{sink:#?}");
    let back = merge::merged(read, &[entry("paragraph", "Das hier fällt ganz weg.", "")], &ABOUT);
    assert_eq!((back.entries[0].text.as_str(), back.entries[0].obsolete), ("C", false));
    // Nothing changes where nothing has changed.
    let again = po::read(&written, Default::default(), &mut sink);
    assert_eq!(po::write(&merge::merged(again, &new, &ABOUT)), written);
}

// What is set

/// Lays out a project and its translation in which each message is its own translation; both as text.
fn with_itself(project: &Project) -> (String, String) {
    let config = std::fs::read_to_string(project.path("brochure.toml")).expect("a file");
    project.file("brochure.toml", config + "\n[translation.de-AT]\n");
    let entries = messages(project).into_iter().map(|m| Entry { text: m.key.id.clone(), ..m }).collect();
    project.file("po/de-AT.po", file(entries));
    let built = build(project);
    let brochures = built.brochures.as_ref().unwrap_or_else(|| panic!("{}", built.told()));
    let completeness = built.completeness();
    assert_eq!(completeness.done(), completeness.all);
    let dump = |brochure: &brochure::brochure::Brochure| {
        let text = brochure::pages::dump::dump(brochure.pages());
        // Nodes are numbered by language.
        let plain = |line: &str| line.split(" node ").next().unwrap_or("").to_owned() + "\n";
        text.lines().map(plain).collect::<String>()
    };
    (dump(brochures.own.as_ref().expect("the brochure")), dump(&brochures.translated[0]))
}

#[track_caller]
fn assert_same((own, translated): &(String, String)) {
    let differs = own.lines().zip(translated.lines()).find(|(own, translated)| own != translated);
    assert!(own == translated, "{differs:?}");
}

#[test]
fn a_text_that_is_its_own_translation_gives_the_same_pages() {
    let each = project("", &[EACH, "# Zwei\n\nSiehe [](01.md#oben) und [](01.md#saetze).\n"]);
    each.file("assets/haus.svg", SVG).file("assets/knopf.svg", SVG);
    assert_same(&with_itself(&each));
    assert_same(&with_itself(&torture("ortsplan").0));
}

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 60 20'><path d='M0 0h60v20z'/></svg>";

#[test]
fn the_projects_own_brochure_translated_by_itself_gives_the_same_pages() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Project { folder: tempfile::tempdir().expect("a folder") };
    let copy = |folder: &str| {
        for entry in std::fs::read_dir(root.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_file() {
                project.file(&format!("{folder}/{name}"), std::fs::read(&path).expect("read"));
            }
        }
    };
    ["chapters", "assets/figures", "assets/logos"].into_iter().for_each(copy);
    let config = std::fs::read_to_string(root.join("brochure.toml")).expect("a file");
    let screen = config.split("[edition.screen]").next().expect("the beginning").to_owned();
    project.file("brochure.toml", screen);
    assert_same(&with_itself(&project));
}

#[test]
fn what_is_translated_is_set_and_the_rest_in_its_own_language_with_one_warning() {
    let translation = "[translation.uk]\nsubtitle = \"Підзаголовок\"\n";
    let config = format!("subtitle = \"Untertitel\"\nkicker = \"Reihe\"\n{translation}");
    let project = project("", &["# Wohnen\n\nEin \"Satz\" auf Deutsch.\n\nNoch einer.\n"]);
    project.file("brochure.toml", format!("[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\n{config}"));
    project.file(
        "po/uk.po",
        file(vec![
            entry("brochure.subtitle", "Untertitel", "з файлу"),
            entry("heading", "Wohnen", "Житло"),
            entry("paragraph", "Noch einer.", "Ще \"один\"."),
            Entry { flags: vec!["fuzzy".into()], ..entry("brochure.kicker", "Reihe", "Серія") },
        ]),
    );
    let built = build(&project);
    let text = built.text();
    assert!(text.contains("Підзаголовок") && !text.contains("з файлу"), "the table comes first: {text}");
    assert!(text.contains("Житло") && text.contains("Reihe") && !text.contains("Серія"), "{text}");
    assert!(text.contains("„Satz“") && text.contains("«один»"), "each by its rules: {text}");
    assert_eq!(built.completeness(), Completeness { all: 6, missing: 2, fuzzy: 1 });
    let warnings: Vec<_> = built.sink.iter().filter(|d| d.code == "translation-incomplete").collect();
    assert_eq!((warnings.len(), warnings[0].severity), (1, Severity::Warning));
    assert!(warnings[0].message().starts_with("3 of 6 blocks"), "{}", warnings[0].message());
    let structure = &built.translated().pages().structure;
    let german = structure.iter().filter(|node| node.language.is_some_and(|tag| tag.as_str() == "de"));
    assert_eq!(german.count(), 4, "title and kicker of the cover, title of the imprint, paragraph");
    let required = build_with(&project, true);
    assert!(required.brochures.is_none());
    assert_eq!(required.find("translation-incomplete").severity, Severity::Error);
}

#[test]
fn links_to_headings_and_figures_of_the_original_lead_to_the_translation() {
    let project = project(
        "[translation.uk]\n",
        &[
            "# Eins\n\n## Wohnen im Ort\n\nText.\n\n## Fest {#fest}\n\nText.\n",
            "# Zwei\n\nSiehe [](01.md#wohnen-im-ort), [](01.md#fest), [](01.md).\n",
        ],
    );
    project.file(
        "po/uk.po",
        file(vec![
            entry("heading", "Eins", "Один"),
            entry("heading", "Wohnen im Ort", "Житло"),
            entry("heading", "Fest", "Свято"),
        ]),
    );
    let built = build(&project);
    let text = built.text();
    for title in ["«Житло»", "«Свято»", "«Один»"] {
        assert!(
            text.contains(title) || text.contains(&title.replace('«', "„").replace('»', "“")),
            "{title}: {text}"
        );
    }
}

#[test]
fn tables_from_files_stay_in_the_brochures_own_language() {
    let project = project("[translation.uk]\n", &["# Eins\n\n![Plätze](../daten/a.csv)\n"]);
    project.file("daten/a.csv", "Jahr;Plätze\n2017;12\n");
    let built = build(&project);
    let structure = &built.translated().pages().structure;
    let german = structure.iter().filter(|node| node.language.is_some_and(|tag| tag.as_str() == "de"));
    assert!(german.count() >= 4, "the cells of the table are German");
}

#[test]
fn a_folder_of_chapters_is_set_like_any_other() {
    let project =
        project("[translation.uk]\nchapters = \"chapters-uk\"\ntitle = \"Проба\"\n", &["# Eins\n\nText.\n"]);
    project.file("chapters-uk/01.md", "# Один\n\nТекст.\n");
    let built = build(&project);
    let text = built.text();
    assert!(text.contains("Один") && text.contains("Текст.") && text.contains("Проба"), "{text}");
    assert!(!text.contains("Eins") && built.completeness() == Completeness { all: 1, ..Default::default() });
}

// What a translation may not do

#[track_caller]
fn refused(original: &str, translation: &str) -> (String, String) {
    let text = format!("# Eins\n\n{original}\n\n## Ziel {{#ziel}}\n\nText.\n\n[^a]: Beleg.\n");
    let project = project("[translation.uk]\n", &[&text]);
    let unit = &units::of_chapter(&text).0[1];
    project.file("po/uk.po", file(vec![entry(unit.kind.name(), &unit.message, translation)]));
    let built = build(&project);
    assert!(built.brochures.is_none(), "{original} may be {translation}");
    (built.place("translation-mark"), built.find("translation-mark").message())
}

#[test]
fn marks_that_a_translation_loses_or_adds_are_errors_at_its_line() {
    for (original, translation, said) in [
        ("Siehe [Ziel](#ziel).", "Дивіться.", "(#ziel)"),
        ("Siehe [Ziel](#ziel).", "Дивіться [ціль](#ціль).", "(#ziel)"),
        ("Ein Satz.[^a]", "Речення.", "[^a]"),
        ("Ein Satz.[^a]", "Речення.[^б]", "[^a]"),
        ("Ein Satz.[^a] Noch.", "Речення.[^a] Ще.[^a]", "[^a]"),
        ("Ein [Link zum Amt](https://a.example).", "Посилання.", "links to the web"),
        ("Tabelle: Sätze {#saetze}\n\n| A | B |\n|--|--|\n| a | b |", "Tabelle: Ставки", "{#saetze}"),
    ] {
        let (place, message) = refused(original, translation);
        assert_eq!(place, "po/uk.po:3", "{translation}");
        assert!(message.contains(said) && message.contains("chapters/01.md:3"), "{message}");
    }
}

#[test]
fn translations_that_become_other_blocks_are_errors() {
    for (original, translation) in [
        ("Ein Satz.", "# Заголовок"),
        ("Ein Satz.", "- пункт"),
        ("Ein Satz.", "Речення.\n- пункт\n- ще"),
        ("Ein Satz.", "```"),
        ("Ein Satz.", "<!-- "),
        ("- Punkt", "> цитата"),
    ] {
        let (place, message) = refused(original, translation);
        assert_eq!(place, "po/uk.po:3", "{translation}");
        assert!(message.contains("chapters/01.md:"), "{message}");
    }
}

#[test]
fn signs_of_tables_and_captions_are_escaped() {
    let text =
        "# Eins\n\n| Kopf | Zahl |\n|--|--|\n| Wert | eins |\n\n![Haus](../assets/haus.svg \"Ein Haus\")\n";
    let project = project("[translation.uk]\n", &[text]);
    project.file("assets/haus.svg", SVG);
    project.file(
        "po/uk.po",
        file(vec![
            entry("cell", "Wert", "а | б\nв"),
            entry("caption", "Ein Haus", "Це \"дім\""),
            entry("alternative text", "Haus", "Дім"),
        ]),
    );
    let text = build(&project).text().replace('\u{a0}', " ");
    assert!(text.contains("а | б в") && text.contains("«дім»"), "{text}");
}

#[test]
fn what_is_found_later_stands_at_the_line_of_the_translation_or_of_the_original() {
    let project =
        project("[translation.uk]\n", &["# Eins\n\nEin Satz.\n\n[Mehr](https://b.example) hier.\n"]);
    project.file(
        "po/uk.po",
        file(vec![entry("paragraph", "Ein Satz.", "Тут WIRKLICH [ГУЧНО](https://a.example)")]),
    );
    let built = build(&project);
    for told in built.sink.iter().filter(|told| told.code != "translation-incomplete") {
        let name = &built.files.get(told.span.expect("a place").file).name;
        assert!(["po/uk.po", "chapters/01.md"].contains(&name.as_str()), "{name}");
    }
}

#[test]
fn bad_files_of_translations_are_told_at_their_place() {
    for (po, code, place) in [
        ("msgid \"a\nmsgstr \"b\"\n", "translation-file", "po/uk.po:1"),
        (
            "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n",
            "translation-file",
            "po/uk.po:2",
        ),
        ("msgctxt \"heading\"\nmsgid \"Eins\"\n", "translation-file", "po/uk.po:2"),
    ] {
        let project = project("[translation.uk]\n", &["# Eins\n\nText.\n"]);
        project.file("po/uk.po", po);
        let built = build(&project);
        assert!(built.brochures.is_none());
        assert_eq!(built.place(code), place, "{po}");
    }
}

#[test]
fn paths_and_sizes_of_strangers_are_refused() {
    for path in ["../uk.po", "/etc/passwd", ".git/uk.po", "nirgends.po"] {
        let project = project(&format!("[translation.uk]\npo = \"{path}\"\n"), &["# Eins\n\nText.\n"]);
        let built = build(&project);
        assert!(built.brochures.is_none(), "{path}");
        assert_eq!(
            built.sink.iter().filter(|d| d.severity == Severity::Error).count(),
            1,
            "{}",
            built.told()
        );
    }
    // A long translation at many places.
    let cells = "- Wort\n".repeat(2000);
    let project = project("[translation.uk]\n", &[&format!("# Eins\n\n{cells}")]);
    project.file("po/uk.po", file(vec![entry("item", "Wort", &"слово ".repeat(10_000))]));
    assert!(build(&project).find("translation-file").message().contains("8 MiB"));
    for config in ["[translation.xx]\n", "[translation.de]\n", "[translation.uk]\ntitel = \"x\"\n"] {
        let project = self::project(config, &["# Eins\n\nText.\n"]);
        assert!(build(&project).brochures.is_none(), "{config}");
    }
}

proptest! {
    #[test]
    fn any_text_comes_back_from_a_file(texts in proptest::collection::vec("(\\PC|\n|\t|\"|\\\\){0,40}", 3)) {
        let [id, text, note] = &texts[..] else { unreachable!("three") };
        let made = Entry { comments: vec![note.split_whitespace().collect()], ..entry("cell", id, text) };
        let mut sink = Sink::new();
        let read = po::read(&file(vec![made]), Default::default(), &mut sink);
        prop_assert!(sink.is_empty(), "{sink:?}");
        prop_assert_eq!((&read.entries[0].key.id, &read.entries[0].text), (id, text));
    }

    #[test]
    fn no_file_of_translations_is_a_panic(text in "(msgid |msgstr |msgctxt |\"|\\\\|#~|#,|#\\||\n|[a-zä ]){0,60}") {
        let mut sink = Sink::new();
        let read = po::read(&text, Default::default(), &mut sink);
        po::write(&merge::merged(read, &[entry("cell", "a", "")], &ABOUT));
    }
}

// The commands

fn run(arguments: &[&str], project: &Project) -> (i32, String, String) {
    let mut command = crate::common::english();
    let output =
        command.args(arguments).current_dir(project.folder.path()).output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

fn two_languages() -> Project {
    let project =
        Project::shipped("[cover]\nenabled = false\n[translation.uk]\ntitle = \"Проба\"\n[translation.en]\n");
    project.file("chapters/01.md", "# Eins\n\nEin Satz.\n");
    project
}

#[test]
fn translate_makes_files_and_brings_them_up_to_date() {
    let project = two_languages();
    let (code, out, err) = run(&["translate"], &project);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(
        out.contains("probe.pot") && out.contains("uk: 1 of 3 blocks translated, 2 missing, 0 fuzzy"),
        "{out}"
    );
    let read = |name: &str| std::fs::read_to_string(project.path(name)).expect("a file");
    let first = (read("po/probe.pot"), read("po/uk.po"), read("po/en.po"));
    run(&["translate"], &project);
    assert_eq!((read("po/probe.pot"), read("po/uk.po"), read("po/en.po")), first);
    let translated =
        first.2.replace("msgid \"Ein Satz.\"\nmsgstr \"\"", "msgid \"Ein Satz.\"\nmsgstr \"A sentence.\"");
    project.file("po/en.po", translated);
    project.file("chapters/01.md", "# Eins\n\nNur ein Satz.\n");
    let (_, out, _) = run(&["translate", "--translation", "en", "--format", "json"], &project);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["translations"][0]["fuzzy"], 1, "{out}");
    assert!(read("po/en.po").contains("#, fuzzy\n#| msgctxt \"paragraph\"\n#| msgid \"Ein Satz.\""));
    // A file that cannot be read is not written over.
    project.file("po/en.po", "msgid \"a\n");
    assert_eq!(run(&["translate"], &project).0, 1);
    assert_eq!(read("po/en.po"), "msgid \"a\n");
    assert_eq!(run(&["translate", "--translation", "fr"], &project).0, 2);
}

#[test]
fn build_makes_all_languages_and_lists_them_together() {
    let project = two_languages();
    let (code, out, err) = run(&["build"], &project);
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.lines().count(), 3, "{out}");
    let manifest = || std::fs::read_to_string(project.path("dist/manifest.json")).expect("a manifest");
    let listed: serde_json::Value = serde_json::from_str(&manifest()).expect("JSON");
    let of = |n: usize, key: &str| listed["artefacts"][n][key].clone();
    assert_eq!((of(0, "file"), of(0, "language")), ("probe.pdf".into(), "de".into()));
    assert_eq!((of(1, "language"), of(1, "translated"), of(1, "blocks")), ("uk".into(), 1.into(), 3.into()));
    assert_eq!(of(2, "file"), "en/probe.pdf");
    let before = manifest();
    // Who makes one language keeps the entries of the others.
    let (code, out, err) = run(&["build", "--translation", "en"], &project);
    assert_eq!((code, out.lines().count()), (0, 1), "{err}");
    assert_eq!(manifest(), before);
    assert_eq!(run(&["build", "--require-complete"], &project).0, 1);
    assert_eq!(run(&["check", "--require-complete", "--translation", "de"], &project).0, 0);
    assert_eq!(run(&["build", "--translation", "fr"], &project).0, 2);
    let (_, dump, _) = run(&["dump", "--translation", "uk"], &project);
    assert!(dump.contains("Зміст"), "{dump}");
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_a_languages_folder_is_refused() {
    let project = two_languages();
    let elsewhere = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(project.path("dist")).expect("a folder");
    std::os::unix::fs::symlink(elsewhere.path(), project.path("dist/uk")).expect("a link");
    assert_eq!(run(&["build"], &project).0, 1);
    assert_eq!(std::fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
    std::os::unix::fs::symlink(elsewhere.path(), project.path("po")).expect("a link");
    assert_eq!(run(&["translate"], &project).0, 1);
    assert_eq!(std::fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
}
