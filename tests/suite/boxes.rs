//! Nothing leaves its box: a word without an end, wherever it may stand, stays in its line, cell, box, column
//! and page, in every edition and on every sheet.

use crate::common::{Outcome, Project, layout, runs_of};
use brochure::pages::{Handout, Item, Page, TextRun};

/// Words of eighty letters: without a syllable, of syllables, of parts of a name, from right to left.
fn endless() -> [String; 4] {
    let compound = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    let name = "bericht_2024_v2.entwurf-final_mit_anhang.und_noch_mehr_fuer_alle_abteilungen.pdf";
    ["W".repeat(80), compound.to_owned(), name.to_owned(), "مرحبا".repeat(16)]
}

/// Holds an outcome to having no letters beyond a box or a page, on pages and on sheets.
fn stays(outcome: &Outcome, what: &str) {
    let leaving: Vec<String> =
        outcome.diagnostics.iter().filter(|d| d.code == "leaves-box").map(|d| d.message()).collect();
    assert_eq!(leaving, Vec::<String>::new(), "{what}");
    let brochure = outcome.brochure.as_ref().unwrap_or_else(|| panic!("{what}\n{}", outcome.rendered()));
    let own = brochure.own.iter();
    for pages in own.chain(brochure.apart.iter().map(|(_, pages)| pages)) {
        let (width, height) = pages.trim;
        for run in pages.pages.iter().flat_map(|page| runs_of(page)) {
            is_within(run, (width, height), what);
        }
        let on_sheets = pages.handouts.iter().flat_map(|handout| handout.sides.iter().flatten());
        for item in on_sheets {
            let Item::Text(run) = item else { continue };
            is_within(run, Handout::SIZE, what);
        }
    }
}

fn is_within(run: &TextRun, (width, height): (f64, f64), what: &str) {
    let right = run.at.x + run.width_of_letters();
    let inside = run.at.x > -0.5 && right < width + 0.5 && run.at.y > 0.0 && run.at.y < height;
    assert!(inside, "{what}: {:?} at {:?} to {right}", run.text, run.at);
}

const EDITIONS: &str =
    "[edition.booklet]\nkind = \"booklet\"\n[edition.grossdruck]\nkind = \"large-print\"\n";

/// Lays out a text in a chapter, in the own look and in large print.
fn in_text(text: &str, word: &str) -> Outcome {
    let project = Project::with(&format!("[cover]\nenabled = false\n{EDITIONS}"));
    project.file("chapters/bild.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='30'/>");
    project.file("chapters/bild.heic", b"\0\0\0\x18ftypheic".repeat(4));
    project.chapter(&text.replace('@', word));
    project.layout()
}

/// Places in a chapter; `@` stands for the word.
const PLACES: &[(&str, &str)] = &[
    ("paragraph", "Ein @ und ein @.\n"),
    ("marked words", "Ein *@* und **@** und ***@*** und ~~@~~ und `@` und <small>@</small>.\n"),
    ("headings", "## @\n\n### @\n\n#### @\n\nText\n"),
    ("checklist", "## @ {.checklist}\n\n- [ ] @\n- [x] **@** @\n"),
    ("lists", "- @\n- Zitat\n\n  > - @\n  >\n  >   1. @\n  >\n  >      - [ ] @\n"),
    ("quotation", "> @\n>\n> > @\n"),
    ("callouts", "> [!praxistipp] @\n> @\n>\n> - @\n\n> [!rechtslage] @\n> @\n"),
    ("pull quote", "> [!zitat]\n> „@“\n>\n> -- @\n"),
    ("definition", "@\n: @\n"),
    ("code", "```\n@ @\n    @\n```\n"),
    ("footnote", "Text[^1]\n\n[^1]: @\n"),
    (
        "table",
        "Tabelle: @\nQuelle: @\n\n| @ | @ | Nr. |\n|:--|--:|---|\n| @ | @ | 1 |\n| **@** | | |\n| a | 1,5 | 2 |\n",
    ),
    (
        "table of seven columns",
        "| A | B | C | D | E | F | @ |\n|---|---|---|---|---|---|---|\n| @ | @ | @ | 1 | 2 | @ | @ |\n",
    ),
    (
        "table of many columns",
        "| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 |\n|--|--|--|--|--|--|--|--|--|--|--|--|--|\n| @ | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | @ |\n",
    ),
    ("table in a box", "> [!praxistipp]\n> | @ | @ | @ | @ |\n> |---|---|---|---|\n> | @ | @ | @ | @ |\n"),
    (
        "figures",
        "![@](bild.svg \"@. Quelle: @\")\n\n![@](bild.heic \"@\")\n\n![@](bild.svg \"@\") ![@](bild.svg \"@\")\n",
    ),
    (
        "bars",
        "```chart\nkind = \"bar\"\ntitle = \"t\"\nlabels = [\"@\", \"b\"]\n[[series]]\nname = \"@\"\nvalues = [20, 30]\n[[series]]\nname = \"@\"\nvalues = [2, 3]\n```\n",
    ),
    (
        "stacked bars",
        "```chart\nkind = \"stacked\"\ntitle = \"t\"\nlabels = [\"@\", \"b\"]\n[[series]]\nname = \"@\"\nvalues = [20, 30]\n[[series]]\nname = \"@\"\nvalues = [12, 13]\n```\n",
    ),
    (
        "lines",
        "```chart\nkind = \"line\"\ntitle = \"t\"\nlabels = [\"@\", \"b\", \"@\"]\n[[series]]\nname = \"@\"\nvalues = [20, 30, 40]\n```\n",
    ),
    (
        "unit, title and source",
        "```chart\nkind = \"line\"\ntitle = \"@\"\nsource = \"@\"\nunit = \"@\"\nlabels = [\"a\", \"b\"]\n[[series]]\nname = \"c\"\nvalues = [20, 30]\n```\n",
    ),
    ("code beside a line", "Text [@](https://example.org/ \"QR: @\") und <https://example.org/@>.\n"),
];

#[test]
fn an_endless_word_stays_in_its_box_wherever_it_stands_in_a_chapter() {
    for word in endless() {
        for (place, text) in PLACES {
            stays(&in_text(text, &word), &format!("{place}: {word}"));
        }
    }
}

/// A project with the word as title of the brochure and of chapters, and these lines in brochure.toml.
fn titled(word: &str, config: &str) -> Project {
    let project = Project::with(&format!("{config}{EDITIONS}"));
    let toml = std::fs::read_to_string(project.path("brochure.toml")).expect("the file");
    project.file("brochure.toml", toml.replace("\"Probe\"", &format!("\"{word}\"")));
    let front = format!("title = \"{word}\"\nsummary = \"{word}\"\nkey-points = [\"{word}\"]");
    project.file("chapters/01.md", format!("+++\n{front}\n+++\n\n{word}\n\n## {word}\n\nText\n"));
    project.file("chapters/02.md", format!("# {word}\n\nText\n\n## {word} {{.checklist}}\n\nText\n"));
    let glossary =
        format!("+++\ntitle = \"Wörter\"\nkind = \"glossary\"\n+++\n\n{word}\n: {word} [{word}](02.md)\n");
    project.file("chapters/03.md", glossary);
    project
}

#[test]
fn an_endless_word_stays_in_its_box_on_covers() {
    for word in endless() {
        let config = format!(
            "subtitle = \"{word}\"\nkicker = \"{word}\"\ndate = 2019-10-22\n[imprint]\nenabled = false\n\
             [cover]\npublishers-label = \"{word}\"\n\
             [back]\nkicker = \"{word}\"\nclaim = \"{word}\"\nblurb = \"{word}\"\n\
             [[publisher]]\nname = \"{word}\"\n[[publisher]]\nname = \"Verein\"\nshort-name = \"{word}\"\n"
        );
        stays(&titled(&word, &config).layout(), &word);
    }
}

#[test]
fn an_endless_word_stays_in_its_box_in_imprint_and_contents() {
    for word in endless() {
        let config = format!(
            "edition-note = \"{word}\"\n[cover]\nenabled = false\n[contents]\ndepth = 2\n\
             [[imprint.row]]\nlabel = \"{word}\"\ntext = \"{word}\"\n"
        );
        stays(&titled(&word, &config).layout(), &word);
    }
}

/// Baselines of the runs on a page that hold these words, without those said twice.
fn baselines(page: &Page, words: &str) -> Vec<f64> {
    let mut found: Vec<f64> =
        runs_of(page).filter(|run| run.text.contains(words)).map(|run| run.at.y).collect();
    found.dedup();
    found
}

#[test]
fn a_kicker_ends_before_the_date_and_the_title_below_it() {
    let kicker =
        "Zehn Kapitel für engagierte Bürgerinnen und Bürger in allen Gemeinden, Städten und Landkreisen";
    let project = Project::with(&format!("kicker = \"{kicker}\"\ndate = 2019-10-22\n"));
    project.chapter("Text\n");
    let outcome = project.layout();
    let cover = &outcome.pages().pages[0];
    let date = runs_of(cover).find(|run| run.text.starts_with("Oktober")).expect("the date");
    let first = runs_of(cover).find(|run| run.text.starts_with("Zehn")).expect("the kicker");
    assert!(first.at.x + first.width_of_letters() < date.at.x, "{first:?}");
    assert!(first.size < date.size && first.size >= 0.8 * date.size - 0.001, "{}", first.size);
    let (last, title) = (baselines(cover, "Landkreisen"), baselines(cover, "Probe"));
    assert!(last[0] > first.at.y && title[0] > last[0] + 20.0, "{last:?} {title:?}");
}

#[test]
fn the_band_of_a_checklist_grows_with_its_title() {
    let title = "Was können wir in unserer Gemeinde alle gemeinsam dafür tun?";
    let of = |title: &str| {
        let outcome = layout(&format!("Text\n\n## {title} {{.checklist}}\n\n- [ ] Reden\n"));
        let page = outcome.pages().pages.iter().find(|page| page.kind == "checklist").expect("a checklist");
        let band = page.items.iter().find_map(|item| match item {
            Item::Fill { rect, .. } => Some(rect.bottom()),
            _ => None,
        });
        let lines = runs_of(page).filter(|run| run.size > 20.0).map(|run| run.at.y).fold(0.0, f64::max);
        let first = |words: &str| runs_of(page).find(|run| run.text.starts_with(words)).map(|run| run.at.y);
        let below = [first("Zum Kopieren").expect("the words below"), band.expect("a band")];
        (lines, below, first("Reden").expect("the item"))
    };
    let (short, long) = (of("Kurz"), of(title));
    assert!(long.0 > short.0 + 20.0, "the title takes another line");
    let grown = long.0 - short.0;
    let pairs = short.1.into_iter().zip(long.1).chain([(short.2, long.2)]);
    assert!(pairs.into_iter().all(|(short, long)| (long - short - grown).abs() < 0.1), "{short:?} {long:?}");
}

#[test]
fn numbers_of_items_and_notes_have_room_before_their_text() {
    let outcome = layout("123456789. Punkt\n123456790. Noch einer\n");
    let (number, text) = (outcome.run("123456789").1, outcome.run("Punkt").1);
    assert!(number.at.x + number.width_of_letters() < text.at.x, "{number:?} {text:?}");
    let calls: String = (1..=1200).map(|n| format!("Wort[^{n}] ")).collect();
    let notes: String = (1..=1200).map(|n| format!("[^{n}]: Beleg\n")).collect();
    stays(&layout(&format!("{calls}\n\n{notes}")), "many notes");
}

#[test]
fn what_is_nested_deep_stays_in_its_column() {
    let list: String = (0..12).map(|n| format!("{}- Wort{n} und noch eines\n", "  ".repeat(n))).collect();
    stays(&layout(&list), "lists");
    let quotation: String =
        (1..13).map(|n| format!("{} Wort{n}\n{}\n", ">".repeat(n), ">".repeat(n))).collect();
    stays(&layout(&quotation), "quotations");
    let boxes: String = (1..6)
        .map(|n| format!("{0} [!praxistipp] Titel\n{0} Wort{n}\n{0}\n", "> ".repeat(n).trim_end()))
        .collect();
    stays(&layout(&boxes), "boxes");
}

#[test]
fn columns_that_hold_letters_only_become_rows() {
    let row = |cell: &str| format!("> > > | {} |\n", [cell; 12].join(" | "));
    let table = format!(
        "> [!praxistipp]\n> Text\n>\n> > [!praxistipp]\n> > Text\n> >\n> > > [!praxistipp]\n> > > Text\n> > >\n{}{}{}",
        row("Spalte"),
        row("---"),
        row("Verwaltung")
    );
    let outcome = layout(&table);
    stays(&outcome, "a narrow table");
    assert!(outcome.text().contains("Spalte: Verwaltung"), "{}", outcome.text());
}

#[test]
fn a_mark_below_code_that_is_far_to_the_right_goes_to_the_next_line() {
    let outcome = layout(&format!("```\n |{}{} erwartet\n```\n", " ".repeat(44), "^".repeat(30)));
    stays(&outcome, "code");
    assert!(!outcome.codes().contains(&"overlong-word"), "{:?}", outcome.codes());
}

#[test]
fn a_measure_of_the_theme_that_puts_letters_out_of_their_box_is_noticed() {
    let project = Project::with(&format!("[running]\nfolio-gap = \"27.5mm\"\n{EDITIONS}"));
    project.chapter("Text\n");
    let outcome = project.layout();
    let found = outcome.find("leaves-box").message();
    assert!(found.starts_with("„2“ leaves its box on page 2 by "), "{found}");
}
