//! The front cover: ground, artwork, title, strip with the publishers' logos.

use super::{Canvas, logos};
use crate::diag::complaint;
use crate::document::{Cover, Rich};
use crate::geom::{MM, Point, Pt, Rect};
use crate::pages::{Owner, Page, Turn};
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
        let strip = canvas.down(theme.strip_top.0) - extra;
        let ground = Rect::between(full.x, strip, full.right(), full.bottom());
        canvas.ground(ground, theme.strip_fill.value);
        let style = *canvas.setter.style(StyleId::CoverPublishers);
        let (x, y) = (canvas.across(theme.margin.0), canvas.down(theme.publishers_baseline.0) - extra);
        canvas.rich_line(&cover.publishers_label, &style, Point { x, y }, 0.0);
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
    if let Some(text) = &cover.kicker {
        canvas.rich_line(text, &kicker, Point { x: margin, y }, 0.0);
    }
    if let Some(date) = &cover.date {
        canvas.rich_line(date, &kicker, Point { x: margin + width, y }, 1.0);
    }
    let style = title_style(canvas, &cover.title, width);
    let first = canvas.down(theme.title_baseline.0);
    let last = canvas.text(&cover.title, &style, Point { x: margin, y: first }, width, true);
    let mut end = last;
    if let Some(subtitle) = &cover.subtitle {
        let style = *canvas.setter.style(StyleId::CoverSubtitle);
        let y = last + canvas.down(theme.subtitle_gap.0);
        end = canvas.text(subtitle, &style, Point { x: margin, y }, width, true);
    }
    if end > canvas.down(theme.strip_top.0) {
        canvas.setter.report(complaint::cover_full().at(cover.title_span));
    }
    (end + canvas.down(CALM) - canvas.down(theme.art_top.0)).max(0.0)
}

/// The title's style, made smaller until it fits on the lines it may have.
fn title_style(canvas: &Canvas<'_, '_>, title: &Rich, width: Pt) -> TextStyle {
    let theme = &canvas.setter.sheet.theme.cover;
    let mut style = *canvas.setter.style(StyleId::CoverTitle);
    style.align = Align::Left;
    let ratio = style.leading / style.size;
    loop {
        let set = canvas.setter.balanced(title, &style, width);
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
    canvas.items.push(crate::pages::Item::Picture {
        rect,
        clip: Some(area),
        turn: Turn::Upright,
        picture,
        owner,
    });
}
