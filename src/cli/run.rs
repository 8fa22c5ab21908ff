//! One run on a project. Decides what it keeps of what was found, and how a folder or edition that is not there
//! is told.

use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::print::{Progress, has_colours, print_error, print_line, print_out, seconds, tell};
use super::report::{self, Form, Report, Verbosity};
use super::{MISUSE, speech};
use crate::brochure::{Brochures, Workspace};
use crate::diag::silence::Silenced;
use crate::diag::words::command as words;
use crate::diag::{Files, Filling, Sentence, Sink, has_errors, nearest, tidy};
use crate::edition::{self, Done, Published};
use crate::source::{Project, paths};

/// The project's folder: the one that is named, or the nearest above it that has a brochure.toml; its language is
/// spoken from now on.
pub fn project_at(named: PathBuf, quiet: bool) -> PathBuf {
    let found = paths::project_at(&named).unwrap_or_else(|| named.clone());
    speech::speak_as_in(&found);
    if found != named && !quiet {
        print_line(words::project_found(found.display()));
    }
    found
}

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

/// A run on a project, with all that was found.
pub struct Run {
    command: &'static str,
    /// The project's folder as it was typed.
    pub folder: PathBuf,
    /// The sources that were read.
    pub files: Files,
    /// What was found.
    pub sink: Sink,
    /// Codes that the project silences.
    allowed: Vec<String>,
    silenced: Silenced,
    /// Whether warnings kept it from writing.
    pub strict: bool,
    /// What was done, with the time it took.
    times: Vec<(Filling, Duration)>,
}

impl Run {
    /// A run of a command.
    pub fn new(command: &'static str, folder: &Path) -> Self {
        let (files, sink, allowed, silenced, times) = Default::default();
        Self { command, folder: folder.to_owned(), files, sink, allowed, silenced, strict: false, times }
    }

    /// Leaves out what a project silences.
    pub fn allow(&mut self, project: &Project) {
        self.allowed = project.config.warnings.allow.iter().map(|code| code.value.clone()).collect();
    }

    /// Notes how long a part of the work took.
    pub fn took(&mut self, part: Sentence, began: Instant) {
        self.times.push((part.into(), began.elapsed()));
    }

    /// Works on editions; each that is done is shown, and its time noted.
    pub fn making<T>(&mut self, progress: &Progress, work: impl FnOnce(Done<'_>, &mut Sink) -> T) -> T {
        let times = Mutex::new(std::mem::take(&mut self.times));
        let done = |name: &str, took: Duration| {
            progress.done(name, took);
            times.lock().unwrap_or_else(PoisonError::into_inner).push((name.into(), took));
        };
        let result = work(&done, &mut self.sink);
        self.times = times.into_inner().unwrap_or_else(PoisonError::into_inner);
        result
    }

    /// Reads the project and lays out what was asked for. An exit code where there is no edition or translation of a
    /// name.
    pub fn open(&mut self, wanted: &Wanted<'_>) -> Result<Option<Brochures>, u8> {
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
        let own = project.config.brochure.language.value.clone();
        let tags: Vec<String> = project.config.translation.names().map(str::to_owned).collect();
        let known = || tags.iter().map(String::as_str).chain([&*own]);
        let (with_own, tags) = match languages {
            Languages::All => (true, tags),
            Languages::Own => (true, Vec::new()),
            Languages::These(wanted) => {
                if let Some(unknown) = wanted.iter().find(|tag| !known().any(|known| known == *tag)) {
                    print_error(words::no_translation(unknown, Filling::list(known())));
                    return Err(MISUSE);
                }
                (wanted.contains(&own), wanted.to_vec())
            }
        };
        let began = Instant::now();
        let translated = workspace.translations(&project, (&tags, required), &mut self.files, &mut self.sink);
        let brochures =
            workspace.lay_out_all((project, with_own), translated, editions, &self.files, &mut self.sink);
        self.took(words::laying_out(), began);
        Ok(brochures)
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

    /// Tells all that was found, for people.
    pub fn tell(&mut self, verbosity: Verbosity) {
        self.report(Form::Text(verbosity), &Published::default());
    }

    /// Tells all that was found and written; an exit code.
    pub fn report(&mut self, form: Form, published: &Published) -> u8 {
        self.sift();
        let Self { command, files, sink, silenced, strict, .. } = &*self;
        let base = seen_from_here(&self.folder);
        let wording = speech::wording();
        let report =
            Report { command, files, told: sink, silenced, strict: *strict, published, base, wording };
        let written = report::write(&report, form, has_colours());
        tell(&written.told);
        if form == Form::Text(Verbosity::Verbose) {
            let parts = self.times.iter().map(|(part, time)| words::part_took(part.clone(), seconds(*time)));
            print_line(words::times(Filling::list(parts)));
        }
        print_out(written.result.as_bytes())
    }
}

fn no_edition(name: &str, names: &[&str]) -> u8 {
    let meant = nearest(name, names.iter().copied()).map(|near| words::edition_meant(name, near));
    print_error(meant.unwrap_or_else(|| words::no_edition(name, Filling::list(names))));
    MISUSE
}

/// The folder as seen from where the program was called, with `/` at its end; nothing where it does not lie
/// below.
fn seen_from_here(folder: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let below = if folder.is_absolute() { folder.strip_prefix(here).ok() } else { Some(folder) };
    let mut base = String::new();
    for part in below.into_iter().flat_map(Path::components) {
        match part {
            Component::Normal(name) => base.extend([name.to_string_lossy().as_ref(), "/"]),
            Component::CurDir => {}
            _ => return String::new(),
        }
    }
    base
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_seen_from_where_the_program_was_called() {
        let here = std::env::current_dir().expect("a folder");
        assert_eq!(seen_from_here(Path::new(".")), "");
        assert_eq!(seen_from_here(Path::new("./a/b c")), "a/b c/");
        assert_eq!(seen_from_here(&here.join("a")), "a/");
        for outside in ["../a", "/nowhere/at/all"] {
            assert_eq!(seen_from_here(Path::new(outside)), "");
        }
    }
}
