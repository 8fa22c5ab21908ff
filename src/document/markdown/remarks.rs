//! What is told of other dialects and of HTML. Decides that each kind is told once in a file, with its count.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Reader;
use super::dialects::Remark;
use super::html::Found;
use crate::diag::{Diagnostic, Span, complaint};

impl Reader<'_, '_, '_> {
    /// Tells what the text held that is not set as it was meant elsewhere.
    pub(super) fn report_remarks(&mut self, found: Vec<(Found, Range<usize>)>) {
        let mut kinds: BTreeMap<Found, (usize, Span)> = BTreeMap::new();
        for (found, range) in found {
            let span = self.span(&range);
            kinds.entry(found).or_insert((0, span)).0 += 1;
        }
        for (found, (count, span)) in kinds {
            self.report(told_of_html(&found, count).at(span));
        }
        let mut remarks: BTreeMap<Remark, (usize, Span)> = BTreeMap::new();
        for (remark, range) in &self.prepared.remarks {
            remarks.entry(*remark).or_insert((0, Span::new(self.file, range.clone()))).0 += 1;
        }
        for (remark, (count, span)) in remarks {
            self.report(told_of_dialect(remark, count).at(span));
        }
    }
}

fn told_of_html(found: &Found, count: usize) -> Diagnostic {
    match found {
        Found::PassedOver(name) => complaint::html_passed_over(name, count),
        Found::LeftOut(name) => complaint::html_left_out(name, count),
        Found::Unclosed => complaint::html_comment_open(),
    }
}

fn told_of_dialect(remark: Remark, count: usize) -> Diagnostic {
    match remark {
        Remark::Contents => complaint::contents_in_text(count),
        Remark::Template => complaint::template(count),
        Remark::Include => complaint::include(count),
        Remark::Shortcode => complaint::shortcode(count),
        Remark::Division => complaint::division(count),
        Remark::Attributes => complaint::attributes(count),
        Remark::Change => complaint::tracked_change(count),
        Remark::Citation => complaint::citation(count),
        Remark::Formula => complaint::formula(count),
    }
}
