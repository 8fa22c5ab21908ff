//! Objects in object streams (ISO 32000-1, 7.5.7).

use lopdf::{Dictionary, Object};

use super::super::budget::Share;

/// Steps for an entry of the directory.
const STEPS_OF_AN_ENTRY: u64 = 200;

/// Number and place of each object, as the stream says at its beginning.
pub fn directory(dict: &Dictionary, data: &[u8], budget: &Share) -> Vec<(u32, usize)> {
    let number =
        |key: &[u8]| usize::try_from(dict.get(key).and_then(Object::as_i64).unwrap_or(0)).unwrap_or(0);
    let (count, first) = (number(b"N"), number(b"First"));
    let Some(head) = data.get(..first) else { return Vec::new() };
    let mut entries = Vec::new();
    let mut words = head.split(|b| b.is_ascii_whitespace() || *b == 0).filter(|word| !word.is_empty());
    let mut next = || std::str::from_utf8(words.next()?).ok()?.parse::<usize>().ok();
    while entries.len() < count
        && budget.spend(STEPS_OF_AN_ENTRY)
        && let (Some(number), Some(place)) = (next(), next())
        && let Ok(number) = u32::try_from(number)
    {
        entries.push((number, first.saturating_add(place)));
    }
    entries
}
