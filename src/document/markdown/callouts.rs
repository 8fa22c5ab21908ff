//! Callouts. Decides how `> [!kind] Title` becomes a callout, who said a quotation, and that a quotation has no
//! title.

use super::super::inlines::Inlines;
use super::super::rich::Rich;
use super::super::{Block, BlockKind, Callout};
use super::Reader;
use crate::diag::{Filling, complaint, nearest, words};
use crate::ids::Ids;
use crate::marks::Marks;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// The kind that stands for those that do not exist.
const USUAL: &str = "note";

/// The kind of forges that a kind of wikis and documentation programs is.
fn alias(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "info" | "abstract" | "summary" | "tldr" | "todo" | "question" | "help" | "faq" | "seealso"
        | "see-also" | "hinweis" | "information" | "frage" => "note",
        "hint" | "success" | "check" | "done" | "tipp" => "tip",
        "attention" | "key" | "wichtig" => "important",
        "danger" | "error" | "bug" | "failure" | "fail" | "missing" | "gefahr" | "warnung" => "warning",
        "vorsicht" => "caution",
        "example" | "exemple" => "beispiel",
        _ => return None,
    })
}

impl<'t> Reader<'_, '_, 't> {
    /// `[!kind]` at the head of a quote: its kind and place.
    pub(super) fn callout_marker(&self, range: &Range<usize>) -> Option<(String, Range<usize>)> {
        let (Event::Start(Tag::Paragraph), paragraph) = self.events.get(self.at)? else { return None };
        if paragraph.start < range.start {
            return None;
        }
        let line = self.text[paragraph.start..].lines().next()?;
        let kind = line.strip_prefix("[!")?.split_once(']')?.0;
        let name = kind.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') && !kind.is_empty();
        let start = paragraph.start;
        name.then(|| (kind.to_lowercase(), start..start + kind.len() + 3))
    }

    pub(super) fn callout(&mut self, kind: String, marker: Range<usize>, depth: usize) -> BlockKind {
        let kinds = self.reading.shared.kinds;
        let find = |wanted: &str| kinds.iter().find(|(name, _)| name.to_lowercase() == wanted);
        let known = find(&kind).or_else(|| find(alias(&kind)?));
        let label = self.reading.ids.node();
        let mut title = self.callout_title(&marker);
        if known.is_none() {
            let names = kinds.iter().map(|(n, _)| n.as_str());
            let meant = nearest(&kind, names.clone()).map(words::meant_callout);
            let told = complaint::unknown_callout(&kind, Filling::list(names));
            self.report(told.at(self.span(&marker)).with_help(meant));
            let word = &self.text[marker.start + 2..marker.end - 1];
            title = title.or_else(|| Some(Rich::plain(word, self.reading.ids.node())));
        }
        let (kind, quote) =
            known.or_else(|| find(USUAL)).cloned().unwrap_or_else(|| (USUAL.to_owned(), false));
        let mut blocks = self.blocks(depth + 1, None);
        let mut attribution = if quote { take_attribution(&mut blocks, &mut self.reading.ids) } else { None };
        if let Some(words) = title.take_if(|_| quote) {
            match attribution {
                None => attribution = Some(words),
                Some(_) => {
                    blocks.insert(0, Block { kind: BlockKind::Paragraph(words), span: self.span(&marker) })
                }
            }
        }
        BlockKind::Callout(Callout { kind, quote, title, label, blocks, attribution })
    }

    /// Consumes the marker's line: the rest of it is the title. What follows stays a paragraph.
    pub(super) fn callout_title(&mut self, marker: &Range<usize>) -> Option<Rich> {
        let paragraph = matches!(self.events.get(self.at), Some((Event::Start(Tag::Paragraph), _)));
        let first = self.at + usize::from(paragraph);
        let line_end = self.text[marker.start..].find('\n').map_or(self.text.len(), |n| marker.start + n);
        let mut inlines = Inlines::default();
        self.at = first;
        while let Some((event, range)) = self.events.get(self.at).cloned() {
            if matches!(event, Event::End(_)) || range.start >= line_end {
                break;
            }
            self.at += 1;
            if range.end <= marker.end {
                continue;
            }
            match event {
                Event::Text(text) if range.start < marker.end => {
                    let text = &text[text.len().saturating_sub(range.end - marker.end)..];
                    self.inline(
                        Event::Text(text.to_owned().into()),
                        marker.end..range.end,
                        &mut inlines,
                        Marks::default(),
                        None,
                    );
                }
                Event::SoftBreak | Event::HardBreak => break,
                event => self.inline(event, range, &mut inlines, Marks::default(), None),
            }
        }
        if paragraph {
            self.restart_paragraph(line_end);
        }
        let title = self.refined(inlines);
        (!title.is_blank()).then_some(title)
    }

    /// After the title line: drops the paragraph if nothing follows, else begins it anew.
    pub(super) fn restart_paragraph(&mut self, line_end: usize) {
        if matches!(self.events.get(self.at), Some((Event::SoftBreak | Event::HardBreak, _))) {
            self.at += 1;
        }
        if matches!(self.events.get(self.at), Some((Event::End(TagEnd::Paragraph), _))) {
            self.at += 1;
        } else if self.at > 0 {
            self.at -= 1;
            let end = self.events.get(self.at + 1).map_or(line_end, |(_, r)| r.end);
            self.events[self.at] = (Event::Start(Tag::Paragraph), line_end..end.max(line_end));
        }
    }
}

/// `-- Name, Amt` as the last paragraph of a quotation.
fn take_attribution(blocks: &mut Vec<Block>, ids: &mut Ids) -> Option<Rich> {
    let Some(Block { kind: BlockKind::Paragraph(rich), .. }) = blocks.last_mut() else { return None };
    let dash = |t: &str| {
        ["–\u{a0}", "– ", "— ", "—\u{a0}", "-- "].iter().find(|d| t.starts_with(**d)).map(|d| d.len())
    };
    if let Some(len) = dash(&rich.text) {
        rich.cut_front(len);
        let Some(Block { kind: BlockKind::Paragraph(rich), .. }) = blocks.pop() else { return None };
        return Some(rich);
    }
    // On the last line of the quotation's own paragraph.
    let at = [" –\u{a0}", "\u{a0}– ", "\u{a0}–\u{a0}", "\n–\u{a0}", "\n– ", " — ", "\u{a0}— ", "\n— "]
        .iter()
        .filter_map(|d| Some((rich.text.rfind(d)?, d.len())))
        .max()?;
    let closed = rich.text[..at.0].ends_with(['“', '”', '.', '!', '?', '»']);
    closed.then(|| {
        let mut name = rich.split_off(at.0, at.1);
        name.number(ids);
        rich.text.push(' '); // keeps the two apart when they are read
        name
    })
}
