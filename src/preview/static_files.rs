//! The files of the page. Decides which ones there are; they are part of the program.

use super::http::{Answer, Body};

macro_rules! files {
    ($($name:literal: $kind:literal),* $(,)?) => {
        &[$(($name, $kind, include_bytes!(concat!("../../assets/preview/", $name)))),*]
    };
}

/// Names, media types and contents.
const FILES: &[(&str, &str, &[u8])] = files! {
    "index.html": "text/html; charset=utf-8",
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
