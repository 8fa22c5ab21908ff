//! Markdown to blocks. Decides what each construct of a chapter file means. The only folder, with
//! `anchors`, that names pulldown-cmark.

mod addresses;
pub(super) mod attributes;
mod callouts;
mod charts;
mod csv_blocks;
mod dialects;
pub(super) mod events;
mod figures;
pub(super) mod html;
mod inline_notes;
mod lines;
mod lists;
mod marked;
mod notes;
mod paragraphs;
pub(super) mod prepared;
mod remarks;
pub(super) mod syntax;
mod tables;
pub mod units;
pub mod value_files;
mod wiki;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::codes::{self, Code};
use super::inlines::{self, Inlines};
use super::reading::Reading;
use super::rich::{PAGE, Rich};
use super::titles::Levels;
use super::{Block, BlockKind, Caption, Definition, Note, Target, checks, links, stars};
use crate::diag::{Diagnostic, FileId, Span, complaint};
use crate::ids::{AnchorId, LinkId, NodeId};
use crate::marks::Marks;
use crate::source::theme::QrPlace;
use events::{Parsed, parsed};
use prepared::Prepared;
use syntax::{is_block, is_chart};

/// Deepest nesting of lists, quotes and callouts.
const DEEPEST: usize = 12;

/// Deepest nesting of emphasis and the like.
const DEEPEST_INLINE: usize = 24;

/// Distance of tab stops in code, in columns.
const TAB: usize = 4;

/// The text of a file.
pub struct Text {
    /// The title, where it is a heading.
    pub title: Option<Rich>,
    /// Blocks in order.
    pub blocks: Vec<Block>,
    /// Notes in the order of their calls.
    pub notes: Vec<Note>,
}

/// Reads the text of chapter `chapter`, which was prepared from its file.
pub fn read(
    file: FileId,
    prepared: &Prepared,
    chapter: usize,
    levels: Levels,
    reading: &mut Reading<'_>,
) -> Text {
    let Parsed { events, found, told } = parsed(&prepared.text);
    let mut reader = Reader {
        reading,
        text: &prepared.text,
        prepared,
        file,
        chapter,
        events,
        at: 0,
        notes: HashMap::new(),
        calls: Vec::new(),
        coded: HashSet::new(),
        in_note: None,
        tight: false,
        levels,
        below_further: false,
        title: None,
        caption: None,
        landscape: false,
        inline_depth: 0,
        kept_lines: Vec::new(),
        last_level: levels.from.max(1),
        unrefined: Vec::new(),
        number: None,
    };
    reader.report_remarks(found);
    told.into_iter().for_each(|(told, range)| reader.report(told.at(reader.span(&range))));
    let mut blocks = reader.blocks(0, None);
    reader.refine_paragraphs(&mut blocks);
    let source = &reader.reading.shared.files.get(file).text;
    checks::bold_lines(&blocks, source, &mut reader.reading.sink);
    reader.check_landscape(&blocks);
    let notes = reader.finish_notes();
    Text { title: reader.title, blocks, notes }
}

/// A note that was called or defined.
struct Draft {
    /// The note.
    node: NodeId,
    /// Leaf of its number.
    label: NodeId,
    call: Option<(LinkId, Span)>,
    definition: Option<(Vec<Block>, Span)>,
}

struct Reader<'s, 'a, 't> {
    reading: &'s mut Reading<'a>,
    text: &'t str,
    prepared: &'t Prepared,
    file: FileId,
    chapter: usize,
    events: Vec<(Event<'t>, Range<usize>)>,
    at: usize,
    notes: HashMap<String, Draft>,
    /// Labels in the order of their first calls.
    calls: Vec<String>,
    /// Addresses of the chapter that have a QR code.
    coded: HashSet<String>,
    in_note: Option<String>,
    /// Whether text stood without paragraphs in the open item or definition.
    tight: bool,
    /// Which heading is the title, and the levels of the others.
    levels: Levels,
    /// Whether a further heading of level 1 came: what follows stands below it.
    below_further: bool,
    title: Option<Rich>,
    /// The caption of the table that follows.
    caption: Option<Caption>,
    /// Whether it is to stand on turned pages.
    landscape: bool,
    inline_depth: usize,
    /// Where lines of the open paragraph begin that keep the line end before them.
    kept_lines: Vec<usize>,
    /// Level of the heading before.
    last_level: u8,
    /// Paragraphs outside of other blocks that were collected only: number of the block, text.
    unrefined: Vec<(usize, Inlines)>,
    /// A number that was no item's, with its place: the text that follows begins with it.
    number: Option<(String, Range<usize>)>,
}

impl<'t> Reader<'_, '_, 't> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, self.source(range))
    }

    /// Where a part of the text stands in the file.
    fn source(&self, range: &Range<usize>) -> Range<usize> {
        self.prepared.range(range)
    }

    /// The anchor that stands at a byte of the file.
    fn anchor_at(&self, byte: u32) -> Option<AnchorId> {
        self.reading.shared.survey.by_place.get(&(self.chapter, byte)).copied()
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.reading.sink.push(diagnostic);
    }

    fn next(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        let event = self.events.get(self.at).cloned();
        self.at += 1;
        event
    }

    /// Skips to the end of the element that was just opened.
    fn skip(&mut self) {
        let mut depth = 1;
        while let Some((event, _)) = self.events.get(self.at) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
    }

    /// Skips to the end of the open element of that kind.
    fn skip_to(&mut self, end: TagEnd) {
        while self.next().is_some_and(|(event, _)| event != Event::End(end)) {}
    }

    /// Blocks up to the end of the open element. `tight` collects text that stands in no paragraph.
    fn blocks(&mut self, depth: usize, until: Option<TagEnd>) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.get(self.at).cloned() {
            if let Event::End(end) = &event {
                self.at += 1;
                if until.is_none() || until == Some(*end) {
                    break;
                }
                continue;
            }
            let inline = !matches!(event, Event::Start(ref tag) if is_block(tag))
                && !matches!(event, Event::Rule | Event::Html(_) | Event::TaskListMarker(_));
            if inline {
                self.loose_text(&range, &mut blocks);
            } else {
                self.at += 1;
                self.block(event, range, depth, &mut blocks);
            }
        }
        blocks
    }

    /// Text of a tight list item: a paragraph without its tags.
    fn loose_text(&mut self, range: &Range<usize>, blocks: &mut Vec<Block>) {
        self.tight = true;
        self.text_and_figures(range, blocks, ends_text, |reader, inlines, part, blocks| {
            let rich = reader.refined(inlines);
            reader.check_dangling_notes(&rich);
            if !rich.is_blank() {
                let span = reader.span(&part);
                blocks.push(Block { kind: BlockKind::Paragraph(rich), span });
            }
        });
    }

    fn block(&mut self, event: Event<'t>, range: Range<usize>, depth: usize, blocks: &mut Vec<Block>) {
        let span = self.span(&range);
        let too_deep = depth >= DEEPEST;
        let kind = match event {
            Event::Start(Tag::Paragraph) => return self.paragraph(range, depth, blocks),
            Event::Start(Tag::Heading { level, classes, .. }) => {
                match self.heading(level, &classes, &range) {
                    Some(kind) => kind,
                    None => return,
                }
            }
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::DefinitionList) if too_deep => {
                self.report(complaint::blocks_too_deep(DEEPEST).at(Span { end: span.start + 1, ..span }));
                return self.skip();
            }
            Event::Start(Tag::BlockQuote(_)) => self.quote(&range, depth),
            Event::Start(Tag::List(start)) => return self.list(start, depth, blocks),
            Event::Start(Tag::DefinitionList) => self.definitions(depth),
            Event::Start(Tag::CodeBlock(kind)) if is_chart(&kind) => match self.chart(&range) {
                Some(kind) => kind,
                None => return,
            },
            Event::Start(Tag::CodeBlock(kind)) => {
                if syntax::is_diagram(&kind) {
                    self.report(complaint::mermaid().at(Span { end: span.start + 3, ..span }));
                }
                self.code(&range)
            }
            Event::Start(Tag::Table(columns)) => self.table(&columns, &range),
            Event::Start(Tag::FootnoteDefinition(label)) => return self.note_definition(&label, &range),
            Event::Start(_) => return self.skip(),
            Event::Rule => BlockKind::Rule,
            Event::Html(name) if name.as_ref() == html::PAGE_BREAK => BlockKind::PageBreak,
            _ => return,
        };
        blocks.push(Block { kind, span });
    }

    /// Inline content up to the end of the open element.
    fn inlines(&mut self, until: TagEnd) -> Rich {
        let mut inlines = Inlines::default();
        self.inlines_into(&mut inlines, until);
        let rich = self.refined(inlines);
        self.check_dangling_notes(&rich);
        rich
    }

    /// The text that was collected.
    fn refined(&mut self, inlines: Inlines) -> Rich {
        let rich = self.reading.finish(inlines, self.file);
        self.check_letters(&rich);
        rich
    }

    /// Warns of what is typed poorly in a finished text.
    fn check_letters(&mut self, rich: &Rich) {
        checks::capitals(rich, &mut self.reading.sink);
        checks::stray_markup(rich, &mut self.reading.sink);
    }

    fn inlines_into(&mut self, inlines: &mut Inlines, until: TagEnd) {
        while let Some((event, range)) = self.next() {
            if event == Event::End(until) {
                break;
            }
            self.inline(event, range, inlines, Marks::default(), None);
        }
    }

    /// One inline element, with all that stands inside it.
    fn inline(
        &mut self,
        event: Event<'t>,
        range: Range<usize>,
        inlines: &mut Inlines,
        marks: Marks,
        link: Option<LinkId>,
    ) {
        let source = self.source(&range);
        match event {
            Event::Text(text) => {
                let marks = if self.is_literal(&text, &range) { marks.with(Marks::LITERAL) } else { marks };
                inlines.text(&stars::show(&text).replace(['\n', '\t'], " "), &source, marks, link);
            }
            Event::Code(text) => {
                let text = stars::show(&text).replace('\t', " ");
                let inner = source.start + (source.len().saturating_sub(text.len())) / 2;
                inlines.text(&text, &(inner..inner + text.len()), marks.with(Marks::CODE), link);
            }
            Event::SoftBreak => {
                let next = self.kept_lines.partition_point(|line| *line <= range.start);
                let kept = self.kept_lines.get(next).is_some_and(|line| *line <= range.start + 2);
                inlines.text(if kept { "\n" } else { " " }, &source, marks, link);
            }
            Event::HardBreak => inlines.text("\n", &source, marks, link),
            Event::Start(Tag::Emphasis) => {
                self.marked(inlines, marks.with(Marks::EMPHASIS), link, TagEnd::Emphasis)
            }
            Event::Start(Tag::Strong) => {
                self.marked(inlines, marks.with(Marks::STRONG), link, TagEnd::Strong)
            }
            Event::Start(Tag::Strikethrough) => {
                self.marked(inlines, marks.with(Marks::STRIKE), link, TagEnd::Strikethrough)
            }
            Event::Start(Tag::Subscript) => {
                self.marked(inlines, marks.with(Marks::SUBSCRIPT), link, TagEnd::Subscript)
            }
            Event::Start(Tag::Superscript) => {
                self.marked(inlines, marks.with(Marks::SUPERSCRIPT), link, TagEnd::Superscript)
            }
            Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, .. }) => {
                self.link(&format!("mailto:{dest_url}"), "", &range, inlines, marks);
            }
            Event::Start(Tag::Link { link_type: LinkType::WikiLink { .. }, dest_url, .. }) => {
                self.wiki_link(&dest_url, &range, inlines, marks);
            }
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                self.link(&dest_url, &title, &range, inlines, marks)
            }
            Event::Start(Tag::Image { .. }) => self.inline_picture(inlines, marks, link),
            Event::FootnoteReference(label) => self.call(&label, &range, inlines),
            Event::InlineHtml(name) => self.marked_as(&name, inlines, marks, link),
            _ => {}
        }
    }

    /// Whether a sign that a text begins with was typed behind a backslash or as an entity.
    fn is_literal(&self, text: &str, range: &Range<usize>) -> bool {
        if !text.starts_with(['~', '^', '[', ']', '{', '*', '_', '=']) {
            return false;
        }
        let before = &self.text.as_bytes()[..range.start];
        let backslashes = before.iter().rev().take_while(|b| **b == b'\\').count();
        backslashes % 2 == 1 || self.text[range.start..].starts_with('&')
    }

    /// Words up to the end of a mark that Markdown has no sign for.
    fn marked_as(&mut self, name: &str, inlines: &mut Inlines, marks: Marks, link: Option<LinkId>) {
        if let Some(expansion) = name.strip_prefix(html::ABBREVIATION) {
            let outer = inlines.expand(expansion);
            self.marked_until(inlines, marks, link, &Event::InlineHtml("/abbr".into()));
            inlines.end_expansion(outer);
            return;
        }
        let mark = match name {
            "u" => Marks::UNDERLINE,
            "mark" => Marks::HIGHLIGHT,
            "code" => Marks::CODE,
            "small" => Marks::SMALL,
            _ => return,
        };
        let until = Event::InlineHtml(format!("/{name}").into());
        self.marked_until(inlines, marks.with(mark), link, &until);
    }

    fn marked(&mut self, inlines: &mut Inlines, marks: Marks, link: Option<LinkId>, until: TagEnd) {
        self.marked_until(inlines, marks, link, &Event::End(until));
    }

    fn marked_until(&mut self, inlines: &mut Inlines, marks: Marks, link: Option<LinkId>, until: &Event<'_>) {
        if self.inline_depth >= DEEPEST_INLINE {
            let start = self.events.get(self.at).map_or(0, |(_, range)| range.start);
            self.report(complaint::marks_too_deep(DEEPEST_INLINE).at(self.span(&(start..start + 1))));
            return self.skip();
        }
        self.inline_depth += 1;
        while let Some((event, range)) = self.next() {
            if event == *until {
                break;
            }
            self.inline(event, range, inlines, marks, link);
        }
        self.inline_depth -= 1;
    }

    fn link(
        &mut self,
        destination: &str,
        title: &str,
        range: &Range<usize>,
        inlines: &mut Inlines,
        marks: Marks,
    ) {
        let span = self.span(range);
        let destination = stars::show(destination).into_owned();
        let target = links::resolve(&destination, self.chapter, span, self.reading);
        if target == Target::Nowhere {
            return self.words_of_lost_link(&destination, range, inlines, marks);
        }
        let shown = links::shown(&target, self.reading.shared.survey);
        let description = match &shown {
            Some((_, title)) => title.clone(),
            None => codes::description(&stars::show(title))
                .map(str::to_owned)
                .or_else(|| self.words_of_link())
                .unwrap_or_else(|| codes::short_url(&destination).to_owned()),
        };
        let url = match &target {
            Target::Url(url) => Some(url.clone()),
            _ => None,
        };
        let id = self.reading.add_link(target, description, span);
        if let Some(url) = &url {
            self.code_for(url, &destination, title, id, span);
        }
        let empty = matches!(self.events.get(self.at), Some((Event::End(TagEnd::Link), _)));
        if !empty {
            if let Some(words) = self.words_of_link() {
                checks::link_text(&words, self.reading.tongue.rules, span, &mut self.reading.sink);
            }
            return self.marked(inlines, marks, Some(id), TagEnd::Link);
        }
        self.at += 1;
        let source = self.source(&(range.start..range.start));
        match shown {
            Some((anchor, title)) => {
                let label = self.reading.labels().page_short(PAGE);
                inlines.text(&format!("\"{title}\", "), &source, marks, Some(id));
                inlines.page_of(anchor, &label, &source, marks, id);
                self.reading.shows_pages = true;
            }
            None if url.is_some() => {
                inlines.text(codes::short_url(&destination), &source, marks, Some(id));
                self.report(complaint::link_without_text().at(span));
            }
            None => {}
        }
    }

    /// A link that leads nowhere: its words, or what is written in their place.
    fn words_of_lost_link(
        &mut self,
        destination: &str,
        range: &Range<usize>,
        inlines: &mut Inlines,
        marks: Marks,
    ) {
        if matches!(self.events.get(self.at), Some((Event::End(TagEnd::Link), _))) {
            let source = self.source(&(range.start..range.start));
            inlines.text(destination, &source, marks, None);
        }
        self.marked(inlines, marks, None, TagEnd::Link);
    }

    /// A QR code, if the author or the brochure asks for it; each address gets one in a chapter.
    fn code_for(&mut self, url: &str, written: &str, title: &str, of: LinkId, span: Span) {
        let Some(words) = codes::wanted(&stars::show(title), self.reading.shared.wishes) else { return };
        let web = url.starts_with("http") && self.chapter < self.reading.shared.survey.chapters.len();
        if !web || !self.coded.insert(url.to_owned()) {
            return;
        }
        let words = words.or_else(|| self.words_of_link()).filter(|words| words != codes::short_url(written));
        let address = codes::short_url(written);
        let target = Target::Url(url.to_owned());
        let described = words.clone().unwrap_or_else(|| address.to_owned());
        let code = Code {
            url: url.to_owned(),
            written: written.to_owned(),
            words,
            of,
            link: self.reading.add_link(target, described, span),
            beside: self.reading.shared.wishes.place == QrPlace::Margin,
            label: self.reading.ids.node(),
            figure: self.reading.ids.node(),
            alt: self.reading.labels().qr_code(address),
            span,
        };
        self.reading.codes.push(code);
    }

    /// The plain words of the link that was just opened.
    fn words_of_link(&self) -> Option<String> {
        let inside = self.events[self.at..].iter().take_while(|(e, _)| *e != Event::End(TagEnd::Link));
        let words: String = inside
            .map(|(event, _)| match event {
                Event::Text(t) | Event::Code(t) => stars::show(t).into_owned(),
                Event::SoftBreak | Event::HardBreak => " ".to_owned(),
                _ => String::new(),
            })
            .collect();
        Some(inlines::plain_words(&words)).filter(|words| !words.trim().is_empty())
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        classes: &[CowStr<'_>],
        range: &Range<usize>,
    ) -> Option<BlockKind> {
        let span = self.span(range);
        let is_title = self.levels.title_at == Some(span.start);
        let level = self.level(level as u8, is_title);
        if !is_title {
            self.check_level(level, span);
        }
        let mut inlines = Inlines::default();
        while let Some((event, part)) = self.next() {
            if matches!(event, Event::End(TagEnd::Heading(_))) {
                break;
            }
            self.inline(event, part, &mut inlines, Marks::default(), None);
        }
        let text = self.refined(inlines);
        self.check_dangling_notes(&text);
        if is_title {
            self.title = Some(text).filter(|title| !title.words().trim().is_empty());
            return None;
        }
        let anchor = self.anchor_at(span.start).unwrap_or(
            self.reading.shared.survey.chapters.get(self.chapter).map(|c| c.anchor).unwrap_or_default(),
        );
        let mut checklist = false;
        for class in classes {
            match class.as_ref() {
                "checklist" => checklist = true,
                other => self.report(complaint::unknown_class_of_heading(other).at(span)),
            }
        }
        if text.words().trim().is_empty() {
            self.report(complaint::empty_heading().at(span));
            let calls = text.runs.iter().any(|run| run.call().is_some());
            return calls.then_some(BlockKind::Paragraph(text)); // or its notes would be lost
        }
        Some(BlockKind::Heading { level, text, anchor, checklist })
    }

    /// The level of a heading below the title.
    fn level(&mut self, written: u8, is_title: bool) -> u8 {
        if written == 1 && !is_title {
            self.below_further = true;
            return 2;
        }
        let raised = written.saturating_sub(self.levels.raised).max(2);
        (raised + u8::from(self.below_further && !is_title)).min(6)
    }

    /// Tells of a level that was left out, in levels as they are typed.
    fn check_level(&mut self, level: u8, span: Span) {
        if level > self.last_level + 1 {
            let typed = |level: u8| level + self.levels.raised - u8::from(self.below_further);
            let (level, above) = (typed(level), typed(self.last_level));
            let wanted = "#".repeat(usize::from(above) + 1);
            self.report(complaint::heading_level(level, above, wanted).at(span));
        }
        self.last_level = level;
    }

    fn quote(&mut self, range: &Range<usize>, depth: usize) -> BlockKind {
        match self.callout_marker(range) {
            Some((kind, kind_range)) => self.callout(kind, kind_range, depth),
            None => BlockKind::Quote(self.blocks(depth + 1, None)),
        }
    }

    /// The content of an item or a definition, and whether text stood in it without paragraphs.
    fn body(&mut self, depth: usize, until: TagEnd) -> (bool, Vec<Block>) {
        let outer = std::mem::take(&mut self.tight);
        let blocks = self.blocks(depth + 1, Some(until));
        (std::mem::replace(&mut self.tight, outer), blocks)
    }

    fn definitions(&mut self, depth: usize) -> BlockKind {
        let mut definitions: Vec<Definition> = Vec::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    let term = self.inlines(TagEnd::DefinitionListTitle);
                    definitions.push(Definition { term, tight: false, blocks: Vec::new() });
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let (tight, blocks) = self.body(depth, TagEnd::DefinitionListDefinition);
                    if let Some(last) = definitions.last_mut() {
                        last.tight |= tight;
                        last.blocks.extend(blocks);
                    }
                }
                Event::End(TagEnd::DefinitionList) => break,
                _ => {}
            }
        }
        BlockKind::Definitions(definitions)
    }

    fn code(&mut self, range: &Range<usize>) -> BlockKind {
        let mut text = String::new();
        let mut map = Vec::new();
        while let Some((event, part)) = self.next() {
            match event {
                Event::Text(t) => {
                    map.push((text.len() as u32, self.source(&part).start as u32));
                    push_code(&mut text, &stars::show(&t));
                }
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let mut rich = Rich::plain(text.trim_end_matches('\n'), self.reading.ids.node());
        rich.file = self.file;
        rich.map = if map.is_empty() { vec![(0, self.source(range).start as u32)] } else { map };
        rich.runs[0].marks = Marks::CODE;
        BlockKind::Code { text: rich }
    }
}

/// Adds code to a text: tabs go to the next stop.
fn push_code(text: &mut String, code: &str) {
    let mut column = text.chars().rev().take_while(|c| *c != '\n').count();
    for c in code.chars().filter(|c| *c != '\r') {
        match c {
            '\n' => column = 0,
            '\t' => {
                let spaces = TAB - column % TAB;
                text.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
                continue;
            }
            c if c.is_control() => continue,
            _ => column += 1,
        }
        text.push(c);
    }
}

/// Whether text without paragraphs ends here.
fn ends_text(event: &Event<'_>) -> bool {
    match event {
        Event::End(_) | Event::Rule | Event::Html(_) => true,
        Event::Start(tag) => is_block(tag),
        _ => false,
    }
}
