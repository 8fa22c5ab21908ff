//! Where nobody named a project: those beside the program, and new ones. Decides which folders are offered, and where a
//! new project is made.

use std::path::{Path, PathBuf};

use super::editing::Refused;
use crate::diag::words::{command, preview as words};
use crate::diag::{Sentence, Wording, reason};
use crate::edition::names;
use crate::json::Json;
use crate::starters::{self, CONFIG, Kind, Language};

/// Whether a folder holds a project.
pub fn is_project(folder: &Path) -> bool {
    folder.join(CONFIG).is_file()
}

/// What is offered beside the program, as JSON.
pub fn offer(folder: &Path, wording: &Wording) -> String {
    let text = |text: &str| Json::Text(text.to_owned());
    let project = |name: &String| {
        Json::object([("name", text(name)), ("folder", text(&folder.join(name).to_string_lossy()))])
    };
    let starter = |(name, kind): &(&str, Kind)| {
        let (label, about) = told(*kind);
        Json::object([
            ("name", text(name)),
            ("label", text(&label.text_in(wording))),
            ("about", text(&about.text_in(wording))),
        ])
    };
    Json::object([
        ("folder", text(&folder.to_string_lossy())),
        ("projects", Json::List(projects(folder).iter().map(project).collect())),
        ("starters", Json::List(Kind::ALL.iter().map(starter).collect())),
    ])
    .line()
}

/// What a starter is called, and what it is.
fn told(kind: Kind) -> (Sentence, Sentence) {
    match kind {
        Kind::Guide => (words::guide(), words::about_guide()),
        Kind::Leaflet => (words::leaflet(), words::about_leaflet()),
        Kind::AnnualReport => (words::annual_report(), words::about_annual_report()),
        Kind::Empty => (words::empty(), words::about_empty()),
    }
}

/// Names of the folders that hold a project, in order.
fn projects(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let projects = entries.filter(|entry| is_project(&entry.path()));
    let mut names: Vec<String> = projects.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// The project that was chosen among those that are offered.
///
/// # Errors
/// It is none of them.
pub fn chosen(folder: &Path, wanted: &str) -> Result<PathBuf, Refused> {
    let is_it = |project: &PathBuf| project.to_string_lossy() == wanted;
    let offered = projects(folder).into_iter().map(|name| folder.join(name)).find(is_it);
    offered.ok_or_else(|| Refused::new(404, words::no_project_beside(wanted)))
}

/// Makes a project of a title; its folder.
///
/// # Errors
/// Why there is none, or not all of it.
pub fn made(folder: &Path, title: &str, starter: &str, language: &str) -> Result<PathBuf, Refused> {
    let title = starters::title(title).ok_or_else(|| Refused::new(400, command::no_title()))?;
    let kind = Kind::ALL.iter().find(|(name, _)| *name == starter).map_or(Kind::Guide, |(_, kind)| *kind);
    let language = if language == "en" { Language::English } else { Language::German };
    let project = folder.join(names::of_folder(&title));
    if starters::holds_something(&project) {
        return Err(Refused::new(409, command::not_empty(project.display())));
    }
    match starters::write_all(&project, starters::files(kind, language), Some(&title)) {
        Ok(()) => Ok(project),
        Err(failed) => {
            Err(Refused::new(500, command::not_made(failed.path.display(), reason(&failed.error))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_projects_beside_the_program_are_chosen() {
        let folder = tempfile::tempdir().expect("a folder");
        let made = made(folder.path(), " Wer hilft?\n", "leer", "de").expect("made");
        assert_eq!(made, folder.path().join("Wer hilft-"));
        assert_eq!(projects(folder.path()), ["Wer hilft-"]);
        let named = |path: &Path| chosen(folder.path(), &path.to_string_lossy());
        assert_eq!(named(&made).expect("offered"), made);
        assert!(named(Path::new("/")).is_err() && named(folder.path()).is_err());
        let again = super::made(folder.path(), "Wer hilft?", "leer", "de");
        assert_eq!(again.err().map(|refused| refused.status), Some(409));
        assert_eq!(
            super::made(folder.path(), "\n", "leer", "de").err().map(|refused| refused.status),
            Some(400)
        );
        let offer = offer(folder.path(), Wording::for_tag("de"));
        assert!(offer.contains("\"name\": \"ratgeber\", \"label\": \"Ratgeber\""), "{offer}");
    }
}
