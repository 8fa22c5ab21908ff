//! Words that go on in the next line. Decides what is read there: the whole word where it begins, and
//! nothing where it ends, so that it is heard, found and copied as it was written.

use std::ops::Range;

use super::{Breakpoint, Line, Paragraph};
use crate::marks::Marks;
use crate::pages::ReadAs;
use crate::text::segment::{After, Seg, SegKind};

/// Longest word in bytes that is read whole; text without spaces is left as it stands.
const LONGEST: usize = 300;

/// The words that the two ends of a line break.
pub struct Broken {
    /// Where the word ends that began in the line before.
    head: Option<usize>,
    /// Whether other letters follow it without a space.
    touched: bool,
    /// Where the word begins that goes on in the next line, and the whole of it.
    tail: Option<(usize, String)>,
}

impl Broken {
    /// Of a line.
    pub fn of(paragraph: &Paragraph<'_>, line: &Line) -> Self {
        let begin = position(paragraph, line.from);
        let head = word(paragraph, line.from).map(|word| word.end);
        let tail = word(paragraph, line.to).filter(|word| word.start >= begin);
        Self {
            head,
            touched: head.is_some_and(|head| is_touched(paragraph, head)),
            tail: tail.map(|word| (word.start, paragraph.rich.text[word].replace('\u{ad}', ""))),
        }
    }

    /// Notes how a piece is read that stands at `start` of the paragraph and at `bytes` of its run.
    pub fn note(&self, start: usize, space: bool, bytes: Range<usize>, readings: &mut Vec<ReadAs>) {
        let words = match (self.head, &self.tail) {
            // Some readers of PDF take no words for no replacement, so it is a space where that does no harm.
            (Some(head), _) if start < head => {
                if self.touched {
                    ""
                } else {
                    " "
                }
            }
            (Some(head), _) if start == head && space && !readings.is_empty() => " ",
            (_, Some((tail, word))) if start >= *tail => word,
            _ => return,
        };
        match readings.last_mut() {
            Some(last) if usize::from(last.end) == bytes.start && words == last.words => {
                last.end = bytes.end as u16;
            }
            _ => {
                let (start, end) = (bytes.start as u16, bytes.end as u16);
                readings.push(ReadAs { start, end, words: words.to_owned() });
            }
        }
    }
}

/// Whether letters other than the call of a note follow at a byte of the text.
fn is_touched(paragraph: &Paragraph<'_>, at: usize) -> bool {
    let next = paragraph.segs.partition_point(|seg| (seg.range.start as usize) < at);
    paragraph.segs.get(next).is_some_and(|seg| {
        let call = paragraph.styles[seg.run as usize].marks.has(Marks::CALL);
        seg.range.start as usize == at && matches!(seg.kind, SegKind::Word(_)) && !call
    })
}

fn position(paragraph: &Paragraph<'_>, cut: Breakpoint) -> usize {
    let seg = paragraph.segs.get(cut.seg as usize);
    seg.map_or(paragraph.rich.text.len(), |seg| seg.range.start as usize + usize::from(cut.byte))
}

/// The word around a cut, as far as it is set in one style and font.
fn word(paragraph: &Paragraph<'_>, cut: Breakpoint) -> Option<Range<usize>> {
    let segs = &paragraph.segs;
    let mut last = cut.seg as usize;
    let mut first = if cut.byte > 0 { last } else { last.checked_sub(1)? };
    if !alike(segs.get(first)?, segs.get(last)?) {
        return None;
    }
    let word = |first: usize, last: usize| segs[first].range.start as usize..segs[last].range.end as usize;
    while first > 0 && alike(&segs[first - 1], &segs[first]) && word(first, last).len() <= LONGEST {
        first -= 1;
    }
    while segs.get(last + 1).is_some_and(|next| alike(&segs[last], next))
        && word(first, last).len() <= LONGEST
    {
        last += 1;
    }
    Some(word(first, last)).filter(|word| word.len() <= LONGEST)
}

fn alike(a: &Seg, b: &Seg) -> bool {
    let word = |seg: &Seg| matches!(seg.kind, SegKind::Word(_)) && seg.level == 0;
    // Between letters of scripts without spaces no word ends or goes on that a reader would know.
    a.after != After::Letter && word(a) && word(b) && a.run == b.run && a.face == b.face
}
