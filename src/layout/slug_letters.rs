//! Letters one by one, and the title on one line: what is put on sheets besides pages. Decides which
//! letters there are, and how the title on a spine is set.

use super::fixed::{Canvas, ONE_LINE, Slot};
use super::furniture::cap_height;
use super::setter::Setter;
use crate::document::rich::plain_words;
use crate::pages::slug_letters::{SlugLetters, Sort};
use crate::pages::{Artifact, Item, Owner, SetLine};
use crate::source::config::Config;
use crate::source::editions::{Binding, CoverFile, EditionKind, Mark, Print};
use crate::style::StyleId;

/// Letters of slugs besides those of ASCII, of the brochure's own names and of its labels.
const MORE: &str = "·×–„“";

fn print_editions(config: &Config) -> impl Iterator<Item = &Print> {
    config.edition.0.iter().filter_map(|(_, _, edition)| match &edition.kind {
        EditionKind::Print(print) => Some(&**print),
        _ => None,
    })
}

/// The letters that slugs need; none where no edition has a slug.
pub fn set(setter: &Setter<'_>, config: &Config) -> SlugLetters {
    if !print_editions(config).any(|print| print.marks.contains(&Mark::Slug)) {
        return SlugLetters::default();
    }
    // What no font has was said when the title was set.
    let setter = &setter.trial();
    let style = *setter.style(StyleId::Caption);
    let names = config.edition.names().flat_map(str::chars);
    let conditions = print_editions(config).filter_map(|print| print.condition.as_ref());
    let own =
        config.brochure.title.value.chars().chain(names).chain(conditions.flat_map(|c| c.value.chars()));
    let slug = &setter.labels.slug;
    let labels =
        [&slug.page("", ""), slug.cover_outside(), slug.cover_inside(), &slug.trim(""), &slug.bleed("")];
    let letters = ('!'..='~')
        .chain(MORE.chars())
        .chain(labels.into_iter().flat_map(str::chars))
        .chain(own)
        .filter(|c| !c.is_whitespace() && !c.is_control());
    let sort = |letter: char| {
        let mut canvas = Canvas::new(setter, 1);
        let slot = Slot::from(0.0, ONE_LINE);
        canvas.line(&letter.to_string(), Owner::Artifact(Artifact::Layout), &style, slot, 0.0);
        canvas.items.into_iter().find_map(|item| match item {
            Item::Text(run) => Some((letter, Sort { face: run.face, glyphs: run.glyphs })),
            _ => None,
        })
    };
    SlugLetters(letters.filter_map(sort).collect())
}

/// The title for the spine, in the cover's type; none where no edition has a spine.
pub fn spine(setter: &Setter<'_>, config: &Config) -> Option<SetLine> {
    let has_spine = |print: &Print| print.binding == Binding::Perfect && print.cover == CoverFile::Separate;
    if !print_editions(config).any(has_spine) {
        return None;
    }
    let style = *setter.style(StyleId::CoverTitle);
    let title = plain_words(&config.brochure.title.value.replace(" | ", " "));
    let mut canvas = Canvas::new(setter, 1);
    let width =
        canvas.line(&title, Owner::Artifact(Artifact::Layout), &style, Slot::from(0.0, ONE_LINE), 0.0);
    let cap_height = cap_height(&canvas, &style);
    if setter.mirrored {
        canvas.items.iter_mut().for_each(|item| item.mirror(width));
    }
    Some(SetLine { items: canvas.items, width, size: style.size, cap_height })
}
