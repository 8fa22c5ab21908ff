//! Times each stage over the brochure and, where they are found, over long law texts:
//! `cargo bench`. Corpora are looked for in `BENCH_CORPORA` or `../shared/bench`.

#![allow(clippy::print_stdout, reason = "the result is a table")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use brochure::diag::{Files, Sink};
use brochure::document::Document;
use brochure::geom::Side;
use brochure::layout::paginate::Frame;
use brochure::layout::paginate::search::best_pages;
use brochure::layout::paginate::walk::Walk;
use brochure::layout::setter::{Pictures, Setter};
use brochure::layout::{Stage, galleys};
use brochure::pdf;
use brochure::pdf::job::PdfJob;
use brochure::source::Project;
use brochure::source::editions::Accessibility;
use brochure::source::store::Disk;
use brochure::style::StyleSheet;
use brochure::text::fonts::FontBook;
use brochure::text::hyphenate::Hyphenator;
use brochure::text::shape::Shaper;

/// Each stage is run this often; the fastest counts.
const RUNS: usize = 5;

fn main() {
    println!(
        "{:<10} {:>8} {:>8} {:>9} {:>8} {:>8} {:>8} {:>7}",
        "input", "read", "parse", "galleys", "cut", "layout", "pdf", "pages"
    );
    bench("brochure", Path::new("."));
    let corpora =
        std::env::var_os("BENCH_CORPORA").map_or_else(|| PathBuf::from("../shared/bench"), PathBuf::from);
    for name in ["gg", "bgb"] {
        if let Ok(text) = std::fs::read_to_string(corpora.join(format!("{name}.md"))) {
            let folder = tempfile::tempdir().expect("a temporary folder");
            std::fs::create_dir(folder.path().join("chapters")).expect("a folder");
            std::fs::write(folder.path().join("chapters/01.md"), text).expect("a chapter");
            let config = format!("[brochure]\ntitle = \"{name}\"\nlanguage = \"de\"\n");
            std::fs::write(folder.path().join("brochure.toml"), config).expect("a config");
            bench(name, folder.path());
        }
    }
}

fn best<T>(mut work: impl FnMut() -> T) -> (T, Duration) {
    let mut fastest: Option<(T, Duration)> = None;
    for _ in 0..RUNS {
        let began = Instant::now();
        let result = work();
        let took = began.elapsed();
        if fastest.as_ref().is_none_or(|(_, f)| took < *f) {
            fastest = Some((result, took));
        }
    }
    fastest.expect("at least one run")
}

fn bench(name: &str, root: &Path) {
    let sources = Disk::open(root).expect("a folder");
    let mut files = Files::default();
    let (project, read) = best(|| {
        files = Files::default();
        Project::open(&sources, &mut files, &mut Sink::new()).expect("a project")
    });
    let (document, parse) =
        best(|| Document::read(&project, &project.look.theme, &files, &|_| false, &mut Sink::new()));
    let look = &project.look;
    let fonts = FontBook::load(&sources, &look.theme, &mut Sink::new()).expect("fonts");
    let fonts = Arc::new(fonts);
    let sheet =
        StyleSheet::new(look.theme.clone(), look.palette.clone(), &fonts, &mut Sink::new()).expect("styles");
    let rules = &sheet.theme.paragraph;
    let pictures = Pictures::default();
    let page_of = |_| None;
    let (_, set) = best(|| {
        let shaper = Shaper::new(fonts.clone(), Hyphenator::new("de", &[], &mut Sink::new()), rules, "de");
        let setter = setter(&project, &sheet, &shaper, &pictures, &document, &page_of);
        galleys(&setter, &document).len()
    });
    let shaper = Shaper::new(fonts.clone(), Hyphenator::new("de", &[], &mut Sink::new()), rules, "de");
    let setter = setter(&project, &sheet, &shaper, &pictures, &document, &page_of);
    let all = galleys(&setter, &document);
    let frame = Frame::of(&sheet.page, 0.0, 0.0);
    let (_, cut) = best(|| {
        all.iter()
            .map(|g| best_pages(&Walk::new(g.main(), frame, &setter), Side::Recto).map_or(0, |p| p.len()))
            .sum::<usize>()
    });
    let (pages, whole) = best(|| {
        let document = Document::read(&project, &look.theme, &files, &|_| false, &mut Sink::new());
        let shaper = Shaper::new(fonts.clone(), Hyphenator::new("de", &[], &mut Sink::new()), rules, "de");
        let config = &project.config;
        let stage = Stage {
            config,
            document: &document,
            sheet: &sheet,
            shaper: &shaper,
            pictures: &pictures,
            kept: &Default::default(),
            wanted: brochure::source::config::PageCount::Any,
        };
        stage.layout(&mut Sink::new())
    });
    let job = PdfJob {
        title: name.to_owned(),
        description: None,
        keywords: Vec::new(),
        authors: Vec::new(),
        language: "de".to_owned(),
        date: None,
    };
    let (_, write) = best(|| pdf::write(&pages, &job, Accessibility::Ua1, &mut Sink::new()).bytes.len());
    let ms = |d: Duration| format!("{:.1}", d.as_secs_f64() * 1000.0);
    println!(
        "{name:<10} {:>8} {:>8} {:>9} {:>8} {:>8} {:>8} {:>7}",
        ms(read),
        ms(parse),
        ms(set),
        ms(cut),
        ms(whole),
        ms(write),
        pages.pages.len()
    );
}

fn setter<'a>(
    project: &'a Project,
    sheet: &'a StyleSheet,
    shaper: &'a Shaper,
    pictures: &'a Pictures,
    document: &'a Document,
    page_of: &'a (dyn Fn(brochure::ids::AnchorId) -> Option<usize> + Sync),
) -> Setter<'a> {
    Setter {
        sheet,
        shaper,
        pictures,
        document,
        labels: &project.config.labels,
        page_of,
        digits: Default::default(),
        mirrored: false,
        costs: &brochure::layout::paragraph::demerits::COSTS,
        complaints: Default::default(),
    }
}
