//! Tables on turned pages: which are turned, where everything of them lies, and what stays upright.

use std::sync::Arc;

use brochure::document::Target;
use brochure::geom::{MM, Pt, Rect, Side};
use brochure::ids::NodeId;
use brochure::node::{Role, Scope, Structure};
use brochure::pages::{Item, Owner, Page, TextRun, Turn, dump};
use lopdf::Document;

use crate::common::raster::{Raster, rasters};
use crate::common::{Outcome, Project, filler, layout, runs_of};

// The theme of the tests.
const LEFT: Pt = 10.0 * MM;
const VERSO_LEFT: Pt = 28.0 * MM;
const MEASURE: Pt = 110.0 * MM;
const TOP: Pt = 15.0 * MM;
const DEPTH: Pt = 36.0 * 14.0;
const TRIM: (Pt, Pt) = (148.0 * MM, 210.0 * MM);

/// A caption and a table of so many columns and rows; cells are named by row and column.
fn table(caption: &str, columns: usize, rows: usize) -> String {
    let row = |cell: &dyn Fn(usize) -> String| {
        let cells: Vec<String> = (1..=columns).map(cell).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let body: String = (1..=rows).map(|r| row(&|c| format!("z{r}s{c}"))).collect();
    format!("{caption}\n\n{}{}{body}\n", row(&|c| format!("K{c}")), row(&|_| "--".to_owned()))
}

fn landscape(columns: usize, rows: usize) -> String {
    table("Tabelle: Breit {.landscape}", columns, rows)
}

fn turned_on(page: &Page) -> impl Iterator<Item = &TextRun> {
    runs_of(page).filter(|run| run.turn == Turn::Left)
}

/// The numbers of the pages on which something is turned.
fn turned_pages(outcome: &Outcome) -> Vec<usize> {
    let pages = outcome.pages().pages.iter();
    pages.filter(|page| turned_on(page).next().is_some()).map(|page| page.number).collect()
}

#[track_caller]
fn quiet(text: &str) -> Outcome {
    let outcome = layout(text);
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    outcome
}

#[track_caller]
fn near(found: Pt, wanted: Pt) {
    assert!((found - wanted).abs() < 0.01, "{found:.3} is not {wanted:.3}");
}

fn left(page: &Page) -> Pt {
    if page.side == Side::Recto { LEFT } else { VERSO_LEFT }
}

fn page(outcome: &Outcome, number: usize) -> &Page {
    &outcome.pages().pages[number - 1]
}

// Where things lie

#[test]
fn lines_of_a_turned_table_run_up_the_page_from_its_foot() {
    let outcome = quiet(&format!("Davor.\n\n{}", landscape(4, 3)));
    assert_eq!(turned_pages(&outcome), [2]);
    let (page, caption) = outcome.run("Breit");
    let [first, last, below] = ["K1", "K4", "z3s1"].map(|words| outcome.run(words).1);
    // The first column begins at the foot of the type area, further ones stand above it.
    near(first.at.y, TOP + DEPTH);
    near(first.at.x, last.at.x);
    assert!(last.at.y < TOP + DEPTH / 2.0, "the columns take the depth of the page: {:.1}", last.at.y);
    // The head of the table stands at the left edge, further rows to the right of it.
    let edges = [left(page), caption.at.x, first.at.x, below.at.x, left(page) + MEASURE];
    assert!(edges.is_sorted(), "{edges:?}");
    assert!(caption.at.x < left(page) + 14.0, "{:.1}", caption.at.x);
}

#[test]
fn rules_of_a_turned_table_stand_upright_over_the_depth_of_the_page() {
    for before in ["Davor.\n\n".to_owned(), format!("{}\n\n<!-- pagebreak -->\n\n", filler(600))] {
        let outcome = quiet(&format!("{before}{}", landscape(4, 3)));
        let number = turned_pages(&outcome)[0];
        let page = page(&outcome, number);
        let rules = page.items.iter().filter_map(|item| match item {
            Item::Fill { rect, .. } if rect.h > 400.0 => Some(*rect),
            _ => None,
        });
        let rules: Vec<Rect> = rules.collect();
        assert_eq!(rules.len(), 5, "head, and a rule below each row");
        for rule in rules {
            assert!(rule.w <= 2.0 && rule.x > left(page) && rule.right() < left(page) + MEASURE, "{rule:?}");
            near(rule.y, TOP);
            near(rule.h, DEPTH);
        }
    }
}

#[test]
fn furniture_of_a_turned_page_stays_upright() {
    let outcome = quiet(&format!("Davor.\n\n{}", landscape(4, 3)));
    let page = page(&outcome, 2);
    for words in ["2", "Kapitel"] {
        let run = runs_of(page).find(|run| run.text == words).unwrap_or_else(|| panic!("no {words}"));
        assert_eq!(run.turn, Turn::Upright);
        assert!(run.at.y < TOP, "{words} stands in the margin");
    }
}

// On paper

/// Dark pixels in a place of a page, of the half at its foot and of the half at its head.
fn ink(raster: &Raster, dpi: Pt, place: Rect) -> (u64, u64) {
    let pixel = |length: Pt| (length * dpi / 72.0).round() as usize;
    let sum = |top: Pt, bottom: Pt| {
        let rows = (pixel(top)..pixel(bottom))
            .flat_map(|y| (pixel(place.x)..pixel(place.right())).map(move |x| y * raster.width + x));
        rows.map(|at| u64::from(255 - raster.grey[at])).sum::<u64>()
    };
    let middle = place.y + place.h / 2.0;
    (sum(middle, place.bottom()), sum(place.y, middle))
}

const DPI: f32 = 144.0;

/// A picture whose left half is black, a word that begins low and ends high.
fn lopsided(config: &str) -> Outcome {
    let project = Project::with(&format!(
        "date = 2019-10-22\n[cover]\nenabled = false\n[contents]\nenabled = false\n{config}"
    ));
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"40\">\
               <path d=\"M0 0h40v40h-40z\"/></svg>";
    project.file("assets/a.svg", svg);
    let table = "Tabelle: Breit {.landscape}\n\n| A | B |\n|--|--|\n| ,,,,,,,,,,,,HHHH | ![Halb](../assets/a.svg) |\n";
    project.chapter(&format!("Davor.\n\n{table}\nDanach."));
    project.layout()
}

/// Panics unless word and picture lie turned on a raster where their page begins at `left`.
#[track_caller]
fn lies_turned(outcome: &Outcome, raster: &Raster, left: Pt) {
    let moved = |rect: Rect| Rect { x: rect.x + left, ..rect };
    let (page, run) = outcome.run("HHHH");
    assert_eq!(run.turn, Turn::Left);
    let (foot, head) = ink(raster, f64::from(DPI), moved(run.strip(0.8, 0.1)));
    assert!(head > 2 * foot && foot > 0, "capitals stand above stops: {foot} {head}");
    // Stops stand on the baseline, which is the right edge of what is turned left.
    let stops = Rect { y: run.at.y - 0.25 * run.width(), h: 0.25 * run.width(), ..run.strip(0.2, 0.2) };
    let (foot, head) = ink(raster, f64::from(DPI), moved(stops));
    assert!(foot + head > 0, "stops stand on the baseline");
    let rect = page.items.iter().find_map(|item| match item {
        Item::Picture { rect, turn: Turn::Left, .. } => Some(*rect),
        _ => None,
    });
    let rect = rect.expect("a picture");
    near(rect.h, 2.0 * rect.w);
    let (foot, head) = ink(raster, f64::from(DPI), moved(rect));
    assert!(foot > 100 * head, "what is left lies at the foot: {foot} {head}");
}

#[test]
fn letters_and_pictures_are_drawn_turned_left() {
    let outcome = lopsided("");
    let (page, _) = outcome.run("HHHH");
    lies_turned(&outcome, &rasters(outcome.pdf(), DPI)[page.number - 1], 0.0);
}

#[test]
fn a_turned_page_lies_in_a_booklet_as_any_other() {
    let outcome = lopsided("[edition.heft]\nkind = \"booklet\"\nhelp = false\n");
    let (page, _) = outcome.run("HHHH");
    assert_eq!(page.number, 2, "on the left of the back");
    lies_turned(&outcome, &rasters(outcome.pdf(), DPI)[1], 297.0 * MM / 2.0 - TRIM.0);
}

#[test]
fn a_turned_page_is_printed_inside_of_its_bleed() {
    let outcome = lopsided("[edition.druck]\nkind = \"print\"\n");
    let (page, _) = outcome.run("HHHH");
    let sides = rasters(outcome.pdf(), DPI);
    let (width, height) = (sides[1].width as Pt * 72.0 / 144.0, sides[1].height as Pt * 72.0 / 144.0);
    let (x, y) = ((width - TRIM.0) / 2.0, (height - TRIM.1) / 2.0);
    let rect = page.items.iter().find_map(|item| match item {
        Item::Picture { rect, turn: Turn::Left, .. } => Some(Rect { x: rect.x + x, y: rect.y + y, ..*rect }),
        _ => None,
    });
    let (foot, head) = ink(&sides[1], f64::from(DPI), rect.expect("a picture"));
    assert!(foot > 100 * head.max(1), "{foot} {head}");
}

// Over pages

#[test]
fn a_turned_table_goes_on_with_its_head_on_further_turned_pages() {
    let outcome = quiet(&format!("Davor.\n\n{}\nDanach.", landscape(4, 60)));
    let pages = turned_pages(&outcome);
    assert!(pages.len() >= 2 && pages.is_sorted_by(|a, b| b - a == 1), "{pages:?}");
    let mut rows = Vec::new();
    for number in &pages {
        let page = page(&outcome, *number);
        let heads: Vec<&TextRun> = turned_on(page).filter(|run| run.text == "K1").collect();
        assert_eq!(heads.len(), 1, "page {number}");
        assert_eq!(matches!(heads[0].owner, Owner::Artifact(_)), number > &pages[0], "page {number}");
        near(heads[0].at.y, TOP + DEPTH);
        let has = |words: String| turned_on(page).any(|run| run.text == words);
        assert_eq!(has(format!("Fortsetzung auf Seite\u{a0}{}", number + 1)), pages.contains(&(number + 1)));
        assert_eq!(has(format!("Fortsetzung von Seite\u{a0}{}", number - 1)), number > &pages[0]);
        assert!(turned_on(page).all(|run| run.at.x < left(page) + MEASURE));
        rows.extend(turned_on(page).filter(|run| run.text.ends_with("s1")).map(|run| run.text.clone()));
    }
    assert_eq!(rows, (1..=60).map(|row| format!("z{row}s1")).collect::<Vec<_>>());
}

#[test]
fn text_behind_a_turned_table_fills_the_page_before_it() {
    let behind = format!("Danach. {}", filler(500));
    let outcome = quiet(&format!("{}\n\n{}\n{behind}", filler(60), landscape(4, 3)));
    assert_eq!(turned_pages(&outcome), [2]);
    assert_eq!(outcome.run("Danach.").0.number, 1);
    assert!(outcome.pages().pages.len() > 2, "and goes on behind it");
    let lowest = runs_of(page(&outcome, 1)).map(|run| run.at.y).fold(0.0, f64::max);
    assert!(lowest > TOP + DEPTH - 3.0 * 14.0, "{lowest:.1}");
}

#[test]
fn a_chapter_may_begin_with_a_turned_table() {
    let notes = ["", "[^a]"];
    for call in notes {
        let table = landscape(4, 3).replace("z1s1", &format!("z1s1{call}"));
        let outcome = layout(&format!("{table}\nDanach.\n\n[^a]: Die Note.\n"));
        assert!(!outcome.codes().contains(&"too-tall"), "{}", outcome.rendered());
        assert_eq!(turned_pages(&outcome), [2], "{call}");
        assert_eq!(runs_of(page(&outcome, 1)).filter(|run| run.text == "Kapitel").count(), 1);
    }
}

#[test]
fn a_turned_table_that_is_all_below_its_headings_stands_on_their_page() {
    for (call, behind) in [
        ("", "## Zwei\n\nDanach."),
        ("", ""),
        ("[^a]", "Danach."),
        ("", "| a | b |\n|---|---|\n| c | Danach. |"),
    ] {
        let table = landscape(4, 3).replace("z1s1", &format!("z1s1{call}"));
        let text =
            format!("{}\n\n## Eins\n\n### Enger\n\n{table}\n{behind}\n\n[^a]: Die Note.\n", filler(60));
        let outcome = layout(&text);
        let told: Vec<&str> = outcome.codes().into_iter().filter(|code| *code != "unused-note").collect();
        assert_eq!(told, [""; 0], "{}", outcome.rendered());
        let number = |words: &str| outcome.run(words).0.number;
        assert_eq!((number("Eins"), number("Enger"), number("K1")), (2, 2, 2), "{call} {behind}");
        let page = page(&outcome, 2);
        let heading = runs_of(page).find(|run| run.text == "Enger").expect("a heading").at.y;
        let top = turned_on(page).map(|run| run.at.y - run.width()).fold(f64::MAX, f64::min);
        assert!(top > heading, "{top} {heading}");
        if !behind.is_empty() {
            assert_eq!(number("Danach."), 3);
        }
    }
}

#[test]
fn the_first_heading_of_a_chapter_stays_below_its_title_before_a_turned_table() {
    let outcome = quiet(&format!("## Eins\n\n{}\n## Zwei\n\nDanach.", landscape(4, 3)));
    let number = |words: &str| outcome.run(words).0.number;
    assert_eq!((number("Kapitel"), number("Eins"), number("K1"), number("Zwei")), (1, 1, 2, 3));
}

#[test]
fn nothing_goes_before_a_turned_table_with_notes_though_a_figure_waits() {
    let project = Project::bare();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"200\"><path d=\"M0 0h9v9z\"/></svg>";
    project.file("assets/a.svg", svg);
    let table = landscape(4, 3).replace("z2s3", "z2s3[^b]");
    let figure = "![Eine Ecke](../assets/a.svg)";
    project.chapter(&format!("{}\n\n{figure}\n\n{table}\nDanach.\n\n[^b]: Note.\n", filler(300)));
    let outcome = project.layout();
    let pictures = |page: &&Arc<Page>| page.items.iter().any(|item| matches!(item, Item::Picture { .. }));
    let figure = outcome.pages().pages.iter().find(pictures).expect("a figure").number;
    let number = |words: &str| outcome.run(words).0.number;
    assert_eq!((number("Die Gemeinde"), figure, number("K1"), number("Danach.")), (1, 2, 3, 4));
}

#[test]
fn a_turned_page_has_the_running_head_of_its_own_chapter() {
    let project = Project::with(
        "[cover]\nenabled = false\n[contents]\nenabled = false\n[chapters]\nstart = \"run-on\"\n",
    );
    project.file("chapters/01.md", "# Erstes\n\nText.\n");
    project.file("chapters/02.md", format!("# Zweites\n\nText.\n\n{}", landscape(4, 3)));
    let outcome = project.layout();
    assert_eq!(turned_pages(&outcome), [2], "{}", outcome.rendered());
    assert!(runs_of(page(&outcome, 2)).any(|run| run.text == "Zweites"));
}

// What leads where, and what is read

#[test]
fn links_in_cells_lie_over_their_words() {
    let text = landscape(4, 3).replace("z2s3", "[Netz](https://example.org/a) [Wort](#ziel)");
    let outcome = quiet(&format!("## Ziel {{#ziel}}\n\nDavor.\n\n{text}"));
    let page = page(&outcome, turned_pages(&outcome)[0]);
    for words in ["Netz", "Wort"] {
        let run = turned_on(page).find(|run| run.text.contains(words)).expect("a word");
        let area = page.items.iter().find_map(|item| match item {
            Item::Link { rect, link } => {
                let leads_out = matches!(outcome.pages().links[*link].target, Target::Url(_));
                (leads_out == (words == "Netz")).then_some(*rect)
            }
            _ => None,
        });
        let area = area.expect("an area");
        assert!(area.h > area.w, "{area:?}");
        near(area.bottom(), run.at.y);
        near(area.h, run.width());
        assert!(area.x < run.at.x && run.at.x < area.right(), "{area:?} {:?}", run.at);
    }
}

#[test]
fn a_turned_link_of_several_words_has_one_area_in_the_file() {
    let text = landscape(4, 3).replace("z2s3", "[zwei Wege dorthin](https://example.org/a)");
    let outcome = quiet(&format!("Davor.\n\n{text}"));
    let pdf = Document::load_mem(&outcome.pdf()).expect("a PDF");
    let pages: Vec<_> = pdf.page_iter().collect();
    let found = pdf.get_page_annotations(pages[1]).expect("annotations");
    assert_eq!(found.len(), 1);
    let numbers = |key: &[u8]| {
        let array = found[0].get_deref(key, &pdf).and_then(|found| found.as_array()).expect("an array");
        array.iter().map(|n| f64::from(n.as_float().expect("a number"))).collect::<Vec<_>>()
    };
    assert_eq!(numbers(b"QuadPoints").len(), 8);
    let [left, foot, right, head] = numbers(b"Rect")[..] else { panic!("four sides") };
    let run = turned_on(page(&outcome, 2)).find(|run| run.text.contains("Wege")).expect("words");
    assert!(
        (TRIM.1 - foot - run.at.y).abs() < 1.0 && (head - foot - run.width()).abs() < 2.0,
        "{foot} {head}"
    );
    assert!(left < run.at.x && run.at.x < right, "{left} {right}");
}

#[test]
fn references_to_a_turned_table_know_its_page() {
    let table = table("Tabelle: Breit {#breit .landscape}", 4, 3);
    let outcome = quiet(&format!("Siehe [](#breit).\n\n{table}\nDanach."));
    assert_eq!(turned_pages(&outcome), [2]);
    assert!(outcome.text().contains("S.\u{a0}2"), "{}", outcome.text());
    assert!(!outcome.text().contains('{'), "{}", outcome.text());
    assert!(outcome.pages().anchors.values().any(|place| place.page == 1));
}

#[test]
fn notes_of_a_turned_table_stand_below_it() {
    let table = landscape(4, 3).replace("z2s3", "z2s3[^b]");
    let outcome = quiet(&format!(
        "Davor[^a].\n\n{table}\nDanach[^c].\n\n[^a]: Erste Note.\n[^b]: Zweite Note.\n[^c]: Dritte Note.\n"
    ));
    let page_of = |words: &str| (outcome.run(words).0.number, outcome.run(words).1.turn);
    assert_eq!(page_of("Erste Note"), (1, Turn::Upright));
    assert_eq!(page_of("Zweite Note"), (2, Turn::Left));
    assert_eq!(page_of("Dritte Note"), (3, Turn::Upright));
    let (page, note) = outcome.run("Zweite Note");
    assert!(note.at.x > outcome.run("z3s1").1.at.x && note.at.x < left(page) + MEASURE);
    assert!(turned_on(page).any(|run| run.text.trim() == "2" && run.at.x == note.at.x), "its number");
    let calls = outcome.pages().links.values().filter(|link| matches!(link.target, Target::Note(_)));
    let pages: Vec<usize> = calls.map(|link| link.place.expect("a place").page + 1).collect();
    assert_eq!(pages, [1, 2, 3]);
}

/// A node and all below it, in the order of reading.
fn read_from(node: NodeId, tree: &Structure, roles: &mut Vec<Role>) {
    roles.push(tree.get(node).role.clone());
    tree.get(node).children.iter().for_each(|child| read_from(*child, tree, roles));
}

#[test]
fn a_turned_table_is_read_where_it_was_written() {
    let outcome = quiet(&format!("{}\n\n{}\nDanach. {}", filler(60), landscape(4, 60), filler(400)));
    assert!(turned_pages(&outcome).len() > 1 && outcome.run("Danach.").0.number == 1);
    let mut roles = Vec::new();
    read_from(NodeId::ROOT, &outcome.pages().structure, &mut roles);
    let wanted =
        |role: &&Role| matches!(role, Role::Paragraph | Role::Table | Role::Caption | Role::TableHead);
    let order: Vec<&Role> = roles.iter().filter(wanted).collect();
    let is_right = |order: &[&Role]| {
        matches!(order, [Role::Paragraph, Role::Table, Role::Caption, Role::TableHead, Role::Paragraph])
    };
    assert!(is_right(&order), "{order:?}");
    let heads = roles.iter().filter(|role| matches!(role, Role::HeaderCell(Scope::Column, 1)));
    assert_eq!(heads.count(), 4, "each once, on however many pages");
}

#[test]
fn a_dump_tells_what_is_turned() {
    let text = dump::dump(lopsided("").pages());
    let turned: Vec<&str> = text.lines().filter(|line| line.contains(" turned ")).map(str::trim).collect();
    assert!(turned.iter().any(|line| line.starts_with("text ") && line.contains("HHHH")), "{text}");
    assert_eq!(turned.iter().filter(|line| line.starts_with("picture ")).count(), 1, "{text}");
    assert!(turned.iter().all(|line| !line.contains("Davor")), "{text}");
}

// Which are turned

#[test]
fn a_table_is_marked_in_its_caption_before_it_or_around_it() {
    let plain = table("Tabelle: Breit", 4, 3);
    let marked = quiet(&format!("Davor.\n\n{}\nDanach.", landscape(4, 3)));
    assert_eq!(turned_pages(&marked), [2]);
    let expected = dump::dump(marked.pages());
    for text in [
        format!("{{.landscape}}\n\n{plain}"),
        format!(":::{{.landscape}}\n{plain}:::\n"),
        format!("::: landscape\n\n{plain}\n:::\n"),
        format!("::: {{.landscape #x}}\n::: {{.landscape}}\n:::\n{plain}\n:::\n"),
    ] {
        let outcome = quiet(&format!("Davor.\n\n{text}\nDanach."));
        assert!(dump::dump(outcome.pages()) == expected, "{text}\n{}", dump::dump(outcome.pages()));
    }
    let bare = quiet(&format!("Davor.\n\n{{.landscape}}\n\n{}", table("", 4, 3)));
    assert_eq!(turned_pages(&bare), [2]);
    assert_eq!(turned_pages(&quiet(&format!("Davor.\n\n{plain}"))), [0; 0]);
}

#[test]
fn a_table_of_more_than_twelve_columns_is_turned() {
    assert_eq!(turned_pages(&quiet(&table("", 12, 3).replace("z", ""))), [0; 0]);
    assert_eq!(turned_pages(&quiet(&table("", 13, 3))), [2]);
}

#[test]
fn a_table_is_turned_whose_words_fit_on_a_turned_page_only() {
    let found = (4..40).step_by(3).map(|letters| {
        let outcome = layout(&table("", 6, 2).replace("z1", &"m".repeat(letters)));
        (!turned_pages(&outcome).is_empty(), outcome.codes().contains(&"overlong-word"))
    });
    let mut found: Vec<(bool, bool)> = found.collect();
    found.dedup();
    assert_eq!(found, [(false, false), (true, false), (false, true)], "upright, turned, upright and cut");
}

#[test]
fn a_table_that_fits_on_no_page_is_set_row_by_row() {
    for text in [table("", 60, 1), landscape(60, 1), landscape(6, 1).replace("z1", &"m".repeat(30))] {
        let outcome = layout(&text);
        assert!(outcome.find("table-columns").message().contains("turned page"), "{}", outcome.rendered());
        assert_eq!(turned_pages(&outcome), [0; 0]);
        assert!(outcome.text().contains("K2: "), "{}", outcome.text());
    }
}

#[test]
fn a_table_in_a_list_or_box_is_not_turned() {
    let inside =
        |before: &str, table: &str| format!("{before}{}", table.replace('\n', &format!("\n{before}")));
    for (first, before) in [("- Punkt\n\n", "  "), ("> [!NOTE]\n> Wort\n>\n", "> "), ("> Wort\n>\n", "> ")] {
        let outcome = layout(&format!("{first}{}", inside(before, &landscape(3, 2))));
        assert_eq!(outcome.codes(), ["landscape"], "{}", outcome.rendered());
        assert_eq!(turned_pages(&outcome), [0; 0]);
        let outcome = layout(&format!("{first}{}", inside(before, &table("Tabelle: Viel", 13, 2))));
        assert!(outcome.find("table-columns").message().contains("callout"), "{}", outcome.rendered());
    }
}

#[test]
fn where_pages_lie_across_nothing_is_turned() {
    let project = Project::with(
        "[cover]\nenabled = false\n[contents]\nenabled = false\n[page]\nformat = \"210mm x 148mm\"\n",
    );
    project.chapter(&landscape(4, 3));
    let outcome = project.layout();
    assert_eq!((outcome.codes(), turned_pages(&outcome)), (vec![], vec![]), "{}", outcome.rendered());
}

#[test]
fn a_marked_table_is_turned_in_large_print() {
    let project = Project::with("[edition.gross]\nkind = \"large-print\"\n");
    project.chapter(&format!("Davor.\n\n{}", landscape(4, 3)));
    assert!(!turned_pages(&project.layout()).is_empty());
}

#[test]
fn a_mark_without_a_table_is_left_out_and_told() {
    for text in
        ["{.landscape}\n\nDanach.", "Davor.\n\n{.landscape}", "{.landscape}\n\nTabelle: Allein\n\nDanach."]
    {
        let outcome = layout(text);
        assert_eq!(outcome.codes(), ["landscape"], "{text}: {}", outcome.rendered());
        assert!(!outcome.text().contains("landscape"), "{}", outcome.text());
    }
}

#[test]
fn a_block_for_turned_pages_that_holds_more_than_tables_is_told_once() {
    let plain = table("Tabelle: Breit", 4, 3);
    let outcome = layout(&format!("Davor.\n\n:::{{.landscape}}\nEin Satz.\n\n{plain}Noch einer.\n:::\n"));
    assert_eq!(outcome.codes(), ["landscape"], "{}", outcome.rendered());
    assert_eq!(outcome.place("landscape"), "chapters/01.md:7:1");
    assert!(!turned_pages(&outcome).is_empty());
    assert_eq!(outcome.run("Ein Satz.").1.turn, Turn::Upright);
}

#[test]
fn what_else_stands_in_braces_behind_a_caption_is_text() {
    let outcome = layout(&table("Tabelle: Breit {.landscape .bunt}", 4, 3));
    assert!(outcome.text().contains("{.landscape .bunt}"), "{}", outcome.text());
    assert_eq!(turned_pages(&outcome), [0; 0]);
}

#[test]
fn tables_of_values_are_turned_as_others_are() {
    let block = "Tabelle: Breit {.landscape}\n\n```csv\na;b\n1;2\n```\n";
    let file = "![Tabelle: Breit](../a.csv){.landscape}\n";
    let division = ":::{.landscape}\n![Tabelle: Breit](../a.csv)\n:::\n";
    for text in [block, file, division] {
        let project = Project::bare();
        project.file("a.csv", "a;b\n1;2\n").chapter(text);
        let outcome = project.layout();
        assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
        assert!(!turned_pages(&outcome).is_empty(), "{text}");
    }
}

#[test]
fn a_picture_that_is_no_table_is_not_turned_and_it_is_told() {
    let project = Project::bare();
    project.file("a.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 5'/>");
    project.chapter("![Bild](../a.svg){.landscape}\n");
    let outcome = project.layout();
    assert_eq!(outcome.place("unknown-class"), "chapters/01.md:5:19", "{}", outcome.rendered());
}
