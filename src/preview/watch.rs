//! Sees changes of a project's files. Decides which files count, and when a change is told: when nothing was written for a
//! moment, so that no file is read half. The only file that names `notify`.
//!
//! The system tells of changes on its own disks. On drives of a network it tells only of those made on this machine, or
//! of none; so there, and wherever it cannot be asked or reports an error, the files' times and sizes are compared every
//! second as well. Where the system is asked, nothing runs while nothing changes.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Component, Path, PathBuf, Prefix};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use crate::source::paths;

/// So long nothing is written before a change is told.
const QUIET: Duration = Duration::from_millis(8);
/// The same where the system says that whoever wrote a file has closed it: others may follow that are saved with it.
const QUIET_WHEN_CLOSED: Duration = Duration::from_millis(2);
/// So long it is waited for at most.
const LONGEST: Duration = Duration::from_millis(40);
/// Time between two looks at the files where the system does not tell.
const PACE: Duration = Duration::from_secs(1);
/// Folders of a project that hold nothing to build from.
const PRODUCTS: [&str; 2] = ["dist", "target"];
/// Most files that are looked at.
const MOST_FILES: usize = 20_000;
/// Deepest folders that are looked at.
const DEEPEST: usize = 16;
/// Largest list of mounted drives, in bytes.
const LARGEST_LIST: u64 = 4 << 20;
/// File systems of networks and of the hosts of virtual machines, as Linux calls them.
const NETWORKS: [&str; 12] =
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "9p", "virtiofs", "vboxsf", "drvfs", "fuse"];

/// What wakes the watcher.
enum Call {
    /// A file changed.
    Changed,
    /// A file was closed that had been written to.
    Closed,
    /// A folder was made in the project's own.
    Folder(PathBuf),
    /// The system does not tell all that happens.
    Deaf,
    /// Nobody wants to know any more.
    End,
}

/// Watches a project until it is dropped.
pub struct Watch {
    calls: Sender<Call>,
}

impl Watch {
    /// Watches the project in a folder, given by its true path; `changed` is called for each change, on a thread of its
    /// own.
    pub fn new(root: &Path, changed: impl Fn() + Send + 'static) -> Self {
        let (calls, heard) = channel();
        let told = calls.clone();
        let root = root.to_owned();
        let watcher = watcher(&root, told);
        std::thread::spawn(move || {
            let state = State { is_deaf: watcher.is_none() || is_remote(&root), root, watcher };
            state.run(&heard, &changed);
        });
        Self { calls }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.calls.send(Call::End);
    }
}

/// The system's watcher; none where it cannot be had.
fn watcher(root: &Path, calls: Sender<Call>) -> Option<RecommendedWatcher> {
    let top = root.to_owned();
    let tell = move |event: notify::Result<notify::Event>| {
        for call in calls_of(event, &top) {
            let _ = calls.send(call);
        }
    };
    let mut watcher = notify::recommended_watcher(tell).ok()?;
    watcher.watch(root, RecursiveMode::NonRecursive).ok()?;
    let entries = root.read_dir().ok()?;
    for folder in entries.flatten().map(|entry| entry.path()).filter(|path| is_inner_folder(path)) {
        watcher.watch(&folder, RecursiveMode::Recursive).ok()?;
    }
    Some(watcher)
}

/// Whether a path in the project's folder is a folder that is watched with all below it.
fn is_inner_folder(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    counts(Path::new(name)) && path.symlink_metadata().is_ok_and(|data| data.is_dir())
}

/// What an event means.
fn calls_of(event: notify::Result<notify::Event>, root: &Path) -> Vec<Call> {
    let Ok(event) = event else { return vec![Call::Deaf, Call::Changed] };
    if event.need_rescan() {
        return vec![Call::Changed];
    }
    let is_closed = event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write));
    // Who reads a file changes nothing.
    if !is_closed && matches!(event.kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_))) {
        return Vec::new();
    }
    let inner = |path: &PathBuf| path.strip_prefix(root).is_ok_and(counts);
    let paths: Vec<PathBuf> = event.paths.into_iter().filter(inner).collect();
    if paths.is_empty() {
        return Vec::new();
    }
    if is_closed {
        return vec![Call::Closed];
    }
    let folders = paths.into_iter().filter(|path| path.parent() == Some(root) && is_inner_folder(path));
    folders.map(Call::Folder).chain([Call::Changed]).collect()
}

/// Whether a path below a project is no product and not hidden.
fn counts(inside: &Path) -> bool {
    let name = |part: Component<'_>| part.as_os_str().to_string_lossy().into_owned();
    let is_product = inside.components().next().is_some_and(|part| PRODUCTS.contains(&&*name(part)));
    !is_product && !inside.components().any(|part| name(part).starts_with('.'))
}

/// What a watcher knows.
struct State {
    root: PathBuf,
    watcher: Option<RecommendedWatcher>,
    /// Whether the files are looked at as well.
    is_deaf: bool,
}

impl State {
    fn run(mut self, heard: &Receiver<Call>, changed: &dyn Fn()) {
        let mut seen = self.is_deaf.then(|| look(&self.root));
        loop {
            let call = match seen {
                None => heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(_) => heard.recv_timeout(PACE),
            };
            let was_called = call.is_ok();
            let goes_on = match call {
                Ok(call) => self.obey(call).and_then(|quiet| self.settle(heard, quiet)),
                Err(RecvTimeoutError::Timeout) => Some(()),
                Err(RecvTimeoutError::Disconnected) => None,
            };
            if goes_on.is_none() {
                return;
            }
            let before = seen.take();
            seen = self.is_deaf.then(|| look(&self.root));
            if was_called || before != seen {
                changed();
            }
        }
    }

    /// Waits until nothing is written for a moment.
    fn settle(&mut self, heard: &Receiver<Call>, mut quiet: Duration) -> Option<()> {
        let until = Instant::now() + LONGEST;
        loop {
            let left = until.saturating_duration_since(Instant::now()).min(quiet);
            match heard.recv_timeout(left) {
                Ok(call) if !left.is_zero() => quiet = self.obey(call)?,
                Ok(call) => return self.obey(call).map(drop),
                Err(RecvTimeoutError::Timeout) => return Some(()),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// Does what a call asks for, and tells how long nothing is written then; none where it is the end.
    fn obey(&mut self, call: Call) -> Option<Duration> {
        match call {
            Call::End => return None,
            Call::Closed => return Some(QUIET_WHEN_CLOSED),
            Call::Deaf => self.is_deaf = true,
            Call::Changed => {}
            Call::Folder(path) => {
                let watched = self.watcher.as_mut().map(|w| w.watch(&path, RecursiveMode::Recursive));
                // It may be gone again.
                self.is_deaf |= matches!(watched, Some(Err(_))) && path.is_dir();
            }
        }
        Some(QUIET)
    }
}

/// What the files' times and sizes come to.
fn look(root: &Path) -> u64 {
    let (mut hasher, mut left) = (DefaultHasher::new(), MOST_FILES);
    look_into(root, root, 0, (&mut hasher, &mut left));
    hasher.finish()
}

fn look_into(root: &Path, folder: &Path, depth: usize, (hasher, left): (&mut DefaultHasher, &mut usize)) {
    let Ok(entries) = folder.read_dir() else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths.into_iter().filter(|path| path.strip_prefix(root).is_ok_and(counts)) {
        let Some(rest) = left.checked_sub(1) else { return };
        *left = rest;
        let Ok(data) = path.symlink_metadata() else { continue };
        if data.is_dir() && depth < DEEPEST {
            look_into(root, &path, depth + 1, (hasher, left));
        } else {
            (path, data.len(), data.modified().ok()).hash(hasher);
        }
    }
}

/// Whether a folder lies on a drive of whose changes the system may not tell: one of a network, or of macOS any that is
/// not its own.
fn is_remote(root: &Path) -> bool {
    let is_share = |prefix| matches!(prefix, Prefix::UNC(..) | Prefix::VerbatimUNC(..));
    match root.components().next() {
        Some(Component::Prefix(prefix)) => is_share(prefix.kind()),
        _ if cfg!(target_os = "macos") => root.starts_with("/Volumes"),
        _ => {
            let list = paths::read_named(Path::new("/proc/self/mountinfo"), LARGEST_LIST);
            list.is_ok_and(|list| is_mounted_from_afar(&String::from_utf8_lossy(&list), root))
        }
    }
}

/// Whether the innermost drive above a path is one of a network, by Linux' list of drives.
fn is_mounted_from_afar(list: &str, root: &Path) -> bool {
    let drive = |line: &str| {
        let (place, kind) = line.split_once(" - ")?;
        let place = place.split(' ').nth(4)?.replace("\\040", " ");
        let kind = kind.split(' ').next()?.to_owned();
        root.starts_with(&place).then_some((place.len(), kind))
    };
    let innermost = list.lines().filter_map(drive).max_by_key(|(length, _)| *length);
    innermost.is_some_and(|(_, kind)| NETWORKS.contains(&kind.split('.').next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A project's folder, and what is heard of it.
    fn watched(is_deaf: bool) -> (tempfile::TempDir, Watch, Receiver<()>) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a path");
        for name in ["chapters", "dist", ".git"] {
            std::fs::create_dir(root.join(name)).expect("a folder");
        }
        std::fs::write(root.join("chapters/a.md"), "a").expect("written");
        let (told, heard) = channel();
        let watch = Watch::new(&root, move || {
            let _ = told.send(());
        });
        if is_deaf {
            watch.calls.send(Call::Deaf).expect("heard");
            heard.recv_timeout(Duration::from_secs(5)).expect("told");
        }
        (folder, watch, heard)
    }

    fn is_told(heard: &Receiver<()>) -> bool {
        let told = heard.recv_timeout(Duration::from_secs(5)).is_ok();
        while heard.recv_timeout(Duration::from_millis(60)).is_ok() {}
        told
    }

    #[test]
    fn changes_of_all_kinds_are_told_and_those_of_products_are_not() {
        let (folder, _watch, heard) = watched(false);
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("chapters/a.md"), "b").expect("written");
        assert!(is_told(&heard));
        // As editors do that write beside and rename.
        std::fs::write(at(".a.md.swp"), "c").expect("written");
        std::fs::rename(at(".a.md.swp"), at("chapters/a.md")).expect("renamed");
        assert!(is_told(&heard));
        std::fs::create_dir(at("assets")).expect("a folder");
        assert!(is_told(&heard));
        std::fs::write(at("assets/b.svg"), "").expect("written");
        assert!(is_told(&heard));
        std::fs::remove_file(at("chapters/a.md")).expect("removed");
        assert!(is_told(&heard));
        for name in ["dist/a.pdf", ".git/x", "chapters/.a.md.swp", ".x"] {
            std::fs::write(at(name), "").expect("written");
        }
        let _ = std::fs::read(at("assets/b.svg"));
        assert!(heard.recv_timeout(Duration::from_millis(150)).is_err());
    }

    #[test]
    fn many_writes_are_told_once_or_twice() {
        let (folder, _watch, heard) = watched(false);
        for number in 0..20 {
            std::fs::write(folder.path().join("chapters/a.md"), number.to_string()).expect("written");
        }
        assert!(heard.recv_timeout(Duration::from_secs(5)).is_ok());
        let mut more = 0;
        while heard.recv_timeout(Duration::from_millis(60)).is_ok() {
            more += 1;
        }
        assert!(more < 4, "{more}");
    }

    #[test]
    fn files_are_looked_at_where_nothing_tells() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let before = look(root);
        std::fs::create_dir(root.join("chapters")).expect("a folder");
        std::fs::write(root.join("chapters/a.md"), "a").expect("written");
        let with = look(root);
        assert_ne!(before, with);
        std::fs::create_dir(root.join("dist")).expect("a folder");
        std::fs::write(root.join("dist/a.pdf"), "a").expect("written");
        assert_eq!(look(root), with);
        std::fs::write(root.join("chapters/a.md"), "abc").expect("written");
        assert_ne!(look(root), with);
    }

    #[test]
    fn a_deaf_watcher_sees_changes_by_itself() {
        let (folder, _watch, heard) = watched(true);
        std::fs::write(folder.path().join("chapters/a.md"), "longer").expect("written");
        assert!(is_told(&heard));
    }

    #[test]
    fn drives_of_networks_are_known() {
        let list = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n\
                    40 22 0:35 / /home/a/net\\040drive rw - cifs //server/share rw\n\
                    41 22 0:36 / /home/a/local rw - fuse.sshfs x rw\n";
        for (path, remote) in [
            ("/home/a", false),
            ("/home/a/net drive/heft", true),
            ("/home/a/local", true),
            ("/home/a/locally", false),
        ] {
            assert_eq!(is_mounted_from_afar(list, Path::new(path)), remote, "{path}");
        }
    }
}
