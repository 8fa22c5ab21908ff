//! Chapter openings: artwork, number, title, standfirst, key points.

use super::Sheet;
use crate::document::{BlockKind, Chapter};
use crate::geom::{Point, Pt, Rect};
use crate::node::NodeId;
use crate::pages::{Artifact, Item, Owner, Page};
use crate::style::StyleId;
use crate::text::fonts::FaceId;

/// Number of artworks that come with the theme; further chapters begin again.
const ARTWORKS: usize = 10;

/// Name of a chapter's artwork below `assets/`.
pub fn artwork(pattern: &str, number: usize) -> String {
    let n = (number - 1) % ARTWORKS + 1;
    pattern.replace("{nn}", &format!("{n:02}"))
}

/// Makes the opening of a numbered chapter.
pub fn opener(mut sheet: Sheet<'_, '_>, chapter: &Chapter, number: usize) -> Page {
    let theme = &sheet.setter.sheet.theme.opener;
    let page = &sheet.setter.sheet.page;
    let (left, measure, foot) = (sheet.left(), page.measure, page.top + page.depth());
    let full = page.full();
    let block = Rect::between(full.x, full.y, full.right(), sheet.down(theme.block_bottom.0));
    sheet.ground(block, theme.fill);
    if let Some(art) = &theme.art {
        sheet.art(&artwork(&art.value, number), block, Some(block));
    }
    place_number(&mut sheet, number, left);
    let style = *sheet.setter.style(StyleId::OpenerTitle);
    let first = sheet.down(theme.title_baseline.0);
    let last = sheet.text(&chapter.title, &style, left, first, measure, true);
    let mut lowest = last;
    if let Some(summary) = &chapter.summary {
        let style = *sheet.setter.style(StyleId::Standfirst);
        let y = last + style.space_above + style.leading;
        lowest = sheet.text(summary, &style, left, y, measure, false);
    }
    let top = glance(&mut sheet, chapter, left, measure, foot);
    if lowest + 6.0 > top.unwrap_or(foot + 6.0) {
        sheet.setter.report(
            crate::diag::Diagnostic::warning("opener-full", "title, summary and key points do not fit on the chapter opening")
                .at(chapter.front.summary.as_ref().map(|s| s.span))
                .hint("shorten the summary to 330 characters or drop a key point"),
        );
    }
    sheet.finish("opener")
}

/// The number: the ink of its first figure on the edge of the text. It is spoken with the title.
fn place_number(sheet: &mut Sheet<'_, '_>, number: usize, left: Pt) {
    let style = *sheet.setter.style(StyleId::OpenerNumber);
    let y = sheet.down(sheet.setter.sheet.theme.opener.number_baseline.0);
    let text = number.to_string();
    let bearing = ink_left(sheet, style.faces[0], text.chars().next().unwrap_or('1')) * style.size;
    sheet.line(&text, Owner::Artifact(Artifact::Layout), &style, left - bearing, y, 0.0);
}

/// Left side bearing of a proportional figure in em.
fn ink_left(sheet: &Sheet<'_, '_>, face: FaceId, figure: char) -> Pt {
    use crate::style::theme::{Figures, Hyphenate};
    let key = crate::text::shape::WordKey {
        face,
        features: crate::style::Features { figures: Figures::Lining, small_caps: false },
        hyphenate: Hyphenate::None,
        rtl: false,
    };
    let word = sheet.setter.shaper.word(&figure.to_string(), key);
    let font = &sheet.setter.shaper.fonts.face(face).font;
    let Some(glyph) = word.glyphs.first() else { return 0.0 };
    let extents = harfrust::ShaperFont::new(font).glyph_extents(harfrust::GlyphId::new(u32::from(glyph.id)));
    extents.map_or(0.0, |e| f64::from(e.x_bearing) / f64::from(font.units_per_em()))
}

/// „Auf einen Blick“, its last line on the last line of the grid; returns its top.
fn glance(sheet: &mut Sheet<'_, '_>, chapter: &Chapter, left: Pt, measure: Pt, foot: Pt) -> Option<Pt> {
    let glance = chapter.glance.as_ref()?;
    let setter = sheet.setter;
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
    sheet.rule(Rect { x: left, y: top, w: measure, h: theme.glance_rule.0 }, colour);
    let mut y = top + theme.glance_rule.0 + theme.glance_pad.0;
    sheet.text(&glance.label, &label, left, y + label.baseline, measure, false);
    y += label.leading;
    for (node, point) in &points {
        let marker = Rect { x: left, y: y + list.marker_top.0, w: list.marker.0, h: list.marker.0 };
        sheet.items.push(Item::Fill { rect: marker, colour: list.marker_color, owner: Owner::Node(*node) });
        y += setter.place(point, Point { x: left + indent, y }, &mut sheet.items);
    }
    Some(top)
}
