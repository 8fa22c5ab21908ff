//! How a starter becomes a project: its files in a folder, with the title that was asked for.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::File;
use crate::{json, schemas};

/// The file that holds the title.
pub const CONFIG: &str = "brochure.toml";
/// What editors check it by; its first line names it.
pub const SCHEMA: &str = ".brochure/schema.json";

/// What could not be written, and why.
pub struct Failure {
    /// The path.
    pub path: PathBuf,
    /// The system's reason.
    pub error: std::io::Error,
}

/// Writes a project of these files, with another title if one is given.
///
/// # Errors
/// The file that could not be written; those before it are there.
pub fn write_all(folder: &Path, files: &[File], title: Option<&str>) -> Result<(), Failure> {
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        write(&path, bytes).map_err(|error| Failure { path, error })
    };
    for (name, bytes) in files {
        if *name == CONFIG {
            let config = title.map_or(Cow::Borrowed(*bytes), |title| titled(bytes, title));
            write(name, &[format!("#:schema {SCHEMA}\n").as_bytes(), &config].concat())?;
        } else {
            write(name, bytes)?;
        }
    }
    write(SCHEMA, schemas::brochure().as_bytes())
}

/// Whether a folder is there and not empty.
pub fn holds_something(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    std::fs::write(path, bytes)
}

/// A title: the words of a text on one line; none if there is no word.
pub fn title(text: &str) -> Option<String> {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    Some(words.collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty())
}

/// A brochure.toml whose first line `title = …` has this title. Strings of JSON without control characters are
/// strings of TOML.
fn titled<'a>(config: &'a [u8], title: &str) -> Cow<'a, [u8]> {
    let Ok(text) = std::str::from_utf8(config) else { return Cow::Borrowed(config) };
    let Some(start) = text.find("\ntitle = ").map(|at| at + 1) else { return Cow::Borrowed(config) };
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let titled = format!("{}title = {}{}", &text[..start], json::quoted(title), &text[end..]);
    Cow::Owned(titled.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_whole_or_said_not_to_be() {
        let folder = tempfile::tempdir().expect("a folder");
        // The second file lies below the first.
        let files: [File; 2] = [("a", b"1"), ("a/b", b"2")];
        let failed = write_all(folder.path(), &files, None).err().map(|failure| failure.path);
        assert_eq!(failed, Some(folder.path().join("a/b")));
        assert!(holds_something(folder.path()));
    }
}
