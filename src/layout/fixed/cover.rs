//! The front cover: ground, artwork, title, strip with the publishers' logos.

use super::{Canvas, Slot, logos};
use crate::diag::complaint;
use crate::document::matter::CoverImage;
use crate::document::{Cover, Rich};
use crate::geom::{MM, Point, Pt, Rect};
use crate::pages::{Artifact, Item, Owner, Page, Turn};
use crate::source::assets::{Picture, PictureKind};
use crate::source::theme::Align;
use crate::style::{StyleId, TextStyle};

/// Least room between the last line of the titles and the artwork: 5 mm.
const CALM: Pt = 5.0 * MM;

/// Makes the cover.
pub fn cover(mut canvas: Canvas<'_, '_>, cover: &Cover) -> Page {
    let theme = &canvas.setter.sheet.theme.cover;
    let full = canvas.setter.sheet.page.full();
    canvas.ground(full, theme.fill.value);
    let rows = logos::rows(&cover.logos, canvas.setter);
    let extra = logos::extra_height(&rows, &canvas);
    let strip = canvas.down(theme.strip_top.0) - extra;
    let foot = if cover.logos.is_empty() { full.bottom() } else { strip };
    let mut words = Canvas::new(canvas.setter, canvas.number);
    let end = titles(&mut words, cover);
    match &cover.image {
        Some(image) => own_picture(&mut canvas, cover, image, (Rect { h: foot - full.y, ..full }, end)),
        None => artwork(&mut canvas, full, end),
    }
    canvas.items.append(&mut words.items);
    if !cover.logos.is_empty() {
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

/// Kicker, date, title, subtitle; returns the last baseline.
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
    end
}

/// The title's style, made smaller until it fits on the lines it may have.
fn title_style(canvas: &Canvas<'_, '_>, title: &Rich, width: Pt) -> TextStyle {
    let theme = &canvas.setter.sheet.theme.cover;
    let setter = canvas.setter.trial();
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

/// The theme's plan over the whole cover, lower where the titles end at `end` and need its room.
fn artwork(canvas: &mut Canvas<'_, '_>, full: Rect, end: Pt) {
    let theme = &canvas.setter.sheet.theme.cover;
    let lower = (end + canvas.down(CALM) - canvas.down(theme.art_top.0)).max(0.0);
    if let Some(art) = &theme.art.0 {
        let lowered = Rect { y: full.y + lower, ..full };
        canvas.art(&art.value, (lowered, Some(full)), theme.art_mirrors);
    }
}

/// The author's picture. A drawing has its own room for the titles; on a photo they stand on a panel in the
/// cover's colour, down to below `end`. It fills what the logos leave.
fn own_picture(canvas: &mut Canvas<'_, '_>, cover: &Cover, image: &CoverImage, (free, end): (Rect, Pt)) {
    let Some(picture) = canvas.setter.pictures.files.get(&image.path).cloned() else { return };
    let owner = match image.shows {
        Some(_) => Owner::Node(image.node),
        None => Owner::Artifact(Artifact::Background),
    };
    if matches!(picture.kind, PictureKind::Svg(_)) {
        return place_covering(canvas, picture, canvas.setter.sheet.page.full(), owner);
    }
    let theme = &canvas.setter.sheet.theme;
    let (least, path) = (theme.figure.min_ppi.0, picture.path.clone());
    if let Some(ppi) = picture.ppi(covering(&picture, free).w).filter(|ppi| *ppi < least - 0.5) {
        let told = complaint::image_resolution(&path, format_args!("{ppi:.0}"), format_args!("{least:.0}"));
        canvas.setter.report(told.at(image.span));
    }
    place_covering(canvas, picture, free, owner);
    let panel = panel(canvas, cover, end);
    canvas.ground(panel, theme.cover.fill.value);
}

/// The ground of the titles on a photo: half a margin around them.
fn panel(canvas: &Canvas<'_, '_>, cover: &Cover, end: Pt) -> Rect {
    let theme = &canvas.setter.sheet.theme.cover;
    let margin = canvas.across(theme.margin.0);
    let first = match cover.kicker.as_ref().or(cover.date.as_ref()) {
        Some(_) => canvas.down(theme.kicker_baseline.0) - canvas.setter.style(StyleId::CoverKicker).size,
        None => canvas.down(theme.title_baseline.0) - canvas.setter.style(StyleId::CoverTitle).size,
    };
    let right = canvas.setter.sheet.page.width - margin / 2.0;
    Rect::between(margin / 2.0, (first - margin / 2.0).max(0.0), right, end + margin / 2.0)
}

/// Fills an area with a picture, cutting what does not fit.
fn place_covering(canvas: &mut Canvas<'_, '_>, picture: Picture, area: Rect, owner: Owner) {
    let rect = covering(&picture, area);
    canvas.items.push(Item::Picture { rect, clip: Some(area), turn: Turn::Upright, picture, owner });
}

/// Where a picture lies whose middle fills an area.
fn covering(picture: &Picture, area: Rect) -> Rect {
    let ratio = picture.ratio();
    let (w, h) = if area.w / area.h > ratio { (area.w, area.w / ratio) } else { (area.h * ratio, area.h) };
    Rect { x: area.x + (area.w - w) / 2.0, y: area.y + (area.h - h) / 2.0, w, h }
}
