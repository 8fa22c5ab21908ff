//! Checklists. Decides on how many pages each stands, and how many lines to write on it has.

use std::cell::OnceCell;

use super::blocks::Column;
use super::fixed::checklist;
use super::galley::Galley;
use super::paginate::place::PlacedPage;
use super::paginate::search::best_pages;
use super::paginate::walk::Walk;
use super::paginate::{Frame, PageBreak};
use super::setter::Setter;
use crate::document::{Chapter, Checklist};
use crate::geom::{Pt, Side, fits};
use crate::style::StyleId;

/// More lines to write on than a page has.
const FULL_OF_LINES: usize = 200;

/// A checklist, set.
pub struct ListGalley<'a> {
    /// The checklist.
    pub list: &'a Checklist,
    /// What is to be ticked off.
    pub galley: Galley<'a>,
    /// Its pages where it begins on a right-hand page.
    recto: OnceCell<ListPages>,
    /// The same on a left-hand page.
    verso: OnceCell<ListPages>,
}

impl<'a> ListGalley<'a> {
    /// Sets what is to be ticked off.
    pub fn make(setter: &Setter<'a>, list: &'a Checklist, chapter: &'a Chapter) -> Self {
        let measure = setter.sheet.page.measure;
        let style = StyleId::ChecklistItem;
        let labels = chapter.tongue.labels;
        let column =
            Column { text: style, list: style, boxed: true, labels, ..Column::page(&setter.sheet.page) };
        let mut galley = setter.blocks(&list.blocks, column);
        if galley.rows.is_empty() {
            galley.hold_page(); // of the heading, and of lines to write on
        }
        galley.call_from_head(&list.title);
        setter.notes(&chapter.notes, measure, &mut galley);
        Self { list, galley, recto: OnceCell::new(), verso: OnceCell::new() }
    }

    /// Its pages, the first of which lies on that side.
    pub fn pages(&self, setter: &Setter<'_>, side: Side) -> &ListPages {
        let pages = match side {
            Side::Recto => &self.recto,
            Side::Verso => &self.verso,
        };
        pages.get_or_init(|| ListPages::of(setter, self.list, &self.galley, side))
    }
}

/// The pages of a checklist.
pub struct ListPages {
    /// Where they end; none where something fits on no page.
    pub cuts: Vec<PageBreak>,
    /// Room that the title takes on the first.
    pub head: Pt,
    /// Lines to write on; where the list has several pages they are counted on the last.
    lines: usize,
    /// The most of them that are wanted.
    most: usize,
}

impl ListPages {
    /// A checklist is made to be copied: lines to write on go before it takes a second page. Where nothing else stands
    /// they fill the page.
    fn of(setter: &Setter<'_>, list: &Checklist, galley: &Galley<'_>, side: Side) -> Self {
        let head = checklist::head_height(setter, &list.title);
        let foot = |lines: usize| checklist::foot_height(setter, lines);
        let below_head = setter.sheet.page.depth() - head;
        let has_content = galley.rows.iter().any(|row| row.height > 0.0);
        let wanted = if has_content { setter.sheet.theme.checklist.lines.0 } else { FULL_OF_LINES };
        let most = (0..=wanted).rev().find(|lines| fits(foot(*lines), below_head)).unwrap_or(0);
        let cuts = |lines: usize| {
            best_pages(&Walk::new(galley, Frame::of(&setter.sheet.page, head, foot(lines)), setter), side)
                .unwrap_or_default()
        };
        let fitting = (0..=most).rev().map(|lines| (lines, cuts(lines))).find(|(_, cuts)| cuts.len() == 1);
        let (lines, cuts) = fitting.unwrap_or_else(|| (0, cuts(0)));
        Self { cuts, head, lines, most }
    }

    /// The type area of these pages.
    pub fn frame(&self, setter: &Setter<'_>) -> Frame {
        Frame::of(&setter.sheet.page, self.head, checklist::foot_height(setter, self.lines))
    }

    /// Lines to write on: on a second page they come back as far as the text leaves room.
    pub fn lines_on(&self, setter: &Setter<'_>, plans: &[PlacedPage]) -> usize {
        if plans.len() < 2 {
            return self.lines;
        }
        let last = plans.last().filter(|plan| plan.notes.parts.is_empty());
        let room = last.map_or(0.0, |plan| plan.floor - plan.used);
        let foot = |lines: usize| checklist::foot_height(setter, lines);
        (0..=self.most).rev().find(|lines| fits(foot(*lines), room)).unwrap_or(0)
    }
}
