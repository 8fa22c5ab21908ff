//! The door to files. Decides that every file that is read is a plain one, lies in the project folder, and
//! is not larger than its kind may be. Nothing else opens files to read them.

use std::ffi::OsString;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use crate::diag::{Diagnostic, Span, complaint, nearest, reason, words};

/// Why a file is not read.
#[derive(Debug)]
pub enum Refusal {
    /// It lies outside the project folder, perhaps by a symbolic link.
    Outside,
    /// Its name, or that of a folder above it, begins with a point: `.git/config` may hold a password.
    Hidden,
    /// There is none; a name in its folder may be meant.
    Missing(Option<String>),
    /// It is a folder, a pipe, a device or a socket.
    NotPlain,
    /// It has more bytes than allowed: so many.
    TooLarge(u64),
    /// The system's reason.
    Unreadable(std::io::Error),
}

impl Refusal {
    /// The complaint about the file `name`, named at `span`.
    pub fn complaint(self, name: &str, span: Option<Span>) -> Diagnostic {
        let told = match self {
            Self::Outside => complaint::outside(name),
            Self::Hidden => complaint::hidden(name),
            Self::Missing(near) => complaint::missing_file(name).with_help(near.map(words::meant)),
            Self::NotPlain => complaint::not_a_file(name),
            Self::TooLarge(most) => complaint::file_too_large(name, size(most)),
            Self::Unreadable(error) => complaint::unreadable(name, reason(&error)),
        };
        told.at(span)
    }
}

fn size(bytes: u64) -> String {
    if bytes >> 30 > 0 { format!("{} GiB", bytes >> 30) } else { format!("{} MiB", bytes >> 20) }
}

/// Joins `written` to the folder `base` (both below the project, with `/`) and folds `.` and `..`.
/// `None` if it would leave the project folder.
pub fn join(base: &str, written: &str) -> Option<String> {
    if written.starts_with(['/', '\\']) || written.contains(['\\', '\0']) || written.get(1..2) == Some(":") {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').filter(|p| !p.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// Names of all that lies in the folder `written` of the project, sorted.
pub fn list(root: &Path, written: &str) -> Result<Vec<OsString>, Refusal> {
    let path = real(root, "", written)?;
    let entries = std::fs::read_dir(&path).map_err(Refusal::Unreadable)?;
    let mut names: Vec<OsString> = entries.filter_map(|e| Some(e.ok()?.file_name())).collect();
    names.sort();
    Ok(names)
}

/// Whether there is a folder at `written`, which is no link.
pub fn is_folder(root: &Path, written: &str) -> bool {
    let path = join("", written).map(|inside| root.join(inside));
    path.is_some_and(|path| std::fs::symlink_metadata(path).is_ok_and(|data| data.is_dir()))
}

/// The nearest folder with a brochure.toml: this one, or one above it.
pub fn project_at(folder: &Path) -> Option<PathBuf> {
    let real = true_path(folder).ok()?;
    let found = real.ancestors().find(|folder| folder.join("brochure.toml").symlink_metadata().is_ok())?;
    Some(if found == real { folder.to_owned() } else { found.to_owned() })
}

/// Reads the file that `written` names, seen from the folder `base`: at most `most` bytes.
pub fn read(root: &Path, base: &str, written: &str, most: u64) -> Result<Vec<u8>, Refusal> {
    let path = real(root, base, written)?;
    read_named(&path, most).map_err(|refusal| match refusal {
        Refusal::Missing(_) => Refusal::Missing(neighbour(&path)),
        other => other,
    })
}

/// Reads a file that whoever calls the program has named, wherever it lies: at most `most` bytes.
pub fn read_named(path: &Path, most: u64) -> Result<Vec<u8>, Refusal> {
    let refused = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Refusal::Missing(None),
        _ => Refusal::Unreadable(error),
    };
    // Before it is opened: opening a pipe waits for somebody to write.
    if !std::fs::metadata(path).map_err(refused)?.is_file() {
        return Err(Refusal::NotPlain);
    }
    let file = File::open(path).map_err(refused)?;
    let length = file.metadata().map_err(refused)?.len();
    if length > most {
        return Err(Refusal::TooLarge(most));
    }
    // A file may be longer than the system says, or grow.
    let mut bytes = Vec::with_capacity(length as usize);
    file.take(most + 1).read_to_end(&mut bytes).map_err(refused)?;
    if bytes.len() as u64 > most { Err(Refusal::TooLarge(most)) } else { Ok(bytes) }
}

/// The true path of what is there, links followed. On long paths and some drives Windows cannot tell it: there it is
/// the path as it is, if nothing on it is a link.
pub fn true_path(path: &Path) -> std::io::Result<PathBuf> {
    path.canonicalize().or_else(|error| {
        let is_told = matches!(
            error.kind(),
            ErrorKind::NotFound
                | ErrorKind::NotADirectory
                | ErrorKind::PermissionDenied
                | ErrorKind::InvalidInput
        );
        if is_told { None } else { without_links(path) }.ok_or(error)
    })
}

/// A path from the root on, if nothing on it is a link.
fn without_links(path: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(path).ok()?;
    let is_link = |part: &Path| part.symlink_metadata().map_or(true, |data| data.is_symlink());
    let climbs = whole.components().any(|part| part == Component::ParentDir);
    (!climbs && !whole.ancestors().any(is_link)).then_some(whole)
}

/// The true path of what is in the project, links followed.
fn real(root: &Path, base: &str, written: &str) -> Result<PathBuf, Refusal> {
    let inside = join(base, written).ok_or(Refusal::Outside)?;
    let path = root.join(&inside);
    let found = true_path(&path).or_else(|error| true_path(&respelt(root, &inside).ok_or(error)?));
    let real = match found {
        Ok(real) => real,
        Err(_) => {
            // What does not exist must not lie in a folder outside either.
            let known = path.ancestors().skip(1).find_map(|folder| true_path(folder).ok());
            known.filter(|folder| folder.starts_with(root)).ok_or(Refusal::Outside)?;
            path
        }
    };
    let inside = real.strip_prefix(root).map_err(|_| Refusal::Outside)?;
    let hidden = |part: Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
    if inside.components().any(hidden) { Err(Refusal::Hidden) } else { Ok(real) }
}

/// The path of a file whose name is the same letters, encoded in another way (Unicode, NFC and NFD).
fn respelt(root: &Path, inside: &str) -> Option<PathBuf> {
    if inside.is_ascii() {
        return None;
    }
    let mut path = root.to_owned();
    for part in inside.split('/') {
        let entries = std::fs::read_dir(&path).ok()?;
        let mut names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        path.push(names.find(|name| name.nfc().eq(part.nfc()))?);
    }
    Some(path)
}

/// The name of a file in the same folder that is spelt nearly alike.
fn neighbour(path: &Path) -> Option<String> {
    let entries = std::fs::read_dir(path.parent()?).ok()?;
    let mut names: Vec<String> = entries.filter_map(|e| e.ok()?.file_name().into_string().ok()).collect();
    names.sort_unstable();
    nearest(path.file_name()?.to_str()?, names.iter().map(String::as_str)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        assert_eq!(join("chapters", "../assets/a.svg").as_deref(), Some("assets/a.svg"));
        assert_eq!(join("chapters", "./b.md").as_deref(), Some("chapters/b.md"));
        for bad in ["../../etc/passwd", "/etc/passwd", "C:/x", "\\\\host\\x", "a/../../../b"] {
            assert_eq!(join("chapters", bad), None, "{bad}");
        }
    }

    #[test]
    fn a_file_is_read_up_to_its_limit_and_no_further() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a path");
        std::fs::write(root.join("a"), b"12345").expect("written");
        assert_eq!(read(&root, "", "a", 5).expect("read"), b"12345");
        assert!(matches!(read(&root, "", "a", 4), Err(Refusal::TooLarge(4))));
        assert!(matches!(read(&root, "", "b", 5), Err(Refusal::Missing(Some(near))) if near == "a"));
        assert!(matches!(read(&root, "", ".", 5), Err(Refusal::NotPlain)));
        assert!(matches!(read(&root, "", "a/b", 5), Err(Refusal::Missing(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_with_links_is_never_taken_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a path");
        std::fs::create_dir(root.join("a")).expect("a folder");
        std::os::unix::fs::symlink("/", root.join("b")).expect("a link");
        assert_eq!(without_links(&root.join("a")), Some(root.join("a")));
        for bad in ["b", "b/etc", "a/../b", "a/../../x", "c"] {
            assert_eq!(without_links(&root.join(bad)), None, "{bad}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn files_that_do_not_say_their_length_are_bounded_too() {
        assert!(matches!(read_named(Path::new("/proc/self/maps"), 100), Err(Refusal::TooLarge(100))));
        assert!(matches!(read_named(Path::new("/dev/null"), 100), Err(Refusal::NotPlain)));
    }
}
