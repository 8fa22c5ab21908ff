//! Setting lines. Decides where each glyph of a line stands: ends hung out, directions put in order, runs joined.

use std::ops::Range;

use super::super::pictures::Pictures;
use super::fill::{QUANTUM, fill};
use super::pieces::{Piece, pieces};
use super::reading::Broken;
use super::{Line, Paragraph, Setting};
use crate::colour::Colour;
use crate::document::rich::Rich;
use crate::geom::{Point, Pt, Rect, nearest};
use crate::language::Direction;
use crate::marks::Marks;
use crate::pages::{Artifact, Item, Owner, Path, Pen, Room, Step, TextRun, Turn, Written};
use crate::source::theme::{Align, Links};
use crate::text::Glyph;
use crate::text::segment::{RunStyle, may_be_spaced};
use crate::text::shape::Shaper;

/// Most letters that a run of text gets room for in advance: those of most lines, not of a line with
/// thousands of runs without width.
const CAPACITY: usize = 256;

/// What lines are set with.
#[derive(Clone, Copy)]
pub struct Tools<'a> {
    /// Glyphs.
    pub shaper: &'a Shaper,
    /// How links look.
    pub links: &'a Links,
    /// Ground of highlighted words.
    pub highlight: Option<Colour>,
    /// The sign before lines that go on.
    pub turnover: Colour,
    /// Pictures.
    pub pictures: &'a Pictures,
    /// Whether the page will be mirrored: lines are set as their mirror images, and come to stand as they are read.
    pub mirrored: bool,
}

impl Tools<'_> {
    /// Sets line `number` of a paragraph with the left end of its baseline at `at`.
    pub fn set_line(
        &self,
        paragraph: &Paragraph<'_>,
        number: usize,
        line: &Line,
        at: Point,
        items: &mut Vec<Item>,
    ) {
        let from = items.len();
        let setting = &paragraph.setting;
        let indent = if number == 0 { setting.indent } else { f64::from(line.turnover) };
        let begins_right = setting.begins == Direction::RightToLeft;
        let mut pieces = pieces(paragraph, line, self.shaper);
        let lead = if begins_right { 0.0 } else { f64::from(line.lead) };
        if line.filled {
            fill(&mut pieces, paragraph, line, lead + setting.measure + f64::from(line.hang) - indent);
        }
        let slack = f64::from(line.slack).max(0.0);
        let x = match setting.align {
            Align::Center => at.x + indent + slack / 2.0,
            Align::Left | Align::Justify | Align::Right if begins_right => {
                let width: Pt = pieces.iter().map(|piece| piece.width).sum();
                at.x + setting.measure - indent - width
            }
            Align::Right => at.x + indent + slack,
            Align::Left | Align::Justify => at.x + indent - lead,
        };
        if line.turnover > 0.0 {
            let sign = Point { x: x - setting.turnover.min(indent), y: at.y };
            items.push(turnover_sign(sign, setting, self.turnover));
        }
        let lefts = visual_lefts(&pieces, x);
        let mut hang = ((-setting.indent).max(0.0) + lead, f64::from(line.hang));
        if begins_right {
            hang = (hang.1, hang.0);
        }
        let room = Room { hang, ..Room::across(at.x, setting.measure) };
        let mut runs = Runs::of(paragraph, line, &pieces, (at.y, room));
        for (piece, left) in pieces.iter().zip(lefts) {
            let at = Point { x: left, y: at.y };
            match paragraph.styles[piece.run as usize].picture {
                Some(size) => {
                    runs.close(items);
                    self.picture(piece, size, paragraph, at, items);
                }
                None => runs.add(piece, left, items),
            }
            self.decorate(piece, paragraph, at, items);
        }
        runs.close(items);
        if self.mirrored {
            items[from..].iter_mut().for_each(|item| item.mirror(2.0 * at.x + setting.measure));
        }
    }

    /// A picture in a line whose baseline begins at `at`; a frame where it cannot be had.
    fn picture(
        &self,
        piece: &Piece<'_>,
        (w, h): (Pt, Pt),
        paragraph: &Paragraph<'_>,
        at: Point,
        items: &mut Vec<Item>,
    ) {
        let (style, run) = (&paragraph.styles[piece.run as usize], &paragraph.rich.runs[piece.run as usize]);
        let Some(image) = paragraph.rich.image(run) else { return };
        let owner =
            image.shows.as_ref().map_or(Owner::Artifact(Artifact::Layout), |_| Owner::Node(style.node));
        let rect = Rect { x: at.x, y: at.y - style.raise - foot_of_picture(style.size, h), w, h };
        items.push(match self.pictures.files.get(&image.path) {
            Some(picture) => {
                Item::Picture { rect, clip: None, turn: Turn::Upright, picture: picture.clone(), owner }
            }
            None => Item::Stroke { rect, width: FRAME, colour: style.colour, owner },
        });
    }

    /// Underlines of links, strokes through text, and the areas of links, of a piece whose baseline begins
    /// at `at`.
    fn decorate(&self, piece: &Piece<'_>, paragraph: &Paragraph<'_>, at: Point, items: &mut Vec<Item>) {
        let links = self.links;
        let width = if piece.text == " " && piece.width == 0.0 { return } else { piece.width };
        let (style, setting) = (&paragraph.styles[piece.run as usize], &paragraph.setting);
        let mut fill = |y: Pt, h: Pt, colour: Colour| {
            let rect = Rect { x: at.x, y, w: width, h };
            items.push(Item::Fill { rect, colour, owner: Owner::Artifact(Artifact::Layout) });
        };
        let highlight = style.marks.has(Marks::HIGHLIGHT);
        if let Some(ground) = self.highlight.filter(|_| highlight) {
            fill(at.y - MARKED.0 * style.size, (MARKED.0 + MARKED.1) * style.size, ground);
        }
        if style.marks.has(Marks::STRIKE) {
            fill(at.y - STRIKE_HEIGHT * style.size, STRIKE_WEIGHT * setting.size, style.colour);
        }
        let underlined = style.marks.has(Marks::UNDERLINE) || highlight && self.highlight.is_none();
        if underlined && style.link.is_none() {
            fill(at.y + UNDERLINE_DEPTH * style.size, STRIKE_WEIGHT * setting.size, style.colour);
        }
        if let Some(link) = style.link {
            let letters = !style.marks.has(Marks::CALL) && style.picture.is_none();
            if letters && style.shows_link && links.underline.0 > 0.0 {
                fill(at.y + links.underline_depth.0, links.underline.0, style.colour);
            }
            let rect = Rect { x: at.x, y: at.y - setting.baseline, w: width, h: setting.leading };
            items.push(Item::Link { rect, link });
        }
    }
}

/// Joins the pieces of a line to runs of text.
struct Runs<'p> {
    paragraph: &'p Paragraph<'p>,
    baseline: Pt,
    /// What the line must stay in.
    room: Room,
    broken: Broken,
    open: Option<TextRun>,
    /// Style and right end of the last piece.
    last: (u32, Pt),
    /// Its bidi level.
    level: u8,
    /// Bytes and letters of the line that stand in no run yet.
    left: (usize, usize),
}

impl<'p> Runs<'p> {
    fn of(
        paragraph: &'p Paragraph<'p>,
        line: &Line,
        pieces: &[Piece<'_>],
        (baseline, room): (Pt, Room),
    ) -> Self {
        let bytes: usize = pieces.iter().map(|p| p.text.len()).sum();
        let letters: usize = pieces.iter().map(|p| p.letters.glyphs().len()).sum();
        let left = (bytes, letters);
        let broken = Broken::of(paragraph, line);
        Self { paragraph, baseline, room, broken, open: None, last: (0, 0.0), level: 0, left }
    }

    /// Whether a piece goes on with the open run: the writer counts the bytes of one in 16 bits.
    fn joins(&self, piece: &Piece<'_>, left: Pt) -> bool {
        let styles = &self.paragraph.styles;
        self.open.as_ref().is_some_and(|run| {
            run.face == piece.face
                && run.stretch == piece.stretch
                && piece.level == self.level
                && may_be_spaced(piece.level)
                && (self.last.1 - left).abs() < 0.001
                && same_look(&styles[piece.run as usize], &styles[self.last.0 as usize])
                && run.text.len() + piece.text.len() < usize::from(u16::MAX)
        })
    }

    fn add(&mut self, piece: &Piece<'_>, left: Pt, items: &mut Vec<Item>) {
        if !self.joins(piece, left) {
            self.close(items);
        }
        let style = &self.paragraph.styles[piece.run as usize];
        let run = self.open.get_or_insert_with(|| TextRun {
            at: Point { x: left, y: self.baseline - style.raise },
            turn: Turn::Upright,
            room: self.room,
            face: piece.face,
            size: style.size,
            stretch: piece.stretch,
            colour: style.colour,
            text: String::with_capacity(self.left.0.min(CAPACITY)),
            glyphs: Vec::with_capacity(self.left.1.min(CAPACITY)),
            read_as: Vec::new(),
            source: None,
            owner: Owner::Node(style.node),
        });
        let offset = run.text.len() as u16;
        run.text.push_str(&piece.text);
        let bytes = usize::from(offset)..run.text.len();
        note_places(&self.paragraph.rich, piece.start, bytes.clone(), &mut run.source);
        self.broken.note(piece.start, piece.is_blank(), bytes, &mut run.read_as);
        run.glyphs.extend(piece.letters.glyphs().iter().map(|g| Glyph {
            start: g.start + offset,
            end: g.end + offset,
            advance: without_noise(f64::from(g.advance) + piece.tracking),
            ..*g
        }));
        if piece.gap > 0.0 {
            let first = run.glyphs.len() - piece.letters.glyphs().len();
            spread(&mut run.glyphs[first..], piece.gap);
        }
        self.left = (self.left.0 - piece.text.len(), self.left.1 - piece.letters.glyphs().len());
        (self.last, self.level) = ((piece.run, left + piece.width), piece.level);
    }

    fn close(&mut self, items: &mut Vec<Item>) {
        items.extend(self.open.take().map(Item::Text));
    }
}

/// Notes where letters of a paragraph, from a byte on, are written that stand in these bytes of a run.
fn note_places(rich: &Rich, start: usize, bytes: Range<usize>, source: &mut Option<Written>) {
    let behind = rich.map.partition_point(|(at, _)| *at as usize <= start);
    let first =
        behind.checked_sub(1).map(|n| (start, rich.map[n].1 as usize + start - rich.map[n].0 as usize));
    let inside = rich.map[behind..].iter().map(|(at, place)| (*at as usize, *place as usize));
    let inside = inside.take_while(|(at, _)| at - start < bytes.len());
    for (at, place) in first.into_iter().chain(inside) {
        let (at, place) = ((bytes.start + at - start) as u16, place as u32);
        match source {
            None => *source = Some(Written { file: rich.file, from: at, start: place, moves: Vec::new() }),
            Some(known) if known.place_of(at) != Some(place) => known.moves.push((at, place)),
            Some(_) => {}
        }
    }
}

/// Spreads room behind a word over its letters: readers of PDF take a gap for a space. Marks stay with their letter.
fn spread(glyphs: &mut [Glyph], room: f64) {
    let ends: Vec<usize> = (0..glyphs.len())
        .filter(|n| glyphs.get(n + 1).is_none_or(|next| next.start != glyphs[*n].start))
        .collect();
    let each = (room / ends.len() as f64 / QUANTUM).floor() * QUANTUM;
    let rest = room - each * ends.len() as f64;
    for (n, end) in ends.iter().enumerate() {
        let more = if n + 1 == ends.len() { each + rest } else { each };
        glyphs[*end].advance = without_noise(f64::from(glyphs[*end].advance) + more);
    }
}

/// The sign before a line that goes on with a typed one: an arrow that comes from above. It is drawn, not set:
/// so no reader of the PDF takes it for a letter of the code.
fn turnover_sign(at: Point, setting: &Setting, colour: Colour) -> Item {
    let p = |x: f64, y: f64| Point { x: at.x + x * setting.size, y: at.y - y * setting.size };
    let mut arrow = Path::line(
        &[p(0.1, 0.56), p(0.1, 0.2), p(0.62, 0.2)],
        Pen { width: TURNOVER_WEIGHT * setting.size, colour, dash: Vec::new() },
        Owner::Artifact(Artifact::Layout),
    );
    arrow.steps.extend([Step::Move(p(0.46, 0.34)), Step::Line(p(0.62, 0.2)), Step::Line(p(0.46, 0.06))]);
    Item::Path(arrow)
}

/// Weight of the sign before a line that goes on, in em.
const TURNOVER_WEIGHT: f64 = 0.06;

/// The middle of pictures above the baseline, in em: that of capitals.
const MIDDLE: f64 = 0.34;

/// From the head of a picture in a line down to the baseline of letters of a size.
pub fn foot_of_picture(size: Pt, height: Pt) -> Pt {
    MIDDLE * size + height / 2.0
}

/// Line of the frame that stands for a picture.
const FRAME: Pt = 0.5;

fn same_look(a: &RunStyle, b: &RunStyle) -> bool {
    a.size == b.size && a.colour == b.colour && a.raise == b.raise && a.node == b.node
}

/// Height of a stroke through text above the baseline, in em: half an x-height.
const STRIKE_HEIGHT: f64 = 0.28;
/// Its weight, in em.
const STRIKE_WEIGHT: f64 = 0.05;
/// Depth of an underline below the baseline, in em.
const UNDERLINE_DEPTH: f64 = 0.14;
/// How far the ground of highlighted words reaches above and below the baseline, in em.
const MARKED: (f64, f64) = (0.82, 0.26);

/// A width in ems without the digits that adding left behind.
fn without_noise(ems: f64) -> f32 {
    (nearest(ems * 1e6) as f64 / 1e6) as f32
}

/// Left edge of each piece: rule L2 of UAX #9 over the pieces of the line.
fn visual_lefts(pieces: &[Piece<'_>], x: Pt) -> Vec<Pt> {
    let highest = pieces.iter().map(|p| p.level).max().unwrap_or(0);
    if highest == 0 {
        let mut next = x;
        let left = |piece: &Piece<'_>| {
            let left = next;
            next += piece.width;
            left
        };
        return pieces.iter().map(left).collect();
    }
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    for level in (1..=highest).rev() {
        let mut n = 0;
        while n < order.len() {
            let run = order[n..].iter().take_while(|p| pieces[**p].level >= level).count();
            order[n..n + run].reverse();
            n += run.max(1);
        }
    }
    let mut lefts = vec![x; pieces.len()];
    let mut at = x;
    for n in order {
        lefts[n] = at;
        at += pieces[n].width;
    }
    lefts
}
