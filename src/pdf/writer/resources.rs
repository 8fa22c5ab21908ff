//! What streams name. Decides how states, patterns, gradients and forms are written as objects.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use pdf_writer::{Chunk, Dict, Filter, Finish, Name, Rect, Ref};

use super::matrix::{IDENTITY, Matrix};
use super::objects::Objects;
use super::paint::Painter;
use super::raster::Raster;

/// What a stream names: things of its own by their place here, those of the file by their number.
#[derive(Default)]
pub struct Resources {
    /// Faces of the file.
    pub faces: BTreeSet<u8>,
    /// Pictures of the file.
    pub pictures: BTreeSet<usize>,
    /// Inks of their own, by their number in the palette.
    pub spots: BTreeSet<u16>,
    /// Forms.
    pub forms: Vec<Form>,
    /// Pixels that stand in a drawing.
    pub rasters: Vec<Raster>,
    /// Patterns.
    pub patterns: Vec<Pattern>,
    /// Gradients that fill all there is.
    pub gradients: Vec<Gradient>,
    states: Vec<State>,
}

/// A graphics state.
pub enum State {
    /// Paint leaves what lies below where it has no ink.
    Over,
    /// Paint takes out what lies below.
    Through,
    /// How opaque fills and lines are.
    Opacity(f32),
    /// A mode of blending, by its name in PDF.
    Blend(&'static str),
    /// What a form shows, by its light or else by its opacity.
    Mask(Box<Form>, bool),
}

impl State {
    /// Whether what lies below shines through.
    fn is_see_through(&self) -> bool {
        match self {
            Self::Over | Self::Through => false,
            Self::Opacity(opacity) => *opacity < 1.0,
            Self::Blend(mode) => *mode != "Normal",
            Self::Mask(..) => true,
        }
    }

    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Over, Self::Over) | (Self::Through, Self::Through) => true,
            (Self::Opacity(a), Self::Opacity(b)) => a == b,
            (Self::Blend(a), Self::Blend(b)) => a == b,
            _ => false,
        }
    }
}

/// A drawing that other streams draw.
pub struct Form {
    /// The stream, packed.
    pub content: Vec<u8>,
    /// What it names.
    pub resources: Resources,
    /// Left, top, right, bottom of what is seen.
    pub bounds: [f64; 4],
    /// Its points in those of the stream that draws it.
    pub matrix: Matrix,
    /// Whether it is blended by itself, and the colour space it is blended in.
    pub group: Option<&'static str>,
}

/// What fills instead of a colour.
pub enum Pattern {
    /// A form again and again.
    Tiles(Box<Form>, Matrix),
    /// A gradient.
    Gradient(Gradient, Matrix),
}

/// Colours that go over into one another.
pub struct Gradient {
    /// Two points, or two circles.
    pub coords: Vec<f64>,
    /// The colour space.
    pub space: Space,
    /// Where which colour stands, from 0 to 1.
    pub stops: Vec<(f64, Vec<f32>)>,
}

/// What a gradient is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// The device's colours, by name.
    Device(&'static str),
    /// An ink of its own.
    Spot(u16),
}

/// Where the file's own things are.
pub struct Shared<'a> {
    /// Fonts by face.
    pub fonts: Vec<Option<Ref>>,
    /// Pictures by number.
    pub pictures: Vec<Option<Ref>>,
    /// What colours are made of.
    pub painter: &'a Painter<'a>,
    /// Colour spaces of inks of their own that were added, by their number in the palette.
    pub spots: RefCell<BTreeMap<u16, Ref>>,
}

impl Shared<'_> {
    /// The colour space of an ink of its own, added where it is used first.
    fn spot(&self, objects: &mut Objects, spot: u16) -> Ref {
        *self.spots.borrow_mut().entry(spot).or_insert_with(|| spot_space(objects, spot, self.painter))
    }
}

impl Resources {
    /// The number of a state; one that is there already is taken.
    pub fn state(&mut self, state: State) -> usize {
        let known = self.states.iter().position(|known| known.is(&state));
        known.unwrap_or_else(|| {
            self.states.push(state);
            self.states.len() - 1
        })
    }

    /// Whether what is drawn lets something shine through; pictures do so by their number.
    pub fn is_see_through(&self, pictures: &[bool]) -> bool {
        self.states.iter().any(State::is_see_through)
            || self.pictures.iter().any(|number| pictures[*number])
            || self.rasters.iter().any(Raster::is_see_through)
            || self.forms.iter().any(|form| form.resources.is_see_through(pictures))
            || self.patterns.iter().any(|pattern| match pattern {
                Pattern::Tiles(form, _) => form.resources.is_see_through(pictures),
                Pattern::Gradient(..) => false,
            })
    }

    /// Adds what is the stream's own; what the dictionary must say then.
    pub fn write(self, objects: &mut Objects, shared: &Shared<'_>) -> Written {
        fn own<T>(letter: char, list: Vec<T>, mut add: impl FnMut(T) -> Ref) -> Entries {
            list.into_iter().enumerate().map(|(n, one)| (letter, n, Some(add(one)))).collect()
        }
        let mut drawn: Entries = self.pictures.into_iter().map(|n| ('I', n, shared.pictures[n])).collect();
        drawn.extend(own('X', self.forms, |form| form.write(objects, shared)));
        drawn.extend(own('R', self.rasters, |raster| raster.write(objects)));
        let face = |face| ('F', usize::from(face), shared.fonts[usize::from(face)]);
        let spots: Vec<u16> = self.spots.into_iter().collect();
        Written {
            fonts: self.faces.into_iter().map(face).collect(),
            objects: drawn,
            spaces: spots.into_iter().map(|s| ('C', usize::from(s), Some(shared.spot(objects, s)))).collect(),
            patterns: own('P', self.patterns, |pattern| pattern.write(objects, shared)),
            gradients: own('H', self.gradients, |gradient| gradient.write(objects, shared)),
            states: own('S', self.states, |state| state.write(objects, shared)),
        }
    }
}

type Entries = Vec<(char, usize, Option<Ref>)>;

/// Resources whose objects are in the file.
pub struct Written {
    fonts: Entries,
    objects: Entries,
    spaces: Entries,
    patterns: Entries,
    gradients: Entries,
    states: Entries,
}

impl Written {
    /// Writes the dictionary.
    pub fn fill(&self, mut resources: Dict<'_>) {
        let kinds: [(&[u8], &Entries); 6] = [
            (b"Font", &self.fonts),
            (b"XObject", &self.objects),
            (b"ColorSpace", &self.spaces),
            (b"Pattern", &self.patterns),
            (b"Shading", &self.gradients),
            (b"ExtGState", &self.states),
        ];
        for (kind, entries) in kinds.into_iter().filter(|(_, entries)| !entries.is_empty()) {
            let mut dict = resources.insert(Name(kind)).dict();
            for (letter, number, id) in entries {
                if let Some(id) = id {
                    dict.pair(Name(format!("{letter}{number}").as_bytes()), *id);
                }
            }
        }
    }
}

/// The colour space of an ink of its own, which falls back on process inks.
fn spot_space(objects: &mut Objects, spot: u16, painter: &Painter<'_>) -> Ref {
    let (name, full) = painter.spot(spot);
    let full = full.map(|tone| f32::from(tone) / 255.0);
    objects.add(|chunk, id| {
        let mut space = chunk.indirect(id).array();
        space.item(Name(b"Separation")).item(Name(name.as_bytes())).item(Name(b"DeviceCMYK"));
        let mut tint = space.push().dict();
        tint.pair(Name(b"FunctionType"), 2).pair(Name(b"N"), 1);
        tint.insert(Name(b"Domain")).array().items([0, 1]);
        tint.insert(Name(b"Range")).array().items([0, 1, 0, 1, 0, 1, 0, 1]);
        tint.insert(Name(b"C0")).array().items([0; 4]);
        tint.insert(Name(b"C1")).array().items(full);
    })
}

impl State {
    fn write(self, objects: &mut Objects, shared: &Shared<'_>) -> Ref {
        let Self::Mask(form, by_light) = self else {
            return objects.add(|chunk, id| self.fill(chunk.indirect(id).dict()));
        };
        let form = form.write(objects, shared);
        objects.add(|chunk, id| {
            let kind: &[u8] = if by_light { b"Luminosity" } else { b"Alpha" };
            let mut state = chunk.indirect(id).dict();
            let mut mask = state.insert(Name(b"SMask")).dict();
            mask.pair(Name(b"S"), Name(kind)).pair(Name(b"G"), form);
        })
    }

    fn fill(&self, mut state: Dict<'_>) {
        match self {
            Self::Over | Self::Through => {
                let over = matches!(self, Self::Over);
                state.pair(Name(b"OP"), over).pair(Name(b"op"), over).pair(Name(b"OPM"), 1);
            }
            Self::Opacity(opacity) => {
                state.pair(Name(b"CA"), *opacity).pair(Name(b"ca"), *opacity);
            }
            Self::Blend(mode) => {
                state.pair(Name(b"BM"), Name(mode.as_bytes()));
            }
            Self::Mask(..) => {}
        }
    }
}

impl Form {
    /// Adds the form.
    pub fn write(self, objects: &mut Objects, shared: &Shared<'_>) -> Ref {
        let named = self.resources.write(objects, shared);
        objects.stream(|chunk, id| {
            let mut form = chunk.form_xobject(id, &self.content);
            form.filter(Filter::FlateDecode);
            form.bbox(rect(self.bounds));
            if self.matrix != IDENTITY {
                form.matrix(self.matrix.map(|part| part as f32));
            }
            if let Some(space) = self.group {
                let mut group = form.insert(Name(b"Group")).dict();
                group.pair(Name(b"S"), Name(b"Transparency")).pair(Name(b"I"), true);
                group.pair(Name(b"CS"), Name(space.as_bytes()));
            }
            named.fill(form.insert(Name(b"Resources")).dict());
        })
    }
}

fn rect([left, top, right, bottom]: [f64; 4]) -> Rect {
    Rect::new(left as f32, top as f32, right as f32, bottom as f32)
}

impl Pattern {
    fn write(self, objects: &mut Objects, shared: &Shared<'_>) -> Ref {
        match self {
            Self::Gradient(gradient, matrix) => {
                let shading = gradient.write(objects, shared);
                objects.add(|chunk, id| {
                    let mut pattern = chunk.indirect(id).dict();
                    pattern.pair(Name(b"PatternType"), 2).pair(Name(b"Shading"), shading);
                    pattern.insert(Name(b"Matrix")).array().items(matrix.map(|part| part as f32));
                })
            }
            Self::Tiles(form, matrix) => {
                let named = form.resources.write(objects, shared);
                let [left, top, right, bottom] = form.bounds;
                objects.stream(|chunk, id| {
                    let mut tiles = chunk.stream(id, &form.content);
                    tiles.filter(Filter::FlateDecode);
                    tiles
                        .pair(Name(b"PatternType"), 1)
                        .pair(Name(b"PaintType"), 1)
                        .pair(Name(b"TilingType"), 1);
                    tiles.pair(Name(b"BBox"), rect(form.bounds));
                    tiles
                        .pair(Name(b"XStep"), (right - left) as f32)
                        .pair(Name(b"YStep"), (bottom - top) as f32);
                    tiles.insert(Name(b"Matrix")).array().items(matrix.map(|part| part as f32));
                    named.fill(tiles.insert(Name(b"Resources")).dict());
                })
            }
        }
    }
}

impl Gradient {
    fn write(self, objects: &mut Objects, shared: &Shared<'_>) -> Ref {
        let space = match self.space {
            Space::Device(_) => None,
            Space::Spot(spot) => Some(shared.spot(objects, spot)),
        };
        objects.add(|chunk, id| self.shading(chunk, id, space))
    }

    fn shading(&self, chunk: &mut Chunk, id: Ref, spot: Option<Ref>) {
        let mut shading = chunk.indirect(id).dict();
        shading.pair(Name(b"ShadingType"), if self.coords.len() == 4 { 2 } else { 3 });
        match (self.space, spot) {
            (_, Some(spot)) => shading.pair(Name(b"ColorSpace"), spot),
            (Space::Device(name), None) => shading.pair(Name(b"ColorSpace"), Name(name.as_bytes())),
            (Space::Spot(_), None) => &mut shading,
        };
        shading.insert(Name(b"Coords")).array().items(self.coords.iter().map(|c| *c as f32));
        shading.insert(Name(b"Extend")).array().items([true, true]);
        let mut function = shading.insert(Name(b"Function")).dict();
        function.pair(Name(b"FunctionType"), 3);
        function.insert(Name(b"Domain")).array().items([0, 1]);
        let inner = self.stops.get(1..self.stops.len().saturating_sub(1)).unwrap_or_default();
        function.insert(Name(b"Bounds")).array().items(inner.iter().map(|(at, _)| *at as f32));
        let parts = self.stops.len().saturating_sub(1);
        function.insert(Name(b"Encode")).array().items((0..parts).flat_map(|_| [0, 1]));
        let mut functions = function.insert(Name(b"Functions")).array();
        for pair in self.stops.windows(2) {
            let mut part = functions.push().dict();
            part.pair(Name(b"FunctionType"), 2).pair(Name(b"N"), 1);
            part.insert(Name(b"Domain")).array().items([0, 1]);
            part.insert(Name(b"C0")).array().items(pair[0].1.iter().copied());
            part.insert(Name(b"C1")).array().items(pair[1].1.iter().copied());
            part.finish();
        }
    }
}
