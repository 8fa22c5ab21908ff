//! What the author means. In: the sources. Out: [`Document`], a tree that is not changed any more, with
//! every reference resolved. Never: fonts, lengths, pages.

pub mod anchors;
pub mod cells;
pub mod chart;
pub mod checks;
pub mod codes;
pub mod delimited;
pub mod filler;
pub mod front;
pub mod inlines;
pub mod links;
pub mod markdown;
pub mod matter;
mod numbers;
mod passages;
pub mod places;
mod read;
pub mod reading;
pub mod rich;
pub mod stars;
mod structure;
pub mod titles;
pub mod typography;
pub mod words;
mod yaml;

pub use chart::Chart;
pub use filler::{Filler, Fillers, Filling};
pub use front::FrontMatter;
pub use matter::{Back, Contents, Cover, Imprint};
pub use rich::Rich;

use std::sync::Arc;

use crate::diag::Span;
use crate::geom::Pt;
use crate::ids::{AnchorId, ByPart, Ids, LinkId, NodeId};
use crate::language::Tongue;
use crate::node::{Scope, Structure};
use crate::source::config::Start;
use codes::Code;

/// The whole brochure as meant.
#[derive(Debug, Default)]
pub struct Document {
    /// The front cover.
    pub cover: Option<Cover>,
    /// The imprint.
    pub imprint: Option<Imprint>,
    /// The contents.
    pub contents: Option<Contents>,
    /// Headings of parts.
    pub parts: Vec<String>,
    /// Chapters in order; one that stays the same is shared by builds.
    pub chapters: Vec<Arc<Chapter>>,
    /// What may fill pages behind the chapters.
    pub fillers: Fillers,
    /// The back cover.
    pub back: Option<Back>,
    /// Every place that can be linked to.
    pub anchors: ByPart<AnchorId, Anchor>,
    /// Every link.
    pub links: ByPart<LinkId, Link>,
    /// Whether a reference shows a page number.
    pub shows_pages: bool,
}

/// A chapter file.
#[derive(Debug, PartialEq)]
pub struct Chapter {
    /// Path below the folder of chapters.
    pub name: String,
    /// What it is written in.
    pub tongue: Tongue,
    /// The part it stands in, by its number in [`Document::parts`].
    pub part: Option<usize>,
    /// Its number, if it is numbered.
    pub number: Option<usize>,
    /// Leaf of the number where it is drawn.
    pub number_node: NodeId,
    /// Front matter.
    pub front: FrontMatter,
    /// Where it begins.
    pub start: Start,
    /// The title.
    pub title: Rich,
    /// Where it is written.
    pub title_span: Span,
    /// The title as it is called in lists of headings: with its number.
    pub title_words: String,
    /// Standfirst.
    pub summary: Option<Rich>,
    /// Short title for running heads; furniture, so on no node.
    pub running: Rich,
    /// „Auf einen Blick“: heading and points.
    pub glance: Option<Glance>,
    /// The text.
    pub blocks: Vec<Block>,
    /// QR codes in the order of their links.
    pub codes: Vec<Code>,
    /// Heading over the codes that stand at the end of the text.
    pub further: Option<Rich>,
    /// Checklists behind the text, each on a page of its own.
    pub checklists: Vec<Checklist>,
    /// Notes in the order of their calls.
    pub notes: Vec<Note>,
    /// The chapter itself as a target.
    pub anchor: AnchorId,
    /// Ids that its texts have.
    pub ids: Ids,
}

impl Chapter {
    /// Its title with its number, as bookmarks show it.
    pub fn bookmark(&self) -> String {
        match self.number {
            Some(n) => format!("{n} {}", self.title.words()),
            None => self.title.words(),
        }
    }

    /// The pictures of its texts.
    pub fn images(&self) -> Vec<&Image> {
        let mut images: Vec<&Image> = self.title.images().collect();
        take_images(&self.blocks, &mut images);
        for list in &self.checklists {
            images.extend(list.title.images());
            take_images(&list.blocks, &mut images);
        }
        self.notes.iter().for_each(|note| take_images(&note.blocks, &mut images));
        images
    }

    /// Visits all blocks of text and checklists, and those inside them, in order.
    pub fn each_block<'b>(&'b self, visit: &mut dyn FnMut(&'b Block)) {
        each_block(&self.blocks, visit);
        self.checklists.iter().for_each(|list| each_block(&list.blocks, visit));
    }
}

/// A page to be copied and ticked off.
#[derive(Debug, PartialEq)]
pub struct Checklist {
    /// Level of its heading.
    pub level: u8,
    /// Its heading.
    pub title: Rich,
    /// The anchor of the heading.
    pub anchor: AnchorId,
    /// Where the heading is written.
    pub span: Span,
    /// What is to be ticked off.
    pub blocks: Vec<Block>,
    /// Words over the columns to write in.
    pub fields: Vec<Rich>,
}

/// The points of a chapter opening.
#[derive(Debug, PartialEq)]
pub struct Glance {
    /// The label.
    pub label: Rich,
    /// The points.
    pub points: Vec<Item>,
}

/// A note.
#[derive(Debug, PartialEq)]
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
#[derive(Debug, PartialEq)]
pub struct Anchor {
    /// Its name; empty for the chapter itself.
    pub id: String,
    /// Title to show in references.
    pub title: String,
    /// Where it is defined.
    pub span: Span,
}

/// A link.
#[derive(Debug, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// What is said of it to who does not see it.
    pub words: String,
    /// Where it is written; nowhere if the program made it.
    pub span: Option<Span>,
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
#[derive(Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is written.
    pub span: Span,
}

/// The kinds of blocks.
#[derive(Debug, PartialEq)]
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
        /// Whether a checklist begins here. In the finished tree it does so only inside of other blocks,
        /// where it is a heading like any other.
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
    /// The end of a page, where its author wants it.
    PageBreak,
}

impl Block {
    /// The lists of blocks that stand inside.
    pub fn children(&self) -> Vec<&[Block]> {
        match &self.kind {
            BlockKind::Quote(inner) => vec![inner],
            BlockKind::Callout(callout) => vec![&callout.blocks],
            BlockKind::List { items, .. } => items.iter().map(|item| &item.blocks[..]).collect(),
            BlockKind::Definitions(all) => all.iter().map(|definition| &definition.blocks[..]).collect(),
            BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::Code { .. }
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Chart(_)
            | BlockKind::Rule
            | BlockKind::PageBreak => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn children_mut(&mut self) -> Vec<&mut [Block]> {
        match &mut self.kind {
            BlockKind::Quote(inner) => vec![inner],
            BlockKind::Callout(callout) => vec![&mut callout.blocks],
            BlockKind::List { items, .. } => items.iter_mut().map(|item| &mut item.blocks[..]).collect(),
            BlockKind::Definitions(all) => {
                all.iter_mut().map(|definition| &mut definition.blocks[..]).collect()
            }
            BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::Code { .. }
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Chart(_)
            | BlockKind::Rule
            | BlockKind::PageBreak => Vec::new(),
        }
    }
}

/// Visits blocks and all that stand inside them.
pub fn each_block<'b>(blocks: &'b [Block], visit: &mut dyn FnMut(&'b Block)) {
    for block in blocks {
        visit(block);
        block.children().into_iter().for_each(|inner| each_block(inner, visit));
    }
}

fn take_images<'b>(blocks: &'b [Block], images: &mut Vec<&'b Image>) {
    each_block(blocks, &mut |block| images.extend(block.kind.images()));
}

/// An item of a list.
#[derive(Debug, PartialEq)]
pub struct Item {
    /// The marker in the structure.
    pub label: NodeId,
    /// For what is to be ticked off.
    pub task: Option<Task>,
    /// Whether its text stands in lines without paragraphs.
    pub tight: bool,
    /// Content.
    pub blocks: Vec<Block>,
}

/// What is to be ticked off.
#[derive(Debug, PartialEq)]
pub struct Task {
    /// Whether it is done.
    pub done: bool,
    /// How its box is read aloud.
    pub words: String,
}

/// An entry of a definition list.
#[derive(Debug, PartialEq)]
pub struct Definition {
    /// The term.
    pub term: Rich,
    /// Whether the definitions stand in lines without paragraphs.
    pub tight: bool,
    /// Its definitions.
    pub blocks: Vec<Block>,
}

/// A callout.
#[derive(Debug, PartialEq)]
pub struct Callout {
    /// Its kind, a key of the theme's `[callout]`.
    pub kind: String,
    /// Whether it is a quotation.
    pub quote: bool,
    /// The author's own title; a quotation has none.
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
#[derive(Debug, PartialEq)]
pub struct Table {
    /// Alignment by column.
    pub columns: Vec<ColumnAlign>,
    /// The head.
    pub head: Row,
    /// Rows below it.
    pub rows: Vec<Row>,
    /// Caption and source.
    pub caption: Option<Caption>,
    /// Whether its author wants it on turned pages.
    pub landscape: bool,
    /// What stands before decimals in its language.
    pub decimal: char,
}

/// A row of a table.
#[derive(Debug, Default, PartialEq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, PartialEq)]
pub struct Cell {
    /// What it is the head of, if it is one.
    pub scope: Option<Scope>,
    /// Words.
    pub text: Rich,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowKind {
    /// The heads of columns.
    Head,
    /// Values.
    #[default]
    Body,
    /// Words in bold in the first cell alone: a heading over the rows below.
    Group,
    /// All in bold: a sum.
    Total,
}

/// A caption.
#[derive(Debug, Default, PartialEq)]
pub struct Caption {
    /// „Tabelle 3“: given when all chapters are read.
    pub label: Rich,
    /// The words.
    pub text: Rich,
    /// Where it comes from.
    pub source: Option<Rich>,
    /// Anchor it can be linked by.
    pub anchor: Option<AnchorId>,
}

/// One picture with its caption, or several side by side.
#[derive(Debug, PartialEq)]
pub struct Figure {
    /// Its pictures from left to right.
    pub parts: Vec<FigurePart>,
    /// Where it may stand.
    pub placement: Placement,
}

/// A picture of a figure.
#[derive(Debug, PartialEq)]
pub struct FigurePart {
    /// The picture.
    pub image: Image,
    /// The picture in the structure.
    pub node: NodeId,
    /// The link that it is.
    pub link: Option<LinkId>,
    /// Caption.
    pub caption: Option<Caption>,
    /// Anchor it can be linked by.
    pub anchor: Option<AnchorId>,
}

/// Where a figure may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Placement {
    /// Here or at the head of a later page.
    #[default]
    Float,
    /// Between its neighbours.
    Here,
    /// On a page of its own.
    Page,
}

/// A picture as it is named in a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Image {
    /// Path below the project folder, with `/`; from the root of a site on if it begins with one.
    pub path: String,
    /// What it shows, in words; none where it is decorative.
    pub shows: Option<String>,
    /// The width that is wished for.
    pub width: Option<Extent>,
    /// The height that is wished for.
    pub height: Option<Extent>,
    /// Anchor it can be linked by, where it stands in running text.
    pub anchor: Option<AnchorId>,
    /// Whether it is to stand in the line, however large it is.
    pub in_line: bool,
    /// Where it is written.
    pub span: Span,
}

/// A length that an author wishes for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Extent {
    /// A share of the measure.
    Share(f64),
    /// In points.
    Length(Pt),
}

impl Extent {
    /// In points, in a measure.
    pub fn of(self, measure: Pt) -> Pt {
        match self {
            Self::Share(share) => share * measure,
            Self::Length(length) => length,
        }
    }
}

impl Figure {
    /// All texts in order.
    pub fn texts(&self) -> impl Iterator<Item = &Rich> {
        self.parts.iter().filter_map(|part| part.caption.as_ref()).flat_map(Caption::texts)
    }
}

impl Table {
    /// All texts in order.
    pub fn texts(&self) -> impl Iterator<Item = &Rich> {
        let cells = [&self.head].into_iter().chain(&self.rows).flat_map(|row| &row.cells);
        self.caption.iter().flat_map(Caption::texts).chain(cells.map(|cell| &cell.text))
    }
}

impl Caption {
    /// Its words and its source.
    pub fn texts(&self) -> impl Iterator<Item = &Rich> {
        [&self.text].into_iter().chain(&self.source)
    }
}

impl BlockKind {
    /// The texts that stand in it, but not those of the blocks inside.
    fn own_texts(&self) -> Vec<&Rich> {
        match self {
            Self::Paragraph(text) | Self::Heading { text, .. } | Self::Code { text } => vec![text],
            Self::Table(table) => table.texts().collect(),
            Self::Figure(figure) => figure.texts().collect(),
            Self::Chart(chart) => chart.caption.texts().collect(),
            Self::Definitions(all) => all.iter().map(|definition| &definition.term).collect(),
            Self::Callout(callout) => callout.title.iter().chain(&callout.attribution).collect(),
            Self::List { .. } | Self::Quote(_) | Self::Rule | Self::PageBreak => Vec::new(),
        }
    }

    /// Anchors of the pictures in its texts.
    pub fn anchors_in_text(&self) -> impl Iterator<Item = AnchorId> {
        self.own_texts().into_iter().flat_map(Rich::images).filter_map(|image| image.anchor)
    }

    /// The pictures that stand in it: of a figure, and in running text.
    pub fn images(&self) -> Vec<&Image> {
        let parts = match self {
            Self::Figure(figure) => &figure.parts[..],
            _ => &[],
        };
        let in_text = self.own_texts().into_iter().flat_map(Rich::images);
        parts.iter().map(|part| &part.image).chain(in_text).collect()
    }
}

impl Document {
    /// The pictures of all texts.
    pub fn images(&self) -> Vec<&Image> {
        let mut images = Vec::new();
        self.imprint.iter().for_each(|imprint| take_images(&imprint.blocks, &mut images));
        images.extend(self.chapters.iter().flat_map(|chapter| chapter.images()));
        images
    }

    /// The code that stands in the margin beside a link.
    pub fn code_beside(&self, link: LinkId) -> Option<&Code> {
        let codes = &self.chapters.get(link.part.index()?)?.codes;
        let at = codes.binary_search_by_key(&link, |code| code.of).ok()?;
        Some(&codes[at]).filter(|code| code.beside)
    }

    /// What things are, for tags.
    pub fn structure(&self, fillers: &[usize]) -> Structure {
        structure::derive(self, fillers)
    }
}
