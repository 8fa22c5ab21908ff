//! What a view shows at a time. Decides what the page is told of it, as JSON.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::built::{Build, Built};
use super::faults;
use super::spot::{self, Place};
use super::view::{Laid, View};
use crate::diag::{Files, Span, Wording};
use crate::document::rich::plain_words;
use crate::geom::Rect;
use crate::json::Json;

/// What all views are told of a build.
pub struct Header<'b> {
    /// Version of the state.
    pub version: u64,
    /// The project's folder.
    pub folder: &'b Path,
    /// Whether nothing may be changed.
    pub read_only: bool,
    /// The build.
    pub built: &'b Built,
    /// Files with unsaved texts.
    pub drafts: &'b [String],
    /// The brochure's language.
    pub language: &'b str,
}

/// What a view shows.
pub struct Snapshot {
    /// Counts states.
    pub version: u64,
    /// The state, as JSON.
    pub json: Arc<str>,
    /// Its leaves.
    pub laid: Arc<Laid>,
    /// Leaves that show what stood on none of the state before; none where there was none.
    pub fresh: Vec<usize>,
    /// The files that they were made of.
    pub files: Arc<Files>,
    head: Head,
}

/// What stays while there are errors.
#[derive(Clone)]
struct Head {
    title: String,
    views: Json,
    contents: Json,
    chapters: Json,
    is_mirrored: bool,
}

impl Snapshot {
    /// Of a view that was built; where it could not be, with the pages of the last one.
    pub fn of(view: &View, build: Option<&Build>, last: Option<&Self>, header: &Header<'_>) -> Self {
        let Header { version, built, .. } = *header;
        let (laid, files, head) = match (build, last) {
            (Some(build), _) => (build.laid.clone(), built.files.clone(), Head::of(build, built)),
            (None, Some(last)) => (last.laid.clone(), last.files.clone(), last.head.clone()),
            (None, None) => (Arc::default(), built.files.clone(), Head::empty(built)),
        };
        let json = state(view, build.is_some(), (&laid, &files, &head), header);
        let fresh = last.map_or_else(Vec::new, |last| fresh(&last.laid, &laid));
        Self { version, json: json.line().into(), laid, fresh, files, head }
    }

    /// The leaf with a hash.
    pub fn leaf_named(&self, hash: &str) -> Option<usize> {
        self.laid.leaves.iter().position(|leaf| leaf.hash == hash)
    }

    /// What is written at a span, as JSON.
    pub fn spot(&self, span: Span) -> String {
        let file = self.files.get(span.file);
        let (kind, is_markdown) = kind_of(&file.name);
        let around = spot::around(&file.text, span.start as usize, is_markdown);
        let (line, _) = self.files.line_column(span.file, span.start);
        let units = |byte: usize| Json::Number(faults::units(&file.text, byte) as f64);
        Json::object([
            ("file", Json::Text(file.name.clone())),
            ("offset", units(span.start as usize)),
            ("line", Json::Number(line as f64)),
            ("start", units(around.start)),
            ("end", units(around.end)),
            ("kind", Json::Text(kind.to_owned())),
            ("boxes", self.boxes(Span::new(span.file, around))),
        ])
        .line()
    }

    /// Where the paragraph stands that is written at a place of a file, in UTF-16 units.
    pub fn places_of(&self, file: &str, offset: usize) -> Option<Json> {
        let id = self.files.named(file)?;
        let text = &self.files.get(id).text;
        let around = spot::around(text, byte_of(text, offset), kind_of(file).1);
        Some(self.boxes(Span::new(id, around)))
    }

    fn boxes(&self, span: Span) -> Json {
        let places = spot::places(&self.laid.leaves, span, &self.files);
        Json::List(
            places
                .iter()
                .map(|Place { leaf, rect }| {
                    let Rect { x, y, w, h } = *rect;
                    let number = |length: f64| Json::Number((length * 100.0).round() / 100.0);
                    Json::object([
                        ("leaf", Json::Number(*leaf as f64)),
                        ("x", number(x)),
                        ("y", number(y)),
                        ("w", number(w)),
                        ("h", number(h)),
                    ])
                })
                .collect(),
        )
    }
}

impl Head {
    fn of(build: &Build, built: &Built) -> Self {
        let contents = build.contents.iter().map(|(title, level, leaf)| {
            Json::object([
                ("title", Json::Text(title.clone())),
                ("level", Json::Number(*level as f64)),
                ("leaf", Json::Number(*leaf as f64)),
            ])
        });
        let chapters = build.chapters.iter().map(|(file, title, leaf)| {
            let leaf = leaf.map(|leaf| ("leaf", Json::Number(leaf as f64)));
            Json::object(
                [("file", Json::Text(file.clone())), ("title", Json::Text(title.clone()))]
                    .into_iter()
                    .chain(leaf),
            )
        });
        let (contents, chapters) = (Json::List(contents.collect()), Json::List(chapters.collect()));
        Self { contents, chapters, is_mirrored: build.is_mirrored, ..Self::empty(built) }
    }

    fn empty(built: &Built) -> Self {
        let none = || Json::List(Vec::new());
        let title =
            built.config.as_ref().map(|config| plain_words(&config.brochure.title.value.replace(" | ", " ")));
        let views = built.offers.iter().map(|offer| {
            Json::object([
                ("name", Json::Text(offer.view.name())),
                ("label", Json::Text(offer.label.clone())),
                ("kind", Json::Text(offer.kind.to_owned())),
                ("language", Json::Text(offer.language.clone())),
            ])
        });
        let views = Json::List(views.collect());
        Self {
            title: title.unwrap_or_default(),
            views,
            contents: none(),
            chapters: none(),
            is_mirrored: false,
        }
    }
}

fn state(
    view: &View,
    is_good: bool,
    (laid, files, head): (&Laid, &Files, &Head),
    header: &Header<'_>,
) -> Json {
    let Header { version, folder, read_only, built, drafts, language } = *header;
    let number = |n: usize| Json::Number(n as f64);
    let length = |length: f64| Json::Number((length * 1000.0).round() / 1000.0);
    let leaves = laid.leaves.iter().zip(&laid.labels).map(|(leaf, label)| {
        let trim = leaf.trim.map(|Rect { x, y, w, h }| ("trim", Json::List([x, y, w, h].map(length).into())));
        let members = [
            ("hash", Json::Text(leaf.hash.clone())),
            ("w", length(leaf.size.0)),
            ("h", length(leaf.size.1)),
            ("label", Json::Text(label.clone())),
        ];
        Json::object(members.into_iter().chain(trim))
    });
    let spreads = laid.spreads.iter().map(|spread| Json::List(spread.iter().map(|n| number(*n)).collect()));
    let wording = Wording::for_tag(language);
    let faults = told((built, laid, files), wording);
    let broken = built.fault.iter().map(|fault| faults::broken(fault, wording));
    let took = built.took.iter().map(|(stage, time)| {
        Json::List(vec![Json::Text((*stage).to_owned()), length(time.as_secs_f64() * 1000.0)])
    });
    let project = Json::object([
        ("folder", Json::Text(folder.display().to_string())),
        ("title", Json::Text(head.title.clone())),
        ("language", Json::Text(language.to_owned())),
        ("readOnly", Json::Bool(read_only)),
        ("editor", Json::Bool(std::env::var_os("BROCHURE_EDITOR").is_some_and(|editor| !editor.is_empty()))),
    ]);
    Json::object([
        ("version", Json::Number(version as f64)),
        ("project", project),
        ("ok", Json::Bool(is_good)),
        ("view", Json::Text(view.name())),
        ("views", head.views.clone()),
        ("rtl", Json::Bool(head.is_mirrored)),
        ("leaves", Json::List(leaves.collect())),
        ("spreads", Json::List(spreads.collect())),
        ("contents", head.contents.clone()),
        ("chapters", head.chapters.clone()),
        ("drafts", Json::words(drafts.iter().map(String::as_str))),
        ("faults", Json::List(broken.chain(faults).collect())),
        ("took", Json::List(took.collect())),
    ])
}

/// Leaves that look like none of another state.
fn fresh(last: &Laid, now: &Laid) -> Vec<usize> {
    let known: BTreeSet<&str> = last.leaves.iter().map(|leaf| leaf.hash.as_str()).collect();
    let leaves = now.leaves.iter().enumerate();
    leaves.filter(|(_, leaf)| !known.contains(leaf.hash.as_str())).map(|(n, _)| n).collect()
}

/// Faults, each with its place in its file and on its leaf.
fn told((built, laid, files): (&Built, &Laid, &Files), wording: &Wording) -> Vec<Json> {
    // Pages of an earlier build know nothing of places in changed files.
    let known = |span: Span| {
        let file = built.files.get(span.file);
        let same = files.named(&file.name).filter(|id| files.get(*id).text == file.text);
        same.map(|file| Span { file, ..span })
    };
    let spans: Vec<Option<Span>> = built.sink.iter().map(|fault| fault.span.and_then(known)).collect();
    let written: Vec<Span> = spans.iter().copied().flatten().collect();
    let mut places = spot::first_places(&laid.leaves, &written, files).into_iter();
    let faults = built.sink.iter().zip(spans).map(|(fault, span)| {
        let mut members = faults::fault(fault, &built.files, wording);
        if let Some(Place { leaf, rect }) = span.and_then(|_| places.next()).flatten() {
            let leaf = Json::Number(leaf as f64);
            members.extend([("leaf", leaf), ("x", Json::Number(rect.x)), ("y", Json::Number(rect.y))]);
        }
        Json::object(members)
    });
    faults.collect()
}

/// What a file holds, by its name; whether that is Markdown.
fn kind_of(file: &str) -> (&'static str, bool) {
    match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("toml") => ("toml", false),
        Some("csv" | "tsv") => ("values", false),
        Some("po" | "pot") => ("translation", false),
        _ => ("markdown", true),
    }
}

/// The byte at a place in units of UTF-16.
fn byte_of(text: &str, units: usize) -> usize {
    let mut passed = 0;
    for (byte, c) in text.char_indices() {
        if passed >= units {
            return byte;
        }
        passed += c.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_javascript_does() {
        let text = "ä😀b";
        assert_eq!([0, 2, 6, 7].map(|byte| faults::units(text, byte)), [0, 1, 3, 4]);
        assert_eq!([0, 1, 3, 9].map(|units| byte_of(text, units)), [0, 2, 6, 7]);
    }
}
