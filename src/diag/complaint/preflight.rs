//! What preflight finds in a print edition. Code, severity and help are those of its rule
//! (`preflight/rules.rs`), which docs/PREFLIGHT.md lists.

use super::complaints;

complaints! {
    "preflight" Warning "" "" {
        found(edition, finding) "{edition}: {finding}";
        found_on_page(edition, page, finding) "{edition}, page {page}: {finding}";
        found_on_more(edition, finding, more) "{edition}: {finding}, and on {more} more pages";
        found_on_page_and_more(edition, page, finding, more)
            "{edition}, page {page}: {finding}, and on {more} more pages";
    }
}
