//! Previews of one folder know of each other. Decides where the address of an open preview is written down, that only its
//! user can read it, and when it is believed.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::gate::Gate;
use crate::source::paths;

/// A preview on this machine answers within this time.
const PATIENCE: Duration = Duration::from_secs(2);
/// Longest answer that is read, in bytes.
const LONGEST_ANSWER: u64 = 1 << 20;
/// Longest address in bytes.
const LONGEST_ADDRESS: u64 = 200;
/// Most tries to write an address down while others do the same.
const MOST_TRIES: usize = 5;

/// An answer of another preview.
#[derive(Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: String,
}

/// The address of the preview that is open for a folder, given by its true path.
pub fn living(root: &Path) -> Option<String> {
    let address = read(&note_of(root))?;
    is_alive(&address).then_some(address)
}

/// Writes an address down for others, unless another preview of the folder is alive by now: its address.
///
/// # Errors
/// The system's reason; the preview works without, but others do not find it.
pub fn announce(root: &Path, address: &str) -> io::Result<Option<String>> {
    announce_at(&note_of(root), address)
}

/// Takes an address back that was written down for a folder.
pub fn withdraw(root: &Path, address: &str) {
    let note = note_of(root);
    if read(&note).as_deref() == Some(address) {
        let _ = fs::remove_file(note);
    }
}

fn announce_at(note: &Path, address: &str) -> io::Result<Option<String>> {
    for _ in 0..MOST_TRIES {
        match create(note) {
            Ok(mut file) => return file.write_all(address.as_bytes()).map(|()| None),
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            Err(_) => {}
        }
        // Who was first may not have written yet.
        for _ in 0..MOST_TRIES {
            if let Some(other) = read(note) {
                if is_alive(&other) {
                    return Ok(Some(other));
                }
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        fs::remove_file(note)?;
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Whether a preview has this address; its words are there before its pages.
fn is_alive(address: &str) -> bool {
    ask(address, "words").is_ok_and(|reply| reply.status == 200)
}

/// Asks a preview for something below its address.
///
/// # Errors
/// It does not answer.
pub fn ask(address: &str, what: &str) -> io::Result<Reply> {
    let invalid = || io::Error::from(ErrorKind::InvalidData);
    let host = address.strip_prefix("http://").and_then(|rest| rest.split('/').next()).ok_or_else(invalid)?;
    let port = host.rsplit(':').next().and_then(|port| port.parse().ok()).ok_or_else(invalid)?;
    let path = address.strip_prefix("http://").and_then(|rest| rest.strip_prefix(host)).unwrap_or("/");
    let to = (Ipv4Addr::LOCALHOST, port).into();
    let mut stream = TcpStream::connect_timeout(&to, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path}{what} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(LONGEST_ANSWER).read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse().ok());
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
    Ok(Reply { status: status.ok_or_else(invalid)?, body })
}

/// Where the address of a folder's preview is written: a folder of the user's own where the system has one.
fn note_of(root: &Path) -> PathBuf {
    let folder = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_dir());
    let sum: String = Sha256::digest(root.as_os_str().as_encoded_bytes())
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    folder.unwrap_or_else(std::env::temp_dir).join(format!("brochure-preview-{sum}"))
}

/// The address in a note that this user wrote.
fn read(note: &Path) -> Option<String> {
    let data = note.symlink_metadata().ok().filter(|data| data.is_file() && is_own(data))?;
    let text = paths::read_named(note, LONGEST_ADDRESS).ok().filter(|_| data.is_file())?;
    String::from_utf8(text).ok().filter(|text| Gate::is_address(text))
}

/// Makes a file that nobody else can read, where there is none.
fn create(note: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(note)
}

/// Whether a file is this user's, and only his.
#[cfg(unix)]
fn is_own(data: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    // Only Linux has a folder for all users here, and shows there who runs the program.
    let is_theirs = Path::new("/proc/self").metadata().is_ok_and(|own| own.uid() != data.uid());
    data.mode() & 0o077 == 0 && !is_theirs
}

/// Whether a file is this user's: temporary folders of this system are.
#[cfg(not(unix))]
fn is_own(_: &fs::Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "http://127.0.0.1:1/00000000000000000000000000000000/";

    #[test]
    fn a_stale_note_is_replaced_and_others_cannot_read_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let note = folder.path().join("note");
        // Nobody listens on port 1.
        assert_eq!(announce_at(&note, ADDRESS).expect("written"), None);
        assert_eq!(read(&note).as_deref(), Some(ADDRESS));
        let other = ADDRESS.replace(":1/", ":2/");
        assert_eq!(announce_at(&note, &other).expect("written"), None);
        assert_eq!(read(&note), Some(other));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |mode| fs::set_permissions(&note, fs::Permissions::from_mode(mode)).expect("set");
            mode(0o644);
            assert_eq!(read(&note), None);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_note_that_leads_elsewhere_is_not_believed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (note, other) = (folder.path().join("note"), folder.path().join("other"));
        create(&other).expect("made").write_all(ADDRESS.as_bytes()).expect("written");
        std::os::unix::fs::symlink(&other, &note).expect("a link");
        assert_eq!(read(&note), None);
        fs::write(&other, "http://evil.example/").expect("written");
        assert_eq!(read(&other), None);
    }

    #[test]
    fn folders_have_notes_of_their_own() {
        assert_ne!(note_of(Path::new("/a")), note_of(Path::new("/b")));
    }
}
