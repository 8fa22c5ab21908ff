//! Markdown as the parser reads it. Decides whose the braces behind a heading are, and how words are read that
//! stand for themselves.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::syntax::{Placed, options};

/// Labels of the notes that are defined among events.
pub(super) fn labels(events: &[Placed<'_>]) -> BTreeSet<String> {
    let label = |(event, _): &Placed<'_>| match event {
        Event::Start(Tag::FootnoteDefinition(label)) => Some(label.to_string()),
        _ => None,
    };
    events.iter().filter_map(label).collect()
}

/// The events of words that stand for themselves, with the calls of notes that have labels; none if the words
/// would begin a block other than a paragraph.
pub(super) fn marked_words(words: &str, labels: &BTreeSet<String>) -> Option<Vec<Placed<'static>>> {
    let mut text = words.to_owned();
    // Calls are known as such only where their notes are.
    let called = words.split("[^").skip(1).filter_map(|rest| Some(rest.split_once(']')?.0));
    called.filter(|label| labels.contains(*label)).for_each(|label| text += &format!("\n\n[^{label}]: x"));
    let mut events = marked_up(&text).map(|(event, range)| (event.into_static(), range)).peekable();
    events.next_if(|(event, _)| *event == Event::Start(Tag::Paragraph))?;
    Some(events.take_while(|(event, _)| *event != Event::End(TagEnd::Paragraph)).collect())
}

/// The events of a text. The parser takes braces at the end of a heading for its attributes: those that
/// name a language are text again, for they belong to a passage.
pub(super) fn marked_up(text: &str) -> impl Iterator<Item = Placed<'_>> {
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
