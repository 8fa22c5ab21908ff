//! Titles of chapters. Decides which heading is the title, what it is where there is none, and which levels the
//! other headings have then.

use crate::source::chapters::is_index;

/// A heading of the first reading.
#[derive(Debug, Default)]
pub struct Heading {
    /// Level as written.
    pub level: u8,
    /// First byte in the file.
    pub start: u32,
    /// Words.
    pub title: String,
    /// Whether it stands in no quotation, list or note.
    pub outermost: bool,
    /// Whether words stand before it.
    pub behind_text: bool,
}

/// How headings of a chapter are read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Levels {
    /// First byte of the heading that is the title.
    pub title_at: Option<u32>,
    /// The level that the title has for those below it, or nothing for that of a chapter.
    pub from: u8,
    /// So many levels lie between the title and the page: headings below it are raised by them.
    pub raised: u8,
}

/// Which heading is the title: the first of level 1, else the first. If a title is written in front matter, it is
/// the heading at the head of the text that says the same.
pub fn choose(written: Option<&str>, headings: &[Heading]) -> Option<usize> {
    let is_some = |heading: &Heading| heading.outermost && !heading.title.trim().is_empty();
    let first = |level: u8| headings.iter().position(|heading| is_some(heading) && heading.level <= level);
    match written {
        Some(written) => first(6).filter(|n| {
            let heading = &headings[*n];
            !heading.behind_text && letters(&heading.title) == letters(written)
        }),
        None => first(1).or_else(|| first(6)),
    }
}

/// The levels of a chapter whose title is heading `title`.
pub fn levels(title: Option<usize>, headings: &[Heading]) -> Levels {
    let Some(title) = title else { return Levels::default() };
    let others = headings.iter().enumerate().filter(|(n, _)| *n != title).map(|(_, heading)| heading.level);
    let highest = others.min().unwrap_or(2);
    let raised = (headings[title].level.saturating_sub(1)).min(highest.saturating_sub(2));
    Levels { title_at: Some(headings[title].start), from: headings[title].level - raised, raised }
}

/// Letters and figures alone.
pub fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A title from a file's path: `02-unsere_ziele.md`, `ziele/README.md`.
pub fn from_path(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default();
    let stem = stem(name);
    let stem = parts.next().filter(|folder| is_index(stem) && !folder.is_empty()).unwrap_or(stem);
    let words = without_number(stem).replace(['-', '_'], " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => name.to_owned(),
    }
}

/// A file's name without its ending.
pub fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

/// A name without the number that puts it in order: up to three figures, or a date. A year stays.
pub fn without_number(stem: &str) -> &str {
    let is_date = |date: &str| {
        date.bytes().enumerate().all(|(n, b)| if matches!(n, 4 | 7) { b == b'-' } else { b.is_ascii_digit() })
    };
    let figures = stem.find(|c: char| !c.is_ascii_digit()).unwrap_or(stem.len());
    let number = match stem.get(..10) {
        Some(date) if is_date(date) => 10,
        _ if (1..=3).contains(&figures) => figures,
        _ => return stem,
    };
    let rest = stem[number..].trim_start_matches(['-', '_', '.', ' ']);
    let is_joined = rest.len() == stem.len() - number;
    if rest.is_empty() || is_joined { stem } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(levels: &[(u8, &str)]) -> Vec<Heading> {
        let heading = |(n, (level, title)): (usize, &(u8, &str))| Heading {
            level: *level,
            start: n as u32,
            title: (*title).to_owned(),
            outermost: true,
            behind_text: n > 0,
        };
        levels.iter().enumerate().map(heading).collect()
    }

    #[test]
    fn the_title_is_the_first_heading_of_level_1_or_else_the_first() {
        assert_eq!(choose(None, &headings(&[(2, "A"), (1, "B"), (1, "C")])), Some(1));
        assert_eq!(choose(None, &headings(&[(3, " "), (3, "A"), (2, "B")])), Some(1));
        assert_eq!(choose(None, &[]), None);
        assert_eq!(choose(Some("Mein Titel"), &headings(&[(1, "Mein *Titel*")])), Some(0));
        assert_eq!(choose(Some("Mein Titel"), &headings(&[(1, "Los")])), None);
        assert_eq!(choose(Some("B"), &headings(&[(1, "A"), (1, "B")])), None);
    }

    #[test]
    fn headings_below_a_low_title_are_raised_as_far_as_there_is_room() {
        let raised = |all: &[(u8, &str)]| levels(Some(0), &headings(all)).raised;
        assert_eq!(raised(&[(2, "T"), (3, "A"), (4, "B")]), 1);
        assert_eq!(raised(&[(2, "T"), (2, "A"), (3, "B")]), 0);
        assert_eq!(raised(&[(3, "T"), (5, "A")]), 2);
        assert_eq!(raised(&[(1, "T"), (3, "A")]), 0, "a level that was left out stays one");
        assert_eq!(levels(None, &headings(&[(3, "A")])).raised, 0);
    }

    #[test]
    fn names_of_files_become_readable() {
        for (path, title) in [
            ("02-unsere_ziele.md", "Unsere ziele"),
            ("a/01_Die-Wahl.markdown", "Die Wahl"),
            ("ziele/README.md", "Ziele"),
            ("README.md", "README"),
            ("12.md", "12"),
            ("2024-bericht.md", "2024 bericht"),
            ("2024-03-01-bericht.md", "Bericht"),
            ("3d-druck.md", "3d druck"),
            ("1. öffnung.md", "Öffnung"),
            (".md", ".md"),
        ] {
            assert_eq!(from_path(path), title, "{path}");
        }
    }
}
