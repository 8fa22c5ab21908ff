//! Addresses that lead out of the brochure. Decides which are accepted, and how what was typed becomes
//! a URI: ASCII (ISO 32000-1, 12.6.4.7), with a host, within bounds.

use std::fmt::Write;

use crate::diag::{Diagnostic, complaint};

/// Longest URI in bytes: what every server must take (RFC 9110, 4.1).
pub const LONGEST: usize = 8000;

/// Schemes that lead out.
const SCHEMES: [&str; 4] = ["http:", "https:", "mailto:", "tel:"];

/// Whether an address begins with a scheme that leads out.
pub fn leads_out(written: &str) -> bool {
    let begins = |scheme: &&str| written.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme));
    SCHEMES.iter().any(begins)
}

/// The URI of an address with a scheme that leads out, or what is wrong with it, without place. A sound URI stays as
/// it is; else its host becomes Punycode (UTS #46), and letters beside ASCII are percent-encoded.
pub fn read(written: &str) -> Result<String, Diagnostic> {
    let written = written.trim();
    let (scheme, rest) = written.split_once(':').unwrap_or((written, ""));
    let rest = match scheme.to_ascii_lowercase().as_str() {
        "mailto" => mail(rest),
        "tel" => telephone(rest),
        _ => web(rest),
    }?;
    let uri = format!("{scheme}:{rest}");
    if uri.len() > LONGEST {
        return Err(complaint::address_too_long(uri.len(), LONGEST));
    }
    Ok(uri)
}

/// Percent-decoding; what is not UTF-8 stays as written.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = |at: usize| tail.get(at).and_then(|b| (*b as char).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, hex(0), hex(1)) {
            bytes.push((high * 16 + low) as u8);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// `//user@host:port/path?query#fragment` (RFC 3986, 3).
fn web(rest: &str) -> Result<String, Diagnostic> {
    let after = rest.strip_prefix("//").unwrap_or_default();
    let (authority, path) = after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (encoded(user, "/?#[]@") + "@", host),
        None => (String::new(), authority),
    };
    let port_at = host.rfind(':').filter(|at| !host[*at..].contains(']')).unwrap_or(host.len());
    let (name, port) = host.split_at(port_at);
    let number = port.trim_start_matches(':');
    if !number.is_empty() && number.parse::<u16>().is_err() {
        return Err(complaint::no_port(number));
    }
    let name = match name.strip_prefix('[').and_then(|n| n.strip_suffix(']')) {
        Some(address) if address.parse::<std::net::Ipv6Addr>().is_ok() => name.to_owned(),
        _ => domain(name)?,
    };
    let (path, fragment) = path.split_at(path.find('#').unwrap_or(path.len()));
    let fragment = fragment.strip_prefix('#').map(|part| format!("#{}", encoded(part, "#[]")));
    Ok(format!("//{user}{name}{port}{}{}", encoded(path, "[]"), fragment.unwrap_or_default()))
}

/// The name of a host in ASCII.
fn domain(name: &str) -> Result<String, Diagnostic> {
    if name.is_empty() {
        return Err(complaint::address_without_host());
    }
    let no_host = || complaint::no_host(name);
    let ascii = if name.is_ascii() {
        name.to_owned()
    } else {
        idna::domain_to_ascii_strict(name).map_err(|_| no_host())?
    };
    let plain = |label: &str| label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let labels = ascii.strip_suffix('.').unwrap_or(&ascii).split('.');
    let sound = labels.clone().all(|label| (1..=63).contains(&label.len()) && plain(label));
    if sound && ascii.len() <= 254 { Ok(ascii) } else { Err(no_host()) }
}

/// `rat@ort.example,amt@ort.example?subject=…` (RFC 6068).
fn mail(rest: &str) -> Result<String, Diagnostic> {
    let (to, headers) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    if to.is_empty() && headers.is_empty() {
        return Err(complaint::address_without_recipient());
    }
    let recipients = to.split(',').filter(|_| !to.is_empty()).map(|recipient| {
        let parts = recipient.trim().rsplit_once('@').filter(|(user, _)| !user.is_empty());
        let (user, host) = parts.ok_or_else(|| complaint::no_mail_address(recipient))?;
        Ok(format!("{}@{}", encoded(user, "/?#[]@:;"), domain(host)?))
    });
    let recipients = recipients.collect::<Result<Vec<_>, Diagnostic>>()?;
    Ok(recipients.join(",") + &encoded(headers, "#[]"))
}

/// `+49-30-1234;ext=5` (RFC 3966); spaces between figures are left out.
fn telephone(rest: &str) -> Result<String, Diagnostic> {
    let (number, parameters) = rest.split_at(rest.find(';').unwrap_or(rest.len()));
    let number: String = number.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect();
    let sign = |(n, c): (usize, char)| c.is_ascii_digit() || "-.()*#".contains(c) || n == 0 && c == '+';
    let sound = number.contains(|c: char| c.is_ascii_digit()) && number.char_indices().all(sign);
    if sound { Ok(number + &encoded(parameters, "/?#@")) } else { Err(complaint::no_telephone_number(rest)) }
}

/// The text with everything percent-encoded that may not stand in a URI, and the signs of `kept_out`.
/// What is encoded already stays.
fn encoded(text: &str, kept_out: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, byte) in text.bytes().enumerate() {
        let hex = |n: usize| text.as_bytes().get(at + n).is_some_and(u8::is_ascii_hexdigit);
        let allowed = match byte {
            b'%' => hex(1) && hex(2),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(&byte),
        };
        if allowed && !kept_out.as_bytes().contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Whether a token is a web address, a mail address or a path.
pub fn is_address(token: &str) -> bool {
    let token = token.trim_matches(|c: char| !c.is_alphanumeric());
    if !token.bytes().any(|b| matches!(b, b'.' | b'/' | b'@')) {
        return false;
    }
    if token.contains("://") || token.starts_with("www.") {
        return true;
    }
    if let Some((user, host)) = token.split_once('@') {
        return !user.is_empty() && host.contains('.');
    }
    let host = token.split('/').next().unwrap_or("");
    let labels: Vec<&str> = host.split('.').collect();
    let domain = labels.len() >= 2
        && labels.iter().all(|l| !l.is_empty() && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        && labels.last().is_some_and(|l| l.len() >= 2 && l.chars().all(|c| c.is_ascii_lowercase()))
        && labels[0].len() >= 2;
    domain
        || token.matches('/').count() >= 2
            && token.is_ascii()
            && !token.contains("//")
            && token.chars().any(|c| c.is_ascii_lowercase())
}

/// A path as a relative reference: every byte but letters, digits and a few marks is escaped.
pub fn of_path(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let escaped = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.replace('\\', "/").bytes().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_decoded_where_they_are_text() {
        assert_eq!(decoded("f%C3%BCr%20alle.md"), "für alle.md");
        for text in ["%FCr-alle.md", "100%", "%2", "%zz"] {
            assert_eq!(decoded(text), text);
        }
    }

    #[test]
    fn a_sound_address_stays_as_it_is() {
        for same in [
            "https://example.org",
            "https://Example.org/",
            "HTTP://example.org:8080/a%20b%2Fc?d=%C3%A4&e=(f)#g/h?i",
            "https://user:word@example.org/~a/b_c-d.e,f;g=h!$'*+",
            "https://[2001:db8::1]:443/x",
            "https://192.0.2.1/",
            "https://localhost/a//b:c@d",
            "mailto:rat@ort.example",
            "mailto:a.b+c@ort.example,d@ort.example?subject=Frage%20zur%20Wohnung&cc=e@ort.example",
            "mailto:?subject=Lesen",
            "tel:+49-30-1234",
            "tel:030.1234;ext=5",
        ] {
            assert_eq!(read(same).ok().as_deref(), Some(same));
            assert!(leads_out(same));
        }
    }

    #[test]
    fn what_is_not_ascii_is_encoded() {
        for (typed, uri) in [
            ("https://bücher.example/ä?q=ö", "https://xn--bcher-kva.example/%C3%A4?q=%C3%B6"),
            ("https://öko.example/straße", "https://xn--ko-eka.example/stra%C3%9Fe"),
            ("https://BÜCHER.example:80", "https://xn--bcher-kva.example:80"),
            ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
            ("https://example.org/a b", "https://example.org/a%20b"),
            ("https://example.org/#§5#6", "https://example.org/#%C2%A75%236"),
            ("https://example.org/100%", "https://example.org/100%25"),
            ("https://example.org/?a[b]=c|d", "https://example.org/?a%5Bb%5D=c%7Cd"),
            ("https://example.org/a\nb\u{1}", "https://example.org/a%0Ab%01"),
            (
                "mailto:rat@bürger.example?subject=Über uns",
                "mailto:rat@xn--brger-kva.example?subject=%C3%9Cber%20uns",
            ),
            ("mailto:jörg@ort.example", "mailto:j%C3%B6rg@ort.example"),
            ("tel:+49 30 12 34", "tel:+49301234"),
        ] {
            assert_eq!(read(typed).ok().as_deref(), Some(uri), "{typed}");
            assert!(uri.bytes().all(|b| b.is_ascii_graphic()));
        }
    }

    #[test]
    fn an_address_that_leads_nowhere_is_told() {
        for bad in [
            "https:",
            "https://",
            "https:///path",
            "https://?q",
            "https://:80/",
            "https:example.org",
            "http://#x",
            "https://user@/",
            "https://a b/",
            "https://a..b/",
            "https://.a/",
            "https://a:b/",
            "https://a:70000/",
            "https://[::1",
            "https://[zz]/",
            "https://a\u{202e}b.example/",
            "mailto:",
            "mailto:rat",
            "mailto:@ort.example",
            "mailto:rat@",
            "mailto:a@b.example,c",
            "tel:",
            "tel:Amt",
            "tel:+",
            "tel:12+3",
        ] {
            assert!(read(bad).is_err(), "{bad}: {:?}", read(bad));
        }
        let label = "a".repeat(64);
        assert!(read(&format!("https://{label}.example/")).is_err());
        assert!(read(&format!("https://{}.example/", &label[1..])).is_ok());
    }

    #[test]
    fn addresses_are_as_long_as_servers_take_them() {
        let address = |len: usize| "https://example.org/".to_owned() + &"a".repeat(len - 20);
        assert!(read(&address(LONGEST)).is_ok());
        assert!(read(&address(LONGEST + 1)).is_err());
    }

    #[test]
    fn names_of_files_become_references() {
        assert_eq!(of_path("dist/Für alle.pdf"), "dist/F%C3%BCr%20alle.pdf");
    }
}
