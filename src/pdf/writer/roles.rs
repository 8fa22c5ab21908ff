//! Roles as tags. Decides which role becomes which tag: in PDF 1.7 (ISO 32000-1, 14.8.4), and in PDF 2.0 (ISO 32000-2,
//! 14.8.4; what may stand in what: ISO/TS 32005).

use crate::node::Role;
use crate::source::editions::Accessibility;

/// The tag of a role inside of a tag; none for what belongs to its parent.
pub fn tag(role: &Role, standard: Accessibility, within: &str) -> Option<String> {
    let is_new = standard == Accessibility::Ua2;
    let either = |new: &str, old: &str| if is_new { new.to_owned() } else { old.to_owned() };
    Some(match role {
        Role::Document | Role::Section => "Sect".into(),
        // A Sect holds a caption wherever it stands; what stands in a Div stands in what is around it.
        Role::Group => either("Sect", "Div"),
        Role::Aside if is_new && !matches!(within, "Aside" | "BlockQuote") => "Aside".into(),
        Role::Aside => "Div".into(),
        Role::Title => either("Title", "P"),
        Role::Heading(level, _) => format!("H{level}"),
        Role::Paragraph => "P".into(),
        Role::BlockQuote => "BlockQuote".into(),
        Role::List(_) => "L".into(),
        Role::Item => "LI".into(),
        Role::Label => "Lbl".into(),
        Role::Body => "LBody".into(),
        Role::Table => "Table".into(),
        Role::TableHead => "THead".into(),
        Role::TableBody => "TBody".into(),
        Role::Row => "TR".into(),
        Role::HeaderCell(..) => "TH".into(),
        Role::Cell => "TD".into(),
        Role::Caption => "Caption".into(),
        Role::Figure(_) => "Figure".into(),
        Role::Note => either("FENote", "Note"),
        Role::Reference => "Reference".into(),
        Role::Link(_) => "Link".into(),
        Role::Code => "Code".into(),
        Role::Toc => "TOC".into(),
        Role::TocItem => "TOCI".into(),
        Role::Passage | Role::Abbreviation(_) | Role::Spoken(_) => "Span".into(),
        Role::Number if is_new => "Lbl".into(),
        Role::Strong if is_new => "Strong".into(),
        Role::Emphasis if is_new => "Em".into(),
        Role::Number | Role::Strong | Role::Emphasis | Role::Text | Role::Replaced(_) => return None,
    })
}

/// Whether PDF 2.0 knows a tag by the namespace of PDF 1.7 only (ISO 32000-2, 14.8.6.2).
pub fn is_old(tag: &str) -> bool {
    matches!(tag, "TOC" | "TOCI" | "Reference" | "BlockQuote" | "Code")
}
