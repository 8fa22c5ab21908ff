//! Elements of a drawing with their style. Decides which values may hold for an element: those of its
//! attributes, of the rules that match it and of `style=`, read as `usvg` reads them. Which of them wins is
//! not decided; a bound takes the dearest.

use std::cell::Cell;

use simplecss::{AttributeOperator, DeclarationTokenizer, PseudoClass, StyleSheet};
use usvg::roxmltree::{Document, Node};

use super::{Refusal, corners};
use crate::diag::words;

/// Most `<style>` elements: the rules are sorted after each.
pub const MOST_SHEETS: u64 = 100;
/// Most rules, each selector counted.
pub const MOST_RULES: u64 = 10_000;
/// Most declarations when each selector of a list takes the list's declarations, should all stand in one rule.
pub const MOST_DECLARATIONS: u64 = 4_000_000;
/// Largest number of a drawing, about what single precision can place.
pub const LARGEST_NUMBER: f64 = 1e9;

/// Namespaces whose attributes count beside those without.
const NAMESPACES: [&str; 3] =
    ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"];

/// What costs something, or leads to something that does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Key {
    /// `fill`.
    Fill,
    /// `stroke`.
    Stroke,
    /// `marker-start`.
    MarkerStart,
    /// `marker-mid`.
    MarkerMid,
    /// `marker-end`.
    MarkerEnd,
    /// `stroke-dasharray`.
    Dashes,
    /// `clip-path`.
    ClipPath,
    /// `mask`.
    Mask,
    /// `filter`.
    Filter,
    /// `href`, in any namespace.
    Href,
    /// `id`, in any namespace.
    Id,
}

impl Key {
    /// Those that elements take from what they stand in.
    pub const INHERITED: [Self; 6] =
        [Self::Fill, Self::Stroke, Self::MarkerStart, Self::MarkerMid, Self::MarkerEnd, Self::Dashes];

    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "fill" => Self::Fill,
            "stroke" => Self::Stroke,
            "marker-start" => Self::MarkerStart,
            "marker-mid" => Self::MarkerMid,
            "marker-end" => Self::MarkerEnd,
            "stroke-dasharray" => Self::Dashes,
            "clip-path" => Self::ClipPath,
            "mask" => Self::Mask,
            "filter" => Self::Filter,
            "href" => Self::Href,
            "id" => Self::Id,
            _ => return None,
        })
    }
}

/// Whether an attribute or property holds numbers that are drawn with.
fn is_numeric(name: &str) -> bool {
    matches!(
        name,
        "x" | "y"
            | "x1"
            | "y1"
            | "x2"
            | "y2"
            | "width"
            | "height"
            | "r"
            | "rx"
            | "ry"
            | "cx"
            | "cy"
            | "fx"
            | "fy"
            | "fr"
            | "dx"
            | "dy"
            | "rotate"
            | "d"
            | "points"
            | "viewBox"
            | "transform"
            | "gradientTransform"
            | "patternTransform"
            | "transform-origin"
            | "refX"
            | "refY"
            | "markerWidth"
            | "markerHeight"
            | "orient"
            | "offset"
            | "startOffset"
            | "textLength"
            | "stroke-width"
            | "stroke-dasharray"
            | "stroke-dashoffset"
            | "stroke-miterlimit"
            | "font"
            | "font-size"
            | "letter-spacing"
            | "word-spacing"
            | "baseline-shift"
            | "kerning"
    )
}

/// An element's values.
pub struct Own<'a> {
    values: Vec<(Key, &'a str)>,
    /// Steps to look through its attributes once.
    pub weight: u64,
    /// Steps to match it with the style sheet.
    pub matching: u64,
    /// Corners of its outline, other than round ones.
    pub corners: u64,
    /// Its longest radius.
    pub radius: corners::Radius,
    /// Letters in it, if it is text; at least as many as are set.
    pub letters: u64,
}

impl<'a> Own<'a> {
    /// Values that may hold.
    pub fn all(&self, key: Key) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(k, _)| *k == key).map(|(_, value)| *value)
    }
}

/// The style sheets of a drawing.
pub struct Styles<'a> {
    sheet: StyleSheet<'a>,
    /// Steps that may still be spent on matching.
    left: Cell<u64>,
}

impl<'a> Styles<'a> {
    /// Reads all `<style>` elements; `steps` may be spent on matching.
    pub fn read(xml: &'a Document<'a>, steps: u64) -> Result<Self, Refusal> {
        let mut sheet = StyleSheet::new();
        let (mut sheets, mut commas, mut semicolons) = (0, 1u64, 1u64);
        for node in xml.descendants().filter(|n| n.has_tag_name("style")) {
            if !matches!(node.attribute("type"), None | Some("text/css")) {
                continue;
            }
            let Some(text) = node.text() else { continue };
            sheets += 1;
            Refusal::above(words::sheets, sheets, MOST_SHEETS)?;
            commas += text.bytes().filter(|b| *b == b',').count() as u64;
            semicolons += text.bytes().filter(|b| matches!(b, b';' | b':')).count() as u64;
            Refusal::above(words::declarations, commas.saturating_mul(semicolons), MOST_DECLARATIONS)?;
            sheet.parse_more(text);
            Refusal::above(words::rules, sheet.rules.len() as u64, MOST_RULES)?;
        }
        Ok(Self { sheet, left: Cell::new(steps) })
    }

    /// The values of an element.
    pub fn own(&self, node: Node<'a, 'a>) -> Result<Own<'a>, Refusal> {
        let mut reader = Reader { values: Vec::new(), weight: 1 };
        for attribute in node.attributes() {
            if attribute.namespace().is_none_or(|ns| NAMESPACES.contains(&ns)) {
                reader.value(attribute.name(), attribute.value())?;
            }
        }
        let before = self.left.get();
        for rule in &self.sheet.rules {
            if rule.selector.matches(&Matched { node, left: &self.left }) {
                rule.declarations.iter().try_for_each(|d| reader.declaration(d.name, d.value))?;
            }
        }
        if self.left.get() == 0 {
            return Err(Refusal::invalid(words::style_too_long()));
        }
        for declaration in DeclarationTokenizer::from(node.attribute("style").unwrap_or_default()) {
            reader.declaration(declaration.name, declaration.value)?;
        }
        let Reader { values, weight } = reader;
        Ok(Own {
            values,
            weight,
            matching: before - self.left.get(),
            corners: corners::straight(node),
            radius: corners::radius(node)?,
            letters: letters(node),
        })
    }
}

fn letters(node: Node<'_, '_>) -> u64 {
    if !matches!(node.tag_name().name(), "text" | "tspan" | "textPath" | "a") {
        return 0;
    }
    let texts = node.descendants().filter(|n| n.is_text()).filter_map(|n| n.text());
    texts.map(|text| text.chars().count() as u64).sum()
}

struct Reader<'a> {
    values: Vec<(Key, &'a str)>,
    weight: u64,
}

impl<'a> Reader<'a> {
    fn declaration(&mut self, name: &str, value: &'a str) -> Result<(), Refusal> {
        match name {
            "marker" => ["marker-start", "marker-mid", "marker-end"]
                .into_iter()
                .try_for_each(|name| self.value(name, value)),
            // `id` and `href` are no properties
            "id" | "href" => Ok(()),
            _ => self.value(name, value),
        }
    }

    fn value(&mut self, name: &str, value: &'a str) -> Result<(), Refusal> {
        let is_outline = matches!(name, "d" | "points" | "style");
        self.weight += 1 + if is_outline { 0 } else { value.len() as u64 / 32 };
        if is_numeric(name) && corners::largest_number(value) > LARGEST_NUMBER {
            let start: String = value.chars().take(20).collect();
            return Err(Refusal::invalid(words::number_too_large(name, format_args!("{start:?}"))));
        }
        if let Some(key) = Key::of(name) {
            self.values.push((key, value));
        }
        Ok(())
    }
}

/// An element that is matched with selectors, in steps that are counted.
struct Matched<'s, 'a> {
    node: Node<'a, 'a>,
    left: &'s Cell<u64>,
}

impl Matched<'_, '_> {
    /// Counts steps; whether there were enough.
    fn spend(&self, steps: usize) -> bool {
        self.left.set(self.left.get().saturating_sub(steps as u64));
        self.left.get() > 0
    }
}

impl simplecss::Element for Matched<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        let node = self.node.parent_element().filter(|_| self.spend(1))?;
        Some(Self { node, left: self.left })
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        let node = self.node.prev_siblings().skip(1).find(|n| self.spend(1) && n.is_element())?;
        Some(Self { node, left: self.left })
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.spend(1) && self.node.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        let value = self.node.attribute(name);
        let steps = 1 + self.node.attributes().len() / 8 + value.map_or(0, str::len) / 32;
        self.spend(steps) && value.is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        class == PseudoClass::FirstChild && self.prev_sibling_element().is_none()
    }
}
