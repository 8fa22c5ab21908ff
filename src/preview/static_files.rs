//! The files of the page. Decides which ones there are; they are part of the program.

use super::http::{Answer, Body};

macro_rules! files {
    ($($name:literal: $kind:literal),* $(,)?) => {
        &[$(($name, $kind, include_bytes!(concat!("../../assets/preview/", $name)))),*]
    };
}

/// Names, media types and contents.
const FILES: &[(&str, &str, &[u8])] = files! {
    "additions.js": "text/javascript; charset=utf-8",
    "app.css": "text/css; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "chapters.js": "text/javascript; charset=utf-8",
    "conflict.js": "text/javascript; charset=utf-8",
    "contents.js": "text/javascript; charset=utf-8",
    "drafts.js": "text/javascript; charset=utf-8",
    "drawings.js": "text/javascript; charset=utf-8",
    "editor.js": "text/javascript; charset=utf-8",
    "elements.js": "text/javascript; charset=utf-8",
    "faults.js": "text/javascript; charset=utf-8",
    "field.js": "text/javascript; charset=utf-8",
    "filetext.js": "text/javascript; charset=utf-8",
    "index.html": "text/html; charset=utf-8",
    "jobs.js": "text/javascript; charset=utf-8",
    "leaves.js": "text/javascript; charset=utf-8",
    "marks.js": "text/javascript; charset=utf-8",
    "matching.js": "text/javascript; charset=utf-8",
    "pages.js": "text/javascript; charset=utf-8",
    "redraw.js": "text/javascript; charset=utf-8",
    "requests.js": "text/javascript; charset=utf-8",
    "side.js": "text/javascript; charset=utf-8",
    "state.js": "text/javascript; charset=utf-8",
    "tell.js": "text/javascript; charset=utf-8",
    "thumbs.js": "text/javascript; charset=utf-8",
    "toolbar.js": "text/javascript; charset=utf-8",
    "welcome.js": "text/javascript; charset=utf-8",
    "words.js": "text/javascript; charset=utf-8",
    "zoom.js": "text/javascript; charset=utf-8",
};

/// The page itself.
const PAGE: &str = "index.html";

/// A file of the page; the page where no name is given.
pub fn file(name: &str) -> Option<Answer> {
    let name = if name.is_empty() { PAGE } else { name };
    let (_, kind, bytes) = FILES.iter().find(|(known, ..)| *known == name)?;
    Some(Answer { status: 200, kind, body: Body::Fixed(bytes), lasting: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_page_is_served() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/preview");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
            .collect();
        names.sort();
        let mut served: Vec<&str> = FILES.iter().map(|(name, ..)| *name).collect();
        served.sort_unstable();
        assert_eq!(names, served);
        assert!(file("").is_some() && file("../index.html").is_none());
    }
}
