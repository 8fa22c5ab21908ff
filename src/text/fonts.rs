//! Fonts. Decides which file serves which family, weight and letter. Nothing comes from the system.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use harfrust::font::name::NameId;
use harfrust::{Font, GlyphId, ShaperFont, Tag};

use super::margins::Margins;
use super::{font_file, web_font};
use crate::diag::{FileId, Filling, Sentence, Sink, Span, complaint, words};
use crate::source::paths::Refusal;
use crate::source::store::Sources;
use crate::source::theme::{Family, Theme, Weight};
use crate::source::{assets, builtin};
use crate::tree::{Number, Spanned};

/// Number of a face in the [`FontBook`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FaceId(pub u8);

/// Bytes shared with the PDF writer.
pub type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Where a face lies on the axes of a variable font: tags of axes, and values in their units. Empty in other
/// fonts. Written it is `_600wght_0slnt`.
#[derive(Debug, Clone, PartialEq)]
pub struct Location(pub Vec<([u8; 4], f32)>);

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|(tag, value)| write!(f, "_{value}{}", String::from_utf8_lossy(tag)))
    }
}

/// A font as it is embedded.
#[derive(Clone)]
pub struct Embedded {
    /// The bytes.
    pub bytes: FontBytes,
    /// The place of a variable font.
    pub location: Location,
}

impl Embedded {
    /// The font at its place; none if it cannot be read.
    pub fn font(&self) -> Option<Font> {
        let axes = self.location.0.iter().map(|(tag, value)| (Tag::new(tag), *value));
        let font = Font::new(self.bytes.clone(), 0)?;
        Some(font.instance_builder().variations(axes).build())
    }
}

/// A font file, at one place of its axes if it is variable.
pub struct Face {
    /// File name.
    pub file: String,
    /// For the PDF.
    pub embedded: Embedded,
    /// For shaping.
    pub font: Font,
    /// Units per em.
    pub upem: f32,
    /// Height above and depth below the baseline in em.
    pub extents: (f64, f64),
    /// Width of the word space in em.
    pub space: f32,
    /// Its glyph; 0 where it has none.
    pub space_glyph: u16,
    /// Width of the hyphen in em.
    pub hyphen: f32,
    /// Size of its letters, of what its file gives them.
    scale: f64,
    /// Whether its file has letters in colour: of these the outlines are set, where there are any.
    pub is_coloured: bool,
    /// One bit for each character below [`COVERED`].
    coverage: Arc<[u64]>,
    /// How far its glyphs stand out of the edges of a column.
    margins: OnceLock<Margins>,
}

impl PartialEq for Face {
    fn eq(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.embedded, &other.embedded);
        self.file == other.file
            && ours.location == theirs.location
            && (*ours.bytes).as_ref() == (*theirs.bytes).as_ref()
    }
}

/// Most font files of a brochure: their numbers have a byte.
const MOST_FONTS: usize = 250;
/// Largest font file in bytes.
const LARGEST_FONT: u64 = 32 << 20;
/// Characters below this are looked up in a bitmap.
const COVERED: u32 = 0x3000;

impl Face {
    /// How far a glyph stands out of the left and the right edge of a column, in em.
    pub fn margins(&self, glyph: u16) -> (f32, f32) {
        self.margins.get_or_init(|| Margins::of(&self.font)).glyph(&self.font, glyph)
    }

    /// Whether the font has a glyph for the character.
    pub fn covers(&self, c: char) -> bool {
        let code = c as u32;
        if code < COVERED {
            self.coverage[code as usize / 64] >> (code % 64) & 1 == 1
        } else {
            let glyph = self.font.charmap().map_unicode(code);
            glyph.is_some_and(|glyph| !self.is_coloured || shows(&self.font, glyph, code))
        }
    }
}

/// Whether a glyph of a font in colour has an outline, or stands for a character without ink.
fn shows(font: &Font, glyph: GlyphId, code: u32) -> bool {
    let extents = ShaperFont::new(font).glyph_extents(glyph);
    extents.is_some_and(|ink| ink.width != 0 && ink.height != 0)
        || char::from_u32(code).is_some_and(char::is_whitespace)
}

/// A font file that was read.
struct Opened {
    file: String,
    bytes: FontBytes,
    font: Font,
    is_coloured: bool,
    coverage: Arc<[u64]>,
}

impl Opened {
    /// Reads a font, or says what is wrong with the file.
    fn new(file: &str, bytes: Cow<'static, [u8]>) -> Result<Self, Sentence> {
        let bytes = web_font::unpacked(bytes, LARGEST_FONT as usize)?;
        if let Some(what) = font_file::foreign(&bytes) {
            return Err(what);
        }
        let is_coloured = font_file::is_coloured(&bytes);
        let bytes: FontBytes = Arc::new(font_file::outlines_only(bytes));
        let font = Font::new(bytes.clone(), 0).ok_or_else(words::no_font)?;
        if font.charmap().unicodes().all(|(_, glyph)| glyph.to_u32() == 0) {
            return Err(words::font_without_letters());
        }
        let mut coverage = vec![0u64; COVERED as usize / 64];
        for (code, glyph) in font.charmap().unicodes() {
            if code < COVERED && glyph.to_u32() != 0 && (!is_coloured || shows(&font, glyph, code)) {
                coverage[code as usize / 64] |= 1 << (code % 64);
            }
        }
        Ok(Self { file: file.to_owned(), bytes, font, is_coloured, coverage: coverage.into() })
    }

    /// The place on its axes for a weight and slope. Of other axes, and where it has none of these, it is the
    /// place that the font is drawn at.
    fn location(&self, weight: Weight, italic: bool) -> Location {
        let axes = self.font.axes().iter().filter_map(|axis| {
            let tag = axis.tag().to_be_bytes();
            let wanted = match &tag {
                b"wght" => weight_of(weight),
                b"ital" => f32::from(italic),
                b"slnt" if italic => axis.min_value().min(0.0),
                b"slnt" => 0.0,
                _ => return None,
            };
            Some((tag, wanted.min(axis.max_value()).max(axis.min_value())))
        });
        Location(axes.collect())
    }

    /// The face at a place, with letters so many times as large as its file gives them.
    fn face(&self, location: Location, scale: f64) -> Result<Face, Sentence> {
        let mut bytes = match location.0.is_empty() {
            true => self.bytes.clone(),
            false => Arc::new(self.named(&location)),
        };
        let axes = location.0.iter().map(|(tag, value)| (Tag::new(tag), *value));
        let mut font = self.font.instance_builder().variations(axes.clone()).build();
        if scale != 1.0 {
            bytes = Arc::new(font_file::scaled((*bytes).as_ref(), scale).ok_or_else(words::font_not_scaled)?);
            let scaled = Font::new(bytes.clone(), 0).ok_or_else(words::no_font)?;
            font = scaled.instance_builder().variations(axes).build();
        }
        let embedded = Embedded { bytes, location };
        if !embedded.is_usable() {
            return Err(words::no_font());
        }
        let upem = f32::from(font.units_per_em());
        let line = font.metrics().h_line().ok_or_else(words::no_font)?;
        let em = |v: f32| f64::from(v / upem);
        let extents = (em(line.ascender.to_f32()), em(-line.descender.to_f32()));
        if let Some(fault) = font_file::absurd(font.units_per_em(), extents) {
            return Err(fault);
        }
        let (charmap, shaper) = (font.charmap(), ShaperFont::new(&font));
        let advance =
            |c: char| charmap.map_unicode(c).map_or(0.25, |g| shaper.glyph_h_advance(g) as f32 / upem);
        let (space, hyphen) = (advance(' '), advance('-'));
        let space_glyph = charmap.map_unicode(' ').map_or(0, |glyph| glyph.to_u32() as u16);
        let (file, is_coloured, coverage) = (self.file.clone(), self.is_coloured, self.coverage.clone());
        Ok(Face {
            file,
            embedded,
            upem,
            extents,
            space,
            space_glyph,
            hyphen,
            scale,
            is_coloured,
            coverage,
            margins: OnceLock::new(),
            font,
        })
    }

    /// The bytes with a name for the place, by the name of the file: `Inter-Italic_600wght`.
    fn named(&self, location: &Location) -> Vec<u8> {
        const LONGEST: usize = 60;
        let stem = self.file.rsplit_once('.').map_or(&*self.file, |(stem, _)| stem);
        let is_plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
        let stem: String = stem.chars().filter(is_plain).take(LONGEST).collect();
        let names = self.font.names();
        let copyright = names.get(NameId::COPYRIGHT_NOTICE).and_then(|name| name.english_or_first());
        let copyright = copyright.map(|text| text.name().to_string()).unwrap_or_default();
        font_file::renamed((*self.bytes).as_ref().to_vec(), &format!("{stem}{location}"), &copyright)
    }
}

/// A value on the axis of weights.
fn weight_of(weight: Weight) -> f32 {
    match weight {
        Weight::Regular => 400.0,
        Weight::Semibold => 600.0,
        Weight::Bold => 700.0,
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
    fn has(&self, face: FaceId) -> bool {
        self.regular == face
            || [self.italic, self.semibold, self.semibold_italic, self.bold].contains(&Some(face))
    }

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
    /// Companions of families, in their order.
    companions: Vec<Vec<FamilyFaces>>,
}

/// Loads the fonts that a theme names.
struct Loader<'a> {
    sources: &'a dyn Sources,
    sink: &'a mut Sink,
    opened: Vec<Opened>,
    faces: Vec<Face>,
    /// Of the family that is being loaded.
    scale: f64,
    /// Whether somebody named the files that are loaded: what is wrong with them is told at that place.
    named: bool,
}

impl Loader<'_> {
    fn family(&mut self, family: &Family) -> Option<FamilyFaces> {
        self.scale = family.scale.0;
        let file = &family.regular;
        let regular = self.face(file, Weight::Regular, false);
        let italic = self.cut(&family.italic, file, Weight::Regular, true);
        let semibold = self.cut(&family.semibold, file, Weight::Semibold, false);
        let sloping = family.italic.as_ref().filter(|own| !self.gives_way(own, file, Weight::Regular, true));
        let semibold_italic =
            self.cut(&family.semibold_italic, sloping.unwrap_or(file), Weight::Semibold, true);
        let bold = self.cut(&family.bold, file, Weight::Bold, false);
        Some(FamilyFaces { regular: regular?, italic, semibold, semibold_italic, bold })
    }

    /// The face of a weight and slope: that of its own file, else that of another file of the family, if it is
    /// variable.
    fn cut(
        &mut self,
        own: &Option<Spanned<String>>,
        other: &Spanned<String>,
        weight: Weight,
        italic: bool,
    ) -> Option<FaceId> {
        match own {
            Some(own) if !self.gives_way(own, other, weight, italic) => self.face(own, weight, italic),
            _ if self.varies(other, weight, italic) => self.face(other, weight, italic),
            _ => None,
        }
    }

    /// Whether a file is a variable font that differs there from its regular.
    fn varies(&self, file: &Spanned<String>, weight: Weight, italic: bool) -> bool {
        let opened = self.opened.iter().find(|opened| opened.file == file.value);
        opened.is_some_and(|font| font.location(weight, italic) != font.location(Weight::Regular, false))
    }

    /// Whether a font of the program gives way to a variable one, which was named above the theme that names
    /// it: two designs are not mixed in one family.
    fn gives_way(
        &self,
        own: &Spanned<String>,
        other: &Spanned<String>,
        weight: Weight,
        italic: bool,
    ) -> bool {
        own.span.file != other.span.file
            && builtin::find(builtin::FONTS, &own.value).is_some()
            && self.varies(other, weight, italic)
    }

    fn face(&mut self, file: &Spanned<String>, weight: Weight, italic: bool) -> Option<FaceId> {
        if self.faces.len() > MOST_FONTS {
            self.sink.push(complaint::too_many_fonts(MOST_FONTS).at(self.place(file)));
            return None;
        }
        let at = self.open(file)?;
        let opened = &self.opened[at];
        let location = opened.location(weight, italic);
        let scale = self.scale;
        let is_same = |face: &Face| {
            face.file == opened.file && face.embedded.location == location && face.scale == scale
        };
        if let Some(known) = self.faces.iter().position(is_same) {
            return Some(FaceId(known as u8));
        }
        match opened.face(location, scale) {
            Ok(face) => {
                self.faces.push(face);
                Some(FaceId((self.faces.len() - 1) as u8))
            }
            Err(fault) => {
                self.sink.push(complaint::font_invalid(path(file), fault).at(self.place(file)));
                None
            }
        }
    }

    fn place(&self, file: &Spanned<String>) -> Option<Span> {
        self.named.then_some(file.span)
    }

    /// The families of font files that lie in the project's folder and that no theme names, in the order of
    /// their names.
    fn unnamed(&mut self, theme: &Theme) -> Vec<FamilyFaces> {
        self.named = false;
        let names = self.sources.list("fonts").unwrap_or_default();
        let names = names.into_iter().filter_map(|name| name.into_string().ok());
        let files = |family: &Family| {
            let Family { regular, italic, semibold, semibold_italic, bold, .. } = family;
            let others = [italic, semibold, semibold_italic, bold].into_iter().flatten();
            others.chain([regular]).map(|file| file.value.clone()).collect::<Vec<_>>()
        };
        let named: Vec<String> = theme.fonts.0.iter().flat_map(|(_, _, family)| files(family)).collect();
        let known = |name: &String| named.contains(name) || builtin::find(builtin::FONTS, name).is_some();
        let mut families: Vec<(String, Vec<String>)> = Vec::new();
        for name in names.filter(|name| font_file::is_named_as_font(name) && !known(name)) {
            let (family, _) = cut_of(&name);
            match families.iter_mut().find(|(other, _)| other == family) {
                Some((_, files)) => files.push(name),
                None => families.push((family.to_owned(), vec![name])),
            }
        }
        families.iter().filter_map(|(_, files)| self.family(&family_of(files)?)).collect()
    }

    /// The file by its number among those that were read.
    fn open(&mut self, file: &Spanned<String>) -> Option<usize> {
        let name = &file.value;
        if let Some(known) = self.opened.iter().position(|opened| opened.file == *name) {
            return Some(known);
        }
        let told = match assets::own_or_builtin(self.sources, "fonts", name, builtin::FONTS, LARGEST_FONT) {
            Ok(bytes) => match Opened::new(name, bytes) {
                Ok(opened) => {
                    let coloured =
                        opened.is_coloured.then(|| complaint::font_colour(path(file)).at(self.place(file)));
                    self.sink.extend(coloured);
                    self.opened.push(opened);
                    return Some(self.opened.len() - 1);
                }
                Err(fault) => complaint::font_invalid(path(file), fault).at(self.place(file)),
            },
            Err(Refusal::Missing(None)) => complaint::missing_font(path(file)).at(self.place(file)),
            Err(refusal) => refusal.complaint(&path(file), self.place(file)),
        };
        self.sink.push(told);
        None
    }
}

/// What the name of a file says: `NotoSerifThai-Bold.ttf` is the cut `bold` of the family `NotoSerifThai`.
fn cut_of(name: &str) -> (&str, String) {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let (family, cut) = stem.split_at(stem.find(['-', '_', '[']).unwrap_or(stem.len()));
    (family, cut.to_lowercase())
}

/// The family of some files: its regular is the one that is called so, else the first upright one. Companions
/// are set upright.
fn family_of(files: &[String]) -> Option<Family> {
    let is = |name: &&String, words: &[&str]| words.iter().any(|word| cut_of(name).1.contains(word));
    let upright: Vec<&String> = files.iter().filter(|name| !is(name, &["italic", "oblique"])).collect();
    let heavier = ["extra", "ultra", "black", "heavy"];
    let named = |words: &[&str], not: &[&str]| {
        upright.iter().find(|name| is(name, words) && !is(name, not)).map(|name| (*name).clone())
    };
    let spanned = |value: String| Spanned { value, span: Span::new(FileId::default(), 0..0) };
    let plain =
        || upright.iter().find(|name| matches!(&*cut_of(name).1, "" | "-")).map(|name| (*name).clone());
    let regular = named(&["regular", "variable", "["], &[]).or_else(plain);
    let regular = regular.or_else(|| upright.first().copied().or(files.first()).cloned())?;
    let semibold = named(&["semibold", "demibold"], &[]).map(spanned);
    let bold = named(&["bold"], &["semi", "demi"]);
    let bold = bold.filter(|name| !is(&name, &heavier)).map(spanned);
    Some(Family {
        regular: spanned(regular),
        italic: None,
        semibold,
        semibold_italic: None,
        bold,
        companions: Vec::new(),
        scale: Number(1.0),
    })
}

/// The file of a font below the project folder.
fn path(file: &Spanned<String>) -> String {
    format!("fonts/{}", file.value)
}

impl FontBook {
    /// Loads the fonts that the theme names, from the project's `fonts/` or from the program, and those that
    /// lie in that folder besides: they are asked last.
    pub fn load(sources: &dyn Sources, theme: &Theme, sink: &mut Sink) -> Option<Self> {
        let mut loader =
            Loader { sources, sink, opened: Vec::new(), faces: Vec::new(), scale: 1.0, named: true };
        let families = theme.fonts.0.iter();
        let families =
            families.filter_map(|(name, _, family)| Some((name.clone(), loader.family(family)?))).collect();
        let unnamed = loader.unnamed(theme);
        let mut book = Self { faces: loader.faces, families, fallback: Vec::new(), companions: Vec::new() };
        book.fallback = book.named(&theme.fallback.families, theme, sink);
        book.fallback.extend(unnamed);
        let of_families = book.families.iter().filter_map(|(name, _)| theme.fonts.get(name));
        book.companions = of_families.map(|family| book.named(&family.companions, theme, sink)).collect();
        (!book.families.is_empty()).then_some(book)
    }

    /// The families of these names.
    fn named(&self, names: &[Spanned<String>], theme: &Theme, sink: &mut Sink) -> Vec<FamilyFaces> {
        let mut found = Vec::new();
        for name in names {
            match self.family(&name.value) {
                Some(family) => found.push(family),
                None if theme.fonts.get(&name.value).is_some() => {}
                None => {
                    let known = Filling::list(theme.fonts.names());
                    sink.push(complaint::unknown_font(&name.value, known).at(name.span));
                }
            }
        }
        found
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

    /// The face that sets a character: the wanted one, a companion of its family, or the first of the fallback chain.
    pub fn face_for(&self, wanted: FaceId, c: char) -> Option<FaceId> {
        if self.face(wanted).covers(c) {
            return Some(wanted);
        }
        let heavy = self.families.iter().any(|(_, f)| {
            [f.semibold, f.semibold_italic, f.bold].contains(&Some(wanted)) && f.regular != wanted
        });
        let weight = if heavy { Weight::Semibold } else { Weight::Regular };
        let own = self.families.iter().position(|(_, family)| family.has(wanted));
        let companions = own.map_or(&[][..], |own| &self.companions[own]);
        let asked = companions.iter().chain(&self.fallback);
        asked.map(|f| f.face(weight, false)).find(|f| self.face(*f).covers(c))
    }
}
