//! Signs of other dialects of Markdown. Decides what is one, and what of it is meant.

use std::ops::Range;

/// Something of another dialect that is not set as it was meant there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// A table of contents in the text.
    Contents,
    /// Braces of a template: `{{ name }}`, `{% … %}`, `{{< … >}}`.
    Template,
    /// A file that is to be taken in: `{{#include file}}`.
    Include,
    /// A name in colons of a sign that is not known: `:name:`.
    Shortcode,
    /// A block in colons that is no callout.
    Division,
    /// Attributes in braces on a line of their own.
    Attributes,
    /// A change that was tracked.
    Change,
    /// A reference to a bibliography.
    Citation,
    /// A formula.
    Formula,
}

/// Longest comment, change, formula or path between words, in bytes.
const LONGEST: usize = 2000;

/// The beginning of a text in which what was opened has to close.
fn near(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// Kind and title of a callout, by their places in a line.
#[derive(Debug, PartialEq)]
pub(super) struct Head {
    pub(super) kind: Range<usize>,
    pub(super) title: Range<usize>,
}

impl Head {
    /// The same, in a text where the line begins at `at`.
    pub(super) fn at(self, at: usize) -> Self {
        let moved = |range: Range<usize>| at + range.start..at + range.end;
        Self { kind: moved(self.kind), title: moved(self.title) }
    }
}

/// Something of another dialect between words.
pub(super) enum Construct {
    /// Never printed.
    Comment,
    /// A change of which this part stays.
    Kept(Range<usize>),
    /// A part that is marked.
    Marked(Range<usize>),
    /// A change of which nothing stays.
    Dropped,
    /// Printed as it is, and told.
    Told(Remark),
    /// A formula: printed as code is.
    Formula,
    /// A sign that is called by its name.
    Sign(&'static str),
    /// The place of a picture or link with spaces in it.
    Spaced(Range<usize>),
}

/// What begins a text, and its length.
pub(super) fn construct(text: &str) -> Option<(Construct, usize)> {
    let enclosed = |open: &str, close: &str| {
        let inside = near(text.strip_prefix(open)?);
        let len = inside.find(close)?;
        (len > 0).then(|| (open.len()..open.len() + len, open.len() + len + close.len()))
    };
    match text.as_bytes()[0] {
        b'%' => enclosed("%%", "%%").map(|(_, len)| (Construct::Comment, len)),
        b'{' => {
            let changed = enclosed("{>>", "<<}")
                .map(|(_, len)| (Construct::Comment, len))
                .or_else(|| enclosed("{++", "++}").map(|(inner, len)| (Construct::Kept(inner), len)))
                .or_else(|| enclosed("{--", "--}").map(|(_, len)| (Construct::Dropped, len)))
                .or_else(|| enclosed("{==", "==}").map(|(inner, len)| (Construct::Marked(inner), len)));
            let template =
                || [("{{", "}}"), ("{%", "%}")].into_iter().find_map(|(open, close)| enclosed(open, close));
            changed
                .or_else(|| replaced(text))
                .or_else(|| template().map(|(_, len)| (Construct::Told(braces(text)), len)))
        }
        b'[' => {
            let key = near(text.strip_prefix("[@").or_else(|| text.strip_prefix("[-@"))?);
            let close = key.find(']').filter(|_| key.starts_with(char::is_alphanumeric))?;
            let len = if text.starts_with("[@") { 2 } else { 3 } + close + 1;
            (!text[len..].starts_with('(')).then_some((Construct::Told(Remark::Citation), len))
        }
        b'$' => formula(text).map(|len| (Construct::Formula, len)),
        b']' => {
            let (path, len) = spaced(text.strip_prefix("](")?)?;
            Some((Construct::Spaced(path.start + 2..path.end + 2), len + 2))
        }
        _ => None,
    }
}

/// What braces of a template stand for.
fn braces(text: &str) -> Remark {
    const INCLUDES: [&str; 3] = ["{{#include", "{{#rustdoc_include", "{{#playground"];
    if INCLUDES.iter().any(|include| text.starts_with(include)) { Remark::Include } else { Remark::Template }
}

/// Signs by the names that forges know, a line each.
const SHORTCODES: &str = include_str!("../../../assets/shortcodes.txt");
/// Longest name of a sign, in bytes.
const LONGEST_NAME: usize = 40;

/// The sign that is called by its name at a byte, `:smile:`, and the length of that. Between letters colons are
/// those of a word.
pub(super) fn shortcode(text: &str, at: usize) -> Option<(Construct, usize)> {
    let joined = |c: char| c.is_alphanumeric() || matches!(c, ':' | '/' | '\\');
    let inside = text[at..].strip_prefix(':').filter(|_| !text[..at].ends_with(joined))?;
    let named = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'+' | b'-');
    let len = inside.bytes().take(LONGEST_NAME).take_while(named).count();
    let (name, behind) = inside.split_at(len);
    let behind = behind.strip_prefix(':').filter(|behind| !behind.starts_with(joined))?;
    let known = SHORTCODES.lines().filter_map(|line| line.split_once(' ')).find(|(known, _)| *known == name);
    let construct = match known {
        Some((_, sign)) => Construct::Sign(sign),
        None if name.starts_with(|c: char| c.is_ascii_lowercase()) && len > 1 => {
            Construct::Told(Remark::Shortcode)
        }
        None => return None,
    };
    Some((construct, text.len() - at - behind.len()))
}

/// Length of the formula that begins a text: `$E = mc^2$`, `$$…$$`; no sum of money.
fn formula(text: &str) -> Option<usize> {
    let sign = if text.starts_with("$$") { "$$" } else { "$" };
    let inside = near(&text[sign.len()..]);
    let len = inside.find('$')?;
    let (formula, behind) = (&inside[..len], &inside[len..]);
    let closed = behind.starts_with(sign) && !behind[sign.len()..].starts_with(|c: char| c.is_ascii_digit());
    let tight = !formula.starts_with(char::is_whitespace) && !formula.ends_with(char::is_whitespace);
    let is_one = formula.contains(['\\', '^', '_', '=', '{']) && !formula.contains('`');
    (closed && (tight || sign == "$$") && is_one).then(|| len + 2 * sign.len())
}

/// Length of the formula over several lines that begins a text: from `$$` to a line that ends with `$$`.
pub(super) fn displayed(text: &str) -> Option<usize> {
    let inside = near(text.strip_prefix("$$")?);
    let len = inside.find('$')?;
    let (formula, behind) = (&inside[..len], inside[len..].strip_prefix("$$")?);
    let is_last = behind.lines().next().is_none_or(|rest| rest.trim().is_empty());
    let is_one = formula.contains('\n') && !formula.trim().is_empty() && !formula.contains("```");
    let parted = formula.trim().lines().any(|line| line.trim().is_empty());
    (is_last && is_one && !parted).then_some(len + 4)
}

/// `{~~old~>new~~}`: the new stays.
fn replaced(text: &str) -> Option<(Construct, usize)> {
    let inside = near(text.strip_prefix("{~~")?);
    let close = inside.find("~~}")?;
    let new = inside[..close].find("~>")? + 2;
    Some((Construct::Kept(3 + new..3 + close), close + 6))
}

/// The place of a picture or link that holds spaces but no angle brackets, as Word and wikis name files, and
/// the bytes up to its end: `Mein Bild.png "Titel")`.
pub(super) fn spaced(text: &str) -> Option<(Range<usize>, usize)> {
    let line = near(text.lines().next()?);
    let line = &line[..line.find(')')? + 1];
    let lead = line.len() - line.trim_start_matches(' ').len();
    let dot = line.char_indices().filter(|(_, c)| *c == '.').map(|(at, _)| at);
    let mut end = dot.filter_map(|at| {
        let ending = line[at + 1..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        let end = at + 1 + ending;
        ((2..=4).contains(&ending) && line[end..].starts_with([')', ' ', '#'])).then_some(end)
    });
    let end = end.next_back().filter(|end| !line[..*end].contains([')', '(', '<', '"']))?;
    let fragment = line[end..].strip_prefix('#').map_or(0, |id| 1 + id.find([')', ' ']).unwrap_or(id.len()));
    let end = end + fragment;
    let path = &line[lead..end];
    let title = line[end..].trim_start();
    let closed = title.starts_with(')') || title.starts_with(['"', '\'', '(']);
    (path.contains(' ') && !path.contains("://") && closed).then_some((lead..end, end))
}

/// The sign, length and bareness of a line of code fences.
pub(super) fn fence_of(line: &str) -> Option<(char, usize, bool)> {
    let line = line.trim_start().trim_start_matches("> ").trim_start();
    let sign = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let len = line.len() - line.trim_start_matches(sign).len();
    let rest = line[len..].trim();
    (len >= 3 && !(sign == '`' && rest.contains('`'))).then_some((sign, len, rest.is_empty()))
}

/// How many colons a line begins with, from three on.
pub(super) fn colons(line: &str) -> Option<usize> {
    let count = line.len() - line.trim_start_matches(':').len();
    (count >= 3).then_some(count)
}

/// `!!! note "Title"`, `??? note`
pub(super) fn admonition(line: &str) -> Option<Head> {
    let rest = line
        .strip_prefix("!!!")
        .or_else(|| line.strip_prefix("???+"))
        .or_else(|| line.strip_prefix("???"))?;
    let lead = line.len() - rest.trim_start().len();
    let kind = word(&line[lead..]);
    if kind == 0 || lead == line.len() - rest.len() {
        return None;
    }
    let kind = lead..lead + kind;
    let behind = line[kind.end..].trim();
    let title = behind.strip_prefix('"').and_then(|title| title.strip_suffix('"'));
    match title {
        Some(title) => {
            let start = line.len() - line[kind.end..].trim_start().len() + 1;
            Some(Head { kind, title: start..start + title.len() })
        }
        None => behind.is_empty().then_some(Head { title: kind.end..kind.end, kind }),
    }
}

/// What stands behind the colons of a callout: `note Title`, `note[Title]`, `{.note title="Title"}`.
pub(super) fn division(rest: &str) -> Option<Head> {
    let braces = rest.strip_prefix('{').map(|inner| inner.trim_start());
    let lead = braces.map_or(0, |inner| rest.len() - inner.len());
    let dotted = usize::from(rest[lead..].starts_with('.'));
    let lead = lead + dotted;
    let len = word(&rest[lead..]);
    let kind = lead..lead + len;
    if len == 0 || braces.is_some() && dotted == 0 || !is_callout(&rest[kind.clone()]) {
        return None;
    }
    let behind = &rest[kind.end..];
    let inside = |open: &str, close: char| {
        let start = behind.find(open)? + open.len();
        let end = behind[start..].find(close)? + start;
        Some(kind.end + start..kind.end + end)
    };
    let title = match braces {
        Some(_) => inside("title=\"", '"'),
        None if behind.starts_with('[') => inside("[", ']'),
        None => {
            let words = behind.trim().trim_matches('"');
            let start = behind.find(words).unwrap_or(0) + kind.end;
            Some(start..start + words.len())
        }
    };
    Some(Head { title: title.unwrap_or(kind.end..kind.end), kind })
}

/// Whether what stands behind colons says that tables are to stand on turned pages: `{.landscape}`.
pub(super) fn is_landscape(rest: &str) -> bool {
    let inside = rest.strip_prefix('{').map_or(rest, |inner| inner.trim_end_matches('}'));
    let name = inside.split_whitespace().next().unwrap_or_default();
    name.trim_start_matches('.').eq_ignore_ascii_case("landscape")
}

/// Whether a block in colons says something; others only lay out.
fn is_callout(kind: &str) -> bool {
    const LAYOUT: &[&str] = &[
        "columns",
        "column",
        "landscape",
        "div",
        "center",
        "row",
        "grid",
        "tabs",
        "tab",
        "details",
        "figure",
        "wrap",
    ];
    !LAYOUT.contains(&kind.to_lowercase().as_str())
}

/// Length of the word that a text begins with.
fn word(text: &str) -> usize {
    text.char_indices()
        .find(|(_, c)| !c.is_alphanumeric() && !matches!(c, '-' | '_'))
        .map_or(text.len(), |(at, _)| at)
}

pub(super) fn is_page_break(line: &str) -> bool {
    let inner = line.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")).map(str::trim);
    matches!(line, "\\newpage" | "\\pagebreak" | "\\clearpage" | "{{pagebreak}}" | "{{< pagebreak >}}")
        || matches!(inner, Some("pagebreak" | "newpage" | "page-break" | "page break" | "Seitenumbruch"))
}

/// `{: .class}` on a line of its own, as Kramdown has it.
pub(super) fn is_attributes(line: &str) -> bool {
    line.starts_with("{:") && line.ends_with('}') && !line[2..].contains('{')
}
