//! Where a page can end. Decides which ends of a page that begins somewhere are worth following, what each costs, and
//! what its notes, floats and levers have to do for it.

use super::super::galley::{FORBIDDEN, FORCED};
use super::levers::Levers;
use super::walk::{GoingOn, PageNotes, Pen, Walk, merge_calls};
use super::{Start, cost};
use crate::geom::{EPSILON, Pt, fits};

/// Most floats that may wait when a page ends: so many figures with nothing but figures between them.
/// Beyond, the page ends before the next.
pub const MOST_WAITING: u32 = 32;

/// A way a page can end.
#[derive(Debug, Clone, Copy)]
pub struct End {
    /// Where the next page begins.
    pub next: Start,
    /// Lines that its levers add to it, or take from it.
    pub lines: i8,
    /// Price.
    pub cost: f64,
    /// Unused lines; none on the last page.
    pub unused: Option<u8>,
    /// Whether the last line ends in a broken word.
    pub hyphen: bool,
}

/// Every way a page that begins there can end.
pub fn ends_of(walk: &Walk<'_, '_>, start: &Start) -> Vec<End> {
    let mut ends = collect_ends(walk, start, Ends::Decent);
    if ends.is_empty() {
        ends = collect_ends(walk, start, Ends::Legal);
    }
    // Notes that begin behind their calls are the lesser evil where pages would have holes.
    let fills = |end: &End| end.unused.is_none_or(|unused| usize::from(unused) < HOLE);
    if !walk.galley.notes.is_empty() && !ends.iter().any(fills) {
        ends.extend(collect_ends(walk, start, Ends::NotesGoOn));
    }
    if ends.is_empty() { collect_ends(walk, start, Ends::Any) } else { ends }
}

/// Which ends of a page are looked for, one after the other until there are some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// Those that leave few lines unused: nearly always the ones that are chosen.
    Decent,
    /// All that the rules allow.
    Legal,
    /// Those whose notes begin on the next page in part.
    NotesGoOn,
    /// Any: a row must end somewhere.
    Any,
}

/// What may lack in a line that counts as unused: heights of notes are no multiples of it.
const ROUNDING: Pt = 0.5;
/// Unused lines that are a hole.
const HOLE: usize = 4;
/// Lines that a decent page may leave unused.
const MOST_UNUSED: Pt = 6.0;

/// The ends of a page that are `wanted`.
fn collect_ends(walk: &Walk<'_, '_>, start: &Start, wanted: Ends) -> Vec<End> {
    let (pen, waiting) = walk.open(start);
    let levers = Levers::of_page(start);
    let mut scan = Scan { walk, start, wanted, pen, calls: 0..0, waiting, levers, ends: Vec::new() };
    scan.down();
    scan.ends
}

/// A way down a page that looks for its ends.
struct Scan<'w, 'g, 'd> {
    walk: &'w Walk<'g, 'd>,
    start: &'w Start,
    wanted: Ends,
    pen: Pen,
    calls: std::ops::Range<u32>,
    /// Floats that wait.
    waiting: u32,
    levers: Levers,
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
        if self.waiting < self.start.waiting || self.start.note.is_some() {
            self.end_before(self.start.row, self.is_forced() || self.start.row == rows.len());
        }
        for (number, row) in rows.iter().enumerate().skip(self.start.row) {
            if number > self.start.row && row.break_before == FORCED {
                return self.end_before(number, self.is_forced());
            }
            if !self.take(number, depth) {
                break;
            }
            // A row below the foot ends all, but for lines that others on the page can save; the space behind the last
            // line may hang over it.
            let saved = (1 + self.levers.fewer().iter().count()) as Pt * leading;
            let goes_on = fits(self.pen.y - saved, depth) || self.is_forced() && self.ends.is_empty();
            if !goes_on {
                break;
            }
            if self.wanted != Ends::Decent || self.is_decent(number, depth) {
                self.end_before(number + 1, self.is_forced());
            }
            if self.is_forced() && number == self.start.row && self.ends.is_empty() {
                // A row taller than the page stands alone on it.
                self.end_anyhow(number + 1, self.calls.clone());
                return;
            }
        }
        if self.is_forced() && self.ends.is_empty() && self.start.waiting > self.waiting {
            // A waiting float taller than the page stands alone on it.
            self.end_anyhow(self.start.row, 0..0);
        }
    }

    /// Sets a row, or lets its float wait; whether the walk can go on.
    fn take(&mut self, number: usize, depth: Pt) -> bool {
        let row = &self.walk.galley.rows[number];
        let is_float = self.walk.float_of(row).is_some();
        // Floats keep their order: behind one that waits all wait. On an empty page one always stands.
        if is_float && (self.waiting > 0 || !self.pen.empty && !self.float_fits(number, depth)) {
            if self.waiting == MOST_WAITING {
                return false;
            }
            self.waiting += 1;
            return true;
        }
        self.pen.add(row, self.walk.frame.leading);
        merge_calls(&mut self.calls, &row.calls);
        self.levers.add(self.walk, number, self.start.row);
        true
    }

    fn float_fits(&self, number: usize, depth: Pt) -> bool {
        let mut ahead = self.pen;
        ahead.add(&self.walk.galley.rows[number], self.walk.frame.leading);
        let room = depth - ahead.y;
        let calls = self.calls.clone();
        room >= -EPSILON && self.walk.notes(self.start.note, calls, room, GoingOn::LastOnly).is_some()
    }

    /// Whether a page that ends behind a row leaves little unused. What notes take is not known yet: with
    /// them any end may be the best.
    fn is_decent(&self, number: usize, depth: Pt) -> bool {
        let notes = self.start.note.is_some() || self.calls.start < self.calls.end;
        let unused = depth - self.pen.y;
        notes || number + 1 == self.walk.galley.rows.len() || unused < MOST_UNUSED * self.walk.frame.leading
    }

    /// Adds an end that breaks the rules, where there is no other.
    fn end_anyhow(&mut self, row: usize, calls: std::ops::Range<u32>) {
        let note =
            self.walk.notes(self.start.note, calls, 0.0, GoingOn::Anyhow).and_then(|notes| notes.carry);
        let next = Start { row, note, waiting: self.waiting };
        self.ends.push(End { next, lines: 0, cost: cost::ILLEGAL * 4.0, unused: Some(0), hyphen: false });
    }

    /// Adds the ways to end before `row`: as it is, and with lines more or fewer.
    fn end_before(&mut self, row: usize, force: bool) {
        let penalty = self.walk.galley.rows.get(row).map_or(0.0, |r| r.break_before);
        if penalty == FORBIDDEN && !force {
            return;
        }
        let penalty = if penalty == FORBIDDEN { cost::ILLEGAL } else { penalty.max(0.0) };
        let room = self.walk.depth(self.start) - self.pen.y - self.walk.closing(row);
        let natural = self.notes(room);
        if let Some(notes) = &natural {
            self.add_longer(row, penalty, room, notes);
        }
        // A note may come to stand whole where a line is saved.
        if natural.is_none_or(|notes| notes.carry.is_some()) {
            self.add_shorter(row, penalty, room);
        }
    }

    /// Its notes in the room that the text leaves.
    fn notes(&self, room: Pt) -> Option<PageNotes> {
        let way = match self.wanted {
            Ends::Decent | Ends::Legal => GoingOn::LastOnly,
            Ends::NotesGoOn => GoingOn::Several,
            Ends::Any => GoingOn::Anyhow,
        };
        let fits = room >= -EPSILON;
        let notes = fits.then(|| self.walk.notes(self.start.note, self.calls.clone(), room, way)).flatten();
        // Others are known already.
        notes.filter(|notes| self.wanted != Ends::NotesGoOn || notes.deferred() > 0)
    }

    /// Whole lines in some room.
    fn lines_in(&self, room: Pt) -> usize {
        (room / self.walk.frame.leading).floor().max(0.0) as usize
    }

    /// The page as it is, and with unused lines put to use.
    fn add_longer(&mut self, row: usize, penalty: f64, room: Pt, notes: &PageNotes) {
        let unused = self.lines_in(room - notes.height + ROUNDING);
        let Some(natural) = self.end(row, 0, unused, notes) else { return };
        self.ends.push(End { cost: natural.cost + penalty, ..natural });
        // What is left on the last page is nobody's.
        if natural.unused.is_none() || notes.carry.is_some() {
            return;
        }
        let spare = self.lines_in(room - notes.height + EPSILON);
        let mut price = penalty;
        for (lines, (more, _)) in (1..=spare).zip(self.levers.more_before(row).iter()) {
            price += more;
            let end = self.end(row, lines as i8, unused - lines, notes);
            self.ends.extend(end.map(|end| End { cost: end.cost + price, ..end }));
        }
    }

    /// The page with lines saved, as few as it takes.
    fn add_shorter(&mut self, row: usize, penalty: f64, room: Pt) {
        let leading = self.walk.frame.leading;
        let mut price = penalty;
        let fewer = *self.levers.fewer();
        for (lines, (saved, _)) in (1..).zip(fewer.iter()) {
            price += saved;
            let room = room + Pt::from(lines) * leading;
            let Some(notes) = self.notes(room) else { continue };
            let unused = self.lines_in(room - notes.height + ROUNDING);
            let end = self.end(row, -lines, unused, &notes);
            self.ends.extend(end.map(|end| End { cost: end.cost + price, ..end }));
            if notes.carry.is_none() {
                break;
            }
        }
    }

    /// The end before `row` of a page that leaves so many lines unused; none where nothing would be set.
    fn end(&self, row: usize, lines: i8, unused: usize, notes: &PageNotes) -> Option<End> {
        let Self { walk, start, .. } = self;
        let leading = walk.frame.leading;
        let last = walk.galley.rows.get(row).is_none_or(|row| row.break_before == FORCED);
        let done = last && notes.carry.is_none() && self.waiting == 0;
        let mut cost = cost::DEFERRED_FLOAT * f64::from(self.waiting);
        if !done {
            cost += cost::underfill(unused);
        } else if start.row > 0 {
            let used = self.pen.y + walk.closing(row) + Pt::from(lines) * leading;
            cost += cost::short_last_page(used / leading, walk.frame.depth / leading);
        }
        if notes.carry.is_some() {
            cost += cost::SPLIT_NOTE + cost::DEFERRED_NOTE * f64::from(notes.deferred());
        }
        let over = notes.height - walk.notes.max_share * walk.frame.depth;
        cost += cost::NOTES_OVER_SHARE * over.max(0.0) / leading;
        let next = Start { row, note: notes.carry, waiting: self.waiting };
        // Facing pages are levelled to within a few lines: more would only make more states.
        let unused = (!done).then_some(unused.min(HOLE) as u8);
        let hyphen = !last && row > start.row && walk.galley.rows[row - 1].hyphen;
        (next != **start).then_some(End { next, lines, cost, unused, hyphen })
    }
}
