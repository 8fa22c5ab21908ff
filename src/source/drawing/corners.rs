//! Corners of outlines: moves, lines, curves and closings of a path. Decides how many a shape has before it
//! is drawn, never fewer than it gets.

use std::str::FromStr;

use svgtypes::{Length, LengthUnit, PointsParser, SimplePathSegment, SimplifyingPathParser};
use usvg::roxmltree::Node;

use super::Refusal;
use crate::diag::words;

/// A path of this many corners is beyond all limits, it is not counted further.
const BEYOND: usize = 10_000_000;
/// How near curves come to arcs, in units of the drawing (`usvg` calls `kurbo` with it).
const TOLERANCE: f64 = 0.1;

/// A radius in units of the drawing.
#[derive(Clone, Copy, Default, PartialEq, PartialOrd, Debug)]
pub struct Radius {
    /// Its part that is given outright.
    units: f64,
    /// Its part in hundredths of the view.
    percent: f64,
}

impl Radius {
    /// Corners of a round outline, in a drawing whose views are at most `view` wide and high.
    pub fn corners(self, view: f64) -> u64 {
        let radius = self.units.max(self.percent / 100.0 * view);
        // kurbo's `Arc::append_iter`, for a quarter; one more for what rounding adds
        let whole = (1.1163 * radius / TOLERANCE).powf(1.0 / 6.0).max(4.0);
        2 + 4 * (2 + (whole / 4.0).ceil() as u64)
    }

    /// Whether there is one.
    pub fn is_round(self) -> bool {
        self.units > 0.0 || self.percent > 0.0
    }
}

/// The longest radius of an element, none if it has no round outline.
pub fn radius(node: Node<'_, '_>) -> Result<Radius, Refusal> {
    let mut longest = Radius::default();
    if !matches!(node.tag_name().name(), "rect" | "circle" | "ellipse") {
        return Ok(longest);
    }
    for attribute in node.attributes().filter(|a| matches!(a.name(), "r" | "rx" | "ry")) {
        let Ok(length) = Length::from_str(attribute.value()) else { continue };
        match length.unit {
            LengthUnit::Percent => longest.percent = longest.percent.max(length.number),
            _ => longest.units = longest.units.max(units(length)?),
        }
    }
    Ok(longest)
}

/// A length in units of the drawing, at least.
pub fn units(length: Length) -> Result<f64, Refusal> {
    let one = match length.unit {
        LengthUnit::None | LengthUnit::Px | LengthUnit::Percent => 1.0,
        LengthUnit::In => 96.0,
        LengthUnit::Cm => 38.0,
        LengthUnit::Mm => 4.0,
        LengthUnit::Pt => 1.5,
        LengthUnit::Pc => 16.0,
        LengthUnit::Em | LengthUnit::Ex => {
            return Err(Refusal::invalid(words::measured_in_letters()));
        }
    };
    Ok(length.number * one)
}

/// Corners of an element's outline, round ones aside.
pub fn straight(node: Node<'_, '_>) -> u64 {
    match node.tag_name().name() {
        "rect" => 5,
        "line" => 2,
        "polyline" | "polygon" => {
            let points = values(node, "points").map(|points| PointsParser::from(points).take(BEYOND).count());
            1 + points.max().unwrap_or(0) as u64
        }
        "path" => values(node, "d").map(along).max().unwrap_or(0),
        _ => 0,
    }
}

fn values<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = &'a str> {
    node.attributes().filter(move |a| a.name() == name).map(|a| a.value())
}

/// Corners of a path; behind a closing a move is added.
fn along(path: &str) -> u64 {
    let segments = SimplifyingPathParser::from(path).take(BEYOND).map_while(Result::ok);
    segments.map(|segment| if segment == SimplePathSegment::ClosePath { 2 } else { 1 }).sum()
}

/// The largest number in a text, without its sign.
pub fn largest_number(text: &str) -> f64 {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let (mut at, mut largest) = (0, 0.0f64);
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() && bytes[at] != b'.' {
            at += 1;
            continue;
        }
        let start = at;
        at += digits(at);
        if bytes.get(at) == Some(&b'.') {
            at += 1 + digits(at + 1);
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            let exponent = digits((at + 1 + sign).min(bytes.len()));
            at += if exponent > 0 { 1 + sign + exponent } else { 0 };
        }
        largest = largest.max(text[start..at].parse().unwrap_or_default());
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_every_form() {
        let cases = [
            ("", 0.0),
            ("M1-2.5.75e1L3", 7.5),
            ("translate(4e2,-5E+2)", 500.0),
            ("1em", 1.0),
            ("2e", 2.0),
            (".5", 0.5),
            ("..", 0.0),
            ("-1e38", 1e38),
            ("1e999", f64::INFINITY),
            ("ü7", 7.0),
        ];
        for (text, number) in cases {
            assert_eq!(largest_number(text), number, "{text}");
        }
    }

    #[test]
    fn arcs_count_as_the_curves_they_become() {
        assert_eq!(along("M0 0H1V1Z"), 5);
        assert!(along("M0 0A1e6 1e6 0 1 1 1 1") > along("M0 0A1 1 0 1 1 1 1"));
    }
}
