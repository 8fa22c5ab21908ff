//! Typography of the letters. Decides quotes, dashes, ellipses and protected spaces, per language.
//! Code and addresses are left alone.

use super::cells::Cell;
pub use crate::language::Language;
use crate::uri::is_address;

const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';

/// Refines a paragraph.
pub fn refine(cells: &mut Vec<Cell>) {
    let has = |c: char| cells.iter().any(|cell| cell.c == c && cell.rules().is_some());
    if has('"') || has('\'') {
        quotes(cells);
    }
    if cells.windows(3).any(|w| w.iter().all(|cell| cell.c == '.' && cell.rules().is_some())) {
        ellipses(cells);
    }
    if cells.iter().any(|cell| matches!(cell.c, '-' | '–' | '—') && cell.rules().is_some()) {
        dashes(cells);
    }
    close_abbreviations(cells);
    spaces(cells);
}

/// Typed quotes become those of the language.
fn quotes(cells: &mut [Cell]) {
    let mut inner = 0usize;
    let last_closing = last_closing(cells);
    for i in 0..cells.len() {
        let (Some(language), '"' | '\'') = (cells[i].rules(), cells[i].c) else { continue };
        let [open, close, inner_open, inner_close] = language.marks.quotes;
        let before = i.checked_sub(1).map(|b| cells[b].c);
        let after = cells.get(i + 1).map(|cell| cell.c);
        let opens = before.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '(' | '[' | '/' | '-' | '–' | '—' | '„' | '“' | '‚' | '»' | '*')
        }) && after.is_some_and(|c| !c.is_whitespace());
        let opens = opens && before != Some(close); // “ closes in German and opens in English
        cells[i].c = if cells[i].c == '"' {
            if opens { open } else { close }
        } else if opens && last_closing.is_some_and(|last| i < last) {
            inner += 1;
            inner_open
        } else if inner > 0 && !after.is_some_and(char::is_alphanumeric) {
            inner -= 1;
            inner_close
        } else {
            '’'
        };
    }
}

/// Behind which single quotes none follows that ends a word.
fn last_closing(cells: &[Cell]) -> Option<usize> {
    let behind_letter = cells.windows(2).rposition(|w| w[0].c != ' ' && w[1].c == '\'')?;
    let goes_on = |n: usize| cells.get(n + 1).is_some_and(|next| next.c.is_alphanumeric());
    let ends_word = (0..cells.len()).rfind(|n| cells[*n].c == '\'' && !goes_on(*n))?;
    Some(behind_letter.min(ends_word))
}

/// Three dots become one character.
fn ellipses(cells: &mut Vec<Cell>) {
    let mut kept: Vec<Cell> = Vec::with_capacity(cells.len());
    let mut i = 0;
    while i < cells.len() {
        let dot = |cell: &Cell| cell.c == '.' && cell.rules().is_some();
        let dots = cells.get(i..i + 3).is_some_and(|three| three.iter().all(dot));
        let four = [cells.get(i + 3), kept.last()].into_iter().flatten().any(|cell| cell.c == '.');
        let ellipsis = dots && !four;
        kept.push(if ellipsis { Cell { c: '…', ..cells[i] } } else { cells[i] });
        i += if ellipsis { 3 } else { 1 };
    }
    *cells = kept;
}

/// `--`, hyphens between spaces and between figures become dashes; a dash keeps its left space.
fn dashes(cells: &mut Vec<Cell>) {
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
        1 => (is_day_range(left, right) || figures && is_range(left, right), marks.range),
        2 if figures => (true, marks.range),
        2 => (spaced || word(before) && word(after) || after == ' ' || before == ' ', marks.dash),
        3 => (spaced || before == '\n' || before == ' ', marks.long_dash),
        _ => (false, '-'),
    };
    becomes.then_some(dash)
}

/// `1.-3. Mai`, from what stands left and right of the hyphen.
fn is_day_range(left: &[Cell], right: &[Cell]) -> bool {
    let digit = |cell: Option<&Cell>| cell.is_some_and(|cell| cell.c.is_ascii_digit());
    let dot = |cell: Option<&Cell>| cell.is_some_and(|cell| cell.c == '.');
    let mut before = left.iter().rev();
    let ends = dot(right.get(1)) || digit(right.get(1)) && dot(right.get(2));
    dot(before.next()) && digit(before.next()) && digit(right.first()) && ends
}

/// Whether the hyphen between them is the only one between figures of its token: `2016-2019`, no date,
/// no number.
fn is_range(left: &[Cell], right: &[Cell]) -> bool {
    let figure = |cell: &&Cell| cell.c.is_ascii_digit() || matches!(cell.c, '.' | ',');
    let figures = left.iter().rev().take_while(figure).count();
    let (before, first) = left.split_at(left.len() - figures);
    let after = right.iter().find(|cell| !figure(cell));
    let phone = first.first().is_some_and(|cell| cell.c == '0') && figures > 2;
    let joined = before.last().is_some_and(|cell| cell.c.is_alphabetic() || matches!(cell.c, '/' | '-'));
    !joined && !phone && after.is_none_or(|cell| cell.c != '-')
}

/// Where the token around a cell ends, and whether it is an address. A dash in it changes neither.
fn token_at(cells: &[Cell], at: usize) -> (usize, bool) {
    let solid = |cell: &&Cell| !cell.c.is_whitespace();
    let from = at - cells[..at].iter().rev().take_while(solid).count();
    let end = at + cells[at..].iter().take_while(solid).count();
    let token: String = cells[from..end].iter().map(|cell| cell.c).collect();
    (end, is_address(&token))
}

/// Puts the spaces into abbreviations that are typed without them. `e.V.` stays as the clubs write it.
fn close_abbreviations(cells: &mut Vec<Cell>) {
    let Some(first) = (0..cells.len()).find(|at| closed_at(cells, *at).is_some()) else { return };
    let rest = cells.split_off(first);
    let mut at = 0;
    while at < rest.len() {
        let len = closed_at(&rest, at).unwrap_or(1);
        for (n, cell) in rest[at..at + len].iter().enumerate() {
            if n > 0 && n % 2 == 0 {
                cells.push(Cell { c: NARROW, ..*cell });
            }
            cells.push(*cell);
        }
        at += len;
    }
}

/// Length of the abbreviation without spaces that begins at a cell.
fn closed_at(cells: &[Cell], at: usize) -> Option<usize> {
    let here = &cells[at..];
    let begins = here.get(1)?.c == '.'
        && here.get(2)?.c.is_alphabetic()
        && at
            .checked_sub(1)
            .is_none_or(|before| !cells[before].c.is_alphanumeric() && cells[before].c != '.');
    let stands = |abbreviation: &&String| {
        let mut rest = here.iter();
        abbreviation.chars().all(|c| rest.next().is_some_and(|cell| cell.c == c))
            && !rest.next().is_some_and(|cell| cell.c.is_alphabetic())
    };
    let listed = here[0].rules().filter(|_| begins)?;
    let found = listed.spaces.abbreviations.iter().find(stands);
    found.map(|abbreviation| abbreviation.chars().count())
}

/// A word beside a space, at most this long.
const WINDOW: usize = 14;

/// Decides each space.
fn spaces(cells: &mut [Cell]) {
    let (mut left, mut right) = (String::new(), String::new());
    for i in 1..cells.len() {
        let (Some(language), ' ') = (cells[i].rules(), cells[i].c) else { continue };
        if cells.get(i + 1).is_some_and(|next| never_bound(cells[i - 1].c, next.c, language)) {
            continue;
        }
        let solid = |cell: &&Cell| !matches!(cell.c, ' ' | '\n' | NO_BREAK);
        left.clear();
        right.clear();
        let from = i - cells[..i].iter().rev().take(WINDOW).take_while(solid).count();
        left.extend(cells[from..i].iter().map(|cell| cell.c));
        right.extend(cells[i + 1..].iter().take(WINDOW).take_while(solid).map(|cell| cell.c));
        if left.is_empty() || right.is_empty() {
            continue;
        }
        let word = left.rsplit(['(', '[', '„', '‚', '“', '/', NARROW]).next().unwrap_or("");
        cells[i].c = space_between(word, &right, language, bound_before(cells, from));
    }
}

/// Whether no rule of [`space_between`] can hold between these two letters: most spaces of a text.
fn never_bound(left: char, right: char, language: Language) -> bool {
    (left.is_lowercase() || left == ',')
        && !matches!(right, '0'..='9' | '…' | '–' | '—')
        && !language.binds_plain_words()
}

/// Whether the word that begins at `from` follows a protected space (as `28` in `Art. 28 GG`).
fn bound_before(cells: &[Cell], from: usize) -> bool {
    from > 0 && cells[from - 1].c == NO_BREAK
}

/// The space between two words.
fn space_between(left: &str, right: &str, language: Language, bound: bool) -> char {
    let number = left.ends_with(|c: char| c.is_ascii_digit());
    let bare = right.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '€' | '%' | '²'));
    let percent = number && bare.starts_with(['%', '‰']);
    if initials(left) && initials_start(right) || percent || is_thousands(left, right) || left == "→" {
        return NARROW;
    }
    let tied = is_listed(left, right, bare, language)
        || bound && number && is_law(bare)
        || is_day(left) && language.labels.months.iter().any(|month| month == bare)
        || right.starts_with('…')
        || right.strip_prefix(language.marks.dash) == Some("");
    if tied { NO_BREAK } else { ' ' }
}

/// Whether the language lists one of the words as tied to the other.
fn is_listed(left: &str, right: &str, bare: &str, language: Language) -> bool {
    let rules = &language.spaces;
    let listed = |words: &[String], word: &str| words.iter().any(|listed| listed == word);
    let to_a_number =
        right.starts_with(|c: char| c.is_ascii_digit()) || left.ends_with('.') && is_reference(bare);
    left.ends_with(|c: char| c.is_ascii_digit()) && listed(&rules.after_number, bare)
        || listed(&rules.multiples, left) && rules.currencies.iter().any(|c| bare.starts_with(&**c))
        || to_a_number && listed(&rules.before_number, left)
        || listed(&rules.before_anything, left)
        || right.starts_with(char::is_uppercase) && listed(&rules.titles, left)
}

/// `GG` behind `Art. 28`
fn is_law(word: &str) -> bool {
    (2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// `22.`, also behind a dash
fn is_day(left: &str) -> bool {
    let last = left.rsplit('–').next().unwrap_or(left);
    last.strip_suffix('.')
        .is_some_and(|d| (1..=2).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_digit()))
}

/// `z.` or `V.`, also after other initials
fn initials(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next(), chars.next()), (Some(c), Some('.'), None) if c.is_alphabetic())
}

fn initials_start(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next()), (Some(c), Some('.')) if c.is_alphabetic())
}

/// `a`, `IV`, `12`
fn is_reference(word: &str) -> bool {
    word.chars().count() == 1 || !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
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

    fn refined(text: &str, language: Language) -> String {
        let mut cells: Vec<Cell> = text
            .char_indices()
            .map(|(n, c)| Cell {
                c,
                source: n as u32,
                run: 0,
                marks: Marks::default(),
                language: Some(language),
            })
            .collect();
        refine(&mut cells);
        cells
            .iter()
            .map(|c| match c.c {
                NO_BREAK => '~',
                NARROW => '·',
                c => c,
            })
            .collect()
    }

    fn language(tag: &str) -> Language {
        Language::of(tag).expect("a language")
    }

    fn german(text: &str) -> String {
        refined(text, language("de"))
    }

    #[test]
    fn german_quotes_nest() {
        assert_eq!(german("Er sagte: \"Das 'Haus' steht.\""), "Er sagte: „Das ‚Haus‘ steht.“");
        assert_eq!(german("(\"so\") \"A\" \"B\""), "(„so“) „A“ „B“");
        assert_eq!(german("geht's"), "geht’s");
    }

    #[test]
    fn english_quotes() {
        assert_eq!(refined("He said \"it's 'so'\"", language("en")), "He said “it’s ‘so’”");
    }

    #[test]
    fn dashes_between_spaces_and_figures() {
        assert_eq!(german("ja - nein"), "ja~– nein");
        assert_eq!(german("2016-2019, S. 12-14"), "2016–2019, S.~12–14");
        for text in ["2019-10-22", "0651-12345", "E-Mail", "Ausländer- und", "B-12"] {
            assert_eq!(german(text), text, "{text}");
        }
        assert_eq!(german("a -- b"), "a~– b");
    }

    #[test]
    fn ellipses_are_one_character() {
        assert_eq!(german("so ... und"), "so~… und");
        assert_eq!(german("so..."), "so…");
    }

    #[test]
    fn abbreviations_have_narrow_spaces() {
        for (typed, set) in [
            ("z. B.", "z.·B."),
            ("d. h.", "d.·h."),
            ("i. V. m.", "i.·V.·m."),
            ("u. a.", "u.·a."),
            ("z.B. so", "z.·B. so"),
            ("i.V.m. § 3", "i.·V.·m. §~3"),
            ("(z. B.)", "(z.·B.)"),
            ("e.V.", "e.V."),
            ("i. S. d. P.", "i.·S.·d.·P."),
        ] {
            assert_eq!(german(typed), set);
        }
    }

    #[test]
    fn citations_stay_together() {
        assert_eq!(german("§ 12 Abs. 3 Satz 1"), "§~12 Abs.~3 Satz~1");
        assert_eq!(german("Art. 28 GG"), "Art.~28~GG");
        assert_eq!(german("§ 60a Abs. 2 AufenthG"), "§~60a Abs.~2 AufenthG");
        assert_eq!(german("S. 12"), "S.~12");
        assert_eq!(german("Nr. 2 Buchst. b"), "Nr.~2 Buchst.~b");
    }

    #[test]
    fn numbers_keep_their_units() {
        for (typed, set) in [
            ("20 %", "20·%"),
            ("10 000 €", "10·000~€"),
            ("1 200 000 Euro", "1·200·000~Euro"),
            ("22. Oktober", "22.~Oktober"),
            ("Dr. Name", "Dr.~Name"),
            ("96 Mio. Euro", "96~Mio.~Euro"),
            ("2019 beschloss", "2019 beschloss"),
            ("12 345", "12·345"),
        ] {
            assert_eq!(german(typed), set);
        }
    }

    #[test]
    fn spaces_that_are_never_bound_are_bound_by_no_rule() {
        let mut skipped = 0;
        for language in Language::all() {
            let rules = &language.spaces;
            let lists = [
                &rules.before_number,
                &rules.before_anything,
                &rules.after_number,
                &rules.titles,
                &rules.abbreviations,
            ];
            let plain = ["Haus", "12", "3.", "z.", "→", "Mio.", "ab,", "–"];
            let words = || lists.into_iter().flatten().map(String::as_str).chain(plain);
            for (left, right) in words().flat_map(|l| words().map(move |r| (l, r))) {
                let (last, first) = (left.chars().next_back(), right.chars().next());
                if last.zip(first).is_some_and(|(last, first)| never_bound(last, first, language)) {
                    skipped += 1;
                    let both = [true, false].map(|bound| space_between(left, right, language, bound));
                    assert_eq!(both, [' '; 2], "{left} {right}");
                }
            }
        }
        assert!(skipped > 1000);
    }

    #[test]
    fn code_and_addresses_are_left_alone() {
        let (code, language) = (Marks::CODE, Language::of("de"));
        let mut cells: Vec<Cell> =
            "a \"b\" - c...".chars().map(|c| Cell { c, source: 0, run: 0, marks: code, language }).collect();
        let before = cells.clone();
        refine(&mut cells);
        assert_eq!(cells, before);
        assert_eq!(german("https://a.example/1-2"), "https://a.example/1-2");
    }
}
