//! Pages that are not cut from a galley: cover, imprint, contents, chapter openings, back cover.

pub mod back;
pub mod checklist;
pub mod contents;
pub mod cover;
pub mod imprint;
pub mod logos;
pub mod opener;
pub mod title;

use super::setter::Setter;
use crate::colour::Colour;
use crate::document::rich::Rich;
use crate::geom::{Point, Pt, Rect, Side, fits};
use crate::ids::NodeId;
use crate::pages::{Artifact, Item, Owner, Page, Room, Turn};
use crate::source::theme::Align;
use crate::style::TextStyle;

/// Wider than any page: text that stays on one line.
pub const ONE_LINE: Pt = 20_000.0;

/// Where a line stands: at the left end of a stretch of the page, at its right end, or in its middle.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// Left edge.
    pub left: Pt,
    /// Width.
    pub width: Pt,
    /// Where in it.
    pub align: Align,
}

impl Slot {
    /// From an edge to the right.
    pub fn from(left: Pt, width: Pt) -> Self {
        Self { left, width, align: Align::Left }
    }

    /// Up to an edge.
    pub fn up_to(right: Pt, width: Pt) -> Self {
        Self { left: right - width, width, align: Align::Right }
    }

    /// Around a middle.
    pub fn around(middle: Pt, width: Pt) -> Self {
        Self { left: middle - width / 2.0, width, align: Align::Center }
    }

    /// Where something that wide begins.
    fn begin(self, width: Pt) -> Pt {
        let spare = self.width - width;
        self.left
            + match self.align {
                Align::Left | Align::Justify => 0.0,
                Align::Center => spare / 2.0,
                Align::Right => spare,
            }
    }
}

/// A text that was set for a slot.
pub struct Fitted {
    items: Vec<Item>,
    /// Width of its lines.
    pub width: Pt,
    /// From its first baseline down to its last.
    pub drop: Pt,
}

/// Smallest size to which a line is brought that is wider than its slot, of its own.
const SMALLEST: f64 = 0.8;

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
    pub fn finish(mut self, kind: &'static str) -> Page {
        // Pages are kept till the end, and there are many.
        self.items.shrink_to_fit();
        Page { number: self.number, side: self.side, kind, items: self.items }
    }

    /// Puts the text among the items from that number on into a box.
    pub fn confine(&mut self, from: usize, room: Room) {
        self.items[from..].iter_mut().for_each(|item| item.confine(room));
    }

    /// Left edge of the type area.
    pub fn left(&self) -> Pt {
        self.setter.sheet.page.left(self.side)
    }

    /// What a page has below a head so deep.
    pub fn type_area(&self, head: Pt) -> Rect {
        let page = &self.setter.sheet.page;
        Rect { x: self.left(), y: page.top + head, w: page.measure, h: page.depth() - head }
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

    /// Artwork that fills `rect`, seen through `clip`; where it `may_mirror`, pages that are mirrored show its mirror
    /// image.
    pub fn art(&mut self, name: &str, (rect, clip): (Rect, Option<Rect>), may_mirror: bool) {
        let Some(picture) = self.setter.art(name).cloned() else { return };
        let owner = Owner::Artifact(Artifact::Background);
        let turn = if may_mirror && self.setter.mirrored { Turn::Mirrored } else { Turn::Upright };
        self.items.push(Item::Picture { rect, clip, turn, picture, owner });
    }

    /// Furniture on one line with its baseline at `y`. Returns its width.
    pub fn line(&mut self, text: &str, owner: Owner, style: &TextStyle, slot: Slot, y: Pt) -> Pt {
        let node = match owner {
            Owner::Node(node) => node,
            Owner::Artifact(_) => NodeId::ROOT,
        };
        self.furniture(&Rich::plain(text, node), owner, style, slot, y)
    }

    /// The same for words that know where they are written.
    pub fn furniture(&mut self, text: &Rich, owner: Owner, style: &TextStyle, slot: Slot, y: Pt) -> Pt {
        let mut fitted = self.fitted(text, style, slot);
        for item in &mut fitted.items {
            if let Item::Text(run) = item {
                run.owner = owner;
            }
        }
        let width = fitted.width;
        self.put(fitted, y);
        width
    }

    /// The same for a text of the document; returns its last baseline.
    pub fn rich_line(&mut self, text: &Rich, style: &TextStyle, slot: Slot, y: Pt) -> Pt {
        let fitted = self.fitted(text, style, slot);
        self.put(fitted, y)
    }

    /// A text on one line of a slot: smaller where it is too wide, then on as many lines as it takes.
    pub fn fitted(&self, text: &Rich, style: &TextStyle, slot: Slot) -> Fitted {
        let whole = self.fitted_in(text, style, (slot, ONE_LINE));
        let widest = whole.items.iter().filter_map(letters_right).fold(0.0, f64::max);
        if fits(widest, slot.left + slot.width) || slot.width <= 0.0 {
            return whole;
        }
        let least = (SMALLEST * style.size).max(self.setter.sheet.theme.paragraph.smallest.0).min(style.size);
        let size = (style.size * slot.width / whole.width).max(least);
        self.fitted_in(text, &style.sized(size, style.leading), (slot, slot.width))
    }

    /// A text in lines of a measure, as one block in its slot; its first baseline is the origin.
    fn fitted_in(&self, text: &Rich, style: &TextStyle, (slot, measure): (Slot, Pt)) -> Fitted {
        let mut set = self.setter.text(text, style, measure);
        // The slot says where it begins.
        (set.setting.align, set.setting.begins) = (Align::Left, self.setter.start());
        let mut items = Vec::new();
        let height = self.setter.place(&set, Point { x: 0.0, y: -style.baseline }, &mut items);
        let width = items.iter().filter_map(text_right).fold(0.0, f64::max);
        for item in &mut items {
            item.shift(slot.begin(width), 0.0);
            item.confine(Room::across(slot.left, slot.width));
        }
        Fitted { items, width, drop: (height - style.leading).max(0.0) }
    }

    /// Puts a text with its first baseline at `y`; returns the last.
    pub fn put(&mut self, fitted: Fitted, y: Pt) -> Pt {
        for mut item in fitted.items {
            item.shift(0.0, y);
            self.items.push(item);
        }
        y + fitted.drop
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

/// Right end of a run.
fn text_right(item: &Item) -> Option<Pt> {
    match item {
        Item::Text(run) => Some(run.at.x + run.width()),
        _ => None,
    }
}

/// Right end of the letters of a run.
fn letters_right(item: &Item) -> Option<Pt> {
    match item {
        Item::Text(run) => Some(run.at.x + run.width_of_letters()),
        _ => None,
    }
}
