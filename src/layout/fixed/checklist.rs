//! The page „Was kann ich tun?“: band, title, lines to write on. Its items come from a galley.

use super::super::setter::Setter;
use super::{Canvas, Slot};
use crate::document::rich::Rich;
use crate::geom::{MM, Point, Pt, Rect, Side};
use crate::language::Language;
use crate::pages::{Artifact, Item, Owner};
use crate::style::StyleId;

/// Columns to write in: left edge and share of the measure (58, 20 and 18 of 104 mm, 4 mm between).
const FIELDS: [(f64, f64); 3] =
    [(0.0, 58.0 / 104.0), (62.0 / 104.0, 20.0 / 104.0), (86.0 / 104.0, 18.0 / 104.0)];

/// The band at the head of a checklist with its title.
pub fn head(canvas: &mut Canvas<'_, '_>, title: &Rich, labels: Option<Language>) {
    let setter = canvas.setter;
    let theme = &setter.sheet.theme.checklist;
    let full = setter.sheet.page.full();
    let further = further_lines(setter, title);
    let band = Rect::between(full.x, full.y, full.right(), canvas.down(theme.band_bottom.0) + further);
    canvas.ground(band, theme.band_fill.value);
    let left = canvas.left();
    if let Some(icon) = &theme.icon.0 {
        let size = theme.icon_size.0;
        let x = match canvas.side {
            Side::Recto => left + setter.sheet.page.measure + 4.0 * MM,
            Side::Verso => left - 4.0 * MM - size,
        };
        let rect = Rect { x, y: canvas.down(theme.icon_top.0), w: size, h: size };
        canvas.art(&icon.value, (rect, None), false);
    }
    let style = *setter.style(StyleId::ChecklistTitle);
    let y = canvas.down(theme.title_baseline.0);
    canvas.text(title, &style, Point { x: left, y }, setter.sheet.page.measure, true);
    let sub = *setter.style(StyleId::ChecklistSub);
    let y = canvas.down(theme.sub_baseline.0) + further;
    let slot = Slot::from(left, setter.sheet.page.measure);
    canvas.line(setter.labels_in(labels).checklist(), Owner::Artifact(Artifact::Layout), &sub, slot, y);
}

/// Height of the title's lines but for the first: the band grows by it.
fn further_lines(setter: &Setter<'_>, title: &Rich) -> Pt {
    let style = setter.style(StyleId::ChecklistTitle);
    let height = setter.trial().balanced(title, style, setter.sheet.page.measure).height();
    (height - style.leading).max(0.0)
}

/// Height of the head above the content, from the top of the type area: never less than the band.
pub fn head_height(setter: &Setter<'_>, title: &Rich) -> Pt {
    let theme = &setter.sheet.theme.checklist;
    let page = &setter.sheet.page;
    let band = theme.band_bottom.0 * page.scale.1 - page.top;
    theme.content_top.0.max(band + 1.5 * page.leading) + further_lines(setter, title)
}

/// Room that so many lines to write on need at the foot.
pub fn foot_height(setter: &Setter<'_>, lines: usize) -> Pt {
    let theme = &setter.sheet.theme.checklist;
    let label = if lines > 0 { 2.0 * setter.style(StyleId::FieldLabel).leading } else { 0.0 };
    lines as Pt * theme.line_pitch.0 + label
}

/// The lines to write on, on the foot of the type area, below the words over their columns.
pub fn foot(canvas: &mut Canvas<'_, '_>, lines: usize, fields: &[Rich]) {
    if lines == 0 {
        return;
    }
    let setter = canvas.setter;
    let theme = &setter.sheet.theme.checklist;
    let page = &setter.sheet.page;
    let (left, measure) = (canvas.left(), page.measure);
    let foot = page.top + page.depth();
    let top = foot - lines as Pt * theme.line_pitch.0;
    let style = *setter.style(StyleId::FieldLabel);
    for ((x, width), words) in FIELDS.iter().zip(fields) {
        let x = left + x * measure;
        let words = canvas.fitted(words, &style, Slot::from(x, width * measure));
        let y = top - style.leading + style.baseline - words.drop;
        canvas.put(words, y);
        for n in 1..=lines {
            let y = top + n as Pt * theme.line_pitch.0 - theme.line_rule.0;
            let rect = Rect { x, y, w: width * measure, h: theme.line_rule.0 };
            canvas.items.push(Item::Fill {
                rect,
                colour: theme.line_color,
                owner: Owner::Artifact(Artifact::Layout),
            });
        }
    }
}
