//! What stands against PDF/A and PDF/UA is an error at the author's line, and nothing is written.

use crate::common::{Outcome, Project};
use brochure::diag::{Severity, has_errors, tidy};
use brochure::edition::render;

const DATED: &str = "date = 2019-10-22\n[cover]\nenabled = false\n[contents]\nenabled = false\n";

/// A project with a date, so that the PDF is to be PDF/A too.
fn dated(text: &str) -> Project {
    let project = Project::with(DATED);
    project.chapter(text);
    project
}

/// Lays a project out and writes its first edition; its complaints join the others.
fn written(project: Project) -> Outcome {
    let mut outcome = project.layout();
    let Some(brochure) = &outcome.brochure else { panic!("refused:\n{}", outcome.rendered()) };
    let made = render(&brochure.plans()[0], &mut outcome.diagnostics);
    tidy(&mut outcome.diagnostics, &outcome.files);
    assert_eq!(made.is_some(), !has_errors(&outcome.diagnostics), "{}", outcome.rendered());
    outcome
}

/// Builds and expects the one complaint, with these words at this place.
fn refused(project: Project, words: &str, place: &str) {
    let outcome = written(project);
    assert_eq!(outcome.codes(), ["conformance"], "{}", outcome.rendered());
    let found = outcome.find("conformance");
    assert_eq!(found.severity, Severity::Error);
    assert!(found.message().contains(words), "{}", found.message());
    assert!(found.help().is_some());
    assert_eq!(outcome.place("conformance"), place);
}

#[test]
fn a_sign_of_a_private_area_is_shown_where_it_stands() {
    let text = "Davor.\n\nIm Code `Zweig \u{e0a0}` dahinter.\n";
    refused(dated(text), "U+E0A0", "chapters/01.md:7:16");
}

#[test]
fn a_sign_of_a_private_area_is_found_on_later_lines_of_a_code_block() {
    let text = "```\nerste Zeile\nzweite \u{e0b2} Zeile\n```\n";
    refused(dated(text), "U+E0B2", "chapters/01.md:7:8");
}

#[test]
fn a_heading_that_nobody_can_hear_is_refused_when_it_is_read() {
    for words in ["&shy;", "[^1]"] {
        let outcome = dated(&format!("Text.\n\n## {words}\n\nText.\n\n[^1]: Wort.\n")).layout();
        assert_eq!(outcome.place("empty-heading"), "chapters/01.md:7:1");
    }
}

#[test]
fn an_empty_alternative_text_of_a_logo_is_shown_in_the_configuration() {
    let publisher = "[[publisher]]\nname = \"Verein\"\nlogo = \"logo.svg\"\nlogo-alt = \"\"\n";
    let project = Project::with(&format!("date = 2019-10-22\n{publisher}"));
    project.file("logo.svg", drawing("<rect width='40' height='40'/>"));
    project.chapter("Text.");
    refused(project, "alternative text", "brochure.toml:8:8");
}

#[test]
fn an_overlong_alternative_text_is_shown_at_its_picture() {
    let project = dated(&format!("Text.\n\n![{}](bild.svg)\n", "x".repeat(40_000)));
    project.file("chapters/bild.svg", drawing("<rect width='40' height='40'/>"));
    refused(project, "32767", "chapters/01.md:7:1");
}

#[test]
fn an_overlong_description_of_the_brochure_needs_no_place() {
    let project = Project::with(&format!("description = \"{}\"\n{DATED}", "ä".repeat(20_000)));
    project.chapter("Text.");
    let outcome = written(project);
    assert_eq!(outcome.codes(), ["conformance"]);
    assert!(outcome.find("conformance").span.is_none());
}

#[test]
fn a_gradient_that_repeats_is_shown_at_its_picture() {
    let gradient = "<linearGradient id='g' x2='0.2' spreadMethod='reflect'><stop stop-color='red'/>\
                    <stop offset='1' stop-color='blue'/></linearGradient>\
                    <rect width='40' height='40' fill='url(#g)'/>";
    let project = dated("Text.\n\n![Ein Verlauf](bild.svg)\n");
    project.file("chapters/bild.svg", drawing(gradient));
    refused(project, "gradient", "chapters/01.md:7:1");
}

#[test]
fn a_drawing_of_nested_clips_is_told_from_its_neighbour() {
    let clips: String =
        (0..28).map(|n| format!("<clipPath id='c{n}'><path d='M{n} 0L40 {n}L0 40z'/></clipPath>")).collect();
    let nested = (0..28).fold("<rect width='40' height='40'/>".to_owned(), |inside, n| {
        format!("<g clip-path='url(#c{n})'>{inside}</g>")
    });
    let project = dated("Text.\n\n![Glatt](glatt.svg)\n\n![Tief](tief.svg)\n");
    project.file("chapters/glatt.svg", drawing("<rect width='28' height='40'/>"));
    project.file("chapters/tief.svg", drawing(&(clips + &nested)));
    refused(project, "clips", "chapters/01.md:9:1");
}

#[test]
fn a_font_that_forbids_embedding_is_named() {
    let project = dated("Text.");
    let mut font = std::fs::read("fonts/SourceSerif4SmText-Regular.ttf").expect("a font");
    let os2 = font.windows(4).position(|w| w == b"OS/2").expect("a table");
    let at = u32::from_be_bytes(font[os2 + 8..os2 + 12].try_into().expect("four bytes")) as usize;
    font[at + 8..at + 10].copy_from_slice(&2u16.to_be_bytes()); // fsType: restricted licence
    project.file("fonts/SourceSerif4SmText-Regular.ttf", font);
    let outcome = written(project);
    assert_eq!(outcome.codes(), ["conformance"], "{}", outcome.rendered());
    assert!(outcome.find("conformance").message().contains("SourceSerif4SmText-Regular.ttf"));
}

#[test]
fn without_a_date_only_what_is_inaccessible_is_refused() {
    let private = Project::bare();
    private.chapter("Ein `\u{e0a0}`.");
    assert_eq!(written(private).codes(), [""; 0]);
    let silent = Project::with("[[publisher]]\nname = \"Rat\"\nlogo = \"logo.svg\"\nlogo-alt = \"\"\n");
    silent.file("logo.svg", drawing("<rect width='40' height='40'/>"));
    silent.chapter("Text.");
    assert_eq!(written(silent).codes(), ["conformance"]);
}

fn drawing(inside: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'>{inside}</svg>")
}
