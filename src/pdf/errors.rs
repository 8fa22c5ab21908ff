//! What stands against PDF/A and PDF/UA, or against writing a file. Decides how the writer's complaints are
//! told to the author: at which place, in which words, with which hint.

use std::collections::BTreeSet;

use krilla::configure::ValidationError;
use krilla::error::KrillaError;
use krilla::text::Font;
use krilla::{Document, SerializeSettings};

use super::location::span;
use super::{PdfJob, draw};
use crate::diag::{Diagnostic, Filling, Span, complaint, words};
use crate::document::Target;
use crate::node::Role;
use crate::pages::{FontFile, Item, Pages};
use crate::source::assets::Picture;

/// What may be to blame.
pub struct Scene<'a> {
    /// What was drawn.
    pub pages: &'a Pages,
    /// What was said of the file.
    pub job: &'a PdfJob,
    /// How it was validated.
    pub settings: &'a SerializeSettings,
}

impl Scene<'_> {
    /// Why a file could not be written at all.
    pub fn failure(&self, error: &KrillaError) -> Diagnostic {
        match error {
            KrillaError::Font(font, why) => complaint::font_not_written(font_name(font, self.pages), why),
            KrillaError::Image(_, at, why) => complaint::picture_not_written(why).at(at.map(span)),
            other => complaint::pdf_not_written(other),
        }
    }

    /// A violation in words, with its place where the writer knows it.
    pub fn complaint(&self, violation: &ValidationError) -> Diagnostic {
        complaint(violation, self.pages)
    }

    /// A diagnostic for each place of a violation.
    pub fn diagnostics(&self, violation: &ValidationError) -> Vec<Diagnostic> {
        let complaint = self.complaint(violation);
        let places = match violation {
            ValidationError::MissingHeadingTitle => self.silent_headings(),
            ValidationError::TooLongString => self.long_texts(),
            ValidationError::TooHighQNestingLevel => self.drawings(violation),
            _ => Vec::new(),
        };
        if places.is_empty() {
            return vec![complaint];
        }
        places.into_iter().map(|place| complaint.clone().at(place)).collect()
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
fn complaint(violation: &ValidationError, pages: &Pages) -> Diagnostic {
    use ValidationError as V;
    match violation {
        V::UnicodePrivateArea(_, _, c, at) => complaint::private_sign(code(*c)).at(at.map(span)),
        V::InvalidCodepointMapping(_, _, c, at) => complaint::silent_sign(code(*c)).at(at.map(span)),
        V::ContainsNotDefGlyph(font, at, text) => {
            complaint::font_without_sign(font_name(font, pages), format_args!("{text:?}")).at(at.map(span))
        }
        V::NoCodepointMapping(font, _, at) => {
            complaint::sign_without_letter(font_name(font, pages)).at(at.map(span))
        }
        V::RestrictedLicense(font) => complaint::font_not_embedded(font_name(font, pages)),
        V::MissingAltText(at) => complaint::silent_picture().at(at.map(span)),
        V::MissingAnnotationAltText(at) => complaint::link_without_description().at(at.map(span)),
        V::MissingHeadingTitle => complaint::silent_heading(),
        V::TooLongString => complaint::text_too_long(LONGEST),
        V::TooLongName => complaint::font_name_too_long(),
        V::TooManyIndirectObjects => complaint::brochure_too_long(),
        V::TooHighQNestingLevel => complaint::too_many_clips(),
        V::ContainsPostScript(at) => complaint::gradient_repeats().at(at.map(span)),
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
        | V::RequiresNewerPdfVersion(..) => complaint::rule_broken(format_args!("{violation:?}")),
    }
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
fn font_name(font: &Font, pages: &Pages) -> Filling {
    let same = |file: &&FontFile| file.embedded.font().as_ref() == Some(font);
    let file = pages.fonts.iter().find(same);
    file.map_or_else(|| words::of_drawing().into(), |file| (&file.name).into())
}
