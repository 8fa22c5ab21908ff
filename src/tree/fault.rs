//! Errors of syntax in TOML. Decides how they are told to people who are no programmers: in the library's words only
//! where there are no plainer ones.

use crate::diag::{Filling, Sentence, words};

/// What is wrong, from the library's message: `invalid basic string, expected …`.
pub fn told(fault: &str) -> Filling {
    let description = fault.split(", expected").next().unwrap_or(fault);
    plain(description).map_or_else(|| fault.into(), Filling::Sentence)
}

fn plain(description: &str) -> Option<Sentence> {
    Some(match description {
        "duplicate key" => words::key_twice(),
        "string values must be quoted" => words::bare_text(),
        "key with no value" => words::key_alone(),
        "unexpected key or value" => words::more_behind(),
        "extra `=`" => words::two_signs(),
        "unclosed array" | "missing comma between array elements" => words::open_list(),
        "unclosed table" | "unclosed array table" | "missing table open" => words::open_name(),
        "unclosed inline table" => words::open_braces(),
        "invalid unquoted key" | "unquoted keys cannot be empty" | "invalid key-value pair" => {
            words::odd_key()
        }
        "invalid boolean" => words::odd_switch(),
        "missing escaped value" => words::odd_escape(),
        _ if description.ends_with(" string") && description.starts_with("invalid ") => words::open_text(),
        _ if ["invalid date", "invalid time"].iter().any(|begin| description.starts_with(begin)) => {
            words::odd_date()
        }
        "unexpected leading zero"
        | "invalid fraction"
        | "invalid integer number"
        | "invalid float"
        | "`_` may only go between digits" => words::odd_number(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{FileId, Sink};

    #[test]
    fn slips_of_authors_are_told_in_plain_words() {
        for slip in [
            "x = \"a",
            "x = 'a",
            "x = a",
            "x =",
            "x",
            "x = \"a\" y",
            "x = 1,5",
            "x = [1, 2",
            "x = [\n\"a\"\ny = 1",
            "[a",
            "[[a]",
            "x = {a = 1",
            "ü = 1",
            "= 1",
            "x: 1",
            "x = 01",
            "x = 1.",
            "x = 2020-13-01",
            "x = True",
            "x = \"\\q\"",
            "x = 1\nx = 2",
            "x == 1",
            "x = „a“",
        ] {
            let mut sink = Sink::new();
            super::super::parse(&format!("{slip}\n"), FileId::default(), 0, &mut sink);
            let found = sink.first().unwrap_or_else(|| panic!("{slip} is fine"));
            assert!(matches!(found.part("fault"), Some(Filling::Sentence(_))), "{slip}: {found:?}");
        }
    }
}
