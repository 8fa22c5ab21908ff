//! Pages for paper. Decides where empty pages stand so that leaves and sheets come out even.

use crate::diag::Sentence;
use crate::diag::words::command as words;
use crate::pages::{Page, Pages};

/// Kind of the page that stays last.
const BACK: &str = "back";
/// Kind of pages that were filled for the number of pages.
const FILL: &str = "fill";
/// Kind of pages that only make the number even.
const BLANK: &str = "blank";

/// The pages, filled up with empty ones to a multiple of `step`: before the back cover where there is
/// one, so that it stays outside.
pub fn filled(pages: &Pages, step: usize) -> Vec<Option<&Page>> {
    let pages: Vec<&Page> = pages.pages.iter().map(|page| &**page).collect();
    fill(&pages, step, |page| page.kind == BACK)
}

fn fill<T: Copy>(pages: &[T], step: usize, is_back: impl Fn(T) -> bool) -> Vec<Option<T>> {
    let missing = pages.len().next_multiple_of(step) - pages.len();
    let mut all: Vec<Option<T>> = pages.iter().copied().map(Some).collect();
    let at = all.len() - usize::from(pages.last().copied().is_some_and(is_back));
    all.splice(at..at, std::iter::repeat_n(None, missing));
    all
}

/// What was done for the sheets to come out even, and where they do not.
pub fn notes(pages: &Pages, order: &[Option<&Page>]) -> Vec<Sentence> {
    let shifted = pages.shifted.iter().map(|(chapter, change)| match change {
        1.. => words::set_longer(chapter, *change),
        _ => words::set_shorter(chapter, -change),
    });
    let filled = pages.pages.iter().filter(|page| page.kind == FILL).map(|page| page.number);
    let filled = match (filled.clone().min(), filled.max()) {
        (Some(first), Some(last)) if first < last => Some(words::pages_are_filled(first, last)),
        (Some(page), _) => Some(words::page_is_filled(page)),
        _ => None,
    };
    shifted.chain(filled).chain(empty_pages(order)).collect()
}

/// Which pages stay empty before the back cover, or at the end, and how a page is won or lost; none
/// where the sheets come out even.
fn empty_pages(order: &[Option<&Page>]) -> Option<Sentence> {
    let end =
        order.len() - usize::from(order.last().is_some_and(|page| page.is_some_and(|p| p.kind == BACK)));
    let is_empty = |page: &&Option<&Page>| page.is_none_or(|page| page.kind == BLANK);
    let empty = order[..end].iter().rev().take_while(is_empty).count();
    let which = match empty {
        0 => return None,
        1 => words::page_is_empty(end),
        _ => words::pages_are_empty(end + 1 - empty, end),
    };
    Some(match ((4 - empty % 4) % 4, empty) {
        (0, _) => words::pages_would_fill(which, empty),
        (fewer, 1) => words::one_page_or_fewer(which, fewer),
        (fewer, _) => words::pages_or_fewer(which, empty, fewer),
    })
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
    fn the_note_says_which_pages_are_empty_and_how_to_change_it() {
        let page = |kind| Page { number: 1, side: crate::geom::Side::Recto, kind, items: Vec::new() };
        let (text, blank, back) = (page("body"), page(BLANK), page(BACK));
        let (t, e, b) = (Some(&text), Some(&blank), Some(&back));
        assert_eq!(empty_pages(&[t, t, t, b]), None);
        let note = "page 3 is empty: 1 page more of text would fill the sheet, 3 fewer would save one";
        assert_eq!(empty_pages(&[t, t, e, b]).map(|note| note.text()).as_deref(), Some(note));
        let note =
            "pages 6 to 8 are empty: 3 pages more of text would fill the sheet, 1 fewer would save one";
        assert_eq!(
            empty_pages(&[t, t, t, t, t, None, None, None]).map(|note| note.text()).as_deref(),
            Some(note)
        );
        assert_eq!(empty_pages(&[]), None);
    }

    #[test]
    fn empty_pages_stand_before_the_back_cover() {
        let shown = |pages: &str, step| -> String {
            let pages: Vec<char> = pages.chars().collect();
            fill(&pages, step, |c| c == 'B').into_iter().map(|p| p.unwrap_or('_')).collect()
        };
        assert_eq!(shown("FabcdB", 4), "Fabcd__B");
        assert_eq!(shown("Fabcde", 4), "Fabcde__");
        assert_eq!(shown("FabB", 4), "FabB");
        assert_eq!(shown("", 4), "");
    }
}
