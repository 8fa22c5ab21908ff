//! Where a picture lies that a text names. Decides which folders are looked into from the root of a site on,
//! and which spelling is let pass.

use unicode_normalization::UnicodeNormalization;

use super::paths::{self, Refusal};
use super::store::Sources;

/// Folders that are the root of a site for the programs that make sites.
const ROOTS: [&str; 6] = ["", "static", "public", "assets", "docs", "src"];

/// A file that was found.
pub struct Found {
    /// Its path below the project folder.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Whether it is called otherwise than it is written.
    pub respelt: bool,
}

/// Finds the file that a text names: below the project folder or, if the path begins with a slash, below what
/// may be the root of a site. `chapters` is the folder of chapters; at most `most` bytes are read.
pub fn find(sources: &dyn Sources, chapters: &str, written: &str, most: u64) -> Result<Found, Refusal> {
    let candidates = candidates(chapters, written)?;
    let mut missing = Refusal::Missing(None);
    for path in &candidates {
        match sources.read("", path, most) {
            Ok(bytes) => return Ok(Found { path: path.clone(), bytes, respelt: false }),
            Err(Refusal::Missing(near)) => {
                if near.is_some() {
                    missing = Refusal::Missing(near);
                }
            }
            Err(refusal) => return Err(refusal),
        }
    }
    for path in &candidates {
        // `?raw=true` is for forges.
        let Some(name) = spelt(sources, path.split(['?', '#']).next().unwrap_or_default()) else { continue };
        let bytes = sources.read("", &name, most)?;
        return Ok(Found { respelt: nfc(&name) != nfc(path), path: name, bytes });
    }
    Err(missing)
}

/// The paths that may be meant.
fn candidates(chapters: &str, written: &str) -> Result<Vec<String>, Refusal> {
    let Some(below) = written.strip_prefix('/') else { return Ok(vec![written.to_owned()]) };
    let roots = ROOTS.into_iter().chain([chapters]);
    roots.map(|root| paths::join(root, below).ok_or(Refusal::Outside)).collect()
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// The path of a file that differs in capitals, or in how letters with marks are encoded.
fn spelt(sources: &dyn Sources, written: &str) -> Option<String> {
    let folded = |name: &str| nfc(name).to_lowercase();
    let mut path = String::new();
    for part in written.split('/') {
        let names = sources.list(&path).ok()?;
        let mut names = names.iter().filter_map(|name| name.to_str());
        let wanted = folded(part);
        let found =
            names.clone().find(|name| *name == part).or_else(|| names.find(|name| folded(name) == wanted))?;
        path = paths::join(&path, found)?;
    }
    Some(path).filter(|path| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::store::Memory;
    use super::*;

    fn found(files: &[&str], written: &str) -> Option<(String, bool)> {
        let mut memory = Memory::default();
        files.iter().for_each(|file| memory.put(file, "x"));
        find(&memory, "texte", written, 9).ok().map(|found| (found.path, found.respelt))
    }

    #[test]
    fn roots_of_sites_are_looked_into_in_order() {
        assert_eq!(
            found(&["img/a.png", "static/img/a.png"], "/img/a.png"),
            Some(("img/a.png".into(), false))
        );
        assert_eq!(found(&["public/img/a.png"], "/img/a.png"), Some(("public/img/a.png".into(), false)));
        assert_eq!(found(&["texte/img/a.png"], "/img/a.png"), Some(("texte/img/a.png".into(), false)));
        assert_eq!(found(&["texte/img/a.png"], "img/a.png"), None);
        assert_eq!(found(&["a.png"], "/../a.png"), None);
    }

    #[test]
    fn capitals_and_encodings_of_names_are_let_pass() {
        assert_eq!(found(&["Bilder/Haus.PNG"], "bilder/haus.png"), Some(("Bilder/Haus.PNG".into(), true)));
        assert_eq!(found(&["static/Haus.png"], "/haus.png"), Some(("static/Haus.png".into(), true)));
        assert_eq!(found(&["ho\u{308}fe.png"], "h\u{f6}fe.png"), Some(("ho\u{308}fe.png".into(), false)));
        assert_eq!(found(&["a.png"], "a.png?raw=true"), Some(("a.png".into(), true)));
        assert_eq!(found(&["a.png", "A.png"], "A.png"), Some(("A.png".into(), false)));
    }
}
