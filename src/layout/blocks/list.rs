//! Lists and definitions as rows. Decides markers, indents and what of a list stays together.

use super::super::galley::{FORBIDDEN, Galley};
use super::super::setter::Setter;
use super::Column;
use crate::document::rich::Rich;
use crate::document::{BlockKind, Definition, Item as ListItem};
use crate::geom::{Point, Pt, Rect};
use crate::ids::NodeId;
use crate::marks::Marks;
use crate::pages::{Item, Owner};
use crate::style::{StyleId, TextStyle};

/// Cost of separating the first item from the second, or the last two.
const SPLIT_PAIR: f64 = 40.0;
/// Items of no more lines than this stay whole.
const LONG_ITEM: usize = 3;

impl<'a> Setter<'a> {
    pub(super) fn list(&self, start: Option<u64>, items: &'a [ListItem], column: Column) -> Galley<'a> {
        let theme = &self.sheet.theme.list;
        let tasks = items.iter().any(|i| i.task.is_some());
        let last = start.map(|s| s.saturating_add(items.len() as u64 - 1));
        let indent = match last {
            Some(last) if last >= 1000 => theme.indent_number_wide.0 * 1.6,
            Some(last) if last >= 10 => theme.indent_number_wide.0,
            Some(_) => theme.indent_number.0,
            None if tasks && column.list == StyleId::ChecklistItem => self.sheet.theme.checklist.indent.0,
            None if tasks => theme.task_indent.0,
            None if column.depth > 0 => theme.indent_nested.0,
            None => theme.indent.0,
        };
        let numbers = last.map_or(0.0, |last| self.room_for_number(last, self.style(StyleId::ListNumber)));
        let along = self.runs_along(items.iter().flat_map(|item| &item.blocks));
        let inset = column.indented((indent.max(numbers).min(column.width / 3.0), 0.0), along);
        let indent = column.width - inset.width;
        let inner = Column { text: column.list, depth: column.depth + 1, boxed: true, ..inset };
        let mut pieces: Vec<Galley<'a>> = items
            .iter()
            .enumerate()
            .map(|(n, item)| {
                let number = start.map(|s| s.saturating_add(n as u64));
                self.item(item, (number, indent, along), column, inner)
            })
            .collect();
        let half = self.style(column.list).space_above;
        let checklist = column.list == StyleId::ChecklistItem;
        let gap = if checklist {
            self.style(column.list).space_below
        } else if pieces.iter().any(|p| p.rows.len() >= theme.apart_from.0)
            && items.len() > 1
            && column.depth == 0
        {
            half
        } else {
            0.0
        };
        let count = pieces.len();
        for (n, piece) in pieces.iter_mut().enumerate().skip(1) {
            if let Some(first) = piece.rows.first_mut() {
                first.above = first.above.max(gap);
                if n == 1 || n + 1 == count {
                    first.break_before += SPLIT_PAIR;
                }
            }
        }
        let mut galley = Galley::default();
        pieces.into_iter().for_each(|piece| galley.append(piece));
        if column.depth == 0 {
            let style = self.style(column.list);
            galley.space(style.space_above, style.space_below);
        }
        galley
    }

    fn item(
        &self,
        item: &'a ListItem,
        (number, indent, along): (Option<u64>, Pt, bool),
        outer: Column,
        inner: Column,
    ) -> Galley<'a> {
        let mut galley = Galley::default();
        for n in 0..item.blocks.len() {
            let lead_in = n == 0 && self.sheet.theme.paragraph.mark_lead_ins;
            match &item.blocks[n].kind {
                BlockKind::Paragraph(rich) if lead_in && rich.begins_strong() => {
                    let style = self.style(inner.text);
                    let set = self.styled(
                        rich,
                        |rich| self.with_lead_in(rich, inner),
                        self.setting(style, inner.width),
                    );
                    let mut piece = Galley::default();
                    piece.push_lines(set, inner.x, false);
                    galley.append(piece);
                }
                _ => galley.append(self.nth(&item.blocks, n, inner)),
            }
        }
        if galley.rows.is_empty() {
            let nothing = self.words("", item.label, self.style(inner.text), inner.width);
            galley.push_lines(nothing, inner.x, false);
        }
        let mut marker = self.marker(item, number, indent, outer);
        if !along {
            marker.iter_mut().for_each(|item| item.mirror(inner.width));
        }
        let marker = galley.frame(marker);
        galley.rows[0].marker = Some(marker);
        if galley.rows.len() <= LONG_ITEM {
            galley.rows.iter_mut().skip(1).for_each(|r| r.break_before = FORBIDDEN);
        }
        galley
    }

    /// Bold words that open an item are set as its lead-in.
    fn with_lead_in(&self, rich: &Rich, column: Column) -> Vec<crate::text::segment::RunStyle> {
        let mut styles = self.run_styles(rich, self.style(column.text));
        let (lead, text) = (self.style(StyleId::LeadIn), self.style(column.text));
        let scale = text.size / self.style(StyleId::Body).size;
        for (style, run) in styles.iter_mut().zip(&rich.runs).take_while(|(_, r)| r.marks.has(Marks::STRONG))
        {
            style.face = lead.faces[usize::from(run.marks.has(Marks::EMPHASIS))];
            style.features = lead.features;
            style.size = lead.size * scale.min(1.0);
        }
        styles
    }

    /// The marker of an item, relative to its first row.
    fn marker(&self, item: &ListItem, number: Option<u64>, indent: Pt, outer: Column) -> Vec<Item> {
        let theme = &self.sheet.theme.list;
        let style = self.style(outer.list);
        let owner = Owner::Node(item.label);
        let mut items = Vec::new();
        let scale = style.leading / self.sheet.page.leading;
        if let Some(task) = &item.task {
            let checklist = &self.sheet.theme.checklist;
            let large = outer.list == StyleId::ChecklistItem;
            let side = if large { checklist.r#box.0 } else { theme.task_box.0 };
            let top =
                if large { checklist.box_top.0 } else { style.baseline - 0.33 * style.size - side / 2.0 };
            let rect = Rect { x: -indent, y: top, w: side, h: side };
            let width = if large { checklist.box_stroke.0 } else { theme.task_stroke.0 };
            items.push(Item::Stroke { rect, width, colour: style.colour, owner });
            if task.done {
                let inner = Rect { x: rect.x + 2.0, y: rect.y + 2.0, w: side - 4.0, h: side - 4.0 };
                items.push(Item::Fill { rect: inner, colour: theme.marker_color, owner });
            }
        } else if let Some(number) = number {
            let figures = self.style(StyleId::ListNumber);
            self.sign(
                &self.digits_in(outer.labels).write(number),
                (item.label, indent),
                (style, figures),
                &mut items,
            );
        } else if outer.depth > 0 {
            let dash = self.style(StyleId::ListNumber);
            self.sign("–", (item.label, indent), (style, dash), &mut items);
        } else {
            let side = theme.marker.0;
            let rect = Rect { x: -indent, y: theme.marker_top.0 * scale, w: side, h: side };
            items.push(Item::Fill { rect, colour: theme.marker_color, owner });
        }
        items
    }

    /// A sign before an item, on the baseline of its text.
    fn sign(
        &self,
        sign: &str,
        (node, indent): (NodeId, Pt),
        (text, style): (&TextStyle, &TextStyle),
        items: &mut Vec<Item>,
    ) {
        let mut set = self.words(sign, node, style, 10.0 * indent);
        set.setting.begins = self.start();
        self.place(&set, Point { x: -indent, y: text.baseline - style.baseline }, items);
    }

    pub(super) fn definitions(&self, definitions: &'a [Definition], column: Column) -> Galley<'a> {
        let style = self.style(StyleId::Term);
        let indent = self.sheet.theme.list.indent.0;
        let along = self.runs_along(definitions.iter().flat_map(|definition| &definition.blocks));
        let mut galley = Galley::default();
        for definition in definitions {
            let mut entry = Galley::default();
            entry.push_lines(self.text(&definition.term, style, column.width), column.x, false);
            let text = if column.boxed { column.text } else { column.list };
            let inner = Column {
                text,
                boxed: true,
                depth: column.depth + 1,
                ..column.indented((indent.min(column.width / 3.0), 0.0), along)
            };
            let mut body = self.blocks(&definition.blocks, inner);
            if let Some(first) = body.rows.first_mut() {
                first.break_before = FORBIDDEN;
            }
            entry.append(body);
            entry.space(self.sheet.page.leading / 4.0, 0.0);
            galley.append(entry);
        }
        let list = self.style(column.list);
        galley.space(list.space_above, list.space_below);
        galley
    }
}
