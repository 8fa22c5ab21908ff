//! The text of a chapter before it is parsed. Decides how the lines of other dialects of Markdown are written
//! in ours: callouts in colons and exclamation marks, comments, page breaks, bullets from word processors.
//! Every byte keeps its place in the file.

use std::ops::Range;

use super::super::places::Places;
use super::super::stars;
use super::dialects::{
    Construct, Head, Remark, admonition, colons, construct, displayed, division, fence_of, is_attributes,
    is_landscape, is_page_break, shortcode, spaced,
};

/// What begins a page, as the parser sees it.
pub(super) const PAGE_BREAK: &str = "<!-- pagebreak -->";

/// What stands around a formula over several lines, which is set as code.
const FORMULA_FENCE: &str = "```";

/// How far code is indented, and what belongs to a callout in exclamation marks.
const INDENT: usize = 4;

/// Deepest nesting of callouts that are written in colons or exclamation marks.
const DEEPEST: usize = 8;

/// A text ready for the parser.
pub struct Prepared {
    /// The text, its gender stars hidden.
    pub text: String,
    /// Where its bytes stand in the file.
    places: Places,
    /// What was done to it that its author should know.
    pub remarks: Vec<(Remark, Range<usize>)>,
    /// The blocks in colons whose tables are to stand on turned pages, by their places in the file.
    landscape: Vec<Range<usize>>,
}

/// An open callout or division.
enum Container {
    /// `:::` of so many colons.
    Colons(usize, Division),
    /// `!!!`, with what is inside indented.
    Indented,
}

/// What a block in colons is.
#[derive(Clone, Copy, PartialEq)]
enum Division {
    Callout,
    /// Its tables are to stand on turned pages; it begins at that byte.
    Landscape(usize),
    /// Lays out in a way that nothing is known of.
    Other,
}

impl Prepared {
    /// Of the part of a file that begins at byte `body`.
    pub fn of(source: &str, body: usize) -> Self {
        let text = &source[body..];
        let mut writer = Writer {
            source: text,
            body,
            text: String::with_capacity(text.len()),
            places: Places::default(),
            remarks: Vec::new(),
            landscape: Vec::new(),
            last_colons: 0,
        };
        if is_foreign(text) {
            writer.last_colons = last_colons(text);
            writer.lines();
        } else {
            writer.copy(0..text.len());
        }
        let Writer { text, places, remarks, mut landscape, .. } = writer;
        landscape.sort_by_key(|block| block.start);
        // An author's own sign for a hidden star is a control character like any other.
        let text = if text.contains(stars::HIDDEN) { text.replace(stars::HIDDEN, "\u{1b}") } else { text };
        Self { text: stars::hide(&text), places, remarks, landscape }
    }

    /// Where a part of the text stands in the file.
    pub fn range(&self, range: &Range<usize>) -> Range<usize> {
        self.places.range(range)
    }

    /// The block of tables on turned pages that a byte of the file lies in.
    pub fn landscape_at(&self, byte: u32) -> Option<&Range<usize>> {
        let behind = self.landscape.partition_point(|block| block.start <= byte as usize);
        self.landscape[..behind].last().filter(|block| block.contains(&(byte as usize)))
    }
}

/// Whether any line may be of another dialect: most texts have none.
fn is_foreign(text: &str) -> bool {
    const SIGNS: &[&str] = &[
        ":::",
        "!!!",
        "???",
        "%%",
        "{>>",
        "{++",
        "{--",
        "{~~",
        "{==",
        "{{",
        "{%",
        "{:",
        "[[",
        "[TOC",
        "[toc",
        "[@",
        "[-@",
        "$",
        "\\n",
        "\\p",
        "\\c",
        "\\t",
        "pagebreak",
        "newpage",
        "•",
        "◦",
        "‣",
        "▪",
        "·",
    ];
    let first = |byte: u8| SIGNS.iter().any(|sign| sign.as_bytes()[0] == byte);
    let begins: [bool; 256] = std::array::from_fn(|byte| first(byte as u8));
    let has_sign = text.bytes().enumerate().any(|(at, byte)| {
        let here = || &text.as_bytes()[at..];
        begins[usize::from(byte)] && SIGNS.iter().any(|sign| here().starts_with(sign.as_bytes()))
    });
    has_sign
        || text.match_indices("](").any(|(at, _)| spaced(&text[at + 2..]).is_some())
        || text.match_indices(':').any(|(at, _)| shortcode(text, at).is_some())
}

struct Writer<'s> {
    source: &'s str,
    body: usize,
    text: String,
    places: Places,
    remarks: Vec<(Remark, Range<usize>)>,
    landscape: Vec<Range<usize>>,
    /// Where the last line of nothing but colons stands: a block that opens behind it never closes.
    last_colons: usize,
}

/// Where the last line of nothing but colons stands, from three on.
fn last_colons(text: &str) -> usize {
    let is_bare = |line: &str| line.len() >= 3 && line.bytes().all(|b| b == b':');
    let at = |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
    text.lines().rfind(|line| is_bare(line.trim())).map_or(0, at)
}

impl Writer<'_> {
    /// Copies a part of the source.
    fn copy(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.places.add(self.text.len(), self.body + range.start);
            self.text.push_str(&self.source[range]);
        }
    }

    /// Puts in words that stand for what is at a place.
    fn put(&mut self, words: &str, at: usize) {
        if !words.is_empty() {
            self.places.add(self.text.len(), self.body + at);
            self.text.push_str(words);
        }
    }

    fn remark(&mut self, remark: Remark, range: Range<usize>) {
        self.remarks.push((remark, self.body + range.start..self.body + range.end));
    }

    fn lines(&mut self) {
        let mut open: Vec<Container> = Vec::new();
        let (mut fence, mut formula, mut at): (Option<(char, usize)>, usize, usize) = (None, 0, 0);
        while at < self.source.len() {
            let end = self.source[at..].find('\n').map_or(self.source.len(), |n| at + n + 1);
            let start = self.leave(&mut open, at, end, fence.is_some() || at < formula);
            let line = &self.source[start..end];
            let fenced = fence_of(line);
            if at < formula {
                self.quoted(&open, start, start..end);
                if end >= formula {
                    self.formula_fence(&open, start..end);
                }
            } else if let Some(opened) = fence {
                if fenced.is_some_and(|(c, n, bare)| c == opened.0 && n >= opened.1 && bare) {
                    fence = None;
                }
                self.quoted(&open, start, start..end);
            } else if let Some((c, n, _)) = fenced {
                fence = Some((c, n));
                self.quoted(&open, start, start..end);
            } else if let Some(behind) = self.formula(start) {
                formula = behind;
                self.formula_fence(&open, start..start);
                self.quoted(&open, start, start..end);
            } else if let Some(behind) = self.comment(start, end) {
                at = behind;
                continue;
            } else if !self.opens(&mut open, start, end) {
                self.line(&open, start, end);
            }
            at = end;
        }
        self.end_landscape(open, at);
    }

    /// Closes the containers that a line does not belong to; where its text begins.
    fn leave(&mut self, open: &mut Vec<Container>, at: usize, end: usize, fenced: bool) -> usize {
        let line = &self.source[at..end];
        if line.trim().is_empty() {
            return at;
        }
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let mut start = at;
        for n in 0..open.len() {
            if !matches!(open[n], Container::Indented) {
                continue;
            }
            let tab = line[start - at..].starts_with('\t');
            if !tab && start - at + INDENT > indent {
                if !fenced {
                    self.close(open, n, at);
                }
                break;
            }
            start += if tab { 1 } else { INDENT };
        }
        start
    }

    /// Closes containers from the `n`-th on; an empty line ends their quotations.
    fn close(&mut self, open: &mut Vec<Container>, n: usize, at: usize) {
        self.end_landscape(open.drain(n..), at);
        self.put(&format!("{}\n", "> ".repeat(depth(open))), at);
    }

    /// Remembers the blocks of tables on turned pages among containers that end.
    fn end_landscape(&mut self, ended: impl IntoIterator<Item = Container>, at: usize) {
        for container in ended {
            if let Container::Colons(_, Division::Landscape(start)) = container {
                self.landscape.push(self.body + start..self.body + at);
            }
        }
    }

    /// Copies a line as it is below the quotations around it.
    fn quoted(&mut self, open: &[Container], at: usize, line: Range<usize>) {
        self.put(&"> ".repeat(depth(open)), at);
        self.copy(line);
    }

    /// Where a formula over several lines ends that begins with this line.
    fn formula(&mut self, start: usize) -> Option<usize> {
        let text = self.source[start..].trim_start_matches(' ');
        let first = self.source.len() - text.len();
        let behind = first + displayed(text).filter(|_| first - start < INDENT)?;
        self.remark(Remark::Formula, first..behind);
        Some(behind)
    }

    /// A fence before a formula, or behind its last line, as far in as the formula.
    fn formula_fence(&mut self, open: &[Container], last: Range<usize>) {
        let line_end = if last.is_empty() || self.text.ends_with('\n') { "" } else { "\n" };
        let line = &self.source[last.start..];
        let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
        self.put(&format!("{line_end}{}{indent}{FORMULA_FENCE}\n", "> ".repeat(depth(open))), last.end);
    }

    /// A comment between lines with `%%`: where the text goes on.
    fn comment(&mut self, start: usize, end: usize) -> Option<usize> {
        let line = self.source[start..end].trim();
        if !line.starts_with("%%") || line[2..].contains("%%") {
            return None;
        }
        let close = self.source[end..].find("%%")? + end + 2;
        Some(self.source[close..].find('\n').map_or(self.source.len(), |n| close + n))
    }

    /// A line that opens or closes a container, or that is a whole thing of its own.
    fn opens(&mut self, open: &mut Vec<Container>, start: usize, end: usize) -> bool {
        let line = self.source[start..end].trim();
        let lead = start + self.source[start..end].len() - self.source[start..end].trim_start().len();
        let range = lead..lead + line.len();
        if let Some(colons) = colons(line) {
            return self.division(open, colons, range);
        }
        if let Some(head) =
            admonition(line).filter(|_| depth(open) < DEEPEST && is_indented(&self.source[end..]))
        {
            self.callout(open, head.at(lead), range);
            open.push(Container::Indented);
            return true;
        }
        if is_page_break(line) {
            let quotes = "> ".repeat(depth(open));
            self.put(&format!("{quotes}\n{quotes}{PAGE_BREAK}\n{quotes}\n"), start);
            return true;
        }
        let remark = match line {
            "[TOC]" | "[toc]" | "[[TOC]]" | "[[_TOC_]]" | "{:toc}" | "{{TOC}}" | "\\tableofcontents" => {
                Remark::Contents
            }
            _ if is_attributes(line) => Remark::Attributes,
            _ => return false,
        };
        self.remark(remark, range);
        self.put("\n", start);
        true
    }

    /// `:::` that opens or closes.
    fn division(&mut self, open: &mut Vec<Container>, colons: usize, line: Range<usize>) -> bool {
        let rest = self.source[line.clone()][colons..].trim().trim_end_matches(':').trim_end();
        if rest.is_empty() {
            let Some(at) = open.iter().rposition(|c| matches!(c, Container::Colons(n, _) if *n <= colons))
            else {
                return false;
            };
            self.close(open, at, line.start);
            return true;
        }
        if self.last_colons < line.end || depth(open) >= DEEPEST {
            return false;
        }
        let at = line.end - self.source[line.start + colons..line.end].trim_start().len();
        match division(rest) {
            Some(head) => {
                self.callout(open, head.at(at), line);
                open.push(Container::Colons(colons, Division::Callout));
            }
            None => {
                let is_inside = |c: &Container| matches!(c, Container::Colons(_, Division::Landscape(_)));
                let division = match is_landscape(rest) {
                    true if open.iter().any(is_inside) => Division::Other,
                    true => Division::Landscape(line.start),
                    false => {
                        self.remark(Remark::Division, line.clone());
                        Division::Other
                    }
                };
                self.put("\n", line.start);
                open.push(Container::Colons(colons, division));
            }
        }
        true
    }

    /// The first line of a callout, in our way of writing.
    fn callout(&mut self, open: &[Container], head: Head, line: Range<usize>) {
        let Head { kind, title } = head;
        let quotes = "> ".repeat(depth(open));
        self.put(&format!("{quotes}\n{quotes}> [!"), line.start);
        self.copy(kind);
        self.put("] ", line.start);
        self.copy(title);
        self.put(&format!("\n{quotes}> \n"), line.end);
    }

    /// An ordinary line: comments and changes taken out, places for pictures with spaces closed.
    fn line(&mut self, open: &[Container], start: usize, end: usize) {
        let line = &self.source[start..end];
        self.put(&"> ".repeat(depth(open)), start);
        let text = line.trim_start();
        let mut at = start + (line.len() - text.len());
        self.copy(start..at);
        if let Some(bullet) = text.chars().next().filter(|c| "•◦‣▪·".contains(*c)) {
            let behind = at + bullet.len_utf8();
            if self.source[behind..end].starts_with([' ', '\t', '\u{a0}']) {
                self.put("- ", at);
                at = behind + self.source[behind..end].chars().next().map_or(0, char::len_utf8);
            }
        }
        // So far in may be code, where braces are nobody's fault.
        let told = at - start < INDENT && !line.starts_with('\t');
        self.words(at, end, told);
    }

    /// Copies words; what is another dialect's between them is written in ours.
    fn words(&mut self, mut at: usize, end: usize, told: bool) {
        let (mut seen, mut code) = (at, 0);
        while at < end {
            let rest = &self.source[at..end];
            let ticks = rest.len() - rest.trim_start_matches('`').len();
            if ticks > 0 {
                // Code goes on to as many signs as it began with.
                code = if code == 0 {
                    ticks
                } else if code == ticks {
                    0
                } else {
                    code
                };
                at += ticks;
                continue;
            }
            let escaped = || self.source[..at].ends_with('\\');
            let found = construct(rest).or_else(|| shortcode(self.source, at));
            match found.filter(|_| code == 0 && !escaped()) {
                Some((construct, len)) => {
                    self.copy(seen..at);
                    self.construct(construct, at..at + len, told);
                    (at, seen) = (at + len, at + len);
                }
                None => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        self.copy(seen..end);
    }

    fn construct(&mut self, construct: Construct, at: Range<usize>, told: bool) {
        match construct {
            Construct::Comment => {}
            Construct::Kept(inner) => {
                self.remark(Remark::Change, at.clone());
                self.words(at.start + inner.start, at.start + inner.end, told);
            }
            Construct::Marked(inner) => {
                self.put("==", at.start);
                self.words(at.start + inner.start, at.start + inner.end, told);
                self.put("==", at.end);
            }
            Construct::Dropped => self.remark(Remark::Change, at),
            Construct::Formula if told => {
                self.remark(Remark::Formula, at.clone());
                self.put("`", at.start);
                self.copy(at.clone());
                self.put("`", at.end);
            }
            Construct::Told(remark) if told => {
                self.remark(remark, at.clone());
                self.copy(at);
            }
            Construct::Sign(sign) if told => self.put(sign, at.start),
            Construct::Formula | Construct::Told(_) | Construct::Sign(_) => self.copy(at),
            Construct::Spaced(path) => {
                self.put("](<", at.start);
                self.copy(at.start + path.start..at.start + path.end);
                self.put(">", at.end);
                self.copy(at.start + path.end..at.end);
            }
        }
    }
}

/// Whether the next line with words is indented as what belongs to a callout.
fn is_indented(text: &str) -> bool {
    let next = text.lines().find(|line| !line.trim().is_empty());
    next.is_some_and(|line| line.starts_with('\t') || line.starts_with(&" ".repeat(INDENT)))
}

/// How many callouts are open.
fn depth(open: &[Container]) -> usize {
    open.iter().filter(|c| matches!(c, Container::Indented | Container::Colons(_, Division::Callout))).count()
}
