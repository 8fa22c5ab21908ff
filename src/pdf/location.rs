//! Places in sources as numbers that the PDF writer carries along. Decides how they are packed.

use krilla::surface::Location;

use crate::diag::{FileId, Span};

/// A place as a number that the writer gives back with its complaint: 16 bits for the file, 32 for
/// the first byte, 16 for the length.
pub fn location(span: Span) -> Option<Location> {
    let length = span.end.saturating_sub(span.start).clamp(1, u32::from(u16::MAX));
    Location::new(u64::from(span.file.0) << 48 | u64::from(span.start) << 16 | u64::from(length))
}

/// The place of a number.
pub fn span(location: Location) -> Span {
    let bits = location.get();
    let start = (bits >> 16) as u32;
    Span { file: FileId((bits >> 48) as u16), start, end: start.saturating_add(u32::from(bits as u16)) }
}
