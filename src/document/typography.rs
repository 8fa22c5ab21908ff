//! Typography of the letters. Decides quotes, dashes, ellipses and protected spaces, per language.
//! Code and addresses are left alone.

use super::inlines::Cell;
use crate::language::LanguageTag;
use crate::text::segment::is_address;

/// Rules of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// German.
    German,
    /// English, and everything else.
    English,
}

impl Language {
    /// By ISO 639-1 code.
    pub fn of(code: &str) -> Self {
        if code.starts_with("de") { Self::German } else { Self::English }
    }

    /// Of a passage: languages that have no rules here are set as typed.
    pub fn of_passage(language: LanguageTag) -> Option<Self> {
        match language.primary() {
            "de" => Some(Self::German),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// A number with its unit as the language prints it.
    pub fn quantity(self, number: f64, unit: Option<&str>) -> String {
        let (point, group) = match self {
            Self::German => (",", NARROW),
            Self::English => (".", ','),
        };
        let written = number.abs().to_string();
        let (whole, decimals) = written.split_once('.').unwrap_or((&written, ""));
        let mut text = if number < 0.0 { String::from("−") } else { String::new() };
        for (n, figure) in whole.char_indices() {
            if n > 0 && (whole.len() - n).is_multiple_of(3) && whole.len() >= GROUPED {
                text.push(group);
            }
            text.push(figure);
        }
        if !decimals.is_empty() {
            text = text + point + decimals;
        }
        match unit {
            Some("%") if self == Self::English => text + "%",
            Some(unit) => format!("{text}{NARROW}{unit}"),
            None => text,
        }
    }

    /// Outer opening and closing, inner opening and closing quotation marks.
    fn quotes(self) -> [char; 4] {
        match self {
            Self::German => ['„', '“', '‚', '‘'],
            Self::English => ['“', '”', '‘', '’'],
        }
    }
}

const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';
/// From so many figures on they are grouped by threes.
const GROUPED: usize = 5;

/// Refines a paragraph.
pub fn refine(cells: &mut Vec<Cell>) {
    let has = |c: char| cells.iter().any(|cell| cell.c == c && cell.rules().is_some());
    if has('"') || has('\'') {
        quotes(cells);
    }
    if cells.windows(3).any(|w| w.iter().all(|cell| cell.c == '.' && cell.rules().is_some())) {
        ellipses(cells);
    }
    if cells.iter().any(|cell| matches!(cell.c, '-' | '–') && cell.rules().is_some()) {
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
        let [open, close, inner_open, inner_close] = language.quotes();
        let before = i.checked_sub(1).map(|b| cells[b].c);
        let after = cells.get(i + 1).map(|cell| cell.c);
        let opens = before.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '(' | '[' | '/' | '-' | '–' | '—' | '„' | '“' | '‚' | '»' | '*')
        }) && after.is_some_and(|c| !c.is_whitespace());
        let opens = opens && !(before == Some('“') && language == Language::German);
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

/// `--`, hyphens between spaces and between figures become en dashes; a dash keeps its left space.
fn dashes(cells: &mut Vec<Cell>) {
    let mut kept: Vec<Cell> = Vec::with_capacity(cells.len());
    let (mut run_end, mut token_end, mut address) = (0, 0, false);
    let mut i = 0;
    while i < cells.len() {
        let (mut cell, mut next) = (cells[i], i + 1);
        if cell.c == '-' && cell.rules().is_some() {
            if run_end <= i {
                run_end = i + cells[i..].iter().take_while(|cell| cell.c == '-').count();
            }
            if token_end <= i {
                (token_end, address) = token_at(cells, i);
            }
            let run = run_end - i;
            let before = kept.last().map_or('\n', |cell| cell.c);
            let after = cells.get(run_end).map_or('\n', |cell| cell.c);
            let spaced = before == ' ' && after == ' ';
            let word = |c: char| c.is_alphanumeric();
            let dash = match run {
                1 => {
                    spaced
                        || is_day_range(&kept, &cells[next..])
                        || (before.is_ascii_digit()
                            && after.is_ascii_digit()
                            && is_range(&kept, &cells[next..]))
                }
                3 => spaced || before == '\n' || before == ' ',
                2 => spaced || (word(before) && word(after)) || after == ' ' || before == ' ',
                _ => false,
            };
            if dash && !address {
                cell.c = if run == 3 { '—' } else { '–' };
                next = run_end;
            }
        }
        if cell.c == '–'
            && cell.rules().is_some()
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

/// Abbreviations that are often typed without their spaces. `e.V.` stays as the clubs write it.
const CLOSED: &[&str] = &[
    "z.B.", "d.h.", "u.a.", "i.V.m.", "i.d.R.", "z.T.", "o.ä.", "o.Ä.", "u.U.", "v.H.", "i.S.d.", "m.E.",
    "s.o.", "s.u.",
];

/// Puts the spaces of German abbreviations in.
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
        && here[0].rules() == Some(Language::German)
        && at
            .checked_sub(1)
            .is_none_or(|before| !cells[before].c.is_alphanumeric() && cells[before].c != '.');
    let stands = |abbreviation: &&&str| {
        let mut rest = here.iter();
        abbreviation.chars().all(|c| rest.next().is_some_and(|cell| cell.c == c))
            && !rest.next().is_some_and(|cell| cell.c.is_alphabetic())
    };
    let found = if begins { CLOSED.iter().find(stands) } else { None };
    found.map(|abbreviation| abbreviation.chars().count())
}

/// A word beside a space, at most this long.
const WINDOW: usize = 14;

/// Decides each space.
fn spaces(cells: &mut [Cell]) {
    let (mut left, mut right) = (String::new(), String::new());
    for i in 1..cells.len() {
        let (Some(language), ' ') = (cells[i].rules(), cells[i].c) else { continue };
        if cells.get(i + 1).is_some_and(|next| never_bound(cells[i - 1].c, next.c)) {
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
fn never_bound(left: char, right: char) -> bool {
    (left.is_lowercase() || left == ',') && !matches!(right, '0'..='9' | '…' | '–')
}

/// Whether the word that begins at `from` follows a protected space (as `28` in `Art. 28 GG`).
fn bound_before(cells: &[Cell], from: usize) -> bool {
    from > 0 && cells[from - 1].c == NO_BREAK
}

const BEFORE_NUMBER_DE: &[&str] = &[
    "§",
    "§§",
    "Art.",
    "Artikel",
    "Abs.",
    "Absatz",
    "Satz",
    "Sätze",
    "Halbsatz",
    "Nr.",
    "Nrn.",
    "Nummer",
    "Buchst.",
    "Buchstabe",
    "Kap.",
    "Kapitel",
    "Kapiteln",
    "Seite",
    "Seiten",
    "S.",
    "Bd.",
    "Rn.",
    "Rz.",
    "Ziff.",
    "Ziffer",
    "Tabelle",
    "Tab.",
    "Abbildung",
    "Abb.",
    "Anm.",
    "Fn.",
    "Az.",
    "Drs.",
    "BVerfGE",
    "Stufe",
];
const BEFORE_NUMBER_EN: &[&str] = &[
    "§", "§§", "Art.", "Article", "No.", "Chapter", "Section", "Page", "p.", "pp.", "Table", "Figure",
    "Fig.", "vol.",
];
const BEFORE_NAME: &[&str] = &["Dr.", "Prof.", "Dipl.-Ing.", "Hr.", "Fr.", "St.", "Mr.", "Mrs.", "Ms."];
const AFTER_NUMBER: &[&str] = &[
    "€", "Euro", "Mio", "Mrd", "Prozent", "Uhr", "km", "m", "cm", "mm", "m²", "kg", "g", "ff", "f", "v",
    "percent", "Cent", "°C", "pt",
];

/// The space between two words.
fn space_between(left: &str, right: &str, language: Language, bound: bool) -> char {
    let starts_number = right.starts_with(|c: char| c.is_ascii_digit());
    let number = left.ends_with(|c: char| c.is_ascii_digit());
    let bare = right.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '€' | '%' | '²'));
    if initials(left) && initials_start(right) {
        return NARROW;
    }
    if number && (bare.starts_with('%') || bare.starts_with('‰')) {
        return NARROW;
    }
    if is_thousands(left, right) {
        return NARROW;
    }
    if number && AFTER_NUMBER.contains(&bare) {
        return NO_BREAK;
    }
    if matches!(left, "Mio." | "Mrd.") && bare.starts_with("Euro")
        || matches!(left, "Mio." | "Mrd.") && bare.starts_with('€')
    {
        return NO_BREAK;
    }
    if left == "→" {
        return NARROW;
    }
    let before = if language == Language::German { BEFORE_NUMBER_DE } else { BEFORE_NUMBER_EN };
    if before.contains(&left)
        && (starts_number
            || left.ends_with('.') && is_reference(bare)
            || left.starts_with('§')
            || left == "BVerfGE")
    {
        return NO_BREAK;
    }
    if bound && number && bare.len() <= 4 && bare.len() >= 2 && bare.chars().all(|c| c.is_ascii_uppercase()) {
        return NO_BREAK;
    }
    let last = left.rsplit('–').next().unwrap_or(left);
    let day = last
        .strip_suffix('.')
        .is_some_and(|d| d.len() <= 2 && !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()));
    if day && super::labels::is_month(bare) {
        return NO_BREAK;
    }
    if BEFORE_NAME.contains(&left) && right.starts_with(char::is_uppercase) {
        return NO_BREAK;
    }
    if right.starts_with('…') || right == "–" {
        return NO_BREAK;
    }
    ' '
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
    use crate::document::Marks;

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

    fn german(text: &str) -> String {
        refined(text, Language::German)
    }

    #[test]
    fn german_quotes_nest() {
        assert_eq!(german("Er sagte: \"Das 'Haus' steht.\""), "Er sagte: „Das ‚Haus‘ steht.“");
        assert_eq!(german("(\"so\") \"A\" \"B\""), "(„so“) „A“ „B“");
        assert_eq!(german("geht's"), "geht’s");
    }

    #[test]
    fn english_quotes() {
        assert_eq!(refined("He said \"it's 'so'\"", Language::English), "He said “it’s ‘so’”");
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
        let lists = [BEFORE_NUMBER_DE, BEFORE_NUMBER_EN, BEFORE_NAME, AFTER_NUMBER, CLOSED];
        let words =
            || lists.iter().copied().flatten().copied().chain(["Haus", "12", "3.", "z.", "→", "Mio.", "ab,"]);
        let mut skipped = 0;
        for (left, right) in words().flat_map(|l| words().map(move |r| (l, r))) {
            let (last, first) = (left.chars().next_back(), right.chars().next());
            if last.zip(first).is_some_and(|(last, first)| never_bound(last, first)) {
                skipped += 1;
                for language in [Language::German, Language::English] {
                    let both = [true, false].map(|bound| space_between(left, right, language, bound));
                    assert_eq!(both, [' '; 2], "{left} {right}");
                }
            }
        }
        assert!(skipped > 1000);
    }

    #[test]
    fn code_and_addresses_are_left_alone() {
        let (code, language) = (Marks::CODE, Some(Language::German));
        let mut cells: Vec<Cell> =
            "a \"b\" - c...".chars().map(|c| Cell { c, source: 0, run: 0, marks: code, language }).collect();
        let before = cells.clone();
        refine(&mut cells);
        assert_eq!(cells, before);
        assert_eq!(german("https://a.example/1-2"), "https://a.example/1-2");
    }
}
