//! The order of pages on sheets that are folded into each other. Decides which pages lie on which side
//! of which sheet.

/// A sheet with two pages on each side, as one looks at it upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoldedSheet {
    /// Left and right page of the side that lies outside when it is folded, counted from 0.
    pub outside: [usize; 2],
    /// Left and right page of the other side.
    pub inside: [usize; 2],
    /// Sheets that lie around it.
    pub depth: usize,
}

/// Sheets for a number of pages that is a multiple of four: signatures of so many sheets that follow
/// one another, or one of all.
pub fn folded(pages: usize, signature: Option<usize>) -> Vec<FoldedSheet> {
    let all: Vec<usize> = (0..pages).collect();
    all.chunks(4 * signature.unwrap_or(pages).max(1)).flat_map(nested).collect()
}

/// Sheets that lie in each other, the outermost first.
fn nested(pages: &[usize]) -> impl Iterator<Item = FoldedSheet> {
    let last = pages.len() - 1;
    (0..pages.len() / 4).map(move |depth| {
        let n = 2 * depth;
        FoldedSheet {
            outside: [pages[last - n], pages[n]],
            inside: [pages[n + 1], pages[last - n - 1]],
            depth,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Folios in the order in which one turns the pages of a signature of folded sheets.
    fn read(signature: &[FoldedSheet]) -> Vec<usize> {
        let opening = signature.iter().flat_map(|sheet| [sheet.outside[1], sheet.inside[0]]);
        let closing = signature.iter().rev().flat_map(|sheet| [sheet.inside[1], sheet.outside[0]]);
        opening.chain(closing).collect()
    }

    #[test]
    fn folded_sheets_read_in_order() {
        for pages in (4..=64).step_by(4) {
            for signature in [None, Some(1), Some(3), Some(4), Some(16), Some(100)] {
                let sheets = folded(pages, signature);
                assert_eq!(sheets.len(), pages / 4);
                let signatures = sheets.chunk_by(|_, next| next.depth > 0);
                let order: Vec<usize> = signatures.flat_map(read).collect();
                assert_eq!(order, (0..pages).collect::<Vec<_>>(), "{pages} pages, {signature:?}");
            }
        }
    }

    #[test]
    fn the_outermost_sheet_holds_the_cover() {
        let sheets = folded(8, None);
        assert_eq!(sheets[0], FoldedSheet { outside: [7, 0], inside: [1, 6], depth: 0 });
        assert_eq!(sheets[1], FoldedSheet { outside: [5, 2], inside: [3, 4], depth: 1 });
        assert!(folded(0, None).is_empty());
    }

    #[test]
    fn signatures_follow_one_another_and_the_last_may_be_thinner() {
        let depths: Vec<usize> = folded(20, Some(2)).iter().map(|sheet| sheet.depth).collect();
        assert_eq!(depths, [0, 1, 0, 1, 0]);
        assert_eq!(folded(12, Some(1))[1].outside, [7, 4]);
    }
}
