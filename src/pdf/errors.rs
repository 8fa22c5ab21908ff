//! What stands against PDF/A and PDF/UA. Decides how the writer's complaints are told to the author:
//! at which place, in which words, with which hint.

use std::collections::BTreeSet;

use krilla::configure::ValidationError;
use krilla::error::KrillaError;
use krilla::text::Font;
use krilla::{Document, SerializeSettings};

use super::location::span;
use super::{PdfJob, draw};
use crate::diag::{Diagnostic, Sink, Span};
use crate::document::Target;
use crate::node::Role;
use crate::pages::{FontFile, Item, Pages};
use crate::source::assets::Picture;

/// Reports why a file could not be written.
pub fn report(
    error: &KrillaError,
    pages: &Pages,
    job: &PdfJob,
    settings: &SerializeSettings,
    sink: &mut Sink,
) {
    let broken = |message: String| Diagnostic::error("pdf", message);
    match error {
        KrillaError::Validation(found) => {
            let scene = Scene { pages, job, settings };
            sink.extend(found.iter().flat_map(|(violation, _)| scene.diagnostics(violation)));
        }
        KrillaError::Font(font, why) => {
            let name = font_name(font, pages);
            sink.push(
                broken(format!("the font {name} cannot be written: {why}")).hint("take another file of it"),
            );
        }
        KrillaError::Image(_, at, why) => sink.push(
            broken(format!("a picture cannot be written: {why}"))
                .at(at.map(span))
                .hint("export it again as PNG or JPEG"),
        ),
        other => sink.push(broken(format!("the PDF could not be written: {other}"))),
    }
}

/// What may be to blame.
struct Scene<'a> {
    pages: &'a Pages,
    job: &'a PdfJob,
    settings: &'a SerializeSettings,
}

impl Scene<'_> {
    /// A diagnostic for each place of a violation.
    fn diagnostics(&self, violation: &ValidationError) -> Vec<Diagnostic> {
        let told = told(violation, self.pages);
        let places = match violation {
            ValidationError::MissingHeadingTitle => self.silent_headings(),
            ValidationError::TooLongString => self.long_texts(),
            ValidationError::TooHighQNestingLevel => self.drawings(violation),
            _ => Vec::new(),
        };
        if places.is_empty() {
            return vec![told];
        }
        places.into_iter().map(|place| told.clone().at(place)).collect()
    }

    fn silent_headings(&self) -> Vec<Option<Span>> {
        let silent = |role: &Role| matches!(role, Role::Heading(_, title) if title.is_empty());
        self.pages.structure.iter().filter(|node| silent(&node.role)).map(|node| node.span).collect()
    }

    /// Texts beside those of the pages, which have no limit.
    fn long_texts(&self) -> Vec<Option<Span>> {
        let Self { pages, job, .. } = self;
        let of_job =
            [&job.title].into_iter().chain(&job.description).chain(&job.keywords).chain(&job.authors);
        let of_nodes = pages.structure.iter().filter_map(|node| match &node.role {
            Role::Heading(_, words) | Role::Figure(words) | Role::Link(words) | Role::Replaced(words) => {
                Some((words, node.span))
            }
            _ => None,
        });
        let of_links = pages.links.values().filter_map(|link| match &link.target {
            Target::Url(url) => Some((url, pages.structure.get(link.node).span)),
            _ => None,
        });
        let all = of_job.map(|text| (text, None)).chain(of_nodes).chain(of_links);
        all.filter(|(text, _)| written_bytes(text) > LONGEST).map(|(_, place)| place).collect()
    }

    /// Pictures that break the rule on a page of their own, too.
    fn drawings(&self, violation: &ValidationError) -> Vec<Option<Span>> {
        let mut seen = BTreeSet::new();
        let pictures = self.pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
            Item::Picture { picture, .. } => Some(picture),
            _ => None,
        });
        pictures
            .filter(|picture| seen.insert(&picture.path) && self.breaks_alone(picture, violation))
            .map(|picture| Some(picture.span).filter(|span| span.end > 0))
            .collect()
    }

    fn breaks_alone(&self, picture: &Picture, violation: &ValidationError) -> bool {
        let mut document = Document::new_with(self.settings.clone());
        draw::alone(&mut document.start_page(), picture, self.pages.max_ppi);
        match document.finish() {
            Err(KrillaError::Validation(found)) => found.iter().any(|(v, _)| v == violation),
            _ => false,
        }
    }
}

/// A violation in words, with its place where the writer knows it.
fn told(violation: &ValidationError, pages: &Pages) -> Diagnostic {
    use ValidationError as V;
    let (at, message, hint) = match violation {
        V::UnicodePrivateArea(_, _, c, at) => (
            *at,
            format!("the character {} means nothing outside of its font", code(*c)),
            "nobody can hear, search or copy it: take another sign, or a picture with an alternative text",
        ),
        V::InvalidCodepointMapping(_, _, c, at) => (
            *at,
            format!("the character {} cannot be read aloud", code(*c)),
            "delete it and type the words around it anew; it comes along when text is copied",
        ),
        V::ContainsNotDefGlyph(font, at, text) => (
            *at,
            format!("the font {} has no sign for {text:?}", font_name(font, pages)),
            "write it otherwise, or take a font that has it",
        ),
        V::NoCodepointMapping(font, _, at) => (
            *at,
            format!("a sign of the font {} stands for no letter", font_name(font, pages)),
            "write it otherwise, or take another font",
        ),
        V::RestrictedLicense(font) => (
            None,
            format!("the font {} must not be embedded", font_name(font, pages)),
            "take a font whose licence allows it, such as one under the Open Font License",
        ),
        V::MissingAltText(at) => (
            *at,
            "a picture has no alternative text".to_owned(),
            "say what it shows; of a logo, fill or delete logo-alt",
        ),
        V::MissingAnnotationAltText(at) => {
            (*at, "a link has no description".to_owned(), "say between the brackets what is found there")
        }
        V::MissingHeadingTitle => {
            (None, "a heading has no words that can be read aloud".to_owned(), "write some or delete the #")
        }
        V::TooLongString => (
            None,
            format!(
                "a title, keyword, description, address or alternative text has more than {LONGEST} bytes"
            ),
            "shorten it",
        ),
        V::TooLongName => (
            None,
            "the name of a font is longer than 127 bytes".to_owned(),
            "take a font with a shorter name",
        ),
        V::TooManyIndirectObjects => {
            (None, "the brochure is too long for PDF/A".to_owned(), "divide it into several")
        }
        V::TooHighQNestingLevel => (
            None,
            "a drawing clips too many shapes one inside another".to_owned(),
            "make it flatter in the drawing program, or save it as PNG",
        ),
        V::ContainsPostScript(at) => (
            *at,
            "a drawing has a gradient that repeats itself".to_owned(),
            "set its spreadMethod to \"pad\", or save the drawing as PNG",
        ),
        // The job always gives it, nothing draws it, or only other standards forbid it.
        V::NoDocumentTitle
        | V::NoDocumentLanguage
        | V::MissingDocumentOutline
        | V::MissingDocumentDate
        | V::MissingTagging
        | V::MissingCMYKProfile
        | V::InconsistentSeparationFallback(_)
        | V::Transparency(_)
        | V::ImageInterpolation(_)
        | V::EmbeddedFile(..)
        | V::EmbeddedPDF(_)
        | V::TooLongArray
        | V::TooLongDictionary
        | V::TooLargeFloat
        | V::RequiresNewerPdfVersion(..) => (
            None,
            format!("the PDF breaks a rule of PDF/A or PDF/UA: {violation:?}"),
            "this is a fault of brochure: please report it with the chapter that shows it",
        ),
    };
    Diagnostic::error("conformance", message).at(at.map(span)).hint(hint)
}

/// Longest text in bytes: ISO 19005-2, 6.1.13.
const LONGEST: usize = 32_767;

/// Bytes of a text in the file: one a letter where all are ASCII, else UTF-16 with its mark.
fn written_bytes(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { 2 + 2 * text.encode_utf16().count() }
}

fn code(c: char) -> String {
    format!("U+{:04X}", c as u32)
}

/// The file of a font.
fn font_name<'p>(font: &Font, pages: &'p Pages) -> &'p str {
    let same = |file: &&FontFile| Font::new(file.bytes.clone().into(), 0).as_ref() == Some(font);
    pages.fonts.iter().find(same).map_or("of a drawing", |file| &file.name)
}
