//! Where a page may end between the rows of real blocks.

use crate::common::galley::galley;

/// What it costs to end a page before each row.
fn breaks(text: &str) -> Vec<f64> {
    galley(text, |galley, _| galley.rows.iter().map(|row| row.break_before).collect())
}

#[test]
fn first_and_last_items_of_a_list_are_kept_with_a_neighbour_at_a_price() {
    let prices = breaks(&"- Wort\n".repeat(5));
    assert_eq!(
        prices.iter().map(|price| *price > 0.0).collect::<Vec<_>>(),
        [false, true, false, false, true]
    );
}

#[test]
fn items_of_three_lines_stay_whole_whatever_blocks_they_have() {
    let open = |blocks: usize| {
        let prices = breaks(&format!("- {}", vec!["Wort"; blocks].join("\n\n  ")));
        prices[1..].iter().any(|price| price.is_finite())
    };
    assert_eq!((open(3), open(4)), (false, true));
}

#[test]
fn boxes_of_twelve_lines_are_cut_where_four_stand_on_either_side() {
    let cuts = |lines: usize| {
        let prices = breaks(&format!("> [!achtung]\n{}", "> - Wort\n".repeat(lines - 1)));
        (1..lines).filter(|n| prices[*n].is_finite()).collect::<Vec<_>>()
    };
    assert_eq!((cuts(11), cuts(12)), (vec![], vec![4, 5, 6, 7, 8]));
}

#[test]
fn tables_of_eight_rows_are_cut_where_three_stand_on_either_side() {
    let prices = breaks(&format!("| a | b |\n|---|---|\n{}", "| eins | zwei |\n".repeat(8)));
    let cuts: Vec<usize> = (0..8).filter(|row| prices[row + 1].is_finite()).collect();
    assert_eq!(cuts, [3, 4, 5]);
}
