//! A correct PDF/X-4 of two pages, made by hand, whose parts can be spoilt one by one.

use std::fmt::Write;

use brochure::geom::MM;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// A5 with 3 mm bleed.
pub const TRIM: (f64, f64) = (148.0 * MM, 210.0 * MM);
const BLEED: f64 = 3.0 * MM;

/// A ground into the bleed, a line, text in black and in colour, a picture of 300 ppi.
const CONTENT: &str = "q 0.5 0.2 0 0 k 0 0 436.535 100 re f Q
q 0 0 0 1 K 0.5 w 50 300 m 200 300 l S Q
BT /F1 10 Tf 0 0 0 1 k 1 0 0 1 50 500 Tm (Text in Schwarz) Tj ET
BT /F1 14 Tf 1 0.5 0 0.2 k 1 0 0 1 50 540 Tm (Farbe) Tj ET
q 72 0 0 72 50 350 cm /Im1 Do Q
";

const XMP: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Probe</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2024-05-01T10:00:00+02:00</xmp:CreateDate>
<xmp:ModifyDate>2024-05-01T10:00:00+02:00</xmp:ModifyDate>
<xmp:MetadataDate>2024-05-01T10:00:00+02:00</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:11111111-2222-3333-4444-555555555555</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"#;

/// The file while it is put together.
pub struct PrintFile {
    pub doc: Document,
    pub pages: [ObjectId; 2],
    pub font: ObjectId,
    pub image: ObjectId,
    pub intent: ObjectId,
    pub profile: ObjectId,
    pub info: ObjectId,
    pub xmp: String,
    /// What is drawn on each page.
    pub content: [String; 2],
}

pub fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

pub fn text(text: &str) -> Object {
    Object::string_literal(text)
}

/// The header of an ICC profile of a press, with empty tables: more of it is not looked at.
pub fn profile(space: &[u8; 4], class: &[u8; 4]) -> Vec<u8> {
    let mut data = vec![0; 132 + 24];
    data[12..16].copy_from_slice(class);
    data[16..20].copy_from_slice(space);
    data[36..40].copy_from_slice(b"acsp");
    data[131] = 2;
    data[132..136].copy_from_slice(b"A2B0");
    data[144..148].copy_from_slice(b"B2A0");
    data
}

impl PrintFile {
    pub fn new() -> Self {
        let mut doc = Document::with_version("1.6");
        let font = add_font(&mut doc);
        let image = doc.add_object(picture(300, "DeviceCMYK", 4));
        let profile = doc.add_object(Stream::new(dictionary! { "N" => 4 }, profile(b"CMYK", b"prtr")));
        let intent = doc.add_object(dictionary! {
            "Type" => "OutputIntent", "S" => "GTS_PDFX",
            "OutputConditionIdentifier" => text("FOGRA39"), "RegistryName" => text("http://www.color.org"),
            "Info" => text("Coated FOGRA39"), "DestOutputProfile" => profile,
        });
        let tree = doc.new_object_id();
        let pages = [(); 2].map(|()| {
            let (w, h) = (TRIM.0 + 2.0 * BLEED, TRIM.1 + 2.0 * BLEED);
            let sheet = numbers(&[0.0, 0.0, w, h]);
            doc.add_object(dictionary! {
                "Type" => "Page", "Parent" => tree,
                "MediaBox" => sheet.clone(), "BleedBox" => sheet,
                "TrimBox" => numbers(&[BLEED, BLEED, w - BLEED, h - BLEED]),
                "Resources" => dictionary! {
                    "Font" => dictionary! { "F1" => font },
                    "XObject" => dictionary! { "Im1" => image },
                },
            })
        });
        let kids = pages.map(Object::Reference).to_vec();
        doc.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 2 });
        let catalog = doc.add_object(dictionary! {
            "Type" => "Catalog", "Pages" => tree, "OutputIntents" => vec![Object::Reference(intent)],
        });
        let info = doc.add_object(dictionary! {
            "Title" => text("Probe"), "CreationDate" => text("D:20240501100000+02'00'"),
            "ModDate" => text("D:20240501100000+02'00'"), "Trapped" => "False",
        });
        doc.trailer.set("Root", catalog);
        doc.trailer.set("Info", info);
        doc.trailer.set("ID", vec![text("0123456789abcdef"), text("0123456789abcdef")]);
        let content = [CONTENT.to_owned(), CONTENT.to_owned()];
        Self { doc, pages, font, image, intent, profile, info, xmp: XMP.to_owned(), content }
    }

    /// Draws more on the second page.
    pub fn draw(&mut self, operators: &str) {
        let _ = writeln!(self.content[1], "{operators}");
    }

    pub fn dict(&mut self, id: ObjectId) -> &mut Dictionary {
        match self.doc.get_object_mut(id).expect("an object") {
            Object::Stream(stream) => &mut stream.dict,
            object => object.as_dict_mut().expect("a dictionary"),
        }
    }

    pub fn page(&mut self) -> &mut Dictionary {
        self.dict(self.pages[1])
    }

    pub fn catalog(&mut self) -> &mut Dictionary {
        self.doc.catalog_mut().expect("a catalog")
    }

    /// Adds a resource to the second page.
    pub fn resource(&mut self, kind: &str, key: &str, value: impl Into<Object>) {
        let resources =
            self.page().get_mut(b"Resources").expect("resources").as_dict_mut().expect("resources");
        if !resources.has(kind.as_bytes()) {
            resources.set(kind, Dictionary::new());
        }
        resources.get_mut(kind.as_bytes()).expect("a kind").as_dict_mut().expect("a kind").set(key, value);
    }

    /// Adds a graphics state `GS1`, with its Type.
    pub fn state(&mut self, mut entries: Dictionary) {
        entries.set("Type", "ExtGState");
        self.resource("ExtGState", "GS1", entries);
    }

    /// Adds a form `Fm1` and draws it.
    pub fn form(&mut self, entries: Dictionary, operators: &str) -> ObjectId {
        let mut dict = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => numbers(&[0.0, 0.0, 50.0, 50.0]),
        };
        dict.extend(&entries);
        let form = self.doc.add_object(Stream::new(dict, operators.as_bytes().to_vec()));
        self.resource("XObject", "Fm1", form);
        self.draw("q 1 0 0 1 100 200 cm /Fm1 Do Q");
        form
    }

    /// Adds a colour space `CS1`.
    pub fn space(&mut self, parts: Vec<Object>) {
        self.resource("ColorSpace", "CS1", parts);
    }

    /// A spot ink as `CS1`.
    pub fn spot(&mut self, ink: &str, alternate: &str) {
        let tint = dictionary! {
            "FunctionType" => 2, "Domain" => numbers(&[0.0, 1.0]), "N" => 1,
            "C0" => numbers(&[0.0; 4]), "C1" => numbers(&[0.0, 1.0, 0.0, 0.0]),
        };
        self.space(vec![name("Separation"), name(ink), name(alternate), tint.into()]);
    }

    pub fn bytes(mut self) -> Vec<u8> {
        for (page, content) in self.pages.into_iter().zip(self.content.clone()) {
            let stream = self.doc.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
            self.dict(page).set("Contents", stream);
        }
        let kind = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
        let metadata = self.doc.add_object(Stream::new(kind, self.xmp.clone().into_bytes()));
        self.catalog().set("Metadata", metadata);
        let mut bytes = Vec::new();
        self.doc.save_to(&mut bytes).expect("a file");
        bytes
    }
}

pub fn numbers(values: &[f64]) -> Object {
    Object::Array(values.iter().map(|v| Object::Real(*v as f32)).collect())
}

/// A square of one light colour.
pub fn picture(pixels: usize, space: &str, components: usize) -> Stream {
    let dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => pixels as i64, "Height" => pixels as i64,
        "ColorSpace" => name(space), "BitsPerComponent" => 8,
    };
    Stream::new(dict, vec![40; pixels * pixels * components])
}

/// A font with letters half an em wide; its glyphs are not looked at.
fn add_font(doc: &mut Document) -> ObjectId {
    let file = doc.add_object(Stream::new(Dictionary::new(), vec![0; 100]));
    let descriptor = doc.add_object(dictionary! {
        "Type" => "FontDescriptor", "FontName" => "ABCDEF+Probe", "Flags" => 32, "CapHeight" => 500,
        "Ascent" => 800, "Descent" => -200, "FontFile2" => file,
    });
    doc.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "ABCDEF+Probe", "FirstChar" => 0,
        "LastChar" => 255, "Widths" => numbers(&[500.0; 256]), "Encoding" => "WinAnsiEncoding",
        "FontDescriptor" => descriptor,
    })
}
