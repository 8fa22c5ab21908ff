//! Inline text while it is collected. Decides how pieces with marks become a [`Rich`].

use std::ops::Range;

use super::Image;
use super::cells::{Cell, RawRun, compose};
use super::passages::{self, Passage};
use super::rich::{self, Content, Element, Nested, PICTURE, Rich, Run};
use super::typography::refine;
use super::words::{Word, Words};
use crate::diag::{FileId, Sink};
use crate::ids::{AnchorId, LinkId, NodeId, Part};
use crate::language::{Language, LanguageTag, Tongue};
use crate::marks::Marks;
use crate::source::remnants::Remnants;

/// Longest super- or subscript inside a word, in characters.
const LONGEST_SCRIPT: usize = 8;

/// Collects the text of a paragraph.
#[derive(Default)]
pub struct Inlines {
    cells: Vec<Cell>,
    raw_runs: Vec<RawRun>,
    images: Vec<Image>,
    /// What abbreviations of the text stand for.
    expansions: Vec<String>,
    /// What the words that come stand for.
    expansion: Option<u32>,
    /// The language of all of it, where that is not the chapter's.
    language: Option<LanguageTag>,
}

impl Inlines {
    /// The words that come stand for others, to the end of that; what they stood for before is returned.
    pub fn expand(&mut self, words: &str) -> Option<u32> {
        self.expansions.push(words.to_owned());
        self.expansion.replace(self.expansions.len() as u32 - 1)
    }

    /// The words that come stand for what they stood for before, or for themselves.
    pub fn end_expansion(&mut self, before: Option<u32>) {
        self.expansion = before;
    }

    /// Adds text that stands at `source` of the file, perhaps in a link.
    pub fn text(&mut self, text: &str, source: &Range<usize>, marks: Marks, link: Option<LinkId>) {
        self.raw_run(RawRun { marks, link, ..RawRun::default() });
        self.push(text, source);
    }

    /// Adds the page number of an anchor to a link: `label`, with [`rich::PAGE`] where the number stands.
    pub fn page_of(
        &mut self,
        anchor: AnchorId,
        label: &str,
        source: &Range<usize>,
        marks: Marks,
        link: LinkId,
    ) {
        self.raw_runs.push(RawRun {
            marks,
            content: Content::PageOf(anchor),
            link: Some(link),
            ..RawRun::default()
        });
        self.push(label, source);
    }

    /// Adds the call of a note, which has that number in the chapter, from 0.
    pub fn call(&mut self, note: u32, source: &Range<usize>, link: LinkId) {
        let content = Content::Call(note);
        self.raw_run(RawRun { marks: Marks::CALL, content, link: Some(link), ..RawRun::default() });
        self.push(&(note + 1).to_string(), source);
    }

    /// Adds another call of a note that was called before.
    pub fn call_again(&mut self, note: u32, source: &Range<usize>, link: LinkId) {
        let content = Content::CallAgain;
        self.raw_run(RawRun { marks: Marks::CALL, content, link: Some(link), ..RawRun::default() });
        self.push(&(note + 1).to_string(), source);
    }

    /// Adds a picture that stands in the line.
    pub fn picture(&mut self, image: Image, source: &Range<usize>, marks: Marks, link: Option<LinkId>) {
        let picture = Some(self.images.len() as u32);
        self.images.push(image);
        self.raw_runs.push(RawRun { marks, content: Content::Picture, link, picture, ..RawRun::default() });
        self.push(PICTURE.encode_utf8(&mut [0; 4]), source);
    }

    fn raw_run(&mut self, raw_run: RawRun) {
        let expansion = self.expansion.filter(|_| raw_run.content == Content::Words);
        let raw_run = RawRun { expansion, ..raw_run };
        if self.raw_runs.last() != Some(&raw_run) {
            self.raw_runs.push(raw_run);
        }
    }

    fn push(&mut self, text: &str, source: &Range<usize>) {
        let exact = text.len() == source.len();
        let run = (self.raw_runs.len() - 1) as u32;
        let marks = self.raw_runs[run as usize].marks;
        self.cells.reserve(text.len());
        // Control characters are told of where the file is read first.
        for (n, c) in text.char_indices().filter(|(_, c)| *c == '\n' || !c.is_control()) {
            let at = if exact { source.start + n } else { source.start };
            self.cells.push(Cell { c, source: at as u32, run, marks, language: None });
        }
    }

    /// `CO~2~`, `m^2^`: the parser leaves marks inside a word as text.
    fn mark_scripts(&mut self, sign: char, mark: Marks) {
        let plain = |cell: &Cell| !cell.marks.has(Marks::CODE) && !cell.marks.has(Marks::LITERAL);
        let mut from = 1;
        let mut signs = Vec::new(); // that go
        while let Some(open) =
            self.cells.iter().skip(from).position(|c| c.c == sign && plain(c)).map(|n| n + from)
        {
            from = open + 1;
            let inside = self.cells[from..]
                .iter()
                .take_while(|c| c.c.is_alphanumeric() || "+-−*".contains(c.c))
                .count();
            let close = from + inside;
            // A sign that goes stands between `2` and the next one in `~2~~3~`.
            let before = open - 1 - usize::from(signs.last() == Some(&(open - 1)));
            let follows = self.cells[before].c.is_alphanumeric() || self.cells[before].c == ')';
            let closed = self.cells.get(close).is_some_and(|c| c.c == sign && plain(c));
            if !follows || !closed || !(1..=LONGEST_SCRIPT).contains(&inside) {
                continue;
            }
            self.mark(from..close, mark);
            signs.extend([open, close]);
            from = close + 1;
        }
        remove_each(&mut self.cells, &signs);
    }

    /// `==words==`
    fn mark_highlights(&mut self) {
        let sign = |cells: &[Cell], at: usize| {
            let is = |cell: &Cell| {
                cell.c == '=' && !cell.marks.has(Marks::CODE) && !cell.marks.has(Marks::LITERAL)
            };
            cells.get(at..at + 2).is_some_and(|two| two.iter().all(is))
                && cells.get(at + 2).is_none_or(|next| next.c != '=')
        };
        let solid = |cells: &[Cell], at: usize| cells.get(at).is_some_and(|cell| !cell.c.is_whitespace());
        let mut signs = Vec::new(); // that go
        let mut from = 0;
        let opens = |cells: &[Cell], at: usize| sign(cells, at) && solid(cells, at + 2);
        while let Some(open) = (from..self.cells.len()).find(|at| opens(&self.cells, *at)) {
            let ends = |at: &usize| sign(&self.cells, *at) && solid(&self.cells, at - 1);
            let Some(close) = (open + 3..self.cells.len()).find(ends) else { break };
            self.mark(open + 2..close, Marks::HIGHLIGHT);
            signs.extend([open, open + 1, close, close + 1]);
            from = close + 2;
        }
        remove_each(&mut self.cells, &signs);
    }

    /// Adds a mark to cells, which may stand in several runs.
    fn mark(&mut self, range: Range<usize>, mark: Marks) {
        let mut of = None;
        for cell in &mut self.cells[range] {
            if of != Some(cell.run) {
                of = Some(cell.run);
                let run = self.raw_runs[cell.run as usize].clone();
                self.raw_runs.push(RawRun { marks: run.marks.with(mark), ..run });
            }
            cell.run = (self.raw_runs.len() - 1) as u32;
            cell.marks = cell.marks.with(mark);
        }
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.c.is_whitespace())
    }

    /// The same in the language that it is in by its place, if a translation is not complete.
    pub fn in_language_of(self, file: FileId, remnants: &Remnants) -> Self {
        let language = self.cells.first().and_then(|cell| remnants.at(file, cell.source));
        Self { language, ..self }
    }

    /// Takes passages out of their brackets, drops white space at both ends and around hard breaks,
    /// refines the letters and builds the text; needs nothing of other texts. Its leaves are numbered
    /// from 0.
    pub fn refined(mut self, file: FileId, tongue: Tongue, known: &Words, sink: &mut Sink) -> Rich {
        let mut passages = passages::take(&mut self.cells, &mut self.raw_runs, file, sink);
        if let Some(language) = self.language {
            passages::put_into(language, &mut passages, &mut self.raw_runs);
        }
        trim(&mut self.cells);
        compose(&mut self.cells);
        self.mark_scripts('~', Marks::SUBSCRIPT);
        self.mark_scripts('^', Marks::SUPERSCRIPT);
        if self.cells.iter().any(|cell| cell.c == '=') {
            self.mark_highlights();
        }
        self.set_languages(tongue);
        refine(&mut self.cells);
        let words = known.find(&self.cells, &self.raw_runs);
        let mut rich = Rich { text: String::with_capacity(self.cells.len() + 8), file, ..Rich::default() };
        let mut nesting = Nesting {
            passages: &passages,
            words: &words,
            images: &self.images,
            expansions: &self.expansions,
            rich: &mut rich,
            last: None,
            leaves: 0,
        };
        let mut of_run: Option<(u32, Option<usize>)> = None;
        let mut waiting = words.iter().enumerate().peekable();
        let mut expected = None;
        for (n, cell) in self.cells.iter().enumerate() {
            while waiting.next_if(|(_, word)| word.range.end <= n).is_some() {}
            let word = waiting.peek().filter(|(_, word)| word.range.start <= n).map(|(number, _)| *number);
            if of_run != Some((cell.run, word)) {
                nesting.begin_run(&self.raw_runs[cell.run as usize], word);
                of_run = Some((cell.run, word));
            }
            let rich = &mut *nesting.rich;
            if expected != Some(cell.source) {
                rich.map.push((rich.text.len() as u32, cell.source));
            }
            rich.text.push(cell.c);
            expected = Some(cell.source + cell.c.len_utf8() as u32);
        }
        rich.shrink();
        rich
    }

    /// Says of each run its language, and of each letter whose rules it follows.
    fn set_languages(&mut self, own: Tongue) {
        let rules = |run: &RawRun| run.language.map_or(own.rules, |tag| Language::of(tag.as_str()));
        let rules: Vec<Option<Language>> = self.raw_runs.iter().map(rules).collect();
        for cell in &mut self.cells {
            cell.language = rules[cell.run as usize];
        }
        for run in &mut self.raw_runs {
            run.language = run.language.or(own.tag);
        }
    }
}

/// Finds the elements that runs stand in, in the order of reading.
struct Nesting<'a> {
    passages: &'a [Passage],
    words: &'a [Word],
    images: &'a [Image],
    expansions: &'a [String],
    rich: &'a mut Rich,
    /// The way to the last run, and its innermost element.
    last: Option<(Vec<Step>, Option<u32>)>,
    /// Leaves given so far.
    leaves: u32,
}

/// Something between a block and its text.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    /// A passage in another language, by its number.
    Passage(usize),
    /// A link.
    Link(LinkId),
    /// The call of a note.
    Call(LinkId),
    /// A word that is read otherwise, by its number.
    Word(usize),
    /// Words that stand for others, by the number of these.
    Expansion(u32),
    /// A picture, by its number.
    Picture(u32),
    /// Words with a mark that is heard.
    Marked(Marks),
}

impl Nesting<'_> {
    /// Begins a run of a raw_run, perhaps in a word. Runs that stand in the same elements share a leaf.
    fn begin_run(&mut self, raw_run: &RawRun, word: Option<usize>) {
        let way = self.way(raw_run, word);
        let within = match &self.last {
            Some((last, within)) if *last == way => *within,
            _ => {
                self.leaves += 1;
                self.element_at(&way)
            }
        };
        self.last = Some((way, within));
        let RawRun { marks, content, link, language, .. } = *raw_run;
        let node = NodeId { part: Part::DOCUMENT, n: self.leaves - 1 };
        let start = self.rich.text.len() as u32;
        self.rich.runs.push(Run { start, marks, content, link, language, within, node });
    }

    /// The innermost element of a way. Those that it shares with the last way go on.
    fn element_at(&mut self, way: &[Step]) -> Option<u32> {
        let (last, within) = self.last.take().unwrap_or_default();
        let common = last.iter().zip(way).take_while(|(last, step)| last == step).count();
        let mut outwards = std::iter::successors(within, |n| self.rich.elements[*n as usize].outer);
        let mut outer = outwards.nth(last.len() - common);
        for step in &way[common..] {
            let element = match *step {
                Step::Passage(n) => Element::Passage(self.passages[n].language),
                Step::Link(link) => Element::Link(link),
                Step::Call(link) => Element::Call(link),
                Step::Word(n) => self.words[n].reading.clone(),
                Step::Expansion(n) => Element::Abbreviation(self.expansions[n as usize].clone()),
                Step::Marked(mark) => Element::Marked(mark),
                Step::Picture(n) => Element::Picture(Box::new(self.images[n as usize].clone())),
            };
            self.rich.elements.push(Nested { element, outer });
            outer = Some(self.rich.elements.len() as u32 - 1);
        }
        outer
    }

    /// The elements around a raw_run, from the block down: passages around its link, the link, passages
    /// inside it, the word, and its marks.
    fn way(&self, raw_run: &RawRun, word: Option<usize>) -> Vec<Step> {
        let mut passages: Vec<usize> =
            std::iter::successors(raw_run.passage, |n| self.passages[*n].outer).collect();
        passages.reverse();
        let (inner, outer): (Vec<usize>, Vec<usize>) =
            passages.into_iter().partition(|n| self.passages[*n].link.is_some());
        let mut way: Vec<Step> = outer.into_iter().map(Step::Passage).collect();
        way.extend(raw_run.link.map(|link| match raw_run.content {
            Content::Call(_) | Content::CallAgain => Step::Call(link),
            Content::Words | Content::PageOf(_) | Content::Picture => Step::Link(link),
        }));
        way.extend(inner.into_iter().map(Step::Passage));
        // What the author says here comes before a list.
        way.extend(raw_run.expansion.map(Step::Expansion).or(word.map(Step::Word)));
        let heard = [Marks::STRONG, Marks::EMPHASIS].into_iter();
        way.extend(heard.filter(|mark| raw_run.marks.has(*mark)).map(Step::Marked));
        way.extend(raw_run.picture.map(Step::Picture));
        way
    }
}

/// The words of a text that was typed with passages in it.
pub fn plain_words(text: &str) -> String {
    let mut inlines = Inlines::default();
    inlines.text(text, &(0..text.len()), Marks::default(), None);
    passages::take(&mut inlines.cells, &mut inlines.raw_runs, FileId::default(), &mut Sink::new());
    compose(&mut inlines.cells);
    let words: String = inlines.cells.iter().map(|cell| cell.c).collect();
    rich::plain_words(&words)
}

/// The pieces of a string with their places in what was written: as it is, or between escapes.
pub(super) fn placed_pieces<'v>(raw: &str, value: &'v str) -> Vec<(&'v str, usize)> {
    if let Some(at) = raw.find(value) {
        return vec![(value, at)];
    }
    let quotes = if raw.starts_with("\"\"\"") { 3 } else { 1 };
    let mut pieces = Vec::new();
    let mut at = quotes;
    for (n, c) in value.char_indices() {
        let piece = &value[n..n + c.len_utf8()];
        let here = raw.get(at..).unwrap_or("");
        if here.starts_with('\\') {
            pieces.push((piece, at));
            at += match here.as_bytes().get(1) {
                Some(b'u') => 6,
                Some(b'U') => 10,
                _ => 2,
            };
        } else {
            at += here.find(c).unwrap_or(0);
            pieces.push((piece, at));
            at += c.len_utf8();
        }
    }
    pieces
}

/// Removes the cells at these places, which are sorted.
fn remove_each(cells: &mut Vec<Cell>, places: &[usize]) {
    let mut places = places.iter().peekable();
    let mut at = 0;
    cells.retain(|_| {
        at += 1;
        places.next_if(|place| **place + 1 == at).is_none()
    });
}

fn trim(cells: &mut Vec<Cell>) {
    let blank = |cell: &Cell| cell.c == ' ' || cell.c == '\n';
    while cells.last().is_some_and(blank) {
        cells.pop();
    }
    let lead = cells.iter().take_while(|c| blank(c)).count();
    cells.drain(..lead);
    if !cells.windows(2).any(|pair| pair.iter().all(blank)) {
        return;
    }
    let mut kept: Vec<Cell> = Vec::with_capacity(cells.len());
    for cell in cells.drain(..) {
        let code = cell.marks.has(Marks::CODE);
        let after = kept.last().map(|last| last.c);
        if cell.c == ' ' && !code && matches!(after, Some(' ' | '\n')) {
            continue;
        }
        if cell.c == '\n' && after == Some(' ') {
            kept.pop();
        }
        kept.push(cell);
    }
    *cells = kept;
}
