//! Braces behind a picture: `{#plan .full width=60%}`. Decides what may stand in them and what it means.

use std::ops::Range;

use super::super::{Extent, Placement};
use crate::geom::{MM, Pt};

/// What marks a table that is to stand on turned pages.
pub const LANDSCAPE: &str = ".landscape";

/// Points of a pixel of the web: 96 to an inch.
const PIXEL: Pt = 0.75;
/// The longest braces that are looked at.
const LONGEST: usize = 200;

/// What stands in the braces behind a picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attributes {
    /// The anchor.
    pub anchor: Option<String>,
    /// Width that is wished for.
    pub width: Option<Extent>,
    /// Height that is wished for.
    pub height: Option<Extent>,
    /// Whether it says nothing and is not read aloud.
    pub decorative: bool,
    /// Whether it stays in the line.
    pub inline: bool,
    /// Where it may stand.
    pub placement: Placement,
    /// Where it says that a table stands on turned pages: behind the picture that names its file.
    pub landscape: Option<Range<usize>>,
    /// What nothing is known of, with its place behind the picture.
    pub unknown: Vec<Range<usize>>,
}

impl Attributes {
    /// Reads what stands right behind a picture; returns also how many bytes it takes. A space before the
    /// braces is let pass where nothing unknown stands in them.
    pub fn behind(text: &str) -> Option<(Self, usize)> {
        let apart = text.starts_with(" {");
        let open = usize::from(apart);
        let inside = text[open..].strip_prefix('{')?;
        let most = inside.char_indices().nth(LONGEST).map_or(inside.len(), |(at, _)| at);
        let close = inside[..most].find(['}', '{', '\n']).filter(|at| inside[*at..].starts_with('}'))?;
        let mut attributes = Self::default();
        let mut any = false;
        for (at, word) in words(&inside[..close]) {
            any = true;
            let place = open + 1 + at..open + 1 + at + word.len();
            if word == LANDSCAPE {
                attributes.landscape = Some(place);
            } else if !attributes.take(word)? {
                attributes.unknown.push(place);
            }
        }
        let is_meant = any && (!apart || attributes.unknown.is_empty());
        is_meant.then_some((attributes, open + close + 2))
    }

    /// Takes a word in; whether it is known, or none if it is no attribute at all.
    fn take(&mut self, word: &str) -> Option<bool> {
        if let Some(class) = word.strip_prefix('.') {
            return (!class.is_empty()).then(|| self.class(class));
        }
        if let Some(anchor) = word.strip_prefix('#') {
            self.anchor = Some(anchor.to_owned()).filter(|anchor| !anchor.is_empty());
            return self.anchor.is_some().then_some(true);
        }
        let (key, value) = word.split_once('=')?;
        let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
        if key.is_empty() || !key.chars().all(is_key) {
            return None;
        }
        let extent = extent(value.trim_matches(['"', '\'']));
        match key {
            "width" => self.width = extent,
            "height" => self.height = extent.filter(|extent| matches!(extent, Extent::Length(_))),
            _ => return Some(false),
        }
        Some(if key == "width" { self.width.is_some() } else { self.height.is_some() })
    }

    fn class(&mut self, class: &str) -> bool {
        match class {
            "decorative" => self.decorative = true,
            "inline" => self.inline = true,
            "here" => self.placement = Placement::Here,
            "full" => self.placement = Placement::Page,
            _ => return false,
        }
        true
    }
}

/// The words between braces with their places; quotation marks hold spaces together. A colon before them
/// is let pass, as other programs write it.
fn words(inside: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let (mut start, mut quote) = (None, None);
    for (at, c) in inside.char_indices().chain([(inside.len(), ' ')]) {
        match (start, quote) {
            (None, _) if c.is_whitespace() || (c == ':' && words.is_empty()) => {}
            (None, _) => start = Some(at),
            (Some(from), None) if c.is_whitespace() => {
                words.push((from, &inside[from..at]));
                start = None;
            }
            (Some(_), None) if matches!(c, '"' | '\'') => quote = Some(c),
            (Some(_), Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    words.extend(start.map(|from| (from, &inside[from..])));
    words
}

/// `60%`, `5cm`, `40mm`, `2in`, `120pt`, `300px`, `300`.
pub fn extent(written: &str) -> Option<Extent> {
    let number = written.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(written.len());
    let value: f64 = written[..number].replace(',', ".").parse().ok()?;
    let unit = match written[number..].trim() {
        "%" => return (value > 0.0).then(|| Extent::Share((value / 100.0).min(1.0))),
        "cm" => 10.0 * MM,
        "mm" => MM,
        "in" => 72.0,
        "pt" => 1.0,
        "px" | "" => PIXEL,
        _ => return None,
    };
    (value > 0.0 && value < 1e6).then_some(Extent::Length(value * unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Attributes {
        Attributes::behind(text).unwrap_or_else(|| panic!("{text}")).0
    }

    #[test]
    fn attributes_stand_in_any_order() {
        for text in
            ["{#plan .full width=60%}", "{width=\"60%\" .full #plan} Text", "{: .full width=60% #plan}"]
        {
            let found = read(text);
            assert_eq!(found.anchor.as_deref(), Some("plan"));
            assert_eq!(found.width, Some(Extent::Share(0.6)));
            assert_eq!((found.placement, found.unknown), (Placement::Page, vec![]));
        }
    }

    #[test]
    fn lengths_have_units() {
        assert_eq!(extent("5,5cm"), Some(Extent::Length(55.0 * MM)));
        assert_eq!(extent("300"), extent("300px"));
        assert_eq!(extent("2in"), Some(Extent::Length(144.0)));
        for wrong in ["", "viel", "0", "-3cm", "5em", "1e9", "1..2cm"] {
            assert_eq!(extent(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_unknown_is_told_with_its_place() {
        let text = "{.rund width=5äpfel .here}";
        let places: Vec<&str> = read(text).unknown.into_iter().map(|range| &text[range]).collect();
        assert_eq!(places, [".rund", "width=5äpfel"]);
    }

    #[test]
    fn other_braces_are_text() {
        for text in ["", "{", "{}", "{ name }", "{{ x=1 }}", "{width=5cm\n}", "x{.full}", " {.rund}", "{a=b"]
        {
            assert_eq!(Attributes::behind(text), None, "{text}");
        }
        assert_eq!(Attributes::behind(" {.here} und").map(|(_, len)| len), Some(8));
    }
}
