//! Every element of a chapter: faces, places and measures on the laid-out page.

use crate::common::{Outcome, Project, filler, layout, lines_of, runs_of};
use brochure::document::Target;
use brochure::geom::{MM, Pt, Rect};
use brochure::node::Role;
use brochure::pages::{Item, Owner, Page, TextRun};

/// Left and right edge of the type area of a recto.
const LEFT: Pt = 10.0 * MM;
const RIGHT: Pt = 120.0 * MM;
/// Left edge of the type area of a verso.
const VERSO_LEFT: Pt = 28.0 * MM;
const MEASURE: Pt = 110.0 * MM;
const TOP: Pt = 15.0 * MM;
const LEADING: Pt = 14.0;
const BOTTOM: Pt = TOP + 36.0 * LEADING;
/// From the top of a line of body text to its baseline.
const BASELINE: Pt = 10.505;

#[track_caller]
fn near(value: Pt, expected: Pt) {
    assert!((value - expected).abs() < 0.05, "{value:.3} instead of {expected:.3}");
}

/// A chapter that opens on a page of its own: its text begins at the head of a verso.
fn on_verso(text: &str) -> Outcome {
    let project = Project::bare();
    let front = "+++\ntitle = \"Kapitel\"\nsummary = \"Vorspann\"\n+++\n\n";
    project.file("chapters/01.md", format!("{front}{text}"));
    project.layout()
}

fn with_config(config: &str, text: &str) -> Outcome {
    let start = "[cover]\nenabled = false\n[contents]\nenabled = false\n";
    let project = Project::with(&format!("{start}{config}"));
    project.chapter(text);
    project.layout()
}

fn font<'o>(outcome: &'o Outcome, run: &TextRun) -> &'o str {
    outcome.pages().fonts[usize::from(run.face.0)].name.trim_end_matches(".ttf")
}

fn colour<'o>(outcome: &'o Outcome, run: &TextRun) -> &'o str {
    &outcome.pages().palette.ink(run.colour).name
}

/// Font, size and colour of the run with these words.
fn look(outcome: &Outcome, words: &str) -> (String, Pt, String) {
    let run = outcome.run(words).1;
    (font(outcome, run).to_owned(), run.size, colour(outcome, run).to_owned())
}

fn is(font: &str, size: Pt, colour: &str) -> (String, Pt, String) {
    (font.to_owned(), size, colour.to_owned())
}

/// Left end of the run with these words.
fn x(outcome: &Outcome, words: &str) -> Pt {
    let run = outcome.run(words).1;
    run.at.x + run.room.hang.0
}

/// Baseline of the run with these words.
fn y(outcome: &Outcome, words: &str) -> Pt {
    outcome.run(words).1.at.y
}

/// Right end of a run without the space at its end.
fn right(run: &TextRun) -> Pt {
    let blank =
        |g: &&brochure::text::Glyph| run.text[usize::from(g.start)..usize::from(g.end)].trim().is_empty();
    let tail: f32 = run.glyphs.iter().rev().take_while(blank).map(|g| g.advance).sum();
    run.at.x + run.width() - f64::from(tail) * run.em()
}

fn items(outcome: &Outcome) -> impl Iterator<Item = &Item> {
    outcome.pages().pages.iter().flat_map(|p| &p.items)
}

/// Filled rectangles of a colour.
fn fills(outcome: &Outcome, name: &str) -> Vec<Rect> {
    let palette = &outcome.pages().palette;
    items(outcome)
        .filter_map(|item| match item {
            Item::Fill { rect, colour, .. } if palette.ink(*colour).name == name => Some(*rect),
            _ => None,
        })
        .collect()
}

/// Outlined rectangles of a colour with their line widths.
fn strokes(outcome: &Outcome, name: &str) -> Vec<(Rect, Pt)> {
    let palette = &outcome.pages().palette;
    items(outcome)
        .filter_map(|item| match item {
            Item::Stroke { rect, width, colour, .. } if palette.ink(*colour).name == name => {
                Some((*rect, *width))
            }
            _ => None,
        })
        .collect()
}

/// Pictures with their paths.
fn pictures(outcome: &Outcome) -> Vec<(Rect, &str)> {
    items(outcome)
        .filter_map(|item| match item {
            Item::Picture { rect, picture, .. } => Some((*rect, picture.path.as_str())),
            _ => None,
        })
        .collect()
}

/// Areas of links with their targets.
fn links(outcome: &Outcome) -> Vec<(Rect, &Target)> {
    let ends = &outcome.pages().links;
    items(outcome)
        .filter_map(|item| match item {
            Item::Link { rect, link } => Some((*rect, &ends[*link].target)),
            _ => None,
        })
        .collect()
}

/// Roles from a run's node up to the document.
fn roles<'o>(outcome: &'o Outcome, run: &TextRun) -> Vec<&'o Role> {
    let tree = &outcome.pages().structure;
    let Owner::Node(mut node) = run.owner else { return Vec::new() };
    let mut roles = vec![&tree.get(node).role];
    while let Some(parent) = tree.ids().find(|n| tree.get(*n).children.contains(&node)) {
        roles.push(&tree.get(parent).role);
        node = parent;
    }
    roles
}

/// Whether a run lies in a part of this kind.
fn lies_in(outcome: &Outcome, words: &str, kind: impl Fn(&Role) -> bool) -> bool {
    roles(outcome, outcome.run(words).1).into_iter().any(kind)
}

// Headings

#[test]
fn a_heading_2_is_large_bold_and_coloured_at_the_edge() {
    let outcome = layout("Text\n\n## Zwei Worte\n\nText");
    assert_eq!(look(&outcome, "Zwei Worte"), is("SourceSans3-Bold", 16.0, "main"));
    near(x(&outcome, "Zwei Worte"), LEFT);
}

#[test]
fn a_heading_3_is_semibold() {
    let outcome = layout("Text\n\n### Drei Worte\n\nText");
    assert_eq!(look(&outcome, "Drei Worte"), is("SourceSans3-Semibold", 12.0, "main-text"));
    near(x(&outcome, "Drei Worte"), LEFT);
}

#[test]
fn a_heading_2_of_one_line_takes_three_lines() {
    let outcome = layout("Anfang\n\n## Titel\n\nEnde");
    near(y(&outcome, "Ende") - y(&outcome, "Anfang"), 4.0 * LEADING);
}

#[test]
fn a_heading_2_of_two_lines_takes_four_lines() {
    let outcome = layout("Anfang\n\n## Ein Titel, der so lang ist, dass er zwei Zeilen braucht\n\nEnde");
    assert_eq!(outcome.runs().iter().filter(|r| r.size == 16.0).count(), 2);
    near(y(&outcome, "Ende") - y(&outcome, "Anfang"), 5.0 * LEADING);
}

#[test]
fn a_heading_3_takes_two_lines() {
    let outcome = layout("Anfang\n\n### Titel\n\nEnde");
    near(y(&outcome, "Ende") - y(&outcome, "Anfang"), 3.0 * LEADING);
}

#[test]
fn the_room_of_a_heading_lies_above_it() {
    let outcome = layout("Anfang\n\n## Titel\n\nEnde");
    let below = y(&outcome, "Ende") - y(&outcome, "Titel");
    near(below, 18.0 - baseline_in(18.0, 16.0, 1.0, 0.326) + 4.0 + BASELINE);
}

#[test]
fn headings_at_the_head_of_a_page_lose_their_space() {
    near(y(&on_verso("## Titel\n\nEnde"), "Ende"), TOP + 2.0 * LEADING + BASELINE);
    near(y(&on_verso("### Titel\n\nEnde"), "Ende"), TOP + LEADING + BASELINE);
    let long = "## Ein Titel, der so lang ist, dass er zwei Zeilen braucht\n\nEnde";
    near(y(&on_verso(long), "Ende"), TOP + 3.0 * LEADING + BASELINE);
}

#[test]
fn lines_of_a_heading_are_of_like_length() {
    let outcome = layout("## Ein Titel, der so lang ist, dass er zwei Zeilen braucht\n\nText");
    let widths: Vec<Pt> =
        outcome.runs().into_iter().filter(|r| r.size == 16.0).map(|r| right(r) - LEFT).collect();
    assert!(widths[1] > 0.4 * widths[0], "{widths:?}");
}

#[test]
fn a_heading_4_runs_into_its_paragraph() {
    let outcome = layout("#### Vier Worte\n\nHier geht es los.");
    assert_eq!(look(&outcome, "Vier Worte."), is("SourceSans3-Semibold", 9.0, "main-text"));
    near(y(&outcome, "Vier Worte"), y(&outcome, "Hier geht"));
    near(x(&outcome, "Vier Worte"), LEFT);
    assert!(outcome.text().contains("Vier Worte.\u{2002}Hier"), "{}", outcome.text());
}

#[test]
fn a_heading_4_keeps_its_own_stop() {
    let text = layout("#### Und nun?\n\nHier geht es los.").text();
    assert!(text.contains("Und nun?\u{2002}Hier"), "{text}");
}

#[test]
fn a_heading_4_before_a_list_stands_alone() {
    let outcome = layout("Text\n\n#### Vier Worte\n\n- Punkt\n");
    assert!(y(&outcome, "Punkt") - y(&outcome, "Vier Worte") > 12.0);
    assert_eq!(look(&outcome, "Vier Worte").0, "SourceSans3-Semibold");
}

#[test]
fn paragraphs_after_paragraphs_are_indented_after_headings_not() {
    let outcome = layout("## Titel\n\nErster\n\nZweiter\n\n- Punkt\n\nDritter");
    near(x(&outcome, "Erster"), LEFT);
    near(x(&outcome, "Zweiter"), LEFT + 14.0);
    near(x(&outcome, "Dritter"), LEFT);
}

#[test]
fn headings_are_headings_in_the_structure() {
    let outcome = layout("## Zwei\n\nText\n\n### Drei\n\nText\n\n#### Vier\n\nText");
    for (words, level) in [("Kapitel", 1), ("Zwei", 2), ("Drei", 3), ("Vier", 4)] {
        let found = lies_in(&outcome, words, |r| matches!(r, Role::Heading(l, _) if *l == level));
        assert!(found, "{words}");
    }
}

// Lists

#[test]
fn bullets_are_squares_at_the_edge() {
    let outcome = layout("- eins\n- zwei\n");
    let squares = fills(&outcome, "main-text");
    assert_eq!(squares.len(), 2);
    for (square, words) in squares.iter().zip(["eins", "zwei"]) {
        near(square.x, LEFT);
        near(square.w, 4.0);
        near(square.h, 4.0);
        near(square.y, y(&outcome, words) - BASELINE + 5.0);
    }
}

#[test]
fn bullet_items_are_indented_by_14_points() {
    let outcome = layout(&format!("- eins {}\n", filler(30)));
    let lines: Vec<&TextRun> = runs_of(&outcome.pages().pages[0]).filter(|r| r.size == 10.0).collect();
    assert!(lines.len() > 2);
    lines.iter().for_each(|line| near(line.at.x, LEFT + 14.0));
}

#[test]
fn a_list_takes_half_a_line_above_and_below() {
    let outcome = layout("Anfang\n\n- eins\n- zwei\n\nEnde");
    near(y(&outcome, "eins") - y(&outcome, "Anfang"), 1.5 * LEADING);
    near(y(&outcome, "zwei") - y(&outcome, "eins"), LEADING);
    near(y(&outcome, "Ende") - y(&outcome, "zwei"), 1.5 * LEADING);
}

#[test]
fn items_of_more_than_three_lines_are_set_apart_by_half_a_line() {
    let outcome = layout(&format!("- eins {} schluss\n- zwei\n", filler(50)));
    near(y(&outcome, "zwei") - y(&outcome, "schluss"), 1.5 * LEADING);
}

#[test]
fn nested_bullets_have_dashes_and_a_further_indent() {
    let outcome = layout("- außen\n  - innen\n    - ganz innen\n- wieder außen\n");
    near(x(&outcome, "innen"), LEFT + 14.0 + 10.0);
    near(x(&outcome, "ganz innen"), LEFT + 14.0 + 2.0 * 10.0);
    near(x(&outcome, "wieder außen"), LEFT + 14.0);
    let dashes: Vec<Pt> = outcome.runs().into_iter().filter(|r| r.text == "–").map(|r| r.at.x).collect();
    assert_eq!(dashes.len(), 2);
    near(dashes[0], LEFT + 14.0);
    near(dashes[1], LEFT + 14.0 + 10.0);
}

#[test]
fn nested_lists_have_no_space_around() {
    let outcome = layout("- außen\n  - darin\n- danach\n");
    near(y(&outcome, "darin") - y(&outcome, "außen"), LEADING);
    near(y(&outcome, "danach") - y(&outcome, "darin"), LEADING);
}

#[test]
fn numbered_lists_begin_where_the_author_says() {
    let outcome = layout("7. sieben\n8. acht\n");
    for (number, words) in [("7", "sieben"), ("8", "acht")] {
        assert_eq!(look(&outcome, number), is("SourceSans3-Bold", 10.0, "main-text"));
        let marker = outcome.runs().into_iter().find(|r| r.text == number).expect("a number");
        near(marker.at.x, LEFT);
        near(marker.at.y, y(&outcome, words));
        near(x(&outcome, words), LEFT + 20.0);
    }
}

#[test]
fn ten_items_have_a_wider_indent_and_numbers_at_one_edge() {
    let items: String = (1..=10).map(|n| format!("{n}. Punkt {}\n", (b'a' + n) as char)).collect();
    let outcome = layout(&items);
    near(x(&outcome, "Punkt b"), LEFT + 25.0);
    near(x(&outcome, "Punkt k"), LEFT + 25.0);
    let numbers: Vec<&TextRun> = outcome
        .runs()
        .into_iter()
        .filter(|r| font(&outcome, r) == "SourceSans3-Bold" && r.size == 10.0)
        .collect();
    assert_eq!(numbers.len(), 10);
    numbers.iter().for_each(|n| near(n.at.x, LEFT));
    assert_eq!(numbers[9].text, "10");
}

#[test]
fn numbers_from_nine_on_have_the_wider_indent() {
    near(x(&layout("9. neun\n10. zehn\n"), "neun"), LEFT + 25.0);
}

#[test]
fn numbered_lists_in_bullets_keep_both_markers() {
    let outcome = layout("- außen\n  1. darin\n  2. auch darin\n");
    near(x(&outcome, "darin"), LEFT + 14.0 + 20.0);
    assert!(outcome.runs().iter().any(|r| r.text == "2"));
}

#[test]
fn items_may_hold_several_blocks() {
    let outcome = layout("- eins\n\n  Absatz\n\n  > Zitat\n\n- zwei\n");
    near(x(&outcome, "Absatz"), LEFT + 14.0);
    assert!(y(&outcome, "Absatz") > y(&outcome, "eins"));
    assert!(y(&outcome, "zwei") > y(&outcome, "Zitat"));
    assert_eq!(fills(&outcome, "main-text").len(), 2);
}

#[test]
fn bold_words_that_open_an_item_are_a_lead_in() {
    let outcome = layout("- **Frist.** Drei Wochen und **mehr** Zeit\n");
    assert_eq!(look(&outcome, "Frist."), is("SourceSans3-Semibold", 9.0, "tinte"));
    assert_eq!(look(&outcome, "mehr").0, "SourceSerif4SmText-Semibold");
}

#[test]
fn open_tasks_have_an_empty_box() {
    let outcome = layout("- [ ] offen\n");
    let boxes = strokes(&outcome, "tinte");
    assert_eq!(boxes.len(), 1);
    let (square, width) = boxes[0];
    near(width, 1.0);
    near(square.x, LEFT);
    near(square.w, 9.0);
    near(square.h, 9.0);
    near(x(&outcome, "offen"), LEFT + 15.0);
    assert!(fills(&outcome, "main-text").is_empty());
}

#[test]
fn the_box_of_a_task_stands_beside_its_line() {
    let outcome = layout("- [ ] offen\n");
    let (square, _) = strokes(&outcome, "tinte")[0];
    let baseline = y(&outcome, "offen");
    assert!(square.y > baseline - BASELINE && square.bottom() < baseline - BASELINE + LEADING);
}

#[test]
fn done_tasks_have_a_filled_box() {
    let outcome = layout("- [x] fertig\n- [ ] offen\n");
    let (square, _) = strokes(&outcome, "tinte")[0];
    let marks = fills(&outcome, "main-text");
    assert_eq!(marks.len(), 1);
    assert!(marks[0].x > square.x && marks[0].right() < square.right());
    assert!(marks[0].y > square.y && marks[0].bottom() < square.bottom());
}

#[test]
fn boxes_of_tasks_are_read_as_words() {
    let outcome = layout("- [x] fertig\n- [ ] offen\n");
    let tree = &outcome.pages().structure;
    let words: Vec<&str> = tree
        .iter()
        .filter_map(|node| match &node.role {
            Role::Replaced(words) => Some(words.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(words, ["Kästchen: erledigt", "Kästchen: offen"]);
}

#[test]
fn items_are_items_in_the_structure() {
    let outcome = layout("- eins\n\n7. sieben\n");
    for (words, role) in [("eins", Role::Body), ("sieben", Role::Body), ("7", Role::Label)] {
        assert!(lies_in(&outcome, words, |r| *r == role), "{words}");
        assert!(lies_in(&outcome, words, |r| *r == Role::Item), "{words}");
    }
}

#[test]
fn definitions_stand_indented_below_their_terms() {
    let outcome = layout("Duldung\n: Aussetzung der Abschiebung\n\nAsyl\n: Schutz\n: Noch einer\n");
    assert_eq!(look(&outcome, "Duldung"), is("SourceSans3-Semibold", 9.0, "main-text"));
    near(x(&outcome, "Duldung"), LEFT);
    near(x(&outcome, "Aussetzung"), LEFT + 14.0);
    near(x(&outcome, "Noch einer"), LEFT + 14.0);
    let ys: Vec<Pt> =
        ["Duldung", "Aussetzung", "Asyl", "Schutz", "Noch einer"].map(|words| y(&outcome, words)).to_vec();
    assert!(ys.windows(2).all(|p| p[1] - p[0] > 12.0), "{ys:?}");
}

#[test]
fn definitions_are_a_list_in_the_structure() {
    let outcome = layout("Duldung\n: Aussetzung\n");
    assert!(lies_in(&outcome, "Duldung", |r| *r == Role::Label));
    assert!(lies_in(&outcome, "Aussetzung", |r| *r == Role::Body));
}

// Quotations and callouts

#[test]
fn quotes_are_italic_and_indented() {
    let outcome = layout("Text\n\n> Ein Zitat\n\nText");
    assert_eq!(look(&outcome, "Ein Zitat"), is("SourceSerif4SmText-It", 10.0, "tinte"));
    near(x(&outcome, "Ein Zitat"), LEFT + 14.0);
    assert!(lies_in(&outcome, "Ein Zitat", |r| *r == Role::BlockQuote));
}

#[test]
fn emphasis_in_a_quote_is_upright() {
    let outcome = layout("> Ein *betontes* Zitat\n");
    assert_eq!(look(&outcome, "betontes").0, "SourceSerif4SmText-Regular");
}

/// Kind, label, ground, bar, text face and size, icon.
type Kind = (&'static str, &'static str, &'static str, &'static str, &'static str, Pt, &'static str);

const KINDS: &[Kind] = &[
    ("praxistipp", "Praxistipp", "mark-pale", "mark", "SourceSans3-Regular", 9.0, "praxistipp"),
    ("rechtslage", "Rechtslage", "cool", "main", "SourceSerif4Caption-Regular", 9.0, "rechtslage"),
    ("beispiel", "Beispiel", "warm", "second", "SourceSans3-Regular", 9.0, "beispiel"),
    ("achtung", "Achtung, Frist", "white", "alarm", "SourceSans3-Regular", 9.0, "frist"),
];

fn callout(kind: &str) -> Outcome {
    layout(&format!("Anfang\n\n> [!{kind}]\n> Inhalt der Box\n\nEnde"))
}

/// The ground of the only callout.
fn ground(outcome: &Outcome, colour: &str) -> Rect {
    let found: Vec<Rect> = fills(outcome, colour).into_iter().filter(|r| r.w > 200.0).collect();
    assert_eq!(found.len(), 1, "grounds of {colour}");
    found[0]
}

#[test]
fn each_kind_of_callout_has_its_ground_over_the_measure() {
    for (kind, _, fill, ..) in KINDS {
        let rect = ground(&callout(kind), fill);
        near(rect.x, LEFT);
        near(rect.w, MEASURE);
    }
}

#[test]
fn each_kind_of_callout_has_its_bar_at_the_left() {
    for (kind, _, fill, bar, ..) in KINDS {
        let outcome = callout(kind);
        let ground = ground(&outcome, fill);
        let bar = fills(&outcome, bar).into_iter().find(|r| (r.w - 3.0).abs() < 0.01);
        let bar = bar.unwrap_or_else(|| panic!("no bar: {kind}"));
        near(bar.x, LEFT);
        near(bar.y, ground.y);
        near(bar.h, ground.h);
    }
}

#[test]
fn the_bar_stands_at_the_left_on_versos_too() {
    let outcome = on_verso("> [!praxistipp]\n> Inhalt\n");
    let bar = fills(&outcome, "mark").into_iter().find(|r| (r.w - 3.0).abs() < 0.01);
    near(bar.expect("a bar").x, VERSO_LEFT);
    near(x(&outcome, "Inhalt"), VERSO_LEFT + 38.0);
}

#[test]
fn each_kind_of_callout_has_its_label_on_a_line_of_its_own() {
    for (kind, label, ..) in KINDS {
        let outcome = callout(kind);
        let colour = if *kind == "achtung" { "alarm-text" } else { "main-text" };
        assert_eq!(look(&outcome, label), is("SourceSans3-Bold", 9.0, colour), "{kind}");
        near(x(&outcome, label), LEFT + 38.0);
        assert!(y(&outcome, "Inhalt") - y(&outcome, label) > 11.0, "{kind}");
    }
}

#[test]
fn each_kind_of_callout_has_its_icon() {
    for (kind, _, fill, _, _, _, icon) in KINDS {
        let outcome = callout(kind);
        let ground = ground(&outcome, fill);
        let found = pictures(&outcome);
        assert_eq!(found.len(), 1, "{kind}");
        let (rect, path) = found[0];
        assert_eq!(path, format!("assets/icons/{icon}.svg"));
        near(rect.x, LEFT + 3.0 + 8.0);
        near(rect.y, ground.y + if *kind == "rechtslage" { 7.0 } else { 11.0 });
        near(rect.w, 20.0);
        near(rect.h, 20.0);
    }
}

#[test]
fn text_of_a_callout_is_indented_in_its_own_style() {
    for (kind, _, _, _, face, size, _) in KINDS {
        let outcome = callout(kind);
        assert_eq!(look(&outcome, "Inhalt der Box"), is(face, *size, "tinte"), "{kind}");
        near(x(&outcome, "Inhalt der Box"), LEFT + 38.0);
    }
}

#[test]
fn text_of_a_callout_keeps_12_points_from_the_right() {
    let outcome = layout(&format!("> [!praxistipp]\n> {}\n", filler(60)));
    let most = runs_of(&outcome.pages().pages[0])
        .filter(|r| r.size == 9.0 && matches!(r.owner, Owner::Node(_)))
        .map(right)
        .fold(0.0, f64::max);
    assert!(most <= RIGHT - 12.0 + 0.05 && most > RIGHT - 80.0, "{most:.2}");
}

#[test]
fn a_callout_of_one_line_is_four_lines_high_with_a_line_around() {
    let outcome = callout("praxistipp");
    let ground = ground(&outcome, "mark-pale");
    near(ground.h, 4.0 * LEADING);
    near(ground.y, y(&outcome, "Anfang") - BASELINE + 2.0 * LEADING);
    near(y(&outcome, "Ende") - BASELINE, ground.bottom() + LEADING);
}

#[test]
fn a_deadline_has_a_frame() {
    let outcome = callout("achtung");
    let frames = strokes(&outcome, "alarm-text");
    assert_eq!(frames.len(), 1);
    near(frames[0].1, 1.0);
    near(frames[0].0.x - 0.5, LEFT);
    near(frames[0].0.right() + 0.5, RIGHT);
}

#[test]
fn further_reading_has_rules_and_no_ground() {
    let outcome = callout("weiterlesen");
    let rules: Vec<Rect> = fills(&outcome, "main-text").into_iter().filter(|r| r.w > 200.0).collect();
    assert_eq!(rules.len(), 2);
    for rule in &rules {
        near(rule.h, 1.0);
        near(rule.x, LEFT);
        near(rule.w, MEASURE);
    }
    assert!(rules[0].y < y(&outcome, "Zum Weiterlesen") && rules[1].y > y(&outcome, "Inhalt"));
    assert_eq!(pictures(&outcome)[0].1, "assets/icons/weiterlesen.svg");
    near(x(&outcome, "Inhalt"), LEFT + 38.0);
}

#[test]
fn kinds_may_be_written_in_capitals() {
    callout("PRAXISTIPP").run("Praxistipp");
}

#[test]
fn the_five_kinds_of_forges_are_boxes_with_german_labels() {
    let kinds = [
        ("NOTE", "Hinweis"),
        ("TIP", "Tipp"),
        ("IMPORTANT", "Wichtig"),
        ("WARNING", "Warnung"),
        ("CAUTION", "Vorsicht"),
    ];
    for (kind, label) in kinds {
        let outcome = callout(kind);
        assert_eq!(look(&outcome, label).0, "SourceSans3-Bold", "{kind}");
        near(x(&outcome, "Inhalt der Box"), LEFT + 38.0);
        assert_eq!(pictures(&outcome).len(), 1, "{kind}");
    }
}

#[test]
fn a_title_stands_behind_the_label() {
    let outcome = layout("> [!praxistipp] Mein *Titel*\n> Inhalt\n");
    near(y(&outcome, "Mein "), y(&outcome, "Praxistipp"));
    assert!(outcome.text().contains("Praxistipp: Mein Titel"), "{}", outcome.text());
    assert_eq!(look(&outcome, "Mein ").0, "SourceSans3-Bold");
    assert!(y(&outcome, "Inhalt") > y(&outcome, "Mein ") + 12.0);
}

#[test]
fn a_title_alone_makes_a_callout() {
    let outcome = layout("> [!praxistipp] Nur ein Titel\n");
    near(ground(&outcome, "mark-pale").h, 3.0 * LEADING);
    outcome.run("Nur ein Titel");
}

#[test]
fn callouts_hold_lists_and_several_paragraphs() {
    let outcome = layout("> [!beispiel]\n> Erstens\n>\n> Zweitens\n>\n> - Punkt\n>   - Unterpunkt\n");
    near(x(&outcome, "Zweitens"), LEFT + 38.0);
    near(x(&outcome, "Punkt"), LEFT + 38.0 + 14.0);
    let ys = ["Beispiel", "Erstens", "Zweitens", "Punkt", "Unterpunkt"].map(|w| y(&outcome, w));
    assert!(ys.windows(2).all(|p| p[1] > p[0] + 12.0), "{ys:?}");
    assert_eq!(look(&outcome, "Unterpunkt").0, "SourceSans3-Regular");
}

#[test]
fn callouts_are_asides_in_the_structure() {
    assert!(lies_in(&callout("beispiel"), "Inhalt", |r| *r == Role::Aside));
    assert!(lies_in(&callout("beispiel"), "Beispiel", |r| *r == Role::Aside));
}

const OWN_KIND: &str = "[color]\nflieder = { rgb = \"#E8DDF0\" }\n\
    [callout.merke]\nlabel = \"Merke\"\nfill = \"flieder\"\nbar = \"alarm\"\n\
    label-color = \"alarm\"\nicon = \"icons/beispiel.svg\"\npad-top = \"20pt\"\n";

#[test]
fn authors_may_define_kinds_of_callouts() {
    let outcome = with_config(OWN_KIND, "> [!merke]\n> Inhalt\n");
    let ground = ground(&outcome, "flieder");
    near(ground.w, MEASURE);
    near(ground.h, 20.0 + 3.0 * LEADING);
    assert_eq!(look(&outcome, "Merke"), is("SourceSans3-Bold", 9.0, "alarm"));
    assert_eq!(pictures(&outcome)[0].1, "assets/icons/beispiel.svg");
    assert!(fills(&outcome, "alarm").iter().any(|r| (r.w - 3.0).abs() < 0.01));
}

#[test]
fn authors_may_draw_icons_of_their_own() {
    let project = Project::with(
        "[cover]\nenabled = false\n[contents]\nenabled = false\n\
         [callout.merke]\nlabel = \"Merke\"\nicon = \"icons/merke.svg\"\n",
    );
    project.file("assets/icons/merke.svg", svg(24, 24)).chapter("> [!merke]\n> Inhalt\n");
    assert_eq!(pictures(&project.layout())[0].1, "assets/icons/merke.svg");
}

#[test]
fn authors_may_rename_a_kind() {
    let outcome = with_config("[callout.praxistipp]\nlabel = \"Gut zu wissen\"\n", "> [!praxistipp]\n> Ja\n");
    outcome.run("Gut zu wissen");
    ground(&outcome, "mark-pale");
}

const PULL_QUOTE: &str = "Anfang\n\n> [!zitat]\n> „Ein guter Satz“\n> -- Erika Muster, Rat\n\nEnde";

#[test]
fn a_pull_quote_is_large_italic_and_coloured() {
    let outcome = layout(PULL_QUOTE);
    assert_eq!(look(&outcome, "Ein guter Satz"), is("SourceSerif4Subhead-It", 15.0, "main"));
}

#[test]
fn the_opening_mark_of_a_pull_quote_hangs_left_of_the_edge() {
    let outcome = layout(PULL_QUOTE);
    let run = outcome.run("„Ein guter Satz“").1;
    let mark = f64::from(run.glyphs[0].advance) * run.size;
    near(run.at.x + mark, LEFT);
}

#[test]
fn a_pull_quote_has_a_short_yellow_bar() {
    let outcome = layout(PULL_QUOTE);
    let bars = fills(&outcome, "mark");
    assert_eq!(bars.len(), 1);
    near(bars[0].x, LEFT);
    near(bars[0].w, 20.0 * MM);
    near(bars[0].h, 3.0);
    // 5 pt below the block's top, the text 13 pt below it.
    let first_line_top = y(&outcome, "Ein guter Satz") - baseline_in(20.0, 15.0, 1.036, 0.335);
    near(first_line_top - bars[0].y, 14.0 - 5.0);
}

/// Distance of the baseline from the top of a line box.
fn baseline_in(leading: Pt, size: Pt, ascent: f64, descent: f64) -> Pt {
    (leading - (ascent + descent) * size) / 2.0 + ascent * size
}

#[test]
fn the_attribution_stands_below_without_its_dash() {
    for dash in ["--", "–"] {
        let outcome = layout(&PULL_QUOTE.replace("--", dash));
        assert_eq!(look(&outcome, "Erika Muster, Rat"), is("SourceSans3-Regular", 8.0, "grey"));
        let run = outcome.run("Erika Muster").1;
        assert_eq!(run.text.trim(), "Erika Muster, Rat");
        near(run.at.x, LEFT);
        assert!(run.at.y > y(&outcome, "Ein guter Satz") + 10.0);
    }
}

#[test]
fn the_attribution_may_begin_with_a_long_dash() {
    let outcome = layout(&PULL_QUOTE.replace("--", "—"));
    assert_eq!(look(&outcome, "Erika Muster, Rat"), is("SourceSans3-Regular", 8.0, "grey"));
}

#[test]
fn words_behind_the_kind_of_a_pull_quote_are_its_attribution_or_stand_above_it() {
    let said = |attribution: &str| {
        let outcome = layout(&format!("Anfang\n\n> [!zitat] Im Rat\n> „Ein guter Satz“\n{attribution}"));
        assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
        let words = ["„Ein guter Satz“", "Im Rat", "Erika Muster"];
        let lines = outcome.lines(1).into_iter();
        lines.filter(|line| words.contains(&line.trim())).collect::<Vec<_>>()
    };
    assert_eq!(said(""), ["„Ein guter Satz“", "Im Rat"]);
    assert_eq!(said(">\n> -- Erika Muster\n"), ["Im Rat", "„Ein guter Satz“", "Erika Muster"]);
}

#[test]
fn the_attribution_may_be_a_paragraph_of_its_own() {
    for dash in ["--", "–", "—"] {
        let text = format!("Anfang\n\n> [!zitat]\n> „Ein guter Satz“\n>\n> {dash} Erika Muster, Rat\n");
        let outcome = layout(&text);
        assert_eq!(look(&outcome, "Erika Muster, Rat"), is("SourceSans3-Regular", 8.0, "grey"));
    }
}

#[test]
fn a_pull_quote_reaches_into_the_outer_margin() {
    let long = format!("> [!zitat]\n> „{}“\n> -- Name\n", filler(30));
    let large = |o: &Outcome| -> Vec<(Pt, Pt)> {
        o.runs().into_iter().filter(|r| r.size == 15.0).map(|r| (r.at.x, right(r))).collect()
    };
    let recto = large(&layout(&format!("Anfang\n\n{long}")));
    let most = recto.iter().map(|r| r.1).fold(0.0, f64::max);
    assert!(most > RIGHT && most <= RIGHT + 20.0 * MM + 0.05, "{most:.2}");
    near(recto[1].0, LEFT);
    let verso = large(&on_verso(&format!("Anfang\n\n{long}")));
    near(verso[1].0, VERSO_LEFT - 20.0 * MM);
    assert!(verso.iter().all(|r| r.1 <= VERSO_LEFT + MEASURE + 0.05), "{verso:?}");
}

#[test]
fn a_pull_quote_is_a_quotation_in_the_structure() {
    assert!(lies_in(&layout(PULL_QUOTE), "Ein guter Satz", |r| *r == Role::BlockQuote));
}

// Tables

const TABLE: &str = "Anfang\n\nTabelle: Zahl der Plätze {#plaetze}\nQuelle: Landesamt\n\n\
    | Ort | Plätze | Betten |\n|:---|---:|---:|\n| Mainz | 7 | 12 |\n| Trier | 1200 | 3 |\n\
    | Speyer | 85 | 1000 |\n\nEnde";

#[test]
fn a_table_has_its_caption_above_with_label_and_number() {
    let outcome = layout(TABLE);
    assert_eq!(look(&outcome, "Tabelle\u{a0}1"), is("SourceSans3-Bold", 8.0, "main-text"));
    assert_eq!(look(&outcome, "Zahl der Plätze"), is("SourceSans3-Regular", 8.0, "tinte"));
    near(y(&outcome, "Tabelle"), y(&outcome, "Zahl der"));
    near(x(&outcome, "Tabelle"), LEFT);
    assert!(y(&outcome, "Tabelle") < y(&outcome, "Ort"));
    assert!(outcome.text().contains("Tabelle\u{a0}1\u{2002}Zahl"), "{}", outcome.text());
}

#[test]
fn the_source_of_a_table_is_the_second_line_of_its_caption() {
    let outcome = layout(TABLE);
    assert_eq!(look(&outcome, "Quelle: Landesamt"), is("SourceSans3-Regular", 8.0, "grey"));
    near(y(&outcome, "Quelle") - y(&outcome, "Tabelle"), 11.0);
    near(x(&outcome, "Quelle"), LEFT);
}

#[test]
fn head_and_cells_of_a_table_have_their_styles() {
    let outcome = layout(TABLE);
    assert_eq!(look(&outcome, "Betten"), is("SourceSans3-Semibold", 8.0, "main-text"));
    assert_eq!(look(&outcome, "Speyer"), is("SourceSans3-Regular", 9.0, "tinte"));
}

#[test]
fn the_first_column_of_a_table_is_flush_left() {
    let outcome = layout(TABLE);
    for words in ["Ort", "Mainz", "Trier", "Speyer"] {
        near(x(&outcome, words), LEFT);
    }
}

#[test]
fn numbers_are_flush_right_in_their_columns() {
    let outcome = layout(TABLE);
    for words in ["Betten", "12", "3", "1000"] {
        let run = outcome.runs().into_iter().find(|r| r.text == words).expect("a cell");
        near(right(run), RIGHT);
    }
    let cell = |words: &str| outcome.runs().into_iter().find(|r| r.text == words).expect("a cell");
    let edge = right(cell("Plätze"));
    for words in ["7", "1200", "85"] {
        near(right(cell(words)), edge);
    }
    assert!(edge < RIGHT - 20.0);
}

#[test]
fn cells_of_a_row_share_a_baseline() {
    let outcome = layout(TABLE);
    let lines = lines_of(&outcome.pages().pages[0]);
    for row in ["OrtPlätzeBetten", "Mainz712", "Trier12003", "Speyer851000"] {
        assert!(lines.iter().any(|l| l.contains(row)), "{row} in {lines:?}");
    }
}

#[test]
fn rules_of_a_table_have_their_widths() {
    let outcome = layout(TABLE);
    let strong: Vec<Rect> = fills(&outcome, "main-text").into_iter().filter(|r| r.w > 200.0).collect();
    let heights: Vec<Pt> = strong.iter().map(|r| r.h).collect();
    assert_eq!(heights, [2.0, 1.0, 2.0]);
    let fine = fills(&outcome, "rule");
    assert_eq!(fine.iter().map(|r| r.h).collect::<Vec<_>>(), [0.5, 0.5]);
    for rule in strong.iter().chain(&fine) {
        near(rule.x, LEFT);
        near(rule.w, MEASURE);
    }
}

#[test]
fn rules_of_a_table_stand_between_its_rows() {
    let outcome = layout(TABLE);
    let mut rules = fills(&outcome, "main-text");
    rules.extend(fills(&outcome, "rule"));
    rules.retain(|r| r.w > 200.0);
    rules.sort_by(|a, b| a.y.total_cmp(&b.y));
    let rows = ["Ort", "Mainz", "Trier", "Speyer"].map(|w| y(&outcome, w));
    for (n, row) in rows.iter().enumerate() {
        assert!(rules[n].bottom() < row - 4.0 && *row < rules[n + 1].y, "row {n}");
    }
}

#[test]
fn four_rows_of_a_table_take_five_lines() {
    let outcome = layout(TABLE);
    near(y(&outcome, "Trier") - y(&outcome, "Mainz"), 16.5);
}

#[test]
fn text_goes_on_on_the_grid_after_a_table() {
    let outcome = layout(TABLE);
    let lines = (y(&outcome, "Ende") - y(&outcome, "Anfang")) / LEADING;
    near(lines.round() * LEADING, lines * LEADING);
    assert!(y(&outcome, "Ende") > y(&outcome, "Speyer") + LEADING);
}

#[test]
fn tables_are_numbered_in_order() {
    let table = "Tabelle: Noch eine\n\n| a | b |\n|---|---|\n| c | d |\n\n";
    let outcome = layout(&format!("{TABLE}\n\n{table}| ohne | Titel |\n|---|---|\n| e | f |\n\n{table}"));
    for words in ["Tabelle\u{a0}1", "Tabelle\u{a0}2", "Tabelle\u{a0}3"] {
        outcome.run(words);
    }
    assert!(!outcome.text().contains("Tabelle\u{a0}4"));
}

#[test]
fn centred_cells_stand_in_the_middle_of_their_column() {
    let outcome = layout("| Ein langer Kopf |\n|:---:|\n| kurz |\n");
    let middle = |words: &str| {
        let run = outcome.run(words).1;
        (run.at.x + right(run)) / 2.0
    };
    near(middle("kurz"), LEFT + MEASURE / 2.0);
    near(middle("Ein langer Kopf"), LEFT + MEASURE / 2.0);
}

#[test]
fn long_cells_are_broken_inside_their_columns() {
    let outcome = layout(&format!(
        "| Erste | Zweite | Dritte |\n|---|---|---:|\n| {} | {} | 10 |\n",
        filler(20),
        filler(40)
    ));
    let edges = [x(&outcome, "Erste"), x(&outcome, "Zweite"), x(&outcome, "Dritte")];
    for run in runs_of(&outcome.pages().pages[0]).filter(|r| r.size == 9.0) {
        let column = edges.iter().rposition(|e| run.at.x >= e - 0.05).expect("a column");
        let end = edges.get(column + 1).copied().unwrap_or(RIGHT);
        assert!(right(run) <= end + 0.05, "{:?} reaches {:.2} of {end:.2}", run.text, right(run));
    }
}

#[test]
fn heads_of_several_lines_stand_on_one_line() {
    let head = "Zahl der Plätze in Gemeinschaftsunterkünften der Verbandsgemeinden im Jahr";
    let outcome = layout(&format!("| Ort | {head} | {head} |\n|---|---|---|\n| a | b | c |\n"));
    let heads = outcome.runs().into_iter().filter(|r| r.size == 8.0);
    let lowest = heads.map(|r| r.at.y).fold(0.0, f64::max);
    near(y(&outcome, "Ort"), lowest);
}

#[test]
fn cells_may_hold_marks_links_notes_and_nothing() {
    let outcome = layout(
        "| a | b |\n|---|---|\n| **fett** und *schräg* | [Netz](https://example.org)[^1] |\n| | `code` |\n\n\
         [^1]: Die Note\n",
    );
    assert_eq!(look(&outcome, "fett").0, "SourceSans3-Semibold");
    assert_eq!(look(&outcome, "schräg").0, "SourceSans3-It");
    assert_eq!(look(&outcome, "code").0, "SourceCodePro-Regular");
    outcome.run("Die Note");
    assert!(links(&outcome).iter().any(|(_, t)| matches!(t, Target::Url(_))));
}

#[test]
fn cells_are_cells_in_the_structure() {
    let outcome = layout(TABLE);
    assert!(lies_in(&outcome, "Betten", |r| matches!(r, Role::HeaderCell(..))));
    for words in ["Mainz", "1200"] {
        assert!(lies_in(&outcome, words, |r| *r == Role::Cell), "{words}");
        assert!(lies_in(&outcome, words, |r| *r == Role::Row), "{words}");
    }
    assert!(lies_in(&outcome, "Zahl der Plätze", |r| *r == Role::Caption));
    assert!(lies_in(&outcome, "Zahl der Plätze", |r| *r == Role::Table));
}

// Figures

/// A black rectangle.
fn svg(width: u32, height: u32) -> String {
    let size = format!("width=\"{width}\" height=\"{height}\"");
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}><rect {size}/></svg>")
}

fn figure(file: &str, bytes: &[u8], title: &str) -> Outcome {
    let project = Project::bare();
    project.file(&format!("chapters/{file}"), bytes);
    project.chapter(&format!("Anfang\n\n![Ein Bild]({file}{title})\n\nEnde"));
    project.layout()
}

#[test]
fn a_drawing_stands_at_the_edge_in_its_own_size() {
    let outcome = figure("a.svg", svg(200, 100).as_bytes(), "");
    let (rect, path) = pictures(&outcome)[0];
    assert_eq!(path, "chapters/a.svg");
    near(rect.x, LEFT);
    near(rect.w, 200.0);
    near(rect.h, 100.0);
    assert!(rect.y >= y(&outcome, "Anfang") + LEADING && rect.bottom() < y(&outcome, "Ende") - LEADING);
}

#[test]
fn a_drawing_wider_than_the_measure_is_scaled_down() {
    let (rect, _) = pictures(&figure("a.svg", svg(1000, 500).as_bytes(), ""))[0];
    near(rect.w, MEASURE);
    near(rect.h, MEASURE / 2.0);
}

#[test]
fn a_figure_has_its_caption_below_with_label_and_number() {
    let outcome = figure("a.svg", svg(200, 100).as_bytes(), " \"Der Weg. Quelle: Amt\"");
    let (rect, _) = pictures(&outcome)[0];
    assert_eq!(look(&outcome, "Abbildung\u{a0}1"), is("SourceSans3-Bold", 8.0, "main-text"));
    assert_eq!(look(&outcome, "Der Weg"), is("SourceSans3-Regular", 8.0, "tinte"));
    near(y(&outcome, "Abbildung"), rect.bottom() + 5.0 + baseline_in(11.0, 8.0, 1.0, 0.326));
    assert!(outcome.text().contains("Abbildung\u{a0}1\u{2002}Der Weg"), "{}", outcome.text());
}

#[test]
fn the_caption_of_a_figure_has_no_stop_and_its_source_below() {
    let outcome = figure("a.svg", svg(200, 100).as_bytes(), " \"Der Weg. Quelle: Amt\"");
    assert_eq!(outcome.run("Der Weg").1.text.trim(), "Der Weg");
    assert_eq!(look(&outcome, "Quelle: Amt"), is("SourceSans3-Regular", 8.0, "grey"));
    near(y(&outcome, "Quelle") - y(&outcome, "Abbildung"), 11.0);
}

#[test]
fn figures_with_captions_are_numbered_in_order() {
    let project = Project::bare();
    project.file("chapters/a.svg", svg(40, 20));
    let with = "![Bild](a.svg \"Titel\")\n\nText\n\n";
    project.chapter(&format!("{with}![Bild](a.svg)\n\nText\n\n{with}"));
    let outcome = project.layout();
    outcome.run("Abbildung\u{a0}1");
    outcome.run("Abbildung\u{a0}2");
    assert!(!outcome.text().contains("Abbildung\u{a0}3"));
    assert_eq!(pictures(&outcome).len(), 3);
}

#[test]
fn figures_carry_their_alternative_text() {
    let outcome = figure("a.svg", svg(200, 100).as_bytes(), "");
    let owner = items(&outcome).find_map(|i| match i {
        Item::Picture { owner: Owner::Node(node), .. } => Some(*node),
        _ => None,
    });
    let role = &outcome.pages().structure.get(owner.expect("a node")).role;
    assert_eq!(*role, Role::Figure("Ein Bild".to_owned()));
}

#[test]
fn a_photograph_is_set_at_a_decent_resolution() {
    let outcome = figure("a.png", &png(300, 150), " \"Foto\"");
    let (rect, path) = pictures(&outcome)[0];
    assert_eq!(path, "chapters/a.png");
    near(rect.w, 300.0 * 72.0 / 220.0);
    near(rect.h, 150.0 * 72.0 / 220.0);
    outcome.run("Abbildung\u{a0}1");
}

/// A grey PNG, its pixels stored without compression.
fn png(width: u32, height: u32) -> Vec<u8> {
    let row: Vec<u8> = std::iter::once(0).chain(std::iter::repeat_n(0x80, width as usize)).collect();
    let raw = row.repeat(height as usize);
    let mut data = vec![0x78, 0x01];
    let blocks = raw.chunks(0xffff);
    let last = blocks.len() - 1;
    for (n, block) in blocks.enumerate() {
        let len = block.len() as u16;
        data.push(u8::from(n == last));
        data.extend(len.to_le_bytes());
        data.extend((!len).to_le_bytes());
        data.extend(block);
    }
    data.extend(adler(&raw).to_be_bytes());
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, 0, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in [(b"IHDR", head), (b"IDAT", data), (b"IEND", Vec::new())] {
        file.extend((data.len() as u32).to_be_bytes());
        let body = [name.as_slice(), &data].concat();
        file.extend(&body);
        file.extend(crc(&body).to_be_bytes());
    }
    file
}

fn adler(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65521;
        (a, (b + a) % 65521)
    });
    b << 16 | a
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { c >> 1 ^ 0xedb8_8320 } else { c >> 1 })
    })
}

// Code, breaks

const CODE: &str = "Anfang\n\n```rust\nfn a() {\n    b();\n\n\tc();\n}\n```\n\nEnde";

#[test]
fn a_code_block_keeps_its_lines() {
    let outcome = layout(CODE);
    let code: Vec<&TextRun> =
        outcome.runs().into_iter().filter(|r| font(&outcome, r) == "SourceCodePro-Regular").collect();
    let lines: Vec<&str> = code.iter().map(|r| r.text.trim_end()).collect();
    assert_eq!(lines, ["fn a() {", "    b();", "    c();", "}"]);
    let steps: Vec<Pt> = code.windows(2).map(|p| p[1].at.y - p[0].at.y).collect();
    for (step, expected) in steps.iter().zip([11.0, 22.0, 11.0]) {
        near(*step, expected);
    }
    assert_eq!(look(&outcome, "fn a()"), is("SourceCodePro-Regular", 8.0, "tinte"));
}

#[test]
fn leading_spaces_of_code_take_room() {
    let outcome = layout(CODE);
    let run = outcome.run("b();").1;
    assert_eq!(run.text.trim_end(), "    b();");
    near(run.at.x, x(&outcome, "fn a()"));
    let advances: Vec<f32> = run.glyphs.iter().map(|g| g.advance).collect();
    assert!(advances.iter().all(|a| (a - advances[0]).abs() < 1e-4), "{advances:?}");
}

#[test]
fn a_code_block_has_a_ground() {
    let outcome = layout(CODE);
    let ground = ground(&outcome, "warm");
    near(ground.x, LEFT);
    near(ground.w, MEASURE);
    near(x(&outcome, "fn a()"), LEFT + 7.0);
    near(ground.h, 7.0 + 5.0 * 11.0 + 7.0);
}

#[test]
fn long_lines_of_code_stay_in_the_box() {
    let long: String = (0..40).map(|n| format!("wort{n:02} ")).collect();
    let outcome = layout(&format!("```\n{}\n{}\n```\n", long.trim_end(), "x".repeat(200)));
    let code = outcome.runs().into_iter().filter(|r| font(&outcome, r) == "SourceCodePro-Regular");
    for run in code.clone() {
        assert!(right(run) <= RIGHT - 7.0 + 0.05, "{:?}", run.text);
    }
    let text: String = code.map(|r| r.text.as_str()).collect();
    assert_eq!(text.matches('x').count(), 200);
    assert!((0..40).all(|n| text.contains(&format!("wort{n:02}"))));
}

/// The signs before lines of code that go on, as boxes.
fn turnovers(outcome: &Outcome) -> Vec<Rect> {
    let sign = |item: &Item| match item {
        Item::Path(path) if matches!(path.owner, Owner::Artifact(_)) => Some(path.bounds()),
        _ => None,
    };
    outcome.pages().pages.iter().flat_map(|page| page.items.iter().filter_map(sign)).collect()
}

#[test]
fn lines_of_code_that_go_on_are_set_in_behind_a_sign() {
    let long: String = (0..16).map(|n| format!("wort{n:02} ")).collect();
    let outcome = layout(&format!("```\n    {}\nkurz\n```\n", long.trim_end()));
    let code: Vec<&TextRun> = outcome.runs().into_iter().filter(|r| r.text.contains("wort")).collect();
    let advance = f64::from(code[0].glyphs[0].advance) * code[0].size;
    near(code[0].at.x, LEFT + 7.0);
    let signs = turnovers(&outcome);
    assert_eq!((code.len(), signs.len()), (2, 1), "{}", outcome.text());
    near(code[1].at.x, LEFT + 7.0 + 4.0 * advance + 1.2 * 8.0);
    assert!(signs[0].x >= LEFT + 7.0 + 4.0 * advance && signs[0].right() < code[1].at.x, "{signs:?}");
    assert!(signs[0].bottom() <= code[1].at.y && signs[0].y > code[0].at.y, "{signs:?}");
    near(x(&outcome, "kurz"), LEFT + 7.0);
    assert!(turnovers(&layout(CODE)).is_empty(), "no line goes on");
}

#[test]
fn code_that_is_set_in_far_stays_in_the_box() {
    for lead in [40, 70, 300] {
        let code = |words: &str| layout(&format!("```\n{}{words}\n```\n", " ".repeat(lead)));
        assert!(code("tief").codes().is_empty(), "{lead}: nothing is cut");
        let outcome = code(&format!("tief {}", "y".repeat(90)));
        for run in outcome.runs().into_iter().filter(|run| run.text.contains(['t', 'y'])) {
            assert!(right(run) <= RIGHT - 7.0 + 0.05 && run.at.x >= LEFT, "{lead}: {:?}", run.text);
        }
        let text: String = outcome.runs().iter().map(|run| run.text.as_str()).collect();
        assert_eq!((text.matches("tief").count(), text.matches('y').count()), (1, 90), "{lead}: {text}");
    }
}

#[test]
fn indented_code_is_code() {
    let outcome = layout("Anfang\n\n    let a = 1;\n\nEnde");
    assert_eq!(look(&outcome, "let a = 1;").0, "SourceCodePro-Regular");
}

#[test]
fn a_thematic_break_is_a_short_rule() {
    let outcome = layout("Anfang\n\n---\n\nEnde");
    let rules = fills(&outcome, "grey");
    assert_eq!(rules.len(), 1);
    near(rules[0].x, LEFT);
    near(rules[0].w, 20.0 * MM);
    near(rules[0].h, 0.5);
    assert!(rules[0].y > y(&outcome, "Anfang") && rules[0].y < y(&outcome, "Ende") - 4.0);
}

#[test]
fn a_backslash_breaks_the_line() {
    let outcome = layout("Straße 1\\\n55116 Mainz");
    near(y(&outcome, "55116 Mainz") - y(&outcome, "Straße 1"), LEADING);
    near(x(&outcome, "55116 Mainz"), LEFT);
    assert!(!outcome.text().contains('\\'));
}

#[test]
fn two_spaces_break_the_line() {
    let outcome = layout("Straße 1  \n55116 Mainz");
    near(y(&outcome, "55116 Mainz") - y(&outcome, "Straße 1"), LEADING);
}

#[test]
fn lines_before_a_hard_break_are_not_stretched() {
    let outcome = layout(&format!("Kurze Zeile hier\\\n{}", filler(30)));
    let natural = layout("Kurze Zeile hier").run("Kurze Zeile hier").1.width();
    near(right(outcome.run("Kurze Zeile hier").1) - LEFT, natural);
}

// Links

#[test]
fn a_link_is_underlined_in_the_colour_of_the_text() {
    let outcome = layout("Siehe [das Netz](https://example.org) hier.");
    let run = outcome.run("das Netz").1;
    assert_eq!(colour(&outcome, run), "tinte");
    let lines: Vec<Rect> =
        fills(&outcome, "tinte").into_iter().filter(|r| (r.h - 0.5).abs() < 0.001).collect();
    near(lines.iter().map(|r| r.w).sum(), run.width());
    near(lines[0].x, run.at.x);
    lines.iter().for_each(|line| near(line.y, run.at.y + 2.0));
}

#[test]
fn a_link_has_an_area_over_its_words() {
    let outcome = layout("Siehe [das Netz](https://example.org/a?b=c#d) hier.");
    let run = outcome.run("das Netz").1;
    let areas = links(&outcome);
    for (rect, target) in &areas {
        assert_eq!(**target, Target::Url("https://example.org/a?b=c#d".to_owned()));
        assert!(rect.y < run.at.y - 6.0 && rect.bottom() > run.at.y, "{rect:?}");
    }
    near(areas.iter().map(|a| a.0.w).sum(), run.width());
}

#[test]
fn a_link_over_two_lines_has_an_area_on_each() {
    let outcome = layout(&format!("Siehe [{}](https://example.org).", filler(20)));
    let mut tops: Vec<i64> = links(&outcome).iter().map(|(r, _)| r.y as i64).collect();
    tops.dedup();
    assert!(tops.len() >= 2, "{tops:?}");
    let widest = links(&outcome).iter().map(|(r, _)| r.right()).fold(0.0, f64::max);
    assert!(widest <= RIGHT + 2.4, "{widest}");
}

#[test]
fn marks_in_link_texts_are_kept() {
    let outcome = layout("Siehe [das **dicke** *Netz*](https://example.org).");
    assert_eq!(look(&outcome, "dicke").0, "SourceSerif4SmText-Semibold");
    assert_eq!(look(&outcome, "Netz").0, "SourceSerif4SmText-It");
}

#[test]
fn mail_and_telephone_links_lead_out() {
    let outcome = layout("[Mail](mailto:rat@example.org) oder [Ruf](tel:+496131123)");
    let targets: Vec<&Target> = links(&outcome).into_iter().map(|(_, t)| t).collect();
    assert!(targets.contains(&&Target::Url("mailto:rat@example.org".to_owned())));
    assert!(targets.contains(&&Target::Url("tel:+496131123".to_owned())));
}

#[test]
fn addresses_in_angle_brackets_are_links() {
    let outcome = layout("Siehe <https://example.org/a>.");
    assert_eq!(*links(&outcome)[0].1, Target::Url("https://example.org/a".to_owned()));
    outcome.run("example.org/a");
}

#[test]
fn mail_addresses_in_angle_brackets_are_links() {
    let outcome = layout("Siehe <rat@example.org>.");
    assert_eq!(*links(&outcome)[0].1, Target::Url("mailto:rat@example.org".to_owned()));
    outcome.run("rat@example.org");
}

/// Two chapters; the second has a section far behind its beginning.
fn two_chapters(text: &str) -> Outcome {
    let project = Project::bare();
    project.chapter(text);
    let second = format!("{}\n\n## Das Ziel {{#ziel}}\n\nHier.", filler(700));
    project.file("chapters/02.md", format!("+++\ntitle = \"Zweites\"\n+++\n\n{second}"));
    project.layout()
}

/// Number of the page with this heading or title.
fn page_of(outcome: &Outcome, heading: &str) -> usize {
    let pages = &outcome.pages().pages;
    let is = |r: &TextRun| r.text.contains(heading) && r.size >= 14.0;
    pages.iter().find(|p| runs_of(p).any(is)).expect("the heading").number
}

/// Number of the page where the only link to an anchor leads.
fn linked_page(outcome: &Outcome) -> usize {
    let target = outcome.pages().links.values().find_map(|l| match l.target {
        Target::Anchor(anchor) => Some(anchor),
        _ => None,
    });
    outcome.pages().page_of(target.expect("a link to an anchor")).expect("a page")
}

#[test]
fn a_link_leads_to_a_chapter() {
    let outcome = two_chapters("Siehe [dort](02.md).");
    assert_eq!(linked_page(&outcome), page_of(&outcome, "Zweites"));
}

#[test]
fn a_link_leads_to_a_section_of_another_chapter() {
    let outcome = two_chapters("Siehe [dort](02.md#ziel).");
    assert_eq!(linked_page(&outcome), page_of(&outcome, "Das Ziel"));
    assert!(linked_page(&outcome) > 3);
}

#[test]
fn a_link_leads_to_a_heading_by_its_words() {
    let outcome = layout("Siehe [dort](#was-nun--und-dann).\n\n## Was nun – und dann?\n\nText");
    assert_eq!(linked_page(&outcome), 1);
}

#[test]
fn a_link_to_a_section_leads_to_the_height_of_its_heading() {
    let outcome = layout("Siehe [dort](#ziel).\n\nText\n\n## Das Ziel {#ziel}\n\nText");
    let place = outcome.pages().anchors.values().next_back().expect("a place");
    let heading = y(&outcome, "Das Ziel");
    assert!((heading - 40.0..heading - 5.0).contains(&place.point.y), "{place:?} for {heading}");
}

#[test]
fn a_link_without_text_shows_title_and_page() {
    let outcome = two_chapters("Siehe [](02.md#ziel) hier.");
    let page = page_of(&outcome, "Das Ziel");
    let text = outcome.text();
    assert!(text.contains(&format!("Siehe „Das Ziel“, S.\u{a0}{page} hier.")), "{text}");
}

#[test]
fn a_link_without_text_to_a_chapter_shows_its_title_and_page() {
    let outcome = two_chapters("Siehe [](02.md) hier.");
    let page = page_of(&outcome, "Zweites");
    assert!(outcome.text().contains(&format!("Siehe „Zweites“, S.\u{a0}{page} hier.")));
}

#[test]
fn a_link_without_text_to_a_table_shows_its_caption_and_page() {
    let outcome = layout(&format!("Siehe [](#plaetze) hier.\n\n{TABLE}"));
    let text = outcome.text();
    assert!(text.contains("Siehe „Zahl der Plätze“, S.\u{a0}1 hier."), "{text}");
}

#[test]
fn a_link_to_a_table_leads_to_its_page() {
    let outcome = layout(&format!("Siehe [dort](#plaetze) hier.\n\n{}\n\n{TABLE}", filler(600)));
    assert_eq!(linked_page(&outcome), outcome.run("Zahl der Plätze").0.number);
}

#[test]
fn references_in_lists_tables_notes_and_callouts_know_their_page() {
    let outcome = two_chapters(
        "Text[^1]\n\n- [](02.md#ziel)\n\n| a |\n|---|\n| [](02.md#ziel) |\n\n\
         > [!beispiel]\n> [](02.md#ziel)\n\n\
         [^1]: [](02.md#ziel)\n",
    );
    let page = page_of(&outcome, "Das Ziel");
    let number = format!("S.\u{a0}{page}");
    assert_eq!(outcome.text().matches(&number).count(), 4, "{}", outcome.text());
}

// Notes

#[test]
fn the_call_of_a_note_is_small_and_raised() {
    let outcome = layout("Das Wort[^1] gilt.\n\n[^1]: Die Note");
    let call = outcome.runs().into_iter().find(|r| r.text == "1" && r.size < 7.0).expect("a call");
    assert_eq!(font(&outcome, call), "SourceSans3-Regular");
    near(call.size, 6.0);
    near(call.at.y, y(&outcome, "Das Wort") - 3.0);
    near(call.at.x, right(outcome.run("Das Wort").1));
}

#[test]
fn a_note_stands_on_the_foot_of_the_type_area() {
    let outcome = layout("Das Wort[^1] gilt.\n\n[^1]: Die Note");
    assert_eq!(look(&outcome, "Die Note"), is("SourceSerif4Caption-Regular", 8.0, "tinte"));
    near(y(&outcome, "Die Note"), BOTTOM - 10.0 + baseline_in(10.0, 8.0, 1.036, 0.335));
    near(x(&outcome, "Die Note"), LEFT + 10.0);
}

#[test]
fn a_note_has_its_number_before_it() {
    let outcome = layout("Das Wort[^1] gilt.\n\n[^1]: Die Note");
    let number = outcome.runs().into_iter().find(|r| r.size == 7.0).expect("a number");
    assert_eq!(number.text.trim(), "1");
    assert_eq!(font(&outcome, number), "SourceSans3-Semibold");
    near(number.at.x, LEFT);
    near(number.at.y, y(&outcome, "Die Note"));
}

#[test]
fn a_rule_separates_notes_from_the_text() {
    let outcome = layout("Das Wort[^1] gilt.\n\n[^1]: Die Note");
    let rules: Vec<Rect> =
        fills(&outcome, "tinte").into_iter().filter(|r| (r.h - 0.5).abs() < 0.001).collect();
    assert_eq!(rules.len(), 1);
    near(rules[0].x, LEFT);
    near(rules[0].w, 25.0 * MM);
    near(rules[0].bottom() + 5.0, BOTTOM - 10.0);
    assert!(rules[0].y > y(&outcome, "Das Wort") + LEADING);
}

#[test]
fn two_notes_stand_two_points_apart() {
    let outcome = layout("Eins[^a] und zwei[^b].\n\n[^b]: Zweite Note\n[^a]: Erste Note");
    near(y(&outcome, "Zweite Note") - y(&outcome, "Erste Note"), 12.0);
}

#[test]
fn notes_are_numbered_in_the_order_of_their_calls() {
    let outcome = layout("Eins[^b] und zwei[^a].\n\n[^a]: Note A\n[^b]: Note B");
    assert!(y(&outcome, "Note B") < y(&outcome, "Note A"));
    let calls: Vec<&str> =
        outcome.runs().into_iter().filter(|r| r.size < 7.0).map(|r| r.text.as_str()).collect();
    assert_eq!(calls, ["1", "2"]);
}

#[test]
fn ten_notes_have_a_wider_indent() {
    let calls: String = (1..=10).map(|n| format!("Wort[^{n}] ")).collect();
    let notes: String = (1..=10).map(|n| format!("[^{n}]: Note {n}x\n")).collect();
    let outcome = layout(&format!("{calls}\n\n{notes}"));
    near(x(&outcome, "Note 10x"), LEFT + 14.0);
}

#[test]
fn notes_are_called_from_every_block() {
    let outcome = layout(
        "## Titel[^1]\n\nText[^2]\n\n- Punkt[^3]\n\n> Zitat[^4]\n\n> [!beispiel] Titel[^5]\n> Box[^6]\n\n\
         | a[^7] |\n|---|\n| b[^8] |\n\nWort\n: Satz[^9]\n\n\
         [^1]: Note a\n[^2]: Note b\n[^3]: Note c\n[^4]: Note d\n[^5]: Note e\n[^6]: Note f\n\
         [^7]: Note g\n[^8]: Note h\n[^9]: Note i\n",
    );
    let ys: Vec<Pt> = ('a'..='i').map(|n| y(&outcome, &format!("Note {n}"))).collect();
    assert!(ys.windows(2).all(|p| (p[1] - p[0] - 12.0).abs() < 0.05), "{ys:?}");
}

/// Panics unless the note of this source is printed.
#[track_caller]
fn prints_its_note(outcome: &Outcome) {
    assert!(outcome.text().contains("Die Note"), "{:?} {}", outcome.codes(), outcome.text());
}

#[test]
fn a_note_may_be_called_from_the_caption_of_a_table() {
    prints_its_note(&layout("Tabelle: Titel[^1]\n\n| a |\n|---|\n| b |\n\n[^1]: Die Note\n"));
}

#[test]
fn a_note_may_be_called_from_a_pull_quote() {
    prints_its_note(&layout("Text\n\n> [!zitat]\n> „Satz“[^1]\n> -- Name\n\n[^1]: Die Note\n"));
}

#[test]
fn a_note_may_be_called_from_a_run_in_heading() {
    prints_its_note(&layout("#### Titel[^1]\n\nText\n\n[^1]: Die Note\n"));
}

#[test]
fn a_note_may_be_called_from_the_title_of_a_checklist() {
    prints_its_note(&layout("Text\n\n## Was tun?[^1] {.checklist}\n\n- [ ] Reden\n\n[^1]: Die Note\n"));
}

#[test]
fn a_note_may_be_called_from_each_paragraph_of_a_glossary() {
    let outcome = glossary(
        "Wort\n: Erstens[^1].\n\n  Zweitens[^2].\n\nAsyl\n: Schutz\n\n[^1]: Die Note\n[^2]: Die andere\n",
    );
    prints_its_note(&outcome);
    outcome.run("Die andere");
}

#[test]
fn a_note_may_be_called_from_a_term_of_a_glossary() {
    prints_its_note(&glossary("Wort[^1]\n: Erklärung\n\n[^1]: Die Note\n"));
}

#[test]
fn a_heading_with_a_note_has_a_bookmark_without_its_number() {
    let outcome = layout("## Titel[^1]\n\nText\n\n[^1]: Die Note\n");
    assert_eq!(outcome.pages().bookmarks[0].children[0].title, "Titel");
    let read = outcome.pages().structure.ids().find_map(|n| match &outcome.pages().structure.get(n).role {
        Role::Heading(2, words) => Some(words.clone()),
        _ => None,
    });
    assert_eq!(read.as_deref(), Some("Titel"));
}

#[test]
fn notes_are_numbered_anew_in_each_chapter() {
    let project = Project::bare();
    project.chapter("Eins[^1] und zwei[^2].\n\n[^1]: Note A\n[^2]: Note B\n");
    project.file("chapters/02.md", "+++\ntitle = \"Zwei\"\n+++\n\nDrei[^x].\n\n[^x]: Note C\n");
    let outcome = project.layout();
    let page = outcome.run("Note C").0;
    let number = runs_of(page).find(|r| r.size == 7.0).expect("a number");
    assert_eq!(number.text.trim(), "1");
}

#[test]
fn a_note_may_have_several_paragraphs() {
    let outcome = layout("Wort[^1]\n\n[^1]: Erstens\n\n    Zweitens");
    near(x(&outcome, "Zweitens"), LEFT + 10.0);
    near(y(&outcome, "Zweitens") - y(&outcome, "Erstens"), 10.0);
}

#[test]
fn the_call_leads_to_its_note() {
    let outcome = layout("Das Wort[^1] gilt.\n\n[^1]: Die Note");
    let end = outcome.pages().links.values().find(|l| matches!(l.target, Target::Note(_)));
    let place = end.expect("a link").place.expect("a place");
    assert_eq!(place.page, 0);
    let note = y(&outcome, "Die Note");
    assert!((note - 30.0..note).contains(&place.point.y), "{place:?} for {note}");
    assert!(links(&outcome).iter().any(|(_, t)| matches!(t, Target::Note(_))));
}

#[test]
fn notes_are_notes_in_the_structure() {
    let outcome = layout("Das Wort[^1] gilt.\n\n[^1]: Die Note");
    assert!(lies_in(&outcome, "Die Note", |r| *r == Role::Note));
    let call = outcome.runs().into_iter().find(|r| r.size < 7.0).expect("a call");
    assert!(roles(&outcome, call).contains(&&Role::Reference));
}

// Marks

#[test]
fn bold_italic_and_both_have_their_faces() {
    let outcome = layout("Ein **fettes**, *schräges*, ***doppeltes*** und **fett *schräg* fett**.");
    assert_eq!(look(&outcome, "fettes").0, "SourceSerif4SmText-Semibold");
    assert_eq!(look(&outcome, "schräges").0, "SourceSerif4SmText-It");
    assert_eq!(look(&outcome, "doppeltes").0, "SourceSerif4SmText-SemiboldIt");
    let inner = outcome.runs().into_iter().find(|r| r.text == "schräg").expect("a run");
    assert_eq!(font(&outcome, inner), "SourceSerif4SmText-SemiboldIt");
}

#[test]
fn marks_in_law_texts_have_the_faces_of_that_family() {
    let outcome = layout("> [!rechtslage]\n> Ein **fettes** und *schräges* Wort\n");
    assert_eq!(look(&outcome, "fettes").0, "SourceSerif4Caption-Semibold");
    assert_eq!(look(&outcome, "schräges").0, "SourceSerif4Caption-It");
}

#[test]
fn struck_words_have_a_line_through_them() {
    let outcome = layout("Das ~~gilt~~ nicht.");
    let natural = layout("gilt").run("gilt").1.width();
    let line: Vec<Rect> = fills(&outcome, "tinte").into_iter().filter(|r| r.h < 1.0).collect();
    assert_eq!(line.len(), 1);
    near(line[0].w, natural);
    let baseline = outcome.run("gilt").1.at.y;
    assert!(line[0].y < baseline - 1.5 && line[0].y > baseline - 5.0, "{:?}", line[0]);
}

#[test]
fn superscript_is_smaller_and_raised() {
    let outcome = layout("Wort ^hoch^ Wort");
    let run = outcome.run("hoch").1;
    assert!(run.size < 7.0);
    assert!(run.at.y < y(&outcome, "Wort") - 2.0);
}

#[test]
fn subscript_is_smaller_and_lowered() {
    let outcome = layout("Wort ~tief~ Wort");
    let run = outcome.run("tief").1;
    assert!(run.size < 7.0);
    assert!(run.at.y > y(&outcome, "Wort") + 0.5);
}

#[test]
fn superscript_may_follow_a_letter() {
    let outcome = layout("Das sind 20 m^2^ und 10^6^.");
    assert!(outcome.text().contains("m2 und 106."), "{}", outcome.text());
    let raised = outcome.runs().into_iter().find(|r| r.text == "2" && r.size < 7.0);
    assert!(raised.expect("a raised figure").at.y < y(&outcome, "Das sind") - 2.0);
}

#[test]
fn subscript_may_stand_between_letters() {
    let outcome = layout("Das ist CO~2~ und H~2~O.");
    assert!(outcome.text().contains("CO2 und H2O."), "{}", outcome.text());
}

#[test]
fn code_in_a_line_has_the_code_font() {
    let outcome = layout("Das `brochure.toml` liegt da.");
    assert_eq!(look(&outcome, "brochure.toml").0, "SourceCodePro-Regular");
    assert!(outcome.run("brochure.toml").1.size < 10.0);
    near(y(&outcome, "brochure.toml"), y(&outcome, "Das "));
}

#[test]
fn body_text_is_10_points_of_the_serif() {
    let outcome = layout("Ein Satz.");
    assert_eq!(look(&outcome, "Ein Satz."), is("SourceSerif4SmText-Regular", 10.0, "tinte"));
    near(x(&outcome, "Ein Satz."), LEFT);
}

// Other scripts

/// Left ends of two words in the same text.
fn lefts(outcome: &Outcome, first: &str, second: &str) -> (Pt, Pt) {
    (x(outcome, first), x(outcome, second))
}

#[test]
fn arabic_has_its_font_and_runs_from_right_to_left() {
    let outcome = layout("Auf Arabisch مرحبا بكم heißt es so.");
    for word in ["مرحبا", "بكم"] {
        assert!(look(&outcome, word).0.starts_with("NotoNaskhArabic"), "{word}");
    }
    let (first, second) = lefts(&outcome, "مرحبا", "بكم");
    assert!(first > second, "{first} {second}");
    assert!(x(&outcome, "Auf Arabisch") < second && x(&outcome, "heißt") > first);
}

#[test]
fn bold_arabic_has_the_bold_font() {
    let outcome = layout("Auf Arabisch **مرحبا** heißt es.");
    assert_eq!(look(&outcome, "مرحبا").0, "NotoNaskhArabic-Bold");
}

#[test]
fn brackets_around_arabic_face_the_right_way() {
    let outcome = layout("Wort (مرحبا بكم) Ende.");
    let run = |text: &str| outcome.runs().into_iter().find(|r| r.text.contains(text)).expect("a run").at.x;
    assert!(run("(") < run("بكم") && run("مرحبا") < run(")"));
}

#[test]
fn hebrew_has_its_font_and_runs_from_right_to_left() {
    let outcome = layout("Auf Hebräisch שלום עולם heißt es so.");
    for word in ["שלום", "עולם"] {
        assert!(look(&outcome, word).0.starts_with("NotoSerifHebrew"), "{word}");
    }
    let (first, second) = lefts(&outcome, "שלום", "עולם");
    assert!(first > second, "{first} {second}");
}

#[test]
fn words_from_right_to_left_do_not_overlap() {
    let outcome = layout("Text مرحبا بكم في مدينتنا und שלום עולם weiter.");
    let mut spans: Vec<(Pt, Pt)> = runs_of(&outcome.pages().pages[0])
        .filter(|r| (r.at.y - y(&outcome, "Text")).abs() < 0.1)
        .map(|r| (r.at.x, r.at.x + r.width()))
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    for pair in spans.windows(2) {
        near(pair[1].0, pair[0].1);
    }
}

#[test]
fn arabic_letters_are_joined() {
    let outcome = layout("Wort مرحبا da");
    let joined = outcome.run("مرحبا").1.glyphs.iter().map(|g| g.id).collect::<Vec<_>>();
    let spaced = layout("Wort م ر ح ب ا da");
    let single: Vec<u16> = spaced
        .runs()
        .into_iter()
        .filter(|r| font(&spaced, r).starts_with("NotoNaskh"))
        .flat_map(|r| r.glyphs.iter().map(|g| g.id))
        .collect();
    assert_ne!(joined.iter().rev().copied().collect::<Vec<_>>(), single);
}

#[test]
fn a_long_arabic_phrase_is_broken_in_reading_order() {
    let words = "نحن نعيش معا في هذه المدينة ونعمل من اجل مستقبل مشترك لجميع الناس هنا";
    let outcome = layout(&format!("{} {words} {}", filler(6), filler(12)));
    let first = outcome.run("نحن").1;
    let last = outcome.run("هنا").1;
    assert!(last.at.y > first.at.y, "one line only");
    let count = outcome.runs().into_iter().filter(|r| font(&outcome, r).starts_with("NotoNaskh"));
    assert!(count.count() >= 14);
}

#[test]
fn cyrillic_turkish_and_polish_are_set_in_the_text_face() {
    let outcome = layout("Привіт, İyi günler, Dzień dobry, Žluťoučký");
    assert_eq!(look(&outcome, "Привіт").0, "SourceSerif4SmText-Regular");
    assert_eq!(lines_of(&outcome.pages().pages[0]).iter().filter(|l| l.contains("dobry")).count(), 1);
}

#[test]
fn ethiopic_has_its_font() {
    assert!(look(&layout("Auf Tigrinya ሰላም heißt es."), "ሰላም").0.starts_with("NotoSerifEthiopic"));
}

// Checklist and glossary

const CHECKLIST: &str =
    "Text\n\n## Was kann ich tun? {.checklist}\n\n- [ ] **Fragen.** Wer entscheidet?\n- [ ] Reden\n";

fn checklist_page(outcome: &Outcome) -> &Page {
    outcome.pages().pages.iter().find(|p| p.kind == "checklist").expect("a checklist page")
}

#[test]
fn a_checklist_has_a_page_with_a_yellow_band() {
    let outcome = layout(CHECKLIST);
    let page = checklist_page(&outcome);
    assert_eq!(page.number, 2);
    let band = fills(&outcome, "mark").into_iter().find(|r| r.w > 400.0).expect("a band");
    near(band.bottom(), 45.0 * MM);
    assert_eq!(look(&outcome, "Was kann ich tun?"), is("SourceSans3-Bold", 25.0, "main"));
    near(y(&outcome, "Was kann ich tun?"), 30.0 * MM);
}

#[test]
fn a_checklist_has_large_boxes_and_lines_to_write_on() {
    let outcome = layout(CHECKLIST);
    let boxes = strokes(&outcome, "tinte");
    assert_eq!(boxes.len(), 2);
    boxes.iter().for_each(|(rect, _)| near(rect.w, 11.0));
    near(x(&outcome, "Reden"), VERSO_LEFT + 20.0);
    let lines = fills(&outcome, "grey").into_iter().filter(|r| (r.h - 0.5).abs() < 0.001);
    assert_eq!(lines.count(), 9);
    assert_eq!(look(&outcome, "Fragen.").0, "SourceSans3-Semibold");
}

fn glossary(text: &str) -> Outcome {
    let project = Project::bare();
    project.file("chapters/01.md", format!("+++\ntitle = \"Glossar\"\nkind = \"glossary\"\n+++\n\n{text}"));
    project.layout()
}

#[test]
fn a_glossary_has_terms_and_definitions_side_by_side() {
    let outcome = glossary("Duldung\n: Aussetzung der Abschiebung\n\nAsyl\n: Schutz\n");
    near(x(&outcome, "Duldung"), LEFT);
    near(x(&outcome, "Aussetzung"), LEFT + 40.0 * MM);
    // Each is centred in its line, in its own face.
    let (sans, serif) = (baseline_in(LEADING, 9.0, 1.0, 0.326), baseline_in(LEADING, 9.0, 1.036, 0.335));
    near(y(&outcome, "Duldung") - y(&outcome, "Aussetzung"), sans - serif);
    assert_eq!(fills(&outcome, "rule").len(), 3, "above each and below the last");
}

#[test]
fn a_definition_that_ends_with_a_link_shows_it_below_its_term() {
    let outcome = glossary("Duldung\n: Aussetzung der Abschiebung. [Kapitel 1](01.md)\n");
    near(x(&outcome, "Kapitel\u{a0}1"), LEFT);
    assert!(y(&outcome, "Kapitel\u{a0}1") > y(&outcome, "Duldung") + 10.0);
}

#[test]
fn a_list_in_a_glossary_is_set_or_refused() {
    let outcome = glossary("Duldung\n: Gründe sind\n\n  - Krankheit\n  - Ausbildung\n");
    let told = outcome.codes().iter().any(|code| *code != "unused-note");
    assert!(told || outcome.text().contains("Krankheit"), "{}", outcome.text());
}

#[test]
fn a_list_in_a_pull_quote_is_set_or_refused() {
    let outcome = layout("Text\n\n> [!zitat]\n> „Ein Satz“\n>\n> - Krankheit\n> - Ausbildung\n");
    assert!(!outcome.codes().is_empty() || outcome.text().contains("Krankheit"), "{}", outcome.text());
}

const SUMS: &str = "Tabelle: Kosten\n\n| Gemeinde | Form | Plätze | Euro |\n|---|---|--:|--:|\n\
| **Kreis Nord** | | | |\n| Adorf | Haus | 7 | 3,5 |\n| Behausen | Haus | 14 | 1 206,25 |\n| Cestadt | Haus | 21 | 372 |\n\
| Dedorf | Haus | 2 | – |\n| **Summe** | | **44** | **371,5** |\n";

/// Where the last glyph before the comma of a run ends, or the run without its space.
fn comma(run: &TextRun) -> f64 {
    let glyphs =
        run.glyphs.iter().take_while(|g| !matches!(&run.text[g.start as usize..g.end as usize], "," | " "));
    run.at.x + glyphs.map(|g| f64::from(g.advance)).sum::<f64>() * run.em()
}

#[test]
fn numbers_of_a_column_stand_with_their_commas_below_each_other() {
    let outcome = layout(SUMS);
    let places: Vec<f64> = ["3,5", "372", "371,5"].iter().map(|words| comma(outcome.run(words).1)).collect();
    assert!(places.iter().all(|x| (x - places[0]).abs() < 0.3), "{places:?}");
    let (_, longest) = outcome.run("206,25");
    let thousands =
        longest.glyphs.iter().take_while(|g| &longest.text[g.start as usize..g.end as usize] != ",");
    let x = longest.at.x + thousands.map(|g| f64::from(g.advance)).sum::<f64>() * longest.size;
    assert!((x - places[0]).abs() < 0.3, "{x} {places:?}");
}

#[test]
fn the_head_of_a_group_of_rows_has_its_own_style_over_all_columns() {
    let table =
        SUMS.replace("Kreis Nord", "Ein Kreis mit einem Namen, der in die erste Spalte nicht hineinpasst");
    let outcome = layout(&table);
    let (_, head) = outcome.run("Ein Kreis mit einem Namen, der in die erste Spalte nicht hineinpasst");
    let pages = outcome.pages();
    assert_eq!(pages.palette.ink(head.colour).name, "main-text");
}

#[test]
fn a_sum_at_the_end_has_a_rule_above_and_a_heavy_one_below() {
    let outcome = layout(SUMS);
    let (page, sum) = outcome.run("Summe");
    let mut rules: Vec<(f64, f64)> = page
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Fill { rect, .. } if rect.h < 2.5 && rect.w > 200.0 => Some((rect.y, rect.h)),
            _ => None,
        })
        .collect();
    rules.sort_by(|a, b| a.0.total_cmp(&b.0));
    let above = rules.iter().rfind(|(y, _)| *y < sum.at.y).expect("a rule above");
    let below = rules.iter().find(|(y, _)| *y > sum.at.y).expect("a rule below");
    assert_eq!((above.1, below.1), (1.0, 2.0));
}

#[test]
fn a_first_cell_in_bold_heads_its_row_for_screen_readers() {
    let outcome = layout(SUMS);
    let tree = &outcome.pages().structure;
    let heads =
        tree.iter().filter(|node| matches!(node.role, Role::HeaderCell(brochure::node::Scope::Row, _)));
    assert_eq!(heads.count(), 2);
}

#[test]
fn a_table_that_goes_on_says_so_on_both_pages() {
    let rows: String = (0..60).map(|n| format!("| Zeile {n} | {n} |\n")).collect();
    let outcome = layout(&format!("Tabelle: Lang\n\n| a | b |\n|---|--:|\n{rows}"));
    let (first, below) = outcome.run("Fortsetzung auf Seite\u{a0}2");
    let (second, above) = outcome.run("Fortsetzung von Seite\u{a0}1");
    assert_eq!((first.number, second.number), (1, 2));
    assert!(runs_of(first).all(|run| !run.text.contains("Zeile") || run.at.y < below.at.y));
    assert!(runs_of(second).all(|run| !run.text.contains("Zeile") || run.at.y > above.at.y));
    assert!(
        runs_of(second)
            .any(|run| run.text.contains("Tabelle\u{a0}1") && (run.at.y - above.at.y).abs() < 0.01)
    );
    let last = outcome.pages().pages.last().expect("a page");
    assert!(runs_of(last).all(|run| !run.text.contains("Fortsetzung auf")));
}

#[test]
fn a_table_of_six_columns_reaches_into_the_outer_margin_on_either_side() {
    let row = |n: usize| format!("| Zeile {n} | b | c | d | e | f |\n");
    let rows: String = (0..70).map(row).collect();
    let outcome = layout(&format!("| Kopf | b | c | d | e | f |\n|---|---|---|---|---|--:|\n{rows}"));
    for page in &outcome.pages().pages {
        let rules = page.items.iter().filter_map(|item| match item {
            Item::Fill { rect, .. } if rect.w > MEASURE => Some(*rect),
            _ => None,
        });
        let left = if page.side == brochure::geom::Side::Recto { LEFT } else { VERSO_LEFT - 20.0 * MM };
        let mut count = 0;
        for rule in rules {
            near(rule.x, left);
            near(rule.w, 130.0 * MM);
            count += 1;
        }
        assert!(count > 5, "page {}", page.number);
        let head = runs_of(page).find(|run| run.text == "Kopf").expect("a head");
        near(head.at.x, left);
    }
}

#[test]

fn tables_and_figures_count_through_chapters_and_callouts() {
    let table = "Tabelle: Namen\n\n| a | b |\n|---|---|\n| c | d |\n\n";
    let chart =
        "``` chart\nkind = \"bar\"\ntitle = \"Zahlen\"\nlabels = [\"x\"]\n[[series]]\nvalues = [1]\n```\n\n";
    let boxed = format!(
        "> [!NOTE]\n> Vorab.\n>\n{}\n",
        table.trim().lines().map(|l| format!("> {l}\n")).collect::<String>()
    );
    let project = Project::bare();
    project.file("chapters/01.md", format!("# Eins\n\n{table}{chart}{boxed}"));
    project.file("chapters/02.md", format!("# Zwei\n\n{chart}{table}"));
    let outcome = project.layout();
    let labels: Vec<String> = outcome
        .runs()
        .iter()
        .map(|run| run.text.trim().replace('\u{a0}', " "))
        .filter(|text| ["Tabelle", "Abbildung"].iter().any(|kind| text.starts_with(kind)))
        .collect();
    assert_eq!(
        labels,
        ["Tabelle 1", "Abbildung 1", "Tabelle 2", "Abbildung 2", "Tabelle 3"],
        "{}",
        outcome.rendered()
    );
}

#[test]
fn an_empty_first_cell_heads_no_row() {
    let outcome = layout("| a | b | c |\n|---|---|---|\n|  | eins | zwei |\n");
    let tree = &outcome.pages().structure;
    assert!(!tree.iter().any(|node| matches!(node.role, Role::HeaderCell(brochure::node::Scope::Row, _))));
}

#[test]
fn no_lines_to_write_on_stand_over_notes_of_a_checklist_of_two_pages() {
    let items = "- [ ] Reden und handeln\n".repeat(24);
    let lines = |note: &str| {
        let outcome = layout(&format!("Text\n\n## Was tun? {{.checklist}}\n\n{items}- [ ] Ende{note}"));
        assert_eq!(outcome.pages().pages.len(), 3);
        fills(&outcome, "grey").into_iter().filter(|rect| (rect.h - 0.5).abs() < 0.001).count()
    };
    assert!(lines("") > 0);
    assert_eq!(lines("[^1]\n\n[^1]: Wort."), 0);
}

#[test]
fn heads_of_columns_go_on_to_further_lines_before_rows_do() {
    let heads: String = (2012..2018).map(|year| format!("Berichtsjahr {year} | ")).collect();
    let cells = "100,5 | ".repeat(6);
    let text = format!("| Kreis | {heads}\n|--|{}\n| Landkreis Sonnenau | {cells}\n", "--:|".repeat(6));
    let outcome = layout(&text);
    assert_eq!(outcome.codes(), [""; 0], "{}", outcome.rendered());
    let lines = outcome.lines(1);
    assert!(lines.iter().any(|line| line.contains("Landkreis Sonnenau")), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains("Berichtsjahr 2012")), "{lines:#?}");
}
