//! The structure tree as PDF tags. Decides which role becomes which tag (ISO 32000-1, 14.8.4).

use std::collections::BTreeMap;

use pdf_writer::{Dict, Name, Ref, Str, TextStr};

use super::objects::Objects;
use crate::geom::Rect;
use crate::ids::NodeId;
use crate::node::{Node, Numbering, Role, Scope, Structure};
use crate::pages::{Owner, Pages};

/// A piece of a page that belongs to a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// Marked content: index of the page and number there.
    Content(usize, usize),
    /// A link: index of the page, its number in the file, and its key in the tree of parents.
    Link(usize, Ref, i32),
}

/// The tags of a file while they are written.
pub struct Tags<'p> {
    pages: &'p Pages,
    /// The pages.
    refs: &'p [Ref],
    /// Pieces by node, in order of drawing.
    pieces: Vec<Vec<Piece>>,
    boxes: Boxes,
    /// Elements by page and number of their marked content.
    parents: Vec<Vec<Option<Ref>>>,
    /// Elements by key of their link.
    links: BTreeMap<i32, Ref>,
    /// Elements that are found by a name.
    named: BTreeMap<String, Ref>,
}

/// Where figures lie that lie on one page.
type Boxes = BTreeMap<NodeId, Option<(usize, Rect)>>;

/// A part of an element.
enum Part {
    Element(Ref),
    Piece(Piece),
}

impl<'p> Tags<'p> {
    /// For pages with so many pieces of marked content.
    pub fn new(pages: &'p Pages, refs: &'p [Ref], pieces: Vec<Vec<Piece>>, counts: &[usize]) -> Self {
        let parents = counts.iter().map(|count| vec![None; *count]).collect();
        let (links, named) = Default::default();
        Self { pages, refs, pieces, boxes: boxes(pages), parents, links, named }
    }

    /// Adds the tree; its root.
    pub fn write(mut self, language: &str, objects: &mut Objects) -> Ref {
        let (root, document) = (objects.number(), objects.number());
        let children = &self.pages.structure.get(NodeId::ROOT).children;
        let parts: Vec<Part> = children
            .iter()
            .filter_map(|child| self.element(*child, document, objects))
            .map(Part::Element)
            .collect();
        objects.add_as(document, |chunk, id| {
            let mut element = chunk.indirect(id).dict();
            element.pair(Name(b"S"), Name(b"Document")).pair(Name(b"P"), root);
            element.pair(Name(b"Lang"), TextStr(language));
            self.parts(&mut element, &parts);
        });
        let parents = self.tree_of_parents(objects);
        let names = self.tree_of_names(objects);
        let next = self.parents.len() + self.links.len();
        objects.add_as(root, |chunk, id| {
            let mut dict = chunk.indirect(id).dict();
            dict.pair(Name(b"Type"), Name(b"StructTreeRoot")).pair(Name(b"K"), document);
            dict.pair(Name(b"ParentTree"), parents).pair(Name(b"ParentTreeNextKey"), next as i32);
            if let Some(names) = names {
                dict.pair(Name(b"IDTree"), names);
            }
        });
        root
    }

    /// A node with all below it; none where nothing was drawn.
    fn element(&mut self, id: NodeId, parent: Ref, objects: &mut Objects) -> Option<Ref> {
        let structure = &self.pages.structure;
        let node = structure.get(id);
        let tag = tag(&node.role)?;
        let own = objects.number();
        let mut parts = Vec::new();
        let pieces = self.pieces[structure.index(id)].clone();
        let is_link = matches!(node.role, Role::Link(_));
        if !is_link {
            parts.extend(pieces.iter().copied().map(Part::Piece));
        }
        for child in &node.children {
            if matches!(structure.get(*child).role, Role::Text | Role::Replaced(_)) {
                parts.extend(self.pieces[structure.index(*child)].iter().copied().map(Part::Piece));
            } else {
                parts.extend(self.element(*child, own, objects).map(Part::Element));
            }
        }
        // Of a link the annotation comes last: its words are read first.
        if is_link {
            parts.extend(pieces.into_iter().map(Part::Piece));
        }
        if parts.is_empty() && !matches!(node.role, Role::Cell | Role::HeaderCell(..)) {
            objects.add_as(own, |chunk, id| chunk.indirect(id).primitive(pdf_writer::Null));
            return None;
        }
        self.adopt(&parts, own);
        objects.add_as(own, |chunk, number| {
            let mut element = chunk.indirect(number).dict();
            element.pair(Name(b"S"), Name(tag.as_bytes())).pair(Name(b"P"), parent);
            self.describe(&mut element, (id, node));
            self.parts(&mut element, &parts);
        });
        if matches!(node.role, Role::Note) {
            self.named.insert(name(id), own);
        }
        Some(own)
    }

    /// Notes to which element pieces belong.
    fn adopt(&mut self, parts: &[Part], own: Ref) {
        for part in parts {
            match part {
                Part::Piece(Piece::Content(page, number)) => self.parents[*page][*number] = Some(own),
                Part::Piece(Piece::Link(_, _, key)) => drop(self.links.insert(*key, own)),
                Part::Element(_) => {}
            }
        }
    }

    fn describe(&self, element: &mut Dict<'_>, (id, node): (NodeId, &Node)) {
        if let Some(language) = &node.language {
            element.pair(Name(b"Lang"), TextStr(&language.to_string()));
        }
        match &node.role {
            Role::Heading(_, title) => drop(element.pair(Name(b"T"), TextStr(title))),
            Role::Figure(words) | Role::Spoken(words) if !words.is_empty() => {
                element.pair(Name(b"Alt"), TextStr(words));
            }
            Role::Abbreviation(words) => drop(element.pair(Name(b"E"), TextStr(words))),
            Role::Note => drop(element.pair(Name(b"ID"), Str(name(id).as_bytes()))),
            _ => {}
        }
        match &node.role {
            Role::List(numbering) => {
                let kind: &[u8] = match numbering {
                    Numbering::Bullet => b"Disc",
                    Numbering::Decimal => b"Decimal",
                };
                attribute(element, b"List").pair(Name(b"ListNumbering"), Name(kind));
            }
            Role::HeaderCell(scope, columns) => {
                let scope: &[u8] = match scope {
                    Scope::Row => b"Row",
                    Scope::Column => b"Column",
                };
                let mut cell = attribute(element, b"Table");
                cell.pair(Name(b"Scope"), Name(scope));
                if *columns > 1 {
                    cell.pair(Name(b"ColSpan"), *columns as i32);
                }
            }
            Role::Figure(_) => {
                if let Some((_, rect)) = self.boxes.get(&id).copied().flatten() {
                    let height = self.pages.trim.1;
                    let edges = [rect.x, height - rect.bottom(), rect.right(), height - rect.y];
                    let mut layout = attribute(element, b"Layout");
                    layout.insert(Name(b"BBox")).array().items(edges.map(|edge| edge as f32));
                }
            }
            _ => {}
        }
    }

    /// What an element consists of; content of the first page that it is on is told by its number alone.
    fn parts(&self, element: &mut Dict<'_>, parts: &[Part]) {
        let first = parts.iter().find_map(|part| match part {
            Part::Piece(Piece::Content(page, _)) => Some(*page),
            _ => None,
        });
        if let Some(page) = first {
            element.pair(Name(b"Pg"), self.refs[page]);
        }
        let mut kids = element.insert(Name(b"K")).array();
        for part in parts {
            match part {
                Part::Element(id) => drop(kids.item(*id)),
                Part::Piece(Piece::Content(page, number)) if Some(*page) == first => {
                    kids.item(*number as i32);
                }
                Part::Piece(Piece::Content(page, number)) => {
                    let mut content = kids.push().dict();
                    content.pair(Name(b"Type"), Name(b"MCR")).pair(Name(b"Pg"), self.refs[*page]);
                    content.pair(Name(b"MCID"), *number as i32);
                }
                Part::Piece(Piece::Link(page, id, _)) => {
                    let mut link = kids.push().dict();
                    link.pair(Name(b"Type"), Name(b"OBJR")).pair(Name(b"Pg"), self.refs[*page]);
                    link.pair(Name(b"Obj"), *id);
                }
            }
        }
    }

    /// To which elements marked content and links belong: pages by their index, links by the keys behind.
    fn tree_of_parents(&self, objects: &mut Objects) -> Ref {
        let mut entries = Vec::new();
        for parents in &self.parents {
            entries.push(objects.add(|chunk, id| {
                let mut array = chunk.indirect(id).array();
                for parent in parents {
                    match parent {
                        Some(parent) => array.item(*parent),
                        None => array.item(pdf_writer::Null),
                    };
                }
            }));
        }
        objects.add(|chunk, id| {
            let mut dict = chunk.indirect(id).dict();
            let mut numbers = dict.insert(Name(b"Nums")).array();
            for (page, entry) in entries.iter().enumerate() {
                numbers.item(page as i32).item(*entry);
            }
            for (key, element) in &self.links {
                numbers.item(*key).item(*element);
            }
        })
    }

    fn tree_of_names(&self, objects: &mut Objects) -> Option<Ref> {
        let (first, last) = (self.named.keys().next()?, self.named.keys().next_back()?);
        let leaf = objects.add(|chunk, id| {
            let mut dict = chunk.indirect(id).dict();
            dict.insert(Name(b"Limits")).array().item(Str(first.as_bytes())).item(Str(last.as_bytes()));
            let mut names = dict.insert(Name(b"Names")).array();
            for (name, element) in &self.named {
                names.item(Str(name.as_bytes())).item(*element);
            }
        });
        Some(objects.add(|chunk, id| {
            chunk.indirect(id).dict().insert(Name(b"Kids")).array().item(leaf);
        }))
    }
}

fn attribute<'d>(element: &'d mut Dict<'_>, owner: &[u8]) -> Dict<'d> {
    let mut dict = element.insert(Name(b"A")).dict();
    dict.pair(Name(b"O"), Name(owner));
    dict
}

/// The name by which a note is found.
fn name(id: NodeId) -> String {
    format!("note-{}-{}", id.part.0, id.n)
}

fn boxes(pages: &Pages) -> Boxes {
    let mut boxes = Boxes::new();
    for (page, items) in pages.pages.iter().map(|page| &page.items).enumerate() {
        for item in items {
            let (Some(Owner::Node(node)), Some(here)) = (item.owner(), item.bounds()) else { continue };
            if matches!(pages.structure.get(node).role, Role::Figure(_)) {
                let all = boxes.entry(node).or_insert(Some((page, here)));
                *all = all.filter(|(first, _)| *first == page).map(|(_, rect)| (page, rect.union(&here)));
            }
        }
    }
    boxes
}

/// The tag of a role; none for what belongs to its parent.
fn tag(role: &Role) -> Option<String> {
    Some(match role {
        Role::Document | Role::Section => "Sect".into(),
        Role::Group | Role::Aside => "Div".into(),
        Role::Heading(level, _) => format!("H{level}"),
        Role::Paragraph => "P".into(),
        Role::BlockQuote => "BlockQuote".into(),
        Role::List(_) => "L".into(),
        Role::Item => "LI".into(),
        Role::Label => "Lbl".into(),
        Role::Body => "LBody".into(),
        Role::Table => "Table".into(),
        Role::TableHead => "THead".into(),
        Role::TableBody => "TBody".into(),
        Role::Row => "TR".into(),
        Role::HeaderCell(..) => "TH".into(),
        Role::Cell => "TD".into(),
        Role::Caption => "Caption".into(),
        Role::Figure(_) => "Figure".into(),
        Role::Note => "Note".into(),
        Role::Reference => "Reference".into(),
        Role::Link(_) => "Link".into(),
        Role::Code => "Code".into(),
        Role::Toc => "TOC".into(),
        Role::TocItem => "TOCI".into(),
        Role::Passage | Role::Abbreviation(_) | Role::Spoken(_) => "Span".into(),
        Role::Text | Role::Replaced(_) => return None,
    })
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
