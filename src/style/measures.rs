//! Measures of a theme that must suit one another. Decides which cannot be set together, and which are
//! set poorly; each for itself has its range in the schema.

use crate::diag::{Filling, Sink, complaint};
use crate::source::theme::{Style, Theme};

/// Least leading in sizes: below, the descenders of a line stand on the ascenders of the next.
const LEAST_LEADING: f64 = 0.8;

/// Reports measures that do not suit one another.
pub fn report(theme: &Theme, sink: &mut Sink) {
    if theme.chart.pitch.value.0 < theme.chart.bar.0 {
        sink.push(complaint::bars_overlap().at(theme.chart.pitch.span));
    }
    for (name, _, Style { size, leading, .. }) in &theme.style.0 {
        if leading.value.0 < LEAST_LEADING * size.0 {
            let [set, type_size, least] =
                [leading.value.0, size.0, LEAST_LEADING * size.0].map(Filling::number);
            let told = complaint::tight_lines(name, set, type_size, least);
            sink.push(told.at(leading.span));
        }
    }
}
