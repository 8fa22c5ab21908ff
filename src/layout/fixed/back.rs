//! The back cover: claim, blurb, the publishers' contacts and logos.

use super::super::codes::below_symbol;
use super::{Canvas, Slot, logos};
use crate::diag::complaint;
use crate::document::Back;
use crate::document::matter::Contact;
use crate::geom::{MM, Point, Pt, Rect, fits};
use crate::pages::{Item, Page};
use crate::style::StyleId;

/// Makes the back cover.
pub fn back(mut canvas: Canvas<'_, '_>, back: &Back) -> Page {
    let theme = &canvas.setter.sheet.theme.back;
    let cover = &canvas.setter.sheet.theme.cover;
    let full = canvas.setter.sheet.page.full();
    let area = Rect::between(full.x, full.y, full.right(), canvas.down(theme.art_bottom.0));
    canvas.ground(area, theme.fill.value);
    if let Some(art) = &theme.art.0 {
        canvas.art(&art.value, (area, Some(area)), theme.art_mirrors);
    }
    let margin = canvas.across(cover.margin.0);
    let widest = canvas.setter.sheet.page.width - 2.0 * margin;
    let mut lowest: Pt = 0.0;
    let mut claim_at = canvas.down(theme.claim_baseline.0);
    let mut blurb_at = canvas.down(theme.blurb_baseline.0);
    if let Some(kicker) = &back.kicker {
        let style = *canvas.setter.style(StyleId::CoverKicker);
        let y = canvas.down(cover.kicker_baseline.0);
        let last = canvas.rich_line(kicker, &style, Slot::from(margin, widest), y);
        if last > y {
            claim_at = claim_at.max(last + 2.0 * style.leading);
            blurb_at = blurb_at.max(claim_at);
        }
    }
    if let Some(claim) = &back.claim {
        let style = *canvas.setter.style(StyleId::BackClaim);
        let width = canvas.across(theme.claim_width.0).min(widest);
        let last = canvas.text(claim, &style, Point { x: margin, y: claim_at }, width, true);
        blurb_at = blurb_at.max(last + style.leading * 1.3);
        lowest = last;
    }
    if let Some(blurb) = &back.blurb {
        let style = *canvas.setter.style(StyleId::BackBlurb);
        let width = canvas.across(theme.blurb_width.0).min(widest);
        let last = canvas.text(blurb, &style, Point { x: margin, y: blurb_at }, width, false);
        lowest = lowest.max(last);
    }
    if lowest > canvas.down(theme.art_bottom.0) {
        canvas.setter.report(complaint::back_full());
    }
    let rows = logos::rows(&back.logos, canvas.setter);
    let top = canvas.down(canvas.setter.sheet.theme.logos.row_top.0) - logos::extra_height(&rows, &canvas);
    let foot = if rows.iter().all(Vec::is_empty) { full.bottom() } else { top };
    let beside = code(&mut canvas, back, foot);
    contacts(&mut canvas, &back.contacts, (foot, beside));
    logos::place(&mut canvas, &rows, top);
    canvas.finish("back")
}

/// Sizes at which the contacts are tried, of their own.
const SIZES: [f64; 3] = [1.0, 0.9, 0.8];

/// Space between the contacts and the code beside them.
const BESIDE_CODE: Pt = 4.0 * MM;
/// How far the code stands below the top of the contacts: at the x-height of their first line.
const CODE_DROP: Pt = 1.0 * MM;

/// The code at the margin where lines end; returns the room that it takes from the contacts.
fn code(canvas: &mut Canvas<'_, '_>, back: &Back, foot: Pt) -> Pt {
    let Some(code) = &back.code else { return 0.0 };
    let theme = &canvas.setter.sheet.theme;
    let (side, margin) = (theme.back.qr_symbol.0, canvas.across(theme.cover.margin.0));
    let left = canvas.setter.sheet.page.width - margin - side;
    let at = Point { x: left, y: canvas.down(theme.back.contact_top.0) + CODE_DROP };
    if !fits(below_symbol(canvas, code, side, at), foot) {
        canvas.setter.report(complaint::contacts_full());
    }
    side + BESIDE_CODE
}

/// Columns with name, address, mail and web of each publisher, above `foot`: smaller where they reach below. Something
/// `beside` them takes room.
fn contacts(canvas: &mut Canvas<'_, '_>, contacts: &[Contact], (foot, beside): (Pt, Pt)) {
    let theme = &canvas.setter.sheet.theme.back;
    let margin = canvas.across(canvas.setter.sheet.theme.cover.margin.0);
    let width = canvas.setter.sheet.page.width - 2.0 * margin - beside;
    let pitch = canvas.across(theme.contact_pitch.0).min(width / contacts.len().max(1) as Pt);
    let column = canvas.across(theme.contact_width.0).min(pitch - 6.0);
    let y = canvas.down(theme.contact_top.0);
    let draw = |canvas: &mut Canvas<'_, '_>, size: f64| {
        let place = |(n, publisher): (usize, &Contact)| {
            contact(canvas, publisher, (Point { x: margin + n as Pt * pitch, y }, column), size)
        };
        contacts.iter().enumerate().map(place).fold(0.0, f64::max)
    };
    let trying = canvas.setter.trial();
    let reaches = |size: &f64| draw(&mut Canvas::new(&trying, canvas.number), *size);
    let fitting = SIZES.into_iter().find(|size| fits(reaches(size), foot));
    if fitting.is_none() {
        canvas.setter.report(complaint::contacts_full());
    }
    draw(canvas, fitting.unwrap_or(SIZES[SIZES.len() - 1]));
}

/// A publisher's column in a size of its own; returns its foot.
fn contact(canvas: &mut Canvas<'_, '_>, contact: &Contact, (at, width): (Point, Pt), size: f64) -> Pt {
    let smallest = canvas.setter.sheet.theme.paragraph.smallest.0;
    let sized = |id: StyleId| {
        let style = canvas.setter.style(id);
        style.sized((style.size * size).max(smallest.min(style.size)), style.leading * size)
    };
    let (name, text) = (sized(StyleId::BackName), sized(StyleId::BackContact));
    let mut y = canvas.text(&contact.name, &name, Point { x: at.x, y: at.y + name.baseline }, width, true)
        + text.leading;
    for (line, link) in &contact.lines {
        if let Some(link) = *link {
            let rect = Rect { x: at.x, y: y - text.baseline, w: width, h: text.leading };
            canvas.items.push(Item::Link { rect, link });
        }
        y = canvas.text(line, &text, Point { x: at.x, y }, width, false) + text.leading;
    }
    y - text.baseline
}
