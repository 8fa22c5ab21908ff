//! A drawing with every `<use>` replaced by a copy of what it names, as `usvg` builds it first. Decides how
//! many elements that makes before any is converted.

use std::collections::HashMap;
use std::rc::Rc;
use std::str::FromStr;

use svgtypes::{IRI, Length, LengthUnit};
use usvg::roxmltree::{Document, Node, NodeId};

use super::style::{Key, Own, Styles};
use super::{DEEPEST_NESTING, MOST_PARTS, MOST_STEPS, Refusal, corners, style};
use crate::diag::words;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Elements that `usvg` knows, other than filters and pictures, which are refused.
const KNOWN: [&str; 25] = [
    "a",
    "circle",
    "clipPath",
    "defs",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "tref",
    "tspan",
    "use",
];

/// An element of the drawing, or a copy of one.
pub struct Part<'a> {
    /// Its name.
    pub tag: &'a str,
    /// Its own values.
    pub own: Rc<Own<'a>>,
    /// What it takes from the elements it stands in.
    pub inherited: Rc<Inherited<'a>>,
    /// First part behind it and all that stands in it.
    pub end: usize,
    /// How deep it stands.
    pub depth: u64,
}

/// Values that may hold for inherited properties, in the order of [`Key::INHERITED`].
#[derive(Clone, Default)]
pub struct Inherited<'a>([Rc<[&'a str]>; Key::INHERITED.len()]);

impl<'a> Inherited<'a> {
    /// Values that may hold.
    pub fn all(&self, key: Key) -> &[&'a str] {
        Key::INHERITED.iter().position(|k| *k == key).map_or(&[], |n| &self.0[n])
    }

    /// With an element's own values: they replace, unless one of them is `inherit`.
    fn with(self: &Rc<Self>, own: &Own<'a>) -> Rc<Self> {
        if Key::INHERITED.iter().all(|key| own.all(*key).next().is_none()) {
            return self.clone();
        }
        let mut all = Self::clone(self);
        for (key, values) in Key::INHERITED.iter().zip(&mut all.0) {
            let mut mine: Vec<&str> = own.all(*key).collect();
            if mine.contains(&"inherit") {
                mine.extend(values.iter().copied());
                mine.retain(|value| *value != "inherit");
            }
            if !mine.is_empty() {
                *values = mine.into();
            }
        }
        Rc::new(all)
    }
}

/// All parts, in the order of the drawing.
pub struct Expanded<'a> {
    /// The parts.
    pub parts: Vec<Part<'a>>,
    /// Parts by their names; those of copies have none.
    pub names: HashMap<&'a str, Vec<usize>>,
    /// Largest width or height of a view, in units of the drawing.
    pub view: f64,
}

/// Replaces every `<use>`.
pub fn expand<'a>(xml: &'a Document<'a>) -> Result<Expanded<'a>, Refusal> {
    let mut targets = HashMap::new();
    let mut sizes = vec![1u64; xml.descendants().count()];
    for node in xml.descendants() {
        if let Some(id) = node.attribute("id") {
            targets.entry(id).or_insert(node);
        }
    }
    for n in (1..sizes.len()).rev() {
        let parent = xml.get_node(NodeId::from(n)).and_then(|node| node.parent());
        if let Some(parent) = parent {
            sizes[parent.id().get_usize()] += sizes[n];
        }
    }
    let expanded = Expanded { parts: Vec::new(), names: HashMap::new(), view: 0.0 };
    let styles = Styles::read(xml, MOST_STEPS)?;
    let mut expander = Expander { targets, sizes, styles, known: HashMap::new(), steps: 0, expanded };
    let place = Place { parent: None, origin: None, copied: false, above: 0 };
    expander.element(xml.root_element(), place)?;
    Ok(expander.expanded)
}

/// Where an element stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    parent: Option<usize>,
    /// The `<use>` it is a copy for.
    origin: Option<Node<'a, 'a>>,
    copied: bool,
    /// Weights of what it stands in.
    above: u64,
}

struct Expander<'a> {
    /// Elements by the names that `<use>` knows.
    targets: HashMap<&'a str, Node<'a, 'a>>,
    /// Nodes in each node.
    sizes: Vec<u64>,
    styles: Styles<'a>,
    known: HashMap<NodeId, Rc<Own<'a>>>,
    /// What reading, matching and looking up values takes.
    steps: u64,
    expanded: Expanded<'a>,
}

impl<'a> Expander<'a> {
    fn element(&mut self, node: Node<'a, 'a>, place: Place<'a>) -> Result<(), Refusal> {
        if !node.is_element() || !is_known(node) {
            return Ok(());
        }
        let tag = node.tag_name().name();
        let at = self.part(tag, node, place)?;
        let inside =
            Place { parent: Some(at), above: place.above + self.expanded.parts[at].own.weight, ..place };
        match tag {
            "text" => self.text(node, inside)?,
            "use" => self.copy(node, inside)?,
            _ => node.children().try_for_each(|child| self.element(child, inside))?,
        }
        self.expanded.parts[at].end = self.expanded.parts.len();
        Ok(())
    }

    /// Adds a part.
    fn part(&mut self, tag: &'a str, node: Node<'a, 'a>, place: Place<'a>) -> Result<usize, Refusal> {
        let own = match self.known.get(&node.id()) {
            Some(own) => own.clone(),
            None => {
                let own = Rc::new(self.own(tag, node)?);
                self.known.insert(node.id(), own.clone());
                own
            }
        };
        let parts = &mut self.expanded.parts;
        let at = parts.len();
        let above = place.parent.map(|n| &parts[n]);
        let depth = above.map_or(0, |part| part.depth + 1);
        let inherited = above.map(|part| part.inherited.clone()).unwrap_or_default().with(&own);
        self.steps += own.matching + own.weight + place.above;
        if !place.copied {
            own.all(Key::Id).take(1).for_each(|id| self.expanded.names.entry(id).or_default().push(at));
        }
        parts.push(Part { tag, own, inherited, end: at + 1, depth });
        Refusal::above(words::parts_of_uses, parts.len() as u64, MOST_PARTS)?;
        Refusal::above(words::nested_uses, depth, DEEPEST_NESTING)?;
        Refusal::above(words::steps_for_style, self.steps, MOST_STEPS)?;
        Ok(at)
    }

    fn own(&mut self, tag: &str, node: Node<'a, 'a>) -> Result<Own<'a>, Refusal> {
        let own = self.styles.own(node)?;
        if let Some(filter) = own.all(Key::Filter).find(|value| !matches!(*value, "none" | "inherit" | "")) {
            return Err(Refusal::invalid(words::not_vectors(format_args!("filter={filter:?}"))));
        }
        if tag == "tref" {
            return Err(Refusal::invalid(words::not_vectors("<tref>")));
        }
        self.widen(tag, node)?;
        Ok(own)
    }

    /// Notes how wide and high the views are that lengths can be given in hundredths of.
    fn widen(&mut self, tag: &str, node: Node<'a, 'a>) -> Result<(), Refusal> {
        let is_root = node.parent_element().is_none();
        for attribute in node.attributes() {
            let view = match attribute.name() {
                "viewBox" => corners::largest_number(attribute.value()),
                "width" | "height" if matches!(tag, "svg" | "use") => {
                    let Ok(length) = Length::from_str(attribute.value()) else { continue };
                    match length.unit {
                        // of letters whose size stands in the root itself
                        LengthUnit::Em | LengthUnit::Ex if is_root => length.number * style::LARGEST_NUMBER,
                        LengthUnit::Percent if length.number > 100.0 && !is_root => {
                            return Err(Refusal::invalid(words::wider_than_around(tag)));
                        }
                        _ => corners::units(length)?,
                    }
                }
                _ => continue,
            };
            self.expanded.view = self.expanded.view.max(view);
        }
        Ok(())
    }

    fn text(&mut self, node: Node<'a, 'a>, place: Place<'a>) -> Result<(), Refusal> {
        for child in node.children().filter(|child| child.is_element() && is_known(*child)) {
            let tag = match child.tag_name().name() {
                "a" => "tspan",
                "textPath" if node.tag_name().name() != "text" => continue,
                tag @ ("tspan" | "tref" | "textPath") => tag,
                _ => continue,
            };
            let at = self.part(tag, child, place)?;
            let above = place.above + self.expanded.parts[at].own.weight;
            self.text(child, Place { parent: Some(at), above, ..place })?;
            self.expanded.parts[at].end = self.expanded.parts.len();
        }
        Ok(())
    }

    /// Adds a copy of what a `<use>` names, unless it would hold itself.
    fn copy(&mut self, node: Node<'a, 'a>, place: Place<'a>) -> Result<(), Refusal> {
        let Some(target) = self.target(node) else { return Ok(()) };
        if target == node || Some(target) == place.origin || !is_known(target) {
            return Ok(());
        }
        self.steps += self.sizes[target.id().get_usize()];
        let mut uses = target.descendants().skip(1).filter(|n| n.has_tag_name((SVG, "use")));
        if uses.any(|inner| self.target(inner).is_some_and(|t| t == node || t == target)) {
            return Ok(());
        }
        self.element(target, Place { origin: Some(node), copied: true, ..place })
    }

    fn target(&self, node: Node<'a, 'a>) -> Option<Node<'a, 'a>> {
        let link = node.attribute((XLINK, "href")).or_else(|| node.attribute("href"))?;
        self.targets.get(IRI::from_str(link).ok()?.0).copied()
    }
}

fn is_known(node: Node<'_, '_>) -> bool {
    let name = node.tag_name();
    matches!(name.namespace(), None | Some(SVG)) && KNOWN.contains(&name.name())
}
