//! Text that survives: what is read, found and copied is what was written.

use crate::common;

use crate::common::{Outcome, Project, layout};

/// All text as it is read: words over two lines where they begin.
fn read(outcome: &Outcome) -> String {
    outcome.runs().into_iter().map(common::read).collect()
}

/// Words that go on in another line, as they are read.
fn broken(outcome: &Outcome) -> Vec<&str> {
    let parts = outcome.runs().into_iter().flat_map(|run| &run.read_as);
    parts.map(|part| part.words.as_str()).filter(|words| !words.trim().is_empty()).collect()
}

const LONG: &str =
    "Integrationsbeauftragte Willkommensbehörden Gemeinschaftsunterkünfte Staatsangehörigkeit ";

#[test]
fn hyphenated_words_are_read_whole_where_they_begin() {
    let outcome = layout(&LONG.repeat(12));
    assert!(broken(&outcome).len() > 5);
    for word in broken(&outcome) {
        assert!(LONG.contains(&format!("{word} ")), "{word}");
    }
    let read = read(&outcome);
    assert!(read.contains(LONG.repeat(12).trim()), "{read}");
}

#[test]
fn the_end_of_a_broken_word_is_read_as_the_space_after_it() {
    let outcome = layout(&LONG.repeat(12));
    let ends: Vec<_> = outcome.runs().into_iter().flat_map(|r| r.read_as.first()).collect();
    assert!(ends.iter().any(|part| part.start == 0 && part.words == " "), "{ends:?}");
    assert!(ends.iter().all(|part| part.start > 0 || !part.words.is_empty()), "{ends:?}");
}

#[test]
fn words_broken_at_a_written_hyphen_keep_it() {
    let outcome = layout(&"Rheinland-Pfalz und Bernkastel-Wittlich, ".repeat(30));
    assert!(
        broken(&outcome).iter().any(|w| w.contains("d-P") || w.contains("l-W")),
        "{:?}",
        broken(&outcome)
    );
    for word in broken(&outcome) {
        assert!(["Rheinland-Pfalz", "Bernkastel-Wittlich,"].contains(&word), "{word}");
    }
}

#[test]
fn an_address_over_several_lines_is_read_once() {
    let address = format!("https://example.org/{}", "ordner-mit-namen/".repeat(12));
    let outcome = layout(&format!("Siehe <{address}> dort."));
    assert_eq!(broken(&outcome), [address.as_str()]);
    assert_eq!(read(&outcome).matches("example").count(), 1);
}

#[test]
fn the_call_of_a_note_stays_apart_from_a_broken_word() {
    let text = (0..40).map(|n| format!("Staatsangehörigkeitsrecht[^{n}] ")).collect::<String>();
    let notes = (0..40).map(|n| format!("\n[^{n}]: Anmerkung.\n")).collect::<String>();
    let outcome = layout(&format!("{text}\n{notes}"));
    let before_calls = outcome.runs().windows(2).filter(|w| w[1].text == "7").count();
    assert!(before_calls > 0 && broken(&outcome).len() > 5);
    assert!(!read(&outcome).contains("rechtrecht"));
}

#[test]
fn a_word_that_changes_style_is_read_in_its_parts() {
    let outcome = layout(&"**Gemeinschafts**unterkünfte der **Willkommens**behörden ".repeat(20));
    let read = read(&outcome).replace(['\u{ad}', ' '], "");
    assert!(read.contains(&"GemeinschaftsunterkünftederWillkommensbehörden".repeat(20)), "{read}");
}

#[test]
fn soft_hyphens_of_the_author_leave_no_trace() {
    let outcome = layout(&"Do&shy;nau&shy;dampf&shy;schiff&shy;fahrt ".repeat(30));
    assert!(broken(&outcome).iter().all(|word| *word == "Donaudampfschifffahrt"));
    assert!(broken(&outcome).len() > 3);
}

#[test]
fn text_from_right_to_left_is_left_as_it_stands() {
    let outcome = layout(&"مرحبا بكم في مدينتنا ".repeat(40));
    assert!(broken(&outcome).is_empty());
}

#[test]
fn signs_without_ink_and_protected_spaces_are_not_in_the_file() {
    let project = Project::with("date = 2019-10-22\n");
    project.chapter("> [!praxistipp] Ein\u{feff}s\n> \u{feff}Zw\u{200b}ei z. B. 10 %\n");
    let outcome = project.layout();
    let Some(made) = &outcome.brochure else { panic!("{}", outcome.rendered()) };
    let mut sink = Vec::new();
    let files = brochure::edition::render(&made.plans()[0], &mut sink).unwrap_or_else(|| panic!("{sink:?}"));
    let pdf = lopdf::Document::load_mem(&files[0].bytes).expect("a PDF");
    let pages: Vec<u32> = (1..=pdf.get_pages().len() as u32).collect();
    let text = pdf.extract_text(&pages).expect("text");
    assert!(!text.contains(['\u{feff}', '\u{200b}', '\u{a0}', '\u{202f}']), "{text:?}");
    assert!(text.replace(char::is_whitespace, "").contains("EinsZweiz.B.10%"), "{text}");
    assert!(text.contains("z. B. 10 %"), "{text}");
}
