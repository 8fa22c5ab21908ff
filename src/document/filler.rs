//! Pages that stand behind the chapters only where the number of pages asks for them. Decides what can stand on them.

use super::codes::Code;
use super::matter::{Contact, Texts, Words, contact};
use super::rich::Rich;
use super::{Chapter, Link, Target};
use crate::ids::{ByPart, Ids, LinkId, Part};
use crate::language::Labels;
use crate::source::theme::Fill;

/// What may stand on pages that are filled, in the order of the theme.
#[derive(Debug, Default)]
pub struct Fillers {
    /// Each with its heading.
    pub all: Vec<Filler>,
    /// Ids that their texts have.
    pub ids: Ids,
}

/// Pages with one heading.
#[derive(Debug)]
pub struct Filler {
    /// The heading.
    pub heading: Rich,
    /// What is below it.
    pub content: Filling,
}

/// What fills a page.
#[derive(Debug)]
pub enum Filling {
    /// Lines to write on, as many pages as are left.
    Lines,
    /// The QR codes of all chapters, beside the title of each.
    Codes(Vec<(Rich, Vec<Code>)>),
    /// How the publishers are reached.
    Contacts(Vec<Contact>),
}

/// What there is to fill pages with.
pub fn fillers(
    (config, remnants): Texts<'_>,
    labels: &Labels,
    (kinds, chapters): (&[Fill], &[Chapter]),
    links: &mut ByPart<LinkId, Link>,
) -> Fillers {
    let mut words = Words::of(Part::FILLERS, remnants);
    let mut all: Vec<Filler> = Vec::new();
    for kind in kinds {
        let (heading, content) = match kind {
            Fill::Notes => (labels.own_notes(), Filling::Lines),
            Fill::Codes => (labels.further(), Filling::Codes(codes(chapters, &mut words.ids, links))),
            Fill::Contacts => {
                let contacts = config.publisher.iter().map(|p| contact(p, &mut words, links)).collect();
                (labels.published_by(), Filling::Contacts(contacts))
            }
        };
        let is_empty = match &content {
            Filling::Lines => false,
            Filling::Codes(chapters) => chapters.is_empty(),
            Filling::Contacts(contacts) => contacts.is_empty(),
        };
        if !is_empty {
            all.push(Filler { heading: words.plain(heading), content });
        }
    }
    Fillers { all, ids: words.ids }
}

/// The codes of chapters once more, each a thing of its own.
fn codes(chapters: &[Chapter], ids: &mut Ids, links: &mut ByPart<LinkId, Link>) -> Vec<(Rich, Vec<Code>)> {
    let mut again = |code: &Code| {
        let (label, figure) = (ids.node(), ids.node());
        let words = links[code.link].words.clone();
        let link = Link { target: Target::Url(code.url.clone()), words, span: None, node: ids.node() };
        let link = links.push(Part::FILLERS, link);
        Code { of: link, link, beside: false, label, figure, ..code.clone() }
    };
    let with_codes = chapters.iter().filter(|chapter| !chapter.codes.is_empty());
    let lists: Vec<(&Chapter, Vec<Code>)> =
        with_codes.map(|chapter| (chapter, chapter.codes.iter().map(&mut again).collect())).collect();
    let titled = |(chapter, codes): (&Chapter, Vec<Code>)| {
        let mut title = chapter.title.as_entry(ids);
        if let Some(number) = chapter.number {
            title.put_before(&format!("{number}\u{2002}"));
        }
        (title, codes)
    };
    lists.into_iter().map(titled).collect()
}
