//! Drawings. Decides which SVG files are accepted: vectors, with pictures that are written out in them, and no
//! more of them than is drawn soon. What
//! a drawing comes to is bounded before it is converted, because it can grow without end on the way, and
//! counted afterwards.

mod bound;
mod corners;
mod drawn;
mod expanded;
mod style;
mod xml;

use std::io::Cursor;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use image::{ImageFormat, ImageReader};
use usvg::roxmltree::{Document, Node, ParsingOptions};
use usvg::{ImageKind, Tree, fontdb};

use super::builtin;
use crate::diag::{Diagnostic, Filling, Sentence, complaint, words};

pub use xml::DEEPEST_NESTING;

/// Largest file in bytes.
const LARGEST_FILE: usize = 8 << 20;
/// Most groups, paths and texts, each counted as often as it is drawn.
const MOST_PARTS: u64 = 100_000;
/// Most corners of paths, each counted as often as it is drawn.
const MOST_CORNERS: u64 = 200_000;
/// Most uses of gradients, patterns, masks and clip paths: `usvg` compares each with each, and each mask is an
/// object of a PDF.
const MOST_SERVERS: u64 = 3_000;
/// Most groups that are mixed before they are drawn: with opacity, a mask or a blend mode.
const MOST_LAYERS: u64 = 2_000;
/// Most letters, each counted as often as it is drawn.
const MOST_LETTERS: u64 = 10_000;
/// Most pixels of the pictures in a drawing, each counted as often as it is drawn.
const MOST_PIXELS: u64 = 60_000_000;
/// Most dashes of broken lines.
const MOST_DASHES: u64 = 200_000;
/// Deepest nesting of groups that are mixed, masks, clip paths and patterns: each may be a form of the PDF,
/// and preflight follows forms 40 deep.
const DEEPEST_LAYERS: u64 = 32;
/// Most steps of what takes long without being drawn: rules of style that are matched, attributes that are
/// sought in all elements around, letters that are placed.
const MOST_STEPS: u64 = 50_000_000;

/// Why a drawing is refused.
#[derive(Debug, PartialEq, Eq)]
enum Refusal {
    /// It is more than is drawn soon.
    TooMuch { what: Sentence, found: u64, most: u64 },
    /// It cannot be drawn, or not as vectors.
    Invalid(Filling),
}

impl Refusal {
    /// Refuses more of something than a limit.
    fn above(what: fn() -> Sentence, found: u64, most: u64) -> Result<(), Self> {
        if found > most { Err(Self::TooMuch { what: what(), found, most }) } else { Ok(()) }
    }

    /// Refuses what is wrong with it.
    fn invalid(why: Sentence) -> Self {
        Self::Invalid(why.into())
    }

    fn diagnostic(self, path: &str) -> Diagnostic {
        match self {
            Self::TooMuch { what, found, most } => {
                let endless = found == u64::MAX;
                let found = if endless { words::endlessly_many().into() } else { Filling::from(found) };
                complaint::svg_too_large(path, found, what, most)
            }
            Self::Invalid(why) => complaint::svg_invalid(path, why),
        }
    }
}

/// Reads a drawing; `ink` replaces `currentColor`. `path` is for the diagnostic, which has no place.
pub fn decode(path: &str, bytes: Vec<u8>, ink: Option<[u8; 3]>) -> Result<Arc<Tree>, Diagnostic> {
    if bytes.len() > LARGEST_FILE {
        return Err(complaint::svg_invalid(path, words::drawing_too_large(LARGEST_FILE >> 20)));
    }
    let no_text = |_| complaint::svg_invalid(path, words::no_utf8());
    let mut text = String::from_utf8(bytes).map_err(no_text)?;
    if let Some([r, g, b]) = ink {
        text = text.replace("currentColor", &format!("#{r:02x}{g:02x}{b:02x}"));
    }
    xml::check(&text).map_err(|refusal| refusal.diagnostic(path))?;
    let options = ParsingOptions { allow_dtd: true, nodes_limit: 2_000_000, ..ParsingOptions::default() };
    let xml = Document::parse_with_options(&text, options);
    let xml = xml.map_err(|e| complaint::svg_invalid(path, words::no_svg(e)))?;
    check_source(&xml).map_err(|refusal| refusal.diagnostic(path))?;
    if let Some(letter) = missing_letter(&xml) {
        return Err(complaint::missing_glyph_of_drawing(path, format_args!("{letter:?}")));
    }
    let (tree, whole) = convert(&xml).map_err(|e| complaint::svg_invalid(path, words::no_svg(e)))?;
    if !whole {
        return Err(complaint::svg_invalid(path, words::picture_in_drawing()));
    }
    drawn::Drawn::of(&tree).check().map_err(|refusal| refusal.diagnostic(path))?;
    Ok(Arc::new(tree))
}

/// Fillings and corners of a drawing, each counted as often as it is drawn.
pub fn size(tree: &Tree) -> u64 {
    let drawn = drawn::Drawn::of(tree);
    drawn.parts + drawn.corners
}

/// Whether a drawing is worth converting.
fn check_source(xml: &Document<'_>) -> Result<(), Refusal> {
    let pixels = |name: &str| matches!(name, "filter" | "foreignObject");
    let refused = |node: &Node<'_, '_>| pixels(node.tag_name().name()) || is_outer_image(node);
    if let Some(node) = xml.descendants().find(refused) {
        return Err(Refusal::invalid(words::not_vectors(format_args!("<{}>", node.tag_name().name()))));
    }
    bound::bound(&expanded::expand(xml)?)?.check()
}

/// Whether an element is a picture that is not written out in the drawing.
fn is_outer_image(node: &Node<'_, '_>) -> bool {
    let hrefs = node.attributes().filter(|attribute| attribute.name() == "href");
    let mut hrefs = hrefs.map(|attribute| attribute.value().trim_start());
    node.tag_name().name() == "image" && !hrefs.any(|href| href.starts_with("data:"))
}

/// A picture that is written out in a drawing, if it can be decoded.
fn embedded(data: Arc<Vec<u8>>) -> Option<ImageKind> {
    let format = image::guess_format(&data).ok()?;
    let size = ImageReader::with_format(Cursor::new(&**data), format).into_dimensions();
    let fits = size.is_ok_and(|(w, h)| u64::from(w) * u64::from(h) <= MOST_PIXELS);
    if !fits || image::load_from_memory_with_format(&data, format).is_err() {
        return None;
    }
    match format {
        ImageFormat::Jpeg => Some(ImageKind::JPEG(data)),
        ImageFormat::Png => Some(ImageKind::PNG(data)),
        ImageFormat::Gif => Some(ImageKind::GIF(data)),
        ImageFormat::WebP => Some(ImageKind::WEBP(data)),
        _ => None,
    }
}

/// Pixels of the pictures in a drawing, each counted as often as it is drawn.
pub fn pixels(tree: &Tree) -> u64 {
    drawn::Drawn::of(tree).pixels
}

/// The drawing, and whether all pictures in it can be decoded.
fn convert(xml: &Document<'_>) -> Result<(Tree, bool), usvg::Error> {
    let whole = Arc::new(AtomicBool::new(true));
    let seen = whole.clone();
    let mut options = usvg::Options { font_family: "Source Sans 3".into(), ..usvg::Options::default() };
    if xml.descendants().any(|n| n.tag_name().name() == "text") {
        options.fontdb = fonts();
    }
    options.image_href_resolver = usvg::ImageHrefResolver {
        resolve_data: Box::new(move |_, data, _| {
            let embedded = embedded(data);
            seen.fetch_and(embedded.is_some(), Ordering::Relaxed);
            embedded
        }),
        resolve_string: Box::new(|_, _| None),
    };
    let tree = Tree::from_xmltree(xml, &options)?;
    Ok((tree, whole.load(Ordering::Relaxed)))
}

/// The fonts compiled in, for text in drawings.
fn fonts() -> Arc<fontdb::Database> {
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

/// The first letter of a drawing that no font has.
fn missing_letter(xml: &Document<'_>) -> Option<char> {
    let texts = xml.descendants().filter(|n| n.is_text());
    let texts = texts.filter(|n| n.ancestors().any(|n| n.tag_name().name() == "text"));
    let letters = texts.filter_map(|n| n.text()).flat_map(str::chars);
    let mut letters = letters.filter(|c| !c.is_whitespace() && !c.is_control()).peekable();
    letters.peek()?;
    let fonts: Vec<harfrust::Font> =
        builtin::FONTS.iter().filter_map(|(_, bytes)| harfrust::Font::new(*bytes, 0)).collect();
    letters.find(|c| fonts.iter().all(|f| f.charmap().map_unicode(*c).is_none()))
}

#[cfg(test)]
mod tests;
