//! HTML in chapters means what it means in a browser, as far as print goes; every word stays.

use crate::common::{Outcome, layout};
use brochure::document::Target;
use brochure::node::Role;
use brochure::pages::Item;

/// The text on one line, of a chapter without complaints.
fn quiet(text: &str) -> String {
    let outcome = layout(text);
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    outcome.text()
}

/// Names of the faces that words are set in.
fn face(outcome: &Outcome, words: &str) -> String {
    let (_, run) = outcome.run(words);
    outcome.pages().fonts[run.face.0 as usize].name.clone()
}

/// The texts of nodes of a role, in the order of reading.
fn count(outcome: &Outcome, wanted: impl Fn(&Role) -> bool) -> usize {
    let structure = &outcome.pages().structure;
    structure.iter().filter(|node| wanted(&node.role)).count()
}

#[test]
fn tags_between_words_mark_them() {
    let outcome = layout("Ein <b>fettes</b> und <em>schräges</em> Wort, <code>Taste</code>.");
    assert!(face(&outcome, "fettes").contains("Bold") || face(&outcome, "fettes").contains("Semibold"));
    assert!(face(&outcome, "schräges").contains("It"), "{}", face(&outcome, "schräges"));
    assert_ne!(face(&outcome, "Taste"), face(&outcome, "Ein "));
    assert_eq!(outcome.codes(), [""; 0]);
}

#[test]
fn raised_and_lowered_letters_are_smaller() {
    let outcome = layout("H<sub>2</sub>O auf 5 m<sup>3</sup>.");
    let sizes = |words: &str| outcome.run(words).1.size;
    assert!(sizes("2") < sizes("H") && sizes("3") < sizes("H"));
    assert!(outcome.run("2").1.at.y > outcome.run("3").1.at.y);
}

#[test]
fn a_break_ends_the_line_in_text_and_cell() {
    let outcome = layout("Eins<br>zwei<br/>drei.\n\n| a | b |\n|---|---|\n| cc<br>dd | e |\n");
    let lines = outcome.lines(1);
    for line in ["Eins", "zwei", "drei."] {
        assert!(lines.iter().any(|l| l.starts_with(line)), "{lines:?}");
    }
    assert!(outcome.run("dd").1.at.y > outcome.run("cc").1.at.y);
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
}

#[test]
fn quotes_and_entities_are_those_of_the_language() {
    assert!(quiet("Er sagte <q>Ja &amp; nein</q>.").contains("„Ja & nein“"));
    assert!(quiet("<ul><li>A &uuml; B</li></ul>").contains("A ü B"));
}

#[test]
fn links_lead_where_they_lead() {
    let outcome = layout("Zum <a href=\"https://example.org/a?b&amp;c\">Amt für Integration</a>.");
    let url = |link: &brochure::pages::LinkEnd| matches!(&link.target, Target::Url(url) if url == "https://example.org/a?b&c");
    assert!(outcome.pages().links.values().any(url), "{}", outcome.rendered());
}

#[test]
fn blocks_become_blocks_and_words_between_tags_are_markdown() {
    let outcome = layout(
        "<div class=\"kasten\">\n\n## Mitte\n\nMit **Sternen**.\n\n</div>\n\n<p>Ein *Absatz* von\nHTML.</p>\n\n<ol start=\"3\"><li>drei</li><li>vier<ul><li>innen</li></ul></li></ol>\n",
    );
    assert_eq!(outcome.codes(), ["html", "html"], "{}", outcome.rendered());
    assert!(outcome.text().contains("Ein Absatz von HTML."), "{}", outcome.text());
    assert!(outcome.text().contains("Mit Sternen."), "{}", outcome.text());
    assert_eq!(count(&outcome, |role| matches!(role, Role::List(_))), 2);
    assert_eq!(count(&outcome, |role| matches!(role, Role::Item)), 3);
    outcome.run("4"); // the list begins with three
}

#[test]
fn a_simple_table_is_a_table() {
    let outcome = layout(
        "<table>\n<thead><tr><th>Ort</th><th>Zahl</th></tr></thead>\n<tbody>\n<tr><td>Mainz</td><td>1</td></tr>\n<tr><td colspan=\"2\">beide <b>zusammen</b></td></tr>\n</tbody></table>\n",
    );
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    assert_eq!(count(&outcome, |role| matches!(role, Role::Row)), 3);
    for words in ["Ort", "Mainz", "zusammen"] {
        outcome.run(words);
    }
}

#[test]
fn what_stands_in_script_and_style_is_never_printed() {
    let outcome =
        layout("Davor.\n\n<style>\np { color: red }\n</style>\n\nIm <script>alert(1)</script> Satz.\n");
    assert_eq!(outcome.codes(), ["html", "html"], "{}", outcome.rendered());
    assert!(!outcome.text().contains("color") && !outcome.text().contains("alert"), "{}", outcome.text());
    assert!(outcome.text().contains("Im Satz."), "{}", outcome.text());
}

#[test]
fn a_tag_that_never_closes_ends_with_its_block() {
    let outcome = layout("Ein <b>fettes Wort.\n\n- Punkt <i>eins\n- Punkt zwei\n\nEnde.");
    assert_eq!(face(&outcome, "Ende."), face(&outcome, "Ein "));
    assert_eq!(face(&outcome, "Punkt zwei"), face(&outcome, "Punkt "));
}

#[test]
fn a_closed_block_shows_its_summary_in_bold_and_all_it_holds() {
    let outcome = layout("<details>\n<summary>Mehr dazu</summary>\n\nDer Inhalt.\n\n</details>\n");
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    assert_ne!(face(&outcome, "Mehr dazu"), face(&outcome, "Der Inhalt."));
}

#[test]
fn underlines_and_grounds_are_drawn() {
    let fills = |text: &str| {
        let outcome = layout(text);
        outcome.pages().pages[0].items.iter().filter(|item| matches!(item, Item::Fill { .. })).count()
    };
    let plain = fills("Ein Wort.");
    assert_eq!(fills("Ein <u>Wort</u>."), plain + 1);
    assert_eq!(fills("Ein <mark>Wort</mark>."), plain + 1);
    assert_eq!(fills("Ein ==Wort==."), plain + 1);
    assert_eq!(fills("a == b und c == d."), plain);
}

#[test]
fn the_title_of_an_abbreviation_is_its_expansion() {
    let text = "Die <abbr title=\"Gemeinde&shy;ordnung\">GemO</abbr> und *<abbr title='Ein  \"B\"'>A**B**</abbr>*[^1].\n\n\
                <center><abbr title=\"Straße\">Str.</abbr> <abbr>usw.</abbr></center>\n\n[^1]: Beleg.\n";
    let outcome = layout(text);
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    let structure = &outcome.pages().structure;
    let expanded: Vec<&str> = structure
        .iter()
        .filter_map(|node| match &node.role {
            Role::Abbreviation(words) => Some(words.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(expanded, ["Gemeinde\u{ad}ordnung", "Ein \"B\"", "Straße"]);
    assert!(outcome.text().contains("Die GemO und A"), "{}", outcome.text());
    assert!(!outcome.text().contains("Straße"), "{}", outcome.text());
}

#[test]
fn what_an_abbreviation_says_itself_comes_before_the_list() {
    let project = crate::common::Project::with(
        "[cover]\nenabled = false\n[contents]\nenabled = false\n[abbreviations]\nGG = \"Grundgesetz\"\n",
    );
    project.chapter("Das GG und <abbr title=\"Gut Gemacht\">GG</abbr>.");
    let outcome = project.layout();
    assert_eq!(count(&outcome, |role| *role == Role::Abbreviation("Gut Gemacht".to_owned())), 1);
    assert_eq!(count(&outcome, |role| *role == Role::Abbreviation("Grundgesetz".to_owned())), 1);
}

#[test]
fn lists_and_paragraphs_in_cells_are_lines() {
    let cell = "<ul><li>eins</li> <li>zwei</li></ul> | <ol><li>drei</li><li>**vier**</li></ol>";
    for table in [
        format!("| a | b |\n|--|--|\n| {cell} |\n"),
        format!(
            "<table><tr><th>a</th><th>b</th></tr><tr><td>{}</td></tr></table>\n",
            cell.replace(" | ", "</td><td>").replace("**", "")
        ),
    ] {
        let text = quiet(&table);
        for words in ["•\u{a0}eins", "•\u{a0}zwei", "1.\u{a0}drei", "2.\u{a0}"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        let outcome = layout(&table);
        let y = |words: &str| outcome.run(words).1.at.y;
        assert!(y("eins") < y("zwei") && y("drei") < y("vier") && (y("eins") - y("drei")).abs() < 0.01);
    }
}

#[test]
fn tags_of_blocks_among_words_begin_a_line() {
    let outcome = layout("Eins<div>zwei</div>drei <p>vier</p>\n\nFünf <picture>sechs</picture>.\n");
    assert_eq!(outcome.codes(), ["html"; 3], "{}", outcome.rendered());
    let lines = outcome.lines(1);
    for line in ["Eins", "zwei", "drei", "vier", "Fünf sechs."] {
        assert!(lines.iter().any(|l| l.trim() == line), "{line}: {lines:?}");
    }
}
