//! Artwork as outlines. Decides how a drawing made of areas is drawn with lines alone.

use std::fmt::Write;
use std::sync::Arc;

use usvg::tiny_skia_path::PathSegment;
use usvg::{Group, Node, Paint, Tree};

use crate::geom::Pt;
use crate::source::assets::{Picture, PictureKind};

/// Line around the shapes of a drawing, in points of the page.
const LINE: Pt = 0.4;
/// Line around those that stood out by a light colour.
const HEAVY_LINE: Pt = 1.2;
/// Luma from which a shape is light.
const LIGHT: u32 = 128;

/// The drawing with white shapes in outlines, for a printed width in points. The ground, a shape that
/// fills the drawing, is left out.
pub fn of(picture: &Picture, tree: &Tree, width: Pt) -> Picture {
    let size = tree.size();
    let scale = f64::from(size.width()) / width;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">\n",
        size.width(),
        size.height()
    );
    outline_group(tree.root(), tree, scale, &mut svg);
    svg.push_str("</svg>");
    let drawn = Tree::from_str(&svg, &usvg::Options::default());
    let kind = drawn.map_or_else(|_| picture.kind.clone(), |tree| PictureKind::Svg(Arc::new(tree)));
    Picture { path: format!("{} in outlines", picture.path), span: picture.span, kind }
}

fn outline_group(group: &Group, tree: &Tree, scale: f64, svg: &mut String) {
    for node in group.children() {
        match node {
            Node::Group(inner) => outline_group(inner, tree, scale, svg),
            Node::Path(path) if path.is_visible() && !fills(path, tree) => outline(path, scale, svg),
            _ => {}
        }
    }
}

/// Whether a shape is the ground of the whole drawing.
fn fills(path: &usvg::Path, tree: &Tree) -> bool {
    let (shape, whole) = (path.abs_bounding_box(), tree.size());
    shape.width() >= 0.98 * whole.width() && shape.height() >= 0.98 * whole.height() && path.fill().is_some()
}

fn outline(path: &usvg::Path, scale: f64, svg: &mut String) {
    let Some(data) = path.data().clone().transform(path.abs_transform()) else { return };
    let paint = path.fill().map(usvg::Fill::paint).or_else(|| path.stroke().map(usvg::Stroke::paint));
    let light = matches!(paint, Some(Paint::Color(c)) if luma(c) >= LIGHT);
    let width = scale * if light { HEAVY_LINE } else { LINE };
    let fill = if path.fill().is_some() { "#ffffff" } else { "none" };
    svg.push_str("<path d=\"");
    for segment in data.segments() {
        let _ = match segment {
            PathSegment::MoveTo(p) => write!(svg, "M{} {} ", p.x, p.y),
            PathSegment::LineTo(p) => write!(svg, "L{} {} ", p.x, p.y),
            PathSegment::QuadTo(a, p) => write!(svg, "Q{} {} {} {} ", a.x, a.y, p.x, p.y),
            PathSegment::CubicTo(a, b, p) => write!(svg, "C{} {} {} {} {} {} ", a.x, a.y, b.x, b.y, p.x, p.y),
            PathSegment::Close => write!(svg, "Z "),
        };
    }
    let _ = writeln!(svg, "\" fill=\"{fill}\" stroke=\"#000000\" stroke-width=\"{width}\"/>");
}

fn luma(colour: &usvg::Color) -> u32 {
    let [r, g, b] = [colour.red, colour.green, colour.blue].map(u32::from);
    (r * 54 + g * 183 + b * 19) >> 8
}
