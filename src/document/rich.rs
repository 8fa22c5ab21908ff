//! Text with marks: the paragraphs of the document. Decides how text, marks and source places are
//! kept together while typography changes the letters.

use std::borrow::Cow;

use super::Image;
use crate::diag::{FileId, Span};
use crate::ids::{AnchorId, Ids, LinkId, NodeId};
use crate::language::{Digits, Direction, LanguageTag, may_run_right_to_left};
use crate::marks::Marks;

/// What a run of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Content {
    /// Words as they stand.
    #[default]
    Words,
    /// „S. 12“: words with [`PAGE`] where the page number of an anchor stands once it is known.
    PageOf(AnchorId),
    /// The call of a note, by its number in the chapter, from 0.
    Call(u32),
    /// Another call of a note that was called before: its number, which asks for no place on the page.
    CallAgain,
    /// A picture: [`PICTURE`] alone, in its [`Element::Picture`].
    Picture,
}

/// Stands in a text where a page number will stand: Unicode's object replacement character.
pub const PAGE: char = '\u{fffc}';

/// Stands in a text where a picture stands.
pub const PICTURE: char = PAGE;

/// What words stand for, beside their marks.
#[derive(Debug, Clone, PartialEq)]
pub enum Element {
    /// Words in another language.
    Passage(LanguageTag),
    /// A link.
    Link(LinkId),
    /// The call of a note: a link to it.
    Call(LinkId),
    /// An abbreviation, with what it stands for.
    Abbreviation(String),
    /// A word that is read otherwise than it is written.
    Spoken(String),
    /// A picture; its leaf is the figure.
    Picture(Box<Image>),
    /// Words with a mark that is heard: bold or italic ones.
    Marked(Marks),
}

/// An element, and the one around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Nested {
    /// What it is.
    pub element: Element,
    /// The element around it, by its number in the text.
    pub outer: Option<u32>,
}

/// A stretch of text with the same marks in the same elements; it ends where the next begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// First byte in the text.
    pub start: u32,
    /// Marks.
    pub marks: Marks,
    /// What it is.
    pub content: Content,
    /// The link it belongs to.
    pub link: Option<LinkId>,
    /// Its language, where it is not the brochure's.
    pub language: Option<LanguageTag>,
    /// The innermost element it stands in, by its number in the text.
    pub within: Option<u32>,
    /// Its leaf in the structure.
    pub node: NodeId,
}

impl Run {
    /// Text without marks.
    pub fn plain(node: NodeId) -> Self {
        Self {
            start: 0,
            marks: Marks::default(),
            content: Content::Words,
            link: None,
            language: None,
            within: None,
            node,
        }
    }

    /// The note it calls.
    pub fn call(&self) -> Option<u32> {
        match self.content {
            Content::Call(note) => Some(note),
            Content::Words | Content::PageOf(_) | Content::CallAgain | Content::Picture => None,
        }
    }
}

/// A text on one line, without soft hyphens.
pub fn plain_words(text: &str) -> String {
    text.replace('\n', " ").replace('\u{ad}', "")
}

/// A text with marks. Hard breaks are `\n`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rich {
    /// The text, typographically finished.
    pub text: String,
    /// Marks, sorted by start; covers the text.
    pub runs: Vec<Run>,
    /// What runs stand in; each behind the one around it.
    pub elements: Vec<Nested>,
    /// Where text stands in the source: (byte in text, byte in file), sorted.
    pub map: Vec<(u32, u32)>,
    /// The source file.
    pub file: FileId,
}

/// Fewest words of a text in Latin letters that is not a name or an address among words from right to left.
const SENTENCE: usize = 6;
/// Longest line in bold that is taken for a heading, in characters.
const LONGEST_BOLD_LINE: usize = 80;

impl Rich {
    /// Plain text in one run.
    pub fn plain(text: impl Into<String>, node: NodeId) -> Self {
        Self { text: text.into(), runs: vec![Run::plain(node)], ..Self::default() }
    }

    /// The order of its words: that of the language that most of it is in; where that is the brochure's, the one that its
    /// first letter says, if most of the others say so, too (UAX #9, P2 and P3: a name in another script may stand
    /// first); else the brochure's `own`. Code is read from the left.
    pub fn direction(&self, own: Direction) -> Direction {
        if self.is_code() {
            return Direction::LeftToRight;
        }
        if let Some(language) = self.main_language() {
            return Direction::of(&language);
        }
        if own == Direction::LeftToRight && !may_run_right_to_left(&self.text) {
            return own;
        }
        let mut strong = self.text.chars().filter_map(Direction::of_letter);
        let Some(first) = strong.next() else { return own };
        let (mut same, mut others) = (1, 0);
        strong.for_each(|other| *(if other == first { &mut same } else { &mut others }) += 1);
        if same > others { first } else { own }
    }

    /// Where its lines begin: where it is read from. A name or an address in Latin letters stands where the words around
    /// it do.
    pub fn begins(&self, own: Direction) -> Direction {
        self.begins_in(own, self.direction(own))
    }

    /// The same of a text whose words have that order.
    pub fn begins_in(&self, own: Direction, order: Direction) -> Direction {
        let is_name = || self.text.split(' ').count() < SENTENCE && !may_run_right_to_left(&self.text);
        match (own, order) {
            (Direction::RightToLeft, Direction::LeftToRight)
                if is_name() && !self.is_code() && self.main_language().is_none() =>
            {
                own
            }
            _ => order,
        }
    }

    fn is_code(&self) -> bool {
        !self.runs.is_empty() && self.runs.iter().all(|run| run.marks.has(Marks::CODE))
    }

    /// The language of most of its letters, where that is not the brochure's.
    fn main_language(&self) -> Option<LanguageTag> {
        let first = self.runs.iter().find_map(|run| run.language)?;
        let length = |language| {
            let runs = self.pieces().filter(|(_, run)| run.language == language);
            runs.map(|(range, _)| range.len()).sum::<usize>()
        };
        (2 * length(Some(first)) > self.text.len()).then_some(first)
    }

    /// Gives back the room that it grew into: texts are kept till the end, and there are many.
    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.runs.shrink_to_fit();
        self.elements.shrink_to_fit();
        self.map.shrink_to_fit();
    }

    /// The words on one line, for whoever has no pages and no notes: bookmarks, running heads, names of
    /// links. Without soft hyphens, calls of notes, and pages that are referred to; for a picture stands what
    /// it shows.
    pub fn words(&self) -> String {
        let mut words = String::with_capacity(self.text.len());
        for (range, run) in self.pieces() {
            match run.content {
                Content::Words => words.push_str(&self.text[range]),
                Content::PageOf(_) => words.truncate(words.trim_end_matches([' ', ',']).len()),
                Content::Call(_) | Content::CallAgain => {}
                Content::Picture => words.push_str(self.shown_by(run)),
            }
        }
        plain_words(words.trim_start())
    }

    /// The picture that a run is.
    pub fn image(&self, run: &Run) -> Option<&Image> {
        let within = run.within.filter(|_| run.content == Content::Picture)?;
        match &self.elements[within as usize].element {
            Element::Picture(image) => Some(image),
            _ => None,
        }
    }

    /// The pictures in it.
    pub fn images(&self) -> impl Iterator<Item = &Image> {
        self.runs.iter().filter_map(|run| self.image(run))
    }

    /// What the picture shows that a run is.
    fn shown_by(&self, run: &Run) -> &str {
        self.image(run).and_then(|image| image.shows.as_deref()).unwrap_or("")
    }

    /// Its words alone, as page furniture shows them.
    pub fn as_furniture(&self) -> Self {
        let words = self.words();
        let is_whole = words == self.text;
        let map = if is_whole { self.map.clone() } else { self.map.first().copied().into_iter().collect() };
        Self { map, file: self.file, ..Self::plain(words, NodeId::ROOT) }
    }

    /// The text as an entry of the contents: its words with raised and lowered letters, in their
    /// languages, but no links, calls of notes, and pages that are referred to; for a picture stands what it
    /// shows. `ids` are those of the contents.
    pub fn as_entry(&self, ids: &mut Ids) -> Self {
        let kept = Marks::SUBSCRIPT.with(Marks::SUPERSCRIPT);
        let mut entry = Self { file: self.file, ..Self::default() };
        for (range, run) in self.pieces() {
            if matches!(run.content, Content::PageOf(_) | Content::Call(_) | Content::CallAgain) {
                let words = entry.text.trim_end_matches([' ', ',']).len();
                let page = matches!(run.content, Content::PageOf(_));
                entry.text.truncate(if page { words } else { entry.text.len() });
                continue;
            }
            let within = run.language.map(|language| {
                let nested = Nested { element: Element::Passage(language), outer: None };
                let at = entry.elements.iter().position(|known| *known == nested);
                at.unwrap_or_else(|| {
                    entry.elements.push(nested);
                    entry.elements.len() - 1
                }) as u32
            });
            let marks = run.marks.only(kept);
            let last = entry.runs.last();
            if last.is_none_or(|last| (last.marks, last.within) != (marks, within)) {
                let same = last.filter(|last| last.within == within).map(|last| last.node);
                let node = same.unwrap_or_else(|| ids.node());
                let start = entry.text.len() as u32;
                entry.runs.push(Run { start, marks, language: run.language, within, ..Run::plain(node) });
            }
            if run.content == Content::Picture {
                entry.text.push_str(self.shown_by(run));
                continue;
            }
            let lead = if entry.text.is_empty() { self.text[range.clone()].trim_start() } else { "" };
            let range = if lead.is_empty() { range } else { range.end - lead.len()..range.end };
            let start = entry.text.len() as u32;
            let of_run = self.map.iter().filter(|(text, _)| range.contains(&(*text as usize)));
            entry.map.extend(of_run.map(|(text, source)| (start + text - range.start as u32, *source)));
            entry.text.push_str(&self.text[range]);
        }
        entry.text = entry.text.trim_end().replace('\n', " ");
        let len = entry.text.len() as u32;
        entry.runs.retain(|run| run.start < len);
        entry.map.retain(|(text, _)| *text < len);
        entry
    }

    /// Whether it is one short line, all in bold: a heading to whoever wrote it.
    pub fn is_bold_line(&self) -> bool {
        let short = self.text.chars().nth(LONGEST_BOLD_LINE).is_none();
        let ends = self.text.ends_with(['.', '!', ',', ';']);
        let bold = |run: &Run| run.marks.has(Marks::STRONG) || run.content != Content::Words;
        short && !ends && !self.is_blank() && !self.text.contains('\n') && self.runs.iter().all(bold)
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The place in the source of a byte of the text.
    pub fn span_at(&self, at: usize, len: usize) -> Option<Span> {
        let n = self.map.partition_point(|(t, _)| *t as usize <= at);
        let (text, source) = *self.map.get(n.checked_sub(1)?)?;
        let mut start = source as usize + at - text as usize;
        if let Some((_, next)) = self.map.get(n)
            && *next >= source
        {
            start = start.min(*next as usize);
        }
        Some(Span::new(self.file, start..start + len))
    }

    /// The place of the whole text.
    pub fn span(&self) -> Option<Span> {
        let (_, start) = *self.map.first()?;
        let (text, source) = *self.map.last()?;
        let end = source as usize + self.text.len().saturating_sub(text as usize);
        Some(Span::new(self.file, start as usize..end.max(start as usize)))
    }

    /// A string of brochure.toml or front matter, with its place.
    pub fn written(text: impl Into<String>, span: Span, node: NodeId) -> Self {
        Self { map: vec![(0, span.start + 1)], file: span.file, ..Self::plain(text, node) }
    }

    /// Puts words before the text, in its first run.
    pub fn put_before(&mut self, words: &str) {
        let len = words.len() as u32;
        self.text.insert_str(0, words);
        self.runs.iter_mut().skip(1).for_each(|run| run.start += len);
        self.map.iter_mut().for_each(|(text, _)| *text += len);
    }

    /// Cuts `len` bytes off the front.
    pub fn cut_front(&mut self, len: usize) {
        *self = self.split_off(0, len);
    }

    /// Cuts the text at `at`; returns what follows after another `skip` bytes.
    pub fn split_off(&mut self, at: usize, skip: usize) -> Self {
        let from = at + skip;
        let shift = |n: u32| n.saturating_sub(from as u32);
        let first = self.runs.iter().rposition(|r| r.start as usize <= from).unwrap_or(0);
        let runs = self.runs[first..].iter().map(|r| Run { start: shift(r.start), ..r.clone() }).collect();
        let mapped = self.map.iter().rposition(|(t, _)| *t as usize <= from).unwrap_or(0);
        let map = self.map[mapped..]
            .iter()
            .map(|(t, s)| (shift(*t), s + (from as u32).saturating_sub(*t)))
            .collect();
        let rest = Self {
            text: self.text[from..].to_owned(),
            runs,
            elements: self.elements.clone(),
            map,
            file: self.file,
        };
        self.text.truncate(at);
        self.runs.retain(|r| r.start == 0 || (r.start as usize) < at);
        self.map.retain(|(t, _)| (*t as usize) < at || *t == 0);
        rest
    }

    /// The run that a byte belongs to.
    pub fn run_at(&self, at: usize) -> Option<&Run> {
        let behind = self.runs.partition_point(|run| run.start as usize <= at);
        behind.checked_sub(1).map(|n| &self.runs[n])
    }

    /// The runs with their byte ranges.
    pub fn pieces(&self) -> impl Iterator<Item = (std::ops::Range<usize>, &Run)> {
        let ends = self.runs.iter().skip(1).map(|r| r.start as usize).chain([self.text.len()]);
        self.runs.iter().zip(ends).map(|(run, end)| (run.start as usize..end, run))
    }

    /// Gives the leaves new ids.
    pub fn number(&mut self, ids: &mut Ids) {
        let mut last = None;
        for run in &mut self.runs {
            let (old, new) =
                last.filter(|(old, _)| *old == run.node).unwrap_or_else(|| (run.node, ids.node()));
            last = Some((old, new));
            run.node = new;
        }
    }

    /// The text with the page numbers put in; one that is not known yet is as wide as two figures.
    pub fn with_pages(&self, page: &dyn Fn(AnchorId) -> Option<usize>, digits: Digits) -> Cow<'_, Self> {
        let is_changed = |run: &Run| match run.content {
            Content::PageOf(_) => true,
            Content::Call(_) | Content::CallAgain => digits != Digits::Latin,
            Content::Words | Content::Picture => false,
        };
        if !self.runs.iter().any(is_changed) {
            return Cow::Borrowed(self);
        }
        let elements = self.elements.clone();
        let mut filled = Self { elements, file: self.file, ..Self::default() };
        let mut map = self.map.iter().peekable();
        for (range, run) in self.pieces() {
            let start = filled.text.len() as u32;
            filled.runs.push(Run { start, ..run.clone() });
            while let Some((text, source)) = map.next_if(|(text, _)| (*text as usize) < range.end) {
                filled.map.push((start + text - range.start as u32, *source));
            }
            let text = &self.text[range];
            match run.content {
                Content::PageOf(anchor) => {
                    let number = page(anchor).map_or_else(|| "00".to_owned(), |page| page.to_string());
                    filled.text.push_str(&text.replace(PAGE, &digits.write(number)));
                }
                Content::Call(_) | Content::CallAgain => filled.text.push_str(&digits.write(text)),
                Content::Words | Content::Picture => filled.text.push_str(text),
            }
        }
        Cow::Owned(filled)
    }
}
