//! The optimum-fit search. Decides the lines of a paragraph: the chain of line ends of least cost.
//!
//! Knuth and Plass (1981) with fitness classes; a state also knows how many hyphens in a row it
//! ends and how many lines it has, so that the search answers for one line more and fewer as well.

use super::demerits as cost;
use super::fill;
use super::items::{LineEnd, Sum, line_ends, start_of};
use super::{Line, Paragraph, Setting, Shape, Variant};
use crate::geom::{EPSILON, Pt};
use crate::text::shape::Shaper;

/// The lines of a paragraph.
pub struct Lines {
    /// The best.
    pub best: Vec<Line>,
    /// The best with one line more.
    pub longer: Option<Variant>,
    /// The best with one line fewer.
    pub shorter: Option<Variant>,
}

/// A state of the search: lines up to here.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// Number of its line end; none at the start.
    end: u32,
    previous: u32,
    lines: u32,
    fitness: u8,
    hyphens: u8,
    ratio: f32,
    total: f64,
}

const START: u32 = u32::MAX;
/// Lines that a state may have more or fewer than the best one at the same place.
const MOST_EXTRA_LINES: u32 = 2;
/// Most ends that a line is tried over; three times those of the longest line in the smallest type. It
/// keeps the search linear where letters without width give more to shrink than they take.
pub(super) const MOST_ENDS: usize = 1000;

/// The best lines of a paragraph.
pub fn best_lines(paragraph: &Paragraph<'_>, shaper: &Shaper) -> Lines {
    lines_over(&line_ends(paragraph, shaper), &start_of(paragraph), &paragraph.setting)
}

/// The best lines over these ends, of which the last is that of the paragraph, from its start on.
pub(super) fn lines_over(ends: &[LineEnd], first: &LineEnd, setting: &Setting) -> Lines {
    for (tolerance, anywhere) in cost::TRIALS {
        let nodes = Vec::with_capacity(2 * ends.len());
        let mut search = Search { ends, first, setting, tolerance, anywhere, nodes };
        if let Some(lines) = search.run() {
            return lines;
        }
    }
    Lines { best: first_fit(ends, first, setting), longer: None, shorter: None }
}

struct Search<'a> {
    ends: &'a [LineEnd],
    /// Where the first line begins.
    first: &'a LineEnd,
    setting: &'a Setting,
    tolerance: f64,
    /// Whether lines may end where they should not.
    anywhere: bool,
    nodes: Vec<Node>,
}

impl Search<'_> {
    fn run(&mut self) -> Option<Lines> {
        self.nodes.push(Node {
            end: START,
            previous: START,
            lines: 0,
            fitness: 2,
            hyphens: 0,
            ratio: 0.0,
            total: 0.0,
        });
        let mut active: Vec<u32> = vec![0];
        let mut found: Vec<Node> = Vec::new();
        for number in 0..self.ends.len() {
            let end = self.ends[number];
            let last = number + 1 == self.ends.len();
            found.clear();
            let is_place = self.anywhere || end.penalty < cost::HYPHEN_LAST;
            active.retain(|&from| {
                let node = self.nodes[from as usize];
                let start = self.end_of(&node);
                let line = if is_place { self.line(start, &end, last, &node) } else { None };
                if let Some(line) = line {
                    keep_best(&mut found, Node { end: number as u32, previous: from, ..line });
                }
                // Still open if the words alone, shrunk, fit.
                let start = &start.start;
                let gives = end.end.shrink - start.shrink + end.end.give - start.give;
                let least = end.end.width - end.hyphen - end.hang - start.width - gives;
                let first = if node.end == START { 0 } else { node.end as usize };
                least <= self.setting.measure + EPSILON && number - first < MOST_ENDS
            });
            if end.forced {
                active.clear();
            }
            // Far from the best number of lines nothing useful begins: keeps long paragraphs linear.
            if let Some(best) = found.iter().min_by(|a, b| a.total.total_cmp(&b.total)).map(|n| n.lines) {
                found.retain(|n| n.lines.abs_diff(best) <= MOST_EXTRA_LINES);
            }
            for node in &found {
                active.push(self.nodes.len() as u32);
                self.nodes.push(*node);
            }
            if active.is_empty() {
                return None;
            }
        }
        Some(self.answer(&active))
    }

    /// The end of the last line; before the first one the start.
    fn end_of(&self, node: &Node) -> &LineEnd {
        self.ends.get(node.end as usize).unwrap_or(self.first)
    }

    /// The state after a line from one end to another, if there can be such a line.
    fn line(&self, from: &LineEnd, end: &LineEnd, last: bool, before: &Node) -> Option<Node> {
        let (setting, costs, start) = (self.setting, self.setting.costs, &from.start);
        let natural = end.end.width - start.width - end.hang;
        let slack = setting.measure - natural;
        let hyphens = if end.dashed { before.hyphens + 1 } else { 0 };
        if hyphens > cost::MOST_HYPHENS {
            return None;
        }
        let closing = end.forced && setting.shape != Shape::Balanced;
        let justified = setting.shape == Shape::Justified;
        let (ratio, looseness) = match setting.shape {
            Shape::Justified => self.justified(slack, start, end, closing)?,
            Shape::Ragged if closing => (slack >= -EPSILON).then_some((0.0, 0.0))?,
            Shape::Ragged | Shape::Balanced => self.ragged(slack)?,
        };
        let fitness = if closing || !justified { 2 } else { cost::fitness(ratio) };
        let mut total = if setting.shape == Shape::Balanced {
            let hyphen = if end.hyphen > 0.0 { cost::BALANCED_HYPHEN } else { 0.0 };
            let sense = if last { 0.0 } else { end.sense * setting.measure * setting.measure };
            cost::BALANCED_LINE + hyphen + slack * slack + sense
        } else {
            costs.line + looseness + end.penalty
        };
        if justified && !closing && before.end != START {
            total += costs.of_contrast(ratio, f64::from(before.ratio));
        }
        if hyphens > 1 {
            total += costs.double_hyphen;
        }
        total += costs.same_words * self.same_words(from, end, before);
        if last {
            total += self.last_line(natural, before, (from, end));
        }
        Some(Node {
            end: 0,
            previous: 0,
            lines: before.lines + 1,
            fitness,
            hyphens,
            ratio: ratio as f32,
            total: before.total + total,
        })
    }

    fn justified(&self, slack: Pt, start: &Sum, end: &LineEnd, closing: bool) -> Option<(f64, f64)> {
        let give = end.end.give - start.give;
        let costs = self.setting.costs;
        if slack < 0.0 {
            if slack >= -EPSILON {
                return Some((0.0, 0.0));
            }
            let shrink = end.end.shrink - start.shrink + give;
            let ratio = slack / shrink;
            return (shrink > 0.0 && ratio >= -1.0 - 1e-9).then(|| (ratio, costs.of_stretch(ratio)));
        }
        if closing {
            return Some((0.0, 0.0));
        }
        let ratio = fill::stretched(slack, end.end.stretch - start.stretch, give, self.setting.begins);
        (ratio <= self.tolerance).then(|| (ratio, costs.of_stretch(ratio)))
    }

    /// How often a line begins, and ends, with the word that the one before does.
    fn same_words(&self, from: &LineEnd, end: &LineEnd, before: &Node) -> f64 {
        if before.end == START {
            return 0.0;
        }
        let above = self.end_of(&self.nodes[before.previous as usize]);
        let is_same = |one: u32, other: u32| f64::from(u8::from(one != 0 && one == other));
        is_same(from.word_behind, above.word_behind) + is_same(end.word_before, from.word_before)
    }

    fn ragged(&self, slack: Pt) -> Option<(f64, f64)> {
        let open = self.tolerance.is_infinite()
            || slack < 0.5 * self.setting.measure
            || self.setting.shape == Shape::Balanced;
        (slack >= -EPSILON && open)
            .then(|| (0.0, cost::rag(slack.max(0.0), self.setting.measure, self.setting.size)))
    }

    /// What the last line pays for being short.
    fn last_line(&self, natural: Pt, before: &Node, (from, end): (&LineEnd, &LineEnd)) -> f64 {
        if before.end == START || self.setting.shape == Shape::Balanced {
            return 0.0;
        }
        let (mut extra, costs) = (0.0, self.setting.costs);
        if before.hyphens > 0 {
            extra += costs.last_hyphen;
        }
        if natural < self.setting.last_line {
            extra += cost::RUNT;
        }
        let share = natural / self.setting.measure;
        if share < cost::SHORT_LAST_LINE {
            extra += costs.short_last_line * (1.0 - share / cost::SHORT_LAST_LINE);
        }
        let room = self.setting.measure - natural;
        if self.setting.shape == Shape::Justified
            && room > EPSILON
            && room < cost::NEARLY_FULL * self.setting.size
        {
            extra += costs.nearly_full;
        }
        let alone =
            end.word_letters > 0 && end.word_letters <= cost::SHORT_WORD && natural < self.setting.size * 4.0;
        if self.setting.shape == Shape::Ragged && alone {
            extra += cost::LONELY_WORD;
        } else if self.setting.shape == Shape::Ragged && from.next.seg >= end.last_word {
            extra += cost::LONE_WORD;
        }
        extra
    }

    fn answer(&self, finals: &[u32]) -> Lines {
        let best_of = |lines: Option<u32>| {
            finals
                .iter()
                .map(|n| (*n, &self.nodes[*n as usize]))
                .filter(|(_, node)| lines.is_none_or(|l| node.lines == l))
                .min_by(|a, b| a.1.total.total_cmp(&b.1.total))
        };
        let (best, node) = best_of(None).expect("the search ended with a state");
        let variant = |lines: Option<u32>| {
            let (n, other) = best_of(Some(lines?))?;
            Some(Variant { lines: self.trace(n), cost: (other.total - node.total).max(0.0) })
        };
        Lines {
            best: self.trace(best),
            longer: variant(node.lines.checked_add(1)),
            shorter: variant(node.lines.checked_sub(1).filter(|l| *l > 0)),
        }
    }

    fn trace(&self, mut at: u32) -> Vec<Line> {
        let mut lines = Vec::with_capacity(self.nodes[at as usize].lines as usize);
        while let Some(node) = self.nodes.get(at as usize).filter(|n| n.end != START) {
            let from = self.end_of(&self.nodes[node.previous as usize]);
            lines.push(make_line(&self.ends[node.end as usize], from, node.ratio, self.setting));
            at = node.previous;
        }
        lines.reverse();
        lines
    }
}

/// The line between two ends.
fn make_line(end: &LineEnd, from: &LineEnd, ratio: f32, setting: &Setting) -> Line {
    let justified = setting.shape == Shape::Justified;
    Line {
        filled: justified && (!end.forced || ratio < 0.0),
        from: from.next,
        to: end.to,
        hyphen: end.hyphen > 0.0,
        ratio,
        slack: (setting.measure - (end.end.width - from.start.width)) as f32,
        hang: end.hang as f32,
        lead: from.lead as f32,
        turnover: from.turnover as f32,
    }
}

/// Of states that differ only in their past the cheapest is kept.
fn keep_best(found: &mut Vec<Node>, node: Node) {
    let same =
        |n: &&mut Node| n.lines == node.lines && n.fitness == node.fitness && n.hyphens == node.hyphens;
    match found.iter_mut().find(same) {
        Some(old) if old.total <= node.total => {}
        Some(old) => *old = node,
        None => found.push(node),
    }
}

/// As much as fits on each line: where no line can be justified at all.
fn first_fit(ends: &[LineEnd], first: &LineEnd, setting: &Setting) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut from = first;
    let mut candidate: Option<&LineEnd> = None;
    let mut number = 0;
    while number < ends.len() {
        let end = &ends[number];
        let over = end.end.width - from.start.width - end.hang > setting.measure + EPSILON;
        if over && let Some(kept) = candidate.take() {
            lines.push(make_line(kept, from, 0.0, setting));
            from = kept;
            continue;
        }
        if over || end.forced {
            lines.push(make_line(end, from, 0.0, setting));
            from = end;
            candidate = None;
        } else {
            candidate = Some(end);
        }
        number += 1;
    }
    lines
}
