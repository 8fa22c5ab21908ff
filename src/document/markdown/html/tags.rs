//! The tags of HTML. Decides what is one, and which letters entities and attributes stand for.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

/// A piece of HTML.
#[derive(Debug, PartialEq)]
pub enum Token<'h> {
    /// Words, perhaps with entities.
    Words(&'h str),
    /// A tag.
    Tag(Tag),
    /// A comment, without its dashes.
    Comment(&'h str),
}

/// A tag.
#[derive(Debug, PartialEq, Default)]
pub struct Tag {
    /// Its name in lower case.
    pub name: String,
    /// Whether it closes.
    pub closes: bool,
    /// Attributes: name in lower case, value.
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The tag that is the whole of a text.
    pub fn of(html: &str) -> Option<Self> {
        match tag(html) {
            Some((tag, len)) if len == html.len() => Some(tag),
            _ => None,
        }
    }
}

/// The pieces of HTML with their places.
pub fn tokens(html: &str) -> Vec<(Token<'_>, Range<usize>)> {
    let mut tokens = Vec::new();
    let (mut at, mut words) = (0, 0);
    while let Some(open) = html[at..].find('<').map(|n| at + n) {
        let rest = &html[open..];
        let found = match rest.strip_prefix("<!--") {
            Some(inside) => {
                let len = inside.find("-->").unwrap_or(inside.len());
                Some((Token::Comment(&inside[..len]), (len + 7).min(rest.len())))
            }
            None => tag(rest).map(|(tag, len)| (Token::Tag(tag), len)),
        };
        let Some((token, len)) = found else {
            at = open + 1;
            continue;
        };
        if words < open {
            tokens.push((Token::Words(&html[words..open]), words..open));
        }
        at = open + len;
        words = at;
        tokens.push((token, open..at));
    }
    if words < html.len() {
        tokens.push((Token::Words(&html[words..]), words..html.len()));
    }
    tokens
}

/// Longest tag, in bytes.
const LONGEST: usize = 8000;

/// The tag that begins a text, and its length.
fn tag(text: &str) -> Option<(Tag, usize)> {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let inside = text.strip_prefix('<')?;
    let closes = inside.starts_with('/');
    let inside = &inside[usize::from(closes)..];
    let name = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inside.len());
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic())
        || !inside[name..].starts_with(['>', '/', ' ', '\t', '\n', '\r'])
    {
        return None;
    }
    let mut tag = Tag { name: inside[..name].to_ascii_lowercase(), closes, attributes: Vec::new() };
    let mut rest = inside[name..].trim_start();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(behind) = rest.strip_prefix('>') {
            return Some((tag, text.len() - behind.len()));
        }
        let key =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).filter(|len| *len > 0)?;
        let name = rest[..key].to_ascii_lowercase();
        rest = rest[key..].trim_start();
        let value = match rest.strip_prefix('=') {
            None => "",
            Some(behind) => {
                let (value, after) = value(behind.trim_start())?;
                rest = after;
                value
            }
        };
        tag.attributes.push((name, decoded(value)));
    }
}

/// The value that begins a text, and what follows.
fn value(text: &str) -> Option<(&str, &str)> {
    match text.chars().next()? {
        quote @ ('"' | '\'') => text[1..].split_once(quote),
        _ => Some(text.split_at(text.find(|c: char| c.is_whitespace() || c == '>')?)),
    }
}

/// Text with its entities replaced, as the parser of Markdown does it.
pub fn decoded(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        whole.push_str(before);
        let len = entity.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(entity.len());
        if entity[len..].starts_with(';') && len > 0 {
            let written = format!("&{};", &entity[..len]);
            let words = Parser::new(&written).filter_map(|event| match event {
                Event::Text(words) => Some(words.into_string()),
                _ => None,
            });
            whole.extend(words);
            rest = &entity[len + 1..];
        } else {
            whole.push('&');
            rest = entity;
        }
    }
    whole + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_names_and_decoded_attributes() {
        let found = Tag::of("<IMG src='a b.png' alt=\"Rat &amp; Haus\" hidden width=40>").expect("a tag");
        assert_eq!(found.name, "img");
        assert_eq!((found.get("src"), found.get("alt")), (Some("a b.png"), Some("Rat & Haus")));
        assert_eq!((found.get("hidden"), found.get("width")), (Some(""), Some("40")));
        assert!(Tag::of("</p>").expect("a tag").closes);
    }

    #[test]
    fn what_is_no_tag_is_words() {
        for words in ["a < b", "<3", "<https://a.de>", "<a", "x <= y > z"] {
            assert_eq!(tokens(words), [(Token::Words(words), 0..words.len())], "{words}");
        }
        let found = tokens("a<br/>b<!-- c -->");
        assert_eq!(found.iter().map(|(_, at)| at.clone()).collect::<Vec<_>>(), [0..1, 1..6, 6..7, 7..17]);
    }
}
