//! Tables of HTML. Decides which rows and cells they have; what Markdown's tables cannot say is passed over.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag as Start, TagEnd};

use super::blocks::Tokens;
use super::tags::{Tag, Token};
use super::{Found, Kind, Translator, words};

/// Most columns that a cell may span.
const WIDEST: usize = 50;

/// A row: its cells by their tokens, whether it is the head, and its place.
struct Row {
    cells: Vec<Cell>,
    is_head: bool,
    place: Range<usize>,
}

struct Cell {
    tokens: Range<usize>,
    /// Columns that it spans.
    span: usize,
}

impl<'t> Translator<'t> {
    /// The table between two tokens.
    pub(super) fn table(&mut self, tokens: &Tokens<'_, '_>, from: usize, end: usize) {
        let rows = self.rows(tokens, from, end);
        let width = |row: &Row| row.cells.iter().map(|cell| cell.span).sum::<usize>();
        let columns = rows.iter().map(width).max().unwrap_or(0);
        if columns == 0 {
            return;
        }
        self.caption(tokens, from, end);
        let place = tokens.place(from);
        self.begin_item(&place);
        let alignments = vec![Alignment::None; columns];
        self.out.push((Event::Start(Start::Table(alignments)), place.clone()));
        let (head, body) = match rows.split_first() {
            Some((first, rest)) if first.is_head => (Some(first), rest),
            _ => (None, &rows[..]),
        };
        self.row(tokens, head, columns, TagEnd::TableHead, &place);
        for row in body {
            self.row(tokens, Some(row), columns, TagEnd::TableRow, &place);
        }
        self.out.push((Event::End(TagEnd::Table), place));
    }

    fn caption(&mut self, tokens: &Tokens<'_, '_>, from: usize, end: usize) {
        let is_caption = |n: &usize| matches!(&tokens.tokens[*n].0, Token::Tag(tag) if tag.name == "caption" && !tag.closes);
        let Some(caption) = (from..end).find(is_caption) else { return };
        self.word(words(""), tokens.place(caption));
        self.inline_tokens(tokens, caption + 1..tokens.end_of(caption).min(end));
        self.end_words(tokens.place(caption));
    }

    /// A row of Markdown: cells that are missing are empty.
    fn row(
        &mut self,
        tokens: &Tokens<'_, '_>,
        row: Option<&Row>,
        columns: usize,
        end: TagEnd,
        table: &Range<usize>,
    ) {
        let place = row.map_or(table, |row| &row.place).clone();
        let start = if end == TagEnd::TableHead { Start::TableHead } else { Start::TableRow };
        self.out.push((Event::Start(start), place.clone()));
        let mut count = 0;
        for cell in row.iter().flat_map(|row| &row.cells) {
            self.table_cell(tokens, cell.tokens.clone(), &place);
            (1..cell.span).for_each(|_| self.table_cell(tokens, 0..0, &place));
            count += cell.span;
        }
        (count..columns).for_each(|_| self.table_cell(tokens, 0..0, &place));
        self.out.push((Event::End(end), place));
    }

    fn table_cell(&mut self, tokens: &Tokens<'_, '_>, inside: Range<usize>, place: &Range<usize>) {
        self.out.push((Event::Start(Start::TableCell), place.clone()));
        self.inline_tokens(tokens, inside);
        self.out.push((Event::End(TagEnd::TableCell), place.clone()));
    }

    /// Tokens that become words only: blocks inside of them begin a line.
    fn inline_tokens(&mut self, tokens: &Tokens<'_, '_>, inside: Range<usize>) {
        self.push(Kind::Words, "", None);
        let open = self.frames.len();
        for n in inside {
            let place = tokens.place(n);
            match &tokens.tokens[n].0 {
                Token::Words(text) => self.words_between(text, tokens.tokens[n].1.start, tokens.places),
                Token::Tag(tag) if matches!(tag.name.as_str(), "p" | "div") => {
                    self.line = Some(String::new());
                }
                Token::Tag(tag) => {
                    self.in_block = false;
                    self.tag(tag, place);
                    self.in_block = true;
                }
                Token::Comment(_) => {}
            }
        }
        self.close_to(open - 1, 0..0);
        (self.line, self.lists) = (None, Vec::new());
    }

    fn rows(&mut self, tokens: &Tokens<'_, '_>, from: usize, end: usize) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let (mut in_head, mut heads) = (false, 0);
        for n in from + 1..end {
            let Token::Tag(tag) = &tokens.tokens[n].0 else { continue };
            match tag.name.as_str() {
                "thead" => in_head = !tag.closes,
                "tr" if !tag.closes => {
                    rows.push(Row { cells: Vec::new(), is_head: in_head, place: tokens.place(n) });
                    heads = 0;
                }
                "td" | "th" if !tag.closes => {
                    if rows.is_empty() {
                        rows.push(Row { cells: Vec::new(), is_head: false, place: tokens.place(n) });
                    }
                    let cell = self.cell(tag, tokens, n, end);
                    heads += usize::from(tag.name == "th");
                    if let Some(row) = rows.last_mut() {
                        row.cells.push(cell);
                        row.is_head = in_head || heads == row.cells.len();
                    }
                }
                _ => {}
            }
        }
        rows.retain(|row| !row.cells.is_empty());
        rows
    }

    /// The cell that a tag opens: it goes on to the next tag of a table.
    fn cell(&mut self, tag: &Tag, tokens: &Tokens<'_, '_>, at: usize, end: usize) -> Cell {
        let of_table =
            |name: &str| matches!(name, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "table");
        let is_next = |n: &usize| matches!(&tokens.tokens[*n].0, Token::Tag(tag) if of_table(&tag.name));
        let next = (at + 1..end).find(is_next).unwrap_or(end);
        let number = |name: &str| tag.get(name).and_then(|n| n.parse::<usize>().ok()).unwrap_or(1);
        if number("rowspan") > 1 {
            self.found.push((Found::PassedOver("rowspan".to_owned()), tokens.place(at)));
        }
        Cell { tokens: at + 1..next, span: number("colspan").clamp(1, WIDEST) }
    }
}
