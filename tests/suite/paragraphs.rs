//! Where lines of real words may end, and at what price.

use brochure::layout::paragraph::Paragraph;
use brochure::layout::paragraph::demerits::{self as cost, COSTS};
use brochure::layout::paragraph::items::line_ends;
use brochure::text::shape::Shaper;

use crate::common::galley::galley;
use crate::common::layout;

/// A hyphen between syllables, at a joint, and too near to the word's end.
const SYLLABLE: f64 = COSTS.hyphen;
const JOINT: f64 = COSTS.hyphen * COSTS.at_joint;
const WEAK: f64 = COSTS.hyphen * COSTS.weak;

/// Sets the text of a chapter and looks at its first paragraph.
fn paragraph<T>(text: &str, look: impl FnOnce(&Paragraph<'_>, &Shaper) -> T) -> T {
    galley(text, |galley, shaper| look(&galley.paragraphs[0], shaper))
}

/// What stands before each end of a line since the last space, with its price; ends behind a whole word left
/// out.
fn prices(text: &str) -> Vec<(String, f64)> {
    paragraph(text, prices_of)
}

fn prices_of(paragraph: &Paragraph<'_>, shaper: &Shaper) -> Vec<(String, f64)> {
    let text = &paragraph.rich.text;
    let begin = |seg: u32| paragraph.segs.get(seg as usize).map_or(text.len(), |s| s.range.start as usize);
    let ends = line_ends(paragraph, shaper).into_iter().filter(|end| !end.forced);
    let ends = ends.map(|end| (begin(end.to.seg) + usize::from(end.to.byte), end.penalty));
    let inside = ends.filter(|(at, _)| !text[*at..].starts_with(' '));
    inside.map(|(at, price)| (text[..at].rsplit(' ').next().unwrap_or_default().into(), price)).collect()
}

/// Pairs as [`prices`] gives them.
fn priced<const N: usize>(pairs: [(&str, f64); N]) -> Vec<(String, f64)> {
    pairs.map(|(word, price)| (word.to_owned(), price)).to_vec()
}

#[test]
fn hyphens_have_the_price_of_their_place() {
    assert_eq!(
        prices("Das Aufenthaltsrecht der Gemeinde gilt."),
        priced([("Auf", SYLLABLE), ("Aufent", SYLLABLE), ("Aufenthalts", JOINT), ("Ge", WEAK),])
    );
}

#[test]
fn hyphens_in_the_last_word_cost_more() {
    let last = |price: f64| price + cost::HYPHEN_IN_LAST_WORD;
    assert_eq!(
        prices("Nach dem Aufenthaltsrecht."),
        priced([("Auf", last(SYLLABLE)), ("Aufent", last(SYLLABLE)), ("Aufenthalts", last(JOINT)),])
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
    // behind a written hyphen, in a word, behind words with an upright end, behind a stop at the end
    assert_eq!(
        ends("Asyl-Team und Ausländern ein."),
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

#[test]
fn hyphens_in_each_part_of_a_last_word_with_a_joint_cost_more() {
    let prices = prices("Nach der Aufenthaltsrechts-Beratung.");
    let (joints, hyphens): (Vec<_>, Vec<_>) =
        prices.into_iter().partition(|(_, price)| *price == cost::JOINT);
    assert_eq!(joints, priced([("Aufenthaltsrechts-", cost::JOINT)]));
    let dear = |(_, price): &(String, f64)| *price > cost::HYPHEN_IN_LAST_WORD;
    assert!(hyphens.len() > 3 && hyphens.iter().all(dear), "{hyphens:?}");
}

#[test]
fn of_several_spaces_a_line_ends_at_the_first() {
    let ends = |text: &str| paragraph(text, |paragraph, shaper| line_ends(paragraph, shaper).len());
    assert_eq!((ends("am `b c` da"), ends("am `b   c` da")), (4, 4));
}

#[test]
fn what_stands_behind_a_star_counts_for_the_length_of_its_word() {
    assert_eq!(prices("Die Bürger sind da"), []);
    assert_eq!(prices("Die Bürger*innen sind da"), priced([("Bür", SYLLABLE)]));
}

#[test]
fn in_small_text_short_ends_of_words_are_broken_off_at_a_high_price() {
    let text = "Die Verwaltungen sind da[^1]\n\n[^1]: Die Verwaltungen sind da";
    let note = galley(text, |galley, shaper| prices_of(galley.paragraphs.last().expect("a note"), shaper));
    let prices = |ends: f64| priced([("Ver", ends), ("Verwal", SYLLABLE), ("Verwaltun", ends)]);
    assert_eq!((self::prices(text), note), (prices(SYLLABLE), prices(WEAK)));
}

/// German words of many lengths.
const PROSE: &str = "Vor Ort entscheidet sich, wie Menschen ankommen: Welche Wohnung sie finden, wann das Kind in die Schule \
    geht, ob jemand am Schalter die Sprache spricht, und wer zur Sitzung des Beirats eingeladen wird. Aufgaben, die das \
    Land überträgt, erfüllt die Kommune nach Weisung; Aufgaben der Selbstverwaltung gestaltet sie selbst. Wer das weiß, \
    fragt anders: nicht, ob etwas erlaubt ist, sondern wer es beschließen kann. Trotzdem bleibt vieles an Personen \
    hängen, an Ehrenamtlichen, an Verwaltungsangestellten, an Trägern der freien Wohlfahrtspflege.";

/// Where the lines of a paragraph begin and end, beyond the room that its box gives, and how far they hang out of it; with
/// the stretch of their letters. The last line is left out.
fn edges(outcome: &crate::common::Outcome) -> Vec<[f64; 5]> {
    let runs: Vec<_> = outcome.runs().into_iter().filter(|run| !run.text.trim().is_empty()).collect();
    let at = |words: &str| runs.iter().position(|run| run.text.contains(words)).expect("a run");
    let lines = &runs[at("Vor Ort")..at("pflege.")];
    let edge = |run: &&brochure::pages::TextRun| {
        let right = run.at.x + run.width_of_letters();
        let hang = run.room.hang;
        [run.room.left - run.at.x, hang.0, right - run.room.right, hang.1, run.stretch]
    };
    lines.iter().map(edge).collect()
}

#[test]
fn lines_end_where_their_letters_may_stand_out() {
    let outcome = layout(PROSE);
    let lines = edges(&outcome);
    assert!(lines.len() > 5);
    for [before, lead, behind, hang, stretch] in &lines {
        assert!(
            (before - lead).abs() < 0.01 && (behind - hang).abs() < 0.02,
            "{before} {lead} {behind} {hang}"
        );
        assert!((0.98..=1.02).contains(stretch), "{stretch}");
    }
    let count = |is_it: fn(&[f64; 5]) -> bool| lines.iter().filter(|line| is_it(line)).count();
    assert!(count(|line| line[1] > 0.0) > 0, "a letter stands before the edge");
    assert!(count(|line| line[3] > 0.0) > 0, "a letter stands behind the edge");
    assert!(count(|line| line[4] != 1.0) > lines.len() / 2, "letters take their part");
}

#[test]
fn letters_may_be_left_as_they_are() {
    let rules = "[paragraph]\nletter-scaling = 0\noptical-margins = false\nhang-hyphen = 0\nhang-stop = 0\n";
    let project = crate::common::Project::with(&format!("[cover]\nenabled = false\n{rules}"));
    project.chapter(PROSE);
    for line in edges(&project.layout()) {
        assert!(line[..4].iter().all(|off| off.abs() < 0.02) && line[4] == 1.0, "{line:?}");
    }
}

/// What belongs together, of many kinds: citations, dates, units, names, dockets, numbers with signs, abbreviations.
fn together() -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for law in ["AufenthG", "GG", "SGB XII", "BGB", "AsylbLG", "VwVfG", "SGB X", "StAG", "GemO", "AGG"] {
        for place in
            ["§ 7", "§ 60a", "§ 23 Abs. 1", "§ 28 Abs. 2 Satz 1", "§ 2 Abs. 3 Nr. 4", "Art. 1 Abs. 3"]
        {
            all.push(format!("{place} {law}"));
        }
        all.extend(["§ 5 Absatz 2", "Art. 16a Absatz 1"].map(|place| format!("{place} {law}")));
        all.extend(["§ 4", "§ 12 Abs. 3"].map(|place| format!("{place} {law}[^1]")));
    }
    for month in [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ] {
        all.extend([1, 12, 31].map(|day| format!("{day}. {month}")));
        all.push(format!("3. {month}[^1]"));
    }
    for unit in [
        "km",
        "kWh",
        "Uhr",
        "Euro",
        "Prozent",
        "Mio. Euro",
        "m²",
        "Jahre",
        "Monate",
        "°C",
        "%",
        "‰",
        "kg",
        "ha",
    ] {
        all.extend(["5", "4,8", "1 200", "200"].map(|number| format!("{number} {unit}")));
        all.push(format!("20 {unit}[^1]"));
        all.push(format!("−3 {unit}"));
    }
    for name in
        ["Dr. Müller", "Prof. Weber", "A. Schmidt", "J. S. Bach", "Karl V.", "Ludwig XIV.", "Dr. h. c. Lang"]
    {
        all.push(name.to_owned());
    }
    for docket in ["2 BvF 3/89", "1 BvL 10/10", "VI ZR 12/20", "5 C 8.13", "B 8 AY 1/12"] {
        all.push(docket.to_owned());
    }
    for name in ["Frau Dr. Yılmaz", "Dr.-Ing. Kaya", "K. Marx", "E. T. A. Mann", "Karl II.", "Paul VI."] {
        all.push(name.to_owned());
        all.push(format!("{name}[^1]"));
    }
    for docket in ["1 BvR 1295/18", "C-238/19", "10 A 10573/18", "L 3 AY 8/18", "Az. 4 K 123/19"] {
        all.push(docket.to_owned());
        all.push(format!("{docket}[^1]"));
    }
    for amount in
        ["58,44 Mio. Euro", "2 Mrd. Euro", "1,5 Millionen", "3 000 Euro", "12.500 Euro", "0,5 l", "30 qm"]
    {
        all.push(amount.to_owned());
    }
    for sign in [
        "S. 12", "Nr. 5", "Abs. 3", "Kap. 4", "Abb. 2", "Tab. 1", "Bd. 3", "Ziff. 7", "Rn. 15", "Az. 7",
        "Tel. 12",
    ] {
        all.push(sign.to_owned());
    }
    for short in [
        "z. B.", "d. h.", "i. V. m.", "u. a.", "i. d. R.", "z. T.", "o. Ä.", "v. a.", "s. o.", "e. V.",
        "i. S. d.",
    ] {
        all.push(short.to_owned());
    }
    all.extend(["−5", "+3", "&nbsp;7", "19. Jahrhundert", "3000–091/19"].map(str::to_owned));
    all
}

#[test]
fn what_belongs_together_is_never_parted() {
    assert!(together().len() >= 300, "{}", together().len());
    let parted: Vec<String> = together().into_iter().flat_map(|words| parts(&words)).collect();
    assert!(parted.is_empty(), "{} are parted: {parted:#?}", parted.len());
}

/// Where lines may end inside of words that stand in a text.
fn parts(words: &str) -> Vec<String> {
    paragraph(&format!("Es gilt dort {words} und so weiter.\n\n[^1]: Beleg.\n"), |paragraph, shaper| {
        let text = &paragraph.rich.text;
        let (from, to) = ("Es gilt dort ".len(), text.find(" und so weiter").expect("the end"));
        let begin =
            |seg: u32| paragraph.segs.get(seg as usize).map_or(text.len(), |s| s.range.start as usize);
        let ends = line_ends(paragraph, shaper).into_iter().filter(|end| !end.forced);
        let ends = ends.filter(|end| end.penalty < cost::CHAIN);
        let ends = ends.map(|end| begin(end.to.seg) + usize::from(end.to.byte));
        let inside = ends.filter(|at| (from + 1..to).contains(at));
        inside.map(|at| format!("{}|{}", &text[from..at], &text[at..to])).collect()
    })
}

#[test]
fn a_line_that_ends_with_a_typed_hyphen_is_dashed() {
    let dashed = |text: &str| paragraph(text, |paragraph, _| paragraph.is_dashed(&paragraph.lines[0]));
    assert_eq!(
        ["Haupt-", "Haupt- und Neben-", "Haupt", "Haupt- und"].map(dashed),
        [true, true, false, false]
    );
}
