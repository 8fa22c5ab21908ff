//! Reads content streams operator by operator (ISO 32000-1, annex A). Decides how far forms, patterns and
//! glyphs are followed.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use lopdf::{Dictionary, Object, Stream};
use tiny_skia::FillRule;

use super::super::file::Pdf;
use super::super::lexer::{Lexer, MOST_VALUES};
use super::colour::{Inks, Space, Spaces};
use super::font::Font;
use super::image::{Image, spelled_out};
use super::matrix::Matrix;
use super::paint::{Barred, Kind, Paint, Painter, intersection};
use super::path::{PathPen, bounds, is_upright_rectangle};
use super::shading;
use super::state::{ClipPath, Colour, State};
use crate::diag::words::preflight as words;
use crate::geom::Rect;

/// Deepest nesting of forms and patterns.
const DEEPEST: usize = 40;
/// Steps for an operator, and for each byte of it and its operands.
const STEPS_OF_AN_OPERATOR: u64 = 180;
const STEPS_OF_A_BYTE: u64 = 6;
/// Steps to look up a resource.
const STEPS_OF_A_RESOURCE: u64 = 200;
/// Steps for a form, a cell, an image or a shading.
const STEPS_OF_A_FORM: u64 = 3000;
/// Steps for something that is painted: its checks.
const STEPS_OF_A_PAINT: u64 = 400;
/// Most bytes of a page's content, all streams together.
const LONGEST_CONTENT: usize = 128 << 20;
/// Most saved graphics states.
const MOST_SAVED: usize = 512;
/// Most clipping paths over one another; further ones clip by their extent.
const MOST_CLIPS: usize = 24;

/// Reads the content of one page.
pub struct Reader<'a, 'p> {
    pdf: &'a Pdf,
    spaces: &'p Spaces<'a>,
    pub(super) painter: &'p mut dyn Painter,
    /// Streams that are being read, one within the other.
    open: Vec<*const Stream>,
    /// What pattern cells put on paper.
    patterns: BTreeMap<*const Object, Option<Colour>>,
    pub(super) fonts: BTreeMap<*const Dictionary, Rc<Font>>,
    pub(super) type3_done: BTreeSet<*const Dictionary>,
    /// The heaviest inks of the pattern cell that is being read.
    cell: Inks,
}

impl<'a, 'p> Reader<'a, 'p> {
    /// Tells `painter` of everything that is painted.
    pub fn new(pdf: &'a Pdf, spaces: &'p Spaces<'a>, painter: &'p mut dyn Painter) -> Self {
        Self {
            pdf,
            spaces,
            painter,
            open: Vec::new(),
            patterns: BTreeMap::new(),
            fonts: BTreeMap::new(),
            type3_done: BTreeSet::new(),
            cell: Inks::default(),
        }
    }

    /// Reads the streams of a page as one.
    pub fn page(&mut self, page: &'a Dictionary, state: &State) {
        let none = self.pdf.trailer();
        let resources =
            self.pdf.inherited(page, "Resources").and_then(|o| self.pdf.as_dict(o)).unwrap_or(none);
        let data = self.content(page, LONGEST_CONTENT);
        Run::new(self, resources, state.clone()).run(&data);
    }

    /// The streams of a page, one behind the other, as far as they have `most` bytes.
    fn content(&mut self, page: &Dictionary, most: usize) -> Vec<u8> {
        let parts = match self.pdf.get(page, "Contents") {
            Some(Object::Array(parts)) => parts.as_slice(),
            _ => page.get(b"Contents").ok().filter(|o| !o.is_null()).map_or(&[][..], std::slice::from_ref),
        };
        let mut data = Vec::new();
        for part in parts {
            self.pdf.budget().reading.spend(STEPS_OF_A_BYTE);
            let Some(stream) = self.pdf.resolve(part).and_then(|o| o.as_stream().ok()) else {
                self.painter.damaged(words::page_content_missing());
                continue;
            };
            match self.pdf.data(stream) {
                Some(bytes) if data.len() + bytes.len() <= most => data.extend_from_slice(&bytes),
                Some(_) => self.painter.damaged(words::page_content_too_long()),
                None => self.painter.damaged(words::content_packed()),
            }
            data.push(b'\n');
        }
        data
    }
}

/// Reads one stream, with a graphics state of its own.
pub struct Run<'a, 'p, 'r> {
    pub(super) reader: &'r mut Reader<'a, 'p>,
    pub(super) resources: &'a Dictionary,
    pub(super) state: State,
    saved: Vec<State>,
    path: PathPen,
    /// `W` or `W*` was read: the next path clips.
    clip_rule: Option<FillRule>,
    pub(super) text_matrix: Matrix,
    pub(super) line_matrix: Matrix,
    pub(super) font_dict: Option<&'a Dictionary>,
}

impl<'a, 'p, 'r> Run<'a, 'p, 'r> {
    fn new(reader: &'r mut Reader<'a, 'p>, resources: &'a Dictionary, state: State) -> Self {
        Self {
            reader,
            resources,
            state,
            saved: Vec::new(),
            path: PathPen::default(),
            clip_rule: None,
            text_matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
            font_dict: None,
        }
    }

    pub(super) fn pdf(&self) -> &'a Pdf {
        self.reader.pdf
    }

    fn run(&mut self, data: &[u8]) {
        let mut lexer = Lexer::new(data);
        let mut read = 0;
        while let Some(operation) = lexer.next() {
            let bytes = (lexer.position() - read) as u64;
            if !self.spend(STEPS_OF_AN_OPERATOR + bytes * STEPS_OF_A_BYTE) {
                return;
            }
            read = lexer.position();
            if lexer.make_room(MOST_VALUES) {
                self.reader.painter.damaged(words::too_many_operands());
            }
            self.operate(operation.operator, &operation.operands);
        }
    }

    /// Takes steps of the budget for reading; whether there were as many left.
    pub(super) fn spend(&self, steps: u64) -> bool {
        self.pdf().budget().reading.spend(steps)
    }

    fn operate(&mut self, operator: &[u8], operands: &[Object]) {
        let known = self.state_operator(operator, operands)
            || self.path_operator(operator, operands)
            || self.colour_operator(operator, operands)
            || self.text_operator(operator, operands);
        match operator {
            _ if known => {}
            b"Do" => self.draw_object(operands.first()),
            b"sh" => self.draw_shading(operands.first()),
            b"BI" => self.draw_inline(operands.first()),
            b"PS" => self.reader.painter.barred(Barred::PostScript),
            _ => {}
        }
    }

    pub(super) fn number(&self, object: &Object) -> Option<f64> {
        self.pdf().as_number(object)
    }

    fn numbers<const N: usize>(&self, operands: &[Object]) -> Option<[f64; N]> {
        let all: Option<Vec<f64>> = operands.iter().take(N).map(|o| self.number(o)).collect();
        all?.try_into().ok()
    }

    /// The entry of a kind of resource, as it stands there.
    pub(super) fn resource(&self, kind: &str, name: &Object) -> Option<&'a Object> {
        self.spend(STEPS_OF_A_RESOURCE);
        self.pdf().dict(self.resources, kind)?.get(name.as_name().ok()?).ok()
    }

    // --- state

    fn state_operator(&mut self, operator: &[u8], operands: &[Object]) -> bool {
        match operator {
            b"q" if self.saved.len() < MOST_SAVED => self.saved.push(self.state.clone()),
            b"q" => self.reader.painter.damaged(words::too_many_states()),
            b"Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            b"cm" => {
                if let Some(matrix) = self.numbers(operands) {
                    self.state.ctm = Matrix(matrix).then(&self.state.ctm);
                }
            }
            b"gs" => {
                let entry = operands.first().and_then(|name| self.resource("ExtGState", name));
                if let Some(gs) = entry.and_then(|o| self.pdf().as_dict(o)) {
                    self.state.apply(self.pdf(), gs);
                }
            }
            b"w" => {
                if let Some([width]) = self.numbers(operands) {
                    self.state.line_width = width.abs();
                }
            }
            _ => return false,
        }
        true
    }

    // --- paths

    fn path_operator(&mut self, operator: &[u8], operands: &[Object]) -> bool {
        let ctm = self.state.ctm;
        match operator {
            b"m" => {
                if let Some([x, y]) = self.numbers(operands) {
                    self.path.move_to(&ctm, x, y);
                }
            }
            b"l" => {
                if let Some([x, y]) = self.numbers(operands) {
                    self.path.line_to(&ctm, x, y);
                }
            }
            b"c" => {
                if let Some(points) = self.numbers(operands) {
                    self.path.curve_to(&ctm, points);
                }
            }
            b"v" => {
                if let Some(points) = self.numbers(operands) {
                    self.path.curve_from(&ctm, points);
                }
            }
            b"y" => {
                if let Some([x1, y1, x, y]) = self.numbers(operands) {
                    self.path.curve_to(&ctm, [x1, y1, x, y, x, y]);
                }
            }
            b"re" => {
                if let Some(rectangle) = self.numbers(operands) {
                    self.path.rectangle(&ctm, rectangle);
                }
            }
            b"h" => self.path.close(),
            b"W" => self.clip_rule = Some(FillRule::Winding),
            b"W*" => self.clip_rule = Some(FillRule::EvenOdd),
            b"n" => self.end_path(None, false),
            b"f" | b"F" => self.end_path(Some(FillRule::Winding), false),
            b"f*" => self.end_path(Some(FillRule::EvenOdd), false),
            b"S" | b"s" => {
                self.close_if(operator == b"s");
                self.end_path(None, true);
            }
            b"B" | b"b" => {
                self.close_if(operator == b"b");
                self.end_path(Some(FillRule::Winding), true);
            }
            b"B*" | b"b*" => {
                self.close_if(operator == b"b*");
                self.end_path(Some(FillRule::EvenOdd), true);
            }
            _ => return false,
        }
        true
    }

    fn close_if(&mut self, closed: bool) {
        if closed {
            self.path.close();
        }
    }

    fn end_path(&mut self, fill: Option<FillRule>, stroke: bool) {
        let clip = self.clip_rule.take();
        let Some(drawn) = self.path.finish() else { return };
        if drawn.cut {
            self.reader.painter.damaged(words::too_many_segments());
        }
        let extent = bounds(&drawn.path);
        if let Some(rule) = fill {
            let colour = self.state.fill.clone();
            let kind = Kind::Fill { path: &drawn.path, rule, pieces: &drawn.pieces };
            self.emit(kind, Some(&colour), extent);
        }
        if stroke {
            let colour = self.state.stroke.clone();
            let width = self.state.line_width * self.state.ctm.smaller_scale();
            let half = width / 2.0;
            let wide =
                Rect { x: extent.x - half, y: extent.y - half, w: extent.w + width, h: extent.h + width };
            self.emit(Kind::Stroke { path: &drawn.path, width }, Some(&colour), wide);
        }
        if let Some(rule) = clip {
            let nowhere = Rect { w: -1.0, h: -1.0, ..extent };
            self.state.clip = intersection(&self.state.clip, &extent).unwrap_or(nowhere);
            let depth = self.state.clip_path.as_ref().map_or(0, |c| c.depth) + 1;
            if !is_upright_rectangle(&drawn.path) && depth <= MOST_CLIPS {
                let outer = self.state.clip_path.take();
                let mask = std::cell::OnceCell::new();
                self.state.clip_path = Some(Rc::new(ClipPath { path: drawn.path, rule, outer, depth, mask }));
            }
        }
    }

    // --- colours

    fn colour_operator(&mut self, operator: &[u8], operands: &[Object]) -> bool {
        let stroke = operator.first().is_some_and(u8::is_ascii_uppercase);
        let colour = match operator {
            b"g" | b"G" => self.device_colour("DeviceGray", operands),
            b"rg" | b"RG" => self.device_colour("DeviceRGB", operands),
            b"k" | b"K" => self.device_colour("DeviceCMYK", operands),
            b"cs" | b"CS" => {
                let Some(name) = operands.first() else { return true };
                let space = self.reader.spaces.read(name, self.resources);
                let initial = space.initial();
                Colour::plain(space, &initial)
            }
            b"sc" | b"SC" | b"scn" | b"SCN" => {
                let current = if stroke { &self.state.stroke } else { &self.state.fill };
                let space = current.space.clone();
                match operands.last() {
                    Some(name @ Object::Name(_)) => self.pattern_colour(name, &space, operands),
                    _ => Colour::plain(space, &self.values(operands)),
                }
            }
            _ => return false,
        };
        *(if stroke { &mut self.state.stroke } else { &mut self.state.fill }) = colour;
        true
    }

    fn values(&self, operands: &[Object]) -> Vec<f64> {
        operands.iter().filter_map(|o| self.number(o)).collect()
    }

    fn device_colour(&self, name: &str, operands: &[Object]) -> Colour {
        let space = self.reader.spaces.read(&Object::Name(name.as_bytes().to_vec()), self.resources);
        Colour::plain(space, &self.values(operands))
    }

    /// The colour of a pattern where it is heaviest. A cell is read for what it paints, once a page.
    fn pattern_colour(&mut self, name: &Object, space: &Rc<Space>, operands: &[Object]) -> Colour {
        let unknown =
            Colour { space: Rc::new(Space::Pattern(None)), inks: Rc::new(Inks::unknown()), pattern: true };
        let Some(entry) = self.resource("Pattern", name) else { return unknown };
        let uncoloured = match &**space {
            Space::Pattern(Some(base)) => Some(Colour::plain(base.clone(), &self.values(operands))),
            _ => None,
        };
        let Some(pattern) = self.pdf().resolve(entry) else { return unknown };
        let key = std::ptr::from_ref(pattern);
        let known = self.reader.patterns.get(&key).filter(|_| uncoloured.is_none());
        if let Some(known) = known {
            return known.clone().unwrap_or(unknown);
        }
        self.reader.patterns.insert(key, None); // a cell that is painted with itself ends here
        let colour = match pattern {
            Object::Stream(cell) => Some(self.cell_colour(cell, uncoloured)),
            Object::Dictionary(dict) => self.pdf().get(dict, "Shading").and_then(|s| self.shading_colour(s)),
            _ => None,
        };
        self.reader.patterns.insert(key, colour.clone());
        colour.unwrap_or(unknown)
    }

    fn cell_colour(&mut self, cell: &'a Stream, uncoloured: Option<Colour>) -> Colour {
        let pdf = self.pdf();
        let matrix = pdf.tuple::<6>(&cell.dict, "Matrix").map_or(Matrix::IDENTITY, Matrix);
        let mut state = State { in_cell: true, ..State::new(matrix.then(&self.state.ctm), self.state.clip) };
        if let Some(colour) = uncoloured {
            (state.fill, state.stroke) = (colour.clone(), colour);
        }
        let resources = pdf.dict(&cell.dict, "Resources").unwrap_or(self.resources);
        let around = std::mem::take(&mut self.reader.cell);
        self.nested(cell, resources, state);
        let inks = Rc::new(std::mem::replace(&mut self.reader.cell, around));
        Colour { space: Rc::new(Space::Pattern(None)), inks, pattern: true }
    }

    fn shading_colour(&mut self, shading: &'a Object) -> Option<Colour> {
        self.spend(STEPS_OF_A_FORM);
        let dict = self.pdf().as_dict(shading)?;
        let space = self.reader.spaces.read(dict.get(b"ColorSpace").ok()?, self.resources);
        let inks = shading::heaviest(self.pdf(), dict, &space).unwrap_or_else(Inks::unknown);
        Some(Colour { space, inks: Rc::new(inks), pattern: true })
    }

    // --- objects

    fn draw_shading(&mut self, name: Option<&Object>) {
        let entry = name.and_then(|name| self.resource("Shading", name));
        if let Some(colour) = entry.and_then(|e| self.shading_colour(e)) {
            self.emit(Kind::Shading, Some(&colour), self.state.clip);
        }
    }

    fn draw_inline(&mut self, image: Option<&Object>) {
        let Some(Object::Stream(inline)) = image else { return };
        let image = spelled_out(inline);
        if self.pdf().filters(&image.dict).contains(&"LZWDecode") {
            self.reader.painter.barred(Barred::Lzw);
        }
        self.draw_image(&image);
    }

    fn draw_object(&mut self, name: Option<&Object>) {
        let entry = name.and_then(|name| self.resource("XObject", name));
        let Some(object) = entry.and_then(|e| self.pdf().resolve(e)).and_then(|o| o.as_stream().ok()) else {
            self.reader.painter.damaged(words::drawn_object_missing());
            return;
        };
        match self.pdf().name(&object.dict, "Subtype") {
            Some("Image") => self.draw_image(object),
            Some("Form") => self.draw_form(object),
            _ => {}
        }
    }

    fn draw_image(&mut self, stream: &Stream) {
        self.spend(STEPS_OF_A_FORM);
        let Some(image) = Image::read(self.reader.pdf, self.reader.spaces, stream, self.resources) else {
            self.reader.painter.damaged(words::image_without_size());
            return;
        };
        let matrix = self.state.ctm;
        let colour = self.state.fill.clone();
        let colour = image.is_stencil().then_some(&colour);
        self.emit(Kind::Image { image: &image, matrix }, colour, matrix.bounds([0.0, 0.0, 1.0, 1.0]));
    }

    fn draw_form(&mut self, form: &'a Stream) {
        let pdf = self.pdf();
        let mut state = self.state.clone();
        let matrix = pdf.tuple::<6>(&form.dict, "Matrix").map_or(Matrix::IDENTITY, Matrix);
        state.ctm = matrix.then(&state.ctm);
        if let Some(bbox) = pdf.tuple::<4>(&form.dict, "BBox") {
            let extent = state.ctm.bounds(bbox);
            let Some(clip) = intersection(&state.clip, &extent) else { return };
            state.clip = clip;
        }
        let resources = pdf.dict(&form.dict, "Resources").unwrap_or(self.resources);
        if let Some(group) = pdf.dict(&form.dict, "Group") {
            state.enter_group();
            if let Ok(space) = group.get(b"CS") {
                self.reader.painter.group(&self.reader.spaces.read(space, resources));
            }
        }
        self.nested(form, resources, state);
    }

    /// Reads a stream within this one, unless it is being read already.
    pub(super) fn nested(&mut self, stream: &'a Stream, resources: &'a Dictionary, state: State) {
        self.spend(STEPS_OF_A_FORM);
        let open = &self.reader.open;
        if open.len() >= DEEPEST || open.contains(&std::ptr::from_ref(stream)) {
            self.reader.painter.damaged(words::form_draws_itself());
            return;
        }
        let Some(data) = self.pdf().data(stream) else {
            self.reader.painter.damaged(words::form_packed());
            return;
        };
        self.reader.open.push(stream);
        Run::new(self.reader, resources, state).run(&data);
        self.reader.open.pop();
    }

    pub(super) fn emit(&mut self, kind: Kind<'_>, colour: Option<&Colour>, extent: Rect) {
        self.spend(STEPS_OF_A_PAINT);
        let paint = Paint { kind, colour, extent, state: &self.state };
        if self.state.in_cell
            && let Some(colour) = colour
            && colour.inks.total() > self.reader.cell.total()
        {
            self.reader.cell = (*colour.inks).clone();
        }
        self.reader.painter.paint(&paint);
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{Document, dictionary};

    use super::super::super::budget::Budget;
    use super::*;

    /// What is told about damage, and how many clips lie over what is painted.
    #[derive(Default)]
    struct Told {
        damage: Vec<String>,
        clips: Vec<usize>,
    }

    impl Painter for Told {
        fn paint(&mut self, paint: &Paint<'_>) {
            self.clips.push(paint.state.clip_path.as_ref().map_or(0, |clip| clip.depth));
        }

        fn group(&mut self, _: &Rc<Space>) {}

        fn barred(&mut self, _: Barred) {}

        fn damaged(&mut self, what: crate::diag::Sentence) {
            self.damage.push(what.text());
        }
    }

    /// A file of one page with content in these parts.
    fn page(parts: &[&str]) -> Pdf {
        let mut document = Document::with_version("1.6");
        let stream = |part: &&str| Stream::new(Dictionary::new(), part.as_bytes().to_vec());
        let parts: Vec<Object> = parts.iter().map(|part| document.add_object(stream(part)).into()).collect();
        let page = document.add_object(dictionary! { "Type" => "Page", "Contents" => parts });
        let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
        let tree = document.add_object(tree);
        let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", root);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("a file");
        Pdf::open_within(&bytes, Budget::new(0)).unwrap_or_else(|e| panic!("{e:?}"))
    }

    fn read<'a, T>(pdf: &'a Pdf, look: impl FnOnce(&mut Reader<'a, '_>, &'a Dictionary) -> T) -> (T, Told) {
        let (spaces, mut told) = (Spaces::new(pdf, None), Told::default());
        let found = look(&mut Reader::new(pdf, &spaces, &mut told), pdf.pages().next().expect("a page"));
        (found, told)
    }

    #[test]
    fn content_is_put_together_up_to_a_length() {
        let pdf = page(&["0 g 1 w", "q", "Q"]);
        let content = |most: usize| {
            let (data, told) = read(&pdf, |reader, page| reader.content(page, most));
            (String::from_utf8(data).expect("text"), told.damage)
        };
        assert_eq!(content(11), ("0 g 1 w\nq\nQ\n".to_owned(), Vec::new()));
        let too_long = words::page_content_too_long().text();
        assert_eq!(content(10), ("0 g 1 w\nq\n\n".to_owned(), vec![too_long]));
    }

    #[test]
    fn clips_are_laid_over_one_another_up_to_a_number() {
        for (count, kept) in [(MOST_CLIPS, MOST_CLIPS), (MOST_CLIPS + 1, MOST_CLIPS)] {
            let clips = "0 0 m 9 0 l 0 9 l W n ".repeat(count);
            let pdf = page(&[&clips, "0 0 m 9 0 l 0 9 l f"]);
            let clip = Rect { x: 0.0, y: 0.0, w: 9.0, h: 9.0 };
            let ((), told) = read(&pdf, |reader, page| {
                let content = reader.content(page, LONGEST_CONTENT);
                Run::new(reader, page, State::new(Matrix::IDENTITY, clip)).run(&content);
            });
            assert_eq!(told.clips, [kept]);
        }
    }
}
