//! Files that are made to take time and memory: each limit of preflight ends in a finding.

use std::fmt::Write;
use std::io::Write as _;

use super::print::{PrintFile, TRIM, name, numbers, picture};
use brochure::preflight::budget::Budget;
use brochure::preflight::{Limits, Report, inspect_within};
use lopdf::{Dictionary, Object, Stream, dictionary};

/// A budget that ordinary files do not use up, and that is used up in no time.
const SMALL: (u64, u64) = (30_000_000, 30_000_000);

fn check(bytes: &[u8]) -> Report {
    let limits = Limits { trim: Some(TRIM), ..Limits::default() };
    inspect_within(bytes, &limits, Budget::of(SMALL.0, SMALL.1))
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|f| f.rule.code).collect()
}

fn zipped(data: &[u8]) -> Vec<u8> {
    let mut zip = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    zip.write_all(data).expect("zipped");
    zip.finish().expect("zipped")
}

/// A Flate stream that unpacks to so many zeros.
fn bomb(mut dict: Dictionary, size: usize) -> Stream {
    dict.set("Filter", "FlateDecode");
    Stream::new(dict, zipped(&vec![0; size]))
}

fn many(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut all, n| {
        let _ = writeln!(all, "{}", text(n));
        all
    })
}

type Spoil = fn(&mut PrintFile);

/// What is done to the file, and what is found on top of what else is wrong then.
const EXPENSIVE: &[(&str, &str, Spoil)] = &[
    ("operators", "too-complex", |f| f.draw(&"q Q ".repeat(200_000))),
    ("operands", "content-damaged", |f| f.draw(&format!("[{}] TJ", "0 ".repeat(100_001)))),
    ("letters", "too-complex", |f| {
        f.draw(&format!("BT /F1 9 Tf 1 0 0 1 100 200 Tm ({}) Tj ET", "x".repeat(600_000)));
    }),
    ("saved states", "content-damaged", |f| f.draw(&"q ".repeat(600))),
    ("forms that draw a form that draws a form", "too-complex", |f| {
        let mut inner = f.form(dictionary! {}, "0 0 1 1 re f");
        for _ in 0..8 {
            let resources = dictionary! { "XObject" => dictionary! { "F" => inner } };
            let dict = dictionary! { "Subtype" => "Form", "Resources" => resources };
            inner = f.doc.add_object(Stream::new(dict, b"/F Do ".repeat(10)));
        }
        f.resource("XObject", "F", inner);
        f.draw("/F Do");
    }),
    ("cells of patterns", "too-complex", |f| {
        let dict = dictionary! {
            "PatternType" => 1, "PaintType" => 2, "TilingType" => 1, "XStep" => 5, "YStep" => 5,
            "BBox" => numbers(&[0.0, 0.0, 5.0, 5.0]), "Resources" => dictionary! {},
        };
        let cell = f.doc.add_object(Stream::new(dict, b"0 0 3 3 re f".repeat(100)));
        f.resource("Pattern", "P1", cell);
        f.space(vec![name("Pattern"), name("DeviceCMYK")]);
        f.draw(&"/CS1 cs 0 0 0 1 /P1 scn ".repeat(3000));
    }),
    ("colour spaces", "too-complex", |f| {
        let names: Vec<Object> = (0..32).map(|n| name(&format!("Ink {n}"))).collect();
        f.space(vec![name("DeviceN"), names.into(), name("DeviceCMYK"), Object::Null]);
        f.draw(&"/CS1 cs ".repeat(10_000));
    }),
    ("functions", "too-complex", |f| {
        let dict = dictionary! {
            "FunctionType" => 0, "Domain" => numbers(&[0.0, 1.0]), "Range" => numbers(&[0.0, 1.0]),
            "Size" => numbers(&[9.0]), "BitsPerSample" => 8,
        };
        let function = f.doc.add_object(bomb(dict, 100_000));
        let shading = dictionary! {
            "ShadingType" => 2, "ColorSpace" => "DeviceGray", "Function" => function,
            "Coords" => numbers(&[100.0, 0.0, 200.0, 0.0]),
        };
        f.resource("Shading", "S1", shading);
        f.draw(&"/S1 sh ".repeat(100));
    }),
    ("widths", "too-complex", |f| {
        let widths = f.doc.add_object(Object::Array(
            [0, 65_535, 1].repeat(10_000).into_iter().map(Object::Integer).collect(),
        ));
        let inner =
            f.doc.add_object(dictionary! { "Type" => "Font", "Subtype" => "CIDFontType2", "W" => widths });
        let mut shown = String::new();
        for n in 0..10 {
            let descendants = vec![Object::Reference(inner)];
            let dict =
                dictionary! { "Type" => "Font", "Subtype" => "Type0", "DescendantFonts" => descendants };
            let font = f.doc.add_object(dict);
            f.resource("Font", &format!("W{n}"), font);
            let _ = write!(shown, "BT /W{n} 9 Tf 1 0 0 1 100 200 Tm (ab) Tj ET ");
        }
        f.draw(&shown);
    }),
    ("annotations", "too-complex", |f| {
        let note = dictionary! { "Subtype" => "Text", "Rect" => numbers(&[50.0, 50.0, 60.0, 60.0]) };
        let notes = f.doc.add_object(note);
        f.page().set("Annots", vec![Object::Reference(notes); 30_000]);
    }),
    ("dictionaries", "too-complex", |f| {
        f.catalog().set("Many", vec![Object::Dictionary(dictionary! { "A" => 1 }); 30_000]);
    }),
    ("content in many parts", "too-complex", |f| {
        let blank = f.doc.add_object(bomb(Dictionary::new(), 1 << 20));
        let form = f.form(dictionary! {}, "");
        f.dict(form).set("Resources", dictionary! {});
        f.page().set("Extra", vec![Object::Reference(blank); 10]);
        f.resource("XObject", "B", blank);
        f.dict(blank).set("Subtype", "Form");
        f.draw(&"/B Do ".repeat(1000));
    }),
    ("namespaces", "xmp", |f| {
        let spaces = many(1001, |n| format!("<a xmlns:n{n}='u'/>"));
        f.xmp = f.xmp.replace("</rdf:RDF>", &format!("{spaces}</rdf:RDF>"));
    }),
    ("attributes", "xmp", |f| {
        let attributes = many(251, |n| format!("a{n}='v'"));
        f.xmp = f.xmp.replace("</rdf:RDF>", &format!("<a {attributes}/></rdf:RDF>"));
    }),
    ("areas", "ink-unmeasured", |f| f.draw(&"0 0 0 1 k 0 0 436 600 re f ".repeat(100))),
    ("spot inks", "ink-unmeasured", |f| {
        for n in 0..60 {
            f.spot(&format!("Ink {n}"), "DeviceCMYK");
            let space = f.page().get(b"Resources").and_then(Object::as_dict).expect("resources").clone();
            let space = space.get(b"ColorSpace").and_then(Object::as_dict).expect("spaces").clone();
            f.resource("ColorSpace", &format!("I{n}"), space.get(b"CS1").expect("a space").clone());
        }
        f.draw(&many(60, |n| format!("/I{n} cs 1 scn 0 0 436 600 re f")));
    }),
    ("corners with a stroke", "ink-unmeasured", |f| {
        let corners = many(50_000, |n| format!("{} {} l", n * 37 % 400, n * 61 % 600));
        f.draw(&format!("0 0 0 1 K 1 w 0 0 m {corners} S"));
    }),
    ("clips", "ink-unmeasured", |f| {
        f.draw(&many(300, |n| format!("q 0 0 m 400 {n} l 0 600 l W n 0 0 0 1 k 0 0 400 600 re f Q")));
    }),
    ("pictures drawn again and again", "ink-unmeasured", |f| {
        f.draw(&"q 400 0 0 600 9 9 cm /Im1 Do Q ".repeat(100));
    }),
    ("pixels", "ink-unmeasured", |f| {
        let mut dict = picture(1, "DeviceCMYK", 4).dict;
        dict.set("Width", 4000);
        dict.set("Height", 2500);
        let image = f.doc.add_object(bomb(dict, 40_000_000));
        f.resource("XObject", "Im1", image);
    }),
    ("rows of a predictor", "ink-unmeasured", |f| {
        let mut dict = picture(1000, "DeviceGray", 1).dict;
        dict.set("DecodeParms", dictionary! { "Predictor" => 15, "Columns" => 1 });
        let image = f.doc.add_object(bomb(dict, 4_000_000));
        f.resource("XObject", "Im1", image);
    }),
    ("grounds at the edge", "ink-unmeasured", |f| {
        f.draw(&format!("0 0 0 .1 k {}", many(1000, |n| format!("8.504 {} 300 300 re f", 20 + n % 200))));
    }),
];

#[test]
fn what_takes_too_much_work_is_told() {
    for (what, code, spoil) in EXPENSIVE {
        let mut file = PrintFile::new();
        spoil(&mut file);
        let report = check(&file.bytes());
        assert!(codes(&report).contains(code), "{what}: {:?}", codes(&report));
        assert_eq!(report.pages(), 2, "{what}");
    }
}

#[test]
fn graphics_states_are_saved_up_to_a_number() {
    for (count, damaged) in [(512, false), (513, true)] {
        let mut file = PrintFile::new();
        file.draw(&"q ".repeat(count));
        assert_eq!(codes(&check(&file.bytes())).contains(&"content-damaged"), damaged, "{count}");
    }
}

#[test]
fn forms_are_followed_up_to_a_depth() {
    for (count, damaged) in [(40, false), (41, true)] {
        let mut file = PrintFile::new();
        let mut inner = file.form(dictionary! {}, "0 0 1 1 re f");
        for _ in 1..count {
            let resources = dictionary! { "XObject" => dictionary! { "Fm1" => inner } };
            let dict = dictionary! { "Subtype" => "Form", "Resources" => resources };
            inner = file.doc.add_object(Stream::new(dict, b"/Fm1 Do".to_vec()));
        }
        file.resource("XObject", "Fm1", inner);
        assert_eq!(codes(&check(&file.bytes())).contains(&"content-damaged"), damaged, "{count}");
    }
}

#[test]
fn an_ordinary_file_is_far_from_any_limit() {
    assert_eq!(codes(&check(&PrintFile::new().bytes())), Vec::<&str>::new());
}

#[test]
fn the_first_page_that_is_not_checked_is_named() {
    let mut file = PrintFile::new();
    file.draw(&"q Q ".repeat(200_000));
    let report = check(&file.bytes());
    let finding = report.findings.iter().find(|f| f.rule.code == "too-complex").expect("a finding");
    assert!(
        finding.message.text().ends_with("page 2 and all behind it are not checked whole"),
        "{}",
        finding.message.text()
    );
    assert!(report.ink[0].is_some(), "page 1 was");
}

#[test]
fn ink_that_is_not_measured_is_told_on_each_page() {
    let mut file = PrintFile::new();
    file.content[0].push_str(&"0 0 0 1 k 0 0 436 600 re f ".repeat(100));
    let report = check(&file.bytes());
    let pages: Vec<_> =
        report.findings.iter().filter(|f| f.rule.code == "ink-unmeasured").map(|f| f.page).collect();
    assert_eq!(pages, [Some(1), Some(2)]);
    assert_eq!(report.ink, [None, None]);
}

#[test]
fn a_path_of_many_corners_is_measured() {
    let mut file = PrintFile::new();
    let corners = many(100_000, |n| format!("{} {} l", n * 37 % 400, n * 61 % 600));
    file.draw(&format!("0 0 0 1 K 1 w 9 9 m {corners} S"));
    let report = inspect_within(&file.bytes(), &Limits::default(), Budget::new(0));
    assert!(!codes(&report).contains(&"ink-unmeasured"), "{:#?}", report.findings);
    assert!(report.ink[1].is_some());
}

#[test]
fn only_so_many_pages_are_looked_at() {
    let mut file = PrintFile::new();
    let tree = file.dict(file.pages[0]).get(b"Parent").and_then(Object::as_reference).expect("a tree");
    let blank = file.doc.add_object(dictionary! { "Type" => "Page", "Parent" => tree });
    for (count, more) in [(4000, false), (4001, true)] {
        file.dict(tree).set("Kids", vec![Object::Reference(blank); count]);
        let mut bytes = Vec::new();
        file.doc.save_to(&mut bytes).expect("a file");
        let report = inspect_within(&bytes, &Limits::default(), Budget::new(0));
        assert_eq!((report.pages(), codes(&report).contains(&"too-complex")), (4000, more));
    }
}

#[test]
fn objects_within_one_another_are_not_copied_without_end() {
    let mut bytes = b"%PDF-1.6\n".to_vec();
    let size = 100_000;
    for n in 0..1000 {
        bytes.extend(format!("{} 0 obj << /Length {size} >> stream\n", n + 4).into_bytes());
    }
    bytes.extend(vec![b' '; size - 60_000]);
    bytes.extend(b"endstream endobj\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n");
    bytes.extend(b"2 0 obj << /Type /Pages /Kids [3 0 R] >> endobj\n3 0 obj << /Type /Page >> endobj\n");
    let table = bytes.len();
    let places: Vec<usize> = (1..=1003)
        .map(|n| {
            let header = format!("\n{n} 0 obj");
            1 + bytes.windows(header.len()).position(|w| w == header.as_bytes()).expect("an object")
        })
        .collect();
    bytes.extend(b"xref\n0 1004\n0000000000 65535 f \n");
    bytes.extend(places.iter().flat_map(|at| format!("{at:010} 00000 n \n").into_bytes()));
    bytes.extend(format!("trailer << /Root 1 0 R >>\nstartxref\n{table}\n%%EOF").into_bytes());
    let report = inspect_within(&bytes, &Limits::default(), Budget::new(0));
    let lost = report.findings.iter().find(|f| f.rule.code == "content-damaged").expect("a finding");
    assert!(lost.message.text().ends_with("objects cannot be read"), "{:?}", lost.message);
}

#[test]
fn members_of_an_object_stream_that_share_their_bytes_are_counted_one_by_one() {
    let count = 2000;
    let head: String = (0..count).map(|n| format!("{} 0 ", n + 100)).collect();
    let body = format!("[{}]", "0 ".repeat(10_000));
    // a document is saved without streams of this type
    let dict = dictionary! { "Type" => "ObjXtm", "N" => count, "First" => head.len() as i64 };
    let mut file = PrintFile::new();
    let stream = Stream::new(dict, (head + &body).into_bytes());
    file.doc.add_object(stream);
    let mut bytes = file.bytes();
    let kind = bytes.windows(7).position(|w| w == b"/ObjXtm").expect("the type");
    bytes[kind..kind + 7].copy_from_slice(b"/ObjStm");
    // without a cross-reference all members are searched
    let cut = bytes.windows(9).rposition(|w| w == b"startxref").expect("the word");
    assert!(codes(&check(&bytes[..cut])).contains(&"too-complex"));
}
