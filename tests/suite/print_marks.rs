//! Sheets for a print shop: their boxes, the marks around them, the cover with its spine.

use crate::common;

use std::sync::LazyLock;

use crate::common::Project;
use crate::common::imposed::{OWNER, brochure_of, dark, empty, products};
use crate::common::raster::rasters;
use brochure::colour::Colour;
use brochure::geom::{MM, Rect};
use brochure::pages::Item;
use lopdf::{Document, Object};

const ALL: &str = "\"crop\", \"fold\", \"registration\", \"color-bar\", \"slug\"";
const DPI: f32 = 144.0;

fn print_shop(format: &str, marks: &str) -> String {
    let margins =
        "margin-inner = \"8mm\"\nmargin-outer = \"8mm\"\nmargin-head = \"10mm\"\nmargin-foot = \"10mm\"";
    format!(
        "[page]\nformat = \"{format}\"\n{margins}\n[edition.laden]\nkind = \"print\"\nmarks = [{marks}]\n"
    )
}

/// A box of the first page, in millimetres: left, bottom, right, top.
fn page_box(pdf: &[u8], name: &str) -> [f64; 4] {
    let pdf = Document::load_mem(pdf).expect("a PDF");
    let page = pdf.page_iter().next().expect("a page");
    let page = pdf.get_dictionary(page).expect("a dictionary");
    let sides = page.get(name.as_bytes()).and_then(Object::as_array).expect("a box");
    let sides: Vec<f64> = sides.iter().map(|n| f64::from(n.as_float().expect("a number")) / MM).collect();
    sides.try_into().expect("four sides")
}

fn assert_box(found: [f64; 4], expected: [f64; 4], what: &str) {
    let close = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.01);
    assert!(close, "{what}: {found:?}, expected {expected:?}");
}

const FORMATS: [(&str, f64, f64); 6] = [
    ("DIN lang", 99.0, 210.0),
    ("A6", 105.0, 148.0),
    ("A5", 148.0, 210.0),
    ("A4", 210.0, 297.0),
    ("A3", 297.0, 420.0),
    ("160mm x 160mm", 160.0, 160.0),
];

/// A file of an empty page with marks, and what was ordered.
struct Order {
    what: String,
    marks: &'static str,
    size: (f64, f64),
    bytes: Vec<u8>,
}

/// No marks and all of them in every format, and each alone in one.
static ORDERS: LazyLock<Vec<Order>> = LazyLock::new(|| {
    let every = FORMATS.into_iter().flat_map(|format| ["", ALL].map(|marks| (format, marks)));
    let single =
        ["\"crop\"", "\"registration\"", "\"color-bar\"", "\"slug\""].map(|marks| (FORMATS[2], marks));
    let order = |((format, w, h), marks): ((&str, f64, f64), &'static str)| {
        let (mut made, sink) = products(&empty(&print_shop(format, marks), 1));
        assert!(sink.is_empty(), "{sink:?}");
        Order { what: format!("{format}, {marks}"), marks, size: (w, h), bytes: made.remove(0).bytes }
    };
    every.chain(single).map(order).collect()
});

#[test]
fn boxes_are_as_ordered_with_every_mark_and_format() {
    for Order { what, marks, size: (w, h), bytes } in ORDERS.iter() {
        // Bleed 3 mm; marks begin half a millimetre beyond it, are 5 mm long and have 2 mm of white.
        let around = if marks.is_empty() { 3.0 } else { 3.5 + 5.0 + 2.0 };
        let media = page_box(bytes, "MediaBox");
        let foot = media[3] - media[1] - around - h;
        assert_box(media, [0.0, 0.0, w + 2.0 * around, h + around + foot], what);
        assert_box(page_box(bytes, "TrimBox"), [around, foot, around + w, foot + h], what);
        let bleed = [around - 3.0, foot - 3.0, around + w + 3.0, foot + h + 3.0];
        assert_box(page_box(bytes, "BleedBox"), bleed, what);
        let lines = (foot - around) / (8.0 / MM);
        let most = if marks.contains("slug") { 1.0..3.1 } else { 0.0..0.1 };
        assert!(most.contains(&(lines + 0.001)), "{what}: {lines} lines of slug");
    }
}

#[test]
fn no_mark_reaches_into_the_bleed_and_each_is_there() {
    for Order { what, marks, bytes, .. } in ORDERS.iter() {
        let [left, foot, right, top] = page_box(bytes, "BleedBox");
        let height = page_box(bytes, "MediaBox")[3];
        let side = &rasters(bytes.clone(), DPI)[0];
        let per_mm = f64::from(DPI) * MM / 72.0;
        let (mut inside, mut outside) = (0, 0);
        for (n, grey) in side.grey.iter().enumerate() {
            let (x, y) = ((n % side.width) as f64 / per_mm, height - (n / side.width) as f64 / per_mm);
            let in_bleed = left < x && x < right && foot < y && y < top;
            *(if in_bleed { &mut inside } else { &mut outside }) += usize::from(*grey < 250);
        }
        assert_eq!(inside, 0, "{what}");
        assert_eq!(outside > 40, !marks.is_empty(), "{what}: {outside} dark pixels");
    }
}

#[test]
fn marks_stand_where_presses_and_knives_look_for_them() {
    let (made, _) = products(&empty(&print_shop("A5", ALL), 1));
    let bytes = made[0].bytes.clone();
    let side = &rasters(bytes, DPI)[0];
    let dpi = f64::from(DPI);
    let near = |x: f64, y: f64| {
        (-3..=3).any(|n| dark(side, dpi, x + f64::from(n) * 0.1, y + f64::from(n) * 0.1) > 40)
    };
    let (left, top, right, bottom) = (10.5, 10.5, 158.5, 220.5);
    for (x, y) in
        [(left, 4.0), (4.0, top), (right, 4.0), (right + 6.0, top), (left, bottom + 6.0), (4.0, bottom)]
    {
        assert!(near(x, y), "a crop mark at {x} {y}");
    }
    for (x, y) in [(84.5, 4.5), (84.5, bottom + 6.0), (4.5, 115.5), (right + 6.0, 115.5)] {
        assert!(near(x, y), "a target at {x} {y}");
    }
    // Ten patches: the fourth is black, the eighth a quarter of it.
    let patch = |n: f64| dark(side, dpi, left + 1.0 + (n - 0.5) * 4.5, 5.0);
    assert!(patch(4.0) > 200 && (20..100).contains(&patch(8.0)), "{} {}", patch(4.0), patch(8.0));
}

#[test]
fn marks_are_on_every_plate_and_patches_are_single_inks() {
    let (made, _) = products(&empty(&print_shop("A5", ALL), 1));
    let pdf = Document::load_mem(&made[0].bytes).expect("a PDF");
    let separation = |object: &Object| match object.as_array().map(Vec::as_slice) {
        Ok([Object::Name(kind), Object::Name(ink), ..]) => kind == b"Separation" && ink == b"All",
        _ => false,
    };
    let spaces = |object: &Object| match object {
        Object::Dictionary(dict) => dict.iter().any(|(_, o)| separation(o)),
        other => separation(other),
    };
    assert!(pdf.objects.values().any(spaces), "an ink named All");
    let content = pdf.get_page_content(pdf.page_iter().next().expect("a page"));
    let content = lopdf::content::Content::decode(&content).expect("operations");
    let inks: Vec<Vec<f32>> = content
        .operations
        .iter()
        .filter(|o| o.operator == "k")
        .map(|o| o.operands.iter().map(|n| n.as_float().expect("a number")).collect())
        .collect();
    for ink in [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]] {
        assert!(inks.iter().any(|found| found == &ink), "{ink:?}");
    }
}

#[test]
fn spot_inks_have_a_patch() {
    let config = print_shop("A5", "\"color-bar\"") + "spot = [\"mark\"]\n";
    let (made, _) = products(&empty(&config, 1));
    let side = &rasters(made[0].bytes.clone(), DPI)[0];
    assert!(dark(side, f64::from(DPI), 10.5 + 1.0 + 10.5 * 4.5, 5.0) > 20, "an eleventh patch");
}

fn words_of(pdf: &[u8]) -> Vec<String> {
    let pdf = Document::load_mem(pdf).expect("a PDF");
    (1..=pdf.get_pages().len() as u32)
        .map(|n| pdf.extract_text(&[n]).expect("text").replace('\n', ""))
        .collect()
}

#[test]
fn the_slug_says_which_sheet_it_is() {
    let (made, _) = products(&empty(&print_shop("A5", "\"slug\""), 3));
    let words = words_of(&made[0].bytes);
    assert_eq!(words.len(), 4, "filled to a sheet");
    for (n, words) in words.iter().enumerate() {
        let page = format!("Seite{}von4", n + 1);
        let parts = ["Probe", "laden", &page, "Endformat148×210mm", "Beschnitt3mm", "2019-10-22", "FOGRA39"];
        let words: String = words.split_whitespace().collect();
        for part in parts {
            assert!(words.contains(part), "{part} in {words}");
        }
    }
}

#[test]
fn a_slug_that_is_too_long_ends_at_the_trim() {
    let mut outcome = empty(&print_shop("A6", "\"slug\""), 1);
    let title = "Ein langer Titel ".repeat(5000) + &"a\u{301}".repeat(70_000);
    brochure_of(&mut outcome).config.brochure.title.value = title;
    let (made, _) = products(&outcome);
    let media = page_box(&made[0].bytes, "MediaBox");
    let side = &rasters(made[0].bytes.clone(), DPI)[0];
    let rows = 0..(media[3] * 10.0) as usize;
    let beyond = |y: usize| dark(side, f64::from(DPI), media[2] - 9.5, y as f64 / 10.0) > 40;
    assert!(!rows.into_iter().any(beyond), "nothing right of the trim");
}

/// A bound brochure with a cover of its own: text pages of 300 g/m² and this volume.
fn bound(binding: &str, volume: f64, chapters: usize) -> common::Outcome {
    let project = Project::with(&format!(
        "date = 2019-10-22\n[edition.laden]\nkind = \"print\"\ncover = \"separate\"\nbinding = \"{binding}\"\n\
         paper-weight = 300\npaper-volume = {volume}\nmarks = [\"fold\"]\n"
    ));
    for n in 1..=chapters {
        let text = common::filler(900);
        project.file(&format!("chapters/{n:02}.md"), format!("+++\ntitle = \"Kapitel {n}\"\n+++\n\n{text}"));
    }
    project.layout()
}

#[test]
fn the_spine_is_as_wide_as_the_leaves_are_thick() {
    let outcome = bound("perfect", 2.5, 6);
    let (made, _) = products(&outcome);
    let leaves = made[0].pages as f64 / 2.0;
    let spine = (leaves * 0.75 * 10.0).round() / 10.0;
    let [left, _, right, _] = page_box(&made[1].bytes, "TrimBox");
    assert!((right - left - 296.0 - spine).abs() < 0.01, "{} leaves, {}", leaves, right - left);
    assert_eq!(made[1].pages, 2);
    let all = outcome.pages().pages.len();
    assert_eq!(made[0].pages, all.next_multiple_of(2) - 4, "the cover's pages are not in the block");
}

#[test]
fn a_stapled_cover_has_no_spine() {
    let (made, _) = products(&bound("saddle-stitch", 1.0, 2));
    let [left, _, right, _] = page_box(&made[1].bytes, "TrimBox");
    assert!((right - left - 296.0).abs() < 0.01);
    assert!(made[0].pages.is_multiple_of(4));
}

#[test]
fn the_cover_has_marks_at_each_fold() {
    for (binding, volume) in [("saddle-stitch", 1.0), ("perfect", 2.5)] {
        let (made, _) = products(&bound(binding, volume, 6));
        let bytes = made[1].bytes.clone();
        let [left, _, right, _] = page_box(&bytes, "TrimBox");
        let side = &rasters(bytes, DPI)[0];
        let inked = |x: f64| (0..40).any(|n| dark(side, f64::from(DPI), x, 2.0 + f64::from(n) * 0.12) > 40);
        for x in [left + 148.0, right - 148.0] {
            assert!((-3..=3).any(|n| inked(x + f64::from(n) * 0.1)), "{binding}: a fold at {x}");
        }
        assert!(!inked(left + 60.0), "{binding}: and none elsewhere");
    }
}

#[test]
fn a_spine_of_five_millimetres_carries_the_title_read_downwards() {
    let light_on_spine = |volume: f64| {
        let (made, _) = products(&bound("perfect", volume, 6));
        let bytes = made[1].bytes.clone();
        let [left, _, right, _] = page_box(&bytes, "TrimBox");
        let (from, to) = (left + 148.0, right - 148.0);
        let side = &rasters(bytes, DPI)[0];
        let per_mm = f64::from(DPI) * MM / 72.0;
        let light = |x: f64, y: f64| dark(side, f64::from(DPI), x, y) < 80;
        let pixels: Vec<(f64, f64)> = (0..side.height)
            .flat_map(|y| (0..side.width).map(move |x| (x as f64 / per_mm, y as f64 / per_mm)))
            .filter(|(x, y)| from + 0.3 < *x && *x < to - 0.3 && (20.0..200.0).contains(y) && light(*x, *y))
            .collect();
        (to - from, pixels)
    };
    let (wide, title) = light_on_spine(3.0);
    assert!(wide >= 5.0 && title.len() > 30, "{wide} mm: {} pixels", title.len());
    // „Probe“: the P, which has its bowl at the tops of letters, stands first; so does its stem.
    let first = title.iter().map(|(_, y)| *y).fold(f64::MAX, f64::min);
    let stem = title.iter().filter(|(_, y)| *y < first + 0.4).count();
    assert!(stem > 6, "the stem of the P is the uppermost line: {stem}");
    let (narrow, nothing) = light_on_spine(1.0);
    assert!(narrow < 5.0 && nothing.is_empty(), "{narrow} mm: {} pixels", nothing.len());
}

#[test]
fn bleed_reaches_beyond_the_trim_and_no_further() {
    let mut outcome = empty(&print_shop("A5", ALL), 1);
    let pages = brochure_of(&mut outcome).own.as_mut().expect("pages");
    let rect = Rect { x: -50.0, y: -50.0, w: pages.trim.0 + 100.0, h: pages.trim.1 + 100.0 };
    std::sync::Arc::make_mut(&mut pages.pages[0]).items.push(Item::Fill {
        rect,
        colour: Colour(0),
        owner: OWNER,
    });
    let (made, _) = products(&outcome);
    let side = &rasters(made[0].bytes.clone(), DPI)[0];
    for (x, is_dark) in [(7.2, false), (7.8, true), (161.2, true), (161.8, false)] {
        assert_eq!(dark(side, f64::from(DPI), x, 60.0) > 128, is_dark, "{x} mm");
    }
}
