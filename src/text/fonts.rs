//! Fonts. Decides which file serves which family, weight and letter. Nothing comes from the system.

use std::sync::Arc;

use harfrust::Font;

use super::font_file;
use crate::diag::{Filling, Sentence, Sink, complaint, words};
use crate::source::paths::Refusal;
use crate::source::store::Sources;
use crate::source::theme::{Theme, Weight};
use crate::source::{assets, builtin};
use crate::tree::Spanned;

/// Number of a face in the [`FontBook`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FaceId(pub u8);

/// Bytes shared with the PDF writer.
pub type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A font file.
pub struct Face {
    /// File name.
    pub file: String,
    /// The file.
    pub bytes: FontBytes,
    /// For shaping.
    pub font: Font,
    /// Units per em.
    pub upem: f32,
    /// Height above and depth below the baseline in em.
    pub extents: (f64, f64),
    /// Width of the word space in em.
    pub space: f32,
    /// Width of the hyphen in em.
    pub hyphen: f32,
    /// One bit for each character below [`COVERED`].
    coverage: Vec<u64>,
}

impl PartialEq for Face {
    fn eq(&self, other: &Self) -> bool {
        self.file == other.file && (*self.bytes).as_ref() == (*other.bytes).as_ref()
    }
}

/// Most font files of a brochure: their numbers have a byte.
const MOST_FONTS: usize = 250;
/// Largest font file in bytes.
const LARGEST_FONT: u64 = 32 << 20;
/// Characters below this are looked up in a bitmap.
const COVERED: u32 = 0x3000;

impl Face {
    /// Reads a font, or says what is wrong with the file.
    fn new(file: &str, bytes: FontBytes) -> Result<Self, Sentence> {
        if let Some(what) = font_file::foreign((*bytes).as_ref()) {
            return Err(what);
        }
        krilla::text::Font::new(bytes.clone().into(), 0).ok_or_else(words::no_font)?;
        let font = Font::new(bytes.clone(), 0).ok_or_else(words::no_font)?;
        let upem = f32::from(font.units_per_em());
        let line = font.metrics().h_line().ok_or_else(words::no_font)?;
        let em = |v: f32| f64::from(v / upem);
        let extents = (em(line.ascender.to_f32()), em(-line.descender.to_f32()));
        if let Some(fault) = font_file::absurd(font.units_per_em(), extents) {
            return Err(fault);
        }
        let charmap = font.charmap();
        if charmap.unicodes().all(|(_, glyph)| glyph.to_u32() == 0) {
            return Err(words::font_without_letters());
        }
        let mut coverage = vec![0u64; COVERED as usize / 64];
        for (code, glyph) in charmap.unicodes() {
            if code < COVERED && glyph.to_u32() != 0 {
                coverage[code as usize / 64] |= 1 << (code % 64);
            }
        }
        let shaper = harfrust::ShaperFont::new(&font);
        let advance =
            |c: char| charmap.map_unicode(c).map_or(0.25, |g| shaper.glyph_h_advance(g) as f32 / upem);
        let (space, hyphen) = (advance(' '), advance('-'));
        Ok(Self { file: file.to_owned(), bytes, upem, extents, space, hyphen, coverage, font })
    }

    /// Whether the font has a glyph for the character.
    pub fn covers(&self, c: char) -> bool {
        let code = c as u32;
        if code < COVERED {
            self.coverage[code as usize / 64] >> (code % 64) & 1 == 1
        } else {
            self.font.charmap().map_unicode(code).is_some()
        }
    }
}

/// The faces of a family by weight and slope.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FamilyFaces {
    regular: FaceId,
    italic: Option<FaceId>,
    semibold: Option<FaceId>,
    semibold_italic: Option<FaceId>,
    bold: Option<FaceId>,
}

impl FamilyFaces {
    /// The face nearest to a weight and slope.
    pub fn face(&self, weight: Weight, italic: bool) -> FaceId {
        let upright = match weight {
            Weight::Regular => self.regular,
            Weight::Semibold => self.semibold.or(self.bold).unwrap_or(self.regular),
            Weight::Bold => self.bold.or(self.semibold).unwrap_or(self.regular),
        };
        if !italic {
            return upright;
        }
        match weight {
            Weight::Regular => self.italic.unwrap_or(upright),
            _ => self.semibold_italic.unwrap_or(upright),
        }
    }
}

/// All fonts of a brochure.
#[derive(PartialEq)]
pub struct FontBook {
    faces: Vec<Face>,
    families: Vec<(String, FamilyFaces)>,
    fallback: Vec<FamilyFaces>,
}

impl FontBook {
    /// Loads the fonts that the theme names, from the project's `fonts/` or from the program.
    pub fn load(sources: &dyn Sources, theme: &Theme, sink: &mut Sink) -> Option<Self> {
        let mut book = Self { faces: Vec::new(), families: Vec::new(), fallback: Vec::new() };
        for (name, _, family) in &theme.fonts.0 {
            let mut face = |file: &Spanned<String>| book.face_of_file(sources, file, sink);
            let optional =
                |file: &Option<Spanned<String>>, face: &mut dyn FnMut(&Spanned<String>) -> Option<FaceId>| {
                    file.as_ref().and_then(face)
                };
            let regular = face(&family.regular);
            let italic = optional(&family.italic, &mut face);
            let semibold = optional(&family.semibold, &mut face);
            let semibold_italic = optional(&family.semibold_italic, &mut face);
            let bold = optional(&family.bold, &mut face);
            let Some(regular) = regular else { continue };
            let faces = FamilyFaces { regular, italic, semibold, semibold_italic, bold };
            book.families.push((name.clone(), faces));
        }
        for name in &theme.fallback.families {
            match book.family(&name.value) {
                Some(family) => book.fallback.push(family),
                None if theme.fonts.get(&name.value).is_some() => {}
                None => {
                    let known = Filling::list(theme.fonts.names());
                    sink.push(complaint::unknown_font(&name.value, known).at(name.span));
                }
            }
        }
        (!book.faces.is_empty()).then_some(book)
    }

    fn face_of_file(
        &mut self,
        sources: &dyn Sources,
        file: &Spanned<String>,
        sink: &mut Sink,
    ) -> Option<FaceId> {
        let name = &file.value;
        if let Some(known) = self.faces.iter().position(|f| f.file == *name) {
            return Some(FaceId(known as u8));
        }
        if self.faces.len() > MOST_FONTS {
            sink.push(complaint::too_many_fonts(MOST_FONTS).at(file.span));
            return None;
        }
        let path = format!("fonts/{name}");
        let bytes: FontBytes =
            match assets::own_or_builtin(sources, "fonts", name, builtin::FONTS, LARGEST_FONT) {
                Ok(bytes) => Arc::new(bytes),
                Err(Refusal::Missing(None)) => {
                    sink.push(complaint::missing_font(path).at(file.span));
                    return None;
                }
                Err(refusal) => {
                    sink.push(refusal.complaint(&path, Some(file.span)));
                    return None;
                }
            };
        match Face::new(name, bytes) {
            Ok(face) => {
                self.faces.push(face);
                Some(FaceId((self.faces.len() - 1) as u8))
            }
            Err(fault) => {
                sink.push(complaint::font_invalid(path, fault).at(file.span));
                None
            }
        }
    }

    /// The faces of a family.
    pub fn family(&self, name: &str) -> Option<FamilyFaces> {
        self.families.iter().find(|(n, _)| n == name).map(|(_, f)| *f)
    }

    /// Names of the families.
    pub fn families(&self) -> impl Iterator<Item = &str> {
        self.families.iter().map(|(n, _)| n.as_str())
    }

    /// The face.
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[id.0 as usize]
    }

    /// All faces in order.
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The face that sets a character: the wanted one or the first of the fallback chain.
    pub fn face_for(&self, wanted: FaceId, c: char) -> Option<FaceId> {
        if self.face(wanted).covers(c) {
            return Some(wanted);
        }
        let heavy = self.families.iter().any(|(_, f)| {
            [f.semibold, f.semibold_italic, f.bold].contains(&Some(wanted)) && f.regular != wanted
        });
        let weight = if heavy { Weight::Semibold } else { Weight::Regular };
        self.fallback.iter().map(|f| f.face(weight, false)).find(|f| self.face(*f).covers(c))
    }
}
