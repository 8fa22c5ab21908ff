//! What each cost of the paginator decides: of two places where a page could end the cheaper one. The prices
//! of the other place are those of a break, or of unused lines.

use std::borrow::Cow;

use super::super::galley::{Content, FORBIDDEN, FloatBox, Galley, NoteBox, Row};
use super::super::paragraph::{Paragraph, Setting, Shape, Variant};
use super::search::best_pages;
use super::walk::Walk;
use super::{Change, Frame, NoteRules, PageBreak};
use crate::document::rich::Rich;
use crate::geom::{Pt, Side};
use crate::source::theme::Align;

/// Height of a line; a page has ten.
const LINE: Pt = 12.0;

/// Lines; a page may end before some of them, at a price.
fn lines(count: usize, breaks: &[(usize, f64)]) -> Galley<'static> {
    let mut galley = Galley::default();
    for n in 0..count {
        let price = breaks.iter().find(|(before, _)| *before == n).map_or(FORBIDDEN, |(_, price)| *price);
        galley.rows.push(Row { break_before: price, ..Row::new(LINE, Content::Frame(0)) });
    }
    galley
}

/// Lines that call a note each; a note has lines of ten points.
fn with_notes(mut galley: Galley<'static>, notes: &[(usize, usize)]) -> Galley<'static> {
    for (number, (row, length)) in (0..).zip(notes) {
        let calls = &mut galley.rows[*row].calls;
        *calls = if calls.start == calls.end { number..number + 1 } else { calls.start..number + 1 };
        galley.notes.push(NoteBox { lines: vec![(0, 0); *length], leading: 10.0, indent: 0.0, number });
    }
    galley
}

/// Its first lines are those of a paragraph that can be set a line longer or shorter at some cost.
fn with_paragraph(
    mut galley: Galley<'static>,
    count: usize,
    longer: Option<f64>,
    shorter: Option<f64>,
) -> Galley<'static> {
    let setting = Setting {
        measure: 100.0,
        indent: 0.0,
        turnover: 0.0,
        shape: Shape::Ragged,
        align: Align::Left,
        direction: crate::language::Direction::LeftToRight,
        begins: crate::language::Direction::LeftToRight,
        glue: (0.2, 0.33),
        tracking: 0.0,
        scaling: 0.0,
        optical: false,
        hang: (0.0, 0.0),
        last_line: 0.0,
        size: 10.0,
        leading: LINE,
        baseline: 9.0,
        costs: &super::super::paragraph::demerits::COSTS,
    };
    let line = super::super::paragraph::Line {
        from: Default::default(),
        to: Default::default(),
        hyphen: false,
        ratio: 0.0,
        slack: 0.0,
        hang: 0.0,
        lead: 0.0,
        filled: false,
        turnover: 0.0,
    };
    let variant = |lines: usize| move |cost| Variant { lines: vec![line; lines], cost };
    galley.paragraphs.push(Paragraph {
        rich: Cow::Owned(Rich::default()),
        segs: Vec::new(),
        styles: Vec::new(),
        setting,
        lines: vec![line; count],
        longer: longer.map(variant(count + 1)),
        shorter: shorter.map(variant(count - 1)),
        missing: Vec::new(),
    });
    for n in 0..count {
        galley.rows[n].content = Content::Line { paragraph: 0, line: n as u32 };
    }
    galley.rows[0].snap = true;
    galley
}

fn walk<'g, 'd>(galley: &'g Galley<'d>, max_share: f64) -> Walk<'g, 'd> {
    let frame = Frame { depth: 10.0 * LINE, first_head: 0.0, foot: 0.0, leading: LINE };
    let notes = NoteRules { above: 6.0, below: 3.0, gap: 1.0, split_from: 4, split_keep: 2, max_share };
    Walk { galley, frame, notes }
}

fn pages(galley: &Galley<'_>, side: Side, max_share: f64) -> Vec<PageBreak> {
    best_pages(&walk(galley, max_share), side).expect("pages")
}

/// How many lines stand on the first page. As a left one it has nothing to be levelled with.
fn first_page(galley: &Galley<'_>, side: Side) -> usize {
    pages(galley, side, 0.35)[0].end.row
}

#[test]
fn pages_are_filled() {
    // (unused lines, what a break costs that leaves none: too little, too much)
    for (unused, little, much) in [(1, 3.0, 12.0), (2, 12.0, 48.0), (3, 60.0, 150.0), (4, 130.0, 200.0)] {
        let page = |price: f64| first_page(&lines(15, &[(10 - unused, 0.0), (10, price)]), Side::Verso);
        assert_eq!((page(little), page(much)), (10, 10 - unused), "{unused}");
    }
}

#[test]
fn facing_pages_are_as_deep_as_each_other() {
    // nine and nine lines, or ten and nine at a price
    let end = |price: f64, side| {
        pages(&lines(27, &[(9, 0.0), (10, 0.0), (18, 0.0), (19, price)]), side, 0.35)[1].end.row
    };
    assert_eq!((end(0.0, Side::Verso), end(3.0, Side::Verso)), (19, 18));
    assert_eq!(end(3.0, Side::Recto), 19, "pages of one leaf do not face each other");
    // ten and eight lines, or ten and nine at a price: two lines are worse than twice one
    let end =
        |price: f64| pages(&lines(27, &[(10, 0.0), (18, 0.0), (19, price)]), Side::Verso, 0.35)[1].end.row;
    assert_eq!((end(28.0), end(40.0)), (19, 18));
}

#[test]
fn broken_words_at_the_foot_cost_more_at_a_turn() {
    let page = |unused: usize, side| {
        let mut galley = lines(15, &[(10 - unused, 0.0), (10, 0.0)]);
        galley.rows[9].hyphen = true;
        first_page(&galley, side)
    };
    assert_eq!((page(1, Side::Verso), page(3, Side::Verso)), (9, 10));
    assert_eq!(page(4, Side::Recto), 6);
}

#[test]
fn a_paragraph_is_set_longer_for_two_lines_not_for_one() {
    let change = |unused: usize, longer: f64| {
        let galley = lines(18, &[(10 - unused, 0.0)]);
        pages(&with_paragraph(galley, 3, Some(longer), None), Side::Verso, 0.35)[0].change
    };
    assert_eq!(change(1, 0.0), None);
    assert_eq!(change(2, 0.0), Some((0, Change::Longer)));
    // where its own lines do not suffer too much
    assert_eq!(change(2, 30_000.0), Some((0, Change::Longer)));
    assert_eq!(change(2, 90_000.0), None);
}

#[test]
fn a_paragraph_is_set_shorter_where_that_makes_room() {
    let change = |more: usize| {
        let galley = lines(17, &[(8, 0.0), (10 + more, 0.0)]);
        let pages = pages(&with_paragraph(galley, 3, None, Some(0.0)), Side::Verso, 0.35);
        (pages[0].end.row, pages[0].change)
    };
    assert_eq!(change(1), (11, Some((0, Change::Shorter))));
    assert_eq!(change(2), (8, None), "one line and no more");
}

#[test]
fn notes_are_split_at_a_price() {
    // five lines with the whole note of the fifth, at a price; or seven lines with the first lines of it
    let page =
        |price: f64| first_page(&with_notes(lines(13, &[(5, price), (7, 0.0)]), &[(4, 5)]), Side::Verso);
    assert_eq!((page(20.0), page(60.0)), (5, 7));
}

#[test]
fn figures_wait_at_a_price() {
    // before the figure the page can end; or the figure waits and lines behind it fill the page
    let page = |before: usize| {
        let mut galley = lines(before + 5, &[(before, 0.0), (11, 0.0)]);
        galley.floats.push(FloatBox { row: before, frame: 0, height: 5.0 * LINE, space: (0.0, 0.0) });
        galley.rows[before].content = Content::Float(0);
        galley.rows[before].height = 5.0 * LINE;
        first_page(&galley, Side::Verso)
    };
    assert_eq!((page(8), page(7)), (8, 11));
}

#[test]
fn the_last_page_of_a_chapter_has_some_lines() {
    let page = |count: usize, unused: usize| {
        first_page(&lines(count, &[(10 - unused, 0.0), (10, 0.0)]), Side::Verso)
    };
    assert_eq!(page(13, 3), 7);
    assert_eq!(page(13, 4), 10, "for three more unused lines, not for four");
    assert_eq!((page(14, 1), page(15, 1)), (9, 10), "five are enough");
}

#[test]
fn notes_over_their_share_cost_something() {
    // four lines with one note; or at a price five with two, which are more than a quarter of the page
    let page = |price: f64| {
        let galley = with_notes(lines(11, &[(4, 0.0), (5, price)]), &[(0, 2), (4, 2)]);
        pages(&galley, Side::Verso, 0.25)[0].end.row
    };
    assert_eq!((page(100.0), page(107.0)), (5, 4));
}

#[test]
fn where_notes_fit_nowhere_a_page_ends_where_it_may() {
    let galley = with_notes(lines(7, &[(2, 10.0)]), &[(0, 3); 4]);
    assert_eq!(first_page(&galley, Side::Verso), 2);
}

/// Notes that stand in some room, with their first lines and those behind the last; none where they do not
/// fit.
fn notes_in(room: Pt, lengths: &[usize]) -> Option<Vec<(u32, u32, u32)>> {
    let called: Vec<_> = lengths.iter().map(|length| (0, *length)).collect();
    let galley = with_notes(lines(1, &[]), &called);
    walk(&galley, 0.35).notes(None, 0..lengths.len() as u32, room, false).map(|notes| notes.parts)
}

#[test]
fn only_the_last_note_of_a_page_is_split() {
    // rule and spaces take nine points, and each further note one more
    assert_eq!(notes_in(9.0 + 20.0 + 1.0 + 30.0, &[2, 6]), Some(vec![(0, 0, 2), (1, 0, 3)]));
    assert_eq!(notes_in(9.0 + 30.0, &[6, 2]), None);
}

#[test]
fn no_single_line_of_a_note_goes_to_the_next_page() {
    assert_eq!(notes_in(9.0 + 40.0, &[6]), Some(vec![(0, 0, 4)]));
    assert_eq!(notes_in(9.0 + 50.0, &[6]), Some(vec![(0, 0, 4)]));
}

#[test]
fn a_paragraph_off_the_grid_is_not_set_longer() {
    let mut galley = with_paragraph(lines(18, &[(8, 0.0)]), 3, Some(0.0), None);
    galley.rows[0].snap = false;
    assert_eq!(pages(&galley, Side::Verso, 0.35)[0].change, None);
}
