//! The command line. Decides commands, options and exit codes.

mod call;
mod desk;
mod dump;
mod explain;
mod make;
mod man;
mod new;
mod preflight;
mod preview;
mod print;
mod report;
mod run;
mod speech;
mod translate;
mod values;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::diag::words::command as words;
use crate::fault::{self, Fault};
use crate::geom::Pt;
use crate::preflight::format::Format;
use crate::preflight::{Binding, Limits};
use crate::schemas;
use crate::starters::{self, Kind, Language};
use print::{print_error, print_line, print_out, tell};
use report::{Form, Verbosity};

/// Everything was fine.
pub const FINE: u8 = 0;
/// The input has errors; nothing was written.
pub const ERRORS: u8 = 1;
/// The call makes no sense.
pub const MISUSE: u8 = 2;
/// The program itself is at fault; nothing was written.
pub const FAULT: u8 = 101;

/// The version, and in a binary that is given away the commit it was built from: `scripts/release.sh` says it.
const VERSION: &str = match option_env!("BROCHURE_VERSION") {
    Some(version) => version,
    None => concat!(env!("CARGO_PKG_VERSION"), " (built from source)"),
};

/// Turns a folder of Markdown chapters into a finished brochure.
///
/// A project is a folder with a brochure.toml and a chapters/ folder. `brochure new FOLDER` makes
/// one that builds at once; the manual explains every key: docs/MANUAL.md, in German
/// docs/de/HANDBUCH.md.
#[derive(Parser)]
#[command(
    version = VERSION,
    after_help = "Exit codes: 0 fine, 1 the input has errors, or with --strict warnings (nothing was written), \
                  2 misuse, 101 a fault of brochure (nothing was written)."
)]
struct Call {
    #[command(subcommand)]
    command: Command,
    /// Speak this language instead of the brochure's
    #[arg(long, global = true, value_enum, value_name = "LANGUAGE")]
    lang: Option<LanguageName>,
}

#[derive(Subcommand)]
enum Command {
    /// Make the brochure: all editions, written to dist/ and listed there in manifest.json and SHA256SUMS
    Build(Build),
    /// Report everything that is wrong or poor, write nothing
    Check(Check),
    /// Show the brochure in a browser while it is written
    ///
    /// Each change of a file is on its page at once. Texts can be changed in the page, too. Only this machine sees it,
    /// as long as the command runs.
    Preview(Preview),
    /// Print the laid-out pages as stable text: each line, rule and picture with its place
    Dump {
        /// Folder with brochure.toml
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// Print the pages of this edition: those of large print differ
        #[arg(long, value_name = "NAME")]
        edition: Option<String>,
        /// Print the pages in this language that the brochure is translated into
        #[arg(long, value_name = "TAG")]
        translation: Option<String>,
        /// Print only this page (may be given several times)
        #[arg(long, value_name = "NUMBER")]
        page: Vec<usize>,
    },
    /// Write the files for translators: po/NAME.pot, and po/TAG.po for each [translation.TAG]
    ///
    /// Files that are there are brought up to date: unchanged texts keep their translations, changed ones are
    /// marked as fuzzy, and those that are gone go to the end.
    Translate(Translate),
    /// Look at any PDF as a print shop does: sizes, bleed, inks, images, lines, text, fonts, PDF/X-4
    ///
    /// Every fault is told with its page, its place in millimetres from the trimmed page's top left
    /// corner, why it matters and what to do. docs/PREFLIGHT.md lists all checks. Errors make the exit
    /// code 1; warnings and notes do not.
    Preflight(Preflight),
    /// Explain the code of a message: what it means, what to do, and an example
    Explain {
        /// The code, as it stands in brackets: missing-alt; without it, all are listed
        code: Option<String>,
    },
    /// Print a JSON Schema, which editors check and complete files by
    Schema {
        /// The files that it describes
        #[arg(value_enum, default_value_t = SchemaOf::Brochure)]
        files: SchemaOf,
    },
    /// Make a new project that builds at once
    New(New),
    /// Write the pages for `man`: one for the program and one for each command
    Man {
        /// The folder to write them to
        folder: PathBuf,
    },
    /// Print a script that completes commands in your shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Args)]
struct Build {
    /// Folder with brochure.toml
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Make only this edition (may be given several times); the lists keep others whose files are
    /// unchanged
    #[arg(long, value_name = "NAME")]
    edition: Vec<String>,
    /// Make only this language, of the brochure itself or of a translation (may be given several times)
    #[arg(long, value_name = "TAG")]
    translation: Vec<String>,
    /// Count a translation that is not complete as an error
    #[arg(long)]
    require_complete: bool,
    /// Write to this folder instead of dist/ in the project
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Count warnings as errors: write nothing if there are any
    #[arg(long)]
    strict: bool,
    /// How the result is told
    #[arg(long, value_enum, default_value_t = RunFormat::Text)]
    format: RunFormat,
    /// Write what preflight finds in a print edition beside its PDF: FILE.preflight.sarif
    #[arg(long, value_enum, value_name = "FORMAT")]
    preflight_report: Option<ReportFormat>,
    /// Show every occurrence of a fault with its line, and the times that the stages took
    #[arg(short, long)]
    verbose: bool,
    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
}

#[derive(Args)]
struct Check {
    /// Folder with brochure.toml
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Count warnings as errors
    #[arg(long)]
    strict: bool,
    /// Look only at this language, of the brochure itself or of a translation (may be given several times)
    #[arg(long, value_name = "TAG")]
    translation: Vec<String>,
    /// Count a translation that is not complete as an error
    #[arg(long)]
    require_complete: bool,
    /// Leave out preflight: do not look at print editions as a print shop does
    #[arg(long)]
    fast: bool,
    /// How the result is told
    #[arg(long, value_enum, default_value_t = RunFormat::Text)]
    format: RunFormat,
    /// Show every occurrence of a fault with its line, and the times that the stages took
    #[arg(short, long)]
    verbose: bool,
}

#[derive(Args)]
struct Preview {
    /// Folder with brochure.toml; without it, this one
    folder: Option<PathBuf>,
    /// Listen on this port instead of any free one
    #[arg(long, value_name = "NUMBER", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Open no browser, only print the address
    #[arg(long)]
    no_open: bool,
    /// Show only, change nothing
    #[arg(long)]
    read_only: bool,
    /// Make the preview that is open show this place: chapters/04.md:17
    #[arg(long, value_name = "FILE:LINE", conflicts_with_all = ["port", "no_open", "read_only"])]
    goto: Option<String>,
}

#[derive(Args)]
struct Translate {
    /// Folder with brochure.toml
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Bring only the file of this language up to date (may be given several times)
    #[arg(long, value_name = "TAG")]
    translation: Vec<String>,
    /// How the result is told
    #[arg(long, value_enum, default_value_t = RunFormat::Text)]
    format: RunFormat,
}

#[derive(Args)]
struct Preflight {
    /// The PDF
    file: PathBuf,
    /// How the report is written
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    /// Most ink on one spot, in percent; without it, that of the printing condition (mostly 300)
    #[arg(long, value_name = "PERCENT", value_parser = values::percent)]
    max_ink: Option<f64>,
    /// Fewest pixels per inch of images at their printed size
    #[arg(long, value_name = "PPI", default_value_t = Limits::default().min_ppi, value_parser = values::ppi)]
    min_ppi: f64,
    /// Distance that text keeps from the trim
    #[arg(long, value_name = "LENGTH", default_value = "3mm", value_parser = values::length)]
    safe_zone: Pt,
    /// How the pages are bound: tells whether their number suits
    #[arg(long, value_enum, default_value_t = BindingName::None)]
    binding: BindingName,
    /// Trimmed size as ordered; without it, all pages must be like the first
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = values::trim)]
    trim: Option<(Pt, Pt)>,
}

#[derive(Args)]
struct New {
    /// The folder to make
    folder: PathBuf,
    /// What it begins as
    #[arg(long, value_enum, value_name = "STARTER", default_value_t = StarterName::Ratgeber)]
    like: StarterName,
    /// Language of its texts
    #[arg(long, value_enum, value_name = "LANGUAGE", default_value_t = LanguageName::De)]
    language: LanguageName,
    /// Title of the brochure
    #[arg(long, value_name = "TITLE", value_parser = values::title)]
    title: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum StarterName {
    /// A guide in A5 that tells how brochures are written; also called guide
    #[value(alias = "guide")]
    Ratgeber,
    /// A leaflet: eight pages of 99 × 210 mm; also called leaflet
    #[value(alias = "leaflet")]
    Faltblatt,
    /// An annual report in A4, with figures and charts; also called annual-report
    #[value(alias = "annual-report")]
    Jahresbericht,
    /// One chapter, no more; also called empty
    #[value(alias = "empty")]
    Leer,
}

impl StarterName {
    fn kind(self) -> Kind {
        match self {
            Self::Ratgeber => Kind::Guide,
            Self::Faltblatt => Kind::Leaflet,
            Self::Jahresbericht => Kind::AnnualReport,
            Self::Leer => Kind::Empty,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum LanguageName {
    /// German
    De,
    /// English
    En,
}

impl LanguageName {
    fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    fn language(self) -> Language {
        match self {
            Self::De => Language::German,
            Self::En => Language::English,
        }
    }
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
enum RunFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// SARIF 2.1.0, for platforms that check projects
    Sarif,
    /// Workflow commands of GitHub: annotations at the lines
    Github,
}

impl RunFormat {
    fn form(self, verbosity: Verbosity) -> Form {
        match self {
            Self::Text => Form::Text(verbosity),
            Self::Json => Form::Json,
            Self::Sarif => Form::Sarif,
            Self::Github => Form::Github,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum SchemaOf {
    /// brochure.toml
    Brochure,
    /// Theme files
    Theme,
    /// The front matter of chapters
    FrontMatter,
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

impl BindingName {
    fn binding(self) -> Binding {
        match self {
            Self::None => Binding::None,
            Self::SaddleStitch => Binding::SaddleStitch,
            Self::Perfect => Binding::Perfect,
        }
    }
}

/// Runs the program; returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<_> = arguments.into_iter().collect();
    speech::begin(&arguments);
    if let Some(wish) = desk::wish(&arguments) {
        return guarded(|| desk::fulfil(wish));
    }
    match parsed(arguments) {
        Ok(call) => guarded(|| obey(call.command)),
        Err(error) => {
            match call::misuse(&error, speech::wording()) {
                Some(told) => tell(&told),
                None => drop(error.print()),
            }
            if error.use_stderr() { MISUSE } else { FINE }
        }
    }
}

/// A call, understood in the language that is spoken.
fn parsed(arguments: Vec<OsString>) -> Result<Call, clap::Error> {
    let matches = call::spoken(Call::command(), speech::wording()).try_get_matches_from(arguments)?;
    Call::from_arg_matches(&matches)
}

/// Every text of the command line by its key, in English.
#[cfg(any(test, feature = "internals"))]
pub fn words_of_call() -> Vec<(String, String)> {
    call::keys(Call::command())
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
        Command::Build(mut call) => {
            call.folder = run::project_at(call.folder, call.quiet);
            make::build(call)
        }
        Command::Check(mut call) => {
            call.folder = run::project_at(call.folder, false);
            make::check(&call)
        }
        Command::Preview(call) => preview::preview(call),
        Command::Dump { folder, edition, translation, page } => {
            let folder = run::project_at(folder, false);
            dump::dump_pages(&folder, edition.as_deref(), translation.as_deref(), &page)
        }
        Command::Translate(mut call) => {
            call.folder = run::project_at(call.folder, false);
            translate::translate(&call)
        }
        Command::Preflight(call) => {
            let Preflight { max_ink, min_ppi, safe_zone, trim, .. } = call;
            let binding = call.binding.binding();
            let limits = Limits { max_ink, min_ppi, safe_zone, binding, trim, ..Limits::default() };
            preflight::preflight_file(&call.file, call.format.format(), &limits)
        }
        Command::Explain { code } => explain::explain(code.as_deref()),
        Command::Schema { files } => print_out(
            match files {
                SchemaOf::Brochure => schemas::brochure(),
                SchemaOf::Theme => schemas::theme(),
                SchemaOf::FrontMatter => schemas::front_matter(),
            }
            .as_bytes(),
        ),
        Command::New(call) => {
            let files = starters::files(call.like.kind(), call.language.language());
            speech::speak(call.language.tag());
            new::new(&call.folder, files, call.title.as_deref())
        }
        Command::Man { folder } => man::write(Call::command(), &folder),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Call::command(), "brochure", &mut script);
            print_out(&script)
        }
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
