//! Pictures: their sizes and places, in lines and side by side, as links and targets; what stands for those that
//! cannot be had.

use std::io::Cursor;

use crate::common::{Outcome, Project, filler};
use brochure::document::Target;
use brochure::geom::{MM, Pt, Rect};
use brochure::node::Role;
use brochure::pages::{Artifact, Item, Owner};

const MEASURE: Pt = 104.0 * MM;
const DEPTH: Pt = 36.0 * 13.0;

#[track_caller]
fn near(value: Pt, expected: Pt) {
    assert!((value - expected).abs() < 0.05, "{value:.3} instead of {expected:.3}");
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::GrayImage::new(width, height).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

/// A chapter beside a photo, a tall one, a small one and an icon.
fn project(text: &str) -> Project {
    let project = Project::shipped("[cover]\nenabled = false\n[contents]\nenabled = false\n");
    for (name, width, height) in
        [("foto", 1600, 1000), ("hoch", 800, 1600), ("klein", 400, 260), ("taste", 64, 64)]
    {
        project.file(&format!("assets/{name}.png"), png(width, height));
    }
    let icon = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 512 512'><rect width='512' height='512'/></svg>";
    project.file("assets/icon.svg", icon).chapter(text);
    project
}

/// Laid out without a complaint.
#[track_caller]
fn clean(text: &str) -> Outcome {
    let outcome = project(text).layout();
    assert!(outcome.diagnostics.is_empty(), "{}", outcome.rendered());
    outcome
}

/// Pages, places and names of all pictures.
fn pictures(outcome: &Outcome) -> Vec<(usize, Rect, String)> {
    let pages = outcome.pages().pages.iter();
    let items = pages.flat_map(|page| page.items.iter().map(move |item| (page.number, item)));
    let found = items.filter_map(|(page, item)| match item {
        Item::Picture { rect, picture, .. } => Some((page, *rect, picture.path.clone())),
        _ => None,
    });
    found.collect()
}

fn rects(outcome: &Outcome) -> Vec<Rect> {
    pictures(outcome).into_iter().map(|(_, rect, _)| rect).collect()
}

fn alts(outcome: &Outcome) -> Vec<String> {
    let roles = outcome.pages().structure.iter().map(|node| &node.role);
    let figures = roles.filter_map(|role| match role {
        Role::Figure(alt) => Some(alt.clone()),
        _ => None,
    });
    figures.collect()
}

// Sizes

#[test]
fn small_pictures_stay_small() {
    let rect = rects(&clean("![Haus](../assets/klein.png)\n\nText"))[0];
    near(rect.w, 400.0 * 72.0 / 220.0);
    near(rect.h, 260.0 * 72.0 / 220.0);
    near(rects(&clean("![Haus](../assets/foto.png)\n\nText"))[0].w, MEASURE);
}

#[test]
fn the_size_that_is_asked_for_is_set() {
    for (braces, width) in [
        ("{width=60%}", 0.6 * MEASURE),
        ("{#plan width=\"50%\" .here}", 0.5 * MEASURE),
        (" {width=5cm}", 50.0 * MM),
        ("{height=20mm}", 32.0 * MM),
        ("{width=90mm height=20mm}", 32.0 * MM),
        ("{width=40cm}", MEASURE),
        ("{width=200}", 150.0),
    ] {
        let outcome = clean(&format!("![Haus](../assets/foto.png){braces}\n\nText\n"));
        near(rects(&outcome)[0].w, width);
        assert!(!outcome.text().contains('{'), "{}", outcome.text());
    }
}

#[test]
fn unknown_attributes_are_told_at_their_place() {
    let outcome = project("![Haus](../assets/foto.png){.rund width=60% align=left}\n\nText\n").layout();
    assert_eq!(outcome.codes(), ["unknown-class", "unknown-class"]);
    assert_eq!(outcome.place("unknown-class"), "chapters/01.md:5:29");
    near(rects(&outcome)[0].w, 0.6 * MEASURE);
}

#[test]
fn a_picture_and_its_caption_fit_on_a_page_together() {
    let caption = filler(260);
    for wish in ["", "{width=100%}", "{.full}", "{.here}"] {
        let text = format!("Text\n\n![Turm](../assets/hoch.png \"{caption}\"){wish}\n\nText\n");
        let outcome = clean(&text);
        let rect = rects(&outcome)[0];
        assert!(rect.h > 50.0 && rect.h < DEPTH - 200.0, "{rect:?}");
        near(rect.h / rect.w, 2.0);
    }
}

// Places

#[test]
fn a_picture_that_is_to_stay_stands_between_its_neighbours() {
    let made = |words: usize, braces: &str| {
        let (before, after) = (filler(words), filler(300));
        let figure = format!("![Haus](../assets/foto.png){braces}");
        let outcome = clean(&format!("{before}\n\nVorher.\n\n{figure}\n\nNachher.\n\n{after}\n"));
        let (page, rect, _) = pictures(&outcome)[0].clone();
        let (after, run) = outcome.run("Nachher");
        (after.number, run.at.y) > (page, rect.bottom())
    };
    let lengths = [180, 200, 220, 240, 260];
    assert!(lengths.iter().all(|words| made(*words, "{.here}")));
    assert!(!lengths.iter().all(|words| made(*words, "")), "else this shows nothing");
}

#[test]
fn a_picture_fills_a_page() {
    let text = filler(120);
    let outcome =
        clean(&format!("{text}\n\n![Haus](../assets/foto.png \"Titel\"){{.full}}\n\n{text}\n\n{text}\n"));
    let (page, rect, _) = pictures(&outcome)[0].clone();
    near(rect.w, MEASURE);
    let page = &outcome.pages().pages[page - 1];
    let words = page
        .items
        .iter()
        .filter(|item| matches!(item, Item::Text(run) if matches!(run.owner, Owner::Node(_))));
    let words: String =
        words.map(|item| if let Item::Text(run) = item { run.text.as_str() } else { "" }).collect();
    assert_eq!(words.trim(), "Abbildung\u{a0}1\u{2002}Titel");
}

#[test]
fn pictures_of_a_paragraph_stand_side_by_side() {
    let outcome = clean(
        "![A](../assets/foto.png \"Erstes\") ![B](../assets/hoch.png \"Zweites\")\n![C](../assets/foto.png)\n\nText\n",
    );
    let rects = rects(&outcome);
    assert_eq!(rects.len(), 3);
    for pair in rects.windows(2) {
        near(pair[0].y, pair[1].y);
        near(pair[0].h, pair[1].h);
        assert!(pair[0].right() < pair[1].x);
    }
    near(rects[2].right() - rects[0].x, MEASURE);
    let labels = outcome.runs().into_iter().filter(|run| run.text.starts_with("Abbildung"));
    near(labels.map(|label| label.at.x).fold(0.0, f64::max), rects[1].x);
    let seven = clean(&"![A](../assets/foto.png) ".repeat(7));
    let mut lines: Vec<i64> = self::rects(&seven).iter().map(|rect| rect.y as i64).collect();
    lines.dedup();
    assert_eq!(lines.len(), 2);
}

#[test]
fn one_of_several_pictures_may_have_a_width() {
    let outcome = clean("![A](../assets/foto.png){width=30%} ![B](../assets/foto.png)\n\nText\n");
    let rects = rects(&outcome);
    near(rects[0].w, 0.3 * MEASURE);
    near(rects[1].right() - rects[0].x, MEASURE);
    near(rects[0].bottom(), rects[1].bottom());
}

#[test]
fn a_picture_on_a_line_of_its_own_stands_between_the_parts_of_its_paragraph() {
    let outcome = clean(
        "Vorher steht\n![Haus](../assets/foto.png)\nund danach.\n\n- Erstens\n  ![Haus](../assets/klein.png)\n- Zweitens\n",
    );
    let rects = rects(&outcome);
    assert!(outcome.run("Vorher").1.at.y < rects[0].y && rects[0].bottom() < outcome.run("danach").1.at.y);
    assert!(outcome.run("Erstens").1.at.y < rects[1].y);
}

// Links and targets

#[test]
fn a_picture_is_a_target() {
    let outcome = clean(
        "Siehe [](#plan) und [](#haus).\n\n![Ein Plan](../assets/foto.png \"Der Plan. Quelle: Amt\"){#plan}\n\n\
         ![Das Haus](../assets/klein.png){width=50% #haus}\n",
    );
    let text = outcome.text();
    assert!(text.contains("„Der Plan“, S.\u{a0}1") && text.contains("„Das Haus“, S.\u{a0}1"), "{text}");
    let in_line =
        clean("Siehe [](#taste).\n\nDie Taste ![Start](../assets/taste.png){#taste} steht links.\n");
    assert!(in_line.text().contains("„Start“, S.\u{a0}1"));
}

#[test]
fn a_picture_may_be_a_link() {
    let outcome =
        clean("[![Das Rathaus](../assets/foto.png)](https://a.example/rathaus){width=50%}\n\nText\n");
    let picture = rects(&outcome)[0];
    near(picture.w, 0.5 * MEASURE);
    let area = outcome.pages().pages[0].items.iter().find_map(|item| match item {
        Item::Link { rect, link } => Some((*rect, *link)),
        _ => None,
    });
    let (area, link) = area.expect("an area");
    assert_eq!(area, picture);
    let end = &outcome.pages().links[link];
    assert_eq!(end.target, Target::Url("https://a.example/rathaus".into()));
    let node = outcome.pages().structure.get(end.node);
    assert_eq!(node.role, Role::Link("Das Rathaus".into()));
    assert_eq!(outcome.pages().structure.get(node.children[0]).role, Role::Figure("Das Rathaus".into()));
}

// In lines

#[test]
fn pictures_between_words_stand_in_the_line() {
    let outcome =
        clean("Taste ![Start](../assets/taste.png), dann „![Achtung](../assets/icon.svg)“ lesen.\n");
    let (rects, line) = (rects(&outcome), outcome.run("Taste").1.at.y);
    for rect in &rects {
        assert!(rect.y > line - 13.0 && rect.bottom() < line + 4.0, "{rect:?} on {line}");
        assert!(rect.h < 11.0);
    }
    assert!(outcome.run("dann").1.at.x >= rects[0].right() - 0.05);
    assert_eq!(alts(&outcome), ["Start", "Achtung"]);
}

#[test]
fn lines_never_end_between_a_picture_and_a_sign_beside_it() {
    for words in 3..40 {
        let outcome = clean(&format!("{}(![Start](../assets/taste.png)).\n", "kurz ".repeat(words)));
        let rect = rects(&outcome)[0];
        for sign in ["(", ")."] {
            let run = outcome.runs().into_iter().find(|run| run.text.contains(sign)).expect("a sign");
            assert!((run.at.y - rect.bottom()).abs() < 6.0, "{sign} after {words} words");
        }
        assert!(rect.right() < 16.0 * MM + MEASURE + 0.1);
    }
}

#[test]
fn a_decorative_picture_in_a_line_is_not_read() {
    let outcome = clean("Text ![](../assets/taste.png){.decorative} weiter.\n");
    let owner = outcome.pages().pages[0].items.iter().find_map(|item| match item {
        Item::Picture { owner, .. } => Some(*owner),
        _ => None,
    });
    assert_eq!(owner, Some(Owner::Artifact(Artifact::Layout)));
    assert!(alts(&outcome).is_empty());
}

#[test]
fn headings_and_links_hold_pictures() {
    let outcome = clean(
        "## ![Achtung](../assets/icon.svg) Gefahr\n\n[Zur ![Start](../assets/taste.png) Seite](https://a.example)\n",
    );
    assert_eq!(rects(&outcome).len(), 2);
    let headings = outcome.pages().structure.iter().filter_map(|node| match &node.role {
        Role::Heading(2, words) => Some(words.clone()),
        _ => None,
    });
    assert_eq!(headings.collect::<Vec<_>>(), ["Achtung Gefahr"]);
}

#[test]
fn cells_hold_pictures() {
    let text = "| Bild | Text |\n|:--|:--|\n| ![Haus](../assets/foto.png) | Ein Haus |\n| ![Start](../assets/taste.png) Start | Eine Taste |\n";
    let outcome = clean(text);
    let rects = rects(&outcome);
    near(rects[0].w, 40.0 * MM);
    assert!(rects[1].h < 11.0 && rects[1].y > rects[0].bottom());
}

#[test]
fn a_photo_between_words_is_set_between_them_unless_it_is_to_stay() {
    let outcome = project("Das Haus ![Haus](../assets/foto.png) ist groß.\n").layout();
    assert_eq!(outcome.codes(), ["image-inline"]);
    let rect = rects(&outcome)[0];
    assert!(outcome.run("Das Haus").1.at.y < rect.y && rect.bottom() < outcome.run("groß").1.at.y);
    let outcome = clean("Das Haus ![Haus](../assets/foto.png){.inline} ist groß.\n");
    assert!(rects(&outcome)[0].h < 11.0);
    let outcome = project("## Das ![Haus](../assets/foto.png)\n\nText\n").layout();
    assert_eq!(outcome.codes(), ["image-inline"]);
}

// What cannot be had

#[test]
fn a_picture_on_the_web_is_a_link_with_its_words() {
    let outcome = project(
        "![Ein Schild](https://a.example/s.png) [![Bau](https://b.example/b.svg)](https://c.example)\n",
    )
    .layout();
    assert_eq!(outcome.codes(), ["image-web", "image-web"]);
    assert!(outcome.lines(1).iter().any(|line| line.starts_with("Ein Schild Bau")), "{:?}", outcome.lines(1));
    let targets: Vec<&Target> = outcome.pages().links.values().map(|link| &link.target).collect();
    assert!(targets.contains(&&Target::Url("https://a.example/s.png".into())), "{targets:?}");
    assert!(
        targets.contains(&&Target::Url("https://c.example/".into()))
            || targets.contains(&&Target::Url("https://c.example".into()))
    );
}

#[test]
fn pictures_that_cannot_be_read_get_a_frame_with_their_words() {
    let project = project("![Der Markt am Abend](../assets/markt.heic \"Der Markt\")\n\nText\n");
    project.file("assets/markt.heic", b"\0\0\0\x18ftypheic");
    let outcome = project.layout();
    assert_eq!(outcome.codes(), ["image-format"]);
    let text = outcome.text();
    assert!(
        ["Der Markt am Abend", "markt.heic", "Abbildung\u{a0}1"].iter().all(|words| text.contains(words)),
        "{text}"
    );
    assert_eq!(alts(&outcome), ["Der Markt am Abend"]);
}

#[test]
fn paths_are_found_as_they_are_written_elsewhere() {
    let text = "![A](/img/a.png)\n\n![B](..\\assets\\b.png)\n\n![C](../assets/mit%20raum.png)\n\n![D](../assets/d.png)\n";
    let project = project(text);
    for name in ["static/img/a.png", "assets/b.png", "assets/mit raum.png", "assets/D.PNG"] {
        project.file(name, png(40, 20));
    }
    let outcome = project.layout();
    let found: Vec<String> = pictures(&outcome).into_iter().map(|(_, _, path)| path).collect();
    assert_eq!(found, ["static/img/a.png", "assets/b.png", "assets/mit raum.png", "assets/D.PNG"]);
    assert_eq!(outcome.codes(), ["file-spelling"]);
    assert_eq!(outcome.place("file-spelling"), "chapters/01.md:11:1");
}

// On the cover

/// A brochure with a picture on its cover, of so many pixels.
fn on_cover(config: &str, (width, height): (u32, u32)) -> Outcome {
    let project =
        Project::shipped(&format!("kicker = \"Klein\"\n[cover]\nimage = \"assets/foto.png\"\n{config}"));
    project.file("assets/foto.png", png(width, height)).chapter("Text.");
    project.layout()
}

/// Where the picture of the cover lies, and what is seen of it.
fn cover_picture(outcome: &Outcome) -> (Rect, Rect, Owner) {
    let found = outcome.pages().pages[0].items.iter().find_map(|item| match item {
        Item::Picture { rect, clip, owner, .. } => Some((*rect, clip.expect("a part"), *owner)),
        _ => None,
    });
    found.expect("a picture on the cover")
}

#[test]
fn a_photo_fills_the_cover_to_the_bleed_around_its_middle() {
    for pixels in [(2600, 2000), (1900, 3200)] {
        let outcome = on_cover("image-alt = \"Ein Haus\"\n", pixels);
        assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
        let (rect, seen, _) = cover_picture(&outcome);
        let bleed = 3.0 * MM;
        near(seen.x, -bleed);
        near(seen.y, -bleed);
        near(seen.right(), 148.0 * MM + bleed);
        near(seen.bottom(), 210.0 * MM + bleed);
        near(rect.x + rect.w / 2.0, seen.x + seen.w / 2.0);
        near(rect.y + rect.h / 2.0, seen.y + seen.h / 2.0);
        near(rect.w / rect.h * f64::from(pixels.1), f64::from(pixels.0));
        assert!(rect.w >= seen.w - 0.01 && rect.h >= seen.h - 0.01, "{rect:?}");
    }
    let logos = on_cover("image-alt = \"Ein Haus\"\n[[publisher]]\nname = \"Stadt\"\n", (2600, 2000));
    near(cover_picture(&logos).1.bottom(), 180.0 * MM);
}

#[test]
fn titles_on_a_photo_stand_on_a_panel() {
    let outcome = on_cover("image-alt = \"Ein Haus\"\n", (1900, 2600));
    let page = &outcome.pages().pages[0];
    let at = page.items.iter().position(|item| matches!(item, Item::Picture { .. })).expect("a picture");
    let Item::Fill { rect: panel, colour, .. } = page.items[at + 1] else { panic!("no panel") };
    let Item::Fill { colour: ground, .. } = page.items[0] else { panic!("no ground") };
    assert_eq!(colour, ground, "the contrast of the theme holds");
    for words in ["Klein", "Probe"] {
        let (_, run) = outcome.run(words);
        let (head, right) = (run.at.y - run.size, run.at.x + run.width());
        assert!(panel.x < run.at.x && right < panel.right(), "{words}: {panel:?}");
        assert!(panel.y < head + run.size / 2.0 && run.at.y < panel.bottom(), "{words}: {panel:?}");
    }
    assert!(panel.bottom() < 105.0 * MM && panel.x > 0.0, "the photo is seen around it: {panel:?}");
}

#[test]
fn a_photo_on_the_cover_says_what_it_shows_or_is_an_ornament() {
    let roles = |outcome: &Outcome| {
        let structure = &outcome.pages().structure;
        structure.iter().filter(|node| matches!(node.role, Role::Figure(_))).count()
    };
    let outcome = on_cover("image-alt = \"Ein Haus\"\n", (1900, 2600));
    assert_eq!(roles(&outcome), 1);
    assert!(matches!(cover_picture(&outcome).2, Owner::Node(_)));
    let outcome = on_cover("image-alt = \"\"\n", (1900, 2600));
    assert_eq!((roles(&outcome), outcome.codes()), (0, vec![]), "{}", outcome.rendered());
    assert_eq!(cover_picture(&outcome).2, Owner::Artifact(Artifact::Background));
    let outcome = on_cover("", (1900, 2600));
    assert_eq!(outcome.codes(), ["missing-alt"]);
    assert_eq!(outcome.place("missing-alt"), "brochure.toml:6:9");
    let outcome = on_cover("image-alt = \"foto.png\"\n", (1900, 2600));
    assert_eq!(outcome.codes(), ["alt-file-name"]);
}

#[test]
fn a_coarse_photo_on_the_cover_is_told() {
    let outcome = on_cover("image-alt = \"Ein Haus\"\n", (800, 1000));
    assert_eq!(outcome.codes(), ["image-resolution"]);
    assert_eq!(outcome.place("image-resolution"), "brochure.toml:6:9");
}

#[test]
fn a_drawing_on_the_cover_is_an_ornament_unless_it_says_what_it_shows() {
    for (alt, shown) in [("", false), ("image-alt = \"Ein Plan\"\n", true)] {
        let project = Project::shipped(&format!("[cover]\nimage = \"assets/plan.svg\"\n{alt}"));
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 148 210'><rect width='9' height='9'/></svg>";
        project.file("assets/plan.svg", svg).chapter("Text.");
        let outcome = project.layout();
        assert!(outcome.codes().is_empty(), "{}", outcome.rendered());
        let (_, seen, owner) = cover_picture(&outcome);
        near(seen.h, 216.0 * MM);
        assert_eq!(matches!(owner, Owner::Node(_)), shown);
    }
}
