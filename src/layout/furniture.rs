//! Page furniture: running heads, folios, the thumb index. Decides what stands in the margins.

use super::fixed::Sheet;
use crate::colour::Colour;
use crate::geom::{Pt, Rect, Side};
use crate::pages::{Artifact, Item, Owner};
use crate::style::StyleId;

/// The running head, at the outer edge of the type area.
pub fn running_head(sheet: &mut Sheet<'_, '_>, words: &str, colour: Option<Colour>) {
    let page = &sheet.setter.sheet.page;
    let mut style = *sheet.setter.style(StyleId::RunningHead);
    style.colour = colour.unwrap_or(style.colour);
    let y = sheet.down(sheet.setter.sheet.theme.running.baseline.0);
    let (x, anchor) = match sheet.side {
        Side::Recto => (sheet.left() + page.measure, 1.0),
        Side::Verso => (sheet.left(), 0.0),
    };
    sheet.line(words, Owner::Artifact(Artifact::Header), &style, x, y, anchor);
}

/// The folio, in the outer margin.
pub fn folio(sheet: &mut Sheet<'_, '_>, colour: Option<Colour>) {
    let page = &sheet.setter.sheet.page;
    let mut style = *sheet.setter.style(StyleId::Folio);
    style.colour = colour.unwrap_or(style.colour);
    let running = &sheet.setter.sheet.theme.running;
    let y = sheet.down(running.baseline.0);
    let (x, anchor) = match sheet.side {
        Side::Recto => (sheet.left() + page.measure + running.folio_gap.0, 0.0),
        Side::Verso => (sheet.left() - running.folio_gap.0, 1.0),
    };
    let number = sheet.number.to_string();
    sheet.line(&number, Owner::Artifact(Artifact::PageNumber), &style, x, y, anchor);
}

/// Height and top of a chapter's tab; none where the theme has none or there are too many chapters.
pub fn tab_place(sheet: &Sheet<'_, '_>, chapter: usize, chapters: usize) -> Option<(Pt, Pt)> {
    /// Above this many chapters there is no index.
    const MOST: usize = 15;
    let theme = &sheet.setter.sheet.theme.tab;
    if theme.max_chapters.0 == 0 {
        return None;
    }
    let (pitch, height) = if chapters <= theme.max_chapters.0 {
        (theme.pitch.0, theme.height.0)
    } else if chapters <= MOST {
        (theme.narrow_pitch.0, theme.narrow_height.0)
    } else {
        return None;
    };
    let page = &sheet.setter.sheet.page;
    let top = page.top + theme.first_top.0 + pitch * (chapter as Pt - 1.0);
    (top + height <= page.height - 10.0).then_some((top, height))
}

/// A chapter's tab on the fore-edge.
pub fn tab(sheet: &mut Sheet<'_, '_>, chapter: usize, chapters: usize, opener: bool) {
    let Some((top, height)) = tab_place(sheet, chapter, chapters) else { return };
    let theme = &sheet.setter.sheet.theme.tab;
    let page = &sheet.setter.sheet.page;
    let (width, bleed) = (theme.width.0, page.bleed);
    let x = match sheet.side {
        Side::Recto => page.width - width,
        Side::Verso => -bleed,
    };
    let mut style = *sheet.setter.style(StyleId::TabNumber);
    if opener {
        style.colour = theme.opener_color.value;
    }
    let rect = Rect { x, y: top, w: width + bleed, h: height };
    let colour = if opener { theme.opener_fill.value } else { theme.fill.value };
    sheet.items.push(Item::Fill { rect, colour, owner: Owner::Artifact(Artifact::Layout) });
    let cap = cap_height(sheet, &style);
    let middle = if sheet.side == Side::Recto { page.width - width / 2.0 } else { width / 2.0 };
    let y = top + (height + cap) / 2.0;
    sheet.line(&chapter.to_string(), Owner::Artifact(Artifact::Layout), &style, middle, y, 0.5);
}

/// Height of capitals in a style.
pub fn cap_height(sheet: &Sheet<'_, '_>, style: &crate::style::TextStyle) -> Pt {
    let font = &sheet.setter.shaper.fonts.face(style.faces[0]).font;
    let upem = f64::from(font.units_per_em());
    font.metrics().cap_height.map_or(0.66, |h| f64::from(h.to_f32()) / upem) * style.size
}
