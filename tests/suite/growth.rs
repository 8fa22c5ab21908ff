//! Input that is large in one way: it is set, or refused at its place, and nothing overflows. How the
//! cost grows is measured by `scripts/growth.py`.

use crate::common;

use std::fmt::Write as _;

use crate::common::{Project, layout, runs_of};
use brochure::diag::Severity;
use brochure::pages::Item;

const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 9'>\
                       <rect width='4' height='4'/></svg>";

#[test]
fn many_figures_stand_in_their_order() {
    let project = Project::bare();
    project.file("assets/a.svg", DRAWING);
    let figures: String = (0..220).fold(String::new(), |mut text, n| {
        let _ = write!(text, "![Bild](../assets/a.svg \"Skizze{n:03}\")\n\n");
        text
    });
    project.chapter(&figures);
    let outcome = project.layout();
    let pictures = outcome.pages().pages.iter().flat_map(|page| &page.items);
    assert_eq!(pictures.filter(|item| matches!(item, Item::Picture { .. })).count(), 220);
    let text = outcome.text();
    let places: Vec<usize> = (0..220)
        .map(|n| text.find(&format!("Skizze{n:03}")).unwrap_or_else(|| panic!("figure {n}")))
        .collect();
    assert!(places.is_sorted());
}

#[test]
fn many_notes_of_one_paragraph_are_all_set() {
    let mut text = String::new();
    (0..1000).for_each(|n| text += &format!("Wort[^{n}] "));
    (0..1000).for_each(|n| text += &format!("\n\n[^{n}]: Anmerkung{n}."));
    let outcome = layout(&text);
    let set = outcome.text();
    for n in 0..1000 {
        assert_eq!(set.matches(&format!("Anmerkung{n}.")).count(), 1, "note {n}");
    }
}

#[test]
fn headings_of_the_same_words_have_anchors_of_their_own() {
    let mut text = "## Kopf {#kopf-2}\n\nText\n\n".to_owned();
    (0..2000).for_each(|_| text += "## Kopf\n\nText\n\n");
    text += "[erste](#kopf) [zweite](#kopf-1) [dritte](#kopf-3) [letzte](#kopf-2000)";
    let outcome = layout(&text);
    assert_eq!(outcome.diagnostics.iter().filter(|d| d.severity == Severity::Error).count(), 0);
}

#[test]
fn titles_are_as_long_as_a_page_of_them() {
    let heading = |length: usize| layout(&format!("## {}\n\nText\n", "Wort ".repeat(length / 5)));
    assert!(heading(1000).brochure.is_some());
    assert_eq!(heading(1005).place("title-length"), "chapters/01.md:5:1");
    for key in ["title", "short-title"] {
        let project = Project::bare();
        let front = if key == "title" { String::new() } else { "title = \"K\"\n".to_owned() };
        let long = "W".repeat(1001);
        project.file("chapters/01.md", format!("+++\n{front}{key} = \"{long}\"\n+++\n\nText\n"));
        let line = 2 + front.lines().count();
        let outcome = project.layout();
        assert_eq!(outcome.place("title-length").split(':').nth(1), Some(&*line.to_string()), "{key}");
    }
}

#[test]
fn a_word_is_read_in_a_thousand_characters() {
    let read_as = |length: usize| {
        let project = Project::with(&format!("[abbreviations]\nGG = \"{}\"\n", "x".repeat(length)));
        project.chapter("GG");
        project.layout()
    };
    assert!(read_as(1000).brochure.is_some());
    assert_eq!(read_as(1001).place("word"), "brochure.toml:6:6");
}

#[test]
fn the_first_lost_links_get_a_suggestion() {
    let mut text = "## Miete\n\n".to_owned();
    (0..51).for_each(|_| text += "[a](#mieze)\n\n");
    let outcome = layout(&text);
    let meant = |d: &&brochure::diag::Diagnostic| {
        d.help().as_deref().is_some_and(|hint| hint.contains("did you mean #miete?"))
    };
    let lost = outcome.diagnostics.iter().filter(|d| d.code == "dangling-link");
    assert_eq!((lost.clone().count(), lost.filter(meant).count()), (51, 50));
}

#[test]
fn signs_by_the_thousand_overflow_nothing() {
    const MANY: usize = 5_000;
    let parts = [
        "[",
        "![",
        "](",
        "[^",
        "*_",
        "**a ",
        "~",
        "^",
        "`",
        "> ",
        "- ",
        "1. ",
        "<",
        "<!--",
        "<?",
        "&",
        "\\",
        "|",
        "{",
        "[a]{lang=",
        "\u{0}",
        "\u{ad}",
        "\u{200b}",
        "a\u{200d}",
        "\u{202b}",
        "\u{2067}",
        "\u{301}",
        "a:",
        "a*",
        "A/",
        "a-",
        "'a ",
        "...",
        "--",
        "z.B.",
        "\ta",
        "H~2~",
        "::",
        "Tabelle: ",
        "👍🏽",
    ];
    for part in parts {
        let outcome = layout(&part.repeat(MANY));
        assert!(outcome.brochure.is_some() || !outcome.diagnostics.is_empty(), "{part:?}");
    }
}

#[test]
fn nested_signs_overflow_nothing() {
    const MANY: usize = 5_000;
    let nested = [("[", "]"), ("**a ", " b**"), ("(", "א)"), ("[a ", "]{lang=en}"), ("~~a ", " b~~")];
    for (open, close) in nested {
        let outcome = layout(&format!("א{}x{}", open.repeat(MANY), close.repeat(MANY)));
        assert!(outcome.brochure.is_some() || !outcome.diagnostics.is_empty(), "{open:?}");
    }
    let lazy = format!("{}a\n{}", "> ".repeat(MANY), "a\n".repeat(MANY));
    assert_eq!(layout(&lazy).find("nesting").severity, Severity::Error);
}

#[test]
fn a_head_taller_than_a_page_is_not_repeated() {
    let head = common::filler(1500);
    let outcome = layout(&format!("| {head} | b |\n|:--|:--|\n{}", "| a | b |\n".repeat(400)));
    assert!(outcome.brochure.is_none());
    assert_eq!(outcome.codes().iter().filter(|code| **code == "too-tall").count(), 1);
}

#[test]
fn lines_of_letters_without_width_end() {
    for letters in ["*\u{200b}* ".repeat(3_000), "\u{200b}".repeat(30_000), "\u{ad}".repeat(40_000)] {
        let outcome = layout(&(letters + "Ende"));
        assert!(
            outcome.pages().pages.iter().flat_map(|page| runs_of(page)).any(|run| run.text.contains("Ende"))
        );
    }
}
