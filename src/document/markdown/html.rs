//! HTML: comments are dropped, everything else is reported.

use super::Reader;
use crate::diag::Diagnostic;
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
                self.report(
                    Diagnostic::error("raw-html", "a comment is never closed")
                        .at(span)
                        .label("everything behind it is lost")
                        .hint("close it with -->"),
                );
                return;
            };
            rest = behind.trim();
        }
        if rest.is_empty() {
            return;
        }
        let hint = match rest.to_ascii_lowercase() {
            tag if tag.starts_with("<br") => "end the line with a backslash to break it",
            tag if tag.starts_with("<sup") || tag.starts_with("<sub") => "write ^hoch^ and ~tief~",
            tag if tag.starts_with("<img") => "write ![what it shows](file.svg)",
            tag if tag.starts_with("<a ") => "write [text](address)",
            _ => "write it as Markdown; comments <!-- --> may stay",
        };
        let lead = rest.as_ptr() as usize - html.as_ptr() as usize;
        let first = rest.lines().next().map_or(1, str::len);
        let span = self.span(&(range.start + lead..range.start + lead + first));
        self.report(Diagnostic::error("raw-html", "HTML is not set").at(span).label("left out").hint(hint));
    }
}
