//! Measures how even lines are in the texts of projects, and looks for weights of the paragraph breaker that make them
//! more so: `cargo bench --bench weights -- [--search HYPHENS] FOLDER…`, where HYPHENS says what one hyphen in a hundred
//! lines is worth, in hundredths of the deviation of spaces. Weights are looked for on the first half of the folders and
//! shown for all, so that the others tell whether they hold.

#![allow(clippy::print_stdout, reason = "the result is a table")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use brochure::diag::{Files, Sink};
use brochure::document::{BlockKind, Document};
use brochure::geom::Pt;
use brochure::layout::paragraph::demerits::{COSTS, Costs};
use brochure::layout::paragraph::fill::{of_letters, space_factor};
use brochure::layout::paragraph::{Line, Paragraph};
use brochure::layout::setter::{Pictures, Setter};
use brochure::source::Project;
use brochure::source::store::Disk;
use brochure::style::{StyleId, StyleSheet};
use brochure::text::fonts::FontBook;
use brochure::text::hyphenate::Hyphenator;
use brochure::text::shape::Shaper;
use rayon::prelude::*;

/// Measures in millimetres.
const MEASURES: [f64; 3] = [66.0, 92.0, 108.0];
const MM: Pt = 72.0 / 25.4;
/// Mean width of a letter, in em.
const LETTER: f64 = 0.43;

/// A text, and all that its paragraphs are set with.
struct Text {
    name: String,
    project: Project,
    document: Document,
    sheet: StyleSheet,
    shaper: Shaper,
}

/// What lines are like.
#[derive(Default, Clone)]
struct Measured {
    /// Word spaces of lines that are filled, in natural spaces, with how many there are.
    spaces: Vec<(f64, usize)>,
    hyphens: usize,
    /// Of these, such as follow another one, and such as stand before the last line.
    doubled: usize,
    before_last: usize,
    /// Differences of spaces of neighbours.
    contrasts: Vec<f64>,
    /// Widths of letters and the room between them, in percent more than natural.
    pitches: Vec<f64>,
    /// Hyphens one below the other, at most.
    ladder: usize,
    short_last: usize,
    paragraphs: usize,
}

impl Measured {
    fn count(&self) -> f64 {
        self.spaces.iter().map(|(_, count)| *count as f64).sum::<f64>().max(1.0)
    }

    fn deviation(&self) -> f64 {
        let mean = self.spaces.iter().map(|(space, count)| space * *count as f64).sum::<f64>() / self.count();
        let square = |(space, count): &(f64, usize)| (space - mean).powi(2) * *count as f64;
        (self.spaces.iter().map(square).sum::<f64>() / self.count()).sqrt()
    }

    fn share(&self, is_it: impl Fn(f64) -> bool) -> f64 {
        let lines = self.spaces.iter().filter(|(space, _)| is_it(*space)).count();
        100.0 * lines as f64 / self.spaces.len().max(1) as f64
    }

    fn hyphens(&self) -> f64 {
        100.0 * self.hyphens as f64 / self.spaces.len().max(1) as f64
    }

    fn contrast(&self) -> f64 {
        self.contrasts.iter().sum::<f64>() / self.contrasts.len().max(1) as f64
    }

    fn pitch(&self) -> f64 {
        let count = self.pitches.len().max(1) as f64;
        let mean = self.pitches.iter().sum::<f64>() / count;
        (self.pitches.iter().map(|pitch| (pitch - mean).powi(2)).sum::<f64>() / count).sqrt()
    }

    fn widest(&self) -> f64 {
        self.spaces.iter().map(|(space, _)| *space).fold(0.0, f64::max)
    }

    fn add(&mut self, paragraph: &Paragraph<'_>, shaper: &Shaper) {
        self.paragraphs += 1;
        let lines = &paragraph.lines;
        let mut row = 0;
        let mut above = None;
        let setting = &paragraph.setting;
        self.before_last += usize::from(lines.len() > 1 && lines[lines.len() - 2].hyphen);
        for line in lines.iter().filter(|line| line.filled) {
            let spaces = spaces_in(paragraph, line);
            row = if line.hyphen { row + 1 } else { 0 };
            self.doubled += usize::from(row > 1);
            let letters = of_letters(f64::from(line.ratio));
            self.pitches.push(100.0 * letters * (setting.tracking / LETTER + setting.scaling));
            self.ladder = self.ladder.max(row);
            self.hyphens += usize::from(line.hyphen);
            if spaces > 0 {
                // Between words the eye sees the room behind the last letter, too.
                let natural = f64::from(shaper.fonts.face(paragraph.styles[0].face).space);
                let beside = letters * setting.tracking / natural;
                let space =
                    space_factor(paragraph, line, shaper) * (1.0 + letters * setting.scaling) + beside;
                self.contrasts.extend(above.map(|above: f64| (space - above).abs()));
                above = Some(space);
                self.spaces.push((space, spaces));
            }
        }
        let last = lines.last().filter(|_| lines.len() > 1);
        let is_short = |line: &Line| f64::from(line.slack) > 0.88 * paragraph.setting.measure;
        self.short_last += usize::from(last.is_some_and(is_short));
    }

    fn join(mut self, other: Self) -> Self {
        self.spaces.extend(other.spaces);
        self.hyphens += other.hyphens;
        self.doubled += other.doubled;
        self.before_last += other.before_last;
        self.contrasts.extend(other.contrasts);
        self.pitches.extend(other.pitches);
        self.ladder = self.ladder.max(other.ladder);
        self.short_last += other.short_last;
        self.paragraphs += other.paragraphs;
        self
    }
}

fn spaces_in(paragraph: &Paragraph<'_>, line: &Line) -> usize {
    let segs = &paragraph.segs[line.from.seg as usize..(line.to.seg as usize).min(paragraph.segs.len())];
    segs.iter().filter(|seg| matches!(seg.kind, brochure::text::segment::SegKind::Space)).count()
}

impl Text {
    fn open(folder: &Path) -> Self {
        let sources = Disk::open(folder).expect("a folder");
        let (mut files, mut sink) = (Files::default(), Sink::new());
        let project = Project::open(&sources, &mut files, &mut sink).expect("a project");
        let look = &project.look;
        let document = Document::read(&project, &look.theme, &files, &|_| false, &mut sink);
        let fonts = Arc::new(FontBook::load(&sources, &look.theme, &mut sink).expect("fonts"));
        let sheet =
            StyleSheet::new(look.theme.clone(), look.palette.clone(), &fonts, &mut sink).expect("styles");
        let hyphenator = Hyphenator::new("de", &[], &mut sink);
        let shaper = Shaper::new(fonts, hyphenator, &sheet.theme.paragraph, "de");
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { name, project, document, sheet, shaper }
    }

    fn measured(&self, measure: Pt, costs: &'static Costs) -> Measured {
        let setter = Setter {
            sheet: &self.sheet,
            shaper: &self.shaper,
            pictures: &Pictures::default(),
            document: &self.document,
            labels: &self.project.config.labels,
            page_of: &|_| None,
            digits: Default::default(),
            mirrored: false,
            costs,
            complaints: Default::default(),
        };
        let style = setter.style(StyleId::Body);
        let texts: Vec<_> = self
            .document
            .chapters
            .iter()
            .flat_map(|chapter| &chapter.blocks)
            .filter_map(|block| match &block.kind {
                BlockKind::Paragraph(rich) => Some(rich),
                _ => None,
            })
            .collect();
        let chunks = texts.par_chunks(32).map(|texts| {
            let mut measured = Measured::default();
            texts.iter().for_each(|rich| measured.add(&setter.text(rich, style, measure), &self.shaper));
            measured
        });
        chunks.reduce(Measured::default, Measured::join)
    }
}

fn show(texts: &[Text], costs: &'static Costs) {
    println!(
        "{:<8} {:>4} {:>6} {:>6} {:>7} {:>6} {:>6} {:>6} {:>6} {:>6} {:>8} {:>6} {:>7} {:>7}",
        "text",
        "mm",
        "stdev",
        "widest",
        "hyphens",
        "ladder",
        ">1.5 %",
        ">1.33",
        "<0.8 %",
        "short",
        "contrast",
        "pitch",
        "doubled",
        "at last"
    );
    for text in texts {
        for measure in MEASURES {
            let m = text.measured(measure * MM, costs);
            println!(
                "{:<8} {measure:>4} {:>6.3} {:>6.2} {:>7.1} {:>6} {:>6.2} {:>6.1} {:>6.1} {:>6} {:>8.3} {:>6.2} {:>7} {:>7}",
                text.name,
                m.deviation(),
                m.widest(),
                m.hyphens(),
                m.ladder,
                m.share(|space| space > 1.5),
                m.share(|space| space > 1.33),
                m.share(|space| space < 0.8),
                m.short_last,
                m.contrast(),
                m.pitch(),
                m.doubled,
                m.before_last
            );
        }
    }
}

/// How poor the lines of texts are: what evenness, hyphens, very wide spaces and short last lines come to.
fn poorness(texts: &[Text], costs: &'static Costs, hyphen: f64) -> f64 {
    let of = |text: &Text, measure: f64| {
        let m = text.measured(measure * MM, costs);
        m.deviation() * 100.0
            + hyphen * m.hyphens()
            + 4.0 * m.share(|space| space > 1.5)
            + 0.3 * m.share(|space| space > 1.33)
            + 10.0 * m.share(|space| space > 1.66)
            + 30.0 * m.short_last as f64 / m.paragraphs.max(1) as f64
            + 50.0 * m.contrast()
            + 3.0 * m.pitch()
            + 100.0 * (m.doubled + m.before_last) as f64 / m.spaces.len().max(1) as f64
    };
    let all = texts.iter().flat_map(|text| MEASURES.map(|measure| of(text, measure)));
    let sums: Vec<f64> = all.collect();
    sums.iter().sum::<f64>() / sums.len() as f64
}

type Weight = (&'static str, fn(&mut Costs) -> &mut f64);

/// Those that evenness and hyphens tell; the others are a matter of taste.
const WEIGHTS: [Weight; 5] = [
    ("uneven", |costs| &mut costs.uneven),
    ("power", |costs| &mut costs.power),
    ("tight", |costs| &mut costs.tight),
    ("contrast", |costs| &mut costs.contrast),
    ("hyphen", |costs| &mut costs.hyphen),
];

/// Changes one weight after the other as long as that makes lines better.
fn search(texts: &[Text], hyphen: f64) -> Costs {
    let leaked = |costs: &Costs| -> &'static Costs { Box::leak(Box::new(costs.clone())) };
    let mut best = COSTS.clone();
    let mut least = poorness(texts, leaked(&best), hyphen);
    println!("from {least:.3}");
    for factor in [2.0, 1.4, 1.15] {
        loop {
            let before = least;
            for (name, weight) in WEIGHTS {
                for step in [factor, 1.0 / factor] {
                    let step = if name == "power" { 1.0 + (step - 1.0) / 4.0 } else { step };
                    loop {
                        let mut tried = best.clone();
                        *weight(&mut tried) *= step;
                        let sum = poorness(texts, leaked(&tried), hyphen);
                        if sum >= least - 1e-4 {
                            break;
                        }
                        (best, least) = (tried, sum);
                        println!("{least:.3} {name} {:.3}", weight(&mut best));
                    }
                }
            }
            if before - least < 0.01 {
                break;
            }
        }
    }
    best
}

fn main() {
    let mut options: Vec<String> = std::env::args().skip(1).filter(|option| option != "--bench").collect();
    let hyphen = options.iter().position(|option| option == "--search").map(|at| {
        options.remove(at);
        options.remove(at).parse().expect("what a hyphen in a hundred lines is worth")
    });
    let texts: Vec<Text> = options.iter().map(|folder| Text::open(&PathBuf::from(folder))).collect();
    let costs: &'static Costs = match hyphen {
        Some(hyphen) => Box::leak(Box::new(search(&texts[..texts.len().div_ceil(2)], hyphen))),
        None => &COSTS,
    };
    println!("{costs:#?}");
    show(&texts, costs);
}
