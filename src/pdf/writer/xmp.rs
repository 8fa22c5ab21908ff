//! What a file says of itself in XMP (ISO 16684-1), and in its information dictionary, in the same words.

use pdf_writer::{Date as PdfDate, Name, Ref, TextStr};

use super::objects::Objects;
use crate::pdf::job::PdfJob;
use crate::source::config::Date;

/// The program, as files name it.
pub const PRODUCER: &str = concat!("brochure ", env!("CARGO_PKG_VERSION"));

/// PDF/X-4, as ISO 15930-7 wants it told.
pub const PRINT: &str = "<pdf:Trapped>False</pdf:Trapped>\n\
    <pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>\n";

/// Prefixes of properties.
const NAMES: [(&str, &str); 10] = [
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("xmp", "http://ns.adobe.com/xap/1.0/"),
    ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/"),
    ("pdf", "http://ns.adobe.com/pdf/1.3/"),
    ("pdfxid", "http://www.npes.org/pdfx/ns/id/"),
    ("pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
    ("pdfuaid", "http://www.aiim.org/pdfua/ns/id/"),
    ("pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"),
    ("pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"),
    ("pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"),
];

/// Adds the information dictionary.
pub fn info(job: &PdfJob, date: Option<Date>, is_for_print: bool, objects: &mut Objects) -> Ref {
    objects.add(|chunk, id| {
        let mut info = chunk.indirect(id).dict();
        let mut say = |key: &[u8], words: &str| {
            if !words.is_empty() {
                info.pair(Name(key), TextStr(&plain(words)));
            }
        };
        say(b"Title", &job.title);
        say(b"Author", &job.authors.join(", "));
        say(b"Subject", job.description.as_deref().unwrap_or(""));
        say(b"Keywords", &job.keywords.join(", "));
        say(b"Creator", PRODUCER);
        say(b"Producer", PRODUCER);
        if let Some(date) = date {
            info.pair(Name(b"CreationDate"), day(date)).pair(Name(b"ModDate"), day(date));
        }
        if is_for_print {
            info.pair(Name(b"Trapped"), Name(b"False"));
        }
    })
}

/// The beginning of a day, by universal time.
fn day(date: Date) -> PdfDate {
    let day = PdfDate::new(date.year).month(date.month).day(date.day);
    day.hour(0).minute(0).second(0).utc_offset_hour(0).utc_offset_minute(0)
}

/// Adds the XMP, not packed: the properties of the standards that the file keeps, and its identifier.
pub fn metadata(
    job: &PdfJob,
    date: Option<Date>,
    (standards, id): (&str, &[u8; 16]),
    objects: &mut Objects,
) -> Ref {
    let xmp = xmp(job, date, standards, id);
    objects.stream(|chunk, id| {
        chunk.metadata(id, xmp.as_bytes());
    })
}

fn xmp(job: &PdfJob, date: Option<Date>, standards: &str, id: &[u8; 16]) -> String {
    let uuid: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
    let names: String = NAMES.iter().map(|(prefix, name)| format!("\nxmlns:{prefix}=\"{name}\"")).collect();
    let mut parts = String::from("<dc:format>application/pdf</dc:format>\n");
    let alternatives = |words: &str| {
        format!("<rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt>", escaped(words))
    };
    parts += &format!("<dc:title>{}</dc:title>\n", alternatives(&job.title));
    parts += &format!(
        "<dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>\n",
        escaped(&job.language)
    );
    if !job.authors.is_empty() {
        let names = escaped(&job.authors.join(", "));
        parts += &format!("<dc:creator><rdf:Seq><rdf:li>{names}</rdf:li></rdf:Seq></dc:creator>\n");
    }
    if let Some(description) = &job.description {
        parts += &format!("<dc:description>{}</dc:description>\n", alternatives(description));
    }
    if !job.keywords.is_empty() {
        parts += &format!("<pdf:Keywords>{}</pdf:Keywords>\n", escaped(&job.keywords.join(", ")));
    }
    if let Some(Date { year, month, day }) = date {
        let day = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
        for key in ["CreateDate", "ModifyDate", "MetadataDate"] {
            parts += &format!("<xmp:{key}>{day}</xmp:{key}>\n");
        }
    }
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\"{names}>\n\
         {parts}\
         <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>\n\
         <pdf:Producer>{PRODUCER}</pdf:Producer>\n\
         <xmpMM:DocumentID>uuid:{uuid}</xmpMM:DocumentID>\n\
         <xmpMM:VersionID>1</xmpMM:VersionID>\n\
         <xmpMM:RenditionClass>default</xmpMM:RenditionClass>\n\
         {standards}\
         </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>"
    )
}

/// Words without what XML does not know; both places say the same.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

fn escaped(text: &str) -> String {
    plain(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
