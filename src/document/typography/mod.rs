//! Typography of the letters. Decides in which order quotes, ellipses, dashes and spaces are refined, per
//! language. Code and addresses are left alone.

mod dashes;
mod quotes;
mod ranges;
mod spacing;
mod ties;
mod units;

use super::cells::Cell;

const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';

/// Refines a paragraph.
pub fn refine(cells: &mut Vec<Cell>) {
    let has = |cells: &[Cell], signs: &[char]| {
        cells.iter().any(|cell| signs.contains(&cell.c) && cell.rules().is_some())
    };
    if has(cells, &['"', '\'']) {
        quotes::quotes(cells);
    }
    if cells.windows(3).any(|w| w.iter().all(|cell| cell.c == '.' && cell.rules().is_some())) {
        ellipses(cells);
    }
    if has(cells, &['-', '–', '—']) {
        dashes::dashes(cells);
    }
    spacing::beside_marks(cells);
    close_abbreviations(cells);
    ties::spaces(cells);
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

/// Puts the spaces into abbreviations that are typed without them. `e.V.` stays as the clubs write it.
fn close_abbreviations(cells: &mut Vec<Cell>) {
    let has_dot = |at: usize| cells.get(at + 1).is_some_and(|next| next.c == '.');
    let mut letters = (0..cells.len()).filter(|at| has_dot(*at));
    let Some(first) = letters.find(|at| closed_at(cells, *at).is_some()) else { return };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
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
    fn letters_left_out_are_apostrophes() {
        for (typed, set) in [
            ("So 'n Quatsch, 's ist kalt, 'Ne Frage", "So ’n Quatsch, ’s ist kalt, ’Ne Frage"),
            ("Rock 'n' Roll und 'Ruhe'", "Rock ’n’ Roll und ‚Ruhe‘"),
            ("'Rock 'n' Roll'", "‚Rock ’n’ Roll‘"),
            ("die '80er und '90er, seit '89", "die ’80er und ’90er, seit ’89"),
            ("Hans' Rat: 'ja' und 'nein'", "Hans’ Rat: ‚ja‘ und ‚nein‘"),
            ("' allein", "’ allein"),
            ("der Buchstabe 's' und '68er'", "der Buchstabe ‚s‘ und ‚68er‘"),
            ("\"'Nein', sagte sie.\"", "„‚Nein‘, sagte sie.“"),
            ("'\"Nein\", sagte sie.'", "‚„Nein“, sagte sie.‘"),
        ] {
            assert_eq!(german(typed), set);
        }
    }

    #[test]
    fn feet_inches_and_minutes_have_primes() {
        for (typed, set) in [
            ("5'10\" groß, 6' 2\"", "5′10″ groß, 6′ 2″"),
            ("49°26'30\" N, 8° 40' O", "49°26′30″ N, 8° 40′ O"),
            ("\"Artikel 6\"", "„Artikel~6“"),
            ("\"er ist 5'10\"", "„er ist 5′10“"),
            ("\"er ist 5'10\" groß\"", "„er ist 5′10″ groß“"),
            ("12'000 Franken", "12’000~Franken"),
        ] {
            assert_eq!(german(typed), set);
        }
    }

    #[test]
    fn amounts_have_a_minus() {
        for (typed, set) in [
            ("-49,50", "−49,50"),
            ("bei -5 °C (-3 im Mai)", "bei −5~°C (−3 im Mai)"),
            ("2024 -5 %", "2024 −5·%"),
        ] {
            assert_eq!(german(typed), set);
        }
        for typed in
            ["ls -v", "A-1", "E-Mail", "4-köpfig", "10- und -20-jährig", "0651 -410", "App. -410", "-1a"]
        {
            assert_eq!(german(typed).replace(['~', '·'], " "), typed);
        }
    }

    #[test]
    fn numbers_of_their_own_keep_their_hyphen() {
        for typed in [
            "Telefon 01234 803-410",
            "0261 123-456",
            "(01234) 803-911",
            "+49 1234 803-912",
            "0 12 34 / 803-913",
            "01234/803-914",
            "Az. 3-12/24",
            "Az.: 12-345",
            "2 BvF 1-22",
            "Konto 123-456",
            "Kundennummer 12-15",
            "Artikel-Nr. 4711-4815",
            "4711-0815",
            "Stand: 2024-05.",
            "2024-05-17",
            "B-12",
            "unter 123-456 erreichbar",
            "10-12-mal",
        ] {
            assert_eq!(german(typed).replace(['~', '·'], " "), typed);
        }
    }

    #[test]
    fn ranges_have_a_dash() {
        for typed in [
            "10-12 Uhr",
            "22-6 Uhr",
            "08-12 Uhr",
            "8:30-12:00",
            "S. 12-14",
            "S. 112-118",
            "S. 3, 7-9",
            "§§ 3-5",
            "von 2016-2019",
            "2019-20",
            "1990-1995",
            "1.12.2024-3.1.2025",
            "1.-3. Mai",
            "5-10 Prozent",
            "5-10%",
            "1000-1500 Euro",
            "100-150 Menschen",
            "1,5-2",
            "in 2-3 Schritten",
            "Hauptstraße 12-14",
            "am 9.12. 10-12 Uhr",
        ] {
            assert_eq!(german(typed).replace(['~', '·'], " "), typed.replace('-', "–"));
        }
        assert_eq!(refined("from 300-455 people, pp. 3-5", language("en")), "from 300–455 people, pp.~3–5");
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
        assert_eq!(german("§ 12 Abs. 3 Satz 1"), "§~12~Abs.~3~Satz~1");
        assert_eq!(german("Art. 28 GG"), "Art.~28~GG");
        assert_eq!(german("§ 60a Abs. 2 AufenthG"), "§~60a~Abs.~2~AufenthG");
        assert_eq!(german("S. 12"), "S.~12");
        assert_eq!(german("Nr. 2 Buchst. b, lit. aa"), "Nr.~2~Buchst.~b, lit.~aa");
        assert_eq!(german("nach dem SGB XII, BGBl. I"), "nach dem SGB~XII, BGBl.~I");
        assert_eq!(german("(2 BvF 3/89), VI ZR 12/20"), "(2~BvF~3/89), VI~ZR~12/20");
        assert_eq!(german("B 14 AS 7/21 R"), "B~14~AS~7/21 R");
    }

    #[test]
    fn names_stay_together() {
        for (typed, set) in [
            ("Dr. Name", "Dr.~Name"),
            ("Dr. med. Name", "Dr.~med.~Name"),
            ("H. Meier, H. J. Meier", "H.~Meier, H.·J.~Meier"),
            ("z. B. Meier", "z.·B. Meier"),
            ("Karl V. und Hartz IV", "Karl~V. und Hartz~IV"),
            ("die EU II", "die EU~II"),
        ] {
            assert_eq!(german(typed), set);
        }
    }

    #[test]
    fn calls_of_notes_are_no_part_of_a_number_or_its_unit() {
        let language = Language::of("de");
        let cell = |(c, marks)| Cell { c, source: 0, run: 0, marks, language };
        let refined = |parts: &[(&str, Marks)]| {
            let cells = parts.iter().flat_map(|(text, marks)| text.chars().map(|c| cell((c, *marks))));
            let mut cells: Vec<Cell> = cells.collect();
            refine(&mut cells);
            cells.iter().map(|cell| if cell.c == NO_BREAK { '~' } else { cell.c }).collect::<String>()
        };
        let plain = Marks::default();
        assert_eq!(
            refined(&[("4,8 Prozent.", plain), ("1", Marks::CALL), (" Wer", plain)]),
            "4,8~Prozent.1 Wer"
        );
        assert_eq!(
            refined(&[("Das Haus", plain), ("1", Marks::CALL), (" kostet", plain)]),
            "Das Haus1 kostet"
        );
        assert_eq!(refined(&[("Haus", plain), ("1", Marks::CALL), (" Euro", plain)]), "Haus1 Euro");
        assert_eq!(refined(&[("25 m", plain), ("2", Marks::SUPERSCRIPT), (" groß", plain)]), "25~m2 groß");
    }

    #[test]
    fn numbers_keep_their_units() {
        for (typed, set) in [
            ("20 %", "20·%"),
            ("10 000 €", "10·000~€"),
            ("1 200 000 Euro", "1·200·000~Euro"),
            ("22. Oktober", "22.~Oktober"),
            ("25 kWh, 3 GB, 2 €/m²", "25~kWh, 3~GB, 2~€/m²"),
            ("EUR 25 und 25 EUR", "EUR~25 und 25~EUR"),
            ("auf 16 Jahre, 4,8 Prozent.", "auf 16~Jahre, 4,8~Prozent."),
            ("im 19. Jh. und 20. Jahrhundert", "im 19.~Jh. und 20.~Jahrhundert"),
            ("3. Okt. 2024", "3.~Okt.~2024"),
            ("Tel. (0651) 12, ca. 5", "Tel.~(0651) 12, ca.~5"),
            ("96 Mio. Euro", "96~Mio.~Euro"),
            ("2019 beschloss", "2019 beschloss"),
            ("12 345", "12·345"),
        ] {
            assert_eq!(german(typed), set);
        }
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

    #[test]
    fn a_quote_behind_a_closing_one_closes_too() {
        assert_eq!(german("\"Er sagt \"so\"\"."), "„Er sagt „so““.");
    }

    #[test]
    fn french_stops_and_quotations_have_their_spaces() {
        let french = |text: &str| refined(text, language("fr"));
        for (typed, set) in [
            ("Bonjour! Ça va?", "Bonjour·! Ça va·?"),
            ("Bonjour ! Ça va ?", "Bonjour·! Ça va·?"),
            ("Voici : un ; deux", "Voici~: un·; deux"),
            ("Il dit \"oui\".", "Il dit «·oui·»."),
            ("Il dit: « oui! »", "Il dit~: «·oui·!·»"),
            ("(« oui »)", "(«·oui·»)"),
            ("Quoi?!", "Quoi·?!"),
            ("Quoi ?!", "Quoi·?!"),
            ("(voir ici!)", "(voir ici·!)"),
        ] {
            assert_eq!(french(typed), set);
        }
        for typed in
            ["de 12:30", "std::fmt", "https://a.example/?b:", "a:b", ":-)", "oui :-)", ":smile:", "!", "C:/x"]
        {
            assert_eq!(french(typed).replace('~', " "), typed);
        }
        assert_eq!(
            refined("Bonjour ! Il dit \"oui\": oui", language("fr-CH")),
            "Bonjour ! Il dit «·oui·»: oui"
        );
        assert_eq!(german("Halt! Wo? So: ja"), "Halt! Wo? So: ja");
        assert_eq!(refined("अधिकार । नया", language("hi")), "अधिकार~। नया");
    }

    #[test]
    fn quotations_between_letters_without_spaces_open_and_close_in_turn() {
        for (tag, typed, set) in [
            ("zh", "他说\"你好\"，又说：\"再见。\"", "他说“你好”，又说：“再见。”"),
            ("zh", "他说'你好'就走了", "他说‘你好’就走了"),
            ("ja", "彼は\"はい\"と言った", "彼は「はい」と言った"),
            ("th", "เขาพูดว่า\"ใช่\"แล้วไป", "เขาพูดว่า“ใช่”แล้วไป"),
            ("ko", "그는 \"네\"라고 했다", "그는 “네”라고 했다"),
        ] {
            assert_eq!(refined(typed, language(tag)), set);
        }
    }

    #[test]
    fn titles_bind_names_in_scripts_without_capitals() {
        assert_eq!(refined("ดร. สมชาย", language("th")), "ดร.~สมชาย");
        assert_eq!(german("Dr. sagte"), "Dr. sagte");
    }

    #[test]
    fn thousands_have_three_figures() {
        for text in ["12 3456", "12 34", "1234 567"] {
            assert_eq!(german(text), text);
        }
    }
}
