//! Gender stars. Decides that a star between letters is text: it is hidden from the Markdown parser
//! behind a character of the same length, so that every source position stays exact.

/// Stands for a star that is text. A control character that no author may use.
const HIDDEN: char = '\u{1a}';

/// Hides stars between letters or figures.
pub fn hide(source: &str) -> String {
    let mut hidden = String::with_capacity(source.len());
    let mut previous = ' ';
    let mut word = String::new();
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        // In an address the star stays: no control character may stand there.
        if c.is_whitespace() {
            word.clear();
        } else {
            word.push(c);
        }
        let inside = c == '*'
            && !word.contains("://")
            && previous.is_alphanumeric()
            && chars.peek().is_some_and(|next| next.is_alphanumeric());
        hidden.push(if inside { HIDDEN } else { c });
        previous = c;
    }
    hidden
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
}
