//! Order of reading. Decides which parts of a text keep their own order among words that run the other way: links,
//! passages, code, calls of notes, quotations, telephone numbers, numbers with a sign, citations of laws.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

use crate::ids::LinkId;
use crate::language::{Direction, LanguageTag, may_run_right_to_left};
use crate::marks::Marks;

/// A run of a text, as far as its order is concerned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Byte after its last.
    pub end: usize,
    /// Marks.
    pub marks: Marks,
    /// Its language, where it is not the brochure's.
    pub language: Option<LanguageTag>,
    /// The link that it belongs to.
    pub link: Option<LinkId>,
}

/// How a part is read: the first letter of it decides, or the part does (UAX #9, 2.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Isolate {
    FirstLetter,
    Fixed(Direction),
}

impl Isolate {
    /// The character that opens it.
    fn sign(self) -> char {
        match self {
            Self::FirstLetter => '\u{2068}',
            Self::Fixed(Direction::LeftToRight) => '\u{2066}',
            Self::Fixed(Direction::RightToLeft) => '\u{2067}',
        }
    }

    /// How the text of a run is read; none where it is a part of the text around it.
    fn of(part: &Part) -> Option<Self> {
        if part.marks.has(Marks::CODE) || part.marks.has(Marks::CALL) {
            return Some(Self::Fixed(Direction::LeftToRight));
        }
        let language = part.language.map(|language| Self::Fixed(Direction::of(&language)));
        language.or_else(|| part.link.map(|_| Self::FirstLetter))
    }
}

/// What closes an isolate.
const CLOSE: char = '\u{2069}';
/// Quotation marks.
const MARKS: [char; 9] = ['„', '“', '”', '«', '»', '‚', '‘', '‹', '›'];
/// Signs of numbers.
const SIGNS: [char; 4] = ['+', '-', '−', '±'];
/// Fewest figures of a telephone number.
const LEAST_FIGURES: usize = 6;

/// Bidi level of each byte in lines of that direction; none where all text runs from left to right.
pub fn levels(text: &str, direction: Direction, parts: impl Iterator<Item = Part>) -> Option<Vec<u8>> {
    let base = match direction {
        Direction::LeftToRight if !may_run_right_to_left(text) => return None,
        Direction::LeftToRight => Level::ltr(),
        Direction::RightToLeft => Level::rtl(),
    };
    let isolates = isolates(text, parts);
    let mut marked = String::with_capacity(text.len() + 6 * isolates.len());
    let mut from = 0;
    for (range, isolate) in &isolates {
        marked.push_str(&text[from..range.start]);
        marked.push(isolate.sign());
        marked.push_str(&text[range.clone()]);
        marked.push(CLOSE);
        from = range.end;
    }
    marked.push_str(&text[from..]);
    let info = BidiInfo::new(&marked, Some(base));
    let mut levels: Vec<u8> = Vec::with_capacity(text.len());
    let mut at = 0;
    let mut take = |bytes: usize, skipped: usize| {
        levels.extend(info.levels[at..at + bytes].iter().map(|level| level.number()));
        at += bytes + skipped;
    };
    let mut from = 0;
    for (range, isolate) in &isolates {
        take(range.start - from, isolate.sign().len_utf8());
        take(range.len(), CLOSE.len_utf8());
        from = range.end;
    }
    take(text.len() - from, 0);
    levels.iter().any(|level| *level > 0).then_some(levels)
}

/// The parts in order; none lies in another.
fn isolates(text: &str, parts: impl Iterator<Item = Part>) -> Vec<(Range<usize>, Isolate)> {
    let mut found: Vec<(Range<usize>, Isolate)> = Vec::new();
    let mut start = 0;
    let mut before: Option<Part> = None;
    for part in parts {
        let isolate = Isolate::of(&part);
        let goes_on = before.is_some_and(|before| {
            before.link == part.link && before.language == part.language && Isolate::of(&before) == isolate
        });
        match (isolate, found.last_mut()) {
            (Some(_), Some((range, _))) if goes_on && range.end == start => range.end = part.end,
            (Some(isolate), _) => found.push((start..part.end, isolate)),
            (None, _) => {}
        }
        before = Some(part);
        start = part.end;
    }
    let mut plain = 0;
    let gaps: Vec<Range<usize>> = found
        .iter()
        .map(|(range, _)| range.clone())
        .chain(std::iter::once(text.len()..text.len()))
        .map(|range| std::mem::replace(&mut plain, range.end)..range.start)
        .collect();
    let left_to_right = Isolate::Fixed(Direction::LeftToRight);
    for gap in gaps {
        let parts = ordered_parts(&text[gap.clone()]);
        found.extend(parts.map(|part| (gap.start + part.start..gap.start + part.end, left_to_right)));
    }
    found.sort_by_key(|(range, _)| range.start);
    for (range, _) in &mut found {
        let part = &text[range.clone()];
        range.start += part.len() - part.trim_start().len();
        range.end -= part.len() - part.trim_end().len();
    }
    // A line that is forced to end closes what is open.
    found.retain(|(range, _)| !range.is_empty() && !text[range.clone()].contains('\n'));
    found
}

/// Telephone numbers, numbers with a sign, citations of laws and quotations in Latin letters, which are read from left
/// to right wherever they stand.
fn ordered_parts(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let begins = |c: char| {
                matches!(c, '(' | '§') || SIGNS.contains(&c) || MARKS.contains(&c) || c.is_ascii_digit()
            };
            let start = from + text[from..].find(begins)?;
            let rest = &text[start..];
            let sign = rest.chars().next()?;
            let first = sign.len_utf8();
            let (skipped, length) = match sign {
                '§' => (0, citation(rest)),
                _ if MARKS.contains(&sign) => (first, quotation(&rest[first..])),
                _ => (0, telephone_number(rest).or_else(|| signed_number(&text[..start], rest))),
            };
            let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
            from = start + length.map_or(figures.max(first), |length| skipped + length);
            if let Some(length) = length {
                return Some(start + skipped..start + skipped + length);
            }
        }
    })
}

/// Length of the telephone number that a text begins with: groups of figures, the first with `+`, `0` or a bracket.
fn telephone_number(text: &str) -> Option<usize> {
    if !text.starts_with(['+', '0', '(']) {
        return None;
    }
    let inside = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '+' | '(' | ')' | ' ' | '-' | '/' | '\u{a0}' | '\u{202f}' | '\u{2011}')
    };
    let length = text.find(|c| !inside(c)).unwrap_or(text.len());
    let number = text[..length].trim_end_matches(|c: char| !c.is_ascii_digit());
    let figures = number.bytes().filter(u8::is_ascii_digit).count();
    (figures >= LEAST_FIGURES && figures < number.len()).then_some(number.len())
}

/// Length of the number that a text begins with, if it has a sign and no word before it.
fn signed_number(before: &str, text: &str) -> Option<usize> {
    let number = text.strip_prefix(SIGNS)?;
    let behind = |c: char| c.is_alphanumeric() || matches!(c, '%' | '°' | '€');
    let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && !before.ends_with(behind);
    let inside = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}' | '%');
    let length = text.len() - number.trim_start_matches(inside).len();
    is_number.then(|| text[..length].trim_end_matches(|c| c != '%' && !char::is_ascii_digit(&c)).len())
}

/// Length of the quotation that a text begins with, if its words run from left to right.
fn quotation(text: &str) -> Option<usize> {
    let end = text.find(|c| MARKS.contains(&c) || Direction::of_letter(c) == Some(Direction::RightToLeft))?;
    let (words, behind) = text.split_at(end);
    let is_closed = behind.starts_with(MARKS) && words.chars().any(char::is_alphabetic);
    (is_closed && words.trim() == words).then_some(end)
}

/// Length of the citation that a text begins with: § with what follows in figures and Latin letters, to the last of
/// them.
fn citation(text: &str) -> Option<usize> {
    let other = |c: char| {
        Direction::of_letter(c) == Some(Direction::RightToLeft) || matches!(c, '\n' | '،' | '؛' | '؟')
    };
    let length = text.find(other).unwrap_or(text.len());
    let cited = text[..length].trim_end_matches(|c: char| !c.is_alphanumeric());
    (cited.len() > '§'.len_utf8()).then_some(cited.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        ordered_parts(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn levels_are_those_of_letters() {
        let levels = |text, direction| levels(text, direction, std::iter::empty());
        assert_eq!(levels("ab, 1", Direction::LeftToRight), None);
        assert_eq!(levels("a,", Direction::RightToLeft), Some(vec![2, 1]));
        assert_eq!(levels("ש,", Direction::LeftToRight), Some(vec![1, 1, 0]));
        assert_eq!(levels("ש,", Direction::RightToLeft), Some(vec![1, 1, 1]));
    }

    #[test]
    fn telephone_numbers_and_citations_keep_their_order() {
        assert_eq!(parts("بالرقم +49 6131 287-4420 أو 0176 123 456."), ["+49 6131 287-4420", "0176 123 456"]);
        assert_eq!(
            parts("حسب § 60a Abs. 2 AufenthG، و§§ 3, 4 AsylG."),
            ["§ 60a Abs. 2 AufenthG", "§§ 3, 4 AsylG"]
        );
        assert_eq!(parts("(06131) 16-0"), ["(06131) 16-0"]);
        assert_eq!(parts("+2.2%، −5 °C."), ["+2.2%", "−5"]);
        assert_eq!(parts("שואלים „Bis wann?“ או „למה?“"), ["Bis wann?"]);
    }

    #[test]
    fn dates_times_and_other_numbers_are_left_to_the_rules() {
        for text in ["من 8:00 إلى 12:30", "2026-11-30", "04.05.2026", "1 250 000", "(3)", "A-5", "05 06"]
        {
            assert_eq!(parts(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_telephone_number_is_read_from_left_to_right_among_arabic_words() {
        let text = "قل 06131 287-0";
        let all = levels(text, Direction::RightToLeft, std::iter::empty()).expect("levels");
        let number = text.find('0').expect("a number");
        assert!(all[number..].iter().all(|level| *level == 2), "{all:?}");
        assert!(all[..number].iter().all(|level| *level == 1), "{all:?}");
    }
}
