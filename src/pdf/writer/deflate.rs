//! Packing. Decides how hard streams are packed.

use std::cell::RefCell;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Level six: nine takes twice the time for a percent.
const LEVEL: u32 = 6;

thread_local! {
    /// A new encoder clears a quarter of a megabyte, as much work as packing a page: each thread keeps one.
    static ENCODER: RefCell<ZlibEncoder<Vec<u8>>> = RefCell::new(new());
}

fn new() -> ZlibEncoder<Vec<u8>> {
    ZlibEncoder::new(Vec::new(), Compression::new(LEVEL))
}

/// Bytes in zlib's form.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    ENCODER.with_borrow_mut(|encoder| {
        encoder.get_mut().reserve(bytes.len() / 3 + 64);
        encoder.write_all(bytes).expect("memory takes all bytes");
        encoder.reset(Vec::new()).expect("memory takes all bytes")
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::ZlibDecoder;

    use super::*;

    /// Threads pack other streams at every run: what a stream becomes must not depend on those before it.
    #[test]
    fn what_was_packed_before_leaves_no_trace() {
        let streams = (0..60_usize).map(|n| {
            let length = [0, 1, 300, 5_000, 70_000, 200_000][n % 6];
            let byte =
                |at: usize| (at.wrapping_mul(2_654_435_761 + n) >> (9 + n % 11)) as u8 % (1 + 4 * n as u8);
            (0..length).map(byte).collect::<Vec<u8>>()
        });
        for stream in streams {
            let mut fresh = new();
            fresh.write_all(&stream).expect("packed");
            let packed = deflated(&stream);
            assert!(packed == fresh.finish().expect("packed"), "{} bytes", stream.len());
            let mut back = Vec::new();
            ZlibDecoder::new(&packed[..]).read_to_end(&mut back).expect("whole");
            assert!(back == stream);
        }
    }
}
