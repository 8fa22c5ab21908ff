//! Files of Markdown with their blocks translated. Decides that a translation keeps the blocks and marks of its
//! original, and where each part of the new text comes from.

use std::ops::Range;

use super::messages::Messages;
use crate::diag::{FileId, Files, Piece, Sink, Span, complaint};
use crate::document::markdown::units::{self, Unit};
use crate::source::chapters::LARGEST_TEXT;
use crate::source::remnants::Remnants;

/// Finds the units of a text: those of a chapter, or of a file without front matter.
pub type Reader<'r> = &'r dyn Fn(&str) -> Vec<Unit>;

/// Finds the units of chapters of a brochure in language `own`; none in one that has another language, which no
/// translation changes.
pub fn of_chapters(own: &str) -> impl Fn(&str) -> Vec<Unit> {
    move |text| match units::of_chapter(text) {
        (units, language) if language.as_ref().is_none_or(|language| language == own) => units,
        _ => Vec::new(),
    }
}

/// A unit with its translation.
struct Pair<'m> {
    unit: &'m Unit,
    /// Its translation as it is typed, and where.
    by: Option<(&'m str, Span)>,
}

/// A file with its blocks translated: its number among the files. What is not translated is noted in `remnants`,
/// what is translated wrongly goes to `sink`.
pub fn translate(
    file: FileId,
    read: Reader<'_>,
    messages: &Messages<'_>,
    remnants: &mut Remnants,
    (files, sink): (&mut Files, &mut Sink),
) -> FileId {
    let source = files.get(file).text.clone();
    let units = read(&source);
    let mut pairs = Vec::with_capacity(units.len());
    for unit in &units {
        let (state, by) = messages.find(unit.kind.name(), &unit.message);
        remnants.completeness.add(state);
        pairs.push(Pair { unit, by });
    }
    if pairs.iter().all(|pair| pair.by.is_none()) {
        units.iter().for_each(|unit| remnants.add_part(file, unit.range.clone()));
        return file;
    }
    // One translation may stand at many places.
    let bytes = pairs.iter().filter_map(|pair| pair.by).map(|(words, _)| words.len()).sum::<usize>();
    if source.len() + bytes > LARGEST_TEXT as usize {
        let place = pairs.iter().find_map(|pair| pair.by).map(|(_, place)| place);
        let most = format_args!("{} MiB", LARGEST_TEXT >> 20);
        sink.push(complaint::translations_too_large(&files.get(file).name, most).at(place));
        return file;
    }
    let Made { text, pieces, left } = Made::of(file, &source, &pairs);
    Check { file, files, sink }.compare(&pairs, &read(&text));
    let made = files.add_made(files.get(file).name.clone(), text, pieces);
    left.into_iter().for_each(|part| remnants.add_part(made, part));
    made
}

/// A text that is put together.
#[derive(Default)]
struct Made {
    text: String,
    pieces: Vec<Piece>,
    /// The parts that are not translated.
    left: Vec<Range<usize>>,
}

impl Made {
    fn of(file: FileId, source: &str, pairs: &[Pair<'_>]) -> Self {
        let mut made = Self::default();
        let mut copied = 0;
        for Pair { unit, by } in pairs {
            made.copy(file, source, copied..unit.range.start);
            let start = made.text.len();
            match by {
                Some((words, place)) => {
                    made.pieces.push(Piece { at: start as u32, from: *place, exact: false });
                    made.text.push_str(&unit.written(source, words));
                }
                None => {
                    made.copy(file, source, unit.range.clone());
                    made.left.push(start..made.text.len());
                }
            }
            copied = unit.range.end;
        }
        made.copy(file, source, copied..source.len());
        made
    }

    fn copy(&mut self, file: FileId, source: &str, range: Range<usize>) {
        let from = Span::new(file, range.clone());
        self.pieces.push(Piece { at: self.text.len() as u32, from, exact: true });
        self.text.push_str(&source[range]);
    }
}

/// Looks whether translations are what their originals are.
struct Check<'f> {
    /// The original's file.
    file: FileId,
    files: &'f Files,
    sink: &'f mut Sink,
}

impl Check<'_> {
    /// Compares units with those of the text that their translations made.
    fn compare(&mut self, pairs: &[Pair<'_>], made: &[Unit]) {
        let same = |pair: &Pair<'_>, made: &Unit| {
            let words = |text: &str| text.split_whitespace().collect::<String>().replace('\\', "");
            let expected = pair.by.map_or(pair.unit.message.as_str(), |(words, _)| words);
            pair.unit.kind == made.kind && words(expected) == words(&made.message)
        };
        let alike = |pair: &Pair<'_>, made: &Unit| pair.unit.kind == made.kind;
        let fits = pairs.len() == made.len() && pairs.iter().zip(made).all(|(pair, made)| alike(pair, made));
        if !fits {
            // What made other blocks stands at the first that differs, or before it.
            let first = pairs.iter().zip(made).position(|(pair, made)| !same(pair, made));
            let to = first.map_or(pairs.len(), |at| at + 1);
            let culprit = pairs[..to].iter().rev().find_map(|pair| Some((pair.unit, pair.by?.1)));
            if let Some((unit, place)) = culprit {
                let told = complaint::translation_shape(unit.kind.name(), self.place(unit));
                self.sink.push(told.at(place));
            }
            return;
        }
        for (pair, made) in pairs.iter().zip(made) {
            if let Some((_, place)) = pair.by {
                self.marks(pair.unit, made, place);
            }
        }
    }

    /// Compares the marks of a unit with those of its translation, which stands at `place`.
    fn marks(&mut self, unit: &Unit, made: &Unit, place: Span) {
        let original = self.place(unit);
        let count = |marks: &[String], mark: &String| marks.iter().filter(|m| *m == mark).count();
        let lacking = |mark: &&String| count(&made.marks, mark) < count(&unit.marks, mark);
        let added = |mark: &&String| count(&made.marks, mark) > count(&unit.marks, mark);
        if let Some(mark) = unit.marks.iter().find(lacking) {
            self.sink.push(complaint::translation_lacks(mark, original).at(place));
        } else if let Some(mark) = made.marks.iter().find(added) {
            self.sink.push(complaint::translation_adds(mark, original).at(place));
        } else if made.links < unit.links {
            self.sink.push(complaint::translation_link_lost(original).at(place));
        }
    }

    /// `chapters/01.md:17`
    fn place(&self, unit: &Unit) -> String {
        place(self.files, Span::new(self.file, unit.range.clone()))
    }
}

/// A place as files of translations name it.
pub fn place(files: &Files, span: Span) -> String {
    let (line, _) = files.line_column(span.file, span.start);
    format!("{}:{line}", files.get(span.file).name)
}
