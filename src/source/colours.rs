//! Colours as they are written. Decides how a colour is named, mixed and looked up in TOML.

use crate::colour::{Colour, Ink, MOST, Palette};
use crate::diag::{Filling, Span, complaint, nearest, words};
use crate::tree::shape::{Form, Shape};
use crate::tree::{Decode, Decoder, Kind, Number, Spanned, Table, Value, decoded};

/// Reads the `[color]` table.
pub fn palette(table: &Table, cx: &mut Decoder<'_>) -> Palette {
    let mut palette = Palette::default();
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

decoded! {
    /// `{ rgb = "#1D1D1B", cmyk = [0, 0, 0, 100] }`
    pub struct Mix {
        /// The colour on screen, `#RRGGBB`.
        rgb: Spanned<Hex>,
        /// Cyan, magenta, yellow and black on paper, in percent; without it they are computed.
        cmyk: Option<Percents> = None,
    }
}

fn too_many(span: Span, cx: &mut Decoder<'_>) {
    cx.sink.push(complaint::too_many_colours(MOST).at(span));
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
            _ => cx.wrong(value, complaint::no_rgb),
        }
    }

    fn shape() -> Shape {
        Shape::Form(Form { name: "colour", pattern: "^#[0-9A-Fa-f]{6}$" })
    }
}

impl Decode for Percents {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        let list = Vec::<Number<0, 100>>::decode(value, cx)?;
        match <[Number<0, 100>; 4]>::try_from(list) {
            Ok(inks) => Some(Self(inks.map(|Number(ink)| ink))),
            Err(_) => cx.wrong(value, complaint::no_inks),
        }
    }

    fn shape() -> Shape {
        <[Number<0, 100>; 4]>::shape()
    }
}

impl Decode for Colour {
    fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
        let Kind::Text(text) = &value.kind else {
            return cx.wrong(value, complaint::no_colour);
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
            let meant = nearest(text, names.clone()).map(words::meant_value);
            let told = complaint::unknown_colour(text, Filling::list(names));
            cx.sink.push(told.at(value.span).with_help(meant));
        }
        found
    }

    fn shape() -> Shape {
        Shape::Form(Form { name: "colour", pattern: "^([^#]|#[0-9A-Fa-f]{6}$)" })
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
