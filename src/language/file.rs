//! What a file of a language holds. `assets/languages/de.toml` explains the keys.

use super::Labels;
use crate::tree::{Count, decoded, decoded_enum};

decoded! {
    /// A language.
    pub struct File {
        direction: Direction,
        marks: Marks, numbers: Numbers, hyphens: Hyphens, spaces: Spaces, captions: Captions,
        gender: Gender = Gender::default(), hyphenation: Hyphenation,
        /// None: words are not made of words.
        compounds: Option<Compounds> = None,
        links: Links,
        file_names: FileNames = FileNames::default(),
        labels: Labels,
    }
}

decoded_enum! {
    /// Where its lines begin.
    pub enum Direction {
        /// At the left.
        LeftToRight = "left-to-right",
        /// At the right.
        RightToLeft = "right-to-left",
    }
}

decoded! {
    /// What becomes of typed marks.
    pub struct Marks {
        /// Outer opening and closing, inner opening and closing.
        quotes: [char; 4],
        dash: char, long_dash: char, range: char,
        /// Words that have lost their beginning to an apostrophe.
        elisions: Vec<String> = Vec::new(),
    }
}

decoded! {
    /// How numbers are written.
    pub struct Numbers {
        decimal: char, group: char,
        /// Figures from which thousands are grouped.
        group_from: Count<4, 9>,
        percent_space: Option<char> = None,
    }
}

const NARROW: char = '\u{202f}';

impl Numbers {
    /// For a language without a file: as numbers are typed, with narrow spaces.
    pub const USUAL: Self =
        Self { decimal: '.', group: NARROW, group_from: Count(5), percent_space: Some(NARROW) };

    /// A number with its unit.
    pub fn quantity(&self, number: f64, unit: Option<&str>) -> String {
        let written = number.abs().to_string();
        let (whole, decimals) = written.split_once('.').unwrap_or((&written, ""));
        let mut text = if number < 0.0 { String::from("−") } else { String::new() };
        for (n, figure) in whole.char_indices() {
            if n > 0 && (whole.len() - n).is_multiple_of(3) && whole.len() >= self.group_from.0 {
                text.push(self.group);
            }
            text.push(figure);
        }
        if !decimals.is_empty() {
            text.push(self.decimal);
            text.push_str(decimals);
        }
        let Some(unit) = unit else { return text };
        text.extend(if unit == "%" { self.percent_space } else { Some(NARROW) });
        text + unit
    }
}

decoded! {
    /// What the hyphen between figures stands for.
    pub struct Hyphens {
        /// Words before a number that keeps its hyphen; `…` stands for the beginning of a longer word.
        kept_behind: Vec<String> = Vec::new(),
        /// Words before a range, in lower case.
        range_behind: Vec<String> = Vec::new(),
    }
}

decoded! {
    /// Words beside spaces that end no line.
    pub struct Spaces {
        abbreviations: Vec<String> = Vec::new(),
        before_number: Vec<String>,
        before_anything: Vec<String> = Vec::new(),
        after_number: Vec<String>,
        /// Units of measure, and what may stand before them in one word.
        units: Vec<String> = Vec::new(), unit_prefixes: Vec<String> = Vec::new(),
        multiples: Vec<String> = Vec::new(), currencies: Vec<String> = Vec::new(),
        /// What is counted by a number with a full stop, beside months.
        after_ordinal: Vec<String> = Vec::new(),
        /// Short names of months.
        months: Vec<String> = Vec::new(),
        titles: Vec<String>,
    }
}

impl Spaces {
    /// The last characters of the words that bind another one, not only a number.
    pub(super) fn binding_ends(&self) -> Vec<char> {
        let words = [&self.before_anything, &self.multiples, &self.titles].into_iter().flatten();
        words.filter_map(|word| word.chars().next_back()).collect()
    }
}

decoded! {
    /// What begins a caption.
    pub struct Captions { table: String, source: String }
}

decoded! {
    /// Endings behind a gender star.
    #[derive(Default)]
    pub struct Gender {
        endings: Vec<String> = Vec::new(),
        /// More may follow.
        openings: Vec<String> = Vec::new(),
        /// Never broken.
        whole: Vec<String> = Vec::new(),
    }
}

impl Gender {
    /// Whether the letters behind a sign are such an ending.
    pub fn begins(&self, letters: &str) -> bool {
        self.endings.iter().any(|ending| ending == letters)
            || self.openings.iter().any(|opening| letters.starts_with(&**opening))
    }
}

decoded! {
    /// Where words are broken.
    pub struct Hyphenation {
        /// ISO 639-1 code of the patterns.
        patterns: String,
        /// Corrections.
        exceptions: Vec<String> = Vec::new(),
    }
}

decoded! {
    /// Words made of words.
    pub struct Compounds {
        /// Second parts.
        stems: Vec<String>,
        /// Letters before which an f ends its part.
        ligature_stops: Vec<char>,
        /// Parts that end with an f before another one.
        ligature_parts: Vec<String>,
    }
}

decoded! {
    /// How names of files are made of titles.
    #[derive(Default)]
    pub struct FileNames {
        /// Letters in lower case, and how they are spelled without their marks.
        spelled: Vec<[String; 2]> = Vec::new(),
    }
}

impl FileNames {
    /// How a letter is spelled, where it does not only lose its marks.
    pub fn spelling(&self, letter: char) -> Option<&str> {
        let found = self.spelled.iter().find(|[written, _]| written.chars().eq([letter]));
        found.map(|[_, spelled]| spelled.as_str())
    }
}

decoded! {
    /// Words of links.
    pub struct Links {
        /// They say nothing.
        empty: Vec<String>,
    }
}
