//! A project that is looked at while it is written: what its views show, and the way from a letter to its file and back.

use std::sync::Arc;
use std::time::Duration;

use brochure::pages::Item;
use brochure::preview::session::Session;
use serde_json::Value;

use crate::common::raster::rasters;
use crate::common::{self, Project};

const PATIENCE: Duration = Duration::from_secs(60);

const EDITIONS: &str = "date = 2026-05-01\n[edition.schirm]\nkind = \"screen\"\n[edition.gross]\nkind = \"large-print\"\n\
    [edition.druck]\nkind = \"print\"\nmarks = [\"crop\", \"slug\"]\n[edition.heft]\nkind = \"booklet\"\n\
    [edition.blatt]\nkind = \"n-up\"\npages = 4\n[edition.kopie]\nkind = \"ink-saver\"\n";

fn open(project: &Project) -> Arc<Session> {
    Session::open(project.folder.path(), false).unwrap_or_else(|told| panic!("{}", told.message()))
}

fn parsed((version, json): (u64, Arc<str>)) -> (u64, Value) {
    (version, serde_json::from_str(&json).expect("JSON"))
}

fn state(session: &Session, view: &str) -> (u64, Value) {
    parsed(session.state(view))
}

fn newer(session: &Session, view: &str, than: u64) -> (u64, Value) {
    parsed(session.newer(view, than, PATIENCE).expect("a newer state"))
}

/// The first newer state that is so: what was looked at first may be built a second time before.
fn newer_where(session: &Session, view: &str, than: u64, is: impl Fn(&Value) -> bool) -> (u64, Value) {
    let mut found = newer(session, view, than);
    while !is(&found.1) {
        found = newer(session, view, found.0);
    }
    found
}

/// How many texts are not saved.
fn drafts(state: &Value) -> usize {
    state["drafts"].as_array().map_or(0, Vec::len)
}

fn hashes(state: &Value) -> Vec<String> {
    let leaves = state["leaves"].as_array().expect("leaves").iter();
    leaves.map(|leaf| leaf["hash"].as_str().expect("a hash").to_owned()).collect()
}

fn sentences(count: usize) -> String {
    "Die Gemeinde berät alle, die zu ihr kommen, und hilft bei Anträgen. ".repeat(count)
}

#[test]
fn a_draft_is_shown_before_it_is_saved_and_changes_its_page_alone() {
    let project = Project::bare();
    project.chapter(&sentences(300));
    let session = open(&project);
    let _looking = session.look_at("screen");
    let (version, before) = state(&session, "screen");
    let text = session.text("chapters/01.md").expect("a chapter");
    session.set_draft("chapters/01.md", Some(format!("{text}\n\nEin neuer Schluss.\n")));
    let (version, draft) = newer_where(&session, "screen", version, |state| drafts(state) == 1);
    assert_eq!(draft["drafts"][0], "chapters/01.md");
    assert_eq!(session.drafts(), ["chapters/01.md"]);
    let (old, new) = (hashes(&before), hashes(&draft));
    assert_eq!(old.len(), new.len());
    let changed = old.iter().zip(&new).filter(|(a, b)| a != b).count();
    assert_eq!(changed, 1, "{old:?} {new:?}");
    session.set_draft("chapters/01.md", None);
    let (_, dropped) = newer_where(&session, "screen", version, |state| drafts(state) == 0);
    assert_eq!(hashes(&dropped), old);
}

#[test]
fn while_there_are_errors_the_last_pages_stay() {
    let project = Project::bare();
    project.chapter("Ein Satz.");
    let session = open(&project);
    let _looking = session.look_at("screen");
    let (version, good) = state(&session, "screen");
    assert_eq!((&good["ok"], &good["faults"]), (&Value::Bool(true), &Value::Array(Vec::new())));
    session.set_draft("chapters/01.md", Some("# Kapitel\n\n![Bild](../assets/fehlt.png)\n".to_owned()));
    let (version, broken) = newer_where(&session, "screen", version, |state| drafts(state) == 1);
    assert_eq!(broken["ok"], Value::Bool(false));
    assert_eq!(hashes(&broken), hashes(&good));
    let fault = &broken["faults"][0];
    assert_eq!((fault["severity"].as_str(), fault["line"].as_u64()), (Some("error"), Some(3)));
    session.set_draft("brochure.toml", Some("[brochure".to_owned()));
    let (version, worse) = newer_where(&session, "screen", version, |state| drafts(state) == 2);
    assert_eq!(hashes(&worse), hashes(&good));
    session.set_draft("brochure.toml", None);
    session.set_draft("chapters/01.md", None);
    let is_good = |state: &Value| state["ok"] == Value::Bool(true);
    let (_, mended) = newer_where(&session, "screen", version, is_good);
    assert_eq!(hashes(&mended), hashes(&good));
}

#[test]
fn every_edition_can_be_looked_at() {
    let project = Project::shipped(EDITIONS);
    project.chapter(&format!("{}\n\n## Zweite\n\n{}", sentences(80), sentences(20)));
    let session = open(&project);
    let _first = session.look_at("schirm");
    let (_, first) = state(&session, "schirm");
    let views: Vec<&str> =
        first["views"].as_array().expect("views").iter().filter_map(|view| view["name"].as_str()).collect();
    assert_eq!(views, ["schirm", "gross", "druck", "heft", "heft:folded", "blatt", "kopie"]);
    let pages = hashes(&first).len();
    for view in views {
        let _looking = session.look_at(view);
        let (_, state) = state(&session, view);
        assert_eq!(state["view"], view);
        let leaves = hashes(&state);
        let counted = match view {
            "heft" => leaves.len() >= pages / 2,
            "heft:folded" => leaves.len() == pages.next_multiple_of(4),
            "blatt" => leaves.len() == pages.div_ceil(4),
            "gross" => leaves.len() > pages,
            "druck" => leaves.len() >= pages && state["leaves"][0]["trim"].is_array(),
            _ => leaves.len() == pages,
        };
        assert!(counted, "{view}: {} leaves of {pages} pages", leaves.len());
        let shown: usize = state["spreads"]
            .as_array()
            .expect("spreads")
            .iter()
            .map(|s| s.as_array().expect("one").len())
            .sum();
        assert_eq!(shown, leaves.len(), "{view}");
        for hash in leaves {
            let svg = session.drawing(&hash).unwrap_or_else(|| panic!("{view}: no drawing {hash}"));
            usvg::Tree::from_data(&svg, &usvg::Options::default()).expect("an SVG");
        }
    }
}

#[test]
fn a_drawing_shows_what_the_pdf_shows() {
    let project = Project::shipped("");
    project.file("assets/plan.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 6'><rect width='9' height='6' fill='#369'/></svg>");
    project.chapter(&format!(
        "{}\n\n![Ein Plan](../assets/plan.svg)\n\n| Jahr | Zahl |\n|:--|--:|\n| 2024 | 1,5 |\n\n: Eine Tabelle\n\n\
         > [!praxistipp]\n> Ein Rat.\n\n```\nCode\n```\n",
        sentences(12)
    ));
    let session = open(&project);
    let _looking = session.look_at("screen");
    let (_, state) = state(&session, "screen");
    let outcome = project.layout();
    let pages = rasters(outcome.pdf(), 48.0);
    let leaves = hashes(&state);
    assert_eq!(pages.len(), leaves.len());
    for (n, (page, hash)) in pages.iter().zip(&leaves).enumerate() {
        let svg = session.drawing(hash).expect("a drawing");
        let tree = usvg::Tree::from_data(&svg, &usvg::Options::default()).expect("an SVG");
        let mut pixmap = tiny_skia::Pixmap::new(page.width as u32, page.height as u32).expect("a size");
        let scale = tiny_skia::Transform::from_scale(48.0 / 72.0, 48.0 / 72.0);
        resvg::render(&tree, scale, &mut pixmap.as_mut());
        let far = pixmap.pixels().iter().zip(&page.grey).filter(|(pixel, grey)| {
            let luma =
                (u32::from(pixel.red()) * 54 + u32::from(pixel.green()) * 183 + u32::from(pixel.blue()) * 19)
                    >> 8;
            (luma as i32 - i32::from(**grey)).abs() > 60
        });
        let share = far.count() as f64 / page.grey.len() as f64;
        // Edges of letters differ from one renderer to the other; a line that is missing is more.
        assert!(share < 0.02, "page {}: {:.2} % of its pixels are others", n + 1, share * 100.0);
    }
}

/// Letters that typography sets in the place of others.
fn is_refined(set: char) -> bool {
    "„“”‚‘’»«–—−…\u{a0}\u{202f}\u{2009}\u{ad}§×≥≤→".contains(set)
}

#[test]
fn each_letter_knows_the_byte_that_it_is_typed_at() {
    let text = "\"Bürger*innen\" -- z. B. nach § 60a Abs. 2 AufenthG ... und *mehr* als **10 000** [Wege](https://example.org).\n\n\
        - ein \"Punkt\"\n- noch ein 'Punkt' &amp; mehr\n\n| Jahr | \"Zahl\" |\n|:--|--:|\n| 2024 | -1,5 |\n\n: \"Tabelle\" mit -- Strich\n\n\
        Satz mit Anmerkung.[^a] Und mehr \"Text\", der weitergeht, bis die Zeile voll ist und noch eine folgt.\n\n\
        [^a]: Der \"Beleg\" -- hier.\n";
    let outcome = common::layout(text);
    let (mut exact, mut refined, mut elsewhere) = (0, 0, Vec::new());
    for page in &outcome.pages().pages {
        for item in &page.items {
            let Item::Text(run) = item else { continue };
            for glyph in &run.glyphs {
                let Some(span) = run.span_of(glyph) else { continue };
                let file = &outcome.files.get(span.file).text;
                let set = run.text[usize::from(glyph.start)..].chars().next().expect("a letter");
                let typed = file[span.start as usize..].chars().next();
                match typed {
                    Some('[') => {} // a call, whose number is the program's
                    Some(typed) if typed == set => exact += 1,
                    _ if is_refined(set) => refined += 1,
                    typed => elsewhere.push((run.text.clone(), set, typed)),
                }
            }
        }
    }
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
    assert!(exact > 200 && refined > 10, "{exact} {refined}");
}

#[test]
fn a_place_on_a_page_leads_to_its_source_and_back() {
    let project = Project::bare();
    project.chapter("Erster Absatz.\n\nÄußerst 😀 \"zweiter\" Absatz\nmit zwei Zeilen.\n\nDritter.");
    let session = open(&project);
    let _looking = session.look_at("screen");
    let (_, state) = state(&session, "screen");
    let text = session.text("chapters/01.md").expect("a chapter");
    let units: Vec<u16> = text.encode_utf16().collect();
    let at = |words: &str| text[..text.find(words).expect("words")].encode_utf16().count();
    let places: Value =
        serde_json::from_str(&session.places("screen", "chapters/01.md", at("zweiter"))).expect("JSON");
    let line = &places["boxes"][0];
    let number = |value: &Value| value.as_f64().expect("a number");
    let leaf = line["leaf"].as_u64().expect("a leaf") as usize;
    assert!(leaf < hashes(&state).len());
    let (left, middle) = (number(&line["x"]), number(&line["y"]) + number(&line["h"]) / 2.0);
    let spot = session.spot("screen", leaf, left + 1.0, middle).expect("a spot");
    let spot: Value = serde_json::from_str(&spot).expect("JSON");
    assert_eq!(spot["offset"], at("Äußerst"));
    assert_eq!(spot["file"], "chapters/01.md");
    let range = |key: &str| spot[key].as_u64().expect("a place") as usize;
    let paragraph = String::from_utf16(&units[range("start")..range("end")]).expect("text");
    assert_eq!(paragraph, "Äußerst 😀 \"zweiter\" Absatz\nmit zwei Zeilen.");
    assert_eq!(spot["boxes"], places["boxes"]);
    assert_eq!(session.spot("screen", leaf, -300.0, middle), None);
}

#[test]
fn words_of_brochure_toml_lead_there() {
    let project = Project::shipped("subtitle = \"Ein Untertitel\"\n");
    project.chapter("Ein Satz.");
    let session = open(&project);
    let _looking = session.look_at("screen");
    state(&session, "screen");
    let text = session.text("brochure.toml").expect("brochure.toml");
    let places: Value = serde_json::from_str(&session.places(
        "screen",
        "brochure.toml",
        text.find("Ein Unter").expect("a subtitle"),
    ))
    .expect("JSON");
    let line = &places["boxes"][0];
    assert_eq!(line["leaf"], 0, "on the cover: {places}");
    let number = |key: &str| line[key].as_f64().expect("a number");
    let spot = session.spot("screen", 0, number("x") + 0.5, number("y") + number("h") / 2.0).expect("a spot");
    let spot: Value = serde_json::from_str(&spot).expect("JSON");
    assert_eq!((spot["file"].as_str(), spot["kind"].as_str()), (Some("brochure.toml"), Some("toml")));
    assert_eq!(spot["offset"].as_u64(), text.find("Ein Unter").map(|at| at as u64));
}

#[test]
fn pictures_keep_their_looks_from_build_to_build() {
    let project = Project::shipped("");
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 6'><rect width='9' height='6'/></svg>";
    project.file("assets/plan.svg", svg);
    project.chapter(&format!("![Ein Plan](../assets/plan.svg)\n\n{}", sentences(200)));
    let session = open(&project);
    let _looking = session.look_at("screen");
    let (mut version, first) = state(&session, "screen");
    let text = session.text("chapters/01.md").expect("a chapter");
    for end in ["\n", "\n\n", "\n"] {
        session.set_draft("chapters/01.md", Some(format!("{text}{end}")));
        let (now, state) = newer(&session, "screen", version);
        assert_eq!(hashes(&state), hashes(&first));
        version = now;
    }
}
