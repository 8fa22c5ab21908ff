//! Pages: type area, grid, breaks, notes, figures, references, covers; checked on whole chapters.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::common::random::Random;
use crate::common::{Outcome, Project, filler, layout, runs_of};
use brochure::document::Target;
use brochure::geom::{MM, Pt, Rect, Side};
use brochure::ids::NodeId;
use brochure::node::Role;
use brochure::pages::{Artifact, Item, Owner, Page, TextRun};

const MEASURE: Pt = 110.0 * MM;
const TOP: Pt = 15.0 * MM;
const BOTTOM: Pt = TOP + 36.0 * LEADING;
const LEADING: Pt = 14.0;
/// From the top of a line of body text to its baseline.
const BASELINE: Pt = 10.505;
const SOFT: char = '\u{ad}';

/// Left edge of the type area.
fn left(page: &Page) -> Pt {
    if page.side == Side::Recto { 10.0 * MM } else { 28.0 * MM }
}

#[track_caller]
fn near(value: Pt, expected: Pt) {
    assert!((value - expected).abs() < 0.05, "{value:.3} instead of {expected:.3}");
}

// What stands where

/// The part of the text a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Heading,
    Body,
    List,
    Box,
    Quote,
    Table,
    Figure,
    Note,
    Code,
    Other,
}

/// A line of text as it was laid out; calls of notes are not in its text.
#[derive(Debug)]
struct Line {
    /// Index of its page.
    page: usize,
    part: Part,
    /// The paragraph, cell, heading or item it belongs to.
    block: NodeId,
    x: Pt,
    y: Pt,
    right: Pt,
    /// Room that its first letter takes before the edge.
    lead: Pt,
    /// Room that its last letter may take beyond the measure.
    hang: Pt,
    text: String,
}

/// The structure, walked upwards.
struct Tree<'o> {
    outcome: &'o Outcome,
    parents: BTreeMap<NodeId, NodeId>,
}

impl<'o> Tree<'o> {
    fn new(outcome: &'o Outcome) -> Self {
        let structure = &outcome.pages().structure;
        let nodes = structure.ids();
        let below = |n: NodeId| structure.get(n).children.iter().map(move |child| (*child, n));
        Self { outcome, parents: nodes.flat_map(below).collect() }
    }

    fn role(&self, node: NodeId) -> &'o Role {
        &self.outcome.pages().structure.get(node).role
    }

    /// The node and all above it.
    fn up(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(node), |n| self.parents.get(n).copied())
    }

    fn lies_in(&self, node: NodeId, role: impl Fn(&Role) -> bool) -> bool {
        self.up(node).any(|n| role(self.role(n)))
    }

    fn block(&self, node: NodeId) -> NodeId {
        let within = |role: &Role| {
            matches!(role, Role::Text | Role::Link(_) | Role::Reference)
                || matches!(role, Role::Number | Role::Emphasis | Role::Strong)
        };
        let block = |n: &NodeId| !within(self.role(*n));
        self.up(node).find(block).unwrap_or(node)
    }

    fn part(&self, node: NodeId) -> Part {
        let has = |role: fn(&Role) -> bool| self.lies_in(node, role);
        let table = has(|r| *r == Role::Table);
        if has(|r| *r == Role::Note) {
            Part::Note
        } else if table {
            Part::Table
        } else if has(|r| matches!(r, Role::Caption | Role::Figure(_))) {
            Part::Figure
        } else if has(|r| *r == Role::Aside) {
            Part::Box
        } else if has(|r| matches!(r, Role::List(_))) {
            Part::List
        } else if has(|r| *r == Role::BlockQuote) {
            Part::Quote
        } else if has(|r| *r == Role::Code) {
            Part::Code
        } else if has(|r| matches!(r, Role::Heading(..))) {
            Part::Heading
        } else if has(|r| *r == Role::Paragraph) {
            Part::Body
        } else {
            Part::Other
        }
    }
}

/// Right end of a run without the space at its end, and what of its last letter may hang out.
fn right_and_hang(run: &TextRun) -> (Pt, Pt) {
    (run.at.x + run.width_of_letters(), run.room.hang.1)
}

/// All lines that belong to the text, in the order in which they are drawn.
fn lines(outcome: &Outcome) -> Vec<Line> {
    let tree = Tree::new(outcome);
    let mut lines: Vec<Line> = Vec::new();
    for (index, page) in outcome.pages().pages.iter().enumerate() {
        for run in runs_of(page) {
            let Owner::Node(node) = run.owner else { continue };
            let (right, hang) = right_and_hang(run);
            if tree.lies_in(node, |r| *r == Role::Reference) {
                if let Some(line) = lines.last_mut() {
                    (line.right, line.hang) = (right.max(line.right), hang);
                }
                continue;
            }
            if is_marker(&tree, node, run) {
                continue;
            }
            let block = tree.block(node);
            match lines.last_mut() {
                Some(l) if l.page == index && l.block == block && (l.y - run.at.y).abs() < 4.0 => {
                    l.text.push_str(&run.text);
                    if right > l.right {
                        (l.right, l.hang) = (right, hang);
                    }
                }
                _ => lines.push(Line {
                    page: index,
                    part: tree.part(node),
                    block,
                    x: run.at.x,
                    y: run.at.y,
                    right,
                    hang,
                    lead: run.room.hang.0,
                    text: run.text.clone(),
                }),
            }
        }
    }
    lines
}

/// The number or dash before an item or note.
fn is_marker(tree: &Tree<'_>, node: NodeId, run: &TextRun) -> bool {
    let sign = |c: char| c.is_ascii_digit() || c == '–' || c == ' ';
    tree.lies_in(node, |r| *r == Role::Label) && run.text.chars().all(sign)
}

/// The words of some lines: what was hyphenated is joined again.
fn words<'l>(lines: impl Iterator<Item = &'l Line>) -> Vec<String> {
    let mut text = String::new();
    for line in lines {
        if text.ends_with(SOFT) {
            text.pop();
        } else {
            text.push(' ');
        }
        text.push_str(&line.text);
    }
    text.replace(SOFT, "").split_whitespace().map(str::to_owned).collect()
}

fn fills(page: &Page, outcome: &Outcome, name: &str) -> Vec<Rect> {
    let palette = &outcome.pages().palette;
    let fill = |item: &Item| match item {
        Item::Fill { rect, colour, .. } if palette.ink(*colour).name == name => Some(*rect),
        _ => None,
    };
    page.items.iter().filter_map(fill).collect()
}

/// Index of the page where these words stand in the text.
fn page_with(lines: &[Line], words: &str) -> usize {
    let found = lines.iter().find(|l| l.text.contains(words));
    found.unwrap_or_else(|| panic!("no line with {words:?}")).page
}

fn project(config: &str) -> Project {
    Project::with(&format!("[cover]\nenabled = false\n[contents]\nenabled = false\n{config}"))
}

fn layout_with(config: &str, text: &str) -> Outcome {
    let project = project(config);
    project.file("chapters/bild.svg", SVG).chapter(text);
    project.layout()
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"90\">\
    <rect width=\"200\" height=\"90\"/></svg>";

// Random chapters

const WORDS: &[&str] = &[
    "Gemeinde",
    "Aufenthaltserlaubnis",
    "und",
    "Bürger*innen",
    "Rat",
    "die",
    "Stadtverwaltung",
    "entscheidet",
    "der",
    "Unterbringungskonzept",
    "im",
    "Rahmen",
    "Wohnung",
    "Größe",
    "Straße",
    "über",
    "Sprachkurse",
    "Ehrenamtliche",
    "mit",
    "Ausländerbehörde",
    "Ermessensspielraum",
    "Kita",
    "Schule",
    "für",
    "Vermieter*innen",
    "Haushalt",
    "Jahr",
    "beschließt",
    "Antrag",
    "Landkreis",
    "Kommunalaufsicht",
    "als",
    "auch",
    "vor",
    "Ort",
    "Integrationsbeauftragte",
    "Zuständigkeit",
    "Gesetz",
    "darf",
    "muss",
    "Teilhabe",
    "Öffentlichkeitsarbeit",
];

/// A chapter as Markdown and the words that must be found on its pages.
struct Chapter {
    random: Random,
    markdown: String,
    text: Vec<String>,
    notes: Vec<String>,
    figures: Vec<String>,
    note_texts: String,
    note_count: usize,
    table_count: usize,
    figure_count: usize,
}

/// Where words go.
#[derive(Clone, Copy)]
enum To {
    Text,
    Note,
    Figure,
}

impl Chapter {
    fn new(seed: u64) -> Self {
        Self {
            random: Random(seed),
            markdown: String::new(),
            text: vec!["Kapitel".to_owned()],
            notes: Vec::new(),
            figures: Vec::new(),
            note_texts: String::new(),
            note_count: 0,
            table_count: 0,
            figure_count: 0,
        }
    }

    /// With this many blocks of all kinds.
    fn random(seed: u64, blocks: usize) -> Self {
        let mut chapter = Self::new(seed);
        chapter.paragraph();
        for _ in 0..blocks {
            chapter.block();
            if chapter.random.next(2) == 0 {
                chapter.paragraph();
            }
        }
        chapter.paragraph();
        chapter
    }

    fn source(&self) -> String {
        format!("{}\n\n{}", self.markdown, self.note_texts)
    }

    fn expect(&mut self, words: &str, to: To) {
        let list = match to {
            To::Text => &mut self.text,
            To::Note => &mut self.notes,
            To::Figure => &mut self.figures,
        };
        list.extend(words.split_whitespace().map(str::to_owned));
    }

    /// Random words as they are printed, without marks.
    fn plain(&mut self, from: usize, to: usize) -> String {
        let count = self.random.between(from, to);
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.random.next(WORDS.len())]).collect();
        words.join(" ")
    }

    /// Random words for a place; they are expected there.
    fn said(&mut self, from: usize, to: usize, place: To) -> String {
        let words = self.plain(from, to);
        self.expect(&words, place);
        words
    }

    /// A sentence with bold and italic words, a link, perhaps the call of a note.
    fn sentence(&mut self, from: usize, to: usize) -> String {
        let mut words = self.plain(from, to) + ".";
        self.expect(&words, To::Text);
        words = match self.random.next(5) {
            0 => words.replacen(" und ", " **und** ", 1),
            1 => words.replacen(" Rat ", " *Rat* ", 1),
            2 => words.replacen(" Kita ", " [Kita](https://example.org) ", 1),
            _ => words,
        };
        if self.random.next(4) == 0 { words + &self.call() } else { words }
    }

    fn call(&mut self) -> String {
        self.note_count += 1;
        let n = self.note_count;
        let note = self.said(3, 45, To::Note);
        self.note_texts += &format!("[^{n}]: {note}\n");
        format!("[^{n}]")
    }

    fn push(&mut self, block: &str) {
        self.markdown += block;
        self.markdown += "\n\n";
    }

    fn paragraph(&mut self) {
        let text: Vec<String> = (0..self.random.between(1, 5)).map(|_| self.sentence(5, 25)).collect();
        self.push(&text.join(" "));
    }

    fn block(&mut self) {
        match self.random.next(13) {
            0 | 1 => self.heading(),
            2 => self.list("- "),
            3 => self.list("1. "),
            4 => self.list("- [ ] "),
            5 => self.nested_list(),
            6 => self.definitions(),
            7 => self.quote(),
            8 => self.callout(),
            9 => self.pull_quote(),
            10 => self.table(),
            11 => self.figure(),
            _ => self.code(),
        }
    }

    fn heading(&mut self) {
        let level = self.random.between(2, 4);
        let words = self.plain(2, 7);
        let stop = if level == 4 { "." } else { "" };
        self.expect(&format!("{words}{stop}"), To::Text);
        self.push(&format!("{} {words}", "#".repeat(level)));
        self.paragraph();
    }

    fn list(&mut self, marker: &str) {
        let items: Vec<String> =
            (0..self.random.between(1, 8)).map(|_| format!("{marker}{}", self.sentence(1, 40))).collect();
        self.push(&items.join("\n"));
    }

    fn nested_list(&mut self) {
        let text =
            format!("- {}\n  - {}\n- {}", self.sentence(2, 9), self.sentence(2, 30), self.sentence(2, 9));
        self.push(&text);
    }

    fn definitions(&mut self) {
        for _ in 0..self.random.between(1, 3) {
            let term = self.said(1, 2, To::Text);
            let text = self.sentence(4, 30);
            self.push(&format!("{term}\n: {text}"));
        }
    }

    fn quote(&mut self) {
        let text = self.sentence(8, 40);
        self.push(&format!("> {text}"));
    }

    fn callout(&mut self) {
        let kinds = [("praxistipp", "Praxistipp"), ("rechtslage", "Rechtslage"), ("beispiel", "Beispiel")];
        let (kind, label) = kinds[self.random.next(3)];
        let titled = self.random.next(2) == 0;
        self.expect(&format!("{label}{}", if titled { ":" } else { "" }), To::Text);
        let title = if titled { self.said(1, 4, To::Text) } else { String::new() };
        let mut text = format!("> [!{kind}] {title}\n");
        for _ in 0..self.random.between(1, 4) {
            let sentence = self.sentence(6, 60);
            text += &format!("> {sentence}\n>\n");
        }
        self.push(text.trim_end_matches("\n>\n"));
    }

    fn pull_quote(&mut self) {
        let words = self.plain(6, 16);
        self.expect(&format!("„{words}“"), To::Text);
        let name = self.said(1, 2, To::Text);
        self.push(&format!("> [!zitat]\n> „{words}“\n> -- {name}"));
    }

    fn table(&mut self) {
        self.table_count += 1;
        self.expect(&format!("Tabelle {}", self.table_count), To::Text);
        let caption = self.said(2, 5, To::Text);
        let columns = self.random.between(2, 4);
        let row = |this: &mut Self, most: usize| -> String {
            let cells: Vec<String> = (0..columns).map(|_| this.said(1, most, To::Text)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let mut text = row(self, 2) + &format!("|{}\n", "---|".repeat(columns));
        for _ in 0..self.random.between(1, 25) {
            text += &row(self, 4);
        }
        self.push(&format!("Tabelle: {caption}\n\n{text}"));
    }

    fn figure(&mut self) {
        self.figure_count += 1;
        self.expect(&format!("Abbildung {}", self.figure_count), To::Figure);
        let caption = self.said(2, 9, To::Figure);
        self.push(&format!("![Bild](bild.svg \"{caption}\")"));
    }

    fn code(&mut self) {
        let text: Vec<String> = (0..self.random.between(1, 6)).map(|_| self.said(1, 5, To::Text)).collect();
        self.push(&format!("```\n{}\n```", text.join("\n")));
    }
}

fn laid_out(chapter: &Chapter) -> Outcome {
    layout_with("", &chapter.source())
}

/// A long chapter of all kinds of blocks that several tests look at.
static MIXED: LazyLock<Outcome> = LazyLock::new(|| laid_out(&Chapter::random(7, 110)));

/// Paragraphs `Anfang1 … Ende1.`, `Anfang2 … Ende2.`, …
fn marked_paragraphs(count: usize, seed: u64) -> String {
    let mut chapter = Chapter::new(seed);
    let paragraph = |n: usize| format!("Anfang{n} {} Ende{n}.", chapter.plain(12, 120));
    (1..=count).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// More than thirty pages of text alone.
static LONG: LazyLock<Outcome> = LazyLock::new(|| layout(&marked_paragraphs(140, 1)));

// The page

#[test]
fn pages_are_a5() {
    let outcome = layout("Text");
    near(outcome.pages().trim.0, 148.0 * MM);
    near(outcome.pages().trim.1, 210.0 * MM);
    near(outcome.pages().bleed, 3.0 * MM);
}

#[test]
fn the_mixed_chapter_is_long_and_mixed() {
    assert!(MIXED.pages().pages.len() >= 25, "{} pages", MIXED.pages().pages.len());
    let parts = [
        Part::Heading,
        Part::Body,
        Part::List,
        Part::Box,
        Part::Quote,
        Part::Table,
        Part::Figure,
        Part::Note,
        Part::Code,
    ];
    let lines = lines(&MIXED);
    for part in parts {
        assert!(lines.iter().filter(|l| l.part == part).count() > 5, "{part:?}");
    }
}

#[test]
fn odd_pages_are_rectos() {
    for page in &LONG.pages().pages {
        assert_eq!(page.side, if page.number % 2 == 1 { Side::Recto } else { Side::Verso });
    }
}

#[test]
fn body_text_begins_at_the_mirrored_edges() {
    for outcome in [&*LONG, &*MIXED] {
        let lines = lines(outcome);
        let runs_in = |l: &Line| {
            lines.iter().any(|h| h.part == Part::Heading && h.page == l.page && (h.y - l.y).abs() < 0.1)
        };
        for line in lines.iter().filter(|l| l.part == Part::Body && !runs_in(l)) {
            let page = &outcome.pages().pages[line.page];
            let indent = line.x + line.lead - left(page);
            assert!(indent.abs() < 0.05 || (indent - 14.0).abs() < 0.05, "{line:?}");
        }
    }
}

#[test]
fn body_baselines_lie_on_the_grid() {
    for outcome in [&*LONG, &*MIXED] {
        for line in lines(outcome).iter().filter(|l| l.part == Part::Body) {
            let steps = (line.y - TOP - BASELINE) / LEADING;
            assert!((steps - steps.round()).abs() * LEADING < 0.1, "page {}: {line:?}", line.page + 1);
        }
    }
}

#[test]
fn body_text_fills_36_lines() {
    let lowest = lines(&LONG).iter().map(|l| l.y).fold(0.0, f64::max);
    near(lowest, TOP + 35.0 * LEADING + BASELINE);
    let highest = lines(&LONG).iter().filter(|l| l.page > 0).map(|l| l.y).fold(999.0, f64::min);
    near(highest, TOP + BASELINE);
}

#[test]
fn nothing_stands_right_of_the_measure_but_hanging_marks() {
    for outcome in [&*LONG, &*MIXED] {
        for line in lines(outcome) {
            let page = &outcome.pages().pages[line.page];
            // Pull quotes reach 16 mm into the outer margin.
            let overhang = if line.part == Part::Quote { 20.0 * MM } else { 0.0 };
            let most = left(page) + MEASURE + overhang + line.hang.min(2.4) + 0.1;
            assert!(line.right <= most, "page {}: {line:?} reaches {most:.2}", page.number);
        }
    }
}

#[test]
fn nothing_stands_left_of_the_type_area() {
    for outcome in [&*LONG, &*MIXED] {
        for line in lines(outcome) {
            let page = &outcome.pages().pages[line.page];
            let overhang = if line.part == Part::Quote { 20.0 * MM + 8.0 } else { line.lead };
            assert!(line.x >= left(page) - overhang - 0.05, "page {}: {line:?}", page.number);
        }
    }
}

#[test]
fn nothing_stands_below_or_above_the_type_area() {
    for outcome in [&*LONG, &*MIXED] {
        for line in lines(outcome) {
            assert!(line.y <= BOTTOM - 1.0 && line.y > TOP, "page {}: {line:?}", line.page + 1);
        }
    }
}

#[test]
fn grounds_rules_and_pictures_stand_in_the_type_area() {
    for page in &MIXED.pages().pages {
        let palette = &MIXED.pages().palette;
        for item in &page.items {
            let rect = match item {
                // The tab is the only area of its colour.
                Item::Fill { rect, colour, .. } if palette.ink(*colour).name != "main" => rect,
                Item::Stroke { rect, .. } | Item::Picture { rect, .. } => rect,
                _ => continue,
            };
            let wide = if page.side == Side::Verso { 20.0 * MM } else { 0.0 };
            assert!(rect.y >= TOP - 0.05 && rect.bottom() <= BOTTOM + 0.05, "{} {rect:?}", page.number);
            assert!(rect.x >= left(page) - wide - 0.05, "{} {rect:?}", page.number);
            assert!(rect.right() <= left(page) + MEASURE + 2.5, "{} {rect:?}", page.number);
        }
    }
}

#[test]
fn no_text_overlaps_other_text() {
    nothing_overlaps(&MIXED);
    nothing_overlaps(&LONG);
}

#[test]
fn boxes_do_not_overlap_the_text_around_them() {
    let lines = lines(&MIXED);
    for (index, page) in MIXED.pages().pages.iter().enumerate() {
        for ground in ["mark-pale", "cool"].iter().flat_map(|c| fills(page, &MIXED, c)) {
            for line in lines.iter().filter(|l| l.page == index && l.part != Part::Box) {
                let apart = line.y < ground.y - 1.0 || line.y > ground.bottom() + 5.0;
                assert!(apart, "page {}: {line:?} in {ground:?}", page.number);
            }
        }
    }
}

// Furniture

/// Five pages of a chapter with this short title.
fn furnished() -> Outcome {
    let project = Project::bare();
    let front = "title = \"Ein langer Titel des Kapitels\"\nshort-title = \"Kurz\"\n";
    project.file("chapters/01.md", format!("+++\n{front}+++\n\n{}", filler(1500)));
    project.layout()
}

fn artifact(page: &Page, kind: Artifact) -> Option<&TextRun> {
    runs_of(page).find(|r| r.owner == Owner::Artifact(kind))
}

#[test]
fn running_heads_stand_at_the_outer_edge_of_the_type_area() {
    let outcome = furnished();
    for page in &outcome.pages().pages[1..] {
        let head = artifact(page, Artifact::Header).expect("a running head");
        assert_eq!(head.text, "Kurz");
        assert_eq!(head.size, 8.0);
        near(head.at.y, 10.0 * MM);
        match page.side {
            Side::Recto => near(right_and_hang(head).0, 120.0 * MM),
            Side::Verso => near(head.at.x, 28.0 * MM),
        }
    }
}

#[test]
fn a_page_with_the_title_has_no_running_head() {
    assert!(artifact(&furnished().pages().pages[0], Artifact::Header).is_none());
}

#[test]
fn folios_stand_in_the_outer_margin() {
    let outcome = furnished();
    for page in &outcome.pages().pages {
        let folio = artifact(page, Artifact::PageNumber).expect("a folio");
        assert_eq!(folio.text, page.number.to_string());
        assert_eq!(folio.size, 11.0);
        near(folio.at.y, 10.0 * MM);
        match page.side {
            Side::Recto => near(folio.at.x, 124.0 * MM),
            Side::Verso => near(right_and_hang(folio).0, 24.0 * MM),
        }
    }
}

/// A brochure of short chapters, each on two pages.
fn chapters(count: usize) -> Outcome {
    let project = Project::bare();
    for n in 1..=count {
        let name = format!("chapters/{n:02}.md");
        project.file(&name, format!("+++\ntitle = \"Kapitel Nr {n}\"\n+++\n\n{}", filler(360)));
    }
    project.layout()
}

/// The tab of a page.
fn tab(page: &Page, outcome: &Outcome) -> Option<Rect> {
    fills(page, outcome, "main").into_iter().find(|r| r.x < 0.0 || r.right() > 148.0 * MM)
}

#[test]
fn each_chapter_has_its_tab_on_all_its_pages() {
    let outcome = chapters(10);
    let pages = &outcome.pages().pages;
    assert_eq!(pages.len(), 20);
    for (index, page) in pages.iter().enumerate() {
        let tab = tab(page, &outcome).expect("a tab");
        near(tab.y, TOP + 50.0 + 40.0 * (index / 2) as Pt);
        near(tab.h, 35.0);
        near(tab.w, 9.0 * MM);
        near(tab.x, if page.side == Side::Recto { 142.0 * MM } else { -3.0 * MM });
    }
}

#[test]
fn tabs_carry_the_number_of_the_chapter() {
    let outcome = chapters(10);
    for (index, page) in outcome.pages().pages.iter().enumerate() {
        let tab = tab(page, &outcome).expect("a tab");
        let number = runs_of(page).find(|r| r.size == 12.0).expect("a number");
        assert_eq!(number.text, (index / 2 + 1).to_string());
        let middle = number.at.x + number.width() / 2.0;
        // Between a millimetre from the trim and the inner edge of the tab.
        near(middle, if page.side == Side::Recto { 144.5 * MM } else { 3.5 * MM });
        assert!(number.at.y > tab.y + 17.0 && number.at.y < tab.y + 24.0, "{number:?}");
    }
}

#[test]
fn eleven_to_fifteen_chapters_have_narrower_tabs() {
    let outcome = chapters(12);
    let pages = &outcome.pages().pages;
    let tab = tab(&pages[22], &outcome).expect("a tab");
    near(tab.h, 20.0);
    near(tab.y, TOP + 50.0 + 25.0 * 11.0);
}

#[test]
fn more_than_fifteen_chapters_have_no_tabs() {
    let outcome = chapters(16);
    assert!(outcome.pages().pages.iter().all(|p| tab(p, &outcome).is_none()));
}

#[test]
fn page_numbers_are_continuous_over_all_chapters() {
    let numbers: Vec<usize> = chapters(6).pages().pages.iter().map(|p| p.number).collect();
    assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
}

#[test]
fn each_chapter_begins_on_a_new_page() {
    let outcome = chapters(6);
    let lines = lines(&outcome);
    for n in 1..=6 {
        assert_eq!(page_with(&lines, &format!("Kapitel Nr {n}")), 2 * (n - 1));
    }
}

// Breaks

/// The marks `Anfang` or `Ende` with their numbers on a line.
fn marks(line: &Line, mark: &str) -> BTreeSet<String> {
    let word = |w: &str| Some(w.strip_prefix(mark)?.trim_end_matches('.').to_owned());
    line.text.split_whitespace().filter_map(word).collect()
}

/// The first and last lines of each page's text.
fn edges(lines: &[Line]) -> Vec<(&Line, &Line)> {
    let pages = lines.iter().map(|l| l.page).max().unwrap_or(0);
    let on = |page: usize| lines.iter().filter(move |l| l.page == page && l.part == Part::Body);
    let by_height = |a: &&Line, b: &&Line| a.y.total_cmp(&b.y);
    (0..=pages).filter_map(|p| Some((on(p).min_by(by_height)?, on(p).max_by(by_height)?))).collect()
}

#[test]
fn no_page_begins_with_the_last_line_of_a_paragraph() {
    let lines = lines(&LONG);
    assert!(LONG.pages().pages.len() > 30);
    for (first, _) in edges(&lines) {
        let lonely: Vec<String> = marks(first, "Ende").difference(&marks(first, "Anfang")).cloned().collect();
        assert!(lonely.is_empty(), "page {}: {}", first.page + 1, first.text);
    }
}

#[test]
fn no_page_ends_with_the_first_line_of_a_paragraph() {
    for (_, last) in edges(&lines(&LONG)) {
        let lonely: Vec<String> = marks(last, "Anfang").difference(&marks(last, "Ende")).cloned().collect();
        assert!(lonely.is_empty(), "page {}: {}", last.page + 1, last.text);
    }
}

#[test]
fn paragraphs_never_leave_a_single_line_on_a_page_at_any_length() {
    for seed in 20..26 {
        let outcome = layout(&marked_paragraphs(40, seed));
        for (first, last) in edges(&lines(&outcome)) {
            assert!(marks(first, "Ende").is_subset(&marks(first, "Anfang")), "{seed}: {first:?}");
            assert!(marks(last, "Anfang").is_subset(&marks(last, "Ende")), "{seed}: {last:?}");
        }
    }
}

#[test]
fn blocks_of_the_mixed_chapter_never_leave_a_single_line_on_a_page() {
    let mut parts: BTreeMap<NodeId, BTreeMap<usize, usize>> = BTreeMap::new();
    let wanted = [Part::Body, Part::List, Part::Note, Part::Quote];
    for line in lines(&MIXED).iter().filter(|l| wanted.contains(&l.part)) {
        *parts.entry(line.block).or_default().entry(line.page).or_default() += 1;
    }
    for pages in parts.values().filter(|pages| pages.len() > 1) {
        assert!(pages.values().all(|lines| *lines >= 2), "{pages:?}");
    }
}

#[test]
fn pages_of_text_are_at_most_two_lines_short() {
    let lines = lines(&LONG);
    let last = LONG.pages().pages.len() - 1;
    for (_, line) in edges(&lines).into_iter().filter(|(_, l)| l.page < last) {
        assert!(
            line.y > TOP + 35.0 * LEADING + BASELINE - 2.5 * LEADING,
            "page {}: {:.2}",
            line.page + 1,
            line.y
        );
    }
}

#[test]
fn no_word_is_broken_where_the_reader_turns_the_page() {
    for (_, line) in edges(&lines(&LONG)) {
        let recto = LONG.pages().pages[line.page].side == Side::Recto;
        assert!(!(recto && line.text.ends_with(SOFT)), "page {}: {}", line.page + 1, line.text);
    }
}

/// Text of short words, which are never broken.
fn short_words(count: usize) -> String {
    let words = "Die Stadt tagt oft und gern im Rat am Ort mit allen die das Amt dort lädt".split(' ');
    words.cycle().take(count).collect::<Vec<_>>().join(" ") + "."
}

#[test]
fn the_last_page_of_a_chapter_has_five_lines_or_more() {
    let mut pages = BTreeSet::new();
    for words in (0..180).step_by(6) {
        let outcome = layout(&format!("{}\n\n{}\n\n{0}", short_words(330), short_words(300 + words)));
        let last = outcome.pages().pages.len() - 1;
        let count = lines(&outcome).iter().filter(|l| l.page == last && l.part == Part::Body).count();
        assert!(count >= 5, "{words} words: {count} lines");
        pages.insert(last);
    }
    assert_eq!(pages, BTreeSet::from([1, 2]), "the chapter does not grow over a page");
}

/// Headings of all levels before paragraphs of three lines and more.
fn headings(seed: u64) -> String {
    let mut chapter = Chapter::new(seed);
    let mut text = String::new();
    for n in 0..60 {
        let level = 2 + chapter.random.next(3);
        // Those that run in are known by the space behind them, on their line.
        let words = if level == 4 { chapter.plain(2, 3) } else { chapter.plain(2, 6) };
        text += &format!("{} {words} h{n}\n\n", "#".repeat(level));
        if level == 2 && chapter.random.next(3) == 0 {
            let words = chapter.plain(2, 4);
            text += &format!("### {words} u{n}\n\n");
        }
        for _ in 0..chapter.random.between(1, 2) {
            text += &format!("{}.\n\n", chapter.plain(32, 90));
        }
    }
    text
}

#[test]
fn two_lines_of_text_follow_each_heading_on_its_page() {
    for seed in 0..4 {
        let outcome = layout(&headings(seed));
        let lines = lines(&outcome);
        let heads = lines.iter().filter(|l| l.part == Part::Heading && l.page > 0);
        assert!(heads.clone().count() > 30);
        for head in heads.filter(|h| !h.text.contains('\u{2002}')) {
            let below = |l: &&Line| l.page == head.page && l.part == Part::Body && l.y > head.y + 5.0;
            let count = lines.iter().filter(below).count();
            assert!(count >= 2, "seed {seed}, page {}: {:?} and {count} lines", head.page + 1, head.text);
        }
    }
}

#[test]
fn headings_stay_with_lists_callouts_tables_and_quotes() {
    let blocks = [
        "- eins\n- zwei\n- drei",
        "> [!beispiel]\n> Inhalt",
        "| a | b |\n|---|---|\n| c | d |\n| e | f |",
        "> Ein Zitat über\\\n> zwei Zeilen",
        "```\neins\nzwei\n```",
    ];
    for (n, block) in blocks.iter().enumerate() {
        for words in (180..380).step_by(10) {
            let outcome = layout(&format!("{}\n\n## Überschrift\n\n{block}\n\nEnde", filler(words)));
            let lines = lines(&outcome);
            let head = lines.iter().find(|l| l.text == "Überschrift").expect("the heading");
            let next = lines.iter().find(|l| l.part != Part::Heading && l.y > head.y && l.page == head.page);
            assert!(next.is_some(), "block {n} after {words} words");
        }
    }
}

#[test]
fn an_introducing_line_stays_with_its_list() {
    for words in (180..380).step_by(6) {
        let outcome = layout(&format!("{}\n\nDas sind sie:\n\n- eins\n- zwei\n", filler(words)));
        let lines = lines(&outcome);
        assert_eq!(page_with(&lines, "Das sind sie:"), page_with(&lines, "eins"), "{words} words");
    }
}

#[test]
fn a_list_item_of_three_lines_is_not_cut() {
    for words in (180..380).step_by(6) {
        let item = filler(26);
        let outcome = layout(&format!("{}\n\n- {item}\n- {item}\n- {item}\n- {item}", filler(words)));
        let mut pages: BTreeMap<NodeId, BTreeSet<usize>> = BTreeMap::new();
        for line in lines(&outcome).iter().filter(|l| l.part == Part::List) {
            pages.entry(line.block).or_default().insert(line.page);
        }
        assert!(pages.values().all(|p| p.len() == 1), "{words} words: {pages:?}");
    }
}

// Tables and callouts over pages

fn long_table(rows: usize) -> String {
    let rows: String = (1..=rows).map(|n| format!("| Zeile{n} | {n} |\n")).collect();
    format!("Tabelle: Viele Zeilen\n\n| Kopf | Zahl |\n|---|---:|\n{rows}")
}

#[test]
fn the_head_of_a_table_is_repeated_as_furniture() {
    let outcome = layout(&long_table(80));
    let pages = &outcome.pages().pages;
    assert!(pages.len() >= 3);
    for (index, page) in pages.iter().enumerate() {
        let heads: Vec<&TextRun> = runs_of(page).filter(|r| r.text == "Kopf").collect();
        assert_eq!(heads.len(), 1, "page {}", page.number);
        assert_eq!(matches!(heads[0].owner, Owner::Artifact(_)), index > 0, "page {}", page.number);
        near(heads[0].at.x, left(page));
    }
}

#[test]
fn a_repeated_head_stands_at_the_head_of_the_type_area_with_its_rules() {
    let outcome = layout(&long_table(80));
    let page = &outcome.pages().pages[1];
    let head = runs_of(page).find(|r| r.text == "Kopf").expect("a head");
    let line = runs_of(page).find(|r| r.text.starts_with("Fortsetzung von")).expect("where it comes from");
    assert!(line.at.y > TOP && line.at.y < TOP + LEADING, "{:.2}", line.at.y);
    assert!(head.at.y > line.at.y + 8.0 && head.at.y < line.at.y + 24.0, "{:.2}", head.at.y);
    let first = runs_of(page).find(|r| r.text.starts_with("Zeile")).expect("a row");
    assert!(first.at.y > head.at.y + 10.0);
    let rules: Vec<Pt> =
        fills(page, &outcome, "main-text").iter().filter(|r| r.w > 200.0).map(|r| r.h).collect();
    assert!(rules.contains(&2.0) && rules.contains(&1.0), "{rules:?}");
}

#[test]
fn the_repeated_head_of_a_table_in_a_list_keeps_its_indent() {
    let table = long_table(60).replace("Tabelle: Viele Zeilen\n\n", "").replace('\n', "\n  ");
    let outcome = layout(&format!("- Punkt\n\n  {table}\n"));
    let heads: Vec<Pt> = outcome
        .pages()
        .pages
        .iter()
        .flat_map(|p| runs_of(p).filter(|r| r.text == "Kopf").map(|r| r.at.x - left(p)))
        .collect();
    assert!(heads.len() >= 2);
    heads.iter().for_each(|x| near(*x, 14.0));
}

/// Panics if text of a page overlaps.
#[track_caller]
fn nothing_overlaps(outcome: &Outcome) {
    for page in &outcome.pages().pages {
        let mut runs: Vec<(&TextRun, Pt)> = runs_of(page).map(|r| (r, right_and_hang(r).0)).collect();
        runs.sort_by(|a, b| a.0.at.x.total_cmp(&b.0.at.x));
        for (n, (run, right)) in runs.iter().enumerate() {
            let beside = |r: &TextRun| (r.at.y - run.at.y).abs() < 0.55 * r.size.min(run.size);
            let other = runs[n + 1..].iter().find(|(r, _)| r.at.x < right - 0.1 && beside(r));
            let other = other.map(|(r, _)| &r.text);
            assert!(other.is_none(), "page {}: {:?} and {other:?}", page.number, run.text);
        }
    }
}

/// Labels and heads that are repeated on the second page, from the top, and the first row there.
fn repeated(outcome: &Outcome, words: &[&str]) -> Vec<Pt> {
    let page = &outcome.pages().pages[1];
    let at = |w: &&str| runs_of(page).find(|r| r.text.contains(*w)).unwrap_or_else(|| panic!("no {w}")).at.y;
    words.iter().map(at).collect()
}

#[test]
fn a_long_table_in_a_callout_repeats_label_and_head_in_order() {
    let table = long_table(60).replace("Tabelle: Viele Zeilen\n\n", "").replace('\n', "\n> ");
    let outcome = layout(&format!("> [!beispiel]\n> Text\n>\n> {table}\n"));
    nothing_overlaps(&outcome);
    let ys = repeated(&outcome, &["(Fortsetzung)", "Kopf", "Zeile"]);
    assert!(ys[0] > TOP + LEADING, "{ys:?}");
    assert!(ys[1] - ys[0] > 10.0 && ys[2] - ys[1] > 10.0, "{ys:?}");
}

#[test]
fn long_callouts_in_callouts_repeat_both_labels_in_order() {
    let text = format!("> [!rechtslage]\n> Text\n>\n> > [!beispiel]\n> > {}\n", filler(900));
    let outcome = layout(&text);
    nothing_overlaps(&outcome);
    let ys = repeated(&outcome, &["Rechtslage (Fortsetzung)", "Beispiel (Fortsetzung)"]);
    assert!(ys[1] - ys[0] > 10.0 && ys[0] > TOP, "{ys:?}");
}

#[test]
fn no_row_of_a_table_is_lost_or_doubled_over_pages() {
    let outcome = layout(&long_table(80));
    let rows: Vec<String> = words(lines(&outcome).iter().filter(|l| l.text.starts_with("Zeile")));
    assert_eq!(rows, (1..=80).map(|n| format!("Zeile{n}")).collect::<Vec<_>>());
}

#[test]
fn three_rows_of_a_table_stand_on_either_side_of_a_page_break() {
    for words in (0..330).step_by(15) {
        let outcome = layout(&format!("{}\n\n{}", filler(words.max(1)), long_table(12)));
        let mut rows: BTreeMap<usize, usize> = BTreeMap::new();
        for line in lines(&outcome).iter().filter(|l| l.text.starts_with("Zeile")) {
            *rows.entry(line.page).or_default() += 1;
        }
        assert!(rows.len() == 1 || rows.values().all(|n| *n >= 3), "{words} words: {rows:?}");
    }
}

#[test]
fn two_rows_stay_with_the_head_of_their_group() {
    let groups = (1..=5).map(|group| {
        let rows: String = (1..=4).map(|row| format!("| Zeile{group}{row} | 7 |\n")).collect();
        format!("| **Kreis{group}** | |\n{rows}")
    });
    let table = format!("| Kopf | Zahl |\n|---|---:|\n{}", groups.collect::<String>());
    let mut cuts = BTreeSet::new();
    for words in (0..330).step_by(10) {
        let outcome = layout(&format!("{}\n\n{table}", filler(words.max(1))));
        let lines = lines(&outcome);
        let page_of = |words: String| page_with(&lines, &words);
        for group in 1..=5 {
            let pages = [1, 2, 3, 4].map(|row| page_of(format!("Zeile{group}{row}")));
            let head = page_of(format!("Kreis{group}"));
            assert_eq!([head; 2], [pages[0], pages[1]], "{words} words, group {group}");
            cuts.extend((2..4).filter(|row| pages[*row] > pages[row - 1]));
        }
    }
    assert_eq!(cuts, BTreeSet::from([2, 3]), "pages end within groups");
}

#[test]
fn a_caption_stays_with_its_table() {
    for words in (150..380).step_by(10) {
        let outcome = layout(&format!("{}\n\n{}", filler(words), long_table(6)));
        let lines = lines(&outcome);
        assert_eq!(page_with(&lines, "Viele Zeilen"), page_with(&lines, "Zeile3"), "{words} words");
    }
}

#[test]
fn a_long_callout_is_cut_and_its_label_repeated() {
    let text = format!("> [!rechtslage]\n> {}\n", filler(900));
    let outcome = layout(&text);
    let pages = &outcome.pages().pages;
    assert!(pages.len() >= 2);
    for page in &pages[1..] {
        let label = runs_of(page).find(|r| r.text.contains("(Fortsetzung)")).expect("a label");
        assert_eq!(label.text.trim(), "Rechtslage (Fortsetzung)");
        assert!(matches!(label.owner, Owner::Artifact(_)));
        near(label.at.x, left(page) + 38.0);
    }
    assert!(runs_of(&pages[0]).all(|r| !r.text.contains("Fortsetzung")));
}

#[test]
fn each_part_of_a_long_callout_has_its_ground_and_its_lines() {
    let outcome = layout(&format!("{}\n\n> [!rechtslage]\n> {}\n", filler(100), filler(700)));
    let lines = lines(&outcome);
    for (index, page) in outcome.pages().pages.iter().enumerate() {
        let on_page: Vec<&Line> = lines.iter().filter(|l| l.page == index && l.part == Part::Box).collect();
        assert!(on_page.len() >= 4, "page {}: {} lines", page.number, on_page.len());
        let grounds = fills(page, &outcome, "cool");
        assert_eq!(grounds.len(), 1, "page {}", page.number);
        let inside = |l: &&Line| l.y > grounds[0].y + 9.0 && l.y < grounds[0].bottom() - 5.0;
        assert!(on_page.iter().all(inside), "page {}", page.number);
    }
}

#[test]
fn a_small_callout_is_kept_whole() {
    for words in (120..420).step_by(6) {
        let text = format!("{}\n\n> [!praxistipp]\n> {}\n\nEnde", filler(words), filler(40));
        let outcome = layout(&text);
        let pages: BTreeSet<usize> =
            lines(&outcome).iter().filter(|l| l.part == Part::Box).map(|l| l.page).collect();
        assert_eq!(pages.len(), 1, "{words} words");
        let all = outcome.pages().pages.iter();
        let grounds: usize = all.map(|p| fills(p, &outcome, "mark-pale").len()).sum();
        assert_eq!(grounds, 1, "{words} words");
    }
}

#[test]
fn a_quotation_stays_with_its_attribution() {
    for words in (120..420).step_by(6) {
        let text = format!("{}\n\n> [!zitat]\n> „{}“\n> -- Die Quelle\n\nEnde", filler(words), filler(16));
        let lines = lines(&layout(&text));
        let pages: BTreeSet<usize> = lines.iter().filter(|l| l.part == Part::Quote).map(|l| l.page).collect();
        assert_eq!(pages.len(), 1, "{words} words");
    }
}

#[test]
fn a_pull_quote_is_never_the_first_element_of_a_page() {
    for words in (120..420).step_by(6) {
        let text = format!("{}\n\n> [!zitat]\n> „{}“\n> -- Die Quelle\n\nEnde", filler(words), filler(16));
        let lines = lines(&layout(&text));
        let quote = lines.iter().find(|l| l.part == Part::Quote).expect("a quote");
        let above = lines.iter().any(|l| l.page == quote.page && l.y < quote.y - 1.0);
        assert!(above, "{words} words");
    }
}

// Notes

/// Twenty pages with sixty notes at random places.
fn noted(seed: u64) -> Outcome {
    let mut chapter = Chapter::new(seed);
    let mut calls: BTreeSet<usize> = BTreeSet::new();
    while calls.len() < 60 {
        calls.insert(chapter.random.next(5600));
    }
    let mut text = String::new();
    for word in 0..5600 {
        text += WORDS[chapter.random.next(WORDS.len())];
        if calls.contains(&word) {
            text += &chapter.call();
        }
        text += if word % 70 == 69 { ".\n\n" } else { " " };
    }
    layout(&format!("{text}\n\n{}", chapter.note_texts))
}

/// Numbers of the notes called on a page, and of those that begin at its foot.
fn called_and_begun(page: &Page, tree: &Tree<'_>) -> (Vec<usize>, Vec<usize>) {
    let number = |r: &TextRun| r.text.trim().parse::<usize>().expect("a number");
    let of = |role: fn(&Role) -> bool, size: Pt| -> Vec<usize> {
        runs_of(page)
            .filter(|r| r.size == size)
            .filter(|r| matches!(r.owner, Owner::Node(n) if tree.lies_in(n, role)))
            .map(number)
            .collect()
    };
    (of(|r| *r == Role::Reference, 6.0), of(|r| *r == Role::Note, 7.0))
}

fn check_notes(seed: u64) {
    let outcome = noted(seed);
    let tree = Tree::new(&outcome);
    let mut all = Vec::new();
    assert!(outcome.pages().pages.len() >= 17, "{} pages", outcome.pages().pages.len());
    for page in &outcome.pages().pages {
        let (called, begun) = called_and_begun(page, &tree);
        assert_eq!(called, begun, "seed {seed}, page {}", page.number);
        all.extend(called);
    }
    assert_eq!(all, (1..=60).collect::<Vec<_>>(), "seed {seed}");
}

#[test]
fn notes_begin_on_the_page_of_their_calls_1() {
    check_notes(1);
}

#[test]
fn notes_begin_on_the_page_of_their_calls_2() {
    check_notes(2);
}

#[test]
fn notes_begin_on_the_page_of_their_calls_3() {
    check_notes(3);
}

#[test]
fn notes_end_on_the_foot_of_their_page_and_never_touch_the_text() {
    let outcome = noted(4);
    let lines = lines(&outcome);
    for index in 0..outcome.pages().pages.len() {
        let notes: Vec<&Line> = lines.iter().filter(|l| l.page == index && l.part == Part::Note).collect();
        if notes.is_empty() {
            continue;
        }
        let lowest = notes.iter().map(|l| l.y).fold(0.0, f64::max);
        near(lowest, BOTTOM - 10.0 + 7.804);
        let highest = notes.iter().map(|l| l.y).fold(9999.0, f64::min);
        let text = lines.iter().filter(|l| l.page == index && l.part == Part::Body);
        let last = text.map(|l| l.y).fold(0.0, f64::max);
        assert!(highest - last > 20.0, "page {}: {last:.2} {highest:.2}", index + 1);
    }
}

#[test]
fn a_note_of_sixty_lines_goes_on_and_loses_no_line() {
    let words: Vec<String> = (0..520).map(|n| format!("n{n:03}wort")).collect();
    let note = words.join(" ");
    let outcome = layout(&format!("{}[^1] {}\n\n[^1]: {note}", filler(60), filler(600)));
    let lines = lines(&outcome);
    let notes: Vec<&Line> = lines.iter().filter(|l| l.part == Part::Note).collect();
    assert!(notes.len() >= 60, "{} lines", notes.len());
    assert_eq!(self::words(notes.iter().copied()), words);
    let pages: BTreeSet<usize> = notes.iter().map(|l| l.page).collect();
    assert!(pages.len() >= 2, "{pages:?}");
    assert_eq!(pages.first(), Some(&0));
    for page in pages {
        assert!(notes.iter().filter(|l| l.page == page).count() >= 2);
        let rules = fills(&outcome.pages().pages[page], &outcome, "tinte");
        assert_eq!(rules.iter().filter(|r| (r.h - 0.5).abs() < 0.01).count(), 1, "page {page}");
    }
}

#[test]
fn a_note_longer_than_two_pages_loses_no_line() {
    let words: Vec<String> = (0..1400).map(|n| format!("n{n:04}wort")).collect();
    let outcome = layout(&format!("Wort[^1] und Schluss.\n\n[^1]: {}", words.join(" ")));
    let lines = lines(&outcome);
    assert_eq!(self::words(lines.iter().filter(|l| l.part == Part::Note)), words);
    assert!(outcome.pages().pages.len() >= 3);
}

#[test]
fn short_notes_are_never_cut() {
    let outcome = noted(5);
    let mut notes: BTreeMap<NodeId, BTreeMap<usize, usize>> = BTreeMap::new();
    for line in lines(&outcome).iter().filter(|l| l.part == Part::Note) {
        *notes.entry(line.block).or_default().entry(line.page).or_default() += 1;
    }
    assert_eq!(notes.len(), 60);
    for pages in notes.values().filter(|pages| pages.len() > 1) {
        assert!(pages.values().sum::<usize>() >= 5, "{pages:?}");
    }
}

#[test]
fn notes_of_a_checklist_stand_on_its_page() {
    let outcome = layout(
        "Text[^1]\n\n## Was tun? {.checklist}\n\n- [ ] Reden[^2]\n- [ ] Handeln\n\n\
         [^1]: Note eins\n[^2]: Note zwei",
    );
    let lines = lines(&outcome);
    assert_eq!(page_with(&lines, "Note zwei"), page_with(&lines, "Reden"));
    assert_eq!(page_with(&lines, "Note eins"), page_with(&lines, "Text"));
}

#[test]
fn notes_in_a_table_stand_on_the_page_of_their_row() {
    let rows: String = (1..=70)
        .map(|n| format!("| Zeile{n}{} | x |\n", if n % 9 == 0 { format!("[^{n}]") } else { String::new() }))
        .collect();
    let notes: String = (1..=7).map(|n| format!("[^{0}]: Note{0} dazu\n", n * 9)).collect();
    let outcome = layout(&format!("| a | b |\n|---|---|\n{rows}\n\n{notes}"));
    let lines = lines(&outcome);
    for n in (9..=63).step_by(9) {
        let row = lines.iter().find(|l| l.text.trim() == format!("Zeile{n}")).expect("a row").page;
        assert_eq!(page_with(&lines, &format!("Note{n} ")), row, "row {n}");
    }
}

// Figures

fn check_figures(seed: u64) {
    let mut random = Random(seed);
    let project = Project::bare();
    let mut text = String::new();
    for n in 1..=14 {
        // Two of them and their captions fit on a page.
        let height = random.between(40, 190);
        let name = format!("bild{n}.svg");
        project.file(
            &format!("chapters/{name}"),
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"250\" height=\"{height}\"/>"),
        );
        let before = filler(random.between(120, 260));
        text += &format!("{before} Ruf{n}\n\n![Bild]({name} \"Bildtitel{n}\")\n\n{}\n\n", filler(80));
    }
    project.chapter(&text);
    let outcome = project.layout();
    let lines = lines(&outcome);
    for n in 1..=14 {
        let call =
            lines.iter().rfind(|l| l.text.trim_end().ends_with(&format!("Ruf{n}"))).expect("a call").page;
        let figure = lines.iter().find(|l| l.text.ends_with(&format!("Bildtitel{n}"))).expect("a title").page;
        assert!(figure == call || figure == call + 1, "seed {seed}, figure {n}: {call} and {figure}");
    }
}

#[test]
fn figures_stand_on_the_page_of_their_call_or_the_next() {
    (0..5).for_each(check_figures);
}

#[test]
fn a_figure_and_its_caption_stay_together() {
    let lines = lines(&MIXED);
    for (index, page) in MIXED.pages().pages.iter().enumerate() {
        let pictures: Vec<Rect> = page
            .items
            .iter()
            .filter_map(|i| match i {
                Item::Picture { rect, owner: Owner::Node(_), .. } => Some(*rect),
                _ => None,
            })
            .collect();
        let captions: Vec<&Line> =
            lines.iter().filter(|l| l.page == index && l.text.starts_with("Abbildung")).collect();
        assert_eq!(pictures.len(), captions.len(), "page {}", page.number);
        for (picture, caption) in pictures.iter().zip(captions) {
            near(caption.y, picture.bottom() + 5.0 + 8.2);
        }
    }
}

// Nothing is lost

fn check_words(seed: u64) {
    let chapter = Chapter::random(seed, 45);
    let outcome = laid_out(&chapter);
    let lines = lines(&outcome);
    let of = |part: Part| words(lines.iter().filter(move |l| l.part == part));
    let text = words(lines.iter().filter(|l| !matches!(l.part, Part::Note | Part::Figure)));
    let title = chapter.text[0].clone();
    // The title is drawn after the text of its page.
    let text: Vec<String> = std::iter::once(title.clone()).chain(without_title(text, &title)).collect();
    same(&text, &chapter.text, seed);
    same(&of(Part::Note), &chapter.notes, seed);
    same(&of(Part::Figure), &chapter.figures, seed);
}

/// The words without the first occurrence of the title.
fn without_title(mut words: Vec<String>, title: &str) -> Vec<String> {
    let at = words.iter().position(|w| w == title).expect("the title");
    words.remove(at);
    words
}

#[track_caller]
fn same(found: &[String], expected: &[String], seed: u64) {
    let differs = found.iter().zip(expected).position(|(a, b)| a != b);
    if let Some(at) = differs {
        let around = at.saturating_sub(4)..(at + 6).min(found.len()).min(expected.len());
        panic!("seed {seed}, word {at}: {:?} instead of {:?}", &found[around.clone()], &expected[around]);
    }
    assert_eq!(found.len(), expected.len(), "seed {seed}: words are lost or doubled at the end");
}

#[test]
fn no_word_is_lost_on_random_pages_1() {
    (100..105).for_each(check_words);
}

#[test]
fn no_word_is_lost_on_random_pages_2() {
    (105..110).for_each(check_words);
}

#[test]
fn random_chapters_keep_the_grid_and_the_type_area() {
    for seed in 200..204 {
        let outcome = laid_out(&Chapter::random(seed, 40));
        for line in lines(&outcome) {
            assert!(line.y > TOP && line.y < BOTTOM - 1.0, "seed {seed}: {line:?}");
            if line.part == Part::Body {
                let steps = (line.y - TOP - BASELINE) / LEADING;
                assert!((steps - steps.round()).abs() * LEADING < 0.1, "seed {seed}: {line:?}");
            }
        }
    }
}

#[test]
fn two_runs_give_the_same_pages() {
    let source = Chapter::random(300, 40).source();
    let dump = || brochure::pages::dump::dump(layout_with("", &source).pages());
    assert_eq!(dump(), dump());
}

// Large and nested blocks

/// Words `w0001wort w0002wort …`
fn numbered(from: usize, to: usize) -> String {
    (from..=to).map(|n| format!("w{n:04}wort")).collect::<Vec<_>>().join(" ")
}

/// Panics if a numbered word up to `count` is missing, doubled or outside the type area.
#[track_caller]
fn keeps_words(source: &str, count: usize) {
    let outcome = layout_with("", source);
    let lines = lines(&outcome);
    for line in &lines {
        assert!(line.y > TOP && line.y < BOTTOM - 1.0, "page {}: {line:?}", line.page + 1);
    }
    let mut found = words(lines.iter());
    found.iter_mut().for_each(|w| *w = w.trim_matches(['„', '“']).to_owned());
    found.retain(|w| w.starts_with('w') && w.ends_with("wort"));
    found.sort();
    let expected: Vec<String> = (1..=count).map(|n| format!("w{n:04}wort")).collect();
    same(&found, &expected, 0);
}

#[test]
fn a_code_block_of_two_hundred_lines_goes_over_pages() {
    let lines: Vec<String> = (1..=200).map(|n| format!("w{n:04}wort")).collect();
    keeps_words(&format!("```\n{}\n```\n", lines.join("\n")), 200);
}

#[test]
fn a_list_item_of_several_pages_goes_over_pages() {
    keeps_words(&format!("- {}\n- Ende\n", numbered(1, 1200)), 1200);
}

#[test]
fn a_quotation_of_several_pages_goes_over_pages() {
    keeps_words(&format!("> {}\n", numbered(1, 900)), 900);
}

#[test]
fn a_definition_of_several_pages_goes_over_pages() {
    keeps_words(&format!("Wort\n: {}\n", numbered(1, 900)), 900);
}

#[test]
fn a_callout_of_every_kind_may_go_over_pages() {
    for kind in ["praxistipp", "rechtslage", "beispiel", "achtung", "weiterlesen", "note"] {
        keeps_words(&format!("> [!{kind}]\n> {}\n", numbered(1, 600)), 600);
    }
}

#[test]
fn a_callout_of_many_short_items_may_go_over_pages() {
    let items: Vec<String> = (1..=90).map(|n| format!("> - w{n:04}wort")).collect();
    keeps_words(&format!("> [!beispiel]\n{}\n", items.join("\n")), 90);
}

/// Panics unless it is refused for this reason alone.
#[track_caller]
fn refused_as_too_tall(outcome: &Outcome) {
    assert!(outcome.brochure.is_none() && outcome.codes() == ["too-tall"], "{:?}", outcome.codes());
}

#[test]
fn a_row_taller_than_a_page_goes_on_and_keeps_all_words() {
    let cells = format!("| {} | {} |", numbered(1, 400), numbered(401, 800));
    keeps_words(&format!("Text\n\n| a | b |\n|---|---|\n{cells}\n| c | d |\n"), 800);
}

#[test]
fn a_cell_nearly_as_tall_as_a_page_loses_no_word() {
    keeps_words(&format!("Text\n\n| a | b |\n|---|---|\n| {} | c |\n| d | e |\n", numbered(1, 120)), 120);
}

#[test]
fn a_glossary_entry_taller_than_a_page_is_refused() {
    let project = Project::bare();
    let front = "+++\ntitle = \"Glossar\"\nkind = \"glossary\"\n+++\n\n";
    project.file("chapters/01.md", format!("{front}Wort\n: {}\n", numbered(1, 700)));
    refused_as_too_tall(&project.layout());
}

#[test]
fn a_pull_quote_longer_than_a_page_loses_no_word() {
    keeps_words(&format!("> [!zitat]\n> „{}“\n> -- Name\n", numbered(1, 400)), 400);
}

#[test]
fn a_heading_of_many_lines_loses_no_word() {
    keeps_words(&format!("## {}\n\nText", numbered(1, 60)), 60);
}

#[test]
fn callouts_may_hold_tables_code_quotes_and_callouts() {
    let inner = format!(
        "> | a | b |\n> |---|---|\n> | {} | {} |\n>\n> ```\n> {}\n> ```\n>\n\
         > > {}\n>\n> > [!beispiel]\n> > {}\n",
        numbered(1, 4),
        numbered(5, 8),
        numbered(9, 10),
        numbered(11, 30),
        numbered(31, 60),
    );
    keeps_words(&format!("> [!praxistipp]\n{inner}"), 60);
}

#[test]
fn what_stands_in_a_callout_stays_between_its_edges() {
    let outcome = layout_with(
        "",
        &format!(
            "> [!praxistipp]\n> {}\n>\n> | a | b |\n> |---|---|\n> | {} | c |\n>\n\
             > ![Bild](bild.svg \"Titel\")\n>\n> - Punkt\n",
            filler(20),
            filler(20)
        ),
    );
    let page = &outcome.pages().pages[0];
    let ground = fills(page, &outcome, "mark-pale")[0];
    let inside = |x: Pt, right: Pt, y: Pt| {
        x >= ground.x + 37.9 && right <= ground.right() - 11.9 && y > ground.y && y < ground.bottom()
    };
    for line in lines(&outcome).iter().filter(|l| l.part != Part::Heading) {
        assert!(inside(line.x, line.right, line.y), "{line:?} in {ground:?}");
    }
    for item in &page.items {
        if let Item::Picture { rect, owner: Owner::Node(_), .. } = item {
            assert!(inside(rect.x, rect.right(), rect.bottom()), "{rect:?} in {ground:?}");
        }
    }
}

#[test]
fn a_figure_in_a_list_stands_in_its_item() {
    let outcome = layout_with("", "- eins\n\n  ![Bild](bild.svg \"Titel\")\n\n- zwei\n");
    let page = &outcome.pages().pages[0];
    let picture = page.items.iter().find_map(|i| match i {
        Item::Picture { rect, .. } => Some(*rect),
        _ => None,
    });
    let picture = picture.expect("a picture");
    near(picture.x, left(page) + 14.0);
    assert!(picture.y > outcome.run("eins").1.at.y && picture.bottom() < outcome.run("zwei").1.at.y);
}

#[test]
fn more_notes_than_a_page_holds_lose_no_word() {
    let calls: Vec<String> = (1..=40).map(|n| format!("Wort[^{n}]")).collect();
    let notes: Vec<String> = (1..=40).map(|n| format!("[^{n}]: {}", numbered(n * 25 - 24, n * 25))).collect();
    keeps_words(&format!("{}\n\n{}\n", calls.join(" "), notes.join("\n")), 1000);
}

#[test]
fn a_figure_taller_than_the_page_is_made_smaller() {
    let project = project("");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"2000\"/>";
    project.file("chapters/hoch.svg", svg).chapter("Text\n\n![Bild](hoch.svg \"Titel\")\n");
    let outcome = project.layout();
    let items = outcome.pages().pages.iter().flat_map(|p| &p.items);
    let rects = items.filter_map(|i| match i {
        Item::Picture { rect, .. } => Some(rect),
        _ => None,
    });
    for rect in rects {
        assert!(rect.y >= TOP - 0.05 && rect.bottom() < BOTTOM, "{rect:?}");
        near(rect.h / rect.w, 10.0);
    }
}

// Justification

/// Lines of justified paragraphs that are not the last of their paragraph.
fn full_lines(lines: &[Line]) -> Vec<&Line> {
    let same = |a: &Line, b: &Line| a.block == b.block && b.part == Part::Body;
    let body: Vec<&Line> = lines.iter().filter(|l| l.part == Part::Body).collect();
    body.windows(2).filter(|p| same(p[0], p[1])).map(|p| p[0]).collect()
}

#[test]
fn justified_lines_end_at_the_measure() {
    for outcome in [&*LONG, &*MIXED] {
        let lines = lines(outcome);
        let full = full_lines(&lines);
        assert!(full.len() > 100);
        for line in full {
            let edge = left(&outcome.pages().pages[line.page]) + MEASURE;
            assert!((line.right - line.hang - edge).abs() < 0.05, "{line:?} ends beside {edge:.2}");
        }
    }
}

/// Natural width of a word space in the text face, in em.
fn natural_space() -> f64 {
    let outcome = layout("a b");
    let run = outcome.run("a b").1;
    let glyph = run.glyphs.iter().find(|g| &run.text[usize::from(g.start)..usize::from(g.end)] == " ");
    f64::from(glyph.expect("a space").advance)
}

#[test]
fn word_spaces_are_never_below_three_quarters() {
    let natural = natural_space();
    for outcome in [&*LONG, &*MIXED] {
        let runs = outcome.runs().into_iter().filter(|r| r.size == 10.0);
        for run in runs {
            for glyph in &run.glyphs {
                let space = &run.text[usize::from(glyph.start)..usize::from(glyph.end)] == " ";
                let share = f64::from(glyph.advance) / natural;
                // Spaces of the sans lead-ins are narrower by nature.
                assert!(!space || share > 0.75, "{share:.3} in {:?}", run.text);
            }
        }
    }
}

#[test]
fn few_lines_of_plain_text_are_set_loosely() {
    let natural = natural_space();
    let text: Vec<String> = (30..90).map(filler).collect();
    let outcome = layout(&text.join("\n\n"));
    let body = || outcome.runs().into_iter().filter(|r| r.size == 10.0);
    let loose = |run: &&TextRun| {
        let space = |g: &&brochure::text::Glyph| &run.text[usize::from(g.start)..usize::from(g.end)] == " ";
        run.glyphs.iter().find(space).is_some_and(|g| f64::from(g.advance) > 1.34 * natural)
    };
    let (loose, all) = (body().filter(loose).count(), body().count());
    assert!(loose * 40 < all, "{loose} of {all} lines");
}

#[test]
fn at_most_three_lines_in_a_row_end_with_a_hyphen() {
    let lines = lines(&LONG);
    let body: Vec<&Line> = lines.iter().filter(|l| l.part == Part::Body).collect();
    assert!(!body.windows(4).any(|w| w.iter().all(|l| l.text.ends_with(SOFT))));
}

#[test]
fn last_lines_are_longer_than_the_indent() {
    let lines = lines(&LONG);
    for line in lines.iter().filter(|l| l.text.trim_end().ends_with('.') && l.part == Part::Body) {
        let width = line.right - line.x;
        assert!(width > 14.0 && line.text.trim_end().chars().count() >= 5, "{line:?}");
    }
}

// The whole brochure

const PUBLISHERS: &str = "[[publisher]]\nname = \"Verein A e.V.\"\nemail = \"a@example.org\"\n\
    url = \"https://example.org\"\naddress = [\"Weg 1\", \"55116 Mainz\"]\n\
    [[publisher]]\nname = \"Verein B\"\n";

/// Foreword, two chapters with openings, one without, glossary.
fn brochure_of(config: &str) -> Outcome {
    let project = Project::with(&format!("{config}\n{PUBLISHERS}"));
    let opening = "summary = \"Worum es geht.\"\nkey-points = [\"Erster Punkt\", \"Zweiter Punkt\"]\n";
    let chapter = |name: &str, front: &str, text: &str| {
        project.file(&format!("chapters/{name}.md"), format!("+++\n{front}+++\n\n{text}"));
    };
    chapter("00", "title = \"Vorwort\"\nkind = \"foreword\"\n", &filler(100));
    let sections = format!("{}\n\n## Der Abschnitt\n\n{}", filler(500), filler(200));
    chapter("01", &format!("title = \"Erstes\"\ntoc-summary = \"In einer Zeile\"\n{opening}"), &sections);
    chapter("02", &format!("title = \"Zweites\"\n{opening}"), &filler(800));
    chapter("03", "title = \"Drittes\"\n", &filler(400));
    chapter("04", "title = \"Glossar\"\nkind = \"glossary\"\n", "Wort\n: Erklärung\n");
    project.layout()
}

fn kinds(outcome: &Outcome) -> Vec<&'static str> {
    outcome.pages().pages.iter().map(|p| p.kind).collect()
}

fn page_of_kind<'o>(outcome: &'o Outcome, kind: &str) -> &'o Page {
    let found = outcome.pages().pages.iter().find(|p| p.kind == kind);
    found.unwrap_or_else(|| panic!("no page {kind} in {:?}", kinds(outcome)))
}

#[test]
fn a_brochure_has_cover_imprint_contents_chapters_and_back() {
    let outcome = brochure_of("");
    let kinds = kinds(&outcome);
    assert_eq!(kinds[..4], ["cover", "imprint", "contents", "text"]);
    assert_eq!(kinds.iter().filter(|k| **k == "opener").count(), 2);
    assert_eq!(kinds.last(), Some(&"back"));
}

#[test]
fn the_back_cover_is_an_even_page() {
    for words in [100, 400, 700, 1000] {
        let project = Project::with(PUBLISHERS);
        project.chapter(&filler(words));
        let outcome = project.layout();
        let back = outcome.pages().pages.last().expect("a page");
        assert_eq!((back.kind, back.number % 2), ("back", 0), "{words} words");
        let numbers: Vec<usize> = outcome.pages().pages.iter().map(|p| p.number).collect();
        assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
    }
}

#[test]
fn blank_pages_carry_nothing() {
    let mut blanks = 0;
    for words in [100, 400, 700, 1000] {
        let project = Project::with(&format!("{PUBLISHERS}\n[page]\nfill = []\n"));
        project.chapter(&filler(words));
        let outcome = project.layout();
        let blank = outcome.pages().pages.iter().filter(|p| p.kind == "blank");
        blanks += blank.clone().count();
        assert!(blank.into_iter().all(|p| p.items.is_empty()));
    }
    assert!(blanks > 0, "no blank page");
}

#[test]
fn publishers_stand_on_cover_imprint_and_back() {
    let outcome = brochure_of("");
    let on = |kind: &str, words: &str| runs_of(page_of_kind(&outcome, kind)).any(|r| r.text.contains(words));
    assert!(on("cover", "Probe") && on("cover", "Herausgegeben von"));
    assert!(on("imprint", "Impressum") && on("imprint", "Verein A") && on("imprint", "Verein B"));
    assert!(on("back", "Verein A") && on("back", "Verein B") && on("back", "a@example.org"));
}

#[test]
fn cover_and_back_have_no_furniture() {
    let outcome = brochure_of("");
    for kind in ["cover", "back"] {
        let page = page_of_kind(&outcome, kind);
        for artifact in [Artifact::Header, Artifact::PageNumber] {
            assert!(self::artifact(page, artifact).is_none(), "{kind}");
        }
        assert!(tab(page, &outcome).is_none_or(|r| r.w > 400.0), "{kind}");
    }
}

#[test]
fn imprint_and_contents_have_a_folio_and_no_running_head() {
    let outcome = brochure_of("");
    for kind in ["imprint", "contents"] {
        let page = page_of_kind(&outcome, kind);
        assert!(artifact(page, Artifact::Header).is_none(), "{kind}");
        let folio = artifact(page, Artifact::PageNumber).expect("a folio");
        assert_eq!(folio.text, page.number.to_string());
    }
}

#[test]
fn grounds_of_the_cover_reach_into_the_bleed() {
    let outcome = brochure_of("");
    let ground = fills(page_of_kind(&outcome, "cover"), &outcome, "main")[0];
    near(ground.x, -3.0 * MM);
    near(ground.y, -3.0 * MM);
    near(ground.right(), 151.0 * MM);
    near(ground.bottom(), 213.0 * MM);
}

#[test]
fn a_chapter_with_a_summary_opens_on_its_own_page() {
    let outcome = brochure_of("");
    let page = page_of_kind(&outcome, "opener");
    for words in ["Erstes", "Worum es geht.", "Auf einen Blick", "Erster Punkt", "Zweiter Punkt"] {
        assert!(runs_of(page).any(|r| r.text == words), "{words}");
    }
    assert!(artifact(page, Artifact::Header).is_none());
    let next = &outcome.pages().pages[page.number];
    assert_eq!(next.kind, "text");
    let first = lines(&outcome).into_iter().find(|l| l.page == page.number).expect("text");
    near(first.y, TOP + BASELINE);
}

#[test]
fn the_opening_has_its_number_title_and_tab_in_place() {
    let outcome = brochure_of("");
    let page = page_of_kind(&outcome, "opener");
    let number = runs_of(page).find(|r| r.size == 150.0).expect("a number");
    assert_eq!(number.text, "1 ");
    near(number.at.y, 85.0 * MM);
    let title = runs_of(page).find(|r| r.text == "Erstes").expect("a title");
    near(title.at.y, 110.0 * MM);
    near(title.at.x, left(page));
    let tab = fills(page, &outcome, "mark").into_iter().find(|r| (r.h - 35.0).abs() < 0.01);
    near(tab.expect("a yellow tab").y, TOP + 50.0);
    let ground = fills(page, &outcome, "main")[0];
    near(ground.bottom(), 95.0 * MM);
}

#[test]
fn key_points_end_on_the_last_line_of_the_type_area() {
    let outcome = brochure_of("");
    let page = page_of_kind(&outcome, "opener");
    let last = runs_of(page).find(|r| r.text == "Zweiter Punkt").expect("a point");
    assert!(last.at.y > BOTTOM - 5.0 && last.at.y < BOTTOM, "{:.2}", last.at.y);
}

#[test]
fn a_foreword_has_no_number_and_no_tab() {
    let outcome = brochure_of("");
    let page = &outcome.pages().pages[3];
    assert!(runs_of(page).any(|r| r.text == "Vorwort" && r.size == 24.0));
    assert!(tab(page, &outcome).is_none());
    assert!(runs_of(page).all(|r| r.size != 150.0));
    assert_eq!(runs_of(page_of_kind(&outcome, "opener")).find(|r| r.size == 150.0).expect("one").text, "1 ");
    assert_eq!(outcome.pages().bookmarks[3].title, "Vorwort");
}

#[test]
fn the_title_of_a_chapter_without_opening_stands_at_the_head_of_its_text() {
    let outcome = layout("Text");
    let title = runs_of(&outcome.pages().pages[0]).find(|r| r.text == "Kapitel").expect("a title");
    assert_eq!(title.size, 24.0);
    near(title.at.y, TOP + 18.0);
    near(outcome.run("Text").1.at.y, TOP + 3.0 * LEADING + BASELINE);
}

/// Rows of the contents from top to bottom: title and page.
fn contents(outcome: &Outcome) -> Vec<(String, String)> {
    let tree = Tree::new(outcome);
    let pages = outcome.pages().pages.iter().filter(|p| p.kind == "contents");
    let mut rows = Vec::new();
    for page in pages {
        let mut entries: BTreeMap<NodeId, Vec<&TextRun>> = BTreeMap::new();
        for run in runs_of(page) {
            let Owner::Node(node) = run.owner else { continue };
            if let Some(entry) = tree.up(node).find(|n| *tree.role(*n) == Role::TocItem) {
                entries.entry(entry).or_default().push(run);
            }
        }
        let mut entries: Vec<Vec<&TextRun>> = entries.into_values().collect();
        entries.sort_by(|a, b| a[0].at.y.total_cmp(&b[0].at.y));
        for mut runs in entries {
            runs.sort_by(|a, b| a.at.x.total_cmp(&b.at.x));
            let page = runs.pop().expect("a page").text.trim().to_owned();
            let title = runs.iter().find(|r| r.text.contains(char::is_alphabetic)).expect("a title");
            rows.push((title.text.trim().to_owned(), page));
        }
    }
    rows
}

#[test]
fn contents_list_chapters_in_order_with_their_pages() {
    let outcome = brochure_of("");
    let lines = lines(&outcome);
    let expected: Vec<(String, String)> = ["Vorwort", "Erstes", "Zweites", "Drittes", "Glossar"]
        .into_iter()
        .map(|title| {
            let at = lines.iter().find(|l| l.text == title && l.page > 2).expect("a title").page;
            (title.to_owned(), (at + 1).to_string())
        })
        .collect();
    assert_eq!(contents(&outcome), expected);
}

#[test]
fn contents_of_depth_two_list_sections() {
    let outcome = brochure_of("[contents]\ndepth = 2\n");
    let rows = contents(&outcome);
    let lines = lines(&outcome);
    let page = lines.iter().find(|l| l.text == "Der Abschnitt" && l.page > 3).expect("a section").page + 1;
    assert!(rows.contains(&("Der Abschnitt".to_owned(), page.to_string())), "{rows:?}");
    let titles: Vec<&str> = rows.iter().map(|r| r.0.as_str()).collect();
    assert_eq!(titles, ["Vorwort", "Erstes", "Der Abschnitt", "Zweites", "Drittes", "Glossar"]);
}

#[test]
fn rows_of_the_contents_stand_level_with_the_tabs() {
    let outcome = brochure_of("");
    let page = page_of_kind(&outcome, "contents");
    let tabs: Vec<Rect> = fills(page, &outcome, "main");
    assert_eq!(tabs.len(), 3);
    let rules: Vec<Pt> = fills(page, &outcome, "rule").iter().map(|r| r.y).collect();
    for tab in tabs {
        assert!(rules.iter().any(|y| (y - tab.y).abs() < 0.05), "{tab:?} {rules:?}");
    }
}

#[test]
fn rows_of_the_contents_lead_to_their_chapters() {
    let outcome = brochure_of("");
    let page = page_of_kind(&outcome, "contents");
    let lines = lines(&outcome);
    let mut led = Vec::new();
    for item in &page.items {
        let Item::Link { link, .. } = item else { continue };
        let Target::Anchor(anchor) = outcome.pages().links[*link].target else { continue };
        led.push(outcome.pages().page_of(anchor).expect("a page"));
    }
    let expected: Vec<usize> = ["Vorwort", "Erstes", "Zweites", "Drittes", "Glossar"]
        .map(|t| lines.iter().find(|l| l.text == t && l.page > 2).expect("a title").page + 1)
        .to_vec();
    assert_eq!(led, expected);
}

#[test]
fn many_chapters_flow_over_several_pages_of_contents() {
    let project = Project::with("[cover]\nenabled = false\n[contents]\nenabled = true\n");
    for n in 1..=40 {
        let name = format!("chapters/{n:02}.md");
        project.file(&name, format!("+++\ntitle = \"Titel Nr {n:02}\"\n+++\n\nText"));
    }
    let outcome = project.layout();
    let rows = contents(&outcome);
    let pages = outcome.pages().pages.iter().filter(|p| p.kind == "contents").count();
    assert!(pages >= 2);
    let expected: Vec<(String, String)> =
        (1..=40).map(|n| (format!("Titel Nr {n:02}"), (n + pages).to_string())).collect();
    assert_eq!(rows, expected);
}

/// A hundred pages and more with references in both directions.
fn referring() -> Outcome {
    let project = project("[page]\nformat = \"A6\"\n");
    for n in 1..=12 {
        let other = n * 5 % 12 + 1;
        let text = format!(
            "Siehe [](#abschnitt-{n}) und [](k{other:02}.md#abschnitt-{other}).\n\n{}\n\n\
             ## Abschnitt {n}\n\n{}",
            filler(960 + 40 * n),
            filler(120)
        );
        project.file(&format!("chapters/k{n:02}.md"), format!("+++\ntitle = \"Teil {n}\"\n+++\n\n{text}"));
    }
    project.layout()
}

#[test]
fn references_name_the_right_pages() {
    let outcome = referring();
    let lines = lines(&outcome);
    assert!(outcome.pages().pages.len() > 100, "{} pages", outcome.pages().pages.len());
    let mut starts: BTreeMap<NodeId, String> = BTreeMap::new();
    for line in lines.iter().filter(|l| l.part == Part::Body) {
        let text = starts.entry(line.block).or_default();
        text.push_str(&line.text);
    }
    let text: String = starts.values().map(|t| t.replace(SOFT, "") + "\n").collect();
    for n in 1..=12 {
        let heading = lines.iter().find(|l| l.part == Part::Heading && l.text == format!("Abschnitt {n}"));
        let page = heading.expect("a heading").page + 1;
        let reference = format!("„Abschnitt {n}“, S.\u{a0}{page}");
        let wanted = [format!("{reference} "), format!("{reference}.")];
        let found: usize = wanted.iter().map(|w| text.matches(w.as_str()).count()).sum();
        assert_eq!(found, 2, "{reference}");
    }
    assert!(!text.contains("S.\u{a0}0"));
}

#[test]
fn bookmarks_follow_the_headings() {
    let outcome = layout(&format!("## Eins\n\n{}\n\n### Eins eins\n\nText\n\n## Zwei\n\nText", filler(700)));
    let chapter = &outcome.pages().bookmarks[0];
    assert_eq!(chapter.title, "1 Kapitel");
    let titles: Vec<&str> = chapter.children.iter().map(|b| b.title.as_str()).collect();
    assert_eq!(titles, ["Eins", "Zwei"]);
    let below = &chapter.children[0].children[0];
    assert_eq!(below.title, "Eins eins");
    assert_eq!(below.place.page, page_with(&lines(&outcome), "Eins eins"));
}

#[test]
fn sections_below_the_second_level_nest_to_any_depth() {
    let outcome = layout("## A\n\n### B\n\nText\n\n#### C\n\nText\n\n### D\n\nText\n");
    let a = &outcome.pages().bookmarks[0].children[0];
    assert_eq!(a.title, "A");
    let titles: Vec<&str> = a.children.iter().map(|b| b.title.as_str()).collect();
    assert_eq!(titles, ["B", "D"]);
}

// Formats

fn check_format(format: &str, width: Pt, height: Pt) {
    let chapter = Chapter::random(400, 30);
    let outcome = layout_with(&format!("[page]\nformat = \"{format}\"\n"), &chapter.source());
    let pages = outcome.pages();
    near(pages.trim.0, width * MM);
    near(pages.trim.1, height * MM);
    for page in &pages.pages {
        for run in runs_of(page) {
            let (right, _) = right_and_hang(run);
            let inside =
                run.at.x >= 0.0 && right <= pages.trim.0 && run.at.y > 0.0 && run.at.y < pages.trim.1;
            assert!(inside, "{format}, page {}: {run:?}", page.number);
        }
    }
    let lines = lines(&outcome);
    let text = words(lines.iter().filter(|l| !matches!(l.part, Part::Note | Part::Figure)));
    let title = chapter.text[0].clone();
    same(&without_title(text, &title), &chapter.text[1..], 400);
}

#[test]
fn a4_is_laid_out() {
    check_format("A4", 210.0, 297.0);
}

#[test]
fn a5_is_laid_out() {
    check_format("A5", 148.0, 210.0);
}

#[test]
fn a6_is_laid_out() {
    check_format("A6", 105.0, 148.0);
}

#[test]
fn din_lang_is_laid_out() {
    check_format("DIN lang", 99.0, 210.0);
}

#[test]
fn a_format_in_millimetres_is_laid_out() {
    check_format("120mm x 180mm", 120.0, 180.0);
}

#[test]
fn whole_brochures_are_laid_out_in_every_format() {
    for format in ["A4", "A5", "A6", "DIN lang", "120mm x 180mm"] {
        let outcome = brochure_of(&format!("[page]\nformat = \"{format}\"\n"));
        let kinds = kinds(&outcome);
        assert_eq!((kinds[0], *kinds.last().expect("a page")), ("cover", "back"), "{format}");
        nothing_overlaps(&outcome);
        for page in &outcome.pages().pages {
            for run in runs_of(page).filter(|r| r.size < 100.0) {
                let (right, _) = right_and_hang(run);
                let inside = run.at.x >= 0.0 && right <= outcome.pages().trim.0 + 0.05;
                assert!(inside, "{format}, page {}: {:?} {:.1}", page.number, run.text, right);
            }
        }
    }
}

#[test]
fn long_titles_and_summaries_do_not_overlap() {
    let project = Project::with(&format!("[contents]\ndepth = 2\n{PUBLISHERS}"));
    let title =
        "Handlungsspielräume der kommunalen Ausländerbehörden bei der Erteilung von Aufenthaltserlaubnissen";
    for n in 1..=3 {
        let front = format!(
            "title = \"{title}\"\nshort-title = \"Kurz {n}\"\nsummary = \"{}\"\ntoc-summary = \"{}\"\n",
            filler(35),
            filler(9)
        );
        let text = format!("{}\n\n## {title}\n\n{}", filler(60), filler(60));
        project.file(&format!("chapters/{n:02}.md"), format!("+++\n{front}+++\n\n{text}"));
    }
    let outcome = project.layout();
    nothing_overlaps(&outcome);
    for page in &outcome.pages().pages {
        for run in runs_of(page) {
            let right = right_and_hang(run).0;
            assert!(right <= outcome.pages().trim.0 && run.at.y < outcome.pages().trim.1 - 5.0, "{run:?}");
        }
    }
}

/// Publishers with logos of these ratios (width to height); 0 is one without a logo.
fn with_logos(ratios: &[f64]) -> Outcome {
    let mut config = String::new();
    for (n, ratio) in ratios.iter().enumerate() {
        config.push_str(&format!("[[publisher]]\nname = \"Verein {n}\"\n"));
        if *ratio > 0.0 {
            config.push_str(&format!("logo = \"logo-{n}.svg\"\n"));
        }
    }
    let project = Project::with(&config);
    for (n, ratio) in ratios.iter().enumerate().filter(|(_, r)| **r > 0.0) {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} 100"><rect width="{0}" height="100"/></svg>"#,
            ratio * 100.0
        );
        project.file(&format!("logo-{n}.svg"), svg);
    }
    project.chapter(&filler(50));
    project.layout()
}

/// Where the logos of the cover stand.
fn logos(outcome: &Outcome) -> Vec<Rect> {
    let of = |item: &Item| match item {
        Item::Picture { rect, picture, .. } if picture.path.starts_with("logo-") => Some(*rect),
        _ => None,
    };
    page_of_kind(outcome, "cover").items.iter().filter_map(of).collect()
}

#[test]
fn logos_of_any_number_and_shape_stand_apart_inside_the_margins() {
    let shapes = [1.0, 8.0, 0.25, 3.0, 0.0, 1.5, 12.0, 0.6];
    for count in 2..=8 {
        let outcome = with_logos(&shapes[..count]);
        let (width, height) = outcome.pages().trim;
        let rects = logos(&outcome);
        assert_eq!(rects.len(), shapes[..count].iter().filter(|r| **r > 0.0).count());
        for (n, rect) in rects.iter().enumerate() {
            assert!(rect.x > 10.0 * MM && rect.right() < width - 10.0 * MM, "{count}: {rect:?}");
            assert!(rect.bottom() < height - 3.0 * MM, "{count}: {rect:?}");
            for other in &rects[n + 1..] {
                let apart = (other.x - rect.right()).max(rect.x - other.right());
                let above = (other.y - rect.bottom()).max(rect.y - other.bottom());
                assert!(apart > 6.0 * MM || above > 2.0 * MM, "{count}: {rect:?} and {other:?}");
            }
        }
        nothing_overlaps(&outcome);
    }
}

#[test]
fn logos_of_usual_shapes_have_the_same_area() {
    let outcome = with_logos(&[2.5, 3.5, 4.5]);
    let areas: Vec<Pt> = logos(&outcome).iter().map(|r| r.w * r.h / (MM * MM)).collect();
    for area in &areas {
        assert!((area / areas[0] - 1.0).abs() < 0.2, "{areas:?}");
    }
}

#[test]
fn two_chapters_and_thirty_are_set_without_collisions() {
    for count in [2, 30] {
        let project = Project::with(PUBLISHERS);
        for n in 1..=count {
            let front = format!(
                "title = \"Kapitel {n}: Handlungsspielräume der kommunalen Ausländerbehörden in drei Zeilen\"\n\
                 short-title = \"Kurz {n}\"\nsummary = \"{}\"\nkey-points = [\"Eins\", \"Zwei\"]\n",
                filler(20)
            );
            let heading = "Eine Überschrift, die so lang ist, dass sie drei Zeilen der Seite braucht, wenn man sie ganz liest und nichts weglässt";
            let text = format!("## {heading}\n\n{}\n\n### {heading}\n\n{}", filler(60), filler(60));
            project.file(&format!("chapters/{n:02}.md"), format!("+++\n{front}+++\n\n{text}"));
        }
        let outcome = project.layout();
        nothing_overlaps(&outcome);
        assert_eq!(outcome.pages().pages.iter().filter(|p| p.kind == "opener").count(), count);
    }
}

#[test]
fn margins_may_be_set() {
    let outcome = layout_with("[page]\nmargin-inner = \"30mm\"\nmargin-outer = \"20mm\"\n", &filler(700));
    for (index, page) in outcome.pages().pages.iter().enumerate() {
        let edge = if page.side == Side::Recto { 30.0 } else { 20.0 } * MM;
        let lines = lines(&outcome);
        let mut on_page = lines.iter().filter(|l| l.page == index && l.part == Part::Body);
        assert!(on_page.all(|l| (l.x + l.lead - edge).abs() < 0.05 && l.right <= edge + 98.0 * MM + 2.4));
    }
}

#[test]
fn what_rounding_takes_from_a_space_the_next_one_gets() {
    let lines = lines(&LONG);
    for line in full_lines(&lines) {
        let edge = left(&LONG.pages().pages[line.page]) + MEASURE + line.hang;
        // Half a thousandth of an em, and what adding leaves.
        assert!((line.right - edge).abs() < 0.0005 * 9.4 + 0.001, "{line:?} ends beside {edge:.4}");
    }
}
