//! Web fonts. Decides how WOFF and WOFF2 files are unpacked, and how much they may come to.

use std::borrow::Cow;
use std::error::Error;

use super::sfnt::{long, number};
use crate::diag::{Sentence, words};

/// Bytes of WOFF before its directory, and of each of its records.
const HEAD: usize = 44;
const RECORD: usize = 20;

/// The font in a web font, of up to `most` bytes; other files as they are. What is unpacked on the way is
/// bounded as well: WOFF by `most`, WOFF2 by its decoder (128 MiB, and a hundred times the file).
pub fn unpacked(file: Cow<'static, [u8]>, most: usize) -> Result<Cow<'static, [u8]>, Sentence> {
    let is_woff2 = file.starts_with(b"wOF2");
    if !is_woff2 && !file.starts_with(b"wOFF") {
        return Ok(file);
    }
    if file.get(4..8) == Some(b"ttcf") {
        return Err(words::collection());
    }
    let font = match is_woff2 {
        true => wuff::decompress_woff2(&file),
        false if size(&file) > most => return Err(words::web_font_too_large(most >> 20)),
        false => wuff::decompress_woff1_with_custom_z(&file, &mut inflated),
    };
    let font = font.map_err(|_| words::damaged_web_font())?;
    if font.len() > most {
        return Err(words::web_font_too_large(most >> 20));
    }
    Ok(font.into())
}

/// Bytes of all tables of a WOFF, by its directory: tables may share their bytes in the file.
fn size(file: &[u8]) -> usize {
    let count = file.get(12..14).map_or(0, |n| usize::from(number(n)));
    let records = file.get(HEAD..).unwrap_or_default().chunks_exact(RECORD).take(count);
    records.map(|record| long(record, 8).max(long(record, 12))).sum()
}

/// A table of a WOFF that comes to so many bytes.
fn inflated(packed: &[u8], size: usize) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut table = Vec::with_capacity(size);
    flate2::Decompress::new(true).decompress_vec(packed, &mut table, flate2::FlushDecompress::Finish)?;
    Ok(table)
}
