//! The structure tree of a document. Decides which thing has which role, and in which order all is read;
//! the only place that makes nodes.

use std::collections::{BTreeSet, VecDeque};

use super::codes::Code;
use super::filler::{Filler, Filling};
use super::matter::{Back, Contact, Contents, Cover, CoverImage, Entry, Imprint, Logo, Mark};
use super::rich::{Content, Element, Rich, Run};
use super::{
    Block, BlockKind, Callout, Caption, Chapter, Chart, Checklist, Definition, Document, FigurePart, Glance,
    Item, Note, Row, RowKind, Table, Target,
};
use crate::diag::Span;
use crate::ids::{AnchorId, Ids, LinkId, NodeId, Part};
use crate::marks::Marks;
use crate::node::{Builder, Numbering, Role, Structure};

/// Derives the tree, with these of the fillers.
pub fn derive(document: &Document, fillers: &[usize]) -> Structure {
    let mut tree = Tree {
        builder: Builder::new(),
        document,
        part: Part::DOCUMENT,
        level: 0,
        notes: &[],
        behind: VecDeque::new(),
        asked: BTreeSet::new(),
        entries: Vec::new(),
        in_note: false,
    };
    document.cover.iter().for_each(|cover| tree.cover(cover));
    document.imprint.iter().for_each(|imprint| tree.imprint(imprint));
    document.contents.iter().for_each(|contents| tree.contents(contents));
    document.chapters.iter().for_each(|chapter| tree.chapter(chapter));
    tree.fillers(fillers.iter().map(|n| &document.fillers.all[*n]));
    document.back.iter().for_each(|back| tree.back(back));
    for (item, anchor) in tree.entries {
        if let Some(heading) = tree.builder.at_anchor(anchor) {
            tree.builder.refer(item, heading);
        }
    }
    tree.builder.finish()
}

struct Tree<'d> {
    builder: Builder,
    document: &'d Document,
    /// The part whose nodes are made.
    part: Part,
    /// Level of the last heading in the part.
    level: u8,
    /// Notes of the chapter.
    notes: &'d [Note],
    /// What is read behind the block that asks for it.
    behind: VecDeque<Behind<'d>>,
    /// Links whose codes were asked for.
    asked: BTreeSet<LinkId>,
    /// Entries of the contents, and where they lead.
    entries: Vec<(NodeId, AnchorId)>,
    in_note: bool,
}

/// Something that is read behind the block that asks for it.
enum Behind<'d> {
    Note(&'d Note),
    Code(&'d Code),
}

impl<'d> Tree<'d> {
    /// A part's own section.
    fn begin(&mut self, ids: Ids) -> NodeId {
        self.builder.begin(ids);
        (self.part, self.level) = (ids.part(), 0);
        self.add(NodeId::ROOT, Role::Section)
    }

    fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        self.builder.add(parent, self.part, role)
    }

    /// A node whose faults are shown where it is written.
    fn add_at(&mut self, parent: NodeId, role: Role, span: Option<Span>) -> NodeId {
        let node = self.add(parent, role);
        self.builder.node(node).span = span;
        node
    }

    fn put_at(&mut self, parent: NodeId, id: NodeId, role: Role, span: Option<Span>) {
        self.builder.put(parent, id, role);
        self.builder.node(id).span = span;
    }

    /// A heading; levels that were left out are closed up, as PDF/UA asks (ISO 14289-1, 7.4.2).
    fn heading(&mut self, parent: NodeId, level: u8, words: String, span: Option<Span>) -> NodeId {
        self.level = level.min(self.level + 1);
        self.add_at(parent, Role::Heading(self.level, words), span)
    }

    /// A heading of the program's words.
    fn label_heading(&mut self, parent: NodeId, level: u8, words: &'d Rich) {
        let heading = self.heading(parent, level, words.words(), None);
        self.text(heading, words);
    }

    fn paragraph(&mut self, parent: NodeId, text: &'d Rich) {
        let paragraph = self.add(parent, Role::Paragraph);
        self.text(paragraph, text);
    }

    /// A text below its block: its elements, and the leaves that its runs belong to.
    fn text(&mut self, block: NodeId, rich: &'d Rich) {
        let whole = self.claim(block, rich);
        let mut nodes: Vec<Option<NodeId>> = vec![None; rich.elements.len()];
        let mut last = None;
        for run in &rich.runs {
            let above = self.element(block, rich, run.within, whole, &mut nodes);
            if last != Some(run.node) {
                self.leaf(above, rich, run);
            }
            last = Some(run.node);
        }
    }

    /// The leaf of a run; a decorative picture has none.
    fn leaf(&mut self, above: NodeId, rich: &Rich, run: &Run) {
        let Some(image) = rich.image(run) else { return self.builder.put(above, run.node, Role::Text) };
        if let Some(alt) = &image.shows {
            self.put_at(above, run.node, Role::Figure(alt.clone()), Some(image.span));
            image.anchor.iter().for_each(|anchor| self.builder.anchor(*anchor, run.node));
        }
    }

    /// The node that stands for an element of a text; made with those around it where it is read first.
    fn element(
        &mut self,
        block: NodeId,
        rich: &Rich,
        within: Option<u32>,
        whole: Option<u32>,
        nodes: &mut [Option<NodeId>],
    ) -> NodeId {
        let Some(n) = within.filter(|_| within != whole) else { return block };
        if let Some(node) = nodes[n as usize] {
            return node;
        }
        let nested = &rich.elements[n as usize];
        let above = self.element(block, rich, nested.outer, whole, nodes);
        let node = match &nested.element {
            Element::Passage(language) => {
                let node = self.add(above, Role::Passage);
                self.builder.node(node).language = Some(*language);
                node
            }
            Element::Link(link) => self.link(above, *link),
            Element::Call(link) => {
                let reference = self.add(above, Role::Reference);
                if let Target::Note(note) = self.document.links[*link].target {
                    self.builder.refer(reference, note);
                    self.builder.refer(note, reference);
                }
                self.link(reference, *link)
            }
            Element::Abbreviation(words) => self.add(above, Role::Abbreviation(words.clone())),
            Element::Spoken(words) => self.add(above, Role::Spoken(words.clone())),
            Element::Marked(mark) if rich.runs.iter().all(|run| run.marks.has(*mark)) => above,
            Element::Marked(Marks::STRONG) => self.add(above, Role::Strong),
            Element::Marked(_) => self.add(above, Role::Emphasis),
            Element::Picture(_) => above,
        };
        nodes[n as usize] = Some(node);
        node
    }

    /// Gives the block its language if all of its text is one passage, which is returned.
    fn claim(&mut self, block: NodeId, rich: &Rich) -> Option<u32> {
        let node = self.builder.node(block);
        let own =
            matches!(node.role, Role::Paragraph | Role::Heading(..) | Role::Cell | Role::HeaderCell(..));
        let Element::Passage(language) = rich.elements.first()?.element else { return None };
        let outermost = |run: &Run| {
            let outwards = std::iter::successors(run.within, |n| rich.elements[*n as usize].outer);
            outwards.last() == Some(0)
        };
        let claimed = own && node.children.is_empty() && rich.runs.iter().all(outermost);
        claimed.then(|| {
            self.builder.node(block).language = Some(language);
            0
        })
    }

    fn link(&mut self, parent: NodeId, id: LinkId) -> NodeId {
        let link = &self.document.links[id];
        self.put_at(parent, link.node, Role::Link(link.words.clone()), link.span);
        link.node
    }

    fn cover(&mut self, cover: &'d Cover) {
        let section = self.begin(cover.ids);
        let Cover { kicker, date, title, subtitle, publishers_label, logos, .. } = cover;
        kicker.iter().chain(date).for_each(|text| self.paragraph(section, text));
        let node = self.add(section, Role::Title);
        self.text(node, title);
        subtitle.iter().for_each(|text| self.paragraph(section, text));
        if let Some(CoverImage { shows: Some(alt), node, span, .. }) = &cover.image {
            self.put_at(section, *node, Role::Figure(alt.clone()), Some(*span));
        }
        self.paragraph(section, publishers_label);
        logos.iter().for_each(|logo| self.logo(section, logo));
    }

    fn logo(&mut self, section: NodeId, logo: &'d Logo) {
        match &logo.mark {
            Mark::Name(name) => self.paragraph(section, name),
            Mark::Picture { alt, node, span, .. } => {
                self.put_at(section, *node, Role::Figure(alt.clone()), Some(*span));
            }
        }
    }

    fn imprint(&mut self, imprint: &'d Imprint) {
        let section = self.begin(imprint.ids);
        self.label_heading(section, 1, &imprint.heading);
        let titles = [&imprint.title].into_iter().chain(&imprint.subtitle);
        titles.chain(&imprint.about).for_each(|text| self.paragraph(section, text));
        let own = self.add(section, Role::Section);
        self.blocks(own, &imprint.blocks);
        for (label, facts) in &imprint.facts {
            self.paragraph(section, label);
            facts.iter().for_each(|fact| self.paragraph(section, fact));
        }
    }

    fn contents(&mut self, contents: &'d Contents) {
        let section = self.begin(contents.ids);
        self.label_heading(section, 1, &contents.heading);
        let mut lists = vec![self.add(section, Role::Toc)];
        let mut item = NodeId::ROOT;
        for entry in &contents.entries {
            let depth = usize::from(entry.depth);
            if depth == lists.len() && item != NodeId::ROOT {
                lists.push(self.add(item, Role::Toc));
            }
            lists.truncate(depth + 1);
            item = self.entry(lists[lists.len() - 1], entry);
        }
    }

    /// An entry: TOCI, Reference, Link (ISO 32000-1, table 333).
    fn entry(&mut self, toc: NodeId, entry: &'d Entry) -> NodeId {
        let item = self.add(toc, Role::TocItem);
        self.entries.push((item, entry.anchor));
        let reference = self.add(item, Role::Reference);
        let link = self.link(reference, entry.link);
        let number = self.add(link, Role::Number);
        self.builder.put(number, entry.number_node, Role::Text);
        self.text(link, &entry.title);
        self.builder.put(link, entry.page_node, Role::Text);
        entry.summary.iter().for_each(|summary| self.text(link, summary));
        item
    }

    fn back(&mut self, back: &'d Back) {
        let section = self.begin(back.ids);
        let texts = back.kicker.iter().chain(&back.claim).chain(&back.blurb);
        texts.for_each(|text| self.paragraph(section, text));
        back.contacts.iter().for_each(|contact| self.contact(section, contact));
        back.code.iter().for_each(|code| self.code(section, code));
        back.logos.iter().for_each(|logo| self.logo(section, logo));
    }

    fn contact(&mut self, section: NodeId, contact: &'d Contact) {
        self.paragraph(section, &contact.name);
        for (line, link) in &contact.lines {
            let paragraph = self.add(section, Role::Paragraph);
            let above = link.map_or(paragraph, |link| self.link(paragraph, link));
            self.text(above, line);
        }
    }

    fn fillers(&mut self, fillers: impl Iterator<Item = &'d Filler>) {
        let section = self.begin(self.document.fillers.ids);
        for filler in fillers {
            self.level = 0;
            self.label_heading(section, 1, &filler.heading);
            match &filler.content {
                Filling::Lines => {}
                Filling::Codes(chapters) => {
                    for (title, codes) in chapters {
                        self.paragraph(section, title);
                        codes.iter().for_each(|code| self.code(section, code));
                    }
                }
                Filling::Contacts(contacts) => {
                    contacts.iter().for_each(|contact| self.contact(section, contact));
                }
            }
        }
    }

    fn chapter(&mut self, chapter: &'d Chapter) {
        let section = self.begin(chapter.ids);
        self.builder.node(section).language = chapter.tongue.tag;
        self.notes = &chapter.notes;
        let words = chapter.title_words.clone();
        let title = self.heading(section, 1, words, Some(chapter.title_span));
        self.builder.anchor(chapter.anchor, title);
        if chapter.number.is_some() {
            let number = self.add(title, Role::Number);
            self.builder.put(number, chapter.number_node, Role::Text);
        }
        self.text(title, &chapter.title);
        self.ask([&chapter.title]);
        self.read_behind(section);
        chapter.summary.iter().for_each(|summary| self.paragraph(section, summary));
        chapter.glance.iter().for_each(|glance| self.glance(section, glance));
        self.blocks(section, &chapter.blocks);
        if let Some(further) = &chapter.further {
            self.label_heading(section, 2, further);
            chapter.codes.iter().for_each(|code| self.code(section, code));
        }
        chapter.checklists.iter().for_each(|list| self.checklist(section, list));
    }

    fn glance(&mut self, section: NodeId, glance: &'d Glance) {
        self.label_heading(section, 2, &glance.label);
        self.list(section, Numbering::Bullet, &glance.points);
    }

    fn checklist(&mut self, section: NodeId, list: &'d Checklist) {
        let heading = self.heading(section, list.level, list.title.words(), Some(list.span));
        self.builder.anchor(list.anchor, heading);
        self.text(heading, &list.title);
        self.ask([&list.title]);
        self.read_behind(section);
        self.blocks(section, &list.blocks);
        list.fields.iter().for_each(|words| self.paragraph(section, words));
    }

    /// Blocks, each with the notes and codes that it asks for behind it.
    fn blocks(&mut self, parent: NodeId, blocks: &'d [Block]) {
        for block in blocks {
            self.block(parent, block);
            self.read_behind(parent);
        }
    }

    /// Reads what was asked for; what a note asks for comes behind the note.
    fn read_behind(&mut self, parent: NodeId) {
        if self.in_note {
            return;
        }
        while let Some(next) = self.behind.pop_front() {
            match next {
                Behind::Note(note) => self.note(parent, note),
                Behind::Code(code) => self.code(parent, code),
            }
        }
    }

    /// Remembers the notes that texts call and the codes in the margin beside them.
    fn ask(&mut self, texts: impl IntoIterator<Item = &'d Rich>) {
        for run in texts.into_iter().flat_map(|text| &text.runs) {
            if let Content::Call(n) = run.content {
                self.behind.extend(self.notes.get(n as usize).map(Behind::Note));
            } else if let Some(code) = run.link.and_then(|link| self.document.code_beside(link))
                && self.asked.insert(code.of)
            {
                self.behind.push_back(Behind::Code(code));
            }
        }
    }

    fn note(&mut self, parent: NodeId, note: &'d Note) {
        self.builder.put(parent, note.node, Role::Note);
        let label = self.add(note.node, Role::Label);
        let back = self.link(label, note.back);
        self.builder.put(back, note.label, Role::Text);
        self.in_note = true;
        self.blocks(note.node, &note.blocks);
        self.in_note = false;
    }

    /// A code: its words, and the symbol inside a link.
    fn code(&mut self, parent: NodeId, code: &'d Code) {
        let paragraph = self.add(parent, Role::Paragraph);
        self.builder.put(paragraph, code.label, Role::Text);
        let link = self.link(paragraph, code.link);
        self.put_at(link, code.figure, Role::Figure(code.alt.clone()), Some(code.span));
    }

    fn block(&mut self, parent: NodeId, block: &'d Block) {
        match &block.kind {
            BlockKind::Paragraph(text) => {
                self.paragraph(parent, text);
                self.ask([text]);
            }
            BlockKind::Heading { level, text, anchor, .. } => {
                let heading = self.heading(parent, *level, text.words(), Some(block.span));
                self.builder.anchor(*anchor, heading);
                self.text(heading, text);
                self.ask([text]);
            }
            BlockKind::List { start, items } => {
                let numbering = if start.is_some() { Numbering::Decimal } else { Numbering::Bullet };
                self.list(parent, numbering, items);
            }
            BlockKind::Definitions(all) => self.definitions(parent, all),
            BlockKind::Quote(inner) => {
                let quote = self.add(parent, Role::BlockQuote);
                self.blocks(quote, inner);
            }
            BlockKind::Callout(callout) => self.callout(parent, callout),
            BlockKind::Code { text } => {
                let paragraph = self.add(parent, Role::Paragraph);
                let code = self.add(paragraph, Role::Code);
                self.text(code, text);
            }
            BlockKind::Table(table) => {
                self.table(parent, table);
                self.ask(table.texts());
            }
            BlockKind::Figure(figure) => {
                figure.parts.iter().for_each(|part| self.figure(parent, part));
                self.ask(figure.texts());
            }
            BlockKind::Chart(chart) => self.chart(parent, chart),
            BlockKind::Rule | BlockKind::PageBreak => {}
        }
    }

    fn list(&mut self, parent: NodeId, numbering: Numbering, items: &'d [Item]) {
        let list = self.add(parent, Role::List(numbering));
        for item in items {
            let node = self.add(list, Role::Item);
            let label = self.add(node, Role::Label);
            let role = item.task.as_ref().map_or(Role::Text, |task| Role::Replaced(task.words.clone()));
            self.builder.put(label, item.label, role);
            let body = self.add(node, Role::Body);
            self.item_blocks(body, &item.blocks, item.tight);
        }
    }

    /// The content of an item or a definition; in a `tight` one, text that is alone hangs in it without a paragraph.
    fn item_blocks(&mut self, body: NodeId, blocks: &'d [Block], tight: bool) {
        let is_paragraph = |block: &&Block| matches!(block.kind, BlockKind::Paragraph(_));
        let alone = tight && blocks.iter().filter(is_paragraph).nth(1).is_none();
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(text) if alone => {
                    self.text(body, text);
                    self.ask([text]);
                }
                _ => self.block(body, block),
            }
            self.read_behind(body);
        }
    }

    fn definitions(&mut self, parent: NodeId, all: &'d [Definition]) {
        let list = self.add(parent, Role::List(Numbering::Terms));
        for definition in all {
            let item = self.add(list, Role::Item);
            let label = self.add(item, Role::Label);
            self.text(label, &definition.term);
            self.ask([&definition.term]);
            let body = self.add(item, Role::Body);
            self.item_blocks(body, &definition.blocks, definition.tight);
        }
    }

    fn callout(&mut self, parent: NodeId, callout: &'d Callout) {
        let role = if callout.quote { Role::BlockQuote } else { Role::Aside };
        let node = self.add(parent, role);
        let paragraph = self.add(node, Role::Paragraph);
        self.builder.put(paragraph, callout.label, Role::Text);
        callout.title.iter().for_each(|title| self.text(paragraph, title));
        self.ask(&callout.title);
        self.blocks(node, &callout.blocks);
        callout.attribution.iter().for_each(|words| self.paragraph(node, words));
        self.ask(&callout.attribution);
    }

    fn table(&mut self, parent: NodeId, table: &'d Table) {
        let node = self.add(parent, Role::Table);
        table.caption.iter().for_each(|caption| self.caption(node, (node, caption)));
        let head = self.add(node, Role::TableHead);
        let rows_have_heads =
            table.rows.iter().all(|row| row.cells.first().is_some_and(|c| c.scope.is_some()));
        self.row(head, &table.head, rows_have_heads);
        if !table.rows.is_empty() {
            let body = self.add(node, Role::TableBody);
            table.rows.iter().for_each(|row| self.row(body, row, rows_have_heads));
        }
    }

    /// A row; the head of a group of rows is one cell over all columns. A head without words heads nothing, unless
    /// the cells below it have no other head.
    fn row(&mut self, parent: NodeId, row: &'d Row, rows_have_heads: bool) {
        let node = self.add(parent, Role::Row);
        let columns = row.cells.len() as u32;
        let (cells, span) = match row.kind {
            RowKind::Group => (&row.cells[..1], columns),
            RowKind::Head | RowKind::Body | RowKind::Total => (&row.cells[..], 1),
        };
        for cell in cells {
            let scope = cell.scope.filter(|_| !rows_have_heads || !cell.text.is_blank());
            let role = scope.map_or(Role::Cell, |scope| Role::HeaderCell(scope, span));
            let cell_node = self.add(node, role);
            self.text(cell_node, &cell.text);
        }
    }

    /// The caption of a thing.
    fn caption(&mut self, parent: NodeId, (of, caption): (NodeId, &'d Caption)) {
        caption.anchor.iter().for_each(|anchor| self.builder.anchor(*anchor, of));
        let node = self.add(parent, Role::Caption);
        let number = self.add(node, Role::Number);
        self.text(number, &caption.label);
        self.text(node, &caption.text);
        caption.source.iter().for_each(|source| self.paragraph(node, source));
    }

    /// A picture with its caption inside; one that is a link stands in a group with its caption, which is no part of
    /// the link.
    fn figure(&mut self, parent: NodeId, part: &'d FigurePart) {
        let Some(alt) = &part.image.shows else { return };
        let role = Role::Figure(alt.clone());
        part.anchor.iter().for_each(|anchor| self.builder.anchor(*anchor, part.node));
        let Some(link) = part.link else {
            self.put_at(parent, part.node, role, Some(part.image.span));
            return part.caption.iter().for_each(|caption| self.caption(part.node, (part.node, caption)));
        };
        let group = if part.caption.is_some() { self.add(parent, Role::Group) } else { parent };
        let paragraph = self.add(group, Role::Paragraph);
        let above = self.link(paragraph, link);
        self.put_at(above, part.node, role, Some(part.image.span));
        part.caption.iter().for_each(|caption| self.caption(group, (part.node, caption)));
    }

    fn chart(&mut self, parent: NodeId, chart: &'d Chart) {
        self.builder.put(parent, chart.node, Role::Figure(chart.alt.clone()));
        let values = chart.series.iter().flat_map(|series| {
            let values = series.values.iter().flat_map(|datum| datum.note.iter().chain([&datum.text]));
            [&series.name].into_iter().chain(values)
        });
        let axis = chart.scale.iter().map(|datum| &datum.text);
        let texts = chart.labels.iter().chain(values).chain(&chart.unit).chain(axis);
        texts.for_each(|text| self.text(chart.node, text));
        self.caption(chart.node, (chart.node, &chart.caption));
    }
}
