//! Links. Decides where a destination leads: out, into a chapter, or nowhere.

use unicode_normalization::UnicodeNormalization;

use super::Target;
use super::anchors::{Survey, composed};
use super::reading::Reading;
use super::titles::letters;
use crate::diag::{Diagnostic, Filling, Span, complaint, nearest, words};
use crate::ids::{AnchorId, Part};
use crate::source::chapters::is_markdown;
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
    let file = if path.is_empty() { Some(chapter) } else { chapter_of(path, chapter, span, reading) };
    let survey = reading.shared.survey;
    let Some(file) = file.filter(|f| *f < survey.chapters.len()) else {
        if path.is_empty() {
            reading.sink.push(complaint::no_anchor(id).at(span));
        }
        return Target::Nowhere;
    };
    let beginning = survey.chapters[file].anchor;
    if id.is_empty() {
        return Target::Anchor(beginning);
    }
    let id = uri::decoded(id);
    let spelt_otherwise =
        || survey.by_letters.get(&(file, letters(&id))).filter(|_| !letters(&id).is_empty());
    if let Some(anchor) = survey.by_id.get(&(file, composed(&id))).or_else(spelt_otherwise) {
        return Target::Anchor(*anchor);
    }
    let lost = no_anchor(&id, file, span, reading);
    if path.is_empty() || file == chapter {
        reading.sink.push(lost.with_label(words::set_as_text()));
        return Target::Nowhere;
    }
    reading.sink.push(lost);
    Target::Anchor(beginning)
}

/// The chapter that a path leads to, seen from chapter `from`.
fn chapter_of(path: &str, from: usize, span: Span, reading: &mut Reading<'_>) -> Option<usize> {
    let scheme = path.split_once(':').is_some_and(|(s, _)| {
        s.len() > 1 && s.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    if scheme {
        reading.sink.push(complaint::link_scheme(path).at(span));
        return None;
    }
    let path = uri::decoded(path.split('?').next().unwrap_or("")).replace('\\', "/");
    let ways = ways(&path, from, reading);
    let survey = reading.shared.survey;
    if let Some(found) = ways.iter().find_map(|way| survey.at_path(way)).or_else(|| survey.called(&path)) {
        return Some(found);
    }
    let told = match &ways[..] {
        [] => complaint::chapter_outside(&path),
        _ if ways.iter().any(|way| survey.left_out.contains(way)) => complaint::link_to_no_chapter(&path),
        _ => not_there(&path, reading),
    };
    reading.sink.push(told.at(span));
    None
}

/// Paths below the project that a path can mean. One that begins with `/` is seen from the project, or from the
/// folder of the chapters, as in the addresses of a site.
fn ways(path: &str, from: usize, reading: &Reading<'_>) -> Vec<String> {
    let ways = match path.strip_prefix('/') {
        Some(rest) => vec![paths::join("", rest), paths::join(reading.shared.folder, rest)],
        None => vec![paths::join(reading.folder_of(from), path)],
    };
    ways.into_iter().flatten().map(|way| way.nfc().collect()).collect()
}

/// A named chapter that is not there is an error; so is nothing else, for it may lie on the author's site.
fn not_there(path: &str, reading: &mut Reading<'_>) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or("");
    let names = reading.shared.survey.chapters.iter().map(|c| c.name.as_str());
    let help = match guess(name, names, reading) {
        Some(near) => Some(words::meant(near)),
        None if name.contains('.') && !is_markdown(name) && !path.starts_with(['/', '.']) => {
            Some(words::meant_address(path))
        }
        None => None,
    };
    let is_chapter = is_markdown(name) && !path.starts_with('/');
    let told = if is_chapter { complaint::no_chapter(path) } else { complaint::link_to_no_chapter(path) };
    told.with_help(help)
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

/// The title and anchor that a link of empty text shows.
pub fn shown(target: &Target, survey: &Survey) -> Option<(AnchorId, String)> {
    match target {
        Target::Anchor(anchor) => Some((*anchor, survey.anchors[*anchor].title.clone())),
        _ => None,
    }
}
