//! Letters of scripts that are written without spaces. Decides which they are.

/// Letters, figures and marks that fill a square: Chinese, Japanese and Korean.
pub fn is_square(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{a4cf}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}')
        || matches!(c, '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ffee}')
        || matches!(c, '\u{20000}'..='\u{3fffd}')
}

/// Letters of Korean, whose words have spaces between them.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}')
}

/// Letters of scripts whose words follow one another without a mark (class SA of UAX #14): Thai, Lao,
/// Burmese, Khmer. Their figures and stops are not among them.
pub fn runs_on(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{e81}'..='\u{ece}' | '\u{edc}'..='\u{edf}')
        || matches!(c, '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' | '\u{109a}'..='\u{109f}')
        || matches!(c, '\u{1780}'..='\u{17d3}' | '\u{17d7}' | '\u{17dc}'..='\u{17dd}')
}

/// Whether no space stands between a letter or mark and a word beside it.
pub fn has_no_spaces(c: char) -> bool {
    runs_on(c) || is_square(c) && !is_hangul(c)
}
