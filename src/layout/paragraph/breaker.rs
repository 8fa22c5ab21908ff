//! The optimum-fit search. Decides the lines of a paragraph: the chain of line ends of least cost.
//!
//! Knuth and Plass (1981) with fitness classes; a state also knows how many hyphens in a row it
//! ends and how many lines it has, so that the search answers for one line more and fewer as well.

use super::demerits as cost;
use super::items::{LineEnd, Sum, line_ends};
use super::{Breakpoint, Line, Paragraph, Setting, Shape, Variant};
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
    lines_over(&line_ends(paragraph, shaper), &paragraph.setting)
}

/// The best lines over these ends, of which the last is that of the paragraph.
pub(super) fn lines_over(ends: &[LineEnd], setting: &Setting) -> Lines {
    let first = Sum { width: 0.0, ..Sum::default() };
    for tolerance in [cost::TOLERANCE, f64::INFINITY] {
        let mut search =
            Search { ends, setting, tolerance, nodes: Vec::with_capacity(2 * ends.len()), first };
        if let Some(lines) = search.run() {
            return lines;
        }
    }
    Lines { best: first_fit(ends, setting), longer: None, shorter: None }
}

struct Search<'a> {
    ends: &'a [LineEnd],
    setting: &'a Setting,
    tolerance: f64,
    nodes: Vec<Node>,
    first: Sum,
}

impl Search<'_> {
    fn run(&mut self) -> Option<Lines> {
        self.nodes.push(Node {
            end: START,
            previous: START,
            lines: 0,
            fitness: 1,
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
            active.retain(|&from| {
                let node = self.nodes[from as usize];
                let start = self.end_of(&node).map_or(self.first, |end| end.start);
                if let Some(line) = self.line(&start, &end, last, &node) {
                    keep_best(&mut found, Node { end: number as u32, previous: from, ..line });
                }
                // Still open if the words alone, shrunk, fit.
                let least =
                    end.end.width - end.hyphen - end.hang - start.width - (end.end.shrink - start.shrink);
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

    /// The end of the line before; none at the start.
    fn end_of(&self, node: &Node) -> Option<&LineEnd> {
        self.ends.get(node.end as usize)
    }

    /// The state after a line from `start` to `end`, if there can be such a line.
    fn line(&self, start: &Sum, end: &LineEnd, last: bool, before: &Node) -> Option<Node> {
        let setting = self.setting;
        let natural = end.end.width - start.width - end.hang;
        let slack = setting.measure - natural;
        let hyphens = if end.dashed { before.hyphens + 1 } else { 0 };
        if hyphens > cost::MOST_HYPHENS {
            return None;
        }
        let closing = end.forced && setting.shape != Shape::Balanced;
        let (ratio, badness) = match setting.shape {
            Shape::Justified => self.justified(slack, start, end, closing)?,
            Shape::Ragged if closing => (slack >= -EPSILON).then_some((0.0, 0.0))?,
            Shape::Ragged | Shape::Balanced => self.ragged(slack)?,
        };
        let fitness = if closing || setting.shape != Shape::Justified { 1 } else { cost::fitness(ratio) };
        let mut total = if setting.shape == Shape::Balanced {
            let hyphen = if end.hyphen > 0.0 { cost::BALANCED_HYPHEN } else { 0.0 };
            cost::BALANCED_LINE + hyphen + slack * slack
        } else {
            let sum = cost::LINE + badness + end.penalty;
            sum * sum
        };
        if fitness.abs_diff(before.fitness) > 1 {
            total += cost::CONTRAST;
        }
        if hyphens > 1 {
            total += cost::DOUBLE_HYPHEN;
        }
        if last {
            total += self.last_line(natural, before, end);
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
        let shrink = end.end.shrink - start.shrink;
        let stretch = end.end.stretch - start.stretch;
        if slack < 0.0 {
            if slack >= -EPSILON {
                return Some((0.0, 0.0));
            }
            let ratio = slack / shrink;
            return (shrink > 0.0 && ratio >= -1.0 - 1e-9).then(|| (ratio, cost::badness(ratio)));
        }
        if closing {
            return Some((0.0, 0.0));
        }
        let ratio = if stretch > 0.0 {
            slack / stretch
        } else if slack < 0.05 {
            0.0
        } else {
            1e6
        };
        (ratio <= self.tolerance).then(|| (ratio, cost::badness(ratio)))
    }

    fn ragged(&self, slack: Pt) -> Option<(f64, f64)> {
        let open = self.tolerance.is_infinite()
            || slack < 0.5 * self.setting.measure
            || self.setting.shape == Shape::Balanced;
        (slack >= -EPSILON && open)
            .then(|| (0.0, cost::rag(slack.max(0.0), self.setting.measure, self.setting.size)))
    }

    /// What the last line pays for being short.
    fn last_line(&self, natural: Pt, before: &Node, end: &LineEnd) -> f64 {
        if before.end == START || self.setting.shape == Shape::Balanced {
            return 0.0;
        }
        let mut extra = 0.0;
        if before.hyphens > 0 {
            extra += cost::LAST_HYPHEN;
        }
        if natural < self.setting.last_line {
            extra += cost::RUNT;
        }
        let share = natural / self.setting.measure;
        if share < cost::SHORT_LAST_LINE {
            extra += cost::SHORT_LAST_LINE_COST * (1.0 - share / cost::SHORT_LAST_LINE);
        }
        let alone =
            end.word_letters > 0 && end.word_letters <= cost::SHORT_WORD && natural < self.setting.size * 4.0;
        if self.setting.shape == Shape::Ragged && alone {
            extra += cost::LONELY_WORD;
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
            let before = self.end_of(&self.nodes[node.previous as usize]);
            lines.push(make_line(&self.ends[node.end as usize], before, node.ratio, self.setting));
            at = node.previous;
        }
        lines.reverse();
        lines
    }
}

/// The line between two ends; the first one has none `before`.
fn make_line(end: &LineEnd, before: Option<&LineEnd>, ratio: f32, setting: &Setting) -> Line {
    let justified = setting.shape == Shape::Justified;
    let start = before.map_or(0.0, |before| before.start.width);
    Line {
        filled: justified && (!end.forced || ratio < 0.0),
        from: before.map_or_else(Breakpoint::default, |before| before.next),
        to: end.to,
        hyphen: end.hyphen > 0.0,
        ratio,
        slack: (setting.measure - (end.end.width - start)) as f32,
        hang: end.hang as f32,
        turnover: before.map_or(0.0, |before| before.turnover as f32),
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
fn first_fit(ends: &[LineEnd], setting: &Setting) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut before: Option<&LineEnd> = None;
    let mut candidate: Option<&LineEnd> = None;
    let mut number = 0;
    while number < ends.len() {
        let end = &ends[number];
        let start = before.map_or(0.0, |before| before.start.width);
        let over = end.end.width - start - end.hang > setting.measure + EPSILON;
        if over && let Some(kept) = candidate.take() {
            lines.push(make_line(kept, before, 0.0, setting));
            before = Some(kept);
            continue;
        }
        if over || end.forced {
            lines.push(make_line(end, before, 0.0, setting));
            before = Some(end);
            candidate = None;
        } else {
            candidate = Some(end);
        }
        number += 1;
    }
    lines
}
