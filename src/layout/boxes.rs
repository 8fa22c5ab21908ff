//! What leaves its box: letters beyond their line, cell, column or page. Looked for in finished pages,
//! whatever made them.

use crate::diag::{Filling, Sink, complaint};
use crate::geom::{Pt, Rect};
use crate::pages::{Handout, Item, Page, Room, TextRun, Turn};

/// Letters that are shown of the words.
const SHOWN: usize = 40;
/// What rounding may add up to on a line: less than anybody sees.
const ROUNDING: Pt = 0.5;
/// Height of letters above the baseline, and depth below, in em: without accents on capitals.
const LETTERS: (f64, f64) = (0.7, 0.2);

/// Every box that letters of pages of that size leave, with the first words that do.
pub fn left(pages: &[Page], trim: (Pt, Pt)) -> Sink {
    let on = |page: &Page| {
        let told = |(run, by): (&TextRun, Pt)| {
            complaint::leaves_box(shown(run), page.number, points(by)).at(run.first_place())
        };
        leaving(&page.items, sheet(trim)).into_iter().map(told).collect::<Sink>()
    };
    pages.iter().flat_map(on).collect()
}

/// The same for a sheet that tells how a booklet is made.
pub fn left_on_handout(handout: &Handout) -> Sink {
    let leaving = handout.sides.iter().flat_map(|side| leaving(side, sheet(Handout::SIZE)));
    let told = |(run, by): (&TextRun, Pt)| {
        complaint::leaves_box_of_handout(shown(run), points(by)).of_edition(&handout.edition)
    };
    leaving.map(told).collect()
}

fn sheet((w, h): (Pt, Pt)) -> Room {
    Room::from(Rect { x: 0.0, y: 0.0, w, h })
}

/// The runs on a page that leave their box, the first of each, with the most by which it does.
fn leaving<'i>(items: &'i [Item], page: Room) -> Vec<(&'i TextRun, Pt)> {
    let leaves = |item: &'i Item| match item {
        Item::Text(run) => Some((run, beyond(run, run.room.within(page))?)),
        _ => None,
    };
    let mut found: Vec<(&TextRun, Pt)> = items.iter().filter_map(leaves).collect();
    found.dedup_by_key(|(run, _)| run.room);
    found
}

/// How far a run reaches out of a room; none where it stays inside or shows nothing.
fn beyond(run: &TextRun, room: Room) -> Option<Pt> {
    let width = run.width_of_letters();
    let letters = run.strip_of(width, LETTERS.0, LETTERS.1);
    let (begin, end) = room.hang;
    let [left, right, top, bottom] = match run.turn {
        Turn::Upright | Turn::Mirrored => [begin, end, 0.0, 0.0],
        Turn::Left => [0.0, 0.0, end, begin],
    };
    let sides = [
        room.left - left - letters.x,
        letters.right() - room.right - right,
        room.top - top - letters.y,
        letters.bottom() - room.bottom - bottom,
    ];
    let most = sides.into_iter().fold(0.0, f64::max);
    (most > ROUNDING && width > 0.0).then_some(most)
}

fn points(length: Pt) -> Filling {
    Filling::measure(length, 1)
}

fn shown(run: &TextRun) -> String {
    run.text.trim().chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::Colour;
    use crate::geom::Point;
    use crate::ids::NodeId;
    use crate::pages::{Glyph, Offset, Owner};
    use crate::text::fonts::FaceId;

    const PAGE: Room = Room { left: 0.0, right: 200.0, top: 0.0, bottom: 300.0, hang: (0.0, 0.0) };

    /// Letters half an em wide, at (20, 50) in 10 pt, in a room up to their end.
    fn run(text: &str) -> TextRun {
        let glyph = |at: usize| Glyph {
            id: 1,
            start: at as u16,
            end: at as u16 + 1,
            advance: 0.5,
            dx: Offset::default(),
            dy: Offset::default(),
        };
        let width = 5.0 * text.trim_end().len() as Pt;
        TextRun {
            at: Point { x: 20.0, y: 50.0 },
            turn: Turn::Upright,
            room: Room { top: 40.0, bottom: 55.0, ..Room::across(20.0, width) },
            face: FaceId(0),
            size: 10.0,
            stretch: 1.0,
            colour: Colour::default(),
            text: text.to_owned(),
            glyphs: (0..text.len()).map(glyph).collect(),
            read_as: Vec::new(),
            source: None,
            owner: Owner::Node(NodeId::ROOT),
        }
    }

    /// By how much the runs on a page leave their box.
    fn found(run: TextRun) -> Vec<Pt> {
        leaving(&[Item::Text(run)], PAGE).into_iter().map(|(_, by)| (by * 1000.0).round() / 1000.0).collect()
    }

    #[test]
    fn words_in_their_box_are_not_reported_nor_is_the_space_behind_them() {
        assert_eq!(found(run("Worte")), []);
        assert_eq!(found(run("Worte ")), []);
        assert_eq!(found(TextRun { at: Point { x: -90.0, y: 50.0 }, ..run(" ") }), []);
    }

    #[test]
    fn a_run_that_is_put_elsewhere_than_its_box_is_noticed_on_every_side() {
        let moved = |dx: Pt, dy: Pt| {
            let run = run("Worte");
            found(TextRun { at: Point { x: run.at.x + dx, y: run.at.y + dy }, ..run })
        };
        assert_eq!(moved(ROUNDING / 2.0, 0.0), []);
        assert_eq!([moved(-4.0, 0.0), moved(4.0, 0.0)], [[4.0], [4.0]]);
        assert_eq!([moved(0.0, -4.0), moved(0.0, 4.0)], [[1.0], [1.0]]);
    }

    #[test]
    fn a_letter_too_many_is_noticed_and_a_stop_may_hang() {
        let wide = TextRun { room: run("Worte").room, ..run("Worten") };
        let hanging = |hang| TextRun { room: Room { hang, ..wide.room }, ..wide.clone() };
        let turned = |run| match Item::Text(run).turned(Point { x: 0.0, y: 100.0 }) {
            Item::Text(run) => run,
            _ => panic!("text stays text"),
        };
        assert_eq!(found(wide.clone()), [5.0]);
        assert_eq!(found(hanging((0.0, 5.0))), []);
        assert_eq!(found(turned(wide.clone())), [5.0]);
        assert_eq!(found(turned(hanging((0.0, 5.0)))), []);
        assert_eq!(found(turned(run("Worte"))), []);
    }

    #[test]
    fn a_box_that_leaves_its_column_or_the_page_is_noticed_though_its_words_stay_inside() {
        let mut item = Item::Text(run("Worte"));
        item.shift(170.0, 0.0);
        assert_eq!(leaving(&[item.clone()], PAGE).len(), 1, "beyond the page");
        item.shift(-170.0, 0.0);
        assert_eq!(leaving(&[item.clone()], PAGE).len(), 0);
        item.confine(Room::across(0.0, 40.0));
        assert_eq!(leaving(&[item.clone(), item], PAGE).len(), 1, "beyond a column, told once");
    }
}
