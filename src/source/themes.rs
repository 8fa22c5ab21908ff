//! Themes. Decides which file a theme's name means, what it is based on, and how one table of a look
//! is laid over another.

use super::encoding::{TextFile, read_utf8};
use super::store::{Memory, Sources};
use super::{LARGEST_CONFIG, builtin, format};
use crate::diag::{Diagnostic, Files, Filling, Sink, Span, complaint, nearest, words};
use crate::tree::shape::{Choice, Form, Shape};
use crate::tree::{self, Kind, Table, Value, parse_length};

/// The theme of a brochure that names none.
const DEFAULT: &str = "ortsplan";
/// The look under every overlay of a project.
const DEFAULT_OVERLAY: &str = "grossdruck";
/// Name that stands for every style, or every kind of callout.
pub const EVERY: &str = "*";

/// The theme that brochure.toml names, as a table: one of the program's or a file of the project.
pub fn load(sources: &dyn Sources, brochure: &Table, files: &mut Files, sink: &mut Sink) -> Option<Table> {
    let named = inner(brochure, "brochure").and_then(|t| t.get("theme"));
    let (name, span) = match named {
        Some(Value { kind: Kind::Text(name), span }) => (name.as_str(), Some(*span)),
        _ => (DEFAULT, None),
    };
    if !name.ends_with(".toml") {
        let theme = builtin_file(builtin::THEMES, name, span, files, sink)?;
        return on_its_base(theme, None, files, sink);
    }
    let theme = own_file(sources, name, span.unwrap_or_default(), files, sink)?;
    on_its_base(theme, Some(DEFAULT), files, sink)
}

/// The theme of a brochure that names none.
pub fn usual() -> Table {
    let (mut files, mut sink) = Default::default();
    load(&Memory::default(), &Table::default(), &mut files, &mut sink).unwrap_or_default()
}

/// How themes are named.
pub fn shape() -> Shape {
    named(builtin::THEMES, "A theme of the program.")
}

/// How looks are named that are laid over a theme.
pub fn overlay_shape() -> Shape {
    named(builtin::OVERLAYS, "A look of the program.")
}

fn named(list: &'static [builtin::Builtin], says: &str) -> Shape {
    let choice =
        |(name, _): &builtin::Builtin| Choice { word: name.trim_end_matches(".toml"), says: says.to_owned() };
    let own = Shape::Form(Form { name: "file", pattern: r"\.toml$" });
    Shape::Either(vec![Shape::Choice(list.iter().map(choice).collect()), own])
}

/// A look that is laid over the brochure's own, whatever that is: of the program, or of the project and
/// then itself over that of the program.
pub fn load_overlay(
    sources: &dyn Sources,
    name: &str,
    span: Span,
    files: &mut Files,
    sink: &mut Sink,
) -> Option<Table> {
    if !name.ends_with(".toml") {
        return inner_table(builtin_file(builtin::OVERLAYS, name, Some(span), files, sink)?);
    }
    let own = inner_table(own_file(sources, name, span, files, sink)?)?;
    let mut base = inner_table(builtin_file(builtin::OVERLAYS, DEFAULT_OVERLAY, None, files, sink)?)?;
    lay_over(&mut base, own, sink);
    Some(base)
}

fn inner_table(file: Value) -> Option<Table> {
    match file.kind {
        Kind::Table(table) => Some(table),
        _ => None,
    }
}

fn own_file(
    sources: &dyn Sources,
    name: &str,
    span: Span,
    files: &mut Files,
    sink: &mut Sink,
) -> Option<Value> {
    let file = TextFile { name, most: LARGEST_CONFIG, span: Some(span) };
    let file = read_utf8(sources, file, files, sink)?;
    let before = sink.len();
    let text = files.get(file).text.clone();
    let value = tree::parse(&text, file, 0, sink);
    (sink.len() == before).then_some(value)
}

fn builtin_file(
    list: &'static [builtin::Builtin],
    name: &str,
    span: Option<Span>,
    files: &mut Files,
    sink: &mut Sink,
) -> Option<Value> {
    let file_name = format!("{name}.toml");
    let Some(bytes) = builtin::find(list, &file_name) else {
        sink.push(unknown(list, name, span));
        return None;
    };
    let text = String::from_utf8_lossy(bytes).into_owned();
    let file = files.add(format!("themes/{file_name}"), text.clone());
    Some(tree::parse(&text, file, 0, sink))
}

fn unknown(list: &'static [builtin::Builtin], name: &str, span: Option<Span>) -> Diagnostic {
    let names = || list.iter().map(|(n, _)| n.trim_end_matches(".toml"));
    let meant = nearest(name, names()).map(|near| words::meant_theme(near, Filling::list(names())));
    complaint::unknown_theme(name, Filling::list(names())).at(span).with_help(meant)
}

/// A theme with a `base` holds only what differs from that theme of the program.
fn on_its_base(theme: Value, usual: Option<&str>, files: &mut Files, sink: &mut Sink) -> Option<Table> {
    let Kind::Table(mut table) = theme.kind else { return None };
    let named = table.split_off(&["base"]);
    let (name, span) = match named.get("base") {
        Some(Value { kind: Kind::Text(name), span }) => (name.as_str(), Some(*span)),
        Some(value) => {
            sink.push(complaint::no_base().at(value.span));
            return None;
        }
        None => match usual {
            Some(name) => (name, None),
            None => return Some(table),
        },
    };
    let base = builtin_file(builtin::THEMES, name, span, files, sink)?;
    let mut base = on_its_base(base, None, files, sink)?;
    lay_over(&mut base, table, sink);
    Some(base)
}

/// Lays changes over a theme; unknown styles among them are reported and dropped.
pub fn lay_over(theme: &mut Table, mut over: Table, sink: &mut Sink) {
    if let Some(styles) = inner_mut(&mut over, "style") {
        drop_unknown(styles, inner(theme, "style"), &[EVERY], sink);
    }
    for name in ["style", "callout"] {
        if let (Some(under), Some(over)) = (inner_mut(theme, name), inner_mut(&mut over, name)) {
            lay_over_every(under, over);
        }
    }
    scale_margins(theme, inner(&over, "page"));
    theme.overlay(over);
}

/// What is said of every entry of a table is laid over each, before what is said of one.
fn lay_over_every(under: &mut Table, over: &mut Table) {
    for every in over.split_off(&[EVERY]).0 {
        for entry in &mut under.0 {
            if let (Kind::Table(one), Kind::Table(every)) = (&mut entry.value.kind, &every.value.kind) {
                one.overlay(every.clone());
            }
        }
    }
}

/// On another format the theme's margins keep their share of the page, but for those that are set.
fn scale_margins(theme: &mut Table, page: Option<&Table>) {
    let Some(page) = page else { return };
    let size = |table: &Table| match table.get("format").map(|v| &v.kind) {
        Some(Kind::Text(format)) => format::parse_format(format),
        _ => None,
    };
    let (Some(theirs), Some(ours)) = (size(page), inner(theme, "page").and_then(size)) else { return };
    let scales = [
        ("margin-inner", theirs.0 / ours.0),
        ("margin-outer", theirs.0 / ours.0),
        ("margin-head", theirs.1 / ours.1),
        ("margin-foot", theirs.1 / ours.1),
        ("wide", theirs.0 / ours.0),
    ];
    let Some(own) = inner_mut(theme, "page") else { return };
    for (key, scale) in scales {
        let entry = own.0.iter_mut().find(|e| e.key == key && page.get(key).is_none());
        if let Some(Kind::Text(length)) = entry.map(|e| &mut e.value.kind)
            && let Some(points) = parse_length(length, 0.0)
        {
            *length = format!("{}pt", points * scale);
        }
    }
}

/// A table inside a table.
pub fn inner<'t>(table: &'t Table, name: &str) -> Option<&'t Table> {
    match table.get(name).map(|v| &v.kind) {
        Some(Kind::Table(table)) => Some(table),
        _ => None,
    }
}

/// The table of that name inside a table, to be changed.
pub fn inner_mut<'t>(table: &'t mut Table, name: &str) -> Option<&'t mut Table> {
    match table.0.iter_mut().find(|e| e.key == name).map(|e| &mut e.value.kind) {
        Some(Kind::Table(table)) => Some(table),
        _ => None,
    }
}

/// Reports and drops keys that neither the theme nor the author's part of a table knows.
pub fn drop_unknown(table: &mut Table, theme: Option<&Table>, own: &[&str], sink: &mut Sink) {
    let known: Vec<&str> = theme
        .into_iter()
        .flat_map(|t| t.0.iter().map(|e| e.key.as_str()))
        .chain(own.iter().copied())
        .collect();
    table.0.retain(|entry| {
        let keep = known.contains(&entry.key.as_str());
        if !keep {
            sink.push(tree::unknown_key(entry, known.iter().copied()));
        }
        keep
    });
}
