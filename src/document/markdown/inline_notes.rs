//! Notes that are written where they are called: `^[text]`. Decides where they end; behind this they are notes
//! like any other.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::syntax::Placed;

/// Begins the label of such a note: no author writes it.
pub(super) const LABEL: char = '\u{1}';

/// Longest note, in events of the parser.
const LONGEST: usize = 2000;

/// Takes the notes out of a text: a call stays, the definition follows at the end.
pub(super) fn taken<'t>(events: Vec<Placed<'t>>) -> Vec<Placed<'t>> {
    if !events.iter().any(|(event, _)| matches!(event, Event::Text(text) if text.contains('^'))) {
        return events;
    }
    let mut kept: Vec<Placed<'t>> = Vec::with_capacity(events.len());
    let mut notes: Vec<Placed<'t>> = Vec::new();
    let (mut at, mut count) = (0, 0);
    while at < events.len() {
        let Some(end) = end_of_note(&events[at..]) else {
            kept.push(events[at].clone());
            at += 1;
            continue;
        };
        let (sign, range) = &events[at];
        if let Event::Text(text) = sign
            && let Some(before) = text.strip_suffix('^').filter(|before| !before.is_empty())
        {
            kept.push((Event::Text(before.to_owned().into()), range.start..range.end - 1));
        }
        count += 1;
        let label = format!("{LABEL}{count}");
        let whole = range.end - 1..events[at + end].1.end;
        kept.push((Event::FootnoteReference(label.clone().into()), whole.clone()));
        notes.push((Event::Start(Tag::FootnoteDefinition(label.into())), whole.clone()));
        notes.push((Event::Start(Tag::Paragraph), whole.clone()));
        notes.extend(events[at + 2..at + end].iter().cloned());
        notes.push((Event::End(TagEnd::Paragraph), whole.clone()));
        notes.push((Event::End(TagEnd::FootnoteDefinition), whole));
        at += end + 1;
    }
    kept.extend(notes);
    kept
}

/// How many events behind `^` the bracket of a note closes, if one begins here.
fn end_of_note(events: &[Placed<'_>]) -> Option<usize> {
    let is =
        |n: usize, sign: &str| matches!(events.get(n), Some((Event::Text(text), _)) if text.as_ref() == sign);
    let (Event::Text(text), range) = events.first()? else { return None };
    let (_, bracket) = events.get(1)?;
    if !text.ends_with('^') || !is(1, "[") || bracket.start != range.end {
        return None;
    }
    let (mut brackets, mut elements) = (1, 0);
    for (n, (event, _)) in events.iter().enumerate().take(LONGEST).skip(2) {
        match event {
            Event::Start(_) => elements += 1,
            Event::End(_) if elements == 0 => return None,
            Event::End(_) => elements -= 1,
            Event::FootnoteReference(_) => return None,
            _ if is(n, "[") => brackets += 1,
            _ if is(n, "]") => brackets -= 1,
            _ => {}
        }
        if brackets == 0 && elements == 0 {
            return Some(n).filter(|n| *n > 2);
        }
    }
    None
}
