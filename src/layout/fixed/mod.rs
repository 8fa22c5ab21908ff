//! Pages that are not cut from a galley: cover, imprint, contents, chapter openings, back cover.

pub mod back;
pub mod checklist;
pub mod contents;
pub mod cover;
pub mod imprint;
pub mod logos;
pub mod opener;

use super::setter::Setter;
use crate::colour::Colour;
use crate::document::rich::Rich;
use crate::geom::{Point, Pt, Rect, Side};
use crate::node::{NodeId, Role, Structure};
use crate::pages::{Artifact, Item, Owner, Page};
use crate::style::TextStyle;

/// Wider than any page: text that stays on one line.
pub const ONE_LINE: Pt = 20_000.0;

/// A page while it is made.
pub struct Sheet<'s, 'a> {
    /// Styles and glyphs.
    pub setter: &'s Setter<'a>,
    /// Its side.
    pub side: Side,
    /// Its number.
    pub number: usize,
    /// What is on it.
    pub items: Vec<Item>,
}

impl<'s, 'a> Sheet<'s, 'a> {
    /// An empty page.
    pub fn new(setter: &'s Setter<'a>, number: usize) -> Self {
        Self { setter, side: Side::of(number), number, items: Vec::new() }
    }

    /// The finished page.
    pub fn finish(self, kind: &'static str) -> Page {
        Page { number: self.number, side: self.side, kind, items: self.items }
    }

    /// Left edge of the type area.
    pub fn left(&self) -> Pt {
        self.setter.sheet.page.left(self.side)
    }

    /// A length across of the format the theme is drawn for, on this one.
    pub fn across(&self, length: Pt) -> Pt {
        length * self.setter.sheet.page.scale.0
    }

    /// A height of the format the theme is drawn for, on this one.
    pub fn down(&self, length: Pt) -> Pt {
        length * self.setter.sheet.page.scale.1
    }

    /// A filled area of the page's ground.
    pub fn ground(&mut self, rect: Rect, colour: Colour) {
        self.items.push(Item::Fill { rect, colour, owner: Owner::Artifact(Artifact::Background) });
    }

    /// A rule.
    pub fn rule(&mut self, rect: Rect, colour: Colour) {
        self.items.push(Item::Fill { rect, colour, owner: Owner::Artifact(Artifact::Layout) });
    }

    /// Artwork that fills `rect`, seen through `clip`.
    pub fn art(&mut self, name: &str, rect: Rect, clip: Option<Rect>) -> bool {
        let Some(picture) = self.setter.art(name) else { return false };
        let owner = Owner::Artifact(Artifact::Background);
        self.items.push(Item::Picture { rect, clip, picture: picture.clone(), owner });
        true
    }

    /// Words on one line with their baseline at `y`; `anchor` 0 is the left end at `x`, 1 the right.
    pub fn line(&mut self, text: &str, owner: Owner, style: &TextStyle, x: Pt, y: Pt, anchor: f64) -> Pt {
        let node = match owner {
            Owner::Node(node) => node,
            Owner::Artifact(_) => crate::node::Structure::ROOT,
        };
        let mut set = self.setter.words(text, node, style, ONE_LINE);
        set.setting.align = crate::style::theme::Align::Left;
        let mut items = Vec::new();
        self.setter.place(&set, Point { x: 0.0, y: 0.0 }, &mut items);
        let width = items.iter().filter_map(text_right).fold(0.0, f64::max);
        for mut item in items {
            if let Item::Text(run) = &mut item {
                run.owner = owner;
            }
            item.shift(x - anchor * width, y - style.baseline);
            self.items.push(item);
        }
        width
    }

    /// A text with its first baseline at `y`; returns the last baseline.
    pub fn text(&mut self, rich: &Rich, style: &TextStyle, x: Pt, y: Pt, width: Pt, balanced: bool) -> Pt {
        let set = if balanced {
            self.setter.balanced(rich, style, width)
        } else {
            self.setter.text(rich, style, width)
        };
        let height = self.setter.place(&set, Point { x, y: y - style.baseline }, &mut self.items);
        y + height - style.leading
    }

    /// The same for words of the program or of brochure.toml.
    pub fn words(&mut self, text: &str, node: NodeId, style: &TextStyle, x: Pt, y: Pt, width: Pt) -> Pt {
        self.text(&Rich::plain(text, node), style, x, y, width, false)
    }
}

/// The leaf of a paragraph of its own.
pub fn text_node(section: NodeId, tree: &mut Structure) -> NodeId {
    let paragraph = tree.add(section, Role::Paragraph);
    tree.add(paragraph, Role::Text)
}

/// Right end of a run without the space at its end.
fn text_right(item: &Item) -> Option<Pt> {
    match item {
        Item::Text(run) => Some(run.at.x + run.width()),
        _ => None,
    }
}
