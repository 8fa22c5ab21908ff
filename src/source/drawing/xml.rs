//! The text of a drawing before it is parsed. Decides what would cost a parser of XML too much, whatever it
//! means: nesting, attributes of a tag, namespaces, declared entities.

use std::collections::BTreeSet;

use super::Refusal;
use crate::diag::words;

/// Deepest nesting of tags.
pub const DEEPEST_NESTING: u64 = 200;
/// Most attributes of a tag: parsers compare each with each.
pub const MOST_ATTRIBUTES: u64 = 200;
/// Most prefixes of namespaces: parsers copy them from tag to tag.
pub const MOST_PREFIXES: u64 = 64;

/// Looks at every tag of a text. What is no well-formed XML is left to the parser.
pub fn check(text: &str) -> Result<(), Refusal> {
    let mut scan = Scan { text, at: 0, depth: 0, prefixes: BTreeSet::new() };
    while let Some(start) = text[scan.at..].find('<') {
        scan.at += start;
        scan.markup()?;
    }
    Ok(())
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    depth: u64,
    prefixes: BTreeSet<&'t str>,
}

impl<'t> Scan<'t> {
    /// Steps over what begins with `<`.
    fn markup(&mut self) -> Result<(), Refusal> {
        let rest = &self.text[self.at..];
        if rest.starts_with("<!--") {
            self.skip("<!--", "-->");
        } else if rest.starts_with("<![CDATA[") {
            self.skip("<![CDATA[", "]]>");
        } else if rest.starts_with("<?") {
            self.skip("<?", "?>");
        } else if rest.starts_with("</") {
            self.skip("</", ">");
            self.depth = self.depth.saturating_sub(1);
        } else if rest.starts_with("<!") {
            self.declaration()?;
        } else {
            self.tag()?;
        }
        Ok(())
    }

    fn skip(&mut self, open: &str, close: &str) {
        self.at += open.len();
        self.at = self.text[self.at..].find(close).map_or(self.text.len(), |n| self.at + n + close.len());
    }

    /// `<!DOCTYPE …>`; entities can be declared in its brackets only.
    fn declaration(&mut self) -> Result<(), Refusal> {
        while let Some(sign) = self.next_outside_quotes(&['>', '[']) {
            match sign {
                '[' => return Err(Refusal::invalid(words::declares_entities())),
                '>' => break,
                _ => {}
            }
        }
        Ok(())
    }

    fn tag(&mut self) -> Result<(), Refusal> {
        let (mut attributes, mut name) = (0, self.at);
        while let Some(sign) = self.next_outside_quotes(&['>', '"']) {
            if sign == '>' {
                break;
            }
            attributes += 1;
            self.attribute(name)?;
            name = self.at;
        }
        Refusal::above(words::attributes, attributes, MOST_ATTRIBUTES)?;
        if !self.text[..self.at].ends_with("/>") {
            self.depth += 1;
        }
        Refusal::above(words::elements, self.depth, DEEPEST_NESTING)
    }

    /// Steps behind the next of the signs; a quoted text counts as one `"`, if that is wanted.
    fn next_outside_quotes(&mut self, wanted: &[char]) -> Option<char> {
        loop {
            let found = self.text[self.at..].find(|c| c == '"' || c == '\'' || wanted.contains(&c));
            let Some(found) = found else {
                self.at = self.text.len();
                return None;
            };
            self.at += found + 1;
            let sign = char::from(self.text.as_bytes()[self.at - 1]);
            if !matches!(sign, '"' | '\'') {
                return Some(sign);
            }
            let end = self.text[self.at..].find(sign);
            self.at = end.map_or(self.text.len(), |n| self.at + n + 1);
            if wanted.contains(&'"') {
                return Some('"');
            }
        }
    }

    /// Notes the prefix that the attribute declares whose name stands behind `start`.
    fn attribute(&mut self, start: usize) -> Result<(), Refusal> {
        let written = &self.text[start..self.at];
        let name = written.split('=').next().unwrap_or_default().trim_end();
        let name = name.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
        if name.starts_with("xmlns") {
            self.prefixes.insert(name);
        }
        Refusal::above(words::prefixes, self.prefixes.len() as u64, MOST_PREFIXES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> bool {
        check(text).is_err()
    }

    #[test]
    fn nesting_is_counted_past_quotes_comments_and_tags_that_close_themselves() {
        let nested = |n: usize, tag: &str| format!("{}{}", tag.repeat(n), "</g>".repeat(n));
        let edge = DEEPEST_NESTING as usize;
        for tag in ["<g>", "<g id='/>'>", "<g a=\">'/>\" b='\"'>", "<g><!-- </g> --><?x </g> ?><a/>"] {
            assert!(!refused(&nested(edge, tag)), "{tag}");
            assert!(refused(&nested(edge + 1, tag)), "{tag}");
        }
        assert!(!refused(&"<a/><b x='1'/><![CDATA[<g>]]>".repeat(1000)));
    }

    #[test]
    fn attributes_and_prefixes_have_limits() {
        let attributes = |n: u64| (0..n).map(|n| format!(" a{n} = '='")).collect::<String>();
        assert!(!refused(&format!("<g{}/>", attributes(MOST_ATTRIBUTES))));
        assert!(refused(&format!("<g{}/>", attributes(MOST_ATTRIBUTES + 1))));
        let prefixes = |n: u64| (0..n).map(|n| format!("<g xmlns:p{n}='p'/>")).collect::<String>();
        assert!(!refused(&prefixes(MOST_PREFIXES)));
        assert!(refused(&prefixes(MOST_PREFIXES + 1)));
        assert!(!refused(&"<svg xmlns='a' xmlns:b='b'/>".repeat(100)));
    }

    #[test]
    fn a_type_of_document_is_named_and_not_declared() {
        assert!(!refused("<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' \"[>\"><svg/>"));
        assert!(refused("<!DOCTYPE svg [<!ENTITY a 'ha'>]><svg/>"));
        assert!(refused("<!DOCTYPE svg SYSTEM 'x' []><svg/>"));
    }

    #[test]
    fn what_is_not_closed_ends() {
        for text in ["<", "<g a='", "<!--", "<!DOCTYPE '", "</", "<?", "<g a=\"\u{e9}"] {
            assert!(!refused(text), "{text}");
        }
    }
}
