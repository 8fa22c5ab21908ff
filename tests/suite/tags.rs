//! The tags of the PDF as a reader program finds them: a small document with every element, as an
//! outline of tags, attributes and words.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::common::{Project, filler};
use brochure::edition::render;
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A PDF that is read.
struct Tagged {
    pdf: Document,
    /// Words of marked content by page and number; a replacement stands in brackets.
    words: BTreeMap<(ObjectId, i64), String>,
}

impl Tagged {
    fn new(project: Project) -> Self {
        let outcome = project.layout();
        let Some(made) = &outcome.brochure else { panic!("refused:\n{}", outcome.rendered()) };
        let mut sink = Vec::new();
        let files = render(&made.plans()[0], &mut sink).unwrap_or_else(|| panic!("{sink:?}"));
        let pdf = Document::load_mem(&files[0].bytes).expect("a PDF");
        let words = pdf.page_iter().flat_map(|page| words_of(&pdf, page)).collect();
        Self { pdf, words }
    }

    fn entry<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a Object> {
        dict.get_deref(key.as_bytes(), &self.pdf).ok()
    }

    fn name(&self, dict: &Dictionary, key: &str) -> Option<String> {
        let name = self.entry(dict, key)?.as_name().ok()?;
        Some(String::from_utf8_lossy(name).into_owned())
    }

    fn text(&self, dict: &Dictionary, key: &str) -> Option<String> {
        self.entry(dict, key).and_then(|text| lopdf::decode_text_string(text).ok())
    }

    /// The tags below the document, a line each, indented by their depth.
    fn outline(&self) -> String {
        let catalog = self.pdf.catalog().expect("a catalogue");
        let root = self.entry(catalog, "StructTreeRoot").and_then(|o| o.as_dict().ok()).expect("a tree");
        let mut out = String::new();
        self.below(root, 0, &mut out);
        out
    }

    fn below(&self, parent: &Dictionary, depth: usize, out: &mut String) {
        for kid in self.kids(parent) {
            match kid {
                Kid::Element(element) => {
                    let _ = writeln!(out, "{}{}", "  ".repeat(depth), self.line(element));
                    self.below(element, depth + 1, out);
                }
                Kid::Link(annotation) => {
                    let said = self.text(annotation, "Contents").unwrap_or_default();
                    let _ = writeln!(out, "{}-> {said}", "  ".repeat(depth));
                }
                Kid::Words(_) => {}
            }
        }
    }

    /// Tag, attributes and own words of an element.
    fn line(&self, element: &Dictionary) -> String {
        let mut line = self.name(element, "S").expect("a tag");
        for key in ["T", "Alt", "Lang", "ActualText", "E"] {
            if let Some(text) = self.text(element, key) {
                let _ = write!(line, " {key}={text:?}");
            }
        }
        for key in ["Scope", "ListNumbering"] {
            if let Some(name) = self.attribute(element, key).and_then(|o| o.as_name().ok()) {
                let _ = write!(line, " {}", String::from_utf8_lossy(name));
            }
        }
        for (key, there) in [("ID", element.has(b"ID")), ("BBox", self.attribute(element, "BBox").is_some())]
        {
            if there {
                let _ = write!(line, " {key}");
            }
        }
        let words: String = self.kids(element).filter_map(|kid| kid.words(self)).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() { line } else { format!("{line}: {words}") }
    }

    fn attribute<'a>(&'a self, element: &'a Dictionary, key: &str) -> Option<&'a Object> {
        let attributes = self.entry(element, "A")?;
        let one = std::slice::from_ref(attributes);
        let all = attributes.as_array().map_or(one, Vec::as_slice);
        let dicts = all.iter().filter_map(|a| self.pdf.dereference(a).ok()?.1.as_dict().ok());
        dicts.filter_map(|dict| self.entry(dict, key)).next()
    }

    fn kids<'a>(&'a self, parent: &'a Dictionary) -> impl Iterator<Item = Kid<'a>> {
        let page = parent.get(b"Pg").and_then(Object::as_reference).ok();
        let kids = self.entry(parent, "K").map_or(&[][..], |kids| match kids {
            Object::Array(all) => all.as_slice(),
            one => std::slice::from_ref(one),
        });
        kids.iter().filter_map(move |kid| {
            let kid = self.pdf.dereference(kid).ok()?.1;
            if let (Ok(number), Some(page)) = (kid.as_i64(), page) {
                return Some(Kid::Words((page, number)));
            }
            let dict = kid.as_dict().ok()?;
            match self.name(dict, "Type").as_deref() {
                Some("MCR") => {
                    let page = dict.get(b"Pg").and_then(Object::as_reference).ok().or(page)?;
                    Some(Kid::Words((page, dict.get(b"MCID").ok()?.as_i64().ok()?)))
                }
                Some("OBJR") => Some(Kid::Link(self.entry(dict, "Obj")?.as_dict().ok()?)),
                _ => Some(Kid::Element(dict)),
            }
        })
    }
}

/// What hangs below an element.
enum Kid<'a> {
    Element(&'a Dictionary),
    Words((ObjectId, i64)),
    Link(&'a Dictionary),
}

impl Kid<'_> {
    fn words(&self, tagged: &Tagged) -> Option<String> {
        match self {
            Self::Words(key) => tagged.words.get(key).cloned(),
            _ => None,
        }
    }
}

/// The words of a page's marked content.
fn words_of(pdf: &Document, page: ObjectId) -> BTreeMap<(ObjectId, i64), String> {
    let content = Content::decode(&pdf.get_page_content(page)).expect("content");
    let fonts = pdf.get_page_fonts(page).unwrap_or_default();
    let mut words = BTreeMap::new();
    let (mut font, mut open, mut replaced) = (None, Vec::new(), None::<usize>);
    for operation in &content.operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BMC" => open.push(None),
            "BDC" => {
                let dict = operands.get(1).and_then(|o| o.as_dict().ok());
                let number = dict.and_then(|d| d.get(b"MCID").ok()).and_then(|o| o.as_i64().ok());
                open.push(number);
                let text = |key: &[u8]| {
                    let text = dict?.get(key).ok()?;
                    lopdf::decode_text_string(text).ok()
                };
                let said = text(b"ActualText").or_else(|| text(b"Alt").map(|alt| format!("[{alt}]")));
                let here = open.iter().rev().find_map(|n: &Option<i64>| *n);
                if let (Some(said), Some(here), None) = (said, here, replaced) {
                    words.entry((page, here)).or_insert_with(String::new).push_str(&said);
                    replaced = Some(open.len());
                }
            }
            "EMC" => {
                if replaced == Some(open.len()) {
                    replaced = None;
                }
                open.pop();
            }
            "Tf" => font = operands.first().and_then(|o| fonts.get(o.as_name().ok()?)),
            "Tj" | "TJ" if replaced.is_none() => {
                let (Some(font), Some(here)) = (font, open.iter().rev().find_map(|n| *n)) else { continue };
                let encoding = font.get_font_encoding(pdf).expect("an encoding");
                let strings = operands.iter().flat_map(|o| match o {
                    Object::Array(all) => all.as_slice(),
                    one => std::slice::from_ref(one),
                });
                for bytes in strings.filter_map(|o| o.as_str().ok()) {
                    let text = Document::decode_text(&encoding, bytes).expect("text");
                    words.entry((page, here)).or_insert_with(String::new).push_str(&text);
                }
            }
            _ => {}
        }
    }
    words
}

const EVERYTHING: &str = r#"
Ein Absatz mit *Betonung*, `Code`, einer [Adresse](https://example.org/a) und einer Anmerkung.[^1]

## Der Abschnitt

- eins[^2]
- zwei
  1. innen

- [ ] Fragen
- [x] Antworten

Quorum
: Mindestzahl an Stimmen.

Tabelle: Zahlen
Quelle: Amt

| Jahr     | Zahl |
|----------|-----:|
| **2018** | 10   |

![Ein Rechteck](bild.svg "Der Titel. Quelle: Foto")

```chart
kind = "bar"
title = "Plätze"
labels = ["2018"]
[[series]]
values = [7]
```

> Ein Zitat.

> [!praxistipp] Guter Rat
> Inhalt der Box.

> [!zitat]
> „Ein Satz“
> -- Name

```
let a = 1;
```

Das [Muster](https://example.org/m "QR: Muster") liegt bei.

Danach.

[^1]: Die Anmerkung.
[^2]: Die zweite.
"#;

/// Asks for PDF/UA-2.
const NEW: &str = "[edition.neu]\nkind = \"screen\"\nstandard = \"ua-2\"\n";

fn everything() -> Project {
    everything_with("")
}

fn everything_with(editions: &str) -> Project {
    let project = Project::with(&format!("[cover]\nenabled = false\n[imprint]\nenabled = false\n{editions}"));
    let front = "title = \"Kapitel\"\nsummary = \"Vorspann.\"\nkey-points = [\"Punkt\"]";
    project.file("chapters/01.md", format!("+++\n{front}\n+++\n{EVERYTHING}"));
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='40'><path d='M0 0h90v40z'/></svg>";
    project.file("chapters/bild.svg", svg);
    project
}

#[test]
fn every_element_has_its_tags() {
    let found = Tagged::new(everything()).outline();
    assert_tags(&found, "tests/references/tags.txt", include_str!("../references/tags.txt"));
}

#[test]
fn every_element_has_its_tags_of_pdf_2() {
    let found = Tagged::new(everything_with(NEW)).outline();
    assert_tags(&found, "tests/references/tags-ua-2.txt", include_str!("../references/tags-ua-2.txt"));
}

fn assert_tags(found: &str, reference: &str, wanted: &str) {
    if std::env::var_os("BROCHURE_BLESS").is_some() {
        std::fs::write(reference, found).expect("a file");
        return;
    }
    for (number, (found, wanted)) in found.lines().zip(wanted.lines()).enumerate() {
        assert_eq!(found, wanted, "line {}", number + 1);
    }
    assert_eq!(found, wanted);
}

/// The lines of the outline below the first that contains some words, with its depth.
fn below(outline: &str, words: &str) -> Vec<String> {
    let mut lines = outline.lines().skip_while(|line| !line.contains(words));
    let first = lines.next().unwrap_or_else(|| panic!("no {words} in\n{outline}"));
    let depth = |line: &str| line.len() - line.trim_start().len();
    let inside = lines.take_while(|line| depth(line) > depth(first));
    inside.map(|line| line.trim_start().to_owned()).collect()
}

fn one_chapter(text: &str) -> Tagged {
    let project = Project::bare();
    project.chapter(text);
    Tagged::new(project)
}

#[test]
fn a_note_links_back_to_its_call() {
    let outline = one_chapter("Text.[^1]\n\n[^1]: Wort.\n").outline();
    let note = below(&outline, "Note ID");
    assert_eq!(note, ["Lbl", "Link: 1", "-> Zurück zum Text", "P: Wort."]);
    assert_eq!(below(&outline, "Reference"), ["Link: 1", "-> Fußnote 1"]);
}

#[test]
fn calls_and_notes_lead_to_one_another_also_over_pages() {
    let tagged = one_chapter(&format!("{}\n\nText.[^1] {}\n\n[^1]: Wort.\n", filler(500), filler(300)));
    let mut leads: Vec<(usize, usize)> = Vec::new();
    for (number, page) in tagged.pdf.page_iter().enumerate() {
        for annotation in tagged.pdf.get_page_annotations(page).expect("annotations") {
            let target = tagged.entry(annotation, "Dest").expect("a destination").as_array().expect("one");
            let goal = target[0].as_reference().expect("a page");
            leads.push((number, tagged.pdf.page_iter().position(|p| p == goal).expect("a page")));
        }
    }
    assert_eq!(leads.len(), 2);
    assert_eq!(leads[0], (leads[1].1, leads[1].0), "{leads:?}");
}

#[test]
fn notes_are_read_after_the_paragraph_that_calls_them() {
    let text = "- eins[^1]\n\n  weiter\n- zwei\n\n> Zitat[^2]\n>\n> weiter\n\n[^1]: Wort.\n[^2]: Satz.\n";
    let outline = one_chapter(text).outline();
    let order: Vec<&str> =
        ["P: eins", "P: Wort.", "P: weiter", "zwei", "P: Zitat", "P: Satz."].into_iter().collect();
    let places: Vec<usize> =
        order.iter().map(|w| outline.find(w).unwrap_or_else(|| panic!("{w} in\n{outline}"))).collect();
    assert!(places.is_sorted(), "{outline}");
}

#[test]
fn a_qr_code_is_read_after_its_paragraph() {
    let outline = Tagged::new(everything()).outline();
    let lines: Vec<&str> = outline.lines().map(str::trim_start).collect();
    let at =
        |w: &str| lines.iter().position(|l| l.starts_with(w)).unwrap_or_else(|| panic!("{w} in\n{outline}"));
    assert!(at("P: Das") < at("Figure Alt=\"QR-Code") && at("Figure Alt=\"QR-Code") < at("P: Danach"));
}

#[test]
fn a_broken_word_is_one_word_in_the_tags() {
    let outline = one_chapter(&"Staatsangehörigkeitsrecht ".repeat(40)).outline();
    let paragraph = outline.lines().last().expect("a paragraph").trim();
    assert_eq!(paragraph, format!("P: {}", "Staatsangehörigkeitsrecht ".repeat(40).trim()));
}

#[test]
fn a_link_over_two_lines_is_one_element() {
    let text =
        format!("{} [{}](https://example.org) Ende", filler(6), "Ein langer Verweis ".repeat(5).trim());
    let outline = one_chapter(&text).outline();
    assert_eq!(outline.matches("Link").count(), 1, "{outline}");
    assert!(outline.contains(&format!("Link: {}", "Ein langer Verweis ".repeat(5).trim())), "{outline}");
}

#[test]
fn figures_and_charts_say_where_they_lie() {
    let outline = Tagged::new(everything()).outline();
    let figures: Vec<&str> = outline.lines().filter(|l| l.trim_start().starts_with("Figure")).collect();
    assert_eq!(figures.len(), 3);
    assert!(figures.iter().all(|line| line.contains(" BBox")), "{figures:#?}");
}

#[test]
fn notes_of_one_paragraph_are_read_in_the_order_of_their_calls() {
    let outline = one_chapter("Eins[^1] und zwei.[^2]\n\nDanach.\n\n[^1]: Wort.\n[^2]: Satz.\n").outline();
    let places = ["P: Wort.", "P: Satz.", "P: Danach."].map(|words| outline.find(words));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{outline}");
}

#[test]
fn the_number_of_a_chapter_is_read_before_its_title() {
    let outline = Tagged::new(everything()).outline();
    assert!(outline.contains("H1 T=\"Kapitel 1: Kapitel\": 1 Kapitel\n"), "{outline}");
}

#[test]
fn an_empty_corner_heads_nothing() {
    let outline = one_chapter("| | Zahl |\n|---|---|\n| **Ort A** | 5 |\n").outline();
    assert_eq!(below(&outline, "THead"), ["TR", "TD", "TH Column: Zahl"]);
    let outline = one_chapter("| | Zahl |\n|---|---|\n| Ort A | 5 |\n").outline();
    assert_eq!(below(&outline, "THead"), ["TR", "TH Column", "TH Column: Zahl"], "Ort A needs a head");
}

#[test]
fn contents_are_nested_as_the_brochure_is() {
    let order = "[chapters]\norder = [\"01.md\", \"# Teil\", \"02.md\"]\n";
    let project = Project::with(&format!("[contents]\ndepth = 2\n[cover]\nenabled = false\n{order}"));
    project.file("chapters/01.md", "# Vorab\n\nText.\n\n## Eins\n\nText.\n");
    project.file("chapters/02.md", "# Drinnen\n\nText.\n\n## Zwei\n\nText.\n");
    let outline = Tagged::new(project).outline();
    let lines = below(&outline, "TOC");
    let depth = |words: &str| {
        let line = outline.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{outline}"));
        line.len() - line.trim_start().len()
    };
    assert_eq!(lines.iter().filter(|line| *line == "TOC").count(), 3, "{outline}");
    let depths = ["Link: 1 Vorab", "Link: Eins", "Link: Teil", "Link: 2 Drinnen", "Link: Zwei"].map(depth);
    assert_eq!(depths.map(|depth| (depth - depths[0]) / 4), [0, 1, 0, 1, 2], "{outline}");
}

#[test]
fn all_definitions_of_a_term_are_one_body_in_which_each_is_a_paragraph() {
    let outline = one_chapter("Quorum\n: Mindestzahl.\n: Schwelle.\n").outline();
    let lines: Vec<&str> = outline.lines().map(str::trim_start).skip_while(|line| *line != "LI").collect();
    assert_eq!(lines, ["LI", "Lbl: Quorum", "LBody", "P: Mindestzahl.", "P: Schwelle."]);
}

#[test]
fn the_caption_of_a_linked_picture_is_no_part_of_the_link() {
    let project = Project::bare();
    project.file("chapters/bild.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='40'/>");
    project.chapter("[![Rathaus](bild.svg \"Von vorn\")](https://example.org)\n");
    let outline = Tagged::new(project).outline();
    let lines: Vec<&str> = outline.lines().map(str::trim_start).skip_while(|line| *line != "Div").collect();
    let wanted =
        ["Div", "P", "Link", "Figure Alt=\"Rathaus\" BBox", "-> Rathaus", "Caption: Abbildung 1 Von vorn"];
    assert_eq!(lines, wanted);
}

#[test]
fn links_are_described_by_their_words_or_their_title() {
    let text = "[Amt](https://example.org/a/b), [hier](https://example.org/c \"Antrag auf Teilhabe\"), \
                [Kreis](https://example.org/d \"QR\"), <https://www.example.org/e>\n";
    let outline = one_chapter(text).outline();
    let said: Vec<&str> = outline.lines().filter_map(|line| line.trim_start().strip_prefix("-> ")).collect();
    assert_eq!(
        said,
        ["Amt", "Antrag auf Teilhabe", "Kreis", "https://www.example.org/e", "Kreis"],
        "{outline}"
    );
}

/// The elements of a PDF, with their tags.
fn elements(tagged: &Tagged) -> Vec<(ObjectId, String)> {
    let dicts = tagged.pdf.objects.iter().filter_map(|(id, object)| Some((*id, object.as_dict().ok()?)));
    let with_tags = dicts.filter(|(_, dict)| dict.has(b"P") && dict.has(b"NS") && dict.has(b"K"));
    with_tags.filter_map(|(id, dict)| Some((id, tagged.name(dict, "S")?))).collect()
}

#[test]
fn calls_notes_and_entries_of_the_contents_say_what_they_refer_to() {
    let tagged = Tagged::new(everything_with(NEW));
    let all: BTreeMap<ObjectId, String> = elements(&tagged).into_iter().collect();
    let refs = |id: ObjectId| -> Vec<ObjectId> {
        let dict = tagged.pdf.get_dictionary(id).expect("an element");
        let goals = tagged.entry(dict, "Ref").and_then(|o| o.as_array().ok()).cloned().unwrap_or_default();
        goals.iter().filter_map(|goal| goal.as_reference().ok()).collect()
    };
    let of = |tag: &'static str| all.iter().filter(move |(_, t)| *t == tag).map(|(id, _)| *id);
    assert_eq!(of("FENote").count(), 2);
    for note in of("FENote") {
        let calls = refs(note);
        assert_eq!(calls.iter().map(|call| all[call].as_str()).collect::<Vec<_>>(), ["Reference"]);
        assert_eq!(refs(calls[0]), [note]);
    }
    assert!(of("TOCI").all(|entry| refs(entry).iter().map(|goal| all[goal].as_str()).eq(["H1"])));
}

#[test]
fn links_and_bookmarks_of_pdf_2_lead_to_elements() {
    let project = everything_with(NEW);
    project.file("chapters/02.md", "# Zwei\n\nSiehe [oben](01.md#der-abschnitt).\n");
    let tagged = Tagged::new(project);
    let all: BTreeMap<ObjectId, String> = elements(&tagged).into_iter().collect();
    let mut goals: BTreeMap<String, usize> = BTreeMap::new();
    for object in tagged.pdf.objects.values() {
        let Ok(dict) = object.as_dict() else { continue };
        assert!(!dict.has(b"Dest"), "{dict:?}");
        let Some(action) = tagged.entry(dict, "A").and_then(|o| o.as_dict().ok()) else { continue };
        if tagged.name(action, "S").as_deref() != Some("GoTo") {
            continue;
        }
        let first = |key: &str| {
            let place = tagged.entry(action, key).and_then(|o| o.as_array().ok()).expect("a place");
            place[0].as_reference().expect("a page or an element")
        };
        let page = tagged.pdf.get_dictionary(first("D")).expect("a page");
        assert_eq!(tagged.name(page, "Type").as_deref(), Some("Page"));
        *goals.entry(all[&first("SD")].clone()).or_default() += 1;
    }
    // Contents, bookmarks and one link; calls; notes.
    let wanted = [("FENote", 2), ("H1", 5), ("H2", 2), ("Link", 2)];
    assert_eq!(goals.iter().map(|(tag, n)| (tag.as_str(), *n)).collect::<Vec<_>>(), wanted);
}

#[test]
fn stressed_words_have_tags_in_pdf_2_unless_all_are() {
    let project = Project::with(&format!("[contents]\nenabled = false\n{NEW}"));
    project.chapter("Wer **jetzt *sofort* kommt**, hilft.\n\n**Frist:** heute.\n\n**Alles fett.**\n");
    let outline = Tagged::new(project).outline();
    assert_eq!(below(&outline, "P: Wer"), ["Strong: jetzt kommt", "Em: sofort"]);
    assert_eq!(below(&outline, "P: heute"), ["Strong: Frist:"]);
    assert!(outline.contains("P: Alles fett."), "{outline}");
}

#[test]
fn callouts_in_callouts_are_no_asides_in_asides() {
    let project = Project::with(NEW);
    project.chapter("> [!note]\n> Außen.\n>\n> > [!tip]\n> > Innen.\n> >\n> > > [!tip]\n> > > Ganz innen.\n");
    let outline = Tagged::new(project).outline();
    assert_eq!(outline.matches("Aside").count(), 1, "{outline}");
    assert_eq!(below(&outline, "Aside").iter().filter(|line| *line == "Div").count(), 2, "{outline}");
}

#[test]
fn a_pdf_2_says_nothing_that_was_given_up() {
    let project = Project::with(&format!("date = 2019-10-22\n[contents]\nenabled = false\n{NEW}"));
    project.chapter("Text.\n");
    let tagged = Tagged::new(project);
    assert_eq!(tagged.pdf.version, "2.0");
    assert!(!tagged.pdf.trailer.has(b"Info"));
    let catalog = tagged.pdf.catalog().expect("a catalogue");
    let marks = tagged.entry(catalog, "MarkInfo").and_then(|o| o.as_dict().ok()).expect("marks");
    assert!(marks.has(b"Marked") && !marks.has(b"Suspects"));
    let outline = tagged.outline();
    assert!(outline.lines().any(|line| line.trim_start().starts_with("Title")), "{outline}");
    let numbered = |page| {
        let content = tagged.pdf.get_page_content(page);
        String::from_utf8_lossy(&content).contains("/Pagination/Subtype/PageNum")
    };
    assert!(tagged.pdf.page_iter().any(numbered));
}
