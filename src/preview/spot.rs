//! From a place on a leaf to its source, and back. Decides which letter is meant, and how far the paragraph around it
//! reaches.

use std::collections::BTreeSet;

use super::drawing::{Leaf, Piece};
use crate::diag::{FileId, Files, Span};
use crate::geom::{Matrix, Point, Rect};
use crate::pages::{Item, TextRun, Turn};

/// How far from a line of text somebody may point and still mean it, in points.
const NEAR: f64 = 8.0;
/// Height above and depth below the baseline of what is marked, in sizes of the type.
const LINE: (f64, f64) = (0.85, 0.3);

/// A box on a leaf.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The leaf.
    pub leaf: usize,
    /// Where.
    pub rect: Rect,
}

/// Where the letter is written that stands at a place of a leaf, or next to it.
pub fn source_at(leaf: &Leaf, at: Point, files: &Files) -> Option<Span> {
    leaf.pieces.iter().rev().find_map(|piece| {
        let inside = contains(&piece.window, at);
        let at = inverse(piece.matrix, at).filter(|_| inside)?;
        let span = nearest_run(&piece.items, at).and_then(|run| letter_at(run, at))?;
        Some(files.origin(span))
    })
}

fn contains(rect: &Rect, at: Point) -> bool {
    at.x >= rect.x && at.x <= rect.right() && at.y >= rect.y && at.y <= rect.bottom()
}

/// The point that a matrix brings to a place.
fn inverse([a, b, c, d, e, f]: Matrix, at: Point) -> Option<Point> {
    let area = a * d - b * c;
    let (x, y) = (at.x - e, at.y - f);
    (area.abs() > f64::EPSILON).then(|| Point { x: (d * x - c * y) / area, y: (a * y - b * x) / area })
}

fn nearest_run(items: &[Item], at: Point) -> Option<&TextRun> {
    let runs = items.iter().filter_map(|item| match item {
        Item::Text(run) if run.source.is_some() => Some(run),
        _ => None,
    });
    let away = |run: &TextRun| {
        let line = run.strip(LINE.0, LINE.1);
        let dx = (line.x - at.x).max(at.x - line.right()).max(0.0);
        let dy = (line.y - at.y).max(at.y - line.bottom()).max(0.0);
        dx.hypot(dy)
    };
    let measured = runs.map(|run| (away(run), run)).filter(|(away, _)| *away <= NEAR);
    measured.min_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, run)| run)
}

/// The letter of a run at a place; the last one behind its end.
fn letter_at(run: &TextRun, at: Point) -> Option<Span> {
    let along = match run.turn {
        Turn::Upright | Turn::Mirrored => at.x - run.at.x,
        Turn::Left => run.at.y - at.y,
    };
    let source = run.source.as_ref()?;
    let mut passed = 0.0;
    let mut letter = None;
    for glyph in &run.glyphs {
        let width = f64::from(glyph.advance) * run.em();
        if letter.is_some() && along < passed {
            break;
        }
        // A ligature stands for several letters, each with its share.
        let letters = run.text.get(usize::from(glyph.start)..usize::from(glyph.end)).unwrap_or("");
        let count = letters.chars().count().max(1);
        let nth = ((along - passed) / width.max(f64::EPSILON) * count as f64).clamp(0.0, (count - 1) as f64);
        let byte = letters.char_indices().nth(nth as usize).map_or(0, |(byte, _)| byte as u16);
        letter = Some(glyph.start + byte);
        passed += width;
    }
    let byte = letter?.max(source.from);
    let start = source.place_of(byte)?;
    Some(Span { file: source.file, start, end: start + 1 })
}

/// The lines of text on leaves that are written between two bytes of a file.
pub fn places(leaves: &[Leaf], written: Span, files: &Files) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (n, leaf) in leaves.iter().enumerate() {
        for piece in &leaf.pieces {
            for item in piece.items.iter() {
                let Item::Text(run) = item else { continue };
                if let Some(line) = part_of_run(run, written, files) {
                    add(&mut places, n, on_leaf(piece, line));
                }
            }
        }
    }
    places
}

/// Where each of several spans is set first.
pub fn first_places(leaves: &[Leaf], written: &[Span], files: &Files) -> Vec<Option<Place>> {
    let mut found = vec![None; written.len()];
    for (n, leaf) in leaves.iter().enumerate() {
        let on_it = files_of(leaf);
        let may_hold =
            |span: &Span| on_it.iter().any(|file| *file == span.file || files.get(*file).is_made());
        for (place, span) in found.iter_mut().zip(written) {
            if place.is_none() && may_hold(span) {
                let first = places(std::slice::from_ref(leaf), *span, files).into_iter().next();
                *place = first.map(|first| Place { leaf: n, ..first });
            }
        }
    }
    found
}

/// The files that the text of a leaf is written in.
fn files_of(leaf: &Leaf) -> BTreeSet<FileId> {
    let items = leaf.pieces.iter().flat_map(|piece| piece.items.iter());
    let sources = items.filter_map(|item| match item {
        Item::Text(run) => run.source.as_ref(),
        _ => None,
    });
    sources.map(|source| source.file).collect()
}

/// The box around the letters of a run that are written in a span.
fn part_of_run(run: &TextRun, written: Span, files: &Files) -> Option<Rect> {
    let source = run.source.as_ref()?;
    let written = Span { end: written.end.max(written.start + 1), ..written };
    let meets =
        |span: Span| span.file == written.file && span.start < written.end && span.end > written.start;
    if !files.get(source.file).is_made() && !meets(source.reach(run.text.len())) {
        return None;
    }
    let is_inside =
        |glyph: &crate::pages::Glyph| run.span_of(glyph).is_some_and(|span| meets(files.origin(span)));
    let (mut left, mut right, mut passed) = (f64::INFINITY, f64::NEG_INFINITY, 0.0);
    for glyph in &run.glyphs {
        let end = passed + f64::from(glyph.advance) * run.em();
        if is_inside(glyph) {
            (left, right) = (f64::min(left, passed), f64::max(right, end));
        }
        passed = end;
    }
    if left >= right {
        return None;
    }
    let line = run.strip_of(right - left, LINE.0, LINE.1);
    Some(match run.turn {
        Turn::Upright | Turn::Mirrored => Rect { x: line.x + left, ..line },
        Turn::Left => Rect { y: line.y - left, ..line },
    })
}

/// Joins what stands in one line.
fn add(places: &mut Vec<Place>, leaf: usize, rect: Rect) {
    let near = |place: &&mut Place| {
        let (a, b) = (place.rect, rect);
        place.leaf == leaf
            && (a.y - b.y).abs() < a.h / 2.0
            && a.x <= b.right() + b.h
            && b.x <= a.right() + a.h
    };
    match places.iter_mut().rev().take(4).find(near) {
        Some(place) => place.rect = place.rect.union(&rect),
        None => places.push(Place { leaf, rect }),
    }
}

/// The box around a rectangle of a piece, on the leaf.
fn on_leaf(piece: &Piece, rect: Rect) -> Rect {
    let [a, b, c, d, e, f] = piece.matrix;
    let corner = |x: f64, y: f64| Point { x: a * x + c * y + e, y: b * x + d * y + f };
    let (p, q) = (corner(rect.x, rect.y), corner(rect.right(), rect.bottom()));
    Rect { x: p.x.min(q.x), y: p.y.min(q.y), w: (p.x - q.x).abs(), h: (p.y - q.y).abs() }
}

/// The bytes of the paragraph around a place of a text: up to empty lines, in other files than Markdown the line.
pub fn around(text: &str, at: usize, is_markdown: bool) -> std::ops::Range<usize> {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let (mut start, mut end) = (line_start(text, at), line_end(text, at));
    if is_markdown && !text[start..end].trim().is_empty() {
        while start > 0 && !text[line_start(text, start - 1)..start].trim().is_empty() {
            start = line_start(text, start - 1);
        }
        while end < text.len() && !text[end + 1..line_end(text, end + 1)].trim().is_empty() {
            end = line_end(text, end + 1);
        }
    }
    start..end
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_end_at_empty_lines_and_values_at_the_end_of_theirs() {
        let text = "# Titel\n\nEins\nzwei\n\nDrei";
        assert_eq!(&text[around(text, 15, true)], "Eins\nzwei");
        assert_eq!(&text[around(text, 15, false)], "zwei");
        assert_eq!(&text[around(text, 0, true)], "# Titel");
        assert_eq!(&text[around(text, 99, true)], "Drei");
        assert_eq!(around(text, 8, true), 8..8);
    }

    #[test]
    fn a_matrix_is_undone() {
        let at = inverse([0.0, 2.0, -2.0, 0.0, 10.0, 20.0], Point { x: 4.0, y: 26.0 });
        assert_eq!(at, Some(Point { x: 3.0, y: 3.0 }));
    }
}
