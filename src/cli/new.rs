//! `brochure new`. Decides what a new project holds.

use std::path::Path;

use super::print::{print_error, say};
use super::{ERRORS, FINE, MISUSE};
use crate::diag::typed;
use crate::diag::words::command as words;

const NEW_CONFIG: &str = include_str!("../../assets/new/brochure.toml");
const NEW_CHAPTER: &str = include_str!("../../assets/new/01-erstes-kapitel.md");

/// Makes a project in a folder that is empty or not there.
pub fn new(folder: &Path) -> u8 {
    let occupied = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if occupied {
        print_error(words::not_empty(folder.display()));
        return MISUSE;
    }
    let chapters = folder.join("chapters");
    let written = std::fs::create_dir_all(&chapters)
        .and_then(|()| std::fs::write(folder.join("brochure.toml"), NEW_CONFIG))
        .and_then(|()| std::fs::write(chapters.join("01-erstes-kapitel.md"), NEW_CHAPTER));
    match written {
        Ok(()) => {
            say(words::made(folder.display(), typed(&folder.to_string_lossy())));
            FINE
        }
        Err(error) => {
            print_error(words::not_made(folder.display(), error));
            ERRORS
        }
    }
}
