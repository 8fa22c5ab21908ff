//! The sheet that tells how a booklet is made.

use crate::common;

use crate::common::{Outcome, Project, THEME};
use brochure::geom::MM;
use brochure::pages::{Handout, Item, TextRun};

fn outcome(brochure: &str, keys: &str) -> Outcome {
    let project = Project::with("");
    let start = format!("[brochure]\ntitle = \"Probe | in zwei Zeilen\"\n{THEME}{brochure}\n");
    project.file("brochure.toml", format!("{start}[edition.heft]\nkind = \"booklet\"\n{keys}\n"));
    project.chapter(&common::filler(2500));
    project.layout()
}

fn runs(side: &[Item]) -> Vec<&TextRun> {
    side.iter().filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None }).collect()
}

fn text(side: &[Item]) -> String {
    runs(side).iter().map(|run| run.text.trim_end().to_owned() + " ").collect()
}

fn handout(outcome: &Outcome) -> &Handout {
    outcome.pages();
    &outcome.brochure.as_ref().expect("a brochure").pages().handouts[0]
}

#[test]
fn it_tells_the_settings_in_the_brochures_language() {
    let german = outcome("language = \"de\"", "");
    let front = text(&handout(&german).sides[0]);
    let sheets = german.pages().pages.len().div_ceil(4);
    for words in ["Probe in zwei Zeilen", "A4", "an kurzer Kante wenden", &format!("{sheets} und dieses")] {
        assert!(front.contains(words), "{words} in {front}");
    }
    let english = outcome("language = \"en\"", "duplex = \"long-edge\"");
    let sides = &handout(&english).sides;
    assert!(text(&sides[0]).contains("flip on long edge"), "{}", text(&sides[0]));
    assert!(text(&sides[1]).contains("duplex = \"short-edge\""), "{}", text(&sides[1]));
}

#[test]
fn it_tells_how_this_booklet_is_folded_bound_and_cut() {
    let front = |keys: &str| text(&handout(&outcome("language = \"de\"", keys)).sides[0]);
    assert!(front("").contains("5,2 und 15,8 cm"), "{}", front(""));
    assert!(!front("").contains("schneiden"));
    assert!(front("signature = 1").contains("Falten Sie jedes Blatt für sich"));
    assert!(front("signature = 2").contains("je 2 Blätter"));
    let large = front("sheet = \"A3\"");
    assert!(large.contains("A3") && large.contains("148 × 210 mm"), "{large}");
}

#[test]
fn what_stands_behind_a_mark_is_the_same_mark() {
    let outcome = outcome("language = \"de\"", "");
    let [front, back] = &handout(&outcome).sides;
    let middles = |side: &[Item]| -> Vec<(f64, f64)> {
        let letters = ["A", "B", "C", "D"];
        let found = letters.map(|letter| {
            let run = runs(side).into_iter().find(|r| r.text == letter && r.size > 16.0).expect("a letter");
            (run.at.x + run.width() / 2.0, run.at.y)
        });
        found.to_vec()
    };
    for (front, back) in middles(front).into_iter().zip(middles(back)) {
        assert!((front.0 + back.0 - Handout::SIZE.0).abs() < 0.01, "{front:?} {back:?}");
        assert!((front.1 - back.1).abs() < 0.01);
    }
}

#[test]
fn everything_fits_in_every_look_and_language() {
    for look in ["", "theme = \"kanzlei\""] {
        for language in ["de", "en"] {
            for keys in ["", "sheet = \"A3\"\nsignature = 2"] {
                let long =
                    "Ein überaus langer Titel der Broschüre, der auf keiner Zeile Platz findet".repeat(3);
                let project = Project::with("");
                let start = format!("[brochure]\ntitle = \"{long}\"\nlanguage = \"{language}\"\n{look}\n");
                let keys = format!("[edition.heft]\nkind = \"booklet\"\n{keys}\n");
                project.file("brochure.toml", start + &keys);
                project.chapter(&common::filler(900));
                let outcome = project.layout();
                for side in &handout(&outcome).sides {
                    assert_apart(&runs(side), &format!("{look} {language} {keys}"));
                }
            }
        }
    }
}

/// No text lies over another or outside of the frame.
fn assert_apart(runs: &[&TextRun], what: &str) {
    for (n, run) in runs.iter().enumerate() {
        let right = run.at.x + run.width();
        let frame = (8.0 * MM..289.0 * MM).contains(&run.at.x) && right < 289.0 * MM && run.at.y < 192.0 * MM;
        assert!(frame, "{what}: {} reaches {right}, {}", run.text, run.at.y);
        for other in &runs[n + 1..] {
            let lines = (run.at.y - other.at.y).abs() < 0.8 * run.size.min(other.size);
            let over = run.at.x < other.at.x + other.width() - 0.5 && other.at.x < right - 0.5;
            assert!(!(lines && over), "{what}: {:?} lies over {:?}", run.text, other.text);
        }
    }
}

#[test]
fn without_help_there_is_none() {
    let outcome = outcome("language = \"de\"", "help = false");
    outcome.pages();
    assert!(outcome.brochure.expect("a brochure").pages().handouts.is_empty());
}
