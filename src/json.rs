//! Strings of JSON. Decides how they are escaped.

use std::fmt::Write;

/// A string of JSON, with its quotation marks.
pub fn quoted(text: &str) -> String {
    let mut json = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            '\0'..' ' => {
                let _ = write!(json, "\\u{:04x}", u32::from(c));
            }
            c => json.push(c),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped() {
        assert_eq!(quoted("Für „alle“.pdf"), "\"Für „alle“.pdf\"");
        assert_eq!(quoted("a\"b\\c\nd\u{1f}"), "\"a\\\"b\\\\c\\u000ad\\u001f\"");
    }
}
