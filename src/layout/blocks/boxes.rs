//! Callouts and quotations as rows. Decides labels, grounds and where a box may be cut in two.

use super::super::galley::{Content, FORBIDDEN, Galley, Ground, Row, Surplus};
use super::super::setter::Setter;
use super::Column;
use crate::diag::complaint;
use crate::document::rich::Rich;
use crate::document::{Block, Callout};
use crate::geom::{Point, Rect};
use crate::marks::Marks;
use crate::pages::{Artifact, Item, Owner, Turn};
use crate::source::theme::{CalloutKind, CalloutShape};
use crate::style::StyleId;

/// Cost of cutting a long box.
const SPLIT_BOX: f64 = 40.0;

impl<'a> Setter<'a> {
    pub(super) fn quote(&self, blocks: &'a [Block], column: Column) -> Galley<'a> {
        let style = self.style(StyleId::Quote);
        let indent = self.sheet.theme.list.indent.0;
        let text = if column.boxed { column.text } else { StyleId::Quote };
        let indents = (indent, indent.min(column.width / 8.0));
        let inner = Column { text, boxed: true, ..column.indented(indents, self.runs_along(blocks)) };
        let mut galley = self.blocks(blocks, inner);
        galley.space(style.space_above, style.space_below);
        galley
    }

    pub(super) fn callout(&self, callout: &'a Callout, column: Column) -> Galley<'a> {
        let Some(kind) = self.sheet.theme.callout.get(&callout.kind) else { return Galley::default() };
        match kind.kind {
            CalloutShape::Quote => self.pull_quote(callout, column),
            CalloutShape::Box => self.callout_box(callout, kind, column),
        }
    }

    fn callout_box(&self, callout: &'a Callout, kind: &CalloutKind, column: Column) -> Galley<'a> {
        let common = &self.sheet.theme.callouts;
        let left = common.bar.0 + common.text_indent.0;
        let named = kind.text.as_ref().and_then(|name| {
            let found = self.sheet.by_name(&name.value);
            if found.is_none() {
                self.report(complaint::unknown_style(&name.value).at(name.span));
            }
            found
        });
        let text = named.unwrap_or(StyleId::BoxText);
        // A box in words that run the other way is the mirror image of others.
        let along = self.runs_along(&callout.blocks);
        let inset = column.indented((left, common.pad_right.0), along);
        let inner = Column { text, list: text, boxed: true, depth: 0, ..inset };
        let mut galley = Galley::default();
        let mut label = self.label(callout, kind, inner);
        label.setting.begins = self.side(along);
        galley.push_lines(label, inner.x, false);
        let label_rows = galley.rows.len();
        let mut body = self.blocks(&callout.blocks, inner);
        if let Some(first) = body.rows.first_mut() {
            first.above = 0.0;
            first.break_before = FORBIDDEN;
        }
        galley.append(body);
        galley.rows.iter_mut().take(label_rows).skip(1).for_each(|r| r.break_before = FORBIDDEN);
        limit_breaks(&mut galley, common.split_from.0, common.split_keep.0);
        let pad_top = kind.pad_top.unwrap_or(common.pad_top).0;
        let pad_bottom = kind.pad_bottom.unwrap_or(common.pad_bottom).0;
        let bar_colour = kind.bar.or(kind.color.map(|c| c.value));
        let ground = Ground {
            fill: kind.fill.map(|f| f.value),
            bar: bar_colour.map(|c| (common.bar.0, c)),
            frame: kind.frame_color.filter(|_| kind.frame.0 > 0.0).map(|c| (kind.frame.0, c)),
            rules: kind.rule_color.filter(|_| kind.rule.0 > 0.0).map(|c| (kind.rule.0, c)),
            mirrored: !along,
        };
        let group = galley.enclose(column, pad_top, pad_bottom, ground);
        let icon = self.icon(kind);
        let repeat =
            self.repeated_label(kind, callout, (Column { x: inner.x - column.x, ..inner }, along), pad_top);
        let (icon, repeat) = (icon.map(|i| galley.frame(vec![i])), galley.frame(repeat));
        let label_height = self.style(StyleId::BoxLabel).leading;
        let group = &mut galley.groups[group as usize];
        group.mark = icon;
        group.repeat = pad_top + label_height;
        group.repeat_frame = Some(repeat);
        for row in &mut galley.rows {
            row.surplus = Surplus::Split;
        }
        galley.space(common.space_above.0, common.space_below.0);
        galley
    }

    /// The label, and the author's own title behind it.
    fn label(
        &self,
        callout: &'a Callout,
        kind: &CalloutKind,
        column: Column,
    ) -> super::super::paragraph::Paragraph<'a> {
        let mut style = *self.style(StyleId::BoxLabel);
        if let Some(colour) = kind.label_colour() {
            style.colour = colour;
        }
        let mut rich = Rich::plain(self.label_words(kind, callout, column), callout.label);
        if let Some(title) = &callout.title {
            if !rich.text.is_empty() {
                rich.text.push_str(": ");
            }
            rich.append(title);
        }
        self.owned(rich, |rich| self.run_styles(rich, &style), self.setting(&style, column.width))
    }

    /// Words of a label: the theme's, else those of the language.
    fn label_words<'k>(&'k self, kind: &'k CalloutKind, callout: &Callout, column: Column) -> &'k str {
        let labels = self.labels_in(column.labels);
        kind.label.as_deref().or_else(|| labels.callout.of(&callout.kind)).unwrap_or_default()
    }

    fn repeated_label(
        &self,
        kind: &CalloutKind,
        callout: &Callout,
        (column, along): (Column, bool),
        pad_top: f64,
    ) -> Vec<Item> {
        let mut style = *self.style(StyleId::BoxLabel);
        if let Some(colour) = kind.label_colour() {
            style.colour = colour;
        }
        let words = self.labels_in(column.labels).continued(self.label_words(kind, callout, column));
        let mut set = self.words(words.trim(), callout.label, &style, column.width);
        set.setting.begins = self.side(along);
        let mut items = Vec::new();
        self.place(&set, Point { x: column.x, y: pad_top }, &mut items);
        items.iter().filter_map(Item::as_furniture).collect()
    }

    /// The icon at its place from the group's top left corner.
    fn icon(&self, kind: &CalloutKind) -> Option<Item> {
        let common = &self.sheet.theme.callouts;
        let picture = self.art(&kind.icon.0.as_ref()?.value)?;
        let y = kind.icon_y.unwrap_or(common.icon_y).0;
        let rect = Rect { x: common.bar.0 + common.icon_x.0, y, w: common.icon.0, h: common.icon.0 };
        let owner = Owner::Artifact(Artifact::Layout);
        Some(Item::Picture { rect, clip: None, turn: Turn::Upright, picture: picture.clone(), owner })
    }

    fn pull_quote(&self, callout: &'a Callout, column: Column) -> Galley<'a> {
        let theme = &self.sheet.theme.pull_quote;
        let style = self.style(StyleId::PullQuote);
        let wide = !column.boxed;
        let width = column.width + if wide { theme.overhang.0 } else { 0.0 };
        let mut galley = Galley::default();
        let bar = Rect { x: 0.0, y: theme.bar_top.0, w: theme.bar_width.0, h: theme.bar_height.0 };
        let owner = Owner::Artifact(Artifact::Layout);
        let bar = galley.frame(vec![Item::Fill { rect: bar, colour: theme.bar_color, owner }]);
        galley.rows.push(Row { x: column.x, ..Row::new(theme.text_top.0, Content::Frame(bar)) });
        for block in &callout.blocks {
            let crate::document::BlockKind::Paragraph(rich) = &block.kind else {
                self.report(complaint::quote_content().at(block.span));
                continue;
            };
            let hang = self.opening_quote_width(rich);
            let mut set = self.text(rich, style, width - hang);
            set.setting.indent = -hang;
            galley.push_lines(set, column.x + hang.min(0.0), false);
        }
        if let Some(attribution) = &callout.attribution {
            let style = self.style(StyleId::Attribution);
            galley.push_lines(self.text(attribution, style, width), column.x, false);
        }
        for row in &mut galley.rows {
            row.wide = wide;
            row.break_before = FORBIDDEN;
            row.surplus = Surplus::Split;
        }
        let below = self.style(StyleId::Attribution).space_below;
        galley.space(style.space_above, below);
        galley
    }

    /// Width of a quotation mark that opens a text: it hangs left of the edge.
    fn opening_quote_width(&self, rich: &Rich) -> f64 {
        let style = self.style(StyleId::PullQuote);
        let Some(quote) = rich.text.chars().next().filter(|c| matches!(c, '„' | '“' | '»' | '‚'))
        else {
            return 0.0;
        };
        let bold = rich.runs.first().is_some_and(|r| r.marks.has(Marks::STRONG));
        let face = style.faces[2 * usize::from(bold)];
        let font = &self.shaper.fonts.face(face).font;
        let glyph = font.charmap().map_unicode(quote);
        let shaper = harfrust_advance(font, glyph);
        shaper * style.size
    }
}

/// Advance of a glyph in em.
fn harfrust_advance(font: &harfrust::Font, glyph: Option<harfrust::GlyphId>) -> f64 {
    let upem = f64::from(font.units_per_em());
    glyph.map_or(0.0, |g| f64::from(harfrust::ShaperFont::new(font).glyph_h_advance(g)) / upem)
}

/// Small boxes stay whole; larger ones are cut where enough lines stand on both sides.
fn limit_breaks(galley: &mut Galley<'_>, from: usize, keep: usize) {
    let count = galley.rows.len();
    for (n, row) in galley.rows.iter_mut().enumerate().skip(1) {
        let open = count >= from && n >= keep && count - n >= keep;
        row.break_before = if open { row.break_before + SPLIT_BOX } else { FORBIDDEN };
    }
}
