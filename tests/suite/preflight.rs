//! Preflight: one correct file for print, and what is found once a part of it is spoilt.

mod damaged;
mod limits;
use crate::common::{english, jpeg, print};

use crate::common::Project;
use crate::common::print::{PrintFile, TRIM, name, numbers, picture, profile, text};
use brochure::diag::{FileId, Files, Span, Wording};
use brochure::geom::MM;
use brochure::preflight::budget::Budget;
use brochure::preflight::format::{self, Format, Telling};
use brochure::preflight::{Binding, Finding, Limits, Report, Severity, inspect, inspect_within, rules};
use lopdf::{Object, Stream, dictionary};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

fn order() -> Limits {
    Limits { trim: Some(TRIM), ..Limits::default() }
}

fn report(spoil: impl FnOnce(&mut PrintFile)) -> Report {
    let mut file = PrintFile::new();
    spoil(&mut file);
    inspect(&file.bytes(), &order())
}

/// Codes of findings as bad as that, with their pages.
fn codes(report: &Report, severity: Severity) -> Vec<(&'static str, Option<usize>)> {
    let all = report.findings.iter().filter(|f| f.severity == severity);
    all.map(|f| (f.rule.code, f.page)).collect()
}

fn find<'r>(report: &'r Report, code: &str) -> &'r Finding {
    let found = report.findings.iter().find(|f| f.rule.code == code);
    found.unwrap_or_else(|| panic!("no {code} in {:#?}", report.findings))
}

type Spoil = fn(&mut PrintFile);
/// What is done to the file, and all that is found then; page 0 is the file as a whole.
type Fault = (&'static str, &'static [(&'static str, usize)], Spoil);

const ERRORS: &[Fault] = &[
    ("PDF 1.7", &[("pdf-version", 0)], |f| f.doc.version = "1.7".to_owned()),
    ("no identifier", &[("file-id", 0)], |f| drop(f.doc.trailer.remove(b"ID"))),
    ("broken XMP", &[("xmp", 0)], |f| f.xmp = f.xmp.replace("</rdf:RDF>", "")),
    ("PDF/X-3", &[("pdfx-version", 0)], |f| f.xmp = f.xmp.replace("PDF/X-4", "PDF/X-3:2003")),
    ("no DocumentID", &[("xmp-property", 0)], |f| f.xmp = f.xmp.replace("DocumentID", "InstanceID")),
    ("Trapped unknown", &[("info-differs", 0), ("trapped", 0)], |f| {
        let info = f.info;
        f.dict(info).set("Trapped", name("Unknown"));
    }),
    ("titles differ", &[("info-differs", 0)], |f| {
        let info = f.info;
        f.dict(info).set("Title", text("Anders"));
    }),
    ("no output intent", &[("output-intent", 0)], |f| drop(f.catalog().remove(b"OutputIntents"))),
    ("no registry", &[("output-condition", 0)], |f| {
        let intent = f.intent;
        f.dict(intent).remove(b"RegistryName");
    }),
    ("profile of a scanner", &[("output-profile", 0)], |f| {
        let stream = Stream::new(dictionary! { "N" => 4 }, profile(b"CMYK", b"scnr"));
        let id = f.profile;
        f.doc.set_object(id, stream);
    }),
    ("output intent for RGB", &[("output-colour", 0), ("colour-intent", 1), ("colour-intent", 2)], |f| {
        let stream = Stream::new(dictionary! { "N" => 3 }, profile(b"RGB ", b"prtr"));
        let id = f.profile;
        f.doc.set_object(id, stream);
    }),
    ("document script", &[("javascript", 0)], |f| {
        f.catalog().set("Names", dictionary! { "JavaScript" => dictionary! {} });
    }),
    ("an action on opening", &[("action", 0)], |f| {
        f.catalog().set("OpenAction", dictionary! { "S" => "GoTo" });
    }),
    ("a link", &[("action", 2), ("annotation", 2)], |f| {
        let link = dictionary! {
            "Type" => "Annot", "Subtype" => "Link", "Rect" => numbers(&[50.0, 50.0, 90.0, 60.0]),
            "A" => dictionary! { "S" => "URI", "URI" => text("https://example.org") },
        };
        let link = f.doc.add_object(link);
        f.page().set("Annots", vec![Object::Reference(link)]);
    }),
    ("form fields", &[("form-field", 0)], |f| {
        let field = f.doc.add_object(dictionary! {});
        f.catalog().set("AcroForm", dictionary! { "Fields" => vec![Object::Reference(field)] });
    }),
    ("layers without a name", &[("layers", 0)], |f| {
        f.catalog().set("OCProperties", dictionary! { "D" => dictionary! {} });
    }),
    ("no TrimBox", &[("trim-box", 2)], |f| drop(f.page().remove(b"TrimBox"))),
    ("trim beyond the bleed", &[("box-nesting", 2)], |f| {
        f.page().set("BleedBox", numbers(&[20.0, 20.0, 400.0, 500.0]));
    }),
    ("another size", &[("bleed-missing", 2), ("trim-size", 2)], |f| {
        f.page().set("MediaBox", numbers(&[0.0, 0.0, 460.0, 612.0]));
        f.page().set("BleedBox", numbers(&[0.0, 0.0, 460.0, 612.0]));
        f.page().set("TrimBox", numbers(&[8.504, 8.504, 451.0, 603.0]));
        f.draw("0.1 0 0 0 k 430 200 21 21 re f");
    }),
    ("no bleed", &[("bleed-box", 2)], |f| {
        let trim = f.page().get(b"TrimBox").expect("a box").clone();
        f.page().set("BleedBox", trim);
    }),
    ("a font that is not embedded", &[("font-embedded", 1)], |f| {
        let font = f.font;
        f.dict(font).remove(b"FontDescriptor");
    }),
    ("a font without type that is not embedded", &[("font-embedded", 1)], |f| {
        let font = f.font;
        f.dict(font).remove(b"FontDescriptor");
        f.dict(font).remove(b"Type");
    }),
    ("a font without any type", &[("font-embedded", 1)], |f| {
        let font = f.font;
        f.dict(font).remove(b"FontDescriptor");
        f.dict(font).remove(b"Type");
        f.dict(font).remove(b"Subtype");
    }),
    ("a font of a kind that does not exist", &[("font-embedded", 1)], |f| {
        let font = f.font;
        f.dict(font).remove(b"FontDescriptor");
        f.dict(font).remove(b"Type");
        f.dict(font).set("Subtype", "Type7");
    }),
    ("a font that only its resources call so", &[("font-embedded", 2)], |f| {
        let font = f.doc.add_object(dictionary! { "Encoding" => "WinAnsiEncoding" });
        f.resource("Font", "F2", font);
    }),
    ("a font that is not there", &[("content-damaged", 2)], |f| {
        f.draw("BT /F9 9 Tf 0 0 0 1 k 1 0 0 1 100 200 Tm (klein) Tj ET");
    }),
    ("a bad tag of a subset", &[("font-name", 1)], |f| {
        let font = f.font;
        f.dict(font).set("BaseFont", name("abc+Probe"));
    }),
    ("RGB area", &[("rgb", 2)], |f| f.draw("1 0 0 rg 100 200 50 50 re f")),
    ("RGB in a form", &[("rgb", 2)], |f| {
        f.form(dictionary! {}, "1 0 0 rg 0 0 9 9 re f");
    }),
    ("RGB image", &[("rgb", 2)], |f| {
        let image = f.doc.add_object(picture(300, "DeviceRGB", 3));
        f.resource("XObject", "Im1", image);
    }),
    ("RGB inline image", &[("rgb", 2)], |f| {
        f.draw(&format!("q 1 0 0 1 100 200 cm BI /W 5 /H 5 /BPC 8 /CS /RGB ID {} EI Q", "x".repeat(75)));
    }),
    ("RGB in a pattern", &[("rgb", 2)], |f| {
        let dict = dictionary! {
            "PatternType" => 1, "PaintType" => 1, "TilingType" => 1, "XStep" => 5, "YStep" => 5,
            "BBox" => numbers(&[0.0, 0.0, 5.0, 5.0]), "Resources" => dictionary! {},
        };
        let cell = f.doc.add_object(Stream::new(dict, b"1 0 0 rg 0 0 3 3 re f".to_vec()));
        f.resource("Pattern", "P1", cell);
        f.draw("/Pattern cs /P1 scn 100 200 50 50 re f");
    }),
    ("a spot ink with RGB in its place", &[("rgb", 2)], |f| {
        f.spot("Gold", "DeviceRGB");
        f.draw("/CS1 cs 1 scn 100 200 50 50 re f");
    }),
    ("a profile with another number of channels", &[("icc-profile", 2)], |f| {
        let stream = Stream::new(dictionary! { "N" => 3 }, profile(b"GRAY", b"mntr"));
        let id = f.doc.add_object(stream);
        f.space(vec![name("ICCBased"), id.into()]);
        f.draw("/CS1 cs 0 0 0 sc 100 200 50 50 re f");
    }),
    ("the profile of the output intent again", &[("icc-profile", 2)], |f| {
        let id = f.profile;
        f.space(vec![name("ICCBased"), id.into()]);
        f.draw("/CS1 cs 0 0 0 1 sc 100 200 50 50 re f");
    }),
    ("transparency blended in RGB", &[("blend-space", 2)], |f| {
        f.state(dictionary! { "ca" => 0.5 });
        f.page().set("Group", dictionary! { "S" => "Transparency", "CS" => "DeviceRGB" });
        f.draw("q /GS1 gs 100 200 50 50 re f Q");
    }),
    ("a group blended in RGB", &[("blend-space", 2)], |f| {
        let group = dictionary! { "S" => "Transparency", "CS" => "DeviceRGB" };
        f.form(dictionary! { "Group" => group }, "0 0 9 9 re f");
    }),
    ("an image of 150 ppi", &[("image-resolution", 2)], |f| f.draw("q 144 0 0 144 200 300 cm /Im1 Do Q")),
    ("an image enlarged by a form", &[("image-resolution", 2)], |f| {
        let image = f.image;
        let resources = dictionary! { "XObject" => dictionary! { "Im1" => image } };
        let matrix = numbers(&[2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        f.form(dictionary! { "Resources" => resources, "Matrix" => matrix }, "q 72 0 0 72 0 0 cm /Im1 Do Q");
    }),
    ("a hairline", &[("hairline", 2)], |f| f.draw("q 0.2 w 0 0 0 1 K 100 200 m 200 200 l S Q")),
    ("a line made thin by scaling", &[("hairline", 2)], |f| {
        f.draw("q 0.1 0 0 0.1 0 0 cm 2 w 0 0 0 1 K 1000 2000 m 2000 2000 l S Q");
    }),
    ("small text in three inks", &[("small-text", 2)], |f| {
        f.draw("BT /F1 9 Tf 1 1 0 0.3 k 1 0 0 1 100 200 Tm (klein) Tj ET");
    }),
    ("small text by its matrix", &[("small-text", 2)], |f| {
        f.draw("BT /F1 1 Tf 1 1 0.5 0 k 9 0 0 9 100 200 Tm (klein) Tj ET");
    }),
    ("small text in rich black", &[("rich-black", 2)], |f| {
        f.draw("BT /F1 9 Tf 0.6 0.4 0.4 1 k 1 0 0 1 100 200 Tm (klein) Tj ET");
    }),
    ("small text in a grey that is converted", &[("small-text", 2)], |f| {
        f.space(vec![name("CalGray"), dictionary! {}.into()]);
        f.draw("BT /F1 9 Tf /CS1 cs 0 sc 1 0 0 1 100 200 Tm (klein) Tj ET");
    }),
    ("white that overprints", &[("white-overprint", 2)], |f| {
        f.state(dictionary! { "OP" => true, "OPM" => 1 });
        f.draw("q /GS1 gs 0 0 0 0 k 100 200 50 50 re f Q");
    }),
    ("text across the edge", &[("text-cut", 2)], |f| {
        f.draw("BT /F1 12 Tf 0 0 0 1 k 1 0 0 1 2 400 Tm (Rand) Tj ET");
    }),
    ("a ground that ends at the edge", &[("bleed-missing", 2)], |f| {
        f.draw("0.2 0 0 0 k 8.504 200 60 60 re f");
    }),
    ("a ground clipped at the edge", &[("bleed-missing", 2)], |f| {
        f.draw("q 8.504 200 60 60 re W n 0.2 0 0 0 k 0 200 60 60 re f Q");
    }),
    ("too much ink", &[("ink-coverage", 2)], |f| f.draw("1 1 1 0.3 k 100 200 50 50 re f")),
    ("too much ink by overprinting", &[("ink-coverage", 2)], |f| {
        f.state(dictionary! { "OP" => true, "OPM" => 1 });
        f.draw("1 1 0.5 0 k 100 200 50 50 re f q /GS1 gs 0 0 0 1 k 110 210 20 20 re f Q");
    }),
    ("too much ink with a spot ink", &[("ink-coverage", 2)], |f| {
        f.spot("Gold", "DeviceCMYK");
        f.state(dictionary! { "OP" => true, "op" => true });
        f.draw("1 1 0.5 0 k 100 200 50 50 re f q /GS1 gs /CS1 cs 1 scn 110 210 20 20 re f Q");
    }),
    ("a heavy image", &[("ink-coverage", 2)], |f| {
        let mut image = picture(300, "DeviceCMYK", 4);
        image.content.fill(230);
        let image = f.doc.add_object(image);
        f.resource("XObject", "Im1", image);
    }),
    ("a heavy shading", &[("ink-coverage", 2)], |f| {
        let function = dictionary! {
            "FunctionType" => 2, "Domain" => numbers(&[0.0, 1.0]), "N" => 1,
            "C0" => numbers(&[0.0; 4]), "C1" => numbers(&[1.0, 1.0, 0.8, 0.8]),
        };
        let shading = dictionary! {
            "ShadingType" => 2, "ColorSpace" => "DeviceCMYK", "Function" => function,
            "Coords" => numbers(&[100.0, 0.0, 200.0, 0.0]),
        };
        f.resource("Shading", "S1", shading);
        f.draw("q 100 200 50 50 re W n /S1 sh Q");
    }),
    ("a transfer function", &[("transfer-curve", 2)], |f| f.state(dictionary! { "TR" => "Identity" })),
    ("a halftone of its own", &[("halftone", 2)], |f| {
        f.state(dictionary! { "HT" => dictionary! { "Type" => "Halftone", "HalftoneType" => 6 } });
    }),
    ("PostScript", &[("postscript", 2)], |f| {
        f.form(dictionary! { "Subtype2" => "PS" }, "");
    }),
    ("the operator PS", &[("postscript", 2)], |f| f.draw("(x) PS")),
    ("OPI", &[("opi", 2)], |f| {
        f.form(dictionary! { "OPI" => dictionary! {} }, "");
    }),
    ("a page of another file", &[("external-content", 2)], |f| {
        f.form(dictionary! { "Ref" => dictionary! {} }, "");
    }),
    ("an alternate image", &[("alternate-image", 1)], |f| {
        let image = f.image;
        let alternate = dictionary! { "Image" => image, "DefaultForPrinting" => true };
        f.dict(image).set("Alternates", vec![Object::Dictionary(alternate)]);
    }),
    ("an inline image in LZW", &[("lzw", 2)], |f| f.draw("BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID x EI")),
    ("one ink of a page", &[("preseparated", 2)], |f| f.page().set("SeparationInfo", dictionary! {})),
    ("a part of the page to print", &[("print-area", 0)], |f| {
        f.catalog().set("ViewerPreferences", dictionary! { "PrintArea" => "TrimBox" });
    }),
    ("a form that draws itself", &[("content-damaged", 2)], |f| {
        let form = f.form(dictionary! {}, "/Fm1 Do");
        let resources = dictionary! { "XObject" => dictionary! { "Fm1" => form } };
        f.dict(form).set("Resources", resources);
    }),
    ("a picture that is not there", &[("content-damaged", 2)], |f| f.draw("/Im9 Do")),
];

/// The same for warnings.
const WARNINGS: &[Fault] = &[
    ("no Trapped in the document information", &[("info-missing", 0)], |f| {
        let info = f.info;
        f.dict(info).remove(b"Trapped");
    }),
    ("transparency without a space", &[("blend-space", 2)], |f| {
        f.state(dictionary! { "BM" => "Multiply" });
        f.draw("q /GS1 gs 0.1 0 0 0 k 100 200 50 50 re f Q");
    }),
    ("a font as a whole", &[("font-name", 1)], |f| {
        let font = f.font;
        f.dict(font).set("BaseFont", name("Probe"));
    }),
    ("an area as thin as a hairline", &[("thin-area", 2)], |f| f.draw("0 0 0 1 k 100 200 100 0.1 re f")),
    ("Lab", &[("calibrated-colour", 2)], |f| {
        f.space(vec![name("Lab"), dictionary! {}.into()]);
        f.draw("/CS1 cs 50 0 0 sc 100 200 50 50 re f");
    }),
    ("an image without colours", &[("icc-profile", 1), ("icc-profile", 2)], |f| {
        let image = f.image;
        f.dict(image).remove(b"ColorSpace");
    }),
    ("text near the edge", &[("safe-zone", 2)], |f| {
        f.draw("BT /F1 9 Tf 0 0 0 1 k 1 0 0 1 12 400 Tm (Rand) Tj ET");
    }),
    ("small text in black of two inks", &[("rich-black", 2)], |f| {
        f.draw("BT /F1 9 Tf 0.5 0 0 1 k 1 0 0 1 100 200 Tm (klein) Tj ET");
    }),
    ("attached files", &[("embedded-file", 0)], |f| {
        f.catalog().set("Names", dictionary! { "EmbeddedFiles" => dictionary! {} });
    }),
    ("a turned page", &[("page-rotated", 2)], |f| f.page().set("Rotate", 180)),
];

const FINE: &[(&str, Spoil)] = &[
    ("white knocks out", |f| f.draw("0 0 0 0 k 100 200 50 50 re f")),
    ("black overprints", |f| {
        f.state(dictionary! { "OP" => true, "OPM" => 1 });
        f.draw("q /GS1 gs BT /F1 9 Tf 0 0 0 1 k 1 0 0 1 100 200 Tm (klein) Tj ET Q");
    }),
    ("small text in two inks", |f| f.draw("BT /F1 9 Tf 1 0.5 0 0 k 1 0 0 1 100 200 Tm (klein) Tj ET")),
    ("large text in four inks", |f| f.draw("BT /F1 12 Tf 1 .5 .5 .5 k 1 0 0 1 100 200 Tm (groß) Tj ET")),
    ("invisible text", |f| f.draw("BT /F1 9 Tf 3 Tr 1 1 1 1 k 1 0 0 1 1 1 Tm (klein) Tj ET")),
    ("what is clipped away", |f| f.draw("q 100 200 9 9 re W n 1 1 1 1 k 1 0 0 rg 300 300 9 9 re f Q")),
    ("marks beyond the bleed", |f| {
        f.page().set("MediaBox", numbers(&[-40.0, -40.0, 480.0, 660.0]));
        f.draw("1 1 1 1 k -30 -30 20 20 re f");
    }),
    ("a printer's mark", |f| {
        let mark = dictionary! {
            "Type" => "Annot", "Subtype" => "PrinterMark", "Rect" => numbers(&[50.0, 50.0, 90.0, 60.0]),
        };
        f.page().set("Annots", vec![Object::Dictionary(mark)]);
    }),
    ("a ground whose bleed is drawn apart", |f| {
        f.draw("0.2 0 0 0 k 8.504 200 60 60 re f 0 200 8.504 60 re f");
    }),
    ("a ground at the edge that white covers", |f| {
        f.draw("0.2 0 0 0 k 8.504 200 60 60 re f 0 0 0 0 k 8.504 200 30 60 re f");
    }),
    ("a dark colour that is not black", |f| {
        f.draw("BT /F1 9 Tf 0.8 0 0 0.85 k 1 0 0 1 100 200 Tm (klein) Tj ET");
    }),
    ("named layers", |f| {
        f.catalog().set("OCProperties", dictionary! { "D" => dictionary! { "Name" => text("Deutsch") } });
    }),
    ("dates in another zone", |f| {
        f.xmp = f.xmp.replace("ModifyDate>2024-05-01T10:00:00+02:00", "ModifyDate>2024-05-01T08:00:00Z");
    }),
    ("an ArtBox instead of the TrimBox", |f| {
        let trim = f.page().remove(b"TrimBox").expect("a box");
        f.page().set("ArtBox", trim);
    }),
];

/// Runs a table: after each fault exactly these are found.
fn assert_found(table: &[Fault], severity: Severity) {
    for (what, expected, spoil) in table {
        let report = report(spoil);
        let mut found = codes(&report, severity);
        let mut expected: Vec<_> =
            expected.iter().map(|(code, page)| (*code, (*page > 0).then_some(*page))).collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{what}: {:#?}", report.findings);
    }
}

#[test]
fn a_correct_file_is_clean() {
    let report = report(|_| ());
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
    assert_eq!(report.pages(), 2);
    let (page, ink) = report.most_ink().expect("ink");
    assert!(page == 1 && (ink - 170.0).abs() < 0.5, "{ink}");
}

#[test]
fn each_fault_is_found_once_on_its_page() {
    assert_found(ERRORS, Severity::Error);
}

#[test]
fn each_doubt_is_a_warning_on_its_page() {
    assert_found(WARNINGS, Severity::Warning);
    for (what, _, spoil) in WARNINGS {
        let report = report(spoil);
        assert_eq!(report.count(Severity::Error), 0, "{what}: {:#?}", report.findings);
    }
}

#[test]
fn what_is_permitted_is_not_complained_about() {
    for (what, change) in FINE {
        let report = report(change);
        assert!(report.findings.is_empty(), "{what}: {:#?}", report.findings);
    }
}

#[test]
fn places_are_told_from_the_trims_top_left_corner() {
    let report = report(|f| f.draw("q 144 0 0 144 200 300 cm /Im1 Do Q"));
    let place = find(&report, "image-resolution").place.expect("a place");
    // the trim begins 8.504 pt from the left and ends 603.78 pt above the media's foot
    assert!((place.x - 191.496).abs() < 0.01 && (place.y - 159.78).abs() < 0.01, "{place:?}");
    assert!((place.w - 144.0).abs() < 0.01 && (place.h - 144.0).abs() < 0.01, "{place:?}");
}

#[test]
fn faults_of_one_kind_are_counted_on_a_page_and_images_are_told_apart() {
    let line = "q 0.2 w 0 0 0 1 K 100 200 m 200 200 l S Q q 0.1 w 0 0 0 1 K 100 250 m 200 250 l S Q ";
    let image = "q 144 0 0 144 200 300 cm /Im1 Do Q ";
    let report = report(|f| f.draw(&format!("{line}{image}{image}")));
    let hairline = find(&report, "hairline");
    assert_eq!(
        (hairline.count, hairline.message.text().as_str()),
        (2, "a line of 0.10 pt"),
        "the worst is shown"
    );
    assert_eq!(report.findings.iter().filter(|f| f.rule.code == "image-resolution").count(), 2);
}

#[test]
fn transparency_is_noted_only() {
    let report = report(|f| {
        f.state(dictionary! { "ca" => 0.5 });
        f.page().set("Group", dictionary! { "S" => "Transparency", "CS" => "DeviceCMYK" });
        f.draw("q /GS1 gs 0.1 0 0 0 k 100 200 50 50 re f Q");
    });
    assert_eq!(codes(&report, Severity::Note), [("transparency", Some(2))]);
    assert_eq!(report.findings.len(), 1);
}

#[test]
fn luminance_in_a_jpeg_is_what_its_inks_leave() {
    // 96 % of three inks, stored as the luminance that they leave, and no black.
    let file = jpeg::inked((4, 4), Some(2), &[], |_, _| [10, 128, 128, 0]);
    let report = report(|f| {
        let mut image = picture(32, "DeviceCMYK", 4);
        (image.content, image.allows_compression) = (file, false);
        image.dict.set("Filter", "DCTDecode");
        let image = f.doc.add_object(image);
        f.resource("XObject", "Im2", image);
        f.draw("q 7 0 0 7 200 350 cm /Im2 Do Q");
    });
    let most = report.ink[1].expect("measured");
    assert!((most - 288.0).abs() < 2.0, "{most}");
}

#[test]
fn limits_of_the_order_hold() {
    let bytes = PrintFile::new().bytes();
    let error = |limits: Limits| codes(&inspect(&bytes, &limits), Severity::Error);
    assert_eq!(error(order()), []);
    assert_eq!(error(Limits { binding: Binding::SaddleStitch, ..order() }), [("page-count", None)]);
    assert_eq!(error(Limits { binding: Binding::Perfect, ..order() }), []);
    let wide = Limits { trim: Some((150.0 * MM, 210.0 * MM)), ..order() };
    assert_eq!(error(wide), [("trim-size", Some(1)), ("trim-size", Some(2))]);
    let sharp = Limits { min_ppi: 400.0, ..order() };
    assert_eq!(error(sharp), [("image-resolution", Some(1)), ("image-resolution", Some(2))]);
    let dry = Limits { max_ink: Some(150.0), ..order() };
    assert_eq!(error(dry), [("ink-coverage", Some(1)), ("ink-coverage", Some(2))]);
    let deep = Limits { bleed: 5.0 * MM, ..order() };
    assert!(error(deep).contains(&("bleed-box", Some(1))));
    let far = Limits { safe_zone: 20.0 * MM, ..order() };
    assert_eq!(
        codes(&inspect(&bytes, &far), Severity::Warning),
        [("safe-zone", Some(1)), ("safe-zone", Some(2))]
    );
}

#[test]
fn newspaper_takes_less_ink() {
    let report = report(|f| {
        let intent = f.intent;
        f.dict(intent).set("OutputConditionIdentifier", text("IFRA26"));
        f.draw("1 1 0.6 0 k 100 200 50 50 re f");
    });
    assert_eq!(codes(&report, Severity::Error), [("ink-coverage", Some(2))]);
}

#[test]
fn pages_of_different_sizes_are_found_without_an_order() {
    let mut file = PrintFile::new();
    file.page().set("TrimBox", numbers(&[8.504, 8.504, 400.0, 603.78]));
    let report = inspect(&file.bytes(), &Limits::default());
    assert_eq!(codes(&report, Severity::Error)[0], ("page-size", Some(2)));
}

// --- hostile files

/// Inspects what may be anything: it must end, with errors where nothing could be read.
fn survive(bytes: &[u8]) -> Report {
    let report = inspect(bytes, &Limits::default());
    if report.pages() == 0 {
        assert!(report.count(Severity::Error) > 0);
    }
    report
}

/// Runs `test` on random values, the same in every run.
fn for_random<S: Strategy>(cases: u32, values: S, test: impl Fn(S::Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let run = TestRunner::new_with_rng(config, rng).run(&values, |value| {
        test(value);
        Ok(())
    });
    if let Err(failure) = run {
        panic!("{failure}");
    }
}

#[test]
fn truncated_files_are_errors() {
    let bytes = PrintFile::new().bytes();
    for end in (0..bytes.len()).step_by(bytes.len() / 60) {
        let report = survive(&bytes[..end]);
        let repaired = report.findings.iter().any(|f| f.rule.code == "file-repaired");
        assert!(repaired || report.count(Severity::Error) > 0, "cut at {end}");
    }
    assert_eq!(find(&survive(b"no PDF"), "unreadable").page, None);
}

#[test]
fn mutated_files_do_not_panic() {
    let bytes = PrintFile::new().bytes();
    let changes = proptest::collection::vec((0..bytes.len(), any::<u8>()), 1..40);
    for_random(150, changes, |changes| {
        let mut bytes = bytes.clone();
        for (at, value) in changes {
            bytes[at] = value;
        }
        survive(&bytes);
    });
}

#[test]
fn random_content_does_not_panic() {
    const PIECES: [&str; 40] = [
        "q",
        "Q",
        "1 0 0 1 5 5 cm",
        "1e9 0 0 1e9 0 0 cm",
        "0 0 0 0 0 0 cm",
        "/GS1 gs",
        "re",
        "0 0 99999999 1 re",
        "-9 -9 99999 99999 re",
        "5 5 m",
        "9 9 l",
        "1 2 3 4 5 6 c",
        "W n",
        "W* n",
        "f",
        "B*",
        "S",
        "h",
        "0 w",
        "99999999 w",
        "/CS1 cs",
        ".5 scn",
        "/P1 scn",
        "/Pattern cs",
        "1 0 0 rg",
        "1 1 1 1 k",
        "BT",
        "ET",
        "/F1 1e8 Tf",
        "/F1 -3 Tf",
        "9 0 0 0 1 1 Tm",
        "(abc) Tj",
        "[(a) -99999999 (b)] TJ",
        "/Im1 Do",
        "/Fm1 Do",
        "BI /W 9 /H 9 ID x EI",
        "/S1 sh",
        "[",
        "<<",
        "(",
    ];
    let texts = proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..60);
    for_random(100, texts, |pieces| {
        let mut file = PrintFile::new();
        file.spot("Gold", "DeviceCMYK");
        file.state(dictionary! { "ca" => 0.5, "OP" => true });
        file.draw(&pieces.join(" "));
        survive(&file.bytes());
    });
}

#[test]
fn forms_that_multiply_come_to_an_end() {
    let mut file = PrintFile::new();
    let mut inner =
        file.doc.add_object(Stream::new(dictionary! { "Subtype" => "Form" }, b"0 0 1 1 re f ".to_vec()));
    for _ in 0..18 {
        let resources = dictionary! { "XObject" => dictionary! { "F" => inner } };
        let dict = dictionary! { "Subtype" => "Form", "Resources" => resources };
        inner = file.doc.add_object(Stream::new(dict, b"/F Do ".repeat(100)));
    }
    file.resource("XObject", "F", inner);
    file.draw("/F Do");
    let report = inspect_within(&file.bytes(), &order(), Budget::of(20_000_000, 20_000_000));
    assert!(find(&report, "too-complex").message.text().contains("page 2 and all behind it"));
}

#[test]
fn deep_nesting_is_survived() {
    let mut file = PrintFile::new();
    file.draw(&"q ".repeat(100_000));
    file.draw(&"[".repeat(100_000));
    file.xmp = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    survive(&file.bytes());
    let mut deep = PrintFile::new();
    let mut object = Object::Null;
    for _ in 0..50 {
        object = Object::Array(vec![object]);
    }
    deep.catalog().set("Deep", object);
    survive(&deep.bytes());
}

#[test]
fn bombs_and_giants_are_refused() {
    use std::io::Write;
    let mut zipped = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..300 {
        zipped.write_all(&vec![b' '; 1 << 20]).expect("zipped");
    }
    let bomb = zipped.finish().expect("zipped");
    let mut file = PrintFile::new();
    let stream = Stream::new(dictionary! { "Subtype" => "Form", "Filter" => "FlateDecode" }, bomb);
    let form = file.doc.add_object(stream);
    file.resource("XObject", "Fm1", form);
    file.draw("/Fm1 Do");
    let mut giant = picture(1, "DeviceCMYK", 4);
    giant.dict.set("Width", 900_000);
    giant.dict.set("Height", 900_000);
    let giant = file.doc.add_object(giant);
    file.resource("XObject", "Im2", giant);
    file.draw("q 72 0 0 72 200 350 cm /Im2 Do Q");
    let report = survive(&file.bytes());
    assert_eq!(find(&report, "content-damaged").page, Some(2));
    assert_eq!(find(&report, "ink-unmeasured").page, Some(2));
    assert_eq!(report.ink[1], None);

    let mut file = PrintFile::new();
    file.page().set("MediaBox", numbers(&[0.0, 0.0, 90_000.0, 90_000.0]));
    file.page().set("BleedBox", numbers(&[0.0, 0.0, 90_000.0, 90_000.0]));
    file.draw("1 1 1 1 k 0 0 90000 90000 re f");
    assert_eq!(find(&survive(&file.bytes()), "ink-coverage").page, Some(2));
}

// --- reports

fn faulty() -> Report {
    report(|f| f.draw("q 144 0 0 144 200 300 cm /Im1 Do Q 1 0 0 rg 100 200 50 50 re f"))
}

#[test]
fn lines_of_the_source_are_attached() {
    let mut files = Files::default();
    let source = files.add("chapters/01 für alle.md".into(), "eins\n\n![Bild](b.png)\n".to_owned());
    assert_eq!(source, FileId(0));
    let mut report = faulty();
    report.locate(|page, place| {
        assert_eq!(page, 2);
        (place.w > 100.0).then(|| Span::new(source, 6..20))
    });
    let text = format::write(&report, "a.pdf", telling(&files, Format::Text));
    assert!(text.contains("--> chapters/01 für alle.md:3:1"), "{text}");
    let sarif = json(&report, &files, Format::Sarif);
    let result = result_of(&sarif, "image-resolution");
    let physical = &result["locations"][0]["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], "chapters/01%20f%C3%BCr%20alle.md");
    assert_eq!(physical["region"]["startLine"], 3);
    assert_eq!(result_of(&sarif, "rgb")["locations"][0].get("physicalLocation"), None);
    let json = json(&report, &files, Format::Json);
    assert_eq!(json["findings"][0]["source"]["line"], 3);
}

/// A report in English.
fn telling(files: &Files, format: Format) -> Telling<'_> {
    Telling { files, wording: Wording::english(), format }
}

fn json(report: &Report, files: &Files, form: Format) -> Value {
    serde_json::from_str(&format::write(report, "Für \"alle\".pdf", telling(files, form))).expect("JSON")
}

fn result_of<'v>(sarif: &'v Value, code: &str) -> &'v Value {
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    results.iter().find(|r| r["ruleId"] == code).expect("a result")
}

#[test]
fn the_text_tells_page_place_reason_and_help() {
    let text = format::write(&faulty(), "a.pdf", telling(&Files::default(), Format::Text));
    for part in [
        "error[image-resolution]: An image has too few pixels",
        "page 2, x 67.6 mm, y 56.4 mm, 50.8 × 50.8 mm: an image of 150 ppi; 250 at least",
        "help: Take the original",
        "a.pdf: 2 errors, 0 warnings, 0 notes; 2 pages; most ink 200 % on page 2",
    ] {
        assert!(text.contains(part), "{part} missing in\n{text}");
    }
}

#[test]
fn json_holds_every_finding() {
    let json = json(&faulty(), &Files::default(), Format::Json);
    assert_eq!((&json["file"], &json["errors"]), (&"Für \"alle\".pdf".into(), &2.into()));
    let first = &json["findings"][0];
    assert_eq!((&first["code"], &first["page"]), (&"image-resolution".into(), &2.into()));
    assert_eq!(first["place"]["x"], 67.6);
    assert_eq!(json["ink"].as_array().map(Vec::len), Some(2));
}

#[test]
fn sarif_has_rules_results_and_pages() {
    let sarif = json(&faulty(), &Files::default(), Format::Sarif);
    assert_eq!(sarif["version"], "2.1.0");
    let known = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    assert_eq!(known.len(), rules::ALL.len());
    for result in sarif["runs"][0]["results"].as_array().expect("results") {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(known[index]["id"], result["ruleId"]);
        assert_eq!(result["locations"][0]["logicalLocations"][0]["name"], "page 2");
    }
}

#[test]
fn the_same_file_gives_the_same_report() {
    let write = || format::write(&faulty(), "a.pdf", telling(&Files::default(), Format::Sarif));
    assert_eq!(write(), write());
}

#[test]
fn every_rule_is_documented() {
    let documented: Vec<(&str, &str)> = include_str!("../../docs/PREFLIGHT.md")
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(code, rest)| (code, rest.split(' ').next().unwrap_or_default()))
        .filter(|(_, severity)| ["error", "warning", "note"].contains(severity))
        .collect();
    let severity = |s| match s {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut rows = documented;
    let mut known: Vec<(&str, &str)> = rules::ALL.iter().map(|r| (r.code, severity(r.severity))).collect();
    rows.sort_unstable();
    known.sort_unstable();
    assert_eq!(rows, known);
}

// --- the command

fn preflight(arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = english();
    let output = command.arg("preflight").args(arguments).output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

#[test]
fn the_exit_code_tells_errors_from_misuse() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, PrintFile::new().bytes()).expect("a file");
    let path = path.to_str().expect("a name");
    assert_eq!(preflight(&[path, "--trim", "148x210mm", "--binding", "perfect"]).0, Some(0), "warnings only");
    assert_eq!(preflight(&[path, "--trim", "14.9cmx210mm"]).0, Some(1));
    assert_eq!(preflight(&[path, "--binding", "saddle-stitch"]).0, Some(1));
    assert_eq!(preflight(&[path, "--max-ink", "150", "--format", "json"]).0, Some(1));
    assert_eq!(preflight(&[path, "--safe-zone", "20mm", "--min-ppi", "300"]).0, Some(0));
    for wrong in [["--trim", "148"], ["--max-ink", "NaN"], ["--safe-zone", "-3mm"], ["--binding", "glue"]] {
        assert_eq!(preflight(&[path, wrong[0], wrong[1]]).0, Some(2), "{wrong:?}");
    }
    let (code, said) = preflight(&["no-such.pdf"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("there is no file no-such.pdf"), "{said}");
}

#[test]
fn a_pdf_for_the_screen_is_not_for_print() {
    let project = Project::bare();
    project.chapter("Ein Absatz mit einer [Adresse](https://example.org) darin.\n");
    let outcome = project.layout();
    let brochure = outcome.brochure.as_ref().expect("a brochure");
    let made = brochure::edition::render(&brochure.plans()[0], &mut Vec::new()).expect("a PDF");
    let report = inspect(&made[0].bytes, &Limits::default());
    for code in ["output-intent", "pdfx-version", "annotation", "action", "rgb"] {
        find(&report, code);
    }
}
