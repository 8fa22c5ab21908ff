//! PDF/X-4 (ISO 15930-7). Decides what a file says of its printing condition, and makes Info and XMP
//! say the same.

use pdf_writer::{Filter, Name, Ref, TextStr};

use super::PdfJob;
use super::writer::{Objects, deflated};
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

/// Adds the printing condition; its number.
pub fn output_intent(condition: &Condition<'_>, objects: &mut Objects) -> Ref {
    let Condition { name, profile, .. } = *condition;
    let packed = deflated(profile.bytes());
    let file = objects.stream(|chunk, id| {
        let mut stream = chunk.stream(id, &packed);
        stream.filter(Filter::FlateDecode);
        stream.pair(Name(b"N"), 4);
    });
    objects.add(|chunk, id| {
        let mut intent = chunk.indirect(id).dict();
        intent.pair(Name(b"Type"), Name(b"OutputIntent")).pair(Name(b"S"), Name(b"GTS_PDFX"));
        intent.pair(Name(b"OutputConditionIdentifier"), TextStr(name));
        intent.pair(Name(b"OutputCondition"), TextStr(profile.description()));
        intent.pair(Name(b"RegistryName"), TextStr(REGISTRY));
        intent.pair(Name(b"Info"), TextStr(profile.description()));
        intent.pair(Name(b"DestOutputProfile"), file);
    })
}

/// Adds what the file says of itself in XMP, unpacked, as PDF/X wants it.
pub fn metadata(job: &PdfJob, date: Date, id: [u8; 16], objects: &mut Objects) -> Ref {
    let name: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
    let xmp = xmp(job, date, &name);
    objects.stream(|chunk, id| {
        chunk.metadata(id, xmp.as_bytes());
    })
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
