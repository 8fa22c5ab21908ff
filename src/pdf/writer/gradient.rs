//! Gradients of drawings. Decides how they are written: stops as they are, repeats as more stops, opacity as a mask.

use usvg::{LinearGradient, Paint, RadialGradient, SpreadMethod, Stop};

use super::canvas::{Canvas, Stroke};
use super::deflate::deflated;
use super::matrix::{self, IDENTITY, Matrix, product};
use super::paint::{Paint as Ink, Painter};
use super::resources::{Form, Gradient, Pattern, Space, State};

/// Most repeats of a gradient that are drawn.
const MOST_REPEATS: i64 = 64;

/// Whether what lies below a paint shines through it.
pub fn is_see_through(paint: &Paint) -> bool {
    let stops = match paint {
        Paint::LinearGradient(gradient) => gradient.stops(),
        Paint::RadialGradient(gradient) => gradient.stops(),
        Paint::Color(_) | Paint::Pattern(_) => return false,
    };
    stops.iter().any(|stop| stop.opacity().get() < 1.0)
}

/// Sets a gradient as what is painted with; its opacity is a mask over what is `seen`.
pub fn set(paint: &Paint, seen: [f64; 4], kind: Stroke, canvas: &mut Canvas<'_>) {
    let Some(shape) = Shape::of(paint, seen) else { return };
    if is_see_through(paint) {
        let form = opacity(&shape, seen, canvas.painter);
        canvas.state(State::Mask(Box::new(form), true));
    }
    let gradient = shape.coloured(canvas.painter);
    let placed = product(shape.matrix, canvas.matrix());
    canvas.pattern(Pattern::Gradient(gradient, placed), kind);
}

/// A gradient with its repeats written out.
struct Shape {
    coords: Vec<f64>,
    matrix: Matrix,
    stops: Vec<(f64, Stop)>,
}

impl Shape {
    fn of(paint: &Paint, seen: [f64; 4]) -> Option<Self> {
        match paint {
            Paint::LinearGradient(gradient) => Some(Self::linear(gradient, seen)),
            Paint::RadialGradient(gradient) => Some(Self::radial(gradient, seen)),
            Paint::Color(_) | Paint::Pattern(_) => None,
        }
    }

    fn linear(gradient: &LinearGradient, seen: [f64; 4]) -> Self {
        let [x1, y1, x2, y2] = [gradient.x1(), gradient.y1(), gradient.x2(), gradient.y2()].map(f64::from);
        let (dx, dy) = (x2 - x1, y2 - y1);
        let length = dx * dx + dy * dy;
        let along = |(x, y): (f64, f64)| ((x - x1) * dx + (y - y1) * dy) / length.max(f64::MIN_POSITIVE);
        let ends = corners(seen, gradient.transform()).map(along);
        let (first, last) = repeats(gradient.spread_method(), &ends);
        let at = |t: f64| (x1 + dx * t, y1 + dy * t);
        let (from, to) = (at(first as f64), at(last as f64));
        Self {
            coords: vec![from.0, from.1, to.0, to.1],
            matrix: matrix::of(gradient.transform()),
            stops: stops(gradient.stops(), gradient.spread_method(), first, last),
        }
    }

    fn radial(gradient: &RadialGradient, seen: [f64; 4]) -> Self {
        let [cx, cy, fx, fy] = [gradient.cx(), gradient.cy(), gradient.fx(), gradient.fy()].map(f64::from);
        let (radius, inner) = (f64::from(gradient.r().get()), f64::from(gradient.fr().get()));
        let away = |(x, y): (f64, f64)| length(x - cx, y - cy) / radius.max(f64::MIN_POSITIVE);
        let ends = corners(seen, gradient.transform()).map(away);
        let (_, last) = repeats(gradient.spread_method(), &ends);
        let grown = last as f64;
        let (x, y) = (fx + (cx - fx) * grown, fy + (cy - fy) * grown);
        Self {
            coords: vec![fx, fy, inner, x, y, inner + (radius - inner) * grown],
            matrix: matrix::of(gradient.transform()),
            stops: stops(gradient.stops(), gradient.spread_method(), 0, last),
        }
    }

    /// In the colours of the file; in an ink of its own where it goes from that to the paper.
    fn coloured(&self, painter: &Painter<'_>) -> Gradient {
        let ink = |stop: &Stop| painter.of_drawing([stop.color().red, stop.color().green, stop.color().blue]);
        let inks: Vec<Ink> = self.stops.iter().map(|(_, stop)| ink(stop)).collect();
        let spot = inks.iter().find_map(|ink| match ink {
            Ink::Spot(spot) => Some(*spot),
            _ => None,
        });
        let tint = |ink: &Ink, spot: u16| match ink {
            Ink::Spot(other) if *other == spot => Some(1.0),
            Ink::Process([0, 0, 0, 0]) => Some(0.0),
            _ => None,
        };
        let tints =
            spot.and_then(|spot| inks.iter().map(|ink| tint(ink, spot)).collect::<Option<Vec<f32>>>());
        let (space, shares): (_, Vec<Vec<f32>>) = match (spot, tints) {
            (Some(spot), Some(tints)) => {
                (Space::Spot(spot), tints.into_iter().map(|tint| vec![tint]).collect())
            }
            _ => (Space::Device(painter.space()), inks.iter().map(|ink| painter.shares(*ink)).collect()),
        };
        let stops = self.stops.iter().zip(shares).map(|((at, _), shares)| (*at, shares)).collect();
        Gradient { coords: self.coords.clone(), space, stops }
    }
}

/// A form that is as light as the gradient is opaque.
fn opacity(shape: &Shape, seen: [f64; 4], painter: &Painter<'_>) -> Form {
    let stops = shape.stops.iter().map(|(at, stop)| (*at, vec![stop.opacity().get()])).collect();
    let gradient = Gradient { coords: shape.coords.clone(), space: Space::Device("DeviceGray"), stops };
    let mut canvas = Canvas::new(painter);
    canvas.transform(shape.matrix);
    canvas.gradient(gradient);
    let (content, resources) = canvas.finish();
    let group = Some("DeviceGray");
    Form { content: deflated(&content), resources, bounds: seen, matrix: IDENTITY, group }
}

/// The length of a way; `hypot` is another on each system.
fn length(dx: f64, dy: f64) -> f64 {
    (dx * dx + dy * dy).sqrt()
}

/// The corners of what is seen, in the points of a gradient.
fn corners([left, top, right, bottom]: [f64; 4], transform: usvg::Transform) -> [(f64, f64); 4] {
    let back = transform.invert().unwrap_or_default();
    [(left, top), (right, top), (right, bottom), (left, bottom)].map(|(x, y)| {
        let [a, b, c, d, e, f] = matrix::of(back);
        (a * x + c * y + e, b * x + d * y + f)
    })
}

/// From which to which repeat a gradient is drawn, so that it covers places along it.
fn repeats(spread: SpreadMethod, ends: &[f64]) -> (i64, i64) {
    if spread == SpreadMethod::Pad {
        return (0, 1);
    }
    let least = ends.iter().copied().fold(0.0, f64::min).floor() as i64;
    let most = ends.iter().copied().fold(1.0, f64::max).ceil() as i64;
    (least.clamp(-MOST_REPEATS, 0), most.clamp(1, MOST_REPEATS))
}

/// Stops from 0 to 1 over so many repeats; in order, the first at 0 and the last at 1.
fn stops(stops: &[Stop], spread: SpreadMethod, first: i64, last: i64) -> Vec<(f64, Stop)> {
    let count = (last - first) as f64;
    let mut all = Vec::new();
    for repeat in first..last {
        let mirrored = spread == SpreadMethod::Reflect && repeat.rem_euclid(2) == 1;
        let place = |stop: &Stop| {
            let at = f64::from(stop.offset().get());
            ((repeat - first) as f64 + if mirrored { 1.0 - at } else { at }) / count
        };
        let mut part: Vec<(f64, Stop)> = stops.iter().map(|stop| (place(stop), *stop)).collect();
        if mirrored {
            part.reverse();
        }
        // Between its own stops a repeat has the colours of its ends.
        let (from, to) = ((repeat - first) as f64 / count, (repeat + 1 - first) as f64 / count);
        if let (Some(head), Some(tail)) = (part.first().copied(), part.last().copied()) {
            all.push((from, head.1));
            all.extend(part);
            all.push((to, tail.1));
        }
    }
    all.dedup_by(|a, b| a.0 == b.0 && a.1.color() == b.1.color() && a.1.opacity() == b.1.opacity());
    if all.len() == 1 {
        all.push((1.0, all[0].1));
    }
    all
}
