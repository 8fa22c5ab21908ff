//! Every dictionary of the file, used or not. Decides on which page it counts: the first that uses it.

use crate::diag::Sentence;
use crate::diag::words::preflight as words;
use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::super::file::Pdf;
use super::super::report::{Finding, Findings};
use super::super::rules::{
    ALTERNATE_IMAGE, EXTERNAL_CONTENT, HALFTONE, LZW, OPI, POSTSCRIPT, Rule, TRANSFER_CURVE,
};
use super::{fonts, interactive};

/// Most alternates of an image that are looked at.
const MOST_ALTERNATES: usize = 16;
/// Steps to check a dictionary, and to pass any other value.
const STEPS_OF_A_DICTIONARY: u64 = 1500;
const STEPS_OF_A_VALUE: u64 = 20;

/// Checks everything that is not met by reading the pages' content.
pub fn check(pdf: &Pdf, found: &mut Findings) {
    let pages = first_pages(pdf);
    let subjects = &mut BTreeMap::new();
    for (id, object) in pdf.objects() {
        let page = pages.get(&id).copied();
        let mut nested = vec![object];
        while let Some(object) = nested.pop() {
            if !pdf.budget().reading.spend(STEPS_OF_A_VALUE) {
                return;
            }
            let dict = match object {
                Object::Dictionary(dict) => dict,
                Object::Stream(stream) => {
                    check_stream(pdf, &stream.dict, page, found);
                    &stream.dict
                }
                Object::Array(items) => {
                    nested.extend(items);
                    continue;
                }
                _ => continue,
            };
            pdf.budget().reading.spend(STEPS_OF_A_DICTIONARY);
            check_dictionary(pdf, dict, page, subjects, found);
            nested.extend(dict.iter().map(|(_, value)| value));
        }
    }
}

/// The page that first uses an object, for all that are used.
fn first_pages(pdf: &Pdf) -> BTreeMap<ObjectId, usize> {
    let mut pages: BTreeMap<ObjectId, usize> = pdf.page_numbers().collect();
    for (number, page) in pdf.pages().enumerate() {
        if pdf.budget().reading.is_spent() {
            break;
        }
        let mut open: Vec<&Object> = parts(page).collect();
        while let Some(object) = open.pop() {
            pdf.budget().reading.spend(STEPS_OF_A_VALUE);
            match object {
                Object::Reference(id) if !pages.contains_key(id) => {
                    pages.insert(*id, number + 1);
                    open.extend(pdf.resolve(object));
                }
                Object::Array(items) => open.extend(items),
                Object::Dictionary(dict) | Object::Stream(Stream { dict, .. }) => open.extend(parts(dict)),
                _ => {}
            }
        }
    }
    pages
}

/// The entries of a dictionary, but for those that lead away from the page.
fn parts(dict: &Dictionary) -> impl Iterator<Item = &Object> {
    const AWAY: [&[u8]; 6] = [b"Parent", b"P", b"Dest", b"D", b"StructParent", b"Pg"];
    dict.iter().filter(|(key, _)| !AWAY.contains(&key.as_slice())).map(|(_, value)| value)
}

fn check_dictionary(
    pdf: &Pdf,
    dict: &Dictionary,
    page: Option<usize>,
    subjects: &mut BTreeMap<Sentence, u32>,
    found: &mut Findings,
) {
    interactive::check_dictionary(pdf, dict, page, found);
    let kind = pdf.name(dict, "Type");
    let itself = Some(dict).filter(|dict| fonts::is_font(pdf, dict));
    for finding in
        itself.into_iter().chain(fonts::in_disguise(pdf, dict)).filter_map(|f| fonts::check(pdf, f))
    {
        // each font is a finding of its own
        let next = subjects.len() as u32;
        let subject = *subjects.entry(finding.message.clone()).or_insert(next);
        found.add(finding.page(page).subject(subject));
    }
    // a soft mask has a TR of its own, and a G
    if kind == Some("ExtGState") || kind.is_none() && !dict.has(b"G") {
        check_graphics_state(pdf, dict, page, found);
    }
}

/// Transfer functions and halftones (ISO 32000-1, 10.5 and 10.6).
fn check_graphics_state(pdf: &Pdf, gs: &Dictionary, page: Option<usize>, found: &mut Findings) {
    let mut add = |rule: &'static Rule, message: Sentence| found.add(Finding::new(rule, message).page(page));
    if pdf.get(gs, "TR").is_some() || pdf.get(gs, "TR2").is_some() && pdf.name(gs, "TR2") != Some("Default") {
        add(TRANSFER_CURVE, words::transfer_in_state());
    }
    if pdf.get(gs, "HTP").is_some() {
        add(HALFTONE, words::halftone_shifted());
    }
    let Some(halftone) = pdf.dict(gs, "HT") else { return };
    if !matches!(pdf.number(halftone, "HalftoneType"), Some(1.0 | 5.0)) {
        add(HALFTONE, words::halftone_type());
    }
    if pdf.get(halftone, "HalftoneName").is_some() {
        add(HALFTONE, words::halftone_by_name());
    }
    if pdf.get(halftone, "TransferFunction").is_some() {
        add(TRANSFER_CURVE, words::transfer_in_halftone());
    }
}

fn check_stream(pdf: &Pdf, dict: &Dictionary, page: Option<usize>, found: &mut Findings) {
    let mut add = |rule: &'static Rule, message: Sentence| found.add(Finding::new(rule, message).page(page));
    if pdf.filters(dict).contains(&"LZWDecode") {
        add(LZW, words::lzw_stream());
    }
    if pdf.get(dict, "F").is_some() {
        add(EXTERNAL_CONTENT, words::data_elsewhere());
    }
    let Some(kind @ ("Image" | "Form" | "PS")) = pdf.name(dict, "Subtype") else { return };
    if kind == "PS" || pdf.name(dict, "Subtype2") == Some("PS") || pdf.get(dict, "PS").is_some() {
        add(POSTSCRIPT, words::postscript_object());
    }
    if pdf.get(dict, "OPI").is_some() {
        add(OPI, words::opi_instructions());
    }
    if pdf.get(dict, "Ref").is_some() {
        add(EXTERNAL_CONTENT, words::form_of_other_file());
    }
    let alternates =
        pdf.array(dict, "Alternates").iter().take(MOST_ALTERNATES).filter_map(|o| pdf.as_dict(o));
    if alternates.into_iter().any(|a| pdf.flag(a, "DefaultForPrinting") == Some(true)) {
        add(ALTERNATE_IMAGE, words::alternate_for_print());
    }
}
