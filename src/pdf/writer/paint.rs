//! Colours as they are written. Decides what a colour of the palette, or one of a drawing, is made of in a file.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::colour::{Colour, Ink, REGISTRATION};
use crate::pdf::inks::{Colours, Inks, Press, lightness, process_inks};

/// A colour, in tones of 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Grey: 0 is black.
    Grey(u8),
    /// sRGB.
    Light([u8; 3]),
    /// Process inks.
    Process([u8; 4]),
    /// An ink of its own at full strength, by its number in the palette.
    Spot(u16),
}

impl Paint {
    /// Black ink alone, at full strength.
    pub const BLACK: Self = Self::Process([0, 0, 0, 255]);
}

/// Makes colours of a file.
pub struct Painter<'a> {
    colours: Colours<'a>,
    /// How many colours of the palette are the brochure's own: drawings know no others.
    own: usize,
    paints: Vec<Paint>,
    /// Colours of drawings that were mixed.
    mixed: Mutex<BTreeMap<[u8; 3], Paint>>,
}

impl<'a> Painter<'a> {
    /// For colours, of which the first `own` are the brochure's.
    pub fn new(colours: Colours<'a>, own: usize) -> Self {
        let paints = (0..colours.palette.0.len()).map(|n| named(colours, Colour(n as u16))).collect();
        Self { colours, own, paints, mixed: Mutex::default() }
    }

    /// What colours are made of.
    pub fn inks(&self) -> Inks<'a> {
        self.colours.inks
    }

    /// A colour of the palette.
    pub fn colour(&self, colour: Colour) -> Paint {
        self.paints[usize::from(colour.0)]
    }

    /// A colour of a drawing. One of the palette keeps its inks; other greys are black alone, so that they stay
    /// neutral.
    pub fn of_drawing(&self, rgb: [u8; 3]) -> Paint {
        let mut mixed = self.mixed.lock().unwrap_or_else(PoisonError::into_inner);
        *mixed.entry(rgb).or_insert_with(|| self.mix(rgb))
    }

    fn mix(&self, rgb: [u8; 3]) -> Paint {
        let [r, g, b] = rgb;
        let press = match self.colours.inks {
            Inks::Screen if r == g && g == b => return Paint::Grey(r),
            Inks::Screen => return Paint::Light(rgb),
            Inks::Grey => return Paint::Grey(lightness(rgb)),
            Inks::Press(press) => press,
        };
        let own = &self.colours.palette.0[..self.own];
        let spot = press.spots.iter().find(|spot| own.get(usize::from(spot.0)).is_some_and(|i| i.rgb == rgb));
        if let Some(spot) = spot {
            return Paint::Spot(spot.0);
        }
        let named = own.iter().find(|ink: &&Ink| ink.rgb == rgb && ink.cmyk.is_some());
        process(match named {
            Some(ink) => process_inks(ink, press.separator),
            None if r == g && g == b => [0.0, 0.0, 0.0, press.separator.grey(r)],
            None => press.separator.colour(rgb),
        })
    }

    /// Whether black prints over what lies below.
    pub fn prints_over(&self) -> bool {
        matches!(self.colours.inks, Inks::Press(..))
    }

    /// The colour space that colours without a name of their own are in.
    pub fn space(&self) -> &'static str {
        match self.colours.inks {
            Inks::Screen => "DeviceRGB",
            Inks::Grey => "DeviceGray",
            Inks::Press(..) => "DeviceCMYK",
        }
    }

    /// The shares of a colour in that space.
    pub fn shares(&self, paint: Paint) -> Vec<f32> {
        let tones = match (paint, self.colours.inks) {
            (Paint::Grey(grey), Inks::Screen) => vec![grey; 3],
            (Paint::Grey(grey), _) => vec![grey],
            (Paint::Light(rgb), _) => rgb.to_vec(),
            (Paint::Process(inks), _) => inks.to_vec(),
            (Paint::Spot(spot), _) => self.spot(spot).1.to_vec(),
        };
        tones.into_iter().map(|tone| f32::from(tone) / 255.0).collect()
    }

    /// The name of an ink of its own, and the process inks that stand in for it.
    pub fn spot(&self, number: u16) -> (&str, [u8; 4]) {
        let ink = &self.colours.palette.0[usize::from(number)];
        let Inks::Press(press) = self.colours.inks else { return (&ink.name, [0, 0, 0, 255]) };
        if ink.name == REGISTRATION {
            return ("All", [255; 4]);
        }
        (&ink.name, tones(process_inks(ink, press.separator)))
    }
}

fn named(Colours { palette, inks }: Colours<'_>, colour: Colour) -> Paint {
    let ink = palette.ink(colour);
    match inks {
        Inks::Screen => Paint::Light(ink.rgb),
        Inks::Grey => Paint::Grey(lightness(ink.rgb)),
        Inks::Press(..) if ink.name == REGISTRATION => Paint::Spot(colour.0),
        Inks::Press(Press { spots, .. }) if spots.contains(&colour) => Paint::Spot(colour.0),
        Inks::Press(press) => process(process_inks(ink, press.separator)),
    }
}

fn process(percent: [f64; 4]) -> Paint {
    Paint::Process(tones(percent))
}

/// As fine as pictures: beside a picture a ground has the very inks of its pixels.
fn tones(percent: [f64; 4]) -> [u8; 4] {
    percent.map(|percent| (percent * 2.55).round() as u8)
}
