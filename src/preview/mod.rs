//! The preview: a brochure that is looked at, and mended, while it is written. In: a project folder. Out: a page on this
//! machine. Never: how pages are laid out.

mod art;
mod built;
mod disk;
pub mod drawing;
mod editing;
mod faults;
pub mod gate;
pub mod http;
mod hub;
mod jobs;
pub mod neighbours;
pub mod open;
mod order;
mod project;
pub mod routes;
pub mod session;
mod snapshot;
mod spot;
mod static_files;
pub mod view;
mod watch;
pub mod welcome;
pub mod words;

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::diag::words::preview as said;
use crate::diag::{Sentence, Wording, complaint, reason};
use crate::source::paths;
use gate::Gate;
use http::Patience;
use hub::Hub;
use project::Project;
use routes::Preview;

/// Most connections at a time.
const MOST_CONNECTIONS: usize = 64;

/// What is previewed, and how.
pub struct Options {
    /// What is looked at.
    pub subject: Subject,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// Whether nothing may be changed.
    pub read_only: bool,
    /// What the program speaks where no project is open.
    pub wording: &'static Wording,
}

/// What is looked at.
pub enum Subject {
    /// The project in a folder.
    Project(PathBuf),
    /// Nothing yet: projects lie in this folder, or will.
    Beside(PathBuf),
}

/// A preview that was asked for.
pub enum Started {
    /// It waits for requests.
    Here(Server),
    /// One is open for this folder already, at this address.
    Elsewhere(String),
}

/// Starts a preview.
///
/// # Errors
/// What is said where there is no such folder, or no port.
pub fn start(options: Options) -> Result<Started, Sentence> {
    let Options { subject, port, read_only, wording } = options;
    let folder = match &subject {
        Subject::Project(folder) | Subject::Beside(folder) => folder.clone(),
    };
    let root = paths::true_path(&folder).map_err(|_| complaint::no_folder(folder.display()).sentence())?;
    if let Some(address) = neighbours::living(&root) {
        return Ok(Started::Elsewhere(address));
    }
    let failed = |error: std::io::Error| said::no_server(reason(&error));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    let gate = Gate::new(port).map_err(failed)?;
    let address = gate.address();
    let hub = Arc::new(Hub::default());
    let (project, beside) = match subject {
        Subject::Project(folder) => {
            let project = Project::open(&folder, read_only, &hub).map_err(|refused| refused.sentence())?;
            (Some(Arc::new(project)), None)
        }
        Subject::Beside(folder) => (None, Some(folder)),
    };
    let preview = Preview { gate, read_only, beside, wording, hub, project: Mutex::new(project) };
    let server = Server { listener, preview: Arc::new(preview), address };
    // Where it cannot be written down, a second preview opens beside this one.
    let other = neighbours::announce(&root, &server.address).ok().flatten();
    Ok(other.map_or(Started::Here(server), Started::Elsewhere))
}

/// Makes the open pages of a folder's preview go to a line of a file.
///
/// # Errors
/// No preview is open, or the file is none of the brochure's.
pub fn go_to(folder: &Path, file: &str, line: usize) -> Result<(), Sentence> {
    let closed = || said::no_preview(folder.display());
    let root = paths::true_path(folder).map_err(|_| closed())?;
    let address = neighbours::living(&root).ok_or_else(closed)?;
    let file_encoded: String = file.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let reply = neighbours::ask(&address, &format!("at?file={file_encoded}&line={line}"));
    match reply.map_err(|_| closed())?.status {
        204 => Ok(()),
        _ => Err(said::not_in_brochure(file)),
    }
}

/// A preview that waits for requests.
pub struct Server {
    listener: TcpListener,
    preview: Arc<Preview>,
    address: String,
}

impl Server {
    /// The address of the page.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Answers requests until the program ends.
    pub fn serve(&self) {
        let open = Arc::new(AtomicUsize::new(0));
        for stream in self.listener.incoming() {
            match stream {
                Ok(stream) => self.take(stream, &open),
                // No more handles, mostly: some are given back when connections end.
                Err(_) => std::thread::sleep(Duration::from_millis(50)),
            }
        }
    }

    /// Serves a connection on a thread of its own, unless there are too many.
    fn take(&self, stream: TcpStream, open: &Arc<AtomicUsize>) {
        let place = Place::taken(open);
        if place.number > MOST_CONNECTIONS {
            return;
        }
        let preview = self.preview.clone();
        let served = move || {
            let _place = place;
            http::serve(stream, &*preview, Patience::USUAL);
        };
        // Without a thread the connection ends here.
        let _ = std::thread::Builder::new().spawn(served);
    }
}

/// One of the connections that are open.
struct Place {
    open: Arc<AtomicUsize>,
    number: usize,
}

impl Place {
    fn taken(open: &Arc<AtomicUsize>) -> Self {
        Self { open: open.clone(), number: open.fetch_add(1, Ordering::Relaxed) + 1 }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}
