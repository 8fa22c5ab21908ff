//! HTML in chapters. Decides which Markdown a tag means: behind this, nothing knows of HTML. Every word
//! between tags stays, but for what is no text.

mod blocks;
mod tables;
pub mod tags;

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag as Start, TagEnd};

use super::super::places::Places;
use super::syntax::{Placed, is_block};
use tags::{Tag, Token, tokens};

/// What stands for a place that can be linked to, before its name.
pub const ANCHOR: char = '#';

/// What stands for the end of a page.
pub(super) const PAGE_BREAK: &str = "pagebreak";

/// Stands before what an abbreviation stands for.
pub(super) const ABBREVIATION: &str = "abbr ";

/// Deepest nesting of tags.
const DEEPEST: usize = 60;

/// Something that is not set as it would be in a browser.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// A tag is passed over; what stands between is set.
    PassedOver(String),
    /// A tag is left out with what stands between.
    LeftOut(String),
    /// A comment has no end.
    Unclosed,
}

/// The events of a text without HTML, and what was found in it.
pub(super) fn translated<'t>(events: Vec<Placed<'t>>) -> (Vec<Placed<'t>>, Vec<(Found, Range<usize>)>) {
    let html = |event: &Event<'_>| {
        matches!(event, Event::InlineHtml(_) | Event::Html(_) | Event::Start(Start::HtmlBlock))
    };
    if !events.iter().any(|(event, _)| html(event)) {
        return (events, Vec::new());
    }
    let mut translator = Translator { out: Vec::with_capacity(events.len()), ..Translator::default() };
    let mut end = 0;
    for (event, range) in events {
        end = range.end;
        translator.event(event, range);
    }
    translator.close_to(0, end..end);
    (translator.out, translator.found)
}

#[derive(Default)]
struct Translator<'t> {
    out: Vec<Placed<'t>>,
    /// What is open, from the outside in.
    frames: Vec<Frame<'t>>,
    found: Vec<(Found, Range<usize>)>,
    /// The block of HTML that is read: its lines, and where they stand.
    block: Option<(String, Places)>,
    /// Whether words stand between tags of a block, and need a paragraph of their own.
    in_block: bool,
    /// A tag that is left out until it closes, and how many elements are open inside.
    left_out: Option<(String, usize)>,
    /// What the next words among words begin a line with, where a tag of blocks stands before them.
    line: Option<String>,
    /// Lists among words, from the outside in: the number of the last item, where they count.
    lists: Vec<Option<usize>>,
}

/// Something open.
struct Frame<'t> {
    kind: Kind,
    /// The tag; empty for what Markdown opened.
    name: String,
    /// What closes it.
    end: Option<Event<'t>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    /// Opened by Markdown.
    Markdown,
    /// A tag between words.
    Inline,
    /// A paragraph or heading of a block of HTML: holds words.
    Words,
    /// An item of a list of HTML: holds words and blocks.
    Item,
    /// Any other tag around blocks.
    Block,
}

/// What a tag means.
enum Meaning {
    /// Words are marked as Markdown marks them.
    Element(Start<'static>),
    /// Words are marked as nothing in Markdown does: events of HTML with this name, and with a slash before it,
    /// stand for the ends.
    Mark(&'static str),
    /// Words in quotation marks.
    Quoted,
    /// Words that stand for others.
    Abbreviation,
    Link,
    Picture,
    LineEnd,
    /// Where a long word may be broken.
    BreakHere,
    Heading,
    List,
    Item,
    Quotation,
    Rule,
    /// Words of a paragraph in bold: what a closed block shows.
    Summary,
    /// Stands around blocks and means nothing in print.
    Around,
    /// The same, and every author knows.
    Plain,
    /// Is no text.
    LeftOut,
    /// Unknown, or means nothing in print.
    PassedOver,
}

fn meaning(name: &str) -> Meaning {
    match name {
        "b" | "strong" => Meaning::Element(Start::Strong),
        "i" | "em" | "cite" | "dfn" | "var" => Meaning::Element(Start::Emphasis),
        "s" | "del" | "strike" => Meaning::Element(Start::Strikethrough),
        "sub" => Meaning::Element(Start::Subscript),
        "sup" => Meaning::Element(Start::Superscript),
        "u" | "ins" => Meaning::Mark("u"),
        "mark" => Meaning::Mark("mark"),
        "kbd" | "code" | "samp" | "tt" => Meaning::Mark("code"),
        "small" => Meaning::Mark("small"),
        "q" => Meaning::Quoted,
        "abbr" | "acronym" => Meaning::Abbreviation,
        "a" => Meaning::Link,
        "img" => Meaning::Picture,
        "br" => Meaning::LineEnd,
        "wbr" => Meaning::BreakHere,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Meaning::Heading,
        "ul" | "ol" => Meaning::List,
        "li" => Meaning::Item,
        "blockquote" => Meaning::Quotation,
        "hr" => Meaning::Rule,
        "summary" => Meaning::Summary,
        "details" | "center" | "tbody" | "thead" | "tfoot" | "colgroup" | "col" | "bdi" | "time" => {
            Meaning::Plain
        }
        "p" | "div" | "section" | "article" | "aside" | "figure" | "figcaption" | "header" | "footer"
        | "main" | "nav" | "address" | "dl" | "dt" | "dd" | "hgroup" | "picture" | "table" | "tr" | "td"
        | "th" | "caption" => Meaning::Around,
        "script" | "style" | "iframe" | "form" | "object" | "embed" | "svg" | "video" | "audio" | "input"
        | "button" | "select" | "textarea" | "noscript" | "template" | "canvas" => Meaning::LeftOut,
        _ => Meaning::PassedOver,
    }
}

/// Whether what a tag holds stands on lines of its own, among words too.
fn stands_on_lines(name: &str) -> bool {
    name != "picture" && matches!(meaning(name), Meaning::Around | Meaning::List | Meaning::Item)
}

/// Tags that hold nothing.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "wbr" | "hr" | "img" | "input" | "embed" | "col" | "source" | "meta" | "link" | "area"
    )
}

impl<'t> Translator<'t> {
    fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        if self.left_out.is_some() && self.leaves_out(&event) {
            return;
        }
        match event {
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::Start(Start::HtmlBlock) => self.block = Some(Default::default()),
            Event::Html(html) => match &mut self.block {
                Some((text, places)) => blocks::add_line(&html, range, text, places),
                None => self.inline_html(&html, range),
            },
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((text, places)) = self.block.take() {
                    self.html_block(&text, &places);
                }
            }
            Event::Start(tag) => {
                if is_block(&tag) {
                    self.begin_item(&range);
                    (self.line, self.lists) = (None, Vec::new());
                } else {
                    self.begin_line(&range);
                }
                self.frames.push(Frame { kind: Kind::Markdown, name: String::new(), end: None });
                self.out.push((Event::Start(tag), range));
            }
            Event::End(end) => {
                let open = self.frames.iter().rposition(|frame| frame.kind == Kind::Markdown);
                self.close_to(open.map_or(0, |open| open + 1), range.end..range.end);
                self.frames.pop();
                if !matches!(end, TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link | TagEnd::Strikethrough) {
                    self.line = None;
                }
                self.out.push((Event::End(end), range));
            }
            Event::SoftBreak if self.line.is_some() => {}
            Event::Text(text) if self.line.is_some() && text.trim().is_empty() => {}
            event => {
                self.begin_line(&range);
                self.out.push((event, range));
            }
        }
    }

    /// Whether an event stands inside of what is left out; the end of what is around ends that, too.
    fn leaves_out(&mut self, event: &Event<'_>) -> bool {
        let Some((name, inside)) = &mut self.left_out else { return false };
        match event {
            Event::Start(_) => *inside += 1,
            Event::End(_) if *inside == 0 => {
                self.left_out = None;
                return false;
            }
            Event::End(_) => *inside -= 1,
            Event::InlineHtml(html) | Event::Html(html) => {
                let closes = |(token, _): (Token<'_>, _)| matches!(token, Token::Tag(tag) if tag.closes && tag.name == *name);
                if tokens(html).into_iter().any(closes) {
                    let inside = *inside;
                    self.left_out = None;
                    // The rest of a block that began inside is gone with it.
                    return inside == 0 || matches!(event, Event::InlineHtml(_));
                }
            }
            _ => {}
        }
        true
    }

    fn inline_html(&mut self, html: &str, range: Range<usize>) {
        if let Some(tag) = Tag::of(html) {
            self.tag(&tag, range);
        }
    }

    /// A tag that opens or closes.
    fn tag(&mut self, tag: &Tag, range: Range<usize>) {
        if tag.closes {
            return self.close(&tag.name, range);
        }
        if let Some(name) = tag.get("id").or_else(|| tag.get("name").filter(|_| tag.name == "a"))
            && !matches!(meaning(&tag.name), Meaning::Heading)
        {
            self.anchor(name, range.clone());
        }
        if tag
            .get("style")
            .is_some_and(|style| style.contains("page-break") || style.contains("break-after: page"))
        {
            self.page_break(range.clone());
        }
        match meaning(&tag.name) {
            Meaning::Element(element) => {
                let end = Event::End(element.to_end());
                self.open_inline(tag, Event::Start(element), end, range);
            }
            Meaning::Mark(mark) => {
                let event = |name: String| Event::InlineHtml(name.into());
                self.open_inline(tag, event(mark.to_owned()), event(format!("/{mark}")), range);
            }
            Meaning::Quoted => self.open_inline(tag, words("\""), words("\""), range),
            Meaning::Abbreviation => self.abbreviation(tag, range),
            Meaning::Link => self.link(tag, range),
            Meaning::Picture => self.picture(tag, None, range),
            Meaning::LineEnd => self.word(Event::HardBreak, range),
            Meaning::BreakHere => self.word(words("\u{200b}"), range),
            Meaning::LeftOut => self.leave_out(tag, range),
            _ if !self.in_block => self.around_words(tag, range),
            _ => self.block_tag(tag, range),
        }
    }

    /// A tag that stands between words and means nothing there but, perhaps, a language.
    fn around_words(&mut self, tag: &Tag, range: Range<usize>) {
        if let Some(language) = tag.get("lang").filter(|tag| is_language(tag)) {
            return self.open_inline(tag, words("["), words(&format!("]{{lang={language}}}")), range);
        }
        match meaning(&tag.name) {
            Meaning::List | Meaning::Item => self.item_among_words(tag),
            Meaning::Around if stands_on_lines(&tag.name) => {
                self.pass_over(tag, &range);
                self.line = Some(String::new());
            }
            _ => self.pass_over(tag, &range),
        }
        if !is_void(&tag.name) && self.frames.len() < DEEPEST {
            self.push(Kind::Inline, &tag.name, None);
        }
    }

    /// A list, or an item of one, where only words may stand: each item is a line with its mark.
    fn item_among_words(&mut self, tag: &Tag) {
        self.line = Some(match tag.name.as_str() {
            "li" => match self.lists.last_mut() {
                Some(Some(number)) => {
                    *number += 1;
                    format!("{number}.\u{a0}")
                }
                _ => "•\u{a0}".to_owned(),
            },
            name => {
                self.lists.push((name == "ol").then_some(0));
                String::new()
            }
        });
    }

    /// Begins the line that a tag of blocks asked for.
    fn begin_line(&mut self, range: &Range<usize>) {
        let Some(mark) = self.line.take() else { return };
        let place = range.start..range.start;
        let is_first = matches!(self.out.last(), None | Some((Event::HardBreak, _)))
            || matches!(self.out.last(), Some((Event::Start(start), _)) if is_block(start));
        if !is_first {
            self.out.push((Event::HardBreak, place.clone()));
        }
        if !mark.is_empty() {
            self.out.push((words(&mark), place));
        }
    }

    /// Words that stand for others, if it is said for which.
    fn abbreviation(&mut self, tag: &Tag, range: Range<usize>) {
        let title = tag.get("title").unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() {
            return self.around_words(tag, range);
        }
        let event = |name: String| Event::InlineHtml(name.into());
        self.open_inline(tag, event(format!("{ABBREVIATION}{title}")), event("/abbr".to_owned()), range);
    }

    fn pass_over(&mut self, tag: &Tag, range: &Range<usize>) {
        if !matches!(meaning(&tag.name), Meaning::Plain | Meaning::Summary | Meaning::Abbreviation) {
            self.found.push((Found::PassedOver(tag.name.clone()), range.clone()));
        }
    }

    fn leave_out(&mut self, tag: &Tag, range: Range<usize>) {
        self.found.push((Found::LeftOut(tag.name.clone()), range));
        if !is_void(&tag.name) {
            self.left_out = Some((tag.name.clone(), 0));
        }
    }

    fn link(&mut self, tag: &Tag, range: Range<usize>) {
        let Some(href) = tag.get("href").filter(|href| !href.trim().is_empty()) else {
            if self.frames.len() < DEEPEST {
                self.push(Kind::Inline, "a", None);
            }
            return;
        };
        let start = Start::Link {
            link_type: LinkType::Inline,
            dest_url: href.trim().to_owned().into(),
            title: tag.get("title").unwrap_or("").to_owned().into(),
            id: CowStr::Borrowed(""),
        };
        self.open_inline(tag, Event::Start(start), Event::End(TagEnd::Link), range);
    }

    /// A picture, with the words below it. Its width stands in the place of the name of a reference.
    fn picture(&mut self, tag: &Tag, caption: Option<String>, range: Range<usize>) {
        let Some(path) = tag.get("src").map(str::trim).filter(|path| !path.is_empty()) else { return };
        let start = Start::Image {
            link_type: LinkType::Inline,
            dest_url: path.to_owned().into(),
            title: caption.or_else(|| tag.get("title").map(str::to_owned)).unwrap_or_default().into(),
            id: width(tag).unwrap_or_default().into(),
        };
        self.word(Event::Start(start), range.clone());
        let alt = tag.get("alt").unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        if !alt.is_empty() {
            self.word(words(&alt), range.clone());
        }
        self.word(Event::End(TagEnd::Image), range);
    }

    /// A place that can be linked to.
    fn anchor(&mut self, name: &str, range: Range<usize>) {
        let mark: CowStr<'t> = format!("{ANCHOR}{name}").into();
        let between_words = !self.in_block || self.holds_words();
        self.out.push((if between_words { Event::InlineHtml(mark) } else { Event::Html(mark) }, range));
    }

    fn open_inline(&mut self, tag: &Tag, start: Event<'t>, end: Event<'t>, range: Range<usize>) {
        if self.frames.len() >= DEEPEST {
            return;
        }
        self.word(start, range);
        self.push(Kind::Inline, &tag.name, Some(end));
    }

    /// Something between words; in a block it begins a paragraph.
    fn word(&mut self, event: Event<'t>, range: Range<usize>) {
        if self.in_block && !self.holds_words() {
            self.begin_item(&range);
            if !self.holds_words() && self.frames.len() < DEEPEST {
                self.out.push((Event::Start(Start::Paragraph), range.clone()));
                self.push(Kind::Words, "", Some(Event::End(TagEnd::Paragraph)));
            }
        }
        self.begin_line(&range);
        self.out.push((event, range));
    }

    /// Whether words may stand here.
    fn holds_words(&self) -> bool {
        let around = self.frames.iter().rev().find(|frame| frame.kind != Kind::Inline);
        around.is_some_and(|frame| matches!(frame.kind, Kind::Words | Kind::Item))
    }

    fn push(&mut self, kind: Kind, name: &str, end: Option<Event<'t>>) {
        self.frames.push(Frame { kind, name: name.to_owned(), end });
    }

    /// Closes a tag, if it is open, with all that is open inside.
    fn close(&mut self, name: &str, range: Range<usize>) {
        if !self.in_block && stands_on_lines(name) {
            self.line.get_or_insert_default();
            if matches!(meaning(name), Meaning::List) {
                self.lists.pop();
            }
        }
        let from = self.frames.iter().rposition(|frame| frame.kind == Kind::Markdown).map_or(0, |n| n + 1);
        let open = self.frames[from..].iter().rposition(|frame| frame.name == name);
        if let Some(open) = open {
            self.close_to(from + open, range);
        } else if matches!(meaning(name), Meaning::Around | Meaning::Quotation | Meaning::List)
            && self.in_block
        {
            self.end_words(range);
        }
    }

    /// Closes all but the outer `count` of what is open.
    fn close_to(&mut self, count: usize, range: Range<usize>) {
        while self.frames.len() > count {
            let end = self.frames.pop().and_then(|frame| frame.end);
            self.out.extend(end.map(|end| (end, range.clone())));
        }
    }
}

/// The width of a picture, as its attribute or its style says.
fn width(tag: &Tag) -> Option<String> {
    let style = tag.get("style").and_then(|style| {
        let declared = style.split(';').filter_map(|declaration| declaration.split_once(':'));
        declared.map(|(key, value)| (key.trim(), value.trim())).find(|(key, _)| *key == "width")
    });
    style.map(|(_, value)| value).or_else(|| tag.get("width")).map(str::to_owned)
}

fn words<'t>(text: &str) -> Event<'t> {
    Event::Text(text.to_owned().into())
}

fn is_language(tag: &str) -> bool {
    (2..=12).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
