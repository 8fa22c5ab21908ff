//! Marks around pages: for presses and for hands. Decides their measures, which stand where around the
//! bleed, and how much room they take.

use crate::colour::{Colour, Ink, Palette, REGISTRATION};
use crate::diag::Span;
use crate::geom::{MM, Point, Pt, Rect, fits};
use crate::pages::slug_letters::SlugLetters;
use crate::pages::{Artifact, Item, Owner, Pages, Path, Pen};
use crate::pdf::sheets::{Boxes, Placed, Sheet};
use crate::source::editions::{Mark, Print};

/// Width of all lines: as fine as presses print safely.
const WIDTH: Pt = 0.25;
/// Length of crop and fold marks.
const LENGTH: Pt = 5.0 * MM;
/// Least distance of marks from the trim; more where the bleed is wider.
const LEAST_OFFSET: Pt = 3.0 * MM;
/// White outside of the marks.
const EDGE: Pt = 2.0 * MM;
/// Marks keep this far from the bleed.
const CLEAR: Pt = 0.5 * MM;
/// Largest side of a patch of the colour bar.
const PATCH: Pt = 4.5 * MM;
/// Radius of the circle of a registration target.
const TARGET: Pt = 1.5 * MM;
/// Size and leading of the slug.
const SLUG: (Pt, Pt) = (6.0, 8.0);
/// Most letters of a part of the slug, some of which may have no width.
const MOST_LETTERS: usize = 400;
/// Dashes and gaps of fold marks.
pub const DASH: [Pt; 2] = [1.0 * MM, 0.6 * MM];

const FURNITURE: Owner = Owner::Artifact(Artifact::Layout);

/// The colours of lines.
pub struct Line {
    colour: Colour,
    /// Below a line that must be seen on dark ground too.
    below: Colour,
}

impl Line {
    /// Black lines.
    pub fn black(palette: &mut Palette) -> Self {
        let black = palette.intern(ink("[black]", [0; 3], [0.0, 0.0, 0.0, 100.0]));
        let white = palette.intern(ink("[white]", [255; 3], [0.0; 4]));
        Self { colour: black, below: white }
    }

    /// A fine line.
    pub fn fine(&self, points: &[Point], dash: &[Pt]) -> Item {
        line(points, WIDTH, self.colour, dash)
    }

    /// A fine frame.
    pub fn frame(&self, rect: Rect) -> Item {
        Item::Stroke { rect, width: WIDTH, colour: self.colour, owner: FURNITURE }
    }

    /// A fine line on a white one, to be seen on any ground.
    pub fn visible(&self, points: &[Point], dash: &[Pt]) -> [Item; 2] {
        [line(points, 3.0 * WIDTH, self.below, &[]), self.fine(points, dash)]
    }
}

fn line(points: &[Point], width: Pt, colour: Colour, dash: &[Pt]) -> Item {
    Item::Path(Path::line(points, Pen { width, colour, dash: dash.to_vec() }, FURNITURE))
}

fn ink(name: &str, rgb: [u8; 3], cmyk: [f64; 4]) -> Ink {
    Ink { name: name.to_owned(), rgb, cmyk: Some(cmyk), span: Span::default() }
}

/// Crop marks at the corners of a trim, that far from it.
pub fn crop(trim: Rect, offset: Pt, line: &Line) -> Vec<Item> {
    let outwards = [(-offset, -offset - LENGTH), (offset, offset + LENGTH)];
    let columns = [trim.x, trim.right()].into_iter().zip(outwards);
    let rows = [trim.y, trim.bottom()].into_iter().zip(outwards);
    let corners = columns.flat_map(|column| rows.clone().map(move |row| (column, row)));
    corners
        .flat_map(|((x, (x1, x2)), (y, (y1, y2)))| {
            let across = [x + x1, x + x2].map(|x| Point { x, y });
            let down = [y + y1, y + y2].map(|y| Point { x, y });
            [line.fine(&across, &[]), line.fine(&down, &[])]
        })
        .collect()
}

/// The marks of a file for a print shop.
pub struct PressMarks<'a> {
    wanted: &'a [Mark],
    letters: &'a SlugLetters,
    bleed: Pt,
    /// Most lines that a slug of the file takes.
    slug_lines: usize,
    /// On every plate.
    registration: Line,
    black: Colour,
    patches: Vec<Colour>,
}

impl<'a> PressMarks<'a> {
    /// Marks for a file of an edition: its sheets have a trim of that width and these slugs. Adds their
    /// inks to the palette.
    pub fn new(
        print: &'a Print,
        pages: &'a Pages,
        (width, slugs): (Pt, &[Vec<String>]),
        palette: &mut Palette,
    ) -> Self {
        let letters = &pages.slug_letters;
        let all = palette.intern(ink(REGISTRATION, [0; 3], [100.0; 4]));
        let process = PATCHES.map(|(name, rgb, cmyk)| palette.intern(ink(name, rgb, cmyk)));
        let slug_lines = slugs.iter().map(|slug| slug_lines(slug, width, letters).len()).max().unwrap_or(0);
        Self {
            wanted: &print.marks,
            letters,
            bleed: pages.bleed,
            slug_lines,
            registration: Line { colour: all, below: all },
            black: process[BLACK],
            patches: process.into_iter().chain(print.spot.iter().copied()).collect(),
        }
    }

    fn wants(&self, mark: Mark) -> bool {
        self.wanted.contains(&mark)
    }

    /// Distance of the marks from the trim.
    fn offset(&self) -> Pt {
        (self.bleed + CLEAR).max(LEAST_OFFSET)
    }

    /// A sheet of that trim with its marks and nothing else yet. `folds` are counted from the left edge
    /// of the trim.
    pub fn sheet<'p>(&self, (w, h): (Pt, Pt), folds: &[Pt], slug: &[String]) -> Sheet<'p> {
        let around = if self.wanted.is_empty() { self.bleed } else { self.offset() + LENGTH + EDGE };
        let foot = if self.wants(Mark::Slug) { around + self.slug_lines as Pt * SLUG.1 } else { around };
        let trim = Rect { x: around, y: around, w, h };
        let b = self.bleed;
        let bleed = Rect { x: trim.x - b, y: trim.y - b, w: w + 2.0 * b, h: h + 2.0 * b };
        let size = (w + 2.0 * around, h + around + foot);
        let folds: Vec<Pt> = folds.iter().map(|x| trim.x + x).collect();
        let items = self.items(trim, &folds, slug);
        Sheet { size, boxes: Some(Boxes { trim, bleed }), placed: vec![Placed::marks(items, size)] }
    }

    fn items(&self, trim: Rect, folds: &[Pt], slug: &[String]) -> Vec<Item> {
        let mut items = Vec::new();
        // The middle of a cover is its fold: there the target stands over the front.
        let target = folds.last().map_or(trim.x + trim.w / 2.0, |fold| (fold + trim.right()) / 2.0);
        if self.wants(Mark::Crop) {
            items.extend(crop(trim, self.offset(), &self.registration));
        }
        if self.wants(Mark::Fold) {
            self.folds(trim, folds, &mut items);
        }
        if self.wants(Mark::Registration) {
            self.targets(trim, target, &mut items);
        }
        if self.wants(Mark::ColourBar) {
            let taken: Vec<Pt> = folds.iter().copied().chain([target]).collect();
            self.colour_bar(trim, &taken, &mut items);
        }
        if self.wants(Mark::Slug) {
            self.slug(trim, slug, &mut items);
        }
        items
    }

    fn folds(&self, trim: Rect, folds: &[Pt], items: &mut Vec<Item>) {
        let (head, foot) = (trim.y - self.offset(), trim.bottom() + self.offset());
        for x in folds {
            for (from, to) in [(head - LENGTH, head), (foot, foot + LENGTH)] {
                items.push(self.registration.fine(&[from, to].map(|y| Point { x: *x, y }), &DASH));
            }
        }
    }

    fn targets(&self, trim: Rect, x: Pt, items: &mut Vec<Item>) {
        let out = self.offset() + LENGTH / 2.0;
        let y = trim.y + trim.h / 2.0;
        let arm = LENGTH / 2.0;
        for at in [
            Point { x, y: trim.y - out },
            Point { x, y: trim.bottom() + out },
            Point { x: trim.x - out, y },
            Point { x: trim.right() + out, y },
        ] {
            items.push(self.registration.fine(&[at.x - arm, at.x + arm].map(|x| Point { x, ..at }), &[]));
            items.push(self.registration.fine(&[at.y - arm, at.y + arm].map(|y| Point { y, ..at }), &[]));
            let pen = Pen { width: WIDTH, colour: self.registration.colour, dash: Vec::new() };
            items.push(Item::Path(Path::circle(at, TARGET, pen, FURNITURE)));
        }
    }

    /// Patches at the head, between the other marks there.
    fn colour_bar(&self, trim: Rect, taken: &[Pt], items: &mut Vec<Item>) {
        let side = patch_side(&free(trim, taken), self.patches.len());
        let y = trim.y - self.offset() - side;
        let places = free(trim, taken).into_iter().flat_map(|(from, to)| {
            (0..count(from, to, side)).map(move |n| Rect { x: from + n as Pt * side, y, w: side, h: side })
        });
        items.extend(places.zip(&self.patches).map(|(rect, colour)| Item::Fill {
            rect,
            colour: *colour,
            owner: FURNITURE,
        }));
    }

    fn slug(&self, trim: Rect, slug: &[String], items: &mut Vec<Item>) {
        let (size, leading) = SLUG;
        let first = trim.bottom() + self.offset() + LENGTH + leading;
        for (n, words) in slug_lines(slug, trim.w, self.letters).iter().enumerate() {
            let at = Point { x: trim.x, y: first + n as Pt * leading };
            items.extend(self.letters.line(words, at, size, self.black));
        }
    }
}

/// Patches of process inks: each alone, two over each other, tints of black. Their RGB is for the eye.
const PATCHES: [(&str, [u8; 3], [f64; 4]); 10] = [
    ("[cyan]", [0, 158, 224], [100.0, 0.0, 0.0, 0.0]),
    ("[magenta]", [230, 0, 126], [0.0, 100.0, 0.0, 0.0]),
    ("[yellow]", [255, 237, 0], [0.0, 0.0, 100.0, 0.0]),
    ("[black]", [0, 0, 0], [0.0, 0.0, 0.0, 100.0]),
    ("[cyan magenta]", [49, 39, 131], [100.0, 100.0, 0.0, 0.0]),
    ("[cyan yellow]", [0, 150, 64], [100.0, 0.0, 100.0, 0.0]),
    ("[magenta yellow]", [227, 6, 19], [0.0, 100.0, 100.0, 0.0]),
    ("[black 25]", [208, 208, 208], [0.0, 0.0, 0.0, 25.0]),
    ("[black 50]", [157, 157, 156], [0.0, 0.0, 0.0, 50.0]),
    ("[black 75]", [100, 99, 99], [0.0, 0.0, 0.0, 75.0]),
];
/// Number of the black patch.
const BLACK: usize = 3;

/// What the marks at `taken` leave free of the trim's width.
fn free(trim: Rect, taken: &[Pt]) -> Vec<(Pt, Pt)> {
    let around = LENGTH / 2.0 + MM;
    let mut taken: Vec<(Pt, Pt)> = taken.iter().map(|x| (x - around, x + around)).collect();
    taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    let ends = taken.iter().map(|(from, _)| *from).chain([trim.right() - MM]);
    let starts = [trim.x + MM].into_iter().chain(taken.iter().map(|(_, to)| *to));
    starts.zip(ends).filter(|(from, to)| to > from).collect()
}

/// How many patches of that side stand in a free place.
fn count(from: Pt, to: Pt, side: Pt) -> usize {
    ((to - from) / side + 1e-9) as usize
}

/// The largest side with which all patches find room.
fn patch_side(free: &[(Pt, Pt)], patches: usize) -> Pt {
    let room = |side: Pt| free.iter().map(|(from, to)| count(*from, *to, side)).sum::<usize>();
    let mut side = PATCH;
    while room(side) < patches && side > 0.5 * MM {
        side -= 0.25 * MM;
    }
    side
}

/// The parts of a slug on as few lines as hold them.
fn slug_lines(parts: &[String], width: Pt, letters: &SlugLetters) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        let longer = lines.last().map(|line| format!("{line} · {part}"));
        match longer.filter(|line| fits(letters.width(line, SLUG.0), width)) {
            Some(longer) => *lines.last_mut().expect("there is one") = longer,
            None => lines.push(shortened(part, width, letters)),
        }
    }
    lines
}

/// A part, as far as it goes on a line.
fn shortened(part: &str, width: Pt, letters: &SlugLetters) -> String {
    let mut room = width;
    let fits_too = |c: &char| {
        room -= letters.width(c.encode_utf8(&mut [0; 4]), SLUG.0);
        fits(0.0, room)
    };
    part.chars().take(MOST_LETTERS).take_while(fits_too).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trim(width: f64) -> Rect {
        Rect { x: 30.0, y: 30.0, w: width * MM, h: 210.0 * MM }
    }

    #[test]
    fn every_patch_finds_room_from_narrow_to_wide() {
        for width in [50.0, 99.0, 148.0, 297.0] {
            for spots in 0..4 {
                let trim = trim(width);
                let free = free(trim, &[trim.x + trim.w / 2.0]);
                let side = patch_side(&free, PATCHES.len() + spots);
                let room: usize = free.iter().map(|(from, to)| count(*from, *to, side)).sum();
                assert!(room >= PATCHES.len() + spots, "{width} mm, {spots} spot inks");
                assert!(side >= 1.5 * MM, "{width} mm: {side}");
            }
        }
        assert_eq!(patch_side(&free(trim(148.0), &[]), 10), PATCH);
    }

    #[test]
    fn crop_marks_lead_to_the_corners_and_end_at_the_offset() {
        let line = Line { colour: Colour(0), below: Colour(0) };
        let trim = trim(100.0);
        let marks = crop(trim, 9.0, &line);
        assert_eq!(marks.len(), 8);
        for mark in marks {
            let Item::Path(path) = mark else { panic!("a line") };
            for p in path.points() {
                let outside = p.x <= trim.x - 9.0
                    || p.x >= trim.right() + 9.0
                    || p.y <= trim.y - 9.0
                    || p.y >= trim.bottom() + 9.0;
                assert!(outside, "{p:?}");
                assert!([trim.x, trim.right()].contains(&p.x) || [trim.y, trim.bottom()].contains(&p.y));
            }
        }
    }
}
