//! The words of a chapter as translators get them. Decides what one message is, where it stands in the file, and how
//! its translation is written there. The blocks are those that the reader finds.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::super::anchors::caption_words;
use super::super::chart::Fenced;
use super::super::front;
use super::super::stars;
use super::events::parsed;
use super::inline_notes::LABEL;
use super::lines;
use super::marked::marked_up;
use super::prepared::Prepared;
use super::syntax::{is_block, is_chart, is_csv, is_diagram};
use crate::diag::{FileId, Sink};
use crate::json::quoted;
use crate::tree::{self, Kind, Table, Value};

/// Words that are translated as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// What they are.
    pub kind: UnitKind,
    /// Where they stand in the file.
    pub range: Range<usize>,
    /// As translators get them: Markdown in as few lines as it can be.
    pub message: String,
    /// What each translation must keep: links into the brochure, calls of notes, pictures, anchors; sorted.
    pub marks: Vec<String>,
    /// How many links lead out of the brochure.
    pub links: usize,
    form: Form,
}

/// What words are, as translators are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitKind {
    /// The title in front matter.
    Title,
    /// The title for running heads.
    ShortTitle,
    /// A standfirst, or the line below a title in the contents.
    Summary,
    /// A point of „Auf einen Blick“.
    KeyPoint,
    /// A heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A paragraph of an item.
    Item,
    /// A paragraph of a quotation or callout.
    Quote,
    /// The title of a callout.
    CalloutTitle,
    /// A note.
    Note,
    /// A term of a list of definitions.
    Term,
    /// What it means.
    Definition,
    /// A cell of a table.
    Cell,
    /// The caption of a table or picture.
    Caption,
    /// What a picture shows.
    Alt,
    /// Words of a chart.
    Chart,
    /// Lines that are set as they are typed.
    Code,
}

impl UnitKind {
    /// As it stands in files of translations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::ShortTitle => "short title",
            Self::Summary => "summary",
            Self::KeyPoint => "key point",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::Item => "item",
            Self::Quote => "quote",
            Self::CalloutTitle => "callout title",
            Self::Note => "note",
            Self::Term => "term",
            Self::Definition => "definition",
            Self::Cell => "cell",
            Self::Caption => "caption",
            Self::Alt => "alternative text",
            Self::Chart => "chart",
            Self::Code => "code",
        }
    }
}

/// How words are written in the file.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    /// Over lines.
    Lines,
    /// On one line.
    Line,
    /// On one line, between strokes.
    Cell,
    /// On one line, between the separators of comma-separated values.
    Value,
    /// Between these quotation marks behind the path of a picture.
    Caption(char),
    /// As a string of TOML or YAML.
    String,
    /// Over lines, each as it is.
    Verbatim,
}

impl Unit {
    /// A translation as it is written in the file that the unit stands in.
    pub fn written(&self, source: &str, translation: &str) -> String {
        let one_line = || translation.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.form {
            Form::Lines => {
                let lines = translation.lines().map(str::trim).filter(|line| !line.is_empty());
                lines.collect::<Vec<_>>().join(&format!("\n{}", self.lead(source)))
            }
            Form::Line => one_line(),
            Form::Cell => escaped(&one_line(), '|'),
            Form::Value => value(&one_line(), source[..self.range.start].ends_with('"')),
            Form::Caption(quote) => escaped(&one_line(), quote),
            Form::String => {
                let end = if source[self.range.clone()].ends_with('\n') { "\n" } else { "" };
                format!("{}{end}", quoted(translation.trim()))
            }
            Form::Verbatim => {
                let lines: Vec<&str> = translation.trim_end().lines().map(str::trim_end).collect();
                lines.join(&format!("\n{}", self.lead(source)))
            }
        }
    }

    /// A string of YAML that stands on lines of its own.
    fn over_lines(mut self, source: &str) -> Self {
        self.range.end = self.range.start + source[self.range.clone()].trim_end().len();
        self.form = Form::Lines;
        self
    }

    /// What its further lines begin with: that of the second line, or as far in as the first.
    fn lead(&self, source: &str) -> String {
        if let Some(at) = source[self.range.clone()].find('\n') {
            let line = &source[self.range.start + at + 1..self.range.end];
            let words = match self.form {
                Form::Verbatim => None,
                _ => Some(line.trim_start_matches([' ', '\t', '>'])),
            };
            if let Some(words) = words {
                return line[..line.len() - words.len()].to_owned();
            }
        }
        let start = source[..self.range.start].rfind('\n').map_or(0, |at| at + 1);
        let lead = source[start..self.range.start].trim_start_matches('\u{feff}');
        lead.chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect()
    }
}

/// A text with a backslash before a sign, where there is none yet.
fn escaped(text: &str, sign: char) -> String {
    let mut out = String::with_capacity(text.len());
    let mut behind = false;
    for c in text.chars() {
        if c == sign && !behind {
            out.push('\\');
        }
        behind = c == '\\' && !behind;
        out.push(c);
    }
    out
}

/// A text without the backslashes before a sign.
fn unescaped(text: &str, sign: char) -> String {
    text.replace(&format!("\\{sign}"), sign.encode_utf8(&mut [0; 4]))
}

/// A cell of comma-separated values, which may stand in quotation marks already.
fn value(text: &str, is_quoted: bool) -> String {
    let inside = text.replace('"', "\"\"");
    match is_quoted {
        true => inside,
        false if text.contains([',', ';', '\t', '|', '"']) => format!("\"{inside}\""),
        false => text.to_owned(),
    }
}

/// The words of a chapter's file, in order; and the language that its front matter names.
pub fn of_chapter(text: &str) -> (Vec<Unit>, Option<String>) {
    let (front, body) = front::read(text, FileId::default(), &mut Sink::new());
    let mut units = Vec::new();
    let mut add = |kind: UnitKind, words: Option<&tree::Spanned<String>>| {
        let unit = words.and_then(|words| string(kind, &words.value, words.span.start, words.span.end));
        units.extend(
            unit.map(|unit| if is_block_scalar(text, &unit.range) { unit.over_lines(text) } else { unit }),
        );
    };
    add(UnitKind::Title, front.title.as_ref());
    add(UnitKind::ShortTitle, front.short_title.as_ref());
    add(UnitKind::Summary, front.summary.as_ref());
    add(UnitKind::Summary, front.description.as_ref());
    add(UnitKind::Summary, front.toc_summary.as_ref());
    front.key_points.iter().for_each(|point| add(UnitKind::KeyPoint, Some(point)));
    units.extend(of_body(text, body));
    (in_order(units), front.language.map(|language| language.value))
}

/// The words of a Markdown file without front matter.
pub fn of_text(text: &str) -> Vec<Unit> {
    in_order(of_body(text, if text.starts_with('\u{feff}') { 3 } else { 0 }))
}

/// Units by place; what stands in another one belongs to that.
fn in_order(mut units: Vec<Unit>) -> Vec<Unit> {
    units.sort_by_key(|unit| (unit.range.start, std::cmp::Reverse(unit.range.end)));
    let mut end = 0;
    units.retain(|unit| {
        let apart = unit.range.start >= end;
        end = end.max(unit.range.end);
        apart
    });
    units
}

/// Whether a string of front matter begins below its key, behind `>` or `|`.
fn is_block_scalar(text: &str, range: &Range<usize>) -> bool {
    let before = &text[..range.start];
    let key = before.trim_end();
    let sign = key.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    before[key.len()..].contains('\n') && sign.ends_with(['>', '|'])
}

/// A string of front matter or a chart, with its quotation marks.
fn string(kind: UnitKind, words: &str, start: u32, end: u32) -> Option<Unit> {
    let message = words.trim().to_owned();
    let marks = marks_in(&message);
    let has_letters = has_letters(&message);
    has_letters.then_some(Unit {
        kind,
        range: start as usize..end as usize,
        message,
        marks,
        links: 0,
        form: Form::String,
    })
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Calls of notes and anchors that are written in words.
fn marks_in(text: &str) -> Vec<String> {
    let call = |rest: &str| Some(format!("[^{}]", &rest[..rest.find(']')?]));
    let mut marks: Vec<String> = text.split("[^").skip(1).filter_map(call).collect();
    marks.extend(anchors_in(text));
    marks.sort();
    marks
}

/// Anchors in braces: `{#bild}`.
fn anchors_in(text: &str) -> impl Iterator<Item = String> {
    let braces = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    let ids = braces.flat_map(|(inside, _)| inside.split_whitespace());
    ids.filter(|word| word.len() > 1 && word.starts_with('#')).map(|id| format!("{{{id}}}"))
}

/// The words of what stands behind byte `body`.
fn of_body(source: &str, body: usize) -> Vec<Unit> {
    let prepared = Prepared::of(source, body);
    let text = &prepared.text;
    let mut csv = Vec::new();
    for (event, range) in marked_up(text) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) if is_csv(&kind).is_some() => csv.push(range),
            _ => {}
        }
    }
    let mut finder = Finder {
        source,
        prepared: &prepared,
        csv,
        within: Vec::new(),
        open: None,
        fenced: None,
        marker: false,
        units: Vec::new(),
    };
    let events = parsed(text).events;
    for (n, (event, range)) in events.iter().enumerate() {
        finder.event(event, range, events.get(n + 1).map(|(_, next)| next));
    }
    finder.close();
    finder.units
}

/// Text that is collected.
#[derive(Default)]
struct Open {
    kind: Option<UnitKind>,
    form: Option<Form>,
    /// First and last byte in the prepared text.
    range: Option<Range<usize>>,
    /// Words outside of pictures, without what stands in braces; and all words.
    outside: String,
    has_words: bool,
    marks: Vec<String>,
    links: usize,
    pictures: Vec<Picture>,
    /// The pictures that are open.
    depth: usize,
    /// Whether a picture is not written as Markdown does.
    foreign: bool,
    /// Whether line ends of it may be kept.
    is_paragraph: bool,
    /// The end of a line of which nothing belongs to it: that of a callout's marker.
    behind: Option<usize>,
}

/// A picture as it is written.
struct Picture {
    range: Range<usize>,
    alt: Option<Range<usize>>,
    words: String,
    title: String,
}

struct Finder<'t> {
    source: &'t str,
    prepared: &'t Prepared,
    /// Blocks of values.
    csv: Vec<Range<usize>>,
    /// What stands around, from the outside in.
    within: Vec<TagEnd>,
    open: Option<Open>,
    /// The code that is read: a chart if it is one, and its text with its place.
    fenced: Option<(Option<Fenced>, String, Range<usize>)>,
    /// Whether a quotation has just begun.
    marker: bool,
    units: Vec<Unit>,
}

impl Finder<'_> {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>, next: Option<&Range<usize>>) {
        let quoted = std::mem::take(&mut self.marker);
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                self.close();
                let chart = is_chart(kind).then(|| Fenced::new(range));
                if !is_diagram(kind) {
                    self.fenced = Some((chart, String::new(), range.start..range.start));
                }
            }
            Event::End(TagEnd::CodeBlock) => self.code(),
            Event::Text(text) if self.fenced.is_some() => self.fenced_text(text, range),
            Event::Start(tag) if is_block(tag) => self.begin(tag, quoted, range, next),
            Event::End(end) if is_block_end(end) => {
                self.close();
                if self.within.last() == Some(end) {
                    self.within.pop();
                }
            }
            Event::Rule | Event::Html(_) | Event::TaskListMarker(_) => self.close(),
            event => self.inline(event, range),
        }
    }

    fn begin(&mut self, tag: &Tag<'_>, quoted: bool, range: &Range<usize>, next: Option<&Range<usize>>) {
        self.close();
        let open = |kind, form| Some(Open { kind: Some(kind), form: Some(form), ..Open::default() });
        match tag {
            Tag::Heading { .. } => self.open = open(UnitKind::Heading, Form::Line),
            Tag::DefinitionListTitle => self.open = open(UnitKind::Term, Form::Line),
            Tag::TableCell => {
                let in_csv = self.csv.iter().any(|block| block.contains(&range.start));
                let in_strokes = !in_csv && next.is_some_and(|_| self.is_in_strokes(range));
                let form = match (in_csv, in_strokes) {
                    (true, _) => Form::Value,
                    (_, true) => Form::Cell,
                    _ => Form::Line,
                };
                self.open = open(UnitKind::Cell, form);
            }
            Tag::Paragraph => {
                self.open = Some(Open { is_paragraph: true, ..Open::default() });
                if quoted {
                    self.callout_title(range);
                }
            }
            tag => {
                self.marker = matches!(tag, Tag::BlockQuote(_));
                self.within.push(tag.to_end());
            }
        }
    }

    /// Whether a cell stands on a line with strokes, not between tags.
    fn is_in_strokes(&self, range: &Range<usize>) -> bool {
        let text = &self.prepared.text;
        let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[range.start..].find('\n').map_or(text.len(), |at| range.start + at);
        text[start..end].contains('|') && !text[start..range.start].contains("<t")
    }

    /// `[!note] Title` at the head of a quotation: what follows the marker on its line is a unit of its own.
    fn callout_title(&mut self, paragraph: &Range<usize>) {
        let text = &self.prepared.text;
        let line = text[paragraph.clone()].lines().next().unwrap_or("");
        let Some((kind, title)) = line.strip_prefix("[!").and_then(|rest| rest.split_once(']')) else {
            return;
        };
        if kind.is_empty() || !kind.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
            return;
        }
        let start = paragraph.start + (line.len() - title.len());
        let words = title.trim();
        let from = start + (title.len() - title.trim_start().len());
        if !words.is_empty() {
            let range = from..from + words.len();
            self.open = Some(Open {
                kind: Some(UnitKind::CalloutTitle),
                form: Some(Form::Line),
                has_words: has_letters(words),
                range: Some(range),
                marks: marks_in(&stars::show(words)),
                ..Open::default()
            });
            self.close();
        }
        let behind = Some(paragraph.start + line.len());
        self.open = Some(Open { is_paragraph: true, behind, ..Open::default() });
    }

    fn inline(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let open = self.open.get_or_insert_default();
        if open.behind.is_some_and(|line| range.start <= line) {
            return;
        }
        let (start, end) = open.range.as_ref().map_or((range.start, range.end), |known| {
            (known.start.min(range.start), known.end.max(range.end))
        });
        open.range = Some(start..end);
        match event {
            Event::Text(text) | Event::Code(text) => {
                open.has_words |= has_letters(text);
                match open.pictures.last_mut().filter(|_| open.depth > 0) {
                    Some(picture) => {
                        picture.words.push_str(text);
                        let known = picture.alt.clone().unwrap_or(range.clone());
                        picture.alt = Some(known.start.min(range.start)..known.end.max(range.end));
                    }
                    None => open.outside.push_str(text),
                }
            }
            Event::FootnoteReference(label) if label.starts_with(LABEL) => {}
            Event::FootnoteReference(label) => open.marks.push(format!("[^{label}]")),
            Event::Start(Tag::Link { dest_url, link_type, .. }) => {
                if is_outside(dest_url) || *link_type == LinkType::Email {
                    open.links += 1;
                } else {
                    open.marks.push(format!("({})", stars::show(dest_url)));
                }
            }
            Event::Start(Tag::Image { dest_url, title, link_type, .. }) => {
                open.marks.push(format!("![]({})", stars::show(dest_url)));
                open.has_words |= has_letters(title);
                open.depth += 1;
                let written = self.prepared.text[range.clone()].starts_with("![");
                open.foreign |= !written || *link_type != LinkType::Inline;
                open.pictures.push(Picture {
                    range: range.clone(),
                    alt: None,
                    words: String::new(),
                    title: title.to_string(),
                });
            }
            Event::End(TagEnd::Image) => open.depth = open.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// Ends the text that is collected.
    fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        let Some(range) = open.range.take().filter(|range| !range.is_empty() && open.has_words) else {
            return;
        };
        let outside = without_braces(&open.outside);
        if !open.pictures.is_empty() && !open.foreign && !has_letters(&outside) {
            return open.pictures.iter().for_each(|picture| self.picture(picture));
        }
        let form = open.form.unwrap_or(Form::Lines);
        let place = self.place(&range);
        let raw = self.source.get(place.clone()).unwrap_or("");
        let is_caption = open.kind.is_none() && caption_words(raw).is_some();
        let message = match form {
            Form::Cell => unescaped(&joined(raw, &[], 0), '|'),
            Form::Value if self.source[..place.start].ends_with('"') => raw.replace("\"\"", "\""),
            Form::Value => raw.to_owned(),
            _ => {
                // The source of a table stands on a line of its own.
                let breaks = raw.match_indices('\n').map(|(at, _)| place.start + at + 1);
                let kept = match open.is_paragraph {
                    true if is_caption => breaks.collect(),
                    true => lines::kept(self.source, &place),
                    false => Vec::new(),
                };
                joined(raw, &kept, place.start)
            }
        };
        let kind = open.kind.unwrap_or_else(|| if is_caption { UnitKind::Caption } else { self.kind() });
        let mut marks = open.marks;
        marks.extend(anchors_in(&message).filter(|_| kind != UnitKind::CalloutTitle));
        marks.sort();
        self.units.push(Unit { kind, range: place, message, marks, links: open.links, form });
    }

    /// What a paragraph is by what stands around it.
    fn kind(&self) -> UnitKind {
        let kind = self.within.iter().rev().find_map(|end| match end {
            TagEnd::Item => Some(UnitKind::Item),
            TagEnd::BlockQuote(_) => Some(UnitKind::Quote),
            TagEnd::FootnoteDefinition => Some(UnitKind::Note),
            TagEnd::DefinitionListDefinition => Some(UnitKind::Definition),
            _ => None,
        });
        kind.unwrap_or(UnitKind::Paragraph)
    }

    /// Where a part of the prepared text stands in the file.
    fn place(&self, range: &Range<usize>) -> Range<usize> {
        self.prepared.range(range)
    }

    /// What a picture shows, and its caption.
    fn picture(&mut self, picture: &Picture) {
        let text = &self.prepared.text;
        if let Some(alt) = picture.alt.clone().filter(|_| has_letters(&picture.words)) {
            let place = self.place(&alt);
            let message = joined(&self.source[place.clone()], &[], 0);
            let marks = Vec::new();
            let unit = Unit { kind: UnitKind::Alt, range: place, message, marks, links: 0, form: Form::Line };
            self.units.push(unit);
        }
        if !has_letters(&picture.title) {
            return;
        }
        let from = picture.alt.as_ref().map_or(picture.range.start + 2, |alt| alt.end);
        let inside = text[from..picture.range.end].trim_end_matches(')').trim_end();
        // `(…)` around a caption lost its end with that of the picture.
        let (quote, inside) = match inside.chars().next_back() {
            Some(quote @ ('"' | '\'')) => (quote, &inside[..inside.len() - 1]),
            _ => return,
        };
        let opens = |at: &usize| inside[..*at].ends_with(char::is_whitespace);
        let Some(at) = inside.match_indices(quote).map(|(at, _)| at).find(opens) else { return };
        let place = self.place(&(from + at + 1..from + inside.len()));
        let message = unescaped(&joined(&self.source[place.clone()], &[], 0), quote);
        let marks = marks_in(&message);
        let form = Form::Caption(quote);
        self.units.push(Unit { kind: UnitKind::Caption, range: place, message, marks, links: 0, form });
    }

    fn fenced_text(&mut self, text: &str, range: &Range<usize>) {
        let Some((chart, code, place)) = &mut self.fenced else { return };
        if let Some(chart) = chart {
            chart.push(&stars::show(text), range);
        }
        if code.is_empty() {
            place.start = range.start;
        }
        place.end = range.end;
        code.push_str(text);
    }

    /// Ends code: the words of a chart, or lines.
    fn code(&mut self) {
        let Some((chart, code, range)) = self.fenced.take() else { return };
        if let Some(chart) = chart {
            let (start, toml) = chart.placed();
            return self.chart(start, &toml);
        }
        let lines = code.trim_end_matches('\n');
        let formula = ["$$", "\\["].iter().any(|sign| lines.trim_start().starts_with(sign));
        if !has_letters(lines) || formula {
            return;
        }
        let place = self.place(&range);
        let raw = self.source[place.clone()].trim_end_matches(['\n', '\r']);
        let range = place.start..place.start + raw.len();
        let message = stars::show(lines).into_owned();
        let form = Form::Verbatim;
        self.units.push(Unit { kind: UnitKind::Code, range, message, marks: Vec::new(), links: 0, form });
    }

    /// The strings of a chart that are words.
    fn chart(&mut self, start: usize, toml: &str) {
        let value = tree::parse(toml, FileId::default(), start, &mut Sink::new());
        let Kind::Table(table) = value.kind else { return };
        let mut found = Vec::new();
        strings(&table, &["title", "source", "unit", "alt", "labels"], &mut found);
        if let Some(Value { kind: Kind::List(series), .. }) = table.get("series") {
            for series in series {
                if let Kind::Table(series) = &series.kind {
                    strings(series, &["name", "notes"], &mut found);
                }
            }
        }
        for (words, range) in found {
            let place = self.place(&range);
            self.units.extend(string(UnitKind::Chart, &words, place.start as u32, place.end as u32));
        }
    }
}

/// The strings that are values of these keys, or stand in their lists.
fn strings(table: &Table, keys: &[&str], found: &mut Vec<(String, Range<usize>)>) {
    let mut add = |value: &Value| {
        if let Kind::Text(words) = &value.kind {
            found.push((words.clone(), value.span.start as usize..value.span.end as usize));
        }
    };
    for value in keys.iter().filter_map(|key| table.get(key)) {
        match &value.kind {
            Kind::List(list) => list.iter().for_each(&mut add),
            _ => add(value),
        }
    }
}

/// Lines as one, but for line ends that stay: hard breaks, and before the lines that begin at these bytes.
fn joined(raw: &str, kept: &[usize], start: usize) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut at = start;
    for line in raw.split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '\t', '>']);
        let words = if at == start { line } else { words };
        let bare = words.trim_end_matches(['\n', '\r']);
        if !out.is_empty() {
            let stays = out.ends_with('\n') || kept.contains(&at);
            match stays {
                true if !out.ends_with('\n') => out.push('\n'),
                true => {}
                false => out.push(' '),
            }
        }
        let trimmed = bare.trim_end();
        out.push_str(trimmed);
        if bare.len() < line.len() && (bare.ends_with("  ") || trimmed.ends_with('\\')) {
            out.push_str(if trimmed.ends_with('\\') { "\n" } else { "\\\n" });
        }
        at += line.len();
    }
    out.trim_end().to_owned()
}

/// A text without what stands in braces.
fn without_braces(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('{') {
        out.push_str(before);
        rest = inside.split_once('}').map_or("", |(_, behind)| behind);
    }
    out + rest
}

/// Whether a link leads out of the brochure.
fn is_outside(destination: &str) -> bool {
    let scheme = destination.split([':', '/', '#', '?']).next().unwrap_or("");
    destination[scheme.len()..].starts_with(':') || destination.starts_with("//")
}

/// Whether the end of a tag stands between blocks.
fn is_block_end(end: &TagEnd) -> bool {
    !matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
