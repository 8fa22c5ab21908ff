//! Copies in black or grey: no colour, no areas of ink, letters that stand out.

use std::sync::Arc;

use crate::common;

use crate::common::raster::rasters;
use crate::common::{Outcome, Project, filler};
use brochure::edition::saver::save;
use brochure::edition::toner::areas;
use brochure::pages::{Item, Page, Pages};
use brochure::source::assets::PictureKind;
use brochure::source::editions::Toner;

/// A brochure with cover, opening, boxes, a chart and a checklist.
fn brochure() -> Outcome {
    let project = Project::with("date = 2019-10-22\n");
    let chart = "```chart\ntitle = \"Zahlen\"\nkind = \"bar\"\nalt = \"Zwei Jahre\"\nlabels = [\"2018\", \"2019\"]\n\
                 [[series]]\nname = \"Bund\"\nvalues = [10, 20]\n[[series]]\nname = \"Land\"\nvalues = [5, 8]\n```\n";
    let text = format!(
        "## Ein Abschnitt\n\n> [!praxistipp]\n> Ein Rat.\n\n> [!achtung]\n> Eine Frist.\n\n{chart}\n{}\n\n\
         ## Was kann ich tun? {{.checklist}}\n\n- [ ] Reden\n",
        filler(300)
    );
    project.chapter(&text);
    project.layout()
}

fn saved(outcome: &Outcome, toner: Toner) -> Pages {
    save(outcome.pages(), toner).expect("another palette")
}

/// Luma of every colour on the pages, with what it paints.
fn paints(saved: &Pages) -> Vec<(u8, &Item)> {
    let luma = |colour: &brochure::colour::Colour| {
        let [r, g, b] = saved.palette.ink(*colour).rgb;
        assert!(r == g && g == b, "{:?} is no grey", saved.palette.ink(*colour));
        r
    };
    let colours = |item: &Item| match item {
        Item::Text(run) => vec![luma(&run.colour)],
        Item::Fill { colour, .. } | Item::Stroke { colour, .. } | Item::Modules { colour, .. } => {
            vec![luma(colour)]
        }
        Item::Path(path) => path.fill.iter().chain(path.pen.iter().map(|p| &p.colour)).map(luma).collect(),
        Item::Picture { .. } | Item::Link { .. } => Vec::new(),
    };
    let items = saved.pages.iter().flat_map(|p| &p.items);
    items.flat_map(|item| colours(item).into_iter().map(move |luma| (luma, item))).collect()
}

#[test]
fn copies_in_black_know_black_and_white_only() {
    let outcome = brochure();
    for (luma, item) in paints(&saved(&outcome, Toner::Black)) {
        let small = !matches!(item, Item::Text(_));
        assert!(luma == 0 || luma == 255 && small, "luma {luma}");
    }
}

#[test]
fn copies_in_grey_keep_shades_but_no_light_letters() {
    let outcome = brochure();
    let saved = saved(&outcome, Toner::Grey);
    let paints = paints(&saved);
    assert!(paints.iter().any(|(luma, _)| (1..=200).contains(luma)));
    for (luma, item) in paints {
        assert!(luma < 150 || !matches!(item, Item::Text(_)), "a letter of luma {luma}");
    }
}

#[test]
fn no_area_stays_filled() {
    let outcome = brochure();
    let saved = saved(&outcome, Toner::Black);
    for (luma, item) in paints(&saved) {
        if let Item::Fill { rect, .. } = item {
            assert!(luma == 255 || rect.w.min(rect.h) <= 6.0, "an area of {rect:?} is black");
        }
    }
}

#[test]
fn every_area_that_was_inked_has_a_line_on_its_edges_inside_the_page() {
    let outcome = brochure();
    let saved = saved(&outcome, Toner::Black);
    let lines = |page: &Page| {
        page.items
            .iter()
            .filter(|i| matches!(i, Item::Fill { rect, .. } if rect.w.min(rect.h) == 0.75))
            .count()
    };
    let checklist = saved.pages.iter().find(|p| p.kind == "checklist").expect("a checklist");
    assert!(lines(checklist) >= 1, "the band of the checklist");
    for page in &saved.pages {
        for item in &page.items {
            if let Item::Fill { rect, .. } = item
                && rect.w.min(rect.h) == 0.75
            {
                let (w, h) = outcome.pages().trim;
                assert!(
                    rect.x >= -0.4 && rect.y >= -0.4 && rect.right() <= w + 0.4 && rect.bottom() <= h + 0.4
                );
            }
        }
    }
}

#[test]
fn all_letters_stay_where_they_are() {
    let outcome = brochure();
    let saved = saved(&outcome, Toner::Black);
    let letters = |pages: &[Arc<Page>]| -> Vec<(usize, String, String)> {
        pages
            .iter()
            .flat_map(|p| common::runs_of(p).map(|r| (p.number, format!("{:?}", r.at), r.text.clone())))
            .collect()
    };
    assert_eq!(letters(&outcome.pages().pages), letters(&saved.pages));
}

#[test]
fn artwork_of_the_ground_is_drawn_in_outlines_and_pictures_are_left_alone() {
    let outcome = brochure();
    let saved = saved(&outcome, Toner::Black);
    let art = saved.pages[0].items.iter().find_map(|item| match item {
        Item::Picture { picture, .. } if picture.path.ends_with("in outlines") => Some(picture),
        _ => None,
    });
    let PictureKind::Svg(tree) = &art.expect("artwork of the cover").kind else { panic!("no drawing") };
    fn each(group: &usvg::Group, check: &mut dyn FnMut(&usvg::Path)) {
        for node in group.children() {
            match node {
                usvg::Node::Group(group) => each(group, check),
                usvg::Node::Path(path) => check(path),
                _ => {}
            }
        }
    }
    let mut shapes = 0;
    each(tree.root(), &mut |path| {
        let white = usvg::Paint::Color(usvg::Color::white());
        assert!(path.stroke().is_some());
        assert!(path.fill().is_none_or(|fill| *fill.paint() == white));
        shapes += 1;
    });
    assert!(shapes > 9, "{shapes} shapes");
}

#[test]
fn in_colour_nothing_is_changed() {
    assert!(save(brochure().pages(), Toner::Colour).is_none());
}

#[test]
fn a_copy_tells_how_much_toner_it_spares() {
    let project = Project::with("[edition.kopie]\nkind = \"ink-saver\"\n");
    project.chapter(&filler(300));
    let outcome = project.layout();
    let brochure = outcome.brochure.as_ref().expect("laid out");
    let files = brochure::edition::render(&brochure.plans()[0], &mut Vec::new()).expect("a file");
    let note = &files[0].notes[0];
    let share: f64 =
        note.text().split(' ').nth(2).and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("{note:?}"));
    // The cover alone is nearly all ink, and there are few pages.
    assert!((50.0..99.0).contains(&share), "{note:?}");
}

/// The page model tells as much toner as the pages show that are drawn from it.
#[test]
fn the_estimate_of_toner_agrees_with_pixels() {
    let mut photo = std::io::Cursor::new(Vec::new());
    let shade = |x: u32, y: u32| image::Luma([((x * 3 + y * 5) % 200) as u8]);
    image::GrayImage::from_fn(600, 400, shade)
        .write_to(&mut photo, image::ImageFormat::Png)
        .expect("a picture");
    let chart = "```chart\ntitle = \"Zahlen\"\nkind = \"line\"\nalt = \"Zwei Jahre\"\nlabels = [\"2018\", \"2019\"]\n\
                 [[series]]\nname = \"Bund\"\nvalues = [10, 20]\n[[series]]\nname = \"Land\"\nvalues = [5, 8]\n```\n";
    let text = format!(
        "## Ein Abschnitt\n\n> [!praxistipp]\n> Ein Rat.\n\n{chart}\n![Foto](../assets/foto.png)\n\n{}\n\n\
         [Adresse](https://example.org/a \"QR\")\n\n## Was kann ich tun? {{.checklist}}\n\n- [ ] Reden\n",
        filler(900)
    );
    let project =
        Project::with("[edition.kopie]\nkind = \"ink-saver\"\n[edition.screen]\nkind = \"screen\"\n");
    project.file("assets/foto.png", photo.into_inner()).chapter(&text);
    let outcome = project.layout();
    let plans = outcome.brochure.as_ref().expect("laid out").plans();
    let black = saved(&outcome, Toner::Black);
    let (plain, saving) = areas(outcome.pages(), &black);
    for (plan, told) in [(&plans[0], saving), (&plans[1], plain)] {
        let product = brochure::edition::render(plan, &mut Vec::new()).expect("a file").remove(0);
        let pages = rasters(product.bytes, 144.0);
        let dark = pages.iter().flat_map(|page| &page.grey).map(|grey| 1.0 - f64::from(*grey) / 255.0);
        let drawn = dark.sum::<f64>() / 4.0;
        assert!((told / drawn - 1.0).abs() < 0.03, "{}: {told} of {drawn}", plan.name);
    }
}

#[test]
fn letters_on_a_panel_over_a_photo_are_dark() {
    let project = Project::with("[cover]\nimage = \"assets/foto.png\"\nimage-alt = \"Ein Haus\"\n");
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(1900, 2600).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    project.file("assets/foto.png", bytes.into_inner()).chapter("Text.");
    let outcome = project.layout();
    for toner in [Toner::Black, Toner::Grey] {
        let saved = saved(&outcome, toner);
        let title = saved.pages[0].items.iter().find_map(|item| match item {
            Item::Text(run) if run.text.contains("Probe") => Some(saved.palette.ink(run.colour).rgb[0]),
            _ => None,
        });
        assert!(title.expect("a title") < 128, "{toner:?}: {title:?}");
    }
}
