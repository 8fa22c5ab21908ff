//! What each cost of the paginator decides: of two places where a page could end the cheaper one. The prices
//! of the other place are those of a break, or of unused lines.

use std::borrow::Cow;
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::galley::{Content, FORBIDDEN, FloatBox, Galley, NoteBox, Row, Surplus};
use super::super::paragraph::{Paragraph, Setting, Shape, Variant};
use super::ends::{MOST_WAITING, ends_of};
use super::levers::Levers;
use super::search::{best_pages, chains};
use super::walk::{GoingOn, Pen, Walk};
use super::{Frame, NoteRules, PageBreak, Start, cost};
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
    let lines = |unused: usize, longer: f64| {
        let galley = lines(18, &[(10 - unused, 0.0)]);
        pages(&with_paragraph(galley, 3, Some(longer), None), Side::Verso, 0.35)[0].lines
    };
    assert_eq!(lines(1, 0.0), 0);
    assert_eq!(lines(2, 0.0), 1);
    // where its own lines do not suffer too much
    assert_eq!(lines(2, 30_000.0), 1);
    assert_eq!(lines(2, 90_000.0), 0);
}

#[test]
fn a_paragraph_is_set_shorter_where_that_makes_room() {
    let first = |more: usize| {
        let galley = lines(17, &[(8, 0.0), (10 + more, 0.0)]);
        let pages = pages(&with_paragraph(galley, 3, None, Some(0.0)), Side::Verso, 0.35);
        (pages[0].end.row, pages[0].lines)
    };
    assert_eq!(first(1), (11, -1));
    assert_eq!(first(2), (8, 0), "one line and no more");
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
    walk(&galley, 0.35).notes(None, 0..lengths.len() as u32, room, GoingOn::LastOnly).map(|notes| notes.parts)
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
fn notes_begin_behind_their_calls_where_the_page_would_have_a_hole() {
    // nine lines, the third of which calls five notes of two lines
    let galley = with_notes(lines(9, &[(2, 0.0), (3, 0.0)]), &[(2, 2), (2, 2), (2, 2), (2, 2), (2, 2)]);
    let first = pages(&galley, Side::Verso, 0.9)[0];
    let begun = first.end.note.map(|carried| (carried.note, carried.line));
    assert_eq!((first.end.row, begun), (3, Some((3, 0))));
}

#[test]
fn the_space_below_floats_hangs_over_the_foot() {
    // two figures of five lines fill a page of ten
    let mut galley = Galley::default();
    for row in 0..2 {
        galley.floats.push(FloatBox { row, frame: 0, height: 5.0 * LINE, space: (0.0, 0.0) });
        galley.rows.push(Row::new(5.0 * LINE, Content::Float(row as u32)));
    }
    galley.floats[1].space.1 = LINE;
    galley.rows.push(Row::new(LINE, Content::Frame(0)));
    let (pen, waiting) = walk(&galley, 0.35).open(&Start { row: 2, waiting: 2, ..Start::default() });
    assert_eq!((pen.y, waiting), (10.0 * LINE, 0));
}

#[test]
fn floats_wait_up_to_a_number() {
    let mut galley = Galley::default();
    for row in 0..100 {
        galley.floats.push(FloatBox { row, frame: 0, height: 4.0 * LINE, space: (LINE, 0.0) });
        galley.rows.push(Row::new(4.0 * LINE, Content::Float(row as u32)));
    }
    let start = Start { row: 50, waiting: MOST_WAITING, ..Start::default() };
    let ends = ends_of(&walk(&galley, 0.35), &start);
    assert_eq!(ends.iter().map(|end| end.next.waiting).max(), Some(MOST_WAITING));
    assert_eq!(ends.iter().map(|end| end.next.row).max(), Some(52));
}

#[test]
fn a_paragraph_off_the_grid_is_not_set_longer() {
    let mut galley = with_paragraph(lines(18, &[(8, 0.0)]), 3, Some(0.0), None);
    galley.rows[0].snap = false;
    assert_eq!(pages(&galley, Side::Verso, 0.35)[0].lines, 0);
}

/// Blocks of a line or a few: text on the grid, headings, boxes, lists.
#[derive(Debug, Clone, Copy)]
enum Block {
    Text { lines: usize, longer: Option<u32>, shorter: Option<u32> },
    Heading,
    Box(usize),
    List(usize),
}

/// The galley of blocks: two lines stay together at both ends of a paragraph, headings with what follows.
fn galley_of(blocks: &[Block]) -> Galley<'static> {
    let mut galley = Galley::default();
    let mut after_heading = false;
    for block in blocks {
        let mut piece = match *block {
            Block::Text { lines: count, longer, shorter } => {
                let price = |cost: Option<u32>| cost.map(f64::from);
                let mut piece = with_paragraph(lines(count, &[]), count, price(longer), price(shorter));
                (2..count.saturating_sub(1)).for_each(|row| piece.rows[row].break_before = 0.0);
                piece
            }
            Block::Heading => lines(1, &[]),
            Block::Box(count) | Block::List(count) => lines(count, &[]),
        };
        for row in &mut piece.rows {
            row.surplus = match block {
                Block::Heading => Surplus::Above,
                Block::Box(_) => Surplus::Split,
                Block::Text { .. } | Block::List(_) => Surplus::Below,
            };
            if !matches!(block, Block::Text { .. }) {
                row.height = 0.8 * LINE;
            }
        }
        piece.rows[0].break_before = if after_heading { FORBIDDEN } else { 0.0 };
        after_heading = matches!(block, Block::Heading);
        galley.append(piece);
    }
    galley
}

/// The least that each number of pages costs, by trying every place where each page may end with every choice of its
/// levers.
fn by_trying(walk: &Walk<'_, '_>, side: Side) -> BTreeMap<usize, f64> {
    let mut best = BTreeMap::new();
    try_pages(walk, (0, side, 0), (0, 0.0), &mut best);
    best
}

fn try_pages(
    walk: &Walk<'_, '_>,
    (row, side, facing): (usize, Side, usize),
    (pages, total): (usize, f64),
    best: &mut BTreeMap<usize, f64>,
) {
    let rows = &walk.galley.rows;
    if row == rows.len() {
        let least = best.entry(pages).or_insert(total);
        *least = least.min(total);
        return;
    }
    let start = Start { row, ..Start::default() };
    let mut pen = Pen { y: 0.0, empty: true };
    let mut levers = Levers::of_page(&start);
    for end in row + 1..=rows.len() {
        pen.add(&rows[end - 1], LINE);
        levers.add(walk, end - 1, row);
        let price = rows.get(end).map_or(0.0, |row| row.break_before);
        if price == FORBIDDEN {
            continue;
        }
        // What the last page leaves is nobody's.
        let last = end == rows.len();
        let more = levers.more_before(end);
        let more: Vec<f64> = more.iter().filter(|_| !last).map(|(price, _)| price).collect();
        let fewer: Vec<f64> = levers.fewer().iter().map(|(price, _)| price).collect();
        for choice in 0..1_u32 << (more.len() + fewer.len()) {
            let taken = |n: usize| choice >> n & 1 == 1;
            let all = more.iter().map(|price| (1.0, price)).chain(fewer.iter().map(|price| (-1.0, price)));
            let (added, paid) = all
                .enumerate()
                .filter(|(n, _)| taken(*n))
                .fold((0.0, 0.0), |(lines, sum), (_, (line, price))| (lines + line, sum + price));
            let fits = |y: Pt| y <= walk.frame.depth + 1e-6;
            let used = pen.y + added * LINE;
            // Lines are saved where they must be, and not to be given away again.
            let saves = choice >> more.len() > 0;
            let gives = choice & ((1 << more.len()) - 1) > 0;
            if !fits(used) || saves && (gives || fits(pen.y)) {
                continue;
            }
            let mut cost = total + price + paid;
            let unused = ((walk.frame.depth - used + 0.5) / LINE).floor() as usize;
            if !last {
                cost += cost::underfill(unused);
                if side == Side::Recto {
                    let difference = unused.min(4).abs_diff(facing) as f64;
                    cost += cost::UNEVEN_SPREAD * difference * difference;
                }
            } else if row > 0 {
                cost += cost::short_last_page(used / LINE, walk.frame.depth / LINE);
            }
            let facing = if side == Side::Verso && !last { unused.min(4) } else { 0 };
            try_pages(walk, (end, side.other(), facing), (pages + 1, cost), best);
        }
    }
}

proptest! {
    #[test]
    fn the_search_finds_what_trying_everything_finds(
        blocks in proptest::collection::vec(
            prop_oneof![
                4 => (2..6_usize, proptest::option::of(0..40_000_u32), proptest::option::of(0..40_000_u32))
                    .prop_map(|(lines, longer, shorter)| Block::Text { lines, longer, shorter }),
                1 => Just(Block::Heading),
                1 => (1..4_usize).prop_map(Block::Box),
                1 => (1..4_usize).prop_map(Block::List),
            ],
            1..8,
        ),
        recto in any::<bool>(),
    ) {
        let galley = galley_of(&blocks);
        let mut walk = walk(&galley, 0.35);
        walk.frame.depth = 6.0 * LINE;
        let side = if recto { Side::Recto } else { Side::Verso };
        let tried = by_trying(&walk, side);
        let found: BTreeMap<usize, f64> =
            chains(&walk, &[side]).into_iter().map(|chain| (chain.pages.len(), chain.cost)).collect();
        let least = |costs: &BTreeMap<usize, f64>| costs.values().copied().fold(f64::INFINITY, f64::min);
        prop_assume!(!tried.is_empty());
        prop_assert!((least(&found) - least(&tried)).abs() < 1e-6, "{found:?} {tried:?}");
        for (pages, cost) in &found {
            prop_assert!((cost - tried[pages]).abs() < 1e-6, "{pages} pages: {found:?} {tried:?}");
        }
    }
}
