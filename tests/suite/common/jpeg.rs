//! JPEG files in four inks, which no library here writes: each block of 8 × 8 pixels has one colour.

/// A marker and what follows it.
pub type Segment = (u8, Vec<u8>);

/// A file of so many blocks. `transform` is what Adobe's mark says of the colours: 0 for none, 2 for luminance and
/// differences; without it there is no mark. `stored` are the values of a block as they stand in the file.
pub fn inked(
    (across, down): (u16, u16),
    transform: Option<u8>,
    segments: &[Segment],
    stored: impl Fn(u16, u16) -> [u8; 4],
) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    let mut segment = |marker: u8, text: &[u8]| {
        file.extend([0xff, marker]);
        file.extend((text.len() as u16 + 2).to_be_bytes());
        file.extend_from_slice(text);
    };
    if let Some(transform) = transform {
        segment(0xee, &[b"Adobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat());
    }
    segments.iter().for_each(|(marker, text)| segment(*marker, text));
    segment(0xdb, &[[0].as_slice(), &[1; 64]].concat());
    let size = [(down * 8).to_be_bytes(), (across * 8).to_be_bytes()].concat();
    let components: Vec<u8> = (1..=4).flat_map(|n| [n, 0x11, 0]).collect();
    segment(0xc0, &[[8].as_slice(), &size, &[4], &components].concat());
    // Twelve sizes of differences in four bits each; of what varies inside of a block only its end, in one bit.
    let sizes = [&[0, 0, 0, 0, 12], [0; 12].as_slice(), &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]].concat();
    segment(0xc4, &sizes);
    segment(0xc4, &[&[0x10, 1], [0; 15].as_slice(), &[0]].concat());
    segment(0xda, &[&[4, 1, 0, 2, 0, 3, 0, 4, 0], [0, 63, 0].as_slice()].concat());
    file.extend(scan((across, down), stored));
    file.extend([0xff, 0xd9]);
    file
}

fn scan((across, down): (u16, u16), stored: impl Fn(u16, u16) -> [u8; 4]) -> Vec<u8> {
    let mut bits: Vec<bool> = Vec::new();
    let mut push = |value: i32, count: u32| bits.extend((0..count).rev().map(|bit| value >> bit & 1 == 1));
    let mut last = [0; 4];
    for (y, x) in (0..down).flat_map(|y| (0..across).map(move |x| (y, x))) {
        for (last, value) in last.iter_mut().zip(stored(x, y)) {
            let level = 8 * (i32::from(value) - 128);
            let difference = level - std::mem::replace(last, level);
            let size = i32::BITS - difference.abs().leading_zeros();
            push(size as i32, 4);
            push(if difference < 0 { difference - 1 } else { difference }, size);
            push(0, 1);
        }
    }
    let byte = |eight: &[bool]| {
        (0..8).fold(0, |byte, n| byte << 1 | u8::from(eight.get(n).copied().unwrap_or(true)))
    };
    let bytes = bits.chunks(8).map(byte);
    bytes.flat_map(|byte| if byte == 0xff { vec![0xff, 0] } else { vec![byte] }).collect()
}

/// EXIF data that say how a picture is to be turned.
pub fn turned(orientation: u8) -> Segment {
    let tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0";
    (0xe1, [b"Exif\0\0".as_slice(), tiff, &[orientation, 0, 0, 0, 0, 0, 0, 0]].concat())
}

/// A colour profile, in as many segments as it takes.
pub fn profile(profile: &[u8]) -> Vec<Segment> {
    let parts: Vec<&[u8]> = profile.chunks(60_000).collect();
    let of = |n: usize| [b"ICC_PROFILE\0".as_slice(), &[n as u8 + 1, parts.len() as u8], parts[n]].concat();
    (0..parts.len()).map(|n| (0xe2, of(n))).collect()
}
