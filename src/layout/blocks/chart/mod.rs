//! Charts: numbers to shapes and words, one float with its caption. Decides how words of a chart are
//! set and how its measure is shared.

mod bars;
mod lines;
mod patterns;

use std::borrow::Cow;

use super::super::galley::Galley;
use super::super::paragraph::Paragraph;
use super::super::setter::Setter;
use super::Column;
use crate::diag::{Span, complaint};
use crate::document::chart::{Chart, ChartKind};
use crate::document::rich::Rich;
use crate::geom::{Point, Pt};
use crate::pages::{Item, Owner};
use crate::source::theme::{Align, ChartTheme};
use crate::style::{StyleId, TextStyle};

/// A measure in which nothing wraps.
const ENDLESS: Pt = 1e5;
/// Room for rounding, so that a text goes into its own width.
const SLACK: Pt = 0.02;

/// A chart while it is drawn; its top left corner is the origin.
struct Canvas<'s, 'a> {
    setter: &'s Setter<'a>,
    chart: &'a Chart,
    theme: &'s ChartTheme,
    /// Width.
    measure: Pt,
    owner: Owner,
    items: Vec<Item>,
}

/// There is no room for bars or lines beside the words.
struct TooNarrow;

impl<'a> Setter<'a> {
    pub(super) fn chart(&self, chart: &'a Chart, span: Span, column: Column) -> Galley<'a> {
        // Time runs from left to right, whatever the direction of writing: lines are drawn as they will be seen.
        let upright = chart.kind == ChartKind::Line;
        let setter = Self { mirrored: self.mirrored && !upright, ..self.trial() };
        let mut canvas = Canvas {
            setter: &setter,
            chart,
            theme: &self.sheet.theme.chart,
            measure: column.width,
            owner: Owner::Node(chart.node),
            items: Vec::new(),
        };
        let drawn = match chart.kind {
            ChartKind::Bar => canvas.bars(),
            ChartKind::Stacked => canvas.stacked(),
            ChartKind::Line => canvas.lines(),
        };
        let height = drawn.unwrap_or_else(|TooNarrow| {
            let told = complaint::chart_too_narrow(format_args!("{:.0}", column.width));
            self.report(told.at(Span { end: span.start + 1, ..span }));
            0.0
        });
        let mut items = canvas.items;
        self.adopt(&setter);
        if self.mirrored && upright {
            items.iter_mut().for_each(|item| item.mirror(column.width));
        }
        self.float(items, height, &chart.caption, column)
    }
}

impl<'a> Canvas<'_, 'a> {
    fn style(&self, id: StyleId) -> TextStyle {
        *self.setter.style(id)
    }

    /// Width of a text on one line, and of its longest part that cannot be broken.
    fn extremes(&self, rich: &Rich, style: &TextStyle) -> (Pt, Pt) {
        if rich.is_blank() {
            return (0.0, 0.0);
        }
        let styles = self.setter.run_styles(rich, style);
        let setting = self.setter.setting(style, ENDLESS);
        let set = Paragraph::new(Cow::Borrowed(rich), styles, setting, self.setter.shaper);
        let (widest, longest) = set.extremes(self.setter.shaper);
        (widest + SLACK, longest + SLACK)
    }

    fn width(&self, rich: &Rich, style: &TextStyle) -> Pt {
        self.extremes(rich, style).0
    }

    fn set<'r>(&self, rich: &'r Rich, style: &TextStyle, measure: Pt, align: Align) -> Paragraph<'r> {
        let mut setting = self.setter.setting(style, measure);
        setting.align = align;
        let mut set = self.setter.styled(rich, |rich| self.setter.run_styles(rich, style), setting);
        // Words of a chart stand at its shapes, whichever way they are read.
        set.setting.begins = self.setter.start();
        set
    }

    fn place(&mut self, set: &Paragraph<'_>, x: Pt, y: Pt) {
        self.setter.place(set, Point { x, y }, &mut self.items);
    }

    /// A text on one line, its line box around the middle `y`.
    fn line_at(&mut self, rich: &Rich, style: &TextStyle, x: Pt, y: Pt) {
        let set = self.set(rich, style, ENDLESS, Align::Left);
        self.place(&set, x, y - style.leading / 2.0);
    }

    /// Space below each row of a chart.
    fn row_gap(&self) -> Pt {
        self.theme.pitch.value.0 - self.theme.bar.0
    }

    /// Widest of some texts on one line.
    fn widest<'r>(&self, texts: impl Iterator<Item = &'r Rich>, style: &TextStyle) -> Pt {
        texts.map(|rich| self.width(rich, style)).fold(0.0, f64::max)
    }

    /// The name of a series; the unit that is said once stands with the first.
    fn head(&self, series: usize) -> Rich {
        let mut head = self.chart.series[series].name.clone();
        if let Some(unit) = self.chart.unit.as_ref().filter(|_| series == 0) {
            if head.is_blank() {
                return unit.clone();
            }
            head.text.push_str(" (");
            head.append(unit);
            head.text.push(')');
        }
        head
    }
}
