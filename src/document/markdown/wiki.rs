//! Links as wikis write them: `[[Name]]`, `[[Name|words]]`. Decides which chapter one means.

use std::ops::Range;

use pulldown_cmark::TagEnd;

use super::super::inlines::Inlines;
use super::super::stars;
use super::super::titles::letters;
use super::Reader;
use crate::diag::complaint;
use crate::marks::Marks;

impl Reader<'_, '_, '_> {
    /// A link by the name of a chapter: its file, without ending, or its title. One that means none is printed
    /// as it was typed.
    pub(super) fn wiki_link(
        &mut self,
        name: &str,
        range: &Range<usize>,
        inlines: &mut Inlines,
        marks: Marks,
    ) {
        let name = stars::show(name).into_owned();
        let (page, id) = name.split_once('#').unwrap_or((&name, ""));
        let survey = self.reading.shared.survey;
        let chapter = match page.trim() {
            "" => Some(self.chapter),
            page => survey.called(page).or_else(|| survey.by_title.get(&letters(page)).copied()),
        };
        if let Some(chapter) = chapter.and_then(|chapter| survey.chapters.get(chapter)) {
            let id =
                if id.is_empty() { String::new() } else { format!("#{}", super::super::anchors::slug(id)) };
            let destination = format!("/{}{id}", chapter.name);
            return self.link(&destination, "", range, inlines, marks);
        }
        self.report(complaint::wiki_link(&name).at(self.span(range)));
        self.skip_to(TagEnd::Link);
        let written = stars::show(&self.text[range.clone()]).into_owned();
        inlines.text(&written, &self.source(range), marks.with(Marks::LITERAL), None);
    }
}
