//! XMP and document information (ISO 32000-1, 14.3). Decides what PDF/X-4 wants to read there.

use crate::diag::words::preflight as words;
use std::collections::BTreeMap;

use lopdf::Dictionary;
use usvg::roxmltree::{Document, Node, ParsingOptions};

use super::super::budget::Share;
use super::super::file::Pdf;
use super::super::report::{Finding, Findings};
use super::super::rules::{INFO_DIFFERS, INFO_MISSING, PDFX_VERSION, TRAPPED, XMP, XMP_PROPERTY};

/// Longest XMP packet that is read.
const LONGEST: usize = 4 << 20;
/// Most elements of the packet, and attributes of one of them.
const MOST_NODES: u32 = 200_000;
const MOST_ATTRIBUTES: usize = 250;
/// Most namespaces that are declared in the packet.
const MOST_NAMESPACES: usize = 1000;
/// Steps for a byte of the packet, and to visit an element.
const STEPS_OF_A_BYTE: u64 = 30;
const STEPS_OF_A_NODE: u64 = 20;
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const PREFIXES: &[(&str, &str)] = &[
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://ns.adobe.com/xap/1.0/", "xmp"),
    ("http://ns.adobe.com/xap/1.0/mm/", "xmpMM"),
    ("http://ns.adobe.com/pdf/1.3/", "pdf"),
    ("http://www.npes.org/pdfx/ns/id/", "pdfxid"),
];
const REQUIRED: &[&str] = &[
    "dc:title",
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:MetadataDate",
    "xmpMM:DocumentID",
    "xmpMM:VersionID",
    "xmpMM:RenditionClass",
    "pdf:Trapped",
];
/// Entries of the document information, and the same in XMP.
const PAIRS: &[(&str, &str)] = &[
    ("Title", "dc:title"),
    ("Author", "dc:creator"),
    ("Subject", "dc:description"),
    ("Keywords", "pdf:Keywords"),
    ("Creator", "xmp:CreatorTool"),
    ("Producer", "pdf:Producer"),
    ("Trapped", "pdf:Trapped"),
    ("CreationDate", "xmp:CreateDate"),
    ("ModDate", "xmp:ModifyDate"),
];

type Properties = BTreeMap<String, String>;

/// Checks both kinds of metadata.
pub fn check(pdf: &Pdf, found: &mut Findings) {
    let Some(xmp) = read(pdf) else {
        found.add(Finding::new(XMP, words::no_metadata()));
        return;
    };
    match xmp.get("pdfxid:GTS_PDFXVersion").map(String::as_str) {
        Some("PDF/X-4") => {}
        Some(other) => found.add(Finding::new(PDFX_VERSION, words::other_standard(other))),
        None => found.add(Finding::new(PDFX_VERSION, words::missing_in_xmp("pdfxid:GTS_PDFXVersion"))),
    }
    for (n, name) in REQUIRED.iter().enumerate() {
        if xmp.get(*name).is_none_or(String::is_empty) {
            found.add(Finding::new(XMP_PROPERTY, words::missing_in_xmp(name)).subject(n as u32));
        }
    }
    let none = Dictionary::new();
    let info = pdf.dict(pdf.trailer(), "Info").unwrap_or(&none);
    let unclear = |value: &String| !value.is_empty() && value != "True" && value != "False";
    let in_information = pdf.text(info, "Trapped").filter(unclear).map(words::trapped_in_information);
    let in_xmp = xmp.get("pdf:Trapped").cloned().filter(unclear).map(words::trapped_in_xmp);
    for message in in_information.into_iter().chain(in_xmp) {
        found.add(Finding::new(TRAPPED, message));
    }
    check_info(pdf, info, &xmp, found);
}

fn check_info(pdf: &Pdf, info: &Dictionary, xmp: &Properties, found: &mut Findings) {
    for (n, key) in ["Title", "CreationDate", "ModDate", "Trapped"].iter().enumerate() {
        if pdf.get(info, key).is_none() {
            found.add(Finding::new(INFO_MISSING, words::entry_missing(key)).subject(n as u32));
        }
    }
    for (n, (key, name)) in PAIRS.iter().enumerate() {
        let Some(value) = pdf.text(info, key) else { continue };
        let same = xmp.get(*name).is_some_and(|text| {
            if key.ends_with("Date") { same_moment(&value, text) } else { value == *text }
        });
        if !same {
            found.add(Finding::new(INFO_DIFFERS, words::entries_differ(key, name)).subject(n as u32));
        }
    }
}

/// The properties of XMP by their usual names; `None` if there is no XMP that can be read.
fn read(pdf: &Pdf) -> Option<Properties> {
    let data = pdf.data(pdf.stream(pdf.catalog(), "Metadata")?).filter(|d| d.len() <= LONGEST)?;
    let text = String::from_utf8(data).ok()?;
    let budget = &pdf.budget().reading;
    if !is_bounded(&text) || !budget.spend(text.len() as u64 * STEPS_OF_A_BYTE) {
        return None;
    }
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text.trim_start_matches('\u{feff}'), options).ok()?;
    let mut properties = Properties::new();
    let descriptions = document.descendants().filter(|n| n.has_tag_name((RDF, "Description")));
    for description in descriptions {
        for attribute in description.attributes() {
            let name = prefixed(attribute.namespace(), attribute.name());
            properties.entry(name).or_insert_with(|| attribute.value().to_owned());
        }
        for child in description.children().filter(Node::is_element) {
            let name = prefixed(child.tag_name().namespace(), child.tag_name().name());
            properties.entry(name).or_insert_with(|| value(child, budget));
        }
    }
    Some(properties)
}

fn prefixed(namespace: Option<&str>, name: &str) -> String {
    let prefix = PREFIXES.iter().find(|(uri, _)| Some(*uri) == namespace).map_or("", |(_, prefix)| prefix);
    format!("{prefix}:{name}")
}

/// Whether the parser, which compares all attributes of an element and all namespaces with each other, gets
/// few enough of them.
fn is_bounded(text: &str) -> bool {
    let (mut quote, mut attributes) = (None, 0);
    for byte in text.bytes() {
        match (quote, byte) {
            (None, b'<') => attributes = 0,
            (None, b'=') => attributes += 1,
            (None, b'"' | b'\'') if attributes > 0 => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        if attributes > MOST_ATTRIBUTES {
            return false;
        }
    }
    text.matches("xmlns").count() <= MOST_NAMESPACES
}

/// The text of a property, or of the items of its list.
fn value(node: Node<'_, '_>, budget: &Share) -> String {
    let text = |n: Node<'_, '_>| n.text().unwrap_or_default().trim().to_owned();
    let inner = node.descendants().take_while(|_| budget.spend(STEPS_OF_A_NODE));
    let items: Vec<String> = inner.filter(|n| n.has_tag_name((RDF, "li"))).map(text).collect();
    if items.is_empty() { text(node) } else { items.join("; ") }
}

/// Whether `D:20240501100000+02'00'` and `2024-05-01T10:00:00+02:00` are the same moment.
fn same_moment(pdf: &str, iso: &str) -> bool {
    moment(pdf.trim_start_matches("D:")).zip(moment(iso)).is_some_and(|(a, b)| a == b)
}

/// Seconds since the year 0, in universal time; both notations have the same figures in the same order.
fn moment(text: &str) -> Option<i64> {
    let date_end = text.find('T').unwrap_or(8.min(text.len()));
    let zone = text.get(date_end..)?.find(['Z', '+', '-']).map_or(text.len(), |n| date_end + n);
    let figures = |part: &str| part.chars().filter(char::is_ascii_digit).take(14).collect::<String>();
    let time = figures(text.get(..zone)?);
    let field = |from: usize, to: usize, usual: i64| match time.get(from..to) {
        Some(figures) => figures.parse().ok(),
        None => Some(usual),
    };
    let (year, month, day) = (time.get(..4)?.parse::<i64>().ok()?, field(4, 6, 1)?, field(6, 8, 1)?);
    let (hour, minute, second) = (field(8, 10, 0)?, field(10, 12, 0)?, field(12, 14, 0)?);
    let shift = figures(&text[zone..]);
    let part = |from: usize, to: usize| shift.get(from..to).and_then(|s| s.parse::<i64>().ok()).unwrap_or(0);
    let shift = (part(0, 2) * 60 + part(2, 4)) * if text[zone..].starts_with('-') { -1 } else { 1 };
    Some(((days(year, month, day) * 24 + hour) * 60 + minute - shift) * 60 + second)
}

/// Days since 1 March of the year 0, by which leap days come last in a year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_compared_across_notations_and_zones() {
        let pdf = "D:20240301003000+02'00'";
        assert!(same_moment(pdf, "2024-03-01T00:30:00+02:00"));
        assert!(same_moment(pdf, "2024-02-29T22:30:00Z"), "a leap day lies between");
        assert!(!same_moment(pdf, "2024-03-01T00:30:01+02:00"));
        assert!(same_moment("D:2024", "2024-01-01"));
        for bad in ["", "D:", "ä", "20245", "T", "2024-ä"] {
            let _ = moment(bad);
        }
    }
}
