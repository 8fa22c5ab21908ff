//! Figures: a picture and its caption as one float, or several side by side. Decides their sizes.

use super::super::galley::{Content, FloatBox, Galley, Row, Surplus};
use super::super::setter::Setter;
use super::Column;
use super::text::calls_of;
use crate::diag::complaint;
use crate::document::{Caption, Figure, FigurePart, Placement, Rich};
use crate::geom::{MM, Point, Pt, Rect};
use crate::ids::AnchorId;
use crate::pages::{Artifact, Item, Owner, Turn};
use crate::source::assets::Picture;
use crate::style::StyleId;

/// Room between pictures side by side, in lines.
const GAP: f64 = 0.75;
/// A picture is not made lower than this many lines so that it fits with its caption.
const LOWEST: f64 = 4.0;
/// Lines that a box may take above and below a figure in it.
const LINES_OF_BOX: f64 = 4.0;
/// Room that a caption beside others has at least: of its label.
const NARROWEST_CAPTION: Pt = 22.0 * MM;
/// Line of the frame that stands for a picture, and the room inside.
const FRAME: (Pt, Pt) = (0.5, 6.0);
/// Share of the free room of a page that lies above what has it for itself.
const ABOVE: f64 = 0.45;

/// A picture of a figure while it is set.
struct Cell<'a> {
    part: &'a FigurePart,
    picture: Option<&'a Picture>,
    w: Pt,
    h: Pt,
    /// Left edge.
    x: Pt,
    /// Width of its caption.
    room: Pt,
}

/// What is drawn of a figure.
struct Drawn {
    items: Vec<Item>,
    height: Pt,
    anchors: Vec<AnchorId>,
    placement: Placement,
}

impl<'a> Setter<'a> {
    pub(super) fn figure(&self, figure: &'a Figure, column: Column) -> Galley<'a> {
        let (cells, captions) = self.fitted(figure, column);
        let tallest = cells.iter().map(|cell| cell.h).fold(0.0, f64::max);
        let below = tallest + self.sheet.theme.figure.caption_gap.0;
        let mut items = Vec::new();
        for cell in &cells {
            self.check_resolution(cell);
            self.draw(cell, tallest, &mut items);
            let Some(caption) = &cell.part.caption else { continue };
            let mut words = Vec::new();
            self.caption(caption, cell.room, below, &mut words);
            words.iter_mut().for_each(|item| item.shift(cell.x, 0.0));
            items.append(&mut words);
        }
        let mut height = tallest + captions;
        let depth = self.sheet.page.depth();
        if figure.placement == Placement::Page && !column.boxed && height < depth {
            items.iter_mut().for_each(|item| item.shift(0.0, (depth - height) * ABOVE));
            height = depth;
        }
        let anchors = figure.parts.iter().filter_map(|part| part.anchor).collect();
        let drawn = Drawn { items, height, anchors, placement: figure.placement };
        self.placed(drawn, figure.texts(), column)
    }

    /// Its pictures as large as they may be, and the height of their captions: both fit on a page.
    fn fitted(&self, figure: &'a Figure, column: Column) -> (Vec<Cell<'a>>, Pt) {
        let (depth, leading) = (self.sheet.page.depth(), self.sheet.page.leading);
        let share =
            if figure.placement == Placement::Page { 1.0 } else { self.sheet.theme.figure.max_height.0 };
        let most = share * depth;
        let cells = self.cells(figure, most, column.width);
        let captions = self.captions_height(&cells);
        let around = match figure.placement {
            _ if column.boxed => LINES_OF_BOX * leading,
            Placement::Page => 0.0,
            // A float that waited stands with the space below it.
            Placement::Float | Placement::Here => self.sheet.theme.figure.space_below.0,
        };
        let room = (depth - around - captions).max(LOWEST * leading);
        if cells.iter().all(|cell| cell.h <= room) {
            return (cells, captions);
        }
        let cells = self.cells(figure, room.min(most), column.width);
        let captions = self.captions_height(&cells);
        (cells, captions)
    }

    /// Height of the captions with the gap above them.
    fn captions_height(&self, cells: &[Cell<'a>]) -> Pt {
        let heights = cells.iter().filter_map(|cell| {
            let height = self.caption(cell.part.caption.as_ref()?, cell.room, 0.0, &mut Vec::new());
            Some(self.sheet.theme.figure.caption_gap.0 + height)
        });
        heights.fold(0.0, f64::max)
    }

    /// The pictures of a figure, none higher than `most`, all within the measure.
    fn cells(&self, figure: &'a Figure, most: Pt, measure: Pt) -> Vec<Cell<'a>> {
        let gap = GAP * self.sheet.page.leading;
        let count = figure.parts.len() as Pt;
        let mut cells: Vec<Cell<'a>> =
            figure.parts.iter().map(|part| self.cell_of(part, figure.placement, measure)).collect();
        let available = (measure - gap * (count - 1.0)).max(count);
        level(&mut cells, available);
        let width: Pt = cells.iter().map(|cell| cell.w).sum();
        let height = cells.iter().map(|cell| cell.h).fold(0.0, f64::max);
        let scale = (available / width).min(most / height).min(1.0);
        let least = |cell: &Cell<'_>| match cell.part.caption {
            Some(_) => NARROWEST_CAPTION.min(available / count),
            None => 0.0,
        };
        let scale = beside_captions(&cells, least, scale, available);
        let taken: Pt = cells.iter().map(|cell| (cell.w * scale).max(least(cell))).sum();
        let has_caption = figure.parts.iter().any(|part| part.caption.is_some());
        let spare = if has_caption { (available - taken).max(0.0) / count } else { 0.0 };
        let mut x = 0.0;
        for cell in &mut cells {
            let room = (cell.w * scale).max(least(cell)) + spare;
            *cell = Cell { w: cell.w * scale, h: cell.h * scale, x, room, ..*cell };
            x += room + gap;
        }
        cells
    }

    /// A picture as large as it would be by its own, or as its author asks.
    fn cell_of(&self, part: &'a FigurePart, placement: Placement, measure: Pt) -> Cell<'a> {
        let picture = self.pictures.files.get(&part.image.path);
        let (w, h) = self.own_size(picture);
        let asked = self.asked_size(&part.image, w / h, measure);
        let (w, h) = match placement {
            Placement::Page => asked.unwrap_or((measure, measure * h / w)),
            Placement::Float | Placement::Here => asked.unwrap_or((w, h)),
        };
        Cell { part, picture, w, h, x: 0.0, room: 0.0 }
    }

    /// A picture on the foot line of its row, and the area of its link.
    fn draw(&self, cell: &Cell<'a>, tallest: Pt, items: &mut Vec<Item>) {
        let rect = Rect { x: cell.x, y: tallest - cell.h, w: cell.w, h: cell.h };
        let is_read = cell.part.image.shows.is_some();
        let owner = if is_read { Owner::Node(cell.part.node) } else { Owner::Artifact(Artifact::Layout) };
        match cell.picture {
            Some(picture) => {
                items.push(Item::Picture {
                    rect,
                    clip: None,
                    turn: Turn::Upright,
                    picture: picture.clone(),
                    owner,
                });
            }
            None => self.stand_in(cell.part, rect, owner, items),
        }
        items.extend(cell.part.link.map(|link| Item::Link { rect, link }));
    }

    /// A frame with what a picture shows and the name of its file, where the picture cannot be had.
    fn stand_in(&self, part: &FigurePart, rect: Rect, owner: Owner, items: &mut Vec<Item>) {
        let (width, pad) = FRAME;
        let half = width / 2.0;
        let edge = Rect::between(rect.x + half, rect.y + half, rect.right() - half, rect.bottom() - half);
        let colour = self.style(StyleId::CaptionSource).colour;
        items.push(Item::Stroke { rect: edge, width, colour, owner });
        let mut y = rect.y + pad;
        let name = part.image.path.rsplit('/').next().unwrap_or_default();
        let alt = part.image.shows.as_deref().unwrap_or_default();
        for (words, style) in [(alt, StyleId::Caption), (name, StyleId::CaptionSource)] {
            if words.is_empty() {
                continue;
            }
            let mut set = self.words(words, part.node, self.style(style), rect.w - 2.0 * pad);
            let lines = (rect.bottom() - pad - y) / set.setting.leading;
            set.lines.truncate((lines + 1e-6).floor().max(0.0) as usize);
            let first = items.len();
            y += self.place(&set, Point { x: rect.x + pad, y }, items);
            for item in &mut items[first..] {
                if let Item::Text(run) = item {
                    run.owner = owner;
                }
            }
        }
    }

    /// What is drawn, `height` tall, and its caption as one float.
    pub(super) fn float(
        &self,
        mut items: Vec<Item>,
        mut height: Pt,
        caption: &'a Caption,
        column: Column,
    ) -> Galley<'a> {
        height += self.sheet.theme.figure.caption_gap.0;
        height += self.caption(caption, column.width, height, &mut items);
        let anchors = caption.anchor.into_iter().collect();
        let drawn = Drawn { items, height, anchors, placement: Placement::Float };
        self.placed(drawn, caption.texts(), column)
    }

    /// What was drawn as a row; `texts` are its captions.
    fn placed<'t>(&self, drawn: Drawn, texts: impl Iterator<Item = &'t Rich>, column: Column) -> Galley<'a> {
        let theme = &self.sheet.theme.figure;
        let Drawn { items, height, anchors, placement } = drawn;
        let mut galley = Galley::default();
        let frame = galley.frame(items);
        let fills = placement == Placement::Page && !column.boxed;
        let space = if fills { (0.0, 0.0) } else { (theme.space_above.0, theme.space_below.0) };
        let calls = calls_of(texts.flat_map(|text| &text.runs));
        // A note is found on the page of its call: a figure that calls one stays in its place.
        let moves = !column.boxed && placement != Placement::Here && calls.is_empty();
        let content = Content::Frame(frame);
        let mut row =
            Row { x: column.x, surplus: Surplus::Split, anchors, calls, ..Row::new(height, content) };
        if moves {
            galley.floats.push(FloatBox { row: 0, frame, height, space });
            row.content = Content::Float(0);
        }
        galley.rows.push(row);
        galley.space(space.0, space.1);
        galley
    }

    fn check_resolution(&self, cell: &Cell<'_>) {
        let least = self.sheet.theme.figure.min_ppi.0;
        let Some(picture) = cell.picture else { return };
        if let Some(ppi) = picture.ppi(cell.w).filter(|ppi| *ppi < least - 0.5) {
            let told = complaint::image_resolution(
                &picture.path,
                format_args!("{ppi:.0}"),
                format_args!("{least:.0}"),
            );
            self.report(told.at(cell.part.image.span));
        }
    }

    /// Label, words and source of a caption at height `y`; returns its height.
    pub(super) fn caption(&self, caption: &'a Caption, measure: Pt, y: Pt, items: &mut Vec<Item>) -> Pt {
        let (label, text) = (self.style(StyleId::CaptionLabel), self.style(StyleId::Caption));
        let mut joined = caption.label.clone();
        joined.text.push('\u{2002}');
        let head = joined.runs.len();
        joined.append(&caption.text);
        let styles = |rich: &crate::document::Rich| {
            let mut styles = self.run_styles(rich, label);
            let words = self.run_styles(rich, text);
            styles[head..].copy_from_slice(&words[head..]);
            styles
        };
        let set = self.owned(joined, styles, self.setting(text, measure));
        let mut height = self.place(&set, Point { x: 0.0, y }, items);
        if let Some(source) = &caption.source {
            let set = self.text(source, self.style(StyleId::CaptionSource), measure);
            height += self.place(&set, Point { x: 0.0, y: y + height }, items);
        }
        height
    }
}

/// The scale at which pictures and the least room of their captions stand side by side.
fn beside_captions(cells: &[Cell<'_>], least: impl Fn(&Cell<'_>) -> Pt, scale: Pt, available: Pt) -> Pt {
    let mut scale = scale;
    // Each round may make one more narrower than its caption.
    for _ in cells {
        let (narrow, wide): (Vec<_>, Vec<_>) = cells.iter().partition(|cell| cell.w * scale < least(cell));
        let taken: Pt = narrow.into_iter().map(&least).sum();
        let widths: Pt = wide.into_iter().map(|cell| cell.w).sum();
        if widths > 0.0 {
            scale = scale.min((available - taken) / widths);
        }
    }
    scale
}

/// Brings pictures side by side to one height, all but those whose size their author asks for: they take
/// what those leave.
fn level(cells: &mut [Cell<'_>], available: Pt) {
    let is_asked = |cell: &Cell<'_>| cell.part.image.width.or(cell.part.image.height).is_some();
    let taken: Pt = cells.iter().filter(|cell| is_asked(cell)).map(|cell| cell.w).sum();
    let free = || cells.iter().filter(|cell| !is_asked(cell));
    let lowest = free().map(|cell| cell.h).fold(f64::INFINITY, f64::min);
    let ratios: Pt = free().map(|cell| cell.w / cell.h).sum();
    let height = if taken < available { lowest.min((available - taken) / ratios) } else { lowest };
    for cell in cells.iter_mut().filter(|cell| !is_asked(cell)) {
        (cell.w, cell.h) = (cell.w * height / cell.h, height);
    }
}
