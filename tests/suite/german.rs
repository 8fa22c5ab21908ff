//! German text as written: stars, quotes, dashes, protected spaces, hyphens.

use crate::common::{Outcome, Project, THEME, filler, layout, runs_of};
use brochure::document::Target;
use brochure::pages::{Bookmark, Item, Owner, Page, TextRun};

const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';
const SOFT: char = '\u{ad}';

/// A project without cover and contents, with further lines in brochure.toml.
fn project(config: &str) -> Project {
    Project::with(&format!("[cover]\nenabled = false\n[contents]\nenabled = false\n{config}"))
}

/// One chapter on a page of this width.
fn layout_at(width: u32, text: &str) -> Outcome {
    let project = project(&format!("[page]\nformat = \"{width}mm x 210mm\"\n"));
    project.chapter(text);
    project.layout()
}

/// One chapter in an English brochure.
fn english(text: &str) -> Outcome {
    let project = Project::bare();
    let keys = format!("title = \"Probe\"\nlanguage = \"en\"\n{THEME}");
    let config = format!("[brochure]\n{keys}[cover]\nenabled = false\n[contents]\nenabled = false\n");
    project.file("brochure.toml", config);
    project.chapter(text);
    project.layout()
}

/// File name of a run's font.
fn font<'o>(outcome: &'o Outcome, run: &TextRun) -> &'o str {
    outcome.pages().fonts[usize::from(run.face.0)].name.trim_end_matches(".ttf")
}

/// Font in which these words stand.
fn font_of<'o>(outcome: &'o Outcome, words: &str) -> &'o str {
    font(outcome, outcome.run(words).1)
}

/// Lines of text without page furniture, in the order in which they are drawn; cells of a table
/// are lines of their own.
fn text_lines(outcome: &Outcome) -> Vec<String> {
    outcome.pages().pages.iter().flat_map(|page| page_lines(page)).collect()
}

fn page_lines(page: &Page) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut end = (f64::NAN, f64::NAN);
    for run in runs_of(page).filter(|r| matches!(r.owner, Owner::Node(_))) {
        let goes_on = (run.at.y - end.1).abs() < 4.0 && (run.at.x - end.0).abs() < 0.1;
        if !goes_on {
            lines.push(String::new());
        }
        lines.last_mut().expect("a line").push_str(&run.text);
        end = (run.at.x + run.width(), run.at.y);
    }
    lines
}

/// How often words stand unbroken on a line.
fn count(lines: &[String], words: &str) -> usize {
    lines.iter().map(|l| l.matches(words).count()).sum()
}

/// Panics unless the text is printed with exactly these letters.
fn prints(source: &str, expected: &str) {
    let outcome = layout(source);
    let text = outcome.text();
    assert!(text.contains(expected), "{source:?} is printed as {text:?}, not {expected:?}");
}

// Stars, colons, underscores

#[test]
fn stars_inside_words_are_text() {
    prints("Migrant*innen und Bürger*innen", "Migrant*innen und Bürger*innen");
    prints("der*die Bürger*in und ein*e Ärzt*in", "der*die Bürger*in und ein*e Ärzt*in");
}

#[test]
fn stars_inside_words_set_nothing_in_italics() {
    let outcome = layout("Migrant*innen und Bürger*innen sind Einwohner*innen.");
    let fonts: Vec<&str> =
        outcome.runs().iter().map(|run| font(&outcome, run)).filter(|f| f.ends_with("It")).collect();
    assert!(fonts.is_empty(), "{fonts:?}");
}

#[test]
fn underscores_inside_words_are_text() {
    prints("Bürger_innen und Schüler_innen", "Bürger_innen und Schüler_innen");
    assert_eq!(font_of(&layout("_Bürger_innen_ da"), "Bürger_innen"), "SourceSerif4SmText-It");
}

#[test]
fn colons_inside_words_are_text() {
    prints("Bürger:innen und Schüler:in", "Bürger:innen und Schüler:in");
}

#[test]
fn slash_and_hyphen_inside_words_are_text() {
    prints("Schüler/-innen und Lehrer/innen", "Schüler/-innen und Lehrer/innen");
}

#[test]
fn escaped_and_lonely_stars_are_text() {
    prints("Bürger\\*innen, Kolleg*, 5 * 3 = 15", "Bürger*innen, Kolleg*, 5 * 3 = 15");
}

#[test]
fn bold_words_keep_their_star() {
    let outcome = layout("Ein **Ratsmitglied*er** tagt.");
    assert_eq!(outcome.run("Ratsmitglied*er").1.text.trim(), "Ratsmitglied*er");
    assert_eq!(font_of(&outcome, "Ratsmitglied*er"), "SourceSerif4SmText-Semibold");
}

#[test]
fn italic_words_keep_their_star() {
    let outcome = layout("Die *Bürger*innen und Rät*innen* tagen.");
    assert_eq!(font_of(&outcome, "Bürger*innen und Rät*innen"), "SourceSerif4SmText-It");
    assert!(outcome.text().contains("Die Bürger*innen und Rät*innen tagen."));
}

#[test]
fn single_stars_set_italics() {
    let outcome = layout("Ganz *kursiv* und aufrecht.");
    assert_eq!(outcome.run("kursiv").1.text, "kursiv");
    assert_eq!(font_of(&outcome, "kursiv"), "SourceSerif4SmText-It");
    assert_eq!(font_of(&outcome, "aufrecht"), "SourceSerif4SmText-Regular");
}

#[test]
fn double_stars_set_bold() {
    let outcome = layout("Ganz **fett** und mager.");
    assert_eq!(outcome.run("fett").1.text, "fett");
    assert_eq!(font_of(&outcome, "fett"), "SourceSerif4SmText-Semibold");
    assert_eq!(font_of(&outcome, "mager"), "SourceSerif4SmText-Regular");
}

#[test]
fn marks_that_begin_or_end_inside_a_word_are_kept_apart() {
    let outcome = layout("Das **Rat**haus steht.");
    assert!(outcome.text().contains("Das Rathaus steht."), "{}", outcome.text());
    assert_eq!(font_of(&outcome, "Rat"), "SourceSerif4SmText-Semibold");
    assert_eq!(font_of(&outcome, "haus"), "SourceSerif4SmText-Regular");
}

#[test]
fn headings_keep_stars() {
    let text = "## Für Bürger*innen\n\nText\n\n### Für Rät*innen\n\nText\n\n#### Für Wirt*innen\n\nText";
    let outcome = layout(text);
    for heading in ["Für Bürger*innen", "Für Rät*innen", "Für Wirt*innen."] {
        outcome.run(heading);
    }
    assert_eq!(outcome.pages().bookmarks[0].children[0].title, "Für Bürger*innen");
}

#[test]
fn titles_and_front_matter_keep_stars() {
    let project = Project::with("[cover]\nenabled = false\n");
    let front = "title = \"Arbeitgeber*innen\"\nsummary = \"Was Chef*innen tun\"\n\
                 toc-summary = \"Für Chef*innen\"\nkey-points = [\"Wirt*innen zahlen\"]\n";
    project.file("chapters/01.md", format!("+++\n{front}+++\n\nText"));
    let outcome = project.layout();
    for words in ["Arbeitgeber*innen", "Was Chef*innen tun", "Für Chef*innen", "Wirt*innen zahlen"] {
        outcome.run(words);
    }
}

#[test]
fn tables_keep_stars() {
    let outcome = layout(
        "Tabelle: Zahl der Bürger*innen\nQuelle: Statistiker*innen\n\n\
         | Rät*innen | b |\n|---|---|\n| Wirt*innen | **Köch*innen** |\n",
    );
    for words in ["Zahl der Bürger*innen", "Statistiker*innen", "Rät*innen", "Wirt*innen", "Köch*innen"] {
        outcome.run(words);
    }
}

#[test]
fn link_texts_keep_stars() {
    let outcome = layout("Siehe [alle Bürger*innen](https://example.org) hier.");
    outcome.run("alle Bürger*innen");
    assert_eq!(outcome.pages().links.values().count(), 1);
}

#[test]

fn addresses_of_links_keep_stars() {
    let outcome = layout("Siehe [hier](https://example.org/a*b) nach.");
    let links = &outcome.pages().links;
    assert_eq!(links.values().count(), 1, "{}", outcome.text());
    assert_eq!(
        links.values().next().expect("a link").target,
        Target::Url("https://example.org/a*b".to_owned())
    );
}

#[test]
fn references_without_text_keep_stars() {
    let outcome = layout("Siehe [](#fuer).\n\n## Für Bürger*innen {#fuer}\n\nText");
    outcome.run("„Für Bürger*innen“");
}

#[test]
fn footnotes_keep_stars() {
    layout("Text[^1].\n\n[^1]: Nur Bürger*innen wählen.").run("Nur Bürger*innen wählen.");
}

#[test]
fn list_items_keep_stars() {
    let outcome = layout("- Bürger*innen\n- **Rät*innen** tagen\n\n1. Wirt*innen\n\n- [ ] Köch*innen\n");
    for words in ["Bürger*innen", "Rät*innen", "Wirt*innen", "Köch*innen"] {
        outcome.run(words);
    }
}

#[test]
fn callouts_keep_stars() {
    let outcome = layout("> [!praxistipp] Tipp für Bürger*innen\n> Fragt die Rät*innen.");
    outcome.run("Tipp für Bürger*innen");
    outcome.run("Fragt die Rät*innen.");
}

#[test]
fn quotations_and_definitions_keep_stars() {
    let outcome = layout(
        "> Wir Bürger*innen\n\nRät*in\n: Mitglied der Wirt*innen\n\n\
         > [!zitat]\n> „Für Köch*innen.“\n> -- Sprecher*in, Amt",
    );
    for words in ["Wir Bürger*innen", "Rät*in", "der Wirt*innen", "Für Köch*innen.", "Sprecher*in"] {
        outcome.run(words);
    }
}

#[test]
fn figure_captions_keep_stars() {
    let project = Project::bare();
    project.file("chapters/a.svg", r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>"#);
    project.chapter("![Drei Bürger*innen](a.svg \"Drei Bürger*innen. Quelle: Rät*innen\")");
    let outcome = project.layout();
    outcome.run("Drei Bürger*innen");
    outcome.run("Quelle: Rät*innen");
}

#[test]
fn code_keeps_stars() {
    let outcome = layout("Kurz `a*b*c` und\n\n```\nBürger*innen *x* **y**\n```\n");
    outcome.run("a*b*c");
    outcome.run("Bürger*innen *x* **y**");
}

/// Words joined by this sign in all kinds of blocks.
fn joined_words(sign: char) -> String {
    let stems = [
        "Bürger",
        "Migrant",
        "Ansprechpartner",
        "Sozialarbeiter",
        "Kolleg",
        "Ausländerbeauftragt",
        "Verwaltungsmitarbeiter",
        "Arbeitgeber",
        "Rät",
        "Dolmetscher",
        "Vermieter",
        "Teilnehmer",
    ];
    let ends = ["innen", "in", "innenrat", "innen-Verband", "innen,", "innenvertretungen"];
    let words: Vec<String> =
        (0..72).map(|n| format!("{}{sign}{}", stems[n % 12], ends[(n * 7 + n / 12) % 6])).collect();
    let part = |from: usize, n: usize| words[from..from + n].join(" ");
    format!(
        "{}.\n\n{}.\n\n- {}\n- **{}** {}\n\n> [!rechtslage]\n> {}\n\nNote[^1].\n\n\
         | {} | {} |\n|---|---|\n| {} | {} |\n\n[^1]: {}\n",
        part(0, 36),
        part(36, 36),
        part(3, 15),
        part(40, 2),
        part(42, 15),
        part(50, 15),
        words[1],
        words[2],
        part(8, 5),
        part(13, 5),
        part(30, 20),
    )
}

/// Lines that begin or end with the sign, over many measures.
fn lines_cut_at(sign: char, widths: std::ops::Range<u32>) -> Vec<String> {
    let source = joined_words(sign);
    let mut cut = Vec::new();
    for width in widths.step_by(6) {
        let lines = text_lines(&layout_at(width, &source));
        assert!(lines.iter().any(|l| l.ends_with(SOFT)), "no hyphen at {width} mm");
        let edge = |l: &String| l.starts_with(sign) || l.trim_end_matches([SOFT, ' ']).ends_with(sign);
        cut.extend(lines.into_iter().filter(edge).map(|line| format!("{width} mm: {line}")));
    }
    cut
}

#[test]
fn no_line_begins_or_ends_at_a_star() {
    assert_eq!(lines_cut_at('*', 84..150), [""; 0]);
}

#[test]
fn no_line_begins_or_ends_at_a_colon_inside_a_word() {
    assert_eq!(lines_cut_at(':', 84..150), [""; 0]);
}

#[test]
fn no_line_begins_or_ends_at_an_underscore() {
    assert_eq!(lines_cut_at('_', 84..150), [""; 0]);
}

#[test]
fn words_too_long_for_their_line_are_not_cut_at_a_star() {
    let title = "Ausländerbeauftragt*innenvertretungen Verwaltungsmitarbeiter*innenvertretung";
    let source = format!("> [!rechtslage] {title}\n> Text\n\n## {title}\n\n| {title} | b |\n|---|---|\n");
    for width in (72..150).step_by(6) {
        let lines = text_lines(&layout_at(width, &source));
        let cut: Vec<&String> =
            lines.iter().filter(|l| l.starts_with('*') || l.trim_end_matches(SOFT).ends_with('*')).collect();
        assert!(cut.is_empty(), "{width} mm: {cut:?}");
    }
}

#[test]
fn a_star_between_bold_and_plain_letters_is_no_place_to_break() {
    let source = "Text **Sozialarbeiter**\\*innen und Dolmetscher**\\*innen** da. ".repeat(20);
    for width in (72..150).step_by(6) {
        let lines = text_lines(&layout_at(width, &source));
        let broken: Vec<&String> =
            lines.iter().filter(|l| l.starts_with('*') || l.trim_end_matches(SOFT).ends_with('*')).collect();
        assert!(broken.is_empty(), "{width} mm: {broken:?}");
    }
}

#[test]
fn the_suffix_behind_a_star_is_never_broken() {
    for width in (84..150).step_by(6) {
        let lines = text_lines(&layout_at(width, &joined_words('*')));
        for line in lines.iter().filter_map(|l| l.strip_suffix(SOFT)) {
            let suffix = line.rsplit('*').next().filter(|s| s.len() < line.len());
            let inside = suffix.is_some_and(|s| "innen".starts_with(s) && s != "innen" && s != "in");
            assert!(!inside, "{width} mm: {line:?}");
        }
    }
}

// Quotation marks

#[test]
fn typed_quotes_become_german_ones() {
    prints("Er sagt: \"Ja.\" Dann (\"nein\").", "Er sagt: „Ja.“ Dann („nein“).");
    prints("\"Erstes\" Wort", "„Erstes“ Wort");
    prints("„Schon“ ‚richtig‘ geschrieben", "„Schon“ ‚richtig‘ geschrieben");
}

#[test]
fn inner_quotes_are_single() {
    prints("\"Das 'Haus' steht\", sagt er", "„Das ‚Haus‘ steht“, sagt er");
    prints("\"'Innen' ist vorn\"", "„‚Innen‘ ist vorn“");
    prints("\"hinten ist 'innen'\"", "„hinten ist ‚innen‘“");
}

#[test]
fn quotes_nest_across_bold_and_italic_words() {
    prints("\"**Fett** ist es\"", "„Fett ist es“");
    prints("\"es ist *kursiv*\"", "„es ist kursiv“");
    prints("**\"Fett\"** und *\"kursiv\"*", "„Fett“ und „kursiv“");
    prints("\"Sie rief: '**Nie** *mehr*', sagt er\"", "„Sie rief: ‚Nie mehr‘, sagt er“");
    prints("\"**Das *'Haus'* steht**\"", "„Das ‚Haus‘ steht“");
}

#[test]
fn quotes_may_stand_around_links_and_before_notes() {
    prints("\"[Gesetz](https://example.org)\" und", "„Gesetz“ und");
    prints("Das \"Wort\"[^1] gilt\n\n[^1]: Note", "Das „Wort“1 gilt");
}

#[test]
fn quotes_may_run_over_line_ends() {
    prints("Er sagt: \"Ein langer\nSatz\" und", "Er sagt: „Ein langer Satz“ und");
    prints("Er sagt:\\\n\"Neu\" und", "„Neu“ und");
}

#[test]
fn inner_quotes_may_begin_with_a_sign() {
    prints("\"Das Wort '§ 12' fehlt\"", "„Das Wort ‚§\u{a0}12‘ fehlt“");
    prints("\"Er sagt '…so' leise\"", "„Er sagt ‚…so‘ leise“");
}

#[test]
fn a_quote_behind_a_hyphen_opens() {
    prints("die Pro-\"Asyl\"-Haltung", "die Pro-„Asyl“-Haltung");
}

#[test]
fn apostrophes_are_no_quotes() {
    prints("geht's und Hans' Haus", "geht’s und Hans’ Haus");
    prints("wie '68 im Jahr", "wie ’68 im Jahr");
}

// Dashes and dots

#[test]
fn spaced_hyphens_become_dashes_bound_to_the_left() {
    prints("ja - nein", "ja\u{a0}– nein");
    prints("ja -- nein", "ja\u{a0}– nein");
    prints("ja – nein", "ja\u{a0}– nein");
}

#[test]
fn hyphens_between_figures_become_dashes() {
    prints("2016-2019 und §§ 3-5", "2016–2019 und §§\u{a0}3–5");
    prints("S. 12-14 und 10-20 %", "S.\u{a0}12–14 und 10–20\u{202f}%");
}

#[test]
fn hyphens_between_days_become_dashes() {
    let text = layout("vom 1.-3. Mai und 10.-12. Oktober").text().replace(NO_BREAK, " ");
    assert!(text.contains("vom 1.–3. Mai und 10.–12. Oktober"), "{text:?}");
}

#[test]
fn ranges_of_days_keep_their_month() {
    prints("vom 1.-3. Mai und 10.-12. Oktober", "vom 1.–3.\u{a0}Mai und 10.–12.\u{a0}Oktober");
}

#[test]
fn hyphens_in_words_dates_and_numbers_stay() {
    let text = "E-Mail, Ausländer- und Asylrecht, 2019-10-22, 0651-12345, B-12, Covid-19";
    prints(text, text);
}

#[test]
fn no_line_begins_with_a_dash() {
    let source = "Ein Satz – so lang wie breit – geht hin - und her -- und um. ".repeat(12);
    for width in (72..150).step_by(6) {
        let lines = text_lines(&layout_at(width, &source));
        let broken: Vec<&String> = lines.iter().filter(|l| l.starts_with('–')).collect();
        assert!(broken.is_empty(), "{width} mm: {broken:?}");
        assert_eq!(count(&lines, "\u{a0}–"), 48, "{width} mm");
    }
}

#[test]
fn three_dots_become_an_ellipsis() {
    prints("Ach... und so ... weiter [...]", "Ach… und so\u{a0}… weiter […]");
    prints("Punkte.... hier", "Punkte.... hier");
}

// Protected spaces

/// Words as typed, and as set.
const FORMS: &[(&str, &str)] = &[
    ("z. B.", "z.\u{202f}B."),
    ("z.B.", "z.\u{202f}B."),
    ("d. h.", "d.\u{202f}h."),
    ("d.h.", "d.\u{202f}h."),
    ("i. V. m.", "i.\u{202f}V.\u{202f}m."),
    ("i.V.m.", "i.\u{202f}V.\u{202f}m."),
    ("u. a.", "u.\u{202f}a."),
    ("e. V.", "e.\u{202f}V."),
    ("N. N.", "N.\u{202f}N."),
    ("§ 12", "§\u{a0}12"),
    ("§ 12 Abs. 3 Satz 1", "§\u{a0}12\u{a0}Abs.\u{a0}3\u{a0}Satz\u{a0}1"),
    ("§ 60a Absatz 2", "§\u{a0}60a\u{a0}Absatz\u{a0}2"),
    ("Art. 28 GG", "Art.\u{a0}28\u{a0}GG"),
    ("Artikel 3", "Artikel\u{a0}3"),
    ("Nr. 2", "Nr.\u{a0}2"),
    ("Kapitel 4", "Kapitel\u{a0}4"),
    ("Seite 27", "Seite\u{a0}27"),
    ("S. 12", "S.\u{a0}12"),
    ("20 %", "20\u{202f}%"),
    ("82,5 %", "82,5\u{202f}%"),
    ("10 000 €", "10\u{202f}000\u{a0}€"),
    ("1 200 000 Euro", "1\u{202f}200\u{202f}000\u{a0}Euro"),
    ("5 Euro", "5\u{a0}Euro"),
    ("96 Mio. Euro", "96\u{a0}Mio.\u{a0}Euro"),
    ("22. Oktober", "22.\u{a0}Oktober"),
    ("1. Mai", "1.\u{a0}Mai"),
    ("Dr. Name", "Dr.\u{a0}Name"),
    ("Prof. Dr. Name", "Prof.\u{a0}Dr.\u{a0}Name"),
    ("→ Kapitel", "→\u{202f}Kapitel"),
];

#[test]
fn abbreviations_numbers_and_references_get_protected_spaces() {
    let wrong: Vec<String> = FORMS
        .iter()
        .map(|(typed, set)| (typed, set, layout(&format!("Wort {typed} folgt")).text()))
        .filter(|(_, set, text)| !text.contains(&format!("Wort {set} folgt")))
        .map(|(typed, set, text)| format!("{typed:?}: {set:?} is set as {text:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_arrow_before_a_chapter_has_a_narrow_space() {
    prints("siehe → Kapitel 4", "→\u{202f}Kapitel\u{a0}4");
}

#[test]
fn protected_spaces_hold_in_brackets_and_quotes() {
    prints("(z. B. so)", "(z.\u{202f}B. so)");
    prints("\"§ 12\" und (Art. 28 GG)", "„§\u{a0}12“ und (Art.\u{a0}28\u{a0}GG)");
    prints("rund 20 %, also", "rund 20\u{202f}%, also");
}

#[test]
fn protected_spaces_hold_across_bold_and_italic_words() {
    prints("**§** 12 und § *12*", "§\u{a0}12 und §\u{a0}12");
    prints("**22.** Oktober, 20 **%**", "22.\u{a0}Oktober, 20\u{202f}%");
}

#[test]
fn years_before_words_have_a_common_space() {
    prints("Bis 2019 beschloss der Rat 3 Dinge", "Bis 2019 beschloss der Rat 3 Dinge");
}

/// All forms in filler of shifting length, and how often each stands there.
fn forms_in_text() -> (String, usize) {
    const ROUNDS: usize = 3;
    let mut text = String::new();
    for round in 0..ROUNDS {
        for (n, (typed, _)) in FORMS.iter().enumerate() {
            let words = filler(1 + (n * 5 + round * 3) % 7);
            text += &format!("{} {typed} ", words.trim_end_matches('.'));
            if n % 10 == 9 {
                text += "weiter.\n\n";
            }
        }
    }
    (text + "Ende.", ROUNDS)
}

#[test]
fn no_line_ends_at_a_protected_space_at_any_measure() {
    let (source, _) = forms_in_text();
    for width in (72..160).step_by(4) {
        for line in text_lines(&layout_at(width, &source)) {
            let edge = [NO_BREAK, NARROW];
            assert!(!line.trim_end().ends_with(edge) && !line.starts_with(edge), "{width}: {line:?}");
        }
    }
}

#[test]
fn protected_words_stand_on_one_line_at_every_measure() {
    let (source, rounds) = forms_in_text();
    for width in (72..160).step_by(4) {
        let lines = text_lines(&layout_at(width, &source));
        for part in FORMS.iter().flat_map(|(_, set)| set.split(' ')).filter(|p| p.contains(NO_BREAK)) {
            // A long word behind the space may still be hyphenated.
            let head = &part[..part.rfind(NO_BREAK).expect("a space") + NO_BREAK.len_utf8()];
            let found = lines.iter().filter(|l| l.contains(head)).count();
            assert!(found >= 1, "{width} mm: {part:?}");
        }
        let abbreviations = count(&lines, "z.\u{202f}B.") + count(&lines, "d.\u{202f}h.");
        assert_eq!(abbreviations, 4 * rounds, "{width} mm");
        assert_eq!(count(&lines, "i.\u{202f}V.\u{202f}m."), 2 * rounds, "{width} mm");
        assert_eq!(count(&lines, "Art.\u{a0}28\u{a0}GG"), rounds, "{width} mm");
        assert_eq!(count(&lines, "10\u{202f}000\u{a0}€"), rounds, "{width} mm");
        assert_eq!(count(&lines, "§\u{a0}12"), 2 * rounds, "{width} mm");
        assert_eq!(count(&lines, "S.\u{a0}12"), rounds, "{width} mm");
        assert_eq!(count(&lines, "22.\u{a0}O"), rounds, "{width} mm");
        assert_eq!(count(&lines, "20\u{202f}%"), rounds, "{width} mm");
        assert_eq!(count(&lines, "Dr.\u{a0}N"), 2 * rounds, "{width} mm");
    }
}

// Code and addresses

#[test]
fn code_in_a_line_is_left_alone() {
    prints("Kurz `z. B. \"x\" - 20 % ... 'y' -- 3-4` da", "z. B. \"x\" - 20 % ... 'y' -- 3-4");
}

#[test]
fn code_blocks_are_left_alone() {
    let code = "let x = \"a\" - 20 % 5; ... -- 'y' z.B. 3-4";
    prints(&format!("```\n{code}\n```\n"), code);
}

#[test]
fn quotes_close_around_code() {
    prints("das \"`a b`\" hier", "das „a b“ hier");
}

#[test]
fn addresses_are_left_alone() {
    let address = "https://example.org/a--b/2016-2019?x=1-2";
    prints(&format!("Siehe {address} hier"), &format!("Siehe {address} hier"));
}

const ADDRESS: &str = "https://www.beispielgemeinde-am-rhein.example.org/verwaltung/\
                       auslaenderbehoerde/aufenthaltsgestattung_antrag.pdf?seite=1&art=neu";

/// Line ends inside the address of a text; panics where it is not broken at a joint.
#[track_caller]
fn joints_used(width: u32, source: &str) -> usize {
    let lines = text_lines(&layout_at(width, source));
    let first = lines.iter().position(|l| l.contains("https://")).expect("the address");
    let start = lines[first].find("https://").expect("the address");
    let (mut rest, mut ends) = (ADDRESS, 0);
    for (n, line) in lines[first..].iter().enumerate() {
        let part = if n == 0 { &line[start..] } else { line.as_str() };
        let part = part.split(' ').next().expect("a part");
        assert!(rest.starts_with(part), "{width} mm: {part:?} is not the head of {rest:?}");
        rest = &rest[part.len()..];
        let Some(next) = rest.chars().next() else { return ends };
        let joint = part.ends_with('/') || ".-_?&=#@".contains(next);
        assert!(joint, "{width} mm: broken between {part:?} and {rest:?}");
        ends += 1;
    }
    panic!("{width} mm: {rest:?} is lost");
}

#[test]
fn addresses_break_at_joints_without_a_hyphen() {
    let text = format!("{} {ADDRESS} {}", filler(9), filler(9));
    let ends: usize = (96..150).step_by(6).map(|width| joints_used(width, &text)).sum();
    assert!(ends > 10, "only {ends} breaks");
}

#[test]
fn addresses_in_lists_and_notes_break_at_joints_without_a_hyphen() {
    let list = format!("- {} {ADDRESS} {}", filler(9), filler(9));
    let note = format!("Text[^1].\n\n[^1]: {} {ADDRESS} {}", filler(9), filler(9));
    for source in [list, note] {
        let ends: usize = (102..150).step_by(6).map(|width| joints_used(width, &source)).sum();
        assert!(ends > 5, "only {ends} breaks");
    }
}

#[test]
fn addresses_break_without_a_hyphen_at_the_narrowest_measures() {
    let text = format!("{} {ADDRESS} {}", filler(9), filler(9));
    for width in (78..96).step_by(3) {
        let lines = text_lines(&layout_at(width, &text));
        let first = lines.iter().position(|l| l.contains("https://")).expect("the address");
        let last = lines.iter().position(|l| l.contains("=neu")).expect("its end");
        for line in &lines[first..last] {
            assert!(!line.ends_with(SOFT), "{width} mm: {line:?}");
        }
    }
}

#[test]
fn web_links_keep_their_whole_target_when_their_text_is_broken() {
    let outcome = layout_at(84, &format!("Siehe [{ADDRESS}]({ADDRESS}) hier."));
    assert_eq!(
        outcome.pages().links.values().next().expect("a link").target,
        Target::Url(ADDRESS.to_owned())
    );
    let items = outcome.pages().pages.iter().flat_map(|p| &p.items);
    let areas = items.filter(|i| matches!(i, Item::Link { .. })).count();
    assert!(areas >= 3, "{areas} areas");
}

// English

#[test]
fn english_quotes_and_apostrophes() {
    let outcome = english("He said \"it's 'so' and **'so'**\" twice.");
    assert!(outcome.text().contains("He said “it’s ‘so’ and ‘so’” twice."), "{}", outcome.text());
}

#[test]
fn english_references_have_protected_spaces() {
    let outcome = english("See Section 3, Chapter 4, p. 12, Art. 5, No. 2, 20 % and Mr. Smith.");
    let expected = "See Section~3, Chapter~4, p.~12, Art.~5, No.~2, 20\u{202f}% and Mr.~Smith.";
    let expected = expected.replace('~', "\u{a0}");
    assert!(outcome.text().contains(&expected), "{:?}", outcome.text());
}

#[test]
fn english_labels_are_english() {
    let outcome =
        english("Table: Words\n\n| a | b |\n|---|---|\n| c | d |\n\nSee [](#end).\n\n## End\n\nText");
    outcome.run("Table\u{a0}1");
    assert!(outcome.text().contains("See “End”, p.\u{a0}1"), "{}", outcome.text());
}

#[test]
fn german_abbreviations_are_no_rule_in_english() {
    let outcome = english("The word z.B. stays");
    assert!(outcome.text().contains("The word z.B. stays"), "{}", outcome.text());
}

#[test]
fn english_words_are_hyphenated_by_english_patterns() {
    let project = project("[page]\nformat = \"84mm x 210mm\"\n");
    let config = std::fs::read_to_string(project.path("brochure.toml")).expect("a config");
    project.file("brochure.toml", config.replace("\"de\"", "\"en\""));
    project.chapter(&"considerable representation neighbourhood ".repeat(30));
    let outcome = project.layout();
    let heads = ["con", "sider", "consid", "repre", "rep", "represen", "neigh", "neighbour"];
    let lines = text_lines(&outcome);
    let broken: Vec<&str> = lines.iter().filter_map(|l| l.strip_suffix(SOFT)).collect();
    assert!(broken.len() > 3, "{lines:?}");
    for line in broken {
        let part = line.rsplit(' ').next().expect("a word");
        let known = heads.iter().any(|h| part.ends_with(h)) || part.ends_with("tion");
        assert!(known || "considerable representation neighbourhood".contains(part), "{part}");
    }
}

// Hyphens

#[test]
fn a_soft_hyphen_is_used_where_the_line_needs_it() {
    let source = "Wort Xylo\u{ad}phonorchesterprobe ".repeat(20);
    let mut used = 0;
    for width in (72..150).step_by(6) {
        for line in text_lines(&layout_at(width, &source)) {
            let Some(line) = line.strip_suffix(SOFT) else { continue };
            assert!(line.ends_with("Xylo"), "{width} mm: {line:?}");
            used += 1;
        }
    }
    assert!(used > 0, "never used");
}

#[test]
fn a_soft_hyphen_that_is_not_used_leaves_no_trace() {
    let outcome = layout("Do\u{ad}nau\u{ad}dampf und *Do\u{ad}nau*, **Xy\u{ad}lo**.\n\n- Do\u{ad}nau\n");
    let (page, _) = outcome.run("Donaudampf");
    assert!(runs_of(page).all(|run| !run.text.contains(SOFT)));
}

#[test]
fn a_soft_hyphen_that_is_not_used_leaves_glyphs_and_kerning_alone() {
    let [with, without] = ["Do\u{ad}nau\u{ad}dampf", "Donaudampf"].map(layout);
    let [with, without] = [&with, &without].map(|o| o.run("Donaudampf").1);
    assert_eq!(with.glyphs, without.glyphs);
}

#[test]
fn soft_hyphens_leave_no_trace_in_headings_tables_and_references() {
    let outcome = layout(
        "## Do\u{ad}nau {#do}\n\n[](#do)[^1]\n\n| Do\u{ad}nau | b |\n|---|---|\n| El\u{ad}be | c |\n\n\
         [^1]: Rhe\u{ad}in\n",
    );
    let traces: Vec<&str> =
        outcome.runs().iter().map(|r| r.text.as_str()).filter(|t| t.contains(SOFT)).collect();
    assert!(traces.is_empty(), "{traces:?}");
    for words in ["Donau", "Elbe", "Rhein", "„Donau“"] {
        outcome.run(words);
    }
}

fn titles(bookmarks: &[Bookmark]) -> Vec<String> {
    let below =
        |b: &Bookmark| std::iter::once(b.title.clone()).chain(titles(&b.children)).collect::<Vec<_>>();
    bookmarks.iter().flat_map(below).collect()
}

#[test]
fn soft_hyphens_leave_no_trace_in_bookmarks() {
    let outcome = layout("## Do\u{ad}nau\n\nText");
    let titles = titles(&outcome.pages().bookmarks);
    assert!(titles.iter().all(|t| !t.contains(SOFT)), "{titles:?}");
}

/// Beginnings of words that stand hyphenated at line ends, over many measures.
fn broken_words(exception: &str, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    for width in (80..110).step_by(2) {
        let project = project(&format!(
            "[page]\nformat = \"{width}mm x 210mm\"\n[hyphenation]\nexceptions = [\"{exception}\"]\n"
        ));
        project.chapter(text);
        let lines = text_lines(&project.layout());
        let heads = lines.iter().filter_map(|l| l.strip_suffix(SOFT)?.split(' ').next_back());
        broken.extend(heads.map(str::to_owned));
    }
    broken
}

const COURT: &str = "Das Verwaltungsgericht tagt heute und auch morgen wird das Verwaltungsgericht tagen, \
    denn oft tagt hier ein Verwaltungsgericht mit allen, die ein Verwaltungsgericht so hat.";

#[test]
fn hyphenation_exceptions_are_honoured() {
    let broken = broken_words("Verwaltungs-gericht", COURT);
    assert!(broken.len() > 3, "{broken:?}");
    assert!(broken.iter().all(|head| head == "Verwaltungs"), "{broken:?}");
}

#[test]
fn hyphenation_exceptions_overrule_the_patterns() {
    let broken = broken_words("Verwalt-ungsgericht", COURT);
    assert!(broken.len() > 3, "{broken:?}");
    assert!(broken.iter().all(|head| head == "Verwalt"), "{broken:?}");
}

#[test]
fn an_exception_without_breaks_forbids_them() {
    assert_eq!(broken_words("Verwaltungsgericht", COURT), [""; 0]);
}

/// Words that a careless hyphenator would split after or before one letter.
const SHORT_SYLLABLES: &str = "Aberglaube Oberbürgermeisterin Übungsleiterin Abendessen Ideenreichtum \
    Ehevertrag Oasenbewohner Eigentümerin Ökonomie Ukraine Erosionsschutz Ödland Kanada Kommunalwahlen \
    Europäische Union Angola Ungarn Ofenrohr Äquatorialguinea Ausländerbehörde Asylbewerberin";

#[test]
fn no_word_is_split_before_or_after_one_letter() {
    let source = format!("{0} {0}\n\n- {0}\n- {0}\n\nText[^1].\n\n[^1]: {0}\n", SHORT_SYLLABLES);
    let mut hyphens = 0;
    for width in (70..120).step_by(2) {
        let lines = text_lines(&layout_at(width, &source));
        for pair in lines.windows(2).filter(|p| p[0].ends_with(SOFT)) {
            let letters = |c: &char| c.is_alphabetic();
            let before = pair[0].trim_end_matches(SOFT).chars().rev().take_while(letters).count();
            let after = pair[1].chars().take_while(letters).count();
            assert!(before >= 2 && after >= 2, "{width} mm: {:?} | {:?}", pair[0], pair[1]);
            hyphens += 1;
        }
    }
    assert!(hyphens > 50, "only {hyphens} hyphens");
}

#[test]
fn names_in_capitals_are_never_hyphenated() {
    let source = "das AsylbLG und BVerfGE und AufenthG sowie ZENTRALSTELLE ".repeat(20);
    for width in (72..150).step_by(6) {
        for line in text_lines(&layout_at(width, &source)) {
            assert!(!line.ends_with(SOFT), "{width} mm: {line:?}");
        }
    }
}

#[test]
fn at_most_two_lines_in_a_row_end_with_a_hyphen() {
    let pair = "Gemeinschaftsunterkunftsverwaltungsvorschrift Aufenthaltsgestattungen ";
    let source = format!("{}\n\n", pair.repeat(12)).repeat(4);
    for width in (84..150).step_by(6) {
        let lines = text_lines(&layout_at(width, &source));
        let three = lines.windows(3).any(|l| l.iter().all(|l| l.ends_with([SOFT, '-'])));
        assert!(!three, "{width} mm");
    }
}

#[test]
fn headings_are_hyphenated_only_where_a_word_is_wider_than_the_line() {
    let heading = "## Unterbringungsverwaltungsvorschriften der Gemeinschaftsunterkünfte\n\n";
    let broken = |width: u32| {
        let outcome = layout_at(width, &format!("{heading}Text"));
        let heading = outcome.runs().into_iter().filter(|r| r.size == 16.0);
        assert!(heading.clone().count() > 1, "{width} mm");
        let broken = heading.filter(|r| r.text.contains(SOFT)).count();
        assert!(!outcome.codes().contains(&"overlong-word"), "{width} mm: {}", outcome.rendered());
        broken
    };
    for width in (150..174).step_by(6) {
        assert_eq!(broken(width), 0, "{width} mm");
    }
    assert!(broken(100) > 0);
}

/// The text as it is copied: protected spaces are plain ones.
fn plain(outcome: &Outcome) -> String {
    outcome.text().replace([NO_BREAK, NARROW], " ")
}

#[test]
fn dates_and_years_that_begin_a_line_are_text() {
    let outcome = layout(
        "9. November 1989: Mauer.\n\n1. September 1939: Krieg.\n\n1848. Das Jahr.\n\n---\n\n\
         20. Jahrhundert: Frieden.\n\n5. und 6. Klasse.\n\n> 3. Oktober 1990\n\n> [!note]\n> 7. Mai 2024\n",
    );
    let text = plain(&outcome);
    for words in
        ["9. November 1989", "1. September 1939", "1848. Das Jahr", "20. Jahrhundert", "5. und 6. Klasse"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(text.contains("3. Oktober") && text.contains("7. Mai"), "{text}");
    assert_eq!(outcome.codes(), [""; 0]);
}

#[test]
fn a_date_at_the_beginning_of_a_line_goes_on_with_its_sentence() {
    let outcome = layout("Das blieb so bis zum\n1. September 2019 im ganzen\nLand.\n\n> vom\n> 1. Mai an\n");
    assert!(plain(&outcome).contains("so bis zum 1. September 2019 im ganzen Land."), "{}", plain(&outcome));
    assert!(plain(&outcome).contains("vom 1. Mai an"));
    let list = layout("Termine:\n1. Mai\n");
    assert!(!plain(&list).contains("Termine: 1"), "a line of its own");
}

#[test]
fn numbers_of_lists_that_change_are_told() {
    let place = |text: &str| layout(text).place("list-number");
    assert_eq!(place("1. a\n2. b\n2. c\n"), "chapters/01.md:7:1");
    assert_eq!(place("> 3. a\n> 5. b\n"), "chapters/01.md:6:3");
    for fine in
        ["1. a\n1. b\n1. c\n", "3. a\n4. b\n", "7. a\n", "1. Mai\n2. Juni\n", "1. a\n\n   1. b\n\n2. c\n"]
    {
        assert_eq!(layout(fine).codes(), [""; 0], "{fine}");
    }
    let list = layout("1. a\n2. b\n35. c\n").codes();
    assert_eq!(list, [""; 0], "a number far off is no item");
}

#[test]
fn words_with_a_capital_inside_are_broken_in_their_parts() {
    let words = |n| format!("{}MitarbeiterInnenvertretungsangelegenheiten. ", "und ".repeat(n));
    let lines = text_lines(&layout_at(105, &(1..9).map(words).collect::<String>()));
    let broken: Vec<&str> = lines.iter().filter_map(|line| line.strip_suffix(SOFT)).collect();
    assert!(!broken.is_empty(), "{lines:?}");
    assert!(broken.iter().all(|line| !line.ends_with("In")), "{lines:?}");
}

#[test]
fn names_of_files_are_broken_without_a_hyphen() {
    let name = "bericht_zur_integration_2024_endfassung_korrigiert_version_drei_mit_anlagen_und_karten.pdf";
    let outcome = layout_at(105, &format!("Die Datei {name} liegt da."));
    let text = outcome.runs().iter().map(|run| run.text.as_str()).collect::<String>();
    assert!(text.contains(name), "{text}");
    let lines = text_lines(&outcome);
    assert!(lines.iter().filter(|line| line.ends_with('_')).count() > 0, "{lines:?}");
    assert!(!outcome.codes().contains(&"overlong-word"));
}

#[test]
fn a_piece_without_a_joint_is_cut_inside_of_the_measure() {
    let outcome = layout_at(105, &format!("Zahlungsempfängerkonto/{}\n", "X9".repeat(50)));
    let widest = outcome.runs().iter().map(|run| run.at.x + run.width()).fold(0.0, f64::max);
    assert!(widest < outcome.pages().trim.0, "{widest}");
    assert!(outcome.codes().contains(&"overlong-word"));
}

#[test]
fn units_stay_whole_behind_their_number() {
    for words in 0..10 {
        let text = format!("{} im Land rund 4,8 Prozent. {}", "und ".repeat(words), filler(30));
        let lines = text_lines(&layout_at(148, &text));
        assert!(lines.iter().any(|line| line.contains("4,8\u{a0}Prozent")), "{lines:?}");
    }
}

#[test]
fn letters_typed_with_marks_behind_them_are_one_letter() {
    let text =
        "## Gro\u{308}\u{df}e\n\n[Mo\u{308}glich](#größe) und [so](#gro\u{308}ße) für Lo\u{308}sungen\n";
    let outcome = layout(text);
    for words in ["Größe", "Möglich", "Lösungen"] {
        outcome.run(words);
    }
    let lost = layout("Mo\u{308}glich: [so](#nichts)");
    assert_eq!(lost.place("dangling-link"), "chapters/01.md:5:11", "as it was typed");
}
