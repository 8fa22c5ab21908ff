//! Small fonts: those of the program, cut down to their first glyphs and to the tables that are read; a variable
//! one, also as WOFF2.

/// Their first glyphs stand for these characters, one after the other.
const FIRST_CHARACTER: u32 = 0x20;

/// What is kept of three fonts of the program: file, number of glyphs, tables for shaping.
pub fn all() -> Vec<Vec<u8>> {
    let sans = include_bytes!("../../../../fonts/SourceSans3-Regular.ttf");
    let italic = include_bytes!("../../../../fonts/SourceSerif4Caption-It.ttf");
    let hebrew = include_bytes!("../../../../fonts/NotoSerifHebrew-Regular.ttf");
    let variable = include_bytes!("../../../../tests/fonts/Recursive.ttf").to_vec();
    let web = include_bytes!("../../../../tests/fonts/Recursive.woff2").to_vec();
    let (sans, italic) = (small(sans, 70, &[]), small(italic, 40, &[b"GSUB"]));
    vec![sans, italic, small(hebrew, 60, &[b"GSUB", b"GPOS", b"GDEF"]), variable, web]
}

/// The tables of a font (OpenType 1.9, „Font Tables“), by the file's own list.
fn tables(font: &[u8]) -> Vec<(&[u8], &[u8])> {
    let count = usize::from(u16(font, 4));
    let record = |n: usize| &font[12 + 16 * n..28 + 16 * n];
    let part = |r: &[u8]| u32(r, 8) as usize..(u32(r, 8) + u32(r, 12)) as usize;
    (0..count).map(record).map(|r| (&r[..4], &font[part(r)])).collect()
}

fn small(font: &[u8], glyphs: u16, shaping: &[&[u8; 4]]) -> Vec<u8> {
    let all = tables(font);
    let table = |name: &[u8; 4]| all.iter().find(|(n, _)| *n == name).map(|(_, bytes)| bytes.to_vec());
    let known = |name: &[u8; 4]| table(name).expect("a table that every font has");
    let (head, mut hhea, mut maxp) = (known(b"head"), known(b"hhea"), known(b"maxp"));
    hhea[34..36].copy_from_slice(&glyphs.to_be_bytes());
    maxp[4..6].copy_from_slice(&glyphs.to_be_bytes());
    let (mut hmtx, mut loca, mut glyf) = (known(b"hmtx"), known(b"loca"), known(b"glyf"));
    hmtx.truncate(4 * usize::from(glyphs));
    let glyphs_end = if u16(&head, 50) == 0 {
        loca.truncate(2 * (usize::from(glyphs) + 1));
        2 * usize::from(u16(&loca, loca.len() - 2))
    } else {
        loca.truncate(4 * (usize::from(glyphs) + 1));
        u32(&loca, loca.len() - 4) as usize
    };
    glyf.truncate(glyphs_end);
    let mut post = known(b"post");
    post.truncate(32);
    post[..4].copy_from_slice(&0x0003_0000_u32.to_be_bytes());
    let mut kept: Vec<(Vec<u8>, Vec<u8>)> = [
        (b"OS/2", known(b"OS/2")),
        (b"cmap", characters(glyphs)),
        (b"glyf", glyf),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", hmtx),
        (b"loca", loca),
        (b"maxp", maxp),
        (b"post", post),
    ]
    .map(|(name, bytes)| (name.to_vec(), bytes))
    .into();
    kept.extend(shaping.iter().filter_map(|name| Some((name.to_vec(), table(name)?))));
    kept.sort();
    file(&kept)
}

/// A `cmap` of one group, format 12.
fn characters(glyphs: u16) -> Vec<u8> {
    let version_and_place: [u32; 3] = [1, 3 << 16 | 10, 12];
    let last = FIRST_CHARACTER + u32::from(glyphs) - 2;
    let subtable = [12 << 16, 28, 0, 1, FIRST_CHARACTER, last, 1];
    version_and_place.iter().chain(&subtable).flat_map(|v| v.to_be_bytes()).collect()
}

fn file(tables: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let mut list: Vec<u8> = [0, 1, 0, 0].to_vec();
    list.extend([count, 16, 3, 0].iter().flat_map(|v| v.to_be_bytes()));
    let mut data = Vec::new();
    for (name, bytes) in tables {
        let at = (12 + 16 * tables.len() + data.len()) as u32;
        list.extend_from_slice(name);
        list.extend([0, at, bytes.len() as u32].iter().flat_map(|v| v.to_be_bytes()));
        data.extend_from_slice(bytes);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    [list, data].concat()
}

fn u16(bytes: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([bytes[at], bytes[at + 1]])
}

fn u32(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16(bytes, at)) << 16 | u32::from(u16(bytes, at + 2))
}
