//! The profile of sRGB (IEC 61966-2-1) as files carry it: ICC version 4, a matrix and a curve.

/// A tag of the profile and its bytes.
type Tag = ([u8; 4], Vec<u8>);

/// The profile.
pub fn profile() -> Vec<u8> {
    let curve = curve();
    let tags: [Tag; 9] = [
        (*b"desc", words("sRGB")),
        (*b"cprt", words("CC0")),
        (*b"wtpt", place([0.9642, 1.0, 0.8249])),
        (*b"chad", adaptation()),
        // Red, green and blue, adapted to D50 (Bradford).
        (*b"rXYZ", place([0.43606567, 0.22248840, 0.01391602])),
        (*b"gXYZ", place([0.38514709, 0.71687317, 0.09707642])),
        (*b"bXYZ", place([0.14306641, 0.06060791, 0.71409607])),
        (*b"rTRC", curve.clone()),
        (*b"gTRC", curve),
    ];
    let (mut table, mut data) = (Vec::new(), Vec::new());
    let count = tags.len() + 1;
    let first = 128 + 4 + 12 * count;
    let mut entry = |name: [u8; 4], at: usize, length: usize| {
        table.extend(name);
        table.extend(((first + at) as u32).to_be_bytes());
        table.extend((length as u32).to_be_bytes());
    };
    for (name, bytes) in &tags {
        entry(*name, data.len(), bytes.len());
        // Blue has the curve of green.
        if name == b"gTRC" {
            entry(*b"bTRC", data.len(), bytes.len());
        }
        data.extend(bytes);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut profile = header((first + data.len()) as u32);
    profile.extend((count as u32).to_be_bytes());
    profile.extend(table);
    profile.extend(data);
    profile
}

/// ICC.1:2010, 7.2.
fn header(length: u32) -> Vec<u8> {
    let mut header = vec![0; 128];
    header[..4].copy_from_slice(&length.to_be_bytes());
    header[8..12].copy_from_slice(&[4, 0x30, 0, 0]);
    header[12..24].copy_from_slice(b"mntrRGB XYZ ");
    header[24..36].copy_from_slice(&[0x07, 0xe4, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    header[36..40].copy_from_slice(b"acsp");
    header[68..80].copy_from_slice(&fixed(&[0.9642, 1.0, 0.8249]));
    header
}

/// Numbers with sixteen bits behind the point.
fn fixed(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|n| ((n * 65536.0).round() as i32).to_be_bytes()).collect()
}

fn place(xyz: [f64; 3]) -> Vec<u8> {
    [b"XYZ \0\0\0\0".to_vec(), fixed(&xyz)].concat()
}

/// From D65 to D50 (Bradford).
fn adaptation() -> Vec<u8> {
    let matrix = [
        1.04788208,
        0.02291870,
        -0.05021667,
        0.02958679,
        0.99047852,
        -0.01707458,
        -0.00924683,
        0.01507568,
        0.75167847,
    ];
    [b"sf32\0\0\0\0".to_vec(), fixed(&matrix)].concat()
}

/// Light by value: a power behind a straight beginning.
fn curve() -> Vec<u8> {
    let parts = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];
    [b"para\0\0\0\0\0\x03\0\0".to_vec(), fixed(&parts)].concat()
}

fn words(text: &str) -> Vec<u8> {
    let text: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut out = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS".to_vec();
    out.extend((text.len() as u32).to_be_bytes());
    out.extend(28_u32.to_be_bytes());
    out.extend(text);
    out
}
