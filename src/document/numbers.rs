//! Numbers of tables and figures. Decides that they count through the whole brochure, in the order of the
//! text; a chapter is read without knowing those before it.

use super::rich::Rich;
use super::{Block, BlockKind, Caption, Chapter};
use crate::ids::Ids;
use crate::language::{Digits, Labels};

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
        let words = (labels, chapter.tongue.digits);
        let ids = &mut chapter.ids;
        self.blocks(&mut chapter.blocks, ids, words);
        chapter.checklists.iter_mut().for_each(|list| self.blocks(&mut list.blocks, ids, words));
        chapter.notes.iter_mut().for_each(|note| self.blocks(&mut note.blocks, ids, words));
    }

    /// All captions of blocks and of those inside them.
    pub fn blocks(&mut self, blocks: &mut [Block], ids: &mut Ids, words: (&Labels, Digits)) {
        for block in blocks {
            for (caption, label) in self.next(&mut block.kind, words) {
                caption.label = Rich::plain(label, ids.node());
            }
            block.children_mut().into_iter().for_each(|inner| self.blocks(inner, ids, words));
        }
    }

    /// The captions of a block, and their labels.
    fn next<'b>(
        &mut self,
        kind: &'b mut BlockKind,
        words: (&Labels, Digits),
    ) -> Vec<(&'b mut Caption, String)> {
        match kind {
            BlockKind::Table(table) => {
                let Some(caption) = &mut table.caption else { return Vec::new() };
                self.tables += 1;
                vec![(caption, words.0.table(words.1.write(self.tables)))]
            }
            BlockKind::Figure(figure) => {
                let captions = figure.parts.iter_mut().filter_map(|part| part.caption.as_mut());
                captions.map(|caption| (caption, self.next_figure(words))).collect()
            }
            BlockKind::Chart(chart) => vec![(&mut chart.caption, self.next_figure(words))],
            _ => Vec::new(),
        }
    }

    fn next_figure(&mut self, (labels, digits): (&Labels, Digits)) -> String {
        self.figures += 1;
        labels.figure(digits.write(self.figures))
    }
}
