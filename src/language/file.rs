//! What a file of a language holds. `assets/languages/de.toml` explains the keys.

use super::{Digits, Direction, Labels};
use crate::tree::{Count, decoded};

decoded! {
    /// A language.
    pub struct File {
        /// Where its lines begin.
        direction: Direction,
        /// What becomes of typed marks.
        marks: Marks,
        /// How numbers are written.
        numbers: Numbers,
        /// What the hyphen between figures stands for.
        hyphens: Hyphens,
        /// Words beside spaces that end no line.
        spaces: Spaces,
        /// What begins a caption.
        captions: Captions,
        /// Endings behind a gender star.
        gender: Gender = Gender::default(),
        /// Where words are broken.
        hyphenation: Hyphenation,
        /// Words made of words; none where there are no such words.
        compounds: Option<Compounds> = None,
        /// Words at the ends of lines in titles.
        lines: Lines = Lines::default(),
        /// Words of links.
        links: Links,
        /// How names of files are made of titles.
        file_names: FileNames = FileNames::default(),
        /// Words that the program prints or says.
        labels: Labels,
    }
}

decoded! {
    /// What becomes of typed marks.
    pub struct Marks {
        /// Outer opening and closing, inner opening and closing.
        quotes: [char; 4],
        /// The dash between words.
        dash: char,
        /// What becomes of three hyphens.
        long_dash: char,
        /// The dash between two numbers.
        range: char,
        /// Words that have lost their beginning to an apostrophe.
        elisions: Vec<String> = Vec::new(),
        /// Marks with the space before them, typed or not.
        spaces_before: Vec<[char; 2]> = Vec::new(),
        /// Marks with the space behind them, typed or not.
        spaces_behind: Vec<[char; 2]> = Vec::new(),
        /// Marks that stay with the word before them, also behind a typed space.
        stay_behind: Vec<char> = Vec::new(),
    }
}

decoded! {
    /// How numbers are written.
    pub struct Numbers {
        /// Before decimals.
        decimal: char,
        /// Between thousands.
        group: char,
        /// Figures from which thousands are grouped.
        group_from: Count<4, 9>,
        /// Between a number and the sign of percent.
        percent_space: Option<char> = None,
        /// The figures of numbers that the program writes.
        digits: Digits = Digits::Latin,
    }
}

const NARROW: char = '\u{202f}';

impl Numbers {
    /// For a language without a file: as numbers are typed, with narrow spaces.
    pub const USUAL: Self = Self {
        decimal: '.',
        group: NARROW,
        group_from: Count(5),
        percent_space: Some(NARROW),
        digits: Digits::Latin,
    };

    /// A number with its unit.
    pub fn quantity(&self, number: f64, unit: Option<&str>, digits: Digits) -> String {
        let [decimal, group, percent] = digits.signs().unwrap_or([self.decimal, self.group, '%']);
        let written = number.abs().to_string();
        let (whole, decimals) = written.split_once('.').unwrap_or((&written, ""));
        let mut text = if number < 0.0 { String::from("−") } else { String::new() };
        for (n, figure) in whole.char_indices() {
            if n > 0 && (whole.len() - n).is_multiple_of(3) && whole.len() >= self.group_from.0 {
                text.push(group);
            }
            text.push(figure);
        }
        if !decimals.is_empty() {
            text.push(decimal);
            text.push_str(decimals);
        }
        let text = digits.write(text);
        match unit {
            None => text,
            Some("%") => {
                let space = self.percent_space.map(String::from).unwrap_or_default();
                format!("{text}{space}{percent}")
            }
            Some(unit) => format!("{text}{NARROW}{unit}"),
        }
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
        /// Abbreviations of several parts.
        abbreviations: Vec<String> = Vec::new(),
        /// They stay with a number behind them.
        before_number: Vec<String>,
        /// They stay with whatever stands behind them.
        before_anything: Vec<String> = Vec::new(),
        /// They stay with a number before them.
        after_number: Vec<String>,
        /// Units of measure.
        units: Vec<String> = Vec::new(),
        /// What may stand before a unit in one word.
        unit_prefixes: Vec<String> = Vec::new(),
        /// Words for thousands and more.
        multiples: Vec<String> = Vec::new(),
        /// Signs and names of money.
        currencies: Vec<String> = Vec::new(),
        /// What is counted by a number with a full stop, beside months.
        after_ordinal: Vec<String> = Vec::new(),
        /// Short names of months.
        months: Vec<String> = Vec::new(),
        /// They stay with the name behind them.
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
    pub struct Captions {
        /// Before the caption of a table.
        table: String,
        /// Before the source of a table or picture.
        source: String,
    }
}

decoded! {
    /// Endings behind a gender star.
    #[derive(Default)]
    pub struct Gender {
        /// The endings.
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
        /// Whether a typed hyphen at the end of a line is written at the beginning of the next one, too.
        repeated: bool = false,
        /// Whether broken words have no hyphen.
        without_sign: bool = false,
    }
}

decoded! {
    /// Words at the ends of lines in titles, in lower case.
    #[derive(Default)]
    pub struct Lines {
        /// They rather begin a line than end one: prepositions, conjunctions.
        begin: Vec<String> = Vec::new(),
        /// They end no line: what they belong to follows.
        never_end: Vec<String> = Vec::new(),
    }
}

decoded! {
    /// Words made of words. Where their parts meet says `text::joints`.
    pub struct Compounds {
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
