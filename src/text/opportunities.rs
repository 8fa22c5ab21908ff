//! Places where a line may end by the rules of a script. Decides them by UAX #14, and where that leaves
//! them to others: between the words of scripts without spaces, beside quotation marks between letters of
//! Chinese and Japanese, behind the marks of Ethiopic.

use std::ops::Range;

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

use super::After;
use crate::language::{is_square, runs_on};

/// Where the lines of a text may end beside spaces, in order.
pub struct Opportunities(Vec<(usize, After)>);

impl Opportunities {
    /// Those of a text.
    pub fn new(text: &str) -> Self {
        let plain = |b: u8| {
            b.is_ascii_alphanumeric() || matches!(b, b' ' | b',' | b'.' | b'*' | b'(' | b')') || b >= 0xc3
        };
        if text.bytes().all(|b| plain(b) && b != 0xe2) {
            return Self(Vec::new());
        }
        let allowed = linebreaks(text).filter(|(_, b)| *b == BreakOpportunity::Allowed);
        let mut all = Self(allowed.map(|(at, _)| (at, After::Joint)).collect());
        if may_have_no_spaces(text) {
            all.of_other_scripts(text);
        }
        all
    }

    /// Those inside of a range.
    pub fn within(&self, range: &Range<usize>) -> &[(usize, After)] {
        let from = self.0.partition_point(|(at, _)| *at <= range.start);
        let to = self.0.partition_point(|(at, _)| *at < range.end);
        &self.0[from..to.max(from)]
    }

    /// Adds what UAX #14 leaves to others, and tells how lines end between letters.
    fn of_other_scripts(&mut self, text: &str) {
        for (at, after) in &mut self.0 {
            let (before, behind) = (text[..*at].chars().next_back(), text[*at..].chars().next());
            if [before, behind].into_iter().flatten().any(is_square) {
                *after = After::Letter;
            }
        }
        self.0.extend(words(text).map(|at| (at, After::Letter)));
        self.0.extend(beside_quotes(text).map(|at| (at, After::Letter)));
        self.0.retain(|(at, _)| !text[..*at].ends_with(is_ethiopic_mark));
        self.0.extend(behind_ethiopic_marks(text).map(|at| (at, After::Free)));
        self.0.sort_by_key(|(at, _)| *at);
        self.0.dedup_by_key(|(at, _)| *at);
    }
}

/// Whether a text may hold letters of a script that is written without spaces or has marks of its own; most
/// texts hold none. In UTF-8 all of them begin with one of these bytes: U+0800 and up, U+3000 and up.
pub fn may_have_no_spaces(text: &str) -> bool {
    text.bytes().any(|b| matches!(b, 0xe0..=0xe1 | 0xe3..=0xf0))
}

/// Signs that repeat or shorten what stands before them: ๆ ฯ ໆ ຯ ៗ. They begin no line.
fn stays_behind(c: char) -> bool {
    matches!(c, '\u{e2f}' | '\u{e46}' | '\u{eaf}' | '\u{ec6}' | '\u{17d7}')
}

/// Where words of scripts without spaces begin, behind the first of each stretch.
fn words(text: &str) -> impl Iterator<Item = usize> {
    let segmenter = LineSegmenter::new_lstm(LineBreakOptions::default());
    let stretches = text.split(|c| !runs_on(c)).filter(|stretch| !stretch.is_empty());
    stretches.flat_map(move |stretch| {
        let from = stretch.as_ptr() as usize - text.as_ptr() as usize;
        let letters: Vec<usize> = stretch.grapheme_indices(true).map(|(at, _)| at).collect();
        let begins = |at: &usize| {
            *at > 0 && letters.binary_search(at).is_ok() && !stretch[*at..].starts_with(stays_behind)
        };
        let ends: Vec<usize> = segmenter.segment_str(stretch).filter(begins).map(|at| from + at).collect();
        ends
    })
}

/// Before an opening and behind a closing quotation mark between square letters: 他说“好”就走了. UAX #14 has
/// no such place, since these marks are those of Latin text, too.
fn beside_quotes(text: &str) -> impl Iterator<Item = usize> {
    let letter = |c: Option<char>| c.is_some_and(|c| is_square(c) && c.is_alphanumeric());
    text.match_indices(['“', '”', '‘', '’']).filter_map(move |(at, mark)| {
        let end = at + mark.len();
        let (before, behind) = (text[..at].chars().next_back(), text[end..].chars().next());
        match mark {
            "“" | "‘" => (letter(behind) && (letter(before) || before.is_some_and(pauses))).then_some(at),
            _ => (before.is_some_and(is_square) && letter(behind)).then_some(end),
        }
    })
}

/// Square marks that a quotation may follow on another line.
fn pauses(c: char) -> bool {
    matches!(c, '，' | '。' | '：' | '；' | '、' | '！' | '？')
}

/// Word space, full stop and the other marks of Ethiopic.
fn is_ethiopic_mark(c: char) -> bool {
    matches!(c, '\u{1361}'..='\u{1368}')
}

fn behind_ethiopic_marks(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().filter(|(_, c)| is_ethiopic_mark(*c)).filter_map(|(at, c)| {
        let end = at + c.len_utf8();
        text[end..].starts_with(|c: char| c.is_alphanumeric()).then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> String {
        let mut cut = String::new();
        let mut last = 0;
        for (at, _) in Opportunities::new(text).within(&(0..text.len())) {
            cut += &text[last..*at];
            cut.push('|');
            last = *at;
        }
        cut + &text[last..]
    }

    #[test]
    fn words_of_scripts_without_spaces_stay_whole() {
        for set in [
            "ผู้|ลี้|ภัย|มี|สิทธิ|ได้|รับ|ความ|ช่วยเหลือ|ทาง|กฎหมาย",
            "ຄົນ|ລາວ|ມີ|ສິດ",
            "ព្រះរាជាណាចក្រ|កម្ពុជា|មាន|សិទ្ធិ|ជួយ|ប្រជាជន",
            "ဒုက္ခသည်|များ|သည်|အကူအညီ|ရရန်|အခွင့်အရေး|ရှိ|သည်",
        ] {
            assert_eq!(parts(&set.replace('|', "")), set);
        }
        assert_eq!(parts("เด็กๆ"), "เด็กๆ", "a sign that repeats a word begins no line");
    }

    #[test]
    fn square_letters_end_lines_but_for_their_marks() {
        assert_eq!(parts("他去北京。"), "他|去|北|京。");
        assert_eq!(parts("「東京」へ行っちゃった"), "「東|京」|へ|行っ|ちゃっ|た");
        assert_eq!(parts("他说：“你好”就走了"), "他|说：|“你|好”|就|走|了");
        assert_eq!(parts("「“好”」"), "「“好”」");
        assert_eq!(parts("等等……再说——好"), "等|等……|再|说|——|好");
        assert_eq!(parts("한국어 책"), "한|국|어 |책");
        assert_eq!(parts("使用PDF文件"), "使|用|PDF|文|件");
        assert!(Opportunities::new("东京").within(&(0..6)).iter().all(|(_, after)| *after == After::Letter));
    }

    #[test]
    fn marks_of_ethiopic_end_lines() {
        assert_eq!(parts("ሰላም፡ለሁሉም፡ሰው።መልካም"), "ሰላም፡|ለሁሉም፡|ሰው።|መልካም");
        assert_eq!(parts("ሰላም።"), "ሰላም።");
    }

    #[test]
    fn conjuncts_and_stops_of_indic_scripts_stay_whole() {
        for text in ["क्षेत्र।", "স্বাধীনতা।", "நிகழ்ச்சி"]
        {
            assert_eq!(parts(text), text);
        }
    }

    #[test]
    fn other_texts_are_never_looked_at_twice() {
        for text in ["Bürger*innen „zahlen“ 20 € – mehr…", "Ελλάδα", "Привет", "ſ→★"]
        {
            assert!(!may_have_no_spaces(text), "{text}");
        }
        for c in '\0'..=char::MAX {
            let asked = is_square(c) && c >= '\u{3000}' || runs_on(c) || is_ethiopic_mark(c);
            assert!(!asked || may_have_no_spaces(c.encode_utf8(&mut [0; 4])), "{c:?}");
        }
    }
}
