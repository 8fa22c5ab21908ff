//! The folder that editions are written to. Decides that the files of one run appear together or not at
//! all, and what becomes of a run that was killed.
//!
//! Files are written whole into a folder of their own beside their targets, then brought to the disk side by side;
//! when all are there, they are renamed one after the other. A rename takes microseconds, so a run that is killed
//! hardly ever leaves old beside new files; if it does, its folder is still there and the next run says so.

use std::collections::hash_map::RandomState;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diag::{Diagnostic, Sink, complaint, reason};
use crate::source::paths;

/// Names of the folders that files are written to before they are renamed.
const STAGE: (&str, &str) = (".brochure-", ".part");
/// Most tries to make such a folder.
const MOST_TRIES: usize = 20;
/// The file in such a folder that is locked while its run lives.
const LOCK: &str = "lock";

/// The folder that editions are written to.
pub struct Output {
    folder: PathBuf,
}

impl Output {
    /// `dist/` of a project. A link in its place is an error: whoever lays it chooses what is overwritten.
    pub fn of_project(project: &Path) -> Result<Self, Diagnostic> {
        let folder = project.join("dist");
        if fs::symlink_metadata(&folder).is_ok_and(|found| found.is_symlink()) {
            return Err(complaint::output_is_a_link(folder.display()));
        }
        Ok(Self::at(folder))
    }

    /// A folder that whoever calls the program has named.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Path of a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Whether there is a plain file of that name.
    pub fn holds(&self, name: &str) -> bool {
        fs::symlink_metadata(self.path(name)).is_ok_and(|found| found.is_file())
    }

    /// The file of an earlier run, if it is a plain one of at most `most` bytes.
    pub fn read(&self, name: &str, most: u64) -> Option<Vec<u8>> {
        let path = self.path(name);
        let plain = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
        paths::read_named(&path, most).ok().filter(|_| plain)
    }

    /// Writes files, named and in the order in which they appear; whether they are there. If one cannot
    /// be written, none is, and the last ones stay.
    pub fn publish(&self, files: &[(String, Vec<u8>)], sink: &mut Sink) -> bool {
        let written = self.write(files, sink);
        if let Err((path, error)) = &written {
            sink.push(complaint::not_written(path.display(), reason(error)));
        }
        written.is_ok()
    }

    fn write(&self, files: &[(String, Vec<u8>)], sink: &mut Sink) -> Result<(), (PathBuf, io::Error)> {
        let Some((first, _)) = files.first() else { return Ok(()) };
        let at = |name: &str| self.path(name);
        fs::create_dir_all(&self.folder).map_err(|error| (at(first), error))?;
        for (name, _) in files {
            self.folders_of(name).map_err(|error| (at(name), error))?;
        }
        if self.sweep() {
            sink.push(complaint::output_unfinished(self.folder.display()));
        }
        let stage = Stage::new(&self.folder).map_err(|error| (at(first), error))?;
        let mut staged = Vec::with_capacity(files.len());
        for (number, (name, bytes)) in files.iter().enumerate() {
            staged.push(stage.add(number, bytes).map_err(|error| (at(name), error))?);
        }
        // The disk writes what lies before it at once, and waits once instead of once a file.
        let synced: Vec<io::Result<()>> = staged.par_iter().map(File::sync_all).collect();
        for ((name, _), synced) in files.iter().zip(synced) {
            synced.map_err(|error| (at(name), error))?;
        }
        drop(staged);
        let stood: Vec<bool> = files.iter().map(|(name, _)| fs::symlink_metadata(at(name)).is_ok()).collect();
        for (number, (name, _)) in files.iter().enumerate() {
            if let Err(error) = stage.move_out(number, &at(name)) {
                let back = |done: usize| stage.take_back(done, &at(&files[done].0), stood[done]);
                (0..number).rev().for_each(back);
                return Err((at(name), error));
            }
        }
        // Not every system lets a folder be synchronised.
        let _ = File::open(&self.folder).and_then(|folder| folder.sync_all());
        Ok(())
    }

    /// Makes the folders that a name leads through. A link in their place is an error, as it is for `dist/`.
    fn folders_of(&self, name: &str) -> io::Result<()> {
        for (end, _) in name.match_indices('/') {
            let folder = self.path(&name[..end]);
            match fs::symlink_metadata(&folder) {
                Ok(found) if found.is_dir() => {}
                Ok(_) => return Err(ErrorKind::NotADirectory.into()),
                Err(_) => fs::create_dir(&folder)?,
            }
        }
        Ok(())
    }

    /// Removes what killed runs left; whether there was any.
    fn sweep(&self) -> bool {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let stages = entries.filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with(STAGE.0)
                && name.ends_with(STAGE.1)
                && entry.file_type().is_ok_and(|found| found.is_dir())
        });
        stages.filter(|stage| remove_if_dead(&stage.path())).count() > 0
    }
}

/// Removes the folder of a run unless that still lives; whether it was removed.
fn remove_if_dead(stage: &Path) -> bool {
    let lock = stage.join(LOCK);
    match fs::symlink_metadata(&lock) {
        Ok(found) if found.is_file() => {
            let dead = File::open(&lock).is_ok_and(|lock| lock.try_lock().is_ok());
            dead && fs::remove_dir_all(stage).is_ok()
        }
        // Its run is dead, or done with it; one that is about to lock makes another.
        _ => fs::remove_dir_all(stage).is_ok(),
    }
}

/// Files that are written but not at their places yet. Removes what is left in it when it is dropped.
struct Stage {
    folder: PathBuf,
    /// Locked as long as this run lives; the system unlocks it when the run is killed.
    _lock: File,
}

impl Stage {
    /// A new folder of a name that nobody can know in advance.
    fn new(beside: &Path) -> io::Result<Self> {
        let mut tries = 0;
        loop {
            tries += 1;
            let name = format!("{}{:016x}{}", STAGE.0, RandomState::new().build_hasher().finish(), STAGE.1);
            let folder = beside.join(name);
            match fs::create_dir(&folder).and_then(|()| File::create_new(folder.join(LOCK))) {
                Ok(lock) => {
                    // Where files cannot be locked nothing is ever swept.
                    let _ = lock.try_lock();
                    return Ok(Self { folder, _lock: lock });
                }
                Err(error) if tries == MOST_TRIES => return Err(error),
                // The name is taken, or another run took the folder for one of a dead run.
                Err(error) if matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Writes a file; it is on the disk when it was synchronised.
    fn add(&self, number: usize, bytes: &[u8]) -> io::Result<File> {
        let mut file = File::create_new(self.new_file(number))?;
        file.write_all(bytes)?;
        Ok(file)
    }

    /// Brings a file to its place; the one that stood there is kept until the run is over.
    fn move_out(&self, number: usize, target: &Path) -> io::Result<()> {
        // Where a file system has no hard links, the last file cannot be brought back.
        let _ = fs::hard_link(target, self.old_file(number));
        fs::rename(self.new_file(number), target)
    }

    /// Puts back what stood there before; where that could not be kept, the new file stays.
    fn take_back(&self, number: usize, target: &Path, stood: bool) {
        let old = self.old_file(number);
        if fs::symlink_metadata(&old).is_ok() {
            let _ = fs::rename(old, target);
        } else if !stood {
            let _ = fs::remove_file(target);
        }
    }

    fn new_file(&self, number: usize) -> PathBuf {
        self.folder.join(number.to_string())
    }

    fn old_file(&self, number: usize) -> PathBuf {
        self.folder.join(format!("{number}.old"))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> = entries.map(|e| e.file_name().into_string().expect("a name")).collect();
        names.sort();
        names
    }

    fn files(of: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
        of.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.as_bytes().to_vec())).collect()
    }

    #[test]
    fn all_files_appear_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = Output::at(folder.path().join("dist"));
        let mut sink = Sink::new();
        assert!(output.publish(&files(&[("a.pdf", "new"), ("list", "a")]), &mut sink));
        assert_eq!(names(&folder.path().join("dist")), ["a.pdf", "list"]);
        assert!(sink.is_empty());
    }

    #[test]
    fn if_one_file_cannot_be_written_the_last_ones_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = Output::at(folder.path().to_owned());
        fs::write(output.path("a.pdf"), "old").expect("written");
        fs::create_dir(output.path("c.pdf")).expect("a folder in its place");
        let mut sink = Sink::new();
        let all = [("a.pdf", "new"), ("b.pdf", "new"), ("c.pdf", "new"), ("list", "abc")];
        assert!(!output.publish(&files(&all), &mut sink));
        assert_eq!(output.read("a.pdf", 100).as_deref(), Some("old".as_bytes()));
        assert_eq!(names(folder.path()), ["a.pdf", "c.pdf"]);
        assert!(sink.len() == 1 && sink[0].message().contains("c.pdf"), "{sink:?}");
    }

    #[test]
    fn what_a_killed_run_left_is_removed_and_told_but_not_what_a_living_one_writes() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = Output::at(folder.path().to_owned());
        let living = Stage::new(folder.path()).expect("a stage");
        living.add(0, b"half").expect("written");
        let dead = folder.path().join(format!("{}1{}", STAGE.0, STAGE.1));
        fs::create_dir(&dead).expect("a folder");
        fs::write(dead.join(LOCK), "").expect("written");
        fs::write(dead.join("0"), "half").expect("written");
        let half_removed = folder.path().join(format!("{}2{}", STAGE.0, STAGE.1));
        fs::create_dir(&half_removed).expect("a folder");
        fs::write(half_removed.join("0"), "half").expect("written");
        let mut sink = Sink::new();
        assert!(output.publish(&files(&[("a.pdf", "new")]), &mut sink));
        assert_eq!(sink.iter().map(|d| d.code).collect::<Vec<_>>(), ["output-unfinished"]);
        assert!(!dead.exists() && !half_removed.exists() && living.new_file(0).exists());
    }

    #[cfg(unix)]
    #[test]
    fn links_laid_in_advance_are_neither_followed_nor_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let outside = folder.path().join("outside");
        fs::write(&outside, "theirs").expect("written");
        fs::create_dir(folder.path().join("dist")).expect("a folder");
        let output = Output::at(folder.path().join("dist"));
        std::os::unix::fs::symlink(&outside, output.path("a.pdf")).expect("a link");
        let laid = format!("{}1{}", STAGE.0, STAGE.1);
        std::os::unix::fs::symlink(folder.path(), output.path(&laid)).expect("a link");
        assert_eq!(output.read("a.pdf", 100), None);
        assert!(output.publish(&files(&[("a.pdf", "ours")]), &mut Sink::new()));
        assert_eq!(fs::read_to_string(&outside).expect("read"), "theirs");
        assert_eq!(output.read("a.pdf", 100).as_deref(), Some("ours".as_bytes()));
        std::os::unix::fs::symlink("nowhere", output.path("b.pdf")).expect("a link");
        fs::create_dir(output.path("c.pdf")).expect("a folder in its place");
        assert!(!output.publish(&files(&[("b.pdf", "ours"), ("c.pdf", "ours")]), &mut Sink::new()));
        assert!(fs::read_link(output.path("b.pdf")).is_ok_and(|to| to == Path::new("nowhere")));
        let project = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink(folder.path(), project.path().join("dist")).expect("a link");
        assert!(Output::of_project(project.path()).is_err());
    }
}
