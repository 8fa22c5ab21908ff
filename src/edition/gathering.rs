//! Pages for paper. Decides where empty pages stand so that leaves and sheets come out even.

use crate::pages::{Page, Pages};

/// Kind of the page that stays last.
const BACK: &str = "back";

/// The pages, filled up with empty ones to a multiple of `step`: before the back cover where there is
/// one, so that it stays outside.
pub fn filled(pages: &Pages, step: usize) -> Vec<Option<&Page>> {
    fill(&pages.pages, step, |page| page.kind == BACK)
}

fn fill<T>(pages: &[T], step: usize, is_back: impl Fn(&T) -> bool) -> Vec<Option<&T>> {
    let missing = pages.len().next_multiple_of(step) - pages.len();
    let mut all: Vec<Option<&T>> = pages.iter().map(Some).collect();
    let at = all.len() - usize::from(pages.last().is_some_and(is_back));
    all.splice(at..at, std::iter::repeat_n(None, missing));
    all
}

/// The four pages of a cover.
pub struct Cover<'p> {
    /// Outside, in front.
    pub front: Option<&'p Page>,
    /// Its other side.
    pub front_inside: Option<&'p Page>,
    /// The side before the back.
    pub back_inside: Option<&'p Page>,
    /// Outside, at the back.
    pub back: Option<&'p Page>,
}

/// The cover of a whole brochure with pages in between; none where there is no back cover.
pub fn cover_of<'p>(order: &[Option<&'p Page>]) -> Option<Cover<'p>> {
    match *order {
        [front, front_inside, _, .., _, back_inside, back] if back.is_some_and(|page| page.kind == BACK) => {
            Some(Cover { front, front_inside, back_inside, back })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_pages_stand_before_the_back_cover() {
        let shown = |pages: &str, step| -> String {
            let pages: Vec<char> = pages.chars().collect();
            fill(&pages, step, |c| *c == 'B').into_iter().map(|p| *p.unwrap_or(&'_')).collect()
        };
        assert_eq!(shown("FabcdB", 4), "Fabcd__B");
        assert_eq!(shown("Fabcde", 4), "Fabcde__");
        assert_eq!(shown("FabB", 4), "FabB");
        assert_eq!(shown("", 4), "");
    }
}
