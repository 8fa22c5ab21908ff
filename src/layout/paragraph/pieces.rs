//! Pieces of a line. Decides which glyphs stand in it: words whole or shaped anew in parts, spaces, hyphens.

use std::borrow::Cow;
use std::sync::Arc;

use super::items::{hyphen_face, repeated_hyphen};
use super::{Line, Paragraph};
use crate::geom::Pt;
use crate::source::theme::Hyphenate;
use crate::text::fonts::FaceId;
use crate::text::segment::{After, RunStyle, Seg, SegKind};
use crate::text::shape::{Shaper, WordKey};
use crate::text::{Glyph, Offset, ShapedWord};

/// A stretch of a line in one style and direction.
pub struct Piece<'a> {
    /// Number of its run.
    pub run: u32,
    /// Font.
    pub face: FaceId,
    /// Its bidi level.
    pub level: u8,
    /// First byte in the text of the paragraph.
    pub start: usize,
    /// The letters as they are copied.
    pub text: Cow<'a, str>,
    /// Its glyphs.
    pub letters: Letters<'a>,
    /// Size.
    size: Pt,
    /// Space added to each letter, in em.
    pub tracking: f64,
    /// Width of its letters and the room between them, as a share of what is natural.
    pub stretch: f64,
    /// Whether room may open behind it, in a script without spaces.
    pub opens: bool,
    /// That room, in em.
    pub gap: f64,
    /// Width in points.
    pub width: Pt,
}

/// The glyphs of a piece: borrowed wherever a word stands whole.
pub enum Letters<'a> {
    /// A word.
    Whole(&'a [Glyph]),
    /// A part of a broken one.
    Part(Arc<ShapedWord>),
    /// Glyphs of its own.
    Own(Vec<Glyph>),
    /// A space or a hyphen.
    One(Glyph),
}

impl Letters<'_> {
    /// In the order in which they stand.
    pub fn glyphs(&self) -> &[Glyph] {
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
        let size = style.size;
        Self {
            run,
            face,
            level,
            start,
            text,
            letters,
            size,
            tracking,
            stretch: 1.0,
            opens: false,
            gap: 0.0,
            width,
        }
    }

    /// Whether it is a space, at a line's end too.
    pub fn is_blank(&self) -> bool {
        matches!(&*self.text, " " | "\u{a0}")
    }

    /// Whether it is a word space that can be stretched.
    pub fn is_space(&self) -> bool {
        self.width > 0.0 && self.is_blank()
    }

    /// An em along the line, in points.
    pub fn em(&self) -> Pt {
        self.size * self.stretch
    }

    /// Sets its letters apart by more ems.
    pub fn track(&mut self, tracking: f64) {
        self.tracking += tracking;
        self.width += tracking * self.em() * self.letters.glyphs().len() as f64;
    }

    /// Makes it so much wider.
    pub fn scale(&mut self, stretch: f64) {
        self.stretch *= stretch;
        self.width *= stretch;
    }

    /// Opens room of so many ems behind it.
    pub fn open(&mut self, gap: f64) {
        self.gap = gap;
        self.width += gap * self.em();
    }
}

/// The pieces of a line in the order of its text.
pub fn pieces<'a>(paragraph: &'a Paragraph<'_>, line: &Line, shaper: &Shaper) -> Vec<Piece<'a>> {
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
        size: paragraph.styles[run as usize].size,
        tracking: 0.0,
        stretch: 1.0,
        opens: false,
        gap: 0.0,
        width: 0.0,
    }
}
