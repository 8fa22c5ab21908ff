//! What was found, for the page. Decides how a diagnostic is written as JSON; places count UTF-16 units, as JavaScript
//! does.

use crate::diag::{Diagnostic, Files, Sentence, Wording, clean};
use crate::json::Json;

/// A diagnostic with its place in its file, to which more may be added.
pub fn fault(found: &Diagnostic, files: &Files, wording: &Wording) -> Vec<(&'static str, Json)> {
    let text = |text: &str| Json::Text(clean(text));
    let number = |number: usize| Json::Number(number as f64);
    let mut members = vec![
        ("severity", text(found.severity.name())),
        ("code", text(found.code)),
        ("message", text(&found.message_in(wording))),
        ("label", text(&found.label_in(wording))),
        ("help", text(&found.help_in(wording).unwrap_or_default())),
    ];
    if let Some(span) = found.span {
        let file = files.get(span.file);
        let (line, column) = files.line_column(span.file, span.start);
        members.extend([
            ("file", Json::Text(file.name.clone())),
            ("line", number(line)),
            ("column", number(column)),
            ("offset", number(units(&file.text, span.start as usize))),
            ("end", number(units(&file.text, span.end as usize))),
        ]);
    }
    members
}

/// A fault of the program.
pub fn broken(what: &Sentence, wording: &Wording) -> Json {
    Json::object([
        ("severity", Json::Text("error".to_owned())),
        ("code", Json::Text("fault".to_owned())),
        ("message", Json::Text(clean(&what.text_in(wording)))),
    ])
}

/// UTF-16 units before a byte of a text.
pub fn units(text: &str, byte: usize) -> usize {
    text.char_indices().take_while(|(at, _)| *at < byte).map(|(_, c)| c.len_utf16()).sum()
}

/// UTF-16 units before a line of a text, counted from 1; those before the last line where there are fewer.
pub fn units_before_line(text: &str, line: usize) -> usize {
    let last = text.bytes().filter(|byte| *byte == b'\n').count();
    let before = line.saturating_sub(1).min(last);
    text.split_inclusive('\n').take(before).flat_map(str::chars).map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_begin_where_javascript_says() {
        let text = "a𝄞\r\nb\n";
        assert_eq!([0, 1, 2, 3, 9].map(|line| units_before_line(text, line)), [0, 0, 5, 7, 7]);
        assert_eq!(units(text, 5), 3);
    }
}
