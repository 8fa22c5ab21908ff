//! Setting lines. Decides where each glyph of a line stands: spaces stretched, ends hung out, parts
//! of broken words shaped anew, directions put in order.

use super::{Line, Paragraph};
use crate::document::rich::Marks;
use crate::geom::{Point, Pt, Rect};
use crate::pages::{Artifact, Item, Owner, PageGlyph, TextRun};
use crate::style::theme::{Align, Hyphenate, Links};
use crate::text::ShapedWord;
use crate::text::fonts::FaceId;
use crate::text::segment::{After, RunStyle, Seg, SegKind, is_invisible};
use crate::text::shape::{Shaper, WordKey};

/// A stretch of a line in one style and direction.
struct Piece {
    run: u16,
    face: FaceId,
    level: u8,
    text: String,
    glyphs: Vec<PageGlyph>,
    /// Width in points.
    width: Pt,
}

impl Piece {
    /// Whether it is a word space that can be stretched.
    fn is_space(&self) -> bool {
        self.width > 0.0 && matches!(self.text.as_str(), " " | "\u{a0}")
    }
}

/// Sets a line with its left edge at `x` and its baseline at `y`.
pub fn set_line(
    paragraph: &Paragraph<'_>,
    number: usize,
    line: &Line,
    at: Point,
    shaper: &Shaper<'_>,
    links: &Links,
    items: &mut Vec<Item>,
) {
    let setting = &paragraph.setting;
    let mut pieces = pieces(paragraph, line, shaper);
    if line.filled {
        let room = setting.measure + f64::from(line.hang) - if number == 0 { setting.indent } else { 0.0 };
        fill(&mut pieces, paragraph, line, room);
    }
    let slack = f64::from(line.slack).max(0.0);
    let mut x = at.x + if number == 0 { setting.indent } else { 0.0 };
    match setting.align {
        Align::Right => x += slack,
        Align::Center => x += slack / 2.0,
        Align::Left | Align::Justify => {}
    }
    let lefts = visual_lefts(&pieces, x);
    let mut open: Option<TextRun> = None;
    let mut open_end = (0u16, 0.0);
    for (piece, left) in pieces.iter().zip(lefts) {
        let style = &paragraph.styles[piece.run as usize];
        let joins = open.as_ref().is_some_and(|run| {
            run.face == piece.face
                && piece.level == 0
                && (open_end.1 - left).abs() < 0.001
                && same_look(style, &paragraph.styles[open_end.0 as usize])
                && run.text.len() + piece.text.len() < usize::from(u16::MAX)
        });
        if !joins {
            items.extend(open.take().map(Item::Text));
        }
        let run = open.get_or_insert_with(|| TextRun {
            at: Point { x: left, y: at.y - style.raise },
            face: piece.face,
            size: style.size,
            colour: style.colour,
            text: String::new(),
            glyphs: Vec::new(),
            owner: Owner::Node(style.node),
        });
        let offset = run.text.len() as u16;
        run.text.push_str(&piece.text);
        run.glyphs.extend(piece.glyphs.iter().map(|g| PageGlyph {
            start: g.start + offset,
            end: g.end + offset,
            ..*g
        }));
        open_end = (piece.run, left + piece.width);
        decorate(piece, style, left, at.y, setting.size, setting.leading, setting.baseline, links, items);
    }
    items.extend(open.map(Item::Text));
}

fn same_look(a: &RunStyle, b: &RunStyle) -> bool {
    a.size == b.size && a.colour == b.colour && a.raise == b.raise && a.node == b.node
}

/// Underlines of links, strokes through text, and the areas of links.
#[allow(clippy::too_many_arguments, reason = "the place of a piece on its line")]
fn decorate(
    piece: &Piece,
    style: &RunStyle,
    left: Pt,
    y: Pt,
    size: Pt,
    leading: Pt,
    baseline: Pt,
    links: &Links,
    items: &mut Vec<Item>,
) {
    let width = if piece.text == " " && piece.width == 0.0 { return } else { piece.width };
    let mut rule = |y: Pt, h: Pt| {
        let rect = Rect { x: left, y, w: width, h };
        items.push(Item::Fill { rect, colour: style.colour, owner: Owner::Artifact(Artifact::Layout) });
    };
    if style.marks.has(Marks::STRIKE) {
        rule(y - 0.28 * style.size, 0.05 * size);
    }
    if let Some(link) = style.link {
        if !style.marks.has(Marks::CALL) && links.underline.0 > 0.0 {
            rule(y + links.underline_depth.0, links.underline.0);
        }
        let rect = Rect { x: left, y: y - baseline, w: width, h: leading };
        items.push(Item::Link { rect, link });
    }
}

/// Most of its stretch that a line takes up between letters; beyond, only spaces grow.
const MOST_TRACKING: f64 = 1.0;

/// Brings the end of a line to the edge: letters a little, then spaces for the exact rest.
fn fill(pieces: &mut [Piece], paragraph: &Paragraph<'_>, line: &Line, room: Pt) {
    let tracking = paragraph.setting.tracking * f64::from(line.ratio).clamp(-1.0, MOST_TRACKING);
    for piece in pieces.iter_mut().filter(|p| !p.is_space() && p.width > 0.0) {
        let size = paragraph.styles[piece.run as usize].size;
        for glyph in &mut piece.glyphs {
            glyph.advance += tracking as f32;
        }
        piece.width += tracking * size * piece.glyphs.len() as f64;
    }
    let Some(factor) = factor(pieces, room) else { return };
    for piece in pieces.iter_mut().filter(|p| p.is_space()) {
        piece.width *= factor;
        for glyph in &mut piece.glyphs {
            glyph.advance = (f64::from(glyph.advance) * factor) as f32;
        }
    }
}

/// What the spaces of a line are multiplied by to fill it; none where there are no spaces.
fn factor(pieces: &[Piece], room: Pt) -> Option<f64> {
    let width: Pt = pieces.iter().map(|p| p.width).sum();
    let spaces: Pt = pieces.iter().filter(|p| p.is_space()).map(|p| p.width).sum();
    (spaces > 0.0).then(|| 1.0 + (room - width) / spaces)
}

/// How wide the spaces of a line are, in natural spaces.
pub fn space_factor(paragraph: &Paragraph<'_>, line: &Line, shaper: &Shaper<'_>) -> f64 {
    let pieces = pieces(paragraph, line, shaper);
    let letters: usize = pieces.iter().filter(|p| !p.is_space()).map(|p| p.glyphs.len()).sum();
    let setting = &paragraph.setting;
    let tracking = setting.tracking * f64::from(line.ratio).clamp(-1.0, MOST_TRACKING);
    let natural: Pt = pieces.iter().map(|p| p.width).sum();
    let room = natural + f64::from(line.slack + line.hang) - tracking * setting.size * letters as f64;
    factor(&pieces, room).unwrap_or(1.0)
}

fn pieces(paragraph: &Paragraph<'_>, line: &Line, shaper: &Shaper<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let last = line.to.seg as usize;
    for n in line.from.seg as usize..paragraph.segs.len() {
        if n > last || (n == last && line.to.byte == 0) {
            break;
        }
        let seg = &paragraph.segs[n];
        let from = if n == line.from.seg as usize { line.from.byte } else { 0 };
        let to = if n == last { Some(line.to.byte) } else { None };
        pieces.extend(piece(paragraph, seg, from, to, shaper));
    }
    if line.hyphen
        && let Some(last) = pieces.last_mut()
    {
        hang_hyphen(last, &paragraph.styles[last.run as usize], shaper);
    } else if let Some(space) =
        paragraph.segs.get(last).filter(|s| matches!(s.kind, SegKind::Space) && s.after == After::Free)
    {
        let piece = end_space(space, pieces.last(), shaper);
        pieces.push(piece);
    }
    pieces
}

fn piece(
    paragraph: &Paragraph<'_>,
    seg: &Seg,
    from: u16,
    to: Option<u16>,
    shaper: &Shaper<'_>,
) -> Option<Piece> {
    let style = &paragraph.styles[seg.run as usize];
    let whole = &paragraph.rich.text[seg.range.start as usize..seg.range.end as usize];
    let mut piece = Piece {
        run: seg.run,
        face: seg.face,
        level: seg.level,
        text: String::new(),
        glyphs: Vec::new(),
        width: 0.0,
    };
    match &seg.kind {
        SegKind::Word(word) => {
            let end = to.map_or(whole.len(), usize::from);
            let text = whole.get(from as usize..end)?;
            if from == 0 && end == whole.len() {
                place_word(&mut piece, text, word, style);
            } else {
                let key = WordKey {
                    face: seg.face,
                    features: style.features,
                    hyphenate: Hyphenate::None,
                    rtl: seg.level % 2 == 1,
                };
                place_word(&mut piece, text, &shaper.part(text, key), style);
            }
        }
        SegKind::Space => {
            let width = f64::from(shaper.fonts.face(seg.face).space) + style.tracking;
            piece.text.push_str(whole);
            piece.glyphs.push(space_glyph(seg.face, whole, width as f32, shaper));
            piece.width = width * style.size;
        }
        SegKind::Break => return None,
    }
    Some(piece)
}

fn place_word(piece: &mut Piece, text: &str, word: &ShapedWord, style: &RunStyle) {
    piece.text.push_str(text);
    let tracking = style.tracking as f32;
    piece.glyphs = word
        .glyphs
        .iter()
        .map(|g| PageGlyph {
            id: g.id,
            start: g.start,
            end: g.end,
            advance: g.advance + tracking,
            dx: g.dx,
            dy: g.dy,
        })
        .collect();
    // Soft hyphens that are not used leave no trace in the text.
    if text.contains('\u{ad}') || text.contains(is_invisible) {
        strip_soft_hyphens(piece);
    }
    piece.width = piece.glyphs.iter().map(|g| f64::from(g.advance)).sum::<f64>() * style.size;
}

fn strip_soft_hyphens(piece: &mut Piece) {
    const SOFT: char = '\u{ad}';
    let text = std::mem::take(&mut piece.text);
    let before = |at: u16| (text[..at as usize].matches(SOFT).count() * SOFT.len_utf8()) as u16;
    let mut glyphs = Vec::with_capacity(piece.glyphs.len());
    for glyph in &piece.glyphs {
        if &text[glyph.start as usize..glyph.end as usize] != "\u{ad}" {
            glyphs.push(PageGlyph {
                start: glyph.start - before(glyph.start),
                end: glyph.end - before(glyph.end),
                ..*glyph
            });
        }
    }
    piece.text = text.replace(SOFT, "");
    piece.glyphs = glyphs;
}

fn space_glyph(face: FaceId, text: &str, advance: f32, shaper: &Shaper<'_>) -> PageGlyph {
    let id = shaper.fonts.face(face).font.charmap().map_unicode(' ').map_or(0, |g| g.to_u32() as u16);
    PageGlyph { id, start: 0, end: text.len() as u16, advance, dx: 0.0, dy: 0.0 }
}

/// The hyphen of a broken word: a glyph that is read as a soft hyphen.
fn hang_hyphen(piece: &mut Piece, style: &RunStyle, shaper: &Shaper<'_>) {
    let face = shaper.fonts.face(piece.face);
    let Some(id) = face.font.charmap().map_unicode('-') else { return };
    let start = piece.text.len() as u16;
    piece.text.push('\u{ad}');
    let advance = face.hyphen + style.tracking as f32;
    piece.glyphs.push(PageGlyph { id: id.to_u32() as u16, start, end: start + 2, advance, dx: 0.0, dy: 0.0 });
    piece.width += f64::from(advance) * style.size;
}

/// The space at a line's end: no width, but words stay apart when the text is copied.
fn end_space(seg: &Seg, before: Option<&Piece>, shaper: &Shaper<'_>) -> Piece {
    let (run, face) = before.map_or((seg.run, seg.face), |p| (p.run, p.face));
    let level = before.map_or(0, |p| p.level);
    let glyph = space_glyph(face, " ", shaper.fonts.face(face).space, shaper);
    Piece { run, face, level, text: " ".to_owned(), glyphs: vec![glyph], width: 0.0 }
}

/// Left edge of each piece: rule L2 of UAX #9 over the pieces of the line.
fn visual_lefts(pieces: &[Piece], x: Pt) -> Vec<Pt> {
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    let highest = pieces.iter().map(|p| p.level).max().unwrap_or(0);
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
