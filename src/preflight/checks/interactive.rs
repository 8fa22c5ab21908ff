//! What a press cannot do: click, run, fill in, switch layers.

use crate::diag::Sentence;
use crate::diag::words::preflight as words;
use std::collections::BTreeSet;

use lopdf::Dictionary;

use super::super::content::paint::intersection;
use super::super::file::Pdf;
use super::super::report::{Finding, Findings};
use super::super::rules::{ACTION, ANNOTATION, EMBEDDED_FILE, FORM_FIELD, JAVASCRIPT, LAYERS, PRESEPARATED};
use super::boxes::PageBoxes;

/// Annotations that are made for printing (ISO 32000-1, 14.11.3 and 14.11.6).
const FOR_PRINT: &[&str] = &["TrapNet", "PrinterMark"];

/// So much of a name is told, in letters.
const LONGEST_NAME: usize = 200;
/// Most configurations of layers that are looked at.
const MOST_CONFIGURATIONS: usize = 1000;
/// Steps for an annotation.
const STEPS_OF_AN_ANNOTATION: u64 = 1500;

/// Checks the catalog.
pub fn check_catalog(pdf: &Pdf, found: &mut Findings) {
    let catalog = pdf.catalog();
    let names = pdf.dict(catalog, "Names");
    let has = |key: &str| names.is_some_and(|n| pdf.get(n, key).is_some());
    if has("JavaScript") {
        found.add(Finding::new(JAVASCRIPT, words::document_script()));
    }
    if pdf.dict(catalog, "OpenAction").is_some() {
        found.add(Finding::new(ACTION, words::action_at_opening()));
    }
    if has("EmbeddedFiles") {
        found.add(Finding::new(EMBEDDED_FILE, words::attached_files()));
    }
    let fields = pdf.dict(catalog, "AcroForm").map_or(0, |form| pdf.array(form, "Fields").len());
    if fields > 0 {
        found.add(Finding::new(FORM_FIELD, words::form_fields(fields)));
    }
    if let Some(properties) = pdf.dict(catalog, "OCProperties") {
        check_layers(pdf, properties, found);
    }
}

fn check_layers(pdf: &Pdf, properties: &Dictionary, found: &mut Findings) {
    let usual = pdf.dict(properties, "D").into_iter();
    let others = pdf.array(properties, "Configs").iter().filter_map(|o| pdf.as_dict(o));
    let mut names = BTreeSet::new();
    for configuration in usual.chain(others).take(MOST_CONFIGURATIONS) {
        let name = pdf.text(configuration, "Name").unwrap_or_default();
        if name.is_empty() {
            found.add(Finding::new(LAYERS, words::layers_without_name()));
        } else if names.contains(&name) {
            let name = name.chars().take(LONGEST_NAME).collect::<String>();
            found.add(Finding::new(LAYERS, words::layers_of_one_name(name)));
        }
        names.insert(name);
        if pdf.get(configuration, "AS").is_some() {
            found.add(Finding::new(LAYERS, words::layers_switch()));
        }
    }
}

/// Checks the annotations of a page, and whether it is one ink of a page.
pub fn check_page(pdf: &Pdf, page: &Dictionary, number: usize, boxes: &PageBoxes, found: &mut Findings) {
    if pdf.get(page, "SeparationInfo").is_some() {
        found.add(Finding::new(PRESEPARATED, words::one_ink_of_a_page()).page(number));
    }
    for annotation in pdf.array(page, "Annots").iter() {
        if !pdf.budget().reading.spend(STEPS_OF_AN_ANNOTATION) {
            return;
        }
        let Some(annotation) = pdf.as_dict(annotation) else { continue };
        let kind = pdf.name(annotation, "Subtype").unwrap_or("unnamed");
        let Some(place) = pdf.tuple::<4>(annotation, "Rect").map(|r| boxes.matrix.bounds(r)) else {
            continue;
        };
        if !FOR_PRINT.contains(&kind) && intersection(&place, &boxes.bleed).is_some() {
            let message = words::annotation(kind);
            found.add(Finding::new(ANNOTATION, message).page(number).place(place));
        }
    }
}

/// Checks a dictionary anywhere in the file for actions.
pub fn check_dictionary(pdf: &Pdf, dict: &Dictionary, page: Option<usize>, found: &mut Findings) {
    let mut add = |rule, message: Sentence| found.add(Finding::new(rule, message).page(page));
    if pdf.name(dict, "S") == Some("JavaScript") {
        add(JAVASCRIPT, words::script_in_action());
    }
    if pdf.get(dict, "AA").is_some() {
        add(ACTION, words::additional_actions());
    }
    // in the tags of the structure, /A are attributes
    let tags = pdf.name(dict, "Type") == Some("StructElem") || dict.has(b"Pg") || dict.has(b"K");
    if let Some(kind) = pdf.dict(dict, "A").and_then(|action| pdf.name(action, "S"))
        && !tags
    {
        add(ACTION, words::attached_action(kind));
    }
}
