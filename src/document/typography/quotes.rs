//! Quotes. Decides which typed marks are quotation marks, which are apostrophes, which are primes of feet, inches,
//! minutes and seconds, and which belong to Hebrew abbreviations.

use super::super::cells::Cell;
use crate::language::{Language, has_no_spaces};

/// Longest word that loses its beginning to an apostrophe, in letters.
const LONGEST_ELISION: usize = 6;

/// Typed quotes become those of the language.
pub fn quotes(cells: &mut [Cell]) {
    primes(cells);
    gershayim(cells);
    let opens = opening(cells);
    let paired = pairs(cells, &opens);
    for i in 0..cells.len() {
        let (Some(language), '"' | '\'') = (cells[i].rules(), cells[i].c) else { continue };
        let [open, close, inner_open, inner_close] = language.marks.quotes;
        cells[i].c = match (cells[i].c, paired.binary_search(&i).is_ok()) {
            ('"', _) if opens[i] => open,
            ('"', _) => close,
            (_, true) if opens[i] => inner_open,
            (_, true) => inner_close,
            (_, false) => '’',
        };
    }
}

/// For each cell whether it is a typed quote that can open a quotation.
fn opening(cells: &[Cell]) -> Vec<bool> {
    let mut opens = vec![false; cells.len()];
    // Whether a quotation is open, double and single: between letters without spaces nothing else tells.
    let mut open = [false; 2];
    for i in 0..cells.len() {
        let (Some(language), '"' | '\'') = (cells[i].rules(), cells[i].c) else { continue };
        let close = language.marks.quotes[1];
        let before = i.checked_sub(1).map(|b| cells[b].c);
        let free = match before {
            Some('"' | '\'') => opens[i - 1],
            Some(c) if c == close => false, // “ closes in German and opens in English
            Some(c) if has_no_spaces(c) => !open[usize::from(cells[i].c == '\'')],
            Some(c) => c.is_whitespace() || "([/-–—„“‚»*".contains(c),
            None => true,
        };
        opens[i] = free && cells.get(i + 1).is_some_and(|after| !after.c.is_whitespace());
        open[usize::from(cells[i].c == '\'')] = opens[i];
    }
    opens
}

/// The single quotes that are quotation marks, in order: a closing one belongs to the nearest open one.
fn pairs(cells: &[Cell], opens: &[bool]) -> Vec<usize> {
    let (mut open, mut paired, mut closes_elision) = (Vec::new(), Vec::new(), None);
    for i in (0..cells.len()).filter(|i| cells[*i].c == '\'') {
        let Some(language) = cells[i].rules().filter(|_| closes_elision != Some(i)) else { continue };
        let begins = |cell: &Cell| cell.c.is_alphanumeric() && !has_no_spaces(cell.c);
        let goes_on = cells.get(i + 1).is_some_and(begins);
        if opens[i] {
            match elision(cells, i, language) {
                Some(end) => closes_elision = end,
                None => open.push(i),
            }
        } else if !goes_on && i > 0 && cells[i - 1].c != ' ' {
            paired.extend(open.pop().into_iter().flat_map(|from| [from, i]));
        }
    }
    paired.sort_unstable();
    paired
}

/// Whether letters are left out at the beginning of the word behind a quote: `'ne`, `'90er`; also at its end,
/// and where that is: `'n'`.
fn elision(cells: &[Cell], at: usize, language: Language) -> Option<Option<usize>> {
    let word: String = cells[at + 1..]
        .iter()
        .map(|cell| cell.c)
        .take_while(|c| c.is_alphanumeric())
        .take(LONGEST_ELISION + 1)
        .flat_map(char::to_lowercase)
        .collect();
    let end = at + 1 + word.chars().count();
    let closed = cells.get(end).is_some_and(|cell| cell.c == '\'');
    let listed = language.marks.elisions.contains(&word);
    let figures = word.bytes().take_while(u8::is_ascii_digit).count();
    let decade = figures == 2 && word.len() > figures;
    if listed && closed && word == "n" {
        return Some(Some(end));
    }
    ((listed || decade) && !closed).then_some(None)
}

/// `עו"ד`, `מס'`: the marks of Hebrew abbreviations, which are typed as quotes. A `'` that could close a quotation stays
/// a quotation mark.
fn gershayim(cells: &mut [Cell]) {
    let is_hebrew = |cell: Option<&Cell>| cell.is_some_and(|cell| matches!(cell.c, 'א'..='ת'));
    let mut open = false;
    for i in 1..cells.len() {
        if cells[i].rules().is_none() {
            continue;
        }
        let (before, after) = (is_hebrew(cells.get(i - 1)), is_hebrew(cells.get(i + 1)));
        match cells[i].c {
            '"' if before && after => cells[i].c = '״',
            '\'' if before && (after || !open) => cells[i].c = '׳',
            '\'' => open = !before && after,
            _ => {}
        }
    }
}

/// `5'10"`, `49°26'`: primes. A `"` that some quotation lacks stays a quotation mark.
fn primes(cells: &mut [Cell]) {
    let mut seconds = Vec::new();
    for i in 1..cells.len() {
        if cells[i].rules().is_none() {
            continue;
        }
        match (cells[i].c, unit_before(cells, i)) {
            ('\'', Some(before)) if before == Some('°') || is_feet(cells, i) => cells[i].c = '′',
            ('"', Some(Some('′'))) => seconds.push(i),
            _ => {}
        }
    }
    let typed = cells.iter().filter(|cell| cell.c == '"' && cell.rules().is_some()).count();
    if (typed - seconds.len()) % 2 == 1 {
        seconds.pop();
    }
    for i in seconds {
        cells[i].c = '″';
    }
}

/// What stands before the figures that end before a cell, past a space; none without figures.
fn unit_before(cells: &[Cell], at: usize) -> Option<Option<char>> {
    let figure = |cell: &&Cell| cell.c.is_ascii_digit() || matches!(cell.c, '.' | ',');
    let figures = cells[..at].iter().rev().take(LONGEST_ELISION).take_while(figure).count();
    let digit = cells[at - 1].c.is_ascii_digit();
    let mut before = cells[..at - figures].iter().rev().map(|cell| cell.c);
    digit.then(|| before.find(|c| *c != ' '))
}

/// `'` of `5'10"`, also with a space before the inches.
fn is_feet(cells: &[Cell], at: usize) -> bool {
    let behind = &cells[at + 1..];
    let space = usize::from(behind.first().is_some_and(|cell| cell.c == ' '));
    let figures = behind[space..].iter().take(3).take_while(|cell| cell.c.is_ascii_digit()).count();
    (1..3).contains(&figures) && behind[space + figures..].first().is_some_and(|cell| cell.c == '"')
}
