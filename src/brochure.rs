//! A brochure from sources to pages: the stages in order, each stopping at the end if there were errors.
//! Decides what of it outlives a build.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::diag::{Diagnostic, Files, Sink, Span, complaint, has_errors, tidy};
use crate::document::Document;
use crate::document::markdown::value_files;
use crate::edition::{self, Plan};
use crate::layout::Stage;
use crate::layout::fixed::opener;
use crate::layout::kept::KeptChapters;
use crate::layout::setter::Pictures;
use crate::pages::Pages;
use crate::press::Profile;
use crate::source::assets::{KnownPictures, Picture, Shelf};
use crate::source::config::{Config, PageCount};
use crate::source::editions::EditionKind;
use crate::source::paths::Refusal;
use crate::source::remnants::Completeness;
use crate::source::store::{Disk, Sources};
use crate::source::translations::MOST_TRANSLATIONS;
use crate::source::{Look, Project, assets, values};
use crate::style::StyleSheet;
use crate::text::fonts::FontBook;
use crate::text::hyphenate::Hyphenator;
use crate::text::shape::Shaper;
use crate::translation::{self, Translated};
use crate::tree::Spanned;

/// A project that is built again and again: its sources, and what was worked out in the last build.
pub struct Workspace<S> {
    /// Where the project's files come from.
    pub sources: S,
    /// Shapers of the last build with the words that they know.
    shapers: Mutex<Vec<Arc<Shaper>>>,
    /// Pictures of the last build.
    pictures: KnownPictures,
    /// Chapters of the last build, by language and look.
    chapters: Mutex<BTreeMap<LookName, (Surroundings, Arc<KeptChapters>)>>,
}

/// A language, if it is that of a translation, and the edition that has a look of its own.
type LookName = (Option<String>, Option<String>);

/// All that chapters are laid out with.
#[derive(PartialEq)]
struct Surroundings {
    /// brochure.toml, themes and, for a translation, its file, as they are written.
    written: Vec<(String, Arc<str>)>,
    /// By its address: it is kept where it gives the same words.
    shaper: ByAddress<Shaper>,
    artwork: BTreeMap<String, Art>,
}

/// Something that is the same where it lies at the same place.
struct ByAddress<T>(Arc<T>);

impl<T> PartialEq for ByAddress<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A picture of a theme, which is the same where it is the very file.
struct Art(Picture);

impl PartialEq for Art {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(&other.0)
    }
}

impl Surroundings {
    fn of(project: &Project, files: &Files, shaper: &Arc<Shaper>, pictures: &Pictures) -> Self {
        let is_translated = project.remnants.language.is_some();
        let counts = |name: &str| name.ends_with(".toml") || is_translated && name.ends_with(".po");
        let written = files.read().filter(|file| counts(&file.name));
        Self {
            written: written.map(|file| (file.name.clone(), file.text.clone())).collect(),
            shaper: ByAddress(shaper.clone()),
            artwork: pictures.artwork.iter().map(|(name, art)| (name.clone(), Art(art.clone()))).collect(),
        }
    }
}

/// A brochure that was laid out.
pub struct Brochure {
    /// brochure.toml.
    pub config: Config,
    /// Its pages; none if only editions were wanted that are set apart.
    pub own: Option<Pages>,
    /// Pages of the editions that are set apart, by name.
    pub apart: Vec<(String, Pages)>,
    /// Printing conditions of the print editions, by name.
    pub profiles: Vec<(String, Profile)>,
    /// Its language and how far that is, if it is a translation.
    pub translation: Option<(String, Completeness)>,
}

/// A brochure in all its languages, as far as they were asked for.
pub struct Brochures {
    /// The brochure itself.
    pub own: Option<Brochure>,
    /// Its translations.
    pub translated: Vec<Brochure>,
    /// The languages that it is translated into, asked for or not.
    pub tags: Vec<String>,
    /// brochure.toml of the brochure itself.
    pub config: Config,
}

impl Brochures {
    /// What is to be made of them, the brochure itself first.
    pub fn plans(&self) -> Vec<Plan<'_>> {
        self.own.iter().chain(&self.translated).flat_map(Brochure::plans).collect()
    }

    /// All languages that it is translated into, each with its brochure.toml if it was asked for.
    pub fn languages(&self) -> Vec<edition::Language<'_>> {
        let in_language = |tag: &String| {
            let is_it = |brochure: &&Brochure| brochure.translation.as_ref().is_some_and(|(t, _)| t == tag);
            self.translated.iter().find(is_it).map(|brochure| &brochure.config)
        };
        self.tags.iter().map(|tag| edition::Language { tag, config: in_language(tag) }).collect()
    }

    /// How far each translation is.
    pub fn completeness(&self) -> Vec<(String, Completeness)> {
        self.translated.iter().filter_map(|brochure| brochure.translation.clone()).collect()
    }
}

impl Brochure {
    /// The pages that most editions show.
    pub fn pages(&self) -> &Pages {
        let apart = || &self.apart.first().expect("an edition was laid out").1;
        self.own.as_ref().unwrap_or_else(apart)
    }

    /// What is to be made of what was laid out, in the order of brochure.toml: the editions it names, or
    /// the one for the screen.
    pub fn plans(&self) -> Vec<Plan<'_>> {
        let plan = |(name, edition): (String, _)| {
            let apart = self.apart.iter().find(|(n, _)| *n == name).map(|(_, pages)| pages);
            let own = self.own.as_ref().filter(|_| !is_set_apart(&edition));
            let profile = self.profiles.iter().find(|(n, _)| *n == name).map(|(_, profile)| profile);
            let translation = self.translation.as_ref();
            let translation = translation
                .map(|(tag, completeness)| edition::Translation { tag, completeness: *completeness });
            Some(Plan { pages: apart.or(own)?, name, edition, profile, config: &self.config, translation })
        };
        edition::editions(&self.config).into_iter().filter_map(plan).collect()
    }
}

/// Whether an edition has a look, and so pages, of its own.
fn is_set_apart(edition: &crate::source::editions::Edition) -> bool {
    matches!(edition.kind, EditionKind::LargePrint(_))
}

/// Reads and lays out the brochure in a folder, with all its editions. Complaints go to `sink`, sorted by
/// place; `None` if there were errors.
pub fn open(folder: &Path, files: &mut Files, sink: &mut Sink) -> Option<Brochure> {
    let workspace = Workspace::on_disk(folder).map_err(|refused| sink.push(refused)).ok()?;
    workspace.open(files, sink)
}

impl Workspace<Disk> {
    /// The project in a folder.
    pub fn on_disk(folder: &Path) -> Result<Self, Diagnostic> {
        Disk::open(folder).map(Self::new)
    }
}

impl<S: Sources> Workspace<S> {
    /// A project that was not built yet.
    pub fn new(sources: S) -> Self {
        let (shapers, pictures, chapters) = Default::default();
        Self { sources, shapers, pictures, chapters }
    }

    fn shelf(&self) -> Shelf<'_> {
        Shelf { sources: &self.sources, known: &self.pictures }
    }

    /// Reads the sources. Complaints go to `sink`, sorted by place.
    pub fn project(&self, files: &mut Files, sink: &mut Sink) -> Option<Project> {
        let mut project = Project::open(&self.sources, files, sink);
        if let Some(project) = &mut project {
            self.complete(project, files, sink);
        }
        tidy(sink, files);
        project
    }

    /// Reads what the texts of a project name, and looks at its editions.
    fn complete(&self, project: &mut Project, files: &mut Files, sink: &mut Sink) {
        let named = value_files::named(project, files);
        let chapters = &project.config.brochure.chapters.value;
        project.values = values::read(&self.sources, chapters, &named, files, sink);
        edition::names::check(&project.config, sink);
        edition::allowed::check(&project.config, sink);
    }

    /// Reads a project in the languages that it is translated into; `required` says that each must be whole.
    /// Complaints go to `sink`, sorted by place.
    pub fn translations(
        &self,
        project: &Project,
        (tags, required): (&[String], bool),
        files: &mut Files,
        sink: &mut Sink,
    ) -> Vec<Translated> {
        let mut translations = Vec::new();
        let known = project.config.translation.names().take(MOST_TRANSLATIONS);
        for tag in known.filter(|tag| tags.iter().any(|wanted| wanted == tag)) {
            let mut complaints = Sink::new();
            let translated = translation::translated(project, tag, &self.sources, files, &mut complaints);
            if let Some(mut translated) = translated {
                self.complete(&mut translated.project, files, &mut complaints);
                translated.leave_values(files);
                translation::report_incomplete(&translated, required, sink);
                translations.push(translated);
            }
            tidy(&mut complaints, files);
            report_new(complaints, sink, |complaint| complaint.of_translation(tag));
        }
        tidy(sink, files);
        translations
    }

    /// Lays out a brochure, unless it is not asked for, and translations, side by side, in what these editions need.
    /// Complaints go to `sink`, sorted by place; `None` if there were errors, of the sources too.
    pub fn lay_out_all(
        &self,
        (project, with_own): (Project, bool),
        translated: Vec<Translated>,
        editions: &[String],
        files: &Files,
        sink: &mut Sink,
    ) -> Option<Brochures> {
        let config = project.config.clone();
        let tags = config.translation.names().map(str::to_owned).collect();
        let all = std::iter::once((None, project)).filter(|_| with_own);
        let all: Vec<(Option<String>, Project)> =
            all.chain(translated.into_iter().map(|each| (Some(each.tag), each.project))).collect();
        let laid_out: Vec<(Option<String>, LaidOut, Sink)> = all
            .into_par_iter()
            .map(|(tag, project)| {
                let mut complaints = Sink::new();
                let laid_out = self.stages(project, editions, files, &mut complaints);
                tidy(&mut complaints, files);
                (tag, laid_out, complaints)
            })
            .collect();
        let (mut shapers, mut failed) = (Vec::new(), false);
        let mut brochures = Brochures { own: None, translated: Vec::new(), tags, config };
        for (tag, laid_out, complaints) in laid_out {
            match &tag {
                None => sink.extend(complaints),
                Some(tag) => report_new(complaints, sink, |complaint| complaint.of_translation(tag)),
            }
            shapers.extend(laid_out.shapers);
            failed |= laid_out.brochure.is_none();
            match (tag, laid_out.brochure) {
                (None, brochure) => brochures.own = brochure,
                (Some(_), brochure) => brochures.translated.extend(brochure),
            }
        }
        self.keep(shapers);
        tidy(sink, files);
        (!failed && !has_errors(sink)).then_some(brochures)
    }

    /// Lays out what these editions need, all if none is named. Complaints go to `sink`, sorted by place;
    /// `None` if there were errors, of the sources too.
    pub fn lay_out(
        &self,
        project: Project,
        editions: &[String],
        files: &Files,
        sink: &mut Sink,
    ) -> Option<Brochure> {
        let laid_out = self.stages(project, editions, files, sink);
        self.keep(laid_out.shapers);
        tidy(sink, files);
        laid_out.brochure.filter(|_| !has_errors(sink))
    }

    /// Reads and lays out all editions.
    pub fn open(&self, files: &mut Files, sink: &mut Sink) -> Option<Brochure> {
        let project = self.project(files, sink)?;
        self.lay_out(project, &[], files, sink)
    }

    /// Keeps what the last build worked out for the next one.
    fn keep(&self, shapers: Vec<Arc<Shaper>>) {
        *self.shapers.lock().unwrap_or_else(PoisonError::into_inner) = shapers;
        self.pictures.forget_unused();
        let chapters = self.chapters.lock().unwrap_or_else(PoisonError::into_inner);
        chapters.values().for_each(|(_, chapters)| chapters.forget_unused());
    }

    fn stages(&self, mut project: Project, wanted: &[String], files: &Files, sink: &mut Sink) -> LaidOut {
        let is_wanted = |name: &String| wanted.is_empty() || wanted.contains(name);
        project.looks.retain(|(name, _)| is_wanted(name));
        let mut editions = edition::editions(&project.config).into_iter();
        let with_own = editions.any(|(name, edition)| is_wanted(&name) && !is_set_apart(&edition));
        let with_own = with_own || project.looks.is_empty();
        let read = self.read(&project, &project.look, files, sink);
        let pictures = self.load_pictures(&project, &read.0, sink);
        let (own, apart) = rayon::join(
            || with_own.then(|| self.set(&project, (None, &project.look), read, (files, &pictures), sink)),
            || self.set_apart(&project, files, &pictures),
        );
        let (mut shapers, mut failed) = (Vec::new(), false);
        let mut keep = |set: Option<Set>| match set {
            Some((pages, shaper)) => {
                shapers.push(shaper);
                Some(pages)
            }
            None => {
                failed = true;
                None
            }
        };
        let own = own.and_then(&mut keep);
        let mut others = Vec::new();
        for (name, set, complaints) in apart {
            report_apart(&name, complaints, sink);
            others.extend(keep(set).map(|pages| (name, pages)));
        }
        let profiles = self.load_profiles(&project, &is_wanted, sink);
        let Project { config, remnants, .. } = project;
        let tag = remnants.language.map(|_| config.brochure.language.value.clone());
        let translation = tag.map(|tag| (tag, remnants.completeness));
        let brochure = Brochure { config, own, apart: others, profiles, translation };
        LaidOut { brochure: (!failed).then_some(brochure), shapers }
    }

    /// Lays out the editions that have a look of their own, with what is wrong with each.
    fn set_apart(
        &self,
        project: &Project,
        files: &Files,
        pictures: &Pictures,
    ) -> Vec<(String, Option<Set>, Sink)> {
        let set = |(name, look): &(String, Look)| {
            let mut complaints = Sink::new();
            let read = self.read(project, look, files, &mut complaints);
            let set = self.set(project, (Some(name), look), read, (files, pictures), &mut complaints);
            (name.clone(), set, complaints)
        };
        project.looks.par_iter().map(set).collect()
    }

    /// Reads the printing condition of each print edition; without a file it is FOGRA39L.
    fn load_profiles(
        &self,
        project: &Project,
        is_wanted: &dyn Fn(&String) -> bool,
        sink: &mut Sink,
    ) -> Vec<(String, Profile)> {
        let mut profiles = Vec::new();
        for (name, _, edition) in project.config.edition.0.iter().filter(|(name, ..)| is_wanted(name)) {
            let EditionKind::Print(print) = &edition.kind else { continue };
            let profile = match &print.profile {
                None => Some(Profile::fogra39()),
                Some(Spanned { value, span }) => self.load_profile(value, *span, sink),
            };
            profiles.extend(profile.map(|profile| (name.clone(), profile)));
        }
        profiles
    }

    fn load_profile(&self, name: &str, span: Span, sink: &mut Sink) -> Option<Profile> {
        let bytes = assets::read(&self.sources, "", name, span, sink)?;
        Profile::read(name, bytes).map_err(|d| sink.push(d.at(span))).ok()
    }

    /// Reads the document for a look, and the look's fonts.
    fn read(
        &self,
        project: &Project,
        look: &Look,
        files: &Files,
        sink: &mut Sink,
    ) -> (Document, Option<FontBook>) {
        let mut font_sink = Sink::new();
        let known: Mutex<HashMap<String, bool>> = Mutex::default();
        let chapters = &project.config.brochure.chapters.value;
        let is_large = |path: &str| {
            let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
            let look = || assets::is_large_of_text(self.shelf(), chapters, path);
            *known.entry(path.to_owned()).or_insert_with(look)
        };
        let read = rayon::join(
            || Document::read(project, &look.theme, files, &is_large, sink),
            || FontBook::load(&self.sources, &look.theme, &mut font_sink),
        );
        sink.append(&mut font_sink);
        read
    }

    /// Lays out in a look, that of an edition or the brochure's own, what was read for it; `pictures` are the author's.
    fn set(
        &self,
        project: &Project,
        (name, look): (Option<&String>, &Look),
        (mut document, fonts): (Document, Option<FontBook>),
        (files, pictures): (&Files, &Pictures),
        sink: &mut Sink,
    ) -> Option<Set> {
        let mut pictures = pictures.clone();
        self.load_artwork(look, &document, &mut pictures, sink);
        let fonts = fonts?;
        let sheet = StyleSheet::new(look.theme.clone(), look.palette.clone(), &fonts, sink)?;
        let config = &project.config;
        let language = &config.brochure.language.value;
        let hyphenator = Hyphenator::new(language, &config.hyphenation.exceptions, sink);
        let shaper = Shaper::new(Arc::new(fonts), hyphenator, &sheet.theme.paragraph, language);
        let shaper = self.kept(shaper);
        let tag = project.remnants.language.map(|_| language.clone());
        let surroundings = Surroundings::of(project, files, &shaper, &pictures);
        let kept = self.chapters_kept((tag, name.cloned()), surroundings);
        kept.recognise(&mut document);
        let stage = Stage {
            config,
            document: &document,
            sheet: &sheet,
            shaper: &shaper,
            pictures: &pictures,
            kept: &kept,
            wanted: if name.is_none() { config.pages() } else { PageCount::Any },
        };
        Some((stage.layout(sink), shaper))
    }

    /// The chapters of the last build that were laid out with the same.
    fn chapters_kept(&self, look: LookName, now: Surroundings) -> Arc<KeptChapters> {
        let mut all = self.chapters.lock().unwrap_or_else(PoisonError::into_inner);
        match all.get(&look) {
            Some((then, chapters)) if *then == now => chapters.clone(),
            _ => {
                let new = Arc::<KeptChapters>::default();
                all.insert(look, (now, new.clone()));
                new
            }
        }
    }

    /// The shaper of the last build in place of a new one that would give the same words.
    fn kept(&self, new: Shaper) -> Arc<Shaper> {
        let kept = self.shapers.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|old| old.serves_as(&new)).cloned().unwrap_or_else(|| Arc::new(new))
    }

    /// Loads every picture of the author once: figures, logos, the cover's.
    fn load_pictures(&self, project: &Project, document: &Document, sink: &mut Sink) -> Pictures {
        let mut pictures = Pictures::default();
        let mut allowance = assets::Allowance::default();
        let in_texts = document.images().into_iter().map(|image| (&*image.path, image.span, true));
        let logos = project.config.publisher.iter().filter_map(|p| p.logo.as_ref());
        let named = logos.chain(project.config.cover.image.as_ref());
        let named = named.map(|file| (&*file.value, file.span, false));
        let chapters = &project.config.brochure.chapters.value;
        let mut refused = BTreeSet::new();
        for (path, span, in_text) in in_texts.chain(named) {
            let is_first = !pictures.files.contains_key(path);
            if is_first && !refused.contains(&(path, in_text)) {
                let picture = match in_text {
                    true => assets::load_of_text(self.shelf(), chapters, path, span, sink),
                    false => assets::load(self.shelf(), "", path, span, sink),
                };
                match picture {
                    Some(picture) => drop(pictures.files.insert(path.to_owned(), picture)),
                    None => drop(refused.insert((path, in_text))),
                }
            }
            let Some(picture) = pictures.files.get(path) else { continue };
            if let Err(spent) = allowance.take(picture, is_first, span) {
                sink.push(spent);
                break;
            }
        }
        pictures
    }

    /// Loads artwork and icons of a theme.
    fn load_artwork(&self, look: &Look, document: &Document, pictures: &mut Pictures, sink: &mut Sink) {
        if let Err(Refusal::Outside) = self.sources.list("assets") {
            sink.push(complaint::assets_outside());
            return;
        }
        let theme = &look.theme;
        let colour_of = |style: &str| theme.style.get(style)?.color.map(|c| c.value);
        let mut allowance = assets::Allowance::default();
        let mut load = |name: String, colour: Option<crate::colour::Colour>, span| {
            let ink = colour.map(|c| look.palette.ink(c).rgb);
            let Some(picture) = assets::load_theme(self.shelf(), &name, ink, span, sink) else { return };
            match allowance.take(&picture, true, span) {
                Ok(()) => drop(pictures.artwork.insert(name, picture)),
                Err(spent) => sink.push(spent),
            }
        };
        let covers = [&theme.cover.art.0, &theme.back.art.0];
        for Spanned { value, span } in covers.into_iter().flatten() {
            load(value.clone(), None, *span);
        }
        if let Some(Spanned { value, span }) = &theme.opener.art.0 {
            let numbers = document.chapters.iter().filter_map(|c| c.number);
            let names: BTreeSet<String> = numbers.map(|number| opener::artwork(value, number)).collect();
            names.into_iter().for_each(|name| load(name, None, *span));
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
}

/// Pages, and the shaper that knows their words.
type Set = (Pages, Arc<Shaper>);

/// A brochure that was laid out if it could be, and the shapers that know its words.
struct LaidOut {
    brochure: Option<Brochure>,
    shapers: Vec<Arc<Shaper>>,
}

/// Adds the complaints about an edition that is set apart; those that only it has say so.
fn report_apart(name: &str, complaints: Sink, sink: &mut Sink) {
    report_new(complaints, sink, |complaint| complaint.of_edition(name));
}

/// Adds complaints that are not told yet, each as what it is true of.
fn report_new(complaints: Sink, sink: &mut Sink, of: impl Fn(Diagnostic) -> Diagnostic) {
    let key = |d: &Diagnostic| (d.span, d.code, d.message());
    let told: BTreeSet<_> = sink.iter().map(key).collect();
    let new = complaints.into_iter().filter(|d| !told.contains(&key(d)));
    sink.extend(new.map(of));
}
