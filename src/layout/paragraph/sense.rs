//! Headings by sense. Decides how ill a line ends between two words.

use super::demerits;
use super::{Paragraph, Shape};
use crate::language::{Language, Lines};
use crate::text::segment::{Seg, SegKind};
use crate::text::shape::Shaper;

/// How ill a line of a heading ends at a space, as a square of a share of the measure.
pub fn sense_at(paragraph: &Paragraph<'_>, space: usize, shaper: &Shaper) -> f64 {
    if paragraph.setting.shape != Shape::Balanced {
        return 0.0;
    }
    let (before, behind) = words_around(paragraph, space);
    let style = &paragraph.styles[paragraph.segs[space].run as usize];
    let tag = style.language.or(shaper.tag);
    let language = tag.and_then(|tag| Language::of(tag.as_str()));
    let is_in = |list: fn(&Lines) -> &Vec<String>, word: &str| {
        let word = word.to_lowercase();
        language.is_some_and(|language| list(&language.lines).contains(&word))
    };
    let begins = |word: &str| is_in(|lines| &lines.begin, word);
    if before.ends_with(['.', '!', '?', ':', ';', '…']) {
        0.0
    } else if is_in(|lines| &lines.never_end, before) || begins(before) && before != "–" {
        demerits::SENSE_TORN
    } else if before.ends_with([',', '–', '—', ')']) {
        demerits::SENSE_COMMA
    } else if begins(behind) || behind.starts_with('(') {
        demerits::SENSE_PREPOSITION
    } else {
        demerits::SENSE_BETWEEN
    }
}

/// The words before and behind a space, with their marks.
fn words_around<'p>(paragraph: &'p Paragraph<'_>, space: usize) -> (&'p str, &'p str) {
    let segs = &paragraph.segs;
    let is_word = |seg: &&Seg| matches!(seg.kind, SegKind::Word(_));
    let from = segs[..space].iter().rev().take_while(is_word).last();
    let to = segs[space + 1..].iter().take_while(is_word).last();
    let range = &segs[space].range;
    let begin = from.map_or(range.start, |seg| seg.range.start);
    let end = to.map_or(range.end, |seg| seg.range.end);
    let text = &paragraph.rich.text;
    (&text[begin as usize..range.start as usize], &text[range.end as usize..end as usize])
}
