//! Where the pieces of a text stand in another one. Decides that every byte can be traced back.

use std::ops::Range;

/// Where the pieces of a text stand in another one that it was made of.
#[derive(Debug, Default)]
pub struct Places(Vec<(usize, usize)>);

impl Places {
    /// Says that the piece that begins at byte `at` stands at `place`.
    pub fn add(&mut self, at: usize, place: usize) {
        self.0.push((at, place));
    }

    fn place(&self, at: usize) -> usize {
        let next = self.0.partition_point(|(begin, _)| *begin <= at);
        let Some((begin, place)) = next.checked_sub(1).and_then(|n| self.0.get(n)) else { return at };
        let exact = place + (at - begin);
        // What was put in has no place of its own.
        self.0.get(next).map_or(exact, |(_, following)| exact.min(*following.max(place)))
    }

    /// The place of a part.
    pub fn range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        if range.is_empty() {
            return start..start;
        }
        start..(self.place(range.end - 1) + 1).max(start)
    }

    /// The pieces of the text, each with its place.
    pub fn pieces<'t>(&self, text: &'t str) -> impl Iterator<Item = (&'t str, usize)> {
        let ends = self.0.iter().skip(1).map(|(begin, _)| *begin).chain([text.len()]);
        let pieces = self.0.iter().zip(ends);
        pieces.filter_map(move |((begin, place), end)| Some((text.get(*begin..end)?, *place)))
    }
}
