//! Page furniture: running heads, folios, the thumb index. Decides what stands in the margins.

use std::borrow::Cow;

use super::fixed::{Canvas, ONE_LINE, Slot};
use super::setter::Setter;
use crate::colour::Colour;
use crate::diag::complaint;
use crate::document::{Chapter, Rich};
use crate::geom::{Pt, Rect, Side};
use crate::ids::NodeId;
use crate::pages::{Artifact, Item, Owner};
use crate::style::StyleId;

/// The words of a chapter's running head: shortened at a word, and told of, where they are wider than the
/// measure.
pub fn running_words<'c>(setter: &Setter<'_>, chapter: &'c Chapter) -> Cow<'c, Rich> {
    let style = setter.style(StyleId::RunningHead);
    let words = chapter.running.text.as_str();
    let fits = |words: &str| {
        let set = setter.words(words, NodeId::ROOT, style, ONE_LINE);
        set.lines.first().is_none_or(|line| ONE_LINE - f64::from(line.slack) <= setter.sheet.page.measure)
    };
    if fits(words) {
        return Cow::Borrowed(&chapter.running);
    }
    setter.report(complaint::running_head(words).at(chapter.title_span));
    let ends: Vec<usize> = words.match_indices(' ').map(|(at, _)| at).collect();
    let letters = || words.char_indices().map(|(at, _)| at).collect();
    let ends = if ends.first().is_some_and(|end| fits(&shortened(words, *end))) { ends } else { letters() };
    let most = ends.partition_point(|end| fits(&shortened(words, *end)));
    let text = shortened(words, most.checked_sub(1).map_or(0, |n| ends[n]));
    Cow::Owned(Rich { text, ..chapter.running.clone() })
}

/// Words up to a byte, and that they go on.
fn shortened(words: &str, end: usize) -> String {
    format!("{}\u{a0}…", words[..end].trim_end_matches([' ', ',', ':', ';', '–', '-']))
}

/// The running head, at the outer edge of the type area.
pub fn running_head(canvas: &mut Canvas<'_, '_>, words: &Rich, colour: Option<Colour>) {
    let page = &canvas.setter.sheet.page;
    let mut style = *canvas.setter.style(StyleId::RunningHead);
    style.colour = colour.unwrap_or(style.colour);
    let y = canvas.down(canvas.setter.sheet.theme.running.baseline.0);
    let slot = match canvas.side {
        Side::Recto => Slot::up_to(canvas.left() + page.measure, page.measure),
        Side::Verso => Slot::from(canvas.left(), page.measure),
    };
    canvas.furniture(words, Owner::Artifact(Artifact::Header), &style, slot, y);
}

/// The folio, in the outer margin.
pub fn folio(canvas: &mut Canvas<'_, '_>, colour: Option<Colour>) {
    let page = &canvas.setter.sheet.page;
    let mut style = *canvas.setter.style(StyleId::Folio);
    style.colour = colour.unwrap_or(style.colour);
    let running = &canvas.setter.sheet.theme.running;
    let y = canvas.down(running.baseline.0);
    let room = page.outer - running.folio_gap.0;
    let slot = match canvas.side {
        Side::Recto => Slot::from(page.width - room, room),
        Side::Verso => Slot::up_to(room, room),
    };
    let number = canvas.setter.digits.write(canvas.number);
    canvas.line(&number, Owner::Artifact(Artifact::PageNumber), &style, slot, y);
}

/// Height and top of a chapter's tab; none where the theme has none or there are too many chapters.
pub fn tab_place(canvas: &Canvas<'_, '_>, chapter: usize, chapters: usize) -> Option<(Pt, Pt)> {
    /// Above this many chapters there is no index.
    const MOST: usize = 15;
    let theme = &canvas.setter.sheet.theme.tab;
    if theme.max_chapters.0 == 0 {
        return None;
    }
    let (pitch, height) = if chapters <= theme.max_chapters.0 {
        (theme.pitch.0, theme.height.0)
    } else if chapters <= MOST {
        (theme.narrow_pitch.0, theme.narrow_height.0)
    } else {
        return None;
    };
    let page = &canvas.setter.sheet.page;
    let top = page.top + theme.first_top.0 + pitch * (chapter as Pt - 1.0);
    (top + height <= page.height - 10.0).then_some((top, height))
}

/// A chapter's tab on the fore-edge.
pub fn tab(canvas: &mut Canvas<'_, '_>, chapter: usize, chapters: usize, opener: bool) {
    let Some((top, height)) = tab_place(canvas, chapter, chapters) else { return };
    let theme = &canvas.setter.sheet.theme.tab;
    let page = &canvas.setter.sheet.page;
    let (width, bleed) = (theme.width.0, page.bleed);
    let x = match canvas.side {
        Side::Recto => page.width - width,
        Side::Verso => -bleed,
    };
    let mut style = *canvas.setter.style(StyleId::TabNumber);
    if opener {
        style.colour = theme.opener_color.value;
    }
    let rect = Rect { x, y: top, w: width + bleed, h: height };
    let colour = if opener { theme.opener_fill.value } else { theme.fill.value };
    canvas.items.push(Item::Fill { rect, colour, owner: Owner::Artifact(Artifact::Layout) });
    let cap = cap_height(canvas, &style);
    let inside = width - theme.number_from.0;
    let from_trim = theme.number_from.0 + inside / 2.0;
    let middle = if canvas.side == Side::Recto { page.width - from_trim } else { from_trim };
    let y = top + (height + cap) / 2.0;
    let slot = Slot::around(middle, inside);
    canvas.line(&canvas.setter.digits.write(chapter), Owner::Artifact(Artifact::Layout), &style, slot, y);
}

/// Height of capitals in a style.
pub fn cap_height(canvas: &Canvas<'_, '_>, style: &crate::style::TextStyle) -> Pt {
    let font = &canvas.setter.shaper.fonts.face(style.faces[0]).font;
    let upem = f64::from(font.units_per_em());
    font.metrics().cap_height.map_or(0.66, |h| f64::from(h.to_f32()) / upem) * style.size
}
