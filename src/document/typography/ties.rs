//! Ties. Decides which spaces end no line, by the lists of the language and by the form of what stands
//! beside them: number and unit, sign and number, title and name, day and month, parts of a citation.

use super::super::cells::Cell;
use super::units::is_unit;
use super::{NARROW, NO_BREAK};
use crate::language::Language;
use crate::marks::Marks;

/// A word beside a space, at most this long.
const WINDOW: usize = 18;

/// Decides each space.
pub fn spaces(cells: &mut [Cell]) {
    let mut around = Around::default();
    for i in 1..cells.len() {
        if cells[i].c != ' ' {
            continue;
        }
        let Some(language) = cells[i].rules() else { continue };
        let of_citation = i > 1 && cells[i - 2].c.is_ascii_digit(); // `60a`
        let never = |next: &Cell| never_bound(cells[i - 1].c, next.c, language);
        if !of_citation && cells.get(i + 1).is_some_and(never) {
            continue;
        }
        if around.read(cells, i) {
            cells[i].c = around.space(language);
        }
    }
}

/// Whether no rule of [`Around::space`] can hold between these two letters: most spaces of a text.
fn never_bound(left: char, right: char, language: Language) -> bool {
    (left.is_lowercase() || left == ',')
        && !matches!(right, '0'..='9' | '…' | '–' | '—' | '(' | '+' | 'I' | 'V' | 'X')
        && !language.may_bind(left)
}

/// The words around a space.
#[derive(Default)]
struct Around {
    /// What stands before it up to the last wide space.
    whole: String,
    /// Where its last word begins.
    word: usize,
    right: String,
    /// The word behind that.
    next: String,
    /// Whether the left word follows a protected space, as `28` in `Art. 28 GG`.
    bound: bool,
}

impl Around {
    /// Reads the words around a space, without the calls of notes between them; none on a side is no pair.
    fn read(&mut self, cells: &[Cell], at: usize) -> bool {
        let solid = |cell: &&Cell| !matches!(cell.c, ' ' | '\n' | NO_BREAK);
        let from = at - cells[..at].iter().rev().take(WINDOW).take_while(solid).count();
        let to = at + 1 + cells[at + 1..].iter().take(WINDOW).take_while(solid).count();
        let copy = |into: &mut String, cells: &[Cell]| {
            into.clear();
            into.extend(cells.iter().filter(|cell| !cell.marks.has(Marks::CALL)).map(letter));
        };
        copy(&mut self.whole, &cells[from..at]);
        copy(&mut self.right, &cells[at + 1..to]);
        self.bound = from > 0 && cells[from - 1].c == NO_BREAK;
        let opening = |c: char| matches!(c, '(' | '[' | '„' | '‚' | '“' | '/' | NARROW);
        self.word = self
            .whole
            .rfind(opening)
            .map_or(0, |at| at + self.whole[at..].chars().next().map_or(0, char::len_utf8));
        let behind = cells.get(to + 1..).unwrap_or_default();
        let next = behind.iter().take(WINDOW).take_while(solid).count();
        copy(&mut self.next, if self.right.len() <= LONGEST_REGISTER { &behind[..next] } else { &[] });
        !self.whole.is_empty() && !self.right.is_empty()
    }

    /// The space between them.
    fn space(&self, language: Language) -> char {
        let (left, right) = (&self.whole[self.word..], &*self.right);
        let number = left.ends_with(|c: char| c.is_ascii_digit());
        let kept = |c: char| c.is_alphanumeric() || "€%‰°²³$£′″".contains(c);
        let bare = right.trim_end_matches(|c: char| !kept(c));
        let percent = number && bare.starts_with(['%', '‰']);
        if initials(left) && initials(first_two(right)) || percent || is_thousands(left, right) || left == "→"
        {
            return NARROW;
        }
        let tied = is_listed(left, right, bare, language)
            || number && is_unit(bare, language)
            || self.bound && is_citation_number(left) && goes_on(right, bare, language)
            || is_date(left, bare, language)
            || is_name(&self.whole, right) && !(self.bound && is_numeral(left.trim_end_matches('.')))
            || is_numbered(left, right, bare)
            || self.is_docket(left, bare)
            || right.starts_with('…')
            || right.strip_prefix(language.marks.dash) == Some("");
        if tied { NO_BREAK } else { ' ' }
    }

    /// `2 BvF 1/22`, `VI ZR 12/20`, `B 14 AS 7/21`: chamber, register and number.
    fn is_docket(&self, left: &str, bare: &str) -> bool {
        let chamber =
            (1..=3).contains(&left.len()) && left.bytes().all(|b| b.is_ascii_digit()) || is_numeral(left);
        let senate = left.len() == 1 && left.bytes().all(|b| b.is_ascii_uppercase());
        let number = (1..=3).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
        chamber && is_register(bare) && is_docket_number(&self.next)
            || senate && number && is_register(&self.next)
            || self.bound && is_register(left) && is_docket_number(bare)
    }
}

/// Most letters of the register of a court.
const LONGEST_REGISTER: usize = 4;

/// `BvF`, `ZR`, `K`
fn is_register(word: &str) -> bool {
    let mut letters = word.bytes();
    (1..=LONGEST_REGISTER).contains(&word.len())
        && letters.next().is_some_and(|b| b.is_ascii_uppercase())
        && letters.all(|b| b.is_ascii_alphabetic())
        && (word.len() == 1 || word.bytes().skip(1).any(|b| b.is_ascii_uppercase()))
}

/// `1/22`, `12-20`
fn is_docket_number(word: &str) -> bool {
    let figures = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    let first = figures(word);
    let rest = word.get(first..).and_then(|rest| rest.strip_prefix(['/', '-', '.']));
    (1..=6).contains(&first) && rest.is_some_and(|rest| matches!(figures(rest), 2 | 4))
}

/// The character of a cell, a raised figure as such.
fn letter(cell: &Cell) -> char {
    match cell.c {
        '2' if cell.marks.has(Marks::SUPERSCRIPT) => '²',
        '3' if cell.marks.has(Marks::SUPERSCRIPT) => '³',
        c => c,
    }
}

/// Whether the language lists one of the words as tied to the other.
fn is_listed(left: &str, right: &str, bare: &str, language: Language) -> bool {
    let rules = &language.spaces;
    let listed = |words: &[String], word: &str| words.iter().any(|listed| listed == word);
    let figures = right.trim_start_matches(['(', '+']).starts_with(|c: char| c.is_ascii_digit());
    let to_a_number = figures || is_numeral(bare) || left.ends_with('.') && is_reference(bare);
    let title = listed(&rules.titles, left);
    listed(&rules.multiples, left) && rules.currencies.iter().any(|c| bare.starts_with(&**c))
        || to_a_number && listed(&rules.before_number, left)
        || figures && listed(&rules.currencies, left)
        || listed(&rules.before_anything, left)
        || title && (right.starts_with(begins_name) || listed(&rules.titles, right))
}

/// A capital, or a letter of a script without them.
fn begins_name(c: char) -> bool {
    c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase()
}

/// `28`, `60a`
fn is_citation_number(word: &str) -> bool {
    let figures = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    word.len() - figures.len() <= 1 && !figures.is_empty() && figures.bytes().all(|b| b.is_ascii_digit())
}

/// What goes on with a citation: `Abs.` of `§ 28 Abs. 2`, or the statute, `GG` or `AufenthG`.
fn goes_on(right: &str, bare: &str, language: Language) -> bool {
    let statute = (2..=12).contains(&bare.len())
        && bare.bytes().all(|b| b.is_ascii_alphabetic())
        && bare.starts_with(|c: char| c.is_ascii_uppercase())
        && bare.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    statute || language.spaces.before_number.iter().any(|word| word == right)
}

/// `22. Oktober`, `19. Jh.`, `Okt. 2024`
fn is_date(left: &str, bare: &str, language: Language) -> bool {
    let spaces = &language.spaces;
    let listed = |list: &[String], word: &str| list.iter().any(|listed| listed.trim_end_matches('.') == word);
    let year = bare.len() == 4 && bare.bytes().all(|b| b.is_ascii_digit());
    is_ordinal(left)
        && (language.labels.months.iter().any(|month| month == bare)
            || listed(&spaces.months, bare)
            || listed(&spaces.after_ordinal, bare))
        || year && spaces.months.iter().any(|month| month == left)
}

/// `22.`, also behind a dash
fn is_ordinal(left: &str) -> bool {
    let last = left.rsplit('–').next().unwrap_or(left);
    last.strip_suffix('.')
        .is_some_and(|d| (1..=2).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_digit()))
}

/// `H. Meier`, `H. J. Meier`; not `z. B. Meier`
fn is_name(left: &str, right: &str) -> bool {
    let mut letters = right.chars();
    let name =
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    let mut parts = left.trim_start_matches(['(', '[', '„', '‚', '“']).split(NARROW);
    name && parts.all(|part| initials(part) && part.starts_with(char::is_uppercase))
}

/// `Karl V.`, `Hartz IV`: a Roman number behind the word that is numbered.
fn is_numbered(left: &str, right: &str, bare: &str) -> bool {
    let mut letters = left.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let word = capital && letters.clone().count() > 1 && letters.all(char::is_lowercase);
    let ordinal = right[bare.len()..].starts_with('.');
    is_numeral(bare) && (bare.len() > 1 && capital || ordinal && word)
}

/// `V`, `XIV`
fn is_numeral(word: &str) -> bool {
    (1..=5).contains(&word.len()) && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

/// `z.` or `V.`, also after other initials
fn initials(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next(), chars.next()), (Some(c), Some('.'), None) if c.is_alphabetic())
}

/// The first two characters of a word.
fn first_two(word: &str) -> &str {
    word.char_indices().nth(2).map_or(word, |(end, _)| &word[..end])
}

/// `a`, `aa`, `12`
fn is_reference(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    first.is_some()
        && (letters.clone().next().is_none() || letters.clone().count() == 1 && letters.next() == first)
}

/// `10 000`
fn is_thousands(left: &str, right: &str) -> bool {
    let group = left.rsplit(NARROW).next().unwrap_or(left);
    let digits = right.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_digit()) && digits == 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks::Marks;

    #[test]
    fn spaces_that_are_never_bound_are_bound_by_no_rule() {
        let mut skipped = 0;
        for language in Language::all() {
            let rules = &language.spaces;
            let lists = [
                &rules.before_number,
                &rules.before_anything,
                &rules.after_number,
                &rules.units,
                &rules.currencies,
                &rules.after_ordinal,
                &rules.months,
                &rules.titles,
                &rules.abbreviations,
            ];
            let plain = ["Haus", "12", "3.", "z.", "H.", "→", "Mio.", "ab,", "–", "IV", "V.", "BvF", "1/22"];
            let words = || lists.into_iter().flatten().map(String::as_str).chain(plain);
            for (left, right) in words().flat_map(|l| words().map(move |r| (l, r))) {
                let (last, first) = (left.chars().next_back(), right.chars().next());
                if last.zip(first).is_some_and(|(last, first)| never_bound(last, first, language)) {
                    skipped += 1;
                    for bound in ["", "7\u{a0}"] {
                        let text = format!("{bound}{left} {right}");
                        let cell = |c| Cell { c, source: 0, run: 0, marks: Marks::default(), language: None };
                        let cells: Vec<Cell> = text.chars().map(cell).collect();
                        let mut around = Around::default();
                        let at = cells.iter().position(|cell| cell.c == ' ').expect("a space");
                        assert!(around.read(&cells, at));
                        assert_eq!(around.space(language), ' ', "{text}");
                    }
                }
            }
        }
        assert!(skipped > 1000);
    }
}
