//! `brochure new`. Decides how a new project is written, and what is said of it.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::print::{print_error, print_line, say};
use super::starters::File;
use super::{ERRORS, FINE, MISUSE, schema};
use crate::diag::words::command as words;
use crate::diag::{reason, typed};
use crate::json;

/// The file that holds the title.
const CONFIG: &str = "brochure.toml";
/// What editors check it by; its first line names it.
const SCHEMA: &str = ".brochure/schema.json";

/// Makes a project of these files in a folder that is empty or not there, with another title if one is given.
pub fn new(folder: &Path, files: &[File], title: Option<&str>) -> u8 {
    if holds_something(folder) {
        print_error(words::not_empty(folder.display()));
        return MISUSE;
    }
    match write_all(folder, files, title) {
        Ok(()) => {
            tell(folder, files);
            FINE
        }
        Err(Failure { path, error }) => {
            print_error(words::not_made(path.display(), reason(&error)));
            if holds_something(folder) {
                print_line(words::half_made(folder.display()));
            }
            ERRORS
        }
    }
}

/// What could not be written, and why.
struct Failure {
    path: PathBuf,
    error: std::io::Error,
}

fn write_all(folder: &Path, files: &[File], title: Option<&str>) -> Result<(), Failure> {
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
    write(SCHEMA, schema::brochure().as_bytes())
}

fn holds_something(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    std::fs::write(path, bytes)
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

/// Says what was made, and what to type next.
fn tell(folder: &Path, files: &[File]) {
    let project = typed(&folder.to_string_lossy());
    say(words::made(folder.display()));
    files.iter().for_each(|(path, _)| say(words::made_file(path)));
    say(words::made_schema(SCHEMA));
    say(words::write_over());
    say(words::next_build(&project));
    say(words::next_check(&project));
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
