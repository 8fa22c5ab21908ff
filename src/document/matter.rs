//! What stands around the chapters: covers, imprint, contents. Decides which of them there are and which
//! words stand in them.

use super::codes::{Code, short_url};
use super::rich::{Element, Nested, Rich};
use super::{Block, BlockKind, Chapter, Link, Target, checks};
use crate::diag::{Sink, Span, complaint};
use crate::ids::{AnchorId, ByPart, Ids, LinkId, NodeId, Part};
use crate::language::{Labels, LanguageTag};
use crate::source::config::{Config, Date, Publisher};
use crate::source::remnants::Remnants;
use crate::tree::Spanned;
use crate::uri;

/// The front cover.
#[derive(Debug)]
pub struct Cover {
    /// Small line above the title.
    pub kicker: Option<Rich>,
    /// Month and year.
    pub date: Option<Rich>,
    /// The title.
    pub title: Rich,
    /// Where the title is written.
    pub title_span: Span,
    /// The subtitle.
    pub subtitle: Option<Rich>,
    /// The author's picture.
    pub image: Option<CoverImage>,
    /// Words over the logos.
    pub publishers_label: Rich,
    /// Who publishes it.
    pub logos: Vec<Logo>,
    /// Ids that its texts have.
    pub ids: Ids,
}

/// The author's picture on the cover.
#[derive(Debug)]
pub struct CoverImage {
    /// Path below the project folder.
    pub path: String,
    /// What it shows, in words; none where it is an ornament.
    pub shows: Option<String>,
    /// Its node.
    pub node: NodeId,
    /// Where it is named.
    pub span: Span,
}

/// A publisher's mark.
#[derive(Debug)]
pub struct Logo {
    /// What it is.
    pub mark: Mark,
    /// Corrects light or heavy marks, 0.85 to 1.15.
    pub scale: f64,
}

/// What a publisher is known by.
#[derive(Debug)]
pub enum Mark {
    /// A name that stands for a logo.
    Name(Rich),
    /// A picture.
    Picture {
        /// Path below the project folder.
        path: String,
        /// What it shows, in words.
        alt: String,
        /// Its node.
        node: NodeId,
        /// Where it is named.
        span: Span,
    },
}

/// The imprint.
#[derive(Debug)]
pub struct Imprint {
    /// Its heading.
    pub heading: Rich,
    /// The brochure's title.
    pub title: Rich,
    /// The brochure's subtitle.
    pub subtitle: Option<Rich>,
    /// What the brochure is about, where the author has no own text.
    pub about: Option<Rich>,
    /// The author's own text.
    pub blocks: Vec<Block>,
    /// Labels and facts, in paragraphs.
    pub facts: Vec<(Rich, Vec<Rich>)>,
    /// Ids that its texts have.
    pub ids: Ids,
}

/// The contents.
#[derive(Debug)]
pub struct Contents {
    /// The heading.
    pub heading: Rich,
    /// The entries.
    pub entries: Vec<Entry>,
    /// Ids that its texts have.
    pub ids: Ids,
}

/// An entry of the contents.
#[derive(Debug)]
pub struct Entry {
    /// Number of the chapter.
    pub number: Option<usize>,
    /// Level: 0 a part, 1 a chapter, 2 a section.
    pub level: u8,
    /// How many entries it stands in: those of a part and of a chapter.
    pub depth: u8,
    /// Its words; a space at the end keeps the parts of an entry apart when they are read.
    pub title: Rich,
    /// A line below.
    pub summary: Option<Rich>,
    /// Where it leads.
    pub anchor: AnchorId,
    /// The link around it.
    pub link: LinkId,
    /// Leaf of its number.
    pub number_node: NodeId,
    /// Leaf of its page.
    pub page_node: NodeId,
}

/// The back cover.
#[derive(Debug)]
pub struct Back {
    /// Small line at the head.
    pub kicker: Option<Rich>,
    /// The claim.
    pub claim: Option<Rich>,
    /// What the brochure is about.
    pub blurb: Option<Rich>,
    /// How the publishers are reached.
    pub contacts: Vec<Contact>,
    /// A QR code beside them.
    pub code: Option<Code>,
    /// Their marks.
    pub logos: Vec<Logo>,
    /// Ids that its texts have.
    pub ids: Ids,
}

/// How a publisher is reached.
#[derive(Debug)]
pub struct Contact {
    /// The name.
    pub name: Rich,
    /// Lines, some of them links.
    pub lines: Vec<(Rich, Option<LinkId>)>,
}

/// What authors say in brochure.toml, and what of it is not translated.
pub(super) type Texts<'t> = (&'t Config, &'t Remnants);

/// Where an author wants the title to be broken.
const LINE_END: &str = " | ";

/// Makes texts of a part.
pub(super) struct Words<'t> {
    /// Ids that they have.
    pub ids: Ids,
    remnants: &'t Remnants,
}

impl<'t> Words<'t> {
    /// Of a part.
    pub fn of(part: Part, remnants: &'t Remnants) -> Self {
        Self { ids: Ids::of(part), remnants }
    }

    /// A text that is written nowhere.
    pub fn plain(&mut self, text: impl Into<String>) -> Rich {
        let text = Rich::plain(text, self.ids.node());
        self.in_its_language(text)
    }

    fn written(&mut self, text: impl Into<String>, span: Span) -> Rich {
        let text = Rich::written(text, span, self.ids.node());
        self.in_its_language(text)
    }

    fn in_its_language(&self, text: Rich) -> Rich {
        let language = self.remnants.of_text(&text.text);
        passage(text, language)
    }

    fn optional(&mut self, text: Option<&Spanned<String>>) -> Option<Rich> {
        text.map(|text| self.written(&text.value, text.span))
    }

    /// The brochure's title, with something in the place of its wished line end.
    fn title(&mut self, title: &Spanned<String>, between: &str) -> Rich {
        let mut rich = self.written(title.value.replace(LINE_END, between), title.span);
        for (n, (typed, _)) in title.value.match_indices(LINE_END).enumerate() {
            let at = typed + LINE_END.len();
            let set = at - (n + 1) * (LINE_END.len() - between.len());
            rich.map.push((set as u32, title.span.start + 1 + at as u32));
        }
        rich
    }

    fn logos(&mut self, publishers: &[Publisher], labels: &Labels) -> Vec<Logo> {
        publishers.iter().map(|publisher| self.logo(publisher, labels)).collect()
    }

    fn logo(&mut self, publisher: &Publisher, labels: &Labels) -> Logo {
        let mark = match &publisher.logo {
            None => Mark::Name(self.plain(publisher.short_name.as_ref().unwrap_or(&publisher.name))),
            Some(Spanned { value, span }) => Mark::Picture {
                path: value.clone(),
                alt: publisher.logo_alt.clone().unwrap_or_else(|| labels.logo(&publisher.name)),
                node: self.ids.node(),
                span: *span,
            },
        };
        Logo { mark, scale: publisher.logo_scale.0 }
    }
}

/// The front cover, if there is to be one.
pub fn cover((config, remnants): Texts<'_>, labels: &Labels) -> Option<Cover> {
    config.cover.enabled.then(|| {
        let mut words = Words::of(Part::COVER, remnants);
        let label = config.cover.publishers_label.as_deref().unwrap_or(labels.published_by());
        Cover {
            kicker: words.optional(config.brochure.kicker.as_ref()),
            date: config.brochure.date.as_ref().map(|date| words.plain(month_and_year(date.value, config))),
            title: words.title(&config.brochure.title, "\n"),
            title_span: config.brochure.title.span,
            image: config.cover.image.as_ref().map(|image| cover_image(image, config, &mut words.ids)),
            subtitle: words.optional(config.brochure.subtitle.as_ref()),
            publishers_label: words.plain(label),
            logos: words.logos(&config.publisher, labels),
            ids: words.ids,
        }
    })
}

/// A drawing is an ornament unless it is said what it shows, a photo is none unless that is said.
fn cover_image(image: &Spanned<String>, config: &Config, ids: &mut Ids) -> CoverImage {
    let alt = config.cover.image_alt.as_ref().map(|alt| alt.value.trim().to_owned());
    let shows = match alt {
        Some(alt) => Some(alt).filter(|alt| !alt.is_empty()),
        None => (!is_drawing(&image.value)).then(String::new),
    };
    CoverImage { path: image.value.clone(), shows, node: ids.node(), span: image.span }
}

fn is_drawing(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with(".svg")
}

/// Reports a photo on the cover of which is not said what it shows.
pub fn report_silent_cover(config: &Config, sink: &mut Sink) {
    let cover = &config.cover;
    let Some(image) = cover.image.as_ref().filter(|_| cover.enabled) else { return };
    match &cover.image_alt {
        Some(alt) => checks::alt(&alt.value, &image.value, alt.span, sink),
        None if is_drawing(&image.value) => {}
        None => sink.push(complaint::cover_without_alt().at(image.span)),
    }
}

/// The imprint with the author's own text, whose ids go on in `ids`, if there is anything to say.
pub fn imprint(
    (config, remnants): Texts<'_>,
    labels: &Labels,
    blocks: Vec<Block>,
    ids: Ids,
) -> Option<Imprint> {
    let said = config.imprint.responsible.is_some()
        || !config.imprint.row.is_empty()
        || config.imprint.file.is_some()
        || !config.publisher.is_empty();
    (config.imprint.enabled && (said || config.cover.enabled)).then(|| {
        let mut words = Words { ids, remnants };
        let title = &config.brochure.title;
        Imprint {
            heading: words.plain(labels.imprint()),
            title: words.title(title, " "),
            subtitle: words.optional(config.brochure.subtitle.as_ref()),
            about: words.optional(config.brochure.description.as_ref().filter(|_| blocks.is_empty())),
            blocks,
            facts: facts(config, labels)
                .map(|(label, texts)| {
                    (words.plain(label), texts.into_iter().map(|text| words.plain(text)).collect())
                })
                .collect(),
            ids: words.ids,
        }
    })
}

/// Labels and facts of the imprint.
fn facts(config: &Config, labels: &Labels) -> impl Iterator<Item = (String, Vec<String>)> {
    let publisher = |p: &Publisher| {
        let mut lines = vec![p.name.clone()];
        lines.extend(p.address.iter().map(|l| l.value.clone()));
        lines.extend(p.phone.clone());
        lines.extend(p.email.as_ref().map(|email| email.value.clone()));
        lines.extend(p.url.as_ref().map(|url| short_url(&url.value).to_owned()));
        lines.join("\n")
    };
    let publishers: Vec<String> = config.publisher.iter().map(publisher).collect();
    let responsible = config.imprint.responsible.as_ref().map(|name| name.value.clone());
    let note = config.brochure.edition_note.clone();
    let date = config.brochure.date.as_ref().map(|d| month_and_year(d.value, config));
    let edition = note.into_iter().chain(date).collect::<Vec<_>>().join(", ");
    let known = [
        (labels.published_by(), publishers),
        (labels.responsible(), responsible.into_iter().collect()),
        (labels.edition(), Some(edition).filter(|edition| !edition.is_empty()).into_iter().collect()),
    ];
    let known = known.into_iter().filter(|(_, facts)| !facts.is_empty());
    let own = config.imprint.row.iter().map(|row| (row.label.clone(), vec![row.text.value.clone()]));
    known.map(|(label, fact)| (label.to_owned(), fact)).chain(own)
}

/// The contents of chapters, under the headings of their parts, if there are to be any.
pub fn contents(
    (config, remnants): Texts<'_>,
    parts: &[String],
    chapters: &[Chapter],
    links: &mut ByPart<LinkId, Link>,
) -> Option<Contents> {
    config.contents.enabled.then(|| {
        let mut words = Words::of(Part::CONTENTS, remnants);
        let heading = words.plain(config.labels.contents());
        let mut entries = Vec::new();
        let mut part = None;
        for chapter in chapters {
            if chapter.part != part
                && let Some(title) = chapter.part.map(|part| words.plain(parts[part].clone()))
            {
                entries.push(entry(&title, 0, chapter.anchor, &mut words.ids, links));
            }
            part = chapter.part;
            let summary = chapter.front.toc_summary.as_ref().filter(|_| chapter.number.is_some());
            let mut chief = entry(&chapter.title, 1, chapter.anchor, &mut words.ids, links);
            chief.number = chapter.number;
            chief.depth = u8::from(part.is_some());
            let within = chief.depth + 1;
            let written = |summary: &Spanned<String>| words.written(summary.value.clone(), summary.span);
            chief.summary = summary.map(written).map(|summary| passage(summary, chapter.tongue.tag));
            entries.push(chief);
            if config.contents.depth.0 < 2 {
                continue;
            }
            let sections = chapter.blocks.iter().filter_map(|block| match &block.kind {
                BlockKind::Heading { level: 2, text, anchor, .. } => Some((text, *anchor)),
                _ => None,
            });
            let lists = chapter.checklists.iter().filter(|list| list.level == 2);
            let all = sections.chain(lists.map(|list| (&list.title, list.anchor)));
            entries.extend(all.map(|(title, anchor)| Entry {
                depth: within,
                ..entry(title, 2, anchor, &mut words.ids, links)
            }));
        }
        Contents { heading, entries, ids: words.ids }
    })
}

/// A text in one run, all in another language if there is one.
fn passage(mut text: Rich, language: Option<LanguageTag>) -> Rich {
    if let Some(language) = language {
        text.elements.push(Nested { element: Element::Passage(language), outer: None });
        text.runs.iter_mut().for_each(|run| (run.language, run.within) = (Some(language), Some(0)));
    }
    text
}

fn entry(
    title: &Rich,
    level: u8,
    anchor: AnchorId,
    ids: &mut Ids,
    links: &mut ByPart<LinkId, Link>,
) -> Entry {
    let number_node = ids.node();
    let mut title = title.as_entry(ids);
    let target = Target::Anchor(anchor);
    let link =
        links.push(ids.part(), Link { target, words: title.text.clone(), span: None, node: ids.node() });
    title.text.push(' ');
    let page_node = ids.node();
    Entry { number: None, level, depth: 0, title, summary: None, anchor, link, number_node, page_node }
}

/// The back cover, if there is to be one; in some looks without a code.
pub fn back(
    (config, remnants): Texts<'_>,
    (labels, shows_code): (&Labels, bool),
    links: &mut ByPart<LinkId, Link>,
) -> Option<Back> {
    (config.back.enabled && config.cover.enabled).then(|| {
        let mut words = Words::of(Part::BACK, remnants);
        Back {
            kicker: words.optional(config.back.kicker.as_ref()),
            claim: words.optional(config.back.claim.as_ref()),
            blurb: words.optional(config.back.blurb.as_ref().or(config.brochure.description.as_ref())),
            contacts: config.publisher.iter().map(|p| contact(p, &mut words, links)).collect(),
            code: config
                .back
                .qr
                .as_ref()
                .filter(|_| shows_code)
                .map(|url| back_code(url, (config, labels), &mut words.ids, links)),
            logos: words.logos(&config.publisher, labels),
            ids: words.ids,
        }
    })
}

/// How a publisher is reached.
pub(super) fn contact(
    publisher: &Publisher,
    words: &mut Words<'_>,
    links: &mut ByPart<LinkId, Link>,
) -> Contact {
    let name = words.plain(publisher.name.clone());
    let plain = publisher.address.iter().map(|line| &line.value).chain(&publisher.phone);
    let plain = plain.map(|line| (line.clone(), None));
    let mail = publisher.email.iter().map(|m| (m.value.clone(), Some(format!("mailto:{}", m.value))));
    let web = publisher.url.iter().map(|u| (short_url(&u.value).to_owned(), Some(u.value.clone())));
    let mut line = |(text, url): (String, Option<String>)| {
        let link = url.map(|url| {
            let target = uri::read(&url).map_or(Target::Nowhere, Target::Url);
            let node = words.ids.node();
            links.push(words.ids.part(), Link { target, words: text.clone(), span: None, node })
        });
        (words.plain(text), link)
    };
    Contact { name, lines: plain.chain(mail).chain(web).map(&mut line).collect() }
}

/// The code on the back cover.
fn back_code(
    url: &Spanned<String>,
    (config, labels): (&Config, &Labels),
    ids: &mut Ids,
    links: &mut ByPart<LinkId, Link>,
) -> Code {
    let address = short_url(&url.value);
    let words = config.back.qr_label.as_ref().map(|label| label.value.clone());
    let described = words.clone().unwrap_or_else(|| address.to_owned());
    let target = uri::read(&url.value).map_or(Target::Nowhere, Target::Url);
    let link =
        links.push(Part::BACK, Link { target, words: described, span: Some(url.span), node: ids.node() });
    let (label, figure, alt) = (ids.node(), ids.node(), labels.qr_code(address));
    let (url, written, span) = (url.value.clone(), url.value.clone(), url.span);
    Code { url, written, words, of: link, link, beside: false, label, figure, alt, span }
}

/// „Oktober 2019“
fn month_and_year(date: Date, config: &Config) -> String {
    let (labels, digits) = (&config.labels, config.digits());
    labels.date(&labels.months[usize::from(date.month) - 1], digits.write(date.year))
}
