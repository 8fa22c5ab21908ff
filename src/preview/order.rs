//! `[chapters] order` in brochure.toml, changed as text. Decides where a chapter is written into it; all else of the
//! file stays as it is, byte for byte.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::diag::{FileId, Sink};
use crate::json::quoted;
use crate::source::paths::join;
use crate::tree::{self, Kind};

/// brochure.toml with its order of chapters.
pub struct Order {
    text: String,
    /// Entries with their places; none if there is no order.
    entries: Vec<(String, Range<usize>)>,
}

/// The chapters of a brochure.
pub struct Chapters<'c> {
    /// Their folder, below the project.
    pub top: &'c str,
    /// Their files in the order in which they are set.
    pub files: &'c [String],
}

/// Why an order is not changed.
#[derive(Debug, PartialEq, Eq)]
pub enum Stays {
    /// The chapter is the first or the last already.
    AtTheEdge,
    /// brochure.toml is written in a way that is not understood here.
    Unclear,
}

impl Order {
    /// The order in the text of a brochure.toml.
    pub fn read(text: String) -> Self {
        let entries = entries(&text);
        Self { text, entries }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The text.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Moves a chapter before the entry before it, or behind the one behind: that of a chapter, or the heading of a
    /// part.
    pub fn move_by(self, file: &str, forward: bool, chapters: &Chapters<'_>) -> Result<Self, Stays> {
        let mut order = self.with(file, chapters)?;
        let beside = |at: usize| if forward { Some(at + 1) } else { at.checked_sub(1) };
        let at = order.position(file, chapters).ok_or(Stays::Unclear)?;
        let neighbour = beside(at).filter(|n| *n < order.entries.len()).ok_or(Stays::AtTheEdge)?;
        if !chapters.within(&order.entries[neighbour].0).is_empty() {
            order = order.expand(neighbour, chapters)?;
        }
        let at = order.position(file, chapters).ok_or(Stays::Unclear)?;
        let neighbour = beside(at).filter(|n| *n < order.entries.len()).ok_or(Stays::Unclear)?;
        order.swap(at.min(neighbour), at.max(neighbour))
    }

    /// Puts a new file behind a chapter, or first where there is none.
    pub fn insert(self, new: &str, after: Option<&str>, chapters: &Chapters<'_>) -> Result<Self, Stays> {
        let Some(after) = after else { return self.create(&[chapters.named(new)]) };
        let order = self.with(after, chapters)?;
        let at = order.position(after, chapters).ok_or(Stays::Unclear)?;
        order.insert_behind(at, &[chapters.named(new)])
    }

    /// With an entry for this chapter alone.
    fn with(self, file: &str, chapters: &Chapters<'_>) -> Result<Self, Stays> {
        if self.is_empty() {
            let names: Vec<String> = chapters.files.iter().map(|file| chapters.named(file)).collect();
            return self.create(&names);
        }
        if self.position(file, chapters).is_some() {
            return Ok(self);
        }
        let within = |(entry, _): &(String, _)| chapters.within(entry).iter().any(|path| same(path, file));
        if let Some(folder) = self.entries.iter().position(within) {
            return self.expand(folder, chapters);
        }
        // What the order leaves out stands behind.
        let is_named = |file: &&String| {
            self.entries.iter().any(|(entry, _)| {
                chapters.is(entry, file) || chapters.within(entry).iter().any(|path| same(path, file))
            })
        };
        let rest = chapters.files.iter().filter(|file| !is_named(file));
        let rest: Vec<String> = rest.map(|file| chapters.named(file)).collect();
        let last = self.entries.len() - 1;
        self.insert_behind(last, &rest)
    }

    fn position(&self, file: &str, chapters: &Chapters<'_>) -> Option<usize> {
        self.entries.iter().position(|(entry, _)| chapters.is(entry, file))
    }

    /// Writes an order into a file that has none.
    fn create(self, names: &[String]) -> Result<Self, Stays> {
        let end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let lines: String = names.iter().map(|name| format!("  {},{end}", quoted(name))).collect();
        let list = format!("order = [{end}{lines}]{end}");
        let text = match head_of_table(&self.text) {
            Some(at) => format!("{}{list}{}", &self.text[..at], &self.text[at..]),
            None => {
                let gap = if self.text.is_empty() || self.text.ends_with('\n') { "" } else { end };
                format!("{}{gap}{end}[chapters]{end}{list}", self.text)
            }
        };
        Self::holding(text, names)
    }

    /// Writes the files that are meant by an entry in its place.
    fn expand(self, at: usize, chapters: &Chapters<'_>) -> Result<Self, Stays> {
        let files = chapters.within(&self.entries[at].0);
        let names: Vec<String> = files.iter().map(|file| chapters.named(file)).collect();
        let wanted = spliced(&self.names(), at..at + 1, &names);
        let range = self.entries[at].1.clone();
        Self::holding(replaced(&self.text, range, &self.listed(&names)), &wanted)
    }

    fn swap(self, first: usize, second: usize) -> Result<Self, Stays> {
        let mut wanted = self.names();
        wanted.swap(first, second);
        let (a, b) = (self.entries[first].1.clone(), self.entries[second].1.clone());
        let text = replaced(&self.text, b.clone(), &self.text[a.clone()]);
        Self::holding(replaced(&text, a, &self.text[b]), &wanted)
    }

    fn insert_behind(self, at: usize, names: &[String]) -> Result<Self, Stays> {
        let wanted = spliced(&self.names(), at + 1..at + 1, names);
        let place = self.entries[at].1.end;
        let list = format!("{}{}", self.separator(), self.listed(names));
        Self::holding(replaced(&self.text, place..place, &list), &wanted)
    }

    fn names(&self) -> Vec<String> {
        self.entries.iter().map(|(name, _)| name.clone()).collect()
    }

    fn listed(&self, names: &[String]) -> String {
        names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(&self.separator())
    }

    /// What stands between two entries: a line end where they have lines of their own.
    fn separator(&self) -> String {
        let start = self.entries[0].1.start;
        let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let indent = &self.text[line..start];
        let end = if self.text[..line].ends_with("\r\n") { "\r\n" } else { "\n" };
        if indent.trim().is_empty() && line > 0 { format!(",{end}{indent}") } else { ", ".to_owned() }
    }

    /// A text that has this order, looked at as whoever reads it does.
    fn holding(text: String, wanted: &[String]) -> Result<Self, Stays> {
        let order = Self::read(text);
        if order.names() == wanted { Ok(order) } else { Err(Stays::Unclear) }
    }
}

impl Chapters<'_> {
    /// Whether an entry means a file.
    fn is(&self, entry: &str, file: &str) -> bool {
        join(self.top, entry).is_some_and(|path| same(&path, file))
    }

    /// The files in the folder that an entry means.
    fn within(&self, entry: &str) -> Vec<&String> {
        let Some(folder) = join(self.top, entry).filter(|_| !entry.starts_with("# ")) else {
            return Vec::new();
        };
        let folder: String = folder.nfc().collect::<String>() + "/";
        let inside = |file: &&String| file.nfc().collect::<String>().starts_with(&folder);
        self.files.iter().filter(inside).collect()
    }

    /// A file as it is named in an order.
    fn named(&self, file: &str) -> String {
        let inside = file.strip_prefix(self.top).unwrap_or(file);
        inside.trim_start_matches('/').to_owned()
    }
}

/// Whether two paths are one, however their letters are encoded.
fn same(a: &str, b: &str) -> bool {
    a.nfc().eq(b.nfc())
}

fn spliced(names: &[String], range: Range<usize>, new: &[String]) -> Vec<String> {
    let mut names = names.to_vec();
    names.splice(range, new.iter().cloned());
    names
}

fn replaced(text: &str, range: Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &text[..range.start], &text[range.end..])
}

/// The entries of the order of a brochure.toml that can be read.
fn entries(text: &str) -> Vec<(String, Range<usize>)> {
    let mut sink = Sink::new();
    let read = tree::parse(text, FileId::default(), 0, &mut sink).kind;
    let inner = |kind: Kind, key: &str| match kind {
        Kind::Table(table) => table.get(key).map(|value| value.kind.clone()),
        _ => None,
    };
    let list = inner(read, "chapters").and_then(|table| inner(table, "order"));
    match list {
        Some(Kind::List(values)) if sink.is_empty() => {
            let texts = values.into_iter().filter_map(|value| match value.kind {
                Kind::Text(text) => Some((text, value.span.start as usize..value.span.end as usize)),
                _ => None,
            });
            texts.collect()
        }
        _ => Vec::new(),
    }
}

/// The byte behind the line `[chapters]`.
fn head_of_table(text: &str) -> Option<usize> {
    let mut at = 0;
    text.split_inclusive('\n').find_map(|line| {
        at += line.len();
        let head = line.split('#').next().unwrap_or_default().trim();
        (head == "[chapters]" && line.ends_with('\n')).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(toml: &str, file: &str, forward: bool, files: &[&str]) -> Result<String, Stays> {
        let files: Vec<String> = files.iter().map(|file| format!("chapters/{file}")).collect();
        let chapters = Chapters { top: "chapters", files: &files };
        let file = format!("chapters/{file}");
        Order::read(toml.to_owned()).move_by(&file, forward, &chapters).map(Order::into_text)
    }

    #[test]
    fn an_order_is_made_of_the_present_one() {
        let toml = "[brochure]\r\ntitle = \"A\" # x";
        let made = moved(toml, "b.md", false, &["a.md", "b.md"]).expect("moved");
        assert_eq!(
            made,
            "[brochure]\r\ntitle = \"A\" # x\r\n\r\n[chapters]\r\norder = [\r\n  \"b.md\",\r\n  \"a.md\",\r\n]\r\n"
        );
        let toml = "[chapters] # mine\n# more\n[cover]\n";
        let made = moved(toml, "a.md", true, &["a.md", "b.md"]).expect("moved");
        assert_eq!(made, "[chapters] # mine\norder = [\n  \"b.md\",\n  \"a.md\",\n]\n# more\n[cover]\n");
    }

    #[test]
    fn entries_change_places_and_comments_stay() {
        let toml = "[chapters]\norder = [ # all\n  'a.md', # first\n  \"b.md\",\n  \"c.md\"\n] # end\n[x]\n";
        let files = ["a.md", "b.md", "c.md"];
        assert_eq!(
            moved(toml, "b.md", false, &files).as_deref(),
            Ok("[chapters]\norder = [ # all\n  \"b.md\", # first\n  'a.md',\n  \"c.md\"\n] # end\n[x]\n")
        );
        assert_eq!(moved(toml, "a.md", false, &files), Err(Stays::AtTheEdge));
        assert_eq!(moved(toml, "c.md", true, &files), Err(Stays::AtTheEdge));
        assert_eq!(moved(toml, "d.md", true, &files), Err(Stays::Unclear));
    }

    #[test]
    fn parts_and_folders_are_passed_chapter_by_chapter() {
        let files = ["a.md", "t/1.md", "t/2.md", "z.md"];
        let toml = "chapters.order = [\"a.md\", \"# Teil\", \"t\"]\n";
        assert_eq!(
            moved(toml, "a.md", true, &files).as_deref(),
            Ok("chapters.order = [\"# Teil\", \"a.md\", \"t\"]\n")
        );
        assert_eq!(
            moved(toml, "t/1.md", true, &files).as_deref(),
            Ok("chapters.order = [\"a.md\", \"# Teil\", \"t/2.md\", \"t/1.md\"]\n")
        );
        let toml = "chapters.order = [\"a.md\", \"t\"]\n";
        assert_eq!(
            moved(toml, "a.md", true, &files).as_deref(),
            Ok("chapters.order = [\"t/1.md\", \"a.md\", \"t/2.md\"]\n")
        );
        // What was left out is written down.
        assert_eq!(
            moved(toml, "z.md", false, &files).as_deref(),
            Ok("chapters.order = [\"a.md\", \"t/1.md\", \"z.md\", \"t/2.md\"]\n")
        );
    }

    #[test]
    fn new_chapters_stand_behind_the_one_that_is_named() {
        let files = ["chapters/a.md".to_owned(), "chapters/b.md".to_owned()];
        let chapters = Chapters { top: "chapters", files: &files };
        let insert = |toml: &str, after| {
            let order = Order::read(toml.to_owned());
            order.insert("chapters/n.md", Some(after), &chapters).map(Order::into_text)
        };
        let toml = "[chapters]\norder = [\n\t\"a.md\", # x\n\t\"b.md\",\n]\n";
        assert_eq!(
            insert(toml, "chapters/a.md").as_deref(),
            Ok("[chapters]\norder = [\n\t\"a.md\",\n\t\"n.md\", # x\n\t\"b.md\",\n]\n")
        );
        assert_eq!(
            insert(toml, "chapters/b.md").as_deref(),
            Ok("[chapters]\norder = [\n\t\"a.md\", # x\n\t\"b.md\",\n\t\"n.md\",\n]\n")
        );
    }

    #[test]
    fn what_is_not_understood_stays() {
        for toml in ["chapters = { order = [] }\n", "[chapters]\norder = \"a.md\"\n", "[chapters\n"] {
            assert_eq!(moved(toml, "a.md", true, &["a.md", "b.md"]), Err(Stays::Unclear), "{toml}");
        }
    }
}
