//! Where lines of real words may end, and at what price.

use std::sync::Arc;

use brochure::diag::{Files, Sink};
use brochure::document::Document;
use brochure::layout::galleys;
use brochure::layout::paragraph::Paragraph;
use brochure::layout::paragraph::demerits as cost;
use brochure::layout::paragraph::items::line_ends;
use brochure::layout::setter::{Pictures, Setter};
use brochure::source::Project as Source;
use brochure::source::store::Disk;
use brochure::style::StyleSheet;
use brochure::text::fonts::FontBook;
use brochure::text::hyphenate::Hyphenator;
use brochure::text::shape::Shaper;

use crate::common::{Project, layout};

/// Sets the text of a chapter and looks at its first paragraph.
fn paragraph<T>(text: &str, look: impl FnOnce(&Paragraph<'_>, &Shaper) -> T) -> T {
    let folder = Project::bare();
    folder.chapter(text);
    let (mut files, mut sink) = (Files::default(), Sink::new());
    let disk = Disk::open(folder.folder.path()).expect("a folder");
    let source = Source::open(&disk, &mut files, &mut sink).expect("a project");
    let theme = &source.look.theme;
    let document = Document::read(&source, theme, &files, &|_| false, &mut sink);
    let fonts = Arc::new(FontBook::load(&disk, theme, &mut sink).expect("fonts"));
    let palette = source.look.palette.clone();
    let sheet = StyleSheet::new(theme.clone(), palette, &fonts, &mut sink).expect("styles");
    let hyphenator = Hyphenator::new("de", &[], &mut sink);
    let shaper = Shaper::new(fonts, hyphenator, &theme.paragraph, "de");
    let setter = Setter {
        sheet: &sheet,
        shaper: &shaper,
        pictures: &Pictures::default(),
        document: &document,
        labels: &source.config.labels,
        page_of: &|_| None,
        complaints: Default::default(),
    };
    let galleys = galleys(&setter, &document);
    look(&galleys[0].main().paragraphs[0], &shaper)
}

/// What stands before each end of a line since the last space, with its price; ends behind a whole word left
/// out.
fn prices(text: &str) -> Vec<(String, f64)> {
    paragraph(text, |paragraph, shaper| {
        let text = &paragraph.rich.text;
        let begin =
            |seg: u32| paragraph.segs.get(seg as usize).map_or(text.len(), |s| s.range.start as usize);
        let ends = line_ends(paragraph, shaper).into_iter().filter(|end| !end.forced);
        let ends = ends.map(|end| (begin(end.to.seg) + usize::from(end.to.byte), end.penalty));
        let inside = ends.filter(|(at, _)| !text[*at..].starts_with(' '));
        inside.map(|(at, price)| (text[..at].rsplit(' ').next().unwrap_or_default().into(), price)).collect()
    })
}

/// Pairs as [`prices`] gives them.
fn priced<const N: usize>(pairs: [(&str, f64); N]) -> Vec<(String, f64)> {
    pairs.map(|(word, price)| (word.to_owned(), price)).to_vec()
}

#[test]
fn hyphens_have_the_price_of_their_place() {
    assert_eq!(
        prices("Das Aufenthaltsrecht der Gemeinde gilt."),
        priced([
            ("Auf", cost::HYPHEN),
            ("Aufent", cost::HYPHEN),
            ("Aufenthalts", cost::HYPHEN_AT_JOINT),
            ("Ge", cost::HYPHEN_WEAK),
        ])
    );
}

#[test]
fn hyphens_in_the_last_word_cost_more() {
    let last = |price: f64| price + cost::HYPHEN_IN_LAST_WORD;
    assert_eq!(
        prices("Nach dem Aufenthaltsrecht."),
        priced([
            ("Auf", last(cost::HYPHEN)),
            ("Aufent", last(cost::HYPHEN)),
            ("Aufenthalts", last(cost::HYPHEN_AT_JOINT)),
        ])
    );
}

#[test]
fn written_joints_have_their_price() {
    assert_eq!(
        prices("Im Asyl-Recht von https://amt.example/akten/neu ist"),
        priced([
            ("Asyl-", cost::JOINT),
            ("https://amt", cost::URL),
            ("https://amt.example/", cost::URL),
            ("https://amt.example/akten/", cost::URL),
        ])
    );
}

#[test]
fn a_word_wider_than_its_line_may_be_cut_at_every_letter() {
    for length in [90, 150] {
        let cuts = prices(&format!("Vor {} nach", "x".repeat(length)));
        assert_eq!(cuts.len(), length - 1);
        assert!(cuts.iter().all(|(_, price)| *price == cost::EMERGENCY));
    }
    assert_eq!(prices(&format!("Vor {} nach", "x".repeat(20))), []);
}

#[test]
fn hyphens_written_or_not_count_as_hyphens_and_hang() {
    let ends = |text: &str| {
        paragraph(text, |paragraph, shaper| {
            let ends = line_ends(paragraph, shaper).into_iter();
            ends.map(|end| (end.dashed, end.hyphen > 0.0, end.hang > 0.0)).collect::<Vec<_>>()
        })
    };
    // behind a written hyphen, in a word, behind words, behind a stop at the end
    assert_eq!(
        ends("Asyl-Recht und Ausländer ein."),
        [
            (true, false, true),
            (false, false, false),
            (false, false, false),
            (true, true, true),
            (true, true, true),
            (false, false, false),
            (false, false, true),
        ]
    );
}

#[test]
fn ligatures_form_within_the_parts_of_a_word_only() {
    let ligatures = |word: &str| {
        let outcome = layout(&format!("Das {word} steht da."));
        let (_, run) = outcome.run(word);
        let at = run.text.find(word).expect("the word");
        let glyphs = run.glyphs.iter().map(|glyph| usize::from(glyph.start)..usize::from(glyph.end));
        let joined = glyphs.filter(|bytes| {
            bytes.len() > 1 && bytes.start >= at && run.text.is_char_boundary(bytes.start + 1)
        });
        joined.map(|bytes| run.text[bytes].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ligatures("flach"), ["fl"]);
    assert_eq!(ligatures("Auflage"), Vec::<String>::new());
    assert_eq!(ligatures("Pflicht"), ["fl"]);
    assert_eq!(ligatures("Wohnsitzauflage"), Vec::<String>::new());
}
