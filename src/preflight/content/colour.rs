//! Colour spaces, and the inks that a colour puts on paper (ISO 32000-1, 8.6). Decides what colours
//! count for that the printer converts first.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::super::file::Pdf;
use super::super::icc::Profile;

/// Deepest nesting of spaces in spaces.
const DEEPEST: usize = 6;
/// Most inks of one colour (ISO 32000-1, annex C).
const MOST_INKS: usize = 32;
/// Longest table of colours: 256 of the most inks.
const LONGEST_TABLE: usize = 256 * MOST_INKS;
/// Steps to read a colour space, and each name of an ink in it.
const STEPS_OF_A_SPACE: u64 = 500;
const STEPS_OF_AN_INK: u64 = 150;
/// Less than half a percent of an ink is no ink.
pub const TRACE: f32 = 0.005;

/// A colour space.
#[derive(Debug, Clone, PartialEq)]
pub enum Space {
    /// Shades of black.
    Gray,
    /// Red, green, blue of no particular device.
    Rgb,
    /// The four inks.
    Cmyk,
    /// CalGray, CalRGB, Lab, or a device space for which a default stands in.
    Calibrated {
        /// Its name.
        name: &'static str,
        /// Number of components.
        size: usize,
    },
    /// Colours by a profile.
    Icc {
        /// Number of components, as the file says.
        size: usize,
        /// The profile; `None` if it is broken.
        profile: Option<Profile>,
        /// Whether it is the profile of the output intent once more.
        repeats_intent: bool,
    },
    /// Colours by number.
    Indexed {
        /// What the table holds.
        base: Rc<Space>,
        /// Components of one colour after another.
        table: Rc<[u8]>,
    },
    /// Spot inks: Separation and DeviceN.
    Spot {
        /// Names of the inks.
        names: Vec<Rc<str>>,
        /// What stands in where these inks are not there.
        alternate: Rc<Space>,
    },
    /// Patterns, with the space of those that bring no colour.
    Pattern(Option<Rc<Space>>),
    /// Cannot be read.
    Unknown,
}

/// Ink on one spot; 1 is full.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inks {
    /// Cyan, magenta, yellow, black.
    pub process: [f32; 4],
    /// Other inks by name.
    pub spots: Vec<(Rc<str>, f32)>,
    /// Whether this is an estimate of what the printer's conversion will make.
    pub converted: bool,
    /// Whether it cannot be told how much ink there is.
    pub unknown: bool,
}

impl Inks {
    /// Percent of all inks together.
    pub fn total(&self) -> f32 {
        100.0 * (self.process.iter().sum::<f32>() + self.spots.iter().map(|s| s.1).sum::<f32>())
    }

    /// How many inks there are.
    pub fn count(&self) -> usize {
        let spots = self.spots.iter().map(|s| s.1);
        self.process.iter().copied().chain(spots).filter(|ink| *ink >= TRACE).count()
    }

    /// Whether the paper stays blank.
    pub fn is_white(&self) -> bool {
        self.count() == 0 && !self.unknown
    }

    fn estimate(process: [f32; 4]) -> Self {
        Self { process, converted: true, ..Self::default() }
    }

    /// Of something that is not understood.
    pub fn unknown() -> Self {
        Self { unknown: true, ..Self::default() }
    }
}

impl Space {
    /// Number of components of a colour.
    pub fn size(&self) -> usize {
        match self {
            Self::Gray | Self::Indexed { .. } => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
            Self::Calibrated { size, .. } | Self::Icc { size, .. } => *size,
            Self::Spot { names, .. } => names.len(),
            Self::Pattern(base) => base.as_ref().map_or(0, |b| b.size()),
            Self::Unknown => 0,
        }
    }

    /// How many spot inks it names.
    pub fn spots(&self) -> usize {
        match self {
            Self::Spot { names, .. } => names.len(),
            Self::Indexed { base, .. } => base.spots(),
            _ => 0,
        }
    }

    /// Number of components, and of those that a table holds.
    pub fn all_components(&self) -> usize {
        match self {
            Self::Indexed { base, .. } => 1 + base.size(),
            _ => self.size(),
        }
    }

    /// The colour that holds before one is chosen: black, or full tint.
    pub fn initial(&self) -> Vec<f64> {
        match self {
            Self::Spot { names, .. } => vec![1.0; names.len()],
            Self::Cmyk => vec![0.0, 0.0, 0.0, 1.0],
            _ => vec![0.0; self.size()],
        }
    }

    /// Lowest and highest value of each component in an image (ISO 32000-1, table 90).
    pub fn decode(&self, bits: u32) -> Vec<(f64, f64)> {
        match self {
            Self::Indexed { .. } => vec![(0.0, f64::from((1_u32 << bits.min(16)) - 1))],
            Self::Calibrated { name: "Lab", .. } => vec![(0.0, 100.0), (-100.0, 100.0), (-100.0, 100.0)],
            _ => vec![(0.0, 1.0); self.size()],
        }
    }

    /// This space and those it is built on.
    pub fn parts(&self) -> Vec<&Self> {
        let mut parts = vec![self];
        match self {
            Self::Indexed { base: inner, .. } | Self::Spot { alternate: inner, .. } => {
                parts.extend(inner.parts())
            }
            Self::Pattern(Some(inner)) => parts.extend(inner.parts()),
            _ => {}
        }
        parts
    }

    /// The inks of a colour. What the printer converts counts as cyan, magenta and yellow without
    /// black: no conversion puts more ink on the paper.
    pub fn inks(&self, values: &[f64]) -> Inks {
        let value = |n: usize| values.get(n).copied().unwrap_or(0.0).clamp(0.0, 1.0) as f32;
        match self {
            Self::Gray => Inks { process: [0.0, 0.0, 0.0, 1.0 - value(0)], ..Inks::default() },
            Self::Cmyk | Self::Icc { size: 4, .. } => {
                Inks { process: [value(0), value(1), value(2), value(3)], ..Inks::default() }
            }
            Self::Calibrated { name: "Lab", .. } => {
                let dark = 1.0 - values.first().map_or(0.0, |l| l / 100.0).clamp(0.0, 1.0) as f32;
                Inks::estimate([dark, dark, dark, 0.0])
            }
            Self::Rgb | Self::Calibrated { size: 3, .. } | Self::Icc { size: 3, .. } => {
                Inks::estimate([1.0 - value(0), 1.0 - value(1), 1.0 - value(2), 0.0])
            }
            Self::Calibrated { size: 4, .. } => Inks::estimate([value(0), value(1), value(2), value(3)]),
            Self::Calibrated { .. } | Self::Icc { size: 1, .. } => {
                Inks::estimate([1.0 - value(0), 1.0 - value(0), 1.0 - value(0), 0.0])
            }
            Self::Indexed { base, table } => {
                let size = base.size();
                let first = values.first().map_or(0, |v| v.max(0.0) as usize).saturating_mul(size);
                let entry = table.get(first..first.saturating_add(size)).unwrap_or_default();
                let ranges = base.decode(8);
                let spread =
                    |(byte, (low, high)): (&u8, &(f64, f64))| low + f64::from(*byte) / 255.0 * (high - low);
                base.inks(&entry.iter().zip(&ranges).map(spread).collect::<Vec<f64>>())
            }
            Self::Spot { names, .. } => spot_inks(names, values),
            Self::Icc { .. } | Self::Pattern(_) | Self::Unknown => Inks::unknown(),
        }
    }
}

/// Process inks under their names count as such; `All` is every process ink, `None` none.
fn spot_inks(names: &[Rc<str>], values: &[f64]) -> Inks {
    let mut inks = Inks::default();
    for (name, value) in names.iter().zip(values) {
        let value = value.clamp(0.0, 1.0) as f32;
        match &**name {
            "Cyan" => inks.process[0] = value,
            "Magenta" => inks.process[1] = value,
            "Yellow" => inks.process[2] = value,
            "Black" => inks.process[3] = value,
            "All" => inks.process = [value; 4],
            "None" => {}
            _ => inks.spots.push((name.clone(), value)),
        }
    }
    inks
}

/// Reads colour spaces of a file.
pub struct Spaces<'a> {
    pdf: &'a Pdf,
    /// The profile of the output intent.
    intent: Option<&'a [u8]>,
    known: RefCell<BTreeMap<ObjectId, Rc<Space>>>,
    /// Spaces by the streams of their profiles.
    profiles: RefCell<BTreeMap<*const Stream, Space>>,
}

impl<'a> Spaces<'a> {
    /// For a file whose output intent has this profile.
    pub fn new(pdf: &'a Pdf, intent: Option<&'a [u8]>) -> Self {
        Self { pdf, intent, known: RefCell::default(), profiles: RefCell::default() }
    }

    /// The space that an operand, an entry or an array names.
    pub fn read(&self, object: &Object, resources: &Dictionary) -> Rc<Space> {
        self.read_at(object, resources, 0)
    }

    fn read_at(&self, object: &Object, resources: &Dictionary, depth: usize) -> Rc<Space> {
        let Object::Reference(id) = object else { return self.parse(object, resources, depth) };
        let known = self.known.borrow().get(id).cloned();
        known.unwrap_or_else(|| {
            let space =
                self.pdf.resolve(object).map_or(Rc::new(Space::Unknown), |o| self.parse(o, resources, depth));
            self.known.borrow_mut().insert(*id, space.clone());
            space
        })
    }

    fn parse(&self, object: &Object, resources: &Dictionary, depth: usize) -> Rc<Space> {
        if depth > DEEPEST || !self.pdf.budget().reading.spend(STEPS_OF_A_SPACE) {
            return Rc::new(Space::Unknown);
        }
        match object {
            Object::Name(_) => self.named(self.pdf.as_name(object).unwrap_or_default(), resources, depth),
            Object::Array(parts) => self.array(parts, resources, depth),
            _ => Rc::new(Space::Unknown),
        }
    }

    /// A device space, perhaps with a default in its place, or an entry of the resources.
    fn named(&self, name: &str, resources: &Dictionary, depth: usize) -> Rc<Space> {
        let spaces = self.pdf.dict(resources, "ColorSpace");
        let has = |key: &str| spaces.is_some_and(|s| self.pdf.get(s, key).is_some());
        let calibrated = |name, size| Space::Calibrated { name, size };
        Rc::new(match name {
            "DeviceGray" | "G" if has("DefaultGray") => calibrated("DefaultGray", 1),
            "DeviceRGB" | "RGB" if has("DefaultRGB") => calibrated("DefaultRGB", 3),
            "DeviceCMYK" | "CMYK" if has("DefaultCMYK") => calibrated("DefaultCMYK", 4),
            "DeviceGray" | "G" => Space::Gray,
            "DeviceRGB" | "RGB" => Space::Rgb,
            "DeviceCMYK" | "CMYK" => Space::Cmyk,
            "Pattern" => Space::Pattern(None),
            _ => {
                let entry = spaces.and_then(|s| s.get(name.as_bytes()).ok());
                return entry.map_or(Rc::new(Space::Unknown), |e| self.read_at(e, resources, depth + 1));
            }
        })
    }

    fn array(&self, parts: &[Object], resources: &Dictionary, depth: usize) -> Rc<Space> {
        let inner = |n: usize| {
            parts.get(n).map_or(Rc::new(Space::Unknown), |o| self.read_at(o, resources, depth + 1))
        };
        let name = |o: &Object| self.pdf.as_name(o).map(Rc::from);
        let space = match parts.first().and_then(|o| self.pdf.as_name(o)).unwrap_or_default() {
            "CalGray" => Space::Calibrated { name: "CalGray", size: 1 },
            "CalRGB" => Space::Calibrated { name: "CalRGB", size: 3 },
            "Lab" => Space::Calibrated { name: "Lab", size: 3 },
            "ICCBased" => self.icc(parts),
            "Indexed" | "I" => Space::Indexed { base: inner(1), table: self.table(parts.get(3)) },
            "Separation" => {
                let names = parts.get(1).and_then(name).into_iter().collect();
                Space::Spot { names, alternate: inner(2) }
            }
            "DeviceN" => {
                let names = parts.get(1).and_then(|o| self.pdf.resolve(o)).and_then(|o| o.as_array().ok());
                let names = names.into_iter().flatten().take(MOST_INKS).filter_map(name);
                let names: Vec<Rc<str>> = names.collect();
                self.pdf.budget().reading.spend(names.len() as u64 * STEPS_OF_AN_INK);
                Space::Spot { names, alternate: inner(2) }
            }
            "Pattern" => Space::Pattern(parts.get(1).map(|_| inner(1))),
            plain => return self.named(plain, resources, depth),
        };
        Rc::new(space)
    }

    fn icc(&self, parts: &[Object]) -> Space {
        let stream = parts.get(1).and_then(|o| self.pdf.resolve(o)).and_then(|o| o.as_stream().ok());
        let Some(stream) = stream else { return Space::Unknown };
        if let Some(known) = self.profiles.borrow().get(&std::ptr::from_ref(stream)) {
            return known.clone();
        }
        let size = self.pdf.number(&stream.dict, "N").unwrap_or(0.0) as usize;
        let data = self.pdf.data(stream).unwrap_or_default();
        let repeats_intent = self.intent.is_some_and(|intent| intent == data);
        let space = Space::Icc { size: size.min(4), profile: Profile::read(&data), repeats_intent };
        self.profiles.borrow_mut().insert(stream, space.clone());
        space
    }

    fn table(&self, object: Option<&Object>) -> Rc<[u8]> {
        let cut = |bytes: &[u8]| bytes[..bytes.len().min(LONGEST_TABLE)].into();
        match object.and_then(|o| self.pdf.resolve(o)) {
            Some(Object::String(bytes, _)) => cut(bytes),
            Some(Object::Stream(stream)) => cut(&self.pdf.data(stream).unwrap_or_default()),
            _ => Rc::from([]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_of_colours_are_counted() {
        assert_eq!(Space::Gray.inks(&[0.25]).total(), 75.0);
        assert_eq!(Space::Cmyk.inks(&[1.0, 0.5, 0.0, 1.0]).count(), 3);
        let spot =
            Space::Spot { names: vec!["Gold".into(), "Black".into()], alternate: Rc::new(Space::Cmyk) };
        let inks = spot.inks(&[1.0, 0.5]);
        assert_eq!((inks.total(), inks.process[3], inks.count()), (150.0, 0.5, 2));
        assert!(Space::Rgb.inks(&[1.0, 1.0, 1.0]).is_white());
        assert!(Space::Rgb.inks(&[0.0, 0.0, 0.0]).converted);
    }

    #[test]
    fn an_indexed_colour_is_that_of_its_table() {
        let table: Rc<[u8]> = Rc::from([0, 0, 0, 255, 255, 0, 0, 0]);
        let space = Space::Indexed { base: Rc::new(Space::Cmyk), table };
        assert_eq!(space.inks(&[1.0]).process, [1.0, 0.0, 0.0, 0.0]);
        assert!(space.inks(&[7.0]).is_white(), "beyond the table");
    }
}
