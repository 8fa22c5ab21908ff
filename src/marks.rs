//! Marks of a text: emphasis and the like. Decides which there are.

/// What is marked on a piece of text, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Marks(pub u16);

impl Marks {
    /// `*kursiv*`
    pub const EMPHASIS: Self = Self(1);
    /// `**fett**`
    pub const STRONG: Self = Self(2);
    /// `~~gestrichen~~`
    pub const STRIKE: Self = Self(4);
    /// `~tief~`
    pub const SUBSCRIPT: Self = Self(8);
    /// `^hoch^`
    pub const SUPERSCRIPT: Self = Self(16);
    /// `` `Code` ``
    pub const CODE: Self = Self(32);
    /// The call of a note.
    pub const CALL: Self = Self(64);
    /// Typed behind a backslash: means nothing but itself.
    pub const LITERAL: Self = Self(128);

    /// `<u>unterstrichen</u>`
    pub const UNDERLINE: Self = Self(256);
    /// `==hervorgehoben==`
    pub const HIGHLIGHT: Self = Self(512);
    /// `<small>klein</small>`
    pub const SMALL: Self = Self(1024);

    /// Whether all of `other` is set.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Those that are in `other`, too.
    pub fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Both.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
