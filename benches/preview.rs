//! Times a change in the preview from the saved text to the drawn page, by stage: `cargo bench --bench preview`. Corpora
//! are looked for in `BENCH_CORPORA` or `../shared/bench`.

#![allow(clippy::print_stdout, reason = "the result is a table")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use brochure::preview::session::Session;

/// Letters that are typed one after the other.
const CHANGES: usize = 12;

fn main() {
    println!(
        "{:<10} {:>8} {:>8} {:>8} {:>8}  stages of the median",
        "input", "first", "median", "most", "drawn"
    );
    bench("brochure", Path::new("."), "chapters/04-unterbringung.md");
    let corpora =
        std::env::var_os("BENCH_CORPORA").map_or_else(|| PathBuf::from("../shared/bench"), PathBuf::from);
    for (name, chapters) in [("gg", 10), ("bgb", 50)] {
        if let Ok(text) = std::fs::read_to_string(corpora.join(format!("{name}.md"))) {
            let folder = tempfile::tempdir().expect("a temporary folder");
            split(folder.path(), name, &text, chapters);
            bench(name, folder.path(), "chapters/05.md");
        }
    }
}

/// Writes a text as so many chapters of like length.
fn split(folder: &Path, name: &str, text: &str, chapters: usize) {
    std::fs::create_dir(folder.join("chapters")).expect("a folder");
    let mut parts: Vec<String> = vec![String::new()];
    for line in text.lines() {
        let begins =
            line.starts_with('#') && parts.last().is_some_and(|part| part.len() >= text.len() / chapters);
        if begins && parts.len() < chapters {
            parts.push(String::new());
        }
        let deeper = line.strip_prefix("# ").map(|title| format!("## {title}"));
        let part = parts.last_mut().expect("a chapter");
        part.push_str(deeper.as_deref().unwrap_or(line));
        part.push('\n');
    }
    for (n, part) in parts.iter().enumerate() {
        let text = format!("# Teil {}\n\n{part}", n + 1);
        std::fs::write(folder.join(format!("chapters/{:02}.md", n + 1)), text).expect("a chapter");
    }
    let config = format!("[brochure]\ntitle = \"{name}\"\nlanguage = \"de\"\n");
    std::fs::write(folder.join("brochure.toml"), config).expect("a config");
}

fn bench(name: &str, folder: &Path, chapter: &str) {
    let began = Instant::now();
    let session = Session::open(folder, true).expect("a folder");
    let _looking = session.look_at("screen");
    let (mut version, mut state) = session.state("screen");
    let first = began.elapsed();
    let text = session.text(chapter).expect("a chapter");
    let at = text[text.len() / 2..].find(". ").map_or(text.len(), |at| text.len() / 2 + at);
    let mut times: Vec<(Duration, Duration, String)> = Vec::new();
    for change in 0..CHANGES {
        let letters = "x".repeat(change % 3 + 1);
        let changed = format!("{}{letters}{}", &text[..at], &text[at..]);
        let before = hashes(&state);
        let began = Instant::now();
        session.set_draft(chapter, Some(changed));
        (version, state) = session.newer("screen", version, Duration::from_secs(60)).expect("a state");
        let built = began.elapsed();
        let now = hashes(&state);
        let changed: Vec<&String> = now.iter().filter(|hash| !before.contains(hash)).collect();
        let page = changed.first().and_then(|hash| session.drawing(hash));
        times.push((built, began.elapsed(), stages(&state)));
        drop(page);
    }
    times.sort();
    let (median, most) = (&times[times.len() / 2], &times[times.len() - 1]);
    let ms = |d: Duration| format!("{:.1}", d.as_secs_f64() * 1000.0);
    println!(
        "{name:<10} {:>8} {:>8} {:>8} {:>8}  {}",
        ms(first),
        ms(median.0),
        ms(most.0),
        ms(median.1),
        median.2
    );
}

/// Hashes of the leaves in a state.
fn hashes(state: &str) -> Vec<String> {
    let parts = state.split("\"hash\": \"").skip(1);
    parts.filter_map(|part| Some(part.split_once('"')?.0.to_owned())).collect()
}

fn stages(state: &str) -> String {
    state
        .rsplit_once("\"took\": ")
        .map_or_else(String::new, |(_, took)| took.trim_end_matches('}').to_owned())
}
