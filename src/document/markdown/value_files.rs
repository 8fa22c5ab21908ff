//! Files of values in a chapter. Decides which pictures are no pictures but tables, and what their words are. A
//! file is data: its cells are set as they stand there, without Markdown.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::anchors::{caption_words, report_control_characters};
use super::super::chart::{self, Fenced};
use super::super::delimited::{self, Field, OfFile};
use super::super::inlines::Inlines;
use super::super::rich::Rich;
use super::super::{Block, BlockKind, Caption, ColumnAlign, Row, Table, checks, front, stars};
use super::Reader;
use super::attributes::Attributes;
use super::events::parsed;
use super::figures::{Written, path_from};
use super::prepared::Prepared;
use super::syntax::{VALUES, is_chart, is_values};
use crate::diag::{FileId, Files, Sink, Span, complaint};
use crate::marks::Marks;
use crate::source::{Project, paths};
use crate::tree::Spanned;

/// What code blocks begin with.
const FENCES: [&str; 2] = ["```", "~~~"];

/// Paths of the files of values that chapters and imprint name, at each place, in order.
pub fn named(project: &Project, files: &Files) -> Vec<Spanned<String>> {
    let mut found = Vec::new();
    for file in &project.chapters {
        let source = files.get(*file);
        let folder = source.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let body = |text: &str| front::read(text, *file, &mut Sink::new()).1;
        named_in(*file, &source.text, folder, body, &mut found);
    }
    if let Some(file) = project.imprint {
        let chapters = paths::join("", &project.config.brochure.chapters.value).unwrap_or_default();
        let body = |text: &str| if text.starts_with('\u{feff}') { 3 } else { 0 };
        named_in(file, &files.get(file).text, &chapters, body, &mut found);
    }
    found
}

/// Adds the paths that a text names, seen from a folder; `body` says where the text behind front matter begins.
fn named_in(
    file: FileId,
    text: &str,
    folder: &str,
    body: impl Fn(&str) -> usize,
    found: &mut Vec<Spanned<String>>,
) {
    // Most texts name none.
    let lower = text.to_ascii_lowercase();
    let has = |signs: [&str; 2]| signs.iter().any(|sign| lower.contains(sign));
    let names_some = has(VALUES) || lower.contains("chart") && has(FENCES);
    if !names_some {
        return;
    }
    let prepared = Prepared::of(text, body(text));
    let mut add =
        |path: &str, span| found.push(Spanned { value: path_from(folder, &stars::show(path)), span });
    let mut fenced: Option<Fenced> = None;
    for (event, range) in parsed(&prepared.text).events {
        let place = Span::new(file, prepared.range(&range));
        match event {
            Event::Start(Tag::Image { dest_url, .. }) if is_values(&dest_url) => add(&dest_url, place),
            Event::Start(Tag::CodeBlock(kind)) if is_chart(&kind) => fenced = Some(Fenced::new(&range)),
            Event::Text(words) => {
                fenced.iter_mut().for_each(|fenced| fenced.push(&stars::show(&words), &range))
            }
            Event::End(TagEnd::CodeBlock) => {
                let toml = fenced.take().map(Fenced::finish).unwrap_or_default();
                if let Some(path) = chart::file_of(&toml, file, place.start as usize) {
                    add(&path.value, path.span);
                }
            }
            _ => {}
        }
    }
}

impl Reader<'_, '_, '_> {
    /// The values of the file at a path, which is named at `span`; none if it could not be read, which was told.
    pub(super) fn values_of(&mut self, path: &str, span: Span) -> Option<OfFile> {
        let shared = self.reading.shared;
        if !shared.values.was_named(path) {
            // Its ending is written in a way by which nobody would look for it.
            self.report(complaint::missing_file(path).at(span));
        }
        let file = shared.values.get(path)?;
        let source = shared.files.get(file);
        report_control_characters(&source.text, file, &mut self.reading.sink);
        let offset = if source.text.starts_with('\u{feff}') { 3 } else { 0 };
        let tabs = source.name.to_ascii_lowercase().ends_with(VALUES[1]);
        let mut values = OfFile { file, offset, records: delimited::read(&source.text[offset..], tabs) };
        for (told, range) in std::mem::take(&mut values.records.told) {
            self.report(told.at(values.span(&range)));
        }
        Some(values)
    }

    /// The text of a cell of a file.
    pub(super) fn cell_of_file(&mut self, values: &OfFile, field: &Field) -> Rich {
        let mut inlines = Inlines::default();
        for (piece, at) in field.pieces() {
            let place = values.offset + at..values.offset + at + piece.len();
            inlines.text(piece, &place, Marks::LITERAL, None);
        }
        self.reading.finish(inlines, values.file)
    }

    /// The table that a picture of a file of values is.
    pub(super) fn table_of_file(&mut self, written: &Written) -> Option<Block> {
        let span = self.span(&written.range);
        let path = self.path_of(&written.destination);
        self.report_braces(written);
        checks::alt(&written.alt, &path, span, &mut self.reading.sink);
        if written.link.is_some() {
            self.report(complaint::csv_in_link(&path).at(span));
        }
        let caption = self.caption_of_file(written);
        let values = self.values_of(&path, span)?;
        let mut rows = values.records.rows.iter().map(|row| {
            let cells =
                row.iter().map(|field| (self.cell_of_file(&values, field), values.span(&field.range)));
            cells.collect::<Vec<_>>()
        });
        let head = rows.next()?;
        let texts = |cells: Vec<(Rich, Span)>| cells.into_iter().map(|(text, _)| text).collect();
        let rows: Vec<Row> = rows.map(|cells| Row::below_head(texts(cells))).collect();
        let line = values.records.rows[0].first().map_or(0..0, |field| field.range.clone());
        checks::head(&head, values.span(&line), &mut self.reading.sink);
        let align = |number| if number { ColumnAlign::Right } else { ColumnAlign::Left };
        let columns = values.records.numbers().into_iter().map(align).collect();
        let landscape =
            written.attributes.landscape.is_some() || self.prepared.landscape_at(span.start).is_some();
        let mut table = Table {
            columns,
            head: Row::head(texts(head)),
            rows,
            caption,
            landscape,
            decimal: self.numbers().decimal,
        };
        self.widen(&mut table);
        Some(Block { kind: BlockKind::Table(Box::new(table)), span })
    }

    /// Its alternative text is the caption, its title the source.
    fn caption_of_file(&mut self, written: &Written) -> Option<Caption> {
        let Written { alt, title, words, range, .. } = written;
        if alt.is_empty() && title.trim().is_empty() {
            return None;
        }
        let typed = self.text.get(words.clone()).unwrap_or("");
        let bare = caption_words(typed).unwrap_or(typed).trim_start();
        let place = words.end - bare.len()..words.end;
        let text = match self.text[range.clone()].starts_with('!') {
            true => self.marked_words(place),
            false => self.plain_words(caption_words(alt).unwrap_or(alt).trim_start(), range), // of HTML
        };
        let source = match self.written_title(range).filter(|_| !title.trim().is_empty()) {
            Some(place) => self.marked_words(place),
            None => self.plain_words(title, range),
        };
        let source = (!source.is_blank()).then_some(source);
        Some(Caption { text, source, anchor: self.anchor_at(self.span(range).start), ..Caption::default() })
    }

    /// Braces that say more than an anchor, which goes with a caption, and turned pages.
    fn report_braces(&mut self, written: &Written) {
        let Written { alt, attributes, range, link, .. } = written;
        let anchor = attributes.anchor.clone().filter(|_| !alt.is_empty());
        let landscape = attributes.landscape.clone();
        if *attributes == (Attributes { anchor, landscape, ..Attributes::default() }) {
            return;
        }
        let behind = [range.end].into_iter().chain(link.iter().map(|(_, around)| around.end));
        let braces = |at: usize| Attributes::behind(&self.text[at..]).map(|(_, len)| at..at + len);
        let place = behind.into_iter().find_map(braces).unwrap_or_else(|| range.clone());
        self.report(complaint::braces_of_table().at(self.span(&place)));
    }
}
