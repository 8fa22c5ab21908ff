//! What stands against PDF/A and PDF/UA is a warning at the author's line, and the file does not claim what it does
//! not keep.

use crate::common::{Outcome, Project};
use brochure::diag::{Severity, has_errors, tidy};
use brochure::edition::{Product, render};

const DATED: &str = "date = 2019-10-22\n[cover]\nenabled = false\n[contents]\nenabled = false\n";

/// A project with a date, so that the PDF is to be PDF/A too.
fn dated(text: &str) -> Project {
    let project = Project::with(DATED);
    project.chapter(text);
    project
}

/// Lays a project out and writes its first edition; its complaints join the others.
fn written(project: Project) -> (Outcome, Product) {
    let mut outcome = project.layout();
    let Some(brochure) = &outcome.brochure else { panic!("refused:\n{}", outcome.rendered()) };
    let made = render(&brochure.plans()[0], &mut outcome.diagnostics);
    tidy(&mut outcome.diagnostics, &outcome.files);
    assert!(!has_errors(&outcome.diagnostics), "{}", outcome.rendered());
    let product = made.and_then(|mut made| made.pop()).expect("a file");
    (outcome, product)
}

/// Builds and expects the one complaint, with these words at this place, and what is claimed all the same.
fn warned(project: Project, code: &str, words: &str, place: &str, claimed: &[&str]) {
    let (outcome, product) = written(project);
    assert_eq!(outcome.codes(), [code], "{}", outcome.rendered());
    let found = outcome.find(code);
    assert_eq!(found.severity, Severity::Warning);
    assert!(found.message().contains(words), "{}", found.message());
    assert!(found.help().is_some());
    assert_eq!(outcome.place(code), place);
    assert_eq!(product.conformance, claimed);
    assert!(product.missed.iter().all(|missed| missed.why.iter().any(|why| why.text().contains(words))));
    assert_claims(&product);
}

/// The file says of itself what the product says of it.
fn assert_claims(product: &Product) {
    let file = lopdf::Document::load_mem(&product.bytes).expect("a PDF");
    let metadata = file.catalog().and_then(|c| c.get(b"Metadata")?.as_reference()).expect("metadata");
    let stream = file.get_object(metadata).and_then(|o| o.as_stream()).expect("a stream");
    let xmp = String::from_utf8(stream.get_plain_content().expect("XMP")).expect("UTF-8");
    for part in [1, 2] {
        let told = xmp.contains(&format!("<pdfuaid:part>{part}</pdfuaid:part>"));
        assert_eq!(told, product.conformance.contains(&&*format!("PDF/UA-{part}")), "{xmp}");
    }
    assert_eq!(xmp.contains("<pdfuaid:rev>2024</pdfuaid:rev>"), product.conformance.contains(&"PDF/UA-2"));
    let four = "<pdfaid:part>4</pdfaid:part>\n<pdfaid:rev>2020</pdfaid:rev>";
    assert_eq!(xmp.contains(four), product.conformance.contains(&"PDF/A-4"), "{xmp}");
    let level = product.conformance.iter().find_map(|name| name.strip_prefix("PDF/A-2"));
    for letter in ["a", "u", "b"] {
        let said = format!("<pdfaid:conformance>{}</pdfaid:conformance>", letter.to_uppercase());
        assert_eq!(xmp.contains(&said), level == Some(letter), "{xmp}");
    }
}

#[test]
fn a_sign_of_a_private_area_is_shown_where_it_stands() {
    let text = "Davor.\n\nIm Code `Zweig \u{e0a0}` dahinter.\n";
    warned(dated(text), "conformance", "U+E0A0", "chapters/01.md:7:16", &["PDF/A-2u", "PDF/UA-1"]);
}

#[test]
fn a_sign_of_a_private_area_is_found_on_later_lines_of_a_code_block() {
    let text = "```\nerste Zeile\nzweite \u{e0b2} Zeile\n```\n";
    warned(dated(text), "conformance", "U+E0B2", "chapters/01.md:7:8", &["PDF/A-2u", "PDF/UA-1"]);
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
    warned(project, "missing-alt", "alternative text", "brochure.toml:8:8", &["PDF/A-2u"]);
}

#[test]
fn an_overlong_alternative_text_is_shown_at_its_picture() {
    let project = dated(&format!("Text.\n\n![{}](bild.svg)\n", "x".repeat(40_000)));
    project.file("chapters/bild.svg", drawing("<rect width='40' height='40'/>"));
    warned(project, "conformance", "32767", "chapters/01.md:7:1", &["PDF/UA-1"]);
}

#[test]
fn an_overlong_description_of_the_brochure_needs_no_place() {
    let project = Project::with(&format!("description = \"{}\"\n{DATED}", "ä".repeat(20_000)));
    project.chapter("Text.");
    let (outcome, product) = written(project);
    assert_eq!(outcome.codes(), ["conformance"]);
    assert!(outcome.find("conformance").span.is_none());
    assert_eq!(product.conformance, ["PDF/UA-1"]);
}

#[test]
fn a_gradient_that_repeats_stands_against_nothing() {
    let gradient = "<linearGradient id='g' x2='0.2' spreadMethod='reflect'><stop stop-color='red'/>\
                    <stop offset='1' stop-color='blue'/></linearGradient>\
                    <rect width='40' height='40' fill='url(#g)'/>";
    let project = dated("Text.\n\n![Ein Verlauf](bild.svg)\n");
    project.file("chapters/bild.svg", drawing(gradient));
    let (outcome, product) = written(project);
    assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
    assert_eq!(product.conformance, ["PDF/A-2a", "PDF/UA-1"]);
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
    warned(project, "conformance", "clips", "chapters/01.md:9:1", &["PDF/UA-1"]);
}

#[test]
fn a_font_that_forbids_embedding_is_named() {
    let project = dated("Text.");
    let mut font = std::fs::read("fonts/SourceSerif4SmText-Regular.ttf").expect("a font");
    let os2 = font.windows(4).position(|w| w == b"OS/2").expect("a table");
    let at = u32::from_be_bytes(font[os2 + 8..os2 + 12].try_into().expect("four bytes")) as usize;
    font[at + 8..at + 10].copy_from_slice(&2u16.to_be_bytes()); // fsType: restricted licence
    project.file("fonts/SourceSerif4SmText-Regular.ttf", font);
    let (outcome, product) = written(project);
    assert_eq!(outcome.codes(), ["conformance"], "{}", outcome.rendered());
    assert!(outcome.find("conformance").message().contains("SourceSerif4SmText-Regular.ttf"));
    assert!(!product.conformance.iter().any(|name| name.starts_with("PDF/A")), "{:?}", product.conformance);
}

#[test]
fn without_a_date_only_what_is_inaccessible_is_told() {
    let private = Project::bare();
    private.chapter("Ein `\u{e0a0}`.");
    assert_eq!(written(private).0.codes(), [""; 0]);
    let silent = Project::with("[[publisher]]\nname = \"Rat\"\nlogo = \"logo.svg\"\nlogo-alt = \"\"\n");
    silent.file("logo.svg", drawing("<rect width='40' height='40'/>"));
    silent.chapter("Text.");
    let (outcome, product) = written(silent);
    assert_eq!(outcome.codes(), ["missing-alt"]);
    assert_eq!(product.conformance, [""; 0]);
    assert_claims(&product);
}

#[test]
fn a_picture_without_alternative_text_is_set_told_once_and_costs_what_it_must() {
    let project = dated("Text.\n\n![](bild.svg)\n");
    project.file("chapters/bild.svg", drawing("<rect width='40' height='40'/>"));
    warned(project, "missing-alt", "alternative text", "chapters/01.md:7:1", &["PDF/A-2u"]);
}

#[test]
fn two_faults_cost_both_standards_and_each_is_told_with_its_reason() {
    let long = "x".repeat(40_000);
    let project = dated(&format!("![](bild.svg)\n\n![{long}](bild.svg)\n"));
    project.file("chapters/bild.svg", drawing("<rect width='40' height='40'/>"));
    let (outcome, product) = written(project);
    assert_eq!(outcome.codes(), ["missing-alt", "conformance"], "{}", outcome.rendered());
    assert_eq!(product.conformance, [""; 0]);
    let missed: Vec<_> = product.missed.iter().map(|m| (m.standard, m.why.len())).collect();
    assert_eq!(missed, [("PDF/A-2a", 2), ("PDF/UA-1", 1)], "{:?}", product.missed);
}

#[test]
fn a_photograph_in_inks_is_converted_for_the_screen() {
    let project = dated("![Ein Bild](bild.jpg)\n");
    project.file("chapters/bild.jpg", include_bytes!("../separation/inks.jpg"));
    let (outcome, product) = written(project);
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    assert_eq!(product.conformance, ["PDF/A-2a", "PDF/UA-1"]);
    let file = lopdf::Document::load_mem(&product.bytes).expect("a PDF");
    let spaces = file.objects.values().filter_map(|o| o.as_stream().ok()?.dict.get(b"ColorSpace").ok());
    assert!(spaces.clone().count() > 0);
    let in_inks = |space: &lopdf::Object| space.as_name().is_ok_and(|name| name == b"DeviceCMYK");
    assert!(!spaces.into_iter().any(in_inks));
}

fn drawing(inside: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'>{inside}</svg>")
}

#[test]
fn a_drawing_whose_tiles_are_nested_too_deep_is_told() {
    let nested = (0..28).fold("<rect width='4' height='4'/>".to_owned(), |inside, n| {
        format!("<g transform='translate({}.1 0)'>{inside}</g>", n % 2)
    });
    let tiles = format!(
        "<pattern id='p' width='5' height='5' patternUnits='userSpaceOnUse'>{nested}</pattern>\
         <rect width='40' height='40' fill='url(#p)'/>"
    );
    let project = dated("Text.\n\n![Kacheln](bild.svg)\n");
    project.file("chapters/bild.svg", drawing(&tiles));
    warned(project, "conformance", "clips", "chapters/01.md:7:1", &["PDF/UA-1"]);
}

const NEW: &str = "[edition.neu]\nkind = \"screen\"\nstandard = \"ua-2\"\n";

#[test]
fn a_file_of_pdf_2_claims_the_standards_of_its_time() {
    let project = Project::with(&format!("{DATED}{NEW}"));
    project.chapter("Text.");
    let (outcome, product) = written(project);
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    assert_eq!(product.conformance, ["PDF/A-4", "PDF/UA-2"]);
    assert_claims(&product);
}

#[test]
fn signs_of_private_areas_stand_against_what_pdf_2_keeps() {
    let sign = Project::with(&format!("{DATED}{NEW}"));
    sign.chapter("Im Code `Zweig \u{e0a0}` dahinter.\n");
    warned(sign, "conformance", "U+E0A0", "chapters/01.md:5:16", &[]);
    let alt = Project::with(&format!("{DATED}{NEW}"));
    alt.chapter("Text.\n\n![Ein \u{e0a0}](bild.svg)\n");
    alt.file("chapters/bild.svg", drawing("<rect width='40' height='40'/>"));
    warned(alt, "conformance", "U+E0A0", "chapters/01.md:7:1", &["PDF/A-4"]);
}

#[test]
fn pdf_2_has_no_limit_for_texts() {
    let project = Project::with(&format!("{DATED}{NEW}"));
    project.chapter(&format!("Text.\n\n![{}](bild.svg)\n", "x".repeat(40_000)));
    project.file("chapters/bild.svg", drawing("<rect width='40' height='40'/>"));
    let (outcome, product) = written(project);
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    assert_eq!(product.conformance, ["PDF/A-4", "PDF/UA-2"]);
}
