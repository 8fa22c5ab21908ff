//! Figures: a picture alone in its paragraph, its caption from the title. Decides which say nothing.

use super::super::inlines::Inlines;
use super::super::rich::{Marks, Rich};
use super::super::{Caption, Figure, checks, stars};
use super::Reader;
use crate::diag::Diagnostic;
use crate::language::Language;
use crate::node::{NodeId, Role};
use crate::source::paths;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// The mark behind a picture that says nothing and is not read aloud.
const DECORATIVE: &str = "decorative";

impl<'t> Reader<'_, '_, 't> {
    /// An image alone in its paragraph, perhaps with a class in braces right behind it.
    pub(super) fn figure(&mut self, range: &Range<usize>, parent: NodeId) -> Option<Figure> {
        let (Event::Start(Tag::Image { dest_url, title, .. }), image) = self.events.get(self.at)?.clone()
        else {
            return None;
        };
        let close =
            self.events[self.at..].iter().position(|(e, _)| *e == Event::End(TagEnd::Image))? + self.at;
        let class = self.class_at(close + 1);
        let end = close + 1 + usize::from(class.is_some());
        if !matches!(self.events.get(end), Some((Event::End(TagEnd::Paragraph), _))) {
            return None;
        }
        let decorative = class.is_some_and(|class| self.is_decorative(&class));
        let alt: String = self.events[self.at + 1..close]
            .iter()
            .filter_map(|(e, _)| match e {
                Event::Text(t) | Event::Code(t) => Some(stars::show(t).into_owned()),
                Event::SoftBreak | Event::HardBreak => Some(" ".to_owned()),
                _ => None,
            })
            .collect();
        self.at = end + 1;
        let span = self.span(&image);
        let path = stars::show(&dest_url).into_owned();
        let path = paths::join(self.shared.folder, &path).unwrap_or(path);
        if decorative {
            self.check_decorative(alt.trim(), title.trim(), &image);
            return Some(Figure { path, node: None, caption: None, span });
        }
        if alt.trim().is_empty() {
            self.report(
                Diagnostic::error("missing-alt", "the picture has no alternative text").at(span).hint(
                    "say between the square brackets what it shows: ![What one sees](file.svg)\n\
                           or, if it is an ornament: ![](file.svg){.decorative}",
                ),
            );
        }
        checks::alt(&alt, &path, span, self.shared.sink);
        let node = self.shared.tree.add(parent, Role::Figure(alt.trim().to_owned()));
        self.shared.tree.locate(node, span);
        let caption = self.figure_caption(&stars::show(&title), range, parent);
        Some(Figure { path, node: Some(node), caption, span })
    }

    /// `{.class}` as the text of an event: its place.
    fn class_at(&self, at: usize) -> Option<Range<usize>> {
        let (Event::Text(text), range) = self.events.get(at)? else { return None };
        (text.starts_with("{.") && text.ends_with('}')).then(|| range.clone())
    }

    fn is_decorative(&mut self, braces: &Range<usize>) -> bool {
        let class = &self.text[braces.start + 2..braces.end - 1];
        if class != DECORATIVE {
            let message = format!("nothing is known of the class .{class}");
            let span = self.span(braces);
            self.report(
                Diagnostic::warning("unknown-class", message).at(span).hint("pictures know {.decorative}"),
            );
        }
        class == DECORATIVE
    }

    /// A picture that is not read aloud cannot have words.
    fn check_decorative(&mut self, alt: &str, caption: &str, image: &Range<usize>) {
        let what = match (alt.is_empty(), caption.is_empty()) {
            (true, true) => return,
            (false, _) => "alternative text",
            (true, false) => "a caption",
        };
        let span = self.span(image);
        self.report(
            Diagnostic::error("decorative", format!("a decorative picture has {what}"))
                .at(span)
                .hint("delete {.decorative} if it says something, else write ![](file.svg){.decorative}"),
        );
    }

    /// „Caption. Quelle: …“ from an image's title.
    pub(super) fn figure_caption(
        &mut self,
        title: &str,
        range: &Range<usize>,
        parent: NodeId,
    ) -> Option<Caption> {
        if title.trim().is_empty() {
            return None;
        }
        let (node, label) = self.figure_label(parent);
        let written = &self.text[range.clone()];
        let at = range.start + written.find(title).unwrap_or(0) + self.body;
        let language = self.shared.language.unwrap_or_else(Language::usual);
        let split = title.find(&language.captions.source).unwrap_or(title.len());
        let (words, source) = title.split_at(split);
        let words = words.trim_end().trim_end_matches('.');
        let source_node = self.shared.tree.detached(Role::Paragraph);
        let mut rich = |text: &str, at: usize, node: NodeId| {
            let mut inlines = Inlines::new(node);
            inlines.text(text, &(at..at + text.len()), Marks::default(), None);
            self.refined(inlines)
        };
        let text = rich(words, at, node);
        let source = (!source.is_empty()).then(|| rich(source, at + split, source_node));
        self.shared.tree.attach(node, source_node);
        Some(Caption { label, text, source, anchor: None })
    }

    /// Node and label of the next caption: „Abbildung 3“.
    pub(super) fn figure_label(&mut self, parent: NodeId) -> (NodeId, Rich) {
        self.shared.counters.1 += 1;
        let number = self.shared.counters.1;
        let node = self.shared.tree.add(parent, Role::Caption);
        let leaf = self.shared.tree.add(node, Role::Text);
        (node, Rich::plain(self.shared.labels.figure(number), leaf))
    }
}
