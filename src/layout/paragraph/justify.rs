//! Setting lines. Decides where each glyph of a line stands: spaces stretched, ends hung out, parts
//! of broken words shaped anew, directions put in order.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::super::pictures::Pictures;
use super::demerits::LETTER_GAP;
use super::items::{hyphen_face, repeated_hyphen};
use super::reading::Broken;
use super::{Line, Paragraph, Setting};
use crate::colour::Colour;
use crate::document::rich::Rich;
use crate::geom::{Point, Pt, Rect, nearest};
use crate::language::Direction;
use crate::marks::Marks;
use crate::pages::{Artifact, Item, Owner, Path, Pen, Room, Step, TextRun, Turn, Written};
use crate::source::theme::{Align, Hyphenate, Links};
use crate::text::fonts::FaceId;
use crate::text::segment::{After, RunStyle, Seg, SegKind, may_be_spaced};
use crate::text::shape::{Shaper, WordKey};
use crate::text::{Glyph, Offset, ShapedWord};

/// A stretch of a line in one style and direction.
struct Piece<'a> {
    run: u32,
    face: FaceId,
    level: u8,
    /// First byte in the text of the paragraph.
    start: usize,
    text: Cow<'a, str>,
    letters: Letters<'a>,
    /// Space added to each letter, in em.
    tracking: f64,
    /// Width of its letters and the room between them, as a share of what is natural.
    stretch: f64,
    /// Whether room may open behind it, in a script without spaces.
    opens: bool,
    /// That room, in em.
    gap: f64,
    /// Width in points.
    width: Pt,
}

/// The glyphs of a piece: borrowed wherever a word stands whole.
enum Letters<'a> {
    Whole(&'a [Glyph]),
    Part(Arc<ShapedWord>),
    Own(Vec<Glyph>),
    One(Glyph),
}

impl Letters<'_> {
    fn glyphs(&self) -> &[Glyph] {
        match self {
            Self::Whole(glyphs) => glyphs,
            Self::Part(word) => &word.glyphs,
            Self::Own(glyphs) => glyphs,
            Self::One(glyph) => std::slice::from_ref(glyph),
        }
    }
}

impl<'a> Piece<'a> {
    fn new(seg: &Seg, start: usize, text: Cow<'a, str>, letters: Letters<'a>, style: &RunStyle) -> Self {
        let (run, face, level) = (seg.run, seg.face, seg.level);
        let natural: f64 = letters.glyphs().iter().map(|g| f64::from(g.advance)).sum();
        let tracking = seg.tracking(style);
        let letter_width = (natural + tracking * letters.glyphs().len() as f64) * style.size;
        let width = style.picture.map_or(letter_width, |(width, _)| width);
        let stretch = 1.0;
        Self { run, face, level, start, text, letters, tracking, stretch, opens: false, gap: 0.0, width }
    }

    /// Whether it is a space, at a line's end too.
    fn is_blank(&self) -> bool {
        matches!(&*self.text, " " | "\u{a0}")
    }

    /// Whether it is a word space that can be stretched.
    fn is_space(&self) -> bool {
        self.width > 0.0 && self.is_blank()
    }

    fn track(&mut self, tracking: f64, size: Pt) {
        self.tracking += tracking;
        self.width += tracking * size * self.stretch * self.letters.glyphs().len() as f64;
    }

    fn scale(&mut self, stretch: f64) {
        self.stretch *= stretch;
        self.width *= stretch;
    }

    fn open(&mut self, gap: f64, size: Pt) {
        self.gap = gap;
        self.width += gap * size;
    }
}

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
            if letters && links.underline.0 > 0.0 {
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

/// Widths that a line is filled with are whole thousandths of an em, the unit of text in a PDF: finer
/// steps would double the file and nobody sees them.
const QUANTUM: f64 = 0.001;

/// How letters take part while spaces stretch from one share of what they give to another.
pub struct Stage {
    /// The first share.
    pub from: f64,
    /// The last.
    pub to: f64,
    /// How much letters stretch of what they give, where spaces stretch by all of it.
    pub letters: f64,
}

/// Letters stretch with the spaces up to all that they give, then no more; in lines that gape up to half as much again.
pub const STAGES: [Stage; 3] = [
    Stage { from: 0.0, to: 1.0, letters: 1.0 },
    Stage { from: 1.0, to: 2.0, letters: 0.0 },
    Stage { from: 2.0, to: MOST_STAGED, letters: 0.25 },
];
/// Beyond, spaces take all.
pub const MOST_STAGED: f64 = 4.0;

/// How far letters stretch, as a share of what they give, where spaces stretch by this one.
pub fn of_letters(ratio: f64) -> f64 {
    let part = |stage: &Stage| (ratio.min(stage.to) - stage.from).max(0.0) * stage.letters;
    if ratio < 0.0 { ratio.max(-1.0) } else { STAGES.iter().map(part).sum() }
}

/// Gives the letters of a line their part of its stretch.
fn stretch_letters(pieces: &mut [Piece<'_>], paragraph: &Paragraph<'_>, line: &Line) {
    let (setting, ratio) = (&paragraph.setting, of_letters(f64::from(line.ratio)));
    let whole = |share: f64| nearest(share * ratio / QUANTUM) as f64 * QUANTUM;
    let (tracking, stretch) = (whole(setting.tracking), 1.0 + whole(setting.scaling));
    for piece in pieces.iter_mut().filter(|p| may_be_spaced(p.level)) {
        let style = &paragraph.styles[piece.run as usize];
        if style.picture.is_none() {
            piece.scale(stretch);
        }
        if !piece.is_blank() {
            piece.track(tracking, style.size);
        }
    }
}

/// Brings the end of a line to the edge: letters a little, then spaces for the exact rest.
fn fill(pieces: &mut [Piece<'_>], paragraph: &Paragraph<'_>, line: &Line, room: Pt) {
    stretch_letters(pieces, paragraph, line);
    let size_of = |piece: &Piece<'_>| paragraph.styles[piece.run as usize].size * piece.stretch;
    if !pieces.iter().any(|p| p.is_space() || p.opens) {
        return even_out(pieces, room);
    }
    let share = Share::of(pieces, room, paragraph);
    // What rounding takes from a space the next one gets.
    let mut carry = 0.0;
    for piece in pieces.iter_mut().filter(|p| p.is_space() || p.opens) {
        let size = size_of(piece);
        let wanted = carry
            + if piece.is_space() { piece.width * share.factor } else { piece.width + share.gap * size };
        let more = ((wanted - piece.width) / size / QUANTUM).round() * QUANTUM;
        match piece.is_space() {
            true => piece.track(more, size / piece.stretch),
            false => piece.open(more.max(0.0), size),
        }
        carry = wanted - piece.width;
    }
}

/// Brings the end of a line without spaces to the edge, where no more than rounding keeps it away.
fn even_out(pieces: &mut [Piece<'_>], room: Pt) {
    const ROUNDED: f64 = 0.003;
    let exact = room / pieces.iter().map(|piece| piece.width).sum::<Pt>();
    if (exact - 1.0).abs() < ROUNDED {
        pieces.iter_mut().filter(|p| may_be_spaced(p.level)).for_each(|piece| piece.scale(exact));
    }
}

/// A width in ems without the digits that adding left behind.
fn without_noise(ems: f64) -> f32 {
    (nearest(ems * 1e6) as f64 / 1e6) as f32
}

/// What fills a line.
struct Share {
    /// What its spaces are multiplied by.
    factor: f64,
    /// Room between letters of scripts without spaces, in em.
    gap: f64,
}

impl Share {
    /// Of pieces in a room: spaces and gaps take of it as much as they stretch alike.
    fn of(pieces: &[Piece<'_>], room: Pt, paragraph: &Paragraph<'_>) -> Self {
        let width: Pt = pieces.iter().map(|p| p.width).sum();
        let spaces: Pt = pieces.iter().filter(|p| p.is_space()).map(|p| p.width).sum();
        let size_of = |piece: &Piece<'_>| paragraph.styles[piece.run as usize].size;
        let gaps: Pt = pieces.iter().filter(|p| p.opens).map(size_of).sum();
        let rest = room - width;
        if gaps > 0.0 && rest > 0.0 {
            let stretch = paragraph.setting.glue.1;
            let ratio = rest / (spaces * stretch + gaps * LETTER_GAP);
            return Self { factor: 1.0 + stretch * ratio, gap: LETTER_GAP * ratio };
        }
        Self { factor: if spaces > 0.0 { 1.0 + rest / spaces } else { 1.0 }, gap: 0.0 }
    }
}

/// How wide the spaces of a line are, in natural spaces.
pub fn space_factor(paragraph: &Paragraph<'_>, line: &Line, shaper: &Shaper) -> f64 {
    let mut pieces = pieces(paragraph, line, shaper);
    let natural: Pt = pieces.iter().map(|p| p.width).sum();
    stretch_letters(&mut pieces, paragraph, line);
    Share::of(&pieces, natural + f64::from(line.slack + line.hang), paragraph).factor
}

fn pieces<'a>(paragraph: &'a Paragraph<'_>, line: &Line, shaper: &Shaper) -> Vec<Piece<'a>> {
    let last = line.to.seg as usize;
    let mut pieces = Vec::with_capacity(last + 3 - line.from.seg as usize);
    if let Some(before) = line.from.seg.checked_sub(1).filter(|_| line.from.byte == 0)
        && repeated_hyphen(paragraph, before as usize, shaper).is_some()
    {
        let seg = &paragraph.segs[before as usize];
        pieces.extend(hyphen(seg, seg.range.len(), &paragraph.styles[seg.run as usize], shaper));
    }
    for n in line.from.seg as usize..paragraph.segs.len() {
        if n > last || (n == last && line.to.byte == 0) {
            break;
        }
        let seg = &paragraph.segs[n];
        let from = if n == line.from.seg as usize { line.from.byte } else { 0 };
        let to = if n == last { Some(line.to.byte) } else { None };
        let piece = piece(paragraph, seg, from, to, shaper);
        pieces.extend(piece.map(|piece| Piece { opens: seg.after == After::Letter, ..piece }));
    }
    if let Some(last) = pieces.last_mut() {
        last.opens = false;
    }
    let seg = paragraph.segs.get(last);
    if line.hyphen {
        let at = usize::from(line.to.byte);
        pieces.extend(seg.and_then(|seg| hyphen(seg, at, &paragraph.styles[seg.run as usize], shaper)));
    } else if let Some(space) = seg.filter(|s| matches!(s.kind, SegKind::Space) && s.after == After::Free) {
        let piece = end_space(space, pieces.last(), paragraph, shaper);
        pieces.push(piece);
    }
    pieces
}

fn piece<'a>(
    paragraph: &'a Paragraph<'_>,
    seg: &'a Seg,
    from: u16,
    to: Option<u16>,
    shaper: &Shaper,
) -> Option<Piece<'a>> {
    let style = &paragraph.styles[seg.run as usize];
    let whole = &paragraph.rich.text[seg.range.start as usize..seg.range.end as usize];
    let (text, letters) = match &seg.kind {
        SegKind::Word(word) => {
            let end = to.map_or(whole.len(), usize::from);
            let text = whole.get(from as usize..end)?;
            let letters = if text.len() == whole.len() {
                Letters::Whole(&word.glyphs)
            } else {
                let key = WordKey {
                    face: seg.face,
                    features: style.features,
                    hyphenate: Hyphenate::None,
                    rtl: seg.level % 2 == 1,
                    language: style.language,
                };
                Letters::Part(shaper.part(text, key))
            };
            without_soft_hyphens(text, letters)
        }
        SegKind::Space => (Cow::Borrowed(whole), Letters::One(space_glyph(seg.face, whole, shaper))),
        SegKind::Break => return None,
        SegKind::Picture => (Cow::Borrowed(whole), Letters::Own(Vec::new())),
    };
    Some(Piece::new(seg, seg.range.start as usize + usize::from(from), text, letters, style))
}

/// Soft hyphens that are not used leave no trace in the text.
fn without_soft_hyphens<'a>(text: &'a str, letters: Letters<'a>) -> (Cow<'a, str>, Letters<'a>) {
    const SOFT: char = '\u{ad}';
    // Its first byte, which few other characters of a text have.
    if !text.as_bytes().contains(&0xc2) || !text.contains(SOFT) {
        return (Cow::Borrowed(text), letters);
    }
    let before = |at: u16| (text[..at as usize].matches(SOFT).count() * SOFT.len_utf8()) as u16;
    let kept = letters.glyphs().iter().filter(|g| &text[g.start as usize..g.end as usize] != "\u{ad}");
    let moved = |g: &Glyph| Glyph { start: g.start - before(g.start), end: g.end - before(g.end), ..*g };
    (Cow::Owned(text.replace(SOFT, "")), Letters::Own(kept.map(moved).collect()))
}

fn space_glyph(face: FaceId, text: &str, shaper: &Shaper) -> Glyph {
    let face = shaper.fonts.face(face);
    let id = face.space_glyph;
    Glyph {
        id,
        start: 0,
        end: text.len() as u16,
        advance: face.space,
        dx: Offset::default(),
        dy: Offset::default(),
    }
}

/// The hyphen of a broken word; its letter is the soft hyphen.
fn hyphen<'a>(seg: &Seg, at: usize, style: &RunStyle, shaper: &Shaper) -> Option<Piece<'a>> {
    let own = hyphen_face(seg, style, shaper);
    let face = shaper.fonts.face(own);
    let id = face.font.charmap().map_unicode('-')?.to_u32() as u16;
    let glyph =
        Glyph { id, start: 0, end: 2, advance: face.hyphen, dx: Offset::default(), dy: Offset::default() };
    let start = seg.range.start as usize + at;
    let piece = Piece::new(seg, start, Cow::Borrowed("\u{ad}"), Letters::One(glyph), style);
    Some(Piece { face: own, ..piece })
}

/// The space at a line's end: no width, but words stay apart when the text is copied.
fn end_space<'a>(
    seg: &Seg,
    before: Option<&Piece<'_>>,
    paragraph: &Paragraph<'_>,
    shaper: &Shaper,
) -> Piece<'a> {
    let (run, face, level) = before.map_or((seg.run, seg.face, 0), |p| (p.run, p.face, p.level));
    // Fonts of one script may have no space.
    let has_space = shaper.fonts.face(face).space_glyph != 0;
    let face = if has_space { face } else { paragraph.styles[run as usize].face };
    let letters = Letters::One(space_glyph(face, " ", shaper));
    let start = seg.range.start as usize;
    let text = Cow::Borrowed(" ");
    Piece {
        run,
        face,
        level,
        start,
        text,
        letters,
        tracking: 0.0,
        stretch: 1.0,
        opens: false,
        gap: 0.0,
        width: 0.0,
    }
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
