//! Text. Decides which code each glyph of a file has, which letters a reader finds for it, and how a line of glyphs is
//! written: as few strings as it may be.

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Name, Rect, Ref, Str};
use rayon::prelude::*;

use super::canvas::{Canvas, number};
use super::deflate::deflated;
use super::matrix::Matrix;
use super::objects::Objects;
use crate::diag::{Sink, complaint};
use crate::geom::{Pt, nearest};
use crate::pages::{FontFile, Glyph, Offset, Subset};

const IDENTITY: SystemInfo<'_> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
/// A glyph that stands nearer than this to where it belongs, in thousandths of an em, is not moved.
const NEAR: f64 = 0.75;

/// The glyphs that are used of a face.
#[derive(Default)]
struct Used {
    /// Codes from 1 on, by glyph; 0 for those that are not used.
    codes: Vec<u16>,
    /// By code less one.
    glyphs: Vec<u16>,
    /// The letters that each stands for, by code less one.
    letters: Vec<Option<String>>,
}

impl Used {
    /// The code of a glyph, a new one if it has none; glyph 0 is in every font, with code 0.
    fn code(&mut self, glyph: u16) -> u16 {
        let at = usize::from(glyph);
        if self.codes.len() <= at {
            self.codes.resize(at + 1, 0);
        }
        if self.codes[at] == 0 && glyph != 0 {
            self.glyphs.push(glyph);
            self.letters.push(None);
            self.codes[at] = self.glyphs.len() as u16;
        }
        self.codes[at]
    }

    /// The letters that a code stands for.
    fn letters(&self, code: u16) -> &str {
        let letters = usize::from(code).checked_sub(1).and_then(|at| self.letters.get(at));
        letters.and_then(|letters| letters.as_deref()).unwrap_or("")
    }

    /// Lets a code stand for letters, if it stands for none.
    fn name(&mut self, code: u16, letters: &str) {
        let Some(slot) = usize::from(code).checked_sub(1).and_then(|at| self.letters.get_mut(at)) else {
            return;
        };
        if slot.is_none() && !letters.is_empty() {
            *slot = Some(letters.to_owned());
        }
    }
}

/// Glyphs by face, while they are gathered.
pub struct Gathered(Vec<Used>);

impl Gathered {
    /// For so many faces.
    pub fn new(faces: usize) -> Self {
        Self((0..faces).map(|_| Used::default()).collect())
    }

    /// Takes in glyphs of a face. `letters` tells what glyphs from one to another stand for together.
    pub fn take<'t>(&mut self, face: u8, glyphs: &[Glyph], letters: impl Fn(&Glyph) -> &'t str) {
        let used = &mut self.0[usize::from(face)];
        for cluster in clusters(glyphs) {
            if let [glyph] = cluster {
                let code = used.code(glyph.id);
                if used.letters(code).is_empty() {
                    used.name(code, letters(glyph));
                }
                continue;
            }
            let text = letters(&cluster[0]);
            // As many glyphs as letters are taken for one each, a base and its marks; of others the first stands
            // for all. Each must have a letter.
            let each = text.chars().count() == cluster.len();
            let mut chars = text.chars();
            for (at, glyph) in cluster.iter().enumerate() {
                let code = used.code(glyph.id);
                let own = chars.next().or(text.chars().last()).map(String::from).unwrap_or_default();
                used.name(code, if at == 0 && !each { text } else { &own });
            }
        }
    }

    /// Takes in what was gathered from what comes behind.
    pub fn join(&mut self, behind: Self) {
        for (used, new) in self.0.iter_mut().zip(behind.0) {
            for (glyph, letters) in new.glyphs.into_iter().zip(new.letters) {
                let code = used.code(glyph);
                used.name(code, letters.as_deref().unwrap_or(""));
            }
        }
    }

    /// The fonts as they are embedded, and what stands against that.
    pub fn embed(self, files: &[FontFile]) -> (Fonts, Sink) {
        let faces = self.0.into_par_iter().zip(files).map(|(used, file)| {
            if used.glyphs.is_empty() {
                return Ok(None);
            }
            let subset = file.embedded.subset(&used.glyphs);
            let subset = subset.map_err(|reason| complaint::font_not_written(&file.name, reason))?;
            Ok(Some(Face::new(used, subset)))
        });
        let (mut fonts, mut complaints) = (Vec::new(), Sink::new());
        for face in faces.collect::<Vec<_>>() {
            fonts.push(face.unwrap_or_else(|told| {
                complaints.push(told);
                None
            }));
        }
        (Fonts(fonts), complaints)
    }
}

struct Face {
    used: Used,
    subset: Subset,
    /// Codes and advances by glyph, in thousandths of an em.
    drawn: Vec<(u16, f64)>,
}

/// Fonts of a file, by face.
pub struct Fonts(Vec<Option<Face>>);

/// Glyphs that stand for letters together.
fn clusters(glyphs: &[Glyph]) -> impl Iterator<Item = &[Glyph]> {
    glyphs.chunk_by(|a, b| (a.start, a.end) == (b.start, b.end))
}

/// A line of glyphs.
pub struct Line<'l> {
    /// Its face.
    pub face: u8,
    /// Its size.
    pub size: Pt,
    /// Width of its glyphs as a share of what the size gives them.
    pub stretch: f64,
    /// From its points, with the first glyph at the origin, to those that are drawn in.
    pub matrix: Matrix,
    /// Its glyphs.
    pub glyphs: &'l [Glyph],
    /// What glyphs of the same letters stand for.
    pub letters: &'l dyn Fn(&Glyph) -> &'l str,
}

impl Line<'_> {
    /// Whether its letters run from right to left.
    fn is_reversed(&self) -> bool {
        self.glyphs.len() > 1 && self.glyphs.windows(2).all(|pair| pair[0].start >= pair[1].end)
    }
}

impl Fonts {
    /// Whether glyphs of a face can be drawn.
    pub fn has(&self, face: u8) -> bool {
        self.0[usize::from(face)].is_some()
    }

    /// Draws a line of glyphs.
    pub fn draw(&self, line: &Line<'_>, canvas: &mut Canvas<'_>) {
        let Some(face) = &self.0[usize::from(line.face)] else { return };
        let tracking = face.tracking(line);
        canvas.begin_line((line.face, line.size), (tracking, line.stretch), line.matrix);
        let mut strings = Strings::new(face, line.size, tracking);
        let is_reversed = line.is_reversed();
        if is_reversed {
            canvas.raw(b"/ReversedChars BMC\n");
        }
        for cluster in clusters(line.glyphs) {
            let text = (line.letters)(&cluster[0]);
            strings.cluster(cluster, text);
            // No space stands inside of a string that is read backwards (ISO 32000-1, 14.8.2.3.3).
            if is_reversed && text == " " {
                strings.close();
            }
        }
        canvas.raw(&strings.finish());
        if is_reversed {
            canvas.raw(b"EMC\n");
        }
    }

    /// Adds the fonts; where they are, by face.
    pub fn write(self, objects: &mut Objects) -> Vec<Option<Ref>> {
        self.0.into_iter().map(|face| face.map(|face| face.write(objects))).collect()
    }
}

impl Face {
    fn new(used: Used, subset: Subset) -> Self {
        let width =
            |code: u16| f64::from(subset.widths.get(usize::from(code)).copied().unwrap_or(0.0).round());
        let drawn = used.codes.iter().map(|code| (*code, width(*code))).collect();
        Self { used, subset, drawn }
    }

    /// Code and advance of a glyph.
    fn drawn(&self, glyph: u16) -> (u16, f64) {
        self.drawn.get(usize::from(glyph)).copied().unwrap_or_default()
    }

    /// Letter spacing in points, to the thousandth: that of most letters of the line.
    fn tracking(&self, line: &Line<'_>) -> f64 {
        let mut counts: Vec<(i64, usize)> = Vec::new();
        for glyph in line.glyphs {
            let wider = f64::from(glyph.advance) - self.drawn(glyph.id).1 / 1000.0;
            let wider = nearest(wider * line.size * 1000.0);
            match counts.iter_mut().find(|(known, _)| *known == wider) {
                Some((_, count)) => *count += 1,
                None => counts.push((wider, 1)),
            }
        }
        let most = counts.into_iter().max_by_key(|(wider, count)| (*count, -wider.abs(), *wider));
        let (wider, count) = most.unwrap_or_default();
        // Where nothing prevails, spacing is left to each letter.
        if 2 * count > line.glyphs.len() { wider as f64 / 1000.0 } else { 0.0 }
    }

    fn write(self, objects: &mut Objects) -> Ref {
        let Self { used, subset, .. } = self;
        let name = tagged(&subset);
        let data = deflated(&subset.program);
        let length = subset.program.len();
        let program = objects.stream(|chunk, id| {
            let mut stream = chunk.stream(id, &data);
            stream.filter(Filter::FlateDecode);
            match subset.is_cubic {
                true => stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C")),
                false => stream.pair(Name(b"Length1"), length as i32),
            };
        });
        let descriptor = objects.add(|chunk, id| {
            let mut flags = FontFlags::SYMBOLIC;
            flags.set(FontFlags::SERIF, subset.name.contains("Serif"));
            flags.set(FontFlags::FIXED_PITCH, subset.is_fixed);
            flags.set(FontFlags::ITALIC, subset.angle != 0.0);
            let [left, bottom, right, top] = subset.bounds;
            let [ascent, descent, capitals] = subset.heights;
            let mut font = chunk.font_descriptor(id);
            font.name(Name(name.as_bytes())).flags(flags).bbox(Rect::new(left, bottom, right, top));
            font.italic_angle(subset.angle).ascent(ascent).descent(descent).cap_height(capitals);
            // Nobody measures stems: from the weight, as is usual.
            font.stem_v(10.0 + 0.244 * (subset.weight - 50.0));
            match subset.is_cubic {
                true => font.font_file3(program),
                false => font.font_file2(program),
            };
        });
        let font = objects.add(|chunk, id| {
            let mut font = chunk.cid_font(id);
            font.subtype(if subset.is_cubic { CidFontType::Type0 } else { CidFontType::Type2 });
            font.base_font(Name(name.as_bytes())).system_info(IDENTITY).font_descriptor(descriptor);
            font.default_width(0.0);
            if !subset.is_cubic {
                font.cid_to_gid_map_predefined(Name(b"Identity"));
            }
            font.widths().consecutive(0, subset.widths.iter().map(|width| width.round()));
        });
        let to_unicode = objects.packed(&deflated(&used.cmap()));
        objects.add(|chunk, id| {
            let whole = if subset.is_cubic { format!("{name}-Identity-H") } else { name.clone() };
            let mut composite = chunk.type0_font(id);
            composite.base_font(Name(whole.as_bytes())).encoding_predefined(Name(b"Identity-H"));
            composite.descendant_font(font).to_unicode(to_unicode);
        })
    }
}

impl Used {
    /// The letters that codes stand for.
    fn cmap(&self) -> Vec<u8> {
        let mut cmap = UnicodeCmap::new(Name(b"Letters"), IDENTITY);
        for (at, letters) in self.letters.iter().enumerate() {
            if let Some(letters) = letters {
                cmap.pair_with_multiple(at as u16 + 1, letters.chars());
            }
        }
        cmap.finish().to_vec()
    }
}

/// The name of a subset: six letters before it tell it from others (ISO 32000-1, 9.6.4).
fn tagged(subset: &Subset) -> String {
    use sha2::{Digest, Sha256};
    let sum = Sha256::digest(&subset.program);
    let tag: String = sum.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
    format!("{tag}+{}", subset.name)
}

/// Strings of codes with moves between them.
struct Strings<'f> {
    face: &'f Face,
    size: Pt,
    /// Letter spacing in thousandths of an em.
    tracking: f64,
    out: Vec<u8>,
    is_open: bool,
    /// Where the next glyph belongs, and where it would stand, in thousandths of an em.
    wanted: f64,
    actual: f64,
    rise: Offset,
}

impl<'f> Strings<'f> {
    fn new(face: &'f Face, size: Pt, tracking: f64) -> Self {
        let tracking = tracking / size * 1000.0;
        let out = b"[".to_vec();
        Self { face, size, tracking, out, is_open: false, wanted: 0.0, actual: 0.0, rise: Offset::default() }
    }

    /// Glyphs that stand for letters together, which are written beside them where their codes say otherwise.
    fn cluster(&mut self, glyphs: &[Glyph], text: &str) {
        if text.is_empty() && glyphs.iter().all(|glyph| glyph.advance == 0.0) {
            return; // a sign without ink
        }
        let mut rest = text;
        for glyph in glyphs {
            let code = self.face.drawn(glyph.id).0;
            rest = rest.strip_prefix(self.face.used.letters(code)).unwrap_or("\0");
        }
        if rest.is_empty() {
            glyphs.iter().for_each(|glyph| self.push(glyph));
            return;
        }
        self.close();
        self.out.extend_from_slice(b"]TJ\n/Span<</ActualText");
        push_text(&mut self.out, text);
        self.out.extend_from_slice(b">>BDC\n[");
        glyphs.iter().for_each(|glyph| self.push(glyph));
        self.close();
        self.out.extend_from_slice(b"]TJ\nEMC\n[");
    }

    fn push(&mut self, glyph: &Glyph) {
        if glyph.dy != self.rise {
            self.raise(glyph.dy);
        }
        let off = self.wanted + f64::from(glyph.dx.ems()) * 1000.0 - self.actual;
        if off.abs() > NEAR {
            self.close();
            // Whole thousandths: kerning is the same number wherever it comes.
            let moved = nearest(-off) as f64;
            number(&mut self.out, moved, 0);
            self.actual -= moved;
        }
        if !self.is_open {
            self.out.push(b'(');
            self.is_open = true;
        }
        let (code, width) = self.face.drawn(glyph.id);
        code.to_be_bytes().iter().for_each(|byte| escape(&mut self.out, *byte));
        self.actual += width + self.tracking;
        self.wanted += f64::from(glyph.advance) * 1000.0;
    }

    /// Moves what follows up or down.
    fn raise(&mut self, rise: Offset) {
        self.close();
        self.out.extend_from_slice(b"]TJ\n");
        number(&mut self.out, f64::from(rise.ems()) * self.size, 3);
        self.out.extend_from_slice(b" Ts\n[");
        self.rise = rise;
    }

    fn close(&mut self) {
        if self.is_open {
            self.out.push(b')');
            self.is_open = false;
        }
    }

    fn finish(mut self) -> Vec<u8> {
        self.close();
        self.out.extend_from_slice(b"]TJ\n");
        if self.rise != Offset::default() {
            self.out.extend_from_slice(b"0 Ts\n");
        }
        self.out
    }
}

/// A text string (ISO 32000-1, 7.9.2.2): as it is where all of its letters are where Unicode has them in
/// PDFDocEncoding (annex D.2), else in UTF-16.
pub fn push_text(out: &mut Vec<u8>, text: &str) {
    let is_plain = |c: char| matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{ff}');
    if text.chars().all(is_plain) {
        out.push(b'(');
        text.chars().for_each(|c| escape(out, c as u8));
        out.push(b')');
        return;
    }
    out.extend_from_slice(b"<FEFF");
    for unit in text.encode_utf16() {
        for digit in [unit >> 12, unit >> 8, unit >> 4, unit] {
            out.push(b"0123456789ABCDEF"[usize::from(digit & 15)]);
        }
    }
    out.push(b'>');
}

/// A byte of a string (ISO 32000-1, 7.3.4.2).
fn escape(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
        b'\r' => out.extend_from_slice(b"\\r"),
        _ => out.push(byte),
    }
}
