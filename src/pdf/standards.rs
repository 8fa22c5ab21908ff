//! The standards that a PDF for reading claims to keep. Decides which of them remain where something stands
//! against one: a file claims what holds, and no more.

use super::rules::Rule;
use crate::source::editions::Accessibility;

/// A level of PDF/A.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    /// PDF/A-2a: tagged, with letters for all signs.
    A,
    /// PDF/A-2u: with letters for all signs.
    U,
    /// PDF/A-2b: looks the same for ever.
    B,
    /// PDF/A-4, which has no levels.
    Four,
}

impl Level {
    /// This one and those that ask for less, from the one that asks for most.
    fn downwards(self) -> &'static [Self] {
        match self {
            Self::A => &[Self::A, Self::U, Self::B],
            Self::U => &[Self::U, Self::B],
            Self::B => &[Self::B],
            Self::Four => &[Self::Four],
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::A => "PDF/A-2a",
            Self::U => "PDF/A-2u",
            Self::B => "PDF/A-2b",
            Self::Four => "PDF/A-4",
        }
    }
}

/// The standards that are claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standards {
    archival: Option<Level>,
    accessible: bool,
    /// That of the tags, claimed or not.
    tags: Accessibility,
}

impl Standards {
    /// What a brochure is to keep: PDF/UA, with a date also PDF/A.
    pub fn wanted(tags: Accessibility, dated: bool) -> Self {
        let level = match tags {
            Accessibility::Ua1 => Level::A,
            Accessibility::Ua2 => Level::Four,
        };
        Self { archival: dated.then_some(level), accessible: true, tags }
    }

    /// Those that nothing stands against: of PDF/A the highest level that is left.
    pub fn without(self, broken: &[Rule]) -> Self {
        let holds = |level: &Level| !broken.iter().any(|rule| forbids(*level, *rule));
        let archival = self.archival.and_then(|from| from.downwards().iter().copied().find(holds));
        let accessible = self.accessible && !broken.iter().any(|rule| is_silent(*rule, self.tags));
        Self { archival, accessible, ..self }
    }

    /// Each by itself, with its name.
    pub fn each(self) -> impl Iterator<Item = (&'static str, Self)> {
        let archival = self.archival.map(|level| (level.name(), Self { accessible: false, ..self }));
        let name = match self.tags {
            Accessibility::Ua1 => "PDF/UA-1",
            Accessibility::Ua2 => "PDF/UA-2",
        };
        let accessible = self.accessible.then_some((name, Self { archival: None, ..self }));
        archival.into_iter().chain(accessible)
    }

    /// Their names.
    pub fn names(self) -> Vec<&'static str> {
        self.each().map(|(name, _)| name).collect()
    }

    /// Whether one of them forbids it.
    pub fn forbids(self, rule: Rule) -> bool {
        self.archival.is_some_and(|level| forbids(level, rule))
            || self.accessible && is_silent(rule, self.tags)
    }

    /// Whether one of them is PDF/A.
    pub fn is_archival(self) -> bool {
        self.archival.is_some()
    }

    /// The standard of the tags.
    pub fn tags(self) -> Accessibility {
        self.tags
    }

    /// The standards as properties of XMP. PDF/A-2 knows none of PDF/UA's: they are described (ISO 19005-2, 6.6.2.3).
    pub fn told(self) -> String {
        let mut told = String::new();
        match self.archival {
            Some(Level::Four) => told += "<pdfaid:part>4</pdfaid:part>\n<pdfaid:rev>2020</pdfaid:rev>\n",
            Some(level) => {
                told += &format!(
                    "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>{level:?}</pdfaid:conformance>\n"
                );
            }
            None => {}
        }
        match self.tags {
            _ if !self.accessible => {}
            Accessibility::Ua2 => {
                told += "<pdfuaid:part>2</pdfuaid:part>\n<pdfuaid:rev>2024</pdfuaid:rev>\n";
            }
            Accessibility::Ua1 => {
                told += "<pdfuaid:part>1</pdfuaid:part>\n";
                told += if self.archival.is_some() { DESCRIPTION } else { "" };
            }
        }
        told
    }
}

/// What `pdfuaid:part` is.
const DESCRIPTION: &str = "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\
    <pdfaProperty:name>part</pdfaProperty:name>\
    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
    <pdfaProperty:category>internal</pdfaProperty:category>\
    <pdfaProperty:description>Indicates which part of ISO 14289 standard is followed</pdfaProperty:description>\
    </rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\n";

/// Whether a level of PDF/A forbids it. PDF/A-4 has no limits of its own (ISO 19005-4, 6.1.12).
fn forbids(level: Level, rule: Rule) -> bool {
    match rule {
        Rule::SilentHeading | Rule::PrivateText => false,
        Rule::PrivateSign => matches!(level, Level::A | Level::Four),
        Rule::SilentPicture | Rule::LinkWithoutDescription => level == Level::A,
        Rule::SilentSign => level != Level::B,
        Rule::SignWithoutLetter => matches!(level, Level::A | Level::U),
        Rule::MissingGlyph | Rule::RestrictedFont => true,
        Rule::LongText | Rule::DeepDrawing | Rule::ManyObjects => level != Level::Four,
    }
}

/// Whether PDF/UA forbids it. PDF/UA-2 has no signs of private areas (ISO 14289-2, 8.4.3 and 8.6).
fn is_silent(rule: Rule, tags: Accessibility) -> bool {
    match rule {
        Rule::SilentHeading
        | Rule::SilentPicture
        | Rule::LinkWithoutDescription
        | Rule::SilentSign
        | Rule::SignWithoutLetter
        | Rule::MissingGlyph
        | Rule::RestrictedFont => true,
        Rule::PrivateSign | Rule::PrivateText => tags == Accessibility::Ua2,
        Rule::LongText | Rule::DeepDrawing | Rule::ManyObjects => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_is_kept_and_no_more() {
        let dated = Standards::wanted(Accessibility::Ua1, true);
        assert_eq!(dated.names(), ["PDF/A-2a", "PDF/UA-1"]);
        let kept = |rule: Rule| dated.without(&[rule]).names();
        assert_eq!(kept(Rule::SilentPicture), ["PDF/A-2u"]);
        assert_eq!(kept(Rule::SilentHeading), ["PDF/A-2a"]);
        assert_eq!(kept(Rule::LongText), ["PDF/UA-1"]);
        let both = [Rule::LongText, Rule::SilentPicture];
        assert_eq!(dated.without(&both).names(), [""; 0]);
        assert_eq!(Standards::wanted(Accessibility::Ua1, false).without(&both[..1]).names(), ["PDF/UA-1"]);
    }

    #[test]
    fn of_pdf_2_nothing_less_is_left() {
        let dated = Standards::wanted(Accessibility::Ua2, true);
        assert_eq!(dated.names(), ["PDF/A-4", "PDF/UA-2"]);
        let kept = |rule: Rule| dated.without(&[rule]).names();
        assert_eq!(kept(Rule::SilentPicture), ["PDF/A-4"]);
        assert_eq!(kept(Rule::LongText), ["PDF/A-4", "PDF/UA-2"]);
        assert_eq!(kept(Rule::PrivateText), ["PDF/A-4"]);
        assert_eq!(kept(Rule::PrivateSign), [""; 0]);
    }
}
