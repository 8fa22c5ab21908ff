//! Booklets and several pages on a side: printed, turned, folded and read again.

use crate::common;

use crate::common::imposed::{Found, OWNER, brochure_of, codes, dark, empty, numbered, products, turned};
use crate::common::raster::{Raster, rasters};
use brochure::colour::Colour;
use brochure::geom::{MM, Rect};
use brochure::language::Direction;
use brochure::pages::Item;
use lopdf::Document;

const DPI: f32 = 60.0;

/// A printed sheet: its two sides as one sees them when it is turned like the leaf of a book.
struct Printed {
    front: Raster,
    back: Raster,
}

/// Prints on both sides. A printer that turns over an upright edge leaves head and foot where they
/// are; over a lying edge they change places.
fn print(pdf: Vec<u8>, short_edge: bool) -> Vec<Printed> {
    let sides = rasters(pdf, DPI);
    assert!(sides.len().is_multiple_of(2), "every sheet has two sides");
    let sheets = sides.chunks(2).map(|pair| {
        let lies_across = pair[0].width > pair[0].height;
        let back = if lies_across == short_edge { pair[1].clone() } else { turned(&pair[1]) };
        Printed { front: pair[0].clone(), back }
    });
    sheets.collect()
}

/// The left and right page of a side; empty ones are none. All must stand upright.
fn halves(side: &Raster) -> Vec<Option<usize>> {
    upright(codes(side, (2, 1)))
}

fn upright(codes: Vec<Option<Found>>) -> Vec<Option<usize>> {
    for code in codes.iter().flatten() {
        assert!(code.upright, "page {} stands on its head", code.number);
    }
    codes.into_iter().map(|code| Some(code?.number)).collect()
}

/// Folds sheets into each other and turns the pages.
fn fold_and_read(sheets: &[Printed]) -> Vec<Option<usize>> {
    let seen: Vec<_> = sheets.iter().map(|sheet| (halves(&sheet.front), halves(&sheet.back))).collect();
    let opening = seen.iter().flat_map(|(front, back)| [front[1], back[0]]);
    let closing = seen.iter().rev().flat_map(|(front, back)| [back[1], front[0]]);
    opening.chain(closing).collect()
}

/// The same where the fold lies at the right of the first page.
fn fold_and_read_from_the_right(sheets: &[Printed]) -> Vec<Option<usize>> {
    let seen: Vec<_> = sheets.iter().map(|sheet| (halves(&sheet.front), halves(&sheet.back))).collect();
    let opening = seen.iter().flat_map(|(front, back)| [front[0], back[1]]);
    let closing = seen.iter().rev().flat_map(|(front, back)| [back[0], front[1]]);
    opening.chain(closing).collect()
}

fn booklet(keys: &str) -> String {
    format!("[edition.heft]\nkind = \"booklet\"\nhelp = false\n{keys}\n")
}

#[test]
fn printed_and_folded_the_pages_follow_one_another() {
    let cases: [(usize, &str, usize); 9] = [
        (4, "", 1),
        (8, "duplex = \"long-edge\"", 2),
        (12, "signature = 1", 1),
        (20, "signature = 2\nduplex = \"long-edge\"", 2),
        (24, "duplex = \"short-edge\"", 6),
        (30, "signature = 4", 4),
        (41, "duplex = \"long-edge\"", 11),
        (64, "", 16),
        (64, "signature = 4\nduplex = \"long-edge\"\nmarks = [\"fold\", \"staple\", \"crop\"]", 4),
    ];
    for (pages, keys, signature) in cases {
        let (mut made, sink) = products(&numbered(&booklet(keys), pages));
        assert!(sink.is_empty(), "{sink:?}");
        let printed = print(made.remove(0).bytes, !keys.contains("long-edge"));
        let read: Vec<_> = printed.chunks(signature).flat_map(fold_and_read).collect();
        let expected: Vec<_> = (1..=pages.next_multiple_of(4)).map(|n| (n <= pages).then_some(n)).collect();
        assert_eq!(read, expected, "{pages} pages, {keys}");
    }
}

#[test]
fn bound_at_the_right_the_pages_follow_one_another() {
    for (pages, keys, signature) in [(8, "", 2), (20, "duplex = \"long-edge\"", 5), (24, "signature = 2", 2)]
    {
        let mut outcome = numbered(&booklet(keys), pages);
        brochure_of(&mut outcome).own.as_mut().expect("pages").direction = Direction::RightToLeft;
        let (mut made, sink) = products(&outcome);
        assert!(sink.is_empty(), "{sink:?}");
        let printed = print(made.remove(0).bytes, !keys.contains("long-edge"));
        let read: Vec<_> = printed.chunks(signature).flat_map(fold_and_read_from_the_right).collect();
        assert_eq!(read, (1..=pages).map(Some).collect::<Vec<_>>(), "{pages} pages, {keys}");
    }
}

#[test]
fn an_upright_sheet_is_turned_over_its_other_edge() {
    for (duplex, short_edge) in [("short-edge", true), ("long-edge", false)] {
        let config = format!(
            "[page]\nformat = \"99mm x 250mm\"\nmargin-inner = \"10mm\"\nmargin-outer = \"10mm\"\n{}",
            booklet(&format!("duplex = \"{duplex}\""))
        );
        let (mut made, _) = products(&numbered(&config, 8));
        let printed = print(made.remove(0).bytes, short_edge);
        assert!(printed[0].front.height > printed[0].front.width);
        assert_eq!(fold_and_read(&printed), (1..=8).map(Some).collect::<Vec<_>>(), "{duplex}");
    }
}

#[test]
fn the_wrong_edge_would_be_seen() {
    let (mut made, _) = products(&numbered(&booklet(""), 4));
    let printed = print(made.remove(0).bytes, false);
    assert!(codes(&printed[0].back, (2, 1)).iter().flatten().all(|code| !code.upright));
}

/// Where the pages of each side lie: the shift across of each matrix that places one, in points.
fn places(pdf: &[u8]) -> Vec<Vec<f64>> {
    let pdf = Document::load_mem(pdf).expect("a PDF");
    let shifts = |page| {
        let content = pdf.get_page_content(page);
        let content = lopdf::content::Content::decode(&content).expect("operations");
        let placed = content.operations.iter().filter(|o| o.operator == "cm").map(|o| {
            o.operands.iter().map(|n| f64::from(n.as_float().expect("a number"))).collect::<Vec<_>>()
        });
        // The first turns the sheet, whose points go up, upside down.
        let mut shifts: Vec<f64> = placed.skip(1).map(|m| m[4]).collect();
        shifts.dedup();
        shifts
    };
    pdf.page_iter().map(shifts).collect()
}

#[test]
fn inner_sheets_move_towards_the_spine_by_the_thickness_of_the_paper() {
    let close = |a: f64, b: f64| (a - b).abs() < 0.01;
    for (keys, depths) in [
        ("paper = \"0.2mm\"", [0, 1, 2, 3]),
        ("paper = \"0.2mm\"\nsignature = 2", [0, 1, 0, 1]),
        ("paper = \"0mm\"", [0, 0, 0, 0]),
    ] {
        let (made, _) = products(&numbered(&booklet(keys), 16));
        let thickness = if keys.contains("0mm") { 0.0 } else { 0.2 * MM };
        let places = places(&made[0].bytes);
        assert_eq!(places.len(), 8);
        for (sheet, depth) in places.chunks(2).zip(depths) {
            let creep = f64::from(depth) * thickness;
            for side in sheet {
                let (left, right) = (0.5 * MM + creep, 148.5 * MM - creep);
                assert!(close(side[0], left) && close(side[1], right), "{keys}: {side:?}, {left} {right}");
            }
        }
    }
}

#[test]
fn pages_do_not_bleed_over_the_fold() {
    let mut outcome = empty(&booklet("paper = \"0mm\""), 4);
    let pages = brochure_of(&mut outcome).own.as_mut().expect("pages");
    let (w, h) = pages.trim;
    let rect = Rect { x: -3.0 * MM, y: -3.0 * MM, w: w + 6.0 * MM, h: h + 6.0 * MM };
    std::sync::Arc::make_mut(&mut pages.pages[0]).items.push(Item::Fill {
        rect,
        colour: Colour(0),
        owner: OWNER,
    });
    let (made, _) = products(&outcome);
    let front = &rasters(made[0].bytes.clone(), 72.0)[0];
    for (x, is_dark) in [(147.5, false), (149.5, true), (296.8, true)] {
        assert_eq!(dark(front, 72.0, x, 100.0) > 128, is_dark, "{x} mm");
    }
}

#[test]
fn pages_stand_in_the_middle_of_a_larger_sheet_with_their_bleed() {
    let mut outcome = empty(&booklet("sheet = \"320mm x 450mm\"\npaper = \"0mm\"\nmarks = [\"crop\"]"), 4);
    let pages = brochure_of(&mut outcome).own.as_mut().expect("pages");
    let (w, h) = pages.trim;
    let rect = Rect { x: -3.0 * MM, y: -3.0 * MM, w: w + 6.0 * MM, h: h + 6.0 * MM };
    std::sync::Arc::make_mut(&mut pages.pages[0]).items.push(Item::Fill {
        rect,
        colour: Colour(0),
        owner: OWNER,
    });
    let (made, _) = products(&outcome);
    let front = &rasters(made[0].bytes.clone(), 144.0)[0];
    let right = 225.0 + 148.0;
    for (x, is_dark) in [(224.5, false), (226.0, true), (right + 2.5, true), (right + 3.5, false)] {
        assert_eq!(dark(front, 144.0, x, 100.0) > 128, is_dark, "{x} mm");
    }
    let mark = (0..8).any(|n| dark(front, 144.0, right + 5.0, 54.6 + f64::from(n) * 0.1) > 40);
    assert!(mark, "a crop mark beside the corner");
}

#[test]
fn a_sheet_that_is_too_small_is_reported_and_pages_are_scaled() {
    let (made, sink) = products(&numbered(&booklet("sheet = \"A5\""), 4));
    assert_eq!(sink[0].code, "booklet-scaled");
    assert!(sink[0].message().contains("printed at 70 %"), "{}", sink[0].message());
    let printed = print(made[0].bytes.clone(), true);
    assert_eq!(fold_and_read(&printed), [Some(1), Some(2), Some(3), Some(4)]);
}

#[test]
fn staples_are_marked_on_the_outermost_sheet_only() {
    let config = booklet("marks = [\"staple\"]");
    let (made, _) = products(&empty(&config, 8));
    let sides = rasters(made[0].bytes.clone(), 144.0);
    let inked: Vec<bool> = sides.iter().map(|side| side.grey.iter().any(|g| *g < 128)).collect();
    assert_eq!(inked, [true, false, false, false]);
    for y in [52.5, 157.5] {
        let near = (-4..=4).any(|n| dark(&sides[0], 144.0, 148.5 + f64::from(n) * 0.1, y) > 60);
        assert!(near, "a staple at {y} mm");
    }
}

#[test]
fn empty_pages_are_told() {
    let (made, _) = products(&numbered(&booklet(""), 6));
    let note = "pages 7 to 8 are empty: 2 pages more of text would fill the sheet, 2 fewer would save one";
    assert_eq!(made[0].notes.iter().map(|note| note.text()).collect::<Vec<_>>(), [note]);
    assert_eq!((made[0].pages, made[0].sheets), (4, Some(2)));
    let (made, _) = products(&numbered(&booklet(""), 8));
    assert!(made[0].notes.is_empty());
}

#[test]
fn several_pages_stand_on_a_side_in_reading_order() {
    for (columns, rows) in [(2, 1), (2, 2), (3, 2), (4, 2), (3, 3)] {
        let count = columns * rows;
        let config = format!("[edition.ort]\nkind = \"n-up\"\npages = {count}\nsheet = \"A3\"\n");
        let (made, _) = products(&numbered(&config, 2 * count + 1));
        assert_eq!((made[0].pages, made[0].sheets), (3, Some(2)));
        let sides = rasters(made[0].bytes.clone(), 60.0);
        let read: Vec<_> = sides.iter().flat_map(|side| upright(codes(side, (columns, rows)))).collect();
        let all: Vec<_> = (1..=3 * count).map(|n| (n <= 2 * count + 1).then_some(n)).collect();
        assert_eq!(read, all, "{count} on a side");
    }
}

#[test]
fn the_same_booklet_has_the_same_bytes() {
    let made = || products(&numbered(&booklet("marks = [\"fold\", \"staple\"]"), 12)).0.remove(0).bytes;
    assert_eq!(made(), made());
}

#[test]
fn grey_toner_leaves_no_colour() {
    let (made, _) = products(&numbered(&booklet("toner = \"grey\""), 4));
    let pdf = Document::load_mem(&made[0].bytes).expect("a PDF");
    for page in pdf.page_iter() {
        let content = lopdf::content::Content::decode(&pdf.get_page_content(page));
        let operations = content.expect("operations").operations;
        assert!(operations.iter().all(|o| !["rg", "RG", "k", "K"].contains(&o.operator.as_str())));
    }
}

#[test]
fn values_that_make_no_sense_are_told_all_at_once() {
    let refused = |keys: &str| {
        let project = common::Project::with(keys);
        project.chapter("Ein Satz.");
        project.layout().codes()
    };
    assert_eq!(refused(&booklet("paper = \"2mm\"\nsignature = 0")), ["config-value", "config-value"]);
    assert_eq!(refused(&booklet("marks = [\"falz\"]\ntoner = \"rot\"")), ["config-value", "config-value"]);
    let n_up = "[edition.ort]\nkind = \"n-up\"\npages = 7\nsheet = \"0mm x 1mm\"\n";
    assert_eq!(refused(n_up), ["edition-value", "page-format"]);
}
