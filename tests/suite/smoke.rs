//! The tests' own tools work.

use crate::common;

#[test]
fn a_chapter_becomes_a_page() {
    let outcome = common::layout("Hallo Welt.");
    assert!(outcome.text().contains("Hallo Welt."));
}
