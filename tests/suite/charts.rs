//! Charts: lengths, places, fills, words and faults of the block of data.

use crate::common;

use crate::common::{Outcome, Project, layout};
use brochure::geom::{MM, Pt, Rect};
use brochure::node::Role;
use brochure::pages::{Item, Path, Step};

/// Left edge of the type area of a recto.
const LEFT: Pt = 10.0 * MM;
const MEASURE: Pt = 110.0 * MM;
/// The bars begin behind the column of the labels.
const BARS: Pt = LEFT + 30.0 * MM;
const HEIGHT: Pt = 15.0;
const PITCH: Pt = 20.0;

#[track_caller]
fn near(value: Pt, expected: Pt) {
    assert!((value - expected).abs() < 0.05, "{value:.3} instead of {expected:.3}");
}

/// A chapter of one chart.
fn chart(keys: &str) -> Outcome {
    layout(&block(keys))
}

fn block(keys: &str) -> String {
    format!("```chart\n{keys}\n```\n")
}

/// A chart of one series `values` with one-letter labels.
fn simple(kind: &str, values: &[&str]) -> Outcome {
    let labels: Vec<String> = (0..values.len()).map(|n| format!("\"L{n}\"")).collect();
    chart(&format!(
        "kind = \"{kind}\"\ntitle = \"Titel\"\nlabels = [{}]\n[[series]]\nvalues = [{}]",
        labels.join(", "),
        values.join(", ")
    ))
}

/// Three labels with one series for each of the rows of values.
fn several(kind: &str, rows: &[&str]) -> String {
    let mut keys = format!("kind = \"{kind}\"\ntitle = \"Titel\"\nlabels = [\"a\", \"b\", \"c\"]\n");
    for (n, values) in rows.iter().enumerate() {
        keys += &format!("[[series]]\nname = \"Reihe {n}\"\nvalues = [{values}]\n");
    }
    keys
}

fn items(outcome: &Outcome) -> impl Iterator<Item = &Item> {
    outcome.pages().pages.iter().flat_map(|page| &page.items)
}

/// Solid bars of a colour.
fn solid(outcome: &Outcome, name: &str) -> Vec<Rect> {
    let palette = &outcome.pages().palette;
    let bars = items(outcome).filter_map(|item| match item {
        Item::Fill { rect, colour, .. } if palette.ink(*colour).name == name => Some(*rect),
        _ => None,
    });
    bars.filter(|rect| (rect.h - HEIGHT).abs() < 0.01).collect()
}

/// Framed bars with the frame's width added: what the eye sees.
fn framed(outcome: &Outcome) -> Vec<Rect> {
    let frames = items(outcome).filter_map(|item| match item {
        Item::Stroke { rect, width, .. } => {
            near(*width, 0.5);
            let half = width / 2.0;
            Some(Rect { x: rect.x - half, y: rect.y - half, w: rect.w + width, h: rect.h + width })
        }
        _ => None,
    });
    frames.filter(|rect| (rect.h - HEIGHT).abs() < 0.01).collect()
}

fn paths(outcome: &Outcome) -> Vec<&Path> {
    let paths = items(outcome).filter_map(|item| match item {
        Item::Path(path) => Some(path),
        _ => None,
    });
    paths.collect()
}

/// Colour of the run with these words.
fn colour<'o>(outcome: &'o Outcome, words: &str) -> &'o str {
    &outcome.pages().palette.ink(outcome.run(words).1.colour).name
}

/// Alternative texts of all figures.
fn alternatives(outcome: &Outcome) -> Vec<String> {
    let tree = &outcome.pages().structure;
    let roles = tree.iter().map(|node| &node.role);
    let figures = roles.filter_map(|role| match role {
        Role::Figure(alt) => Some(alt.clone()),
        _ => None,
    });
    figures.collect()
}

/// Everything that belongs to the chart stays between these edges.
#[track_caller]
fn assert_between(outcome: &Outcome, left: Pt, right: Pt) {
    for item in items(outcome) {
        let (from, to) = match item {
            Item::Stroke { rect, .. } => (rect.x, rect.right()),
            Item::Path(path) => {
                path.points().fold((f64::MAX, f64::MIN), |(a, b), p| (a.min(p.x), b.max(p.x)))
            }
            // Titles and folios are larger than all words of a chart.
            Item::Text(run) if run.size > 9.0 => continue,
            Item::Text(run) => (run.at.x, run.at.x + run.width()),
            _ => continue,
        };
        // The thumb index lies outside of the type area.
        if from < LEFT + MEASURE + 10.0 {
            assert!(from > left - 0.1 && to < right + 0.1, "{from:.1} to {to:.1}");
        }
    }
}

/// `line:column message` of every fault.
fn faults(outcome: &Outcome) -> Vec<String> {
    assert!(outcome.brochure.is_none(), "laid out");
    let place = |d: &brochure::diag::Diagnostic| {
        let span = d.span.expect("a place");
        let (line, column) = outcome.files.line_column(span.file, span.start);
        assert_eq!(outcome.files.get(span.file).name, "chapters/01.md");
        format!("{line}:{column} {}", d.message())
    };
    assert!(
        outcome.diagnostics.iter().all(|d| d.code == "chart" && d.help().is_some()),
        "{}",
        outcome.rendered()
    );
    outcome.diagnostics.iter().map(place).collect()
}

/// The block begins in line 5 of the chapter, its keys in line 6.
#[track_caller]
fn assert_fault(keys: &str, place: &str, words: &str) {
    let outcome = chart(keys);
    let found = faults(&outcome);
    let here = found.iter().any(|f| f.starts_with(&format!("{place} ")) && f.contains(words));
    assert!(here, "no {words:?} at {place} among {found:#?}");
}

// Bars

#[test]
fn bars_are_as_long_as_their_values() {
    let outcome = simple("bar", &["100", "50", "75.5"]);
    let bars = solid(&outcome, "main");
    assert_eq!(bars.len(), 3);
    near(bars[1].w / bars[0].w, 0.5);
    near(bars[2].w / bars[0].w, 0.755);
    near(bars[0].w, MEASURE - 30.0 * MM);
}

#[test]
fn bars_stand_behind_the_label_column_at_the_pitch_of_the_theme() {
    let outcome = simple("bar", &["4", "3", "2"]);
    for (n, bar) in solid(&outcome, "main").iter().enumerate() {
        near(bar.x, BARS);
        near(bar.h, HEIGHT);
        near(bar.y, solid(&outcome, "main")[0].y + n as Pt * PITCH);
    }
    near(outcome.run("L0").1.at.x, LEFT);
}

#[test]
fn the_measures_of_bars_can_be_changed() {
    let project = Project::with(
        "[cover]\nenabled = false\n[contents]\nenabled = false\n\
         [chart]\npitch = \"30pt\"\nlabel-width = \"20mm\"\nfill = \"alarm\"\n",
    );
    project.chapter(&block(&several("bar", &["3, 2, 1"])));
    let outcome = project.layout();
    let bars = solid(&outcome, "alarm");
    near(bars[0].x, LEFT + 20.0 * MM);
    near(bars[1].y - bars[0].y, 30.0);
}

#[test]
fn a_value_stands_in_its_bar_or_beside_it() {
    let outcome = simple("bar", &["5000", "11"]);
    let bars = solid(&outcome, "main");
    near(outcome.run("5000").1.at.x, bars[0].x + 4.0);
    near(outcome.run("11").1.at.x, bars[1].right() + 4.0);
    assert_eq!((colour(&outcome, "5000"), colour(&outcome, "11")), ("white", "tinte"));
}

#[test]
fn a_value_beside_the_longest_bar_stays_in_the_measure() {
    let outcome = chart(
        "kind = \"bar\"\ntitle = \"T\"\nunit = \"Plätze\"\nlabels = [\"a\"]\n[[series]]\n\
         values = [7]\nnotes = [\"eine lange Anmerkung zum Wert\"]",
    );
    assert_between(&outcome, LEFT, LEFT + MEASURE);
}

#[test]
fn a_value_of_nought_is_a_line_at_the_foot_of_its_bar() {
    let outcome = simple("bar", &["10", "0"]);
    let bars = solid(&outcome, "main");
    near(bars[1].w, 0.5);
    let runs = outcome.runs();
    let nought = runs.iter().find(|run| run.text == "0").expect("the value");
    near(nought.at.x, bars[1].right() + 4.0);
}

#[test]
fn each_series_has_a_fill_of_its_own_and_a_head_over_its_bars() {
    let outcome = chart(&several("bar", &["9, 8, 7", "9, 8, 7", "9, 8, 7", "9, 8, 7", "9, 8, 7"]));
    assert_eq!(solid(&outcome, "main").len(), 3);
    assert_eq!(solid(&outcome, "second").len(), 3);
    assert_eq!(framed(&outcome).len(), 9);
    let palette = &outcome.pages().palette;
    let strokes = paths(&outcome).iter().filter(|p| p.pen.is_some()).count();
    let dots = paths(&outcome).iter().filter(|p| p.fill.is_some()).count();
    assert_eq!((strokes, dots), (3, 3));
    let pens = paths(&outcome).into_iter().filter_map(|p| p.pen.as_ref());
    assert!(pens.map(|pen| &palette.ink(pen.colour).name).all(|name| name == "hatch"));
    near(outcome.run("Reihe 0").1.at.x, solid(&outcome, "main")[0].x);
    near(outcome.run("Reihe 1").1.at.x, framed(&outcome)[0].x);
    assert_between(&outcome, LEFT, LEFT + MEASURE);
}

#[test]
fn hatching_rises_at_45_degrees_and_stays_inside_its_bar_clear_of_the_value() {
    let outcome = chart(&several("bar", &["9, 6, 3", "100, 66.5, 31"]));
    let hatched: Vec<&Path> = paths(&outcome);
    let bars = framed(&outcome);
    assert_eq!((hatched.len(), bars.len()), (3, 3));
    for (path, bar) in hatched.iter().zip(&bars) {
        for point in path.points() {
            assert!(point.x > bar.x && point.x < bar.right(), "{point:?} in {bar:?}");
            assert!(point.y > bar.y && point.y < bar.bottom(), "{point:?} in {bar:?}");
        }
        for pair in path.steps.chunks(2) {
            let [Step::Move(a), Step::Line(b)] = pair else { panic!("{pair:?}") };
            near(b.x - a.x, a.y - b.y);
        }
    }
    let value = outcome.run("66,5").1;
    let first = hatched[1].points().map(|p| p.x).fold(f64::MAX, f64::min);
    assert!(first >= value.at.x + value.width() + 1.9);
}

#[test]
fn long_labels_wrap_and_push_the_next_bar_down() {
    let outcome = chart(
        "kind = \"bar\"\ntitle = \"T\"\nlabels = [\"Eine sehr lange Bezeichnung für einen Wert\", \"b\"]\n\
         [[series]]\nvalues = [2, 1]",
    );
    let bars = solid(&outcome, "main");
    assert!(bars[1].y - bars[0].y > PITCH + 1.0);
    let label = outcome.run("Eine sehr").1;
    assert!(label.at.x + label.width() < BARS);
}

#[test]
fn a_unit_is_said_once_unless_it_is_a_sign() {
    let unit = |unit: &str| {
        chart(&format!(
            "kind = \"bar\"\ntitle = \"T\"\nunit = \"{unit}\"\nlabels = [\"a\"]\n[[series]]\nvalues = [58.44]"
        ))
    };
    assert!(unit("%").text().contains("58,44\u{202f}%"));
    let long = unit("Mio. Euro");
    assert!(
        long.text().contains("Mio.\u{a0}Euro") && !long.text().contains("58,44\u{202f}"),
        "{}",
        long.text()
    );
}

#[test]
fn numbers_have_the_form_of_the_language() {
    let german = simple("bar", &["2000", "10000", "1234567.5", "0.25"]).text();
    for number in ["2000", "10\u{202f}000", "1\u{202f}234\u{202f}567,5", "0,25"] {
        assert!(german.contains(number), "{number} in {german}");
    }
    let project = Project::bare();
    let config = std::fs::read_to_string(project.path("brochure.toml")).expect("a file");
    project.file("brochure.toml", config.replace("\"de\"", "\"en\""));
    project
        .chapter(&block("kind = \"bar\"\ntitle = \"T\"\nlabels = [\"a\"]\n[[series]]\nvalues = [12345.5]"));
    let english = project.layout();
    assert!(english.text().contains("12,345.5"));
    assert_eq!(alternatives(&english), ["Bar chart: T. a: 12,345.5."]);
}

// Stacked bars

#[test]
fn parts_of_a_bar_stand_one_after_another() {
    let outcome = chart(&several("stacked", &["60, 30, 45", "40, 70, 55"]));
    let (first, second) = (solid(&outcome, "main"), framed(&outcome));
    for (a, b) in first.iter().zip(&second) {
        near(b.x, a.right() + 1.0);
        near(b.right(), LEFT + MEASURE);
    }
    near(first[1].w / first[0].w, 0.5);
    let last = outcome.run("70").1;
    near(last.at.x + last.width(), LEFT + MEASURE - 4.0);
    let head = outcome.run("Reihe 1").1;
    near(head.at.x + head.width(), LEFT + MEASURE);
}

#[test]
fn heads_without_room_get_samples_of_their_fill() {
    let rows = ["2, 2, 2", "1, 2, 2", "1, 2, 2", "1, 2, 2", "1, 2, 2"];
    let outcome = chart(&several("stacked", &rows));
    let samples = items(&outcome).filter(|item| match item {
        Item::Fill { rect, .. } | Item::Stroke { rect, .. } => (rect.h - 7.0).abs() < 0.7,
        _ => false,
    });
    assert_eq!(samples.count(), 5);
    assert_between(&outcome, LEFT, LEFT + MEASURE);
}

#[test]
fn a_part_too_short_for_its_value_is_reported() {
    let outcome = chart(&several("stacked", &["1, 50, 50", "999, 50, 50"]));
    assert_eq!(outcome.place("chart"), "chapters/01.md:11:11");
    assert!(outcome.brochure.is_some());
}

// Lines

#[test]
fn lines_differ_in_dash_and_end_at_their_names() {
    let outcome = chart(&several("line", &["1, 2, 9", "2, 3, 6", "3, 4, 3"]));
    let drawn = paths(&outcome);
    let lines: Vec<_> = drawn.iter().filter(|p| p.fill.is_none() && p.steps.len() == 3).collect();
    assert_eq!(lines.len(), 3);
    let look = |n: usize| lines[n].pen.as_ref().expect("a line").clone();
    assert!(look(0) != look(1) && look(1) != look(2) && look(0) != look(2));
    for (n, line) in lines.iter().enumerate() {
        let end = line.points().last().expect("an end");
        let name = outcome.run(&format!("Reihe {n}")).1;
        assert!(name.at.x > end.x && (name.at.y - end.y).abs() < 6.0, "{n}");
    }
    assert_between(&outcome, LEFT, LEFT + MEASURE);
}

#[test]
fn lines_go_below_nought_and_their_axis_is_half_a_point() {
    let outcome = simple("line", &["-4", "6"]);
    assert!(outcome.text().contains("−5") || outcome.text().contains("−4"), "{}", outcome.text());
    let axis = items(&outcome).filter_map(|item| match item {
        Item::Fill { rect, .. } if rect.w > 100.0 => Some(rect.h),
        _ => None,
    });
    assert_eq!(axis.collect::<Vec<_>>(), [0.5]);
}

#[test]
fn many_labels_below_lines_are_thinned_out() {
    let values: Vec<String> = (0..24).map(|n| n.to_string()).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let outcome = simple("line", &values);
    assert!(outcome.text().contains("L0") && !outcome.text().contains("L1L"));
    assert_between(&outcome, LEFT, LEFT + MEASURE);
}

// Words

#[test]
fn the_caption_is_numbered_with_the_figures() {
    let outcome = layout(&format!(
        "{}\n{}",
        block("kind = \"bar\"\ntitle = \"Eins\"\nlabels = [\"a\"]\n[[series]]\nvalues = [1]"),
        block(
            "kind = \"bar\"\ntitle = \"Zwei\"\nsource = \"Quelle: Amt\"\nlabels = [\"a\"]\n[[series]]\nvalues = [1]"
        ),
    ));
    for caption in ["Abbildung\u{a0}1\u{2002}Eins", "Abbildung\u{a0}2\u{2002}Zwei"] {
        assert!(outcome.text().contains(caption), "{}", outcome.text());
    }
    assert_eq!(colour(&outcome, "Quelle: Amt"), "grey");
}

#[test]
fn the_alternative_text_names_title_and_all_values() {
    let outcome = chart(
        "kind = \"bar\"\ntitle = \"Pauschale\"\nunit = \"Mio. €\"\nlabels = [\"2016\", \"2017\"]\n\
         [[series]]\nname = \"Land\"\nvalues = [12000, 58.44]\nnotes = [\"\", \"Vorgriff\"]\n\
         [[series]]\nname = \"Rat\"\nvalues = [0, 1]",
    );
    let said = "Balkendiagramm: Pauschale. – Land: 2016: 12 000 Mio. €; 2017: 58,44 Mio. € (Vorgriff). \
                – Rat: 2016: 0 Mio. €; 2017: 1 Mio. €.";
    let plain = alternatives(&outcome)[0].replace(['\u{a0}', '\u{202f}'], " ");
    assert_eq!(plain, said);
}

#[test]
fn an_own_alternative_text_stands_instead() {
    let outcome = chart(
        "kind = \"line\"\ntitle = \"T\"\nalt = \"Es steigt.\"\nlabels = [\"a\", \"b\"]\n[[series]]\nvalues = [1, 2]",
    );
    assert_eq!(alternatives(&outcome), ["Es steigt."]);
}

#[test]
fn a_chart_is_a_target_for_links() {
    let chart = block(
        "kind = \"bar\"\ntitle = \"Alle Anteile\"\nid = \"anteile\"\nlabels = [\"a\"]\n[[series]]\nvalues = [1]",
    );
    let outcome = layout(&format!("Siehe [](#anteile).\n\n{chart}"));
    assert!(outcome.text().contains("„Alle Anteile“, S.\u{a0}1"), "{}", outcome.text());
}

#[test]
fn a_chart_that_moves_to_the_next_page_takes_its_anchor_along() {
    let labels: Vec<String> = (0..14).map(|n| format!("\"L{n}\"")).collect();
    let values = vec!["1"; 14].join(", ");
    let chart = block(&format!(
        "kind = \"bar\"\ntitle = \"Weit unten\"\nid = \"unten\"\nlabels = [{}]\n[[series]]\nvalues = [{values}]",
        labels.join(", ")
    ));
    let words = common::filler(220);
    let outcome = layout(&format!("Siehe [](#unten).\n\n{words}\n\n{chart}\n\n{words}"));
    let page = outcome.run("L13").0.number;
    assert_eq!(page, 2);
    assert!(outcome.text().contains("S.\u{a0}2"), "{}", outcome.text());
}

#[test]
fn words_of_a_chart_are_refined_and_may_hold_stars() {
    let outcome = chart(
        "kind = \"bar\"\ntitle = \"Anteil der Bürger*innen 2016-2019\"\nlabels = [\"Wähler*innen\"]\n[[series]]\nvalues = [1]",
    );
    assert!(outcome.text().contains("Bürger*innen 2016–2019"));
    assert!(outcome.text().contains("Wähler*innen"));
}

#[test]
fn a_letter_that_no_font_has_is_reported_at_its_place() {
    let outcome = chart("kind = \"bar\"\ntitle = \"T\"\nlabels = [\"a\u{10c80}\"]\n[[series]]\nvalues = [1]");
    assert_eq!(outcome.place("missing-glyph"), "chapters/01.md:8:13");
}

// Places

#[test]
fn a_chart_in_a_callout_stays_in_its_measure() {
    for kind in ["bar", "stacked", "line"] {
        let keys = several(kind, &["10, 20, 30", "30, 20, 10"]);
        let quoted: String = block(&keys).lines().map(|line| format!("> {line}\n")).collect();
        let outcome = layout(&format!("> [!praxistipp]\n> Text.\n>\n{quoted}"));
        assert_between(&outcome, LEFT + 38.0, LEFT + MEASURE - 12.0);
    }
}

#[test]
fn a_narrow_measure_narrows_labels_and_puts_series_below_one_another() {
    let config = "[cover]\nenabled = false\n[contents]\nenabled = false\n[page]\nformat = \"80mm x 200mm\"\n\
                  margin-inner = \"8mm\"\nmargin-outer = \"17mm\"\n";
    for kind in ["bar", "stacked", "line"] {
        let project = Project::with(config);
        project.chapter(&block(&several(kind, &["10, 20, 30", "30, 20, 10"])));
        let outcome = project.layout();
        let (left, right) = (8.0 * MM, 63.0 * MM);
        for item in items(&outcome) {
            let (from, to) = match item {
                Item::Path(path) => {
                    path.points().fold((f64::MAX, f64::MIN), |(a, b), p| (a.min(p.x), b.max(p.x)))
                }
                Item::Stroke { rect, .. } => (rect.x, rect.right()),
                _ => continue,
            };
            assert!(from > left && to < right, "{kind}: {from:.1} to {to:.1}");
        }
    }
}

#[test]
fn a_measure_without_room_is_reported() {
    let keys = "kind = \"bar\"\ntitle = \"T\"\nlabels = [\"a\"]\n[[series]]\nvalues = [123456789.25]\n\
                notes = [\"eine Anmerkung, die viel zu lang ist, um neben einem Balken zu stehen\"]";
    let outcome = chart(keys);
    assert_eq!(outcome.place("chart"), "chapters/01.md:5:1");
}

// Faults

const GOOD: &str = "kind = \"bar\"\ntitle = \"T\"\nlabels = [\"a\", \"b\"]\n[[series]]\nvalues = [1, 2]";

#[test]
fn every_fault_is_reported_at_its_place() {
    chart(GOOD).pages();
    let with = |old: &str, new: &str| GOOD.replace(old, new);
    assert_fault(&with("title", "titel"), "7:1", "unknown key");
    assert_fault(&with("title = \"T\"\n", ""), "5:1", "`title` is missing");
    assert_fault(&with("\"T\"", "\" \""), "7:9", "no words");
    assert_fault(&with("\"bar\"", "\"pie\""), "6:8", "unknown value \"pie\"");
    assert_fault(&with("[1, 2]", "[1, 2, 3]"), "10:10", "3 values for 2 labels");
    assert_fault(&with("[1, 2]", "[]"), "10:10", "0 values for 2 labels");
    assert_fault(&with("[1, 2]", "[1, -2]"), "10:14", "shorter than nothing");
    assert_fault(&with("[1, 2]", "[1, inf]"), "10:14", "not a number");
    assert_fault(&with("[1, 2]", "[1, \"2\"]"), "10:14", "expected a number");
    assert_fault(&with("[1, 2]", "[1, 1e15]"), "10:14", "too long");
    assert_fault(&with("[\"a\", \"b\"]", "[]"), "8:10", "without labels");
    assert_fault(&with("\n[[series]]\nvalues = [1, 2]", ""), "5:1", "without values");
    assert_fault(&with("[1, 2]", "[1, 2]\nnotes = [\"x\"]"), "11:9", "1 notes for 2 labels");
    assert_fault(&with("[1, 2]", "[1, 2]\nwidth = 3"), "11:1", "unknown key");
    assert_fault(&format!("{GOOD}\n[[series]]\nvalues = [3, 4]"), "9:1", "without a name");
    assert_fault(&with("title", "id = \"zwei Worte\"\ntitle"), "7:6", "one word");
    assert_fault(&with("\"bar\"", "bar"), "6:8", "not valid TOML");
}

#[test]
fn too_much_to_be_read_is_a_fault() {
    let six = several("bar", &["1, 2, 3"; 6]);
    assert_fault(&six, "24:1", "6 series");
    let labels = vec!["\"a\""; 25].join(", ");
    let values = vec!["1"; 25].join(", ");
    let long =
        format!("kind = \"line\"\ntitle = \"T\"\nlabels = [{labels}]\n[[series]]\nvalues = [{values}]");
    assert_fault(&long, "8:10", "25 labels");
    assert_fault(
        "kind = \"line\"\ntitle = \"T\"\nlabels = [\"a\"]\n[[series]]\nvalues = [1]",
        "8:10",
        "two values",
    );
}

#[test]
fn all_faults_are_reported_at_once() {
    let keys = "kind = \"pie\"\ntitel = \"T\"\nlabels = [\"a\", \"b\"]\n[[series]]\nvalues = [1, nan, 3]";
    assert_eq!(faults(&chart(keys)).len(), 5, "{:#?}", faults(&chart(keys)));
}

#[test]
fn an_anchor_that_exists_twice_is_reported() {
    let chart = block(&format!("id = \"x\"\n{GOOD}"));
    let outcome = layout(&format!("## Titel {{#x}}\n\n{chart}"));
    assert_eq!(outcome.place("duplicate-anchor"), "chapters/01.md:7:1");
}

#[test]
fn faults_in_a_callout_stand_at_their_place() {
    let quoted: String =
        block(&GOOD.replace("2]", "-2]")).lines().map(|line| format!("> {line}\n")).collect();
    let outcome = layout(&format!("> [!praxistipp]\n> Text.\n>\n{quoted}"));
    assert_eq!(outcome.place("chart"), "chapters/01.md:13:16");
}
