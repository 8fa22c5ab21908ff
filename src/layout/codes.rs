//! QR codes on pages. Decides how large they are, and where they stand: in the margin beside the line
//! that asks for one, or listed at the end of a chapter.

use std::collections::BTreeSet;
use std::sync::Arc;

use qrcodegen::{QrCode, QrCodeEcc};

use super::blocks::Column;
use super::fixed::Canvas;
use super::galley::{Content, FORBIDDEN, Galley, Row, Surplus};
use super::setter::Setter;
use crate::diag::{Sentence, complaint, words};
use crate::document::codes::Code;
use crate::document::rich::Rich;
use crate::geom::{Point, Pt, Rect, Side, fits};
use crate::ids::LinkId;
use crate::language::Direction;
use crate::pages::{Item, Owner, Page};
use crate::source::theme::Align;
use crate::style::{StyleId, TextStyle};

/// Light modules that a reader needs around the symbol (ISO/IEC 18004).
const QUIET: Pt = 4.0;

/// A symbol with its printed size.
struct Symbol {
    rows: Arc<[Box<[bool]>]>,
    side: Pt,
}

impl Symbol {
    fn quiet(&self) -> Pt {
        QUIET * self.side / self.rows.len() as Pt
    }

    fn item(&self, code: &Code, at: Point, setter: &Setter<'_>) -> Item {
        Item::Modules {
            rect: Rect { x: at.x, y: at.y, w: self.side, h: self.side },
            rows: self.rows.clone(),
            colour: setter.sheet.theme.qr.color,
            owner: Owner::Node(code.figure),
        }
    }
}

/// The symbol of an address as large as it is wanted, or larger for its modules; none, with a report, above `most`.
fn symbol(
    setter: &Setter<'_>,
    code: &Code,
    (wanted, most): (Pt, Pt),
    help: Option<Sentence>,
) -> Option<Symbol> {
    let theme = &setter.sheet.theme.qr;
    let made = QrCode::encode_text(&code.url, QrCodeEcc::Medium).ok().map(|qr| {
        let row = |y| (0..qr.size()).map(|x| qr.get_module(x, y)).collect();
        let side = wanted.max(f64::from(qr.size()) * theme.module_min.0);
        Symbol { rows: (0..qr.size()).map(row).collect(), side }
    });
    let fitting = made.filter(|symbol| fits(symbol.side, most));
    if fitting.is_none() {
        setter.report(complaint::qr_size(code.url.len()).at(code.span).with_help(help));
    }
    fitting
}

/// Puts the codes of the links on a page into its outer margin.
pub fn margin(setter: &Setter<'_>, page: &mut Page, coded: &mut BTreeSet<LinkId>) {
    let lines: Vec<(LinkId, Rect)> = page
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Link { rect, link } => Some((*link, *rect)),
            _ => None,
        })
        .collect();
    for (link, line) in lines {
        let Some(code) = setter.document.code_beside(link) else { continue };
        if coded.insert(link) {
            beside(setter, page, code, line);
        }
    }
}

/// Puts a code beside a line: from its x-height down, or as near as it finds room.
fn beside(setter: &Setter<'_>, page: &mut Page, code: &Code, line: Rect) {
    let theme = &setter.sheet.theme.qr;
    let geometry = &setter.sheet.page;
    let Some(symbol) =
        symbol(setter, code, (theme.symbol.0, theme.label_width.0), Some(words::qr_elsewhere()))
    else {
        return;
    };
    let left = match page.side {
        Side::Recto => geometry.left(page.side) + geometry.measure + theme.gap.0,
        Side::Verso => geometry.left(page.side) - theme.gap.0 - symbol.side,
    };
    let mut words = Vec::new();
    let label_left = if page.side == Side::Recto { 0.0 } else { symbol.side - theme.label_width.0 };
    let below = symbol.side + theme.label_gap.0;
    let at = Point { x: label_left, y: below };
    let height = below + label(setter, code, (at, theme.label_width.0), page.side, &mut words);
    let quiet = symbol.quiet();
    let inside = left - quiet > 0.0 && left + symbol.side + quiet < geometry.width;
    // What stands between the symbol and the edge of the page is in its way, too.
    let zone = match page.side {
        Side::Recto => (left - quiet, geometry.width),
        Side::Verso => (0.0, left + symbol.side + quiet),
    };
    let taken = taken(page, zone, theme.clear.0, theme.between.0);
    let style = setter.style(StyleId::Body);
    let wanted = line.y + style.baseline - x_height(setter);
    let (top, bottom) = (geometry.top, geometry.top + geometry.depth());
    let Some(y) = free_place(&taken, wanted, height, (top, bottom)).filter(|_| inside) else {
        setter.report(complaint::qr_room(page.number).at(code.span));
        return;
    };
    page.items.push(symbol.item(code, Point { x: left, y }, setter));
    for mut item in words {
        item.shift(left, y);
        page.items.push(item);
    }
    let rect = Rect { x: left, y, w: symbol.side, h: symbol.side };
    page.items.push(Item::Link { rect, link: code.link });
}

/// Sizes at which a line under a symbol is tried that would be broken, of its own.
const SIZES: [f64; 3] = [1.0, 0.95, 0.9];

/// Words and address under a symbol, in a width; returns their height.
fn label(
    setter: &Setter<'_>,
    code: &Code,
    (at, width): (Point, Pt),
    side: Side,
    items: &mut Vec<Item>,
) -> Pt {
    let mut height = 0.0;
    let words = code.words.as_ref().map(|words| (StyleId::QrLabel, words.as_str(), code.label));
    for (style, words, node) in words.into_iter().chain([(StyleId::QrUrl, code.address(), code.figure)]) {
        let style = setter.style(style);
        // Towards the text, as it will stand on the page.
        let at_right = (side == Side::Verso) != setter.mirrored;
        let rich = Rich::written(words, code.span, node);
        let sized = SIZES.map(|size| style.sized(style.size * size, style.leading));
        let fits = |style: &&TextStyle| setter.trial().text(&rich, style, width).lines.len() == 1;
        let mut style = *sized.iter().find(fits).unwrap_or(style);
        style.align = if at_right { Align::Right } else { Align::Left };
        let mut set = setter.text(&rich, &style, width);
        if !at_right {
            set.setting.begins = Direction::LeftToRight;
        }
        height += setter.place(&set, Point { x: at.x, y: at.y + height }, items);
    }
    height
}

/// A code of that side with its words below, its top left corner there; returns its foot.
pub fn below_symbol(canvas: &mut Canvas<'_, '_>, code: &Code, side: Pt, at: Point) -> Pt {
    let setter = canvas.setter;
    let theme = &setter.sheet.theme.qr;
    let Some(symbol) = symbol(setter, code, (side, side.max(theme.symbol_max.0)), None) else { return at.y };
    canvas.items.push(symbol.item(code, at, setter));
    let rect = Rect { x: at.x, y: at.y, w: symbol.side, h: symbol.side };
    canvas.items.push(Item::Link { rect, link: code.link });
    let below = Point { y: at.y + symbol.side + theme.label_gap.0, ..at };
    below.y + label(setter, code, (below, symbol.side), Side::Recto, &mut canvas.items)
}

/// Stretches of a margin that something stands in, with the space to keep from it.
fn taken(page: &Page, zone: (Pt, Pt), clear: Pt, between: Pt) -> Vec<(Pt, Pt)> {
    let rect_of = |item: &Item| {
        let space = if matches!(item, Item::Modules { .. }) { between } else { clear };
        item.bounds().map(|rect| (rect, space))
    };
    let beside = |(rect, _): &(Rect, Pt)| rect.x < zone.1 && rect.right() > zone.0 && rect.w > 0.0;
    let placed = page.items.iter().filter_map(rect_of).filter(beside);
    placed.map(|(rect, space)| (rect.y - space, rect.bottom() + space)).collect()
}

/// The place nearest to the wanted one where nothing stands, first below, then above.
fn free_place(taken: &[(Pt, Pt)], wanted: Pt, height: Pt, (top, bottom): (Pt, Pt)) -> Option<Pt> {
    let free = |y: &Pt| {
        *y >= top - 0.01
            && fits(y + height, bottom)
            && taken.iter().all(|(from, to)| y + height <= from + 0.01 || *y >= to - 0.01)
    };
    let edges = taken.iter().flat_map(|(from, to)| [from - height, *to]);
    let places = [wanted, top, bottom - height].into_iter().chain(edges).filter(free);
    places.min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs()))
}

fn x_height(setter: &Setter<'_>) -> Pt {
    let style = setter.style(StyleId::Body);
    let font = &setter.shaper.fonts.face(style.faces[0]).font;
    let upem = f64::from(font.units_per_em());
    font.metrics().x_height.map_or(0.48, |h| f64::from(h.to_f32()) / upem) * style.size
}

impl<'a> Setter<'a> {
    /// The codes at the end of a chapter under their heading.
    pub fn further(&self, heading: &'a Rich, codes: &'a [Code], column: Column) -> Galley<'a> {
        let style = self.style(StyleId::Heading2);
        let mut galley = Galley::default();
        galley.push_lines(self.balanced(heading, style, column.width), column.x, false);
        if let Some(first) = galley.rows.first_mut() {
            first.surplus = Surplus::Above;
            first.bookmark = Some((2, heading.words()));
        }
        galley.space(0.0, self.sheet.theme.qr.clear.0);
        let mut rows = self.code_rows(None, codes, column);
        if let Some(first) = rows.rows.first_mut() {
            first.break_before = FORBIDDEN;
        }
        galley.append(rows);
        galley.space(style.space_above, 0.0);
        galley
    }

    /// Codes one below the other: symbol, words, address; beside the first the title of what they belong to.
    pub fn code_rows(&self, title: Option<&'a Rich>, codes: &'a [Code], column: Column) -> Galley<'a> {
        let mut galley = Galley::default();
        for (n, code) in codes.iter().enumerate() {
            let title = title.filter(|_| n == 0);
            if let Some(row) = self.code_row(title, code, column, &mut galley) {
                galley.rows.push(row);
            }
        }
        galley
    }

    fn code_row(
        &self,
        title: Option<&'a Rich>,
        code: &'a Code,
        column: Column,
        galley: &mut Galley<'a>,
    ) -> Option<Row> {
        let theme = &self.sheet.theme.qr;
        let symbol = symbol(self, code, (theme.symbol.0, theme.symbol_max.0), None)?;
        let mut items = vec![symbol.item(code, Point::default(), self)];
        let left = theme.text_x.0 + symbol.side - theme.symbol.0;
        let width = column.width - left;
        let words = code.words.as_ref().map(|words| Rich::written(words.as_str(), code.span, code.label));
        let address = Rich::written(code.address(), code.span, code.figure);
        let named = title.into_iter().chain(&words).map(|words| (words, StyleId::FurtherTitle));
        let mut y = 0.0;
        for (text, style) in named.chain([(&address, StyleId::FurtherUrl)]) {
            let set = self.balanced(text, self.style(style), width);
            y += self.place(&set, Point { x: left, y }, &mut items);
        }
        let rect = Rect { x: 0.0, y: 0.0, w: symbol.side, h: symbol.side };
        items.push(Item::Link { rect, link: code.link });
        let height = symbol.side.max(y);
        let above = (theme.pitch.0 - height).max(theme.between.0);
        let frame = galley.frame(items);
        Some(Row { x: column.x, above, ..Row::new(height, Content::Frame(frame)) })
    }
}
