//! The row of logos. Decides sizes of equal optical weight and the gaps between.

use super::super::setter::Setter;
use super::{Canvas, ONE_LINE, Slot};
use crate::document::Rich;
use crate::document::matter::{Logo, Mark};
use crate::geom::{MM, Pt, Rect};
use crate::pages::{Item, Owner, Turn};
use crate::style::{StyleId, TextStyle};

/// A mark with its printed size; a publisher without a logo is set in words.
pub struct Printed<'p> {
    mark: &'p Mark,
    words: Option<TextStyle>,
    w: Pt,
    h: Pt,
}

/// Size of a name that stands for a logo.
const WORDS_SIZE: Pt = 12.0;

/// A publisher's name as a mark.
fn in_words<'p>(mark: &'p Mark, name: &Rich, setter: &Setter<'_>) -> Printed<'p> {
    let plain = setter.style(StyleId::BackName);
    let size = WORDS_SIZE.max(setter.sheet.theme.paragraph.smallest.0);
    let scale = size / plain.size;
    let style =
        TextStyle { size, leading: plain.leading * scale, baseline: plain.baseline * scale, ..*plain };
    let (w, _) = setter.text(name, &style, ONE_LINE).extremes(setter.shaper);
    Printed { mark, words: Some(style), w, h: style.leading }
}

/// From this many on the logos are smaller.
const MANY: usize = 4;
/// Height that a second row adds, in mm.
const SECOND_ROW: f64 = 18.0;

/// Logos in rows, each fitting the width.
pub fn rows<'p>(logos: &'p [Logo], setter: &Setter<'_>) -> Vec<Vec<Printed<'p>>> {
    let theme = &setter.sheet.theme.logos;
    let scale = setter.sheet.page.scale.0;
    let area = if logos.len() >= MANY { theme.area_many.0 } else { theme.area.0 } * MM * MM;
    let logos: Vec<Printed<'p>> = logos
        .iter()
        .filter_map(|logo| {
            let path = match &logo.mark {
                Mark::Name(name) => return Some(in_words(&logo.mark, name, setter)),
                Mark::Picture { path, .. } => path,
            };
            let ratio = setter.pictures.files.get(path)?.ratio();
            // Equal area, then bounded: wide marks by their width, tall ones by the row.
            let h = (area / ratio).sqrt() * logo.scale;
            let h = h
                .min(theme.row_height.0)
                .min(theme.max_width.0 / ratio)
                .max(theme.min_height.0.min(theme.max_width.0 / ratio));
            Some(Printed { mark: &logo.mark, words: None, w: h * ratio * scale, h: h * scale })
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
    let mut rows = if second.is_empty() { vec![first] } else { vec![first, second] };
    for row in &mut rows {
        let total: Pt = row.iter().map(|l| l.w + gap).sum::<Pt>() - gap;
        if total > width {
            let shrink = (width - gap * (row.len() as Pt - 1.0)) / (total - gap * (row.len() as Pt - 1.0));
            for logo in row {
                logo.w *= shrink;
                if logo.words.is_none() {
                    logo.h *= shrink;
                }
            }
        }
    }
    rows
}

/// Height that further rows add to the strip.
pub fn extra_height(rows: &[Vec<Printed<'_>>], canvas: &Canvas<'_, '_>) -> Pt {
    rows.len().saturating_sub(1) as Pt * canvas.down(SECOND_ROW * MM)
}

/// Places the rows with the top of the first at `top`.
pub fn place(canvas: &mut Canvas<'_, '_>, rows: &[Vec<Printed<'_>>], top: Pt) {
    let theme = &canvas.setter.sheet.theme.logos;
    let margin = canvas.across(canvas.setter.sheet.theme.cover.margin.0);
    let width = canvas.setter.sheet.page.width - 2.0 * margin;
    let height = canvas.down(theme.row_height.0);
    for (n, row) in rows.iter().enumerate() {
        let middle = top + n as Pt * canvas.down(SECOND_ROW * MM) + height / 2.0;
        let total: Pt = row.iter().map(|l| l.w).sum();
        let gap = if row.len() > 1 { (width - total) / (row.len() as Pt - 1.0) } else { 0.0 };
        let mut x = margin;
        for logo in row {
            match (logo.mark, &logo.words) {
                (Mark::Name(name), Some(style)) => {
                    let y = middle - logo.h / 2.0 + style.baseline;
                    let words = canvas.fitted(name, style, Slot::from(x, logo.w));
                    let y = y - words.drop / 2.0;
                    canvas.put(words, y);
                }
                (Mark::Picture { path, node, .. }, _) => {
                    let Some(picture) = canvas.setter.pictures.files.get(path).cloned() else { continue };
                    let rect = Rect { x, y: middle - logo.h / 2.0, w: logo.w, h: logo.h };
                    let (turn, owner) = (Turn::Upright, Owner::Node(*node));
                    canvas.items.push(Item::Picture { rect, clip: None, turn, picture, owner });
                }
                (Mark::Name(_), None) => {}
            }
            x += logo.w + gap;
        }
    }
}
