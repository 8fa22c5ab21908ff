//! Sources into the document. Decides in which order its parts are read and what each chapter is made of.

use std::sync::Arc;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::anchors::{self, Survey, Surveyed, survey};
use super::codes::Wishes;
use super::front::{ChapterKind, FrontMatter};
use super::inlines::{self, Inlines, placed_pieces};
use super::markdown::prepared::Prepared;
use super::markdown::{self, Text};
use super::numbers::Numberer;
use super::reading::{IsLarge, Reading, Shared};
use super::rich::Rich;
use super::titles::Levels;
use super::words::Words;
use super::{Block, BlockKind, Chapter, Checklist, Document, Glance, Item, checks, filler, matter};
use crate::diag::{FileId, Files, Sink, Span, complaint, has_errors};
use crate::fault::working_on;
use crate::ids::{ByPart, NodeId, Part};
use crate::language::{Language, LanguageTag, Tongue};
use crate::marks::Marks;
use crate::source::remnants::Remnants;
use crate::source::theme::{CalloutShape, QrPlace, Theme};
use crate::source::{Project, paths};
use crate::tree::Spanned;

impl Document {
    /// Reads all chapters of a project, with the callouts and codes of a theme. `is_large` knows the project's
    /// pictures. Complaints go to `sink`.
    pub fn read(
        project: &Project,
        theme: &Theme,
        files: &Files,
        is_large: &IsLarge<'_>,
        sink: &mut Sink,
    ) -> Self {
        let config = &project.config;
        let language = &config.brochure.language.value;
        let labels = &config.labels;
        let folder = paths::join("", &config.brochure.chapters.value).unwrap_or_default();
        let mut survey = survey(&project.chapters, &folder, files, sink);
        if !project.remnants.originals.is_empty() {
            survey.take_names_of(&anchors::survey(
                &project.remnants.originals,
                &folder,
                files,
                &mut Sink::new(),
            ));
        }
        survey.left_out.extend(project.passed_over.iter().map(|path| path.nfc().collect()));
        let own = Tongue::own(Language::of(language), config.digits());
        let tongues = tongues(&survey, (language, own), &project.remnants, sink);
        let kinds = callout_kinds(theme);
        let qr = &theme.qr;
        let words = Words::new(config, sink);
        let shared = Shared {
            files,
            survey: &survey,
            labels,
            tongue: own,
            words: &words,
            wishes: Wishes { links: qr.links, place: qr.place },
            kinds: &kinds,
            folder: &folder,
            start: config.chapters.start,
            is_large,
            values: &project.values,
            remnants: &project.remnants,
        };
        let mut read = read_chapters(&shared, &tongues);
        let own = project.imprint.map(|file| read_imprint(file, &shared));
        let (mut links, mut shows_pages) = (ByPart::default(), false);
        let readings = read.iter_mut().map(|(_, reading)| reading);
        let (mut blocks, own) = own.unzip();
        let mut own = own.unwrap_or_else(|| Reading::of(Part::IMPRINT, &shared));
        for reading in readings.chain([&mut own]) {
            sink.append(&mut reading.sink);
            shows_pages |= reading.shows_pages;
            links.extend(reading.ids.part(), std::mem::take(&mut reading.links));
        }
        // In a translation, other abbreviations may be in use.
        if project.remnants.language.is_none() {
            words.report_unused(sink);
        }
        matter::report_silent_cover(config, sink);
        let mut numberer = Numberer::default();
        let mut chapters: Vec<Chapter> = read.into_iter().map(|(chapter, _)| chapter).collect();
        chapters.iter_mut().for_each(|chapter| numberer.chapter(chapter, labels));
        let parts: Vec<String> = project.parts.iter().map(|part| part.title.value.clone()).collect();
        for (chapter, surveyed) in chapters.iter_mut().zip(&survey.chapters) {
            chapter.part = project.parts.iter().position(|part| part.files.contains(&surveyed.file));
        }
        let texts = (config, &project.remnants);
        blocks.iter_mut().for_each(|blocks| numberer.blocks(blocks, &mut own.ids, (labels, config.digits())));
        Self {
            cover: matter::cover(texts, labels),
            imprint: matter::imprint(texts, labels, blocks.unwrap_or_default(), own.ids),
            contents: matter::contents(texts, &parts, &chapters, &mut links),
            fillers: filler::fillers(texts, labels, (&theme.page.fill, &chapters), &mut links),
            chapters: chapters.into_iter().map(Arc::new).collect(),
            back: matter::back(texts, (labels, theme.back.qr_symbol.0 > 0.0), &mut links),
            parts,
            anchors: survey.anchors,
            links,
            shows_pages,
        }
    }
}

/// The kinds of callouts of a theme, each with whether it is set as a quotation.
fn callout_kinds(theme: &Theme) -> Vec<(String, bool)> {
    let kinds = theme.callout.0.iter();
    kinds.map(|(name, _, kind)| (name.clone(), kind.kind == CalloutShape::Quote)).collect()
}

/// What each chapter is written in. One whose language cannot be told is set in the brochure's.
fn tongues(
    survey: &Survey,
    (own, usual): (&str, Tongue),
    remnants: &Remnants,
    sink: &mut Sink,
) -> Vec<Tongue> {
    // A chapter that names the brochure's language is translated like any other.
    let before = remnants.language.filter(|_| !remnants.originals.is_empty());
    let is_own = |tag: &str| tag == own || before.is_some_and(|before| before.as_str() == tag);
    let mut tongue = |front: &FrontMatter| {
        let written = front.language.as_ref().filter(|written| !is_own(&written.value))?;
        let tag = LanguageTag::meant(&written.value);
        let named = written.value.to_lowercase().starts_with(own.split('-').next().unwrap_or(own)); // Deutsch
        if tag.is_none() && !named {
            sink.push(complaint::chapter_language(&written.value, own).at(written.span));
        }
        tag.filter(|tag| tag.as_str() != own).map(|tag| Tongue::other(tag, usual.rules))
    };
    let chapters = survey.chapters.iter();
    chapters.map(|chapter| tongue(&chapter.front).unwrap_or(usual)).collect()
}

/// The chapters, each read by itself on all cores.
fn read_chapters<'a>(shared: &'a Shared<'a>, tongues: &[Tongue]) -> Vec<(Chapter, Reading<'a>)> {
    let surveyed = &shared.survey.chapters;
    let numbered = |surveyed: &&Surveyed| surveyed.front.kind == ChapterKind::Chapter;
    let number = |index: usize| surveyed[..=index].iter().filter(numbered).count();
    let read = surveyed.par_iter().enumerate().map(|(index, chapter)| {
        let number = Some(chapter).filter(numbered).map(|_| number(index));
        working_on(&shared.files.get(chapter.file).name, || {
            let mut reading = Reading { tongue: tongues[index], ..Reading::of(Part::chapter(index), shared) };
            (read_chapter(index, number, &mut reading), reading)
        })
    });
    read.collect()
}

fn read_chapter(index: usize, number: Option<usize>, reading: &mut Reading<'_>) -> Chapter {
    let Shared { files, survey, .. } = *reading.shared;
    let labels = reading.labels();
    let Surveyed { file, name, front, levels, nameless, prepared, title, title_span, anchor, spoilt, .. } =
        &survey.chapters[index];
    let written = Spanned { value: title.clone(), span: *title_span };
    let title_words = match number {
        Some(n) => labels.chapter(n, inlines::plain_words(title)),
        None => inlines::plain_words(title),
    };
    let summary = standfirst(front).map(|summary| plain(summary, reading));
    let glance = (!front.key_points.is_empty()).then(|| glance(&front.key_points, reading));
    let source = &files.get(*file).text;
    let before = reading.sink.len();
    let text = markdown::read(*file, prepared, index, *levels, reading);
    let spoilt = *spoilt || has_errors(&reading.sink[before..]);
    if text.blocks.is_empty() && !spoilt {
        let place = Span::new(*file, 0..source.lines().next().map_or(0, str::len));
        reading.sink.push(complaint::empty_chapter(name).at(place));
    }
    let Text { title, blocks, notes } = text;
    let title = title.unwrap_or_else(|| match nameless {
        true => from_name(&written, reading),
        false => plain(&written, reading),
    });
    let short = front.short_title.as_ref().map(|short| short_title(short, reading));
    let running = short.unwrap_or_else(|| title.as_furniture());
    let further = further(reading);
    let (blocks, checklists) = take_checklists(blocks, reading);
    Chapter {
        name: name.clone(),
        tongue: reading.tongue,
        part: None,
        number,
        number_node: reading.ids.node(),
        front: front.clone(),
        start: front.start.unwrap_or(reading.shared.start),
        title,
        title_span: *title_span,
        title_words,
        summary,
        running,
        glance,
        blocks,
        codes: std::mem::take(&mut reading.codes),
        further,
        checklists,
        notes,
        anchor: *anchor,
        ids: reading.ids,
    }
}

/// The text before the first checklist, and the checklists: each goes on to the next.
fn take_checklists(mut blocks: Vec<Block>, reading: &mut Reading<'_>) -> (Vec<Block>, Vec<Checklist>) {
    let begins = |block: &Block| matches!(block.kind, BlockKind::Heading { checklist: true, .. });
    let split = blocks.iter().position(begins).unwrap_or(blocks.len());
    let mut lists: Vec<Checklist> = Vec::new();
    for block in blocks.split_off(split) {
        match (block.kind, lists.last_mut()) {
            (BlockKind::Heading { level, text, anchor, checklist: true }, _) => {
                let labels = reading.labels();
                let fields = [labels.steps(), labels.who(), labels.when()];
                let fields = fields.map(|words| Rich::plain(words, reading.ids.node()));
                lists.push(Checklist {
                    level,
                    title: text,
                    anchor,
                    span: block.span,
                    blocks: Vec::new(),
                    fields: fields.into(),
                });
            }
            (kind, Some(list)) => list.blocks.push(Block { kind, span: block.span }),
            (_, None) => unreachable!("the first block behind the text begins a checklist"),
        }
    }
    (blocks, lists)
}

/// Blocks of the imprint's Markdown file.
fn read_imprint<'a>(file: FileId, shared: &'a Shared<'a>) -> (Vec<Block>, Reading<'a>) {
    let source = &shared.files.get(file).text;
    let mut reading = Reading::of(Part::IMPRINT, shared);
    anchors::report_control_characters(source, file, &mut reading.sink);
    let start = if source.starts_with('\u{feff}') { 3 } else { 0 };
    let prepared = Prepared::of(source, start);
    let no_chapter = shared.survey.chapters.len();
    let text = markdown::read(file, &prepared, no_chapter, Levels::default(), &mut reading);
    if let Some(note) = text.notes.first() {
        reading.sink.push(complaint::imprint_with_notes().at(note.span));
    }
    (text.blocks, reading)
}

/// The heading over the QR codes of a chapter, where they stand at its end.
fn further(reading: &mut Reading<'_>) -> Option<Rich> {
    if reading.shared.wishes.place != QrPlace::End || reading.codes.is_empty() {
        return None;
    }
    Some(Rich::plain(reading.labels().further(), reading.ids.node()))
}

/// The lines under a title.
fn standfirst(front: &FrontMatter) -> Option<&Spanned<String>> {
    front.summary.as_ref().or(front.description.as_ref())
}

/// A title that is written nowhere.
fn from_name(title: &Spanned<String>, reading: &mut Reading<'_>) -> Rich {
    let mut inlines = Inlines::default();
    let start = title.span.start as usize;
    inlines.text(&title.value, &(start..start), Marks::default(), None);
    reading.finish(inlines, title.span.file)
}

/// A short title as it is typed.
fn short_title(text: &Spanned<String>, reading: &Reading<'_>) -> Rich {
    let source = &reading.shared.files.get(text.span.file).text;
    let start = text.span.start as usize;
    let raw = source.get(start..text.span.end as usize).unwrap_or("");
    let (mut map, mut behind) = (Vec::new(), 0);
    for (piece, at) in placed_pieces(raw, &text.value) {
        map.push((behind as u32, (start + at) as u32));
        behind += piece.len();
    }
    Rich { map, file: text.span.file, ..Rich::plain(&text.value, NodeId::ROOT) }
}

/// Text of the front matter, refined.
fn plain(text: &Spanned<String>, reading: &mut Reading<'_>) -> Rich {
    let mut inlines = Inlines::default();
    let source = &reading.shared.files.get(text.span.file).text;
    let start = text.span.start as usize;
    let raw = source.get(start..text.span.end as usize).unwrap_or("");
    for (piece, at) in placed_pieces(raw, &text.value) {
        inlines.text(piece, &(start + at..start + at + piece.len()), Marks::default(), None);
    }
    let rich = reading.finish(inlines, text.span.file);
    checks::capitals(&rich, &mut reading.sink);
    rich
}

fn glance(points: &[Spanned<String>], reading: &mut Reading<'_>) -> Glance {
    let label = Rich::plain(reading.labels().glance(), reading.ids.node());
    let point = |point: &Spanned<String>| {
        let label = reading.ids.node();
        let text = BlockKind::Paragraph(plain(point, reading));
        Item { label, task: None, tight: true, blocks: vec![Block { kind: text, span: point.span }] }
    };
    Glance { label, points: points.iter().map(point).collect() }
}
