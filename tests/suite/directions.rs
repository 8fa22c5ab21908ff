//! Text from right to left: where paragraphs, headings, lists and cells begin.

use crate::common::{Outcome, Project, THEME, filler, layout};
use brochure::pages::{Item, TextRun};

/// Left and right edge of the lines of a German paragraph.
fn edges(outcome: &Outcome) -> (f64, f64) {
    let runs = outcome.runs();
    let room = runs.iter().find(|run| run.text.len() > 40).expect("a line").room;
    (room.left, room.right)
}

fn right(run: &TextRun) -> f64 {
    run.at.x + run.width_of_letters()
}

fn run<'o>(outcome: &'o Outcome, words: &str) -> &'o TextRun {
    outcome.run(words).1
}

#[test]
fn a_text_in_arabic_begins_at_the_right_and_ends_with_its_stop_at_the_left() {
    for text in ["[مرحبا بكم.]{lang=ar}", "مرحبا بكم."] {
        let outcome = layout(&format!("{}\n\n## Zwei\n\n{text}\n", filler(60)));
        let (_, edge) = edges(&outcome);
        assert!((right(run(&outcome, "مرحبا")) - edge).abs() < 0.1, "{text}");
        let (first, last) = (run(&outcome, "مرحبا"), run(&outcome, "بكم"));
        assert!(last.at.x < first.at.x && run(&outcome, ".").at.x < last.at.x + 0.1, "{text}");
    }
}

#[test]
fn a_german_sentence_begins_at_the_left_whatever_its_first_word_is() {
    let outcome = layout(&format!("{}\n\n## Zwei\n\nمرحبا heißt willkommen auf Arabisch.\n", filler(60)));
    let (left, _) = edges(&outcome);
    assert!(run(&outcome, "مرحبا").at.x < left + 0.1);
}

#[test]
fn the_first_line_is_indented_at_the_side_where_it_begins() {
    let outcome = layout(&format!("{}\n\n[أهلا]{{lang=ar}}\n\n[مرحبا بكم]{{lang=ar}}\n", filler(60)));
    let (_, edge) = edges(&outcome);
    let indent = edge - right(run(&outcome, "مرحبا"));
    assert!(indent > 5.0, "{indent}");
}

#[test]
fn signs_of_items_stand_at_the_right_of_arabic_words() {
    let outcome = layout(&format!(
        "{}\n\n- [واحد]{{lang=ar}}\n\nText\n\n1. [اثنان]{{lang=ar}}\n\nText\n\n- [ ] [ثلاثة]{{lang=ar}}\n",
        filler(60)
    ));
    let (_, edge) = edges(&outcome);
    let item = run(&outcome, "واحد");
    let mut bullets =
        outcome.pages().pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
            Item::Fill { rect, .. } if rect.w < 6.0 && (rect.w - rect.h).abs() < 0.01 => Some(*rect),
            _ => None,
        });
    let bullet = bullets.next_back().expect("a bullet");
    assert!(bullet.x > right(item) && (bullet.right() - edge).abs() < 0.1, "{bullet:?} {edge}");
    let (number, item) = (run(&outcome, "1"), run(&outcome, "اثنان"));
    assert!(number.at.x > right(item) && (right(number) - edge).abs() < 0.1);
    let mut boxes = outcome.pages().pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Stroke { rect, .. } => Some(*rect),
        _ => None,
    });
    let tick = boxes.next_back().expect("a box");
    assert!(tick.x > right(run(&outcome, "ثلاثة")) && (tick.right() - edge).abs() < 0.1);
}

#[test]
fn in_an_arabic_brochure_all_begins_at_the_right_but_code() {
    let project = Project::bare();
    let config = format!("[brochure]\ntitle = \"دليل\"\nlanguage = \"ar\"\n{THEME}");
    project.file("brochure.toml", config);
    project.chapter("# دليل المدينة\n\nمرحبا بكم في البلدية\n\n## عنوان\n\n- بند\n\n```\nls -l\n```\n");
    let outcome = project.layout();
    let text = run(&outcome, "مرحبا");
    let edge = right(text);
    assert!((right(run(&outcome, "عنوان")) - edge).abs() < 0.5);
    assert!(right(run(&outcome, "بند")) < edge - 5.0);
    assert!(run(&outcome, "ls").at.x < text.at.x - 20.0);
}
