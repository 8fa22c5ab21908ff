//! Which address does what. Decides what is asked of whom, and what may be asked while nothing may be changed or no project
//! is open.

use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::editing::{CONFIG, Refused, Saved};
use super::faults::units_before_line;
use super::gate::{self, Gate};
use super::http::{self, Answer, Body, Events, Head, Method, Service};
use super::hub::{Hub, News};
use super::jobs::Job;
use super::project::Project;
use super::session::Session;
use super::words::WORDS;
use super::{neighbours, open, static_files, welcome};
use crate::diag::words::preview as words;
use crate::diag::{Diagnostic, Stock, Wording, complaint, reason};
use crate::edition::output::Output;
use crate::fault;
use crate::json::{Json, quoted};
use crate::source::assets::LARGEST_FILE;
use crate::source::chapters::LARGEST_TEXT;
use crate::source::paths;

/// So often an idle page is told that the program lives.
const BREATH: Duration = Duration::from_secs(10);

/// All that the preview answers from.
pub struct Preview {
    /// Who may ask.
    pub gate: Gate,
    /// Whether nothing may be changed.
    pub read_only: bool,
    /// Where projects lie, or will, if none was named.
    pub beside: Option<PathBuf>,
    /// What the program speaks where no project is open.
    pub wording: &'static Wording,
    /// What all pages are told.
    pub hub: Arc<Hub>,
    /// The project, once one is open.
    pub project: Mutex<Option<Arc<Project>>>,
}

/// What a request comes to.
type Result<T = Answer> = std::result::Result<T, Refused>;

impl Service for Preview {
    fn admit(&self, head: &Head) -> std::result::Result<usize, Answer> {
        let name = self.gate.admit(head).map(http::path).map_err(Answer::empty)?;
        if head.method == Method::Other {
            return Err(Answer::empty(405));
        }
        Ok(match (head.method, name) {
            (Method::Post, "draft" | "save") => LARGEST_TEXT as usize,
            (Method::Post, "picture") => LARGEST_FILE as usize,
            _ => 0,
        })
    }

    fn answer(&self, head: &Head, body: Vec<u8>) -> Answer {
        let Ok(target) = self.gate.admit(head) else { return Answer::empty(403) };
        let wording = self.wording(head);
        let answer = fault::catch(|| self.routed(head, target, body, wording)).unwrap_or_else(|fault| {
            Err(Refused::new(500, words::internal_fault(&fault.message, &fault.place)))
        });
        answer.unwrap_or_else(|refused| refusal(&refused, wording))
    }

    fn fields(&self) -> &str {
        gate::FIELDS
    }
}

impl Preview {
    /// The language of a project, or that of whoever asks while there is none.
    fn wording(&self, head: &Head) -> &'static Wording {
        let first = |tags: &str| tags.split([',', ';']).next().unwrap_or_default().trim().to_owned();
        let asked = head.field("accept-language").map(|tags| Wording::for_tag(&first(tags)));
        self.project().map_or(asked.unwrap_or(self.wording), |project| project.wording())
    }

    fn project(&self) -> Option<Arc<Project>> {
        self.project.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn routed(&self, head: &Head, target: &str, body: Vec<u8>, wording: &'static Wording) -> Result {
        let name = http::path(target);
        match head.method {
            Method::Get | Method::Head => self.shown(name, target, wording),
            Method::Post | Method::Delete if self.read_only => Err(Refused::new(403, words::only_looking())),
            Method::Post if name == "project" => self.open_project(target),
            Method::Post | Method::Delete => {
                let Some(project) = self.project() else { return Ok(Answer::empty(409)) };
                let asked = Asked { project: &project, target };
                match (head.method, name) {
                    (Method::Delete, "draft") => asked.drop_draft(),
                    (Method::Delete, _) => Ok(Answer::empty(404)),
                    (_, "draft") => asked.draft(body),
                    (_, "save") => asked.save(body),
                    (_, "build") => asked.begin(Job::Build, &self.hub),
                    (_, "preflight") => asked.begin(Job::Preflight, &self.hub),
                    (_, "open") => asked.open(),
                    (_, "edit") => asked.edit(),
                    (_, "chapter") => asked.add_chapter(),
                    (_, "move") => asked.move_chapter(),
                    (_, "picture") => asked.add_picture(body),
                    _ => Ok(Answer::empty(404)),
                }
            }
            Method::Other => Ok(Answer::empty(405)),
        }
    }

    /// What is looked at.
    fn shown(&self, name: &str, target: &str, wording: &'static Wording) -> Result {
        if let Some(file) = static_files::file(name) {
            return Ok(file);
        }
        if name == "words" {
            return Ok(Answer::json(200, words_of_the_page(wording)));
        }
        let project = self.project();
        if name == "welcome" {
            let beside = self.beside.as_ref().filter(|_| project.is_none());
            let offer = beside.map(|folder| Answer::json(200, welcome::offer(folder, wording)));
            return Ok(offer.unwrap_or_else(|| Answer::empty(404)));
        }
        let is_known = matches!(name, "events" | "state" | "spot" | "places" | "source" | "at")
            || name.starts_with("page/");
        if !is_known {
            return Ok(Answer::empty(404));
        }
        let Some(project) = project else { return Ok(Answer::empty(409)) };
        let asked = Asked { project: &project, target };
        match name {
            "events" => Ok(asked.events(&self.hub)),
            "state" => Ok(asked.state()),
            "spot" => Ok(asked.spot()),
            "places" => Ok(asked.places()),
            "source" => asked.source(),
            "at" => asked.at(&self.hub),
            page => Ok(asked.page(page)),
        }
    }

    /// Opens the project that was chosen, or makes one and opens it.
    fn open_project(&self, target: &str) -> Result {
        let mut slot = self.project.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(beside) = self.beside.as_ref().filter(|_| slot.is_none()) else {
            return Ok(Answer::empty(409));
        };
        let value = |key| http::query(target, key).unwrap_or_default();
        let folder = match http::query(target, "folder") {
            Some(folder) => welcome::chosen(beside, &folder)?,
            None => welcome::made(beside, &value("title"), &value("starter"), &value("language"))?,
        };
        let refused = |refused: Diagnostic| Refused::new(500, refused.sentence());
        let root = paths::true_path(&folder).map_err(|_| refused(complaint::no_folder(folder.display())))?;
        if let Some(address) = neighbours::living(&root) {
            return Err(Refused::new(409, words::preview_runs(address)));
        }
        let project = Project::open(&folder, self.read_only, &self.hub).map_err(refused)?;
        let address = self.gate.address();
        // From now on this is the preview of the project, and no more that of the folder around it.
        let _ = neighbours::announce(&root, &address);
        if let Ok(beside) = paths::true_path(beside) {
            neighbours::withdraw(&beside, &address);
        }
        *slot = Some(Arc::new(project));
        Ok(Answer::empty(204))
    }
}

/// A request on an open project.
struct Asked<'a> {
    project: &'a Arc<Project>,
    target: &'a str,
}

impl Asked<'_> {
    fn value(&self, key: &str) -> String {
        http::query(self.target, key).unwrap_or_default()
    }

    fn number<T: std::str::FromStr>(&self, key: &str) -> Option<T> {
        http::query(self.target, key)?.parse().ok()
    }

    fn events(&self, hub: &Arc<Hub>) -> Answer {
        let (project, hub, view) = (self.project.clone(), hub.clone(), self.value("view"));
        let tell = Box::new(move |events: Events| tell_events(&project, &hub, &view, events));
        Answer { status: 200, kind: "text/event-stream", body: Body::Events(tell), lasting: false }
    }

    fn state(&self) -> Answer {
        let view = self.value("view");
        let _looking = self.project.session.look_at(&view);
        Answer::json(200, self.project.session.state(&view).1.to_string())
    }

    fn page(&self, name: &str) -> Answer {
        let hash = name.strip_prefix("page/").and_then(|name| name.strip_suffix(".svg"));
        match hash.and_then(|hash| self.project.session.drawing(hash)) {
            Some(svg) => {
                Answer { status: 200, kind: "image/svg+xml", body: Body::Shared(svg), lasting: true }
            }
            None => Answer::empty(404),
        }
    }

    fn spot(&self) -> Answer {
        let place = |key| self.number::<f64>(key).filter(|number| number.is_finite());
        let (Some(leaf), Some(x), Some(y)) = (self.number("leaf"), place("x"), place("y")) else {
            return Answer::empty(400);
        };
        let spot = self.project.session.spot(&self.value("view"), leaf, x, y);
        spot.map_or_else(|| Answer::empty(404), |spot| Answer::json(200, spot))
    }

    fn places(&self) -> Answer {
        let Some(offset) = self.number("offset") else { return Answer::empty(400) };
        Answer::json(200, self.project.session.places(&self.value("view"), &self.value("file"), offset))
    }

    fn source(&self) -> Result {
        let file = self.value("file");
        let (text, version, is_draft) = self.project.source(&file)?;
        let members = [
            ("file", Json::Text(file)),
            ("text", Json::Text(text)),
            ("version", Json::Text(version)),
            ("draft", Json::Bool(is_draft)),
        ];
        Ok(Answer::json(200, Json::object(members).line()))
    }

    fn at(&self, hub: &Hub) -> Result {
        let file = self.value("file");
        let (text, ..) = self.project.source(&file)?;
        let offset = units_before_line(&text, self.number("line").unwrap_or(1));
        hub.tell(
            "goto",
            Json::object([("file", Json::Text(file)), ("offset", Json::Number(offset as f64))]).line(),
        );
        Ok(Answer::empty(204))
    }

    fn draft(&self, body: Vec<u8>) -> Result {
        self.project.draft(&self.value("file"), text(body)?)?;
        Ok(Answer::empty(204))
    }

    fn drop_draft(&self) -> Result {
        self.project.drop_draft(&self.value("file"));
        Ok(Answer::empty(204))
    }

    fn save(&self, body: Vec<u8>) -> Result {
        let saved = self.project.save(&self.value("file"), &self.value("version"), &text(body)?)?;
        Ok(match saved {
            Saved::Written(version) => {
                Answer::json(200, Json::object([("version", Json::Text(version))]).line())
            }
            Saved::Changed(text, version) => {
                let members = [("text", Json::Text(text)), ("version", Json::Text(version))];
                Answer::json(409, Json::object(members).line())
            }
        })
    }

    fn begin(&self, job: Job, hub: &Arc<Hub>) -> Result {
        let Project { shown, jobs, .. } = &**self.project;
        match jobs.begin(job, shown, self.project.wording(), hub) {
            true => Ok(Answer::empty(202)),
            false => Err(Refused::new(409, words::is_working())),
        }
    }

    /// Opens a PDF of dist/, or the folder.
    fn open(&self) -> Result {
        let name = self.value("name");
        let missing = || Refused::new(404, words::not_made_yet(if name.is_empty() { "dist" } else { &name }));
        let dist = self.project.shown.join("dist");
        let output = Output::of_project(&self.project.shown)
            .map_err(|refused| Refused::new(403, refused.sentence()))?;
        let path = if name.is_empty() {
            Some(dist.clone()).filter(|dist| dist.is_dir())
        } else {
            let is_sound = name.ends_with(".pdf") && paths::join("", &name).as_deref() == Some(&*name);
            let path = Some(output.path(&name)).filter(|_| is_sound && output.holds(&name));
            let is_inside = |path: &PathBuf| {
                let real = |path| paths::true_path(path).ok();
                real(path).zip(real(&dist)).is_some_and(|(path, dist)| path.starts_with(dist))
            };
            path.filter(is_inside)
        };
        let path = path.ok_or_else(missing)?;
        open::path(&path).map_err(|error| Refused::new(500, words::not_opened(&name, reason(&error))))?;
        Ok(Answer::empty(204))
    }

    fn edit(&self) -> Result {
        let file = self.value("file");
        self.project.editing.text(&file)?;
        let path = self.project.shown.join(&file);
        let opened = open::editor(&path, self.number("line").unwrap_or(1));
        let opened = opened.ok_or_else(|| Refused::new(404, words::no_editor()))?;
        opened.map_err(|error| Refused::new(500, words::not_opened(&file, reason(&error))))?;
        Ok(Answer::empty(204))
    }

    fn add_chapter(&self) -> Result {
        self.config_is_saved()?;
        let file = self.project.editing.add_chapter(&self.value("title"), &self.value("after"))?;
        Ok(Answer::json(200, Json::object([("file", Json::Text(file))]).line()))
    }

    fn move_chapter(&self) -> Result {
        self.config_is_saved()?;
        let forward = match self.number("by") {
            Some(1) => true,
            Some(-1) => false,
            _ => return Ok(Answer::empty(400)),
        };
        self.project.editing.move_chapter(&self.value("file"), forward)?;
        Ok(Answer::empty(204))
    }

    /// What is written into brochure.toml would not be laid out while a text stands before it.
    fn config_is_saved(&self) -> Result<()> {
        let is_draft = self.project.session.drafts().iter().any(|draft| draft == CONFIG);
        if is_draft { Err(Refused::new(409, words::config_unsaved())) } else { Ok(()) }
    }

    fn add_picture(&self, body: Vec<u8>) -> Result {
        let path = self.project.editing.add_picture(&self.value("name"), body)?;
        Ok(Answer::json(200, Json::object([("path", Json::Text(path))]).line()))
    }
}

/// Tells a page what happens until it goes away.
fn tell_events(project: &Project, hub: &Hub, view: &str, mut events: Events) {
    let (told, heard) = hub.listen();
    let _looking = project.session.look_at(view);
    let Ok(departure) = events.departure() else { return };
    let gone = told.clone();
    std::thread::spawn(move || {
        departure();
        let _ = gone.send(News::Gone);
    });
    if let Some(job) = project.jobs.running() {
        let _ = told.send(News::Told("job", job));
    }
    let (session, view) = (project.session.clone(), view.to_owned());
    std::thread::spawn(move || tell_states(&session, &view, &told));
    for news in heard {
        let written = match news {
            News::Told(name, data) => events.tell(name, &data),
            News::Still => events.breathe(),
            News::Gone => break,
        };
        if written.is_err() {
            break;
        }
    }
    events.close();
}

/// Tells each state of a view until nobody listens, and before it what its leaves newly show: a hash, then the drawing.
fn tell_states(session: &Session, view: &str, told: &Sender<News>) {
    let mut version = 0;
    loop {
        let news = match session.newer_with_drawings(view, version, BREATH) {
            Some(newer) => {
                version = newer.version;
                let drawings = newer.drawings.into_iter();
                let drawings =
                    drawings.map(|(hash, svg)| News::Told("drawing", format!("{hash}\n{svg}").into()));
                drawings.chain([News::Told("state", newer.state)]).collect()
            }
            None => vec![News::Still],
        };
        if news.into_iter().any(|news| told.send(news).is_err()) {
            return;
        }
    }
}

/// The words of the page in a language, as JSON.
fn words_of_the_page(wording: &Wording) -> String {
    let words = WORDS.iter().map(|(key, english)| {
        format!("{}:{}", quoted(key), quoted(wording.of(Stock::Preview, key, english)))
    });
    let words: Vec<String> = words.collect();
    format!("{{\"language\":{},\"words\":{{{}}}}}", quoted(wording.tag), words.join(","))
}

/// What is sent as text.
fn text(body: Vec<u8>) -> Result<String> {
    String::from_utf8(body).map_err(|_| Refused::new(400, words::no_text_sent()))
}

fn refusal(refused: &Refused, wording: &Wording) -> Answer {
    let told = format!("{{\"error\":{}}}", quoted(&refused.told.text_in(wording)));
    Answer::json(refused.status, told)
}
