//! The search for pages. Decides where pages end: the chain of pages of least cost, over the whole
//! galley. A state knows its side of the spread and how deep the facing page is.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

use foldhash::HashMap;

use super::super::galley::{Content, FORBIDDEN, FORCED};
use super::super::paragraph::{Line, Shape};
use super::walk::{Walk, merge_calls};
use super::{Change, PageBreak, Start, cost};
use crate::geom::{Pt, Side, fits};

/// Most states that are followed from one row: beyond, the cheapest. It keeps the search linear in the
/// number of rows whatever waits or goes on there. Books have ten at most, a chapter with notes of half a
/// page under each of its lines has twenty.
const MOST_STATES: usize = 100;

/// Most floats that may wait when a page ends: so many figures with nothing but figures between them.
/// Beyond, the page ends before the next.
const MOST_WAITING: u32 = 32;

/// A way a page can end.
#[derive(Debug, Clone, Copy)]
struct End {
    next: Start,
    change: Option<(u32, Change)>,
    cost: f64,
    /// Unused lines; none on the last page.
    unused: Option<u8>,
    hyphen: bool,
}

/// What decides how the search goes on.
type Key = (Start, Side, u8);

/// A state of the search.
#[derive(Debug, Clone, Copy)]
struct State {
    start: Start,
    side: Side,
    /// Unused lines of the facing left page.
    facing: u8,
    total: f64,
    /// The state before and the page between.
    from: Option<(usize, Option<(u32, Change)>)>,
}

impl State {
    fn key(&self) -> Key {
        (self.start, self.side, self.facing)
    }
}

/// The pages of a galley whose first page lies on `side`; none where something fits on no page.
pub fn best_pages(walk: &Walk<'_, '_>, side: Side) -> Option<Vec<PageBreak>> {
    let mut search = Search::new(walk, side);
    search.run().map(|last| search.trace(last))
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
    fn new(walk: &'w Walk<'g, 'd>, side: Side) -> Self {
        let mut search = Self { walk, states: Vec::new(), open: BTreeMap::new() };
        search.add(State { start: Start::default(), side, facing: 0, total: 0.0, from: None });
        search
    }

    /// The cheapest state with nothing left to set.
    fn run(&mut self) -> Option<usize> {
        let rows = self.walk.galley.rows.len();
        let mut best: Option<usize> = None;
        while let Some((row, mut open)) = self.open.pop_first() {
            self.keep_cheapest(&mut open);
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
                    if best.is_none_or(|b| state.total < self.states[b].total) {
                        best = Some(number);
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

    /// Drops the dearest states of those that are too many; one that comes back by another way is new.
    fn keep_cheapest(&self, open: &mut Open) {
        if open.states.len() > MOST_STATES {
            open.states.sort_by(|a, b| self.states[*a].total.total_cmp(&self.states[*b].total));
            for dropped in open.states.drain(MOST_STATES..) {
                open.by_key.remove(&self.states[dropped].key());
            }
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

    fn trace(&self, mut at: usize) -> Vec<PageBreak> {
        let mut cuts = Vec::new();
        while let Some((before, change)) = self.states[at].from {
            cuts.push(PageBreak { start: self.states[before].start, end: self.states[at].start, change });
            at = before;
        }
        cuts.reverse();
        cuts
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
    let side = if state.side == Side::Recto { Side::Verso } else { Side::Recto };
    State { start: end.next, side, facing, total, from: Some((number, end.change)) }
}

/// Every way a page that begins there can end.
fn ends_of(walk: &Walk<'_, '_>, start: &Start) -> Vec<End> {
    let decent = collect_ends(walk, start, Ends::Decent);
    if !decent.is_empty() {
        return decent;
    }
    let legal = collect_ends(walk, start, Ends::Legal);
    if legal.is_empty() { collect_ends(walk, start, Ends::Any) } else { legal }
}

/// Which ends of a page are looked for, one after the other until there are some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// Those that leave few lines unused: nearly always the ones that are chosen.
    Decent,
    /// All that the rules allow.
    Legal,
    /// Any: a row must end somewhere.
    Any,
}

/// Lines that a decent page may leave unused.
const MOST_UNUSED: Pt = 6.0;

/// What the walk has gathered on its way down.
struct Gathered {
    calls: std::ops::Range<u32>,
    /// Floats that wait.
    waiting: u32,
    longer: Option<(f64, u32)>,
    shorter: Option<(f64, u32)>,
}

/// The ends of a page that are `wanted`.
fn collect_ends(walk: &Walk<'_, '_>, start: &Start, wanted: Ends) -> Vec<End> {
    let (pen, waiting) = walk.open(start);
    let gathered = Gathered { calls: 0..0, waiting, longer: None, shorter: None };
    let mut scan = Scan { walk, start, wanted, pen, gathered, ends: Vec::new() };
    scan.down();
    scan.ends
}

/// A way down a page that looks for its ends.
struct Scan<'w, 'g, 'd> {
    walk: &'w Walk<'g, 'd>,
    start: &'w Start,
    wanted: Ends,
    pen: super::walk::Pen,
    gathered: Gathered,
    ends: Vec<End>,
}

impl Scan<'_, '_, '_> {
    fn is_forced(&self) -> bool {
        self.wanted == Ends::Any
    }

    fn down(&mut self) {
        let rows = &self.walk.galley.rows;
        let (depth, leading) = (self.walk.depth(self.start), self.walk.frame.leading);
        // A page of floats that waited, or of a note that goes on, may end before the first row.
        if self.gathered.waiting < self.start.waiting || self.start.note.is_some() {
            self.end_before(self.start.row, self.is_forced() || self.start.row == rows.len());
        }
        for (number, row) in rows.iter().enumerate().skip(self.start.row) {
            if number > self.start.row && row.break_before == FORCED {
                return self.end_before(number, self.is_forced());
            }
            if !self.take(number, depth) {
                break;
            }
            // A row below the foot ends all; the space behind the last line may hang over it.
            let goes_on = fits(self.pen.y - leading, depth) || self.is_forced() && self.ends.is_empty();
            if !goes_on {
                break;
            }
            if self.wanted != Ends::Decent || self.is_decent(number, depth) {
                self.end_before(number + 1, self.is_forced());
            }
            if self.is_forced() && number == self.start.row && self.ends.is_empty() {
                // A row taller than the page stands alone on it.
                self.end_anyhow(number + 1, self.gathered.calls.clone());
                return;
            }
        }
        if self.is_forced() && self.ends.is_empty() && self.start.waiting > self.gathered.waiting {
            // A waiting float taller than the page stands alone on it.
            self.end_anyhow(self.start.row, 0..0);
        }
    }

    /// Sets a row, or lets its float wait; whether the walk can go on.
    fn take(&mut self, number: usize, depth: Pt) -> bool {
        let row = &self.walk.galley.rows[number];
        let is_float = self.walk.float_of(row).is_some();
        // Floats keep their order: behind one that waits all wait. On an empty page one always stands.
        if is_float && (self.gathered.waiting > 0 || !self.pen.empty && !self.float_fits(number, depth)) {
            if self.gathered.waiting == MOST_WAITING {
                return false;
            }
            self.gathered.waiting += 1;
            return true;
        }
        self.pen.add(row, self.walk.frame.leading);
        merge_calls(&mut self.gathered.calls, &row.calls);
        note_variants(self.walk, number, self.start.row, &mut self.gathered);
        true
    }

    fn float_fits(&self, number: usize, depth: Pt) -> bool {
        let mut ahead = self.pen;
        ahead.add(&self.walk.galley.rows[number], self.walk.frame.leading);
        let room = depth - ahead.y;
        let calls = self.gathered.calls.clone();
        room >= -crate::geom::EPSILON && self.walk.notes(self.start.note, calls, room, false).is_some()
    }

    /// Whether a page that ends behind a row leaves little unused. What notes take is not known yet: with
    /// them any end may be the best.
    fn is_decent(&self, number: usize, depth: Pt) -> bool {
        let notes = self.start.note.is_some() || self.gathered.calls.start < self.gathered.calls.end;
        let unused = depth - self.pen.y;
        notes || number + 1 == self.walk.galley.rows.len() || unused < MOST_UNUSED * self.walk.frame.leading
    }

    /// Adds an end that breaks the rules, where there is no other.
    fn end_anyhow(&mut self, row: usize, calls: std::ops::Range<u32>) {
        let note = self.walk.notes(self.start.note, calls, 0.0, true).and_then(|notes| notes.carry);
        let next = Start { row, note, waiting: self.gathered.waiting };
        self.ends.push(End { next, change: None, cost: cost::ILLEGAL * 4.0, unused: Some(0), hyphen: false });
    }

    /// Adds the ways to end before `row`: as it is, and with a paragraph set longer or shorter.
    fn end_before(&mut self, row: usize, force: bool) {
        let galley = self.walk.galley;
        let penalty = galley.rows.get(row).map_or(0.0, |r| r.break_before);
        if penalty == FORBIDDEN && !force {
            return;
        }
        let penalty = if penalty == FORBIDDEN { cost::ILLEGAL } else { penalty.max(0.0) };
        let used = self.pen.y + self.walk.closing(row);
        let leading = self.walk.frame.leading;
        let variant = |found: Option<(f64, u32)>, change: Change| {
            found.map(|(demerits, p)| (cost::VARIANT + demerits / cost::VARIANT_DEMERITS, Some((p, change))))
        };
        let options = [
            (0.0, Some((0.0, None))),
            (leading, variant(self.gathered.longer, Change::Longer)),
            (-leading, variant(self.gathered.shorter, Change::Shorter)),
        ];
        for (extra, option) in options {
            let Some((extra_cost, change)) = option else { continue };
            let end = self.end(row, used + extra, force);
            self.ends.extend(end.map(|end| End { cost: penalty + extra_cost + end.cost, change, ..end }));
        }
    }

    /// The end before `row` of a page whose text takes so much; none where notes do not fit, or nothing
    /// would be set.
    fn end(&self, row: usize, used: Pt, force: bool) -> Option<End> {
        let Self { walk, start, .. } = self;
        let leading = walk.frame.leading;
        let last = walk.galley.rows.get(row).is_none_or(|row| row.break_before == FORCED);
        let room = walk.depth(start) - used;
        if room < -crate::geom::EPSILON {
            return None;
        }
        let notes = walk.notes(start.note, self.gathered.calls.clone(), room, force)?;
        let unused = ((room - notes.height + 0.5) / leading).floor().max(0.0) as usize;
        let done = last && notes.carry.is_none() && self.gathered.waiting == 0;
        let mut cost = cost::DEFERRED_FLOAT * f64::from(self.gathered.waiting);
        if !done {
            cost += cost::underfill(unused);
        } else if ((used / leading).round() as usize) < cost::LAST_PAGE_LINES && start.row > 0 {
            cost += cost::SHORT_LAST_PAGE;
        }
        if notes.carry.is_some() {
            cost += cost::SPLIT_NOTE;
        }
        let over = notes.height - walk.notes.max_share * walk.frame.depth;
        cost += cost::NOTES_OVER_SHARE * over.max(0.0) / leading;
        let next = Start { row, note: notes.carry, waiting: self.gathered.waiting };
        // Facing pages are levelled to within a few lines: more would only make more states.
        let unused = (!done).then_some(unused.min(4) as u8);
        let hyphen = !last && row > start.row && walk.galley.rows[row - 1].hyphen;
        (next != **start).then_some(End { next, change: None, cost, unused, hyphen })
    }
}

/// Remembers the cheapest paragraph that stands whole on the page and could be set longer or shorter.
fn note_variants(walk: &Walk<'_, '_>, number: usize, first_row: usize, gathered: &mut Gathered) {
    let Content::Line { paragraph, line } = walk.galley.rows[number].content else { return };
    let p = &walk.galley.paragraphs[paragraph as usize];
    let count = p.lines.len();
    let whole = line as usize + 1 == count && number + 1 >= first_row + count;
    if !whole || !walk.galley.rows[number + 1 - count].snap || p.setting.leading != walk.frame.leading {
        return;
    }
    let better = |best: &Option<(f64, u32)>, cost: f64| best.is_none_or(|(c, _)| cost < c);
    if let Some(variant) = &p.longer
        && is_even(&variant.lines, p.setting.shape, p.setting.measure)
        && better(&gathered.longer, variant.cost)
    {
        gathered.longer = Some((variant.cost, paragraph));
    }
    if let Some(variant) = &p.shorter
        && better(&gathered.shorter, variant.cost)
    {
        gathered.shorter = Some((variant.cost, paragraph));
    }
}

/// Whether no line of a longer paragraph is set loosely or ends far from the edge.
fn is_even(lines: &[Line], shape: Shape, measure: Pt) -> bool {
    let rag = cost::VARIANT_RAG * measure as f32;
    let near_edge = |l: &Line| shape != Shape::Ragged || l.slack <= rag;
    lines.iter().all(|l| l.ratio <= cost::VARIANT_STRETCH)
        && lines.split_last().is_none_or(|(_, before)| before.iter().all(near_edge))
}

#[cfg(test)]
mod tests {
    use super::super::super::galley::{FloatBox, Galley, NoteBox, Row};
    use super::super::super::paragraph::Breakpoint;
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
        let mut search = Search::new(&walk, Side::Recto);
        assert!(search.run().is_some());
        search.states.len()
    }

    #[test]
    fn eightfold_input_takes_eightfold_states() {
        let (small, large) = (states(&figures(100)), states(&figures(800)));
        assert!(large <= 10 * small, "{small} {large}");
    }

    #[test]
    fn notes_that_go_on_are_followed_by_the_cheapest_states() {
        let (small, large) = (states(&lines_with_notes(60)), states(&lines_with_notes(240)));
        // Sixteenfold, were all followed.
        assert!(large <= 8 * small, "{small} {large}");
    }

    #[test]
    fn floats_wait_up_to_a_number() {
        let galley = figures(100);
        let start = Start { row: 50, waiting: MOST_WAITING, ..Start::default() };
        let ends = collect_ends(&walk(&galley), &start, Ends::Legal);
        assert_eq!(ends.iter().map(|end| end.next.waiting).max(), Some(MOST_WAITING));
        assert_eq!(ends.iter().map(|end| end.next.row).max(), Some(52));
    }

    #[test]
    fn the_cheapest_states_are_followed() {
        let galley = figures(1);
        let walk = walk(&galley);
        let mut search = Search::new(&walk, Side::Recto);
        for n in 1..=MOST_STATES {
            let start = Start { row: 0, waiting: n as u32, ..Start::default() };
            search.add(State { start, total: (MOST_STATES - n) as f64, ..search.states[0] });
        }
        let mut open = search.open.remove(&0).expect("the states of the first row");
        let last = open.states.pop().expect("a state");
        search.keep_cheapest(&mut open);
        assert_eq!(open.states, (0..MOST_STATES).collect::<Vec<_>>(), "as many as may be stay as they are");
        open.states.push(last);
        search.keep_cheapest(&mut open);
        assert_eq!((open.states.len(), open.states.contains(&1)), (MOST_STATES, false));
        assert!(!open.by_key.contains_key(&search.states[1].key()), "what is dropped may come again");
    }

    #[test]
    fn ragged_lines_end_near_the_edge_but_for_the_last() {
        let line = |slack: f32| Line {
            from: Breakpoint::default(),
            to: Breakpoint::default(),
            hyphen: false,
            ratio: 0.0,
            slack,
            hang: 0.0,
            lead: 0.0,
            filled: false,
            turnover: 0.0,
        };
        assert!(is_even(&[line(14.0), line(90.0)], Shape::Ragged, 100.0));
        assert!(!is_even(&[line(16.0), line(90.0)], Shape::Ragged, 100.0));
        assert!(is_even(&[line(16.0), line(90.0)], Shape::Justified, 100.0));
    }

    #[test]
    fn no_line_of_a_longer_paragraph_is_loose() {
        let line = |ratio: f32| Line {
            from: Breakpoint::default(),
            to: Breakpoint::default(),
            hyphen: false,
            ratio,
            slack: 0.0,
            hang: 0.0,
            lead: 0.0,
            filled: true,
            turnover: 0.0,
        };
        let even = |ratio: f32| is_even(&[line(ratio), line(0.0)], Shape::Justified, 100.0);
        assert!(even(2.1) && even(-1.0) && !even(2.3));
    }
}
