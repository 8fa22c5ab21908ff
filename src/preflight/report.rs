//! What was found. Decides how findings are counted, joined and ordered.

use super::rules::Severity;
use std::collections::BTreeMap;

use super::rules::{Rule, TOO_COMPLEX};
use crate::diag::words::preflight as words;
use crate::diag::{Sentence, Span};
use crate::geom::Rect;

/// One kind of fault on one page or in the file as a whole.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule it breaks: code, title, reason and help.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// Page from 1, in the order of the file; `None`: the file as a whole.
    pub page: Option<usize>,
    /// Where on the page, in points from the trim's top left corner; the worst place of several.
    pub place: Option<Rect>,
    /// What is wrong there.
    pub message: Sentence,
    /// How often on this page.
    pub count: usize,
    /// The line of the source that made it, where that is known.
    pub source: Option<Span>,
    /// How far beyond the limit: of several the worst is shown.
    excess: f64,
    /// Findings of a rule and page are joined unless this differs.
    subject: u32,
}

impl Finding {
    /// A finding in the file as a whole, as bad as its rule says.
    pub fn new(rule: &'static Rule, message: Sentence) -> Self {
        Self {
            rule,
            severity: rule.severity,
            page: None,
            place: None,
            message,
            count: 1,
            source: None,
            excess: 0.0,
            subject: 0,
        }
    }

    /// On that page, if it is on one.
    pub fn page(mut self, page: impl Into<Option<usize>>) -> Self {
        self.page = page.into();
        self
    }

    /// At that place.
    pub fn place(mut self, place: Rect) -> Self {
        self.place = Some(place);
        self
    }

    /// Less bad or worse than usual.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// How far beyond the limit it is.
    pub fn excess(mut self, excess: f64) -> Self {
        self.excess = excess;
        self
    }

    /// A finding of its own, with this number on its page.
    pub fn subject(mut self, number: u32) -> Self {
        self.subject = number;
        self
    }
}

/// Findings of one rule on one page that are told apart; the rest is counted with the last.
const MOST_SUBJECTS: u32 = 50;

/// Most findings of a file; further ones are counted.
pub const MOST_FINDINGS: usize = 50_000;

/// Findings while they are collected.
#[derive(Debug, Default)]
pub struct Findings {
    kept: BTreeMap<(Option<usize>, &'static str, Severity, u32), Finding>,
    /// How many were left out.
    more: usize,
}

impl Findings {
    /// Adds one, or counts it with one of the same rule, page, severity and subject.
    pub fn add(&mut self, finding: Finding) {
        let subject = finding.subject.min(MOST_SUBJECTS);
        let key = (finding.page, finding.rule.code, finding.severity, subject);
        let full = self.kept.len() >= MOST_FINDINGS;
        match self.kept.get_mut(&key) {
            None if full => self.more += 1,
            None => {
                self.kept.insert(key, finding);
            }
            Some(known) => {
                let count = known.count + 1;
                if finding.excess > known.excess {
                    *known = finding;
                }
                known.count = count;
            }
        }
    }

    /// All of them: the file first, then page by page, errors before warnings.
    pub fn into_list(self) -> Vec<Finding> {
        let mut list: Vec<Finding> = self.kept.into_values().collect();
        if self.more > 0 {
            list.push(Finding::new(TOO_COMPLEX, words::more_findings(self.more)));
        }
        list.sort_by_key(|f| (f.page, f.severity));
        list
    }
}

/// The result of a preflight.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The file first, then page by page; of a page, errors first, then by code.
    pub findings: Vec<Finding>,
    /// Highest ink coverage of each page in percent; `None` where it could not be measured.
    pub ink: Vec<Option<f64>>,
}

impl Report {
    /// Number of pages that were looked at.
    pub fn pages(&self) -> usize {
        self.ink.len()
    }

    /// How many findings are as bad as that.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.severity == severity).count()
    }

    /// The page with the highest ink coverage, and how much it is in percent.
    pub fn most_ink(&self) -> Option<(usize, f64)> {
        let pages = self.ink.iter().enumerate().filter_map(|(n, ink)| Some((n + 1, (*ink)?)));
        pages.reduce(|most, page| if page.1 > most.1 { page } else { most })
    }

    /// Names the lines of the source: `source` tells which one made what stands on a page in a
    /// rectangle, in points from the trim's top left corner.
    pub fn locate(&mut self, source: impl Fn(usize, Rect) -> Option<Span>) {
        for finding in &mut self.findings {
            finding.source = finding.page.zip(finding.place).and_then(|(page, place)| source(page, place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_beyond_the_most_are_counted() {
        let told = |count: usize| {
            let mut findings = Findings::default();
            (0..count).for_each(|n| {
                findings.add(Finding { page: Some(n), ..Finding::new(TOO_COMPLEX, words::no_pdf()) })
            });
            findings.into_list()
        };
        assert_eq!(told(MOST_FINDINGS).len(), MOST_FINDINGS);
        let list = told(MOST_FINDINGS + 3);
        assert_eq!(list.len(), MOST_FINDINGS + 1);
        assert_eq!(list[0].message.text(), "3 more findings are not told");
    }
}
