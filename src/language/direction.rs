//! Directions of writing. Decides which languages, scripts and letters run from right to left.

use unicode_bidi::{BidiClass, bidi_class};

use super::{Language, LanguageTag};
use crate::tree::decoded_enum;

decoded_enum! {
    /// Where its lines begin.
    pub enum Direction {
        /// At the left.
        LeftToRight = "left-to-right",
        /// At the right.
        RightToLeft = "right-to-left",
    }
}

/// Languages without a file that are written from right to left where their tag names no script (CLDR, likely subtags).
const LANGUAGES: &str = "dv ks nqo sd syr ug yi";
/// Scripts that run from right to left.
const SCRIPTS: [&str; 7] = ["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Syrc", "Thaa"];

impl Direction {
    /// That of a language: by the script that its tag names, else as its file says.
    pub fn of(tag: &LanguageTag) -> Self {
        let script = tag.as_str().split('-').skip(1).find(|part| part.len() == 4);
        let is_rtl = match (script, Language::of(tag.as_str())) {
            (Some(script), _) => SCRIPTS.contains(&script),
            (None, Some(known)) => return known.direction,
            (None, None) => LANGUAGES.split(' ').any(|language| language == tag.primary()),
        };
        if is_rtl { Self::RightToLeft } else { Self::LeftToRight }
    }

    /// That of a letter; signs and figures have none of their own.
    pub fn of_letter(c: char) -> Option<Self> {
        match bidi_class(c) {
            _ if matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}') => None, // marks without ink
            BidiClass::L => Some(Self::LeftToRight),
            BidiClass::R | BidiClass::AL => Some(Self::RightToLeft),
            _ => None,
        }
    }
}

/// Whether a text may hold letters that run from right to left; most hold none. In UTF-8 all of them begin with one of
/// these bytes: U+0590 and up, U+0800 and up, U+FB1D and up, U+10800 and up.
pub fn may_run_right_to_left(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, 0xd6..=0xe0 | 0xef..=0xf0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_languages_say_where_lines_begin() {
        let direction = |tag| Direction::of(&LanguageTag::parse(tag).expect(tag));
        for tag in ["ar", "fa", "prs", "he", "ur-PK", "ckb", "ku-Arab", "az-Arab", "ug", "yi"] {
            assert_eq!(direction(tag), Direction::RightToLeft, "{tag}");
        }
        for tag in ["de", "tr", "kmr", "ku", "ti", "ar-Latn", "zh-Hant-TW"] {
            assert_eq!(direction(tag), Direction::LeftToRight, "{tag}");
        }
    }

    #[test]
    fn no_letter_from_right_to_left_is_overlooked() {
        for c in '\0'..=char::MAX {
            if Direction::of_letter(c) == Some(Direction::RightToLeft) {
                assert!(may_run_right_to_left(c.encode_utf8(&mut [0; 4])), "{c:?}");
            }
        }
        assert!(!may_run_right_to_left("Bürger*innen „zahlen“ 20 € – mehr…"));
    }
}
