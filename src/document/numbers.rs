//! Numbers of tables and figures. Decides that they count through the whole brochure, in the order of the
//! text; a chapter is read without knowing those before it.

use super::rich::Rich;
use super::{Block, BlockKind, Caption, Chapter};
use crate::ids::Ids;
use crate::language::Labels;

/// Gives captions their labels, from 1.
#[derive(Default)]
pub struct Numberer {
    tables: u32,
    figures: u32,
}

impl Numberer {
    /// All captions of a chapter, in its words or in those of the brochure.
    pub fn chapter(&mut self, chapter: &mut Chapter, own: &Labels) {
        let labels = chapter.tongue.labels.map_or(own, |language| language.labels());
        let ids = &mut chapter.ids;
        self.blocks(&mut chapter.blocks, ids, labels);
        chapter.checklists.iter_mut().for_each(|list| self.blocks(&mut list.blocks, ids, labels));
        chapter.notes.iter_mut().for_each(|note| self.blocks(&mut note.blocks, ids, labels));
    }

    /// All captions of blocks and of those inside them.
    pub fn blocks(&mut self, blocks: &mut [Block], ids: &mut Ids, labels: &Labels) {
        for block in blocks {
            for (caption, words) in self.next(&mut block.kind, labels) {
                caption.label = Rich::plain(words, ids.node());
            }
            block.children_mut().into_iter().for_each(|inner| self.blocks(inner, ids, labels));
        }
    }

    /// The captions of a block, and their labels.
    fn next<'b>(&mut self, kind: &'b mut BlockKind, labels: &Labels) -> Vec<(&'b mut Caption, String)> {
        match kind {
            BlockKind::Table(table) => {
                let Some(caption) = &mut table.caption else { return Vec::new() };
                self.tables += 1;
                vec![(caption, labels.table(self.tables))]
            }
            BlockKind::Figure(figure) => {
                let captions = figure.parts.iter_mut().filter_map(|part| part.caption.as_mut());
                captions.map(|caption| (caption, self.next_figure(labels))).collect()
            }
            BlockKind::Chart(chart) => vec![(&mut chart.caption, self.next_figure(labels))],
            _ => Vec::new(),
        }
    }

    fn next_figure(&mut self, labels: &Labels) -> String {
        self.figures += 1;
        labels.figure(self.figures)
    }
}
