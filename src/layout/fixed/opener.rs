//! Chapter openings: artwork, number, title, standfirst, key points.

use super::super::paragraph::Line;
use super::{Canvas, Slot};
use crate::diag::complaint;
use crate::document::rich::Rich;
use crate::document::{BlockKind, Chapter};
use crate::geom::{Point, Pt, Rect};
use crate::ids::NodeId;
use crate::pages::{Item, Owner, Page};
use crate::style::{StyleId, TextStyle};
use crate::text::fonts::FaceId;

/// Number of artworks that come with the theme; further chapters begin again.
const ARTWORKS: usize = 10;

/// Name of a chapter's artwork below `assets/`.
pub fn artwork(pattern: &str, number: usize) -> String {
    let n = (number - 1) % ARTWORKS + 1;
    pattern.replace("{nn}", &format!("{n:02}"))
}

/// Makes the opening of a numbered chapter. Long titles and summaries push the artwork up.
pub fn opener(canvas: Canvas<'_, '_>, chapter: &Chapter, number: usize) -> Page {
    let (setter, page) = (canvas.setter, canvas.number);
    let wanted = compose(canvas, chapter, number, 0.0);
    let over = wanted.over.min(wanted.canvas.down(MOST_LIFT));
    let made = if over > 0.0 { compose(Canvas::new(setter, page), chapter, number, over) } else { wanted };
    if made.over > 0.5 {
        let place = chapter.front.summary.as_ref().map(|s| s.span);
        setter.report(complaint::opener_full().at(place));
    }
    made.canvas.finish("opener")
}

/// Most that the artwork gives way: 40 mm.
const MOST_LIFT: Pt = 40.0 * crate::geom::MM;
/// Least room between the summary and the key points.
const BETWEEN: Pt = 10.0;

/// An opening and how much its text is too long.
struct Composed<'s, 'a> {
    canvas: Canvas<'s, 'a>,
    over: Pt,
}

fn compose<'s, 'a>(
    mut canvas: Canvas<'s, 'a>,
    chapter: &Chapter,
    number: usize,
    lift: Pt,
) -> Composed<'s, 'a> {
    let theme = &canvas.setter.sheet.theme.opener;
    let page = &canvas.setter.sheet.page;
    let (left, measure, foot) = (canvas.left(), page.measure, page.top + page.depth());
    let full = page.full();
    let block = Rect::between(full.x, full.y, full.right(), canvas.down(theme.block_bottom.0) - lift);
    canvas.ground(block, theme.fill.value);
    if let Some(art) = &theme.art.0 {
        let whole = Rect { h: block.h + lift, ..block };
        canvas.art(&artwork(&art.value, number), (whole, Some(block)), theme.art_mirrors);
    }
    place_number(&mut canvas, (number, chapter.number_node), left, lift);
    let style = title_style(&canvas, &chapter.title, measure);
    let first = canvas.down(theme.title_baseline.0) - lift;
    let mut lowest = canvas.text(&chapter.title, &style, Point { x: left, y: first }, measure, true);
    if let Some(summary) = &chapter.summary {
        let style = *canvas.setter.style(StyleId::Standfirst);
        let y = lowest + style.space_above + style.leading;
        lowest = canvas.text(summary, &style, Point { x: left, y }, measure, false);
    }
    let top = glance(&mut canvas, chapter, left, measure, foot);
    let over = (lowest + BETWEEN - top.unwrap_or(foot + BETWEEN)).max(0.0);
    Composed { canvas, over }
}

/// Sizes at which a title is tried whose words would be broken, of its own.
const SMALLER: [f64; 2] = [0.95, 0.9];

/// A title in which words would be broken is a little smaller, if they stay whole then on as many lines.
fn title_style(canvas: &Canvas<'_, '_>, title: &Rich, measure: Pt) -> TextStyle {
    let style = *canvas.setter.style(StyleId::OpenerTitle);
    let trial = canvas.setter.trial();
    let lines = |style: &TextStyle| trial.balanced(title, style, measure).lines;
    let is_broken = |lines: &[Line]| lines.iter().any(|line| line.hyphen);
    let most = lines(&style);
    if !is_broken(&most) {
        return style;
    }
    let sized = SMALLER.map(|size| style.sized(style.size * size, style.leading * size));
    let mut whole = sized.into_iter().filter(|style| {
        let lines = lines(style);
        lines.len() <= most.len() && !is_broken(&lines)
    });
    whole.next().unwrap_or(style)
}

/// The number: the ink of its outermost figure on the edge of the text. It is read before the title; a space keeps the
/// two apart.
fn place_number(canvas: &mut Canvas<'_, '_>, (number, node): (usize, NodeId), left: Pt, lift: Pt) {
    let style = *canvas.setter.style(StyleId::OpenerNumber);
    let y = canvas.down(canvas.setter.sheet.theme.opener.number_baseline.0) - lift;
    let text = format!("{} ", canvas.setter.digits.write(number));
    let bearing = bearing(canvas, style.faces[0], text.trim_end()) * style.size;
    let slot = Slot::from(left - bearing, canvas.setter.sheet.page.width - left);
    canvas.line(&text, Owner::Node(node), &style, slot, y);
}

/// White before the ink of a number where lines begin, in em.
fn bearing(canvas: &Canvas<'_, '_>, face: FaceId, number: &str) -> Pt {
    use crate::source::theme::{Figures, Hyphenate};
    let key = crate::text::shape::WordKey {
        face,
        features: crate::text::shape::Features { figures: Figures::Lining, small_caps: false },
        hyphenate: Hyphenate::None,
        rtl: false,
        language: None,
    };
    let mirrored = canvas.setter.mirrored;
    let outermost = if mirrored { number.chars().next_back() } else { number.chars().next() };
    let word = canvas.setter.shaper.word(&outermost.unwrap_or('1').to_string(), key);
    let font = &canvas.setter.shaper.fonts.face(face).font;
    let Some(glyph) = word.glyphs.first() else { return 0.0 };
    let extents = harfrust::ShaperFont::new(font).glyph_extents(harfrust::GlyphId::new(u32::from(glyph.id)));
    let white = |ink: harfrust::GlyphExtents| {
        let left = f64::from(ink.x_bearing) / f64::from(font.units_per_em());
        let width = f64::from(ink.width) / f64::from(font.units_per_em());
        if mirrored { f64::from(glyph.advance) - left - width } else { left }
    };
    extents.map_or(0.0, white)
}

/// „Auf einen Blick“, its last line on the last line of the grid; returns its top.
fn glance(canvas: &mut Canvas<'_, '_>, chapter: &Chapter, left: Pt, measure: Pt, foot: Pt) -> Option<Pt> {
    let glance = chapter.glance.as_ref()?;
    let setter = canvas.setter;
    let theme = &setter.sheet.theme.opener;
    let list = &setter.sheet.theme.list;
    let (label, text) = (*setter.style(StyleId::BoxLabel), *setter.style(StyleId::BoxText));
    let indent = list.indent.0;
    let points: Vec<(NodeId, _)> = glance
        .points
        .iter()
        .filter_map(|point| match &point.blocks.first()?.kind {
            BlockKind::Paragraph(rich) => Some((point.label, setter.text(rich, &text, measure - indent))),
            _ => None,
        })
        .collect();
    let height: Pt = points.iter().map(|(_, p)| p.height()).sum();
    let top = foot - height - label.leading - theme.glance_pad.0 - theme.glance_rule.0;
    let colour = label.colour;
    canvas.rule(Rect { x: left, y: top, w: measure, h: theme.glance_rule.0 }, colour);
    let mut y = top + theme.glance_rule.0 + theme.glance_pad.0;
    canvas.text(&glance.label, &label, Point { x: left, y: y + label.baseline }, measure, false);
    y += label.leading;
    for (node, point) in &points {
        let along = point.setting.begins == setter.start();
        let (x, text) = if along { (left, left + indent) } else { (left + measure - list.marker.0, left) };
        let marker = Rect { x, y: y + list.marker_top.0, w: list.marker.0, h: list.marker.0 };
        canvas.items.push(Item::Fill { rect: marker, colour: list.marker_color, owner: Owner::Node(*node) });
        y += setter.place(point, Point { x: text, y }, &mut canvas.items);
    }
    Some(top)
}
