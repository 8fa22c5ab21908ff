//! Text to be found and copied. Decides which letters of ours are others, or none, when one types them.

use std::borrow::Cow;

use crate::pages::Glyph;

/// Text as it is found and copied, in the letters that one types into a search box: protected spaces
/// are plain spaces, our own hyphens plain hyphens, and signs without ink are left out.
pub struct Copied<'t> {
    /// The letters.
    pub words: Cow<'t, str>,
    /// By byte of the text before: the byte now; empty where nothing changed.
    bytes: Vec<usize>,
}

impl<'t> Copied<'t> {
    /// Of a text as it is set.
    pub fn new(text: &'t str) -> Self {
        // All that differ begin with one of these pairs of bytes, which few others do.
        let may_differ = |pair: &[u8]| {
            matches!(pair, [0xc2, 0xa0 | 0xad] | [0xe2, 0x80 | 0x81] | [0xef, 0xbb]) // U+A0, U+AD, U+2000, U+FEFF
        };
        if !text.as_bytes().windows(2).any(may_differ) || text.chars().all(|c| typed(c) == Some(c)) {
            return Self { words: Cow::Borrowed(text), bytes: Vec::new() };
        }
        let mut words = String::with_capacity(text.len());
        let mut bytes = Vec::with_capacity(text.len() + 1);
        for c in text.chars() {
            bytes.extend(std::iter::repeat_n(words.len(), c.len_utf8()));
            words.extend(typed(c));
        }
        bytes.push(words.len());
        Self { words: Cow::Owned(words), bytes }
    }

    /// The letters that a glyph of the text stands for, by itself or with others.
    pub fn letters(&self, glyph: &Glyph) -> &str {
        let now = |byte: u16| self.bytes.get(usize::from(byte)).copied().unwrap_or(usize::from(byte));
        self.words.get(now(glyph.start)..now(glyph.end)).unwrap_or("")
    }
}

/// What one types for a letter of ours.
fn typed(c: char) -> Option<char> {
    match c {
        '\u{a0}' | '\u{202f}' => Some(' '),
        '\u{ad}' => Some('-'),
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => None,
        c => Some(c),
    }
}
