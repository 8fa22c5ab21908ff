//! Whole brochures in Arabic, Persian and Hebrew with every kind of element, as they are laid out, against how they
//! were. Their words: the Universal Declaration of Human Rights, and plain sentences of our own. `BROCHURE_BLESS=1
//! cargo test --test suite books` takes today's layout as the new reference: look at the pages first.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::common::kind_of;
use brochure::brochure::{Brochure, open};
use brochure::diag::{Files, Sink};
use brochure::pages::{Item, Page, Turn};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// A book, and the codes of what was found in it.
fn book(language: &str) -> (Brochure, Vec<&'static str>) {
    let (mut files, mut sink) = (Files::default(), Sink::new());
    let brochure = open(&folder().join("books").join(language), &mut files, &mut sink);
    let rendered: Vec<String> = sink.iter().map(|told| told.message()).collect();
    (brochure.unwrap_or_else(|| panic!("{rendered:#?}")), sink.iter().map(|told| told.code).collect())
}

/// A page in short: lines with their ends and words, boxes by kind.
fn short(page: &Page) -> String {
    let mut text = format!("page {} {:?} {}\n", page.number, page.side, page.kind);
    let mut boxes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut line: Option<(f64, f64, f64, String)> = None;
    let close = |line: Option<(f64, f64, f64, String)>, text: &mut String| {
        if let Some((y, left, right, words)) = line {
            writeln!(text, "  {y:.1} {left:.1}–{right:.1} {}", words.trim()).expect("a string");
        }
    };
    for item in &page.items {
        let Item::Text(run) = item else {
            if let Some(r) = item.bounds() {
                let place = format!("{:.1},{:.1} {:.1}×{:.1}", r.x, r.y, r.w, r.h);
                boxes.entry(kind_of(item)).or_default().push(place);
            }
            continue;
        };
        let turned = run.turn == Turn::Left;
        let (y, from) = if turned { (run.at.x, run.at.y - run.width()) } else { (run.at.y, run.at.x) };
        let to = from + run.width();
        match &mut line {
            Some((at, left, right, words)) if (*at - y).abs() < 0.01 && from.min(*left) + 400.0 > to => {
                (*left, *right) = (left.min(from), right.max(to));
                words.push_str(&run.text);
            }
            _ => {
                close(line.take(), &mut text);
                line = Some((y, from, to, run.text.clone()));
            }
        }
    }
    close(line, &mut text);
    for (kind, boxes) in boxes {
        writeln!(text, "  {kind}: {}", boxes.join("; ")).expect("a string");
    }
    text
}

fn compare(language: &str) {
    let (brochure, codes) = book(language);
    assert!(codes.iter().all(|code| *code == "loose-line"), "{codes:?}");
    let today: String = brochure.pages().pages.iter().map(|page| short(page)).collect();
    let path = folder().join(format!("dumps/{language}.txt"));
    if std::env::var_os("BROCHURE_BLESS").is_some() {
        std::fs::write(&path, today).expect("a reference that can be written");
        return;
    }
    let before = std::fs::read_to_string(&path).expect("a reference");
    let differs = before.lines().zip(today.lines()).position(|(before, today)| before != today);
    let differs = differs.or((before.lines().count() != today.lines().count()).then_some(usize::MAX));
    if let Some(line) = differs {
        let (before, now) = (before.lines().nth(line), today.lines().nth(line));
        panic!("{language}.txt, line {line}\nbefore: {before:?}\nnow:    {now:?}");
    }
}

#[test]
fn a_brochure_in_arabic_is_laid_out_as_before() {
    compare("ar");
}

#[test]
fn a_brochure_in_persian_is_laid_out_as_before() {
    compare("fa");
}

#[test]
fn a_brochure_in_hebrew_is_laid_out_as_before() {
    compare("he");
}
