//! The back cover: claim, blurb, the publishers' contacts and logos.

use super::{Canvas, logos};
use crate::diag::complaint;
use crate::document::Back;
use crate::document::matter::Contact;
use crate::geom::{Point, Pt, Rect};
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
        canvas.art(&art.value, area, Some(area));
    }
    let margin = canvas.across(cover.margin.0);
    let widest = canvas.setter.sheet.page.width - 2.0 * margin;
    if let Some(kicker) = &back.kicker {
        let style = *canvas.setter.style(StyleId::CoverKicker);
        let y = canvas.down(cover.kicker_baseline.0);
        canvas.rich_line(kicker, &style, Point { x: margin, y }, 0.0);
    }
    let mut lowest: Pt = 0.0;
    let mut blurb_at = canvas.down(theme.blurb_baseline.0);
    if let Some(claim) = &back.claim {
        let style = *canvas.setter.style(StyleId::BackClaim);
        let y = canvas.down(theme.claim_baseline.0);
        let width = canvas.across(theme.claim_width.0).min(widest);
        let last = canvas.text(claim, &style, Point { x: margin, y }, width, true);
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
    contacts(&mut canvas, &back.contacts);
    let rows = logos::rows(&back.logos, canvas.setter);
    let top = canvas.down(canvas.setter.sheet.theme.logos.row_top.0) - logos::extra_height(&rows, &canvas);
    logos::place(&mut canvas, &rows, top);
    canvas.finish("back")
}

/// Columns with name, address, mail and web of each publisher.
fn contacts(canvas: &mut Canvas<'_, '_>, contacts: &[Contact]) {
    let theme = &canvas.setter.sheet.theme.back;
    let margin = canvas.across(canvas.setter.sheet.theme.cover.margin.0);
    let width = canvas.setter.sheet.page.width - 2.0 * margin;
    let pitch = canvas.across(theme.contact_pitch.0).min(width / contacts.len().max(1) as Pt);
    let column = canvas.across(theme.contact_width.0).min(pitch - 6.0);
    let y = canvas.down(theme.contact_top.0);
    for (n, publisher) in contacts.iter().enumerate() {
        contact(canvas, publisher, Point { x: margin + n as Pt * pitch, y }, column);
    }
}

fn contact(canvas: &mut Canvas<'_, '_>, contact: &Contact, at: Point, width: Pt) {
    let name = *canvas.setter.style(StyleId::BackName);
    let text = *canvas.setter.style(StyleId::BackContact);
    let mut y = canvas.text(&contact.name, &name, Point { x: at.x, y: at.y + name.baseline }, width, true)
        + text.leading;
    for (line, link) in &contact.lines {
        if let Some(link) = *link {
            let rect = Rect { x: at.x, y: y - text.baseline, w: width, h: text.leading };
            canvas.items.push(Item::Link { rect, link });
        }
        y = canvas.text(line, &text, Point { x: at.x, y }, width, false) + text.leading;
    }
}
