//! The large-print edition: what readers with low vision are promised holds on every page, in every theme.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::common::{Outcome, Project, filler, lines_of, runs_of};
use brochure::geom::{MM, Point, Pt, Rect};
use brochure::ids::NodeId;
use brochure::node::Role;
use brochure::pages::{Artifact, Item, Owner, Page, TextRun, dump};
use brochure::style::contrast::ratio;

/// Themes that the look is laid over.
const THEMES: [&str; 2] = ["ortsplan", "kanzlei"];
/// The edition beside the one for the screen.
const EDITIONS: &str = "[edition.screen]\nkind = \"screen\"\n[edition.gross]\nkind = \"large-print\"\n";
/// Wider than any line.
const ENDLESS: &str =
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzesvorlagenausschussmitglieder";
/// Goes side by side on A4 in small type only.
const WIDE_TABLE: &str = "Tabelle: Sechs Spalten {#sechs}\n\n\
    | Kommune | Zuständigkeit[^k] | Beschlussdatum | Ansprechperson | Aufnahmeplätze | Veröffentlichung |\n\
    |:--|:--|:--|:--|--:|:--|\n\
    | **Rheinland** | | | | | |\n\
    | Kaiserslautern | Sozialdezernat | 24.9.2018 | Integrationsbeauftragte | 120 | Amtsblatt |\n\
    | Trier | Ausländerbehörde | 26.9.2018 | | 80 | Ratsinformationssystem |\n";

/// A project with every kind of page and block.
fn project(theme: &str, edition: &str) -> Project {
    let project = Project::with(&format!(
        "subtitle = \"Eine Zeile\"\ntheme = \"{theme}\"\nkicker = \"Reihe\"\ndate = 2019-10-22\n\
         [[publisher]]\nname = \"Verein\"\naddress = [\"Straße 1\"]\nurl = \"https://example.org\"\n\
         [back]\nclaim = \"Ein Satz.\"\nblurb = \"Noch einer.\"\n[imprint]\nresponsible = \"Eine Person\"\n{edition}"
    ));
    let text = filler(60);
    let chart = "```chart\nkind = \"bar\"\ntitle = \"Plätze\"\nunit = \"Personen\"\nlabels = [\"Gemeinschaftsunterkunft\", \"B\"]\n\
                 [[series]]\nname = \"heute\"\nvalues = [3, 5]\n[[series]]\nname = \"morgen\"\nvalues = [4, 1]\n```\n";
    let body = format!(
        "{text}[^n] Fläche in m^2^ und CO~2~, `code`, *betont* und [Fenster](https://example.org \"QR: Muster\"). \
         {ENDLESS}. Integrationsbeauftragte, Ausländerbehörden und Gemeinschaftsunterkünfte.\n\n{text}\n\n\
         ## Abschnitt\n\n{text}\n\n### Unten\n\n- **Anfang.** Punkt\n  - tiefer\n\n1. Punkt\n\n> Zitat\n\n\
         #### Lauf\n\n{text}\n\n> [!praxistipp] Titel\n> {text}\n>\n> {text}\n\n> [!rechtslage]\n> {text}\n\n\
         > [!achtung]\n> Frist.\n\n> [!weiterlesen]\n> Buch.\n\n> [!zitat]\n> Ein Wort.\n>\n> — Wer\n\n\
         {chart}\n| A | B |\n|:--|:--|\n| 1 | 2 |\n\n{WIDE_TABLE}\n    Quelltext\n\n***\n\n{text} Siehe [](02.md).\n\n\
         [^n]: Note mit [Link](https://example.org).\n[^k]: Nach der Satzung.\n\n\
         ## Was tun? {{.checklist}}\n\n### Informieren\n\n- [ ] **Fragen.** Wen?\n"
    );
    for n in 1..=3 {
        let front = "summary = \"Worum es geht.\"\nkey-points = [\"Eins\", \"Zwei\"]\ntoc-summary = \"Kurz\"";
        let title = format!("title = \"Kapitel {n}\"");
        project.file(&format!("chapters/0{n}.md"), format!("+++\n{title}\n{front}\n+++\n\n{body}"));
    }
    let terms = "Asylbewerberleistungsgesetz\n: Ein Gesetz. [Kapitel 1](01.md)\n\nRat\n: Gremium.\n";
    project.file(
        "chapters/04.md",
        format!("+++\ntitle = \"Glossar\"\nsummary = \"Begriffe.\"\nkind = \"glossary\"\n+++\n\n{terms}"),
    );
    project
}

/// The large pages in the place of the brochure's own.
fn large(mut outcome: Outcome) -> Outcome {
    let refused = outcome.rendered();
    let brochure = outcome.brochure.as_mut().unwrap_or_else(|| panic!("refused:\n{refused}"));
    brochure.own = Some(brochure.apart.remove(0).1);
    outcome
}

/// Laid over each theme.
static BOTH: LazyLock<Vec<Outcome>> =
    LazyLock::new(|| THEMES.map(|theme| large(project(theme, EDITIONS).layout())).into());

fn own_look(toml: &str) -> Outcome {
    let project = Project::with("[edition.gross]\nkind = \"large-print\"\ntheme = \"mein.toml\"\n");
    project.file("mein.toml", toml).chapter(&format!("{}\n\n> [!praxistipp]\n> Rat.", filler(40)));
    project.layout()
}

fn set_of(outcome: &Outcome, run: &TextRun) -> (String, Pt) {
    (outcome.pages().fonts[run.face.0 as usize].name.clone(), run.size)
}

fn contains(rect: &Rect, at: Point) -> bool {
    (rect.x..=rect.right()).contains(&at.x) && (rect.y..=rect.bottom()).contains(&at.y)
}

/// Every run with what is painted under it: the colour of the ground, and whether a picture.
fn grounds<'p>(outcome: &Outcome, page: &'p Page) -> Vec<(&'p TextRun, [u8; 3], bool)> {
    let palette = &outcome.pages().palette;
    let mut found = Vec::new();
    for (n, item) in page.items.iter().enumerate() {
        let Item::Text(run) = item else { continue };
        let middle = Point { x: run.at.x + run.width() / 2.0, y: run.at.y - 0.3 * run.size };
        let (mut ground, mut pictured) = ([255; 3], false);
        for below in &page.items[..n] {
            match below {
                Item::Fill { rect, colour, .. } if contains(rect, middle) => {
                    (ground, pictured) = (palette.ink(*colour).rgb, false);
                }
                Item::Picture { rect, clip, .. } if contains(&clip.unwrap_or(*rect), middle) => {
                    pictured = true
                }
                _ => {}
            }
        }
        found.push((run, ground, pictured));
    }
    found
}

#[test]
fn nothing_is_smaller_than_14_points_and_text_has_18() {
    for outcome in BOTH.iter() {
        for run in outcome.runs() {
            assert!(run.size >= 14.0 - 1e-9, "{} pt: {:?}", run.size, run.text);
        }
        for words in ["Die Gemeinde", "Punkt", "Frist.", "Fragen.", "Ein Gesetz"] {
            assert_eq!(outcome.run(words).1.size, 18.0, "{words}");
        }
        for words in ["Note mit", "Plätze", "Personen", "Nach der Satzung"] {
            assert_eq!(outcome.run(words).1.size, 16.0, "{words}");
        }
    }
}

#[test]
fn all_words_stand_upright_in_one_open_sans() {
    for outcome in BOTH.iter() {
        let fonts: BTreeSet<String> = outcome
            .runs()
            .iter()
            .filter(|run| !run.text.trim().is_empty())
            .map(|run| set_of(outcome, run).0)
            .collect();
        let known = ["Regular", "Semibold", "Bold"].map(|weight| format!("SourceSans3-{weight}.ttf"));
        let others: Vec<&String> = fonts.iter().filter(|name| !known.contains(name)).collect();
        assert_eq!(others, ["SourceCodePro-Regular.ttf"]);
        assert_eq!(set_of(outcome, outcome.run("betont").1).0, "SourceSans3-Semibold.ttf");
    }
}

#[test]
fn only_words_wider_than_their_line_are_broken() {
    let broken = |outcome: &Outcome| -> BTreeSet<String> {
        let broken = outcome.runs().into_iter().filter(|run| run.text.ends_with('\u{ad}'));
        broken.map(|run| run.text.rsplit(' ').next().unwrap_or_default().to_owned()).collect()
    };
    for outcome in BOTH.iter() {
        let words = broken(outcome);
        assert!(!words.is_empty());
        for word in words {
            let part = word.replace('\u{ad}', "");
            assert!([ENDLESS, "Gemeinschaftsunterkunft"].iter().any(|long| long.contains(&part)), "{word}");
        }
    }
    let small = project("ortsplan", EDITIONS).layout();
    assert!(broken(&small).iter().any(|word| !ENDLESS.contains(&word.replace('\u{ad}', ""))));
}

#[test]
fn lines_are_ragged_on_a_measure_of_55_letters() {
    for outcome in BOTH.iter() {
        let body = |run: &&&TextRun| run.size == 18.0 && run.text.len() > 35;
        let mut ends: Vec<i64> =
            outcome.runs().iter().filter(body).map(|run| (run.at.x + run.width()) as i64).collect();
        ends.sort_unstable();
        ends.dedup();
        assert!(ends.len() > 8, "{ends:?}");
        let longest = outcome.runs().iter().filter(body).map(|run| run.text.chars().count()).max();
        assert!(longest.is_some_and(|count| (45..=64).contains(&count)), "{longest:?}");
    }
}

#[test]
fn words_have_a_contrast_of_7_to_1_and_no_picture_behind_them() {
    for outcome in BOTH.iter() {
        assert!(outcome.diagnostics.iter().all(|d| d.code != "contrast"), "{}", outcome.rendered());
        let palette = &outcome.pages().palette;
        for page in &outcome.pages().pages {
            for (run, ground, pictured) in grounds(outcome, page) {
                let found = ratio(palette.ink(run.colour).rgb, ground);
                assert!(found >= 7.0, "page {}: {:?} has {found:.2}", page.number, run.text);
                // The theme's plan of the cover is empty behind the titles.
                assert!(!pictured || page.kind == "cover", "page {}: {:?}", page.number, run.text);
            }
        }
    }
}

#[test]
fn nothing_leaves_the_type_area() {
    for outcome in BOTH.iter() {
        let (left, right) = (22.0 * MM, (210.0 - 22.0) * MM);
        let foot = (297.0 - 24.0) * MM;
        for page in outcome.pages().pages.iter().filter(|p| p.kind != "cover" && p.kind != "back") {
            for run in runs_of(page).filter(|r| r.owner != Owner::Artifact(Artifact::PageNumber)) {
                // Opening quotation marks hang.
                let start = if run.text.starts_with('„') { left - run.size } else { left };
                let end = run.at.x + run.width() - if run.text.ends_with(' ') { run.size } else { 0.0 };
                let inside = run.at.x >= start - 10.0 && end <= right + 0.5 && run.at.y <= foot;
                assert!(inside, "page {}: {:?} at {:?} to {end}", page.number, run.text, run.at);
            }
        }
    }
}

#[test]
fn the_contents_and_references_name_the_pages_of_this_edition() {
    for (theme, outcome) in THEMES.into_iter().zip(BOTH.iter()) {
        let opened = |outcome: &Outcome| -> Vec<usize> {
            outcome.pages().pages.iter().filter(|p| p.kind == "opener").map(|p| p.number).collect()
        };
        let small = opened(&project(theme, EDITIONS).layout());
        let openers = opened(outcome);
        assert_eq!(openers.len(), 3);
        assert_ne!(openers, small);
        let contents = outcome.pages().pages.iter().filter(|p| p.kind == "contents");
        let rows: Vec<String> = contents.flat_map(|page| lines_of(page)).collect();
        for (n, page) in openers.iter().enumerate() {
            let row = format!("{} Kapitel\u{a0}{} {page}", n + 1, n + 1);
            assert!(rows.iter().any(|found| found.trim() == row), "{row} is not in {rows:?}");
        }
        assert!(outcome.text().contains(&format!("S.\u{a0}{}", openers[1])), "{}", outcome.text());
    }
}

#[test]
fn a_table_without_room_is_set_row_by_row() {
    for outcome in BOTH.iter() {
        let blocks = "RheinlandKommune: KaiserslauternZuständigkeit2: SozialdezernatBeschlussdatum: 24.9.2018\
                      Ansprechperson: IntegrationsbeauftragteAufnahmeplätze: 120Veröffentlichung: Amtsblatt\
                      Kommune: TrierZuständigkeit: AusländerbehördeBeschlussdatum: 26.9.2018Aufnahmeplätze: 80";
        assert!(outcome.text().contains(blocks), "{}", outcome.text());
        let lines: Vec<String> = outcome.pages().pages.iter().flat_map(|page| lines_of(page)).collect();
        assert!(
            lines.contains(&"Ansprechperson: Integrationsbeauftragte".to_owned()),
            "a line for each cell"
        );
    }
}

#[test]
fn a_table_in_blocks_is_tagged_as_a_table_with_each_head_once() {
    let outcome = &BOTH[0];
    let tree = &outcome.pages().structure;
    let heads = tree.ids().filter(|n| matches!(tree.get(*n).role, Role::HeaderCell(..)));
    let mut counted = 0;
    for head in heads {
        let owners: BTreeSet<NodeId> = tree.get(head).children.iter().copied().collect();
        let owned = |run: &&&TextRun| matches!(run.owner, Owner::Node(node) if owners.contains(&node));
        let words: String = outcome.runs().iter().filter(owned).map(|run| run.text.as_str()).collect();
        counted += usize::from(words.starts_with("Ansprechperson"));
        assert!(words.matches("Ansprechperson").count() <= 1, "{words}");
    }
    assert_eq!(counted, 3, "one in each chapter");
}

#[test]
fn a_table_without_rows_keeps_its_head() {
    let project = Project::with(EDITIONS);
    let heads = ["Zuständigkeitsverteilung", "Aufnahmekapazitäten", "Veröffentlichungspflicht"];
    project.chapter(&format!("Text.\n\n| {} |\n|:--|:--|:--|\n", heads.join(" | ")));
    let outcome = large(project.layout());
    assert!(heads.iter().all(|head| outcome.text().contains(head)), "{}", outcome.text());
}

#[test]
fn a_narrow_table_stays_side_by_side() {
    for outcome in BOTH.iter() {
        assert!(outcome.pages().pages.iter().flat_map(|page| lines_of(page)).any(|line| line == "AB"));
    }
}

#[test]
fn paragraphs_are_a_line_apart_and_not_indented() {
    let project =
        Project::with(&format!("[cover]\nenabled = false\n[contents]\nenabled = false\n{EDITIONS}"));
    project.chapter(&format!("{}\n\nZweiter Absatz.", filler(20)));
    let outcome = large(project.layout());
    let (before, after) = (outcome.run("Gemeinde entscheidet.").1.at, outcome.run("Zweiter").1.at);
    assert!((after.y - before.y - 50.0).abs() < 0.01, "{} pt", after.y - before.y);
    assert_eq!(after.x, outcome.run("Die Gemeinde").1.at.x);
}

#[test]
fn drawings_grow_to_the_measure() {
    let project = Project::with(EDITIONS);
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"295\" height=\"100\"><path d=\"M0 0h295v100z\"/></svg>";
    project.file("chapters/bild.svg", svg).chapter("![Ein Dreieck](bild.svg)");
    let width = |outcome: &Outcome| {
        let items = outcome.pages().pages.iter().filter(|p| p.kind == "text").flat_map(|p| &p.items);
        let widths = items.filter_map(|item| match item {
            Item::Picture { rect, .. } => Some(rect.w),
            _ => None,
        });
        widths.fold(0.0, f64::max)
    };
    let outcome = project.layout();
    let small = width(&outcome);
    let large = width(&large(outcome));
    assert!(small < 296.0 && (large - 166.0 * MM).abs() < 0.1, "{small} and {large} pt");
}

#[test]
fn codes_are_listed_at_the_end_of_the_chapter() {
    for outcome in BOTH.iter() {
        let (page, words) = outcome.run("Muster");
        let code = page.items.iter().find_map(|item| match item {
            Item::Modules { rect, .. } => Some(*rect),
            _ => None,
        });
        let code = code.expect("a code on the page");
        assert!(
            code.x >= 22.0 * MM - 0.1 && code.w >= 26.0 * MM - 0.1 && words.at.x > code.right(),
            "{code:?}"
        );
    }
}

#[test]
fn lines_to_write_on_come_back_on_the_second_page_of_a_checklist() {
    let project = Project::with(EDITIONS);
    let items = "- [ ] **Fragen.** Wen?\n".repeat(30);
    project.chapter(&format!("Text.\n\n## Was tun? {{.checklist}}\n\n{items}"));
    let outcome = large(project.layout());
    let checklists: Vec<&Page> =
        outcome.pages().pages.iter().map(|p| &**p).filter(|p| p.kind == "checklist").collect();
    assert_eq!(checklists.len(), 2);
    let written = |page: &Page| lines_of(page).iter().any(|line| line.contains("bis wann"));
    assert!(!written(checklists[0]) && written(checklists[1]));
    let lowest = runs_of(checklists[0]).map(|run| run.at.y).fold(0.0, f64::max);
    assert!(lowest > 700.0, "the first page is full, down to {lowest} pt");
}

#[test]
fn the_other_editions_stay_as_they_were() {
    let pages = |edition| dump::dump(project("ortsplan", edition).layout().pages());
    assert!(pages("") == pages(EDITIONS), "the pages for the screen differ");
}

#[test]
fn a_look_of_the_project_lies_over_that_of_the_program() {
    let outcome =
        large(own_look("[style.body]\nsize = \"20pt\"\nleading = \"28pt\"\n[grid]\nleading = \"28pt\"\n"));
    assert_eq!(outcome.run("Die Gemeinde").1.size, 20.0);
    assert_eq!(outcome.run("Rat.").1.size, 18.0);
    let outcome = large(own_look(
        "[style.\"*\"]\ncolor = \"#000000\"\n[callout.\"*\"]\nlabel = \"Kasten\"\nlabel-color = \"#000000\"\n",
    ));
    let palette = &outcome.pages().palette;
    for words in ["Die Gemeinde", "Kasten"] {
        assert_eq!(palette.ink(outcome.run(words).1.colour).rgb, [0; 3], "{words}");
    }
}

#[test]
fn faults_of_a_look_stand_where_they_are() {
    let cases = [
        ("[style.bodie]\nsize = \"19pt\"\n", "unknown-key", "mein.toml:1:8", "`body`"),
        ("[page]\nbled = \"3mm\"\n", "unknown-key", "mein.toml:2:1", "`bleed`"),
        ("[opner]\nart = \"\"\n", "unknown-key", "mein.toml:1:2", "`opener`"),
        ("[style.body]\nsize = 19\n", "config-type", "mein.toml:2:8", "pt"),
        ("[paragraph]\nemphasis = \"fett\"\n", "config-value", "mein.toml:2:12", "bold"),
        ("[page\n", "toml-syntax", "mein.toml:1:6", "brackets"),
    ];
    for (toml, code, place, hint) in cases {
        let outcome = own_look(toml);
        assert!(outcome.brochure.is_none(), "{toml}");
        assert_eq!(outcome.place(code), place, "{toml}\n{}", outcome.rendered());
        let said = outcome.find(code);
        let told = format!("{} {}", said.label(), said.help().unwrap_or_default());
        assert!(told.contains(hint), "{}", outcome.rendered());
    }
    let project = Project::with("[edition.gross]\nkind = \"large-print\"\ntheme = \"grosdruck\"\n");
    project.chapter("Text.");
    let outcome = project.layout();
    assert_eq!(outcome.place("unknown-theme"), "brochure.toml:7:9");
}

#[test]
fn pale_text_is_measured_by_the_look() {
    let said = |toml: &str| {
        let outcome = own_look(toml);
        let pale = outcome.diagnostics.iter().find(|d| d.code == "contrast").map(|d| d.message());
        pale.unwrap_or_default()
    };
    let message = said("[style.heading-2]\ncolor = \"#767676\"\n");
    assert!(message.contains("needs 7:1") && message.ends_with("(edition gross)"), "{message}");
    assert_eq!(
        said("[style.heading-2]\ncolor = \"#767676\"\n[contrast]\ntext = 4.5\nlarge-text = 3.0\n"),
        ""
    );
}

#[test]
fn complaints_that_all_editions_have_are_said_once() {
    let project = Project::with(EDITIONS);
    project.chapter("Text.[^nie]");
    let outcome = project.layout();
    assert_eq!(outcome.codes(), ["dangling-note"], "{}", outcome.rendered());
    assert!(!outcome.find("dangling-note").message().contains("edition"), "{}", outcome.rendered());
}
