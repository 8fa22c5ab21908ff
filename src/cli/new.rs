//! `brochure new`. Decides what is said of a new project, and when none is made.

use std::path::Path;

use super::print::{print_error, print_line, say};
use super::{ERRORS, FINE, MISUSE};
use crate::diag::words::command as words;
use crate::diag::{reason, typed};
use crate::starters::{Failure, File, SCHEMA, holds_something, write_all};

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
