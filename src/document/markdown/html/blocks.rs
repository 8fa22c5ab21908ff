//! Blocks of HTML. Decides which blocks of Markdown their tags mean; words between tags are Markdown.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag as Start, TagEnd};

use super::super::super::places::Places;
use super::super::prepared;
use super::super::syntax::{Placed, options};
use super::tags::{Tag, Token, decoded, tokens};
use super::{DEEPEST, Found, Frame, Kind, Meaning, PAGE_BREAK, Translator, is_void, meaning, words};

/// Adds a line of a block; how far it is indented means nothing, but in code.
pub(super) fn add_line(line: &str, range: Range<usize>, text: &mut String, places: &mut Places) {
    let is_code = text.contains("<pre") && !text.contains("</pre");
    let lead = if is_code { 0 } else { line.len() - line.trim_start_matches([' ', '\t']).len() };
    places.add(text.len(), range.start + lead);
    text.push_str(&line[lead..]);
}

/// The tokens of a block, and where they stand.
pub(super) struct Tokens<'h, 'p> {
    pub tokens: Vec<(Token<'h>, Range<usize>)>,
    pub places: &'p Places,
    /// Number of the tag that closes each, or of the end.
    ends: Vec<usize>,
}

impl<'h, 'p> Tokens<'h, 'p> {
    fn of(text: &'h str, places: &'p Places) -> Self {
        let tokens = tokens(text);
        let mut ends = vec![tokens.len(); tokens.len()];
        let mut open: HashMap<&str, Vec<usize>> = HashMap::new();
        for (n, (token, _)) in tokens.iter().enumerate() {
            let Token::Tag(tag) = token else { continue };
            let same = open.entry(&tag.name).or_default();
            if !tag.closes {
                same.push(n);
            } else if let Some(opened) = same.pop() {
                ends[opened] = n;
            }
        }
        Self { tokens, places, ends }
    }

    /// The place of a token.
    pub fn place(&self, n: usize) -> Range<usize> {
        self.places.range(&self.tokens[n].1)
    }

    /// Number of the tag that closes the one at `n`, or of the end.
    pub fn end_of(&self, n: usize) -> usize {
        self.ends[n]
    }
}

impl<'t> Translator<'t> {
    /// A whole block.
    pub(super) fn html_block(&mut self, text: &str, places: &Places) {
        let tokens = Tokens::of(text, places);
        self.in_block = true;
        let mut n = 0;
        while n < tokens.tokens.len() {
            n = self.token(&tokens, n);
        }
        let end = places.range(&(text.len()..text.len()));
        self.end_words(end);
        self.in_block = false;
    }

    /// One token of a block; the number of the next.
    fn token(&mut self, tokens: &Tokens<'_, '_>, n: usize) -> usize {
        let place = tokens.place(n);
        match &tokens.tokens[n].0 {
            Token::Comment(comment) => {
                if tokens.tokens[n].1.len() < comment.len() + "<!---->".len() {
                    self.found.push((Found::Unclosed, place.start..place.start + 4));
                }
                self.comment(comment, place);
            }
            Token::Words(words) => self.words_between(words, tokens.tokens[n].1.start, tokens.places),
            Token::Tag(tag) if tag.closes => self.close(&tag.name, place),
            Token::Tag(tag) => {
                let end = tokens.end_of(n);
                match tag.name.as_str() {
                    "pre" => {
                        self.code(tokens, n, end);
                        return end + 1;
                    }
                    "table" if end < tokens.tokens.len() => {
                        self.end_words(place);
                        self.table(tokens, n, end);
                        return end + 1;
                    }
                    "figure" if self.figure(tokens, n, end) => return end + 1,
                    _ => self.tag(tag, place),
                }
                if self.left_out.take().is_some() {
                    if end == tokens.tokens.len() {
                        self.left_out = Some((tag.name.clone(), 0));
                    }
                    return end + 1;
                }
            }
        }
        n + 1
    }

    fn comment(&mut self, comment: &str, place: Range<usize>) {
        if format!("<!--{comment}-->") == prepared::PAGE_BREAK {
            self.page_break(place);
        }
    }

    /// The end of a page.
    pub(super) fn page_break(&mut self, place: Range<usize>) {
        if self.in_block {
            self.end_words(place.clone());
            self.out.push((Event::Html(PAGE_BREAK.into()), place));
        }
    }

    /// A tag around blocks.
    pub(super) fn block_tag(&mut self, tag: &Tag, place: Range<usize>) {
        match meaning(&tag.name) {
            Meaning::Heading => self.heading(tag, place),
            Meaning::List => {
                self.end_words(place.clone());
                self.begin_item(&place);
                let start =
                    (tag.name == "ol").then(|| tag.get("start").and_then(|n| n.parse().ok()).unwrap_or(1));
                self.open_block(&tag.name, Kind::Block, Start::List(start), place);
            }
            Meaning::Item => self.item(tag, place),
            Meaning::Quotation => {
                self.end_words(place.clone());
                self.begin_item(&place);
                self.open_block(&tag.name, Kind::Block, Start::BlockQuote(None), place);
            }
            Meaning::Rule => {
                self.end_words(place.clone());
                self.out.push((Event::Rule, place));
            }
            Meaning::Summary => {
                self.end_words(place.clone());
                self.word(Event::Start(Start::Strong), place);
                self.push(Kind::Inline, &tag.name, Some(Event::End(TagEnd::Strong)));
            }
            Meaning::Plain if matches!(tag.name.as_str(), "bdi" | "time") => self.around_words(tag, place),
            Meaning::Plain | Meaning::Around => {
                self.pass_over(tag, &place);
                self.end_words(place);
                if !is_void(&tag.name) && self.frames.len() < DEEPEST {
                    self.push(Kind::Block, &tag.name, None);
                }
            }
            _ => self.around_words(tag, place),
        }
    }

    fn open_block(&mut self, name: &str, kind: Kind, start: Start<'static>, place: Range<usize>) {
        if self.frames.len() >= DEEPEST {
            return;
        }
        let end = Event::End(start.to_end());
        self.out.push((Event::Start(start), place));
        self.push(kind, name, Some(end));
    }

    fn heading(&mut self, tag: &Tag, place: Range<usize>) {
        self.end_words(place.clone());
        let level = match tag.name.as_str() {
            "h1" => HeadingLevel::H1,
            "h2" => HeadingLevel::H2,
            "h3" => HeadingLevel::H3,
            "h4" => HeadingLevel::H4,
            "h5" => HeadingLevel::H5,
            _ => HeadingLevel::H6,
        };
        let id = tag.get("id").map(|id| CowStr::from(id.to_owned()));
        let start = Start::Heading { level, id, classes: Vec::new(), attrs: Vec::new() };
        self.open_block(&tag.name, Kind::Words, start, place);
    }

    fn item(&mut self, tag: &Tag, place: Range<usize>) {
        if let Some(open) = self.innermost_item().filter(|open| Some(*open) > self.innermost_list()) {
            self.close_to(open, place.clone());
        }
        if self.innermost_list().is_none() {
            self.end_words(place.clone());
            self.open_block("ul", Kind::Block, Start::List(None), place.clone());
        }
        self.end_words(place.clone());
        self.open_block(&tag.name, Kind::Item, Start::Item, place);
    }

    /// What stands in a list of HTML but in no item gets one.
    pub(super) fn begin_item(&mut self, place: &Range<usize>) {
        if self.innermost_list().is_some() && self.innermost_item() < self.innermost_list() {
            self.open_block("li", Kind::Item, Start::Item, place.clone());
        }
    }

    /// The last open list of HTML inside of what Markdown opened last.
    fn innermost_list(&self) -> Option<usize> {
        self.innermost(|frame| matches!(frame.name.as_str(), "ul" | "ol"))
    }

    /// The last open item of such a list.
    fn innermost_item(&self) -> Option<usize> {
        self.innermost(|frame| frame.kind == Kind::Item)
    }

    fn innermost(&self, wanted: impl Fn(&Frame<'_>) -> bool) -> Option<usize> {
        let inside = self.frames.iter().enumerate().rev().take_while(|(_, f)| f.kind != Kind::Markdown);
        inside.filter(|(_, frame)| wanted(frame)).map(|(n, _)| n).next()
    }

    /// Ends the paragraph or heading that is open, and all marks in it.
    pub(super) fn end_words(&mut self, place: Range<usize>) {
        let inner =
            self.frames.iter().rev().take_while(|frame| matches!(frame.kind, Kind::Inline | Kind::Words));
        let count = self.frames.len() - inner.count();
        self.close_to(count, place);
    }

    /// Words between tags are Markdown.
    pub(super) fn words_between(&mut self, text: &str, at: usize, places: &Places) {
        let place = |range: &Range<usize>| places.range(&(at + range.start..at + range.end));
        let lead = text.len() - text.trim_start().len();
        let trimmed = text.trim();
        if trimmed.is_empty() {
            if self.holds_words() {
                self.out.push((words(" "), place(&(0..text.len()))));
            }
            return;
        }
        let events: Vec<Placed<'static>> = Parser::new_ext(trimmed, options())
            .into_offset_iter()
            .map(|(event, range)| (event.into_static(), place(&(lead + range.start..lead + range.end))))
            .collect();
        let inner = match &events[..] {
            [(Event::Start(Start::Paragraph), _), inner @ .., (Event::End(TagEnd::Paragraph), _)]
                if inner.iter().all(|(event, _)| *event != Event::Start(Start::Paragraph)) =>
            {
                inner
            }
            _ => return self.blocks_between(events),
        };
        if lead > 0 && self.holds_words() {
            self.out.push((words(" "), place(&(0..lead))));
        }
        for (event, range) in inner {
            self.word(event.clone(), range.clone());
        }
        let end = lead + trimmed.len();
        if end < text.len() {
            self.out.push((words(" "), place(&(end..text.len()))));
        }
    }

    fn blocks_between(&mut self, events: Vec<Placed<'static>>) {
        self.end_words(events.first().map_or(0..0, |(_, range)| range.start..range.start));
        self.in_block = false;
        for (event, range) in events {
            match event {
                // Tags were taken out before.
                Event::Html(_) | Event::Start(Start::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
                event => self.event(event, range),
            }
        }
        self.in_block = true;
    }

    /// `<pre>` is code.
    fn code(&mut self, tokens: &Tokens<'_, '_>, from: usize, end: usize) {
        let place = tokens.place(from);
        self.end_words(place.clone());
        self.begin_item(&place);
        self.out.push((Event::Start(Start::CodeBlock(CodeBlockKind::Fenced("".into()))), place.clone()));
        for n in from + 1..end {
            if let Token::Words(text) = &tokens.tokens[n].0 {
                let first = if n == from + 1 { text.strip_prefix('\n').unwrap_or(text) } else { text };
                self.out.push((words(&decoded(first)), tokens.place(n)));
            }
        }
        self.out.push((Event::End(TagEnd::CodeBlock), place));
    }

    /// A figure of one picture with words below it and nothing else; whether it is one.
    fn figure(&mut self, tokens: &Tokens<'_, '_>, from: usize, end: usize) -> bool {
        let Some((picture, caption)) = captioned(tokens, from, end) else { return false };
        let Token::Tag(tag) = &tokens.tokens[picture].0 else { return false };
        let place = tokens.place(picture);
        self.end_words(place.clone());
        self.picture(tag, Some(caption), place.clone());
        self.end_words(place);
        true
    }
}

/// The number of the one picture of a figure, and the words below it, if it holds nothing else.
fn captioned(tokens: &Tokens<'_, '_>, from: usize, end: usize) -> Option<(usize, String)> {
    let is = |n: usize, wanted: &str| matches!(&tokens.tokens[n].0, Token::Tag(tag) if tag.name == wanted && !tag.closes);
    let caption = (from..end).find(|n| is(*n, "figcaption"))?;
    let inside = caption..tokens.end_of(caption).min(end);
    let mut pictures = (from..end).filter(|n| is(*n, "img"));
    let picture = pictures.next()?;
    let words = |range: Range<usize>| {
        range.filter_map(|n| match &tokens.tokens[n].0 {
            Token::Words(words) => Some(decoded(words)),
            _ => None,
        })
    };
    let outside = words(from..inside.start).chain(words(inside.end..end));
    let alone = pictures.next().is_none()
        && !inside.contains(&picture)
        && outside.into_iter().all(|w| w.trim().is_empty());
    let caption = words(inside).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    alone.then_some((picture, caption))
}
