//! What other Markdown programs understand comes out as meant, or is told at its place. Nothing private is
//! printed; nothing is changed without a word.

use crate::common::{Outcome, Project, layout};
use brochure::document::Target;
use brochure::node::Role;

fn quiet(text: &str) -> Outcome {
    let outcome = layout(text);
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    outcome
}

/// Warned of once, with that code, at that place.
fn told(text: &str, code: &str, place: &str) -> Outcome {
    let outcome = layout(text);
    assert_eq!(outcome.codes(), [code], "{}", outcome.rendered());
    assert_eq!(outcome.place(code), place);
    assert!(outcome.brochure.is_some(), "{}", outcome.rendered());
    outcome
}

fn links_out(outcome: &Outcome) -> Vec<String> {
    let url = |target: &Target| if let Target::Url(url) = target { Some(url.clone()) } else { None };
    outcome.pages().links.values().filter_map(|link| url(&link.target)).collect()
}

#[test]
fn callouts_of_other_programs_are_callouts() {
    for text in [
        "> [!WARNING] Achtung\n> Der Text.\n",
        "::: warning Achtung\nDer Text.\n:::\n",
        ":::warning[Achtung]\nDer Text.\n:::\n",
        "::: {.warning title=\"Achtung\"}\nDer Text.\n:::\n",
        "!!! warning \"Achtung\"\n    Der Text.\n",
        "???+ warning \"Achtung\"\n\n    Der Text.\n",
        "> [!danger] Achtung\n> Der Text.\n",
    ] {
        let outcome = quiet(&format!("Davor.\n\n{text}\nDanach.\n"));
        assert!(outcome.text().contains("Warnung: Achtung"), "{text}: {}", outcome.text());
        assert!(outcome.text().contains("Der Text."), "{text}: {}", outcome.text());
        assert!(outcome.text().contains("Danach."), "{text}: {}", outcome.text());
        let structure = &outcome.pages().structure;
        let asides = structure.iter().filter(|node| matches!(node.role, Role::Aside)).count();
        assert_eq!(asides, 1, "{text}");
    }
}

#[test]
fn exclamation_marks_without_a_block_behind_them_are_text() {
    let outcome = quiet("Davor.\n\n!!! Achtung\n\nDanach.\n");
    assert!(outcome.text().contains("!!! Achtung"), "{}", outcome.text());
}

#[test]
fn blocks_in_colons_hold_each_other_and_code_in_them_stays() {
    let outcome = quiet(
        "::: note\nAußen.\n\n::: tip\nInnen.\n:::\n\n```\n::: kein Block\n%%bleibt%%\n```\n:::\n\nDanach.\n",
    );
    for words in ["Außen.", "Innen.", "::: kein Block", "%%bleibt%%", "Danach."] {
        assert!(outcome.text().contains(words), "{words}: {}", outcome.text());
    }
}

#[test]
fn faults_in_callouts_of_colons_are_told_where_they_are_written() {
    let outcome = layout("Davor.\n\n::: note\nEin [Verweis](#weg).\n:::\n");
    assert_eq!(outcome.place("dangling-link"), "chapters/01.md:8:5");
}

#[test]
fn an_unknown_callout_keeps_its_name() {
    let outcome = told("> [!Merksatz]\n> Der Text.\n", "unknown-callout", "chapters/01.md:5:3");
    outcome.run("Merksatz");
}

#[test]
fn comments_of_wikis_are_never_printed() {
    let outcome = quiet(
        "Eins %%geheim%% zwei {>>nur für uns<<} drei.\n\n%%\nganz geheim\n\nauch das\n%%\n\nVier, 5 %% von 6 %.",
    );
    assert!(outcome.text().contains("Eins zwei drei."), "{}", outcome.text());
    assert!(!outcome.text().contains("geheim") && !outcome.text().contains("auch das"), "{}", outcome.text());
    assert!(outcome.text().replace(['\u{a0}', '\u{202f}'], " ").contains("5 %% von"), "{}", outcome.text());
}

#[test]
fn tracked_changes_are_accepted_and_told() {
    let text = "Das {++neue ++}Wort {--weg--}und {~~alt~>jung~~}.";
    let outcome = told(text, "dialect", "chapters/01.md:5:5");
    assert!(outcome.text().contains("Das neue Wort und jung."), "{}", outcome.text());
}

#[test]
fn notes_may_be_written_where_they_are_called() {
    let outcome = quiet("Ein Satz.^[Eine *Notiz* mit [Klammern].] Und ^[noch eine] mehr m^2^.");
    assert!(outcome.text().contains("Eine Notiz mit [Klammern]."), "{}", outcome.text());
    assert!(outcome.text().contains("noch eine"), "{}", outcome.text());
}

#[test]
fn a_note_may_be_called_twice_and_hold_a_list() {
    let outcome =
        quiet("Eins.[^a] Zwei.[^b] Drei.[^a]\n\n[^a]: Siehe:\n\n    - dies\n    - das\n\n[^b]: B.\n");
    let calls = outcome.runs().into_iter().filter(|run| run.text == "1" && run.size < 7.0).count();
    assert_eq!(calls, 2);
    assert!(
        outcome.text().contains("– dies") || outcome.text().contains("–\u{a0}dies"),
        "{}",
        outcome.text()
    );
}

#[test]
fn bare_addresses_are_links_and_marks_around_them_are_not() {
    let outcome = quiet(
        "Siehe https://example.org/a_b_c?d=e*f (oder www.example.org/x), Mail: rat@example.org. `https://code.example`",
    );
    assert_eq!(
        links_out(&outcome),
        ["https://example.org/a_b_c?d=e*f", "https://www.example.org/x", "mailto:rat@example.org"]
    );
}

#[test]
fn links_of_wikis_lead_to_chapters_by_name_and_title() {
    let project = Project::bare();
    project.file("chapters/01.md", "# Eins\n\nZu [[02-zwei]], [[Zweites Kapitel|dort]].\n");
    project.file("chapters/02-zwei.md", "# Zweites Kapitel\n\nText.\n");
    let outcome = project.layout();
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    let inner =
        outcome.pages().links.values().filter(|link| matches!(link.target, Target::Anchor(_))).count();
    assert!(inner >= 2);
    let outcome = told("Zu [[Nirgendwo]].", "dialect", "chapters/01.md:5:4");
    assert!(outcome.text().contains("Zu [[Nirgendwo]]."), "{}", outcome.text());
}

#[test]
fn what_is_not_understood_is_printed_and_told() {
    for (text, printed) in [
        ("Hallo {{ name }}!", "Hallo {{ name }}!"),
        ("Siehe [@mueller2020, S. 5].", "[@mueller2020, S."),
        ("Es gilt $E = mc^2$ hier.", "$E = mc^2$"),
    ] {
        let outcome = told(
            text,
            "dialect",
            &format!("chapters/01.md:5:{}", 1 + text.find(['{', '[', '$']).expect("a sign")),
        );
        assert!(outcome.text().replace('\u{a0}', " ").contains(printed), "{text}: {}", outcome.text());
    }
    told("[TOC]\n\nText.", "dialect", "chapters/01.md:5:1");
    told("```mermaid\ngraph TD\n```\n", "dialect", "chapters/01.md:5:1");
}

#[test]
fn formulas_over_several_lines_are_printed_as_typed_and_told() {
    for text in [
        "Davor\n$$\n\\frac{a_1*b}{c*d} \\_\n$$\nDanach",
        "- Davor\n  $$\n  \\frac{a_1*b}{c*d} \\_\n  $$\n\n  Danach",
        "Davor\n\n$$ \\frac{a_1*b}{c*d} \\_\n$$\n\nDanach",
        "::: note\nDavor\n$$\n\\frac{a_1*b}{c*d} \\_\n$$\n:::\n\nDanach",
    ] {
        let outcome = layout(text);
        assert_eq!(outcome.codes(), ["dialect"], "{text}: {}", outcome.rendered());
        let lines = outcome.lines(1);
        let has = |words: &str| lines.iter().any(|line| line.contains(words));
        assert!(has("\\frac{a_1*b}{c*d} \\_") && has("Davor") && has("Danach"), "{text}: {lines:?}");
        assert_eq!(outcome.text().matches("$$").count(), 2, "{text}: {lines:?}");
    }
    told("A\n\n$$\nx^2\n$$", "dialect", "chapters/01.md:7:1");
    quiet("Das kostet\n$$ und\n\nmehr $$.");
}

#[test]
fn sums_of_money_and_code_are_no_formulas_or_templates() {
    quiet("Das kostet 5 $ und 10 $, US$5 oder $7. `{{ code }}` und\n\n    {{ Code }}\n");
}

#[test]
fn paths_with_spaces_are_paths() {
    let project = Project::bare();
    project.file(
        "chapters/01 eins.md",
        "# Eins\n\nZu [zwei](02 zwei.md) und [drei](03 drei.md#ende), s. 1.2.\n",
    );
    project.file("chapters/02 zwei.md", "# Zwei\n\nText.\n");
    project.file("chapters/03 drei.md", "# Drei\n\nText.\n\n## Ende\n\nText.\n");
    let outcome = project.layout();
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    assert!(outcome.text().contains("Zu zwei und drei, s."), "{}", outcome.text());
}

#[test]
fn bullets_of_word_processors_are_lists() {
    let outcome = quiet("Wir bieten:\n• Beratung\n•\tKurse\n");
    let items = outcome.pages().structure.iter().filter(|node| matches!(node.role, Role::Item)).count();
    assert_eq!(items, 2);
}

#[test]
fn lines_of_addresses_and_lettered_lists_end_where_they_were_typed() {
    let outcome =
        quiet("Amt für Soziales\nRathausplatz 1\n55116 Mainz\n\nEs gilt:\na) das eine,\nb) das andere.\n");
    let lines = outcome.lines(1);
    for line in ["Rathausplatz 1", "55116 Mainz", "a) das eine,", "b) das andere."] {
        assert!(lines.iter().any(|l| l.replace('\u{a0}', " ").starts_with(line)), "{line} in {lines:?}");
    }
}

#[test]
fn markup_that_did_not_take_is_told() {
    told("Das ist ** wichtig** hier.", "stray-markup", "chapters/01.md:5:19");
    told("| a | b |\n|---|\n| c | d |\n", "stray-markup", "chapters/01.md:6:1");
    quiet("Das ist \\*\\*wichtig und `**code**`, 2 ** 3.");
}

#[test]
fn cells_beyond_the_head_are_set() {
    let outcome = told("| a | b |\n|---|---|\n| c | d | *mehr* |\n", "table-cells", "chapters/01.md:7:1");
    outcome.run("mehr");
}

#[test]
fn tabs_in_code_are_stops() {
    let outcome = quiet("```\nab\tc\n\td\n```\n");
    assert!(outcome.text().contains("ab  c"), "{}", outcome.text());
    let x = |words: &str| outcome.run(words).1.glyphs.len();
    assert!(x("d") > 0);
}

#[test]
fn signs_of_offices_are_printed_and_a_sign_that_no_font_has_is_left_out_and_told_once() {
    let outcome = quiet("☎ 06131 12, ✉ ⚠ ✅ ★ → ☐ 😀\u{fe0f} 📧.");
    assert!(outcome.text().contains('☎'));
    let outcome =
        told("Wer \u{13000} und \u{13000}\n\n- \u{13000} da", "missing-glyph", "chapters/01.md:5:5");
    assert!(outcome.rendered().contains("3 of them"), "{}", outcome.rendered());
    let (_, run) = outcome.run("Wer");
    assert!(run.glyphs.iter().all(|glyph| glyph.id != 0));
}

#[test]
fn a_page_ends_where_its_author_wants_it() {
    for mark in ["\\newpage", "<!-- pagebreak -->", "<div style=\"page-break-after: always\"></div>"] {
        let outcome = layout(&format!("Eins.\n\n{mark}\n\nZwei.\n\nDrei.\n\n{mark}\n\n## Vier\n\nText.\n"));
        let page = |words: &str| outcome.run(words).0.number;
        let first = page("Eins.");
        assert_eq!([page("Zwei."), page("Drei."), page("Vier")], [first + 1, first + 1, first + 2], "{mark}");
        assert!(!outcome.text().contains("newpage"), "{mark}");
    }
}

#[test]
fn signs_are_called_by_the_names_that_forges_know() {
    let outcome =
        quiet("Gut :smile: (:warning:), fertig: :white_check_mark:. **:rocket:** :+1:\n\n## :star: Kopf\n");
    let all = outcome.text();
    for sign in ["Gut 😄 (⚠), fertig: ✅.", "🚀", "👍", "⭐ Kopf"] {
        assert!(all.contains(sign), "{sign} in {all}");
    }
    let outcome = told("Eins :elbisch: und :zwei_drei:.", "dialect", "chapters/01.md:5:6");
    assert!(outcome.text().contains(":elbisch: und :zwei_drei:"), "{}", outcome.text());
    assert!(outcome.rendered().contains("2 of them"), "{}", outcome.rendered());
}

#[test]
fn other_colons_are_no_names_of_signs() {
    for text in [
        "Um 10:30:00 Uhr, 3:2:1, a::b::c, std::io, Leser:innen:gruppe, `:smile:`, \\:smile:, :30:, :x, : y :",
        "Siehe https://example.org/a:smile:x und C:\\\\smile:",
        "```\n:smile: :elbisch:\n```",
        "Begriff\n: Erklärung: so",
    ] {
        let outcome = quiet(text);
        assert!(!outcome.text().contains('😄'), "{text}: {}", outcome.text());
    }
}

#[test]
fn every_sign_with_a_name_is_in_the_fonts() {
    let listed = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/shortcodes.txt"));
    let listed = listed.expect("a file");
    let names: Vec<&str> = listed.lines().map(|line| line.split_once(' ').expect("a sign").0).collect();
    assert!(names.len() > 30 && names.is_sorted_by(|a, b| a < b), "{names:?}");
    quiet(&names.iter().map(|name| format!(":{name}: ")).collect::<String>());
}

#[test]
fn a_file_that_is_to_be_taken_in_is_told() {
    for text in ["{{#include teil.md}}", "{{#include ../src/x.rs:10:20}}", "{{#rustdoc_include a.rs}}"] {
        let outcome = told(&format!("Eins.\n\n{text}\n\nZwei."), "dialect", "chapters/01.md:7:1");
        assert!(outcome.rendered().contains("no file is taken in"), "{}", outcome.rendered());
        assert!(outcome.text().contains(text), "{}", outcome.text());
    }
    quiet("Wie `{{#include a.md}}` es tut: \\{{#include a.md}}");
}
