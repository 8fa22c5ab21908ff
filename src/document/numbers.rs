//! Numbers of tables and figures. Decides that they count through the whole brochure, in the order of the
//! text; a chapter is read without knowing those before it.

use super::rich::Rich;
use super::{Block, BlockKind, Caption, Chapter};
use crate::ids::Ids;
use crate::language::Labels;

/// Gives captions their labels.
pub struct Numberer<'l> {
    labels: &'l Labels,
    tables: u32,
    figures: u32,
}

impl<'l> Numberer<'l> {
    /// From 1.
    pub fn new(labels: &'l Labels) -> Self {
        Self { labels, tables: 0, figures: 0 }
    }

    /// All captions of a chapter.
    pub fn chapter(&mut self, chapter: &mut Chapter) {
        let ids = &mut chapter.ids;
        self.blocks(&mut chapter.blocks, ids);
        chapter.checklists.iter_mut().for_each(|list| self.blocks(&mut list.blocks, ids));
        chapter.notes.iter_mut().for_each(|note| self.blocks(&mut note.blocks, ids));
    }

    /// All captions of blocks and of those inside them.
    pub fn blocks(&mut self, blocks: &mut [Block], ids: &mut Ids) {
        for block in blocks {
            for (caption, words) in self.next(&mut block.kind) {
                caption.label = Rich::plain(words, ids.node());
            }
            block.children_mut().into_iter().for_each(|inner| self.blocks(inner, ids));
        }
    }

    /// The captions of a block, and their labels.
    fn next<'b>(&mut self, kind: &'b mut BlockKind) -> Vec<(&'b mut Caption, String)> {
        match kind {
            BlockKind::Table(table) => {
                let Some(caption) = &mut table.caption else { return Vec::new() };
                self.tables += 1;
                vec![(caption, self.labels.table(self.tables))]
            }
            BlockKind::Figure(figure) => {
                let captions = figure.parts.iter_mut().filter_map(|part| part.caption.as_mut());
                captions.map(|caption| (caption, self.next_figure())).collect()
            }
            BlockKind::Chart(chart) => vec![(&mut chart.caption, self.next_figure())],
            _ => Vec::new(),
        }
    }

    fn next_figure(&mut self) -> String {
        self.figures += 1;
        self.labels.figure(self.figures)
    }
}
