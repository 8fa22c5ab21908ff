//! The first reading of all chapters. Decides titles and anchors before any link is resolved.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use unicode_normalization::UnicodeNormalization;

use super::Anchor;
use super::chart::{self, Fenced};
use super::front::{self, FrontMatter};
use super::inlines::plain_words;
use super::markdown::attributes::Attributes;
use super::markdown::events::parsed;
use super::markdown::html::ANCHOR;
use super::markdown::prepared::Prepared;
use super::markdown::syntax::is_chart;
use super::stars;
use crate::diag::{FileId, Files, Sink, Span, complaint, has_errors};
use crate::ids::{AnchorId, ByPart, Part};
use crate::language::Language;

/// Longest title, heading or caption with an anchor, in characters: it stands on every page or in every
/// link that leads to it.
const LONGEST_TITLE: usize = 1000;

/// What the first reading found.
#[derive(Default)]
pub struct Survey {
    /// All anchors.
    pub anchors: ByPart<AnchorId, Anchor>,
    /// By chapter and id.
    pub by_id: HashMap<(usize, String), AnchorId>,
    /// The anchor that stands at a byte of a chapter's file.
    pub by_place: HashMap<(usize, u32), AnchorId>,
    /// Each chapter's front matter, the byte at which its text begins, and its file name.
    pub chapters: Vec<Surveyed>,
    /// Numbers of chapters by their titles and their file names without ending, in lower case.
    pub by_words: HashMap<String, usize>,
    /// Numbers of chapters by their file names.
    pub by_name: HashMap<String, usize>,
    /// Bytes at which the lines of the current chapter begin.
    line_starts: Vec<u32>,
    /// Of ids of the current chapter that stand there more than once, the last number behind one.
    repeated: HashMap<String, u32>,
}

/// A chapter after the first reading.
pub struct Surveyed {
    /// The file.
    pub file: FileId,
    /// File name without folder.
    pub name: String,
    /// Front matter.
    pub front: FrontMatter,
    /// Byte at which the text begins.
    pub body: usize,
    /// Title as plain text.
    pub title: String,
    /// Where the title stands.
    pub title_span: Span,
    /// The chapter's anchor.
    pub anchor: AnchorId,
    /// Whether its front matter is wrong: what follows from that is not reported.
    pub spoilt: bool,
}

/// Characters that no file may contain.
pub fn report_control_characters(text: &str, file: FileId, sink: &mut Sink) {
    if let Some((at, c)) = stars::forbidden(text) {
        let told = complaint::control_character(format_args!("U+{:04X}", u32::from(c)));
        sink.push(told.at(Span::new(file, at..at + c.len_utf8())));
    }
}

/// Reads all chapters for the first time.
pub fn survey(chapters: &[FileId], files: &Files, sink: &mut Sink) -> Survey {
    let mut survey = Survey::default();
    for (number, file) in chapters.iter().enumerate() {
        survey.chapter(number, *file, files, sink);
    }
    survey
}

impl Survey {
    fn chapter(&mut self, number: usize, file: FileId, files: &Files, sink: &mut Sink) {
        let source = files.get(file);
        let name = source.name.rsplit('/').next().unwrap_or("").to_owned();
        let breaks = source.text.match_indices('\n').map(|(at, _)| at as u32 + 1);
        self.line_starts = std::iter::once(0).chain(breaks).collect();
        self.repeated.clear();
        let before = sink.len();
        let (mut front, body) = front::read(&source.text, file, sink);
        let spoilt = sink.len() > before && body == source.text.len() || has_errors(&sink[before..]);
        for title in [&mut front.title, &mut front.short_title].into_iter().flatten() {
            shorten(&mut title.value, title.span, sink);
        }
        report_control_characters(&source.text, file, sink);
        let whole = Span::new(file, 0..source.text.chars().next().map_or(0, char::len_utf8));
        let itself = Anchor { id: String::new(), title: String::new(), span: whole };
        let anchor = self.anchors.push(Part::chapter(number), itself);
        let title_anchor = front.title.is_none().then_some(anchor);
        let prepared = Prepared::of(&source.text, body);
        let first = self.headings(number, file, &prepared, title_anchor, sink);
        let written = front.title.as_ref().filter(|t| !t.value.trim().is_empty());
        let (title, title_span) = match (written, first) {
            (Some(title), _) => (title.value.clone(), title.span),
            (None, Some(heading)) => heading,
            (None, None) if spoilt => (name.clone(), whole),
            (None, None) => {
                sink.push(complaint::chapter_without_title(&name).at(whole));
                (name.trim_end_matches(".md").to_owned(), whole)
            }
        };
        self.anchors[anchor].title = plain_words(&title);
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        for words in [stem, &self.anchors[anchor].title] {
            self.by_words.entry(words.to_lowercase()).or_insert(number);
        }
        self.by_name.insert(name.clone(), number);
        self.chapters.push(Surveyed { file, name, front, body, title, title_span, anchor, spoilt });
    }

    /// Collects headings and captions with ids; returns the first heading of level 1. It shares
    /// `title_anchor`, if there is one.
    fn headings(
        &mut self,
        number: usize,
        file: FileId,
        prepared: &Prepared,
        title_anchor: Option<AnchorId>,
        sink: &mut Sink,
    ) -> Option<(String, Span)> {
        let text = &prepared.text;
        let last = AnchorId { part: Part::chapter(number), n: 0 }; // the chapter's own
        let mut scan = Scan {
            number,
            file,
            prepared,
            title_anchor,
            first: None,
            open: None,
            fenced: None,
            caption: None,
            picture: None,
            link: 0..0,
            names: Vec::new(),
            last,
        };
        for (event, range) in parsed(text).events {
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let id = id.map(|id| id.to_string());
                    scan.open = Some(Heading { level, id, start: range.start, title: String::new() });
                }
                Event::Start(Tag::CodeBlock(kind)) if is_chart(&kind) => {
                    (scan.fenced, scan.caption) = (Some(Fenced::new(&range)), None);
                }
                Event::End(TagEnd::CodeBlock) => {
                    let toml = scan.fenced.take().map(Fenced::finish);
                    if let Some((id, title)) = toml.as_deref().and_then(chart::anchor) {
                        self.anchor(number, Some(id), title, scan.span(range.start..range.start + 1), sink);
                    }
                }
                Event::Text(t) | Event::Code(t) => {
                    if scan.open.is_none() {
                        self.name_places(&mut scan);
                    }
                    scan.add(&stars::show(&t), &range);
                }
                Event::SoftBreak | Event::HardBreak => scan.add(" ", &range),
                Event::InlineHtml(mark) | Event::Html(mark) => {
                    scan.names.extend(mark.strip_prefix(ANCHOR).map(str::to_owned));
                }
                Event::End(TagEnd::Heading(_)) => {
                    if let Some(heading) = scan.open.take() {
                        self.heading(heading, range.end, &mut scan, sink);
                    }
                }
                Event::Start(Tag::Link { .. }) => scan.link = range,
                Event::Start(Tag::Image { ref title, .. }) if scan.picture.is_none() => {
                    // Braces stand behind the picture or behind the link that it is.
                    let is_link = scan.link.start + 1 == range.start && text[range.end..].starts_with(']');
                    let behind = [range.end].into_iter().chain(is_link.then_some(scan.link.end));
                    let mut found = behind.filter_map(|at| Picture::at(&range, title, text.get(at..)?));
                    scan.picture = found.next();
                }
                Event::End(TagEnd::Image) => self.picture(&range, &mut scan, sink),
                Event::Start(Tag::Paragraph) => {
                    let line = text[range.clone()].lines().next().unwrap_or("");
                    let span = scan.span(range.start..range.start + line.len());
                    scan.caption =
                        caption_id(line).map(|(words, id)| (without_calls(words), id.to_owned(), span));
                }
                Event::Start(Tag::Table(_)) => {
                    if let Some((words, id, span)) = scan.caption.take() {
                        self.anchor(number, Some(id), words, span, sink);
                    }
                }
                Event::Start(tag) if !is_inline(&tag) => scan.caption = None,
                _ => {}
            }
        }
        self.name_places(&mut scan);
        scan.first
    }

    /// Places that HTML names lead to the heading that they stand in or before, else to the last one.
    fn name_places(&mut self, scan: &mut Scan<'_>) {
        for name in scan.names.drain(..) {
            self.by_id.entry((scan.number, name)).or_insert(scan.last);
        }
    }

    /// A heading that ended at byte `end` of the text.
    fn heading(&mut self, heading: Heading, end: usize, scan: &mut Scan<'_>, sink: &mut Sink) {
        let Heading { level, id, start, mut title } = heading;
        let span = scan.span(start..end);
        shorten(&mut title, span, sink);
        let is_chief = level == HeadingLevel::H1;
        if is_chief && scan.first.is_none() && !title.trim().is_empty() {
            scan.first = Some((title.trim().to_owned(), span));
        }
        match scan.title_anchor.take_if(|_| is_chief) {
            // The title: its anchor is the chapter's.
            Some(chapter) => {
                let id = id.map_or_else(|| slug(&plain_words(&title)), |id| composed(&id));
                self.by_id.insert((scan.number, id), chapter);
            }
            None => scan.last = self.anchor(scan.number, id, title, span, sink),
        }
        self.name_places(scan);
    }

    /// The picture that ended there, if it has an anchor: it is called by its caption, else by what it shows.
    fn picture(&mut self, range: &Range<usize>, scan: &mut Scan, sink: &mut Sink) {
        let Some(picture) = scan.picture.take_if(|picture| picture.range == *range) else { return };
        let caption = Language::all().find_map(|language| {
            Some(picture.title.split_once(&*language.captions.source)?.0.trim_end().trim_end_matches('.'))
        });
        let caption = without_calls(caption.unwrap_or(&picture.title));
        let title = if caption.trim().is_empty() { picture.alt } else { caption };
        self.anchor(scan.number, Some(picture.id), title, scan.span(picture.range), sink);
    }

    fn line_of(&self, anchor: AnchorId) -> usize {
        let start = self.anchors[anchor].span.start;
        self.line_starts.partition_point(|s| *s <= start)
    }

    /// An id that is taken, with the lowest number behind it that makes it another.
    fn numbered(&mut self, chapter: usize, id: String) -> String {
        let last = self.repeated.entry(id.clone()).or_default();
        loop {
            *last += 1;
            let numbered = (chapter, format!("{id}-{last}"));
            if !self.by_id.contains_key(&numbered) {
                return numbered.1;
            }
        }
    }

    fn anchor(
        &mut self,
        number: usize,
        id: Option<String>,
        mut title: String,
        span: Span,
        sink: &mut Sink,
    ) -> AnchorId {
        let written = id.is_some();
        shorten(&mut title, span, sink);
        let title = plain_words(title.trim());
        let mut id = id.map_or_else(|| slug(&title), |id| composed(&id));
        if let Some(old) = self.by_id.get(&(number, id.clone())) {
            if written {
                sink.push(complaint::duplicate_anchor(&id, self.line_of(*old)).at(span));
            }
            id = self.numbered(number, id);
        }
        let new = Anchor { id: id.clone(), title, span };
        let anchor = self.anchors.push(Part::chapter(number), new);
        self.by_id.insert((number, id), anchor);
        self.by_place.insert((number, span.start), anchor);
        anchor
    }
}

/// A heading while it is read.
struct Heading {
    level: HeadingLevel,
    id: Option<String>,
    start: usize,
    title: String,
}

/// A picture with an anchor while it is read.
struct Picture {
    id: String,
    title: String,
    alt: String,
    range: Range<usize>,
}

impl Picture {
    /// A picture, if it has an anchor in the braces behind it.
    fn at(range: &Range<usize>, title: &str, behind: &str) -> Option<Self> {
        let (attributes, _) = Attributes::behind(behind)?;
        let title = stars::show(title).into_owned();
        Some(Self { id: attributes.anchor?, title, alt: String::new(), range: range.clone() })
    }
}

/// A chapter while it is read for the first time.
struct Scan<'p> {
    number: usize,
    file: FileId,
    prepared: &'p Prepared,
    /// The anchor that the title has, if the title is still to come.
    title_anchor: Option<AnchorId>,
    /// The first heading of level 1.
    first: Option<(String, Span)>,
    open: Option<Heading>,
    fenced: Option<Fenced>,
    /// Words, id and place of a caption whose table may follow.
    caption: Option<(String, String, Span)>,
    picture: Option<Picture>,
    /// The last link.
    link: Range<usize>,
    /// Names of places of HTML whose heading is still to come.
    names: Vec<String>,
    /// The last anchor.
    last: AnchorId,
}

impl Scan<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.prepared.range(&range))
    }

    /// Adds words to what is open.
    fn add(&mut self, words: &str, range: &Range<usize>) {
        if let Some(fenced) = self.fenced.as_mut().filter(|_| words != " ") {
            fenced.push(words, range);
        }
        if let Some(heading) = &mut self.open {
            heading.title.push_str(words);
        }
        if let Some(picture) = &mut self.picture {
            picture.alt.push_str(words);
        }
    }
}

/// Reports and cuts a title that is too long.
fn shorten(title: &mut String, span: Span, sink: &mut Sink) {
    let Some((end, _)) = title.char_indices().nth(LONGEST_TITLE) else { return };
    title.truncate(end);
    sink.push(complaint::title_too_long(LONGEST_TITLE).at(Span { end: span.start + 1, ..span }));
}

/// `Tabelle: Regelsätze {#saetze}`: the words and the id.
pub fn caption_id(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_end();
    let words = caption_words(line)?;
    let (words, id) = words.strip_suffix('}')?.rsplit_once("{#")?;
    (!id.is_empty() && !id.contains(char::is_whitespace)).then_some((words.trim(), id))
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// A title without the calls of its notes.
fn without_calls(title: &str) -> String {
    let mut words = String::new();
    let mut rest = title;
    while let Some((before, call)) = rest.split_once("[^") {
        words.push_str(before);
        rest = call.split_once(']').map_or("", |(_, after)| after);
    }
    words + rest
}

/// What follows `Tabelle:` or `Table:`, in whatever language the brochure is.
pub fn caption_words(line: &str) -> Option<&str> {
    Language::all().find_map(|language| line.strip_prefix(&*language.captions.table))
}

/// An id with each letter as one character, however it was typed.
pub fn composed(id: &str) -> String {
    id.nfc().collect()
}

/// The id that forges give a heading: lower case, spaces to hyphens, no punctuation.
pub fn slug(title: &str) -> String {
    title
        .trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            ' ' | '-' => Some('-'),
            '_' => Some('_'),
            c if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_those_of_forges() {
        assert_eq!(slug("Was „dezentral“ bedeutet"), "was-dezentral-bedeutet");
        assert_eq!(slug("Bürger*innen & Rat"), "bürgerinnen--rat");
    }

    #[test]
    fn captions_may_carry_an_id() {
        assert_eq!(caption_id("Tabelle: Sätze {#saetze}"), Some(("Sätze", "saetze")));
        assert_eq!(caption_id("Tabelle: Sätze"), None);
        assert_eq!(caption_id("Die Tabelle: {#x}"), None);
    }
}
