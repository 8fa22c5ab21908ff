//! Units. Decides what counts as the unit of the number before it: words and money of the language, and
//! units of measure with their prefixes.

use crate::language::Language;

/// Whether a word is a unit, also a quotient of such: `kWh`, `Jahre`, `€/m²`.
pub fn is_unit(word: &str, language: Language) -> bool {
    let first = word.split('/').next().unwrap_or(word);
    let spaces = &language.spaces;
    let listed = |list: &[String], word: &str| list.iter().any(|listed| listed.trim_end_matches('.') == word);
    !first.is_empty()
        && (first.starts_with(['%', '‰', '€', '°', '$', '£'])
            || listed(&spaces.after_number, first)
            || listed(&spaces.multiples, first)
            || listed(&spaces.currencies, first)
            || is_measure(first, language))
}

/// `m`, `km`, `m²`, `kWh`
fn is_measure(word: &str, language: Language) -> bool {
    let word = word.trim_end_matches(['²', '³']);
    let spaces = &language.spaces;
    let unit = |word: &str| spaces.units.iter().any(|unit| unit == word);
    let prefixed = |prefix: &String| word.strip_prefix(&**prefix).is_some_and(unit);
    unit(word) || spaces.unit_prefixes.iter().any(prefixed)
}
