//! Texts that are read a second time, in contents, bookmarks, tags and references: without calls of
//! notes, with page numbers wherever they are shown; and what hangs on that.

use crate::common;

use crate::common::{Outcome, Project, layout};
use brochure::ids::{AnchorId, NodeId, Part};
use brochure::node::Role;

/// A chapter of some pages with a reference to its end in each kind of text, and a glossary.
fn referring() -> Outcome {
    let project = Project::with("[cover]\nenabled = false\n[contents]\ndepth = 2\n");
    project.file(
        "assets/k.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M1 1h7v7z'/></svg>",
    );
    let filler = "Der Rat berät den Antrag im Herbst und stimmt danach offen ab. ".repeat(60);
    project.chapter(&format!(
        "## Ausblick auf [](#ziel)\n\n{filler}\n\n> [!praxistipp] Mehr bei [](#ziel)\n> Und [](#ziel).\n\n\
         ![Ein Dreieck](../assets/k.svg \"Bild zu [](#ziel). Quelle: [](#ziel)\")\n\n\
         Tabelle: Sätze zu [](#ziel)\n\n| a | b |\n|---|---|\n| [](#ziel) | c |\n\n\
         - [](#ziel)\n\n> [!zitat]\n> Satz mit [](#ziel).\n> -- Amt, [](#ziel)\n\n\
         #### Vierte [](#ziel)\n\nText.\n\n## Liste {{.checklist}}\n\n- [ ] [](#ziel)\n\n## Ziel {{#ziel}}\n\nDas Ziel.\n"
    ));
    project.file(
        "chapters/02.md",
        "+++\ntitle = \"Glossar\"\nkind = \"glossary\"\n+++\n\nDuldung\n: Aussetzung, siehe [](01.md#ziel).\n\nQuorum\n: Zahl. Bei [](01.md#ziel) und hier.\n",
    );
    project.layout()
}

#[test]
fn a_reference_shows_the_page_number_wherever_it_stands() {
    let outcome = referring();
    let text = outcome.text();
    let page = outcome.run("Das Ziel.").0.number;
    assert!(page > 2, "{page}");
    let right = text.matches(&format!("„Ziel“, S.\u{a0}{page}")).count();
    assert_eq!((right, text.matches("S.\u{a0}").count()), (14, 14), "{text}");
}

#[test]
fn lists_of_headings_leave_out_pages_that_are_referred_to() {
    let outcome = referring();
    let marks = &outcome.pages().bookmarks;
    let chapter = marks.iter().find(|mark| mark.title == "1 Kapitel").expect("a chapter");
    let titles: Vec<&str> = chapter.children.iter().map(|mark| mark.title.as_str()).collect();
    assert_eq!(titles[0], "Ausblick auf „Ziel“");
    let contents =
        outcome.lines(outcome.pages().pages.iter().find(|p| p.kind == "contents").expect("contents").number);
    assert!(contents.iter().any(|line| line.contains("Ausblick auf „Ziel“ ")), "{contents:?}");
    assert!(headings(&outcome).contains(&(2, "Ausblick auf „Ziel“".to_owned())));
    assert!(!format!("{:?}", outcome.pages().structure).contains('\u{fffc}'));
}

/// Levels and words of all headings in the tags.
fn headings(outcome: &Outcome) -> Vec<(u8, String)> {
    let roles = outcome.pages().structure.iter().map(|node| &node.role);
    roles
        .filter_map(|role| match role {
            Role::Heading(level, words) => Some((*level, words.clone())),
            _ => None,
        })
        .collect()
}

#[test]
fn contents_have_neither_calls_nor_links_but_raised_and_lowered_letters() {
    let project = Project::with("[cover]\nenabled = false\n[contents]\ndepth = 2\n");
    project.chapter("## Note[^1] und [Link](https://example.org)\n\nText.\n\n## H~2~O und m^2^[^2]\n\nText.\n\n[^1]: Eins.\n[^2]: Zwei.\n");
    let outcome = project.layout();
    let contents = &outcome.pages().pages[0];
    let runs: Vec<_> = common::runs_of(contents).collect();
    let words: String = runs.iter().map(|run| run.text.as_str()).collect();
    assert!(words.contains("Note und Link ") && words.contains("H2O und m2 "), "{words}");
    let two: Vec<_> = runs.iter().filter(|run| run.text.trim() == "2" && run.size < 9.0).collect();
    let plain = runs.iter().find(|run| run.text == "H").expect("an H");
    assert!(two.iter().all(|run| run.size < plain.size), "lowered and raised letters are small");
    assert!(two.iter().any(|run| run.at.y > plain.at.y) && two.iter().any(|run| run.at.y < plain.at.y));
    assert!(headings(&outcome).contains(&(2, "H2O und m2".to_owned())));
    let titles: Vec<_> = outcome.pages().bookmarks[1].children.iter().map(|b| b.title.as_str()).collect();
    assert_eq!(titles, ["Note und Link", "H2O und m2"]);
}

#[test]
fn a_note_that_a_title_calls_stands_on_the_page_of_the_text_below() {
    for front in ["", "+++\nsummary = \"Ein Vorspann.\"\n+++\n\n"] {
        let project = Project::bare();
        project.file("chapters/01.md", format!("{front}# Titel mit *Schrift* und Note[^t]\n\nText[^1].\n\n[^t]: Zum Titel.\n[^1]: Zum Text.\n"));
        let outcome = project.layout();
        assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
        let text = outcome.text();
        assert!(text.contains("1 Zum Titel.") && text.contains("2 Zum Text."), "{text}");
        assert_eq!(outcome.run("Zum Titel.").0.number, outcome.run("Text").0.number);
        assert!(outcome.run("Schrift").1.face != outcome.run("Titel mit").1.face, "marks of a title are set");
        assert_eq!(outcome.pages().bookmarks[0].title, "1 Titel mit Schrift und Note");
    }
}

#[test]
fn captions_of_figures_take_marks_links_and_notes() {
    let project = Project::bare();
    project.file(
        "assets/k.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M1 1h7v7z'/></svg>",
    );
    project.chapter(
        "Text.[^a]\n\n![Ein Dreieck](../assets/k.svg \"Mit Note[^b], *Betonung* und \\\"Zitat\\\". Quelle: [Amt](https://example.org)[^c]\")\n\nMehr.[^d]\n\n\
         [^a]: Eins.\n[^b]: Zwei.\n[^c]: Drei.\n[^d]: Vier.\n",
    );
    let outcome = project.layout();
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    let text = outcome.text();
    assert!(text.contains("Mit Note2, Betonung und „Zitat“"), "{text}");
    assert!(text.contains("Quelle: Amt3") && text.contains("3 Drei.") && text.contains("Mehr.4"), "{text}");
    let urls =
        outcome.pages().links.values().filter(|link| format!("{:?}", link.target).contains("example.org"));
    assert_eq!(urls.count(), 1);
}

#[test]
fn a_call_in_a_caption_without_its_note_is_an_error_there() {
    let project = Project::bare();
    project.file("assets/k.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
    project.chapter("Text.\n\n![Ein Dreieck](../assets/k.svg \"Mit Note[^b]\")\n");
    assert_eq!(project.layout().place("dangling-note"), "chapters/01.md:7:41");
}

#[test]
fn a_figure_whose_caption_calls_a_note_is_on_the_page_of_the_note() {
    for filler in 0..12 {
        let project = Project::with("[page]\nformat = \"A6\"\n[cover]\nenabled = false\n");
        project.file("assets/k.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='150'><path d='M1 1h180v140z'/></svg>");
        let text = "Der Rat berät den Antrag im Herbst und stimmt danach offen ab. ".repeat(filler);
        project.chapter(&format!(
            "{text}\n\n![Ein Dreieck](../assets/k.svg \"Bildtext[^b]\")\n\n{text}\n\n[^b]: Zum Bild.\n"
        ));
        let outcome = project.layout();
        assert_eq!(outcome.run("Zum Bild.").0.number, outcome.run("Bildtext").0.number, "{filler}");
    }
}

#[test]
fn a_level_of_headings_that_is_left_out_is_closed_up_in_the_tags() {
    let outcome = layout(
        "#### Vierte\n\nText.\n\n### Dritte\n\nText.\n\n## Zweite\n\nText.\n\n##### Fünfte\n\nText.\n",
    );
    let levels: Vec<u8> = headings(&outcome).iter().map(|(level, _)| *level).collect();
    assert_eq!(levels, [1, 2, 3, 2, 3]);
    assert_eq!(outcome.codes(), ["heading-level"; 2]);
}

#[test]
fn a_chapter_keeps_its_ids_when_another_one_changes() {
    let second = |first: &str| {
        let project = Project::bare();
        project.chapter(first);
        project.file(
            "chapters/02.md",
            "# Zwei\n\nText[^1] mit [](#unten).\n\n## Unten\n\n- Punkt\n\n[^1]: Note.\n",
        );
        let outcome = project.layout();
        let owners = outcome.runs().into_iter().filter_map(|run| match run.owner {
            brochure::pages::Owner::Node(node) if node.part == Part::chapter(1) => {
                Some((run.text.clone(), node))
            }
            _ => None,
        });
        let anchors = outcome.pages().anchors.keys().filter(|anchor| anchor.part == Part::chapter(1));
        (owners.collect(), anchors.copied().collect())
    };
    let before: (Vec<(String, NodeId)>, Vec<AnchorId>) = second("Text.");
    assert!(before.0.len() > 5 && before.1.len() == 2, "{before:?}");
    assert_eq!(before, second("Mehr[^1] Text.\n\n## Und\n\n- noch\n- mehr\n\n[^1]: Note.\n"));
}
