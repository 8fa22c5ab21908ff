//! The back cover: claim, blurb, the publishers' contacts and logos.

use super::{Sheet, logos, text_node};
use crate::document::Link;
use crate::document::rich::LinkId;
use crate::document::{Target, rich::Rich};
use crate::geom::{Pt, Rect};
use crate::node::{NodeId, Role, Structure};
use crate::pages::{Item, Owner, Page};
use crate::source::config::{Config, Publisher};
use crate::style::StyleId;
use crate::uri;

/// Makes the back cover.
pub fn back(mut sheet: Sheet<'_, '_>, config: &Config, tree: &mut Structure, links: &mut Vec<Link>) -> Page {
    let section = tree.add(Structure::ROOT, Role::Section);
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
    if let Some(kicker) = config.back.kicker.as_ref() {
        let style = *sheet.setter.style(StyleId::CoverKicker);
        let node = text_node(section, tree);
        let y = sheet.down(cover.kicker_baseline.0);
        sheet.line(kicker, Owner::Node(node), &style, margin, y, 0.0);
    }
    let mut lowest: Pt = 0.0;
    let mut blurb_at = sheet.down(theme.blurb_baseline.0);
    if let Some(claim) = &config.back.claim {
        let style = *sheet.setter.style(StyleId::BackClaim);
        let node = text_node(section, tree);
        let y = sheet.down(theme.claim_baseline.0);
        let width = sheet.across(theme.claim_width.0).min(widest);
        let last = sheet.text(&Rich::plain(claim.clone(), node), &style, margin, y, width, true);
        blurb_at = blurb_at.max(last + style.leading * 1.3);
        lowest = last;
    }
    if let Some(blurb) = config.back.blurb.as_ref().or(config.brochure.description.as_ref()) {
        let style = *sheet.setter.style(StyleId::BackBlurb);
        let node = text_node(section, tree);
        let width = sheet.across(theme.blurb_width.0).min(widest);
        let last = sheet.words(blurb, node, &style, margin, blurb_at, width);
        lowest = lowest.max(last);
    }
    if lowest > sheet.down(theme.art_bottom.0) {
        sheet.setter.report(
            crate::diag::Diagnostic::warning("cover-full", "claim and blurb do not fit on the back cover")
                .hint("shorten claim and blurb of [back]"),
        );
    }
    contacts(&mut sheet, config, section, tree, links);
    let rows = logos::rows(&config.publisher, sheet.setter);
    let top = sheet.down(sheet.setter.sheet.theme.logos.row_top.0) - logos::extra_height(&rows, &sheet);
    logos::place(&mut sheet, &rows, top, section, tree);
    sheet.finish("back")
}

/// Columns with name, address, mail and web of each publisher.
fn contacts(
    sheet: &mut Sheet<'_, '_>,
    config: &Config,
    section: NodeId,
    tree: &mut Structure,
    links: &mut Vec<Link>,
) {
    let theme = &sheet.setter.sheet.theme.back;
    let margin = sheet.across(sheet.setter.sheet.theme.cover.margin.0);
    let width = sheet.setter.sheet.page.width - 2.0 * margin;
    let count = config.publisher.len();
    let pitch = sheet.across(theme.contact_pitch.0).min(width / count.max(1) as Pt);
    let column = sheet.across(theme.contact_width.0).min(pitch - 6.0);
    let top = sheet.down(theme.contact_top.0);
    for (n, publisher) in config.publisher.iter().enumerate() {
        let x = margin + n as Pt * pitch;
        contact(sheet, publisher, x, top, column, section, tree, links);
    }
}

#[allow(clippy::too_many_arguments, reason = "a place and two trees")]
fn contact(
    sheet: &mut Sheet<'_, '_>,
    publisher: &Publisher,
    x: Pt,
    top: Pt,
    width: Pt,
    section: NodeId,
    tree: &mut Structure,
    links: &mut Vec<Link>,
) {
    let name = *sheet.setter.style(StyleId::BackName);
    let text = *sheet.setter.style(StyleId::BackContact);
    let node = text_node(section, tree);
    let rich = Rich::plain(publisher.name.clone(), node);
    let mut y = sheet.text(&rich, &name, x, top + name.baseline, width, true) + text.leading;
    let lines = publisher.address.iter().map(|l| (l.value.clone(), None));
    let phone = publisher.phone.iter().map(|p| (p.clone(), None));
    let mail = publisher.email.iter().map(|m| (m.value.clone(), Some(format!("mailto:{}", m.value))));
    let web = publisher.url.iter().map(|u| {
        let shown = u.value.split_once("://").map_or(u.value.as_str(), |(_, rest)| rest);
        (shown.trim_start_matches("www.").trim_end_matches('/').to_owned(), Some(u.value.clone()))
    });
    for (line, url) in lines.chain(phone).chain(mail).chain(web) {
        let paragraph = tree.add(section, Role::Paragraph);
        let node = match url {
            None => tree.add(paragraph, Role::Text),
            Some(url) => {
                let link = tree.add(paragraph, Role::Link(url.clone()));
                let id = LinkId(links.len() as u32);
                let target = uri::read(&url).map_or(Target::Nowhere, Target::Url);
                links.push(Link { target, span: Default::default(), node: link });
                let rect = Rect { x, y: y - text.baseline, w: width, h: text.leading };
                sheet.items.push(Item::Link { rect, link: id });
                tree.add(link, Role::Text)
            }
        };
        y = sheet.words(&line, node, &text, x, y, width) + text.leading;
    }
}
