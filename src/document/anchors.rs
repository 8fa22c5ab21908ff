//! The first reading of all chapters. Decides anchors before any link is resolved, and finds titles.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};
use unicode_normalization::UnicodeNormalization;

use super::Anchor;
use super::chart::{self, Fenced};
use super::front::{self, FrontMatter};
use super::inlines::plain_words;
use super::markdown::attributes::{Attributes, LANDSCAPE};
use super::markdown::events::parsed;
use super::markdown::html::ANCHOR;
use super::markdown::prepared::Prepared;
use super::markdown::syntax::{is_chart, is_values};
use super::stars;
use super::titles::{self, Levels, letters};
use crate::diag::{FileId, Files, Sink, Span, complaint, has_errors};
use crate::ids::{AnchorId, ByPart, Part};
use crate::language::Language;
use crate::source::chapters::{LONGEST_TITLE, is_index, is_markdown};

/// What the first reading found.
#[derive(Default)]
pub struct Survey {
    /// All anchors.
    pub anchors: ByPart<AnchorId, Anchor>,
    /// By chapter and id.
    pub by_id: HashMap<(usize, String), AnchorId>,
    /// By chapter and the letters of an id: programs differ in what they make of a heading.
    pub by_letters: HashMap<(usize, String), AnchorId>,
    /// The anchor that stands at a byte of a chapter's file.
    pub by_place: HashMap<(usize, u32), AnchorId>,
    /// Each chapter's front matter, text and file name.
    pub chapters: Vec<Surveyed>,
    /// Numbers of chapters by their paths below the project (NFC).
    pub by_path: HashMap<String, usize>,
    /// The same by path without ending, in lower case; a folder is its README.
    pub by_stem: HashMap<String, usize>,
    /// The same by what a chapter is called: its file's or folder's name, without number; none where several are
    /// called so.
    pub by_call: HashMap<String, Option<usize>>,
    /// The same by the letters of their titles.
    pub by_title: HashMap<String, usize>,
    /// Paths of files that are no chapters though they could be.
    pub left_out: HashSet<String>,
    /// Bytes at which the lines of the current chapter begin.
    line_starts: Vec<u32>,
    /// Of ids of the current chapter that stand there more than once, the last number behind one.
    repeated: HashMap<String, u32>,
}

/// A chapter after the first reading.
pub struct Surveyed {
    /// The file.
    pub file: FileId,
    /// Path below the folder of chapters.
    pub name: String,
    /// Folder that paths in it are seen from, below the project.
    pub folder: String,
    /// Front matter.
    pub front: FrontMatter,
    /// Which heading is the title, and the levels of the others.
    pub levels: Levels,
    /// Whether its title is the file's name.
    pub nameless: bool,
    /// Its text, as the parser reads it.
    pub prepared: Prepared,
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

/// Reads all chapters of a folder for the first time.
pub fn survey(chapters: &[FileId], folder: &str, files: &Files, sink: &mut Sink) -> Survey {
    let mut survey = Survey::default();
    for file in chapters {
        survey.chapter(*file, folder, files, sink);
    }
    survey
}

/// Whether nothing is to be set: white space and comments.
fn is_empty(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("<!--") {
        let Some(end) = comment.find("-->") else { return false };
        rest = comment[end + 3..].trim_start();
    }
    rest.is_empty()
}

impl Survey {
    fn chapter(&mut self, file: FileId, folder: &str, files: &Files, sink: &mut Sink) {
        let number = self.chapters.len();
        let source = files.get(file);
        let path: String = source.name.nfc().collect();
        let above = format!("{}/", folder.trim_end_matches('/'));
        let name = source.name.strip_prefix(&above).unwrap_or(&source.name).to_owned();
        let before = sink.len();
        let (mut front, body) = front::read(&source.text, file, sink);
        let whole = Span::new(file, 0..source.text.chars().next().map_or(0, char::len_utf8));
        let spoilt = has_errors(&sink[before..]);
        if front.title.is_none() && !spoilt && is_empty(&source.text[body..]) {
            sink.push(complaint::empty_file(&name).at(whole));
            self.left_out.insert(path);
            return;
        }
        let breaks = source.text.match_indices('\n').map(|(at, _)| at as u32 + 1);
        self.line_starts = std::iter::once(0).chain(breaks).collect();
        self.repeated.clear();
        for title in [&mut front.title, &mut front.short_title].into_iter().flatten() {
            shorten(&mut title.value, title.span, sink);
        }
        report_control_characters(&source.text, file, sink);
        let itself = Anchor { id: String::new(), title: String::new(), span: whole };
        let anchor = self.anchors.push(Part::chapter(number), itself);
        let prepared = Prepared::of(&source.text, body);
        let scan = Scan::of(file, &prepared).read(sink);
        let heading = titles::choose(front.title.as_ref().map(|t| t.value.as_str()), &scan.headings);
        let levels = titles::levels(heading, &scan.headings);
        let chief = heading.map(|n| &scan.headings[n]);
        let title_span =
            |start: u32| scan.found.iter().find(|f| f.span.start == start).map_or(whole, |f| f.span);
        let (title, title_span) = match (&front.title, chief) {
            (Some(title), _) => (title.value.clone(), title.span),
            (None, Some(heading)) => (heading.title.trim().to_owned(), title_span(heading.start)),
            (None, None) => (titles::from_path(&source.name), whole),
        };
        if chief.is_some_and(|heading| heading.behind_text) {
            sink.push(complaint::title_behind_text().at(title_span));
        }
        let nameless = front.title.is_none() && chief.is_none();
        if nameless && !spoilt {
            sink.push(complaint::chapter_without_title(&name, &title).at(whole));
        }
        let anchors = self.register(scan.found, number, levels.title_at.map(|at| (at, anchor)), sink);
        for (name, found) in scan.names {
            let place = found.and_then(|found| anchors.get(found)).copied().unwrap_or(anchor);
            self.by_id.entry((number, composed(&name))).or_insert(place);
        }
        self.anchors[anchor].title = plain_words(&title);
        self.by_title.entry(letters(&title)).or_insert(number);
        self.find_by(path, number);
        let folder = source.name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        self.chapters.push(Surveyed {
            file,
            name,
            folder,
            front,
            levels,
            nameless,
            prepared,
            title,
            title_span,
            anchor,
            spoilt,
        });
    }

    /// Lets links find what they name by the headings of another reading: those that the same chapters had before
    /// they were translated. Its names come first, for links are written to them.
    pub fn take_names_of(&mut self, original: &Self) {
        for chapter in 0..self.chapters.len() {
            let part = Part::chapter(chapter);
            if original.anchors.of(part).len() != self.anchors.of(part).len() {
                return; // a translation with other headings was told
            }
        }
        let by_id = original.by_id.iter().map(|(name, anchor)| (name.clone(), *anchor));
        self.by_id.extend(by_id);
        self.by_letters.extend(original.by_letters.iter().map(|(name, anchor)| (name.clone(), *anchor)));
        self.by_title.extend(original.by_title.iter().map(|(title, chapter)| (title.clone(), *chapter)));
    }

    /// Remembers how links name a chapter.
    fn find_by(&mut self, path: String, number: usize) {
        let stem = titles::stem(&path).to_lowercase();
        let folder = stem.rsplit_once('/').map(|(folder, name)| (folder.to_owned(), is_index(name)));
        if let Some((folder, true)) = &folder {
            self.by_stem.entry(folder.clone()).or_insert(number);
        }
        let called = match &folder {
            Some((folder, true)) => folder,
            _ => &stem,
        };
        let called = letters(titles::without_number(called.rsplit('/').next().unwrap_or(called)));
        self.by_call.entry(called).and_modify(|known| *known = None).or_insert(Some(number));
        self.by_stem.entry(stem).or_insert(number);
        self.by_path.insert(path, number);
    }

    /// The chapter at a path below the project: with its ending or that of a web page, or without; or a folder.
    pub fn at_path(&self, path: &str) -> Option<usize> {
        let by_path = self.by_path.get(path);
        let lower = path.to_lowercase();
        let (stem, ending) = lower.rsplit_once('.').unwrap_or((&lower, ""));
        let is_page = matches!(ending, "html" | "htm") || is_markdown(&lower);
        let by_stem = || self.by_stem.get(if is_page { stem } else { lower.trim_end_matches('/') });
        by_path.or_else(by_stem).copied()
    }

    /// The only chapter that is called as the last part of an address is: `/ziele/`, `../ziele.html`.
    pub fn called(&self, path: &str) -> Option<usize> {
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_lowercase();
        let name = name.strip_suffix(".html").or_else(|| name.strip_suffix(".htm")).unwrap_or(&name);
        let called = letters(titles::without_number(name));
        if name.contains('.') || called.is_empty() {
            return None;
        }
        self.by_call.get(&called).copied().flatten()
    }

    /// Gives what was found its anchors; the title has that of its chapter.
    fn register(
        &mut self,
        found: Vec<Found>,
        number: usize,
        title: Option<(u32, AnchorId)>,
        sink: &mut Sink,
    ) -> Vec<AnchorId> {
        let mut anchors = Vec::with_capacity(found.len());
        for Found { id, title: words, span } in found {
            anchors.push(match title.filter(|(at, _)| *at == span.start) {
                Some((_, chapter)) => {
                    let id = id.map_or_else(|| slug(&plain_words(&words)), |id| composed(&id));
                    self.by_letters.entry((number, letters(&id))).or_insert(chapter);
                    self.by_id.insert((number, id), chapter);
                    chapter
                }
                None => self.anchor(number, id, words, span, sink),
            });
        }
        anchors
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
        self.by_letters.entry((number, letters(&id))).or_insert(anchor);
        self.by_id.insert((number, id), anchor);
        self.by_place.insert((number, span.start), anchor);
        anchor
    }
}

/// A heading, or a caption with an id.
struct Found {
    id: Option<String>,
    title: String,
    span: Span,
}

/// A picture with an anchor while it is read.
struct Picture {
    id: String,
    title: String,
    alt: String,
    range: Range<usize>,
    /// Whether it is a table from a file, which is called by its caption alone.
    is_table: bool,
}

impl Picture {
    /// A picture, if it has an anchor in the braces behind it.
    fn at(range: &Range<usize>, title: &str, path: &str, behind: &str) -> Option<Self> {
        let (attributes, _) = Attributes::behind(behind)?;
        let title = stars::show(title).into_owned();
        let is_table = is_values(path);
        Some(Self { id: attributes.anchor?, title, alt: String::new(), range: range.clone(), is_table })
    }

    /// What it is called: by its caption, else by what it shows.
    fn called(self) -> String {
        if self.is_table {
            return caption_words(&self.alt).unwrap_or(&self.alt).trim().to_owned();
        }
        let caption = Language::captions().iter().find_map(|captions| {
            Some(self.title.split_once(&*captions.source)?.0.trim_end().trim_end_matches('.'))
        });
        let caption = without_calls(caption.unwrap_or(&self.title));
        if caption.trim().is_empty() { self.alt } else { caption }
    }
}

/// A chapter while it is read for the first time.
struct Scan<'p> {
    file: FileId,
    prepared: &'p Prepared,
    /// What has an anchor.
    found: Vec<Found>,
    /// The headings.
    headings: Vec<titles::Heading>,
    /// The heading that is read, with its id.
    open: Option<(titles::Heading, Option<String>)>,
    fenced: Option<Fenced>,
    /// Words, id and place of a caption whose table may follow.
    caption: Option<(String, String, Span)>,
    /// So many quotations, lists and notes are open.
    depth: usize,
    /// So many pictures are.
    pictures: usize,
    /// Whether there were words outside of headings and pictures.
    behind_text: bool,
    /// The picture with an anchor that is read.
    picture: Option<Picture>,
    /// The last link.
    link: Range<usize>,
    /// Names of places of HTML, each with the heading that it stands in or before, else the last one.
    names: Vec<(String, Option<usize>)>,
    /// So many of them have their heading.
    named: usize,
}

impl<'p> Scan<'p> {
    fn of(file: FileId, prepared: &'p Prepared) -> Self {
        Self {
            file,
            prepared,
            found: Vec::new(),
            headings: Vec::new(),
            open: None,
            fenced: None,
            caption: None,
            depth: 0,
            pictures: 0,
            behind_text: false,
            picture: None,
            link: 0..0,
            names: Vec::new(),
            named: 0,
        }
    }

    /// Collects headings, captions and pictures with ids, and places that HTML names.
    fn read(mut self, sink: &mut Sink) -> Self {
        let text = &self.prepared.text;
        for (event, range) in parsed(text).events {
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let start = self.span(range.start..range.start).start;
                    let (outermost, behind_text) = (self.depth == 0, self.behind_text);
                    let level = level as u8;
                    let heading =
                        titles::Heading { level, start, title: String::new(), outermost, behind_text };
                    self.open = Some((heading, id.map(|id| id.to_string())));
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    self.behind_text = true;
                    if is_chart(&kind) {
                        self.fenced = Some(Fenced::new(&range));
                    }
                    self.caption = None;
                }
                Event::End(TagEnd::CodeBlock) => {
                    let toml = self.fenced.take().map(Fenced::finish);
                    if let Some((id, title)) = toml.as_deref().and_then(chart::anchor) {
                        let span = self.span(range.start..range.start + 1);
                        self.found.push(Found { id: Some(id), title, span });
                    }
                }
                Event::Text(t) | Event::Code(t) => self.add(&stars::show(&t), &range),
                Event::InlineHtml(mark) | Event::Html(mark) => {
                    let last = self.found.len().checked_sub(1);
                    self.names.extend(mark.strip_prefix(ANCHOR).map(|name| (name.to_owned(), last)));
                }
                Event::SoftBreak | Event::HardBreak => self.add(" ", &range),
                Event::End(TagEnd::Heading(_)) => self.heading(range.end, sink),
                Event::Start(tag) => self.start(&tag, text, range),
                Event::End(end) => self.end(end, &range),
                _ => {}
            }
        }
        self
    }

    fn start(&mut self, tag: &Tag<'_>, text: &str, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                let line = text[range.clone()].lines().next().unwrap_or("");
                let span = self.span(range.start..range.start + line.len());
                self.caption = caption_braces(line)
                    .and_then(|braces| Some((without_calls(braces.words), braces.id?.to_owned(), span)));
            }
            Tag::Table(_) => {
                if let Some((title, id, span)) = self.caption.take() {
                    self.found.push(Found { id: Some(id), title, span });
                }
            }
            Tag::Link { .. } => self.link = range,
            Tag::Image { title, dest_url, .. } => {
                (self.pictures, self.caption) = (self.pictures + 1, None);
                // Braces stand behind the picture or behind the link that it is.
                let is_link = self.link.start + 1 == range.start && text[range.end..].starts_with(']');
                let behind = [range.end].into_iter().chain(is_link.then_some(self.link.end));
                let mut found = behind.filter_map(|at| Picture::at(&range, title, dest_url, text.get(at..)?));
                self.picture = self.picture.take().or_else(|| found.next());
            }
            tag if is_inline(tag) => {}
            tag => {
                self.depth += usize::from(is_nested(&tag.to_end()));
                self.caption = None;
            }
        }
    }

    fn end(&mut self, end: TagEnd, range: &Range<usize>) {
        match end {
            TagEnd::Image => {
                self.pictures = self.pictures.saturating_sub(1);
                if let Some(picture) = self.picture.take_if(|picture| picture.range == *range) {
                    let span = self.span(range.clone());
                    let (id, needs_title) = (Some(picture.id.clone()), picture.is_table);
                    let title = picture.called();
                    if !title.is_empty() || !needs_title {
                        self.found.push(Found { id, title, span });
                    }
                }
            }
            end if is_nested(&end) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// The heading that ended at byte `end` of the text.
    fn heading(&mut self, end: usize, sink: &mut Sink) {
        let Some((mut heading, id)) = self.open.take() else { return };
        let end = self.span(end..end).end;
        let span = Span { end: end.max(heading.start), start: heading.start, file: self.file };
        shorten(&mut heading.title, span, sink);
        let heading_number = self.found.len();
        self.names[self.named..].iter_mut().for_each(|(_, found)| *found = Some(heading_number));
        self.named = self.names.len();
        self.found.push(Found { id, title: heading.title.clone(), span });
        self.headings.push(heading);
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.prepared.range(&range))
    }

    /// Adds words to what is open.
    fn add(&mut self, words: &str, range: &Range<usize>) {
        if let Some(picture) = &mut self.picture {
            picture.alt.push_str(words);
        }
        if self.open.is_none() && !words.trim().is_empty() {
            self.named = self.names.len(); // they stand before these words, not before a heading
        }
        if let Some(fenced) = self.fenced.as_mut().filter(|_| words != " ") {
            fenced.push(words, range);
        }
        match &mut self.open {
            Some((heading, _)) => heading.title.push_str(words),
            None => self.behind_text |= self.pictures == 0 && !words.trim().is_empty(),
        }
    }
}

/// Whether headings inside are none of the chapter.
fn is_nested(end: &TagEnd) -> bool {
    matches!(
        end,
        TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::DefinitionList | TagEnd::FootnoteDefinition
    )
}

/// Reports and cuts a title that is too long.
fn shorten(title: &mut String, span: Span, sink: &mut Sink) {
    let Some((end, _)) = title.char_indices().nth(LONGEST_TITLE) else { return };
    title.truncate(end);
    sink.push(complaint::title_too_long(LONGEST_TITLE).at(Span { end: span.start + 1, ..span }));
}

/// A caption with braces behind its words: `Tabelle: Regelsätze {#saetze .landscape}`.
#[derive(Debug, Default, PartialEq)]
pub struct CaptionBraces<'l> {
    /// The words.
    pub words: &'l str,
    /// Where the braces begin in the line.
    pub at: usize,
    /// The anchor.
    pub id: Option<&'l str>,
    /// Whether the table is to stand on turned pages.
    pub landscape: bool,
}

/// The words and braces of a caption's first line; none where anything else stands in the braces.
pub fn caption_braces(line: &str) -> Option<CaptionBraces<'_>> {
    let line = line.trim_end();
    let (words, inside) = caption_words(line)?.strip_suffix('}')?.rsplit_once('{')?;
    let at = line.len() - inside.len() - 2;
    let mut found = CaptionBraces { words: words.trim(), at, ..CaptionBraces::default() };
    for word in inside.split_whitespace() {
        match word.strip_prefix('#') {
            Some(id) if !id.is_empty() => found.id = Some(id),
            None if word == LANDSCAPE => found.landscape = true,
            _ => return None,
        }
    }
    (found.id.is_some() || found.landscape).then_some(found)
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
    Language::captions().iter().find_map(|captions| line.strip_prefix(&*captions.table))
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
    fn captions_may_carry_braces() {
        let found = |line| caption_braces(line).map(|b| (b.words, &line[b.at..], b.id, b.landscape));
        let line = "Tabelle: Sätze {#saetze}";
        assert_eq!(found(line), Some(("Sätze", "{#saetze}", Some("saetze"), false)));
        let line = "Table: A {b} { .landscape #c } ";
        assert_eq!(found(line), Some(("A {b}", "{ .landscape #c } ", Some("c"), true)));
        for text in
            ["Tabelle: Sätze", "Die Tabelle: {#x}", "Tabelle: A {#}", "Tabelle: A {}", "Tabelle: A {#a b}"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
