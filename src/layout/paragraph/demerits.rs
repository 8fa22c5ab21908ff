//! What a line costs. Every constant of the paragraph breaker is here.
//!
//! The scheme is Knuth and Plass, "Breaking Paragraphs into Lines" (1981): a line costs
//! (line penalty + badness + penalty)², pairs of lines pay for contrasts. The values are measured
//! with tools that count word spaces, on German text of 60 characters a line.

use crate::geom::Pt;

/// Cost of every line: fewer lines are better.
pub const LINE: f64 = 10.0;
/// A hyphen that breaks a word.
pub const HYPHEN: f64 = 35.0;
/// The same at the joint of a compound.
pub const HYPHEN_AT_JOINT: f64 = 15.0;
/// The same nearer to the word's end than the limits of hyphenation want.
pub const HYPHEN_WEAK: f64 = 100.0;
/// A hyphen where none should be: in a unit behind its number, in a name with capitals inside.
pub const HYPHEN_LAST: f64 = 1500.0;
/// Added for the last word of a paragraph: it is broken only where there is no other way.
pub const HYPHEN_IN_LAST_WORD: f64 = 500.0;
/// A line that ends after a written hyphen, slash or dash.
pub const JOINT: f64 = 12.0;
/// Room that opens between letters, or words, of scripts without spaces, in em, where a line is stretched by
/// its measure.
pub const LETTER_GAP: f64 = 0.05;
/// A line that ends inside an address.
pub const URL: f64 = 150.0;
/// A word cut without a hyphen because it is too long for any line.
pub const EMERGENCY: f64 = 4000.0;
/// Neighbours of very different tightness.
pub const CONTRAST: f64 = 5000.0;
/// Two hyphens in a row.
pub const DOUBLE_HYPHEN: f64 = 4000.0;
/// Most hyphens in a row.
pub const MOST_HYPHENS: u8 = 2;
/// A hyphen before the last line.
pub const LAST_HYPHEN: f64 = 20_000.0;
/// A last line that is not wider than the indent.
pub const RUNT: f64 = 60_000.0;
/// A last line under this share of the measure pays in proportion.
pub const SHORT_LAST_LINE: f64 = 0.15;
/// The most that a short last line pays.
pub const SHORT_LAST_LINE_COST: f64 = 6_000.0;
/// In ragged text: a last line of one short word.
pub const LONELY_WORD: f64 = 30_000.0;
/// Letters up to which a word is short.
pub const SHORT_WORD: usize = 6;
/// Stretch up to which lines are tried first, in units of what spaces and letters give.
pub const TOLERANCE: f64 = 2.0;
/// Worst badness that still tells lines apart.
pub const WORST: f64 = 100_000.0;

/// In headings: a line more. Nothing outweighs it.
pub const BALANCED_LINE: f64 = 1e12;
/// In headings: a soft hyphen that is used. Only a line less outweighs it.
pub const BALANCED_HYPHEN: f64 = 1e11;

/// How tight a line is set; neighbours should not differ by more than one class.
pub fn fitness(ratio: f64) -> u8 {
    if ratio < -0.5 {
        0
    } else if ratio <= 0.5 {
        1
    } else if ratio <= 1.0 {
        2
    } else {
        3
    }
}

/// Badness of a justified line whose spaces are stretched (positive) or shrunk by this ratio.
pub fn badness(ratio: f64) -> f64 {
    (100.0 * (ratio * ratio * ratio).abs()).min(WORST)
}

/// Badness of a ragged line with this much room left at its end.
pub fn rag(slack: Pt, measure: Pt, size: Pt) -> f64 {
    let zone = 0.1 * measure + size;
    let share = slack / zone;
    (40.0 * share * share).min(WORST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart_by_how_tight_they_are() {
        let classes = [-1.0, -0.51, -0.5, 0.0, 0.5, 0.51, 1.0, 1.01, 5.0].map(fitness);
        assert_eq!(classes, [0, 0, 1, 1, 1, 2, 2, 3, 3]);
    }

    #[test]
    fn badness_grows_with_the_cube_up_to_the_worst() {
        assert_eq!([-1.0, 0.0, 1.0, 2.0].map(badness), [100.0, 0.0, 100.0, 800.0]);
        assert!(badness(9.9) < badness(10.0));
        assert_eq!((badness(10.0), badness(11.0), badness(1e6)), (WORST, WORST, WORST));
    }

    #[test]
    fn room_at_the_end_of_a_ragged_line_is_measured_by_line_and_letter() {
        assert_eq!(
            (rag(0.0, 100.0, 10.0), rag(20.0, 100.0, 10.0), rag(40.0, 100.0, 10.0)),
            (0.0, 40.0, 160.0)
        );
        assert_eq!((rag(20.0, 50.0, 15.0), rag(20.0, 200.0, 20.0)), (40.0, 10.0));
        assert_eq!(rag(1e6, 100.0, 10.0), WORST);
    }
}
