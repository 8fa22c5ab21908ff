//! What is wrong with pages while they are laid out. Decides that a character without a glyph is told once in
//! each file, however often it stands there; letters of a script that has a font of its own, once together.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, FileId, Sink, Span, complaint};
use crate::language::LanguageTag;
use crate::text::scripts::{Advice, font_for};

/// What no font has: letters of a script, or a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    Script(Advice),
    Character(char),
}

/// Complaints of a layout.
#[derive(Default, Clone)]
pub struct Complaints {
    told: Sink,
    /// Places of characters that no font has, by file.
    missing: BTreeMap<(Option<FileId>, Lack), BTreeSet<Option<Span>>>,
}

impl Complaints {
    /// Adds one.
    pub fn push(&mut self, complaint: Diagnostic) {
        self.told.push(complaint);
    }

    /// Adds a character that no font has, in a text of a language.
    pub fn missing(&mut self, c: char, language: Option<&LanguageTag>, place: Option<Span>) {
        let lack = font_for(c, language).map_or(Lack::Character(c), Lack::Script);
        self.missing.entry((place.map(|place| place.file), lack)).or_default().insert(place);
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
        for ((_, lack), places) in self.missing {
            let told = match lack {
                Lack::Script(Advice { script, font }) => {
                    complaint::missing_script(script.replace('_', " "), places.len(), font)
                }
                Lack::Character(c) => {
                    let code = format!("U+{:04X}", u32::from(c));
                    complaint::missing_glyph(format!("{c:?}"), code, places.len())
                }
            };
            sink.push(told.at(places.first().copied().flatten()));
        }
        sink
    }
}
