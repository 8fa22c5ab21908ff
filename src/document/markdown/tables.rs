//! Tables and captions. Decides which paragraph is a caption and what of a row is set.

use super::super::anchors::caption_id;
use super::super::inlines::Inlines;
use super::super::rich::{Marks, Rich};
use super::super::{BlockKind, Caption, ColumnAlign, Table, checks};
use super::{Reader, Waiting};
use crate::diag::Diagnostic;
use crate::node::{NodeId, Role, Scope};
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};
use std::ops::Range;

impl<'t> Reader<'_, '_, 't> {
    pub(super) fn table(&mut self, columns: &[Alignment], parent: NodeId) -> BlockKind {
        let node = match &self.caption {
            Some(waiting) => waiting.node,
            None => self.shared.tree.add(parent, Role::Table),
        };
        let caption = self.caption.take().map(|waiting| waiting.caption);
        let columns = columns
            .iter()
            .map(|a| match a {
                Alignment::Right => ColumnAlign::Right,
                Alignment::Center => ColumnAlign::Center,
                _ => ColumnAlign::Left,
            })
            .collect();
        let mut table = Table { columns, head: Vec::new(), rows: Vec::new(), caption };
        let body = std::cell::OnceCell::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableHead) => {
                    let head = self.shared.tree.add(node, Role::TableHead);
                    table.head = self.row(head, true, TagEnd::TableHead);
                }
                Event::Start(Tag::TableRow) => {
                    let body = *body.get_or_init(|| self.shared.tree.add(node, Role::TableBody));
                    let row = self.row(body, false, TagEnd::TableRow);
                    table.rows.push(row);
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        BlockKind::Table(Box::new(table))
    }

    pub(super) fn row(&mut self, parent: NodeId, head: bool, until: TagEnd) -> Vec<Rich> {
        let row = self.shared.tree.add(parent, Role::Row);
        let mut cells = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => {
                    let role = if head { Role::HeaderCell(Scope::Column) } else { Role::Cell };
                    let cell = self.shared.tree.add(row, role);
                    let text = self.inlines(cell, TagEnd::TableCell);
                    let bold = !text.is_blank() && text.runs.iter().all(|r| r.marks.has(Marks::STRONG));
                    if !head && cells.is_empty() && bold {
                        // A first cell in bold names its row.
                        self.shared.tree.set_role(cell, Role::HeaderCell(Scope::Row));
                    }
                    cells.push((text, self.span(&range)));
                }
                Event::End(end) if end == until => {
                    self.check_cells(&range, cells.len());
                    if head {
                        checks::head(&cells, self.span(&range), self.shared.sink);
                    }
                    break;
                }
                _ => {}
            }
        }
        cells.into_iter().map(|(text, _)| text).collect()
    }

    /// The parser drops cells beyond those of the head.
    pub(super) fn check_cells(&mut self, range: &Range<usize>, set: usize) {
        let row = self.text[range.clone()].trim().trim_matches('|');
        let (mut written, mut code, mut previous) = (1, false, ' ');
        for c in row.chars() {
            match c {
                '`' => code = !code,
                '|' if previous != '\\' && !code => written += 1,
                _ => {}
            }
            previous = c;
        }
        if written > set {
            let span = self.span(range);
            self.report(
                Diagnostic::error(
                    "table-cells",
                    format!("a row of {written} cells in a table of {set} columns"),
                )
                .at(span)
                .hint("add a column to the head, or write a stroke inside a cell as \\|"),
            );
        }
    }

    /// Whether a table follows the paragraph that begins at the current event.
    pub(super) fn before_table(&self, range: &Range<usize>) -> bool {
        let after = self.events[self.at..]
            .iter()
            .position(|(e, r)| *e == Event::End(TagEnd::Paragraph) && r.end == range.end);
        let next = after.and_then(|n| self.events.get(self.at + n + 1));
        matches!(next, Some((Event::Start(Tag::Table(_)), _)))
    }

    pub(super) fn table_caption(&mut self, range: &Range<usize>, parent: NodeId) {
        let span = self.span(range);
        let line = self.text[range.clone()].lines().next().unwrap_or("");
        let skip = line.find(':').map_or(0, |n| n + 1);
        let id_from = caption_id(line).and_then(|_| line.rfind("{#")).unwrap_or(line.len());
        let table = self.shared.tree.add(parent, Role::Table);
        self.shared.counters.0 += 1;
        let number = self.shared.counters.0;
        let caption =
            self.caption(range, skip..id_from, table, self.shared.labels.table(number), TagEnd::Paragraph);
        let anchor = self.shared.survey.by_place.get(&(self.chapter, span.start)).copied();
        self.caption = Some(Waiting { caption: Caption { anchor, ..caption }, node: table });
    }

    /// A caption: the words of its first line within `words`, and a source after it.
    pub(super) fn caption(
        &mut self,
        range: &Range<usize>,
        words: Range<usize>,
        owner: NodeId,
        label: String,
        until: TagEnd,
    ) -> Caption {
        let node = self.shared.tree.add(owner, Role::Caption);
        let leaf = self.shared.tree.add(node, Role::Text);
        let label = Rich::plain(label, leaf);
        let source_node = self.shared.tree.detached(Role::Paragraph);
        let (mut text, mut source) = (Inlines::new(node), Inlines::new(source_node));
        let line_end = range.start + self.text[range.clone()].find('\n').unwrap_or(range.len());
        while let Some((event, part)) = self.next() {
            if event == Event::End(until) {
                break;
            }
            if part.start >= line_end {
                self.inline(event, part, &mut source, Marks::default(), None);
                continue;
            }
            match event {
                Event::Text(t) => {
                    let (from, to) = (range.start + words.start, range.start + words.end);
                    let start = part.start.clamp(from, to.max(from));
                    let end = part.end.clamp(start, to.max(start));
                    if t.len() != part.len() {
                        if (from..to).contains(&part.start) {
                            self.inline(Event::Text(t), part, &mut text, Marks::default(), None);
                        }
                    } else if end > start {
                        let t = t[start - part.start..end - part.start].to_owned();
                        self.inline(Event::Text(t.into()), start..end, &mut text, Marks::default(), None);
                    }
                }
                Event::SoftBreak | Event::HardBreak => {}
                event => self.inline(event, part, &mut text, Marks::default(), None),
            }
        }
        let text = self.refined(text);
        let source = self.refined(source);
        self.shared.tree.attach(node, source_node);
        self.check_dangling_notes(&text);
        Caption { label, text, source: (!source.is_blank()).then_some(source), anchor: None }
    }
}
