//! The PDF: what a reader, a printer and a screen reader find in the file.

use crate::common;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::LazyLock;

use crate::common::{Outcome, Project, THEME, build, filler};
use brochure::diag::Sink;
use brochure::edition::Artefact;
use brochure::edition::output::Output;
use brochure::geom::MM;
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

const CONFIG: &str = r#"
subtitle = "Eine Handreichung"
description = "Worum es geht"
keywords = ["Asyl", "Kommune"]
date = 2019-10-22
[[publisher]]
name = "Verein A"
url = "https://example.org/verein"
email = "a@example.org"
"#;

const FIRST: &str = r#"+++
title = "Erstes Kapitel"
summary = "Der Vorspann."
key-points = ["Punkt eins", "Punkt zwei"]
+++

Ein Absatz für Bürger*innen mit *Betonung*, einer [Adresse](https://example.org/a?b=c) und einer
Anmerkung[^1]. Siehe [](02.md#ziel) und [dort](02.md).

## Der Abschnitt

- eins
- zwei
  - innen

1. erstens
2. zweitens

- [x] fertig

### Der Unterabschnitt

Tabelle: Zahlen der Jahre
Quelle: Amt

| Jahr | Zahl |
|------|-----:|
| 2018 | 10   |
| 2019 | 1200 |

![Ein schwarzes Rechteck](bild.svg "Der Titel. Quelle: Foto")

> [!praxistipp] Guter Rat
> Inhalt der Box.

> Ein Zitat.

> [!zitat]
> „Ein Satz“
> -- Name

`code` und

```
let a = 1;
```

Auf Arabisch مرحبا بكم und Hebräisch שלום עולם.

## Was kann ich tun? {.checklist}

- [ ] Reden

[^1]: Die Anmerkung.
"#;

/// A brochure with everything in it.
fn project(config: &str) -> Project {
    let project = Project::with("");
    let start = "[brochure]\ntitle = \"Probe | in zwei Zeilen\"\nlanguage = \"de\"\n";
    project.file("brochure.toml", format!("{start}{THEME}{config}"));
    project.file("chapters/01.md", FIRST);
    let second = format!("{}\n\n## Das Ziel {{#ziel}}\n\nHier.", filler(900));
    project.file("chapters/02.md", format!("+++\ntitle = \"Zweites Kapitel\"\n+++\n\n{second}"));
    let size = "width=\"90\" height=\"40\"";
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}><rect {size}/></svg>");
    project.file("chapters/bild.svg", svg);
    project
}

/// A finished file and what it was made from.
struct Built {
    outcome: Outcome,
    bytes: Vec<u8>,
    pdf: Document,
    complaints: Sink,
}

fn built(project: Project) -> Built {
    let outcome = project.layout();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut complaints = Sink::new();
    let artefact = write(&outcome, folder.path(), &mut complaints);
    let bytes = std::fs::read(artefact.path).expect("a file");
    let pdf = Document::load_mem(&bytes).expect("a PDF");
    Built { outcome, bytes, pdf, complaints }
}

/// Writes the first edition of a brochure.
fn write(outcome: &Outcome, folder: &Path, sink: &mut Sink) -> Artefact {
    let brochure = outcome.brochure.as_ref().unwrap_or_else(|| panic!("refused:\n{}", outcome.rendered()));
    let output = Output::at(folder.to_owned());
    build(&brochure.plans()[..1], &brochure.config, &output, sink).remove(0)
}

static FULL: LazyLock<Built> = LazyLock::new(|| built(project(CONFIG)));

// Reading the file

impl Built {
    fn catalog(&self) -> &Dictionary {
        self.pdf.catalog().expect("a catalogue")
    }

    /// What a key of a dictionary stands for, references followed.
    fn find<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a Object> {
        dict.get_deref(key.as_bytes(), &self.pdf).ok()
    }

    fn follow<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.pdf.dereference(object).expect("an object").1
    }

    fn dict<'a>(&'a self, dict: &'a Dictionary, key: &str) -> &'a Dictionary {
        let found = self.find(dict, key).unwrap_or_else(|| panic!("no /{key} in {dict:?}"));
        found.as_dict().unwrap_or_else(|_| panic!("/{key} is {found:?}"))
    }

    fn name(&self, dict: &Dictionary, key: &str) -> String {
        let name = self.find(dict, key).and_then(|o| o.as_name().ok());
        String::from_utf8_lossy(name.unwrap_or_default()).into_owned()
    }

    fn text(&self, dict: &Dictionary, key: &str) -> Option<String> {
        let bytes = self.find(dict, key)?.as_str().ok()?;
        Some(decode(bytes))
    }

    fn pages(&self) -> Vec<&Dictionary> {
        self.pdf.page_iter().map(|id| self.pdf.get_dictionary(id).expect("a page")).collect()
    }

    /// Number of the page with that object.
    fn page_number(&self, id: ObjectId) -> usize {
        self.pdf.page_iter().position(|p| p == id).expect("a page") + 1
    }

    fn annotations(&self) -> Vec<(usize, &Dictionary)> {
        let mut all = Vec::new();
        for (number, id) in self.pdf.page_iter().enumerate() {
            let found = self.pdf.get_page_annotations(id).unwrap_or_default();
            all.extend(found.into_iter().map(|a| (number + 1, a)));
        }
        all
    }

    /// All dictionaries of the file, also those of streams.
    fn dictionaries(&self) -> impl Iterator<Item = &Dictionary> {
        self.pdf.objects.values().filter_map(|object| match object {
            Object::Dictionary(dict) => Some(dict),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        })
    }

    fn metadata(&self) -> String {
        let object = self.find(self.catalog(), "Metadata").expect("metadata");
        let stream = object.as_stream().expect("a stream");
        String::from_utf8(stream.get_plain_content().expect("its content")).expect("UTF-8")
    }

    fn info(&self) -> &Dictionary {
        self.dict(&self.pdf.trailer, "Info")
    }

    /// The structure elements in order, each with the tags from the root down to its own.
    fn elements(&self) -> Vec<(String, &Dictionary)> {
        let mut all = Vec::new();
        let root = self.dict(self.catalog(), "StructTreeRoot");
        self.elements_below(root, "", &mut all);
        all
    }

    fn elements_below<'a>(
        &'a self,
        dict: &'a Dictionary,
        path: &str,
        all: &mut Vec<(String, &'a Dictionary)>,
    ) {
        let Some(kids) = self.find(dict, "K") else { return };
        let one = std::slice::from_ref(kids);
        for kid in kids.as_array().map_or(one, Vec::as_slice) {
            let Ok(kid) = self.follow(kid).as_dict() else { continue };
            let tag = self.name(kid, "S");
            if tag.is_empty() {
                continue;
            }
            let path = format!("{path}/{tag}");
            all.push((path.clone(), kid));
            self.elements_below(kid, &path, all);
        }
    }

    /// Elements whose tags end like this.
    fn tagged(&self, path: &str) -> Vec<&Dictionary> {
        let end = format!("/{path}");
        self.elements().into_iter().filter(|(p, _)| p.ends_with(&end)).map(|(_, d)| d).collect()
    }
}

/// A text string of a PDF.
fn decode(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(utf16) => {
            let units: Vec<u16> = utf16.chunks(2).map(|b| u16::from_be_bytes([b[0], b[1]])).collect();
            String::from_utf16(&units).expect("UTF-16")
        }
        None => bytes.iter().map(|b| char::from(*b)).collect(),
    }
}

// The file

#[test]
fn the_file_is_a_pdf_1_7() {
    assert!(FULL.bytes.starts_with(b"%PDF-1.7\n"));
    let end = FULL.bytes.trim_ascii_end();
    assert!(end.ends_with(b"%%EOF"));
}

#[test]
fn the_file_has_all_pages() {
    assert_eq!(FULL.pages().len(), FULL.outcome.pages().pages.len());
}

#[test]
fn every_page_is_a5() {
    for page in FULL.pages() {
        let media = FULL.find(page, "MediaBox").expect("a media box").as_array().expect("an array");
        let sides: Vec<f64> = media.iter().map(|o| f64::from(o.as_float().expect("a number"))).collect();
        for (side, expected) in sides.iter().zip([0.0, 0.0, 148.0 * MM, 210.0 * MM]) {
            assert!((side - expected).abs() < 0.01, "{sides:?}");
        }
    }
}

#[test]
fn another_format_gives_another_media_box() {
    let built = built(project("[page]\nformat = \"A4\"\n"));
    let media = built.find(built.pages()[0], "MediaBox").expect("a media box").as_array().expect("an array");
    assert!((media[2].as_float().expect("a width") - 595.28).abs() < 0.01);
    assert!((media[3].as_float().expect("a height") - 841.89).abs() < 0.01);
}

#[test]
fn nothing_is_complained_about() {
    assert!(FULL.complaints.is_empty(), "{:?}", FULL.complaints);
}

#[test]
fn the_file_is_named_after_the_title_and_stands_alone() {
    let outcome = project(CONFIG).layout();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let artefact = write(&outcome, folder.path(), &mut Sink::new());
    assert_eq!(artefact.path, folder.path().join("probe-in-zwei-zeilen.pdf"));
    assert_eq!(artefact.bytes as u64, artefact.path.metadata().expect("a file").len());
    let files = std::fs::read_dir(folder.path()).expect("a folder").flatten();
    let files: BTreeSet<_> = files.map(|file| file.file_name()).collect();
    assert_eq!(files, ["SHA256SUMS", "manifest.json", "probe-in-zwei-zeilen.pdf"].map(Into::into).into());
}

#[test]
fn an_edition_may_name_its_file() {
    let outcome = project("[edition.netz]\nkind = \"screen\"\nfile = \"netz.pdf\"\n").layout();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let artefact = write(&outcome, folder.path(), &mut Sink::new());
    assert_eq!(artefact.path, folder.path().join("netz.pdf"));
    assert_eq!(artefact.edition, "netz");
}

#[test]
fn two_builds_give_the_same_bytes() {
    let again = built(project(CONFIG));
    assert!(again.bytes == FULL.bytes, "{} and {} bytes", again.bytes.len(), FULL.bytes.len());
}

#[test]
fn two_builds_without_a_date_give_the_same_bytes() {
    let [one, two] = [built(project("")), built(project(""))];
    assert!(one.bytes == two.bytes);
}

#[test]
fn the_file_names_no_place_of_this_computer() {
    let folder = FULL.outcome.folder.path().to_string_lossy().into_owned();
    let needle = folder.as_bytes();
    assert!(!FULL.bytes.windows(needle.len()).any(|w| w == needle));
    assert!(!FULL.metadata().contains("/tmp"));
}

// Metadata

#[test]
fn the_language_is_german() {
    assert_eq!(FULL.text(FULL.catalog(), "Lang").as_deref(), Some("de"));
}

#[test]
fn the_title_stands_in_info_and_xmp() {
    assert_eq!(FULL.text(FULL.info(), "Title").as_deref(), Some("Probe in zwei Zeilen"));
    let xmp = FULL.metadata();
    assert!(xmp.contains("dc:title") && xmp.contains("Probe in zwei Zeilen"), "{xmp}");
}

#[test]
fn keywords_description_and_publishers_stand_in_xmp() {
    let xmp = FULL.metadata();
    for words in ["Asyl", "Kommune", "Worum es geht", "Verein A"] {
        assert!(xmp.contains(words), "{words} in {xmp}");
    }
}

#[test]
fn the_date_of_the_brochure_is_the_only_date() {
    let date = FULL.text(FULL.info(), "CreationDate").expect("a date");
    assert!(date.starts_with("D:20191022"), "{date}");
    let xmp = FULL.metadata();
    for (at, _) in xmp.match_indices("Date>") {
        let rest = &xmp[at + 5..];
        assert!(rest.starts_with("2019-10-22") || rest.starts_with(['\n', '<', ' ']), "{}", &rest[..30]);
    }
}

#[test]
fn a_brochure_with_a_date_says_that_it_is_archival_and_accessible() {
    let xmp = FULL.metadata();
    assert!(xmp.contains("pdfaid:part>2<") || xmp.contains("pdfaid:part=\"2\""), "{xmp}");
    assert!(xmp.contains("pdfuaid:part>1<") || xmp.contains("pdfuaid:part=\"1\""), "{xmp}");
}

#[test]
fn a_brochure_without_a_date_is_accessible_all_the_same() {
    let built = built(project(""));
    assert!(built.complaints.is_empty(), "{:?}", built.complaints);
    assert!(built.metadata().contains("pdfuaid:part"));
    assert!(built.text(built.info(), "CreationDate").is_none());
}

#[test]
fn the_window_shows_the_title() {
    let preferences = FULL.dict(FULL.catalog(), "ViewerPreferences");
    let shown = FULL.find(preferences, "DisplayDocTitle").expect("a preference");
    assert!(shown.as_bool().expect("a truth value"));
}

// Tags

#[test]
fn the_file_is_marked() {
    let info = FULL.dict(FULL.catalog(), "MarkInfo");
    assert!(FULL.find(info, "Marked").expect("a mark").as_bool().expect("a truth value"));
}

#[test]
fn every_kind_of_tag_is_there() {
    let elements = FULL.elements();
    let tags: BTreeSet<&str> = elements.iter().filter_map(|(path, _)| path.rsplit('/').next()).collect();
    let wanted = [
        "H1",
        "H2",
        "H3",
        "P",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "Caption",
        "Figure",
        "Note",
        "Link",
        "Reference",
        "TOC",
        "TOCI",
        "BlockQuote",
        "Code",
    ];
    for tag in wanted {
        assert!(tags.contains(tag), "no {tag} in {tags:?}");
    }
}

#[test]
fn chapters_have_a_heading_of_the_first_level() {
    let titles: Vec<String> = FULL.tagged("H1").iter().filter_map(|d| FULL.text(d, "T")).collect();
    for title in ["Kapitel 1: Erstes Kapitel", "Kapitel 2: Zweites Kapitel"] {
        assert!(titles.iter().any(|t| t == title), "{title} in {titles:?}");
    }
}

#[test]
fn no_level_of_headings_is_skipped() {
    let mut before = 0;
    for (path, _) in FULL.elements() {
        let level = path.rsplit("/H").next().and_then(|n| n.parse::<u32>().ok());
        let Some(level) = level.filter(|_| path.rsplit('/').next().is_some_and(|t| t.starts_with('H')))
        else {
            continue;
        };
        assert!(level <= before + 1, "{path} after level {before}");
        before = level;
    }
    assert!(before > 0);
}

#[test]
fn list_items_have_label_and_body() {
    for path in ["L/LI/Lbl", "L/LI/LBody"] {
        assert!(FULL.tagged(path).len() >= 6, "{path}");
    }
    assert!(!FULL.tagged("LI/LBody/L/LI").is_empty(), "no nested list");
}

#[test]
fn lists_tell_how_they_are_numbered() {
    let numbering = |d: &Dictionary| {
        let attributes = FULL.find(d, "A")?;
        let one = std::slice::from_ref(attributes);
        let all = attributes.as_array().map_or(one, Vec::as_slice);
        all.iter().find_map(|a| Some(FULL.name(FULL.follow(a).as_dict().ok()?, "ListNumbering")))
    };
    let found: BTreeSet<String> = FULL.tagged("L").into_iter().filter_map(numbering).collect();
    assert!(found.contains("Decimal") && found.contains("Disc"), "{found:?}");
}

#[test]
fn tables_have_head_rows_and_cells() {
    assert_eq!(FULL.tagged("Table").len(), 1);
    assert_eq!(FULL.tagged("TR/TH").len(), 2);
    assert_eq!(FULL.tagged("TR/TD").len(), 4);
    assert_eq!(FULL.tagged("Table/Caption").len(), 1);
}

#[test]
fn header_cells_have_a_scope() {
    for cell in FULL.tagged("TH") {
        let attributes = FULL.find(cell, "A").expect("attributes");
        let one = std::slice::from_ref(attributes);
        let all = attributes.as_array().map_or(one, Vec::as_slice);
        let scope = |a: &Object| FULL.follow(a).as_dict().is_ok_and(|d| FULL.name(d, "Scope") == "Column");
        assert!(all.iter().any(scope), "{attributes:?}");
    }
}

#[test]
fn figures_have_an_alternative_text() {
    let figures = FULL.tagged("Figure");
    assert!(!figures.is_empty());
    let texts: Vec<Option<String>> = figures.iter().map(|d| FULL.text(d, "Alt")).collect();
    assert!(texts.iter().all(|t| t.as_ref().is_some_and(|t| !t.is_empty())), "{texts:?}");
    assert!(texts.contains(&Some("Ein schwarzes Rechteck".to_owned())), "{texts:?}");
}

#[test]
fn notes_have_an_identifier() {
    let notes = FULL.tagged("Note");
    assert_eq!(notes.len(), 1);
    assert!(FULL.find(notes[0], "ID").is_some());
}

#[test]
fn the_call_of_a_note_is_a_reference_with_a_link() {
    assert_eq!(FULL.tagged("P/Reference/Link").len(), 1);
}

#[test]
fn contents_are_a_table_of_contents_with_links() {
    assert_eq!(FULL.tagged("TOC").len(), 1);
    assert_eq!(FULL.tagged("TOC/TOCI").len(), 2);
    assert_eq!(FULL.tagged("TOC/TOCI/Link").len() + FULL.tagged("TOCI/Reference/Link").len(), 2);
}

#[test]
fn every_link_element_has_its_annotation() {
    for link in FULL.tagged("Link") {
        let kids = FULL.find(link, "K").expect("kids");
        let one = std::slice::from_ref(kids);
        let all = kids.as_array().map_or(one, Vec::as_slice);
        let refers = |k: &Object| FULL.follow(k).as_dict().is_ok_and(|d| FULL.name(d, "Type") == "OBJR");
        assert!(all.iter().any(refers), "{kids:?}");
    }
}

#[test]
fn every_annotation_is_a_described_link_of_the_structure() {
    let annotations = FULL.annotations();
    assert!(annotations.len() >= 7);
    for (page, annotation) in annotations {
        assert_eq!(FULL.name(annotation, "Subtype"), "Link", "page {page}");
        assert!(FULL.text(annotation, "Contents").is_some_and(|t| !t.is_empty()), "page {page}");
        assert!(annotation.has(b"StructParent"), "page {page}");
    }
}

#[test]
fn pages_are_tabbed_in_the_order_of_the_structure() {
    for page in FULL.pages().into_iter().filter(|p| p.has(b"Annots")) {
        assert_eq!(FULL.name(page, "Tabs"), "S");
    }
}

#[test]
fn all_that_is_drawn_is_tagged_or_an_artifact() {
    let drawing = ["Tj", "TJ", "'", "\"", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh"];
    for (number, id) in FULL.pdf.page_iter().enumerate() {
        let content = Content::decode(&FULL.pdf.get_page_content(id)).expect("content");
        let mut depth = 0;
        for operation in content.operations {
            match operation.operator.as_str() {
                "BDC" | "BMC" => depth += 1,
                "EMC" => depth -= 1,
                other => assert!(depth > 0 || !drawing.contains(&other), "page {}: {other}", number + 1),
            }
        }
        assert_eq!(depth, 0, "page {}", number + 1);
    }
}

#[test]
fn chapters_are_read_in_order() {
    let root = FULL.dict(FULL.catalog(), "StructTreeRoot");
    assert!(root.has(b"ParentTree"));
    let titles: Vec<String> = FULL.tagged("H1").iter().filter_map(|d| FULL.text(d, "T")).collect();
    let at =
        |t: &str| titles.iter().position(|x| x.contains(t)).unwrap_or_else(|| panic!("{t} in {titles:?}"));
    assert!(at("Impressum") < at("Inhalt") && at("Inhalt") < at("Erstes") && at("Erstes") < at("Zweites"));
}

// Getting around

/// Titles of bookmarks with their levels and pages.
fn outline(built: &Built) -> Vec<(usize, String, usize)> {
    let mut all = Vec::new();
    let root = built.dict(built.catalog(), "Outlines");
    outline_below(built, root, 0, &mut all);
    all
}

fn outline_below(built: &Built, parent: &Dictionary, level: usize, all: &mut Vec<(usize, String, usize)>) {
    let mut next = built.find(parent, "First");
    while let Some(item) = next.and_then(|o| o.as_dict().ok()) {
        let title = built.text(item, "Title").expect("a title");
        all.push((level, title, destination(built, item)));
        outline_below(built, item, level + 1, all);
        next = built.find(item, "Next");
    }
}

/// Page that a bookmark or annotation leads to.
fn destination(built: &Built, dict: &Dictionary) -> usize {
    let target = match built.find(dict, "Dest") {
        Some(dest) => dest,
        None => built.find(built.dict(dict, "A"), "D").expect("a destination"),
    };
    let page = target.as_array().expect("an explicit destination")[0].as_reference().expect("a page");
    built.page_number(page)
}

#[test]
fn bookmarks_are_nested() {
    let found = outline(&FULL);
    let titles: Vec<(usize, &str)> = found.iter().map(|(level, t, _)| (*level, t.as_str())).collect();
    let expected = [
        (0, "Titelseite"),
        (0, "Impressum"),
        (0, "Inhalt"),
        (0, "1 Erstes Kapitel"),
        (1, "Der Abschnitt"),
        (2, "Der Unterabschnitt"),
        (1, "Was kann ich tun?"),
        (0, "2 Zweites Kapitel"),
        (1, "Das Ziel"),
        (0, "Herausgegeben von"),
    ];
    assert_eq!(titles, expected);
}

#[test]
fn bookmarks_lead_to_their_pages() {
    let number = |words: &str| {
        let pages = &FULL.outcome.pages().pages;
        let on = |p: &&Arc<brochure::pages::Page>| {
            p.number > 3 && common::runs_of(p).any(|r| r.text == words && r.size >= 14.0)
        };
        pages.iter().find(on).expect("a page").number
    };
    for (_, title, page) in outline(&FULL).into_iter().skip(3).filter(|b| b.1 != "Der Unterabschnitt") {
        let words = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        assert_eq!(page, number(words), "{title}");
    }
}

#[test]
fn page_labels_are_the_folios() {
    let labels = FULL.dict(FULL.catalog(), "PageLabels");
    let numbers = FULL.find(labels, "Nums").expect("numbers").as_array().expect("an array");
    let mut label = (0, 0);
    for (index, page) in FULL.outcome.pages().pages.iter().enumerate() {
        for pair in numbers.chunks(2) {
            if pair[0].as_i64().expect("an index") == index as i64 {
                let dict = FULL.follow(&pair[1]).as_dict().expect("a label");
                assert_eq!(FULL.name(dict, "S"), "D");
                let start = FULL.find(dict, "St").and_then(|o| o.as_i64().ok()).unwrap_or(1);
                label = (index, start as usize);
            }
        }
        assert_eq!(label.1 + index - label.0, page.number);
    }
}

#[test]
fn web_addresses_are_link_annotations() {
    let uris: BTreeSet<String> = FULL
        .annotations()
        .iter()
        .filter(|(_, a)| a.has(b"A"))
        .filter_map(|(_, a)| FULL.text(FULL.dict(a, "A"), "URI"))
        .collect();
    for uri in ["https://example.org/a?b=c", "https://example.org/verein", "mailto:a@example.org"] {
        assert!(uris.contains(uri), "{uri} in {uris:?}");
    }
}

#[test]
fn references_are_link_annotations_to_their_pages() {
    let goal = outline(&FULL).into_iter().find(|b| b.1 == "Das Ziel").expect("a bookmark").2;
    let chapter = outline(&FULL).into_iter().find(|b| b.1 == "2 Zweites Kapitel").expect("a bookmark").2;
    let inside =
        |a: &Dictionary| a.has(b"Dest") || a.has(b"A") && FULL.name(FULL.dict(a, "A"), "S") == "GoTo";
    let pages: BTreeSet<usize> = FULL
        .annotations()
        .into_iter()
        .filter(|(page, a)| *page > 3 && inside(a))
        .map(|(_, a)| destination(&FULL, a))
        .collect();
    assert!(pages.contains(&goal) && pages.contains(&chapter), "{goal} and {chapter} in {pages:?}");
}

#[test]
fn areas_of_links_lie_on_their_pages() {
    for (page, annotation) in FULL.annotations() {
        let rect = FULL.find(annotation, "Rect").expect("a rectangle").as_array().expect("an array");
        let sides: Vec<f32> = rect.iter().map(|o| o.as_float().expect("a number")).collect();
        assert!(sides[0] >= 0.0 && sides[2] <= 420.0 && sides[1] >= 0.0 && sides[3] <= 596.0, "page {page}");
        assert!(sides[2] - sides[0] > 1.0 && sides[3] - sides[1] > 5.0, "page {page}: {sides:?}");
    }
}

// Fonts, pictures, safety

#[test]
fn all_fonts_are_embedded_subsets() {
    let fonts: Vec<&Dictionary> =
        FULL.dictionaries().filter(|d| FULL.name(d, "Type") == "Font" && d.has(b"BaseFont")).collect();
    assert!(fonts.len() >= 10);
    for font in fonts {
        let name = FULL.name(font, "BaseFont");
        let (tag, rest) = name.split_once('+').unwrap_or_else(|| panic!("{name} is no subset"));
        assert!(tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()), "{name}");
        assert!(rest.starts_with("Source") || rest.starts_with("Noto"), "{name}");
    }
}

#[test]
fn every_font_has_its_file() {
    let descriptors: Vec<&Dictionary> =
        FULL.dictionaries().filter(|d| FULL.name(d, "Type") == "FontDescriptor").collect();
    assert!(descriptors.len() >= 5);
    for descriptor in descriptors {
        let file = ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| descriptor.has(key.as_bytes()));
        assert!(file, "{}", FULL.name(descriptor, "FontName"));
    }
}

#[test]
fn subsets_are_small() {
    let font_bytes: usize = FULL
        .dictionaries()
        .filter(|d| FULL.name(d, "Type") == "FontDescriptor")
        .filter_map(|d| ["FontFile2", "FontFile3"].iter().find_map(|key| FULL.find(d, key)))
        .filter_map(|o| o.as_stream().ok())
        .map(|s| s.content.len())
        .sum();
    assert!(font_bytes < 400_000, "{font_bytes} bytes of fonts");
}

#[test]
fn letters_can_be_copied() {
    for font in FULL.dictionaries().filter(|d| FULL.name(d, "Subtype") == "Type0") {
        assert!(font.has(b"ToUnicode"), "{}", FULL.name(font, "BaseFont"));
    }
    let pages: Vec<u32> = (1..=FULL.pages().len() as u32).collect();
    let text = FULL.pdf.extract_text(&pages).expect("text");
    for words in ["Bürger*innen", "Die Anmerkung", "Inhalt der Box", "Das Ziel"] {
        assert!(text.replace('\n', "").contains(words), "{words}");
    }
}

#[test]
fn drawings_stay_drawings() {
    let images = FULL.dictionaries().filter(|d| FULL.name(d, "Subtype") == "Image");
    assert_eq!(images.count(), 0);
}

#[test]
fn there_is_no_script_and_no_action_of_its_own() {
    for dict in FULL.dictionaries() {
        for key in ["JS", "JavaScript", "AA", "OpenAction", "EmbeddedFiles", "XFA"] {
            assert!(!dict.has(key.as_bytes()), "/{key} in {dict:?}");
        }
        let action = FULL.name(dict, "S");
        for kind in ["JavaScript", "Launch", "SubmitForm", "ImportData", "Rendition", "GoToR"] {
            assert_ne!(action, kind);
        }
    }
    assert!(!FULL.catalog().has(b"AcroForm"));
}

#[test]
fn the_file_is_not_encrypted() {
    assert!(!FULL.pdf.is_encrypted());
}

#[test]
fn stars_in_titles_reach_bookmarks_and_metadata() {
    let project = Project::with("");
    let config = "[brochure]\ntitle = \"Für Bürger*innen\"\nlanguage = \"de\"\n";
    project.file("brochure.toml", format!("{config}{THEME}"));
    project.file("chapters/01.md", "+++\ntitle = \"Von Rät*innen\"\n+++\n\nText\n");
    let built = built(project);
    assert_eq!(built.text(built.info(), "Title").as_deref(), Some("Für Bürger*innen"));
    assert!(outline(&built).iter().any(|b| b.1 == "1 Von Rät*innen"), "{:?}", outline(&built));
}

#[test]
fn soft_hyphens_leave_no_trace_in_bookmarks_and_tags() {
    let project = Project::with("");
    project.file("chapters/01.md", "+++\ntitle = \"Do\u{ad}nau\"\n+++\n\n## El\u{ad}be\n\nText\n");
    let built = built(project);
    for (_, title, _) in outline(&built) {
        assert!(!title.contains('\u{ad}'), "{title:?}");
    }
    for (path, element) in built.elements() {
        let title = built.text(element, "T").unwrap_or_default();
        assert!(!title.contains('\u{ad}'), "{path}: {title:?}");
    }
}

#[test]
fn a_repeated_table_head_is_tagged_once() {
    let rows: String = (1..=80).map(|n| format!("| {n} | x |\n")).collect();
    let project = Project::bare();
    project.chapter(&format!("| Kopf | Zahl |\n|---|---|\n{rows}"));
    let built = built(project);
    assert_eq!(built.tagged("TH").len(), 2);
    assert_eq!(built.tagged("TBody/TR").len().max(built.tagged("Table/TR").len()), 80);
    assert!(built.complaints.is_empty(), "{:?}", built.complaints);
}

#[test]
fn a_paragraph_over_two_pages_is_one_paragraph() {
    let project = Project::bare();
    project.chapter(&filler(700));
    let built = built(project);
    assert_eq!(built.tagged("P").len(), 1);
}

#[test]
fn a_link_over_two_lines_is_one_annotation_with_two_areas() {
    let project = Project::bare();
    project.chapter(&format!("{} [{}](https://example.org) Ende", filler(6), filler(14)));
    let built = built(project);
    let annotations = built.annotations();
    assert_eq!(annotations.len(), 1);
    let quads = built.find(annotations[0].1, "QuadPoints").expect("areas").as_array().expect("an array");
    // One for each line, not for each word.
    assert!(matches!(quads.len(), 16 | 24), "{} numbers", quads.len());
}

// Words that are read in a way of their own

const SPOKEN: &str = "[cover]\nenabled = false\n[contents]\nenabled = false\n\
    [abbreviations]\nAsylbLG = \"Asylbewerberleistungsgesetz\"\n\
    [spoken]\nstar = \"silent\"\n[spoken.words]\n\"Rät*innen\" = \"Rätinnen und Räte\"\n";

fn spoken(text: &str) -> Built {
    let project = Project::with(SPOKEN);
    let size = "width=\"90\" height=\"40\"";
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}><rect {size}/></svg>");
    project.file("chapters/bild.svg", svg);
    project.chapter(text);
    built(project)
}

impl Built {
    /// A key of all elements that have it, with their tags.
    fn with_key(&self, key: &str) -> Vec<(String, String)> {
        let tag = |path: &str| path.rsplit('/').next().unwrap_or("").to_owned();
        let elements = self.elements().into_iter();
        elements.filter_map(|(path, element)| Some((tag(&path), self.text(element, key)?))).collect()
    }
}

fn tagged_with(tag: &str, values: &[&str]) -> Vec<(String, String)> {
    values.iter().map(|value| (tag.to_owned(), (*value).to_owned())).collect()
}

#[test]
fn passages_are_elements_with_their_language() {
    let text = "## Das [Town Hall]{lang=en}\n\n[All English]{lang=en}\n\n| [tête]{lang=fr} | b |\n|---|---|\n\
        | Wort [kelime]{lang=tr} | b |\n\nText[^1] und [مرحبا]{lang=ar}.\n\n[^1]: Ein [note]{lang=en-GB} hier.\n";
    let built = spoken(text);
    let found: Vec<String> = built
        .with_key("Lang")
        .into_iter()
        .skip(1)
        .map(|(tag, language)| format!("{tag} {language}"))
        .collect();
    assert_eq!(found, ["Span en", "P en", "TH fr", "Span tr", "Span ar", "Span en-GB"]);
    assert!(built.complaints.is_empty(), "{:?}", built.complaints);
}

#[test]
fn abbreviations_are_elements_with_their_expansion() {
    let built = spoken("## Das AsylbLG\n\nDas [AsylbLG](https://example.org) und AsylbLG-Leistungen.\n");
    assert_eq!(built.with_key("E"), tagged_with("Span", &["Asylbewerberleistungsgesetz"; 3]));
    assert!(built.complaints.is_empty(), "{:?}", built.complaints);
}

#[test]
fn stars_are_elements_with_what_is_read() {
    let built = spoken("Die Rät*innen und Bürger:innen.\n");
    assert_eq!(built.with_key("Alt"), tagged_with("Span", &["Rätinnen und Räte", "Bürgerinnen"]));
}

#[test]
fn what_is_read_otherwise_is_copied_as_it_is_written() {
    let built = spoken("Die Rät*innen, das AsylbLG und [Welcome]{lang=en}.\n");
    for id in built.pdf.page_iter() {
        let content = Content::decode(&built.pdf.get_page_content(id)).expect("content");
        for operation in content.operations.iter().filter(|operation| operation.operator == "BDC") {
            let Some(Object::Dictionary(properties)) = operation.operands.last() else { continue };
            for key in ["ActualText", "Alt", "E"] {
                assert!(!properties.has(key.as_bytes()), "{properties:?}");
            }
        }
    }
    assert!(built.with_key("ActualText").is_empty());
}

#[test]
fn a_passage_over_two_pages_is_one_element() {
    let built = spoken(&format!("{}\n\nHier: [{}]{{lang=en}} Ende.\n", filler(250), filler(150)));
    let spans = built.tagged("Span");
    let [span] = spans[..] else { panic!("{spans:?}") };
    assert_eq!(built.text(span, "Lang").as_deref(), Some("en"));
    let kids = built.find(span, "K").expect("kids").as_array().expect("an array");
    let page = |kid: &Object| {
        let own = built.follow(kid).as_dict().ok().and_then(|kid| kid.get(b"Pg").ok());
        own.or(span.get(b"Pg").ok()).expect("a page").as_reference().expect("a reference")
    };
    let pages: BTreeSet<ObjectId> = kids.iter().map(page).collect();
    assert_eq!(pages.len(), 2);
}

#[test]
fn decorative_pictures_are_not_in_the_tree() {
    let built = spoken("Davor.\n\n![](bild.svg){.decorative}\n\nDanach.\n");
    assert!(built.tagged("Figure").is_empty());
    assert!(built.complaints.is_empty(), "{:?}", built.complaints);
}

// How it is written

/// The operators of a page's stream with their operands.
fn operations(built: &Built, page: usize) -> Vec<lopdf::content::Operation> {
    let id = built.pdf.page_iter().nth(page).expect("a page");
    Content::decode(&built.pdf.get_page_content(id)).expect("content").operations
}

#[test]
fn a_line_is_one_array_of_few_strings() {
    let (mut glyphs, mut strings) = (0, 0);
    for page in 0..FULL.pages().len() {
        for operation in operations(&FULL, page).iter().filter(|o| o.operator == "TJ") {
            let parts = operation.operands[0].as_array().expect("an array");
            let texts = parts.iter().filter_map(|part| part.as_str().ok());
            for text in texts {
                strings += 1;
                glyphs += text.len() / 2;
            }
        }
    }
    assert!(glyphs > 500 && strings * 3 < glyphs, "{glyphs} glyphs in {strings} strings");
}

#[test]
fn marked_content_and_kept_states_lie_in_one_another() {
    for page in 0..FULL.pages().len() {
        let mut open = Vec::new();
        for operation in operations(&FULL, page) {
            match operation.operator.as_str() {
                "q" | "BDC" | "BMC" | "BT" => open.push(operation.operator),
                "Q" => assert_eq!(open.pop().as_deref(), Some("q"), "page {page}"),
                "ET" => assert_eq!(open.pop().as_deref(), Some("BT"), "page {page}"),
                "EMC" => assert!(matches!(open.pop().as_deref(), Some("BDC" | "BMC")), "page {page}"),
                "re" | "m" | "Do" | "sh" | "cm" => assert!(!open.contains(&"BT".to_owned()), "page {page}"),
                _ => {}
            }
        }
        assert!(open.is_empty(), "page {page}: {open:?}");
    }
}

/// Where lines of glyphs begin on a page, in its points from the top left corner.
fn line_starts(operations: &[lopdf::content::Operation]) -> Vec<(f64, f64)> {
    let (mut line, mut starts) = ([0.0; 6], Vec::new());
    let mut moved = false;
    for operation in operations {
        let numbers: Vec<f64> =
            operation.operands.iter().filter_map(|n| n.as_float().ok()).map(f64::from).collect();
        match (operation.operator.as_str(), &numbers[..]) {
            ("Tm", [a, b, c, d, x, y]) => (line, moved) = ([*a, *b, *c, *d, *x, *y], true),
            ("Td", [x, y]) => {
                let [a, b, c, d, left, top] = line;
                line = [a, b, c, d, left + x * a + y * c, top + x * b + y * d];
                moved = true;
            }
            ("TJ", _) if moved => {
                starts.push((line[4], line[5]));
                moved = false;
            }
            _ => {}
        }
    }
    starts
}

#[test]
fn lines_share_a_text_object_and_stand_where_they_were_set() {
    let (mut objects, mut lines) = (0, 0);
    for (index, page) in FULL.outcome.pages().pages.iter().enumerate() {
        let operations = operations(&FULL, index);
        let starts = line_starts(&operations);
        objects += operations.iter().filter(|o| o.operator == "BT").count();
        lines += starts.len();
        for run in common::runs_of(page).filter(|run| !run.glyphs.is_empty()) {
            let near = |(x, y): &(f64, f64)| (x - run.at.x).abs() < 0.002 && (y - run.at.y).abs() < 0.002;
            assert!(starts.iter().any(near), "page {index}: {:?} at {:?}", run.text, run.at);
        }
    }
    assert!(3 * objects < lines, "{objects} text objects for {lines} lines");
}

#[test]
fn objects_without_streams_are_packed_and_listed_in_a_stream() {
    let text = String::from_utf8_lossy(&FULL.bytes);
    assert!(text.contains("/Type/ObjStm") && text.contains("/Type/XRef") && !text.contains("\ntrailer"));
    // What is not packed has a stream.
    assert!(text.matches(" obj\n<<").count() <= text.matches("endstream").count());
}

#[test]
fn letters_of_glyphs_that_stand_for_others_are_written_beside_them() {
    // One glyph of fi in all fonts, and a mark over a letter that has none of its own with it.
    let project = Project::bare();
    project.chapter("Grafik, q\u{303} und q.\n");
    let built = built(project);
    let pages: Vec<u32> = built.pdf.get_pages().keys().copied().collect();
    let text = built.pdf.extract_text(&pages).expect("text");
    assert!(text.contains("Grafik"), "{text}");
}
