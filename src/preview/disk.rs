//! The door through which the preview changes files. Decides that a file is replaced as a whole or not at all, keeps its
//! permissions, and that links and hidden files are never written.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::source::paths::{self, Refusal};

/// A project's folder.
pub struct Folder {
    /// Its true path.
    root: PathBuf,
}

impl Folder {
    /// The folder at a path.
    ///
    /// # Errors
    /// The system's reason where there is none.
    pub fn open(folder: &Path) -> io::Result<Self> {
        Ok(Self { root: paths::true_path(folder)? })
    }

    /// Its true path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads a file below it, of at most `most` bytes.
    ///
    /// # Errors
    /// Why it is not read; it is never a link.
    pub fn read(&self, file: &str, most: u64) -> Result<Vec<u8>, Refusal> {
        self.plain(file)?;
        paths::read(&self.root, "", file, most)
    }

    /// Puts bytes in the place of a file that is there.
    ///
    /// # Errors
    /// Why it is as it was.
    pub fn replace(&self, file: &str, bytes: &[u8]) -> Result<(), Refusal> {
        let path = self.plain(file)?;
        // A rename would take no notice of it.
        if path.metadata().map_err(Refusal::Unreadable)?.permissions().readonly() {
            return Err(Refusal::Unreadable(ErrorKind::PermissionDenied.into()));
        }
        let beside = path.with_file_name(format!(".{}.part", std::process::id()));
        let written = write_beside(&beside, bytes, &path).and_then(|()| fs::rename(&beside, &path));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
        written.map_err(Refusal::Unreadable)
    }

    /// Makes a file that is not there yet, and its folder.
    ///
    /// # Errors
    /// Why it was not made; that there is one already is among the system's reasons.
    pub fn create(&self, file: &str, bytes: &[u8]) -> Result<(), Refusal> {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        // Whatever of it exists lies inside and is not hidden.
        match paths::list(&self.root, folder) {
            Ok(_) => {}
            Err(Refusal::Unreadable(error)) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(self.root.join(folder)).map_err(Refusal::Unreadable)?;
            }
            Err(refusal) => return Err(refusal),
        }
        let path = self.root.join(paths::join("", file).ok_or(Refusal::Outside)?);
        let mut made = File::create_new(&path).map_err(Refusal::Unreadable)?;
        let written = made.write_all(bytes).and_then(|()| made.sync_all());
        written.map_err(|error| {
            let _ = fs::remove_file(&path);
            Refusal::Unreadable(error)
        })
    }

    /// Names of what lies in a folder below it, in small letters.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let names = paths::list(&self.root, folder).unwrap_or_default();
        names.iter().map(|name| name.to_string_lossy().to_lowercase()).collect()
    }

    /// The path of a file that is there, no link, and hidden nowhere.
    fn plain(&self, file: &str) -> Result<PathBuf, Refusal> {
        let inside = paths::join("", file).filter(|inside| inside == file).ok_or(Refusal::Outside)?;
        if file.split('/').any(|part| part.starts_with('.')) {
            return Err(Refusal::Hidden);
        }
        let path = self.root.join(&inside);
        let missing = |_| Refusal::Missing(None);
        if !path.symlink_metadata().map_err(missing)?.is_file() {
            return Err(Refusal::NotPlain);
        }
        let folder = path.parent().unwrap_or(&self.root);
        let real = paths::true_path(folder).map_err(missing)?;
        if real.starts_with(&self.root) { Ok(path) } else { Err(Refusal::Outside) }
    }
}

/// Writes bytes to the disk, with the permissions of another file.
fn write_beside(beside: &Path, bytes: &[u8], like: &Path) -> io::Result<()> {
    // What a killed run left has that name.
    let _ = fs::remove_file(beside);
    let mut file = File::create_new(beside)?;
    file.write_all(bytes)?;
    fs::set_permissions(beside, fs::metadata(like)?.permissions())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("chapters")).expect("a folder");
        fs::write(folder.path().join("chapters/a.md"), "old").expect("written");
        let open = Folder::open(folder.path()).expect("open");
        (folder, open)
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside() {
        let (on_disk, folder) = folder();
        folder.replace("chapters/a.md", b"new").expect("replaced");
        assert_eq!(folder.read("chapters/a.md", 9).expect("read"), b"new");
        let entries = fs::read_dir(on_disk.path().join("chapters")).expect("a folder");
        assert_eq!(entries.count(), 1);
        for (bad, name) in
            [("../a.md", "Outside"), ("/a", "Outside"), (".git/x", "Hidden"), ("x.md", "Missing")]
        {
            let refused = folder.replace(bad, b"").expect_err("refused");
            assert!(format!("{refused:?}").starts_with(name), "{bad}: {refused:?}");
        }
        assert!(matches!(folder.replace("chapters", b""), Err(Refusal::NotPlain)));
        assert!(matches!(folder.replace("chapters/./a.md", b""), Err(Refusal::Outside)));
    }

    #[test]
    fn a_new_file_takes_no_place_of_another() {
        let (_on_disk, folder) = folder();
        folder.create("assets/b.png", b"1").expect("made with its folder");
        assert!(matches!(folder.create("assets/b.png", b"2"), Err(Refusal::Unreadable(_))));
        assert_eq!(folder.read("assets/b.png", 9).expect("read"), b"1");
        assert!(folder.create("../b.png", b"").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_written_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let (on_disk, folder) = folder();
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("x.md"), "theirs").expect("written");
        symlink(outside.path().join("x.md"), on_disk.path().join("chapters/l.md")).expect("a link");
        symlink(outside.path(), on_disk.path().join("assets")).expect("a link");
        assert!(matches!(folder.replace("chapters/l.md", b""), Err(Refusal::NotPlain)));
        assert!(matches!(folder.replace("assets/x.md", b""), Err(Refusal::Outside)));
        assert!(matches!(folder.create("assets/y.png", b""), Err(Refusal::Outside)));
        let file = on_disk.path().join("chapters/a.md");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("set");
        folder.replace("chapters/a.md", b"new").expect("replaced");
        assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).expect("set");
        assert!(matches!(folder.replace("chapters/a.md", b"newer"), Err(Refusal::Unreadable(_))));
    }
}
