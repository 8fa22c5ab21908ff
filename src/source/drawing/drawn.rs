//! A drawing as `usvg` made it. Decides whether it has filters and what is in it, counted as often as it
//! is drawn.

use usvg::tiny_skia_path::{Path, PathSegment, Point};
use usvg::{ClipPath, Group, Mask, Node, Paint, Stroke, Tree};

use super::{DEEPEST_LAYERS, MOST_CORNERS, MOST_DASHES, MOST_LAYERS, MOST_PARTS, MOST_PIXELS, Refusal};
use crate::diag::words;

/// What is drawn.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Drawn {
    /// Groups, paths and texts.
    pub parts: u64,
    /// Corners of paths.
    pub corners: u64,
    /// Uses of gradients, patterns, masks and clip paths.
    pub servers: u64,
    /// Groups that are mixed before they are drawn.
    pub layers: u64,
    /// Dashes of broken lines.
    pub dashes: u64,
    /// How deep what is mixed before it is drawn stands inside one another.
    pub depth: u64,
    /// Pixels of the pictures in it.
    pub pixels: u64,
    /// Whether a filter is drawn.
    pub filtered: bool,
}

impl Drawn {
    /// Counts a drawing.
    pub fn of(tree: &Tree) -> Self {
        let mut drawn = Self::default();
        drawn.group(tree.root(), 0);
        drawn
    }

    /// Whether it is without filters and not too much.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.filtered {
            return Err(Refusal::invalid(words::not_vectors("filter")));
        }
        Refusal::above(words::pixels, self.pixels, MOST_PIXELS)?;
        Refusal::above(words::parts, self.parts, MOST_PARTS)?;
        Refusal::above(words::corners, self.corners, MOST_CORNERS)?;
        Refusal::above(words::layers, self.layers, MOST_LAYERS)?;
        Refusal::above(words::dashes, self.dashes, MOST_DASHES)?;
        Refusal::above(words::nested_layers, self.depth, DEEPEST_LAYERS)
    }

    fn group(&mut self, group: &Group, above: u64) {
        let depth = above + u64::from(group.should_isolate());
        self.depth = self.depth.max(depth);
        if !group.filters().is_empty() {
            self.filtered = true;
        }
        self.layers += u64::from(group.should_isolate() && group.clip_path().is_none());
        if let Some(clip) = group.clip_path() {
            self.clip(clip, depth);
        }
        if let Some(mask) = group.mask() {
            self.mask(mask, depth);
        }
        for node in group.children() {
            self.parts += 1;
            match node {
                Node::Group(inner) => self.group(inner, depth),
                Node::Path(path) => self.path(path, depth),
                Node::Text(text) => self.group(text.flattened(), depth),
                Node::Image(image) => {
                    let (w, h) = (f64::from(image.size().width()), f64::from(image.size().height()));
                    self.pixels = self.pixels.saturating_add((w * h).ceil() as u64);
                }
            }
        }
    }

    fn clip(&mut self, clip: &ClipPath, depth: u64) {
        self.servers += 1;
        self.group(clip.root(), depth + 1);
        if let Some(outer) = clip.clip_path() {
            self.clip(outer, depth + 1);
        }
    }

    fn mask(&mut self, mask: &Mask, depth: u64) {
        self.servers += 1;
        self.group(mask.root(), depth + 1);
        if let Some(outer) = mask.mask() {
            self.mask(outer, depth + 1);
        }
    }

    fn path(&mut self, path: &usvg::Path, depth: u64) {
        self.corners += path.data().verbs().len() as u64;
        let paints = [path.fill().map(usvg::Fill::paint), path.stroke().map(Stroke::paint)];
        for paint in paints.into_iter().flatten() {
            self.servers += u64::from(!matches!(paint, Paint::Color(_)));
            if let Paint::Pattern(pattern) = paint {
                self.group(pattern.root(), depth + 1);
            }
        }
        if let Some(period) = path.stroke().and_then(Stroke::dasharray) {
            let period: f32 = period.iter().sum();
            let dashes = (length(path.data()) / f64::from(period)).ceil() as u64;
            self.dashes = self.dashes.saturating_add(dashes.saturating_mul(2));
        }
    }
}

/// The length of a path, at least: curves are taken as the lines between their points.
fn length(path: &Path) -> f64 {
    let between = |a: Point, b: Point| f64::from(a.x - b.x).hypot(f64::from(a.y - b.y));
    let (mut sum, mut last, mut start) = (0.0, Point::zero(), Point::zero());
    for segment in path.segments() {
        let points = match segment {
            PathSegment::MoveTo(p) => {
                (last, start) = (p, p);
                vec![]
            }
            PathSegment::LineTo(p) => vec![p],
            PathSegment::QuadTo(a, p) => vec![a, p],
            PathSegment::CubicTo(a, b, p) => vec![a, b, p],
            PathSegment::Close => vec![start],
        };
        for point in points {
            sum += between(last, point);
            last = point;
        }
    }
    sum
}
