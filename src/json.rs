//! JSON. Decides how strings are escaped, and how a document for people is set out.

use std::fmt::Write;

/// A value of JSON.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// A string.
    Text(String),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A list.
    List(Vec<Json>),
    /// Keys with their values, in this order.
    Object(Vec<(String, Json)>),
}

/// Longest line that holds a whole list or object, in characters.
const LINE: usize = 110;

impl Json {
    /// An object with these keys.
    pub fn object<'k>(members: impl IntoIterator<Item = (&'k str, Self)>) -> Self {
        Self::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// A list of strings.
    pub fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        Self::List(words.into_iter().map(|word| Self::Text(word.to_owned())).collect())
    }

    /// As a document: what does not fit on a line is set out over several.
    pub fn document(&self) -> String {
        self.set_out(0) + "\n"
    }

    fn set_out(&self, indent: usize) -> String {
        let line = self.line();
        if indent + line.chars().count() <= LINE {
            return line;
        }
        let (inner, outer) = (" ".repeat(indent + 2), " ".repeat(indent));
        let joined = |parts: Vec<String>| parts.join(&format!(",\n{inner}"));
        match self {
            Self::List(values) => {
                let values = values.iter().map(|value| value.set_out(indent + 2)).collect();
                format!("[\n{inner}{}\n{outer}]", joined(values))
            }
            Self::Object(members) => {
                let member =
                    |(key, value): &(String, Self)| format!("{}: {}", quoted(key), value.set_out(indent + 2));
                format!("{{\n{inner}{}\n{outer}}}", joined(members.iter().map(member).collect()))
            }
            _ => line,
        }
    }

    /// In one line.
    pub fn line(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Number(number) => number.to_string(),
            Self::Bool(switch) => switch.to_string(),
            Self::List(values) => {
                let values: Vec<String> = values.iter().map(Self::line).collect();
                format!("[{}]", values.join(", "))
            }
            Self::Object(members) => {
                let member = |(key, value): &(String, Self)| format!("{}: {}", quoted(key), value.line());
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

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
    fn documents_are_set_out_where_a_line_is_too_short() {
        let short =
            Json::Object(vec![("a".to_owned(), Json::words(["b"])), ("c".to_owned(), Json::Number(1.5))]);
        assert_eq!(short.document(), "{\"a\": [\"b\"], \"c\": 1.5}\n");
        let long = "x".repeat(LINE);
        let made = Json::Object(vec![(
            "a".to_owned(),
            Json::List(vec![Json::Bool(true), Json::Text(long.clone())]),
        )]);
        assert_eq!(made.document(), format!("{{\n  \"a\": [\n    true,\n    \"{long}\"\n  ]\n}}\n"));
    }

    #[test]
    fn strings_are_escaped() {
        assert_eq!(quoted("Für „alle“.pdf"), "\"Für „alle“.pdf\"");
        assert_eq!(quoted("a\"b\\c\nd\u{1f}"), "\"a\\\"b\\\\c\\u000ad\\u001f\"");
    }
}
