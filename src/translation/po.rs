//! Files of translations, as gettext writes them. Decides which lines they may hold, and how they are written.
//!
//! <https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html>

use std::collections::HashSet;
use std::fmt::Write;
use std::ops::Range;

use crate::diag::{Diagnostic, FileId, Sink, Span, complaint};

/// The flag of a translation that is to be looked at again.
pub const FUZZY: &str = "fuzzy";
/// So many faults of a file are told: the first one may have made the others.
const MOST_FAULTS: usize = 20;

/// A message with its translation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// What translators note, each line without its sign.
    pub comments: Vec<String>,
    /// Where the message stands: `chapters/01.md:17`.
    pub references: Vec<String>,
    /// Words such as `fuzzy`.
    pub flags: Vec<String>,
    /// Context and words of the message that the translation was made of, where they have changed since.
    pub previous: Option<Key>,
    /// The message.
    pub key: Key,
    /// The translation.
    pub text: String,
    /// Whether the message is gone.
    pub obsolete: bool,
    /// Where the translation stands in the file.
    pub place: Range<usize>,
}

/// What a message is known by.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which kind of words it is.
    pub context: Option<String>,
    /// The words.
    pub id: String,
}

impl Entry {
    /// Whether the translation is to be looked at again.
    pub fn is_fuzzy(&self) -> bool {
        self.flags.iter().any(|flag| flag == FUZZY)
    }

    /// Whether there is something to set.
    pub fn has_text(&self) -> bool {
        !self.text.trim().is_empty()
    }
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalogue {
    /// What is said of the whole file; its message is empty.
    pub header: Option<Entry>,
    /// The messages in the order of the file.
    pub entries: Vec<Entry>,
}

/// Reads a file; what is wrong goes to `sink`.
pub fn read(text: &str, file: FileId, sink: &mut Sink) -> Catalogue {
    let mut reader = Reader {
        file,
        faults: Sink::new(),
        found: Catalogue::default(),
        entry: Entry::default(),
        field: None,
        seen: Seen::default(),
        known: HashSet::new(),
    };
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    for line in text[at..].split_inclusive('\n') {
        let lead = line.len() - line.trim_start().len();
        reader.line(line.trim(), at + lead);
        at += line.len();
    }
    reader.finish(at);
    reader.faults.truncate(MOST_FAULTS);
    sink.append(&mut reader.faults);
    reader.found
}

/// A part of an entry that strings are added to.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Field {
    PreviousContext,
    PreviousId,
    Context,
    Id,
    Text,
}

/// Which parts of the entry there were.
#[derive(Default)]
struct Seen {
    /// Where its message begins.
    id: Option<usize>,
    text: bool,
    /// Whether something in it was wrong, which was told.
    spoilt: bool,
}

struct Reader {
    file: FileId,
    faults: Sink,
    found: Catalogue,
    entry: Entry,
    /// What the next string is added to.
    field: Option<Field>,
    seen: Seen,
    /// Messages that were found.
    known: HashSet<Key>,
}

impl Reader {
    fn fault(&mut self, told: Diagnostic, range: Range<usize>) {
        self.seen.spoilt = true;
        self.faults.push(told.at(Span::new(self.file, range)));
    }

    /// A line without white space around it, which begins at byte `at`.
    fn line(&mut self, line: &str, at: usize) {
        if line.is_empty() {
            return;
        }
        let Some(comment) = line.strip_prefix('#') else { return self.statement(line, at) };
        let mark = comment.chars().next().unwrap_or(' ');
        match mark {
            '~' => {
                let rest = comment[1..].trim_start();
                let from = at + line.len() - rest.len();
                let previous = rest.strip_prefix('|');
                self.begin_if_done();
                self.entry.obsolete = true;
                match previous {
                    Some(rest) => self.previous(rest, from + 1),
                    None if rest.is_empty() => {}
                    None => self.statement(rest, from),
                }
            }
            '|' => {
                self.begin_if_done();
                self.previous(&comment[1..], at + 2);
            }
            _ => {
                self.begin_if_done();
                let words = comment.get(1..).unwrap_or("").trim();
                let entry = &mut self.entry;
                match mark {
                    ':' => entry.references.extend(words.split_whitespace().map(str::to_owned)),
                    ',' => {
                        let flags = words.split(',').map(str::trim).filter(|flag| !flag.is_empty());
                        entry.flags.extend(flags.map(str::to_owned));
                    }
                    // Notes of the program are made anew.
                    '.' => {}
                    _ => entry.comments.push(comment.trim().to_owned()),
                }
            }
        }
    }

    /// What follows `#|`.
    fn previous(&mut self, rest: &str, at: usize) {
        let words = rest.trim_start();
        let at = at + rest.len() - words.len();
        if words.starts_with('"') {
            return self.string(words, at);
        }
        let (keyword, rest) = words.split_once(' ').unwrap_or((words, ""));
        self.field = match keyword {
            "msgctxt" => Some(Field::PreviousContext),
            "msgid" => Some(Field::PreviousId),
            _ => return self.fault(complaint::po_keyword(keyword), at..at + keyword.len()),
        };
        self.string(rest.trim_start(), at + words.len() - rest.trim_start().len());
    }

    /// A keyword with its string, or a string that goes on.
    fn statement(&mut self, line: &str, at: usize) {
        if line.starts_with('"') {
            if self.field.is_none() {
                return self.fault(complaint::po_string_alone(), at..at + line.len());
            }
            return self.string(line, at);
        }
        let end = line.find([' ', '\t', '"']).unwrap_or(line.len());
        let (keyword, rest) = line.split_at(end);
        let field = match keyword {
            "msgctxt" => Field::Context,
            "msgid" => Field::Id,
            "msgstr" => Field::Text,
            _ => {
                self.field = None;
                let plural = keyword.starts_with("msgid_plural") || keyword.starts_with("msgstr[");
                let told = if plural { complaint::po_plural() } else { complaint::po_keyword(keyword) };
                return self.fault(told, at..at + end);
            }
        };
        if field == Field::Context || field == Field::Id && self.entry.key.context.is_none() {
            self.begin_if_done();
        }
        match field {
            Field::Id if self.seen.id.is_some() => {
                return self.fault(complaint::po_no_text(), at..at + line.len());
            }
            Field::Id => self.seen.id = Some(at),
            Field::Text if self.seen.id.is_none() || self.seen.text => {
                return self.fault(complaint::po_string_alone(), at..at + line.len());
            }
            Field::Text => {
                self.seen.text = true;
                self.entry.place = at..at + line.len();
            }
            _ => {}
        }
        self.field = Some(field);
        let words = rest.trim_start();
        self.string(words, at + line.len() - words.len());
    }

    /// A string with its quotation marks, which is added to the open part.
    fn string(&mut self, words: &str, at: usize) {
        let range = at..at + words.len();
        let inside = words.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let Some(inside) = inside.filter(|_| words.len() >= 2) else {
            return self.fault(complaint::po_unclosed(), range);
        };
        let mut text = String::with_capacity(inside.len());
        let mut chars = inside.char_indices();
        while let Some((n, c)) = chars.next() {
            let place = at + 1 + n..at + 1 + n + c.len_utf8();
            match c {
                '"' => return self.fault(complaint::po_quote(), place),
                '\\' => match chars.next().map(|(_, escape)| escape) {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some('r') => {}
                    Some(escape @ ('"' | '\\')) => text.push(escape),
                    Some(escape) => return self.fault(complaint::po_escape(escape.to_string()), place),
                    None => return self.fault(complaint::po_unclosed(), range),
                },
                c => text.push(c),
            }
        }
        let entry = &mut self.entry;
        match self.field {
            Some(Field::PreviousContext) => {
                entry.previous.get_or_insert_default().context.get_or_insert_default().push_str(&text);
            }
            Some(Field::PreviousId) => entry.previous.get_or_insert_default().id.push_str(&text),
            Some(Field::Context) => entry.key.context.get_or_insert_default().push_str(&text),
            Some(Field::Id) => entry.key.id.push_str(&text),
            Some(Field::Text) => {
                entry.text.push_str(&text);
                entry.place.end = range.end;
            }
            None => {}
        }
    }

    /// Ends the entry if it has its translation, so that what follows begins another.
    fn begin_if_done(&mut self) {
        if self.seen.text || self.seen.id.is_some() && self.seen.spoilt {
            self.end();
        }
    }

    fn end(&mut self) {
        let entry = std::mem::take(&mut self.entry);
        let seen = std::mem::take(&mut self.seen);
        self.field = None;
        let Some(at) = seen.id.filter(|_| !seen.spoilt) else { return };
        if entry.obsolete {
            return self.found.entries.push(entry);
        }
        if !self.known.insert(entry.key.clone()) {
            let told = complaint::po_twice(clipped(&entry.key.id));
            self.faults.push(told.at(Span::new(self.file, at..entry.place.end.max(at))));
            return;
        }
        if entry.key == Key::default() {
            self.header(entry);
        } else {
            self.found.entries.push(entry);
        }
    }

    /// Takes the header; other encodings than UTF-8 would have been read wrongly.
    fn header(&mut self, entry: Entry) {
        let charset = entry.text.split("charset=").nth(1).and_then(|rest| rest.split_whitespace().next());
        if let Some(charset) = charset.filter(|name| !["utf-8", "charset"].contains(&&*name.to_lowercase())) {
            let told = complaint::po_charset(charset);
            self.faults.push(told.at(Span::new(self.file, entry.place.clone())));
        }
        self.found.header = Some(entry);
    }

    fn finish(&mut self, at: usize) {
        if self.seen.id.is_some() && !self.seen.text && !self.seen.spoilt {
            let from = self.seen.id.unwrap_or(at);
            self.fault(complaint::po_no_text(), from..at);
        }
        self.end();
    }
}

/// The beginning of words, for a sentence about them.
pub fn clipped(words: &str) -> String {
    const MOST: usize = 40;
    let line = words.lines().next().unwrap_or("");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None if line.len() < words.trim_end().len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

/// A file of these messages.
pub fn write(catalogue: &Catalogue) -> String {
    let mut out = String::new();
    let (gone, there): (Vec<&Entry>, Vec<&Entry>) =
        catalogue.entries.iter().partition(|entry| entry.obsolete);
    for entry in catalogue.header.iter().chain(there).chain(gone) {
        if !out.is_empty() {
            out.push('\n');
        }
        write_entry(&mut out, entry);
    }
    out
}

fn write_entry(out: &mut String, entry: &Entry) {
    for comment in &entry.comments {
        let space = if comment.is_empty() { "" } else { " " };
        let _ = writeln!(out, "#{space}{comment}");
    }
    for reference in entry.references.iter().filter(|_| !entry.obsolete) {
        let _ = writeln!(out, "#: {reference}");
    }
    if !entry.flags.is_empty() {
        let _ = writeln!(out, "#, {}", entry.flags.join(", "));
    }
    let lead = if entry.obsolete { "#~ " } else { "" };
    if let Some(previous) = &entry.previous {
        let lead = if entry.obsolete { "#~| " } else { "#| " };
        previous.context.iter().for_each(|context| write_string(out, lead, "msgctxt", context));
        write_string(out, lead, "msgid", &previous.id);
    }
    entry.key.context.iter().for_each(|context| write_string(out, lead, "msgctxt", context));
    write_string(out, lead, "msgid", &entry.key.id);
    write_string(out, lead, "msgstr", &entry.text);
}

/// A keyword with its string: one line for each line of it.
fn write_string(out: &mut String, lead: &str, keyword: &str, text: &str) {
    let inner = text.trim_end_matches('\n').contains('\n');
    if !inner {
        let _ = writeln!(out, "{lead}{keyword} \"{}\"", escaped(text));
        return;
    }
    let _ = writeln!(out, "{lead}{keyword} \"\"");
    for line in text.split_inclusive('\n') {
        let _ = writeln!(out, "{lead}\"{}\"", escaped(line));
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(String, Option<Span>)> {
        let mut sink = Sink::new();
        read(text, FileId(0), &mut sink);
        sink.iter().map(|d| (d.message(), d.span)).collect()
    }

    const FILE: &str = "# Translator\nmsgid \"\"\nmsgstr \"\"\n\"Language: ar\\n\"\n\
        \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n# Note\n#: chapters/01.md:1\n#: chapters/02.md:3\n\
        #, fuzzy\n#| msgctxt \"title\"\n#| msgid \"Alt\"\nmsgctxt \"heading\"\nmsgid \"\"\n\"Ein \\\"Wort\\\"\\n\"\n\
        \"Zwei\\\\\"\nmsgstr \"x\"\n\n#~ msgctxt \"cell\"\n#~ msgid \"Fort\"\n#~ msgstr \"y\"\n";

    #[test]
    fn what_was_read_is_written_alike() {
        let mut sink = Sink::new();
        let catalogue = read(FILE, FileId(0), &mut sink);
        assert!(sink.is_empty(), "{sink:?}");
        let entry = &catalogue.entries[0];
        assert_eq!(entry.key, Key { context: Some("heading".into()), id: "Ein \"Wort\"\nZwei\\".into() });
        assert_eq!(entry.previous, Some(Key { context: Some("title".into()), id: "Alt".into() }));
        assert!(entry.is_fuzzy() && entry.references.len() == 2 && catalogue.entries[1].obsolete);
        assert_eq!(&FILE[entry.place.clone()], "msgstr \"x\"");
        assert_eq!(write(&catalogue), FILE);
    }

    #[test]
    fn what_is_no_such_file_is_told_at_its_place() {
        for (text, at, said) in [
            ("msgid \"a\nmsgstr \"b\"\n", 6, "quotation mark"),
            ("msgid \"a\"\nmsgstr \"b\\q\"\n", 19, "\\q"),
            ("msgid \"a\"\nmsgstr \"b\"c\"\n", 19, "quotation mark"),
            ("msgid \"a\"\n", 0, "no msgstr"),
            ("msgid \"a\"\nmsgid \"b\"\nmsgstr \"c\"\n", 10, "no msgstr"),
            ("msgstr \"b\"\n", 0, "msgid"),
            ("<html>\n", 0, "<html>"),
            ("msgid \"a\"\nmsgid_plural \"b\"\n", 10, "plural"),
            ("msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"\n", 22, "twice"),
        ] {
            let told = faults(text);
            let first = told.first().unwrap_or_else(|| panic!("nothing told of {text:?}"));
            assert!(first.0.contains(said), "{text:?}: {told:?}");
            assert_eq!(first.1.map(|span| span.start), Some(at), "{text:?}: {told:?}");
        }
    }

    #[test]
    fn words_of_others_are_no_matter_and_no_panic() {
        for text in
            ["", "\u{feff}", "#", "#~", "#|", "#, ", "#.", "\"", "msgid", "msgid \"\\", "#~| msgid \"a\""]
        {
            faults(text);
        }
        assert_eq!(faults(&"msgid \"\n".repeat(1000)).len(), MOST_FAULTS);
    }
}
