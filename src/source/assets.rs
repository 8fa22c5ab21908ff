//! Pictures. Decides which files are accepted and how large they may be; decodes once, checks all.

use std::borrow::Cow;
use std::io::Cursor;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits};
use usvg::fontdb;

use super::builtin;
use super::paths::{self, Refusal};
use crate::diag::{Diagnostic, Sink, Span};
use crate::fault::working_on;
use crate::geom::Pt;

/// Most pixels of a side.
const LONGEST_SIDE: u32 = 20_000;
/// Most pixels in all.
const MOST_PIXELS: u64 = 60_000_000;
/// Quality of JPEG files that are written anew.
const JPEG_QUALITY: u8 = 92;
/// Largest file in bytes.
const LARGEST_FILE: u64 = 128 << 20;
/// Largest SVG file in bytes.
const LARGEST_SVG: usize = 8 << 20;
/// Most elements of an SVG, each `use` counted as what it repeats.
const MOST_ELEMENTS: u64 = 300_000;
/// Deepest nesting of an SVG.
const DEEPEST_NESTING: usize = 200;

/// A picture that was checked and can be drawn.
#[derive(Clone)]
pub struct Picture {
    /// Path it was read from, below the project folder.
    pub path: String,
    /// Where it is named.
    pub span: Span,
    /// The drawing or the pixels.
    pub kind: PictureKind,
}

/// Drawing or pixels.
#[derive(Clone)]
pub enum PictureKind {
    /// A vector drawing.
    Svg(Arc<usvg::Tree>),
    /// A JPEG, passed on as it is where its size allows.
    Jpeg(Arc<Pixels>),
    /// Pixels of a lossless file.
    Raster(Arc<Pixels>),
}

/// A pixel image.
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The file.
    pub bytes: Arc<Vec<u8>>,
    /// Its format.
    pub format: ImageFormat,
}

impl Picture {
    /// Width over height.
    pub fn ratio(&self) -> f64 {
        let (w, h) = self.size();
        w / h
    }

    /// Width and height: points of an SVG, pixels of an image.
    pub fn size(&self) -> (Pt, Pt) {
        match &self.kind {
            PictureKind::Svg(tree) => (f64::from(tree.size().width()), f64::from(tree.size().height())),
            PictureKind::Jpeg(p) | PictureKind::Raster(p) => (f64::from(p.width), f64::from(p.height)),
        }
    }

    /// Pixels per inch at a printed width; none for drawings.
    pub fn ppi(&self, width: Pt) -> Option<f64> {
        match &self.kind {
            PictureKind::Svg(_) => None,
            PictureKind::Jpeg(p) | PictureKind::Raster(p) => Some(f64::from(p.width) * 72.0 / width),
        }
    }
}

/// Reads the picture that `written` names, seen from folder `base`.
pub fn load(root: &Path, base: &str, written: &str, span: Span, sink: &mut Sink) -> Option<Picture> {
    let bytes = read(root, base, written, span, sink)?;
    let inside = paths::join(base, written)?;
    decode(&inside, bytes, None, span).map_err(|d| sink.push(d.at(span))).ok()
}

/// Reads the file that `written` names, seen from folder `base`.
pub fn read(root: &Path, base: &str, written: &str, span: Span, sink: &mut Sink) -> Option<Vec<u8>> {
    let name = paths::join(base, written).unwrap_or_else(|| written.to_owned());
    paths::read(root, base, written, LARGEST_FILE).map_err(|r| sink.push(r.told(&name, Some(span)))).ok()
}

/// The theme's artwork or icon: the project's own below `assets/`, or the one compiled in.
/// `ink` replaces `currentColor`.
pub fn load_theme(
    root: &Path,
    name: &str,
    ink: Option<[u8; 3]>,
    span: Span,
    sink: &mut Sink,
) -> Option<Picture> {
    let path = format!("assets/{name}");
    let bytes = own_or_builtin(root, "assets", name, builtin::ASSETS, LARGEST_FILE)
        .map_err(|refusal| sink.push(refusal.told(&path, Some(span))))
        .ok()?;
    decode(&path, bytes.into_owned(), ink, span).map_err(|d| sink.push(d.at(span))).ok()
}

/// The project's own file in `folder`, or the one of that name in the program. One of the project that
/// cannot be read is an error: the other would not be what its author expects.
pub fn own_or_builtin(
    root: &Path,
    folder: &str,
    name: &str,
    list: &'static [builtin::Builtin],
    most: u64,
) -> Result<Cow<'static, [u8]>, Refusal> {
    match paths::read(root, folder, name, most) {
        Ok(bytes) => Ok(bytes.into()),
        Err(missing @ Refusal::Missing(_)) => builtin::find(list, name).map(Cow::Borrowed).ok_or(missing),
        Err(refusal) => Err(refusal),
    }
}

fn decode(path: &str, bytes: Vec<u8>, ink: Option<[u8; 3]>, span: Span) -> Result<Picture, Diagnostic> {
    let is_svg = path.to_ascii_lowercase().ends_with(".svg");
    let kind =
        working_on(path, || if is_svg { decode_svg(path, bytes, ink) } else { decode_pixels(path, bytes) })?;
    Ok(Picture { path: path.to_owned(), span, kind })
}

fn decode_pixels(path: &str, bytes: Vec<u8>) -> Result<PictureKind, Diagnostic> {
    let corrupt = |why: String| {
        Diagnostic::error("image-corrupt", format!("{path} cannot be read as a picture: {why}"))
            .hint("PNG, JPEG, WebP and SVG files are accepted; export the picture again")
    };
    let reader = || {
        let mut reader = ImageReader::new(Cursor::new(&bytes)).with_guessed_format().ok()?;
        let mut limits = Limits::default();
        limits.max_image_width = Some(LONGEST_SIDE);
        limits.max_image_height = Some(LONGEST_SIDE);
        limits.max_alloc = Some(MOST_PIXELS * 8);
        reader.limits(limits);
        Some(reader)
    };
    let open = || reader().ok_or_else(|| corrupt("unknown format".into()));
    let format = open()?.format().ok_or_else(|| corrupt("unknown format".into()))?;
    if format == ImageFormat::Jpeg && !is_whole_jpeg(&bytes) {
        return Err(corrupt("it ends too early".into()));
    }
    let unlimited = ImageReader::with_format(Cursor::new(&bytes), format);
    let (width, height) = unlimited.into_dimensions().map_err(|e| corrupt(e.to_string()))?;
    let too_large = width.max(height) > LONGEST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS;
    if too_large {
        return Err(Diagnostic::error("image-size", format!("{path} has {width} × {height} pixels"))
            .hint(format!("at most {LONGEST_SIDE} pixels a side and 60 megapixels; scale it down")));
    }
    if width == 0 || height == 0 {
        return Err(corrupt("it has no pixels".into()));
    }
    let (bytes, (width, height)) =
        upright(open()?, format).map_err(corrupt)?.unwrap_or((bytes, (width, height)));
    let pixels = Arc::new(Pixels { width, height, bytes: Arc::new(bytes), format });
    Ok(match format {
        ImageFormat::Jpeg => PictureKind::Jpeg(pixels),
        _ => PictureKind::Raster(pixels),
    })
}

/// Whether the last scan of a JPEG is closed: decoders fill what is missing with grey.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let last = |marker: u8| bytes.windows(2).rposition(|w| w == [0xff, marker]);
    last(0xd9) > last(0xda)
}

/// A file's new bytes, width and height.
type Rewritten = (Vec<u8>, (u32, u32));

/// Decodes the picture to be sure that it is whole. A JPEG that is stored lying down or in print
/// colours is written anew, upright and in RGB.
fn upright<R: std::io::BufRead + std::io::Seek>(
    reader: ImageReader<R>,
    format: ImageFormat,
) -> Result<Option<Rewritten>, String> {
    let mut decoder = reader.into_decoder().map_err(|e| e.to_string())?;
    let orientation = decoder.orientation().map_err(|e| e.to_string())?;
    let print_colours = decoder.original_color_type() == ExtendedColorType::Cmyk8;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|e| e.to_string())?;
    if format != ImageFormat::Jpeg || (orientation == Orientation::NoTransforms && !print_colours) {
        return Ok(None);
    }
    image.apply_orientation(orientation);
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    DynamicImage::from(image.to_rgb8()).write_with_encoder(encoder).map_err(|e| e.to_string())?;
    Ok(Some((bytes, (image.width(), image.height()))))
}

fn decode_svg(path: &str, bytes: Vec<u8>, ink: Option<[u8; 3]>) -> Result<PictureKind, Diagnostic> {
    let bad = |why: String| {
        Diagnostic::error("svg-invalid", format!("{path} cannot be drawn: {why}"))
            .hint("save it as plain SVG from your drawing program")
    };
    if bytes.len() > LARGEST_SVG {
        return Err(bad("it is larger than 8 MiB".into()));
    }
    let mut text = String::from_utf8(bytes).map_err(|_| bad("it is not UTF-8".into()))?;
    if let Some([r, g, b]) = ink {
        text = text.replace("currentColor", &format!("#{r:02x}{g:02x}{b:02x}"));
    }
    if text.contains("<!ENTITY") {
        return Err(bad("it declares entities".into()));
    }
    if nesting(&text) > DEEPEST_NESTING {
        return Err(bad(format!("its elements are nested more than {DEEPEST_NESTING} deep")));
    }
    let options =
        usvg::roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: 2_000_000, ..Default::default() };
    let xml =
        usvg::roxmltree::Document::parse_with_options(&text, options).map_err(|e| bad(e.to_string()))?;
    if expanded_elements(&xml) > MOST_ELEMENTS {
        return Err(bad(format!("it has more than {MOST_ELEMENTS} elements when expanded")));
    }
    if let Some(node) =
        xml.descendants().find(|n| matches!(n.tag_name().name(), "image" | "filter" | "foreignObject"))
    {
        return Err(bad(format!("it contains <{}>, which is not vector artwork", node.tag_name().name())));
    }
    if let Some(letter) = missing_letter(&xml) {
        return Err(Diagnostic::error(
            "missing-glyph",
            format!("{path} writes {letter:?}, which no font has"),
        )
        .hint("turn the letters of the drawing into outlines"));
    }
    let mut options = usvg::Options { font_family: "Source Sans 3".into(), ..Default::default() };
    if xml.descendants().any(|n| n.tag_name().name() == "text") {
        options.fontdb = svg_fonts();
    }
    options.image_href_resolver = usvg::ImageHrefResolver {
        resolve_data: Box::new(|_, _, _| None),
        resolve_string: Box::new(|_, _| None),
    };
    let tree = usvg::Tree::from_xmltree(&xml, &options).map_err(|e| bad(e.to_string()))?;
    Ok(PictureKind::Svg(Arc::new(tree)))
}

/// The fonts compiled in, for text in drawings.
fn svg_fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    FONTS
        .get_or_init(|| {
            let mut db = fontdb::Database::new();
            for (_, bytes) in builtin::FONTS {
                db.load_font_data(bytes.to_vec());
            }
            db.set_sans_serif_family("Source Sans 3");
            db.set_serif_family("Source Serif 4 SmText");
            Arc::new(db)
        })
        .clone()
}

/// Deepest nesting of tags, read without building a tree (parsers recurse).
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices('<') {
        match bytes.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                let end = text[at..].find('>').map_or(text.len(), |n| at + n);
                if !text[..end].ends_with('/') {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
            }
        }
    }
    deepest
}

/// About how many corners a path has.
fn corners(node: usvg::roxmltree::Node<'_, '_>) -> u64 {
    let path = node.attribute("d").or(node.attribute("points")).unwrap_or("");
    let numbers = path.split(|c: char| !(c.is_ascii_digit() || c == '.')).filter(|n| !n.is_empty()).count();
    (numbers as u64).div_ceil(2).max(1)
}

/// Names that an attribute refers to: `href="#a"`, `mask="url(#a)"`.
fn references<'a>(name: &str, value: &'a str) -> Vec<&'a str> {
    if name == "href" {
        return value.strip_prefix('#').into_iter().collect();
    }
    value
        .split("url(")
        .skip(1)
        .filter_map(|r| r.split(')').next()?.trim_matches(['"', '\'', ' ']).strip_prefix('#'))
        .collect()
}

/// The first letter of a drawing that no font has.
fn missing_letter(xml: &usvg::roxmltree::Document<'_>) -> Option<char> {
    let fonts: Vec<harfrust::Font> =
        builtin::FONTS.iter().filter_map(|(_, bytes)| harfrust::Font::new(*bytes, 0)).collect();
    let texts = xml.descendants().filter(|n| n.tag_name().name() == "text");
    let letters = texts.flat_map(|n| n.descendants()).filter_map(|n| n.text()).flat_map(str::chars);
    letters
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .find(|c| fonts.iter().all(|f| f.charmap().map_unicode(*c).is_none()))
}

/// Number of elements when every `<use>` is replaced by what it names: catches drawings that are
/// small as files and endless when drawn.
fn expanded_elements(xml: &usvg::roxmltree::Document<'_>) -> u64 {
    use std::collections::HashMap;
    let ids: HashMap<&str, usvg::roxmltree::NodeId> =
        xml.descendants().filter_map(|n| Some((n.attribute("id")?, n.id()))).collect();
    fn count(
        node: usvg::roxmltree::Node<'_, '_>,
        ids: &HashMap<&str, usvg::roxmltree::NodeId>,
        done: &mut HashMap<usvg::roxmltree::NodeId, u64>,
        depth: usize,
    ) -> u64 {
        if depth > 2 * DEEPEST_NESTING {
            return MOST_ELEMENTS + 1;
        }
        if let Some(known) = done.get(&node.id()) {
            return *known;
        }
        done.insert(node.id(), 0); // a drawing that uses itself is drawn without the repetition
        let mut sum = 1u64;
        for child in node.children().filter(|c| c.is_element()) {
            sum = sum.saturating_add(count(child, ids, done, depth + 1));
        }
        for name in node.attributes().flat_map(|a| references(a.name(), a.value())) {
            if let Some(target) = ids.get(name).and_then(|id| node.document().get_node(*id)) {
                // A marker stands at every corner of its path.
                let times = if target.tag_name().name() == "marker" { corners(node) } else { 1 };
                sum = sum.saturating_add(count(target, ids, done, depth + 1).saturating_mul(times));
            }
        }
        done.insert(node.id(), sum);
        sum
    }
    count(xml.root_element(), &ids, &mut HashMap::new(), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(body: &str) -> Result<PictureKind, Diagnostic> {
        let text = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 5'>{body}</svg>");
        decode_svg("a.svg", text.into_bytes(), None)
    }

    #[test]
    fn plain_drawings_pass_and_keep_their_ratio() {
        let kind = svg("<rect width='4' height='4'/>").unwrap_or_else(|d| panic!("{}", d.message));
        assert_eq!(Picture { path: String::new(), span: Span::default(), kind }.ratio(), 2.0);
    }

    #[test]
    fn bombs_are_defused() {
        let mut uses = String::from("<g id='a0'><rect width='1' height='1'/></g>");
        for n in 1..30 {
            let link = format!("<use href='#a{}'/>", n - 1).repeat(10);
            uses += &format!("<g id='a{n}'>{link}</g>");
        }
        let deep = format!("{}{}", "<g>".repeat(5000), "</g>".repeat(5000));
        for bomb in [uses.as_str(), deep.as_str(), "<filter/>", "<image href='/etc/passwd'/>"] {
            let error = svg(bomb).err().expect("refused");
            assert_eq!(error.code, "svg-invalid");
        }
        let entities = "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><svg/>";
        assert!(decode_svg("a.svg", entities.into(), None).is_err());
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let error = decode_pixels("a.png", b"\x89PNG\r\n\x1a\nrubbish".to_vec()).err().expect("refused");
        assert_eq!(error.code, "image-corrupt");
    }
}
