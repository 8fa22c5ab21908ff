//! Ways to look at a brochure. Decides which there are: every edition in every language, a booklet both as sheets and as
//! it reads when folded; and which leaves lie side by side.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::drawing::{Drawer, Items, Leaf, Look};
use crate::brochure::Brochures;
use crate::diag::words::command as words;
use crate::diag::{Sentence, Wording};
use crate::edition::{self, Plan, Shown, gathering};
use crate::geom::Rect;
use crate::language::Direction;
use crate::pages::Page;
use crate::source::config::Config;
use crate::source::editions::{Edition, EditionKind, InkSaver, Toner};

/// A way to look at a brochure. Its name is `edition`, `ar/edition` in a translation, and `edition:folded`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct View {
    /// The language, if it is a translation.
    pub translation: Option<String>,
    /// The edition.
    pub edition: String,
    /// Whether a booklet is shown as it reads.
    pub folded: bool,
}

impl View {
    /// The view of a name.
    pub fn named(name: &str) -> Self {
        let (name, folded) = name.strip_suffix(":folded").map_or((name, false), |name| (name, true));
        let (translation, edition) = match name.split_once('/') {
            Some((tag, edition)) => (Some(tag.to_owned()), edition),
            None => (None, name),
        };
        Self { translation, edition: edition.to_owned(), folded }
    }

    /// Its name.
    pub fn name(&self) -> String {
        let tag = self.translation.iter().map(|tag| format!("{tag}/")).collect::<String>();
        format!("{tag}{}{}", self.edition, if self.folded { ":folded" } else { "" })
    }
}

/// A view as it is offered.
pub struct Offer {
    /// The view.
    pub view: View,
    /// The kind of its edition, as brochure.toml says it.
    pub kind: &'static str,
    /// Its language.
    pub language: String,
    /// What it is called.
    pub label: String,
}

/// All views of a brochure, its own language first; in the language of the words.
pub fn offers(config: &Config, wording: &Wording) -> Vec<Offer> {
    let own = &config.brochure.language.value;
    let tags = config.translation.names().map(|tag| Some(tag.to_owned()));
    let mut offers: Vec<Offer> = Vec::new();
    for translation in std::iter::once(None).chain(tags) {
        for (edition, Edition { kind, .. }) in edition::editions(config) {
            let is_booklet = matches!(kind, EditionKind::Booklet(_));
            for folded in [false, true].into_iter().filter(|folded| !folded || is_booklet) {
                let view = View { translation: translation.clone(), edition: edition.clone(), folded };
                let language = translation.as_ref().unwrap_or(own).clone();
                offers.push(Offer {
                    view,
                    kind: kind.name(),
                    language,
                    label: label(&kind, folded).text_in(wording),
                });
            }
        }
    }
    let labels: Vec<(Option<String>, String)> =
        offers.iter().map(|offer| (offer.view.translation.clone(), offer.label.clone())).collect();
    for offer in &mut offers {
        let key = (offer.view.translation.clone(), offer.label.clone());
        if labels.iter().filter(|label| **label == key).count() > 1 {
            offer.label = words::view_of_edition(&offer.label, &offer.view.edition).text_in(wording);
        }
        if let Some(tag) = &offer.view.translation {
            offer.label = words::view_in_language(&offer.label, tag).text_in(wording);
        }
    }
    offers
}

fn label(kind: &EditionKind, folded: bool) -> Sentence {
    match kind {
        EditionKind::Screen(_) => words::view_screen(),
        EditionKind::LargePrint(_) => words::view_large_print(),
        EditionKind::Print(_) => words::view_print(),
        EditionKind::Booklet(_) if folded => words::view_booklet_folded(),
        EditionKind::Booklet(_) => words::view_booklet_sheets(),
        EditionKind::NUp(_) => words::view_n_up(),
        EditionKind::InkSaver(_) => words::view_ink_saver(),
    }
}

/// Leaves of a view, and how they lie.
#[derive(Default)]
pub struct Laid {
    /// In order.
    pub leaves: Vec<Leaf>,
    /// What is written at each: numbers of its pages.
    pub labels: Vec<String>,
    /// Those that lie side by side, from left to right.
    pub spreads: Vec<Vec<usize>>,
}

impl Laid {
    /// The leaf that shows each page, by the index of the page.
    pub fn leaves_of_pages(&self) -> BTreeMap<usize, usize> {
        let leaves = self.leaves.iter().enumerate().rev();
        leaves.flat_map(|(n, leaf)| pages_on(leaf).map(move |page| (page.number - 1, n))).collect()
    }
}

fn pages_on(leaf: &Leaf) -> impl Iterator<Item = &Arc<Page>> {
    leaf.pieces.iter().filter_map(|piece| match &piece.items {
        Items::Page(page) => Some(page),
        Items::Own(_) => None,
    })
}

/// The leaves of a view of a brochure that was laid out; none if its edition was not.
pub fn laid(view: &View, brochures: &Brochures, drawer: &Drawer) -> Option<Laid> {
    let is_it = |plan: &Plan<'_>| {
        plan.name == view.edition
            && plan.translation.map(|translation| translation.tag) == view.translation.as_deref()
    };
    let mut plan = brochures.plans().into_iter().find(is_it)?;
    let pages = plan.pages;
    if view.folded
        && let EditionKind::Booklet(booklet) = &plan.edition.kind
    {
        plan.edition.kind = EditionKind::InkSaver(InkSaver { toner: booklet.toner });
    }
    let is_read = !matches!(plan.edition.kind, EditionKind::Booklet(_) | EditionKind::NUp(_));
    let mut leaves = leaves_of(&plan, drawer);
    if leaves.is_empty() {
        // Something stands against the edition's sheets: its pages are there all the same.
        plan.edition.kind = EditionKind::InkSaver(InkSaver { toner: Toner::Colour });
        leaves = leaves_of(&plan, drawer);
    }
    if view.folded {
        let order = gathering::filled(pages, 4);
        for (at, _) in order.iter().enumerate().filter(|(_, page)| page.is_none()) {
            let blank = blank(&leaves, pages.trim);
            leaves.extend(blank);
            let end = leaves.len() - 1;
            leaves[at.min(end)..].rotate_right(1);
        }
    }
    let labels = leaves.iter().map(|leaf| {
        let numbers: Vec<String> = pages_on(leaf).map(|page| page.number.to_string()).collect();
        numbers.join(" | ")
    });
    let labels = labels.collect();
    let spreads = spreads(&leaves, is_read, pages.direction);
    Some(Laid { leaves, labels, spreads })
}

fn leaves_of(plan: &Plan<'_>, drawer: &Drawer) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    edition::show(plan, &mut |Shown { pages, palette, sheets }| {
        let (palette, fonts, max_ppi) = ((*palette).clone(), pages.fonts.clone(), pages.max_ppi);
        leaves.extend(drawer.leaves(sheets, pages, &Arc::new(Look { palette, fonts, max_ppi })));
    });
    leaves
}

/// An empty page that looks like all other empty ones.
fn blank(leaves: &[Leaf], size: (f64, f64)) -> Option<Leaf> {
    let look = leaves.first()?.look.clone();
    let trim: Option<Rect> = None;
    Some(Leaf { size, trim, pieces: Vec::new(), look, hash: "blank".to_owned() })
}

/// Pages that are read lie as in a book; sheets lie alone.
fn spreads(leaves: &[Leaf], is_read: bool, direction: Direction) -> Vec<Vec<usize>> {
    let single = |leaf: &Leaf| is_read && pages_on(leaf).count() <= 1;
    let mut spreads: Vec<Vec<usize>> = Vec::new();
    for (n, leaf) in leaves.iter().enumerate() {
        let number = pages_on(leaf).next().map(|page| page.number).unwrap_or(n + 1);
        let goes_on = single(leaf) && !number.is_multiple_of(2);
        match spreads.last_mut().filter(|last| goes_on && last.len() == 1 && single(&leaves[last[0]])) {
            Some(last) if is_verso(&leaves[last[0]], last[0]) => last.push(n),
            _ => spreads.push(vec![n]),
        }
    }
    if direction == Direction::RightToLeft {
        spreads.iter_mut().for_each(|spread| spread.reverse());
    }
    spreads
}

fn is_verso(leaf: &Leaf, n: usize) -> bool {
    pages_on(leaf).next().map(|page| page.number).unwrap_or(n + 1).is_multiple_of(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_views_lead_back_to_them() {
        for name in ["screen", "ar/screen", "heft:folded", "uk/heft:folded"] {
            assert_eq!(View::named(name).name(), name);
        }
        assert!(View::named("ar/heft:folded").folded);
    }
}
