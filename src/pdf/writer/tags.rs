//! The structure tree as PDF tags. Decides what an element says of itself, and what it consists of.

use std::collections::BTreeMap;

use pdf_writer::{Dict, Name, Ref, Str, TextStr};

use super::elements::{Elements, Piece};
use super::objects::Objects;
use super::roles::{is_old, tag};
use crate::geom::Rect;
use crate::ids::NodeId;
use crate::node::{Node, Numbering, Role, Scope};
use crate::pages::{Owner, Pages};
use crate::source::editions::Accessibility;

/// The tags of PDF 2.0 and, behind, those of PDF 1.7 that it knows by these only (ISO 32000-2, 14.8.6).
const NAMESPACES: [&str; 2] = ["http://iso.org/pdf2/ssn", "http://iso.org/pdf/ssn"];

/// The tags of a file while they are written.
pub struct Tags<'p> {
    pages: &'p Pages,
    /// The pages.
    refs: &'p [Ref],
    /// Pieces by node, in order of drawing.
    pieces: &'p [Vec<Piece>],
    /// Which nodes are elements.
    elements: &'p Elements,
    /// What tags belong to, in PDF 2.0: [`NAMESPACES`].
    namespaces: Option<[Ref; 2]>,
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

/// An element in the file: its number, that of the one around it, and the tag of that one.
#[derive(Clone, Copy)]
struct Place<'t> {
    own: Ref,
    parent: Ref,
    within: &'t str,
}

impl<'p> Tags<'p> {
    /// For pages or sheets with marked content of these nodes.
    pub fn new(
        pages: &'p Pages,
        refs: &'p [Ref],
        (pieces, elements): (&'p [Vec<Piece>], &'p Elements),
        marked: &[Vec<NodeId>],
    ) -> Self {
        let parents = marked.iter().map(|nodes| vec![None; nodes.len()]).collect();
        let (links, named) = Default::default();
        Self { pages, refs, pieces, elements, namespaces: None, boxes: Boxes::new(), parents, links, named }
    }

    /// Figures tell where they lie, which is elsewhere on sheets.
    pub fn on_pages(self) -> Self {
        Self { boxes: boxes(self.pages), ..self }
    }

    /// Adds the tree; its root.
    pub fn write(mut self, language: &str, objects: &mut Objects) -> Ref {
        let (root, document) = (objects.number(), self.elements.document);
        let mut namespace = |name: &str| {
            objects.add(|chunk, id| {
                let mut dict = chunk.indirect(id).dict();
                dict.pair(Name(b"Type"), Name(b"Namespace")).pair(Name(b"NS"), TextStr(name));
            })
        };
        self.namespaces = self.is_new().then(|| NAMESPACES.map(&mut namespace));
        let parts = self.parts_of(NodeId::ROOT, (document, "Document"), objects);
        objects.add_as(document, |chunk, id| {
            let mut element = chunk.indirect(id).dict();
            self.begin(&mut element, "Document", root);
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
            if let Some(namespaces) = self.namespaces {
                dict.insert(Name(b"Namespaces")).array().items(namespaces);
            }
        });
        root
    }

    /// Whether the tags are those of PDF 2.0.
    fn is_new(&self) -> bool {
        self.elements.standard == Accessibility::Ua2
    }

    /// Adds a node with all below it.
    fn element(&mut self, id: NodeId, place: Place<'_>, objects: &mut Objects) {
        let node = self.pages.structure.get(id);
        let Some(tag) = tag(&node.role, self.elements.standard, place.within) else { return };
        // What stands in a Div stands in what is around it.
        let within = if tag == "Div" { place.within } else { &tag };
        let parts = self.parts_of(id, (place.own, within), objects);
        self.adopt(&parts, place.own);
        objects.add_as(place.own, |chunk, number| {
            let mut element = chunk.indirect(number).dict();
            self.begin(&mut element, &tag, place.parent);
            self.describe(&mut element, (id, node));
            self.refer(&mut element, id);
            self.parts(&mut element, &parts);
        });
        if matches!(node.role, Role::Note) {
            self.named.insert(name(id), place.own);
        }
    }

    /// What an element consists of, with what belongs to nodes below it that are no elements.
    fn parts_of(&mut self, id: NodeId, own: (Ref, &str), objects: &mut Objects) -> Vec<Part> {
        let node = self.pages.structure.get(id);
        let pieces = self.pieces[self.pages.structure.index(id)].iter().copied().map(Part::Piece);
        let is_link = matches!(node.role, Role::Link(_));
        let mut parts: Vec<Part> = if is_link { Vec::new() } else { pieces.clone().collect() };
        for child in &node.children {
            match self.elements.own(&self.pages.structure, *child) {
                Some(element) => {
                    self.element(*child, Place { own: element, parent: own.0, within: own.1 }, objects);
                    parts.push(Part::Element(element));
                }
                None => parts.extend(self.parts_of(*child, own, objects)),
            }
        }
        // Of a link the annotation comes last: its words are read first.
        if is_link {
            parts.extend(pieces);
        }
        parts
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

    fn begin(&self, element: &mut Dict<'_>, tag: &str, parent: Ref) {
        element.pair(Name(b"S"), Name(tag.as_bytes())).pair(Name(b"P"), parent);
        if let Some([new, old]) = self.namespaces {
            element.pair(Name(b"NS"), if is_old(tag) { old } else { new });
        }
    }

    /// What it refers to: of calls the note, of notes their calls, of entries of the contents what they lead to
    /// (ISO 14289-2, 8.2.5.8 and 8.2.5.14).
    fn refer(&self, element: &mut Dict<'_>, id: NodeId) {
        let structure = &self.pages.structure;
        let goals = structure.refers_to(id).iter().filter_map(|goal| self.elements.own(structure, *goal));
        let goals: Vec<Ref> = goals.filter(|_| self.is_new()).collect();
        if !goals.is_empty() {
            element.insert(Name(b"Ref")).array().items(goals);
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
                    Numbering::Terms if self.is_new() => b"Description",
                    Numbering::Terms => b"None",
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
            Role::Note if self.is_new() => {
                attribute(element, b"FENote").pair(Name(b"NoteType"), Name(b"Footnote"));
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
