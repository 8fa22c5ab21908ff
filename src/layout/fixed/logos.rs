//! The row of logos. Decides sizes of equal optical weight and the gaps between.

use super::super::setter::Setter;
use super::{ONE_LINE, Sheet};
use crate::geom::{MM, Pt, Rect};
use crate::node::{NodeId, Role, Structure};
use crate::pages::{Item, Owner};
use crate::source::config::Publisher;
use crate::style::{StyleId, TextStyle};

/// A logo with its printed size; a publisher without one is set in words.
pub struct Logo<'p> {
    publisher: &'p Publisher,
    words: Option<TextStyle>,
    w: Pt,
    h: Pt,
}

/// Size of a name that stands for a logo.
const WORDS_SIZE: Pt = 12.0;

fn name(publisher: &Publisher) -> &str {
    publisher.short_name.as_deref().unwrap_or(&publisher.name)
}

/// A publisher's name as a mark.
fn in_words<'p>(publisher: &'p Publisher, setter: &Setter<'_>) -> Logo<'p> {
    let plain = setter.style(StyleId::BackName);
    let size = WORDS_SIZE.max(setter.sheet.theme.paragraph.smallest.0);
    let scale = size / plain.size;
    let style =
        TextStyle { size, leading: plain.leading * scale, baseline: plain.baseline * scale, ..*plain };
    let (w, _) = setter.words(name(publisher), Structure::ROOT, &style, ONE_LINE).extremes(setter.shaper);
    Logo { publisher, words: Some(style), w, h: style.leading }
}

/// From this many on the logos are smaller.
const MANY: usize = 4;
/// Height that a second row adds, in mm.
const SECOND_ROW: f64 = 18.0;

/// Logos in rows, each fitting the width.
pub fn rows<'p>(publishers: &'p [Publisher], setter: &Setter<'_>) -> Vec<Vec<Logo<'p>>> {
    let theme = &setter.sheet.theme.logos;
    let scale = setter.sheet.page.scale.0;
    let area = if publishers.len() >= MANY { theme.area_many.0 } else { theme.area.0 } * MM * MM;
    let logos: Vec<Logo<'p>> = publishers
        .iter()
        .map(|publisher| {
            let logo = publisher.logo.as_ref().and_then(|file| setter.pictures.get(&file.value));
            let Some(picture) = logo else { return in_words(publisher, setter) };
            let ratio = picture.ratio();
            // Equal area, then bounded: wide marks by their width, tall ones by the row.
            let h = (area / ratio).sqrt() * publisher.logo_scale.0;
            let h = h
                .min(theme.row_height.0)
                .min(theme.max_width.0 / ratio)
                .max(theme.min_height.0.min(theme.max_width.0 / ratio));
            Logo { publisher, words: None, w: h * ratio * scale, h: h * scale }
        })
        .collect();
    let width = setter.sheet.page.width - 2.0 * setter.sheet.theme.cover.margin.0 * scale;
    let gap = theme.gap.0 * scale;
    let total: Pt = logos.iter().map(|l| l.w + gap).sum::<Pt>() - gap;
    if total <= width {
        return vec![logos];
    }
    let half = logos.len().div_ceil(2);
    let mut first = logos;
    let second = first.split_off(half);
    let mut rows = vec![first, second];
    for row in &mut rows {
        let total: Pt = row.iter().map(|l| l.w + gap).sum::<Pt>() - gap;
        if total > width {
            let shrink = (width - gap * (row.len() as Pt - 1.0)) / (total - gap * (row.len() as Pt - 1.0));
            for logo in row {
                (logo.w, logo.h) = (logo.w * shrink, logo.h * shrink);
            }
        }
    }
    rows
}

/// Height that further rows add to the strip.
pub fn extra_height(rows: &[Vec<Logo<'_>>], sheet: &Sheet<'_, '_>) -> Pt {
    rows.len().saturating_sub(1) as Pt * sheet.down(SECOND_ROW * MM)
}

/// Places the rows with the top of the first at `top`.
pub fn place(
    sheet: &mut Sheet<'_, '_>,
    rows: &[Vec<Logo<'_>>],
    top: Pt,
    section: NodeId,
    tree: &mut Structure,
) {
    let theme = &sheet.setter.sheet.theme.logos;
    let margin = sheet.across(sheet.setter.sheet.theme.cover.margin.0);
    let width = sheet.setter.sheet.page.width - 2.0 * margin;
    let height = sheet.down(theme.row_height.0);
    for (n, row) in rows.iter().enumerate() {
        let middle = top + n as Pt * sheet.down(SECOND_ROW * MM) + height / 2.0;
        let total: Pt = row.iter().map(|l| l.w).sum();
        let gap = if row.len() > 1 { (width - total) / (row.len() as Pt - 1.0) } else { 0.0 };
        let mut x = margin;
        for logo in row {
            if let Some(style) = &logo.words {
                let paragraph = tree.add(section, Role::Paragraph);
                let node = tree.add(paragraph, Role::Text);
                let y = middle - logo.h / 2.0 + style.baseline;
                sheet.line(name(logo.publisher), Owner::Node(node), style, x, y, 0.0);
                x += logo.w + gap;
                continue;
            }
            let Some(file) = &logo.publisher.logo else { continue };
            let Some(picture) = sheet.setter.pictures.get(&file.value) else { continue };
            let alt = logo
                .publisher
                .logo_alt
                .clone()
                .unwrap_or_else(|| sheet.setter.labels.logo(&logo.publisher.name));
            let node = tree.add(section, Role::Figure(alt));
            tree.locate(node, file.span);
            let rect = Rect { x, y: middle - logo.h / 2.0, w: logo.w, h: logo.h };
            sheet.items.push(Item::Picture {
                rect,
                clip: None,
                picture: picture.clone(),
                owner: Owner::Node(node),
            });
            x += logo.w + gap;
        }
    }
}
