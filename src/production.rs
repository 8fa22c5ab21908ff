//! One run on a project: what is laid out of it, made and written. Decides what a run keeps of what was found, and when
//! nothing is written. Whoever asks for it, the command line or the preview, says how that is told.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::brochure::{Brochures, Workspace};
use crate::diag::silence::Silenced;
use crate::diag::words::command as words;
use crate::diag::{Files, Filling, Sentence, Sink, Wording, has_errors, nearest, tidy};
use crate::edition::output::Output;
use crate::edition::{self, Delivery, Done, Plan, Published};
use crate::preflight::format::{Format, Telling};
use crate::source::Project;

/// Languages of a brochure.
#[derive(Clone, Copy)]
pub enum Languages<'w> {
    /// Its own and those that it is translated into.
    All,
    /// Its own.
    Own,
    /// Those with these tags.
    These(&'w [String]),
}

impl<'w> Languages<'w> {
    /// Those that were named, or all.
    pub fn named(tags: &'w [String]) -> Self {
        if tags.is_empty() { Self::All } else { Self::These(tags) }
    }
}

/// What of a project is to be laid out.
pub struct Wanted<'w> {
    /// Names of editions; all if none is named.
    pub editions: &'w [String],
    /// The languages.
    pub languages: Languages<'w>,
    /// Whether each translation must be whole.
    pub required: bool,
}

impl Wanted<'_> {
    /// All editions in all languages.
    pub const ALL: Self = Self { editions: &[], languages: Languages::All, required: false };
}

/// How editions are written.
pub struct Order<'o> {
    /// Names of editions; all if none is named.
    pub editions: &'o [String],
    /// Whether warnings count as errors.
    pub strict: bool,
    /// In which form reports of preflight are written, where they are wanted.
    pub reports: Option<Format>,
    /// The folder.
    pub output: &'o Output,
    /// The language of lists and reports.
    pub wording: &'static Wording,
}

/// A run on a project, with all that was found.
pub struct Run {
    /// The project's folder as it was named.
    pub folder: PathBuf,
    /// The sources that were read.
    pub files: Files,
    /// What was found.
    pub sink: Sink,
    /// Codes that the project silences.
    allowed: Vec<String>,
    /// What was silenced.
    pub silenced: Silenced,
    /// Whether warnings kept it from writing.
    pub strict: bool,
    /// What was done, with the time it took.
    pub times: Vec<(Filling, Duration)>,
}

impl Run {
    /// A run on the project in a folder.
    pub fn new(folder: &Path) -> Self {
        let (files, sink, allowed, silenced, times) = Default::default();
        Self { folder: folder.to_owned(), files, sink, allowed, silenced, strict: false, times }
    }

    /// Leaves out what a project silences.
    pub fn allow(&mut self, project: &Project) {
        self.allowed = project.config.warnings.allow.iter().map(|code| code.value.clone()).collect();
    }

    /// Notes how long a part of the work took.
    fn took(&mut self, part: Sentence, began: Instant) {
        self.times.push((part.into(), began.elapsed()));
    }

    /// Works on editions; each that is done is told, and its time noted.
    fn making<T>(&mut self, told: Done<'_>, work: impl FnOnce(Done<'_>, &mut Sink) -> T) -> T {
        let times = Mutex::new(std::mem::take(&mut self.times));
        let done = |name: &str, took: Duration| {
            told(name, took);
            times.lock().unwrap_or_else(PoisonError::into_inner).push((name.into(), took));
        };
        let result = work(&done, &mut self.sink);
        self.times = times.into_inner().unwrap_or_else(PoisonError::into_inner);
        result
    }

    /// Reads the project and lays out what was asked for: none if there were errors. The error says that there is no
    /// edition or translation of a name.
    pub fn open(&mut self, wanted: &Wanted<'_>) -> Result<Option<Brochures>, Sentence> {
        let Wanted { editions, languages, required } = *wanted;
        let workspace = match Workspace::on_disk(&self.folder) {
            Ok(workspace) => workspace,
            Err(refused) => {
                self.sink.push(refused);
                return Ok(None);
            }
        };
        let began = Instant::now();
        let project = workspace.project(&mut self.files, &mut self.sink);
        self.took(words::reading(), began);
        let Some(project) = project else { return Ok(None) };
        self.allow(&project);
        let known = edition::editions(&project.config);
        let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
        if let Some(unknown) = editions.iter().find(|name| !names.contains(&name.as_str())) {
            return Err(no_edition(unknown, &names));
        }
        let (with_own, tags) = tags(&project, languages)?;
        let began = Instant::now();
        let translated = workspace.translations(&project, (&tags, required), &mut self.files, &mut self.sink);
        let brochures =
            workspace.lay_out_all((project, with_own), translated, editions, &self.files, &mut self.sink);
        self.took(words::laying_out(), began);
        Ok(brochures)
    }

    /// Makes editions and writes them, unless something stands against it: whether something does. Each that is done is
    /// told.
    pub fn make(&mut self, brochures: &Brochures, order: &Order<'_>, done: Done<'_>) -> (Published, bool) {
        let Order { editions, strict, reports, output, wording } = *order;
        let mut plans = brochures.plans();
        plans.retain(|plan| editions.is_empty() || editions.contains(&plan.name));
        let rendered = self.making(done, |done, sink| edition::render_all(&plans, done, sink));
        self.sift();
        let refused = self.is_bad(strict);
        self.strict = refused && !self.is_bad(false);
        let files = &self.files;
        let reports = reports.map(|format| Telling { files, wording, format });
        let (config, languages) = (&brochures.config, brochures.languages());
        let delivery = Delivery { plans: &plans, config, languages: &languages, output, reports, wording };
        // What an earlier run left in the folder is told, but is no fault of the brochure.
        let began = Instant::now();
        let mut published = delivery.publish(rendered, refused, &mut self.sink);
        published.translations = brochures.completeness();
        self.took(words::writing(), began);
        (published, refused || self.is_bad(false))
    }

    /// Finds what stands against editions; without `preflight` none is looked at as a print shop does. Each that is
    /// done is told.
    pub fn check(&mut self, plans: &[Plan<'_>], preflight: bool, done: Done<'_>) {
        self.making(done, |done, sink| edition::check(plans, preflight, done, sink));
    }

    /// Puts what was found in order, and leaves out what the project silences.
    pub fn sift(&mut self) {
        tidy(&mut self.sink, &self.files);
        self.silenced.take(&mut self.sink, &self.allowed);
    }

    /// Whether there is an error, or where warnings count as errors anything.
    pub fn is_bad(&self, strict: bool) -> bool {
        has_errors(&self.sink) || strict && !self.sink.is_empty()
    }
}

/// Whether a brochure itself is wanted, and in which languages else.
fn tags(project: &Project, languages: Languages<'_>) -> Result<(bool, Vec<String>), Sentence> {
    let own = &project.config.brochure.language.value;
    let tags: Vec<String> = project.config.translation.names().map(str::to_owned).collect();
    match languages {
        Languages::All => Ok((true, tags)),
        Languages::Own => Ok((true, Vec::new())),
        Languages::These(wanted) => {
            let known = || tags.iter().chain([own]);
            match wanted.iter().find(|tag| !known().any(|known| known == *tag)) {
                Some(unknown) => Err(words::no_translation(unknown, Filling::list(known()))),
                None => Ok((wanted.contains(own), wanted.to_vec())),
            }
        }
    }
}

fn no_edition(name: &str, names: &[&str]) -> Sentence {
    let meant = nearest(name, names.iter().copied()).map(|near| words::edition_meant(name, near));
    meant.unwrap_or_else(|| words::no_edition(name, Filling::list(names)))
}
