//! Blocks to rows. In: the blocks of a chapter. Out: a [`Galley`]. Never: pages.

mod boxes;
mod chart;
mod figure;
pub mod glossary;
mod heading;
mod list;
pub mod notes;
mod records;
mod table;
pub mod text;
mod turned;

use rayon::prelude::*;

use super::fixed::ONE_LINE;
use super::galley::{FORBIDDEN, FORCED, Galley};
use super::setter::Setter;
use crate::diag::Span;
use crate::document::{Block, BlockKind};
use crate::geom::Pt;
use crate::ids::NodeId;
use crate::language::Language;
use crate::style::{PageGeometry, StyleId, TextStyle};

/// Where blocks are set.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Distance from the left edge of the type area.
    pub x: Pt,
    /// Measure.
    pub width: Pt,
    /// Depth of the type area whose pages it is cut into.
    pub deep: Pt,
    /// Whether it reaches into the outer margin.
    pub wide: bool,
    /// Style of paragraphs.
    pub text: StyleId,
    /// Style of list items.
    pub list: StyleId,
    /// Nesting of lists.
    pub depth: usize,
    /// Whether it stands in a box: off the grid, never justified anew.
    pub boxed: bool,
    /// Whose words the program prints in it, where they are not the brochure's.
    pub labels: Option<Language>,
}

/// Narrowest column inside of another: some syllables.
const NARROWEST: Pt = 48.0;
/// Room behind the number of an item or a note.
const BEHIND_NUMBER: Pt = 2.0;

impl Column {
    /// The type area.
    pub fn page(page: &PageGeometry) -> Self {
        Self {
            x: 0.0,
            width: page.measure,
            deep: page.depth(),
            wide: false,
            text: StyleId::Body,
            list: StyleId::List,
            depth: 0,
            boxed: false,
            labels: None,
        }
    }

    /// Its pages, turned.
    pub fn turned(self, page: &PageGeometry) -> Self {
        Self { width: self.deep, deep: page.measure, ..Self::page(page) }
    }

    /// A narrower column inside. What is nested deep is indented no further: it would be a column of letters.
    pub fn inset(self, left: Pt, right: Pt) -> Self {
        let most = (self.width - NARROWEST).max(0.0);
        let share = if left + right > most { most / (left + right) } else { 1.0 };
        Self { x: self.x + left * share, width: self.width - (left + right) * share, ..self }
    }
}

impl Column {
    /// The same with indents at the sides where lines begin and end; `along` tells whether those of the page
    /// begin there, too.
    fn indented(self, (begin, end): (Pt, Pt), along: bool) -> Self {
        if along { self.inset(begin, end) } else { self.inset(end, begin) }
    }
}

impl<'a> Setter<'a> {
    /// Whether the lines of blocks, which are those of their first text, begin where those of the page do.
    fn runs_along(&self, blocks: impl IntoIterator<Item = &'a Block>) -> bool {
        let own = self.shaper.direction;
        let text = blocks.into_iter().find_map(|block| match &block.kind {
            BlockKind::Paragraph(text) | BlockKind::Heading { text, .. } => Some(text),
            _ => None,
        });
        text.is_none_or(|text| text.begins(own) == self.start())
    }

    /// Sets the blocks of a chapter, each on any core.
    pub fn chapter(&self, blocks: &'a [Block], column: Column) -> Galley<'a> {
        let pieces: Vec<Galley<'a>> =
            (0..blocks.len()).into_par_iter().map(|n| self.nth(blocks, n, column)).collect();
        let mut galley = Galley::default();
        galley.rows.reserve(pieces.iter().map(|piece| piece.rows.len()).sum());
        galley.paragraphs.reserve(pieces.iter().map(|piece| piece.paragraphs.len()).sum());
        pieces.into_iter().for_each(|piece| galley.append(piece));
        galley
    }

    /// Sets blocks one below the other.
    pub fn blocks(&self, blocks: &'a [Block], column: Column) -> Galley<'a> {
        let mut galley = Galley::default();
        for n in 0..blocks.len() {
            galley.append(self.nth(blocks, n, column));
        }
        galley
    }

    /// Room that numbers take up to the highest.
    fn room_for_number(&self, highest: u64, style: &TextStyle) -> Pt {
        let set = self.words(highest.to_string(), NodeId::ROOT, style, ONE_LINE);
        set.extremes(self.shaper).0 + BEHIND_NUMBER
    }

    /// Sets a block that knows its neighbours.
    fn nth(&self, blocks: &'a [Block], n: usize, column: Column) -> Galley<'a> {
        let before = n.checked_sub(1).map(|b| &blocks[b].kind);
        let runs_in = |kind: &BlockKind| matches!(kind, BlockKind::Heading { level: 4.., .. });
        let paragraph = |kind: Option<&BlockKind>| matches!(kind, Some(BlockKind::Paragraph(_)));
        let next = blocks.get(n + 1).map(|b| &b.kind);
        if runs_in(&blocks[n].kind) && paragraph(next) {
            return Galley::default();
        }
        let lead = before.filter(|kind| runs_in(kind));
        let mut galley = self.block(&blocks[n], before, lead, column);
        let turned = galley.is_turned(0);
        if turned && let Some(below) = self.turned_below_headings(blocks, n, column) {
            galley = below;
        }
        locate(&blocks[n], &mut galley);
        let kept = match before {
            Some(BlockKind::Heading { .. }) => lead.is_none(),
            Some(BlockKind::Paragraph(rich)) => {
                let list = matches!(
                    blocks[n].kind,
                    BlockKind::List { .. } | BlockKind::Code { .. } | BlockKind::Quote(_)
                );
                list && rich.text.ends_with(':') || rich.is_bold_line()
            }
            _ => false,
        };
        let after_lead = lead.is_some()
            && matches!(n.checked_sub(2).map(|b| &blocks[b].kind), Some(BlockKind::Heading { .. }));
        if let Some(first) = galley.rows.first_mut() {
            if matches!(before, Some(BlockKind::PageBreak)) {
                first.break_before = FORCED;
            } else if (kept || after_lead) && !turned {
                first.break_before = FORBIDDEN;
            }
        }
        galley
    }

    /// A table on turned pages below headings that no text follows: it stands in its place, on its first page
    /// below them.
    fn turned_below_headings(&self, blocks: &'a [Block], n: usize, column: Column) -> Option<Galley<'a>> {
        let BlockKind::Table(table) = &blocks[n].kind else { return None };
        let heading = |block: &&Block| matches!(block.kind, BlockKind::Heading { level: ..4, .. });
        let calls = table.texts().flat_map(|text| &text.runs).any(|run| run.call().is_some());
        let may_move = |block: &&Block| {
            matches!(block.kind, BlockKind::Table(_) | BlockKind::Figure(_) | BlockKind::Chart(_))
        };
        let headings = blocks[..n].iter().rev().take_while(heading).count();
        if headings == 0 {
            return None;
        }
        let text = blocks[n + 1..].iter().find(|block| !may_move(block)).filter(|block| !heading(block));
        if text.is_some() && !calls {
            return None;
        }
        // What is to be said of it was said when it was set as wide as a page is deep.
        let trial = self.trial();
        let above: Pt = (n - headings..n).map(|n| trial.nth(blocks, n, column).height_at_head()).sum();
        let leading = self.sheet.page.leading;
        let deep = column.deep - ((above / leading).ceil() + 1.0) * leading;
        let mut galley = trial.block(&blocks[n], None, None, Column { deep, ..column });
        if !galley.is_turned(0) {
            return None;
        }
        galley.stay_in_place();
        galley.rows[0].break_before = FORBIDDEN;
        galley.space(0.0, self.sheet.page.depth()); // what follows begins a page
        Some(galley)
    }

    fn block(
        &self,
        block: &'a Block,
        before: Option<&'a BlockKind>,
        lead: Option<&'a BlockKind>,
        column: Column,
    ) -> Galley<'a> {
        match &block.kind {
            BlockKind::Paragraph(rich) => {
                let follows = matches!(before, Some(BlockKind::Paragraph(_)));
                self.paragraph(rich, lead, follows, column)
            }
            BlockKind::Heading { level, text, anchor, .. } => {
                let close = matches!(before, Some(BlockKind::Heading { .. }));
                self.heading(*level, text, *anchor, close, column)
            }
            BlockKind::List { start, items, .. } => self.list(*start, items, column),
            BlockKind::Definitions(definitions) => self.definitions(definitions, column),
            BlockKind::Quote(blocks) => self.quote(blocks, column),
            BlockKind::Callout(callout) => self.callout(callout, column),
            BlockKind::Code { text } => self.code(text, column),
            BlockKind::Table(table) => self.table(table, block.span, column),
            BlockKind::Figure(figure) => self.figure(figure, column),
            BlockKind::Chart(chart) => self.chart(chart, block.span, column),
            BlockKind::Rule => self.thematic_break(column),
            BlockKind::PageBreak => Galley::default(), // what follows says it
        }
    }
}

/// Gives the rows of a block the place where it is written, and its anchors.
fn locate(block: &Block, galley: &mut Galley<'_>) {
    if let Some(first) = galley.rows.first_mut() {
        first.anchors.extend(block.kind.anchors_in_text());
    }
    for row in &mut galley.rows {
        row.span = row.span.or(Some(Span { end: block.span.start + 1, ..block.span }));
    }
}
