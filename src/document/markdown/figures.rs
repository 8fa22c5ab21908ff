//! Figures: a picture alone in its paragraph, its caption from the title. Decides which say nothing.

use super::super::inlines::Inlines;
use super::super::rich::Rich;
use super::super::{Caption, Figure, checks, stars};
use super::Reader;
use super::events::events;
use crate::diag::complaint;
use crate::language::Language;
use crate::marks::Marks;
use crate::source::paths;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// The mark behind a picture that says nothing and is not read aloud.
const DECORATIVE: &str = "decorative";

impl<'t> Reader<'_, '_, 't> {
    /// An image alone in its paragraph, perhaps with a class in braces right behind it.
    pub(super) fn figure(&mut self) -> Option<Figure> {
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
        let path = paths::join(self.reading.folder_of(self.chapter), &path).unwrap_or(path);
        if decorative {
            self.check_decorative(alt.trim(), title.trim(), &image);
            return Some(Figure { path, shows: None, caption: None, span });
        }
        if alt.trim().is_empty() {
            self.report(complaint::missing_alt().at(span));
        }
        checks::alt(&alt, &path, span, &mut self.reading.sink);
        let shows = Some((self.reading.ids.node(), alt.trim().to_owned()));
        let caption = self.figure_caption(&title, &image);
        Some(Figure { path, shows, caption, span })
    }

    /// `{.class}` as the text of an event: its place.
    fn class_at(&self, at: usize) -> Option<Range<usize>> {
        let (Event::Text(text), range) = self.events.get(at)? else { return None };
        (text.starts_with("{.") && text.ends_with('}')).then(|| range.clone())
    }

    fn is_decorative(&mut self, braces: &Range<usize>) -> bool {
        let class = &self.text[braces.start + 2..braces.end - 1];
        if class != DECORATIVE {
            let told = complaint::unknown_class_of_picture(class);
            self.report(told.at(self.span(braces)));
        }
        class == DECORATIVE
    }

    /// A picture that is not read aloud cannot have words.
    fn check_decorative(&mut self, alt: &str, caption: &str, image: &Range<usize>) {
        let told = match (alt.is_empty(), caption.is_empty()) {
            (true, true) => return,
            (false, _) => complaint::decorative_with_alt(),
            (true, false) => complaint::decorative_with_caption(),
        };
        self.report(told.at(self.span(image)));
    }

    /// „Caption. Quelle: …“ from an image's title, with its marks, links and notes.
    fn figure_caption(&mut self, title: &str, image: &Range<usize>) -> Option<Caption> {
        if title.trim().is_empty() {
            return None;
        }
        let Some(at) = self.written_title(image) else {
            let mut inlines = Inlines::default();
            let start = image.start + self.body;
            inlines.text(&stars::show(title), &(start..start), Marks::default(), None);
            return Some(Caption { text: self.refined(inlines), ..Caption::default() });
        };
        let written = &self.text[at.clone()];
        let language = self.reading.shared.language.unwrap_or_else(Language::usual);
        let split = written.find(&language.captions.source).unwrap_or(written.len());
        let words = written[..split].trim_end().trim_end_matches('.').len();
        let source = at.start + split..at.end;
        let text = self.marked_words(at.start..at.start + words);
        let source = (!source.is_empty()).then(|| self.marked_words(source));
        Some(Caption { text, source, ..Caption::default() })
    }

    /// Where the title of an image stands as it was typed; it has none of its own if it refers to an
    /// address elsewhere.
    fn written_title(&self, image: &Range<usize>) -> Option<Range<usize>> {
        let written = self.text[image.clone()].strip_suffix(')')?.trim_end();
        let close = written.chars().last()?;
        let open = if close == ')' { '(' } else { close };
        let inside = &written[..written.len() - close.len_utf8()];
        let mut places = inside.rmatch_indices(open).map(|(at, _)| at);
        let at = places.find(|at| !inside[..*at].ends_with('\\'))?;
        Some(image.start + at + 1..image.start + inside.len())
    }

    /// Reads Markdown inside of a title, which the parser left alone.
    fn marked_words(&mut self, at: Range<usize>) -> Rich {
        let words = self.text[at.clone()].to_owned();
        // Calls are known as such only where their notes are.
        let labels = self.events.iter().filter_map(|(event, _)| match event {
            Event::Start(Tag::FootnoteDefinition(label)) => Some(label.to_string()),
            _ => None,
        });
        let called = labels.filter(|label| words.contains(&format!("[^{label}]")));
        let with_notes = called.fold(words.clone(), |text, label| text + &format!("\n\n[^{label}]: x"));
        let mut events = events(&with_notes).map(|(event, range)| (event.into_static(), range)).peekable();
        let mut inlines = Inlines::default();
        if events.next_if(|(event, _)| *event == Event::Start(Tag::Paragraph)).is_some() {
            let inside = events.take_while(|(event, _)| *event != Event::End(TagEnd::Paragraph));
            let placed = inside.map(|(event, range)| (event, at.start + range.start..at.start + range.end));
            self.inlines_of(placed.collect(), &mut inlines);
        } else {
            let source = at.start + self.body..at.end + self.body;
            inlines.text(&stars::show(&words), &source, Marks::default(), None);
        }
        let rich = self.refined(inlines);
        self.check_dangling_notes(&rich);
        rich
    }

    /// Reads other events in place of the file's.
    fn inlines_of(&mut self, events: Vec<(Event<'t>, Range<usize>)>, inlines: &mut Inlines) {
        let (before, at) = (std::mem::replace(&mut self.events, events), std::mem::take(&mut self.at));
        while let Some((event, range)) = self.next() {
            self.inline(event, range, inlines, Marks::default(), None);
        }
        (self.events, self.at) = (before, at);
    }
}
