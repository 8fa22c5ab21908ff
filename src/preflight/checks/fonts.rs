//! Fonts (ISO 32000-1, 9.6 to 9.9): embedded, and named as subsets are.

use crate::diag::words::preflight as words;
use lopdf::Dictionary;

use super::super::file::Pdf;
use super::super::report::Finding;
use super::super::rules::Severity;
use super::super::rules::{FONT_EMBEDDED, FONT_NAME};

/// Length of the tag before the name of a subset: six capitals and a plus sign.
const TAG: usize = 7;

/// Kinds of fonts with letters of their own, not of the file's content.
const KINDS: &[&str] = &["Type0", "Type1", "MMType1", "TrueType"];

/// Whether a dictionary is a font: old files leave out /Type, others have kinds that do not exist.
pub fn is_font(pdf: &Pdf, dict: &Dictionary) -> bool {
    pdf.name(dict, "Type") == Some("Font")
        || pdf.name(dict, "Subtype").is_some_and(|kind| KINDS.contains(&kind))
        || dict.has(b"BaseFont")
}

/// What resources name as fonts and does not look like one.
pub fn in_disguise<'p>(pdf: &'p Pdf, resources: &'p Dictionary) -> impl Iterator<Item = &'p Dictionary> {
    let named = pdf.dict(resources, "Font").into_iter().flat_map(|fonts| fonts.iter());
    let fonts = named.filter_map(|(_, font)| pdf.as_dict(font));
    fonts.filter(|font| !is_font(pdf, font) && pdf.name(font, "Subtype") != Some("Type3"))
}

/// What is wrong with a font.
pub fn check(pdf: &Pdf, font: &Dictionary) -> Option<Finding> {
    let kind = pdf.name(font, "Subtype").unwrap_or("Type1");
    // descendants are looked at with their font; glyphs of Type 3 are content of the file
    if kind == "Type3" || kind.starts_with("CIDFont") {
        return None;
    }
    let name = pdf.name(font, "BaseFont").unwrap_or("without name");
    let descendant = pdf.array(font, "DescendantFonts").first().and_then(|o| pdf.as_dict(o));
    let inner = descendant.filter(|_| kind == "Type0").unwrap_or(font);
    let descriptor = pdf.dict(inner, "FontDescriptor");
    let file = ["FontFile", "FontFile2", "FontFile3"].iter().find_map(|key| pdf.stream(descriptor?, key));
    let Some(descriptor) = descriptor.filter(|_| file.is_some()) else {
        return Some(Finding::new(FONT_EMBEDDED, words::font_not_embedded(name)));
    };
    let tag = name.get(..TAG).and_then(|tag| tag.strip_suffix('+'));
    let tagged = tag.is_some_and(|tag| tag.bytes().all(|b| b.is_ascii_uppercase()));
    if name.contains('+') && !tagged {
        return Some(Finding::new(FONT_NAME, words::font_without_tag(name)));
    }
    if !tagged {
        let message = words::font_as_a_whole(name);
        return Some(Finding::new(FONT_NAME, message).severity(Severity::Warning));
    }
    let inner_name = pdf.name(inner, "BaseFont").unwrap_or_default();
    let agree = pdf.name(descriptor, "FontName") == Some(inner_name) && name.starts_with(inner_name);
    (!agree).then(|| Finding::new(FONT_NAME, words::font_with_two_names(name)))
}
