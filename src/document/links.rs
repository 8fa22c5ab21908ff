//! Links. Decides where a destination leads: out, into a chapter, or nowhere.

use super::Target;
use super::anchors::{Survey, composed};
use super::reading::Reading;
use crate::diag::{Diagnostic, Filling, Span, complaint, nearest, words};
use crate::ids::{AnchorId, Part};
use crate::source::paths;
use crate::uri;

/// Links of a chapter that lead nowhere for which the name that was meant is looked for among all others.
const MOST_GUESSES: usize = 50;

/// The same in all chapters together, but one in each.
const MOST_GUESSES_IN_ALL: usize = 1000;

/// Names of a chapter that are told where none is near.
const TOLD: usize = 12;

/// Resolves a destination written in chapter `chapter`.
pub fn resolve(destination: &str, chapter: usize, span: Span, reading: &mut Reading<'_>) -> Target {
    if uri::leads_out(destination) {
        return uri::read(destination).map_or_else(
            |fault| {
                reading.sink.push(fault.at(span));
                Target::Nowhere
            },
            Target::Url,
        );
    }
    let (path, id) = destination.split_once('#').unwrap_or((destination, ""));
    let file = if path.is_empty() { Some(chapter) } else { chapter_of(path, span, reading) };
    let survey = reading.shared.survey;
    let Some(file) = file.filter(|f| *f < survey.chapters.len()) else {
        if path.is_empty() {
            reading.sink.push(complaint::no_anchor(id).at(span));
        }
        return Target::Nowhere;
    };
    if id.is_empty() {
        return Target::Anchor(survey.chapters[file].anchor);
    }
    match survey.by_id.get(&(file, composed(&decode(id)))) {
        Some(anchor) => Target::Anchor(*anchor),
        None => {
            let lost = no_anchor(id, file, span, reading);
            reading.sink.push(lost);
            Target::Nowhere
        }
    }
}

fn chapter_of(path: &str, span: Span, reading: &mut Reading<'_>) -> Option<usize> {
    let (survey, folder) = (reading.shared.survey, reading.shared.folder);
    let scheme = path
        .split_once(':')
        .is_some_and(|(s, _)| !s.is_empty() && s.chars().all(|c| c.is_ascii_alphabetic()));
    if scheme {
        reading.sink.push(complaint::link_scheme(path).at(span));
        return None;
    }
    let path = decode(path);
    let Some(inside) = paths::join(folder, &path) else {
        reading.sink.push(complaint::chapter_outside(path).at(span));
        return None;
    };
    let name = inside.rsplit('/').next().unwrap_or("");
    let in_folder = inside == paths::join(folder, name).unwrap_or_default();
    if let Some(found) = survey.by_name.get(name).filter(|_| in_folder) {
        return Some(*found);
    }
    let names = survey.chapters.iter().map(|c| c.name.as_str());
    let help = match guess(name, names, reading) {
        Some(near) => Some(words::meant(near)),
        None if name.contains('.') && !name.contains(".md") => Some(words::meant_address(&path)),
        None => None,
    };
    reading.sink.push(complaint::no_chapter(path).at(span).with_help(help));
    None
}

fn no_anchor(id: &str, file: usize, span: Span, reading: &mut Reading<'_>) -> Diagnostic {
    let survey = reading.shared.survey;
    let ids =
        survey.anchors.of(Part::chapter(file)).iter().filter(|a| !a.id.is_empty()).map(|a| a.id.as_str());
    let name = &survey.chapters[file].name;
    let help = match guess(id, ids.clone(), reading) {
        Some(near) => Some(words::meant_anchor(near)),
        None if ids.clone().next().is_none() => None,
        None => Some(words::known_anchors(Filling::list(ids.take(TOLD).map(|id| format!("#{id}"))))),
    };
    complaint::no_anchor_there(name, id).at(span).with_help(help)
}

/// The name that was meant, for the first links that lead nowhere: each costs a look at all names.
fn guess<'n>(
    wrong: &str,
    names: impl Iterator<Item = &'n str>,
    reading: &mut Reading<'_>,
) -> Option<&'n str> {
    reading.lost_links += 1;
    let most = (MOST_GUESSES_IN_ALL / reading.shared.survey.chapters.len().max(1)).clamp(1, MOST_GUESSES);
    if reading.lost_links > most { None } else { nearest(wrong, names) }
}

/// Percent-decoding; what is not UTF-8 stays as written.
pub fn decode(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn destinations_are_decoded_where_they_are_text() {
        assert_eq!(decode("f%C3%BCr%20alle.md"), "für alle.md");
        for text in ["%FCr-alle.md", "100%", "%2", "%zz"] {
            assert_eq!(decode(text), text);
        }
    }
}
