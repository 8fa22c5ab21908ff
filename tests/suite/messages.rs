//! The languages in which the program speaks: German has words for whatever is said in English, with the same parts.
//! `BROCHURE_BLESS=1 cargo test --test suite diagnostics` writes docs/de/DIAGNOSEN.md anew.

use std::collections::{BTreeMap, BTreeSet};

use brochure::cli;
use brochure::diag::complaint::{self, Example};
use brochure::diag::words;
use brochure::diag::{Stock, Wording};
use brochure::preflight::rules;
use brochure::template::parts;

/// Words that are the same in both languages: names, marks between parts.
const SAME: &[&str] = &[
    "sentences.all_of",
    "sentences.also",
    "sentences.by_code",
    "sentences.choice",
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
    "calls.names.FORMAT",
    "calls.names.NAME",
    "calls.names.PPI",
    "calls.names.SHELL",
];

/// Everything that is said in English, by what it is of and its key.
fn said() -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    let mut add = |stock: Stock, key: &str, words: &str| {
        let key = format!("{}.{key}", name(stock));
        assert!(said.insert(key.clone(), words.to_owned()).is_none(), "two are called {key}");
    };
    for (key, words) in [words::ALL, words::command::ALL, words::preflight::ALL].into_iter().flatten() {
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
