//! What is to be typed. Decides when a word of a command stands in quotation marks.

/// A word as it is typed in a shell: in quotation marks where it holds more than letters, digits and a few marks.
pub fn typed(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./\\:~+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if word.contains('"') {
        format!("'{word}'")
    } else {
        format!("\"{word}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_spaces_is_typed_in_quotation_marks() {
        for (word, shown) in [
            ("heft", "heft"),
            ("a/b-1.toml", "a/b-1.toml"),
            ("Für alle", "\"Für alle\""),
            ("", "\"\""),
            ("a\"b", "'a\"b'"),
        ] {
            assert_eq!(typed(word), shown);
        }
    }
}
