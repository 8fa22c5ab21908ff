//! QR codes. Decides which links that lead out get one, with which words, and where it is read.

use crate::diag::Span;
use crate::ids::{LinkId, NodeId};
use crate::source::theme::{QrLinks, QrPlace};

/// Words in a link's title that ask for a code.
const MARK: &str = "QR";

/// A QR code for a link.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// Where it leads: a URI.
    pub url: String,
    /// The address as the author wrote it.
    pub written: String,
    /// What is found there.
    pub words: Option<String>,
    /// The link in the text.
    pub of: LinkId,
    /// The code's own link.
    pub link: LinkId,
    /// Whether it stands in the margin beside its link.
    pub beside: bool,
    /// Leaf of the words.
    pub label: NodeId,
    /// The symbol in the structure, with the address that is printed beside it.
    pub figure: NodeId,
    /// How the symbol is read aloud.
    pub alt: String,
    /// Where the link is written.
    pub span: Span,
}

impl Code {
    /// The address as it is printed.
    pub fn address(&self) -> &str {
        short_url(&self.written)
    }
}

/// How the brochure wants its codes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wishes {
    /// Which links get one.
    pub links: QrLinks,
    /// Where they stand.
    pub place: QrPlace,
}

/// Whether a link with that title gets a code, and the words that the author gave it:
/// `[Text](https://… "QR: Words beside the code")`.
pub fn wanted(title: &str, wishes: Wishes) -> Option<Option<String>> {
    let marked = marked(title);
    let words = marked.map(|rest| rest.trim_start_matches(':').trim()).filter(|words| !words.is_empty());
    let wanted = match wishes.links {
        QrLinks::Marked => marked.is_some(),
        QrLinks::All => true,
        QrLinks::None => false,
    };
    wanted.then(|| words.map(str::to_owned))
}

/// What the title of a link says of where it leads.
pub fn description(title: &str) -> Option<&str> {
    Some(title.trim()).filter(|title| !title.is_empty() && marked(title).is_none())
}

/// What stands behind the mark that asks for a code.
fn marked(title: &str) -> Option<&str> {
    title.strip_prefix(MARK).filter(|rest| rest.is_empty() || rest.starts_with([':', ' ']))
}

/// An address without scheme and `www.`
pub fn short_url(url: &str) -> &str {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let url = url.strip_prefix("mailto:").unwrap_or(url);
    url.strip_prefix("www.").unwrap_or(url).trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_ask_for_codes() {
        let marked = Wishes { links: QrLinks::Marked, place: QrPlace::Margin };
        assert_eq!(wanted("QR", marked), Some(None));
        assert_eq!(wanted("QR: Muster", marked), Some(Some("Muster".to_owned())));
        assert_eq!(wanted("QRS", marked), None);
        assert_eq!(wanted("Muster", marked), None);
        assert_eq!(wanted("", Wishes { links: QrLinks::All, ..marked }), Some(None));
        assert_eq!(wanted("QR", Wishes { links: QrLinks::None, ..marked }), None);
    }
}
