//! Gender stars. Decides that a star between letters is text: it is hidden from the Markdown parser
//! behind a character of the same length, so that every source position stays exact.

/// Stands for a star that is text. A control character that no author may use.
pub const HIDDEN: char = '\u{1a}';

/// Hides stars between letters or figures. In an address the star stays: no control character may
/// stand there.
pub fn hide(source: &str) -> String {
    let mut hidden = String::with_capacity(source.len());
    let (mut seen, mut in_address) = (0, false);
    for (at, _) in source.match_indices('*') {
        let (before, after) = (&source[seen..at], &source[at + 1..]);
        let token = before.rfind(char::is_whitespace);
        in_address = in_address && token.is_none() || before[token.unwrap_or(0)..].contains("://");
        let inside =
            source[..at].ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
        hidden.push_str(before);
        hidden.push(if inside && !in_address { HIDDEN } else { '*' });
        seen = at + 1;
    }
    hidden + &source[seen..]
}

/// Brings the stars back.
pub fn show(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(HIDDEN) { text.replace(HIDDEN, "*").into() } else { text.into() }
}

/// The first character that no chapter may contain, with its byte.
pub fn forbidden(source: &str) -> Option<(usize, char)> {
    source.char_indices().find(|(_, c)| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_between_letters_are_hidden_and_come_back() {
        let source = "*Bürger*innen* und **Rat*er** 2*3";
        let hidden = hide(source);
        assert_eq!(hidden.len(), source.len());
        assert_eq!(hidden.matches('*').count(), 6);
        assert_eq!(show(&hidden), source);
    }

    #[test]
    fn stars_of_addresses_stay() {
        assert_eq!(hide("a*b://c*d*e f*g"), "a\u{1a}b://c*d*e f\u{1a}g");
        assert_eq!(hide("ä*ö\nhttps://x*y ü*ß"), "ä\u{1a}ö\nhttps://x*y ü\u{1a}ß");
    }
}
