//! Colours and the palette. Decides how a colour is named, written and looked up.

use crate::diag::Span;

/// A colour: its number in the [`Palette`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Colour(pub u16);

/// What a colour is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Ink {
    /// Name in the theme, or the hex value as written.
    pub name: String,
    /// sRGB.
    pub rgb: [u8; 3],
    /// Process inks in percent, for print; none for hex values written in place.
    pub cmyk: Option<[f64; 4]>,
    /// Where a named colour is mixed; none for hex values written in place.
    pub span: Span,
}

/// Name of the ink that stands for all inks: marks that must appear on every plate.
pub const REGISTRATION: &str = "[registration]";

/// Most colours of a brochure.
pub const MOST: usize = 1000;

/// All colours of a brochure. Number 0 is the text colour.
#[derive(Debug, Clone, Default)]
pub struct Palette(pub Vec<Ink>);

impl Palette {
    /// The colour of that name.
    pub fn find(&self, name: &str) -> Option<Colour> {
        self.0.iter().position(|ink| ink.name == name).map(|n| Colour(n as u16))
    }

    /// The colour of text that has no other.
    pub fn text(&self) -> Colour {
        self.find("tinte").unwrap_or_default()
    }

    /// What the colour is made of.
    pub fn ink(&self, colour: Colour) -> &Ink {
        &self.0[colour.0 as usize]
    }

    /// The colour of the ink's name; the ink is added where there is none.
    pub fn intern(&mut self, ink: Ink) -> Colour {
        self.find(&ink.name).unwrap_or_else(|| {
            self.0.push(ink);
            Colour((self.0.len() - 1) as u16)
        })
    }
}
