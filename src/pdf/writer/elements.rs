//! Elements of the structure tree. Decides which nodes become elements: those of which something was drawn, and all
//! cells; gives them their numbers before anything is written that leads to them.

use pdf_writer::Ref;

use super::objects::Objects;
use super::roles::tag;
use crate::ids::NodeId;
use crate::node::{Role, Structure};
use crate::source::editions::Accessibility;

/// A piece of a page that belongs to a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// Marked content: index of the page and number there.
    Content(usize, usize),
    /// A link: index of the page, its number in the file, and its key in the tree of parents.
    Link(usize, Ref, i32),
}

/// The elements of a file.
pub struct Elements {
    /// The standard whose tags they have.
    pub standard: Accessibility,
    /// The element around all others.
    pub document: Ref,
    /// Of each node its element, or the one around it, and whether it is its own.
    of: Vec<Option<(Ref, bool)>>,
}

impl Elements {
    /// Gives numbers to the nodes that become elements.
    pub fn new(
        structure: &Structure,
        pieces: &[Vec<Piece>],
        standard: Accessibility,
        objects: &mut Objects,
    ) -> Self {
        let document = objects.number();
        let mut elements = Self { standard, document, of: vec![None; structure.len()] };
        let mut is_drawn = vec![false; structure.len()];
        mark(structure, NodeId::ROOT, pieces, &mut is_drawn);
        for child in &structure.get(NodeId::ROOT).children {
            elements.number((structure, &is_drawn), *child, document, objects);
        }
        elements
    }

    fn number(
        &mut self,
        (structure, is_drawn): (&Structure, &[bool]),
        id: NodeId,
        around: Ref,
        objects: &mut Objects,
    ) {
        let (index, node) = (structure.index(id), structure.get(id));
        if !is_drawn[index] {
            return;
        }
        let is_element = tag(&node.role, self.standard, "").is_some();
        let element = if is_element { objects.number() } else { around };
        self.of[index] = Some((element, is_element));
        for child in &node.children {
            self.number((structure, is_drawn), *child, element, objects);
        }
    }

    /// The element that a node is.
    pub fn own(&self, structure: &Structure, id: NodeId) -> Option<Ref> {
        self.of[structure.index(id)].filter(|(_, is_own)| *is_own).map(|(element, _)| element)
    }

    /// The element that a node is or belongs to.
    pub fn around(&self, structure: &Structure, id: NodeId) -> Option<Ref> {
        self.of[structure.index(id)].map(|(element, _)| element)
    }
}

/// Marks the nodes of which something was drawn, with those around them; returns whether this is one.
fn mark(structure: &Structure, id: NodeId, pieces: &[Vec<Piece>], is_drawn: &mut [bool]) -> bool {
    let (index, node) = (structure.index(id), structure.get(id));
    let mut drawn = !pieces[index].is_empty() || matches!(node.role, Role::Cell | Role::HeaderCell(..));
    for child in &node.children {
        drawn |= mark(structure, *child, pieces, is_drawn);
    }
    is_drawn[index] = drawn;
    drawn
}

/// Pieces by node: of each page its marked content, then its links.
pub fn pieces(
    structure: &Structure,
    marked: &[Vec<NodeId>],
    links: &[Vec<(NodeId, Ref, i32)>],
) -> Vec<Vec<Piece>> {
    let mut pieces = vec![Vec::new(); structure.len()];
    for (page, (marked, links)) in marked.iter().zip(links).enumerate() {
        for (number, node) in marked.iter().enumerate() {
            pieces[structure.index(*node)].push(Piece::Content(page, number));
        }
        for (node, id, key) in links {
            pieces[structure.index(*node)].push(Piece::Link(page, *id, *key));
        }
    }
    pieces
}
