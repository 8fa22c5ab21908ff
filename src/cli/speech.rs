//! The language that the program speaks. Decides who is asked for it: `--lang`, else the brochure at hand, else the one
//! of the folder where the program was called; English where there is none. The system is not asked: the same call
//! says the same everywhere.

use std::ffi::OsString;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::diag::Wording;
use crate::source::{self, paths};

/// The option.
pub const OPTION: &str = "--lang";

/// What is spoken, and whether it was asked for.
static SPOKEN: Mutex<Option<(&'static Wording, bool)>> = Mutex::new(None);

/// The language that is spoken.
pub fn wording() -> &'static Wording {
    lock().map_or(Wording::english(), |(wording, _)| wording)
}

/// Begins with what a call asks for, else with what is spoken where it was made.
pub fn begin(arguments: &[OsString]) {
    let asked = asked_for(arguments).map(|tag| (Wording::for_tag(&tag), true));
    *lock() = asked;
    if asked.is_none()
        && let Some(folder) = paths::project_at(Path::new("."))
    {
        speak_as_in(&folder);
    }
}

/// Speaks as the brochure in a folder does, unless another language was asked for.
pub fn speak_as_in(folder: &Path) {
    if let Some(tag) = source::language_at(folder) {
        speak(&tag);
    }
}

/// Speaks the language of a tag, unless another one was asked for.
pub fn speak(tag: &str) {
    let mut spoken = lock();
    if !spoken.is_some_and(|(_, asked)| asked) {
        *spoken = Some((Wording::for_tag(tag), false));
    }
}

fn lock() -> MutexGuard<'static, Option<(&'static Wording, bool)>> {
    SPOKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The value of `--lang`, also where the call makes no sense else.
fn asked_for(arguments: &[OsString]) -> Option<String> {
    let words = arguments.iter().map(|word| word.to_str().unwrap_or_default());
    let words: Vec<&str> = words.take_while(|word| *word != "--").collect();
    let is_option = |word: &&str| word.split('=').next() == Some(OPTION);
    let at = words.iter().rposition(is_option)?;
    let value = words[at].split_once('=').map(|(_, value)| value).or(words.get(at + 1).copied())?;
    ["de", "en"].contains(&value).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_in_calls_that_make_no_sense() {
        let asked = |call: &[&str]| asked_for(&call.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(asked(&["brochure", "--lang", "de", "--nonsense"]).as_deref(), Some("de"));
        assert_eq!(asked(&["brochure", "bild", "--lang=en"]).as_deref(), Some("en"));
        for call in
            [&["brochure", "--lang"][..], &["brochure", "--lang", "fr"], &["brochure", "--", "--lang", "de"]]
        {
            assert_eq!(asked(call), None, "{call:?}");
        }
    }
}
