//! Numbers and measures of theme and brochure.toml: each has a range, told at its line; whatever lies
//! inside of the ranges is laid out or refused, never more.

use crate::common;

use crate::common::{Outcome, Project, ROUND, THEME};
use brochure::diag::{FileId, Severity, Sink};
use brochure::tree::{Kind, Table, parse};

/// A key with the table that it stands in.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    tables: Vec<String>,
    name: String,
    length: bool,
}

impl Key {
    /// The line that gives it a value, below its table.
    fn set(&self, value: &str) -> String {
        let value = if self.length { format!("\"{value}\"") } else { value.to_owned() };
        format!("[{}]\n{} = {value}\n", self.tables.join("."), self.name)
    }
}

/// Keys that the theme leaves to their defaults.
const OPTIONAL: &[(&[&str], &str, bool)] = &[
    (&["style", "body"], "indent", true),
    (&["style", "body"], "raise", true),
    (&["style", "body"], "tracking", false),
    (&["style", "list"], "space-below", true),
    (&["callout", "tip"], "frame", true),
    (&["callout", "tip"], "rule", true),
    (&["callout", "tip"], "pad-top", true),
    (&["callout", "tip"], "pad-bottom", true),
    (&["callout", "tip"], "icon-y", true),
    (&["contents"], "depth", false),
];

/// Every number and length of the theme. Of styles only those of running text and of headings: they
/// have the same keys.
fn keys() -> Vec<Key> {
    let theme = parse(ROUND, FileId(0), 0, &mut Sink::new());
    let Kind::Table(table) = theme.kind else { unreachable!() };
    let mut keys = Vec::new();
    gather(&table, &mut Vec::new(), &mut keys);
    for (tables, name, length) in OPTIONAL {
        let tables = tables.iter().map(|&table| table.to_owned()).collect();
        keys.push(Key { tables, name: (*name).to_owned(), length: *length });
    }
    keys
}

fn gather(table: &Table, tables: &mut Vec<String>, keys: &mut Vec<Key>) {
    for entry in &table.0 {
        let length = match &entry.value.kind {
            Kind::Table(inner) if is_wanted(tables, &entry.key) => {
                tables.push(entry.key.clone());
                gather(inner, tables, keys);
                tables.pop();
                continue;
            }
            Kind::Number(_) => false,
            Kind::Text(text) if text.starts_with(|c: char| c.is_ascii_digit()) => true,
            _ => continue,
        };
        keys.push(Key { tables: tables.clone(), name: entry.key.clone(), length });
    }
}

fn is_wanted(tables: &[String], name: &str) -> bool {
    match tables {
        [] => !matches!(name, "color" | "fonts"),
        [style] if style == "style" => matches!(name, "body" | "heading-2" | "footnote" | "cover-title"),
        _ => true,
    }
}

/// A brochure with a bit of everything, and these lines in brochure.toml.
fn brochure(lines: &str) -> Outcome {
    let project = Project::with(lines);
    project.file(
        "a.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 30'><rect width='9' height='9'/></svg>",
    );
    project.file("chapters/01.md", include_str!("../values/01.md"));
    project.file("chapters/02.md", include_str!("../values/02.md"));
    project.layout()
}

/// The bounds that an absurd value is told.
fn range(key: &Key) -> (String, String) {
    let absurd = if key.length { "-1900mm" } else { "-1000000" };
    let outcome = brochure(&key.set(absurd));
    let told = outcome.diagnostics.iter().find(|d| d.code == "config-value");
    let told = told.unwrap_or_else(|| panic!("{key:?} has no range:\n{}", outcome.rendered()));
    assert_eq!(outcome.place("config-value"), format!("brochure.toml:6:{}", key.name.len() + 4));
    let message = told.message();
    let (_, range) = message.split_once("between ").expect("bounds");
    let (least, most) = range.split_once(" and ").expect("two bounds");
    (least.to_owned(), most.split(' ').next().unwrap_or(most).to_owned())
}

#[test]
fn every_number_has_a_range_and_its_ends_are_laid_out_or_refused() {
    let keys = keys();
    assert!(keys.len() > 200, "{}", keys.len());
    let (mut all_least, mut all_most) = (String::new(), String::new());
    for key in &keys {
        let (least, most) = range(key);
        for value in [&least, &most] {
            let outcome = brochure(&key.set(value));
            assert_eq!(outcome.brochure.is_none(), refused(&outcome), "{key:?} = {value}");
            assert!(!outcome.codes().contains(&"lost-place"), "{key:?} = {value}\n{}", outcome.rendered());
        }
        all_least += &format!("{}.{} = {}\n", key.tables.join("."), key.name, quoted(key, &least));
        all_most += &format!("{}.{} = {}\n", key.tables.join("."), key.name, quoted(key, &most));
    }
    for all in [all_least, all_most] {
        let project = Project::bare();
        project.file(
            "brochure.toml",
            format!("{all}\n[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\n{THEME}"),
        );
        project.chapter("Text\n");
        let outcome = project.layout();
        assert!(!outcome.codes().contains(&"config-value"), "{}", outcome.rendered());
        assert_eq!(outcome.brochure.is_none(), refused(&outcome));
    }
}

fn quoted(key: &Key, value: &str) -> String {
    if key.length { format!("\"{value}\"") } else { value.to_owned() }
}

fn refused(outcome: &Outcome) -> bool {
    outcome.diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// Codes and places of what stands against these lines of brochure.toml.
fn told(lines: &str) -> Vec<(&'static str, String)> {
    let outcome = brochure(lines);
    let place = |span: brochure::diag::Span| {
        let (line, column) = outcome.files.line_column(span.file, span.start);
        format!("{line}:{column}")
    };
    let errors = outcome.diagnostics.iter().filter(|d| d.severity == Severity::Error);
    errors.map(|d| (d.code, d.span.map(place).unwrap_or_default())).collect()
}

#[test]
fn measures_that_do_not_suit_one_another_are_told() {
    for (lines, code, at) in [
        ("[chart]\nbar = \"30pt\"\npitch = \"20pt\"\n", "config-value", "7:9"),
        ("[page]\nformat = \"1mm x 1mm\"\n", "page-format", "6:10"),
        ("[page]\nformat = \"2000mm x 2000mm\"\n", "page-format", "6:10"),
        ("[page]\nbleed = \"2000mm\"\n", "config-value", "6:9"),
        ("[page]\nmargin-head = \"200mm\"\n", "page-format", "6:15"),
        ("[grid]\nleading = \"0pt\"\n", "config-value", "6:11"),
        ("[style.body]\nsize = \"0.01pt\"\n", "config-value", "6:8"),
        ("[style.body]\nleading = \"-13pt\"\n", "config-value", "6:11"),
        ("[figure]\nmax-height = -1e308\n", "config-value", "6:14"),
        ("[color]\nneu = { rgb = \"#000000\", cmyk = [0, 0, 0, 101] }\n", "config-value", "6:43"),
        ("[[publisher]]\nname = \"A\"\nlogo-scale = 2\n", "config-value", "7:14"),
        ("[contents]\ndepth = 3\n", "config-value", "6:9"),
        ("[edition.a]\nkind = \"booklet\"\nsignature = 0\n", "config-value", "7:13"),
    ] {
        assert_eq!(told(lines), [(code, at.to_owned())], "{lines}");
    }
}

#[test]
fn lines_that_touch_are_told() {
    let outcome = brochure("[style.body]\nsize = \"20pt\"\nleading = \"13pt\"\n");
    assert_eq!(outcome.place("tight-lines"), "brochure.toml:7:11");
    assert_eq!(outcome.find("tight-lines").severity, Severity::Warning);
    let outcome = brochure("[style.body]\nsize = \"10pt\"\nleading = \"8pt\"\n");
    assert!(!outcome.codes().contains(&"tight-lines"));
}

#[test]
fn text_without_room_and_text_beside_the_page_are_told() {
    let narrow = told("[list]\nindent = \"500pt\"\n");
    assert!(!narrow.is_empty() && narrow.iter().all(|(code, _)| *code == "too-narrow"), "{narrow:?}");
    let beside = told("[cover]\ntitle-baseline = \"900mm\"\n");
    assert!(beside.iter().any(|(code, _)| *code == "off-page"), "{beside:?}");
}

#[test]
fn colours_and_editions_are_counted() {
    let hex = |count: usize| {
        let mix = |n: usize| format!("c{n} = {{ rgb = \"#{n:06x}\" }}\n");
        format!("[color]\n{}", (0..count).map(mix).collect::<String>())
    };
    // Those of the theme count, and of the one below it.
    let room = 1000 - colours_of_the_theme();
    assert_eq!(told(&hex(room)), []);
    assert_eq!(told(&hex(room + 1)), [("config-value", format!("{}:1", 6 + room))]);
    let own = |count: usize| told(&format!("{}[style.body]\ncolor = \"#123456\"\n", hex(count)));
    assert_eq!(own(room - 1), []);
    assert_eq!(own(room), [("config-value", format!("{}:9", 7 + room))]);
    let editions =
        |count: usize| (0..count).map(|n| format!("[edition.e{n}]\nkind = \"screen\"\n")).collect::<String>();
    assert_eq!(told(&editions(24)), []);
    assert_eq!(told(&editions(25)), [("edition-value", "53:10".to_owned())]);
}

fn colours_of_the_theme() -> usize {
    let outcome = brochure("");
    outcome.pages().palette.0.iter().filter(|ink| !ink.name.starts_with('#')).count()
}

#[test]
fn values_of_editions_have_ranges() {
    for (kind, key, within, beyond) in [
        ("print", "paper-weight", ["30", "500"], ["29.9", "500.1"]),
        ("print", "paper-volume", ["0.5", "3"], ["0.49", "3.01"]),
        ("print", "max-ink", ["100", "400"], ["99.9", "400.1"]),
        ("print", "min-ppi", ["1", "2400"], ["0.9", "2400.1"]),
        ("print", "safe-zone", ["\"0mm\"", "\"142pt\""], ["\"-0.1pt\"", "\"142.1pt\""]),
        ("booklet", "paper", ["\"0mm\"", "\"3pt\""], ["\"-0.1pt\"", "\"3.1pt\""]),
        ("booklet", "signature", ["1", "100"], ["0", "101"]),
        ("n-up", "pages", ["2", "9"], ["1", "10"]),
    ] {
        let set = |value: &str| told(&format!("[edition.a]\nkind = \"{kind}\"\n{key} = {value}\n"));
        for value in within {
            assert_eq!(set(value), [], "{key} = {value}");
        }
        for value in beyond {
            let at = format!("7:{}", key.len() + 4);
            assert_eq!(set(value), [("config-value", at)], "{key} = {value}");
        }
    }
}

#[test]
fn more_runs_than_sixteen_bits_count_are_set_in_their_own_type() {
    let text = "*x* ".repeat(40_000);
    let outcome = common::layout(&format!("{text}\n\n**ENDE**\n"));
    let runs = outcome.runs();
    let slanted = |run: &&&brochure::pages::TextRun| run.text.trim() == "x";
    let faces: Vec<_> = runs.iter().filter(slanted).map(|run| run.face).collect();
    assert_eq!(faces.len(), 40_000);
    assert!(faces.iter().all(|face| *face == faces[0]));
    assert!(runs.iter().filter(|run| run.text.trim().is_empty()).all(|run| run.face != faces[0]));
}

#[test]
fn a_word_that_can_be_cut_nowhere_is_set_whole_or_told() {
    // One letter with more accents, and stars in a row, than 16 bits count.
    let word = "x".to_owned() + &"\u{301}".repeat(40_000);
    let outcome = common::layout(&format!("Vor `{word}` nach\n"));
    let text: String = outcome.runs().iter().map(|run| run.text.as_str()).collect();
    assert!(text.contains(&word) && text.contains("nach"));
    for word in ["*".repeat(70_000), "x:".repeat(40_000)] {
        let outcome = common::layout(&format!("Vor `{word}` nach\n"));
        assert!(outcome.place("overlong-word").starts_with("chapters/01.md:5:"));
        let text: String = outcome.runs().iter().map(|run| run.text.as_str()).collect();
        let last = word.chars().last().expect("a letter");
        assert_eq!(text.matches(last).count(), word.matches(last).count());
        assert!(text.contains("nach"));
    }
}

#[test]
fn addresses_become_uris_and_words_stay_as_typed() {
    use brochure::document::Target;
    let outcome = common::layout("[Amt](https://bücher.example/ä?q=ö), <https://öko.example/straße>\n");
    let urls: Vec<&str> = outcome
        .pages()
        .links
        .values()
        .filter_map(|link| match &link.target {
            Target::Url(url) => Some(url.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        urls,
        ["https://xn--bcher-kva.example/%C3%A4?q=%C3%B6", "https://xn--ko-eka.example/stra%C3%9Fe"]
    );
    assert!(outcome.text().contains("https://öko.example/straße"));
}

#[test]
fn addresses_without_a_host_are_told_at_their_place() {
    for bad in ["https://", "https:///seite", "mailto:rat", "tel:Amt"] {
        let outcome = common::layout(&format!("Das [Amt]({bad})\n"));
        assert_eq!(outcome.place("link-address"), "chapters/01.md:5:5", "{bad}");
    }
    for (key, value) in [("url", "https://"), ("email", "rat")] {
        let outcome = brochure(&format!("[[publisher]]\nname = \"A\"\n{key} = \"{value}\"\n"));
        assert_eq!(outcome.place("link-address"), format!("brochure.toml:7:{}", key.len() + 4));
    }
}

#[test]
fn fonts_that_cannot_be_set_with_are_told_at_their_name() {
    let sans = brochure::source::builtin::find(brochure::source::builtin::FONTS, "SourceSans3-Regular.ttf");
    let sans = sans.expect("a font of the program").to_vec();
    let without = |tag: &[u8; 4]| {
        let mut bytes = sans.clone();
        let at = (12..).step_by(16).find(|at| bytes[*at..*at + 4] == *tag).expect("the table");
        bytes[at..at + 4].copy_from_slice(b"zzzz");
        bytes
    };
    let mut collection = b"ttcf".to_vec();
    collection.extend(&sans);
    let faulty: [(&str, Vec<u8>); 7] = [
        ("not a font", b"Hallo".to_vec()),
        ("empty", Vec::new()),
        ("cut", sans[..sans.len() / 3].to_vec()),
        ("web font", b"wOF2\0\0\0\0".to_vec()),
        ("collection", collection),
        ("no cmap", without(b"cmap")),
        ("no head", without(b"head")),
    ];
    for (name, bytes) in faulty {
        let project = Project::with("[fonts.text]\nregular = \"eigene.ttf\"\n");
        project.chapter("Text\n").file("fonts/eigene.ttf", bytes);
        let outcome = project.layout();
        assert!(outcome.brochure.is_none(), "{name}");
        assert_eq!(outcome.place("font-invalid"), "brochure.toml:6:11", "{name}: {}", outcome.rendered());
    }
}

#[test]
fn damaged_fonts_are_set_with_or_refused() {
    let names = ["SourceSans3-Regular.ttf", "SourceSerif4SmText-Regular.ttf"];
    for round in 0..40u64 {
        let name = names[round as usize % names.len()];
        let bytes = brochure::source::builtin::find(brochure::source::builtin::FONTS, name).expect("a font");
        let project = Project::with("[fonts.text]\nregular = \"eigene.ttf\"\n");
        project.chapter("Äffchen fliegen – 123 *schräg* **fett** „Zitat“ fi ffl\n");
        project.file("fonts/eigene.ttf", damaged(bytes, round));
        let outcome = project.layout();
        if let Some(brochure) = &outcome.brochure {
            let plan = brochure.plans().remove(0);
            let _ = brochure::edition::render(&plan, &mut Sink::new());
        }
    }
}

/// The bytes with some of the first, where the tables are listed, and of all others changed.
fn damaged(bytes: &[u8], round: u64) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let mut state = round.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % below
    };
    for _ in 0..1 + round % 7 {
        let within = if next(3) == 0 { 400 } else { bytes.len() };
        let at = next(within);
        bytes[at] = [0, 0xff, 0x7f, 0x80, next(256) as u8][next(5)];
    }
    bytes
}
