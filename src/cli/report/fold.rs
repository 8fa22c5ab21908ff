//! Occurrences of one kind. Decides which of them are shown with their lines, and which only named by place.

use std::collections::HashMap;

use crate::diag::Diagnostic;

/// So many occurrences of a kind are all shown; of more, those whose help differs.
const FEW: usize = 3;

/// Occurrences of one kind.
pub struct Kind<'d> {
    /// Those that are shown.
    pub shown: Vec<&'d Diagnostic>,
    /// Those that are like them.
    pub more: Vec<Alike<'d>>,
}

/// Occurrences of which the same is said, but for numbers.
pub struct Alike<'d> {
    /// The occurrences.
    pub all: Vec<&'d Diagnostic>,
    /// Whether the same is said of one that is shown.
    pub is_said: bool,
}

/// All kinds in the order of their first occurrences; with `whole`, everything is shown.
pub fn kinds<'d>(told: impl Iterator<Item = &'d Diagnostic>, whole: bool) -> Vec<Kind<'d>> {
    let mut kinds: Vec<Vec<&Diagnostic>> = Vec::new();
    for diagnostic in told {
        let same = |kind: &&mut Vec<&Diagnostic>| {
            kind[0].code == diagnostic.code && kind[0].severity == diagnostic.severity
        };
        match kinds.iter_mut().find(same) {
            Some(kind) if !whole => kind.push(diagnostic),
            _ => kinds.push(vec![diagnostic]),
        }
    }
    kinds.into_iter().map(folded).collect()
}

fn folded(all: Vec<&Diagnostic>) -> Kind<'_> {
    if all.len() <= FEW {
        return Kind { shown: all, more: Vec::new() };
    }
    let mut shown: Vec<&Diagnostic> = Vec::new();
    let mut more: Vec<Alike<'_>> = Vec::new();
    let mut by_words: HashMap<String, usize> = HashMap::new();
    for diagnostic in all {
        let known = shown.iter().any(|d| d.help() == diagnostic.help());
        if !known && shown.len() < FEW {
            shown.push(diagnostic);
            continue;
        }
        let said = without_numbers(&diagnostic.message());
        match by_words.get(&said) {
            Some(&at) => more[at].all.push(diagnostic),
            None => {
                let is_said = shown.iter().any(|d| without_numbers(&d.message()) == said);
                by_words.insert(said, more.len());
                more.push(Alike { all: vec![diagnostic], is_said });
            }
        }
    }
    Kind { shown, more }
}

fn without_numbers(message: &str) -> String {
    message.chars().filter(|c| !c.is_ascii_digit()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::complaint;

    fn shape(kinds: &[Kind<'_>]) -> Vec<(usize, Vec<usize>)> {
        kinds.iter().map(|k| (k.shown.len(), k.more.iter().map(|a| a.all.len()).collect())).collect()
    }

    #[test]
    fn a_few_are_shown_and_many_are_folded() {
        let loose = |n: usize| (0..n).map(complaint::loose_line).collect::<Vec<_>>();
        assert_eq!(shape(&kinds(loose(3).iter(), false)), [(3, vec![])]);
        let many = loose(12);
        let folded = kinds(many.iter(), false);
        assert_eq!(shape(&folded), [(1, vec![11])]);
        assert!(folded[0].more[0].is_said);
        assert_eq!(kinds(many.iter(), true).len(), 12);
    }

    #[test]
    fn what_is_said_or_advised_otherwise_is_not_folded_away() {
        let glyphs: Vec<_> = "☎✉☎★".chars().map(|c| complaint::missing_glyph(c, "U+", 1usize)).collect();
        let folded = kinds(glyphs.iter(), false);
        assert_eq!(shape(&folded), [(1, vec![1, 1, 1])]);
        assert_eq!(folded[0].more.iter().map(|a| a.is_said).collect::<Vec<_>>(), [false, true, false]);
        let advised: Vec<_> = (0..5)
            .map(|n| complaint::empty_heading().with_help(crate::diag::words::meant(n.min(2))))
            .collect();
        assert_eq!(shape(&kinds(advised.iter(), false)), [(3, vec![2])]);
    }
}
