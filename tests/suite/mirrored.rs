//! Books whose lines begin at the right: bound there, laid out as the mirror image of the others.

use crate::common::{Outcome, Project, kind_of, runs_of};
use brochure::geom::{Point, Rect};
use brochure::pages::{Artifact, Item, Owner, Page, TextRun, Turn};

/// Every kind of block in figures alone, which have no direction of their own.
const FIGURES: &str = "+++\ntitle = \"12\"\nsummary = \"34 56 78\"\nkey-points = [\"90 12\"]\n+++\n\n\
    12 34 56 78 90 12 34 56 78 90 12 34 56 78 90 12 34 56 78 90 12 34 56 78 90 12 34 56 78 90 12 34 56 34.[^1]\n\n\
    ## 2\n\n- 1 2 3\n- 4 5 6\n  1. 7 8\n\n- [ ] 9\n- [x] 10\n\n> 11 12 13\n\n\
    > [!TIP] 14\n> 15 16 17 18\n\n\
    | 1 | 2 |\n|:--|:-:|\n| 4 | 5 |\n| 7 | 8 |\n\n\
    ```chart\nkind = \"bar\"\ntitle = \"19\"\nlabels = [\"1\", \"2\"]\n[[series]]\nvalues = [20, 35]\n```\n\n\
    ![](rot.svg){width=40mm}\n\n1\n: 2 3 4 5\n\n---\n\n[^1]: 20 21 22 23.\n";
const RED: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='40'><rect width='40' height='40' fill='red'/></svg>";

fn figures(language: &str) -> Outcome {
    let project = Project::shipped("").in_language(language);
    project.file("chapters/rot.svg", RED).file("chapters/01.md", FIGURES);
    project.layout()
}

/// Boxes of a page: of text those of whole lines, whose words stand in another order.
fn boxes(page: &Page) -> Vec<(&'static str, Rect)> {
    let mut boxes = Vec::new();
    let mut lines: Vec<(Point, Rect)> = Vec::new();
    for item in &page.items {
        let Item::Text(run) = item else {
            let area = if let Item::Link { rect, .. } = item { Some(*rect) } else { item.bounds() };
            boxes.extend(area.map(|rect| (kind_of(item), rect)));
            continue;
        };
        // The number of a chapter stands with its ink on the edge, which is not the same at both sides.
        if run.text.trim().is_empty() || run.size > 100.0 {
            continue;
        }
        let letters = run.strip_of(run.width_of_letters(), 1.0, 0.3);
        let line = Point { x: run.room.left, y: run.at.y };
        let near = |(p, _): &&mut (Point, Rect)| (p.x - line.x).abs() < 0.01 && p.y == line.y;
        match lines.iter_mut().find(near) {
            Some((_, whole)) => *whole = whole.union(&letters),
            None => lines.push((line, letters)),
        }
    }
    boxes.extend(lines.into_iter().map(|(_, rect)| ("text", rect)));
    boxes
}

#[test]
fn every_box_stands_where_its_mirror_image_does() {
    let (left, right) = (figures("de"), figures("de-Arab"));
    let (left, right) = (left.pages(), right.pages());
    assert_eq!(left.pages.len(), right.pages.len());
    for (one, other) in left.pages.iter().zip(&right.pages) {
        // The imprint and the cover hold German words, which begin at the left in both.
        if ["imprint", "cover", "back", "contents"].contains(&one.kind) {
            continue;
        }
        let mirrored = |page: &Page| {
            let mut page = Page { number: 0, side: page.side, kind: page.kind, items: page.items.clone() };
            page.items.iter_mut().for_each(|item| item.mirror(left.trim.0));
            boxes(&page)
        };
        let (expected, found) = (mirrored(one), boxes(other));
        // Between words from right to left nothing is added but spaces: words come to stand a little elsewhere.
        let near = |a: &(&str, Rect), b: &(&str, Rect)| {
            let far = if matches!(a.0, "text" | "link") { 3.0 } else { 0.02 };
            a.0 == b.0
                && (a.1.x - b.1.x).abs() < far
                && (a.1.y - b.1.y).abs() < 0.01
                && (a.1.w - b.1.w).abs() < far
        };
        let strangers: Vec<_> =
            found.iter().filter(|b| !expected.iter().any(|a| near(a, b))).map(|b| format!("{b:?}")).collect();
        assert!(strangers.is_empty(), "page {} {}:\n{}", one.number, one.kind, strangers.join("\n"));
        assert_eq!(expected.len(), found.len(), "page {}", one.number);
    }
}

#[test]
fn the_file_says_that_it_is_read_from_the_right() {
    for (language, says) in [("ar", true), ("fa", true), ("de", false)] {
        let project = Project::bare().in_language(language);
        project.chapter("1 2 3");
        let outcome = project.layout();
        let (products, _) = crate::common::imposed::products(&outcome);
        let pdf = lopdf::Document::load_mem(&products[0].bytes).expect("a PDF");
        let viewer = pdf.catalog().and_then(|root| root.get(b"ViewerPreferences")).and_then(|v| v.as_dict());
        let direction =
            viewer.and_then(|viewer| viewer.get(b"Direction")).and_then(|name| name.as_name()).ok();
        assert_eq!(direction == Some(&b"R2L"[..]), says, "{language}");
    }
}

fn first_page(outcome: &Outcome, kind: &str) -> usize {
    outcome.pages().pages.iter().position(|page| page.kind == kind).expect("a page of that kind")
}

#[test]
fn artwork_of_the_theme_is_mirrored_and_pictures_are_not() {
    let outcome = figures("ar");
    let turn_of = |end: &str| {
        let items = outcome.pages().pages.iter().flat_map(|page| &page.items);
        let mut turns = items.filter_map(|item| match item {
            Item::Picture { turn, picture, .. } if picture.path.ends_with(end) => Some(*turn),
            _ => None,
        });
        turns.next().expect("a picture")
    };
    assert_eq!([turn_of("cover.svg"), turn_of("rot.svg")], [Turn::Mirrored, Turn::Upright]);
}

#[test]
fn page_numbers_and_tabs_stand_at_the_outer_edge_of_a_book_bound_at_the_right() {
    let outcome = figures("ar");
    let opener = first_page(&outcome, "opener");
    for page in &outcome.pages().pages[opener..opener + 2] {
        let is_folio = |run: &&TextRun| run.owner == Owner::Artifact(Artifact::PageNumber);
        let folio = runs_of(page).find(is_folio).expect("a folio");
        let is_left = folio.at.x < outcome.pages().trim.0 / 2.0;
        assert_eq!(is_left, page.number % 2 == 1, "page {}", page.number);
    }
}

#[test]
fn time_runs_from_left_to_right_in_charts_of_every_language() {
    let project = Project::bare().in_language("ar");
    let chart = "```chart\nkind = \"line\"\ntitle = \"12\"\nlabels = [\"2021\", \"2022\", \"2023\"]\n\
                 [[series]]\nvalues = [20, 35, 50]\n```\n";
    project.chapter(chart);
    let outcome = project.layout();
    let x = |label: &str| outcome.run(label).1.at.x;
    assert!(x("2021") < x("2022") && x("2022") < x("2023"));
}

#[test]
fn numbers_of_the_program_are_written_in_the_figures_of_the_language_or_of_the_key() {
    for (language, key, page, note) in [
        ("fa", "", "۳", "۱"),
        ("fa", "digits = \"latn\"\n", "3", "1"),
        ("ar", "", "3", "1"),
        ("ar", "digits = \"arab\"\n", "٣", "١"),
    ] {
        let config = format!(
            "{key}[cover]\nenabled = false\n[contents]\nenabled = false\n[imprint]\nenabled = false\n"
        );
        let project = Project::with(&config).in_language(language);
        project.chapter("سلام[^a] ۵ 6.\n\n<!-- pagebreak -->\n\nسلام\n\n[^a]: ۷ 8.\n");
        let outcome = project.layout();
        let runs = outcome.runs();
        assert!(runs.iter().any(|run| run.text.trim() == note), "{language} {key}: no note {note}");
        let pages = &outcome.pages().pages;
        let last = pages.last().expect("a page");
        let folio = if page.is_ascii() { last.number.to_string() } else { page.to_owned() };
        let shown: Vec<&str> = runs_of(last).map(|run| run.text.trim()).collect();
        let expected = if page.is_ascii() { folio } else { digits_like(page, last.number) };
        assert!(shown.contains(&expected.as_str()), "{language} {key}: {shown:?}");
        let text = outcome.text();
        assert!(
            text.contains('۵') && text.contains('6') && text.contains('8'),
            "what was typed stays: {text}"
        );
    }
}

/// A number in the figures of an example.
fn digits_like(example: &str, number: usize) -> String {
    let zero = if example.starts_with('۳') { '۰' } else { '٠' };
    let figure = |c: char| char::from_u32(zero as u32 + c.to_digit(10).expect("a figure")).expect("a figure");
    number.to_string().chars().map(figure).collect()
}

#[test]
fn headings_in_arabic_are_set_in_the_sans_and_text_in_naskh_and_neither_is_tracked() {
    let project =
        Project::shipped("[cover]\nenabled = false\n[style.heading-2]\ntracking = -30\n").in_language("ar");
    project.chapter("## عنوان كبير\n\nنص صغير (BAMF) هنا.\n");
    let outcome = project.layout();
    let face = |words: &str| {
        let run = outcome.run(words).1;
        outcome.pages().fonts[usize::from(run.face.0)].name.clone()
    };
    assert!(face("عنوان").starts_with("NotoSansArabic"), "{}", face("عنوان"));
    assert!(face("صغير").starts_with("NotoNaskhArabic"), "{}", face("صغير"));
    let plain = {
        let project = Project::shipped("[cover]\nenabled = false\n").in_language("ar");
        project.chapter("## عنوان كبير\n");
        project.layout().run("عنوان").1.width()
    };
    assert!((outcome.run("عنوان").1.width() - plain).abs() < 1e-6, "letters that are joined stay so");
}

#[test]
fn a_telephone_number_and_a_citation_keep_their_order_among_arabic_words() {
    let project = Project::bare().in_language("ar");
    project.chapter("بالرقم +49 6131 287 الآن\n\nحسب § 60a Abs. 2 AufenthG هنا\n");
    let outcome = project.layout();
    let x = |words: &str| outcome.run(words).1.at.x;
    for pair in [["+49", "6131"], ["6131", "287"], ["§", "60a"], ["60a", "AufenthG"]] {
        let [left, right] = pair.map(|part| {
            let run = outcome.run(part).1;
            let byte = run.text.find(part).expect("it is there");
            let before = run.glyphs.iter().filter(|glyph| usize::from(glyph.start) < byte);
            x(part) + before.map(|glyph| f64::from(glyph.advance)).sum::<f64>() * run.em()
        });
        assert!(left < right, "{pair:?}: {left} {right}");
    }
}

#[test]
fn quotes_of_hebrew_abbreviations_become_their_marks() {
    let project = Project::bare().in_language("he");
    project.chapter("עו\"ד כהן, מס' 5, ג'ירפה, \"שלום עולם\", 'שלום'.\n");
    let text = project.layout().text();
    for word in ["עו״ד", "מס׳", "ג׳ירפה", "שלום"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert!(!text.contains(['\'', '"']) && !text.contains("עולם״"), "{text}");
}

#[test]
fn decimals_of_a_column_stand_below_each_other_by_the_sign_of_the_language() {
    for (language, numbers) in [("en", ["65.0", "7.25"]), ("de", ["65,0", "7,25"]), ("ar", ["65.0", "7.25"])]
    {
        let project = Project::bare().in_language(language);
        project.chapter(&format!("| 1 | 2 |\n|--|--:|\n| 3 | {} |\n| 4 | {} |\n", numbers[0], numbers[1]));
        let outcome = project.layout();
        let sign = |number: &str| {
            let run = outcome.run(number).1;
            let byte = run.text.find(['.', ',']).expect("a sign");
            let before = run.glyphs.iter().filter(|glyph| usize::from(glyph.start) < byte);
            run.at.x + before.map(|glyph| f64::from(glyph.advance)).sum::<f64>() * run.em()
        };
        assert!((sign(numbers[0]) - sign(numbers[1])).abs() < 0.3, "{language}");
    }
}
