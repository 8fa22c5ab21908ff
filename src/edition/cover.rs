//! The cover as a file of its own. Decides how wide the spine is, and what lies on it.

use super::gathering::Cover;
use crate::geom::{MM, Pt, Rect};
use crate::language::Direction;
use crate::pages::{Item, Page, Pages};
use crate::pdf::sheets::{Placed, Sheet};
use crate::source::editions::{self, Binding, Print};

/// Narrowest spine with a title.
const LEAST_SPINE: Pt = 5.0 * MM;
/// Size of the title by the width of the spine: capitals take two fifths of it.
const TITLE_SIZE: f64 = 0.6;
/// Most of the height that the title takes.
const TITLE_HEIGHT: f64 = 0.8;
/// Below this size a title is left out.
const LEAST_SIZE: Pt = 5.0;

/// Thickness of the text block; none where it is stapled.
pub fn spine(print: &Print, pages: usize) -> Pt {
    match print.binding {
        Binding::SaddleStitch => 0.0,
        Binding::Perfect => {
            let block = pages as f64 / 2.0 * editions::leaf(print) / MM;
            (block * 10.0).round() / 10.0 * MM
        }
    }
}

/// Where a cover is folded, from the left edge of its trim.
pub fn folds(width: Pt, spine: Pt) -> Vec<Pt> {
    if spine > 0.0 { vec![width, width + spine] } else { vec![width] }
}

/// What lies on the spine: the ground of the front cover, led on, and the title.
pub fn spine_items(pages: &Pages, spine: Pt, front: Option<&Page>) -> Vec<Item> {
    let (w, h) = pages.trim;
    let ground = front.and_then(|page| {
        page.items.iter().find_map(|item| match item {
            Item::Fill { rect, colour, owner } if rect.w >= w && rect.h >= h => Some((*colour, *owner)),
            _ => None,
        })
    });
    let rect = Rect { x: 0.0, y: -pages.bleed, w: spine, h: h + 2.0 * pages.bleed };
    ground
        .filter(|_| spine > 0.0)
        .map(|(colour, owner)| Item::Fill { rect, colour, owner })
        .into_iter()
        .collect()
}

/// Puts the cover outside and inside on two sheets: back, spine, front; front's inside, spine, back's
/// inside; the other way round where it is bound at the right.
pub fn place<'p>(
    sheets: [Sheet<'p>; 2],
    pages: &'p Pages,
    cover: &Cover<'p>,
    spine: Pt,
    ground: &'p [Item],
) -> Vec<Sheet<'p>> {
    let [mut outside, mut inside] = sheets;
    let boxes = outside.boxes.expect("a sheet for a print shop has boxes");
    let (trim, bleed) = (boxes.trim, boxes.bleed);
    let (fold, behind) = (trim.x + pages.trim.0, trim.x + pages.trim.0 + spine);
    let window = |from: Pt, to: Pt| Rect { x: from, w: to - from, ..bleed };
    let left = |page: &'p Page| Placed::at(&page.items, (trim.x, trim.y), 1.0, window(bleed.x, fold));
    let right =
        |page: &'p Page| Placed::at(&page.items, (behind, trim.y), 1.0, window(behind, bleed.right()));
    outside.placed.push(Placed::at(ground, (fold, trim.y), 1.0, window(fold, behind)));
    outside.placed.extend(title(pages, spine, (fold, trim.y), window(fold, behind)));
    let [of_outside, of_inside] = sides(pages, cover);
    for (sheet, [at_left, at_right]) in [(&mut outside, of_outside), (&mut inside, of_inside)] {
        sheet.placed.extend(at_left.map(left).into_iter().chain(at_right.map(right)));
    }
    vec![outside, inside]
}

/// The pages at the left and at the right of the spine, outside and inside: the front lies at the right, unless the
/// brochure is bound there.
pub fn sides<'p>(pages: &Pages, cover: &Cover<'p>) -> [[Option<&'p Page>; 2]; 2] {
    let mut sides = [[cover.back, cover.front], [cover.front_inside, cover.back_inside]];
    if pages.direction == Direction::RightToLeft {
        sides.iter_mut().for_each(|side| side.reverse());
    }
    sides
}

/// The title on the spine, read downwards (ISO 6357): upright when the brochure lies on a table.
fn title(pages: &Pages, spine: Pt, (x, y): (Pt, Pt), window: Rect) -> Option<Placed<'_>> {
    let line = pages.spine.as_ref().filter(|_| spine >= LEAST_SPINE)?;
    let height = pages.trim.1;
    let size = (TITLE_SIZE * spine).min(TITLE_HEIGHT * height / line.width * line.size);
    let scale = size / line.size;
    // The tops of the letters point to the right.
    let baseline = x + (spine - line.cap_height * scale) / 2.0;
    let start = y + (height - line.width * scale) / 2.0;
    let matrix = [0.0, scale, -scale, 0.0, baseline, start];
    (size >= LEAST_SIZE).then(|| Placed { matrix, ..Placed::at(&line.items, (0.0, 0.0), 1.0, window) })
}
