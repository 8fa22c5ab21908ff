//! The directory of tables of a font file. Decides how a table is found, taken away or replaced.

/// Bytes before the directory, and of each of its records.
const HEAD: usize = 12;
const RECORD: usize = 16;

/// A number of two bytes.
pub fn number(bytes: &[u8]) -> u16 {
    u16::from_be_bytes([bytes[0], bytes[1]])
}

/// A number of four bytes at a place in a record.
pub fn long(record: &[u8], at: usize) -> usize {
    u32::from_be_bytes([0, 1, 2, 3].map(|n| record[at + n])) as usize
}

fn records(font: &[u8]) -> impl Iterator<Item = &[u8]> {
    let count = font.get(4..6).map_or(0, |n| usize::from(number(n)));
    font.get(HEAD..).unwrap_or_default().chunks_exact(RECORD).take(count)
}

/// Whether a font has a table.
pub fn has(font: &[u8], tag: [u8; 4]) -> bool {
    records(font).any(|record| record.starts_with(&tag))
}

/// A table of a font.
pub fn table(font: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let record = records(font).find(|record| record.starts_with(&tag))?;
    let (from, length) = (long(record, 8), long(record, 12));
    font.get(from..from.checked_add(length)?)
}

/// Takes tables out of the directory; their bytes stay where they are.
pub fn remove(font: &mut [u8], tags: &[[u8; 4]]) {
    let gone = |record: &&[u8]| tags.iter().any(|tag| record.starts_with(tag));
    let kept: Vec<u8> = records(font).filter(|record| !gone(record)).flatten().copied().collect();
    if kept.is_empty() {
        return;
    }
    font[4..6].copy_from_slice(&((kept.len() / RECORD) as u16).to_be_bytes());
    font[HEAD..HEAD + kept.len()].copy_from_slice(&kept);
}

/// Puts another table in the place of one that the font has; its bytes stand at the end.
pub fn replace(font: &mut Vec<u8>, tag: [u8; 4], table: &[u8]) {
    let Some(record) = records(font).position(|record| record.starts_with(&tag)) else { return };
    font.resize(font.len().next_multiple_of(4), 0);
    let place = [font.len() as u32, table.len() as u32].map(u32::to_be_bytes);
    let at = HEAD + RECORD * record + 8;
    font[at..at + 8].copy_from_slice(place.as_flattened());
    font.extend_from_slice(table);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font() -> Vec<u8> {
        let records: [&[u8]; 3] = [
            b"COLR\0\0\0\0\0\0\0\x3c\0\0\0\x01",
            b"head\0\0\0\0\0\0\0\x3d\0\0\0\x02",
            b"name\0\0\0\0\0\0\0\x3f\0\0\0\x01",
        ];
        [&b"\0\x01\0\0\0\x03\0\0\0\0\0\0"[..], &records.concat(), b"chhn"].concat()
    }

    #[test]
    fn a_table_is_found_removed_and_replaced() {
        let mut font = font();
        assert_eq!(table(&font, *b"head"), Some(&b"hh"[..]));
        remove(&mut font, &[*b"COLR", *b"sbix"]);
        assert!(!has(&font, *b"COLR"));
        assert_eq!([table(&font, *b"head"), table(&font, *b"name")], [Some(&b"hh"[..]), Some(b"n")]);
        replace(&mut font, *b"name", b"new");
        replace(&mut font, *b"post", b"none");
        assert_eq!([table(&font, *b"head"), table(&font, *b"name")], [Some(&b"hh"[..]), Some(b"new")]);
        assert!(!has(&font, *b"post"));
    }

    #[test]
    fn damaged_directories_have_no_tables() {
        for damaged in [&b""[..], b"OTTO", b"\0\x01\0\0\xff\xff\0\0\0\0\0\0", &font()[..50]] {
            let mut bytes = damaged.to_vec();
            remove(&mut bytes, &[*b"COLR"]);
            replace(&mut bytes, *b"name", b"x");
            assert_eq!(table(&bytes, *b"name"), None, "{damaged:?}");
        }
    }
}
