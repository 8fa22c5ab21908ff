//! Bad input: every fault is reported with its code, its place and a hint, and nothing panics.

use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::{Outcome, Project, THEME, english, layout, runs_of};
use brochure::brochure::open;
use brochure::diag::{Diagnostic, Files, Severity, Sink};
use brochure::geom::{MM, Side};
use brochure::pages::{Owner, TextRun};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

// ---------------------------------------------------------------------------------------------
// Tools

/// Neither cover nor contents.
const BARE: &str = "[cover]\nenabled = false\n[contents]\nenabled = false\n";
/// A drawing of nothing much.
const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 5'>\
                       <rect width='4' height='4'/></svg>";
/// Long enough for everything that must end soon, in a debug build on a busy machine.
const SOON: Duration = Duration::from_secs(60);

/// A project whose brochure.toml holds `config` from line 4 on, with one good chapter.
fn configured(config: &str) -> Project {
    let project = Project::with(config);
    project.chapter("Text.");
    project
}

/// A project with this brochure.toml and one good chapter.
fn with_toml(toml: &str) -> Project {
    let project = configured("");
    project.file("brochure.toml", toml);
    project
}

/// A bare project whose chapter is this file, front matter included.
fn with_source(source: impl AsRef<[u8]>) -> Outcome {
    let project = Project::bare();
    project.file("chapters/01.md", source);
    project.layout()
}

/// A bare project with a figure of this file in line 5.
fn with_picture(name: &str, bytes: impl AsRef<[u8]>) -> Outcome {
    let project = Project::bare();
    project.file(&format!("assets/{name}"), bytes);
    project.chapter(&format!("![Bild](../assets/{name})\n\nText.\n"));
    project.layout()
}

/// A project with an imprint file.
fn with_imprint(markdown: &str) -> Project {
    let project = configured("[imprint]\nfile = \"impressum.md\"\n");
    project.file("impressum.md", markdown);
    project
}

fn svg(body: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 5'>{body}</svg>")
}

fn place_of(outcome: &Outcome, diagnostic: &Diagnostic) -> String {
    let Some(span) = diagnostic.span else { return String::new() };
    let (line, column) = outcome.files.line_column(span.file, span.start);
    format!("{}:{line}:{column}", outcome.files.get(span.file).name)
}

/// A diagnostic of that code stands at `place` ("" for none) and its hint speaks of `hint`.
fn assert_said(outcome: &Outcome, severity: Severity, code: &str, place: &str, hint: &str) {
    let mut all = outcome.diagnostics.iter();
    let found = all.find(|d| d.code == code && place_of(outcome, d) == place);
    let Some(found) = found else {
        panic!("no {code} at {place:?} among\n{}", outcome.rendered());
    };
    assert_eq!(found.severity, severity, "{code}");
    let Some(said) = &found.help() else { panic!("no hint under\n{}", outcome.rendered()) };
    assert!(said.contains(hint), "the hint {said:?} does not speak of {hint:?}");
    assert!(outcome.rendered().contains(said.lines().next().unwrap_or("")), "rendering");
}

/// An error of that code stands at that place, with that hint, and there is no brochure.
fn assert_refused(outcome: &Outcome, code: &str, place: &str, hint: &str) {
    assert!(outcome.brochure.is_none(), "laid out in spite of {code}:\n{}", outcome.rendered());
    assert_said(outcome, Severity::Error, code, place, hint);
}

/// A warning of that code stands at that place, with that hint, and there is a brochure.
fn assert_warned(outcome: &Outcome, code: &str, place: &str, hint: &str) {
    assert!(outcome.brochure.is_some(), "refused:\n{}", outcome.rendered());
    assert_said(outcome, Severity::Warning, code, place, hint);
}

/// What `brochure check` said and how it ended.
struct Checked {
    code: i32,
    said: String,
}

/// Runs `brochure check` on the project in a process of its own: a stack overflow or an endless
/// loop fails the test and not the whole run.
fn check_within(project: &Project, limit: Duration) -> Checked {
    let log = project.path("said.txt");
    let file = std::fs::File::create(&log).expect("a log file");
    let mut child = english()
        .arg("check")
        .arg(project.folder.path())
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::null())
        .stderr(file)
        .spawn()
        .expect("the program starts");
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("the program can be waited for") {
            break status;
        }
        if began.elapsed() > limit {
            child.kill().expect("the program can be ended");
            child.wait().expect("the program ends");
            panic!("not done after {} s", limit.as_secs());
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let said = std::fs::read(&log).expect("the log file");
    let said = String::from_utf8_lossy(&said).into_owned();
    let code = status.code().unwrap_or_else(|| panic!("the program died: {status}\n{said}"));
    assert!(code == 0 || code == 1, "exit code {code}\n{said}");
    Checked { code, said }
}

/// `check_within` for one chapter of a bare project.
fn check_chapter(text: &str) -> Checked {
    let project = Project::bare();
    project.chapter(text);
    check_within(&project, SOON)
}

/// No text of the author's stands outside of the type area (A5, 10 mm inside, 28 mm outside).
fn assert_nothing_overfull(outcome: &Outcome) {
    for page in &outcome.pages().pages {
        let (inner, outer) = (10.0 * MM, 28.0 * MM);
        let (left, right) = match page.side {
            Side::Recto => (inner, outer),
            Side::Verso => (outer, inner),
        };
        let right = outcome.pages().trim.0 - right;
        for run in runs_of(page).filter(|run| matches!(run.owner, Owner::Node(_))) {
            let end = run.at.x + width_without_last_spaces(run);
            let inside = run.at.x >= left - 1.0 && end <= right + 1.6;
            assert!(inside, "page {}: {:?} ends at {end}", page.number, run.text);
        }
    }
}

/// Width of a run whose last spaces, which nobody sees, may hang into the margin.
fn width_without_last_spaces(run: &TextRun) -> f64 {
    let seen = run.text.trim_end().len();
    let glyphs = run.glyphs.iter().filter(|glyph| usize::from(glyph.start) < seen);
    glyphs.map(|glyph| f64::from(glyph.advance)).sum::<f64>() * run.em()
}

/// Random bytes that are the same in every run.
fn random_bytes(count: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..count).map(|_| next()).collect()
}

/// A PNG of true colour with that data in its only IDAT chunk.
fn png(width: u32, height: u32, idat: &[u8]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in [(b"IHDR", header.as_slice()), (b"IDAT", idat), (b"IEND", &[])] {
        file.extend((data.len() as u32).to_be_bytes());
        let body = [name.as_slice(), data].concat();
        file.extend(&body);
        file.extend(crc32(&body).to_be_bytes());
    }
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(crc & 1)))
    })
}

/// A zlib stream of nothing.
const NOTHING: [u8; 8] = [0x78, 0x9c, 3, 0, 0, 0, 0, 1];

/// A whole picture with enough pixels to be printed, in the given format.
fn picture(format: image::ImageFormat) -> Vec<u8> {
    let shade = |x: u32, y: u32| image::Rgb([x as u8, y as u8, (x * y) as u8]);
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::from_fn(700, 350, shade).write_to(&mut bytes, format).expect("a picture can be encoded");
    bytes.into_inner()
}

#[cfg(unix)]
fn link(project: &Project, to: impl AsRef<Path>, name: &str) {
    std::os::unix::fs::symlink(to, project.path(name)).expect("a symbolic link");
}

// ---------------------------------------------------------------------------------------------
// Folders and files

#[test]
fn a_missing_folder_is_no_project() {
    let (mut files, mut sink) = (Files::default(), Sink::new());
    assert!(open(Path::new("/nowhere/at/all"), &mut files, &mut sink).is_none());
    assert_eq!(sink[0].code, "no-project");
    assert!(sink[0].message().contains("/nowhere/at/all"));
    assert!(sink[0].help().expect("a hint").contains("brochure new"));
}

#[test]
fn a_folder_without_brochure_toml_is_no_project() {
    let project = configured("");
    std::fs::remove_file(project.path("brochure.toml")).expect("removed");
    assert_refused(&project.layout(), "no-project", "", "brochure new");
}

#[test]
fn a_missing_chapters_folder_is_named() {
    let project = Project::bare();
    std::fs::remove_dir(project.path("chapters")).expect("removed");
    let outcome = project.layout();
    assert_refused(&outcome, "no-chapters", "", "01-");
    assert!(outcome.find("no-chapters").message().contains("chapters/"));
}

#[test]
fn a_missing_chapters_folder_of_the_authors_stands_at_its_key() {
    let outcome = configured("chapters = \"texte\"\n").layout();
    assert_refused(&outcome, "no-chapters", "brochure.toml:5:12", "01-");
}

#[test]
fn a_chapters_folder_that_is_a_file_is_reported() {
    let project = Project::bare();
    std::fs::remove_dir(project.path("chapters")).expect("removed");
    project.file("chapters", "");
    assert_refused(&project.layout(), "no-chapters", "", "01-");
}

#[test]
fn a_chapters_folder_without_markdown_is_reported() {
    let project = Project::bare();
    project.file("chapters/notizen.txt", "Text.").file("chapters/_entwurf.md", "Text.");
    let outcome = project.layout();
    assert_refused(&outcome, "no-chapters", "", "01-");
    assert!(outcome.find("no-chapters").message().contains("no chapter"));
}

#[test]
fn a_missing_logo_is_reported_with_the_nearest_name() {
    let project = configured("[[publisher]]\nname = \"Rat\"\nlogo = \"assets/lgoo.svg\"\n");
    project.file("assets/logo.svg", DRAWING);
    assert_refused(&project.layout(), "missing-file", "brochure.toml:7:8", "logo.svg");
}

#[test]
fn a_missing_cover_image_is_reported() {
    let outcome = configured("[cover]\nimage = \"titel.jpg\"\n").layout();
    assert_refused(&outcome, "missing-file", "brochure.toml:6:9", "relative");
}

#[test]
fn a_missing_image_is_reported_with_the_nearest_name() {
    let project = Project::bare();
    project.file("assets/karte.svg", DRAWING).chapter("![Bild](../assets/kart.svg)\n\nText.");
    assert_refused(&project.layout(), "missing-file", "chapters/01.md:5:1", "karte.svg");
}

#[test]
fn a_missing_font_file_is_reported() {
    let outcome = configured("[fonts.sans]\nregular = \"Fehlt.ttf\"\n").layout();
    assert_refused(&outcome, "missing-file", "brochure.toml:6:11", "fonts/");
}

#[test]
fn a_missing_font_file_is_the_only_thing_reported() {
    let outcome = configured("[fonts.sans]\nregular = \"Fehlt.ttf\"\n").layout();
    assert_eq!(outcome.codes(), ["missing-file"], "{}", outcome.rendered());
}

#[test]
fn a_font_file_that_is_no_font_is_reported() {
    let project = configured("[fonts.sans]\nregular = \"Kein.ttf\"\n");
    project.file("fonts/Kein.ttf", "Ich bin keine Schrift.");
    assert_refused(&project.layout(), "font-invalid", "brochure.toml:6:11", ".otf");
}

#[test]
fn a_missing_imprint_file_is_reported() {
    let outcome = configured("[imprint]\nfile = \"impressum.md\"\n").layout();
    assert_refused(&outcome, "missing-file", "brochure.toml:6:8", "");
}

#[test]
fn a_folder_named_like_a_chapter_is_reported_with_a_hint() {
    let project = configured(BARE);
    std::fs::create_dir(project.path("chapters/02.md")).expect("a folder");
    assert_refused(&project.layout(), "file-read", "", "");
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_chapters_does_not_block() {
    let project = configured(BARE);
    let made = Command::new("mkfifo").arg(project.path("chapters/02.md")).status();
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(check_within(&project, SOON).code, 1);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_chapter_whose_name_is_not_utf8_is_not_passed_over_in_silence() {
    use std::os::unix::ffi::OsStrExt;
    let project = configured(BARE);
    let name = std::ffi::OsStr::from_bytes(b"chapters/02-\xfcber.md");
    std::fs::write(project.folder.path().join(name), "# Zwei\n\nText.\n").expect("a file");
    let outcome = project.layout();
    assert!(!outcome.diagnostics.is_empty(), "the chapter is missing and nothing is said");
}

#[test]
fn a_chapter_in_windows_1252_is_read_and_told_at_its_first_letter() {
    let outcome = with_source(b"+++\ntitle = \"A\"\n+++\n\nGut \xfcber schlecht.\n");
    assert_warned(&outcome, "encoding", "chapters/01.md:5:5", "UTF-8");
    assert!(outcome.text().contains("Gut \u{fc}ber schlecht."), "{}", outcome.text());
}

#[test]
fn a_chapter_that_is_no_text_is_reported_at_its_byte() {
    let outcome = with_source(b"+++\ntitle = \"A\"\n+++\n\nGut \xfc\0 schlecht.\n");
    assert_refused(&outcome, "not-utf8", "chapters/01.md:5:5", "UTF-8");
}

#[test]
fn a_brochure_toml_that_is_not_utf8_is_reported_at_its_byte() {
    let project = configured("");
    project.file("brochure.toml", b"[brochure]\ntitle = \"Gr\xfc\xdfe\"\n");
    assert_refused(&project.layout(), "not-utf8", "brochure.toml:2:12", "UTF-8");
}

// ---------------------------------------------------------------------------------------------
// Paths that leave the project

#[test]
fn a_link_out_of_the_project_is_text() {
    let outcome = layout("Siehe [hier](../../etc/passwd).");
    assert_warned(&outcome, "dangling-link", "chapters/01.md:5:7", "https://");
}

#[test]
fn a_link_to_an_absolute_path_is_text() {
    let outcome = layout("Siehe [hier](/etc/passwd).");
    assert_warned(&outcome, "dangling-link", "chapters/01.md:5:7", "https://");
}

#[test]
fn a_percent_encoded_link_out_of_the_project_is_text() {
    let outcome = layout("Siehe [hier](..%2F..%2Fetc%2Fpasswd).");
    assert_warned(&outcome, "dangling-link", "chapters/01.md:5:7", "https://");
}

#[test]
fn an_image_out_of_the_project_is_refused() {
    let outcome = layout("![Bild](../../bild.png)\n\nText.");
    assert_refused(&outcome, "path-outside", "chapters/01.md:5:1", "copy the file");
}

#[test]
fn an_image_with_an_absolute_path_is_looked_for_in_the_project_only() {
    let outcome = layout("![Bild](/etc/passwd)\n\nText.");
    assert_refused(&outcome, "missing-file", "chapters/01.md:5:1", "relative");
    let outcome = layout("![Bild](/../../etc/passwd)\n\nText.");
    assert_refused(&outcome, "path-outside", "chapters/01.md:5:1", "copy the file");
    let outcome = layout("![Bild](%2e%2e/%2e%2e/passwd)\n\nText.");
    assert_refused(&outcome, "path-outside", "chapters/01.md:5:1", "copy the file");
    let outcome = layout("![Bild](C:\\Bilder\\haus.png)\n\nText.");
    assert_refused(&outcome, "path-outside", "chapters/01.md:5:1", "copy the file");
}

#[test]
fn a_logo_out_of_the_project_is_refused() {
    let outcome = configured("[[publisher]]\nname = \"X\"\nlogo = \"../logo.svg\"\n").layout();
    assert_refused(&outcome, "path-outside", "brochure.toml:7:8", "copy the file");
}

#[test]
fn a_font_out_of_the_project_is_refused() {
    let outcome = configured("[fonts.sans]\nregular = \"../../x.ttf\"\n").layout();
    assert_refused(&outcome, "path-outside", "brochure.toml:6:11", "copy the file");
}

#[test]
fn an_imprint_out_of_the_project_is_refused() {
    let outcome = configured("[imprint]\nfile = \"/etc/passwd\"\n").layout();
    assert_refused(&outcome, "path-outside", "brochure.toml:6:8", "copy the file");
}

#[test]
fn a_chapters_folder_out_of_the_project_is_refused() {
    let outcome = configured("chapters = \"../..\"\n").layout();
    assert_refused(&outcome, "path-outside", "brochure.toml:5:12", "copy the file");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_among_the_chapters_that_leads_outside_is_refused() {
    let project = configured(BARE);
    link(&project, "/etc/passwd", "chapters/02.md");
    let outcome = project.layout();
    assert_refused(&outcome, "path-outside", "", "copy the file");
    assert!(outcome.find("path-outside").message().contains("chapters/02.md"));
    assert!(!outcome.rendered().contains("root:"));
}

#[cfg(unix)]
#[test]
fn a_chapters_folder_that_is_a_link_outside_is_refused() {
    let project = Project::bare();
    std::fs::remove_dir(project.path("chapters")).expect("removed");
    link(&project, "/etc", "chapters");
    assert_refused(&project.layout(), "path-outside", "", "copy the file");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_among_the_assets_that_leads_outside_is_refused() {
    let project = Project::bare();
    std::fs::create_dir(project.path("assets")).expect("a folder");
    link(&project, "/etc/passwd", "assets/bild.svg");
    project.chapter("![Bild](../assets/bild.svg)\n\nText.");
    assert_refused(&project.layout(), "path-outside", "chapters/01.md:5:1", "copy the file");
}

#[cfg(unix)]
#[test]
fn file_names_outside_of_the_project_are_not_given_away() {
    let outside = tempfile::tempdir().expect("a folder");
    std::fs::write(outside.path().join("geheim.svg"), DRAWING).expect("a file");
    let project = Project::bare();
    link(&project, outside.path(), "assets");
    project.chapter("![Bild](../assets/gehein.svg)\n\nText.");
    let outcome = project.layout();
    assert!(!outcome.rendered().contains("geheim"), "{}", outcome.rendered());
    assert_refused(&outcome, "path-outside", "chapters/01.md:5:1", "copy the file");
}

#[cfg(unix)]
#[test]

fn an_assets_folder_that_is_a_link_outside_is_reported_once() {
    let outside = tempfile::tempdir().expect("a folder");
    let project = configured(BARE);
    link(&project, outside.path(), "assets");
    let outcome = project.layout();
    let told = outcome.diagnostics.iter().filter(|d| place_of(&outcome, d).starts_with("themes/"));
    assert_eq!(told.count(), 0, "no author can mend the theme:\n{}", outcome.rendered());
    assert!(outcome.codes().len() <= 1, "{}", outcome.rendered());
}

// ---------------------------------------------------------------------------------------------
// Pictures

#[test]
fn a_corrupt_png_gets_a_frame() {
    let outcome = with_picture("bild.png", b"\x89PNG\r\n\x1a\nrubbish");
    assert_warned(&outcome, "image-corrupt", "chapters/01.md:5:1", "export");
}

#[test]
fn a_truncated_png_gets_a_frame() {
    let whole = picture(image::ImageFormat::Png);
    let outcome = with_picture("bild.png", &whole[..whole.len() / 2]);
    assert_warned(&outcome, "image-corrupt", "chapters/01.md:5:1", "export");
}

#[test]
fn whole_pictures_are_accepted() {
    for (name, format) in [
        ("bild.png", image::ImageFormat::Png),
        ("bild.jpg", image::ImageFormat::Jpeg),
        ("bild.webp", image::ImageFormat::WebP),
        ("bild.gif", image::ImageFormat::Gif),
        ("bild.tif", image::ImageFormat::Tiff),
        ("bild.bmp", image::ImageFormat::Bmp),
        ("wrong-name.svg", image::ImageFormat::Png),
    ] {
        let outcome = with_picture(name, picture(format));
        assert!(outcome.diagnostics.is_empty(), "{}", outcome.rendered());
    }
}

#[test]
fn a_truncated_jpeg_gets_a_frame() {
    let whole = picture(image::ImageFormat::Jpeg);
    let outcome = with_picture("bild.jpg", &whole[..whole.len() / 2]);
    assert_warned(&outcome, "image-corrupt", "chapters/01.md:5:1", "export");
}

#[test]
fn a_jpeg_that_ends_in_its_header_gets_a_frame() {
    let whole = picture(image::ImageFormat::Jpeg);
    let outcome = with_picture("bild.jpg", &whole[..100]);
    assert_warned(&outcome, "image-corrupt", "chapters/01.md:5:1", "export");
}

#[test]
fn a_text_named_like_a_picture_gets_a_frame() {
    let outcome = with_picture("bild.png", "Ich bin kein Bild.");
    assert_warned(&outcome, "image-corrupt", "chapters/01.md:5:1", "PNG, JPEG, WebP or SVG");
    assert!(outcome.text().contains("Bild") && outcome.text().contains("bild.png"), "{}", outcome.text());
}

#[test]
fn a_gif_without_a_picture_gets_a_frame() {
    let outcome = with_picture("bild.gif", b"GIF89a\x01\0\x01\0\0\0\0;");
    assert_warned(&outcome, "image-corrupt", "chapters/01.md:5:1", "PNG, JPEG, WebP or SVG");
}

#[test]
fn a_logo_that_cannot_be_decoded_is_refused() {
    let project = configured("[[publisher]]\nname = \"X\"\nlogo = \"logo.png\"\n");
    project.file("logo.png", b"\x89PNG\r\n\x1a\nrubbish").chapter("Text.\n");
    assert_refused(&project.layout(), "image-corrupt", "brochure.toml:7:8", "export");
}

#[test]
fn a_picture_of_too_many_pixels_a_side_is_refused() {
    let outcome = with_picture("bild.png", png(30_000, 10, &NOTHING));
    assert_refused(&outcome, "image-size", "chapters/01.md:5:1", "20000");
}

#[test]
fn a_picture_of_too_many_pixels_in_all_is_refused_before_it_is_decoded() {
    let outcome = with_picture("bild.png", png(19_000, 19_000, &NOTHING));
    assert_refused(&outcome, "image-size", "chapters/01.md:5:1", "megapixels");
}

#[test]
fn a_picture_without_pixels_gets_a_frame() {
    let outcome = with_picture("bild.png", png(0, 10, &NOTHING));
    assert_warned(&outcome, "image-corrupt", "chapters/01.md:5:1", "export");
}

#[test]
fn a_picture_coarser_than_the_theme_allows_is_a_warning() {
    let project = configured(&format!("{BARE}[figure]\nmin-ppi = 250\n"));
    project.file("assets/bild.png", picture(image::ImageFormat::Png));
    project.chapter("![Bild](../assets/bild.png){width=100%}\n\nText.\n");
    assert_warned(&project.layout(), "image-resolution", "chapters/01.md:5:1", "larger");
}

#[test]
fn a_drawing_that_repeats_itself_a_billion_times_is_refused() {
    let mut body = String::from("<g id='a0'><rect width='1' height='1'/></g>");
    for n in 1..30 {
        let uses = format!("<use href='#a{}'/>", n - 1).repeat(10);
        body += &format!("<g id='a{n}'>{uses}</g>");
    }
    let outcome = with_picture("bild.svg", svg(&body));
    assert_refused(&outcome, "svg-size", "chapters/01.md:5:1", "simplify");
}

#[test]
fn a_drawing_nested_without_end_is_refused() {
    let body = format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000));
    let outcome = with_picture("bild.svg", svg(&body));
    assert_refused(&outcome, "svg-size", "chapters/01.md:5:1", "simplify");
}

#[test]
fn a_drawing_that_hides_its_nesting_in_attributes_is_refused() {
    let body = format!("{}{}", "<g id='/>'>".repeat(100_000), "</g>".repeat(100_000));
    let outcome = with_picture("bild.svg", svg(&body));
    assert_refused(&outcome, "svg-size", "chapters/01.md:5:1", "simplify");
}

#[test]
fn a_drawing_with_entities_gets_a_frame() {
    let mut text = String::from("<!DOCTYPE svg [<!ENTITY a 'ha'>");
    for n in 1..20 {
        text += &format!("<!ENTITY a{n} '{}'>", "&a;".repeat(10));
    }
    text += "]><svg xmlns='http://www.w3.org/2000/svg'><text>&a19;</text></svg>";
    let outcome = with_picture("bild.svg", text);
    assert_warned(&outcome, "svg-invalid", "chapters/01.md:5:1", "plain SVG");
}

#[test]
fn a_drawing_that_reads_files_gets_a_frame() {
    let outcome = with_picture("bild.svg", svg("<image href='/etc/passwd'/>"));
    assert_warned(&outcome, "svg-invalid", "chapters/01.md:5:1", "plain SVG");
}

#[test]
fn drawings_that_use_themselves_end() {
    let itself = svg("<g id='a'><use href='#a'/></g>");
    let outcome = with_picture("bild.svg", itself);
    assert!(outcome.brochure.is_some(), "{}", outcome.rendered());
    let each_other = svg("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>");
    let outcome = with_picture("bild.svg", each_other);
    assert_refused(&outcome, "svg-size", "chapters/01.md:5:1", "simplify");
}

#[test]
fn a_drawing_of_no_size_gets_a_frame() {
    let outcome = with_picture("bild.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>");
    assert_warned(&outcome, "svg-invalid", "chapters/01.md:5:1", "plain SVG");
}

#[test]
fn a_text_named_like_a_drawing_gets_a_frame() {
    let outcome = with_picture("bild.svg", "Ich bin keine Zeichnung.");
    assert_warned(&outcome, "svg-invalid", "chapters/01.md:5:1", "plain SVG");
}

#[test]
fn an_svg_that_is_not_utf8_gets_a_frame() {
    let outcome = with_picture("bild.svg", b"<svg xmlns='\xff'/>");
    assert_warned(&outcome, "svg-invalid", "chapters/01.md:5:1", "plain SVG");
}

/// A chain of eight elements, each of which is painted ten times with the next.
fn painted_chain(element: &str, attribute: &str, size: &str) -> Project {
    let mut body = String::new();
    for n in 0..8 {
        let next = n + 1;
        let shape = format!("<rect width='1' height='1' {attribute}='url(#p{next})'/>");
        body += &format!("<{element} id='p{n}' {size}>{}</{element}>", shape.repeat(10));
    }
    body += &format!("<rect width='5' height='5' {attribute}='url(#p0)'/>");
    let project = Project::bare();
    project.file("assets/bild.svg", svg(&body));
    project.chapter("![Bild](../assets/bild.svg)\n\nText.\n");
    project
}

#[test]
fn a_drawing_whose_clips_multiply_is_refused() {
    let project = painted_chain("clipPath", "clip-path", "");
    assert!(check_within(&project, SOON).said.contains("svg-size"));
}

#[test]
fn a_drawing_whose_masks_multiply_is_refused() {
    let project = painted_chain("mask", "mask", "");
    assert!(check_within(&project, SOON).said.contains("svg-size"));
}

#[test]
fn a_drawing_whose_patterns_multiply_is_refused() {
    let size = "width='1' height='1' patternUnits='userSpaceOnUse'";
    let project = painted_chain("pattern", "fill", size);
    assert!(check_within(&project, SOON).said.contains("svg-size"));
}

#[test]
fn a_drawing_whose_markers_multiply_is_refused() {
    let mark = "<rect width='1' height='1'/>".repeat(1000);
    let path = format!("M0 0{}", " L1 1 2 2".repeat(500));
    let body = format!(
        "<marker id='m' markerWidth='1' markerHeight='1'>{mark}</marker>\
         <path marker-mid='url(#m)' fill='red' d='{path}'/>"
    );
    let project = Project::bare();
    project.file("assets/bild.svg", svg(&body));
    project.chapter("![Bild](../assets/bild.svg)\n\nText.\n");
    assert!(check_within(&project, SOON).said.contains("svg-size"));
}

#[test]
fn a_drawing_with_a_letter_that_no_font_has_is_refused() {
    let outcome = with_picture("bild.svg", svg("<text y='4'>\u{13000}</text>"));
    assert_refused(&outcome, "missing-glyph", "chapters/01.md:5:1", "");
}

// ---------------------------------------------------------------------------------------------
// brochure.toml

#[test]
fn a_toml_syntax_error_stands_at_its_place() {
    let outcome = with_toml("[brochure]\ntitle = Probe\nlanguage = \"de\"\n").layout();
    assert_refused(&outcome, "toml-syntax", "brochure.toml:2:9", "quotation marks");
}

#[test]
fn a_key_given_twice_is_a_syntax_error() {
    let outcome = configured("title = \"Noch einer\"\n").layout();
    assert_refused(&outcome, "toml-syntax", "brochure.toml:5:1", "");
    let hint = outcome.find("toml-syntax").help().expect("a hint");
    assert!(!hint.contains("quotation marks"), "quotation marks do not help: {hint}");
}

#[test]
fn an_unclosed_table_is_the_only_thing_reported() {
    let outcome = with_toml("[brochure\ntitle = \"Probe\"\nlanguage = \"de\"\n").layout();
    assert_eq!(outcome.codes(), ["toml-syntax"], "{}", outcome.rendered());
}

#[test]
fn an_empty_brochure_toml_lacks_its_table() {
    let outcome = with_toml("").layout();
    assert_refused(&outcome, "missing-key", "brochure.toml:1:1", "[brochure]");
}

#[test]
fn a_brochure_without_title_and_language_says_what_to_write() {
    let outcome = with_toml("[brochure]\nsubtitle = \"x\"\n").layout();
    assert!(outcome.brochure.is_none());
    assert_eq!(outcome.codes(), ["missing-key", "missing-key"]);
    assert_eq!(outcome.place("missing-key"), "brochure.toml:1:1");
    let messages: String = outcome.diagnostics.iter().map(|d| d.message()).collect();
    assert!(messages.contains("`title`") && messages.contains("`language`"), "{messages}");
}

#[test]
fn missing_keys_come_with_a_hint() {
    let outcome = with_toml("[brochure]\ntitle = \"x\"\n").layout();
    assert_refused(&outcome, "missing-key", "brochure.toml:1:1", "language = ");
}

#[test]
fn a_blank_title_is_refused() {
    let outcome = with_toml("[brochure]\ntitle = \" \"\nlanguage = \"de\"\n").layout();
    assert!(outcome.brochure.is_none(), "a brochure without a title");
}

#[test]
fn a_language_that_is_none_is_refused() {
    for language in ["", "deutsch", "ä", "d e"] {
        let toml = format!("[brochure]\ntitle = \"x\"\nlanguage = \"{language}\"\n");
        let outcome = with_toml(&toml).layout();
        assert!(outcome.brochure.is_none(), "the language {language:?} was accepted");
    }
}

#[test]
fn unknown_keys_come_with_the_nearest_known_one() {
    let outcome = configured("subtitel = \"x\"\n").layout();
    assert_refused(&outcome, "unknown-key", "brochure.toml:5:1", "`subtitle`");
}

#[test]
fn unknown_tables_come_with_the_nearest_known_one() {
    let outcome = configured("[imprnt]\nresponsible = \"x\"\n").layout();
    assert_refused(&outcome, "unknown-key", "brochure.toml:5:2", "`imprint`");
}

#[test]
fn unknown_tables_without_a_near_one_come_with_all() {
    let outcome = configured("[quatsch]\n").layout();
    assert_refused(&outcome, "unknown-key", "brochure.toml:5:2", "publisher");
}

#[test]
fn unknown_keys_of_a_table_shared_with_the_theme_come_with_the_authors_keys() {
    let outcome = configured("[back]\nclam = \"x\"\n").layout();
    assert_refused(&outcome, "unknown-key", "brochure.toml:6:1", "`claim`");
}

#[test]
fn unknown_keys_of_the_theme_come_with_the_nearest_known_one() {
    let outcome = configured("[page]\nmargin-iner = \"20mm\"\n").layout();
    assert_refused(&outcome, "unknown-key", "brochure.toml:6:1", "`margin-inner`");
}

#[test]
fn wrong_types_stand_at_their_values() {
    let cases = [
        ("subtitle = 5\n", "brochure.toml:5:12", "quotation marks"),
        ("keywords = \"a, b\"\n", "brochure.toml:5:12", "square brackets"),
        ("keywords = [\"a\", 2]\n", "brochure.toml:5:18", "quotation marks"),
        ("[back]\nenabled = \"nein\"\n", "brochure.toml:6:11", "true or false"),
        ("[page]\nmargin-inner = 20\n", "brochure.toml:6:16", "unit"),
        ("[page]\nmargin-inner = \"20\"\n", "brochure.toml:6:16", "unit"),
        ("[color]\nmark = { rgb = \"mark\" }\n", "brochure.toml:6:16", "#RRGGBB"),
        ("[style]\nbody = 3\n", "brochure.toml:6:8", "[name]"),
    ];
    for (config, place, hint) in cases {
        assert_refused(&configured(config).layout(), "config-type", place, hint);
    }
}

#[test]
fn a_number_of_the_wrong_type_comes_with_a_hint() {
    let outcome = configured("[contents]\ndepth = \"2\"\n").layout();
    assert_refused(&outcome, "config-type", "brochure.toml:6:9", "2");
}

#[test]
fn a_publisher_in_single_brackets_is_told_to_double_them() {
    let outcome = configured("[publisher]\nname = \"Rat\"\n").layout();
    assert_refused(&outcome, "config-type", "brochure.toml:5:1", "[[publisher]]");
}

#[test]
fn colours_that_are_no_table_are_reported_where_they_are_written() {
    let outcome = with_toml("color = 3\n[brochure]\ntitle = \"x\"\nlanguage = \"de\"\n").layout();
    assert_refused(&outcome, "config-type", "brochure.toml:1:9", "");
}

#[test]
fn several_faults_are_reported_in_one_run() {
    let outcome = configured("titel = 1\ndate = 2\n[pagee]\n[cover]\nenabled = \"ja\"\n").layout();
    let codes = ["unknown-key", "config-type", "unknown-key", "config-type"];
    assert_eq!(outcome.codes(), codes, "{}", outcome.rendered());
    let places: Vec<String> = outcome.diagnostics.iter().map(|d| place_of(&outcome, d)).collect();
    let wanted = ["5:1", "6:8", "7:2", "9:11"].map(|p| format!("brochure.toml:{p}"));
    assert_eq!(places, wanted);
}

#[test]
fn a_date_written_the_german_way_is_told_the_right_way() {
    let outcome = configured("date = \"22.10.2019\"\n").layout();
    assert_refused(&outcome, "config-type", "brochure.toml:5:8", "2019-10-22");
}

#[test]
fn a_day_that_does_not_exist_is_refused() {
    let outcome = configured("date = \"2019-02-29\"\n").layout();
    assert_refused(&outcome, "config-type", "brochure.toml:5:8", "2019-10-22");
}

#[test]
fn a_toml_date_that_does_not_exist_is_reported_once() {
    let outcome = configured("date = 2019-02-30\n").layout();
    assert!(outcome.brochure.is_none());
    assert_eq!(outcome.codes().len(), 1, "{}", outcome.rendered());
}

#[test]
fn an_unknown_page_format_comes_with_the_known_ones() {
    let outcome = configured("[page]\nformat = \"A9\"\n").layout();
    assert_refused(&outcome, "page-format", "brochure.toml:6:10", "DIN lang");
}

#[test]
fn margins_that_leave_no_room_are_reported_where_they_are_written() {
    let outcome = configured("[page]\nmargin-inner = \"90mm\"\nmargin-outer = \"50mm\"\n").layout();
    let places = ["brochure.toml:6:16", "brochure.toml:7:16"];
    let place = outcome.place("page-format");
    assert!(places.contains(&place.as_str()), "{}", outcome.rendered());
    assert_refused(&outcome, "page-format", &place, "margins");
}

#[test]
fn a_format_too_small_for_its_margins_is_reported() {
    let page = "[page]\nformat = \"60mm x 60mm\"\nmargin-inner = \"20mm\"\nmargin-outer = \"20mm\"\n";
    let outcome = configured(page).layout();
    let place = outcome.place("page-format");
    assert!(place.starts_with("brochure.toml:"), "{place}");
    assert_refused(&outcome, "page-format", &place, "margins");
}

#[test]
fn an_unknown_colour_comes_with_the_nearest_one() {
    let outcome = configured("[style.body]\ncolor = \"mian\"\n").layout();
    assert_refused(&outcome, "unknown-colour", "brochure.toml:6:9", "\"main\"");
}

#[test]
fn an_unknown_colour_without_a_near_one_comes_with_all() {
    let outcome = configured("[code]\nfill = \"regenbogenbunt\"\n").layout();
    assert_refused(&outcome, "unknown-colour", "brochure.toml:6:8", "tinte");
}

#[test]
fn an_unknown_style_comes_with_the_nearest_one() {
    let style = "[style.bdy]\nfont = \"text\"\nsize = \"9pt\"\nleading = \"12pt\"\n";
    assert_refused(&configured(style).layout(), "unknown-key", "brochure.toml:5:8", "`body`");
}

#[test]
fn an_unknown_style_is_known_as_such_even_without_its_keys() {
    let outcome = configured("[style.bdy]\nsize = \"9pt\"\n").layout();
    assert_refused(&outcome, "unknown-key", "brochure.toml:5:8", "`body`");
}

#[test]
fn an_unknown_font_of_a_style_comes_with_the_families() {
    let outcome = configured("[style.body]\nfont = \"Comic\"\n").layout();
    assert_refused(&outcome, "unknown-font", "brochure.toml:6:8", "caption");
}

#[test]
fn an_unknown_fallback_comes_with_the_families() {
    let outcome = configured("[fallback]\nfamilies = [\"sans\", \"Comic\"]\n").layout();
    assert_refused(&outcome, "unknown-font", "brochure.toml:6:21", "sans");
}

/// The complaints about contrast: place, message, label.
fn pale(config: &str) -> Vec<(String, String, String)> {
    let outcome = configured(config).layout();
    assert!(outcome.brochure.is_some(), "refused:\n{}", outcome.rendered());
    let told = outcome.diagnostics.iter().filter(|d| d.code == "contrast");
    told.map(|d| (place_of(&outcome, d), d.message(), d.label())).collect()
}

#[test]
fn pale_body_text_is_reported_where_its_colour_stands() {
    let outcome = configured("[style.body]\ncolor = \"#AAAAAA\"\n").layout();
    assert_warned(&outcome, "contrast", "brochure.toml:6:9", "darker");
    let told = outcome.find("contrast");
    assert_eq!(told.message(), "text in #AAAAAA on paper white has a contrast of 2.32:1 and needs 4.5:1");
    assert_eq!(told.label(), "style body");
}

#[test]
fn a_pale_colour_is_reported_once_where_it_is_mixed() {
    let told = pale("[color]\ntinte = { rgb = \"#999999\" }\n");
    let on_paper: Vec<_> = told.iter().filter(|(_, said, _)| said.contains("tinte on paper")).collect();
    assert_eq!(on_paper.len(), 1, "{told:#?}");
    assert_eq!(on_paper[0].0, "brochure.toml:6:17");
    assert!(on_paper[0].2.starts_with("style body, style lead-in, "), "{told:#?}");
    assert!(on_paper[0].2.contains(" more"), "{told:#?}");
    assert!(told.iter().all(|(place, ..)| place == "brochure.toml:6:17"), "{told:#?}");
}

#[test]
fn pale_grounds_and_labels_are_reported_where_they_are_chosen() {
    let cases = [
        ("[cover]\nfill = \"#FFF0C0\"\n", "brochure.toml:6:8", "style cover-kicker"),
        ("[back]\nfill = \"mark\"\n", "brochure.toml:6:8", "style back-claim"),
        ("[opener]\nfill = \"mark-pale\"\n", "brochure.toml:6:8", "style opener-number"),
        ("[checklist]\nband-fill = \"main\"\n", "brochure.toml:6:13", "style checklist-sub"),
        ("[tab]\nfill = \"mark\"\n", "brochure.toml:6:8", "style tab-number"),
        ("[tab]\nopener-fill = \"main\"\n", "brochure.toml:6:15", "tab of the opening"),
        ("[callout.praxistipp]\nfill = \"main\"\n", "brochure.toml:6:8", "text of callout praxistipp"),
        ("[callout.x]\nlabel = \"X\"\ncolor = \"mark\"\n", "brochure.toml:7:9", "label of callout x"),
    ];
    for (config, place, user) in cases {
        let told = pale(config);
        assert!(told.iter().any(|(at, _, users)| at == place && users.contains(user)), "{config}\n{told:#?}");
        assert!(told.iter().all(|(at, ..)| at == place), "{config}\n{told:#?}");
    }
}

#[test]
fn large_text_needs_less_contrast() {
    let grey = "color = \"#888888\"\n"; // 3.54:1 on white
    assert_eq!(pale(&format!("[style.heading-1]\n{grey}")), []);
    assert_eq!(pale(&format!("[style.heading-2]\n{grey}")), []);
    let told = pale(&format!("[style.heading-2]\nweight = \"regular\"\n{grey}"));
    assert!(told[0].1.ends_with("3.54:1 and needs 4.5:1"), "{told:#?}");
    let told = pale("[style.heading-1]\ncolor = \"#AAAAAA\"\n");
    assert!(told[0].1.starts_with("large text") && told[0].1.ends_with("needs 3:1"), "{told:#?}");
}

#[test]
fn the_default_theme_has_contrast_enough() {
    assert_eq!(pale(""), []);
    let (mut files, mut sink) = (Files::default(), Sink::new());
    open(Path::new(env!("CARGO_MANIFEST_DIR")), &mut files, &mut sink);
    assert!(sink.iter().all(|d| d.code != "contrast"), "{sink:#?}");
}

#[test]
fn an_unknown_theme_comes_with_the_known_ones() {
    let outcome = configured("theme = \"ortplan\"\n").layout();
    assert_refused(&outcome, "unknown-theme", "brochure.toml:4:9", "ortsplan");
}

#[test]
fn an_unknown_edition_kind_comes_with_the_known_ones() {
    let outcome = configured("[edition.web]\nkind = \"screeen\"\n").layout();
    assert_refused(&outcome, "config-value", "brochure.toml:6:8", "\"screen\"");
}

#[test]
fn a_hyphenation_exception_that_is_no_word_is_refused() {
    let outcome = configured("[hyphenation]\nexceptions = [\"Mit glied\"]\n").layout();
    assert_refused(&outcome, "hyphenation-exception", "brochure.toml:6:15", "=");
}

#[test]
fn lists_nested_without_end_are_a_syntax_error() {
    let outcome = configured(&format!("keywords = {}\n", "[".repeat(100_000))).layout();
    let place = outcome.place("toml-syntax");
    assert!(place.starts_with("brochure.toml:5:"), "{place}");
    assert!(outcome.brochure.is_none());
}

#[test]
fn a_negative_line_width_does_not_panic() {
    let project = configured(&format!("{BARE}[list]\ntask-stroke = \"-40pt\"\n"));
    project.chapter("- [ ] Aufgabe\n");
    let built = english().arg("build").arg(project.folder.path()).output().expect("the program starts");
    let code = built.status.code();
    assert!(matches!(code, Some(0 | 1)), "{}", String::from_utf8_lossy(&built.stderr));
}

#[test]

fn notes_that_find_no_room_do_not_panic() {
    for config in [
        "[style.footnote]\nleading = \"400mm\"\n",
        "[footnotes]\nrule = \"400mm\"\n",
        "[footnotes]\nspace-above = \"400mm\"\n",
        "[footnotes]\nspace-below = \"400mm\"\n",
    ] {
        let project = configured(&format!("{BARE}{config}"));
        project.chapter("Text.[^1]\n\n[^1]: Die Anmerkung.\n");
        check_within(&project, SOON);
    }
}

/// Something is said, or every line stands on its page.
fn assert_on_the_page_or_said(outcome: &Outcome) {
    if !outcome.diagnostics.is_empty() {
        return;
    }
    let pages = outcome.pages();
    for page in &pages.pages {
        let lowest = runs_of(page).map(|run| run.at.y).fold(0.0, f64::max);
        assert!(lowest <= pages.trim.1, "{} page: text at {lowest:.0} pt", page.kind);
    }
}

#[test]

fn a_title_too_long_for_the_cover_is_not_cut_in_silence() {
    let title = "Kommunale Integration ".repeat(40);
    let toml = format!("[brochure]\ntitle = \"{title}\"\nlanguage = \"de\"\n{THEME}");
    assert_on_the_page_or_said(&with_toml(&toml).layout());
}

#[test]

fn a_claim_too_long_for_the_back_cover_is_not_cut_in_silence() {
    let claim = "Gestaltet wird vor Ort. ".repeat(100);
    assert_on_the_page_or_said(&configured(&format!("[back]\nclaim = \"{claim}\"\n")).layout());
}

#[test]
fn an_imprint_too_long_for_its_page_is_not_cut_in_silence() {
    let name = "Die Verantwortlichen ".repeat(400);
    let imprint = format!("[imprint]\nresponsible = \"{name}\"\n");
    assert_on_the_page_or_said(&configured(&imprint).layout());
}

#[test]
fn a_chapter_title_too_long_for_the_contents_is_not_cut_in_silence() {
    let project = configured("");
    project.file("chapters/01.md", format!("# {}\n\nText.\n", "Langer Titel ".repeat(600)));
    assert_on_the_page_or_said(&project.layout());
}

#[test]
fn a_letter_of_the_title_that_no_font_has_is_reported_in_brochure_toml() {
    let outcome = with_toml("[brochure]\ntitle = \"Probe \u{13000}\"\nlanguage = \"de\"\n").layout();
    assert_warned(&outcome, "missing-glyph", "brochure.toml:2:16", "[fallback]");
}

// ---------------------------------------------------------------------------------------------
// The imprint's file

#[test]
fn a_dangling_link_in_the_imprint_is_reported() {
    let outcome = with_imprint("[x](fehlt.md)\n").layout();
    assert_refused(&outcome, "dangling-link", "impressum.md:1:1", "");
}

#[test]
fn a_link_to_an_anchor_in_the_imprint_does_not_panic() {
    for text in ["[x](#nirgends)\n", "[x](#)\n", "[x]()\n"] {
        let checked = check_within(&with_imprint(text), SOON);
        assert!(checked.code == 0 || checked.said.contains("impressum.md:1:1"), "{text}");
    }
}

#[test]
fn a_note_in_the_imprint_is_set_or_refused() {
    let outcome = with_imprint("Text[^1].\n\n[^1]: Die Anmerkung.\n").layout();
    assert!(outcome.brochure.is_none() || outcome.text().contains("Anmerkung"), "a note is lost");
}

#[test]
fn a_list_in_the_imprint_is_refused_with_a_hint() {
    let outcome = with_imprint("Text.\n\n- eins\n").layout();
    assert_refused(&outcome, "imprint-content", "impressum.md:3:1", "");
}

#[test]
fn a_control_character_in_the_imprint_is_refused() {
    let outcome = with_imprint("Mit \u{1a} darin.\n").layout();
    assert_warned(&outcome, "control-character", "impressum.md:1:5", "delete");
}

#[test]
fn a_byte_order_mark_in_the_imprint_is_not_set() {
    let outcome = with_imprint("\u{feff}# Kopf\n\nText.\n").layout();
    assert!(outcome.brochure.is_some(), "{}", outcome.rendered());
    assert!(!outcome.text().contains(['\u{feff}', '#']), "{}", outcome.text());
}

// ---------------------------------------------------------------------------------------------
// Front matter

#[test]
fn unclosed_front_matter_stands_at_its_opening() {
    let outcome = with_source("+++\ntitle = \"A\"\n\nText.\n");
    assert_refused(&outcome, "front-matter", "chapters/01.md:1:1", "+++");
}

#[test]
fn unclosed_front_matter_is_the_only_thing_reported() {
    let outcome = with_source("+++\ntitle = \"A\"\n\nText.\n");
    assert_eq!(outcome.codes(), ["front-matter"], "{}", outcome.rendered());
}

#[test]
fn an_unknown_key_of_front_matter_comes_with_the_nearest_one() {
    let outcome = with_source("+++\ntitle = \"A\"\nsumary = \"x\"\n+++\n\nText.\n");
    assert_warned(&outcome, "unknown-key", "chapters/01.md:3:1", "`summary`");
}

#[test]
fn a_wrong_type_in_front_matter_stands_at_its_value() {
    let outcome = with_source("+++\ntitle = \"A\"\nkey-points = [[1]]\n+++\n\nText.\n");
    assert_warned(&outcome, "front-matter", "chapters/01.md:3:15", "square brackets");
}

#[test]
fn a_wrong_type_in_front_matter_is_the_only_thing_reported() {
    let outcome = with_source("+++\ntitle = \"A\"\nsummary = [3]\n+++\n\nText.\n");
    assert_eq!(outcome.codes(), ["front-matter"], "{}", outcome.rendered());
}

#[test]
fn an_unknown_kind_of_chapter_comes_with_the_nearest_one() {
    let outcome = with_source("+++\ntitle = \"A\"\nkind = \"glossar\"\n+++\n\nText.\n");
    assert_warned(&outcome, "front-matter", "chapters/01.md:3:8", "\"glossary\"");
}

#[test]
fn a_syntax_error_in_front_matter_stands_at_its_place() {
    let outcome = with_source("+++\ntitle = A\n+++\n\nText.\n");
    assert_warned(&outcome, "front-matter", "chapters/01.md:2:9", "quotation marks");
}

#[test]
fn front_matter_in_yaml_that_is_broken_is_told_at_its_line() {
    let outcome = with_source("---\nlayout: x\ntitle: A: B\n---\n\nText.\n");
    let place = outcome.place("front-matter");
    assert!(place.starts_with("chapters/01.md:3:"), "{place}");
    assert!(!outcome.text().contains("layout"), "{}", outcome.text());
}

#[test]
fn a_chapter_without_title_is_called_as_its_file() {
    for source in ["Nur Text.\n", "+++\ntitle = \" \"\n+++\n\nText.\n", "#\n\nText.\n"] {
        let project = Project::bare();
        project.file("chapters/02-unsere_ziele.md", source);
        let outcome = project.layout();
        assert_warned(&outcome, "no-title", "chapters/02-unsere_ziele.md:1:1", "# …");
        outcome.run("Unsere ziele");
    }
}

#[test]
fn a_chapter_of_nothing_is_left_out_and_one_of_a_title_is_a_page() {
    for (source, pages) in [("", 1), ("\n\n  \n", 1), ("<!-- still -->\n", 1), ("# A\n", 2)] {
        let project = configured(BARE);
        project.file("chapters/02.md", source);
        let outcome = project.layout();
        assert_warned(&outcome, "empty-chapter", "chapters/02.md:1:1", "_");
        assert_eq!(outcome.pages().pages.len(), pages, "{source:?}");
    }
    assert_warned(&with_source("+++\ntitle = \"A\"\n+++\n"), "empty-chapter", "chapters/01.md:1:1", "_");
}

#[test]
fn a_letter_of_a_summary_of_several_lines_stands_at_its_place() {
    let outcome = with_source("+++\ntitle = \"A\"\nsummary = \"\"\"\nWer \u{13000} da\"\"\"\n+++\n\nText.\n");
    assert_warned(&outcome, "missing-glyph", "chapters/01.md:4:5", "[fallback]");
}

#[test]
fn a_letter_after_an_escape_stands_at_its_place() {
    let outcome = with_source("+++\ntitle = \"\\u00c4 \u{13000}\"\n+++\n\nText.\n");
    assert_warned(&outcome, "missing-glyph", "chapters/01.md:2:17", "[fallback]");
}

#[test]
fn a_letter_of_the_contents_that_no_font_has_is_reported_with_its_place() {
    let project = configured("");
    let front = "+++\ntitle = \"A\"\ntoc-summary = \"Wer \u{13000}\"\n+++\n\nText.\n";
    project.file("chapters/01.md", front);
    assert_warned(&project.layout(), "missing-glyph", "chapters/01.md:3:20", "[fallback]");
}

// ---------------------------------------------------------------------------------------------
// What stands in a chapter

#[test]
fn a_control_character_is_refused_at_its_place() {
    let outcome = layout("Gut \u{1} schlecht.");
    assert_warned(&outcome, "control-character", "chapters/01.md:5:5", "delete");
}

#[test]
fn the_character_that_hides_stars_is_refused() {
    let outcome = layout("Gut \u{1a} schlecht.");
    assert_warned(&outcome, "control-character", "chapters/01.md:5:5", "delete");
}

#[test]
fn a_null_byte_is_refused() {
    let outcome = layout("Gut\n\u{0} schlecht.");
    assert_warned(&outcome, "control-character", "chapters/01.md:6:1", "delete");
}

#[test]
fn duplicate_anchors_stand_at_the_second_one() {
    let outcome = layout("## Eins {#x}\n\nText.\n\n## Zwei {#x}\n\nText.");
    assert_warned(&outcome, "duplicate-anchor", "chapters/01.md:9:1", "rename");
}

#[test]
fn duplicate_anchors_name_the_line_of_the_first_one() {
    let outcome = layout("## Eins {#x}\n\nText.\n\n## Zwei {#x}\n\nText.");
    let hint = outcome.find("duplicate-anchor").help().expect("a hint");
    assert!(hint.contains("line 5"), "no author counts bytes: {hint}");
}

#[test]
fn headings_of_the_same_words_are_no_duplicates() {
    let outcome = layout("## Eins\n\nText.\n\n## Eins\n\nText.");
    assert!(outcome.diagnostics.is_empty(), "{}", outcome.rendered());
}

#[test]
fn a_dangling_link_to_a_chapter_comes_with_the_nearest_one() {
    let outcome = layout("Siehe [dort](02.md).");
    assert_refused(&outcome, "dangling-link", "chapters/01.md:5:7", "01.md");
}

#[test]
fn a_dangling_link_to_an_anchor_comes_with_the_nearest_one() {
    let outcome = layout("Siehe [dort](#miette).\n\n## Geld {#miete}\n\nText.");
    assert_warned(&outcome, "dangling-link", "chapters/01.md:5:7", "#miete");
}

#[test]
fn a_dangling_link_to_an_anchor_of_another_chapter_is_reported() {
    let project = configured(BARE);
    project.file("chapters/02.md", "# Zwei\n\n## Geld {#miete}\n\nText.\n");
    project.chapter("Siehe [dort](02.md#quatschundunsinn).");
    assert_warned(&project.layout(), "dangling-link", "chapters/01.md:5:7", "#miete");
}

#[test]
fn a_dangling_link_where_there_are_no_anchors_says_so() {
    let outcome = layout("Siehe [dort](#x).");
    assert_warned(&outcome, "dangling-link", "chapters/01.md:5:7", "");
    let hint = outcome.find("dangling-link").help().expect("a hint");
    assert!(!hint.trim_end().ends_with('#'), "a list of nothing: {hint}");
}

#[test]

fn a_link_to_the_anchor_of_the_title_leads_to_the_chapter() {
    for (title, link) in [("# Titel {#t}", "[oben](#t)"), ("# Titel", "[oben](#titel)")] {
        let outcome = with_source(format!("{title}\n\nSiehe {link}.\n"));
        assert!(outcome.diagnostics.is_empty(), "{}", outcome.rendered());
    }
}

#[test]
fn links_that_run_programs_are_text() {
    for scheme in ["javascript:alert(1)", "JaVaScript:alert(1)", "data:text/html,x", "file:///x"] {
        let outcome = layout(&format!("Siehe [hier]({scheme})."));
        assert_warned(&outcome, "link-scheme", "chapters/01.md:5:7", "https:");
        assert!(outcome.pages().links.values().next().is_none(), "no link is left");
    }
}

#[test]
fn a_mail_address_in_angle_brackets_is_a_link() {
    let outcome = layout("Post an <rat@example.org>.");
    assert!(outcome.brochure.is_some(), "{}", outcome.rendered());
}

#[test]
fn a_note_without_text_below_is_dangling() {
    let outcome = layout("Text.[^fehlt]");
    assert_warned(&outcome, "dangling-note", "chapters/01.md:5:6", "[^fehlt]:");
}

#[test]
fn a_note_of_no_words_is_dangling() {
    let outcome = layout("Text.[^1]\n\n[^1]:\n");
    assert_warned(&outcome, "dangling-note", "chapters/01.md:5:6", "[^1]:");
}

#[test]
fn a_note_never_called_is_a_warning() {
    let outcome = layout("Text.\n\n[^1]: Die Anmerkung.");
    assert_warned(&outcome, "unused-note", "chapters/01.md:7:1", "delete");
}

#[test]
fn a_note_that_calls_itself_is_refused() {
    let outcome = layout("Text.[^1]\n\n[^1]: Siehe [^1].");
    assert_warned(&outcome, "note-in-note", "chapters/01.md:7:13", "into the note itself");
    assert!(outcome.find("note-in-note").message().contains("itself"));
}

#[test]
fn a_note_that_calls_another_is_refused() {
    let outcome = layout("Text.[^1] Mehr.[^2]\n\n[^1]: Siehe [^2].\n\n[^2]: Hier.");
    assert_warned(&outcome, "note-in-note", "chapters/01.md:7:13", "into the note itself");
}

#[test]
fn a_note_defined_twice_is_told_at_the_second_text() {
    let outcome = layout("Text.[^1]\n\n[^1]: Eins.\n\n[^1]: Zwei.");
    assert_warned(&outcome, "note-twice", "chapters/01.md:9:1", "");
}

#[test]
fn a_table_in_a_note_is_told_and_its_words_are_set() {
    let outcome = layout("Text.[^1]\n\n[^1]: Eins.\n\n    | Zahl |\n    |---|\n    | zwei |\n");
    assert_warned(&outcome, "note-content", "chapters/01.md:9:5", "into the text");
    assert!(outcome.text().contains("zwei"), "{}", outcome.text());
}

#[test]
fn an_unknown_callout_comes_with_the_nearest_kind() {
    let outcome = layout("> [!praxistip]\n> Rat.");
    assert_warned(&outcome, "unknown-callout", "chapters/01.md:5:3", "[!praxistipp]");
}

#[test]
fn an_unknown_callout_without_a_near_kind_comes_with_all() {
    let outcome = layout("> [!ganzanders]\n> Rat.");
    assert_warned(&outcome, "unknown-callout", "chapters/01.md:5:3", "rechtslage");
}

#[test]
fn missing_alternative_text_is_told() {
    let project = Project::bare();
    project.file("assets/a.svg", DRAWING).chapter("Text.\n\n![](../assets/a.svg)\n");
    assert_warned(&project.layout(), "missing-alt", "chapters/01.md:7:1", "what it shows");
}

#[test]
fn a_large_picture_in_the_middle_of_a_text_is_set_between_its_parts() {
    let project = Project::bare();
    project.file("assets/a.png", picture(image::ImageFormat::Png));
    project.chapter("Ein ![Bild](../assets/a.png) im Text.\n");
    assert_warned(&project.layout(), "image-inline", "chapters/01.md:5:5", "paragraph of its own");
}

#[test]
fn tags_that_mean_nothing_in_print_are_told_at_their_first_place() {
    let outcome = layout("Ein <font>Wort</font>, noch <font>eins</font>.");
    assert_warned(&outcome, "html", "chapters/01.md:5:5", "delete the tags");
    assert_eq!(outcome.codes(), ["html"]);
    let outcome = layout("Text.\n\n<div class=\"x\">\nText.\n</div>\n");
    assert_warned(&outcome, "html", "chapters/01.md:7:1", "delete the tags");
    let outcome = layout("Text.\n\n<!-- still --> <script>laut</script>\n");
    assert_warned(&outcome, "html", "chapters/01.md:7:16", "write in words");
}

#[test]
fn comments_are_silent() {
    let outcome = layout("Ein <!-- still --> Wort.\n\n<!-- still\n\nganz still -->\n\nNoch eins.");
    assert!(outcome.diagnostics.is_empty(), "{}", outcome.rendered());
    assert!(!outcome.text().contains("still"));
}

#[test]
fn a_comment_never_closed_does_not_swallow_the_chapter_in_silence() {
    let outcome = layout("Text.\n\n<!-- offen\n\nAlles Weitere.\n");
    let said = !outcome.diagnostics.is_empty();
    assert!(said || outcome.text().contains("Weitere"), "the rest of the chapter is lost");
}

#[test]
fn a_heading_without_words_is_left_out() {
    let outcome = layout("Text.\n\n##\n\nText.");
    assert_warned(&outcome, "empty-heading", "chapters/01.md:7:1", "#");
}

#[test]
fn a_letter_that_no_font_has_is_refused_at_its_place() {
    let outcome = layout("Erste Zeile,\nzweite – „mit“ *dem* \u{13000} darin.");
    assert_warned(&outcome, "missing-glyph", "chapters/01.md:6:22", "[fallback]");
    assert!(outcome.find("missing-glyph").message().contains("U+13000"));
}

#[test]
fn letters_that_no_font_has_are_found_in_headings_tables_notes_code_and_captions() {
    let cases = [
        ("## Ein \u{13000}\n\nText.", "5:8"),
        ("| a |\n|---|\n| b \u{13000} |\n", "7:5"),
        ("Text.[^1]\n\n[^1]: Wer \u{13000}", "7:11"),
        ("    eins\n    zwei \u{13000}\n", "6:10"),
        ("```\neins\nzwei \u{13000}\n```\n", "7:6"),
        ("Wie `so \u{13000}`.", "5:9"),
        ("> [!praxistipp]\n> Rat \u{13000}.", "6:7"),
        ("- [ ] Punkt \u{13000}\n", "5:13"),
        ("Begriff\n: Wer \u{13000}\n", "6:7"),
        ("Ein [Link \u{13000}](https://example.org).", "5:11"),
        ("Bürger*innen \u{13000}.", "5:14"),
        ("Mit \\* und &amp; \u{13000}.", "5:18"),
    ];
    for (text, place) in cases {
        let place = format!("chapters/01.md:{place}");
        assert_warned(&layout(text), "missing-glyph", &place, "[fallback]");
    }
}

#[test]
fn a_letter_of_a_table_caption_that_no_font_has_stands_at_its_place() {
    let outcome = layout("Tabelle: Wer \u{13000}\n\n| a |\n|---|\n| b |\n");
    assert_warned(&outcome, "missing-glyph", "chapters/01.md:5:14", "[fallback]");
}

#[test]
fn a_letter_of_a_callouts_title_that_no_font_has_stands_at_its_place() {
    let outcome = layout("> [!praxistipp] Titel \u{13000}\n> Rat.");
    assert_warned(&outcome, "missing-glyph", "chapters/01.md:5:23", "[fallback]");
}

#[test]
fn a_letter_of_a_figure_caption_that_no_font_has_stands_at_its_place() {
    let project = Project::bare();
    project.file("assets/a.svg", DRAWING);
    project.chapter("![Bild](../assets/a.svg \"Wer \u{13000}. Quelle: ich\")\n");
    assert_warned(&project.layout(), "missing-glyph", "chapters/01.md:5:30", "[fallback]");
}

#[test]
fn a_table_of_sixty_columns_is_set_row_by_row() {
    let row = |cell: &str| format!("{}|\n", format!("| {cell} ").repeat(60));
    let outcome = layout(&[row("a"), row("-"), row("1")].concat());
    assert_warned(&outcome, "table-columns", "chapters/01.md:5:1", "divide");
}

#[test]

fn a_caption_taller_than_the_page_is_refused_at_its_picture() {
    let project = Project::bare();
    project.file("assets/a.svg", DRAWING);
    let caption = "Wort ".repeat(2000);
    project.chapter(&format!("Text.\n\n![Bild](../assets/a.svg \"{caption}\")\n"));
    assert_refused(&project.layout(), "too-tall", "chapters/01.md:7:1", "divide");
}

#[test]
fn a_heading_that_looks_like_a_hashtag_does_not_swallow_what_follows() {
    let outcome = layout("#Stichwort\n----------\n\nErster Absatz.\n\nZweiter Absatz.");
    let lines = outcome.lines(1);
    let merged = lines.iter().any(|line| line.contains("Stichwort") && line.contains("Absatz"));
    assert!(!merged, "{lines:?}");
}

#[test]
fn what_follows_a_callouts_marker_at_once_does_not_end_the_chapter() {
    for first in ["---", "===", "- ", "| a |\n> |---|\n> | b |", ": Erklärung"] {
        let outcome = layout(&format!("> [!praxistipp]\n> {first}\n>\n> Rat.\n\nDanach.\n"));
        let text = if outcome.brochure.is_some() { outcome.text() } else { continue };
        assert!(text.contains("Rat.") && text.contains("Danach."), "{first:?}: {text}");
    }
}

#[test]
fn a_table_in_the_line_of_a_callouts_marker_does_not_end_the_chapter() {
    for table in ["> [!praxistipp] | b |\n> |---|---|\n> | c | d |\n", "> [!praxistipp] T\n> : d\n"] {
        let outcome = layout(&format!("{table}\nDanach.\n"));
        let text = if outcome.brochure.is_some() { outcome.text() } else { continue };
        assert!(text.contains('d') && text.contains("Danach."), "{table:?}: {text}");
    }
}

#[test]
fn a_table_row_of_too_many_cells_is_not_cut_in_silence() {
    let outcome = layout("| a | b |\n|---|---|\n| eins | zwei | drei |\n");
    let said = !outcome.diagnostics.is_empty();
    assert!(said || outcome.text().contains("drei"), "a cell is lost");
}

#[test]
fn a_table_caption_keeps_its_entities() {
    let outcome = layout("Tabelle: Bau &amp; Soziales\n\n| a |\n|---|\n| b |\n");
    assert!(outcome.text().contains("Bau & Soziales"), "{}", outcome.text());
}

#[test]
fn three_faults_in_three_chapters_are_reported_together() {
    let project = Project::bare();
    project
        .file("chapters/01.md", "# Eins\n\nEin [Verweis](weg.md).\n")
        .file("chapters/02.md", "# Zwei\n\n- Text.\n\n``` chart\nx\n```\n")
        .file("chapters/03.md", "# Drei\n\n![Bild](fehlt.png)\n");
    let outcome = project.layout();
    assert_eq!(outcome.codes(), ["dangling-link", "chart", "missing-file"]);
    assert_refused(&outcome, "dangling-link", "chapters/01.md:3:5", "");
    assert_refused(&outcome, "chart", "chapters/02.md:6:2", "");
    assert_refused(&outcome, "missing-file", "chapters/03.md:3:1", "");
}

#[test]
fn faults_of_config_text_and_pictures_are_reported_together() {
    let project = configured("[contents]\ndepht = 2\n");
    project.chapter("![Bild](fehlt.png)\n\nText.[^1]");
    let outcome = project.layout();
    for code in ["unknown-key", "missing-file", "dangling-note"] {
        assert!(outcome.codes().contains(&code), "no {code} in\n{}", outcome.rendered());
    }
}

// ---------------------------------------------------------------------------------------------
// What cannot be understood by somebody who hears it

#[test]
fn alternative_text_that_is_a_file_name_is_a_warning() {
    for alt in ["karte-2.svg", "karte-2", "Ansicht.PNG"] {
        let project = Project::bare();
        project.file("assets/karte-2.svg", DRAWING);
        project.chapter(&format!("Text.\n\n![{alt}](../assets/karte-2.svg)\n"));
        assert_warned(&project.layout(), "alt-file-name", "chapters/01.md:7:1", "what the picture shows");
    }
}

#[test]
fn alternative_text_that_says_something_is_fine() {
    for alt in ["Karte", "Eine Karte im Format SVG", "Wie karte-2.svg entsteht"] {
        let project = Project::bare();
        project.file("assets/karte-2.svg", DRAWING);
        project.chapter(&format!("![{alt}](../assets/karte-2.svg)\n"));
        let outcome = project.layout();
        assert!(outcome.diagnostics.is_empty(), "{}", outcome.rendered());
    }
}

#[test]
fn link_text_that_says_nothing_is_a_warning() {
    let words =
        ["hier", "Hier klicken!", "„mehr“", "**Weiter** …", "LINK", "here", "Click here", "Read\nmore »"];
    for words in words {
        let outcome = layout(&format!("Das steht [{words}](https://example.org)."));
        assert_warned(&outcome, "link-text", "chapters/01.md:5:11", "what is found there");
    }
}

#[test]
fn link_text_that_says_something_is_fine() {
    for words in ["hier im Gesetz", "Mehr zur Miete", "Linkliste", "§ 60a", "…", ""] {
        let outcome = layout(&format!("Das steht [{words}](#ort).\n\n## Ort\n\nText."));
        assert!(outcome.diagnostics.is_empty(), "{words}:\n{}", outcome.rendered());
    }
}

#[test]
fn a_sentence_in_capitals_is_a_warning() {
    for (text, place) in [
        ("Bitte BEACHTEN SIE: DIESE REGELN GELTEN.", "5:21"),
        ("Dies **SIND WICHTIGE ÄNDERUNGEN** und *mehr*.", "5:8"),
        ("- EINS\n- DIESE REGELN GELTEN", "6:3"),
        ("## DIESE REGELN GELTEN\n\nText.", "5:4"),
        ("Text.[^1]\n\n[^1]: DIESE REGELN GELTEN.", "7:7"),
        ("Tabelle: DIESE REGELN GELTEN\n\n| a | b |\n|---|---|\n| c | d |", "5:10"),
        ("> [!praxistipp] DIESE REGELN GELTEN\n> Text.", "5:17"),
    ] {
        assert_warned(&layout(text), "capitals", &format!("chapters/01.md:{place}"), "**bold**");
    }
    let outcome = with_source("+++\ntitle = \"A\"\nsummary = \"DIESE REGELN GELTEN\"\n+++\n\nText.\n");
    assert_warned(&outcome, "capitals", "chapters/01.md:3:12", "**bold**");
}

#[test]
fn abbreviations_and_code_are_no_sentence_in_capitals() {
    for text in [
        "Das BAMF, BMAS, BMFSFJ und UNHCR, UNICEF sind gemeint.",
        "Das BAMF (BMAS) UNHCR und EU DSGVO DIN.",
        "So `SELECT DISTINCT NAME FROM` heißt es.",
        "    SELECT DISTINCT NAME\n",
        "In den Jahren 2015 2016 2017 2018.",
        "ACHTUNG. WICHTIG. DRINGEND. Bitte lesen.",
    ] {
        let outcome = layout(text);
        assert!(outcome.diagnostics.is_empty(), "{text}:\n{}", outcome.rendered());
    }
}

#[test]
fn an_empty_header_cell_is_a_warning() {
    let outcome = layout("| a |  | c |\n|---|---|---|\n| 1 | 2 | 3 |\n");
    assert_warned(&outcome, "empty-header", "chapters/01.md:5:6", "name the column");
    assert_eq!(outcome.codes(), ["empty-header"]);
    let outcome = layout("|  | b |  |\n|---|---|---|\n| 1 | 2 | 3 |\n");
    assert_eq!(outcome.codes(), ["empty-header"]);
    let corner = layout("|  | b |\n|---|---|\n| 1 |  |\n");
    assert!(corner.diagnostics.is_empty(), "{}", corner.rendered());
}

#[test]
fn a_table_without_head_is_a_warning() {
    for head in ["|  |  |\n|---|---|", "| | |\n|---|---|"] {
        let outcome = layout(&format!("Text.\n\n{head}\n| 1 | 2 |\n"));
        assert_warned(&outcome, "table-without-head", "chapters/01.md:7:1", "name each column");
        assert_eq!(outcome.codes(), ["table-without-head"]);
    }
}

// ---------------------------------------------------------------------------------------------
// Line endings, byte order marks, tabs

#[test]
fn windows_line_endings_keep_places_right() {
    let outcome = with_source("+++\r\ntitle = \"A\"\r\n+++\r\n\r\nEine *Zeile*\r\nund \u{13000}.\r\n");
    assert_warned(&outcome, "missing-glyph", "chapters/01.md:6:5", "");
}

#[test]
fn windows_line_endings_work() {
    let unix = "# T\n\nEine Zeile\\\nund eine.\n\n> [!praxistipp] Titel\n> Rat.[^1]\n\n\
                Tabelle: Wort\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n    Code\n    Code\n\n\
                - [x] Punkt\n\n[^1]: Anmerkung\n";
    let (unix, windows) = (with_source(unix), with_source(unix.replace('\n', "\r\n")));
    assert!(windows.diagnostics.is_empty(), "{}", windows.rendered());
    assert_eq!(windows.lines(1), unix.lines(1));
}

#[test]
fn a_byte_order_mark_before_front_matter_works() {
    let outcome = with_source("\u{feff}+++\ntitle = \"A\"\n+++\n\nText \u{13000}.\n");
    assert_warned(&outcome, "missing-glyph", "chapters/01.md:5:6", "");
    assert_eq!(outcome.codes(), ["missing-glyph"]);
}

#[test]
fn a_byte_order_mark_before_text_works() {
    let outcome = with_source("\u{feff}# Titel\n\nText.\n");
    assert!(outcome.diagnostics.is_empty(), "{}", outcome.rendered());
    assert!(!outcome.text().contains('\u{feff}'));
}

#[test]
fn a_byte_order_mark_counts_for_no_column() {
    let outcome = with_source("\u{feff}# Titel \u{13000}\n\nText.\n");
    assert_warned(&outcome, "missing-glyph", "chapters/01.md:1:9", "");
}

#[test]
fn a_byte_order_mark_before_brochure_toml_works() {
    let outcome = with_toml("\u{feff}[brochure]\ntitle = \"x\"\nlanguage = \"de\"\n").layout();
    assert!(outcome.brochure.is_some(), "{}", outcome.rendered());
    let outcome = with_toml("\u{feff}[brochure]\r\ntitle = 1\r\nlanguage = \"de\"\r\n").layout();
    assert_refused(&outcome, "config-type", "brochure.toml:2:9", "");
}

#[test]
fn tabs_are_spaces_and_count_for_one_column() {
    let outcome = layout("Text\tmit Tab.\n\n-\tPunkt\n\n\tCode\tCode\n");
    assert!(outcome.diagnostics.is_empty(), "{}", outcome.rendered());
    assert!(!outcome.text().contains('\t'));
    assert!(outcome.text().contains("Text mit Tab."), "{}", outcome.text());
    let outcome = layout("Text\tmit \u{13000}.");
    assert_warned(&outcome, "missing-glyph", "chapters/01.md:5:10", "");
}

// ---------------------------------------------------------------------------------------------
// Too deep, too long, too many

#[test]
fn a_thousand_nested_quotes_are_refused_soon() {
    let outcome = layout(&format!("{}Text.", "> ".repeat(1000)));
    assert_refused(&outcome, "nesting", "chapters/01.md:5:25", "flatter");
}

#[test]
fn a_thousand_nested_lists_are_refused_soon() {
    let outcome = layout(&format!("{}Text.", "- ".repeat(1000)));
    assert_refused(&outcome, "nesting", "chapters/01.md:5:25", "flatter");
}

#[test]
fn a_thousand_lists_nested_line_by_line_are_refused_soon() {
    let lines: Vec<String> = (0..1000).map(|n| format!("{}- Punkt", "  ".repeat(n))).collect();
    let outcome = layout(&lines.join("\n"));
    assert_refused(&outcome, "nesting", "chapters/01.md:17:25", "flatter");
}

#[test]
fn a_thousand_nested_lists_with_figures_are_refused_soon() {
    let outcome = layout(&format!("{}Text.", "1. ".repeat(1000)));
    assert_refused(&outcome, "nesting", "chapters/01.md:5:37", "flatter");
}

#[test]
fn notes_nested_in_notes_do_not_overflow_the_stack() {
    let checked = check_chapter(&format!("Text.[^1]\n\n{}Text.", "[^1]: > ".repeat(5000)));
    assert_eq!(checked.code, 0, "{}", checked.said);
    assert!(checked.said.contains("note-in-note"), "{}", checked.said);
}

#[test]
fn ten_thousand_stars_around_a_word_do_not_overflow_the_stack() {
    let stars = "*".repeat(10_000);
    check_chapter(&format!("{stars}Wort{stars}"));
}

#[test]
fn ten_thousand_stars_alone_do_not_overflow_the_stack() {
    check_chapter(&"*".repeat(10_000));
}

#[test]
fn emphasis_nested_in_emphasis_does_not_overflow_the_stack() {
    check_chapter(&format!("{}{}", "*a _b ".repeat(5000), "c_ d* ".repeat(5000)));
}

#[test]
fn fifty_thousand_brackets_end_soon() {
    check_chapter(&"[".repeat(50_000));
}

#[test]
fn fifty_thousand_quotation_signs_are_refused_soon() {
    let checked = check_chapter(&">".repeat(50_000));
    assert_eq!(checked.code, 1);
    assert!(checked.said.contains("error[nesting]"), "{}", checked.said);
}

#[test]
fn ten_thousand_openings_of_pictures_end_soon() {
    check_chapter(&"![".repeat(10_000));
}

#[test]
fn ten_thousand_tasks_end_soon() {
    check_chapter(&"- [ ] tun\n".repeat(10_000));
}

#[test]
fn five_thousand_headings_of_the_same_words_end_soon() {
    check_chapter(&"## Eins\n\nText.\n\n".repeat(5000));
}

#[test]
fn a_paragraph_of_five_thousand_marked_words_ends_soon() {
    check_chapter(&"*ein* Wort ".repeat(5000));
}

#[test]
fn a_paragraph_of_thirty_thousand_words_ends_soon() {
    check_chapter(&"das ist ein Satz ".repeat(7500));
}

#[test]
fn ten_thousand_faults_end_soon() {
    let checked = check_chapter(&"Wer [ist](weg.md) da.\n\n".repeat(10_000));
    assert_eq!(checked.code, 1);
}

#[test]
fn a_word_of_five_thousand_letters_is_never_overfull() {
    for text in ["x".repeat(5000), "abcdefghij".repeat(500), "1234567890".repeat(500)] {
        let outcome = layout(&format!("Vorn {text} hinten."));
        assert!(outcome.pages().pages.len() > 1);
        assert_nothing_overfull(&outcome);
    }
}

#[test]
fn a_word_of_five_thousand_letters_is_a_warning() {
    let outcome = layout(&format!("Vorn {} hinten.", "abcdefghij".repeat(500)));
    let place = outcome.place("overlong-word");
    assert!(place.starts_with("chapters/01.md:5:"), "{place}");
    assert_warned(&outcome, "overlong-word", &place, "soft hyphen");
}

#[test]
fn an_overlong_word_in_code_a_cell_and_a_heading_is_never_overfull() {
    let word = "Donaudampfschifffahrt".repeat(20);
    for text in [
        format!("    {word}\n"),
        format!("Wie `{word}`."),
        format!("| a | b |\n|---|---|\n| {word} | c |\n"),
        format!("## {word}\n\nText."),
        format!("> [!praxistipp] {word}\n> {word}\n"),
        format!("- {word}\n"),
        format!("Text.[^1]\n\n[^1]: {word}\n"),
        format!("{word}\n: {word}\n"),
    ] {
        let outcome = layout(&text);
        assert_nothing_overfull(&outcome);
    }
}

#[test]
fn three_megabytes_of_random_bytes_are_refused_soon() {
    let project = Project::bare();
    project.file("chapters/01.md", random_bytes(1 << 20));
    let checked = check_within(&project, SOON);
    assert_eq!(checked.code, 1);
    assert!(checked.said.contains("error[not-utf8]"), "{}", &checked.said[..2000]);
}

#[test]
fn a_megabyte_of_random_letters_ends_soon() {
    let letter = |byte: u8| match byte {
        0..32 => '\n',
        127..=160 => ' ',
        byte => char::from(byte),
    };
    let text: String = random_bytes(1 << 20).into_iter().map(letter).collect();
    check_chapter(&text);
}

// ---------------------------------------------------------------------------------------------
// Anything at all

/// Runs `test` on 64 texts put together from `fragments`, the same in every run.
fn for_random_texts(fragments: &'static [&'static str], test: impl Fn(String) -> Result<(), TestCaseError>) {
    let config = Config { cases: 64, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let texts = proptest::collection::vec(proptest::sample::select(fragments), 0..40);
    let run = TestRunner::new_with_rng(config, rng).run(&texts, |parts| test(parts.concat()));
    if let Err(failure) = run {
        panic!("{failure}");
    }
}

/// Opens a project with that chapter and renders what is said of it.
fn open_and_render(text: &str) -> Outcome {
    let outcome = layout(text);
    let _ = outcome.rendered();
    outcome
}

#[test]
fn no_text_of_small_fragments_panics() {
    const FRAGMENTS: &[&str] = &[
        "*",
        "_",
        "[^1]",
        "> ",
        "- ",
        "|",
        "\n\n",
        "`",
        "<b>",
        "![",
        "](",
        "„",
        "Bürger*innen",
        "+++",
        "  \n",
        "1. ",
        ": ",
    ];
    for_random_texts(FRAGMENTS, |text| {
        open_and_render(&text);
        Ok(())
    });
}

#[test]
fn no_text_of_large_fragments_panics() {
    const FRAGMENTS: &[&str] = &[
        "> [!praxistipp] Titel\n",
        "> [!zitat]\n> Satz.\n> -- Wer\n",
        "\n\n",
        "> ",
        "    ",
        "Tabelle: Wort {#t}\n\n",
        "| a | b |\n|---|---|\n| c | d |\n",
        "\n[^1]: Text\n",
        "[^1]",
        "## Kopf {#k}\n",
        "Kopf\n---\n",
        "[](#k)",
        "**fett** ",
        "- [ ] tun\n",
        "***\n",
        "```\n",
        "~~weg~~ ",
        "&amp;",
        "\\",
        "\r\n",
        "\t",
        "Begriff\n: Erklärung\n",
        "#",
        "=",
        "\u{301}",
        "\u{ad}",
        "ש",
        "</b>",
        "<!--",
        "-->",
        "\u{13000}",
    ];
    for_random_texts(FRAGMENTS, |text| {
        open_and_render(&text);
        Ok(())
    });
}

#[test]
fn no_front_matter_panics() {
    const FRAGMENTS: &[&str] = &[
        "+++\n",
        "title = \"A\"\n",
        "title = \"\"\"\n",
        "kind = \"glossary\"\n",
        "summary = ",
        "\"x\"",
        "key-points = [",
        "\"a\", ",
        "]",
        "\n",
        "\r\n",
        "\u{feff}",
        "#",
        "[",
        "]",
        "'",
        "{",
        "=",
        "ä",
        "\u{13000}",
        "1",
        "Text.\n",
        "---\n",
    ];
    for_random_texts(FRAGMENTS, |text| {
        let project = Project::bare();
        project.file("chapters/01.md", text);
        let _ = project.layout().rendered();
        Ok(())
    });
}

#[test]
fn no_brochure_toml_panics() {
    const FRAGMENTS: &[&str] = &[
        "[brochure]\n",
        "title = \"A\"\n",
        "language = \"de\"\n",
        "[page]\n",
        "format = ",
        "\"A5\"\n",
        "[color]\n",
        "[style.body]\n",
        "size = ",
        "\"0pt\"\n",
        "\"9pt\"\n",
        "[[publisher]]\n",
        "name = ",
        "[cover]\n",
        "enabled = ",
        "false\n",
        "1e400\n",
        "-1\n",
        "[edition.x]\n",
        "kind = ",
        "[callout.neu]\n",
        "label = ",
        "fill = ",
        "\"#123456\"\n",
        "\n",
        "{",
        "}",
        "[",
        "]",
        "ä",
    ];
    for_random_texts(FRAGMENTS, |toml| {
        let _ = with_toml(&toml).layout().rendered();
        Ok(())
    });
}

#[test]
fn no_word_is_lost_without_a_complaint() {
    const FRAGMENTS: &[&str] = &[
        "Apfel ",
        "Birne ",
        "Kirsche ",
        "Dattel ",
        "\n\n",
        "\n",
        "*",
        "**",
        "_",
        "> ",
        "- ",
        "1. ",
        "## ",
        "#",
        "\n---\n",
        "\n===\n",
        "[",
        "]",
        "^",
        "&amp; ",
        "\n| a | b |\n|---|---|\n| Apfel | Birne |\n",
        "Tabelle: ",
        "> [!praxistipp] ",
        "> [!zitat]\n",
        "\n: ",
        "\\",
        "    ",
        "- [ ] ",
        "***\n",
        "```\n",
    ];
    for_random_texts(FRAGMENTS, |text| {
        let outcome = open_and_render(&text);
        if outcome.diagnostics.is_empty() {
            let letters =
                |text: &str| ["Apfel", "Birne", "Kirsche", "Dattel"].map(|word| text.matches(word).count());
            let (written, set) = (letters(&text), letters(&outcome.text()));
            prop_assert!(set >= written, "{written:?} written, {set:?} set:\n{text}");
        }
        Ok(())
    });
}

#[test]
fn a_heading_that_skips_a_level_is_a_warning() {
    let outcome = layout("Text.\n\n## Zwei\n\nText.\n\n#### Vier\n\nText.\n");
    assert!(outcome.brochure.is_some(), "{}", outcome.rendered());
    assert_eq!(outcome.place("heading-level"), "chapters/01.md:11:1");
    assert!(layout("## Zwei\n\n### Drei\n\nText.\n").codes().is_empty());
}

#[test]
fn the_level_to_write_is_told_as_it_is_typed() {
    let project = Project::bare();
    project.file("chapters/01.md", "# Eins\n\nText.\n\n# Zwei\n\nText.\n\n#### Vier\n\nText.\n");
    let outcome = project.layout();
    let told = outcome.find("heading-level");
    assert_eq!(told.message(), "a heading of level 4 follows one of level 1");
    assert!(told.help().is_some_and(|help| help.starts_with("write ## ")), "{:?}", told.help());
}

#[test]
fn keys_and_tables_that_there_are_are_named_once() {
    let outcome = Project::with("[edition.a]\nkind = \"screen\"\nxyzxyz = 1\n[xyzxyz]\n").layout();
    let helps: Vec<String> = outcome.diagnostics.iter().filter_map(|found| found.help()).collect();
    assert!(helps.iter().any(|help| help.ends_with("known keys: standard")), "{helps:?}");
    let tables = helps.iter().find(|help| help.starts_with("tables: ")).expect("a list of tables");
    assert_eq!(tables.matches(" cover,").count(), 1, "{tables}");
}

#[test]
fn a_picture_that_is_to_fill_the_measure_coarsely_is_a_warning() {
    let project = Project::bare();
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::new(400, 200).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    project.file("assets/bild.png", bytes.into_inner());
    project.chapter("![Bild](../assets/bild.png){width=100%}\n\nText.\n");
    let outcome = project.layout();
    assert!(outcome.brochure.is_some(), "{}", outcome.rendered());
    assert!(outcome.find("image-resolution").message().contains("92 pixels per inch"));
}

// ---------------------------------------------------------------------------------------------
// Passages, words and ornaments

#[test]
fn passages_in_unknown_languages_are_refused_where_the_tag_stands() {
    for (text, hint) in [
        ("Ein [x]{lang=xx-} Wort", "two letters"),
        ("Ein [x]{lang=ua} Wort", "{lang=uk}"),
        ("Ein [x]{lang=\"en\"} Wort", "{lang=en}"),
        ("Ein [x]{lang=de_AT} Wort", "{lang=de-AT}"),
    ] {
        assert_refused(&layout(text), "language", "chapters/01.md:5:14", hint);
    }
    assert_refused(&layout("Ein [x]{lang=} Wort"), "language", "chapters/01.md:5:8", "two letters");
    assert_refused(&layout("## [x]{lang=EN}\n\nText"), "language", "chapters/01.md:5:13", "{lang=en}");
    assert_refused(&layout("> Über [ä]{lang=xx}"), "language", "chapters/01.md:5:17", "two letters");
}

#[test]
fn passages_without_words_or_brackets_are_refused_where_they_stand() {
    for (text, column, hint) in [
        ("Ein []{lang=en} Wort", 5, "between the brackets"),
        ("Ein [ ]{lang=en} Wort", 5, "between the brackets"),
        ("Ein x]{lang=en} Wort", 7, "square brackets"),
        ("Ein [x {lang=en} Wort", 8, "square brackets"),
        ("Ein [x] {lang=en} Wort", 9, "square brackets"),
        ("Ein [x]{lang=en Wort", 8, "[words]{lang=en}"),
        ("Ein [x]{lang=en .a} Wort", 8, "braces of its own"),
        ("[Ein](https://example.org){lang=en} Wort", 27, "square brackets"),
        ("## Ein {lang=en}\n\nWort", 8, "square brackets"),
        ("## [Ein]{lang=en #a}\n\nWort", 9, "braces of its own"),
    ] {
        let outcome = layout(text);
        assert_warned(&outcome, "passage", &format!("chapters/01.md:5:{column}"), hint);
        assert_eq!(outcome.codes(), ["passage"], "{text}");
    }
}

#[test]
fn passages_in_front_matter_are_refused_where_they_stand() {
    let outcome = with_source("+++\ntitle = \"Ein [x]{lang=xx}\"\n+++\n\nText.\n");
    assert_refused(&outcome, "language", "chapters/01.md:2:23", "two letters");
}

#[test]
fn passages_nested_too_deep_are_refused() {
    let nested = |depth: usize| "[".repeat(depth) + "x" + &"]{lang=en}".repeat(depth);
    assert!(layout(&nested(8)).codes().is_empty());
    assert_refused(&layout(&nested(9)), "nesting", "chapters/01.md:5:9", "before the next begins");
}

#[test]
fn brackets_and_passages_without_end_end_soon() {
    let texts = ["[".repeat(20_000), "[x]{lang=en} ".repeat(10_000), "[a]{lang=".repeat(20_000)];
    let nested = "[".repeat(5_000) + &"]{lang=en}".repeat(5_000);
    for text in texts.iter().chain([&nested]) {
        check_chapter(text);
    }
}

#[test]
fn no_text_of_passages_panics() {
    const FRAGMENTS: &[&str] = &[
        "[",
        "]",
        "{lang=en}",
        "{lang=ar}",
        "{lang=",
        "}",
        "*",
        "**",
        "`",
        "\\",
        " ",
        "\n\n",
        "## ",
        "| ",
        "|\n|-|\n|",
        "x",
        "GG",
        "GG-",
        "z. B.",
        "مرحبا",
        "Bürger*innen",
        "[^1]",
        "[^1]: ",
        "(#x)",
        "![](x){.decorative}",
        "> ",
        "<https://example.org/]{lang=en}>",
        "&lbrack;",
        "Tabelle: ",
        "\u{ad}",
    ];
    for_random_texts(FRAGMENTS, |text| {
        let project = Project::with(
            "[abbreviations]\nGG = \"Grundgesetz\"\n\"z. B.\" = \"zum Beispiel\"\n[spoken]\nstar = \"pause\"\n",
        );
        project.chapter(&text);
        project.layout().rendered();
        Ok(())
    });
}

#[test]
fn words_that_cannot_be_read_are_refused_where_they_stand() {
    let config = "[abbreviations]\nGG = \"\"\n\"\" = \"leer\"\n\"§\" = \"Paragraf\"\n\
        \"z.B.\" = \"zum Beispiel\"\n\"z. B.\" = \"doppelt\"\n";
    let outcome = configured(config).layout();
    for (place, hint) in [
        ("brochure.toml:6:6", "write it out"),
        ("brochure.toml:7:1", "letter or a figure"),
        ("brochure.toml:8:1", "letter or a figure"),
        ("brochure.toml:10:1", "delete one"),
    ] {
        assert_refused(&outcome, "word", place, hint);
    }
    let outcome = configured("[abbreviations]\nGG = 3\n").layout();
    assert_refused(&outcome, "config-type", "brochure.toml:6:6", "quotation marks");
    let outcome = configured("[spoken]\nstar = \"leise\"\n").layout();
    assert_refused(&outcome, "config-value", "brochure.toml:6:8", "silent");
}

#[test]
fn words_that_stand_nowhere_are_a_warning() {
    let config = "[abbreviations]\nGG = \"Grundgesetz\"\n[spoken.words]\n\"Text\" = \"Texte\"\n";
    let outcome = configured(config).layout();
    assert_warned(&outcome, "unused-word", "brochure.toml:6:1", "as the chapters do");
    assert_eq!(outcome.codes(), ["unused-word"]);
}

#[test]
fn decorative_pictures_with_words_are_refused() {
    for (picture, what) in [
        ("![Ein Baum](o.svg){.decorative}", "alternative text"),
        ("![](o.svg \"Titel\"){.decorative}", "caption"),
    ] {
        let project = Project::bare();
        project.file("chapters/o.svg", DRAWING);
        project.chapter(&format!("Text.\n\n{picture}\n"));
        let outcome = project.layout();
        assert_warned(&outcome, "decorative", "chapters/01.md:7:1", "{.decorative}");
        assert!(outcome.find("decorative").message().contains(what));
    }
}

#[test]
fn unknown_classes_of_pictures_are_a_warning() {
    let project = Project::bare();
    project.file("chapters/o.svg", DRAWING);
    project.chapter("Text.\n\n![Ein Baum](o.svg){.dekorativ}\n");
    assert_warned(&project.layout(), "unknown-class", "chapters/01.md:7:20", "{.decorative}");
}

#[test]
fn a_chapter_that_begins_with_a_long_letter_and_has_no_title_is_marked_at_the_whole_letter() {
    let project = configured(BARE);
    project.file("chapters/01.md", "\u{301}# Kein Titel");
    let outcome = project.layout();
    let span = outcome.find("no-title").span.expect("a place");
    assert_eq!((span.start, span.end), (0, 2));
}
