//! A brochure in other languages. In: a project, and a file of translations or a folder of translated chapters. Out: a
//! project like any other, with what of it is not translated. Never: layout, files that are written.

mod blocks;
pub mod merge;
mod messages;
pub mod po;
mod template;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{FileId, Files, Sink, Span, complaint, has_errors};
use crate::document::markdown::units;
use crate::language::LanguageTag;
use crate::source::chapters::{LARGEST_TEXTS, Part};
use crate::source::config::Translation;
use crate::source::remnants::{Remnants, State};
use crate::source::store::Sources;
use crate::source::translations;
use crate::source::{Project, Texts, paths, read_translations, themes};
use crate::tree::{Kind, Table, Value};
use messages::{Messages, PART};
use po::Catalogue;
pub use template::template;

/// Folder of the files of translations.
pub const FOLDER: &str = "po";
/// What their names end with.
const ENDING: &str = ".po";

/// A brochure in another language.
pub struct Translated {
    /// The language.
    pub tag: String,
    /// Where its table is named.
    pub span: Span,
    /// The project, with what of it is not translated.
    pub project: Project,
}

impl Translated {
    /// Notes that files of values, which no file of translations holds, are in the brochure's own language.
    pub fn leave_values(&mut self, files: &Files) {
        let Project { values, remnants, .. } = &mut self.project;
        if remnants.originals.is_empty() {
            return; // chapters in a folder of their own name files of their own
        }
        let all: BTreeSet<FileId> = values.files().collect();
        all.into_iter().for_each(|file| remnants.add_part(file, 0..files.get(file).text.len()));
    }
}

/// The path of a language's file of translations, and where it is named if it is.
pub fn path(tag: &str, translation: &Translation) -> (String, Option<Span>) {
    match &translation.po {
        Some(named) => (named.value.clone(), Some(named.span)),
        None => (format!("{FOLDER}/{tag}.po"), None),
    }
}

/// The file of translations of a language as it is; none where there is none yet, whoever names it.
pub fn old_catalogue(
    (tag, translation): (&str, &Translation),
    sources: &dyn Sources,
    files: &mut Files,
    sink: &mut Sink,
) -> Option<Catalogue> {
    let (path, _) = path(tag, translation);
    read(&path, None, (sources, files), sink).map(|(_, catalogue)| catalogue)
}

/// Reads a file of translations, which is named somewhere or lies at its usual path.
fn read(
    path: &str,
    named: Option<Span>,
    (sources, files): (&dyn Sources, &mut Files),
    sink: &mut Sink,
) -> Option<(FileId, Catalogue)> {
    let file = read_translations(sources, path, named, files, sink)?;
    let text = files.get(file).text.clone();
    Some((file, po::read(&text, file, sink)))
}

/// The path below the project that the file of a language is written to.
pub fn path_to_write(
    (tag, translation): (&str, &Translation),
    table: Span,
    sink: &mut Sink,
) -> Option<String> {
    let (path, named) = path(tag, translation);
    let inside = paths::join("", &path).filter(|inside| !inside.split('/').any(|part| part.starts_with('.')));
    let told = match inside {
        Some(inside) if inside.ends_with(ENDING) => return Some(inside),
        Some(_) => complaint::no_translation_file(path),
        None => complaint::outside(path),
    };
    sink.push(told.at(named.unwrap_or(table)));
    None
}

/// Reads the file of translations of a language; none where there is none, or it is no such file.
fn catalogue(
    (tag, translation): (&str, &Translation),
    sources: &dyn Sources,
    files: &mut Files,
    sink: &mut Sink,
) -> Option<(FileId, Catalogue)> {
    let (path, named) = path(tag, translation);
    let path = paths::join("", &path).unwrap_or(path);
    read(&path, named, (sources, files), sink)
}

/// The brochure in a language that it is translated into. Complaints go to `sink`.
pub fn translated(
    base: &Project,
    tag: &str,
    sources: &dyn Sources,
    files: &mut Files,
    sink: &mut Sink,
) -> Option<Translated> {
    let (_, span, translation) = base.config.translation.0.iter().find(|(name, ..)| name == tag)?;
    let before = sink.len();
    let found = catalogue((tag, translation), sources, files, sink);
    if has_errors(&sink[before..]) {
        return None;
    }
    let (file, catalogue) = found.unwrap_or_default();
    let messages = Messages::of(file, &catalogue);
    let mut remnants = Remnants::of(LanguageTag::parse(&base.config.brochure.language.value));
    let written = brochure_toml(base, tag, &messages, &mut remnants)?;
    let in_folder = translation.chapters.is_some();
    let mut texts = Texts::default();
    if !in_folder {
        texts.passed_over.clone_from(&base.passed_over);
        texts.chapters = chapters(base, &messages, &mut remnants, (files, &mut *sink));
        texts.parts = parts(base, &texts.chapters, &messages, &mut remnants);
        remnants.originals.clone_from(&base.chapters);
    }
    texts.imprint = base.imprint.map(|file| {
        blocks::translate(file, &units::of_text, &messages, &mut remnants, (&mut *files, &mut *sink))
    });
    let has_own_imprint = imprint_span(&written) != imprint_span(&base.written);
    let imprint = texts.imprint;
    let texts = (!in_folder && !has_own_imprint).then_some(texts);
    let mut project = Project::of(sources, written, texts, files, sink)?;
    if !has_own_imprint {
        project.imprint = imprint;
    }
    project.remnants = remnants;
    Some(Translated { tag: tag.to_owned(), span: *span, project })
}

/// The chapters with their blocks translated.
fn chapters(
    base: &Project,
    messages: &Messages<'_>,
    remnants: &mut Remnants,
    (files, sink): (&mut Files, &mut Sink),
) -> Vec<FileId> {
    let read = blocks::of_chapters(&base.config.brochure.language.value);
    let mut chapters = Vec::with_capacity(base.chapters.len());
    let mut bytes = 0;
    for file in &base.chapters {
        let made = blocks::translate(*file, &read, messages, remnants, (&mut *files, &mut *sink));
        bytes += files.get(made).text.len();
        if bytes > LARGEST_TEXTS {
            let most = format_args!("{} MiB", LARGEST_TEXTS >> 20);
            sink.push(complaint::translations_too_large(&files.get(made).name, most));
            break;
        }
        chapters.push(made);
    }
    chapters
}

/// The parts with their headings translated, of the chapters that stand for those of the brochure.
fn parts(base: &Project, chapters: &[FileId], messages: &Messages<'_>, remnants: &mut Remnants) -> Vec<Part> {
    let now: BTreeMap<FileId, FileId> = base.chapters.iter().copied().zip(chapters.iter().copied()).collect();
    let mut parts = base.parts.clone();
    for part in &mut parts {
        let (state, by) = messages.find(PART, &part.title.value);
        remnants.completeness.add(state);
        match by {
            Some((words, span)) => {
                words.clone_into(&mut part.title.value);
                part.title.span = span;
            }
            None => remnants.add_text(&part.title.value),
        }
        part.files
            .iter_mut()
            .filter_map(|file| Some((now.get(file)?, file)))
            .for_each(|(new, file)| *file = *new);
    }
    parts
}

/// brochure.toml with its texts translated, and the table of the language laid over it.
fn brochure_toml(
    base: &Project,
    tag: &str,
    messages: &Messages<'_>,
    remnants: &mut Remnants,
) -> Option<Value> {
    let Value { span, kind: Kind::Table(mut tree) } = base.written.clone() else { return None };
    tree.split_off(texts::OF_LANGUAGE);
    // What there is of each text, and the place of the brochure's own.
    let mut found: Vec<(String, String, Span, State)> = Vec::new();
    texts::each(&mut tree, &mut |text| {
        let Kind::Text(words) = &mut text.value.kind else { return };
        let (state, by) = messages.find(&text.context, words);
        found.push((text.way, words.clone(), text.value.span, state));
        if let Some((translation, place)) = by {
            translation.clone_into(words);
            text.value.span = place;
        }
    });
    texts::each_part(&mut tree, &mut |title, value| {
        if let (_, Some((translation, place))) = messages.find(PART, title) {
            *value = Value { span: place, kind: Kind::Text(format!("{}{translation}", texts::PART)) };
        }
    });
    // The labels of the language are better than those of another one.
    let own: Vec<Span> = found.iter().map(|(_, _, span, _)| *span).collect();
    for table in texts::OF_WORDS {
        if let Some(table) = themes::inner_mut(&mut tree, table) {
            drop_untranslated(table, &own);
        }
    }
    translations::lay_over(&mut tree, tag);
    let mut now: BTreeMap<String, Span> = BTreeMap::new();
    texts::each(&mut tree, &mut |text| {
        now.insert(text.way, text.value.span);
    });
    for (way, words, own, state) in found {
        let place = now.get(&way);
        // A list is laid over as a whole.
        let is_dropped = texts::OF_WORDS.iter().any(|table| way.starts_with(table));
        let is_laid_over = place.map_or(!is_dropped, |place| *place != own);
        let state = if is_laid_over { State::Done } else { state };
        remnants.completeness.add(state);
        if place == Some(&own) {
            remnants.add_text(&words);
        }
    }
    Some(Value { span, kind: Kind::Table(tree) })
}

/// Drops the texts that stand where they stood in the brochure.
fn drop_untranslated(table: &mut Table, own: &[Span]) {
    table.0.retain(|entry| !own.contains(&entry.value.span));
    for entry in &mut table.0 {
        if let Kind::Table(inside) = &mut entry.value.kind {
            drop_untranslated(inside, own);
        }
    }
}

/// Where a brochure.toml names the imprint's file.
fn imprint_span(written: &Value) -> Option<Span> {
    let Kind::Table(tree) = &written.kind else { return None };
    themes::inner(tree, "imprint").and_then(|imprint| imprint.get("file")).map(|file| file.span)
}

/// Tells of a translation that is not whole, as an error where it is to be.
pub fn report_incomplete(translated: &Translated, required: bool, sink: &mut Sink) {
    let state = translated.project.remnants.completeness;
    if state.done() == state.all {
        return;
    }
    let say = if required { complaint::translation_required } else { complaint::translation_incomplete };
    let told = say(&translated.tag, state.done(), state.all, state.missing, state.fuzzy);
    sink.push(told.at(translated.span));
}
