//! Where sources come from: a folder, or memory before it. Decides that unsaved text is set like saved text.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::paths::{self, Refusal, join};
use crate::diag::{Diagnostic, complaint};

/// A project's files. Paths are seen from the folder `base`, with `/`, and never lead out of the project.
pub trait Sources: Send + Sync {
    /// What the project is called when it is spoken of.
    fn name(&self) -> String;

    /// Names of all that lies in a folder, sorted.
    fn list(&self, folder: &str) -> Result<Vec<OsString>, Refusal>;

    /// Whether that path is a folder, and no link to one.
    fn is_folder(&self, path: &str) -> bool;

    /// Reads a file of at most `most` bytes.
    fn read(&self, base: &str, written: &str, most: u64) -> Result<Vec<u8>, Refusal>;
}

/// A project folder.
#[derive(Debug, Clone)]
pub struct Disk {
    /// Canonical.
    root: PathBuf,
}

impl Disk {
    /// The project in a folder.
    pub fn open(folder: &Path) -> Result<Self, Diagnostic> {
        let root = paths::true_path(folder).map_err(|_| complaint::no_folder(folder.display()))?;
        Ok(Self { root })
    }
}

impl Sources for Disk {
    fn name(&self) -> String {
        self.root.display().to_string()
    }

    fn list(&self, folder: &str) -> Result<Vec<OsString>, Refusal> {
        paths::list(&self.root, folder)
    }

    fn is_folder(&self, path: &str) -> bool {
        paths::is_folder(&self.root, path)
    }

    fn read(&self, base: &str, written: &str, most: u64) -> Result<Vec<u8>, Refusal> {
        paths::read(&self.root, base, written, most)
    }
}

/// Files in memory, before those of a folder if there is one.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
    below: Option<Disk>,
}

impl Memory {
    /// Before the files of a folder.
    pub fn before(below: Disk) -> Self {
        Self { files: BTreeMap::new(), below: Some(below) }
    }

    /// Puts a file at a path below the project, with `/`, in place of what was there.
    pub fn put(&mut self, path: &str, contents: impl Into<Vec<u8>>) {
        self.files.insert(path.to_owned(), contents.into());
    }

    /// Takes a file away; that of the folder is seen again.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }
}

impl Sources for Memory {
    fn name(&self) -> String {
        self.below.as_ref().map_or_else(|| "memory".to_owned(), Sources::name)
    }

    fn list(&self, folder: &str) -> Result<Vec<OsString>, Refusal> {
        let folder = join("", folder).ok_or(Refusal::Outside)?;
        let inside = |path: &String| {
            let rest =
                if folder.is_empty() { path } else { path.strip_prefix(&folder)?.strip_prefix('/')? };
            rest.split('/').next().map(OsString::from)
        };
        let mut names: Vec<OsString> = self.files.keys().filter_map(inside).collect();
        match self.below.as_ref().map(|below| below.list(&folder)) {
            Some(Ok(below)) => names.extend(below),
            Some(Err(refusal)) if names.is_empty() => return Err(refusal),
            None if names.is_empty() => return Err(Refusal::Missing(None)),
            Some(Err(_)) | None => {}
        }
        names.sort();
        names.dedup();
        Ok(names)
    }

    fn is_folder(&self, path: &str) -> bool {
        let inside = |file: &String| file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        self.files.keys().any(inside) || self.below.as_ref().is_some_and(|below| below.is_folder(path))
    }

    fn read(&self, base: &str, written: &str, most: u64) -> Result<Vec<u8>, Refusal> {
        let path = join(base, written).ok_or(Refusal::Outside)?;
        match (self.files.get(&path), &self.below) {
            (Some(file), _) if file.len() as u64 > most => Err(Refusal::TooLarge(most)),
            (Some(file), _) => Ok(file.clone()),
            (None, Some(below)) => below.read(base, written, most),
            (None, None) => Err(Refusal::Missing(None)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_stands_before_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("chapters")).expect("a folder");
        std::fs::write(folder.path().join("chapters/a.md"), "saved").expect("written");
        let mut memory = Memory::before(Disk::open(folder.path()).expect("a folder"));
        assert_eq!(memory.read("chapters", "a.md", 9).expect("read"), b"saved");
        memory.put("chapters/a.md", "unsaved");
        memory.put("chapters/b.md", "new");
        assert_eq!(memory.read("", "chapters/a.md", 9).expect("read"), b"unsaved");
        assert_eq!(memory.list("chapters").expect("listed"), ["a.md", "b.md"]);
        assert!(matches!(memory.read("chapters", "../../x", 9), Err(Refusal::Outside)));
        assert!(matches!(memory.read("chapters", "b.md", 2), Err(Refusal::TooLarge(2))));
        memory.remove("chapters/a.md");
        assert_eq!(memory.read("chapters", "a.md", 9).expect("read"), b"saved");
    }

    #[test]
    fn memory_alone_is_a_project_too() {
        let mut memory = Memory::default();
        memory.put("brochure.toml", "");
        memory.put("chapters/1.md", "");
        assert_eq!(memory.list("").expect("listed"), ["brochure.toml", "chapters"]);
        assert_eq!(memory.list("./chapters/").expect("listed"), ["1.md"]);
        assert!(matches!(memory.list("none"), Err(Refusal::Missing(None))));
        assert!(matches!(memory.read("", "none", 1), Err(Refusal::Missing(None))));
    }
}
