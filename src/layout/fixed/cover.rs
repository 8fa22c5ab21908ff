//! The front cover: ground, artwork, title, strip with the publishers' logos.

use super::{Sheet, logos};
use crate::diag::complaint;
use crate::document::{Cover, Rich};
use crate::geom::{MM, Pt, Rect};
use crate::pages::{Owner, Page};
use crate::source::theme::Align;
use crate::style::{StyleId, TextStyle};

/// Least room between the last line of the titles and the artwork: 5 mm.
const CALM: Pt = 5.0 * MM;

/// Makes the cover.
pub fn cover(mut sheet: Sheet<'_, '_>, cover: &Cover) -> Page {
    let theme = &sheet.setter.sheet.theme.cover;
    let full = sheet.setter.sheet.page.full();
    sheet.ground(full, theme.fill.value);
    let mut words = Sheet::new(sheet.setter, sheet.number);
    let lower = titles(&mut words, cover);
    artwork(&mut sheet, cover, full, lower);
    sheet.items.append(&mut words.items);
    if !cover.logos.is_empty() {
        let rows = logos::rows(&cover.logos, sheet.setter);
        let extra = logos::extra_height(&rows, &sheet);
        let strip = sheet.down(theme.strip_top.0) - extra;
        let ground = Rect::between(full.x, strip, full.right(), full.bottom());
        sheet.ground(ground, theme.strip_fill.value);
        let style = *sheet.setter.style(StyleId::CoverPublishers);
        let (x, y) = (sheet.across(theme.margin.0), sheet.down(theme.publishers_baseline.0) - extra);
        sheet.rich_line(&cover.publishers_label, &style, x, y, 0.0);
        let offset = sheet.down(sheet.setter.sheet.theme.logos.row_top.0) - extra;
        logos::place(&mut sheet, &rows, offset);
    }
    sheet.finish("cover")
}

/// Kicker, date, title, subtitle; returns how much lower than planned the artwork begins.
fn titles(sheet: &mut Sheet<'_, '_>, cover: &Cover) -> Pt {
    let theme = &sheet.setter.sheet.theme.cover;
    let margin = sheet.across(theme.margin.0);
    let width = sheet.setter.sheet.page.width - 2.0 * margin;
    let kicker = *sheet.setter.style(StyleId::CoverKicker);
    let y = sheet.down(theme.kicker_baseline.0);
    if let Some(text) = &cover.kicker {
        sheet.rich_line(text, &kicker, margin, y, 0.0);
    }
    if let Some(date) = &cover.date {
        sheet.rich_line(date, &kicker, margin + width, y, 1.0);
    }
    let style = title_style(sheet, &cover.title, width);
    let first = sheet.down(theme.title_baseline.0);
    let last = sheet.text(&cover.title, &style, margin, first, width, true);
    let mut end = last;
    if let Some(subtitle) = &cover.subtitle {
        let style = *sheet.setter.style(StyleId::CoverSubtitle);
        let y = last + sheet.down(theme.subtitle_gap.0);
        end = sheet.text(subtitle, &style, margin, y, width, true);
    }
    if end > sheet.down(theme.strip_top.0) {
        sheet.setter.report(complaint::cover_full().at(cover.title_span));
    }
    (end + sheet.down(CALM) - sheet.down(theme.art_top.0)).max(0.0)
}

/// The title's style, made smaller until it fits on the lines it may have.
fn title_style(sheet: &Sheet<'_, '_>, title: &Rich, width: Pt) -> TextStyle {
    let theme = &sheet.setter.sheet.theme.cover;
    let mut style = *sheet.setter.style(StyleId::CoverTitle);
    style.align = Align::Left;
    let ratio = style.leading / style.size;
    loop {
        let set = sheet.setter.balanced(title, &style, width);
        let whole = set.lines.iter().all(|l| l.slack > -0.3 && (l.to.byte == 0 || l.hyphen));
        if whole && set.lines.len() <= theme.title_max_lines.0 || style.size <= theme.title_min_size.0 {
            return style;
        }
        style.size -= 1.0;
        style.leading = style.size * ratio;
    }
}

/// The author's picture below the titles, or the theme's plan over the whole cover.
fn artwork(sheet: &mut Sheet<'_, '_>, cover: &Cover, full: Rect, lower: Pt) {
    let theme = &sheet.setter.sheet.theme.cover;
    if let Some(image) = &cover.image {
        let Some(picture) = sheet.setter.pictures.files.get(image).cloned() else { return };
        let art = matches!(picture.kind, crate::source::assets::PictureKind::Svg(_));
        let top = if art { full.y } else { sheet.down(theme.art_top.0) + lower };
        let clip = Rect::between(
            full.x,
            top,
            full.right(),
            if art { full.bottom() } else { sheet.down(theme.strip_top.0) },
        );
        place_covering(sheet, picture, clip);
        return;
    }
    if let Some(art) = &theme.art.0 {
        let rect = Rect { y: full.y + lower, ..full };
        sheet.art(&art.value, rect, Some(full));
    }
}

/// Fills an area with a picture, cutting what does not fit.
pub fn place_covering(sheet: &mut Sheet<'_, '_>, picture: crate::source::assets::Picture, area: Rect) {
    let ratio = picture.ratio();
    let (w, h) = if area.w / area.h > ratio { (area.w, area.w / ratio) } else { (area.h * ratio, area.h) };
    let rect = Rect { x: area.x + (area.w - w) / 2.0, y: area.y + (area.h - h) / 2.0, w, h };
    let owner = Owner::Artifact(crate::pages::Artifact::Background);
    sheet.items.push(crate::pages::Item::Picture { rect, clip: Some(area), picture, owner });
}
