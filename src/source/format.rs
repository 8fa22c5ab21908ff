//! Page formats. Decides which have a name.

use crate::geom::MM;
use crate::tree::parse_length;
use crate::tree::shape::{Form, Shape};

/// A page format by name or as `148mm x 210mm`: width and height.
pub fn parse_format(text: &str) -> Option<(f64, f64)> {
    let mm = |w: f64, h: f64| Some((w * MM, h * MM));
    match text.trim().to_ascii_lowercase().as_str() {
        "a3" => mm(297.0, 420.0),
        "a4" => mm(210.0, 297.0),
        "a5" => mm(148.0, 210.0),
        "a6" => mm(105.0, 148.0),
        "din lang" | "din-lang" => mm(99.0, 210.0),
        other => {
            let (w, h) = other.split_once(['x', '×'])?;
            let sides = (parse_length(w, 0.0)?, parse_length(h, 0.0)?);
            let sane = |l: f64| (50.0 * MM..=1000.0 * MM).contains(&l);
            (sane(sides.0) && sane(sides.1)).then_some(sides)
        }
    }
}

/// How formats are written.
pub fn shape() -> Shape {
    let pattern = concat!(
        r"^ *([aA][3-6]|[dD][iI][nN][ -][lL][aA][nN][gG]|",
        r"[0-9.]+ *([pP][tT]|[mMcC][mM]|[iI][nN]) *[xX×] *[0-9.]+ *([pP][tT]|[mMcC][mM]|[iI][nN])) *$",
    );
    Shape::Form(Form { name: "page format", pattern })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_name_and_by_measure() {
        assert_eq!(parse_format("A5"), Some((148.0 * MM, 210.0 * MM)));
        assert_eq!(parse_format("DIN lang"), Some((99.0 * MM, 210.0 * MM)));
        assert_eq!(parse_format("148mm x 210mm"), Some((148.0 * MM, 210.0 * MM)));
        for bad in ["A9", "148 x 210", "0mm x 10mm", "1e9mm x 1mm", ""] {
            assert_eq!(parse_format(bad), None, "{bad}");
        }
    }
}
