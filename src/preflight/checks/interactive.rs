//! What a press cannot do: click, run, fill in, switch layers.

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
        found.add(Finding::new(JAVASCRIPT, "there is JavaScript for the whole document"));
    }
    if pdf.dict(catalog, "OpenAction").is_some() {
        found.add(Finding::new(ACTION, "an action runs when the file is opened"));
    }
    if has("EmbeddedFiles") {
        found.add(Finding::new(EMBEDDED_FILE, "files are attached"));
    }
    let fields = pdf.dict(catalog, "AcroForm").map_or(0, |form| pdf.array(form, "Fields").len());
    if fields > 0 {
        found.add(Finding::new(FORM_FIELD, format!("there are {fields} form fields or groups of them")));
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
            found.add(Finding::new(LAYERS, "a configuration of layers has no Name"));
        } else if names.contains(&name) {
            let name = name.chars().take(LONGEST_NAME).collect::<String>();
            found.add(Finding::new(LAYERS, format!("two configurations of layers are called {name}")));
        }
        names.insert(name);
        if pdf.get(configuration, "AS").is_some() {
            found.add(Finding::new(LAYERS, "layers switch by themselves (AS)"));
        }
    }
}

/// Checks the annotations of a page, and whether it is one ink of a page.
pub fn check_page(pdf: &Pdf, page: &Dictionary, number: usize, boxes: &PageBoxes, found: &mut Findings) {
    if pdf.get(page, "SeparationInfo").is_some() {
        found.add(Finding::new(PRESEPARATED, "the page is one ink of a page").page(number));
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
            let message = format!("an annotation lies on the page: {kind}");
            found.add(Finding::new(ANNOTATION, message).page(number).place(place));
        }
    }
}

/// Checks a dictionary anywhere in the file for actions.
pub fn check_dictionary(pdf: &Pdf, dict: &Dictionary, page: Option<usize>, found: &mut Findings) {
    let mut add = |rule, message: String| found.add(Finding::new(rule, message).page(page));
    if pdf.name(dict, "S") == Some("JavaScript") {
        add(JAVASCRIPT, "an action runs JavaScript".to_owned());
    }
    if pdf.get(dict, "AA").is_some() {
        add(ACTION, "something has additional actions (AA)".to_owned());
    }
    // in the tags of the structure, /A are attributes
    let tags = pdf.name(dict, "Type") == Some("StructElem") || dict.has(b"Pg") || dict.has(b"K");
    if let Some(kind) = pdf.dict(dict, "A").and_then(|action| pdf.name(action, "S"))
        && !tags
    {
        add(ACTION, format!("an action is attached: {kind}"));
    }
}
