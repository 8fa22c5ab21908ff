//! How a line is filled. Decides how much letters, spaces and gaps between letters take of the room that is left.

use super::demerits::LETTER_GAP;
use super::pieces::{Piece, pieces};
use super::{Line, Paragraph};
use crate::geom::{Pt, nearest};
use crate::language::Direction;
use crate::text::segment::may_be_spaced;
use crate::text::shape::Shaper;

/// Widths that a line is filled with are whole thousandths of an em, the unit of text in a PDF: finer
/// steps would double the file and nobody sees them.
pub const QUANTUM: f64 = 0.001;

/// How letters take part while spaces stretch from one share of what they give to another.
struct Stage {
    /// The first share.
    from: f64,
    /// The last.
    to: f64,
    /// How much letters stretch of what they give, where spaces stretch by all of it.
    letters: f64,
}

/// Letters stretch with the spaces up to all that they give, then no more; in lines that gape up to half as much again.
const STAGES: [Stage; 3] = [
    Stage { from: 0.0, to: 1.0, letters: 1.0 },
    Stage { from: 1.0, to: 2.0, letters: 0.0 },
    Stage { from: 2.0, to: MOST_STAGED, letters: 0.25 },
];
/// Beyond, spaces take all.
const MOST_STAGED: f64 = 4.0;

/// How far letters stretch, as a share of what they give, where spaces stretch by this one.
pub fn of_letters(ratio: f64) -> f64 {
    let part = |stage: &Stage| (ratio.min(stage.to) - stage.from).max(0.0) * stage.letters;
    if ratio < 0.0 { ratio.max(-1.0) } else { STAGES.iter().map(part).sum() }
}

/// Gives the letters of a line their part of its stretch.
fn stretch_letters(pieces: &mut [Piece<'_>], paragraph: &Paragraph<'_>, line: &Line) {
    let (setting, ratio) = (&paragraph.setting, of_letters(f64::from(line.ratio)));
    let whole = |share: f64| nearest(share * ratio / QUANTUM) as f64 * QUANTUM;
    let (tracking, stretch) = (whole(setting.tracking), 1.0 + whole(setting.scaling));
    for piece in pieces.iter_mut().filter(|p| may_be_spaced(p.level)) {
        if paragraph.styles[piece.run as usize].picture.is_none() {
            piece.scale(stretch);
        }
        if !piece.is_blank() {
            piece.track(tracking);
        }
    }
}

/// Brings the end of a line to the edge: letters a little, then spaces for the exact rest.
pub fn fill(pieces: &mut [Piece<'_>], paragraph: &Paragraph<'_>, line: &Line, room: Pt) {
    stretch_letters(pieces, paragraph, line);
    if !pieces.iter().any(|p| p.is_space() || p.opens) {
        return even_out(pieces, room);
    }
    let share = Share::of(pieces, room, paragraph);
    // What rounding takes from a space the next one gets.
    let mut carry = 0.0;
    for piece in pieces.iter_mut().filter(|p| p.is_space() || p.opens) {
        let em = piece.em();
        let filled = if piece.is_space() { piece.width * share.factor } else { piece.width + share.gap * em };
        let wanted = carry + filled;
        let more = ((wanted - piece.width) / em / QUANTUM).round() * QUANTUM;
        match piece.is_space() {
            true => piece.track(more),
            false => piece.open(more.max(0.0)),
        }
        carry = wanted - piece.width;
    }
}

/// Brings the end of a line without spaces to the edge, where no more than rounding keeps it away.
fn even_out(pieces: &mut [Piece<'_>], room: Pt) {
    const ROUNDED: f64 = 0.003;
    let exact = room / pieces.iter().map(|piece| piece.width).sum::<Pt>();
    if (exact - 1.0).abs() < ROUNDED {
        pieces.iter_mut().filter(|p| may_be_spaced(p.level)).for_each(|piece| piece.scale(exact));
    }
}

/// What fills a line.
struct Share {
    /// What its spaces are multiplied by.
    factor: f64,
    /// Room between letters of scripts without spaces, in em.
    gap: f64,
}

impl Share {
    /// Of pieces in a room: spaces and gaps take of it as much as they stretch alike.
    fn of(pieces: &[Piece<'_>], room: Pt, paragraph: &Paragraph<'_>) -> Self {
        let width: Pt = pieces.iter().map(|p| p.width).sum();
        let spaces: Pt = pieces.iter().filter(|p| p.is_space()).map(|p| p.width).sum();
        let gaps: Pt = pieces.iter().filter(|p| p.opens).map(Piece::em).sum();
        let rest = room - width;
        if gaps > 0.0 && rest > 0.0 {
            let stretch = paragraph.setting.glue.1;
            let ratio = rest / (spaces * stretch + gaps * LETTER_GAP);
            return Self { factor: 1.0 + stretch * ratio, gap: LETTER_GAP * ratio };
        }
        Self { factor: if spaces > 0.0 { 1.0 + rest / spaces } else { 1.0 }, gap: 0.0 }
    }
}

/// How wide the spaces of a line are, in natural spaces.
pub fn space_factor(paragraph: &Paragraph<'_>, line: &Line, shaper: &Shaper) -> f64 {
    let mut pieces = pieces(paragraph, line, shaper);
    let natural: Pt = pieces.iter().map(|p| p.width).sum();
    stretch_letters(&mut pieces, paragraph, line);
    Share::of(&pieces, natural + f64::from(line.slack + line.hang), paragraph).factor
}

/// How far the spaces of a line are stretched, as a share of what they give, where letters take their part. A line
/// without spaces stays short, which is better than one that gapes; from right to left that stays short as well, and the
/// less the better.
pub fn stretched(slack: Pt, stretch: Pt, give: Pt, begins: Direction) -> f64 {
    let (widest, no_spaces) = if begins == Direction::RightToLeft { (1e3, 1e3) } else { (11.0, 10.0) };
    if slack < 0.05 {
        return 0.0;
    }
    let mut left = slack;
    for Stage { from, to, letters } in STAGES {
        let taken = (to - from) * (stretch + letters * give);
        if left <= taken {
            return from + left / (stretch + letters * give);
        }
        left -= taken;
    }
    if stretch > 0.0 { (MOST_STAGED + left / stretch).min(widest) } else { no_spaces }
}
