//! A run that was called from the command line. Decides how a folder or edition that is not there is told, and what of
//! the run is printed.

use std::path::{Component, Path, PathBuf};

use super::print::{has_colours, print_error, print_line, print_out, seconds, tell};
use super::report::{self, Form, Report, Verbosity};
use super::{MISUSE, speech};
use crate::brochure::Brochures;
use crate::diag::Filling;
use crate::diag::words::command as words;
use crate::edition::Published;
use crate::production::{Run, Wanted};
use crate::source::paths;

/// The project's folder: the one that is named, or the nearest above it that has a brochure.toml; its language is
/// spoken from now on.
pub fn project_at(named: PathBuf, quiet: bool) -> PathBuf {
    let found = paths::project_at(&named).unwrap_or_else(|| named.clone());
    speech::speak_as_in(&found);
    if found != named && !quiet {
        print_line(words::project_found(found.display()));
    }
    found
}

/// Reads a project and lays out what was asked for: none if there were errors, an exit code where the call makes no sense.
pub fn open(run: &mut Run, wanted: &Wanted<'_>) -> Result<Option<Brochures>, u8> {
    run.open(wanted).map_err(|misuse| {
        print_error(misuse);
        MISUSE
    })
}

/// Tells all that was found and written by a command; an exit code.
pub fn report(run: &mut Run, command: &'static str, form: Form, published: &Published) -> u8 {
    run.sift();
    let Run { files, sink, silenced, strict, times, .. } = &*run;
    let base = seen_from_here(&run.folder);
    let wording = speech::wording();
    let report = Report { command, files, told: sink, silenced, strict: *strict, published, base, wording };
    let written = report::write(&report, form, has_colours());
    tell(&written.told);
    if form == Form::Text(Verbosity::Verbose) {
        let parts = times.iter().map(|(part, time)| words::part_took(part.clone(), seconds(*time)));
        print_line(words::times(Filling::list(parts)));
    }
    print_out(written.result.as_bytes())
}

/// The folder as seen from where the program was called, with `/` at its end; nothing where it does not lie
/// below.
fn seen_from_here(folder: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let below = if folder.is_absolute() { folder.strip_prefix(here).ok() } else { Some(folder) };
    let mut base = String::new();
    for part in below.into_iter().flat_map(Path::components) {
        match part {
            Component::Normal(name) => base.extend([name.to_string_lossy().as_ref(), "/"]),
            Component::CurDir => {}
            _ => return String::new(),
        }
    }
    base
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_seen_from_where_the_program_was_called() {
        let here = std::env::current_dir().expect("a folder");
        assert_eq!(seen_from_here(Path::new(".")), "");
        assert_eq!(seen_from_here(Path::new("./a/b c")), "a/b c/");
        assert_eq!(seen_from_here(&here.join("a")), "a/");
        for outside in ["../a", "/nowhere/at/all"] {
            assert_eq!(seen_from_here(Path::new(outside)), "");
        }
    }
}
