//! Pictures: alone on their lines they are figures, captions from their titles; between words they stand in
//! the line. Decides which say nothing, and which are left out.

use super::super::inlines::Inlines;
use super::super::rich::Rich;
use super::super::{Block, BlockKind, Caption, Extent, Figure, FigurePart, Image, Placement, codes};
use super::super::{Target, checks, links, stars};
use super::Reader;
use super::attributes::{self, Attributes};
use super::marked::{labels, marked_words};
use super::syntax::{is_on_the_web, is_values};
use crate::diag::complaint;
use crate::geom::MM;
use crate::ids::LinkId;
use crate::language::Language;
use crate::marks::Marks;
use crate::source::paths;
use crate::uri;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Most pictures side by side.
const MOST_IN_A_ROW: usize = 4;
/// Wider than this a picture does not belong into a line.
const WIDEST_IN_A_LINE: f64 = 24.0 * MM;
/// The same as a share of the measure.
const WIDEST_SHARE: f64 = 0.25;

/// Most letters of an address that are told.
const LONGEST_SHOWN: usize = 100;

/// A picture as it is written.
pub(super) struct Written {
    /// Where it lies.
    pub destination: String,
    /// Its caption.
    pub title: String,
    /// What it shows.
    pub alt: String,
    /// Where the words of that stand.
    pub words: Range<usize>,
    /// What stands behind it in braces.
    pub attributes: Attributes,
    /// Where the picture stands.
    pub range: Range<usize>,
    /// Where the link around it leads, and where it stands.
    pub link: Option<(String, Range<usize>)>,
}

impl<'t> Reader<'_, '_, 't> {
    /// Text up to `ends`, with the pictures in it that stand for themselves between its parts; `push` adds
    /// a part of the text.
    pub(super) fn text_and_figures(
        &mut self,
        range: &Range<usize>,
        blocks: &mut Vec<Block>,
        ends: impl Fn(&Event<'_>) -> bool,
        push: impl Fn(&mut Self, Inlines, Range<usize>, &mut Vec<Block>),
    ) {
        let first = blocks.len();
        let mut inlines = self.begun();
        let (mut start, mut end, mut line_begins) = (range.start, range.start, true);
        while let Some((event, range)) = self.events.get(self.at).cloned() {
            if ends(&event) {
                break;
            }
            let figures = if line_begins { self.figures() } else { None };
            if let Some(mut figures) = figures.or_else(|| self.moved_figure()) {
                push(self, std::mem::take(&mut inlines), start..end, blocks);
                blocks.append(&mut figures);
                (start, end) = (range.end, range.end);
                line_begins = true;
                continue;
            }
            line_begins = matches!(event, Event::SoftBreak | Event::HardBreak);
            self.at += 1;
            end = range.end;
            self.inline(event, range, &mut inlines, Marks::default(), None);
        }
        push(self, inlines, start..end, blocks);
        stay_with_text(&mut blocks[first..]);
    }

    /// Pictures that stand here alone on their lines, as figures; they go on to the end of a line.
    fn figures(&mut self) -> Option<Vec<Block>> {
        let begin = self.at;
        let mut found: Vec<Written> = Vec::new();
        // Up to the last place at which the lines hold nothing but pictures.
        let mut whole: Option<(usize, usize)> = None;
        loop {
            match self.events.get(self.at) {
                Some((Event::SoftBreak | Event::HardBreak, _)) => {
                    whole = Some((self.at + 1, found.len()));
                    self.at += 1;
                }
                Some((Event::Text(text), _)) if text.trim().is_empty() => self.at += 1,
                Some((Event::Start(Tag::Image { .. } | Tag::Link { .. }), _)) => {
                    match self.linked_picture() {
                        Some(written) => found.push(written),
                        None => break,
                    }
                }
                event => {
                    let ends = event.is_none_or(|(event, _)| super::ends_text(event));
                    whole = if ends { Some((self.at, found.len())) } else { whole };
                    break;
                }
            }
        }
        let (end, count) = whole.unwrap_or_default();
        found.truncate(count);
        let stays_text =
            |w: &Written| w.attributes.inline && !is_values(&w.destination) || is_on_the_web(&w.destination);
        if found.is_empty() || found.iter().any(stays_text) {
            self.at = begin;
            return None;
        }
        self.at = end;
        Some(self.tables_and_rows(found))
    }

    /// A picture between words that is too large for a line, as a figure.
    fn moved_figure(&mut self) -> Option<Vec<Block>> {
        let begin = self.at;
        let written = self.linked_picture().filter(|written| self.is_for_itself(written));
        let Some(written) = written else {
            self.at = begin;
            return None;
        };
        let path = self.path_of(&written.destination);
        if is_values(&written.destination) {
            self.report(complaint::csv_moved(path).at(self.span(&written.range)));
        } else if written.attributes.placement == Placement::Float {
            self.report(complaint::image_moved(path).at(self.span(&written.range)));
        }
        Some(self.tables_and_rows(vec![written]))
    }

    /// Whether a picture between words is set between them as a figure.
    fn is_for_itself(&self, written: &Written) -> bool {
        let Attributes { inline, placement, width, .. } = written.attributes;
        if is_values(&written.destination) {
            return true;
        }
        if inline || is_on_the_web(&written.destination) {
            return false;
        }
        let wide = width.map(|width| match width {
            Extent::Share(share) => share > WIDEST_SHARE,
            Extent::Length(length) => length > WIDEST_IN_A_LINE,
        });
        let large = || (self.reading.shared.is_large)(&self.path_of(&written.destination));
        placement != Placement::Float || wide.unwrap_or_else(large)
    }

    /// Files of values as tables, and the pictures between them in rows.
    fn tables_and_rows(&mut self, found: Vec<Written>) -> Vec<Block> {
        let (mut blocks, mut pictures) = (Vec::new(), Vec::new());
        for written in found {
            if is_values(&written.destination) {
                blocks.append(&mut self.rows(std::mem::take(&mut pictures)));
                blocks.extend(self.table_of_file(&written));
            } else {
                pictures.push(written);
            }
        }
        blocks.append(&mut self.rows(pictures));
        blocks
    }

    /// Pictures in rows of like length, each a figure.
    fn rows(&mut self, found: Vec<Written>) -> Vec<Block> {
        let rows = found.len().div_ceil(MOST_IN_A_ROW);
        let in_a_row = found.len().div_ceil(rows.max(1)).max(1);
        let mut parts: Vec<(FigurePart, Placement)> =
            found.into_iter().map(|written| self.part(written)).collect();
        let mut blocks = Vec::with_capacity(rows);
        while !parts.is_empty() {
            let rest = parts.split_off(in_a_row.min(parts.len()));
            let placement = parts.iter().map(|(_, placement)| *placement).find(|p| *p != Placement::Float);
            let parts: Vec<FigurePart> =
                std::mem::replace(&mut parts, rest).into_iter().map(|(part, _)| part).collect();
            let span = parts[0].image.span;
            let figure = Figure { parts, placement: placement.unwrap_or_default() };
            blocks.push(Block { kind: BlockKind::Figure(figure), span });
        }
        blocks
    }

    /// The picture that begins here, perhaps alone in a link, with its braces.
    fn linked_picture(&mut self) -> Option<Written> {
        let (Event::Start(Tag::Link { dest_url, link_type, .. }), around) = self.events.get(self.at)?.clone()
        else {
            return self.picture_here();
        };
        self.at += 1;
        let mut written = self.picture_here()?;
        if !matches!(self.events.get(self.at), Some((Event::End(TagEnd::Link), _))) {
            return None;
        }
        self.at += 1;
        if written.attributes == Attributes::default() {
            written.attributes = self.braces(around.end);
        }
        let mail = if link_type == LinkType::Email { "mailto:" } else { "" };
        written.link = Some((format!("{mail}{}", stars::show(&dest_url)), around));
        Some(written)
    }

    /// The picture whose tag comes next, with its braces.
    fn picture_here(&mut self) -> Option<Written> {
        let (Event::Start(Tag::Image { link_type, dest_url, title, id }), range) =
            self.events.get(self.at)?.clone()
        else {
            return None;
        };
        self.at += 1;
        let first = self.events.get(self.at).map_or(range.end, |(_, part)| part.start);
        let (mut alt, mut depth, mut words) = (String::new(), 1, first..first);
        while let Some((event, part)) = self.events.get(self.at) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Text(text) | Event::Code(text) => alt.push_str(&stars::show(text)),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
            words.end = part.end;
        }
        let mut attributes = self.braces(range.end);
        if link_type == LinkType::Inline && attributes.width.is_none() {
            attributes.width = attributes::extent(&id); // of HTML
        }
        let (destination, title) = (stars::show(&dest_url).into_owned(), stars::show(&title).into_owned());
        let alt = alt.trim().to_owned();
        Some(Written { destination, title, alt, words, attributes, range, link: None })
    }

    /// The braces at a byte, whose text is taken out of the events.
    fn braces(&mut self, from: usize) -> Attributes {
        let behind = self.text.get(from..).unwrap_or("");
        let Some((mut attributes, len)) = Attributes::behind(behind) else {
            return Attributes::default();
        };
        let end = from + len;
        let places = attributes.unknown.iter_mut().chain(&mut attributes.landscape);
        places.for_each(|range| *range = from + range.start..from + range.end);
        while let Some((Event::Text(_), range)) = self.events.get(self.at)
            && range.start < end
        {
            if range.end > end {
                let rest = end..range.end;
                self.events[self.at] = (Event::Text(self.text[rest.clone()].to_owned().into()), rest);
                break;
            }
            self.at += 1;
        }
        attributes
    }

    fn report_unknown(&mut self, attributes: &Attributes) {
        for range in attributes.unknown.iter().chain(&attributes.landscape) {
            let told = complaint::unknown_attribute_of_picture(&self.text[range.clone()]);
            self.report(told.at(self.span(range)));
        }
    }

    /// Where a picture of the chapter lies.
    pub(super) fn path_of(&self, destination: &str) -> String {
        path_from(self.reading.folder_of(self.chapter), destination)
    }

    /// What a picture is, and what stands against it.
    fn image(&mut self, written: &Written) -> Image {
        let Written { destination, alt, title, attributes, range, .. } = written;
        let span = self.span(range);
        let path = self.path_of(destination);
        self.report_unknown(attributes);
        let Attributes { width, height, decorative, inline: in_line, .. } = *attributes;
        if decorative {
            self.check_decorative(alt, title.trim(), range);
        } else {
            if alt.is_empty() {
                self.report(complaint::missing_alt().at(span));
            }
            checks::alt(alt, &path, span, &mut self.reading.sink);
        }
        // With words it says something after all.
        let silent = decorative && alt.is_empty() && title.trim().is_empty();
        let shows = (!silent).then(|| alt.clone());
        Image { path, shows, width, height, anchor: None, in_line, span }
    }

    /// A picture of a figure, and where it may stand.
    fn part(&mut self, written: Written) -> (FigurePart, Placement) {
        let image = self.image(&written);
        let node = self.reading.ids.node();
        let Written { title, alt, attributes, range, link, .. } = written;
        let caption = self.figure_caption(&title, &range);
        let link = link.and_then(|(destination, place)| self.link_of_picture(&destination, &alt, &place));
        let anchor = self.anchor_at(image.span.start);
        (FigurePart { image, node, link, caption, anchor }, attributes.placement)
    }

    /// The link that a picture is; it is described by what the picture shows.
    fn link_of_picture(&mut self, destination: &str, alt: &str, place: &Range<usize>) -> Option<LinkId> {
        let span = self.span(place);
        let target = links::resolve(destination, self.chapter, span, self.reading);
        if target == Target::Nowhere {
            return None;
        }
        let words = if alt.is_empty() { codes::short_url(destination) } else { alt };
        Some(self.reading.add_link(target, words.to_owned(), span))
    }

    /// A picture in running text, whose tag was just read.
    pub(super) fn inline_picture(&mut self, inlines: &mut Inlines, marks: Marks, link: Option<LinkId>) {
        self.at -= 1;
        let Some(mut written) = self.picture_here() else { return };
        let source = self.source(&written.range);
        if is_on_the_web(&written.destination) {
            return self.absent_picture(&written, inlines, marks, link);
        }
        if is_values(&written.destination) {
            let path = self.path_of(&written.destination);
            self.report(complaint::csv_in_line(path).at(self.span(&written.range)));
            return inlines.text(&written.alt, &self.source(&written.words), marks, link);
        }
        let title = written.title.trim();
        if !title.is_empty() && !written.attributes.decorative && title != written.alt {
            let gap = if written.alt.is_empty() { "" } else { ". " };
            written.alt = format!("{}{gap}{title}", written.alt);
        }
        let mut image = self.image(&written);
        image.anchor = self.anchor_at(image.span.start);
        inlines.picture(image, &source, marks, link);
    }

    /// A picture that lies on the web: what it shows, as a link to it.
    fn absent_picture(
        &mut self,
        written: &Written,
        inlines: &mut Inlines,
        marks: Marks,
        link: Option<LinkId>,
    ) {
        let Written { destination, alt, attributes, range, .. } = written;
        let span = self.span(range);
        self.report_unknown(attributes);
        let shown: String = destination.chars().take(LONGEST_SHOWN).collect();
        self.report(complaint::image_on_the_web(shown).at(span));
        let address = match destination.strip_prefix("//") {
            Some(rest) => format!("https://{rest}"),
            None => destination.clone(),
        };
        let words = if alt.is_empty() { codes::short_url(&address) } else { alt };
        let target = uri::read(&address).ok().filter(|_| address.starts_with("http"));
        let own = link.or_else(|| {
            let target = Target::Url(target?);
            Some(self.reading.add_link(target, words.to_owned(), span))
        });
        if alt.is_empty() && (attributes.decorative || own.is_none() || !address.starts_with("http")) {
            return;
        }
        let source = self.source(&(range.start..range.start));
        inlines.text(words, &source, marks, own);
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
            return Some(Caption { text: self.plain_words(title, image), ..Caption::default() });
        };
        let written = &self.text[at.clone()];
        let language = self.reading.tongue.rules.unwrap_or_else(Language::usual);
        let split = written.find(&language.captions.source).unwrap_or(written.len());
        let words = written[..split].trim_end().trim_end_matches('.').len();
        let source = at.start + split..at.end;
        let text = self.marked_words(at.start..at.start + words);
        let source = (!source.is_empty()).then(|| self.marked_words(source));
        Some(Caption { text, source, ..Caption::default() })
    }

    /// Words that an image has, though they stand elsewhere.
    pub(super) fn plain_words(&mut self, words: &str, image: &Range<usize>) -> Rich {
        let mut inlines = Inlines::default();
        let start = self.source(image).start;
        inlines.text(&stars::show(words), &(start..start), Marks::default(), None);
        self.refined(inlines)
    }

    /// Where the title of an image stands as it was typed; it has none of its own if it refers to an
    /// address elsewhere.
    pub(super) fn written_title(&self, image: &Range<usize>) -> Option<Range<usize>> {
        let written = self.text[image.clone()].strip_suffix(')')?.trim_end();
        let close = written.chars().last()?;
        let open = if close == ')' { '(' } else { close };
        let inside = &written[..written.len() - close.len_utf8()];
        let mut places = inside.rmatch_indices(open).map(|(at, _)| at);
        let at = places.find(|at| !inside[..*at].ends_with('\\'))?;
        Some(image.start + at + 1..image.start + inside.len())
    }

    /// Reads Markdown inside of a part of the text that the parser left alone.
    pub(super) fn marked_words(&mut self, at: Range<usize>) -> Rich {
        let words = self.text[at.clone()].to_owned();
        let mut inlines = Inlines::default();
        if let Some(inside) = marked_words(&words, &labels(&self.events)) {
            let placed = inside
                .into_iter()
                .map(|(event, range)| (event, at.start + range.start..at.start + range.end));
            self.inlines_of(placed.collect(), &mut inlines);
        } else {
            let source = self.source(&at);
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

/// Figures inside of a paragraph stay between its parts.
fn stay_with_text(parts: &mut [Block]) {
    if parts.iter().all(|part| matches!(part.kind, BlockKind::Figure(_))) {
        return;
    }
    for part in parts {
        match &mut part.kind {
            BlockKind::Figure(figure) if figure.placement == Placement::Float => {
                figure.placement = Placement::Here;
            }
            _ => {}
        }
    }
}

/// Where a picture lies, seen from a folder: backslashes are slashes, `%20` is a space.
pub(super) fn path_from(folder: &str, destination: &str) -> String {
    let path = uri::decoded(destination).replace('\\', "/");
    if path.starts_with('/') {
        return path;
    }
    paths::join(folder, &path).unwrap_or(path)
}
