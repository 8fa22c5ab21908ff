//! Text into the structure tree. Decides below which node each stretch of a block hangs.

use std::collections::BTreeSet;

use super::inlines::Strand;
use super::passages::Passage;
use crate::node::{NodeId, Role, Structure};

/// Something between a block and its text.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Element {
    /// A passage in another language, by its number.
    Passage(usize),
    /// A link or the call of a note: its element, and the node that text hangs below.
    Link(NodeId, NodeId),
    /// A word that is read otherwise, by its number.
    Word(usize),
}

/// Makes the nodes of a block's text, in the order of reading.
pub(super) struct Hanger<'a> {
    tree: &'a mut Structure,
    block: NodeId,
    passages: &'a [Passage],
    /// The passage that is the whole block: the block itself has its language.
    whole: Option<usize>,
    /// Elements around the last text, from the block down, each with the node that is below it.
    open: Vec<(Element, NodeId)>,
    /// Where further text of the same elements hangs.
    leaf: Option<NodeId>,
    /// Links that hang in the tree already.
    hung: BTreeSet<NodeId>,
}

impl<'a> Hanger<'a> {
    /// For a block with that node.
    pub fn new(tree: &'a mut Structure, block: NodeId, passages: &'a [Passage]) -> Self {
        Self { tree, block, passages, whole: None, open: Vec::new(), leaf: None, hung: BTreeSet::new() }
    }

    /// Gives the block its language if all of it is one passage.
    pub fn claim_block<'s>(&mut self, mut strands: impl Iterator<Item = &'s Strand>) {
        let Some(first) = self.passages.first() else { return };
        let node = self.tree.get(self.block);
        let own = matches!(node.role, Role::Paragraph | Role::Heading(..) | Role::Cell | Role::HeaderCell(_));
        let inside = |strand: &Strand| self.outwards(strand).last() == Some(0);
        if own && node.children.is_empty() && first.link.is_none() && strands.all(inside) {
            self.whole = Some(0);
            self.tree.set_language(self.block, first.language);
        }
    }

    /// The node of text on a strand, which may belong to a word.
    pub fn node(&mut self, strand: &Strand, word: Option<(usize, &Role)>) -> NodeId {
        let wanted = self.path(strand, word.map(|(number, _)| number));
        let open = self.open.iter().map(|(element, _)| element);
        let common = open.zip(&wanted).take_while(|(open, wanted)| open == wanted).count();
        if common < self.open.len().max(wanted.len()) {
            self.leaf = None;
        }
        self.open.truncate(common);
        for element in &wanted[common..] {
            let above = self.open.last().map_or(self.block, |(_, node)| *node);
            let node = self.make(element, above, word.map(|(_, role)| role));
            self.open.push((*element, node));
        }
        match self.open.last() {
            Some((Element::Word(_), node)) => *node,
            last => {
                let above = last.map_or(self.block, |(_, node)| *node);
                *self.leaf.get_or_insert_with(|| self.tree.add(above, Role::Text))
            }
        }
    }

    fn make(&mut self, element: &Element, above: NodeId, word: Option<&Role>) -> NodeId {
        match *element {
            Element::Passage(number) => {
                let node = self.tree.add(above, Role::Passage);
                self.tree.set_language(node, self.passages[number].language);
                node
            }
            Element::Link(top, node) => {
                if self.hung.insert(top) {
                    self.tree.attach(above, top);
                }
                node
            }
            Element::Word(_) => self.tree.add(above, word.cloned().unwrap_or(Role::Text)),
        }
    }

    /// The elements around a strand, from the block down: passages around its link, the link, passages
    /// inside it, the word.
    fn path(&self, strand: &Strand, word: Option<usize>) -> Vec<Element> {
        let mut path: Vec<Element> = Vec::new();
        let passages: Vec<usize> = self.outwards(strand).collect();
        let (inner, outer): (Vec<usize>, Vec<usize>) =
            passages.into_iter().rev().partition(|n| self.passages[*n].link.is_some());
        path.extend(outer.into_iter().filter(|n| Some(*n) != self.whole).map(Element::Passage));
        path.extend(strand.element.map(|element| Element::Link(element, strand.run.node)));
        path.extend(inner.into_iter().map(Element::Passage));
        path.extend(word.map(Element::Word));
        path
    }

    /// The passages around a strand, from the innermost.
    fn outwards(&self, strand: &Strand) -> impl Iterator<Item = usize> {
        std::iter::successors(strand.passage, |n| self.passages[*n].outer)
    }
}
