//! The command line. Decides commands, exit codes and all words that are printed; the only file that
//! prints.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{CommandFactory, Parser, Subcommand};

use crate::brochure::{Brochure, open};
use crate::diag::{Diagnostic, Files, Severity, Sink, has_errors, nearest, render, tidy};
use crate::edition;
use crate::pages::dump;

/// Everything was fine.
pub const FINE: u8 = 0;
/// The input has errors; nothing was written.
pub const ERRORS: u8 = 1;
/// The call makes no sense.
pub const MISUSE: u8 = 2;

/// Turns a folder of Markdown chapters into a finished brochure.
///
/// A project is a folder with a brochure.toml and a chapters/ folder. `brochure new FOLDER` makes
/// one that builds at once; the README explains every key.
#[derive(Parser)]
#[command(
    version,
    after_help = "Exit codes: 0 fine, 1 the input has errors (nothing was written), 2 misuse."
)]
struct Call {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make the brochure: all editions, written to dist/ and listed there in manifest.json and SHA256SUMS
    Build {
        /// Folder with brochure.toml
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// Make only this edition (may be given several times); the lists keep others whose files are
        /// unchanged
        #[arg(long, value_name = "NAME")]
        edition: Vec<String>,
        /// Write to this folder instead of dist/ in the project
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
        /// Say nothing but errors
        #[arg(short, long)]
        quiet: bool,
    },
    /// Report everything that is wrong or poor, write nothing
    Check {
        /// Folder with brochure.toml
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// Count warnings as errors
        #[arg(long)]
        strict: bool,
    },
    /// Print the laid-out pages as stable text: each line, rule and picture with its place
    Dump {
        /// Folder with brochure.toml
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// Print only this page (may be given several times)
        #[arg(long, value_name = "NUMBER")]
        page: Vec<usize>,
    },
    /// Make a new project that builds at once
    New {
        /// The folder to make
        folder: PathBuf,
    },
    /// Print a script that completes commands in your shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Runs the program; returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> u8 {
    let call = match Call::try_parse_from(arguments) {
        Ok(call) => call,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { MISUSE } else { FINE };
        }
    };
    match call.command {
        Command::Build { folder, edition, out, quiet } => build(&folder, &edition, out, quiet),
        Command::Check { folder, strict } => check(&folder, strict),
        Command::Dump { folder, page } => dump_pages(&folder, &page),
        Command::New { folder } => new(&folder),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Call::command(), "brochure", &mut script);
            print_out(&script)
        }
    }
}

fn build(folder: &Path, only: &[String], out: Option<PathBuf>, quiet: bool) -> u8 {
    let progress = Progress::new(quiet);
    let (mut files, mut sink) = (Files::default(), Sink::new());
    let brochure = progress.watch("laying out", || open(folder, &mut files, &mut sink));
    let Some(brochure) = brochure else {
        report(&sink, &files, quiet, 0);
        return ERRORS;
    };
    let editions = edition::editions(&brochure.config);
    for name in only {
        if !editions.iter().any(|(n, _)| n == name) {
            let names: Vec<&str> = editions.iter().map(|(n, _)| n.as_str()).collect();
            let hint = nearest(name, names.iter().copied())
                .map_or_else(|| format!("editions: {}", names.join(", ")), |n| format!("did you mean {n}?"));
            print_error(&format!("there is no edition {name}; {hint}"));
            return MISUSE;
        }
    }
    let target = out.unwrap_or_else(|| folder.join("dist"));
    let mut made = Vec::new();
    for (name, entry) in editions.iter().filter(|(n, _)| only.is_empty() || only.contains(n)) {
        let written = progress.watch(&format!("writing {name}"), || {
            edition::build(
                name,
                entry,
                &brochure.pages,
                &brochure.config,
                brochure.max_ppi,
                &target,
                &mut sink,
            )
        });
        made.extend(written);
    }
    if !has_errors(&sink) {
        edition::manifest::write(&made, &brochure.config, &target, &mut sink);
    }
    tidy(&mut sink);
    report(&sink, &files, quiet, made.len());
    if !quiet {
        for artefact in &made {
            say(&format!("{}: {} pages, {}", artefact.path.display(), artefact.pages, size(artefact.bytes)));
        }
    }
    // The program ends here: the system takes the pages back at once, not run by run.
    std::mem::forget(brochure);
    if has_errors(&sink) { ERRORS } else { FINE }
}

fn size(bytes: usize) -> String {
    if bytes < 1 << 20 {
        format!("{} KiB", bytes.div_ceil(1024))
    } else {
        format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
    }
}

fn check(folder: &Path, strict: bool) -> u8 {
    let (mut files, mut sink) = (Files::default(), Sink::new());
    let brochure: Option<Brochure> = open(folder, &mut files, &mut sink);
    if let Some(made) = &brochure {
        for (_, entry) in edition::editions(&made.config) {
            edition::render(&entry, &made.pages, &made.config, made.max_ppi, &mut sink);
        }
        tidy(&mut sink);
    }
    report(&sink, &files, false, 0);
    let bad = brochure.is_none() || has_errors(&sink) || strict && !sink.is_empty();
    if sink.is_empty() {
        say("nothing to complain about");
    }
    if bad { ERRORS } else { FINE }
}

fn dump_pages(folder: &Path, only: &[usize]) -> u8 {
    let (mut files, mut sink) = (Files::default(), Sink::new());
    let brochure = open(folder, &mut files, &mut sink);
    let Some(brochure) = brochure else {
        report(&sink, &files, false, 0);
        return ERRORS;
    };
    let count = brochure.pages.pages.len();
    if let Some(page) = only.iter().find(|n| !(1..=count).contains(*n)) {
        print_error(&format!("there is no page {page}; the brochure has {count}"));
        return MISUSE;
    }
    let mut text = String::new();
    for page in brochure.pages.pages.iter().filter(|p| only.is_empty() || only.contains(&p.number)) {
        dump::dump_page(page, &brochure.pages, &mut text);
    }
    print_out(text.as_bytes())
}

/// Prints a result; a closed or full output is an error.
fn print_out(bytes: &[u8]) -> u8 {
    let mut out = std::io::stdout();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => FINE,
        Err(error) => {
            print_error(&format!("cannot print: {error}"));
            ERRORS
        }
    }
}

const NEW_CONFIG: &str = include_str!("../assets/new/brochure.toml");
const NEW_CHAPTER: &str = include_str!("../assets/new/01-erstes-kapitel.md");

fn new(folder: &Path) -> u8 {
    let occupied = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if occupied {
        print_error(&format!("{} exists and is not empty", folder.display()));
        return MISUSE;
    }
    let chapters = folder.join("chapters");
    let written = std::fs::create_dir_all(&chapters)
        .and_then(|()| std::fs::write(folder.join("brochure.toml"), NEW_CONFIG))
        .and_then(|()| std::fs::write(chapters.join("01-erstes-kapitel.md"), NEW_CHAPTER));
    match written {
        Ok(()) => {
            say(&format!("made {0}; now: brochure build {0}", folder.display()));
            FINE
        }
        Err(error) => {
            print_error(&format!("cannot make {}: {error}", folder.display()));
            ERRORS
        }
    }
}

/// Most diagnostics that are printed in one run.
const MOST_SHOWN: usize = 200;

/// Prints diagnostics and a closing count.
fn report(sink: &[Diagnostic], files: &Files, quiet: bool, written: usize) {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut err = std::io::stderr().lock();
    let shown = |d: &&Diagnostic| !quiet || d.severity == Severity::Error;
    for diagnostic in sink.iter().filter(shown).take(MOST_SHOWN) {
        let _ = writeln!(err, "{}\n", render(diagnostic, files, colour));
    }
    let hidden = sink.iter().filter(shown).count().saturating_sub(MOST_SHOWN);
    if hidden > 0 {
        let _ = writeln!(err, "… and {hidden} more\n");
    }
    let errors = sink.iter().filter(|d| d.severity == Severity::Error).count();
    let warnings = sink.len() - errors;
    if errors > 0 || (warnings > 0 && !quiet) {
        let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        let nothing = if errors > 0 && written == 0 { "; nothing was written" } else { "" };
        let _ = writeln!(err, "{}, {}{nothing}", count(errors, "error"), count(warnings, "warning"));
    }
}

fn say(words: &str) {
    let _ = writeln!(std::io::stdout(), "{words}");
}

fn print_error(words: &str) {
    let _ = writeln!(std::io::stderr(), "error: {words}");
}

/// Says what takes long.
struct Progress {
    quiet: bool,
}

impl Progress {
    /// Work that takes longer is announced.
    const MOMENT: Duration = Duration::from_millis(800);

    fn new(quiet: bool) -> Self {
        Self { quiet: quiet || !std::io::stderr().is_terminal() }
    }

    fn watch<T>(&self, what: &str, work: impl FnOnce() -> T) -> T {
        if self.quiet {
            return work();
        }
        let (done, waiting) = std::sync::mpsc::channel::<()>();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let began = Instant::now();
                let mut shown = false;
                while waiting
                    .recv_timeout(if shown { Duration::from_secs(1) } else { Self::MOMENT })
                    .is_err_and(|e| e == std::sync::mpsc::RecvTimeoutError::Timeout)
                {
                    let _ = write!(std::io::stderr(), "\r{what} … {} s", began.elapsed().as_secs());
                    shown = true;
                }
                if shown {
                    let _ = write!(std::io::stderr(), "\r\x1b[K");
                }
            });
            let result = work();
            drop(done);
            result
        })
    }
}
