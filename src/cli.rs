//! The command line. Decides commands, exit codes and all words that are printed; the only file that
//! prints.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::brochure::{Brochure, Workspace};
use crate::diag::words::command as words;
use crate::diag::{
    Diagnostic, Files, Filling, Sentence, Severity, Sink, clean, has_errors, nearest, render, tidy,
};
use crate::edition::output::Output;
use crate::edition::{self, Artefact};
use crate::fault::{self, Fault};
use crate::geom::{MM, Pt};
use crate::pages::dump;
use crate::preflight::format::{self, Format};
use crate::preflight::{self, Binding, Limits};
use crate::source::paths;

/// Everything was fine.
pub const FINE: u8 = 0;
/// The input has errors; nothing was written.
pub const ERRORS: u8 = 1;
/// The call makes no sense.
pub const MISUSE: u8 = 2;
/// The program itself is at fault; nothing was written.
pub const FAULT: u8 = 101;

/// Turns a folder of Markdown chapters into a finished brochure.
///
/// A project is a folder with a brochure.toml and a chapters/ folder. `brochure new FOLDER` makes
/// one that builds at once; the README explains every key.
#[derive(Parser)]
#[command(
    version,
    after_help = "Exit codes: 0 fine, 1 the input has errors (nothing was written), 2 misuse, 101 a fault of \
                  brochure (nothing was written)."
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
        /// Write what preflight finds in a print edition beside its PDF: FILE.preflight.sarif
        #[arg(long, value_enum, value_name = "FORMAT")]
        preflight_report: Option<ReportFormat>,
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
        /// Print the pages of this edition: those of large print differ
        #[arg(long, value_name = "NAME")]
        edition: Option<String>,
        /// Print only this page (may be given several times)
        #[arg(long, value_name = "NUMBER")]
        page: Vec<usize>,
    },
    /// Look at any PDF as a print shop does: sizes, bleed, inks, images, lines, text, fonts, PDF/X-4
    ///
    /// Every fault is told with its page, its place in millimetres from the trimmed page's top left
    /// corner, why it matters and what to do. docs/PREFLIGHT.md lists all checks. Errors make the exit
    /// code 1; warnings and notes do not.
    Preflight {
        /// The PDF
        file: PathBuf,
        /// How the report is written
        #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
        format: ReportFormat,
        /// Most ink on one spot, in percent; without it, that of the printing condition (mostly 300)
        #[arg(long, value_name = "PERCENT", value_parser = percent)]
        max_ink: Option<f64>,
        /// Fewest pixels per inch of images at their printed size
        #[arg(long, value_name = "PPI", default_value_t = Limits::default().min_ppi, value_parser = ppi)]
        min_ppi: f64,
        /// Distance that text keeps from the trim
        #[arg(long, value_name = "LENGTH", default_value = "3mm", value_parser = length)]
        safe_zone: Pt,
        /// How the pages are bound: tells whether their number suits
        #[arg(long, value_enum, default_value_t = BindingName::None)]
        binding: BindingName,
        /// Trimmed size as ordered; without it, all pages must be like the first
        #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = trim)]
        trim: Option<(Pt, Pt)>,
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

#[derive(Clone, Copy, ValueEnum)]
enum ReportFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// SARIF 2.1.0, for platforms that check projects
    Sarif,
}

impl ReportFormat {
    fn format(self) -> Format {
        match self {
            Self::Text => Format::Text,
            Self::Json => Format::Json,
            Self::Sarif => Format::Sarif,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum BindingName {
    /// Not checked
    None,
    /// Stapled in the fold: a multiple of four pages
    SaddleStitch,
    /// Glued: an even number of pages, and enough for a spine
    Perfect,
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
    guarded(|| obey(call.command))
}

/// Runs a command; a panic in it is told as what it is: a fault of the program.
fn guarded(command: impl FnOnce() -> u8) -> u8 {
    // A task that nobody waits for would abort the program.
    let alone = |_| {
        report_fault(&fault::first_or_unknown());
        std::process::exit(FAULT.into());
    };
    let _ = rayon::ThreadPoolBuilder::new().panic_handler(alone).build_global();
    fault::catch(command).unwrap_or_else(|fault| {
        report_fault(&fault);
        FAULT
    })
}

fn report_fault(fault: &Fault) {
    print_error(words::fault(&fault.message, &fault.place));
    fault.at.iter().for_each(|name| print_line(words::while_working_on(name)));
    print_line(words::last_files_stay());
    print_line(words::please_report());
}

fn obey(command: Command) -> u8 {
    match command {
        Command::Build { folder, edition, out, preflight_report, quiet } => {
            build(&project_at(folder, quiet), &edition, out, preflight_report, quiet)
        }
        Command::Check { folder, strict } => check(&project_at(folder, false), strict),
        Command::Dump { folder, edition, page } => {
            dump_pages(&project_at(folder, false), edition.as_deref(), &page)
        }
        Command::Preflight { file, format, max_ink, min_ppi, safe_zone, binding, trim } => {
            let binding = match binding {
                BindingName::None => Binding::None,
                BindingName::SaddleStitch => Binding::SaddleStitch,
                BindingName::Perfect => Binding::Perfect,
            };
            let limits = Limits { max_ink, min_ppi, safe_zone, binding, trim, ..Limits::default() };
            preflight_file(&file, format, &limits)
        }
        Command::New { folder } => new(&folder),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Call::command(), "brochure", &mut script);
            print_out(&script)
        }
    }
}

/// The project's folder: the one that is named, or the nearest above it that has a brochure.toml.
fn project_at(named: PathBuf, quiet: bool) -> PathBuf {
    match paths::project_at(&named) {
        Some(found) if found != named => {
            if !quiet {
                print_line(words::project_found(found.display()));
            }
            found
        }
        _ => named,
    }
}

fn build(
    folder: &Path,
    only: &[String],
    out: Option<PathBuf>,
    reports: Option<ReportFormat>,
    quiet: bool,
) -> u8 {
    let progress = Progress::new(quiet);
    let (mut files, mut sink) = (Files::default(), Sink::new());
    let output = match out {
        Some(out) => Ok(Output::at(out)),
        None => Output::of_project(folder),
    };
    let output = output.map_err(|refused| sink.push(refused)).ok();
    let brochure = match progress.watch(words::laying_out(), || open(folder, only, &mut files, &mut sink)) {
        Ok(brochure) => brochure,
        Err(code) => return code,
    };
    let (Some(brochure), Some(output)) = (brochure, output) else {
        report(&sink, &files, quiet, 0);
        return ERRORS;
    };
    let mut plans = brochure.plans();
    plans.retain(|plan| only.is_empty() || only.contains(&plan.name));
    let reports = reports.map(|form| (form.format(), &files));
    let made = progress
        .watch(words::writing(), || edition::build(&plans, &brochure.config, &output, reports, &mut sink));
    tidy(&mut sink, &files);
    report(&sink, &files, quiet, made.len());
    if !quiet {
        for artefact in &made {
            say(summary(artefact));
            artefact.notes.iter().for_each(|note| say(words::note(note)));
        }
    }
    // The program ends here: the system takes the pages back at once, not run by run.
    std::mem::forget(brochure);
    if has_errors(&sink) { ERRORS } else { FINE }
}

/// Reads a project and lays out what editions need, all if none is named. An exit code where there is no
/// edition of a name.
fn open(
    folder: &Path,
    editions: &[String],
    files: &mut Files,
    sink: &mut Sink,
) -> Result<Option<Brochure>, u8> {
    let workspace = match Workspace::on_disk(folder) {
        Ok(workspace) => workspace,
        Err(refused) => {
            sink.push(refused);
            return Ok(None);
        }
    };
    let Some(project) = workspace.project(files, sink) else { return Ok(None) };
    let known = edition::editions(&project.config);
    let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
    if let Some(unknown) = editions.iter().find(|name| !names.contains(&name.as_str())) {
        return Err(no_edition(unknown, &names));
    }
    Ok(workspace.lay_out(project, editions, files, sink))
}

fn no_edition(name: &str, names: &[&str]) -> u8 {
    let meant = nearest(name, names.iter().copied()).map(|near| words::edition_meant(name, near));
    print_error(meant.unwrap_or_else(|| words::no_edition(name, Filling::list(names))));
    MISUSE
}

/// What was written, in a line.
fn summary(artefact: &Artefact) -> Sentence {
    let mm = |length: Pt| format!("{:.0}", length / MM);
    let (width, height) = (mm(artefact.size.0), mm(artefact.size.1));
    let path = artefact.path.display();
    let line = words::written(path, artefact.pages, width, height, size(artefact.bytes));
    let line = match artefact.sheets {
        None => line,
        Some(1) => words::on_one_sheet(line),
        Some(sheets) => words::on_sheets(line, sheets),
    };
    match artefact.conformance {
        [] => line,
        [first, second] => words::keeping_both(line, first, second),
        standards => words::keeping(line, Filling::list(standards)),
    }
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
    let brochure = open(folder, &[], &mut files, &mut sink).ok().flatten();
    if let Some(made) = &brochure {
        edition::render_all(&made.plans(), &mut sink);
        tidy(&mut sink, &files);
    }
    report(&sink, &files, false, 0);
    let bad = brochure.is_none() || has_errors(&sink) || strict && !sink.is_empty();
    if sink.is_empty() {
        say(words::nothing_to_complain_about());
    }
    if bad { ERRORS } else { FINE }
}

fn dump_pages(folder: &Path, edition: Option<&str>, only: &[usize]) -> u8 {
    let (mut files, mut sink) = (Files::default(), Sink::new());
    let wanted: Vec<String> = edition.map(str::to_owned).into_iter().collect();
    let brochure = match open(folder, &wanted, &mut files, &mut sink) {
        Ok(Some(brochure)) => brochure,
        Ok(None) => {
            report(&sink, &files, false, 0);
            return ERRORS;
        }
        Err(code) => return code,
    };
    let pages = brochure.pages();
    let count = pages.pages.len();
    if let Some(page) = only.iter().find(|n| !(1..=count).contains(*n)) {
        print_error(words::no_page(page, count));
        return MISUSE;
    }
    let mut text = String::new();
    for page in pages.pages.iter().filter(|p| only.is_empty() || only.contains(&p.number)) {
        dump::dump_page(page, pages, &mut text);
    }
    print_out(text.as_bytes())
}

/// Largest PDF that preflight reads, in bytes.
const LARGEST_PDF: u64 = 1 << 30;

fn preflight_file(path: &Path, form: ReportFormat, limits: &Limits) -> u8 {
    let name = path.to_string_lossy();
    let bytes = match paths::read_named(path, LARGEST_PDF) {
        Ok(bytes) => bytes,
        Err(refusal) => {
            print_error(refusal.complaint(&name, None).message());
            return MISUSE;
        }
    };
    let report = Progress::new(false)
        .watch(words::checking(), || fault::working_on(&name, || preflight::inspect(&bytes, limits)));
    let text = format::write(&report, &name, &Files::default(), form.format());
    let printed = print_out(text.as_bytes());
    if report.count(preflight::Severity::Error) > 0 { ERRORS } else { printed }
}

/// A length with its unit, as in brochure.toml: `3mm`, `8.5pt`.
fn length(text: &str) -> Result<Pt, String> {
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len()));
    let unit = match unit {
        "mm" => MM,
        "cm" => 10.0 * MM,
        "pt" => 1.0,
        _ => return Err(words::no_length().text()),
    };
    let number: f64 = number.trim().parse().map_err(|_| words::no_number(number).text())?;
    let fine = (0.0..=2000.0 * MM).contains(&(number * unit));
    if fine { Ok(number * unit) } else { Err(words::no_such_length().text()) }
}

/// Width and height in one unit: `148x210mm`.
fn trim(text: &str) -> Result<(Pt, Pt), String> {
    let (width, height) = text.split_once('x').ok_or_else(|| words::no_trim().text())?;
    let unit = height.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let width = if width.ends_with(|c: char| c.is_ascii_digit()) {
        format!("{width}{unit}")
    } else {
        width.to_owned()
    };
    Ok((length(&width)?, length(height)?))
}

fn percent(text: &str) -> Result<f64, String> {
    between(text.trim_end_matches('%'), 1.0, 1600.0)
}

fn ppi(text: &str) -> Result<f64, String> {
    between(text, 1.0, 10_000.0)
}

fn between(text: &str, low: f64, high: f64) -> Result<f64, String> {
    let number = text.trim().parse().ok().filter(|n| (low..=high).contains(n));
    number.ok_or_else(|| words::not_between(low, high).text())
}

/// Prints a result; a closed or full output is an error.
fn print_out(bytes: &[u8]) -> u8 {
    let mut out = std::io::stdout();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => FINE,
        Err(error) => {
            print_error(words::not_printed(error));
            ERRORS
        }
    }
}

const NEW_CONFIG: &str = include_str!("../assets/new/brochure.toml");
const NEW_CHAPTER: &str = include_str!("../assets/new/01-erstes-kapitel.md");

fn new(folder: &Path) -> u8 {
    let occupied = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if occupied {
        print_error(words::not_empty(folder.display()));
        return MISUSE;
    }
    let chapters = folder.join("chapters");
    let written = std::fs::create_dir_all(&chapters)
        .and_then(|()| std::fs::write(folder.join("brochure.toml"), NEW_CONFIG))
        .and_then(|()| std::fs::write(chapters.join("01-erstes-kapitel.md"), NEW_CHAPTER));
    match written {
        Ok(()) => {
            say(words::made(folder.display()));
            FINE
        }
        Err(error) => {
            print_error(words::not_made(folder.display(), error));
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
        let _ = writeln!(err, "{}\n", words::hidden(hidden).text());
    }
    let errors = sink.iter().filter(|d| d.severity == Severity::Error).count();
    let warnings = sink.len() - errors;
    if errors > 0 || (warnings > 0 && !quiet) {
        let total = total(errors, warnings);
        let nothing = errors > 0 && written == 0;
        let total = if nothing { words::nothing_written(total) } else { total };
        let _ = writeln!(err, "{}", total.text());
    }
}

/// How many complaints there were.
fn total(errors: usize, warnings: usize) -> Sentence {
    let errors = if errors == 1 { words::one_error() } else { words::errors(errors) };
    let warnings = if warnings == 1 { words::one_warning() } else { words::warnings(warnings) };
    words::total(errors, warnings)
}

fn say(sentence: Sentence) {
    let _ = writeln!(std::io::stdout(), "{}", clean(&sentence.text()));
}

fn print_error(what: impl Into<Filling>) {
    print_line(words::error(what));
}

fn print_line(sentence: Sentence) {
    let _ = writeln!(std::io::stderr(), "{}", clean(&sentence.text()));
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

    fn watch<T>(&self, what: Sentence, work: impl FnOnce() -> T) -> T {
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
                    let line = words::progress(what.clone(), began.elapsed().as_secs());
                    let _ = write!(std::io::stderr(), "\r{}", line.text());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_fault_of_the_program() {
        assert_eq!(guarded(|| panic!("on purpose")), FAULT);
        assert_eq!(guarded(|| ERRORS), ERRORS);
    }
}
