//! The standards that a PDF for reading claims to keep. Decides which of them remain where something stands
//! against one: a file claims what holds, and no more.

use super::rules::Rule;

/// A level of PDF/A-2, from the one that asks for most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// Tagged, with letters for all signs.
    A,
    /// With letters for all signs.
    U,
    /// Looks the same for ever.
    B,
}

const LEVELS: [Level; 3] = [Level::A, Level::U, Level::B];

/// The standards that are claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standards {
    archival: Option<Level>,
    accessible: bool,
}

impl Standards {
    /// What a brochure is to keep: PDF/UA-1, with a date also PDF/A-2a.
    pub fn wanted(dated: bool) -> Self {
        Self { archival: dated.then_some(Level::A), accessible: true }
    }

    /// Those that nothing stands against: of PDF/A the highest level that is left.
    pub fn without(self, broken: &[Rule]) -> Self {
        let holds = |level: &Level| !broken.iter().any(|rule| forbids(*level, *rule));
        let left =
            self.archival.and_then(|from| LEVELS.into_iter().filter(|level| *level >= from).find(holds));
        let accessible = self.accessible && !broken.iter().any(|rule| is_silent(*rule));
        Self { archival: left, accessible }
    }

    /// Each by itself, with its name.
    pub fn each(self) -> impl Iterator<Item = (&'static str, Self)> {
        let archival = self.archival.map(|level| {
            let name = match level {
                Level::A => "PDF/A-2a",
                Level::U => "PDF/A-2u",
                Level::B => "PDF/A-2b",
            };
            (name, Self { accessible: false, ..self })
        });
        let accessible = self.accessible.then_some(("PDF/UA-1", Self { archival: None, accessible: true }));
        archival.into_iter().chain(accessible)
    }

    /// Their names.
    pub fn names(self) -> Vec<&'static str> {
        self.each().map(|(name, _)| name).collect()
    }

    /// Whether one of them forbids it.
    pub fn forbids(self, rule: Rule) -> bool {
        self.archival.is_some_and(|level| forbids(level, rule)) || self.accessible && is_silent(rule)
    }

    /// Whether one of them is PDF/A.
    pub fn is_archival(self) -> bool {
        self.archival.is_some()
    }

    /// The standards as properties of XMP. PDF/A knows none of PDF/UA's: they are described (ISO 19005-2, 6.6.2.3).
    pub fn told(self) -> String {
        let mut told = String::new();
        if let Some(level) = self.archival {
            told += &format!(
                "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>{level:?}</pdfaid:conformance>\n"
            );
        }
        if self.accessible {
            told += "<pdfuaid:part>1</pdfuaid:part>\n";
            if self.archival.is_some() {
                told += DESCRIPTION;
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

/// Whether a level of PDF/A-2 forbids it.
fn forbids(level: Level, rule: Rule) -> bool {
    match rule {
        Rule::SilentHeading => false,
        Rule::PrivateSign | Rule::SilentPicture | Rule::LinkWithoutDescription => level == Level::A,
        Rule::SilentSign | Rule::SignWithoutLetter => level < Level::B,
        Rule::MissingGlyph
        | Rule::RestrictedFont
        | Rule::LongText
        | Rule::DeepDrawing
        | Rule::ManyObjects => true,
    }
}

/// Whether PDF/UA-1 forbids it.
fn is_silent(rule: Rule) -> bool {
    match rule {
        Rule::SilentHeading
        | Rule::SilentPicture
        | Rule::LinkWithoutDescription
        | Rule::SilentSign
        | Rule::SignWithoutLetter
        | Rule::MissingGlyph
        | Rule::RestrictedFont => true,
        Rule::PrivateSign | Rule::LongText | Rule::DeepDrawing | Rule::ManyObjects => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_is_kept_and_no_more() {
        let dated = Standards::wanted(true);
        assert_eq!(dated.names(), ["PDF/A-2a", "PDF/UA-1"]);
        let kept = |rule: Rule| dated.without(&[rule]).names();
        assert_eq!(kept(Rule::SilentPicture), ["PDF/A-2u"]);
        assert_eq!(kept(Rule::SilentHeading), ["PDF/A-2a"]);
        assert_eq!(kept(Rule::LongText), ["PDF/UA-1"]);
        let both = [Rule::LongText, Rule::SilentPicture];
        assert_eq!(dated.without(&both).names(), [""; 0]);
        assert_eq!(Standards::wanted(false).without(&both[..1]).names(), ["PDF/UA-1"]);
    }
}
