//! Bars: a field for each series, or the parts of a whole. Decides the scale, and which value stands in
//! its bar and which beside it.

use super::super::super::paragraph::Paragraph;
use super::patterns::Pattern;
use super::{Canvas, TooNarrow};
use crate::diag::complaint;
use crate::document::chart::Datum;
use crate::document::rich::Rich;
use crate::geom::{Point, Pt, Rect, fits};
use crate::source::theme::Align;
use crate::style::{StyleId, TextStyle};

/// Rounds after which the scale stands still: each drives another value out of its bar.
const ROUNDS: usize = 200;
/// Least of a pattern that is seen beside its value, in insets.
const SHOWN: f64 = 1.5;
/// Space between two heads, in their size.
const HEAD_SPACE: f64 = 1.0;

/// What a row of bars needs: how far it reaches at a scale.
struct Reach {
    /// Sum of its values.
    total: f64,
    /// Its last part, whose value may stand beside it.
    last: f64,
    /// Width of that value.
    text: Pt,
    /// Width of a bar that holds it and still shows its pattern.
    needs: Pt,
    /// Width of the note behind it, with its space.
    note: Pt,
}

impl Reach {
    fn inside(&self, scale: f64) -> bool {
        self.last * scale >= self.needs
    }

    fn beside(&self, inset: Pt) -> Pt {
        self.text + inset + self.note
    }

    /// The largest scale up to `scale` at which it goes into `room`.
    fn shrunk(&self, scale: f64, room: Pt, inset: Pt) -> f64 {
        let scale_for = |extra: Pt| ((room - extra) / self.total).max(0.0).min(scale);
        let inside = scale_for(self.note);
        if self.inside(inside) { inside } else { scale_for(self.beside(inset)) }
    }
}

/// Points for a unit, so that every row goes into `room`.
fn scale(rows: &[Reach], room: Pt, inset: Pt) -> f64 {
    let rows: Vec<&Reach> = rows.iter().filter(|row| row.total > 0.0).collect();
    let most = rows.iter().map(|row| row.total).fold(0.0, f64::max);
    let mut scale = if most > 0.0 { room / most } else { 0.0 };
    for _ in 0..ROUNDS {
        let next = rows.iter().fold(scale, |scale, row| row.shrunk(scale, room, inset));
        if next >= scale {
            break;
        }
        scale = next;
    }
    scale
}

/// Rows of bars with their labels.
struct Rows {
    /// Left edge of the bars.
    left: Pt,
    /// Room for the bars.
    width: Pt,
}

/// A part of a stacked bar.
struct Part {
    series: usize,
    rect: Rect,
    outermost: bool,
}

impl<'a> Canvas<'_, 'a> {
    fn rows(&self) -> Rows {
        let left = self.theme.label_width.0.min(self.theme.label_share.0 * self.measure);
        Rows { left, width: self.measure - left }
    }

    /// Bars in a field for each series, all at one scale.
    pub fn bars(&mut self) -> Result<Pt, TooNarrow> {
        let (rows, gap, inset) = (self.rows(), self.theme.panel_gap.0, self.theme.inset.0);
        let series = &self.chart.series;
        let values = series.iter().enumerate().flat_map(|(n, s)| s.values.iter().map(move |v| (n, v)));
        let reaches: Vec<Reach> = values.map(|(n, value)| self.reach(n, value)).collect();
        let widest = reaches.iter().map(|r| r.beside(inset) + inset).fold(0.0, f64::max);
        if widest > rows.width {
            return Err(TooNarrow);
        }
        let least = widest.max(self.theme.panel_min.0);
        let fitting = ((rows.width + gap) / (least + gap)).floor().max(1.0);
        let abreast = series.len().min(fitting as usize);
        let width = (rows.width - gap * (abreast as Pt - 1.0)) / abreast as Pt;
        let scale = scale(&reaches, width, inset);
        let numbers: Vec<usize> = (0..series.len()).collect();
        let mut y = 0.0;
        for (n, abreast) in numbers.chunks(abreast).enumerate() {
            y += if n > 0 { gap } else { 0.0 };
            y = self.fields(abreast, rows.left, width, scale, y);
        }
        Ok(self.foot_of_bars(y))
    }

    /// Foot of the last bars, where the next row would begin at `y`: the caption is as near as that of a picture.
    fn foot_of_bars(&self, y: Pt) -> Pt {
        (y - self.row_gap()).max(0.0)
    }

    fn reach(&self, series: usize, value: &Datum) -> Reach {
        let text = self.width(&value.text, &self.style(StyleId::ChartValue));
        let note = value
            .note
            .as_ref()
            .map_or(0.0, |note| self.width(note, &self.style(StyleId::ChartLabel)) + self.theme.inset.0);
        let shown = match Pattern::of(series, self.theme) {
            Pattern::Hatch | Pattern::Dots => self.theme.plate.0 + SHOWN * self.theme.inset.0,
            Pattern::Solid(_) | Pattern::Open => 0.0,
        };
        let needs = text + 2.0 * self.theme.inset.0 + shown;
        Reach { total: value.number, last: value.number, text, needs, note }
    }

    /// Some series next to each other, from `y` down; returns where they end.
    fn fields(&mut self, series: &[usize], left: Pt, width: Pt, scale: f64, y: Pt) -> Pt {
        let x = |n: usize| left + n as Pt * (width + self.theme.panel_gap.0);
        let lefts: Vec<Pt> = (0..series.len()).map(x).collect();
        let heads: Vec<Rich> = series.iter().map(|n| self.head(*n)).collect();
        let mut y = self.heads(&heads, &lefts, width, y);
        for label in 0..self.chart.labels.len() {
            let (top, next) = self.label(label, left, y);
            for (n, x) in series.iter().zip(&lefts) {
                let datum = &self.chart.series[*n].values[label];
                self.value_bar(*n, datum, Point { x: *x, y: top }, scale);
            }
            y = next;
        }
        y
    }

    /// Heads that end on one line; returns where the bars begin.
    fn heads(&mut self, heads: &[Rich], lefts: &[Pt], width: Pt, y: Pt) -> Pt {
        let style = self.style(StyleId::ChartHead);
        let written = heads.iter().zip(lefts).filter(|(head, _)| !head.is_blank());
        let set: Vec<_> = written.map(|(head, x)| (*x, self.set_head(head, width))).collect();
        let room = |head: &Paragraph<'_>| style.leading - head.setting.leading + head.height();
        let Some(tallest) = set.iter().map(|(_, head)| room(head)).reduce(f64::max) else { return y };
        for (x, head) in &set {
            self.place(head, *x, y + tallest - room(head));
        }
        y + tallest + self.theme.head_gap.0
    }

    /// A head; its further lines are as close as those of labels.
    fn set_head<'r>(&self, head: &'r Rich, width: Pt) -> Paragraph<'r> {
        let close = self.style(StyleId::ChartLabel).leading;
        let style = TextStyle { leading: close, ..self.style(StyleId::ChartHead) };
        self.set(head, &style, width, Align::Left)
    }

    /// A label beside its bars; returns the top of the bars and that of the next row.
    fn label(&mut self, label: usize, left: Pt, y: Pt) -> (Pt, Pt) {
        let (style, bar) = (self.style(StyleId::ChartLabel), self.theme.bar.0);
        let label = &self.chart.labels[label];
        let mut height = bar;
        if !label.is_blank() {
            let width = (left - self.theme.label_gap.0).max(style.size);
            let set = self.set(label, &style, width, Align::Left);
            height = height.max(set.height());
            self.place(&set, 0.0, y + (height - set.height()) / 2.0);
        }
        (y + (height - bar) / 2.0, y + height + self.row_gap())
    }

    /// A bar with its value and note.
    fn value_bar(&mut self, series: usize, datum: &Datum, at: Point, scale: f64) {
        let (inset, reach) = (self.theme.inset.0, self.reach(series, datum));
        let w = (datum.number * scale).max(self.theme.frame.0);
        let rect = Rect { x: at.x, y: at.y, w, h: self.theme.bar.0 };
        let mut end = rect.right();
        if reach.inside(scale) {
            self.filled_bar(rect, series, &datum.text, Align::Left);
        } else {
            self.bar(rect, Pattern::of(series, self.theme), rect);
            self.beside(&datum.text, rect);
            end += inset + reach.text;
        }
        if let Some(note) = &datum.note {
            let mut style = self.style(StyleId::ChartLabel);
            style.colour = self.theme.note_color;
            self.line_at(note, &style, end + inset, rect.y + rect.h / 2.0);
        }
    }

    /// A bar with its value inside, at its left or right end.
    fn filled_bar(&mut self, rect: Rect, series: usize, value: &Rich, align: Align) {
        let pattern = Pattern::of(series, self.theme);
        let (inset, plate) = (self.theme.inset.0, self.theme.plate.0);
        let mut style = self.style(StyleId::ChartValue);
        if matches!(pattern, Pattern::Solid(_)) {
            style.colour = self.theme.value_color;
        }
        let width = self.width(value, &style);
        let taken = inset + width + plate;
        let (x, free) = if align == Align::Right {
            (rect.right() - inset - width, Rect { w: rect.w - taken, ..rect })
        } else {
            (rect.x + inset, Rect { x: rect.x + taken, w: rect.w - taken, ..rect })
        };
        self.bar(rect, pattern, free);
        self.line_at(value, &style, x, rect.y + rect.h / 2.0);
    }

    fn beside(&mut self, value: &Rich, bar: Rect) {
        let style = self.style(StyleId::ChartValue);
        self.line_at(value, &style, bar.right() + self.theme.inset.0, bar.y + bar.h / 2.0);
    }

    /// Bars whose parts are the series.
    pub fn stacked(&mut self) -> Result<Pt, TooNarrow> {
        let (rows, inset) = (self.rows(), self.theme.inset.0);
        let labels = self.chart.labels.len();
        let reaches: Vec<Reach> = (0..labels).filter_map(|label| self.stacked_reach(label)).collect();
        let widest = reaches.iter().map(|r| r.beside(inset) + inset).fold(0.0, f64::max);
        if widest.max(self.theme.panel_min.0) > rows.width {
            return Err(TooNarrow);
        }
        let scale = scale(&reaches, rows.width, inset);
        let first = self.parts(0, Point { x: rows.left, y: 0.0 }, scale);
        let mut y = match self.head_places(&first, &rows) {
            Some(places) => self.direct_heads(&places),
            None => self.sampled_heads(&rows),
        };
        for label in 0..labels {
            let (top, next) = self.label(label, rows.left, y);
            for part in self.parts(label, Point { x: rows.left, y: top }, scale) {
                self.part(&part, label);
            }
            y = next;
        }
        Ok(self.foot_of_bars(y))
    }

    fn stacked_reach(&self, label: usize) -> Option<Reach> {
        let values = self.chart.series.iter().map(|s| &s.values[label]);
        let series = values.clone().rposition(|value| value.number > 0.0)?;
        let total = values.map(|value| value.number).sum();
        Some(Reach { total, ..self.reach(series, &self.chart.series[series].values[label]) })
    }

    /// The parts of a bar that begins at `at`.
    fn parts(&self, label: usize, at: Point, scale: f64) -> Vec<Part> {
        let (gap, least, h) = (self.theme.part_gap.0, self.theme.frame.0, self.theme.bar.0);
        let mut parts: Vec<Part> = Vec::new();
        let mut sum = 0.0;
        for (series, values) in self.chart.series.iter().enumerate() {
            let number = values.values[label].number;
            let left = at.x + sum * scale + if sum > 0.0 { gap } else { 0.0 };
            sum += number;
            if number > 0.0 {
                let w = (at.x + sum * scale - left).max(least);
                let rect = Rect { x: left, y: at.y, w, h };
                parts.push(Part { series, rect, outermost: false });
            }
        }
        if let Some(last) = parts.last_mut() {
            last.outermost = true;
        }
        parts
    }

    /// A part with its value: inside, beside the whole bar, or reported.
    fn part(&mut self, part: &Part, label: usize) {
        let Part { series, rect, outermost } = *part;
        let datum = &self.chart.series[series].values[label];
        let inset = self.theme.inset.0;
        let reach = self.reach(series, datum);
        let needs = if outermost { reach.needs } else { reach.text + 2.0 * inset };
        if fits(needs, rect.w + self.theme.part_gap.0) {
            let last = series > 0 && series + 1 == self.chart.series.len();
            let align = if last { Align::Right } else { Align::Left };
            return self.filled_bar(rect, series, &datum.text, align);
        }
        self.bar(rect, Pattern::of(series, self.theme), rect);
        if outermost {
            return self.beside(&datum.text, rect);
        }
        self.setter.report(complaint::part_too_short(&datum.text.text).at(datum.text.span_at(0, 1)));
    }

    /// Where heads stand right above their parts of the first bar, if each has room there.
    fn head_places(&self, first: &[Part], rows: &Rows) -> Option<Vec<(Rich, Pt)>> {
        let style = self.style(StyleId::ChartHead);
        let (space, count) = (HEAD_SPACE * style.size, self.chart.series.len());
        let mut places: Vec<(Rich, Pt)> = Vec::new();
        let mut end = rows.left;
        for series in 0..count {
            let head = self.head(series);
            let width = self.width(&head, &style);
            let part = first.iter().find(|part| part.series == series).filter(|_| width > 0.0);
            let part = match part {
                Some(part) => part.rect,
                None if count == 1 => Rect { x: rows.left, ..Rect::default() },
                None => return None,
            };
            let last = series > 0 && series + 1 == count;
            let x = if last { (part.right() - width).max(end) } else { part.x };
            let legible = x >= end && x + width <= rows.left + rows.width && x <= part.right();
            if !legible && count > 1 {
                return None;
            }
            places.push((head, x));
            end = x + width + space;
        }
        Some(places)
    }

    fn direct_heads(&mut self, places: &[(Rich, Pt)]) -> Pt {
        let (heads, lefts): (Vec<Rich>, Vec<Pt>) = places.iter().cloned().unzip();
        let room = self.measure - lefts.first().copied().unwrap_or(0.0);
        let width = if lefts.len() == 1 { room } else { super::ENDLESS };
        self.heads(&heads, &lefts, width, 0.0)
    }

    /// Heads one after another, each behind a sample of its fill: where they have no room at their parts.
    fn sampled_heads(&mut self, rows: &Rows) -> Pt {
        let style = self.style(StyleId::ChartHead);
        let (side, tall) = (self.theme.sample_width.0, self.theme.sample_height.0);
        let inset = self.theme.inset.0;
        let (mut x, mut y) = (0.0, 0.0);
        let mut line = style.leading;
        for series in 0..self.chart.series.len() {
            let head = self.head(series);
            let width = self.width(&head, &style).min(rows.width - side - inset);
            let whole = side + inset + width;
            if x > 0.0 && x + whole > rows.width {
                (x, y) = (0.0, y + line);
                line = style.leading;
            }
            let sample = Rect { x: rows.left + x, y: y + (style.leading - tall) / 2.0, w: side, h: tall };
            self.bar(sample, Pattern::of(series, self.theme), sample);
            let set = self.set_head(&head, width);
            self.place(&set, sample.right() + inset, y);
            line = line.max(style.leading - set.setting.leading + set.height());
            x += whole + style.size * HEAD_SPACE;
        }
        y + line + self.theme.head_gap.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Reach, scale};

    #[test]
    fn every_row_goes_into_the_room_with_its_value() {
        let row =
            |number: f64, note: f64| Reach { total: number, last: number, text: 20.0, needs: 28.0, note };
        let rows = [row(100.0, 0.0), row(80.0, 30.0), row(22.0, 70.0), row(0.0, 0.0)];
        let found = scale(&rows, 100.0, 4.0);
        assert!(found > 0.0);
        for row in &rows {
            let beside = if row.inside(found) { row.note } else { row.beside(4.0) };
            assert!(row.total * found + beside <= 100.01, "{}", row.total);
        }
    }
}
