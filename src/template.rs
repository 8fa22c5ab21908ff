//! Sentences with parts to fill in: `Kapitel {number}`. Decides what a part looks like.

use std::fmt::Display;

/// The sentence with its parts filled in; what is not among `parts` stays as it is.
pub fn fill(sentence: &str, parts: &[(&str, &dyn Display)]) -> String {
    fill_with(sentence, |name| {
        parts.iter().find(|(part, _)| *part == name).map(|(_, value)| value.to_string())
    })
}

/// The sentence with what is filled in for each part; what there is nothing for stays as it is.
pub fn fill_with(sentence: &str, part: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some((before, name, after)) = next(rest) {
        filled.push_str(before);
        match part(name) {
            Some(value) => filled += &value,
            None => filled += &rest[before.len()..rest.len() - after.len()],
        }
        rest = after;
    }
    filled + rest
}

/// The names of the parts of a sentence, in order.
pub fn parts(sentence: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = sentence;
    while let Some((_, name, after)) = next(rest) {
        names.push(name);
        rest = after;
    }
    names
}

/// What stands before the first part, its name, and what follows.
fn next(sentence: &str) -> Option<(&str, &str, &str)> {
    let named = |at: usize| {
        let (name, after) = sentence[at + 1..].split_once('}')?;
        let fine = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        fine.then_some((&sentence[..at], name, after))
    };
    sentence.match_indices('{').find_map(|(at, _)| named(at))
}

/// Which of the parts a sentence holds, as bits; `None` where it holds another one. For tables of sentences, while
/// the program is compiled.
pub const fn used(sentence: &str, parts: &[&str]) -> Option<u32> {
    let bytes = sentence.as_bytes();
    let (mut found, mut at) = (0, 0);
    while at < bytes.len() {
        let mut end = at + 1;
        while end < bytes.len() && (bytes[end].is_ascii_lowercase() || bytes[end] == b'_') {
            end += 1;
        }
        if bytes[at] == b'{' && end > at + 1 && end < bytes.len() && bytes[end] == b'}' {
            match number_of(bytes, at + 1, end, parts) {
                Some(number) => found |= 1 << number,
                None => return None,
            }
        }
        at += 1;
    }
    Some(found)
}

/// Number of the part whose name stands between two bytes.
const fn number_of(bytes: &[u8], from: usize, to: usize, parts: &[&str]) -> Option<usize> {
    let mut number = 0;
    while number < parts.len() {
        let name = parts[number].as_bytes();
        let mut at = 0;
        while at < name.len() && from + at < to && name[at] == bytes[from + at] {
            at += 1;
        }
        if at == name.len() && from + at == to {
            return Some(number);
        }
        number += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_filled_in_once_and_other_braces_stay() {
        let filled = fill("{a}, {b} und {a}: {c} {} { a} {a", &[("a", &"{b}"), ("b", &2)]);
        assert_eq!(filled, "{b}, 2 und {b}: {c} {} { a} {a");
        assert_eq!(parts("{a} {B} {kurze_kante} {}"), ["a", "kurze_kante"]);
        assert_eq!(used("{b} {{a}} {B}, {#c} {", &["a", "b", "c"]), Some(0b11));
        for other in ["{ab}", "{a} {d}", "{c_}"] {
            assert_eq!(used(other, &["a", "b", "c"]), None, "{other}");
        }
    }
}
