//! Tables and captions. Decides which paragraph is a caption and what of a row is set.

use super::super::anchors::{caption_braces, caption_words};
use super::super::inlines::Inlines;
use super::super::rich::Rich;
use super::super::{Block, BlockKind, Caption, Cell, ColumnAlign, Row, RowKind, Table, checks, each_block};
use super::Reader;
use super::attributes::LANDSCAPE;
use crate::diag::{Span, complaint};
use crate::marks::Marks;
use crate::node::Scope;
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};
use std::ops::Range;

/// Most cells of a row that has more than its head.
const MOST_CELLS: usize = 100;

impl<'t> Reader<'_, '_, 't> {
    pub(super) fn table(&mut self, columns: &[Alignment], range: &Range<usize>) -> BlockKind {
        let caption = self.caption.take();
        let marked = std::mem::take(&mut self.landscape);
        let landscape = marked || self.prepared.landscape_at(self.span(range).start).is_some();
        let columns = columns
            .iter()
            .map(|a| match a {
                Alignment::Right => ColumnAlign::Right,
                Alignment::Center => ColumnAlign::Center,
                _ => ColumnAlign::Left,
            })
            .collect();
        let mut table = Table {
            columns,
            head: Row::default(),
            rows: Vec::new(),
            caption,
            landscape,
            decimal: self.numbers().decimal,
        };
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableHead) => table.head = self.row(TagEnd::TableHead),
                Event::Start(Tag::TableRow) => {
                    let row = self.row(TagEnd::TableRow);
                    table.rows.push(row);
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        self.widen(&mut table);
        BlockKind::Table(Box::new(table))
    }

    /// Gives all rows as many cells as the longest has.
    pub(super) fn widen(&mut self, table: &mut Table) {
        let columns =
            table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0).max(table.columns.len());
        if columns == table.columns.len() {
            return;
        }
        table.columns.resize(columns, ColumnAlign::Left);
        let scope = table.head.cells.first().and_then(|cell| cell.scope);
        for (row, scope) in
            std::iter::once((&mut table.head, scope)).chain(table.rows.iter_mut().map(|row| (row, None)))
        {
            let ids = &mut self.reading.ids;
            row.cells.resize_with(columns, || Cell { scope, text: Rich::plain("", ids.node()) });
        }
    }

    fn row(&mut self, until: TagEnd) -> Row {
        let (mut cells, mut beyond) = (Vec::new(), Vec::new());
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => {
                    let text = self.inlines(TagEnd::TableCell);
                    cells.push((text, self.span(&range)));
                }
                Event::End(end) if end == until => {
                    if end == TagEnd::TableHead {
                        checks::head(&cells, self.span(&range), &mut self.reading.sink);
                    }
                    beyond = self.cells_beyond(&range, cells.len());
                    break;
                }
                _ => {}
            }
        }
        let texts = cells.into_iter().map(|(text, _)| text).chain(beyond).collect();
        if until == TagEnd::TableHead { Row::head(texts) } else { Row::below_head(texts) }
    }

    /// The cells of a row beyond those of the head, which the parser drops.
    fn cells_beyond(&mut self, row: &Range<usize>, set: usize) -> Vec<Rich> {
        let cells = self.written_cells(row);
        if cells.len() <= set || cells.len() > MOST_CELLS {
            return Vec::new();
        }
        self.report(complaint::table_cells(cells.len(), set).at(self.span(row)));
        cells.into_iter().skip(set).map(|cell| self.marked_words(cell)).collect()
    }

    /// Where the cells of a row are written.
    fn written_cells(&self, row: &Range<usize>) -> Vec<Range<usize>> {
        let written = &self.text[row.clone()];
        let whole = written.trim().trim_start_matches('|');
        let start = row.start + (whole.as_ptr() as usize - written.as_ptr() as usize);
        let whole = whole.trim_end_matches('|');
        let (mut cells, mut from, mut code, mut previous) = (Vec::new(), start, false, ' ');
        for (at, c) in whole.char_indices() {
            match c {
                '`' => code = !code,
                '|' if previous != '\\' && !code => {
                    cells.push(from..start + at);
                    from = start + at + 1;
                }
                _ => {}
            }
            previous = c;
        }
        cells.push(from..start + whole.len());
        cells.into_iter().map(|cell| self.trimmed(cell)).collect()
    }

    /// A part of the text without the spaces around it.
    fn trimmed(&self, part: Range<usize>) -> Range<usize> {
        let words = &self.text[part.clone()];
        let lead = words.len() - words.trim_start().len();
        let start = part.start + lead;
        start..start + words.trim().len()
    }

    /// Whether a table follows the paragraph that begins at the current event.
    pub(super) fn before_table(&self, range: &Range<usize>) -> bool {
        let after = self.events[self.at..]
            .iter()
            .position(|(e, r)| *e == Event::End(TagEnd::Paragraph) && r.end == range.end);
        let next = after.and_then(|n| self.events.get(self.at + n + 1));
        matches!(next, Some((Event::Start(Tag::Table(_)), _)))
    }

    /// Whether a paragraph is nothing but the mark of the table, or of its caption, that follows: then it is
    /// read. One that nothing follows is left out, too.
    pub(super) fn landscape_mark(&mut self, range: &Range<usize>) -> bool {
        let words = self.text[range.clone()].trim();
        let inside = words.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        if inside.is_none_or(|inside| inside.trim() != LANDSCAPE) {
            return false;
        }
        self.skip_to(TagEnd::Paragraph);
        self.landscape = match self.events.get(self.at).cloned() {
            Some((Event::Start(Tag::Table(_)), _)) => true,
            Some((Event::Start(Tag::Paragraph), range)) => {
                caption_words(&self.text[range.clone()]).is_some() && self.before_table(&range)
            }
            _ => false,
        };
        if !self.landscape {
            self.report(complaint::landscape_before_no_table().at(self.span(range)));
        }
        true
    }

    /// Tells of blocks in colons that are to stand on turned pages and hold something else than tables.
    pub(super) fn check_landscape(&mut self, blocks: &[Block]) {
        let (prepared, mut told) = (self.prepared, None);
        each_block(blocks, &mut |block| {
            if matches!(block.kind, BlockKind::Table(_)) {
                return;
            }
            let around = prepared.landscape_at(block.span.start);
            if let Some(division) = around.filter(|division| told != Some(*division)) {
                let colons = Span::new(self.file, division.start..division.start + 3);
                self.reading.sink.push(complaint::landscape_holds_more().at(colons));
                told = Some(division);
            }
        });
    }

    pub(super) fn table_caption(&mut self, range: &Range<usize>) {
        let span = self.span(range);
        let line = self.text[range.clone()].lines().next().unwrap_or("");
        let skip = line.find(':').map_or(0, |n| n + 1);
        let braces = caption_braces(line);
        let words_end = braces.as_ref().map_or(line.len(), |braces| braces.at);
        self.landscape |= braces.is_some_and(|braces| braces.landscape);
        let caption = self.caption(range, skip..words_end);
        let anchor = self.reading.shared.survey.by_place.get(&(self.chapter, span.start)).copied();
        self.caption = Some(Caption { anchor, ..caption });
    }

    /// A caption: the words of its first line within `words`, and a source after it.
    fn caption(&mut self, range: &Range<usize>, words: Range<usize>) -> Caption {
        let (mut text, mut source) = (Inlines::default(), Inlines::default());
        let line_end = range.start + self.text[range.clone()].find('\n').unwrap_or(range.len());
        while let Some((event, part)) = self.next() {
            if event == Event::End(TagEnd::Paragraph) {
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
        self.check_dangling_notes(&text);
        Caption { text, source: (!source.is_blank()).then_some(source), ..Caption::default() }
    }
}

impl Row {
    pub(super) fn head(texts: Vec<Rich>) -> Self {
        let cells = texts.into_iter().map(|text| Cell { scope: Some(Scope::Column), text });
        Self { kind: RowKind::Head, cells: cells.collect() }
    }

    /// A row whose meaning shows in what of it is bold; a first cell in bold names its row.
    pub(super) fn below_head(texts: Vec<Rich>) -> Self {
        let kind = RowKind::of(&texts);
        let scope =
            |n: usize, text: &Rich| (n == 0 && !text.is_blank() && is_bold(text)).then_some(Scope::Row);
        let cells = texts.into_iter().enumerate().map(|(n, text)| Cell { scope: scope(n, &text), text });
        Self { kind, cells: cells.collect() }
    }
}

impl RowKind {
    fn of(cells: &[Rich]) -> Self {
        let mut filled = cells.iter().filter(|cell| !cell.is_blank());
        if !filled.clone().all(is_bold) || cells.first().is_none_or(Rich::is_blank) {
            return Self::Body;
        }
        match filled.nth(1) {
            Some(_) => Self::Total,
            None if cells.len() > 1 => Self::Group,
            None => Self::Body,
        }
    }
}

fn is_bold(text: &Rich) -> bool {
    text.runs.iter().all(|run| run.marks.has(Marks::STRONG))
}
