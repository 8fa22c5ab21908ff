//! What is wrong with pages while they are laid out. Decides that a character without a glyph is told once in
//! each file, however often it stands there.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, FileId, Sink, Span, complaint};

/// Complaints of a layout.
#[derive(Default)]
pub struct Complaints {
    told: Sink,
    /// Places of characters that no font has, by file.
    missing: BTreeMap<(Option<FileId>, char), BTreeSet<Option<Span>>>,
}

impl Complaints {
    /// Adds one.
    pub fn push(&mut self, complaint: Diagnostic) {
        self.told.push(complaint);
    }

    /// Adds a character that no font has.
    pub fn missing(&mut self, c: char, place: Option<Span>) {
        self.missing.entry((place.map(|place| place.file), c)).or_default().insert(place);
    }

    /// Adds those of another part of the layout.
    pub fn append(&mut self, mut others: Self) {
        self.told.append(&mut others.told);
        for (letter, mut places) in others.missing {
            self.missing.entry(letter).or_default().append(&mut places);
        }
    }

    /// All of them.
    pub fn into_sink(self) -> Sink {
        let mut sink = self.told;
        for ((_, c), places) in self.missing {
            let code = format!("U+{:04X}", u32::from(c));
            let told = complaint::missing_glyph(format!("{c:?}"), code, places.len());
            sink.push(told.at(places.first().copied().flatten()));
        }
        sink
    }
}
