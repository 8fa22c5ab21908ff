//! The search for pages. Decides where pages end: for each number of pages that a galley may well come to, the chain of
//! pages of least cost. A state knows its side of the spread and how deep the facing page is.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

use foldhash::HashMap;

use super::ends::{End, ends_of};
use super::walk::Walk;
use super::{PageBreak, Start, cost};
use crate::geom::Side;

/// Most states that are followed from one row: beyond, the cheapest. It keeps the search linear in the
/// number of rows whatever waits or goes on there. Books have some twenty, a chapter with notes of half a
/// page under each of its lines has sixty.
const MOST_STATES: usize = 100;

/// Chains that come to a row with so many pages more or fewer than the cheapest are followed, too.
const MOST_APART: u32 = 1;

/// A chain of pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// The side on which it begins.
    pub side: Side,
    /// What it costs.
    pub cost: f64,
    /// Its pages.
    pub pages: Vec<PageBreak>,
}

/// The pages of a galley whose first page lies on `side`, at the least cost; none where something fits on no page.
pub fn best_pages(walk: &Walk<'_, '_>, side: Side) -> Option<Vec<PageBreak>> {
    chains(walk, &[side]).into_iter().min_by(|a, b| a.cost.total_cmp(&b.cost)).map(|chain| chain.pages)
}

/// The cheapest chains of a galley that begin on one of these sides, by side and number of pages; none where something
/// fits on no page.
pub fn chains(walk: &Walk<'_, '_>, sides: &[Side]) -> Vec<Chain> {
    let mut search = Search::new(walk, sides);
    search.run().into_values().map(|last| search.trace(last)).collect()
}

/// What decides how the search goes on.
type Key = (Start, Side, u32, u8);

/// A state of the search.
#[derive(Debug, Clone, Copy)]
struct State {
    start: Start,
    /// Side of the page that comes next.
    side: Side,
    /// Pages before it.
    pages: u32,
    /// Unused lines of the facing left page.
    facing: u8,
    total: f64,
    /// The state before, and the lines that the levers of the page between add.
    from: Option<(usize, i8)>,
}

impl State {
    fn key(&self) -> Key {
        (self.start, self.side, self.pages, self.facing)
    }

    /// The side on which its chain began.
    fn first_side(&self) -> Side {
        if self.pages.is_multiple_of(2) { self.side } else { self.side.other() }
    }
}

/// States that begin with the same row, in the order in which they were found.
#[derive(Default)]
struct Open {
    states: Vec<usize>,
    by_key: HashMap<Key, usize>,
}

struct Search<'w, 'g, 'd> {
    walk: &'w Walk<'g, 'd>,
    states: Vec<State>,
    open: BTreeMap<usize, Open>,
}

impl<'w, 'g, 'd> Search<'w, 'g, 'd> {
    fn new(walk: &'w Walk<'g, 'd>, sides: &[Side]) -> Self {
        let mut search = Self { walk, states: Vec::new(), open: BTreeMap::new() };
        for side in sides {
            let start = Start::default();
            search.add(State { start, side: *side, pages: 0, facing: 0, total: 0.0, from: None });
        }
        search
    }

    /// The cheapest states with nothing left to set, by first side and number of pages.
    fn run(&mut self) -> BTreeMap<(Side, u32), usize> {
        let rows = self.walk.galley.rows.len();
        let mut best = BTreeMap::new();
        while let Some((row, mut open)) = self.open.pop_first() {
            self.keep_near(&mut open);
            self.open.insert(row, open);
            let mut known: HashMap<Start, Vec<End>> = HashMap::default();
            let mut at = 0;
            while let Some(number) = self.open.get(&row).and_then(|open| open.states.get(at).copied()) {
                // Pages of notes alone lead to the same row: enough of them, if others went on.
                if at >= MOST_STATES && self.open.len() > 1 {
                    break;
                }
                at += 1;
                let state = self.states[number];
                if state.start.row == rows && state.start.note.is_none() && state.start.waiting == 0 {
                    let found = best.entry((state.first_side(), state.pages)).or_insert(number);
                    if state.total < self.states[*found].total {
                        *found = number;
                    }
                    continue;
                }
                let ends = known.entry(state.start).or_insert_with(|| ends_of(self.walk, &state.start));
                for end in ends {
                    self.add(step(&state, number, end));
                }
            }
            self.open.remove(&row);
        }
        best
    }

    /// Drops states that are many pages from the cheapest, and the dearest where there are too many; one that comes
    /// back by another way is new.
    fn keep_near(&self, open: &mut Open) {
        let total = |state: &usize| self.states[*state].total;
        let pages = |state: &usize| self.states[*state].pages;
        let cheapest = open.states.iter().min_by(|a, b| total(a).total_cmp(&total(b)));
        let Some(wanted) = cheapest.map(pages) else { return };
        let mut dropped: Vec<usize> =
            open.states.extract_if(.., |state| pages(state).abs_diff(wanted) > MOST_APART).collect();
        if open.states.len() > MOST_STATES {
            open.states.sort_by(|a, b| total(a).total_cmp(&total(b)));
            dropped.extend(open.states.drain(MOST_STATES..));
        }
        for state in dropped {
            open.by_key.remove(&self.states[state].key());
        }
    }

    /// Keeps the cheapest of states that differ only in their past.
    fn add(&mut self, next: State) {
        let open = self.open.entry(next.start.row).or_default();
        match open.by_key.entry(next.key()) {
            Entry::Occupied(old) => {
                let old = &mut self.states[*old.get()];
                if next.total < old.total {
                    *old = next;
                }
            }
            Entry::Vacant(slot) => {
                slot.insert(self.states.len());
                open.states.push(self.states.len());
                self.states.push(next);
            }
        }
    }

    fn trace(&self, last: usize) -> Chain {
        let state = &self.states[last];
        let (side, cost) = (state.first_side(), state.total);
        let mut pages = Vec::new();
        let mut at = last;
        while let Some((before, lines)) = self.states[at].from {
            pages.push(PageBreak { start: self.states[before].start, end: self.states[at].start, lines });
            at = before;
        }
        pages.reverse();
        Chain { side, cost, pages }
    }
}

/// The state after a page.
fn step(state: &State, number: usize, end: &End) -> State {
    let mut total = state.total + end.cost;
    let facing = match (state.side, end.unused) {
        (Side::Verso, unused) => unused.unwrap_or(0),
        (Side::Recto, Some(unused)) => {
            let difference = f64::from(unused.abs_diff(state.facing));
            total += cost::UNEVEN_SPREAD * difference * difference;
            0
        }
        (Side::Recto, None) => 0,
    };
    if end.hyphen {
        total += if state.side == Side::Recto { cost::HYPHEN_AT_TURN } else { cost::HYPHEN_AT_FOOT };
    }
    let (side, pages) = (state.side.other(), state.pages + 1);
    State { start: end.next, side, pages, facing, total, from: Some((number, end.lines)) }
}

#[cfg(test)]
mod tests {
    use super::super::super::galley::{Content, FloatBox, Galley, NoteBox, Row};
    use super::super::{Frame, NoteRules};
    use super::*;

    fn walk<'g, 'd>(galley: &'g Galley<'d>) -> Walk<'g, 'd> {
        let frame = Frame { depth: 480.0, first_head: 0.0, foot: 0.0, leading: 12.0 };
        let notes =
            NoteRules { above: 6.0, below: 3.0, gap: 1.0, split_from: 4, split_keep: 2, max_share: 0.35 };
        Walk { galley, frame, notes }
    }

    /// Figures with nothing between them, two to a page.
    fn figures(count: usize) -> Galley<'static> {
        let mut galley = Galley::default();
        for row in 0..count {
            galley.floats.push(FloatBox { row, frame: 0, height: 200.0, space: (12.0, 12.0) });
            galley.rows.push(Row::new(200.0, Content::Float(row as u32)));
        }
        galley
    }

    /// Lines that call ten notes each: they never all fit on the page of their calls.
    fn lines_with_notes(count: u32) -> Galley<'static> {
        let mut galley = Galley::default();
        for line in 0..count {
            let break_before = if line == 1 { f64::INFINITY } else { 0.0 };
            let calls = 10 * line..10 * line + 10;
            galley.rows.push(Row { break_before, calls, ..Row::new(12.0, Content::Frame(0)) });
        }
        for number in 0..10 * count {
            galley.notes.push(NoteBox { lines: vec![(0, 0); 3], leading: 10.0, indent: 0.0, number });
        }
        galley
    }

    /// States of the search.
    fn states(galley: &Galley<'_>) -> usize {
        let walk = walk(galley);
        let mut search = Search::new(&walk, &[Side::Recto]);
        assert!(!search.run().is_empty());
        search.states.len()
    }

    #[test]
    fn eightfold_input_takes_eightfold_states() {
        let (small, large) = (states(&figures(200)), states(&figures(1600)));
        assert!(large <= 10 * small, "{small} {large}");
    }

    #[test]
    fn notes_that_go_on_are_followed_by_the_cheapest_states() {
        let (small, large) = (states(&lines_with_notes(60)), states(&lines_with_notes(240)));
        // Sixteenfold, were all followed.
        assert!(large <= 8 * small, "{small} {large}");
    }

    #[test]
    fn the_cheapest_states_are_followed() {
        let galley = figures(1);
        let walk = walk(&galley);
        let mut search = Search::new(&walk, &[Side::Recto]);
        for n in 1..=MOST_STATES {
            let start = Start { row: 0, waiting: n as u32, ..Start::default() };
            search.add(State { start, total: (MOST_STATES - n) as f64, ..search.states[0] });
        }
        let mut open = search.open.remove(&0).expect("the states of the first row");
        let last = open.states.pop().expect("a state");
        search.keep_near(&mut open);
        assert_eq!(open.states, (0..MOST_STATES).collect::<Vec<_>>(), "as many as may be stay as they are");
        open.states.push(last);
        search.keep_near(&mut open);
        assert_eq!((open.states.len(), open.states.contains(&1)), (MOST_STATES, false));
        assert!(!open.by_key.contains_key(&search.states[1].key()), "what is dropped may come again");
    }
}
