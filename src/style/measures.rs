//! Measures of a theme that must suit one another. Decides which cannot be set together, and which are
//! set poorly; each for itself has its range in the schema.

use crate::diag::{Diagnostic, Sink};
use crate::source::theme::{Style, Theme};

/// Least leading in sizes: below, the descenders of a line stand on the ascenders of the next.
const LEAST_LEADING: f64 = 0.8;

/// Reports measures that do not suit one another.
pub fn report(theme: &Theme, sink: &mut Sink) {
    if theme.chart.pitch.value.0 < theme.chart.bar.0 {
        sink.push(
            Diagnostic::error("config-value", "the bars of a chart lie over one another")
                .at(theme.chart.pitch.span)
                .hint("`pitch` of [chart] is the height of a bar and the space below it"),
        );
    }
    for (name, _, Style { size, leading, .. }) in &theme.style.0 {
        if leading.value.0 < LEAST_LEADING * size.0 {
            let message =
                format!("lines of the style {name} touch: {}pt for {}pt type", leading.value.0, size.0);
            sink.push(
                Diagnostic::warning("tight-lines", message)
                    .at(leading.span)
                    .hint(format!("a leading from {}pt on keeps them apart", LEAST_LEADING * size.0)),
            );
        }
    }
}
