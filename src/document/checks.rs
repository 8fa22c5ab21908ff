//! Checks of accessibility. Decides which words say nothing to somebody who hears them, and what a
//! table lacks to be read aloud.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::rich::Rich;
use super::{Block, BlockKind};
use crate::diag::{Sink, Span, complaint};
use crate::language::Language;
use crate::marks::Marks;

/// Endings of picture files.
const PICTURES: &[&str] = &[".png", ".jpg", ".jpeg", ".webp", ".svg", ".gif", ".tif", ".tiff"];

/// Fewest letters of a word that counts as shouted; most abbreviations are shorter.
const SHOUTED_LETTERS: usize = 4;

/// Fewest shouted words in a row; abbreviations stand alone.
const SHOUTED_WORDS: usize = 3;

/// Alternative text that is the name of the picture's file.
pub fn alt(alt: &str, path: &str, span: Span, sink: &mut Sink) {
    let alt = alt.trim();
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let lower = alt.to_lowercase();
    if !alt.is_empty() && (alt == file || alt == stem || PICTURES.iter().any(|end| lower.ends_with(end))) {
        sink.push(complaint::alt_file_name(alt).at(span));
    }
}

/// Link text that does not say where the link leads: in its language, or in that of templates.
pub fn link_text(words: &str, language: Option<Language>, span: Span, sink: &mut Sink) {
    let words = &*words.nfc().collect::<String>();
    // Words of many scripts end with marks: ที่นี่
    let is_letter = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    let pieces = words.split_whitespace().map(|w| w.trim_matches(|c: char| !is_letter(c)));
    let bare = pieces.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase();
    let mut languages = language.into_iter().chain([Language::usual()]);
    if languages.any(|language| language.links.empty.contains(&bare)) {
        sink.push(complaint::link_text(words.trim()).at(span));
    }
}

/// Sentences in capitals.
pub fn capitals(rich: &Rich, sink: &mut Sink) {
    let mut row = Vec::new();
    for word in rich.text.split_whitespace() {
        let at = word.as_ptr() as usize - rich.text.as_ptr() as usize;
        let begins = word.starts_with(char::is_alphanumeric);
        let ends = !word.ends_with(char::is_alphanumeric);
        let shouted = is_shouted(word) && !is_code(rich, at);
        if !begins || !shouted {
            report_capitals(&mut row, rich, sink);
        }
        if shouted {
            row.push((at, word.len()));
        }
        if ends {
            report_capitals(&mut row, rich, sink);
        }
    }
    report_capitals(&mut row, rich, sink);
}

fn is_shouted(word: &str) -> bool {
    word.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
        && word.chars().filter(|c| c.is_uppercase()).count() >= SHOUTED_LETTERS
}

fn is_code(rich: &Rich, at: usize) -> bool {
    rich.run_at(at).is_some_and(|run| run.marks.has(Marks::CODE))
}

/// Reports the row if it is long enough, and begins a new one.
fn report_capitals(row: &mut Vec<(usize, usize)>, rich: &Rich, sink: &mut Sink) {
    let words = std::mem::take(row);
    if words.len() < SHOUTED_WORDS {
        return;
    }
    let place = |(at, len): (usize, usize)| rich.span_at(at, len);
    let (Some(first), Some(last)) = (place(words[0]), place(words[words.len() - 1])) else { return };
    let place = Span { end: last.end.max(first.end), ..first };
    sink.push(complaint::capitals(words.len()).at(place));
}

/// Signs that look like markup that did not take, in words that stand as they were typed.
pub fn stray_markup(rich: &Rich, sink: &mut Sink) {
    if !rich.text.bytes().any(|byte| matches!(byte, b'|' | b'*' | b'_' | b']' | b'~')) {
        return;
    }
    let rules =
        rich.text.match_indices("|-").filter(|(at, _)| rich.text[at + 2..].starts_with(['-', '|', ' ']));
    if let Some((at, _)) = rules.into_iter().next().filter(|(at, _)| !is_code(rich, *at)) {
        sink.push(complaint::stray_table().at(rich.span_at(at, 2)));
    }
    for sign in ["**", "__", "](", "~~"] {
        for (at, _) in rich.text.match_indices(sign) {
            let beside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let (before, after) = (rich.text[..at].chars().next_back(), rich.text[at + 2..].chars().next());
            let is = |mark| rich.run_at(at).is_some_and(|run| run.marks.has(mark));
            let address = rich.run_at(at).is_some_and(|run| run.link.is_some());
            // Two underscores between letters stand in names of files.
            let inside = sign == "__" && beside(before) && beside(after);
            if (beside(before) || beside(after))
                && !inside
                && !is(Marks::CODE)
                && !is(Marks::LITERAL)
                && !address
            {
                sink.push(complaint::stray_signs(sign).at(rich.span_at(at, sign.len())));
            }
        }
    }
}

/// Lines in bold that stand for a heading: no contents, no bookmark and no screen reader knows of them.
/// What a tag of HTML put in bold is left alone.
pub fn bold_lines(blocks: &[Block], source: &str, sink: &mut Sink) {
    for pair in blocks.windows(2) {
        let [Block { kind: BlockKind::Paragraph(line), span }, next] = pair else { continue };
        let leads =
            matches!(next.kind, BlockKind::Paragraph(_) | BlockKind::List { .. } | BlockKind::Table(_));
        let is_html = source[span.start as usize..].starts_with('<');
        if line.is_bold_line() && leads && !is_html {
            sink.push(complaint::bold_line().at(*span));
        }
    }
}

/// A head of a table with empty cells. `cells` are its texts and places.
pub fn head(cells: &[(Rich, Span)], row: Span, sink: &mut Sink) {
    let empty = |cell: &&(Rich, Span)| cell.0.is_blank();
    if cells.iter().all(|cell| empty(&cell)) {
        sink.push(complaint::table_without_head().at(row));
        return;
    }
    for (_, span) in cells.iter().skip(1).filter(empty) {
        sink.push(complaint::empty_header().at(*span));
    }
}
