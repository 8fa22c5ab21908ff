//! How many pages each chapter gets. Decides between what chapters offer, so that the brochure has as many pages as are
//! wanted at the least cost; what is missing is filled behind the chapters.

use std::collections::BTreeMap;

use super::paginate::cost::{FILLED_PAGE, MISSED_PAGE};
use crate::geom::Side;
use crate::source::config::PageCount;

/// A number of pages that chapters can come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offer {
    /// Pages.
    pub pages: usize,
    /// What they cost.
    pub cost: f64,
}

/// What chapters offer that begin on a right-hand page, and on a left-hand one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Offers {
    /// On a right-hand page.
    pub recto: Vec<Offer>,
    /// On a left-hand page.
    pub verso: Vec<Offer>,
}

impl Offers {
    fn on(&self, side: Side) -> &[Offer] {
        match side {
            Side::Recto => &self.recto,
            Side::Verso => &self.verso,
        }
    }

    /// Whether chapters that begin on these sides are among them.
    pub fn are_on(&self, sides: &[Side]) -> bool {
        sides.iter().all(|side| !self.on(*side).is_empty())
    }

    /// The pages that cost least.
    fn natural(&self, side: Side) -> usize {
        let least = self.on(side).iter().min_by(|a, b| a.cost.total_cmp(&b.cost));
        least.map_or(0, |offer| offer.pages)
    }
}

/// The pages around the chapters, and how many there should be of all.
#[derive(Debug, Clone, Copy)]
pub struct Goal {
    /// Pages before the chapters.
    pub before: usize,
    /// Whether the last page is a back cover, which lies outside.
    pub back: bool,
    /// How many pages are wanted.
    pub wanted: PageCount,
}

impl Goal {
    /// Pages to fill behind so many, and how many would be wanted less.
    fn missing(&self, pages: usize) -> (usize, usize) {
        let all = pages + usize::from(self.back);
        let step = if self.back { 2 } else { 1 };
        match self.wanted {
            PageCount::Any => (all.next_multiple_of(step) - all, 0),
            PageCount::Multiple(of) => (all.next_multiple_of(of.max(step)) - all, 0),
            PageCount::Exactly(wanted) if wanted >= all => (wanted - all, 0),
            PageCount::Exactly(wanted) => (all.next_multiple_of(step) - all, all - wanted),
        }
    }
}

/// What was chosen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// Pages of the chapters.
    pub pages: Vec<usize>,
    /// By how many they are more or fewer than the chapters would have by themselves.
    pub changes: Vec<i32>,
    /// Pages to fill behind them.
    pub fill: usize,
    /// Whether the brochure has more pages than were wanted.
    pub misses: bool,
}

/// Chains of chapters that come to more or fewer pages than so many from the cheapest are not followed.
const MOST_APART: usize = 24;

/// A chain of chapters.
#[derive(Debug, Clone, Copy)]
struct Chain {
    cost: f64,
    /// Pages of the last chapters.
    last: usize,
}

/// Chooses the pages of chapters that follow each other.
pub fn choose(offers: &[&Offers], goal: Goal) -> Choice {
    // By the number of pages before the next chapters.
    let mut reached = vec![BTreeMap::from([(goal.before, Chain { cost: 0.0, last: 0 })])];
    for offers in offers {
        reached.push(step(&reached[reached.len() - 1], offers));
    }
    let cost = |(pages, chain): &(&usize, &Chain)| {
        let (fill, over) = goal.missing(**pages);
        chain.cost + FILLED_PAGE * fill as f64 + MISSED_PAGE * over as f64
    };
    let ends = reached[reached.len() - 1].iter();
    let end = ends.min_by(|a, b| cost(a).total_cmp(&cost(b))).map_or(goal.before, |(pages, _)| *pages);
    let (fill, over) = goal.missing(end);
    let (mut pages, mut changes) = (Vec::new(), Vec::new());
    let mut at = end;
    for (reached, offers) in reached[1..].iter().zip(offers).rev() {
        let last = reached[&at].last;
        at -= last;
        pages.push(last);
        changes.push(last as i32 - offers.natural(Side::of(at + 1)) as i32);
    }
    pages.reverse();
    changes.reverse();
    Choice { pages, changes, fill, misses: over > 0 }
}

/// The cheapest chains with one more run of chapters.
fn step(before: &BTreeMap<usize, Chain>, offers: &Offers) -> BTreeMap<usize, Chain> {
    let mut next: BTreeMap<usize, Chain> = BTreeMap::new();
    for (pages, chain) in before {
        for offer in offers.on(Side::of(pages + 1)) {
            let cost = chain.cost + offer.cost;
            let found = next.entry(pages + offer.pages).or_insert(Chain { cost, last: offer.pages });
            if cost < found.cost {
                *found = Chain { cost, last: offer.pages };
            }
        }
    }
    let cheapest = next.iter().min_by(|a, b| a.1.cost.total_cmp(&b.1.cost)).map_or(0, |(pages, _)| *pages);
    next.retain(|pages, _| pages.abs_diff(cheapest) <= MOST_APART);
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(recto: &[(usize, f64)], verso: &[(usize, f64)]) -> Offers {
        let list = |offers: &[(usize, f64)]| {
            offers.iter().map(|(pages, cost)| Offer { pages: *pages, cost: *cost }).collect()
        };
        Offers { recto: list(recto), verso: list(verso) }
    }

    fn same(list: &[(usize, f64)]) -> Offers {
        offers(list, list)
    }

    fn chosen(chapters: &[Offers], wanted: PageCount) -> (Vec<usize>, usize, bool) {
        let goal = Goal { before: 3, back: wanted != PageCount::Any, wanted };
        let choice = choose(&chapters.iter().collect::<Vec<_>>(), goal);
        (choice.pages, choice.fill, choice.misses)
    }

    #[test]
    fn without_a_wish_each_chapter_costs_least() {
        let chapters = [same(&[(4, 9.0), (5, 2.0)]), same(&[(2, 0.0), (3, 50.0)])];
        assert_eq!(chosen(&chapters, PageCount::Any), (vec![5, 2], 0, false));
    }

    #[test]
    fn a_page_is_saved_or_spent_where_that_costs_less_than_filling() {
        // 3 + 6 + 4 + 1 = 14: two pages to fill, or one chapter shorter and one to fill no more
        let dear = [same(&[(5, 90.0), (6, 0.0)]), same(&[(3, 90.0), (4, 0.0), (5, 90.0)])];
        assert_eq!(chosen(&dear, PageCount::Multiple(4)), (vec![6, 4], 2, false));
        let cheap = [same(&[(5, 20.0), (6, 0.0)]), same(&[(3, 10.0), (4, 0.0), (5, 90.0)])];
        assert_eq!(chosen(&cheap, PageCount::Multiple(4)), (vec![5, 3], 0, false));
    }

    #[test]
    fn a_back_cover_lies_outside() {
        let chapters = [same(&[(5, 0.0)]), same(&[(2, 0.0)])];
        let choice = |chapters: &[Offers]| {
            let goal = Goal { before: 3, back: true, wanted: PageCount::Any };
            choose(&chapters.iter().collect::<Vec<_>>(), goal).fill
        };
        assert_eq!((choice(&chapters), choice(&chapters[..1])), (1, 1));
        assert_eq!(choice(&chapters[1..]), 0);
    }

    #[test]
    fn chapters_may_cost_more_on_the_other_side() {
        // the second would begin on a left page, where it costs more than the first saves
        let chapters = [same(&[(4, 1.0), (5, 0.0)]), offers(&[(2, 30.0)], &[(2, 0.0)])];
        assert_eq!(chosen(&chapters, PageCount::Any).0, [4, 2]);
        let chapters = [same(&[(4, 1.0), (5, 0.0)]), offers(&[(2, 0.0)], &[(2, 30.0)])];
        assert_eq!(chosen(&chapters, PageCount::Any).0, [5, 2]);
    }

    #[test]
    fn a_number_is_met_or_missed_by_least() {
        let chapters = [same(&[(5, 80.0), (6, 0.0)]), same(&[(4, 0.0)])];
        assert_eq!(chosen(&chapters, PageCount::Exactly(20)), (vec![6, 4], 6, false));
        assert_eq!(chosen(&chapters, PageCount::Exactly(14)), (vec![6, 4], 0, false));
        assert_eq!(chosen(&chapters, PageCount::Exactly(12)), (vec![5, 4], 1, true));
    }

    #[test]
    fn what_changed_is_told_by_chapter() {
        let cheap = [same(&[(5, 20.0), (6, 0.0)]), same(&[(3, 10.0), (4, 0.0)])];
        let goal = Goal { before: 3, back: true, wanted: PageCount::Multiple(4) };
        assert_eq!(choose(&cheap.iter().collect::<Vec<_>>(), goal).changes, [-1, -1]);
    }
}
