//! The parser. Decides in which order a text becomes events: Markdown, then HTML, notes and addresses in it.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::html::{self, Found};
use super::syntax::{Placed, options};
use super::{addresses, inline_notes};

/// A text as the parser sees it.
pub struct Parsed<'t> {
    /// Events with their places in the text.
    pub events: Vec<Placed<'t>>,
    /// HTML that is not set as a browser would.
    pub found: Vec<(Found, Range<usize>)>,
}

/// Parses a prepared text.
pub fn parsed(text: &str) -> Parsed<'_> {
    let (events, found) = html::translated(marked_up(text).collect());
    Parsed { events: addresses::linked(inline_notes::taken(events)), found }
}

/// The events of a text. The parser takes braces at the end of a heading for its attributes: those that
/// name a language are text again, for they belong to a passage.
pub fn marked_up(text: &str) -> impl Iterator<Item = Placed<'_>> {
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
