//! What a project does not want to be told. Decides that only warnings are silenced, and that they are counted.

use std::collections::BTreeMap;

use super::{Severity, Sink};

/// Warnings that were silenced: how many of each code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Silenced(BTreeMap<&'static str, usize>);

impl Silenced {
    /// Takes the warnings of these codes out of a list.
    pub fn take(&mut self, sink: &mut Sink, allowed: &[String]) {
        sink.retain(|diagnostic| {
            let silent = diagnostic.severity == Severity::Warning
                && allowed.iter().any(|code| code == diagnostic.code);
            if silent {
                *self.0.entry(diagnostic.code).or_default() += 1;
            }
            !silent
        });
    }

    /// How many were silenced, by code.
    pub fn by_code(&self) -> impl ExactSizeIterator<Item = (&'static str, usize)> {
        self.0.iter().map(|(code, count)| (*code, *count))
    }

    /// How many were silenced.
    pub fn count(&self) -> usize {
        self.0.values().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::complaint;

    #[test]
    fn warnings_are_silenced_and_counted_errors_are_not() {
        let mut sink = vec![
            complaint::overlong_word(),
            complaint::overlong_word(),
            complaint::missing_file("x"),
            complaint::cover_full(),
        ];
        let mut silenced = Silenced::default();
        let allowed = ["overlong-word", "missing-file"].map(str::to_owned);
        silenced.take(&mut sink, &allowed);
        assert_eq!(sink.iter().map(|d| d.code).collect::<Vec<_>>(), ["missing-file", "cover-full"]);
        assert_eq!(silenced.by_code().collect::<Vec<_>>(), [("overlong-word", 2)]);
        assert_eq!(silenced.count(), 2);
    }
}
