//! A title at the head of a text page, with its standfirst.

use super::super::setter::Setter;
use super::Canvas;
use crate::document::Rich;
use crate::geom::{Point, Pt, snap_up};
use crate::style::StyleId;

/// Space between the title and the text, in lines.
const SPACE: Pt = 1.0;

/// Room that it takes, from the top of the type area.
pub fn height(setter: &Setter<'_>, title: &Rich, summary: Option<&Rich>) -> Pt {
    let (leading, measure) = (setter.sheet.page.leading, setter.sheet.page.measure);
    let trial = setter.trial();
    let mut height = trial.balanced(title, setter.style(StyleId::Heading1), measure).height();
    if let Some(summary) = summary {
        let style = setter.style(StyleId::Standfirst);
        height += style.space_above + trial.text(summary, style, measure).height();
    }
    snap_up(height, leading) + SPACE * leading
}

/// Draws it.
pub fn draw(canvas: &mut Canvas<'_, '_>, title: &Rich, summary: Option<&Rich>) {
    let setter = canvas.setter;
    let style = *setter.style(StyleId::Heading1);
    let (x, measure) = (canvas.left(), setter.sheet.page.measure);
    let y = setter.sheet.page.top + setter.sheet.theme.toc.heading_baseline.0;
    let last = canvas.text(title, &style, Point { x, y }, measure, true);
    if let Some(summary) = summary {
        let style = *setter.style(StyleId::Standfirst);
        let y = last + style.space_above + style.leading;
        canvas.text(summary, &style, Point { x, y }, measure, false);
    }
}
