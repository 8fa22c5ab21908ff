//! The Markdown that chapters are written in. Decides which extensions of CommonMark belong to it.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Tag};

use super::super::chart::INFO;

/// An event of the parser at its place in the text.
pub type Placed<'t> = (Event<'t>, Range<usize>);

/// Endings of files of values, in any case; those of the second have tabs between their cells.
pub(super) const VALUES: [&str; 2] = [".csv", ".tsv"];

/// The Markdown that chapters are written in.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
        | Options::ENABLE_WIKILINKS
}

/// Whether a code block is a chart.
pub fn is_chart(kind: &CodeBlockKind<'_>) -> bool {
    matches!(kind, CodeBlockKind::Fenced(info) if info.split_whitespace().next() == Some(INFO))
}

/// Whether a code block holds comma-separated values, and whether tabs part them.
pub(super) fn is_csv(kind: &CodeBlockKind<'_>) -> Option<bool> {
    let CodeBlockKind::Fenced(info) = kind else { return None };
    match info.split_whitespace().next()? {
        "csv" => Some(false),
        "tsv" => Some(true),
        _ => None,
    }
}

/// Whether a picture lies on the web, or is written out in its address.
pub(super) fn is_on_the_web(destination: &str) -> bool {
    let lower = destination.get(..8).unwrap_or(destination).to_ascii_lowercase();
    ["http://", "https://", "//", "data:", "ftp://"].iter().any(|scheme| lower.starts_with(scheme))
}

/// Whether a picture is a file of values in the project: a table.
pub fn is_values(destination: &str) -> bool {
    // `?raw=true` is for forges.
    let path = destination.split(['?', '#']).next().unwrap_or(destination).to_ascii_lowercase();
    !is_on_the_web(destination) && VALUES.iter().any(|ending| path.ends_with(ending))
}

/// Whether a code block is a diagram for a program that draws it.
pub fn is_diagram(kind: &CodeBlockKind<'_>) -> bool {
    let name = |info: &str| info.split([' ', ',', '{']).next().unwrap_or("").to_lowercase();
    matches!(kind, CodeBlockKind::Fenced(info) if matches!(&*name(info), "mermaid" | "plantuml" | "graphviz" | "dot"))
}

/// Whether a tag stands between blocks, not between words.
pub(super) fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::MetadataBlock(_)
    )
}
