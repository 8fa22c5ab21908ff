//! Paragraphs, code and thematic breaks as rows. Decides where a page may break inside a paragraph.

use std::ops::Range;

use super::super::galley::{Content, FORBIDDEN, Galley, Ground, Group, Row};
use super::super::paragraph::{Line, Paragraph, Shape};
use super::super::setter::Setter;
use super::Column;
use crate::document::BlockKind;
use crate::document::rich::{Nested, Rich, Run};
use crate::geom::Rect;
use crate::marks::Marks;
use crate::pages::{Artifact, Item, Owner};
use crate::style::StyleId;
use crate::text::segment::RunStyle;

/// Space between paragraphs of a box whose style names none, in lines.
const BOX_GAP: f64 = 0.3;

/// Indent of lines of code that go on, in em: two letters of most fonts for code.
const TURNOVER: f64 = 1.2;

impl<'a> Setter<'a> {
    /// A paragraph; `lead` is a heading that runs into it.
    pub(super) fn paragraph(
        &self,
        rich: &'a Rich,
        lead: Option<&'a BlockKind>,
        follows: bool,
        column: Column,
    ) -> Galley<'a> {
        let style = self.style(column.text);
        let mut setting = self.setting(style, column.width);
        let on_grid = !column.boxed && column.text == StyleId::Body;
        // Lines that end where the author says, as in an address or a signature, are a block of their own.
        let lines = on_grid && rich.text.contains('\n');
        if follows && on_grid && !lines {
            setting.indent = style.indent;
        }
        let mut galley = Galley::default();
        let set = match lead {
            Some(BlockKind::Heading { text, .. }) => self.run_in(text, rich, column, setting),
            _ => self.styled(rich, |rich| self.run_styles(rich, style), setting),
        };
        galley.push_lines(set, column.x, on_grid);
        if let (Some(BlockKind::Heading { level, text, anchor, .. }), Some(first)) =
            (lead, galley.rows.first_mut())
        {
            first.anchors.push(*anchor);
            first.bookmark = Some((*level, text.words()));
        }
        if let Some(first) = galley.rows.first_mut()
            && follows
        {
            first.above = match style.space_below {
                _ if on_grid => style.space_above,
                0.0 => BOX_GAP * style.leading,
                gap => gap,
            };
        }
        if lines {
            galley.space(style.leading, style.leading);
        }
        galley
    }

    /// A heading of level 4 and its paragraph on one line.
    fn run_in(
        &self,
        heading: &Rich,
        rich: &Rich,
        column: Column,
        setting: super::super::paragraph::Setting,
    ) -> Paragraph<'a> {
        let mut joined = heading.clone();
        if !joined.text.ends_with(['.', '?', '!', ':']) {
            joined.text.push('.');
        }
        joined.text.push('\u{2002}');
        let head = joined.runs.len();
        joined.append(rich);
        let styles = |joined: &Rich| -> Vec<RunStyle> {
            let mut styles = self.run_styles(joined, self.style(StyleId::Heading4));
            let body = self.run_styles(joined, self.style(column.text));
            styles[head..].copy_from_slice(&body[head..]);
            styles
        };
        self.owned(joined, styles, setting)
    }

    pub(super) fn code(&self, text: &'a Rich, column: Column) -> Galley<'a> {
        let theme = &self.sheet.theme.code;
        let style = self.style(StyleId::Code);
        let pad = theme.pad.0;
        let mut setting = self.setting(style, column.width - 2.0 * pad);
        setting.shape = Shape::Ragged;
        setting.turnover = TURNOVER * style.size;
        let plain = |rich: &Rich| {
            let mut styles = self.run_styles(rich, style);
            styles.iter_mut().for_each(|s| s.size = style.size);
            styles
        };
        let mut galley = Galley::default();
        galley.push_lines(self.styled(text, plain, setting), column.x + pad, false);
        let ground = Ground { fill: Some(theme.fill.value), ..Ground::default() };
        galley.enclose(column, pad, pad, ground);
        galley.space(theme.space_above.0, theme.space_below.0);
        galley
    }

    pub(super) fn thematic_break(&self, column: Column) -> Galley<'a> {
        let theme = &self.sheet.theme.r#break;
        let height = self.sheet.page.leading;
        let mut galley = Galley::default();
        let rect = Rect { x: 0.0, y: height / 2.0, w: theme.width.0, h: theme.height.0 };
        let owner = Owner::Artifact(Artifact::Layout);
        let frame = galley.frame(vec![Item::Fill { rect, colour: theme.color, owner }]);
        galley.rows.push(Row {
            x: column.x,
            break_before: FORBIDDEN,
            ..Row::new(height, Content::Frame(frame))
        });
        galley
    }
}

impl<'d> Galley<'d> {
    /// Adds the lines of a paragraph: two at least stay together at either end.
    pub fn push_lines(&mut self, paragraph: Paragraph<'d>, x: f64, snap: bool) {
        let count = paragraph.lines.len();
        let leading = paragraph.setting.leading;
        let hyphens: Vec<bool> = paragraph.lines.iter().map(|l| paragraph.is_dashed(l)).collect();
        let calls: Vec<Range<u32>> = paragraph.lines.iter().map(|line| calls_in(&paragraph, line)).collect();
        let number = self.paragraph(paragraph);
        for (line, calls) in calls.into_iter().enumerate() {
            let content = Content::Line { paragraph: number, line: line as u32 };
            let together = line == 1 || (line > 0 && line + 1 == count);
            self.rows.push(Row {
                x,
                snap: snap && line == 0,
                break_before: if together { FORBIDDEN } else { 0.0 },
                calls,
                hyphen: hyphens[line],
                ..Row::new(leading, content)
            });
        }
    }

    /// Spaces above and below all rows.
    pub fn space(&mut self, above: f64, below: f64) {
        if let Some(first) = self.rows.first_mut() {
            first.above = first.above.max(above);
        }
        self.below = self.below.max(below);
    }

    /// Puts all rows into a new group with a ground.
    pub fn enclose(&mut self, column: Column, top: f64, bottom: f64, ground: Ground) -> u32 {
        let number = self.groups.len() as u32;
        for group in &mut self.groups {
            group.parent = group.parent.or(Some(number));
        }
        for row in &mut self.rows {
            row.group = row.group.or(Some(number));
            row.snap = false;
        }
        if let Some(first) = self.rows.first_mut() {
            first.above = 0.0;
            first.pad_above += top;
        }
        let inner_top = self.rows.first().map_or(top, |r| r.pad_above);
        let inner_bottom = self.rows.last_mut().map_or(bottom, |last| {
            last.pad_below += bottom;
            last.pad_below
        });
        self.below = 0.0;
        self.groups.push(Group {
            parent: None,
            x: column.x,
            width: column.width,
            top: inner_top,
            bottom: inner_bottom,
            repeat: top,
            repeat_frame: None,
            ground,
            mark: None,
            wide: false,
            continued: None,
        });
        number
    }
}

/// Notes called on a line.
fn calls_in(paragraph: &Paragraph<'_>, line: &Line) -> Range<u32> {
    let byte = |cut: super::super::paragraph::Breakpoint| {
        paragraph
            .segs
            .get(cut.seg as usize)
            .map_or(paragraph.rich.text.len() as u32, |s| s.range.start + u32::from(cut.byte))
    };
    let (from, to) = (byte(line.from), byte(line.to));
    let behind = &paragraph.rich.runs[paragraph.rich.runs.partition_point(|r| r.start < from)..];
    calls_of(behind.iter().take_while(|r| r.start < to))
}

/// The range of notes that runs call.
pub fn calls_of<'r>(runs: impl Iterator<Item = &'r Run>) -> Range<u32> {
    let mut calls = 0..0;
    for note in runs.filter_map(Run::call) {
        calls =
            if calls.is_empty() { note..note + 1 } else { calls.start.min(note)..calls.end.max(note + 1) };
    }
    calls
}

impl Rich {
    /// Adds another text behind.
    pub fn append(&mut self, other: &Self) {
        if self.map.is_empty() {
            self.file = other.file;
        }
        let offset = self.text.len() as u32;
        self.text.push_str(&other.text);
        let outer = self.elements.len() as u32;
        let inside = |n: Option<u32>| n.map(|n| n + outer);
        self.elements.extend(
            other.elements.iter().map(|e| Nested { outer: inside(e.outer), element: e.element.clone() }),
        );
        let runs = other.runs.iter();
        self.runs.extend(runs.map(|r| Run {
            start: r.start + offset,
            within: inside(r.within),
            ..r.clone()
        }));
        self.map.extend(other.map.iter().map(|(t, s)| (t + offset, *s)));
    }

    /// Whether the text begins with bold words.
    pub fn begins_strong(&self) -> bool {
        self.runs.first().is_some_and(|r| r.marks.has(Marks::STRONG))
    }
}
