//! Ranges. Decides whether a hyphen between figures stands for „to“. It must be proven: by a unit behind, a
//! word before, years, times, or two small numbers that rise. Extensions, dockets, accounts, articles and
//! ISO dates keep the hyphen that was typed.

use super::super::cells::Cell;
use super::units::is_unit;
use crate::language::Language;

/// Most characters of a number or a word beside it that are looked at.
const LONGEST: usize = 20;

/// Most numbers of an enumeration that are passed over on the way to its word: `S. 3, 7-9`.
const LONGEST_ENUMERATION: usize = 8;

/// First and last year that a number of four figures may mean.
const YEARS: std::ops::RangeInclusive<f64> = 1000.0..=2199.0;

/// Widest range of pages, sections and the like from three figures on: what is wider may be one number.
const WIDEST: f64 = 99.0;

/// `1.-3. Mai`, from what stands left and right of the hyphen.
pub fn is_day_range(left: &[Cell], right: &[Cell]) -> bool {
    let digit = |cell: Option<&Cell>| cell.is_some_and(|cell| cell.c.is_ascii_digit());
    let dot = |cell: Option<&Cell>| cell.is_some_and(|cell| cell.c == '.');
    let mut before = left.iter().rev();
    let ends = dot(right.get(1)) || digit(right.get(1)) && dot(right.get(2));
    dot(before.next()) && digit(before.next()) && digit(right.first()) && ends
}

/// Whether the hyphen between two figures stands in a range.
pub fn is_range(left: &[Cell], right: &[Cell], language: Language) -> bool {
    let numbers = Numbers::around(left, right);
    let zeros = |number: &str| number.starts_with('0') && number.len() > 1;
    let (first, second) = (numbers.first.as_str(), numbers.second.as_str());
    let long_zeros =
        [first, second].iter().any(|number| zeros(number) && is_count(number) && number.len() > 2);
    if numbers.joined || numbers.goes_on_as_number() || numbers.before.is_serial(language) || long_zeros {
        return false;
    }
    if numbers.has_unit(language) {
        return true;
    }
    if numbers.before.number || numbers.before.is_register() {
        return false;
    }
    if is_time(first) && is_time(second) || is_date(first) && is_date(second) {
        return true;
    }
    let (Some(from), Some(to)) = (value(first, language), value(second, language)) else { return false };
    if is_count(first) && YEARS.contains(&from) && second.len() <= 2 {
        return first.len() == 4 && to > (from % 100.0).max(12.0); // 2019-20, but 2024-05
    }
    if from >= to || zeros(first) && is_count(first) || zeros(second) && is_count(second) {
        return false;
    }
    let small = |number: &str| number.len() <= 2;
    let decimal = [first, second].iter().any(|number| number.contains(language.numbers.decimal));
    numbers.before.opens_range(language)
        || numbers.before.takes_number(language) && to - from <= WIDEST
        || first.len() == 4 && second.len() == 4 && YEARS.contains(&from) && YEARS.contains(&to)
        || decimal && language.numbers.decimal != '.'
        || small(first) && small(second) && numbers.after.chars().count() != 1
        || from % 5.0 == 0.0 && to % 5.0 == 0.0 && numbers.spaced && !numbers.after.is_empty()
}

/// The numbers beside a hyphen, and the words beside them.
pub struct Numbers {
    first: String,
    /// The one behind the hyphen.
    pub second: String,
    /// Whether something stands right before the first that makes another thing of both.
    joined: bool,
    /// The word before.
    pub before: Before,
    /// The word behind, and whether a space stands before it.
    after: String,
    spaced: bool,
    /// The sign right behind.
    sign: Option<char>,
}

impl Numbers {
    /// Those around a hyphen.
    pub fn around(left: &[Cell], right: &[Cell]) -> Self {
        let figure = |cell: &&Cell| cell.c.is_ascii_digit() || matches!(cell.c, '.' | ',' | ':');
        let figures = left.iter().rev().take(LONGEST).take_while(figure).count();
        let (rest, first) = left.split_at(left.len() - figures);
        let text = |cells: &[Cell]| cells.iter().map(|cell| cell.c).collect::<String>();
        let mut second: String = right.iter().take(LONGEST).take_while(figure).map(|cell| cell.c).collect();
        second.truncate(second.trim_end_matches(['.', ',', ':']).len());
        let behind = &right[second.len()..];
        let sign = behind.first().map(|cell| cell.c);
        let spaced = sign.is_some_and(char::is_whitespace);
        let word = behind[usize::from(spaced)..].iter().map(|cell| cell.c);
        let after = word.take(LONGEST).take_while(|c| !c.is_whitespace() && !"),;".contains(*c)).collect();
        let joins = |c: char| c.is_alphabetic() || matches!(c, '/' | '-' | '+' | '_' | '–');
        Self {
            first: text(first),
            second,
            joined: rest.last().is_some_and(|cell| joins(cell.c)),
            before: Before::of(rest),
            after,
            spaced,
            sign,
        }
    }

    /// Whether the number goes on behind its figures: `-20-jährig`, `-1a`.
    pub fn goes_on(&self) -> bool {
        self.sign.is_some_and(|c| c.is_alphabetic() || matches!(c, '-' | '/' | '_'))
    }

    fn goes_on_as_number(&self) -> bool {
        self.sign.is_some_and(|c| matches!(c, '-' | '/' | '_'))
    }

    /// Whether a unit or money stands behind them.
    pub fn has_unit(&self, language: Language) -> bool {
        let kept = |c: char| c.is_alphanumeric() || "€%‰°²³$£".contains(c);
        is_unit(self.after.trim_end_matches(|c| !kept(c)), language)
    }
}

/// What stands before a number.
#[derive(Default)]
pub struct Before {
    /// The word, without stops and brackets.
    word: String,
    /// The same with its stop.
    whole: String,
    /// Whether it is a number that may go on: `0651`, `(0651)`, `/`.
    pub number: bool,
}

impl Before {
    fn of(cells: &[Cell]) -> Self {
        let solid = |cell: &&Cell| !cell.c.is_whitespace();
        let mut rest = cells;
        for _ in 0..LONGEST_ENUMERATION {
            let token = rest.iter().rev().take(LONGEST).take_while(solid).count();
            let text: String = rest[rest.len() - token..].iter().map(|cell| cell.c).collect();
            let enumerated = text.ends_with([',', ';']) && !text.contains(char::is_alphabetic);
            if !text.is_empty() && text.chars().any(|c| !"([„‚“»".contains(c)) && !enumerated {
                return Self::word(&text);
            }
            let Some(before) = rest[..rest.len() - token].iter().rposition(|cell| solid(&cell)) else {
                break;
            };
            rest = &rest[..=before];
        }
        Self::default()
    }

    fn word(text: &str) -> Self {
        let whole = text.trim_start_matches(['(', '[', '„', '‚', '“', '»']).trim_end_matches(':');
        let number = text.contains(|c: char| c.is_ascii_digit()) && !text.ends_with(['.', ':', ',', ';']);
        Self {
            word: whole.trim_end_matches(['.', ',']).to_owned(),
            whole: whole.to_owned(),
            number: number || text == "/",
        }
    }

    /// `Telefon`, `Az.`, `Artikel-Nr.`: what is numbered once, whatever hyphens are in it.
    pub fn is_serial(&self, language: Language) -> bool {
        language.hyphens.kept_behind.iter().any(|listed| match listed.strip_prefix('…') {
            Some(ending) => self.word.len() > ending.len() && self.word.ends_with(ending),
            None => self.word == *listed,
        })
    }

    /// `von`, `zwischen`
    fn opens_range(&self, language: Language) -> bool {
        language.hyphens.range_behind.iter().any(|listed| *listed == self.whole.to_lowercase())
    }

    /// `S.`, `Kapitel`, `§`
    fn takes_number(&self, language: Language) -> bool {
        language.spaces.before_number.contains(&self.whole)
    }

    /// `BvF`: the register of a court.
    fn is_register(&self) -> bool {
        let inside = self.word.chars().zip(self.word.chars().skip(1));
        inside.into_iter().any(|(before, c)| before.is_lowercase() && c.is_uppercase())
    }
}

/// Figures only.
fn is_count(number: &str) -> bool {
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

/// `8`, `8:30`
fn is_time(number: &str) -> bool {
    let parts = number.split_once(':');
    parts.is_some_and(|(h, m)| is_count(h) && is_count(m) && h.len() <= 2 && m.len() == 2)
}

/// `1.12.2024`
fn is_date(number: &str) -> bool {
    let parts: Vec<&str> = number.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| is_count(part)) && parts[0].len() <= 2 && parts[1].len() <= 2
}

/// The value of a number as the language writes it.
fn value(number: &str, language: Language) -> Option<f64> {
    let decimal = language.numbers.decimal;
    let plain = number.chars().filter(|c| c.is_ascii_digit() || *c == decimal);
    plain.map(|c| if c == decimal { '.' } else { c }).collect::<String>().parse().ok()
}
