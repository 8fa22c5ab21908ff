//! What happens at the edge of the page. Decides which grounds should have a bleed, and which text stands
//! too near to the trim.

use super::super::content::paint::{Kind, Paint, intersection};
use super::super::ink::InkMap;
use super::super::limits::Limits;
use super::super::report::Finding;
use super::super::rules::{BLEED_MISSING, SAFE_ZONE, TEXT_CUT};
use super::boxes::PageBoxes;
use crate::diag::words::preflight as words;
use crate::diag::{Filling, Sentence};
use crate::geom::{MM, Pt, Rect};

/// Nearer to the trim than this is meant to reach it.
const TOUCHES: Pt = 0.2 * MM;
/// Rounding of distances in files.
const ROUNDING: Pt = 0.1 * MM;
/// Grounds reach at least so far into the page; what lies outside are marks of the printer.
const INTO: Pt = 0.5 * MM;
/// Most grounds at the edge of one page that are looked at.
const MOST_GROUNDS: usize = 1000;
/// So much of the bleed beside a ground must be inked by others.
const COVERED: f64 = 0.5;

/// Text too near to the trim, or cut.
pub fn text(paint: &Paint<'_>, page: usize, boxes: &PageBoxes, limits: &Limits) -> Option<Finding> {
    let Kind::Text { .. } = paint.kind else { return None };
    let place = paint.visible().filter(|_| !paint.state.in_cell)?;
    intersection(&place, &boxes.trim())?;
    let distances = [place.x, place.y, boxes.width - place.right(), boxes.height - place.bottom()];
    let nearest = distances.into_iter().fold(f64::INFINITY, f64::min);
    let excess = limits.safe_zone - nearest;
    if nearest < -ROUNDING {
        return Some(
            Finding::new(TEXT_CUT, words::text_cut(Filling::measure(-nearest / MM, 1))).excess(excess),
        );
    }
    let message = || {
        let mm = |length: Pt| Filling::measure(length / MM, 1);
        words::text_near(mm(nearest.max(0.0)), mm(limits.safe_zone))
    };
    let near = excess > ROUNDING && !limits.is_designed(page, &place);
    near.then(|| Finding::new(SAFE_ZONE, message()).excess(excess))
}

/// Grounds that reach the trim but not the end of the bleed.
#[derive(Default)]
pub struct Grounds(Vec<Ground>);

struct Ground {
    place: Rect,
    /// What is said of it.
    message: fn() -> Sentence,
    /// The outermost part of the bleed beside it.
    strip: Rect,
    /// Its own part along the trim.
    rim: Rect,
}

impl Grounds {
    /// Looks at something that is painted.
    pub fn look(&mut self, paint: &Paint<'_>, boxes: &PageBoxes, limits: &Limits) {
        let blank = paint.colour.is_some_and(|c| c.is_white());
        if blank || paint.state.in_cell || !boxes.has_trim || limits.bleed <= 0.0 {
            return;
        }
        match &paint.kind {
            Kind::Fill { pieces, .. } => {
                for piece in pieces.iter().filter_map(|piece| intersection(piece, &paint.state.clip)) {
                    self.look_at(&piece, boxes, limits.bleed);
                }
            }
            Kind::Text { .. } => {}
            Kind::Stroke { .. } | Kind::Image { .. } | Kind::Shading => {
                if let Some(place) = paint.visible() {
                    self.look_at(&place, boxes, limits.bleed);
                }
            }
        }
    }

    fn look_at(&mut self, place: &Rect, boxes: &PageBoxes, bleed: Pt) {
        let Some(inside) = intersection(place, &boxes.trim()) else { return };
        if inside.w < INTO || inside.h < INTO || self.0.len() >= MOST_GROUNDS {
            return;
        }
        let (w, h) = (boxes.width, boxes.height);
        let side = |x, y, w, h| Rect { x, y, w, h };
        let half = bleed / 2.0;
        let (down, across) = ((inside.y, inside.h), (inside.x, inside.w));
        let at_x = |x, w| side(x, down.0, w, down.1);
        let at_y = |y, h| side(across.0, y, across.1, h);
        let edges = [
            (words::no_bleed_left as fn() -> Sentence, place.x, at_x(-bleed, half), at_x(0.0, INTO)),
            (words::no_bleed_top, place.y, at_y(-bleed, half), at_y(0.0, INTO)),
            (words::no_bleed_right, w - place.right(), at_x(w + bleed - half, half), at_x(w - INTO, INTO)),
            (words::no_bleed_bottom, h - place.bottom(), at_y(h + bleed - half, half), at_y(h - INTO, INTO)),
        ];
        for (message, distance, strip, rim) in edges {
            if distance < TOUCHES && distance > ROUNDING - bleed {
                self.0.push(Ground { place: *place, message, strip, rim });
            }
        }
    }

    /// Those that are not painted over with white, and beside which nothing else inks the bleed.
    pub fn without_bleed(&self, ink: &InkMap) -> Vec<Finding> {
        let bare = self.0.iter().filter(|ground| {
            ink.inked_share(&ground.rim) >= COVERED && ink.inked_share(&ground.strip) < COVERED
        });
        let finding = |ground: &Ground| {
            Finding::new(BLEED_MISSING, (ground.message)())
                .place(ground.place)
                .excess(ground.place.w * ground.place.h)
        };
        bare.map(finding).collect()
    }
}
