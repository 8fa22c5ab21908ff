//! QR codes: who gets one, where it stands, and that a reader finds the address in the printed page.

use crate::common;
use crate::common::raster;

use crate::common::{Outcome, Project, filler};
use brochure::geom::{MM, Rect, Side};
use brochure::pages::{Item, Page};

const LINKS: &str = "Siehe das [Muster](https://ivo.example/4a \"QR: Muster für ein Wohnkonzept\") und die \
[Anfrage](https://www.ivo.example/anfrage/an/die/kreisverwaltung/2019 \"QR\"), aber [ohne](https://ivo.example/ohne).\n\n\
Noch einmal das [Muster](https://ivo.example/4a \"QR\").\n";

fn symbols(page: &Page) -> Vec<(Rect, usize)> {
    let of = |item: &Item| match item {
        Item::Modules { rect, rows, .. } => Some((*rect, rows.len())),
        _ => None,
    };
    page.items.iter().filter_map(of).collect()
}

fn all_symbols(outcome: &Outcome) -> Vec<(Rect, usize)> {
    outcome.pages().pages.iter().flat_map(|page| symbols(page)).collect()
}

/// What a decoder reads in the pages at the resolution of an office scanner.
fn read(outcome: &Outcome) -> Vec<String> {
    let mut found = Vec::new();
    for page in raster::rasters(outcome.pdf(), 300.0) {
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(page.width, page.height, |x, y| {
            page.grey[y * page.width + x]
        });
        let grids = image.detect_grids();
        found.extend(grids.into_iter().map(|grid| grid.decode().expect("a code that can be read").1));
    }
    found.sort();
    found
}

#[test]
fn marked_links_get_a_code_that_a_reader_reads() {
    let outcome = common::layout(LINKS);
    assert_eq!(
        read(&outcome),
        ["https://ivo.example/4a", "https://www.ivo.example/anfrage/an/die/kreisverwaltung/2019"]
    );
}

#[test]
fn the_short_address_and_the_authors_words_stand_below() {
    let outcome = common::layout(LINKS);
    let (_, words) = outcome.run("Muster für ein");
    let (_, address) = outcome.run("ivo.example/4a");
    assert!(address.at.y > words.at.y);
    assert!((address.at.x - words.at.x).abs() < 0.01);
    assert!(outcome.runs().iter().all(|run| !run.text.contains("https://")));
}

#[test]
fn the_symbol_stands_in_the_outer_margin_with_its_quiet_zone() {
    let project = Project::bare();
    project.chapter(&format!("{LINKS}\n\n{}\n\n{}", filler(360), LINKS.replace("ivo", "evi")));
    let outcome = project.layout();
    let pages = outcome.pages();
    let mut sides = Vec::new();
    for page in &pages.pages {
        for (rect, modules) in symbols(page) {
            let quiet = 4.0 * rect.w / modules as f64;
            match page.side {
                Side::Recto => assert!((rect.x - 124.0 * MM).abs() < 0.03, "{rect:?}"),
                Side::Verso => assert!((rect.right() - 24.0 * MM).abs() < 0.03, "{rect:?}"),
            }
            assert!(rect.w >= 15.0 * MM - 0.01 && rect.w / modules as f64 >= 0.4 * MM - 1e-6);
            for item in &page.items {
                let Item::Text(run) = item else { continue };
                let (top, bottom) = (run.at.y - 0.7 * run.size, run.at.y + 0.2 * run.size);
                let apart = run.at.x >= rect.right() + quiet - 0.01
                    || run.at.x + run.width() <= rect.x - quiet + 0.01
                    || top >= rect.bottom() + quiet - 0.01
                    || bottom <= rect.y - quiet + 0.01;
                assert!(apart || run.text.trim().is_empty(), "{:?} in the quiet zone of {rect:?}", run.text);
            }
            sides.push(page.side);
        }
    }
    assert_eq!(sides, [Side::Recto, Side::Recto, Side::Verso, Side::Verso]);
}

#[test]
fn codes_keep_apart_and_clear_of_the_tab() {
    let project = Project::bare();
    let links: String = (0..4).map(|n| format!("[x](https://ivo.example/{n} \"QR\") ")).collect();
    project.chapter(&format!("{links}\n\n{}", filler(300)));
    let outcome = project.layout();
    let page = &outcome.pages().pages[0];
    let mut found = symbols(page);
    assert_eq!(found.len(), 4);
    found.sort_by(|a, b| a.0.y.total_cmp(&b.0.y));
    for pair in found.windows(2) {
        assert!(pair[1].0.y - pair[0].0.bottom() >= 10.0 * MM - 0.02);
    }
}

#[test]
fn the_end_of_the_chapter_lists_all_links_once() {
    let project = Project::with("[cover]\nenabled = false\n[qr]\nlinks = \"all\"\nplace = \"end\"\n");
    project.chapter(LINKS);
    let outcome = project.layout();
    outcome.run("Zum Weiterlesen");
    assert_eq!(
        read(&outcome),
        [
            "https://ivo.example/4a",
            "https://ivo.example/ohne",
            "https://www.ivo.example/anfrage/an/die/kreisverwaltung/2019"
        ]
    );
    let lefts: Vec<f64> = all_symbols(&outcome).iter().map(|(rect, _)| rect.x).collect();
    assert!(lefts.iter().all(|x| (x - lefts[0]).abs() < 0.01));
}

#[test]
fn an_edition_without_codes_has_none() {
    let project = Project::with("[qr]\nlinks = \"none\"\n");
    project.chapter(LINKS);
    assert!(all_symbols(&project.layout()).is_empty());
}

#[test]
fn an_address_too_long_for_the_margin_is_an_error_at_its_link() {
    let long = format!("Text [x](https://ivo.example/{} \"QR\")\n", "abcdefgh/".repeat(30));
    let outcome = common::layout(&long);
    assert_eq!(outcome.place("qr-size"), "chapters/01.md:5:6");
}

#[test]
fn a_margin_without_room_is_an_error_at_the_link() {
    let project = Project::with("[page]\nmargin-outer = \"16mm\"\n");
    project.chapter(LINKS);
    assert_eq!(project.layout().place("qr-room"), "chapters/01.md:5:11");
}

#[test]
fn a_code_is_tagged_after_its_paragraph_as_a_linked_figure() {
    let outcome = common::layout(LINKS);
    let tree = &outcome.pages().structure;
    let roles: Vec<String> = tree
        .iter()
        .map(|node| format!("{:?}", node.role))
        .filter(|role| role.starts_with("Figure"))
        .collect();
    assert_eq!(roles[0], "Figure(\"QR-Code: ivo.example/4a\")");
    assert_eq!(roles.len(), 2);
}
