//! Started from a desktop: by a double click, or with a folder dropped on the program. Decides what is asked then;
//! the window stays open until the result was read.

use std::ffi::OsString;
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use super::print::print_line;
use super::{FINE, words};
use crate::edition::names;

/// What the desktop asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// Nothing yet: projects lie beside the program, in this folder, or will.
    Ask(PathBuf),
    /// This project.
    Build(PathBuf),
}

/// What someone takes who sees what the desktop asks for.
pub struct Hands<'a> {
    /// Makes a project of a title in a folder; an exit code.
    pub make: &'a mut dyn FnMut(&Path, &str) -> u8,
    /// Builds a project; an exit code.
    pub build: &'a mut dyn FnMut(&Path) -> u8,
}

/// The wish behind a call, if it comes from a desktop: a terminal for it alone, no words but a whole path, and the
/// folder of the program.
pub fn wish(arguments: &[OsString]) -> Option<Wish> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return None;
    }
    let folder = std::env::current_exe().ok()?.parent()?.to_owned();
    let here = std::env::current_dir().ok()?;
    wish_of(arguments, here == folder, &here)
}

fn wish_of(arguments: &[OsString], is_beside: bool, here: &Path) -> Option<Wish> {
    match arguments {
        [_] if is_beside && is_project(here) => Some(Wish::Build(here.to_owned())),
        [_] if is_beside => Some(Wish::Ask(here.to_owned())),
        [_, path] => {
            let path = Path::new(path);
            let folder = if path.ends_with("brochure.toml") { path.parent()? } else { path };
            (path.is_absolute() && is_project(folder)).then(|| Wish::Build(folder.to_owned()))
        }
        _ => None,
    }
}

fn is_project(folder: &Path) -> bool {
    folder.join("brochure.toml").is_file()
}

/// Does what the desktop asks for, and waits until the result was read.
pub fn fulfil(wish: Wish, answers: &mut dyn BufRead, hands: &mut Hands<'_>) -> u8 {
    let code = match wish {
        Wish::Build(folder) => (hands.build)(&folder),
        Wish::Ask(folder) => ask(&folder, answers, hands),
    };
    print_line(words::enter_closes());
    answer(answers);
    code
}

/// Asks which project is built, or for the title of a new one.
fn ask(folder: &Path, answers: &mut dyn BufRead, hands: &mut Hands<'_>) -> u8 {
    let projects = projects(folder);
    if !projects.is_empty() {
        print_line(words::which_brochure());
        for (at, project) in projects.iter().enumerate() {
            print_line(words::choice(at + 1, project));
        }
        print_line(words::choice_of_new());
        let chosen = answer(answers);
        let chosen = chosen.and_then(|number| number.parse::<usize>().ok()?.checked_sub(1));
        if let Some(project) = chosen.and_then(|at| projects.get(at)) {
            return (hands.build)(&folder.join(project));
        }
    }
    print_line(words::which_title());
    let Some(title) = answer(answers) else { return FINE };
    let project = folder.join(names::of_folder(&title));
    match (hands.make)(&project, &title) {
        FINE => (hands.build)(&project),
        code => code,
    }
}

/// Names of the folders that hold a project, in order.
fn projects(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let projects = entries.filter(|entry| is_project(&entry.path()));
    let mut names: Vec<String> = projects.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// A line that was typed; none where it is empty or there is no more.
fn answer(answers: &mut dyn BufRead) -> Option<String> {
    let mut line = String::new();
    answers.read_line(&mut line).ok()?;
    Some(line.trim().to_owned()).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(folder: &Path, name: &str) -> PathBuf {
        let project = folder.join(name);
        std::fs::create_dir(&project).expect("a folder");
        std::fs::write(project.join("brochure.toml"), "").expect("a file");
        project
    }

    /// What is made and built when these lines are typed.
    fn answered(folder: &Path, typed: &str) -> Vec<String> {
        let done = std::cell::RefCell::new(Vec::new());
        let note = |what: &str, path: &Path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            done.borrow_mut().push(format!("{what} {name}"));
            FINE
        };
        let mut hands = Hands { make: &mut |p, _| note("make", p), build: &mut |p| note("build", p) };
        fulfil(Wish::Ask(folder.to_owned()), &mut typed.as_bytes(), &mut hands);
        done.into_inner()
    }

    #[test]
    fn a_double_click_asks_only_beside_the_program_and_without_words() {
        let here = tempfile::tempdir().expect("a folder");
        let call = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        let wish = |words: &[&str], beside| wish_of(&call(words), beside, here.path());
        assert_eq!(wish(&["brochure"], true), Some(Wish::Ask(here.path().to_owned())));
        assert_eq!(wish(&["brochure"], false), None);
        assert_eq!(wish(&["brochure", "build"], true), None);
        let dropped = project(here.path(), "Heft");
        for path in [dropped.clone(), dropped.join("brochure.toml")] {
            let path = path.to_str().expect("a path in UTF-8");
            assert_eq!(wish(&["brochure", path], false), Some(Wish::Build(dropped.clone())), "{path}");
        }
        assert_eq!(wish(&["brochure", here.path().to_str().expect("UTF-8")], true), None);
    }

    #[test]
    fn a_title_makes_a_project_and_builds_it() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(
            answered(folder.path(), "Wer hilft? Mainz\n\n"),
            ["make Wer hilft- Mainz", "build Wer hilft- Mainz"]
        );
        assert!(answered(folder.path(), "").is_empty());
    }

    #[test]
    fn projects_beside_the_program_are_offered_by_number() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["Zwei", "Eins"] {
            project(folder.path(), name);
        }
        assert_eq!(answered(folder.path(), "2\n\n"), ["build Zwei"]);
        assert_eq!(answered(folder.path(), "\nDrei\n\n"), ["make Drei", "build Drei"]);
        assert_eq!(answered(folder.path(), "99999999999999999999\nDrei\n"), ["make Drei", "build Drei"]);
    }
}
