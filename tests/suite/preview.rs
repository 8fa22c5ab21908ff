//! The preview as programs on this machine reach it: who gets in, what is changed, what is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::Project;
use brochure::diag::Wording;
use brochure::preview::{self, Options, Started, Subject, neighbours};
use serde_json::Value;

/// A preview that runs, until it is dropped.
struct Preview {
    project: Project,
    child: Child,
    /// What it prints; it must not be closed while it runs.
    _printed: BufReader<ChildStdout>,
    address: String,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
#[derive(Debug)]
struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or_else(|| panic!("no words in {self:?}")).to_owned()
    }
}

/// The program, with a folder of its own for what previews tell each other.
fn program(folder: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_brochure"));
    program.env("XDG_RUNTIME_DIR", folder).env("TMPDIR", folder).env("TEMP", folder).env("TMP", folder);
    program.env_remove("BROCHURE_EDITOR").stdin(Stdio::null());
    program
}

impl Preview {
    /// Of a brochure with two chapters.
    fn open(arguments: &[&str]) -> Self {
        let project = Project::bare();
        project.file("chapters/01-eins.md", "# Eins\n\nErster Text.\n");
        project.file("chapters/02-zwei.md", "# Zwei\n\nZweiter Text.\n");
        Self::of(project, arguments)
    }

    fn of(project: Project, arguments: &[&str]) -> Self {
        let folder = project.folder.path();
        let mut call = program(folder);
        call.args(["preview", "--no-open", "--lang", "en"]).args(arguments).arg(folder);
        let mut child = call.stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut printed = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = String::new();
        printed.read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("the preview is at ").unwrap_or_else(|| panic!("{line}"));
        Self { address: address.to_owned(), project, child, _printed: printed }
    }

    fn host(&self) -> &str {
        self.address.strip_prefix("http://").and_then(|rest| rest.split('/').next()).expect("a host")
    }

    /// The path of the page: the secret between slashes.
    fn root(&self) -> &str {
        self.address.split_at("http://".len() + self.host().len()).1
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.host()).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
        stream
    }

    /// What is answered to these bytes.
    fn raw(&self, bytes: &[u8]) -> Reply {
        let mut stream = self.connect();
        // It may be refused before it was read.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head in {answer:?}"));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Reply { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn ask(&self, method: &str, what: &str, body: &[u8]) -> Reply {
        self.raw(&[self.head(method, what, body.len()).as_bytes(), body].concat())
    }

    fn head(&self, method: &str, what: &str, length: usize) -> String {
        let (root, host) = (self.root(), self.host());
        let length = if method == "GET" { String::new() } else { format!("Content-Length: {length}\r\n") };
        format!("{method} {root}{what} HTTP/1.1\r\nHost: {host}\r\n{length}Connection: close\r\n\r\n")
    }

    fn get(&self, what: &str) -> Reply {
        self.ask("GET", what, b"")
    }

    fn post(&self, what: &str, body: &str) -> Reply {
        self.ask("POST", what, body.as_bytes())
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.project.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn version(&self, file: &str) -> String {
        let source = self.get(&format!("source?file={file}")).json();
        source["version"].as_str().expect("a version").to_owned()
    }

    fn events(&self) -> Events {
        let mut stream = self.connect();
        stream.write_all(self.head("GET", "events?view=", 0).as_bytes()).expect("sent");
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
        let head: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
        assert!(head.iter().any(|line| line == "Content-Type: text/event-stream"), "{head:?}");
        Events(Box::new(lines))
    }
}

/// Events that a page is told.
struct Events(Box<dyn Iterator<Item = String>>);

impl Events {
    /// The next one of a name that is wanted.
    fn next(&mut self, name: &str, is_wanted: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + Duration::from_secs(20);
        let mut event = String::new();
        for line in self.0.by_ref() {
            assert!(Instant::now() < until, "no such {name}");
            match line.split_once(": ") {
                Some(("event", told)) => event = told.to_owned(),
                Some(("data", data)) if event == name => {
                    let data: Value = serde_json::from_str(data).expect("JSON");
                    if is_wanted(&data) {
                        return data;
                    }
                }
                _ => {}
            }
        }
        panic!("the events end before {name}");
    }

    fn state(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        self.next("state", is_wanted)
    }
}

/// Whether a state is without errors and shows other pages than some hashes.
fn differs_from<'s>(old: &'s Value) -> impl Fn(&Value) -> bool + 's {
    move |state| state["ok"] == true && state["leaves"] != old["leaves"]
}

// Who gets in

#[test]
fn only_who_knows_the_address_gets_in_and_nobody_is_told_why_not() {
    let preview = Preview::open(&[]);
    let (root, host) = (preview.root(), preview.host());
    let page = preview.get("");
    assert_eq!(page.status, 200);
    for field in [
        "Content-Security-Policy: default-src 'none'; script-src 'self'",
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer",
        "Cross-Origin-Opener-Policy: same-origin",
        "Cross-Origin-Resource-Policy: same-origin",
        "Cache-Control: no-store",
    ] {
        assert!(page.head.contains(field), "{field} is not in {}", page.head);
    }
    let get = |target: &str, fields: &str| {
        preview.raw(format!("GET {target} HTTP/1.1\r\nConnection: close\r\n{fields}\r\n").as_bytes())
    };
    let own = format!("Host: {host}\r\n");
    for target in ["/", "/favicon.ico", "/../", &root[..root.len() - 1], "/00000000000000000000000000000000/"]
    {
        let reply = get(target, &own);
        assert_eq!((reply.status, &*reply.body), (404, ""), "{target}");
    }
    for fields in [
        String::new(),
        "Host: evil.example\r\n".to_owned(),
        format!("{own}Origin: http://evil.example\r\n"),
        format!("{own}Sec-Fetch-Site: cross-site\r\n"),
    ] {
        let reply = get(root, &fields);
        assert_eq!((reply.status, &*reply.body), (403, ""), "{fields}");
    }
    let local = host.replace("127.0.0.1", "localhost");
    assert_eq!(get(root, &format!("Host: {local}\r\nOrigin: http://{local}\r\n")).status, 200);
}

#[test]
fn files_outside_and_hidden_ones_are_not_shown() {
    let preview = Preview::open(&[]);
    preview.project.file(".env", "SECRET").file("chapters/.x.md", "SECRET").file("secret.key", "SECRET");
    preview.project.file("dist/a.md", "SECRET");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hosts", preview.project.path("chapters/link.md")).expect("a link");
    for what in [
        "../../etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "page/../../brochure.toml",
        "page/%2e%2e.svg",
        "source?file=../../etc/passwd",
        "source?file=%2Fetc%2Fpasswd.md",
        "source?file=chapters%2F..%2F..%2Fx.md",
        "source?file=.env",
        "source?file=chapters/.x.md",
        "source?file=chapters/link.md",
        "source?file=secret.key",
        "source?file=dist/a.md",
        "source?file=chapters/fehlt.md",
        "source",
        "at?file=.env&line=1",
        "nothing",
    ] {
        let reply = preview.get(what);
        assert!([403, 404].contains(&reply.status), "{what}: {reply:?}");
        assert!(!reply.body.contains("SECRET") && !reply.body.contains("root:"), "{what}: {reply:?}");
    }
}

#[test]
fn what_is_no_sound_request_is_refused() {
    let preview = Preview::open(&[]);
    let (root, host) = (preview.root(), preview.host());
    let long = "a".repeat(20 << 10);
    for (request, status) in [
        ("\u{16}\u{3}\u{1}\u{2}\r\n\r\n".to_owned(), 400),
        (format!("GET {root}{long} HTTP/1.1\r\nHost: {host}\r\n\r\n"), 431),
        (format!("GET {root} HTTP/1.1\r\nHost: {host}\r\nX: {long}\r\n\r\n"), 431),
        (format!("GET {root} HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n\r\n"), 400),
        (format!("PUT {root}save HTTP/1.1\r\nHost: {host}\r\n\r\n"), 405),
        (format!("POST {root}state HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), 404),
        (format!("DELETE {root}nothing HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), 404),
        (
            format!(
                "POST {root}save HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            ),
            411,
        ),
        (format!("POST {root}save HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9000000\r\n\r\n"), 413),
        (format!("POST {root}build HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\n\r\nx"), 413),
        (format!("GET {root} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\n\r\nx"), 413),
    ] {
        let reply = preview.raw(request.as_bytes());
        assert_eq!(reply.status, status, "{:.60}", request);
    }
    let head = preview.raw(preview.head("HEAD", "", 0).as_bytes());
    assert!(head.status == 200 && head.body.is_empty(), "{head:?}");
}

#[test]
fn connections_are_kept_and_slow_or_many_ones_hinder_nobody() {
    let preview = Preview::open(&[]);
    let mut slow: Vec<TcpStream> = (0..20).map(|_| preview.connect()).collect();
    slow.iter_mut().for_each(|stream| stream.write_all(b"GET /").expect("sent"));
    let mut kept = preview.connect();
    let request = preview.head("GET", "words", 0).replace("Connection: close\r\n", "");
    // Two at once, the second in pieces.
    let (first, last) = request.split_at(30);
    kept.write_all(format!("{request}{first}").as_bytes()).expect("sent");
    kept.write_all(last.as_bytes()).expect("sent");
    let mut reader = BufReader::new(kept);
    for _ in 0..2 {
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("a line");
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse().expect("a number");
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        assert!(body.starts_with(b"{\"language\":\"de\""), "{}", String::from_utf8_lossy(&body));
    }
    let many: Vec<TcpStream> = (0..60).map(|_| preview.connect()).collect();
    // More than are served: they are closed at once.
    let closed = many.into_iter().filter(|mut stream| {
        stream.set_read_timeout(Some(Duration::from_millis(50))).expect("set");
        stream.read(&mut [0]).is_ok_and(|count| count == 0)
    });
    assert!(closed.count() > 0);
    drop((slow, reader));
    assert_eq!(preview.get("words").status, 200);
}

// What is shown

#[test]
fn pages_are_told_of_changes_and_their_drawings_are_found() {
    let preview = Preview::open(&[]);
    let mut events = preview.events();
    let first = events.state(|state| state["ok"] == true);
    assert_eq!(first["project"]["readOnly"], false);
    let hash = first["leaves"][0]["hash"].as_str().expect("a hash");
    let drawing = preview.get(&format!("page/{hash}.svg"));
    assert!(drawing.status == 200 && drawing.body.starts_with("<svg"), "{:.200}", drawing.body);
    assert!(drawing.head.contains("Content-Type: image/svg+xml") && drawing.head.contains("immutable"));
    assert_eq!(preview.get("page/0000.svg").status, 404);
    // As an editor saves that writes beside and renames.
    preview.project.file(".neu", "# Eins\n\nGanz anderer Text.\n");
    std::fs::rename(preview.project.path(".neu"), preview.project.path("chapters/01-eins.md"))
        .expect("renamed");
    let second = events.state(differs_from(&first));
    let place = preview.get("places?view=&file=chapters/01-eins.md&offset=9").json();
    assert!(place["boxes"][0]["leaf"].is_u64(), "{place}");
    assert_eq!(preview.get("at?file=chapters/01-eins.md&line=3").status, 204);
    let place = events.next("goto", |_| true);
    assert_eq!((&place["file"], &place["offset"]), (&"chapters/01-eins.md".into(), &8.into()));
    // A file that is broken leaves the pages as they are.
    preview.project.file("brochure.toml", "[brochure\n");
    let broken = events.state(|state| state["ok"] == false);
    assert_eq!(broken["leaves"], second["leaves"]);
    assert_eq!(preview.get("welcome").status, 404);
    assert_eq!(preview.get("spot?view=&leaf=x&x=1&y=1").status, 400);
    assert_eq!(preview.get("spot?view=&leaf=0&x=NaN&y=1").status, 400);
}

// What is changed

#[test]
fn a_draft_is_shown_and_saved_and_changes_of_others_are_not_lost() {
    let preview = Preview::open(&[]);
    let mut events = preview.events();
    let first = events.state(|state| state["ok"] == true);
    let file = "chapters/01-eins.md";
    let began = preview.version(file);
    assert_eq!(preview.post(&format!("draft?file={file}"), "# Eins\n\nUngesichert.\n").status, 204);
    let drafted = events.state(differs_from(&first));
    assert_eq!(drafted["drafts"][0], file);
    assert_eq!(preview.file(file), "# Eins\n\nErster Text.\n");
    let source = preview.get(&format!("source?file={file}")).json();
    assert_eq!((&source["draft"], &source["text"]), (&true.into(), &"# Eins\n\nUngesichert.\n".into()));
    assert_eq!(source["version"], *began);

    preview.project.file(file, "# Eins\n\nVon jemand anderem.\n");
    assert_eq!(events.next("conflict", |_| true)["file"], file);
    let save = format!("save?file={file}&version={began}");
    let conflict = preview.post(&save, "# Eins\n\nUngesichert.\n");
    assert_eq!(conflict.status, 409);
    assert_eq!(conflict.json()["text"], "# Eins\n\nVon jemand anderem.\n");
    assert_eq!(preview.file(file), "# Eins\n\nVon jemand anderem.\n");

    let theirs = conflict.json()["version"].as_str().expect("a version").to_owned();
    let saved = preview.post(&format!("save?file={file}&version={theirs}"), "# Eins\n\nBeides.\n");
    assert_eq!(saved.status, 200);
    assert_eq!(saved.json()["version"], *preview.version(file));
    assert_eq!(preview.file(file), "# Eins\n\nBeides.\n");
    let after = events.state(|state| state["drafts"].as_array().is_some_and(Vec::is_empty));
    assert_eq!(after["ok"], true);
    let beside = std::fs::read_dir(preview.project.path("chapters")).expect("a folder").count();
    assert_eq!(beside, 2, "nothing is left beside the file");

    assert_eq!(preview.post(&format!("draft?file={file}"), "# Noch eins\n").status, 204);
    assert_eq!(preview.ask("DELETE", &format!("draft?file={file}"), b"").status, 204);
    assert_eq!(preview.get(&format!("source?file={file}")).json()["text"], "# Eins\n\nBeides.\n");
}

#[test]
fn line_ends_marks_and_encodings_are_kept_or_mended() {
    let preview = Preview::open(&[]);
    let file = "chapters/01-eins.md";
    let save = |text: &str| {
        let version = preview.version(file);
        assert_eq!(preview.post(&format!("save?file={file}&version={version}"), text).status, 200);
    };
    preview.project.file(file, "\u{feff}# Eins\r\n\r\nText.\r\n");
    save("# Eins\n\nMehr.\n");
    assert_eq!(preview.file(file), "\u{feff}# Eins\r\n\r\nMehr.\r\n");
    preview.project.file(file, b"# \xc4rger\n");
    assert_eq!(preview.get(&format!("source?file={file}")).json()["text"], "# Ärger\n");
    save("# Ärger\n\nNeu.\n");
    assert_eq!(preview.file(file), "# Ärger\n\nNeu.\n");
    let version = preview.version(file);
    let refused = preview.ask("POST", &format!("save?file={file}&version={version}"), b"\xff");
    assert_eq!(refused.status, 400);
    for other in ["../x.md", "chapters", "assets/x.png", "chapters/neu.md", ".x.md"] {
        let reply = preview.post(&format!("save?file={other}&version={version}"), "x");
        assert!([403, 404].contains(&reply.status), "{other}: {reply:?}");
        assert!(!reply.error().is_empty());
    }
}

#[test]
fn new_chapters_stand_where_they_are_wanted() {
    let preview = Preview::open(&[]);
    let add = |title: &str, after: &str| preview.post(&format!("chapter?title={title}&after={after}"), "");
    let made = add("%C3%9Cber+uns", "chapters/02-zwei.md");
    assert_eq!(made.json()["file"], "chapters/03-ueber-uns.md");
    assert_eq!(preview.file("chapters/03-ueber-uns.md"), "# Über uns\n\n");
    // Between two numbers that follow each other.
    assert_eq!(add("Neu", "chapters/01-eins.md").json()["file"], "chapters/01a-neu.md");
    assert_eq!(add("Schluss", "").json()["file"], "chapters/04-schluss.md");
    let order = |state: &Value| -> Vec<String> {
        let chapters = state["chapters"].as_array().cloned().unwrap_or_default();
        chapters.iter().map(|chapter| chapter["file"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let wanted = ["01-eins.md", "01a-neu.md", "02-zwei.md", "03-ueber-uns.md", "04-schluss.md"];
    let wanted: Vec<String> = wanted.iter().map(|name| format!("chapters/{name}")).collect();
    preview.events().state(|state| order(state) == wanted);
    assert!(!preview.file("brochure.toml").contains("order"));
    assert_eq!(add("", "").status, 400);
    assert_eq!(add("X", "chapters/fehlt.md").status, 404);
}

#[test]
fn chapters_are_moved_by_an_order_that_keeps_the_rest_of_the_file() {
    let preview = Preview::open(&[]);
    let config = preview.file("brochure.toml") + "\n# bleibt\n";
    preview.project.file("brochure.toml", &config);
    let moved = |by: &str| preview.post(&format!("move?file=chapters/02-zwei.md&by={by}"), "");
    assert_eq!(moved("-1").status, 204);
    let order = "\n[chapters]\norder = [\n  \"02-zwei.md\",\n  \"01-eins.md\",\n]\n";
    assert_eq!(preview.file("brochure.toml"), format!("{config}{order}"));
    assert_eq!(moved("-1").status, 409);
    assert_eq!(moved("2").status, 400);
    let made = preview.post("chapter?title=Mitte&after=chapters/02-zwei.md", "");
    assert_eq!(made.json()["file"], "chapters/03-mitte.md");
    assert!(
        preview.file("brochure.toml").ends_with(
            "[chapters]\norder = [\n  \"02-zwei.md\",\n  \"03-mitte.md\",\n  \"01-eins.md\",\n]\n"
        )
    );
    assert_eq!(preview.post("draft?file=brochure.toml", &config).status, 204);
    assert_eq!(moved("1").status, 409);
    assert_eq!(preview.ask("DELETE", "draft?file=brochure.toml", b"").status, 204);
    preview.project.file("brochure.toml", &config).file("chapters/SUMMARY.md", "- [Zwei](02-zwei.md)\n");
    let refused = moved("1");
    assert!(refused.status == 409 && refused.error().contains("SUMMARY.md"), "{refused:?}");
    assert_eq!(preview.file("brochure.toml"), config);
}

#[test]
fn pictures_are_looked_at_before_they_are_copied() {
    let preview = Preview::open(&[]);
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>";
    let picture = |name: &str, bytes: &str| preview.post(&format!("picture?name={name}"), bytes);
    assert_eq!(picture("Unser%20Haus.SVG", svg).json()["path"], "assets/unser-haus.svg");
    assert_eq!(picture("unser-haus.svg", svg).json()["path"], "assets/unser-haus-2.svg");
    assert_eq!(picture("..%2F..%2Fx.svg", svg).json()["path"], "assets/x.svg");
    assert_eq!(preview.file("assets/unser-haus-2.svg"), svg);
    for (name, bytes) in [("a.svg", "<html>"), ("a.png", "GIF89a"), ("a.exe", svg), ("", svg), (".svg", "")] {
        let refused = picture(name, bytes);
        assert!(refused.status == 415 && !refused.error().is_empty(), "{name}: {refused:?}");
    }
    assert_eq!(std::fs::read_dir(preview.project.path("assets")).expect("a folder").count(), 3);
}

#[test]
fn who_only_looks_changes_nothing() {
    let preview = Preview::open(&["--read-only"]);
    let version = preview.version("chapters/01-eins.md");
    for what in [
        "draft?file=chapters/01-eins.md",
        &format!("save?file=chapters/01-eins.md&version={version}"),
        "chapter?title=Neu&after=",
        "move?file=chapters/01-eins.md&by=1",
        "picture?name=a.svg",
        "build",
        "preflight",
        "open?name=",
        "edit?file=chapters/01-eins.md&line=1",
    ] {
        let refused = preview.post(what, "");
        assert!(refused.status == 403 && !refused.error().is_empty(), "{what}: {refused:?}");
    }
    assert_eq!(preview.events().state(|state| state["ok"] == true)["project"]["readOnly"], true);
    assert_eq!(preview.file("chapters/01-eins.md"), "# Eins\n\nErster Text.\n");
    assert!(!preview.project.path("dist").exists());
}

// Jobs

#[test]
fn pdfs_are_made_one_job_at_a_time_and_faults_are_told() {
    let preview = Preview::open(&[]);
    let mut events = preview.events();
    assert_eq!(preview.post("open?name=", "").status, 404);
    assert_eq!(preview.post("build", "").status, 202);
    let done = events.next("job", |job| job["step"] == "done");
    assert_eq!((&done["job"], &done["files"][0]["name"]), (&"build".into(), &"probe.pdf".into()), "{done}");
    assert!(done["files"][0]["pages"].as_u64().is_some_and(|pages| pages > 0), "{done}");
    assert_eq!(done["editions"][0]["name"], "screen");
    assert!(preview.project.path("dist/probe.pdf").is_file());
    for other in
        ["fehlt.pdf", "..%2Fbrochure.toml", "manifest.json", "..%2Fdist%2Fprobe.pdf", ".%2Fprobe.pdf"]
    {
        assert_eq!(preview.post(&format!("open?name={other}"), "").status, 404, "{other}");
    }
    preview.project.file("chapters/01-eins.md", "# Eins\n\n![](../assets/fehlt.png)\n");
    assert_eq!(preview.post("build", "").status, 202);
    let failed = events.next("job", |job| job["step"] == "done");
    assert_eq!(failed["files"], Value::Array(Vec::new()));
    let is_it = |fault: &Value| fault["file"] == "chapters/01-eins.md" && fault["line"] == 3;
    assert!(failed["faults"].as_array().expect("a list").iter().any(is_it), "{failed}");
    assert_eq!(preview.post("preflight", "").status, 202);
    let looked = events.next("job", |job| job["step"] == "done" && job["job"] == "preflight");
    assert!(looked["faults"].as_array().is_some_and(|faults| !faults.is_empty()), "{looked}");
    assert_eq!(preview.post("edit?file=chapters/01-eins.md&line=1", "").status, 404);
}

// Other previews

#[test]
fn a_second_preview_finds_the_first_and_editors_find_it_too() {
    let preview = Preview::open(&[]);
    let folder = preview.project.folder.path();
    let run = |arguments: &[&str]| {
        let output = program(folder).args(arguments).args(["--lang", "en"]).output().expect("it runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    let path = folder.to_str().expect("UTF-8");
    let (code, said) = run(&["preview", "--no-open", path]);
    assert_eq!(
        (code, &*said),
        (Some(0), &*format!("the preview of this brochure is open already: {}\n", preview.address))
    );
    let mut events = preview.events();
    events.state(|state| state["ok"] == true);
    let file = format!("{path}/chapters/02-zwei.md");
    for call in [
        &["preview", "--goto", "chapters/02-zwei.md:3", path][..],
        &["preview", "--goto", &format!("{file}:3")],
    ] {
        assert_eq!(run(call), (Some(0), String::new()));
        assert_eq!(events.next("goto", |_| true)["offset"], 8);
    }
    assert_eq!(run(&["preview", "--goto", "chapters/02-zwei.md", path]).0, Some(2));
    assert_eq!(run(&["preview", "--goto", "chapters/09.md:1", path]).0, Some(1));
    let (address, project) = {
        let mut preview = preview;
        preview.child.kill().expect("killed");
        preview.child.wait().expect("ended");
        (preview.address.clone(), std::mem::replace(&mut preview.project, Project::bare()))
    };
    let (code, said) = {
        let output = program(project.folder.path());
        let mut call = output;
        let output = call.args(["preview", "--goto", "chapters/02-zwei.md:3"]).arg(project.folder.path());
        let output = output.output().expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert!(code == Some(1) && !said.is_empty(), "{said}");
    // What the first one left is no hindrance.
    let again = Preview::of(project, &[]);
    assert_ne!(again.address, address);
}

// Without a project

#[test]
fn where_no_project_is_named_one_is_chosen_or_made() {
    let beside = tempfile::tempdir().expect("a folder");
    let root = beside.path().canonicalize().expect("a path");
    let options = Options {
        subject: Subject::Beside(beside.path().to_owned()),
        port: 0,
        read_only: false,
        wording: Wording::english(),
    };
    let Started::Here(server) = preview::start(options).expect("a preview") else { panic!("it is new") };
    let address = server.address().to_owned();
    std::thread::spawn(move || server.serve());
    let (host, path) =
        address.strip_prefix("http://").and_then(|rest| rest.split_once('/')).expect("an address");
    let ask = |method: &str, what: &str| {
        let mut stream = TcpStream::connect(host).expect("a connection");
        let fields = format!("Host: {host}\r\nAccept-Language: de-DE,de;q=0.9\r\nConnection: close\r\n\r\n");
        stream.write_all(format!("{method} /{path}{what} HTTP/1.1\r\n{fields}").as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head[9..12].to_owned(), body.to_owned())
    };
    assert_eq!(neighbours::living(&root).as_deref(), Some(&*address));
    let (status, offer) = ask("GET", "welcome");
    let offer: Value = serde_json::from_str(&offer).expect("JSON");
    assert_eq!((&*status, &offer["projects"]), ("200", &Value::Array(Vec::new())));
    assert_eq!(
        (&offer["starters"][0]["label"], &offer["starters"][3]["name"]),
        (&"Ratgeber".into(), &"leer".into())
    );
    for what in ["state", "source?file=brochure.toml", "events?view="] {
        assert_eq!(ask("GET", what).0, "409", "{what}");
    }
    assert_eq!(ask("POST", "build").0, "409");
    assert_eq!(ask("POST", "project?folder=%2F").0, "404");
    assert_eq!(ask("POST", "project?title=+").0, "400");
    assert_eq!(ask("POST", "project?title=Wer+hilft%3F&starter=leer&language=de").0, "204");
    let project = root.join("Wer hilft-");
    assert!(project.join("brochure.toml").is_file());
    assert_eq!(ask("GET", "welcome").0, "404");
    let (status, state) = ask("GET", "state?view=");
    let state: Value = serde_json::from_str(&state).expect("JSON");
    assert_eq!((&*status, &state["project"]["title"]), ("200", &"Wer hilft?".into()));
    assert_eq!(ask("POST", "project?title=Noch+eins").0, "409");
    // It is the preview of that project now; beside the program another one may be opened.
    assert_eq!(neighbours::living(&project).as_deref(), Some(&*address));
    assert_eq!(neighbours::living(&root), None);
    neighbours::withdraw(&project, &address);
    assert_eq!(neighbours::living(&project), None);
}
