//! Dashes. Decides which hyphens become dashes and which a minus sign. What is no word, no range and no
//! amount for sure keeps the hyphen that was typed.

use super::super::cells::Cell;
use super::NO_BREAK;
use super::ranges::{Numbers, is_day_range, is_range};
use crate::language::Language;
use crate::uri::is_address;

const MINUS: char = '−';

/// `--`, hyphens between spaces and in ranges become dashes, those before amounts a minus; a dash keeps its
/// left space.
pub fn dashes(cells: &mut Vec<Cell>) {
    let mut kept: Vec<Cell> = Vec::with_capacity(cells.len());
    let (mut run_end, mut token_end, mut address) = (0, 0, false);
    let mut i = 0;
    while i < cells.len() {
        let (mut cell, mut next) = (cells[i], i + 1);
        if cell.c == '-'
            && let Some(language) = cell.rules()
        {
            if run_end <= i {
                run_end = i + cells[i..].iter().take_while(|cell| cell.c == '-').count();
            }
            if token_end <= i {
                (token_end, address) = token_at(cells, i);
            }
            let dash = dash(language, run_end - i, &kept, &cells[run_end..]);
            if let Some(dash) = dash.filter(|_| !address) {
                cell.c = dash;
                next = run_end;
            }
        }
        if matches!(cell.c, '–' | '—')
            && cell.rules().is_some_and(|language| language.marks.dash == cell.c)
            && let Some(space) = kept.last_mut().filter(|before| before.c == ' ')
            && cells.get(next).is_some_and(|after| after.c == ' ')
        {
            space.c = NO_BREAK;
        }
        kept.push(cell);
        i = next;
    }
    *cells = kept;
}

/// What so many hyphens become between what stands left and right of them.
fn dash(language: Language, hyphens: usize, left: &[Cell], right: &[Cell]) -> Option<char> {
    let before = left.last().map_or('\n', |cell| cell.c);
    let after = right.first().map_or('\n', |cell| cell.c);
    let spaced = before == ' ' && after == ' ';
    let word = |c: char| c.is_alphanumeric();
    let figures = before.is_ascii_digit() && after.is_ascii_digit();
    let marks = &language.marks;
    let (becomes, dash) = match hyphens {
        1 if spaced => (true, marks.dash),
        1 if is_minus(left, right, language) => (true, MINUS),
        1 => (is_day_range(left, right) || figures && is_range(left, right, language), marks.range),
        2 if figures => (true, marks.range),
        2 => (spaced || word(before) && word(after) || after == ' ' || before == ' ', marks.dash),
        3 => (spaced || before == '\n' || before == ' ', marks.long_dash),
        _ => (false, '-'),
    };
    becomes.then_some(dash)
}

/// `-49,50` at the beginning of a word. Behind another number, which it may go on (`0651 -410`), only with a
/// unit.
fn is_minus(left: &[Cell], right: &[Cell], language: Language) -> bool {
    let begins = left.last().is_none_or(|cell| cell.c.is_whitespace() || "([„‚“»".contains(cell.c));
    let numbers = Numbers::around(left, right);
    if !begins || numbers.second.is_empty() || !right[0].c.is_ascii_digit() || numbers.goes_on() {
        return false;
    }
    if numbers.before.is_serial(language) {
        return false;
    }
    !numbers.before.number || numbers.has_unit(language)
}

/// Where the token around a cell ends, and whether it is an address. A dash in it changes neither.
fn token_at(cells: &[Cell], at: usize) -> (usize, bool) {
    let solid = |cell: &&Cell| !cell.c.is_whitespace();
    let from = at - cells[..at].iter().rev().take_while(solid).count();
    let end = at + cells[at..].iter().take_while(solid).count();
    let token: String = cells[from..end].iter().map(|cell| cell.c).collect();
    (end, is_address(&token))
}
