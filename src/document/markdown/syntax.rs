//! The Markdown that chapters are written in. Decides which extensions of CommonMark belong to it.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Tag};

use super::super::chart::INFO;

/// An event of the parser at its place in the text.
pub type Placed<'t> = (Event<'t>, Range<usize>);

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
