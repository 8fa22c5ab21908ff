//! The galley: everything of a chapter in one column, before pages. Decides how rows carry their
//! spaces, their permissions to break and what hangs on them. The only place where heights meet pages.

use std::ops::Range;
use std::sync::Arc;

use super::paginate::PageBreak;
use super::paragraph::Paragraph;
use crate::colour::Colour;
use crate::diag::Span;
use crate::document::Note;
use crate::geom::Pt;
use crate::ids::AnchorId;
use crate::language::Language;
use crate::pages::Item;

/// A break that may not be.
pub const FORBIDDEN: f64 = f64::INFINITY;
/// Cost of a page end that an author asks for.
pub const FORCED: f64 = f64::NEG_INFINITY;

/// Cost of a page that ends after a heading and one line, where another heading follows.
const LONE_LINE: f64 = 60.0;

/// Where the room goes that is left when a block is snapped to the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surplus {
    /// Above the block: headings.
    Above,
    /// Half above, half below.
    Split,
    /// Below.
    Below,
}

/// What a row shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Content {
    /// A line of a paragraph.
    Line {
        /// The paragraph.
        paragraph: u32,
        /// The line.
        line: u32,
    },
    /// Items that were set before.
    Frame(u32),
    /// A float: it may move to the head of the next page.
    Float(u32),
}

/// A row of the galley.
#[derive(Debug, Clone)]
pub struct Row {
    /// Least space above; vanishes at the head of a page.
    pub above: Pt,
    /// Space above that stays: padding of boxes.
    pub pad_above: Pt,
    /// Height.
    pub height: Pt,
    /// Space below that stays.
    pub pad_below: Pt,
    /// Cost of a page ending before this row.
    pub break_before: f64,
    /// Whether its top lies on the grid.
    pub snap: bool,
    /// Where the surplus of its block goes.
    pub surplus: Surplus,
    /// Distance from the left edge of the type area.
    pub x: Pt,
    /// Whether it hangs into the outer margin on versos, as it does on rectos by its width.
    pub wide: bool,
    /// The innermost group it belongs to.
    pub group: Option<u32>,
    /// Notes that it calls.
    pub calls: Range<u32>,
    /// Anchors that lie here.
    pub anchors: Vec<AnchorId>,
    /// Bookmark: level and words.
    pub bookmark: Option<(u8, String)>,
    /// What it shows.
    pub content: Content,
    /// A frame drawn with it: the marker of a list item.
    pub marker: Option<u32>,
    /// Whether a line ends with a hyphen here, typed or not.
    pub hyphen: bool,
    /// Where its block is written.
    pub span: Option<Span>,
}

impl Row {
    /// A row without spaces.
    pub fn new(height: Pt, content: Content) -> Self {
        Self {
            above: 0.0,
            pad_above: 0.0,
            height,
            pad_below: 0.0,
            break_before: 0.0,
            snap: false,
            surplus: Surplus::Below,
            x: 0.0,
            wide: false,
            group: None,
            calls: 0..0,
            anchors: Vec::new(),
            bookmark: None,
            content,
            marker: None,
            hyphen: false,
            span: None,
        }
    }
}

/// Rows that share a ground, a frame or a repeated head.
#[derive(Debug, Clone)]
pub struct Group {
    /// The group around it.
    pub parent: Option<u32>,
    /// Left edge and width.
    pub x: Pt,
    /// Width.
    pub width: Pt,
    /// Distance from the first row's top up to the edge of the group.
    pub top: Pt,
    /// Distance from the last row's foot down to the edge.
    pub bottom: Pt,
    /// Height of what is repeated at the head of each further page.
    pub repeat: Pt,
    /// A frame that is repeated there.
    pub repeat_frame: Option<u32>,
    /// Drawn behind the rows.
    pub ground: Ground,
    /// A frame drawn at the group's top on its first page (icon).
    pub mark: Option<u32>,
    /// Whether it reaches into the outer margin.
    pub wide: bool,
    /// Says on which page a table goes on, and from which it comes.
    pub continued: Option<Continued>,
}

/// The lines where a table turns the page.
#[derive(Debug, Clone)]
pub struct Continued {
    /// „Tabelle 3“, or nothing.
    pub label: String,
    /// Height of each line with its space.
    pub line: Pt,
    /// Whose words they are, where they are not the brochure's.
    pub labels: Option<Language>,
}

/// What is drawn around the rows of a group.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    /// Ground.
    pub fill: Option<Colour>,
    /// Bar at the left edge.
    pub bar: Option<(Pt, Colour)>,
    /// Outline.
    pub frame: Option<(Pt, Colour)>,
    /// Rules above and below.
    pub rules: Option<(Pt, Colour)>,
    /// Whether the bar stands at the other edge, and the mark with it.
    pub mirrored: bool,
}

/// A note, set.
pub struct NoteBox {
    /// Lines: paragraph and line.
    pub lines: Vec<(u32, u32)>,
    /// Height of a line.
    pub leading: Pt,
    /// Indent of the text.
    pub indent: Pt,
    /// The number before the first line.
    pub number: u32,
}

impl NoteBox {
    /// Height of some of its lines.
    pub fn height(&self, lines: usize) -> Pt {
        lines as Pt * self.leading
    }
}

/// Something that was set before.
pub enum Frame<'d> {
    /// Items relative to its top left corner.
    Items(Vec<Item>),
    /// A page of a galley of its own, as deep as the type area is wide: drawn across, and turned.
    Turned(Arc<Turned<'d>>, PageBreak),
}

/// What stands on turned pages.
pub struct Turned<'d> {
    /// Set as wide as a page is deep, or what a heading above leaves of it.
    pub galley: Galley<'d>,
    /// That width.
    pub width: Pt,
    /// The notes that it calls.
    pub notes: &'d [Note],
}

/// A figure that may move.
pub struct FloatBox {
    /// The row that stands for it.
    pub row: usize,
    /// The frame.
    pub frame: u32,
    /// Height.
    pub height: Pt,
    /// Space above and below.
    pub space: (Pt, Pt),
}

/// A column of rows.
#[derive(Default)]
pub struct Galley<'d> {
    /// Rows from top to bottom.
    pub rows: Vec<Row>,
    /// Space below the last row.
    pub below: Pt,
    /// Paragraphs.
    pub paragraphs: Vec<Paragraph<'d>>,
    /// Frames.
    pub frames: Vec<Frame<'d>>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Floats, in the order of their rows.
    pub floats: Vec<FloatBox>,
    /// Notes, in the order of their calls.
    pub notes: Vec<NoteBox>,
}

impl<'d> Galley<'d> {
    /// Adds a frame and returns its number.
    pub fn frame(&mut self, items: Vec<Item>) -> u32 {
        self.add_frame(Frame::Items(items))
    }

    /// Adds what was set before and returns its number.
    pub fn add_frame(&mut self, frame: Frame<'d>) -> u32 {
        self.frames.push(frame);
        (self.frames.len() - 1) as u32
    }

    /// The frame that a row shows.
    pub fn frame_of(&self, content: Content) -> Option<&Frame<'d>> {
        let frame = match content {
            Content::Line { .. } => return None,
            Content::Frame(frame) => frame,
            Content::Float(float) => self.floats.get(float as usize)?.frame,
        };
        self.frames.get(frame as usize)
    }

    /// Whether a row is a turned page: nothing stays with it, for it fills its page.
    pub fn is_turned(&self, row: usize) -> bool {
        let content = self.rows.get(row).map(|row| row.content);
        matches!(content.and_then(|content| self.frame_of(content)), Some(Frame::Turned(..)))
    }

    /// Adds a paragraph and returns its number.
    pub fn paragraph(&mut self, paragraph: Paragraph<'d>) -> u32 {
        self.paragraphs.push(paragraph);
        (self.paragraphs.len() - 1) as u32
    }

    /// Begins with a row that shows nothing, where a page is wanted all the same.
    pub fn hold_page(&mut self) {
        let rest = std::mem::take(self);
        let frame = self.frame(Vec::new());
        self.rows.push(Row::new(0.0, Content::Frame(frame)));
        self.append(rest);
    }

    /// Adds the galley of another chapter below: its notes are its own.
    pub fn append_chapter(&mut self, mut other: Self) {
        let notes = self.notes.len() as u32;
        for row in &mut other.rows {
            row.calls = row.calls.start + notes..row.calls.end + notes;
        }
        self.append(other);
    }

    /// Its floats stay where they are, on pages of their own.
    pub fn stay_in_place(&mut self) {
        for row in &mut self.rows {
            if let Content::Float(float) = row.content {
                row.content = Content::Frame(self.floats[float as usize].frame);
            }
        }
        self.floats.clear();
        self.rows.iter_mut().take(1).for_each(|first| first.break_before = FORCED);
    }

    /// The room that its rows take at the head of a page.
    pub fn height_at_head(&self) -> Pt {
        let rows = self.rows.iter().enumerate();
        let height = |(n, row): (usize, &Row)| {
            (if n > 0 { row.above } else { 0.0 }) + row.pad_above + row.height + row.pad_below
        };
        rows.map(height).sum::<Pt>() + self.below
    }

    /// Adds another galley below; `above` is the least space between.
    pub fn append(&mut self, mut other: Self) {
        let rows = self.rows.len();
        let paragraphs = self.paragraphs.len() as u32;
        let frames = self.frames.len() as u32;
        let groups = self.groups.len() as u32;
        let floats = self.floats.len() as u32;
        if let Some(first) = other.rows.first_mut() {
            first.above = first.above.max(self.below);
            self.below = other.below;
        }
        for row in &mut other.rows {
            row.group = row.group.map(|g| g + groups);
            row.marker = row.marker.map(|m| m + frames);
            row.content = match row.content {
                Content::Line { paragraph, line } => {
                    Content::Line { paragraph: paragraph + paragraphs, line }
                }
                Content::Frame(f) => Content::Frame(f + frames),
                Content::Float(f) => Content::Float(f + floats),
            };
        }
        for group in &mut other.groups {
            group.parent = group.parent.map(|g| g + groups);
            group.mark = group.mark.map(|m| m + frames);
            group.repeat_frame = group.repeat_frame.map(|m| m + frames);
        }
        for float in &mut other.floats {
            float.row += rows;
            float.frame += frames;
        }
        for note in &mut other.notes {
            for (paragraph, _) in &mut note.lines {
                *paragraph += paragraphs;
            }
        }
        self.rows.append(&mut other.rows);
        self.paragraphs.append(&mut other.paragraphs);
        self.frames.append(&mut other.frames);
        self.groups.append(&mut other.groups);
        self.floats.append(&mut other.floats);
        self.notes.append(&mut other.notes);
    }

    /// Two lines of text stay with a heading, also where the first paragraph has only one.
    pub fn keep_headings(&mut self) {
        for n in 2..self.rows.len() {
            let heading = |row: &Row| row.surplus == Surplus::Above;
            if !heading(&self.rows[n - 2]) || heading(&self.rows[n - 1]) || self.is_turned(n - 1) {
                continue;
            }
            let row = &mut self.rows[n];
            row.break_before = if heading(row) { row.break_before + LONE_LINE } else { FORBIDDEN };
        }
    }

    /// The groups around a row, innermost first.
    pub fn groups_of(&self, row: usize) -> impl Iterator<Item = u32> + '_ {
        let mut next = self.rows.get(row).and_then(|r| r.group);
        std::iter::from_fn(move || {
            let group = next?;
            next = self.groups[group as usize].parent;
            Some(group)
        })
    }

    /// Groups that go on across the break before `row`, innermost first.
    pub fn open_across(&self, row: usize) -> Vec<u32> {
        let Some(before) = row.checked_sub(1) else { return Vec::new() };
        if self.rows.get(row).is_none_or(|r| r.group.is_none()) {
            return Vec::new();
        }
        let outer: Vec<u32> = self.groups_of(before).collect();
        self.groups_of(row).filter(|g| outer.contains(g)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What it costs to end a page after a heading and one line of text, by the row that follows.
    fn price_before(next: Surplus) -> f64 {
        let row = |surplus| Row { surplus, ..Row::new(12.0, Content::Frame(0)) };
        let rows = [Surplus::Above, Surplus::Below, next].map(row).to_vec();
        let mut galley = Galley { rows, ..Galley::default() };
        galley.keep_headings();
        galley.rows[2].break_before
    }

    #[test]
    fn a_page_ends_after_a_heading_and_one_line_before_another_heading_only() {
        assert_eq!((price_before(Surplus::Below), price_before(Surplus::Above)), (FORBIDDEN, LONE_LINE));
    }
}
