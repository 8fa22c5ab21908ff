//! What the paginator is given.

use std::sync::Arc;

use brochure::diag::{Files, Sink};
use brochure::document::Document;
use brochure::layout::galley::Galley;
use brochure::layout::galleys;
use brochure::layout::setter::{Pictures, Setter};
use brochure::source::Project as Source;
use brochure::source::store::Disk;
use brochure::style::StyleSheet;
use brochure::text::fonts::FontBook;
use brochure::text::hyphenate::Hyphenator;
use brochure::text::shape::Shaper;

use super::Project;

/// Sets the text of a chapter and looks at its galley.
pub fn galley<T>(text: &str, look: impl FnOnce(&Galley<'_>, &Shaper) -> T) -> T {
    let folder = Project::bare();
    folder.chapter(text);
    let (mut files, mut sink) = (Files::default(), Sink::new());
    let disk = Disk::open(folder.folder.path()).expect("a folder");
    let source = Source::open(&disk, &mut files, &mut sink).expect("a project");
    let theme = &source.look.theme;
    let document = Document::read(&source, theme, &files, &|_| false, &mut sink);
    let fonts = Arc::new(FontBook::load(&disk, theme, &mut sink).expect("fonts"));
    let palette = source.look.palette.clone();
    let sheet = StyleSheet::new(theme.clone(), palette, &fonts, &mut sink).expect("styles");
    let hyphenator = Hyphenator::new("de", &[], &mut sink);
    let shaper = Shaper::new(fonts, hyphenator, &theme.paragraph, "de");
    let setter = Setter {
        sheet: &sheet,
        shaper: &shaper,
        pictures: &Pictures::default(),
        document: &document,
        labels: &source.config.labels,
        page_of: &|_| None,
        digits: Default::default(),
        mirrored: false,
        costs: &brochure::layout::paragraph::demerits::COSTS,
        complaints: Default::default(),
    };
    let galleys = galleys(&setter, &document);
    look(galleys[0].main(), &shaper)
}
