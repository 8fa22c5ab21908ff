//! Editions: which PDFs are made and where they go. In: pages. Out: files below `dist/`, whole or
//! not at all.

pub mod allowed;
pub mod booklet;
mod cover;
mod findings;
pub mod gathering;
pub mod imposition;
pub mod manifest;
mod marks;
mod n_up;
pub mod names;
mod office;
mod outlines;
pub mod output;
pub mod print;
pub mod saver;
pub mod toner;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::colour::Palette;
use crate::diag::{Sentence, Sink, Wording};
use crate::document::rich::plain_words;
use crate::fault::working_on;
use crate::geom::Pt;
use crate::pages::Pages;
use crate::pdf::job::PdfJob;
use crate::pdf::sheets::Sheet;
use crate::pdf::{self, Missed};
use crate::preflight::Report;
use crate::preflight::format::{self, Telling};
use crate::press::profile::Profile;
use crate::source::config::Config;
use crate::source::editions::{Edition, EditionKind, LargePrint, Screen};
use crate::source::remnants::Completeness;
use output::Output;

/// An edition with all it is made of.
pub struct Plan<'a> {
    /// Its name in brochure.toml.
    pub name: String,
    /// What it is to be.
    pub edition: Edition,
    /// Its pages.
    pub pages: &'a Pages,
    /// The printing condition of a print edition.
    pub profile: Option<&'a Profile>,
    /// brochure.toml.
    pub config: &'a Config,
    /// The translation that it belongs to.
    pub translation: Option<Translation<'a>>,
}

/// A brochure in another language.
#[derive(Debug, Clone, Copy)]
pub struct Translation<'a> {
    /// The language.
    pub tag: &'a str,
    /// How far it is.
    pub completeness: Completeness,
}

/// A language of a brochure that has editions of its own.
pub struct Language<'a> {
    /// Its tag.
    pub tag: &'a str,
    /// brochure.toml in it, if it was read.
    pub config: Option<&'a Config>,
}

/// A file that is not written yet.
pub struct Product {
    /// File name.
    pub file: String,
    /// The PDF.
    pub bytes: Vec<u8>,
    /// Pages of the PDF.
    pub pages: usize,
    /// Width and height of its pages after cutting.
    pub size: (Pt, Pt),
    /// Sheets of paper where it is printed; none for the screen.
    pub sheets: Option<usize>,
    /// The standards it claims to keep.
    pub conformance: Vec<&'static str>,
    /// Those that it was to keep and does not claim.
    pub missed: Vec<Missed>,
    /// What whoever makes it may want to know.
    pub notes: Vec<Sentence>,
    /// What preflight found in a file for a print shop.
    pub report: Option<Report>,
}

/// A file that was written.
#[derive(Debug)]
pub struct Artefact {
    /// Name of the edition.
    pub edition: String,
    /// Its language, and how far that is where it is a translation.
    pub language: (String, Option<Completeness>),
    /// Name of the file, in the folder of the language if it is a translation.
    pub file: String,
    /// What it is for.
    pub kind: &'static str,
    /// Path.
    pub path: PathBuf,
    /// Number of pages.
    pub pages: usize,
    /// Width and height of the pages.
    pub size: (Pt, Pt),
    /// Sheets of paper.
    pub sheets: Option<usize>,
    /// Size in bytes.
    pub bytes: usize,
    /// SHA-256.
    pub sha256: String,
    /// The standards it claims to keep.
    pub conformance: Vec<&'static str>,
    /// Those that it was to keep and does not claim.
    pub missed: Vec<Missed>,
    /// What whoever makes it may want to know.
    pub notes: Vec<Sentence>,
}

impl Plan<'_> {
    /// Names of the files it comes as.
    pub fn file_names(&self) -> Vec<String> {
        names::of_edition(&self.name, &self.edition, self.config)
    }

    /// What it is called among those of all languages: `ar/screen`.
    pub fn full_name(&self) -> String {
        self.in_folder(&self.name)
    }

    /// A name in the folder of its language; the brochure's own has none.
    fn in_folder(&self, name: &str) -> String {
        self.translation.map_or_else(|| name.to_owned(), |translation| format!("{}/{name}", translation.tag))
    }
}

/// The editions of a brochure: those it names, or the download edition alone.
pub fn editions(config: &Config) -> Vec<(String, Edition)> {
    let named = &config.edition;
    if named.0.is_empty() {
        return vec![(
            "screen".to_owned(),
            Edition { kind: EditionKind::Screen(Screen::default()), file: None },
        )];
    }
    named.0.iter().map(|(name, _, edition)| (name.clone(), edition.clone())).collect()
}

/// Makes an edition without writing it.
pub fn render(plan: &Plan<'_>, sink: &mut Sink) -> Option<Vec<Product>> {
    match &plan.edition.kind {
        EditionKind::Screen(Screen { standard }) | EditionKind::LargePrint(LargePrint { standard, .. }) => {
            let written = pdf::write(plan.pages, &job(plan.config), *standard, sink);
            Some(vec![Product {
                file: plan.file_names().remove(0),
                bytes: written.bytes,
                pages: plan.pages.pages.len(),
                size: plan.pages.trim,
                sheets: None,
                conformance: written.conformance,
                missed: written.missed,
                notes: Vec::new(),
                report: None,
            }])
        }
        EditionKind::Print(print) => print::make(plan, print, sink),
        EditionKind::Booklet(booklet) => {
            office::saving(plan, booklet.toner, |plan| booklet::make(plan, booklet, sink))
        }
        EditionKind::NUp(n_up) => office::saving(plan, n_up.toner, |plan| n_up::make(plan, n_up, sink)),
        EditionKind::InkSaver(saver) => office::sparing(plan, saver.toner, sink),
    }
}

/// Pages on their sheets, as they are to be looked at.
pub struct Shown<'s> {
    /// The pages, whose fonts and pictures are drawn with.
    pub pages: &'s Pages,
    /// The colours that they are painted in.
    pub palette: &'s Palette,
    /// The sheets.
    pub sheets: &'s [Sheet<'s>],
}

/// Hands over the sheets of an edition, file by file; none where something stands against them.
pub fn show(plan: &Plan<'_>, look: &mut dyn FnMut(&Shown<'_>)) {
    let pages = plan.pages;
    match &plan.edition.kind {
        EditionKind::Screen(_) | EditionKind::LargePrint(_) => {
            let sheets = office::single(pages);
            look(&Shown { pages, palette: &pages.palette, sheets: &sheets });
        }
        EditionKind::Print(print) => {
            print::show(plan, print, &mut |sheets, palette| look(&Shown { pages, palette, sheets }));
        }
        EditionKind::Booklet(booklet) => office::saving(plan, booklet.toner, |plan| {
            let mut palette = plan.pages.palette.clone();
            let sheets = booklet::sheets(plan, booklet, &mut palette);
            look(&Shown { pages: plan.pages, palette: &palette, sheets: &sheets });
        }),
        EditionKind::NUp(n_up) => office::saving(plan, n_up.toner, |plan| {
            let mut palette = plan.pages.palette.clone();
            let sheets = n_up::sheets(plan.pages, n_up, &mut palette);
            look(&Shown { pages: plan.pages, palette: &palette, sheets: &sheets });
        }),
        EditionKind::InkSaver(saver) => office::saving(plan, saver.toner, |plan| {
            let sheets = office::single(plan.pages);
            look(&Shown { pages: plan.pages, palette: &plan.pages.palette, sheets: &sheets });
        }),
    }
}

/// What is written, and where to.
pub struct Delivery<'a> {
    /// The editions.
    pub plans: &'a [Plan<'a>],
    /// brochure.toml.
    pub config: &'a Config,
    /// The languages that the brochure is translated into.
    pub languages: &'a [Language<'a>],
    /// The folder.
    pub output: &'a Output,
    /// In which form reports of preflight are written, where they are wanted.
    pub reports: Option<Telling<'a>>,
    /// The language of the lists.
    pub wording: &'a Wording,
}

/// What was written.
#[derive(Debug, Default)]
pub struct Published {
    /// The editions.
    pub artefacts: Vec<Artefact>,
    /// Files that an earlier run wrote and no edition makes any more.
    pub left: Vec<PathBuf>,
    /// Files for translators.
    pub catalogues: Vec<PathBuf>,
    /// Languages that the brochure is translated into, and how far each is.
    pub translations: Vec<(String, Completeness)>,
}

impl Delivery<'_> {
    /// Writes editions with their lists, all or none, and none where that is refused; also reports of
    /// preflight, of files that are not written for it, too.
    pub fn publish(&self, rendered: Vec<Vec<Product>>, refused: bool, sink: &mut Sink) -> Published {
        let (mut artefacts, mut files, mut told) = (Vec::new(), Vec::new(), Vec::new());
        for (plan, products) in self.plans.iter().zip(rendered) {
            for product in products {
                if let (Some(telling), Some(report)) = (self.reports, &product.report) {
                    let text = format::write(report, &product.file, telling);
                    let name = plan.in_folder(&names::of_report(&product.file, telling.format));
                    told.push((name, text.into_bytes()));
                }
                artefacts.push(artefact(plan, &product, self.output));
                files.push((plan.in_folder(&product.file), product.bytes));
            }
        }
        if refused {
            artefacts.clear();
            files.clear();
        }
        files.extend(told);
        let mut left = Vec::new();
        if !refused {
            let lists = manifest::lists(&artefacts, self, sink);
            files.extend(lists.files);
            left = lists.left;
        }
        if !self.output.publish(&files, sink) {
            return Published::default();
        }
        Published { artefacts, left, ..Published::default() }
    }
}

fn artefact(plan: &Plan<'_>, product: &Product, output: &Output) -> Artefact {
    let file = plan.in_folder(&product.file);
    let language = plan.config.brochure.language.value.clone();
    Artefact {
        edition: plan.name.clone(),
        language: (language, plan.translation.map(|translation| translation.completeness)),
        kind: plan.edition.kind.name(),
        path: output.path(&file),
        file,
        pages: product.pages,
        size: product.size,
        sheets: product.sheets,
        bytes: product.bytes.len(),
        sha256: manifest::sum(&product.bytes),
        conformance: product.conformance.clone(),
        missed: product.missed.clone(),
        notes: product.notes.clone(),
    }
}

/// Who is told the name of an edition that is done, and how long it took.
pub type Done<'a> = &'a (dyn Fn(&str, Duration) + Sync);

/// Renders plans on all cores.
pub fn render_all(plans: &[Plan<'_>], done: Done<'_>, sink: &mut Sink) -> Vec<Vec<Product>> {
    on_all_cores(plans, done, sink, |plan, sink| render(plan, sink).unwrap_or_default())
}

/// Finds what stands against editions without making more of them than that needs; without `preflight` no
/// print edition is looked at as a print shop does.
pub fn check(plans: &[Plan<'_>], preflight: bool, done: Done<'_>, sink: &mut Sink) {
    on_all_cores(plans, done, sink, |plan, sink| match &plan.edition.kind {
        EditionKind::Print(print) if preflight => drop(print::make(plan, print, sink)),
        EditionKind::Print(print) => print::check(plan, print, sink),
        EditionKind::Booklet(booklet) if is_drawn(plan, plans) => booklet::check(plan, booklet, sink),
        EditionKind::NUp(_) | EditionKind::InkSaver(_) if is_drawn(plan, plans) => {}
        EditionKind::InkSaver(saver) => office::check(plan, saver.toner, sink),
        EditionKind::Screen(Screen { standard }) | EditionKind::LargePrint(LargePrint { standard, .. }) => {
            pdf::check(plan.pages, &job(plan.config), *standard, sink);
        }
        _ => drop(render(plan, sink)),
    });
}

/// Whether an edition for the screen has the same pages: what stands against drawing them is found there.
fn is_drawn(plan: &Plan<'_>, plans: &[Plan<'_>]) -> bool {
    let same = |other: &&Plan<'_>| std::ptr::eq(plan.pages, other.pages);
    plans.iter().filter(same).any(|other| matches!(other.edition.kind, EditionKind::Screen(_)))
}

/// Works on plans on all cores, in threads of their own: in the pool, who waits for pages would begin another
/// edition meanwhile.
fn on_all_cores<T: Default + Send>(
    plans: &[Plan<'_>],
    done: Done<'_>,
    sink: &mut Sink,
    work: impl Fn(&Plan<'_>, &mut Sink) -> T + Sync,
) -> Vec<T> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let slots: Vec<Mutex<(T, Sink)>> = plans.iter().map(|_| Mutex::default()).collect();
    let work = || {
        while let Some(at) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < plans.len()) {
            let mut complaints = Sink::new();
            let (name, began) = (&plans[at].full_name(), Instant::now());
            let made = working_on(format!("the edition {name}"), || work(&plans[at], &mut complaints));
            done(name, began.elapsed());
            *slots[at].lock().unwrap_or_else(PoisonError::into_inner) = (made, complaints);
        }
    };
    std::thread::scope(|scope| {
        (0..cores.min(plans.len())).for_each(|_| {
            scope.spawn(work);
        });
    });
    let results = slots.into_iter().map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner));
    plans
        .iter()
        .zip(results)
        .map(|(plan, (made, complaints))| {
            match plan.translation {
                None => findings::join(complaints, sink),
                Some(translation) => findings::join_of_translation(translation.tag, complaints, sink),
            }
            made
        })
        .collect()
}

/// What a PDF says of itself.
fn job(config: &Config) -> PdfJob {
    let brochure = &config.brochure;
    let description = brochure.description.as_ref().or(brochure.subtitle.as_ref());
    PdfJob {
        title: plain_words(&brochure.title.value.replace(" | ", " ")),
        description: description.map(|text| text.value.clone()),
        keywords: brochure.keywords.clone(),
        authors: config.publisher.iter().map(|p| p.name.clone()).collect(),
        language: brochure.language.value.clone(),
        date: brochure.date.as_ref().map(|d| d.value),
    }
}
