//! Spaces beside marks. Decides where a language has one before a stop or inside of quotation marks, typed or
//! not, and which marks stay with their word behind a typed one. Addresses, times and smileys are no stops.

use super::super::cells::Cell;
use super::{NARROW, NO_BREAK};
use crate::language::Language;
use crate::uri::is_address;

/// Gives the marks of a text their spaces.
pub fn beside_marks(cells: &mut Vec<Cell>) {
    // Most are letters and spaces: of these nobody needs to be asked.
    let concerns = |cell: &Cell| {
        let is_mark = !cell.c.is_ascii_alphanumeric() && cell.c != ' ';
        is_mark && cell.rules().is_some_and(|language| language.has_spaced(cell.c))
    };
    let Some(first) = cells.iter().position(concerns) else { return };
    let blanks = cells[..first].iter().rev().take_while(|cell| is_space(cell.c)).count();
    let rest = cells.split_off(first - blanks);
    let mut at = 0;
    while at < rest.len() {
        let cell = rest[at];
        at += 1;
        let Some(language) = cell.rules().filter(|_| concerns(&cell)) else {
            cells.push(cell);
            continue;
        };
        space_before(cells, cell, &rest[at..], language);
        cells.push(cell);
        let space = space_of(&language.marks.spaces_behind, cell.c);
        let typed = rest[at..].iter().take_while(|cell| is_space(cell.c)).count();
        if let Some(space) = space.filter(|_| at + typed < rest.len()) {
            cells.push(Cell { c: space, ..cell });
            at += typed;
        }
    }
}

/// Sets the space before a mark that stands between cells.
fn space_before(before: &mut Vec<Cell>, mark: Cell, behind: &[Cell], language: Language) {
    let typed = before.iter().rev().take_while(|cell| is_space(cell.c)).count();
    let words = before.len() - typed;
    let Some(last) = words.checked_sub(1).map(|at| before[at].c) else { return };
    if typed == 1 && language.marks.stay_behind.contains(&mark.c) {
        before[words].c = NO_BREAK;
        return;
    }
    let Some(space) = space_of(&language.marks.spaces_before, mark.c) else { return };
    let has_own = language.marks.spaces_behind.iter().any(|[opening, _]| *opening == last);
    if has_own || mark.c != '»' && !is_stop(&before[..words], mark.c, behind, typed > 0) {
        return;
    }
    before.truncate(words);
    before.push(Cell { c: space, ..mark });
}

/// Whether a mark ends a clause: nothing but spaces and marks follows, and it goes on neither an address nor
/// another mark, nor the name of an emoji between colons.
fn is_stop(before: &[Cell], mark: char, behind: &[Cell], typed: bool) -> bool {
    const CLOSING: &str = ")]»”’\"'…!?.,;*";
    let next = behind.first().map_or(' ', |cell| cell.c);
    let last = before.last().map_or(' ', |cell| cell.c);
    let ends =
        next.is_whitespace() || CLOSING.contains(next) || behind[0].marks != before[before.len() - 1].marks;
    let is_smiley = typed && matches!(mark, ':' | ';') && matches!(next, ')' | '(' | '-' | '*');
    let goes_on = !typed && matches!(last, '!' | '?' | ':' | ';' | '(' | '[' | '“' | '‘' | '\n');
    let is_part = |token: &str| token.starts_with(':') || is_address(token);
    ends && !is_smiley && !goes_on && (typed || !is_part(&token(before)))
}

/// The letters behind the last space.
fn token(before: &[Cell]) -> String {
    let from = before.iter().rposition(|cell| cell.c.is_whitespace()).map_or(0, |at| at + 1);
    before[from..].iter().map(|cell| cell.c).collect()
}

fn space_of(list: &[[char; 2]], mark: char) -> Option<char> {
    list.iter().find(|[listed, _]| *listed == mark).map(|[_, space]| *space)
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | NO_BREAK | NARROW | '\u{2009}')
}
