//! What each demerit decides: of two ways to break a paragraph the cheaper one. Lines are 100 points wide,
//! and of what stands on them a tenth stretches and a twentieth shrinks.

use super::breaker::{MOST_ENDS, lines_over};
use super::demerits::{self as cost, COSTS};
use super::items::{LineEnd, Sum};
use super::{Setting, Shape};
use crate::geom::Pt;
use crate::language::Direction;
use crate::source::theme::Align;

fn setting(shape: Shape) -> Setting {
    Setting {
        measure: 100.0,
        indent: 0.0,
        turnover: 0.0,
        shape,
        align: Align::Justify,
        direction: Direction::LeftToRight,
        begins: Direction::LeftToRight,
        glue: (0.2, 0.33),
        tracking: 0.0,
        scaling: 0.0,
        optical: false,
        hang: (0.0, 0.0),
        last_line: 10.0,
        size: 10.0,
        leading: 12.0,
        baseline: 9.0,
        costs: &COSTS,
    }
}

/// A line may end behind a word, so far from the start.
fn word(width: Pt) -> LineEnd {
    let sum = Sum { width, stretch: width / 10.0, shrink: width / 20.0, give: 0.0 };
    LineEnd::at((10.0 * width) as u32, 0, sum, sum)
}

/// The same at a price.
fn at(width: Pt, penalty: f64) -> LineEnd {
    LineEnd { penalty, ..word(width) }
}

/// The same with a hyphen, which is as good as no width.
fn hyphen(width: Pt, penalty: f64) -> LineEnd {
    LineEnd { hyphen: 1e-9, dashed: true, ..at(width, penalty) }
}

fn start() -> LineEnd {
    LineEnd::at(0, 0, Sum::default(), Sum::default())
}

/// Where the lines end, in an order of their own; the last end is that of the paragraph.
fn broken(ends: &[LineEnd], shape: Shape) -> Vec<Pt> {
    broken_in(ends, &setting(shape))
}

fn broken_in(ends: &[LineEnd], setting: &Setting) -> Vec<Pt> {
    let mut ends = ends.to_vec();
    ends.sort_by(|a, b| a.end.width.total_cmp(&b.end.width));
    ends.last_mut().expect("an end").forced = true;
    let lines = lines_over(&ends, &start(), setting).best;
    lines.iter().map(|line| f64::from(line.to.seg) / 10.0).collect()
}

/// Where the first of three lines ends; the second can be full in either case.
fn first(a: LineEnd, b: LineEnd) -> Pt {
    let behind = |end: &LineEnd| word(end.end.width + 100.0);
    broken(&[a, b, behind(&a), behind(&b), word(250.0)], Shape::Justified)[0]
}

/// Where the first of two lines ends, and the last is what is left of `whole`.
fn before_last(a: LineEnd, b: LineEnd, whole: LineEnd) -> Pt {
    broken(&[a, b, whole], Shape::Justified)[0]
}

#[test]
fn a_line_costs_something() {
    // in small type, so that no last line ends near the edge
    let setting = Setting { size: 1.0, ..setting(Shape::Justified) };
    // three lines of some looseness, or two of more tightness; and the last line
    let ends = [95.6, 102.6, 191.2, 205.2, 286.8, 302.0].map(word);
    assert_eq!(broken_in(&ends, &setting), [102.6, 205.2, 302.0]);
    // as tight as can be
    let ends = [95.6, 104.5, 191.2, 209.0, 286.8, 302.0].map(word);
    assert_eq!(broken_in(&ends, &setting), [95.6, 191.2, 286.8, 302.0]);
}

#[test]
fn hyphens_are_dearer_than_a_little_looseness() {
    assert_eq!(first(word(92.0), hyphen(100.0, COSTS.hyphen)), 92.0);
    assert_eq!(first(word(90.0), hyphen(100.0, COSTS.hyphen)), 100.0);
}

#[test]
fn hyphens_at_joints_are_cheaper_than_others_and_weak_ones_dearer() {
    let (joint, weak) = (COSTS.hyphen * COSTS.at_joint, COSTS.hyphen * COSTS.weak);
    assert_eq!(first(word(94.0), hyphen(100.0, joint)), 94.0);
    assert_eq!(first(word(91.0), hyphen(100.0, joint)), 100.0);
    assert_eq!(first(word(89.0), hyphen(100.0, weak)), 89.0);
    assert_eq!(first(word(87.0), hyphen(100.0, weak)), 100.0);
}

#[test]
fn the_last_word_stays_whole_where_lines_are_not_too_loose() {
    let penalty = COSTS.hyphen + cost::HYPHEN_IN_LAST_WORD;
    assert_eq!(first(word(82.0), hyphen(100.0, penalty)), 82.0);
    assert_eq!(first(word(79.0), hyphen(100.0, penalty)), 100.0);
}

#[test]
fn written_joints_are_cheap_and_those_of_addresses_dear() {
    assert_eq!(first(word(96.0), at(100.0, cost::JOINT)), 96.0);
    assert_eq!(first(word(94.0), at(100.0, cost::JOINT)), 100.0);
    assert_eq!(first(word(86.0), at(100.0, cost::URL)), 86.0);
    assert_eq!(first(word(83.0), at(100.0, cost::URL)), 100.0);
}

#[test]
fn words_are_cut_where_lines_would_stretch_to_much_more_than_spaces_give() {
    assert_eq!(first(word(81.0), at(100.0, cost::EMERGENCY)), 81.0);
    assert_eq!(first(word(66.0), at(100.0, cost::EMERGENCY)), 100.0);
}

#[test]
fn neighbours_are_about_as_loose_as_each_other() {
    // a tight line and a loose one, or two that are both looser
    let ends = [93.5, 103.0, 187.0, 197.3, 250.0].map(word);
    assert_eq!(broken(&ends, Shape::Justified), [93.5, 187.0, 250.0]);
    // both very loose
    let ends = [90.0, 103.0, 180.0, 197.3, 250.0].map(word);
    assert_eq!(broken(&ends, Shape::Justified), [103.0, 197.3, 250.0]);
}

#[test]
fn two_hyphens_in_a_row_are_avoided_and_three_never_follow() {
    let one = COSTS.hyphen;
    let second = |loose: Pt| {
        let ends = [hyphen(100.0, one), word(100.0 + loose), hyphen(200.0, one)];
        let behind = [word(200.0 + loose), word(300.0), word(350.0)];
        broken(&[ends, behind].concat(), Shape::Justified)[1]
    };
    assert_eq!((second(87.0), second(84.0)), (187.0, 200.0));
    let third = |loose: Pt| {
        let ends = [hyphen(100.0, one), hyphen(200.0, one), word(200.0 + loose), hyphen(300.0, one)];
        let behind = [word(300.0 + loose), word(400.0), word(450.0)];
        broken(&[&ends[..], &behind].concat(), Shape::Justified)[2]
    };
    assert_eq!((third(92.0), third(84.0)), (292.0, 284.0));
}

#[test]
fn a_hyphen_before_the_last_line_is_avoided() {
    assert_eq!(before_last(word(88.0), hyphen(100.0, COSTS.hyphen), word(160.0)), 88.0);
    assert_eq!(before_last(word(85.0), hyphen(100.0, COSTS.hyphen), word(160.0)), 100.0);
}

#[test]
fn the_last_line_is_more_than_hardly_a_word() {
    assert_eq!(before_last(word(90.0), word(100.0), word(108.0)), 90.0);
    assert_eq!(before_last(word(80.3), word(100.0), word(108.0)), 100.0);
    // from the least width on it pays for being short
    assert_eq!(before_last(word(94.0), word(100.0), word(111.0)), 94.0);
    assert_eq!(before_last(word(90.0), word(100.0), word(111.0)), 100.0);
    assert_eq!(before_last(word(96.0), word(100.0), word(116.0)), 100.0, "not short");
}

#[test]
fn in_ragged_text_no_short_word_stands_alone() {
    let first = |letters: usize, slack: Pt| {
        let last = LineEnd { word_letters: letters, ..word(130.0) };
        broken(&[word(100.0 - slack), word(100.0), last], Shape::Ragged)[0]
    };
    assert_eq!((first(6, 36.0), first(7, 36.0)), (64.0, 100.0));
    assert_eq!(first(6, 45.0), 100.0, "better alone than so ragged");
}

#[test]
fn headings_have_few_lines_then_few_hyphens_then_even_lines() {
    let broken = |ends: &[LineEnd]| broken(ends, Shape::Balanced);
    assert_eq!(broken(&[word(60.0), word(100.0), word(120.0)]), [60.0, 120.0]);
    assert_eq!(broken(&[hyphen(60.0, COSTS.hyphen), word(100.0), word(120.0)]), [100.0, 120.0]);
    let ends = [word(50.0), hyphen(90.0, COSTS.hyphen), word(130.0), word(180.0)];
    assert_eq!(broken(&ends), [90.0, 180.0]);
}

#[test]
fn a_line_is_tried_over_so_many_ends() {
    for (count, expected) in [(MOST_ENDS + 1, 1), (MOST_ENDS + 2, 2)] {
        let ends = vec![word(50.0); count];
        assert_eq!(broken(&ends, Shape::Ragged).len(), expected, "{count} ends");
    }
}

#[test]
fn more_and_fewer_lines_are_offered_with_what_they_cost_more() {
    let ends = [51.0, 97.0, 100.0, 149.0, 200.0].map(word);
    let mut ends = ends.to_vec();
    ends[4].forced = true;
    let lines = lines_over(&ends, &start(), &setting(Shape::Ragged));
    assert_eq!(lines.best.len(), 2);
    let longer = lines.longer.expect("a line more");
    assert_eq!(longer.lines.len(), 3);
    assert!(longer.cost > 100.0, "{}", longer.cost);
    assert!(lines.shorter.is_none());
}

#[test]
fn neighbours_do_not_begin_or_end_with_the_same_word() {
    let named =
        |end: LineEnd, before: u32, behind: u32| LineEnd { word_before: before, word_behind: behind, ..end };
    let second = |before: u32| {
        let ends = [named(word(100.0), 1, 0), named(word(197.0), 2, 0), named(word(200.0), before, 0)];
        broken(&[&ends[..], &[word(297.0), word(300.0), word(350.0)]].concat(), Shape::Justified)[1]
    };
    assert_eq!((second(3), second(1)), (200.0, 197.0));
    let first = LineEnd { word_behind: 1, ..start() };
    let first_end = |behind: u32| {
        let mut ends = vec![named(word(97.0), 0, 2), named(word(100.0), 0, behind), word(197.0), word(200.0)];
        ends.push(LineEnd { forced: true, ..word(250.0) });
        lines_over(&ends, &first, &setting(Shape::Justified)).best[0].to.seg
    };
    assert_eq!((first_end(3), first_end(1)), (1000, 970));
}

#[test]
fn a_last_line_is_full_or_leaves_room() {
    assert_eq!(before_last(word(99.0), word(100.0), word(195.0)), 100.0);
    assert_eq!(before_last(word(95.0), word(100.0), word(195.0)), 95.0);
}

#[test]
fn what_stands_before_the_edge_takes_no_room() {
    let ends = [LineEnd { lead: 3.0, ..word(50.0) }, word(100.0)];
    let start = LineEnd { lead: 3.0, start: Sum { width: 3.0, ..Sum::default() }, ..start() };
    let mut ends = ends.to_vec();
    ends[1] = LineEnd { forced: true, ..word(103.0) };
    let lines = lines_over(&ends, &start, &setting(Shape::Ragged)).best;
    assert_eq!((lines.len(), lines[0].lead, lines[0].slack), (1, 3.0, 0.0));
}
