//! What gives on a page. Decides which of its spaces and paragraphs may take a line more or do with one fewer,
//! and at what price: the cheapest are used first.

use super::super::galley::{Content, Galley, Surplus};
use super::super::paragraph::{Line, Shape, Variant};
use super::walk::Walk;
use super::{PageBreak, Start, cost};
use crate::geom::Pt;

/// Most lines that a page is stretched by.
pub const MOST_MORE: usize = 4;
/// Most lines that a page is shortened by.
pub const MOST_FEWER: usize = 2;

/// Something that takes a line more, or does with one fewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lever {
    /// The space above this row, which stands on the grid behind rows that do not, or is the first behind the page.
    Space(usize),
    /// A paragraph is set a line longer.
    Longer(u32),
    /// A paragraph is set a line shorter.
    Shorter(u32),
}

/// The cheapest levers of one direction, in the order of their prices.
#[derive(Debug, Clone, Copy)]
pub struct Cheapest<const MOST: usize> {
    levers: [(f64, Lever); MOST],
    count: usize,
}

impl<const MOST: usize> Default for Cheapest<MOST> {
    fn default() -> Self {
        Self { levers: [(0.0, Lever::Space(0)); MOST], count: 0 }
    }
}

impl<const MOST: usize> Cheapest<MOST> {
    /// Keeps a lever if it is one of the cheapest; of the same price the one that stands higher.
    fn keep(&mut self, price: f64, lever: Lever) {
        let at = self.levers[..self.count].partition_point(|(other, _)| *other <= price);
        if at == MOST {
            return;
        }
        self.count = (self.count + 1).min(MOST);
        self.levers.copy_within(at..self.count - 1, at + 1);
        self.levers[at] = (price, lever);
    }

    /// From the cheapest on.
    pub fn iter(&self) -> impl Iterator<Item = (f64, Lever)> + '_ {
        self.levers[..self.count].iter().copied()
    }
}

/// The levers that a page has down to some row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Levers {
    more: Cheapest<MOST_MORE>,
    fewer: Cheapest<MOST_FEWER>,
    /// Rows since the text was last on the grid.
    loose: Option<Loose>,
    /// Whether a row stands on the page.
    begun: bool,
}

/// Rows that follow each other and do not stand on the grid.
#[derive(Debug, Clone, Copy)]
struct Loose {
    first: Surplus,
    last: Surplus,
    /// Whether they begin the page.
    at_head: bool,
}

impl Loose {
    /// Prices of lines more around them: as many as there are spaces to see them in.
    fn prices(&self) -> impl Iterator<Item = f64> + use<> {
        let heading = self.last == Surplus::Above && !(self.at_head && self.first == Surplus::Above);
        let first: &[f64] = match self.first {
            Surplus::Above if heading || self.at_head => &[],
            Surplus::Above => &[cost::SPACE_ABOVE_HEADING],
            Surplus::Split if self.at_head => &[cost::SPACE_BELOW_BLOCK],
            Surplus::Split => &[cost::SPACE_AROUND_BLOCK, cost::MORE_SPACE_AROUND_BLOCK],
            Surplus::Below if heading || self.at_head => &[],
            Surplus::Below => &[cost::SPACE_BELOW_BLOCK],
        };
        heading.then_some(cost::SPACE_ABOVE_HEADING).into_iter().chain(first.iter().copied())
    }
}

impl Levers {
    /// Of a page with nothing on it but floats that waited.
    pub fn of_page(start: &Start) -> Self {
        Self { begun: start.waiting > 0, ..Self::default() }
    }

    /// Those that a chosen page uses.
    pub fn used_by(walk: &Walk<'_, '_>, cut: &PageBreak) -> Vec<Lever> {
        if cut.lines == 0 {
            return Vec::new();
        }
        let waiting = walk.waiting(&cut.end);
        let stays =
            |number: &usize| walk.float_of(&walk.galley.rows[*number]).is_none_or(|f| !waiting.contains(&f));
        let mut levers = Self::of_page(&cut.start);
        (cut.start.row..cut.end.row).filter(stays).for_each(|n| levers.add(walk, n, cut.start.row));
        let count = usize::from(cut.lines.unsigned_abs());
        if cut.lines < 0 {
            return levers.fewer.iter().take(count).map(|(_, lever)| lever).collect();
        }
        levers.more_before(cut.end.row).iter().take(count).map(|(_, lever)| lever).collect()
    }

    /// Adds those that come with a row of a page that begins with `first_row`.
    pub fn add(&mut self, walk: &Walk<'_, '_>, number: usize, first_row: usize) {
        let row = &walk.galley.rows[number];
        if row.snap {
            let prices = self.loose.take().into_iter().flat_map(|loose| loose.prices());
            prices.for_each(|price| self.more.keep(price, Lever::Space(number)));
        }
        if stands_on_grid(walk, number) {
            self.loose = None;
        } else {
            let at_head = !self.begun;
            let loose = self.loose.get_or_insert(Loose { first: row.surplus, last: row.surplus, at_head });
            loose.last = row.surplus;
        }
        self.begun = true;
        self.add_variants(walk, number, first_row);
    }

    /// The paragraph that ends with a row, if it stands whole on the page and could be set longer or shorter.
    fn add_variants(&mut self, walk: &Walk<'_, '_>, number: usize, first_row: usize) {
        let Content::Line { paragraph, line } = walk.galley.rows[number].content else { return };
        let p = &walk.galley.paragraphs[paragraph as usize];
        let count = p.lines.len();
        let whole = line as usize + 1 == count && number + 1 >= first_row + count;
        if !whole || !walk.galley.rows[number + 1 - count].snap || p.setting.leading != walk.frame.leading {
            return;
        }
        let even = |variant: &&Variant| is_even(&variant.lines, p.setting.shape, p.setting.measure);
        let price = |variant: &Variant| cost::VARIANT + variant.cost / cost::VARIANT_DEMERITS;
        if let Some(longer) = p.longer.as_ref().filter(even) {
            self.more.keep(price(longer), Lever::Longer(paragraph));
        }
        // A heading is followed by two lines.
        if let Some(shorter) = p.shorter.as_ref().filter(even).filter(|shorter| shorter.lines.len() >= 2) {
            self.fewer.keep(price(shorter), Lever::Shorter(paragraph));
        }
    }

    /// Those that take a line more on a page that ends before `row`.
    pub fn more_before(&self, row: usize) -> Cheapest<MOST_MORE> {
        let mut more = self.more;
        // Blocks at the foot move down as a whole.
        if self.loose.is_some_and(|loose| loose.first == Surplus::Split && !loose.at_head) {
            more.keep(cost::SPACE_AROUND_BLOCK, Lever::Space(row));
        }
        more
    }

    /// Those that do with a line fewer.
    pub fn fewer(&self) -> &Cheapest<MOST_FEWER> {
        &self.fewer
    }
}

/// Whether a row is a line of text on the grid.
pub fn stands_on_grid(walk: &Walk<'_, '_>, number: usize) -> bool {
    let row = &walk.galley.rows[number];
    let Content::Line { paragraph, .. } = row.content else { return false };
    row.snap || {
        let p = &walk.galley.paragraphs[paragraph as usize];
        row.group.is_none() && p.setting.leading == walk.frame.leading && starts_on_grid(walk.galley, number)
    }
}

/// Whether the first line of the row's paragraph lies on the grid.
fn starts_on_grid(galley: &Galley<'_>, number: usize) -> bool {
    let Content::Line { line, .. } = galley.rows[number].content else { return false };
    number.checked_sub(line as usize).is_some_and(|first| galley.rows[first].snap)
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
    use super::super::super::paragraph::Breakpoint;
    use super::*;

    fn line(slack: f32, ratio: f32) -> Line {
        let at = Breakpoint::default();
        Line {
            from: at,
            to: at,
            hyphen: false,
            ratio,
            slack,
            hang: 0.0,
            lead: 0.0,
            filled: true,
            turnover: 0.0,
        }
    }

    #[test]
    fn ragged_lines_end_near_the_edge_but_for_the_last() {
        let even = |slack, shape| is_even(&[line(slack, 0.0), line(90.0, 0.0)], shape, 100.0);
        assert!(even(14.0, Shape::Ragged) && even(16.0, Shape::Justified));
        assert!(!even(16.0, Shape::Ragged));
    }

    #[test]
    fn no_line_of_a_longer_paragraph_is_loose() {
        let even = |ratio: f32| is_even(&[line(0.0, ratio), line(0.0, 0.0)], Shape::Justified, 100.0);
        assert!(even(2.1) && even(-1.0) && !even(2.3));
    }

    #[test]
    fn the_cheapest_levers_are_kept_in_order() {
        let mut cheapest = Cheapest::<2>::default();
        for (price, row) in [(3.0, 1), (2.0, 2), (2.0, 3), (1.0, 4), (9.0, 5)] {
            cheapest.keep(price, Lever::Space(row));
        }
        let kept: Vec<_> = cheapest.iter().collect();
        assert_eq!(kept, [(1.0, Lever::Space(4)), (2.0, Lever::Space(2))]);
    }
}
