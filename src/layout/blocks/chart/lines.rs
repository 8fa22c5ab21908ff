//! Lines over an axis. Decides the field, which labels are printed below, and where names stand.

use super::super::super::paragraph::Paragraph;
use super::{Canvas, TooNarrow};
use crate::document::rich::Rich;
use crate::geom::{Point, Pt, Rect};
use crate::pages::{Item, Pen, Step};
use crate::source::theme::Align;
use crate::style::StyleId;

/// Narrowest field.
const NARROWEST: Pt = 60.0;
/// Share of the measure that names at the ends of lines may take.
const NAME_SHARE: f64 = 0.35;
/// Space between the labels below the field.
const LABEL_SPACE: Pt = 4.0;

/// The area that lines are drawn in, and the values at its edges.
struct Field {
    rect: Rect,
    low: f64,
    high: f64,
    /// Room between the axis and the first and last point.
    pad: Pt,
    /// Distance of points.
    step: Pt,
}

impl Field {
    fn y(&self, value: f64) -> Pt {
        self.rect.bottom() - (value - self.low) / (self.high - self.low) * self.rect.h
    }

    fn x(&self, n: usize) -> Pt {
        self.rect.x + self.pad + n as Pt * self.step
    }
}

impl Canvas<'_, '_> {
    /// Lines with names at their ends.
    pub fn lines(&mut self) -> Result<Pt, TooNarrow> {
        let names = self.names();
        let taken = names.iter().map(|(_, set)| set.setting.measure).fold(0.0, f64::max);
        let tall = names.iter().map(|(_, set)| set.height()).sum();
        let field = self.field(if taken > 0.0 { taken + 2.0 * self.theme.inset.0 } else { 0.0 }, tall)?;
        self.axes(&field);
        for series in 0..self.chart.series.len() {
            self.one_line(series, &field);
        }
        self.name_ends(&names, &field);
        Ok(field.rect.bottom() + self.labels_below(&field) + self.row_gap())
    }

    /// The names, set as wide as the column at the right allows.
    fn names(&self) -> Vec<(usize, Paragraph<'static>)> {
        let style = self.style(StyleId::ChartHead);
        let style = crate::style::TextStyle { leading: self.style(StyleId::ChartLabel).leading, ..style };
        let named = self.chart.series.iter().enumerate().filter(|(_, series)| !series.name.is_blank());
        named
            .map(|(n, series)| {
                let width = self.width(&series.name, &style).min(NAME_SHARE * self.measure);
                let rich = std::borrow::Cow::Owned(series.name.clone());
                let styles = self.setter.run_styles(&rich, &style);
                let setting = self.setter.setting(&style, width);
                (n, self.setter.checked(Paragraph::new(rich, styles, setting, self.setter.shaper)))
            })
            .collect()
    }

    /// The field beside names of that width, as tall as they are together.
    fn field(&mut self, names: Pt, tall: Pt) -> Result<Field, TooNarrow> {
        let theme = self.theme;
        let values = self.style(StyleId::ChartLabel);
        let scale = &self.chart.scale;
        let left = self.widest(scale.iter().map(|t| &t.text), &values) + theme.tick.0 + LABEL_SPACE / 2.0;
        let (width, pad) = (self.measure - left - names, theme.marker.0 * 2.0);
        let (Some(low), Some(high)) = (scale.first(), scale.last()) else { return Err(TooNarrow) };
        if width < NARROWEST {
            return Err(TooNarrow);
        }
        let top = match &self.chart.unit {
            Some(unit) => {
                let set = self.set(unit, &self.style(StyleId::ChartHead), self.measure - names, Align::Left);
                self.place(&set, 0.0, 0.0);
                set.height() + values.leading / 2.0
            }
            None => values.leading / 2.0,
        };
        let h = theme.field.0.max(tall - theme.bar.0 - top);
        let rect = Rect { x: left, y: top, w: width, h };
        let step = (width - 2.0 * pad) / (self.chart.labels.len() as Pt - 1.0).max(1.0);
        Ok(Field { rect, low: low.number, high: high.number, pad, step })
    }

    /// Axes with ticks and their values.
    fn axes(&mut self, field: &Field) {
        let (theme, owner) = (self.theme, self.owner());
        let (w, colour, tick) = (theme.axis.0, theme.axis_color, theme.tick.0);
        let Rect { x, y, h, .. } = field.rect;
        let mut rule = |rect: Rect| self.items.push(Item::Fill { rect, colour, owner });
        rule(Rect { x, y, w, h });
        rule(Rect { x, y: field.y(0.0) - w / 2.0, w: field.rect.w, h: w });
        let style = self.style(StyleId::ChartLabel);
        for value in &self.chart.scale {
            let y = field.y(value.number);
            let rect = Rect { x: x - tick, y: y - w / 2.0, w: tick, h: w };
            self.items.push(Item::Fill { rect, colour, owner });
            let width = self.width(&value.text, &style);
            self.line_at(&value.text, &style, x - tick - LABEL_SPACE / 2.0 - width, y);
        }
    }

    fn points(&self, series: usize, field: &Field) -> Vec<Point> {
        let values = self.chart.series[series].values.iter().enumerate();
        values.map(|(n, value)| Point { x: field.x(n), y: field.y(value.number) }).collect()
    }

    fn one_line(&mut self, series: usize, field: &Field) {
        let points = self.points(series, field);
        let mut steps: Vec<Step> = points.iter().map(|p| Step::Line(*p)).collect();
        if let Some(first) = points.first() {
            steps[0] = Step::Move(*first);
        }
        let dashes = self.theme.dashes.get(series);
        let dash = dashes.map_or_else(Vec::new, |dashes| dashes.iter().map(|length| length.0).collect());
        let pen = Pen { width: self.theme.line.0, colour: self.line_colour(series), dash };
        self.path(steps, None, Some(pen));
        points.into_iter().for_each(|at| self.marker(series, at));
    }

    /// Names at the ends of their lines; where they would overlap they move apart, with a thin line.
    fn name_ends(&mut self, names: &[(usize, Paragraph<'static>)], field: &Field) {
        let ends: Vec<Point> = names.iter().filter_map(|(n, _)| self.points(*n, field).pop()).collect();
        let heights: Vec<Pt> = names.iter().map(|(_, set)| set.height()).collect();
        let middles: Vec<Pt> = ends.iter().map(|end| end.y).collect();
        let settled = apart(&middles, &heights, field.rect.bottom() + self.theme.bar.0);
        let inset = self.theme.inset.0;
        for ((end, middle), (_, set)) in ends.into_iter().zip(settled).zip(names) {
            let x = field.rect.right() + 2.0 * inset;
            self.place(set, x, middle - set.height() / 2.0);
            if (middle - end.y).abs() > 1.0 {
                let from = Point { x: end.x + self.theme.marker.0, y: end.y };
                let steps = vec![Step::Move(from), Step::Line(Point { x: x - inset / 2.0, y: middle })];
                let (width, colour) = (self.theme.axis.0, self.theme.axis_color);
                self.path(steps, None, Some(Pen { width, colour, dash: Vec::new() }));
            }
        }
    }

    /// Labels below their points, as many as have room; returns their height.
    fn labels_below(&mut self, field: &Field) -> Pt {
        let style = self.style(StyleId::ChartLabel);
        let labels = &self.chart.labels;
        let longest = labels.iter().map(|l| self.extremes(l, &style).1).fold(0.0, f64::max);
        let every = ((longest + LABEL_SPACE) / field.step).ceil().max(1.0);
        let width = (every * field.step - LABEL_SPACE).max(longest).min(self.measure);
        let mut height = 0.0f64;
        for (n, label) in labels.iter().enumerate().step_by(every as usize) {
            if !label.is_blank() {
                height = height.max(self.label_below(label, field.x(n), width, field));
            }
        }
        height
    }

    fn label_below(&mut self, label: &Rich, middle: Pt, width: Pt, field: &Field) -> Pt {
        let style = self.style(StyleId::ChartLabel);
        let width = self.width(label, &style).min(width);
        let set = self.set(label, &style, width, Align::Center);
        let x = (middle - width / 2.0).clamp(0.0, self.measure - width);
        // Clear of the lowest value on the axis.
        let gap = style.leading / 2.0;
        self.place(&set, x, field.rect.bottom() + gap);
        gap + set.height()
    }
}

/// Middles of boxes moved so that none overlap, none begins above 0 and, as far as they have room, none ends
/// below `bottom`; those that stand free stay.
fn apart(middles: &[Pt], heights: &[Pt], bottom: Pt) -> Vec<Pt> {
    let mut order: Vec<usize> = (0..middles.len()).collect();
    order.sort_by(|a, b| middles[*a].total_cmp(&middles[*b]).then(a.cmp(b)));
    let mut settled = middles.to_vec();
    let mut end = 0.0;
    for n in &order {
        settled[*n] = settled[*n].max(end + heights[*n] / 2.0);
        end = settled[*n] + heights[*n] / 2.0;
    }
    let mut limit = bottom;
    for n in order.iter().rev() {
        settled[*n] = settled[*n].min(limit - heights[*n] / 2.0);
        limit = settled[*n] - heights[*n] / 2.0;
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn names_move_apart_and_stay_between_head_and_foot() {
        assert_eq!(apart(&[10.0, 50.0], &[10.0, 10.0], 100.0), [10.0, 50.0]);
        assert_eq!(apart(&[12.0, 10.0], &[10.0, 10.0], 100.0), [20.0, 10.0]);
        assert_eq!(apart(&[2.0, 50.0], &[30.0, 10.0], 100.0), [15.0, 50.0]);
        assert_eq!(apart(&[95.0, 96.0], &[10.0, 10.0], 100.0), [85.0, 95.0]);
    }
}
