//! `brochure preview`. Decides what is said of a preview, and which folder and file a call means.

use std::path::{Path, PathBuf};

use super::print::{print_error, print_line, say};
use super::{ERRORS, FINE, MISUSE, Preview, run, speech};
use crate::diag::words::preview as words;
use crate::preview::{self, Options, Started, Subject, open};
use crate::source::paths;

/// Opens the preview of a project, or makes an open one go to a place.
pub fn preview(call: Preview) -> u8 {
    let Preview { folder, port, no_open, read_only, goto } = call;
    if let Some(place) = goto {
        return go_to(folder, &place);
    }
    let folder = run::project_at(folder.unwrap_or_else(|| ".".into()), false);
    serve(
        Options { subject: Subject::Project(folder), port, read_only, wording: speech::wording() },
        !no_open,
    )
}

/// Serves until the program ends, unless the preview is open already; `opens` says that a browser shows it.
pub fn serve(options: Options, opens: bool) -> u8 {
    let (address, server) = match preview::start(options) {
        Ok(Started::Here(server)) => (server.address().to_owned(), Some(server)),
        Ok(Started::Elsewhere(address)) => (address, None),
        Err(refused) => {
            print_error(refused);
            return ERRORS;
        }
    };
    say(if server.is_some() { words::preview_is_at(&address) } else { words::preview_runs(&address) });
    if opens && open::address(&address).is_err() {
        print_line(words::open_by_hand(&address));
    }
    if let Some(server) = server {
        server.serve();
    }
    FINE
}

/// Makes the open preview of a folder show a place: `chapters/04.md:17`.
fn go_to(folder: Option<PathBuf>, place: &str) -> u8 {
    let parsed = place.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse::<usize>().ok()?)));
    let Some((file, line)) = parsed else {
        print_error(words::no_place(place));
        return MISUSE;
    };
    let beside = Path::new(file).parent().filter(|_| Path::new(file).is_absolute());
    let folder = folder.or_else(|| beside.map(Path::to_owned)).unwrap_or_else(|| ".".into());
    let folder = run::project_at(folder, true);
    match preview::go_to(&folder, &below(&folder, file), line) {
        Ok(()) => FINE,
        Err(refused) => {
            print_error(refused);
            ERRORS
        }
    }
}

/// A file as seen from a project: editors name it by its whole path, people by one that may begin where they are.
fn below(folder: &Path, file: &str) -> String {
    let real = paths::true_path(folder).ok().zip(paths::true_path(Path::new(file)).ok());
    let inside = real.and_then(|(folder, file)| Some(file.strip_prefix(folder).ok()?.to_owned()));
    inside.map_or_else(|| file.to_owned(), |inside| inside.to_string_lossy().replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_seen_from_the_project() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("chapters")).expect("a folder");
        let file = folder.path().join("chapters/01.md");
        std::fs::write(&file, "").expect("written");
        assert_eq!(below(folder.path(), file.to_str().expect("UTF-8")), "chapters/01.md");
        assert_eq!(below(folder.path(), "chapters/01.md"), "chapters/01.md");
    }
}
