//! The sheet that tells how a booklet is printed, folded and stapled, and tests the printer. Decides
//! what stands where on its front and back. It is drawn for A4 across and scaled to the sheet.

mod drawings;

use std::sync::Mutex;

use super::fixed::Sheet;
use super::setter::Setter;
use crate::document::handout::HandoutWords;
use crate::document::rich::{Rich, plain_words};
use crate::geom::{MM, Point, Pt, Rect, fits};
use crate::ids::NodeId;
use crate::pages::{Artifact, Handout, Item, Owner};
use crate::source::config::Config;
use crate::source::editions::{Booklet, Duplex, EditionKind};
use crate::source::paper::Paper;
use crate::style::theme::{Align, Hyphenate};
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
    let setter = &Setter { complaints: Mutex::default(), ..*setter };
    let booklets = config.edition.0.iter().filter_map(|(name, _, edition)| match &edition.kind {
        EditionKind::Booklet(booklet) if booklet.help => Some((name, booklet)),
        _ => None,
    });
    let title = plain_words(&config.brochure.title.value.replace(" | ", " "));
    booklets
        .map(|(name, booklet)| {
            let job = Job::new(setter, booklet, pages);
            Handout {
                edition: name.clone(),
                sides: [front(setter, &job, &title), back(setter, &job, &title)],
            }
        })
        .collect()
}

/// A booklet, as far as its handout speaks of it.
struct Job<'a> {
    words: &'static HandoutWords,
    booklet: &'a Booklet,
    paper: Paper,
    /// By how much the handout is scaled to the sheet.
    scale: f64,
    trim: (Pt, Pt),
    sheets: usize,
}

impl<'a> Job<'a> {
    fn new(setter: &Setter<'_>, booklet: &'a Booklet, pages: usize) -> Self {
        let trim = (setter.sheet.page.width, setter.sheet.page.height);
        let paper = Paper::of_booklet(booklet, trim);
        let scale = paper.scale(Handout::SIZE);
        Self { words: setter.labels.handout, booklet, paper, scale, trim, sheets: pages.div_ceil(4) }
    }

    /// Fills in what stands in braces.
    fn fill(&self, text: &str) -> String {
        let [short, long] = self.words.edges;
        let (edge, other, key) = match self.booklet.duplex {
            Duplex::ShortEdge => (short, long, "long-edge"),
            Duplex::LongEdge => (long, short, "short-edge"),
        };
        let centimetres = |length: Pt| format!("{:.1}", length / MM / 10.0).replace('.', self.words.decimal);
        let millimetres = |length: Pt| format!("{:.0}", length / MM);
        let (width, height) = self.trim;
        let signature = self.booklet.signature.map_or(self.sheets, |s| s.0);
        text.replace("{sheet}", &self.paper.name())
            .replace("{edge}", edge)
            .replace("{other}", other)
            .replace("{key}", key)
            .replace("{sheets}", &self.sheets.to_string())
            .replace("{signature}", &signature.to_string())
            .replace("{first}", &centimetres(height / 4.0))
            .replace("{second}", &centimetres(height * 3.0 / 4.0))
            .replace("{trim}", &format!("{} × {}", millimetres(width), millimetres(height)))
            .replace("{tolerance}", &millimetres(TOLERANCE * self.scale))
            .replace("{ruler}", &millimetres(self.ruler() * self.scale))
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

    fn folding(&self) -> &'static str {
        self.words.fold[self.signature().min(2)]
    }

    fn binding(&self) -> String {
        let bind = self.words.bind[usize::from(self.signature() > 0)];
        let Paper { width, height } = self.paper;
        let uncut = fits(width, 2.0 * self.trim.0 + UNCUT) && fits(height, self.trim.1 + UNCUT);
        if uncut { bind.to_owned() } else { format!("{bind}{}", self.words.trim) }
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
fn head(sheet: &mut Sheet<'_, '_>, kind: &Type, kicker: &str, title: &str) {
    let start = sheet.items.len();
    let width = sheet.line(kicker, FURNITURE, &kind.label, LEFT, 21.0 * MM, 0.0);
    if !fits(width, WIDTH) {
        let shrunk = kind.label.sized(kind.label.size * WIDTH / width, kind.label.leading);
        sheet.items.truncate(start);
        sheet.line(kicker, FURNITURE, &shrunk, LEFT, 21.0 * MM, 0.0);
    }
    sheet.line(title, FURNITURE, &kind.title, LEFT, 33.0 * MM, 0.0);
}

/// What to choose, and the four steps.
fn front(setter: &Setter<'_>, job: &Job<'_>, title: &str) -> Vec<Item> {
    let kind = Type::new(setter);
    let mut sheet = Sheet::new(setter, 1);
    head(&mut sheet, &kind, title, job.words.title);
    settings(&mut sheet, job, &kind, 41.0 * MM);
    let column = (WIDTH - 3.0 * GAP) / 4.0;
    for (n, (heading, text)) in job.words.steps.iter().enumerate() {
        let x = LEFT + n as Pt * (column + GAP);
        let text = match n {
            2 => job.folding().to_owned(),
            3 => job.binding(),
            _ => (*text).to_owned(),
        };
        let area = Rect { x, y: 80.0 * MM, w: column, h: 40.0 * MM };
        let mut drawing = Drawing::new(setter, &mut sheet.items);
        match n {
            0 => drawing.turned_sheet(area, job.paper.turns_back(job.booklet.duplex)),
            1 => drawing.sheet_in_the_light(area),
            2 => drawing.folded_sheets(area),
            _ => drawing.stapled_booklet(area),
        }
        let y = 135.0 * MM;
        sheet.line(&format!("{}  {heading}", n + 1), FURNITURE, &kind.heading, x, y, 0.0);
        words(&mut sheet, &job.fill(&text), &kind.text, x, y + 7.0 * MM, column);
    }
    Drawing::new(setter, &mut sheet.items).test_marks(Side::Front, TOLERANCE);
    letters(&mut sheet, Side::Front, &kind.heading);
    sheet.items
}

/// Labels with values between two rules.
fn settings(sheet: &mut Sheet<'_, '_>, job: &Job<'_>, kind: &Type, top: Pt) {
    const SHARES: [Pt; 5] = [0.13, 0.24, 0.26, 0.22, 0.15];
    let height = 19.0 * MM;
    let colour = kind.heading.colour;
    for y in [top, top + height] {
        sheet.rule(Rect { x: LEFT, y: y - 0.5, w: WIDTH, h: 1.0 }, colour);
    }
    let mut x = LEFT;
    for ((label, value), share) in job.words.settings.iter().zip(SHARES) {
        sheet.line(label, FURNITURE, &kind.label, x, top + 7.5 * MM, 0.0);
        sheet.line(&job.fill(value), FURNITURE, &kind.heading.sized(12.0, 16.0), x, top + 14.0 * MM, 0.0);
        x += share * WIDTH;
    }
}

/// What may be seen against the light, and the ruler.
fn back(setter: &Setter<'_>, job: &Job<'_>, title: &str) -> Vec<Item> {
    let kind = Type::new(setter);
    let mut sheet = Sheet::new(setter, 2);
    head(&mut sheet, &kind, title, job.words.test);
    words(&mut sheet, job.words.light, &kind.text.sized(12.0, 16.0), LEFT, 42.0 * MM, WIDTH);
    let picture = 34.0 * MM;
    let seen = 72.0 * MM;
    for (n, (sight, advice)) in job.words.outcomes.iter().enumerate() {
        let top = 50.0 * MM + n as Pt * 30.0 * MM;
        sheet.rule(Rect { x: LEFT, y: top, w: WIDTH, h: 0.5 }, kind.heading.colour);
        let area = Rect { x: LEFT, y: top + 4.0 * MM, w: picture, h: 22.0 * MM };
        Drawing::new(setter, &mut sheet.items).outcome(area, n);
        if let Some([front, back]) = [["A", "A"], ["A", "D"]].get(n) {
            let letter = kind.heading.sized(15.0, 15.0);
            let y = area.y + area.h / 2.0 + 2.0 * MM;
            sheet.line(front, FURNITURE, &letter, area.x + 11.0 * MM, y, 0.5);
            sheet.line(back, FURNITURE, &letter, area.x + 20.0 * MM, y, 0.5);
        }
        let x = LEFT + picture + GAP;
        let y = top + 9.5 * MM;
        words(&mut sheet, sight, &kind.label.sized(10.5, 14.0), x, y, seen);
        let x = x + seen + GAP;
        words(&mut sheet, &job.fill(advice), &kind.text, x, y, LEFT + WIDTH - x);
    }
    let top = 50.0 * MM + 4.0 * 30.0 * MM;
    sheet.rule(Rect { x: LEFT, y: top, w: WIDTH, h: 0.5 }, kind.heading.colour);
    let y = 179.0 * MM;
    Drawing::new(setter, &mut sheet.items).ruler(Point { x: LEFT, y }, job.ruler(), 10.0 * MM / job.scale);
    words(&mut sheet, &job.fill(job.words.ruler), &kind.text, LEFT, y + 7.0 * MM, WIDTH);
    Drawing::new(setter, &mut sheet.items).test_marks(Side::Back, TOLERANCE);
    letters(&mut sheet, Side::Back, &kind.heading);
    sheet.items
}

/// A text with its first baseline at `y`.
fn words(sheet: &mut Sheet<'_, '_>, text: &str, style: &TextStyle, x: Pt, y: Pt, width: Pt) {
    sheet.text(&Rich::plain(text, NodeId::ROOT), style, x, y, width, false);
}

/// Letters beside the crosses: the same one stands behind each.
fn letters(sheet: &mut Sheet<'_, '_>, side: Side, style: &TextStyle) {
    let style = style.sized(17.0, 17.0);
    for (letter, corner) in ["A", "B", "C", "D"].into_iter().zip(drawings::corners(side)) {
        let towards_middle = if corner.y < Handout::SIZE.1 / 2.0 { 11.0 * MM } else { -11.0 * MM };
        let half_a_capital = 2.0 * MM;
        sheet.line(letter, FURNITURE, &style, corner.x, corner.y + towards_middle + half_a_capital, 0.5);
    }
}
