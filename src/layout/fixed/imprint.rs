//! The imprint: title, then rows of facts that stand on the foot of the type area.

use super::super::blocks::Column;
use super::{Sheet, text_node};
use crate::document::rich::Rich;
use crate::document::{BlockKind, Document};
use crate::geom::{Point, Pt, Rect};
use crate::node::{NodeId, Role, Structure};
use crate::pages::{Owner, Page};
use crate::source::config::Config;
use crate::style::StyleId;

/// A row: label and lines.
type Row = (String, Vec<String>);

/// Makes the imprint.
pub fn imprint(mut sheet: Sheet<'_, '_>, config: &Config, document: &Document, tree: &mut Structure) -> Page {
    let section = tree.add(Structure::ROOT, Role::Section);
    let theme = &sheet.setter.sheet.theme.imprint;
    let page = &sheet.setter.sheet.page;
    let (left, top, width) = (sheet.left(), page.top, page.measure);
    let heading = *sheet.setter.style(StyleId::ImprintTitle);
    let words = sheet.setter.labels.imprint();
    let node = tree.add(section, Role::Heading(1, words.to_owned()));
    let node = tree.add(node, Role::Text);
    let mut y = top + theme.heading_baseline.0;
    sheet.line(words, Owner::Node(node), &heading, left, y, 0.0);
    let title = *sheet.setter.style(StyleId::Standfirst);
    y += 12.0 + title.leading;
    let node = text_node(section, tree);
    let plain = config.brochure.title.value.replace(" | ", " ");
    y = sheet.text(&Rich::written(plain, config.brochure.title.span, node), &title, left, y, width, true);
    if let Some(subtitle) = &config.brochure.subtitle {
        let style = *sheet.setter.style(StyleId::ImprintSubtitle);
        let node = text_node(section, tree);
        let rich = Rich::plain(subtitle.clone(), node);
        y = sheet.text(&rich, &style, left, y + style.leading, width, true);
    }
    if let Some(own) = document.imprint_node {
        tree.attach(section, own);
    }
    y = own_text(&mut sheet, document, left, y + 20.0, width);
    rows(&mut sheet, config, y, section, tree);
    sheet.finish("imprint")
}

/// Paragraphs of the imprint's Markdown file.
fn own_text(sheet: &mut Sheet<'_, '_>, document: &Document, left: Pt, mut y: Pt, width: Pt) -> Pt {
    let style = *sheet.setter.style(StyleId::ImprintText);
    let column =
        Column { text: StyleId::ImprintText, list: StyleId::ImprintText, boxed: true, ..Column::page(width) };
    for block in &document.imprint {
        match &block.kind {
            BlockKind::Paragraph(rich) => {
                let set = sheet.setter.text(rich, &style, column.width);
                y += sheet.setter.place(&set, Point { x: left, y }, &mut sheet.items) + style.leading / 2.0;
            }
            BlockKind::Heading { text, .. } => {
                let label = *sheet.setter.style(StyleId::ImprintLabel);
                let set = sheet.setter.text(text, &label, column.width);
                y += sheet.setter.place(&set, Point { x: left, y }, &mut sheet.items);
            }
            _ => sheet.setter.report(
                crate::diag::Diagnostic::error(
                    "imprint-content",
                    "the imprint holds headings and paragraphs only",
                )
                .at(block.span)
                .hint("write lists and tables as paragraphs"),
            ),
        }
    }
    y
}

/// Facts from brochure.toml, the last row on the foot of the type area.
fn rows(sheet: &mut Sheet<'_, '_>, config: &Config, top: Pt, section: NodeId, tree: &mut Structure) {
    let theme = &sheet.setter.sheet.theme.imprint;
    let page = &sheet.setter.sheet.page;
    let (label_style, style) =
        (*sheet.setter.style(StyleId::ImprintLabel), *sheet.setter.style(StyleId::ImprintText));
    let (left, width) = (sheet.left(), page.measure);
    let label_width = sheet.across(theme.label_width.0).min(width * 0.4);
    let pad = theme.pad_top.0 + theme.pad_bottom.0;
    let facts = facts(config, sheet.setter.labels);
    let set: Vec<_> = facts
        .iter()
        .map(|(label, lines)| {
            let nodes = (text_node(section, tree), text_node(section, tree));
            let label = Rich::plain(label.clone(), nodes.0);
            let text = Rich::plain(lines.join("\n"), nodes.1);
            (label, text)
        })
        .collect();
    let heights: Vec<Pt> = set
        .iter()
        .map(|(label, text)| {
            let l = sheet.setter.text(label, &label_style, label_width - 6.0).height();
            let t = sheet.setter.text(text, &style, width - label_width).height();
            l.max(t) + pad
        })
        .collect();
    let total: Pt = heights.iter().sum();
    let foot = page.top + page.depth();
    let mut y = (foot - total).max(top);
    if y + total > page.height - 10.0 {
        sheet.setter.report(
            crate::diag::Diagnostic::warning("imprint-full", "the imprint does not fit on its page")
                .hint("shorten [[imprint.row]] or the imprint's file"),
        );
    }
    let colour = theme.rule_color;
    let (weight, pad_top) = (theme.rule.0, theme.pad_top.0);
    for ((label, text), height) in set.iter().zip(heights) {
        sheet.rule(Rect { x: left, y, w: width, h: weight }, colour);
        let base = y + pad_top;
        sheet.text(label, &label_style, left, base + label_style.baseline, label_width - 6.0, false);
        sheet.text(text, &style, left + label_width, base + style.baseline, width - label_width, false);
        y += height;
    }
    if total > 0.0 {
        sheet.rule(Rect { x: left, y, w: width, h: weight }, colour);
    }
}

fn facts(config: &Config, labels: &crate::language::Labels) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let publishers: Vec<String> = config
        .publisher
        .iter()
        .map(|p| {
            let mut lines = vec![p.name.clone()];
            lines.extend(p.address.iter().map(|l| l.value.clone()));
            lines.extend(p.email.as_ref().map(|email| email.value.clone()));
            lines.join("\n")
        })
        .collect();
    if !publishers.is_empty() {
        rows.push((labels.published_by().to_owned(), publishers));
    }
    if let Some(responsible) = &config.imprint.responsible {
        rows.push((labels.responsible().to_owned(), vec![responsible.value.clone()]));
    }
    let note = config.brochure.edition_note.clone();
    let date = config.brochure.date.as_ref().map(|d| super::cover::month_and_year(d.value, labels));
    let edition: Vec<String> = note.into_iter().chain(date).collect();
    if !edition.is_empty() {
        rows.push((labels.edition().to_owned(), vec![edition.join(", ")]));
    }
    rows.extend(config.imprint.row.iter().map(|r| (r.label.clone(), vec![r.text.value.clone()])));
    rows
}
