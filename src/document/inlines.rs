//! Inline text while it is collected. Decides how pieces with marks become a [`Rich`].

use std::ops::Range;

use super::hanger::Hanger;
use super::markdown::Shared;
use super::passages::{self, Passage};
use super::rich::{self, AnchorId, LinkId, Marks, Rich, Run};
use super::typography::{Language, refine};
use super::words::{Word, Words};
use crate::diag::{FileId, Sink};
use crate::node::{NodeId, Structure};

/// Longest super- or subscript inside a word, in characters.
const LONGEST_SCRIPT: usize = 8;

/// A character of a paragraph while it is refined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// The character.
    pub c: char,
    /// Its byte in the source file.
    pub source: u32,
    /// Its strand.
    pub run: u32,
    /// Its marks.
    pub marks: Marks,
    /// The rules of its language; without any it is left alone.
    pub language: Option<Language>,
}

impl Cell {
    /// The rules that apply to it: none to code.
    pub fn rules(&self) -> Option<Language> {
        self.language.filter(|_| !self.marks.has(Marks::CODE))
    }
}

/// A stretch of text as it is collected.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Strand {
    /// Its marks; the node is the one that its text hangs below.
    pub run: Run,
    /// The link or reference that it belongs to.
    pub element: Option<NodeId>,
    /// The innermost passage it stands in.
    pub passage: Option<usize>,
}

/// The element of a link while its text is collected.
#[derive(Debug, Clone, Copy)]
pub struct Linked {
    /// The link.
    pub link: LinkId,
    /// What is hung below the block: the link's node, or the reference around it.
    pub element: NodeId,
    /// The link's node.
    pub node: NodeId,
}

/// Collects the text of a paragraph.
pub struct Inlines {
    cells: Vec<Cell>,
    strands: Vec<Strand>,
    /// The block's node.
    block: NodeId,
}

impl Inlines {
    /// For a block with that node.
    pub fn new(block: NodeId) -> Self {
        Self { cells: Vec::new(), strands: Vec::new(), block }
    }

    /// Adds text that stands at `source` of the file, perhaps in a link.
    pub fn text(&mut self, text: &str, source: &Range<usize>, marks: Marks, linked: Option<Linked>) {
        self.strand(marks, linked, None, None);
        self.push(text, source);
    }

    /// Adds the page number of an anchor as link text.
    pub fn page_of(&mut self, anchor: AnchorId, source: &Range<usize>, marks: Marks, linked: Linked) {
        self.strand(marks, Some(linked), Some(anchor), None);
        self.push("00", source);
    }

    /// Adds the call of a note.
    pub fn call(&mut self, number: u32, note: u32, source: &Range<usize>, linked: Linked) {
        self.strand(Marks::CALL, Some(linked), None, Some(note));
        self.push(&number.to_string(), source);
    }

    fn strand(&mut self, marks: Marks, linked: Option<Linked>, page_of: Option<AnchorId>, note: Option<u32>) {
        let node = linked.map_or(self.block, |linked| linked.node);
        let link = linked.map(|linked| linked.link);
        let run = Run { marks, link, page_of, note, ..Run::plain(node) };
        let strand = Strand { run, element: linked.map(|linked| linked.element), passage: None };
        if self.strands.last() != Some(&strand) || page_of.is_some() {
            self.strands.push(strand);
        }
    }

    fn push(&mut self, text: &str, source: &Range<usize>) {
        let exact = text.len() == source.len();
        let run = (self.strands.len() - 1) as u32;
        let marks = self.strands[run as usize].run.marks;
        for (n, c) in text.char_indices() {
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
            let mut strand = self.strands[self.cells[from].run as usize].clone();
            strand.run.marks = strand.run.marks.with(mark);
            self.strands.push(strand);
            for cell in &mut self.cells[from..close] {
                cell.run = (self.strands.len() - 1) as u32;
                cell.marks = cell.marks.with(mark);
            }
            signs.extend([open, close]);
            from = close + 1;
        }
        remove_each(&mut self.cells, &signs);
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.c.is_whitespace())
    }

    /// The finished text, hung into the structure.
    pub fn finish(self, file: FileId, shared: &mut Shared<'_>) -> Rich {
        self.draft(file, shared.language, &shared.words, shared.sink).hang(shared.tree)
    }

    /// Takes passages out of their brackets, drops white space at both ends and around hard breaks,
    /// refines the letters and builds the text; needs nothing of other texts.
    pub fn draft(
        mut self,
        file: FileId,
        language: Option<Language>,
        known: &Words,
        sink: &mut Sink,
    ) -> Draft {
        let passages = passages::take(&mut self.cells, &mut self.strands, file, sink);
        trim(&mut self.cells);
        self.mark_scripts('~', Marks::SUBSCRIPT);
        self.mark_scripts('^', Marks::SUPERSCRIPT);
        self.set_languages(language);
        refine(&mut self.cells);
        let words = known.find(&self.cells, &self.strands);
        let mut rich = Rich { text: String::with_capacity(self.cells.len() + 8), file, ..Rich::default() };
        let mut of_runs: Vec<(u32, Option<usize>)> = Vec::new();
        let mut waiting = words.iter().enumerate().peekable();
        let mut expected = None;
        for (n, cell) in self.cells.iter().enumerate() {
            let at = rich.text.len() as u32;
            while waiting.next_if(|(_, word)| word.range.end <= n).is_some() {}
            let word = waiting.peek().filter(|(_, word)| word.range.start <= n);
            let here = (cell.run, word.map(|(number, _)| *number));
            if of_runs.last() != Some(&here) {
                rich.runs.push(Run { start: at, ..self.strands[cell.run as usize].run.clone() });
                of_runs.push(here);
            }
            if expected != Some(cell.source) {
                rich.map.push((at, cell.source));
            }
            rich.text.push(cell.c);
            expected = Some(cell.source + cell.c.len_utf8() as u32);
        }
        Draft { rich, of_runs, words, passages, strands: self.strands, block: self.block }
    }

    /// Says of each letter whose rules it follows.
    fn set_languages(&mut self, own: Option<Language>) {
        for cell in &mut self.cells {
            let passage = self.strands[cell.run as usize].run.language;
            cell.language = passage.map_or(own, |tag| Language::of(tag.as_str()));
        }
    }
}

/// A text that is not in the structure yet.
pub struct Draft {
    rich: Rich,
    /// Of each run its strand and, where it stands in one, the number of its word.
    of_runs: Vec<(u32, Option<usize>)>,
    words: Vec<Word>,
    passages: Vec<Passage>,
    strands: Vec<Strand>,
    /// The block's node.
    block: NodeId,
}

impl Draft {
    /// Gives each run its place in the structure.
    pub fn hang(self, tree: &mut Structure) -> Rich {
        let Self { mut rich, of_runs, words, passages, strands, block } = self;
        let mut hanger = Hanger::new(tree, block, &passages);
        hanger.claim_block(of_runs.iter().map(|(strand, _)| &strands[*strand as usize]));
        for (run, (strand, word)) in rich.runs.iter_mut().zip(of_runs) {
            let word = word.map(|number| (number, &words[number].role));
            run.node = hanger.node(&strands[strand as usize], word);
        }
        rich
    }
}

/// The words of a text that was typed with passages in it.
pub fn plain_words(text: &str) -> String {
    let mut inlines = Inlines::new(Structure::ROOT);
    inlines.text(text, &(0..text.len()), Marks::default(), None);
    passages::take(&mut inlines.cells, &mut inlines.strands, FileId::default(), &mut Sink::new());
    let words: String = inlines.cells.iter().map(|cell| cell.c).collect();
    rich::plain_words(&words)
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
