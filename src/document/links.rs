//! Links. Decides where a destination leads: out, into a chapter, or nowhere.

use super::Target;
use super::anchors::Survey;
use super::shared::Shared;
use crate::diag::{Diagnostic, Span, nearest};
use crate::ids::{AnchorId, Part};
use crate::source::paths;
use crate::uri;

/// Links that lead nowhere for which the name that was meant is looked for among all others.
const MOST_GUESSES: usize = 50;

/// Names of a chapter that are told where none is near.
const TOLD: usize = 12;

/// Resolves a destination written in chapter `chapter`.
pub fn resolve(destination: &str, chapter: usize, span: Span, shared: &mut Shared<'_>) -> Target {
    if uri::leads_out(destination) {
        return uri::read(destination).map_or_else(
            |fault| {
                shared.sink.push(
                    Diagnostic::error("link-address", fault)
                        .at(span)
                        .hint("write the whole address, as a browser shows it: https://example.org/seite"),
                );
                Target::Nowhere
            },
            Target::Url,
        );
    }
    let (path, id) = destination.split_once('#').unwrap_or((destination, ""));
    let file = if path.is_empty() { Some(chapter) } else { chapter_of(path, span, shared) };
    let survey = shared.survey;
    let Some(file) = file.filter(|f| *f < survey.chapters.len()) else {
        if path.is_empty() {
            shared.sink.push(
                Diagnostic::error("dangling-link", format!("there is no anchor #{id} here"))
                    .at(span)
                    .hint("name the chapter too: 04-unterbringung.md#miete"),
            );
        }
        return Target::Nowhere;
    };
    if id.is_empty() {
        return Target::Anchor(survey.chapters[file].anchor);
    }
    match survey.by_id.get(&(file, decode(id))) {
        Some(anchor) => Target::Anchor(*anchor),
        None => {
            let lost = no_anchor(id, file, span, shared);
            shared.sink.push(lost);
            Target::Nowhere
        }
    }
}

fn chapter_of(path: &str, span: Span, shared: &mut Shared<'_>) -> Option<usize> {
    let (survey, folder) = (shared.survey, shared.folder);
    let scheme = path
        .split_once(':')
        .is_some_and(|(s, _)| !s.is_empty() && s.chars().all(|c| c.is_ascii_alphabetic()));
    if scheme {
        shared.sink.push(
            Diagnostic::error("link-scheme", format!("links of this kind are not set: {path}"))
                .at(span)
                .hint("https:, mailto: and tel: lead out; chapters are linked by file name"),
        );
        return None;
    }
    let path = decode(path);
    let Some(inside) = paths::join(folder, &path) else {
        shared.sink.push(
            Diagnostic::error("path-outside", format!("\"{path}\" leads out of the project folder"))
                .at(span)
                .label("only chapters of the brochure can be linked")
                .hint("link to a chapter by its file name, or to the web with https://"),
        );
        return None;
    };
    let name = inside.rsplit('/').next().unwrap_or("");
    let in_folder = inside == paths::join(folder, name).unwrap_or_default();
    if let Some(found) = survey.by_name.get(name).filter(|_| in_folder) {
        return Some(*found);
    }
    let names = survey.chapters.iter().map(|c| c.name.as_str());
    let hint = match guess(name, names, shared) {
        Some(near) => format!("did you mean {near}?"),
        None if name.contains('.') && !name.contains(".md") => format!("did you mean https://{path}?"),
        None => "chapters are linked by file name: 04-unterbringung.md#miete".to_owned(),
    };
    let lost = Diagnostic::error("dangling-link", format!("there is no chapter {path}"));
    shared.sink.push(lost.at(span).hint(hint));
    None
}

fn no_anchor(id: &str, file: usize, span: Span, shared: &mut Shared<'_>) -> Diagnostic {
    let survey = shared.survey;
    let ids =
        survey.anchors.of(Part::chapter(file)).iter().filter(|a| !a.id.is_empty()).map(|a| a.id.as_str());
    let name = &survey.chapters[file].name;
    let d = Diagnostic::error("dangling-link", format!("{name} has no anchor #{id}")).at(span);
    match guess(id, ids.clone(), shared) {
        Some(near) => d.hint(format!("did you mean #{near}?")),
        None if ids.clone().next().is_none() => {
            d.hint("it has none; headings get one by themselves or with {#name}")
        }
        None => d.hint(format!("its anchors: #{}", ids.take(TOLD).collect::<Vec<_>>().join(", #"))),
    }
}

/// The name that was meant, for the first links that lead nowhere: each costs a look at all names.
fn guess<'n>(wrong: &str, names: impl Iterator<Item = &'n str>, shared: &mut Shared<'_>) -> Option<&'n str> {
    shared.lost_links += 1;
    if shared.lost_links > MOST_GUESSES { None } else { nearest(wrong, names) }
}

/// Percent-decoding; what is not UTF-8 stays as written.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = |at: usize| tail.get(at).and_then(|b| (*b as char).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, hex(0), hex(1)) {
            bytes.push((high * 16 + low) as u8);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The title and anchor that a link of empty text shows.
pub fn shown(target: &Target, survey: &Survey) -> Option<(AnchorId, String)> {
    match target {
        Target::Anchor(anchor) => Some((*anchor, survey.anchors[*anchor].title.clone())),
        _ => None,
    }
}
