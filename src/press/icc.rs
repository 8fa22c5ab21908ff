//! The container of an ICC profile: header, tags, texts (ICC.1:2010). Decides what is an ICC profile at
//! all; what a tag means is decided where it is used.

use crate::diag::{Sentence, words};

/// Largest profile in bytes; those of presses have up to 10 MB.
pub const LARGEST: usize = 16 << 20;
/// Most tags of a profile; those of presses have up to 40.
const MOST_TAGS: usize = 200;
const HEADER: usize = 128;

/// Four letters that name a class, a space, a tag or a type.
pub type Signature = [u8; 4];

/// Big-endian numbers at a place; none beyond the end.
#[derive(Clone, Copy)]
pub struct Bytes<'b>(pub &'b [u8]);

impl<'b> Bytes<'b> {
    /// A part, which must lie inside.
    pub fn part(self, start: usize, length: usize) -> Option<Bytes<'b>> {
        self.0.get(start..start.checked_add(length)?).map(Bytes)
    }

    /// All that follows a place.
    pub fn from(self, start: usize) -> Option<Bytes<'b>> {
        self.0.get(start..).map(Bytes)
    }

    /// `uInt8Number`.
    pub fn u8(self, at: usize) -> Option<usize> {
        self.0.get(at).map(|b| usize::from(*b))
    }

    /// `uInt16Number`.
    pub fn u16(self, at: usize) -> Option<u16> {
        let bytes = self.part(at, 2)?.0;
        Some(u16::from_be_bytes([bytes[0], bytes[1]]))
    }

    /// `uInt32Number`, as a size or place.
    pub fn u32(self, at: usize) -> Option<usize> {
        self.signature(at).map(|s| u32::from_be_bytes(s) as usize)
    }

    /// `s15Fixed16Number`.
    pub fn fixed(self, at: usize) -> Option<f64> {
        self.signature(at).map(|s| f64::from(i32::from_be_bytes(s)) / 65536.0)
    }

    /// Four letters.
    pub fn signature(self, at: usize) -> Option<Signature> {
        self.part(at, 4)?.0.try_into().ok()
    }

    /// `XYZType`: the first of its values.
    pub fn xyz(self) -> Option<[f64; 3]> {
        let right = self.signature(0)? == *b"XYZ ";
        right.then_some([self.fixed(8)?, self.fixed(12)?, self.fixed(16)?])
    }

    /// The text of a `textType`, `textDescriptionType` or `multiLocalizedUnicodeType`; of several
    /// languages the first.
    pub fn text(self) -> Option<String> {
        let text = match &self.signature(0)? {
            b"text" => String::from_utf8_lossy(self.from(8)?.0).into_owned(),
            b"desc" => String::from_utf8_lossy(self.part(12, self.u32(8)?)?.0).into_owned(),
            b"mluc" => {
                let letters = self.part(self.u32(24)?, self.u32(20)?)?;
                let units: Vec<u16> = letters.0.chunks_exact(2).filter_map(|c| Bytes(c).u16(0)).collect();
                String::from_utf16_lossy(&units)
            }
            _ => return None,
        };
        Some(text.split('\0').next().unwrap_or("").trim().to_owned())
    }
}

/// A profile whose header and list of tags are sound.
pub struct Icc<'b> {
    /// Version 2 or 4.
    pub version: usize,
    /// What it describes: `prtr`, `mntr`, `scnr`, `spac`.
    pub class: Signature,
    /// The space of the device: `RGB `, `GRAY`, `CMYK`.
    pub space: Signature,
    /// The connection space is L*a*b*, not XYZ.
    pub lab: bool,
    tags: Vec<(Signature, Bytes<'b>)>,
}

impl<'b> Icc<'b> {
    /// Reads header and tags; else says why not, to be read after the name of the file.
    pub fn read(bytes: &'b [u8]) -> Result<Self, Sentence> {
        if bytes.len() > LARGEST {
            return Err(words::profile_too_large(LARGEST >> 20));
        }
        if bytes.get(36..40) != Some(b"acsp") {
            return Err(words::no_profile());
        }
        Self::sound(Bytes(bytes))?.ok_or_else(words::profile_cut)
    }

    /// `None` where something lies beyond the end.
    fn sound(bytes: Bytes<'b>) -> Result<Option<Self>, Sentence> {
        let Some((version, pcs)) = bytes.u8(8).zip(bytes.signature(20)) else { return Ok(None) };
        if !matches!(version, 2 | 4) {
            return Err(words::profile_version(version));
        }
        if !matches!(&pcs, b"Lab " | b"XYZ ") {
            return Err(words::profile_space());
        }
        Ok(Self::with_tags(bytes, version, pcs == *b"Lab "))
    }

    fn with_tags(bytes: Bytes<'b>, version: usize, lab: bool) -> Option<Self> {
        let bytes = bytes.part(0, bytes.u32(0)?)?;
        let count = bytes.u32(HEADER).filter(|n| *n <= MOST_TAGS)?;
        let tag = |n: usize| {
            let at = HEADER + 4 + 12 * n;
            let part = bytes.part(bytes.u32(at + 4)?, bytes.u32(at + 8)?)?;
            Some((bytes.signature(at)?, part))
        };
        let tags = (0..count).map(tag).collect::<Option<_>>()?;
        Some(Self { version, class: bytes.signature(12)?, space: bytes.signature(16)?, lab, tags })
    }

    /// The contents of a tag.
    pub fn tag(&self, name: &Signature) -> Option<Bytes<'b>> {
        self.tags.iter().find(|(n, _)| n == name).map(|(_, part)| *part)
    }
}
