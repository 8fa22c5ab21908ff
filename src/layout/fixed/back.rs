//! The back cover: claim, blurb, the publishers' contacts and logos.

use super::{Sheet, logos};
use crate::diag::complaint;
use crate::document::Back;
use crate::document::matter::Contact;
use crate::geom::{Point, Pt, Rect};
use crate::pages::{Item, Page};
use crate::style::StyleId;

/// Makes the back cover.
pub fn back(mut sheet: Sheet<'_, '_>, back: &Back) -> Page {
    let theme = &sheet.setter.sheet.theme.back;
    let cover = &sheet.setter.sheet.theme.cover;
    let full = sheet.setter.sheet.page.full();
    let area = Rect::between(full.x, full.y, full.right(), sheet.down(theme.art_bottom.0));
    sheet.ground(area, theme.fill.value);
    if let Some(art) = &theme.art.0 {
        sheet.art(&art.value, area, Some(area));
    }
    let margin = sheet.across(cover.margin.0);
    let widest = sheet.setter.sheet.page.width - 2.0 * margin;
    if let Some(kicker) = &back.kicker {
        let style = *sheet.setter.style(StyleId::CoverKicker);
        let y = sheet.down(cover.kicker_baseline.0);
        sheet.rich_line(kicker, &style, margin, y, 0.0);
    }
    let mut lowest: Pt = 0.0;
    let mut blurb_at = sheet.down(theme.blurb_baseline.0);
    if let Some(claim) = &back.claim {
        let style = *sheet.setter.style(StyleId::BackClaim);
        let y = sheet.down(theme.claim_baseline.0);
        let width = sheet.across(theme.claim_width.0).min(widest);
        let last = sheet.text(claim, &style, margin, y, width, true);
        blurb_at = blurb_at.max(last + style.leading * 1.3);
        lowest = last;
    }
    if let Some(blurb) = &back.blurb {
        let style = *sheet.setter.style(StyleId::BackBlurb);
        let width = sheet.across(theme.blurb_width.0).min(widest);
        let last = sheet.text(blurb, &style, margin, blurb_at, width, false);
        lowest = lowest.max(last);
    }
    if lowest > sheet.down(theme.art_bottom.0) {
        sheet.setter.report(complaint::back_full());
    }
    contacts(&mut sheet, &back.contacts);
    let rows = logos::rows(&back.logos, sheet.setter);
    let top = sheet.down(sheet.setter.sheet.theme.logos.row_top.0) - logos::extra_height(&rows, &sheet);
    logos::place(&mut sheet, &rows, top);
    sheet.finish("back")
}

/// Columns with name, address, mail and web of each publisher.
fn contacts(sheet: &mut Sheet<'_, '_>, contacts: &[Contact]) {
    let theme = &sheet.setter.sheet.theme.back;
    let margin = sheet.across(sheet.setter.sheet.theme.cover.margin.0);
    let width = sheet.setter.sheet.page.width - 2.0 * margin;
    let pitch = sheet.across(theme.contact_pitch.0).min(width / contacts.len().max(1) as Pt);
    let column = sheet.across(theme.contact_width.0).min(pitch - 6.0);
    let y = sheet.down(theme.contact_top.0);
    for (n, publisher) in contacts.iter().enumerate() {
        contact(sheet, publisher, Point { x: margin + n as Pt * pitch, y }, column);
    }
}

fn contact(sheet: &mut Sheet<'_, '_>, contact: &Contact, at: Point, width: Pt) {
    let name = *sheet.setter.style(StyleId::BackName);
    let text = *sheet.setter.style(StyleId::BackContact);
    let mut y = sheet.text(&contact.name, &name, at.x, at.y + name.baseline, width, true) + text.leading;
    for (line, link) in &contact.lines {
        if let Some(link) = *link {
            let rect = Rect { x: at.x, y: y - text.baseline, w: width, h: text.leading };
            sheet.items.push(Item::Link { rect, link });
        }
        y = sheet.text(line, &text, at.x, y, width, false) + text.leading;
    }
}
