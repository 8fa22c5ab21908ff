//! A project that is looked at while it is written. Decides when it is built anew, of what (unsaved texts before files),
//! and that the last good pages stay while there are errors.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::built::{Build, Built};
use super::drawing::Drawer;
use super::snapshot::{Header, Snapshot};
use super::spot;
use super::view::{self, View};
use crate::brochure::Workspace;
use crate::diag::silence::Silenced;
use crate::diag::words::command as words;
use crate::diag::{Diagnostic, Files, Sink, Wording, tidy};
use crate::fault;
use crate::geom::Point;
use crate::json::Json;
use crate::source::store::{Disk, Memory, Sources};

/// Largest text that is read for the editor, in bytes.
const LARGEST_TEXT: u64 = 32 << 20;

/// Most drawings that are sent before a page asks for them: a change in a paragraph alters one page or two.
const MOST_DRAWINGS: usize = 4;

/// A state, and what its leaves show.
pub struct Newer {
    /// Counts states.
    pub version: u64,
    /// The state, as JSON.
    pub state: Arc<str>,
    /// Hashes of leaves, each with its drawing.
    pub drawings: Vec<(String, String)>,
}

/// A project that is built whenever it changes, by a thread of its own.
pub struct Session {
    shared: Arc<Shared>,
}

struct Shared {
    folder: PathBuf,
    disk: Disk,
    read_only: bool,
    drawer: Drawer,
    state: Mutex<State>,
    /// Told of each new snapshot, and of what asks for one.
    news: Condvar,
}

#[derive(Default)]
struct State {
    drafts: BTreeMap<String, String>,
    /// Views that somebody looks at, and how many do.
    watched: BTreeMap<View, usize>,
    /// Counts what asked for a build.
    asked: u64,
    /// What the last build answered.
    answered: u64,
    /// Counts states that were shown.
    version: u64,
    shown: BTreeMap<View, Shown>,
    language: String,
    closed: bool,
}

/// What a view shows, and what it showed before: a page may still ask for that.
struct Shown {
    now: Arc<Snapshot>,
    before: Option<Arc<Snapshot>>,
}

/// While it lives, a view is built.
pub struct Looking {
    shared: Arc<Shared>,
    view: View,
}

impl Drop for Looking {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        if let Some(count) = state.watched.get_mut(&self.view) {
            *count -= 1;
            if *count == 0 {
                state.watched.remove(&self.view);
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.news.notify_all();
    }
}

impl Session {
    /// Opens the project in a folder, and begins to build it.
    pub fn open(folder: &Path, read_only: bool) -> Result<Arc<Self>, Diagnostic> {
        let disk = Disk::open(folder)?;
        let language = crate::source::language_at(folder).unwrap_or_else(|| "de".to_owned());
        let state = State { asked: 1, language, ..State::default() };
        let shared = Arc::new(Shared {
            folder: std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()),
            disk,
            read_only,
            drawer: Drawer::default(),
            state: Mutex::new(state),
            news: Condvar::new(),
        });
        let builder = shared.clone();
        std::thread::spawn(move || builder.build_whenever_asked());
        Ok(Arc::new(Self { shared }))
    }

    /// Something on disk is another: builds anew.
    pub fn changed(&self) {
        self.shared.lock().asked += 1;
        self.shared.news.notify_all();
    }

    /// Sets an unsaved text of a file, in place of what is on disk, or takes it away.
    pub fn set_draft(&self, file: &str, text: Option<String>) {
        let mut state = self.shared.lock();
        match text {
            Some(text) => drop(state.drafts.insert(file.to_owned(), text)),
            None => drop(state.drafts.remove(file)),
        }
        state.asked += 1;
        drop(state);
        self.shared.news.notify_all();
    }

    /// Files with unsaved texts.
    pub fn drafts(&self) -> Vec<String> {
        self.shared.lock().drafts.keys().cloned().collect()
    }

    /// Builds a view as long as the guard lives.
    pub fn look_at(&self, view: &str) -> Looking {
        let view = View::named(view);
        let mut state = self.shared.lock();
        *state.watched.entry(view.clone()).or_default() += 1;
        if !state.shown.contains_key(&view) {
            state.asked += 1;
        }
        drop(state);
        self.shared.news.notify_all();
        Looking { shared: self.shared.clone(), view }
    }

    /// The newest state of a view that is looked at, and its version; waits until there is one.
    pub fn state(&self, view: &str) -> (u64, Arc<str>) {
        loop {
            if let Some(state) = self.newer(view, 0, Duration::from_secs(60)) {
                return state;
            }
        }
    }

    /// A state of a view that is newer than a version; none where none comes in that time.
    pub fn newer(&self, view: &str, than: u64, wait: Duration) -> Option<(u64, Arc<str>)> {
        self.snapshot_after(view, than, wait).map(|snapshot| (snapshot.version, snapshot.json.clone()))
    }

    /// The same with what a page lacks that shows the version: drawings with their hashes, where they are few.
    pub fn newer_with_drawings(&self, view: &str, than: u64, wait: Duration) -> Option<Newer> {
        let snapshot = self.snapshot_after(view, than, wait)?;
        let Snapshot { version, json, fresh, laid, .. } = &*snapshot;
        let drawings = fresh.iter().filter(|_| fresh.len() <= MOST_DRAWINGS).map(|n| {
            let leaf = &laid.leaves[*n];
            (leaf.hash.clone(), self.shared.drawer.svg(leaf))
        });
        Some(Newer { version: *version, state: json.clone(), drawings: drawings.collect() })
    }

    fn snapshot_after(&self, view: &str, than: u64, wait: Duration) -> Option<Arc<Snapshot>> {
        let view = View::named(view);
        let until = Instant::now() + wait;
        let mut state = self.shared.lock();
        loop {
            let snapshot = state.shown.get(&view).map(|shown| &shown.now);
            if let Some(snapshot) = snapshot.filter(|snapshot| snapshot.version > than) {
                return Some(snapshot.clone());
            }
            let left = until.checked_duration_since(Instant::now())?;
            state = self.shared.news.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The drawing of a leaf that is shown, or was just before.
    pub fn drawing(&self, hash: &str) -> Option<Arc<[u8]>> {
        let state = self.shared.lock();
        let all = state.shown.values().flat_map(|shown| [Some(&shown.now), shown.before.as_ref()]).flatten();
        let found = all.filter_map(|snapshot| Some((snapshot.leaf_named(hash)?, snapshot.clone()))).next();
        drop(state);
        found.map(|(n, snapshot)| self.shared.drawer.svg(&snapshot.laid.leaves[n]).into_bytes().into())
    }

    /// What is written at a place of a leaf, as JSON.
    pub fn spot(&self, view: &str, leaf: usize, x: f64, y: f64) -> Option<String> {
        let snapshot = self.snapshot(view)?;
        let span = spot::source_at(snapshot.laid.leaves.get(leaf)?, Point { x, y }, &snapshot.files)?;
        Some(snapshot.spot(span))
    }

    /// Where the paragraph stands that is written at a place of a file, as JSON. Places count UTF-16 units.
    pub fn places(&self, view: &str, file: &str, offset: usize) -> String {
        let boxes = self.snapshot(view).and_then(|snapshot| snapshot.places_of(file, offset));
        Json::Object(vec![("boxes".into(), boxes.unwrap_or(Json::List(Vec::new())))]).line()
    }

    /// The text of a file as it is laid out: the draft, or what is on disk.
    pub fn text(&self, file: &str) -> Option<String> {
        let draft = self.shared.lock().drafts.get(file).cloned();
        draft.or_else(|| String::from_utf8(self.shared.disk.read("", file, LARGEST_TEXT).ok()?).ok())
    }

    /// The language of the brochure, for the words around it.
    pub fn language(&self) -> String {
        self.shared.lock().language.clone()
    }

    fn snapshot(&self, view: &str) -> Option<Arc<Snapshot>> {
        self.shared.lock().shown.get(&View::named(view)).map(|shown| shown.now.clone())
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn build_whenever_asked(&self) {
        let mut workspace = Workspace::new(Memory::default());
        loop {
            let mut state = self.lock();
            while state.asked == state.answered && !state.closed {
                state = self.news.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            if state.closed {
                return;
            }
            let asked = state.asked;
            let (drafts, watched) = (state.drafts.clone(), state.watched.keys().cloned().collect());
            drop(state);
            let mut sources = Memory::before(self.disk.clone());
            drafts.iter().for_each(|(file, text)| sources.put(file, text.as_bytes()));
            workspace.sources = sources;
            let drafts = drafts.into_keys().collect();
            match fault::catch(|| self.build(&workspace, watched)) {
                Ok(built) => self.show(built, drafts, asked),
                Err(fault) => {
                    // What was kept may be spoilt.
                    workspace = Workspace::new(Memory::default());
                    let told = words::fault(&fault.message, &fault.place);
                    self.show(Built::failed(told), drafts, asked);
                }
            }
        }
    }

    fn build(&self, workspace: &Workspace<Memory>, mut views: Vec<View>) -> Built {
        let began = Instant::now();
        let (mut files, mut sink) = (Files::default(), Sink::new());
        let mut took = Vec::new();
        let project = workspace.project(&mut files, &mut sink);
        took.push(("read", began.elapsed()));
        let Some(project) = project else {
            return Built { files: files.into(), sink, took, ..Built::default() };
        };
        let config = project.config.clone();
        let wording = Wording::for_tag(&config.brochure.language.value);
        let offers = view::offers(&config, wording);
        views.retain(|view| offers.iter().any(|offer| offer.view == *view));
        views.extend(offers.first().filter(|_| views.is_empty()).map(|offer| offer.view.clone()));
        let mut editions: Vec<String> = views.iter().map(|view| view.edition.clone()).collect();
        editions.sort();
        editions.dedup();
        let tags: Vec<String> = views.iter().filter_map(|view| view.translation.clone()).collect();
        let with_own = views.iter().any(|view| view.translation.is_none());
        let chapters = project.chapters.clone();
        let allowed: Vec<String> = config.warnings.allow.iter().map(|code| code.value.clone()).collect();
        let translated = workspace.translations(&project, (&tags, false), &mut files, &mut sink);
        let brochures = workspace.lay_out_all((project, with_own), translated, &editions, &files, &mut sink);
        tidy(&mut sink, &files);
        Silenced::default().take(&mut sink, &allowed);
        let laid_out = began.elapsed();
        took.push(("layout", laid_out - took[0].1));
        let laid = brochures.map(|brochures| {
            let chapters: Vec<String> = chapters.iter().map(|file| files.get(*file).name.clone()).collect();
            let builds = views.iter().filter_map(|view| {
                Some((view.clone(), Build::of(view, &brochures, &chapters, &self.drawer)?))
            });
            let builds: Vec<(View, Build)> = builds.collect();
            self.drawer.forget_unused();
            builds
        });
        took.push(("leaves", began.elapsed() - laid_out));
        Built { config: Some(config), offers, views, laid, files: files.into(), sink, took, fault: None }
    }

    /// Makes what was built the newest state of its views; where nothing could be, the last pages stay.
    fn show(&self, built: Built, drafts: Vec<String>, asked: u64) {
        let mut state = self.lock();
        state.answered = asked;
        state.version += 1;
        let version = state.version;
        if let Some(config) = &built.config {
            state.language = config.brochure.language.value.clone();
        }
        let mut views: Vec<View> = state.shown.keys().cloned().collect();
        views.extend(built.views.iter().cloned());
        views.extend(state.watched.keys().cloned());
        views.sort();
        views.dedup();
        // A view that nobody offers any more shows what the first one does.
        let first = built.views.first().cloned();
        let good = |view: &View| {
            let laid = built.laid.as_ref()?;
            let own = laid.iter().find(|(of, _)| of == view);
            own.or_else(|| laid.iter().find(|(of, _)| Some(of) == first.as_ref()))
        };
        let header = Header {
            version,
            folder: &self.folder,
            read_only: self.read_only,
            built: &built,
            drafts: &drafts,
            language: &state.language.clone(),
        };
        for view in views {
            let is_wanted = built.views.contains(&view) || state.watched.contains_key(&view);
            if !is_wanted && built.laid.is_some() {
                state.shown.remove(&view);
                continue;
            }
            let last = state.shown.get(&view).map(|shown| shown.now.clone());
            let good = good(&view);
            let shown = good.map_or(&view, |(shown, _)| shown);
            let build = good.map(|(_, build)| build);
            let snapshot = Arc::new(Snapshot::of(shown, build, last.as_deref(), &header));
            state.shown.insert(view, Shown { now: snapshot, before: last });
        }
        drop(state);
        self.news.notify_all();
    }
}
