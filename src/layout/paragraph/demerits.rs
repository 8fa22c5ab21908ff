//! What a line costs. Every constant of the paragraph breaker is here.
//!
//! As in Knuth and Plass, "Breaking Paragraphs into Lines" (1981), a chain of lines costs the sum of what its lines and
//! its pairs of lines cost; other than there, costs are added and not squared, so that each says by itself what it is
//! worth. The weights were found by a search over German texts (`benches/weights.rs`).

use crate::geom::Pt;

/// What lines cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Costs {
    /// Every line: fewer lines are better.
    pub line: f64,
    /// A line whose spaces are stretched or shrunk by all that they give.
    pub uneven: f64,
    /// Power with which that grows.
    pub power: f64,
    /// The same for shrinking, as a share.
    pub tight: f64,
    /// Neighbours of which one is stretched by all that its spaces give and the other is not; grows with the square.
    pub contrast: f64,
    /// A hyphen that breaks a word.
    pub hyphen: f64,
    /// Of that, what it costs at the joint of a compound.
    pub at_joint: f64,
    /// The same nearer to the word's end than the limits of hyphenation want.
    pub weak: f64,
    /// Two hyphens in a row.
    pub double_hyphen: f64,
    /// A hyphen before the last line.
    pub last_hyphen: f64,
    /// Neighbouring lines that begin, or end, with the same word.
    pub same_words: f64,
    /// The most that a short last line pays.
    pub short_last_line: f64,
    /// A last line that ends a hair before the edge.
    pub nearly_full: f64,
}

/// What lines cost in brochures.
pub const COSTS: Costs = Costs {
    line: 100.0,
    uneven: 3_000.0,
    power: 3.5,
    tight: 0.8,
    contrast: 900.0,
    hyphen: 3_600.0,
    at_joint: 0.5,
    weak: 2.5,
    double_hyphen: 16_000.0,
    last_hyphen: 12_000.0,
    same_words: 1_500.0,
    short_last_line: 12_000.0,
    nearly_full: 600.0,
};

impl Costs {
    /// A line whose spaces are stretched (positive) or shrunk by this share of what they give.
    pub fn of_stretch(&self, ratio: f64) -> f64 {
        let side = if ratio < 0.0 { self.tight } else { 1.0 };
        side * self.uneven * ratio.abs().powf(self.power)
    }

    /// Neighbours that are stretched by these shares.
    pub fn of_contrast(&self, one: f64, other: f64) -> f64 {
        self.contrast * (one - other).powi(2).min(MOST_CONTRAST)
    }
}

/// Beyond this square of their difference, neighbours differ as much as can be.
const MOST_CONTRAST: f64 = 9.0;

/// A hyphen where none should be: in a unit behind its number, in a name with capitals inside.
pub const HYPHEN_LAST: f64 = 2_000_000.0;
/// A line that ends inside a long citation: a little more than the loosest line of the first trial.
pub const CHAIN: f64 = 90_000.0;
/// Added for the last word of a paragraph: it is broken only where there is no other way.
pub const HYPHEN_IN_LAST_WORD: f64 = 250_000.0;
/// A line that ends after a written hyphen, slash or dash.
pub const JOINT: f64 = 400.0;
/// A line that ends inside an address.
pub const URL: f64 = 25_000.0;
/// A word cut without a hyphen because it is too long for any line.
pub const EMERGENCY: f64 = 16_000_000.0;
/// Room that opens between letters, or words, of scripts without spaces, in em, where a line is stretched by
/// its measure.
pub const LETTER_GAP: f64 = 0.05;
/// Most hyphens in a row.
pub const MOST_HYPHENS: u8 = 2;
/// A last line that is not wider than the indent.
pub const RUNT: f64 = 60_000.0;
/// A last line under this share of the measure pays in proportion.
pub const SHORT_LAST_LINE: f64 = 0.15;
/// Room before the edge that a last line should leave, in em.
pub const NEARLY_FULL: f64 = 1.0;
/// In ragged text: a last line of one short word.
pub const LONELY_WORD: f64 = 30_000.0;
/// The same of one longer word.
pub const LONE_WORD: f64 = 12_000.0;
/// Letters up to which a word is short.
pub const SHORT_WORD: usize = 6;
/// What lines are tried, one after the other until there are some: stretch in units of what spaces give, and whether they
/// may end where they should not, at a penalty from [`HYPHEN_LAST`] on.
pub const TRIALS: [(f64, bool); 4] = [(2.5, false), (5.0, false), (5.0, true), (f64::INFINITY, true)];

/// In headings: a line more. Nothing outweighs it.
pub const BALANCED_LINE: f64 = 1e12;
/// In headings: a soft hyphen that is used. Only a line less outweighs it.
pub const BALANCED_HYPHEN: f64 = 1e11;

/// In headings: a line that ends before a preposition or conjunction, as the square of a share of the measure, like the
/// room that lines leave. Behind a stop it costs nothing.
pub const SENSE_PREPOSITION: f64 = 0.4 * 0.4;
/// The same behind a comma or dash.
pub const SENSE_COMMA: f64 = 0.25 * 0.25;
/// The same between other words.
pub const SENSE_BETWEEN: f64 = 0.45 * 0.45;
/// The same behind an article, preposition or conjunction.
pub const SENSE_TORN: f64 = 0.7 * 0.7;

/// How tight a line is set: of lines that end at one place the best of each class is kept.
pub fn fitness(ratio: f64) -> u8 {
    [-0.5, 0.0, 0.5, 1.0].iter().filter(|bound| ratio > **bound).count() as u8
}

/// What a ragged line costs with this much room left at its end.
pub fn rag(slack: Pt, measure: Pt, size: Pt) -> f64 {
    let zone = 0.1 * measure + size;
    let share = slack / zone;
    (10.0 + 40.0 * share * share).powi(2).min(WORST_RAG)
}

/// The most that a ragged line costs.
const WORST_RAG: f64 = 1e10;
