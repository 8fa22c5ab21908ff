//! Markdown to blocks. Decides what each construct of a chapter file means. The only file, with
//! `anchors`, that names pulldown-cmark.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::anchors::{Survey, caption_id, caption_words};
use super::inlines::Inlines;
use super::labels::Labels;
use super::rich::{AnchorId, LinkId, Marks, Rich};
use super::typography::Language;
use super::{
    Block, BlockKind, Callout, Caption, ColumnAlign, Definition, Figure, Item, Link, Note, Table, Target,
    links, stars,
};
use crate::diag::{Diagnostic, FileId, Sink, Span, nearest};
use crate::node::{NodeId, Numbering, Role, Scope, Structure};
use crate::source::paths;

/// The Markdown that chapters are written in.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
}

/// Deepest nesting of lists, quotes and callouts.
const DEEPEST: usize = 12;

/// Deepest nesting of emphasis and the like.
const DEEPEST_INLINE: usize = 24;

/// Longest label of a note, in characters.
const LONGEST_LABEL: usize = 60;

/// A kind of callout: its name and whether it is set as a quotation.
pub type CalloutKinds = [(String, bool)];

/// What all chapters share while they are read.
pub struct Shared<'a> {
    /// The first reading.
    pub survey: &'a Survey,
    /// Words of the brochure's language.
    pub labels: &'static Labels,
    /// Its typography.
    pub language: Language,
    /// Kinds of callouts.
    pub kinds: &'a CalloutKinds,
    /// Folder of the chapters below the project.
    pub folder: &'a str,
    /// Complaints.
    pub sink: &'a mut Sink,
    /// The structure tree.
    pub tree: &'a mut Structure,
    /// All links.
    pub links: &'a mut Vec<Link>,
    /// Numbers given so far: tables, figures.
    pub counters: (u32, u32),
    /// References that show a page number.
    pub page_references: usize,
}

/// The text of a file.
pub struct Text {
    /// Blocks in order.
    pub blocks: Vec<Block>,
    /// Notes in the order of their calls.
    pub notes: Vec<Note>,
}

/// Reads the text of chapter `chapter` from byte `body` of its file. A first heading of level 1
/// is left out if it is the title.
pub fn read(
    source: &str,
    file: FileId,
    body: usize,
    chapter: usize,
    section: NodeId,
    title_in_text: bool,
    shared: &mut Shared<'_>,
) -> Text {
    let hidden = stars::hide(&source[body..]);
    let events: Vec<(Event<'_>, Range<usize>)> =
        Parser::new_ext(&hidden, options()).into_offset_iter().collect();
    let mut reader = Reader {
        shared,
        text: &hidden,
        file,
        body,
        chapter,
        events,
        at: 0,
        notes: HashMap::new(),
        calls: Vec::new(),
        pending: Vec::new(),
        in_note: None,
        skip_title: title_in_text,
        caption: None,
        inline_depth: 0,
    };
    let blocks = reader.blocks(section, 0, None);
    let notes = reader.finish_notes();
    Text { blocks, notes }
}

/// A note that was called or defined.
struct Draft {
    node: NodeId,
    label: NodeId,
    call: Option<Span>,
    definition: Option<(Vec<Block>, Span)>,
}

/// A caption waiting for its table.
struct Waiting {
    caption: Caption,
    node: NodeId,
}

struct Reader<'s, 'a, 't> {
    shared: &'s mut Shared<'a>,
    text: &'t str,
    file: FileId,
    body: usize,
    chapter: usize,
    events: Vec<(Event<'t>, Range<usize>)>,
    at: usize,
    notes: HashMap<String, Draft>,
    /// Labels in the order of their first calls.
    calls: Vec<String>,
    /// Notes called since the last block of the section.
    pending: Vec<NodeId>,
    in_note: Option<String>,
    skip_title: bool,
    caption: Option<Waiting>,
    inline_depth: usize,
}

impl<'t> Reader<'_, '_, 't> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, range.start + self.body..range.end + self.body)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.shared.sink.push(diagnostic);
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

    /// Blocks up to the end of the open element. `tight` collects text that stands in no paragraph.
    fn blocks(&mut self, parent: NodeId, depth: usize, until: Option<TagEnd>) -> Vec<Block> {
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
                self.loose_text(parent, &range, &mut blocks);
            } else {
                self.at += 1;
                self.block(event, range, parent, depth, &mut blocks);
            }
            if depth == 0 && self.in_note.is_none() {
                for note in std::mem::take(&mut self.pending) {
                    self.shared.tree.attach(parent, note);
                }
            }
        }
        blocks
    }

    /// Text of a tight list item: a paragraph without its tags.
    fn loose_text(&mut self, parent: NodeId, range: &Range<usize>, blocks: &mut Vec<Block>) {
        let mut inlines = Inlines::new(parent);
        let mut end = range.end;
        while let Some((event, range)) = self.events.get(self.at).cloned() {
            let stop = match &event {
                Event::End(_) | Event::Rule | Event::Html(_) => true,
                Event::Start(tag) => is_block(tag),
                _ => false,
            };
            if stop {
                break;
            }
            end = range.end;
            self.at += 1;
            self.inline(event, range, &mut inlines, Marks::default(), None);
        }
        let rich = inlines.finish(self.file, self.shared.language);
        self.check_dangling_notes(&rich);
        if !rich.is_blank() {
            let span = self.span(&(range.start..end));
            blocks.push(Block { kind: BlockKind::Paragraph(rich), span });
        }
    }

    fn block(
        &mut self,
        event: Event<'t>,
        range: Range<usize>,
        parent: NodeId,
        depth: usize,
        blocks: &mut Vec<Block>,
    ) {
        let span = self.span(&range);
        let too_deep = depth >= DEEPEST;
        let kind = match event {
            Event::Start(Tag::Paragraph) => return self.paragraph(range, parent, blocks),
            Event::Start(Tag::Heading { level, classes, .. }) => {
                match self.heading(level, &classes, &range, parent) {
                    Some(kind) => kind,
                    None => return,
                }
            }
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::DefinitionList) if too_deep => {
                self.report(
                    Diagnostic::error(
                        "nesting",
                        format!("lists and quotes are nested more than {DEEPEST} deep"),
                    )
                    .at(Span { end: span.start + 1, ..span })
                    .hint("no reader can follow that; make it flatter"),
                );
                return self.skip();
            }
            Event::Start(Tag::BlockQuote(_)) => self.quote(&range, parent, depth),
            Event::Start(Tag::List(start)) => self.list(start, parent, depth),
            Event::Start(Tag::DefinitionList) => self.definitions(parent, depth),
            Event::Start(Tag::CodeBlock(_)) => self.code(&range, parent),
            Event::Start(Tag::Table(columns)) => self.table(&columns, parent),
            Event::Start(Tag::FootnoteDefinition(label)) => return self.note_definition(&label, &range),
            Event::Start(Tag::HtmlBlock) => return self.html_block(&range),
            Event::Start(_) => return self.skip(),
            Event::Rule => BlockKind::Rule,
            Event::Html(html) => return self.html(&html, &range),
            _ => return,
        };
        blocks.push(Block { kind, span });
    }

    fn paragraph(&mut self, range: Range<usize>, parent: NodeId, blocks: &mut Vec<Block>) {
        if let Some(figure) = self.figure(&range, parent) {
            let span = figure.span;
            blocks.push(Block { kind: BlockKind::Figure(figure), span });
            return;
        }
        if caption_words(&self.text[range.clone()]).is_some() && self.before_table(&range) {
            return self.table_caption(&range, parent);
        }
        let node = self.shared.tree.add(parent, Role::Paragraph);
        let rich = self.inlines(node, TagEnd::Paragraph);
        if !rich.is_blank() {
            let span = self.span(&range);
            blocks.push(Block { kind: BlockKind::Paragraph(rich), span });
        }
    }

    /// Inline content up to the end of the open element.
    fn inlines(&mut self, node: NodeId, until: TagEnd) -> Rich {
        let mut inlines = Inlines::new(node);
        self.inlines_into(&mut inlines, until);
        let rich = inlines.finish(self.file, self.shared.language);
        self.check_dangling_notes(&rich);
        rich
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
        link: Option<(LinkId, NodeId)>,
    ) {
        let source = range.start + self.body..range.end + self.body;
        let mut put = |this: &mut Self, text: &str, marks: Marks| match link {
            Some((link, node)) => inlines.link_text(text, &source, marks, link, node),
            None => inlines.text(text, &source, marks, this.shared.tree),
        };
        match event {
            Event::Text(text) => {
                let escaped = text.starts_with(['~', '^'])
                    && range.start > 0
                    && self.text.as_bytes()[range.start - 1] == b'\\';
                let marks = if escaped { marks.with(Marks::LITERAL) } else { marks };
                put(self, &stars::show(&text).replace(['\n', '\t'], " "), marks);
            }
            Event::Code(text) => {
                let text = stars::show(&text).into_owned();
                let inner = source.start + (source.len().saturating_sub(text.len())) / 2;
                let inner = inner..inner + text.len();
                match link {
                    Some((link, node)) => {
                        inlines.link_text(&text, &inner, marks.with(Marks::CODE), link, node)
                    }
                    None => inlines.text(&text, &inner, marks.with(Marks::CODE), self.shared.tree),
                }
            }
            Event::SoftBreak => put(self, " ", marks),
            Event::HardBreak => put(self, "\n", marks),
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
                self.link(&format!("mailto:{dest_url}").into(), &range, inlines, marks);
            }
            Event::Start(Tag::Link { dest_url, .. }) => self.link(&dest_url, &range, inlines, marks),
            Event::Start(Tag::Image { .. }) => {
                let span = self.span(&range);
                self.report(
                    Diagnostic::error("image-inline", "a picture stands in the middle of a text")
                        .at(span)
                        .hint("put it into a paragraph of its own, with empty lines around"),
                );
                self.skip();
            }
            Event::FootnoteReference(label) => self.call(&label, &range, inlines),
            Event::InlineHtml(html) | Event::Html(html) => self.html(&html, &range),
            _ => {}
        }
    }

    fn marked(&mut self, inlines: &mut Inlines, marks: Marks, link: Option<(LinkId, NodeId)>, until: TagEnd) {
        if self.inline_depth >= DEEPEST_INLINE {
            let start = self.events.get(self.at).map_or(0, |(_, range)| range.start);
            let span = self.span(&(start..start + 1));
            self.report(
                Diagnostic::error("nesting", format!("marks are nested more than {DEEPEST_INLINE} deep"))
                    .at(span)
                    .hint("a star or an underscore is missing, or is one too many"),
            );
            return self.skip();
        }
        self.inline_depth += 1;
        while let Some((event, range)) = self.next() {
            if event == Event::End(until) {
                break;
            }
            self.inline(event, range, inlines, marks, link);
        }
        self.inline_depth -= 1;
    }

    fn link(&mut self, destination: &CowStr<'_>, range: &Range<usize>, inlines: &mut Inlines, marks: Marks) {
        let span = self.span(range);
        let destination = stars::show(destination).into_owned();
        let target = links::resolve(
            &destination,
            self.chapter,
            self.shared.folder,
            span,
            self.shared.survey,
            self.shared.sink,
        );
        let shown = links::shown(&target, self.shared.survey);
        let description = match (&target, &shown) {
            (Target::Url(url), _) => url.clone(),
            (_, Some((_, title))) => title.clone(),
            _ => destination.clone(),
        };
        let node = inlines_parent_link(inlines, self.shared.tree, Role::Link(description));
        let leaf = self.shared.tree.add(node, Role::Text);
        let id = LinkId(self.shared.links.len() as u32);
        let outside = matches!(target, Target::Url(_));
        self.shared.links.push(Link { target, span, node });
        let empty = matches!(self.events.get(self.at), Some((Event::End(TagEnd::Link), _)));
        if !empty {
            return self.marked_link(inlines, marks, (id, leaf));
        }
        self.at += 1;
        let source = range.start + self.body..range.start + self.body;
        match shown {
            Some((anchor, title)) => {
                let words = format!("\"{title}\", {}\u{a0}", self.shared.labels.page_short);
                inlines.link_text(&words, &source, marks, id, leaf);
                inlines.page_of(anchor, &source, marks, id, leaf);
                self.shared.page_references += 1;
            }
            None if outside => {
                inlines.link_text(short_url(&destination), &source, marks, id, leaf);
                self.report(
                    Diagnostic::warning("link-without-text", "a link that leads out has no text")
                        .at(span)
                        .hint("say in the square brackets what is found there"),
                );
            }
            None => {}
        }
    }

    fn marked_link(&mut self, inlines: &mut Inlines, marks: Marks, link: (LinkId, NodeId)) {
        self.marked(inlines, marks, Some(link), TagEnd::Link);
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        classes: &[CowStr<'_>],
        range: &Range<usize>,
        parent: NodeId,
    ) -> Option<BlockKind> {
        let span = self.span(range);
        if level == HeadingLevel::H1 && std::mem::take(&mut self.skip_title) {
            self.skip();
            return None;
        }
        let level = (level as u8).max(2);
        let node = self.shared.tree.add(parent, Role::Heading(level, String::new()));
        let mut inlines = Inlines::new(node);
        while let Some((event, part)) = self.next() {
            if matches!(event, Event::End(TagEnd::Heading(_))) {
                break;
            }
            self.inline(event, part, &mut inlines, Marks::default(), None);
        }
        let text = inlines.finish(self.file, self.shared.language);
        self.check_dangling_notes(&text);
        self.shared.tree.set_role(node, Role::Heading(level, text.words()));
        let anchor = self.shared.survey.by_place.get(&(self.chapter, span.start)).copied();
        let anchor =
            anchor.unwrap_or(self.shared.survey.chapters.get(self.chapter).map_or(AnchorId(0), |c| c.anchor));
        let mut checklist = false;
        for class in classes {
            match class.as_ref() {
                "checklist" => checklist = true,
                other => self.report(
                    Diagnostic::warning("unknown-class", format!("nothing is known of the class .{other}"))
                        .at(span)
                        .hint("headings know {#anchor} and {.checklist}"),
                ),
            }
        }
        if text.is_blank() {
            self.report(
                Diagnostic::error("empty-heading", "a heading without words")
                    .at(span)
                    .hint("write one or delete the #"),
            );
            return None;
        }
        Some(BlockKind::Heading { level, text, anchor, checklist })
    }

    fn quote(&mut self, range: &Range<usize>, parent: NodeId, depth: usize) -> BlockKind {
        match self.callout_marker(range) {
            Some((kind, kind_range)) => self.callout(kind, kind_range, parent, depth),
            None => {
                let node = self.shared.tree.add(parent, Role::BlockQuote);
                BlockKind::Quote(self.blocks(node, depth + 1, None))
            }
        }
    }

    /// `[!kind]` at the head of a quote: its kind and place.
    fn callout_marker(&self, range: &Range<usize>) -> Option<(String, Range<usize>)> {
        let (Event::Start(Tag::Paragraph), paragraph) = self.events.get(self.at)? else { return None };
        if paragraph.start < range.start {
            return None;
        }
        let line = self.text[paragraph.start..].lines().next()?;
        let kind = line.strip_prefix("[!")?.split_once(']')?.0;
        let name = kind.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') && !kind.is_empty();
        let start = paragraph.start;
        name.then(|| (kind.to_lowercase(), start..start + kind.len() + 3))
    }

    fn callout(&mut self, kind: String, marker: Range<usize>, parent: NodeId, depth: usize) -> BlockKind {
        let known = self.shared.kinds.iter().find(|(name, _)| name.to_lowercase() == kind);
        let quote = known.is_some_and(|(_, quote)| *quote);
        let kind = known.map_or(kind, |(name, _)| name.clone());
        let known = self.shared.kinds.iter().any(|(name, _)| *name == kind);
        if !known {
            let names = self.shared.kinds.iter().map(|(n, _)| n.as_str());
            let hint = match nearest(&kind, names.clone()) {
                Some(near) => format!("did you mean [!{near}]?"),
                None => format!(
                    "kinds: {}; others are defined in brochure.toml as [callout.NAME]",
                    names.collect::<Vec<_>>().join(", ")
                ),
            };
            let span = self.span(&marker);
            self.report(
                Diagnostic::error("unknown-callout", format!("there is no callout \"{kind}\""))
                    .at(span)
                    .hint(hint),
            );
        }
        let node = self.shared.tree.add(parent, if quote { Role::BlockQuote } else { Role::Aside });
        let label_node = self.shared.tree.add(node, Role::Paragraph);
        let label = self.shared.tree.add(label_node, Role::Text);
        let title = self.callout_title(&marker, label_node);
        let mut blocks = self.blocks(node, depth + 1, None);
        let attribution = if quote { take_attribution(&mut blocks) } else { None };
        BlockKind::Callout(Callout { kind, title, label, blocks, attribution })
    }

    /// Consumes the marker's line: the rest of it is the title. What follows stays a paragraph.
    fn callout_title(&mut self, marker: &Range<usize>, node: NodeId) -> Option<Rich> {
        let paragraph = matches!(self.events.get(self.at), Some((Event::Start(Tag::Paragraph), _)));
        let first = self.at + usize::from(paragraph);
        let line_end = self.text[marker.start..].find('\n').map_or(self.text.len(), |n| marker.start + n);
        let mut inlines = Inlines::new(node);
        self.at = first;
        while let Some((event, range)) = self.events.get(self.at).cloned() {
            if matches!(event, Event::End(_)) || range.start >= line_end {
                break;
            }
            self.at += 1;
            if range.end <= marker.end {
                continue;
            }
            match event {
                Event::Text(text) if range.start < marker.end => {
                    let text = &text[text.len().saturating_sub(range.end - marker.end)..];
                    self.inline(
                        Event::Text(text.to_owned().into()),
                        marker.end..range.end,
                        &mut inlines,
                        Marks::default(),
                        None,
                    );
                }
                Event::SoftBreak | Event::HardBreak => break,
                event => self.inline(event, range, &mut inlines, Marks::default(), None),
            }
        }
        if paragraph {
            self.restart_paragraph(line_end);
        }
        let title = inlines.finish(self.file, self.shared.language);
        (!title.is_blank()).then_some(title)
    }

    /// After the title line: drops the paragraph if nothing follows, else begins it anew.
    fn restart_paragraph(&mut self, line_end: usize) {
        if matches!(self.events.get(self.at), Some((Event::SoftBreak | Event::HardBreak, _))) {
            self.at += 1;
        }
        if matches!(self.events.get(self.at), Some((Event::End(TagEnd::Paragraph), _))) {
            self.at += 1;
        } else if self.at > 0 {
            self.at -= 1;
            let end = self.events.get(self.at + 1).map_or(line_end, |(_, r)| r.end);
            self.events[self.at] = (Event::Start(Tag::Paragraph), line_end..end.max(line_end));
        }
    }

    fn list(&mut self, start: Option<u64>, parent: NodeId, depth: usize) -> BlockKind {
        let numbering = if start.is_some() { Numbering::Decimal } else { Numbering::Bullet };
        let node = self.shared.tree.add(parent, Role::List(numbering));
        let mut items = Vec::new();
        let mut tight = true;
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.item(node, depth, &mut tight)),
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        BlockKind::List { start, items }
    }

    fn item(&mut self, list: NodeId, depth: usize, tight: &mut bool) -> Item {
        let node = self.shared.tree.add(list, Role::Item);
        let label_node = self.shared.tree.add(node, Role::Label);
        let body = self.shared.tree.add(node, Role::Body);
        if matches!(self.events.get(self.at), Some((Event::Start(Tag::Paragraph), _))) {
            *tight = false;
        }
        let marker_at = self.at + usize::from(!*tight);
        let mut task = None;
        if let Some((Event::TaskListMarker(done), _)) = self.events.get(marker_at) {
            task = Some(*done);
            self.events.remove(marker_at);
        }
        let label = match task {
            Some(done) => {
                let words = if done { self.shared.labels.done_box } else { self.shared.labels.open_box };
                self.shared.tree.add(label_node, Role::Replaced(words.to_owned()))
            }
            None => self.shared.tree.add(label_node, Role::Text),
        };
        let blocks = self.blocks(body, depth + 1, Some(TagEnd::Item));
        Item { label, task, blocks }
    }

    fn definitions(&mut self, parent: NodeId, depth: usize) -> BlockKind {
        let list = self.shared.tree.add(parent, Role::List(Numbering::Bullet));
        let mut definitions: Vec<Definition> = Vec::new();
        let mut body = list;
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    let item = self.shared.tree.add(list, Role::Item);
                    let label = self.shared.tree.add(item, Role::Label);
                    let term = self.inlines(label, TagEnd::DefinitionListTitle);
                    body = self.shared.tree.add(item, Role::Body);
                    definitions.push(Definition { term, blocks: Vec::new(), span: self.span(&range) });
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let blocks = self.blocks(body, depth + 1, Some(TagEnd::DefinitionListDefinition));
                    if let Some(last) = definitions.last_mut() {
                        last.blocks.extend(blocks);
                    }
                }
                Event::End(TagEnd::DefinitionList) => break,
                _ => {}
            }
        }
        BlockKind::Definitions(definitions)
    }

    fn code(&mut self, range: &Range<usize>, parent: NodeId) -> BlockKind {
        let node = self.shared.tree.add(parent, Role::Paragraph);
        let node = self.shared.tree.add(node, Role::Code);
        let leaf = self.shared.tree.add(node, Role::Text);
        let mut text = String::new();
        let mut map = Vec::new();
        while let Some((event, part)) = self.next() {
            match event {
                Event::Text(t) => {
                    map.push((text.len() as u32, (part.start + self.body) as u32));
                    text.push_str(&stars::show(&t).replace('\t', "    ").replace('\r', ""));
                }
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let mut rich = Rich::plain(text.trim_end_matches('\n'), leaf);
        rich.file = self.file;
        rich.map = if map.is_empty() { vec![(0, (range.start + self.body) as u32)] } else { map };
        rich.runs[0].marks = Marks::CODE;
        BlockKind::Code { text: rich }
    }

    fn table(&mut self, columns: &[Alignment], parent: NodeId) -> BlockKind {
        let node = match &self.caption {
            Some(waiting) => waiting.node,
            None => self.shared.tree.add(parent, Role::Table),
        };
        let caption = self.caption.take().map(|waiting| waiting.caption);
        let columns = columns
            .iter()
            .map(|a| match a {
                Alignment::Right => ColumnAlign::Right,
                Alignment::Center => ColumnAlign::Center,
                _ => ColumnAlign::Left,
            })
            .collect();
        let mut table = Table { columns, head: Vec::new(), rows: Vec::new(), caption };
        let body = std::cell::OnceCell::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableHead) => {
                    let head = self.shared.tree.add(node, Role::TableHead);
                    table.head = self.row(head, true, TagEnd::TableHead);
                }
                Event::Start(Tag::TableRow) => {
                    let body = *body.get_or_init(|| self.shared.tree.add(node, Role::TableBody));
                    let row = self.row(body, false, TagEnd::TableRow);
                    table.rows.push(row);
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        BlockKind::Table(Box::new(table))
    }

    fn row(&mut self, parent: NodeId, head: bool, until: TagEnd) -> Vec<Rich> {
        let row = self.shared.tree.add(parent, Role::Row);
        let mut cells = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => {
                    let role = if head { Role::HeaderCell(Scope::Column) } else { Role::Cell };
                    let cell = self.shared.tree.add(row, role);
                    cells.push(self.inlines(cell, TagEnd::TableCell));
                }
                Event::End(end) if end == until => {
                    self.check_cells(&range, cells.len());
                    break;
                }
                _ => {}
            }
        }
        cells
    }

    /// The parser drops cells beyond those of the head.
    fn check_cells(&mut self, range: &Range<usize>, set: usize) {
        let row = self.text[range.clone()].trim().trim_matches('|');
        let (mut written, mut code, mut previous) = (1, false, ' ');
        for c in row.chars() {
            match c {
                '`' => code = !code,
                '|' if previous != '\\' && !code => written += 1,
                _ => {}
            }
            previous = c;
        }
        if written > set {
            let span = self.span(range);
            self.report(
                Diagnostic::error(
                    "table-cells",
                    format!("a row of {written} cells in a table of {set} columns"),
                )
                .at(span)
                .hint("add a column to the head, or write a stroke inside a cell as \\|"),
            );
        }
    }

    /// Whether a table follows the paragraph that begins at the current event.
    fn before_table(&self, range: &Range<usize>) -> bool {
        let after = self.events[self.at..]
            .iter()
            .position(|(e, r)| *e == Event::End(TagEnd::Paragraph) && r.end == range.end);
        let next = after.and_then(|n| self.events.get(self.at + n + 1));
        matches!(next, Some((Event::Start(Tag::Table(_)), _)))
    }

    fn table_caption(&mut self, range: &Range<usize>, parent: NodeId) {
        let span = self.span(range);
        let line = self.text[range.clone()].lines().next().unwrap_or("");
        let skip = line.find(':').map_or(0, |n| n + 1);
        let id_from = caption_id(line).and_then(|_| line.rfind("{#")).unwrap_or(line.len());
        let table = self.shared.tree.add(parent, Role::Table);
        self.shared.counters.0 += 1;
        let number = self.shared.counters.0;
        let caption =
            self.caption(range, skip..id_from, table, self.shared.labels.table, number, TagEnd::Paragraph);
        let anchor = self.shared.survey.by_place.get(&(self.chapter, span.start)).copied();
        self.caption = Some(Waiting { caption: Caption { anchor, ..caption }, node: table });
    }

    /// A caption: the words of its first line within `words`, and a source after it.
    fn caption(
        &mut self,
        range: &Range<usize>,
        words: Range<usize>,
        owner: NodeId,
        label: &str,
        number: u32,
        until: TagEnd,
    ) -> Caption {
        let node = self.shared.tree.add(owner, Role::Caption);
        let leaf = self.shared.tree.add(node, Role::Text);
        let label = Rich::plain(format!("{label}\u{a0}{number}"), leaf);
        let (mut text, mut source) = (Inlines::new(node), Inlines::new(node));
        let line_end = range.start + self.text[range.clone()].find('\n').unwrap_or(range.len());
        while let Some((event, part)) = self.next() {
            if event == Event::End(until) {
                break;
            }
            if part.start >= line_end {
                self.inline(event, part, &mut source, Marks::default(), None);
                continue;
            }
            match event {
                Event::Text(t) => {
                    let (from, to) = (range.start + words.start, range.start + words.end);
                    let start = part.start.clamp(from, to.max(from));
                    let end = part.end.clamp(start, to.max(start));
                    if t.len() != part.len() {
                        if (from..to).contains(&part.start) {
                            self.inline(Event::Text(t), part, &mut text, Marks::default(), None);
                        }
                    } else if end > start {
                        let t = t[start - part.start..end - part.start].to_owned();
                        self.inline(Event::Text(t.into()), start..end, &mut text, Marks::default(), None);
                    }
                }
                Event::SoftBreak | Event::HardBreak => {}
                event => self.inline(event, part, &mut text, Marks::default(), None),
            }
        }
        let text = text.finish(self.file, self.shared.language);
        let source = source.finish(self.file, self.shared.language);
        self.check_dangling_notes(&text);
        Caption { label, text, source: (!source.is_blank()).then_some(source), anchor: None }
    }

    /// An image alone in its paragraph.
    fn figure(&mut self, range: &Range<usize>, parent: NodeId) -> Option<Figure> {
        let (Event::Start(Tag::Image { dest_url, title, .. }), image) = self.events.get(self.at)?.clone()
        else {
            return None;
        };
        let close =
            self.events[self.at..].iter().position(|(e, _)| *e == Event::End(TagEnd::Image))? + self.at;
        if !matches!(self.events.get(close + 1), Some((Event::End(TagEnd::Paragraph), _))) {
            return None;
        }
        let alt: String = self.events[self.at + 1..close]
            .iter()
            .filter_map(|(e, _)| match e {
                Event::Text(t) | Event::Code(t) => Some(stars::show(t).into_owned()),
                Event::SoftBreak | Event::HardBreak => Some(" ".to_owned()),
                _ => None,
            })
            .collect();
        self.at = close + 2;
        let span = self.span(&image);
        if alt.trim().is_empty() {
            self.report(
                Diagnostic::error("missing-alt", "the picture has no alternative text")
                    .at(span)
                    .hint("say between the square brackets what it shows: ![What one sees](file.svg)"),
            );
        }
        let path = stars::show(&dest_url).into_owned();
        let path = paths::join(self.shared.folder, &path).unwrap_or(path);
        let node = self.shared.tree.add(parent, Role::Figure(alt.trim().to_owned()));
        let caption = self.figure_caption(&stars::show(&title), range, parent);
        Some(Figure { path, node, caption, span })
    }

    /// „Caption. Quelle: …“ from an image's title.
    fn figure_caption(&mut self, title: &str, range: &Range<usize>, parent: NodeId) -> Option<Caption> {
        if title.trim().is_empty() {
            return None;
        }
        self.shared.counters.1 += 1;
        let number = self.shared.counters.1;
        let node = self.shared.tree.add(parent, Role::Caption);
        let leaf = self.shared.tree.add(node, Role::Text);
        let label = Rich::plain(format!("{}\u{a0}{number}", self.shared.labels.figure), leaf);
        let written = &self.text[range.clone()];
        let at = range.start + written.find(title).unwrap_or(0) + self.body;
        let split = title.find(self.shared.labels.source).unwrap_or(title.len());
        let (words, source) = title.split_at(split);
        let words = words.trim_end().trim_end_matches('.');
        let mut rich = |text: &str, at: usize| {
            let mut inlines = Inlines::new(node);
            inlines.text(text, &(at..at + text.len()), Marks::default(), self.shared.tree);
            inlines.finish(self.file, self.shared.language)
        };
        let text = rich(words, at);
        let source = (!source.is_empty()).then(|| rich(source, at + split));
        Some(Caption { label, text, source, anchor: None })
    }

    fn draft(&mut self, label: &str) -> &mut Draft {
        let tree = &mut *self.shared.tree;
        self.notes.entry(label.to_owned()).or_insert_with(|| {
            let node = tree.detached(Role::Note);
            let label_node = tree.add(node, Role::Label);
            let label = tree.add(label_node, Role::Text);
            Draft { node, label, call: None, definition: None }
        })
    }

    fn call(&mut self, label: &CowStr<'_>, range: &Range<usize>, inlines: &mut Inlines) {
        let label = label.to_string();
        let span = self.span(range);
        if let Some(inside) = &self.in_note {
            let message = if *inside == label { "a note calls itself" } else { "a note calls another note" };
            self.report(
                Diagnostic::error("note-in-note", message)
                    .at(span)
                    .hint("write what it says into the note itself"),
            );
            return;
        }
        let draft = self.draft(&label);
        if draft.call.is_some() {
            self.report(
                Diagnostic::error("note-twice", format!("the note [^{label}] is called twice"))
                    .at(span)
                    .hint("give each call a note of its own, or write: see note …"),
            );
            return;
        }
        draft.call = Some(span);
        let node = draft.node;
        self.calls.push(label);
        self.pending.push(node);
        let number = self.calls.len() as u32;
        let reference = inlines_parent_link(inlines, self.shared.tree, Role::Reference);
        let role = Role::Link(format!("{} {number}", self.shared.labels.note));
        let link_node = self.shared.tree.add(reference, role);
        let leaf = self.shared.tree.add(link_node, Role::Text);
        let link = LinkId(self.shared.links.len() as u32);
        self.shared.links.push(Link { target: Target::Note(node), span, node: link_node });
        let source = range.start + self.body..range.end + self.body;
        inlines.call(number, number - 1, &source, link, leaf);
    }

    fn note_definition(&mut self, label: &CowStr<'_>, range: &Range<usize>) {
        let label = label.to_string();
        let span = self.span(range);
        if self.in_note.is_some() {
            self.report(
                Diagnostic::error("note-in-note", "a note is defined inside another note")
                    .at(Span { end: span.start + 1, ..span })
                    .hint("begin its line at the left edge"),
            );
            return self.skip();
        }
        let node = self.draft(&label).node;
        self.in_note = Some(label.clone());
        let blocks = self.blocks(node, 1, Some(TagEnd::FootnoteDefinition));
        self.in_note = None;
        if self.draft(&label).definition.is_some() {
            self.report(
                Diagnostic::error("note-twice", format!("the note [^{label}] is defined twice"))
                    .at(span)
                    .hint("give one of them another name, or delete it"),
            );
            return;
        }
        self.draft(&label).definition = Some((blocks, span));
    }

    fn finish_notes(&mut self) -> Vec<Note> {
        let mut unused: Vec<(Span, String)> = self
            .notes
            .iter()
            .filter(|(_, d)| d.call.is_none())
            .filter_map(|(label, d)| Some((d.definition.as_ref()?.1, label.clone())))
            .collect();
        unused.sort();
        for (span, label) in unused {
            self.report(
                Diagnostic::warning("unused-note", format!("the note [^{label}] is never called"))
                    .at(span)
                    .hint("put its call into the text or delete it"),
            );
        }
        let calls = std::mem::take(&mut self.calls);
        let mut notes = Vec::new();
        for label in calls {
            let Some(draft) = self.notes.remove(&label) else { continue };
            let call = draft.call.unwrap_or_default();
            let (blocks, span) = draft.definition.unwrap_or((Vec::new(), call));
            if blocks.is_empty() {
                self.report(
                    Diagnostic::error("dangling-note", format!("the note [^{label}] has no text"))
                        .at(call)
                        .hint(format!("write below: [^{label}]: …")),
                );
            }
            notes.push(Note { node: draft.node, label: draft.label, blocks, span });
        }
        notes
    }

    /// The parser leaves calls without a definition as text.
    fn check_dangling_notes(&mut self, rich: &Rich) {
        for (at, _) in rich.text.match_indices("[^") {
            let Some(end) = rich.text[at..].find(']') else { continue };
            let label = &rich.text[at + 2..at + end];
            let sane = label.chars().count() <= LONGEST_LABEL && !label.contains('[');
            let code = rich.pieces().any(|(r, run)| r.contains(&at) && run.marks.has(Marks::CODE));
            let escaped = rich.span_at(at, 1).is_some_and(|s| {
                (s.start as usize)
                    .checked_sub(self.body + 1)
                    .is_some_and(|b| self.text.as_bytes().get(b) == Some(&b'\\'))
            });
            if !code && !escaped && !label.is_empty() && sane {
                let span = rich.span_at(at, end + 1);
                self.report(
                    Diagnostic::error("dangling-note", format!("there is no note [^{label}]"))
                        .at(span)
                        .hint(format!("write it below: [^{label}]: …")),
                );
            }
        }
    }

    fn html_block(&mut self, range: &Range<usize>) {
        let html = self.text[range.clone()].to_owned();
        self.skip();
        self.html(&html, range);
    }

    fn html(&mut self, html: &str, range: &Range<usize>) {
        let mut rest = html.trim();
        while let Some(after) = rest.strip_prefix("<!--") {
            let Some((_, behind)) = after.split_once("-->") else {
                let span = self.span(&(range.start..range.start + 4));
                self.report(
                    Diagnostic::error("raw-html", "a comment is never closed")
                        .at(span)
                        .label("everything behind it is lost")
                        .hint("close it with -->"),
                );
                return;
            };
            rest = behind.trim();
        }
        if rest.is_empty() {
            return;
        }
        let hint = match rest.to_ascii_lowercase() {
            tag if tag.starts_with("<br") => "end the line with a backslash to break it",
            tag if tag.starts_with("<sup") || tag.starts_with("<sub") => "write ^hoch^ and ~tief~",
            tag if tag.starts_with("<img") => "write ![what it shows](file.svg)",
            tag if tag.starts_with("<a ") => "write [text](address)",
            _ => "write it as Markdown; comments <!-- --> may stay",
        };
        let lead = rest.as_ptr() as usize - html.as_ptr() as usize;
        let first = rest.lines().next().map_or(1, str::len);
        let span = self.span(&(range.start + lead..range.start + lead + first));
        self.report(Diagnostic::error("raw-html", "HTML is not set").at(span).label("left out").hint(hint));
    }
}

fn inlines_parent_link(inlines: &mut Inlines, tree: &mut Structure, role: Role) -> NodeId {
    tree.add(inlines.parent(), role)
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::MetadataBlock(_)
    )
}

/// `-- Name, Amt` as the last paragraph of a quotation.
fn take_attribution(blocks: &mut Vec<Block>) -> Option<Rich> {
    let Some(Block { kind: BlockKind::Paragraph(rich), .. }) = blocks.last_mut() else { return None };
    let dash = |t: &str| {
        ["–\u{a0}", "– ", "— ", "—\u{a0}", "-- "].iter().find(|d| t.starts_with(**d)).map(|d| d.len())
    };
    if let Some(len) = dash(&rich.text) {
        rich.cut_front(len);
        let Some(Block { kind: BlockKind::Paragraph(rich), .. }) = blocks.pop() else { return None };
        return Some(rich);
    }
    // On the last line of the quotation's own paragraph.
    let at = [" –\u{a0}", "\u{a0}– ", "\u{a0}–\u{a0}", "\n–\u{a0}", "\n– ", " — ", "\u{a0}— ", "\n— "]
        .iter()
        .filter_map(|d| Some((rich.text.rfind(d)?, d.len())))
        .max()?;
    let closed = rich.text[..at.0].ends_with(['“', '”', '.', '!', '?', '»']);
    closed.then(|| rich.split_off(at.0, at.1))
}

/// An address without scheme and `www.`
fn short_url(url: &str) -> &str {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let url = url.strip_prefix("mailto:").unwrap_or(url);
    url.strip_prefix("www.").unwrap_or(url).trim_end_matches('/')
}
