//! Drawings. Decides how what an SVG holds is drawn in a stream: paths, groups, clips and masks.

use image::ImageFormat;
use usvg::tiny_skia_path::{PathSegment, Transform};
use usvg::{BlendMode, ClipPath, FillRule, Group, ImageKind, Mask, MaskType, Node, PaintOrder, Path, Tree};

use super::canvas::{Canvas, Line, Stroke};
use super::deflate::deflated;
use super::gradient;
use super::matrix::{self, IDENTITY, Matrix, product};
use super::paint::Painter;
use super::raster::Raster;
use super::resources::{Form, Pattern, State};

/// The drawing as a form of one by one point, with its top left corner at the origin.
pub fn form(tree: &Tree, painter: &Painter<'_>) -> Form {
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let mut canvas = Canvas::new(painter);
    group(tree.root(), &mut canvas);
    let unit = [1.0 / width, 0.0, 0.0, 1.0 / height, 0.0, 0.0];
    finished(canvas, [0.0, 0.0, width, height], unit)
}

/// How many states are kept in one another where a drawing is drawn; each group keeps one, those of clips, masks and
/// tiles too.
pub fn depth(tree: &Tree) -> usize {
    depth_of_group(tree.root())
}

fn depth_of_group(group: &Group) -> usize {
    let tiles = |paint: &usvg::Paint| match paint {
        usvg::Paint::Pattern(pattern) => depth_of_group(pattern.root()),
        _ => 0,
    };
    let inner = group.children().iter().map(|child| match child {
        Node::Group(group) => depth_of_group(group),
        Node::Text(text) => depth_of_group(text.flattened()),
        Node::Image(_) => 1,
        Node::Path(path) => {
            let (fill, stroke) =
                (path.fill().map(|f| tiles(f.paint())), path.stroke().map(|s| tiles(s.paint())));
            1 + fill.max(stroke).unwrap_or(0)
        }
    });
    let clip = group.clip_path().map(|clip| depth_of_group(clip.root()));
    let mask = group.mask().map(|mask| depth_of_group(mask.root()));
    1 + inner.chain(clip).chain(mask).max().unwrap_or(0)
}

fn finished(canvas: Canvas<'_>, bounds: [f64; 4], matrix: Matrix) -> Form {
    let (content, resources) = canvas.finish();
    Form { content: deflated(&content), resources, bounds, matrix, group: None }
}

/// What is seen of a group, in its own points.
fn bounds(group: &Group) -> [f64; 4] {
    let bounds = group.layer_bounding_box();
    [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()].map(f64::from)
}

/// Draws a group. Clips alone need no layer; opacity, modes and masks do.
fn group(group: &Group, canvas: &mut Canvas<'_>) {
    canvas.save();
    canvas.transform(matrix::of(group.transform()));
    if let Some(path) = group.clip_path() {
        clip(path, bounds(group), canvas);
    }
    if let Some(mask) = group.mask() {
        self::mask(mask, bounds(group), canvas);
    }
    let is_layer = group.isolate()
        || group.opacity().get() < 1.0
        || group.mask().is_some()
        || group.blend_mode() != BlendMode::Normal;
    if is_layer {
        layer(group, canvas);
    } else {
        group.children().iter().for_each(|child| node(child, canvas));
    }
    canvas.restore();
}

fn layer(group: &Group, canvas: &mut Canvas<'_>) {
    if group.opacity().get() < 1.0 {
        canvas.state(State::Opacity(group.opacity().get()));
    }
    if group.blend_mode() != BlendMode::Normal {
        canvas.state(State::Blend(mode(group.blend_mode())));
    }
    let mut inner = Canvas::new(canvas.painter);
    group.children().iter().for_each(|child| node(child, &mut inner));
    let mut form = finished(inner, bounds(group), IDENTITY);
    form.group = Some(canvas.painter.space());
    canvas.form(form);
}

fn node(node: &Node, canvas: &mut Canvas<'_>) {
    match node {
        Node::Group(inner) => group(inner, canvas),
        Node::Path(path) => self::path(path, canvas),
        Node::Text(text) => group(text.flattened(), canvas),
        Node::Image(image) => self::image(image, canvas),
    }
}

/// Draws a picture that stands in a drawing for the screen; on paper such drawings are drawn as pixels as a whole.
fn image(image: &usvg::Image, canvas: &mut Canvas<'_>) {
    let (bytes, format) = match image.kind() {
        ImageKind::JPEG(bytes) => (bytes, ImageFormat::Jpeg),
        ImageKind::PNG(bytes) => (bytes, ImageFormat::Png),
        ImageKind::GIF(bytes) => (bytes, ImageFormat::Gif),
        ImageKind::WEBP(bytes) => (bytes, ImageFormat::WebP),
        ImageKind::SVG(tree) => return group(tree.root(), canvas),
    };
    let Some(raster) = Raster::embedded(bytes, format).filter(|_| image.is_visible()) else { return };
    let (width, height) = (f64::from(image.size().width()), f64::from(image.size().height()));
    canvas.save();
    canvas.transform([width, 0.0, 0.0, -height, 0.0, height]);
    canvas.raster(raster.pack());
    canvas.restore();
}

fn path(path: &Path, canvas: &mut Canvas<'_>) {
    if !path.is_visible() {
        return;
    }
    match path.paint_order() {
        PaintOrder::FillAndStroke => {
            fill(path, canvas);
            stroke(path, canvas);
        }
        PaintOrder::StrokeAndFill => {
            stroke(path, canvas);
            fill(path, canvas);
        }
    }
}

fn fill(path: &Path, canvas: &mut Canvas<'_>) {
    let Some(fill) = path.fill() else { return };
    let kind = match fill.rule() {
        FillRule::NonZero => Stroke::Fill,
        FillRule::EvenOdd => Stroke::FillEvenOdd,
    };
    painted(path, (fill.paint(), fill.opacity().get()), kind, canvas);
}

fn stroke(path: &Path, canvas: &mut Canvas<'_>) {
    let Some(stroke) = path.stroke() else { return };
    canvas.line(&Line {
        width: f64::from(stroke.width().get()),
        cap: match stroke.linecap() {
            usvg::LineCap::Butt => 0,
            usvg::LineCap::Round => 1,
            usvg::LineCap::Square => 2,
        },
        join: match stroke.linejoin() {
            usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => 0,
            usvg::LineJoin::Round => 1,
            usvg::LineJoin::Bevel => 2,
        },
        miter: f64::from(stroke.miterlimit().get()),
        dash: stroke.dasharray().unwrap_or_default().iter().map(|length| f64::from(*length)).collect(),
        offset: f64::from(stroke.dashoffset()),
    });
    painted(path, (stroke.paint(), stroke.opacity().get()), Stroke::Line, canvas);
}

/// Paints a path, or the line along it.
fn painted(path: &Path, (paint, opacity): (&usvg::Paint, f32), kind: Stroke, canvas: &mut Canvas<'_>) {
    let see_through = opacity < 1.0 || gradient::is_see_through(paint);
    if see_through {
        canvas.save();
        canvas.state(State::Opacity(opacity));
    }
    let seen = path.stroke_bounding_box();
    let seen = [seen.left(), seen.top(), seen.right(), seen.bottom()].map(f64::from);
    match paint {
        usvg::Paint::Color(colour) => {
            canvas.colour(canvas.painter.of_drawing([colour.red, colour.green, colour.blue]), kind);
        }
        usvg::Paint::Pattern(pattern) => {
            let tiles = tiles(pattern, canvas.painter);
            let placed = product(tiles.1, canvas.matrix());
            canvas.pattern(Pattern::Tiles(Box::new(tiles.0), placed), kind);
        }
        usvg::Paint::LinearGradient(_) | usvg::Paint::RadialGradient(_) => {
            gradient::set(paint, seen, kind, canvas);
        }
    }
    outline(path.data(), Transform::identity(), canvas);
    canvas.paint(kind);
    if see_through {
        canvas.restore();
    }
}

/// A tile, and its points in those that are drawn in.
fn tiles(pattern: &usvg::Pattern, painter: &Painter<'_>) -> (Form, Matrix) {
    let mut canvas = Canvas::new(painter);
    group(pattern.root(), &mut canvas);
    let rect = pattern.rect();
    let corner = [1.0, 0.0, 0.0, 1.0, f64::from(rect.x()), f64::from(rect.y())];
    let bounds = [0.0, 0.0, f64::from(rect.width()), f64::from(rect.height())];
    (finished(canvas, bounds, IDENTITY), product(corner, matrix::of(pattern.transform())))
}

/// Writes an outline as a path.
fn outline(data: &usvg::tiny_skia_path::Path, transform: Transform, canvas: &mut Canvas<'_>) {
    let Some(data) = data.clone().transform(transform) else { return };
    let mut last = (0.0, 0.0);
    for segment in data.segments() {
        match segment {
            PathSegment::MoveTo(p) => canvas.move_to(f64::from(p.x), f64::from(p.y)),
            PathSegment::LineTo(p) => canvas.line_to(f64::from(p.x), f64::from(p.y)),
            PathSegment::QuadTo(handle, p) => {
                // The handles of the cubic curve of the same form lie two thirds on the way to the one of this.
                let third = |from: f64, to: f32| from + (f64::from(to) - from) * 2.0 / 3.0;
                let (x, y) = (f64::from(p.x), f64::from(p.y));
                let first = [third(last.0, handle.x), third(last.1, handle.y)];
                canvas.curve_to([first[0], first[1], third(x, handle.x), third(y, handle.y), x, y]);
            }
            PathSegment::CubicTo(a, b, p) => {
                canvas.curve_to([a.x, a.y, b.x, b.y, p.x, p.y].map(f64::from));
            }
            PathSegment::Close => canvas.close(),
        }
        if let PathSegment::MoveTo(p)
        | PathSegment::LineTo(p)
        | PathSegment::QuadTo(_, p)
        | PathSegment::CubicTo(_, _, p) = segment
        {
            last = (f64::from(p.x), f64::from(p.y));
        }
    }
}

/// Shows only what lies inside of a clip: one path is a path, more are a mask.
fn clip(path: &ClipPath, seen: [f64; 4], canvas: &mut Canvas<'_>) {
    if let Some(outer) = path.clip_path() {
        clip(outer, seen, canvas);
    }
    match single(path) {
        Some((data, rule, transform)) => {
            outline(data, transform, canvas);
            canvas.clip(rule == FillRule::EvenOdd);
        }
        None if path.root().children().is_empty() => {
            canvas.rect([seen[0], seen[1], 0.0, 0.0]);
            canvas.clip(false);
        }
        None => {
            let mut inner = Canvas::new(canvas.painter);
            inner.transform(matrix::of(path.transform()));
            group(path.root(), &mut inner);
            let form = finished(inner, seen, IDENTITY);
            masked(form, false, canvas);
        }
    }
}

/// The path of a clip that has only one.
fn single(clip: &ClipPath) -> Option<(&usvg::tiny_skia_path::Path, FillRule, Transform)> {
    let (mut group, mut transform) = (clip.root(), clip.transform());
    loop {
        transform = transform.pre_concat(group.transform());
        if group.clip_path().is_some() {
            return None;
        }
        match group.children() {
            [Node::Path(path)] => return Some((path.data(), path.fill()?.rule(), transform)),
            [Node::Group(inner)] => group = inner,
            _ => return None,
        }
    }
}

fn mask(mask: &Mask, seen: [f64; 4], canvas: &mut Canvas<'_>) {
    if let Some(outer) = mask.mask() {
        self::mask(outer, seen, canvas);
    }
    let mut inner = Canvas::new(canvas.painter);
    let rect = mask.rect();
    inner.rect([rect.x(), rect.y(), rect.width(), rect.height()].map(f64::from));
    inner.clip(false);
    group(mask.root(), &mut inner);
    let form = finished(inner, seen, IDENTITY);
    masked(form, mask.kind() == MaskType::Luminance, canvas);
}

/// Sets a mask; a form in a mask is a group.
fn masked(mut form: Form, by_light: bool, canvas: &mut Canvas<'_>) {
    // Light is measured in what is drawn, which is in the file's own colours.
    form.group = Some(canvas.painter.space());
    canvas.state(State::Mask(Box::new(form), by_light));
}

/// The name of a mode of blending (ISO 32000-1, 11.3.5).
fn mode(mode: BlendMode) -> &'static str {
    match mode {
        BlendMode::Normal => "Normal",
        BlendMode::Multiply => "Multiply",
        BlendMode::Screen => "Screen",
        BlendMode::Overlay => "Overlay",
        BlendMode::Darken => "Darken",
        BlendMode::Lighten => "Lighten",
        BlendMode::ColorDodge => "ColorDodge",
        BlendMode::ColorBurn => "ColorBurn",
        BlendMode::HardLight => "HardLight",
        BlendMode::SoftLight => "SoftLight",
        BlendMode::Difference => "Difference",
        BlendMode::Exclusion => "Exclusion",
        BlendMode::Hue => "Hue",
        BlendMode::Saturation => "Saturation",
        BlendMode::Color => "Color",
        BlendMode::Luminosity => "Luminosity",
    }
}
