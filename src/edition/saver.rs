//! Pages for copiers. Decides how colour becomes black or grey, and that areas of ink become outlines:
//! letters on them turn dark, what was told by a fill is told by a line.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::outlines;
use crate::colour::{Colour, Ink, Palette};
use crate::diag::Span;
use crate::geom::{Pt, Rect};
use crate::ids::ByPart;
use crate::node::Structure;
use crate::pages::{Artifact, Handout, Item, Owner, Page, Pages, Path, Pen, TextRun};
use crate::source::assets::{Picture, PictureKind};
use crate::source::editions::Toner;

/// Line around what was an area, in points: no thinner, copiers lose it.
const OUTLINE: Pt = 0.75;
/// Fills whose shorter side is longer are areas; bars, rules and bullets are shorter. In points.
const AREA_FROM: Pt = 6.0;
/// Luma from which a colour is light: letters in it stand on a dark ground.
const LIGHT: u8 = 150;

const BLACK: Colour = Colour(0);
const WHITE: Colour = Colour(1);

/// The pages in black, or in grey, with outlines for areas: for paper, so without tags and links. None
/// in colour, where they stay as they are.
pub fn save(pages: &Pages, toner: Toner) -> Option<Pages> {
    if toner == Toner::Colour {
        return None;
    }
    let mut saver = Saver {
        old: &pages.palette,
        toner,
        trim: pages.trim,
        palette: black_and_white(),
        outlined: BTreeMap::new(),
    };
    let saved = pages.pages.iter().map(|page| Arc::new(saver.page(page))).collect();
    let mut handout = |handout: &Handout| {
        let sides = handout.sides.each_ref().map(|items| saver.items(items));
        Handout { edition: handout.edition.clone(), sides }
    };
    let handouts = pages.handouts.iter().map(&mut handout).collect();
    Some(Pages {
        pages: saved,
        handouts,
        direction: pages.direction,
        trim: pages.trim,
        bleed: pages.bleed,
        max_ppi: pages.max_ppi,
        min_ppi: pages.min_ppi,
        shifted: pages.shifted.clone(),
        palette: saver.palette,
        fonts: pages.fonts.clone(),
        slug_letters: pages.slug_letters.clone(),
        spine: None,
        structure: Structure::default(),
        links: ByPart::default(),
        anchors: BTreeMap::new(),
        bookmarks: Vec::new(),
    })
}

fn black_and_white() -> Palette {
    Palette(vec![grey_ink(0), grey_ink(u8::MAX)])
}

fn grey_ink(luma: u8) -> Ink {
    let cmyk = [0.0, 0.0, 0.0, 100.0 - f64::from(luma) / 2.55];
    Ink { name: format!("grey-{luma}"), rgb: [luma; 3], cmyk: Some(cmyk), span: Span::default() }
}

struct Saver<'p> {
    old: &'p Palette,
    toner: Toner,
    trim: (Pt, Pt),
    palette: Palette,
    /// Artwork in outlines, by path and printed width: chapters share it.
    outlined: BTreeMap<(String, u64), Picture>,
}

impl Saver<'_> {
    fn page(&mut self, page: &Page) -> Page {
        let items = self.items(&page.items);
        Page { number: page.number, side: page.side, kind: page.kind, items }
    }

    fn items(&mut self, items: &[Item]) -> Vec<Item> {
        let mut saved = Vec::with_capacity(items.len());
        // Photos, and the areas on them, which become white.
        let mut grounds: Vec<(Rect, bool)> = Vec::new();
        for item in items {
            match item {
                Item::Picture { rect, clip, picture, .. } if !matches!(picture.kind, PictureKind::Svg(_)) => {
                    grounds.push((clip.unwrap_or(*rect), true));
                }
                Item::Fill { rect, .. } if is_area(rect) && !grounds.is_empty() => {
                    grounds.push((*rect, false))
                }
                _ => {}
            }
            self.item(item, &grounds, &mut saved);
        }
        saved
    }

    fn item(&mut self, item: &Item, grounds: &[(Rect, bool)], out: &mut Vec<Item>) {
        match item {
            Item::Text(run) => {
                let ground = grounds.iter().rev().find(|(rect, _)| covers(rect, run));
                let on_photo = ground.is_some_and(|(_, is_photo)| *is_photo);
                let colour = if on_photo { self.grey(run.colour) } else { self.line(run.colour) };
                out.push(Item::Text(TextRun { colour, ..run.clone() }));
            }
            Item::Fill { rect, colour, owner } if is_area(rect) => {
                out.push(Item::Fill { rect: *rect, colour: WHITE, owner: *owner });
                if self.luma(*colour) < u8::MAX {
                    out.extend(self.edges(rect, *owner));
                }
            }
            Item::Fill { rect, colour, owner } => {
                let colour = self.mark(*colour);
                out.push(Item::Fill { rect: *rect, colour, owner: *owner });
            }
            Item::Stroke { rect, width, colour, owner } => {
                let colour = self.line(*colour);
                out.push(Item::Stroke { rect: *rect, width: *width, colour, owner: *owner });
            }
            Item::Modules { rect, rows, owner, .. } => {
                out.push(Item::Modules { rect: *rect, rows: rows.clone(), colour: BLACK, owner: *owner });
            }
            Item::Path(path) => out.push(Item::Path(self.path(path))),
            Item::Picture { rect, clip, turn, picture, owner } => {
                let ground = *owner == Owner::Artifact(Artifact::Background);
                let picture = match &picture.kind {
                    PictureKind::Svg(tree) if ground => {
                        let key = (picture.path.clone(), rect.w.to_bits());
                        let outlined = self.outlined.entry(key);
                        outlined.or_insert_with(|| outlines::of(picture, tree, rect.w)).clone()
                    }
                    _ => picture.clone(),
                };
                out.push(Item::Picture { rect: *rect, clip: *clip, turn: *turn, picture, owner: *owner });
            }
            Item::Link { .. } => {}
        }
    }

    fn path(&mut self, path: &Path) -> Path {
        let area = path.fill.is_some_and(|fill| self.luma(fill) < u8::MAX) && is_area(&path.bounds());
        let pen = path.pen.as_ref().map(|pen| Pen { colour: self.line(pen.colour), ..pen.clone() });
        let outline = || Pen { width: OUTLINE, colour: BLACK, dash: Vec::new() };
        Path {
            steps: path.steps.clone(),
            fill: if area { Some(WHITE) } else { path.fill.map(|fill| self.mark(fill)) },
            pen: if area { pen.or_else(|| Some(outline())) } else { pen },
            owner: path.owner,
        }
    }

    /// Lines along those edges of an area that lie inside of the page.
    fn edges(&self, rect: &Rect, owner: Owner) -> Vec<Item> {
        let (w, h) = self.trim;
        let inside =
            Rect::between(rect.x.max(0.0), rect.y.max(0.0), rect.right().min(w), rect.bottom().min(h));
        let half = OUTLINE / 2.0;
        let across = |y: Pt| Rect { y: y - half, h: OUTLINE, ..inside };
        let down = |x: Pt| Rect { x: x - half, w: OUTLINE, ..inside };
        let lines = [
            (rect.y > 0.0).then(|| across(rect.y)),
            (rect.bottom() < h).then(|| across(rect.bottom())),
            (rect.x > 0.0).then(|| down(rect.x)),
            (rect.right() < w).then(|| down(rect.right())),
        ];
        lines.into_iter().flatten().map(|rect| Item::Fill { rect, colour: BLACK, owner }).collect()
    }

    fn luma(&self, colour: Colour) -> u8 {
        let [r, g, b] = self.old.ink(colour).rgb.map(u32::from);
        ((r * 54 + g * 183 + b * 19 + 128) >> 8) as u8
    }

    /// A colour of letters and lines: light ones stood on a dark ground that is white now.
    fn line(&mut self, colour: Colour) -> Colour {
        if self.luma(colour) >= LIGHT { BLACK } else { self.grey(colour) }
    }

    /// A colour of bars, rules and bullets: black, but for white ones.
    fn mark(&mut self, colour: Colour) -> Colour {
        if self.luma(colour) == u8::MAX { WHITE } else { self.line(colour) }
    }

    /// The shade of a colour: black or white where there are no shades.
    fn grey(&mut self, colour: Colour) -> Colour {
        let luma = self.luma(colour);
        match self.toner {
            Toner::Black if luma >= LIGHT => WHITE,
            Toner::Black => BLACK,
            _ => self.palette.intern(grey_ink(luma)),
        }
    }
}

fn is_area(rect: &Rect) -> bool {
    rect.w.min(rect.h) > AREA_FROM
}

fn covers(area: &Rect, run: &TextRun) -> bool {
    (area.x..area.right()).contains(&run.at.x) && (area.y..area.bottom()).contains(&run.at.y)
}
