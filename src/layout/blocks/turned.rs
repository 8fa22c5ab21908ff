//! Tables on turned pages of their own. Decides which may stand there, and cuts them: in a type area as wide
//! as a page is deep.

use std::sync::Arc;

use super::super::galley::{Content, FloatBox, Frame, Galley, Row, Turned};
use super::super::paginate::place::place;
use super::super::paginate::search::best_pages;
use super::super::paginate::walk::{Walk, merge_calls};
use super::super::paginate::{self, PageBreak};
use super::super::setter::Setter;
use super::Column;
use crate::document::{Note, Table};
use crate::geom::{Pt, Side, fits};

impl<'a> Setter<'a> {
    /// Whether a table of a column may have pages of its own, and turned ones are wider.
    pub(super) fn can_turn(&self, column: Column) -> bool {
        let page = &self.sheet.page;
        !column.boxed && column.deep > page.measure
    }

    /// A table on turned pages; none where its words have no room there either.
    pub(super) fn turned_table(&self, table: &'a Table, column: Column) -> Option<Galley<'a>> {
        let across = column.turned(&self.sheet.page);
        let gaps = self.sheet.theme.table.column_gap.0 * table.columns.len() as f64;
        if !self.can_turn(column) || gaps >= across.width {
            return None;
        }
        let trial = self.trial();
        let grid = trial.grid(table, across.width);
        if grid.crowded || trial.needs_blocks(&grid) {
            return None;
        }
        let mut galley = trial.columns(&grid, across);
        let notes = trial.take_notes(table, across.width, &mut galley)?;
        let turned = Turned { galley, notes, width: across.width };
        let cuts = trial.cut(&turned)?;
        self.adopt(&trial);
        Some(self.turned_pages(turned, cuts))
    }

    /// Sets the notes that a table calls into its galley, in a width, where they count from the first of them.
    fn take_notes(&self, table: &'a Table, width: Pt, galley: &mut Galley<'a>) -> Option<&'a [Note]> {
        let mut called = 0..0;
        galley.rows.iter().for_each(|row| merge_calls(&mut called, &row.calls));
        let mut runs = table.texts().flat_map(|text| &text.runs);
        let Some(run) = runs.find(|run| run.call().is_some()) else { return Some(&[]) };
        let chapter = self.document.chapters.get(run.node.part.index()?)?;
        let notes = chapter.notes.get(called.start as usize..called.end as usize)?;
        for row in galley.rows.iter_mut().filter(|row| !row.calls.is_empty()) {
            row.calls = row.calls.start - called.start..row.calls.end - called.start;
        }
        let indent = self.indent_of_notes(&chapter.notes);
        for (number, note) in (called.start + 1..).zip(notes) {
            self.note(note, number, (indent, width), galley);
        }
        Some(notes)
    }

    /// The pages of a turned galley; none where something is taller than one.
    fn cut(&self, turned: &Turned<'_>) -> Option<Vec<PageBreak>> {
        let walk = turned.walk(self);
        let cuts = best_pages(&walk, Side::Recto)?;
        let all_fit = cuts.iter().map(|cut| place(&walk, cut)).all(|plan| fits(plan.used, plan.floor));
        all_fit.then_some(cuts)
    }

    /// Its pages as rows that fill pages. They wait for a page as figures do; but a note is found on the page
    /// of its call: with notes they stay in their place.
    fn turned_pages(&self, mut turned: Turned<'a>, cuts: Vec<PageBreak>) -> Galley<'a> {
        let anchors =
            turned.galley.rows.iter_mut().flat_map(|row| std::mem::take(&mut row.anchors)).collect();
        let (height, calls) = (turned.width, !turned.notes.is_empty());
        let turned = Arc::new(turned);
        let mut galley = Galley::default();
        for (row, cut) in cuts.into_iter().enumerate() {
            let frame = galley.add_frame(Frame::Turned(turned.clone(), cut));
            galley.floats.push(FloatBox { row, frame, height, space: (0.0, 0.0) });
            galley.rows.push(Row::new(height, Content::Float(row as u32)));
        }
        if let Some(first) = galley.rows.first_mut() {
            first.anchors = anchors;
        }
        if calls {
            galley.stay_in_place();
        }
        galley
    }
}

impl<'d> Turned<'d> {
    /// Its way down a page that lies across: as deep as the page's measure.
    pub fn walk<'g>(&'g self, setter: &Setter<'_>) -> Walk<'g, 'd> {
        let page = &setter.sheet.page;
        let frame =
            paginate::Frame { depth: page.measure, first_head: 0.0, foot: 0.0, leading: page.leading };
        Walk::new(&self.galley, frame, setter)
    }
}
