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
use crate::ids::NodeId;
use crate::pages::{Artifact, Item, Owner, Page, Turn};
use crate::style::TextStyle;

/// Wider than any page: text that stays on one line.
pub const ONE_LINE: Pt = 20_000.0;

/// A page while it is made.
pub struct Canvas<'s, 'a> {
    /// Styles and glyphs.
    pub setter: &'s Setter<'a>,
    /// Its side.
    pub side: Side,
    /// Its number.
    pub number: usize,
    /// What is on it.
    pub items: Vec<Item>,
}

impl<'s, 'a> Canvas<'s, 'a> {
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

    /// The top left corner of what a page has below a head so deep.
    pub fn type_area(&self, head: Pt) -> Point {
        Point { x: self.left(), y: self.setter.sheet.page.top + head }
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
        self.items.push(Item::Picture { rect, clip, turn: Turn::Upright, picture: picture.clone(), owner });
        true
    }

    /// Furniture on one line, `at` its baseline; `anchor` 0 is the left end there, 1 the right.
    /// Returns its width.
    pub fn line(&mut self, text: &str, owner: Owner, style: &TextStyle, at: Point, anchor: f64) -> Pt {
        let node = match owner {
            Owner::Node(node) => node,
            Owner::Artifact(_) => NodeId::ROOT,
        };
        let from = self.items.len();
        let width = self.rich_line(&Rich::plain(text, node), style, at, anchor);
        for item in &mut self.items[from..] {
            if let Item::Text(run) = item {
                run.owner = owner;
            }
        }
        width
    }

    /// The same for a text of the document.
    pub fn rich_line(&mut self, text: &Rich, style: &TextStyle, at: Point, anchor: f64) -> Pt {
        let mut set = self.setter.text(text, style, ONE_LINE);
        set.setting.align = crate::source::theme::Align::Left;
        let mut items = Vec::new();
        self.setter.place(&set, Point { x: 0.0, y: 0.0 }, &mut items);
        let width = items.iter().filter_map(text_right).fold(0.0, f64::max);
        for mut item in items {
            item.shift(at.x - anchor * width, at.y - style.baseline);
            self.items.push(item);
        }
        width
    }

    /// A text, `at` the left end of its first baseline; returns the last baseline.
    pub fn text(&mut self, rich: &Rich, style: &TextStyle, at: Point, width: Pt, balanced: bool) -> Pt {
        let set = if balanced {
            self.setter.balanced(rich, style, width)
        } else {
            self.setter.text(rich, style, width)
        };
        let height = self.setter.place(&set, Point { y: at.y - style.baseline, ..at }, &mut self.items);
        at.y + height - style.leading
    }
}

/// Right end of a run without the space at its end.
fn text_right(item: &Item) -> Option<Pt> {
    match item {
        Item::Text(run) => Some(run.at.x + run.width()),
        _ => None,
    }
}
