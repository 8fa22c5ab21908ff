//! An open project: what requests work with. Decides that what is saved is laid out at once, and when pages are told that
//! somebody else changed a file that they change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::disk::Folder;
use super::editing::{Editing, Refused, Saved};
use super::hub::Hub;
use super::jobs::Jobs;
use super::session::Session;
use super::watch::Watch;
use crate::diag::{Diagnostic, Wording, complaint};
use crate::json::quoted;

/// Unsaved texts, by file.
type Drafts = BTreeMap<String, Draft>;

/// An unsaved text.
struct Draft {
    /// The version on disk that it began with.
    began: String,
    /// A later version on disk that pages were told of.
    told: Option<String>,
}

/// A project that is open.
pub struct Project {
    /// Its folder as it is shown to its user.
    pub shown: PathBuf,
    /// What is laid out.
    pub session: Arc<Session>,
    /// Changes of its files.
    pub editing: Arc<Editing>,
    /// What takes longer.
    pub jobs: Arc<Jobs>,
    drafts: Arc<Mutex<Drafts>>,
    /// Ends with it.
    _watch: Watch,
}

impl Project {
    /// Opens the project in a folder; pages are told by `hub`.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn open(folder: &Path, read_only: bool, hub: &Arc<Hub>) -> Result<Self, Diagnostic> {
        let on_disk = Folder::open(folder).map_err(|_| complaint::no_folder(folder.display()))?;
        let root = on_disk.root().to_owned();
        let editing = Arc::new(Editing::new(on_disk)?);
        let session = Session::open(folder, read_only)?;
        let drafts = Arc::default();
        let told = Told {
            session: session.clone(),
            editing: editing.clone(),
            drafts: Arc::clone(&drafts),
            hub: hub.clone(),
        };
        Ok(Self {
            shown: std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()),
            session,
            editing,
            jobs: Arc::default(),
            drafts,
            _watch: Watch::new(&root, move || told.changed()),
        })
    }

    /// The language in which its user is spoken to.
    pub fn wording(&self) -> &'static Wording {
        Wording::for_tag(&self.session.language())
    }

    /// The text of a file as it is laid out, the version on disk that it began with, and whether it is unsaved.
    pub fn source(&self, file: &str) -> Result<(String, String, bool), Refused> {
        let (on_disk, version) = self.editing.text(file)?;
        let is_draft = self.session.drafts().iter().any(|draft| draft == file);
        let draft = if is_draft { self.session.text(file) } else { None };
        let began = self.lock().get(file).map(|draft| draft.began.clone());
        Ok(match draft {
            Some(text) => (text, began.unwrap_or(version), true),
            None => (on_disk, version, false),
        })
    }

    /// Lays out an unsaved text in the place of a file.
    pub fn draft(&self, file: &str, text: String) -> Result<(), Refused> {
        let (_, version) = self.editing.text(file)?;
        self.lock().entry(file.to_owned()).or_insert(Draft { began: version, told: None });
        self.session.set_draft(file, Some(text));
        Ok(())
    }

    /// Lays out the file on disk again.
    pub fn drop_draft(&self, file: &str) {
        self.lock().remove(file);
        self.session.set_draft(file, None);
    }

    /// Saves a text.
    pub fn save(&self, file: &str, began_with: &str, text: &str) -> Result<Saved, Refused> {
        // Held until it is known that the change on disk is our own.
        let mut drafts = self.lock();
        let saved = self.editing.save(file, began_with, text)?;
        if let Saved::Written(_) = saved {
            drafts.remove(file);
            self.session.set_draft(file, None);
        }
        Ok(saved)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Drafts> {
        self.drafts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What happens when files changed on disk.
struct Told {
    session: Arc<Session>,
    editing: Arc<Editing>,
    drafts: Arc<Mutex<Drafts>>,
    hub: Arc<Hub>,
}

impl Told {
    fn changed(&self) {
        self.session.changed();
        for (file, draft) in &mut *self.drafts.lock().unwrap_or_else(PoisonError::into_inner) {
            // A file that is gone is told when it is saved.
            let Ok((_, now)) = self.editing.text(file) else { continue };
            if now != draft.began && draft.told.as_ref() != Some(&now) {
                self.hub.tell("conflict", format!("{{\"file\":{}}}", quoted(file)));
                draft.told = Some(now);
            }
        }
    }
}
