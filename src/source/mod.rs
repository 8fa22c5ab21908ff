//! What is on disk. In: a project folder. Out: [`Project`], every source read and decoded, with its
//! place. Never: markup, fonts, lengths of lines.

pub mod assets;
pub mod builtin;
pub mod chapters;
pub mod colours;
pub mod config;
mod drawing;
pub mod editions;
pub mod encoding;
mod foreign;
pub mod format;
mod inked;
pub mod keys;
mod lookup;
pub mod paper;
pub mod paths;
mod refused;
pub mod remnants;
pub mod store;
pub mod theme;
pub mod themes;
pub mod translations;
pub mod values;

use std::path::Path;

use crate::colour::Palette;
use crate::diag::{FileId, Files, Filling, Sink, Span, complaint, nearest, words};
use crate::geom::Pt;
use crate::language::Language;
use crate::source::theme::Theme;
use crate::tree::{self, Decode, Decoder, Entry, Kind, Table, Value, parse_length};
use chapters::{Chapters, LARGEST_TEXT, Part};
use config::{Config, OWN_KEYS, SHARED};
use editions::EditionKind;
use encoding::{TextFile, add_utf8, read_markdown, read_utf8};
use paths::Refusal;
use remnants::Remnants;
use store::Sources;
use values::ValueFiles;

/// Most editions of a brochure.
const MOST_EDITIONS: usize = 24;
/// Largest brochure.toml or theme in bytes.
const LARGEST_CONFIG: u64 = 1 << 20;
/// Largest file of translations in bytes: chapters twice, with what stands around.
const LARGEST_TRANSLATIONS: u64 = 32 << 20;

/// A brochure's sources.
pub struct Project {
    /// brochure.toml.
    pub config: Config,
    /// What it looks like.
    pub look: Look,
    /// Looks of the editions that are set apart, by name.
    pub looks: Vec<(String, Look)>,
    /// Chapter files in order.
    pub chapters: Vec<FileId>,
    /// Markdown files in the folder of chapters that are not set: paths below the project.
    pub passed_over: Vec<String>,
    /// Parts in order, each with its chapters.
    pub parts: Vec<Part>,
    /// The imprint's Markdown file.
    pub imprint: Option<FileId>,
    /// Files of values that the texts name, once it is known which.
    pub values: ValueFiles,
    /// What of it is not translated, if it is a translation.
    pub remnants: Remnants,
    /// brochure.toml as it is written.
    pub written: Value,
}

/// The texts of a project, in files.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// Chapter files in order.
    pub chapters: Vec<FileId>,
    /// Markdown files in the folder of chapters that are not set.
    pub passed_over: Vec<String>,
    /// Parts in order.
    pub parts: Vec<Part>,
    /// The imprint's Markdown file.
    pub imprint: Option<FileId>,
}

/// What a brochure looks like.
pub struct Look {
    /// The theme with all overrides.
    pub theme: Theme,
    /// Its colours.
    pub palette: Palette,
}

impl Project {
    /// Opens a project. Complaints go to `sink`; `None` if there is no way on.
    pub fn open(sources: &dyn Sources, files: &mut Files, sink: &mut Sink) -> Option<Self> {
        if let Err(Refusal::Missing(_)) = sources.read("", "brochure.toml", LARGEST_CONFIG) {
            sink.push(complaint::no_config(sources.name()));
            return None;
        }
        let file = TextFile { name: "brochure.toml", most: LARGEST_CONFIG, span: None };
        let file = read_utf8(sources, file, files, sink)?;
        let text = files.get(file).text.clone();
        let before = sink.len();
        let value = tree::parse(&text, file, 0, sink);
        if sink.len() > before {
            return None; // what follows from a slip of the pen would only confuse
        }
        Self::of(sources, value, None, files, sink)
    }

    /// The project of a brochure.toml; its texts are read unless they are given.
    pub fn of(
        sources: &dyn Sources,
        written: Value,
        texts: Option<Texts>,
        files: &mut Files,
        sink: &mut Sink,
    ) -> Option<Self> {
        let (config, look, looks) = decode(sources, written.clone(), files, sink)?;
        config::validate(&config, sink);
        let texts = texts.unwrap_or_else(|| Texts::read(sources, &config, files, sink));
        let Texts { chapters, passed_over, parts, imprint } = texts;
        let (values, remnants) = Default::default();
        Some(Self { config, look, looks, chapters, passed_over, parts, imprint, values, remnants, written })
    }
}

impl Texts {
    fn read(sources: &dyn Sources, config: &Config, files: &mut Files, sink: &mut Sink) -> Self {
        let Chapters { files: chapters, passed_over, parts } = chapters::read(sources, config, files, sink);
        let imprint = read_imprint(sources, config, files, sink);
        Self { chapters, passed_over, parts, imprint }
    }
}

/// Reads the imprint's Markdown file, if there is one.
fn read_imprint(
    sources: &dyn Sources,
    config: &Config,
    files: &mut Files,
    sink: &mut Sink,
) -> Option<FileId> {
    let named = config.imprint.file.as_ref()?;
    let file = TextFile { name: &named.value, most: LARGEST_TEXT, span: Some(named.span) };
    read_markdown(sources, file, files, sink)
}

/// Reads a file of translations; none where there is none at a path that nobody named.
pub fn read_translations(
    sources: &dyn Sources,
    path: &str,
    named: Option<Span>,
    files: &mut Files,
    sink: &mut Sink,
) -> Option<FileId> {
    match sources.read("", path, LARGEST_TRANSLATIONS) {
        Ok(bytes) => add_utf8(path, bytes, files, sink),
        Err(Refusal::Missing(_)) if named.is_none() => None,
        Err(refusal) => {
            sink.push(refusal.complaint(path, named));
            None
        }
    }
}

/// The language that the brochure.toml of a folder names, whatever else is wrong with it.
pub fn language_at(folder: &Path) -> Option<String> {
    let root = paths::true_path(folder).ok()?;
    let bytes = paths::read(&root, "", "brochure.toml", LARGEST_CONFIG).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let inner = |kind: Kind, key: &str| match kind {
        Kind::Table(table) => table.get(key).map(|value| value.kind.clone()),
        _ => None,
    };
    let read = tree::parse(&text, FileId::default(), 0, &mut Sink::new());
    match inner(inner(read.kind, "brochure")?, "language")? {
        Kind::Text(tag) => Some(tag),
        _ => None,
    }
}

/// Splits brochure.toml into the author's part and the overrides, and decodes both; also the looks of
/// editions that are set apart.
#[expect(clippy::type_complexity, reason = "three results of one pass")]
fn decode(
    sources: &dyn Sources,
    value: Value,
    files: &mut Files,
    sink: &mut Sink,
) -> Option<(Config, Look, Vec<(String, Look)>)> {
    let span = value.span;
    let Kind::Table(mut table) = value.kind else { return None };
    let mut theme = themes::load(sources, &table, files, sink)?;
    report_unknown_tables(&table, &theme, sink);
    let mut own = table.split_off(OWN_KEYS);
    lay_over_labels(&mut own);
    for (name, keys) in SHARED {
        if let Some(entry) = own.0.iter_mut().find(|e| e.key == *name)
            && let Kind::Table(shared) = &mut entry.value.kind
        {
            let author = shared.split_off(keys);
            let mut rest = entry.clone();
            if let Kind::Table(slot) = &mut entry.value.kind {
                let mut overrides = std::mem::replace(slot, author);
                themes::drop_unknown(&mut overrides, themes::inner(&theme, name), keys, sink);
                rest.value.kind = Kind::Table(overrides);
                table.0.push(rest);
            }
        }
    }
    table.0.retain(|e| theme.get(&e.key).is_some());
    themes::lay_over(&mut theme, table, sink);
    let own = Value { span, kind: Kind::Table(own) };
    let (config, look) = decode_look(theme.clone(), Some(&own), span, sink);
    let config = config?;
    look.iter().for_each(|look| report_unlabelled(&look.theme, &config, sink));
    if let Some((_, place, _)) = config.edition.0.get(MOST_EDITIONS) {
        sink.push(complaint::too_many_editions(MOST_EDITIONS).at(*place));
        return None;
    }
    let mut looks = Vec::new();
    for (name, _, edition) in &config.edition.0 {
        let EditionKind::LargePrint(large) = &edition.kind else { continue };
        let over = themes::load_overlay(sources, &large.theme.value, large.theme.span, files, sink)?;
        let mut theme = theme.clone();
        themes::lay_over(&mut theme, over, sink);
        looks.push((name.clone(), decode_look(theme, None, span, sink).1?));
    }
    Some((config, look?, looks))
}

/// Lays the author's labels over those of the brochure's language.
fn lay_over_labels(own: &mut Table) {
    let language = match themes::inner(own, "brochure").and_then(|t| t.get("language")).map(|v| &v.kind) {
        Some(Kind::Text(tag)) => Language::of(tag),
        _ => None,
    };
    let labels = language.unwrap_or_else(Language::usual).written_labels().clone();
    let over = own.split_off(&["labels"]);
    let value = Value { span: Span::default(), kind: Kind::Table(labels) };
    let mut labels = Table(vec![Entry { key: "labels".to_owned(), key_span: Span::default(), value }]);
    labels.overlay(over);
    own.0.append(&mut labels.0);
}

/// Kinds of callouts that have a label neither in the theme nor in the language.
fn report_unlabelled(theme: &Theme, config: &Config, sink: &mut Sink) {
    for (name, span, kind) in &theme.callout.0 {
        if kind.label.is_none() && config.labels.callout.of(name).is_none() {
            sink.push(complaint::missing_key("label").at(*span));
        }
    }
}

/// Decodes a theme with its colours and the author's part, which may name them.
fn decode_look(
    mut theme: Table,
    own: Option<&Value>,
    span: Span,
    sink: &mut Sink,
) -> (Option<Config>, Option<Look>) {
    let leading = leading_of(&theme);
    let mut palette = Palette::default();
    if let Some(value) = theme.split_off(&["color"]).get("color") {
        let mut none = Palette::default();
        let mut cx = Decoder { sink, leading, palette: &mut none };
        if let Some(table) = cx.table(value) {
            palette = colours::palette(table, &mut cx);
        }
    }
    let mut cx = Decoder { sink, leading, palette: &mut palette };
    let config = own.and_then(|own| Config::decode(own, &mut cx));
    let theme = Theme::decode(&Value { span, kind: Kind::Table(theme) }, &mut cx);
    (config, theme.map(|theme| Look { theme, palette }))
}

fn leading_of(theme: &Table) -> Pt {
    match themes::inner(theme, "grid").and_then(|grid| grid.get("leading")).map(|v| &v.kind) {
        Some(Kind::Text(text)) => parse_length(text, 0.0).filter(|l| *l >= 4.0).unwrap_or(13.0),
        _ => 13.0,
    }
}

/// Tables that neither the config nor the theme knows.
fn report_unknown_tables(table: &Table, theme: &Table, sink: &mut Sink) {
    let of_theme = || theme.0.iter().map(|e| e.key.as_str()).filter(|key| !OWN_KEYS.contains(key));
    let known = || OWN_KEYS.iter().copied().chain(of_theme());
    for entry in &table.0 {
        if !known().any(|k| k == entry.key) {
            let meant = nearest(&entry.key, known()).map(words::meant_key);
            let told = complaint::unknown_table(&entry.key, Filling::list(known()));
            sink.push(told.at(entry.key_span).with_help(meant));
        }
    }
}
