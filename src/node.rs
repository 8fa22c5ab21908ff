//! The structure tree: what things are, from Markdown to the tags of the PDF. Decides the roles.

use crate::diag::Span;
use crate::language::LanguageTag;

/// A node of the [`Structure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

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
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// The root.
    Document,
    /// A part of the book: cover, contents, chapter.
    Section,
    /// A callout.
    Aside,
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
    /// A header cell.
    HeaderCell(Scope),
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

/// The tree; node 0 is the document.
#[derive(Debug, Clone)]
pub struct Structure {
    nodes: Vec<Node>,
}

impl Default for Structure {
    fn default() -> Self {
        Self { nodes: vec![Node { role: Role::Document, span: None, children: Vec::new(), language: None }] }
    }
}

impl Structure {
    /// The document.
    pub const ROOT: NodeId = NodeId(0);

    /// Adds a node as the last child of `parent`.
    pub fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = self.detached(role);
        self.attach(parent, id);
        id
    }

    /// Makes a node that is not in the tree yet.
    pub fn detached(&mut self, role: Role) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { role, span: None, children: Vec::new(), language: None });
        id
    }

    /// Makes `child` the last child of `parent`.
    pub fn attach(&mut self, parent: NodeId, child: NodeId) {
        self.nodes[parent.0 as usize].children.push(child);
    }

    /// Puts the last child of the root first among those from position `at`.
    pub fn move_last_section(&mut self, at: usize) {
        let children = &mut self.nodes[0].children;
        if let Some(last) = children.pop() {
            children.insert(at.min(children.len()), last);
        }
    }

    /// Drops the children of a node from position `count` on.
    pub fn truncate_children(&mut self, node: NodeId, count: usize) {
        self.nodes[node.0 as usize].children.truncate(count);
    }

    /// The node.
    pub fn get(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// Changes what a node is.
    pub fn set_role(&mut self, id: NodeId, role: Role) {
        self.nodes[id.0 as usize].role = role;
    }

    /// Says in which language a node is.
    pub fn set_language(&mut self, id: NodeId, language: LanguageTag) {
        self.nodes[id.0 as usize].language = Some(language);
    }

    /// Says where a node is written.
    pub fn locate(&mut self, id: NodeId, span: Span) {
        self.nodes[id.0 as usize].span = Some(span);
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
