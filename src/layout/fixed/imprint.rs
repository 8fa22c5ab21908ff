//! The imprint: title, then rows of facts that stand on the foot of the type area.

use super::super::blocks::Column;
use super::{Canvas, Slot};
use crate::diag::complaint;
use crate::document::rich::Rich;
use crate::document::{BlockKind, Imprint};
use crate::geom::{Point, Pt, Rect};
use crate::pages::Page;
use crate::style::StyleId;

/// Makes the imprint.
pub fn imprint(mut canvas: Canvas<'_, '_>, imprint: &Imprint) -> Page {
    let theme = &canvas.setter.sheet.theme.imprint;
    let page = &canvas.setter.sheet.page;
    let (left, top, width) = (canvas.left(), page.top, page.measure);
    let heading = *canvas.setter.style(StyleId::ImprintTitle);
    let mut y = top + theme.heading_baseline.0;
    canvas.rich_line(&imprint.heading, &heading, Slot::from(left, width), y);
    let title = *canvas.setter.style(StyleId::Standfirst);
    y += 12.0 + title.leading;
    y = canvas.text(&imprint.title, &title, Point { x: left, y }, width, true);
    if let Some(subtitle) = &imprint.subtitle {
        let style = *canvas.setter.style(StyleId::ImprintSubtitle);
        y = canvas.text(subtitle, &style, Point { x: left, y: y + style.leading }, width, true);
    }
    if let Some(about) = &imprint.about {
        let style = *canvas.setter.style(StyleId::ImprintText);
        y = canvas.text(about, &style, Point { x: left, y: y + 1.5 * style.leading }, width, false);
    }
    y = own_text(&mut canvas, imprint, left, y + 20.0, width);
    facts(&mut canvas, imprint, y);
    canvas.finish("imprint")
}

/// Paragraphs of the imprint's Markdown file.
fn own_text(canvas: &mut Canvas<'_, '_>, imprint: &Imprint, left: Pt, mut y: Pt, width: Pt) -> Pt {
    let style = *canvas.setter.style(StyleId::ImprintText);
    let column = Column {
        width,
        text: StyleId::ImprintText,
        list: StyleId::ImprintText,
        boxed: true,
        ..Column::page(&canvas.setter.sheet.page)
    };
    for block in &imprint.blocks {
        match &block.kind {
            BlockKind::Paragraph(rich) => {
                let set = canvas.setter.text(rich, &style, column.width);
                y += canvas.setter.place(&set, Point { x: left, y }, &mut canvas.items) + style.leading / 2.0;
            }
            BlockKind::Heading { text, .. } => {
                let label = *canvas.setter.style(StyleId::ImprintLabel);
                let set = canvas.setter.text(text, &label, column.width);
                y += canvas.setter.place(&set, Point { x: left, y }, &mut canvas.items);
            }
            _ => canvas.setter.report(complaint::imprint_content().at(block.span)),
        }
    }
    y
}

/// Space between the paragraphs of a fact, in lines.
const BETWEEN: f64 = 0.5;

/// Facts from brochure.toml, the last row on the foot of the type area.
fn facts(canvas: &mut Canvas<'_, '_>, imprint: &Imprint, top: Pt) {
    let theme = &canvas.setter.sheet.theme.imprint;
    let page = &canvas.setter.sheet.page;
    let (label_style, style) =
        (*canvas.setter.style(StyleId::ImprintLabel), *canvas.setter.style(StyleId::ImprintText));
    let (left, width) = (canvas.left(), page.measure);
    let label_width = canvas.across(theme.label_width.0).min(width * 0.4);
    let pad = theme.pad_top.0 + theme.pad_bottom.0;
    let heights: Vec<Pt> = imprint
        .facts
        .iter()
        .map(|(label, texts)| {
            let l = canvas.setter.text(label, &label_style, label_width - 6.0).height();
            let text = |text: &Rich| canvas.setter.text(text, &style, width - label_width).height();
            let between = BETWEEN * style.leading * (texts.len() - 1) as Pt;
            l.max(texts.iter().map(text).sum::<Pt>() + between) + pad
        })
        .collect();
    let total: Pt = heights.iter().sum();
    let foot = page.top + page.depth();
    let mut y = (foot - total).max(top);
    if y + total > page.height - 10.0 {
        canvas.setter.report(complaint::imprint_full());
    }
    let colour = theme.rule_color;
    let (weight, pad_top) = (theme.rule.0, theme.pad_top.0);
    for ((label, texts), height) in imprint.facts.iter().zip(heights) {
        canvas.rule(Rect { x: left, y, w: width, h: weight }, colour);
        let base = y + pad_top;
        canvas.text(
            label,
            &label_style,
            Point { x: left, y: base + label_style.baseline },
            label_width - 6.0,
            false,
        );
        let mut text_y = base + style.baseline;
        for text in texts {
            let at = Point { x: left + label_width, y: text_y };
            text_y =
                canvas.text(text, &style, at, width - label_width, false) + (1.0 + BETWEEN) * style.leading;
        }
        y += height;
    }
    if total > 0.0 {
        canvas.rule(Rect { x: left, y, w: width, h: weight }, colour);
    }
}
