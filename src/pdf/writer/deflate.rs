//! Packing. Decides how hard streams are packed.

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};

/// Level six: nine takes twice the time for a percent.
const LEVEL: u32 = 6;

thread_local! {
    // A new one clears some 300 kilobytes, which costs as much as a page.
    static ENCODER: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), true));
}

/// Bytes in zlib's form.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    ENCODER.with_borrow_mut(|encoder| {
        encoder.reset();
        let mut out = Vec::with_capacity(bytes.len() / 3 + 64);
        loop {
            let read = encoder.total_in() as usize;
            let status = encoder.compress_vec(&bytes[read..], &mut out, FlushCompress::Finish);
            if status.expect("bytes can be packed") == Status::StreamEnd {
                return out;
            }
            out.reserve(out.capacity());
        }
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_was_packed_before_changes_nothing() {
        let texts: Vec<Vec<u8>> =
            (0..4).map(|n| format!("{n} eins zwei drei ").repeat(n * 5000).into_bytes()).collect();
        let alone = |text: &Vec<u8>| {
            let text = text.clone();
            std::thread::spawn(move || deflated(&text)).join().expect("packed")
        };
        for text in texts.iter().chain(texts.iter().rev()) {
            let packed = deflated(text);
            assert_eq!(packed, alone(text));
            let mut again = Vec::new();
            flate2::read::ZlibDecoder::new(&*packed).read_to_end(&mut again).expect("unpacked");
            assert_eq!(again, *text);
        }
    }
}
