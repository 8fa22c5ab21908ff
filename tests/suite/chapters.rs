//! Files of chapters: which are read, in which order, what they are called, and how links find them.

use crate::common::{Outcome, Project, english, filler, read};
use brochure::document::Target;
use brochure::pages::{Bookmark, Item};

/// A bare project of these files; lines of brochure.toml go before.
fn project(config: &str, files: &[(&str, &str)]) -> Outcome {
    let project = Project::with(&format!("[cover]\nenabled = false\n[contents]\nenabled = false\n{config}"));
    for (name, text) in files {
        project.file(name, text);
    }
    project.layout()
}

/// A project of these files with this brochure.toml below its head.
fn bare(config: &str, files: &[(&str, &str)]) -> Outcome {
    let project = Project::with(config);
    for (name, text) in files {
        project.file(name, text);
    }
    project.layout()
}

/// Titles in order.
fn titles(outcome: &Outcome) -> Vec<String> {
    let words = |title: &str| title.split_once(' ').map_or(title, |(_, words)| words).to_owned();
    outcome.pages().bookmarks.iter().map(|mark| words(&mark.title)).collect()
}

/// The title of the chapter, or the heading, that the only link leads to.
fn target(outcome: &Outcome) -> Option<usize> {
    let mut links = outcome.pages().links.values();
    let link = links.next()?;
    assert!(links.next().is_none(), "more than one link");
    match &link.target {
        Target::Anchor(anchor) => Some(outcome.pages().anchors[anchor].page + 1),
        _ => None,
    }
}

#[test]
fn yaml_gives_title_running_head_and_standfirst_and_is_not_printed() {
    let text =
        "---\nlayout: page\ntitle: \"Gute „Praxis“\"\nshort_title: Praxis\ndescription: Was hilft.\n---\n\n";
    let outcome = project("", &[("chapters/01.md", &format!("{text}## A\n\n{}\n", filler(900)))]);
    assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
    assert_eq!(titles(&outcome), ["Gute „Praxis“"]);
    outcome.run("Was hilft.");
    assert!(outcome.lines(2).iter().any(|line| line.contains("Praxis") && !line.contains("Gute")));
    assert!(!outcome.text().contains("layout"));
    assert_eq!(outcome.pages().pages[0].kind, "text", "a description opens no page");
}

#[test]
fn a_language_that_is_none_is_told() {
    for (tag, told) in
        [("de", false), ("de-AT", false), ("Deutsch", false), ("en_GB", false), ("Elbisch", true)]
    {
        let outcome = project("", &[("chapters/01.md", &format!("---\nlang: {tag}\n---\n\n# A\n\nText.\n"))]);
        assert_eq!(outcome.codes().contains(&"chapter-language"), told, "{tag}");
    }
}

#[test]
fn a_title_in_front_matter_is_not_set_twice() {
    let outcome =
        project("", &[("chapters/01.md", "---\ntitle: Mein Titel\n---\n\n# Mein Titel\n\nText.\n")]);
    assert_eq!(outcome.text().matches("Mein Titel").count(), 1, "{}", outcome.text());
    let outcome = project("", &[("chapters/01.md", "---\ntitle: Mein Titel\n---\n\n# Los\n\nText.\n")]);
    assert!(outcome.text().contains("Los"));
}

#[test]
fn the_first_heading_of_any_level_is_the_title_and_those_below_keep_their_order() {
    let text = "## Titel\n\nText.\n\n### A\n\nText.\n\n#### B\n\nText.\n";
    let outcome = project("", &[("chapters/01.md", text)]);
    assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
    assert_eq!(outcome.text().matches("Titel").count(), 1);
    let marks = &outcome.pages().bookmarks[0];
    assert_eq!((marks.title.as_str(), marks.children[0].title.as_str()), ("1 Titel", "A"));
    assert_eq!(marks.children[0].children[0].title, "B");
}

#[test]
fn a_further_heading_of_level_1_holds_those_below_it() {
    let text = "# Titel\n\nText.\n\n## A\n\nText.\n\n# Zweiter\n\nText.\n\n## B\n\nText.\n";
    let outcome = project("", &[("chapters/01.md", text)]);
    let marks = &outcome.pages().bookmarks[0].children;
    assert_eq!(marks.iter().map(|m| m.title.as_str()).collect::<Vec<_>>(), ["A", "Zweiter"]);
    assert_eq!(marks[1].children[0].title, "B");
}

#[test]
fn a_title_behind_text_is_told() {
    let outcome = project("", &[("chapters/01.md", "Vorweg.\n\n# Titel\n\nText.\n")]);
    assert_eq!(outcome.place("title-place"), "chapters/01.md:3:1");
    let lines = outcome.lines(1);
    let line = |words: &str| lines.iter().position(|line| line.contains(words));
    assert!(line("Titel").is_some() && line("Titel") < line("Vorweg."), "{lines:?}");
}

#[test]
fn chapters_have_many_endings_and_lie_in_folders() {
    let files = [
        ("chapters/10-z.md", "# Zehn\n\nText.\n"),
        ("chapters/2-b.MD", "# Zwei\n\nText.\n"),
        ("chapters/3-c/a.markdown", "# Drei\n\nText.\n"),
        ("chapters/3-c/README.md", "# Vor drei\n\nText.\n"),
        ("chapters/3-c/bild.png", "kein Kapitel"),
        ("chapters/notiz.txt", "Text"),
        ("chapters/_entwurf/x.md", "Text"),
        ("chapters/.DS_Store", "x"),
    ];
    let outcome = project("", &files);
    assert_eq!(titles(&outcome), ["Zwei", "Vor drei", "Drei", "Zehn"]);
    assert_eq!(outcome.codes(), ["passed-over"], "{}", outcome.rendered());
    assert_eq!(outcome.find("passed-over").message(), "2 files are not set: _entwurf/, notiz.txt");
}

#[test]
fn the_order_can_be_written_and_what_it_leaves_out_stands_behind() {
    let files = [
        ("chapters/a.md", "# A\n\nText.\n"),
        ("chapters/b.md", "# B\n\nText.\n"),
        ("chapters/c/d.md", "# D\n\nText.\n"),
    ];
    let outcome = project("[chapters]\norder = [\"c\", \"b.md\"]\n", &files);
    assert_eq!(titles(&outcome), ["D", "B", "A"]);
    assert_eq!(outcome.codes(), ["chapter-order"]);
    let outcome = project("[chapters]\norder = [\"a.md\", \"x.md\"]\n", &files);
    assert_eq!(outcome.place("missing-file"), "brochure.toml:10:18");
}

#[test]
fn a_summary_of_mdbook_is_understood() {
    let summary =
        "# Summary\n\n[Vorwort](vor.md)\n\n# Teil\n\n- [B](b.md)\n  - [A](teil/a.md#x)\n- [Leer]()\n";
    let files = [
        ("chapters/SUMMARY.md", summary),
        ("chapters/b.md", "# B\n\nText.\n"),
        ("chapters/vor.md", "# Vor\n\nText.\n"),
        ("chapters/teil/a.md", "# A\n\nText.\n"),
        ("chapters/rest.md", "# Rest\n\nText.\n"),
    ];
    let outcome = project("", &files);
    assert_eq!(nested(&outcome.pages().bookmarks), "1 Vor Teil(2 B 3 A)");
    assert_eq!(outcome.codes(), ["passed-over"], "{}", outcome.rendered());
    let outcome =
        project("", &[("chapters/SUMMARY.md", "- [A](fehlt.md)\n"), ("chapters/b.md", "# B\n\nText.\n")]);
    assert_eq!(outcome.place("missing-file"), "chapters/SUMMARY.md:1:7");
    let outcome = project(
        "",
        &[
            ("chapters/SUMMARY.md", "# Fazit\n\nText, siehe [A](a.md).\n"),
            ("chapters/a.md", "# A\n\nText.\n"),
        ],
    );
    assert_eq!(titles(&outcome).len(), 2, "a chapter of that name is one");
}

/// Bookmarks as they are nested: `A(B C)`.
fn nested(bookmarks: &[Bookmark]) -> String {
    let one = |bookmark: &Bookmark| match &*nested(&bookmark.children) {
        "" => bookmark.title.clone(),
        inner => format!("{}({inner})", bookmark.title),
    };
    bookmarks.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn parts_stand_over_their_chapters_in_contents_and_bookmarks() {
    let files =
        ["a", "b", "c", "d"].map(|name| (format!("chapters/{name}.md"), format!("# K{name}\n\nText.\n")));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let contents = "[cover]\nenabled = false\n[contents]\nenabled = true\n";
    let order =
        "[chapters]\norder = [\"a.md\", \"# Teil Eins\", \"b.md\", \"c.md\", \"# Teil Zwei\", \"d.md\"]\n";
    let summary =
        "# Summary\n\n[A](a.md)\n\n# Teil Eins\n\n- [B](b.md)\n- [C](c.md)\n\n# Teil Zwei\n\n- [D](d.md)\n";
    let with_summary = [&files[..], &[("chapters/SUMMARY.md", summary)]].concat();
    for (config, files) in [(order, &files), ("", &with_summary)] {
        let outcome = bare(&format!("{config}{contents}"), files);
        assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
        assert_eq!(nested(&outcome.pages().bookmarks), "Inhalt 1 Ka Teil Eins(2 Kb 3 Kc) Teil Zwei(4 Kd)");
        let lines: Vec<String> = outcome.lines(1).iter().map(|line| line.trim().to_owned()).collect();
        let at = |words: &str| lines.iter().position(|line| line.contains(words)).expect(words);
        assert!(at("Ka") < at("Teil Eins") && at("Teil Eins") < at("Kb"), "{lines:?}");
        assert!(at("Kc") < at("Teil Zwei") && at("Teil Zwei") < at("Kd"), "{lines:?}");
        assert_eq!(lines[at("Teil Zwei")], "Teil Zwei", "without a page");
    }
}

#[test]
fn a_part_ends_with_a_rule_and_an_empty_one_is_told() {
    let files = [
        ("chapters/SUMMARY.md", "# S\n\n# Leer\n\n# Teil\n\n- [A](a.md)\n\n---\n\n- [B](b.md)\n"),
        ("chapters/a.md", "# A\n\nText.\n"),
        ("chapters/b.md", "# B\n\nText.\n"),
    ];
    let outcome = project("", &files);
    assert_eq!(nested(&outcome.pages().bookmarks), "Teil(1 A) 2 B");
    assert_eq!(outcome.codes(), ["chapter-order"]);
    assert_eq!(outcome.place("chapter-order"), "chapters/SUMMARY.md:3:1");
}

#[test]
fn links_find_chapters_in_folders_and_as_sites_write_them() {
    for link in [
        "../02-ziele.md",
        "../02-ziele.html#unten",
        "../02-ziele",
        "../02-Ziele.md",
        "/chapters/02-ziele.md",
        "/02-ziele/",
        "../ziele/",
        "..%2F02-ziele.md",
        "../02-ziele.md?x#Unten!",
    ] {
        let outcome = project(
            "",
            &[
                ("chapters/01/a.md", &format!("# A\n\nSiehe [dort]({link}).\n")),
                ("chapters/02-ziele.md", "# Ziele\n\nText.\n\n## Unten\n\nText.\n"),
            ],
        );
        assert!(outcome.codes().is_empty(), "{link}: {}", outcome.rendered());
        assert_eq!(target(&outcome), Some(2), "{link}");
    }
    let folder = [("chapters/a.md", "# A\n\n[x](teil/)\n"), ("chapters/teil/README.md", "# B\n\nText.\n")];
    assert_eq!(target(&project("", &folder)), Some(2));
}

#[test]
fn names_match_however_their_letters_are_encoded() {
    let outcome = project(
        "",
        &[
            ("chapters/1.md", "# A\n\n[x](u\u{308}ber.md)\n\n![Bild](bi\u{308}ld.svg)\n"),
            ("chapters/\u{fc}ber.md", "# B\n\nText.\n"),
            (
                "chapters/b\u{ef}ld.svg",
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>",
            ),
        ],
    );
    assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
    assert_eq!(target(&outcome), Some(2));
}

#[test]
fn a_link_to_what_is_not_set_keeps_its_words_and_is_told() {
    for (link, code) in [
        ("fehlt.html", "dangling-link"),
        ("/seite/", "dangling-link"),
        ("doc.pdf", "dangling-link"),
        ("_notiz.md", "dangling-link"),
        ("../../x.md", "dangling-link"),
        ("ftp://a.example", "link-scheme"),
        ("#fehlt", "dangling-link"),
    ] {
        let files = [
            ("chapters/a.md", format!("# A\n\nSiehe [das *Wort*]({link}) hier.\n")),
            ("chapters/_notiz.md", "x".into()),
        ];
        let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
        let outcome = project("", &files);
        assert!(outcome.codes().contains(&code), "{link}: {}", outcome.rendered());
        assert!(outcome.text().contains("das Wort hier"), "{link}");
        assert_eq!(target(&outcome), None, "{link}");
    }
    let outcome = project("", &[("chapters/a.md", "# A\n\n[](fehlt.html)\n")]);
    assert!(outcome.text().contains("fehlt.html"));
    let outcome = project("", &[("chapters/a.md", "# A\n\n[x](fehlt.md)\n")]);
    assert!(outcome.brochure.is_none(), "a chapter that is named and not there is an error");
}

/// Ten short chapters with a note each.
fn short(config: &str) -> Outcome {
    let project = Project::with(&format!("[cover]\nenabled = false\n{config}"));
    for n in 10..20 {
        let text = format!(
            "# Kapitel {n}\n\nText mit Anmerkung.[^1]\n\n## Teil {n}\n\n{}\n\n[^1]: Beleg {n}.\n",
            filler(60)
        );
        project.file(&format!("chapters/{n}.md"), text);
    }
    project.layout()
}

#[test]
fn short_chapters_run_on_with_their_notes_bookmarks_and_running_heads() {
    let outcome = short("[chapters]\nstart = \"run-on\"\n");
    assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
    let pages = &outcome.pages().pages;
    assert!(pages.len() < 8, "{} pages", pages.len());
    let marks = &outcome.pages().bookmarks;
    let chapters: Vec<_> = marks.iter().filter(|mark| mark.title.contains("Kapitel")).collect();
    assert_eq!(chapters.len(), 10);
    assert_eq!(chapters[3].children[0].title.replace('\u{a0}', " "), "Teil 13");
    let notes = outcome.runs().iter().filter(|run| read(run).contains("Beleg")).count();
    assert_eq!(notes, 10, "each note once");
    let calls =
        pages.iter().flat_map(|page| &page.items).filter(|item| matches!(item, Item::Link { .. })).count();
    assert!(calls >= 20);
}

#[test]
fn a_chapter_says_itself_where_it_begins() {
    let files = [
        ("chapters/1.md", "# A\n\nText.\n"),
        ("chapters/2.md", "---\nstart: recto\n---\n\n# B\n\nText.\n"),
        ("chapters/3.md", "---\nstart: run-on\n---\n\n# C\n\nText.\n"),
        ("chapters/4.md", "+++\nsummary = \"Kurz\"\nstart = \"run-on\"\n+++\n\n# D\n\nText.\n"),
    ];
    let outcome = project("", &files);
    let kinds: Vec<_> = outcome.pages().pages.iter().map(|page| page.kind).collect();
    assert_eq!(kinds, ["text", "blank", "text", "opener", "text"], "{}", outcome.rendered());
    assert!(outcome.lines(3).iter().any(|line| line.contains('C')));
}

#[test]
fn the_project_is_looked_for_upwards() {
    let project = Project::bare();
    project.chapter("Text.").file("chapters/teil/02.md", "# B\n\nText.\n");
    let run = |folder: &str| {
        let folder = project.path(folder);
        english().arg("check").arg(folder).output().expect("run")
    };
    let inside = run("chapters/teil");
    let said = String::from_utf8_lossy(&inside.stderr).into_owned();
    assert!(inside.status.success() && said.contains("the project is "), "{said}");
    assert!(!String::from_utf8_lossy(&run(".").stderr).contains("the project is"));
}
