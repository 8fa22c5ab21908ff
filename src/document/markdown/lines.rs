//! Lines of a paragraph. Decides where a line end that was typed is kept: in postal addresses, in columns made
//! with tabs, and in lists whose items begin with a letter, which Markdown does not know.

use std::ops::Range;

/// Longest line of an address, in characters.
const LONGEST: usize = 50;

/// Most lines of an address.
const MOST: usize = 8;

/// Where the lines of a paragraph begin that keep the line end before them.
pub(super) fn kept(text: &str, paragraph: &Range<usize>) -> Vec<usize> {
    let mut at = paragraph.start;
    let lines: Vec<(usize, &str)> = text[paragraph.clone()]
        .split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            (start, line.trim_start_matches([' ', '>', '\t']).trim_end())
        })
        .collect();
    if lines.len() < 2 {
        return Vec::new();
    }
    let wanted: fn(&str) -> bool = match &lines {
        lines if is_address(lines) || has_columns(lines) => |_| true,
        lines if is_lettered(lines) => |line| letter(line).is_some(),
        _ => return Vec::new(),
    };
    lines.iter().skip(1).filter(|(_, line)| wanted(line)).map(|(start, _)| *start).collect()
}

/// Short lines, one of them a postcode and a place.
fn is_address(lines: &[(usize, &str)]) -> bool {
    let ends = |line: &str| line.ends_with(['!', '?', ',', ';']) || line.ends_with('.') && !is_short(line);
    let short = |line: &str| line.chars().count() <= LONGEST && !ends(line);
    lines.len() <= MOST
        && lines.iter().all(|(_, line)| short(line))
        && lines.iter().skip(1).any(|(_, line)| is_place(line))
}

/// Whether a line ends with an abbreviation: `e.V.`, `Nr.`
fn is_short(line: &str) -> bool {
    let word = line.rsplit([' ', '-']).next().unwrap_or("");
    word.chars().count() <= 4 || word.trim_end_matches('.').contains('.')
}

/// Lines that follow each other with tabs between their words.
fn has_columns(lines: &[(usize, &str)]) -> bool {
    lines.windows(2).any(|pair| pair.iter().all(|(_, line)| line.contains('\t')))
}

/// `55116 Mainz`
fn is_place(line: &str) -> bool {
    let line = line.strip_prefix("D-").unwrap_or(line);
    let figures = line.bytes().take_while(u8::is_ascii_digit).count();
    let name = line[figures..].strip_prefix(' ').unwrap_or("");
    figures == 5 && name.starts_with(char::is_uppercase)
}

/// Lines of which one begins with `a)` and a later one with `b)`.
fn is_lettered(lines: &[(usize, &str)]) -> bool {
    let letters: Vec<char> = lines.iter().filter_map(|(_, line)| letter(line)).collect();
    letters.windows(2).any(|pair| pair == ['a', 'b'])
}

/// The letter of `a)` or `(a)` at the head of a line.
fn letter(line: &str) -> Option<char> {
    let line = line.strip_prefix('(').unwrap_or(line);
    let mut chars = line.chars();
    let letter = chars.next().filter(char::is_ascii_lowercase)?;
    (chars.next() == Some(')') && chars.next() == Some(' ')).then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_kept(text: &str) -> usize {
        kept(text, &(0..text.len())).len()
    }

    #[test]
    fn addresses_keep_their_lines() {
        assert_eq!(lines_kept("Amt für Integration\nRathausplatz 1\n55116 Mainz"), 2);
        assert_eq!(lines_kept("Initiative Ankommen e.V.\nBahnhofstr. 3\n55116 Mainz"), 2);
        assert_eq!(lines_kept("Name\tAmt\nMüller\tVorsitz"), 1);
        assert_eq!(lines_kept("> Amt\n> Platz 1\n> D-55116 Mainz"), 2);
        assert_eq!(lines_kept("Im Jahr kamen\n55116 Menschen in die Stadt."), 0);
        assert_eq!(lines_kept("Das ist ein Absatz\nin zwei Zeilen"), 0);
    }

    #[test]
    fn items_with_letters_begin_lines() {
        assert_eq!(lines_kept("Es gilt:\na) eins\nund mehr\nb) zwei"), 2);
        assert_eq!(lines_kept("Es gilt:\na) eins\nund mehr"), 0);
    }
}
