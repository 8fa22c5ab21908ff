//! Pages behind the chapters, as many as the number of pages asks for. Decides what stands on them.

use super::blocks::Column;
use super::fixed::{Canvas, title};
use super::furniture;
use super::galley::{Content, FORBIDDEN, Galley, Row};
use super::paginate::place::place;
use super::paginate::search::best_pages;
use super::paginate::walk::Walk;
use super::paginate::{Frame, PageBreak};
use super::plan::draw_plan;
use super::setter::Setter;
use crate::document::codes::Code;
use crate::document::matter::Contact;
use crate::document::rich::Rich;
use crate::document::{Filler, Filling};
use crate::geom::{Point, Pt, Rect, Side};
use crate::pages::{Artifact, Bookmark, Item, Owner, Page, Place};
use crate::style::StyleId;

/// What was put on them.
#[derive(Default)]
pub struct FilledPages {
    /// The pages.
    pub pages: Vec<Page>,
    /// The fillers that stand on them, by their numbers in the document.
    pub shown: Vec<usize>,
    /// Where they begin.
    pub bookmarks: Vec<Bookmark>,
}

/// What a filler puts on its pages.
enum Share<'a> {
    /// Text, with where its pages end.
    Text(Galley<'a>, Vec<PageBreak>),
    /// Lines to write on, as many pages as are left.
    Lines,
}

/// Codes that fill less of a page than this leave it to what comes next.
const LEAST_OF_CODES: f64 = 0.25;

/// Fills so many pages, the first of which has that number. What there is nothing for stays empty.
pub fn pages(setter: &Setter<'_>, first: usize, count: usize) -> FilledPages {
    let mut left = count;
    let mut shares = Vec::new();
    for (n, filler) in setter.document.fillers.all.iter().enumerate() {
        let share = share(setter, filler, (Side::of(first), left));
        if let Some(Share::Text(_, cuts)) = &share {
            left -= cuts.len();
        }
        shares.extend(share.map(|share| (n, filler, share)));
    }
    let mut filled = FilledPages::default();
    for (n, filler, share) in shares {
        let number = first + filled.pages.len();
        let mut pages = match share {
            Share::Text(galley, cuts) => text_pages(setter, (&filler.heading, number), &galley, &cuts),
            Share::Lines => lines_pages(setter, (&filler.heading, number), std::mem::take(&mut left)),
        };
        if !pages.is_empty() {
            filled.shown.push(n);
            let (title, place) =
                (filler.heading.words(), Place { page: number - 1, point: Point::default() });
            filled.bookmarks.push(Bookmark { title, place, anchor: None, children: Vec::new() });
        }
        filled.pages.append(&mut pages);
    }
    let behind = first + filled.pages.len();
    filled.pages.extend((0..left).map(|n| Canvas::new(setter, behind + n).finish("blank")));
    filled
}

/// What a filler puts on at most so many pages, the first of which lies on a side; none where it has no room there, or
/// too little to show.
fn share<'a>(setter: &Setter<'a>, filler: &'a Filler, (side, left): (Side, usize)) -> Option<Share<'a>> {
    let galley = match &filler.content {
        Filling::Lines => return Some(Share::Lines),
        Filling::Codes(chapters) => setter.all_codes(chapters),
        Filling::Contacts(contacts) => setter.contacts(contacts),
    };
    let is_thin = matches!(filler.content, Filling::Codes(_))
        && galley.height_at_head() < LEAST_OF_CODES * setter.sheet.page.depth();
    let cuts = best_pages(&walk(setter, &filler.heading, &galley), side)?;
    (!is_thin && (1..=left).contains(&cuts.len())).then_some(Share::Text(galley, cuts))
}

fn walk<'g, 'd>(setter: &Setter<'_>, heading: &Rich, galley: &'g Galley<'d>) -> Walk<'g, 'd> {
    let head = title::height(setter, heading, None);
    Walk::new(galley, Frame::of(&setter.sheet.page, head, 0.0), setter)
}

/// Pages of text from that number on, the first below a heading.
fn text_pages(
    setter: &Setter<'_>,
    (heading, number): (&Rich, usize),
    galley: &Galley<'_>,
    cuts: &[PageBreak],
) -> Vec<Page> {
    let walk = walk(setter, heading, galley);
    let page = |(n, cut): (usize, &PageBreak)| {
        let mut canvas = Canvas::new(setter, number + n);
        let area = canvas.type_area(if n == 0 { walk.frame.first_head } else { 0.0 });
        draw_plan(&mut canvas, galley, &place(&walk, cut), area, &[]);
        finish(canvas, heading, n)
    };
    cuts.iter().enumerate().map(page).collect()
}

/// Pages of lines from that number on, the first below a heading.
fn lines_pages(setter: &Setter<'_>, (heading, number): (&Rich, usize), count: usize) -> Vec<Page> {
    let page = |n: usize| {
        let mut canvas = Canvas::new(setter, number + n);
        lines(&mut canvas, if n == 0 { title::height(setter, heading, None) } else { 0.0 });
        finish(canvas, heading, n)
    };
    (0..count).map(page).collect()
}

/// The finished page, the `n`th below its heading.
fn finish(mut canvas: Canvas<'_, '_>, heading: &Rich, n: usize) -> Page {
    if n == 0 {
        title::draw(&mut canvas, heading, None);
    }
    furniture::folio(&mut canvas, None);
    canvas.finish("fill")
}

/// Lines to write on, from there down to the foot of the type area.
fn lines(canvas: &mut Canvas<'_, '_>, top: Pt) {
    let setter = canvas.setter;
    let (page, theme) = (&setter.sheet.page, &setter.sheet.theme.checklist);
    let pitch = theme.line_pitch.0.max(page.leading);
    let count = ((page.depth() - top) / pitch + 1e-6).floor() as usize;
    let foot = page.top + page.depth();
    for n in 0..count {
        let y = foot - n as Pt * pitch - theme.line_rule.0;
        let rect = Rect { x: canvas.left(), y, w: page.measure, h: theme.line_rule.0 };
        let owner = Owner::Artifact(Artifact::Layout);
        canvas.items.push(Item::Fill { rect, colour: theme.line_color, owner });
    }
}

impl<'a> Setter<'a> {
    /// The codes of all chapters, beside the titles of these.
    fn all_codes(&self, chapters: &'a [(Rich, Vec<Code>)]) -> Galley<'a> {
        let column = Column::page(&self.sheet.page);
        let mut galley = Galley::default();
        for (title, codes) in chapters {
            galley.append(self.code_rows(Some(title), codes, column));
        }
        galley
    }

    /// How the publishers are reached, one below the other.
    fn contacts(&self, contacts: &'a [Contact]) -> Galley<'a> {
        let measure = self.sheet.page.measure;
        let (name, text) = (self.style(StyleId::FurtherTitle), self.style(StyleId::FurtherUrl));
        let mut galley = Galley::default();
        for contact in contacts {
            let mut piece = Galley::default();
            piece.push_lines(self.text(&contact.name, name, measure), 0.0, false);
            for (line, link) in &contact.lines {
                let mut items = Vec::new();
                let height = self.place(&self.text(line, text, measure), Point::default(), &mut items);
                if let Some(link) = *link {
                    let rect = Rect { x: 0.0, y: 0.0, w: measure, h: height };
                    items.push(Item::Link { rect, link });
                }
                let frame = piece.frame(items);
                let row = Row::new(height, Content::Frame(frame));
                piece.rows.push(Row { break_before: FORBIDDEN, ..row });
            }
            piece.space(self.sheet.page.leading, self.sheet.page.leading);
            galley.append(piece);
        }
        galley
    }
}
