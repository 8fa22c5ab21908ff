//! How many pages a brochure has, and what fills those that the text leaves.

use crate::common::random::Random;
use crate::common::{Outcome, Project, filler};
use brochure::pages::{Item, Page};

const BOOKLET: &str = "[edition.screen]\nkind = \"screen\"\n[edition.heft]\nkind = \"booklet\"\n";

fn brochure(keys: &str, words: usize) -> Outcome {
    let project = Project::shipped(keys);
    project.chapter(&filler(words));
    project.layout()
}

/// Kinds of the last pages.
fn last_kinds(outcome: &Outcome, count: usize) -> Vec<&str> {
    let pages = &outcome.pages().pages;
    pages[pages.len() - count..].iter().map(|page| page.kind).collect()
}

/// Rules on a page.
fn rules(page: &Page) -> usize {
    page.items.iter().filter(|item| matches!(item, Item::Fill { .. })).count()
}

#[test]
fn pages_come_in_fours_where_an_edition_is_folded() {
    for words in [50, 300, 600, 900, 1200] {
        assert_eq!(brochure(BOOKLET, words).pages().pages.len() % 4, 0, "{words} words");
        let stapled = "date = 2019-10-22\n[edition.druck]\nkind = \"print\"\n";
        assert_eq!(brochure(stapled, words).pages().pages.len() % 4, 0, "{words} words");
        let glued = "[edition.druck]\nkind = \"print\"\nbinding = \"perfect\"\n";
        assert_eq!(brochure(glued, words).pages().pages.len() % 2, 0, "{words} words");
    }
}

#[test]
fn a_number_or_a_multiple_may_be_asked_for() {
    assert_eq!(brochure("pages = 24\n", 900).pages().pages.len(), 24);
    assert_eq!(brochure("pages = \"16n\"\n", 900).pages().pages.len(), 16);
    let any = brochure(&format!("pages = \"any\"\n[cover]\nenabled = false\n{BOOKLET}"), 900);
    assert!(any.pages().pages.iter().all(|page| page.kind != "fill"));
    let odd = brochure("pages = 9\n", 50);
    assert!(odd.rendered().contains("a brochure with a back cover has no 9 pages"), "{}", odd.rendered());
    assert_eq!(brochure("pages = 9\n[back]\nenabled = false\n", 50).pages().pages.len(), 9);
    let wrong = brochure("pages = \"5n\"\n", 50);
    assert_eq!(wrong.codes(), ["config-type"], "{}", wrong.rendered());
}

#[test]
fn more_pages_than_wanted_are_told() {
    let outcome = brochure("pages = 4\n", 900);
    assert_eq!(outcome.find("page-count").code, "page-count");
    assert!(outcome.rendered().contains("its text does not fit on fewer"), "{}", outcome.rendered());
}

#[test]
fn what_is_left_is_lines_to_write_on_before_the_back_cover() {
    let outcome = brochure("pages = 12\n", 50);
    assert_eq!(last_kinds(&outcome, 4), ["fill", "fill", "fill", "back"]);
    let pages = &outcome.pages().pages;
    assert_eq!(outcome.text().matches("Notizen").count(), 1, "the first page has a heading");
    let [first, second] = [9, 10].map(|page: usize| rules(&pages[page]));
    assert!(first > 20 && second > 20, "{first} {second}");
    let empty = brochure("pages = 12\n[page]\nfill = []\n", 50);
    assert_eq!(last_kinds(&empty, 4), ["blank", "blank", "blank", "back"]);
}

#[test]
fn the_codes_of_all_chapters_stand_on_one_page_and_lead_out() {
    let project = Project::shipped("pages = 16\n");
    for (n, address) in
        ["https://a.example/eins", "https://b.example/zwei", "https://c.example"].iter().enumerate()
    {
        let text = format!("+++\ntitle = \"Kapitel {n}\"\n+++\n\n[Dort]({address} \"QR\") steht mehr.\n");
        project.file(&format!("chapters/{n}.md"), text);
    }
    let outcome = project.layout();
    let page = outcome.pages().pages.iter().find(|page| page.kind == "fill").expect("a page");
    let codes = page.items.iter().filter(|item| matches!(item, Item::Modules { .. })).count();
    let links = page.items.iter().filter(|item| matches!(item, Item::Link { .. })).count();
    assert_eq!((codes, links), (3, 3));
    let lines = outcome.lines(page.number).join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(lines.contains("Kapitel 0 Dort a.example/eins"), "{lines}");
}

#[test]
fn a_single_code_does_not_fill_a_page() {
    let project = Project::shipped("pages = 12\n");
    project.chapter("[Dort](https://a.example/eins \"QR\") steht mehr.\n");
    let outcome = project.layout();
    let page = outcome.pages().pages.iter().find(|page| page.kind == "fill").expect("a page");
    assert!(!page.items.iter().any(|item| matches!(item, Item::Modules { .. })));
}

#[test]
fn contacts_stand_where_the_theme_says_so() {
    let publisher =
        "[[publisher]]\nname = \"Verein A\"\naddress = [\"Weg 1\"]\nurl = \"https://a.example\"\n";
    let outcome = brochure(&format!("pages = 12\n{publisher}[page]\nfill = [\"notes\", \"contacts\"]\n"), 50);
    assert_eq!(last_kinds(&outcome, 4), ["fill", "fill", "fill", "back"]);
    let lines = outcome.lines(11).join(" ");
    assert!(lines.contains("Verein A Weg 1 a.example"), "{lines}");
}

#[test]
fn large_print_has_as_many_pages_as_it_takes() {
    let keys = format!("{BOOKLET}[edition.gross]\nkind = \"large-print\"\n");
    let outcome = brochure(&keys, 1200);
    let brochure = outcome.brochure.as_ref().expect("a brochure");
    let large = &brochure.apart[0].1.pages;
    assert!(large.iter().filter(|page| page.kind == "fill").count() < 2);
}

#[test]
fn chapters_take_a_page_more_or_fewer_for_the_sheets_to_come_out_even() {
    let words = "Die Gemeinde entscheidet im Rahmen der Gesetze über ihre Angelegenheiten und beteiligt die Leute am Ort";
    let words: Vec<&str> = words.split(' ').collect();
    let shifted = |seed: u64| {
        let project = Project::shipped(BOOKLET);
        let mut random = Random(seed);
        for chapter in 1..9 {
            let mut text = format!("# Kapitel {chapter}\n\n");
            for _ in 0..random.between(8, 30) {
                let paragraph: Vec<&str> =
                    (0..random.between(25, 90)).map(|_| words[random.next(words.len())]).collect();
                text += &format!("{}.\n\n", paragraph.join(" "));
            }
            project.file(&format!("chapters/{chapter}.md"), text);
        }
        let outcome = project.layout();
        let pages = outcome.pages();
        assert_eq!(pages.pages.len() % 4, 0, "{seed}");
        assert!(pages.shifted.iter().all(|(_, change)| change.abs() == 1), "{:?}", pages.shifted);
        pages.shifted.len()
    };
    assert!((0..12).map(shifted).sum::<usize>() > 0, "no chapter takes more or fewer");
}
