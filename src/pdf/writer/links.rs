//! Links. Decides which areas of a page lead where.

use std::collections::BTreeMap;

use pdf_writer::{Dict, Name, Obj, Ref, Str, TextStr};

use super::elements::Elements;
use super::objects::Objects;
use crate::document::Target;
use crate::geom::{Pt, Rect};
use crate::ids::{LinkId, NodeId};
use crate::node::{Role, Structure};
use crate::pages::{Item, LinkEnd, Page, Pages, Place};
use crate::source::editions::Accessibility;

/// How far a link's box reaches beyond its areas: readers pass over areas that touch its edges.
const BEYOND: Pt = 0.001;

/// A link of a page, over all its lines.
pub struct Link<'p> {
    areas: Vec<Rect>,
    end: End<'p>,
    /// The node that it belongs to.
    pub node: NodeId,
    words: &'p str,
}

enum End<'p> {
    Address(&'p str),
    /// A place, and what stands there.
    Place(Place, Option<NodeId>),
}

/// Where readers are led inside of the file.
pub struct Destinations<'p> {
    /// The pages.
    pub refs: &'p [Ref],
    /// Their height.
    pub height: Pt,
    /// What things are.
    pub structure: &'p Structure,
    /// Elements of the structure.
    pub elements: &'p Elements,
    /// To which node each stretch of marked content belongs, by page.
    pub marked: &'p [Vec<NodeId>],
}

impl Destinations<'_> {
    /// Leads a link or bookmark to a place where that stands: in PDF 2.0 to its element, too (ISO 14289-2, 8.8).
    pub fn lead(&self, object: &mut Dict<'_>, place: &Place, node: Option<NodeId>) {
        match self.elements.standard {
            Accessibility::Ua1 => self.point(object.insert(Name(b"Dest")), self.refs[place.page], place),
            Accessibility::Ua2 => {
                let mut action = object.insert(Name(b"A")).dict();
                action.pair(Name(b"S"), Name(b"GoTo"));
                self.point(action.insert(Name(b"D")), self.refs[place.page], place);
                self.point(action.insert(Name(b"SD")), self.element(place, node), place);
            }
        }
    }

    /// A place of a page, as readers scroll there.
    fn point(&self, object: Obj<'_>, of: Ref, place: &Place) {
        let mut array = object.array();
        array.item(of).item(Name(b"XYZ"));
        array.item(place.point.x as f32).item((self.height - place.point.y) as f32).item(0);
    }

    /// The element of a node, else the first on the page.
    fn element(&self, place: &Place, node: Option<NodeId>) -> Ref {
        let first = self.marked[place.page].first().copied();
        let all = node.into_iter().chain(first);
        let mut found = all.filter_map(|node| self.elements.around(self.structure, node));
        found.next().unwrap_or(self.elements.document)
    }
}

/// The links of a page, in the order of their first areas.
pub fn of<'p>(page: &Page, pages: &'p Pages) -> Vec<Link<'p>> {
    let mut order: Vec<LinkId> = Vec::new();
    let mut areas: BTreeMap<LinkId, Vec<Rect>> = BTreeMap::new();
    for item in &page.items {
        let Item::Link { rect, link } = item else { continue };
        let rects = areas.entry(*link).or_insert_with(|| {
            order.push(*link);
            Vec::new()
        });
        match rects.last_mut().filter(|last| goes_on(last, rect)) {
            Some(last) => *last = last.union(rect),
            None => rects.push(*rect),
        }
    }
    let link = |id: LinkId| {
        let link = &pages.links[id];
        let mut areas = areas.remove(&id)?;
        areas.retain(|area| area.w > 0.0 && area.h > 0.0);
        let words = match &pages.structure.get(link.node).role {
            Role::Link(words) => words.as_str(),
            _ => "",
        };
        (!areas.is_empty()).then_some(Link { areas, end: end(link, pages)?, node: link.node, words })
    };
    order.into_iter().filter_map(link).collect()
}

/// Whether the area of a link goes on from another one on the same line, which may run up the page.
fn goes_on(last: &Rect, rect: &Rect) -> bool {
    let across = last.y == rect.y && (last.right() - rect.x).abs() < 0.5;
    let up = last.x == rect.x && (rect.bottom() - last.y).abs() < 0.5;
    across || up
}

fn end<'p>(link: &'p LinkEnd, pages: &'p Pages) -> Option<End<'p>> {
    match &link.target {
        Target::Url(address) => Some(End::Address(address)),
        Target::Anchor(anchor) => {
            let place = pages.anchors.get(anchor).copied();
            place.map(|place| End::Place(place, pages.structure.at_anchor(*anchor)))
        }
        Target::Note(note) => link.place.map(|place| End::Place(place, Some(*note))),
        Target::Call(call) => link.place.map(|place| End::Place(place, Some(pages.links[*call].node))),
        Target::Nowhere => None,
    }
}

impl Link<'_> {
    /// Adds the link under its number; `parent` is its key in the tree of parents.
    pub fn write(&self, id: Ref, parent: i32, places: &Destinations<'_>, objects: &mut Objects) {
        let height = places.height;
        objects.add_as(id, |chunk, id| {
            let mut link = chunk.indirect(id).dict();
            link.pair(Name(b"Type"), Name(b"Annot")).pair(Name(b"Subtype"), Name(b"Link"));
            let all = self.areas.iter().copied().reduce(|all, area| all.union(&area)).unwrap_or_default();
            let edges = [
                all.x - BEYOND,
                height - all.bottom() - BEYOND,
                all.right() + BEYOND,
                height - all.y + BEYOND,
            ];
            link.insert(Name(b"Rect")).array().items(edges.map(|edge| edge as f32));
            let corners = self.areas.iter().flat_map(|area| {
                let (left, right) = (area.x, area.right());
                let (top, bottom) = (height - area.y, height - area.bottom());
                [left, top, right, top, left, bottom, right, bottom].map(|part| part as f32)
            });
            link.insert(Name(b"QuadPoints")).array().items(corners);
            link.insert(Name(b"Border")).array().items([0, 0, 0]);
            // Printed with the page, as PDF/A wants it.
            link.pair(Name(b"F"), 4).pair(Name(b"StructParent"), parent);
            if !self.words.is_empty() {
                link.pair(Name(b"Contents"), TextStr(self.words));
            }
            self.lead(link, places);
        });
    }

    fn lead(&self, mut link: Dict<'_>, places: &Destinations<'_>) {
        match &self.end {
            End::Place(place, node) => places.lead(&mut link, place, *node),
            End::Address(address) => {
                let mut action = link.insert(Name(b"A")).dict();
                action.pair(Name(b"S"), Name(b"URI")).pair(Name(b"URI"), Str(address.as_bytes()));
            }
        }
    }
}
