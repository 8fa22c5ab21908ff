//! Finished pages: plain data between layout and output. In: nothing. Out: [`Pages`], everything at
//! its place in points from the trim's top left corner. Never: text breaking, styles, file formats.

pub mod dump;
pub mod slug_letters;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::colour::{Colour, Palette};
use crate::diag::{FileId, Span};
use crate::document::Target;
use crate::geom::{MM, Matrix, Point, Pt, Rect, Side};
use crate::ids::{AnchorId, ByPart, LinkId, NodeId};
use crate::language::Direction;
use crate::node::Structure;
use crate::source::assets::Picture;
pub use crate::text::blackness::Blackness;
pub use crate::text::embed::Subset;
use crate::text::fonts::{Embedded, FaceId};
pub use crate::text::{Glyph, Offset};
use slug_letters::SlugLetters;

/// A finished brochure.
pub struct Pages {
    /// Pages in order; builds that change none of them share them.
    pub pages: Vec<Arc<Page>>,
    /// Where its lines begin; a book whose lines begin at the right is bound there.
    pub direction: Direction,
    /// Trim width and height.
    pub trim: (Pt, Pt),
    /// Bleed.
    pub bleed: Pt,
    /// Pictures are scaled down above this many pixels per inch.
    pub max_ppi: f64,
    /// Pictures are set at this many pixels per inch at least.
    pub min_ppi: f64,
    /// Chapters that have more or fewer pages than they would by themselves, and by how many.
    pub shifted: Vec<(String, i32)>,
    /// Colours by number.
    pub palette: Palette,
    /// Font files by [`FaceId`].
    pub fonts: Vec<FontFile>,
    /// What things are.
    pub structure: Structure,
    /// Where links lead, by [`LinkId`].
    pub links: ByPart<LinkId, LinkEnd>,
    /// Where anchors lie.
    pub anchors: BTreeMap<AnchorId, Place>,
    /// Bookmarks.
    pub bookmarks: Vec<Bookmark>,
    /// Sheets that tell how a booklet is made, by the edition's name.
    pub handouts: Vec<Handout>,
    /// Letters for slugs.
    pub slug_letters: SlugLetters,
    /// The title for the spine.
    pub spine: Option<SetLine>,
}

/// Front and back of a sheet that tells how a booklet is printed and bound.
pub struct Handout {
    /// Name of the edition.
    pub edition: String,
    /// What is on the front, and on the back as it is seen upright.
    pub sides: [Vec<Item>; 2],
}

impl Handout {
    /// Width and height for which it is drawn: A4 across.
    pub const SIZE: (Pt, Pt) = (297.0 * MM, 210.0 * MM);
}

/// A line of text with the left end of its baseline at the origin.
pub struct SetLine {
    /// Its glyphs.
    pub items: Vec<Item>,
    /// Width.
    pub width: Pt,
    /// Size of the type.
    pub size: Pt,
    /// Height of its capitals.
    pub cap_height: Pt,
}

/// A font file.
#[derive(Clone)]
pub struct FontFile {
    /// File name.
    pub name: String,
    /// What is embedded.
    pub embedded: Embedded,
}

/// A link.
pub struct LinkEnd {
    /// Where it leads.
    pub target: Target,
    /// Its node; the annotation belongs there.
    pub node: NodeId,
    /// Place of a note or call it leads to.
    pub place: Option<Place>,
}

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Index of the page.
    pub page: usize,
    /// Where.
    pub point: Point,
}

/// A bookmark with those below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// Its words.
    pub title: String,
    /// Where it leads.
    pub place: Place,
    /// What stands there; none where that is a page without a heading of the author's.
    pub anchor: Option<AnchorId>,
    /// Bookmarks below.
    pub children: Vec<Bookmark>,
}

/// A page.
#[derive(Clone)]
pub struct Page {
    /// Number from 1; it is also the folio.
    pub number: usize,
    /// Side of the spread.
    pub side: Side,
    /// What kind of page, for dumps and tests.
    pub kind: &'static str,
    /// What is on it, in order of painting.
    pub items: Vec<Item>,
}

/// To whom an item belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// To a node of the structure.
    Node(NodeId),
    /// To the page furniture: not read aloud.
    Artifact(Artifact),
}

/// Kinds of page furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Artifact {
    /// Running heads.
    Header,
    /// Folios.
    PageNumber,
    /// Grounds, artwork.
    Background,
    /// Rules, bars, icons.
    Layout,
}

/// How letters and pictures stand on their page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Turn {
    /// Upright.
    #[default]
    Upright,
    /// Turned left by 90 degrees: lines run up the page.
    Left,
    /// Left and right exchanged: artwork of a book that is bound at the right.
    Mirrored,
}

impl Turn {
    /// The width of what fills a rectangle, as it stands upright.
    pub fn width(self, rect: &Rect) -> Pt {
        match self {
            Self::Upright | Self::Mirrored => rect.w,
            Self::Left => rect.h,
        }
    }

    /// From a square of one point, with its top left corner at the origin, to the rectangle that a picture fills.
    pub fn placed(self, rect: &Rect) -> Matrix {
        match self {
            Self::Upright => [rect.w, 0.0, 0.0, rect.h, rect.x, rect.y],
            Self::Left => [0.0, -rect.h, rect.w, 0.0, rect.x, rect.bottom()],
            Self::Mirrored => [-rect.w, 0.0, 0.0, rect.h, rect.right(), rect.y],
        }
    }
}

/// Something on a page.
#[derive(Clone)]
pub enum Item {
    /// A run of glyphs.
    Text(TextRun),
    /// A filled rectangle.
    Fill {
        /// Where.
        rect: Rect,
        /// Colour.
        colour: Colour,
        /// Owner.
        owner: Owner,
    },
    /// A rectangle's outline, centred on its edge.
    Stroke {
        /// Where.
        rect: Rect,
        /// Line width.
        width: Pt,
        /// Colour.
        colour: Colour,
        /// Owner.
        owner: Owner,
    },
    /// The dark modules of a QR code.
    Modules {
        /// Ink edge to ink edge.
        rect: Rect,
        /// Rows of modules, as many as columns.
        rows: Arc<[Box<[bool]>]>,
        /// Colour.
        colour: Colour,
        /// Owner.
        owner: Owner,
    },
    /// A picture.
    Picture {
        /// Where.
        rect: Rect,
        /// What is seen of it; all where there is none.
        clip: Option<Rect>,
        /// How it stands there.
        turn: Turn,
        /// The picture.
        picture: Picture,
        /// Owner.
        owner: Owner,
    },
    /// A drawn shape.
    Path(Path),
    /// An area that leads somewhere.
    Link {
        /// Where.
        rect: Rect,
        /// The link.
        link: LinkId,
    },
}

/// The dark modules of a QR code that fills a rectangle, those side by side as one.
pub fn dark_modules(rect: &Rect, rows: &[Box<[bool]>]) -> Vec<Rect> {
    let side = rect.w / rows.len() as f64;
    let mut dark = Vec::new();
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|dark| **dark).count();
            if run > 0 {
                let (left, top) = (rect.x + x as f64 * side, rect.y + y as f64 * side);
                dark.push(Rect { x: left, y: top, w: run as f64 * side, h: side });
            }
            x += run.max(1);
        }
    }
    dark
}

/// A step of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Begins a part there.
    Move(Point),
    /// A straight line to there.
    Line(Point),
    /// A cubic curve: two handles and its end.
    Curve(Point, Point, Point),
    /// Back to where the part began.
    Close,
}

/// A line along an outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Pen {
    /// Line width.
    pub width: Pt,
    /// Colour.
    pub colour: Colour,
    /// Lengths of dashes and gaps; empty for a line without gaps.
    pub dash: Vec<Pt>,
}

/// A shape of lines and curves, filled, outlined or both.
#[derive(Debug, Clone)]
pub struct Path {
    /// The outline.
    pub steps: Vec<Step>,
    /// What is inside.
    pub fill: Option<Colour>,
    /// The line along it, centred on the outline.
    pub pen: Option<Pen>,
    /// Owner.
    pub owner: Owner,
}

impl Path {
    /// A straight line, or one with corners.
    pub fn line(points: &[Point], pen: Pen, owner: Owner) -> Self {
        let mut steps: Vec<Step> = points.iter().map(|p| Step::Line(*p)).collect();
        if let Some(first) = steps.first_mut() {
            *first = Step::Move(points[0]);
        }
        Self { steps, fill: None, pen: Some(pen), owner }
    }

    /// A circle, as four curves.
    pub fn circle(centre: Point, radius: Pt, pen: Pen, owner: Owner) -> Self {
        /// Length of the handles of a quarter of a circle, by its radius.
        const HANDLE: f64 = 0.552_285;
        let p = |x: f64, y: f64| Point { x: centre.x + x * radius, y: centre.y + y * radius };
        let h = HANDLE;
        let steps = vec![
            Step::Move(p(1.0, 0.0)),
            Step::Curve(p(1.0, h), p(h, 1.0), p(0.0, 1.0)),
            Step::Curve(p(-h, 1.0), p(-1.0, h), p(-1.0, 0.0)),
            Step::Curve(p(-1.0, -h), p(-h, -1.0), p(0.0, -1.0)),
            Step::Curve(p(h, -1.0), p(1.0, -h), p(1.0, 0.0)),
            Step::Close,
        ];
        Self { steps, fill: None, pen: Some(pen), owner }
    }

    /// The points of the outline, handles of curves among them.
    pub fn points(&self) -> impl Iterator<Item = Point> + '_ {
        self.steps
            .iter()
            .flat_map(|step| match *step {
                Step::Move(p) | Step::Line(p) => [Some(p), None, None],
                Step::Curve(a, b, p) => [Some(a), Some(b), Some(p)],
                Step::Close => [None; 3],
            })
            .flatten()
    }

    /// The box around the outline and its handles.
    pub fn bounds(&self) -> Rect {
        let at = |p: Point| Rect { x: p.x, y: p.y, w: 0.0, h: 0.0 };
        self.points().map(at).reduce(|all, p| all.union(&p)).unwrap_or_default()
    }

    fn each_point(&mut self, change: impl Fn(&mut Point)) {
        for step in &mut self.steps {
            match step {
                Step::Move(p) | Step::Line(p) => change(p),
                Step::Curve(a, b, p) => [a, b, p].into_iter().for_each(&change),
                Step::Close => {}
            }
        }
    }
}

/// Edges that a run of text must not cross: those of its line, and of the boxes around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// Left edge.
    pub left: Pt,
    /// Right edge.
    pub right: Pt,
    /// Top edge.
    pub top: Pt,
    /// Bottom edge.
    pub bottom: Pt,
    /// How far punctuation may hang beyond the edges where lines begin and end.
    pub hang: (Pt, Pt),
}

impl Room {
    /// A stretch of a page, however high.
    pub fn across(left: Pt, width: Pt) -> Self {
        let (top, bottom) = (f64::NEG_INFINITY, f64::INFINITY);
        Self { left, right: left + width, top, bottom, hang: (0.0, 0.0) }
    }

    /// The same, turned as [`Item::turned`] does.
    fn turned(self, foot: Point) -> Self {
        Self {
            left: foot.x + self.top,
            right: foot.x + self.bottom,
            top: foot.y - self.right,
            bottom: foot.y - self.left,
            hang: self.hang,
        }
    }

    /// Its mirror image in a width.
    fn mirrored(self, width: Pt) -> Self {
        let (begin, end) = self.hang;
        Self { left: width - self.right, right: width - self.left, hang: (end, begin), ..self }
    }

    /// What it has in common with a box around it.
    pub fn within(self, outer: Self) -> Self {
        Self {
            left: self.left.max(outer.left),
            right: self.right.min(outer.right),
            top: self.top.max(outer.top),
            bottom: self.bottom.min(outer.bottom),
            hang: self.hang,
        }
    }
}

impl From<Rect> for Room {
    fn from(rect: Rect) -> Self {
        Self { top: rect.y, bottom: rect.bottom(), ..Self::across(rect.x, rect.w) }
    }
}

/// A run of glyphs in one font, size and colour.
#[derive(Debug, Clone)]
pub struct TextRun {
    /// Where the baseline begins.
    pub at: Point,
    /// How it stands there.
    pub turn: Turn,
    /// What it must stay in.
    pub room: Room,
    /// Font.
    pub face: FaceId,
    /// Size.
    pub size: Pt,
    /// Width of all that stands in it, as a share of what the size gives it.
    pub stretch: f64,
    /// Colour.
    pub colour: Colour,
    /// The letters as they are to be read and copied.
    pub text: String,
    /// Glyphs from left to right.
    pub glyphs: Vec<Glyph>,
    /// Stretches that are read as other words, in order.
    pub read_as: Vec<ReadAs>,
    /// Where its letters are written; none for words of the program.
    pub source: Option<Written>,
    /// Owner.
    pub owner: Owner,
}

/// Where the letters of a run are written.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The file.
    pub file: FileId,
    /// The first byte of the run's text that is written there; before it stand words of the program.
    pub from: u16,
    /// Where in the file.
    pub start: u32,
    /// Letters that do not follow on the one before, in order: byte of the text, byte of the file.
    pub moves: Vec<(u16, u32)>,
}

impl Written {
    /// The byte of the file where the letter at a byte of the text is written.
    pub fn place_of(&self, byte: u16) -> Option<u32> {
        let last = self.moves.partition_point(|(at, _)| *at <= byte).checked_sub(1);
        let (from, place) = last.map_or((self.from, self.start), |last| self.moves[last]);
        Some(place + u32::from(byte.checked_sub(from)?))
    }

    /// A span around all places of a text of so many bytes.
    pub fn reach(&self, length: usize) -> Span {
        let starts = || std::iter::once(self.start).chain(self.moves.iter().map(|(_, place)| *place));
        let (first, last) = (starts().min().unwrap_or(self.start), starts().max().unwrap_or(self.start));
        Span { file: self.file, start: first, end: last + length as u32 }
    }
}

/// A stretch of a run that is read as other words.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadAs {
    /// First byte in the run's text.
    pub start: u16,
    /// Byte after the last.
    pub end: u16,
    /// What is read.
    pub words: String,
}

impl TextRun {
    /// An em along the line, in points.
    pub fn em(&self) -> Pt {
        self.size * self.stretch
    }

    /// Width in points.
    pub fn width(&self) -> Pt {
        self.glyphs.iter().map(|g| f64::from(g.advance)).sum::<f64>() * self.em()
    }

    /// From `above` the baseline to `below` it, in sizes of the type, over its width.
    pub fn strip(&self, above: f64, below: f64) -> Rect {
        self.strip_of(self.width(), above, below)
    }

    /// The same over so much of its width.
    pub fn strip_of(&self, w: Pt, above: f64, below: f64) -> Rect {
        let h = (above + below) * self.size;
        match self.turn {
            Turn::Upright | Turn::Mirrored => Rect { x: self.at.x, y: self.at.y - above * self.size, w, h },
            Turn::Left => Rect { x: self.at.x - above * self.size, y: self.at.y - w, w: h, h: w },
        }
    }

    /// The same without the space at its end.
    pub fn width_of_letters(&self) -> Pt {
        let letters = self.text.trim_end().len();
        let behind = self.glyphs.iter().rev().take_while(|glyph| usize::from(glyph.start) >= letters);
        self.width() - behind.map(|glyph| f64::from(glyph.advance)).sum::<f64>() * self.em()
    }

    /// Where its first letter is written that comes from a file.
    pub fn first_place(&self) -> Option<Span> {
        let Written { file, start, .. } = *self.source.as_ref()?;
        Some(Span { file, start, end: start + 1 })
    }

    /// Where a glyph is written.
    pub fn span_of(&self, glyph: &Glyph) -> Option<Span> {
        let source = self.source.as_ref()?;
        let place = source.place_of(glyph.start)?;
        let end = place + u32::from(glyph.end - glyph.start);
        Some(Span { file: source.file, start: place, end })
    }
}

impl Item {
    /// Moves the item.
    pub fn shift(&mut self, dx: Pt, dy: Pt) {
        let moved = |rect: &mut Rect| {
            rect.x += dx;
            rect.y += dy;
        };
        match self {
            Self::Text(run) => {
                run.at.x += dx;
                run.at.y += dy;
                run.room.left += dx;
                run.room.right += dx;
                run.room.top += dy;
                run.room.bottom += dy;
            }
            Self::Fill { rect, .. }
            | Self::Stroke { rect, .. }
            | Self::Modules { rect, .. }
            | Self::Link { rect, .. } => moved(rect),
            Self::Path(path) => path.each_point(|p| {
                p.x += dx;
                p.y += dy;
            }),
            Self::Picture { rect, clip, .. } => {
                moved(rect);
                if let Some(clip) = clip {
                    moved(clip);
                }
            }
        }
    }

    /// Its mirror image in a width: what stood at the left end stands at the right end. Letters, pictures and codes
    /// move as they are.
    pub fn mirror(&mut self, width: Pt) {
        let other_side = |rect: &Rect| width - rect.x - rect.right();
        let mirrored = |rect: &mut Rect| rect.x += other_side(rect);
        match self {
            Self::Text(run) => {
                run.at.x += other_side(&run.strip(0.0, 0.0));
                run.room = run.room.mirrored(width);
            }
            Self::Fill { rect, .. }
            | Self::Stroke { rect, .. }
            | Self::Modules { rect, .. }
            | Self::Link { rect, .. } => mirrored(rect),
            Self::Path(path) => path.each_point(|p| p.x = width - p.x),
            Self::Picture { rect, clip, .. } => {
                let dx = other_side(clip.as_ref().unwrap_or(rect));
                rect.x += dx;
                clip.iter_mut().for_each(|clip| clip.x += dx);
            }
        }
    }

    /// The same, turned left by 90 degrees around the origin, which then lies at `foot`: what stood at the
    /// head stands at the left edge, and lines run up the page.
    pub fn turned(mut self, foot: Point) -> Self {
        let turned = |r: Rect| Rect { x: foot.x + r.y, y: foot.y - r.right(), w: r.h, h: r.w };
        let point = |p: Point| Point { x: foot.x + p.y, y: foot.y - p.x };
        match &mut self {
            Self::Text(run) => {
                (run.at, run.turn) = (point(run.at), Turn::Left);
                run.room = run.room.turned(foot);
            }
            // A QR code is read whichever way it lies.
            Self::Modules { rect, .. }
            | Self::Fill { rect, .. }
            | Self::Stroke { rect, .. }
            | Self::Link { rect, .. } => *rect = turned(*rect),
            Self::Path(path) => path.each_point(|p| *p = point(*p)),
            Self::Picture { rect, clip, turn, .. } => {
                (*rect, *clip, *turn) = (turned(*rect), clip.map(turned), Turn::Left);
            }
        }
        self
    }

    /// Puts text into a box: it must not leave it.
    pub fn confine(&mut self, room: Room) {
        if let Self::Text(run) = self {
            run.room = run.room.within(room);
        }
    }

    /// The room it takes: of text its lines without regard to single letters, of links none.
    pub fn bounds(&self) -> Option<Rect> {
        match self {
            Self::Text(run) => Some(run.strip(1.0, 0.3)),
            Self::Fill { rect, .. } | Self::Stroke { rect, .. } | Self::Modules { rect, .. } => Some(*rect),
            Self::Picture { rect, clip, .. } => Some(clip.unwrap_or(*rect)),
            Self::Path(path) => (!path.steps.is_empty()).then(|| path.bounds()),
            Self::Link { .. } => None,
        }
    }

    /// To whom it belongs; links belong to none.
    pub fn owner(&self) -> Option<Owner> {
        match self {
            Self::Text(run) => Some(run.owner),
            Self::Fill { owner, .. }
            | Self::Stroke { owner, .. }
            | Self::Modules { owner, .. }
            | Self::Picture { owner, .. } => Some(*owner),
            Self::Path(path) => Some(path.owner),
            Self::Link { .. } => None,
        }
    }

    /// The same item as page furniture (a repeated table head).
    pub fn as_furniture(&self) -> Option<Self> {
        let owner = Owner::Artifact(Artifact::Layout);
        Some(match self {
            Self::Text(run) => Self::Text(TextRun { owner, ..run.clone() }),
            Self::Fill { rect, colour, .. } => Self::Fill { rect: *rect, colour: *colour, owner },
            Self::Stroke { rect, width, colour, .. } => {
                Self::Stroke { rect: *rect, width: *width, colour: *colour, owner }
            }
            Self::Path(path) => Self::Path(Path { owner, ..path.clone() }),
            Self::Picture { .. } | Self::Modules { .. } | Self::Link { .. } => return None,
        })
    }
}

impl Pages {
    /// What is on each page.
    pub fn items(&self) -> Vec<&[Item]> {
        self.pages.iter().map(|page| &*page.items).collect()
    }

    /// Number of the page an anchor lies on.
    pub fn page_of(&self, anchor: AnchorId) -> Option<usize> {
        Some(self.anchors.get(&anchor)?.page + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOOT: Point = Point { x: 100.0, y: 700.0 };
    const LAYOUT: Owner = Owner::Artifact(Artifact::Layout);

    fn run() -> TextRun {
        let glyph =
            Glyph { id: 1, advance: 2.5, dx: Offset::default(), dy: Offset::default(), start: 0, end: 1 };
        TextRun {
            room: Room::across(0.0, 0.0),
            at: Point { x: 30.0, y: 20.0 },
            turn: Turn::Upright,
            face: FaceId(0),
            size: 10.0,
            stretch: 1.0,
            colour: Colour::default(),
            text: "x".into(),
            glyphs: vec![glyph],
            read_as: Vec::new(),
            source: None,
            owner: LAYOUT,
        }
    }

    #[test]
    fn what_is_turned_lies_from_the_foot_up_and_from_the_left_edge_on() {
        let rect = Rect { x: 30.0, y: 20.0, w: 50.0, h: 4.0 };
        let Item::Fill { rect, .. } =
            (Item::Fill { rect, colour: Colour::default(), owner: LAYOUT }).turned(FOOT)
        else {
            panic!("a fill stays one")
        };
        assert_eq!(rect, Rect { x: 120.0, y: 620.0, w: 4.0, h: 50.0 });
        let points = [Point { x: 0.0, y: 0.0 }, Point { x: 5.0, y: 7.0 }];
        let pen = Pen { width: 1.0, colour: Colour::default(), dash: Vec::new() };
        let Item::Path(path) = Item::Path(Path::line(&points, pen, LAYOUT)).turned(FOOT) else {
            panic!("a path stays one")
        };
        assert_eq!(path.points().collect::<Vec<_>>(), [FOOT, Point { x: 107.0, y: 695.0 }]);
    }

    #[test]
    fn the_room_of_turned_letters_is_their_room_turned() {
        let item = Item::Text(run());
        let Some(upright) = item.bounds() else { panic!("letters take room") };
        let turned = Rect { x: 100.0 + upright.y, y: 700.0 - upright.right(), w: upright.h, h: upright.w };
        assert_eq!(item.turned(FOOT).bounds(), Some(turned));
    }
}
