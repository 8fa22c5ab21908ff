//! The sheet that tells how a booklet is printed, folded and stapled, and tests the printer. Decides
//! what stands where on its front and back. It is drawn for A4 across and scaled to the sheet.

mod drawings;

use super::fixed::{Canvas, ONE_LINE, Slot};
use super::setter::Setter;
use crate::document::rich::{Rich, plain_words};
use crate::geom::{MM, Point, Pt, Rect, fits};
use crate::ids::NodeId;
use crate::language::labels::HandoutLabels;
use crate::language::{Language, Numbers};
use crate::pages::{Artifact, Handout, Item, Owner};
use crate::source::config::Config;
use crate::source::editions::{Booklet, Duplex, EditionKind};
use crate::source::paper::Paper;
use crate::source::theme::{Align, Hyphenate};
use crate::style::{StyleId, TextStyle};
use drawings::{Drawing, Side};

/// Left and right edge of what is printed; the test marks stand outside.
const LEFT: Pt = 34.0 * MM;
const WIDTH: Pt = 229.0 * MM;
/// Space between columns.
const GAP: Pt = 7.0 * MM;
/// What a sheet may be larger than two pages before it is cut: A4 is 1 mm wider than twice A5.
const UNCUT: Pt = 2.0 * MM;
/// Radius of the circles in which the crosses of the other side must lie.
const TOLERANCE: Pt = 2.0 * MM;

/// The handouts of all booklets that have one, for so many pages.
pub fn all(setter: &Setter<'_>, config: &Config, pages: usize) -> Vec<Handout> {
    // What no font has was said when the title was set.
    let setter = &setter.trial();
    let booklets = config.edition.0.iter().filter_map(|(name, _, edition)| match &edition.kind {
        EditionKind::Booklet(booklet) if booklet.help => Some((name, booklet)),
        _ => None,
    });
    let title = plain_words(&config.brochure.title.value.replace(" | ", " "));
    booklets
        .map(|(name, booklet)| {
            let job = Job::new(setter, booklet, pages, &config.brochure.language.value);
            let mut sides = [front(setter, &job, &title), back(setter, &job, &title)];
            if setter.mirrored {
                sides.iter_mut().flatten().for_each(|item| item.mirror(Handout::SIZE.0));
            }
            Handout { edition: name.clone(), sides }
        })
        .collect()
}

/// A booklet, as far as its handout speaks of it.
struct Job<'a> {
    words: &'a HandoutLabels,
    decimal: char,
    booklet: &'a Booklet,
    paper: Paper,
    /// By how much the handout is scaled to the sheet.
    scale: f64,
    trim: (Pt, Pt),
    sheets: usize,
    /// Whether its words run from right to left.
    mirrored: bool,
}

fn millimetres(length: Pt) -> String {
    format!("{:.0}", length / MM)
}

impl<'a> Job<'a> {
    fn new(setter: &Setter<'a>, booklet: &'a Booklet, pages: usize, language: &str) -> Self {
        let trim = (setter.sheet.page.width, setter.sheet.page.height);
        let paper = Paper::of_booklet(booklet, trim);
        let scale = paper.scale(Handout::SIZE);
        let numbers = Language::of(language).map_or(&Numbers::USUAL, |language| &language.file().numbers);
        let (words, decimal) = (&setter.labels.handout, numbers.decimal);
        let (sheets, mirrored) = (pages.div_ceil(4), setter.mirrored);
        Self { words, decimal, booklet, paper, scale, trim, sheets, mirrored }
    }

    /// The edge to turn the sheet over, and the other one with its key.
    fn edges(&self) -> (&'a str, &'a str, &'static str) {
        let (short, long) = (self.words.short_edge(), self.words.long_edge());
        match self.booklet.duplex {
            Duplex::ShortEdge => (short, long, "long-edge"),
            Duplex::LongEdge => (long, short, "short-edge"),
        }
    }

    fn centimetres(&self, length: Pt) -> String {
        format!("{:.1}", length / MM / 10.0).replace('.', &self.decimal.to_string())
    }

    /// What to choose in the dialog of the printer: labels and values.
    fn settings(&self) -> [(&'a str, String); 5] {
        let words = self.words;
        [
            (words.paper(), self.paper.name()),
            (words.size(), words.size_value().to_owned()),
            (words.duplex(), words.duplex_value(self.edges().0)),
            (words.pages(), words.pages_value().to_owned()),
            (words.sheets(), words.sheets_value(self.sheets)),
        ]
    }

    /// What to do: headings and texts.
    fn steps(&self) -> [(&'a str, String); 4] {
        let words = self.words;
        [
            (words.print(), words.print_text().to_owned()),
            (words.check(), words.check_text().to_owned()),
            (words.fold(), self.folding()),
            (words.staple(), self.binding()),
        ]
    }

    /// What may be seen against the light, and what is to be done: in the order of the drawings.
    fn outcomes(&self) -> [(&'a str, String); 4] {
        let words = self.words;
        let (_, other, key) = self.edges();
        let line = format!("duplex = \"{key}\"");
        // It is read from the left in any text.
        let line = if self.mirrored { format!("\u{2066}{line}\u{2069}") } else { line };
        let turned = words.turned_advice(other, line);
        let shifted = words.shifted_advice(millimetres(TOLERANCE * self.scale));
        [
            (words.good(), words.good_advice().to_owned()),
            (words.turned(), turned),
            (words.shifted(), shifted),
            (words.missing(), words.missing_advice().to_owned()),
        ]
    }

    /// A length that is a whole number of centimetres on the sheet.
    fn ruler(&self) -> Pt {
        let step = 10.0 * MM / self.scale;
        (100.0 * MM / step).floor().max(1.0) * step
    }

    /// Signatures of how many sheets; 0: all in one.
    fn signature(&self) -> usize {
        self.booklet.signature.map(|s| s.0).filter(|sheets| *sheets < self.sheets).unwrap_or(0)
    }

    fn folding(&self) -> String {
        match self.signature() {
            0 => self.words.fold_together().to_owned(),
            1 => self.words.fold_singly().to_owned(),
            sheets => self.words.fold_signatures(sheets),
        }
    }

    fn binding(&self) -> String {
        let (trim_width, trim_height) = self.trim;
        let (first, second) = (trim_height / 4.0, trim_height * 3.0 / 4.0);
        let bind = match self.signature() {
            0 => self.words.staple_once(self.centimetres(first), self.centimetres(second)),
            _ => self.words.staple_signatures().to_owned(),
        };
        let Paper { width, height } = self.paper;
        if fits(width, 2.0 * trim_width + UNCUT) && fits(height, trim_height + UNCUT) {
            return bind;
        }
        let size = format!("{} × {}", millimetres(trim_width), millimetres(trim_height));
        format!("{bind} {}", self.words.trim(size))
    }
}

/// The sides are set in the theme's type, in sizes for this sheet.
struct Type {
    title: TextStyle,
    heading: TextStyle,
    label: TextStyle,
    text: TextStyle,
}

impl Type {
    fn new(setter: &Setter<'_>) -> Self {
        let plain = |id: StyleId, size: Pt, leading: Pt| {
            let style = setter.style(id).sized(size, leading);
            TextStyle { align: Align::Left, hyphenate: Hyphenate::None, ..style }
        };
        Self {
            title: plain(StyleId::Heading1, 26.0, 30.0),
            heading: plain(StyleId::Heading2, 13.0, 16.0),
            label: plain(StyleId::BoxLabel, 9.0, 12.0),
            text: plain(StyleId::BoxText, 11.0, 15.0),
        }
    }
}

const FURNITURE: Owner = Owner::Artifact(Artifact::Layout);

/// Kicker and title.
fn head(canvas: &mut Canvas<'_, '_>, kind: &Type, kicker: &str, title: &str) {
    let slot = Slot::from(LEFT, WIDTH);
    let endless = Slot::from(LEFT, ONE_LINE);
    let width = canvas.fitted(&Rich::plain(kicker, NodeId::ROOT), &kind.label, endless).width;
    let size = if fits(width, WIDTH) { kind.label.size } else { kind.label.size * WIDTH / width };
    canvas.line(kicker, FURNITURE, &kind.label.sized(size, kind.label.leading), slot, 21.0 * MM);
    canvas.line(title, FURNITURE, &kind.title, slot, 33.0 * MM);
}

/// What to choose, and the four steps.
fn front(setter: &Setter<'_>, job: &Job<'_>, title: &str) -> Vec<Item> {
    let kind = Type::new(setter);
    let mut canvas = Canvas::new(setter, 1);
    head(&mut canvas, &kind, title, job.words.title());
    settings(&mut canvas, job, &kind, 41.0 * MM);
    let column = (WIDTH - 3.0 * GAP) / 4.0;
    for (n, (heading, text)) in job.steps().iter().enumerate() {
        let x = LEFT + n as Pt * (column + GAP);
        let area = Rect { x, y: 80.0 * MM, w: column, h: 40.0 * MM };
        let mut drawing = Drawing::new(setter, &mut canvas.items);
        match n {
            0 => drawing.turned_sheet(area, job.paper.turns_back(job.booklet.duplex)),
            1 => drawing.sheet_in_the_light(area),
            2 => drawing.folded_sheets(area),
            _ => drawing.stapled_booklet(area),
        }
        let y = 135.0 * MM;
        canvas.line(&format!("{}  {heading}", n + 1), FURNITURE, &kind.heading, Slot::from(x, column), y);
        words(&mut canvas, text, &kind.text, Point { x, y: y + 7.0 * MM }, column);
    }
    Drawing::new(setter, &mut canvas.items).test_marks(Side::Front, TOLERANCE);
    letters(&mut canvas, Side::Front, &kind.heading);
    canvas.items
}

/// Labels with values between two rules.
fn settings(canvas: &mut Canvas<'_, '_>, job: &Job<'_>, kind: &Type, top: Pt) {
    const SHARES: [Pt; 5] = [0.13, 0.24, 0.26, 0.22, 0.15];
    let height = 19.0 * MM;
    let colour = kind.heading.colour;
    for y in [top, top + height] {
        canvas.rule(Rect { x: LEFT, y: y - 0.5, w: WIDTH, h: 1.0 }, colour);
    }
    let mut x = LEFT;
    for ((label, value), share) in job.settings().iter().zip(SHARES) {
        let slot = Slot::from(x, share * WIDTH);
        canvas.line(label, FURNITURE, &kind.label, slot, top + 7.5 * MM);
        canvas.line(value, FURNITURE, &kind.heading.sized(12.0, 16.0), slot, top + 14.0 * MM);
        x += share * WIDTH;
    }
}

/// What may be seen against the light, and the ruler.
fn back(setter: &Setter<'_>, job: &Job<'_>, title: &str) -> Vec<Item> {
    let kind = Type::new(setter);
    let mut canvas = Canvas::new(setter, 2);
    head(&mut canvas, &kind, title, job.words.test());
    words(
        &mut canvas,
        job.words.light(),
        &kind.text.sized(12.0, 16.0),
        Point { x: LEFT, y: 42.0 * MM },
        WIDTH,
    );
    let picture = 34.0 * MM;
    let seen = 72.0 * MM;
    for (n, (sight, advice)) in job.outcomes().iter().enumerate() {
        let top = 50.0 * MM + n as Pt * 30.0 * MM;
        canvas.rule(Rect { x: LEFT, y: top, w: WIDTH, h: 0.5 }, kind.heading.colour);
        let area = Rect { x: LEFT, y: top + 4.0 * MM, w: picture, h: 22.0 * MM };
        Drawing::new(setter, &mut canvas.items).outcome(area, n);
        if let Some([front, back]) = [["A", "A"], ["A", "D"]].get(n) {
            let letter = kind.heading.sized(15.0, 15.0);
            let y = area.y + area.h / 2.0 + 2.0 * MM;
            for (letter_on, x) in [(front, 11.0), (back, 20.0)] {
                canvas.line(letter_on, FURNITURE, &letter, Slot::around(area.x + x * MM, 9.0 * MM), y);
            }
        }
        let x = LEFT + picture + GAP;
        let y = top + 9.5 * MM;
        words(&mut canvas, sight, &kind.label.sized(10.5, 14.0), Point { x, y }, seen);
        let x = x + seen + GAP;
        words(&mut canvas, advice, &kind.text, Point { x, y }, LEFT + WIDTH - x);
    }
    let top = 50.0 * MM + 4.0 * 30.0 * MM;
    canvas.rule(Rect { x: LEFT, y: top, w: WIDTH, h: 0.5 }, kind.heading.colour);
    let y = 179.0 * MM;
    Drawing::new(setter, &mut canvas.items).ruler(Point { x: LEFT, y }, job.ruler(), 10.0 * MM / job.scale);
    let ruler = job.words.ruler(millimetres(job.ruler() * job.scale));
    words(&mut canvas, &ruler, &kind.text, Point { x: LEFT, y: y + 7.0 * MM }, WIDTH);
    Drawing::new(setter, &mut canvas.items).test_marks(Side::Back, TOLERANCE);
    letters(&mut canvas, Side::Back, &kind.heading);
    canvas.items
}

/// A text, `at` the left end of its first baseline.
fn words(canvas: &mut Canvas<'_, '_>, text: &str, style: &TextStyle, at: Point, width: Pt) {
    canvas.text(&Rich::plain(text, NodeId::ROOT), style, at, width, false);
}

/// Letters beside the crosses: the same one stands behind each.
fn letters(canvas: &mut Canvas<'_, '_>, side: Side, style: &TextStyle) {
    let style = style.sized(17.0, 17.0);
    for (letter, corner) in ["A", "B", "C", "D"].into_iter().zip(drawings::corners(side)) {
        let towards_middle = if corner.y < Handout::SIZE.1 / 2.0 { 11.0 * MM } else { -11.0 * MM };
        let half_a_capital = 2.0 * MM;
        let y = corner.y + towards_middle + half_a_capital;
        canvas.line(letter, FURNITURE, &style, Slot::around(corner.x, 11.0 * MM), y);
    }
}
