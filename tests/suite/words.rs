//! Words that are read in a way of their own: passages in other languages, abbreviations, gender
//! stars; and pictures that are not read at all.

use std::collections::BTreeSet;

use crate::common::{Outcome, Project, filler, layout};
use brochure::document::Target;
use brochure::ids::NodeId;
use brochure::node::Role;
use brochure::pages::{Artifact, Bookmark, Item, Owner, TextRun};

const BARE: &str = "[cover]\nenabled = false\n[contents]\nenabled = false\n";

/// One chapter in a bare project with further lines in brochure.toml.
fn layout_with(config: &str, text: &str) -> Outcome {
    let project = Project::with(&format!("{BARE}{config}"));
    project.chapter(text);
    project.layout()
}

/// All nodes below a node, itself first.
fn below(outcome: &Outcome, node: NodeId) -> Vec<NodeId> {
    let children = &outcome.pages().structure.get(node).children;
    std::iter::once(node).chain(children.iter().flat_map(|child| below(outcome, *child))).collect()
}

fn runs_below(outcome: &Outcome, node: NodeId) -> Vec<(usize, &TextRun)> {
    let nodes = below(outcome, node);
    let pages = outcome.pages().pages.iter();
    let mut found: Vec<(usize, usize, &TextRun)> = Vec::new();
    for page in pages {
        for item in &page.items {
            if let Item::Text(run) = item
                && let Owner::Node(node) = run.owner
                && let Some(place) = nodes.iter().position(|n| *n == node)
            {
                found.push((place, page.number, run));
            }
        }
    }
    found.sort_by_key(|(place, page, _)| (*place, *page));
    found.into_iter().map(|(_, page, run)| (page, run)).collect()
}

fn text_below(outcome: &Outcome, node: NodeId) -> String {
    let text: String = runs_below(outcome, node).iter().map(|(_, run)| run.text.as_str()).collect();
    text.replace('\u{ad}', "").trim().to_owned()
}

fn found(outcome: &Outcome, wanted: impl Fn(&Role, bool) -> bool) -> Vec<NodeId> {
    let tree = &outcome.pages().structure;
    let all = below(outcome, brochure::ids::NodeId::ROOT);
    all.into_iter().filter(|n| wanted(&tree.get(*n).role, tree.get(*n).language.is_some())).collect()
}

/// Everything in another language, in the order of reading.
fn passages(outcome: &Outcome) -> Vec<(String, String)> {
    let tree = &outcome.pages().structure;
    let nodes = found(outcome, |_, language| language);
    let read = |n: &NodeId| {
        (tree.get(*n).language.map(|l| l.to_string()).unwrap_or_default(), text_below(outcome, *n))
    };
    nodes.iter().map(read).collect()
}

/// Every word that is read otherwise, with how: abbreviations with `=`, other words with `~`.
fn words(outcome: &Outcome) -> Vec<String> {
    let tree = &outcome.pages().structure;
    let nodes = found(outcome, |role, _| matches!(role, Role::Abbreviation(_) | Role::Spoken(_)));
    let said = |n: &NodeId| match &tree.get(*n).role {
        Role::Abbreviation(words) => format!("{} = {words}", text_below(outcome, *n)),
        Role::Spoken(words) => format!("{} ~ {words}", text_below(outcome, *n)),
        other => panic!("{other:?}"),
    };
    nodes.iter().map(said).map(|text| text.replace(['\u{a0}', '\u{202f}'], " ")).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

/// Each glyph of a page with its place: what is seen.
fn glyphs(outcome: &Outcome) -> Vec<(usize, u16, i64, i64)> {
    let mut all = Vec::new();
    for page in &outcome.pages().pages {
        for item in &page.items {
            let Item::Text(run) = item else { continue };
            let mut x = run.at.x;
            for glyph in &run.glyphs {
                let place = (x + f64::from(glyph.dx.ems()) * run.em(), run.at.y);
                all.push((
                    page.number,
                    glyph.id,
                    (place.0 * 100.0).round() as i64,
                    (place.1 * 100.0).round() as i64,
                ));
                x += f64::from(glyph.advance) * run.em();
            }
        }
    }
    all
}

// ---------------------------------------------------------------------------------------------
// Passages

#[test]
fn passages_may_stand_in_every_text() {
    let text = "## Über [Hello]{lang=en} hier\n\n\
        Tabelle: Eine [caption]{lang=en} hier\nQuelle: [source]{lang=en} hier\n\n\
        | Kopf [head]{lang=en} | b |\n|---|---|\n| Zelle [cell]{lang=en} | b |\n\n\
        - Punkt [item]{lang=en}\n\n\
        > [!praxistipp] Titel [tip]{lang=en}\n> Text [box]{lang=en} hier\n\n\
        Wort\n: Bedeutung [meaning]{lang=en} hier\n\n\
        Ein [Link auf [target]{lang=en}](https://example.org), eine Anmerkung[^1].\n\n\
        [^1]: Aus dem [source text]{lang=en} hier.\n";
    let outcome = layout(text);
    let texts: Vec<String> = passages(&outcome).into_iter().map(|(_, text)| text).collect();
    let expected = [
        "Hello",
        "caption",
        "source",
        "head",
        "cell",
        "item",
        "tip",
        "box",
        "meaning",
        "target",
        "source text",
    ];
    assert_eq!(texts, expected);
    assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
    assert!(!outcome.text().contains(['[', ']', '{', '}']), "{}", outcome.text());
}

#[test]
fn front_matter_may_hold_passages() {
    let project = Project::with("[cover]\nenabled = false\n");
    let front = "title = \"Das [Town Hall]{lang=en} ruft\"\nsummary = \"[All in English]{lang=en}\"\n\
                 key-points = [\"Ein [point]{lang=en}\"]";
    project.file("chapters/01.md", format!("+++\n{front}\n+++\n\nText.\n"));
    let outcome = project.layout();
    // once in the contents, once over the chapter
    let title = ("en", "Town Hall");
    let expected = [title, title, ("en", "All in English"), ("en", "point")];
    assert_eq!(passages(&outcome), pairs(&expected));
    let titles: Vec<&Role> = outcome
        .pages()
        .structure
        .get(brochure::ids::NodeId::ROOT)
        .children
        .iter()
        .flat_map(|n| below(&outcome, *n))
        .map(|n| &outcome.pages().structure.get(n).role)
        .filter(|role| matches!(role, Role::Heading(1, words) if words.contains("Town")))
        .collect();
    assert_eq!(titles, [&Role::Heading(1, "Kapitel 1: Das Town Hall ruft".to_owned())]);
}

#[test]
fn what_repeats_a_heading_has_its_plain_words() {
    let project = Project::with("[cover]\nenabled = false\n[contents]\ndepth = 2\n");
    let text = format!(
        "# Zum [Town Hall]{{lang=en}}\n\n## [Welcome]{{lang=en}}\n\n{}\n\nSiehe [](#welcome).\n",
        filler(700)
    );
    project.file("chapters/01.md", text);
    let outcome = project.layout();
    assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
    assert!(!outcome.text().contains(['[', ']', '{']), "{}", outcome.text());
    let bookmarks: Vec<&Bookmark> = outcome.pages().bookmarks.iter().collect();
    let chapter = bookmarks.last().expect("a bookmark");
    assert_eq!((chapter.title.as_str(), chapter.children[0].title.as_str()), ("1 Zum Town Hall", "Welcome"));
    assert!(outcome.lines(1).iter().any(|line| line.contains("Zum Town Hall")), "{:?}", outcome.lines(1));
    assert!(outcome.text().contains("„Welcome“, S."), "{}", outcome.text());
    let to_heading = outcome.pages().links.values().filter(|link| matches!(link.target, Target::Anchor(_)));
    assert_eq!(to_heading.count(), 3);
}

#[test]
fn a_block_that_is_one_passage_has_its_language_itself() {
    let outcome = layout(
        "## [Welcome]{lang=en}\n\n[All of *this* is English.]{lang=en}\n\n| [a]{lang=fr} | b |\n|---|---|\n| [c]{lang=tr} | [d]{lang=pl} e |\n",
    );
    let tree = &outcome.pages().structure;
    let nodes = found(&outcome, |_, language| language);
    let roles: Vec<String> = nodes.iter().map(|n| format!("{:?}", tree.get(*n).role)).collect();
    assert_eq!(roles, ["Heading(2, \"Welcome\")", "Paragraph", "HeaderCell(Column, 1)", "Cell", "Passage"]);
}

#[test]
fn passages_hold_marks_links_notes_and_passages() {
    let outcome = layout(
        "Ein [*very* big [شكرا]{lang=ar} with a [report](https://example.org) and a note[^1] too]{lang=en} Ende.\n\n[^1]: Text.\n",
    );
    assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
    let found = found(&outcome, |role, _| *role == Role::Passage);
    assert_eq!(found.len(), 2);
    let roles: Vec<String> = below(&outcome, found[0])
        .into_iter()
        .map(|n| {
            format!("{:?}", outcome.pages().structure.get(n).role).split('(').next().unwrap_or("").to_owned()
        })
        .filter(|role| role != "Text")
        .collect();
    assert_eq!(roles, ["Passage", "Emphasis", "Passage", "Link", "Reference", "Link"]);
    assert!(text_below(&outcome, found[0]).ends_with("too"));
}

#[test]
fn passages_are_hyphenated_in_their_language() {
    let words = "government authorities ".repeat(60);
    let breaks = |language: &str| -> BTreeSet<String> {
        let outcome = layout(&format!("[{}]{{lang={language}}}\n", words.trim()));
        let runs = outcome.runs();
        let ends = runs.iter().filter_map(|run| run.text.strip_suffix('\u{ad}'));
        ends.map(|text| text.rsplit(' ').next().unwrap_or("").to_owned()).collect()
    };
    let (english, german) = (breaks("en"), breaks("de"));
    let parts = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<BTreeSet<_>>();
    assert!(english.is_subset(&parts(&["gov", "govern", "au", "author", "authori"])), "{english:?}");
    assert!(english != german && !english.is_empty(), "{english:?} {german:?}");
    assert!(breaks("eo").is_empty(), "Esperanto has no patterns");
}

#[test]
fn typography_follows_the_language_of_the_passage() {
    for (typed, set) in [
        ("\"[He said \"yes\"]{lang=en}\" und \"nein\"", "„He said “yes”“ und „nein“"),
        ("Er: [\"oui\", l'eau -- z.B.]{lang=eo} und z.B.", "Er: \"oui\", l'eau -- z.B. und z.~B."),
        ("[z.B. Art. 3]{lang=de} und [Page 3]{lang=en}", "z.~B. Art.~3 und Page~3"),
    ] {
        let text = layout(typed).text().replace(['\u{a0}', '\u{202f}'], "~");
        assert!(text.contains(set), "{text}");
    }
}

#[test]
fn text_from_right_to_left_is_ordered_as_without_the_mark() {
    let plain = layout("Auf Arabisch مرحبا بكم und weiter.\n");
    let marked = layout("Auf Arabisch [مرحبا بكم]{lang=ar} und weiter.\n");
    let x = |outcome: &Outcome, words: &str| outcome.run(words).1.at.x;
    for words in ["مرحبا", "بكم"] {
        assert!((x(&plain, words) - x(&marked, words)).abs() < 0.01, "{words}");
    }
    assert_eq!(passages(&marked), pairs(&[("ar", "مرحبا بكم")]));
}

#[test]
fn a_passage_over_lines_and_pages_is_one_node() {
    let outcome = layout(&format!("{}\n\nHier: [{}]{{lang=en}} Ende.\n", filler(250), filler(120)));
    let found = found(&outcome, |role, _| *role == Role::Passage);
    let [passage] = found[..] else { panic!("{found:?}") };
    let runs = runs_below(&outcome, passage);
    let pages: BTreeSet<usize> = runs.iter().map(|(page, _)| *page).collect();
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert_eq!(text_below(&outcome, passage), filler(120));
}

#[test]
fn braces_without_a_language_stay_as_typed() {
    let text = "[x]{y} und {lang} und \\[a]\\{lang=en} und `[a]{lang=en}` und [b]";
    let outcome = layout(text);
    assert!(outcome.text().contains("[x]{y} und {lang} und [a]{lang=en} und [a]{lang=en} und [b]"));
    assert!(passages(&outcome).is_empty() && outcome.codes().is_empty(), "{}", outcome.rendered());
}

#[test]
fn what_is_wrong_inside_a_passage_is_reported_at_its_place() {
    let outcome = layout("Ein [English text with a [dead](99.md) link]{lang=en}.\n");
    assert_eq!(outcome.place("dangling-link"), "chapters/01.md:5:26");
    let outcome = layout("Vor [x]{lang=en} und nach \u{13000} hier.\n");
    assert_eq!(outcome.place("missing-glyph"), "chapters/01.md:5:27");
}

// ---------------------------------------------------------------------------------------------
// Abbreviations

const LAWS: &str = "[abbreviations]\nAsylbLG = \"Asylbewerberleistungsgesetz\"\nGG = \"Grundgesetz\"\n\
                    \"z. B.\" = \"zum Beispiel\"\nSGB = \"Sozialgesetzbuch\"\n\"SGB II\" = \"Zweites Buch\"\n";

#[test]
fn abbreviations_are_expanded_as_whole_words() {
    let outcome = layout_with(LAWS, "Das AsylbLG, z.B. (GG) und AsylbLG-Leistungen, SGB II, SGB X; GGUA.\n");
    let expected = [
        "AsylbLG = Asylbewerberleistungsgesetz",
        "z. B. = zum Beispiel",
        "GG = Grundgesetz",
        "AsylbLG = Asylbewerberleistungsgesetz",
        "SGB II = Zweites Buch",
        "SGB = Sozialgesetzbuch",
    ];
    assert_eq!(words(&outcome), expected);
    assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
}

#[test]
fn abbreviations_are_expanded_in_every_text() {
    let text = "## Das GG hier\n\nTabelle: Das GG\n\n| Kopf GG | b |\n|---|---|\n| GG | b |\n\n- **GG** hier\n\n\
        > [!rechtslage] GG\n> Text GG\n\nEin [Link zum GG](https://example.org/GG) und Note[^1].\n\n[^1]: Art. 3 GG.\n";
    let outcome = layout_with("[abbreviations]\nGG = \"Grundgesetz\"\n", text);
    assert_eq!(words(&outcome), ["GG = Grundgesetz"; 9]);
}

#[test]
fn code_addresses_and_other_languages_have_no_abbreviations() {
    let text = "`GG` und www.example.org/GG und [the GG]{lang=en} und GG.\n\n```\nGG\n```\n";
    let outcome = layout_with("[abbreviations]\nGG = \"Grundgesetz\"\n", text);
    assert_eq!(words(&outcome), ["GG = Grundgesetz"]);
}

#[test]
fn abbreviations_change_nothing_that_is_seen() {
    let text = format!(
        "Nach dem (AsylbLG), AsylbLG-Recht und dem SGB\u{a0}II, z.B. „GG“. {} AsylbLG. {}\n",
        filler(40).replace("Gesetze", "GG,AsylbLG-Gesetze"),
        filler(300).replace("Gemeinde", "AsylbLG-Behörde")
    );
    let (plain, marked) = (layout(&text), layout_with(LAWS, &text));
    assert!(words(&marked).len() > 20);
    assert_eq!(plain.text(), marked.text());
    let (plain, marked) = (glyphs(&plain), glyphs(&marked));
    let sorted = |mut all: Vec<(usize, u16, i64, i64)>| {
        all.sort();
        all
    };
    let pairs = sorted(plain).into_iter().zip(sorted(marked));
    for (a, b) in pairs {
        assert!((a.0, a.1, a.3) == (b.0, b.1, b.3) && (a.2 - b.2).abs() <= 1, "{a:?} {b:?}");
    }
}

#[test]
fn an_abbreviation_over_two_lines_is_one_node() {
    let config = "[abbreviations]\n\"Gemeinde und Kreis\" = \"beide\"\n";
    let outcome = layout_with(config, &"Gemeinde und Kreis ".repeat(60));
    let nodes = found(&outcome, |role, _| matches!(role, Role::Abbreviation(_)));
    assert_eq!(nodes.len(), 60);
    let lines = |node: &NodeId| {
        let runs = runs_below(&outcome, *node);
        runs.iter().map(|(page, run)| (*page, (run.at.y * 10.0) as i64)).collect::<BTreeSet<_>>().len()
    };
    assert!(nodes.iter().any(|node| lines(node) == 2));
    assert!(nodes.iter().all(|node| text_below(&outcome, *node) == "Gemeinde und Kreis"));
}

// ---------------------------------------------------------------------------------------------
// Gender stars

#[test]
fn stars_are_read_as_written_unless_the_author_says_otherwise() {
    assert!(words(&layout("Die Bürger*innen und jede:r Rät_in.\n")).is_empty());
}

#[test]
fn stars_may_be_silent_or_a_pause() {
    let text = "Die Bürger*innen, Rät:innen, Expert_innen, Schüler/-innen und jede*r Migrant*in um 12:30.\n";
    let silent = layout_with("[spoken]\nstar = \"silent\"\n", text);
    let expected = [
        "Bürger*innen ~ Bürgerinnen",
        "Rät:innen ~ Rätinnen",
        "Expert_innen ~ Expertinnen",
        "Schüler/-innen ~ Schülerinnen",
        "jede*r ~ jeder",
        "Migrant*in ~ Migrantin",
    ];
    assert_eq!(words(&silent), expected);
    let pause = layout_with("[spoken]\nstar = \"pause\"\n", text);
    assert_eq!(words(&pause)[0], "Bürger*innen ~ Bürger innen");
    assert_eq!(silent.text(), layout(text).text());
}

#[test]
fn listed_words_come_before_the_rule_for_stars() {
    let config =
        "[spoken]\nstar = \"silent\"\n[spoken.words]\n\"Bürger*innen\" = \"Bürgerinnen und Bürger\"\n";
    let outcome = layout_with(config, "Die Bürger*innen, Bürger*innenrat und Rät*innen.\n");
    let expected =
        ["Bürger*innen ~ Bürgerinnen und Bürger", "Bürger*innenrat ~ Bürgerinnenrat", "Rät*innen ~ Rätinnen"];
    assert_eq!(words(&outcome), expected);
}

// ---------------------------------------------------------------------------------------------
// Decorative pictures

fn with_ornament(line: &str) -> Outcome {
    let project = Project::bare();
    let size = "width='90' height='40'";
    project.file(
        "chapters/o.svg",
        format!("<svg xmlns='http://www.w3.org/2000/svg' {size}><rect {size}/></svg>"),
    );
    project.chapter(&format!("Davor.\n\n{line}\n\nDanach.\n"));
    project.layout()
}

#[test]
fn a_decorative_picture_is_drawn_and_not_read() {
    let outcome = with_ornament("![](o.svg){.decorative}");
    assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
    let owners: Vec<Owner> = outcome
        .pages()
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(|item| match item {
            Item::Picture { owner, .. } => Some(*owner),
            _ => None,
        })
        .collect();
    assert_eq!(owners, [Owner::Artifact(Artifact::Layout)]);
    assert!(found(&outcome, |role, _| matches!(role, Role::Figure(_))).is_empty());
    assert!(!outcome.text().contains("decorative"));
}

#[test]
fn a_figure_after_an_ornament_is_the_first() {
    let outcome = with_ornament("![](o.svg){.decorative}\n\n![Ein Rechteck](o.svg \"Titel\")");
    assert!(outcome.text().contains("Abbildung\u{a0}1"), "{}", outcome.text());
}

#[test]
fn an_entry_is_no_word_that_goes_over_into_a_link_or_passage() {
    for text in ["Nach SGB [II gilt](https://example.org).\n", "Nach SGB [II gilt]{lang=en}.\n"] {
        let outcome = layout_with("[abbreviations]\n\"SGB II\" = \"Zweites Buch\"\n", text);
        assert_eq!(words(&outcome), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_bracket_in_an_address_closes_no_passage() {
    let outcome = layout("Dort: [see <https://example.org/a]b> there]{lang=en}.\n");
    assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
    assert_eq!(passages(&outcome), pairs(&[("en", "see https://example.org/a]b there")]));
}

#[test]
fn a_label_has_not_the_language_of_the_title_behind_it() {
    let outcome = layout("> [!achtung] [Important]{lang=en}\n> Text\n");
    assert_eq!(found(&outcome, |_, language| language), found(&outcome, |role, _| *role == Role::Passage));
    assert_eq!(passages(&outcome), pairs(&[("en", "Important")]));
}
