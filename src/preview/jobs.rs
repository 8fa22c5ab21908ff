//! Work that takes longer: making the PDFs, and looking at them as a print shop does. Decides that one job runs at a time,
//! on saved files, and what pages are told of it.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::faults;
use super::hub::Hub;
use crate::diag::words::preview as words;
use crate::diag::{Sink, Wording};
use crate::edition::output::Output;
use crate::edition::{Artefact, Published};
use crate::fault::{self, Fault};
use crate::json::Json;
use crate::production::{Order, Run, Wanted};

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// All editions in all languages are made and written.
    Build,
    /// They are looked at, those for a print shop as it does.
    Preflight,
}

/// The job that runs, as pages are told of it.
#[derive(Default)]
pub struct Jobs(Mutex<Option<Arc<str>>>);

impl Jobs {
    /// Begins a job on the project in a folder; whether it was begun: none is while another one runs.
    pub fn begin(
        self: &Arc<Self>,
        job: Job,
        folder: &Path,
        wording: &'static Wording,
        hub: &Arc<Hub>,
    ) -> bool {
        let desk = Desk { job, wording, jobs: self.clone(), hub: hub.clone(), done: Mutex::default() };
        {
            let mut running = self.lock();
            if running.is_some() {
                return false;
            }
            *running = Some(desk.running());
        }
        let folder = folder.to_owned();
        std::thread::spawn(move || desk.work(&folder));
        true
    }

    /// What a page is told that opens while a job runs.
    pub fn running(&self) -> Option<Arc<str>> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<str>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a job is done and told.
struct Desk {
    job: Job,
    wording: &'static Wording,
    jobs: Arc<Jobs>,
    hub: Arc<Hub>,
    /// Editions that are done, with the seconds that they took.
    done: Mutex<Vec<(String, f64)>>,
}

impl Desk {
    fn work(self, folder: &Path) {
        self.hub.tell("job", self.running());
        let result = fault::catch(|| match self.job {
            Job::Build => self.build(folder),
            Job::Preflight => self.preflight(folder),
        });
        let (files, faults) = result.unwrap_or_else(|fault| (Vec::new(), vec![self.told(&fault)]));
        *self.jobs.lock() = None;
        self.hub.tell("job", self.event("done", files, faults));
    }

    /// Makes the editions: what was written, and what was found.
    fn build(&self, folder: &Path) -> (Vec<Json>, Vec<Json>) {
        let mut run = Run::new(folder);
        let output = Output::of_project(folder).map_err(|refused| run.sink.push(refused)).ok();
        let mut published = Published::default();
        if let (Ok(Some(brochures)), Some(output)) = (run.open(&Wanted::ALL), output) {
            let wording = self.wording;
            let order = Order { editions: &[], strict: false, reports: None, output: &output, wording };
            published = run.make(&brochures, &order, &|name, took| self.note(name, took)).0;
        }
        run.sift();
        (published.artefacts.iter().map(file).collect(), self.faults(&run))
    }

    /// Looks at the editions: no files, and what was found.
    fn preflight(&self, folder: &Path) -> (Vec<Json>, Vec<Json>) {
        let mut run = Run::new(folder);
        if let Ok(Some(brochures)) = run.open(&Wanted::ALL) {
            run.check(&brochures.plans(), true, &|name, took| self.note(name, took));
        }
        run.sift();
        (Vec::new(), self.faults(&run))
    }

    fn faults(&self, run: &Run) -> Vec<Json> {
        let sink: &Sink = &run.sink;
        sink.iter().map(|found| Json::object(faults::fault(found, &run.files, self.wording))).collect()
    }

    /// A fault of the program as it is told.
    fn told(&self, fault: &Fault) -> Json {
        faults::broken(&words::internal_fault(&fault.message, &fault.place), self.wording)
    }

    /// Tells that an edition is done.
    fn note(&self, name: &str, took: Duration) {
        let seconds = (took.as_secs_f64() * 100.0).round() / 100.0;
        self.done.lock().unwrap_or_else(PoisonError::into_inner).push((name.to_owned(), seconds));
        let event = self.running();
        *self.jobs.lock() = Some(event.clone());
        self.hub.tell("job", event);
    }

    fn running(&self) -> Arc<str> {
        self.event("running", Vec::new(), Vec::new())
    }

    fn event(&self, step: &str, files: Vec<Json>, faults: Vec<Json>) -> Arc<str> {
        let text = |text: &str| Json::Text(text.to_owned());
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        let editions = done
            .iter()
            .map(|(name, seconds)| Json::object([("name", text(name)), ("seconds", Json::Number(*seconds))]));
        let job = if self.job == Job::Build { "build" } else { "preflight" };
        Json::object([
            ("job", text(job)),
            ("step", text(step)),
            ("editions", Json::List(editions.collect())),
            ("files", Json::List(files)),
            ("faults", Json::List(faults)),
            ("folder", text("dist")),
        ])
        .line()
        .into()
    }
}

/// A file that was written.
fn file(artefact: &Artefact) -> Json {
    let text = |text: &str| Json::Text(text.to_owned());
    let number = |number: usize| Json::Number(number as f64);
    let sheets = artefact.sheets.map(|sheets| ("sheets", number(sheets)));
    let members = [
        ("name", text(&artefact.file)),
        ("edition", text(&artefact.edition)),
        ("bytes", number(artefact.bytes)),
        ("pages", number(artefact.pages)),
        ("standards", Json::words(artefact.conformance.iter().copied())),
    ];
    Json::object(members.into_iter().chain(sheets))
}
