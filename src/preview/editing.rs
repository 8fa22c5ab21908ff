//! Changes of a project's files. Decides which files may be changed, when a change of somebody else would be lost, how
//! new chapters and pictures are named, and what of a file stays as it was: line ends, a byte order mark.

use std::io::ErrorKind;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use super::disk::Folder;
use super::order::{Chapters, Order, Stays};
use crate::diag::words::command::no_title;
use crate::diag::words::preview as words;
use crate::diag::{Diagnostic, Files, Sentence, Severity, Sink, Span, reason};
use crate::edition::names;
use crate::source::assets::{self, KnownPictures, Shelf};
use crate::source::chapters::{self, LARGEST_TEXT, is_markdown};
use crate::source::config::Config;
use crate::source::paths::{self, Refusal};
use crate::source::store::{Disk, Memory, Sources};
use crate::source::{self, Project, encoding};
use crate::starters;

/// The file of the project itself.
pub const CONFIG: &str = "brochure.toml";
/// The folder that pictures are copied to.
const ASSETS: &str = "assets";
/// The contents of a book for mdBook.
const SUMMARY: &str = "SUMMARY.md";
/// Endings of texts, beside Markdown.
const TEXTS: [&str; 3] = [".csv", ".tsv", ".toml"];
/// Folders that hold what was made.
const PRODUCTS: [&str; 2] = ["dist/", "target/"];
/// Endings of pictures.
const PICTURES: [&str; 9] = ["png", "jpg", "jpeg", "svg", "webp", "gif", "tif", "tiff", "bmp"];
/// Most names that are tried.
const MOST_NAMES: usize = 1000;
/// Stands at the beginning of some files.
const MARK: &str = "\u{feff}";

/// Why something is not done: a status of HTTP, and what is said.
#[derive(Debug)]
pub struct Refused {
    /// The status.
    pub status: u16,
    /// What is said.
    pub told: Sentence,
}

impl Refused {
    /// A refusal.
    pub fn new(status: u16, told: Sentence) -> Self {
        Self { status, told }
    }
}

/// What becomes of a text that is saved.
#[derive(Debug)]
pub enum Saved {
    /// It is on the disk, in this version.
    Written(String),
    /// The file is another one by now: its text and version.
    Changed(String, String),
}

/// The files of a project as they are changed, one change at a time.
pub struct Editing {
    folder: Folder,
    disk: Disk,
    /// Held while something is changed.
    turn: Mutex<()>,
}

impl Editing {
    /// The files of a project.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn new(folder: Folder) -> Result<Self, Diagnostic> {
        let disk = Disk::open(folder.root())?;
        Ok(Self { folder, disk, turn: Mutex::default() })
    }

    /// The text of a file on disk and its version.
    ///
    /// # Errors
    /// It is not there, or no text of the project.
    pub fn text(&self, file: &str) -> Result<(String, String), Refused> {
        if !is_text_of_a_project(file) {
            return Err(Refused::new(403, words::not_changed_here(file)));
        }
        let bytes = self.folder.read(file, LARGEST_TEXT).map_err(|refusal| not_read(file, refusal))?;
        let version = version(&bytes);
        let text =
            encoding::text_of(bytes).ok_or_else(|| Refused::new(415, words::not_changed_here(file)))?;
        Ok((text, version))
    }

    /// Saves a text in the place of the version of a file that it began with, in UTF-8.
    ///
    /// # Errors
    /// It could not be written, or may not be.
    pub fn save(&self, file: &str, began_with: &str, text: &str) -> Result<Saved, Refused> {
        let _turn = self.turn();
        let (old, now) = self.text(file)?;
        if now != began_with {
            return Ok(Saved::Changed(old, now));
        }
        let text = as_before(&old, text);
        self.replace(file, &text)?;
        Ok(Saved::Written(version(text.as_bytes())))
    }

    /// Makes a chapter of a title behind another one, or at the end where `after` is empty; its file.
    ///
    /// # Errors
    /// Why there is none.
    pub fn add_chapter(&self, title: &str, after: &str) -> Result<String, Refused> {
        let _turn = self.turn();
        let title = starters::title(title).ok_or_else(|| Refused::new(400, no_title()))?;
        let book = self.book()?;
        let at = match after {
            "" => book.files.len().checked_sub(1),
            after => Some(book.position(after)?),
        };
        let after = at.map(|at| book.files[at].clone());
        let stem = names::of_words(&title, &book.config.brochure.language.value);
        let text = format!("# {title}\n\n");
        let (file, order) = self.placed(&book, after.as_deref(), &stem)?;
        self.folder.create(&file, text.as_bytes()).map_err(|refusal| not_written(&file, refusal))?;
        if let Some(order) = order {
            self.replace(CONFIG, &order)?;
        }
        Ok(file)
    }

    /// Moves a chapter forward or back in the order of the chapters.
    ///
    /// # Errors
    /// Why it stays where it is.
    pub fn move_chapter(&self, file: &str, forward: bool) -> Result<(), Refused> {
        let _turn = self.turn();
        let book = self.book()?;
        book.position(file)?;
        let order = book.order()?.move_by(file, forward, &book.chapters()).map_err(stays)?;
        self.replace(CONFIG, &order.into_text())
    }

    /// Copies a picture to the project; its path as chapters name it.
    ///
    /// # Errors
    /// It is none that the program can use, or could not be written.
    pub fn add_picture(&self, name: &str, bytes: Vec<u8>) -> Result<String, Refused> {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let unknown = || Refused::new(415, words::picture_without_kind(name));
        let (stem, ending) = name.rsplit_once('.').ok_or_else(unknown)?;
        let ending = ending.to_ascii_lowercase();
        if !PICTURES.contains(&&*ending) {
            return Err(unknown());
        }
        look_at(&format!("{ASSETS}/picture.{ending}"), &bytes)?;
        let _turn = self.turn();
        let language = source::language_at(self.folder.root()).unwrap_or_default();
        let stem = names::of_words(stem, &language);
        let taken = self.folder.names(ASSETS);
        let file = free(&stem, &ending, &taken).ok_or_else(unknown)?;
        let path = format!("{ASSETS}/{file}");
        self.folder.create(&path, &bytes).map_err(|refusal| not_written(&path, refusal))?;
        Ok(path)
    }

    fn replace(&self, file: &str, text: &str) -> Result<(), Refused> {
        self.folder.replace(file, text.as_bytes()).map_err(|refusal| not_written(file, refusal))
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The project as it is on disk.
    fn book(&self) -> Result<Book, Refused> {
        let (mut files, mut sink) = (Files::default(), Sink::new());
        let project = Project::open(&self.disk, &mut files, &mut sink);
        let Some(project) = project else {
            let first = sink.iter().find(|told| told.severity == Severity::Error);
            let told = first.map_or_else(words::order_by_hand, Diagnostic::sentence);
            return Err(Refused::new(409, told));
        };
        let text = self.folder.read(CONFIG, LARGEST_TEXT).map_err(|refusal| not_read(CONFIG, refusal))?;
        let text = String::from_utf8(text).map_err(|_| Refused::new(409, words::order_by_hand()))?;
        let top = paths::join("", &project.config.brochure.chapters.value);
        let top = top.unwrap_or_default();
        let in_summary = [format!("{top}/{SUMMARY}"), SUMMARY.to_owned()]
            .into_iter()
            .find(|file| self.disk.read("", file, LARGEST_TEXT).is_ok());
        let names = project.chapters.iter().map(|file| files.get(*file).name.clone()).collect();
        Ok(Book { top, files: names, text, in_summary, config: project.config })
    }

    /// Where a new chapter goes: its file, and brochure.toml where the name alone does not put it there.
    fn placed(
        &self,
        book: &Book,
        after: Option<&str>,
        stem: &str,
    ) -> Result<(String, Option<String>), Refused> {
        let folder = after.map_or(&*book.top, |after| after.rsplit_once('/').map_or("", |(f, _)| f));
        let taken = self.folder.names(folder);
        let below = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let name = after.map(|after| after.rsplit('/').next().unwrap_or(after));
        let candidates = Number::of(name).labels(&taken).into_iter().filter_map(|label| {
            let name = free(&format!("{label}{stem}"), "md", &taken)?;
            Some(below(&name))
        });
        let mut candidates = candidates.peekable();
        let Some(usual) = candidates.peek().cloned() else {
            return Err(Refused::new(409, words::name_is_taken(below(stem))));
        };
        let order = book.order()?;
        if order.is_empty()
            && let Some(file) = candidates.find(|file| self.comes_behind(book, file, after))
        {
            return Ok((file, None));
        }
        let order = order.insert(&usual, after, &book.chapters()).map_err(stays)?;
        Ok((usual, Some(order.into_text())))
    }

    /// Whether a new file would be set right behind another one by its name.
    fn comes_behind(&self, book: &Book, file: &str, after: Option<&str>) -> bool {
        let mut sources = Memory::before(self.disk.clone());
        sources.put(file, "# x\n");
        let mut files = Files::default();
        let read = chapters::read(&sources, &book.config, &mut files, &mut Sink::new()).files;
        let names: Vec<&str> = read.iter().map(|id| &*files.get(*id).name).collect();
        let at = names.iter().position(|name| *name == file);
        at.is_some_and(|at| at.checked_sub(1).map(|before| names[before]) == after)
    }
}

/// Whether a file is a text that is read and changed here.
fn is_text_of_a_project(file: &str) -> bool {
    let name = file.to_ascii_lowercase();
    let is_product = PRODUCTS.iter().any(|folder| file.starts_with(folder));
    !is_product && (is_markdown(&name) || TEXTS.iter().any(|ending| name.ends_with(ending)))
}

/// A project's chapters.
struct Book {
    top: String,
    files: Vec<String>,
    /// brochure.toml.
    text: String,
    /// A file of mdBook, which has the order of the chapters where brochure.toml has none.
    in_summary: Option<String>,
    config: Config,
}

impl Book {
    fn chapters(&self) -> Chapters<'_> {
        Chapters { top: &self.top, files: &self.files }
    }

    fn position(&self, file: &str) -> Result<usize, Refused> {
        let at = self.files.iter().position(|known| known == file);
        at.ok_or_else(|| Refused::new(404, words::no_such_chapter(file)))
    }

    /// The order in brochure.toml, unless another file has it.
    fn order(&self) -> Result<Order, Refused> {
        let order = Order::read(self.text.clone());
        match &self.in_summary {
            Some(file) if order.is_empty() => Err(Refused::new(409, words::order_elsewhere(file))),
            _ => Ok(order),
        }
    }
}

/// The number that a chapter's name begins with.
struct Number<'n> {
    figures: &'n str,
    /// What stands between number and words.
    mark: char,
}

impl<'n> Number<'n> {
    /// Of a name; a first chapter has `01-` behind it.
    fn of(name: Option<&'n str>) -> Self {
        let Some(name) = name else { return Self { figures: "00", mark: '-' } };
        let end = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
        let mark = name[end..].chars().next().filter(|c| "-_ .".contains(*c)).unwrap_or('-');
        Self { figures: &name[..end], mark: if name[end..].starts_with(".m") { '-' } else { mark } }
    }

    /// What a name behind it may begin with, the best first: the next number unless it is taken, else the same one with
    /// a letter.
    fn labels(&self, taken: &[String]) -> Vec<String> {
        let Self { figures, mark } = self;
        let Ok(number) = figures.parse::<u32>() else { return vec![String::new()] };
        let next = format!("{:0width$}", number.saturating_add(1), width = figures.len());
        let is_next = |name: &String| {
            name.strip_prefix(&next).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        let free = !taken.iter().any(is_next);
        let lettered = ('a'..='z').map(|letter| format!("{figures}{letter}{mark}"));
        free.then(|| format!("{next}{mark}")).into_iter().chain(lettered).collect()
    }
}

/// A name that is not taken, whatever its capitals.
fn free(stem: &str, ending: &str, taken: &[String]) -> Option<String> {
    let numbered = (2..MOST_NAMES).map(|number| format!("{stem}-{number}.{ending}"));
    std::iter::once(format!("{stem}.{ending}"))
        .chain(numbered)
        .find(|name| !taken.contains(&name.to_lowercase()))
}

/// Looks at a picture as the program does that sets it.
fn look_at(path: &str, bytes: &[u8]) -> Result<(), Refused> {
    let (mut sources, known, mut sink) = (Memory::default(), KnownPictures::default(), Sink::new());
    sources.put(path, bytes);
    let shelf = Shelf { sources: &sources, known: &known };
    let picture = assets::load(shelf, "", path, Span::default(), &mut sink);
    match (picture, sink.first()) {
        (Some(_), _) => Ok(()),
        (None, Some(told)) => Err(Refused::new(415, told.sentence())),
        (None, None) => Err(Refused::new(415, words::picture_without_kind(path))),
    }
}

/// A text with the line ends and the byte order mark of the one in whose place it is put.
fn as_before(old: &str, text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = if old.contains("\r\n") { text.replace('\n', "\r\n") } else { text };
    if old.starts_with(MARK) && !text.starts_with(MARK) { format!("{MARK}{text}") } else { text }
}

/// Tells two states of a file apart.
fn version(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn stays(why: Stays) -> Refused {
    Refused::new(
        409,
        match why {
            Stays::AtTheEdge => words::first_or_last(),
            Stays::Unclear => words::order_by_hand(),
        },
    )
}

fn not_read(file: &str, refusal: Refusal) -> Refused {
    let status = if matches!(refusal, Refusal::Missing(_)) { 404 } else { 403 };
    Refused::new(status, refusal.complaint(file, None).sentence())
}

fn not_written(file: &str, refusal: Refusal) -> Refused {
    match refusal {
        Refusal::Unreadable(error) if error.kind() == ErrorKind::AlreadyExists => {
            Refused::new(409, words::name_is_taken(file))
        }
        Refusal::Unreadable(error) => Refused::new(500, words::not_saved(file, reason(&error))),
        refusal => not_read(file, refusal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_marks_stay() {
        assert_eq!(as_before("a\r\nb", "x\ny\r\nz"), "x\r\ny\r\nz");
        assert_eq!(as_before("a\nb", "x\r\ny"), "x\ny");
        assert_eq!(as_before("\u{feff}a", "b"), "\u{feff}b");
        assert_eq!(as_before("\u{feff}a", "\u{feff}b"), "\u{feff}b");
    }

    #[test]
    fn numbers_go_on() {
        let labels = |name, taken: &[&str]| {
            let taken: Vec<String> = taken.iter().map(|name| (*name).to_owned()).collect();
            Number::of(name).labels(&taken).into_iter().next().unwrap_or_default()
        };
        assert_eq!(labels(Some("06-wohnen.md"), &[]), "07-");
        assert_eq!(labels(Some("9_x.md"), &[]), "10_");
        assert_eq!(labels(Some("06-wohnen.md"), &["07-arbeit.md"]), "06a-");
        assert_eq!(labels(Some("06-wohnen.md"), &["070-arbeit.md"]), "07-");
        assert_eq!(labels(Some("06.md"), &[]), "07-");
        assert_eq!(labels(Some("wohnen.md"), &[]), "");
        assert_eq!(labels(None, &[]), "01-");
    }
}
