//! Inks. Decides what a colour of the palette becomes in a file: light, process inks, spot inks, grey.

use crate::colour::{Colour, Ink, Palette};
use crate::press::{Intent, Profile, Separator};

/// The colours of a file, and what they are made of.
#[derive(Clone, Copy)]
pub struct Colours<'a> {
    /// Colours by number.
    pub palette: &'a Palette,
    /// What they are made of.
    pub inks: Inks<'a>,
}

/// What the colours of a file are made of.
#[derive(Clone, Copy)]
pub enum Inks<'a> {
    /// sRGB.
    Screen,
    /// The inks of a printing condition.
    Press(&'a Press<'a>),
    /// Black on paper, and what lies between.
    Grey,
}

/// How colours become inks.
pub struct Press<'a> {
    /// The printing condition.
    pub profile: &'a Profile,
    /// How colours that it cannot print are fitted.
    pub intent: Intent,
    /// From sRGB.
    pub separator: &'a Separator,
    /// Colours that are inks of their own.
    pub spots: &'a [Colour],
}

/// Percentages of the process inks: the palette's, or what the profile makes of the colour.
pub(super) fn process_inks(ink: &Ink, separator: &Separator) -> [f64; 4] {
    ink.cmyk.unwrap_or_else(|| separator.colour(ink.rgb))
}

/// The grey of a colour: its luma by Rec. 709 on the values as they are, as copiers see it.
pub fn lightness([r, g, b]: [u8; 3]) -> u8 {
    ((u32::from(r) * 54 + u32::from(g) * 183 + u32::from(b) * 19 + 128) >> 8) as u8
}
