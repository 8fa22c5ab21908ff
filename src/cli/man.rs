//! `brochure man`. Decides nothing: the pages are made from the command line.

use std::path::Path;

use super::print::print_error;
use super::{ERRORS, FINE};
use crate::diag::reason;
use crate::diag::words::command as words;

/// Writes the pages of a program and its commands into a folder.
pub fn write(program: clap::Command, folder: &Path) -> u8 {
    let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(program, folder));
    match written {
        Ok(()) => FINE,
        Err(error) => {
            print_error(words::not_made(folder.display(), reason(&error)));
            ERRORS
        }
    }
}
