//! Paragraphs. Decides what a paragraph is, and that the letters of those that stand in no other
//! block are refined together, on all cores.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};
use rayon::prelude::*;

use super::super::anchors::caption_words;
use super::super::inlines::Inlines;
use super::super::rich::Rich;
use super::super::{Block, BlockKind};
use super::{Reader, lines};
use crate::diag::Sink;

/// Paragraphs that are collected before they are refined: enough work for all cores, little memory.
const TOGETHER: usize = 512;

impl Reader<'_, '_, '_> {
    pub(super) fn paragraph(&mut self, range: Range<usize>, depth: usize, blocks: &mut Vec<Block>) {
        if self.number.is_none()
            && caption_words(&self.text[range.clone()]).is_some()
            && self.before_table(&range)
        {
            return self.table_caption(&range);
        }
        if self.number.is_none() && self.landscape_mark(&range) {
            return;
        }
        let ends = |event: &Event<'_>| *event == Event::End(TagEnd::Paragraph);
        self.kept_lines = lines::kept(self.text, &range);
        self.text_and_figures(&range, blocks, ends, |reader, inlines, part, blocks| {
            reader.part_of_paragraph(inlines, &part, depth, blocks);
        });
        self.kept_lines.clear();
        self.at += 1;
        if self.unrefined.len() >= TOGETHER {
            self.refine_paragraphs(blocks);
        }
    }

    fn part_of_paragraph(
        &mut self,
        mut inlines: Inlines,
        range: &Range<usize>,
        depth: usize,
        blocks: &mut Vec<Block>,
    ) {
        if matches!(self.events.get(self.at), Some((Event::End(TagEnd::Paragraph), _))) {
            self.at += 1;
            self.line_with_date(&mut inlines);
            self.at -= 1;
        }
        if inlines.is_blank() {
            return;
        }
        let span = self.span(range);
        if depth > 0 {
            let rich = self.refined(inlines);
            self.check_dangling_notes(&rich);
            blocks.push(Block { kind: BlockKind::Paragraph(rich), span });
            return;
        }
        self.unrefined.push((blocks.len(), inlines));
        blocks.push(Block { kind: BlockKind::Paragraph(Rich::default()), span });
    }

    /// Puts the refined text into the blocks of the section that wait for it.
    pub(super) fn refine_paragraphs(&mut self, blocks: &mut [Block]) {
        let (file, tongue, words) = (self.file, self.reading.tongue, &self.reading.shared.words);
        let remnants = self.reading.shared.remnants;
        let refined: Vec<(usize, Rich, Sink)> = std::mem::take(&mut self.unrefined)
            .into_par_iter()
            .map(|(block, inlines)| {
                let mut sink = Sink::new();
                let inlines = inlines.in_language_of(file, remnants);
                (block, inlines.refined(file, tongue, words, &mut sink), sink)
            })
            .collect();
        for (block, mut rich, mut sink) in refined {
            self.reading.sink.append(&mut sink);
            rich.number(&mut self.reading.ids);
            self.check_letters(&rich);
            self.check_dangling_notes(&rich);
            blocks[block].kind = BlockKind::Paragraph(rich);
        }
    }
}
