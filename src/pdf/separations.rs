//! Finished streams, brought into inks. Decides how the colours of drawings, which are written as RGB or grey,
//! are replaced, and which paint is printed over what lies below instead of through it.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::inks::{Colours, Inks, Press, lightness, process_inks};
use crate::colour::{Ink, Palette};
use crate::diag::{Sink, complaint};

/// Graphics state: black prints over what lies below. OPM 1: an ink of none leaves what is there.
const OVER: &[u8] = b"BrOver";
/// Graphics state: paint takes out what lies below.
const THROUGH: &[u8] = b"BrThrough";

/// A drawn PDF with all drawings in grey.
pub fn in_grey(drawn: &[u8], palette: &Palette, sink: &mut Sink) -> Option<Vec<u8>> {
    rewritten(drawn, sink, |pdf| apply(pdf, Colours { palette, inks: Inks::Grey }))
}

/// Changes a PDF that was written and writes it again.
pub fn rewritten(drawn: &[u8], sink: &mut Sink, change: impl FnOnce(&mut Document)) -> Option<Vec<u8>> {
    let rewritten = Document::load_mem(drawn).map_err(|e| e.to_string()).and_then(|mut pdf| {
        change(&mut pdf);
        let mut bytes = Vec::with_capacity(drawn.len());
        pdf.save_to(&mut bytes).map_err(|e| e.to_string())?;
        Ok(bytes)
    });
    let report = |e: String| sink.push(complaint::no_inks_in_pdf(e));
    rewritten.map_err(report).ok()
}

/// Brings every stream that paints into inks; black text and rules print over what lies below.
pub fn apply(pdf: &mut Document, colours: Colours<'_>) {
    let mut mixed = Mixer { colours, known: BTreeMap::new() };
    let pages: Vec<ObjectId> = pdf.page_iter().collect();
    for page in pages {
        for id in pdf.get_page_contents(page) {
            let used = rewrite(pdf, id, &mut mixed);
            add_resources(pdf, page, &used, &mixed);
        }
    }
    let painted: Vec<ObjectId> =
        pdf.objects.iter().filter(|(_, o)| is_painting(o)).map(|(id, _)| *id).collect();
    for id in painted {
        let used = rewrite(pdf, id, &mut mixed);
        add_resources(pdf, id, &used, &mixed);
    }
    for object in pdf.objects.values_mut() {
        match object {
            Object::Dictionary(dict) => mix_dictionary(dict, &mut mixed),
            Object::Stream(stream) => mix_dictionary(&mut stream.dict, &mut mixed),
            _ => {}
        }
    }
}

/// Forms and tilings are streams that paint.
fn is_painting(object: &Object) -> bool {
    object.as_stream().is_ok_and(|stream| {
        let named =
            |key: &[u8], name: &[u8]| stream.dict.get(key).and_then(Object::as_name).is_ok_and(|n| n == name);
        named(b"Subtype", b"Form")
            || stream.dict.get(b"PatternType").and_then(Object::as_i64).is_ok_and(|t| t == 1)
    })
}

/// What a stream asks of its resources.
#[derive(Default)]
struct Used {
    /// The two graphics states.
    states: bool,
    /// Inks of their own, by number in the palette.
    spots: BTreeSet<usize>,
}

/// Rewrites a stream; what it asks of its resources now.
fn rewrite(pdf: &mut Document, id: ObjectId, mixer: &mut Mixer<'_>) -> Used {
    let Ok(stream) = pdf.get_object_mut(id).and_then(Object::as_stream_mut) else { return Used::default() };
    let Ok(bytes) = stream.get_plain_content() else { return Used::default() };
    let Ok(content) = Content::decode(&bytes) else { return Used::default() };
    let mut plates = Plates::new(mixer, content.operations.len());
    content.operations.into_iter().for_each(|operation| plates.pass(operation));
    let (operations, used) = (plates.operations, plates.used);
    if let Ok(bytes) = (Content { operations }).encode() {
        stream.set_plain_content(bytes);
        let _ = stream.compress();
    }
    used
}

/// Names the two graphics states and inks in the resources of a page or form.
fn add_resources(pdf: &mut Document, owner: ObjectId, used: &Used, mixer: &Mixer<'_>) {
    if !used.states && used.spots.is_empty() {
        return;
    }
    let dict_of = |pdf: &Document, object: Option<&Object>| {
        object.and_then(|o| pdf.dereference(o).ok()?.1.as_dict().ok().cloned()).unwrap_or_default()
    };
    let Ok(object) = pdf.get_object(owner) else { return };
    let Ok(dict) = object.as_dict().or_else(|_| object.as_stream().map(|s| &s.dict)) else { return };
    let mut resources = dict_of(pdf, dict.get(b"Resources").ok());
    let mut states = dict_of(pdf, resources.get(b"ExtGState").ok());
    states.set(OVER, dictionary! { "Type" => "ExtGState", "OP" => true, "op" => true, "OPM" => 1 });
    states.set(THROUGH, dictionary! { "Type" => "ExtGState", "OP" => false, "op" => false, "OPM" => 1 });
    resources.set("ExtGState", states);
    if !used.spots.is_empty() {
        let mut spaces = dict_of(pdf, resources.get(b"ColorSpace").ok());
        used.spots.iter().for_each(|n| spaces.set(spot_name(*n), mixer.spot_space(*n)));
        resources.set("ColorSpace", spaces);
    }
    let Ok(object) = pdf.get_object_mut(owner) else { return };
    match object {
        Object::Dictionary(dict) => dict.set("Resources", resources),
        Object::Stream(stream) => stream.dict.set("Resources", resources),
        _ => {}
    }
}

/// Brings the colours of a dictionary into inks: gradients, their functions, groups.
fn mix_dictionary(dict: &mut Dictionary, mixer: &mut Mixer<'_>) {
    if dict.has(b"FunctionType") {
        for key in ["C0", "C1"] {
            if let Some([r, g, b]) = dict.get(key.as_bytes()).ok().and_then(rgb_of_array) {
                dict.set(key, mixer.components([r, g, b]));
            }
        }
        if dict.get(b"Range").and_then(Object::as_array).is_ok_and(|range| range.len() == 6) {
            let range: Vec<Object> =
                (0..2 * mixer.process().1).map(|n| Object::from((n % 2) as i64)).collect();
            dict.set("Range", range);
        }
    }
    for key in ["ColorSpace", "CS"] {
        let named = dict.get(key.as_bytes()).and_then(Object::as_name).is_ok_and(|n| n == b"DeviceRGB");
        if named && !dict.has(b"Width") {
            dict.set(key, mixer.process().0);
        }
    }
    for (_, value) in dict.iter_mut() {
        match value {
            Object::Dictionary(inner) => mix_dictionary(inner, mixer),
            Object::Array(list) => {
                list.iter_mut().filter_map(|o| o.as_dict_mut().ok()).for_each(|d| mix_dictionary(d, mixer));
            }
            _ => {}
        }
    }
}

fn rgb_of_array(object: &Object) -> Option<[f32; 3]> {
    rgb_of(object.as_array().ok()?)
}

fn rgb_of(operands: &[Object]) -> Option<[f32; 3]> {
    let numbers: Vec<f32> = operands.iter().map(Object::as_float).collect::<Result<_, _>>().ok()?;
    numbers.try_into().ok()
}

/// Mixes inks for RGB.
struct Mixer<'a> {
    colours: Colours<'a>,
    known: BTreeMap<[u8; 3], Vec<f32>>,
}

impl Mixer<'_> {
    /// Name and number of components of the space that colours are brought into.
    fn process(&self) -> (&'static str, usize) {
        match self.colours.inks {
            Inks::Press(..) => ("DeviceCMYK", 4),
            Inks::Screen => ("DeviceRGB", 3),
            Inks::Grey => ("DeviceGray", 1),
        }
    }

    /// The ink of its own that a colour is, by number in the palette.
    fn spot(&self, rgb: [f32; 3]) -> Option<usize> {
        let Inks::Press(Press { spots, .. }) = self.colours.inks else { return None };
        let bytes = rgb.map(|c| (c * 255.0).round() as u8);
        let inks = &self.colours.palette.0;
        spots
            .iter()
            .map(|colour| usize::from(colour.0))
            .find(|n| inks.get(*n).is_some_and(|ink| ink.rgb == bytes))
    }

    /// The colour space of an ink of its own, which falls back on process inks.
    fn spot_space(&self, number: usize) -> Object {
        let ink = &self.colours.palette.0[number];
        let full: Vec<Object> = match self.colours.inks {
            Inks::Press(Press { separator, .. }) => {
                process_inks(ink, separator).map(tone).map(Object::Real).to_vec()
            }
            Inks::Screen | Inks::Grey => Vec::new(),
        };
        let range: Vec<Object> = (0..2 * full.len()).map(|n| Object::from((n % 2) as i64)).collect();
        let none: Vec<Object> = full.iter().map(|_| 0.into()).collect();
        let tint = dictionary! {
            "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "Range" => range,
            "C0" => none, "C1" => full, "N" => 1,
        };
        let name = Object::Name(ink.name.clone().into_bytes());
        vec!["Separation".into(), name, "DeviceCMYK".into(), tint.into()].into()
    }

    fn components(&mut self, rgb: [f32; 3]) -> Vec<Object> {
        let bytes = rgb.map(|c| (c * 255.0).round() as u8);
        let colours = self.colours;
        let known = self.known.entry(bytes).or_insert_with(|| mix(bytes, colours));
        known.iter().map(|c| Object::Real(*c)).collect()
    }
}

fn spot_name(number: usize) -> String {
    format!("BrSpot{number}")
}

/// A colour of the palette keeps its inks; other greys are black alone, so that they stay neutral.
fn mix(rgb: [u8; 3], Colours { palette, inks }: Colours<'_>) -> Vec<f32> {
    let [r, g, b] = rgb;
    match inks {
        Inks::Screen => rgb.iter().map(|c| f32::from(*c) / 255.0).collect(),
        Inks::Grey => vec![f32::from(lightness(rgb)) / 255.0],
        Inks::Press(Press { separator, .. }) => {
            let named = palette.0.iter().find(|ink: &&Ink| ink.rgb == rgb && ink.cmyk.is_some());
            let percent = match named {
                Some(ink) => process_inks(ink, separator),
                None if r == g && g == b => [0.0, 0.0, 0.0, separator.grey(r)],
                None => separator.colour(rgb),
            };
            percent.map(tone).to_vec()
        }
    }
}

/// A share of ink, as fine as the writer's own.
fn tone(percent: f64) -> f32 {
    ((percent * 2.55).round() / 255.0) as f32
}

/// A stream on its way into inks.
struct Plates<'m, 'a> {
    mixer: &'m mut Mixer<'a>,
    operations: Vec<Operation>,
    state: State,
    stack: Vec<State>,
    used: Used,
}

/// What of the graphics state decides over overprinting.
#[derive(Clone, Copy, Default)]
struct State {
    black_fill: bool,
    black_stroke: bool,
    over: bool,
}

impl<'m, 'a> Plates<'m, 'a> {
    fn new(mixer: &'m mut Mixer<'a>, length: usize) -> Self {
        let operations = Vec::with_capacity(length + length / 8);
        Self { mixer, operations, state: State::default(), stack: Vec::new(), used: Used::default() }
    }

    fn pass(&mut self, mut operation: Operation) {
        match operation.operator.as_str() {
            "q" => self.stack.push(self.state),
            "Q" => self.state = self.stack.pop().unwrap_or_default(),
            "rg" | "RG" | "g" | "G" => self.mix(&mut operation),
            _ => {}
        }
        match operation.operator.as_str() {
            "k" => self.state.black_fill = is_black(&operation.operands),
            "K" => self.state.black_stroke = is_black(&operation.operands),
            "g" | "cs" | "sc" | "scn" => self.state.black_fill = false,
            "G" | "CS" | "SC" | "SCN" => self.state.black_stroke = false,
            "Tj" | "TJ" | "f" | "f*" => self.print_over(self.state.black_fill),
            "S" | "s" => self.print_over(self.state.black_stroke),
            "B" | "B*" | "b" | "b*" => self.print_over(self.state.black_fill && self.state.black_stroke),
            "Do" | "sh" => self.print_over(false),
            _ => {}
        }
        self.operations.push(operation);
    }

    fn mix(&mut self, operation: &mut Operation) {
        let grey = || Some([operation.operands.first()?.as_float().ok()?; 3]);
        let Some(rgb) = rgb_of(&operation.operands).or_else(grey) else { return };
        let fills = matches!(operation.operator.as_str(), "rg" | "g");
        if let Some(number) = self.mixer.spot(rgb) {
            let (space, colour) = if fills { ("cs", "scn") } else { ("CS", "SCN") };
            self.operations.push(Operation::new(space, vec![Object::Name(spot_name(number).into_bytes())]));
            *operation = Operation::new(colour, vec![1.into()]);
            self.used.spots.insert(number);
            return;
        }
        operation.operands = self.mixer.components(rgb);
        operation.operator = match (self.mixer.process().1, fills) {
            (4, true) => "k",
            (4, false) => "K",
            (1, true) => "g",
            (1, false) => "G",
            _ => return,
        }
        .to_owned();
    }

    /// Sees to it that the next paint prints over what lies below, or through it.
    fn print_over(&mut self, over: bool) {
        if self.state.over != over {
            let name = Object::Name(if over { OVER } else { THROUGH }.to_vec());
            self.operations.push(Operation::new("gs", vec![name]));
            (self.state.over, self.used.states) = (over, true);
        }
    }
}

/// Black at full strength and nothing else.
fn is_black(operands: &[Object]) -> bool {
    let numbers: Vec<f32> = operands.iter().filter_map(|o| o.as_float().ok()).collect();
    numbers == [0.0, 0.0, 0.0, 1.0]
}
