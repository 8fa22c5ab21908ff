//! What is lost: ways into the pages that end elsewhere than what they name, and words that lie beside
//! their page. Looked for in finished pages, whatever made them.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Filling, Sink, Span, complaint, has_errors, words};
use crate::document::rich::Rich;
use crate::document::{BlockKind, Caption, Chapter, Document, FigurePart, Target};
use crate::geom::{Pt, Rect};
use crate::ids::{AnchorId, NodeId};
use crate::node::Structure;
use crate::pages::{Bookmark, Item, Owner, Page, Pages, Place};

/// Letters that are shown of words beside a page.
const SHOWN: usize = 40;

/// Reports every anchor, bookmark and link end that lies on another page than what it names, or leads
/// to what is not printed. After other errors it says nothing: what they left out is lost by them.
pub fn report_lost(pages: &Pages, document: &Document, sink: &mut Sink) {
    if !has_errors(sink) {
        sink.extend(lost(pages, document));
        sink.extend(pages.pages.iter().filter_map(|page| off_page(page, pages.trim)));
    }
}

fn lost(pages: &Pages, document: &Document) -> Vec<Diagnostic> {
    let printed = Printed::on(pages);
    let mut found = Vec::new();
    let mut by_anchor = BTreeMap::new();
    for (anchor, words) in document.chapters.iter().flat_map(|chapter| named(chapter)) {
        let page = printed.page_of_words(words);
        by_anchor.insert(anchor, page);
        let place = pages.anchors.get(&anchor).copied();
        found.extend(fault(words.words().into(), place, page, document.anchors.get(anchor).map(|a| a.span)));
    }
    each_bookmark(&pages.bookmarks, &mut |bookmark| {
        let page = match bookmark.anchor {
            Some(anchor) => by_anchor.get(&anchor).copied().flatten(),
            None => Some(bookmark.place.page).filter(|page| *page < pages.pages.len()),
        };
        let span = bookmark.anchor.and_then(|a| document.anchors.get(a)).map(|a| a.span);
        found.extend(fault((&bookmark.title).into(), Some(bookmark.place), page, span));
    });
    let notes = document.chapters.iter().flat_map(|chapter| &chapter.notes);
    let labels: BTreeMap<NodeId, NodeId> = notes.map(|note| (note.node, note.label)).collect();
    for link in pages.links.values() {
        let (what, page) = match &link.target {
            Target::Note(note) => {
                (words::a_footnote(), labels.get(note).and_then(|label| printed.page(*label)))
            }
            Target::Call(_) => (words::a_call(), link.place.map(|place| place.page)),
            Target::Url(_) | Target::Anchor(_) | Target::Nowhere => continue,
        };
        found.extend(fault(what.into(), link.place, page, pages.structure.get(link.node).span));
    }
    found
}

/// The first words of a page that lie wholly beside it.
fn off_page(page: &Page, (width, height): (Pt, Pt)) -> Option<Diagnostic> {
    let outside = |rect: Rect| rect.right() < 0.0 || rect.bottom() < 0.0 || rect.x > width || rect.y > height;
    let run = page.items.iter().find_map(|item| match item {
        Item::Text(run) if matches!(run.owner, Owner::Node(_)) && !run.text.trim().is_empty() => {
            item.bounds().is_some_and(outside).then_some(run)
        }
        _ => None,
    })?;
    let words: String = run.text.trim().chars().take(SHOWN).collect();
    Some(complaint::off_page(words, page.number).at(run.first_place()))
}

/// What is wrong with a way to `what` that ends at `place`, where that is printed on `page`.
fn fault(what: Filling, place: Option<Place>, page: Option<usize>, span: Option<Span>) -> Option<Diagnostic> {
    let told = match (place, page) {
        (Some(place), Some(page)) if place.page == page => return None,
        (Some(place), Some(page)) => complaint::led_to_another_page(what, place.page + 1, page + 1),
        (None, Some(page)) => complaint::led_to_no_page(what, page + 1),
        (_, None) => complaint::on_no_page(what),
    };
    Some(told.at(span))
}

/// The first page on which something of a node is printed.
struct Printed<'p> {
    structure: &'p Structure,
    /// By the number of the node.
    first: Vec<Option<usize>>,
}

impl<'p> Printed<'p> {
    fn on(pages: &'p Pages) -> Self {
        let mut first = vec![None; pages.structure.len()];
        for (page, item) in
            pages.pages.iter().enumerate().flat_map(|(n, p)| p.items.iter().map(move |i| (n, i)))
        {
            if let Some(Owner::Node(node)) = item.owner() {
                first[pages.structure.index(node)].get_or_insert(page);
            }
        }
        Self { structure: &pages.structure, first }
    }

    fn page(&self, node: NodeId) -> Option<usize> {
        self.first[self.structure.index(node)]
    }

    fn page_of_words(&self, words: &Rich) -> Option<usize> {
        words.runs.iter().filter_map(|run| self.page(run.node)).min()
    }
}

/// What of a chapter can be led to: its title, headings and captions.
fn named(chapter: &Chapter) -> Vec<(AnchorId, &Rich)> {
    let mut found = vec![(chapter.anchor, &chapter.title)];
    found.extend(chapter.checklists.iter().map(|list| (list.anchor, &list.title)));
    chapter.each_block(&mut |block| match &block.kind {
        BlockKind::Heading { text, anchor, .. } => found.push((*anchor, text)),
        BlockKind::Table(table) => found.extend(of_caption(&table.caption)),
        BlockKind::Figure(figure) => found.extend(figure.parts.iter().filter_map(of_part)),
        BlockKind::Chart(chart) => {
            found.extend(chart.caption.anchor.map(|anchor| (anchor, &chart.caption.label)));
        }
        _ => {}
    });
    found
}

fn of_caption(caption: &Option<Caption>) -> Option<(AnchorId, &Rich)> {
    let caption = caption.as_ref()?;
    Some((caption.anchor?, &caption.label))
}

fn of_part(part: &FigurePart) -> Option<(AnchorId, &Rich)> {
    Some((part.anchor?, &part.caption.as_ref()?.label))
}

fn each_bookmark(bookmarks: &[Bookmark], visit: &mut impl FnMut(&Bookmark)) {
    for bookmark in bookmarks {
        visit(bookmark);
        each_bookmark(&bookmark.children, visit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::{Colour, Palette};
    use crate::diag::FileId;
    use crate::document::{Anchor, Block, FrontMatter, Note};
    use crate::geom::{Point, Side};
    use crate::ids::{ByPart, Ids, LinkId, Part};
    use crate::node::Builder;
    use crate::pages::LinkEnd;
    use crate::pages::slug_letters::SlugLetters;

    const CHAPTER: Part = Part(5);
    const TITLE: AnchorId = AnchorId { part: CHAPTER, n: 0 };
    const HEADING: AnchorId = AnchorId { part: CHAPTER, n: 1 };

    fn link(n: u32) -> LinkId {
        LinkId { part: CHAPTER, n }
    }

    fn place(page: usize) -> Place {
        Place { page, point: Point::default() }
    }

    fn bookmark(page: usize, anchor: AnchorId) -> Bookmark {
        Bookmark { title: "X".into(), place: place(page), anchor: Some(anchor), children: Vec::new() }
    }

    /// A chapter with a title on the first page, a heading and the note that it calls on the second.
    fn made() -> (Pages, Document) {
        let mut ids = Ids::of(CHAPTER);
        let [title, heading, note, label, call, back] = [(); 6].map(|()| ids.node());
        let mut builder = Builder::new();
        builder.begin(ids);
        let text = |words: &str, node| Rich::plain(words, node);
        let block =
            BlockKind::Heading { level: 2, text: text("Los", heading), anchor: HEADING, checklist: true };
        let chapter = Chapter {
            name: "01.md".into(),
            tongue: Default::default(),
            part: None,
            number: None,
            number_node: NodeId::default(),
            front: FrontMatter::default(),
            start: crate::source::config::Start::Page,
            title: text("Eins", title),
            summary: None,
            running: Default::default(),
            glance: None,
            blocks: vec![Block { kind: block, span: Span::default() }],
            notes: vec![Note { node: note, label, back: link(1), blocks: Vec::new(), span: Span::default() }],
            further: None,
            codes: Vec::new(),
            anchor: TITLE,
            title_span: Span::default(),
            title_words: String::new(),
            checklists: Vec::new(),
            ids,
        };
        let anchor = |id: &str, line: usize| Anchor {
            id: id.into(),
            title: String::new(),
            span: Span::new(FileId(1), line..line + 1),
        };
        let mut anchors = ByPart::default();
        for anchor in [anchor("", 0), anchor("los", 9)] {
            anchors.push(CHAPTER, anchor);
        }
        let document = Document { chapters: vec![chapter.into()], anchors, ..Document::default() };
        let page = |number, nodes: &[NodeId]| {
            let item = |node: &NodeId| Item::Fill {
                rect: Rect::default(),
                colour: Colour::default(),
                owner: Owner::Node(*node),
            };
            Page { number, side: Side::of(number), kind: "text", items: nodes.iter().map(item).collect() }
        };
        let mut links = ByPart::default();
        links.push(CHAPTER, LinkEnd { target: Target::Note(note), node: call, place: Some(place(1)) });
        links.push(CHAPTER, LinkEnd { target: Target::Call(link(0)), node: back, place: Some(place(1)) });
        let pages = Pages {
            direction: crate::language::Direction::LeftToRight,
            pages: vec![page(1, &[title]).into(), page(2, &[heading, label]).into()],
            trim: (0.0, 0.0),
            bleed: 0.0,
            max_ppi: 300.0,
            min_ppi: 150.0,
            shifted: Vec::new(),
            palette: Palette::default(),
            fonts: Vec::new(),
            structure: builder.finish(),
            links,
            anchors: BTreeMap::from([(TITLE, place(0)), (HEADING, place(1))]),
            bookmarks: vec![Bookmark { children: vec![bookmark(1, HEADING)], ..bookmark(0, TITLE) }],
            handouts: Vec::new(),
            slug_letters: SlugLetters::default(),
            spine: None,
        };
        (pages, document)
    }

    /// Messages and places after the pages were tampered with.
    fn after(tamper: impl FnOnce(&mut Pages)) -> Vec<(String, Option<u32>)> {
        let (mut pages, document) = made();
        tamper(&mut pages);
        let mut sink = Sink::new();
        report_lost(&pages, &document, &mut sink);
        assert!(sink.iter().all(|d| d.code == "lost-place"));
        sink.into_iter().map(|d| (d.message(), d.span.map(|s| s.start))).collect()
    }

    #[test]
    fn ways_that_end_where_they_should_are_not_reported() {
        assert_eq!(after(|_| ()), []);
    }

    #[test]
    fn an_anchor_or_bookmark_on_another_page_is_lost() {
        let wrong =
            |what: &str| (format!("links to „{what}“ lead to page 1, but it stands on page 2"), Some(9));
        assert_eq!(after(|pages| _ = pages.anchors.insert(HEADING, place(0))), [wrong("Los")]);
        assert_eq!(after(|pages| pages.bookmarks[0].children[0].place = place(0)), [wrong("X")]);
        let nowhere = after(|pages| _ = pages.anchors.remove(&HEADING));
        assert_eq!(nowhere, [("no link can lead to „Los“ on page 2".to_owned(), Some(9))]);
    }

    fn empty_page() -> std::sync::Arc<Page> {
        Page { number: 2, side: Side::of(2), kind: "text", items: Vec::new() }.into()
    }

    #[test]
    fn what_is_not_printed_is_lost_with_all_that_leads_there() {
        let found = after(|pages| pages.pages[1] = empty_page());
        let messages: Vec<&str> = found.iter().map(|(message, _)| message.as_str()).collect();
        let lost =
            ["„Los“ is printed on no page", "„X“ is printed on no page", "„a note“ is printed on no page"];
        assert_eq!(messages, lost);
        assert_eq!(
            after(|pages| pages.bookmarks.push(Bookmark { anchor: None, ..bookmark(2, TITLE) })).len(),
            1
        );
    }

    #[test]
    fn notes_and_their_calls_are_led_to() {
        assert_eq!(after(|pages| pages.links[link(0)].place = Some(place(0))).len(), 1);
        assert_eq!(after(|pages| pages.links[link(1)].place = None).len(), 1);
    }

    #[test]
    fn what_follows_from_another_error_is_not_told() {
        let (mut pages, document) = made();
        pages.pages.clear();
        let mut sink = vec![complaint::too_tall(1)];
        report_lost(&pages, &document, &mut sink);
        assert_eq!(sink.len(), 1);
    }
}
