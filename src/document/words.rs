//! Words that are read otherwise than they are written: abbreviations, gender stars, words of the
//! author's list. Decides where they stand in a text.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use super::cells::{Cell, RawRun};
use super::rich::{Content, Element, PAGE};
use crate::diag::{Sink, Span, complaint};
use crate::language::Language;
use crate::marks::Marks;
use crate::source::config::{Config, Star};
use crate::tree::{Named, Spanned};
use crate::uri::is_address;

/// Most entries of brochure.toml.
const MOST_ENTRIES: usize = 1000;

/// Longest words that an entry is read as, in characters: they stand in the file once for each place.
const LONGEST_READING: usize = 1000;

/// How far around a word an address is looked for, in characters.
const ADDRESS: usize = 200;

/// A soft hyphen: part of a word, but not of its letters.
const SOFT_HYPHEN: char = '\u{ad}';

/// The words of a brochure.
pub struct Words {
    /// The longest first.
    entries: Vec<Entry>,
    /// Entries by their first letter.
    by_first: HashMap<char, Vec<usize>>,
    star: Star,
    /// The brochure's language, if it has a file.
    language: Option<Language>,
    /// The same without script and region.
    primary: String,
}

/// A word of brochure.toml.
struct Entry {
    letters: Vec<Letter>,
    reading: Element,
    key: String,
    span: Span,
    /// Whether it stands anywhere in the text; set while texts are read side by side.
    seen: AtomicBool,
}

/// A letter of an entry.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Letter {
    c: char,
    space: Space,
}

/// Whether a space stands before a letter.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Space {
    None,
    /// After a full stop: `z.B.` is `z. B.`
    Perhaps,
    Needed,
}

/// A place in a text, and how it is read.
#[derive(Debug, PartialEq)]
pub struct Word {
    /// Its cells.
    pub range: Range<usize>,
    /// How it is read.
    pub reading: Element,
}

impl Words {
    /// Those of brochure.toml. Complaints go to `sink`.
    pub fn new(config: &Config, sink: &mut Sink) -> Self {
        let language = &config.brochure.language.value;
        let primary = language.split('-').next().unwrap_or_default().to_owned();
        let star = config.spoken.star;
        let (entries, by_first) = Default::default();
        let mut words = Self { entries, by_first, star, language: Language::of(language), primary };
        words.add(&config.abbreviations, Element::Abbreviation, sink);
        words.add(&config.spoken.words, Element::Spoken, sink);
        if let Some(entry) = words.entries.get(MOST_ENTRIES) {
            sink.push(complaint::too_many_words(MOST_ENTRIES).at(entry.span));
            words.entries.truncate(MOST_ENTRIES);
        }
        words.entries.sort_by_key(|entry| Reverse(entry.letters.len()));
        for (n, entry) in words.entries.iter().enumerate() {
            words.by_first.entry(entry.letters[0].c).or_default().push(n);
        }
        words
    }

    fn add(&mut self, table: &Named<Spanned<String>>, reading: fn(String) -> Element, sink: &mut Sink) {
        for (key, span, value) in &table.0 {
            let letters = letters(key);
            if value.value.trim().is_empty() {
                sink.push(complaint::word_read_as_nothing(key).at(value.span));
            } else if value.value.chars().nth(LONGEST_READING).is_some() {
                sink.push(complaint::word_read_too_long(key, LONGEST_READING).at(value.span));
            } else if !letters.first().is_some_and(|letter| letter.c.is_alphanumeric()) {
                sink.push(complaint::no_word(key).at(*span));
            } else if let Some(other) =
                self.entries.iter().take(MOST_ENTRIES).find(|entry| entry.letters == letters)
            {
                sink.push(complaint::word_twice(key, &other.key).at(*span));
            } else {
                let reading = reading(value.value.trim().to_owned());
                self.entries.push(Entry {
                    letters,
                    reading,
                    key: key.clone(),
                    span: *span,
                    seen: AtomicBool::new(false),
                });
            }
        }
    }

    /// The words of a text in order; none lies in another.
    pub(super) fn find(&self, cells: &[Cell], raw_runs: &[RawRun]) -> Vec<Word> {
        let mut found = Vec::new();
        if self.entries.is_empty() && self.star == Star::AsWritten {
            return found;
        }
        let mut at = 0;
        while at < cells.len() {
            let read = cells[at].c.is_alphanumeric() && !is_joined(cells, at);
            match read.then(|| self.word_at(cells, at, raw_runs)).flatten() {
                Some(word) => {
                    at = word.range.end;
                    found.push(word);
                }
                None => at += 1,
            }
        }
        found
    }

    /// The word that begins at a cell.
    fn word_at(&self, cells: &[Cell], at: usize, raw_runs: &[RawRun]) -> Option<Word> {
        let listed = self.by_first.get(&cells[at].c).into_iter().flatten();
        let listed = listed.filter_map(|n| Some((*n, self.entries[*n].end_in(cells, at)?)));
        let fits = |end: &usize| self.is_plain(cells, at..*end, raw_runs);
        let entry = listed.into_iter().find(|(_, end)| fits(end));
        if let Some((number, end)) = entry {
            let entry = &self.entries[number];
            entry.seen.store(true, Ordering::Relaxed);
            return Some(Word { range: at..end, reading: entry.reading.clone() });
        }
        let (end, spoken) = starred(cells, at, self.star, self.language)?;
        fits(&end).then_some(Word { range: at..end, reading: Element::Spoken(spoken) })
    }

    /// Whether a word is text in the brochure's language that stands in one element: no
    /// code, no address.
    fn is_plain(&self, cells: &[Cell], range: Range<usize>, raw_runs: &[RawRun]) -> bool {
        let raw_run = |cell: &Cell| &raw_runs[cell.run as usize];
        let first = raw_run(&cells[range.start]);
        let own = first.language.is_none_or(|language| language.primary() == self.primary);
        let together = cells[range.clone()].iter().all(|cell| {
            let raw_run = raw_run(cell);
            (raw_run.link, raw_run.passage) == (first.link, first.passage)
                && !cell.marks.has(Marks::CODE)
                && !matches!(raw_run.content, Content::Call(_) | Content::CallAgain)
                && cell.c != PAGE
        });
        own && together && !is_address(&token_around(cells, range.start))
    }

    /// Warns of entries that stand nowhere.
    pub fn report_unused(&self, sink: &mut Sink) {
        for entry in self.entries.iter().filter(|entry| !entry.seen.load(Ordering::Relaxed)) {
            sink.push(complaint::unused_word(&entry.key).at(entry.span));
        }
    }
}

impl Entry {
    /// Where the entry ends if it stands at a cell.
    fn end_in(&self, cells: &[Cell], at: usize) -> Option<usize> {
        let mut end = at;
        for letter in &self.letters {
            while cells.get(end).is_some_and(|cell| cell.c == SOFT_HYPHEN) {
                end += 1;
            }
            let space = cells.get(end).is_some_and(|cell| matches!(cell.c, ' ' | '\u{a0}' | '\u{202f}'));
            match letter.space {
                Space::Needed if !space => return None,
                Space::Needed | Space::Perhaps if space => end += 1,
                _ => {}
            }
            cells.get(end).filter(|cell| cell.c == letter.c)?;
            end += 1;
        }
        let goes_on = cells.get(end).is_some_and(|cell| cell.c.is_alphanumeric() || cell.c == SOFT_HYPHEN);
        (!goes_on && !is_star(cells, end)).then_some(end)
    }
}

/// The letters of an entry, with the spaces that may stand between them.
fn letters(key: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    let mut spaced = false;
    for c in key.chars() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let space = match letters.last() {
            None => Space::None,
            Some(Letter { c: '.', .. }) => Space::Perhaps,
            Some(_) if spaced => Space::Needed,
            Some(_) => Space::None,
        };
        letters.push(Letter { c, space });
        spaced = false;
    }
    letters
}

/// Whether what stands before a cell belongs to the same word.
fn is_joined(cells: &[Cell], at: usize) -> bool {
    at > 0 && {
        let before = cells[at - 1].c;
        before.is_alphanumeric() || before == SOFT_HYPHEN || is_star(cells, at - 1)
    }
}

/// Whether a sign between two letters keeps them in one word: `Bürger*innen`.
fn is_star(cells: &[Cell], at: usize) -> bool {
    let letter = |cell: Option<&Cell>| cell.is_some_and(|cell| cell.c.is_alphanumeric());
    let sign = cells.get(at).is_some_and(|cell| matches!(cell.c, '*' | ':' | '_'));
    sign && letter(at.checked_sub(1).and_then(|before| cells.get(before))) && letter(cells.get(at + 1))
}

/// A word with gender stars at a cell: where it ends and how it is read.
fn starred(cells: &[Cell], at: usize, star: Star, language: Option<Language>) -> Option<(usize, String)> {
    let between = match star {
        Star::AsWritten => return None,
        Star::Silent => "",
        Star::Pause => " ",
    };
    // Most words have none.
    let letters = cells[at..].iter().take_while(|cell| cell.c.is_alphanumeric() || cell.c == SOFT_HYPHEN);
    let first = at + letters.count();
    cells.get(first).and_then(|_| star_at(cells, first, language))?;
    let (mut spoken, mut end) = (String::new(), at);
    while let Some(cell) = cells.get(end) {
        if cell.c.is_alphanumeric() {
            spoken.push(cell.c);
            end += 1;
        } else if cell.c == SOFT_HYPHEN {
            end += 1;
        } else if let Some(len) = star_at(cells, end, language) {
            spoken.push_str(between);
            end += len;
        } else {
            break;
        }
    }
    Some((end, spoken))
}

/// Length of the gender star at a cell: `*`, or `:`, `_`, `/-` before an ending of the language.
fn star_at(cells: &[Cell], at: usize, language: Option<Language>) -> Option<usize> {
    let len = match (cells[at].c, cells.get(at + 1).map(|cell| cell.c)) {
        ('*' | ':' | '_', _) => 1,
        ('/', Some('-')) => 2,
        _ => return None,
    };
    let ending: String =
        cells[at + len..].iter().map(|cell| cell.c).take_while(|c| c.is_alphabetic()).collect();
    let after_letter = at > 0 && cells[at - 1].c.is_alphabetic();
    let any = cells[at].c == '*' && !ending.is_empty();
    let known = language.is_some_and(|language| language.gender.begins(&ending));
    (after_letter && (any || known)).then_some(len)
}

/// What stands between the spaces around a cell, not too far.
fn token_around(cells: &[Cell], at: usize) -> String {
    let solid = |cell: &&Cell| !cell.c.is_whitespace();
    let from = at - cells[..at].iter().rev().take(ADDRESS).take_while(solid).count();
    cells[from..].iter().take(2 * ADDRESS).take_while(solid).map(|cell| cell.c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::typography::refine;

    fn cells(text: &str) -> Vec<Cell> {
        let language = Language::of("de");
        let marks = Marks::default();
        let mut cells = text.chars().map(|c| Cell { c, source: 0, run: 0, marks, language }).collect();
        refine(&mut cells);
        cells
    }

    fn entry(key: &str) -> Entry {
        let span = Span::default();
        Entry {
            letters: letters(key),
            reading: Element::Spoken(String::new()),
            key: key.to_owned(),
            span,
            seen: AtomicBool::new(false),
        }
    }

    #[test]
    fn entries_are_whole_words() {
        let end = |key: &str, text: &str| entry(key).end_in(&cells(text), 0);
        assert_eq!(end("GG", "GG."), Some(2));
        assert_eq!(end("AsylbLG", "AsylbLG-Leistungen"), Some(7));
        assert_eq!(end("AsylbLG", "Asyl\u{ad}bLG,"), Some(8));
        for other in ["GGUA", "GG*in", "GG1", "Gg"] {
            assert_eq!(end("GG", other), None, "{other}");
        }
    }

    #[test]
    fn entries_with_stops_match_whatever_space_is_typed() {
        for key in ["z. B.", "z.B."] {
            for text in ["z. B. so", "z.B. so", "z.\u{202f}B. so"] {
                assert!(entry(key).end_in(&cells(text), 0).is_some(), "{key} in {text}");
            }
        }
        assert_eq!(entry("SGB II").end_in(&cells("SGB II"), 0), Some(6));
        assert_eq!(entry("SGB II").end_in(&cells("SGBII"), 0), None);
        assert_eq!(entry("SGB II").end_in(&cells("SGB III"), 0), None);
    }

    #[test]
    fn stars_are_silent_or_a_pause() {
        let read =
            |text: &str, star| starred(&cells(text), 0, star, Language::of("de")).map(|(_, spoken)| spoken);
        for word in ["Bürger*innen", "Bürger:innen", "Bürger_innen", "Bürger/-innen"] {
            assert_eq!(read(word, Star::Silent).as_deref(), Some("Bürgerinnen"), "{word}");
            assert_eq!(read(word, Star::Pause).as_deref(), Some("Bürger innen"), "{word}");
        }
        assert_eq!(read("Ratsbürger*innenrat,", Star::Silent).as_deref(), Some("Ratsbürgerinnenrat"));
        assert_eq!(read("jede:r", Star::Silent).as_deref(), Some("jeder"));
        for plain in ["Bürger", "12:30", "a_b", "und/oder", "Haus:Garten"] {
            assert_eq!(read(plain, Star::Silent), None, "{plain}");
        }
    }
}
