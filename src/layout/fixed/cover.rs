//! The front cover: ground, artwork, title, strip with the publishers' logos.

use super::{Canvas, Slot, logos};
use crate::diag::complaint;
use crate::document::{Cover, Rich};
use crate::geom::{MM, Pt, Rect};
use crate::pages::{Owner, Page};
use crate::source::theme::Align;
use crate::style::{StyleId, TextStyle};

/// Least room between the last line of the titles and the artwork: 5 mm.
const CALM: Pt = 5.0 * MM;

/// Makes the cover.
pub fn cover(mut canvas: Canvas<'_, '_>, cover: &Cover) -> Page {
    let theme = &canvas.setter.sheet.theme.cover;
    let full = canvas.setter.sheet.page.full();
    canvas.ground(full, theme.fill.value);
    let mut words = Canvas::new(canvas.setter, canvas.number);
    let lower = titles(&mut words, cover);
    artwork(&mut canvas, cover, full, lower);
    canvas.items.append(&mut words.items);
    if !cover.logos.is_empty() {
        let rows = logos::rows(&cover.logos, canvas.setter);
        let extra = logos::extra_height(&rows, &canvas);
        let margin = canvas.across(theme.margin.0);
        let slot = Slot::from(margin, canvas.setter.sheet.page.width - 2.0 * margin);
        let label =
            canvas.fitted(&cover.publishers_label, canvas.setter.style(StyleId::CoverPublishers), slot);
        let strip = canvas.down(theme.strip_top.0) - extra - label.drop;
        let ground = Rect::between(full.x, strip, full.right(), full.bottom());
        canvas.ground(ground, theme.strip_fill.value);
        let y = canvas.down(theme.publishers_baseline.0) - extra - label.drop;
        canvas.put(label, y);
        let offset = canvas.down(canvas.setter.sheet.theme.logos.row_top.0) - extra;
        logos::place(&mut canvas, &rows, offset);
    }
    canvas.finish("cover")
}

/// Kicker, date, title, subtitle; returns how much lower than planned the artwork begins.
fn titles(canvas: &mut Canvas<'_, '_>, cover: &Cover) -> Pt {
    let theme = &canvas.setter.sheet.theme.cover;
    let margin = canvas.across(theme.margin.0);
    let width = canvas.setter.sheet.page.width - 2.0 * margin;
    let kicker = *canvas.setter.style(StyleId::CoverKicker);
    let y = canvas.down(theme.kicker_baseline.0);
    let date = cover.date.as_ref().map(|d| canvas.fitted(d, &kicker, Slot::up_to(margin + width, width)));
    let beside = width - date.as_ref().map_or(0.0, |date| date.width + kicker.size);
    let lowest = match &cover.kicker {
        Some(text) => canvas.rich_line(text, &kicker, Slot::from(margin, beside), y),
        None => y,
    };
    date.map(|date| canvas.put(date, y));
    let style = title_style(canvas, &cover.title, width);
    let first = canvas.down(theme.title_baseline.0);
    let first = if lowest > y { first.max(lowest + style.leading) } else { first };
    let last = canvas.text(&cover.title, &style, margin, first, width, true);
    let mut end = last;
    if let Some(subtitle) = &cover.subtitle {
        let style = *canvas.setter.style(StyleId::CoverSubtitle);
        let y = last + canvas.down(theme.subtitle_gap.0);
        end = canvas.text(subtitle, &style, margin, y, width, true);
    }
    if end > canvas.down(theme.strip_top.0) {
        canvas.setter.report(complaint::cover_full().at(cover.title_span));
    }
    (end + canvas.down(CALM) - canvas.down(theme.art_top.0)).max(0.0)
}

/// The title's style, made smaller until it fits on the lines it may have.
fn title_style(canvas: &Canvas<'_, '_>, title: &Rich, width: Pt) -> TextStyle {
    let theme = &canvas.setter.sheet.theme.cover;
    let setter = canvas.setter.trying();
    let mut style = *setter.style(StyleId::CoverTitle);
    style.align = Align::Left;
    let ratio = style.leading / style.size;
    loop {
        let set = setter.balanced(title, &style, width);
        let whole = set.lines.iter().all(|l| l.slack > -0.3 && (l.to.byte == 0 || l.hyphen));
        if whole && set.lines.len() <= theme.title_max_lines.0 || style.size <= theme.title_min_size.0 {
            return style;
        }
        style.size -= 1.0;
        style.leading = style.size * ratio;
    }
}

/// The author's picture below the titles, or the theme's plan over the whole cover.
fn artwork(canvas: &mut Canvas<'_, '_>, cover: &Cover, full: Rect, lower: Pt) {
    let theme = &canvas.setter.sheet.theme.cover;
    if let Some(image) = &cover.image {
        let Some(picture) = canvas.setter.pictures.files.get(image).cloned() else { return };
        let art = matches!(picture.kind, crate::source::assets::PictureKind::Svg(_));
        let top = if art { full.y } else { canvas.down(theme.art_top.0) + lower };
        let clip = Rect::between(
            full.x,
            top,
            full.right(),
            if art { full.bottom() } else { canvas.down(theme.strip_top.0) },
        );
        place_covering(canvas, picture, clip);
        return;
    }
    if let Some(art) = &theme.art.0 {
        let rect = Rect { y: full.y + lower, ..full };
        canvas.art(&art.value, rect, Some(full));
    }
}

/// Fills an area with a picture, cutting what does not fit.
pub fn place_covering(canvas: &mut Canvas<'_, '_>, picture: crate::source::assets::Picture, area: Rect) {
    let ratio = picture.ratio();
    let (w, h) = if area.w / area.h > ratio { (area.w, area.w / ratio) } else { (area.h * ratio, area.h) };
    let rect = Rect { x: area.x + (area.w - w) / 2.0, y: area.y + (area.h - h) / 2.0, w, h };
    let owner = Owner::Artifact(crate::pages::Artifact::Background);
    canvas.items.push(crate::pages::Item::Picture { rect, clip: Some(area), picture, owner });
}
