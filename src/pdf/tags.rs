//! The structure tree as PDF tags. Decides which role becomes which tag.

use std::collections::BTreeMap;
use std::num::{NonZeroU16, NonZeroU32};

use krilla::tagging::{
    BBox, Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagId, TagKind, TagTree,
};

use super::draw::krect;
use super::location::location;
use crate::geom::Rect;
use crate::ids::NodeId;
use crate::node::{Numbering, Role, Scope, Structure};
use crate::pages::{Owner, Pages};

/// The tags of all pages.
pub fn tree(pages: &Pages, identifiers: &[Vec<Identifier>], language: &str) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    let boxes = boxes(pages);
    for child in &pages.structure.get(NodeId::ROOT).children {
        if let Some(group) = group(*child, &pages.structure, identifiers, &boxes) {
            tree.push(group);
        }
    }
    tree
}

/// Where figures lie that lie on one page.
type Boxes = BTreeMap<NodeId, Option<(usize, Rect)>>;

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

/// A node with all below it; none where nothing was drawn.
fn group(
    id: NodeId,
    structure: &Structure,
    identifiers: &[Vec<Identifier>],
    boxes: &Boxes,
) -> Option<TagGroup> {
    let node = structure.get(id);
    let mut tag = tag(id, &node.role, boxes)?.with_location(node.span.and_then(location));
    tag.set_lang(node.language.map(|language| language.to_string()));
    let mut group = TagGroup::new(tag);
    let mut empty = true;
    for identifier in &identifiers[structure.index(id)] {
        // Of a link the annotation comes last: its words are read first.
        if !matches!(node.role, Role::Link(_)) {
            group.push(*identifier);
            empty = false;
        }
    }
    for child in &node.children {
        if matches!(structure.get(*child).role, Role::Text | Role::Replaced(_)) {
            for identifier in &identifiers[structure.index(*child)] {
                group.push(*identifier);
                empty = false;
            }
        } else if let Some(below) = self::group(*child, structure, identifiers, boxes) {
            group.push(below);
            empty = false;
        }
    }
    if matches!(node.role, Role::Link(_)) {
        for identifier in &identifiers[structure.index(id)] {
            group.push(*identifier);
            empty = false;
        }
    }
    let kept = matches!(node.role, Role::Cell | Role::HeaderCell(..));
    (!empty || kept).then_some(group)
}

fn tag(id: NodeId, role: &Role, boxes: &Boxes) -> Option<TagKind> {
    Some(match role {
        Role::Document | Role::Section => Tag::Section.into(),
        Role::Aside => Tag::Div.into(),
        Role::Heading(level, title) => {
            Tag::Hn(NonZeroU16::new(u16::from(*level))?, Some(title.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::BlockQuote => Tag::BlockQuote.into(),
        Role::List(Numbering::Bullet) => Tag::L(ListNumbering::Disc).into(),
        Role::List(Numbering::Decimal) => Tag::L(ListNumbering::Decimal).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::TableHead => Tag::THead.into(),
        Role::TableBody => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::HeaderCell(scope, columns) => {
            let scope = match scope {
                Scope::Row => TableHeaderScope::Row,
                Scope::Column => TableHeaderScope::Column,
            };
            Tag::TH(scope).with_col_span(NonZeroU32::new(*columns).filter(|n| n.get() > 1)).into()
        }
        Role::Cell => Tag::TD.into(),
        Role::Caption => Tag::Caption.into(),
        Role::Figure(alt) => {
            let place = boxes.get(&id).copied().flatten();
            let bbox = place.and_then(|(page, rect)| Some(BBox::new(page, krect(&rect)?)));
            let alt = Some(alt.clone()).filter(|alt| !alt.is_empty());
            Tag::Figure(alt).with_bbox(bbox).into()
        }
        Role::Note => {
            Tag::Note.with_id(Some(TagId::from(format!("note-{}-{}", id.part.0, id.n).into_bytes()))).into()
        }
        Role::Reference => Tag::Reference.into(),
        Role::Link(_) => Tag::Link.into(),
        Role::Code => Tag::Code.into(),
        Role::Toc => Tag::TOC.into(),
        Role::TocItem => Tag::TOCI.into(),
        Role::Passage => Tag::Span.into(),
        Role::Abbreviation(words) => Tag::Span.with_expanded(Some(words.clone())).into(),
        Role::Spoken(words) => Tag::Span.with_alt_text(Some(words.clone())).into(),
        Role::Text | Role::Replaced(_) => return None,
    })
}
