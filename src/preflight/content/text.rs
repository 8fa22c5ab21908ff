//! Text of a content stream. Decides the room that a shown string takes: its advances wide, as high as
//! capitals and as deep as descenders.

use std::rc::Rc;

use lopdf::Object;

use super::font::Font;
use super::interpreter::Run;
use super::matrix::Matrix;
use super::paint::Kind;
use crate::diag::words::preflight as words;
use crate::geom::Rect;

/// Steps to find the advance of a letter.
const STEPS_OF_A_LETTER: u64 = 60;

impl Run<'_, '_, '_> {
    /// Operators of text; whether it was one.
    pub fn text_operator(&mut self, operator: &[u8], operands: &[Object]) -> bool {
        let n = |at: usize| operands.get(at).and_then(|o| self.number(o)).unwrap_or(0.0);
        match operator {
            b"BT" => self.set_text_matrix(Matrix::IDENTITY),
            b"Tf" => {
                let size = n(1);
                self.select_font(operands.first(), size);
            }
            b"Tc" => self.state.text.char_space = n(0),
            b"Tw" => self.state.text.word_space = n(0),
            b"Tz" => self.state.text.scale = n(0) / 100.0,
            b"TL" => self.state.text.leading = n(0),
            b"Ts" => self.state.text.rise = n(0),
            b"Tr" => self.state.text.mode = n(0) as i64,
            b"Td" => self.next_line(n(0), n(1)),
            b"TD" => {
                let (x, y) = (n(0), n(1));
                self.state.text.leading = -y;
                self.next_line(x, y);
            }
            b"T*" => self.next_line(0.0, -self.state.text.leading),
            b"Tm" => self.set_text_matrix(Matrix([n(0), n(1), n(2), n(3), n(4), n(5)])),
            b"Tj" | b"TJ" => self.show(operands.first()),
            b"'" => {
                self.next_line(0.0, -self.state.text.leading);
                self.show(operands.first());
            }
            b"\"" => {
                (self.state.text.word_space, self.state.text.char_space) = (n(0), n(1));
                self.next_line(0.0, -self.state.text.leading);
                self.show(operands.get(2));
            }
            _ => return false,
        }
        true
    }

    fn set_text_matrix(&mut self, matrix: Matrix) {
        (self.text_matrix, self.line_matrix) = (matrix, matrix);
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.set_text_matrix(Matrix::shift(x, y).then(&self.line_matrix));
    }

    /// Shows a string, or several with shifts between them.
    fn show(&mut self, operand: Option<&Object>) {
        let Some(font) = self.state.text.font.clone() else { return };
        let one;
        let parts = match operand {
            Some(Object::Array(parts)) => parts.as_slice(),
            Some(string @ Object::String(..)) => {
                one = [string.clone()];
                &one
            }
            _ => return,
        };
        let bytes: usize = parts.iter().map(|p| p.as_str().map_or(1, <[u8]>::len)).sum();
        if !self.spend(bytes as u64 * STEPS_OF_A_LETTER) {
            return;
        }
        let (from, to) = self.advance(&font, parts);
        let Some(from) = from else { return };
        let text = &self.state.text;
        let (bottom, top) = (font.bottom * text.size + text.rise, font.top * text.size + text.rise);
        let matrix = self.text_matrix.then(&self.state.ctm);
        let extent = matrix.bounds([from, bottom.min(top), to, bottom.max(top)]);
        let size = (text.size * matrix.y_scale()).abs();
        self.text_matrix = Matrix::shift(to, 0.0).then(&self.text_matrix);
        if let Some(unit) = font.procedures {
            self.draw_glyphs(unit);
        }
        self.emit_text(extent, size);
    }

    /// Where the first letter begins and the text position ends, in text space.
    fn advance(&self, font: &Font, parts: &[Object]) -> (Option<f64>, f64) {
        let text = &self.state.text;
        let (mut x, mut first) = (0.0, None);
        for part in parts {
            if let Object::String(bytes, _) = part {
                for code in font.codes(bytes) {
                    first = first.or(Some(x));
                    let blank = if code == 32 && !font.wide { text.word_space } else { 0.0 };
                    x += (font.advance(code) * text.size + text.char_space + blank) * text.scale;
                }
            } else {
                x -= self.number(part).unwrap_or(0.0) / 1000.0 * text.size * text.scale;
            }
        }
        (first, x)
    }

    fn emit_text(&mut self, extent: Rect, size: f64) {
        let mode = self.state.text.mode;
        if matches!(mode, 0 | 2 | 4 | 6) {
            let colour = self.state.fill.clone();
            self.emit(Kind::Text { size, outlined: false }, Some(&colour), extent);
        }
        if matches!(mode, 1 | 2 | 5 | 6) {
            let colour = self.state.stroke.clone();
            self.emit(Kind::Text { size, outlined: true }, Some(&colour), extent);
        }
    }

    fn select_font(&mut self, name: Option<&Object>, size: f64) {
        self.state.text.size = size;
        let entry = name.and_then(|name| self.resource("Font", name));
        let Some(dict) = entry.and_then(|entry| self.pdf().as_dict(entry)) else {
            self.reader.painter.damaged(words::font_missing());
            self.state.text.font = None;
            return;
        };
        let key = std::ptr::from_ref(dict);
        let known = self.reader.fonts.get(&key).cloned();
        let font = known.unwrap_or_else(|| Rc::new(Font::read(self.pdf(), dict)));
        self.reader.fonts.insert(key, font.clone());
        self.font_dict = Some(dict);
        self.state.text.font = Some(font);
    }

    /// Runs the procedures of a Type 3 font once for each page: for what they paint, not where.
    fn draw_glyphs(&mut self, unit: Matrix) {
        let Some(dict) = self.font_dict else { return };
        if !self.reader.type3_done.insert(std::ptr::from_ref(dict)) {
            return;
        }
        let pdf = self.pdf();
        let resources = pdf.dict(dict, "Resources").unwrap_or(self.resources);
        let size = self.state.text.size;
        let scaled = Matrix([size, 0.0, 0.0, size, 0.0, 0.0]);
        let matrix = unit.then(&scaled).then(&self.text_matrix).then(&self.state.ctm);
        let glyphs = pdf.dict(dict, "CharProcs").into_iter().flat_map(lopdf::Dictionary::iter);
        for stream in glyphs.filter_map(|(_, glyph)| pdf.resolve(glyph)?.as_stream().ok()) {
            let state = super::state::State { ctm: matrix, in_cell: true, ..self.state.clone() };
            self.nested(stream, resources, state);
        }
    }
}
