//! Opens things with the programs of the system. Decides which program opens what; no word goes through a shell.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// The variable that names the editor.
const EDITOR: &str = "BROCHURE_EDITOR";

/// Opens an address in the browser.
///
/// # Errors
/// There is no program that does.
pub fn address(address: &str) -> io::Result<()> {
    if cfg!(windows) {
        return start(Command::new("rundll32").args(["url.dll,FileProtocolHandler", address]));
    }
    start(Command::new(opener()).arg(address))
}

/// Opens a file or folder with the program that the system has for it.
///
/// # Errors
/// There is no program that does.
pub fn path(path: &Path) -> io::Result<()> {
    start(Command::new(opener()).arg(path))
}

fn opener() -> &'static str {
    match () {
        () if cfg!(windows) => "explorer",
        () if cfg!(target_os = "macos") => "open",
        () => "xdg-open",
    }
}

/// Opens a line of a file in the editor that was named; none if none was.
pub fn editor(file: &Path, line: usize) -> Option<io::Result<()>> {
    let named = std::env::var(EDITOR).ok()?;
    let mut words = words(&named, &file.to_string_lossy(), line).into_iter();
    Some(start(Command::new(words.next()?).args(words)))
}

/// The words of a call of an editor: those that were named, parted at spaces, with file and line in their places; the
/// file stands at the end where it has none.
fn words(named: &str, file: &str, line: usize) -> Vec<String> {
    let mut words: Vec<String> = named.split_whitespace().map(str::to_owned).collect();
    if !words.is_empty() && !named.contains("{file}") {
        words.push("{file}".to_owned());
    }
    let line = line.to_string();
    words.iter().map(|word| crate::template::fill(word, &[("file", &file), ("line", &line)])).collect()
}

/// Starts a program that nobody waits for.
fn start(command: &mut Command) -> io::Result<()> {
    let nothing = Stdio::null;
    let mut child = command.stdin(nothing()).stdout(nothing()).stderr(nothing()).spawn()?;
    std::thread::spawn(move || child.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_gets_file_and_line_as_words_of_their_own() {
        let call = |named| words(named, "a b;c/{line}.md", 7);
        assert_eq!(call("code --goto {file}:{line}"), ["code", "--goto", "a b;c/{line}.md:7"]);
        assert_eq!(call("gedit +{line}"), ["gedit", "+7", "a b;c/{line}.md"]);
        assert!(call("  ").is_empty());
    }

    #[test]
    fn a_program_that_is_not_there_is_told() {
        assert!(start(&mut Command::new("brochure-no-such-program")).is_err());
    }
}
