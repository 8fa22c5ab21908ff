//! The parser. Decides which Markdown chapters are written in.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::super::chart::INFO;

/// The Markdown that chapters are written in.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
}

/// The events of a text. The parser takes braces at the end of a heading for its attributes: those that
/// name a language are text again, for they belong to a passage.
pub fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let mut braces = None;
    Parser::new_ext(text, options()).into_offset_iter().flat_map(move |(event, range)| {
        if let Event::Start(Tag::Heading { attrs, .. }) = &event
            && attrs.iter().any(|(key, _)| key.as_ref() == "lang")
            && let Some(open) = text[range.clone()].rfind('{').map(|at| range.start + at)
        {
            let close = text[open..].find('}').map_or(range.end, |at| open + at + 1);
            braces = Some((Event::Text(text[open..close].into()), open..close));
        }
        let before = if matches!(event, Event::End(TagEnd::Heading(_))) { braces.take() } else { None };
        before.into_iter().chain([(event, range)])
    })
}

/// Whether a code block is a chart.
pub fn is_chart(kind: &CodeBlockKind<'_>) -> bool {
    matches!(kind, CodeBlockKind::Fenced(info) if info.split_whitespace().next() == Some(INFO))
}
