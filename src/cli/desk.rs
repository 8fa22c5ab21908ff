//! Started from a desktop: by a double click, or with a folder dropped on the program. Decides what is previewed then; the
//! window stays open as long as the preview is used, and until a failure was read.

use std::ffi::OsString;
use std::io::{BufRead, IsTerminal};
use std::path::Path;

use super::print::print_line;
use super::{FINE, preview, speech};
use crate::diag::words::command as words;
use crate::diag::words::preview::window_stays_open;
use crate::preview::welcome::is_project;
use crate::preview::{Options, Subject};

/// What a call asks to preview, if it comes from a desktop: a terminal for it alone, no words but a whole path, and the
/// folder of the program.
pub fn wish(arguments: &[OsString]) -> Option<Subject> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return None;
    }
    let folder = std::env::current_exe().ok()?.parent()?.to_owned();
    let here = std::env::current_dir().ok()?;
    wish_of(arguments, here == folder, &here)
}

fn wish_of(arguments: &[OsString], is_beside: bool, here: &Path) -> Option<Subject> {
    match arguments {
        [_] if is_beside && is_project(here) => Some(Subject::Project(here.to_owned())),
        [_] if is_beside => Some(Subject::Beside(here.to_owned())),
        [_, path] => {
            let path = Path::new(path);
            let folder = if path.ends_with("brochure.toml") { path.parent()? } else { path };
            (path.is_absolute() && is_project(folder)).then(|| Subject::Project(folder.to_owned()))
        }
        _ => None,
    }
}

/// Previews what the desktop asks for; waits until it was read why that failed.
pub fn fulfil(subject: Subject) -> u8 {
    if let Subject::Project(folder) = &subject {
        speech::speak_as_in(folder);
    }
    print_line(window_stays_open());
    let code =
        preview::serve(Options { subject, port: 0, read_only: false, wording: speech::wording() }, true);
    if code != FINE {
        print_line(words::enter_closes());
        let _ = std::io::stdin().lock().read_line(&mut String::new());
    }
    code
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn project(folder: &Path, name: &str) -> PathBuf {
        let project = folder.join(name);
        std::fs::create_dir(&project).expect("a folder");
        std::fs::write(project.join("brochure.toml"), "").expect("a file");
        project
    }

    #[test]
    fn a_double_click_counts_only_beside_the_program_and_without_words() {
        let here = tempfile::tempdir().expect("a folder");
        let call = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        let wish = |words: &[&str], beside| wish_of(&call(words), beside, here.path());
        assert!(matches!(wish(&["brochure"], true), Some(Subject::Beside(folder)) if folder == here.path()));
        assert!(wish(&["brochure"], false).is_none());
        assert!(wish(&["brochure", "build"], true).is_none());
        let dropped = project(here.path(), "Heft");
        for path in [dropped.clone(), dropped.join("brochure.toml")] {
            let path = path.to_str().expect("a path in UTF-8");
            assert!(
                matches!(wish(&["brochure", path], false), Some(Subject::Project(p)) if p == dropped),
                "{path}"
            );
        }
        assert!(wish(&["brochure", here.path().to_str().expect("UTF-8")], true).is_none());
        let at_home = wish_of(&call(&["brochure"]), true, &dropped);
        assert!(matches!(at_home, Some(Subject::Project(folder)) if folder == dropped));
    }
}
