//! A content stream. Decides how drawing is written: states only where they change, numbers as short as they may be,
//! black over what lies below.

use super::matrix::{IDENTITY, Matrix, product};
use super::paint::{Paint, Painter};
use super::raster::Raster;
use super::resources::{Form, Gradient, Pattern, Resources, State};
use crate::geom::nearest;

/// What of the graphics state is known to be set.
#[derive(Clone, PartialEq)]
struct Set {
    fill: Option<Paint>,
    stroke: Option<Paint>,
    line: Option<Line>,
    font: Option<(u8, f64)>,
    tracking: f64,
    stretch: f64,
    over: bool,
    matrix: Matrix,
}

/// Where the last line of glyphs begins in a text object.
#[derive(Clone, Copy)]
enum TextObject {
    /// No text object is open.
    Closed,
    /// It is open, and no line has begun.
    Fresh,
    /// The matrix of its line, in the steps that its last two numbers are written in.
    Line([f64; 4], [i64; 2]),
}

/// How lines are drawn.
#[derive(Clone, PartialEq)]
pub struct Line {
    /// Width.
    pub width: f64,
    /// Cap: butt, round, square.
    pub cap: u8,
    /// Join: miter, round, bevel.
    pub join: u8,
    /// Longest miter.
    pub miter: f64,
    /// Dashes and gaps.
    pub dash: Vec<f64>,
    /// Where in the dashes it begins.
    pub offset: f64,
}

impl Line {
    /// A line with square ends.
    pub fn plain(width: f64) -> Self {
        Self { width, cap: 0, join: 0, miter: 10.0, dash: Vec::new(), offset: 0.0 }
    }
}

/// Which part of a path is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// What is inside.
    Fill,
    /// The same, where parts that overlap are outside.
    FillEvenOdd,
    /// The line along it.
    Line,
}

/// A stream that is being drawn.
pub struct Canvas<'p> {
    out: Vec<u8>,
    set: Set,
    saved: Vec<Set>,
    text: TextObject,
    /// What it names.
    pub resources: Resources,
    /// What colours are made of.
    pub painter: &'p Painter<'p>,
}

impl<'p> Canvas<'p> {
    /// An empty stream.
    pub fn new(painter: &'p Painter<'p>) -> Self {
        let set = Set {
            fill: None,
            stroke: None,
            line: None,
            font: None,
            tracking: 0.0,
            stretch: 1.0,
            over: false,
            matrix: IDENTITY,
        };
        let (saved, text) = (Vec::new(), TextObject::Closed);
        Self { out: Vec::new(), set, saved, text, resources: Resources::default(), painter }
    }

    /// The stream, and what it names.
    pub fn finish(mut self) -> (Vec<u8>, Resources) {
        self.leave_text();
        (self.out, self.resources)
    }

    /// From the points that are drawn in to those of the stream.
    pub fn matrix(&self) -> Matrix {
        self.set.matrix
    }

    /// Keeps the state, to come back to it.
    pub fn save(&mut self) {
        self.leave_text();
        self.saved.push(self.set.clone());
        self.op("q");
    }

    /// Comes back to the state that was kept last.
    pub fn restore(&mut self) {
        self.leave_text();
        if let Some(set) = self.saved.pop() {
            self.set = set;
            self.op("Q");
        }
    }

    /// Draws in other points from here on.
    pub fn transform(&mut self, matrix: Matrix) {
        if matrix == IDENTITY {
            return;
        }
        self.leave_text();
        self.set.matrix = product(matrix, self.set.matrix);
        self.matrix_op(matrix, "cm");
    }

    /// A rectangle, as part of a path.
    pub fn rect(&mut self, [x, y, w, h]: [f64; 4]) {
        self.leave_text();
        self.numbers(&[x, y, w, h]);
        self.op("re");
    }

    /// Begins a part of a path.
    pub fn move_to(&mut self, x: f64, y: f64) {
        self.leave_text();
        self.numbers(&[x, y]);
        self.op("m");
    }

    /// A straight line.
    pub fn line_to(&mut self, x: f64, y: f64) {
        self.numbers(&[x, y]);
        self.op("l");
    }

    /// A cubic curve: two handles and its end.
    pub fn curve_to(&mut self, points: [f64; 6]) {
        self.numbers(&points);
        self.op("c");
    }

    /// Closes the part of the path.
    pub fn close(&mut self) {
        self.op("h");
    }

    /// Shows from here on only what lies inside of the path.
    pub fn clip(&mut self, even_odd: bool) {
        self.op(if even_odd { "W* n" } else { "W n" });
    }

    /// Sets the colour of what is filled or of lines, and whether it prints over what lies below.
    pub fn colour(&mut self, paint: Paint, stroke: Stroke) {
        let fills = stroke != Stroke::Line;
        self.over(paint == Paint::BLACK);
        let slot = if fills { &mut self.set.fill } else { &mut self.set.stroke };
        if *slot == Some(paint) {
            return;
        }
        *slot = Some(paint);
        match paint {
            Paint::Grey(grey) => self.tones(&[grey], if fills { "g" } else { "G" }),
            Paint::Light(rgb) => self.tones(&rgb, if fills { "rg" } else { "RG" }),
            Paint::Process(inks) => self.tones(&inks, if fills { "k" } else { "K" }),
            Paint::Spot(spot) => {
                self.resources.spots.insert(spot);
                self.name(b'C', usize::from(spot));
                self.op(if fills { "cs 1 scn" } else { "CS 1 SCN" });
            }
        }
    }

    /// Paints with a pattern.
    pub fn pattern(&mut self, pattern: Pattern, stroke: Stroke) {
        let fills = stroke != Stroke::Line;
        self.over(false);
        *(if fills { &mut self.set.fill } else { &mut self.set.stroke }) = None;
        self.resources.patterns.push(pattern);
        self.op(if fills { "/Pattern cs" } else { "/Pattern CS" });
        self.name(b'P', self.resources.patterns.len() - 1);
        self.op(if fills { "scn" } else { "SCN" });
    }

    /// Fills all that is seen with a gradient.
    pub fn gradient(&mut self, gradient: Gradient) {
        self.leave_text();
        self.resources.gradients.push(gradient);
        self.name(b'H', self.resources.gradients.len() - 1);
        self.op("sh");
    }

    /// How lines are drawn from here on.
    pub fn line(&mut self, line: &Line) {
        let before = self.set.line.replace(line.clone()).unwrap_or_else(|| Line::plain(1.0));
        if before.width != line.width {
            self.numbers(&[line.width]);
            self.op("w");
        }
        if before.cap != line.cap {
            self.numbers(&[f64::from(line.cap)]);
            self.op("J");
        }
        if before.join != line.join {
            self.numbers(&[f64::from(line.join)]);
            self.op("j");
        }
        if before.miter != line.miter {
            self.numbers(&[line.miter]);
            self.op("M");
        }
        if before.dash != line.dash || before.offset != line.offset {
            self.out.push(b'[');
            self.numbers(&line.dash);
            self.out.extend_from_slice(b"] ");
            self.numbers(&[line.offset]);
            self.op("d");
        }
    }

    /// Paints the path.
    pub fn paint(&mut self, stroke: Stroke) {
        self.op(match stroke {
            Stroke::Fill => "f",
            Stroke::FillEvenOdd => "f*",
            Stroke::Line => "S",
        });
    }

    /// Sets a state that the stream names.
    pub fn state(&mut self, state: State) {
        let number = self.resources.state(state);
        self.name(b'S', number);
        self.op("gs");
    }

    /// Draws a picture of the file.
    pub fn picture(&mut self, number: usize) {
        self.leave_text();
        self.over(false);
        self.resources.pictures.insert(number);
        self.name(b'I', number);
        self.op("Do");
    }

    /// Draws pixels of this stream alone, in a square of one point that stands on its lower edge.
    pub fn raster(&mut self, raster: Raster) {
        self.leave_text();
        self.resources.rasters.push(raster);
        self.name(b'R', self.resources.rasters.len() - 1);
        self.op("Do");
    }

    /// Draws a form of this stream alone.
    pub fn form(&mut self, form: Form) {
        self.leave_text();
        self.over(false);
        self.resources.forms.push(form);
        self.name(b'X', self.resources.forms.len() - 1);
        self.op("Do");
    }

    /// Whether a text object is open, in which no paths and pictures are drawn.
    fn is_in_text(&self) -> bool {
        !matches!(self.text, TextObject::Closed)
    }

    /// Opens a text object, unless one is open.
    pub fn enter_text(&mut self) {
        if !self.is_in_text() {
            self.op("BT");
            self.text = TextObject::Fresh;
        }
    }

    /// Closes the text object, if one is open.
    pub fn leave_text(&mut self) {
        if self.is_in_text() {
            self.op("ET");
            self.text = TextObject::Closed;
        }
    }

    /// Begins a line of glyphs; the text object stays open behind it.
    pub fn begin_line(&mut self, (face, size): (u8, f64), (tracking, stretch): (f64, f64), matrix: Matrix) {
        self.enter_text();
        if self.set.font != Some((face, size)) {
            self.set.font = Some((face, size));
            self.resources.faces.insert(face);
            self.name(b'F', usize::from(face));
            self.numbers(&[size]);
            self.op("Tf");
        }
        if self.set.tracking != tracking {
            self.set.tracking = tracking;
            self.numbers(&[tracking]);
            self.op("Tc");
        }
        if self.set.stretch != stretch {
            self.set.stretch = stretch;
            self.numbers(&[stretch * 100.0]);
            self.op("Tz");
        }
        self.place_line(matrix);
    }

    /// Says where a line begins: from the line before in its text object, if that stands as this one does.
    fn place_line(&mut self, [a, b, c, d, x, y]: Matrix) {
        let (shape, at) = ([a, b, c, d], [x, y].map(|part| steps(part, PLACES)));
        match self.text {
            TextObject::Line(before, [left, top]) if before == shape && UPRIGHT.contains(&shape) => {
                // In the points of the line before: its own are theirs turned or mirrored.
                let (across, down) = (at[0] - left, at[1] - top);
                let (across, up) = if a != 0.0 {
                    (across * a as i64, down * d as i64)
                } else {
                    (down * b as i64, across * c as i64)
                };
                [across, up].into_iter().for_each(|part| self.step(part));
                self.op("Td");
            }
            _ => {
                shape.into_iter().for_each(|part| {
                    number(&mut self.out, part, 5);
                    self.out.push(b' ');
                });
                at.into_iter().for_each(|part| self.step(part));
                self.op("Tm");
            }
        }
        self.text = TextObject::Line(shape, at);
    }

    fn step(&mut self, steps: i64) {
        push_steps(&mut self.out, steps, PLACES);
        self.out.push(b' ');
    }

    /// Text operators that were written elsewhere.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    fn over(&mut self, over: bool) {
        if self.painter.prints_over() && self.set.over != over {
            self.set.over = over;
            self.state(if over { State::Over } else { State::Through });
        }
    }

    fn tones(&mut self, tones: &[u8], operator: &str) {
        let shares: Vec<f64> = tones.iter().map(|tone| f64::from(*tone) / 255.0).collect();
        self.numbers(&shares);
        self.op(operator);
    }

    fn matrix_op(&mut self, matrix: Matrix, operator: &str) {
        let [a, b, c, d, e, f] = matrix;
        for part in [a, b, c, d, e, f] {
            number(&mut self.out, part, 5);
            self.out.push(b' ');
        }
        self.op(operator);
    }

    fn name(&mut self, kind: u8, number: usize) {
        self.out.extend_from_slice(&[b'/', kind]);
        push_steps(&mut self.out, number as i64, 0);
        self.out.push(b' ');
    }

    fn numbers(&mut self, numbers: &[f64]) {
        for n in numbers {
            number(&mut self.out, *n, 3);
            self.out.push(b' ');
        }
    }

    fn op(&mut self, operator: &str) {
        self.out.extend_from_slice(operator.as_bytes());
        self.out.push(b'\n');
    }
}

/// Digits behind the point of lengths: a thousandth of a point is a third of a micrometre.
const PLACES: usize = 3;
/// Upright on pages whose points go down, upright on those whose points go up, and turned left.
const UPRIGHT: [[f64; 4]; 3] = [[1.0, 0.0, 0.0, -1.0], [1.0, 0.0, 0.0, 1.0], [0.0, -1.0, -1.0, 0.0]];

/// Largest number that all readers take (ISO 32000-1, annex C).
const LARGEST: f64 = 2_147_483_647.0;

/// A number in steps of its last digit.
fn steps(value: f64, digits: usize) -> i64 {
    const SCALES: [f64; 6] = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5];
    nearest(value.clamp(-LARGEST, LARGEST) * SCALES[digits])
}

/// Writes a number with so many digits behind the point at most, up to five, and none at its end that say nothing.
pub fn number(out: &mut Vec<u8>, value: f64, digits: usize) {
    push_steps(out, steps(value, digits), digits);
}

/// The same of a number in steps of its last digit.
fn push_steps(out: &mut Vec<u8>, steps: i64, mut digits: usize) {
    if steps < 0 {
        out.push(b'-');
    }
    let mut rest = steps.unsigned_abs();
    while digits > 0 && rest.is_multiple_of(10) {
        (rest, digits) = (rest / 10, digits - 1);
    }
    let (mut text, mut at) = ([0; 24], 24);
    let mut put = |byte: u8| {
        at -= 1;
        text[at] = byte;
    };
    for place in 0.. {
        if place == digits && digits > 0 {
            put(b'.');
        }
        if place >= digits.max(1) && rest == 0 {
            break;
        }
        put(b'0' + (rest % 10) as u8);
        rest /= 10;
    }
    out.extend_from_slice(&text[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_may_be() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-12.5, "-12.5"),
            (0.5, ".5"),
            (-0.0004, "0"),
            (0.05, ".05"),
            (1.0005, "1.001"),
            (100.0, "100"),
            (1234.5678, "1234.568"),
            (-2e9, "-2000000000"),
            (f64::MAX, "2147483647"),
            (f64::NEG_INFINITY, "-2147483647"),
            (f64::NAN, "0"),
        ] {
            let mut out = Vec::new();
            number(&mut out, value, 3);
            assert_eq!(String::from_utf8_lossy(&out), text, "{value}");
        }
    }
}
