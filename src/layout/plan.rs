//! A page with everything at its height is drawn. Decides what of a row, a box and a note is drawn where.

use super::fixed::{Canvas, Slot};
use super::galley::{Content, Continued, FloatBox, Frame, Galley, Turned};
use super::paginate::PageBreak;
use super::paginate::levers::Lever;
use super::paginate::place::{GroupPart, Placed, PlacedPage, place};
use crate::document::Note;
use crate::geom::{Point, Pt, Rect, Side};
use crate::pages::{Artifact, Item, Owner, Room};
use crate::style::StyleId;

/// Draws the rows, boxes, floats and notes of a page into the area that they fill.
pub fn draw_plan(
    canvas: &mut Canvas<'_, '_>,
    galley: &Galley<'_>,
    plan: &PlacedPage,
    area: Rect,
    notes: &[&Note],
) {
    let origin = Point { x: area.x, y: area.y };
    for part in &plan.groups {
        draw_group(canvas, galley, part, origin);
    }
    let above_notes = Rect { h: plan.floor - plan.notes.height, ..area };
    for (float, y) in &plan.floats {
        let FloatBox { row, frame, .. } = galley.floats[*float as usize];
        let from = canvas.items.len();
        draw_frame(canvas, galley, frame, origin.x, origin.y + y);
        canvas.confine(from, room_of(canvas, galley, row, above_notes));
    }
    for placed in &plan.rows {
        let from = canvas.items.len();
        draw_row(canvas, galley, plan, placed, origin);
        canvas.confine(from, room_of(canvas, galley, placed.row, above_notes));
    }
    let foot = Rect { y: above_notes.bottom(), h: plan.notes.height, ..area };
    draw_notes(canvas, galley, plan, foot, notes);
}

/// What a row must stay in: the area above the notes, and the boxes around the row.
fn room_of(canvas: &Canvas<'_, '_>, galley: &Galley<'_>, row: usize, area: Rect) -> Room {
    let overhang = canvas.setter.sheet.page.wide;
    let across = |x: Pt, width: Pt, wide: bool| {
        let before = if wide && canvas.side == Side::Verso { overhang } else { 0.0 };
        Room::from(Rect { x: area.x + x - before, w: width, ..area })
    };
    let wide = galley.rows[row].wide;
    let column = across(0.0, area.w + if wide { overhang } else { 0.0 }, wide);
    let groups = galley.groups_of(row).map(|group| &galley.groups[group as usize]);
    groups.fold(column, |room, group| room.within(across(group.x, group.width, group.wide)))
}

fn draw_row(
    canvas: &mut Canvas<'_, '_>,
    galley: &Galley<'_>,
    plan: &PlacedPage,
    placed: &Placed,
    origin: Point,
) {
    let row = &galley.rows[placed.row];
    let setter = canvas.setter;
    let overhang = if row.wide && canvas.side == Side::Verso { setter.sheet.page.wide } else { 0.0 };
    let (x, y) = (origin.x + row.x - overhang, origin.y + placed.y);
    match placed.content {
        Content::Line { paragraph, line } => {
            let set = &galley.paragraphs[paragraph as usize];
            let variant = plan.levers.iter().find_map(|lever| match lever {
                Lever::Longer(changed) if *changed == paragraph => set.longer.as_ref(),
                Lever::Shorter(changed) if *changed == paragraph => set.shorter.as_ref(),
                _ => None,
            });
            let lines = variant.map_or(&set.lines, |variant| &variant.lines);
            if let Some(spec) = lines.get(line as usize) {
                let at = Point { x, y: y + set.setting.baseline };
                setter.tools().set_line(set, line as usize, spec, at, &mut canvas.items);
            }
        }
        Content::Frame(frame) => draw_frame(canvas, galley, frame, x, y),
        Content::Float(float) => draw_frame(canvas, galley, galley.floats[float as usize].frame, x, y),
    }
    let first_line = !matches!(placed.content, Content::Line { line, .. } if line > 0);
    if let Some(marker) = row.marker.filter(|_| first_line) {
        draw_frame(canvas, galley, marker, x, y);
    }
}

fn draw_frame(canvas: &mut Canvas<'_, '_>, galley: &Galley<'_>, frame: u32, x: Pt, y: Pt) {
    match &galley.frames[frame as usize] {
        Frame::Items(items) => {
            for item in items {
                let mut item = item.clone();
                item.shift(x, y);
                canvas.items.push(item);
            }
        }
        Frame::Turned(turned, cut) => draw_turned(canvas, turned, cut, Point { x, y }),
    }
}

/// A page of a galley that lies across: its head comes to stand at the left edge of the type area.
fn draw_turned(canvas: &mut Canvas<'_, '_>, turned: &Turned<'_>, cut: &PageBreak, at: Point) {
    let setter = canvas.setter;
    let plan = place(&turned.walk(setter), cut);
    let notes: Vec<&Note> = turned.notes.iter().collect();
    let mut across = Canvas::new(setter, canvas.number);
    let area = Rect { x: 0.0, y: 0.0, w: turned.width, h: setter.sheet.page.measure };
    draw_plan(&mut across, &turned.galley, &plan, area, &notes);
    let (mirrored, width) = (setter.mirrored, setter.sheet.page.width);
    let left = if mirrored { width - at.x - setter.sheet.page.measure } else { at.x };
    let foot = Point { x: left, y: at.y + turned.width };
    canvas.items.extend(across.items.into_iter().map(|mut item| {
        // It is turned as it will be read, and the page mirrored later.
        if mirrored {
            item.mirror(turned.width);
        }
        let mut item = item.turned(foot);
        if mirrored {
            item.mirror(width);
        }
        item
    }));
}

/// Ground, bar, outline, icon or repeated head of a box's part.
fn draw_group(canvas: &mut Canvas<'_, '_>, galley: &Galley<'_>, part: &GroupPart, origin: Point) {
    let group = &galley.groups[part.group as usize];
    let overhang = if group.wide && canvas.side == Side::Verso { canvas.setter.sheet.page.wide } else { 0.0 };
    let rect = Rect {
        x: origin.x + group.x - overhang,
        y: origin.y + part.top,
        w: group.width,
        h: part.bottom - part.top,
    };
    let owner = Owner::Artifact(Artifact::Layout);
    let ground = &group.ground;
    let first = canvas.items.len();
    if let Some(colour) = ground.fill {
        canvas.items.push(Item::Fill { rect, colour, owner: Owner::Artifact(Artifact::Background) });
    }
    if let Some((width, colour)) = ground.frame {
        let inner =
            Rect { x: rect.x + width / 2.0, y: rect.y + width / 2.0, w: rect.w - width, h: rect.h - width };
        canvas.items.push(Item::Stroke { rect: inner, width, colour, owner });
    }
    if let Some((width, colour)) = ground.bar {
        canvas.items.push(Item::Fill { rect: Rect { w: width, ..rect }, colour, owner });
    }
    if let Some((width, colour)) = ground.rules {
        for y in [rect.y, rect.bottom() - width] {
            canvas.items.push(Item::Fill { rect: Rect { y, h: width, ..rect }, colour, owner });
        }
    }
    let from = canvas.items.len();
    if let Some(mark) = group.mark.filter(|_| part.begins) {
        draw_frame(canvas, galley, mark, rect.x, rect.y);
    }
    if ground.mirrored {
        canvas.items[first..].iter_mut().for_each(|item| item.mirror(2.0 * rect.x + rect.w));
    }
    let above = group.continued.as_ref().map_or(0.0, |continued| continued.line);
    if let Some(repeat) = group.repeat_frame.filter(|_| !part.begins) {
        draw_frame(canvas, galley, repeat, rect.x, rect.y + above);
    }
    if let Some(continued) = &group.continued {
        draw_continued(canvas, continued, part, rect);
    }
    canvas.confine(from, rect.into());
}

/// „Tabelle 3 Fortsetzung von Seite 7“ above, „Fortsetzung auf Seite 9“ below.
fn draw_continued(canvas: &mut Canvas<'_, '_>, continued: &Continued, part: &GroupPart, rect: Rect) {
    let setter = canvas.setter;
    let digits = setter.digits_in(continued.labels);
    let owner = Owner::Artifact(Artifact::Layout);
    let (label, words, source) = (
        *setter.style(StyleId::CaptionLabel),
        *setter.style(StyleId::Caption),
        *setter.style(StyleId::CaptionSource),
    );
    if !part.begins {
        let y = rect.y + words.baseline;
        let named = !continued.label.is_empty();
        let whole = Slot::from(rect.x, rect.w);
        let width = if named { canvas.line(&continued.label, owner, &label, whole, y) } else { 0.0 };
        let taken = if named { width + label.size } else { 0.0 };
        let text = setter.labels_in(continued.labels).continued_from(digits.write(canvas.number - 1));
        canvas.line(&text, owner, &words, Slot::from(rect.x + taken, rect.w - taken), y);
    }
    if !part.ends {
        let y = rect.bottom() - source.leading + source.baseline;
        let text = setter.labels_in(continued.labels).continued_on(digits.write(canvas.number + 1));
        canvas.line(&text, owner, &source, Slot::up_to(rect.right(), rect.w), y);
    }
}

/// The notes at the foot of a page, which fill an area.
fn draw_notes(
    canvas: &mut Canvas<'_, '_>,
    galley: &Galley<'_>,
    plan: &PlacedPage,
    area: Rect,
    notes: &[&Note],
) {
    if plan.notes.parts.is_empty() {
        return;
    }
    let setter = canvas.setter;
    let theme = &setter.sheet.theme.footnotes;
    let left = area.x;
    let from = canvas.items.len();
    let mut y = area.y + theme.space_above.0;
    let rule = Rect { x: left, y, w: theme.rule_width.0, h: theme.rule.0 };
    let colour = setter.style(StyleId::Footnote).colour;
    canvas.items.push(Item::Fill { rect: rule, colour, owner: Owner::Artifact(Artifact::Layout) });
    y += theme.rule.0 + theme.space_below.0;
    for (n, (note, from, to)) in plan.notes.parts.iter().enumerate() {
        let set = &galley.notes[*note as usize];
        let text = set.lines.first().map(|(paragraph, _)| &galley.paragraphs[*paragraph as usize]);
        let along = text.is_none_or(|text| text.setting.begins == setter.start());
        if n > 0 {
            y += theme.gap.0;
        }
        if let Some(note) = notes.get(*note as usize).filter(|_| *from == 0) {
            let style = *setter.style(StyleId::FootnoteNumber);
            let text = setter.style(StyleId::Footnote);
            let number = format!("{} ", setter.digits.write(set.number));
            let slot =
                if along { Slot::from(left, set.indent) } else { Slot::up_to(area.right(), set.indent) };
            canvas.line(&number, Owner::Node(note.label), &style, slot, y + text.baseline);
            let rect = Rect { x: slot.left, y, w: set.indent, h: set.leading };
            canvas.items.push(Item::Link { rect, link: note.back });
        }
        for (paragraph, line) in &set.lines[*from as usize..*to as usize] {
            let p = &galley.paragraphs[*paragraph as usize];
            let x = if along { left + set.indent } else { left };
            let at = Point { x, y: y + p.setting.baseline };
            let spec = &p.lines[*line as usize];
            setter.tools().set_line(p, *line as usize, spec, at, &mut canvas.items);
            y += set.leading;
        }
    }
    canvas.confine(from, Room::from(area));
}
