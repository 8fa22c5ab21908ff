//! Figures. Decides in which ones the program writes its numbers; those that an author typed stay.

use std::fmt::Display;

use crate::tree::decoded_enum;

decoded_enum! {
    /// The figures of a script (CLDR, numbering systems).
    pub enum Digits {
        /// 0123456789
        Latin = "latn",
        /// ٠١٢٣٤٥٦٧٨٩, as in Arabic east of Libya.
        Arabic = "arab",
        /// ۰۱۲۳۴۵۶۷۸۹, as in Persian.
        EasternArabic = "arabext",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro lets no variant be marked")]
impl Default for Digits {
    fn default() -> Self {
        Self::Latin
    }
}

impl Digits {
    /// A number, or words with numbers in them, in these figures.
    pub fn write(self, number: impl Display) -> String {
        let zero = match self {
            Self::Latin => return number.to_string(),
            Self::Arabic => '٠',
            Self::EasternArabic => '۰',
        };
        let own =
            |c: char| c.to_digit(10).and_then(|figure| char::from_u32(u32::from(zero) + figure)).unwrap_or(c);
        number.to_string().chars().map(own).collect()
    }

    /// Before decimals, between thousands and for percent, where the figures have signs of their own.
    pub fn signs(self) -> Option<[char; 3]> {
        (self != Self::Latin).then_some(['٫', '٬', '٪'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_figures_of_their_script() {
        assert_eq!([Digits::Latin, Digits::Arabic].map(|digits| digits.write(1250)), ["1250", "١٢٥٠"]);
        assert_eq!(Digits::EasternArabic.write("9 × 14"), "۹ × ۱۴");
    }
}
