//! The languages in which the program speaks: German has words for whatever is said in English, with the same parts.
//! `BROCHURE_BLESS=1 cargo test --test suite diagnostics` writes docs/de/DIAGNOSEN.md anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::common::Project;
use brochure::cli;
use brochure::diag::complaint::{self, Example};
use brochure::diag::words;
use brochure::diag::{Stock, Wording};
use brochure::preflight::rules;
use brochure::preview;
use brochure::template::parts;
use serde_json::Value;

/// Words that are the same in both languages: names, marks between parts.
const SAME: &[&str] = &[
    "calls.names.FORMAT",
    "calls.names.NAME",
    "calls.names.PPI",
    "calls.names.SHELL",
    "preview.seconds",
    "sentences.all_of",
    "sentences.also",
    "sentences.by_code",
    "sentences.catalogue",
    "sentences.code",
    "sentences.fault_at",
    "sentences.fault_title",
    "sentences.file_summary",
    "sentences.finding_at",
    "sentences.found",
    "sentences.in_artwork",
    "sentences.keeping",
    "sentences.kibibytes",
    "sentences.made_file",
    "sentences.mebibytes",
    "sentences.next_build",
    "sentences.next_check",
    "sentences.note",
    "sentences.part_done",
    "sentences.part_in_braces",
    "sentences.part_took",
    "sentences.progress",
    "sentences.said_at",
    "sentences.seconds",
    "sentences.size_in_mm",
    "sentences.summary",
    "sentences.summary_with_pages",
    "sentences.total",
    "sentences.view_in_language",
    "sentences.view_of_edition",
];

/// Everything that is said in English, by what it is of and its key.
fn said() -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    let mut add = |stock: Stock, key: &str, words: &str| {
        let key = format!("{}.{key}", name(stock));
        assert!(said.insert(key.clone(), words.to_owned()).is_none(), "two are called {key}");
    };
    for (key, words) in
        [words::ALL, words::command::ALL, words::preflight::ALL, words::preview::ALL].into_iter().flatten()
    {
        add(Stock::Sentences, key, words);
    }
    for code in complaint::all() {
        let key = |part: &str| format!("{}.{}.{part}", code.name, code.severity.name());
        add(Stock::Codes, &key("means"), code.means);
        add(Stock::Codes, &key("advice"), code.advice);
        if let Example::Unshown(case) = code.example {
            add(Stock::Codes, &key("case"), case);
        }
        for message in code.messages {
            let parts = [("says", Some(message.says)), ("label", message.label), ("help", message.help)];
            for (part, words) in parts {
                words
                    .iter()
                    .for_each(|words| add(Stock::Complaints, &format!("{}.{part}", message.name), words));
            }
        }
    }
    for rule in rules::ALL {
        for (part, words) in [("title", rule.title), ("reason", rule.reason), ("help", rule.help)] {
            add(Stock::Rules, &format!("{}.{part}", rule.code), words);
        }
    }
    for (key, words) in cli::words_of_call() {
        add(Stock::Calls, &key, &words);
    }
    for (key, words) in preview::words::WORDS {
        add(Stock::Preview, key, words);
    }
    said
}

/// The name of the file.
fn name(stock: Stock) -> &'static str {
    match stock {
        Stock::Sentences => "sentences",
        Stock::Complaints => "complaints",
        Stock::Codes => "codes",
        Stock::Rules => "rules",
        Stock::Calls => "calls",
        Stock::Preview => "preview",
    }
}

/// The same in German.
fn german() -> BTreeMap<String, String> {
    let german = Wording::for_tag("de");
    let of = |stock: Stock| {
        german.stock(stock).iter().map(move |(key, words)| (format!("{}.{key}", name(stock)), words.clone()))
    };
    Stock::ALL.into_iter().flat_map(of).collect()
}

#[test]
fn german_says_everything_and_nothing_else() {
    let (english, german) = (said(), german());
    let missing: Vec<_> = english.iter().filter(|(key, _)| !german.contains_key(*key)).collect();
    let foreign: Vec<_> = german.keys().filter(|key| !english.contains_key(*key)).collect();
    let list = |keys: &[(&String, &String)]| {
        keys.iter().map(|(key, words)| format!("  {key} = {words:?}\n")).collect::<String>()
    };
    assert!(
        missing.is_empty() && foreign.is_empty(),
        "assets/messages/ lacks the German of (file, table and key, English words):\n{}and has what nothing says: {foreign:#?}",
        list(&missing)
    );
    assert!(english.len() > 900, "{}", english.len());
}

#[test]
fn german_has_the_parts_of_the_english_sentence_and_words_of_its_own() {
    let (english, mut wrong) = (said(), Vec::new());
    let set = |words: &str| parts(words).into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    for (key, words) in german() {
        let Some(original) = english.get(&key) else { continue };
        if set(&words) != set(original) {
            wrong.push(format!("{key}: parts {:?}, in English {:?}", set(&words), set(original)));
        }
        let spaced = words.trim() != words && original.trim() == original;
        if words.trim().is_empty() || spaced || words.ends_with('.') != original.ends_with('.') {
            wrong.push(format!("{key}: empty, begins or ends with a space, or a full stop: {words:?}, in English {original:?}"));
        }
        if (words == *original) != SAME.contains(&&*key) {
            wrong.push(format!("{key}: as in English, or listed as that: {words:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// What is spoken

/// The program in a folder: exit code and all that it says.
fn said_in(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_brochure"));
    let program =
        program.current_dir(folder).args(arguments).env("LANG", "de_DE.UTF-8").env("LC_ALL", "de_DE.UTF-8");
    let output = program.env("NO_COLOR", "1").stdin(Stdio::null()).output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

/// A brochure in a language, whose picture lacks its words.
fn in_language(tag: &str) -> Project {
    let project = Project::shipped("");
    project.file("brochure.toml", format!("[brochure]\ntitle = \"Probe\"\nlanguage = \"{tag}\"\n"));
    project.file(
        "a.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>",
    );
    project.file("chapters/01.md", "# Wohnen\n\n![](../a.svg)\n");
    project
}

const ENGLISH: &str = "warning[missing-alt]: the picture has no alternative text";
const DEUTSCH: &str = "warning[missing-alt]: Das Bild hat keinen Alternativtext";

#[test]
fn the_brochure_decides_the_language_and_lang_before_it() {
    for (tag, arguments, begin) in [
        ("de", &[][..], DEUTSCH),
        ("de-AT", &[], DEUTSCH),
        ("en", &[], ENGLISH),
        ("fr", &[], ENGLISH),
        ("de", &["--lang", "en"], ENGLISH),
        ("en", &["--lang=de"], DEUTSCH),
    ] {
        let project = in_language(tag);
        let elsewhere = tempfile::tempdir().expect("a folder");
        let folder = project.folder.path().to_string_lossy().into_owned();
        for place in [project.folder.path(), elsewhere.path()] {
            let (code, said) = said_in(place, &[&["check", &folder], arguments].concat());
            assert_eq!(code, Some(0), "{said}");
            assert!(said.starts_with(begin), "{tag} {arguments:?}: {said}");
        }
    }
}

#[test]
fn a_brochure_that_cannot_be_read_speaks_its_language_and_none_speaks_english() {
    let project = in_language("de");
    for (toml, told) in [
        (
            "[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\nx = \"\n",
            "Kein gültiges TOML: Am Ende eines Textes fehlt das Anführungszeichen",
        ),
        ("[brochure]\ntitel = \"Probe\"\nlanguage = \"de\"\n", "Unbekannter Schlüssel `titel`"),
        ("[brochure]\ntitle = \"Probe\"\n", "the key `language` is missing"),
    ] {
        project.file("brochure.toml", toml);
        let elsewhere = tempfile::tempdir().expect("a folder");
        let folder = project.folder.path().to_string_lossy().into_owned();
        let (code, said) = said_in(elsewhere.path(), &["check", &folder]);
        assert!(code == Some(1) && said.contains(told), "{said}");
    }
}

#[test]
fn programs_find_the_same_codes_and_keys_in_every_language() {
    let project = in_language("de");
    project.file("brochure.toml", "[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\ndate = 2019-10-22\n");
    let json = |lang: &str| -> Value {
        let (_, said) = said_in(project.folder.path(), &["build", "--format", "json", "--lang", lang]);
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error} in {said}"))
    };
    let (german, english) = (json("de"), json("en"));
    let first = |run: &Value, key: &str| run["diagnostics"][0][key].clone();
    for key in ["code", "severity", "file", "line", "column"] {
        assert_eq!(first(&german, key), first(&english, key));
    }
    assert_eq!(first(&german, "message"), "Das Bild hat keinen Alternativtext");
    assert_eq!(german["products"][0]["not_claimed"][0]["why"][0], "Das Bild hat keinen Alternativtext");
    let (_, sarif) = said_in(project.folder.path(), &["check", "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "missing-alt");
    let rule = &sarif["runs"][0]["tool"]["driver"]["rules"][0];
    assert!(rule["help"]["text"].as_str().is_some_and(|help| help.contains("eckigen Klammern")), "{rule}");
}

#[test]
fn help_and_misuse_are_german_too() {
    let project = in_language("de");
    let said = |arguments: &[&str]| said_in(project.folder.path(), arguments);
    let words = [
        "Usage",
        "Options",
        "OPTIONS",
        "Commands",
        "COMMAND",
        "Arguments",
        "default:",
        "possible values",
        "Print ",
    ];
    for command in [
        "",
        "build",
        "check",
        "preview",
        "dump",
        "preflight",
        "explain",
        "schema",
        "new",
        "man",
        "completions",
        "help",
    ] {
        for call in [vec!["help", command], vec![command, "--help"], vec![command, "-h"]] {
            let call: Vec<&str> = call.into_iter().filter(|word| !word.is_empty()).collect();
            if let ["help", flag] = call[..]
                && flag.starts_with('-')
            {
                continue; // no call in English either
            }
            let (code, text) = said(&call);
            assert!(code == Some(0) && text.contains("\nAufruf: brochure"), "{call:?}: {text}");
            assert!(!words.iter().any(|word| text.contains(word)), "{call:?}: {text}");
        }
    }
    for (call, told) in [
        (&["bild"][..], "Fehler: Den Befehl „bild“ gibt es nicht\n\n  Ähnlich heißt: build\n"),
        (&["build", "--strickt"], "Fehler: „--strickt“ gibt es hier nicht\n\n  Ähnlich heißt: --strict\n"),
        (&["preflight"], "Fehler: Es fehlt: <DATEI>\n"),
        (
            &["build", "--format", "yaml"],
            "Fehler: „yaml“ passt nicht zu „--format <FORMAT>“\n  [möglich: text, json, sarif, github]\n",
        ),
        (&["build", "-q", "-v"], "Fehler: „--quiet“ verträgt sich nicht mit: --verbose\n"),
        (&["build", "--out"], "Fehler: Hinter „--out <ORDNER>“ fehlt ein Wert\n"),
        (
            &["preflight", "x.pdf", "--min-ppi", "viele"],
            "Fehler: „viele“ passt nicht zu „--min-ppi <PPI>“: eine Zahl von 1 bis 10000 angeben\n",
        ),
        (&["build", ".", ".."], "Fehler: „..“ gibt es hier nicht\n"),
        (&["build", "--edition", "x"], "Fehler: Die Ausgabe x gibt es nicht; Ausgaben: screen\n"),
        (&["explain", "x-y-z"], "Fehler: Die Kennung x-y-z gibt es nicht"),
    ] {
        let (code, text) = said(call);
        assert!(code == Some(2) && text.starts_with(told), "{call:?}: {text}");
    }
}

#[test]
fn a_new_project_is_told_of_in_its_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, german) = said_in(folder.path(), &["new", "a", "--like", "leer"]);
    assert!(german.starts_with("a ist angelegt:\n"), "{german}");
    let (_, english) = said_in(folder.path(), &["new", "b", "--like", "leer", "--language", "en"]);
    assert!(english.starts_with("made b:\n"), "{english}");
}
