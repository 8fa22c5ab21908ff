//! The edition for print shops: inks, overprinting, boxes, printing condition, cover.

use crate::common::{Outcome, Project, THEME, filler};
use brochure::diag::Sink;
use brochure::edition::{Plan, Product, render};
use brochure::geom::MM;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

const DATE: &str = "date = 2019-10-22\n";
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"40\">\
    <rect width=\"30\" height=\"40\" fill=\"#FFFF00\"/>\
    <rect x=\"30\" width=\"30\" height=\"40\" fill=\"#808080\"/>\
    <rect x=\"60\" width=\"30\" height=\"40\" fill=\"#3060C0\"/></svg>";

/// A brochure with these editions, `[brochure]` keys first.
fn project(keys: &str, editions: &str) -> Project {
    let project = Project::with(&format!("{keys}{editions}"));
    let text = format!("Ein Absatz.\n\n![Drei Felder](felder.svg)\n\n{}", filler(900));
    project.chapter(&text);
    project.file("chapters/felder.svg", DRAWING);
    project
}

fn printed(editions: &str) -> Vec<Product> {
    made(&project(DATE, editions).layout())
}

/// The files of the last edition.
fn made(outcome: &Outcome) -> Vec<Product> {
    let brochure = outcome.brochure.as_ref().unwrap_or_else(|| panic!("refused:\n{}", outcome.rendered()));
    let mut sink = Sink::new();
    let plan: Plan<'_> = brochure.plans().pop().expect("an edition");
    let products = render(&plan, &mut sink);
    products.unwrap_or_else(|| panic!("{sink:?}"))
}

fn pdf(product: &Product) -> Document {
    Document::load_mem(&product.bytes).expect("a PDF")
}

/// All painting steps of pages, forms and tilings.
fn operations(pdf: &Document) -> Vec<Operation> {
    let mut all = Vec::new();
    for page in pdf.page_iter() {
        all.extend(Content::decode(&pdf.get_page_content(page)).expect("content").operations);
    }
    for object in pdf.objects.values() {
        let Ok(stream) = object.as_stream() else { continue };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Form") {
            let bytes = stream.get_plain_content().expect("a form");
            all.extend(Content::decode(&bytes).expect("content").operations);
        }
    }
    all
}

fn numbers(operands: &[Object]) -> Vec<f32> {
    operands.iter().filter_map(|o| o.as_float().ok()).collect()
}

/// Fill colours in percent of the four inks.
fn fills(pdf: &Document) -> Vec<Vec<i32>> {
    let fills = operations(pdf).into_iter().filter(|o| o.operator == "k");
    fills.map(|o| numbers(&o.operands).iter().map(|n| (n * 100.0).round() as i32).collect()).collect()
}

/// A box of a page in millimetres: left, top from above, width, height.
fn page_box(pdf: &Document, page: usize, name: &str) -> [f64; 4] {
    let id = pdf.page_iter().nth(page).expect("a page");
    let dict = pdf.get_dictionary(id).expect("a page");
    let of = |name: &str| -> Vec<f64> {
        let list =
            dict.get(name.as_bytes()).and_then(Object::as_array).unwrap_or_else(|_| panic!("no {name}"));
        numbers(list).into_iter().map(|n| f64::from(n) / MM).collect()
    };
    let (whole, inner) = (of("MediaBox"), of(name));
    [inner[0] - whole[0], whole[3] - inner[3], inner[2] - inner[0], inner[3] - inner[1]]
}

fn assert_box(pdf: &Document, page: usize, name: &str, expected: [f64; 4]) {
    let found = page_box(pdf, page, name);
    let close = found.iter().zip(expected).all(|(f, e)| (f - e).abs() < 0.01);
    assert!(close, "{name} of page {page}: {found:?} instead of {expected:?}");
}

fn info(pdf: &Document) -> &Dictionary {
    let id = pdf.trailer.get(b"Info").and_then(Object::as_reference).expect("Info");
    pdf.get_dictionary(id).expect("a dictionary")
}

fn metadata(pdf: &Document) -> String {
    let id =
        pdf.catalog().expect("a catalogue").get(b"Metadata").and_then(Object::as_reference).expect("XMP");
    let stream = pdf.get_object(id).and_then(Object::as_stream).expect("a stream");
    String::from_utf8(stream.get_plain_content().unwrap_or_else(|_| stream.content.clone())).expect("UTF-8")
}

const PRINT: &str = "[edition.druck]\nkind = \"print\"\n";

#[test]
fn nothing_on_a_plate_is_written_as_light() {
    let pdf = pdf(&printed(PRINT)[0]);
    let light: Vec<String> = operations(&pdf)
        .into_iter()
        .map(|o| o.operator)
        .filter(|o| ["rg", "RG", "g", "G"].contains(&o.as_str()))
        .collect();
    assert_eq!(light, Vec::<String>::new());
    for (id, object) in &pdf.objects {
        assert!(!format!("{object:?}").contains("DeviceRGB"), "{id:?} {object:?}");
    }
}

#[test]
fn text_is_black_alone_and_drawings_take_the_inks_of_the_palette() {
    let pdf = pdf(&printed(PRINT)[0]);
    let fills = fills(&pdf);
    assert!(fills.contains(&vec![0, 0, 0, 100]), "text: {fills:?}");
    assert!(fills.contains(&vec![0, 0, 100, 0]), "#FFFF00 is the theme's yellow: {fills:?}");
    let grey: Vec<_> = fills.iter().filter(|f| f[..3] == [0, 0, 0] && (30..70).contains(&f[3])).collect();
    assert!(!grey.is_empty(), "#808080 is black alone: {fills:?}");
    let blue: Vec<_> = fills.iter().filter(|f| f[0] > 60 && f[1] > 30 && f[2] < 30).collect();
    assert!(!blue.is_empty(), "#3060C0 goes through the profile: {fills:?}");
}

/// Of every letter and fill of a page: whether it prints over, and whether it is black alone.
fn paints(pdf: &Document, page: ObjectId) -> Vec<(bool, bool)> {
    let content = Content::decode(&pdf.get_page_content(page)).expect("content");
    let resources = pdf.get_dictionary(page).expect("a page").get(b"Resources").expect("resources");
    let resources = pdf.dereference(resources).expect("resources").1.as_dict().expect("a dictionary");
    let overprints = |name: &[u8]| {
        let states = resources.get(b"ExtGState").and_then(Object::as_dict).expect("states");
        let state = pdf.dereference(states.get(name).expect("a state")).expect("a state").1;
        let state = state.as_dict().expect("a dictionary");
        let on = state.get(b"op").and_then(Object::as_bool).ok()?;
        assert_eq!(state.get(b"OPM").and_then(Object::as_i64).ok(), Some(1));
        Some(on)
    };
    let (mut over, mut black, mut stack, mut seen) = (false, false, Vec::new(), Vec::new());
    for operation in content.operations {
        match operation.operator.as_str() {
            "q" => stack.push((over, black)),
            "Q" => (over, black) = stack.pop().expect("balanced"),
            "k" => black = numbers(&operation.operands) == [0.0, 0.0, 0.0, 1.0],
            "gs" => over = overprints(operation.operands[0].as_name().expect("a name")).unwrap_or(over),
            "Tj" | "TJ" | "f" => seen.push((over, black)),
            _ => {}
        }
    }
    seen
}

#[test]
fn black_prints_over_what_lies_below_and_everything_else_through_it() {
    let pdf = pdf(&printed(PRINT)[0]);
    let mut seen = [0, 0];
    for page in pdf.page_iter() {
        for (over, black) in paints(&pdf, page) {
            assert_eq!(over, black);
            seen[usize::from(black)] += 1;
        }
    }
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
}

#[test]
fn trim_and_bleed_are_boxes_of_every_page() {
    for (format, w, h) in [("A5", 148.0, 210.0), ("A4", 210.0, 297.0), ("DIN lang", 99.0, 210.0)] {
        let editions = format!("{PRINT}[page]\nformat = \"{format}\"\n");
        let pdf = pdf(&printed(&editions)[0]);
        assert!(pdf.page_iter().count() >= 4);
        for page in 0..pdf.page_iter().count() {
            assert_box(&pdf, page, "TrimBox", [3.0, 3.0, w, h]);
            assert_box(&pdf, page, "BleedBox", [0.0, 0.0, w + 6.0, h + 6.0]);
        }
    }
}

#[test]
fn the_bleed_of_a_brochure_may_be_another() {
    let pdf = pdf(&printed(&format!("{PRINT}[page]\nbleed = \"5mm\"\n"))[0]);
    assert_box(&pdf, 0, "TrimBox", [5.0, 5.0, 148.0, 210.0]);
    assert_box(&pdf, 0, "BleedBox", [0.0, 0.0, 158.0, 220.0]);
}

#[test]
fn the_printing_condition_is_told_once_and_its_profile_is_in_the_file() {
    let pdf = pdf(&printed(PRINT)[0]);
    let intents = pdf.catalog().expect("a catalogue").get(b"OutputIntents").and_then(Object::as_array);
    let intents = intents.expect("intents");
    assert_eq!(intents.len(), 1);
    let intent = pdf.get_dictionary(intents[0].as_reference().expect("a reference")).expect("an intent");
    let text = |key: &[u8]| {
        String::from_utf8_lossy(intent.get(key).and_then(Object::as_str).expect("text")).into_owned()
    };
    assert_eq!(intent.get(b"S").and_then(Object::as_name).expect("S"), b"GTS_PDFX");
    assert_eq!(text(b"OutputConditionIdentifier"), "FOGRA39");
    let profile = intent.get(b"DestOutputProfile").and_then(Object::as_reference).expect("a profile");
    let profile = pdf.get_object(profile).and_then(Object::as_stream).expect("a stream");
    assert_eq!(&profile.get_plain_content().expect("plain")[12..20], b"prtrCMYK");
}

#[test]
fn a_registered_name_may_be_given() {
    let pdf = pdf(&printed(&format!("{PRINT}condition = \"FOGRA51\"\n"))[0]);
    let found = pdf.objects.values().filter_map(|o| o.as_dict().ok()).any(|d| {
        d.get(b"OutputConditionIdentifier").and_then(Object::as_str).is_ok_and(|name| name == b"FOGRA51")
    });
    assert!(found);
}

#[test]
fn info_and_xmp_say_the_same_of_a_pdf_x_4() {
    let keys = "subtitle = \"Für & wider\"\nkeywords = [\"Asyl\", \"<Kommune>\"]\n";
    let outcome = project(&format!("{keys}{DATE}"), PRINT).layout();
    let pdf = pdf(&made(&outcome)[0]);
    assert_eq!(pdf.version, "1.6");
    let (info, xmp) = (info(&pdf), metadata(&pdf));
    let date = String::from_utf8_lossy(info.get(b"CreationDate").and_then(Object::as_str).expect("a date"));
    assert_eq!(date, "D:20191022000000Z");
    assert_eq!(info.get(b"Trapped").and_then(Object::as_name).expect("Trapped"), b"False");
    for words in [
        "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
        "<xmp:CreateDate>2019-10-22T00:00:00Z</xmp:CreateDate>",
        "<pdf:Trapped>False</pdf:Trapped>",
        "Für &amp; wider",
        "<pdf:Keywords>Asyl, &lt;Kommune&gt;</pdf:Keywords>",
        ">Probe</rdf:li>",
    ] {
        assert!(xmp.contains(words), "{words} in {xmp}");
    }
}

#[test]
fn there_are_no_links_and_labels_for_a_print_shop() {
    let pdf = pdf(&printed(PRINT)[0]);
    let catalog = pdf.catalog().expect("a catalogue");
    assert!(!catalog.has(b"OpenAction") && !catalog.has(b"Names") && !catalog.has(b"PageLabels"));
    for page in pdf.page_iter() {
        assert!(!pdf.get_dictionary(page).expect("a page").has(b"Annots"));
    }
}

/// Marked content of a page: how much of it has a number, and whether anything is drawn outside of it.
fn marked(pdf: &Document, page: ObjectId) -> (usize, bool) {
    let (mut numbered, mut open, mut bare) = (0, 0, false);
    for Operation { operator, operands } in
        Content::decode(&pdf.get_page_content(page)).expect("content").operations
    {
        match operator.as_str() {
            "BDC" => {
                let of_node = operands[1].as_dict().is_ok_and(|dict| dict.has(b"MCID"));
                (numbered, open) = (numbered + usize::from(of_node), open + 1);
            }
            "BMC" => open += 1,
            "EMC" => open -= 1,
            "TJ" | "f" | "f*" | "S" | "Do" | "sh" => bare |= open == 0,
            _ => {}
        }
    }
    (numbered, bare)
}

#[test]
fn pages_for_a_print_shop_keep_their_tags_and_marks_of_the_press_are_none() {
    let editions = format!("{PRINT}marks = [\"crop\", \"registration\", \"slug\"]\n");
    for file in [printed(&editions), printed(&format!("{editions}cover = \"separate\"\n"))].iter().flatten() {
        let pdf = pdf(file);
        let dict = |object: &Object| pdf.dereference(object).expect("it").1.as_dict().expect("one").clone();
        let catalog = pdf.catalog().expect("a catalogue");
        assert!(
            dict(catalog.get(b"MarkInfo").expect("marks"))
                .get(b"Marked")
                .is_ok_and(|marked| marked.as_bool().is_ok_and(|marked| marked))
        );
        let tree = dict(catalog.get(b"StructTreeRoot").expect("tags"));
        let parents = dict(tree.get(b"ParentTree").expect("parents"));
        let parents = parents.get(b"Nums").and_then(Object::as_array).expect("entries").clone();
        let mut all = 0;
        for (index, page) in pdf.page_iter().enumerate() {
            let (numbered, bare) = marked(&pdf, page);
            assert!(!bare, "{} page {index}", file.file);
            let key = pdf.get_dictionary(page).and_then(|page| page.get(b"StructParents")).expect("a key");
            let keys = [key, &parents[2 * index]].map(|key| key.as_i64().expect("a number"));
            assert_eq!(keys, [index as i64; 2]);
            let of_page =
                pdf.dereference(&parents[2 * index + 1]).expect("it").1.as_array().expect("parents");
            assert_eq!(of_page.len(), numbered);
            assert!(of_page.iter().all(|parent| matches!(parent, Object::Reference(_))), "{of_page:?}");
            all += numbered;
        }
        assert!(all > 0, "{}", file.file);
    }
    let booklet = &printed("[edition.heft]\nkind = \"booklet\"\n")[0];
    assert!(!pdf(booklet).catalog().expect("a catalogue").has(b"StructTreeRoot"));
}

#[test]
fn pages_come_in_fours_for_staples_and_in_twos_for_glue() {
    let outcome = project(DATE, PRINT).layout();
    let pages = outcome.pages().pages.len();
    let stapled = printed(PRINT);
    assert_eq!(stapled[0].pages, pages.next_multiple_of(4));
    let glued = printed(&format!("{PRINT}binding = \"perfect\"\n"));
    assert_eq!(glued[0].pages, pages.next_multiple_of(2));
    assert_eq!(glued[0].sheets, Some(glued[0].pages / 2));
}

#[test]
fn a_cover_of_its_own_has_a_spine_as_thick_as_its_leaves() {
    let editions = format!(
        "{PRINT}cover = \"separate\"\nbinding = \"perfect\"\npaper-weight = 200\npaper-volume = 1.5\n"
    );
    let project = Project::with("");
    let start = "[brochure]\ntitle = \"Probe\"\nlanguage = \"de\"\n";
    project.file("brochure.toml", format!("{start}{THEME}{DATE}{editions}"));
    project.chapter(&filler(4000));
    let products = made(&project.layout());
    let [block, cover] = &products[..] else { panic!("{} files", products.len()) };
    assert_eq!(cover.pages, 2);
    assert!(cover.file.ends_with("-cover.pdf"), "{}", cover.file);
    // 200 g/m² of 1.5 cm³/g are 0.3 mm a leaf.
    let spine = (block.pages as f64 / 2.0 * 0.3 * 10.0).round() / 10.0;
    assert_box(&pdf(cover), 0, "TrimBox", [3.0, 3.0, 2.0 * 148.0 + spine, 210.0]);
    assert_box(&pdf(block), 0, "TrimBox", [3.0, 3.0, 148.0, 210.0]);
}

#[test]
fn a_spot_colour_is_an_ink_of_its_own_and_others_are_not() {
    let editions = format!("{PRINT}spot = [\"main\"]\n");
    let project = project(DATE, &editions);
    project.chapter("## Ein Abschnitt\n\nText in Schwarz.");
    project.file("assets/art/cover.svg", DRAWING.replace("#3060C0", "#000080"));
    let pdf = pdf(&made(&project.layout())[0]);
    // A drawing has that colour, too: nothing in it stays in process inks.
    assert!(!fills(&pdf).contains(&vec![100, 80, 0, 40]));
    assert!(operations(&pdf).iter().any(|o| o.operator == "cs" && !format!("{o:?}").contains("Pattern")));
    let spots: Vec<String> = pdf
        .objects
        .values()
        .filter_map(|o| o.as_array().ok())
        .filter(|a| a.first().and_then(|n| n.as_name().ok()) == Some(b"Separation"))
        .map(|a| String::from_utf8_lossy(a[1].as_name().expect("a name")).into_owned())
        .collect();
    assert_eq!(spots, ["main"]);
}

#[test]
fn without_a_date_there_is_no_pdf_x() {
    let outcome = project("", PRINT).layout();
    let brochure = outcome.brochure.as_ref().expect("laid out");
    let mut sink = Sink::new();
    assert!(render(&brochure.plans()[0], &mut sink).is_none());
    assert_eq!(sink[0].code, "print-date");
    assert!(sink[0].help().as_ref().expect("a hint").contains("date = "));
}

#[test]
fn keys_of_an_edition_are_checked_at_their_place() {
    for (keys, code, place) in [
        ("papier = 3\n", "unknown-key", 8),
        ("marks = [\"crops\"]\n", "config-value", 8),
        ("paper-weight = 5\n", "config-value", 8),
        ("max-ink = 500\n", "config-value", 8),
        ("spot = [\"petrl\"]\n", "unknown-colour", 8),
        ("profile = \"../x.icc\"\n", "path-outside", 8),
        ("profile = \"x.icc\"\n", "missing-file", 8),
        ("profile = \"brochure.toml\"\n", "print-profile", 8),
    ] {
        let outcome = project(DATE, &format!("{PRINT}{keys}")).layout();
        assert!(outcome.brochure.is_none(), "{keys}");
        let found = outcome.place(code);
        assert!(found.starts_with(&format!("brochure.toml:{place}:")), "{keys} {found}");
    }
}

#[test]
fn a_kind_that_does_not_exist_is_told_with_those_that_do() {
    let outcome = project(DATE, "[edition.x]\nkind = \"prin\"\n").layout();
    assert_eq!(outcome.find("config-value").help().as_deref(), Some("did you mean \"print\"?"));
    let outcome = project(DATE, "[edition.x]\nfile = \"x.pdf\"\n").layout();
    assert_eq!(outcome.place("missing-key"), "brochure.toml:6:1");
}

#[test]
fn what_preflight_finds_is_told_at_the_line_that_made_it() {
    let project = Project::with(&format!("{DATE}{PRINT}min-ppi = 300\n"));
    project.chapter("Ein Absatz.\n\n![Wenige Punkte](punkte.png)\n");
    let mut png = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_fn(40, 20, |x, y| image::Rgb([(x * 6) as u8, (y * 12) as u8, 90]));
    pixels.write_to(&mut png, image::ImageFormat::Png).expect("a PNG");
    project.file("chapters/punkte.png", png.into_inner());
    let outcome = project.layout();
    let brochure = outcome.brochure.as_ref().expect("laid out");
    let mut sink = Sink::new();
    let files = render(&brochure.plans()[0], &mut sink).expect("a file");
    let found = sink.iter().find(|d| d.code == "image-resolution").unwrap_or_else(|| panic!("{sink:?}"));
    let span = found.span.expect("a place");
    let (line, _) = outcome.files.line_column(span.file, span.start);
    assert_eq!((outcome.files.get(span.file).name.as_str(), line), ("chapters/01.md", 7));
    let report = files[0].report.as_ref().expect("a report");
    assert!(report.findings.iter().any(|f| f.rule.code == found.code && f.source == Some(span)));
}
