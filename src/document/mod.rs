//! What the author means. In: the sources. Out: [`Document`], chapters of blocks with every
//! reference resolved. Never: fonts, lengths, pages.

pub mod anchors;
pub mod chart;
pub mod checks;
pub mod codes;
pub mod front;
mod hanger;
pub mod inlines;
pub mod links;
pub mod markdown;
mod passages;
pub mod rich;
pub mod stars;
pub mod typography;
pub mod words;

pub use chart::Chart;
pub use front::FrontMatter;
pub use rich::{AnchorId, LinkId, Marks, Rich, Run};

use crate::diag::{Diagnostic, Files, Sink, Span, has_errors};
use crate::fault::working_on;
use crate::node::{NodeId, Numbering, Role, Structure};
use crate::source::Project;
use crate::source::tree::Spanned;
use crate::style::theme::{CalloutShape, QrPlace, Theme};
use anchors::{Surveyed, survey};
use codes::{Code, Wishes};
use front::ChapterKind;
use inlines::Inlines;
use markdown::Shared;
use typography::Language;
use words::Words;

/// The whole brochure as meant.
#[derive(Debug, Default)]
pub struct Document {
    /// Chapters in order.
    pub chapters: Vec<Chapter>,
    /// Every place that can be linked to.
    pub anchors: Vec<Anchor>,
    /// Every link.
    pub links: Vec<Link>,
    /// The structure tree of all chapters.
    pub structure: Structure,
    /// The imprint's Markdown file.
    pub imprint: Vec<Block>,
    /// Its section in the structure.
    pub imprint_node: Option<NodeId>,
    /// QR codes in the order of their links.
    pub codes: Vec<Code>,
    /// How many references show a page number.
    pub page_references: usize,
}

/// A chapter file.
#[derive(Debug)]
pub struct Chapter {
    /// File name without folder.
    pub name: String,
    /// Its number, if it is numbered.
    pub number: Option<usize>,
    /// Front matter.
    pub front: FrontMatter,
    /// The title.
    pub title: Rich,
    /// Standfirst.
    pub summary: Option<Rich>,
    /// One line for the contents.
    pub toc_summary: Option<Spanned<String>>,
    /// Short title for running heads.
    pub running: String,
    /// „Auf einen Blick“: heading and points.
    pub glance: Option<Glance>,
    /// The text.
    pub blocks: Vec<Block>,
    /// Notes in the order of their calls.
    pub notes: Vec<Note>,
    /// QR codes that stand at its end.
    pub further: Option<Further>,
    /// The chapter itself as a target.
    pub anchor: AnchorId,
    /// Its section in the structure.
    pub node: NodeId,
    /// Its title in the structure.
    pub title_node: NodeId,
}

/// QR codes at the end of a chapter.
#[derive(Debug)]
pub struct Further {
    /// The heading over them.
    pub heading: Rich,
    /// Which of the document's codes.
    pub codes: Vec<usize>,
}

/// The points of a chapter opening.
#[derive(Debug)]
pub struct Glance {
    /// The label.
    pub label: Rich,
    /// The list in the structure.
    pub points: Vec<Item>,
}

/// A note.
#[derive(Debug)]
pub struct Note {
    /// The note in the structure.
    pub node: NodeId,
    /// Its number in the structure.
    pub label: NodeId,
    /// The link from its number back to the call.
    pub back: LinkId,
    /// The text.
    pub blocks: Vec<Block>,
    /// Where it is defined.
    pub span: Span,
}

/// A place that can be linked to.
#[derive(Debug)]
pub struct Anchor {
    /// Number of its chapter.
    pub chapter: usize,
    /// Its name; empty for the chapter itself.
    pub id: String,
    /// Title to show in references.
    pub title: String,
    /// Where it is defined.
    pub span: Span,
}

/// A link.
#[derive(Debug)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// Where it is written.
    pub span: Span,
    /// Its node.
    pub node: NodeId,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// Out of the brochure.
    Url(String),
    /// Into the brochure.
    Anchor(AnchorId),
    /// To the note with that node.
    Note(NodeId),
    /// From a note back to the link that calls it.
    Call(LinkId),
    /// Not found; reported.
    Nowhere,
}

/// A block of text.
#[derive(Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is written.
    pub span: Span,
}

/// The kinds of blocks.
#[derive(Debug)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Rich),
    /// A heading of level 2 to 6 (1 is the chapter's title).
    Heading {
        /// Level.
        level: u8,
        /// Words.
        text: Rich,
        /// Its anchor.
        anchor: AnchorId,
        /// Whether a checklist page begins here.
        checklist: bool,
    },
    /// A list.
    List {
        /// First number; none for bullets.
        start: Option<u64>,
        /// Items from top to bottom.
        items: Vec<Item>,
    },
    /// Terms and their definitions.
    Definitions(Vec<Definition>),
    /// A quotation.
    Quote(Vec<Block>),
    /// A callout.
    Callout(Callout),
    /// A code block.
    Code {
        /// The lines.
        text: Rich,
    },
    /// A table.
    Table(Box<Table>),
    /// A figure.
    Figure(Figure),
    /// A chart.
    Chart(Box<Chart>),
    /// A thematic break.
    Rule,
}

/// Visits blocks and all that stand inside them.
pub fn each_block<'b>(blocks: &'b [Block], visit: &mut dyn FnMut(&'b Block)) {
    for block in blocks {
        visit(block);
        match &block.kind {
            BlockKind::Quote(inner) => each_block(inner, visit),
            BlockKind::Callout(callout) => each_block(&callout.blocks, visit),
            BlockKind::List { items, .. } => items.iter().for_each(|i| each_block(&i.blocks, visit)),
            BlockKind::Definitions(all) => all.iter().for_each(|d| each_block(&d.blocks, visit)),
            _ => {}
        }
    }
}

/// An item of a list.
#[derive(Debug)]
pub struct Item {
    /// The marker in the structure.
    pub label: NodeId,
    /// For task items: whether it is done.
    pub task: Option<bool>,
    /// Content.
    pub blocks: Vec<Block>,
}

/// An entry of a definition list.
#[derive(Debug)]
pub struct Definition {
    /// The term.
    pub term: Rich,
    /// Its definitions.
    pub blocks: Vec<Block>,
    /// Where it is written.
    pub span: Span,
}

/// A callout.
#[derive(Debug)]
pub struct Callout {
    /// Its kind, a key of the theme's `[callout]`.
    pub kind: String,
    /// The author's own title.
    pub title: Option<Rich>,
    /// The label in the structure.
    pub label: NodeId,
    /// Content.
    pub blocks: Vec<Block>,
    /// Of a quotation: who said it.
    pub attribution: Option<Rich>,
}

/// Alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnAlign {
    /// At the left edge.
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Alignment by column.
    pub columns: Vec<ColumnAlign>,
    /// Header cells.
    pub head: Vec<Rich>,
    /// Rows of cells.
    pub rows: Vec<Vec<Rich>>,
    /// Caption and source.
    pub caption: Option<Caption>,
}

/// A caption.
#[derive(Debug)]
pub struct Caption {
    /// „Tabelle 3“
    pub label: Rich,
    /// The words.
    pub text: Rich,
    /// Where it comes from.
    pub source: Option<Rich>,
    /// Anchor it can be linked by.
    pub anchor: Option<AnchorId>,
}

/// A figure.
#[derive(Debug)]
pub struct Figure {
    /// Path below the project folder, with `/`.
    pub path: String,
    /// The picture in the structure; none where it is decorative.
    pub node: Option<NodeId>,
    /// Caption.
    pub caption: Option<Caption>,
    /// Where the image is written.
    pub span: Span,
}

impl Document {
    /// Reads all chapters of a project, with the callouts and codes of a theme. Complaints go to `sink`.
    pub fn read(project: &Project, theme: &Theme, files: &Files, sink: &mut Sink) -> Self {
        let language = &project.config.brochure.language.value;
        let survey = survey(&project.chapters, files, sink);
        let kinds: Vec<(String, bool)> = theme
            .callout
            .0
            .iter()
            .map(|(name, _, kind)| (name.clone(), kind.kind == CalloutShape::Quote))
            .collect();
        let qr = &theme.qr;
        let mut document = Self::default();
        let (mut tree, mut links) = (Structure::default(), Vec::new());
        let mut shared = Shared {
            survey: &survey,
            labels: &project.config.labels,
            language: Language::of(language),
            words: Words::new(&project.config, sink),
            wishes: Wishes { links: qr.links, place: qr.place },
            codes: Vec::new(),
            kinds: &kinds,
            folder: &project.config.brochure.chapters.value,
            sink,
            tree: &mut tree,
            links: &mut links,
            counters: (0, 0),
            page_references: 0,
            lost_links: 0,
        };
        let mut number = 0;
        for (index, surveyed) in survey.chapters.iter().enumerate() {
            let chapter = working_on(&files.get(surveyed.file).name, || {
                read_chapter(index, surveyed, &mut number, files, &mut shared)
            });
            document.chapters.push(chapter);
        }
        if let Some(file) = project.imprint {
            let section = shared.tree.detached(Role::Section);
            let source = &files.get(file).text;
            let index = survey.chapters.len();
            anchors::report_control_characters(source, file, shared.sink);
            let start = if source.starts_with('\u{feff}') { 3 } else { 0 };
            let text = markdown::read(source, file, start, index, section, false, &mut shared);
            if let Some(note) = text.notes.first() {
                shared.sink.push(
                    Diagnostic::error("imprint-content", "the imprint has no room for notes")
                        .at(note.span)
                        .hint("write it into the text"),
                );
            }
            document.imprint = text.blocks;
            document.imprint_node = Some(section);
        }
        shared.words.report_unused(shared.sink);
        document.page_references = shared.page_references;
        document.codes = shared.codes;
        (document.structure, document.links) = (tree, links);
        document.anchors = survey.anchors;
        document
    }
}

fn read_chapter(
    index: usize,
    surveyed: &Surveyed,
    count: &mut usize,
    files: &Files,
    shared: &mut Shared<'_>,
) -> Chapter {
    let Surveyed { file, name, front, body, title, title_span, anchor, spoilt } = surveyed;
    let numbered = front.kind == ChapterKind::Chapter;
    if numbered {
        *count += 1;
    }
    let number = numbered.then_some(*count);
    let node = shared.tree.add(Structure::ROOT, Role::Section);
    let spoken = match number {
        Some(n) => shared.labels.chapter(n, inlines::plain_words(title)),
        None => inlines::plain_words(title),
    };
    let title_node = shared.tree.add(node, Role::Heading(1, spoken));
    shared.tree.locate(title_node, *title_span);
    let written = Spanned { value: title.clone(), span: *title_span };
    let title_rich = plain(&written, title_node, files, shared);
    let summary = front.summary.as_ref().map(|summary| {
        let paragraph = shared.tree.add(node, Role::Paragraph);
        plain(summary, paragraph, files, shared)
    });
    let glance = (!front.key_points.is_empty()).then(|| glance(&front.key_points, node, files, shared));
    let source = &files.get(*file).text;
    let before = shared.sink.len();
    let text = markdown::read(source, *file, *body, index, node, front.title.is_none(), shared);
    let spoilt = *spoilt || has_errors(&shared.sink[before..]);
    if text.blocks.is_empty() && !spoilt {
        shared.sink.push(
            Diagnostic::error("empty-chapter", format!("{name} has no text"))
                .at(Span::new(*file, 0..source.lines().next().map_or(0, str::len)))
                .hint(
                    "write it, or take the file out of the folder (a name that begins with _ is passed over)",
                ),
        );
    }
    let short = front.short_title.as_ref().map(|short| short.value.clone());
    let running = short.unwrap_or_else(|| title_rich.words());
    let further = further(index, node, shared);
    Chapter {
        name: name.clone(),
        number,
        front: front.clone(),
        title: title_rich,
        summary,
        toc_summary: front.toc_summary.clone(),
        running,
        glance,
        blocks: text.blocks,
        notes: text.notes,
        further,
        anchor: *anchor,
        node,
        title_node,
    }
}

/// The QR codes of a chapter and their heading, where they stand at its end; they are tagged there.
fn further(chapter: usize, section: NodeId, shared: &mut Shared<'_>) -> Option<Further> {
    let before = shared.codes.partition_point(|code| code.chapter < chapter);
    let codes: Vec<usize> = (before..shared.codes.len()).collect();
    if shared.wishes.place != QrPlace::End || codes.is_empty() {
        return None;
    }
    let words = shared.labels.further();
    let heading = shared.tree.add(section, Role::Heading(2, words.to_owned()));
    let leaf = shared.tree.add(heading, Role::Text);
    for n in &codes {
        let code = &mut shared.codes[*n];
        let paragraph = codes::paragraph(code, shared.labels, shared.tree, shared.links);
        shared.tree.attach(section, paragraph);
    }
    Some(Further { heading: Rich::plain(words, leaf), codes })
}

/// Text of the front matter, refined.
fn plain(text: &Spanned<String>, node: NodeId, files: &Files, shared: &mut Shared<'_>) -> Rich {
    let mut inlines = Inlines::new(node);
    let source = &files.get(text.span.file).text;
    let start = text.span.start as usize;
    let raw = source.get(start..text.span.end as usize).unwrap_or("");
    for (piece, at) in placed_pieces(raw, &text.value) {
        inlines.text(piece, &(start + at..start + at + piece.len()), Marks::default(), None);
    }
    let rich = inlines.finish(text.span.file, shared);
    checks::capitals(&rich, shared.sink);
    rich
}

/// The pieces of a string with their places in what was written: as it is, or between escapes.
fn placed_pieces<'v>(raw: &str, value: &'v str) -> Vec<(&'v str, usize)> {
    if let Some(at) = raw.find(value) {
        return vec![(value, at)];
    }
    let quotes = if raw.starts_with("\"\"\"") { 3 } else { 1 };
    let mut pieces = Vec::new();
    let mut at = quotes;
    for (n, c) in value.char_indices() {
        let piece = &value[n..n + c.len_utf8()];
        let here = raw.get(at..).unwrap_or("");
        if here.starts_with('\\') {
            pieces.push((piece, at));
            at += match here.as_bytes().get(1) {
                Some(b'u') => 6,
                Some(b'U') => 10,
                _ => 2,
            };
        } else {
            at += here.find(c).unwrap_or(0);
            pieces.push((piece, at));
            at += c.len_utf8();
        }
    }
    pieces
}

fn glance(points: &[Spanned<String>], section: NodeId, files: &Files, shared: &mut Shared<'_>) -> Glance {
    let words = shared.labels.glance();
    let heading = shared.tree.add(section, Role::Heading(2, words.to_owned()));
    let leaf = shared.tree.add(heading, Role::Text);
    let list = shared.tree.add(section, Role::List(Numbering::Bullet));
    let points = points
        .iter()
        .map(|point| {
            let item = shared.tree.add(list, Role::Item);
            let label = shared.tree.add(item, Role::Label);
            let label = shared.tree.add(label, Role::Text);
            let body = shared.tree.add(item, Role::Body);
            let rich = plain(point, body, files, shared);
            let blocks = vec![Block { kind: BlockKind::Paragraph(rich), span: point.span }];
            Item { label, task: None, blocks }
        })
        .collect();
    Glance { label: Rich::plain(words, leaf), points }
}
