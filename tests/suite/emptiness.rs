//! Headings with little or nothing behind them, and chapters of nothing but a title: each is printed,
//! and bookmarks and links lead to it.

use std::sync::Arc;

use crate::common::{Outcome, Project, layout, lines_of, runs_of};
use brochure::document::Target;
use brochure::pages::{Bookmark, Owner, TextRun};

/// Pages with a line that contains these words.
fn page_with(outcome: &Outcome, words: &str) -> Vec<usize> {
    let printed = |page: &&Arc<brochure::pages::Page>| lines_of(page).iter().any(|line| line.contains(words));
    outcome
        .pages()
        .pages
        .iter()
        .filter(|page| page.kind != "contents")
        .filter(printed)
        .map(|p| p.number)
        .collect()
}

/// Page and title of all bookmarks.
fn bookmarks(outcome: &Outcome) -> Vec<(usize, String)> {
    fn add(marks: &[Bookmark], found: &mut Vec<(usize, String)>) {
        for mark in marks {
            found.push((mark.place.page + 1, mark.title.clone()));
            add(&mark.children, found);
        }
    }
    let mut found = Vec::new();
    add(&outcome.pages().bookmarks, &mut found);
    found
}

/// Pages on which these words stand as a heading or title: a run of their own, of the text.
fn page_of_heading(outcome: &Outcome, words: &str) -> Vec<usize> {
    let heads = |run: &TextRun| matches!(run.owner, Owner::Node(_)) && run.text.trim() == words;
    let pages = outcome.pages().pages.iter().filter(|page| page.kind != "contents");
    pages.filter(|page| runs_of(page).any(heads)).map(|page| page.number).collect()
}

/// Holds a heading to its page, with its bookmark and every link; returns the page.
fn is_found(outcome: &Outcome, words: &str) -> usize {
    let pages = page_of_heading(outcome, words);
    let [page] = pages[..] else { panic!("{words} on {pages:?}\n{}", outcome.rendered()) };
    let marks = bookmarks(outcome);
    assert!(marks.iter().any(|(at, title)| *at == page && title.ends_with(words)), "{words}: {marks:?}");
    let pages = outcome.pages();
    assert!(pages.links.values().all(|link| match link.target {
        Target::Anchor(anchor) => pages.page_of(anchor).is_some(),
        _ => true,
    }));
    page
}

const LINES: &str = "Unsere nächsten Schritte";

#[test]
fn a_checklist_with_nothing_behind_it_is_a_page_to_write_on() {
    let project = Project::bare();
    project
        .file("chapters/01.md", "# Eins\n\nText, siehe [](#leer) und [](02.md).\n\n## Leer {.checklist}\n");
    project.file("chapters/02.md", "# Zwei\n\nMehr Text\n");
    let outcome = project.layout();
    let page = is_found(&outcome, "Leer");
    assert_eq!(page_with(&outcome, LINES), [page]);
    assert_eq!(outcome.pages().pages[page - 1].kind, "checklist");
    assert_eq!(page_with(&outcome, "Mehr Text"), [page + 1]);
    let text = page_with(&outcome, "siehe");
    let line = lines_of(&outcome.pages().pages[text[0] - 1]).join(" ");
    assert!(line.contains(&format!("„Leer“, S.\u{a0}{page}")), "{line}");
}

#[test]
fn checklists_stand_each_on_a_page_of_its_own() {
    for text in [
        "## Leer {.checklist}\n",
        "Text\n\n## Leer {.checklist}\n\n## Auch {.checklist}\n",
        "## Leer {.checklist}\n\n## Auch {.checklist}\n\n- [ ] Reden\n",
        "## Davor\n\n## Leer {.checklist}\n\n- [ ] Reden\n\n## Auch {.checklist}\n\nText\n",
    ] {
        let outcome = layout(text);
        is_found(&outcome, "Leer");
        is_found(&outcome, "Kapitel");
        let checklists = outcome.pages().pages.iter().filter(|p| p.kind == "checklist").count();
        assert_eq!(checklists, text.matches(".checklist").count(), "{text}");
        assert_eq!(page_with(&outcome, LINES).len(), checklists);
        for heading in ["Auch", "Davor"].into_iter().filter(|words| text.contains(words)) {
            is_found(&outcome, heading);
        }
    }
}

#[test]
fn notes_of_an_empty_checklist_stand_on_its_page() {
    let outcome = layout("Text\n\n## Leer[^1] {.checklist}\n\n[^1]: Die Note\n");
    assert_eq!(page_with(&outcome, "Die Note"), page_of_heading(&outcome, "Leer"));
}

#[test]
fn the_title_of_a_chapter_that_begins_with_a_checklist_is_printed() {
    for kind in ["chapter", "foreword", "appendix", "glossary"] {
        let project = Project::bare();
        let text = format!(
            "+++\ntitle = \"Eins\"\nkind = \"{kind}\"\n+++\n\n## Leer {{.checklist}}\n\n- [ ] Reden\n"
        );
        project.file("chapters/01.md", text);
        let outcome = project.layout();
        let (title, checklist) = (is_found(&outcome, "Eins"), is_found(&outcome, "Leer"));
        assert_eq!(title + 1, checklist, "{kind}");
    }
}

/// What can stand behind a heading without being much.
const LITTLE: &[&str] = &[
    "",
    "<!-- nothing -->\n",
    "\\\n",
    "&shy;\n",
    "&nbsp;\n",
    "- \n",
    "1. \n",
    "- [ ] \n",
    "> \n",
    "> [!NOTE]\n",
    "```\n```\n",
    "***\n",
    "| A | B |\n|---|---|\n",
    "[a]: https://example.org\n",
    "![Bild](../a.svg)\n",
    "![](../a.svg){.decorative}\n",
    "![Bild](../a.svg)\n\n![Bild](../a.svg)\n\n![Bild](../a.svg)\n\n![Bild](../a.svg)\n",
    "[^a]: Eine Note, die niemand ruft.\n",
    "### Darunter\n",
    "#### Darunter\n",
];

#[test]
fn a_heading_with_little_behind_it_is_found() {
    for little in LITTLE {
        for mark in ["", " {.checklist}"] {
            for after in ["", "## Danach\n\nText\n", "#### Danach\n\nText\n", "## Danach {.checklist}\n"] {
                let project = Project::bare();
                let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 300'><rect width='9' height='9'/></svg>";
                project.file("a.svg", svg);
                project.chapter(&format!("Text, siehe [](#leer).\n\n## Leer{mark}\n\n{little}\n{after}"));
                let outcome = project.layout();
                if outcome.brochure.is_none() {
                    // Told, not lost; and never by the last check, which is for faults of ours.
                    assert!(!outcome.codes().contains(&"lost-place"), "{little:?}\n{}", outcome.rendered());
                    continue;
                }
                is_found(&outcome, "Leer");
                if after.contains("Danach") && !after.starts_with("####") {
                    is_found(&outcome, "Danach");
                }
            }
        }
    }
}

#[test]
fn a_chapter_without_text_is_told() {
    for text in
        ["# Eins\n", "# Eins\n\n<!-- nothing -->\n", "# Eins\n\n[^a]: Note\n", "+++\ntitle = \"Eins\"\n+++\n"]
    {
        let project = Project::bare();
        project.file("chapters/01.md", text);
        let outcome = project.layout();
        assert!(outcome.codes().contains(&"empty-chapter"), "{text:?}: {:?}", outcome.codes());
    }
}
