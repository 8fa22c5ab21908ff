//! What a drawing comes to at most once all its references are followed: markers at every corner, patterns,
//! masks and clip paths at every use. Decides before `usvg` converts a drawing whether that ends soon.

use std::collections::HashMap;
use std::ops::AddAssign;

use svgtypes::{FuncIRI, IRI, LengthListParser, Paint};

use super::expanded::{Expanded, Part};
use super::style::Key;
use super::{DEEPEST_NESTING, MOST_CORNERS, MOST_LETTERS, MOST_PARTS, MOST_SERVERS, MOST_STEPS, Refusal};
use crate::diag::words;

/// Groups and paths that are made of a letter: its outline, split into fill and stroke, and three lines of
/// decoration, each with a paint of its own.
const PARTS_OF_LETTER: u64 = 8;
/// Steps to shape a letter.
const STEPS_TO_SHAPE: u64 = 4;
/// Letters that are looked at in a step.
const LETTERS_A_STEP: u64 = 16;
/// Steps to find a letter's place on a corner of the path it is set on.
const STEPS_ON_PATH: u64 = 16;

/// An upper bound of what is drawn.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Bound {
    /// Groups, paths and texts.
    pub parts: u64,
    /// Corners of paths, and lengths of dashes.
    pub corners: u64,
    /// Uses of gradients, patterns, masks and clip paths.
    pub servers: u64,
    /// Letters.
    pub letters: u64,
    /// Steps to shape and place letters.
    pub steps: u64,
    /// How deep groups stand inside one another.
    pub depth: u64,
}

impl AddAssign for Bound {
    fn add_assign(&mut self, other: Self) {
        *self = Self {
            parts: self.parts.saturating_add(other.parts),
            corners: self.corners.saturating_add(other.corners),
            servers: self.servers.saturating_add(other.servers),
            letters: self.letters.saturating_add(other.letters),
            steps: self.steps.saturating_add(other.steps),
            depth: self.depth.max(other.depth),
        };
    }
}

impl Bound {
    fn times(self, n: u64) -> Self {
        Self {
            parts: self.parts.saturating_mul(n),
            corners: self.corners.saturating_mul(n),
            servers: self.servers.saturating_mul(n),
            letters: self.letters.saturating_mul(n),
            steps: self.steps.saturating_mul(n),
            depth: self.depth,
        }
    }

    /// The greater of each.
    fn or(self, other: Self) -> Self {
        Self {
            parts: self.parts.max(other.parts),
            corners: self.corners.max(other.corners),
            servers: self.servers.max(other.servers),
            letters: self.letters.max(other.letters),
            steps: self.steps.max(other.steps),
            depth: self.depth.max(other.depth),
        }
    }

    /// Whether that is drawn soon.
    pub fn check(&self) -> Result<(), Refusal> {
        Refusal::above(words::parts, self.parts, MOST_PARTS)?;
        Refusal::above(words::corners, self.corners, MOST_CORNERS)?;
        Refusal::above(words::uses_of_servers, self.servers, MOST_SERVERS)?;
        Refusal::above(words::letters, self.letters, MOST_LETTERS)?;
        Refusal::above(words::steps_for_letters, self.steps, MOST_STEPS)?;
        Refusal::above(words::elements_when_drawn, self.depth, DEEPEST_NESTING)
    }
}

/// The bound of a whole drawing.
pub fn bound(drawing: &Expanded<'_>) -> Result<Bound, Refusal> {
    let parts = vec![None; drawing.parts.len()];
    let mut bounds = Bounds { drawing, parts, named: HashMap::new(), context: None, level: 0 };
    bounds.range(0, drawing.parts.len())
}

/// A bound on its way: what refers to something open refers to itself.
#[derive(Clone, Copy)]
enum Known {
    Open,
    Done(Bound),
}

struct Bounds<'d, 'a> {
    drawing: &'d Expanded<'a>,
    /// Of each part alone, with what it refers to.
    parts: Vec<Option<Bound>>,
    /// Of what has a name, with all that stands in it.
    named: HashMap<&'a str, Known>,
    /// Of the dearest paint, which `context-fill` and `context-stroke` can stand for.
    context: Option<Known>,
    level: u64,
}

impl<'d, 'a> Bounds<'d, 'a> {
    /// Of parts in a row.
    fn range(&mut self, from: usize, to: usize) -> Result<Bound, Refusal> {
        let above = self.drawing.parts.get(from).map_or(0, |part| part.depth);
        let mut sum = Bound::default();
        for at in from..to {
            let mut part = self.part(at)?;
            part.depth += self.drawing.parts[at].depth - above + 1;
            sum += part;
        }
        Ok(sum)
    }

    fn part(&mut self, at: usize) -> Result<Bound, Refusal> {
        if let Some(known) = self.parts[at] {
            return Ok(known);
        }
        let part: &'d Part<'a> = &self.drawing.parts[at];
        let mut bound = match part.tag {
            "rect" | "circle" | "ellipse" | "line" | "polyline" | "polygon" | "path" => {
                self.shape(at, part)?
            }
            "text" | "tspan" | "textPath" => self.text(at, part)?,
            // groups for the place, the element and its clip path, and a clip path
            "use" | "svg" => Bound { parts: 5, servers: 1, ..Bound::default() },
            _ => Bound { parts: 1, ..Bound::default() },
        };
        // a nested `svg` asks twice
        let times = if part.tag == "svg" { 2 } else { 1 };
        for key in [Key::ClipPath, Key::Mask] {
            let values = part.own.all(key).filter_map(|v| FuncIRI::from_str(v).ok());
            let server = self.dearest(values.map(|iri| iri.0))?;
            bound += server.times(times);
        }
        self.parts[at] = Some(bound);
        Ok(bound)
    }

    fn shape(&mut self, at: usize, part: &'d Part<'a>) -> Result<Bound, Refusal> {
        let mut corners = part.own.corners;
        if part.own.radius.is_round() {
            corners += part.own.radius.corners(self.drawing.view);
        }
        let dashes = part.inherited.all(Key::Dashes).iter().map(|list| LengthListParser::from(*list).count());
        let dashes = 2 * dashes.max().unwrap_or(0) as u64;
        let mut bound = Bound { parts: 2, corners: corners.saturating_add(dashes), ..Bound::default() };
        bound += self.paint(part)?;
        let mut markers = Bound::default();
        for (key, times) in [(Key::MarkerStart, 1), (Key::MarkerMid, corners), (Key::MarkerEnd, 1)] {
            let values = part.inherited.all(key).iter().filter_map(|v| FuncIRI::from_str(v).ok());
            let outer = values.map(|iri| iri.0).filter(|name| !self.is_inside(at, name));
            let mut marker = self.dearest(outer.collect::<Vec<_>>())?;
            if marker != Bound::default() {
                // its group and its clip path
                marker += Bound { parts: 3, ..Bound::default() };
            }
            markers += marker.times(times);
        }
        if markers != Bound::default() {
            // the group of all markers; fill and stroke may stand below and above it
            bound += Bound { parts: 2, corners: bound.corners, ..Bound::default() };
            bound += markers;
        }
        Ok(bound)
    }

    /// Whether a part stands in the marker of a name, which is then not drawn at it.
    fn is_inside(&self, at: usize, name: &str) -> bool {
        match self.drawing.names.get(name).map(Vec::as_slice) {
            Some(&[marker]) => marker < at && at < self.drawing.parts[marker].end,
            _ => false,
        }
    }

    fn text(&mut self, at: usize, part: &'d Part<'a>) -> Result<Bound, Refusal> {
        let letters = part.own.letters;
        let mut bound = self.paint(part)?.times(PARTS_OF_LETTER.saturating_mul(letters));
        bound.parts = bound.parts.saturating_add(2 + PARTS_OF_LETTER.saturating_mul(letters));
        if part.tag == "text" {
            // every span shapes all letters, and every letter is sought among all
            let spans = 2 * (part.end - at) as u64;
            let each = STEPS_TO_SHAPE * spans + letters / LETTERS_A_STEP;
            bound += Bound { letters, steps: letters.saturating_mul(each), ..Bound::default() };
        }
        if part.tag == "textPath" {
            let iris = part.own.all(Key::Href).filter_map(|v| IRI::from_str(v).ok());
            let mut path = self.dearest(iris.map(|iri| iri.0))?;
            path.steps = path
                .steps
                .saturating_add(path.corners.saturating_mul(STEPS_ON_PATH).saturating_mul(letters + 1));
            bound += path;
        }
        Ok(bound)
    }

    /// Of fill and stroke.
    fn paint(&mut self, part: &'d Part<'a>) -> Result<Bound, Refusal> {
        let mut sum = Bound::default();
        for key in [Key::Fill, Key::Stroke] {
            let mut dearest = Bound::default();
            for value in part.inherited.all(key) {
                dearest = dearest.or(match Paint::from_str(value) {
                    Ok(Paint::FuncIRI(name, _)) => self.dearest([name])?,
                    Ok(Paint::ContextFill | Paint::ContextStroke) => self.context()?,
                    _ => Bound::default(),
                });
            }
            sum += dearest;
        }
        Ok(sum)
    }

    /// Of the dearest paint of the drawing.
    fn context(&mut self) -> Result<Bound, Refusal> {
        match self.context {
            Some(Known::Done(bound)) => return Ok(bound),
            Some(Known::Open) => return Err(circle("context-fill")),
            None => self.context = Some(Known::Open),
        }
        let drawing = self.drawing;
        let mut dearest = Bound::default();
        for value in
            drawing.parts.iter().flat_map(|part| part.own.all(Key::Fill).chain(part.own.all(Key::Stroke)))
        {
            if let Ok(Paint::FuncIRI(name, _)) = Paint::from_str(value) {
                dearest = dearest.or(self.dearest([name])?);
            }
        }
        self.context = Some(Known::Done(dearest));
        Ok(dearest)
    }

    /// Of the dearest of what is named.
    fn dearest(&mut self, names: impl IntoIterator<Item = &'a str>) -> Result<Bound, Refusal> {
        let mut dearest = Bound::default();
        for name in names {
            dearest = dearest.or(self.named(name)?);
        }
        Ok(dearest)
    }

    fn named(&mut self, name: &'a str) -> Result<Bound, Refusal> {
        let drawing = self.drawing;
        let Some(places) = drawing.names.get(name) else { return Ok(Bound::default()) };
        match self.named.get(name) {
            Some(Known::Done(bound)) => return Ok(*bound),
            Some(Known::Open) => return Err(circle(name)),
            None => self.named.insert(name, Known::Open),
        };
        self.level += 1;
        Refusal::above(words::references, self.level, DEEPEST_NESTING)?;
        let mut dearest = Bound::default();
        for at in places {
            dearest = dearest.or(self.server(*at)?);
        }
        self.level -= 1;
        self.named.insert(name, Known::Done(dearest));
        Ok(dearest)
    }

    /// Of what a reference leads to.
    fn server(&mut self, at: usize) -> Result<Bound, Refusal> {
        let part = &self.drawing.parts[at];
        let mut bound = self.range(at, part.end)?;
        bound += Bound { parts: 2, servers: 1, ..Bound::default() };
        if matches!(part.tag, "pattern" | "linearGradient" | "radialGradient") {
            let iris = part.own.all(Key::Href).filter_map(|v| IRI::from_str(v).ok());
            bound += self.dearest(iris.map(|iri| iri.0))?;
        }
        Ok(bound)
    }
}

fn circle(name: &str) -> Refusal {
    Refusal::invalid(words::refers_to_itself(format_args!("{name:?}")))
}
