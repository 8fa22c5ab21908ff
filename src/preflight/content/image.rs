//! Images as they stand in the file: pixels, colours, masks. Decides how inline images are read: like
//! others, with their abbreviations spelled out.

use std::rc::Rc;

use lopdf::{Dictionary, Object, Stream};

use super::super::file::Pdf;
use super::colour::{Space, Spaces};

/// An image of the file.
#[derive(Debug)]
pub struct Image<'a> {
    /// Its data.
    pub stream: &'a Stream,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Bits of a component.
    pub bits: u32,
    /// Colours; `None` for a stencil, which is painted in the current colour.
    pub space: Option<Rc<Space>>,
    /// Lowest and highest value of each component.
    pub decode: Vec<(f64, f64)>,
    /// Opacity of its pixels.
    pub soft_mask: Option<&'a Stream>,
    /// Whether pixels are hidden in another way.
    pub masked: bool,
}

impl<'a> Image<'a> {
    /// Reads the dictionary of an image; `None` if it has no size.
    pub fn read(
        pdf: &'a Pdf,
        spaces: &Spaces<'_>,
        stream: &'a Stream,
        resources: &Dictionary,
    ) -> Option<Self> {
        let dict = &stream.dict;
        let size = |key| pdf.number(dict, key).filter(|n| *n >= 1.0 && *n <= 1e6).map(|n| n as usize);
        let stencil = pdf.flag(dict, "ImageMask") == Some(true);
        let entry = dict.get(b"ColorSpace").ok().filter(|_| !stencil);
        let space = entry.map(|o| spaces.read(o, resources));
        let bits = if stencil { 1 } else { pdf.number(dict, "BitsPerComponent").unwrap_or(8.0) as u32 };
        let usual = space.as_ref().map_or(vec![(0.0, 1.0)], |s| s.decode(bits));
        let given = pdf.numbers(dict, "Decode").filter(|d| d.len() >= 2 * usual.len());
        let decode = given.map_or(usual, |d| d.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect());
        Some(Self {
            stream,
            width: size("Width")?,
            height: size("Height")?,
            bits,
            space: if stencil { None } else { Some(space.unwrap_or(Rc::new(Space::Unknown))) },
            decode,
            soft_mask: pdf.stream(dict, "SMask"),
            masked: pdf.get(dict, "Mask").is_some()
                || pdf.number(dict, "SMaskInData").is_some_and(|n| n > 0.0),
        })
    }

    /// Whether it is painted in the current colour.
    pub fn is_stencil(&self) -> bool {
        self.space.is_none()
    }

    /// Whether something shines through.
    pub fn is_transparent(&self) -> bool {
        self.soft_mask.is_some()
    }
}

/// Short names of ISO 32000-1, 8.9.7.
const SHORT: &[(&str, &str)] = &[
    ("BPC", "BitsPerComponent"),
    ("CS", "ColorSpace"),
    ("D", "Decode"),
    ("DP", "DecodeParms"),
    ("F", "Filter"),
    ("H", "Height"),
    ("IM", "ImageMask"),
    ("W", "Width"),
    ("AHx", "ASCIIHexDecode"),
    ("A85", "ASCII85Decode"),
    ("LZW", "LZWDecode"),
    ("Fl", "FlateDecode"),
    ("RL", "RunLengthDecode"),
    ("CCF", "CCITTFaxDecode"),
    ("DCT", "DCTDecode"),
];

/// An inline image with the names that other images have.
pub fn spelled_out(inline: &Stream) -> Stream {
    let long = |name: &[u8]| {
        let found = SHORT.iter().find(|(short, _)| short.as_bytes() == name);
        found.map_or(name.to_vec(), |(_, long)| long.as_bytes().to_vec())
    };
    let mut dict = Dictionary::new();
    for (key, value) in &inline.dict {
        let key = long(key);
        let value = match value {
            Object::Name(name) if key == b"Filter" => Object::Name(long(name)),
            Object::Array(names) if key == b"Filter" => {
                let names = names.iter().map(|o| o.as_name().map_or(o.clone(), |n| Object::Name(long(n))));
                Object::Array(names.collect())
            }
            other => other.clone(),
        };
        dict.set(key, value);
    }
    Stream::new(dict, inline.content.clone())
}
