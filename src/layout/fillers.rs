//! Pages behind the chapters, as many as the number of pages asks for. Decides what stands on them.

use super::blocks::Column;
use super::body::draw_plan;
use super::fixed::Canvas;
use super::furniture;
use super::galley::{Content, FORBIDDEN, Galley, Row};
use super::paginate::place::place;
use super::paginate::search::best_pages;
use super::paginate::walk::Walk;
use super::paginate::{self, PageBreak};
use super::setter::Setter;
use crate::document::codes::Code;
use crate::document::matter::Contact;
use crate::document::rich::Rich;
use crate::document::{Filler, Filling};
use crate::geom::{Point, Pt, Rect, Side, snap_up};
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

/// Codes that fill less of a page than this leave it to what comes next.
const LEAST_OF_CODES: f64 = 0.25;
/// Space between a heading and what is below it, in lines.
const HEADING_SPACE: Pt = 1.0;

/// Fills so many pages, the first of which has that number. What there is nothing for stays empty.
pub fn pages(setter: &Setter<'_>, first: usize, count: usize) -> FilledPages {
    let fillers = &setter.document.fillers.all;
    let mut left = count;
    let mut shares = Vec::new();
    for (n, filler) in fillers.iter().enumerate() {
        if let Some(galley) = set(setter, filler) {
            let is_thin = matches!(filler.content, Filling::Codes(_))
                && galley.height_at_head() < LEAST_OF_CODES * setter.sheet.page.depth();
            let cuts = cut(setter, filler, &galley, Side::of(first)).unwrap_or_default();
            if !is_thin && !cuts.is_empty() && cuts.len() <= left {
                left -= cuts.len();
                shares.push((n, Some((galley, cuts))));
            }
        } else {
            shares.push((n, None));
        }
    }
    let mut filled = FilledPages::default();
    for (n, share) in shares {
        let begins = filled.pages.len();
        let filler = &fillers[n];
        let next = |filled: &FilledPages| Canvas::new(setter, first + filled.pages.len());
        match share {
            Some((galley, cuts)) => {
                for (page, cut) in cuts.iter().enumerate() {
                    let head = if page == 0 { head_height(setter, &filler.heading) } else { 0.0 };
                    let walk = walk(setter, filler, &galley);
                    let mut canvas = next(&filled);
                    let area = canvas.type_area(head);
                    draw_plan(&mut canvas, &galley, &place(&walk, cut), area, &[]);
                    filled.pages.push(finish(canvas, (page == 0).then_some(&filler.heading)));
                }
            }
            None => {
                for page in 0..std::mem::take(&mut left) {
                    let mut canvas = next(&filled);
                    let heading = (page == 0).then_some(&filler.heading);
                    let top = heading.map_or(0.0, |heading| head_height(setter, heading));
                    lines(&mut canvas, top);
                    filled.pages.push(finish(canvas, heading));
                }
            }
        }
        if filled.pages.len() > begins {
            filled.shown.push(n);
            let place = Place { page: first - 1 + begins, point: Point::default() };
            let title = filler.heading.words();
            filled.bookmarks.push(Bookmark { title, place, anchor: None, children: Vec::new() });
        }
    }
    (0..left)
        .for_each(|_| filled.pages.push(Canvas::new(setter, first + filled.pages.len()).finish("blank")));
    filled
}

/// What stands below a heading; none where it is lines, as many as there is room for.
fn set<'a>(setter: &Setter<'a>, filler: &'a Filler) -> Option<Galley<'a>> {
    match &filler.content {
        Filling::Lines => None,
        Filling::Codes(chapters) => Some(setter.all_codes(chapters)),
        Filling::Contacts(contacts) => Some(setter.contacts(contacts)),
    }
}

fn walk<'g, 'd>(setter: &Setter<'_>, filler: &Filler, galley: &'g Galley<'d>) -> Walk<'g, 'd> {
    let page = &setter.sheet.page;
    let first_head = head_height(setter, &filler.heading);
    let frame = paginate::Frame { depth: page.depth(), first_head, foot: 0.0, leading: page.leading };
    Walk::new(galley, frame, setter)
}

fn cut(setter: &Setter<'_>, filler: &Filler, galley: &Galley<'_>, side: Side) -> Option<Vec<PageBreak>> {
    best_pages(&walk(setter, filler, galley), side)
}

/// Room that a heading takes, as that of a chapter without an opening.
fn head_height(setter: &Setter<'_>, heading: &Rich) -> Pt {
    let (style, page) = (setter.style(StyleId::Heading1), &setter.sheet.page);
    let height = setter.trial().balanced(heading, style, page.measure).height();
    snap_up(height, page.leading) + HEADING_SPACE * page.leading
}

fn finish(mut canvas: Canvas<'_, '_>, heading: Option<&Rich>) -> Page {
    let setter = canvas.setter;
    if let Some(heading) = heading {
        let style = *setter.style(StyleId::Heading1);
        let y = setter.sheet.page.top + setter.sheet.theme.toc.heading_baseline.0;
        let at = Point { x: canvas.left(), y };
        canvas.text(heading, &style, at, setter.sheet.page.measure, true);
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
