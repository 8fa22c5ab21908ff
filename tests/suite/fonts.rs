//! Fonts of the project: variable ones, those for the web, those in colour.

use std::io::Write;

use crate::common::fonts::{self, VARIABLE, WOFF2, of_program};
use crate::common::raster::rasters;
use crate::common::{Outcome, Project, english};

const CUTS: &str = "Ein Haus, **fette Haut**, *schräge Sache* und ***beides Hab***.";

/// A brochure with lines in its configuration and font files.
fn project(config: &str, text: &str, files: &[(&str, &[u8])]) -> Project {
    let keys = "date = 2019-10-22\n[cover]\nenabled = false\n[contents]\nenabled = false\n";
    let project = Project::with(&format!("{keys}{config}"));
    for (name, bytes) in files {
        project.file(&format!("fonts/{name}"), bytes);
    }
    project.chapter(text);
    project
}

fn variable(config: &str, text: &str) -> Outcome {
    project(&format!("[fonts.text]\nregular = \"V.ttf\"\n{config}"), text, &[("V.ttf", VARIABLE)]).layout()
}

/// File, weight and slant of the font in which words stand.
fn cut(outcome: &Outcome, words: &str) -> (String, Vec<f32>) {
    let font = &outcome.pages().fonts[usize::from(outcome.run(words).1.face.0)];
    (font.name.clone(), font.embedded.location.0.iter().map(|(_, value)| *value).collect())
}

fn is(file: &str, place: &[f32]) -> (String, Vec<f32>) {
    (file.to_owned(), place.to_vec())
}

/// Builds with the program: screen and print shop, before preflight.
fn built(project: &Project) -> (Option<i32>, String) {
    let mut program = english();
    let ran = program.args(["build", "--strict"]).arg(project.path("")).output().expect("the program starts");
    (ran.status.code(), String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned())
}

const EDITIONS: &str = "[edition.schirm]\nkind = \"screen\"\n[edition.druck]\nkind = \"print\"\n";

#[test]
fn a_variable_font_gives_its_weights_and_slopes() {
    let outcome = variable("", CUTS);
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    assert_eq!(cut(&outcome, "Ein"), is("V.ttf", &[400.0, 0.0]));
    assert_eq!(cut(&outcome, "fette"), is("V.ttf", &[600.0, 0.0]));
    assert_eq!(cut(&outcome, "schräge"), is("V.ttf", &[400.0, -15.0]));
    assert_eq!(cut(&outcome, "beides"), is("V.ttf", &[600.0, -15.0]));
}

#[test]
fn heavier_outlines_are_in_the_file() {
    let ink = |text: &str| -> u32 {
        let pages = rasters(variable("", text).pdf(), 60.0);
        pages.iter().flat_map(|page| &page.grey).map(|grey| u32::from(255 - grey)).sum()
    };
    let words = "Haut ".repeat(300);
    let (light, heavy) = (ink(&words), ink(&format!("**{}**", words.trim_end())));
    assert!(f64::from(heavy) > 1.15 * f64::from(light), "{light} {heavy}");
}

#[test]
fn each_cut_of_a_variable_font_has_a_name_of_its_own_in_the_file() {
    let pdf = lopdf::Document::load_mem(&variable("", CUTS).pdf()).expect("a PDF");
    let dicts = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let name = |dict: &lopdf::Dictionary| Some(dict.get(b"FontName").ok()?.as_name().ok()?.to_vec());
    let names = dicts.filter_map(name).map(|name| String::from_utf8(name[7..].to_vec()).expect("ASCII"));
    let mut names: Vec<String> = names.filter(|name| name.contains("wght")).collect();
    names.sort();
    let cuts = ["400wght_-15slnt", "400wght_0slnt", "600wght_-15slnt", "600wght_0slnt"];
    assert_eq!(names, cuts.map(|cut| format!("V_{cut}")));
}

#[test]
fn files_of_their_own_go_before_the_variable_font() {
    let outcome = variable("semibold = \"SourceSans3-Bold.ttf\"\n", CUTS);
    assert_eq!(cut(&outcome, "fette"), is("SourceSans3-Bold.ttf", &[]));
    assert_eq!(cut(&outcome, "schräge"), is("V.ttf", &[400.0, -15.0]));
    let italic = "italic = \"K.ttf\"\n[style.body]\nweight = \"bold\"\n";
    let project = project(
        &format!("[fonts.text]\nregular = \"SourceSans3-Regular.ttf\"\n{italic}"),
        "Ein *beides Hab*.",
        &[("K.ttf", VARIABLE)],
    );
    let outcome = project.layout();
    // Semibold and italic were named by the theme, and no variable font stands for them.
    assert_eq!(cut(&outcome, "Ein"), is("SourceSerif4SmText-Semibold.ttf", &[]));
    assert_eq!(cut(&outcome, "beides"), is("K.ttf", &[600.0, -15.0]));
}

#[test]
fn a_family_of_its_own_takes_all_from_one_variable_file() {
    let config = "[fonts.haus]\nregular = \"V.ttf\"\n[style.body]\nfont = \"haus\"\nweight = \"bold\"\n";
    let outcome = project(config, "Ein *schräges* Haus.", &[("V.ttf", VARIABLE)]).layout();
    assert_eq!(cut(&outcome, "Ein"), is("V.ttf", &[700.0, 0.0]));
    assert_eq!(cut(&outcome, "schräges"), is("V.ttf", &[600.0, -15.0]));
}

#[test]
fn variable_fonts_pass_on_screen_and_for_print() {
    let config = format!("[fonts.text]\nregular = \"V.woff2\"\n{EDITIONS}");
    let project = project(&config, CUTS, &[("V.woff2", WOFF2)]);
    let (code, said) = built(&project);
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("not PDF/"), "{said}");
}

/// A font as WOFF, its tables packed; of each table the file says that it comes to so many bytes more.
fn woff(font: &[u8], more: u32) -> Vec<u8> {
    let tables = fonts::tables(font);
    let (mut records, mut body) = (Vec::new(), Vec::new());
    for (tag, bytes) in &tables {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(bytes).expect("written");
        let packed = Some(packer.finish().expect("packed")).filter(|packed| packed.len() < bytes.len());
        let packed = packed.unwrap_or_else(|| bytes.clone());
        let place = (44 + 20 * tables.len() + body.len()) as u32;
        records.extend_from_slice(tag);
        let numbers = [place, packed.len() as u32, bytes.len() as u32 + more, 0];
        records.extend(numbers.iter().flat_map(|n| n.to_be_bytes()));
        body.extend(packed);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let length = (44 + records.len() + body.len()) as u32;
    let head = [&b"wOFF\0\x01\0\0"[..], &length.to_be_bytes(), &[0, tables.len() as u8, 0, 0], &[0; 28]];
    [head.concat(), records, body].concat()
}

#[test]
fn web_fonts_are_set_as_the_fonts_in_them() {
    let sans = of_program("SourceSans3-Regular.ttf");
    for (plain, packed, text) in [(VARIABLE, WOFF2.to_vec(), CUTS), (sans, woff(sans, 0), "Fisch & Äffchen")]
    {
        let dump = |bytes: &[u8]| {
            let config = "[fonts.text]\nregular = \"a.ttf\"\n";
            let outcome = project(config, text, &[("a.ttf", bytes)]).layout();
            assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
            brochure::pages::dump::dump(outcome.pages())
        };
        assert_eq!(dump(&packed), dump(plain));
    }
}

#[test]
fn web_fonts_that_are_damaged_or_grow_without_bounds_are_refused() {
    let sans = of_program("SourceSans3-Regular.ttf");
    let mut collection = WOFF2.to_vec();
    collection[4..8].copy_from_slice(b"ttcf");
    for (bytes, told) in [
        (WOFF2[..WOFF2.len() / 2].to_vec(), "cannot be unpacked"),
        (woff(sans, 1), "cannot be unpacked"),
        (woff(sans, 8 << 20), "more than 32 MiB"),
        (collection, "collection"),
    ] {
        let outcome = project("[fonts.text]\nregular = \"a.woff\"\n", "Text", &[("a.woff", &bytes)]).layout();
        assert!(outcome.brochure.is_none());
        let message = outcome.find("font-invalid").message();
        assert!(message.contains(told), "{message}");
    }
}

#[test]
fn of_a_font_in_colour_the_outlines_are_set_and_print_is_made() {
    let sans = of_program("SourceSans3-Regular.ttf");
    let bytes =
        fonts::with(sans, fonts::in_white(sans, 'W').into_iter().chain([fonts::in_pixels(sans, 'R')]));
    let config =
        format!("[fonts.text]\nregular = \"a.ttf\"\n[warnings]\nallow = [\"font-colour\"]\n{EDITIONS}");
    let project = project(&config, "Wer den Rat fragt.", &[("a.ttf", &bytes)]);
    let (code, said) = built(&project);
    assert_eq!(code, Some(0), "{said}");
    let outcome = project.layout();
    assert_eq!(outcome.codes(), ["font-colour"]);
    assert_eq!(outcome.place("font-colour"), "brochure.toml:11:11");
    assert_eq!(cut(&outcome, "Wer den Rat"), is("a.ttf", &[]));
}

#[test]
fn letters_that_are_pictures_only_come_from_another_font_or_are_told() {
    let emoji = of_program("NotoEmoji-Regular.ttf");
    let pictures = fonts::with(&fonts::without(emoji, &[b"glyf", b"loca"]), [fonts::in_pixels(emoji, '😀')]);
    let text = "Das freut 😀 alle.";
    let first = "[fonts.bunt]\nregular = \"a.ttf\"\n[fallback]\nfamilies = [\"bunt\", \"sans\", \"emoji\"]\n";
    let outcome = project(first, text, &[("a.ttf", &pictures)]).layout();
    assert_eq!(outcome.codes(), ["font-colour"], "{}", outcome.rendered());
    assert_eq!(cut(&outcome, "😀"), is("NotoEmoji-Regular.ttf", &[]));
    let only = format!("[fonts.emoji]\nregular = \"a.ttf\"\n{EDITIONS}");
    let project = project(&only, text, &[("a.ttf", &pictures)]);
    let (_, said) = built(&project);
    assert!(said.contains("missing-glyph") && !said.contains("error["), "{said}");
    assert_eq!(project.layout().codes(), ["font-colour", "missing-glyph"]);
}

#[test]
fn sequences_that_may_be_pictures_are_set_in_their_parts() {
    let sans = of_program("SourceSans3-Regular.ttf");
    let joined = fonts::joined(sans, ['1', '0'], ' ');
    let bytes = fonts::with(&fonts::without(sans, &[b"GSUB"]), [joined, fonts::in_pixels(sans, 'R')]);
    let glyphs = |bytes: &[u8]| {
        let outcome = project("[fonts.text]\nregular = \"a.ttf\"\n", "Die 10.", &[("a.ttf", bytes)]).layout();
        outcome.run("Die").1.glyphs.len()
    };
    assert_eq!(glyphs(&bytes), "Die 10.".len());
    assert_eq!(
        glyphs(&fonts::without(&bytes, &[b"sbix"])),
        "Die X.".len(),
        "without pictures they are joined"
    );
}
