//! The structure tree: what things are, for the tags of the PDF. Decides the roles.

use std::collections::BTreeMap;

use crate::diag::Span;
use crate::ids::{AnchorId, Ids, NodeId, Part};
use crate::language::LanguageTag;

/// The scope of a header cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Heads its row.
    Row,
    /// Heads its column.
    Column,
}

/// Numbering of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// Without numbers.
    Bullet,
    /// With figures.
    Decimal,
    /// With the terms that are defined.
    Terms,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// The root.
    Document,
    /// A part of the book: cover, contents, chapter.
    Section,
    /// Things that belong together.
    Group,
    /// A callout.
    Aside,
    /// The title of the brochure.
    Title,
    /// A heading of a level from 1, with its text for the reader's list of headings.
    Heading(u8, String),
    /// A paragraph.
    Paragraph,
    /// A quotation.
    BlockQuote,
    /// A list.
    List(Numbering),
    /// An item of a list.
    Item,
    /// The marker of an item or note.
    Label,
    /// The number of a heading, of an entry of the contents or of a caption.
    Number,
    /// The content of an item.
    Body,
    /// A table, with a summary.
    Table,
    /// The head of a table.
    TableHead,
    /// The rows of a table.
    TableBody,
    /// A row.
    Row,
    /// A header cell, and how many columns it spans.
    HeaderCell(Scope, u32),
    /// A cell.
    Cell,
    /// A caption.
    Caption,
    /// A picture with its alternative text.
    Figure(String),
    /// A footnote.
    Note,
    /// The call of a footnote.
    Reference,
    /// A link with a description.
    Link(String),
    /// A block or span of code.
    Code,
    /// The table of contents.
    Toc,
    /// An entry of it.
    TocItem,
    /// Content that belongs to the parent: text as drawn.
    Text,
    /// Content that is read as another text.
    Replaced(String),
    /// Words in another language.
    Passage,
    /// An abbreviation with what it stands for.
    Abbreviation(String),
    /// A word that is read otherwise than it is written.
    Spoken(String),
    /// Words that are stressed.
    Emphasis,
    /// Words that are important.
    Strong,
}

/// A node.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub role: Role,
    /// Where it is written, if what is wrong with it is to be shown there.
    pub span: Option<Span>,
    /// Parts in reading order.
    pub children: Vec<NodeId>,
    /// Its language, where it is not that of what it stands in.
    pub language: Option<LanguageTag>,
}

impl Node {
    fn new(role: Role) -> Self {
        Self { role, span: None, children: Vec::new(), language: None }
    }
}

/// The tree, by part. It is derived from the document and not changed after.
#[derive(Debug, Clone)]
pub struct Structure {
    nodes: Vec<Node>,
    /// Where the nodes of each part begin.
    starts: Vec<u32>,
    places: Places,
}

/// What nodes are to others.
#[derive(Debug, Clone, Default)]
struct Places {
    /// What stands at an anchor.
    anchors: BTreeMap<AnchorId, NodeId>,
    /// To which others nodes refer.
    refers: BTreeMap<NodeId, Vec<NodeId>>,
}

impl Structure {
    /// The node.
    pub fn get(&self, id: NodeId) -> &Node {
        &self.nodes[self.index(id)]
    }

    /// The number of a node among all of the brochure's, below [`Structure::len`].
    pub fn index(&self, id: NodeId) -> usize {
        (self.starts[id.part.0 as usize] + id.n) as usize
    }

    /// The ids of all nodes, by part.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> {
        let ends = self.starts.iter().skip(1).copied().chain([self.nodes.len() as u32]);
        let parts = self.starts.iter().zip(ends).enumerate();
        parts.flat_map(|(part, (start, end))| {
            (0..end - start).map(move |n| NodeId { part: Part(part as u32), n })
        })
    }

    /// What stands at an anchor.
    pub fn at_anchor(&self, anchor: AnchorId) -> Option<NodeId> {
        self.places.anchors.get(&anchor).copied()
    }

    /// What a node refers to: calls to their notes and these to their calls, entries of the contents to headings.
    pub fn refers_to(&self, id: NodeId) -> &[NodeId] {
        self.places.refers.get(&id).map_or(&[], Vec::as_slice)
    }

    /// All nodes, in the tree or not.
    pub fn iter(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter()
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never: there is always the document.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

/// A structure while it is derived.
#[derive(Debug)]
pub struct Builder {
    parts: Vec<Vec<Node>>,
    places: Places,
}

impl Builder {
    /// Only the document.
    pub fn new() -> Self {
        Self { parts: vec![vec![Node::new(Role::Document)]], places: Places::default() }
    }

    /// Begins a part that has given out `ids` to its texts.
    pub fn begin(&mut self, ids: Ids) {
        let part = ids.part().0 as usize;
        self.parts.resize_with(self.parts.len().max(part + 1), Vec::new);
        self.parts[part] = vec![Node::new(Role::Text); ids.given() as usize];
    }

    /// A new node as the last child of `parent`.
    pub fn add(&mut self, parent: NodeId, part: Part, role: Role) -> NodeId {
        let nodes = &mut self.parts[part.0 as usize];
        let id = NodeId { part, n: nodes.len() as u32 };
        nodes.push(Node::new(role));
        self.attach(parent, id);
        id
    }

    /// Puts a node that the document gave an id to below `parent`, as its last child.
    pub fn put(&mut self, parent: NodeId, id: NodeId, role: Role) {
        self.node(id).role = role;
        self.attach(parent, id);
    }

    fn attach(&mut self, parent: NodeId, id: NodeId) {
        self.node(parent).children.push(id);
    }

    /// A node, to be completed.
    pub fn node(&mut self, id: NodeId) -> &mut Node {
        &mut self.parts[id.part.0 as usize][id.n as usize]
    }

    /// Notes what stands at an anchor; the first that does is meant.
    pub fn anchor(&mut self, anchor: AnchorId, id: NodeId) {
        self.places.anchors.entry(anchor).or_insert(id);
    }

    /// What stands at an anchor.
    pub fn at_anchor(&self, anchor: AnchorId) -> Option<NodeId> {
        self.places.anchors.get(&anchor).copied()
    }

    /// Notes that a node refers to another.
    pub fn refer(&mut self, from: NodeId, to: NodeId) {
        self.places.refers.entry(from).or_default().push(to);
    }

    /// The finished tree.
    pub fn finish(self) -> Structure {
        let starts = self.parts.iter().scan(0, |next, nodes| {
            let start = *next;
            *next += nodes.len() as u32;
            Some(start)
        });
        let starts = starts.collect();
        Structure { starts, nodes: self.parts.into_iter().flatten().collect(), places: self.places }
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Default for Structure {
    fn default() -> Self {
        Builder::new().finish()
    }
}
