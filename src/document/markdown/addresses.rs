//! Bare addresses. Decides what of a text is one, and that it is a link.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::syntax::Placed;
use crate::language::is_square;

/// Stops and commas of Arabic, Ethiopic and Devanagari.
const STOPS: [char; 7] = ['،', '؛', '؟', '۔', '።', '፣', '।'];

/// Makes links of bare addresses; none inside of links, pictures and code.
pub(super) fn linked<'t>(events: Vec<Placed<'t>>) -> Vec<Placed<'t>> {
    let promising = |event: &Event<'_>| matches!(event, Event::Text(text) if is_promising(text));
    if !events.iter().any(|(event, _)| promising(event)) {
        return events;
    }
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false).kinds(&[LinkKind::Url, LinkKind::Email]);
    let mut out = Vec::with_capacity(events.len());
    let (mut closed, mut at) = (0, 0);
    while at < events.len() {
        let run = if closed == 0 { run_of_text(&events[at..]) } else { 0 };
        if run > 0 {
            link(&finder, &events[at..at + run], &mut out);
            at += run;
            continue;
        }
        match &events[at].0 {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => closed += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => closed -= 1,
            _ => {}
        }
        out.push(events[at].clone());
        at += 1;
    }
    out
}

fn is_promising(text: &str) -> bool {
    text.contains("://") || text.contains("www.") || text.contains('@')
}

/// How many events of text follow each other without a gap: the parser parts a text at signs that might have
/// meant something.
fn run_of_text(events: &[Placed<'_>]) -> usize {
    let mut end = None;
    let mut goes_on = |(event, range): &&Placed<'_>| {
        let text = matches!(event, Event::Text(text) if text.len() == range.len());
        let joined = end.is_none_or(|end| end == range.start);
        end = Some(range.end);
        text && joined
    };
    events.iter().take_while(|event| goes_on(event)).count()
}

/// The events of a text with its addresses in links.
fn link<'t>(finder: &LinkFinder, run: &[Placed<'t>], out: &mut Vec<Placed<'t>>) {
    let whole: String =
        run.iter().map(|(event, _)| if let Event::Text(text) = event { text.as_ref() } else { "" }).collect();
    if !is_promising(&whole) {
        return out.extend_from_slice(run);
    }
    let start = run[0].1.start;
    let mut seen = 0;
    for found in finder.links(&whole) {
        // Stops of other scripts are letters of addresses to the finder.
        let written = before_square_marks(found.as_str()).trim_end_matches(STOPS);
        let Some(address) = address(written, found.kind()) else { continue };
        let at = found.start()..found.start() + written.len();
        text(run, start, seen..at.start, out);
        let range = start + at.start..start + at.end;
        let tag = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: address.into(),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        };
        out.push((Event::Start(tag), range.clone()));
        text(run, start, at.clone(), out);
        out.push((Event::End(TagEnd::Link), range));
        seen = at.end;
    }
    text(run, start, seen..whole.len(), out);
}

/// An address up to a full stop, comma or bracket of Chinese and Japanese: no space parts it from them.
fn before_square_marks(written: &str) -> &str {
    let mark = |c: char| is_square(c) && !c.is_alphanumeric();
    written.find(mark).map_or(written, |end| &written[..end])
}

/// Where an address leads; nothing that only looks like one.
fn address(written: &str, kind: &LinkKind) -> Option<String> {
    match kind {
        LinkKind::Email => Some(format!("mailto:{written}")),
        LinkKind::Url if written.starts_with("http://") || written.starts_with("https://") => {
            Some(written.to_owned())
        }
        LinkKind::Url if written.starts_with("www.") => Some(format!("https://{written}")),
        _ => None,
    }
}

/// The part of a run of text, in the pieces that it came in.
fn text<'t>(run: &[Placed<'t>], start: usize, part: Range<usize>, out: &mut Vec<Placed<'t>>) {
    for (event, range) in run {
        let Event::Text(text) = event else { continue };
        let own = range.start - start..range.end - start;
        let (from, to) = (part.start.max(own.start), part.end.min(own.end));
        if from < to {
            let piece = text[from - own.start..to - own.start].to_owned();
            out.push((Event::Text(piece.into()), start + from..start + to));
        }
    }
}
