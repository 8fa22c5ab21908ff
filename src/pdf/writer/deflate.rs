//! Packing. Decides how hard streams are packed.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Level six: nine takes twice the time for a percent.
const LEVEL: u32 = 6;

/// Bytes in zlib's form.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 3 + 64), Compression::new(LEVEL));
    encoder.write_all(bytes).expect("memory takes all bytes");
    encoder.finish().expect("memory takes all bytes")
}
