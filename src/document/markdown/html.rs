//! HTML: comments are dropped, everything else is reported.

use super::Reader;
use crate::diag::{complaint, words};
use std::ops::Range;

impl<'t> Reader<'_, '_, 't> {
    pub(super) fn html_block(&mut self, range: &Range<usize>) {
        let html = self.text[range.clone()].to_owned();
        self.skip();
        self.html(&html, range);
    }

    pub(super) fn html(&mut self, html: &str, range: &Range<usize>) {
        let mut rest = html.trim();
        while let Some(after) = rest.strip_prefix("<!--") {
            let Some((_, behind)) = after.split_once("-->") else {
                let span = self.span(&(range.start..range.start + 4));
                self.report(complaint::html_comment_open().at(span));
                return;
            };
            rest = behind.trim();
        }
        if rest.is_empty() {
            return;
        }
        let help = match rest.to_ascii_lowercase() {
            tag if tag.starts_with("<br") => Some(words::for_break()),
            tag if tag.starts_with("<sup") || tag.starts_with("<sub") => Some(words::for_raised()),
            tag if tag.starts_with("<img") => Some(words::for_picture()),
            tag if tag.starts_with("<a ") => Some(words::for_link()),
            _ => None,
        };
        let lead = rest.as_ptr() as usize - html.as_ptr() as usize;
        let first = rest.lines().next().map_or(1, str::len);
        let span = self.span(&(range.start + lead..range.start + lead + first));
        self.report(complaint::html().at(span).with_help(help));
    }
}
