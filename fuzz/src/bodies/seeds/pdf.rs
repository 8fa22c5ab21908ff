//! Small PDFs: the correct file of the tests of preflight, with one thing or another drawn on it.

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../../../tests/suite/common/print.rs"]
mod print;

use lopdf::{Dictionary, Object, Stream, dictionary};
use print::{PrintFile, name, numbers, picture};

/// What is done to the file.
const CHANGES: &[fn(&mut PrintFile)] = &[
    |_| {},
    |f| f.draw("q 1 0 0 rg 100 200 50 50 re f 0.1 w 0 G 10 10 m 90 90 l 20 30 40 50 60 70 c S Q"),
    |f| {
        f.spot("Gold", "DeviceCMYK");
        f.draw("/CS1 cs 1 scn 100 200 50 50 re f");
    },
    |f| {
        f.state(dictionary! { "OP" => true, "op" => true, "OPM" => 1, "ca" => 0.5, "BM" => "Multiply", "LW" => 2 });
        f.draw("/GS1 gs 0 0 0 0 k 10 20 30 40 re f* W n");
    },
    |f| {
        let group = dictionary! { "S" => "Transparency", "CS" => "DeviceCMYK", "I" => true };
        f.form(dictionary! { "Group" => group }, "1 0 0 rg 0 0 9 9 re f /Fm1 Do");
    },
    |f| {
        let function = dictionary! {
            "FunctionType" => 2, "Domain" => numbers(&[0.0, 1.0]), "N" => 1,
            "C0" => numbers(&[0.0; 4]), "C1" => numbers(&[1.0; 4]),
        };
        let dict = dictionary! {
            "ShadingType" => 2, "ColorSpace" => "DeviceCMYK", "Coords" => numbers(&[0.0, 0.0, 9.0, 9.0]),
            "Function" => function, "Extend" => vec![true.into(), false.into()],
        };
        f.resource("Shading", "Sh1", dict);
        f.draw("q 100 200 50 50 re W n /Sh1 sh Q");
    },
    |f| {
        let dict = dictionary! {
            "PatternType" => 1, "PaintType" => 1, "TilingType" => 1, "XStep" => 5, "YStep" => 5,
            "BBox" => numbers(&[0.0, 0.0, 5.0, 5.0]), "Resources" => dictionary! {},
        };
        let cell = f.doc.add_object(Stream::new(dict, b"1 0 0 rg 0 0 3 3 re f".to_vec()));
        f.resource("Pattern", "P1", cell);
        f.draw("/Pattern cs /P1 scn 100 200 50 50 re f");
    },
    |f| {
        f.draw("q 9 0 0 9 100 200 cm BI /W 3 /H 3 /BPC 8 /CS /RGB /F /AHx ID 00112233445566778899aabbccddeeff0011223344556677889900> EI Q")
    },
    |f| {
        f.draw("BT /F1 7 Tf 3 Tr 1 Ts 90 Tz 2 Tc 12 TL 1 0.5 0 0.2 k 1 0 0 1 50 540 Tm [(Fa) -20 <62>] TJ T* (x) ' 1 2 (y) \" ET")
    },
    |f| {
        let mut image = picture(6, "DeviceCMYK", 4);
        image.dict.set("Decode", numbers(&[1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0]));
        let mask = f.doc.add_object(picture(6, "DeviceGray", 1));
        image.dict.set("SMask", mask);
        let image = f.doc.add_object(image);
        f.resource("XObject", "Im2", image);
        f.draw("q 72 0 0 72 50 350 cm /Im2 Do Q");
    },
    |f| {
        let indexed = vec![name("Indexed"), name("DeviceRGB"), 1.into(), Object::string_literal("abcdef")];
        let mut image = picture(8, "DeviceGray", 1);
        image.dict.set("ColorSpace", indexed);
        image.dict.set("BitsPerComponent", 1);
        image.dict.set("ImageMask", false);
        let image = f.doc.add_object(image);
        f.resource("XObject", "Im2", image);
        f.draw("q 72 0 0 72 50 350 cm /Im2 Do Q");
    },
    |f| {
        let table = Stream::new(
            dictionary! {
                "FunctionType" => 0, "Domain" => numbers(&[0.0, 1.0]), "Range" => numbers(&[0.0, 1.0]),
                "Size" => vec![2.into()], "BitsPerSample" => 8,
            },
            vec![0, 255],
        );
        let table = f.doc.add_object(table);
        let calculator = dictionary! {
            "FunctionType" => 4, "Domain" => numbers(&[0.0, 1.0]), "Range" => numbers(&[0.0, 1.0].repeat(4)),
        };
        let calculator = f
            .doc
            .add_object(Stream::new(calculator, b"{ dup 0.5 gt { pop 1 } if dup dup 2 mul dup }".to_vec()));
        f.space(vec![name("DeviceN"), vec![name("Gold")].into(), name("DeviceCMYK"), calculator.into()]);
        f.state(
            dictionary! { "TR" => table, "HT" => dictionary! { "Type" => "Halftone", "HalftoneType" => 1 } },
        );
        f.draw("/GS1 gs /CS1 cs 0.7 scn 10 10 90 90 re B");
    },
    |f| {
        let glyph =
            f.doc.add_object(Stream::new(Dictionary::new(), b"500 0 0 0 9 9 d1 0 0 9 9 re f".to_vec()));
        let font = f.doc.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type3", "FontBBox" => numbers(&[0.0, 0.0, 9.0, 9.0]),
            "FontMatrix" => numbers(&[0.1, 0.0, 0.0, 0.1, 0.0, 0.0]), "CharProcs" => dictionary! { "a" => glyph },
            "Encoding" => dictionary! { "Differences" => vec![97.into(), name("a")] }, "FirstChar" => 97,
            "LastChar" => 97, "Widths" => numbers(&[9.0]), "Resources" => dictionary! {},
        });
        f.resource("Font", "F3", font);
        f.draw("BT /F3 12 Tf 100 100 Td (aaa) Tj ET");
    },
    |f| {
        let link = dictionary! {
            "Type" => "Annot", "Subtype" => "Link", "Rect" => numbers(&[50.0, 50.0, 90.0, 60.0]),
            "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal("https://example.org") },
        };
        let link = f.doc.add_object(link);
        f.page().set("Annots", vec![Object::Reference(link)]);
        f.page().set("Rotate", 90);
        f.page().set("UserUnit", 2);
    },
];

pub fn all() -> Vec<Vec<u8>> {
    let made = CHANGES.iter().map(|change| {
        let mut file = PrintFile::new();
        file.doc.set_object(file.image, picture(5, "DeviceCMYK", 4));
        change(&mut file);
        file.bytes()
    });
    let mut all: Vec<Vec<u8>> = made.collect();
    all.extend(all[..2].iter().map(|bytes| packed(bytes)).collect::<Vec<_>>());
    all
}

/// The same with streams of objects and a stream of places, all deflated.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(bytes).expect("a file of ours");
    let mut packed = Vec::new();
    document.compress();
    document.save_modern(&mut packed).expect("a file");
    packed
}
