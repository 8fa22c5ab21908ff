//! Sources into the document. Decides in which order its parts are read and what each chapter is made of.

use super::anchors::{self, Survey, Surveyed, survey};
use super::codes::Wishes;
use super::front::ChapterKind;
use super::inlines::{self, Inlines, placed_pieces};
use super::markdown::{self, Text};
use super::rich::Rich;
use super::shared::Shared;
use super::words::Words;
use super::{Block, BlockKind, Chapter, Checklist, Document, Further, Glance, Item, checks, matter};
use crate::diag::{FileId, Files, Sink, Span, complaint, has_errors};
use crate::fault::working_on;
use crate::ids::{ByPart, Ids, Part};
use crate::language::Language;
use crate::marks::Marks;
use crate::source::Project;
use crate::source::theme::{CalloutShape, QrPlace, Theme};
use crate::tree::Spanned;

impl Document {
    /// Reads all chapters of a project, with the callouts and codes of a theme. Complaints go to `sink`.
    pub fn read(project: &Project, theme: &Theme, files: &Files, sink: &mut Sink) -> Self {
        let config = &project.config;
        let language = &config.brochure.language.value;
        let labels = &config.labels;
        let survey = survey(&project.chapters, files, sink);
        let kinds: Vec<(String, bool)> = theme
            .callout
            .0
            .iter()
            .map(|(name, _, kind)| (name.clone(), kind.kind == CalloutShape::Quote))
            .collect();
        let qr = &theme.qr;
        let mut links = ByPart::default();
        let mut shared = Shared {
            survey: &survey,
            labels,
            language: Language::of(language),
            words: Words::new(config, sink),
            wishes: Wishes { links: qr.links, place: qr.place },
            codes: Vec::new(),
            kinds: &kinds,
            folder: &config.brochure.chapters.value,
            sink,
            ids: Ids::default(),
            links: &mut links,
            counters: (0, 0),
            page_references: 0,
            lost_links: 0,
        };
        let chapters: Vec<Chapter> = read_chapters(&survey, files, &mut shared);
        let own = project.imprint.map(|file| read_imprint(file, survey.chapters.len(), files, &mut shared));
        shared.words.report_unused(shared.sink);
        let (codes, page_references) = (shared.codes, shared.page_references);
        let (blocks, ids) = own.unwrap_or_else(|| (Vec::new(), Ids::of(Part::IMPRINT)));
        Self {
            cover: matter::cover(config, labels),
            imprint: matter::imprint(config, labels, blocks, ids),
            contents: matter::contents(config, labels, &chapters, &mut links),
            chapters,
            back: matter::back(config, labels, &mut links),
            anchors: survey.anchors,
            links,
            codes,
            page_references,
        }
    }
}

fn read_chapters(survey: &Survey, files: &Files, shared: &mut Shared<'_>) -> Vec<Chapter> {
    let mut count = 0;
    let read = survey.chapters.iter().enumerate().map(|(index, surveyed)| {
        let numbered = surveyed.front.kind == ChapterKind::Chapter;
        count += usize::from(numbered);
        let number = numbered.then_some(count);
        working_on(&files.get(surveyed.file).name, || read_chapter(index, surveyed, number, files, shared))
    });
    read.collect()
}

fn read_chapter(
    index: usize,
    surveyed: &Surveyed,
    number: Option<usize>,
    files: &Files,
    shared: &mut Shared<'_>,
) -> Chapter {
    let Surveyed { file, name, front, body, title, title_span, anchor, spoilt } = surveyed;
    shared.ids = Ids::of(Part::chapter(index));
    let written = Spanned { value: title.clone(), span: *title_span };
    let title_words = match number {
        Some(n) => shared.labels.chapter(n, inlines::plain_words(title)),
        None => inlines::plain_words(title),
    };
    let summary = front.summary.as_ref().map(|summary| plain(summary, files, shared));
    let glance = (!front.key_points.is_empty()).then(|| glance(&front.key_points, files, shared));
    let source = &files.get(*file).text;
    let before = shared.sink.len();
    let text = markdown::read(source, *file, *body, index, front.title.is_none(), shared);
    let spoilt = *spoilt || has_errors(&shared.sink[before..]);
    if text.blocks.is_empty() && !spoilt {
        let place = Span::new(*file, 0..source.lines().next().map_or(0, str::len));
        shared.sink.push(complaint::empty_chapter(name).at(place));
    }
    let Text { title, blocks, notes } = text;
    let title = title.unwrap_or_else(|| plain(&written, files, shared));
    let short = front.short_title.as_ref().map(|short| short.value.clone());
    let running = short.unwrap_or_else(|| title.words());
    let further = further(index, shared);
    let (blocks, checklists) = take_checklists(blocks, shared);
    Chapter {
        name: name.clone(),
        number,
        front: front.clone(),
        title,
        title_span: *title_span,
        title_words,
        summary,
        running,
        glance,
        blocks,
        further,
        checklists,
        notes,
        anchor: *anchor,
        ids: shared.ids,
    }
}

/// The text before the first checklist, and the checklists: each goes on to the next.
fn take_checklists(mut blocks: Vec<Block>, shared: &mut Shared<'_>) -> (Vec<Block>, Vec<Checklist>) {
    let begins = |block: &Block| matches!(block.kind, BlockKind::Heading { checklist: true, .. });
    let split = blocks.iter().position(begins).unwrap_or(blocks.len());
    let mut lists: Vec<Checklist> = Vec::new();
    for block in blocks.split_off(split) {
        match (block.kind, lists.last_mut()) {
            (BlockKind::Heading { level, text, anchor, checklist: true }, _) => {
                let fields = [shared.labels.steps(), shared.labels.who(), shared.labels.when()];
                let fields = fields.map(|words| Rich::plain(words, shared.ids.node()));
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

/// Blocks of the imprint's Markdown file, and the ids they have.
fn read_imprint(file: FileId, index: usize, files: &Files, shared: &mut Shared<'_>) -> (Vec<Block>, Ids) {
    let source = &files.get(file).text;
    anchors::report_control_characters(source, file, shared.sink);
    let start = if source.starts_with('\u{feff}') { 3 } else { 0 };
    shared.ids = Ids::of(Part::IMPRINT);
    let text = markdown::read(source, file, start, index, false, shared);
    if let Some(note) = text.notes.first() {
        shared.sink.push(complaint::imprint_with_notes().at(note.span));
    }
    (text.blocks, shared.ids)
}

/// The QR codes of a chapter and their heading, where they stand at its end.
fn further(chapter: usize, shared: &mut Shared<'_>) -> Option<Further> {
    let before = shared.codes.partition_point(|code| code.chapter < chapter);
    let codes: Vec<usize> = (before..shared.codes.len()).collect();
    if shared.wishes.place != QrPlace::End || codes.is_empty() {
        return None;
    }
    Some(Further { heading: Rich::plain(shared.labels.further(), shared.ids.node()), codes })
}

/// Text of the front matter, refined.
fn plain(text: &Spanned<String>, files: &Files, shared: &mut Shared<'_>) -> Rich {
    let mut inlines = Inlines::default();
    let source = &files.get(text.span.file).text;
    let start = text.span.start as usize;
    let raw = source.get(start..text.span.end as usize).unwrap_or("");
    for (piece, at) in placed_pieces(raw, &text.value) {
        inlines.text(piece, &(start + at..start + at + piece.len()), Marks::default(), None);
    }
    let rich = shared.finish(inlines, text.span.file);
    checks::capitals(&rich, shared.sink);
    rich
}

fn glance(points: &[Spanned<String>], files: &Files, shared: &mut Shared<'_>) -> Glance {
    let label = Rich::plain(shared.labels.glance(), shared.ids.node());
    let point = |point: &Spanned<String>| {
        let label = shared.ids.node();
        let text = BlockKind::Paragraph(plain(point, files, shared));
        Item { label, task: None, tight: true, blocks: vec![Block { kind: text, span: point.span }] }
    };
    Glance { label, points: points.iter().map(point).collect() }
}
