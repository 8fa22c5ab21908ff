//! Colours and the palette. Decides how a colour is named, written and looked up.

use crate::diag::{Diagnostic, Span, nearest};
use crate::tree::{Decode, Decoder, Kind, Number, Spanned, Table, Value, decoded};

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
const MOST: usize = 1000;

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

    /// Reads the `[color]` table.
    pub fn decode(table: &Table, cx: &mut Decoder<'_>) -> Self {
        let mut palette = Self::default();
        if let Some(surplus) = table.0.get(MOST) {
            too_many(surplus.key_span, cx);
        }
        for entry in table.0.iter().take(MOST) {
            if let Some(mix) = Mix::decode(&entry.value, cx) {
                palette.0.push(Ink {
                    name: entry.key.clone(),
                    rgb: mix.rgb.value.0,
                    cmyk: mix.cmyk.map(|c| c.0),
                    span: mix.rgb.span,
                });
            }
        }
        palette
    }
}

decoded! {
    /// `{ rgb = "#1D1D1B", cmyk = [0, 0, 0, 100] }`
    pub struct Mix { rgb: Spanned<Hex>, cmyk: Option<Percents> = None }
}

fn too_many(span: Span, cx: &mut Decoder<'_>) {
    let message = format!("more than {MOST} colours");
    cx.sink.push(Diagnostic::error("config-value", message).at(span).label("one too many"));
}

/// `#RRGGBB`.
#[derive(Debug, Clone, Copy)]
pub struct Hex(pub [u8; 3]);

/// Four ink percentages.
#[derive(Debug, Clone, Copy)]
pub struct Percents(pub [f64; 4]);

fn parse_hex(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii())?;
    let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([byte(0)?, byte(2)?, byte(4)?])
}

impl Decode for Hex {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        match &value.kind {
            Kind::Text(text) if parse_hex(text).is_some() => parse_hex(text).map(Self),
            _ => cx.wrong(value, "a colour", "write it as \"#RRGGBB\""),
        }
    }
}

impl Decode for Percents {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        let list = Vec::<Number<0, 100>>::decode(value, cx)?;
        match <[Number<0, 100>; 4]>::try_from(list) {
            Ok(inks) => Some(Self(inks.map(|Number(ink)| ink))),
            Err(_) => cx.wrong(value, "four percentages", "cyan, magenta, yellow, black: [0, 0, 0, 100]"),
        }
    }
}

impl Decode for Colour {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        let Kind::Text(text) = &value.kind else {
            return cx.wrong(value, "a colour", "a name of [color] or \"#RRGGBB\"");
        };
        if let Some(rgb) = parse_hex(text) {
            if cx.palette.0.len() >= MOST && cx.palette.find(text).is_none() {
                too_many(value.span, cx);
                return None;
            }
            return Some(cx.palette.intern(Ink {
                name: text.clone(),
                rgb,
                cmyk: None,
                span: Span::default(),
            }));
        }
        let found = cx.palette.find(text);
        if found.is_none() {
            let names = cx.palette.0.iter().map(|i| i.name.as_str());
            let hint = match nearest(text, names.clone()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("colours: {}, or \"#RRGGBB\"", names.collect::<Vec<_>>().join(", ")),
            };
            cx.sink.push(
                Diagnostic::error("unknown-colour", format!("there is no colour \"{text}\""))
                    .at(value.span)
                    .hint(hint),
            );
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::parse_hex;

    #[test]
    fn hex_colours() {
        assert_eq!(parse_hex("#0D3D45"), Some([13, 61, 69]));
        for bad in ["0D3D45", "#0D3D4", "#0D3D4G", "#äää", ""] {
            assert_eq!(parse_hex(bad), None, "{bad}");
        }
    }
}
