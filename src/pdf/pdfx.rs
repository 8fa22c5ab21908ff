//! PDF/X-4 (ISO 15930-7). Decides what a file says of its printing condition, and makes Info and XMP
//! say the same.

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary, text_string};

use super::inks::Colours;
use super::{PdfJob, blending, separations};
use crate::diag::Sink;
use crate::press::profile::Profile;
use crate::source::config::Date;

/// Registry of printing conditions, named by ISO 15930-7.
const REGISTRY: &str = "http://www.color.org";
const PRODUCER: &str = concat!("brochure ", env!("CARGO_PKG_VERSION"));

/// What the file is printed under, and the day it says it was made.
pub struct Condition<'a> {
    /// Name of the printing condition in the registry.
    pub name: &'a str,
    /// Its profile.
    pub profile: &'a Profile,
    /// The day.
    pub date: Date,
}

/// Makes a drawn PDF 1.6 a PDF/X-4: brings drawings into inks, says the condition.
pub fn finish(
    drawn: &[u8],
    colours: Colours<'_>,
    job: &PdfJob,
    condition: &Condition<'_>,
    sink: &mut Sink,
) -> Option<Vec<u8>> {
    separations::rewritten(drawn, sink, |pdf| {
        separations::apply(pdf, colours);
        blending::declare(pdf);
        declare(pdf, job, condition);
    })
}

fn declare(pdf: &mut Document, job: &PdfJob, condition: &Condition<'_>) {
    pdf.version = "1.6".into();
    let intent = output_intent(pdf, condition);
    let info = pdf.add_object(info(job, condition.date));
    pdf.trailer.set("Info", info);
    let xmp = xmp(job, condition.date, &file_id(pdf));
    let metadata =
        pdf.add_object(Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp.into()));
    if let Ok(catalog) = pdf.catalog_mut() {
        catalog.set("OutputIntents", vec![Object::Reference(intent)]);
        catalog.set("Metadata", metadata);
    }
}

fn output_intent(pdf: &mut Document, condition: &Condition<'_>) -> lopdf::ObjectId {
    let Condition { name, profile, .. } = *condition;
    let mut stream = Stream::new(dictionary! { "N" => 4 }, profile.bytes().to_vec());
    let _ = stream.compress();
    let profile_id = pdf.add_object(stream);
    pdf.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFX",
        "OutputConditionIdentifier" => text_string(name),
        "OutputCondition" => text_string(profile.description()),
        "RegistryName" => text_string(REGISTRY),
        "Info" => text_string(profile.description()),
        "DestOutputProfile" => profile_id,
    })
}

fn info(job: &PdfJob, date: Date) -> Dictionary {
    let Date { year, month, day } = date;
    let day = format!("D:{year:04}{month:02}{day:02}000000Z");
    let day = || Object::String(day.clone().into_bytes(), StringFormat::Literal);
    let mut info = dictionary! {
        "Title" => text_string(&job.title),
        "Creator" => text_string(PRODUCER),
        "Producer" => text_string(PRODUCER),
        "CreationDate" => day(),
        "ModDate" => day(),
        "Trapped" => "False",
    };
    if !job.authors.is_empty() {
        info.set("Author", text_string(&job.authors.join(", ")));
    }
    if let Some(description) = &job.description {
        info.set("Subject", text_string(description));
    }
    if !job.keywords.is_empty() {
        info.set("Keywords", text_string(&job.keywords.join(", ")));
    }
    info
}

/// The first part of the file's identifier, in hexadecimal digits.
fn file_id(pdf: &Document) -> String {
    let id = pdf.trailer.get(b"ID").and_then(Object::as_array).ok().and_then(|id| id.get(1)?.as_str().ok());
    let digits = id.unwrap_or_default().iter().map(|byte| format!("{byte:02x}"));
    digits.collect::<String>().chars().chain(std::iter::repeat('0')).take(32).collect()
}

fn xmp(job: &PdfJob, date: Date, id: &str) -> String {
    let Date { year, month, day } = date;
    let day = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
    let title = escaped(&job.title);
    let language = escaped(&job.language);
    let mut parts = format!(
        "<dc:format>application/pdf</dc:format>\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n"
    );
    if !job.authors.is_empty() {
        let name = escaped(&job.authors.join(", "));
        parts += &format!("<dc:creator><rdf:Seq><rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>\n");
    }
    if let Some(description) = &job.description {
        let words = escaped(description);
        parts += &format!(
            "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{words}</rdf:li></rdf:Alt></dc:description>\n"
        );
    }
    if !job.keywords.is_empty() {
        parts += &format!("<pdf:Keywords>{}</pdf:Keywords>\n", escaped(&job.keywords.join(", ")));
    }
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\"\n\
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n\
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n\
         xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"\n\
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n\
         xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\">\n\
         {parts}\
         <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>\n\
         <pdf:Producer>{PRODUCER}</pdf:Producer>\n\
         <pdf:Trapped>False</pdf:Trapped>\n\
         <xmp:CreateDate>{day}</xmp:CreateDate>\n\
         <xmp:ModifyDate>{day}</xmp:ModifyDate>\n\
         <xmp:MetadataDate>{day}</xmp:MetadataDate>\n\
         <xmpMM:DocumentID>uuid:{id}</xmpMM:DocumentID>\n\
         <xmpMM:VersionID>1</xmpMM:VersionID>\n\
         <xmpMM:RenditionClass>default</xmpMM:RenditionClass>\n\
         <pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>\n\
         </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
