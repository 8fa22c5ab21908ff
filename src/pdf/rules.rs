//! What stands against PDF/A and PDF/UA. Decides how pages are looked through, and how what is found is told to the
//! author: at which place, in which words, with which hint.

use std::collections::BTreeSet;

use super::job::PdfJob;
use super::writer::{Copied, depth_of_drawing};
use crate::diag::{Diagnostic, Sink, Span, complaint};
use crate::document::Target;
use crate::ids::NodeId;
use crate::node::Role;
use crate::pages::{Glyph, Item, Owner, Pages, TextRun};
use crate::source::assets::PictureKind;

/// Longest text in bytes: ISO 19005-2, 6.1.13.
const LONGEST: usize = 32_767;
/// Most objects of a file: there, too.
const MOST_OBJECTS: usize = 8_388_607;
/// Most states that are kept in one another: there, too; two are those around a picture.
const DEEPEST: usize = 28 - 2;

/// A rule that pages may break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A sign of a private area.
    PrivateSign,
    /// A sign that is no character.
    SilentSign,
    /// A letter for which its font has no glyph.
    MissingGlyph,
    /// A glyph that stands for no letter.
    SignWithoutLetter,
    /// A font that must not be embedded.
    RestrictedFont,
    /// A picture without alternative text.
    SilentPicture,
    /// A link without description.
    LinkWithoutDescription,
    /// A heading without words.
    SilentHeading,
    /// A text beside those of the pages that is too long.
    LongText,
    /// A text beside those of the pages with a sign of a private area.
    PrivateText,
    /// A drawing with too many states in one another.
    DeepDrawing,
    /// Too many objects.
    ManyObjects,
}

/// A rule that is broken, and what is told of it.
pub type Broken = (Rule, Diagnostic);

/// All that stands against standards, in the order of the pages.
pub fn broken(pages: &Pages, job: &PdfJob) -> Vec<Broken> {
    let mut found = Finds { pages, told: BTreeSet::new(), broken: Vec::new() };
    let (mut drawn, mut last) = (BTreeSet::new(), None);
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        match item {
            Item::Text(run) => found.look_at_text(run),
            Item::Picture { picture, .. } if found.told.insert(picture.path.clone()) => {
                let is_deep =
                    matches!(&picture.kind, PictureKind::Svg(tree) if depth_of_drawing(tree) > DEEPEST);
                if is_deep {
                    let place = Some(picture.span).filter(|span| span.end > 0);
                    found.add(Rule::DeepDrawing, complaint::too_many_clips().at(place));
                }
            }
            _ => {}
        }
        if let Some(Owner::Node(node)) = item.owner().filter(|owner| last != Some(*owner)) {
            drawn.insert(node);
        }
        last = item.owner();
    }
    found.look_at_fonts();
    found.look_at_nodes(&drawn);
    found.look_at_texts(job);
    let objects = pages.structure.len() + pages.links.values().count() + 8 * pages.pages.len();
    if objects > MOST_OBJECTS {
        found.add(Rule::ManyObjects, complaint::brochure_too_long());
    }
    found.broken
}

struct Finds<'p> {
    pages: &'p Pages,
    /// What was told already.
    told: BTreeSet<String>,
    broken: Vec<Broken>,
}

impl Finds<'_> {
    fn add(&mut self, rule: Rule, told: Diagnostic) {
        self.broken.push((rule, told));
    }

    /// Adds what is told once of each thing.
    fn add_once(&mut self, rule: Rule, what: String, told: impl FnOnce() -> Diagnostic) {
        if self.told.insert(what) {
            self.add(rule, told());
        }
    }

    fn look_at_text(&mut self, run: &TextRun) {
        // Odd ones are zero, or begin with one of these bytes.
        let may_be_odd = run.text.bytes().any(|byte| byte == 0 || byte >= 0xee);
        let is_odd_text = may_be_odd && run.text.chars().any(is_odd);
        let is_plain = run.glyphs.iter().all(|glyph| glyph.id != 0) && !is_odd_text;
        if is_plain {
            return;
        }
        let copied = Copied::new(&run.text);
        let font = usize::from(run.face.0);
        let name = &self.pages.fonts[font].name;
        for glyph in &run.glyphs {
            let (letters, place) = (copied.letters(glyph), run.span_of(glyph));
            if glyph.id == 0 {
                let told = || complaint::font_without_sign(name, format_args!("{letters:?}")).at(place);
                self.add_once(Rule::MissingGlyph, format!("0 {font} {letters}"), told);
            }
            for c in letters.chars().filter(|c| is_odd(*c)) {
                let (rule, code) = (rule_of(c), format!("U+{:04X}", c as u32));
                if rule == Rule::PrivateSign {
                    self.told.insert(code.clone());
                }
                let told = match rule {
                    Rule::PrivateSign => complaint::private_sign(&code),
                    _ => complaint::silent_sign(&code),
                };
                self.add_once(rule, format!("{font} {} {code}", glyph.id), || told.at(place));
            }
            self.look_at_ink(glyph, letters, (font, place));
        }
    }

    fn look_at_ink(&mut self, glyph: &Glyph, letters: &str, (font, place): (usize, Option<Span>)) {
        if letters.is_empty() && glyph.advance != 0.0 {
            let name = &self.pages.fonts[font].name;
            let told = || complaint::sign_without_letter(name).at(place);
            self.add_once(Rule::SignWithoutLetter, format!("- {font} {}", glyph.id), told);
        }
    }

    fn look_at_fonts(&mut self) {
        let runs = self.pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
            Item::Text(run) => Some(usize::from(run.face.0)),
            _ => None,
        });
        for font in runs.collect::<BTreeSet<usize>>() {
            let file = &self.pages.fonts[font];
            if file.embedded.is_restricted() {
                self.add(Rule::RestrictedFont, complaint::font_not_embedded(&file.name));
            }
        }
    }

    fn look_at_nodes(&mut self, drawn: &BTreeSet<NodeId>) {
        for id in self.pages.structure.ids() {
            let node = self.pages.structure.get(id);
            let has_ink = || drawn.contains(&id) || node.children.iter().any(|child| drawn.contains(child));
            match &node.role {
                Role::Figure(words) if words.is_empty() && has_ink() => {
                    self.add(Rule::SilentPicture, complaint::silent_picture().at(node.span));
                }
                Role::Heading(_, words) if words.is_empty() && has_ink() => {
                    self.add(Rule::SilentHeading, complaint::silent_heading().at(node.span));
                }
                _ => {}
            }
        }
        for link in self.pages.links.values() {
            let node = self.pages.structure.get(link.node);
            let is_bare = !matches!(&node.role, Role::Link(words) if !words.is_empty());
            if is_bare && !matches!(link.target, Target::Nowhere) && drawn.contains(&link.node) {
                self.add(Rule::LinkWithoutDescription, complaint::link_without_description().at(node.span));
            }
        }
    }

    /// Texts beside those of the pages, which have no limit.
    fn look_at_texts(&mut self, job: &PdfJob) {
        let of_job =
            [&job.title].into_iter().chain(&job.description).chain(&job.keywords).chain(&job.authors);
        let of_nodes = self.pages.structure.iter().filter_map(|node| match &node.role {
            Role::Heading(_, words) | Role::Figure(words) | Role::Link(words) | Role::Replaced(words) => {
                Some((words, node.span))
            }
            _ => None,
        });
        let of_links = self.pages.links.values().filter_map(|link| match &link.target {
            Target::Url(url) => Some((url, self.pages.structure.get(link.node).span)),
            _ => None,
        });
        let all = of_job.map(|text| (text, None)).chain(of_nodes).chain(of_links);
        let long: Sink = all
            .filter(|(text, _)| written_bytes(text) > LONGEST)
            .map(|(_, place)| complaint::text_too_long(LONGEST).at(place))
            .collect();
        self.broken.extend(long.into_iter().map(|told| (Rule::LongText, told)));
        self.look_for_private_signs(job);
    }

    /// Signs of private areas in texts beside those of the pages, each once.
    fn look_for_private_signs(&mut self, job: &PdfJob) {
        let pages = self.pages;
        let of_job =
            [&job.title].into_iter().chain(&job.description).chain(&job.keywords).chain(&job.authors);
        let of_nodes = pages.structure.iter().filter_map(|node| match &node.role {
            Role::Figure(words)
            | Role::Link(words)
            | Role::Replaced(words)
            | Role::Abbreviation(words)
            | Role::Spoken(words) => Some((words, node.span)),
            _ => None,
        });
        for (text, place) in of_job.map(|text| (text, None)).chain(of_nodes) {
            for c in text.chars().filter(|c| is_odd(*c) && rule_of(*c) == Rule::PrivateSign) {
                let code = format!("U+{:04X}", c as u32);
                let told = || complaint::private_sign(&code).at(place);
                self.add_once(Rule::PrivateText, code.clone(), told);
            }
        }
    }
}

/// Whether a character stands against a standard.
fn is_odd(c: char) -> bool {
    matches!(c, '\0' | '\u{fffe}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..)
        || c == '\u{feff}'
}

fn rule_of(c: char) -> Rule {
    if matches!(c, '\0' | '\u{feff}' | '\u{fffe}') { Rule::SilentSign } else { Rule::PrivateSign }
}

/// Bytes of a text in the file: one a letter where all are ASCII, else UTF-16 with its mark.
fn written_bytes(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { 2 + 2 * text.encode_utf16().count() }
}
