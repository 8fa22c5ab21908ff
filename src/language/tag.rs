//! Language tags. Decides which are valid: language, script and region of BCP 47.

use std::fmt;

use crate::tree::shape::{Form, Shape};

/// Longest tag: `zhh-Hant-419`.
const LONGEST: usize = 12;

/// A language tag: `ar`, `de-AT`, `sr-Latn`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageTag([u8; LONGEST]);

/// ISO 639-1.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu \
    cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia \
    id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg \
    mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw \
    sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz \
    ve vi vo wa wo xh yi yo za zh zu";

/// Countries and long codes that are taken for languages, with the code that is meant.
const MISTAKEN: &[(&str, &str)] = &[
    ("al", "sq"),
    ("ara", "ar"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("deu", "de"),
    ("dk", "da"),
    ("eng", "en"),
    ("fas", "fa"),
    ("fra", "fr"),
    ("gb", "en"),
    ("ger", "de"),
    ("gr", "el"),
    ("ita", "it"),
    ("iw", "he"),
    ("jp", "ja"),
    ("kur", "ku"),
    ("per", "fa"),
    ("pol", "pl"),
    ("rs", "sr"),
    ("rus", "ru"),
    ("som", "so"),
    ("spa", "es"),
    ("tir", "ti"),
    ("tur", "tr"),
    ("ua", "uk"),
    ("ukr", "uk"),
    ("us", "en"),
    ("vn", "vi"),
];

impl LanguageTag {
    /// Reads a tag. Languages have two letters, or three where ISO 639-1 has no code.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-').peekable();
        let language = parts.next()?;
        let known = match language.len() {
            2 => TWO_LETTERS.split(' ').any(|code| code == language),
            3 => language.bytes().all(|b| b.is_ascii_lowercase()) && mistaken(language).is_none(),
            _ => false,
        };
        parts.next_if(|part| is_script(part));
        parts.next_if(|part| is_region(part));
        if !known || parts.next().is_some() {
            return None;
        }
        let mut bytes = [0; LONGEST];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Some(Self(bytes))
    }

    /// How tags are written.
    pub fn shape() -> Shape {
        let pattern = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$";
        Shape::Form(Form { name: "language code", pattern })
    }

    /// The tag that was probably meant.
    pub fn meant(text: &str) -> Option<Self> {
        let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
        let tidy: Vec<String> = parts.enumerate().map(|(n, part)| tidy(n, part)).collect();
        Self::parse(&tidy.join("-"))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        let len = self.0.iter().position(|b| *b == 0).unwrap_or(LONGEST);
        std::str::from_utf8(&self.0[..len]).unwrap_or_default()
    }

    /// The language without script and region.
    pub fn primary(&self) -> &str {
        self.as_str().split('-').next().unwrap_or_default()
    }
}

fn is_script(part: &str) -> bool {
    let bytes = part.as_bytes();
    bytes.len() == 4 && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_lowercase)
}

fn is_region(part: &str) -> bool {
    part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase())
        || part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit())
}

fn mistaken(code: &str) -> Option<&'static str> {
    MISTAKEN.iter().find(|(wrong, _)| *wrong == code).map(|(_, right)| *right)
}

/// A part of a tag with the letters as large as they should be.
fn tidy(n: usize, part: &str) -> String {
    let lower = part.to_ascii_lowercase();
    match (n, lower.len()) {
        (0, _) => mistaken(&lower).map_or(lower, str::to_owned),
        (_, 4) => lower[..1].to_ascii_uppercase() + &lower[1..],
        _ => lower.to_ascii_uppercase(),
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_language_script_and_region() {
        for tag in ["de", "ar", "kmr", "de-AT", "sr-Latn", "zh-Hant-TW", "es-419"] {
            assert_eq!(LanguageTag::parse(tag).expect(tag).as_str(), tag);
        }
        for bad in
            ["", "xx", "xx-", "de-", "DE", "de_AT", "de-at", "deutsch", "eng", "ua", "de-AT-1996", "dé"]
        {
            assert_eq!(LanguageTag::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn slips_are_understood() {
        for (typed, meant) in [
            ("EN", "en"),
            ("de_at", "de-AT"),
            ("en-", "en"),
            ("ua", "uk"),
            ("eng", "en"),
            ("SR-latn", "sr-Latn"),
        ] {
            assert_eq!(LanguageTag::meant(typed).expect(typed).as_str(), meant);
        }
        assert_eq!(LanguageTag::meant("xx-"), None);
        assert_eq!(LanguageTag::meant("ärger"), None);
    }

    #[test]
    fn the_primary_language_stands_first() {
        assert_eq!(LanguageTag::parse("sr-Latn").expect("a tag").primary(), "sr");
    }
}
