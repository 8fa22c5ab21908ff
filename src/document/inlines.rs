//! Inline text while it is collected. Decides how pieces with marks become a [`Rich`].

use std::ops::Range;

use super::rich::{AnchorId, LinkId, Marks, Rich, Run};
use super::typography::{Cell, Language, refine};
use crate::diag::FileId;
use crate::node::{NodeId, Role, Structure};

/// Longest super- or subscript inside a word, in characters.
const LONGEST_SCRIPT: usize = 8;

/// Collects the text of a paragraph.
pub struct Inlines {
    cells: Vec<Cell>,
    runs: Vec<Run>,
    /// The block's node.
    parent: NodeId,
    /// Where text outside links hangs, once there is some.
    leaf: Option<NodeId>,
}

impl Inlines {
    /// For a block with that node.
    pub fn new(parent: NodeId) -> Self {
        Self { cells: Vec::new(), runs: Vec::new(), parent, leaf: None }
    }

    /// The block's node. Whoever hangs something below it begins a new leaf.
    pub fn parent(&mut self) -> NodeId {
        self.leaf = None;
        self.parent
    }

    /// Adds text that stands at `source` of the file.
    pub fn text(&mut self, text: &str, source: &Range<usize>, marks: Marks, tree: &mut Structure) {
        let node = self.leaf(tree);
        self.run(marks, None, None, None, node);
        self.push(text, source);
    }

    /// Adds the text of a link; `node` is a leaf below the link's node.
    pub fn link_text(&mut self, text: &str, source: &Range<usize>, marks: Marks, link: LinkId, node: NodeId) {
        self.leaf = None;
        self.run(marks, Some(link), None, None, node);
        self.push(text, source);
    }

    /// Adds the page number of an anchor as link text.
    pub fn page_of(
        &mut self,
        anchor: AnchorId,
        source: &Range<usize>,
        marks: Marks,
        link: LinkId,
        node: NodeId,
    ) {
        self.leaf = None;
        self.run(marks, Some(link), Some(anchor), None, node);
        self.push("00", source);
    }

    /// Adds the call of a note.
    pub fn call(&mut self, number: u32, note: u32, source: &Range<usize>, link: LinkId, node: NodeId) {
        self.leaf = None;
        self.run(Marks::CALL, Some(link), None, Some(note), node);
        self.push(&number.to_string(), source);
    }

    fn leaf(&mut self, tree: &mut Structure) -> NodeId {
        *self.leaf.get_or_insert_with(|| tree.add(self.parent, Role::Text))
    }

    fn run(
        &mut self,
        marks: Marks,
        link: Option<LinkId>,
        page_of: Option<AnchorId>,
        note: Option<u32>,
        node: NodeId,
    ) {
        let run = Run { start: 0, marks, link, page_of, note, node };
        if self.runs.last() != Some(&run) || page_of.is_some() {
            self.runs.push(run);
        }
    }

    fn push(&mut self, text: &str, source: &Range<usize>) {
        let exact = text.len() == source.len();
        let run = (self.runs.len() - 1) as u16;
        let marks = self.runs[run as usize].marks;
        for (n, c) in text.char_indices() {
            let at = if exact { source.start + n } else { source.start };
            self.cells.push(Cell { c, source: at as u32, run, marks });
        }
    }

    /// `CO~2~`, `m^2^`: the parser leaves marks inside a word as text.
    fn mark_scripts(&mut self, sign: char, mark: Marks) {
        let plain = |cell: &Cell| !cell.marks.has(Marks::CODE) && !cell.marks.has(Marks::LITERAL);
        let mut from = 1;
        while let Some(open) =
            self.cells.iter().skip(from).position(|c| c.c == sign && plain(c)).map(|n| n + from)
        {
            from = open + 1;
            let inside = self.cells[from..]
                .iter()
                .take_while(|c| c.c.is_alphanumeric() || "+-−*".contains(c.c))
                .count();
            let close = from + inside;
            let follows = self.cells[open - 1].c.is_alphanumeric() || self.cells[open - 1].c == ')';
            let closed = self.cells.get(close).is_some_and(|c| c.c == sign && plain(c));
            if !follows || !closed || !(1..=LONGEST_SCRIPT).contains(&inside) {
                continue;
            }
            let old = self.cells[from].run;
            let run =
                Run { marks: self.runs[old as usize].marks.with(mark), ..self.runs[old as usize].clone() };
            self.runs.push(run);
            for cell in &mut self.cells[from..close] {
                cell.run = (self.runs.len() - 1) as u16;
                cell.marks = cell.marks.with(mark);
            }
            self.cells.remove(close);
            self.cells.remove(open);
            from = open + inside;
        }
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.c.is_whitespace())
    }

    /// Drops white space at both ends and around hard breaks, refines the letters and builds the text.
    pub fn finish(mut self, file: FileId, language: Language) -> Rich {
        trim(&mut self.cells);
        self.mark_scripts('~', Marks::SUBSCRIPT);
        self.mark_scripts('^', Marks::SUPERSCRIPT);
        refine(&mut self.cells, language);
        let mut rich = Rich { text: String::with_capacity(self.cells.len() + 8), file, ..Rich::default() };
        let (mut last_run, mut expected) = (None, None);
        for cell in &self.cells {
            let at = rich.text.len() as u32;
            if last_run != Some(cell.run) {
                rich.runs.push(Run { start: at, ..self.runs[cell.run as usize].clone() });
                last_run = Some(cell.run);
            }
            if expected != Some(cell.source) {
                rich.map.push((at, cell.source));
            }
            rich.text.push(cell.c);
            expected = Some(cell.source + cell.c.len_utf8() as u32);
        }
        rich
    }
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
