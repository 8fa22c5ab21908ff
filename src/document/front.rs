//! Front matter: the TOML between `+++` lines at the head of a chapter.

use crate::diag::{FileId, Sink, Span, complaint};
use crate::tree::{Decode, Decoder, Spanned, decoded, decoded_enum, parse};

decoded_enum! {
    /// What a chapter file is.
    #[derive(Default)]
    pub enum ChapterKind {
        /// A numbered chapter with an opening page.
        #[default]
        Chapter = "chapter",
        /// A foreword: no number, no opening page.
        Foreword = "foreword",
        /// A glossary: terms in two columns.
        Glossary = "glossary",
        /// Anything else without a number.
        Appendix = "appendix",
    }
}

decoded! {
    /// What an author says of a chapter.
    #[derive(Default)]
    pub struct FrontMatter {
        /// Title; without it the first heading of level 1 is taken.
        title: Option<Spanned<String>> = None,
        /// For running heads.
        short_title: Option<Spanned<String>> = None,
        /// Standfirst of the chapter opening.
        summary: Option<Spanned<String>> = None,
        /// One line for the contents.
        toc_summary: Option<Spanned<String>> = None,
        /// „Auf einen Blick“
        key_points: Vec<Spanned<String>> = Vec::new(),
        kind: ChapterKind = ChapterKind::Chapter,
    }
}

/// The front matter of a chapter and the byte at which its text begins.
pub fn read(text: &str, file: FileId, sink: &mut Sink) -> (FrontMatter, usize) {
    let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let head = text[bom..].lines().next().unwrap_or("");
    if head.trim_end() != "+++" {
        if head.trim_end() == "---" {
            sink.push(complaint::front_matter_in_yaml().at(Span::new(file, bom..bom + 3)));
        }
        return (FrontMatter::default(), bom);
    }
    let start = (bom + head.len() + 1).min(text.len());
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return (decode(&text[start..at], file, start, sink), at + line.len());
        }
        at += line.len();
    }
    sink.push(complaint::front_matter_open().at(Span::new(file, bom..bom + 3)));
    (FrontMatter::default(), text.len())
}

fn decode(toml: &str, file: FileId, offset: usize, sink: &mut Sink) -> FrontMatter {
    let value = parse(toml, file, offset, sink);
    let mut palette = Default::default();
    let mut cx = Decoder { sink, leading: 0.0, palette: &mut palette };
    FrontMatter::decode(&value, &mut cx).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_split_from_the_text() {
        let mut sink = Sink::new();
        let text = "+++\ntitle = \"A\"\n+++\nText";
        let (front, at) = read(text, FileId(0), &mut sink);
        assert_eq!(front.title.expect("title").value, "A");
        assert_eq!(&text[at..], "Text");
        assert!(sink.is_empty());
    }

    #[test]
    fn faults_stand_at_their_place() {
        let mut sink = Sink::new();
        read("+++\ntitel = \"A\"\nkind = \"gloss\"\n+++\n", FileId(0), &mut sink);
        assert_eq!(sink.iter().map(|d| d.code).collect::<Vec<_>>(), ["unknown-key", "config-value"]);
        assert_eq!(sink[0].span.map(|s| (s.start, s.end)), Some((4, 9)));
    }

    #[test]
    fn unclosed_front_matter_is_an_error() {
        let mut sink = Sink::new();
        read("+++\ntitle = \"A\"\n", FileId(0), &mut sink);
        assert_eq!(sink[0].code, "front-matter");
    }
}
