//! A brochure from folder to pages: the stages in order, each stopping at the end if there were errors.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Files, Sink, Span, has_errors, tidy};
use crate::document::{BlockKind, Document, each_block};
use crate::edition::{self, Plan};
use crate::layout::fixed::opener;
use crate::layout::layout;
use crate::layout::setter::Pictures;
use crate::pages::Pages;
use crate::press::Profile;
use crate::source::config::Config;
use crate::source::editions::EditionKind;
use crate::source::{Look, Project, assets};
use crate::style::StyleSheet;
use crate::text::fonts::FontBook;
use crate::text::hyphenate::Hyphenator;
use crate::text::shape::Shaper;
use crate::tree::Spanned;

/// A brochure that was laid out.
pub struct Brochure {
    /// brochure.toml.
    pub config: Config,
    /// Its pages.
    pub pages: Pages,
    /// Pages of the editions that are set anew, by name.
    pub anew: Vec<(String, Pages)>,
    /// Printing conditions of the print editions, by name.
    pub profiles: Vec<(String, Profile)>,
}

impl Brochure {
    /// What is to be made, in the order of brochure.toml: the editions it names, or the one for the
    /// screen.
    pub fn plans(&self) -> Vec<Plan<'_>> {
        edition::editions(&self.config)
            .into_iter()
            .map(|(name, edition)| {
                let anew = self.anew.iter().find(|(n, _)| *n == name);
                let pages = anew.map_or(&self.pages, |(_, pages)| pages);
                let profile = self.profiles.iter().find(|(n, _)| *n == name).map(|(_, profile)| profile);
                Plan { name, edition, pages, profile, config: &self.config }
            })
            .collect()
    }
}

/// Reads and lays out the brochure in a folder. Complaints go to `sink`, sorted by place; `None` if
/// there were errors.
pub fn open(root: &Path, files: &mut Files, sink: &mut Sink) -> Option<Brochure> {
    let brochure = stages(root, files, sink);
    tidy(sink, files);
    brochure.filter(|_| !has_errors(sink))
}

fn stages(root: &Path, files: &mut Files, sink: &mut Sink) -> Option<Brochure> {
    let project = Project::open(root, files, sink)?;
    edition::names::check(&project.config, sink);
    let read = read(&project, &project.look, files, sink);
    let pictures = load_pictures(&project, &read.0, sink);
    let (pages, anew) = rayon::join(
        || set(&project, &project.look, read, &pictures, sink),
        || set_anew(&project, files, &pictures),
    );
    let mut others = Vec::new();
    for (name, pages, complaints) in anew {
        report_anew(&name, complaints, sink);
        others.extend(pages.map(|pages| (name, pages)));
    }
    let profiles = load_profiles(&project, sink);
    Some(Brochure { config: project.config, pages: pages?, anew: others, profiles })
}

/// Lays out the editions that have a look of their own, with what is wrong with each.
fn set_anew(project: &Project, files: &Files, pictures: &Pictures) -> Vec<(String, Option<Pages>, Sink)> {
    let set = |(name, look): &(String, Look)| {
        let mut complaints = Sink::new();
        let read = read(project, look, files, &mut complaints);
        let pages = set(project, look, read, pictures, &mut complaints);
        (name.clone(), pages, complaints)
    };
    project.looks.par_iter().map(set).collect()
}

/// Adds the complaints about an edition that is set anew; those that only it has say so.
fn report_anew(name: &str, complaints: Sink, sink: &mut Sink) {
    let key = |d: &Diagnostic| (d.span, d.code, d.message.clone());
    let told: BTreeSet<_> = sink.iter().map(key).collect();
    for mut complaint in complaints.into_iter().filter(|d| !told.contains(&key(d))) {
        complaint.message += &format!(" (edition {name})");
        sink.push(complaint);
    }
}

/// Reads the printing condition of each print edition; without a file it is FOGRA39L.
fn load_profiles(project: &Project, sink: &mut Sink) -> Vec<(String, Profile)> {
    let mut profiles = Vec::new();
    for (name, _, edition) in &project.config.edition.0 {
        let EditionKind::Print(print) = &edition.kind else { continue };
        let profile = match &print.profile {
            None => Some(Profile::fogra39()),
            Some(Spanned { value, span }) => load_profile(&project.root, value, *span, sink),
        };
        profiles.extend(profile.map(|profile| (name.clone(), profile)));
    }
    profiles
}

fn load_profile(root: &Path, name: &str, span: Span, sink: &mut Sink) -> Option<Profile> {
    let bytes = assets::read(root, "", name, span, sink)?;
    Profile::read(name, bytes).map_err(|d| sink.push(d.at(span))).ok()
}

/// Reads the document for a look, and the look's fonts.
fn read(project: &Project, look: &Look, files: &Files, sink: &mut Sink) -> (Document, Option<FontBook>) {
    let mut font_sink = Sink::new();
    let read = rayon::join(
        || Document::read(project, &look.theme, files, sink),
        || FontBook::load(&project.root, &look.theme, &mut font_sink),
    );
    sink.append(&mut font_sink);
    read
}

/// Lays out in a look what was read for it; `pictures` are the author's.
fn set(
    project: &Project,
    look: &Look,
    (document, fonts): (Document, Option<FontBook>),
    pictures: &Pictures,
    sink: &mut Sink,
) -> Option<Pages> {
    let mut pictures = pictures.clone();
    load_artwork(project, look, &document, &mut pictures, sink);
    let fonts = fonts?;
    let sheet = StyleSheet::new(look.theme.clone(), look.palette.clone(), &fonts, sink)?;
    let config = &project.config;
    let language = &config.brochure.language.value;
    let hyphenator = Hyphenator::new(language, &config.hyphenation.exceptions, sink);
    let shaper = Shaper::new(&fonts, &hyphenator, &sheet.theme.paragraph, language);
    Some(layout(config, document, &sheet, &shaper, &pictures, sink))
}

/// Loads every picture of the author once: figures, logos, the cover's.
fn load_pictures(project: &Project, document: &Document, sink: &mut Sink) -> Pictures {
    let mut pictures = Pictures::new();
    let mut places: Vec<(&str, Span)> = Vec::new();
    for chapter in &document.chapters {
        each_block(&chapter.blocks, &mut |block| {
            if let BlockKind::Figure(figure) = &block.kind {
                places.push((&figure.path, figure.span));
            }
        });
    }
    let logos = project.config.publisher.iter().filter_map(|p| p.logo.as_ref());
    places.extend(logos.chain(project.config.cover.image.as_ref()).map(|file| (&*file.value, file.span)));
    let mut allowance = assets::Allowance::default();
    for (path, span) in places {
        let is_first = !pictures.contains_key(path);
        if is_first && let Some(picture) = assets::load(&project.root, "", path, span, sink) {
            pictures.insert(path.to_owned(), picture);
        }
        let Some(picture) = pictures.get(path) else { continue };
        if let Err(spent) = allowance.take(picture, is_first, span) {
            sink.push(spent);
            break;
        }
    }
    pictures
}

/// Loads artwork and icons of a theme.
fn load_artwork(
    project: &Project,
    look: &Look,
    document: &Document,
    pictures: &mut Pictures,
    sink: &mut Sink,
) {
    let folder = project.root.join("assets");
    if folder.canonicalize().is_ok_and(|real| !real.starts_with(&project.root)) {
        sink.push(
            Diagnostic::error("path-outside", "the folder assets/ lies outside of the project")
                .hint("make it a folder of the project instead of a link"),
        );
        return;
    }
    let theme = &look.theme;
    let colour_of = |style: &str| theme.style.get(style)?.color.map(|c| c.value);
    let mut load = |name: String, colour: Option<crate::colour::Colour>, span| {
        let ink = colour.map(|c| look.palette.ink(c).rgb);
        if let Some(picture) = assets::load_theme(&project.root, &name, ink, span, sink) {
            pictures.insert(format!("theme:{name}"), picture);
        }
    };
    let covers = [&theme.cover.art.0, &theme.back.art.0];
    for Spanned { value, span } in covers.into_iter().flatten() {
        load(value.clone(), None, *span);
    }
    if let Some(Spanned { value, span }) = &theme.opener.art.0 {
        for number in document.chapters.iter().filter_map(|c| c.number) {
            load(opener::artwork(value, number), None, *span);
        }
    }
    for (_, _, kind) in &theme.callout.0 {
        if let Some(icon) = &kind.icon.0 {
            load(icon.value.clone(), kind.label_colour().or(colour_of("box-label")), icon.span);
        }
    }
    if let Some(icon) = &theme.checklist.icon.0 {
        load(icon.value.clone(), colour_of("checklist-sub"), icon.span);
    }
}
