//! HTTP/1.1 on a connection: requests are read, answers written. Decides how large and how slow a request may be, and
//! that nothing but a whole request reaches the program. The only file that names `httparse`.

use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Largest head of a request, in bytes.
const LARGEST_HEAD: usize = 16 << 10;
/// Most header fields.
const MOST_FIELDS: usize = 64;
/// Whoever does not read for this long is left.
const WRITE_TIME: Duration = Duration::from_secs(30);

/// How long is waited for whoever sends.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// A connection that asks for nothing is closed after this.
    pub idle: Duration,
    /// A head has this long from its first byte on.
    pub head: Duration,
    /// A body has this long.
    pub body: Duration,
}

impl Patience {
    /// What is enough on one machine, also for a large picture.
    pub const USUAL: Self =
        Self { idle: Duration::from_secs(60), head: Duration::from_secs(10), body: Duration::from_secs(60) };
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET.
    Get,
    /// HEAD: as GET, without the body of the answer.
    Head,
    /// POST.
    Post,
    /// DELETE.
    Delete,
    /// Any other.
    Other,
}

/// The head of a request.
#[derive(Debug)]
pub struct Head {
    /// The method.
    pub method: Method,
    /// Path and query as they were sent.
    pub target: String,
    /// Fields that the program looks at, with their names in small letters.
    fields: Vec<(String, String)>,
    /// Bytes of the body.
    length: usize,
    /// Whether another request may follow.
    keep_alive: bool,
}

/// Fields that are looked at; each may stand once.
const FIELDS: [&str; 8] = [
    "host",
    "origin",
    "sec-fetch-site",
    "accept-language",
    "content-length",
    "transfer-encoding",
    "connection",
    "expect",
];

impl Head {
    /// Reads the head that some bytes begin with, and tells how long it is; none while it is not whole, and the status
    /// of the refusal where it is none.
    pub fn parse(bytes: &[u8]) -> Result<Option<(Self, usize)>, u16> {
        let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
        let mut request = httparse::Request::new(&mut fields);
        let length = match request.parse(bytes) {
            Ok(httparse::Status::Complete(length)) if length <= LARGEST_HEAD => length,
            Ok(httparse::Status::Partial) if bytes.len() < LARGEST_HEAD => return Ok(None),
            Ok(_) | Err(httparse::Error::TooManyHeaders) => return Err(431),
            Err(httparse::Error::Version) => return Err(505),
            Err(_) => return Err(400),
        };
        let known = read_fields(request.headers)?;
        let (Some(method), Some(target), Some(version)) = (request.method, request.path, request.version)
        else {
            return Err(400);
        };
        let mut head = Self {
            method: method_of(method),
            target: target.to_owned(),
            fields: known,
            length: 0,
            keep_alive: version == 1,
        };
        // Who sends pieces, or says two things about the end of a body, is not understood by everybody alike.
        if head.field("transfer-encoding").is_some() {
            return Err(411);
        }
        if let Some(length) = head.field("content-length") {
            let is_number = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
            head.length = Some(length).filter(|_| is_number).and_then(|l| l.parse().ok()).ok_or(400_u16)?;
        }
        if let Some(connection) = head.field("connection") {
            head.keep_alive &= !connection.eq_ignore_ascii_case("close");
        }
        Ok(Some((head, length)))
    }

    /// The value of a field that is looked at.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The fields that are looked at.
fn read_fields(headers: &[httparse::Header<'_>]) -> Result<Vec<(String, String)>, u16> {
    let mut known: Vec<(String, String)> = Vec::new();
    for header in headers {
        let name = header.name.to_ascii_lowercase();
        if !FIELDS.contains(&&*name) {
            continue;
        }
        let value = std::str::from_utf8(header.value).map_err(|_| 400_u16)?.trim();
        if known.iter().any(|(other, _)| *other == name) {
            return Err(400);
        }
        known.push((name, value.to_owned()));
    }
    Ok(known)
}

fn method_of(name: &str) -> Method {
    match name {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        "POST" => Method::Post,
        "DELETE" => Method::Delete,
        _ => Method::Other,
    }
}

/// What is answered.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The media type of the body.
    pub kind: &'static str,
    /// The body.
    pub body: Body,
    /// Whether the body is the same for ever.
    pub lasting: bool,
}

/// The body of an answer.
pub enum Body {
    /// Bytes of the program.
    Fixed(&'static [u8]),
    /// Bytes that others hold, too.
    Shared(Arc<[u8]>),
    /// Text.
    Text(Cow<'static, str>),
    /// Events until one of both ends goes away.
    Events(Box<dyn FnOnce(Events) + Send>),
}

impl Answer {
    /// No body.
    pub fn empty(status: u16) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: Body::Fixed(b""), lasting: false }
    }

    /// JSON.
    pub fn json(status: u16, text: impl Into<Cow<'static, str>>) -> Self {
        Self { status, kind: "application/json", body: Body::Text(text.into()), lasting: false }
    }
}

/// What answers requests.
pub trait Service: Send + Sync {
    /// Looks at a head before its body is read: the most bytes that the body may have, or what is answered at once.
    fn admit(&self, head: &Head) -> Result<usize, Answer>;

    /// Answers a request that was admitted.
    fn answer(&self, head: &Head, body: Vec<u8>) -> Answer;

    /// Fields that stand in every answer, each with its line end.
    fn fields(&self) -> &str;
}

/// Serves a connection until it ends.
pub fn serve(stream: TcpStream, service: &dyn Service, patience: Patience) {
    // Answers are small, and nobody waits to fill a packet.
    let _ = stream.set_nodelay(true);
    let _ = stream.set_write_timeout(Some(WRITE_TIME));
    let mut connection = Connection { stream, read: Vec::new(), patience };
    while let Ok(true) = connection.turn(service) {}
    let _ = connection.stream.shutdown(Shutdown::Both);
}

/// A connection, and what was read of it and not used yet.
struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
    patience: Patience,
}

impl Connection {
    /// Reads a request and answers it; whether another may follow.
    fn turn(&mut self, service: &dyn Service) -> io::Result<bool> {
        let head = match self.head()? {
            Ok(head) => head,
            Err(status) => return self.refuse(Answer::empty(status), service),
        };
        let most = match service.admit(&head) {
            Ok(most) => most,
            Err(answer) => return self.refuse(answer, service),
        };
        if head.length > most {
            return self.refuse(Answer::empty(413), service);
        }
        if head.field("expect").is_some_and(|what| what.eq_ignore_ascii_case("100-continue")) {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        let body = match self.body(head.length) {
            Err(error) if is_timeout(&error) => return self.refuse(Answer::empty(408), service),
            body => body?,
        };
        let answer = service.answer(&head, body);
        self.write(answer, service, (head.keep_alive, head.method == Method::Head))
    }

    /// Reads a head, or the status of the refusal. The end of the connection is an error.
    fn head(&mut self) -> io::Result<Result<Head, u16>> {
        let Patience { idle, head, .. } = self.patience;
        let mut until = Instant::now() + if self.read.is_empty() { idle } else { head };
        loop {
            if !self.read.is_empty() {
                match Head::parse(&self.read) {
                    Ok(None) => {}
                    Ok(Some((head, length))) => {
                        self.read.drain(..length);
                        return Ok(Ok(head));
                    }
                    Err(status) => return Ok(Err(status)),
                }
            }
            let is_first = self.read.is_empty();
            match self.more(until, LARGEST_HEAD) {
                Err(error) if is_timeout(&error) && !is_first => return Ok(Err(408)),
                more => more?,
            }
            if is_first {
                until = Instant::now() + head;
            }
        }
    }

    fn body(&mut self, length: usize) -> io::Result<Vec<u8>> {
        let until = Instant::now() + self.patience.body;
        while self.read.len() < length {
            self.more(until, length)?;
        }
        let rest = self.read.split_off(length);
        Ok(std::mem::replace(&mut self.read, rest))
    }

    /// Reads some bytes, at most until there are so many.
    fn more(&mut self, until: Instant, most: usize) -> io::Result<()> {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        let mut bytes = [0; 16 << 10];
        let room = most.saturating_sub(self.read.len()).clamp(1, bytes.len());
        let count = self.stream.read(&mut bytes[..room])?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.read.extend_from_slice(&bytes[..count]);
        Ok(())
    }

    /// Writes the last answer of a connection, on which a body may come that nobody reads.
    fn refuse(&mut self, answer: Answer, service: &dyn Service) -> io::Result<bool> {
        self.write(answer, service, (false, false))?;
        // What is not read when the connection ends may take the answer with it.
        self.stream.shutdown(Shutdown::Write)?;
        self.stream.set_read_timeout(Some(Duration::from_millis(200)))?;
        let mut bytes = [0; 16 << 10];
        let until = Instant::now() + Duration::from_secs(1);
        while Instant::now() < until && self.stream.read(&mut bytes).is_ok_and(|count| count > 0) {}
        Ok(false)
    }

    fn write(
        &mut self,
        answer: Answer,
        service: &dyn Service,
        (keep_alive, only_head): (bool, bool),
    ) -> io::Result<bool> {
        let Answer { status, kind, body, lasting } = answer;
        let keeps = if lasting { "private, max-age=31536000, immutable" } else { "no-store" };
        let head = format!(
            "HTTP/1.1 {status} {}\r\nContent-Type: {kind}\r\nCache-Control: {keeps}\r\n{}",
            reason(status),
            service.fields()
        );
        let bytes = match &body {
            Body::Fixed(bytes) => bytes,
            Body::Shared(bytes) => &**bytes,
            Body::Text(text) => text.as_bytes(),
            Body::Events(_) => {
                let head = format!("{head}Connection: close\r\n\r\n");
                self.stream.write_all(head.as_bytes())?;
                if let (Body::Events(tell), false) = (body, only_head) {
                    tell(Events { stream: self.stream.try_clone()? });
                }
                return Ok(false);
            }
        };
        let connection = if keep_alive { "keep-alive" } else { "close" };
        let allow = if status == 405 { "Allow: GET, HEAD, POST, DELETE\r\n" } else { "" };
        let length =
            if status == 204 { String::new() } else { format!("Content-Length: {}\r\n", bytes.len()) };
        let head = format!("{head}{allow}{length}Connection: {connection}\r\n\r\n");
        let body = if only_head { &[][..] } else { bytes };
        // One packet where it is small.
        if body.len() < 4096 {
            self.stream.write_all(&[head.as_bytes(), body].concat())?;
        } else {
            self.stream.write_all(head.as_bytes())?;
            self.stream.write_all(body)?;
        }
        Ok(keep_alive)
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock)
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        202 => "Accepted",
        204 => "No Content",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        411 => "Length Required",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Other",
    }
}

/// Where events are told to whoever asked for them.
pub struct Events {
    stream: TcpStream,
}

impl Events {
    /// Tells an event.
    pub fn tell(&mut self, name: &str, data: &str) -> io::Result<()> {
        let mut event = format!("event: {name}\n");
        for line in data.split(['\n', '\r']) {
            event.extend(["data: ", line, "\n"]);
        }
        event.push('\n');
        self.stream.write_all(event.as_bytes())
    }

    /// Tells that the program still lives.
    pub fn breathe(&mut self) -> io::Result<()> {
        self.stream.write_all(b":\n\n")
    }

    /// What waits until the other end goes away, or both are closed.
    pub fn departure(&self) -> io::Result<impl FnOnce() + Send + 'static> {
        let mut stream = self.stream.try_clone()?;
        stream.set_read_timeout(None)?;
        Ok(move || while stream.read(&mut [0; 64]).is_ok_and(|count| count > 0) {})
    }

    /// Ends them for both.
    pub fn close(&self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// The name of a target: what stands before its query.
pub fn path(target: &str) -> &str {
    target.split('?').next().unwrap_or_default()
}

/// The value of a key of a target's query, decoded; none where it is not there or is no text.
pub fn query(target: &str, key: &str) -> Option<String> {
    let (_, query) = target.split_once('?')?;
    let value = query.split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name == key).then_some(value)
    });
    decoded(value?)
}

/// A part of an address without its escapes: `%20`, and `+` for a space.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                (digit()? << 4 | digit()?) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Option<(Head, usize)>, u16> {
        Head::parse(text.as_bytes())
    }

    #[test]
    fn a_head_is_read_when_it_is_whole() {
        let text = "POST /a?b=c HTTP/1.1\r\nHOST: x\r\nContent-Length: 3\r\nX-Y: z\r\n\r\n";
        for end in 0..text.len() {
            assert!(matches!(parsed(&text[..end]), Ok(None)), "{end}");
        }
        let (head, length) = parsed(&format!("{text}abc")).expect("sound").expect("whole");
        assert_eq!((length, head.method, &*head.target), (text.len(), Method::Post, "/a?b=c"));
        assert_eq!((head.length, head.keep_alive, head.field("host")), (3, true, Some("x")));
        assert_eq!(head.field("x-y"), None);
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        let with = |fields: &str| parsed(&format!("GET / HTTP/1.1\r\n{fields}\r\n")).err();
        assert_eq!(with("Transfer-Encoding: chunked\r\n"), Some(411));
        assert_eq!(with("Content-Length: 3\r\nContent-Length: 3\r\n"), Some(400));
        for length in ["", "+3", "-1", "3,3", "0x3", "99999999999999999999999"] {
            assert_eq!(with(&format!("Content-Length: {length}\r\n")), Some(400), "{length}");
        }
        assert_eq!(with("Host: a\r\nHost: b\r\n"), Some(400));
        assert_eq!(with(&"X: y\r\n".repeat(MOST_FIELDS + 1)), Some(431));
        assert_eq!(parsed("GET / HTTP/2.0\r\n\r\n").err(), Some(505));
        assert_eq!(parsed(&format!("GET /{}", "a".repeat(LARGEST_HEAD))).err(), Some(431));
        assert_eq!(parsed("\u{16}\u{3}\u{1}").err(), Some(400));
    }

    /// Answers with what it got.
    struct Echo;

    impl Service for Echo {
        fn admit(&self, head: &Head) -> Result<usize, Answer> {
            if head.target == "/no" { Err(Answer::empty(404)) } else { Ok(1 << 20) }
        }

        fn answer(&self, _: &Head, body: Vec<u8>) -> Answer {
            Answer { status: 200, kind: "text/plain", body: Body::Shared(body.into()), lasting: false }
        }

        fn fields(&self) -> &str {
            ""
        }
    }

    /// The statuses of the answers to some bytes; the other end waits for more then, for a moment.
    fn statuses(sent: &[u8]) -> Vec<String> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let mut client = TcpStream::connect(listener.local_addr().expect("an address")).expect("connected");
        let (stream, _) = listener.accept().expect("a connection");
        let moment = Duration::from_millis(60);
        let patience = Patience { idle: moment, head: moment, body: moment };
        let server = std::thread::spawn(move || serve(stream, &Echo, patience));
        let _ = client.write_all(sent);
        let mut answers = String::new();
        let _ = client.read_to_string(&mut answers);
        server.join().expect("no panic");
        answers.split("HTTP/1.1 ").skip(1).map(|answer| answer[..3].to_owned()).collect()
    }

    #[test]
    fn who_sends_too_slowly_is_told_and_left() {
        assert_eq!(statuses(b""), [""; 0]);
        assert_eq!(statuses(b"GET / HT"), ["408"]);
        let post = b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n".as_slice();
        assert_eq!(statuses(&[post, b"abc"].concat()), ["408"]);
        assert_eq!(statuses(&[post, b"abcde"].concat()), ["200"]);
        let two = [post, b"abcde", post, b"abcde"].concat();
        assert_eq!(statuses(&two), ["200", "200"]);
        let waits = b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n".as_slice();
        assert_eq!(statuses(&[waits, b"a"].concat()), ["100", "200"]);
        assert_eq!(
            statuses(&[&b"POST /no HTTP/1.1\r\nContent-Length: 5\r\n\r\n"[..], b"abcde"].concat()),
            ["404"]
        );
    }

    #[test]
    fn queries_are_decoded() {
        let target = "/x?file=chapters%2F%C3%BCber+uns.md&empty&line=3&bad=%zz&half=%4&raw=%ff&nil=a%00";
        assert_eq!(query(target, "file").as_deref(), Some("chapters/über uns.md"));
        assert_eq!(query(target, "empty").as_deref(), Some(""));
        assert_eq!(query(target, "line").as_deref(), Some("3"));
        for none in ["bad", "half", "raw", "nil", "other"] {
            assert_eq!(query(target, none), None, "{none}");
        }
        assert_eq!((path(target), path("/x"), query("/x", "a")), ("/x", "/x", None));
    }
}
