//! Who may ask. Decides that only this machine reaches the preview, that only a page with its address does, and what
//! browsers are told to keep others out.

use super::http::Head;

/// Bytes of the secret in the address.
const SECRET: usize = 16;

/// The gate of a preview.
pub struct Gate {
    /// The secret, in hexadecimal digits.
    token: String,
    /// `127.0.0.1:PORT` and `localhost:PORT`.
    hosts: [String; 2],
}

impl Gate {
    /// A gate with a secret of its own, on a port of this machine. The error is the system's, which has no numbers to
    /// draw.
    pub fn new(port: u16) -> std::io::Result<Self> {
        let mut secret = [0; SECRET];
        getrandom::fill(&mut secret).map_err(std::io::Error::other)?;
        let token = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { token, hosts: ["127.0.0.1", "localhost"].map(|host| format!("{host}:{port}")) })
    }

    /// The address of the page.
    pub fn address(&self) -> String {
        format!("http://{}/{}/", self.hosts[0], self.token)
    }

    /// What a request asks for below the secret; else the status of the refusal, which says no more.
    pub fn admit<'h>(&self, head: &'h Head) -> Result<&'h str, u16> {
        let host = head.field("host").filter(|host| self.hosts.iter().any(|known| known == host));
        let Some(host) = host else { return Err(403) };
        let site = head.field("sec-fetch-site");
        // `none`: typed, or opened by the program. Pages of other ports are of the same site, too.
        if site.is_some_and(|site| !["same-origin", "none"].contains(&site)) {
            return Err(403);
        }
        // A page that tells nobody its address may hide its origin even from itself.
        let is_own = |origin: &str| match origin.strip_prefix("http://") {
            Some(from) => from == host,
            None => origin == "null" && site == Some("same-origin"),
        };
        if !head.field("origin").is_none_or(is_own) {
            return Err(403);
        }
        let (token, rest) = head.target.strip_prefix('/').and_then(|t| t.split_once('/')).ok_or(404_u16)?;
        if same(token.as_bytes(), self.token.as_bytes()) { Ok(rest) } else { Err(404) }
    }

    /// Whether an address is that of a preview on this machine.
    pub fn is_address(text: &str) -> bool {
        let rest = text.strip_prefix("http://127.0.0.1:").and_then(|rest| rest.strip_suffix('/'));
        rest.and_then(|rest| rest.split_once('/')).is_some_and(|(port, token)| {
            port.parse::<u16>().is_ok()
                && token.len() == 2 * SECRET
                && token.bytes().all(|b| b.is_ascii_hexdigit())
        })
    }
}

/// Whether both are the same; how long that takes does not tell where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    let differs = a.iter().zip(b).fold(0, |differs, (a, b)| std::hint::black_box(differs | (a ^ b)));
    a.len() == b.len() && differs == 0
}

/// Stands in every answer: the page runs nothing but its own scripts, loads nothing from elsewhere, is shown in no
/// other page, and tells nobody its address.
pub const FIELDS: &str = "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; \
                          img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
                          form-action 'none'; frame-ancestors 'none'\r\n\
                          X-Content-Type-Options: nosniff\r\n\
                          Referrer-Policy: no-referrer\r\n\
                          Cross-Origin-Opener-Policy: same-origin\r\n\
                          Cross-Origin-Resource-Policy: same-origin\r\n";

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(gate: &Gate, target: &str, fields: &str) -> Result<String, u16> {
        let head = format!("GET {target} HTTP/1.1\r\n{fields}\r\n");
        let (head, _) = Head::parse(head.as_bytes()).expect("sound").expect("whole");
        gate.admit(&head).map(str::to_owned)
    }

    #[test]
    fn only_the_page_itself_gets_in() {
        let gate = Gate::new(4711).expect("a secret");
        let page = gate.address();
        assert!(Gate::is_address(&page) && page.starts_with("http://127.0.0.1:4711/"));
        let path = page.strip_prefix("http://127.0.0.1:4711").expect("its path");
        let host = "Host: 127.0.0.1:4711\r\n";
        assert_eq!(admitted(&gate, &format!("{path}state?view=a"), host), Ok("state?view=a".to_owned()));
        assert_eq!(admitted(&gate, path, "Host: localhost:4711\r\n"), Ok(String::new()));
        let own = format!("{host}Origin: http://127.0.0.1:4711\r\nSec-Fetch-Site: same-origin\r\n");
        let hidden = format!("{host}Origin: null\r\nSec-Fetch-Site: same-origin\r\n");
        assert!(admitted(&gate, path, &own).is_ok() && admitted(&gate, path, &hidden).is_ok());
        for fields in [
            "",
            "Host: 127.0.0.1:4712\r\n",
            "Host: evil.example:4711\r\n",
            "Host: 127.0.0.1\r\n",
            "Host: 127.0.0.1:4711\r\nOrigin: http://evil.example\r\n",
            "Host: 127.0.0.1:4711\r\nOrigin: null\r\n",
            "Host: 127.0.0.1:4711\r\nOrigin: null\r\nSec-Fetch-Site: none\r\n",
            "Host: 127.0.0.1:4711\r\nOrigin: null\r\nSec-Fetch-Site: cross-site\r\n",
            "Host: 127.0.0.1:4711\r\nOrigin: https://127.0.0.1:4711\r\n",
            "Host: 127.0.0.1:4711\r\nSec-Fetch-Site: cross-site\r\n",
            "Host: 127.0.0.1:4711\r\nSec-Fetch-Site: same-site\r\n",
        ] {
            assert_eq!(admitted(&gate, path, fields), Err(403), "{fields}");
        }
        let short = &path[..path.len() - 2];
        let longer = format!("{}0/", &path[..path.len() - 1]);
        for other in ["/", "/x/", "//", "*", &format!("{short}/"), &longer, &path[..path.len() - 1]] {
            assert_eq!(admitted(&gate, other, host), Err(404), "{other}");
        }
    }

    #[test]
    fn secrets_differ_and_addresses_are_known() {
        let new = || Gate::new(80).expect("a secret").address();
        assert_ne!(new(), new());
        for bad in ["", "http://127.0.0.1:1/x/", "http://evil.example:1/00000000000000000000000000000000/"] {
            assert!(!Gate::is_address(bad), "{bad}");
        }
    }
}
